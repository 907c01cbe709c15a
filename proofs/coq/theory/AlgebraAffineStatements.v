(** * Remark 1 of the paper: affine decoders find the smallest affine subspace

    The definitions of errors, active rows and optimal sparse representations are those of
    [AlgebraStatements]; here the decoder family consists of all affine (or all linear) maps. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
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

