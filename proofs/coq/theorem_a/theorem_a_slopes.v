(** theorem-a-slopes: Unbounded slopes are not enough. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraConsequences.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] An unbounded slope is not enough: the square root fails. *)
Definition sqrt_fails_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (forall B : R, exists2 u, 0 < u & B < (Num.sqrt u - Num.sqrt 0) / u) /\
    ~ guarantees d (separable (kappa := kappa) d g Num.sqrt) r.

Theorem sqrt_fails : sqrt_fails_statement.
Proof. exact @AlgebraConsequences.sqrt_fails. Qed.
