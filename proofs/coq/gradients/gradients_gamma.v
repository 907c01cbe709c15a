(** gradients-gamma: Gradients with the decoder variance fixed and learned. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements.
From Sparsity.theory Require AnalysisScaling.
From Sparsity.theory Require PaperCases.
Import ListNotations.
Local Open Scope R_scope.

(** [P] Section 4: the gradient in one decoded coordinate u of one of n samples, B being what all
    others add to the squared error A: per sample (times n) it is 2 (u - x)/gamma at fixed gamma and
    2 d (u - x)/A at the learned gamma = A/d. *)
Definition gradients_statement : Prop :=
  forall (d n : nat) (B K gamma x u : R), (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  let A := fun y => (x - y) ^ 2 / INR n + B in
  is_derive (fun y => gamma_loss d (A y) K gamma) u (/ INR n * (2 * (u - x) / gamma)) /\
  (0 < A u ->
   is_derive (fun y => gamma_profile d (A y) K) u (/ INR n * (2 * INR d * (u - x) / A u))).

Theorem gradients : gradients_statement.
Proof. exact @AnalysisScaling.gradients. Qed.

(** The root of the mean over n samples of the squared length of a gradient. *)
Definition root_mean_square (n d : nat) (G : nat -> vec) : R :=
  sqrt (mean n (fun i => rsum d (fun j => G i j ^ 2))).

(** [P] Sizes over the samples: 2 sqrt A/gamma with gamma fixed, 2 d/sqrt A with gamma learned. *)
Definition gradient_sizes_statement : Prop :=
  forall n d (X U : nat -> vec) gamma, (0 < n)%nat -> (0 < d)%nat -> 0 < gamma ->
  let A := mean n (fun i => sq_dist d (X i) (U i)) in 0 < A ->
  root_mean_square n d (fun i j => 2 * (U i j - X i j) / gamma) = 2 * sqrt A / gamma /\
  root_mean_square n d (fun i j => 2 * INR d * (U i j - X i j) / A) = 2 * INR d / sqrt A.

Theorem gradient_sizes : gradient_sizes_statement.
Proof. exact PaperCases.gradient_sizes. Qed.

(** [P] The first increases in A, the second decreases; their quotient is A/(d gamma), above 1 exactly
    for A > d gamma; the learned one exceeds B only where A < 4 d^2/B^2. *)
Definition gradient_comparison_statement : Prop :=
  forall d gamma A A' B, (0 < d)%nat -> 0 < gamma -> 0 < A -> 0 < B ->
  (A < A' -> 2 * sqrt A / gamma < 2 * sqrt A' / gamma) /\
  (A < A' -> 2 * INR d / sqrt A' < 2 * INR d / sqrt A) /\
  (2 * sqrt A / gamma) / (2 * INR d / sqrt A) = A / (INR d * gamma) /\
  (1 < A / (INR d * gamma) <-> INR d * gamma < A) /\
  (B < 2 * INR d / sqrt A <-> A < 4 * INR d ^ 2 / B ^ 2).

Theorem gradient_comparison : gradient_comparison_statement.
Proof. exact PaperCases.gradient_comparison. Qed.
