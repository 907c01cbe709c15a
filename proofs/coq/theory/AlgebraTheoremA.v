(** Theorem A: separable objectives. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics AlgebraInstances
  AlgebraTheoremA0.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** The excess of a vector of powers: what its positive entries cost *)

Section Excess.
Variables (R : rcfType) (kappa : nat).
Implicit Types (g h : R -> R) (p q : 'rV[R]_kappa).

Definition excess h p : R := \sum_k (h (p 0 k) - h 0).

(** Only differences of the penalties matter when two values are compared. *)
Lemma separable_sub d g h e e' p q : (0 < d)%N ->
  d%:R * (separable d g h e' q - separable d g h e p) =
  d%:R * (g e' - g e) + (excess h q - excess h p).
Proof.
move=> d_gt0; rewrite /separable /excess opprD addrACA -mulrBl mulrDr [_ * (_ / _)]mulrC.
rewrite divfK ?pnatr_eq0 -?lt0n //; congr (_ + _).
by rewrite -!sumrB; apply: eq_bigr => k _; rewrite opprB addrA subrK.
Qed.

Lemma separable_lt d g h e e' p q : (0 < d)%N ->
  (separable d g h e p < separable d g h e' q) =
  (excess h p - excess h q < d%:R * (g e' - g e)).
Proof.
move=> d_gt0; have dR : 0 < d%:R :> R by rewrite ltr0n.
by rewrite -[LHS]subr_gt0 -(pmulr_rgt0 _ dR) separable_sub // -[RHS]subr_gt0 opprB.
Qed.

Lemma excess_positives h p : nonnegative p ->
  excess h p = \sum_(k in [set k | 0 < p 0 k]) (h (p 0 k) - h 0).
Proof.
move=> p_ge0; rewrite /excess (bigID (mem [set k | 0 < p 0 k])) /= [X in _ + X]big1 ?addr0 // => k.
by rewrite inE => /negbTE /(nonnegative_eq0 p_ge0)->; rewrite subrr.
Qed.

Lemma excess0 h : excess h 0 = 0.
Proof. by rewrite /excess big1 // => k _; rewrite mxE subrr. Qed.

(** Bounds on every term bound the excess. *)
Lemma excess_le h p B : nonnegative p -> (forall k, 0 < p 0 k -> h (p 0 k) - h 0 <= B) ->
  excess h p <= (positives p)%:R * B.
Proof.
move=> p_ge0 le_B; rewrite excess_positives // mulr_natl -sumr_const.
by apply: ler_sum => k; rewrite inE; exact: le_B.
Qed.

Lemma excess_ge h p B : nonnegative p -> (forall k, 0 < p 0 k -> B <= h (p 0 k) - h 0) ->
  (positives p)%:R * B <= excess h p.
Proof.
move=> p_ge0 ge_B; rewrite excess_positives // mulr_natl -sumr_const.
by apply: ler_sum => k; rewrite inE; exact: ge_B.
Qed.

Lemma sum_lt (I : finType) (A : {set I}) (F G : I -> R) : (0 < #|A|)%N ->
  (forall i, i \in A -> F i < G i) -> \sum_(i in A) F i < \sum_(i in A) G i.
Proof.
rewrite card_gt0 => /set0Pn[i iA] FG; rewrite (bigD1 i) //= [X in _ < X](bigD1 i) //=.
by rewrite ltr_le_add ?FG // ler_sum // => j /andP[jA _]; rewrite ltW ?FG.
Qed.

Lemma excess_lt h p B : nonnegative p -> (0 < positives p)%N ->
  (forall k, 0 < p 0 k -> h (p 0 k) - h 0 < B) -> excess h p < (positives p)%:R * B.
Proof.
move=> p_ge0 p_gt0 lt_B; rewrite excess_positives // mulr_natl -sumr_const.
by apply: sum_lt => // k; rewrite inE; exact: lt_B.
Qed.

Lemma excess_gt h p B : nonnegative p -> (0 < positives p)%N ->
  (forall k, 0 < p 0 k -> B < h (p 0 k) - h 0) -> (positives p)%:R * B < excess h p.
Proof.
move=> p_ge0 p_gt0 gt_B; rewrite excess_positives // mulr_natl -sumr_const.
by apply: sum_lt => // k; rewrite inE; exact: gt_B.
Qed.

Lemma excess_lt_mean h p B : nonnegative p -> (0 < positives p)%N ->
  (forall k, 0 < p 0 k -> (positives p)%:R * (h (p 0 k) - h 0) < B) -> excess h p < B.
Proof.
move=> p_ge0 p_gt0 lt_B; have mR : 0 < (positives p)%:R :> R by rewrite ltr0n.
have -> : B = (positives p)%:R * (B / (positives p)%:R) by rewrite mulrC divfK ?gt_eqF.
by apply: excess_lt => // k pk; rewrite ltr_pdivl_mulr // mulrC lt_B.
Qed.

Lemma excess_le_mean h p B : nonnegative p -> (0 < positives p)%N ->
  (forall k, 0 < p 0 k -> (positives p)%:R * (h (p 0 k) - h 0) <= B) -> excess h p <= B.
Proof.
move=> p_ge0 p_gt0 le_B; have mR : 0 < (positives p)%:R :> R by rewrite ltr0n.
have -> : B = (positives p)%:R * (B / (positives p)%:R) by rewrite mulrC divfK ?gt_eqF.
by apply: excess_le => // k pk; rewrite ler_pdivl_mulr // mulrC le_B.
Qed.

(** The first m entries are a, the others zero. *)
Definition prefix (m : nat) (a : R) : 'rV[R]_kappa := \row_k (if (k < m)%N then a else 0).

Lemma prefix_nonnegative m a : 0 < a -> nonnegative (prefix m a).
Proof. by move=> a_gt0 k; rewrite mxE; case: ifP => // _; exact: ltW. Qed.

Lemma card_below m : (m <= kappa)%N -> #|[set k : 'I_kappa | (k < m)%N]| = m.
Proof.
move=> m_le; have -> : [set k : 'I_kappa | (k < m)%N] = [set widen_ord m_le i | i in 'I_m].
  apply/setP => k; rewrite inE; apply/idP/imsetP => [lt_m|[i _ ->]]; last by rewrite /= ltn_ord.
  by exists (Ordinal lt_m) => //; exact/val_inj.
by rewrite card_imset ?card_ord // => i i' /(congr1 val) /= /val_inj.
Qed.

Lemma positives_prefix m a : (m <= kappa)%N -> 0 < a -> positives (prefix m a) = m.
Proof.
move=> m_le a_gt0; rewrite -[RHS](card_below m_le) /positives; apply: eq_card => k.
by rewrite !inE mxE; case: ltnP => //; rewrite ltxx.
Qed.

Lemma excess_level h p a : nonnegative p -> (forall k, 0 < p 0 k -> p 0 k = a) ->
  excess h p = (positives p)%:R * (h a - h 0).
Proof.
move=> p_ge0 pa; apply/eqP; rewrite eq_le excess_le ?excess_ge // => k.
  by move/pa->.
by move/pa->.
Qed.

Lemma excess_prefix h m a : (m <= kappa)%N -> 0 < a ->
  excess h (prefix m a) = m%:R * (h a - h 0).
Proof.
move=> m_le a_gt0; rewrite (@excess_level _ _ a) ?positives_prefix //.
  exact: prefix_nonnegative.
by move=> k; rewrite mxE; case: ifP; rewrite ?ltxx.
Qed.

End Excess.

(** ** The complete form *)

Section Complete.
Variables (R : rcfType) (d kappa r : nat) (g h : R -> R).
Hypotheses (r_gt0 : (0 < r)%N) (r_lt_kappa : (r < kappa)%N) (kappa_le_d : (kappa <= d)%N).

Let d_gt0 : (0 < d)%N. Proof. exact: leq_trans (leq_ltn_trans _ r_lt_kappa) kappa_le_d. Qed.
Let rR : 0 < r%:R :> R. Proof. by rewrite ltr0n. Qed.
Let r1R : 0 < r.+1%:R :> R. Proof. by rewrite ltr0n. Qed.

Lemma pairwise_rise_gt0 :
  (forall a b, 0 < a -> 0 < b -> r%:R * (h a - h 0) < r.+1%:R * (h b - h 0)) ->
  forall b, 0 < b -> 0 < h b - h 0.
Proof.
move=> dense b b_gt0; have := dense b b b_gt0 b_gt0.
by rewrite -subr_gt0 -mulrBl -natrB // subSnn mul1r.
Qed.

(** The excess of at least r+1 rows, from below, by that of r rows. *)
Lemma dense_excess (p q : 'rV[R]_kappa) : nonnegative p -> nonnegative q -> positives p = r ->
    (r < positives q)%N ->
  (forall a b, 0 < a -> 0 < b -> r%:R * (h a - h 0) < r.+1%:R * (h b - h 0)) ->
  excess h p < excess h q.
Proof.
move=> p_ge0 q_ge0 p_r q_r dense; have rise_gt0 := pairwise_rise_gt0 dense.
have p_gt0 : (0 < positives p)%N by rewrite p_r.
have sparse l : 0 < q 0 l -> excess h p / r.+1%:R < h (q 0 l) - h 0.
  move=> ql; rewrite ltr_pdivr_mulr // mulrC.
  by apply: excess_lt_mean => // k pk; rewrite p_r dense.
have S_gt0 : 0 < excess h p.
  by rewrite -[X in X < _](mulr0 (positives p)%:R); apply: excess_gt => // k; exact: rise_gt0.
apply: le_lt_trans (excess_gt q_ge0 (leq_ltn_trans (leq0n r) q_r) sparse).
by rewrite mulrA ler_pdivl_mulr // mulrC ler_pmul2r // ler_nat.
Qed.

Lemma theorem_A_pairs :
  prefers_sparse (separable (kappa := kappa) d g h) r <->
  (forall a b, 0 < a -> 0 < b -> r%:R * (h a - h 0) < r.+1%:R * (h b - h 0)) /\
  (forall a e, 0 < a -> 0 < e -> r%:R * (h a - h 0) < d%:R * (g e - g 0)).
Proof.
have r_le := ltnW r_lt_kappa.
split=> [prefers|[dense imperfect] p q e p_ge0 q_ge0 p_r]; last first.
  have p_gt0 : (0 < positives p)%N by rewrite p_r.
  rewrite separable_lt // => -[e_gt0|[-> q_r]]; last first.
    by rewrite subrr mulr0 subr_lt0 dense_excess.
  have q_excess : 0 <= excess h q.
    rewrite -[X in X <= _](mulr0 (positives q)%:R); apply: excess_ge => // k qk.
    exact/ltW/(pairwise_rise_gt0 dense).
  apply: le_lt_trans (_ : excess h p < _); first by rewrite ler_subl_addr ler_addl.
  by apply: excess_lt_mean => // k pk; rewrite p_r imperfect.
split=> [a b a_gt0 b_gt0|a e a_gt0 e_gt0].
  have := prefers (prefix kappa r a) (prefix kappa r.+1 b) 0.
  rewrite separable_lt // !excess_prefix // subrr mulr0 subr_lt0; apply.
  - exact: prefix_nonnegative.
  - exact: prefix_nonnegative.
  - exact: positives_prefix.
  - by right; rewrite positives_prefix.
have := prefers (prefix kappa r a) 0 e.
rewrite separable_lt // excess_prefix // excess0 subr0; apply.
- exact: prefix_nonnegative.
- by move=> k; rewrite mxE.
- exact: positives_prefix.
- by left.
Qed.

End Complete.

Theorem theorem_A :
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (guarantees d (separable (kappa := kappa) d g h) r <->
     (forall a b, 0 < a -> 0 < b -> r%:R * (h a - h 0) < r.+1%:R * (h b - h 0)) /\
     (forall a e, 0 < a -> 0 < e -> r%:R * (h a - h 0) < d%:R * (g e - g 0))).
Proof.
move=> R d kappa r g h r_kappa kappa_le_d; have /andP[r_gt0 r_lt] := r_kappa.
apply: iff_trans (theorem_A0 _ r_kappa kappa_le_d) _.
exact: theorem_A_pairs.
Qed.
