(* The affine beta-VAE in the coordinates of the principal directions. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisAffineStatements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLemma2.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * One direction *)

Lemma direction_value_above : forall g lam, 0 < g -> g <= lam ->
  direction_value g lam = ln lam - ln g + 1.
Proof.
  intros g lam Hg H; unfold direction_value. rewrite Rmax_left by exact H.
  rewrite ln_div by lra. field; lra.
Qed.

Lemma direction_value_below : forall g lam, 0 < g -> lam <= g ->
  direction_value g lam = lam / g.
Proof.
  intros g lam Hg H; unfold direction_value. rewrite Rmax_right by exact H.
  replace (g / g) with 1 by (field; lra). rewrite ln_1; ring.
Qed.

Theorem signal_variance :
  forall g lam, 0 < g -> 0 <= lam ->
  unique_minimum nonnegatives (fun t => ln ((g + t) / g) + lam / (g + t)) (Rmax lam g - g)
    (direction_value g lam).
Proof.
  intros g lam Hg Hl; unfold unique_minimum, nonnegatives.
  pose proof (Rmax_r lam g) as Hmax. split; [lra|split].
  - unfold direction_value. replace (g + (Rmax lam g - g)) with (Rmax lam g) by ring. reflexivity.
  - intros t Ht Hne. set (y := g + t). assert (Hy : g <= y) by (unfold y; lra).
    rewrite ln_div by lra. destruct (Rle_lt_dec g lam) as [H|H].
    + rewrite direction_value_above by lra.
      pose proof (inv_log_minimum lam 1 y) as Hm. replace (lam / 1) with lam in Hm by field.
      rewrite Rmax_left in Hne by lra.
      assert (1 + 1 * ln lam < lam / y + 1 * ln y) by (apply Hm; unfold y in *; lra). lra.
    + rewrite direction_value_below by lra. rewrite Rmax_right in Hne by lra.
      assert (Hgt : g < y) by (unfold y in *; lra).
      assert (Hyg : 1 < y / g).
      { apply (Rmult_lt_reg_r g); [exact Hg|]. replace (y / g * g) with y by (field; lra). lra. }
      pose proof (ln_gt_1_sub_inv (y / g)) as Hln. rewrite ln_div in Hln by lra.
      assert (1 - / (y / g) < ln y - ln g) by (apply Hln; lra).
      replace (/ (y / g)) with (g / y) in * by (field; lra).
      assert (Hq : 0 <= 1 - g / y).
      { replace (1 - g / y) with ((y - g) / y) by (field; lra).
        left; apply Rdiv_lt_0_compat; lra. }
      assert (Hr : lam / g <= 1).
      { apply (Rmult_le_reg_r g); [exact Hg|].
        replace (lam / g * g) with lam by (field; lra). lra. }
      assert (lam / g * (1 - g / y) <= 1 * (1 - g / y)) by (apply Rmult_le_compat_r; assumption).
      replace (lam / g * (1 - g / y)) with (lam / g - lam / y) in * by (field; lra). lra.
Qed.

(** With the posterior variance at its best, encoder and signal variance remain. *)
Lemma direction_encoder : forall beta gamma lam w a, 0 < beta -> 0 < gamma ->
  (1 - w * a) ^ 2 * lam / gamma + beta * (a ^ 2 * lam)
  = beta * (lam / (beta * gamma + w ^ 2))
    + lam / gamma * (((beta * gamma + w ^ 2) * a - w) ^ 2 / (beta * gamma + w ^ 2)).
Proof.
  intros beta gamma lam w a Hb Hg.
  assert (0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  pose proof (pow2_ge_0 w). field. split; lra.
Qed.

(** The best weight, encoder and variance of one direction. *)
Definition best_weight (g lam : R) : R := sqrt (Rmax lam g - g).
Definition best_encoder (g w : R) : R := w / (g + w ^ 2).

Lemma direction_split : forall beta gamma lam w a v, 0 < gamma ->
  direction_loss beta gamma lam w a v
  = (w ^ 2 * v / gamma + beta * (v - ln v))
    + ((1 - w * a) ^ 2 * lam / gamma + beta * (a ^ 2 * lam)).
Proof. intros; unfold direction_loss; field; lra. Qed.

Lemma direction_best : forall beta gamma lam, 0 < beta -> 0 < gamma -> 0 <= lam ->
  let w := best_weight (beta * gamma) lam in
  direction_loss beta gamma lam w (best_encoder (beta * gamma) w)
    (posterior_variance beta gamma (w ^ 2)) = beta * (1 + direction_value (beta * gamma) lam).
Proof.
  intros beta gamma lam Hb Hg Hl w.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  destruct (signal_variance (beta * gamma) lam Hbg Hl) as [Ht [Et _]]. unfold nonnegatives in Ht.
  assert (Hw : w ^ 2 = Rmax lam (beta * gamma) - beta * gamma)
    by (simpl; rewrite Rmult_1_r; apply sqrt_sqrt, Ht).
  destruct (eq5 beta gamma (w ^ 2) Hb Hg (pow2_ge_0 w)) as [_ [E5 _]].
  rewrite direction_split, direction_encoder, E5, <- Et, <- Hw by assumption.
  unfold best_encoder. set (t := w ^ 2) in *.
  replace ((beta * gamma + t) * (w / (beta * gamma + t)) - w) with 0 by (field; lra).
  replace (1 + t / (beta * gamma)) with ((beta * gamma + t) / (beta * gamma)) by (field; lra).
  field. split; lra.
Qed.

Theorem affine_direction :
  forall beta gamma lam, 0 < beta -> 0 < gamma -> 0 <= lam ->
  (forall w a v, 0 < v ->
     beta * (1 + direction_value (beta * gamma) lam) <= direction_loss beta gamma lam w a v) /\
  (exists w a v, 0 < v /\
     direction_loss beta gamma lam w a v = beta * (1 + direction_value (beta * gamma) lam)).
Proof.
  intros beta gamma lam Hb Hg Hl.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  split.
  - intros w a v Hv. rewrite direction_split, direction_encoder by assumption.
    pose proof (pow2_ge_0 w) as Hw.
    assert (Hvar : beta * (1 + ln (1 + w ^ 2 / (beta * gamma)))
                   <= w ^ 2 * v / gamma + beta * (v - ln v))
      by (apply (unique_minimum_le _ _ _ _ (eq5 beta gamma (w ^ 2) Hb Hg Hw)), Hv).
    assert (Hsig : direction_value (beta * gamma) lam
                   <= ln ((beta * gamma + w ^ 2) / (beta * gamma)) + lam / (beta * gamma + w ^ 2))
      by (apply (unique_minimum_le _ _ _ _ (signal_variance (beta * gamma) lam Hbg Hl)), Hw).
    replace (1 + w ^ 2 / (beta * gamma)) with ((beta * gamma + w ^ 2) / (beta * gamma)) in Hvar
      by (field; lra).
    assert (Hsq : 0 <= lam / gamma * (((beta * gamma + w ^ 2) * a - w) ^ 2
                                      / (beta * gamma + w ^ 2))).
    { apply Rmult_le_pos; (apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat; lra]);
        [exact Hl|apply pow2_ge_0]. }
    apply (Rmult_le_compat_l beta) in Hsig; lra.
  - eexists _, _, _. split; [|apply (direction_best beta gamma lam Hb Hg Hl)].
    apply (eq5 beta gamma _ Hb Hg (pow2_ge_0 _)).
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * V is the minimum over decoders along the axes *)

Lemma diagonal_affine : forall kappa w b z j,
  affine kappa (diagonal_decoder w) b z j = (if Nat.ltb j kappa then w j * z j else 0) + b j.
Proof.
  intros kappa w b z j; unfold affine, diagonal_decoder. f_equal.
  destruct (Nat.ltb_spec j kappa) as [H|H].
  - rewrite (rsum_single kappa _ j H).
    + rewrite Nat.eqb_refl; reflexivity.
    + intros k _ Hk. destruct (Nat.eqb_spec j k); [congruence|ring].
  - rewrite (rsum_ext kappa _ (fun _ => 0)), rsum_const; [ring|].
    intros k Hk. destruct (Nat.eqb_spec j k); [lia|ring].
Qed.

Lemma diagonal_col_power : forall d w k, (k < d)%nat ->
  col_power d (diagonal_decoder w) k = w k ^ 2.
Proof.
  intros d w k Hk; unfold col_power, diagonal_decoder. rewrite (rsum_single d _ k Hk).
  - rewrite Nat.eqb_refl; reflexivity.
  - intros j _ Hj. destruct (Nat.eqb_spec j k); [congruence|ring].
Qed.

(** The loss, direction by direction. *)
Lemma diagonal_loss : forall beta d kappa n gamma X w b Z v,
  (0 < d)%nat -> (0 < n)%nat -> (kappa <= d)%nat -> 0 < gamma ->
  affine_loss beta d kappa n gamma X (diagonal_decoder w) b Z v
  = rsum kappa (fun k => (w k ^ 2 * v k / gamma + beta * (v k - ln (v k)))
      + mean n (fun i => (X i k - b k - w k * Z i k) ^ 2 / gamma + beta * Z i k ^ 2))
    + rsum (d - kappa) (fun j => mean n (fun i =>
        (X i (kappa + j)%nat - b (kappa + j)%nat) ^ 2 / gamma))
    + INR d * ln gamma.
Proof.
  intros beta d kappa n gamma X w b Z v Hd Hn Hle Hg. rewrite affine_loss_terms.
  rewrite <- (mean_sq_dist d n X (affine kappa (diagonal_decoder w) b) Z Hd Hn).
  unfold sq_dist. rewrite mean_rsum.
  replace d with (kappa + (d - kappa))%nat at 1 by lia. rewrite rsum_split.
  rewrite (rsum_ext kappa _ (fun k => mean n (fun i => (X i k - b k - w k * Z i k) ^ 2))).
  2: { intros k Hk; apply mean_ext; intros i _. rewrite diagonal_affine.
       destruct (Nat.ltb_spec k kappa); [ring|lia]. }
  rewrite (rsum_ext (d - kappa) _
             (fun j => mean n (fun i => (X i (kappa + j)%nat - b (kappa + j)%nat) ^ 2))).
  2: { intros j _; apply mean_ext; intros i _. rewrite diagonal_affine.
       destruct (Nat.ltb_spec (kappa + j) kappa); [lia|ring]. }
  rewrite (rsum_ext kappa (fun k => col_power d (diagonal_decoder w) k * v k / gamma
                                    + beta * (v k - ln (v k)))
             (fun k => w k ^ 2 * v k / gamma + beta * (v k - ln (v k))))
    by (intros; rewrite diagonal_col_power by lia; reflexivity).
  rewrite (rsum_plus kappa (fun k => w k ^ 2 * v k / gamma + beta * (v k - ln (v k)))
             (fun k => mean n (fun i => (X i k - b k - w k * Z i k) ^ 2 / gamma
                                        + beta * Z i k ^ 2))).
  rewrite (rsum_ext kappa (fun k => mean n (fun i =>
             (X i k - b k - w k * Z i k) ^ 2 / gamma + beta * Z i k ^ 2))
             (fun k => / gamma * mean n (fun i => (X i k - b k - w k * Z i k) ^ 2)
                       + beta * row_power n Z k)).
  2: { intros k _; unfold row_power. rewrite <- !mean_scal, <- mean_plus.
       apply mean_ext; intros; unfold Rdiv; ring. }
  rewrite (rsum_ext (d - kappa) (fun j => mean n (fun i =>
             (X i (kappa + j)%nat - b (kappa + j)%nat) ^ 2 / gamma))
             (fun j => / gamma * mean n (fun i => (X i (kappa + j)%nat - b (kappa + j)%nat) ^ 2)))
    by (intros; rewrite <- mean_scal; apply mean_ext; intros; unfold Rdiv; ring).
  rewrite (rsum_plus kappa (fun k => / gamma * mean n (fun i => (X i k - b k - w k * Z i k) ^ 2))
             (fun k => beta * row_power n Z k)).
  rewrite !(rsum_scal _ (/ gamma)), (rsum_scal kappa beta (row_power n Z)). unfold Rdiv; ring.
Qed.

(** A centred coordinate has the least mean square at offset 0. *)
Lemma centred_mean_square : forall n (x : nat -> R) b, (0 < n)%nat -> mean n x = 0 ->
  mean n (fun i => (x i - b) ^ 2) = mean n (fun i => x i ^ 2) + b ^ 2.
Proof.
  intros n x b Hn H0.
  rewrite (mean_ext n _ (fun i => (x i ^ 2 + (- 2 * b) * x i) + b ^ 2)) by (intros; ring).
  rewrite mean_plus, mean_const, mean_plus, mean_scal by exact Hn.
  change (fun i => x i) with x. rewrite H0. ring.
Qed.

Theorem affine_diagonal :
  forall beta d kappa n gamma X, (0 < d)%nat -> (0 < n)%nat -> (kappa <= d)%nat ->
  0 < beta -> 0 < gamma -> (forall j, mean n (fun i => X i j) = 0) ->
  let lam := fun j => mean n (fun i => X i j ^ 2) in
  let loss := fun w b Z v => affine_loss beta d kappa n gamma X (diagonal_decoder w) b Z v in
  (forall w b Z v, (forall k, 0 < v k) -> affine_value beta d kappa lam gamma <= loss w b Z v) /\
  (exists w b Z v, (forall k, 0 < v k) /\ loss w b Z v = affine_value beta d kappa lam gamma).
Proof.
  intros beta d kappa n gamma X Hd Hn Hle Hb Hg H0 lam loss.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  assert (Hlam : forall j, 0 <= lam j)
    by (intros; apply mean_nonneg; auto; intros; apply pow2_ge_0).
  assert (HV : affine_value beta d kappa lam gamma
    = rsum kappa (fun k => beta * (1 + direction_value (beta * gamma) (lam k)))
      + rsum (d - kappa) (fun j => lam (kappa + j)%nat / gamma) + INR d * ln gamma).
  { unfold affine_value. rewrite rsum_scal, rsum_plus, rsum_const.
    rewrite (rsum_ext (d - kappa) (fun j => lam (kappa + j)%nat / gamma)
               (fun j => beta * (lam (kappa + j)%nat / (beta * gamma)))) by (intros; field; lra).
    rewrite rsum_scal. ring. }
  split.
  - intros w b Z v Hv. unfold loss. rewrite diagonal_loss, HV by assumption.
    apply Rplus_le_compat_r, Rplus_le_compat; apply rsum_le.
    + intros k _. set (a := best_encoder (beta * gamma) (w k)).
      eapply Rle_trans; [apply (proj1 (affine_direction beta gamma (lam k) Hb Hg (Hlam k))
                                  (w k) a (v k)), Hv|].
      rewrite direction_split by assumption. apply Rplus_le_compat_l.
      pose proof (pow2_ge_0 (w k)) as Hw.
      (* sample by sample the best code is a (x - b) *)
      apply Rle_trans with (mean n (fun i => beta / (beta * gamma + w k ^ 2) * (X i k - b k) ^ 2)).
      * rewrite mean_scal, (centred_mean_square n (fun i => X i k)) by auto. fold (lam k).
        rewrite direction_encoder by assumption. unfold a, best_encoder.
        replace ((beta * gamma + w k ^ 2) * (w k / (beta * gamma + w k ^ 2)) - w k) with 0
          by (field; lra).
        assert (Hq : 0 <= beta / (beta * gamma + w k ^ 2) * b k ^ 2).
        { apply Rmult_le_pos; [left; apply Rdiv_lt_0_compat; lra|apply pow2_ge_0]. }
        replace (lam k / gamma * (0 ^ 2 / (beta * gamma + w k ^ 2))) with 0 by (field; lra).
        unfold Rdiv in *. lra.
      * apply mean_le; [exact Hn|]. intros i _.
        set (x := X i k - b k). set (z := Z i k).
        assert (E : (x - w k * z) ^ 2 / gamma + beta * z ^ 2
                    = beta / (beta * gamma + w k ^ 2) * x ^ 2
                      + ((beta * gamma + w k ^ 2) * z - w k * x) ^ 2
                        * / (gamma * (beta * gamma + w k ^ 2))) by (field; lra).
        rewrite E.
        assert (0 <= ((beta * gamma + w k ^ 2) * z - w k * x) ^ 2
                     * / (gamma * (beta * gamma + w k ^ 2))).
        { apply Rmult_le_pos; [apply pow2_ge_0|left; apply Rinv_0_lt_compat].
          apply Rmult_lt_0_compat; lra. }
        lra.
    + intros j _. rewrite (mean_ext n _ (fun i =>
          / gamma * (X i (kappa + j)%nat - b (kappa + j)%nat) ^ 2)) by (intros; unfold Rdiv; ring).
      rewrite mean_scal, (centred_mean_square n (fun i => X i (kappa + j)%nat)) by auto.
      fold (lam (kappa + j)%nat). unfold Rdiv. rewrite Rmult_comm.
      apply Rmult_le_compat_l; [left; apply Rinv_0_lt_compat, Hg|].
      pose proof (pow2_ge_0 (b (kappa + j)%nat)). lra.
  - set (w := fun k => best_weight (beta * gamma) (lam k)).
    exists w, (fun _ => 0), (fun i k => best_encoder (beta * gamma) (w k) * X i k),
      (fun k => posterior_variance beta gamma (w k ^ 2)).
    split; [intros k; apply (eq5 beta gamma _ Hb Hg (pow2_ge_0 _))|].
    unfold loss. rewrite diagonal_loss, HV by assumption. f_equal. f_equal.
    + apply rsum_ext; intros k _.
      rewrite <- (direction_best beta gamma (lam k) Hb Hg (Hlam k)), direction_split by assumption.
      fold (w k). f_equal. set (a := best_encoder (beta * gamma) (w k)).
      rewrite (mean_ext n _ (fun i =>
        ((1 - w k * a) ^ 2 / gamma + beta * a ^ 2) * X i k ^ 2)) by (intros; field; lra).
      rewrite mean_scal. fold (lam k). field; lra.
    + apply rsum_ext; intros j _.
      rewrite (mean_ext n _ (fun i => / gamma * X i (kappa + j)%nat ^ 2)) by (intros; field; lra).
      rewrite mean_scal. fold (lam (kappa + j)%nat). unfold Rdiv; ring.
Qed.
