(** theorem-a-l0: Only the l0 count serves all dimensions, over Coq's real numbers. *)

From Coq Require Import Reals.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.analysis Require Import Rstruct.
From Sparsity.theory Require Import AlgebraStatements BridgePenalties BridgeStatements.
From Sparsity.theory Require Bridge.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(** [X] For real numbers: L_{g,h} serves all (d, kappa, r) iff h is c times the l0 count, up to a
    constant, c > 0, and g jumps by at least c. *)
Definition only_the_count_reals_statement : Prop :=
  forall g h : R -> R,
    (forall d kappa r, (0 < r < kappa)%N -> (kappa <= d)%N ->
       guarantees d (separable (R := R_rcfType) (kappa := kappa) d g h) r) <->
    exists c, 0 < c /\ (forall u, 0 < u -> h u = h 0 + c) /\ (forall e, 0 < e -> g 0 + c <= g e).

Theorem only_the_count_reals : only_the_count_reals_statement.
Proof. exact @Bridge.only_the_count_reals. Qed.
