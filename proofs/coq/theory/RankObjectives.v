(** Two objectives made for one known rank r, and what it means to be smooth or upper
    semicontinuous: the vocabulary of Theorem F. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Objectives.
Variables (R : rcfType) (kappa : nat).
Implicit Types (p q : 'rV[R]_kappa) (F : 'rV[R]_kappa -> R).

(** The sum of the kappa - r smallest entries: the least sum over kappa - r of the rows.  (The
    minimum starts from the sum of all entries, which is no smaller for nonnegative p.) *)
Definition trimmed_sum (r : nat) p : R :=
  \big[Num.min/(\sum_k p 0 k)]_(S : {set 'I_kappa} | #|S| == (kappa - r)%N) \sum_(k in S) p 0 k.

(** e + the sum of the kappa - r smallest powers. *)
Definition trimmed_objective (r : nat) (e : R) p : R := e + trimmed_sum r p.

(** sum over the sets S of r+1 rows of prod_(k in S) p_k/(1 + p_k). *)
Definition smooth_excess (r : nat) p : R :=
  \sum_(S : {set 'I_kappa} | #|S| == r.+1) \prod_(k in S) (p 0 k / (1 + p 0 k)).

Definition smooth_objective (r : nat) (e : R) p : R := e + smooth_excess r p.

(** p with entry k replaced by u. *)
Definition with_entry p (k : 'I_kappa) (u : R) : 'rV[R]_kappa :=
  \row_l if l == k then u else p 0 l.

(** alpha + 1 in coordinate k. *)
Definition one_more (alpha : 'I_kappa -> nat) (k : 'I_kappa) : 'I_kappa -> nat :=
  fun l => if l == k then (alpha l).+1 else alpha l.

(** All partial derivatives of F of all orders exist on [0,oo)^kappa (one-sided where p_k = 0) and
    each is bounded there, F itself included: D alpha is the one of multi-index alpha. *)
Definition smooth_and_bounded F : Prop :=
  exists D : ('I_kappa -> nat) -> 'rV[R]_kappa -> R,
    [/\ forall p, D (fun=> 0%N) p = F p,
        forall alpha k p, nonnegative p ->
          derivative (fun u => D alpha (with_entry p k u)) (p 0 k) (D (one_more alpha k) p) &
        forall alpha, exists B : R, forall p, nonnegative p -> `|D alpha p| <= B].

(** Concave, and Lipschitz with constant 1 in the sum of the absolute differences. *)
Definition concave_on_nonnegative F : Prop :=
  forall p q t, nonnegative p -> nonnegative q -> 0 <= t <= 1 ->
    t * F p + (1 - t) * F q <= F (t *: p + (1 - t) *: q).

Definition lipschitz_l1 F : Prop :=
  forall p q, nonnegative p -> nonnegative q -> `|F p - F q| <= \sum_k `|p 0 k - q 0 k|.

(** No value above F p is exceeded near p. *)
Definition upper_semicontinuous_at (disp : unit) (T : porderType disp) (F : 'rV[R]_kappa -> T) p :
    Prop :=
  forall c, (F p < c)%O -> exists2 delta : R, 0 < delta &
    forall q, nonnegative q -> (forall k, `|q 0 k - p 0 k| < delta) -> (F q < c)%O.

End Objectives.
