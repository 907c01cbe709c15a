(** Theorem A4: what nondecreasing penalties resolve, continuous or not. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics AlgebraTheoremA0
  AlgebraTheoremA.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma excess_powers (R : rcfType) kappa n (h : R -> R) (Z : 'M[R]_(kappa, n)) :
  excess h (powers Z) = \sum_k (h (power Z k) - h 0).
Proof. by apply: eq_bigr => k _; rewrite powersE. Qed.

Theorem theorem_A4 :
  forall (R : rcfType) (d kappa n r : nat) (g h : R -> R)
         (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta' Z',
    (0 < d)%N -> (forall u, 0 <= u -> g 0 <= g u) -> nondecreasing h ->
    error X (mu theta) Z = 0 ->
    loss g h X (mu theta') Z' <= loss g h X (mu theta) Z ->
    let budget := \sum_k (h (power Z k) - h 0) in
    g (error X (mu theta') Z') - g 0 <= budget / d%:R /\
    forall tau, 0 <= tau -> budget < r.+1%:R * (h tau - h 0) ->
      (#|[set k | (tau <= power Z' k)%R]| <= r)%N.
Proof.
move=> R d kappa n r g h X Theta mu theta Z theta' Z' d_gt0 g_least h_mono eZ le_loss budget.
have dR : 0 < d%:R :> R by rewrite ltr0n.
have g_ge0 : 0 <= g (error X (mu theta') Z') - g 0 by rewrite subr_ge0 g_least ?error_ge0.
have rise_ge0 k : 0 <= h (power Z' k) - h 0 by rewrite subr_ge0 h_mono ?power_ge0.
have spent : d%:R * (g (error X (mu theta') Z') - g 0) + excess h (powers Z') <= budget.
  move: le_loss; rewrite /loss /value eZ => le_loss.
  rewrite /budget -excess_powers -subr_le0 -addrA -separable_sub //.
  by rewrite pmulr_rle0 // subr_le0.
rewrite excess_powers in spent; split=> [|tau tau_ge0 small].
  rewrite ler_pdivl_mulr // mulrC; apply: le_trans spent; rewrite ler_addl.
  by apply: sumr_ge0 => k _.
rewrite leqNgt; apply/negP => large; move: small; rewrite ltNge => /negP; case.
apply: le_trans spent; apply: ler_paddl; first by rewrite mulr_ge0 // ltW.
rewrite (bigID (mem [set k | (tau <= power Z' k)%R])) /= ler_paddr ?sumr_ge0 //.
apply: (@le_trans _ _ (\sum_(k in [set k | (tau <= power Z' k)%R]) (h tau - h 0))).
  rewrite sumr_const -[X in _ <= X]mulr_natl ler_wpmul2r ?ler_nat //.
  by rewrite subr_ge0 h_mono.
by apply: ler_sum => k; rewrite inE => tau_le; rewrite ler_sub // h_mono.
Qed.

(** The concave bounded penalty u/(u + tau). *)
Section Ratio.
Variables (R : rcfType) (tau : R).
Hypothesis tau_gt0 : 0 < tau.

Lemma ratio_den_gt0 u : 0 <= u -> 0 < u + tau.
Proof. by move=> u_ge0; rewrite ltr_paddl. Qed.

Lemma ratio_lt1 u : 0 <= u -> u / (u + tau) < 1.
Proof. by move=> u_ge0; rewrite ltr_pdivr_mulr ?ratio_den_gt0 // mul1r ltr_addl. Qed.

Lemma ratio_mono : nondecreasing (fun u : R => u / (u + tau)).
Proof.
move=> u v u_ge0 uv; have v_ge0 := le_trans u_ge0 uv.
rewrite ler_pdivr_mulr ?ratio_den_gt0 // mulrAC ler_pdivl_mulr ?ratio_den_gt0 //.
by rewrite !mulrDr [u * v]mulrC ler_add2l ler_pmul2r.
Qed.

End Ratio.

Theorem theorem_A4_ratio :
  forall (R : rcfType) (d kappa n r : nat) (g : R -> R) (tau0 : R)
         (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta' Z',
    (0 < d)%N -> (0 < r)%N -> (forall u, 0 <= u -> g 0 <= g u) -> 0 < tau0 ->
    error X (mu theta) Z = 0 -> active Z = r ->
    let h u := u / (u + tau0) in
    loss g h X (mu theta') Z' <= loss g h X (mu theta) Z ->
    forall tau, r%:R * tau0 <= tau -> (#|[set k | (tau <= power Z' k)%R]| <= r)%N.
Proof.
move=> R d kappa n r g tau0 X Theta mu theta Z theta' Z' d_gt0 r_gt0 g_least tau0_gt0 eZ actZ h.
move=> le_loss tau tau_ge; have h_mono : nondecreasing h by exact: ratio_mono.
have [_ count] := theorem_A4 r d_gt0 g_least h_mono eZ le_loss.
suff tight : (#|[set k | (r%:R * tau0 <= power Z' k)%R]| <= r)%N.
  apply: leq_trans tight; apply: subset_leq_card.
  by apply/subsetP => k; rewrite !inE; apply: le_trans tau_ge.
apply: count; first by rewrite mulr_ge0 ?ler0n // ltW.
have h0 : h 0 = 0 by rewrite /h mul0r.
rewrite -excess_powers; apply: (@lt_le_trans _ _ r%:R).
  rewrite -[X in _ < X]mulr1 -actZ; apply: excess_lt => [||k pk].
  - exact: nonnegative_powers.
  - by rewrite -/(active Z) actZ.
  - by rewrite h0 subr0 ratio_lt1 // ltW.
rewrite h0 subr0 /h -[X in _ + X]mul1r -mulrDl -[1]/(1%:R) -natrD addn1.
by rewrite -mulf_div divff ?gt_eqF // mulr1 mulrC divfK // pnatr_eq0.
Qed.
