(** theorem-4: Bounded gradients do not guarantee optimal sparsity, over Coq's real numbers. *)

From Coq Require Import Reals.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.analysis Require Import Rstruct.
From Sparsity.theory Require Import AlgebraStatements BridgePenalties BridgeStatements.
From Sparsity.theory Require Bridge.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(** [P] Theorem 4 with Coq's derivative: gradients that are bounded on (0, oo), and continuity at
    zero, which a derivative on [0, oo) implies. *)
Definition theorem_4_reals_statement : Prop :=
  forall (d kappa r : nat) (g h g' h' : R -> R) (B : R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (forall u, 0 < u -> derivable_pt_lim g u (g' u) /\ Rabs (g' u) <= B) ->
    (forall u, 0 < u -> derivable_pt_lim h u (h' u) /\ Rabs (h' u) <= B) ->
    continuous_from_right g -> continuous_from_right h ->
    (exists u, 0 < u /\ h u <> h 0) ->
    fails d kappa r g h.

Theorem theorem_4_reals : theorem_4_reals_statement.
Proof. exact @Bridge.theorem_4_reals. Qed.

(** ** False variants, refuted, and examples *)

(** At u > 0 the derivative of [AlgebraStatements] is that of Coq's library. *)
Definition derivative_agrees_statement : Prop :=
  forall (f : R -> R) (u c : R),
    0 < u -> (derivative (R := R_rcfType) f u c <-> derivable_pt_lim f u c).

Theorem derivative_agrees : derivative_agrees_statement.
Proof. exact @Bridge.derivative_agrees. Qed.
