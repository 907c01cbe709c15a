(** theorem-a0: All objectives of error and row powers. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraTheoremA0 AlgebraControls.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] Theorem A0: the complete answer for objectives of the error and the row powers. *)
Definition theorem_A0_statement : Prop :=
  forall (R : rcfType) (disp : unit) (T : porderType disp) (d kappa r : nat)
         (Psi : R -> 'rV[R]_kappa -> T),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (guarantees d Psi r <-> prefers_sparse Psi r).

Theorem theorem_A0 : theorem_A0_statement.
Proof. exact @AlgebraTheoremA0.theorem_A0. Qed.

(** [X] Theorem A0, sharper "only if": for any number n > 0 of samples, data in r dimensions and
    pairs of injective linear decoders already decide. *)
Definition theorem_A0_linear_statement : Prop :=
  forall (R : rcfType) (disp : unit) (T : porderType disp) (d kappa r n : nat)
         (Psi : R -> 'rV[R]_kappa -> T),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N ->
    (guarantees_two_linear d Psi n r <-> prefers_sparse Psi r).

Theorem theorem_A0_linear : theorem_A0_linear_statement.
Proof. exact @AlgebraTheoremA0.theorem_A0_linear. Qed.

(** ** False variants, refuted, and examples *)

(** Theorem A0 with "at least r" for "more than r" active rows. *)
Definition A0_at_least_r_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall Psi : R -> 'rV[R]_kappa -> R,
        guarantees d Psi r <->
        forall (p q : 'rV[R]_kappa) (e : R),
          nonnegative p -> nonnegative q -> positives p = r ->
          0 < e \/ e = 0 /\ (r <= positives q)%N -> Psi 0 p < Psi e q.

Theorem A0_at_least_r_false : A0_at_least_r_false_statement.
Proof. exact @AlgebraControls.A0_at_least_r_false. Qed.

(** Theorem A0 without the comparison with imperfect points. *)
Definition A0_exact_only_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall Psi : R -> 'rV[R]_kappa -> R,
        guarantees d Psi r <->
        forall (p q : 'rV[R]_kappa),
          nonnegative p -> nonnegative q -> positives p = r -> (r < positives q)%N ->
          Psi 0 p < Psi 0 q.

Theorem A0_exact_only_false : A0_exact_only_false_statement.
Proof. exact @AlgebraControls.A0_exact_only_false. Qed.

(** The l0 pair meets the hypotheses of Theorem A3, and so those of Theorem A0. *)
Definition count_guaranteed_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    [/\ is_sup (rises (@count R)) 1, is_inf (rises (@count R)) 1,
        r%:R * 1 < r.+1%:R * (1 : R), r%:R * 1 < d%:R * (1 : R) &
        guarantees d (separable (kappa := kappa) d (@count R) (@count R)) r].

Theorem count_guaranteed : count_guaranteed_statement.
Proof. exact @AlgebraControls.count_guaranteed. Qed.
