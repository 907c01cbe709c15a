(** * Quadratic forms: definitions only, for affine-vae-weights *)

From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Forms.
Variables (R : realFieldType) (n : nat).

Definition quadratic_form (M : 'M[R]_n) (x : 'cV[R]_n) : R := (x^T *m M *m x) 0 0.

Definition positive_semidefinite (M : 'M[R]_n) : Prop := forall x, 0 <= quadratic_form M x.

Definition diagonally_dominant (B : 'M[R]_n) : Prop :=
  forall j, \sum_(k < n | k != j) `|B j k| < B j j.

End Forms.
