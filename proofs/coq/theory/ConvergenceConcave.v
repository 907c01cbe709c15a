(** * Theorem B: slopes at 0, and the geometries in which no threshold is needed *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas ConvergenceThresholds.
From Sparsity.theory Require Import ConvergenceExponential ConvergenceLogarithm.
Open Scope R_scope.

(** ** Slopes at 0 *)

Theorem theorem_B_slopes :
  forall r M eps,
  0 < eps < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  (forall tau, 0 < tau -> Derive (rational_penalty tau) 0 = / tau) /\
  (forall tau, 0 < tau -> Derive (exponential_penalty tau) 0 = / tau) /\
  (forall gamma, 0 < gamma -> Derive (log_penalty gamma) 0 = / gamma) /\
  (forall tau, 0 < tau -> INR r / eps ^ 2 <= / tau ->
    sparse_preferred r (rational_penalty tau) M eps) /\
  (forall tau, 0 < tau -> ln (INR (r + 1)) / eps ^ 2 <= / tau ->
    sparse_preferred r (exponential_penalty tau) M eps) /\
  (2 * INR (r + 1) * eps ^ 2 <= INR r * M ^ 2 ->
   forall gamma, 0 < gamma -> sparse_preferred r (log_penalty gamma) M eps ->
   M ^ (2 * r) / eps ^ (2 * (r + 1)) < / gamma * (1 + 3 ^ (r + 1) * (eps / M) ^ (2 * r)) ^ (r + 1)).
Proof.
intros r M eps O H; assert (O' := O); destruct O' as [He HM].
assert (Hb : 0 < eps ^ 2) by (apply pow_lt; lra).
assert (Ha : 0 < M ^ 2) by (apply pow_lt; lra).
split; [|split; [|split; [|split; [|split]]]].
- intros tau Ht; apply is_derive_unique; unfold rational_penalty; auto_derive; [lra|field; lra].
- intros tau Ht; apply is_derive_unique; unfold exponential_penalty; auto_derive; [easy|].
  replace (- 0 * / tau) with 0 by ring; rewrite exp_0; ring.
- intros gamma Hg; apply is_derive_unique; unfold log_penalty; auto_derive; [lra|field; lra].
- intros tau Ht S; apply rational_condition; [easy|].
  assert (Q : tau * INR r <= eps ^ 2).
  { apply (Rmult_le_reg_r (/ tau)); [now apply Rinv_0_lt_compat|].
    replace (tau * INR r * / tau) with (INR r / eps ^ 2 * eps ^ 2) by (field; lra); nra. }
  rewrite INR_succ in *; assert (0 <= INR r) by apply pos_INR.
  assert (0 < tau * ((INR r + 1) * eps ^ 2)) by (repeat apply Rmult_lt_0_compat; lra); nra.
- intros tau Ht S; destruct (theorem_B_exponential r M eps O H) as [t [Ht' [T [L _]]]].
  apply T; [easy|]; apply Rle_lt_trans with (2 := L).
  assert (Hl : 0 < ln (INR (r + 1))).
  { rewrite INR_succ in *; assert (Hr : 0 <= INR r) by apply pos_INR; rewrite Rplus_comm.
    apply ln_one_plus_pos; destruct Hr as [|E]; [easy|]; rewrite <- E in H; lra. }
  rewrite <- (Rinv_inv tau), <- (Rinv_inv (eps ^ 2 / _)).
  apply Rinv_le_contravar; [now apply Rinv_0_lt_compat, ratio_pos|].
  replace (/ (eps ^ 2 / ln (INR (r + 1)))) with (ln (INR (r + 1)) / eps ^ 2); [easy|].
  field; lra.
- intros G gamma Hg S; destruct (theorem_B_log_threshold r M eps O H) as [t [Ht' [T [_ B]]]].
  apply T in S; [|easy]; specialize (B G); set (c := (1 + _) ^ (r + 1)) in *.
  assert (He2 : 0 < eps ^ (2 * (r + 1))) by (apply pow_lt; lra).
  assert (HM2 : 0 < M ^ (2 * r)) by (apply pow_lt; lra).
  apply (Rmult_lt_reg_r (gamma * (eps ^ (2 * (r + 1)) / M ^ (2 * r)))).
  { apply Rmult_lt_0_compat; [easy|now apply ratio_pos]. }
  replace (M ^ (2 * r) / eps ^ (2 * (r + 1)) * (gamma * (eps ^ (2 * (r + 1)) / M ^ (2 * r))))
    with gamma by (field; lra).
  replace (/ gamma * c * (gamma * (eps ^ (2 * (r + 1)) / M ^ (2 * r))))
    with (eps ^ (2 * (r + 1)) / M ^ (2 * r) * c) by (field; lra).
  lra.
Qed.

(** ** The easy geometry *)

Theorem theorem_B_concave :
  forall r M eps,
  (1 <= r)%nat -> 0 < eps < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  (forall p, 0 < p < 1 -> sparse_preferred r (power_penalty p) M eps) /\
  (forall tau, 0 < tau -> sparse_preferred r (rational_penalty tau) M eps) /\
  (forall tau, 0 < tau -> sparse_preferred r (exponential_penalty tau) M eps) /\
  (forall gamma, 0 < gamma -> sparse_preferred r (log_penalty gamma) M eps).
Proof.
intros r M eps Hr O H; assert (O' := O); destruct O' as [He HM].
assert (R1 := INR_pos r Hr); assert (R2 := INR_succ r); rewrite R2 in H.
assert (Hb : 0 < eps ^ 2) by (apply pow_lt; lra); split; [|split; [|split]].
- intros p Hp; apply theorem_B_power; [easy|easy|].
  assert (L : 0 < ln (M / eps)).
  { rewrite <- ln_1; apply ln_increasing, quotient_lt; lra. }
  apply quotient_lt; [lra|]; apply Rlt_le_trans with (2 * ln (M / eps)); [nra|].
  rewrite ln_div, ln_div by lra.
  assert (ln (INR r * M ^ 2) <= ln (INR (r + 1) * eps ^ 2)) as G
    by (rewrite R2; apply ln_le; [apply Rmult_lt_0_compat; [|apply pow_lt]|]; lra).
  rewrite !ln_mult, !ln_pow_INR in G by (lra || (apply pow_lt; lra)); simpl (INR 2) in G; lra.
- intros tau Ht; apply rational_condition; [easy|]; rewrite R2.
  assert (0 < eps ^ 2 * M ^ 2) by (apply Rmult_lt_0_compat; [|apply pow_lt]; lra); nra.
- intros tau Ht; apply exponential_condition; [easy|].
  apply exponential_always; [easy|easy|now apply Rinv_0_lt_compat].
- intros gamma Hg; apply log_condition, log_gap_inv; [easy|easy|].
  apply log_always; [easy|easy|now apply Rinv_0_lt_compat].
Qed.

Theorem theorem_B_strictly_concave :
  forall r h M eps,
  0 < eps < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  h 0 <= h (M ^ 2) ->
  (forall t, 0 < t < 1 -> (1 - t) * h 0 + t * h (M ^ 2) < h (t * M ^ 2)) ->
  sparse_preferred r h M eps.
Proof.
intros r h M eps [He HM] H H0 C; unfold sparse_preferred; rewrite INR_succ in *.
assert (Ha : 0 < M ^ 2) by (apply pow_lt; lra); assert (Hr : 0 <= INR r) by apply pos_INR.
assert (Hb : 0 < eps ^ 2 < M ^ 2) by (split; nra).
set (t := eps ^ 2 / M ^ 2).
assert (E : t * M ^ 2 = eps ^ 2) by (unfold t; field; lra).
assert (Ht : 0 < t < 1) by (split; nra).
specialize (C t Ht); rewrite E in C.
assert (INR r <= (INR r + 1) * t) by (apply (Rmult_le_reg_r (M ^ 2)); nra).
assert (INR r * (h (M ^ 2) - h 0) <= (INR r + 1) * t * (h (M ^ 2) - h 0))
  by (apply Rmult_le_compat_r; lra).
assert ((INR r + 1) * (t * (h (M ^ 2) - h 0)) < (INR r + 1) * (h (eps ^ 2) - h 0))
  by (apply Rmult_lt_compat_l; lra).
lra.
Qed.
