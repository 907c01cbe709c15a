(** The least loss of an affine decoder with free codes and variances: its eigenvalues are the largest. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import SpectralStatements AnalysisAffineStatements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLemma2 AnalysisAffine SpectralReals PrincipalBound.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * A certificate that nothing is gained beyond the directions e k *)

Definition certificate (d kappa n : nat) (X : nat -> vec) (b : vec) (e : nat -> vec) (lam : vec)
    (theta : R) : Prop :=
  (forall k, (k < kappa)%nat -> inner d (e k) (e k) <= 1) /\
  (forall x, rsum kappa (fun k => inner d (e k) x ^ 2) <= inner d x x) /\
  (forall k, (k < kappa)%nat -> theta <= lam k) /\ 0 <= theta /\
  (forall x, spread d n X b x <= rsum kappa (fun k => lam k * inner d (e k) x ^ 2)
             + theta * (inner d x x - rsum kappa (fun k => inner d (e k) x ^ 2))).

Lemma spread_zero : forall d n X b x, inner d x x = 0 -> spread d n X b x = 0.
Proof.
  intros d n X b x H. unfold spread, mean. rewrite (rsum_ext n _ (fun _ => 0)), rsum_const.
  - unfold Rdiv; ring.
  - intros i _. rewrite (inner_zero_l d x _ (inner_eq0 d x H)). ring.
Qed.

Lemma certified_gain : forall d kappa n X b e lam theta g f, 0 < g ->
  certificate d kappa n X b e lam theta -> orthogonal d kappa f ->
  rsum kappa (fun l => spread d n X b (f l) / (g * (g + inner d (f l) (f l)))
                       - ln (1 + inner d (f l) (f l) / g))
  <= rsum kappa (fun k => best_gain g (lam k)).
Proof.
  intros d kappa n X b e lam theta g f Hg [He [Hb [Hle [H0 Hs]]]] Hf.
  set (P := fun l k => inner d (f l) (e k) ^ 2 / inner d (f l) (f l)).
  apply Rle_trans with (rsum kappa (fun l => best_gain g theta
    + rsum kappa (fun k => P l k * (best_gain g (lam k) - best_gain g theta)))).
  - apply rsum_le; intros l Hl. set (w := inner d (f l) (f l)).
    assert (Hw : 0 <= w) by apply inner_ge0.
    assert (HP : forall k, 0 <= P l k).
    { intros k; unfold P. fold w. destruct (Req_dec w 0) as [E|Hne].
      - rewrite (inner_zero_l d (f l) (e k) (inner_eq0 d _ E)). unfold Rdiv. lra.
      - apply Rmult_le_pos; [apply pow2_ge_0|left; apply Rinv_0_lt_compat; lra]. }
    pose proof (best_gain_mono g 0 theta Hg (conj (Rle_refl 0) H0)) as Hbt.
    rewrite best_gain_0 in Hbt by exact Hg.
    destruct (Req_dec w 0) as [E|Hne].
    + rewrite spread_zero by exact E. rewrite E.
      replace (1 + 0 / g) with 1 by (field; lra). rewrite ln_1.
      assert (0 <= rsum kappa (fun k => P l k * (best_gain g (lam k) - best_gain g theta))).
      { apply rsum_nonneg; intros k Hk. apply Rmult_le_pos; [apply HP|].
        pose proof (best_gain_mono g theta (lam k) Hg (conj H0 (Hle k Hk))). lra. }
      unfold Rdiv. lra.
    + set (s := rsum kappa (P l)).
      assert (Es : forall k, inner d (e k) (f l) ^ 2 = w * P l k).
      { intros k; unfold P. fold w. rewrite (inner_sym d (e k)). field. exact Hne. }
      assert (Hs1 : s <= 1).
      { pose proof (Hb (f l)) as H. fold w in H.
        rewrite (rsum_ext kappa _ (fun k => w * P l k)), rsum_scal in H by (intros; apply Es).
        apply (Rmult_le_reg_l w); [lra|]. unfold s. lra. }
      pose proof (Hs (f l)) as H. fold w in H.
      rewrite (rsum_ext kappa (fun k => lam k * inner d (e k) (f l) ^ 2) (fun k => w * (P l k * lam k))),
        (rsum_ext kappa (fun k => inner d (e k) (f l) ^ 2) (fun k => w * P l k)), !rsum_scal in H
        by (intros; rewrite ?Es; ring). fold s in H.
      apply Rle_trans with (rsum kappa (fun k => P l k * gain g w (lam k)) + (1 - s) * gain g w theta).
      * unfold gain.
        rewrite (rsum_ext kappa _ (fun k => w / (g * (g + w)) * (P l k * lam k)
                                            - ln (1 + w / g) * P l k))
          by (intros; unfold Rdiv; ring).
        rewrite rsum_minus, !rsum_scal. fold (rsum kappa (P l)). fold s.
        apply (Rmult_le_compat_r (/ (g * (g + w)))) in H;
          [|left; apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra].
        unfold Rdiv in *. lra.
      * apply Rle_trans with (rsum kappa (fun k => P l k * best_gain g (lam k))
                              + (1 - s) * best_gain g theta).
        -- apply Rplus_le_compat.
           ++ apply rsum_le; intros k Hk. apply Rmult_le_compat_l; [apply HP|].
              apply gain_le; [exact Hg|lra|]. pose proof (Hle k Hk). lra.
           ++ apply Rmult_le_compat_l; [lra|]. apply gain_le; [exact Hg|lra|exact H0].
        -- right. rewrite (rsum_ext kappa (fun k => P l k * (best_gain g (lam k) - best_gain g theta))
             (fun k => P l k * best_gain g (lam k) - best_gain g theta * P l k)) by (intros; ring).
           rewrite rsum_minus, rsum_scal. fold (rsum kappa (P l)). fold s. ring.
  - rewrite rsum_plus, rsum_swap, <- rsum_plus. apply rsum_le; intros k Hk.
    rewrite (rsum_ext kappa _ (fun l => (best_gain g (lam k) - best_gain g theta) * P l k))
      by (intros; ring).
    rewrite rsum_scal.
    assert (Hc : rsum kappa (fun l => P l k) <= 1)
      by (eapply Rle_trans; [apply (bessel d kappa f (e k) Hf)|apply He, Hk]).
    pose proof (best_gain_mono g theta (lam k) Hg (conj H0 (Hle k Hk))). nra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Offsets *)

Definition centre_of (d n : nat) (X : nat -> vec) (b : vec) : Prop :=
  forall j, (j < d)%nat -> mean n (fun i => X i j - b j) = 0.

Lemma mean_inner : forall d n x (y : nat -> vec),
  mean n (fun i => inner d x (y i)) = inner d x (fun j => mean n (fun i => y i j)).
Proof.
  intros; unfold inner. rewrite mean_rsum. apply rsum_ext; intros; apply mean_scal.
Qed.

Lemma centred_inner : forall d n X b x, centre_of d n X b ->
  mean n (fun i => inner d x (vminus (X i) b)) = 0.
Proof.
  intros d n X b x H. rewrite mean_inner. unfold inner, vminus.
  rewrite (rsum_ext d _ (fun _ => 0)), rsum_const; [ring|]. intros j Hj.
  rewrite (H j Hj). ring.
Qed.

Lemma spread_shift : forall d n X b b0 x, (0 < n)%nat -> centre_of d n X b0 ->
  spread d n X b x = spread d n X b0 x + inner d x (vminus b0 b) ^ 2.
Proof.
  intros d n X b b0 x Hn H. unfold spread.
  rewrite (mean_ext n _ (fun i => (inner d x (vminus (X i) b0) ^ 2
    + 2 * inner d x (vminus b0 b) * inner d x (vminus (X i) b0)) + inner d x (vminus b0 b) ^ 2)).
  - rewrite mean_plus, mean_const, mean_plus, mean_scal, (centred_inner d n X b0 x H) by exact Hn. ring.
  - intros i _.
    assert (E : inner d x (vminus (X i) b) = inner d x (vminus (X i) b0) + inner d x (vminus b0 b)).
    { unfold inner, vminus. rewrite <- rsum_plus. apply rsum_ext; intros; ring. }
    rewrite E. ring.
Qed.

Lemma total_shift : forall d n X b b0, (0 < n)%nat -> centre_of d n X b0 ->
  total d n X b = total d n X b0 + inner d (vminus b0 b) (vminus b0 b).
Proof.
  intros d n X b b0 Hn H. unfold total. set (m := vminus b0 b).
  rewrite (mean_ext n _ (fun i => (inner d (vminus (X i) b0) (vminus (X i) b0)
    + 2 * inner d m (vminus (X i) b0)) + inner d m m)).
  - rewrite mean_plus, mean_const, mean_plus, mean_scal, (centred_inner d n X b0 m H) by exact Hn. ring.
  - intros i _. unfold inner, vminus, m.
    rewrite <- rsum_scal, <- !rsum_plus. apply rsum_ext; intros; unfold vminus; ring.
Qed.

Lemma offset_costs : forall beta d kappa n gamma X b b0 f,
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> orthogonal d kappa f -> centre_of d n X b0 ->
  orthogonal_value beta d kappa n gamma X b0 f <= orthogonal_value beta d kappa n gamma X b f.
Proof.
  intros beta d kappa n gamma X b b0 f Hn Hb Hg Hf H. unfold orthogonal_value.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  set (g := beta * gamma) in *. set (m := vminus b0 b).
  rewrite (total_shift d n X b b0 Hn H). fold m.
  rewrite (rsum_ext kappa (fun l => spread d n X b (f l) / (g * (g + inner d (f l) (f l)))
                                    - ln (1 + inner d (f l) (f l) / g))
    (fun l => (spread d n X b0 (f l) / (g * (g + inner d (f l) (f l)))
                                    - ln (1 + inner d (f l) (f l) / g))
              + / g * (inner d (f l) m ^ 2 / (g + inner d (f l) (f l))))).
  2: { intros l _. rewrite (spread_shift d n X b b0 (f l) Hn H). fold m.
       pose proof (inner_ge0 d (f l)). field. lra. }
  rewrite rsum_plus, rsum_scal.
  assert (Hbes : rsum kappa (fun l => inner d (f l) m ^ 2 / (g + inner d (f l) (f l))) <= inner d m m).
  { eapply Rle_trans; [|apply (bessel d kappa f m Hf)]. apply rsum_le; intros l _.
    pose proof (inner_ge0 d (f l)) as Hw. destruct (Req_dec (inner d (f l) (f l)) 0) as [E|Hne].
    - rewrite (inner_zero_l d (f l) m (inner_eq0 d _ E)). unfold Rdiv. lra.
    - apply Rmult_le_compat_l; [apply pow2_ge_0|]. apply Rinv_le_contravar; lra. }
  apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|].
  apply (Rmult_le_compat_l (/ g)) in Hbes; [|left; apply Rinv_0_lt_compat, Hbg].
  unfold Rdiv in *. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * What orthogonal columns attain *)

Lemma orthogonal_attained : forall beta d kappa n gamma X W b, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  orthogonal d kappa (column W) ->
  let w := fun k => inner d (column W k) (column W k) in
  free_loss beta d kappa n gamma X W b
    (fun i k => inner d (column W k) (vminus (X i) b) / (beta * gamma + w k))
    (fun _ k => posterior_variance beta gamma (w k))
  = orthogonal_value beta d kappa n gamma X b (column W).
Proof.
  intros beta d kappa n gamma X W b Hn Hb Hg Hf w. unfold free_loss, orthogonal_value.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  assert (Hw : forall k, 0 <= w k) by (intros; apply inner_ge0).
  set (g := beta * gamma) in *.
  rewrite (mean_ext n _ (fun i => / gamma * (inner d (vminus (X i) b) (vminus (X i) b)
      - rsum kappa (fun l => inner d (column W l) (vminus (X i) b) ^ 2 / (g + w l)))
      + (INR d * ln gamma + rsum kappa (fun k => beta * (1 + ln (1 + w k / g)))))).
  - rewrite mean_plus, mean_const, mean_scal, mean_minus, mean_rsum by exact Hn.
    fold (total d n X b).
    rewrite (rsum_scal kappa beta (fun k => 1 + ln (1 + w k / g))),
      (rsum_plus kappa (fun _ => 1) (fun k => ln (1 + w k / g))), rsum_const.
    rewrite (rsum_minus kappa
      (fun l => spread d n X b (column W l) / (g * (g + inner d (column W l) (column W l))))
      (fun l => ln (1 + inner d (column W l) (column W l) / g))).
    rewrite (rsum_ext kappa (fun l => mean n (fun i => inner d (column W l) (vminus (X i) b) ^ 2
               / (g + w l)))
             (fun l => g * (spread d n X b (column W l) / (g * (g + w l))))).
    + rewrite rsum_scal. unfold w, g. field. lra.
    + intros l _. pose proof (Hw l). unfold spread.
      rewrite (mean_ext n _ (fun i => / (g + w l) * inner d (column W l) (vminus (X i) b) ^ 2))
        by (intros; unfold Rdiv; ring).
      rewrite mean_scal. field. lra.
  - intros i _. rewrite sq_dist_comb, norm_minus_comb by exact Hf.
    set (x := vminus (X i) b). set (c := fun k => inner d (column W k) x).
    assert (Epv : rsum kappa (fun k => beta * (1 + ln (1 + w k / g)))
      = / gamma * rsum kappa (fun k => col_power d W k * posterior_variance beta gamma (w k))
        + beta * rsum kappa (fun k => posterior_variance beta gamma (w k)
                                      - ln (posterior_variance beta gamma (w k)))).
    { rewrite <- !rsum_scal, <- rsum_plus. apply rsum_ext; intros k _. rewrite column_power. fold (w k).
      destruct (eq5 beta gamma (w k) Hb Hg (Hw k)) as [_ [E _]]. fold g in E. rewrite <- E.
      unfold Rdiv; ring. }
    rewrite Epv.
    rewrite (rsum_plus kappa (fun k => posterior_variance beta gamma (w k)
                                       - ln (posterior_variance beta gamma (w k)))
               (fun k => (inner d (column W k) x / (g + w k)) ^ 2)).
    assert (E : - 2 * rsum kappa (fun l => c l / (g + w l) * c l)
                + rsum kappa (fun l => (c l / (g + w l)) ^ 2 * w l)
                + g * rsum kappa (fun k => (c k / (g + w k)) ^ 2)
                = - 1 * rsum kappa (fun l => c l ^ 2 / (g + w l))).
    { rewrite <- !rsum_scal, <- !rsum_plus. apply rsum_ext; intros l _. pose proof (Hw l). field. lra. }
    apply (Rmult_eq_compat_l (/ gamma)) in E.
    assert (Eg : / gamma * g = beta) by (unfold g; field; lra).
    unfold c, w in *. fold x. rewrite <- Eg. unfold Rdiv in *.
    rewrite !Rmult_plus_distr_l in E. lra.
Qed.
