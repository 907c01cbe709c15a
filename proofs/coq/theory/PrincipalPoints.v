(** Data of exact low rank: every point of the affine VAE is beaten; fixed orthogonal columns. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import SpectralStatements AnalysisAffineStatements AnalysisStatements
  AnalysisSums AnalysisLog AnalysisGamma AnalysisLemma2 AnalysisAffine AnalysisCollapse
  AnalysisTotalCollapse SpectralReals PrincipalBound PrincipalMinimum PrincipalValue.
Open Scope R_scope.

Theorem every_point_beaten :
  forall beta d kappa n r X lam u, (0 < n)%nat -> (r <= kappa)%nat -> 0 < beta ->
  principal d (covariance n X) lam u -> has_rank r lam -> beta * INR r < INR d ->
  let gap := (INR d - beta * INR r) * ln 2 in
  0 < gap /\
  (forall gamma W b Z v, 0 < gamma -> (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) ->
   exists W' b' Z' v', (forall k, 0 < v' k) /\
     free_loss beta d kappa n (gamma / 2) X W' b' Z' (fun _ => v') + gap
     <= free_loss beta d kappa n gamma X W b Z v) /\
  (forall B, exists gamma W b Z v, 0 < gamma /\ (forall k, 0 < v k) /\
     free_loss beta d kappa n gamma X W b Z (fun _ => v) < B).
Proof.
  intros beta d kappa n r X lam u Hn Hr Hb Hp Hrank Hlt gap.
  destruct (affine_no_minimiser beta d kappa r lam Hr Hb Hrank Hlt) as [_ [Hgap _]].
  split; [|split].
  - apply (Hgap 1). lra.
  - intros gamma W b Z v Hg Hv.
    destruct (affine_minimum beta d kappa n gamma X lam u Hn Hb Hg Hp) as [Hlow _].
    assert (Hh : 0 < gamma / 2) by lra.
    destruct (affine_minimum beta d kappa n (gamma / 2) X lam u Hn Hb Hh Hp)
      as [_ [W' [b' [Z' [v' [Hv' [E _]]]]]]].
    exists W', b', Z', v'. split; [exact Hv'|]. rewrite E.
    pose proof (Hlow W b Z v Hv) as L. pose proof (Hgap gamma Hg) as G. fold gap in G. lra.
  - intros B. destruct (affine_threshold beta d kappa r lam Hr Hb Hrank) as [[_ H] _].
    destruct (H Hlt B) as [g0 [Hg0 HB]]. assert (Hg : 0 < g0 / 2) by lra.
    destruct (affine_minimum beta d kappa n (g0 / 2) X lam u Hn Hb Hg Hp)
      as [_ [W [b [Z [v [Hv [E _]]]]]]].
    exists (g0 / 2), W, b, Z, v. split; [exact Hg|split; [exact Hv|]]. rewrite E. apply HB. lra.
Qed.

Lemma rsum_first_below : forall r n f, (r <= n)%nat -> (forall k, (r <= k < n)%nat -> f k = 0) ->
  rsum n f = rsum r f.
Proof.
  intros r n f Hle H. replace n with (r + (n - r))%nat by lia.
  rewrite rsum_split, (rsum_ext (n - r) _ (fun _ => 0)), rsum_const; [ring|].
  intros k Hk. apply H. lia.
Qed.

Lemma delta_orthonormal : forall N, orthonormal N N delta.
Proof.
  intros N i j Hi Hj. unfold inner. rewrite (sum_delta N (delta j) i Hi).
  unfold delta. rewrite Nat.eqb_sym. reflexivity.
Qed.

Lemma rotated_delta : forall kappa W l j, (l < kappa)%nat -> rotated kappa W delta l j = column W l j.
Proof. intros kappa W l j Hl. apply (sum_delta kappa (fun k => column W k j)), Hl. Qed.

(** No codes and variances do better than those of [orthogonal_attained]. *)
Lemma orthogonal_least : forall beta d kappa n gamma X W b Z v, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) -> orthogonal d kappa (column W) ->
  orthogonal_value beta d kappa n gamma X b (column W) <= free_loss beta d kappa n gamma X W b Z v.
Proof.
  intros beta d kappa n gamma X W b Z v Hn Hb Hg Hv Ho.
  assert (Hi : forall l y, (l < kappa)%nat -> inner d (rotated kappa W delta l) y = inner d (column W l) y).
  { intros l y Hl. apply inner_ext. intros j _. apply rotated_delta, Hl. }
  assert (Hii : forall l m, (l < kappa)%nat -> (m < kappa)%nat ->
    inner d (rotated kappa W delta l) (rotated kappa W delta m) = inner d (column W l) (column W m)).
  { intros l m Hl Hm. rewrite Hi, inner_sym, Hi, inner_sym by assumption. reflexivity. }
  eapply Rle_trans; [|apply (free_loss_lower_rotated beta d kappa n gamma X W b Z v delta)]; try assumption.
  - right. unfold orthogonal_value. do 3 f_equal. apply rsum_ext. intros l Hl. rewrite Hii by assumption.
    unfold spread. do 2 f_equal. apply mean_ext. intros i _. rewrite Hi by exact Hl. reflexivity.
  - apply delta_orthonormal.
  - intros l m Hl Hm Hne. rewrite Hii by assumption. apply Ho; assumption.
  - intros k Hk. rewrite (rsum_single kappa _ k Hk).
    + rewrite Hii by assumption. unfold delta. rewrite Nat.eqb_refl. ring.
    + intros m _ Hne. unfold delta. destruct (Nat.eqb_spec m k); [contradiction|ring].
Qed.

(** Orthogonal columns, cols of them not 0, whose span contains the data about their mean. *)
Theorem fixed_columns :
  forall beta d kappa cols n X W gamma, (0 < n)%nat -> (cols <= kappa)%nat -> 0 < beta -> 0 < gamma ->
  let w := fun k j => W j k in
  let omega := col_power d W in
  (forall k m, (k < kappa)%nat -> (m < kappa)%nat -> k <> m -> inner d (w k) (w m) = 0) ->
  (forall k, (k < cols)%nat -> 0 < omega k) ->
  (forall k, (cols <= k < kappa)%nat -> omega k = 0) ->
  (forall i, (i < n)%nat -> exists a, forall j, (j < d)%nat ->
     X i j = affine kappa W (data_mean n X) a j) ->
  let mu := fun k => mean n (fun i => inner d (w k) (fun j => X i j - data_mean n X j) ^ 2) / omega k in
  let rest := fun g k => beta * (mu k / (beta * g + omega k) + ln ((beta * g + omega k) / beta)) in
  let least := fun g => (INR d - beta * INR cols) * ln g + rsum cols (rest g) + beta * INR kappa in
  (forall b Z v, (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) ->
     least gamma <= free_loss beta d kappa n gamma X W b Z v) /\
  (exists b Z v, (forall k, 0 < v k) /\
     free_loss beta d kappa n gamma X W b Z (fun _ => v) = least gamma) /\
  (forall k, (k < cols)%nat -> gamma <= 1 ->
     beta * ln (omega k / beta) <= rest gamma k
     <= beta * (mu k / omega k + ln ((beta + omega k) / beta))) /\
  (beta * INR cols < INR d -> to_minus_infinity_at_0 least).
Proof.
  intros beta d kappa cols n X W gamma Hn Hc Hb Hg w omega Ho Hpos Hzero Hspan mu rest least.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  set (m := data_mean n X) in *.
  change (orthogonal d kappa (column W)) in Ho.
  assert (Hom : forall k, omega k = inner d (column W k) (column W k)) by (intros; apply column_power).
  assert (Hom0 : forall k, 0 <= omega k) by (intros k; rewrite Hom; apply inner_ge0).
  assert (Hsp : forall k, (k < cols)%nat -> spread d n X m (column W k) = mu k * omega k).
  { intros k Hk. specialize (Hpos k Hk). unfold mu, Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    reflexivity. }
  assert (Htotal : total d n X m = rsum cols mu).
  { transitivity (mean n (fun i => rsum cols (fun k => / omega k * inner d (column W k) (vminus (X i) m) ^ 2))).
    - apply mean_ext. intros i Hi. destruct (Hspan i Hi) as [a Ea].
      set (y := vminus (X i) m).
      assert (Ey : forall j, (j < d)%nat -> y j = comb kappa a (column W) j).
      { intros j Hj. unfold y, vminus. rewrite (Ea j Hj). unfold affine, comb, column.
        rewrite (rsum_ext kappa (fun k => W j k * a k) (fun l => a l * W j l)) by (intros; ring). ring. }
      assert (Ek : forall k, (k < kappa)%nat -> inner d (column W k) y = a k * omega k).
      { intros k Hk. rewrite inner_sym, (inner_ext d y _ _ Ey), inner_comb.
        rewrite (rsum_single kappa _ k Hk); [rewrite Hom; reflexivity|].
        intros l Hl Hne. rewrite (Ho l k) by assumption. ring. }
      rewrite (inner_ext d y _ y Ey), inner_comb.
      rewrite (rsum_first_below cols kappa).
      + apply rsum_ext. intros k Hk. rewrite (Ek k) by lia. specialize (Hpos k Hk). field. lra.
      + exact Hc.
      + intros k Hk. rewrite (Ek k) by lia. rewrite Hzero by lia. ring.
    - rewrite mean_rsum. apply rsum_ext. intros k _. rewrite mean_scal. unfold mu, Rdiv.
      rewrite Rmult_comm. reflexivity. }
  assert (Hvalue : orthogonal_value beta d kappa n gamma X m (column W) = least gamma).
  { unfold orthogonal_value, least. rewrite Htotal.
    rewrite (rsum_first_below cols kappa).
    - unfold Rdiv at 1. rewrite (Rmult_comm (rsum cols mu)), <- rsum_scal, <- rsum_minus.
      rewrite (rsum_ext cols (rest gamma) (fun k => beta * (/ (beta * gamma) * mu k
        - (spread d n X m (column W k) / (beta * gamma * (beta * gamma + inner d (column W k) (column W k)))
           - ln (1 + inner d (column W k) (column W k) / (beta * gamma)))) + beta * ln gamma)).
      + rewrite (rsum_plus cols (fun k => beta * _) (fun _ => beta * ln gamma)), rsum_const, rsum_scal. ring.
      + intros k Hk. rewrite <- Hom, Hsp by exact Hk. unfold rest. pose proof (Hom0 k).
        replace (1 + omega k / (beta * gamma)) with ((beta * gamma + omega k) / beta / gamma) by (field; lra).
        rewrite (ln_div _ gamma) by (try exact Hg; apply Rdiv_lt_0_compat; lra). field. lra.
    - exact Hc.
    - intros k Hk. assert (E : inner d (column W k) (column W k) = 0) by (rewrite <- Hom; apply Hzero; lia).
      rewrite (spread_zero d n X m _ E), E. unfold Rdiv. rewrite !Rmult_0_l, Rplus_0_r, ln_1. ring. }
  split; [|split].
  - intros b Z v Hv. rewrite <- Hvalue. eapply Rle_trans.
    + apply (offset_costs beta d kappa n gamma X b m (column W) Hn Hb Hg Ho). apply data_mean_centre, Hn.
    + apply orthogonal_least; assumption.
  - pose proof (orthogonal_attained beta d kappa n gamma X W m Hn Hb Hg Ho) as E. cbv zeta in E.
    rewrite Hvalue in E. exists m. eexists. eexists (fun k => _). split; [|exact E].
    intros k. apply (eq5 beta gamma _ Hb Hg (inner_ge0 _ _)).
  - set (root := fun k => sqrt (omega k)). set (mu' := fun k => if Nat.ltb k cols then mu k else 0).
    assert (Hroot : forall k, root k ^ 2 = omega k)
      by (intros k; unfold root; simpl; rewrite Rmult_1_r; apply sqrt_sqrt, Hom0).
    assert (Hmu : forall k, (k < cols)%nat -> mu' k = mu k).
    { intros k Hk. unfold mu'. destruct (Nat.ltb_spec k cols); [reflexivity|lia]. }
    destruct (affine_fixed_columns beta d kappa cols mu' root gamma Hc Hb Hg) as [_ [_ [H1 H2]]].
    + intros k. unfold mu'. destruct (Nat.ltb_spec k cols) as [Hk|_]; [|lra].
      unfold mu. apply Rdiv_le_0_compat; [|apply Hpos, Hk]. apply mean_nonneg; [exact Hn|].
      intros; apply pow2_ge_0.
    + intros k Hk E. specialize (Hpos k Hk). rewrite <- (Hroot k), E in Hpos. simpl in Hpos. lra.
    + split.
      * intros k Hk Hg1. pose proof (H1 k Hk Hg1) as H. rewrite Hroot, Hmu in H by exact Hk. exact H.
      * intros Hlt B. destruct (H2 Hlt B) as [g0 [Hg0 H]]. exists g0. split; [exact Hg0|].
        intros g Hgg. eapply Rle_lt_trans; [|apply (H g Hgg)]. right. unfold least.
        f_equal. f_equal. apply rsum_ext. intros k Hk. unfold rest. rewrite Hroot, Hmu by exact Hk.
        reflexivity.
Qed.
