(** Ranks: active rows bound the rank of the data, injective decoders keep that of the codes. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Rows.
Variables (R : rcfType) (kappa : nat).

(** The projection to the active rows of a code. *)
Definition active_rows n (Z : 'M[R]_(kappa, n)) : 'M[R]_kappa :=
  \matrix_(k, l) ((k == l) && (0 < power Z k)%R)%:R.

Lemma active_rows_mul n m (Z : 'M[R]_(kappa, n)) (Y : 'M[R]_(kappa, m)) k j :
  (active_rows Z *m Y) k j = (0 < power Z k)%R%:R * Y k j.
Proof.
rewrite mxE (bigD1 k) //= mxE eqxx big1 ?addr0 // => l /negPf l_neq.
by rewrite mxE eq_sym l_neq mul0r.
Qed.

Lemma active_rows_id n (Z : 'M[R]_(kappa, n)) : active_rows Z *m Z = Z.
Proof.
apply/matrixP => k j; rewrite active_rows_mul; case: ltP => [_|le0]; first by rewrite mul1r.
rewrite mul0r; apply/esym; move: j; apply/power_eq0.
by apply/eqP; rewrite eq_le le0 power_ge0.
Qed.

Lemma active_rows_rank n (Z : 'M[R]_(kappa, n)) : (\rank (active_rows Z) <= active Z)%N.
Proof.
pose S := [set k | 0 < power Z k].
have sub : (active_rows Z <= \sum_(k in S) <<delta_mx (0 : 'I_1) k>>)%MS.
  apply/row_subP => k; case kS: (k \in S); last first.
    have -> : row k (active_rows Z) = 0; last exact: sub0mx.
    by apply/rowP => l; rewrite !mxE; move: kS; rewrite inE => ->; rewrite andbF.
  apply: (sumsmx_sup k) => //; rewrite genmxE.
  have -> : row k (active_rows Z) = delta_mx 0 k; last exact: submx_refl.
  by apply/rowP => l; rewrite !mxE; move: kS; rewrite inE => ->; rewrite andbT eq_sym eqxx.
apply: leq_trans (mxrankS sub) _; apply: leq_trans (mxrank_sum_leqif _) _.
rewrite activeE -/S -sum1_card; apply: leq_sum => k _.
by rewrite /= mxrank_gen rank_leq_row.
Qed.

End Rows.

Section Exact.
Variables (R : rcfType) (d kappa n : nat).
Implicit Types (X : 'M[R]_(d, n)) (W : 'M[R]_(d, kappa)) (Z : 'M[R]_(kappa, n)).

Lemma masked X W Z : W *m Z = X -> W *m active_rows Z *m Z = X.
Proof. by move=> <-; rewrite -mulmxA active_rows_id. Qed.

(** An exact code has at least as many active rows as the data have rank. *)
Lemma rank_le_active X W Z : W *m Z = X -> (\rank X <= active Z)%N.
Proof.
move=> /masked <-; apply: leq_trans (active_rows_rank Z).
by rewrite -mulmxA; apply: leq_trans (mxrankM_maxr _ _) (mxrankM_maxl _ _).
Qed.

Lemma injective_rank W Z : injective (linear_decoder W) -> \rank (W *m Z) = \rank Z.
Proof.
move=> W_inj; apply/eqP; rewrite eqn_leq mxrankM_maxr /=.
have /row_freeP[B WB] : row_free W^T.
  apply: inj_row_free => v vW; apply: trmx_inj; rewrite trmx0; apply: W_inj.
  by rewrite /linear_decoder mulmx0 -[W]trmxK -trmx_mul vW trmx0.
have BW : B^T *m W = 1%:M by rewrite -[W]trmxK -trmx_mul WB trmx1.
by rewrite -{1}[Z]mul1mx -BW -mulmxA mxrankM_maxr.
Qed.

End Exact.
