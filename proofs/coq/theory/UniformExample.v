(** Theorem E2's hypotheses are met: data uniform on a segment, the circle as decoder. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements Expectations BallCondition AnalysisSums
  AnalysisGaussian AnalysisGaussianLaw BothSides UniformLaw.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Gamma(3/2) *)

Local Definition area (u : R) : R := bell_area u - u * bell u.

Lemma is_derive_area : forall u, is_derive area u (u ^ 2 * bell u).
Proof.
  intros u. unfold area.
  replace (u ^ 2 * bell u) with (bell u - (1 * bell u + u * (- u * bell u))) by ring.
  apply @is_derive_minus; [apply is_derive_bell_area|].
  apply (is_derive_mult (fun t => t) bell u 1 (- u * bell u)).
  - apply @is_derive_id.
  - apply is_derive_bell.
  - intros; apply Rmult_comm.
Qed.

Local Definition primitive (v : R) : R := sqrt 2 / 2 * area (sqrt (2 * v)).

Lemma is_derive_primitive : forall v, 0 < v ->
  is_derive primitive v (Rpower v (1 / 2) * exp (- v)).
Proof.
  intros v Hv. unfold primitive.
  assert (H2 : sqrt 2 * sqrt 2 = 2) by (apply sqrt_sqrt; lra).
  assert (Hs2 : 0 < sqrt 2) by (apply sqrt_lt_R0; lra).
  assert (Hsv : 0 < sqrt v) by (apply sqrt_lt_R0, Hv).
  assert (Hvv : sqrt v * sqrt v = v) by (apply sqrt_sqrt; lra).
  assert (Hs : sqrt (2 * v) = sqrt 2 * sqrt v) by (apply sqrt_mult; lra).
  assert (Hb : bell (sqrt (2 * v)) = exp (- v)).
  { unfold bell. f_equal. simpl. rewrite Rmult_1_r, sqrt_sqrt by lra. field. }
  replace (Rpower v (1 / 2) * exp (- v))
    with (sqrt 2 / 2 * (/ sqrt (2 * v) * (sqrt (2 * v) ^ 2 * bell (sqrt (2 * v))))).
  - apply (is_derive_scal (fun v => area (sqrt (2 * v))) v (sqrt 2 / 2)).
    apply (is_derive_comp area (fun v => sqrt (2 * v)) v); [apply is_derive_area|].
    auto_derive; [lra|]. rewrite Hs. field. lra.
  - replace (1 / 2) with (/ 2) by field. rewrite Rpower_sqrt by exact Hv. rewrite Hb, Hs.
    replace (sqrt 2 / 2 * (/ (sqrt 2 * sqrt v) * ((sqrt 2 * sqrt v) ^ 2 * exp (- v))))
      with ((sqrt 2 * sqrt 2) / 2 * (sqrt v * exp (- v))) by (field; lra).
    rewrite H2. field.
Qed.

Lemma gamma_integral_one : exists G, gamma_integral 1 G.
Proof.
  exists (sqrt 2 / 2 * sqrt (PI / 2) - 0). unfold gamma_integral.
  set (f := fun v => Rpower v (1 / 2) * exp (- v)).
  assert (Hd : forall v, 0 < v -> Derive primitive v = f v)
    by (intros; apply is_derive_unique, is_derive_primitive; assumption).
  assert (Hpos : filter_prod (at_right 0) (Rbar_locally p_infty)
    (fun ab => forall x, Rmin (fst ab) (snd ab) <= x <= Rmax (fst ab) (snd ab) -> 0 < x)).
  { exists (fun a => 0 < a) (fun b => 0 < b).
    - exists (mkposreal 1 Rlt_0_1). intros y _ Hy. exact Hy.
    - exists 0. intros y Hy. exact Hy.
    - intros a b Ha Hb x [Hx _]. simpl in Hx. apply Rlt_le_trans with (2 := Hx). apply Rmin_glb_lt; assumption. }
  apply (is_RInt_gen_ext (Derive primitive)).
  - apply (filter_imp (fun ab => forall x, Rmin (fst ab) (snd ab) <= x <= Rmax (fst ab) (snd ab) -> 0 < x));
      [|exact Hpos].
    intros ab H x Hx. apply Hd, H. lra.
  - apply is_RInt_gen_Derive.
    + revert Hpos. apply filter_imp. intros ab H x Hx. exists (f x). apply is_derive_primitive, H, Hx.
    + revert Hpos. apply filter_imp. intros ab H x Hx. pose proof (H x Hx) as H0.
      refine (continuous_ext_loc _ f x _ _).
      * exists (mkposreal x H0). intros y Hy. symmetry. apply Hd. unfold ball in Hy; simpl in Hy.
        unfold AbsRing_ball, abs, minus, plus, opp in Hy; simpl in Hy. apply Rabs_def2 in Hy. lra.
      * apply (ex_derive_continuous f). unfold f, Rpower. auto_derive. exact H0.
    + assert (H0 : filterlim primitive (locally 0) (locally (primitive 0))).
      { apply continuity_pt_filterlim. unfold primitive.
        apply (continuity_pt_mult (fun _ => sqrt 2 / 2) (fun v => area (sqrt (2 * v)))).
        - apply continuity_pt_const. intros a b; reflexivity.
        - apply (continuity_pt_comp (fun v => sqrt (2 * v)) area).
          + apply (continuity_pt_comp (fun v => 2 * v) sqrt).
            * apply derivable_continuous_pt. apply derivable_pt_mult;
                [apply derivable_pt_const|apply derivable_pt_id].
            * apply continuity_pt_sqrt. lra.
          + apply continuity_pt_filterlim, (ex_derive_continuous area). eexists. apply is_derive_area. }
      replace (primitive 0) with 0 in H0.
      * apply (filterlim_filter_le_1 (F := locally 0) primitive); [|exact H0].
        intros P [eps HP]. exists eps. intros y Hy _. apply HP, Hy.
      * unfold primitive, area. rewrite Rmult_0_r, sqrt_0, bell_area_0. ring.
    + assert (Hu : filterlim (fun v => sqrt (2 * v)) (Rbar_locally p_infty) (Rbar_locally p_infty)).
      { apply (filterlim_comp _ _ _ (fun v => 2 * v) sqrt _ (Rbar_locally p_infty)); [|apply filterlim_sqrt_p].
        intros P [B HB]. exists (B / 2). intros x Hx. apply HB. lra. }
      assert (Ha : filterlim area (Rbar_locally p_infty) (locally (sqrt (PI / 2)))).
      { destruct (at_ends_plus _ _ _ _ _ _ at_ends_bell_area (at_ends_scal (-1) _ _ _ at_ends_linear_bell))
          as [_ H]. rewrite Rmult_0_r, Rplus_0_r in H.
        refine (filterlim_ext _ _ _ H). intros u. unfold area. ring. }
      pose proof (filterlim_comp _ _ _ _ _ _ _ _ Hu Ha) as Hc.
      exact (filterlim_comp _ _ _ _ (fun y => scal (sqrt 2 / 2) y) _ _ _ Hc (filterlim_scal_r (sqrt 2 / 2) (sqrt (PI / 2)))).
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The uniform law on [0, 1] *)

Definition uniform : expectation R := uniform_law 0 1 (Rminus_0_r 1).

(** The share of an interval is at most its length. *)
Lemma interval_share : forall (P : R -> Prop) (dec : forall s, {P s} + {~ P s}) c rho, 0 < rho ->
  (forall s, P s <-> (s - c) ^ 2 <= rho ^ 2) ->
  exists e, expects uniform (fun s => if dec s then 1 else 0) e /\ e <= 2 * rho.
Proof.
  intros P dec c rho Hr HP.
  set (clamp := fun s => Rmax 0 (Rmin 1 s)).
  set (a := clamp (c - rho)). set (b := clamp (c + rho)).
  assert (Hc : forall s, 0 <= clamp s <= 1).
  { intros s. unfold clamp. pose proof (Rmin_l 1 s). split; [apply Rmax_l|apply Rmax_lub; lra]. }
  assert (Hin : forall s, 0 < s < 1 -> forall y, (s < clamp y -> s < y) /\ (clamp y < s -> y < s)).
  { intros s Hs y. unfold clamp. split; intros H.
    - apply Rnot_le_lt. intros Hle. apply (Rlt_irrefl s). apply Rlt_le_trans with (1 := H).
      apply Rmax_lub; [lra|]. apply Rle_trans with (1 := Rmin_r 1 y), Hle.
    - apply Rnot_le_lt. intros Hle. apply (Rlt_irrefl s). apply Rle_lt_trans with (2 := H).
      apply Rle_trans with (Rmin 1 y); [apply Rmin_glb; lra|apply Rmax_r]. }
  assert (Hab : a <= b).
  { unfold a, b, clamp. apply Rle_max_compat_l, Rle_min_compat_l. lra. }
  assert (Hlen : b - a <= 2 * rho).
  { unfold a, b, clamp.
    apply Rle_trans with (Rmin 1 (c + rho) - Rmin 1 (c - rho)).
    - unfold Rmax. destruct (Rle_dec 0 (Rmin 1 (c + rho))); destruct (Rle_dec 0 (Rmin 1 (c - rho)));
        pose proof (Rle_min_compat_l (c - rho) (c + rho) 1 ltac:(lra)); lra.
    - unfold Rmin. destruct (Rle_dec 1 (c + rho)); destruct (Rle_dec 1 (c - rho)); lra. }
  set (f := fun s => if dec s then 1 else 0).
  assert (Hf1 : forall s, c - rho <= s <= c + rho -> f s = 1).
  { intros s Hs. unfold f. destruct (dec s) as [_|n]; [reflexivity|]. exfalso. apply n, HP. nra. }
  assert (Hf0 : forall s, s < c - rho \/ c + rho < s -> f s = 0).
  { intros s Hs. unfold f. destruct (dec s) as [p|_]; [|reflexivity]. apply HP in p. nra. }
  assert (Hconst : forall p q v, p <= q -> (forall s, p < s < q -> f s = v) -> is_RInt f p q (v * (q - p))).
  { intros p q v Hpq H. apply (is_RInt_ext (fun _ => v)).
    - intros s Hs. rewrite Rmin_left, Rmax_right in Hs by exact Hpq. symmetry. apply H, Hs.
    - replace (v * (q - p)) with (scal (q - p) v) by (unfold scal; simpl; unfold mult; simpl; ring).
      apply (is_RInt_const p q v). }
  pose proof (Hc (c - rho)) as Ha. fold a in Ha. pose proof (Hc (c + rho)) as Hb. fold b in Hb.
  assert (I1 : is_RInt f 0 a (0 * (a - 0))).
  { apply Hconst; [lra|]. intros s Hs. apply Hf0. left. apply (Hin s ltac:(lra)). apply Hs. }
  assert (I2 : is_RInt f a b (1 * (b - a))).
  { apply Hconst; [exact Hab|]. intros s Hs. apply Hf1.
    split; left; [apply (Hin s ltac:(lra) (c - rho))|apply (Hin s ltac:(lra) (c + rho))]; apply Hs. }
  assert (I3 : is_RInt f b 1 (0 * (1 - b))).
  { apply Hconst; [lra|]. intros s Hs. apply Hf0. right. apply (Hin s ltac:(lra)). apply Hs. }
  pose proof (is_RInt_Chasles f 0 a 1 _ _ I1 (is_RInt_Chasles f a b 1 _ _ I2 I3)) as I.
  exists (b - a). split; [|exact Hlen]. split; [eexists; exact I|].
  simpl. rewrite (is_RInt_unique f 0 1 _ I). unfold plus; simpl. ring.
Qed.

Lemma empty_share : forall (P : R -> Prop) (dec : forall s, {P s} + {~ P s}), (forall s, ~ P s) ->
  expects uniform (fun s => if dec s then 1 else 0) 0.
Proof.
  intros P dec H.
  assert (E : forall s, 0 = if dec s then 1 else 0) by (intros s; destruct (dec s) as [p|]; [destruct (H s p)|reflexivity]).
  destruct (expectation_ext R uniform (fun _ => 0) _ E) as [H1 H2].
  - simpl. apply ex_RInt_const.
  - split; [exact H1|]. rewrite <- H2. simpl. rewrite RInt_const. unfold scal; simpl; unfold mult; simpl. ring.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Data on a segment of the plane, decoded by the circle *)

Definition segment (s : R) : vec := fun j => if Nat.eqb j 0 then s else 0.

Lemma segment_distance : forall s y, sq_dist 2 (segment s) y = (s - y 0%nat) ^ 2 + y 1%nat ^ 2.
Proof. intros; unfold sq_dist, segment; simpl; ring. Qed.

Lemma segment_balls : forall y rho, 0 < rho -> ball_share_le uniform segment 2 y rho (2 * Rpower rho 1).
Proof.
  intros y rho Hr. rewrite Rpower_1 by exact Hr. unfold ball_share_le.
  destruct (Rle_lt_dec (y 1%nat ^ 2) (rho ^ 2)) as [H|H].
  - set (q := sqrt (rho ^ 2 - y 1%nat ^ 2)).
    assert (Hq : q ^ 2 = rho ^ 2 - y 1%nat ^ 2) by (unfold q; rewrite <- Rsqr_pow2; apply Rsqr_sqrt; lra).
    assert (Hq0 : 0 <= q) by apply sqrt_pos.
    assert (Hqr : q <= rho).
    { apply Rsqr_incr_0; [|exact Hq0|lra]. rewrite !Rsqr_pow2. pose proof (pow2_ge_0 (y 1%nat)). lra. }
    destruct Hq0 as [Hq0|Hq0].
    + destruct (interval_share (fun s => sq_dist 2 (segment s) y <= rho ^ 2)
        (fun s => Rle_dec (sq_dist 2 (segment s) y) (rho ^ 2)) (y 0%nat) q Hq0) as [e [He Hle]].
      * intros s. rewrite segment_distance, Hq. split; intros; lra.
      * exists e. split; [exact He|lra].
    + (* a single point *)
      exists 0. split; [|lra].
      assert (I : is_RInt (fun s => if Rle_dec (sq_dist 2 (segment s) y) (rho ^ 2) then 1 else 0) 0 1 0).
      { assert (Hne : forall s, s <> y 0%nat -> (if Rle_dec (sq_dist 2 (segment s) y) (rho ^ 2) then 1 else 0) = 0).
        { intros s Hs. destruct (Rle_dec (sq_dist 2 (segment s) y) (rho ^ 2)) as [p|]; [|reflexivity]. exfalso.
          rewrite segment_distance in p. assert (0 < (s - y 0%nat) ^ 2) by (apply pow2_gt_0; lra).
          rewrite <- Hq0 in Hq. rewrite pow_ne_zero in Hq by lia. lra. }
        set (c := Rmax 0 (Rmin 1 (y 0%nat))).
        assert (Hc : 0 <= c <= 1).
        { unfold c. pose proof (Rmin_l 1 (y 0%nat)). split; [apply Rmax_l|apply Rmax_lub; lra]. }
        assert (Hpiece : forall p q, p <= q -> (forall s, p < s < q -> s <> y 0%nat) ->
          is_RInt (fun s => if Rle_dec (sq_dist 2 (segment s) y) (rho ^ 2) then 1 else 0) p q 0).
        { intros p r Hpr Hs. apply (is_RInt_ext (fun _ => 0)).
          - intros s Hs'. rewrite Rmin_left, Rmax_right in Hs' by exact Hpr. symmetry. apply Hne, Hs, Hs'.
          - pose proof (is_RInt_const p r 0) as J. unfold scal in J; simpl in J. unfold mult in J; simpl in J.
            rewrite Rmult_0_r in J. exact J. }
        assert (H1 : forall s, 0 < s < c -> s <> y 0%nat).
        { intros s Hs ->. unfold c, Rmax, Rmin in Hs.
          destruct (Rle_dec 1 (y 0%nat)); destruct (Rle_dec 0 _); lra. }
        assert (H2 : forall s, c < s < 1 -> s <> y 0%nat).
        { intros s Hs ->. unfold c, Rmax, Rmin in Hs.
          destruct (Rle_dec 1 (y 0%nat)); destruct (Rle_dec 0 _); lra. }
        pose proof (is_RInt_Chasles _ 0 c 1 _ _ (Hpiece 0 c (proj1 Hc) H1) (Hpiece c 1 (proj2 Hc) H2)) as J.
        unfold plus in J; simpl in J. rewrite Rplus_0_r in J. exact J. }
      split; [eexists; exact I|]. simpl. apply is_RInt_unique, I.
  - exists 0. split; [|lra].
    apply (empty_share (fun s => sq_dist 2 (segment s) y <= rho ^ 2)
      (fun s => Rle_dec (sq_dist 2 (segment s) y) (rho ^ 2))).
    intros s. rewrite segment_distance. pose proof (pow2_ge_0 (s - y 0%nat)). lra.
Qed.

Lemma uniform_continuous : forall f, (forall s, continuous f s) -> has_expectation uniform f.
Proof. intros f H. apply (ex_RInt_continuous f). intros; apply H. Qed.

Lemma heat_continuous : forall t y s, continuous (fun s => heat t 2 (segment s) y) s.
Proof.
  intros t y s. apply (continuous_ext (fun s => exp (- (t * ((s - y 0%nat) ^ 2 + y 1%nat ^ 2))))).
  - intros x. unfold heat. rewrite segment_distance. reflexivity.
  - apply (ex_derive_continuous (fun s => exp (- (t * ((s - y 0%nat) ^ 2 + y 1%nat ^ 2))))).
    auto_derive. exact I.
Qed.

Theorem uniform_example : forall beta gamma, 0 < beta -> 0 < gamma ->
  exists (pi : expectation R) (p : expectation vec) G,
  let x := fun (s : R) (j : nat) => if Nat.eqb j 0 then s else 0 in
  let t := / (2 * beta * gamma) in
  (forall f e, is_RInt f 0 1 e -> expects pi f e) /\ gamma_integral 1 G /\
  (forall z rho, 0 < rho -> ball_share_le pi x 2 (circle z) rho (2 * Rpower rho 1)) /\
  (forall z, has_expectation pi (fun i => heat t 2 (x i) (circle z))) /\
  kernel_means t 2 p circle /\
  has_expectation pi (fun i => expected p (fun z => heat t 2 (x i) (circle z))) /\
  (forall i, density_ratio p p (fun _ => 1) /\
     has_expectation p (fun z => sq_dist 2 (x i) (circle z)) /\
     has_expectation p (fun _ => ln 1)) /\
  has_expectation pi (fun i => expected p (fun z => sq_dist 2 (x i) (circle z)) / gamma
                               + 2 * beta * expected p (fun _ => ln 1)) /\
  ~ is_affine 2 1 circle.
Proof.
  intros beta gamma Hb Hg. destruct gamma_integral_one as [G HG].
  set (p := of_law (two_point (fun _ => 0) (fun _ => 1))). exists uniform, p, G. intros x0 t.
  change x0 with segment. clear x0.
  set (z0 := fun k : nat => 0 + 1). set (z1 := fun k : nat => 0 - 1).
  split; [intros f e He; split; [eexists; exact He|apply is_RInt_unique, He]|].
  split; [exact HG|]. split; [intros; apply segment_balls; assumption|].
  split; [intros z; apply uniform_continuous; intros; apply heat_continuous|].
  split; [split; intros; exact I|].
  split; [|split; [|split]].
  - apply uniform_continuous. intros s.
    apply (continuous_ext (fun s => (exp (- (t * ((s - circle z0 0%nat) ^ 2 + circle z0 1%nat ^ 2)))
      + exp (- (t * ((s - circle z1 0%nat) ^ 2 + circle z1 1%nat ^ 2)))) / 2)).
    + intros x. change (expected p (fun z => heat t 2 (segment x) (circle z)))
        with ((heat t 2 (segment x) (circle z0) + heat t 2 (segment x) (circle z1)) / 2).
      unfold heat. rewrite !segment_distance. reflexivity.
    + apply (ex_derive_continuous (fun s => (exp (- (t * ((s - circle z0 0%nat) ^ 2 + circle z0 1%nat ^ 2)))
        + exp (- (t * ((s - circle z1 0%nat) ^ 2 + circle z1 1%nat ^ 2)))) / 2)). auto_derive. tauto.
  - intros i. split; [|split; exact I]. split; [intros; lra|]. intros F HF _. split; [exact I|].
    destruct (expectation_ext vec p (fun z => F z) (fun z => F z / 1)) as [_ E]; [intros; field|exact I|].
    right. symmetry. exact E.
  - apply uniform_continuous. intros s.
    apply (continuous_ext (fun s => (((s - circle z0 0%nat) ^ 2 + circle z0 1%nat ^ 2)
      + ((s - circle z1 0%nat) ^ 2 + circle z1 1%nat ^ 2)) / 2 / gamma + 2 * beta * expected p (fun _ => ln 1))).
    + intros x. change (expected p (fun z => sq_dist 2 (segment x) (circle z)))
        with ((sq_dist 2 (segment x) (circle z0) + sq_dist 2 (segment x) (circle z1)) / 2).
      rewrite !segment_distance. reflexivity.
    + apply (ex_derive_continuous (fun s => (((s - circle z0 0%nat) ^ 2 + circle z0 1%nat ^ 2)
      + ((s - circle z1 0%nat) ^ 2 + circle z1 1%nat ^ 2)) / 2 / gamma + 2 * beta * expected p (fun _ => ln 1))).
      auto_derive. tauto.
  - apply cosine_not_affine; [lia|reflexivity].
Qed.
