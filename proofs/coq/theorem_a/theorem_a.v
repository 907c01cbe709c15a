(** theorem-a: The separable penalties that guarantee optimal sparsity. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraTheoremA AlgebraControls.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] Theorem A, complete and without suprema: L_{g,h} guarantees optimal sparsity iff
    r (h(a) - h(0)) < (r+1) (h(b) - h(0)) and r (h(a) - h(0)) < d (g(e) - g(0))
    for all positive a, b, e. *)
Definition theorem_A_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (guarantees d (separable (kappa := kappa) d g h) r <->
     (forall a b, 0 < a -> 0 < b -> r%:R * (h a - h 0) < r.+1%:R * (h b - h 0)) /\
     (forall a e, 0 < a -> 0 < e -> r%:R * (h a - h 0) < d%:R * (g e - g 0))).

Theorem theorem_A : theorem_A_statement.
Proof. exact @AlgebraTheoremA.theorem_A. Qed.

(** ** False variants, refuted, and examples *)

(** Both gaps occur: g(u) = h(u) = u. *)
Definition gaps_exist_statement : Prop :=
  forall (R : rcfType) (d r : nat), (0 < r)%N -> (0 < d)%N ->
    code_gap r (id : R -> R) /\ error_gap d r (id : R -> R) (id : R -> R).

Theorem gaps_exist : gaps_exist_statement.
Proof. exact @AlgebraControls.gaps_exist. Qed.
