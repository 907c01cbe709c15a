(** theorem-a-fixed-kappa: One penalty for all manifold dimensions below kappa. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraTheoremA3.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] For a fixed kappa, (kappa-1) H+ < kappa H- and (kappa-1) H+ < d G- serve all r < kappa. *)
Definition all_r_statement : Prop :=
  forall (R : rcfType) (d kappa : nat) (g h : R -> R) (Hp Hm Gm : R),
    (kappa <= d)%N ->
    is_sup (rises h) Hp -> is_inf (rises h) Hm -> is_inf (rises g) Gm ->
    kappa.-1%:R * Hp < kappa%:R * Hm -> kappa.-1%:R * Hp < d%:R * Gm ->
    forall r, (0 < r < kappa)%N -> guarantees d (separable (kappa := kappa) d g h) r.

Theorem all_r : all_r_statement.
Proof. exact @AlgebraTheoremA3.all_r. Qed.
