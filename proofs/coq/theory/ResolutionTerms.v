(** What it means that a penalty resolves rows of power tau: the vocabulary of Theorem I. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Resolution.
Variables (R : rcfType) (d kappa r : nat).
Implicit Types (h : R -> R) (tau : R).

(** The number of rows of power at least tau. *)
Definition strong_rows n (tau : R) (Z : 'M[R]_(kappa, n)) : nat :=
  #|[set k | (tau <= power Z k)%R]|.

(** The codes' part of the loss (times d). *)
Definition code_cost n h (Z : 'M[R]_(kappa, n)) : R := \sum_k h (power Z k).

(** At most Q, when there is a bound Q. *)
Definition within (Q : option R) (a : R) : bool := if Q is Some B then a <= B else true.

(** Every point that costs no more than an exact code with r active rows of power at most Q
    (Q = None: of any power) has at most r rows of power tau or more: on all data and decoder
    families, for every g that is nowhere below g(0). *)
Definition resolves (Q : option R) h tau : Prop :=
  forall n (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) (g : R -> R)
         theta Z theta' Z',
    (forall e, 0 <= e -> g 0 <= g e) ->
    error X (mu theta) Z = 0 -> active Z = r ->
    (forall k, within Q (power Z k)) ->
    loss g h X (mu theta') Z' <= loss g h X (mu theta) Z -> (strong_rows tau Z' <= r)%N.

(** The same among exact codes alone. *)
Definition resolves_exact (Q : option R) h tau : Prop :=
  forall n (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta' Z',
    error X (mu theta) Z = 0 -> active Z = r ->
    (forall k, within Q (power Z k)) ->
    error X (mu theta') Z' = 0 -> code_cost h Z' <= code_cost h Z -> (strong_rows tau Z' <= r)%N.

(** (theta, Z) is an exact code of least cost. *)
Definition cheapest_exact n h (X : 'M[R]_(d, n)) (Theta : Type)
    (mu : Theta -> decoder R d kappa) theta (Z : 'M[R]_(kappa, n)) : Prop :=
  error X (mu theta) Z = 0 /\
  forall theta' Z', error X (mu theta') Z' = 0 -> code_cost h Z <= code_cost h Z'.

(** Weak form: where exact codes of least cost exist, one of them has at most r such rows. *)
Definition resolves_weakly h tau : Prop :=
  forall n (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa),
    (exists theta Z, optimal_sparse X mu theta Z /\ active Z = r) ->
    (exists theta Z, cheapest_exact h X mu theta Z) ->
    exists theta Z, cheapest_exact h X mu theta Z /\ (strong_rows tau Z <= r)%N.

Definition unbounded h : Prop := forall B, exists u, 0 < u /\ B < h u.

End Resolution.
