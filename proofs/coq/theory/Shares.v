(* The bound of rows that separate, from one variance to all smaller ones. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import SeparatingStatements AnalysisSums AnalysisLog AnalysisPsi AnalysisPsiShape
  AnalysisLemma2 Separating.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Shares *)

Lemma share_is_ratio : forall g c, 0 < g -> 0 < c -> share g c = c / psi_scale g c.
Proof.
  intros g c Hg Hc. unfold share. destruct (Rlt_dec 0 c) as [_|]; [|contradiction].
  assert (Hq : 0 <= 1 + 4 * g / c) by (assert (0 < 4 * g / c) by (apply Rdiv_lt_0_compat; lra); lra).
  assert (E : sqrt (c ^ 2 + 4 * c * g) = c * sqrt (1 + 4 * g / c)).
  { replace (c ^ 2 + 4 * c * g) with (c ^ 2 * (1 + 4 * g / c)) by (field; lra).
    rewrite sqrt_mult, sqrt_pow2; [reflexivity|lra|apply pow2_ge_0|exact Hq]. }
  unfold psi_scale. rewrite E. pose proof (sqrt_pos (1 + 4 * g / c)). field. split; [|lra].
  apply Rgt_not_eq, Rlt_gt. apply Rlt_le_trans with c; [lra|].
  assert (0 <= c * sqrt (1 + 4 * g / c)) by (apply Rmult_le_pos; lra). lra.
Qed.

Lemma share_bounds : forall g c, 0 < g -> 0 <= share g c < 1.
Proof.
  intros g c Hg. unfold share. destruct (Rlt_dec 0 c) as [Hc|]; [|lra].
  assert (Hq : 0 < 4 * g / c) by (apply Rdiv_lt_0_compat; lra).
  assert (1 < sqrt (1 + 4 * g / c)) by (rewrite <- sqrt_1 at 1; apply sqrt_lt_1_alt; lra).
  split; [apply Rdiv_le_0_compat; lra|]. apply (Rmult_lt_reg_r (sqrt (1 + 4 * g / c) + 1)); [lra|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma share_le : forall g1 g2 c1 c2, 0 < g2 <= g1 -> 0 <= c1 <= c2 -> share g1 c1 <= share g2 c2.
Proof.
  intros g1 g2 c1 c2 Hg Hc. destruct (Rlt_dec 0 c1) as [H1|H1].
  2: { unfold share at 1. destruct (Rlt_dec 0 c1); [contradiction|]. apply share_bounds; lra. }
  unfold share. destruct (Rlt_dec 0 c1); [|contradiction]. destruct (Rlt_dec 0 c2); [|lra].
  assert (Hq : 4 * g2 / c2 <= 4 * g1 / c1).
  { apply Rmult_le_compat; [lra|left; apply Rinv_0_lt_compat; lra|lra|apply Rinv_le_contravar; lra]. }
  assert (sqrt (1 + 4 * g2 / c2) <= sqrt (1 + 4 * g1 / c1)) by (apply sqrt_le_1_alt; lra).
  pose proof (sqrt_pos (1 + 4 * g2 / c2)).
  apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * psi in gamma *)

Lemma psi_scale_homogeneous : forall g c, 0 < g -> 0 <= c -> psi_scale g c = g * psi_scale 1 (c / g).
Proof.
  intros g c Hg Hc. unfold psi_scale.
  replace (c ^ 2 + 4 * c * g) with (g ^ 2 * ((c / g) ^ 2 + 4 * (c / g) * 1)) by (field; lra).
  assert (0 <= c / g) by (apply Rdiv_le_0_compat; lra).
  rewrite sqrt_mult, sqrt_pow2; [field; lra|lra|apply pow2_ge_0|].
  apply Rplus_le_le_0_compat; [apply pow2_ge_0|lra].
Qed.

Lemma psi_homogeneous : forall g c, 0 < g -> 0 <= c -> psi g c = psi 1 (c / g).
Proof.
  intros g c Hg Hc. unfold psi. rewrite (psi_scale_homogeneous g c Hg Hc).
  assert (H0 : 0 <= psi_scale 1 (c / g)) by (apply psi_scale_nonneg; [lra|apply Rdiv_le_0_compat; lra]).
  set (u := psi_scale 1 (c / g)) in *. f_equal; [f_equal; field; lra|].
  field. split; [lra|]. assert (0 <= g * u) by (apply Rmult_le_pos; lra). lra.
Qed.

Lemma psi_gamma_derivative : forall g c, 0 < g -> 0 <= c ->
  is_derive (fun t => psi t c) g (- share g c / g).
Proof.
  intros g c Hg [Hc| <-].
  - apply (is_derive_ext_loc (fun t => psi 1 (c / t))).
    { exists (mkposreal g Hg). intros t Ht. symmetry. apply psi_homogeneous; [|lra].
      unfold ball in Ht; simpl in Ht; unfold AbsRing_ball, abs, minus, plus, opp in Ht; simpl in Ht.
      apply Rabs_def2 in Ht. lra. }
    assert (Hq : 0 < c / g) by (apply Rdiv_lt_0_compat; lra).
    destruct (psi_slope 1 (c / g) Rlt_0_1 Hq) as [D [Hv _]].
    assert (Di : is_derive (fun t => c / t) g (- c / g ^ 2)) by (auto_derive; [lra|field; lra]).
    pose proof (is_derive_comp (psi 1) (fun t => c / t) g _ _ D Di) as H.
    replace (- share g c / g) with (scal (- c / g ^ 2) (/ psi_scale 1 (c / g))); [exact H|].
    unfold scal; simpl; unfold mult; simpl. rewrite (share_is_ratio g c Hg Hc), (psi_scale_homogeneous g c Hg (Rlt_le _ _ Hc)).
    assert (Hpos : 0 < psi_scale 1 (c / g)) by (pose proof (psi_scale_gt 1 (c / g) Rlt_0_1 Hq); lra).
    field. lra.
  - apply (is_derive_ext_loc (fun _ => 0)).
    { exists (mkposreal g Hg). intros t Ht.
      unfold ball in Ht; simpl in Ht; unfold AbsRing_ball, abs, minus, plus, opp in Ht; simpl in Ht.
      apply Rabs_def2 in Ht. symmetry. apply psi_zero. lra. }
    unfold share. destruct (Rlt_dec 0 0); [lra|]. replace (- 0 / g) with 0 by (field; lra).
    apply (is_derive_const 0).
Qed.

(** A function with a derivative of one sign. *)
Lemma nonincreasing : forall (f df : R -> R) a b, 0 < a <= b -> (forall x, a <= x <= b -> is_derive f x (df x)) ->
  (forall x, a <= x <= b -> df x <= 0) -> f b <= f a.
Proof.
  intros f df a b [Ha Hab] D Hs.
  destruct (MVT_gen f a b df) as [t [Ht E]].
  - intros x Hx. rewrite Rmin_left, Rmax_right in Hx by lra. apply D; lra.
  - intros x Hx. rewrite Rmin_left, Rmax_right in Hx by lra.
    apply continuity_pt_filterlim, (ex_derive_continuous f). exists (df x). apply D; lra.
  - rewrite Rmin_left, Rmax_right in Ht by lra. pose proof (Hs t Ht).
    assert (df t * (b - a) <= 0 * (b - a)) by (apply Rmult_le_compat_r; lra). lra.
Qed.

(** One row: its cost falls at least as fast as its share at the largest variance says. *)
Lemma row_falls : forall g0 g1 g2 v w c a, 0 < g1 <= g2 -> g2 <= g0 -> 0 < v -> 0 < w -> 0 <= a ->
  let s := share g0 (shrunk_size w c (sqrt g0 / sqrt v)) in
  row_cost g2 v w c a + s * ln g2 <= row_cost g1 v w c a + s * ln g1.
Proof.
  intros g0 g1 g2 v w c a Hg Hg0 Hv Hw Ha s. set (c' := shrunk_size w c a).
  assert (Hc' : 0 <= c') by apply pow2_ge_0.
  apply (nonincreasing (fun g => row_cost g v w c a + s * ln g)
    (fun g => - (a ^ 2 * v) / g ^ 2 + - share g c' / g + s / g) g1 g2 Hg).
  - intros g Hgg. unfold row_cost. fold c'.
    apply (is_derive_plus (fun g => a ^ 2 * v / g + psi g c') (fun g => s * ln g)).
    + apply (is_derive_plus (fun g => a ^ 2 * v / g) (fun g => psi g c'));
        [auto_derive; [lra|field; lra]|apply psi_gamma_derivative; lra].
    + auto_derive; [lra|field; lra].
  - intros g Hgg. assert (Hgp : 0 < g) by lra.
    assert (Key : s <= a ^ 2 * v / g + share g c').
    { destruct (Rle_lt_dec g (a ^ 2 * v)) as [Hbig|Hsmall].
      - assert (1 <= a ^ 2 * v / g).
        { apply (Rmult_le_reg_r g); [exact Hgp|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
        assert (s < 1) by (apply share_bounds; lra). pose proof (share_bounds g c' Hgp). lra.
      - assert (0 <= a ^ 2 * v / g) by (apply Rdiv_le_0_compat; [apply Rmult_le_pos; [apply pow2_ge_0|lra]|lra]).
        assert (s <= share g c'); [|lra]. apply share_le; [lra|]. split; [apply pow2_ge_0|].
        (* a is nearer to 0 than sqrt (g0/v) *)
        assert (Hsv : 0 < sqrt v) by (apply sqrt_lt_R0, Hv).
        assert (Hle : a <= sqrt g0 / sqrt v).
        { apply (Rmult_le_reg_r (sqrt v)); [exact Hsv|].
          replace (sqrt g0 / sqrt v * sqrt v) with (sqrt g0) by (field; lra).
          rewrite <- (sqrt_pow2 a Ha), <- sqrt_mult_alt by apply pow2_ge_0. apply sqrt_le_1_alt. lra. }
        unfold c', shrunk_size. apply pow_incr. split; [apply Rmax_l|].
        apply Rle_max_compat_l. apply (Rmult_le_compat_l w) in Hle; lra. }
    replace (- (a ^ 2 * v) / g ^ 2 + - share g c' / g + s / g)
      with ((s - (a ^ 2 * v / g + share g c')) * / g) by (field; lra).
    apply Rmult_le_0_r; [lra|left; apply Rinv_0_lt_compat, Hgp].
Qed.

(** An active row of an exact code costs no faster. *)
Lemma psi_falls_slowly : forall g1 g2 c, 0 < g1 <= g2 -> 0 <= c ->
  psi g1 c + ln g1 <= psi g2 c + ln g2.
Proof.
  intros g1 g2 c Hg Hc.
  assert (- (psi g2 c + ln g2) <= - (psi g1 c + ln g1)); [|lra].
  apply (nonincreasing (fun g => - (psi g c + ln g)) (fun g => - (- share g c / g + / g)) g1 g2 Hg).
  - intros g Hgg. apply (is_derive_opp (fun g => psi g c + ln g)).
    apply (is_derive_plus (fun g => psi g c) ln); [apply psi_gamma_derivative; lra|].
    auto_derive; [lra|field; lra].
  - intros g Hgg. destruct (share_bounds g c ltac:(lra)) as [_ H].
    replace (- (- share g c / g + / g)) with ((share g c - 1) * / g) by (field; lra).
    apply Rmult_le_0_r; [lra|left; apply Rinv_0_lt_compat; lra].
Qed.

Theorem shares_monotone : forall kappa m g0 v w c c0, 0 < g0 ->
  (forall k, (k < kappa)%nat -> 0 <= c k /\ 0 < v k /\ 0 < w k) -> (forall j, (j < m)%nat -> 0 < c0 j) ->
  INR m <= rsum kappa (fun k => share g0 (shrunk_size (w k) (c k) (sqrt g0 / sqrt (v k)))) ->
  forall g1 g2 low1 low2, 0 < g1 <= g2 -> g2 <= g0 ->
  (forall k, (k < kappa)%nat -> least (row_cost g1 (v k) (w k) (c k)) (low1 k)) ->
  (forall k, (k < kappa)%nat -> least (row_cost g2 (v k) (w k) (c k)) (low2 k)) ->
  rsum kappa low2 - rsum m (fun j => psi g2 (c0 j)) <= rsum kappa low1 - rsum m (fun j => psi g1 (c0 j)).
Proof.
  intros kappa m g0 v w c c0 Hg0 Hk Hj Hshare g1 g2 low1 low2 Hg Hle H1 H2.
  set (s := fun k => share g0 (shrunk_size (w k) (c k) (sqrt g0 / sqrt (v k)))) in *.
  assert (A : rsum kappa low2 + rsum kappa s * ln g2 <= rsum kappa low1 + rsum kappa s * ln g1).
  { rewrite !(Rmult_comm (rsum kappa s)), <- !rsum_scal, <- !rsum_plus. apply rsum_le. intros k Hkk.
    destruct (Hk k Hkk) as [Hc [Hv Hw]]. destruct (H1 k Hkk) as [[a [Ha <-]] _]. destruct (H2 k Hkk) as [_ L].
    pose proof (L a Ha). pose proof (row_falls g0 g1 g2 (v k) (w k) (c k) a Hg Hle Hv Hw Ha) as F.
    cbv zeta in F. fold (s k) in F. lra. }
  assert (B : rsum m (fun j => psi g1 (c0 j)) + INR m * ln g1 <= rsum m (fun j => psi g2 (c0 j)) + INR m * ln g2).
  { rewrite <- !rsum_const, <- !rsum_plus. apply rsum_le. intros j Hjj. pose proof (Hj j Hjj).
    apply psi_falls_slowly; lra. }
  assert (Hln : ln g1 <= ln g2) by (apply ln_le_mono; lra).
  assert (0 <= (rsum kappa s - INR m) * (ln g2 - ln g1)) by (apply Rmult_le_pos; lra). lra.
Qed.

Theorem shares_beat : forall d kappa n m g0 X W Zs v W1 b1 Z1 c0 low, (0 < d)%nat -> (0 < n)%nat -> 0 < g0 ->
  (forall k, (k < kappa)%nat -> 0 < col_power d W k /\ 0 < v k) ->
  error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  semidefinite kappa (minus_diagonal (comparison_matrix d W) v) ->
  error d n X (affine kappa W1 b1) Z1 = 0 -> (forall j, (j < m)%nat -> 0 < c0 j) ->
  active_sizes kappa (size d n W1 Z1) m c0 ->
  let w := fun k => sqrt (col_power d W k) in let c := size d n W Zs in
  INR m <= rsum kappa (fun k => share g0 (shrunk_size (w k) (c k) (sqrt g0 / sqrt (v k)))) ->
  (forall k, (k < kappa)%nat -> least (row_cost g0 (v k) (w k) (c k)) (low k)) ->
  rsum m (fun j => psi g0 (c0 j)) < rsum kappa low ->
  forall gamma, 0 < gamma <= g0 -> exists D1 v1 : vec, (forall k, 0 < D1 k) /\ (forall k, 0 < v1 k) /\
  forall D Z (q : nat -> law) s, (forall k, 0 < D k) ->
  (forall i, (i < n)%nat -> (forall k, (k < kappa)%nat -> 0 < s i k) /\
     has_moments kappa (q i) (Z i) (s i) /\ uncorrelated kappa (q i) (Z i)) ->
  affine_loss 1 d kappa n gamma X (scale_decoder D1 W1) b1 (scale_codes D1 Z1) v1
  < vae_loss 1 d kappa n gamma X (affine kappa (scale_decoder D W) (fun _ => 0)) q Z s.
Proof.
  intros d kappa n m g0 X W Zs v W1 b1 Z1 c0 low Hd Hn Hg0 Hwv E Hpsd E1 Hc0 Hact w c Hshare Hlow Hpos
    gamma Hg.
  destruct (separating_bound d kappa n gamma X W Zs v Hd Hn (proj1 Hg) Hwv E Hpsd) as [low1 [Hlow1 Hbound]].
  assert (Hwv' : forall k, (k < kappa)%nat -> 0 <= c k /\ 0 < v k /\ 0 < w k).
  { intros k Hk. destruct (Hwv k Hk) as [Hw Hv]. split; [apply size_nonneg|split; [exact Hv|apply sqrt_lt_R0, Hw]]. }
  pose proof (shares_monotone kappa m g0 v w c c0 Hg0 Hwv' Hc0 Hshare gamma g0 low1 low Hg (Rle_refl _) Hlow1 Hlow)
    as Hmono.
  destruct (lemma2_min_scale 1 d kappa n gamma X W1 b1 Z1 Hd Hn Rlt_0_1 (proj1 Hg)) as [_ [Hnear _]].
  assert (Hfree : free_scale_loss 1 d kappa n X W1 b1 Z1 gamma
                  = INR d * ln gamma + INR kappa + rsum m (fun j => psi gamma (c0 j))).
  { unfold free_scale_loss. rewrite E1, !Rmult_1_l.
    rewrite (Hact (psi gamma) (psi_zero gamma (proj1 Hg))). unfold Rdiv. ring. }
  destruct (Hnear (rsum kappa low1 - rsum m (fun j => psi gamma (c0 j)))) as [D1 [v1 [HD1 [Hv1 Hlt]]]]; [lra|].
  exists D1, v1. split; [exact HD1|split; [exact Hv1|]]. intros D Z q s HD Hq.
  eapply Rlt_le_trans; [exact Hlt|]. rewrite Hfree. pose proof (Hbound D Z q s HD Hq). lra.
Qed.
