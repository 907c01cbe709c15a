(** affine-vae-bracket: The threshold of the affine VAE on an instance, between near bounds. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import ThresholdStatements.
From Sparsity.theory Require Threshold.
Local Open Scope R_scope.

(** The dense decoder's weights (1/5, 1/5, w) meet the hypothesis of affine-vae-separating up to this w,
    which is positive as they have to be; its columns have norm 1. *)
Definition bracket_weights_statement : Prop :=
  let largest := 1 - 2 * sin (1 / 10) ^ 2 / (4 / 5 - sin (1 / 10) ^ 2) in
  0 < largest /\ (forall k, (k < 3)%nat -> col_power 3 (dense_decoder (1 / 10)) k = 1) /\
  forall w, semidefinite 3 (minus_diagonal (comparison_matrix 3 (dense_decoder (1 / 10))) (dense_weights w)) <->
    w <= largest.

Theorem bracket_weights : bracket_weights_statement.
Proof. exact Threshold.bracket_weights. Qed.

(** Up to 21207/10^8 the exact sparse code is better than every point of the dense decoder; at 21304/10^8 some
    point of the dense decoder is better than every point of the sparse one. *)
Definition bracket_sides_statement : Prop :=
  (forall gamma, 0 < gamma <= 21207 / 100000000 ->
     exists c, exact_sparse gamma c /\ forall L, dense_point gamma L -> c < L) /\
  (exists L, dense_point (21304 / 100000000) L /\ forall L', sparse_point (21304 / 100000000) L' -> L < L').

Theorem bracket_sides : bracket_sides_statement.
Proof. exact Threshold.bracket_sides. Qed.

(** The bound of affine-vae-bound at the error t^2, t = 7/2500, is below the cost of the exact sparse code. *)
Definition bracket_other_bound_statement : Prop :=
  exists c, exact_sparse (21207 / 100000000) c /\
  3 * ln (21207 / 100000000) + 3
  + injective_bound 3 3 2 (21207 / 100000000) (dense_inverse (1 / 10)) (dense_decoder (1 / 10))
      (dense_codes (1 / 10)) (7 / 2500) < c.

Theorem bracket_other_bound : bracket_other_bound_statement.
Proof. exact Threshold.injective_bound_too_low. Qed.
