(** Theorems A1 and A2: the instances on which a gap makes the objective fail. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics AlgebraInstances
  AlgebraTheoremA0.
From Sparsity.theory Require Import AlgebraTheoremA.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** Two exact codes compare as their excesses do, whatever g is. *)
Lemma exact_loss_lt (R : rcfType) d kappa n g h (X : 'M[R]_(d, n)) (mu mu' : decoder R d kappa)
    Z Z' : (0 < d)%N -> error X mu Z = 0 -> error X mu' Z' = 0 ->
  (loss g h X mu Z < loss g h X mu' Z') = (excess h (powers Z) < excess h (powers Z')).
Proof.
by move=> d_gt0 eZ eZ'; rewrite /loss /value eZ eZ' separable_lt // subrr mulr0 subr_lt0.
Qed.

Lemma dims_gt0 d kappa r : (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < d)%N.
Proof. by case/andP=> _ /(leq_ltn_trans (leq0n r)); exact: leq_trans. Qed.

Theorem theorem_A1 :
  forall (R : rcfType) (d kappa r n : nat) (h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> code_gap r h ->
    exists (X : 'M[R]_(d, n)) (W : bool -> 'M[R]_(d, kappa)),
      let mu b := linear_decoder (W b) in
      [/\ r_dimensional r X,
          forall b, injective (mu b),
          exists theta Z, optimal_sparse X mu theta Z,
          forall theta Z, optimal_sparse X mu theta Z -> active Z = r &
          exists theta' Z',
            [/\ error X (mu theta') Z' = 0, active Z' = r.+1 &
                forall g theta Z, optimal_sparse X mu theta Z ->
                  loss g h X (mu theta') Z' < loss g h X (mu theta) Z]].
Proof.
move=> R d kappa r n h r_kappa kappa_le_d n_gt0 [a [b [a_gt0 b_gt0 gap]]].
have d_gt0 := dims_gt0 r_kappa kappa_le_d; have /andP[r_gt0 r_lt] := r_kappa.
have r_le := ltnW r_lt.
have p_r : positives (prefix kappa r a) = r by exact: positives_prefix.
have [|Z1 [pZ1 dZ1]] := codes_exist n_gt0 (@prefix_nonnegative R kappa r a a_gt0).
  by rewrite p_r.
have actZ1 : active Z1 = r by rewrite /active pZ1.
have [|W0 [W1 [Z0 [W0_inj W1_inj WZ qZ0]]]] :=
    instance_family (Z1 := Z1) kappa_le_d (@prefix_nonnegative R kappa r.+1 b b_gt0).
  by rewrite actZ1 positives_prefix ?r_gt0 /=.
have actZ0 : active Z0 = r.+1 by rewrite /active qZ0 positives_prefix.
have sparser : (active Z1 < active Z0)%N by rewrite actZ1 actZ0.
have sparseP := pair_sparse W0_inj W1_inj WZ sparser.
have e0 : error (W1 *m Z1) (linear_decoder (pair_of W0 W1 false)) Z0 = 0.
  exact/(pair_exact W0_inj W1_inj WZ).
exists (W1 *m Z1), (pair_of W0 W1); split.
- by apply: image_r_dimensional => //; rewrite -p_r.
- exact: pair_inj.
- by exists true, Z1; apply/sparseP.
- by move=> b' Z /sparseP[_ ->].
exists false, Z0; split=> // g theta Z opt.
rewrite exact_loss_lt //; last exact: opt.1.
have /sparseP[_ ->] := opt.
by rewrite qZ0 pZ1 !excess_prefix.
Qed.

Theorem theorem_A1_minimisers :
  forall (R : rcfType) (d kappa r n : nat) (h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> code_gap r h ->
    exists (X : 'M[R]_(d, n)) (W : bool -> 'M[R]_(d, kappa)),
      let mu b := linear_decoder (W b) in
      (exists theta Z, optimal_sparse X mu theta Z /\ active Z = r) /\
      forall g theta Z, global_minimiser g h X mu theta Z -> ~ optimal_sparse X mu theta Z.
Proof.
move=> R d kappa r n h r_kappa kappa_le_d n_gt0 /(theorem_A1 r_kappa kappa_le_d n_gt0).
case=> X [W [_ _ [t [Y opt]] act [theta' [Z' [_ _ lt_loss]]]]].
exists X, W; split=> [|g theta Z minimal opt'].
  by exists t, Y; split=> //; exact: act opt.
by have := lt_loss g theta Z opt'; rewrite ltNge minimal.
Qed.

(** ** The segment *)

(** The scale of the decoder at t on the segment from c to 1. *)
Definition mixed (R : rcfType) (c t : R) : R := (1 - t) * c + t.

Section Segment.
Variables (R : rcfType) (d kappa n r : nat) (c a : R) (Z1 : 'M[R]_(kappa, n)).
Hypotheses (kappa_le_d : (kappa <= d)%N) (c_gt0 : 0 < c) (a_gt0 : 0 < a).
(* The last active row of the sparse code, and the additional row of the dense ones. *)
Variables k0 k1 : 'I_kappa.
Hypotheses (k0E : k0.+1 = r) (k1E : k1 = r :> nat) (pZ1 : powers Z1 = prefix kappa r a).

Let E := inclusion R d kappa.
Let B t : 'M[R]_kappa := mixed c t *: 1%:M + t *: delta_mx k1 k0.

Definition segment_start : 'M[R]_(d, kappa) := c *: E.
Definition segment_end : 'M[R]_(d, kappa) := E *m B 1.

(** The exact code at t. *)
Definition segment_code t : 'M[R]_(kappa, n) :=
  \matrix_(l, j) (if l == k1 then (1 - t) * c / mixed c t ^+ 2 * Z1 k0 j else Z1 l j / mixed c t).

Lemma k0_neq_k1 : (k0 == k1) = false.
Proof. by apply/negP => /eqP kk; have := k0E; rewrite kk k1E => /eqP; rewrite gtn_eqF. Qed.

Lemma mixed_gt0 t : 0 <= t <= 1 -> 0 < mixed c t.
Proof.
case/andP; rewrite le_eqVlt => /orP[/eqP<- _|t_gt0 t_le1].
  by rewrite /mixed subr0 mul1r addr0.
by rewrite ltr_paddl // mulr_ge0 ?subr_ge0 // ltW.
Qed.

(** Row l of B t z is a z_l, plus t z_k0 in row k1, where a = (1-t) c + t. *)
Lemma segment_map t m (Z : 'M[R]_(kappa, m)) l j :
  (B t *m Z) l j = mixed c t * Z l j + (l == k1)%:R * (t * Z k0 j).
Proof.
rewrite mulmxDl mxE -scalemxAl mul1mx -scalemxAl !mxE; congr (_ + _).
rewrite (bigD1 k0) //= mxE eqxx andbT big1 => [|k /negPf k_neq]; first by rewrite addr0 mulrCA.
by rewrite mxE k_neq andbF mul0r.
Qed.

Lemma segment_matrix t : (1 - t) *: segment_start + t *: segment_end = E *m B t.
Proof.
have EB s : E *m B s = mixed c s *: E + s *: (E *m delta_mx k1 k0).
  by rewrite mulmxDr -!scalemxAr mulmx1.
rewrite /segment_start /segment_end !EB {1}/mixed subrr mul0r add0r !scale1r.
by rewrite scalerDr addrA scalerA -scalerDl.
Qed.

Lemma segment_map_inj t : 0 <= t <= 1 -> injective (linear_decoder (B t)).
Proof.
move=> /mixed_gt0 m_gt0 z z' /colP eqB.
have eqk0 : z k0 0 = z' k0 0.
  have := eqB k0; rewrite !segment_map k0_neq_k1 !mul0r !addr0.
  by apply: mulfI; rewrite gt_eqF.
apply/colP => k; have := eqB k; rewrite !segment_map eqk0 => /addIr.
by apply: mulfI; rewrite gt_eqF.
Qed.

Lemma segment_inj t : 0 <= t <= 1 ->
  injective (linear_decoder ((1 - t) *: segment_start + t *: segment_end)).
Proof.
by move=> t01; rewrite segment_matrix; apply: inclusion_mul_inj => //; exact: segment_map_inj.
Qed.

Lemma row_k1 j : Z1 k1 j = 0.
Proof.
move: j; apply/power_eq0; rewrite -powersE pZ1 mxE k1E ltnn.
by [].
Qed.

Lemma segment_code_exact t : 0 <= t <= 1 ->
  ((1 - t) *: segment_start + t *: segment_end) *m segment_code t = segment_end *m Z1.
Proof.
move=> /mixed_gt0 m_gt0; have m_neq0 : mixed c t != 0 by rewrite gt_eqF.
rewrite segment_matrix -!mulmxA; congr (_ *m _); apply/matrixP => l j.
rewrite !segment_map !mxE k0_neq_k1; case: eqP => [->|_]; last first.
  by rewrite !mul0r !addr0 mulrC divfK // /mixed subrr mul0r add0r mul1r.
have -> : mixed c t * ((1 - t) * c / mixed c t ^+ 2 * Z1 k0 j) = (1 - t) * c / mixed c t * Z1 k0 j.
  by rewrite mulrA [mixed c t * _]mulrC expr2 invfM !mulrA divfK.
have -> : t * (Z1 k0 j / mixed c t) = t / mixed c t * Z1 k0 j by rewrite mulrA mulrAC.
by rewrite row_k1 mulr0 add0r !mul1r -mulrDl -mulrDl divff // mul1r.
Qed.

Lemma segment_power t k :
  power (segment_code t) k =
  if k == k1 then ((1 - t) * c / mixed c t ^+ 2) ^+ 2 * a
  else (mixed c t)^-1 ^+ 2 * (if (k < r)%N then a else 0).
Proof.
case: (eqVneq k k1) => [->|k_neq].
  rewrite (@power_scale _ _ _ Z1 _ k0 _ ((1 - t) * c / mixed c t ^+ 2)) => [|j].
    by rewrite -powersE pZ1 mxE -k0E ltnSn.
  by rewrite mxE eqxx.
rewrite (@power_scale _ _ _ Z1 _ k _ (mixed c t)^-1) => [|j]; first by rewrite -powersE pZ1 mxE.
by rewrite mxE (negPf k_neq) mulrC.
Qed.

Lemma segment_active t : 0 <= t <= 1 -> active (segment_code t) = (if t == 1 then r else r.+1).
Proof.
move=> t01; have m_gt0 := mixed_gt0 t01; have r_le : (r < kappa)%N by rewrite -k1E.
set m := if t == 1 then r else r.+1; have m_le : (m <= kappa)%N.
  by rewrite /m; case: ifP => // _; exact: ltnW.
rewrite -[RHS](card_below m_le) activeE; apply: eq_card => k; rewrite !inE segment_power.
rewrite /m; case: (eqVneq k k1) => [->|k_neq].
  rewrite k1E; case: eqP => [->|/eqP t_neq]; first by rewrite subrr !mul0r expr0n mul0r ltxx ltnn.
  rewrite ltnSn mulr_gt0 // exprn_gt0 // divr_gt0 ?exprn_gt0 // mulr_gt0 // subr_gt0.
  by rewrite lt_neqAle t_neq; case/andP: t01.
have -> : (k < (if t == 1%R then r else r.+1))%N = (k < r)%N.
  case: ifP => // _; rewrite ltnS leq_eqVlt; case: eqP => // kr.
  by rewrite -(inj_eq val_inj) /= kr k1E eqxx in k_neq.
case: (k < r)%N; last by rewrite mulr0 ltxx.
by rewrite mulr_gt0 // exprn_gt0 // invr_gt0.
Qed.

End Segment.

Theorem theorem_A1_segment :
  forall (R : rcfType) (d kappa r n : nat) (h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> code_gap r h ->
    exists (X : 'M[R]_(d, n)) (W0 W1 : 'M[R]_(d, kappa)),
      let mu := segment W0 W1 in
      [/\ r_dimensional r X,
          forall t, injective (mu t) /\ exists Z, error X (mu t) Z = 0,
          exists theta Z, optimal_sparse X mu theta Z,
          forall theta Z, optimal_sparse X mu theta Z -> sval theta = 1 /\ active Z = r &
          exists theta' Z',
            [/\ error X (mu theta') Z' = 0, active Z' = r.+1 &
                forall g theta Z, optimal_sparse X mu theta Z ->
                  loss g h X (mu theta') Z' < loss g h X (mu theta) Z]].
Proof.
move=> R d kappa r n h r_kappa kappa_le_d n_gt0 [a [b [a_gt0 b_gt0 gap]]].
have d_gt0 := dims_gt0 r_kappa kappa_le_d; have /andP[r_gt0 r_lt] := r_kappa.
have p_r : positives (prefix kappa r a) = r by exact: positives_prefix (ltnW r_lt) a_gt0.
have [|Z1 [pZ1 dZ1]] := codes_exist n_gt0 (@prefix_nonnegative R kappa r a a_gt0).
  by rewrite p_r.
have k0_lt : (r.-1 < kappa)%N by exact: leq_ltn_trans (leq_pred r) r_lt.
pose k0 := Ordinal k0_lt; pose k1 := Ordinal r_lt.
have k0E : k0.+1 = r by rewrite /= prednK.
have k1E : k1 = r :> nat by [].
pose c := Num.sqrt (a / b); have c_gt0 : 0 < c by rewrite sqrtr_gt0 divr_gt0.
pose W0 : 'M[R]_(d, kappa) := segment_start d kappa c.
pose W1 : 'M[R]_(d, kappa) := segment_end d c k0 k1.
pose code := segment_code c Z1 k0 k1.
have W_inj (t : unit_interval R) : injective (segment W0 W1 t).
  by apply: segment_inj (svalP t).
have W1_inj : injective (linear_decoder W1).
  apply: inclusion_mul_inj => //; apply: segment_map_inj => //.
  by apply/andP; split; [exact: ler01 | exact: lexx].
have exactE (t : unit_interval R) Z :
    error (W1 *m Z1) (segment W0 W1 t) Z = 0 <-> Z = code (sval t).
  have := segment_code_exact d c_gt0 k0E k1E pZ1 (svalP t).
  split=> [/error_linear_eq0|->]; last exact/error_linear_eq0.
  by move=> eqX; apply: (linear_codes_inj (W_inj t)); rewrite eqX.
have code_active (t : unit_interval R) := segment_active c_gt0 a_gt0 k0E k1E pZ1 (svalP t).
have t0P : 0 <= (0 : R) <= 1 by apply/andP; split; [exact: lexx | exact: ler01].
have t1P : 0 <= (1 : R) <= 1 by apply/andP; split; [exact: ler01 | exact: lexx].
pose t0 : unit_interval R := exist _ 0 t0P; pose t1 : unit_interval R := exist _ 1 t1P.
have sparseP t Z : optimal_sparse (W1 *m Z1) (segment W0 W1) t Z -> sval t = 1 /\ active Z = r.
  case=> /exactE-> /(_ t1 (code 1) (proj2 (exactE t1 _) erefl)).
  rewrite (code_active t) (code_active t1) /= eqxx.
  by case: eqP => [-> //|_]; rewrite ltnn.
have code_powers (t : unit_interval R) u :
    (forall k, 0 < power (code (sval t)) k -> power (code (sval t)) k = u) ->
    excess h (powers (code (sval t))) = (if sval t == 1 then r else r.+1)%:R * (h u - h 0).
  move=> level; rewrite -code_active; apply: excess_level => [|k]; first exact: nonnegative_powers.
  by rewrite powersE; exact: level.
exists (W1 *m Z1), W0, W1; split=> //.
- by apply: image_r_dimensional => //; rewrite -p_r.
- by move=> t; split=> //; exists (code (sval t)); apply/exactE.
- exists t1, (code 1); split=> [|t Z]; first exact: (proj2 (exactE t1 _) erefl).
  by move/exactE->; rewrite (code_active t) (code_active t1) /= eqxx; case: ifP.
exists t0, (code 0); split=> [||g t Z opt]; first exact: (proj2 (exactE t0 _) erefl).
  by rewrite (code_active t0) eq_sym oner_eq0.
rewrite exact_loss_lt //; first last.
- exact: opt.1.
- exact: (proj2 (exactE t0 _) erefl).
have [t_1 _] := sparseP t Z opt; have /exactE-> := opt.1.
rewrite (code_powers t a) ?(code_powers t0 b) ?t_1 ?eqxx ?[0 == 1]eq_sym ?oner_eq0 //=.
- move=> k; rewrite (segment_power c k1 k0E pZ1).
  have b_eq : (c^-1) ^+ 2 * a = b.
    rewrite exprVn sqr_sqrtr ?invf_div ?divfK ?gt_eqF //.
    by rewrite ltW // divr_gt0.
  have c_ratio : c / c ^+ 2 = c^-1 by rewrite expr2 invfM mulrA divff ?mul1r // gt_eqF.
  rewrite /= /mixed subr0 mul1r addr0 c_ratio b_eq.
  by case: ifP => // _; case: ifP; rewrite ?b_eq // mulr0 ltxx.
- move=> k; rewrite (segment_power c k1 k0E pZ1).
  rewrite /= /mixed subrr !mul0r add0r expr0n mul0r invr1 expr1n mul1r.
  by case: ifP; rewrite ?ltxx //; case: ifP; rewrite ?ltxx.
Qed.

(** ** The converse of A1 *)

Theorem theorem_A1_iff :
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (beaten_by_denser d kappa r g h <-> code_gap r h).
Proof.
move=> R d kappa r g h r_kappa kappa_le_d; have d_gt0 := dims_gt0 r_kappa kappa_le_d.
have /andP[r_gt0 r_lt] := r_kappa.
split=> [[n [X [Theta [mu [theta [Z [theta' [Z' [opt actZ eZ' r_lt_act lt_loss]]]]]]]]]|gap].
  have := lt_loss; rewrite exact_loss_lt //; last exact: opt.1.
  pose p := powers Z; pose q := powers Z'; have p_ge0 := nonnegative_powers Z.
  have q_ge0 := nonnegative_powers Z'.
  have pair_gap a b : 0 < a -> 0 < b ->
      ~~ (r%:R * (h a - h 0) <= r.+1%:R * (h b - h 0)) -> code_gap r h.
    by rewrite -ltNge; exists a, b.
  have [|no_gap] := boolP [exists l, exists k, [&& 0 < q 0 l, 0 < p 0 k &
      ~~ (r%:R * (h (p 0 k) - h 0) <= r.+1%:R * (h (q 0 l) - h 0))]].
    by case/existsP=> l /existsP[k /and3P[ql pk]] /(pair_gap _ _ pk ql).
  have [|no_fall] := boolP [exists l, (0 < q 0 l) && (h (q 0 l) - h 0 < 0)].
    case/existsP=> l /andP[ql fall] _; apply: (pair_gap _ _ ql ql).
    by rewrite -ltNge ltr_nmul2r // ltr_nat.
  rewrite ltNge => /negP; case.
  have p_gt0 : (0 < positives p)%N by rewrite /p -/(active Z) actZ.
  have sparse l : 0 < q 0 l -> excess h p / r.+1%:R <= h (q 0 l) - h 0.
    move=> ql; rewrite ler_pdivr_mulr ?ltr0n // mulrC; apply: excess_le_mean => // k pk.
    rewrite -/(active Z) actZ leNgt; apply: contra no_gap => lt_gap.
    by apply/existsP; exists l; apply/existsP; exists k; rewrite ql pk -ltNge.
  have q_rise : 0 <= excess h q.
    rewrite -[X in X <= _](mulr0 (positives q)%:R); apply: excess_ge => // l ql.
    by rewrite leNgt; apply: contra no_fall => fall; apply/existsP; exists l; rewrite ql.
  have [S_le0|S_gt0] := leP (excess h p) 0; first exact: le_trans S_le0 q_rise.
  apply: le_trans (excess_ge q_ge0 sparse); rewrite mulrA ler_pdivl_mulr ?ltr0n // mulrC.
  by rewrite ler_pmul2r // ler_nat.
have [X [W [_ _ [theta [Z opt]] act [theta' [Z' [eZ' actZ' lt_loss]]]]]] :=
  theorem_A1 r_kappa kappa_le_d (ltnSn 0) gap.
exists 1%N, X, bool, (fun b => linear_decoder (W b)), theta, Z, theta', Z'; split=> //.
- exact: act opt.
- by rewrite actZ'.
- exact: lt_loss.
Qed.

(** ** Theorem A2 *)

Theorem theorem_A2 :
  forall (R : rcfType) (d kappa r n : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> error_gap d r g h ->
    exists (X : 'M[R]_(d, n)) (W : 'M[R]_(d, kappa)),
      let mu (_ : unit) := linear_decoder W in
      [/\ r_dimensional r X,
          injective (linear_decoder W),
          exists Z, optimal_sparse X mu tt Z /\ active Z = r,
          0 < error X (mu tt) 0 &
          forall Z, optimal_sparse X mu tt Z -> loss g h X (mu tt) 0 < loss g h X (mu tt) Z].
Proof.
move=> R d kappa r n g h r_kappa kappa_le_d n_gt0 [a [e [a_gt0 e_gt0 gap]]].
have d_gt0 := dims_gt0 r_kappa kappa_le_d; have /andP[r_gt0 r_lt] := r_kappa.
have p_r : positives (prefix kappa r a) = r by exact: positives_prefix (ltnW r_lt) a_gt0.
have q_ge0 : nonnegative (0 : 'rV[R]_kappa) by move=> k; rewrite mxE.
have p_gt0 : (0 < positives (prefix kappa r a))%N by rewrite p_r.
have [X [W [Z [Z' [dX W_inj WZ pZ [qZ' eZ']]]]]] := single_decoder kappa_le_d n_gt0
  (@prefix_nonnegative R kappa r a a_gt0) q_ge0 p_gt0 e_gt0.
have Z'0 : Z' = 0.
  apply/matrixP => k j; rewrite mxE; move: j; apply/power_eq0.
  by rewrite -powersE qZ' mxE.
rewrite {}Z'0 in qZ' eZ'; rewrite p_r in dX.
have exactE Y : error X (linear_decoder W) Y = 0 <-> Y = Z.
  split=> [/error_linear_eq0|->]; last exact/error_linear_eq0.
  by rewrite -WZ => /(linear_codes_inj W_inj).
exists X, W; split=> //.
- exists Z; split; last by rewrite /active pZ.
  by split=> [|[] Y /exactE->]; first exact/exactE.
- by rewrite eZ'.
move=> Y [/exactE-> _]; rewrite /loss /value eZ' qZ' (proj2 (exactE Z) erefl) pZ.
rewrite separable_lt // excess0 excess_prefix ?(ltnW r_lt) // sub0r ltr_oppl -mulrN opprB.
exact: gap.
Qed.
