(* The bound for every point of the affine VAE whose rows separate. *)

From Coq Require Import Reals Lra Lia List FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import SeparatingStatements AnalysisSums AnalysisLog AnalysisLaw
  AnalysisPsi AnalysisLemma2 AnalysisCertificate.
Import ListNotations.
Open Scope R_scope.

(** The mean squared reconstruction of a difference A of codes is a form in the sizes of its rows. *)
Lemma form_of_rows : forall d kappa n W v (A : nat -> vec), (0 < n)%nat ->
  semidefinite kappa (minus_diagonal (comparison_matrix d W) v) ->
  rsum kappa (fun k => v k * mean n (fun i => A i k ^ 2))
  <= mean n (fun i => rsum d (fun j => rsum kappa (fun k => W j k * A i k) ^ 2)).
Proof.
  intros d kappa n W v A Hn Hpsd. set (a := fun k => sqrt (mean n (fun i => A i k ^ 2))).
  assert (Hm : forall k, 0 <= mean n (fun i => A i k ^ 2))
    by (intros; apply mean_nonneg; [exact Hn|intros; apply pow2_ge_0]).
  assert (Ha : forall k, a k * a k = mean n (fun i => A i k ^ 2)) by (intros; apply sqrt_sqrt, Hm).
  set (c := fun j k => mean n (fun i => A i j * A i k)).
  assert (Hc : forall j k, Rabs (c j k) <= a j * a k).
  { intros j k. unfold a. rewrite <- sqrt_mult by apply Hm. rewrite <- sqrt_Rsqr_abs.
    apply sqrt_le_1_alt. unfold Rsqr, c, mean, Rdiv.
    pose proof (cauchy_schwarz n (fun i => A i j) (fun i => A i k)) as H. cbv beta in H.
    apply (Rmult_le_compat_r (/ INR n * / INR n)) in H.
    - simpl in *; lra.
    - apply Rmult_le_pos; left; apply Rinv_0_lt_compat, INR_pos, Hn. }
  (* the right side is sum_jk G_jk c_jk *)
  assert (Hexp : mean n (fun i => rsum d (fun j => rsum kappa (fun k => W j k * A i k) ^ 2))
                 = rsum kappa (fun j => rsum kappa (fun k => gram d W j k * c j k))).
  { rewrite (mean_ext n _ (fun i => rsum kappa (fun j => rsum kappa (fun k =>
      gram d W j k * (A i j * A i k))))).
    - rewrite mean_rsum. apply rsum_ext; intros j _. rewrite mean_rsum.
      apply rsum_ext; intros k _. unfold c. apply mean_scal.
    - intros i _. rewrite (rsum_ext d _ (fun l => rsum kappa (fun j => rsum kappa (fun k =>
        W l j * W l k * (A i j * A i k))))).
      + rewrite rsum_swap. apply rsum_ext; intros j _. rewrite rsum_swap.
        apply rsum_ext; intros k _. unfold gram.
        rewrite (Rmult_comm (rsum d _)), <- rsum_scal. apply rsum_ext; intros; ring.
      + intros l _. rewrite rsum_square. apply rsum_ext; intros j _.
        apply rsum_ext; intros k _. ring. }
  rewrite Hexp. pose proof (Hpsd a) as Hform.
  apply Rle_trans with (rsum kappa (fun j => rsum kappa (fun k => comparison_matrix d W j k * a j * a k))).
  - (* the form of M - diag v is not negative *)
    assert (Ed : rsum kappa (fun j => rsum kappa (fun k => (if Nat.eqb j k then v k else 0) * a j * a k))
                 = rsum kappa (fun k => v k * mean n (fun i => A i k ^ 2))).
    { apply rsum_ext; intros j Hj. rewrite (rsum_single kappa _ j Hj).
      - rewrite Nat.eqb_refl, Rmult_assoc, Ha. reflexivity.
      - intros k _ Hk. destruct (Nat.eqb_spec j k); [congruence|ring]. }
    rewrite <- Ed. apply Rminus_le, Ropp_le_cancel. rewrite Ropp_0, Ropp_minus_distr, <- rsum_minus.
    erewrite rsum_ext; [exact Hform|]. intros j _. cbv beta. rewrite <- rsum_minus.
    apply rsum_ext; intros k _. unfold minus_diagonal. ring.
  - apply rsum_le; intros j _. apply rsum_le; intros k _. unfold comparison_matrix.
    destruct (Nat.eqb_spec j k) as [<-|_].
    + replace (c j j) with (a j * a j); [lra|]. rewrite Ha. unfold c. apply mean_ext; intros; ring.
    + rewrite Rmult_assoc. pose proof (Hc j k) as H.
      apply (Rmult_le_compat_l _ _ _ (Rabs_pos (gram d W j k))) in H. rewrite <- Rabs_mult in H.
      pose proof (Rle_abs (- (gram d W j k * c j k))) as H'. rewrite Rabs_Ropp in H'. lra.
Qed.

(** The cost of a row attains its least value: beyond sqrt c/w it only grows. *)
Lemma continuous_psi : forall g c, 0 < g -> 0 <= c -> continuity_pt (psi g) c.
Proof.
  intros g c Hg Hc.
  assert (Hs : continuity_pt (psi_scale g) c).
  { unfold psi_scale. apply continuity_pt_filterlim.
    apply (continuous_comp (fun c => c + sqrt (c ^ 2 + 4 * c * g)) (fun y => y / 2)).
    - apply (continuous_plus (fun c => c) (fun c => sqrt (c ^ 2 + 4 * c * g))); [apply continuous_id|].
      apply (continuous_comp (fun c => c ^ 2 + 4 * c * g) sqrt).
      + apply continuity_pt_filterlim. reg.
      + apply continuous_sqrt.
    - apply continuity_pt_filterlim. reg. }
  pose proof (psi_scale_nonneg g c Hg Hc) as H0.
  assert (Hq : 0 <= psi_scale g c / g) by (apply Rdiv_le_0_compat; lra).
  unfold psi.
  apply (continuity_pt_plus (fun c => ln (1 + psi_scale g c / g)) (fun c => psi_scale g c / (psi_scale g c + g))).
  - apply (continuity_pt_comp (fun c => 1 + psi_scale g c / g) ln).
    + apply (continuity_pt_plus (fun _ => 1) (fun c => psi_scale g c / g)); [apply continuity_pt_const; intros x y; reflexivity|].
      apply (continuity_pt_mult (psi_scale g) (fun _ => / g)); [exact Hs|apply continuity_pt_const; intros x y; reflexivity].
    + apply derivable_continuous_pt. exists (/ (1 + psi_scale g c / g)). apply derivable_pt_lim_ln. lra.
  - apply (continuity_pt_div (psi_scale g) (fun c => psi_scale g c + g)); [exact Hs| |lra].
    apply (continuity_pt_plus (psi_scale g) (fun _ => g)); [exact Hs|apply continuity_pt_const; intros x y; reflexivity].
Qed.

Lemma row_cost_attained : forall gamma v w c, 0 < gamma -> 0 < v -> 0 < w ->
  exists m, least (row_cost gamma v w c) m.
Proof.
  intros gamma v w c Hg Hv Hw. set (b := sqrt c / w).
  assert (Hb : 0 <= b) by (apply Rdiv_le_0_compat; [apply sqrt_pos|exact Hw]).
  assert (Hcont : forall a, 0 <= a <= b -> continuity_pt (row_cost gamma v w c) a).
  { intros a _. unfold row_cost.
    apply (continuity_pt_plus (fun a => a ^ 2 * v / gamma) (fun a => psi gamma (shrunk_size w c a))).
    - reg.
    - apply (continuity_pt_comp (shrunk_size w c) (psi gamma)); [|apply continuous_psi; [exact Hg|apply pow2_ge_0]].
      apply continuity_pt_ext with (f := fun a => ((sqrt c - w * a + Rabs (sqrt c - w * a)) / 2) ^ 2).
      + intros t. unfold shrunk_size. f_equal. unfold Rmax, Rabs.
        destruct (Rle_dec 0 (sqrt c - w * t)), (Rcase_abs (sqrt c - w * t)); lra.
      + reg. }
  destruct (continuity_ab_min (row_cost gamma v w c) 0 b Hb Hcont) as [a [Hmin Ha]].
  exists (row_cost gamma v w c a). split; [exists a; split; [lra|reflexivity]|].
  intros x Hx. destruct (Rle_dec x b) as [Hxb|Hxb]; [apply Hmin; lra|].
  apply Rle_trans with (row_cost gamma v w c b); [apply Hmin; lra|].
  assert (E0 : forall y, b <= y -> shrunk_size w c y = 0).
  { intros y Hy. unfold shrunk_size. rewrite Rmax_left; [ring|].
    apply (Rmult_le_compat_l w) in Hy; [|lra]. unfold b in Hy.
    replace (w * (sqrt c / w)) with (sqrt c) in Hy by (field; lra). lra. }
  unfold row_cost. rewrite !E0 by lra. apply Rplus_le_compat_r.
  unfold Rdiv. rewrite !Rmult_assoc. apply Rmult_le_compat_r.
  - apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, Hg].
  - apply pow_incr; lra.
Qed.

(** Deviations that depend on the sample cost no less than constant ones. *)
Lemma constant_deviations : forall d kappa n gamma X W b Z (q : nat -> law) s,
  (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  (forall i, (i < n)%nat -> (forall k, (k < kappa)%nat -> 0 < s i k) /\
     has_moments kappa (q i) (Z i) (s i) /\ uncorrelated kappa (q i) (Z i)) ->
  affine_loss 1 d kappa n gamma X W b Z
    (fun k => if Nat.ltb k kappa then mean n (fun i => s i k) else 1)
  <= vae_loss 1 d kappa n gamma X (affine kappa W b) q Z s.
Proof.
  intros d kappa n gamma X W b Z q s Hd Hn Hg Hq.
  set (u := fun k => if Nat.ltb k kappa then mean n (fun i => s i k) else 1).
  assert (Hu : forall k, (k < kappa)%nat -> u k = mean n (fun i => s i k)).
  { intros k Hk. unfold u. apply Nat.ltb_lt in Hk. rewrite Hk. reflexivity. }
  unfold vae_loss.
  rewrite (mean_ext n _ (fun i => (/ gamma * sq_dist d (X i) (affine kappa W b (Z i))
             + rsum kappa (fun k => Z i k ^ 2))
             + (rsum kappa (fun k => (1 + col_power d W k / gamma) * s i k) - rsum kappa (fun k => ln (s i k))
                + INR d * ln gamma))).
  2: { intros i Hi. destruct (Hq i Hi) as [_ [Hm Hc]].
       destruct (trace_identity d kappa (q i) (Z i) (s i) (X i) W b Hm Hc) as [_ ->].
       rewrite (rsum_ext kappa (fun k => (1 + col_power d W k / gamma) * s i k)
                 (fun k => s i k + / gamma * (col_power d W k * s i k))) by (intros; field; lra).
       rewrite (rsum_plus kappa (fun k => s i k)), rsum_scal. field; lra. }
  rewrite !mean_plus, mean_minus, mean_const, !mean_scal, !mean_rsum, mean_sq_dist by assumption.
  rewrite (rsum_ext kappa (fun k => mean n (fun i => (1 + col_power d W k / gamma) * s i k))
            (fun k => u k + / gamma * (col_power d W k * u k)))
    by (intros k Hk; cbv beta; rewrite mean_scal, (Hu k Hk); field; lra).
  rewrite (rsum_plus kappa (fun k => u k)), rsum_scal. unfold affine_loss.
  rewrite Rmult_1_l, (rsum_minus kappa (fun k => u k)).
  assert (HJ : rsum kappa (fun k => mean n (fun i => ln (s i k))) <= rsum kappa (fun k => ln (u k))).
  { apply rsum_le; intros k Hk. rewrite (Hu k Hk). apply mean_ln_le; [exact Hn|].
    intros i Hi. apply (Hq i Hi), Hk. }
  fold (row_power n Z). change (fun k => mean n (fun i => Z i k ^ 2)) with (row_power n Z).
  unfold Rdiv. lra.
Qed.

Theorem separating_bound : forall d kappa n gamma X W Zs v,
  (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  (forall k, (k < kappa)%nat -> 0 < col_power d W k /\ 0 < v k) ->
  error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  semidefinite kappa (minus_diagonal (comparison_matrix d W) v) ->
  let cost := fun k => row_cost gamma (v k) (sqrt (col_power d W k)) (size d n W Zs k) in
  exists m : vec, (forall k, (k < kappa)%nat -> least (cost k) (m k)) /\
  forall D Z (q : nat -> law) s, (forall k, 0 < D k) ->
  (forall i, (i < n)%nat -> (forall k, (k < kappa)%nat -> 0 < s i k) /\
     has_moments kappa (q i) (Z i) (s i) /\ uncorrelated kappa (q i) (Z i)) ->
  INR d * ln gamma + INR kappa + rsum kappa m
  <= vae_loss 1 d kappa n gamma X (affine kappa (scale_decoder D W) (fun _ => 0)) q Z s.
Proof.
  intros d kappa n gamma X W Zs v Hd Hn Hg Hwv E Hpsd cost.
  destruct (finite_choice kappa (fun k m => least (cost k) m) 0) as [m [Hm _]].
  { intros k Hk. destruct (Hwv k Hk) as [Hw Hv]. apply row_cost_attained; auto.
    apply sqrt_lt_R0, Hw. }
  exists m; split; [exact Hm|]. intros D Z q s HD Hq.
  eapply Rle_trans; [|apply (constant_deviations d kappa n gamma X (scale_decoder D W) (fun _ => 0) Z q s Hd Hn Hg Hq)].
  set (u := fun k => if Nat.ltb k kappa then mean n (fun i => s i k) else 1).
  assert (Hu : forall k, 0 < u k).
  { intros k. unfold u. destruct (Nat.ltb_spec k kappa) as [Hk|_]; [|lra].
    apply mean_pos; [exact Hn|]. intros i Hi. apply (Hq i Hi), Hk. }
  set (Y := fun i k => Z i k * D k).
  assert (EZ : Z = scale_codes D Y).
  { apply functional_extensionality; intros i. apply functional_extensionality; intros k.
    unfold scale_codes, Y. pose proof (HD k). field; lra. }
  rewrite EZ.
  destruct (lemma2_min_scale 1 d kappa n gamma X W (fun _ => 0) Y Hd Hn Rlt_0_1 Hg) as [Hinf _].
  eapply Rle_trans; [|apply (Hinf D u HD Hu)].
  unfold free_scale_loss. rewrite !Rmult_1_l, <- mean_sq_dist by assumption.
  set (A := fun i k => Zs i k - Y i k). set (a := fun k => sqrt (mean n (fun i => A i k ^ 2))).
  assert (Ha0 : forall k, 0 <= mean n (fun i => A i k ^ 2))
    by (intros; apply mean_nonneg; [exact Hn|intros; apply pow2_ge_0]).
  assert (Ht : rsum kappa (fun k => v k * mean n (fun i => A i k ^ 2))
               <= mean n (fun i => sq_dist d (X i) (affine kappa W (fun _ => 0) (Y i)))).
  { eapply Rle_trans; [apply (form_of_rows d kappa n W v A Hn Hpsd)|]. apply Req_le.
    apply mean_ext; intros i Hi. unfold sq_dist. apply rsum_ext; intros j Hj.
    rewrite (error_zero d n X _ Zs Hd Hn E i j Hi Hj). unfold affine, A. f_equal.
    rewrite !Rplus_0_r, <- rsum_minus. apply rsum_ext; intros; ring. }
  assert (Hrows : rsum kappa m <= / gamma * rsum kappa (fun k => v k * mean n (fun i => A i k ^ 2))
                                  + rsum kappa (fun k => psi gamma (size d n W Y k))).
  { rewrite <- rsum_scal, <- rsum_plus. apply rsum_le; intros k Hk.
    destruct (Hwv k Hk) as [Hw Hv]. destruct (Hm k Hk) as [_ Hmin].
    eapply Rle_trans; [apply (Hmin (a k) (sqrt_pos _))|]. unfold cost, row_cost.
    apply Rplus_le_compat.
    - unfold a. rewrite pow2_sqrt by apply Ha0. apply Req_le. field; lra.
    - apply psi_le_mono; [exact Hg|apply pow2_ge_0|]. unfold shrunk_size, size.
      assert (Htri : sqrt (row_power n Zs k) <= sqrt (row_power n Y k) + a k)
        by exact (minkowski n (fun i => Zs i k) (fun i => Y i k) Hn).
      rewrite sqrt_mult_alt by lra.
      set (w := sqrt (col_power d W k)) in *. set (y := sqrt (row_power n Y k)) in *.
      assert (Ew : col_power d W k = w * w) by (symmetry; apply sqrt_sqrt; lra).
      assert (Ey : row_power n Y k = y * y) by (symmetry; apply sqrt_sqrt, row_power_nonneg).
      rewrite Ew, Ey. replace (w * w * (y * y)) with ((w * y) ^ 2) by ring.
      assert (Hw0 : 0 <= w) by apply sqrt_pos. assert (Hy0 : 0 <= y) by apply sqrt_pos.
      apply (Rmult_le_compat_l _ _ _ Hw0) in Htri. fold y in Htri.
      assert (0 <= w * y) by (apply Rmult_le_pos; assumption).
      apply pow_incr; split; [apply Rmax_l|]. apply Rmax_lub; [assumption|].
      lra. }
  apply (Rmult_le_compat_l (/ gamma)) in Ht; [|left; apply Rinv_0_lt_compat, Hg].
  unfold Rdiv. lra.
Qed.

Theorem separating_example :
  let W := matrix [[2; 3 / 5]; [0; 4 / 5]] in let v := fun k => nth k [8 / 5; 2 / 5] 0 in
  semidefinite 2 (minus_diagonal (comparison_matrix 2 W) v) /\
  forall k, (k < 2)%nat -> 0 < col_power 2 W k /\ 0 < v k.
Proof.
  intros W v. split.
  - intros x. cbn. unfold minus_diagonal, comparison_matrix, gram, v, W, matrix. cbn.
    replace (0 + 2 * (3 / 5) + 0 * (4 / 5)) with (6 / 5) by field.
    replace (0 + 3 / 5 * 2 + 4 / 5 * 0) with (6 / 5) by field.
    rewrite (Rabs_right (6 / 5)) by lra. pose proof (pow2_ge_0 (2 * x 0%nat - x 1%nat)). nra.
  - intros [|[|k]] Hk; [| |lia]; unfold col_power, v, W, matrix; cbn; lra.
Qed.
