(** theorem-a3: Guarantee, with a margin. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraTheoremA3 AlgebraControls.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] Theorem A3, guarantee with a margin: if r H+ < (r+1) H- and r H+ < d G-, then any point
    within delta of an optimal sparse representation is one,
    delta = min((r+1) H- - r H+, d G- - r H+) / d. *)
Definition theorem_A3_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R) (Hp Hm Gm : R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    is_sup (rises h) Hp -> is_inf (rises h) Hm -> is_inf (rises g) Gm ->
    r%:R * Hp < r.+1%:R * Hm -> r%:R * Hp < d%:R * Gm ->
    guarantees d (separable (kappa := kappa) d g h) r /\
    forall n (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa)
           theta Z theta' Z',
      optimal_sparse X mu theta Z -> active Z = r ->
      loss g h X (mu theta') Z' < loss g h X (mu theta) Z +
        Num.min (r.+1%:R * Hm - r%:R * Hp) (d%:R * Gm - r%:R * Hp) / d%:R ->
      optimal_sparse X mu theta' Z'.

Theorem theorem_A3 : theorem_A3_statement.
Proof. exact @AlgebraTheoremA3.theorem_A3. Qed.

(** The guarantee forces 0 < H- <= H+. *)
Definition theorem_A3_signs_statement : Prop :=
  forall (R : rcfType) (r : nat) (h : R -> R) (Hp Hm : R),
    (0 < r)%N -> is_sup (rises h) Hp -> is_inf (rises h) Hm -> r%:R * Hp < r.+1%:R * Hm ->
    0 < Hm <= Hp.

Theorem theorem_A3_signs : theorem_A3_signs_statement.
Proof. exact @AlgebraTheoremA3.theorem_A3_signs. Qed.

(** ** False variants, refuted, and examples *)

(** Theorem A3 with weak inequalities. *)
Definition A3_weak_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        (forall a b, 0 < a -> 0 < b -> r%:R * (h a - h 0) <= r.+1%:R * (h b - h 0)) ->
        (forall a e, 0 < a -> 0 < e -> r%:R * (h a - h 0) <= d%:R * (g e - g 0)) ->
        guarantees d (separable (kappa := kappa) d g h) r.

Theorem A3_weak_false : A3_weak_false_statement.
Proof. exact @AlgebraControls.A3_weak_false. Qed.
