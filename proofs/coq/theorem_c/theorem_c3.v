(** theorem-c3: Finite instances need only a small enough gamma. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceControlStatements BowlStatements.
From Sparsity.theory Require ConvergenceFinite ConvergenceControlsC Bowl.
Local Open Scope R_scope.

(** Some optimal sparse representation in Codes has powers <= P; every exact code in Codes
    with more active rows has active powers >= rho; every imperfect point errs by >= e0.
    For beta r <= d: once gamma <= rho^(r+1)/P^r (or rho >= P), and
    gamma <= (e0^d / P^(beta r))^(1/(d - beta r)) with beta r < d (or e0 >= P; or e0 > P when
    beta r = d), every point that is not optimal sparse is strictly beaten, so all minimisers
    are optimal sparse. *)
Definition theorem_C3_statement : Prop :=
  forall A (Codes : code -> Prop) beta gamma P rho e0 theta' Z',
  0 < gamma -> 0 < beta -> 0 < P -> 0 < rho -> 0 < e0 ->
  let r := n_active A Z' in
  optimal_sparse A theta' Z' -> Codes Z' ->
  (forall k, (k < kappa A)%nat -> row_power A Z' k <= P) ->
  (forall theta Z, Codes Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> rho <= row_power A Z k) ->
  (forall theta Z, Codes Z -> error A theta Z <> 0 -> e0 <= error A theta Z) ->
  rho >= P \/ gamma <= rho ^ (r + 1) / P ^ r ->
  (beta * INR r = INR (d A) /\ e0 > P) \/
  (beta * INR r < INR (d A) /\
   (e0 >= P \/
    gamma <= Rpower (e0 ^ d A / Rpower P (beta * INR r)) (1 / (INR (d A) - beta * INR r)))) ->
  (forall theta Z, Codes Z -> ~ optimal_sparse A theta Z ->
    log_loss A beta gamma theta' Z' < log_loss A beta gamma theta Z) /\
  (forall theta Z, minimiser A Codes (log_loss A beta gamma) theta Z -> optimal_sparse A theta Z).

Theorem theorem_C3 : theorem_C3_statement.
Proof. exact @ConvergenceFinite.theorem_C3. Qed.

(** ** False variants, refuted, and examples *)

(** The hypotheses can be met, with a sparse, a dense and an imperfect code: the toy with
    a = 1, P = 1, rho = e0 = 1/4, beta = 1, for every gamma <= 1/16. *)
Definition example_C3_statement : Prop :=
  forall gamma, 0 < gamma <= 1 / 16 ->
  let A := toy 1 in
  let r := n_active A (toy_sparse 1) in
  optimal_sparse A tt (toy_sparse 1) /\
  (forall k, (k < kappa A)%nat -> row_power A (toy_sparse 1) k <= 1) /\
  (forall theta Z, three_codes 1 Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> 1 / 4 <= row_power A Z k) /\
  (forall theta Z, three_codes 1 Z -> error A theta Z <> 0 -> 1 / 4 <= error A theta Z) /\
  gamma <= (1 / 4) ^ (r + 1) / 1 ^ r /\
  1 * INR r < INR (d A) /\
  gamma <= Rpower ((1 / 4) ^ d A / Rpower 1 (1 * INR r)) (1 / (INR (d A) - 1 * INR r)).

Theorem example_C3 : example_C3_statement.
Proof. exact @ConvergenceControlsC.example_C3. Qed.

(** r+1 replaced by r in the first condition. *)
Definition theorem_C3_r_false_statement : Prop :=
  ~ forall A (Codes : code -> Prop) beta gamma P rho e0 theta' Z',
  0 < gamma -> 0 < beta -> 0 < P -> 0 < rho -> 0 < e0 ->
  let r := n_active A Z' in
  optimal_sparse A theta' Z' -> Codes Z' ->
  (forall k, (k < kappa A)%nat -> row_power A Z' k <= P) ->
  (forall theta Z, Codes Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> rho <= row_power A Z k) ->
  (forall theta Z, Codes Z -> error A theta Z <> 0 -> e0 <= error A theta Z) ->
  rho >= P \/ gamma <= rho ^ r / P ^ (r - 1) ->
  beta * INR r < INR (d A) /\ e0 >= P ->
  forall theta Z, minimiser A Codes (log_loss A beta gamma) theta Z -> optimal_sparse A theta Z.

Theorem theorem_C3_r_false : theorem_C3_r_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C3_r_false. Qed.

(** e0 >= P does not suffice at beta = d/r; e0 > P does not suffice beyond. *)
Definition theorem_C3_equality_false_statement : Prop :=
  ~ forall A (Codes : code -> Prop) beta gamma P rho e0 theta' Z',
  0 < gamma -> 0 < beta -> 0 < P -> 0 < rho -> 0 < e0 ->
  let r := n_active A Z' in
  optimal_sparse A theta' Z' -> Codes Z' ->
  (forall k, (k < kappa A)%nat -> row_power A Z' k <= P) ->
  (forall theta Z, Codes Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> rho <= row_power A Z k) ->
  (forall theta Z, Codes Z -> error A theta Z <> 0 -> e0 <= error A theta Z) ->
  rho >= P ->
  beta * INR r = INR (d A) /\ e0 >= P ->
  forall theta Z, minimiser A Codes (log_loss A beta gamma) theta Z -> optimal_sparse A theta Z.

Theorem theorem_C3_equality_false : theorem_C3_equality_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C3_equality_false. Qed.

Definition theorem_C3_large_beta_false_statement : Prop :=
  ~ forall A (Codes : code -> Prop) beta gamma P rho e0 theta' Z',
  0 < gamma -> 0 < beta -> 0 < P -> 0 < rho -> 0 < e0 ->
  let r := n_active A Z' in
  optimal_sparse A theta' Z' -> Codes Z' ->
  (forall k, (k < kappa A)%nat -> row_power A Z' k <= P) ->
  (forall theta Z, Codes Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> rho <= row_power A Z k) ->
  (forall theta Z, Codes Z -> error A theta Z <> 0 -> e0 <= error A theta Z) ->
  rho >= P ->
  e0 > P ->
  forall theta Z, minimiser A Codes (log_loss A beta gamma) theta Z -> optimal_sparse A theta Z.

Theorem theorem_C3_large_beta_false : theorem_C3_large_beta_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C3_large_beta_false. Qed.

(** A curved decoder meets them, with P = 1, rho = 1/2, e0 = 1/4 and beta = 1. *)
Definition bowl_example_C3_statement : Prop :=
  forall gamma, 0 < gamma <= 1 / 16 ->
  let r := n_active bowl bowl_sparse in
  optimal_sparse bowl tt bowl_sparse /\
  (forall k, (k < kappa bowl)%nat -> row_power bowl bowl_sparse k <= 1) /\
  (forall theta Z, bowl_codes Z -> error bowl theta Z = 0 -> (r < n_active bowl Z)%nat ->
    forall k, (k < kappa bowl)%nat -> 0 < row_power bowl Z k -> 1 / 2 <= row_power bowl Z k) /\
  (forall theta Z, bowl_codes Z -> error bowl theta Z <> 0 -> 1 / 4 <= error bowl theta Z) /\
  gamma <= (1 / 2) ^ (r + 1) / 1 ^ r /\
  1 * INR r < INR (d bowl) /\
  gamma <= Rpower ((1 / 4) ^ d bowl / Rpower 1 (1 * INR r)) (1 / (INR (d bowl) - 1 * INR r)) /\
  ~ affine_in_codes bowl tt.

Theorem bowl_example_C3 : bowl_example_C3_statement.
Proof. exact Bowl.bowl_finite. Qed.
