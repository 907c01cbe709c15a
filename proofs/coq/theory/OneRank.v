(** Theorem F1: with r known, smooth objectives with bounded derivatives guarantee sparsity. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics AlgebraTheoremA0 AlgebraTheoremA.
From Sparsity.theory Require Import AlgebraInstances RankObjectives.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** An objective e + F p, with F zero at r positive entries, positive beyond, never negative. *)
Lemma additive_guarantees (R : rcfType) d kappa r (F : 'rV[R]_kappa -> R) :
  (forall p, nonnegative p -> 0 <= F p) ->
  (forall p, nonnegative p -> positives p = r -> F p = 0) ->
  (forall p, nonnegative p -> (r < positives p)%N -> 0 < F p) ->
  guarantees d (fun e p => e + F p) r.
Proof.
move=> F_ge0 F_r F_gt0; apply: prefers_guarantees => p q e p_ge0 q_ge0 p_r.
rewrite add0r F_r //; case=> [e_gt0|[-> q_r]]; last by rewrite add0r F_gt0.
by apply: (lt_le_trans e_gt0); rewrite ler_addl F_ge0.
Qed.

Lemma positives_compl (R : rcfType) kappa (p : 'rV[R]_kappa) r (S : {set 'I_kappa}) :
  (r < positives p)%N -> (kappa - r <= #|S|)%N -> exists2 k, k \in S & 0 < p 0 k.
Proof.
move=> pr cS; apply/exists_inP; rewrite -[X in is_true X]negbK; apply/negP => /exists_inPn none.
have : (positives p <= #|~: S|)%N.
  apply/subset_leq_card/subsetP => k; rewrite !inE => pk; apply/negP => kS.
  by have := none k kS; rewrite pk.
rewrite cardsCs setCK card_ord => le1; have := leq_trans pr le1.
by rewrite ltn_subRL addnC -ltn_subRL ltnNge cS.
Qed.

Lemma bigmin_le (R : rcfType) (I : eqType) (s : seq I) (P : pred I) (F : I -> R) x i :
  i \in s -> P i -> \big[Num.min/x]_(j <- s | P j) F j <= F i.
Proof.
move=> + Pi; elim: s => // j s IH; rewrite inE big_cons => /predU1P[<-|/IH le].
  by rewrite Pi le_minl lexx.
by case: ifP => // _; rewrite le_minl le orbT.
Qed.

Section Trimmed.
Variables (R : rcfType) (kappa r : nat).
Implicit Types (p q : 'rV[R]_kappa) (S : {set 'I_kappa}).

Lemma part_le p S : nonnegative p -> \sum_(k in S) p 0 k <= \sum_k p 0 k.
Proof.
by move=> p0; rewrite [X in _ <= X](bigID (mem S)) /= ler_addl sumr_ge0 // => k _; exact: p0.
Qed.

Lemma trimmed_le p S : #|S| = (kappa - r)%N -> trimmed_sum r p <= \sum_(k in S) p 0 k.
Proof.
move=> cS; apply: (@bigmin_le R _ _ _ (fun S => \sum_(k in S) p 0 k)); last by rewrite cS.
exact: mem_index_enum.
Qed.

Lemma trimmed_ge p b : b <= \sum_k p 0 k ->
  (forall S, #|S| = (kappa - r)%N -> b <= \sum_(k in S) p 0 k) -> b <= trimmed_sum r p.
Proof.
move=> b_all b_S; rewrite /trimmed_sum; apply: (big_ind (fun x => b <= x)) => // [x y bx b_y|S /eqP/b_S//].
by rewrite le_minr bx.
Qed.

Lemma trimmed_attained p : (r <= kappa)%N -> nonnegative p ->
  exists2 S : {set 'I_kappa}, #|S| = (kappa - r)%N & trimmed_sum r p = \sum_(k in S) p 0 k.
Proof.
move=> r_le p0; pose P b := exists2 S : {set 'I_kappa}, #|S| = (kappa - r)%N & \sum_(k in S) p 0 k <= b.
suff [S cS le] : P (trimmed_sum r p).
  by exists S => //; apply/eqP; rewrite eq_le trimmed_le.
rewrite /trimmed_sum; apply: (big_ind P) => [|x y [S cS xS] [S' cS' yS']|S /eqP cS].
- exists [set k : 'I_kappa | (k < kappa - r)%N]; last exact: part_le.
  by rewrite card_below // leq_subr.
- by case: (leP x y) => _; [exists S|exists S'].
- by exists S.
Qed.

Lemma trimmed_ge0 p : nonnegative p -> 0 <= trimmed_sum r p.
Proof. by move=> p0; apply: trimmed_ge => [|S _]; apply: sumr_ge0 => k _; exact: p0. Qed.

Lemma trimmed_zero p : nonnegative p -> positives p = r -> trimmed_sum r p = 0.
Proof.
move=> p0 pr; apply/eqP; rewrite eq_le trimmed_ge0 // andbT.
have cS : #|~: [set k | 0 < p 0 k]| = (kappa - r)%N by rewrite cardsCs setCK card_ord -pr.
apply: (le_trans (trimmed_le p cS)); rewrite big1 // => k; rewrite !inE => /negbTE.
exact: nonnegative_eq0.
Qed.

Lemma trimmed_gt0 p : (r <= kappa)%N -> nonnegative p -> (r < positives p)%N ->
  0 < trimmed_sum r p.
Proof.
move=> r_le p0 pr; have [S cS ->] := trimmed_attained r_le p0.
have [|k kS pk] := positives_compl (S := S) pr; first by rewrite cS.
rewrite (bigD1 k) //= ltr_paddr ?sumr_ge0 // => l _; exact: p0.
Qed.

Lemma trimmed_concave : (r <= kappa)%N -> concave_on_nonnegative (@trimmed_sum R kappa r).
Proof.
move=> r_le p q t p0 q0 /andP[t0 t1].
have t1' : 0 <= 1 - t by rewrite subr_ge0.
have mix0 : nonnegative (t *: p + (1 - t) *: q).
  by move=> k; rewrite !mxE addr_ge0 ?mulr_ge0.
have [S cS ->] := trimmed_attained r_le mix0.
under eq_bigr do rewrite !mxE.
by rewrite big_split /= -!mulr_sumr ler_add // ler_wpmul2l // trimmed_le.
Qed.

Lemma trimmed_lipschitz_half p q : (r <= kappa)%N -> nonnegative q ->
  trimmed_sum r p - trimmed_sum r q <= \sum_k `|p 0 k - q 0 k|.
Proof.
move=> r_le q0; have [S cS ->] := trimmed_attained r_le q0.
apply: (@le_trans _ _ (\sum_(k in S) `|p 0 k - q 0 k|)).
  apply: (le_trans (ler_sub (trimmed_le p cS) (lexx _))).
  by rewrite -sumrB ler_sum // => k _; exact: ler_norm.
by rewrite [X in _ <= X](bigID (mem S)) /= ler_addl sumr_ge0.
Qed.

Lemma trimmed_lipschitz : (r <= kappa)%N -> lipschitz_l1 (@trimmed_sum R kappa r).
Proof.
move=> r_le p q p0 q0; rewrite ler_norml trimmed_lipschitz_half // andbT.
rewrite ler_oppl opprB (le_trans (trimmed_lipschitz_half _ r_le p0)) //.
by apply: ler_sum => k _; rewrite distrC.
Qed.

End Trimmed.

Section Smooth.
Variables (R : rcfType) (kappa r : nat).
Implicit Types (p q : 'rV[R]_kappa) (S : {set 'I_kappa}).

Lemma one_plus_gt0 (u : R) : 0 <= u -> 0 < 1 + u.
Proof. by move=> u0; rewrite ltr_paddr ?ltr01. Qed.

Lemma saturation_ge0 (u : R) : 0 <= u -> 0 <= u / (1 + u).
Proof. by move=> u0; rewrite divr_ge0 // ltW // one_plus_gt0. Qed.

Lemma smooth_ge0 p : nonnegative p -> 0 <= smooth_excess r p.
Proof.
move=> p0; apply: sumr_ge0 => S _; apply: prodr_ge0 => k _; exact: saturation_ge0.
Qed.

Lemma smooth_zero p : nonnegative p -> positives p = r -> smooth_excess r p = 0.
Proof.
move=> p0 pr; apply: big1 => S /eqP cS.
have [k kS pk] : exists2 k : 'I_kappa, k \in S & ~~ (0 < p 0 k).
  apply/exists_inP; rewrite -[X in is_true X]negbK; apply/negP => /exists_inPn all_pos.
  have : (#|S| <= positives p)%N.
    by apply/subset_leq_card/subsetP => k kS; rewrite inE; have := all_pos k kS; rewrite negbK.
  by rewrite cS pr ltnn.
by rewrite (bigD1 k) //= (nonnegative_eq0 p0 (negbTE pk)) mul0r mul0r.
Qed.

Lemma smooth_gt0 p : nonnegative p -> (r < positives p)%N -> 0 < smooth_excess r p.
Proof.
move=> p0 pr; pose P := [set k | 0 < p 0 k].
have [S SP cS] : exists2 S : {set 'I_kappa}, S \subset P & #|S| = r.+1.
  pose s := take r.+1 (enum P).
  have us : uniq s by rewrite take_uniq ?enum_uniq.
  exists [set k in s]; first by apply/subsetP => k; rewrite inE => /mem_take; rewrite mem_enum.
  by rewrite cardsE (card_uniqP us) size_takel // -cardE.
rewrite /smooth_excess (bigD1 S) /=; last by rewrite cS.
apply: ltr_paddr.
  by apply: sumr_ge0 => S' _; apply: prodr_ge0 => k _; exact: saturation_ge0.
rewrite big_mkcond; apply: prodr_gt0 => k _; case: ifP => [kS|_]; last exact: ltr01.
have := subsetP SP k kS; rewrite inE => pk.
by rewrite divr_gt0 // one_plus_gt0 // ltW.
Qed.

(** The derivatives of u/(1 + u) = 1 - 1/(1 + u). *)
Definition saturation (m : nat) (u : R) : R :=
  if m is m'.+1 then (-1) ^+ m' * (m'.+1)`!%:R * (1 + u)^-1 ^+ m'.+2 else u / (1 + u).

Lemma inv_le1 (u : R) : 0 <= u -> 0 <= (1 + u)^-1 <= 1.
Proof.
move=> u0; rewrite invr_ge0 (ltW (one_plus_gt0 u0)) /=.
by rewrite invf_le1 ?one_plus_gt0 // ler_addl.
Qed.

Lemma inv_pow_le1 (u : R) m : 0 <= u -> 0 <= (1 + u)^-1 ^+ m <= 1.
Proof. by move/inv_le1/andP=> [w0 w1]; rewrite exprn_ge0 // exprn_ile1. Qed.

Lemma inv_sub (u v : R) : 0 <= u -> 0 <= v ->
  (1 + v)^-1 - (1 + u)^-1 = - (v - u) * ((1 + v)^-1 * (1 + u)^-1).
Proof.
move=> /one_plus_gt0 u0 /one_plus_gt0 v0.
have u1 : 1 + u != 0 by rewrite gt_eqF.
have v1 : 1 + v != 0 by rewrite gt_eqF.
have -> : - (v - u) = (1 + u) - (1 + v) by rewrite opprB opprD addrACA subrr add0r.
by rewrite mulrBl mulVKf // mulrCA mulfV // mulr1.
Qed.

(** Powers of 1/(1+u) differ by at most m |v - u|. *)
Lemma inv_pow_lipschitz m (u v : R) : 0 <= u -> 0 <= v ->
  `|(1 + v)^-1 ^+ m - (1 + u)^-1 ^+ m| <= m%:R * `|v - u|.
Proof.
move=> u0 v0; rewrite subrXX normrM inv_sub // normrM normrN -mulrA mulrC.
apply: ler_wpmul2r; first exact: normr_ge0.
have [/andP[w0 w1] /andP[w0' w1']] := (inv_le1 v0, inv_le1 u0).
apply: (@le_trans _ _ (1 * m%:R)); last by rewrite mul1r.
apply: ler_pmul => //.
  by rewrite ger0_norm ?mulr_ge0 // mulr_ile1.
apply: (le_trans (ler_norm_sum _ _ _)).
rewrite -[X in _ <= X%:R](card_ord m) -sumr_const; apply: ler_sum => i _.
have [/andP[a0 a1] /andP[b0 b1]] := (inv_pow_le1 (m.-1 - i) v0, inv_pow_le1 i u0).
by rewrite ger0_norm ?mulr_ge0 // mulr_ile1.
Qed.

(** First order, with a quadratic remainder. *)
Lemma inv_pow_remainder m (u v : R) : 0 <= u -> 0 <= v ->
  `|(1 + v)^-1 ^+ m - (1 + u)^-1 ^+ m - (v - u) * (- m%:R * (1 + u)^-1 ^+ m.+1)|
    <= (m * m)%:R * `|v - u| ^+ 2.
Proof.
move=> u0 v0; case: m => [|m].
  by rewrite !expr0 subrr mul0n oppr0 !mul0r mulr0 subrr normr0.
have [w0 w0'] := (inv_le1 v0, inv_le1 u0).
rewrite subrXX inv_sub //.
set w := (1 + v)^-1; set x := (1 + u)^-1.
rewrite (_ : _ - _ = - (v - u) * \sum_(i < m.+1) (w ^+ (m.+1 - i) - x ^+ (m.+1 - i)) * x ^+ i.+1);
  last first.
  have S1 : (w * x) * (\sum_(i < m.+1) w ^+ (m - i) * x ^+ i)
            = \sum_(i < m.+1) w ^+ (m.+1 - i) * x ^+ i.+1.
    rewrite mulr_sumr; apply: eq_bigr => i _.
    have i_le : (i <= m)%N by rewrite -ltnS.
    by rewrite (subSn i_le) [w ^+ _.+1]exprS [x ^+ i.+1]exprS mulrACA.
  have S2 : \sum_(i < m.+1) x ^+ (m.+1 - i) * x ^+ i.+1 = m.+1%:R * x ^+ m.+2.
    transitivity (\sum_(i < m.+1) x ^+ m.+2); last by rewrite sumr_const card_ord mulr_natl.
    by apply: eq_bigr => i _; rewrite -exprD addnS subnK // ltnW.
  under [in RHS]eq_bigr => i _ do rewrite mulrBl.
  by rewrite [in RHS]sumrB -S1 S2 mulrBr -mulrA ?mulNr ?mulrN; congr (- _ - _); rewrite !mulrA.
rewrite normrM normrN expr2 mulrCA; apply: ler_wpmul2l; first exact: normr_ge0.
apply: (le_trans (ler_norm_sum _ _ _)).
rewrite natrM -mulrA mulr_natl -[X in _ *+ X](card_ord m.+1) -sumr_const.
apply: ler_sum => i _; rewrite normrM.
apply: (@le_trans _ _ (m.+1%:R * `|v - u| * 1)); last by rewrite mulr1.
have /andP[b0 b1] := inv_pow_le1 i.+1 u0.
apply: ler_pmul => //; last by rewrite ger0_norm.
apply: (le_trans (inv_pow_lipschitz _ u0 v0)).
by rewrite ler_wpmul2r // ler_nat leq_subr.
Qed.

Lemma derivative_of_remainder (f : R -> R) (u c C : R) : 0 <= C ->
  (forall v, 0 <= v -> `|f v - f u - (v - u) * c| <= C * `|v - u| ^+ 2) -> derivative f u c.
Proof.
move=> C0 H eps e0; have C1 : 0 < C + 1 by rewrite ltr_paddl ?ltr01.
exists (eps / (C + 1)) => [|v v0 vu near]; first by rewrite divr_gt0.
have d0 : 0 < `|v - u| by rewrite normr_gt0 subr_eq0.
have vu0 : v - u != 0 by rewrite subr_eq0.
rewrite -[c](mulfK vu0) -mulrBl normrM normfV ltr_pdivr_mulr //.
rewrite [c * _]mulrC; apply: (le_lt_trans (H v v0)).
rewrite expr2 mulrA ltr_pmul2r //.
apply: (@le_lt_trans _ _ ((C + 1) * `|v - u|)); first by rewrite ler_wpmul2r ?ler_addl ?ler01.
by rewrite mulrC -ltr_pdivl_mulr.
Qed.

Lemma derivative_affine (f : R -> R) (a b u c : R) :
  derivative f u c -> derivative (fun v => a * f v + b) u (a * c).
Proof.
move=> Df eps e0; have a0 : 0 < `|a| + 1 by rewrite ltr_paddl ?ltr01.
have [|delta d0 near] := Df (eps / (`|a| + 1)); first by rewrite divr_gt0.
exists delta => // v v0 vu close; have := near v v0 vu close.
rewrite (_ : _ - a * c = a * ((f v - f u) / (v - u) - c)); last first.
  by rewrite opprD addrACA subrr addr0 -mulrBr -mulrA -mulrBr.
rewrite normrM ltr_pdivl_mulr // mulrC => lt; apply: le_lt_trans lt.
by rewrite ler_wpmul2r ?ler_addl ?ler01.
Qed.

Lemma saturation_derivative m (u : R) : 0 <= u ->
  derivative (saturation m) u (saturation m.+1 u).
Proof.
move=> u0; case: m => [|m].
  apply: (@derivative_of_remainder _ _ _ 1) => [|v v0 /=]; first exact: ler01.
  have e (x : R) : 0 <= x -> x / (1 + x) = 1 - (1 + x)^-1 ^+ 1.
    move/one_plus_gt0 => x1; have x2 : 1 + x != 0 by rewrite gt_eqF.
    by apply: (mulIf x2); rewrite expr1 divfK // mulrBl mul1r mulVf // addrAC subrr add0r.
  rewrite !e //; have -> a b t : 1 - a - (1 - b) - t = - (a - b - - t) :> R.
    by rewrite opprB [1 - a + _]addrC subrKA opprD opprB opprK.
  rewrite normrN expr0 (_ : 1`! = 1%N) // !mul1r.
  by have := inv_pow_remainder 1 u0 v0; rewrite muln1 mul1r mulNr mul1r mulrN.
have D : derivative (fun v : R => (1 + v)^-1 ^+ m.+2) u (- m.+2%:R * (1 + u)^-1 ^+ m.+3).
  apply: (@derivative_of_remainder _ _ _ (m.+2 * m.+2)%:R); first exact: ler0n.
  by move=> v v0; exact: inv_pow_remainder.
have := derivative_affine ((-1) ^+ m * (m.+1)`!%:R) 0 D.
rewrite /saturation (_ : _ * (_ * _) = (-1) ^+ m.+1 * (m.+2)`!%:R * (1 + u)^-1 ^+ m.+3).
  by move=> H eps e0; have [delta d0 near] := H eps e0; exists delta => // v v0 vu close;
    have := near v v0 vu close; rewrite !addr0.
rewrite [(-1) ^+ m.+1]exprS [(m.+2)`!]factS natrM !(mulN1r, mulNr, mulrN); congr (- _).
by rewrite -!mulrA; congr (_ * _); rewrite mulrCA.
Qed.

Lemma saturation_bounded m (u : R) : 0 <= u -> `|saturation m u| <= m`!%:R.
Proof.
move=> u0; rewrite /saturation; case: m => [|m].
  rewrite ger0_norm ?saturation_ge0 // ler_pdivr_mulr ?one_plus_gt0 // fact0 mul1r.
  by rewrite ler_addr ler01.
rewrite normrM normrM [`|(-1) ^+ m|]normrX normrN1 expr1n mul1r normr_nat -[X in _ <= X]mulr1.
have /andP[b0 b1] := inv_pow_le1 m.+2 u0.
by rewrite ler_wpmul2l ?ler0n // ger0_norm.
Qed.

(** What coordinate k of the partial derivative alpha contributes to the term of S. *)
Definition factor (S : {set 'I_kappa}) (k : 'I_kappa) (m : nat) (u : R) : R :=
  if k \in S then saturation m u else (m == 0%N)%:R.

Definition partial (alpha : 'I_kappa -> nat) p : R :=
  \sum_(S : {set 'I_kappa} | #|S| == r.+1) \prod_k factor S k (alpha k) (p 0 k).

Lemma partial0 p : partial (fun=> 0%N) p = smooth_excess r p.
Proof.
apply: eq_bigr => S _; rewrite [RHS]big_mkcond /=; apply: eq_bigr => k _.
by rewrite /factor; case: ifP.
Qed.

Lemma partial_bounded alpha : exists B : R, forall p, nonnegative p -> `|partial alpha p| <= B.
Proof.
exists (\sum_(S : {set 'I_kappa} | #|S| == r.+1) \prod_k (alpha k)`!%:R) => p p0.
apply: (le_trans (ler_norm_sum _ _ _)); apply: ler_sum => S _.
rewrite normr_prod; apply: ler_prod => k _; rewrite normr_ge0 /= /factor.
case: ifP => _; first exact: saturation_bounded.
by case: (alpha k) => [|m]; rewrite /= ?normr1 ?fact0 // normr0 ler0n.
Qed.

Lemma partial_derivative alpha k p : nonnegative p ->
  derivative (fun u => partial alpha (with_entry p k u)) (p 0 k) (partial (one_more alpha k) p).
Proof.
move=> p0.
pose rest S := \prod_(l | l != k) factor S l (alpha l) (p 0 l).
pose A := \sum_(S : {set 'I_kappa} | (#|S| == r.+1) && (k \in S)) rest S.
pose B := \sum_(S : {set 'I_kappa} | (#|S| == r.+1) && (k \notin S)) ((alpha k == 0%N)%:R * rest S).
have E u : partial alpha (with_entry p k u) = A * saturation (alpha k) u + B.
  rewrite /partial (bigID (fun S => k \in S)) /=; congr (_ + _).
    rewrite mulr_suml; apply: eq_bigr => S /andP[_ kS].
    rewrite (bigD1 k) //= mxE eqxx /factor kS mulrC; congr (_ * _).
    by apply: eq_bigr => l /negbTE lk; rewrite mxE lk.
  apply: eq_bigr => S /andP[_ /negbTE kS].
  rewrite (bigD1 k) //= {1}/factor kS; congr (_ * _).
  by apply: eq_bigr => l /negbTE lk; rewrite mxE lk.
have E' : partial (one_more alpha k) p = A * saturation (alpha k).+1 (p 0 k).
  rewrite /partial (bigID (fun S => k \in S)) /= [X in _ + X]big1 ?addr0; last first.
    by move=> S /andP[_ /negbTE kS]; rewrite (bigD1 k) //= /factor kS /one_more eqxx mul0r.
  rewrite mulr_suml; apply: eq_bigr => S /andP[_ kS].
  rewrite (bigD1 k) //= {1}/factor kS {1}/one_more eqxx mulrC; congr (_ * _).
  by apply: eq_bigr => l /negbTE lk; rewrite /one_more lk.
rewrite E'; have := derivative_affine A B (saturation_derivative (alpha k) (p0 k)).
by move=> H eps e0; have [delta d0 near] := H eps e0; exists delta => // v v0 vu close; rewrite !E;
  exact: near.
Qed.

Lemma smooth_excess_smooth : smooth_and_bounded (@smooth_excess R kappa r).
Proof.
exists partial; split; [exact: partial0|move=> alpha k p; exact: partial_derivative|].
exact: partial_bounded.
Qed.

End Smooth.

(** No margin: dense exact codes of small power come as near as one likes. *)
Lemma no_margin (R : rcfType) d kappa r (Psi : R -> 'rV[R]_kappa -> R) (C : R) :
  (0 < r < kappa)%N -> (kappa <= d)%N ->
  (forall p, nonnegative p -> positives p = r -> Psi 0 p = 0) ->
  (forall a, 0 < a -> Psi 0 (prefix kappa r.+1 a) <= C * a) ->
  forall delta : R, 0 < delta ->
  exists n (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta' Z',
    [/\ optimal_sparse X mu theta Z, active Z = r, error X (mu theta') Z' = 0,
        (r < active Z')%N & value Psi X (mu theta') Z' < value Psi X (mu theta) Z + delta].
Proof.
move=> /andP[r0 rk] kd Psi_r small delta d0.
have C1 : 0 < `|C| + 1 by rewrite ltr_paddl ?ltr01.
pose a := delta / (`|C| + 1); have a0 : 0 < a by rewrite divr_gt0.
have p_pos : positives (prefix kappa r (1 : R)) = r by rewrite positives_prefix ?ltr01 // ltnW.
have p_ge0 : nonnegative (prefix kappa r (1 : R)) by apply: prefix_nonnegative; exact: ltr01.
have [|Z1 [pZ1 dZ1 rZ1]] := @codes_exist R kappa 1%N _ isT p_ge0; first by rewrite p_pos.
have q_ge0 : nonnegative (prefix kappa r.+1 a) by exact: prefix_nonnegative.
have q_pos : positives (prefix kappa r.+1 a) = r.+1 by rewrite positives_prefix.
have [|W0 [W1 [Z0 [W0_inj W1_inj WZ qZ0]]]] := instance_family (Z1 := Z1) kd q_ge0.
  by rewrite /active pZ1 p_pos r0 q_pos ltnSn.
have sparser : (active Z1 < active Z0)%N by rewrite /active pZ1 qZ0 p_pos q_pos.
have exact0 := proj2 (pair_exact W0_inj W1_inj WZ false _) erefl.
have exact1 := proj2 (pair_exact W0_inj W1_inj WZ true _) erefl.
exists 1%N, (W1 *m Z1), bool, (fun b => linear_decoder (pair_of W0 W1 b)), true, Z1, false, Z0.
split=> //; first by apply/(pair_sparse W0_inj W1_inj WZ sparser).
- by rewrite /active pZ1.
- by rewrite /active qZ0 q_pos.
rewrite /value exact0 exact1 pZ1 qZ0 (Psi_r _ p_ge0 p_pos) add0r; apply: (le_lt_trans (small a a0)).
apply: (@le_lt_trans _ _ (`|C| * a)); first by rewrite ler_wpmul2r ?ler_norm // ltW.
have -> : delta = (`|C| + 1) * a by rewrite mulrC divfK // gt_eqF.
by rewrite ltr_pmul2r // ltr_addl ltr01.
Qed.

Lemma trimmed_small (R : rcfType) kappa r (a : R) : (r < kappa)%N -> 0 < a ->
  trimmed_sum r (prefix kappa r.+1 a) <= a.
Proof.
move=> rk a0.
have cS : #|~: [set k : 'I_kappa | (k < r)%N]| = (kappa - r)%N.
  by rewrite cardsCs setCK card_ord card_below // ltnW.
apply: (le_trans (trimmed_le _ cS)).
rewrite (bigD1 (Ordinal rk)) /=; last by rewrite !inE /= ltnn.
rewrite big1 => [|k]; first by rewrite addr0 mxE /= ltnSn.
rewrite !inE -leqNgt => /andP[rk' kr]; rewrite mxE; case: ifP => // /[!ltnS] kr'.
by case/negP: kr; apply/eqP/val_inj/anti_leq; rewrite kr' rk'.
Qed.

Lemma smooth_small (R : rcfType) kappa r (a : R) : 0 < a ->
  smooth_excess r (prefix kappa r.+1 a)
    <= #|[set S : {set 'I_kappa} | #|S| == r.+1]|%:R * a.
Proof.
move=> a0; rewrite mulr_natl -sumr_const /smooth_excess.
rewrite [X in _ <= X](eq_bigl (fun S : {set 'I_kappa} => #|S| == r.+1)); last by move=> S; rewrite inE.
apply: ler_sum => S /eqP cS.
have p0 : nonnegative (prefix kappa r.+1 a) by exact: prefix_nonnegative.
have factor1 k : 0 <= prefix kappa r.+1 a 0 k / (1 + prefix kappa r.+1 a 0 k) <= 1.
  rewrite saturation_ge0 //= ler_pdivr_mulr ?one_plus_gt0 // mul1r.
  by rewrite ler_addr ler01.
have [k kS] : exists k, k \in S by apply/set0Pn; rewrite -card_gt0 cS.
rewrite (bigD1 k) //= -[X in _ <= X]mulr1; apply: ler_pmul.
- by case/andP: (factor1 k).
- by apply: prodr_ge0 => l _; case/andP: (factor1 l).
- apply: (@le_trans _ _ (prefix kappa r.+1 a 0 k)); last by rewrite mxE; case: ifP => // _; exact: ltW.
  by rewrite ler_pdivr_mulr ?one_plus_gt0 // mulrDr mulr1 ler_addl mulr_ge0.
- apply: (@le_trans _ _ (\prod_(l in S | l != k) (1 : R))); last by rewrite big1.
  by apply: ler_prod => l _; exact: factor1.
Qed.

Section Summary.
Variables (R : rcfType) (d kappa r : nat).
Hypothesis r_kappa : (0 < r < kappa)%N.

Let r_le : (r <= kappa)%N. Proof. by case/andP: r_kappa => _ /ltnW. Qed.

Lemma one_rank_trimmed : [/\ guarantees d (@trimmed_objective R kappa r) r,
  concave_on_nonnegative (@trimmed_sum R kappa r) & lipschitz_l1 (@trimmed_sum R kappa r)].
Proof.
split; [|exact: trimmed_concave|exact: trimmed_lipschitz].
apply: additive_guarantees => p p0; [exact: trimmed_ge0|exact: trimmed_zero|exact: trimmed_gt0].
Qed.

Lemma one_rank_smooth :
  guarantees d (@smooth_objective R kappa r) r /\ smooth_and_bounded (@smooth_excess R kappa r).
Proof.
split; last exact: smooth_excess_smooth.
apply: additive_guarantees => p p0; [exact: smooth_ge0|exact: smooth_zero|exact: smooth_gt0].
Qed.

Lemma one_rank_margin_false (delta : R) : (kappa <= d)%N -> 0 < delta ->
  let margin Psi :=
    forall n (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta' Z',
      optimal_sparse X mu theta Z -> active Z = r ->
      value Psi X (mu theta') Z' < value Psi X (mu theta) Z + delta ->
      optimal_sparse X mu theta' Z' in
  ~ margin (@trimmed_objective R kappa r) /\ ~ margin (@smooth_objective R kappa r).
Proof.
move=> kappa_d d0 margin.
have refute Psi C : (forall p, nonnegative p -> positives p = r -> Psi 0 p = 0) ->
    (forall a, 0 < a -> Psi 0 (prefix kappa r.+1 a) <= C * a) -> ~ margin Psi.
  move=> Psi_r small M.
  have [n [X [Theta [mu [t [Z [t' [Z' [opt actZ e' dense near]]]]]]]]] :=
    no_margin r_kappa kappa_d Psi_r small d0.
  have [_ /(_ t Z opt.1)] := M n X Theta mu t Z t' Z' opt actZ near.
  by rewrite actZ leqNgt dense.
split.
  apply: (refute _ 1) => [p p0 pr|a a0]; rewrite /trimmed_objective add0r.
    exact: trimmed_zero.
  by rewrite mul1r trimmed_small //; case/andP: r_kappa.
apply: (refute _ #|[set S : {set 'I_kappa} | #|S| == r.+1]|%:R) => [p p0 pr|a a0];
  rewrite /smooth_objective add0r.
  exact: smooth_zero.
exact: smooth_small.
Qed.

Lemma smooth_fewer (p : 'rV[R]_kappa) : nonnegative p -> (positives p <= r)%N ->
  smooth_excess r p = 0.
Proof.
move=> p0 pr; apply: big1 => S /eqP cS.
have [k kS pk] : exists2 k : 'I_kappa, k \in S & ~~ (0 < p 0 k).
  apply/exists_inP; rewrite -[X in is_true X]negbK; apply/negP => /exists_inPn all_pos.
  have : (#|S| <= positives p)%N.
    by apply/subset_leq_card/subsetP => k kS; rewrite inE; have := all_pos k kS; rewrite negbK.
  by rewrite cS => /leq_trans/(_ pr); rewrite ltnn.
by rewrite (bigD1 k) //= (nonnegative_eq0 p0 (negbTE pk)) mul0r mul0r.
Qed.

Lemma trimmed_fewer (p : 'rV[R]_kappa) : nonnegative p -> (positives p <= r)%N ->
  trimmed_sum r p = 0.
Proof.
move=> p0 pr; apply/eqP; rewrite eq_le trimmed_ge0 // andbT.
pose Z := ~: [set k | 0 < p 0 k].
have cZ : (kappa - r <= #|Z|)%N by rewrite cardsCs setCK card_ord leq_sub2l.
pose s := take (kappa - r) (enum Z).
have us : uniq s by rewrite take_uniq ?enum_uniq.
have cS : #|[set k in s]| = (kappa - r)%N.
  by rewrite cardsE (card_uniqP us) size_takel // -cardE.
apply: (le_trans (trimmed_le p cS)); rewrite big1 // => k; rewrite inE => /mem_take.
by rewrite mem_enum !inE => /negbTE; exact: nonnegative_eq0.
Qed.

(** A guarantee at r' needs a rise from r' to r'+1 positive entries, and none from rank r' > r. *)
Lemma one_rank_other_rank_false r' : (0 < r' < kappa)%N -> r <> r' -> (kappa <= d)%N ->
  ~ guarantees d (@trimmed_objective R kappa r) r' /\
  ~ guarantees d (@smooth_objective R kappa r) r'.
Proof.
move=> r'_kappa r_r' kappa_d; have [/andP[r0 rk] /andP[r'0 r'k]] := (r_kappa, r'_kappa).
have refute (F : 'rV[R]_kappa -> R) :
    (forall p, nonnegative p -> (positives p <= r)%N -> F p = 0) ->
    (forall p, nonnegative p -> (r < positives p)%N -> 0 < F p) ->
    ~ guarantees d (fun e p => e + F p) r'.
  move=> F0 Fpos /(theorem_A0 _ r'_kappa kappa_d) prefers.
  have p_ge0 : nonnegative (prefix kappa r' (1 : R)) by apply: prefix_nonnegative; exact: ltr01.
  have pr' : positives (prefix kappa r' (1 : R)) = r' by rewrite positives_prefix ?ltr01 // ltnW.
  have [lt|gt|eq] := ltngtP r' r; last by case: r_r'.
    (* Fewer rows than r are all free: no rise from r' to r'+1. *)
    have q_ge0 : nonnegative (prefix kappa r'.+1 (1 : R)) by apply: prefix_nonnegative; exact: ltr01.
    have qr' : positives (prefix kappa r'.+1 (1 : R)) = r'.+1 by rewrite positives_prefix ?ltr01.
    have := prefers _ _ 0 p_ge0 q_ge0 pr' (or_intror (conj erefl _)).
    by rewrite qr' !F0 ?pr' ?qr' ?(ltnW lt) // ltxx => /(_ (ltnSn _)).
  (* More rows than r already cost something: a small error is cheaper. *)
  have Fp : 0 < F (prefix kappa r' 1) by apply: Fpos => //; rewrite pr'.
  have z0 : nonnegative (0 : 'rV[R]_kappa) by move=> k; rewrite mxE.
  have z_pos : positives (0 : 'rV[R]_kappa) = 0%N.
    by apply/eqP; rewrite cards_eq0; apply/eqP/setP => k; rewrite !inE mxE ltxx.
  have := prefers _ 0 (F (prefix kappa r' 1)) p_ge0 z0 pr' (or_introl Fp).
  by rewrite (F0 0) ?z_pos // add0r addr0 ltxx.
split; apply: refute => p p0.
- exact: trimmed_fewer.
- exact: trimmed_gt0.
- exact: smooth_fewer.
- exact: smooth_gt0.
Qed.

End Summary.

Lemma one_rank_trimmed_sum (R : rcfType) kappa r (p : 'rV[R]_kappa) :
  (r <= kappa)%N -> nonnegative p ->
  (exists2 S : {set 'I_kappa}, #|S| = (kappa - r)%N & trimmed_sum r p = \sum_(k in S) p 0 k) /\
  forall S : {set 'I_kappa}, #|S| = (kappa - r)%N -> trimmed_sum r p <= \sum_(k in S) p 0 k.
Proof. by move=> r_le p0; split; [exact: trimmed_attained|exact: trimmed_le]. Qed.
