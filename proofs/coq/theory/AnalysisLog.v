(* Logarithm inequalities.  Almost everything follows from the first one. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums.
Open Scope R_scope.

Lemma ln_lt_sub1 : forall t, 0 < t -> t <> 1 -> ln t < t - 1.
Proof.
  intros t Ht Hne.
  assert (Hln : ln t <> 0).
  { intro H; apply Hne. rewrite <- (exp_ln t Ht), H; exact exp_0. }
  pose proof (exp_ineq1 (ln t) Hln) as H. rewrite exp_ln in H by exact Ht. lra.
Qed.

Lemma ln_le_sub1 : forall t, 0 < t -> ln t <= t - 1.
Proof.
  intros t Ht. destruct (Req_dec t 1) as [->|Hne]; [rewrite ln_1; lra|].
  left; apply ln_lt_sub1; assumption.
Qed.

(** The same from below: 1 - 1/t < ln t. *)
Lemma ln_gt_1_sub_inv : forall t, 0 < t -> t <> 1 -> 1 - / t < ln t.
Proof.
  intros t Ht Hne.
  assert (/ t <> 1) by (intro H; apply Hne; rewrite <- (Rinv_inv t), H; apply Rinv_1).
  pose proof (ln_lt_sub1 (/ t) (Rinv_0_lt_compat t Ht) H) as Hl.
  rewrite ln_Rinv in Hl by exact Ht. lra.
Qed.

Lemma ln_ge_1_sub_inv : forall t, 0 < t -> 1 - / t <= ln t.
Proof.
  intros t Ht. destruct (Req_dec t 1) as [->|Hne]; [rewrite ln_1, Rinv_1; lra|].
  left; apply ln_gt_1_sub_inv; assumption.
Qed.

Lemma ln_div : forall a b, 0 < a -> 0 < b -> ln (a / b) = ln a - ln b.
Proof.
  intros a b Ha Hb; unfold Rdiv. rewrite ln_mult, ln_Rinv; [ring|exact Hb|exact Ha|].
  apply Rinv_0_lt_compat, Hb.
Qed.

Lemma ln_le_mono : forall a b, 0 < a -> a <= b -> ln a <= ln b.
Proof. intros a b Ha [H| ->]; [left; apply ln_increasing; assumption|apply Rle_refl]. Qed.

Lemma ln_nonneg : forall t, 1 <= t -> 0 <= ln t.
Proof. intros t Ht; rewrite <- ln_1; apply ln_le_mono; lra. Qed.

Lemma ln_pos : forall t, 1 < t -> 0 < ln t.
Proof. intros t Ht; rewrite <- ln_1; apply ln_increasing; lra. Qed.

Lemma ln_pow : forall t k, 0 < t -> ln (t ^ k) = INR k * ln t.
Proof.
  intros t k Ht; induction k as [|k IH]; [simpl; rewrite ln_1; ring|].
  rewrite S_INR; simpl; rewrite ln_mult, IH; [ring|exact Ht|apply pow_lt, Ht].
Qed.

(** ln g < b for g < exp b. *)
Lemma ln_lt_of_exp : forall g b, 0 < g -> g < exp b -> ln g < b.
Proof. intros g b Hg H; rewrite <- (ln_exp b); apply ln_increasing; assumption. Qed.

Lemma ln_le_of_exp : forall g b, 0 < g -> g <= exp b -> ln g <= b.
Proof. intros g b Hg H; rewrite <- (ln_exp b); apply ln_le_mono; assumption. Qed.

(** The basic minimum: a/t + c ln t for c > 0 has its only minimum at a/c. *)
Lemma inv_log_minimum : forall a c t, 0 < a -> 0 < c -> 0 < t -> t <> a / c ->
  c + c * ln (a / c) < a / t + c * ln t.
Proof.
  intros a c t Ha Hc Ht Hne.
  assert (Hu : 0 < a / (c * t)) by (apply Rdiv_lt_0_compat; [|apply Rmult_lt_0_compat]; lra).
  assert (Hu1 : a / (c * t) <> 1).
  { intro H; apply Hne. apply (Rmult_eq_reg_l (/ t)); [|apply Rinv_neq_0_compat; lra].
    rewrite Rinv_l by lra. rewrite <- H; field; lra. }
  pose proof (ln_lt_sub1 _ Hu Hu1) as H.
  assert (E : ln (a / (c * t)) = ln (a / c) - ln t).
  { replace (a / (c * t)) with (a / c / t) by (field; lra).
    apply ln_div; [apply Rdiv_lt_0_compat|]; lra. }
  rewrite E in H. apply (Rmult_lt_compat_l c) in H; [|exact Hc].
  replace (c * (a / (c * t) - 1)) with (a / t - c) in H by (field; lra). lra.
Qed.

Lemma inv_log_minimum_value : forall a c, 0 < a -> 0 < c ->
  a / (a / c) + c * ln (a / c) = c + c * ln (a / c).
Proof. intros; replace (a / (a / c)) with c by (field; lra); ring. Qed.

Lemma inv_log_minimum_le : forall a c t, 0 < a -> 0 < c -> 0 < t ->
  c + c * ln (a / c) <= a / t + c * ln t.
Proof.
  intros a c t Ha Hc Ht. destruct (Req_dec t (a / c)) as [->|Hne].
  - right; symmetry; apply inv_log_minimum_value; assumption.
  - left; apply inv_log_minimum; assumption.
Qed.

(** 2 ln(1+y) <= y + y/(1+y) for y >= 0: the slopes differ by (y/(1+y))^2. *)
Lemma two_ln_le : forall y, 0 <= y -> 2 * ln (1 + y) <= y + y / (1 + y).
Proof.
  intros y [Hy| <-]; [|rewrite Rplus_0_r, ln_1; lra].
  set (f := fun u : R => u + u / (1 + u) - 2 * ln (1 + u)).
  set (f' := fun u : R => (u / (1 + u)) ^ 2).
  assert (Hd : forall u, 0 <= u <= y -> is_derive f u (f' u)).
  { intros u Hu; unfold f, f'; auto_derive; [split; lra|field; lra]. }
  destruct (MVT_gen f 0 y f') as [c [Hc E]].
  - intros x; rewrite Rmin_left, Rmax_right by lra. intros Hx; apply Hd; lra.
  - intros x; rewrite Rmin_left, Rmax_right by lra. intros Hx.
    apply continuity_pt_filterlim, (ex_derive_continuous f). exists (f' x); apply Hd, Hx.
  - rewrite Rmin_left, Rmax_right in Hc by lra.
    assert (E0 : f 0 = 0) by (unfold f; rewrite Rplus_0_r, ln_1; field).
    assert (0 <= f' c) by (unfold f'; apply pow2_ge_0).
    assert (0 <= f' c * (y - 0)) by (apply Rmult_le_pos; lra).
    rewrite E0, Rminus_0_r in E. unfold f in E. lra.
Qed.

(** Jensen for the logarithm. *)
Lemma mean_ln_le : forall n v, (0 < n)%nat -> (forall i, (i < n)%nat -> 0 < v i) ->
  mean n (fun i => ln (v i)) <= ln (mean n v).
Proof.
  intros n v Hn Hv. set (m := mean n v).
  assert (Hm : 0 < m) by (apply mean_pos; assumption).
  apply Rle_trans with (mean n (fun i => / m * v i + (ln m - 1))).
  - apply mean_le; [exact Hn|]. intros i Hi.
    assert (H := ln_le_sub1 (v i / m) (Rdiv_lt_0_compat _ _ (Hv i Hi) Hm)).
    rewrite ln_div in H; [|apply Hv, Hi|exact Hm]. unfold Rdiv in H. lra.
  - rewrite mean_plus, mean_scal, mean_const by exact Hn. fold m.
    rewrite Rinv_l by lra. lra.
Qed.
