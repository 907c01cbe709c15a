(** * The algebraic theorems over Coq's real numbers: penalties with logarithms and real powers

    The definitions of the objective are those of [AlgebraStatements], at the field of Coq's real
    numbers; the penalties are defined in [BridgePenalties].  Unlike the algebraic theorems these
    rest on axioms: those of the real numbers, and choice, by which the library makes Coq's real
    numbers a field of the kind that the algebraic theorems speak of. *)

From Coq Require Import Reals.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.analysis Require Import Rstruct.
From Sparsity.theory Require Import AlgebraStatements BridgePenalties.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(** The objective with penalties g and h guarantees nothing at (d, kappa, r), and what the paper's
    Theorem 4 concludes is true of it. *)
Definition fails (d kappa r : nat) (g h : R -> R) : Prop :=
  ~ guarantees d (separable (R := R_rcfType) (kappa := kappa) d g h) r /\
  paper_conclusion (R := R_rcfType) d kappa r g h.

