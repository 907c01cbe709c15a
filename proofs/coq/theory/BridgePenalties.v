(** Penalties with logarithms and real powers, over Coq's real numbers: definitions, and what
    happens to them near zero. *)

From Coq Require Import Reals Lra.
Local Open Scope R_scope.

(** u^p, zero at zero. *)
Definition power_penalty (p u : R) : R := if Rle_dec u 0 then 0 else Rpower u p.

(** log(u + c). *)
Definition log_penalty (c u : R) : R := ln (u + c).

(** log(1 + sqrt u). *)
Definition log_sqrt_penalty (u : R) : R := ln (1 + sqrt u).

(** 1/(1 - log u) on (0, 1], zero at zero, one beyond 1. *)
Definition inverse_log_penalty (u : R) : R :=
  if Rle_dec u 0 then 0 else if Rle_dec u 1 then / (1 - ln u) else 1.

(** The slope between 0 and u is not bounded. *)
Definition unbounded_slope_at0 (h : R -> R) : Prop :=
  forall B, exists u, 0 < u /\ B < (h u - h 0) / u.

(** Steeper at zero than every power u^p, p > 0. *)
Definition steeper_than_powers (h : R -> R) : Prop :=
  forall p B, 0 < p -> exists u, 0 < u < 1 /\ B * Rpower u p < h u - h 0.

(** Right-continuity at zero, in the order of Coq's reals. *)
Definition continuous_from_right (h : R -> R) : Prop :=
  forall eps, 0 < eps -> exists delta, 0 < delta /\
    forall u, 0 < u -> u < delta -> Rabs (h u - h 0) < eps.

(** ** Values *)

Lemma power_penalty_pos p u : 0 < u -> power_penalty p u = Rpower u p.
Proof. unfold power_penalty; destruct (Rle_dec u 0); lra. Qed.

Lemma power_penalty_0 p : power_penalty p 0 = 0.
Proof. unfold power_penalty; destruct (Rle_dec 0 0); lra. Qed.

Lemma inverse_log_pos u : 0 < u <= 1 -> inverse_log_penalty u = / (1 - ln u).
Proof.
unfold inverse_log_penalty; destruct (Rle_dec u 0), (Rle_dec u 1); lra.
Qed.

Lemma inverse_log_0 : inverse_log_penalty 0 = 0.
Proof. unfold inverse_log_penalty; destruct (Rle_dec 0 0); lra. Qed.

Lemma log_sqrt_0 : log_sqrt_penalty 0 = 0.
Proof. unfold log_sqrt_penalty; rewrite sqrt_0, Rplus_0_r; apply ln_1. Qed.

(** ** Bounds on the logarithm *)

Lemma ln_le_sub1 t : 0 < t -> ln t <= t - 1.
Proof. intros Ht; generalize (exp_ineq1_le (ln t)); rewrite exp_ln; lra. Qed.

Lemma ln_1_plus s : 0 <= s -> s / (1 + s) <= ln (1 + s) <= s.
Proof.
intros Hs; split; [|generalize (ln_le_sub1 (1 + s)); lra].
generalize (ln_le_sub1 (/ (1 + s)) (Rinv_0_lt_compat (1 + s) ltac:(lra))).
rewrite ln_Rinv by lra; intros H.
replace (s / (1 + s)) with (1 - / (1 + s)) by (field; lra); lra.
Qed.

Lemma ln_nonpos u : 0 < u <= 1 -> ln u <= 0.
Proof. intros H; generalize (ln_le_sub1 u); lra. Qed.

(** ** Right-continuity at zero *)

Lemma power_continuous p : 0 < p -> continuous_from_right (power_penalty p).
Proof.
intros Hp eps Heps; exists (Rpower eps (/ p)); split; [apply exp_pos|intros u Hu Hlt].
rewrite power_penalty_0, power_penalty_pos, Rminus_0_r by easy.
rewrite Rabs_pos_eq by (apply Rlt_le, exp_pos).
replace eps with (Rpower (Rpower eps (/ p)) p).
- now apply Rlt_Rpower_l.
- rewrite Rpower_mult, Rinv_l by lra; now apply Rpower_1.
Qed.

Lemma log_sqrt_continuous : continuous_from_right log_sqrt_penalty.
Proof.
intros eps Heps; exists (Rsqr eps); split; [unfold Rsqr; nra|intros u Hu Hlt].
rewrite log_sqrt_0, Rminus_0_r; unfold log_sqrt_penalty.
assert (S : 0 < sqrt u) by now apply sqrt_lt_R0.
assert (B := ln_1_plus (sqrt u) (Rlt_le _ _ S)).
assert (P : 0 < sqrt u / (1 + sqrt u)) by (apply Rdiv_lt_0_compat; lra).
rewrite Rabs_pos_eq by lra; apply Rle_lt_trans with (1 := proj2 B).
rewrite <- (sqrt_Rsqr eps) by lra; apply sqrt_lt_1; [lra|apply Rle_0_sqr|exact Hlt].
Qed.

Lemma inverse_log_continuous : continuous_from_right inverse_log_penalty.
Proof.
intros eps Heps; exists (Rmin 1 (exp (1 - / eps))); split.
{ apply Rmin_glb_lt; [lra|apply exp_pos]. }
intros u Hu Hlt; assert (Hlt1 := Rlt_le_trans _ _ _ Hlt (Rmin_l _ _)).
assert (Hlt2 := Rlt_le_trans _ _ _ Hlt (Rmin_r _ _)).
assert (L := ln_increasing _ _ Hu Hlt2); rewrite ln_exp in L.
assert (N := ln_nonpos u ltac:(lra)).
rewrite inverse_log_0, inverse_log_pos, Rminus_0_r by lra.
rewrite Rabs_pos_eq by (apply Rlt_le, Rinv_0_lt_compat; lra).
rewrite <- (Rinv_inv eps); apply Rinv_lt_contravar; [|lra].
apply Rmult_lt_0_compat; [now apply Rinv_0_lt_compat|lra].
Qed.

(** ** Slopes *)

Lemma power_slope p : 0 < p -> p < 1 -> unbounded_slope_at0 (power_penalty p).
Proof.
intros Hp0 Hp B; set (C := Rabs B + 1).
assert (HC : 0 < C) by (unfold C; generalize (Rabs_pos B); lra).
exists (Rpower C (/ (p - 1))); split; [apply exp_pos|].
rewrite power_penalty_0, power_penalty_pos, Rminus_0_r by apply exp_pos.
set (u := Rpower C (/ (p - 1))); assert (Hu : 0 < u) by apply exp_pos.
replace (Rpower u p / u) with C; [unfold C; generalize (Rle_abs B); lra|].
rewrite <- (Rpower_1 u Hu) at 2; unfold Rdiv; rewrite <- Rpower_Ropp, <- Rpower_plus.
unfold u; rewrite Rpower_mult, <- (Rpower_1 C HC) at 1; f_equal; field; lra.
Qed.

Lemma log_sqrt_slope : unbounded_slope_at0 log_sqrt_penalty.
Proof.
intros B; set (s := / (2 * (Rabs B + 1))); assert (HB := Rabs_pos B).
assert (Hs : 0 < s) by (apply Rinv_0_lt_compat; lra).
assert (Hs1 : s < 1).
{ rewrite <- Rinv_1; apply Rinv_lt_contravar; lra. }
exists (Rsqr s); split; [unfold Rsqr; nra|].
rewrite log_sqrt_0, Rminus_0_r; unfold log_sqrt_penalty; rewrite sqrt_Rsqr by lra.
apply Rlt_le_trans with (s / (1 + s) / Rsqr s).
- replace (s / (1 + s) / Rsqr s) with (/ (s * (1 + s))) by (unfold Rsqr; field; lra).
  apply Rlt_le_trans with (/ (s * 2)).
  + replace (/ (s * 2)) with (Rabs B + 1) by (unfold s; field; lra).
    generalize (Rle_abs B); lra.
  + apply Rinv_le_contravar; nra.
- apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat; unfold Rsqr; nra|].
  apply ln_1_plus; lra.
Qed.

(** At u = exp(-t), t = 8|B|/p^2 + 1: B (1 + t) <= 2 |B| t < (p t / 2)^2 < exp(p t). *)
Lemma inverse_log_steep : steeper_than_powers inverse_log_penalty.
Proof.
intros p B Hp; assert (HB := Rabs_pos B); assert (LB := Rle_abs B).
set (t := 8 * Rabs B / (p * p) + 1).
assert (Hq : 0 <= 8 * Rabs B / (p * p)).
{ apply Rmult_le_pos; [lra|apply Rlt_le, Rinv_0_lt_compat; nra]. }
assert (Ht : 1 <= t) by (unfold t; lra).
assert (E : p * p * t = 8 * Rabs B + p * p) by (unfold t; field; lra).
exists (exp (- t)); split; [split; [apply exp_pos|]|].
{ rewrite <- exp_0; apply exp_increasing; lra. }
rewrite inverse_log_0, inverse_log_pos, Rminus_0_r, ln_exp.
- unfold Rpower; rewrite ln_exp.
  replace (p * - t) with (- (p * t)) by ring; rewrite exp_Ropp.
  replace (1 - - t) with (1 + t) by ring.
  assert (G : B * (1 + t) < exp (p * t)).
  { apply Rle_lt_trans with (2 * Rabs B * t); [nra|].
    apply Rlt_trans with ((p * t / 2) * (p * t / 2)); [nra|].
    replace (p * t) with (p * t / 2 + p * t / 2) at 3 by field; rewrite exp_plus.
    assert (X := exp_ineq1_le (p * t / 2)); assert (0 < p * t / 2) by nra; nra. }
  assert (P := exp_pos (p * t)).
  apply Rmult_lt_reg_r with (exp (p * t)); [easy|].
  apply Rmult_lt_reg_r with (1 + t); [lra|].
  replace (B * / exp (p * t) * exp (p * t) * (1 + t)) with (B * (1 + t)) by (field; lra).
  replace (/ (1 + t) * exp (p * t) * (1 + t)) with (exp (p * t)) by (field; lra).
  exact G.
- split; [apply exp_pos|rewrite <- exp_0; apply Rlt_le, exp_increasing; lra].
Qed.
