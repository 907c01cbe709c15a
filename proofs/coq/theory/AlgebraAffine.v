(** Remark 1: affine decoders find the smallest affine subspace. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraAffineStatements AlgebraBasics.
From Sparsity.theory Require Import AlgebraRank AlgebraInstances AlgebraTheoremA.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Linear decoders *)

Section Linear.
Variables (R : rcfType) (d kappa n : nat).
Implicit Types (X : 'M[R]_(d, n)) (W : 'M[R]_(d, kappa)) (Z : 'M[R]_(kappa, n)).

(** A code with as many active rows as the data have rank. *)
Lemma exact_of_rank X : (\rank X <= kappa)%N -> exists W Z, W *m Z = X /\ (active Z <= \rank X)%N.
Proof.
move=> r_le; pose r := \rank X.
exists (col_base X *m (pid_mx r : 'M[R]_(r, kappa))), ((pid_mx r : 'M[R]_(kappa, r)) *m row_base X).
split; first by rewrite mulmxA -(mulmxA (col_base X)) pid_mx_id // pid_mx_1 mulmx1 mulmx_base.
rewrite activeE -[X in (_ <= X)%N](card_below r_le); apply: subset_leq_card.
apply/subsetP => k; rewrite !inE ltnNge; apply: contraL => r_le_k.
rewrite power_row0 ?ltxx // => j; rewrite mxE big1 // => l _.
by rewrite mxE (leq_gtF (leq_trans _ r_le_k)) ?andbF ?mul0r.
Qed.

End Linear.

(** A factor of no larger rank has the same column space. *)
Lemma column_space (R : rcfType) d kappa n (X : 'M[R]_(d, n)) (A : 'M_(d, kappa)) Z :
  A *m Z = X -> (\rank A <= \rank X)%N -> exists Y, A = X *m Y.
Proof.
move=> AZ le_rank; have sub : (X^T <= A^T)%MS by rewrite -AZ trmx_mul submxMl.
have : (A^T <= X^T)%MS by rewrite -(geq_leqif (mxrank_leqif_sup sub)) !mxrank_tr.
by case/submxP => D /(congr1 trmx); rewrite trmx_mul !trmxK => ->; exists D^T.
Qed.

(** A code without the inactive rows of Z is its own projection. *)
Lemma supported (R : rcfType) kappa n (Z : 'M[R]_(kappa, n)) (z : 'cV[R]_kappa) :
  (forall k, power Z k = 0 -> z k 0 = 0) -> active_rows Z *m z = z.
Proof.
move=> zP; apply/colP => k; rewrite active_rows_mul; case: ltP => [_|le0]; first exact: mul1r.
by rewrite zP ?mul0r //; apply/eqP; rewrite eq_le le0 power_ge0.
Qed.

Lemma supported_mul (R : rcfType) kappa n (Z : 'M[R]_(kappa, n)) (w : 'cV[R]_n) k :
  power Z k = 0 -> (Z *m w) k 0 = 0.
Proof. by move/power_eq0 => Z0; rewrite mxE big1 // => j _; rewrite Z0 mul0r. Qed.

Theorem remark_1_linear :
  forall (R : rcfType) (d kappa n : nat) (X : 'M[R]_(d, n)),
    (\rank X <= kappa)%N ->
    (exists W Z, optimal_sparse X (@linear_decoder R d kappa) W Z) /\
    forall W Z, optimal_sparse X (@linear_decoder R d kappa) W Z ->
      active Z = \rank X /\ forall x, active_image (linear_decoder W) Z x <-> linear_hull X x.
Proof.
move=> R d kappa n X r_le; have [W0 [Z0 [WZ0 act0]]] := exact_of_rank r_le.
have opt_active W Z : optimal_sparse X (@linear_decoder R d kappa) W Z -> active Z = \rank X.
  case=> /error_linear_eq0 WZ minZ; apply/eqP; rewrite eqn_leq (rank_le_active WZ) andbT.
  by apply: leq_trans act0; apply: (minZ W0); exact/error_linear_eq0.
split=> [|W Z opt].
  exists W0, Z0; split=> [|W Z /error_linear_eq0 WZ]; first exact/error_linear_eq0.
  exact: leq_trans act0 (rank_le_active WZ).
have actZ := opt_active W Z opt; split=> // x; have /error_linear_eq0 WZ := opt.1.
split=> [[z [zP <-]]|[w <-]]; last first.
  exists (Z *m w); split; first exact: supported_mul.
  by rewrite /linear_decoder mulmxA WZ.
have [|Y WY] := column_space (masked WZ).
  by apply: leq_trans (mxrankM_maxr _ _) _; rewrite -actZ active_rows_rank.
by exists (Y *m z); rewrite mulmxA -WY -mulmxA supported.
Qed.

(** ** Affine decoders *)

Section Affine.
Variables (R : rcfType) (d kappa n : nat).
Hypothesis n_gt0 : (0 < n)%N.
Implicit Types (X : 'M[R]_(d, n)) (W : 'M[R]_(d, kappa)) (Z : 'M[R]_(kappa, n)).

(** The weights of the mean, and the projection that centres. *)
Definition mean_weights : 'cV[R]_n := const_mx n%:R^-1.
Definition ones : 'rV[R]_n := const_mx 1.
Definition centring : 'M[R]_n := 1%:M - mean_weights *m ones.

Lemma ones_sum (w : 'cV[R]_n) : (ones *m w) 0 0 = \sum_j w j 0.
Proof. by rewrite mxE; apply: eq_bigr => j _; rewrite mxE mul1r. Qed.

Lemma ones_mean : ones *m mean_weights = 1.
Proof.
apply/matrixP => i j; rewrite !ord1 ones_sum !mxE.
under eq_bigr do rewrite mxE.
by rewrite sumr_const card_ord -[LHS]mulr_natr mulVf // pnatr_eq0 -lt0n.
Qed.

Lemma ones_centring : ones *m centring = 0.
Proof. by rewrite mulmxBr mulmx1 mulmxA ones_mean mul1mx subrr. Qed.

Lemma centredE X : centred X = X *m centring.
Proof.
rewrite mulmxBr mulmx1 mulmxA; apply/matrixP => i j; rewrite !mxE big_ord1 !mxE mulr1.
by congr (_ - _); rewrite mulr_suml; apply: eq_bigr => l _; rewrite mxE.
Qed.

Lemma centred_mean X : centred X + X *m mean_weights *m ones = X.
Proof. by rewrite centredE mulmxBr mulmx1 mulmxA subrK. Qed.

Lemma affine_exact X Wb Z :
  error X (@affine_decoder R d kappa Wb) Z = 0 <-> Wb.1 *m Z + Wb.2 *m ones = X.
Proof.
have colE j : col j (Wb.1 *m Z + Wb.2 *m ones) = affine_decoder Wb (col j Z).
  by apply/colP => i; rewrite /affine_decoder -col_mul !mxE big_ord1 mxE mulr1.
split=> [/error_eq0 exact|<-]; last by apply/error_eq0 => j; rewrite colE.
by apply/matrixP => i j; have /colP/(_ i) := exact j; rewrite -colE !mxE.
Qed.

Lemma affine_centred X Wb Z :
  Wb.1 *m Z + Wb.2 *m ones = X -> Wb.1 *m active_rows Z *m (Z *m centring) = centred X.
Proof.
move=> <-; rewrite centredE mulmxDl -[_ *m ones *m _]mulmxA ones_centring mulmx0 addr0.
by rewrite mulmxA -[_ *m active_rows Z *m Z]mulmxA active_rows_id.
Qed.

Lemma affine_rank X Wb Z :
  Wb.1 *m Z + Wb.2 *m ones = X -> (\rank (centred X) <= active Z)%N.
Proof.
move/affine_centred => <-; apply: leq_trans (active_rows_rank Z).
by rewrite -mulmxA; apply: leq_trans (mxrankM_maxr _ _) (mxrankM_maxl _ _).
Qed.

End Affine.

Theorem remark_1_too_few :
  forall (R : rcfType) (d kappa n : nat) (X : 'M[R]_(d, n)) Wb Z,
    (kappa < \rank (centred X))%N -> error X (@affine_decoder R d kappa Wb) Z <> 0.
Proof.
move=> R d kappa n X Wb Z lt_rank.
have n_gt0 : (0 < n)%N by exact: leq_trans (leq_ltn_trans _ lt_rank) (rank_leq_col _).
move=> /affine_exact/(affine_rank n_gt0).
rewrite leqNgt => /negP; apply; apply: leq_ltn_trans lt_rank.
by rewrite activeE; apply: leq_trans (max_card _) _; rewrite card_ord.
Qed.

Theorem remark_1 :
  forall (R : rcfType) (d kappa n : nat) (X : 'M[R]_(d, n)),
    (0 < n)%N -> (\rank (centred X) <= kappa)%N ->
    (exists Wb Z, optimal_sparse X (@affine_decoder R d kappa) Wb Z) /\
    forall Wb Z, optimal_sparse X (@affine_decoder R d kappa) Wb Z ->
      active Z = \rank (centred X) /\
      forall x, active_image (affine_decoder Wb) Z x <-> affine_hull X x.
Proof.
move=> R d kappa n X n_gt0 r_le; have [W0 [Z0 [WZ0 act0]]] := exact_of_rank r_le.
have e0 : error X (@affine_decoder R d kappa (W0, X *m mean_weights R n)) Z0 = 0.
  by apply/affine_exact; rewrite /= WZ0 centred_mean.
split=> [|Wb Z [/affine_exact WZ minZ]].
  exists (W0, X *m mean_weights R n), Z0; split=> // Wb Z /affine_exact WZ.
  exact: leq_trans act0 (affine_rank n_gt0 WZ).
have actZ : active Z = \rank (centred X).
  apply/eqP; rewrite eqn_leq (affine_rank n_gt0 WZ) andbT.
  exact: leq_trans (minZ _ _ e0) act0.
split=> // x; split=> [[z [zP <-]]|[w [w1 <-]]]; last first.
  exists (Z *m w); split; first exact: supported_mul.
  rewrite /affine_decoder -WZ mulmxDl mulmxA; congr (_ + _); rewrite -mulmxA.
  have -> : ones R n *m w = 1; last by rewrite mulmx1.
  by apply/matrixP => i j; rewrite !ord1 ones_sum w1 mxE.
have [|Y WY] := column_space (affine_centred n_gt0 WZ).
  by apply: leq_trans (mxrankM_maxr _ _) _; rewrite -actZ active_rows_rank.
(* With u the weights of the mean: W z + b = X C Y (z - Z u) + X u. *)
pose u := mean_weights R n; pose A := active_rows Z.
exists (centring R n *m (Y *m (z - Z *m u)) + u); split.
  by rewrite -ones_sum mulmxDr mulmxA ones_centring // mul0mx add0r ones_mean // mxE.
have Xu : X *m u = Wb.1 *m (Z *m u) + Wb.2.
  by rewrite -{1}WZ mulmxDl -!mulmxA ones_mean // mulmx1.
have Az : A *m (z - Z *m u) = z - Z *m u.
  by rewrite mulmxBr supported // mulmxA active_rows_id.
by rewrite mulmxDr mulmxA -centredE mulmxA -WY -mulmxA Az Xu mulmxBr addrA subrK.
Qed.

Theorem remark_1_centred_linear_false :
  forall (R : rcfType) (d kappa : nat), (0 < kappa)%N -> (0 < d)%N ->
    ~ forall n (X : 'M[R]_(d, n)) W Z, (0 < n)%N ->
        optimal_sparse X (@linear_decoder R d kappa) W Z -> active Z = \rank (centred X).
Proof.
move=> R d kappa kappa_gt0 d_gt0 variant.
(* One sample that is not zero: centred it has rank 0. *)
pose X : 'M[R]_(d, 1) := const_mx 1.
have [|[W [Z opt]] rank_act] := @remark_1_linear R d kappa 1%N X.
  exact: leq_trans (rank_leq_col X) kappa_gt0.
have centred0 : centred X = 0 by apply/matrixP => i j; rewrite !mxE big_ord1 mxE divr1 subrr.
have [actZ _] := rank_act W Z opt.
have := variant 1%N X W Z (ltnSn 0) opt; rewrite actZ centred0 mxrank0 => /eqP.
rewrite mxrank_eq0 => /eqP/matrixP/(_ (Ordinal d_gt0) 0); rewrite !mxE.
exact/eqP/oner_neq0.
Qed.
