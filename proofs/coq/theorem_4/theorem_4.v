(** theorem-4: Bounded gradients do not guarantee optimal sparsity. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraConsequences AlgebraControls.
From Sparsity.theory Require AffineCodes.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [P] Theorem 4, with its unsaid hypothesis that h is not constant, and with "bounded gradient"
    read on [0, oo): the one-sided derivative at 0 exists and is bounded too.  The proof uses of
    all this only that h is right-continuous at 0. *)
Definition theorem_4_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    bounded_gradient g -> bounded_gradient h -> not_constant h -> paper_conclusion d kappa r g h.

Theorem theorem_4 : theorem_4_statement.
Proof. exact @AlgebraConsequences.theorem_4. Qed.

(** [X] Theorem 4 in the Lipschitz form, no condition on g. *)
Definition theorem_4_lipschitz_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> lipschitz h -> not_constant h ->
    paper_conclusion d kappa r g h.

Theorem theorem_4_lipschitz : theorem_4_lipschitz_statement.
Proof. exact @AlgebraConsequences.theorem_4_lipschitz. Qed.

(** [X] Theorem 4 when only one of the two penalties is right-continuous at 0. *)
Definition theorem_4_one_continuous_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> not_constant h ->
    right_continuous_at0 g \/ right_continuous_at0 h -> paper_conclusion d kappa r g h.

Theorem theorem_4_one_continuous : theorem_4_one_continuous_statement.
Proof. exact @AlgebraConsequences.theorem_4_one_continuous. Qed.

(** ** False variants, refuted, and examples *)

(** Theorem 4 with gradients bounded on (0, oo) only: g = h = count. *)
Definition theorem_4_open_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    let bounded f := exists (f' : R -> R) (B : R),
      forall u, 0 < u -> derivative f u (f' u) /\ `|f' u| <= B in
    ~ forall g h : R -> R,
        bounded g -> bounded h -> not_constant h -> paper_conclusion d kappa r g h.

Theorem theorem_4_open_false : theorem_4_open_false_statement.
Proof. exact @AlgebraControls.theorem_4_open_false. Qed.

(** Theorem 4 for constant h. *)
Definition theorem_4_constant_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        bounded_gradient g -> bounded_gradient h -> paper_conclusion d kappa r g h.

Theorem theorem_4_constant_false : theorem_4_constant_false_statement.
Proof. exact @AlgebraControls.theorem_4_constant_false. Qed.

(** The hypotheses of Theorem 4 can be met: g(u) = h(u) = u. *)
Definition bounded_gradient_exists_statement : Prop :=
  forall R : rcfType, bounded_gradient (id : R -> R) /\ not_constant (id : R -> R).

Theorem bounded_gradient_exists : bounded_gradient_exists_statement.
Proof. exact @AlgebraControls.bounded_gradient_exists. Qed.

(** [P] Theorem 4 with the capacity that it speaks of: every decoder of the family is injective, so what
    it reaches is a kappa-dimensional subspace on which codes are coordinates. *)
Definition theorem_4_capacity_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> not_constant h ->
    right_continuous_at0 g \/ right_continuous_at0 h ->
    exists n (X : 'M[R]_(d, n)) (W : bool -> 'M[R]_(d, kappa)),
      let mu b := linear_decoder (W b) in
      [/\ distinct_samples X /\ \rank X = r,
          forall b, injective (mu b),
          exists theta Z, error X (mu theta) Z = 0 /\ active Z = r,
          forall theta Z, global_minimiser g h X mu theta Z ->
            0 < error X (mu theta) Z \/ (r < active Z)%N &
          forall theta Z, error X (mu theta) Z = 0 -> (active Z <= r)%N ->
            exists theta' Z', loss g h X (mu theta') Z' < loss g h X (mu theta) Z].

Theorem theorem_4_capacity : theorem_4_capacity_statement.
Proof. exact @AffineCodes.injective_conclusion. Qed.
