(* The Gaussian integral and the moments of the normal law on the line. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements.
Open Scope R_scope.

(** The unnormalised density and its integral from 0. *)
Definition bell (x : R) : R := exp (- x ^ 2 / 2).
Definition bell_area (t : R) : R := RInt bell 0 t.

Lemma integrable_of_continuous : forall (f : R -> R) a b, (forall x, continuous f x) ->
  ex_RInt f a b.
Proof.
  intros f a b H. apply (ex_RInt_continuous (V := R_CompleteNormedModule)); intros; apply H.
Qed.

Lemma continuous_bell : forall x, continuous bell x.
Proof. intros x; apply (ex_derive_continuous bell); unfold bell; auto_derive; exact I. Qed.

Lemma is_derive_bell : forall x, is_derive bell x (- x * bell x).
Proof.
  intros x; unfold bell. auto_derive; [exact I|].
  change (- (x * (x * 1)) * / 2) with (- x ^ 2 / 2). set (E := exp _). field.
Qed.

Lemma is_derive_bell_area : forall t, is_derive bell_area t (bell t).
Proof.
  intros t; unfold bell_area. apply (is_derive_RInt bell _ 0); [|apply continuous_bell].
  apply filter_forall; intros y. apply (RInt_correct bell 0 y).
  apply integrable_of_continuous, continuous_bell.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * bell_area t ^ 2 + 2 tail t is constant *)

Definition tail_integrand (t x : R) : R := exp (- (t ^ 2 * (1 + x ^ 2)) / 2) / (1 + x ^ 2).
Definition tail (t : R) : R := RInt (tail_integrand t) 0 1.

Lemma one_plus_sq_pos : forall x, 0 < 1 + x ^ 2.
Proof. intros x; pose proof (pow2_ge_0 x); lra. Qed.

Lemma is_derive_tail_integrand : forall t x,
  is_derive (fun u => tail_integrand u x) t (- t * exp (- (t ^ 2 * (1 + x ^ 2)) / 2)).
Proof.
  intros t x; unfold tail_integrand. pose proof (one_plus_sq_pos x).
  auto_derive; [exact I|].
  change (- (t * (t * 1) * (1 + x * (x * 1))) * / 2) with (- (t ^ 2 * (1 + x ^ 2)) / 2).
  change (1 + x * (x * 1)) with (1 + x ^ 2). set (E := exp _). field; lra.
Qed.

Lemma continuous_tail_integrand : forall t x, continuous (tail_integrand t) x.
Proof.
  intros t x; apply (ex_derive_continuous (tail_integrand t)). unfold tail_integrand.
  pose proof (one_plus_sq_pos x). auto_derive. simpl in *; lra.
Qed.

Lemma is_derive_tail : forall t, is_derive tail t (- bell t * bell_area t).
Proof.
  intros t.
  assert (HD : forall u x, Derive (fun z => tail_integrand z x) u
                           = - u * exp (- (u ^ 2 * (1 + x ^ 2)) / 2))
    by (intros; apply is_derive_unique, is_derive_tail_integrand).
  (* RInt of the derivative, by the substitution y = t x *)
  assert (Hint : RInt (fun x => Derive (fun u => tail_integrand u x) t) 0 1
                 = - bell t * bell_area t).
  { apply is_RInt_unique.
    apply (is_RInt_ext (fun x => scal (- bell t) (scal t (bell (t * x + 0))))).
    - intros x _. rewrite HD. unfold scal; simpl; unfold mult; simpl.
      replace (- (t * (t * 1) * (1 + x * (x * 1))) / 2)
        with (- t ^ 2 / 2 + - (t * x + 0) ^ 2 / 2) by (simpl; field).
      rewrite exp_plus. unfold bell; ring.
    - apply (is_RInt_scal (fun x => scal t (bell (t * x + 0))) 0 1 (- bell t) (bell_area t)).
      apply (is_RInt_comp_lin bell t 0 0 1).
      rewrite Rmult_0_r, Rmult_1_r, !Rplus_0_r. apply (RInt_correct bell 0 t).
      apply integrable_of_continuous, continuous_bell. }
  rewrite <- Hint. unfold tail. apply (is_derive_RInt_param tail_integrand 0 1 t).
  - apply filter_forall; intros u x _. eexists; apply is_derive_tail_integrand.
  - intros x _. apply continuity_2d_pt_ext
      with (f := fun u y => - u * exp (- (u * u * (1 + y * y)) / 2)).
    + intros u y; rewrite HD. do 2 f_equal. simpl; field.
    + apply continuity_2d_pt_mult.
      * apply continuity_2d_pt_opp, continuity_2d_pt_id1.
      * apply (continuity_1d_2d_pt_comp exp).
        -- apply derivable_continuous_pt, derivable_pt_exp.
        -- unfold Rdiv. apply continuity_2d_pt_mult; [|apply continuity_2d_pt_const].
           apply continuity_2d_pt_opp.
           apply continuity_2d_pt_mult; [apply continuity_2d_pt_mult; apply continuity_2d_pt_id1|].
           apply continuity_2d_pt_plus; [apply continuity_2d_pt_const|].
           apply continuity_2d_pt_mult; apply continuity_2d_pt_id2.
  - apply filter_forall; intros u. apply integrable_of_continuous, continuous_tail_integrand.
Qed.

Lemma bell_area_0 : bell_area 0 = 0.
Proof. apply (RInt_point 0 bell). Qed.

Lemma tail_0 : tail 0 = PI / 4.
Proof.
  assert (H : is_RInt (fun x => / (1 + x ^ 2)) 0 1 (minus (atan 1) (atan 0))).
  { apply (is_RInt_derive atan (fun x => / (1 + x ^ 2))).
    - intros x _. apply is_derive_Reals, derivable_pt_lim_atan.
    - intros x _. apply (ex_derive_continuous (fun x => / (1 + x ^ 2))).
      pose proof (one_plus_sq_pos x). auto_derive. simpl in *; lra. }
  change (minus (atan 1) (atan 0)) with (atan 1 - atan 0) in H.
  rewrite atan_1, atan_0, Rminus_0_r in H.
  assert (E : forall x, / (1 + x ^ 2) = tail_integrand 0 x).
  { intros x; unfold tail_integrand. replace (- (0 ^ 2 * (1 + x ^ 2)) / 2) with 0 by field.
    rewrite exp_0. unfold Rdiv; ring. }
  apply is_RInt_unique, (is_RInt_ext (fun x => / (1 + x ^ 2))); [|exact H].
  intros x _; apply E.
Qed.

Lemma bell_area_square : forall t, 0 <= t -> bell_area t ^ 2 + 2 * tail t = PI / 2.
Proof.
  intros t [Ht| <-].
  2: { rewrite bell_area_0, tail_0. field. }
  rewrite <- (eq_is_derive (fun u => bell_area u ^ 2 + 2 * tail u) 0 t).
  - rewrite bell_area_0, tail_0. field.
  - intros u _. assert (H1 := is_derive_bell_area u). assert (H2 := is_derive_tail u).
    auto_derive.
    + split; [eexists; exact H1|split; [eexists; exact H2|exact I]].
    + assert (E1 : Derive (fun x : R => bell_area x) u = bell u)
        by (apply is_derive_unique; exact H1).
      assert (E2 : Derive (fun x : R => tail x) u = - bell u * bell_area u)
        by (apply is_derive_unique; exact H2).
      rewrite E1, E2. change (@zero R_NormedModule) with 0. ring.
  - exact Ht.
Qed.

Lemma tail_bounds : forall t, 0 <= tail t <= bell t.
Proof.
  intros t.
  assert (Hex : ex_RInt (tail_integrand t) 0 1)
    by (apply integrable_of_continuous, continuous_tail_integrand).
  assert (Hpos : forall x, 0 < tail_integrand t x).
  { intros x; unfold tail_integrand.
    apply Rdiv_lt_0_compat; [apply exp_pos|apply one_plus_sq_pos]. }
  split.
  - apply (RInt_ge_0 (tail_integrand t)); [lra|exact Hex|intros; left; apply Hpos].
  - replace (bell t) with (RInt (fun _ => bell t) 0 1)
      by (rewrite RInt_const; unfold scal; simpl; unfold mult; simpl; ring).
    apply RInt_le; [lra|exact Hex|apply ex_RInt_const|]. intros x _.
    unfold tail_integrand, bell. pose proof (one_plus_sq_pos x).
    apply (Rmult_le_reg_r (1 + x ^ 2)); [assumption|].
    replace (exp (- (t ^ 2 * (1 + x ^ 2)) / 2) / (1 + x ^ 2) * (1 + x ^ 2))
      with (exp (- (t ^ 2 * (1 + x ^ 2)) / 2)) by (field; lra).
    apply Rle_trans with (exp (- t ^ 2 / 2)).
    + assert (H0 : 0 <= t ^ 2 * x ^ 2) by (apply Rmult_le_pos; apply pow2_ge_0).
      destruct (Req_dec (t ^ 2 * x ^ 2) 0) as [E|E].
      * right; f_equal. replace (t ^ 2 * (1 + x ^ 2)) with (t ^ 2 + t ^ 2 * x ^ 2) by ring. lra.
      * left; apply exp_increasing. lra.
    + rewrite <- (Rmult_1_r (exp (- t ^ 2 / 2))) at 1.
      apply Rmult_le_compat_l; [left; apply exp_pos|pose proof (pow2_ge_0 x); lra].
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Limits at infinity *)

(** Both ends of the line at once. *)
Definition at_ends (f : R -> R) (lm lp : R) : Prop :=
  filterlim f (Rbar_locally m_infty) (locally lm) /\
  filterlim f (Rbar_locally p_infty) (locally lp).

Lemma at_ends_small : forall f C, 0 < C -> (forall u, 1 < Rabs u -> Rabs (f u) <= C / Rabs u) ->
  at_ends f 0 0.
Proof.
  intros f C HC H.
  assert (Hnear : forall eps : posreal, forall u, Rmax 1 (C / eps) < Rabs u ->
                  ball 0 eps (f u)).
  { intros eps u Hu. pose proof (cond_pos eps) as He.
    pose proof (Rmax_l 1 (C / eps)). pose proof (Rmax_r 1 (C / eps)).
    unfold ball; simpl; unfold AbsRing_ball, minus, plus, opp, abs; simpl.
    rewrite Ropp_0, Rplus_0_r. apply Rle_lt_trans with (C / Rabs u); [apply H; lra|].
    apply (Rmult_lt_reg_r (Rabs u)); [lra|].
    replace (C / Rabs u * Rabs u) with C by (field; lra).
    apply Rle_lt_trans with (eps * (C / eps)); [right; field; lra|].
    apply Rmult_lt_compat_l; lra. }
  split; apply filterlim_locally; intros eps.
  - exists (- Rmax 1 (C / eps)). intros u Hu. apply Hnear.
    pose proof (Rmax_l 1 (C / eps)). rewrite Rabs_left; lra.
  - exists (Rmax 1 (C / eps)). intros u Hu. apply Hnear.
    pose proof (Rmax_l 1 (C / eps)). rewrite Rabs_right; lra.
Qed.

Lemma bell_pos : forall u, 0 < bell u.
Proof. intros; apply exp_pos. Qed.

Lemma bell_le : forall u, 1 < Rabs u -> bell u <= 2 / Rabs u ^ 2.
Proof.
  intros u Hu; unfold bell.
  rewrite <- (pow2_abs u). set (a := Rabs u) in *.
  assert (Ha : 0 < a ^ 2) by (apply pow_lt; lra).
  replace (- a ^ 2 / 2) with (- (a ^ 2 / 2)) by field. rewrite exp_Ropp.
  replace (2 / a ^ 2) with (/ (a ^ 2 / 2)) by (field; lra).
  apply Rinv_le_contravar; [lra|].
  pose proof (exp_ineq1_le (a ^ 2 / 2)). lra.
Qed.

Lemma at_ends_bell : at_ends bell 0 0.
Proof.
  apply (at_ends_small bell 2); [lra|]. intros u Hu.
  rewrite Rabs_right by (left; apply bell_pos). apply Rle_trans with (1 := bell_le u Hu).
  unfold Rdiv; apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; [lra|]. simpl.
  rewrite Rmult_1_r. rewrite <- (Rmult_1_l (Rabs u)) at 1. apply Rmult_le_compat_r; lra.
Qed.

Lemma at_ends_linear_bell : at_ends (fun u => u * bell u) 0 0.
Proof.
  apply (at_ends_small _ 2); [lra|]. intros u Hu.
  rewrite Rabs_mult, (Rabs_right (bell u)) by (left; apply bell_pos).
  pose proof (bell_le u Hu) as H. apply (Rmult_le_compat_l (Rabs u)) in H; [|lra].
  apply Rle_trans with (1 := H). right; field; lra.
Qed.

Lemma bell_area_odd : forall t, bell_area (- t) = - bell_area t.
Proof.
  intros t.
  assert (H1 : is_RInt bell (-1 * 0 + 0) (-1 * t + 0) (bell_area (- t))).
  { replace (-1 * 0 + 0) with 0 by ring. replace (-1 * t + 0) with (- t) by ring.
    apply (RInt_correct bell), integrable_of_continuous, continuous_bell. }
  apply is_RInt_comp_lin in H1.
  assert (H2 : is_RInt (fun y => scal (-1) (bell y)) 0 t (scal (-1) (bell_area t)))
    by (apply (is_RInt_scal bell), (RInt_correct bell), integrable_of_continuous, continuous_bell).
  assert (E : bell_area (- t) = -1 * bell_area t); [|rewrite E; ring].
  rewrite <- (is_RInt_unique _ _ _ _ H1). apply is_RInt_unique.
  apply (is_RInt_ext (fun y => scal (-1) (bell y))); [|exact H2].
  intros x _. replace (bell (-1 * x + 0)) with (bell x) by (unfold bell; f_equal; field).
  reflexivity.
Qed.

Lemma bell_area_nonneg : forall t, 0 <= t -> 0 <= bell_area t.
Proof.
  intros t Ht; apply (RInt_ge_0 bell); [exact Ht| |intros; left; apply bell_pos].
  apply integrable_of_continuous, continuous_bell.
Qed.

(** The Gaussian integral. *)
Lemma at_ends_bell_area : at_ends bell_area (- sqrt (PI / 2)) (sqrt (PI / 2)).
Proof.
  assert (Hp : filterlim bell_area (Rbar_locally p_infty) (locally (sqrt (PI / 2)))).
  { apply (filterlim_ext_loc (fun t => sqrt (PI / 2 - 2 * tail t))).
    - exists 0; intros t Ht. rewrite <- (bell_area_square t) by lra.
      replace (bell_area t ^ 2 + 2 * tail t - 2 * tail t) with (Rsqr (bell_area t))
        by (unfold Rsqr; ring).
      apply sqrt_Rsqr, bell_area_nonneg; lra.
    - apply (filterlim_comp _ _ _ (fun t => PI / 2 - 2 * tail t) sqrt _ (locally (PI / 2))).
      + assert (Ht : filterlim tail (Rbar_locally p_infty) (locally 0)).
        { apply (filterlim_le_le (fun _ => 0) tail bell 0).
          - apply filter_forall; intros t; apply tail_bounds.
          - apply filterlim_const.
          - apply at_ends_bell. }
        replace (PI / 2) with (PI / 2 - 2 * 0) at 1 by ring.
        apply (filterlim_comp _ _ _ tail (fun y => PI / 2 - 2 * y) _ (locally 0)); [exact Ht|].
        apply (ex_derive_continuous (fun y => PI / 2 - 2 * y)). auto_derive; exact I.
      + apply continuity_pt_filterlim, continuity_pt_sqrt. pose proof PI_RGT_0; lra. }
  split; [|exact Hp].
  apply (filterlim_ext (fun t => - bell_area (- t))).
  { intros t; rewrite bell_area_odd; ring. }
  apply (filterlim_comp _ _ _ (fun t => bell_area (- t)) Ropp _ (locally (sqrt (PI / 2)))).
  - apply (filterlim_comp _ _ _ Ropp bell_area _ (Rbar_locally p_infty)); [|exact Hp].
    apply (filterlim_Rbar_opp m_infty).
  - apply (filterlim_opp (V := R_NormedModule)).
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Moments of N(m, v) *)

Lemma at_ends_standardise : forall f lm lp m s, 0 < s -> at_ends f lm lp ->
  at_ends (fun x => f ((x - m) / s)) lm lp.
Proof.
  intros f lm lp m s Hs [Hm Hp].
  split; [apply (filterlim_comp _ _ _ (fun x => (x - m) / s) f _ (Rbar_locally m_infty))
         |apply (filterlim_comp _ _ _ (fun x => (x - m) / s) f _ (Rbar_locally p_infty))];
    try assumption; intros P [M HM]; exists (M * s + m); intros x Hx; apply HM;
    apply (Rmult_lt_reg_r s); try exact Hs;
    replace ((x - m) / s * s) with (x - m) by (field; lra); lra.
Qed.

Lemma at_ends_plus : forall f g lm lp km kp, at_ends f lm lp -> at_ends g km kp ->
  at_ends (fun x => f x + g x) (lm + km) (lp + kp).
Proof.
  intros f g lm lp km kp [Hf1 Hf2] [Hg1 Hg2].
  split; eapply (filterlim_comp_2 f g Rplus); eauto; apply (filterlim_plus (V := R_NormedModule)).
Qed.

Lemma at_ends_scal : forall a f lm lp, at_ends f lm lp ->
  at_ends (fun x => a * f x) (a * lm) (a * lp).
Proof.
  intros a f lm lp [H1 H2].
  split; eapply (filterlim_comp _ _ _ f (Rmult a)); eauto;
    apply (filterlim_scal_r (V := R_NormedModule)).
Qed.

(** The constant of the density: 2 sqrt(pi/2) = sqrt(2 pi). *)
Lemma sqrt_half_pi : 2 * sqrt (PI / 2) = sqrt (2 * PI).
Proof.
  pose proof PI_RGT_0. rewrite <- (sqrt_pow2 2) at 1 by lra.
  rewrite <- sqrt_mult by lra. f_equal; field.
Qed.

Lemma normal_density_bell : forall m v x, 0 < v ->
  normal_density m v x = bell ((x - m) / sqrt v) / (sqrt (2 * PI) * sqrt v).
Proof.
  intros m v x Hv; unfold normal_density, bell. pose proof PI_RGT_0.
  rewrite sqrt_mult by lra. do 2 f_equal.
  assert (Hs : sqrt v <> 0) by (pose proof (sqrt_lt_R0 v Hv); lra).
  replace (((x - m) / sqrt v) ^ 2) with ((x - m) ^ 2 / v).
  - field; lra.
  - rewrite <- (sqrt_sqrt v) at 1 by lra. field; exact Hs.
Qed.

(** Integral of any quadratic in the standardised variable u = (x - m)/sqrt v. *)
Lemma normal_quadratic : forall m v a b c, 0 < v ->
  has_line_integral (fun x => let u := (x - m) / sqrt v in
                              (a + b * u + c * u ^ 2) * normal_density m v x) (a + c).
Proof.
  intros m v a b c Hv. set (s := sqrt v).
  assert (Hs : 0 < s) by (apply sqrt_lt_R0, Hv).
  set (k := sqrt (2 * PI)).
  assert (Hk : 0 < k) by (apply sqrt_lt_R0; pose proof PI_RGT_0; lra).
  (* an antiderivative *)
  set (F := fun x => (a + c) / k * bell_area ((x - m) / s)
                     + (- (b / k) * bell ((x - m) / s)
                        + - (c / k) * ((x - m) / s * bell ((x - m) / s)))).
  set (f := fun x => (a + b * ((x - m) / s) + c * ((x - m) / s) ^ 2) * normal_density m v x).
  assert (HF : forall x, is_derive F x (f x)).
  { intros x. unfold F, f. rewrite normal_density_bell by exact Hv. fold s k.
    auto_derive.
    - split; [eexists; apply is_derive_bell_area|].
      split; [eexists; apply is_derive_bell|].
      split; [eexists; apply is_derive_bell|exact I].
    - assert (E1 : forall u, Derive (fun y : R => bell_area y) u = bell u)
        by (intros; apply is_derive_unique, is_derive_bell_area).
      assert (E2 : forall u, Derive (fun y : R => bell y) u = - u * bell u)
        by (intros; apply is_derive_unique, is_derive_bell).
      rewrite !E1, !E2. change ((x + - m) * / s) with ((x - m) / s).
      set (y := bell _). field; lra. }
  assert (Hf : forall x, continuous f x).
  { intros x; apply (ex_derive_continuous f). unfold f, normal_density.
    assert (0 < sqrt (2 * PI * v))
      by (apply sqrt_lt_R0, Rmult_lt_0_compat; [pose proof PI_RGT_0; lra|exact Hv]).
    auto_derive; lra. }
  assert (Hends : at_ends F (- ((a + c) / 2)) ((a + c) / 2)).
  { assert (H1 := at_ends_scal ((a + c) / k) _ _ _
                    (at_ends_standardise _ _ _ m s Hs at_ends_bell_area)).
    assert (H2 := at_ends_scal (- (b / k)) _ _ _ (at_ends_standardise _ _ _ m s Hs at_ends_bell)).
    assert (H3 := at_ends_scal (- (c / k)) _ _ _
                    (at_ends_standardise _ _ _ m s Hs at_ends_linear_bell)).
    assert (H := at_ends_plus _ _ _ _ _ _ H1 (at_ends_plus _ _ _ _ _ _ H2 H3)).
    assert (Hhalf : sqrt (PI / 2) = k / 2) by (unfold k; rewrite <- sqrt_half_pi; field).
    rewrite Hhalf in H.
    replace (- ((a + c) / 2))
      with ((a + c) / k * - (k / 2) + (- (b / k) * 0 + - (c / k) * 0)) by (field; lra).
    replace ((a + c) / 2)
      with ((a + c) / k * (k / 2) + (- (b / k) * 0 + - (c / k) * 0)) by (field; lra).
    exact H. }
  assert (HDF : forall x, Derive F x = f x) by (intros; apply is_derive_unique, HF).
  unfold has_line_integral. apply (is_RInt_gen_ext (Derive F)).
  - apply filter_forall; intros [p q] x _. rewrite HDF. reflexivity.
  - replace (a + c) with ((a + c) / 2 - - ((a + c) / 2)) by field.
    apply is_RInt_gen_Derive.
    + apply filter_forall; intros [p q] x _. exists (f x); apply HF.
    + apply filter_forall; intros [p q] x _.
      apply (continuous_ext f); [intros; symmetry; apply HDF|apply Hf].
    + apply Hends.
    + apply Hends.
Qed.

Lemma line_integral_ext : forall f g l l', has_line_integral f l -> (forall x, f x = g x) ->
  l = l' -> has_line_integral g l'.
Proof.
  intros f g l l' Hf E <-. apply (is_RInt_gen_ext f g); [|exact Hf].
  apply filter_forall; intros [p q] x _; apply E.
Qed.

Theorem normal_moments :
  forall m v, 0 < v ->
  has_line_integral (normal_density m v) 1 /\
  has_line_integral (fun x => x * normal_density m v x) m /\
  has_line_integral (fun x => x ^ 2 * normal_density m v x) (m ^ 2 + v).
Proof.
  intros m v Hv. assert (Hs : 0 < sqrt v) by (apply sqrt_lt_R0, Hv).
  assert (Hss : sqrt v ^ 2 = v) by (simpl; rewrite Rmult_1_r; apply sqrt_sqrt; lra).
  split; [|split].
  - apply (line_integral_ext _ _ _ _ (normal_quadratic m v 1 0 0 Hv)); [|ring].
    intros x; cbv zeta; ring.
  - apply (line_integral_ext _ _ _ _ (normal_quadratic m v m (sqrt v) 0 Hv)); [|ring].
    intros x; cbv zeta; field; lra.
  - apply (line_integral_ext _ _ _ _
             (normal_quadratic m v (m ^ 2) (2 * m * sqrt v) (sqrt v ^ 2) Hv)).
    + intros x; cbv zeta; field; lra.
    + rewrite Hss; reflexivity.
Qed.
