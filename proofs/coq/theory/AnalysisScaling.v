(* Section 2.3 for nonlinear decoders, and the entropy identity at stationary points. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLaw AnalysisLemma2 AnalysisLemma3.
Open Scope R_scope.

(** Theorem D's error bound, then eq. (5) for each dimension and sample. *)
Theorem scaling_lower :
  forall beta d kappa n gamma X mu q m v l, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  scaling_bound beta d kappa l (row_power n m) gamma <= vae_loss beta d kappa n gamma X mu q m v.
Proof.
  intros beta d kappa n gamma X mu q m v l Hn Hb Hg Hq Hsq Hl.
  rewrite vae_loss_means by exact Hn. unfold scaling_bound.
  pose proof (theorem_D_error d kappa n X mu q m v l Hn Hq Hsq Hl) as Herr.
  apply (Rmult_le_compat_r (/ gamma)) in Herr; [|left; apply Rinv_0_lt_compat, Hg].
  assert (Hterms : rsum kappa (fun k => beta * (1 + ln (1 + l k ^ 2 / (beta * gamma))))
    <= rsum kappa (fun k => / gamma * (l k ^ 2 * mean n (fun i => v i k))
         + beta * (mean n (fun i => v i k) - mean n (fun i => ln (v i k))))).
  { apply rsum_le; intros k Hk.
    rewrite <- (mean_scal n (l k ^ 2)), <- (mean_scal n (/ gamma)), <- mean_minus,
      <- (mean_scal n beta), <- mean_plus.
    rewrite <- (mean_const n (beta * (1 + ln (1 + l k ^ 2 / (beta * gamma)))) Hn).
    apply mean_le; [exact Hn|]. intros i Hi.
    pose proof (unique_minimum_le _ _ _ _ (eq5 beta gamma (l k ^ 2) Hb Hg (pow2_ge_0 _)) (v i k)
                  (proj1 (Hq i Hi) k Hk)) as H.
    cbv beta in H. unfold Rdiv in *. lra. }
  rewrite rsum_scal, rsum_plus, rsum_const in Hterms.
  rewrite (rsum_plus kappa (fun k => / gamma * (l k ^ 2 * mean n (fun i => v i k)))
             (fun k => beta * (mean n (fun i => v i k) - mean n (fun i => ln (v i k))))) in Hterms.
  rewrite !rsum_scal in Hterms. rewrite rsum_plus. unfold Rdiv in *.
  change (fun k => row_power n m k) with (row_power n m). lra.
Qed.

Theorem scaling_upper :
  forall beta d kappa n gamma X mu q m l, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  let v := fun (_ k : nat) => posterior_variance beta gamma (l k ^ 2) in
  posteriors d kappa n X mu q m v -> stretches d kappa mu l ->
  (forall i j, (i < n)%nat -> (j < d)%nat -> X i j = mu (m i) j) ->
  vae_loss beta d kappa n gamma X mu q m v <= scaling_bound beta d kappa l (row_power n m) gamma.
Proof.
  intros beta d kappa n gamma X mu q m l Hn Hb Hg v Hq Hl HX.
  rewrite vae_loss_means by exact Hn. unfold scaling_bound.
  assert (Herr : expected_error d n X mu q <= rsum kappa (fun k => l k ^ 2 * v 0%nat k)).
  { unfold expected_error. rewrite <- (mean_const n (rsum kappa _) Hn).
    apply mean_le; [exact Hn|]. intros i Hi. destruct (Hq i Hi) as [_ [Hm Hint]].
    assert (Hspread : averages (q i) (fun z => rsum kappa (fun k => l k ^ 2 * (z k - m i k) ^ 2))
                        (rsum kappa (fun k => l k ^ 2 * v 0%nat k))).
    { apply averages_rsum; intros k Hk; apply averages_scal. destruct (Hm k Hk) as [H1 H2].
      eapply averages_value; [eapply averages_ext with
        (f := fun z => z k ^ 2 + ((-2 * m i k) * z k + m i k ^ 2));
        [apply averages_plus; [exact H2|apply averages_plus;
          [apply averages_scal; exact H1|apply averages_const]]|]|].
      - intros; cbv beta; ring.
      - change (v 0%nat k) with (v i k). ring. }
    apply (averages_le (q i) _ _ _ _ (averages_expect _ _ Hint) Hspread). intros z.
    apply Rle_trans with (sq_dist d (mu z) (mu (m i))); [|apply Hl].
    right; unfold sq_dist; apply rsum_ext; intros j Hj. rewrite (HX i j Hi Hj). ring. }
  apply (Rmult_le_compat_r (/ gamma)) in Herr; [|left; apply Rinv_0_lt_compat, Hg].
  rewrite (rsum_ext kappa (fun k => mean n (fun i => v i k) - mean n (fun i => ln (v i k))
             + row_power n m k) (fun k => (v 0%nat k - ln (v 0%nat k)) + row_power n m k))
    by (intros; unfold v; rewrite !mean_const by exact Hn; reflexivity).
  rewrite rsum_plus.
  assert (Hterms : rsum kappa (fun k => / gamma * (l k ^ 2 * v 0%nat k)
                                        + beta * (v 0%nat k - ln (v 0%nat k)))
                   = rsum kappa (fun k => beta * (1 + ln (1 + l k ^ 2 / (beta * gamma))))).
  { apply rsum_ext; intros k _.
    destruct (eq5 beta gamma (l k ^ 2) Hb Hg (pow2_ge_0 _)) as [_ [E _]].
    rewrite <- E. unfold v, Rdiv; ring. }
  rewrite (rsum_plus kappa (fun k => / gamma * (l k ^ 2 * v 0%nat k))
             (fun k => beta * (v 0%nat k - ln (v 0%nat k)))) in Hterms.
  rewrite !rsum_scal in Hterms. rewrite rsum_plus, rsum_const in Hterms. unfold Rdiv in *.
  change (fun k => row_power n m k) with (row_power n m). lra.
Qed.

(** ln(1 + w/g) is ln w - ln g up to at most g/w. *)
Lemma ln_one_plus_ratio : forall w g, 0 < w -> 0 < g ->
  0 <= ln (1 + w / g) - (ln w - ln g) <= g * / w.
Proof.
  intros w g Hw Hg. replace (1 + w / g) with ((w + g) / g) by (field; lra).
  rewrite ln_div by lra.
  replace (ln (w + g) - ln g - (ln w - ln g)) with (ln ((w + g) / w)) by (rewrite ln_div; lra).
  replace ((w + g) / w) with (1 + g * / w) by (field; lra).
  assert (0 < g * / w) by (apply Rmult_lt_0_compat; [exact Hg|apply Rinv_0_lt_compat, Hw]).
  split; [apply ln_nonneg; lra|]. pose proof (ln_le_sub1 (1 + g * / w)). lra.
Qed.

Theorem scaling_rate :
  forall beta d kappa l p, 0 < beta ->
  let r := count_pos kappa (fun k => l k ^ 2) in
  (forall gamma, 0 < gamma ->
     let leading := (INR d - beta * INR r) * ln gamma
       + beta * (INR kappa - INR r * ln beta
                 + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2)) + rsum kappa p) in
     0 <= scaling_bound beta d kappa l p gamma - leading
     <= beta ^ 2 * gamma * sum_pos kappa (fun k => l k ^ 2) (fun k => / l k ^ 2)) /\
  (to_minus_infinity_at_0 (scaling_bound beta d kappa l p) <-> beta * INR r < INR d) /\
  (to_plus_infinity_at_0 (scaling_bound beta d kappa l p) <-> INR d < beta * INR r).
Proof.
  intros beta d kappa l p Hb r. set (w := fun k => l k ^ 2) in *.
  set (S := sum_pos kappa w (fun k => ln (w k))). set (T := sum_pos kappa w (fun k => / w k)).
  set (K := beta * (INR kappa - INR r * ln beta + S + rsum kappa p)).
  assert (HT : 0 <= beta ^ 2 * T)
    by (apply Rmult_le_pos; [apply pow2_ge_0|apply sum_pos_inv_nonneg]).
  assert (Hbounds : forall g, 0 < g ->
    0 <= scaling_bound beta d kappa l p g - ((INR d - beta * INR r) * ln g + K)
    <= beta ^ 2 * g * T).
  { intros g Hg. assert (Hbg : 0 < beta * g) by (apply Rmult_lt_0_compat; assumption).
    assert (E : rsum kappa (fun k => ln (1 + l k ^ 2 / (beta * g)))
                = sum_pos kappa w (fun k => ln (1 + w k / (beta * g)))).
    { unfold sum_pos; apply rsum_ext; intros k _. fold (w k).
      destruct (Rlt_dec 0 (w k)) as [H|H]; [reflexivity|].
      assert (H0 : w k = 0) by (pose proof (pow2_ge_0 (l k)); unfold w in *; lra).
      rewrite H0. replace (1 + 0 / (beta * g)) with 1 by (field; lra). apply ln_1. }
    assert (Hlow : S - INR r * (ln beta + ln g)
                   <= sum_pos kappa w (fun k => ln (1 + w k / (beta * g)))).
    { replace (S - INR r * (ln beta + ln g))
        with (sum_pos kappa w (fun k => ln (w k) + - (ln beta + ln g)))
        by (rewrite sum_pos_plus, sum_pos_const; fold S r; ring).
      apply sum_pos_le; intros k _ Hk.
      pose proof (ln_one_plus_ratio (w k) (beta * g) Hk Hbg) as H.
      rewrite ln_mult in H by assumption. lra. }
    assert (Hup : sum_pos kappa w (fun k => ln (1 + w k / (beta * g)))
                  <= S - INR r * (ln beta + ln g) + beta * g * T).
    { replace (S - INR r * (ln beta + ln g) + beta * g * T)
        with (sum_pos kappa w (fun k => (ln (w k) + - (ln beta + ln g)) + beta * g * / w k))
        by (rewrite sum_pos_plus, sum_pos_plus, sum_pos_const, sum_pos_scal; fold S r T; ring).
      apply sum_pos_le; intros k _ Hk.
      pose proof (ln_one_plus_ratio (w k) (beta * g) Hk Hbg) as H.
      rewrite ln_mult in H by assumption. lra. }
    unfold scaling_bound. rewrite E. unfold K.
    apply (Rmult_le_compat_l beta) in Hlow; [|lra].
    apply (Rmult_le_compat_l beta) in Hup; [|lra]. lra. }
  split; [intros g Hg leading; apply Hbounds, Hg|].
  destruct (log_growth_at_0 (scaling_bound beta d kappa l p) (INR d - beta * INR r) K
              (beta ^ 2 * T) 1 HT Rlt_0_1) as [H1 H2].
  { intros g [Hg _]. specialize (Hbounds g Hg). lra. }
  split; [rewrite H1|rewrite H2]; split; lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)

Theorem balance :
  forall n p v, (0 < n)%nat ->
  (is_derive (scaled_kl n p v) 1 0 <-> p + mean n v = 1).
Proof.
  intros n p v Hn.
  assert (H : is_derive (scaled_kl n p v) 1 (1 - (p + mean n v))).
  { unfold scaled_kl. auto_derive; [split; [lra|split; [lra|exact I]]|field]. }
  split.
  - intros H0. pose proof (is_derive_unique _ _ _ H) as E. rewrite (is_derive_unique _ _ _ H0) in E.
    lra.
  - intros E. replace 0 with (1 - (p + mean n v)) by lra. exact H.
Qed.

Theorem entropy_sum :
  forall beta d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
  expected_error d n X mu q = INR d * gamma ->
  (forall k, (k < kappa)%nat -> row_power n m k + mean n (fun i => v i k) = 1) ->
  vae_loss beta d kappa n gamma X mu q m v
  = INR d + INR d * ln gamma
    + beta * (INR kappa - rsum kappa (fun k => mean n (fun i => ln (v i k)))).
Proof.
  intros beta d kappa n gamma X mu q m v Hn Hg HA Hbal.
  rewrite vae_loss_means, HA by exact Hn.
  rewrite (rsum_ext kappa _ (fun k => 1 - mean n (fun i => ln (v i k))))
    by (intros k Hk; specialize (Hbal k Hk); lra).
  rewrite rsum_minus, rsum_const. field; lra.
Qed.

Theorem gradients :
  forall (d n : nat) (B K gamma x u : R), (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  let A := fun y => (x - y) ^ 2 / INR n + B in
  is_derive (fun y => gamma_loss d (A y) K gamma) u (/ INR n * (2 * (u - x) / gamma)) /\
  (0 < A u ->
   is_derive (fun y => gamma_profile d (A y) K) u (/ INR n * (2 * INR d * (u - x) / A u))).
Proof.
  intros d n B K gamma x u Hd Hn Hg A. pose proof (INR_pos n Hn) as Hn'.
  assert (HA : is_derive A u (2 * (u - x) / INR n)) by (unfold A; auto_derive; [lra|field; lra]).
  split.
  - unfold gamma_loss, A. auto_derive; [repeat split; lra|field; lra].
  - intros Hpos. replace (/ INR n * (2 * INR d * (u - x) / A u))
      with (INR d * (2 * (u - x) / INR n) / A u) by (field; lra).
    exact (eq6_gradient d K A u (2 * (u - x) / INR n) Hd Hpos HA).
Qed.
