(** Theorem I2 [X]: the weak form of resolution.  [resolves_weakly] (ResolutionTerms): where exact
    codes of least cost exist, one of them has at most r rows of power tau or more, on all data and
    all decoder families whose sparsest exact code has r active rows. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements ResolutionTerms Resolution.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] With H+ finite the weak form holds iff r H+ <= (r+1) (h(tau) - h(0)). *)
Definition theorem_I2_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (h : R -> R) (tau Hp : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> nondecreasing h -> 0 < tau -> is_sup (rises h) Hp ->
    (resolves_weakly d kappa r h tau <-> r%:R * Hp <= r.+1%:R * (h tau - h 0)).

Theorem theorem_I2 : theorem_I2_statement.
Proof.
move=> R d kappa r h tau Hp r_kappa kd mono t0 supH.
exact: (iff_trans (resolution_weak r_kappa kd mono t0) (proj2 (pairwise_sup tau r_kappa supH))).
Qed.

(** [X] Without a supremum; an h without an upper bound never meets it (theorem_I1_unbounded). *)
Definition theorem_I2_pairwise_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (h : R -> R) (tau : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> nondecreasing h -> 0 < tau ->
    (resolves_weakly d kappa r h tau <->
     forall a, 0 < a -> r%:R * (h a - h 0) <= r.+1%:R * (h tau - h 0)).

Theorem theorem_I2_pairwise : theorem_I2_pairwise_statement.
Proof. exact resolution_weak. Qed.

(** The two forms differ: for a constant h the weak one holds and the strong one fails. *)
Definition I2_strong_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (tau c : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> 0 < tau ->
    resolves_weakly d kappa r (fun=> c) tau /\ ~ resolves d kappa r None (fun=> c) tau.

Theorem I2_strong_false : I2_strong_false_statement.
Proof. exact constant_unresolved. Qed.
