(** The error of every minimiser of the affine VAE, by the slope of V. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import SpectralStatements AnalysisAffineStatements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLemma2 AnalysisAffine AnalysisCollapse PrincipalBound PrincipalMinimum PrincipalValue.
Open Scope R_scope.

Lemma free_loss_split : forall beta d kappa n gamma X W b Z v, (0 < n)%nat ->
  free_loss beta d kappa n gamma X W b Z v
  = free_error d kappa n X W b Z v / gamma + INR d * ln gamma
    + beta * mean n (fun i => rsum kappa (fun k => v i k - ln (v i k) + Z i k ^ 2)).
Proof.
  intros beta d kappa n gamma X W b Z v Hn. unfold free_loss.
  set (A := fun i => sq_dist d (X i) (affine kappa W b (Z i)) + rsum kappa (fun k => col_power d W k * v i k)).
  set (K := fun i => rsum kappa (fun k => v i k - ln (v i k) + Z i k ^ 2)).
  change (free_error d kappa n X W b Z v) with (mean n A). change (fun i => rsum kappa _) with K.
  rewrite (mean_ext n _ (fun i => (/ gamma * A i + INR d * ln gamma) + beta * K i))
    by (intros; unfold A, K, Rdiv; ring).
  rewrite (mean_plus n (fun i => / gamma * A i + INR d * ln gamma)), (mean_plus n (fun i => / gamma * A i)),
    mean_const, !mean_scal by exact Hn.
  unfold Rdiv. change (fun i => A i) with A. change (fun i => K i) with K. ring.
Qed.

(** It is the beta-loss (3), where codes of one sample are uncorrelated. *)
Theorem free_loss_is_eq3 :
  forall beta d kappa n gamma X W b Z v (q : nat -> law),
  (forall i, (i < n)%nat -> has_moments kappa (q i) (Z i) (v i) /\ uncorrelated kappa (q i) (Z i)) ->
  vae_loss beta d kappa n gamma X (affine kappa W b) q Z v = free_loss beta d kappa n gamma X W b Z v.
Proof.
  intros beta d kappa n gamma X W b Z v q Hq. apply mean_ext. intros i Hi.
  destruct (Hq i Hi) as [Hm Hu].
  destruct (trace_identity d kappa (q i) (Z i) (v i) (X i) W b Hm Hu) as [_ E]. rewrite E.
  rewrite (rsum_plus kappa (fun k => v i k - ln (v i k)) (fun k => Z i k ^ 2)),
    (rsum_minus kappa (fun k => v i k) (fun k => ln (v i k))). reflexivity.
Qed.

(** A differentiable function that is nowhere below its value at c has slope 0 there. *)
Lemma slope_at_minimum : forall f c l, 0 < c -> is_derive f c l -> (forall x, 0 < x -> f c <= f x) ->
  l = 0.
Proof.
  intros f c l Hc Hd Hm. apply is_derive_Reals in Hd.
  rewrite <- (derive_pt_eq_0 f c l (exist _ l Hd) Hd).
  apply (deriv_minimum f 0 (2 * c) c); try lra. intros; apply Hm; assumption.
Qed.

Theorem minimiser_error :
  forall beta d kappa n gamma X lam u W b Z v, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  principal d (covariance n X) lam u ->
  (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) ->
  free_loss beta d kappa n gamma X W b Z v = affine_value beta d kappa lam gamma ->
  free_error d kappa n X W b Z v = affine_error beta d kappa lam gamma.
Proof.
  intros beta d kappa n gamma X lam u W b Z v Hn Hb Hg Hp Hv E.
  set (A := free_error d kappa n X W b Z v).
  set (K := mean n (fun i => rsum kappa (fun k => v i k - ln (v i k) + Z i k ^ 2))).
  assert (HL : forall t, free_loss beta d kappa n t X W b Z v = A / t + INR d * ln t + beta * K)
    by (intros; apply free_loss_split, Hn).
  set (Av := affine_error beta d kappa lam gamma).
  assert (Hslope := affine_slope beta d kappa lam gamma Hb Hg (lam_nonneg d n X _ lam u Hp Hn)).
  fold Av in Hslope.
  assert (H0 : - A / gamma ^ 2 + INR d / gamma - (INR d - Av / gamma) / gamma = 0).
  { apply (slope_at_minimum (fun t => (A / t + INR d * ln t + beta * K)
                                      - affine_value beta d kappa lam t) gamma _ Hg).
    - apply @is_derive_minus; [|exact Hslope]. auto_derive; [lra|field; lra].
    - intros t Ht. rewrite <- !HL, E.
      pose proof (proj1 (affine_minimum beta d kappa n t X lam u Hn Hb Ht Hp) W b Z v Hv). lra. }
  assert (E' : (Av - A) / gamma ^ 2 = 0) by (rewrite <- H0; field; lra).
  assert (Hg2 : gamma ^ 2 <> 0) by (apply pow_nonzero; lra).
  apply (Rmult_eq_compat_r (gamma ^ 2)) in E'. unfold Rdiv in E'.
  rewrite Rmult_assoc, Rinv_l, Rmult_0_l, Rmult_1_r in E' by exact Hg2. fold Av. lra.
Qed.

(** One direction of the minimum leaves min(lam, g). *)
Theorem direction_error :
  forall g lam, 0 < g -> 0 <= lam ->
  let w := sqrt (Rmax lam g - g) in
  (1 - w * (w / (g + w ^ 2))) ^ 2 * lam + w ^ 2 * (g / (g + w ^ 2)) = Rmin lam g.
Proof.
  intros g lam Hg Hl w. pose proof (Rmax_r lam g) as Hm.
  assert (Hw : w ^ 2 = Rmax lam g - g) by (simpl; rewrite Rmult_1_r; apply sqrt_sqrt; lra).
  replace (w * (w / (g + w ^ 2))) with (w ^ 2 / (g + w ^ 2))
    by (field; apply Rgt_not_eq; pose proof (pow2_ge_0 w); lra).
  rewrite Hw. replace (g + (Rmax lam g - g)) with (Rmax lam g) by ring.
  destruct (Rle_dec g lam) as [H|H].
  - rewrite Rmax_left, Rmin_right by lra. field. lra.
  - rewrite Rmax_right, Rmin_left by lra. field. lra.
Qed.

Theorem direction_costs :
  forall beta gamma w y, 0 < beta -> 0 < gamma -> 0 <= w ->
  (forall nu, beta * y ^ 2 / (beta * gamma + w) <= (y - sqrt w * nu) ^ 2 / gamma + beta * nu ^ 2) /\
  (let nu := sqrt w * y / (beta * gamma + w) in
   (y - sqrt w * nu) ^ 2 / gamma + beta * nu ^ 2 = beta * y ^ 2 / (beta * gamma + w)) /\
  unique_minimum positives (fun v => w * v / gamma + beta * (v - ln v))
    (beta * gamma / (beta * gamma + w)) (beta * ln (1 + w / (beta * gamma)) + beta).
Proof.
  intros beta gamma w y Hb Hg Hw.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  set (s := sqrt w). assert (Hs : w = s ^ 2) by (unfold s; simpl; rewrite Rmult_1_r, sqrt_sqrt; auto).
  assert (Hq : 0 < beta * gamma + s ^ 2) by (rewrite <- Hs; lra).
  assert (E : forall nu, (y - s * nu) ^ 2 / gamma + beta * nu ^ 2 = beta * y ^ 2 / (beta * gamma + s ^ 2)
    + (nu - s * y / (beta * gamma + s ^ 2)) ^ 2 * ((beta * gamma + s ^ 2) / gamma))
    by (intros; field; lra).
  split; [|split].
  - intros nu. rewrite Hs, E.
    assert (0 <= (nu - s * y / (beta * gamma + s ^ 2)) ^ 2 * ((beta * gamma + s ^ 2) / gamma)).
    { apply Rmult_le_pos; [apply pow2_ge_0|left; apply Rdiv_lt_0_compat; assumption]. } lra.
  - cbv zeta. rewrite Hs, E. set (q := _ / _ : R). unfold Rminus. rewrite Rplus_opp_r. ring.
  - replace (beta * ln (1 + w / (beta * gamma)) + beta)
      with (beta * (1 + ln (1 + w / (beta * gamma)))) by ring. apply eq5; assumption.
Qed.
