(** * Theorem B: the threshold of 1 - exp(-u/tau) *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas ConvergenceThresholds.
Open Scope R_scope.

Section Exponential.
Variables (r : nat) (M eps : R).
Hypothesis order : 0 < eps < M.

Let a := M ^ 2.
Let b := eps ^ 2.
Let x := INR r.

Definition exponential_gap (s : R) : R :=
  (INR r + 1) * (1 - exp (- (eps ^ 2 * s))) - INR r * (1 - exp (- (M ^ 2 * s))).
Definition exponential_slope (s : R) : R :=
  (INR r + 1) * eps ^ 2 * exp (- (eps ^ 2 * s)) - INR r * M ^ 2 * exp (- (M ^ 2 * s)).

Lemma exponential_gap_derive s : is_derive exponential_gap s (exponential_slope s).
Proof. unfold exponential_gap, exponential_slope; auto_derive; [easy|simpl; ring]. Qed.

Lemma exponential_gap_0 : exponential_gap 0 = 0.
Proof. unfold exponential_gap; rewrite !Rmult_0_r, !Ropp_0, !exp_0; ring. Qed.

Lemma exponential_condition tau : 0 < tau ->
  (sparse_preferred r (exponential_penalty tau) M eps <-> 0 < exponential_gap (/ tau)) /\
  (tie r (exponential_penalty tau) M eps <-> exponential_gap (/ tau) = 0).
Proof.
intros H; unfold sparse_preferred, tie, exponential_penalty, exponential_gap.
replace (- 0 / tau) with 0 by (field; lra); rewrite exp_0, INR_succ.
replace (- M ^ 2 / tau) with (- (M ^ 2 * / tau)) by (field; lra).
replace (- eps ^ 2 / tau) with (- (eps ^ 2 * / tau)) by (field; lra).
split; split; intros; lra.
Qed.

Lemma exponential_always : x * a <= (x + 1) * b -> forall s, 0 < s -> 0 < exponential_gap s.
Proof.
intros H; assert (Hab : 0 < b < a) by (now apply squares).
assert (Hx : 0 <= x) by apply pos_INR.
apply rising_shape with exponential_slope.
- intros; apply exponential_gap_derive.
- apply exponential_gap_0.
- intros s Hs; unfold exponential_slope; fold a b x.
  assert (exp (- (a * s)) < exp (- (b * s))) by (apply exp_increasing; nra).
  assert (0 < exp (- (a * s))) by apply exp_pos.
  assert (0 < (x + 1) * b) by (apply Rmult_lt_0_compat; lra).
  nra.
Qed.

Lemma exponential_slope_sign s v : 0 < x -> v = ln (x * a / ((x + 1) * b)) / (a - b) ->
  (s < v -> exponential_slope s < 0) /\ (v < s -> 0 < exponential_slope s).
Proof.
intros Hx E; assert (Hab : 0 < b < a) by (now apply squares).
assert (P : 0 < x * a) by (apply Rmult_lt_0_compat; lra).
assert (Q : 0 < (x + 1) * b) by (apply Rmult_lt_0_compat; lra).
rewrite ln_div in E by easy; apply quotient_eq in E; [|lra].
assert (E1 : (x + 1) * b * exp (- (b * s)) = exp (ln ((x + 1) * b) - b * s))
  by (unfold Rminus; rewrite exp_plus, exp_ln by easy; easy).
assert (E2 : x * a * exp (- (a * s)) = exp (ln (x * a) - a * s))
  by (unfold Rminus; rewrite exp_plus, exp_ln by easy; easy).
unfold exponential_slope; fold a b x; rewrite E1, E2; split; intros L.
- assert (exp (ln ((x + 1) * b) - b * s) < exp (ln (x * a) - a * s)); [|lra].
  apply exp_increasing; nra.
- assert (exp (ln (x * a) - a * s) < exp (ln ((x + 1) * b) - b * s)); [|lra].
  apply exp_increasing; nra.
Qed.

Lemma exponential_root : (x + 1) * b < x * a ->
  exists root, 0 < root < ln (x + 1) / b /\ ln (x * a / ((x + 1) * b)) / (a - b) < root /\
    forall s, 0 < s ->
    (0 < exponential_gap s <-> root < s) /\ (exponential_gap s = 0 <-> s = root).
Proof.
intros H; assert (Hab : 0 < b < a) by (now apply squares).
assert (Hx0 : 0 <= x) by apply pos_INR.
assert (Hx : 0 < x) by (destruct Hx0 as [|E]; [easy|rewrite <- E in H; lra]).
assert (Q : 0 < (x + 1) * b) by (apply Rmult_lt_0_compat; lra).
set (v := ln (x * a / ((x + 1) * b)) / (a - b)).
assert (V : 0 < v).
{ apply ratio_pos; [|lra]; rewrite <- ln_1; apply ln_increasing, quotient_lt; lra. }
assert (U : 0 < ln (x + 1) / b).
{ apply ratio_pos; [|lra]; rewrite Rplus_comm; now apply ln_one_plus_pos. }
destruct (turning_shape exponential_gap exponential_slope) with (x1 := v) (S := ln (x + 1) / b)
  as [root [R1 R2]]; try easy.
- intros; apply exponential_gap_derive.
- apply exponential_gap_0.
- unfold exponential_gap; fold a b x.
  replace (b * (ln (x + 1) / b)) with (ln (x + 1)) by (field; lra).
  rewrite (exp_Ropp (ln (x + 1))), exp_ln by lra.
  assert (0 < exp (- (a * (ln (x + 1) / b)))) by apply exp_pos.
  replace ((x + 1) * (1 - / (x + 1))) with x by (field; lra); nra.
- intros s Hs; now apply exponential_slope_sign with v.
- intros s Hs; now apply exponential_slope_sign with v.
- exists root; split; [lra|]; split; [apply R1|easy].
Qed.

(** What the root leaves of the second exponential. *)
Lemma exponential_rest root : (x + 1) * b < x * a ->
  ln (x * a / ((x + 1) * b)) / (a - b) < root -> x * exp (- (a * root)) <= (x + 1) * b / a.
Proof.
intros H R; assert (Hab : 0 < b < a) by (now apply squares).
assert (Hx : 0 <= x) by apply pos_INR.
assert (Q : 0 < (x + 1) * b) by (apply Rmult_lt_0_compat; lra).
set (q := x * a / ((x + 1) * b)) in *; assert (Hq : 1 < q) by (unfold q; apply quotient_lt; lra).
assert (L : 0 < ln q) by (rewrite <- ln_1; apply ln_increasing; lra).
assert (G : exp (- (a * root)) <= / q).
{ rewrite <- (exp_ln q), <- exp_Ropp by lra; apply Rlt_le, exp_increasing.
  set (v := ln q / (a - b)) in *; assert (E : v * (a - b) = ln q) by (unfold v; field; lra).
  assert (V : 0 < v) by (apply ratio_pos; lra).
  assert (a * v < a * root) by (apply Rmult_lt_compat_l; lra).
  assert (0 < v * b) by (apply Rmult_lt_0_compat; lra); lra. }
apply Rle_trans with (x * / q); [now apply Rmult_le_compat_l|].
right; unfold q; field; repeat split; nra.
Qed.

End Exponential.

Theorem theorem_B_exponential :
  forall r M eps,
  0 < eps < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  exists threshold, 0 < threshold /\
  (forall tau, 0 < tau ->
    (sparse_preferred r (exponential_penalty tau) M eps <-> tau < threshold) /\
    (tie r (exponential_penalty tau) M eps <-> tau = threshold)) /\
  eps ^ 2 / ln (INR (r + 1)) < threshold /\
  threshold * (ln (INR (r + 1)) - INR (r + 1) * eps ^ 2 / M ^ 2) <= eps ^ 2.
Proof.
intros r M eps O H; rewrite INR_succ in *.
destruct (exponential_root r M eps O H) as [root [[R0 R1] [R3 R2]]].
assert (Ha : 0 < M ^ 2) by (apply pow_lt; lra).
assert (Hb : 0 < eps ^ 2) by (apply pow_lt; lra).
assert (Hr : 0 <= INR r) by apply pos_INR.
exists (/ root); repeat split.
- now apply Rinv_0_lt_compat.
- intros S; apply inverse_threshold, R2; [easy|easy|now apply Rinv_0_lt_compat|].
  now apply exponential_condition.
- intros S; apply exponential_condition, R2, inverse_threshold; try easy.
  now apply Rinv_0_lt_compat.
- intros S; apply inverse_threshold, R2; [easy|easy|now apply Rinv_0_lt_compat|].
  now apply exponential_condition.
- intros S; apply exponential_condition, R2, inverse_threshold; try easy.
  now apply Rinv_0_lt_compat.
- rewrite <- (Rinv_inv (eps ^ 2 / ln (INR r + 1))).
  assert (Hl : 0 < ln (INR r + 1)).
  { apply (Rmult_lt_reg_r (/ eps ^ 2)); [now apply Rinv_0_lt_compat|]; rewrite Rmult_0_l.
    apply Rlt_trans with root; easy. }
  apply Rinv_lt_contravar.
  + apply Rmult_lt_0_compat; [easy|]; now apply Rinv_0_lt_compat, ratio_pos.
  + replace (/ (eps ^ 2 / ln (INR r + 1))) with (ln (INR r + 1) / eps ^ 2); [easy|].
    field; lra.
- assert (T : exponential_gap r M eps root = 0) by now apply R2.
  unfold exponential_gap in T.
  assert (E : (INR r + 1) * exp (- (eps ^ 2 * root)) = 1 + INR r * exp (- (M ^ 2 * root)))
    by lra.
  apply (f_equal ln) in E; rewrite ln_mult, ln_exp in E by (lra || apply exp_pos).
  assert (P := exp_pos (- (M ^ 2 * root))).
  assert (U := ln_le_sub (1 + INR r * exp (- (M ^ 2 * root))) ltac:(nra)).
  assert (W := exponential_rest r M eps O root H R3).
  apply (Rmult_le_reg_l root); [easy|]; rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
  lra.
Qed.
