(** theorem-a-l0: Only the l0 count serves all dimensions. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraConsequences AlgebraControls.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] Over an Archimedean field L_{g,h} serves all (d, kappa, r) iff h is a positive multiple c of
    the count, up to a constant, and g jumps by at least c. *)
Definition only_the_count_statement : Prop :=
  forall (R : rcfType) (g h : R -> R), Num.archimedean_axiom R ->
    ((forall d kappa r, (0 < r < kappa)%N -> (kappa <= d)%N ->
        guarantees d (separable (kappa := kappa) d g h) r) <->
     exists c, [/\ 0 < c, forall u, 0 < u -> h u = h 0 + c * count u &
                   forall e, 0 < e -> g 0 + c <= g e]).

Theorem only_the_count : only_the_count_statement.
Proof. exact @AlgebraConsequences.only_the_count. Qed.

(** ** False variants, refuted, and examples *)

(** Only the count, from one triple: at r = 1 other penalties are guaranteed too. *)
Definition only_the_count_one_triple_false_statement : Prop :=
  forall (R : rcfType) (d kappa : nat), (1 < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        guarantees d (separable (kappa := kappa) d g h) 1 ->
        exists c, forall u, 0 < u -> h u = h 0 + c * count u.

Theorem only_the_count_one_triple_false : only_the_count_one_triple_false_statement.
Proof. exact @AlgebraControls.only_the_count_one_triple_false. Qed.
