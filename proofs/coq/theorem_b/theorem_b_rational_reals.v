(** theorem-b-rational: The threshold of the rational penalty, over Coq's real numbers. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceControlStatements.
From Sparsity.theory Require ConvergenceThresholds ConvergenceControlsB.
Local Open Scope R_scope.

(** u/(u+tau) succeeds iff tau < eps^2 M^2 / (r M^2 - (r+1) eps^2). *)
Definition theorem_B_rational_statement : Prop :=
  forall r M eps tau,
  0 < eps < M -> 0 < tau -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  let threshold := eps ^ 2 * M ^ 2 / (INR r * M ^ 2 - INR (r + 1) * eps ^ 2) in
  (sparse_preferred r (rational_penalty tau) M eps <-> tau < threshold) /\
  (tie r (rational_penalty tau) M eps <-> tau = threshold).

Theorem theorem_B_rational : theorem_B_rational_statement.
Proof. exact @ConvergenceThresholds.theorem_B_rational. Qed.

(** ** False variants, refuted, and examples *)

(** r+1 replaced by r; the inequality reversed. *)
Definition theorem_B_rational_r_false_statement : Prop :=
  ~ forall r M eps tau,
  0 < eps < M -> 0 < tau -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  sparse_preferred r (rational_penalty tau) M eps ->
  tau < eps ^ 2 * M ^ 2 / (INR r * M ^ 2 - INR r * eps ^ 2).

Theorem theorem_B_rational_r_false : theorem_B_rational_r_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_rational_r_false. Qed.

Definition theorem_B_rational_reversed_false_statement : Prop :=
  ~ forall r M eps tau,
  0 < eps < M -> 0 < tau -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  eps ^ 2 * M ^ 2 / (INR r * M ^ 2 - INR (r + 1) * eps ^ 2) < tau ->
  sparse_preferred r (rational_penalty tau) M eps.

Theorem theorem_B_rational_reversed_false : theorem_B_rational_reversed_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_rational_reversed_false. Qed.
