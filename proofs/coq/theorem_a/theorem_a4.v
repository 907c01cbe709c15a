(** theorem-a4: Finite resolution. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraTheoremA4 AlgebraControls ParabolaOptimal.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] Theorem A4: at any point no worse than an exact code of powers p*, with h nondecreasing and g
    nowhere below g(0), the error obeys g(e) - g(0) <= (1/d) sum_k (h(p*_k) - h(0)), and at most r rows have
    power at least tau once (r+1) (h(tau) - h(0)) > sum_k (h(p*_k) - h(0)). *)
Definition theorem_A4_statement : Prop :=
  forall (R : rcfType) (d kappa n r : nat) (g h : R -> R)
         (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta' Z',
    (0 < d)%N -> (forall u, 0 <= u -> g 0 <= g u) -> nondecreasing h ->
    error X (mu theta) Z = 0 ->
    loss g h X (mu theta') Z' <= loss g h X (mu theta) Z ->
    let budget := \sum_k (h (power Z k) - h 0) in
    g (error X (mu theta') Z') - g 0 <= budget / d%:R /\
    forall tau, 0 <= tau -> budget < r.+1%:R * (h tau - h 0) ->
      (#|[set k | (tau <= power Z' k)%R]| <= r)%N.

Theorem theorem_A4 : theorem_A4_statement.
Proof. exact @AlgebraTheoremA4.theorem_A4. Qed.

(** [X] Theorem A4 for h(u) = u/(u + tau0): every tau >= r tau0 is resolved on every instance. *)
Definition theorem_A4_ratio_statement : Prop :=
  forall (R : rcfType) (d kappa n r : nat) (g : R -> R) (tau0 : R)
         (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta' Z',
    (0 < d)%N -> (0 < r)%N -> (forall u, 0 <= u -> g 0 <= g u) -> 0 < tau0 ->
    error X (mu theta) Z = 0 -> active Z = r ->
    let h u := u / (u + tau0) in
    loss g h X (mu theta') Z' <= loss g h X (mu theta) Z ->
    forall tau, r%:R * tau0 <= tau -> (#|[set k | (tau <= power Z' k)%R]| <= r)%N.

Theorem theorem_A4_ratio : theorem_A4_ratio_statement.
Proof. exact @AlgebraTheoremA4.theorem_A4_ratio. Qed.

(** ** False variants, refuted, and examples *)

(** Theorem A4 with r+2 for r+1. *)
Definition A4_r2_for_r1_false_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N ->
    ~ forall (g h : R -> R) (X : 'M[R]_(d, n)) (mu : decoder R d kappa) Z Z' tau,
        nondecreasing g -> nondecreasing h -> error X mu Z = 0 ->
        loss g h X mu Z' <= loss g h X mu Z -> 0 <= tau ->
        \sum_k (h (power Z k) - h 0) < r.+2%:R * (h tau - h 0) ->
        (#|[set k | (tau <= power Z' k)%R]| <= r)%N.

Theorem A4_r2_for_r1_false : A4_r2_for_r1_false_statement.
Proof. exact @AlgebraControls.A4_r2_for_r1_false. Qed.

(** A curved decoder meets the hypotheses, also those of theorem-a3: data on the parabola, decoders
    z |-> (z_1, z_1^2) and the identity; a code with one active row is optimal sparse, and another exact
    code has two. *)
Definition parabola_optimal_example_statement : Prop :=
  forall (R : rcfType) n, (0 < n)%N ->
  exists (X : 'M[R]_(2, n)) (mu : bool -> decoder R 2 2) Z Z',
    [/\ ~ (forall z z', mu true (z + z') = mu true z + mu true z'),
        optimal_sparse X mu true Z, active Z = 1%N, error X (mu false) Z' = 0 & active Z' = 2%N].

Theorem parabola_optimal_example : parabola_optimal_example_statement.
Proof. exact ParabolaOptimal.parabola_optimal. Qed.
