(** gradients-gamma: Gradients with the decoder variance fixed and learned. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements.
From Sparsity.theory Require AnalysisScaling.
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
