(* Lemma 2: affine decoder and constant posterior variances. *)

From Coq Require Import Reals Lra Lia.
From Sparsity.theory Require Import AnalysisLemma2Statements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLaw AnalysisPsi.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * The loss in closed form *)

Lemma rsum_square : forall n f, rsum n f ^ 2 = rsum n (fun k => rsum n (fun l => f k * f l)).
Proof.
  intros n f. rewrite (rsum_ext n (fun k => rsum n (fun l => f k * f l))
                         (fun k => rsum n f * f k)).
  - rewrite rsum_scal; ring.
  - intros k _; rewrite rsum_scal; ring.
Qed.

(** Second moments, mixed ones included. *)
Lemma averages_product : forall kappa q m v, has_moments kappa q m v -> uncorrelated kappa q m ->
  forall k l, (k < kappa)%nat -> (l < kappa)%nat ->
  averages q (fun z => z k * z l) (m k * m l + if Nat.eq_dec k l then v k else 0).
Proof.
  intros kappa q m v Hm Hu k l Hk Hl. destruct (Nat.eq_dec k l) as [<-|Hne].
  - destruct (Hm k Hk) as [_ H2]. eapply averages_value.
    + eapply averages_ext; [exact H2|]. intros; cbv beta; ring.
    + ring.
  - rewrite Rplus_0_r. exact (Hu k l Hk Hl Hne).
Qed.

Theorem trace_identity :
  forall d kappa (q : law) (m v x : vec) W b,
  has_moments kappa q m v -> uncorrelated kappa q m ->
  integrable q (fun z => sq_dist d x (affine kappa W b z)) /\
  expect q (fun z => sq_dist d x (affine kappa W b z))
  = sq_dist d x (affine kappa W b m) + rsum kappa (fun k => col_power d W k * v k).
Proof.
  intros d kappa q m v x W b Hm Hu.
  (* one data coordinate *)
  assert (H : forall j, averages q (fun z => (x j - affine kappa W b z j) ^ 2)
                ((x j - affine kappa W b m j) ^ 2 + rsum kappa (fun k => W j k ^ 2 * v k))).
  { intros j. set (r := x j - b j).
    eapply averages_value.
    - eapply averages_ext with (f := fun z =>
        (r ^ 2 + (- 2 * r) * rsum kappa (fun k => W j k * z k))
        + rsum kappa (fun k => rsum kappa (fun l => W j k * W j l * (z k * z l)))).
      + apply averages_plus; [apply averages_plus; [apply averages_const|apply averages_scal]|].
        * apply averages_rsum; intros k Hk; apply averages_scal, (Hm k Hk).
        * apply averages_rsum; intros k Hk; apply averages_rsum; intros l Hl.
          apply averages_scal, (averages_product kappa q m v Hm Hu k l Hk Hl).
      + intros z. unfold affine.
        rewrite (rsum_ext kappa (fun k => rsum kappa (fun l => W j k * W j l * (z k * z l)))
                   (fun k => rsum kappa (fun l => (W j k * z k) * (W j l * z l))))
          by (intros; apply rsum_ext; intros; ring).
        rewrite <- rsum_square. unfold r; ring.
    - unfold affine.
      assert (E : rsum kappa (fun k => rsum kappa (fun l =>
                    W j k * W j l * (m k * m l + (if Nat.eq_dec k l then v k else 0))))
                  = rsum kappa (fun k => W j k * m k) ^ 2 + rsum kappa (fun k => W j k ^ 2 * v k)).
      { rewrite rsum_square, <- rsum_plus. apply rsum_ext; intros k Hk.
        rewrite (rsum_ext kappa _ (fun l => W j k * m k * (W j l * m l)
                   + W j k * W j l * (if Nat.eq_dec k l then v k else 0))) by (intros; ring).
        rewrite rsum_plus. f_equal. rewrite (rsum_single kappa _ k Hk).
        - destruct (Nat.eq_dec k k) as [_|C]; [ring|contradiction].
        - intros l _ Hne. destruct (Nat.eq_dec k l) as [C|_]; [congruence|ring]. }
      rewrite E. unfold r; ring. }
  assert (Hall : averages q (fun z => sq_dist d x (affine kappa W b z))
                   (sq_dist d x (affine kappa W b m)
                    + rsum kappa (fun k => col_power d W k * v k))).
  { eapply averages_value; [unfold sq_dist; apply averages_rsum; intros j _; apply H|].
    rewrite rsum_plus, rsum_swap. unfold sq_dist. f_equal.
    apply rsum_ext; intros k _. unfold col_power.
    rewrite (Rmult_comm _ (v k)), <- rsum_scal. apply rsum_ext; intros; ring. }
  exact Hall.
Qed.

Lemma mean_sq_dist : forall d n X mu Z, (0 < d)%nat -> (0 < n)%nat ->
  mean n (fun i => sq_dist d (X i) (mu (Z i))) = INR d * error d n X mu Z.
Proof.
  intros d n X mu Z Hd Hn. pose proof (INR_pos d Hd). pose proof (INR_pos n Hn).
  unfold mean, error. field; lra.
Qed.

Theorem affine_loss_is_eq3 :
  forall beta d kappa n gamma X W b Z v (q : nat -> law),
  (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  (forall i, (i < n)%nat -> has_moments kappa (q i) (Z i) v /\ uncorrelated kappa (q i) (Z i)) ->
  vae_loss beta d kappa n gamma X (affine kappa W b) q Z (fun _ => v)
  = affine_loss beta d kappa n gamma X W b Z v.
Proof.
  intros beta d kappa n gamma X W b Z v q Hd Hn Hg Hq. unfold vae_loss, affine_loss.
  set (s := rsum kappa (fun k => col_power d W k * v k)).
  set (t := rsum kappa (fun k => v k) - rsum kappa (fun k => ln (v k))).
  set (C := s / gamma + INR d * ln gamma + beta * t).
  rewrite (mean_ext n _ (fun i => (/ gamma * sq_dist d (X i) (affine kappa W b (Z i))
             + beta * rsum kappa (fun k => Z i k ^ 2)) + C)).
  - rewrite !mean_plus, mean_const, !mean_scal, mean_rsum, mean_sq_dist by assumption.
    rewrite (rsum_minus kappa (fun k => v k) (fun k => ln (v k))). fold t.
    unfold C, row_power. field; lra.
  - intros i Hi; cbv beta. destruct (Hq i Hi) as [Hm Hu].
    destruct (trace_identity d kappa (q i) (Z i) v (X i) W b Hm Hu) as [_ E].
    rewrite E. fold s. unfold C, t. field; lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Minimum over s *)

Lemma col_power_nonneg : forall d W k, 0 <= col_power d W k.
Proof. intros; unfold col_power; apply rsum_nonneg; intros; apply pow2_ge_0. Qed.

Lemma row_power_nonneg : forall n Z k, 0 <= row_power n Z k.
Proof.
  intros [|n] Z k; unfold row_power.
  - unfold mean; simpl; lra.
  - apply mean_nonneg; [lia|]; intros; apply pow2_ge_0.
Qed.

Lemma size_nonneg : forall d n W Z k, 0 <= size d n W Z k.
Proof.
  intros; unfold size; apply Rmult_le_pos; [apply col_power_nonneg|apply row_power_nonneg].
Qed.

(** Both losses as a common part and one term for each dimension. *)
Lemma affine_loss_terms : forall beta d kappa n gamma X W b Z v,
  affine_loss beta d kappa n gamma X W b Z v
  = INR d * error d n X (affine kappa W b) Z / gamma + INR d * ln gamma
    + beta * rsum kappa (row_power n Z)
    + rsum kappa (fun k => col_power d W k * v k / gamma + beta * (v k - ln (v k))).
Proof.
  intros; unfold affine_loss. rewrite rsum_plus, rsum_scal.
  rewrite (rsum_ext kappa (fun k => col_power d W k * v k / gamma)
             (fun k => / gamma * (col_power d W k * v k))) by (intros; unfold Rdiv; ring).
  rewrite rsum_scal. unfold Rdiv; ring.
Qed.

Lemma fixed_scale_loss_terms : forall beta d kappa n gamma X W b Z,
  fixed_scale_loss beta d kappa n gamma X W b Z
  = INR d * error d n X (affine kappa W b) Z / gamma + INR d * ln gamma
    + beta * rsum kappa (row_power n Z)
    + rsum kappa (fun k => beta * (1 + ln (1 + col_power d W k / (beta * gamma)))).
Proof.
  intros; unfold fixed_scale_loss. rewrite rsum_scal, rsum_plus, rsum_const. ring.
Qed.

Theorem lemma2_min_s :
  forall beta d kappa n gamma X W b Z, 0 < beta -> 0 < gamma ->
  let best := fun k => posterior_variance beta gamma (col_power d W k) in
  (forall k, 0 < best k) /\
  affine_loss beta d kappa n gamma X W b Z best
  = fixed_scale_loss beta d kappa n gamma X W b Z /\
  forall v : vec, (forall k, (k < kappa)%nat -> 0 < v k) ->
    (exists k, (k < kappa)%nat /\ v k <> best k) ->
    fixed_scale_loss beta d kappa n gamma X W b Z < affine_loss beta d kappa n gamma X W b Z v.
Proof.
  intros beta d kappa n gamma X W b Z Hb Hg best.
  assert (H5 := fun k => eq5 beta gamma (col_power d W k) Hb Hg (col_power_nonneg d W k)).
  split; [|split].
  - intros k; exact (proj1 (H5 k)).
  - rewrite affine_loss_terms, fixed_scale_loss_terms. f_equal.
    apply rsum_ext; intros k _. exact (proj1 (proj2 (H5 k))).
  - intros v Hv [k [Hk Hne]]. rewrite affine_loss_terms, fixed_scale_loss_terms.
    apply Rplus_lt_compat_l, rsum_lt.
    + intros j Hj. exact (unique_minimum_le _ _ _ _ (H5 j) (v j) (Hv j Hj)).
    + exists k; split; [exact Hk|].
      destruct (H5 k) as [_ [_ Hlt]]. apply Hlt; [exact (Hv k Hk)|exact Hne].
Qed.

Lemma lemma2_min_s_le : forall beta d kappa n gamma X W b Z v, 0 < beta -> 0 < gamma ->
  (forall k, 0 < v k) ->
  fixed_scale_loss beta d kappa n gamma X W b Z <= affine_loss beta d kappa n gamma X W b Z v.
Proof.
  intros beta d kappa n gamma X W b Z v Hb Hg Hv.
  rewrite affine_loss_terms, fixed_scale_loss_terms. apply Rplus_le_compat_l, rsum_le.
  intros k _. exact (unique_minimum_le _ _ _ _
    (eq5 beta gamma (col_power d W k) Hb Hg (col_power_nonneg d W k)) (v k) (Hv k)).
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Minimum over the scale *)

Lemma affine_ext : forall kappa W W' b z z' j,
  (forall k, (k < kappa)%nat -> W j k * z k = W' j k * z' k) ->
  affine kappa W b z j = affine kappa W' b z' j.
Proof. intros; unfold affine; f_equal; apply rsum_ext; assumption. Qed.

Lemma error_ext : forall d n X mu Z mu' Z', (forall i j, mu (Z i) j = mu' (Z' i) j) ->
  error d n X mu Z = error d n X mu' Z'.
Proof.
  intros d n X mu Z mu' Z' H; unfold error, sq_dist; f_equal.
  apply rsum_ext; intros; apply rsum_ext; intros; rewrite H; reflexivity.
Qed.

Lemma col_power_scaled : forall d D W k,
  col_power d (scale_decoder D W) k = col_power d W k * D k ^ 2.
Proof.
  intros; unfold col_power, scale_decoder. rewrite (Rmult_comm (rsum _ _)), <- rsum_scal.
  apply rsum_ext; intros; ring.
Qed.

Lemma row_power_scaled : forall n D Z k, 0 < D k ->
  row_power n (scale_codes D Z) k = row_power n Z k / D k ^ 2.
Proof.
  intros n D Z k HD; unfold row_power, scale_codes.
  rewrite (mean_ext n _ (fun i => / D k ^ 2 * Z i k ^ 2)) by (intros; field; lra).
  rewrite mean_scal; unfold Rdiv; ring.
Qed.

Theorem scale_invariance :
  forall d kappa n X W b Z D, (0 < d)%nat -> (0 < n)%nat -> (forall k, 0 < D k) ->
  (forall i j, affine kappa (scale_decoder D W) b (scale_codes D Z i) j = affine kappa W b (Z i) j)
  /\ error d n X (affine kappa (scale_decoder D W) b) (scale_codes D Z)
     = error d n X (affine kappa W b) Z
  /\ forall k, size d n (scale_decoder D W) (scale_codes D Z) k = size d n W Z k.
Proof.
  intros d kappa n X W b Z D _ _ HD.
  assert (Hmu : forall i j, affine kappa (scale_decoder D W) b (scale_codes D Z i) j
                            = affine kappa W b (Z i) j).
  { intros i j; apply affine_ext; intros k _; unfold scale_decoder, scale_codes.
    pose proof (HD k); field; lra. }
  split; [exact Hmu|split; [apply error_ext, Hmu|]].
  intros k; unfold size. rewrite col_power_scaled, row_power_scaled by apply HD.
  pose proof (HD k). field; lra.
Qed.

(** One dimension at squared scale t: column w t, power p/t. *)
Definition scale_term (g w p t : R) : R := ln (1 + w * t / g) + p / t.

Lemma scale_term_le : forall g w p t, 0 < g -> 0 <= w -> 0 <= p -> 0 < t ->
  psi g (w * p) <= scale_term g w p t.
Proof.
  intros g w p t Hg Hw Hp Ht; unfold scale_term.
  assert (Hq : 0 <= p / t) by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, Ht]).
  assert (Hwt : 0 <= w * t / g)
    by (apply Rmult_le_pos; [apply Rmult_le_pos; lra|left; apply Rinv_0_lt_compat, Hg]).
  pose proof (ln_nonneg (1 + w * t / g)) as Hl.
  destruct Hw as [Hw| <-]; [|rewrite Rmult_0_l, psi_zero by exact Hg; lra].
  destruct Hp as [Hp| <-]; [|rewrite Rmult_0_r, psi_zero by exact Hg; lra].
  replace (p / t) with (w * p / (w * t)) by (field; lra).
  exact (unique_minimum_le _ _ _ _ (psi_minimum g (w * p) Hg (Rmult_lt_0_compat _ _ Hw Hp))
           (w * t) (Rmult_lt_0_compat _ _ Hw Ht)).
Qed.

Lemma scale_term_attained : forall g w p, 0 < g -> 0 <= w -> 0 <= p -> (w = 0 <-> p = 0) ->
  exists t, 0 < t /\ scale_term g w p t = psi g (w * p).
Proof.
  intros g w p Hg Hw Hp Hiff; unfold scale_term.
  destruct (Req_dec w 0) as [H0|H0].
  - exists 1. rewrite (proj1 Hiff H0), H0, (Rmult_0_l 0), psi_zero by exact Hg.
    split; [lra|]. replace (1 + 0 * 1 / g) with 1 by (field; lra). rewrite ln_1; field.
  - assert (H1 : p <> 0) by tauto.
    destruct (psi_minimum g (w * p) Hg) as [Hv [E _]]; [apply Rmult_lt_0_compat; lra|].
    unfold positives in Hv. exists (psi_scale g (w * p) / w).
    split; [apply Rdiv_lt_0_compat; lra|].
    rewrite <- E. f_equal; [do 2 f_equal; field; lra|field; lra].
Qed.

Lemma scale_term_strict : forall g w p t, 0 < g -> 0 <= w -> 0 <= p -> 0 < t ->
  ~ (w = 0 <-> p = 0) -> psi g (w * p) < scale_term g w p t.
Proof.
  intros g w p t Hg Hw Hp Ht Hn; unfold scale_term.
  destruct (Req_dec w 0) as [H0|H0]; destruct (Req_dec p 0) as [H1|H1]; try tauto.
  - rewrite H0, Rmult_0_l, psi_zero by exact Hg.
    replace (1 + 0 * t / g) with 1 by (field; lra).
    rewrite ln_1, Rplus_0_l. apply Rdiv_lt_0_compat; lra.
  - rewrite H1, Rmult_0_r, psi_zero by exact Hg.
    unfold Rdiv at 2; rewrite Rmult_0_l, Rplus_0_r. apply ln_pos.
    assert (0 < w * t / g) by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra). lra.
Qed.

Lemma scale_term_near : forall g w p eta, 0 < g -> 0 <= w -> 0 <= p -> 0 < eta ->
  exists t, 0 < t /\ scale_term g w p t < psi g (w * p) + eta.
Proof.
  intros g w p eta Hg Hw Hp He.
  destruct (Req_dec w 0) as [H0|H0]; destruct (Req_dec p 0) as [H1|H1].
  - destruct (scale_term_attained g w p Hg Hw Hp) as [t [Ht E]]; [tauto|].
    exists t; split; [exact Ht|lra].
  - exists ((p + 1) / eta). split; [apply Rdiv_lt_0_compat; lra|].
    unfold scale_term. rewrite H0, (Rmult_0_l p), psi_zero by exact Hg.
    replace (1 + 0 * ((p + 1) / eta) / g) with 1 by (field; lra). rewrite ln_1.
    replace (p / ((p + 1) / eta)) with (eta - eta / (p + 1)) by (field; lra).
    assert (0 < eta / (p + 1)) by (apply Rdiv_lt_0_compat; lra). lra.
  - exists (g * eta / (2 * w)).
    split; [apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra|].
    unfold scale_term. rewrite H1, (Rmult_0_r w), psi_zero by exact Hg.
    replace (w * (g * eta / (2 * w)) / g) with (eta / 2) by (field; lra).
    pose proof (ln_le_sub1 (1 + eta / 2)). unfold Rdiv at 2; lra.
  - destruct (scale_term_attained g w p Hg Hw Hp) as [t [Ht E]]; [tauto|].
    exists t; split; [exact Ht|lra].
Qed.

(** The loss at scale D, with s minimised out, in terms of the original codes. *)
Lemma fixed_scale_loss_scaled : forall beta d kappa n gamma X W b Z D,
  (0 < d)%nat -> (0 < n)%nat -> (forall k, 0 < D k) ->
  fixed_scale_loss beta d kappa n gamma X (scale_decoder D W) b (scale_codes D Z)
  = INR d * error d n X (affine kappa W b) Z / gamma + INR d * ln gamma + beta * INR kappa
    + beta * rsum kappa (fun k =>
               scale_term (beta * gamma) (col_power d W k) (row_power n Z k) (D k ^ 2)).
Proof.
  intros beta d kappa n gamma X W b Z D Hd Hn HD. unfold fixed_scale_loss.
  destruct (scale_invariance d kappa n X W b Z D Hd Hn HD) as [_ [-> _]].
  unfold scale_term. rewrite rsum_plus.
  rewrite (rsum_ext kappa (row_power n (scale_codes D Z)) (fun k => row_power n Z k / D k ^ 2))
    by (intros; apply row_power_scaled, HD).
  rewrite (rsum_ext kappa (fun k => ln (1 + col_power d (scale_decoder D W) k / (beta * gamma)))
             (fun k => ln (1 + col_power d W k * D k ^ 2 / (beta * gamma))))
    by (intros; rewrite col_power_scaled; reflexivity).
  ring.
Qed.

Lemma free_scale_loss_terms : forall beta d kappa n gamma X W b Z,
  free_scale_loss beta d kappa n X W b Z gamma
  = INR d * error d n X (affine kappa W b) Z / gamma + INR d * ln gamma + beta * INR kappa
    + beta * rsum kappa (fun k => psi (beta * gamma) (col_power d W k * row_power n Z k)).
Proof. intros; unfold free_scale_loss, size; ring. Qed.

(** Scales given by their squares. *)
Lemma choose_scale : forall kappa (P : nat -> R -> Prop),
  (forall k, (k < kappa)%nat -> exists t, 0 < t /\ P k t) ->
  exists D : vec, (forall k, 0 < D k) /\ forall k, (k < kappa)%nat -> P k (D k ^ 2).
Proof.
  intros kappa P H.
  destruct (finite_choice kappa (fun k t => 0 < t /\ P k t) 1 H) as [t [Ht Hd]].
  assert (Hpos : forall k, 0 < t k).
  { intros k. destruct (Compare_dec.le_lt_dec kappa k) as [Hk|Hk];
      [rewrite (Hd k Hk); lra|apply Ht, Hk]. }
  exists (fun k => sqrt (t k)). split.
  - intros k; apply sqrt_lt_R0, Hpos.
  - intros k Hk. simpl. rewrite Rmult_1_r, sqrt_sqrt by (left; apply Hpos). apply Ht, Hk.
Qed.

Theorem lemma2_min_scale :
  forall beta d kappa n gamma X W b Z, (0 < d)%nat -> (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  let loss := fun D v => affine_loss beta d kappa n gamma X (scale_decoder D W) b
                           (scale_codes D Z) v in
  let inf := free_scale_loss beta d kappa n X W b Z gamma in
  let pos := fun u : vec => forall k, 0 < u k in
  (forall D v, pos D -> pos v -> inf <= loss D v) /\
  (forall eps, 0 < eps -> exists D v, pos D /\ pos v /\ loss D v < inf + eps) /\
  ((exists D v, pos D /\ pos v /\ loss D v = inf) <->
   forall k, (k < kappa)%nat -> (col_power d W k = 0 <-> row_power n Z k = 0)).
Proof.
  intros beta d kappa n gamma X W b Z Hd Hn Hb Hg loss inf pos.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  set (w := col_power d W). set (p := row_power n Z).
  assert (Hw : forall k, 0 <= w k) by apply col_power_nonneg.
  assert (Hp : forall k, 0 <= p k) by apply row_power_nonneg.
  assert (Hbest : forall D, pos D -> exists v, pos v /\ loss D v
    = fixed_scale_loss beta d kappa n gamma X (scale_decoder D W) b (scale_codes D Z)).
  { intros D _.
    destruct (lemma2_min_s beta d kappa n gamma X (scale_decoder D W) b (scale_codes D Z) Hb Hg)
      as [Hv [E _]].
    eexists; split; [exact Hv|exact E]. }
  assert (Hinf : inf = INR d * error d n X (affine kappa W b) Z / gamma + INR d * ln gamma
      + beta * INR kappa + beta * rsum kappa (fun k => psi (beta * gamma) (w k * p k)))
    by apply free_scale_loss_terms.
  split; [|split; [|split]].
  - intros D v HD Hv.
    eapply Rle_trans; [|apply (lemma2_min_s_le beta d kappa n gamma X _ b _ v Hb Hg Hv)].
    rewrite Hinf, fixed_scale_loss_scaled by assumption.
    apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|]. apply rsum_le; intros k _.
    apply scale_term_le; auto. apply pow_lt, HD.
  - intros eps He.
    set (eta := eps / (beta * (INR kappa + 1))).
    assert (HK : 0 < INR kappa + 1) by (pose proof (pos_INR kappa); lra).
    assert (HbK : 0 < beta * (INR kappa + 1)) by (apply Rmult_lt_0_compat; assumption).
    assert (Heta : 0 < eta) by (apply Rdiv_lt_0_compat; assumption).
    destruct (choose_scale kappa (fun k t => scale_term (beta * gamma) (w k) (p k) t
                                             < psi (beta * gamma) (w k * p k) + eta))
      as [D [HD Hnear]].
    { intros k _; apply scale_term_near; auto. }
    destruct (Hbest D HD) as [v [Hv E]]. exists D, v. split; [exact HD|split; [exact Hv|]].
    rewrite E, Hinf, fixed_scale_loss_scaled by assumption. fold w p.
    assert (Hs : rsum kappa (fun k => scale_term (beta * gamma) (w k) (p k) (D k ^ 2))
                 <= rsum kappa (fun k => psi (beta * gamma) (w k * p k)) + INR kappa * eta).
    { rewrite <- rsum_const, <- rsum_plus. apply rsum_le; intros k Hk; left; apply Hnear, Hk. }
    apply (Rmult_le_compat_l beta) in Hs; [|lra].
    assert (Heq : beta * (INR kappa * eta) = eps - beta * eta) by (unfold eta; field; lra).
    assert (0 < beta * eta) by (apply Rmult_lt_0_compat; assumption). lra.
  - (* attained: no dimension can be strict *)
    intros [D [v [HD [Hv E]]]] k Hk.
    pose proof (lemma2_min_s_le beta d kappa n gamma X (scale_decoder D W) b (scale_codes D Z) v
                  Hb Hg Hv) as Hle.
    assert (Hstrict : ~ (w k = 0 <-> p k = 0) ->
      inf < fixed_scale_loss beta d kappa n gamma X (scale_decoder D W) b (scale_codes D Z)).
    { intros Hne. rewrite Hinf, fixed_scale_loss_scaled by assumption.
      apply Rplus_lt_compat_l, Rmult_lt_compat_l; [exact Hb|]. apply rsum_lt.
      - intros j _; apply scale_term_le; auto; apply pow_lt, HD.
      - exists k; split; [exact Hk|]. apply scale_term_strict; auto. apply pow_lt, HD. }
    unfold loss in E. change (w k = 0 <-> p k = 0).
    destruct (Req_dec (w k) 0); destruct (Req_dec (p k) 0); try tauto;
      exfalso; apply (Rlt_irrefl inf), (Rlt_le_trans _ _ _ (Hstrict ltac:(tauto))); lra.
  - intros Hiff.
    destruct (choose_scale kappa (fun k t => scale_term (beta * gamma) (w k) (p k) t
                                             = psi (beta * gamma) (w k * p k)))
      as [D [HD Heq]].
    { intros k Hk; apply scale_term_attained; auto. }
    destruct (Hbest D HD) as [v [Hv E]]. exists D, v. split; [exact HD|split; [exact Hv|]].
    rewrite E, Hinf, fixed_scale_loss_scaled by assumption.
    f_equal; f_equal. apply rsum_ext; intros k Hk; apply Heq, Hk.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Parts (a), (b), (c), and the scaling of the beta-VAE *)

Theorem lemma2a :
  forall beta d kappa n X W b Z, (0 < d)%nat -> 0 < beta ->
  0 < error d n X (affine kappa W b) Z ->
  to_plus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z).
Proof.
  intros beta d kappa n X W b Z Hd Hb He B. pose proof (INR_pos d Hd) as Hd'.
  set (e := error d n X (affine kappa W b) Z) in *.
  set (low := INR d + INR d * ln (INR d * e / 2 / INR d)).
  set (a := INR d * e / 2).
  assert (Ha : 0 < a) by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra).
  pose proof (Rabs_pos (B - low)) as Habs. pose proof (Rle_abs (B - low)) as Hle.
  exists (a / (Rabs (B - low) + 1)). split; [apply Rdiv_lt_0_compat; lra|].
  intros g [Hg Hlt].
  assert (Hlow : low <= a / g + INR d * ln g)
    by (apply (inv_log_minimum_le a (INR d) g); assumption).
  assert (Hbig : Rabs (B - low) + 1 < a / g).
  { apply (Rmult_lt_reg_r g); [exact Hg|].
    replace (a / g * g) with a by (field; lra).
    apply (Rmult_lt_compat_l (Rabs (B - low) + 1)) in Hlt; [|lra].
    replace ((Rabs (B - low) + 1) * (a / (Rabs (B - low) + 1))) with a in Hlt by (field; lra).
    exact Hlt. }
  unfold free_scale_loss. fold e.
  assert (Hbg : 0 < beta * g) by (apply Rmult_lt_0_compat; assumption).
  assert (H1 : 0 <= rsum kappa (fun k => psi (beta * g) (size d n W Z k)))
    by (apply rsum_nonneg; intros; apply psi_nonneg; [exact Hbg|apply size_nonneg]).
  assert (H2 : 0 <= beta * (INR kappa + rsum kappa (fun k => psi (beta * g) (size d n W Z k))))
    by (apply Rmult_le_pos; [|pose proof (pos_INR kappa)]; lra).
  replace (INR d * e / g) with (a / g + a / g) by (unfold a; field; lra). lra.
Qed.

(** What is left after the leading terms is beta times the sum of the remainders of psi. *)
Lemma lemma2b_rest : forall beta d kappa n X W b Z gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 ->
  let c := size d n W Z in
  free_scale_loss beta d kappa n X W b Z gamma - lemma2b_leading beta d kappa c gamma
  = beta * sum_pos kappa c (fun k => psi (beta * gamma) (c k) - (ln (c k / (beta * gamma)) + 1)).
Proof.
  intros beta d kappa n X W b Z gamma Hb Hg He c.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  unfold free_scale_loss, lemma2b_leading. rewrite He. fold c.
  assert (Hpsi : rsum kappa (fun k => psi (beta * gamma) (c k))
                 = sum_pos kappa c (fun k => psi (beta * gamma) (c k))).
  { unfold sum_pos; apply rsum_ext; intros k _.
    destruct (Rlt_dec 0 (c k)) as [Hc|Hc]; [reflexivity|].
    assert (Hsize : 0 <= c k) by apply size_nonneg.
    assert (c k = 0) as -> by lra. apply psi_zero, Hbg. }
  rewrite Hpsi.
  rewrite (sum_pos_ext kappa c
             (fun k => psi (beta * gamma) (c k) - (ln (c k / (beta * gamma)) + 1))
             (fun k => psi (beta * gamma) (c k)
                       + ((- 1) * ln (c k) + (ln beta + ln gamma - 1)))).
  - rewrite sum_pos_plus, sum_pos_plus, sum_pos_scal, sum_pos_const. field; lra.
  - intros k _ Hc. rewrite ln_div, ln_mult by assumption. ring.
Qed.

Theorem lemma2b :
  forall beta d kappa n X W b Z gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 ->
  let c := size d n W Z in
  let rest := free_scale_loss beta d kappa n X W b Z gamma - lemma2b_leading beta d kappa c gamma in
  0 <= rest <= beta ^ 2 * gamma * sum_pos kappa c (fun k => / c k) /\
  ((0 < count_pos kappa c)%nat ->
   0 < rest < beta ^ 2 * gamma * sum_pos kappa c (fun k => / c k)).
Proof.
  intros beta d kappa n X W b Z gamma Hb Hg He c rest.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  set (R := fun k => psi (beta * gamma) (c k) - (ln (c k / (beta * gamma)) + 1)).
  assert (Hrest : rest = beta * sum_pos kappa c R)
    by (apply (lemma2b_rest beta d kappa n X W b Z gamma Hb Hg He)).
  assert (HR : forall k, (k < kappa)%nat -> 0 < c k -> 0 < R k < beta * gamma * / c k).
  { intros k _ Hc. destruct (psi_remainder (beta * gamma) (c k) Hbg Hc) as [[H1 H2] H3].
    unfold R, Rdiv in *. lra. }
  assert (Hub : beta ^ 2 * gamma * sum_pos kappa c (fun k => / c k)
                = beta * sum_pos kappa c (fun k => beta * gamma * / c k))
    by (rewrite sum_pos_scal; ring).
  assert (H0 : sum_pos kappa c (fun _ => 0) = 0) by (rewrite sum_pos_const; ring).
  rewrite Hub, Hrest. split.
  - split.
    + apply Rmult_le_pos; [lra|]. rewrite <- H0. apply sum_pos_le; intros; left; apply HR; auto.
    + apply Rmult_le_compat_l; [lra|]. apply sum_pos_le; intros; left; apply HR; auto.
  - intros Hm; split.
    + apply Rmult_lt_0_compat; [exact Hb|]. rewrite <- H0.
      apply sum_pos_lt; [exact Hm|intros; apply HR; auto].
    + apply Rmult_lt_compat_l; [exact Hb|].
      apply sum_pos_lt; [exact Hm|intros; apply HR; auto].
Qed.

Lemma sum_pos_inv_nonneg : forall n c, 0 <= sum_pos n c (fun k => / c k).
Proof.
  intros; unfold sum_pos; apply rsum_nonneg; intros k _.
  destruct (Rlt_dec 0 (c k)); [left; apply Rinv_0_lt_compat; assumption|lra].
Qed.

Theorem lemma2c :
  forall beta d kappa n X W b Z W' b' Z' gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
  let c := size d n W Z in let c' := size d n W' Z' in
  (count_pos kappa c < count_pos kappa c')%nat ->
  beta * gamma <= 1 ->
  beta * gamma <= exp (sum_pos kappa c' (fun k => ln (c' k)) - sum_pos kappa c (fun k => ln (c k))
                       - sum_pos kappa c (fun k => / c k)) ->
  free_scale_loss beta d kappa n X W b Z gamma < free_scale_loss beta d kappa n X W' b' Z' gamma.
Proof.
  intros beta d kappa n X W b Z W' b' Z' gamma Hb Hg He He' c c' Hm Hg1 Hgexp.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  destruct (lemma2b beta d kappa n X W b Z gamma Hb Hg He) as [[_ Hup] _].
  destruct (lemma2b beta d kappa n X W' b' Z' gamma Hb Hg He') as [[Hlow _] _].
  fold c in Hup. fold c' in Hlow. unfold lemma2b_leading in Hup, Hlow.
  set (m := count_pos kappa c) in *. set (m' := count_pos kappa c') in *.
  set (S := sum_pos kappa c (fun k => ln (c k))) in *.
  set (S' := sum_pos kappa c' (fun k => ln (c' k))) in *.
  assert (HT : 0 <= sum_pos kappa c (fun k => / c k)) by apply sum_pos_inv_nonneg.
  set (T := sum_pos kappa c (fun k => / c k)) in *.
  pose proof (ln_le_of_exp _ _ Hbg Hgexp) as Hln.
  pose proof (ln_le_mono _ _ Hbg Hg1) as Hln1. rewrite ln_1 in Hln1.
  assert (Hlog : ln (beta * gamma) = ln beta + ln gamma) by (apply ln_mult; assumption).
  assert (Hmm : 1 <= INR m' - INR m).
  { assert (H : (m + 1 <= m')%nat) by lia. apply le_INR in H. rewrite plus_INR in H.
    simpl in H. lra. }
  assert (Hgain : 1 - ln (beta * gamma) <= (INR m' - INR m) * (1 - ln (beta * gamma))).
  { rewrite <- (Rmult_1_l (1 - ln (beta * gamma))) at 1. apply Rmult_le_compat_r; lra. }
  assert (HgT : beta * gamma * T <= 1 * T) by (apply Rmult_le_compat_r; assumption).
  assert (Hpos : 0 < beta * ((INR m' - INR m) * (1 - ln (beta * gamma)) + S' - S
                             - beta * gamma * T)) by (apply Rmult_lt_0_compat; lra).
  rewrite Hlog in Hpos. lra.
Qed.

Theorem beta_scaling :
  forall beta d kappa n X W b Z, 0 < beta -> error d n X (affine kappa W b) Z = 0 ->
  let r := count_pos kappa (size d n W Z) in
  (to_minus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z) <-> beta * INR r < INR d) /\
  (to_plus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z) <-> INR d < beta * INR r).
Proof.
  intros beta d kappa n X W b Z Hb He.
  set (c := size d n W Z). set (m := count_pos kappa c).
  set (K := beta * (INR kappa + INR m * (1 - ln beta) + sum_pos kappa c (fun k => ln (c k)))).
  set (T := sum_pos kappa c (fun k => / c k)).
  assert (HT : 0 <= beta ^ 2 * T)
    by (apply Rmult_le_pos; [apply pow2_ge_0|apply sum_pos_inv_nonneg]).
  destruct (log_growth_at_0 (free_scale_loss beta d kappa n X W b Z) (INR d - beta * INR m) K
              (beta ^ 2 * T) 1 HT Rlt_0_1) as [H1 H2].
  { intros g [Hg _]. destruct (lemma2b beta d kappa n X W b Z g Hb Hg He) as [H _].
    unfold lemma2b_leading in H. fold c in H. fold m T in H. unfold K. lra. }
  split; [rewrite H1|rewrite H2]; split; lra.
Qed.
