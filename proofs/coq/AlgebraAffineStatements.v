(** * Remark 1 of the paper: affine decoders find the smallest affine subspace

    The definitions of errors, active rows and optimal sparse representations are those of
    [AlgebraStatements]; here the decoder family consists of all affine (or all linear) maps. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity Require Import AlgebraStatements.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Affine.
Variables (R : rcfType) (d kappa n : nat).

(** z |-> W z + b, for all W and b. *)
Definition affine_decoder (Wb : 'M[R]_(d, kappa) * 'cV[R]_d) : decoder R d kappa :=
  fun z => Wb.1 *m z + Wb.2.

(** The data minus their mean. *)
Definition centred (X : 'M[R]_(d, n)) : 'M[R]_(d, n) :=
  \matrix_(i, j) (X i j - (\sum_l X i l) / n%:R).

(** The smallest affine subspace that contains the samples: their combinations with weights that
    sum to one; and the smallest linear subspace. *)
Definition affine_hull (X : 'M[R]_(d, n)) (x : 'cV[R]_d) : Prop :=
  exists w : 'cV[R]_n, \sum_j w j 0 = 1 /\ X *m w = x.

Definition linear_hull (X : 'M[R]_(d, n)) (x : 'cV[R]_d) : Prop :=
  exists w : 'cV[R]_n, X *m w = x.

(** What the decoder makes of the codes that use only the active rows of Z. *)
Definition active_image (mu : decoder R d kappa) (Z : 'M[R]_(kappa, n)) (x : 'cV[R]_d) : Prop :=
  exists z : 'cV[R]_kappa, (forall k, power Z k = 0 -> z k 0 = 0) /\ mu z = x.

End Affine.

(** [P] Remark 1: with affine decoders and kappa at least the rank r of the centred data, optimal
    sparse representations exist; each has r active rows, and what its decoder makes of them is
    the smallest affine subspace that contains the data (what PCA of the centred data finds). *)
Definition remark_1_statement : Prop :=
  forall (R : rcfType) (d kappa n : nat) (X : 'M[R]_(d, n)),
    (0 < n)%N -> (\rank (centred X) <= kappa)%N ->
    (exists Wb Z, optimal_sparse X (@affine_decoder R d kappa) Wb Z) /\
    forall Wb Z, optimal_sparse X (@affine_decoder R d kappa) Wb Z ->
      active Z = \rank (centred X) /\
      forall x, active_image (affine_decoder Wb) Z x <-> affine_hull X x.

(** Without the offset b: the rank of the data themselves, and the smallest linear subspace. *)
Definition remark_1_linear_statement : Prop :=
  forall (R : rcfType) (d kappa n : nat) (X : 'M[R]_(d, n)),
    (\rank X <= kappa)%N ->
    (exists W Z, optimal_sparse X (@linear_decoder R d kappa) W Z) /\
    forall W Z, optimal_sparse X (@linear_decoder R d kappa) W Z ->
      active Z = \rank X /\ forall x, active_image (linear_decoder W) Z x <-> linear_hull X x.

(** If kappa is smaller there is no exact code at all. *)
Definition remark_1_too_few_statement : Prop :=
  forall (R : rcfType) (d kappa n : nat) (X : 'M[R]_(d, n)) Wb Z,
    (kappa < \rank (centred X))%N -> error X (@affine_decoder R d kappa Wb) Z <> 0.

(** False variant: linear decoders with the rank of the centred data. *)
Definition remark_1_centred_linear_false_statement : Prop :=
  forall (R : rcfType) (d kappa : nat), (0 < kappa)%N -> (0 < d)%N ->
    ~ forall n (X : 'M[R]_(d, n)) W Z, (0 < n)%N ->
        optimal_sparse X (@linear_decoder R d kappa) W Z -> active Z = \rank (centred X).
