(** eq-7: The generic autoencoder loss and its special cases. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraBasics.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** False variants, refuted, and examples *)

(** The error vanishes exactly when every sample is reproduced, and a row is active exactly when
    it is not zero: the definitions say what they should. *)
Definition error_eq0_statement : Prop :=
  forall (R : rcfType) (d kappa n : nat) (X : 'M[R]_(d, n)) (mu : decoder R d kappa) Z,
    error X mu Z = 0 <-> forall j, mu (col j Z) = col j X.

Theorem error_eq0 : error_eq0_statement.
Proof. exact @AlgebraBasics.error_eq0. Qed.

Definition power_gt0_statement : Prop :=
  forall (R : rcfType) (kappa n : nat) (Z : 'M[R]_(kappa, n)) k,
    0 < power Z k <-> row k Z <> 0.

Theorem power_gt0 : power_gt0_statement.
Proof. exact @AlgebraBasics.power_gt0. Qed.
