(** The spectral theorem: a symmetric matrix has an eigenvector of its largest eigenvalue orthogonal to
    any given eigenvectors.

    The largest eigenvalue t is the supremum of x A x^T over unit vectors.  Were t - A invertible, the
    form of t - A would be bounded below on unit vectors by a positive number, and t not the least
    bound.  Only that bounded sets have a least upper bound is used of the field. *)

From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Dot.
Variables (R : rcfType) (n : nat).
Implicit Types (x y z : 'rV[R]_n) (A M : 'M[R]_n).

Definition dot x y : R := \sum_i x 0 i * y 0 i.

Lemma dotM x y : dot x y = (x *m y^T) 0 0.
Proof. by rewrite mxE; apply: eq_bigr => i _; rewrite mxE. Qed.

Lemma dotC x y : dot x y = dot y x.
Proof. by apply: eq_bigr => i _; rewrite mulrC. Qed.

Lemma dotDl x y z : dot (x + y) z = dot x z + dot y z.
Proof. by rewrite -big_split; apply: eq_bigr => i _; rewrite mxE mulrDl. Qed.

Lemma dotZl a x y : dot (a *: x) y = a * dot x y.
Proof. by rewrite mulr_sumr; apply: eq_bigr => i _; rewrite mxE mulrA. Qed.

Lemma dotNl x y : dot (- x) y = - dot x y.
Proof. by rewrite -scaleN1r dotZl mulN1r. Qed.

Lemma dotBl x y z : dot (x - y) z = dot x z - dot y z.
Proof. by rewrite dotDl dotNl. Qed.

Lemma dotZr a x y : dot x (a *: y) = a * dot x y.
Proof. by rewrite dotC dotZl dotC. Qed.

Lemma dotBr x y z : dot x (y - z) = dot x y - dot x z.
Proof. by rewrite ![dot x _]dotC dotBl. Qed.

Lemma dot_ge0 x : 0 <= dot x x.
Proof. by apply: sumr_ge0 => i _; rewrite -expr2 sqr_ge0. Qed.

Lemma dot_eq0 x : (dot x x == 0) = (x == 0).
Proof.
apply/eqP/eqP => [|->]; last by apply: big1 => i _; rewrite mxE mul0r.
move/eqP; rewrite psumr_eq0; last by move=> i _; rewrite -expr2 sqr_ge0.
move/allP=> x0; apply/rowP => i; rewrite mxE; apply/eqP.
by have := x0 i (mem_index_enum i); rewrite mulf_eq0 orbb.
Qed.

Lemma dot_gt0 x : x != 0 -> 0 < dot x x.
Proof. by move=> x0; rewrite lt_def dot_ge0 dot_eq0 x0. Qed.

(** A symmetric matrix moves from one side to the other. *)
Lemma dot_symmetric A x y : A^T = A -> dot (x *m A) y = dot x (y *m A).
Proof. by move=> symA; rewrite !dotM trmx_mul symA mulmxA. Qed.

(** On unit vectors a form is at most the sum of its absolute entries. *)
Lemma form_bound A x : dot x x = 1 -> `|dot (x *m A) x| <= \sum_i \sum_j `|A i j|.
Proof.
move=> x1; have entry i : `|x 0 i| <= 1.
  rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?normr_ge0 // expr1n -normrX ger0_norm ?sqr_ge0 //.
  rewrite -x1 /dot (bigD1 i) //= expr2 ler_addl sumr_ge0 // => k _.
  by rewrite -expr2 sqr_ge0.
rewrite exchange_big /=; apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => j _.
rewrite normrM -[leRHS]mulr1 ler_pmul ?normr_ge0 //.
rewrite mxE; apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => i _.
by rewrite normrM -[leRHS]mul1r ler_pmul ?normr_ge0.
Qed.

(** Scaling to a unit vector. *)
Definition unit_of x : 'rV[R]_n := (Num.sqrt (dot x x))^-1 *: x.

Lemma unit_of1 x : x != 0 -> dot (unit_of x) (unit_of x) = 1.
Proof.
move=> x0; rewrite dotZl dotZr mulrA -invfM -expr2 sqr_sqrtr ?dot_ge0 // mulVf //.
by rewrite dot_eq0.
Qed.

End Dot.

Section Top.
Variable R : rcfType.

(** Bounded sets have a least upper bound. *)
Definition complete_order : Prop := forall E : R -> Prop, (exists x, E x) ->
  (exists b, forall x, E x -> x <= b) ->
  exists s, (forall x, E x -> x <= s) /\ (forall b, (forall x, E x -> x <= b) -> s <= b).

Hypothesis lub : complete_order.

Lemma top_eigenvector n (A : 'M[R]_n) (y : 'rV[R]_n) : A^T = A -> y != 0 ->
  exists t (w : 'rV[R]_n), [/\ w != 0, w *m A = t *: w & forall x, dot (x *m A) x <= t * dot x x].
Proof.
move=> symA y0.
pose E t := exists2 x : 'rV[R]_n, dot x x = 1 & t = dot (x *m A) x.
have [] := lub (E := E).
- by exists (dot (unit_of y *m A) (unit_of y)), (unit_of y) => //; exact: unit_of1.
- exists (\sum_i \sum_j `|A i j|) => _ [x x1 ->].
  exact: le_trans (ler_norm _) (form_bound A x1).
move=> t [t_ub t_lub]; exists t.
have bound x : dot (x *m A) x <= t * dot x x.
  have [->|x0] := eqVneq x 0; first by rewrite mul0mx /dot !big1 ?mulr0 // => i _; rewrite mxE mul0r.
  have : dot (unit_of x *m A) (unit_of x) <= t by apply: t_ub; exists (unit_of x) => //; exact: unit_of1.
  rewrite -scalemxAl dotZl dotZr mulrA -invfM -expr2 sqr_sqrtr ?dot_ge0 // mulrC.
  by rewrite ler_pdivr_mulr // dot_gt0.
have symM : (t%:M - A)^T = t%:M - A by rewrite linearB /= tr_scalar_mx symA.
have form x z : dot (x *m (t%:M - A)) z = t * dot x z - dot (x *m A) z.
  by rewrite mulmxBr mul_mx_scalar dotBl dotZl.
have [invM|] := boolP (t%:M - A \in unitmx); last first.
  rewrite -row_free_unit -kermx_eq0 => /rowV0Pn[w /sub_kermxP w0 wn0].
  exists w; split=> //; apply/eqP; rewrite eq_sym -subr_eq0 -mul_mx_scalar -mulmxBr.
  exact/eqP.
exfalso; pose c := \sum_i \sum_j `|invmx (t%:M - A) i j| + 1.
have c_gt0 : 0 < c.
  by rewrite ltr_spaddr // sumr_ge0 // => i _; rewrite sumr_ge0.
have : t <= t - c^-1.
  apply: t_lub => _ [x x1 ->]; rewrite ler_subr_addr -ler_subr_addl.
  pose z := x *m invmx (t%:M - A).
  have zM : z *m (t%:M - A) = x by rewrite mulmxKV.
  have zx : dot x z <= c.
    rewrite dotC; apply: le_trans (ler_norm _) _.
    apply: le_trans (form_bound _ x1) _; by rewrite ler_addl.
  (* the form of t - A at x - z/c *)
  have pos : 0 <= dot ((x - c^-1 *: z) *m (t%:M - A)) (x - c^-1 *: z).
    by rewrite form subr_ge0.
  have zz : dot x z <= c by [].
  move: pos; rewrite mulmxBl -scalemxAl zM dotBl dotZl !dotBr !dotZr x1.
  have -> : dot (x *m (t%:M - A)) z = 1 by rewrite dot_symmetric // zM.
  rewrite form x1 mulr1 mulr1 => pos.
  have small : c^-1 * (c^-1 * dot x z) <= c^-1.
    rewrite -[leRHS]mulr1 ler_pmul2l ?invr_gt0 // mulrC ler_pdivr_mulr // mul1r //.
  move: pos; rewrite mulrBr mulr1 subr_ge0 ler_subr_addr => pos.
  by rewrite -ler_subr_addr; have := ler_add pos small; rewrite !subrK.
by rewrite -subr_ge0 addrAC subrr sub0r oppr_ge0 leNgt invr_gt0 c_gt0.
Qed.

(** The same on what is orthogonal to given eigenvectors u i, each of length one or zero: they are
    moved below the others, by A - c sum_i u_i^T u_i. *)
Lemma next_eigenvector n k (A : 'M[R]_n) (u : 'I_k -> 'rV[R]_n) (lam : 'I_k -> R) (y : 'rV[R]_n) :
  A^T = A -> (forall i, u i *m A = lam i *: u i) ->
  (forall i, u i = 0 \/ dot (u i) (u i) = 1) -> (forall i j, i != j -> dot (u i) (u j) = 0) ->
  y != 0 -> (forall i, dot (u i) y = 0) ->
  exists t (w : 'rV[R]_n), [/\ dot w w = 1, forall i, dot (u i) w = 0, w *m A = t *: w &
    forall x, (forall i, dot (u i) x = 0) -> dot (x *m A) x <= t * dot x x].
Proof.
move=> symA eigen unit_or0 orth yn0 y_orth.
pose P := \sum_i (u i)^T *m u i.
have apply_P x : x *m P = \sum_i dot x (u i) *: u i.
  rewrite mulmx_sumr; apply: eq_bigr => i _.
  by rewrite mulmxA [x *m _]mx11_scalar -dotM mul_scalar_mx.
have P0 x : (forall i, dot (u i) x = 0) -> x *m P = 0.
  by move=> x0; rewrite apply_P big1 // => i _; rewrite dotC x0 scale0r.
have Pu i : u i *m P = u i.
  rewrite apply_P (bigD1 i) //= big1 ?addr0 => [|j ji]; last by rewrite orth ?scale0r // eq_sym.
  by case: (unit_or0 i) => [->|->]; rewrite ?scaler0 // scale1r.
have symP : P^T = P.
  by rewrite /P linear_sum; apply: eq_bigr => i _ /=; rewrite trmx_mul trmxK.
pose y1 := unit_of y; have y11 : dot y1 y1 = 1 by exact: unit_of1.
have y1_orth i : dot (u i) y1 = 0 by rewrite dotZr y_orth mulr0.
pose c := \sum_i `|lam i| + `|dot (y1 *m A) y1| + 1.
have symB : (A - c *: P)^T = A - c *: P by rewrite linearB linearZ /= symA symP.
have same x : (forall i, dot (u i) x = 0) -> x *m (A - c *: P) = x *m A.
  by move=> x0; rewrite mulmxBr -scalemxAr P0 // scaler0 subr0.
have [t [w [wn0 wB bound]]] := top_eigenvector symB yn0.
have above i : lam i - c < t.
  apply: lt_le_trans (_ : - `|dot (y1 *m A) y1| <= t); last first.
    have := bound y1; rewrite same // y11 mulr1; apply: le_trans.
    by rewrite ler_oppl -normrN ler_norm.
  rewrite ltr_subl_addr /c [\sum_i _ + _]addrC -addrA addKr (bigD1 i) //= -addrA.
  apply: le_lt_trans (ler_norm _) _; rewrite ltr_addl ltr_paddl ?ltr01 //.
  by rewrite sumr_ge0.
have w_orth i : dot (u i) w = 0.
  have : dot (u i *m (A - c *: P)) w = t * dot (u i) w by rewrite dot_symmetric // wB dotZr.
  rewrite mulmxBr eigen -scalemxAr Pu -scalerBl dotZl => /eqP.
  rewrite -subr_eq0 -mulrBl mulf_eq0 => /orP[|/eqP //].
  by rewrite subr_eq0 => /eqP same_t; have := above i; rewrite same_t ltxx.
exists t, (unit_of w); split.
- exact: unit_of1.
- by move=> i; rewrite dotZr w_orth mulr0.
- by rewrite -scalemxAl -(same w) // wB !scalerA mulrC.
by move=> x x_orth; have := bound x; rewrite same.
Qed.

(** Fewer than n vectors leave a direction free. *)
Lemma free_direction n k (u : 'I_k -> 'rV[R]_n) : (k < n)%N ->
  exists2 y : 'rV[R]_n, y != 0 & forall i, dot (u i) y = 0.
Proof.
move=> k_lt_n; pose U := \matrix_i u i.
have : kermx U^T != 0.
  rewrite -mxrank_eq0 mxrank_ker -lt0n subn_gt0 mxrank_tr.
  exact: leq_ltn_trans (rank_leq_row U) k_lt_n.
case/rowV0Pn=> y /sub_kermxP y_ker y0; exists y => // i.
have /rowP/(_ i) := y_ker; rewrite !mxE dotC => eq0; rewrite -[RHS]eq0.
by apply: eq_bigr => j _; rewrite !mxE.
Qed.

(** The k largest eigenvalues, in order. *)
Lemma largest_eigenvalues n (A : 'M[R]_n) k : A^T = A -> (k <= n)%N ->
  exists (u : nat -> 'rV[R]_n) (lam : nat -> R),
  [/\ forall i, (i < k)%N -> u i *m A = lam i *: u i,
      forall i j, (i < k)%N -> (j < k)%N -> dot (u i) (u j) = (i == j)%:R,
      forall i j, (i <= j)%N -> (j < k)%N -> lam j <= lam i &
      forall i x, (i < k)%N -> (forall j, (j < i)%N -> dot (u j) x = 0) ->
        dot (x *m A) x <= lam i * dot x x].
Proof.
move=> symA; elim: k => [|k IH] k_n; first by exists (fun _ => 0), (fun _ => 0).
have [u [lam [eigen orth order top]]] := IH (ltnW k_n).
have [y y0 y_orth] := free_direction (fun i : 'I_k => u i) k_n.
have [||i j|t [w [w1 w_orth wA bound]]] := next_eigenvector (u := fun i : 'I_k => u i)
    (lam := fun i : 'I_k => lam i) symA _ _ _ y0 y_orth.
- by move=> i; exact: eigen.
- by move=> i; right; rewrite orth ?eqxx.
- by move=> ij; rewrite orth // val_eqE (negbTE ij).
have {}w_orth i : (i < k)%N -> dot (u i) w = 0 by move=> ik; exact: (w_orth (Ordinal ik)).
have {}bound x : (forall i, (i < k)%N -> dot (u i) x = 0) -> dot (x *m A) x <= t * dot x x.
  by move=> x0; apply: bound => i; exact: x0.
exists (fun i => if i == k then w else u i), (fun i => if i == k then t else lam i).
have below i : (i < k.+1)%N -> i != k -> (i < k)%N by rewrite ltnS ltn_neqAle => -> ->.
split.
- by move=> i ik; case: eqVneq => [_|ne] //; apply: eigen; exact: below.
- move=> i j ik jk; case: (eqVneq i k) => [iE|ni]; case: (eqVneq j k) => [jE|nj].
  + by rewrite iE jE eqxx w1.
  + by rewrite dotC w_orth ?below // iE eq_sym (negbTE nj).
  + by rewrite w_orth ?below // jE (negbTE ni).
  by rewrite orth ?below.
- move=> i j ij jk; case: (eqVneq j k) => [jE|nj]; case: (eqVneq i k) => [iE|ni] //.
  + have ik : (i < k)%N by rewrite ltn_neqAle ni -jE.
    have := top i w ik; rewrite wA dotZl w1 !mulr1; apply=> l li.
    exact: w_orth (ltn_trans li ik).
  + by move: (below j jk nj); rewrite -iE ltnNge ij.
  by apply: order => //; exact: below.
move=> i x ik x0; case: (eqVneq i k) => [iE|ni].
  apply: bound => j jk; have := x0 j; rewrite iE (ltn_eqF jk); exact.
apply: top => [|j ji]; first exact: below.
by have := x0 j ji; rewrite (ltn_eqF (ltn_trans ji (below _ ik ni))).
Qed.

(** The spectral theorem: an orthonormal basis of eigenvectors, by decreasing eigenvalues. *)
Theorem spectral n (A : 'M[R]_n) : A^T = A ->
  exists (U : 'M[R]_n) (lam : nat -> R),
  [/\ U *m U^T = 1%:M, U^T *m U = 1%:M, forall i, row i U *m A = lam i *: row i U &
      forall i j, (i <= j)%N -> (j < n)%N -> lam j <= lam i].
Proof.
move=> symA; have [u [lam [eigen orth order _]]] := largest_eigenvalues symA (leqnn n).
exists (\matrix_(i < n) u i), lam; have UU : (\matrix_(i < n) u i) *m (\matrix_(i < n) u i)^T = 1%:M.
  apply/matrixP => i j; rewrite !mxE -(orth i j) //.
  by apply: eq_bigr => l _; rewrite !mxE.
split=> //; first exact: mulmx1C.
by move=> i; rewrite rowK eigen.
Qed.

End Top.
