(** Theorem A in terms of suprema and infima: the gaps, A3 with its margin, the equality case. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics AlgebraTheoremA0
  AlgebraTheoremA.
From Sparsity.theory Require Import AlgebraTheoremA1A2.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Comparing a supremum with an infimum *)

Section SupInf.
Variables (R : rcfType) (A B : R -> Prop) (s t m n : R).
Hypotheses (m_gt0 : 0 < m) (n_gt0 : 0 < n) (supA : is_sup A s) (infB : is_inf B t).

Lemma sup_inf_gap : (exists x y, [/\ A x, B y & n * y < m * x]) <-> n * t < m * s.
Proof.
split=> [[x [y [Ax By xy]]]|ts].
  apply: (@le_lt_trans _ _ (n * y)); first by rewrite ler_pmul2l //; exact: (proj1 infB).
  by apply: lt_le_trans xy _; rewrite ler_pmul2l // supA.1.
have [|x [Ax tx]] := supA.2 (n * t / m); first by rewrite ltr_pdivr_mulr // [s * m]mulrC.
have [|y [By xy]] := infB.2 (m * x / n).
  by rewrite ltr_pdivl_mulr // [t * n]mulrC [m * x]mulrC -ltr_pdivr_mulr.
exists x, y; split=> //.
by rewrite mulrC -ltr_pdivl_mulr.
Qed.

Lemma sup_inf_separated :
  (forall x y, A x -> B y -> m * x < n * y) <->
  m * s < n * t \/ m * s = n * t /\ ~ (A s /\ B t).
Proof.
split=> [separated|].
  have [lt_st|/sup_inf_gap[x [y [Ax By]]]|eq_st] := ltgtP (m * s) (n * t).
  - by left.
  - by rewrite ltNge ltW // separated.
  - by right; split=> // -[As Bt]; have := separated _ _ As Bt; rewrite eq_st ltxx.
case=> [lt_st|[eq_st unattained]] x y Ax By.
  apply: (@le_lt_trans _ _ (m * s)); first by rewrite ler_pmul2l //; exact: (proj1 supA).
  by apply: lt_le_trans lt_st _; rewrite ler_pmul2l // infB.1.
have xs : m * x <= m * s by rewrite ler_pmul2l //; exact: (proj1 supA).
have ty : n * t <= n * y by rewrite ler_pmul2l //; exact: (proj1 infB).
rewrite lt_neqAle (le_trans xs) ?eq_st // andbT; apply/eqP => xy; apply: unattained.
have eq_xs : m * x = m * s by apply/eqP; rewrite eq_le xs eq_st xy ty.
have eq_yt : n * y = n * t by rewrite -xy eq_xs.
by rewrite -(mulfI (lt0r_neq0 m_gt0) eq_xs) -(mulfI (lt0r_neq0 n_gt0) eq_yt).
Qed.

End SupInf.

(** ** The gaps *)

Theorem code_gap_sup :
  forall (R : rcfType) (r : nat) (h : R -> R) (Hp Hm : R),
    (0 < r)%N -> is_sup (rises h) Hp -> is_inf (rises h) Hm ->
    (code_gap r h <-> r.+1%:R * Hm < r%:R * Hp).
Proof.
move=> R r h Hp Hm r_gt0 supH infH.
have rR : 0 < r%:R :> R by rewrite ltr0n.
rewrite -(sup_inf_gap rR (ltr0Sn R r) supH infH); split=> [[a [b [a_gt0 b_gt0 gap]]]|].
  by exists (h a - h 0), (h b - h 0); split=> //; [exists a | exists b].
by case=> x [y [[a [a_gt0 ->]] [b [b_gt0 ->]] gap]]; exists a, b.
Qed.

Theorem error_gap_sup :
  forall (R : rcfType) (d r : nat) (g h : R -> R) (Hp Gm : R),
    (0 < r)%N -> (0 < d)%N -> is_sup (rises h) Hp -> is_inf (rises g) Gm ->
    (error_gap d r g h <-> d%:R * Gm < r%:R * Hp).
Proof.
move=> R d r g h Hp Gm r_gt0 d_gt0 supH infG.
have rR : 0 < r%:R :> R by rewrite ltr0n.
have dR : 0 < d%:R :> R by rewrite ltr0n.
rewrite -(sup_inf_gap rR dR supH infG); split=> [[a [e [a_gt0 e_gt0 gap]]]|].
  by exists (h a - h 0), (g e - g 0); split=> //; [exists a | exists e].
by case=> x [y [[a [a_gt0 ->]] [e [e_gt0 ->]] gap]]; exists a, e.
Qed.

Theorem code_gap_unbounded :
  forall (R : rcfType) (r : nat) (h : R -> R),
    (0 < r)%N -> (forall B, exists u, 0 < u /\ B < h u) -> code_gap r h.
Proof.
move=> R r h r_gt0 unbounded; have rR : 0 < r%:R :> R by rewrite ltr0n.
have [a [a_gt0 ha]] := unbounded (r.+1%:R * (h 1 - h 0) / r%:R + h 0).
exists a, 1; split=> //.
by rewrite [r%:R * _]mulrC -ltr_pdivr_mulr // ltr_subr_addr.
Qed.

(** ** A3 *)

Theorem theorem_A3_signs :
  forall (R : rcfType) (r : nat) (h : R -> R) (Hp Hm : R),
    (0 < r)%N -> is_sup (rises h) Hp -> is_inf (rises h) Hm -> r%:R * Hp < r.+1%:R * Hm ->
    0 < Hm <= Hp.
Proof.
move=> R r h Hp Hm r_gt0 supH infH sep.
have le_H : Hm <= Hp.
  have rise1 : rises h (h 1 - h 0) by exists 1.
  exact: le_trans (infH.1 _ rise1) (supH.1 _ rise1).
rewrite le_H andbT; have : r%:R * Hm < r.+1%:R * Hm.
  by apply: le_lt_trans sep; rewrite ler_pmul2l ?ltr0n.
by rewrite -subr_gt0 -mulrBl -natrB // subSnn mul1r.
Qed.

Theorem theorem_A_equality :
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R) (Hp Hm Gm : R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    is_sup (rises h) Hp -> is_inf (rises h) Hm -> is_inf (rises g) Gm ->
    (guarantees d (separable (kappa := kappa) d g h) r <->
     (r%:R * Hp < r.+1%:R * Hm \/
        r%:R * Hp = r.+1%:R * Hm /\ ~ (attains h Hp /\ attains h Hm)) /\
     (r%:R * Hp < d%:R * Gm \/
        r%:R * Hp = d%:R * Gm /\ ~ (attains h Hp /\ attains g Gm))).
Proof.
move=> R d kappa r g h Hp Hm Gm r_kappa kappa_le_d supH infH infG.
have /andP[r_gt0 _] := r_kappa; have d_gt0 := dims_gt0 r_kappa kappa_le_d.
have rR : 0 < r%:R :> R by rewrite ltr0n.
have dR : 0 < d%:R :> R by rewrite ltr0n.
rewrite (theorem_A g h r_kappa kappa_le_d) -(sup_inf_separated rR (ltr0Sn R r) supH infH).
rewrite -(sup_inf_separated rR dR supH infG).
split=> -[dense imperfect]; split.
- by move=> x y [a [a_gt0 ->]] [b [b_gt0 ->]]; exact: dense.
- by move=> x y [a [a_gt0 ->]] [e [e_gt0 ->]]; exact: imperfect.
- by move=> a b a_gt0 b_gt0; apply: dense; [exists a | exists b].
- by move=> a e a_gt0 e_gt0; apply: imperfect; [exists a | exists e].
Qed.

Theorem theorem_A3 :
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R) (Hp Hm Gm : R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    is_sup (rises h) Hp -> is_inf (rises h) Hm -> is_inf (rises g) Gm ->
    r%:R * Hp < r.+1%:R * Hm -> r%:R * Hp < d%:R * Gm ->
    guarantees d (separable (kappa := kappa) d g h) r /\
    forall n (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa)
           theta Z theta' Z',
      optimal_sparse X mu theta Z -> active Z = r ->
      loss g h X (mu theta') Z' < loss g h X (mu theta) Z +
        Num.min (r.+1%:R * Hm - r%:R * Hp) (d%:R * Gm - r%:R * Hp) / d%:R ->
      optimal_sparse X mu theta' Z'.
Proof.
move=> R d kappa r g h Hp Hm Gm r_kappa kappa_le_d supH infH infG sepH sepG.
have /andP[r_gt0 _] := r_kappa; have d_gt0 := dims_gt0 r_kappa kappa_le_d.
have dR : 0 < d%:R :> R by rewrite ltr0n.
split; first by apply/(theorem_A_equality r_kappa kappa_le_d supH infH infG); split; left.
move=> n X Theta mu theta Z theta' Z' opt actZ close.
have /andP[Hm_gt0 _] := theorem_A3_signs r_gt0 supH infH sepH.
have sparse_excess : excess h (powers Z) <= r%:R * Hp.
  rewrite -actZ; apply: excess_le => [|k pk]; first exact: nonnegative_powers.
  by apply: (proj1 supH); exists (powers Z 0 k).
have dense_excess : (active Z')%:R * Hm <= excess h (powers Z').
  apply: excess_ge => [|k pk]; first exact: nonnegative_powers.
  by apply: (proj1 infH); exists (powers Z' 0 k).
move: close; rewrite -ltr_subl_addl -(ltr_pmul2l dR) [d%:R * (_ / _)]mulrC divfK ?gt_eqF //.
rewrite /loss /value separable_sub // opt.1 lt_minr => /andP[].
have [//|pos|[eZ' r_lt]] := optimal_or_worse theta' Z' opt actZ.
  move=> _; rewrite ltNge => /negP; case; apply: ler_add; last first.
    rewrite ler_subr_addl; apply: (@le_trans _ _ 0).
      by rewrite subr_le0.
    by apply: le_trans dense_excess; rewrite mulr_ge0 ?ler0n ?ltW.
  by rewrite ler_pmul2l //; apply: (proj1 infG); exists (error X (mu theta') Z').
rewrite eZ' subrr mulr0 add0r ltNge => /negP; case; apply: ler_sub => //.
by apply: le_trans dense_excess; rewrite ler_pmul2r // ler_nat.
Qed.

Theorem all_r :
  forall (R : rcfType) (d kappa : nat) (g h : R -> R) (Hp Hm Gm : R),
    (kappa <= d)%N ->
    is_sup (rises h) Hp -> is_inf (rises h) Hm -> is_inf (rises g) Gm ->
    kappa.-1%:R * Hp < kappa%:R * Hm -> kappa.-1%:R * Hp < d%:R * Gm ->
    forall r, (0 < r < kappa)%N -> guarantees d (separable (kappa := kappa) d g h) r.
Proof.
move=> R d kappa g h Hp Hm Gm kappa_le_d supH infH infG sepH sepG r r_kappa.
have /andP[r_gt0 r_lt] := r_kappa.
have kE : kappa.-1.+1 = kappa by rewrite prednK // (leq_ltn_trans _ r_lt).
have k_gt0 : (0 < kappa.-1)%N by rewrite -ltnS kE (leq_ltn_trans r_gt0).
rewrite -{2}kE in sepH.
have /andP[Hm_gt0 le_H] := theorem_A3_signs k_gt0 supH infH sepH.
have r_le : (r <= kappa.-1)%N by rewrite -ltnS kE.
have r_leR : r%:R <= kappa.-1%:R :> R by rewrite ler_nat.
apply: (proj1 (theorem_A3 r_kappa kappa_le_d supH infH infG _ _)); last first.
  by apply: le_lt_trans sepG; rewrite ler_wpmul2r // ltW // (lt_le_trans Hm_gt0).
have gap m : (m%:R * Hp < m.+1%:R * Hm) = (m%:R * (Hp - Hm) < Hm).
  by rewrite mulrBr ltr_subl_addr mulrS mulrDl mul1r.
rewrite gap in sepH; rewrite gap; apply: le_lt_trans sepH.
by rewrite ler_wpmul2r // subr_ge0.
Qed.
