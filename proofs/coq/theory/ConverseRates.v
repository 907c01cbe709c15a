(* Theorems E2 and E3: rates from ball conditions, for a population and for n samples. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLog AnalysisLaw Expectations
  Converse ConversePopulation BallCondition ConverseSamples.
Open Scope R_scope.

Lemma gamma_integral_pos : forall r G, 0 < r -> gamma_integral r G -> 0 < G.
Proof.
  intros r G Hr HG. set (f := fun v => Rpower v (r / 2) * exp (- v)).
  apply Rlt_le_trans with (RInt f 1 2); [|apply (RInt_le_gamma r 1 2 G); lra || assumption].
  apply RInt_gt_0; [lra| |].
  - intros v _. apply (f_pos r).
  - intros v Hv. apply (f_continuous r); lra.
Qed.

(** E2, the bound on the kernel's mean. *)
Lemma ball_heat_mean : forall {D} (pi : expectation D) (x : D -> vec) d y r C G t,
  0 < r -> 0 < C -> 0 < t -> gamma_integral r G ->
  (forall rho, 0 < rho -> ball_share_le pi x d y rho (C * Rpower rho r)) ->
  has_expectation pi (fun i => heat t d (x i) y) ->
  expected pi (fun i => heat t d (x i) y) <= C * Rpower t (- (r / 2)) * G.
Proof.
  intros D pi x d y r C G t Hr HC Ht HG Hball Hint.
  rewrite <- (Rplus_0_r (C * _ * G)). apply heat_mean; try assumption; try lra.
  intros rho Hrho. rewrite Rplus_0_r. apply Hball, Hrho.
Qed.

(** E2. *)
Theorem ball_converse : forall {D Z : Type} d kappa beta gamma r C G (pi : expectation D)
    (x : D -> vec) (p : expectation Z) (q : D -> expectation Z) (mu : Z -> vec) (w : D -> Z -> R),
  0 < beta -> 0 < gamma -> 0 < r -> 0 < C -> gamma_integral r G ->
  let t := / (2 * beta * gamma) in
  (forall z rho, 0 < rho -> ball_share_le pi x d (mu z) rho (C * Rpower rho r)) ->
  (forall z, has_expectation pi (fun i => heat t d (x i) (mu z))) ->
  kernel_means t d p mu -> has_expectation pi (fun i => expected p (fun z => heat t d (x i) (mu z))) ->
  (forall i, density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z))) ->
  has_expectation pi (cost d beta gamma x q mu w) ->
  (INR d - beta * r) * ln gamma + beta * INR kappa - beta * r * ln (2 * beta)
    - 2 * beta * ln (C * G)
  <= INR d * ln gamma + beta * INR kappa + expected pi (cost d beta gamma x q mu w).
Proof.
  intros D Z d kappa beta gamma r C G pi x p q mu w Hb Hg Hr HC HG t Hball Hheat Hp Hmean H Hc.
  pose proof (gamma_integral_pos r G Hr HG) as HG0.
  destruct (rate_of_bound beta gamma r C G Hb Hg HC HG0) as [HM Hrate]. fold t in HM, Hrate.
  assert (Ht : 0 < t) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra).
  pose proof (converse_population d beta gamma _ pi x p q mu w Hb Hg HM Hp Hmean H) as HE. fold t in HE.
  assert (HB : - (2 * beta * ln (C * Rpower t (- (r / 2)) * G))
               <= expected pi (cost d beta gamma x q mu w)).
  { apply HE; [|exact Hc]. intros z.
    exists (expected pi (fun i => heat t d (x i) (mu z))).
    split; [apply expects_expected, Hheat|]. apply ball_heat_mean; auto. }
  lra.
Qed.

(** E3 (a). *)
Theorem separated_converse : forall {Z : Type} d n beta gamma Delta (x : nat -> vec)
    (p : expectation Z) (q : nat -> expectation Z) (mu : Z -> vec) (w : nat -> Z -> R),
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> 0 < Delta ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> i <> j -> Delta ^ 2 <= sq_dist d (x i) (x j)) ->
  (forall i, (i < n)%nat -> density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z)) /\
     has_expectation p (fun z => heat (/ (2 * beta * gamma)) d (x i) (mu z))) ->
  2 * beta * ln (INR n)
    - 2 * beta * ln (1 + (INR n - 1) * exp (- (Delta ^ 2 / (8 * beta * gamma))))
  <= mean n (cost d beta gamma x q mu w).
Proof.
  intros Z d n beta gamma Delta x p q mu w Hn Hb Hg HD Hsep H.
  assert (Hpos := INR_pos n Hn).
  assert (H1n : 1 <= INR n) by (apply (le_INR 1); lia).
  set (t := / (2 * beta * gamma)) in *.
  assert (Ht : 0 < t) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra).
  set (num := 1 + (INR n - 1) * exp (- (t * Delta ^ 2 / 4))).
  assert (Hnum : 0 < num).
  { assert (0 <= (INR n - 1) * exp (- (t * Delta ^ 2 / 4)))
      by (apply Rmult_le_pos; [lra|left; apply exp_pos]). unfold num; lra. }
  pose proof (converse_samples d n beta gamma (num / INR n) x p q mu w Hn Hb Hg
                (Rdiv_lt_0_compat _ _ Hnum Hpos) H
                (fun z => heat_mean_separated d n x (mu z) t Delta Hn Ht HD Hsep)) as HE.
  rewrite ln_div in HE by assumption.
  replace (Delta ^ 2 / (8 * beta * gamma)) with (t * Delta ^ 2 / 4) by (unfold t; field; lra).
  fold num. lra.
Qed.

(** E3 (b). *)
Theorem ball_converse_samples : forall {Z : Type} d n kappa beta gamma r C rho0 G (x : nat -> vec)
    (p : expectation Z) (q : nat -> expectation Z) (mu : Z -> vec) (w : nat -> Z -> R),
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> 0 < r -> 0 < C -> 0 < rho0 -> gamma_integral r G ->
  rho0 ^ 2 / (2 * beta) <= gamma ->
  (forall z rho, 0 < rho ->
     mean n (fun i => if Rle_dec (sq_dist d (x i) (mu z)) (rho ^ 2) then 1 else 0)
     <= C * Rpower (Rmax rho rho0) r) ->
  (forall i, (i < n)%nat -> density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z)) /\
     has_expectation p (fun z => heat (/ (2 * beta * gamma)) d (x i) (mu z))) ->
  (INR d - beta * r) * ln gamma + beta * INR kappa - beta * r * ln (2 * beta)
    - 2 * beta * ln (C * (G + 1))
  <= INR d * ln gamma + beta * INR kappa + mean n (cost d beta gamma x q mu w).
Proof.
  intros Z d n kappa beta gamma r C rho0 G x p q mu w Hn Hb Hg Hr HC H0 HG Hcut Hball H.
  pose proof (gamma_integral_pos r G Hr HG) as HG0.
  destruct (rate_of_bound beta gamma r C (G + 1) Hb Hg HC ltac:(lra)) as [HM Hrate].
  set (t := / (2 * beta * gamma)) in *.
  assert (Ht : 0 < t) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra).
  assert (Hle1 : t * rho0 ^ 2 <= 1).
  { apply (Rmult_le_reg_l (2 * beta * gamma)); [apply Rmult_lt_0_compat; lra|].
    rewrite <- Rmult_assoc. unfold t. rewrite Rinv_r, Rmult_1_l, Rmult_1_r
      by (apply Rgt_not_eq, Rmult_lt_0_compat; lra).
    apply (Rmult_le_compat_l (2 * beta)) in Hcut; [|lra].
    replace (2 * beta * (rho0 ^ 2 / (2 * beta))) with (rho0 ^ 2) in Hcut by (field; lra). lra. }
  assert (Hc0 : Rpower rho0 r <= Rpower t (- (r / 2))).
  { unfold Rpower. assert (Hln : ln (t * rho0 ^ 2) <= 0).
    { rewrite <- ln_1. apply ln_le_mono; [|exact Hle1].
      apply Rmult_lt_0_compat; [exact Ht|apply pow_lt, H0]. }
    rewrite ln_mult, ln_pow in Hln; [|exact H0|exact Ht|apply pow_lt, H0].
    simpl INR in Hln.
    assert (r * ln rho0 <= - (r / 2) * ln t).
    { apply (Rmult_le_compat_l (r / 2)) in Hln; lra. }
    destruct (Req_dec (r * ln rho0) (- (r / 2) * ln t)) as [->|Hne]; [lra|].
    left; apply exp_increasing; lra. }
  assert (HMy : forall z, mean n (fun i => heat t d (x i) (mu z))
                          <= C * Rpower t (- (r / 2)) * (G + 1)).
  { intros z.
    assert (Hc : 0 <= C * Rpower rho0 r) by (apply Rmult_le_pos; [lra|left; apply exp_pos]).
    pose proof (heat_mean (samples n Hn) x d (mu z) r C (C * Rpower rho0 r) G t Hr (Rlt_le _ _ HC)
                  Hc Ht HG) as HH. simpl in HH.
    apply Rle_trans with (C * Rpower t (- (r / 2)) * G + C * Rpower rho0 r).
    - apply HH; [|exact I]. intros rho Hrho. eexists. split; [split; [exact I|reflexivity]|].
      apply Rle_trans with (1 := Hball z rho Hrho). rewrite <- Rmult_plus_distr_l.
      apply Rmult_le_compat_l; [lra|].
      assert (P1 : 0 < Rpower rho r) by apply exp_pos.
      assert (P2 : 0 < Rpower rho0 r) by apply exp_pos.
      destruct (Rle_dec rho rho0) as [Hle|Hle];
        [rewrite Rmax_right by exact Hle|rewrite Rmax_left by lra]; lra.
    - apply (Rmult_le_compat_l C) in Hc0; lra. }
  pose proof (converse_samples d n beta gamma _ x p q mu w Hn Hb Hg HM H HMy). lra.
Qed.

(** The cut-off cannot be small: a ball about a sample holds that sample. *)
Lemma cutoff_large : forall d n (x : nat -> vec) r C rho0 i, (0 < n)%nat -> (i < n)%nat ->
  0 < rho0 ->
  mean n (fun j => if Rle_dec (sq_dist d (x j) (x i)) (rho0 ^ 2) then 1 else 0)
    <= C * Rpower (Rmax rho0 rho0) r ->
  / INR n <= C * Rpower rho0 r.
Proof.
  intros d n x r C rho0 i Hn Hi H0 H. rewrite Rmax_left in H by lra.
  apply Rle_trans with (2 := H). unfold mean, Rdiv.
  rewrite <- (Rmult_1_l (/ INR n)) at 1. apply Rmult_le_compat_r.
  - left; apply Rinv_0_lt_compat, INR_pos, Hn.
  - eapply Rle_trans; [|apply (rsum_ge_term n
      (fun j => if Rle_dec (sq_dist d (x j) (x i)) (rho0 ^ 2) then 1 else 0) i); [|exact Hi]].
    + cbv beta. destruct (Rle_dec _ _) as [_|Hn']; [lra|]. exfalso; apply Hn'.
      unfold sq_dist. rewrite (rsum_ext d _ (fun _ => 0)), rsum_const by (intros; ring).
      rewrite Rmult_0_r. apply pow2_ge_0.
    + intros j _. destruct (Rle_dec _ _); lra.
Qed.

(** One code only: Dirac's law on a point, as an expectation. *)
Definition dirac : expectation unit.
Proof.
  refine (Expectation unit (fun _ => True) (fun f => f tt) _ _ _ _).
  - intros f g H _. split; [exact I|apply H].
  - split; [exact I|reflexivity].
  - intros a b f g _ _. split; [exact I|reflexivity].
  - intros f _ H. apply H.
Defined.

(** Without the distance of the samples the lower bound is false: a constant decoder at gamma = 1. *)
Lemma distance_needed : ~ forall (Z : Type) d n beta gamma (x : nat -> vec)
    (p : expectation Z) (q : nat -> expectation Z) (mu : Z -> vec) (w : nat -> Z -> R),
  (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  (forall i, (i < n)%nat -> density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z)) /\
     has_expectation p (fun z => heat (/ (2 * beta * gamma)) d (x i) (mu z))) ->
  2 * beta * ln (INR n) <= mean n (cost d beta gamma x q mu w).
Proof.
  intros H.
  specialize (H unit 1%nat 2%nat 1 1 (fun i _ => INR i) dirac (fun _ => dirac) (fun _ _ => 0)
                (fun _ _ => 1) ltac:(lia) Rlt_0_1 Rlt_0_1).
  assert (HC : 2 * 1 * ln (INR 2)
    <= mean 2 (cost 1 1 1 (fun i _ => INR i) (fun _ => dirac) (fun _ _ => 0) (fun _ _ => 1))).
  { apply H. intros i _. split; [|repeat split]. split; [intros; lra|].
    intros F HF _. split; [exact I|]. simpl. lra. }
  unfold mean, cost, sq_dist in HC. simpl in HC. rewrite ln_1 in HC.
  pose proof (ln_ge_1_sub_inv (1 + 1) ltac:(lra)) as HL.
  replace (/ (1 + 1)) with (/ 2) in HL by (f_equal; lra). lra.
Qed.
