(** Basic facts about errors, row powers and active rows. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Powers.
Variables (R : rcfType) (kappa n : nat).
Implicit Types (Z : 'M[R]_(kappa, n)) (p q : 'rV[R]_kappa).

Lemma powersE Z k : powers Z 0 k = power Z k.
Proof. by rewrite mxE. Qed.

Lemma power_ge0 Z k : 0 <= power Z k.
Proof. by rewrite divr_ge0 ?ler0n // sumr_ge0 // => j _; exact: sqr_ge0. Qed.

Lemma nonnegative_powers Z : nonnegative (powers Z).
Proof. by move=> k; rewrite powersE power_ge0. Qed.

(** A row has no power exactly when its entries are zero. *)
Lemma power_eq0 Z k : power Z k = 0 <-> forall j, Z k j = 0.
Proof.
split=> [|Z0]; last by rewrite /power big1 ?mul0r // => j _; rewrite Z0 expr0n.
case: (posnP n) => [n0 _ j|n_gt0]; first by have := ltn_ord j; rewrite {2}n0 ltn0.
move/eqP; rewrite mulf_eq0 invr_eq0 pnatr_eq0 -[n == 0%N]negbK -lt0n n_gt0 orbF.
rewrite psumr_eq0; last by move=> j _; exact: sqr_ge0.
by move/allP=> Z0 j; apply/eqP; rewrite -sqrf_eq0; apply: Z0; rewrite mem_index_enum.
Qed.

Lemma power_scale Z Z' k k' c : (forall j, Z' k' j = c * Z k j) -> power Z' k' = c ^+ 2 * power Z k.
Proof.
move=> Zc; rewrite /power mulrA mulr_sumr; congr (_ / _).
by apply: eq_bigr => j _; rewrite Zc exprMn.
Qed.

Lemma power_row0 Z k : (forall j, Z k j = 0) -> power Z k = 0.
Proof. by move/power_eq0. Qed.

Lemma activeE Z : active Z = #|[set k | 0 < power Z k]|.
Proof. by rewrite /active /positives; under eq_finset do rewrite powersE. Qed.

Lemma positives_gt0 p : (0 < positives p)%N -> exists k, 0 < p 0 k.
Proof. by rewrite card_gt0 => /set0Pn[k]; rewrite inE; exists k. Qed.

Lemma nonnegative_eq0 p k : nonnegative p -> (0 < p 0 k) = false -> p 0 k = 0.
Proof. by move=> p0 pk; apply/eqP; rewrite eq_le p0 leNgt pk. Qed.

End Powers.

Theorem power_gt0 :
  forall (R : rcfType) (kappa n : nat) (Z : 'M[R]_(kappa, n)) k,
    0 < power Z k <-> row k Z <> 0.
Proof.
move=> R kappa n Z k; rewrite lt_def power_ge0 andbT; split=> [/eqP p_neq0 row0|row_neq0].
  by apply/p_neq0/power_eq0 => j; have /rowP/(_ j) := row0; rewrite !mxE.
by apply/eqP => /power_eq0 Z0; apply: row_neq0; apply/rowP => j; rewrite !mxE Z0.
Qed.

Section Errors.
Variables (R : rcfType) (d kappa n : nat).
Implicit Types (X : 'M[R]_(d, n)) (mu : decoder R d kappa) (Z : 'M[R]_(kappa, n)).

Lemma error_ge0 X mu Z : 0 <= error X mu Z.
Proof.
rewrite divr_ge0 ?ler0n // sumr_ge0 // => j _.
by rewrite sumr_ge0 // => i _; exact: sqr_ge0.
Qed.

Lemma error_gt0 X mu Z : error X mu Z <> 0 -> 0 < error X mu Z.
Proof. by move/eqP=> e0; rewrite lt_def e0 error_ge0. Qed.

End Errors.

Theorem error_eq0 :
  forall (R : rcfType) (d kappa n : nat) (X : 'M[R]_(d, n)) (mu : decoder R d kappa) Z,
    error X mu Z = 0 <-> forall j, mu (col j Z) = col j X.
Proof.
move=> R d kappa n X mu Z; split=> [|exact]; last first.
  by rewrite /error big1 ?mul0r // => j _; rewrite big1 // => i _; rewrite exact mxE subrr expr0n.
move=> e0 j; apply/colP => i; rewrite mxE; move/eqP: e0.
have dn_gt0 : (0 < d * n)%N.
  by rewrite muln_gt0 (leq_ltn_trans _ (ltn_ord i)) // (leq_ltn_trans _ (ltn_ord j)).
rewrite mulf_eq0 invr_eq0 pnatr_eq0 -[(d * n)%N == 0%N]negbK -lt0n dn_gt0 orbF.
rewrite psumr_eq0 => [|j' _]; last by rewrite sumr_ge0 // => i' _; exact: sqr_ge0.
move/allP/(_ j); rewrite mem_index_enum => /(_ isT) /=.
rewrite psumr_eq0 => [|i' _]; last exact: sqr_ge0.
move/allP/(_ i); rewrite mem_index_enum => /(_ isT) /=.
by rewrite sqrf_eq0 subr_eq0 => /eqP->.
Qed.

Lemma col_mul (R : rcfType) d kappa n (W : 'M[R]_(d, kappa)) (Z : 'M[R]_(kappa, n)) j :
  col j (W *m Z) = W *m col j Z.
Proof. by rewrite !colE mulmxA. Qed.

(** A linear decoder is exact on Z exactly when W Z = X. *)
Lemma error_linear_eq0 (R : rcfType) d kappa n (X : 'M[R]_(d, n)) (W : 'M[R]_(d, kappa)) Z :
  error X (linear_decoder W) Z = 0 <-> W *m Z = X.
Proof.
split=> [/error_eq0 exact|<-].
  apply/matrixP => i j; have /colP/(_ i) := exact j.
  by rewrite /linear_decoder -col_mul // !mxE.
by apply/error_eq0 => j; rewrite /linear_decoder -col_mul.
Qed.
