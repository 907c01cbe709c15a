(** The determinant of a multiple of the identity plus orthogonal columns. *)

From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.analysis Require Import Rstruct.
From Sparsity.theory Require Import LikelihoodStatements Spectral Bridge SpectralReals PrincipalBound.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Section Sylvester.
Local Open Scope ring_scope.

Lemma sylvester (R : comUnitRingType) m n (A : 'M[R]_(m, n)) (B : 'M[R]_(n, m)) :
  \det (1%:M + A *m B) = \det (1%:M + B *m A).
Proof.
have left : block_mx 1%:M A (- B) 1%:M
  = block_mx 1%:M 0 (- B) 1%:M *m block_mx 1%:M A 0 (1%:M + B *m A) :> 'M_(m + n).
  rewrite mulmx_block ?mul1mx ?mulmx1 ?mul0mx ?mulmx0 ?GRing.addr0 mulNmx.
  by congr block_mx; rewrite GRing.addrCA GRing.addNr GRing.addr0.
have right : block_mx 1%:M A (- B) 1%:M
  = block_mx (1%:M + A *m B) A 0 1%:M *m block_mx 1%:M 0 (- B) 1%:M :> 'M_(m + n).
  rewrite mulmx_block ?mul1mx ?mulmx1 ?mul0mx ?mulmx0 ?GRing.add0r ?GRing.addr0 mulmxN.
  by congr block_mx; rewrite GRing.addrK.
have := congr1 (fun M => \det M) left; rewrite right !det_mulmx !det_ublock !det_lblock !det1.
by rewrite !GRing.mulr1 !GRing.mul1r.
Qed.

End Sylvester.

Lemma pow_exp (x : R) j : x ^ j = ((x : R_ringType) ^+ j)%R.
Proof. by elim: j => [|j IH]; rewrite ?GRing.expr0 // GRing.exprS -IH. Qed.

Lemma determinant_step m C : determinant (S m) C = rsum (S m) (fun j => (-1) ^ j * C 0%N j
  * determinant m (fun a b => C (S a) (if Nat.ltb b j then b else S b))).
Proof. by []. Qed.

Lemma determinant_det d C : determinant d C = (\det (to_matrix d C : 'M[R_comRingType]_d))%R.
Proof.
elim: d C => [|d IH] C; first by rewrite det_mx00.
rewrite (expand_det_row _ ord0) determinant_step rsum_big.
apply: eq_bigr => j _; rewrite IH /cofactor !mxE /= add0n pow_exp.
rewrite [RHS]GRing.mulrA [(C _ _ * _)%R]GRing.mulrC; congr (_ * _)%R.
congr (\det _)%R; apply/matrixP => a b; rewrite !mxE /= /bump /=.
by congr (C _ _); case: Nat.ltb_spec => [/ltP|/leP]; rewrite ?ltnNge => H; rewrite ?H ?(negbTE H).
Qed.

(** gamma + sum_l f_l f_l^T for orthogonal f_l. *)
Lemma determinant_columns d kappa gamma (f : nat -> vec) C : gamma <> 0 -> orthogonal d kappa f ->
  (forall i j, (i < d)%coq_nat -> (j < d)%coq_nat ->
     C i j = gamma * delta i j + rsum kappa (fun l => f l i * f l j)) ->
  determinant d C = gamma ^ d * rprod kappa (fun l => 1 + inner d (f l) (f l) / gamma).
Proof.
move=> /eqP gamma0 orth CE; rewrite determinant_det.
pose F : 'M[R_comUnitRingType]_(kappa, d) := (\matrix_(l, j) f l j)%R.
pose c : R_comUnitRingType := gamma.
have -> : (to_matrix d C = c *: (1%:M + (c^-1 *: F^T) *m F))%R.
  rewrite GRing.scalerDr -scalemxAl GRing.scalerA GRing.mulfV // GRing.scale1r.
  apply/matrixP => i j; rewrite !mxE CE; [|exact/ltP|exact/ltP].
  congr (_ + _)%R.
    rewrite /delta -val_eqE /=; case: Nat.eqb_spec => [->|/eqP/negbTE->]; by rewrite ?eqxx.
  by rewrite rsum_big; apply: eq_bigr => l _; rewrite !mxE.
rewrite detZ sylvester pow_exp; congr (_ * _)%R.
have -> : (1%:M + F *m (c^-1 *: F^T) = diag_mx (\row_l (1 + inner d (f l) (f l) / gamma)))%R.
  apply/matrixP => l m; rewrite !mxE.
  have -> : (\sum_j F l j * (c^-1 *: F^T) j m = inner d (f l) (f m) / gamma)%R.
    rewrite /inner rsum_big GRing.mulr_suml; apply: eq_bigr => j _.
    by rewrite !mxE [(c^-1 * _)%R]GRing.mulrC GRing.mulrA.
  have [->|ne] := eqVneq l m; first by rewrite GRing.mulr1n.
  rewrite GRing.mulr0n orth; [|exact/ltP|exact/ltP|by apply/eqP; rewrite val_eqE].
  by rewrite GRing.add0r GRing.mul0r.
rewrite det_diag.
have prod n g : rprod n g = (\prod_(i < n) (g i : R_ringType))%R.
  by elim: n => [|n IH]; [rewrite big_ord0|rewrite big_ord_recr /= IH].
by rewrite prod; apply: eq_bigr => l _; rewrite !mxE RdivE.
Qed.

Arguments determinant_columns : clear implicits.
