(** Theorem F1 [X]: with one rank r known, objectives that are not separable guarantee optimal
    sparsity without any jump or unbounded slope.

    The paper: "to guarantee every global minima corresponds with an optimal sparse reconstruction
    per our definition, irrespective of the decoder and observed data, the constituent penalty
    functions must have an unbounded gradient".  That is about separable losses.  Here are two
    objectives of the error and the row powers that are not: e plus the sum of the kappa - r
    smallest powers, and a smooth one with all derivatives bounded.

    [guarantees] and [value] are those of Theorem A0 (AlgebraStatements), the objectives are defined
    in RankObjectives.  That kappa <= d is not used. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements RankObjectives OneRank.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] The trimmed sum guarantees at (d, kappa, r); it is concave and 1-Lipschitz. *)
Definition theorem_F1_trimmed_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N ->
    [/\ guarantees d (@trimmed_objective R kappa r) r,
        concave_on_nonnegative (@trimmed_sum R kappa r) &
        lipschitz_l1 (@trimmed_sum R kappa r)].

Theorem theorem_F1_trimmed : theorem_F1_trimmed_statement.
Proof. exact one_rank_trimmed. Qed.

(** [X] The smooth objective guarantees at (d, kappa, r); apart from the summand e, it has partial
    derivatives of all orders, all bounded. *)
Definition theorem_F1_smooth_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N ->
    guarantees d (@smooth_objective R kappa r) r /\
    smooth_and_bounded (@smooth_excess R kappa r).

Theorem theorem_F1_smooth : theorem_F1_smooth_statement.
Proof. by move=> R d kappa r _; exact: one_rank_smooth. Qed.

(** The trimmed sum is what its name says: the sum over some kappa - r rows, and no more than the
    sum over any kappa - r rows. *)
Definition trimmed_sum_example_statement : Prop :=
  forall (R : rcfType) (kappa r : nat) (p : 'rV[R]_kappa), (r <= kappa)%N -> nonnegative p ->
    (exists2 S : {set 'I_kappa}, #|S| = (kappa - r)%N & trimmed_sum r p = \sum_(k in S) p 0 k) /\
    forall S : {set 'I_kappa}, #|S| = (kappa - r)%N -> trimmed_sum r p <= \sum_(k in S) p 0 k.

Theorem trimmed_sum_example : trimmed_sum_example_statement.
Proof. exact one_rank_trimmed_sum. Qed.

(** A false variant: that such an objective guarantees with a margin, as in Theorem A3.  Exact codes
    with more than r active rows come arbitrarily near to an optimal one. *)
Definition F1_margin_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N ->
    forall delta : R, (kappa <= d)%N -> 0 < delta ->
    let margin Psi :=
      forall n (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa)
             theta Z theta' Z',
        optimal_sparse X mu theta Z -> active Z = r ->
        value Psi X (mu theta') Z' < value Psi X (mu theta) Z + delta ->
        optimal_sparse X mu theta' Z' in
    ~ margin (@trimmed_objective R kappa r) /\ ~ margin (@smooth_objective R kappa r).

Theorem F1_margin_false : F1_margin_false_statement.
Proof. exact one_rank_margin_false. Qed.

(** A false variant: that they guarantee at another rank r' too.  They know r. *)
Definition F1_other_rank_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N ->
    forall r', (0 < r' < kappa)%N -> r <> r' -> (kappa <= d)%N ->
    ~ guarantees d (@trimmed_objective R kappa r) r' /\
    ~ guarantees d (@smooth_objective R kappa r) r'.

Theorem F1_other_rank_false : F1_other_rank_false_statement.
Proof. exact one_rank_other_rank_false. Qed.
