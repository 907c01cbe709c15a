(* The affine VAE on an instance: the bound for an injective decoder. *)

From Coq Require Import Reals Lra Lia.
From Sparsity.theory Require Import AnalysisLemma2Statements AnalysisSums AnalysisPsi
  AnalysisLemma2.
Open Scope R_scope.

Lemma cauchy_schwarz : forall n f g,
  rsum n (fun k => f k * g k) ^ 2 <= rsum n (fun k => f k ^ 2) * rsum n (fun k => g k ^ 2).
Proof.
  induction n as [|n IH]; intros f g; cbn [rsum]; [lra|]. specialize (IH f g).
  assert (HF : 0 <= rsum n (fun k => f k ^ 2)) by (apply rsum_nonneg; intros; apply pow2_ge_0).
  assert (HG : 0 <= rsum n (fun k => g k ^ 2)) by (apply rsum_nonneg; intros; apply pow2_ge_0).
  set (S := rsum n (fun k => f k * g k)) in *. set (F := rsum n (fun k => f k ^ 2)) in *.
  set (G := rsum n (fun k => g k ^ 2)) in *. set (a := f n). set (b := g n).
  assert (H : 0 <= F * b ^ 2 + G * a ^ 2 - 2 * S * a * b).
  { destruct HF as [HF|HF].
    - apply (Rmult_le_reg_l F); [exact HF|]. rewrite Rmult_0_r.
      replace (F * (F * b ^ 2 + G * a ^ 2 - 2 * S * a * b))
        with ((F * b - S * a) ^ 2 + a ^ 2 * (F * G - S ^ 2)) by ring.
      apply Rplus_le_le_0_compat; [apply pow2_ge_0|].
      apply Rmult_le_pos; [apply pow2_ge_0|lra].
    - rewrite <- HF in *. assert (S = 0) as ->.
      { apply Rsqr_0_uniq. unfold Rsqr. pose proof (Rle_0_sqr S) as Hs. unfold Rsqr in Hs.
        simpl in IH. lra. }
      assert (0 <= G * a ^ 2) by (apply Rmult_le_pos; [exact HG|apply pow2_ge_0]). lra. }
  replace ((S + a * b) ^ 2) with (S ^ 2 + 2 * S * a * b + a ^ 2 * b ^ 2) by ring.
  replace ((F + a ^ 2) * (G + b ^ 2)) with (F * G + (F * b ^ 2 + G * a ^ 2) + a ^ 2 * b ^ 2)
    by ring.
  lra.
Qed.

(** The triangle inequality for root mean squares. *)
Lemma minkowski : forall n f g, (0 < n)%nat ->
  sqrt (mean n (fun i => f i ^ 2))
  <= sqrt (mean n (fun i => g i ^ 2)) + sqrt (mean n (fun i => (f i - g i) ^ 2)).
Proof.
  intros n f g Hn.
  set (p := mean n (fun i => g i ^ 2)). set (q := mean n (fun i => (f i - g i) ^ 2)).
  assert (Hp : 0 <= p) by (apply mean_nonneg; [exact Hn|intros; apply pow2_ge_0]).
  assert (Hq : 0 <= q) by (apply mean_nonneg; [exact Hn|intros; apply pow2_ge_0]).
  set (c := mean n (fun i => g i * (f i - g i))).
  assert (HCS : c ^ 2 <= p * q).
  { unfold c, p, q, mean, Rdiv.
    pose proof (cauchy_schwarz n g (fun i => f i - g i)) as H. cbv beta in H.
    apply (Rmult_le_compat_r (/ INR n * / INR n)) in H; [lra|].
    apply Rmult_le_pos; left; apply Rinv_0_lt_compat, INR_pos, Hn. }
  assert (Hc : c <= sqrt p * sqrt q).
  { rewrite <- sqrt_mult by assumption. apply Rle_trans with (Rabs c); [apply Rle_abs|].
    rewrite <- sqrt_Rsqr_abs. apply sqrt_le_1_alt. unfold Rsqr. simpl in HCS; lra. }
  rewrite <- (sqrt_pow2 (sqrt p + sqrt q)) by (apply Rplus_le_le_0_compat; apply sqrt_pos).
  apply sqrt_le_1_alt.
  rewrite (mean_ext n _ (fun i => g i ^ 2 + (2 * (g i * (f i - g i)) + (f i - g i) ^ 2)))
    by (intros; ring).
  rewrite mean_plus, mean_plus, mean_scal. fold p q c.
  replace ((sqrt p + sqrt q) ^ 2)
    with (sqrt p * sqrt p + 2 * (sqrt p * sqrt q) + sqrt q * sqrt q) by ring.
  rewrite !sqrt_sqrt by assumption. lra.
Qed.

(** Zero error: the codes reconstruct every sample. *)
Lemma error_zero : forall d n X mu Z, (0 < d)%nat -> (0 < n)%nat -> error d n X mu Z = 0 ->
  forall i j, (i < n)%nat -> (j < d)%nat -> X i j = mu (Z i) j.
Proof.
  intros d n X mu Z Hd Hn E i j Hi Hj. unfold error in E.
  assert (Hdn : INR d * INR n <> 0)
    by (apply Rgt_not_eq, Rmult_lt_0_compat; apply INR_pos; assumption).
  assert (Hsum : rsum n (fun i => sq_dist d (X i) (mu (Z i))) = 0).
  { apply (Rmult_eq_reg_r (/ (INR d * INR n))); [|apply Rinv_neq_0_compat, Hdn].
    unfold Rdiv in E. lra. }
  assert (Hi0 := rsum_zero n _ (fun i _ => rsum_nonneg d _ (fun j _ => pow2_ge_0 _)) Hsum i Hi).
  assert (Hj0 := rsum_zero d _ (fun j _ => pow2_ge_0 _) Hi0 j Hj). cbv beta in Hj0.
  apply Rminus_diag_uniq, Rsqr_0_uniq. unfold Rsqr. simpl in Hj0; lra.
Qed.

(** The left inverse recovers codes from reconstructions. *)
Lemma left_inverse_codes : forall d kappa P W z z' k, left_inverse d kappa P W ->
  (k < kappa)%nat ->
  rsum d (fun j => P k j * (affine kappa W (fun _ => 0) z j - affine kappa W (fun _ => 0) z' j))
  = z k - z' k.
Proof.
  intros d kappa P W z z' k HP Hk.
  rewrite (rsum_ext d _ (fun j => rsum kappa (fun l => P k j * W j l * (z l - z' l)))).
  2: { intros j _; unfold affine.
       rewrite (rsum_ext kappa (fun l => P k j * W j l * (z l - z' l))
                  (fun l => P k j * (W j l * z l - W j l * z' l))) by (intros; ring).
       rewrite rsum_scal, rsum_minus. ring. }
  rewrite rsum_swap.
  rewrite (rsum_ext kappa _ (fun l => (z l - z' l) * if Nat.eqb k l then 1 else 0)).
  2: { intros l Hl. rewrite <- (HP k l Hk Hl), <- rsum_scal. apply rsum_ext; intros; ring. }
  rewrite (rsum_single kappa _ k Hk).
  - rewrite Nat.eqb_refl; ring.
  - intros l _ Hl. destruct (Nat.eqb_spec k l); [congruence|ring].
Qed.

(** How far a row can be from the exact one at error t^2. *)
Lemma row_distance : forall d kappa n X W Zs P Z k, (0 < d)%nat -> (0 < n)%nat ->
  left_inverse d kappa P W -> error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  (k < kappa)%nat ->
  sqrt (row_power n Zs k) - sqrt (rsum d (fun j => P k j ^ 2))
                            * sqrt (INR d * error d n X (affine kappa W (fun _ => 0)) Z)
  <= sqrt (row_power n Z k).
Proof.
  intros d kappa n X W Zs P Z k Hd Hn HP E Hk.
  assert (Htri : sqrt (row_power n Zs k)
                 <= sqrt (row_power n Z k) + sqrt (mean n (fun i => (Zs i k - Z i k) ^ 2)))
    by exact (minkowski n (fun i => Zs i k) (fun i => Z i k) Hn).
  assert (HP0 : 0 <= rsum d (fun j => P k j ^ 2)) by (apply rsum_nonneg; intros; apply pow2_ge_0).
  assert (Hgap : sqrt (mean n (fun i => (Zs i k - Z i k) ^ 2))
                 <= sqrt (rsum d (fun j => P k j ^ 2))
                    * sqrt (INR d * error d n X (affine kappa W (fun _ => 0)) Z)).
  { rewrite <- (mean_sq_dist d n X (affine kappa W (fun _ => 0)) Z Hd Hn).
    rewrite <- sqrt_mult_alt by exact HP0. apply sqrt_le_1_alt.
    rewrite <- mean_scal. apply mean_le; [exact Hn|]. intros i Hi.
    rewrite <- (left_inverse_codes d kappa P W (Zs i) (Z i) k HP Hk).
    rewrite (rsum_ext d _ (fun j => P k j * (X i j - affine kappa W (fun _ => 0) (Z i) j)))
      by (intros j Hj; rewrite (error_zero d n X _ Zs Hd Hn E i j Hi Hj); reflexivity).
    apply (cauchy_schwarz d (P k) (fun j => X i j - affine kappa W (fun _ => 0) (Z i) j)). }
  lra.
Qed.

Lemma psi_le_mono : forall g c1 c2, 0 < g -> 0 <= c1 -> c1 <= c2 -> psi g c1 <= psi g c2.
Proof.
  intros g c1 c2 Hg H1 [H2| ->]; [left; apply psi_increasing; lra|apply Rle_refl].
Qed.

Theorem affine_bound :
  forall d kappa n gamma X W Zs P, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  left_inverse d kappa P W -> error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  forall Z D v, (forall k, 0 < D k) -> (forall k, 0 < v k) ->
  let t := sqrt (INR d * error d n X (affine kappa W (fun _ => 0)) Z) in
  injective_bound d kappa n gamma P W Zs t + INR d * ln gamma + INR kappa
  <= affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Z) v.
Proof.
  intros d kappa n gamma X W Zs P Hd Hn Hg HP E Z D v HD Hv t.
  destruct (lemma2_min_scale 1 d kappa n gamma X W (fun _ => 0) Z Hd Hn Rlt_0_1 Hg) as [Hinf _].
  eapply Rle_trans; [|apply (Hinf D v HD Hv)].
  unfold free_scale_loss, injective_bound. rewrite !Rmult_1_l.
  set (e := error d n X (affine kappa W (fun _ => 0)) Z) in *.
  assert (He : 0 <= INR d * e).
  { unfold e. rewrite <- (mean_sq_dist d n X (affine kappa W (fun _ => 0)) Z Hd Hn).
    apply mean_nonneg; [exact Hn|]. intros; apply rsum_nonneg; intros; apply pow2_ge_0. }
  assert (Ht : t ^ 2 = INR d * e) by (simpl; rewrite Rmult_1_r; apply sqrt_sqrt, He).
  rewrite Ht.
  assert (Hrows : rsum kappa (fun k => psi gamma (Rmax 0 (sqrt (size d n W Zs k)
      - sqrt (col_power d W k) * sqrt (rsum d (fun j => P k j ^ 2)) * t) ^ 2))
    <= rsum kappa (fun k => psi gamma (size d n W Z k))).
  { apply rsum_le; intros k Hk. apply psi_le_mono; [exact Hg|apply pow2_ge_0|].
    pose proof (row_distance d kappa n X W Zs P Z k Hd Hn HP E Hk) as Hrow. fold e t in Hrow.
    pose proof (sqrt_pos (col_power d W k)) as Hw.
    apply (Rmult_le_compat_l _ _ _ Hw) in Hrow.
    unfold size. rewrite sqrt_mult_alt by apply col_power_nonneg.
    set (w := sqrt (col_power d W k)) in *. set (y := sqrt (row_power n Z k)) in *.
    assert (Ew : col_power d W k = w * w) by (symmetry; apply sqrt_sqrt, col_power_nonneg).
    assert (Ey : row_power n Z k = y * y) by (symmetry; apply sqrt_sqrt, row_power_nonneg).
    rewrite Ew, Ey. replace (w * w * (y * y)) with ((w * y) ^ 2) by ring.
    assert (Hwy : 0 <= w * y) by (apply Rmult_le_pos; [exact Hw|apply sqrt_pos]).
    apply pow_incr; split; [apply Rmax_l|]. apply Rmax_lub; [exact Hwy|]. lra. }
  lra.
Qed.

Theorem affine_certificate :
  forall d kappa n gamma X W Zs P W1 b1 Z1, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  left_inverse d kappa P W -> error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  error d n X (affine kappa W1 b1) Z1 = 0 ->
  (forall t, 0 <= t -> rsum kappa (fun k => psi gamma (size d n W1 Z1 k))
                       < injective_bound d kappa n gamma P W Zs t) ->
  forall Z D v, (forall k, 0 < D k) -> (forall k, 0 < v k) ->
  free_scale_loss 1 d kappa n X W1 b1 Z1 gamma
  < affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Z) v.
Proof.
  intros d kappa n gamma X W Zs P W1 b1 Z1 Hd Hn Hg HP E E1 Hcert Z D v HD Hv.
  eapply Rlt_le_trans;
    [|apply (affine_bound d kappa n gamma X W Zs P Hd Hn Hg HP E Z D v HD Hv)].
  specialize (Hcert _ (sqrt_pos (INR d * error d n X (affine kappa W (fun _ => 0)) Z))).
  unfold free_scale_loss. rewrite E1, !Rmult_1_l. unfold Rdiv at 1.
  rewrite Rmult_0_r, Rmult_0_l. lra.
Qed.
