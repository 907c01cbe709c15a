(* The affine beta-VAE: when every dimension collapses, and what exact low rank below the threshold costs. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisAffineStatements AnalysisSums AnalysisLog AnalysisCollapse.
Open Scope R_scope.

(** The eigenvalues are in order: lam 0 is the largest.  At the minimum A = d gamma: see
    affine_collapse and affine_full_rank. *)
Theorem affine_total_collapse : forall beta d kappa lam gamma v,
  (0 < d)%nat -> (0 < kappa)%nat -> 0 < beta -> (forall j, 0 <= lam j <= lam 0%nat) ->
  unique_minimum positives (affine_value beta d kappa lam) gamma v ->
  affine_error beta d kappa lam gamma = INR d * gamma ->
  let total := rsum kappa lam + rsum (d - kappa) (fun j => lam (kappa + j)%nat) in
  (forall j, (j < kappa)%nat -> lam j <= beta * gamma) <-> INR d * lam 0%nat <= beta * total.
Proof.
  intros beta d kappa lam gamma v Hd Hk Hb Hlam [Hg [Hv Huniq]] HA total. unfold positives in *.
  assert (Hdp : 0 < INR d) by (apply lt_0_INR, Hd).
  assert (all : forall g, 0 < g -> (forall j, (j < kappa)%nat -> lam j <= beta * g) ->
    affine_error beta d kappa lam g = total).
  { intros g Hg0 H. unfold affine_error, total. f_equal. apply rsum_ext. intros j Hj.
    apply Rmin_left, H, Hj. }
  split.
  - intros H. rewrite (all gamma Hg H) in HA. specialize (H 0%nat Hk). rewrite HA.
    assert (INR d * lam 0%nat <= INR d * (beta * gamma)) by (apply Rmult_le_compat_l; lra). lra.
  - intros H. set (g0 := total / INR d).
    assert (Eg : INR d * g0 = total) by (unfold g0; field; lra).
    assert (top : lam 0%nat <= beta * g0).
    { apply (Rmult_le_reg_l (INR d)); [exact Hdp|]. replace (INR d * (beta * g0)) with (beta * total)
        by (rewrite <- Eg; ring). exact H. }
    assert (least : INR d * gamma <= total).
    { rewrite <- HA. unfold affine_error, total. apply Rplus_le_compat_r, rsum_le. intros j _.
      apply Rmin_l. }
    destruct (Req_dec gamma g0) as [E|N].
    { intros j _. rewrite E. apply Rle_trans with (2 := top). apply Hlam. }
    assert (L : gamma < g0).
    { assert (gamma <= g0); [|lra]. apply (Rmult_le_reg_l (INR d)); [exact Hdp|]. lra. }
    exfalso. assert (P : 0 < g0) by lra.
    assert (A0 : affine_error beta d kappa lam g0 = INR d * g0).
    { rewrite all; [symmetry; exact Eg|exact P|]. intros j _. apply Rle_trans with (2 := top). apply Hlam. }
    assert (Hl0 : forall j, 0 <= lam j) by (intros j; apply Hlam).
    destruct (affine_mean_value beta d kappa lam gamma g0 Hb Hl0 (conj Hg L)) as [c [Hc E]].
    assert (C : affine_error beta d kappa lam c / c = INR d).
    { apply Rle_antisym.
      - apply Rle_trans with (affine_error beta d kappa lam gamma / gamma);
          [apply affine_error_ratio; [exact Hb|lra|exact Hl0]|]. rewrite HA. right. field. lra.
      - apply Rle_trans with (affine_error beta d kappa lam g0 / g0);
          [|apply affine_error_ratio; [exact Hb|lra|exact Hl0]]. rewrite A0. right. field. lra. }
    rewrite C in E. specialize (Huniq g0 P ltac:(lra)).
    replace ((INR d - INR d) / c * (g0 - gamma)) with 0 in E by (field; lra). lra.
Qed.

(** ** Exact rank r below the threshold: beta r < d *)

Lemma error_at_most : forall beta d kappa r lam gamma, (r <= kappa)%nat -> has_rank r lam ->
  0 < beta * gamma -> affine_error beta d kappa lam gamma <= beta * INR r * gamma.
Proof.
  intros beta d kappa r lam gamma Hr Hrank Hbg. rewrite (affine_error_rank beta d kappa r lam gamma Hr Hrank Hbg).
  replace (beta * INR r * gamma) with (INR r * (beta * gamma)) by ring. rewrite <- rsum_const.
  apply rsum_le. intros j _. apply Rmin_r.
Qed.

Theorem affine_no_minimiser : forall beta d kappa r lam,
  (r <= kappa)%nat -> 0 < beta -> has_rank r lam -> beta * INR r < INR d ->
  let V := affine_value beta d kappa lam in
  let C := beta * INR kappa + beta * rsum r (fun j => ln (lam j / beta) + 1) in
  (forall gamma, 0 < gamma -> exists slope, is_derive V gamma slope /\
     0 < (INR d - beta * INR r) / gamma <= slope) /\
  (forall gamma, 0 < gamma ->
     0 < (INR d - beta * INR r) * ln 2 <= V gamma - V (gamma / 2)) /\
  (forall B gamma, 0 < gamma < exp ((- B - C) / (INR d - beta * INR r)) ->
     (forall j, (j < r)%nat -> beta * gamma <= lam j) -> V gamma < - B).
Proof.
  intros beta d kappa r lam Hr Hb Hrank Hlt V C. pose proof (rank_nonneg r lam Hrank) as Hl.
  assert (Hq : 0 < INR d - beta * INR r) by lra. set (q := INR d - beta * INR r) in *.
  assert (slope : forall gamma, 0 < gamma ->
    q / gamma <= (INR d - affine_error beta d kappa lam gamma / gamma) / gamma).
  { intros gamma Hg. assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
    pose proof (error_at_most beta d kappa r lam gamma Hr Hrank Hbg) as HA.
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Hg|].
    assert (affine_error beta d kappa lam gamma / gamma <= beta * INR r); [|unfold q; lra].
    apply (Rmult_le_reg_r gamma); [exact Hg|].
    replace (affine_error beta d kappa lam gamma / gamma * gamma)
      with (affine_error beta d kappa lam gamma) by (field; lra). exact HA. }
  split; [|split].
  - intros gamma Hg. eexists. split; [apply affine_slope; assumption|].
    split; [apply Rdiv_lt_0_compat; assumption|apply slope, Hg].
  - intros gamma Hg. split.
    { apply Rmult_lt_0_compat; [exact Hq|]. rewrite <- ln_1. apply ln_increasing; lra. }
    assert (Hh : 0 < gamma / 2 < gamma) by lra.
    destruct (MVT_cor2 (fun t => V t - q * ln t)
      (fun c => (INR d - affine_error beta d kappa lam c / c) / c - q * / c) (gamma / 2) gamma)
      as [c [E Hc]]; [lra| |].
    + intros c Hc. apply is_derive_Reals.
      apply (is_derive_minus V (fun t => q * ln t)); [apply affine_slope; [exact Hb|lra|exact Hl]|].
      apply (is_derive_scal ln c q (/ c)). apply is_derive_Reals, derivable_pt_lim_ln. lra.
    + assert (0 <= ((INR d - affine_error beta d kappa lam c / c) / c - q * / c) * (gamma - gamma / 2)).
      { apply Rmult_le_pos; [|lra]. pose proof (slope c ltac:(lra)) as S. unfold Rdiv in S at 1. lra. }
      rewrite ln_div in E by lra. lra.
  - intros B gamma [Hg Hlog] Hsmall. unfold V. rewrite (affine_value_rank beta d kappa r lam gamma Hr Hb Hg Hrank Hsmall).
    fold q. apply ln_increasing in Hlog; [|exact Hg]. rewrite ln_exp in Hlog.
    assert (HC : beta * (rsum r (fun j => ln (lam j)) + INR r * (1 - ln beta) + INR kappa) = C).
    { unfold C. rewrite (rsum_ext r (fun j => ln (lam j / beta) + 1) (fun j => ln (lam j) + (1 - ln beta))).
      - rewrite rsum_plus, rsum_const. ring.
      - intros j Hj. rewrite ln_div; [ring|apply Hrank, Hj|exact Hb]. }
    rewrite HC. apply (Rmult_lt_compat_l q) in Hlog; [|exact Hq].
    replace (q * ((- B - C) / q)) with (- B - C) in Hlog by (field; lra). lra.
Qed.

(** A direction of data variance lam whose column, of length |w|, is fixed: the best encoder. *)
Lemma fixed_direction : forall beta gamma lam w, 0 < beta -> 0 < gamma -> 0 <= lam ->
  let value := beta * (1 + lam / (beta * gamma + w ^ 2) + ln (1 + w ^ 2 / (beta * gamma))) in
  (forall a v, 0 < v -> value <= direction_loss beta gamma lam w a v) /\
  exists a v, 0 < v /\ direction_loss beta gamma lam w a v = value.
Proof.
  intros beta gamma lam w Hb Hg Hl value. assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  pose proof (pow2_ge_0 w) as Hw. set (s := beta * gamma) in *. set (best := s / (s + w ^ 2)).
  assert (Hbest : 0 < best) by (apply Rdiv_lt_0_compat; lra).
  assert (form : forall a v, direction_loss beta gamma lam w a v - value
    = beta * (v / best - ln (v / best) - 1) + beta * lam * ((s + w ^ 2) / s) * (a - w / (s + w ^ 2)) ^ 2
      + beta * (ln (v / best) - ln v + ln best) ).
  { intros a v. unfold direction_loss, value.
    assert (Eb : ln best = - ln (1 + w ^ 2 / s)).
    { unfold best. rewrite <- ln_Rinv by (assert (0 <= w ^ 2 / s) by (apply Rdiv_le_0_compat; lra); lra).
      f_equal. field. lra. }
    rewrite Eb. unfold best. replace gamma with (s / beta) by (unfold s; field; lra). field. lra. }
  split.
  - intros a v Hv. specialize (form a v). rewrite ln_div in form by assumption.
    pose proof (ln_le_sub1 (v / best) (Rdiv_lt_0_compat _ _ Hv Hbest)) as T. rewrite ln_div in T by assumption.
    assert (0 <= beta * (v / best - (ln v - ln best) - 1)) by (apply Rmult_le_pos; lra).
    assert (0 <= beta * lam * ((s + w ^ 2) / s) * (a - w / (s + w ^ 2)) ^ 2).
    { apply Rmult_le_pos; [|apply pow2_ge_0]. apply Rmult_le_pos; [apply Rmult_le_pos; lra|].
      apply Rdiv_le_0_compat; lra. }
    replace (beta * (ln v - ln best - ln v + ln best)) with 0 in form by ring. lra.
  - exists (w / (s + w ^ 2)), best. split; [exact Hbest|]. specialize (form (w / (s + w ^ 2)) best).
    replace (best / best) with 1 in form by (field; lra). rewrite ln_1 in form.
    replace (w / (s + w ^ 2) - w / (s + w ^ 2)) with 0 in form by ring. lra.
Qed.

(** Fixed orthogonal columns w_k, cols of them, whose span contains the data, of variance mu_k along them;
    the kappa - cols further dimensions are collapsed and cost beta each.  The least loss is
    (d - beta cols) log gamma and bounded terms, and tends to - infinity if beta cols < d. *)
Theorem affine_fixed_columns : forall beta d kappa cols mu w gamma,
  (cols <= kappa)%nat -> 0 < beta -> 0 < gamma ->
  (forall k, 0 <= mu k) -> (forall k, (k < cols)%nat -> w k <> 0) ->
  let rest := fun g k => beta * (mu k / (beta * g + w k ^ 2) + ln ((beta * g + w k ^ 2) / beta)) in
  let loss := fun a v => rsum cols (fun k => direction_loss beta gamma (mu k) (w k) (a k) (v k))
                         + INR d * ln gamma + beta * INR (kappa - cols) in
  let least := fun g => (INR d - beta * INR cols) * ln g + rsum cols (rest g) + beta * INR kappa in
  (forall a v, (forall k, 0 < v k) -> least gamma <= loss a v) /\
  (exists a v, (forall k, 0 < v k) /\ loss a v = least gamma) /\
  (forall k, (k < cols)%nat -> gamma <= 1 ->
    beta * ln (w k ^ 2 / beta) <= rest gamma k
    <= beta * (mu k / w k ^ 2 + ln ((beta + w k ^ 2) / beta))) /\
  (beta * INR cols < INR d -> to_minus_infinity_at_0 least).
Proof.
  intros beta d kappa cols mu w gamma HR Hb Hg Hmu Hw rest loss least.
  assert (Hw2 : forall k, (k < cols)%nat -> 0 < w k ^ 2) by (intros k Hk; apply pow2_gt_0, Hw, Hk).
  assert (cost : forall g k, 0 < g -> beta * (1 + mu k / (beta * g + w k ^ 2) + ln (1 + w k ^ 2 / (beta * g)))
    = rest g k + beta * (1 - ln g)).
  { intros g k Hg0. unfold rest. pose proof (pow2_ge_0 (w k)).
    assert (0 < beta * g) by (apply Rmult_lt_0_compat; assumption).
    replace (1 + w k ^ 2 / (beta * g)) with ((beta * g + w k ^ 2) / beta / g) by (field; lra).
    rewrite (ln_div _ g); [ring|apply Rdiv_lt_0_compat; lra|exact Hg0]. }
  assert (sum : least gamma
    = rsum cols (fun k => beta * (1 + mu k / (beta * gamma + w k ^ 2) + ln (1 + w k ^ 2 / (beta * gamma))))
      + INR d * ln gamma + beta * INR (kappa - cols)).
  { unfold least. rewrite (rsum_ext cols
      (fun k => beta * (1 + mu k / (beta * gamma + w k ^ 2) + ln (1 + w k ^ 2 / (beta * gamma))))
      (fun k => rest gamma k + beta * (1 - ln gamma))) by (intros k _; apply cost, Hg).
    rewrite rsum_plus, rsum_const, minus_INR by exact HR. ring. }
  assert (bounds : forall g k, 0 < g <= 1 -> (k < cols)%nat ->
    beta * ln (w k ^ 2 / beta) <= rest g k <= beta * (mu k / w k ^ 2 + ln ((beta + w k ^ 2) / beta))).
  { intros g k [Hg0 Hg1] Hk. specialize (Hw2 k Hk). unfold rest.
    assert (0 < beta * g) by (apply Rmult_lt_0_compat; assumption).
    assert (beta * g <= beta * 1) by (apply Rmult_le_compat_l; lra).
    assert (0 <= mu k / (beta * g + w k ^ 2)) by (apply Rdiv_le_0_compat; [apply Hmu|lra]).
    assert (mu k / (beta * g + w k ^ 2) <= mu k / w k ^ 2)
      by (apply Rmult_le_compat_l; [apply Hmu|apply Rinv_le_contravar; lra]).
    assert (ln (w k ^ 2 / beta) <= ln ((beta * g + w k ^ 2) / beta)).
    { apply ln_le_mono; [apply Rdiv_lt_0_compat; lra|].
      apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Hb|lra]. }
    assert (ln ((beta * g + w k ^ 2) / beta) <= ln ((beta + w k ^ 2) / beta)).
    { apply ln_le_mono; [apply Rdiv_lt_0_compat; lra|].
      apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Hb|lra]. }
    split; apply Rmult_le_compat_l; lra. }
  split; [|split; [|split]].
  - intros a v Hv. rewrite sum. unfold loss. apply Rplus_le_compat_r, Rplus_le_compat_r, rsum_le.
    intros k _. destruct (fixed_direction beta gamma (mu k) (w k) Hb Hg (Hmu k)) as [H _]. apply H, Hv.
  - exists (fun k => w k / (beta * gamma + w k ^ 2)), (fun k => beta * gamma / (beta * gamma + w k ^ 2)).
    assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
    split; [intros k; pose proof (pow2_ge_0 (w k)); apply Rdiv_lt_0_compat; lra|].
    rewrite sum. unfold loss. f_equal. f_equal. apply rsum_ext. intros k _. pose proof (pow2_ge_0 (w k)).
    unfold direction_loss. rewrite ln_div by lra.
    replace (1 + w k ^ 2 / (beta * gamma)) with ((beta * gamma + w k ^ 2) / (beta * gamma)) by (field; lra).
    rewrite ln_div by lra. field. lra.
  - intros k Hk H1. apply bounds; [lra|exact Hk].
  - intros Hlt. set (top := rsum cols (fun k => beta * (mu k / w k ^ 2 + ln ((beta + w k ^ 2) / beta)))
                            + beta * INR kappa).
    assert (Hq : 0 < INR d - beta * INR cols) by lra. set (q := INR d - beta * INR cols) in *.
    intros B. set (g0 := Rmin 1 (exp ((B - top) / q))).
    assert (Hg0 : 0 < g0) by (apply Rmin_glb_lt; [lra|apply exp_pos]).
    exists g0. split; [exact Hg0|]. intros g [Hgp Hgl].
    assert (H1 : g < 1) by (apply Rlt_le_trans with (1 := Hgl); apply Rmin_l).
    assert (H2 : g < exp ((B - top) / q)) by (apply Rlt_le_trans with (1 := Hgl); apply Rmin_r).
    apply ln_increasing in H2; [|exact Hgp]. rewrite ln_exp in H2.
    apply (Rmult_lt_compat_l q) in H2; [|exact Hq].
    replace (q * ((B - top) / q)) with (B - top) in H2 by (field; lra).
    assert (rsum cols (rest g) <= rsum cols (fun k => beta * (mu k / w k ^ 2 + ln ((beta + w k ^ 2) / beta)))).
    { apply rsum_le. intros k Hk. apply bounds; [lra|exact Hk]. }
    unfold least. fold q. unfold top in H2. lra.
Qed.
