(** The false variants are false; the examples hold. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require Import AlgebraBasics AlgebraInstances AlgebraTheoremA0
  AlgebraTheoremA.
From Sparsity.theory Require Import AlgebraTheoremA1A2 AlgebraTheoremA3 AlgebraTheoremA4.
From Sparsity.theory Require Import AlgebraConsequences AlgebraTheoremB.
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

Theorem count_guaranteed :
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    [/\ is_sup (rises (@count R)) 1, is_inf (rises (@count R)) 1,
        r%:R * 1 < r.+1%:R * (1 : R), r%:R * 1 < d%:R * (1 : R) &
        guarantees d (separable (kappa := kappa) d (@count R) (@count R)) r].
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

Theorem A0_at_least_r_false :
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall Psi : R -> 'rV[R]_kappa -> R,
        guarantees d Psi r <->
        forall (p q : 'rV[R]_kappa) (e : R),
          nonnegative p -> nonnegative q -> positives p = r ->
          0 < e \/ e = 0 /\ (r <= positives q)%N -> Psi 0 p < Psi e q.
Proof.
move=> R d kappa r r_kappa kappa_le_d variant; have /andP[r_gt0 r_lt] := r_kappa.
have [_ _ _ _ /variant strict] := count_guaranteed R r_kappa kappa_le_d.
have p_ge0 := @prefix_nonnegative R kappa r 1 ltr01.
have p_r := @positives_prefix R kappa r 1 (ltnW r_lt) ltr01.
have := strict _ _ 0 p_ge0 p_ge0 p_r (or_intror (conj erefl _)).
by rewrite p_r ltxx => /(_ (leqnn r)).
Qed.

Theorem A0_exact_only_false :
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall Psi : R -> 'rV[R]_kappa -> R,
        guarantees d Psi r <->
        forall (p q : 'rV[R]_kappa),
          nonnegative p -> nonnegative q -> positives p = r -> (r < positives q)%N ->
          Psi 0 p < Psi 0 q.
Proof.
move=> R d kappa r r_kappa kappa_le_d variant; have /andP[r_gt0 r_lt] := r_kappa.
have d_gt0 := dims_gt0 r_kappa kappa_le_d.
have guaranteed : guarantees d (separable (kappa := kappa) d (fun=> 0) (@count R)) r.
  apply/variant => p q p_ge0 q_ge0 p_r r_q; rewrite separable_lt // subrr mulr0 subr_lt0.
  by rewrite !count_excess // p_r ltr_nat.
apply: (continuous_g_fails r_kappa kappa_le_d _ (count_not_constant R) guaranteed).
by move=> eps eps_gt0; exists 1; rewrite ?ltr01 // => u _ _; rewrite subrr normr0.
Qed.

Theorem A1_gap_reversed_false :
  forall (R : rcfType) (d kappa r : nat) (g : R -> R), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall h : R -> R,
        (exists a b, [/\ 0 < a, 0 < b & r%:R * (h a - h 0) < r.+1%:R * (h b - h 0)]) ->
        beaten_by_denser d kappa r g h.
Proof.
move=> R d kappa r g r_kappa kappa_le_d variant.
have /(theorem_A1_iff g _ r_kappa kappa_le_d) : beaten_by_denser d kappa r g (@count R).
  by apply: variant; exists 1, 1; split; rewrite ?ltr01 // !count_rise ?ltr01 // !mulr1 ltr_nat.
exact: count_no_gap.
Qed.

Theorem A1_r_for_r1_false :
  forall (R : rcfType) (d kappa r : nat) (g : R -> R), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall h : R -> R,
        (exists a b, [/\ 0 < a, 0 < b & r%:R * (h b - h 0) < r%:R * (h a - h 0)]) ->
        beaten_by_denser d kappa r g h.
Proof.
move=> R d kappa r g r_kappa kappa_le_d variant; have /andP[r_gt0 _] := r_kappa.
(* One power costs r+1, all others r. *)
pose h (u : R) : R := if u == 0 then 0 else if u == 1 then r.+1%:R else r%:R.
have h0 : h 0 = 0 by rewrite /h eqxx.
have h1 : h 1 = r.+1%:R by rewrite /h oner_eq0 eqxx.
have h_bounds u : 0 < u -> r%:R <= h u <= r.+1%:R.
  by move=> u_gt0; rewrite /h gt_eqF //; case: ifP => _; rewrite !ler_nat ?leqnn ?leqnSn.
have two_neq1 : (2%:R == 1 :> R) = false by rewrite pnatr_eq1.
have h2 : h 2%:R = r%:R by rewrite /h pnatr_eq0 two_neq1.
have /(theorem_A1_iff g _ r_kappa kappa_le_d) : beaten_by_denser d kappa r g h.
  apply: variant; exists 1, 2%:R; split; rewrite ?ltr01 ?ltr0n // h0 !subr0 h1 h2.
  by rewrite ltr_pmul2l ?ltr0n // ltr_nat.
case=> a [b [/h_bounds/andP[_ ha] /h_bounds/andP[hb _]]]; rewrite h0 !subr0 ltNge => /negP.
apply; apply: (@le_trans _ _ (r%:R * r.+1%:R)); first by rewrite ler_wpmul2l ?ler0n.
by rewrite mulrC ler_wpmul2l ?ler0n.
Qed.

Theorem A2_without_d_false :
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        (exists a e, [/\ 0 < a, 0 < e & g e - g 0 < r%:R * (h a - h 0)]) ->
        ~ guarantees d (separable (kappa := kappa) d g h) r.
Proof.
move=> R d kappa r r_kappa kappa_le_d variant; have /andP[r_gt0 r_lt] := r_kappa.
have d_gt1 : (1 < d)%N by exact: leq_ltn_trans r_gt0 (leq_trans r_lt kappa_le_d).
have rR : 0 < r%:R :> R by rewrite ltr0n.
(* r beta lies strictly between 1 and d. *)
have [beta betaE] : exists beta : R, r%:R * beta = (1 + d%:R) / 2%:R.
  by exists ((1 + d%:R) / 2%:R / r%:R); rewrite mulrC divfK // gt_eqF.
have d1 : 1 < d%:R :> R by rewrite ltr1n.
apply: (variant (@count R) (fun u => beta * count u)).
  exists 1, 1; split; rewrite ?ltr01 // count_rise ?ltr01 // count_pos ?ltr01 // count0.
  by rewrite mulr0 subr0 mulr1 betaE midf_lt.
apply/(count_threshold _ r_kappa kappa_le_d); rewrite ltr_pdivl_mulr // [beta * _]mulrC.
rewrite -(pmulr_rgt0 beta rR) betaE midf_lt // andbT.
by rewrite divr_gt0 ?ltr0n // addr_gt0 ?ltr01 // ltr0n (ltn_trans _ d_gt1).
Qed.

Theorem count_threshold_closed_false :
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall beta : R, 0 < beta <= d%:R / r%:R ->
        guarantees d (separable (kappa := kappa) d (@count R) (fun u => beta * count u)) r.
Proof.
move=> R d kappa r r_kappa kappa_le_d variant; have /andP[r_gt0 _] := r_kappa.
have d_gt0 := dims_gt0 r_kappa kappa_le_d.
have /variant/(count_threshold _ r_kappa kappa_le_d) : 0 < (d%:R / r%:R : R) <= d%:R / r%:R.
  by rewrite lexx andbT divr_gt0 ?ltr0n.
by rewrite ltxx andbF.
Qed.

Theorem A3_weak_false :
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        (forall a b, 0 < a -> 0 < b -> r%:R * (h a - h 0) <= r.+1%:R * (h b - h 0)) ->
        (forall a e, 0 < a -> 0 < e -> r%:R * (h a - h 0) <= d%:R * (g e - g 0)) ->
        guarantees d (separable (kappa := kappa) d g h) r.
Proof.
move=> R d kappa r r_kappa kappa_le_d variant; have /andP[r_gt0 _] := r_kappa.
have rR : 0 < r%:R :> R by rewrite ltr0n.
apply: (count_threshold_closed_false (R := R) r_kappa kappa_le_d) => beta /andP[beta_gt0].
rewrite ler_pdivl_mulr // => beta_le; apply: variant => [a b a_gt0 b_gt0|a e a_gt0 e_gt0].
  by rewrite -!mulrBr !count_rise // mulr1 ler_pmul2r // ler_nat.
by rewrite -!mulrBr !count_rise // !mulr1 mulrC.
Qed.

Theorem A4_r2_for_r1_false :
  forall (R : rcfType) (d kappa r n : nat),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N ->
    ~ forall (g h : R -> R) (X : 'M[R]_(d, n)) (mu : decoder R d kappa) Z Z' tau,
        nondecreasing g -> nondecreasing h -> error X mu Z = 0 ->
        loss g h X mu Z' <= loss g h X mu Z -> 0 <= tau ->
        \sum_k (h (power Z k) - h 0) < r.+2%:R * (h tau - h 0) ->
        (#|[set k | (tau <= power Z' k)%R]| <= r)%N.
Proof.
move=> R d kappa r n r_kappa kappa_le_d n_gt0 variant; have /andP[r_gt0 r_lt] := r_kappa.
have p_ge0 := @prefix_nonnegative R kappa r.+1 1 ltr01.
have [Z pZ] := codes_exist_any n_gt0 p_ge0.
have id_mono : nondecreasing (id : R -> R) by move=> u v.
have eZ : error (inclusion R d kappa *m Z) (linear_decoder (inclusion R d kappa)) Z = 0.
  exact/error_linear_eq0.
have := variant id id _ _ Z Z 1 id_mono id_mono eZ (lexx _) ler01.
rewrite -(excess_powers id) pZ excess_prefix ?ltr01 // ltr_pmul2r ?subr0 ?ltr01 // ltr_nat ltnSn.
move=> /(_ isT); rewrite leqNgt => /negP; apply; rewrite -[X in (X <= _)%N](card_below r_lt).
by apply: subset_leq_card; apply/subsetP => k; rewrite !inE -powersE pZ mxE => ->.
Qed.

Theorem gap_without_continuity_false :
  forall (R : rcfType) (r : nat), ~ forall h : R -> R, not_constant h -> code_gap r h.
Proof. by move=> R r /(_ _ (count_not_constant R)) /count_no_gap. Qed.

Theorem theorem_4_constant_false :
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        bounded_gradient g -> bounded_gradient h -> paper_conclusion d kappa r g h.
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

(** The count has derivative zero at every positive argument. *)
Lemma count_derivative (R : rcfType) (u : R) : 0 < u -> derivative (@count R) u 0.
Proof.
move=> u_gt0 eps eps_gt0; exists u => // v _ _; rewrite ltr_distl subrr => /andP[v_gt0 _].
by rewrite !count_pos // subrr mul0r subr0 normr0.
Qed.

Theorem theorem_4_open_false :
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    let bounded f := exists (f' : R -> R) (B : R),
      forall u, 0 < u -> derivative f u (f' u) /\ `|f' u| <= B in
    ~ forall g h : R -> R,
        bounded g -> bounded h -> not_constant h -> paper_conclusion d kappa r g h.
Proof.
move=> R d kappa r r_kappa kappa_le_d bounded variant; have /andP[r_gt0 r_lt] := r_kappa.
have d_gt0 := dims_gt0 r_kappa kappa_le_d.
have flat : bounded (@count R).
  by exists (fun=> 0), 0 => u u_gt0; rewrite normr0 lexx; split=> //; exact: count_derivative.
have [n [X [W [_ [theta [Z [eZ actZ]]] _ beaten]]]] :=
  variant _ _ flat flat (count_not_constant R).
(* An exact code with at most r rows is beaten only by an exact one with fewer rows. *)
have descent m : forall t Y, error X (linear_decoder (W t)) Y = 0 -> active Y = m ->
    (m <= r)%N -> False.
  elim/ltn_ind: m => m IH t Y eY actY le_r; have [|t' [Y']] := beaten t Y eY; first by rewrite actY.
  have ltmd : (m < d)%N by exact: leq_ltn_trans le_r (leq_trans r_lt kappa_le_d).
  rewrite /loss /value separable_lt // eY !count_excess; try exact: nonnegative_powers.
  rewrite -/(active Y) -/(active Y') actY.
  have [eY'|/eqP/error_gt0 pos] := eqVneq (error X (linear_decoder (W t')) Y') 0.
    rewrite eY' subrr mulr0 subr_lt0 ltr_nat => lt_m.
    by apply: (IH _ lt_m t' Y') => //; exact: leq_trans (ltnW lt_m) le_r.
  rewrite (count_pos pos) count0 sub0r mulrN1 ltr_subl_addr [- _ + _]addrC ltr_subr_addr => lt_m.
  have : (d%:R : R) < m%:R by apply: le_lt_trans lt_m; rewrite ler_addr ler0n.
  by rewrite ltr_nat ltnNge (ltnW ltmd).
exact: (descent r theta Z).
Qed.

Theorem theorem_B_r_for_r1_false :
  forall (R : rcfType) (d kappa r n : nat) (g : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N ->
    ~ forall (h : R -> R) (P Q : R) (X : 'M[R]_(d, n)) (mu mu' : decoder R d kappa) Z Z',
        error X mu Z = 0 -> error X mu' Z' = 0 ->
        active Z = r -> level Z P -> active Z' = r.+1 -> level Z' Q ->
        (loss g h X mu Z < loss g h X mu' Z' <-> r%:R * (h P - h 0) < r%:R * (h Q - h 0)).
Proof.
move=> R d kappa r n g r_kappa kappa_le_d n_gt0 variant.
have d_gt0 := dims_gt0 r_kappa kappa_le_d.
have [X [W [W' [Z [Z' [_ _ [eZ eZ'] [actZ levelZ] [actZ' levelZ']]]]]]] :=
  theorem_B_instances r_kappa kappa_le_d n_gt0 (@ltr01 R) (@ltr01 R).
have variant_lt := variant (@count R) 1 1 X _ _ Z Z' eZ eZ' actZ levelZ actZ' levelZ'.
have := proj1 variant_lt; rewrite ltxx => /(_ _)/negP; case=> //.
apply/(theorem_B g (@count R) d_gt0 eZ eZ' actZ levelZ actZ' levelZ').
by rewrite !count_rise ?ltr01 // !mulr1 ltr_nat.
Qed.

Theorem theorem_B_ratio_reversed_false :
  forall (R : rcfType) (r : nat), (0 < r)%N ->
    ~ forall P Q tau : R, 0 < P -> 0 < Q -> 0 < tau -> r.+1%:R * Q < r%:R * P ->
        let h u := u / (u + tau) in
        (r%:R * (h P - h 0) < r.+1%:R * (h Q - h 0) <->
         P * Q / (r%:R * P - r.+1%:R * Q) < tau).
Proof.
move=> R r r_gt0 variant; have rR : 0 < r%:R :> R by rewrite ltr0n.
have P_gt0 : 0 < 3%:R :> R by rewrite ltr0n.
have lt_QP : r.+1%:R * 1 < r%:R * 3%:R :> R.
  rewrite mulr1 -natrM ltr_nat -addn1 mulnS ltn_add2l.
  by case: (r) r_gt0 => // k _; rewrite muln2 doubleS.
(* One more than the threshold. *)
set T := 3%:R * 1 / (r%:R * 3%:R - r.+1%:R * 1) : R.
have T_gt0 : 0 < T by rewrite divr_gt0 ?mulr1 // subr_gt0 -[X in X < _]mulr1.
have tau_gt0 : 0 < T + 1 by rewrite addr_gt0 ?ltr01.
have [_ above] := variant 3%:R 1 (T + 1) P_gt0 ltr01 tau_gt0 lt_QP.
have [_ /(_ lt_QP)[below _]] := theorem_B_ratio r P_gt0 (@ltr01 R) tau_gt0.
have /above/below : T < T + 1 by rewrite ltr_addl ltr01.
by rewrite -/T gtr_addl ltr10.
Qed.

(** ** Examples *)

Theorem gaps_exist :
  forall (R : rcfType) (d r : nat), (0 < r)%N -> (0 < d)%N ->
    code_gap r (id : R -> R) /\ error_gap d r (id : R -> R) (id : R -> R).
Proof.
move=> R d r r_gt0 d_gt0; split.
  exists r.+2%:R, 1; split; rewrite ?ltr0n ?ltr01 // !subr0 mulr1 -natrM ltr_nat.
  by rewrite (leq_trans _ (leq_pmull _ r_gt0)).
exists d.+1%:R, 1; split; rewrite ?ltr0n ?ltr01 // !subr0 mulr1 -natrM ltr_nat.
by rewrite (leq_trans _ (leq_pmull _ r_gt0)).
Qed.

Theorem bounded_gradient_exists :
  forall R : rcfType, bounded_gradient (id : R -> R) /\ not_constant (id : R -> R).
Proof.
move=> R; split; last by exists 1; rewrite ?ltr01 //; exact/eqP/oner_neq0.
exists (fun=> 1), 1 => u _; split; last by rewrite normr1.
move=> eps eps_gt0; exists 1; first exact: ltr01.
by move=> v _ v_neq _; rewrite divff ?subr_eq0 // subrr normr0.
Qed.

Theorem equality_guaranteed :
  forall (R : rcfType) (d kappa : nat), (1 < kappa)%N -> (kappa <= d)%N ->
    let h u := count u + u / (u + 1) : R in
    [/\ is_sup (rises h) 2%:R, is_inf (rises h) 1 &
        guarantees d (separable (kappa := kappa) d (@count R) h) 1].
Proof.
move=> R d kappa kappa_gt1 kappa_le_d h.
have h0 : h 0 = 0 by rewrite /h count0 mul0r addr0.
have h_pos (u : R) : 0 < u -> h u = 1 + u / (u + 1) by move=> u_gt0; rewrite /h count_pos.
have ratio_lt (u : R) : 0 < u -> 0 < u / (u + 1) < 1.
  move=> u_gt0; apply/andP; split; last exact: (ratio_lt1 (@ltr01 R) (ltW u_gt0)).
  by apply: divr_gt0 => //; rewrite addr_gt0 ?ltr01.
have rise (u : R) : 0 < u -> h u - h 0 = 1 + u / (u + 1) by move=> u_gt0; rewrite h0 subr0 h_pos.
have rise_lt (u : R) : 0 < u -> 1 < h u - h 0 < 2%:R.
  move=> u_gt0; rewrite rise // mulr2n ltr_add2l ltr_addl.
  exact: ratio_lt.
split.
- split=> [x [u [/rise_lt/andP[_ lt2] ->]]|b b_lt]; first exact: ltW.
  (* u = 1/(1-c) for c = b-1 < 1 has u/(u+1) > c. *)
  have c_lt1 : 0 < 1 - (b - 1) by rewrite opprB addrA subr_gt0 -mulr2n.
  have [u [u_gt0 uc]] : exists u, 0 < u /\ (1 - (b - 1)) * u = 1.
    by exists (1 - (b - 1))^-1; rewrite invr_gt0 divff ?gt_eqF.
  exists (h u - h 0); split; first by exists u.
  rewrite rise // -ltr_subl_addl ltr_pdivl_mulr ?addr_gt0 ?ltr01 // mulrDr mulr1.
  rewrite -ltr_subr_addl; move: uc; rewrite mulrBl mul1r => ->.
  by rewrite -subr_gt0.
- split=> [x [u [/rise_lt/andP[gt1 _] ->]]|b b_gt]; first exact: ltW.
  have c_gt0 : 0 < b - 1 by rewrite subr_gt0.
  exists (h (b - 1) - h 0); split; first by exists (b - 1).
  have den_gt0 : 0 < b - 1 + 1 by exact: addr_gt0 c_gt0 (@ltr01 R).
  rewrite rise // -ltr_subr_addl ltr_pdivr_mulr //.
  by rewrite ltr_pmulr // ltr_addr.
have r1 : (0 < 1 < kappa)%N by [].
apply/(theorem_A (@count R) h r1 kappa_le_d).
split=> [a b /rise_lt/andP[_ lt2] /rise_lt/andP[gt1 _]|a e /rise_lt/andP[_ lt2] e_gt0].
  by rewrite mul1r (lt_trans lt2) // -[X in X < _]mulr1 ltr_pmul2l ?ltr0n.
rewrite mul1r count_rise // mulr1 (lt_le_trans lt2) // ler_nat.
exact: leq_trans kappa_gt1 kappa_le_d.
Qed.

Theorem only_the_count_one_triple_false :
  forall (R : rcfType) (d kappa : nat), (1 < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        guarantees d (separable (kappa := kappa) d g h) 1 ->
        exists c, forall u, 0 < u -> h u = h 0 + c * count u.
Proof.
move=> R d kappa kappa_gt1 kappa_le_d variant.
have [_ _ /variant[c const]] := equality_guaranteed R kappa_gt1 kappa_le_d.
have R2 : 0 < 2%:R :> R by rewrite ltr0n.
have at1 := const 1 (@ltr01 R); have at2 := const 2%:R R2.
rewrite (count_pos (@ltr01 R)) in at1; rewrite (count_pos R2) -at1 in at2.
(* 2/3 = 1/2. *)
move/addrI/eqP: at2; rewrite -(natrD _ 2 1) -(natrD _ 1 1) eqr_div ?pnatr_eq0 //.
by rewrite mul1r -natrM eqr_nat.
Qed.
