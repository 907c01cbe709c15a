(** eq-6: Optimal decoder variance. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisLemma3Statements
  AnalysisAffineStatements AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisGamma AnalysisControls AnalysisExamples.
Import ListNotations.
Local Open Scope R_scope.

(** [P] Unique minimum at gamma = A/d. *)
Definition eq6_statement : Prop :=
  forall (d : nat) (A K : R), (0 < d)%nat -> 0 < A ->
  unique_minimum positives (gamma_loss d A K) (A / INR d) (gamma_profile d A K).

Theorem eq6 : eq6_statement.
Proof. exact @AnalysisGamma.eq6. Qed.

(** [P] The profile is unbounded below as the error vanishes. *)
Definition eq6_unbounded_statement : Prop :=
  forall (d : nat) (K : R), (0 < d)%nat ->
  to_minus_infinity_at_0 (fun A => gamma_profile d A K).

Theorem eq6_unbounded : eq6_unbounded_statement.
Proof. exact @AnalysisGamma.eq6_unbounded. Qed.

(** At A = 0 the loss itself is unbounded below in gamma: there is no optimal gamma. *)
Definition eq6_perfect_statement : Prop :=
  forall (d : nat) (K : R), (0 < d)%nat -> to_minus_infinity_at_0 (gamma_loss d 0 K).

Theorem eq6_perfect : eq6_perfect_statement.
Proof. exact @AnalysisGamma.eq6_perfect. Qed.

(** [P] Gradient of the profile in any parameter t that A depends on: d A'(t)/A(t). *)
Definition eq6_gradient_statement : Prop :=
  forall (d : nat) (K : R) (A : R -> R) (t a : R), (0 < d)%nat -> 0 < A t ->
  is_derive A t a -> is_derive (fun s => gamma_profile d (A s) K) t (INR d * a / A t).

Theorem eq6_gradient : eq6_gradient_statement.
Proof. exact @AnalysisGamma.eq6_gradient. Qed.

(** [P] For A = c t^2 that gradient is 2 d/t: unbounded near 0. *)
Definition eq6_gradient_square_statement : Prop :=
  forall (d : nat) (K c t : R), (0 < d)%nat -> 0 < c -> t <> 0 ->
  is_derive (fun s => gamma_profile d (c * s ^ 2) K) t (2 * INR d / t).

Theorem eq6_gradient_square : eq6_gradient_square_statement.
Proof. exact @AnalysisGamma.eq6_gradient_square. Qed.

(** [X] Along *every* path on which A falls to 0 at a finite parameter value (here 0) the gradient
    d A'/A is unbounded, arbitrarily near that value. *)
Definition eq6_gradient_unbounded_statement : Prop :=
  forall (d : nat) (A A' : R -> R) (T : R), (0 < d)%nat -> 0 < T ->
  (forall t, 0 < t < T -> 0 < A t /\ is_derive A t (A' t)) -> to_value_at_0 A 0 ->
  forall B eps, 0 < eps -> exists t, 0 < t < eps /\ t < T /\ B < Rabs (INR d * A' t / A t).

Theorem eq6_gradient_unbounded : eq6_gradient_unbounded_statement.
Proof. exact @AnalysisGamma.eq6_gradient_unbounded. Qed.

(** [X] It depends on the parameter: for A = c exp u (u = log sigma^2) the gradient is d. *)
Definition eq6_gradient_log_statement : Prop :=
  forall (d : nat) (K c u : R), (0 < d)%nat -> 0 < c ->
  is_derive (fun s => gamma_profile d (c * exp s) K) u (INR d).

Theorem eq6_gradient_log : eq6_gradient_log_statement.
Proof. exact @AnalysisGamma.eq6_gradient_log. Qed.

(** ** False variants, refuted, and examples *)

(** Eq. (6) with the minimiser A instead of A/d. *)
Definition eq6_minimiser_false_statement : Prop :=
  ~ (forall (d : nat) (A K : R), (0 < d)%nat -> 0 < A ->
     unique_minimum positives (gamma_loss d A K) A (gamma_profile d A K)).

Theorem eq6_minimiser_false : eq6_minimiser_false_statement.
Proof. exact @AnalysisControls.eq6_minimiser_false. Qed.

(** Eq. (6) with the value d + d log A. *)
Definition eq6_value_false_statement : Prop :=
  ~ (forall (d : nat) (A K : R), (0 < d)%nat -> 0 < A ->
     unique_minimum positives (gamma_loss d A K) (A / INR d) (INR d + INR d * ln A + K)).

Theorem eq6_value_false : eq6_value_false_statement.
Proof. exact @AnalysisControls.eq6_value_false. Qed.

(** Eq. (6) at zero error too: an optimal gamma always exists. *)
Definition eq6_zero_error_false_statement : Prop :=
  ~ (forall (d : nat) (A K : R), (0 < d)%nat -> 0 <= A ->
     exists g v, unique_minimum positives (gamma_loss d A K) g v).

Theorem eq6_zero_error_false : eq6_zero_error_false_statement.
Proof. exact @AnalysisControls.eq6_zero_error_false. Qed.

(** The gradient is unbounded in every parameter, also where A -> 0 only as the parameter falls to
    -infinity. *)
Definition eq6_gradient_any_parameter_false_statement : Prop :=
  ~ (forall (d : nat) (A A' : R -> R), (0 < d)%nat ->
     (forall t, 0 < A t /\ is_derive A t (A' t)) ->
     (forall eps, 0 < eps -> exists t0, forall t, t < t0 -> A t < eps) ->
     forall B, exists t, B < Rabs (INR d * A' t / A t)).

Theorem eq6_gradient_any_parameter_false : eq6_gradient_any_parameter_false_statement.
Proof. exact @AnalysisControls.eq6_gradient_any_parameter_false. Qed.

(** A path on which A falls to 0 at a finite parameter value. *)
Definition eq6_path_example_statement : Prop :=
  exists (A A' : R -> R) (T : R), 0 < T /\
  (forall t, 0 < t < T -> 0 < A t /\ is_derive A t (A' t)) /\ to_value_at_0 A 0.

Theorem eq6_path_example : eq6_path_example_statement.
Proof. exact @AnalysisExamples.eq6_path_example. Qed.
