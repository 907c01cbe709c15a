(** Theorem F2 [X]: an objective that serves two ranks jumps at every sparse exact code.

    The paper's remark that arbitrary autoencoder-based objectives need infinite gradients is false
    when one rank is known (theorem_f1) and true, in the strongest sense, as soon as one objective
    is to serve two: it is then not even upper semicontinuous.

    The values of [Psi] lie in any partially ordered type, so they may include an infinite one. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements RankObjectives TwoRanks.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] A guarantee at r and at r' > r: not upper semicontinuous at any powers of an exact code with
    r active rows. *)
Definition theorem_F2_statement : Prop :=
  forall (R : rcfType) (disp : unit) (T : porderType disp) (d kappa r r' : nat)
         (Psi : R -> 'rV[R]_kappa -> T) (p : 'rV[R]_kappa),
    (0 < r < r')%N -> (r' < kappa)%N -> (kappa <= d)%N ->
    guarantees d Psi r -> guarantees d Psi r' ->
    nonnegative p -> positives p = r -> ~ upper_semicontinuous_at (Psi 0) p.

Theorem theorem_F2 : theorem_F2_statement.
Proof. exact two_ranks. Qed.

(** [X] The size of the jump: with q of r' positive entries, Psi(0,q) > Psi(0,p) is exceeded
    arbitrarily near p. *)
Definition theorem_F2_jump_statement : Prop :=
  forall (R : rcfType) (disp : unit) (T : porderType disp) (d kappa r r' : nat)
         (Psi : R -> 'rV[R]_kappa -> T) (p q : 'rV[R]_kappa),
    (0 < r < r')%N -> (r' < kappa)%N -> (kappa <= d)%N ->
    guarantees d Psi r -> guarantees d Psi r' ->
    nonnegative p -> positives p = r -> nonnegative q -> positives q = r' ->
    (Psi 0%R p < Psi 0%R q)%O /\
    forall delta : R, 0 < delta -> exists q', [/\ nonnegative q',
      forall k, `|q' 0 k - p 0 k| < delta & (Psi 0%R q < Psi 0%R q')%O].

Theorem theorem_F2_jump : theorem_F2_jump_statement.
Proof. exact two_ranks_jump. Qed.

(** An objective that serves all ranks exists: the l0 pair, 1[e > 0] + (1/d) * active rows. *)
Definition two_ranks_example_statement : Prop :=
  forall (R : rcfType) (d kappa : nat), (kappa <= d)%N ->
    forall r, (0 < r < kappa)%N ->
      guarantees d (separable (kappa := kappa) d (@count R) (@count R)) r.

Theorem two_ranks_example : two_ranks_example_statement.
Proof. exact count_serves_all. Qed.

(** A false variant: a guarantee at one rank alone. *)
Definition F2_one_rank_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall (Psi : R -> 'rV[R]_kappa -> R) (p : 'rV[R]_kappa),
        guarantees d Psi r -> nonnegative p -> positives p = r ->
        ~ upper_semicontinuous_at (Psi 0) p.

Theorem F2_one_rank_false : F2_one_rank_false_statement.
Proof. exact one_rank_false. Qed.

(** A false variant: that the jump is at all powers, those with r' + 1 or more positive entries too.
    The l0 pair is constant near these. *)
Definition F2_everywhere_false_statement : Prop :=
  forall (R : rcfType) (d kappa r r' : nat),
    (0 < r < r')%N -> (r' < kappa)%N -> (kappa <= d)%N ->
    ~ forall (Psi : R -> 'rV[R]_kappa -> R) (p : 'rV[R]_kappa),
        guarantees d Psi r -> guarantees d Psi r' -> nonnegative p ->
        ~ upper_semicontinuous_at (Psi 0) p.

Theorem F2_everywhere_false : F2_everywhere_false_statement.
Proof. exact two_ranks_everywhere_false. Qed.
