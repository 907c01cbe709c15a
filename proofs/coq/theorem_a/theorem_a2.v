(** theorem-a2: Imperfect reconstruction. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraTheoremA1A2 AlgebraTheoremA3 AlgebraControls.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] Theorem A2, imperfect.  With the gap r H+ > d G- some instance (n samples in r dimensions,
    one injective linear decoder) has optimal sparse representations with r active rows, each
    strictly beaten by the zero code, which does not reconstruct the data. *)
Definition theorem_A2_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> error_gap d r g h ->
    exists (X : 'M[R]_(d, n)) (W : 'M[R]_(d, kappa)),
      let mu (_ : unit) := linear_decoder W in
      [/\ r_dimensional r X,
          injective (linear_decoder W),
          exists Z, optimal_sparse X mu tt Z /\ active Z = r,
          0 < error X (mu tt) 0 &
          forall Z, optimal_sparse X mu tt Z -> loss g h X (mu tt) 0 < loss g h X (mu tt) Z].

Theorem theorem_A2 : theorem_A2_statement.
Proof. exact @AlgebraTheoremA1A2.theorem_A2. Qed.

(** The gap of the error in terms of supremum and infimum: r H+ > d G-. *)
Definition error_gap_sup_statement : Prop :=
  forall (R : rcfType) (d r : nat) (g h : R -> R) (Hp Gm : R),
    (0 < r)%N -> (0 < d)%N -> is_sup (rises h) Hp -> is_inf (rises g) Gm ->
    (error_gap d r g h <-> d%:R * Gm < r%:R * Hp).

Theorem error_gap_sup : error_gap_sup_statement.
Proof. exact @AlgebraTheoremA3.error_gap_sup. Qed.

(** ** False variants, refuted, and examples *)

(** Theorem A2 without the factor d. *)
Definition A2_without_d_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        (exists a e, [/\ 0 < a, 0 < e & g e - g 0 < r%:R * (h a - h 0)]) ->
        ~ guarantees d (separable (kappa := kappa) d g h) r.

Theorem A2_without_d_false : A2_without_d_false_statement.
Proof. exact @AlgebraControls.A2_without_d_false. Qed.
