(** * Theorem B: the false variants are false, the examples are examples *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas ConvergenceThresholds.
From Sparsity.theory Require Import ConvergenceExponential ConvergenceLogarithm ConvergenceSlope.
From Sparsity.theory Require Import ConvergenceControlStatements ConvergenceToy.
Open Scope R_scope.

(** All rational controls live at r = 1, eps = 1, M = 2, where the threshold is 2. *)
Lemma rational_at_2_1 tau : 0 < tau -> (sparse_preferred 1 (rational_penalty tau) 2 1 <-> tau < 2).
Proof.
intros H; destruct (rational_condition 1%nat 2 1 tau H) as [-> _]; simpl INR; split; intros; lra.
Qed.

Theorem theorem_B_rational_r_false :
  ~ forall r M eps tau,
  0 < eps < M -> 0 < tau -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  sparse_preferred r (rational_penalty tau) M eps ->
  tau < eps ^ 2 * M ^ 2 / (INR r * M ^ 2 - INR r * eps ^ 2).
Proof.
intros V; specialize (V 1%nat 2 1 (3 / 2)); simpl INR in V.
assert (3 / 2 < 1 ^ 2 * 2 ^ 2 / (1 * 2 ^ 2 - 1 * 1 ^ 2)); [|lra].
apply V; try lra; apply rational_at_2_1; lra.
Qed.

Theorem theorem_B_rational_reversed_false :
  ~ forall r M eps tau,
  0 < eps < M -> 0 < tau -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  eps ^ 2 * M ^ 2 / (INR r * M ^ 2 - INR (r + 1) * eps ^ 2) < tau ->
  sparse_preferred r (rational_penalty tau) M eps.
Proof.
intros V; specialize (V 1%nat 2 1 3); simpl INR in V.
rewrite rational_at_2_1 in V by lra; assert (3 < 2); [apply V; lra|lra].
Qed.

Theorem theorem_B_concave_false :
  ~ forall r M eps tau,
  (1 <= r)%nat -> 0 < eps < M -> 0 < tau -> sparse_preferred r (rational_penalty tau) M eps.
Proof.
intros V; specialize (V 1%nat 2 1 3); rewrite rational_at_2_1 in V by lra.
assert (3 < 2); [apply V; lia || lra|lra].
Qed.

Theorem theorem_B_power_false :
  ~ forall r M eps p,
  (1 <= r)%nat -> 0 < eps < M ->
  p < ln (INR (r + 1) / INR r) / ln (M / eps) ->
  sparse_preferred r (power_penalty p) M eps.
Proof.
intros V; assert (L : 0 < ln 2) by (rewrite <- ln_1; apply ln_increasing; lra).
specialize (V 1%nat 2 1 (3 / 4)); simpl INR in V.
assert (S : sparse_preferred 1 (power_penalty (3 / 4)) 2 1).
{ apply V; [lia|lra|]; rewrite !Rdiv_1; change (1 + 1) with 2; apply quotient_lt; lra. }
apply theorem_B_power in S; [|lia|lra]; simpl INR in S; rewrite !Rdiv_1 in S.
change (1 + 1) with 2 in S; rewrite quotient_lt in S; lra.
Qed.

Theorem theorem_B_exponential_false :
  ~ forall r M eps tau,
  0 < eps < M -> 0 < tau -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  (sparse_preferred r (exponential_penalty tau) M eps <-> tau < eps ^ 2 / ln (INR (r + 1))).
Proof.
intros V; destruct (theorem_B_exponential 1%nat 2 1) as [t [_ [T [L _]]]]; [lra|simpl INR; lra|].
set (tau := 1 ^ 2 / ln (INR (1 + 1))) in *.
assert (Hl : 0 < ln (INR (1 + 1))) by (rewrite <- ln_1; apply ln_increasing; simpl INR; lra).
assert (H : 0 < tau) by (apply ratio_pos; lra).
destruct (T tau H) as [P _]; apply P in L.
apply V in L; [fold tau in L; lra|lra|easy|simpl INR; lra].
Qed.

(** The logarithm at r = 1, eps = 1, M = 2: the threshold is 1/2. *)
Lemma log_at_2_1 gamma : 0 < gamma ->
  (sparse_preferred 1 (log_penalty gamma) 2 1 <-> gamma < 1 / 2).
Proof.
intros H; destruct (theorem_B_log_one 2 1 gamma H) as [-> _]; [lra|].
rewrite quotient_lt by lra; split; intros; lra.
Qed.

Theorem theorem_B_log_false :
  ~ forall r M eps gamma,
  0 < gamma -> sparse_preferred r (log_penalty gamma) M eps ->
  gamma * (gamma + M ^ 2) ^ r < (gamma + eps ^ 2) ^ r.
Proof.
intros V; specialize (V 1%nat 2 1 (2 / 5)); rewrite log_at_2_1 in V by lra; simpl in V.
assert (2 / 5 * ((2 / 5 + 2 * (2 * 1)) * 1) < (2 / 5 + 1 * (1 * 1)) * 1); [apply V|]; lra.
Qed.

Theorem theorem_B_log_one_false :
  ~ forall M eps gamma,
  0 < gamma -> 2 * eps ^ 2 < M ^ 2 ->
  sparse_preferred 1 (log_penalty gamma) M eps -> gamma < eps ^ 4 / (M ^ 2 - eps ^ 2).
Proof.
intros V; specialize (V 2 1 (2 / 5)); rewrite log_at_2_1 in V by lra.
assert (2 / 5 < 1 ^ 4 / (2 ^ 2 - 1 ^ 2)) as C; [apply V; lra|].
rewrite quotient_lt in C; lra.
Qed.

Theorem theorem_B_log_sufficient_false :
  ~ forall r M eps gamma,
  (1 <= r)%nat -> 0 < eps < M -> 0 < gamma <= eps ^ (2 * r) / M ^ (2 * (r - 1)) ->
  sparse_preferred r (log_penalty gamma) M eps.
Proof.
intros V; specialize (V 1%nat 2 1 1); rewrite log_at_2_1 in V by lra; simpl in V.
assert (1 < 1 / 2); [apply V; lia || lra|lra].
Qed.

Theorem theorem_B_log_necessary_false :
  ~ forall r M eps gamma,
  0 < eps < M -> 0 < gamma -> sparse_preferred r (log_penalty gamma) M eps ->
  gamma <= eps ^ (2 * (r + 1)) / M ^ (2 * r).
Proof.
intros V; specialize (V 1%nat 2 1 (2 / 5)); rewrite log_at_2_1 in V by lra; simpl in V.
assert (2 / 5 <= 1 * (1 * (1 * (1 * 1))) / (2 * (2 * 1))); [apply V|]; lra.
Qed.

Theorem theorem_B_slopes_false :
  ~ forall r M eps gamma,
  0 < eps < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  0 < gamma -> INR r / eps ^ 2 <= / gamma ->
  sparse_preferred r (log_penalty gamma) M eps.
Proof.
intros V; specialize (V 1%nat 2 1 1); rewrite log_at_2_1 in V by lra; simpl INR in V.
assert (1 < 1 / 2); [apply V; lra|lra].
Qed.

Theorem theorem_B_strictly_concave_false :
  ~ forall r h M eps,
  0 < eps < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  h 0 <= h (M ^ 2) ->
  (forall t, 0 < t < 1 -> (1 - t) * h 0 + t * h (M ^ 2) <= h (t * M ^ 2)) ->
  sparse_preferred r h M eps.
Proof.
intros V; specialize (V 1%nat (fun _ => 0) (11 / 10) 1); unfold sparse_preferred in V.
simpl INR in V; assert (1 * (0 - 0) < (1 + 1) * (0 - 0)); [|lra].
apply V; intros; lra.
Qed.

Theorem theorem_B_slope_r_false :
  ~ forall r h M eps,
  0 < eps ->
  continuous_on (fun u => 0 <= u <= eps ^ 2) h ->
  (forall u, 0 < u < eps ^ 2 -> ex_derive h u) ->
  sparse_preferred r h M eps ->
  exists u, 0 < u < eps ^ 2 /\ Derive h u > INR r / INR r * (h (M ^ 2) - h 0) / eps ^ 2.
Proof.
intros V; specialize (V 1%nat (fun u => u) (11 / 10) 1); unfold sparse_preferred in V.
destruct V as [u [_ D]]; simpl INR in *.
- lra.
- intros u _; eapply filterlim_filter_le_1; [apply filter_le_within|].
  apply filterlim_id.
- intros; apply ex_derive_id.
- lra.
- rewrite Derive_id in D; lra.
Qed.

(** 1[u>0] *)
Definition count_penalty (u : R) : R := if Rle_dec u 0 then 0 else 1.

Lemma count_penalty_0 : count_penalty 0 = 0.
Proof. unfold count_penalty; destruct (Rle_dec 0 0); lra. Qed.

Lemma count_penalty_pos u : 0 < u -> count_penalty u = 1.
Proof. intros; unfold count_penalty; destruct (Rle_dec u 0); lra. Qed.

Lemma count_penalty_flat u : 0 < u -> is_derive count_penalty u 0.
Proof.
intros H; apply is_derive_ext_loc with (fun _ => 1); [|apply (is_derive_const 1 u)].
apply filter_imp with (fun v => 0 < v); [|now apply open_gt].
intros v Hv; now rewrite count_penalty_pos.
Qed.

Theorem theorem_B_slope_without_continuity_false :
  ~ forall r h M eps,
  0 < eps ->
  (forall u, 0 < u < eps ^ 2 -> ex_derive h u) ->
  sparse_preferred r h M eps ->
  exists u, 0 < u < eps ^ 2 /\
    Derive h u > INR r / INR (r + 1) * (h (M ^ 2) - h 0) / eps ^ 2.
Proof.
intros V; destruct (V 1%nat count_penalty 2 1) as [u [Hu D]].
- lra.
- intros u Hu; exists 0; now apply count_penalty_flat.
- unfold sparse_preferred; rewrite count_penalty_0, !count_penalty_pos by lra; simpl INR; lra.
- rewrite (is_derive_unique _ _ _ (count_penalty_flat u (proj1 Hu))) in D.
  rewrite count_penalty_0, count_penalty_pos in D by lra; simpl INR in D; lra.
Qed.

Theorem example_B_slope :
  continuous_on (fun u => 0 <= u <= 1 ^ 2) (rational_penalty 1) /\
  (forall u, 0 < u < 1 ^ 2 -> ex_derive (rational_penalty 1) u) /\
  sparse_preferred 1 (rational_penalty 1) 2 1.
Proof.
split; [|split].
- intros u Hu; eapply filterlim_filter_le_1; [apply filter_le_within|].
  apply (ex_derive_continuous (rational_penalty 1)); unfold rational_penalty; auto_derive; lra.
- intros u Hu; unfold rational_penalty; auto_derive; lra.
- apply rational_at_2_1; lra.
Qed.

Theorem example_B_geometries :
  forall r, (1 <= r)%nat ->
  (exists M eps, 0 < eps < M /\ INR (r + 1) * eps ^ 2 < INR r * M ^ 2) /\
  (exists M eps, 0 < eps < M /\ INR r * M ^ 2 <= INR (r + 1) * eps ^ 2).
Proof.
intros r Hr; assert (R1 := INR_pos r Hr); assert (R2 := INR_succ r).
assert (1 <= INR r) by (apply (le_INR 1); lia); rewrite R2; split.
- exists 2, 1; lra.
- exists (1 + / (3 * INR r)), 1.
  assert (0 < / (3 * INR r)) by (apply Rinv_0_lt_compat; lra).
  assert (3 * INR r * / (3 * INR r) = 1) by (field; lra).
  assert (/ (3 * INR r) <= 1 / 3) by nra.
  split; [lra|]; nra.
Qed.

Theorem example_B_strictly_concave :
  forall tau M, 0 < tau -> 0 < M ->
  let h := rational_penalty tau in
  h 0 <= h (M ^ 2) /\
  forall t, 0 < t < 1 -> (1 - t) * h 0 + t * h (M ^ 2) < h (t * M ^ 2).
Proof.
intros tau M Ht HM h; assert (Hm : 0 < M ^ 2) by now apply pow_lt.
set (m := M ^ 2) in *; unfold h, rational_penalty.
replace (0 / (0 + tau)) with 0 by (field; lra); split; [apply ratio_nonneg; lra|].
intros t H; assert (0 < t * m) by (apply Rmult_lt_0_compat; lra).
replace ((1 - t) * 0 + t * (m / (m + tau))) with (t * m / (m + tau)) by (field; lra).
apply Rmult_lt_compat_l; [easy|]; apply Rinv_lt_contravar; nra.
Qed.

(** ** The two alternatives of Theorem B *)

Theorem example_B_alternatives :
  forall a, 0 < a ->
  error (toy a) tt (toy_sparse a) = 0 /\ flat (toy a) (toy_sparse a) 1 ((/ a) ^ 2) /\
  error (toy a) tt (toy_dense a) = 0 /\ flat (toy a) (toy_dense a) (1 + 1) ((/ (2 * a)) ^ 2).
Proof.
intros a Ha; split; [now apply toy_sparse_exact|]; split; [|split; [now apply toy_dense_exact|]].
- split; [now apply toy_sparse_active|]; intros [|k] _; rewrite toy_power; unfold toy_sparse;
    simpl Nat.eqb; cbn iota; [now right|left; ring].
- split; [now apply toy_dense_active|]; intros k _; rewrite toy_power; now right.
Qed.

Theorem theorem_B_dense_alternative_false :
  ~ forall A g h r M eps theta1 Z1 theta0 Z0,
  M <> 0 -> eps <> 0 ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  error A theta0 Z0 = 0 -> flat A Z0 (r + 1) (eps ^ 2) ->
  loss A g h theta1 Z1 < loss A g h theta0 Z0 ->
  INR r * (h (M ^ 2) - h 0) < INR r * (h (eps ^ 2) - h 0).
Proof.
intros V; destruct (example_B_alternatives 1) as [E1 [F1 [E0 F0]]]; [lra|].
specialize (V (toy 1) (fun _ => 0) count_penalty 1%nat (/ 1) (/ (2 * 1)) tt (toy_sparse 1) tt
  (toy_dense 1) ltac:(lra) ltac:(lra) E1 F1 E0 F0).
assert (Q : 0 < (/ 1) ^ 2 /\ 0 < (/ (2 * 1)) ^ 2) by (apply inv_square_pos; lra).
rewrite count_penalty_0, !count_penalty_pos in V by easy; simpl INR in V.
assert (1 * (1 - 0) < 1 * (1 - 0)); [|lra]; apply V.
apply theorem_B_dense_alternative with (r := 1%nat) (M := / 1) (eps := / (2 * 1)); try easy || lra.
unfold sparse_preferred.
rewrite count_penalty_0, !count_penalty_pos by easy; simpl INR; lra.
Qed.

Theorem theorem_B_imperfect_alternative_false :
  ~ forall A g h r M theta1 Z1 theta0,
  M <> 0 ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  loss A g h theta1 Z1 < loss A g h theta0 zero_code ->
  INR r * (h (M ^ 2) - h 0) < g (error A theta0 zero_code) - g 0.
Proof.
intros V; destruct (example_B_alternatives 1) as [E1 [F1 _]]; [lra|].
specialize (V (toy 1) (fun u => 2 * u) count_penalty 1%nat (/ 1) tt (toy_sparse 1) tt
  ltac:(lra) E1 F1).
rewrite toy_zero_error, count_penalty_0, !count_penalty_pos in V by lra; simpl INR in V.
assert (1 * (1 - 0) < 2 * / 4 - 2 * 0); [|lra]; apply V.
apply theorem_B_imperfect_alternative with (r := 1%nat) (M := / 1); try easy || lra.
rewrite toy_zero_error, count_penalty_0, !count_penalty_pos by lra; simpl INR; lra.
Qed.
