(** The instance family, and the codes and decoders it is built from. *)

From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics AlgebraRank.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Codes with given powers *)

Section Codes.
Variable R : rcfType.

(** Distinct numbers of mean square one, for every s; for different s linearly independent. *)
Definition step (s j : nat) : nat := (j == s) + j.+1.*2.

Definition ramp n (s : nat) (j : 'I_n) : R :=
  (step s j)%:R * Num.sqrt (n%:R / \sum_(i < n) (step s i)%:R ^+ 2).

Lemma ramp_scale_gt0 n s : (0 < n)%N -> 0 < n%:R / \sum_(i < n) (step s i)%:R ^+ 2 :> R.
Proof.
case: n => // n _; rewrite divr_gt0 ?ltr0n // big_ord_recl ltr_paddr //.
  by rewrite sumr_ge0 // => i _; exact: sqr_ge0.
by rewrite exprn_gt0 // ltr0n /step addn_gt0 orbT.
Qed.

Lemma ramp_mean n s : (0 < n)%N -> (\sum_(j < n) @ramp n s j ^+ 2) / n%:R = 1.
Proof.
move=> n_gt0; have c_gt0 := ramp_scale_gt0 s n_gt0.
under eq_bigr do rewrite exprMn.
rewrite -mulr_suml sqr_sqrtr ?ltW //.
have n_neq0 : n%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
move: c_gt0; set S := \sum_(i < n) _ => c_gt0.
have S_neq0 : S != 0 by apply: contraTneq c_gt0 => ->; rewrite invr0 mulr0 ltxx.
by rewrite [S * _]mulrC divfK // divff.
Qed.

Lemma ramp_inj n s : injective (@ramp n s).
Proof.
move=> j j'; have n_gt0 : (0 < n)%N by exact: leq_ltn_trans (leq0n j) (ltn_ord j).
move=> /(mulIf (lt0r_neq0 _)); rewrite sqrtr_gt0 ramp_scale_gt0 // => /(_ isT)/eqP.
rewrite eqr_nat => /eqP/(congr1 half); rewrite /step !half_bit_double => -[].
exact: val_inj.
Qed.

(** A combination of the first r ramps that vanishes is trivial. *)
Lemma ramp_free n r (w : 'I_r -> R) : (r <= n)%N ->
  (forall j : 'I_n, \sum_(i < r) w i * (step i j)%:R = 0) -> forall i, w i = 0.
Proof.
move=> r_le combination; pose S := \sum_(i < r) w i.
have wE i : w i = - (i.+1.*2)%:R * S.
  have := combination (widen_ord r_le i); rewrite /step /=.
  under eq_bigr do rewrite natrD mulrDr.
  rewrite big_split -mulr_suml /= (bigD1 i) //= eqxx mulr1 big1 => [|l l_neq]; last first.
    by rewrite eq_sym (inj_eq val_inj) (negPf l_neq) mulr0.
  by rewrite addr0 -/S => /eqP; rewrite addr_eq0 => /eqP->; rewrite mulrC mulNr.
have S0 : S = 0.
  have : S * (1 + \sum_(i < r) (i.+1.*2)%:R) = 0.
    rewrite mulrDr mulr1 {1}/S; under eq_bigr do rewrite wE.
    by rewrite -mulr_suml sumrN mulNr mulrC addNr.
  move/eqP; rewrite mulf_eq0 => /orP[/eqP//|]; rewrite gt_eqF // ltr_paddr ?ltr01 //.
  by rewrite sumr_ge0 // => i _; exact: ler0n.
by move=> i; rewrite wE S0 mulr0.
Qed.

End Codes.

Theorem codes_exist :
  forall (R : rcfType) (kappa n : nat) (p : 'rV[R]_kappa),
    (0 < n)%N -> nonnegative p -> (0 < positives p)%N ->
    exists Z : 'M[R]_(kappa, n),
      [/\ powers Z = p, distinct_samples Z & (positives p <= n)%N -> \rank Z = positives p].
Proof.
move=> R kappa n p n_gt0 p_ge0 p_gt0; have [k0 pk0] := positives_gt0 p_gt0.
pose P := [set k | 0 < p 0 k]; pose s k := index k (enum P).
pose Z : 'M[R]_(kappa, n) := \matrix_(k, j) (Num.sqrt (p 0 k) * ramp R (s k) j).
have pZ : powers Z = p.
  apply/rowP => k; rewrite powersE /power; under eq_bigr do rewrite mxE exprMn.
  by rewrite -mulr_sumr -mulrA ramp_mean // mulr1 sqr_sqrtr.
exists Z; split=> // [j j' /colP/(_ k0)|r_le].
  rewrite !mxE => /mulfI; rewrite gt_eqF ?sqrtr_gt0 //.
  by move=> /(_ isT) /ramp_inj.
apply/eqP; rewrite eqn_leq -{1}pZ (rank_le_active (mul1mx Z)) /=.
(* The rows with positive power, in the order of their ramps, are linearly independent. *)
have nthP (i : 'I_(positives p)) : nth k0 (enum P) i \in P by rewrite -mem_enum mem_nth -?cardE.
pose sel : 'M[R]_(positives p, kappa) := \matrix_(i, k) (k == nth k0 (enum P) i)%:R.
have selE i j : (sel *m Z) i j = Z (nth k0 (enum P) i) j.
  rewrite mxE (bigD1 (nth k0 (enum P) i)) //= mxE eqxx mul1r big1 ?addr0 // => k /negPf k_neq.
  by rewrite mxE k_neq mul0r.
suff /eqP <- : row_free (sel *m Z) by exact: mxrankM_maxr.
apply: inj_row_free => v vZ; apply/rowP => i; rewrite mxE.
pose c (i : 'I_(positives p)) : R := Num.sqrt (p 0 (nth k0 (enum P) i)) *
  Num.sqrt (n%:R / \sum_(j < n) (step i j)%:R ^+ 2).
have c_neq0 l : c l != 0.
  by rewrite mulf_neq0 // gt_eqF // sqrtr_gt0 ?ramp_scale_gt0 //; have := nthP l; rewrite inE.
suff : v 0 i * c i = 0 by move/eqP; rewrite mulf_eq0 (negPf (c_neq0 i)) orbF => /eqP.
apply: (ramp_free (w := fun l => v 0 l * c l) r_le) => j.
have vZj : \sum_l v 0 l * (sel *m Z) l j = 0.
  by have /rowP/(_ j) := vZ; rewrite mxE => ->; rewrite mxE.
rewrite -[RHS]vZj; apply: eq_bigr => l _.
rewrite selE mxE /ramp /s index_uniq ?enum_uniq -?cardE // /c.
by rewrite -!mulrA; congr (_ * (_ * _)); rewrite mulrC.
Qed.

(** ** Injective linear decoders *)

Section Decoders.
Variables (R : rcfType) (d kappa : nat).
Hypothesis kappa_le_d : (kappa <= d)%N.

(** The inclusion of the first kappa coordinates. *)
Definition inclusion : 'M[R]_(d, kappa) := \matrix_(i, k) (i == k :> nat)%:R.

Lemma inclusion_coord (z : 'cV[R]_kappa) (k : 'I_kappa) :
  (inclusion *m z) (widen_ord kappa_le_d k) 0 = z k 0.
Proof.
rewrite mxE (bigD1 k) //= mxE eqxx mul1r big1 ?addr0 // => l /negPf l_neq_k.
by rewrite mxE /= eq_sym (inj_eq val_inj) l_neq_k mul0r.
Qed.

Lemma inclusion_inj : injective (linear_decoder inclusion).
Proof. by move=> z z' zz'; apply/colP => k; rewrite -!inclusion_coord [_ *m z]zz'. Qed.

(** Decoding after an injective map of the codes. *)
Lemma inclusion_mul_inj (A : 'M[R]_kappa) :
  injective (linear_decoder A) -> injective (linear_decoder (inclusion *m A)).
Proof.
by move=> A_inj z z'; rewrite /linear_decoder -!mulmxA => /inclusion_inj/A_inj.
Qed.

Lemma scale_inj (c : R) (W : 'M[R]_(d, kappa)) :
  c != 0 -> injective (linear_decoder W) -> injective (linear_decoder (c *: W)).
Proof.
by move=> c0 W_inj z z'; rewrite /linear_decoder -!scalemxAl => /(scalerI c0)/W_inj.
Qed.

(** An injective linear decoder has at most one exact code of given data. *)
Lemma linear_codes_inj n (W : 'M[R]_(d, kappa)) (Z Z' : 'M[R]_(kappa, n)) :
  injective (linear_decoder W) -> W *m Z = W *m Z' -> Z = Z'.
Proof.
move=> W_inj eqWZ; apply/matrixP => k j.
have /W_inj/colP/(_ k) : linear_decoder W (col j Z) = linear_decoder W (col j Z').
  by rewrite /linear_decoder -!col_mul eqWZ.
by rewrite !mxE.
Qed.

(** The image of a code under an injective decoder keeps the samples apart and the rank. *)
Lemma image_r_dimensional n r (W : 'M[R]_(d, kappa)) (Z : 'M[R]_(kappa, n)) :
  injective (linear_decoder W) -> distinct_samples Z -> ((r <= n)%N -> \rank Z = r) ->
  r_dimensional r (W *m Z).
Proof.
move=> W_inj dZ rZ; split=> [j j' /=|/rZ <-]; last exact: injective_rank.
by rewrite !col_mul => /W_inj/dZ.
Qed.

End Decoders.

(** ** The dense alternative *)

(** A bijection of the rows that takes the rows of Q onto all those of P. *)
Lemma perm_cover (T : finType) (P Q : {set T}) :
  (#|P| <= #|Q|)%N -> exists s : {perm T}, forall k, k \in P -> (s^-1)%g k \in Q.
Proof.
move=> PQ; pose lP := enum P ++ enum (~: P); pose lQ := enum Q ++ enum (~: Q).
have listing (S : {set T}) : let l := enum S ++ enum (~: S) in
    [/\ uniq l, size l = #|T| & forall k, k \in l].
  move=> l; split.
  - rewrite cat_uniq !enum_uniq andbT /=; apply/hasPn => k.
    by rewrite /= !mem_enum inE.
  - by rewrite size_cat -!cardE cardsC.
  - by move=> k; rewrite mem_cat !mem_enum inE orbN.
have [uP sP mP] := listing P; have [uQ sQ mQ] := listing Q.
pose f l := nth l lP (index l lQ).
have f_inj : injective f.
  move=> l l' ff; apply/eqP.
  have := ff; rewrite /f (set_nth_default l) ?sP -?sQ ?index_mem // => /eqP.
  rewrite nth_uniq ?sP -?sQ ?index_mem // => /eqP eq_index.
  by rewrite -(nth_index l (mQ l)) -(nth_index l (mQ l')) eq_index.
exists (perm f_inj) => k kP.
set l := ((perm f_inj)^-1)%g k.
have fl : f l = k by rewrite -(permE f_inj) permKV.
have kP' : (index k lP < #|P|)%N by rewrite index_cat mem_enum kP cardE index_mem mem_enum.
have : index l lQ = index k lP by rewrite -fl index_uniq // sP -sQ index_mem.
move=> eq_index; have := kP'; rewrite -eq_index => /leq_trans/(_ PQ).
by rewrite index_cat mem_enum; case: (l \in Q) => //; rewrite -cardE ltnNge leq_addr.
Qed.

Theorem instance_family :
  forall (R : rcfType) (d kappa n : nat) (Z1 : 'M[R]_(kappa, n)) (q : 'rV[R]_kappa),
    (kappa <= d)%N -> nonnegative q -> (0 < active Z1 < positives q)%N ->
    exists (W0 W1 : 'M[R]_(d, kappa)) (Z0 : 'M[R]_(kappa, n)),
      [/\ injective (linear_decoder W0), injective (linear_decoder W1),
          W0 *m Z0 = W1 *m Z1 & powers Z0 = q].
Proof.
move=> R d kappa n Z1 q kappa_le_d q_ge0 /andP[Z1_gt0 dense].
pose P := [set k | 0 < power Z1 k]; pose Q := [set k | 0 < q 0 k].
have PE : active Z1 = #|P| by rewrite activeE.
have [s sP] : exists s : {perm 'I_kappa}, forall k, k \in P -> (s^-1)%g k \in Q.
  by apply: perm_cover; rewrite -PE ltnW.
have [k0 k0P] : exists k, k \in P by apply/set0Pn; rewrite -card_gt0 -PE.
have ratio_ge0 l k : 0 <= q 0 l / power Z1 k by exact: divr_ge0 (q_ge0 l) (power_ge0 Z1 k).
have Ppos k : k \in P -> 0 < power Z1 k by rewrite inE.
(* Row l of A z is a_l z_(s l) + b_l z_k0; b_l = 0 unless row l of the dense code is an extra. *)
pose a l := if s l \in P then Num.sqrt (q 0 l / power Z1 (s l)) else 1.
pose b l := if s l \in P then 0 else Num.sqrt (q 0 l / power Z1 k0).
pose A : 'M[R]_kappa := \matrix_(l, k) (a l * (k == s l)%:R + b l * (k == k0)%:R).
have AE m (Z : 'M[R]_(kappa, m)) l j : (A *m Z) l j = a l * Z (s l) j + b l * Z k0 j.
  rewrite mxE; under eq_bigr do rewrite mxE mulrDl -!mulrA.
  rewrite big_split -!mulr_sumr /=; congr (_ * _ + _ * _).
    by rewrite (bigD1 (s l)) //= eqxx mul1r big1 ?addr0 // => k /negPf->; rewrite mul0r.
  by rewrite (bigD1 k0) //= eqxx mul1r big1 ?addr0 // => k /negPf->; rewrite mul0r.
have q_gt0 l : s l \in P -> 0 < q 0 l by move=> /sP; rewrite permK inE.
have a_neq0 l : a l != 0.
  rewrite /a; case: ifP => [slP|_]; last exact: oner_neq0.
  by rewrite gt_eqF // sqrtr_gt0 divr_gt0 ?q_gt0 ?Ppos.
have A_inj : injective (linear_decoder A).
  move=> z z' /colP eqA.
  have eqk0 : z k0 0 = z' k0 0.
    have := eqA ((s^-1)%g k0); rewrite !AE permKV /b permKV k0P !mul0r !addr0.
    by move/mulfI; apply.
  apply/colP => k; have := eqA ((s^-1)%g k); rewrite !AE permKV eqk0.
  by move/addIr/mulfI; apply.
exists (inclusion R d kappa), (inclusion R d kappa *m A), (A *m Z1); split.
- exact: inclusion_inj.
- exact: inclusion_mul_inj.
- by rewrite mulmxA.
- apply/rowP => l; rewrite powersE; case slP: (s l \in P).
    rewrite (@power_scale _ _ _ Z1 _ (s l) _ (a l)); last first.
      by move=> j; rewrite AE /b slP mul0r addr0.
    by rewrite /a slP sqr_sqrtr // divfK // gt_eqF ?Ppos.
  rewrite (@power_scale _ _ _ Z1 _ k0 _ (b l)); last first.
    move=> j; rewrite AE; have /power_eq0-> : power Z1 (s l) = 0.
      by apply/eqP; rewrite eq_le power_ge0 leNgt; move: slP; rewrite inE => ->.
    by rewrite mulr0 add0r.
  by rewrite /b slP sqr_sqrtr // divfK // gt_eqF ?Ppos.
Qed.

(** ** One decoder: a sparse exact code and an imperfect code of given powers and error *)

Lemma codes_exist_any (R : rcfType) kappa n (p : 'rV[R]_kappa) :
  (0 < n)%N -> nonnegative p -> exists Z : 'M[R]_(kappa, n), powers Z = p.
Proof.
move=> n_gt0 p_ge0; case: (posnP (positives p)) => [p0|]; last first.
  by case/(codes_exist n_gt0 p_ge0) => Z [pZ _ _]; exists Z.
exists 0; apply/rowP => k; rewrite powersE power_row0 => [|j]; last by rewrite mxE.
by apply/esym/nonnegative_eq0 => //; have := cards0_eq p0; move/setP/(_ k); rewrite !inE.
Qed.

Lemma error_scale (R : rcfType) d kappa n (X : 'M[R]_(d, n)) (W : 'M[R]_(d, kappa)) Z c :
  error (c *: X) (linear_decoder (c *: W)) Z = c ^+ 2 * error X (linear_decoder W) Z.
Proof.
rewrite /error mulrA mulr_sumr; congr (_ / _); apply: eq_bigr => j _.
rewrite mulr_sumr; apply: eq_bigr => i _.
by rewrite /linear_decoder -scalemxAl !mxE -mulrBr exprMn.
Qed.

Lemma power_opp (R : rcfType) kappa n (Z : 'M[R]_(kappa, n)) k : power (- Z) k = power Z k.
Proof.
rewrite (@power_scale _ _ _ Z _ k _ (-1)) ?sqrrN ?expr1n ?mul1r // => j.
by rewrite mxE mulN1r.
Qed.

Lemma single_decoder (R : rcfType) d kappa n (p q : 'rV[R]_kappa) (e : R) :
  (kappa <= d)%N -> (0 < n)%N -> nonnegative p -> nonnegative q -> (0 < positives p)%N -> 0 < e ->
  exists (X : 'M[R]_(d, n)) (W : 'M[R]_(d, kappa)) (Z Z' : 'M[R]_(kappa, n)),
    [/\ r_dimensional (positives p) X, injective (linear_decoder W), W *m Z = X, powers Z = p &
        powers Z' = q /\ error X (linear_decoder W) Z' = e].
Proof.
move=> kappa_le_d n_gt0 p_ge0 q_ge0 p_gt0 e_gt0.
have [Z [pZ dZ rZ]] := codes_exist n_gt0 p_ge0 p_gt0.
have [Z' [qZ' ZZ']] : exists Z' : 'M[R]_(kappa, n), powers Z' = q /\ Z' != Z.
  have [Z' qZ'] := codes_exist_any n_gt0 q_ge0.
  case: (eqVneq Z' Z) => [ZZ'|]; last by exists Z'.
  exists (- Z'); split; first by rewrite -qZ'; apply/rowP => k; rewrite !powersE power_opp.
  apply/eqP => /matrixP NZ; have [k] := positives_gt0 p_gt0.
  rewrite -pZ powersE power_row0 ?ltxx // => j.
  have /eqP := NZ k j; rewrite mxE ZZ' eq_sym -subr_eq0 opprK.
  by rewrite -mulr2n mulrn_eq0 => /eqP.
pose E := inclusion R d kappa; have E_inj : injective (linear_decoder E) by exact: inclusion_inj.
pose e1 := error (E *m Z) (linear_decoder E) Z'.
have e1_gt0 : 0 < e1.
  apply: error_gt0 => /error_linear_eq0 /(linear_codes_inj E_inj) eqZ.
  by rewrite eqZ eqxx in ZZ'.
have c_gt0 : 0 < Num.sqrt (e / e1) by rewrite sqrtr_gt0 divr_gt0.
have W_inj : injective (linear_decoder (Num.sqrt (e / e1) *: E)).
  by apply: scale_inj => //; rewrite gt_eqF.
exists (Num.sqrt (e / e1) *: (E *m Z)), (Num.sqrt (e / e1) *: E), Z, Z'; split=> //.
- by rewrite scalemxAl; apply: image_r_dimensional.
- by rewrite scalemxAl.
- split=> //; rewrite error_scale sqr_sqrtr ?divfK ?gt_eqF //.
  by rewrite ltW // divr_gt0.
Qed.
