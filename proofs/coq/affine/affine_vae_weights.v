(** affine-vae-weights: How large the first weight may be. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import WeightsStatements.
From Sparsity.theory Require Weights.
Import GRing.Theory.
Local Open Scope ring_scope.

(** M symmetric with rows 0, ..., n + 1; B what is left of M - diag v without row and column 0, q the
    rest of column 0.  If B is strictly diagonally dominant it has an inverse, and M - diag v is
    positive semidefinite exactly for v_0 <= M_00 - q^T B^-1 q. *)
Definition schur_weights_statement : Prop :=
  forall (R : realFieldType) (n : nat) (M : 'M[R]_(1 + n.+1)) (v : 'rV[R]_(1 + n.+1)),
    M^T = M ->
    let B := drsubmx (M - diag_mx v) in let q := dlsubmx M in
    diagonally_dominant B ->
    B \in unitmx /\
    (positive_semidefinite (M - diag_mx v) <-> v 0 0 <= M 0 0 - (q^T *m invmx B *m q) 0 0).

Theorem schur_weights : schur_weights_statement.
Proof. exact @Weights.schur_weights. Qed.
