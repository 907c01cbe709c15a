(** theorem-d: Theorem D: active rows of the VAE itself. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisAffineStatements
  AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisLemma3 AnalysisControls.
From Sparsity.theory Require Import FixedGamma.
From Sparsity.theory Require Helix.
Import ListNotations.
Local Open Scope R_scope.

(** The expected error is at least the spread that the posterior variances cause. *)
Definition theorem_D_error_statement : Prop :=
  forall d kappa n X mu q m v l, (0 < n)%nat ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  rsum kappa (fun k => l k ^ 2 * mean n (fun i => v i k)) <= expected_error d n X mu q.

Theorem theorem_D_error : theorem_D_error_statement.
Proof. exact @AnalysisLemma3.theorem_D_error. Qed.

(** L >= d + kappa + d log(A/d) + sum_k log(1 + l_k^2 p_k/A), at every gamma. *)
Definition theorem_D_statement : Prop :=
  forall d kappa n gamma X mu q m v l, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  let A := expected_error d n X mu q in
  0 < A ->
  INR d + INR kappa + INR d * ln (A / INR d)
  + rsum kappa (fun k => ln (1 + l k ^ 2 * row_power n m k / A))
  <= vae_loss 1 d kappa n gamma X mu q m v.

Theorem theorem_D : theorem_D_statement.
Proof. exact @AnalysisLemma3.theorem_D. Qed.

(** So a loss of at most (d - r) log A + C allows at most r rows with l_k^2 p_k >= tau, once
    A <= tau^(r+1) exp(-(C - d - kappa + d log d)). *)
Definition theorem_D_rows_statement : Prop :=
  forall d kappa n gamma X mu q m v l r tau C, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  let A := expected_error d n X mu q in
  0 < A -> 0 < tau ->
  vae_loss 1 d kappa n gamma X mu q m v <= (INR d - INR r) * ln A + C ->
  A <= tau ^ (r + 1) * exp (- (C - INR d - INR kappa + INR d * ln (INR d))) ->
  let c := fun k => l k ^ 2 * row_power n m k in
  (count_ge kappa tau c <= r)%nat.

Theorem theorem_D_rows : theorem_D_rows_statement.
Proof. exact @AnalysisLemma3.theorem_D_rows. Qed.

(** ** False variants, refuted, and examples *)

(** Theorem D without the separation of codes. *)
Definition theorem_D_unseparated_false_statement : Prop :=
  ~ (forall d kappa n gamma X mu q m v l, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
     posteriors d kappa n X mu q m v -> square_integrable d n mu q ->
     let A := expected_error d n X mu q in
     0 < A ->
     INR d + INR kappa + INR d * ln (A / INR d)
     + rsum kappa (fun k => ln (1 + l k ^ 2 * row_power n m k / A))
     <= vae_loss 1 d kappa n gamma X mu q m v).

Theorem theorem_D_unseparated_false : theorem_D_unseparated_false_statement.
Proof. exact @AnalysisControls.theorem_D_unseparated_false. Qed.

(** Theorem D's row count with tau^r for tau^(r+1). *)
Definition theorem_D_exponent_false_statement : Prop :=
  ~ (forall d kappa n gamma X mu q m v l r tau C, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
     posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
     let A := expected_error d n X mu q in
     0 < A -> 0 < tau ->
     vae_loss 1 d kappa n gamma X mu q m v <= (INR d - INR r) * ln A + C ->
     A <= tau ^ r * exp (- (C - INR d - INR kappa + INR d * ln (INR d))) ->
     let c := fun k => l k ^ 2 * row_power n m k in
     (count_ge kappa tau c <= r)%nat).

Theorem theorem_D_exponent_false : theorem_D_exponent_false_statement.
Proof. exact @AnalysisControls.theorem_D_exponent_false. Qed.

(** The helix z |-> (cos z_0, sin z_0, z_0, 0, ..., 0) meets the hypotheses, also those of theorem-g1,
    theorem-g3 and beta-scaling: it separates codes by (1, 0, ...), stretches them by (sqrt 2, 0, ...), is
    exact at any angles, and is not affine. *)
Definition helix_example_statement : Prop :=
  forall beta d kappa n gamma (angle : nat -> R),
  (3 <= d)%nat -> (0 < kappa)%nat -> (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  let zs := fun i (k : nat) => if Nat.eqb k 0 then angle i else 0 in
  let X := fun i => helix (zs i) in
  let low := fun k => if Nat.eqb k 0 then 1 else 0 in
  let high := fun k => if Nat.eqb k 0 then sqrt 2 else 0 in
  let v := fun (_ k : nat) => / (1 + high k ^ 2 * / (beta * gamma)) in
  separates d kappa helix low /\ stretches d kappa helix high /\ comparator d kappa n X helix zs high /\
  (exists q, posteriors d kappa n X helix q zs v /\ square_integrable d n helix q /\
     0 < expected_error d n X helix q) /\
  ~ is_affine d kappa helix.

Theorem helix_example : helix_example_statement.
Proof. exact Helix.helix_example. Qed.
