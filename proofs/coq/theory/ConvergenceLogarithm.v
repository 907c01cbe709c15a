(** * Theorem B: the threshold of log(u+gamma) *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas ConvergenceFinite.
From Sparsity.theory Require Import ConvergenceThresholds.
Open Scope R_scope.

Section Logarithm.
Variables (r : nat) (M eps : R).
Hypothesis order : 0 < eps < M.

Let a := M ^ 2.
Let b := eps ^ 2.
Let x := INR r.

Definition log_gap (s : R) : R :=
  (INR r + 1) * ln (1 + eps ^ 2 * s) - INR r * ln (1 + M ^ 2 * s).
Definition log_slope (s : R) : R :=
  (INR r + 1) * eps ^ 2 / (1 + eps ^ 2 * s) - INR r * M ^ 2 / (1 + M ^ 2 * s).

Lemma log_gap_derive s : 0 <= s -> is_derive log_gap s (log_slope s).
Proof.
intros Hs; assert (Hab : 0 < b < a) by now apply squares.
assert (0 < 1 + a * s /\ 0 < 1 + b * s) as [P Q] by (split; nra).
unfold log_gap, log_slope; fold a b x; unfold a, b in *; auto_derive; [lra|field; lra].
Qed.

Lemma log_gap_0 : log_gap 0 = 0.
Proof. unfold log_gap; rewrite !Rmult_0_r, !Rplus_0_r, ln_1; ring. Qed.

Lemma log_slope_sign s : 0 <= s ->
  (0 < log_slope s <-> x * a - (x + 1) * b < a * b * s) /\
  (log_slope s < 0 <-> a * b * s < x * a - (x + 1) * b).
Proof.
intros Hs; assert (Hab : 0 < b < a) by now apply squares.
assert (P : 0 < 1 + a * s) by nra; assert (Q : 0 < 1 + b * s) by nra.
assert (N : 0 < (1 + a * s) * (1 + b * s)) by now apply Rmult_lt_0_compat.
assert (E : log_slope s * ((1 + a * s) * (1 + b * s)) = a * b * s - (x * a - (x + 1) * b)).
{ unfold log_slope; fold a b x; field; lra. }
split; split; intros L; nra.
Qed.

Lemma log_always : x * a <= (x + 1) * b -> forall s, 0 < s -> 0 < log_gap s.
Proof.
intros H; apply rising_shape with log_slope.
- intros; now apply log_gap_derive.
- apply log_gap_0.
- intros s Hs; apply log_slope_sign; [lra|]; assert (Hab : 0 < b < a) by now apply squares.
  assert (0 < a * b * s) by (apply Rmult_lt_0_compat; [nra|easy]); lra.
Qed.

Lemma log_gap_inv gamma : 0 < gamma ->
  (0 < log_gap (/ gamma) <->
   INR r * ln (1 + M ^ 2 / gamma) < INR (r + 1) * ln (1 + eps ^ 2 / gamma)) /\
  (log_gap (/ gamma) = 0 <->
   INR r * ln (1 + M ^ 2 / gamma) = INR (r + 1) * ln (1 + eps ^ 2 / gamma)).
Proof.
intros H; unfold log_gap; rewrite INR_succ; fold (M ^ 2 / gamma) (eps ^ 2 / gamma).
split; split; intros; lra.
Qed.

Lemma log_root : (x + 1) * b < x * a -> forall S, 0 < S -> 0 < log_gap S ->
  exists root, 0 < root < S /\ (x * a - (x + 1) * b) / (a * b) < root /\
    forall s, 0 < s -> (0 < log_gap s <-> root < s) /\ (log_gap s = 0 <-> s = root).
Proof.
intros H S HS PS; assert (Hab : 0 < b < a) by now apply squares.
assert (Hc : 0 < a * b) by (apply Rmult_lt_0_compat; lra).
set (v := (x * a - (x + 1) * b) / (a * b)); assert (V : 0 < v) by (apply ratio_pos; lra).
assert (E : a * b * v = x * a - (x + 1) * b) by (unfold v; field; lra).
destruct (turning_shape log_gap log_slope) with (x1 := v) (S := S) as [root [R1 R2]]; try easy.
- intros; now apply log_gap_derive.
- apply log_gap_0.
- intros s Hs; apply log_slope_sign; [lra|]; rewrite <- E; apply Rmult_lt_compat_l; lra.
- intros s Hs; apply log_slope_sign; [lra|]; rewrite <- E; apply Rmult_lt_compat_l; lra.
- exists root; repeat split; try lra; try (apply R2; lra).
Qed.

End Logarithm.

Lemma log_condition r M eps gamma : 0 < gamma ->
  (sparse_preferred r (log_penalty gamma) M eps <->
   INR r * ln (1 + M ^ 2 / gamma) < INR (r + 1) * ln (1 + eps ^ 2 / gamma)) /\
  (tie r (log_penalty gamma) M eps <->
   INR r * ln (1 + M ^ 2 / gamma) = INR (r + 1) * ln (1 + eps ^ 2 / gamma)).
Proof.
intros H; unfold sparse_preferred, tie, log_penalty; rewrite Rplus_0_l.
rewrite (ln_one_plus_ratio (M ^ 2)), (ln_one_plus_ratio (eps ^ 2))
  by (easy || apply pow2_ge_0).
replace (ln gamma + ln (1 + M ^ 2 / gamma) - ln gamma) with (ln (1 + M ^ 2 / gamma)) by ring.
replace (ln gamma + ln (1 + eps ^ 2 / gamma) - ln gamma) with (ln (1 + eps ^ 2 / gamma)) by ring.
easy.
Qed.

Theorem theorem_B_log :
  forall r M eps gamma,
  0 < gamma ->
  (sparse_preferred r (log_penalty gamma) M eps <->
   gamma * (gamma + M ^ 2) ^ r < (gamma + eps ^ 2) ^ (r + 1)) /\
  (tie r (log_penalty gamma) M eps <->
   gamma * (gamma + M ^ 2) ^ r = (gamma + eps ^ 2) ^ (r + 1)).
Proof.
intros r M eps gamma H; assert (Ha := pow2_ge_0 M); assert (Hb := pow2_ge_0 eps).
destruct (log_condition r M eps gamma H) as [-> ->].
rewrite <- dense_condition_log by easy; split; [easy|].
rewrite <- (ln_eq_iff (gamma * (gamma + M ^ 2) ^ r))
  by (try apply Rmult_lt_0_compat; try apply pow_lt; lra).
rewrite ln_mult, !ln_pow_INR, 2!(Rplus_comm gamma) by (try apply pow_lt; lra).
rewrite (ln_one_plus_ratio (M ^ 2)), (ln_one_plus_ratio (eps ^ 2)) by easy.
rewrite INR_succ; split; intros; lra.
Qed.

Theorem theorem_B_log_one :
  forall M eps gamma,
  0 < gamma -> 2 * eps ^ 2 < M ^ 2 ->
  let threshold := eps ^ 4 / (M ^ 2 - 2 * eps ^ 2) in
  (sparse_preferred 1 (log_penalty gamma) M eps <-> gamma < threshold) /\
  (tie 1 (log_penalty gamma) M eps <-> gamma = threshold).
Proof.
intros M eps gamma H L threshold; unfold threshold.
destruct (theorem_B_log 1%nat M eps gamma H) as [-> ->].
rewrite quotient_lt, quotient_eq by lra; simpl; split; split; intros; nra.
Qed.

Theorem theorem_B_log_sufficient :
  forall r M eps gamma,
  0 < eps < M -> 0 < gamma <= eps ^ (2 * (r + 1)) / M ^ (2 * r) ->
  sparse_preferred r (log_penalty gamma) M eps.
Proof.
intros r M eps gamma [He HM] [Hg L]; apply theorem_B_log; [easy|].
apply dense_condition; try (apply pow_lt; lra); [easy|]; right.
rewrite <- !pow_mult; easy.
Qed.

Theorem theorem_B_log_threshold :
  forall r M eps,
  0 < eps < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  exists threshold, 0 < threshold /\
  (forall gamma, 0 < gamma ->
    (sparse_preferred r (log_penalty gamma) M eps <-> gamma < threshold) /\
    (tie r (log_penalty gamma) M eps <-> gamma = threshold)) /\
  eps ^ (2 * (r + 1)) / M ^ (2 * r) < threshold /\
  (2 * INR (r + 1) * eps ^ 2 <= INR r * M ^ 2 ->
   threshold <= eps ^ (2 * (r + 1)) / M ^ (2 * r)
                * (1 + 3 ^ (r + 1) * (eps / M) ^ (2 * r)) ^ (r + 1)).
Proof.
intros r M eps O H; rewrite INR_succ in H.
assert (Hb : 0 < eps ^ 2) by (apply pow_lt; lra).
assert (Ha : 0 < M ^ 2) by (apply pow_lt; lra).
set (low := eps ^ (2 * (r + 1)) / M ^ (2 * r)).
assert (Hlow : 0 < low) by (apply ratio_pos; apply pow_lt; lra).
destruct (log_root r M eps O H (/ low)) as [root [[R0 R1] [R2 R3]]].
{ now apply Rinv_0_lt_compat. }
{ apply log_gap_inv, log_condition, theorem_B_log_sufficient; [easy|easy|easy|].
  unfold low in *; lra. }
set (threshold := / root); assert (Ht : 0 < threshold) by now apply Rinv_0_lt_compat.
assert (iffs : forall gamma, 0 < gamma ->
    (sparse_preferred r (log_penalty gamma) M eps <-> gamma < threshold) /\
    (tie r (log_penalty gamma) M eps <-> gamma = threshold)).
{ intros gamma Hg; destruct (log_condition r M eps gamma Hg) as [-> ->].
  destruct (log_gap_inv r M eps gamma Hg) as [<- <-].
  destruct (R3 (/ gamma)) as [-> ->]; [now apply Rinv_0_lt_compat|].
  now apply inverse_threshold. }
exists threshold; repeat split; try easy.
- apply iffs; easy.
- apply iffs; easy.
- apply iffs; easy.
- apply iffs; easy.
- apply inverse_threshold; easy.
- intros G; rewrite INR_succ in G.
  assert (tied : threshold * (threshold + M ^ 2) ^ r = (threshold + eps ^ 2) ^ (r + 1))
    by now apply theorem_B_log, iffs.
  assert (Hr : 1 <= INR r).
  { destruct r as [|r']; [simpl INR in H; nra|]; rewrite S_INR.
    assert (0 <= INR r') by apply pos_INR; lra. }
  assert (small : threshold < 2 * eps ^ 2).
  { assert (Hab : 0 < M ^ 2 * eps ^ 2) by now apply Rmult_lt_0_compat.
    assert (V : / (2 * eps ^ 2) < root).
    { apply Rle_lt_trans with (2 := R2); apply (Rmult_le_reg_r (M ^ 2 * eps ^ 2)); [easy|].
      replace (/ (2 * eps ^ 2) * (M ^ 2 * eps ^ 2)) with (M ^ 2 / 2) by (field; lra).
      replace ((INR r * M ^ 2 - (INR r + 1) * eps ^ 2) / (M ^ 2 * eps ^ 2)
               * (M ^ 2 * eps ^ 2)) with (INR r * M ^ 2 - (INR r + 1) * eps ^ 2)
        by (field; lra).
      nra. }
    rewrite <- (Rinv_inv (2 * eps ^ 2)); apply Rinv_lt_contravar; [|easy].
    apply Rmult_lt_0_compat; [apply Rinv_0_lt_compat|]; lra. }
  assert (HMr : 0 < (M ^ 2) ^ r) by now apply pow_lt.
  assert (bound : forall c, threshold + eps ^ 2 <= eps ^ 2 * c ->
      threshold <= low * c ^ (r + 1)).
  { intros c Hc; apply (Rmult_le_reg_r ((M ^ 2) ^ r)); [easy|].
    apply Rle_trans with ((threshold + eps ^ 2) ^ (r + 1)).
    - rewrite <- tied; apply Rmult_le_compat_l; [lra|]; apply pow_incr; lra.
    - replace (low * c ^ (r + 1) * (M ^ 2) ^ r) with ((eps ^ 2 * c) ^ (r + 1)).
      + apply pow_incr; lra.
      + unfold low; rewrite Rpow_mult_distr, !pow_mult; field; lra. }
  apply bound.
  assert (B : threshold <= low * 3 ^ (r + 1)) by (apply bound; lra).
  replace low with (eps ^ 2 * (eps / M) ^ (2 * r)) in B; [lra|].
  unfold low, Rdiv; rewrite Rpow_mult_distr, pow_inv, !pow_mult, pow_add, pow_1; ring.
Qed.
