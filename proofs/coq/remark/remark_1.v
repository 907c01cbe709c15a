(** remark-1: With an affine decoder optimal sparse representations are PCA. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraAffineStatements.
From Sparsity.theory Require AlgebraAffine AffineCodes.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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

Theorem remark_1 : remark_1_statement.
Proof. exact @AlgebraAffine.remark_1. Qed.

(** Without the offset b: the rank of the data themselves, and the smallest linear subspace. *)
Definition remark_1_linear_statement : Prop :=
  forall (R : rcfType) (d kappa n : nat) (X : 'M[R]_(d, n)),
    (\rank X <= kappa)%N ->
    (exists W Z, optimal_sparse X (@linear_decoder R d kappa) W Z) /\
    forall W Z, optimal_sparse X (@linear_decoder R d kappa) W Z ->
      active Z = \rank X /\ forall x, active_image (linear_decoder W) Z x <-> linear_hull X x.

Theorem remark_1_linear : remark_1_linear_statement.
Proof. exact @AlgebraAffine.remark_1_linear. Qed.

(** If kappa is smaller there is no exact code at all. *)
Definition remark_1_too_few_statement : Prop :=
  forall (R : rcfType) (d kappa n : nat) (X : 'M[R]_(d, n)) Wb Z,
    (kappa < \rank (centred X))%N -> error X (@affine_decoder R d kappa Wb) Z <> 0.

Theorem remark_1_too_few : remark_1_too_few_statement.
Proof. exact @AlgebraAffine.remark_1_too_few. Qed.

(** ** False variants, refuted, and examples *)

(** False variant: linear decoders with the rank of the centred data. *)
Definition remark_1_centred_linear_false_statement : Prop :=
  forall (R : rcfType) (d kappa : nat), (0 < kappa)%N -> (0 < d)%N ->
    ~ forall n (X : 'M[R]_(d, n)) W Z, (0 < n)%N ->
        optimal_sparse X (@linear_decoder R d kappa) W Z -> active Z = \rank (centred X).

Theorem remark_1_centred_linear_false : remark_1_centred_linear_false_statement.
Proof. exact @AlgebraAffine.remark_1_centred_linear_false. Qed.

(** [P] All of them: with the centred data U C (r independent columns, r independent rows), the optimal
    sparse representations are the codes T C + t 1^T in any r of the kappa rows, T invertible and t
    arbitrary, with columns U T^-1 in these rows (arbitrary elsewhere) and b = mean - U T^-1 t. *)
Definition remark_1_codes_statement : Prop :=
  forall (R : rcfType) d kappa n r (X : 'M[R]_(d, n)) (U : 'M[R]_(d, r)) (C : 'M[R]_(r, n)),
  (0 < n)%N -> (r <= kappa)%N -> centred X = U *m C -> \rank U = r -> \rank C = r ->
  forall (W : 'M[R]_(d, kappa)) b (Z : 'M[R]_(kappa, n)),
    let mean := X *m const_mx n%:R^-1 : 'cV[R]_d in
    optimal_sparse X (@affine_decoder R d kappa) (W, b) Z <->
    exists (f : 'I_r -> 'I_kappa) (T : 'M[R]_r) (t : 'cV[R]_r),
      [/\ injective f, T \in unitmx, Z = AffineCodes.rows_of R f *m (T *m C + t *m const_mx 1),
          W *m AffineCodes.rows_of R f = U *m invmx T & b = mean - U *m invmx T *m t].

Theorem remark_1_codes : remark_1_codes_statement.
Proof. exact @AffineCodes.affine_codes. Qed.
