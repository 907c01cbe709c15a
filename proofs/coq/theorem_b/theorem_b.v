(** theorem-b: The slope that a geometry demands. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraTheoremB AlgebraControls.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] Theorem B: an exact code with r rows of power P = M^2 is preferred to one with r+1 rows of
    power Q = eps^2 iff r (h(P) - h(0)) < (r+1) (h(Q) - h(0)). *)
Definition theorem_B_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (g h : R -> R) (P Q : R)
         (X : 'M[R]_(d, n)) (mu mu' : decoder R d kappa) Z Z',
    (0 < d)%N -> error X mu Z = 0 -> error X mu' Z' = 0 ->
    active Z = r -> level Z P -> active Z' = r.+1 -> level Z' Q ->
    (loss g h X mu Z < loss g h X mu' Z' <->
     r%:R * (h P - h 0) < r.+1%:R * (h Q - h 0)).

Theorem theorem_B : theorem_B_statement.
Proof. exact @AlgebraTheoremB.theorem_B. Qed.

(** Such pairs of codes exist, for all positive powers. *)
Definition theorem_B_instances_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (P Q : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> 0 < P -> 0 < Q ->
    exists (X : 'M[R]_(d, n)) (W W' : 'M[R]_(d, kappa)) Z Z',
      [/\ r_dimensional r X, injective (linear_decoder W) /\ injective (linear_decoder W'),
          error X (linear_decoder W) Z = 0 /\ error X (linear_decoder W') Z' = 0,
          active Z = r /\ level Z P & active Z' = r.+1 /\ level Z' Q].

Theorem theorem_B_instances : theorem_B_instances_statement.
Proof. exact @AlgebraTheoremB.theorem_B_instances. Qed.

(** [X] The slope that is needed on [0, Q], as a difference quotient. *)
Definition theorem_B_slope_statement : Prop :=
  forall (R : rcfType) (r : nat) (h : R -> R) (P Q : R),
    0 < Q -> r%:R * (h P - h 0) < r.+1%:R * (h Q - h 0) ->
    r%:R / r.+1%:R * ((h P - h 0) / Q) < (h Q - h 0) / Q.

Theorem theorem_B_slope : theorem_B_slope_statement.
Proof. exact @AlgebraTheoremB.theorem_B_slope. Qed.

(** ** False variants, refuted, and examples *)

(** Theorem B with r for r+1. *)
Definition theorem_B_r_for_r1_false_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (g : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N ->
    ~ forall (h : R -> R) (P Q : R) (X : 'M[R]_(d, n)) (mu mu' : decoder R d kappa) Z Z',
        error X mu Z = 0 -> error X mu' Z' = 0 ->
        active Z = r -> level Z P -> active Z' = r.+1 -> level Z' Q ->
        (loss g h X mu Z < loss g h X mu' Z' <-> r%:R * (h P - h 0) < r%:R * (h Q - h 0)).

Theorem theorem_B_r_for_r1_false : theorem_B_r_for_r1_false_statement.
Proof. exact @AlgebraControls.theorem_B_r_for_r1_false. Qed.
