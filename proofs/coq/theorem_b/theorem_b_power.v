(** theorem-b-power: The threshold of the power penalties. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceControlStatements.
From Sparsity.theory Require ConvergenceThresholds ConvergenceControlsB.
Local Open Scope R_scope.

(** u^p succeeds iff p < log((r+1)/r) / (2 log(M/eps)). *)
Definition theorem_B_power_statement : Prop :=
  forall r M eps p,
  (1 <= r)%nat -> 0 < eps < M ->
  let threshold := ln (INR (r + 1) / INR r) / (2 * ln (M / eps)) in
  (sparse_preferred r (power_penalty p) M eps <-> p < threshold) /\
  (tie r (power_penalty p) M eps <-> p = threshold).

Theorem theorem_B_power : theorem_B_power_statement.
Proof. exact @ConvergenceThresholds.theorem_B_power. Qed.

(** ** False variants, refuted, and examples *)

(** The factor 2 dropped: h acts on the squares. *)
Definition theorem_B_power_false_statement : Prop :=
  ~ forall r M eps p,
  (1 <= r)%nat -> 0 < eps < M ->
  p < ln (INR (r + 1) / INR r) / ln (M / eps) ->
  sparse_preferred r (power_penalty p) M eps.

Theorem theorem_B_power_false : theorem_B_power_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_power_false. Qed.
