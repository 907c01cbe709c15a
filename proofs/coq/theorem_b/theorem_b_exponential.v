(** theorem-b-exponential: The threshold of the exponential penalty. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceControlStatements.
From Sparsity.theory Require ConvergenceExponential ConvergenceControlsB ConvergenceGeometry.
Local Open Scope R_scope.

(** 1 - exp(-u/tau) succeeds below a threshold, which is the unique tau at which there is a
    tie. It lies between eps^2 / log(r+1) and eps^2 / (log(r+1) - (r+1) eps^2/M^2), the latter
    when that is positive, so it is close to the former when eps/M is small. *)
Definition theorem_B_exponential_statement : Prop :=
  forall r M eps,
  0 < eps < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  exists threshold, 0 < threshold /\
  (forall tau, 0 < tau ->
    (sparse_preferred r (exponential_penalty tau) M eps <-> tau < threshold) /\
    (tie r (exponential_penalty tau) M eps <-> tau = threshold)) /\
  eps ^ 2 / ln (INR (r + 1)) < threshold /\
  threshold * (ln (INR (r + 1)) - INR (r + 1) * eps ^ 2 / M ^ 2) <= eps ^ 2.

Theorem theorem_B_exponential : theorem_B_exponential_statement.
Proof. exact @ConvergenceExponential.theorem_B_exponential. Qed.

(** The threshold as the only root of F in (0,1), and its bounds. *)
Definition theorem_B_exponential_root_statement : Prop :=
  forall r M eps,
  0 < eps -> 0 < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  let rho := M ^ 2 / eps ^ 2 in
  let F := fun y => INR r * Rpower y rho - INR (r + 1) * y + 1 in
  let delta := INR r * Rpower (3 / (2 * INR (r + 1))) rho in
  exists threshold, 0 < threshold /\
  (forall tau, 0 < tau ->
    (sparse_preferred r (exponential_penalty tau) M eps <-> tau < threshold)) /\
  (forall y, 0 < y < 1 -> (F y = 0 <-> y = exp (- (eps ^ 2 / threshold)))) /\
  eps ^ 2 / ln (INR (r + 1)) < threshold /\
  (delta <= 1 / 2 -> threshold <= eps ^ 2 / (ln (INR (r + 1)) - ln (delta + 1))).

Theorem theorem_B_exponential_root : theorem_B_exponential_root_statement.
Proof. exact @ConvergenceGeometry.theorem_B_exponential_root. Qed.

(** ** False variants, refuted, and examples *)

(** The asymptotic threshold is not the threshold. *)
Definition theorem_B_exponential_false_statement : Prop :=
  ~ forall r M eps tau,
  0 < eps < M -> 0 < tau -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  (sparse_preferred r (exponential_penalty tau) M eps <-> tau < eps ^ 2 / ln (INR (r + 1))).

Theorem theorem_B_exponential_false : theorem_B_exponential_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_exponential_false. Qed.
