(** * A bordered form is semidefinite up to its Schur complement *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import WeightsStatements.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Forms.
Variable R : realFieldType.

Lemma form_sum n (M : 'M[R]_n) (x : 'cV[R]_n) :
  quadratic_form M x = \sum_j \sum_k x j 0 * M j k * x k 0.
Proof.
rewrite /quadratic_form mxE exchange_big; apply: eq_bigr => k _ /=.
by rewrite !mxE mulr_suml; apply: eq_bigr => j _; rewrite !mxE.
Qed.

Lemma product_ge (b s t : R) : - (`|b| * (s ^+ 2 + t ^+ 2)) <= 2 * (s * b * t).
Proof.
have sq : 2 * (`|s| * `|t|) <= s ^+ 2 + t ^+ 2.
  rewrite -(real_normK (num_real s)) -(real_normK (num_real t)) -subr_ge0.
  have -> : `|s| ^+ 2 + `|t| ^+ 2 - 2 * (`|s| * `|t|) = (`|s| - `|t|) ^+ 2.
    by rewrite sqrrB mulr_natl addrAC.
  exact: sqr_ge0.
have le : 2 * (`|s| * `|b| * `|t|) <= `|b| * (s ^+ 2 + t ^+ 2).
  by rewrite [`|s| * _]mulrC -mulrA mulrCA; apply: ler_wpmul2l.
rewrite ler_oppl; apply: le_trans le.
rewrite -mulrN; apply: ler_wpmul2l; first by rewrite ler0n.
by rewrite -!normrM -normrN; apply: ler_norm.
Qed.

(** The form of a dominant matrix is at least that of its margins. *)
Lemma dominant_form n (B : 'M[R]_n) (x : 'cV[R]_n) : B^T = B ->
  \sum_j (B j j - \sum_(k < n | k != j) `|B j k|) * x j 0 ^+ 2 <= quadratic_form B x.
Proof.
move=> sB; rewrite form_sum.
pose off (F : 'I_n -> 'I_n -> R) := \sum_j \sum_(k < n | k != j) F j k.
have swap F : off F = off (fun j k => F k j).
  rewrite /off (exchange_big_dep predT) //=; apply: eq_bigr => k _.
  by apply: eq_bigl => j; rewrite eq_sym.
have -> : \sum_j \sum_k x j 0 * B j k * x k 0
        = \sum_j B j j * x j 0 ^+ 2 + off (fun j k => x j 0 * B j k * x k 0).
  rewrite /off -big_split; apply: eq_bigr => j _ /=.
  by rewrite (bigD1 j) //= expr2 mulrA [x j 0 * _]mulrC.
have -> : \sum_j (B j j - \sum_(k < n | k != j) `|B j k|) * x j 0 ^+ 2
        = \sum_j B j j * x j 0 ^+ 2 - off (fun j k => `|B j k| * x j 0 ^+ 2).
  rewrite /off -sumrB; apply: eq_bigr => j _; by rewrite mulrBl mulr_suml.
apply: ler_add => //.
have two : (0 : R) < 2 by rewrite ltr0n.
rewrite -(ler_pmul2l two) mulrN.
have -> : 2 * off (fun j k => `|B j k| * x j 0 ^+ 2)
        = off (fun j k => `|B j k| * (x j 0 ^+ 2 + x k 0 ^+ 2)).
  rewrite mulr_natl mulr2n [X in _ + X]swap /off -big_split; apply: eq_bigr => j _ /=.
  rewrite -big_split; apply: eq_bigr => k _ /=.
  have -> : B k j = B j k by rewrite -{1}sB mxE.
  by rewrite mulrDr.
rewrite /off mulr_sumr -sumrN; apply: ler_sum => j _.
rewrite mulr_sumr -sumrN; apply: ler_sum => k _.
exact: product_ge.
Qed.

Lemma form_ge0_dominant n (B : 'M[R]_n) (x : 'cV[R]_n) : B^T = B -> diagonally_dominant B ->
  0 <= quadratic_form B x /\ (quadratic_form B x = 0 -> x = 0).
Proof.
move=> sB dB.
have m0 j : 0 < B j j - \sum_(k < n | k != j) `|B j k| by rewrite subr_gt0.
have low0 : 0 <= \sum_j (B j j - \sum_(k < n | k != j) `|B j k|) * x j 0 ^+ 2.
  by apply: sumr_ge0 => j _; apply: mulr_ge0; [exact: ltW|exact: sqr_ge0].
have le := dominant_form x sB.
split=> [|f0]; first exact: le_trans le.
have s0 : \sum_j (B j j - \sum_(k < n | k != j) `|B j k|) * x j 0 ^+ 2 = 0.
  by apply/eqP; rewrite eq_le low0 andbT; move: le; rewrite f0.
have each j : (B j j - \sum_(k < n | k != j) `|B j k|) * x j 0 ^+ 2 = 0.
  have pos i : true -> 0 <= (B i i - \sum_(k < n | k != i) `|B i k|) * x i 0 ^+ 2.
    by move=> _; apply: mulr_ge0; [exact: ltW|exact: sqr_ge0].
  exact: (@psumr_eq0P _ _ xpredT _ pos s0).
apply/matrixP => j i; rewrite ord1 mxE; apply/eqP.
by have /eqP := each j; rewrite mulf_eq0 sqrf_eq0 (gt_eqF (m0 j)).
Qed.

Lemma dominant_unit n (B : 'M[R]_n) : B^T = B -> diagonally_dominant B -> B \in unitmx.
Proof.
move=> sB dB; rewrite -row_free_unit; apply: inj_row_free => y yB.
have f0 : quadratic_form B y^T = 0 by rewrite /quadratic_form trmxK yB mul0mx mxE.
by rewrite -[y]trmxK ((form_ge0_dominant y^T sB dB).2 f0) trmx0.
Qed.

Lemma entry_mul (u v : 'M[R]_1) : (u *m v) 0 0 = u 0 0 * v 0 0.
Proof. by rewrite mxE big_ord1. Qed.

Lemma entry_sym n (u v : 'cV[R]_n) : (u^T *m v) 0 0 = (v^T *m u) 0 0.
Proof. by rewrite !mxE; apply: eq_bigr => i _; rewrite !mxE mulrC. Qed.

(** The square completed, of a bordered matrix. *)
Lemma bordered_form n (c : R) (q : 'cV[R]_n) (B : 'M[R]_n) (a : R) (y : 'cV[R]_n) :
  B^T = B -> B \in unitmx ->
  quadratic_form (block_mx c%:M q^T q B) (col_mx a%:M y)
  = a ^+ 2 * (c - (q^T *m invmx B *m q) 0 0) + quadratic_form B (y + a *: (invmx B *m q)).
Proof.
move=> sB uB; set u := invmx B *m q.
have Bu : B *m u = q by rewrite /u mulKVmx.
have uB' : u^T *m B = q^T by rewrite -[B in LHS]sB -trmx_mul Bu.
have qu : q^T *m invmx B *m q = q^T *m u by rewrite mulmxA.
have tr : (y + a *: u)^T = y^T + a *: u^T by apply/matrixP => i j; rewrite !mxE.
have right : quadratic_form B (y + a *: u)
  = quadratic_form B y + a * (q^T *m y) 0 0 + a * (q^T *m y) 0 0 + a ^+ 2 * (q^T *m u) 0 0.
  rewrite /quadratic_form tr !(mulmxDl, mulmxDr) -!(scalemxAl, scalemxAr) uB' -!mulmxA Bu.
  have e := entry_sym y q; rewrite !mxE in e *.
  by rewrite e expr2 !addrA [a * (a * _)]mulrA.
have left : quadratic_form (block_mx c%:M q^T q B) (col_mx a%:M y)
  = a ^+ 2 * c + a * (q^T *m y) 0 0 + a * (q^T *m y) 0 0 + quadratic_form B y.
  rewrite /quadratic_form tr_col_mx tr_scalar_mx mul_row_block mul_row_col !mulmxDl.
  rewrite !mul_scalar_mx !mul_mx_scalar -!scalemxAl.
  have e := entry_sym y q; rewrite !mxE eqxx mulr1n in e *.
  by rewrite e expr2 -mulrA !addrA.
rewrite left right qu mulrBr [quadratic_form B y + _]addrC -!addrA.
congr (_ + _).
set h := a * _; set k := a ^+ 2 * _; set F := quadratic_form B y.
have -> : h + (F + (h + k)) = h + (h + F) + k by rewrite [F + _]addrCA !addrA.
by rewrite [- k + _]addrC addrK.
Qed.

Theorem schur_weights n (M : 'M[R]_(1 + n.+1)) (v : 'rV[R]_(1 + n.+1)) :
  M^T = M ->
  let B := drsubmx (M - diag_mx v) in let q := dlsubmx M in
  diagonally_dominant B ->
  B \in unitmx /\
  (positive_semidefinite (M - diag_mx v) <-> v 0 0 <= M 0 0 - (q^T *m invmx B *m q) 0 0).
Proof.
move=> sM B q dB; set A := M - diag_mx v.
have sA : A^T = A by rewrite /A linearB /= tr_diag_mx sM.
have sB : B^T = B by rewrite /B trmx_drsub -/A sA.
have uB : B \in unitmx by exact: dominant_unit.
have l0 : lshift n.+1 (0 : 'I_1) = 0 :> 'I_(1 + n.+1) by exact: val_inj.
have dl : dlsubmx A = q.
  apply/matrixP => i j; rewrite !mxE ord1 l0.
  have -> : (rshift 1 i == 0 :> 'I_(1 + n.+1)) = false by [].
  by rewrite mulr0n subr0.
have ul : ulsubmx A = (M 0 0 - v 0 0)%:M.
  by apply/matrixP => i j; rewrite !mxE !ord1 l0 eqxx !mulr1n.
have EA : A = block_mx (M 0 0 - v 0 0)%:M q^T q B.
  by rewrite -[A]submxK ul dl -/B -[ursubmx A]trmxK trmx_ursub sA dl.
split=> //; set s := (q^T *m invmx B *m q) 0 0.
have form a y : quadratic_form A (col_mx a%:M y)
  = a ^+ 2 * (M 0 0 - v 0 0 - s) + quadratic_form B (y + a *: (invmx B *m q)).
  by rewrite EA bordered_form.
have iff : (v 0 0 <= M 0 0 - s) = (0 <= M 0 0 - v 0 0 - s).
  by rewrite subr_ge0 ler_subr_addr [RHS]ler_subr_addr addrC.
rewrite iff; split=> [psd|ge0 x].
  have := psd (col_mx 1%:M (- (invmx B *m q))); rewrite form scale1r addNr expr1n mul1r.
  by rewrite /quadratic_form mulmx0 mxE addr0.
have [a -> ] : exists a, x = col_mx a%:M (dsubmx x).
  exists (x 0 0); rewrite -[LHS]vsubmxK; congr (col_mx _ _).
  by apply/matrixP => i j; rewrite !mxE !ord1 l0 eqxx mulr1n.
rewrite form; apply: addr_ge0; first by apply: mulr_ge0 => //; exact: sqr_ge0.
exact: (form_ge0_dominant _ sB dB).1.
Qed.
End Forms.
