(** The spectral theorem over Coq's real numbers, for matrices and vectors that are functions. *)

From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.analysis Require Import Rstruct.
From Sparsity.theory Require Import SpectralStatements Spectral Bridge.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Lemma complete_reals : complete_order R_rcfType.
Proof.
move=> E [x Ex] [b b_ub].
have [||s [s_ub s_lub]] := completeness E; last 1 first.
- exists s; split=> [y /s_ub /le_reals //|c c_ub].
  by apply/le_reals/s_lub => y /c_ub /le_reals.
- by exists b => y /b_ub /le_reals.
by exists x.
Qed.

Lemma rsum_big n (f : nat -> R) : rsum n f = (\sum_(i < n) (f i : R_ringType))%R.
Proof. by elim: n => [|n IH]; [rewrite big_ord0|rewrite big_ord_recr /= IH]. Qed.

Section Convert.
Variable d : nat.

Definition to_matrix (S : nat -> vec) : 'M[R]_d := (\matrix_(i, j) S i j)%R.
Definition to_row (x : vec) : 'rV[R]_d := (\row_j x j)%R.
Definition of_row (x : 'rV[R]_d) : vec := fun j => oapp (fun i => x ord0 i) 0 (insub j).

Lemma of_rowE x (j : 'I_d) : of_row x j = x ord0 j.
Proof. by rewrite /of_row valK. Qed.

Lemma of_rowK x : to_row (of_row x) = x.
Proof. by apply/rowP => j; rewrite mxE of_rowE. Qed.

Lemma inner_dot x y : inner d x y = dot (to_row x : 'rV[R_rcfType]_d) (to_row y).
Proof. by rewrite /inner rsum_big; apply: eq_bigr => i _; rewrite !mxE. Qed.

Lemma apply_mul S x : symmetric d S ->
  (to_row (apply d S x) = to_row x *m (to_matrix S : 'M[R_ringType]_d))%R.
Proof.
move=> symS; apply/rowP => i; rewrite !mxE /apply rsum_big; apply: eq_bigr => j _.
rewrite !mxE (symS i j); [exact: Rmult_comm|exact/ltP|exact/ltP].
Qed.

Lemma to_matrix_sym S : symmetric d S -> ((to_matrix S)^T = to_matrix S)%R.
Proof. by move=> symS; apply/matrixP => i j; rewrite !mxE; apply: symS; exact/ltP. Qed.

Lemma eigenvector_mul S lam x : symmetric d S -> eigenvector d S lam x <->
  (to_row x *m (to_matrix S : 'M[R_ringType]_d) = (lam : R_ringType) *: to_row x)%R.
Proof.
move=> symS; rewrite -apply_mul //; split=> [eigen|/rowP eigen].
  by apply/rowP => i; rewrite !mxE; apply: eigen; exact/ltP.
by move=> i /ltP id; have := eigen (Ordinal id); rewrite !mxE.
Qed.

Lemma to_row0 x : (forall j, (j < d)%coq_nat -> x j = 0) <-> to_row x = 0%R.
Proof.
split=> [x0|/rowP x0 j /ltP jd]; first by apply/rowP => j; rewrite !mxE; apply: x0; exact/ltP.
by have := x0 (Ordinal jd); rewrite !mxE.
Qed.

End Convert.

Theorem next_direction d k S u lam : symmetric d S ->
  (forall i, (i < k)%coq_nat -> eigenvector d S (lam i) (u i)) ->
  (forall i, (i < k)%coq_nat -> (forall j, (j < d)%coq_nat -> u i j = 0) \/ inner d (u i) (u i) = 1) ->
  (forall i j, (i < k)%coq_nat -> (j < k)%coq_nat -> i <> j -> inner d (u i) (u j) = 0) ->
  (forall x, (forall i, (i < k)%coq_nat -> inner d (u i) x = 0) -> inner d x x = 0) \/
  exists t w, inner d w w = 1 /\ (forall i, (i < k)%coq_nat -> inner d (u i) w = 0) /\
    eigenvector d S t w /\
    forall x, (forall i, (i < k)%coq_nat -> inner d (u i) x = 0) ->
      inner d (apply d S x) x <= t * inner d x x.
Proof.
move=> symS eigen unit_or0 orth.
have [all0|some] := Classical_Prop.classic
    (forall x, (forall i, (i < k)%coq_nat -> inner d (u i) x = 0) -> inner d x x = 0); first by left.
right; pose v (i : 'I_k) : 'rV[R_rcfType]_d := to_row d (u i).
have [y y0] := Classical_Pred_Type.not_all_ex_not _ _ some.
have [y_orth yn0] : (forall i, (i < k)%coq_nat -> inner d (u i) y = 0) /\ inner d y y <> 0.
  by split=> [i ik|yy]; [apply: Classical_Prop.NNPP => ne; apply: y0 => y_orth; case: ne; exact: y_orth|
                         apply: y0 => _].
have [||||||t [w [w1 w_orth wA bound]]] := @next_eigenvector R_rcfType complete_reals d k
  (to_matrix d S) v (fun i => lam i) (to_row d y).
- exact: to_matrix_sym.
- by move=> i; apply/(eigenvector_mul _ _ symS)/eigen/ltP.
- move=> i; have [/to_row0|] := unit_or0 i (elimT ltP (ltn_ord i)); first by left.
  by rewrite inner_dot; right.
- move=> i j ij; rewrite -inner_dot; apply: orth; [exact/ltP|exact/ltP|].
  by apply/eqP; rewrite val_eqE.
- by apply/eqP => yE; apply: yn0; rewrite inner_dot yE; apply/eqP; rewrite dot_eq0.
- by move=> i; rewrite -inner_dot; apply: y_orth; exact/ltP.
exists t, (of_row w); split; first by rewrite inner_dot of_rowK.
split; first by move=> i /ltP ik; rewrite inner_dot of_rowK; exact: (w_orth (Ordinal ik)).
split; first by apply/(eigenvector_mul _ _ symS); rewrite of_rowK.
move=> x x0; have := bound (to_row d x); rewrite -apply_mul // -!inner_dot => le.
by apply/le_reals/le => i; rewrite -inner_dot; apply: x0; exact/ltP.
Qed.

(** The rows of an orthonormal basis, and its columns. *)
Lemma orthonormal_columns d u a b : orthonormal d d u -> (a < d)%coq_nat -> (b < d)%coq_nat ->
  rsum d (fun i => u i a * u i b) = delta a b.
Proof.
move=> orth /ltP ad /ltP bd; pose U : 'M[R_comUnitRingType]_d := to_matrix d u.
have /mulmx1C UU : (U *m U^T = 1%:M)%R.
  apply/matrixP => i j; rewrite !mxE.
  transitivity (inner d (u i) (u j)).
    by rewrite /inner rsum_big; apply: eq_bigr => l _; rewrite !mxE.
  rewrite orth; [|exact/ltP|exact/ltP].
  by rewrite /delta -val_eqE /=; case: Nat.eqb_spec => [->|/eqP/negbTE->]; rewrite ?eqxx.
have /matrixP/(_ (Ordinal ad) (Ordinal bd)) := UU; rewrite !mxE -val_eqE /= => E.
transitivity (\sum_(j < d) ((U^T)%R (Ordinal ad) j * U j (Ordinal bd))%R)%R.
  by rewrite rsum_big; apply: eq_bigr => i _; rewrite !mxE.
by rewrite E /delta; case: Nat.eqb_spec => [->|/eqP/negbTE->]; rewrite ?eqxx.
Qed.

Theorem spectral_theorem d S : symmetric d S -> exists lam u, principal d S lam u.
Proof.
move=> symS.
have [U [lam [UU _ eigen order]]] := spectral complete_reals (to_matrix_sym symS).
exists (fun i => if (i < d)%N then lam i else 0).
exists (fun i => of_row (oapp (fun k => row k U) 0%R (insub i))); split; [|split; [|split]].
- move=> i j ij /ltP jd; rewrite jd (leq_ltn_trans (introT leP ij) jd); apply/le_reals/order => //.
  exact/leP.
- by move=> j /leP dj; rewrite ltnNge dj.
- move=> i j /ltP id /ltP jd; rewrite !insubT /= inner_dot !of_rowK dotM.
  have /matrixP/(_ (Ordinal id) (Ordinal jd)) := UU; rewrite !mxE -val_eqE /= => E.
  transitivity ((i == j)%:R : R_ringType)%R; last first.
    by rewrite /delta; case: Nat.eqb_spec => [->|/eqP/negbTE->]; rewrite ?eqxx.
  by rewrite -E; apply: eq_bigr => l _; rewrite !mxE.
move=> i /ltP id; rewrite id insubT /=; apply/(eigenvector_mul _ _ symS); rewrite of_rowK.
exact: eigen.
Qed.

Arguments next_direction : clear implicits.
Arguments orthonormal_columns : clear implicits.
Arguments spectral_theorem : clear implicits.
