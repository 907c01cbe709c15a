(* Data uniform on an arc of the circle, decoded by the circle: a curved decoder and a population that
   meet the hypotheses of Theorems E4 and G2. *)

From Coq Require Import Reals Lra Lia FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisSums AnalysisLog AnalysisLaw AnalysisGaussian
  AnalysisGaussianLaw Expectations Converse Dominated BothSides UniformExample.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * The share of a ball *)

(** Where a predicate holds to the left of where it fails. *)
Lemma left_part : forall (P : R -> Prop) a b, a <= b ->
  (forall s t, a < s -> s < t -> t < b -> P t -> P s) ->
  exists c, a <= c <= b /\ (forall s, a < s < c -> P s) /\ (forall s, c < s < b -> ~ P s).
Proof.
  intros P a b Hab HP. set (E := fun s => s = a \/ (a < s < b /\ P s)).
  destruct (completeness E) as [c [Hup Hleast]].
  - exists b. intros s [->|[H _]]; lra.
  - exists a. left; reflexivity.
  - exists c. assert (Ha : a <= c) by (apply Hup; left; reflexivity).
    assert (Hb : c <= b) by (apply Hleast; intros s [->|[H _]]; lra).
    split; [lra|split].
    + intros s Hs. apply Classical_Prop.NNPP. intros Hn. assert (c <= s); [|lra].
      apply Hleast. intros t [->|[Ht HPt]]; [lra|]. apply Rnot_lt_le. intros Hlt.
      apply Hn, (HP s t); try lra. exact HPt.
    + intros s Hs Hn. assert (s <= c); [|lra]. apply Hup. right. split; [lra|exact Hn].
Qed.

Lemma constant_piece : forall f a b v, a <= b -> (forall s, a < s < b -> f s = v) -> is_RInt f a b (v * (b - a)).
Proof.
  intros f a b v Hab H. apply (is_RInt_ext (fun _ => v)).
  - intros s Hs. rewrite Rmin_left, Rmax_right in Hs by exact Hab. symmetry. apply H, Hs.
  - replace (v * (b - a)) with (scal (b - a) v) by (unfold scal; simpl; unfold mult; simpl; ring).
    apply (is_RInt_const a b v).
Qed.

(** A predicate that holds on the left, or on the right, of two points of which is at most w apart. *)
Lemma one_sided_share : forall (P : R -> Prop) (dec : forall s, {P s} + {~ P s}) a b w, a <= b ->
  ((forall s t, a < s -> s < t -> t < b -> P t -> P s) \/ (forall s t, a < s -> s < t -> t < b -> P s -> P t)) ->
  (forall s t, a < s -> s < t -> t < b -> P s -> P t -> t - s <= w) -> 0 <= w ->
  exists e, is_RInt (fun s => if dec s then 1 else 0) a b e /\ e <= w.
Proof.
  intros P dec a b w Hab Hside Hnear Hw. set (f := fun s => if dec s then 1 else 0).
  assert (Yes : forall s, P s -> f s = 1) by (intros s H; unfold f; destruct (dec s); [reflexivity|contradiction]).
  assert (No : forall s, ~ P s -> f s = 0) by (intros s H; unfold f; destruct (dec s); [contradiction|reflexivity]).
  assert (Short : forall u v, a <= u -> v <= b -> (forall s, u < s < v -> P s) -> v - u <= w).
  { intros u v Hu Hv H. apply Rnot_lt_le. intros Hlt.
    assert (Hh : exists h, 4 * h = v - u - w) by (exists ((v - u - w) / 4); field). destruct Hh as [h Hh].
    pose proof (Hnear (u + h) (v - h) ltac:(lra) ltac:(lra) ltac:(lra) (H (u + h) ltac:(lra)) (H (v - h) ltac:(lra))). lra. }
  destruct Hside as [HP|HP].
  - destruct (left_part P a b Hab HP) as [c [Hc [H1 H0]]]. exists (1 * (c - a) + 0 * (b - c)). split.
    + apply (is_RInt_Chasles f a c b); apply constant_piece; try lra.
      * intros s Hs. apply Yes, H1, Hs.
      * intros s Hs. apply No, H0, Hs.
    + pose proof (Short a c ltac:(lra) ltac:(lra) H1). lra.
  - destruct (left_part (fun s => ~ P s) a b Hab) as [c [Hc [H0 H1]]].
    { intros s t Hs Hst Ht Hn HPs. apply Hn, (HP s t); assumption. }
    assert (H1' : forall s, c < s < b -> P s) by (intros s Hs; apply Classical_Prop.NNPP, H1, Hs).
    exists (0 * (c - a) + 1 * (b - c)). split.
    + apply (is_RInt_Chasles f a c b); apply constant_piece; try lra.
      * intros s Hs. apply No, H0, Hs.
      * intros s Hs. apply Yes, H1', Hs.
    + pose proof (Short c b ltac:(lra) ltac:(lra) H1'). lra.
Qed.

Definition at_angle (i : R) : vec := fun k => if Nat.eqb k 0 then i else 0.
Definition arc (i : R) : vec := circle (at_angle i).

Lemma arc_distance : forall s y,
  sq_dist 2 (arc s) y = 1 + y 0%nat ^ 2 + y 1%nat ^ 2 - 2 * (y 0%nat * cos s + y 1%nat * sin s).
Proof.
  intros s y. unfold sq_dist, arc, at_angle, circle. cbn [rsum Nat.eqb].
  pose proof (sin2_cos2 s) as H. unfold Rsqr in H. lra.
Qed.

Lemma half_le_cos : forall s, 0 <= s <= 1 -> / 2 <= cos s.
Proof.
  intros s Hs. replace (/ 2) with (cos (PI / 3)) by (rewrite cos_PI3; field).
  pose proof PI2_3_2. pose proof PI_4. apply cos_decr_1; lra.
Qed.

Lemma sine_steep : forall s t, 0 <= s -> s < t -> t <= 1 -> t - s <= 2 * (sin t - sin s).
Proof.
  intros s t Hs Hst Ht.
  destruct (MVT_cor2 sin cos s t Hst) as [c [E Hc]]; [intros; apply derivable_pt_lim_sin|].
  pose proof (half_le_cos c ltac:(lra)) as Hcos. rewrite E.
  apply (Rmult_le_compat_r (t - s)) in Hcos; lra.
Qed.

(** The distance to y along the arc turns at most once. *)
Lemma one_turn : forall y : vec, exists c, 0 <= c <= 1 /\ exists sign, (sign = 1 \/ sign = -1) /\
  (forall s t, 0 < s -> s < t -> t < c -> sign * sq_dist 2 (arc s) y <= sign * sq_dist 2 (arc t) y) /\
  (forall s t, c < s -> s < t -> t < 1 -> sign * sq_dist 2 (arc t) y <= sign * sq_dist 2 (arc s) y).
Proof.
  intros y. set (f := fun s => sq_dist 2 (arc s) y). set (slope := fun s => 2 * (y 0%nat * sin s - y 1%nat * cos s)).
  assert (Df : forall s, derivable_pt_lim f s (slope s)).
  { intros s. apply is_derive_Reals. unfold f.
    apply (is_derive_ext (fun s => 1 + y 0%nat ^ 2 + y 1%nat ^ 2 - 2 * (y 0%nat * cos s + y 1%nat * sin s))).
    - intros; symmetry; apply arc_distance.
    - unfold slope. auto_derive; [exact I|ring]. }
  assert (Move : forall s t, s < t -> exists c, f t - f s = slope c * (t - s) /\ s < c < t)
    by (intros s t Hst; apply MVT_cor2; [exact Hst|intros; apply Df]).
  assert (Turn : forall s t, slope t * cos s - slope s * cos t = 2 * y 0%nat * sin (t - s))
    by (intros s t; unfold slope; rewrite sin_minus; ring).
  assert (Hpos : forall s t, 0 < s -> s < t -> t < 1 -> 0 < cos s /\ 0 < cos t /\ 0 <= sin (t - s)).
  { intros s t Hs Hst Ht. pose proof (half_le_cos s ltac:(lra)). pose proof (half_le_cos t ltac:(lra)).
    split; [lra|split; [lra|]]. apply sin_ge_0; [lra|]. pose proof PI2_3_2. lra. }
  destruct (Rle_lt_dec 0 (y 0%nat)) as [Hy|Hy].
  - destruct (left_part (fun s => slope s <= 0) 0 1 Rle_0_1) as [c [Hc [Hl Hr]]].
    { intros s t Hs Hst Ht Hn. destruct (Hpos s t Hs Hst Ht) as [Cs [Ct Sn]]. pose proof (Turn s t) as T.
      assert (0 <= 2 * y 0%nat * sin (t - s)) by (apply Rmult_le_pos; lra).
      apply Rnot_lt_le. intros Hlt. assert (0 < slope s * cos t) by (apply Rmult_lt_0_compat; lra).
      assert (slope t * cos s <= 0) by (rewrite <- (Rmult_0_l (cos s)); apply Rmult_le_compat_r; lra). lra. }
    exists c. split; [exact Hc|]. exists (-1). split; [right; reflexivity|]. split; intros s t H1 H2 H3.
    + destruct (Move s t H2) as [u [E Hu]]. fold (f s) (f t). assert (slope u <= 0) by (apply Hl; lra).
      assert (slope u * (t - s) <= 0) by (rewrite <- (Rmult_0_l (t - s)); apply Rmult_le_compat_r; lra). lra.
    + destruct (Move s t H2) as [u [E Hu]]. fold (f s) (f t).
      assert (0 < slope u) by (apply Rnot_le_lt, Hr; lra).
      assert (0 <= slope u * (t - s)) by (apply Rmult_le_pos; lra). lra.
  - destruct (left_part (fun s => 0 <= slope s) 0 1 Rle_0_1) as [c [Hc [Hl Hr]]].
    { intros s t Hs Hst Ht Hn. destruct (Hpos s t Hs Hst Ht) as [Cs [Ct Sn]]. pose proof (Turn s t) as T.
      assert (0 <= 2 * - y 0%nat * sin (t - s)) by (apply Rmult_le_pos; lra).
      apply Rnot_lt_le. intros Hlt. assert (0 < - slope s * cos t) by (apply Rmult_lt_0_compat; lra).
      assert (0 <= slope t * cos s) by (apply Rmult_le_pos; lra). lra. }
    exists c. split; [exact Hc|]. exists 1. split; [left; reflexivity|]. split; intros s t H1 H2 H3.
    + destruct (Move s t H2) as [u [E Hu]]. fold (f s) (f t). assert (0 <= slope u) by (apply Hl; lra).
      assert (0 <= slope u * (t - s)) by (apply Rmult_le_pos; lra). lra.
    + destruct (Move s t H2) as [u [E Hu]]. fold (f s) (f t).
      assert (slope u < 0) by (apply Rnot_le_lt, Hr; lra).
      assert (0 <= - slope u * (t - s)) by (apply Rmult_le_pos; lra). lra.
Qed.

Lemma arc_balls : forall y rho, 0 < rho -> ball_share_le uniform arc 2 y rho (8 * Rpower rho 1).
Proof.
  intros y rho Hr. rewrite Rpower_1 by exact Hr.
  set (P := fun s => sq_dist 2 (arc s) y <= rho ^ 2).
  set (dec := fun s => Rle_dec (sq_dist 2 (arc s) y) (rho ^ 2)).
  destruct (one_turn y) as [c [Hc [sign [Hs [Hup Hdown]]]]].
  assert (Near : forall s t, 0 < s -> s < t -> t < 1 -> P s -> P t -> t - s <= 4 * rho).
  { intros s t H1 H2 H3 Ps Pt. pose proof (sine_steep s t ltac:(lra) H2 ltac:(lra)).
    assert (One : forall u, P u -> Rabs (sin u - y 1%nat) <= rho).
    { intros u Hu. rewrite <- (Rabs_right rho) by lra. apply Rsqr_le_abs_0. rewrite !Rsqr_pow2.
      apply Rle_trans with (2 := Hu). unfold sq_dist, arc, at_angle, circle. cbn [rsum Nat.eqb].
      pose proof (pow2_ge_0 (cos u - y 0%nat)). lra. }
    pose proof (One s Ps) as Hs1. pose proof (One t Pt) as Ht1.
    apply Rabs_le_between in Hs1. apply Rabs_le_between in Ht1. lra. }
  destruct (one_sided_share P dec 0 c (4 * rho) (proj1 Hc)) as [e1 [I1 L1]].
  - destruct Hs as [-> | ->]; [left|right]; intros s t H1 H2 H3 HP; pose proof (Hup s t H1 H2 H3); unfold P in *; lra.
  - intros s t H1 H2 H3. apply Near; lra.
  - lra.
  - destruct (one_sided_share P dec c 1 (4 * rho) (proj2 Hc)) as [e2 [I2 L2]].
    + destruct Hs as [-> | ->]; [right|left]; intros s t H1 H2 H3 HP; pose proof (Hdown s t H1 H2 H3); unfold P in *; lra.
    + intros s t H1 H2 H3. apply Near; lra.
    + lra.
    + exists (e1 + e2). split; [|lra]. pose proof (is_RInt_Chasles _ 0 c 1 _ _ I1 I2) as H.
      split; [eexists; exact H|exact (is_RInt_unique _ _ _ _ H)].
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The normal law on the line *)

(** A bounded continuous function has a mean. *)
Lemma bounded_mean : forall (m v : vec) f B, 0 < v 0%nat -> (forall u, continuous f u) -> (forall u, Rabs (f u) <= B) ->
  normal_integrable 1 m v (fun z => f (z 0%nat)).
Proof.
  intros m v f B Hv Hf HB. split; [exact (fun _ => I)|]. cbn [normal_expect].
  set (n := normal_density (m 0%nat) (v 0%nat)).
  assert (Hs : 0 < sqrt (2 * PI * v 0%nat))
    by (pose proof PI_RGT_0; apply sqrt_lt_R0, Rmult_lt_0_compat; lra).
  assert (Hn : forall t, continuous n t).
  { intros t. apply (ex_derive_continuous n). unfold n, normal_density. auto_derive. repeat split; auto; lra. }
  assert (Hn0 : forall t, 0 < n t) by (intros; apply normal_density_pos, Hv).
  destruct (normal_moments (m 0%nat) (v 0%nat) Hv) as [H1 _]. fold n in H1.
  pose proof (line_integral_comb B 0 _ _ _ _ H1 H1) as Hb.
  apply (line_integrable_dominated _ (fun t => B * n t + 0 * n t) _) with (4 := Hb).
  - intros t. apply (continuous_mult f n); auto.
  - intros t. apply (continuous_plus (fun t => B * n t) (fun t => 0 * n t));
      [apply (continuous_scal_r B n)|apply (continuous_scal_r 0 n)]; apply Hn.
  - intros t. rewrite Rabs_mult, (Rabs_right (n t)) by (left; apply Hn0).
    rewrite Rmult_0_l, Rplus_0_r. apply Rmult_le_compat_r; [left; apply Hn0|]. apply HB.
Qed.

Lemma line_integral_shift : forall f c l, has_line_integral f l -> has_line_integral (fun u => f (u + c)) l.
Proof.
  intros f c l H P HP. destruct (H P HP) as [Q S [M1 HQ] [M2 HS] HI].
  apply (Filter_prod _ _ _ (fun a => a < M1 - c) (fun b => M2 - c < b)); [exists (M1 - c); auto|exists (M2 - c); auto|].
  intros a b Ha Hb. destruct (HI (a + c) (b + c)) as [y [Hy HPy]]; [apply HQ; lra|apply HS; lra|].
  exists y. split; [|exact HPy]. simpl in *.
  apply (is_RInt_ext (fun u => scal 1 (f (1 * u + c)))).
  - intros u _. unfold scal; simpl; unfold mult; simpl. rewrite !Rmult_1_l. reflexivity.
  - apply (is_RInt_comp_lin f 1 c a b). rewrite !Rmult_1_l. exact Hy.
Qed.

Definition circle_error (x : vec) (u : R) : R := sq_dist 2 x (circle (fun _ => u)).

Lemma circle_error_bounds : forall x u, 0 <= circle_error x u <= 2 * (x 0%nat ^ 2 + x 1%nat ^ 2) + 2.
Proof.
  intros x u. unfold circle_error, sq_dist, circle. cbn [rsum].
  pose proof (sin2_cos2 u) as H. unfold Rsqr in H.
  pose proof (pow2_ge_0 (x 0%nat - cos u)). pose proof (pow2_ge_0 (x 1%nat - sin u)).
  pose proof (pow2_ge_0 (x 0%nat + cos u)). pose proof (pow2_ge_0 (x 1%nat + sin u)). split; nra.
Qed.

Lemma circle_error_continuous : forall x u, continuous (circle_error x) u.
Proof.
  intros x u. apply (ex_derive_continuous (fun t => 0 + (x 0%nat - cos t) ^ 2 + (x 1%nat - sin t) ^ 2)).
  auto_derive. auto.
Qed.

Lemma circle_error_mean : forall m v x, 0 < v 0%nat ->
  normal_integrable 1 m v (fun z => sq_dist 2 x (circle z)).
Proof.
  intros m v x Hv. apply (bounded_mean m v (circle_error x) (2 * (x 0%nat ^ 2 + x 1%nat ^ 2) + 2) Hv).
  - apply circle_error_continuous.
  - intros u. pose proof (circle_error_bounds x u). rewrite Rabs_right; lra.
Qed.

Lemma circle_heat_mean : forall m v t x, 0 < t -> 0 < v 0%nat ->
  normal_integrable 1 m v (fun z => heat t 2 x (circle z)).
Proof.
  intros m v t x Ht Hv. apply (bounded_mean m v (fun u => exp (- (t * circle_error x u))) 1 Hv).
  - intros u. apply (ex_derive_continuous (fun u => exp (- (t * (0 + (x 0%nat - cos u) ^ 2 + (x 1%nat - sin u) ^ 2))))).
    auto_derive. auto.
  - intros u. rewrite Rabs_right by (left; apply exp_pos). apply (heat_le1 t 2 x (circle (fun _ => u))). lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Means over the arc *)

Lemma over_arc : forall f, (forall s, continuous f s) -> has_expectation uniform f.
Proof. intros f H. simpl. apply (ex_RInt_continuous f). intros; apply H. Qed.

(** The error of a normal posterior about the right angle is the same everywhere on the arc. *)
Lemma arc_error_constant : forall v, 0 < v 0%nat -> exists c, forall s,
  normal_expect 1 (at_angle s) v (fun z => sq_dist 2 (arc s) (circle z)) = c.
Proof.
  intros v Hv.
  set (h := fun u => circle_error (arc 0) u * normal_density 0 (v 0%nat) u).
  destruct (circle_error_mean (at_angle 0) v (arc 0) Hv) as [_ [c Hc]]. exists c. intros s.
  apply (line_integral_value _ c). cbn [normal_expect].
  apply (line_integral_ext _ _ _ _ (line_integral_shift h (- s) c Hc)); [|reflexivity].
  intros u. unfold h. f_equal.
  - change (sq_dist 2 (arc s) (circle (set_coord (fun _ => 0) 0 u))) with (circle_error (arc s) u).
    unfold circle_error. rewrite !arc_distance. unfold circle. rewrite cos_0, sin_0.
    replace (u + - s) with (u - s) by ring. rewrite cos_minus, sin_minus.
    pose proof (sin2_cos2 u) as H1. pose proof (sin2_cos2 s) as H2. unfold Rsqr in H1, H2.
    assert (E : (cos u * cos s + sin u * sin s) ^ 2 + (sin u * cos s - cos u * sin s) ^ 2
                = (sin u * sin u + cos u * cos u) * (sin s * sin s + cos s * cos s)) by ring.
    rewrite H1, H2 in E. lra.
  - unfold normal_density. cbn. f_equal. f_equal. unfold Rdiv. f_equal. ring.
Qed.

(** The kernel's mean under the normal prior is continuous along the circle. *)
Lemma exp_opp_lipschitz : forall a b, 0 <= a -> 0 <= b -> exp (- a) - exp (- b) <= Rabs (a - b).
Proof.
  intros a b Ha Hb. destruct (Rle_lt_dec b a) as [H|H].
  - assert (exp (- a) <= exp (- b)) by (destruct H as [H| ->]; [left; apply exp_increasing; lra|lra]).
    pose proof (Rabs_pos (a - b)). lra.
  - rewrite Rabs_left by lra. destruct (MVT_cor2 exp exp (- b) (- a)) as [c [E Hc]]; [lra|intros; apply derivable_pt_lim_exp|].
    assert (exp c <= 1) by (rewrite <- exp_0; left; apply exp_increasing; lra).
    rewrite E. apply (Rmult_le_compat_r (- a - - b)) in H0; lra.
Qed.

Lemma cosine_lipschitz : forall a b, Rabs (cos a - cos b) <= Rabs (a - b).
Proof.
  assert (H : forall a b, a < b -> Rabs (cos a - cos b) <= Rabs (a - b)).
  { intros a b Hab. destruct (MVT_cor2 cos (fun x => - sin x) a b Hab) as [c [E _]]; [intros; apply derivable_pt_lim_cos|].
    rewrite <- Rabs_Ropp. replace (- (cos a - cos b)) with (- sin c * (b - a)) by (rewrite <- E; ring).
    rewrite Rabs_mult, Rabs_Ropp. replace (Rabs (a - b)) with (1 * Rabs (b - a)) by (rewrite Rmult_1_l, Rabs_minus_sym; reflexivity).
    apply Rmult_le_compat_r; [apply Rabs_pos|]. apply Rabs_le. apply SIN_bound. }
  intros a b. destruct (Rtotal_order a b) as [Hab|[->|Hab]]; [apply H, Hab|rewrite !Rminus_eq_0, !Rabs_R0; lra|].
  rewrite (Rabs_minus_sym (cos a)), (Rabs_minus_sym a). apply H. exact Hab.
Qed.

Definition prior_heat (t a : R) : R := normal_expect 1 (fun _ => 0) (fun _ => 1) (fun z => heat t 2 (arc a) (circle z)).

Lemma prior_heat_lipschitz : forall t a b, 0 < t -> prior_heat t a - prior_heat t b <= 2 * t * Rabs (a - b).
Proof.
  intros t a b Ht.
  assert (Hone : forall k : nat, (k < 1)%nat -> 0 < (fun _ : nat => 1) k) by (intros; lra).
  set (P := of_law (the_normal_law 1 (fun _ => 0) (fun _ => 1) Hone)).
  assert (Ha := expects_expected P _ (circle_heat_mean (fun _ => 0) (fun _ => 1) t (arc a) Ht Rlt_0_1)).
  assert (Hb := expects_expected P _ (circle_heat_mean (fun _ => 0) (fun _ => 1) t (arc b) Ht Rlt_0_1)).
  change (expected P (fun z => heat t 2 (arc a) (circle z))) with (prior_heat t a) in Ha.
  change (expected P (fun z => heat t 2 (arc b) (circle z))) with (prior_heat t b) in Hb.
  pose proof (expects_plus P _ _ _ _ Hb (expects_const P (2 * t * Rabs (a - b)))) as Hc.
  assert (prior_heat t a <= prior_heat t b + 2 * t * Rabs (a - b)); [|lra].
  apply (expects_le P _ _ _ _ Ha Hc). intros z. unfold heat.
  set (u := z 0%nat).
  assert (D : forall s, sq_dist 2 (arc s) (circle z) = 2 - 2 * cos (s - u)).
  { intros s. rewrite arc_distance. unfold circle. fold u. rewrite cos_minus.
    pose proof (sin2_cos2 u) as H. unfold Rsqr in H. lra. }
  pose proof (exp_opp_lipschitz (t * sq_dist 2 (arc a) (circle z)) (t * sq_dist 2 (arc b) (circle z))
    (Rmult_le_pos _ _ (Rlt_le _ _ Ht) (sq_dist_nonneg _ _ _)) (Rmult_le_pos _ _ (Rlt_le _ _ Ht) (sq_dist_nonneg _ _ _))) as H.
  assert (Hd : Rabs (t * sq_dist 2 (arc a) (circle z) - t * sq_dist 2 (arc b) (circle z)) <= 2 * t * Rabs (a - b)).
  { rewrite !D. replace (t * (2 - 2 * cos (a - u)) - t * (2 - 2 * cos (b - u))) with (2 * t * (cos (b - u) - cos (a - u))) by ring.
    rewrite Rabs_mult, (Rabs_right (2 * t)) by lra. apply Rmult_le_compat_l; [lra|].
    rewrite Rabs_minus_sym. replace (a - b) with (a - u - (b - u)) by ring. apply cosine_lipschitz. }
  lra.
Qed.

Lemma prior_heat_continuous : forall t a, 0 < t -> continuous (prior_heat t) a.
Proof.
  intros t a Ht. apply filterlim_locally. intros eps. assert (Hd : 0 < eps / (2 * t)).
  { apply Rdiv_lt_0_compat; [apply cond_pos|lra]. }
  exists (mkposreal _ Hd). intros b Hb. unfold ball in *; simpl in *. unfold AbsRing_ball, abs, minus, plus, opp in *; simpl in *.
  assert (H : 2 * t * Rabs (b - a) < eps).
  { apply (Rmult_lt_compat_l (2 * t)) in Hb; [|lra].
    replace (2 * t * (eps / (2 * t))) with (pos eps) in Hb by (field; lra). exact Hb. }
  pose proof (prior_heat_lipschitz t a b Ht) as H1. pose proof (prior_heat_lipschitz t b a Ht) as H2.
  rewrite (Rabs_minus_sym a b) in H1. apply Rabs_def1; unfold Rminus in *; lra.
Qed.

Lemma prior_kernel_means : forall t (prior : law), 0 < t ->
  integrable prior = normal_integrable 1 (fun _ => 0) (fun _ => 1) ->
  expect prior = normal_expect 1 (fun _ => 0) (fun _ => 1) ->
  kernel_means t 2 (of_law prior) circle /\
  has_expectation uniform (fun i => expect prior (fun z => heat t 2 (arc i) (circle z))) /\
  forall z, has_expectation uniform (fun i => heat t 2 (arc i) (circle z)).
Proof.
  intros t prior Ht PI PE. split; [split|split].
  - intros y. simpl. rewrite PI. apply circle_heat_mean; lra.
  - simpl. rewrite PI, PE.
    replace (fun z : vec => normal_expect 1 (fun _ => 0) (fun _ => 1) (fun z' => heat t 2 (circle z) (circle z')))
      with (fun z : vec => prior_heat t (z 0%nat)) by reflexivity.
    apply (bounded_mean (fun _ => 0) (fun _ => 1) (prior_heat t) 1 Rlt_0_1).
    + intros u. apply prior_heat_continuous, Ht.
    + intros u.
      assert (Hone : forall k : nat, (k < 1)%nat -> 0 < (fun _ : nat => 1) k) by (intros; lra).
      set (P := of_law (the_normal_law 1 (fun _ => 0) (fun _ => 1) Hone)).
      assert (Ha := expects_expected P _ (circle_heat_mean (fun _ => 0) (fun _ => 1) t (arc u) Ht Rlt_0_1)).
      change (expected P (fun z => heat t 2 (arc u) (circle z))) with (prior_heat t u) in Ha.
      pose proof (expects_le P _ _ _ _ (expects_const P 0) Ha (fun z => Rlt_le _ _ (heat_pos _ _ _ _))).
      pose proof (expects_le P _ _ _ _ Ha (expects_const P 1) (fun z => heat_le1 t 2 _ _ (Rlt_le _ _ Ht))).
      rewrite Rabs_right; lra.
  - rewrite PE. apply over_arc. intros s. apply (prior_heat_continuous t s Ht).
  - intros z. apply over_arc. intros s. unfold heat.
    apply (continuous_ext (fun s => exp (- (t * (1 + circle z 0%nat ^ 2 + circle z 1%nat ^ 2
                                                 - 2 * (circle z 0%nat * cos s + circle z 1%nat * sin s)))))).
    + intros u. rewrite arc_distance. reflexivity.
    + apply (ex_derive_continuous (fun s => exp (- (t * (1 + circle z 0%nat ^ 2 + circle z 1%nat ^ 2
                                                 - 2 * (circle z 0%nat * cos s + circle z 1%nat * sin s)))))).
      auto_derive. exact I.
Qed.

(** The circle is exact at the angles and stretches nothing. *)
Lemma arc_comparator : forall i z,
  sq_dist 2 (arc i) (circle z)
  <= rsum 1 (fun k => (if Nat.eqb k 0 then 1 else 0) ^ 2 * (z k - at_angle i k) ^ 2).
Proof.
  intros i z. apply Rle_trans with (1 := circle_lipschitz 2 (at_angle i) z). unfold at_angle. cbn. lra.
Qed.

Lemma arc_power : expects uniform (fun i => rsum 1 (fun k => at_angle i k ^ 2)) (1 / 3).
Proof.
  assert (H : is_RInt (fun i => rsum 1 (fun k => at_angle i k ^ 2)) 0 1 (1 / 3)).
  { apply (is_RInt_ext (fun i => i ^ 2)); [intros i _; unfold at_angle; cbn; ring|].
    replace (1 / 3) with (1 ^ 3 / 3 - 0 ^ 3 / 3) by field. apply (is_RInt_derive (fun i => i ^ 3 / 3)).
    - intros x _. auto_derive; [exact I|field].
    - intros x _. apply (ex_derive_continuous (fun x => x ^ 2)). auto_derive. exact I. }
  split; [eexists; exact H|exact (is_RInt_unique _ _ _ _ H)].
Qed.

Lemma uniform_means : forall f e, is_RInt f 0 1 e -> expects uniform f e.
Proof. intros f e H. split; [eexists; exact H|exact (is_RInt_unique _ _ _ _ H)]. Qed.

(** A posterior about the right angle, of the variance that is asked for where that is positive. *)
Definition about (v : vec) (i : R) : law :=
  the_normal_law 1 (at_angle i) (fun k => if Rlt_dec 0 (v k) then v k else 1)
    (fun k _ => match Rlt_dec 0 (v k) as b return 0 < (if b then v k else 1) with left H => H | right _ => Rlt_0_1 end).

Lemma about_is : forall (v : vec) i, (forall k, 0 < v k) ->
  integrable (about v i) = normal_integrable 1 (at_angle i) v /\ expect (about v i) = normal_expect 1 (at_angle i) v.
Proof.
  intros v i Hv. assert (E : (fun k => if Rlt_dec 0 (v k) then v k else 1) = v).
  { apply functional_extensionality. intros k. destruct (Rlt_dec 0 (v k)) as [_|H]; [reflexivity|].
    destruct (H (Hv k)). }
  split; [change (integrable (about v i)) with (normal_integrable 1 (at_angle i) (fun k => if Rlt_dec 0 (v k) then v k else 1))
         |change (expect (about v i)) with (normal_expect 1 (at_angle i) (fun k => if Rlt_dec 0 (v k) then v k else 1))];
    rewrite E; reflexivity.
Qed.

Lemma arc_error_mean : forall v, (forall k, 0 < v k) ->
  has_expectation uniform (fun i => expect (about v i) (fun z => sq_dist 2 (arc i) (circle z))).
Proof.
  intros v Hv. destruct (arc_error_constant v (Hv 0%nat)) as [c Hc].
  apply (expectation_ext _ uniform (fun _ => c)); [|apply expects_const].
  intros i. rewrite (proj2 (about_is v i Hv)). symmetry. apply Hc.
Qed.

Lemma circle_curved : ~ is_affine 2 1 circle.
Proof. apply cosine_not_affine; [lia|reflexivity]. Qed.
