(** theorem-b-near: Concave penalties need no threshold in a mild geometry. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceControlStatements.
From Sparsity.theory Require ConvergenceConcave ConvergenceControlsB ConvergenceGeometry.
Local Open Scope R_scope.

(** In terms of the slope at 0, which is 1/tau or 1/gamma: a slope r / eps^2 is enough for
    u/(u+tau), log(r+1) / eps^2 for 1 - exp(-u/tau), but log(u+gamma) asks for about
    M^(2r) / eps^(2(r+1)). *)
Definition theorem_B_slopes_statement : Prop :=
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

Theorem theorem_B_slopes : theorem_B_slopes_statement.
Proof. exact @ConvergenceConcave.theorem_B_slopes. Qed.

(** When (r+1) eps^2 >= r M^2 the concave families succeed at every parameter. *)
Definition theorem_B_concave_statement : Prop :=
  forall r M eps,
  (1 <= r)%nat -> 0 < eps < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  (forall p, 0 < p < 1 -> sparse_preferred r (power_penalty p) M eps) /\
  (forall tau, 0 < tau -> sparse_preferred r (rational_penalty tau) M eps) /\
  (forall tau, 0 < tau -> sparse_preferred r (exponential_penalty tau) M eps) /\
  (forall gamma, 0 < gamma -> sparse_preferred r (log_penalty gamma) M eps).

Theorem theorem_B_concave : theorem_B_concave_statement.
Proof. exact @ConvergenceConcave.theorem_B_concave. Qed.

(** The reason: with strict concavity along [0,M^2], nothing more is needed. *)
Definition theorem_B_strictly_concave_statement : Prop :=
  forall r h M eps,
  0 < eps < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  h 0 <= h (M ^ 2) ->
  (forall t, 0 < t < 1 -> (1 - t) * h 0 + t * h (M ^ 2) < h (t * M ^ 2)) ->
  sparse_preferred r h M eps.

Theorem theorem_B_strictly_concave : theorem_B_strictly_concave_statement.
Proof. exact @ConvergenceConcave.theorem_B_strictly_concave. Qed.

(** The sparse code is preferred, and the chord; in any order of M and eps. *)
Definition theorem_B_near_statement : Prop :=
  forall r h M eps,
  0 < eps -> 0 < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  h 0 = 0 ->
  (forall u v, 0 <= u < v -> h u < h v) ->
  (forall u v t, 0 <= u < v -> 0 < t < 1 -> (1 - t) * h u + t * h v < h ((1 - t) * u + t * v)) ->
  INR r * h (M ^ 2) < INR (r + 1) * h (eps ^ 2) /\
  (eps ^ 2 < M ^ 2 -> eps ^ 2 / M ^ 2 * h (M ^ 2) < h (eps ^ 2)).

Theorem theorem_B_near : theorem_B_near_statement.
Proof. exact @ConvergenceGeometry.theorem_B_near. Qed.

(** The four families at every parameter; h - h(0) is compared. *)
Definition theorem_B_near_families_statement : Prop :=
  forall r M eps,
  0 < eps -> 0 < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  (forall q, 0 < q -> sparse_preferred r (power_penalty (1 / (1 + q))) M eps) /\
  (forall tau, 0 < tau -> sparse_preferred r (rational_penalty tau) M eps) /\
  (forall tau, 0 < tau -> sparse_preferred r (exponential_penalty tau) M eps) /\
  (forall gamma, 0 < gamma -> sparse_preferred r (fun u => ln ((u + gamma) / gamma)) M eps).

Theorem theorem_B_near_families : theorem_B_near_families_statement.
Proof. exact @ConvergenceGeometry.theorem_B_near_families. Qed.

(** ** False variants, refuted, and examples *)

(** u/(u+tau) is strictly concave in the required sense. *)
Definition example_B_strictly_concave_statement : Prop :=
  forall tau M, 0 < tau -> 0 < M ->
  let h := rational_penalty tau in
  h 0 <= h (M ^ 2) /\
  forall t, 0 < t < 1 -> (1 - t) * h 0 + t * h (M ^ 2) < h (t * M ^ 2).

Theorem example_B_strictly_concave : example_B_strictly_concave_statement.
Proof. exact @ConvergenceControlsB.example_B_strictly_concave. Qed.

(** The slope that is enough for u/(u+tau) is not enough for log(u+gamma). *)
Definition theorem_B_slopes_false_statement : Prop :=
  ~ forall r M eps gamma,
  0 < eps < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  0 < gamma -> INR r / eps ^ 2 <= / gamma ->
  sparse_preferred r (log_penalty gamma) M eps.

Theorem theorem_B_slopes_false : theorem_B_slopes_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_slopes_false. Qed.

(** Without (r+1) eps^2 >= r M^2 not every parameter succeeds. *)
Definition theorem_B_concave_false_statement : Prop :=
  ~ forall r M eps tau,
  (1 <= r)%nat -> 0 < eps < M -> 0 < tau -> sparse_preferred r (rational_penalty tau) M eps.

Theorem theorem_B_concave_false : theorem_B_concave_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_concave_false. Qed.

(** Concavity has to be strict. *)
Definition theorem_B_strictly_concave_false_statement : Prop :=
  ~ forall r h M eps,
  0 < eps < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  h 0 <= h (M ^ 2) ->
  (forall t, 0 < t < 1 -> (1 - t) * h 0 + t * h (M ^ 2) <= h (t * M ^ 2)) ->
  sparse_preferred r h M eps.

Theorem theorem_B_strictly_concave_false : theorem_B_strictly_concave_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_strictly_concave_false. Qed.
