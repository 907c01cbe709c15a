(** Remark 1: affine decoders find the smallest affine subspace. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity Require Import AlgebraStatements AlgebraAffineStatements AlgebraBasics.
From Sparsity Require Import AlgebraInstances AlgebraTheoremA.
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
by rewrite mxrank_gen rank_leq_row.
Qed.

End Rows.

(** ** Linear decoders *)

Section Linear.
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

(** A code with as many active rows as the data have rank. *)
Lemma exact_of_rank X : (\rank X <= kappa)%N -> exists W Z, W *m Z = X /\ (active Z <= \rank X)%N.
Proof.
move=> r_le; pose r := \rank X.
exists (col_base X *m (pid_mx r : 'M[R]_(r, kappa))), ((pid_mx r : 'M[R]_(kappa, r)) *m row_base X).
split; first by rewrite mulmxA -[_ *m pid_mx r *m _]mulmxA pid_mx_id // pid_mx_1 mulmx1 mulmx_base.
rewrite activeE -[X in (_ <= X)%N](card_below r_le); apply: subset_leq_card.
apply/subsetP => k; rewrite !inE ltnNge; apply: contraL => r_le_k.
rewrite power_row0 ?ltxx // => j; rewrite mxE big1 // => l _.
by rewrite mxE (leq_gtF (leq_trans _ r_le_k)) ?andbF ?mul0r.
Qed.

End Linear.
