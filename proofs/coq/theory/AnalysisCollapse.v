(* V(gamma), the minimum of the affine beta-VAE, as a function of gamma. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisAffineStatements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisAffine.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * The slope of V *)

(** Two functions with the same value and slope at x, glued there. *)
Lemma is_derive_glue : forall (f f1 f2 : R -> R) x l,
  is_derive f1 x l -> is_derive f2 x l ->
  (forall y, y <= x -> f y = f1 y) -> (forall y, x <= y -> f y = f2 y) -> is_derive f x l.
Proof.
  intros f f1 f2 x l H1 H2 E1 E2. apply is_derive_Reals.
  apply is_derive_Reals in H1. apply is_derive_Reals in H2.
  intros eps Heps. destruct (H1 eps Heps) as [d1 D1]. destruct (H2 eps Heps) as [d2 D2].
  exists (mkposreal _ (Rmin_stable_in_posreal d1 d2)). intros h Hh Hlt. simpl in Hlt.
  destruct (Rle_lt_dec h 0) as [Hn|Hp].
  - rewrite (E1 (x + h)), (E1 x) by lra. apply D1; [exact Hh|].
    apply Rlt_le_trans with (1 := Hlt), Rmin_l.
  - rewrite (E2 (x + h)), (E2 x) by lra. apply D2; [exact Hh|].
    apply Rlt_le_trans with (1 := Hlt), Rmin_r.
Qed.

Lemma is_derive_direction_value : forall g lam, 0 < g -> 0 <= lam ->
  is_derive (fun y => direction_value y lam) g (- (Rmin lam g / g ^ 2)).
Proof.
  intros g lam Hg Hl.
  (* the branches y <= lam and y >= lam, as functions of y on the whole line *)
  set (f1 := fun y => ln (lam / y) + lam / lam). set (f2 := fun y => ln (y / y) + lam / y).
  assert (E1 : forall y, y <= lam -> direction_value y lam = f1 y)
    by (intros y Hy; unfold direction_value, f1; rewrite Rmax_left by exact Hy; reflexivity).
  assert (E2 : forall y, lam <= y -> direction_value y lam = f2 y)
    by (intros y Hy; unfold direction_value, f2; rewrite Rmax_right by exact Hy; reflexivity).
  assert (D1 : g <= lam -> is_derive f1 g (- (Rmin lam g / g ^ 2))).
  { intros H; rewrite Rmin_right by exact H. unfold f1; auto_derive.
    - split; [lra|split; [apply Rdiv_lt_0_compat; lra|exact I]].
    - field; lra. }
  assert (D2 : lam <= g -> is_derive f2 g (- (Rmin lam g / g ^ 2))).
  { intros H; rewrite Rmin_left by exact H. unfold f2; auto_derive.
    - split; [lra|split; [apply Rdiv_lt_0_compat; lra|split; [lra|exact I]]].
    - field; lra. }
  destruct (Rtotal_order g lam) as [H|[H|H]].
  - apply (is_derive_ext_loc f1); [|apply D1; lra].
    apply (filter_imp (fun y => y < lam)); [intros y Hy; symmetry; apply E1; lra|].
    apply (open_lt lam), H.
  - apply (is_derive_glue _ f1 f2); [apply D1; lra|apply D2; lra| |];
      intros y Hy; [apply E1|apply E2]; lra.
  - apply (is_derive_ext_loc f2); [|apply D2; lra].
    apply (filter_imp (fun y => lam < y)); [intros y Hy; symmetry; apply E2; lra|].
    apply (open_gt lam), H.
Qed.

Lemma is_derive_rsum : forall n (f : nat -> R -> R) (l : nat -> R) x,
  (forall k, (k < n)%nat -> is_derive (f k) x (l k)) ->
  is_derive (fun y => rsum n (fun k => f k y)) x (rsum n l).
Proof.
  induction n as [|n IH]; intros f l x H; simpl.
  - apply (is_derive_const 0 x).
  - apply (is_derive_plus (fun y => rsum n (fun k => f k y)) (f n)).
    + apply IH; intros; apply H; lia.
    + apply H; lia.
Qed.

Theorem affine_slope :
  forall beta d kappa lam gamma, 0 < beta -> 0 < gamma -> (forall j, 0 <= lam j) ->
  is_derive (affine_value beta d kappa lam) gamma
    ((INR d - affine_error beta d kappa lam gamma / gamma) / gamma).
Proof.
  intros beta d kappa lam gamma Hb Hg Hl.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  set (D1 := rsum kappa (fun j => beta * - (Rmin (lam j) (beta * gamma) / (beta * gamma) ^ 2))).
  set (D2 := rsum (d - kappa) (fun j => - (lam (kappa + j)%nat / (beta * gamma ^ 2)))).
  assert (H1 : is_derive (fun y => rsum kappa (fun j => direction_value (beta * y) (lam j)))
                 gamma D1).
  { apply (is_derive_rsum kappa (fun j y => direction_value (beta * y) (lam j))). intros j _.
    assert (Hin : is_derive (fun y => beta * y) gamma beta) by (auto_derive; [exact I|ring]).
    exact (is_derive_comp (fun u => direction_value u (lam j)) (fun y => beta * y) gamma _ _
             (is_derive_direction_value (beta * gamma) (lam j) Hbg (Hl j)) Hin). }
  assert (H2 : is_derive (fun y => rsum (d - kappa) (fun j => lam (kappa + j)%nat / (beta * y)))
                 gamma D2).
  { apply (is_derive_rsum (d - kappa) (fun j y => lam (kappa + j)%nat / (beta * y))). intros j _.
    auto_derive; [lra|field; lra]. }
  assert (H3 : is_derive (fun y => INR d * ln y + beta * INR kappa) gamma (INR d / gamma))
    by (auto_derive; [exact Hg|field; lra]).
  assert (HV : is_derive (fun y =>
      beta * (rsum kappa (fun j => direction_value (beta * y) (lam j))
              + rsum (d - kappa) (fun j => lam (kappa + j)%nat / (beta * y)))
      + (INR d * ln y + beta * INR kappa)) gamma (beta * (D1 + D2) + INR d / gamma)).
  { apply (is_derive_plus (fun y =>
      beta * (rsum kappa (fun j => direction_value (beta * y) (lam j))
              + rsum (d - kappa) (fun j => lam (kappa + j)%nat / (beta * y))))); [|exact H3].
    apply (is_derive_scal (fun y => rsum kappa (fun j => direction_value (beta * y) (lam j))
              + rsum (d - kappa) (fun j => lam (kappa + j)%nat / (beta * y)))).
    exact (is_derive_plus _ _ _ _ _ H1 H2). }
  replace ((INR d - affine_error beta d kappa lam gamma / gamma) / gamma)
    with (beta * (D1 + D2) + INR d / gamma).
  - apply (is_derive_ext (fun y =>
      beta * (rsum kappa (fun j => direction_value (beta * y) (lam j))
              + rsum (d - kappa) (fun j => lam (kappa + j)%nat / (beta * y)))
      + (INR d * ln y + beta * INR kappa))); [|exact HV].
    intros y; unfold affine_value. symmetry; apply Rplus_assoc.
  - assert (E1 : D1 = - / (beta * gamma ^ 2) * rsum kappa (fun j => Rmin (lam j) (beta * gamma)))
      by (unfold D1; rewrite <- rsum_scal; apply rsum_ext; intros; field; lra).
    assert (E2 : D2 = - / (beta * gamma ^ 2) * rsum (d - kappa) (fun j => lam (kappa + j)%nat))
      by (unfold D2; rewrite <- rsum_scal; apply rsum_ext; intros; field; lra).
    rewrite E1, E2; unfold affine_error. field; lra.
Qed.

(** min(lam, beta g)/g = min(lam/g, beta) does not increase with g. *)
Lemma min_ratio_le : forall beta lam g1 g2, 0 < g1 <= g2 -> 0 <= lam ->
  Rmin lam (beta * g2) / g2 <= Rmin lam (beta * g1) / g1.
Proof.
  intros beta lam g1 g2 [H1 H2] Hl.
  apply (Rmult_le_reg_r (g1 * g2)); [apply Rmult_lt_0_compat; lra|].
  replace (Rmin lam (beta * g2) / g2 * (g1 * g2)) with (Rmin lam (beta * g2) * g1) by (field; lra).
  replace (Rmin lam (beta * g1) / g1 * (g1 * g2)) with (Rmin lam (beta * g1) * g2) by (field; lra).
  pose proof (Rmin_l lam (beta * g2)). pose proof (Rmin_r lam (beta * g2)).
  destruct (Rle_dec lam (beta * g1)) as [Hc|Hc].
  - rewrite (Rmin_left lam (beta * g1)) by exact Hc.
    apply Rle_trans with (lam * g1); [apply Rmult_le_compat_r; lra|apply Rmult_le_compat_l; lra].
  - rewrite (Rmin_right lam (beta * g1)) by lra.
    apply Rle_trans with (beta * g2 * g1); [apply Rmult_le_compat_r; lra|right; ring].
Qed.

Lemma min_ratio_lt : forall beta lam g1 g2, 0 < beta -> 0 < g1 < g2 -> 0 < lam ->
  lam < beta * g2 -> Rmin lam (beta * g2) / g2 < Rmin lam (beta * g1) / g1.
Proof.
  intros beta lam g1 g2 Hb [H1 H2] Hl Hlt.
  apply (Rmult_lt_reg_r (g1 * g2)); [apply Rmult_lt_0_compat; lra|].
  rewrite (Rmin_left lam (beta * g2)) by lra.
  replace (lam / g2 * (g1 * g2)) with (lam * g1) by (field; lra).
  replace (Rmin lam (beta * g1) / g1 * (g1 * g2)) with (Rmin lam (beta * g1) * g2) by (field; lra).
  destruct (Rle_dec lam (beta * g1)) as [H|H].
  - rewrite Rmin_left by exact H. apply Rmult_lt_compat_l; assumption.
  - rewrite Rmin_right by lra.
    replace (beta * g1 * g2) with (beta * g2 * g1) by ring. apply Rmult_lt_compat_r; assumption.
Qed.

Theorem affine_error_ratio :
  forall beta d kappa lam g1 g2, 0 < beta -> 0 < g1 <= g2 -> (forall j, 0 <= lam j) ->
  affine_error beta d kappa lam g2 / g2 <= affine_error beta d kappa lam g1 / g1.
Proof.
  intros beta d kappa lam g1 g2 Hb Hg Hl. unfold affine_error, Rdiv.
  rewrite !Rmult_plus_distr_r. apply Rplus_le_compat.
  - rewrite !(Rmult_comm (rsum kappa _)), <- !rsum_scal. apply rsum_le; intros j _.
    rewrite !(Rmult_comm (/ _)). apply min_ratio_le; auto.
  - apply Rmult_le_compat_l; [apply rsum_nonneg; intros; apply Hl|].
    apply Rinv_le_contravar; lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Data of exact rank *)

Lemma rank_nonneg : forall r lam, has_rank r lam -> forall j, 0 <= lam j.
Proof.
  intros r lam [Hp H0] j. destruct (Compare_dec.le_lt_dec r j) as [H|H].
  - rewrite H0 by exact H; lra.
  - left; apply Hp, H.
Qed.

Lemma affine_error_rank : forall beta d kappa r lam gamma, (r <= kappa)%nat -> has_rank r lam ->
  0 < beta * gamma ->
  affine_error beta d kappa lam gamma = rsum r (fun j => Rmin (lam j) (beta * gamma)).
Proof.
  intros beta d kappa r lam gamma Hr [_ H0] Hbg. unfold affine_error.
  rewrite (rsum_first r kappa)
    by (try exact Hr; intros; rewrite H0 by assumption; apply Rmin_left; lra).
  rewrite (rsum_ext (d - kappa) _ (fun _ => 0)), rsum_const; [ring|].
  intros; apply H0; lia.
Qed.

Lemma affine_value_rank : forall beta d kappa r lam gamma, (r <= kappa)%nat -> 0 < beta ->
  0 < gamma -> has_rank r lam -> (forall j, (j < r)%nat -> beta * gamma <= lam j) ->
  affine_value beta d kappa lam gamma
  = (INR d - beta * INR r) * ln gamma
    + beta * (rsum r (fun j => ln (lam j)) + INR r * (1 - ln beta) + INR kappa).
Proof.
  intros beta d kappa r lam gamma Hr Hb Hg [Hp H0] Hsmall.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  unfold affine_value. rewrite (rsum_first r kappa _ Hr).
  2: { intros j Hj. rewrite H0 by exact Hj. rewrite direction_value_below by lra. field; lra. }
  rewrite (rsum_ext (d - kappa) _ (fun _ => 0)), rsum_const
    by (intros; rewrite H0 by lia; field; split; lra).
  rewrite (rsum_ext r _ (fun j => ln (lam j) + (1 - ln beta - ln gamma))).
  - rewrite rsum_plus, rsum_const. ring.
  - intros j Hj. rewrite direction_value_above, ln_mult by auto. ring.
Qed.

Theorem affine_exact :
  forall beta d kappa r lam gamma, (0 < d)%nat -> (r <= kappa)%nat -> 0 < beta -> 0 < gamma ->
  has_rank r lam -> (forall j, (j < r)%nat -> beta * gamma <= lam j) ->
  affine_value beta d kappa lam gamma
  = (INR d - beta * INR r) * ln gamma
    + beta * (rsum r (fun j => ln (lam j)) + INR r * (1 - ln beta) + INR kappa)
  /\ affine_error beta d kappa lam gamma = beta * INR r * gamma
  /\ affine_error beta d kappa lam gamma / INR d = beta * INR r / INR d * gamma.
Proof.
  intros beta d kappa r lam gamma Hd Hr Hb Hg Hrank Hsmall. pose proof (INR_pos d Hd) as Hd'.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  assert (HA : affine_error beta d kappa lam gamma = beta * INR r * gamma).
  { rewrite (affine_error_rank beta d kappa r) by assumption.
    rewrite (rsum_ext r _ (fun _ => beta * gamma)), rsum_const; [ring|].
    intros j Hj; apply Rmin_right, Hsmall, Hj. }
  split; [apply affine_value_rank; assumption|split; [exact HA|rewrite HA; field; lra]].
Qed.

(** The gamma below which affine_exact applies. *)
Lemma small_gamma : forall beta r lam, 0 < beta -> (forall j, (j < r)%nat -> 0 < lam j) ->
  exists g0, 0 < g0 /\ forall j, (j < r)%nat -> beta * g0 <= lam j.
Proof.
  intros beta r lam Hb; induction r as [|r IH]; intros H.
  - exists 1; split; [lra|intros; lia].
  - destruct IH as [g [Hg Hle]]; [intros; apply H; lia|].
    assert (Hr : 0 < lam r / beta) by (apply Rdiv_lt_0_compat; [apply H; lia|exact Hb]).
    exists (Rmin g (lam r / beta)). split; [apply Rmin_glb_lt; assumption|].
    intros j Hj. destruct (Nat.eq_dec j r) as [->|Hne].
    + apply Rle_trans with (beta * (lam r / beta)); [|right; field; lra].
      apply Rmult_le_compat_l; [lra|apply Rmin_r].
    + apply Rle_trans with (beta * g); [|apply Hle; lia].
      apply Rmult_le_compat_l; [lra|apply Rmin_l].
Qed.

Lemma affine_value_near_0 : forall beta d kappa r lam, (r <= kappa)%nat -> 0 < beta ->
  has_rank r lam -> exists K g0, 0 < g0 /\ forall g, 0 < g <= g0 ->
  affine_value beta d kappa lam g = (INR d - beta * INR r) * ln g + K.
Proof.
  intros beta d kappa r lam Hr Hb Hrank.
  destruct (small_gamma beta r lam Hb (proj1 Hrank)) as [g0 [Hg0 Hle]].
  exists (beta * (rsum r (fun j => ln (lam j)) + INR r * (1 - ln beta) + INR kappa)), g0.
  split; [exact Hg0|]. intros g [Hg Hgg].
  apply affine_value_rank; try assumption.
  intros j Hj. apply Rle_trans with (beta * g0); [apply Rmult_le_compat_l; lra|apply Hle, Hj].
Qed.

Theorem affine_threshold :
  forall beta d kappa r lam, (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
  (to_minus_infinity_at_0 (affine_value beta d kappa lam) <-> beta * INR r < INR d) /\
  (to_plus_infinity_at_0 (affine_value beta d kappa lam) <-> INR d < beta * INR r).
Proof.
  intros beta d kappa r lam Hr Hb Hrank.
  destruct (affine_value_near_0 beta d kappa r lam Hr Hb Hrank) as [K [g0 [Hg0 HV]]].
  destruct (log_growth_at_0 (affine_value beta d kappa lam) (INR d - beta * INR r) K 0 g0
              (Rle_refl 0) Hg0) as [H1 H2].
  { intros g Hg. rewrite (HV g Hg). lra. }
  split; [rewrite H1|rewrite H2]; split; lra.
Qed.

(** The mean value theorem for V, with an interior point. *)
Lemma affine_mean_value : forall beta d kappa lam g1 g2, 0 < beta -> (forall j, 0 <= lam j) ->
  0 < g1 < g2 -> exists c, g1 < c < g2 /\
  affine_value beta d kappa lam g2 - affine_value beta d kappa lam g1
  = (INR d - affine_error beta d kappa lam c / c) / c * (g2 - g1).
Proof.
  intros beta d kappa lam g1 g2 Hb Hl [H1 H2].
  destruct (MVT_cor2 (affine_value beta d kappa lam)
              (fun c => (INR d - affine_error beta d kappa lam c / c) / c) g1 g2 H2) as [c [E Hc]].
  - intros c Hc. apply is_derive_Reals, affine_slope; [exact Hb|lra|exact Hl].
  - exists c; auto.
Qed.

Theorem affine_increasing :
  forall beta d kappa r lam g1 g2, (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
  beta * INR r < INR d -> 0 < g1 < g2 ->
  affine_value beta d kappa lam g1 < affine_value beta d kappa lam g2.
Proof.
  intros beta d kappa r lam g1 g2 Hr Hb Hrank Hlt Hg.
  destruct (affine_mean_value beta d kappa lam g1 g2 Hb (rank_nonneg r lam Hrank) Hg)
    as [c [Hc E]].
  assert (Hc0 : 0 < c) by lra.
  assert (Hbc : 0 < beta * c) by (apply Rmult_lt_0_compat; assumption).
  assert (HA : affine_error beta d kappa lam c <= beta * INR r * c).
  { rewrite (affine_error_rank beta d kappa r) by assumption.
    replace (beta * INR r * c) with (rsum r (fun _ => beta * c)) by (rewrite rsum_const; ring).
    apply rsum_le; intros; apply Rmin_r. }
  assert (HAc : affine_error beta d kappa lam c / c <= beta * INR r).
  { apply (Rmult_le_reg_r c); [exact Hc0|].
    replace (affine_error beta d kappa lam c / c * c) with (affine_error beta d kappa lam c)
      by (field; lra). exact HA. }
  assert (0 < (INR d - affine_error beta d kappa lam c / c) / c * (g2 - g1)).
  { apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat|]; lra. }
  lra.
Qed.

Lemma continuity_rsum : forall n (f : nat -> R -> R), (forall k, continuity (f k)) ->
  continuity (fun x => rsum n (fun k => f k x)).
Proof.
  induction n as [|n IH]; intros f H; simpl.
  - intros x; apply continuity_pt_const; intros a b; reflexivity.
  - apply (continuity_plus (fun x => rsum n (fun k => f k x)) (f n)); [apply IH, H|apply H].
Qed.

Lemma continuity_min_linear : forall lam beta, continuity (fun x => Rmin lam (beta * x)).
Proof.
  intros lam beta x.
  apply (continuity_pt_ext (fun y => (lam + beta * y - Rabs (lam - beta * y)) / 2)).
  - intros y; unfold Rmin. destruct (Rle_dec lam (beta * y)) as [H|H].
    + rewrite Rabs_left1 by lra. field.
    + rewrite Rabs_right by lra. field.
  - reg.
Qed.

(** A point where the error is d gamma: it is d gamma at most for large gamma, more for small. *)
Lemma affine_stationary : forall beta d r lam, (0 < d)%nat -> 0 < beta ->
  (forall j, (j < r)%nat -> 0 < lam j) -> INR d < beta * INR r ->
  exists gamma, 0 < gamma /\ rsum r (fun j => Rmin (lam j) (beta * gamma)) = INR d * gamma.
Proof.
  intros beta d r lam Hd Hb Hp Hlt. pose proof (INR_pos d Hd) as Hd'.
  destruct (small_gamma beta r lam Hb Hp) as [g0 [Hg0 Hle]].
  set (f := fun x => INR d * x - rsum r (fun j => Rmin (lam j) (beta * x))).
  assert (Hf0 : f g0 < 0).
  { unfold f. rewrite (rsum_ext r _ (fun _ => beta * g0)), rsum_const
      by (intros; apply Rmin_right, Hle; assumption).
    assert (0 < (beta * INR r - INR d) * g0) by (apply Rmult_lt_0_compat; lra). lra. }
  set (S := rsum r lam). set (g1 := Rmax (g0 + 1) (S / INR d + 1)).
  assert (Hg1 : g0 < g1) by (pose proof (Rmax_l (g0 + 1) (S / INR d + 1)); unfold g1; lra).
  assert (Hf1 : 0 < f g1).
  { unfold f. assert (rsum r (fun j => Rmin (lam j) (beta * g1)) <= S)
      by (apply rsum_le; intros; apply Rmin_l).
    assert (HS : INR d * (S / INR d + 1) <= INR d * g1)
      by (apply Rmult_le_compat_l; [lra|apply Rmax_r]).
    replace (INR d * (S / INR d + 1)) with (S + INR d) in HS by (field; lra). lra. }
  assert (Hcont : continuity f).
  { apply (continuity_minus (fun x => INR d * x)
             (fun x => rsum r (fun j => Rmin (lam j) (beta * x)))); [reg|].
    apply (continuity_rsum r (fun j x => Rmin (lam j) (beta * x))).
    intros; apply continuity_min_linear. }
  destruct (IVT f g0 g1 Hcont Hg1 Hf0 Hf1) as [z [Hz E]].
  exists z. split; [lra|]. unfold f in E. lra.
Qed.

(** A point with A = d gamma is the only minimum when A/gamma decreases strictly through it. *)
Lemma affine_unique_minimum : forall beta d kappa lam gam, 0 < beta -> (forall j, 0 <= lam j) ->
  0 < gam -> affine_error beta d kappa lam gam = INR d * gam ->
  (forall x y, 0 < x < y -> gam <= y ->
   affine_error beta d kappa lam y / y < affine_error beta d kappa lam x / x) ->
  unique_minimum positives (affine_value beta d kappa lam) gam (affine_value beta d kappa lam gam).
Proof.
  intros beta d kappa lam gam Hb Hl Hg HA Hratio.
  assert (Hd : affine_error beta d kappa lam gam / gam = INR d) by (rewrite HA; field; lra).
  split; [exact Hg|split; [reflexivity|]]. intros y Hy Hne. unfold positives in Hy.
  destruct (Rtotal_order y gam) as [H|[H|H]]; [|contradiction|].
  - destruct (affine_mean_value beta d kappa lam y gam Hb Hl (conj Hy H)) as [c [Hc E]].
    assert (Hrc := Hratio c gam). rewrite Hd in Hrc.
    assert (INR d < affine_error beta d kappa lam c / c) by (apply Hrc; lra).
    assert (0 < (affine_error beta d kappa lam c / c - INR d) / c * (gam - y))
      by (apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat|]; lra).
    replace ((affine_error beta d kappa lam c / c - INR d) / c * (gam - y))
      with (- ((INR d - affine_error beta d kappa lam c / c) / c * (gam - y))) in * by (field; lra).
    lra.
  - destruct (affine_mean_value beta d kappa lam gam y Hb Hl (conj Hg H)) as [c [Hc E]].
    assert (Hrc := Hratio gam c). rewrite Hd in Hrc.
    assert (affine_error beta d kappa lam c / c < INR d) by (apply Hrc; lra).
    assert (0 < (INR d - affine_error beta d kappa lam c / c) / c * (y - gam))
      by (apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat|]; lra). lra.
Qed.

(** beta gamma for each active direction, lam for each other one. *)
Lemma min_split : forall n lam g,
  rsum n (fun j => Rmin (lam j) g)
  = g * INR (count_pos n (fun j => lam j - g))
    + (rsum n lam - sum_pos n (fun j => lam j - g) lam).
Proof.
  intros n lam g. rewrite (Rmult_comm g), <- sum_pos_const. unfold sum_pos.
  rewrite <- rsum_minus, <- rsum_plus. apply rsum_ext; intros j _.
  destruct (Rlt_dec 0 (lam j - g)); [rewrite Rmin_right|rewrite Rmin_left]; lra.
Qed.

Lemma inactive_nonneg : forall n lam g, (forall j, 0 <= lam j) ->
  0 <= rsum n lam - sum_pos n (fun j => lam j - g) lam.
Proof.
  intros n lam g Hl. unfold sum_pos. rewrite <- rsum_minus. apply rsum_nonneg; intros j _.
  pose proof (Hl j). destruct (Rlt_dec 0 (lam j - g)); lra.
Qed.

(** gamma from d gamma = beta m gamma + rest. *)
Lemma solve_gamma : forall d bm g rest, 0 < g -> 0 < rest -> d * g = g * bm + rest ->
  bm < d /\ g = rest / (d - bm).
Proof.
  intros d bm g rest Hg Hr E. assert (H : bm < d) by (apply (Rmult_lt_reg_r g); lra).
  split; [exact H|]. apply (Rmult_eq_reg_r (d - bm)); [|lra].
  replace (rest / (d - bm) * (d - bm)) with rest by (field; lra). lra.
Qed.

Theorem affine_collapse :
  forall beta d kappa r lam, (0 < d)%nat -> (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
  INR d < beta * INR r ->
  exists gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v /\
    affine_error beta d kappa lam gamma = INR d * gamma /\
    let m := count_pos r (fun j => lam j - beta * gamma) in
    beta * INR m < INR d /\
    gamma = (rsum r lam - sum_pos r (fun j => lam j - beta * gamma) lam) / (INR d - beta * INR m).
Proof.
  intros beta d kappa r lam Hd Hr Hb Hrank Hlt. pose proof (INR_pos d Hd) as Hd'.
  pose proof (rank_nonneg r lam Hrank) as Hl0. destruct Hrank as [Hp H0].
  destruct (affine_stationary beta d r lam Hd Hb Hp Hlt) as [gam [Hg HA]].
  assert (Hbg : 0 < beta * gam) by (apply Rmult_lt_0_compat; assumption).
  assert (HAr : forall x, 0 < x -> affine_error beta d kappa lam x
                                   = rsum r (fun j => Rmin (lam j) (beta * x))).
  { intros x Hx; apply (affine_error_rank beta d kappa r lam x Hr (conj Hp H0)).
    apply Rmult_lt_0_compat; assumption. }
  (* some eigenvalue lies below beta gamma: else the error were beta r gamma > d gamma *)
  assert (Hlow : exists j, (j < r)%nat /\ lam j < beta * gam).
  { assert (Hdec : forall s, (s <= r)%nat -> (exists j, (j < r)%nat /\ lam j < beta * gam) \/
                                forall j, (j < s)%nat -> beta * gam <= lam j).
    { induction s as [|s IH]; intros Hs; [right; intros; lia|].
      destruct IH as [H|H]; [lia|left; exact H|].
      destruct (Rlt_le_dec (lam s) (beta * gam)) as [Hj|Hj].
      { left; exists s; split; [lia|exact Hj]. }
      right; intros j Hjs. destruct (Nat.eq_dec j s) as [->|]; [exact Hj|apply H; lia]. }
    destruct (Hdec r (Nat.le_refl r)) as [H|H]; [exact H|exfalso].
    rewrite (rsum_ext r _ (fun _ => beta * gam)), rsum_const in HA
      by (intros; apply Rmin_right, H; assumption).
    assert (0 < (beta * INR r - INR d) * gam) by (apply Rmult_lt_0_compat; lra). lra. }
  destruct Hlow as [j0 [Hj0 Hj0lt]].
  assert (HAg : affine_error beta d kappa lam gam = INR d * gam) by (rewrite HAr; assumption).
  exists gam, (affine_value beta d kappa lam gam). split; [|split; [exact HAg|]].
  - apply affine_unique_minimum; auto. intros x y Hxy Hy. rewrite !HAr by lra. unfold Rdiv.
    rewrite !(Rmult_comm (rsum r _)), <- !rsum_scal. apply rsum_lt.
    + intros j Hj. rewrite !(Rmult_comm (/ _)). apply min_ratio_le; [lra|apply Hl0].
    + exists j0. split; [exact Hj0|]. rewrite !(Rmult_comm (/ _)). apply min_ratio_lt; auto.
      apply Rlt_le_trans with (1 := Hj0lt), Rmult_le_compat_l; lra.
  - intros m. rewrite min_split in HA. fold m in HA.
    apply solve_gamma; [exact Hg| |lra].
    unfold sum_pos. rewrite <- rsum_minus.
    apply Rle_lt_trans with (rsum r (fun _ => 0)); [rewrite rsum_const; lra|]. apply rsum_lt.
    + intros j _. pose proof (Hl0 j). destruct (Rlt_dec 0 (lam j - beta * gam)); lra.
    + exists j0. split; [exact Hj0|]. pose proof (Hp j0 Hj0).
      destruct (Rlt_dec 0 (lam j0 - beta * gam)); lra.
Qed.

Theorem affine_full_rank :
  forall beta d kappa lam, (0 < d)%nat -> 0 < beta -> (forall j, 0 <= lam j) ->
  let tail := rsum (d - kappa) (fun j => lam (kappa + j)%nat) in
  0 < tail ->
  exists gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v /\
    affine_error beta d kappa lam gamma = INR d * gamma /\
    let m := count_pos kappa (fun j => lam j - beta * gamma) in
    beta * INR m < INR d /\
    gamma = (rsum kappa lam - sum_pos kappa (fun j => lam j - beta * gamma) lam + tail)
            / (INR d - beta * INR m).
Proof.
  intros beta d kappa lam Hd Hb Hl tail Htail. pose proof (INR_pos d Hd) as Hd'.
  set (sum := rsum kappa lam). assert (Hsum : 0 <= sum) by (apply rsum_nonneg; intros; apply Hl).
  set (f := fun x => INR d * x - (rsum kappa (fun j => Rmin (lam j) (beta * x)) + tail)).
  assert (Hq : 0 < tail / INR d) by (apply Rdiv_lt_0_compat; assumption).
  assert (Hsd : 0 <= sum / INR d)
    by (apply Rmult_le_pos; [exact Hsum|left; apply Rinv_0_lt_compat, Hd']).
  set (g0 := tail / INR d / 2). set (g1 := sum / INR d + tail / INR d + 1).
  assert (Hf0 : f g0 < 0).
  { assert (0 <= rsum kappa (fun j => Rmin (lam j) (beta * g0))).
    { apply rsum_nonneg; intros j _; apply Rmin_glb; [apply Hl|].
      apply Rmult_le_pos; [lra|unfold g0; lra]. }
    unfold f. replace (INR d * g0) with (tail / 2) by (unfold g0; field; lra). lra. }
  assert (Hf1 : 0 < f g1).
  { assert (rsum kappa (fun j => Rmin (lam j) (beta * g1)) <= sum)
      by (apply rsum_le; intros; apply Rmin_l).
    unfold f. replace (INR d * g1) with (sum + tail + INR d) by (unfold g1; field; lra). lra. }
  assert (Hcont : continuity f).
  { apply (continuity_minus (fun x => INR d * x)
             (fun x => rsum kappa (fun j => Rmin (lam j) (beta * x)) + tail)); [reg|].
    apply (continuity_plus (fun x => rsum kappa (fun j => Rmin (lam j) (beta * x)))
             (fun _ => tail)); [|reg].
    apply (continuity_rsum kappa (fun j x => Rmin (lam j) (beta * x))).
    intros; apply continuity_min_linear. }
  assert (Hg01 : g0 < g1) by (unfold g0, g1; lra).
  destruct (IVT f g0 g1 Hcont Hg01 Hf0 Hf1) as [gam [Hz E]].
  assert (Hg : 0 < gam) by (unfold g0 in Hz; lra). unfold f in E.
  assert (HAg : affine_error beta d kappa lam gam = INR d * gam)
    by (unfold affine_error; fold tail; lra).
  exists gam, (affine_value beta d kappa lam gam). split; [|split; [exact HAg|]].
  - apply affine_unique_minimum; auto. intros x y Hxy _. unfold affine_error, Rdiv. fold tail.
    rewrite !Rmult_plus_distr_r. apply Rplus_le_lt_compat.
    + rewrite !(Rmult_comm (rsum kappa _)), <- !rsum_scal. apply rsum_le; intros j _.
      rewrite !(Rmult_comm (/ _)). apply min_ratio_le; [lra|apply Hl].
    + apply Rmult_lt_compat_l; [exact Htail|].
      apply Rinv_lt_contravar; [apply Rmult_lt_0_compat|]; lra.
  - intros m. rewrite min_split in E. fold m in E.
    pose proof (inactive_nonneg kappa lam (beta * gam) Hl) as Hrest. fold sum in Hrest, E.
    apply solve_gamma; [exact Hg|lra|lra].
Qed.
