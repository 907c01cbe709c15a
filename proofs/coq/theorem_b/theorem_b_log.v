(** theorem-b-log: The threshold of the logarithm. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceControlStatements.
From Sparsity.theory Require ConvergenceLogarithm ConvergenceControlsB ConvergenceGeometry.
Local Open Scope R_scope.

(** log(u+gamma) succeeds iff gamma (gamma + M^2)^r < (gamma + eps^2)^(r+1). *)
Definition theorem_B_log_statement : Prop :=
  forall r M eps gamma,
  0 < gamma ->
  (sparse_preferred r (log_penalty gamma) M eps <->
   gamma * (gamma + M ^ 2) ^ r < (gamma + eps ^ 2) ^ (r + 1)) /\
  (tie r (log_penalty gamma) M eps <->
   gamma * (gamma + M ^ 2) ^ r = (gamma + eps ^ 2) ^ (r + 1)).

Theorem theorem_B_log : theorem_B_log_statement.
Proof. exact @ConvergenceLogarithm.theorem_B_log. Qed.

(** For every r this is success below an exact threshold, the unique gamma of a tie. It is
    above eps^(2(r+1)) / M^(2r), and close to it when eps/M is small. *)
Definition theorem_B_log_threshold_statement : Prop :=
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

Theorem theorem_B_log_threshold : theorem_B_log_threshold_statement.
Proof. exact @ConvergenceLogarithm.theorem_B_log_threshold. Qed.

(** For r = 1 the threshold is eps^4 / (M^2 - 2 eps^2). *)
Definition theorem_B_log_one_statement : Prop :=
  forall M eps gamma,
  0 < gamma -> 2 * eps ^ 2 < M ^ 2 ->
  let threshold := eps ^ 4 / (M ^ 2 - 2 * eps ^ 2) in
  (sparse_preferred 1 (log_penalty gamma) M eps <-> gamma < threshold) /\
  (tie 1 (log_penalty gamma) M eps <-> gamma = threshold).

Theorem theorem_B_log_one : theorem_B_log_one_statement.
Proof. exact @ConvergenceLogarithm.theorem_B_log_one. Qed.

(** For every r, gamma <= eps^(2(r+1)) / M^(2r) suffices. *)
Definition theorem_B_log_sufficient_statement : Prop :=
  forall r M eps gamma,
  0 < eps < M -> 0 < gamma <= eps ^ (2 * (r + 1)) / M ^ (2 * r) ->
  sparse_preferred r (log_penalty gamma) M eps.

Theorem theorem_B_log_sufficient : theorem_B_log_sufficient_statement.
Proof. exact @ConvergenceLogarithm.theorem_B_log_sufficient. Qed.

(** The criterion, its only root, and two bounds on it. *)
Definition theorem_B_log_root_statement : Prop :=
  forall r M eps,
  0 < eps -> 0 < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  let difference := fun gamma =>
    INR (r + 1) * ln ((eps ^ 2 + gamma) / gamma) - INR r * ln ((M ^ 2 + gamma) / gamma) in
  exists threshold, 0 < threshold /\
  (forall gamma, 0 < gamma ->
    (sparse_preferred r (log_penalty gamma) M eps <-> 0 < difference gamma) /\
    (sparse_preferred r (log_penalty gamma) M eps <-> gamma < threshold) /\
    (difference gamma = 0 <-> gamma = threshold)) /\
  threshold < M ^ 2 * eps ^ 2 / (INR r * M ^ 2 - INR (r + 1) * eps ^ 2) /\
  (2 * INR (r + 1) * eps ^ 2 <= INR r * M ^ 2 ->
   1 <= threshold / (eps ^ (2 * r + 2) / M ^ (2 * r))
     <= ((eps / M) ^ (2 * r) * (1 + 2 / INR r) ^ (r + 1) + 1) ^ (r + 1)).

Theorem theorem_B_log_root : theorem_B_log_root_statement.
Proof. exact @ConvergenceGeometry.theorem_B_log_root. Qed.

(** That bound tends to 1. *)
Definition theorem_B_log_exact_statement : Prop :=
  forall r, (1 <= r)%nat ->
  is_lim (fun q => (q ^ (2 * r) * (1 + 2 / INR r) ^ (r + 1) + 1) ^ (r + 1)) 0 1.

Theorem theorem_B_log_exact : theorem_B_log_exact_statement.
Proof. exact @ConvergenceGeometry.theorem_B_log_exact. Qed.

(** What suffices, for any M and eps. *)
Definition theorem_B_log_enough_statement : Prop :=
  forall r M eps gamma,
  0 < eps -> 0 < M -> 0 < gamma <= eps ^ (2 * r + 2) / M ^ (2 * r) ->
  sparse_preferred r (log_penalty gamma) M eps.

Theorem theorem_B_log_enough : theorem_B_log_enough_statement.
Proof. exact @ConvergenceGeometry.theorem_B_log_enough. Qed.

(** ** False variants, refuted, and examples *)

(** r+1 replaced by r. *)
Definition theorem_B_log_false_statement : Prop :=
  ~ forall r M eps gamma,
  0 < gamma -> sparse_preferred r (log_penalty gamma) M eps ->
  gamma * (gamma + M ^ 2) ^ r < (gamma + eps ^ 2) ^ r.

Theorem theorem_B_log_false : theorem_B_log_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_log_false. Qed.

(** 2 replaced by 1. *)
Definition theorem_B_log_one_false_statement : Prop :=
  ~ forall M eps gamma,
  0 < gamma -> 2 * eps ^ 2 < M ^ 2 ->
  sparse_preferred 1 (log_penalty gamma) M eps -> gamma < eps ^ 4 / (M ^ 2 - eps ^ 2).

Theorem theorem_B_log_one_false : theorem_B_log_one_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_log_one_false. Qed.

(** The exponents lowered by 2; sufficient taken for necessary. *)
Definition theorem_B_log_sufficient_false_statement : Prop :=
  ~ forall r M eps gamma,
  (1 <= r)%nat -> 0 < eps < M -> 0 < gamma <= eps ^ (2 * r) / M ^ (2 * (r - 1)) ->
  sparse_preferred r (log_penalty gamma) M eps.

Theorem theorem_B_log_sufficient_false : theorem_B_log_sufficient_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_log_sufficient_false. Qed.

Definition theorem_B_log_necessary_false_statement : Prop :=
  ~ forall r M eps gamma,
  0 < eps < M -> 0 < gamma -> sparse_preferred r (log_penalty gamma) M eps ->
  gamma <= eps ^ (2 * (r + 1)) / M ^ (2 * r).

Theorem theorem_B_log_necessary_false : theorem_B_log_necessary_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_log_necessary_false. Qed.
