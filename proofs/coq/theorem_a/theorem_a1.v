(** theorem-a1: Too dense. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraTheoremA1A2 AlgebraTheoremA3 AlgebraControls.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] Theorem A1, too dense.  With the gap r H+ > (r+1) H- some instance (n samples in r
    dimensions, two injective linear decoders) has optimal sparse representations, all with r
    active rows, and one exact representation with r+1 active rows that strictly beats them
    whatever g is. *)
Definition theorem_A1_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> code_gap r h ->
    exists (X : 'M[R]_(d, n)) (W : bool -> 'M[R]_(d, kappa)),
      let mu b := linear_decoder (W b) in
      [/\ r_dimensional r X,
          forall b, injective (mu b),
          exists theta Z, optimal_sparse X mu theta Z,
          forall theta Z, optimal_sparse X mu theta Z -> active Z = r &
          exists theta' Z',
            [/\ error X (mu theta') Z' = 0, active Z' = r.+1 &
                forall g theta Z, optimal_sparse X mu theta Z ->
                  loss g h X (mu theta') Z' < loss g h X (mu theta) Z]].

Theorem theorem_A1 : theorem_A1_statement.
Proof. exact @AlgebraTheoremA1A2.theorem_A1. Qed.

(** [X] Theorem A1 with the connected parameter set [0,1]: every decoder of the segment is
    injective and has an exact code; only the end 1 has a sparse one. *)
Definition theorem_A1_segment_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> code_gap r h ->
    exists (X : 'M[R]_(d, n)) (W0 W1 : 'M[R]_(d, kappa)),
      let mu := segment W0 W1 in
      [/\ r_dimensional r X,
          forall t, injective (mu t) /\ exists Z, error X (mu t) Z = 0,
          exists theta Z, optimal_sparse X mu theta Z,
          forall theta Z, optimal_sparse X mu theta Z -> sval theta = 1 /\ active Z = r &
          exists theta' Z',
            [/\ error X (mu theta') Z' = 0, active Z' = r.+1 &
                forall g theta Z, optimal_sparse X mu theta Z ->
                  loss g h X (mu theta') Z' < loss g h X (mu theta) Z]].

Theorem theorem_A1_segment : theorem_A1_segment_statement.
Proof. exact @AlgebraTheoremA1A2.theorem_A1_segment. Qed.

(** [X] In particular, on that instance no global minimiser is an optimal sparse representation,
    whatever g is. *)
Definition theorem_A1_minimisers_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> code_gap r h ->
    exists (X : 'M[R]_(d, n)) (W : bool -> 'M[R]_(d, kappa)),
      let mu b := linear_decoder (W b) in
      (exists theta Z, optimal_sparse X mu theta Z /\ active Z = r) /\
      forall g theta Z, global_minimiser g h X mu theta Z -> ~ optimal_sparse X mu theta Z.

Theorem theorem_A1_minimisers : theorem_A1_minimisers_statement.
Proof. exact @AlgebraTheoremA1A2.theorem_A1_minimisers. Qed.

(** [X] Theorem A1, converse included: that can happen iff there is the gap. *)
Definition theorem_A1_iff_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (beaten_by_denser d kappa r g h <-> code_gap r h).

Theorem theorem_A1_iff : theorem_A1_iff_statement.
Proof. exact @AlgebraTheoremA1A2.theorem_A1_iff. Qed.

(** The two gaps in terms of H+, H-, G-. *)
Definition code_gap_sup_statement : Prop :=
  forall (R : rcfType) (r : nat) (h : R -> R) (Hp Hm : R),
    (0 < r)%N -> is_sup (rises h) Hp -> is_inf (rises h) Hm ->
    (code_gap r h <-> r.+1%:R * Hm < r%:R * Hp).

Theorem code_gap_sup : code_gap_sup_statement.
Proof. exact @AlgebraTheoremA3.code_gap_sup. Qed.

(** A penalty without an upper bound (H+ = oo) has the first gap. *)
Definition code_gap_unbounded_statement : Prop :=
  forall (R : rcfType) (r : nat) (h : R -> R),
    (0 < r)%N -> (forall B, exists u, 0 < u /\ B < h u) -> code_gap r h.

Theorem code_gap_unbounded : code_gap_unbounded_statement.
Proof. exact @AlgebraTheoremA3.code_gap_unbounded. Qed.

(** ** False variants, refuted, and examples *)

(** Theorem A1 with the gap reversed. *)
Definition A1_gap_reversed_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g : R -> R), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall h : R -> R,
        (exists a b, [/\ 0 < a, 0 < b & r%:R * (h a - h 0) < r.+1%:R * (h b - h 0)]) ->
        beaten_by_denser d kappa r g h.

Theorem A1_gap_reversed_false : A1_gap_reversed_false_statement.
Proof. exact @AlgebraControls.A1_gap_reversed_false. Qed.

(** Theorem A1 with r for r+1: H+ > H- is not enough. *)
Definition A1_r_for_r1_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g : R -> R), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall h : R -> R,
        (exists a b, [/\ 0 < a, 0 < b & r%:R * (h b - h 0) < r%:R * (h a - h 0)]) ->
        beaten_by_denser d kappa r g h.

Theorem A1_r_for_r1_false : A1_r_for_r1_false_statement.
Proof. exact @AlgebraControls.A1_r_for_r1_false. Qed.
