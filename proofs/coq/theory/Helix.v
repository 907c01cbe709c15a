(** The helix: a curved decoder that separates codes and stretches them boundedly. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisSums AnalysisLemma3 FixedGamma BothSides.
Open Scope R_scope.

Lemma helix_distance : forall d a b, (3 <= d)%nat -> sq_dist d (helix a) (helix b)
  = sq_dist 2 (circle a) (circle b) + (a 0%nat - b 0%nat) ^ 2.
Proof.
  intros d a b Hd. unfold sq_dist. rewrite (rsum_first 3 d).
  - reflexivity.
  - exact Hd.
  - intros k Hk. unfold helix, circle. destruct k as [|[|[|k]]]; try lia. simpl. ring.
Qed.

Lemma first_only : forall kappa c (z z' : vec), (0 < kappa)%nat ->
  rsum kappa (fun k => (if Nat.eqb k 0 then c else 0) ^ 2 * (z k - z' k) ^ 2) = c ^ 2 * (z 0%nat - z' 0%nat) ^ 2.
Proof.
  intros kappa c z z' Hk. rewrite (rsum_single kappa _ 0%nat Hk); [reflexivity|].
  intros j _ Hj. destruct (Nat.eqb_spec j 0); [contradiction|ring].
Qed.

Theorem helix_example :
  forall beta d kappa n gamma (angle : nat -> R),
  (3 <= d)%nat -> (0 < kappa)%nat -> (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  let zs := fun i (k : nat) => if Nat.eqb k 0 then angle i else 0 in
  let X := fun i => helix (zs i) in
  let low := fun k => if Nat.eqb k 0 then 1 else 0 in
  let high := fun k => if Nat.eqb k 0 then sqrt 2 else 0 in
  let v := fun (_ k : nat) => / (1 + high k ^ 2 * / (beta * gamma)) in
  separates d kappa helix low /\ stretches d kappa helix high /\ comparator d kappa n X helix zs high /\
  (exists q, posteriors d kappa n X helix q zs v /\ square_integrable d n helix q /\
     0 < expected_error d n X helix q) /\
  ~ is_affine d kappa helix.
Proof.
  intros beta d kappa n gamma angle Hd Hk Hn Hb Hg zs X low high v.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  assert (Hv : forall i k, 0 < v i k).
  { intros i k. unfold v. apply Rinv_0_lt_compat.
    assert (0 <= high k ^ 2 * / (beta * gamma))
      by (apply Rmult_le_pos; [apply pow2_ge_0|left; apply Rinv_0_lt_compat, Hbg]). lra. }
  assert (H2 : sqrt 2 ^ 2 = 2) by (simpl; rewrite Rmult_1_r; apply sqrt_sqrt; lra).
  assert (Hsep : separates d kappa helix low).
  { intros z z'. unfold low. rewrite first_only, helix_distance by assumption.
    assert (0 <= sq_dist 2 (circle z) (circle z')) by (apply rsum_nonneg; intros; apply pow2_ge_0). lra. }
  assert (Hst : stretches d kappa helix high).
  { intros z z'. unfold high. rewrite first_only, helix_distance, H2 by assumption.
    pose proof (circle_lipschitz 2 z z'). lra. }
  assert (Hpost : posteriors d kappa n X helix (fun i => two_point (zs i) (fun k => sqrt (v i k))) zs v).
  { intros i Hi. split; [intros; apply Hv|]. split; [apply two_point_moments; intros; apply Hv|exact I]. }
  assert (Hsq : square_integrable d n helix (fun i => two_point (zs i) (fun k => sqrt (v i k))))
    by (intros i j _ _; split; exact I).
  split; [exact Hsep|split; [exact Hst|split; [|split]]].
  - intros i z _. eapply Rle_trans; [apply (Hst (zs i) z)|]. right. apply rsum_ext; intros; ring.
  - exists (fun i => two_point (zs i) (fun k => sqrt (v i k))). split; [exact Hpost|split; [exact Hsq|]].
    eapply Rlt_le_trans; [|apply (theorem_D_error d kappa n X helix _ zs v low Hn Hpost Hsq Hsep)].
    rewrite (rsum_single kappa _ 0%nat Hk).
    + unfold low. simpl. rewrite !Rmult_1_r, Rmult_1_l. apply mean_pos; [exact Hn|]. intros; apply Hv.
    + intros k _ Hne. unfold low. destruct (Nat.eqb_spec k 0); [contradiction|]. simpl. ring.
  - apply cosine_not_affine; [lia|reflexivity].
Qed.
