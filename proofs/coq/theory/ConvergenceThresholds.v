(** * Theorem B: the thresholds of u^p and u/(u+tau); thresholds from a shape *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas.
Open Scope R_scope.

(** ** Powers *)

Lemma quotient_lt a b c : 0 < c -> (a < b / c <-> a * c < b).
Proof.
intros Hc; split; intros H.
- replace b with (b / c * c) by (field; lra); now apply Rmult_lt_compat_r.
- apply (Rmult_lt_reg_r c); [easy|]; replace (b / c * c) with b by (field; lra); easy.
Qed.

Lemma quotient_eq a b c : 0 < c -> (a = b / c <-> a * c = b).
Proof. intros Hc; split; [intros ->; field; lra|intros <-; field; lra]. Qed.

Lemma INR_succ r : INR (r + 1) = INR r + 1.
Proof. now rewrite plus_INR. Qed.

Lemma squares M eps : 0 < eps < M -> 0 < eps ^ 2 < M ^ 2.
Proof. intros H; split; [apply pow_lt|]; nra. Qed.

Lemma INR_pos r : (1 <= r)%nat -> 0 < INR r.
Proof. intros; apply lt_0_INR; lia. Qed.

Lemma power_gap p u : 0 < u -> power_penalty p (u ^ 2) - power_penalty p 0 = Rpower (u ^ 2) p.
Proof.
intros H; assert (0 < u ^ 2) by now apply pow_lt.
unfold power_penalty; destruct (Rle_dec (u ^ 2) 0), (Rle_dec 0 0); lra.
Qed.

Theorem theorem_B_power :
  forall r M eps p,
  (1 <= r)%nat -> 0 < eps < M ->
  let threshold := ln (INR (r + 1) / INR r) / (2 * ln (M / eps)) in
  (sparse_preferred r (power_penalty p) M eps <-> p < threshold) /\
  (tie r (power_penalty p) M eps <-> p = threshold).
Proof.
intros r M eps p Hr [He HM] threshold; unfold threshold.
assert (R1 := INR_pos r Hr); assert (R2 := INR_succ r).
assert (L : 0 < ln (M / eps)).
{ rewrite <- ln_1; apply ln_increasing, quotient_lt; lra. }
assert (T : 0 < Rpower (M ^ 2) p) by apply Rpower_pos.
assert (T' : 0 < Rpower (eps ^ 2) p) by apply Rpower_pos.
unfold sparse_preferred, tie; rewrite !power_gap by lra.
rewrite quotient_lt, quotient_eq, ln_div, ln_div in * by lra.
rewrite <- (ln_lt_iff (INR r * Rpower (M ^ 2) p)) by (apply Rmult_lt_0_compat; lra).
rewrite <- (ln_eq_iff (INR r * Rpower (M ^ 2) p)) by (apply Rmult_lt_0_compat; lra).
rewrite !ln_mult, !ln_Rpower, !ln_pow_INR by lra; simpl (INR 2); split; split; intros; lra.
Qed.

(** ** u/(u+tau) *)

Lemma rational_gap tau u : 0 < tau ->
  rational_penalty tau (u ^ 2) - rational_penalty tau 0 = u ^ 2 / (u ^ 2 + tau).
Proof.
intros H; unfold rational_penalty; assert (0 <= u ^ 2) by apply pow2_ge_0; field; lra.
Qed.

(** Cleared of denominators, for any M, eps. *)
Lemma rational_condition r M eps tau : 0 < tau ->
  (sparse_preferred r (rational_penalty tau) M eps <->
   tau * (INR r * M ^ 2 - INR (r + 1) * eps ^ 2) < eps ^ 2 * M ^ 2) /\
  (tie r (rational_penalty tau) M eps <->
   tau * (INR r * M ^ 2 - INR (r + 1) * eps ^ 2) = eps ^ 2 * M ^ 2).
Proof.
intros H; unfold sparse_preferred, tie; rewrite !rational_gap, INR_succ by easy.
assert (0 <= M ^ 2) by apply pow2_ge_0; assert (0 <= eps ^ 2) by apply pow2_ge_0.
set (a := M ^ 2) in *; set (b := eps ^ 2) in *; set (x := INR r).
assert (N : 0 < (a + tau) * (b + tau)) by (apply Rmult_lt_0_compat; lra).
assert (E : (x + 1) * (b / (b + tau)) - x * (a / (a + tau)) =
            (b * a - tau * (x * a - (x + 1) * b)) / ((a + tau) * (b + tau))) by (field; lra).
split; split; intros G.
- assert (0 < (b * a - tau * (x * a - (x + 1) * b)) / ((a + tau) * (b + tau))) as G' by lra.
  apply quotient_lt in G'; lra.
- assert (0 < (b * a - tau * (x * a - (x + 1) * b)) / ((a + tau) * (b + tau)))
    by (apply quotient_lt; lra); lra.
- assert (0 = (b * a - tau * (x * a - (x + 1) * b)) / ((a + tau) * (b + tau))) as G' by lra.
  apply quotient_eq in G'; lra.
- assert (0 = (b * a - tau * (x * a - (x + 1) * b)) / ((a + tau) * (b + tau)))
    by (apply quotient_eq; lra); lra.
Qed.

Theorem theorem_B_rational :
  forall r M eps tau,
  0 < eps < M -> 0 < tau -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  let threshold := eps ^ 2 * M ^ 2 / (INR r * M ^ 2 - INR (r + 1) * eps ^ 2) in
  (sparse_preferred r (rational_penalty tau) M eps <-> tau < threshold) /\
  (tie r (rational_penalty tau) M eps <-> tau = threshold).
Proof.
intros r M eps tau H Ht L threshold; unfold threshold.
destruct (rational_condition r M eps tau Ht) as [P T].
rewrite P, T, quotient_lt, quotient_eq by lra; easy.
Qed.

(** ** Exact thresholds from the shape of the gap: down from 0, then up *)

Section Shape.
Variables phi dphi : R -> R.
Hypothesis derivative : forall x, 0 <= x -> is_derive phi x (dphi x).
Hypothesis start : phi 0 = 0.

Lemma mean_value x y : 0 <= x < y -> exists c, phi y - phi x = dphi c * (y - x) /\ x < c < y.
Proof.
intros [Hx Hy]; apply MVT_cor2; [easy|]; intros; apply is_derive_Reals, derivative; lra.
Qed.

Lemma rising_shape : (forall x, 0 < x -> 0 < dphi x) -> forall x, 0 < x -> 0 < phi x.
Proof.
intros P x Hx; destruct (mean_value 0 x) as [c [E Hc]]; [lra|].
assert (0 < dphi c * (x - 0)) by (apply Rmult_lt_0_compat; [apply P|]; lra); lra.
Qed.

Lemma turning_shape x1 S : 0 < x1 -> 0 < S -> 0 < phi S ->
  (forall x, 0 < x < x1 -> dphi x < 0) -> (forall x, x1 < x -> 0 < dphi x) ->
  exists root, x1 < root < S /\ forall x, 0 < x -> (0 < phi x <-> root < x) /\
                                                  (phi x = 0 <-> x = root).
Proof.
intros H1 HS PS N P.
assert (below : forall x, 0 < x <= x1 -> phi x < 0).
{ intros x Hx; destruct (mean_value 0 x) as [c [E Hc]]; [lra|].
  assert (dphi c < 0) by (apply N; lra).
  assert (0 < - dphi c * (x - 0)) by (apply Rmult_lt_0_compat; lra); lra. }
assert (rising : forall x y, x1 <= x -> x < y -> phi x < phi y).
{ intros x y Hx Hy; destruct (mean_value x y) as [c [E Hc]]; [lra|].
  assert (0 < dphi c * (y - x)) by (apply Rmult_lt_0_compat; [apply P|]; lra); lra. }
assert (cont : forall x, 0 <= x -> continuity_pt phi x).
{ intros x Hx; apply derivable_continuous_pt; exists (dphi x).
  now apply is_derive_Reals, derivative. }
assert (L : x1 < S).
{ destruct (Rlt_le_dec x1 S) as [L|L]; [easy|]; specialize (below S); lra. }
destruct (IVT_Rbar_incr phi x1 S (phi x1) (phi S)) with (y := 0) as [root [R1 [R2 R3]]].
- apply is_lim_continuity, cont; lra.
- apply is_lim_continuity, cont; lra.
- intros x Hx _; apply cont; simpl in Hx; lra.
- easy.
- split; [apply below; lra|easy].
- simpl in R1, R2; exists root; split; [easy|]; intros x Hx.
  destruct (Rle_lt_dec x x1) as [C|C]; [specialize (below x); split; split; intros; lra|].
  destruct (Rtotal_order x root) as [O|[O|O]].
  + assert (phi x < phi root) by (apply rising; lra); split; split; intros; lra.
  + subst x; split; split; intros; lra.
  + assert (phi root < phi x) by (apply rising; lra); split; split; intros; lra.
Qed.

End Shape.

(** From x = 1/parameter to the parameter. *)
Lemma inverse_threshold root x : 0 < root -> 0 < x ->
  (root < / x <-> x < / root) /\ (/ x = root <-> x = / root).
Proof.
intros Hr Hx; split; split; intros H.
- rewrite <- (Rinv_inv x); apply Rinv_lt_contravar; [apply Rmult_lt_0_compat|]; try easy.
  now apply Rinv_0_lt_compat.
- rewrite <- (Rinv_inv root); apply Rinv_lt_contravar; [apply Rmult_lt_0_compat|]; try easy.
  now apply Rinv_0_lt_compat.
- now rewrite <- H, Rinv_inv.
- now rewrite H, Rinv_inv.
Qed.
