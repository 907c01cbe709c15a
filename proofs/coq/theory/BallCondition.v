(* Theorem E2: from the shares of balls to the mean of exp(-t |x - y|^2), by a layer cake with
   finitely many layers. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLog AnalysisLaw Expectations
  Converse.
Open Scope R_scope.

(** G is Gamma(1 + r/2): the improper integral of v^(r/2) exp(-v) over (0, oo). *)
Definition gamma_integral (r G : R) : Prop :=
  is_RInt_gen (fun v => Rpower v (r / 2) * exp (- v)) (at_right 0) (Rbar_locally p_infty) G.

Section Layers.
Variables (r : R).
Hypothesis Hr : 0 < r.
Let f (v : R) := Rpower v (r / 2) * exp (- v).

Lemma f_pos : forall v, 0 < f v.
Proof. intros v. apply Rmult_lt_0_compat; apply exp_pos. Qed.

Lemma f_continuous : forall v, 0 < v -> continuous f v.
Proof.
  intros v Hv. apply (ex_derive_continuous f). unfold f, Rpower. auto_derive. exact Hv.
Qed.

Lemma f_integrable : forall a b, 0 < a -> a <= b -> ex_RInt f a b.
Proof.
  intros a b Ha Hab. apply (ex_RInt_continuous f). intros z.
  rewrite Rmin_left, Rmax_right by exact Hab. intros Hz. apply f_continuous; lra.
Qed.

Lemma RInt_le_gamma : forall a b G, 0 < a -> a <= b -> gamma_integral r G -> RInt f a b <= G.
Proof.
  intros a b G Ha Hab HG. apply Rnot_lt_le. intros Hlt.
  assert (He : 0 < RInt f a b - G) by lra.
  destruct (HG (fun y => y < RInt f a b)) as [Q S HQ HS H].
  { exists (mkposreal _ He). intros y Hy. unfold ball in Hy; simpl in Hy.
    unfold AbsRing_ball, abs, minus, plus, opp in Hy; simpl in Hy.
    apply Rabs_def2 in Hy. lra. }
  destruct HQ as [dq HQ]. destruct HS as [ds HS].
  set (a' := Rmin (a / 2) (dq / 2)). set (b' := Rmax b (ds + 1)).
  pose proof (cond_pos dq) as Hdq.
  assert (Ha' : 0 < a') by (apply Rmin_glb_lt; lra).
  assert (Ha'a : a' <= a) by (apply Rle_trans with (a / 2); [apply Rmin_l|lra]).
  assert (Hbb' : b <= b') by apply Rmax_l.
  destruct (H a' b') as [l [Hl Hl']].
  - apply HQ; [|exact Ha']. unfold ball; simpl. unfold AbsRing_ball, abs, minus, plus, opp; simpl.
    rewrite Ropp_0, Rplus_0_r, Rabs_right by lra.
    apply Rle_lt_trans with (dq / 2); [apply Rmin_r|lra].
  - apply HS. apply Rlt_le_trans with (ds + 1); [lra|apply Rmax_r].
  - assert (Hl2 : RInt f a' b' = l) by (apply is_RInt_unique; exact Hl).
    assert (E1 : ex_RInt f a' a) by (apply f_integrable; lra).
    assert (E2 : ex_RInt f a b) by (apply f_integrable; lra).
    assert (E3 : ex_RInt f b b') by (apply f_integrable; lra).
    assert (C1 : RInt f a' b = RInt f a' a + RInt f a b)
      by (symmetry; apply (RInt_Chasles f); assumption).
    assert (C2 : RInt f a' b' = RInt f a' b + RInt f b b').
    { symmetry; apply (RInt_Chasles f); [|assumption]. apply f_integrable; lra. }
    assert (P1 : 0 <= RInt f a' a).
    { apply RInt_ge_0; [lra|exact E1|]. intros; left; apply f_pos. }
    assert (P2 : 0 <= RInt f b b').
    { apply RInt_ge_0; [lra|exact E3|]. intros; left; apply f_pos. }
    lra.
Qed.

(** One layer. *)
Lemma layer_le : forall a b, 0 < a -> a <= b ->
  Rpower a (r / 2) * (exp (- a) - exp (- b)) <= RInt f a b.
Proof.
  intros a b Ha Hab.
  assert (E : is_RInt (fun v => Rpower a (r / 2) * exp (- v)) a b
                (Rpower a (r / 2) * (exp (- a) - exp (- b)))).
  { replace (Rpower a (r / 2) * (exp (- a) - exp (- b)))
      with (minus (- (Rpower a (r / 2)) * exp (- b)) (- (Rpower a (r / 2)) * exp (- a)))
      by (unfold minus, plus, opp; simpl; ring).
    apply (is_RInt_derive (fun v => - (Rpower a (r / 2)) * exp (- v))).
    - intros v _. auto_derive; [exact I|ring].
    - intros v _. apply (ex_derive_continuous (fun v => Rpower a (r / 2) * exp (- v))).
      auto_derive. exact I. }
  rewrite <- (is_RInt_unique _ _ _ _ E). apply RInt_le; [exact Hab| | |].
  - eexists; exact E.
  - apply f_integrable; assumption.
  - intros v Hv. unfold f. apply Rmult_le_compat_r; [left; apply exp_pos|].
    unfold Rpower. destruct (Req_dec a v) as [->|Hne]; [lra|].
    left; apply exp_increasing, Rmult_lt_compat_l; [lra|]. apply ln_increasing; lra.
Qed.

(** The layers v_j = a lam^j. *)
Variables (a lam : R).
Hypotheses (Ha : 0 < a) (Hlam : 1 < lam).
Let v (j : nat) := a * lam ^ j.

Lemma v_pos : forall j, 0 < v j.
Proof. intros; apply Rmult_lt_0_compat; [exact Ha|apply pow_lt; lra]. Qed.

Lemma v_S : forall j, v (S j) = lam * v j.
Proof. intros; unfold v; simpl; ring. Qed.

Lemma v_le : forall j, v j <= v (S j).
Proof. intros j. rewrite v_S. pose proof (v_pos j). assert (1 * v j <= lam * v j) by (apply Rmult_le_compat_r; lra). lra. Qed.

Lemma v_mono : forall i j, (i <= j)%nat -> v i <= v j.
Proof.
  intros i j H; induction H as [|j H IH]; [lra|]. pose proof (v_le j). lra.
Qed.

Definition inside (s b : R) : R := if Rle_dec s b then 1 else 0.

Definition staircase (N : nat) (s : R) : R :=
  (1 - exp (- a)) * inside s a
  + rsum N (fun j => (exp (- v j) - exp (- v (S j))) * inside s (v (S j))) + exp (- v N).

Lemma exp_opp_le : forall x y, x <= y -> exp (- y) <= exp (- x).
Proof.
  intros x y H. destruct (Req_dec x y) as [->|Hne]; [lra|]. left; apply exp_increasing; lra.
Qed.

Lemma staircase_ge : forall N s, 0 <= s -> exp (- s) <= staircase N s.
Proof.
  intros N s Hs; induction N as [|N IH]; unfold staircase in *.
  - simpl. unfold inside. replace (v 0) with a by (unfold v; simpl; ring).
    destruct (Rle_dec s a) as [H|H].
    + assert (exp (- s) <= exp (- 0)) by (apply exp_opp_le; exact Hs).
      rewrite Ropp_0, exp_0 in H0. lra.
    + assert (exp (- s) <= exp (- a)) by (apply exp_opp_le; lra). lra.
  - destruct (Rle_dec s (v (S N))) as [H|H].
    + cbn [rsum]. unfold inside at 3. destruct (Rle_dec s (v (S N))); [lra|contradiction].
    + rewrite (rsum_ext (S N) _ (fun _ => 0)).
      2: { intros j Hj. unfold inside. destruct (Rle_dec s (v (S j))) as [H'|H']; [|ring].
           exfalso. apply H. apply Rle_trans with (1 := H'). apply v_mono; lia. }
      rewrite rsum_const. unfold inside. destruct (Rle_dec s a) as [H'|H'].
      * exfalso; apply H. apply Rle_trans with (1 := H').
        replace a with (v 0) by (unfold v; simpl; ring). apply v_mono; lia.
      * assert (exp (- s) <= exp (- v (S N))) by (apply exp_opp_le; lra). lra.
Qed.

Lemma layers_chasles : forall N, rsum N (fun j => RInt f (v j) (v (S j))) = RInt f a (v N).
Proof.
  induction N as [|N IH]; simpl rsum.
  - replace (v 0) with a by (unfold v; simpl; ring). rewrite RInt_point. reflexivity.
  - rewrite IH. apply (RInt_Chasles f).
    + apply f_integrable; [exact Ha|]. replace a with (v 0) by (unfold v; simpl; ring).
      apply v_mono; lia.
    + apply f_integrable; [apply v_pos|apply v_le].
Qed.

Lemma Rpower_scale : forall x, 0 < x -> Rpower (lam * x) (r / 2) = Rpower lam (r / 2) * Rpower x (r / 2).
Proof. intros x Hx. symmetry. apply Rpower_mult_distr; lra. Qed.

(** The staircase with b(v) = A v^(r/2) + c0 at each step. *)
Lemma staircase_sum : forall N A c0 G, 0 <= A -> 0 <= c0 -> gamma_integral r G ->
  (1 - exp (- a)) * (A * Rpower a (r / 2) + c0)
  + rsum N (fun j => (exp (- v j) - exp (- v (S j))) * (A * Rpower (v (S j)) (r / 2) + c0))
  + exp (- v N)
  <= A * (Rpower a (r / 2) + Rpower lam (r / 2) * G) + c0 + exp (- v N).
Proof.
  intros N A c0 G HA Hc HG.
  assert (Hstep : rsum N (fun j => (exp (- v j) - exp (- v (S j)))
                                   * (A * Rpower (v (S j)) (r / 2) + c0))
    <= A * (Rpower lam (r / 2) * RInt f a (v N)) + c0 * (exp (- a) - exp (- v N))).
  { rewrite <- layers_chasles.
    assert (T : exp (- a) - exp (- v N) = rsum N (fun j => exp (- v j) - exp (- v (S j)))).
    { induction N as [|N IH]; simpl rsum.
      - replace (v 0) with a by (unfold v; simpl; ring). ring.
      - rewrite <- IH. ring. }
    rewrite T, <- !rsum_scal, <- rsum_plus. apply rsum_le. intros j _.
    rewrite v_S at 2. rewrite Rpower_scale by apply v_pos.
    pose proof (layer_le (v j) (v (S j)) (v_pos j) (v_le j)) as HL.
    assert (0 <= A * Rpower lam (r / 2)) by (apply Rmult_le_pos; [exact HA|left; apply exp_pos]).
    apply (Rmult_le_compat_l (A * Rpower lam (r / 2))) in HL; [|assumption]. lra. }
  assert (HN : RInt f a (v N) <= G).
  { apply RInt_le_gamma; [exact Ha| |exact HG]. replace a with (v 0) by (unfold v; simpl; ring).
    apply v_mono; lia. }
  assert (Hl : 0 <= A * Rpower lam (r / 2)) by (apply Rmult_le_pos; [exact HA|left; apply exp_pos]).
  apply (Rmult_le_compat_l (A * Rpower lam (r / 2))) in HN; [|exact Hl].
  assert (E1 : 0 < exp (- a)) by apply exp_pos.
  assert (E2 : 0 < exp (- v N)) by apply exp_pos.
  assert (HAa : 0 <= A * Rpower a (r / 2)) by (apply Rmult_le_pos; [exact HA|left; apply exp_pos]).
  assert (0 <= exp (- a) * (A * Rpower a (r / 2))) by (apply Rmult_le_pos; lra).
  assert (0 <= c0 * exp (- v N)) by (apply Rmult_le_pos; lra).
  lra.
Qed.

End Layers.

Lemma Rpower_inverse : forall r y, 0 < r -> 0 < y -> Rpower (Rpower y (2 / r)) (r / 2) = y.
Proof.
  intros r y Hr Hy. rewrite Rpower_mult. replace (2 / r * (r / 2)) with 1 by (field; lra).
  apply Rpower_1, Hy.
Qed.

(** The mean of exp(-t |x - y|^2), when balls hold at most C rho^r + c0. *)
Theorem heat_mean : forall {D} (pi : expectation D) (x : D -> vec) d y r C c0 G t,
  0 < r -> 0 <= C -> 0 <= c0 -> 0 < t -> gamma_integral r G ->
  (forall rho, 0 < rho -> ball_share_le pi x d y rho (C * Rpower rho r + c0)) ->
  has_expectation pi (fun i => heat t d (x i) y) ->
  expected pi (fun i => heat t d (x i) y) <= C * Rpower t (- (r / 2)) * G + c0.
Proof.
  intros D pi x d y r C c0 G t Hr HC Hc Ht HG Hball Hint.
  set (A := C * Rpower t (- (r / 2))).
  assert (HA : 0 <= A) by (apply Rmult_le_pos; [exact HC|left; apply exp_pos]).
  set (E := expected pi (fun i => heat t d (x i) y)).
  assert (HG0 : 0 <= G).
  { apply Rle_trans with (RInt (fun v => Rpower v (r / 2) * exp (- v)) 1 1).
    - rewrite RInt_point. unfold zero; simpl. lra.
    - apply (RInt_le_gamma r); lra || assumption. }
  assert (Hstairs : forall a lam N, 0 < a -> 1 < lam ->
    E <= A * (Rpower a (r / 2) + Rpower lam (r / 2) * G) + c0 + exp (- (a * lam ^ N))).
  { intros a lam N Ha Hlam. apply Rle_trans with (2 := staircase_sum r Hr a lam Ha Hlam N A c0 G HA Hc HG).
    set (v := fun j => a * lam ^ j).
    (* shares of the layers *)
    assert (Hshare : forall w, 0 < w -> exists e,
      expects pi (fun i => inside (t * sq_dist d (x i) y) w) e /\ e <= A * Rpower w (r / 2) + c0).
    { intros w Hw. assert (Hwt : 0 < w / t) by (apply Rdiv_lt_0_compat; assumption).
      destruct (Hball (sqrt (w / t)) (sqrt_lt_R0 _ Hwt)) as [e [He Hle]]. exists e. split.
      - apply (expects_ext pi _ _ _ He). intros i. unfold inside.
        replace (sqrt (w / t) ^ 2) with (w / t)
          by (simpl; rewrite Rmult_1_r, sqrt_sqrt; lra).
        destruct (Rle_dec (sq_dist d (x i) y) (w / t)) as [H|H];
          destruct (Rle_dec (t * sq_dist d (x i) y) w) as [H'|H']; try reflexivity; exfalso.
        + apply H'. apply (Rmult_le_compat_l t) in H; [|lra].
          replace (t * (w / t)) with w in H by (field; lra). exact H.
        + apply H. apply (Rmult_le_reg_l t); [exact Ht|].
          replace (t * (w / t)) with w by (field; lra). exact H'.
      - apply Rle_trans with (1 := Hle). right. f_equal. unfold A.
        rewrite <- Rpower_sqrt, Rpower_mult by exact Hwt.
        replace (/ 2 * r) with (r / 2) by field. unfold Rdiv at 1.
        rewrite <- (Rpower_mult_distr w (/ t)) by (try exact Hw; apply Rinv_0_lt_compat, Ht).
        replace (Rpower (/ t) (r / 2)) with (Rpower t (- (r / 2))); [ring|].
        unfold Rpower. rewrite ln_Rinv by exact Ht. f_equal. ring. }
    destruct (Hshare a Ha) as [ea [Hea Hlea]].
    assert (Hv : forall j, 0 < v j) by (intros; apply (v_pos a lam Ha Hlam)).
    destruct (finite_choice N (fun j e => expects pi (fun i => inside (t * sq_dist d (x i) y) (v (S j))) e
                /\ e <= A * Rpower (v (S j)) (r / 2) + c0) 0) as [es [Hes _]].
    { intros j _. apply Hshare, Hv. }
    assert (Hup : expects pi (fun i => staircase a lam N (t * sq_dist d (x i) y))
      ((1 - exp (- a)) * ea + rsum N (fun j => (exp (- v j) - exp (- v (S j))) * es j)
       + exp (- v N))).
    { unfold staircase. apply expects_plus; [apply expects_plus|apply expects_const].
      - apply expects_scal, Hea.
      - apply (expects_rsum pi N (fun j i => (exp (- v j) - exp (- v (S j)))
                                    * inside (t * sq_dist d (x i) y) (v (S j)))).
        intros j Hj. apply expects_scal, Hes, Hj. }
    apply Rle_trans with ((1 - exp (- a)) * ea
       + rsum N (fun j => (exp (- v j) - exp (- v (S j))) * es j) + exp (- v N)).
    - apply (expects_le pi _ _ _ _ (expects_expected pi _ Hint) Hup). intros i. unfold heat.
      apply (staircase_ge a lam Ha Hlam). apply Rmult_le_pos; [lra|apply sq_dist_nonneg].
    - apply Rplus_le_compat_r, Rplus_le_compat.
      + apply Rmult_le_compat_l; [|exact Hlea].
        assert (exp (- a) <= exp (- 0)) by (apply exp_opp_le; lra).
        rewrite Ropp_0, exp_0 in H. lra.
      + apply rsum_le. intros j Hj. apply Rmult_le_compat_l; [|apply Hes, Hj].
        apply Rge_le, Rge_minus, Rle_ge, exp_opp_le. apply (v_le a lam Ha Hlam j). }
  (* in the limit *)
  apply Rnot_lt_le. intros Hgap. set (delta := E - (A * G + c0)).
  assert (Hdelta : 0 < delta) by (unfold delta; lra).
  set (a := Rpower (delta / (4 * (A + 1))) (2 / r)).
  set (lam := Rpower (1 + delta / (4 * (A * G + 1))) (2 / r)).
  assert (HAG : 0 <= A * G) by (apply Rmult_le_pos; assumption).
  assert (Hq1 : 0 < delta / (4 * (A + 1))) by (apply Rdiv_lt_0_compat; lra).
  assert (Hq2 : 0 < delta / (4 * (A * G + 1))) by (apply Rdiv_lt_0_compat; lra).
  assert (Ha : 0 < a) by apply exp_pos.
  assert (Hlam : 1 < lam).
  { unfold lam. apply Rle_lt_trans with (Rpower (1 + delta / (4 * (A * G + 1))) 0).
    { rewrite Rpower_O; lra. }
    apply Rpower_lt; [lra|]. apply Rdiv_lt_0_compat; lra. }
  destruct (Pow_x_infinity lam) with (b := - ln (delta / 4) / a + 1) as [N HN].
  { rewrite Rabs_right; lra. }
  specialize (HN N (le_n N)).
  assert (HlN : 0 < lam ^ N) by (apply pow_lt; lra).
  rewrite Rabs_right in HN by lra.
  assert (Htail : exp (- (a * lam ^ N)) <= delta / 4).
  { rewrite <- (exp_ln (delta / 4)) by lra. left. apply exp_increasing.
    assert (a * (- ln (delta / 4) / a + 1) <= a * lam ^ N) by (apply Rmult_le_compat_l; lra).
    replace (a * (- ln (delta / 4) / a + 1)) with (- ln (delta / 4) + a) in H by (field; lra). lra. }
  pose proof (Hstairs a lam N Ha Hlam) as H.
  unfold a at 1, lam at 1 in H. rewrite !Rpower_inverse in H by lra.
  assert (H1 : A * (delta / (4 * (A + 1))) <= delta / 4).
  { replace (delta / 4) with ((A + 1) * (delta / (4 * (A + 1)))) by (field; lra).
    apply Rmult_le_compat_r; lra. }
  assert (H2 : A * (delta / (4 * (A * G + 1)) * G) <= delta / 4).
  { replace (delta / 4) with ((A * G + 1) * (delta / (4 * (A * G + 1)))) by (field; lra).
    replace (A * (delta / (4 * (A * G + 1)) * G)) with ((A * G) * (delta / (4 * (A * G + 1)))) by ring.
    apply Rmult_le_compat_r; lra. }
  unfold delta in *. lra.
Qed.
