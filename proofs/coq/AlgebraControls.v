(** The false variants are false; the examples hold. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity Require Import AlgebraStatements AlgebraControlStatements.
From Sparsity Require Import AlgebraBasics AlgebraInstances AlgebraTheoremA0 AlgebraTheoremA.
From Sparsity Require Import AlgebraTheoremA1A2 AlgebraTheoremA3 AlgebraTheoremA4.
From Sparsity Require Import AlgebraConsequences AlgebraTheoremB.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** The count *)

Section Count.
Variable R : rcfType.

Lemma count_rise (u : R) : 0 < u -> count u - count (0 : R) = 1.
Proof. by move=> u_gt0; rewrite count_pos // count0 subr0. Qed.

Lemma count_rises (y : R) : rises (@count R) y <-> y = 1.
Proof.
split=> [[u [u_gt0 ->]]|->]; first exact: count_rise.
by exists 1; rewrite count_rise // ltr01.
Qed.

Lemma count_not_constant : not_constant (@count R).
Proof. by exists 1; rewrite ?ltr01 // count_pos ?ltr01 // count0; exact/eqP/oner_neq0. Qed.

Lemma count_excess kappa (p : 'rV[R]_kappa) : nonnegative p ->
  excess (@count R) p = (positives p)%:R.
Proof.
move=> p_ge0; rewrite excess_positives // -sumr_const.
by apply: eq_bigr => k; rewrite inE => pk; rewrite count_rise.
Qed.

Lemma count_no_gap r : ~ code_gap r (@count R).
Proof.
case=> a [b [a_gt0 b_gt0]]; rewrite !count_rise // !mulr1 ltr_nat.
by rewrite ltnNge leqnSn.
Qed.

End Count.

Theorem count_guaranteed : count_guaranteed_statement.
Proof.
move=> R d kappa r r_kappa kappa_le_d; have /andP[r_gt0 r_lt] := r_kappa.
have r_lt_d : (r < d)%N by exact: leq_trans r_lt kappa_le_d.
split; rewrite ?mulr1 ?ltr_nat //.
- split=> [x /count_rises->|b b_lt]; first exact: lexx.
  by exists 1; split=> //; exact/count_rises.
- split=> [x /count_rises->|b b_gt]; first exact: lexx.
  by exists 1; split=> //; exact/count_rises.
apply/(theorem_A _ _ r_kappa kappa_le_d); split=> [a b a_gt0 b_gt0|a e a_gt0 e_gt0].
  by rewrite !count_rise // !mulr1 ltr_nat.
by rewrite !count_rise // !mulr1 ltr_nat.
Qed.

(** ** Variants that are false *)

Theorem A0_at_least_r_false : A0_at_least_r_false_statement.
Proof.
move=> R d kappa r r_kappa kappa_le_d variant; have /andP[r_gt0 r_lt] := r_kappa.
have [_ _ _ _ /variant strict] := count_guaranteed R r_kappa kappa_le_d.
have p_ge0 := @prefix_nonnegative R kappa r 1 ltr01.
have p_r := @positives_prefix R kappa r 1 (ltnW r_lt) ltr01.
have := strict _ _ 0 p_ge0 p_ge0 p_r (or_intror (conj erefl _)).
by rewrite p_r ltxx => /(_ (leqnn r)).
Qed.

Theorem A0_exact_only_false : A0_exact_only_false_statement.
Proof.
move=> R d kappa r r_kappa kappa_le_d variant; have /andP[r_gt0 r_lt] := r_kappa.
have d_gt0 := dims_gt0 r_kappa kappa_le_d.
have guaranteed : guarantees d (separable (kappa := kappa) d (fun=> 0) (@count R)) r.
  apply/variant => p q p_ge0 q_ge0 p_r r_q; rewrite separable_lt // subrr mulr0 subr_lt0.
  by rewrite !count_excess // p_r ltr_nat.
apply: (continuous_g_fails r_kappa kappa_le_d _ (count_not_constant R) guaranteed).
by move=> eps eps_gt0; exists 1; rewrite ?ltr01 // => u _ _; rewrite subrr normr0.
Qed.

Theorem A1_gap_reversed_false : A1_gap_reversed_false_statement.
Proof.
move=> R d kappa r g r_kappa kappa_le_d variant.
have /(theorem_A1_iff g _ r_kappa kappa_le_d) : beaten_by_denser d kappa r g (@count R).
  by apply: variant; exists 1, 1; rewrite !count_rise ?ltr01 // !mulr1 ltr_nat; split.
exact: count_no_gap.
Qed.

Theorem A1_r_for_r1_false : A1_r_for_r1_false_statement.
Proof.
move=> R d kappa r g r_kappa kappa_le_d variant; have /andP[r_gt0 _] := r_kappa.
(* One power costs r+1, all others r. *)
pose h (u : R) : R := if u == 0 then 0 else if u == 1 then r.+1%:R else r%:R.
have h0 : h 0 = 0 by rewrite /h eqxx.
have h1 : h 1 = r.+1%:R by rewrite /h oner_eq0 eqxx.
have h_bounds u : 0 < u -> r%:R <= h u <= r.+1%:R.
  by move=> u_gt0; rewrite /h gt_eqF //; case: ifP; rewrite ler_nat ?leqnn ?leqnSn.
have two_neq1 : (2%:R == 1 :> R) = false by rewrite pnatr_eq1.
have h2 : h 2%:R = r%:R by rewrite /h pnatr_eq0 two_neq1.
have /(theorem_A1_iff g _ r_kappa kappa_le_d) : beaten_by_denser d kappa r g h.
  apply: variant; exists 1, 2%:R; split; rewrite ?ltr01 ?ltr0n // h0 !subr0 h1 h2.
  by rewrite ltr_pmul2l ?ltr0n // ltr_nat.
case=> a [b [/h_bounds/andP[_ ha] /h_bounds/andP[hb _]]]; rewrite h0 !subr0 ltNge => /negP.
apply; apply: (@le_trans _ _ (r%:R * r.+1%:R)); first by rewrite ler_wpmul2l ?ler0n.
by rewrite mulrC ler_wpmul2l ?ler0n.
Qed.

Theorem A2_without_d_false : A2_without_d_false_statement.
Proof.
move=> R d kappa r r_kappa kappa_le_d variant; have /andP[r_gt0 r_lt] := r_kappa.
have d_gt1 : (1 < d)%N by exact: leq_ltn_trans r_gt0 (leq_trans r_lt kappa_le_d).
have rR : 0 < r%:R :> R by rewrite ltr0n.
(* r beta lies strictly between 1 and d. *)
pose beta : R := (1 + d%:R) / 2%:R / r%:R.
have betaE : r%:R * beta = (1 + d%:R) / 2%:R by rewrite /beta mulrC divfK // gt_eqF.
have d1 : 1 < d%:R :> R by rewrite ltr1n.
apply: (variant (@count R) (fun u => beta * count u)).
  exists 1, 1; split; rewrite ?ltr01 // count_rise ?ltr01 // count_pos ?ltr01 // count0.
  by rewrite mulr0 subr0 mulr1 betaE midf_lt.
apply/(count_threshold _ r_kappa kappa_le_d); rewrite ltr_pdivl_mulr // [beta * _]mulrC betaE.
by rewrite midf_lt // divr_gt0 // divr_gt0 ?ltr0n // addr_gt0 ?ltr01 // ltr0n (ltn_trans _ d_gt1).
Qed.

Theorem count_threshold_closed_false : count_threshold_closed_false_statement.
Proof.
move=> R d kappa r r_kappa kappa_le_d variant; have /andP[r_gt0 _] := r_kappa.
have d_gt0 := dims_gt0 r_kappa kappa_le_d.
have /variant/(count_threshold _ r_kappa kappa_le_d) : 0 < (d%:R / r%:R : R) <= d%:R / r%:R.
  by rewrite lexx andbT divr_gt0 ?ltr0n.
by rewrite ltxx andbF.
Qed.

Theorem A3_weak_false : A3_weak_false_statement.
Proof.
move=> R d kappa r r_kappa kappa_le_d variant; have /andP[r_gt0 _] := r_kappa.
have rR : 0 < r%:R :> R by rewrite ltr0n.
apply: (count_threshold_closed_false (R := R) r_kappa kappa_le_d) => beta /andP[beta_gt0].
rewrite ler_pdivl_mulr // => beta_le; apply: variant => [a b a_gt0 b_gt0|a e a_gt0 e_gt0].
  by rewrite -!mulrBr !count_rise // mulr1 ler_pmul2r // ler_nat.
by rewrite -!mulrBr !count_rise // !mulr1 mulrC.
Qed.

Theorem A4_r2_for_r1_false : A4_r2_for_r1_false_statement.
Proof.
move=> R d kappa r n r_kappa kappa_le_d n_gt0 variant; have /andP[r_gt0 r_lt] := r_kappa.
have p_ge0 := @prefix_nonnegative R kappa r.+1 1 ltr01.
have [Z pZ] := codes_exist_any n_gt0 p_ge0.
have id_mono : nondecreasing (id : R -> R) by move=> u v.
have eZ : error (inclusion R d kappa *m Z) (linear_decoder (inclusion R d kappa)) Z = 0.
  exact/error_linear_eq0.
have := variant id id _ _ Z Z 1 id_mono id_mono eZ (lexx _) ler01.
rewrite -(excess_powers id) pZ excess_prefix ?ltr01 // ltr_pmul2r ?subr0 ?ltr01 // ltr_nat ltnSn.
move=> /(_ isT); rewrite leqNgt => /negP; apply.
rewrite -[X in (X < _)%N]/r -{1}(card_below (ltnW r_lt)).
Abort.

Theorem gap_without_continuity_false : gap_without_continuity_false_statement.
Proof. by move=> R r /(_ _ (count_not_constant R)) /count_no_gap. Qed.

Theorem theorem_4_constant_false : theorem_4_constant_false_statement.
Proof.
move=> R d kappa r r_kappa kappa_le_d variant.
have flat : bounded_gradient (fun _ : R => 0 : R).
  exists (fun=> 0), 0 => u u_ge0; split; last by rewrite normr0.
  move=> eps eps_gt0; exists 1; first exact: ltr01.
  by move=> v _ _ _; rewrite !subrr mul0r subr0 normr0.
have [n [X [W [_ [theta [Z [eZ actZ]]] _ beaten]]]] := variant _ _ flat flat.
have [|theta' [Z' ]] := beaten theta Z eZ; first by rewrite actZ.
by rewrite /loss /value /separable ltxx.
Qed.
