(** theorem-b-error: The same thresholds for the error penalty, over Coq's real numbers. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements.
From Sparsity.theory Require ConvergenceErrorThresholds.
Local Open Scope R_scope.

(** g = h, the sparse exact code against a code without active rows that errs by e0: u^p, u/(u+tau) and
    log(u+gamma). *)
Definition theorem_B_error_thresholds_statement : Prop :=
  forall A r M theta1 Z1 theta0,
  (1 <= r)%nat -> (r < d A)%nat -> 0 < M ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  let e0 := error A theta0 zero_code in
  let sparse_better := fun h => loss A h h theta1 Z1 < loss A h h theta0 zero_code in
  0 < e0 ->
  (e0 < M ^ 2 -> forall p,
    (sparse_better (power_penalty p) <-> p < ln (INR (d A) / INR r) / ln (M ^ 2 / e0))) /\
  (INR (d A) * e0 < INR r * M ^ 2 -> forall tau, 0 < tau ->
    (sparse_better (rational_penalty tau) <->
     tau < M ^ 2 * e0 * (INR (d A) - INR r) / (INR r * M ^ 2 - INR (d A) * e0))) /\
  (forall gamma, 0 < gamma ->
    gamma <= Rpower (e0 ^ d A / (M ^ 2) ^ r) (1 / (INR (d A) - INR r)) ->
    sparse_better (log_penalty gamma)).

Theorem theorem_B_error_thresholds : theorem_B_error_thresholds_statement.
Proof. exact @ConvergenceErrorThresholds.theorem_B_error_thresholds. Qed.
