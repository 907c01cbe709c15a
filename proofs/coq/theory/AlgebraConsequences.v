(** Consequences of Theorem A: continuity at zero, Theorem 4 of the paper, the l0 count. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics AlgebraInstances
  AlgebraTheoremA0.
From Sparsity.theory Require Import AlgebraTheoremA AlgebraTheoremA1A2 AlgebraTheoremA3.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** A gap refutes the guarantee and gives the paper's conclusion *)

Section Gaps.
Variables (R : rcfType) (d kappa r : nat) (g h : R -> R).
Hypotheses (r_kappa : (0 < r < kappa)%N) (kappa_le_d : (kappa <= d)%N).

Lemma gap_fails : code_gap r h \/ error_gap d r g h ->
  ~ guarantees d (separable (kappa := kappa) d g h) r.
Proof.
move=> gaps /(theorem_A g h r_kappa kappa_le_d)[dense imperfect].
case: gaps => [[a [b [a_gt0 b_gt0]]]|[a [e [a_gt0 e_gt0]]]].
  by rewrite ltNge ltW // dense.
by rewrite ltNge ltW // imperfect.
Qed.

(** Beaten exact codes with at most r rows cannot be global minimisers. *)
Lemma conclude n (X : 'M[R]_(d, n)) (W : bool -> 'M[R]_(d, kappa)) :
  let mu b := linear_decoder (W b) in
  distinct_samples X /\ \rank X = r -> (exists theta Z, optimal_sparse X mu theta Z) ->
  (forall theta Z, optimal_sparse X mu theta Z -> active Z = r) ->
  (forall theta Z, optimal_sparse X mu theta Z ->
     exists theta' Z', loss g h X (mu theta') Z' < loss g h X (mu theta) Z) ->
  paper_conclusion d kappa r g h.
Proof.
move=> mu dX [t [Y opt]] act beaten.
have exact_beaten theta Z : error X (mu theta) Z = 0 -> (active Z <= r)%N ->
    exists theta' Z', loss g h X (mu theta') Z' < loss g h X (mu theta) Z.
  move=> eZ le_r; apply: beaten; split=> // theta' Z' /(proj2 opt).
  by rewrite (act _ _ opt); exact: leq_trans.
exists n, X, W; split=> //.
  by exists t, Y; split; [exact: (proj1 opt) | exact: act opt].
move=> theta Z minimal; have [eZ|eZ] := eqVneq (error X (mu theta) Z) 0; last first.
  by left; apply: error_gt0; exact/eqP.
right; rewrite ltnNge; apply/negP => /(exact_beaten _ _ eZ)[theta' [Z']].
by rewrite ltNge minimal.
Qed.

Lemma gap_conclusion : code_gap r h \/ error_gap d r g h -> paper_conclusion d kappa r g h.
Proof.
have /andP[r_gt0 _] := r_kappa.
case=> [/(theorem_A1 r_kappa kappa_le_d r_gt0)|/(theorem_A2 r_kappa kappa_le_d r_gt0)].
  case=> X [W [[dX rX] _ opt act [theta' [Z' [_ _ lt_loss]]]]].
  apply: (conclude _ opt act) => [|theta Z opt']; first by rewrite rX.
  by exists theta', Z'; exact: lt_loss.
case=> X [W [[dX rX] W_inj [Z [optZ actZ]] _ lt_loss]].
have opt_unit b Y : optimal_sparse X (fun _ : bool => linear_decoder W) b Y ->
    optimal_sparse X (fun _ : unit => linear_decoder W) tt Y.
  by case=> eY minY; split=> // t; apply: (minY b).
have optE Y : optimal_sparse X (fun _ : unit => linear_decoder W) tt Y -> Y = Z.
  case=> /error_linear_eq0 WY _; have [/error_linear_eq0 WZ _] := optZ.
  by apply: (linear_codes_inj W_inj); rewrite WY WZ.
apply: (@conclude r X (fun=> W)) => //.
- by rewrite rX.
- by exists true, Z; split=> [|b]; [exact: (proj1 optZ) | apply: (proj2 optZ tt)].
- by move=> b Y /opt_unit/optE->.
- by move=> b Y /opt_unit optY; exists true, 0; exact: lt_loss.
Qed.

End Gaps.

(** ** Continuity at zero *)

Section Continuity.
Variable R : rcfType.
Implicit Types f : R -> R.

Lemma half_lt (x : R) : 0 < x -> 0 < x / 2%:R < x.
Proof. by move=> x_gt0; rewrite divr_gt0 ?ltr0n //= gtr_pmulr // invf_lt1 ?ltr1n ?ltr0n. Qed.

Lemma right_continuous_no_jump f : right_continuous_at0 f -> no_jump_up f.
Proof.
move=> cont eps delta eps_gt0 delta_gt0; have [eta eta_gt0 close] := cont eps eps_gt0.
have m_gt0 : 0 < Num.min delta eta by rewrite lt_minr delta_gt0.
have /andP[u_gt0] := half_lt m_gt0; rewrite lt_minr => /andP[u_delta u_eta].
exists (Num.min delta eta / 2%:R); split=> //.
by have := close _ u_gt0 u_eta; rewrite ltr_distl => /andP[].
Qed.

Lemma no_jump_infimum f : no_jump_up f -> infimum_at_most_at0 f.
Proof. by move=> jump eps eps_gt0; have [u [u_gt0 _ fu]] := jump eps 1 eps_gt0 ltr01; exists u. Qed.

(** A bound |f(v) - f(0)| <= C v near 0 gives right-continuity. *)
Lemma linear_right_continuous f (C delta : R) : 0 < C -> 0 < delta ->
  (forall v, 0 < v -> v < delta -> `|f v - f 0| <= C * v) -> right_continuous_at0 f.
Proof.
move=> C_gt0 delta_gt0 bound eps eps_gt0; exists (Num.min delta (eps / C)).
  by rewrite lt_minr delta_gt0 divr_gt0.
move=> u u_gt0; rewrite lt_minr => /andP[u_delta]; rewrite ltr_pdivl_mulr // mulrC.
by move=> Cu_eps; exact: le_lt_trans (bound u u_gt0 u_delta) Cu_eps.
Qed.

Lemma bounded_gradient_right_continuous f : bounded_gradient f -> right_continuous_at0 f.
Proof.
move=> [f' [B /(_ 0 (lexx 0))[/(_ 1 ltr01)[delta delta_gt0 close] _]]].
apply: (@linear_right_continuous _ (`|f' 0| + 1) delta) => // [|v v_gt0 v_delta].
  by rewrite ltr_paddl.
have := close v (ltW v_gt0) (lt0r_neq0 v_gt0); rewrite subr0 gtr0_norm // => /(_ v_delta) lt1.
rewrite -[f v - f 0](divfK (lt0r_neq0 v_gt0)) normrM (gtr0_norm v_gt0) ler_pmul2r //.
rewrite -[(f v - f 0) / v](subrK (f' 0)); apply: le_trans (ler_norm_add _ _) _.
by rewrite [X in X <= _]addrC ler_add2l ltW.
Qed.

Lemma lipschitz_right_continuous f : lipschitz f -> right_continuous_at0 f.
Proof.
move=> [B lip]; apply: (@linear_right_continuous _ (`|B| + 1) 1 _ ltr01) => [|v v_gt0 _].
  by rewrite ltr_paddl.
apply: le_trans (lip v 0 (ltW v_gt0) (lexx 0)) _; rewrite subr0 gtr0_norm //.
by rewrite ler_pmul2r // ler_paddr // ler_norm.
Qed.

End Continuity.

Theorem no_jump_gap :
  forall (R : rcfType) (r : nat) (h : R -> R),
    (0 < r)%N -> no_jump_up h -> not_constant h -> code_gap r h.
Proof.
move=> R r h r_gt0 jump [u u_gt0 /eqP]; rewrite neq_lt => /orP[fall|rise].
  by exists u, u; split=> //; rewrite ltr_nmul2r ?subr_lt0 // ltr_nat.
have [|b [b_gt0 _ hb]] := jump (r%:R * (h u - h 0) / r.+1%:R) 1 _ ltr01.
  by rewrite divr_gt0 ?ltr0n // mulr_gt0 ?ltr0n ?subr_gt0.
exists u, b; split=> //.
by rewrite [X in X < _]mulrC -ltr_pdivl_mulr ?ltr0n // ltr_subl_addl.
Qed.

Theorem continuous_h_fails :
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> right_continuous_at0 h -> not_constant h ->
    ~ guarantees d (separable (kappa := kappa) d g h) r.
Proof.
move=> R d kappa r g h r_kappa kappa_le_d /right_continuous_no_jump jump h_not_const.
have /andP[r_gt0 _] := r_kappa.
by apply: gap_fails => //; left; exact: no_jump_gap.
Qed.

Theorem no_jump_g_gap :
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> infimum_at_most_at0 g -> not_constant h ->
    code_gap r h \/ error_gap d r g h.
Proof.
move=> R d kappa r g h r_kappa kappa_le_d g_inf [u u_gt0 /eqP].
have /andP[r_gt0 _] := r_kappa; have d_gt0 := dims_gt0 r_kappa kappa_le_d.
rewrite neq_lt => /orP[fall|rise]; [left|right].
  by exists u, u; split=> //; rewrite ltr_nmul2r ?subr_lt0 // ltr_nat.
have [|e e_gt0 ge] := g_inf (r%:R * (h u - h 0) / d%:R).
  by rewrite divr_gt0 ?ltr0n // mulr_gt0 ?ltr0n ?subr_gt0.
exists u, e; split=> //.
by rewrite [X in X < _]mulrC -ltr_pdivl_mulr ?ltr0n // ltr_subl_addl.
Qed.

Theorem continuous_g_fails :
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> right_continuous_at0 g -> not_constant h ->
    ~ guarantees d (separable (kappa := kappa) d g h) r.
Proof.
move=> R d kappa r g h r_kappa kappa_le_d /right_continuous_no_jump/no_jump_infimum g_inf.
by move/(no_jump_g_gap r_kappa kappa_le_d g_inf)/gap_fails; apply.
Qed.

(** ** Theorem 4 of the paper *)

Theorem theorem_4_one_continuous :
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> not_constant h ->
    right_continuous_at0 g \/ right_continuous_at0 h -> paper_conclusion d kappa r g h.
Proof.
move=> R d kappa r g h r_kappa kappa_le_d h_not_const continuous; have /andP[r_gt0 _] := r_kappa.
apply: gap_conclusion => //; case: continuous => /right_continuous_no_jump.
  by move/no_jump_infimum => g_inf; exact: (no_jump_g_gap r_kappa kappa_le_d g_inf h_not_const).
by move=> jump; left; exact: no_jump_gap.
Qed.

Theorem theorem_4 :
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    bounded_gradient g -> bounded_gradient h -> not_constant h -> paper_conclusion d kappa r g h.
Proof.
move=> R d kappa r g h r_kappa kappa_le_d _ /bounded_gradient_right_continuous h_cont h_not_const.
by apply: theorem_4_one_continuous => //; right.
Qed.

Theorem theorem_4_lipschitz :
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> lipschitz h -> not_constant h ->
    paper_conclusion d kappa r g h.
Proof.
move=> R d kappa r g h r_kappa kappa_le_d /lipschitz_right_continuous h_cont h_not_const.
by apply: theorem_4_one_continuous => //; right.
Qed.

Theorem sqrt_fails :
  forall (R : rcfType) (d kappa r : nat) (g : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (forall B : R, exists2 u, 0 < u & B < (Num.sqrt u - Num.sqrt 0) / u) /\
    ~ guarantees d (separable (kappa := kappa) d g Num.sqrt) r.
Proof.
move=> R d kappa r g r_kappa kappa_le_d; split=> [B|].
  have b_gt0 : 0 < `|B| + 1 by rewrite ltr_paddl.
  exists ((`|B| + 1)^-1 ^+ 2); first by rewrite exprn_gt0 // invr_gt0.
  rewrite sqrtr0 subr0 sqrtr_sqr ger0_norm ?invr_ge0 1?ltW //.
  rewrite expr2 invfM invrK mulKf ?gt_eqF //.
  by rewrite (le_lt_trans (ler_norm B)) // ltr_addl.
apply: continuous_h_fails => // [eps eps_gt0|].
  exists (eps ^+ 2) => [|u u_gt0 u_eps]; first by rewrite exprn_gt0.
  rewrite sqrtr0 subr0 ger0_norm ?sqrtr_ge0 //.
  by rewrite -(gtr0_norm eps_gt0) -sqrtr_sqr ltr_sqrt // exprn_gt0.
by exists 1; rewrite // sqrtr0 sqrtr1; exact/eqP/oner_neq0.
Qed.

(** ** The l0 count *)

Lemma count_pos (R : rcfType) (u : R) : 0 < u -> count u = 1.
Proof. by move=> u_gt0; rewrite /count gt_eqF. Qed.

Lemma count0 (R : rcfType) : count (0 : R) = 0.
Proof. by rewrite /count eqxx. Qed.

(** Over an Archimedean field the inequalities for all r say that x <= y. *)
Lemma archimedean_le (R : rcfType) (x y : R) : Num.archimedean_axiom R ->
  (forall r, (0 < r)%N -> r%:R * x < r.+1%:R * y) -> x <= y.
Proof.
move=> arch lt_all; rewrite leNgt; apply/negP => yx.
have e_gt0 : 0 < x - y by rewrite subr_gt0.
have [m lt_m] := arch (y / (x - y)).
have := lt_all m.+1 isT; rewrite [m.+2%:R]mulrS mulrDl mul1r -ltr_subl_addr -mulrBr.
rewrite -ltr_pdivl_mulr // ltNge => /negP; case; apply: le_trans (ler_norm _) _.
by rewrite ltW // (lt_trans lt_m) // ltr_nat.
Qed.

Theorem only_the_count :
  forall (R : rcfType) (g h : R -> R), Num.archimedean_axiom R ->
    ((forall d kappa r, (0 < r < kappa)%N -> (kappa <= d)%N ->
        guarantees d (separable (kappa := kappa) d g h) r) <->
     exists c, [/\ 0 < c, forall u, 0 < u -> h u = h 0 + c * count u &
                   forall e, 0 < e -> g 0 + c <= g e]).
Proof.
move=> R g h arch; split=> [all|[c [c_gt0 h_c g_c]] d kappa r r_kappa kappa_le_d].
  have pairs r (r_gt0 : (0 < r)%N) :
      (forall a b, 0 < a -> 0 < b -> r%:R * (h a - h 0) < r.+1%:R * (h b - h 0)) /\
      (forall a e, 0 < a -> 0 < e -> r%:R * (h a - h 0) < r.+1%:R * (g e - g 0)).
    have r_lt : (0 < r < r.+1)%N by rewrite r_gt0 ltnSn.
    by apply/(theorem_A g h r_lt (leqnn _)); exact: all.
  have dense a b : 0 < a -> 0 < b -> h a - h 0 <= h b - h 0.
    move=> a_gt0 b_gt0; apply: archimedean_le => // r r_gt0.
    by have [dense _] := pairs r r_gt0; exact: dense.
  have [dense1 _] := pairs 1%N isT.
  exists (h 1 - h 0); split.
  - exact: (pairwise_rise_gt0 dense1 ltr01).
  - move=> u u_gt0; have eq_rise : h u - h 0 = h 1 - h 0.
      by apply: le_anti; rewrite (dense u 1) // ?(dense 1 u) // ltr01.
    by rewrite count_pos // mulr1 -eq_rise addrC subrK.
  - move=> e e_gt0; rewrite -ler_subr_addl; apply: archimedean_le => // r r_gt0.
    by have [_ imperfect] := pairs r r_gt0; exact: (imperfect 1 e ltr01 e_gt0).
have /andP[r_gt0 r_lt] := r_kappa; have d_gt0 := dims_gt0 r_kappa kappa_le_d.
have rise u : 0 < u -> h u - h 0 = c.
  by move=> u_gt0; rewrite h_c // count_pos // mulr1 addrC addKr.
apply/(theorem_A g h r_kappa kappa_le_d); split=> [a b a_gt0 b_gt0|a e a_gt0 e_gt0].
  by rewrite !rise // ltr_pmul2r // ltr_nat.
rewrite rise //; apply: (@lt_le_trans _ _ (d%:R * c)).
  by rewrite ltr_pmul2r // ltr_nat (leq_trans r_lt).
by rewrite ler_pmul2l ?ltr0n // ler_subr_addl g_c.
Qed.

Theorem count_threshold :
  forall (R : rcfType) (d kappa r : nat) (beta : R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (guarantees d (separable (kappa := kappa) d (@count R) (fun u => beta * count u)) r <->
     0 < beta < d%:R / r%:R).
Proof.
move=> R d kappa r beta r_kappa kappa_le_d; have /andP[r_gt0 _] := r_kappa.
have rR : 0 < r%:R :> R by rewrite ltr0n.
have jump u : 0 < u -> beta * count u - beta * count (0 : R) = beta.
  by move=> u_gt0; rewrite count_pos // count0 mulr1 mulr0 subr0.
have jump1 e : 0 < e -> count e - count (0 : R) = 1.
  by move=> e_gt0; rewrite count_pos // count0 subr0.
rewrite (theorem_A _ _ r_kappa kappa_le_d); split=> [[dense imperfect]|/andP[beta_gt0 beta_lt]].
  have := imperfect _ _ ltr01 ltr01; rewrite jump // jump1 // mulr1 ltr_pdivl_mulr // mulrC => ->.
  by have := pairwise_rise_gt0 dense ltr01; rewrite jump // => ->.
split=> [a b a_gt0 b_gt0|a e a_gt0 e_gt0].
  by rewrite !jump // ltr_pmul2r // ltr_nat.
by rewrite jump // jump1 // mulr1 mulrC -ltr_pdivl_mulr.
Qed.

Theorem count_tie :
  forall (R : rcfType) (d kappa r n : nat)
         (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta',
    (0 < r)%N -> (0 < d)%N -> optimal_sparse X mu theta Z -> active Z = r ->
    error X (mu theta') 0 <> 0 ->
    let h u := d%:R / r%:R * count u in
    loss (@count R) h X (mu theta') 0 = loss (@count R) h X (mu theta) Z.
Proof.
move=> R d kappa r n X Theta mu theta Z theta' r_gt0 d_gt0 opt actZ imperfect h.
have rR : r%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
have dR : d%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
have h0 : h 0 = 0 by rewrite /h count0 mulr0.
have excess_sparse : excess h (powers Z) = d%:R.
  rewrite excess_positives; last exact: nonnegative_powers.
  rewrite (eq_bigr (fun=> d%:R / r%:R)) => [|k]; last first.
    by rewrite inE => pk; rewrite h0 subr0 /h count_pos // mulr1.
  by rewrite sumr_const -[#|_|]/(active Z) actZ -mulr_natr divfK.
have excess_zero : excess h (powers (0 : 'M[R]_(kappa, n))) = 0.
  by rewrite /excess big1 // => k _; rewrite powersE power_row0 ?subrr // => j; rewrite mxE.
apply: (mulfI dR); apply/eqP; rewrite -subr_eq0 -mulrBr /loss /value separable_sub //.
rewrite excess_sparse excess_zero opt.1 count0 count_pos ?subr0 ?mulr1 ?sub0r ?subrr //.
exact: error_gt0.
Qed.
