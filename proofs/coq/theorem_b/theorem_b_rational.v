(** theorem-b-rational: The threshold of the rational penalty. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraTheoremB AlgebraControls.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] The threshold of h(u) = u/(u + tau): tau < P Q / (r P - (r+1) Q); when r P <= (r+1) Q the
    sparse code is preferred at every tau. *)
Definition theorem_B_ratio_statement : Prop :=
  forall (R : rcfType) (r : nat) (P Q tau : R),
    0 < P -> 0 < Q -> 0 < tau ->
    let h u := u / (u + tau) in
    let sparse_preferred := r%:R * (h P - h 0) < r.+1%:R * (h Q - h 0) in
    (r%:R * P <= r.+1%:R * Q -> sparse_preferred) /\
    (r.+1%:R * Q < r%:R * P ->
       (sparse_preferred <-> tau < P * Q / (r%:R * P - r.+1%:R * Q))).

Theorem theorem_B_ratio : theorem_B_ratio_statement.
Proof. exact @AlgebraTheoremB.theorem_B_ratio. Qed.

(** ** False variants, refuted, and examples *)

(** The threshold of u/(u + tau) with the inequality reversed. *)
Definition theorem_B_ratio_reversed_false_statement : Prop :=
  forall (R : rcfType) (r : nat), (0 < r)%N ->
    ~ forall P Q tau : R, 0 < P -> 0 < Q -> 0 < tau -> r.+1%:R * Q < r%:R * P ->
        let h u := u / (u + tau) in
        (r%:R * (h P - h 0) < r.+1%:R * (h Q - h 0) <->
         P * Q / (r%:R * P - r.+1%:R * Q) < tau).

Theorem theorem_B_ratio_reversed_false : theorem_B_ratio_reversed_false_statement.
Proof. exact @AlgebraControls.theorem_B_ratio_reversed_false. Qed.
