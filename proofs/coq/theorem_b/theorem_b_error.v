(** theorem-b-error: The same thresholds for the error penalty. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraTheoremB.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] The same for g against an imperfect alternative of error e0, the zero code: the sparse exact
    code is preferred iff r (h(P) - h(0)) < d (g(e0) - g(0)). *)
Definition theorem_B_error_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (g h : R -> R) (P : R)
         (X : 'M[R]_(d, n)) (mu mu' : decoder R d kappa) Z,
    (0 < d)%N -> error X mu Z = 0 -> active Z = r -> level Z P ->
    (loss g h X mu Z < loss g h X mu' 0 <->
     r%:R * (h P - h 0) < d%:R * (g (error X mu' 0) - g 0)).

Theorem theorem_B_error : theorem_B_error_statement.
Proof. exact @AlgebraTheoremB.theorem_B_error. Qed.
