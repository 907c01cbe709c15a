(** Theorem H2: the decoder's variance learned with the rest.

    At a point that is a global minimum for its own gamma the loss is V(gamma) and nowhere below V, so
    they have the same slope in gamma; where that is 0, V is least, as A/gamma does not increase. *)

From Coq Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import LocalStatements AnalysisAffineStatements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLemma2 AnalysisAffine AnalysisCollapse SpectralReals PrincipalBound
  PrincipalMinimum PrincipalValue PrincipalError LocalDerivatives LocalMinima LocalGlobal.
Import ListNotations.
Open Scope R_scope.

Section Joint.
Variables (beta : R) (d kappa n : nat) (X : nat -> vec) (M : model) (lam : vec) (u : nat -> vec).
Hypotheses (Hn : (0 < n)%nat) (Hb : 0 < beta) (HM : affine_model d n X M)
  (Hp : principal d (data_moment n X M) lam u).

Let L := fun gamma => point_loss beta d kappa n gamma X.
Let V := affine_value beta d kappa lam.
Let A := affine_error beta d kappa lam.
Let centre := shift (collapsed n X M).

Lemma moment_centre : data_moment n X M = moment n X centre.
Proof. unfold centre, data_moment, collapsed; simpl. destruct (free_offset M); reflexivity. Qed.

Lemma principal_centre : principal d (moment n X centre) lam u.
Proof. rewrite <- moment_centre. exact Hp. Qed.

Lemma centre_offset : offset d M centre.
Proof.
  unfold offset, centre, collapsed; simpl. destruct (free_offset M); [left; reflexivity|right; reflexivity].
Qed.

Lemma eigenvalues_nonneg : forall j, 0 <= lam j.
Proof. exact (lam_nonneg d n X centre lam u principal_centre Hn). Qed.

Lemma value_lower : forall gamma q, 0 < gamma -> admissible d kappa M q -> V gamma <= L gamma q.
Proof.
  intros gamma q Hg [Hoff _]. pose proof principal_centre as HP.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  destruct (free_loss_lower beta d kappa n gamma X (weights q) (shift q) (means q)
              (fun i k => exp (logvars q i k)) Hn Hb Hg (fun _ _ _ _ => exp_pos _)) as [f [Hf Hl]].
  eapply Rle_trans; [|exact Hl].
  apply Rle_trans with (orthogonal_value beta d kappa n gamma X centre f).
  - unfold V. rewrite (value_as_gains d n X _ lam u HP Hn) by assumption. unfold orthogonal_value.
    apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|]. apply Rplus_le_compat_l, Ropp_le_contravar.
    apply (certified_gain d kappa n X _ (direction d u) lam (lam kappa)); auto.
    apply principal_certificate; assumption.
  - unfold centre, collapsed; simpl. destruct Hoff as [Hfree|H0].
    + rewrite Hfree. apply offset_costs; try assumption. apply data_mean_centre, Hn.
    + destruct (free_offset M).
      * apply offset_costs; try assumption. apply data_mean_centre, Hn.
      * right. apply orthogonal_value_ext. intros j Hj. symmetry. apply H0, Hj.
Qed.

(** The best point for a given gamma is one of the model. *)
Lemma value_attained : forall gamma, 0 < gamma -> (forall k, (k < kappa)%nat -> codes M (fun _ => 0)) ->
  exists q, admissible d kappa M q /\ L gamma q = V gamma.
Proof.
  intros gamma Hg H0. pose proof principal_centre as HP.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  set (W := best_columns d lam u (beta * gamma)).
  set (w := fun k => inner d (column W k) (column W k)).
  exists (Point W centre (fun i k => inner d (column W k) (vminus (X i) centre) / (beta * gamma + w k))
            (fun _ k => ln (posterior_variance beta gamma (w k)))).
  split.
  - split; [exact centre_offset|split; simpl].
    + intros k Hk. pose proof (affine_code d n X M centre (column W k) (/ (beta * gamma + w k)) HM
        centre_offset (H0 k Hk)) as Hc.
      destruct HM as [[He _] _]. refine (He _ _ _ Hc). intros i _. unfold Rdiv. ring.
    + intros k _. apply HM.
  - assert (Ho : orthogonal d kappa (column W))
      by (apply (best_columns_orthogonal d n X _ lam u HP); assumption).
    unfold V. rewrite <- (best_columns_value d n X _ lam u HP Hn beta kappa gamma Hb Hg). fold W.
    rewrite <- (orthogonal_attained beta d kappa n gamma X W centre Hn Hb Hg Ho).
    apply mean_ext; intros i _. simpl.
    assert (E : forall k, exp (ln (posterior_variance beta gamma (w k))) = posterior_variance beta gamma (w k))
      by (intros k; apply exp_ln, (eq5 beta gamma _ Hb Hg (inner_ge0 _ _))).
    f_equal; [do 3 f_equal|f_equal]; apply rsum_ext; intros k _; rewrite E; reflexivity.
Qed.

Lemma no_codes : forall p, admissible d kappa M p -> forall k, (k < kappa)%nat -> codes M (fun _ => 0).
Proof. intros p [_ [Hz _]] k Hk. apply (space_zero n _ _ (proj1 HM) (Hz k Hk)). Qed.

Lemma no_codes_d : (0 < d)%nat -> forall k, (k < kappa)%nat -> codes M (fun _ => 0).
Proof.
  intros Hd _ _. destruct HM as [HA [_ [HX _]]]. apply (space_zero n _ _ HA (HX 0%nat Hd)).
Qed.

(** A global minimum for its gamma has the loss V. *)
Lemma global_value : forall gamma p, 0 < gamma -> admissible d kappa M p ->
  global_minimum d kappa M (L gamma) p <-> L gamma p = V gamma.
Proof.
  intros gamma p Hg Ha. split.
  - intros H. destruct (value_attained gamma Hg (no_codes p Ha)) as [q [Hq E]].
    apply Rle_antisym; [rewrite <- E; apply H, Hq|apply value_lower; assumption].
  - intros E q Hq. rewrite E. apply value_lower; assumption.
Qed.

Lemma slope_value : forall gamma, 0 < gamma -> is_derive V gamma ((INR d - A gamma / gamma) / gamma).
Proof. intros gamma Hg. apply affine_slope; [exact Hb|exact Hg|exact eigenvalues_nonneg]. Qed.

(** V is least where A = d gamma, and nowhere else. *)
Lemma value_least : forall gamma, 0 < gamma ->
  (forall gamma', 0 < gamma' -> V gamma <= V gamma') <-> A gamma = INR d * gamma.
Proof.
  intros gamma Hg. split.
  - intros H. pose proof (slope_at_minimum V gamma _ Hg (slope_value gamma Hg) H) as E.
    unfold Rdiv in E. destruct (Rmult_integral _ _ E) as [F|F];
      [|pose proof (Rinv_0_lt_compat gamma Hg); lra].
    apply (Rmult_eq_reg_r (/ gamma)); [|apply Rinv_neq_0_compat; lra].
    replace (INR d * gamma * / gamma) with (INR d) by (field; lra). lra.
  - intros E gamma' Hg'. pose proof eigenvalues_nonneg as Hl.
    assert (Ed : A gamma / gamma = INR d) by (rewrite E; field; lra).
    destruct (Rtotal_order gamma gamma') as [Hlt|[->|Hlt]]; [|lra|].
    + destruct (affine_mean_value beta d kappa lam gamma gamma' Hb Hl (conj Hg Hlt)) as [c [Hc Ev]].
      pose proof (affine_error_ratio beta d kappa lam gamma c Hb ltac:(lra) Hl) as Hr.
      fold A V in Ev, Hr. rewrite Ed in Hr.
      assert (0 <= (INR d - A c / c) / c * (gamma' - gamma)); [|lra].
      apply Rmult_le_pos; [apply Rdiv_le_0_compat|]; lra.
    + destruct (affine_mean_value beta d kappa lam gamma' gamma Hb Hl (conj Hg' Hlt)) as [c [Hc Ev]].
      pose proof (affine_error_ratio beta d kappa lam c gamma Hb ltac:(lra) Hl) as Hr.
      fold A V in Ev, Hr. rewrite Ed in Hr.
      assert (0 <= (A c / c - INR d) / c * (gamma - gamma'))
        by (apply Rmult_le_pos; [apply Rdiv_le_0_compat|]; lra).
      replace ((A c / c - INR d) / c * (gamma - gamma'))
        with (- ((INR d - A c / c) / c * (gamma - gamma'))) in * by (field; lra). lra.
Qed.

(** Global for its gamma and of slope 0 in gamma: global. *)
Lemma joint_from_fixed : forall gamma p, 0 < gamma -> admissible d kappa M p ->
  global_minimum d kappa M (L gamma) p -> is_derive (fun t => L t p) gamma 0 ->
  joint_global_minimum d kappa M L gamma p.
Proof.
  intros gamma p Hg Ha Hglob Hd. apply (global_value gamma p Hg Ha) in Hglob.
  assert (HA : A gamma = INR d * gamma).
  { assert (E : 0 - (INR d - A gamma / gamma) / gamma = 0).
    { apply (slope_at_minimum (fun t => L t p - V t) gamma _ Hg).
      - apply @is_derive_minus; [exact Hd|apply slope_value, Hg].
      - intros t Ht. rewrite Hglob. pose proof (value_lower t p Ht Ha). lra. }
    replace (A gamma) with (A gamma / gamma * gamma) by (field; lra). f_equal.
    apply (Rmult_eq_compat_r gamma) in E. rewrite Rmult_0_l in E.
    replace ((0 - (INR d - A gamma / gamma) / gamma) * gamma) with (A gamma / gamma - INR d) in E
      by (field; lra). lra. }
  intros gamma' q Hg' Hq. rewrite Hglob. eapply Rle_trans; [|apply value_lower; assumption].
  apply value_least; assumption.
Qed.

(** The gammas of the global minima. *)
Lemma minimal_variance : forall gamma, 0 < gamma -> (0 < d)%nat ->
  (exists p, admissible d kappa M p /\ joint_global_minimum d kappa M L gamma p)
  <-> A gamma = INR d * gamma.
Proof.
  intros gamma Hg Hd. rewrite <- value_least by exact Hg. split.
  - intros [p [Ha H]] gamma' Hg'.
    destruct (value_attained gamma' Hg' (no_codes p Ha)) as [q [Hq E]].
    rewrite <- E. eapply Rle_trans; [apply (value_lower gamma p Hg Ha)|]. apply H; assumption.
  - intros H. destruct (value_attained gamma Hg (no_codes_d Hd)) as [q [Hq E]].
    exists q. split; [exact Hq|]. intros gamma' q' Hg' Hq'. rewrite E.
    eapply Rle_trans; [apply (H gamma' Hg')|]. apply value_lower; assumption.
Qed.

End Joint.

Lemma data_moment_symmetric : forall d n X M, symmetric d (data_moment n X M).
Proof. intros. rewrite moment_centre. apply moment_symmetric. Qed.

Theorem theorem_H2 :
  forall beta gamma d kappa n X M p, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  affine_model d n X M -> admissible d kappa M p ->
  let L := fun g => point_loss beta d kappa n g X in
  joint_stationary d kappa M L gamma p ->
  joint_global_minimum d kappa M L gamma p \/ negative_curvature d kappa M (L gamma) p.
Proof.
  intros beta gamma d kappa n X M p Hn Hb Hg HM Ha L [Hst Hd].
  destruct (theorem_H1 beta gamma d kappa n X M p Hn Hb Hg HM Ha Hst) as [H|H]; [left|right; exact H].
  destruct (spectral_theorem d _ (data_moment_symmetric d n X M)) as [lam [u Hp]].
  apply (joint_from_fixed beta d kappa n X M lam u); assumption.
Qed.

Lemma near_refl : forall d kappa n eps p, 0 < eps -> near d kappa n eps p p.
Proof.
  intros d kappa n eps p He. assert (E : forall x, Rabs (x - x) < eps)
    by (intros; rewrite Rminus_diag_eq, Rabs_R0 by reflexivity; exact He).
  repeat split; intros; apply E.
Qed.

Lemma is_derive_gamma : forall beta d kappa n X p gamma, (0 < n)%nat -> 0 < gamma ->
  is_derive (fun g => point_loss beta d kappa n g X p) gamma
    ((INR d - free_error d kappa n X (weights p) (shift p) (means p) (fun i k => exp (logvars p i k)) / gamma)
     / gamma).
Proof.
  intros beta d kappa n X p gamma Hn Hg.
  set (E := free_error d kappa n X (weights p) (shift p) (means p) (fun i k => exp (logvars p i k))).
  apply (is_derive_ext (fun g => E / g + INR d * ln g
    + beta * mean n (fun i => rsum kappa (fun k => exp (logvars p i k) - ln (exp (logvars p i k))
                                                   + means p i k ^ 2)))).
  - intros g. symmetry. apply free_loss_split, Hn.
  - auto_derive; [lra|]. field. lra.
Qed.

Theorem joint_local_is_global :
  forall beta gamma d kappa n X M p, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  affine_model d n X M -> admissible d kappa M p ->
  let L := fun g => point_loss beta d kappa n g X in
  joint_local_minimum d kappa n M L gamma p -> joint_global_minimum d kappa M L gamma p.
Proof.
  intros beta gamma d kappa n X M p Hn Hb Hg HM Ha L [eps [He H]].
  assert (Hfix : global_minimum d kappa M (L gamma) p).
  { apply (local_is_global beta gamma d kappa n X M p Hn Hb Hg HM Ha). exists eps. split; [exact He|].
    intros q Hq Hnear. apply H; try assumption. rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. exact He. }
  assert (Hd : is_derive (fun g => L g p) gamma 0).
  { pose proof (is_derive_gamma beta d kappa n X p gamma Hn Hg) as D.
    set (l := (INR d - _ / gamma) / gamma) in D.
    assert (El : l = 0); [|rewrite <- El; exact D]. apply is_derive_Reals in D.
    set (r := Rmin eps gamma). assert (Hr : 0 < r) by (apply Rmin_glb_lt; assumption).
    rewrite <- (derive_pt_eq_0 _ gamma l (exist _ l D) D).
    apply (deriv_minimum (fun g => L g p) (gamma - r) (gamma + r) gamma); try lra.
    intros t Ht1 Ht2. pose proof (Rmin_l eps gamma). pose proof (Rmin_r eps gamma). unfold r in *.
    apply H; [lra|exact Ha|apply Rabs_def1; lra|apply near_refl, He]. }
  destruct (spectral_theorem d _ (data_moment_symmetric d n X M)) as [lam [u Hp]].
  apply (joint_from_fixed beta d kappa n X M lam u); assumption.
Qed.

Theorem minimal_variances :
  forall beta d kappa n r X M lam u, (0 < n)%nat -> (0 < d)%nat -> 0 < beta -> affine_model d n X M ->
  principal d (data_moment n X M) lam u -> has_rank r lam ->
  let L := fun g => point_loss beta d kappa n g X in
  let minimal := fun gamma => 0 < gamma /\
    exists p, admissible d kappa M p /\ joint_global_minimum d kappa M L gamma p in
  ((r <= kappa)%nat -> beta * INR r < INR d -> (forall gamma, ~ minimal gamma) /\
     forall B, exists gamma p, 0 < gamma /\ admissible d kappa M p /\ L gamma p < B) /\
  ((r <= kappa)%nat -> beta * INR r = INR d -> forall gamma,
     minimal gamma <-> 0 < gamma /\ forall j, (j < r)%nat -> beta * gamma <= lam j) /\
  ((kappa < r)%nat \/ INR d < beta * INR r ->
     exists gamma, minimal gamma /\ forall gamma', minimal gamma' -> gamma' = gamma).
Proof.
  intros beta d kappa n r X M lam u Hn Hd Hb HM Hp Hrank L minimal.
  pose proof (eigenvalues_nonneg d n X M lam u Hn Hp) as Hl.
  assert (Hmin : forall gamma, 0 < gamma -> (minimal gamma <->
    affine_error beta d kappa lam gamma = INR d * gamma)).
  { intros gamma Hg. rewrite <- (minimal_variance beta d kappa n X M lam u Hn Hb HM Hp gamma Hg Hd).
    unfold minimal. tauto. }
  assert (Hleast : forall gamma, minimal gamma -> forall gamma', 0 < gamma' ->
    affine_value beta d kappa lam gamma <= affine_value beta d kappa lam gamma').
  { intros gamma Hm gamma' Hg'. pose proof (proj1 Hm) as Hg. apply (Hmin gamma Hg) in Hm.
    apply (value_least beta d kappa n X M lam u Hn Hb Hp gamma Hg); assumption. }
  split; [|split].
  - intros Hr Hlt. split.
    + intros gamma Hm. pose proof (proj1 Hm) as Hg.
      pose proof (Hleast gamma Hm (gamma / 2) ltac:(lra)).
      pose proof (affine_increasing beta d kappa r lam (gamma / 2) gamma Hr Hb Hrank Hlt ltac:(lra)). lra.
    + intros B. destruct (affine_threshold beta d kappa r lam Hr Hb Hrank) as [[_ H] _].
      destruct (H Hlt B) as [g0 [Hg0 HB]]. assert (Hg : 0 < g0 / 2) by lra.
      destruct (value_attained beta d kappa n X M lam u Hn Hb HM Hp (g0 / 2) Hg
        (no_codes_d d kappa n X M HM Hd)) as [q [Hq E]].
      exists (g0 / 2), q. split; [exact Hg|split; [exact Hq|]]. unfold L. rewrite E. apply HB. lra.
  - intros Hr Hbr gamma. split.
    + intros Hm. pose proof (proj1 Hm) as Hg. split; [exact Hg|].
      apply (Hmin gamma Hg) in Hm. assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
      rewrite (affine_error_rank beta d kappa r) in Hm by assumption. rewrite <- Hbr in Hm.
      intros j Hj.
      assert (Hz : beta * gamma - Rmin (lam j) (beta * gamma) = 0).
      { apply (rsum_zero r (fun j => beta * gamma - Rmin (lam j) (beta * gamma))); [| |exact Hj].
        - intros k _. pose proof (Rmin_r (lam k) (beta * gamma)). lra.
        - rewrite rsum_minus, rsum_const, Hm. ring. }
      pose proof (Rmin_l (lam j) (beta * gamma)). lra.
    + intros [Hg Hle]. apply (Hmin gamma Hg).
      assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
      rewrite (affine_error_rank beta d kappa r) by assumption. rewrite <- Hbr.
      rewrite (rsum_ext r _ (fun _ => beta * gamma)), rsum_const; [ring|].
      intros j Hj. apply Rmin_right, Hle, Hj.
  - intros Hcase.
    assert (Huniq : exists gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v /\
      affine_error beta d kappa lam gamma = INR d * gamma).
    { destruct (Nat.le_gt_cases r kappa) as [Hr|Hr].
      - destruct Hcase as [H|H]; [lia|].
        destruct (affine_collapse beta d kappa r lam Hd Hr Hb Hrank H) as [gamma [v [H1 [H2 _]]]].
        exists gamma, v. split; assumption.
      - destruct (affine_full_rank beta d kappa lam Hd Hb Hl) as [gamma [v [H1 [H2 _]]]].
        + assert (Hk : 0 < lam kappa) by (apply Hrank, Hr).
          assert (Hkd : (kappa < d)%nat).
          { destruct (Nat.lt_ge_cases kappa d) as [H|H]; [exact H|].
            destruct Hp as [_ [H0 _]]. rewrite H0 in Hk by exact H. lra. }
          eapply Rlt_le_trans; [exact Hk|].
          pose proof (rsum_ge_term (d - kappa) (fun j => lam (kappa + j)%nat) 0
            (fun _ _ => Hl _) ltac:(lia)) as H. cbv beta in H. rewrite Nat.add_0_r in H. exact H.
        + exists gamma, v. split; assumption. }
    destruct Huniq as [gamma [v [[Hg [Ev Hu]] HA]]]. unfold positives in *.
    exists gamma. split; [apply (Hmin gamma Hg), HA|].
    intros gamma' Hm. destruct (Req_dec gamma' gamma) as [E|Hne]; [exact E|exfalso].
    pose proof (Hu gamma' (proj1 Hm) Hne). pose proof (Hleast gamma' Hm gamma Hg). lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The collapsed point *)

Lemma collapsed_admissible : forall d kappa n X M, (0 < d)%nat -> affine_model d n X M ->
  admissible d kappa M (collapsed n X M).
Proof.
  intros d kappa n X M Hd HM. split; [apply centre_offset|split; simpl].
  - intros k Hk. apply (no_codes_d d kappa n X M HM Hd k Hk).
  - intros k _. apply HM.
Qed.

(** Stationary for every gamma. *)
Lemma collapsed_stationary : forall beta gamma d kappa n X M, (0 < n)%nat -> 0 < gamma ->
  stationary d kappa M (point_loss beta d kappa n gamma X) (collapsed n X M).
Proof.
  intros beta gamma d kappa n X M Hn Hg dp [Hoff _]. set (p := collapsed n X M).
  pose proof (is_derive_along beta gamma d kappa n X p dp Hg 0) as D.
  rewrite slope_at_0 in D by exact Hg.
  assert (E : slope0 beta gamma d kappa n X p dp = 0); [|rewrite E in D; exact D].
  assert (Hz : forall k y, inner d (column (weights p) k) y = 0)
    by (intros; apply inner_zero_l; reflexivity).
  unfold slope0.
  rewrite (mean_ext n _ (fun i => - (2 / gamma) * inner d (shift dp) (vminus (X i) (shift p)))).
  - rewrite mean_scal.
    assert (E0 : mean n (fun i => inner d (shift dp) (vminus (X i) (shift p))) = 0); [|rewrite E0; ring].
    destruct (free_offset M) eqn:Ef.
    + apply centred_inner. unfold p, collapsed; simpl. rewrite Ef. apply data_mean_centre, Hn.
    + rewrite (mean_ext n _ (fun _ => 0)); [apply mean_const, Hn|].
      intros i _. apply inner_zero_l. destruct Hoff as [F|H0]; [congruence|exact H0].
  - intros i _.
    rewrite (rsum_ext kappa _ (fun _ => 0)), rsum_const.
    + assert (E1 : inner d (res0 kappa X p i) (res1 kappa p dp i)
                   = - inner d (shift dp) (vminus (X i) (shift p))).
      { unfold inner. rewrite <- (Rmult_1_l (rsum d (fun j => shift dp j * _))), Ropp_mult_distr_l, <- rsum_scal.
        apply rsum_ext; intros j _.
        assert (R0 : res0 kappa X p i j = vminus (X i) (shift p) j).
        { unfold res0, vminus at 1, comb. rewrite (rsum_ext kappa _ (fun _ => 0)), rsum_const; [ring|].
          intros k _. unfold p, collapsed; simpl. ring. }
        assert (R1 : res1 kappa p dp i j = - shift dp j).
        { unfold res1. rewrite (rsum_ext kappa _ (fun _ => 0)), rsum_const; [ring|].
          intros k _. unfold p, collapsed, column; simpl. ring. }
        rewrite R0, R1. ring. }
      rewrite E1. field. lra.
    + intros k _. rewrite !Hz. unfold p, collapsed; simpl. rewrite exp_0. unfold Rdiv. ring.
Qed.

Lemma collapsed_loss : forall beta gamma d kappa n X M, (0 < n)%nat ->
  point_loss beta d kappa n gamma X (collapsed n X M)
  = trace d (data_moment n X M) / gamma + INR d * ln gamma + beta * INR kappa.
Proof.
  intros beta gamma d kappa n X M Hn. set (p := collapsed n X M).
  assert (Et : trace d (data_moment n X M) = total d n X (shift p)).
  { unfold trace. rewrite moment_centre. fold p. unfold moment, total, inner.
    symmetry. apply mean_rsum. }
  rewrite Et. unfold point_loss. rewrite free_loss_split by exact Hn.
  f_equal; [f_equal; f_equal|].
  - apply mean_ext; intros i _.
    rewrite (rsum_ext kappa _ (fun _ => 0)), rsum_const, Rmult_0_r, Rplus_0_r.
    + apply rsum_ext; intros j _. unfold affine, vminus.
      rewrite (rsum_ext kappa _ (fun _ => 0)), rsum_const
        by (intros; unfold p, collapsed; simpl; ring). ring.
    + intros k _. unfold col_power. rewrite (rsum_ext d _ (fun _ => 0)), rsum_const; [ring|].
      intros j _. unfold p, collapsed; simpl. ring.
  - f_equal. rewrite (mean_ext n _ (fun _ => INR kappa)); [apply mean_const, Hn|]. intros i _.
    rewrite (rsum_ext kappa _ (fun _ => 1)), rsum_const; [ring|].
    intros k _. unfold p, collapsed; simpl. rewrite exp_0, ln_1. ring.
Qed.

Lemma best_gain_positive : forall g lam, 0 < g -> g < lam -> 0 < best_gain g lam.
Proof.
  intros g lam Hg Hl. destruct (signal_variance g lam Hg ltac:(lra)) as [_ [_ H]].
  specialize (H 0 (Rle_refl 0)). rewrite Rmax_left in H by lra. specialize (H ltac:(lra)).
  unfold best_gain. rewrite Rplus_0_r in H.
  replace (g / g) with 1 in H by (field; lra). rewrite ln_1 in H. lra.
Qed.

Lemma trace_eigenvalues : forall d n X M lam u, (0 < n)%nat -> principal d (data_moment n X M) lam u ->
  trace d (data_moment n X M) = rsum d lam.
Proof.
  intros d n X M lam u Hn Hp. rewrite <- (total_principal d n X _ lam u (principal_centre d n X M lam u Hp)).
  unfold trace. rewrite moment_centre. unfold moment, total, inner. symmetry. apply mean_rsum.
Qed.

(** Global for its gamma iff no eigenvalue exceeds beta gamma. *)
Lemma collapsed_global : forall beta gamma d kappa n X M lam u, (0 < n)%nat -> (0 < d)%nat ->
  (0 < kappa)%nat -> 0 < beta -> 0 < gamma -> affine_model d n X M ->
  principal d (data_moment n X M) lam u ->
  global_minimum d kappa M (point_loss beta d kappa n gamma X) (collapsed n X M)
  <-> lam 0%nat <= beta * gamma.
Proof.
  intros beta gamma d kappa n X M lam u Hn Hd Hk Hb Hg HM Hp.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  pose proof (principal_centre d n X M lam u Hp) as HP.
  pose proof (eigenvalues_nonneg d n X M lam u Hn Hp) as Hl.
  rewrite (global_value beta d kappa n X M lam u Hn Hb HM Hp gamma _ Hg (collapsed_admissible d kappa n X M Hd HM)).
  rewrite collapsed_loss, (trace_eigenvalues d n X M lam u Hn Hp) by exact Hn.
  rewrite (value_as_gains d n X _ lam u HP Hn) by assumption. rewrite (total_principal d n X _ lam u HP).
  set (G := rsum kappa (fun k => best_gain (beta * gamma) (lam k))).
  assert (EG : rsum d lam / gamma + INR d * ln gamma + beta * INR kappa
    = INR d * ln gamma + beta * INR kappa + beta * (rsum d lam / (beta * gamma) - G) <-> G = 0).
  { replace (beta * (rsum d lam / (beta * gamma) - G)) with (rsum d lam / gamma - beta * G) by (field; lra).
    split; [|intros ->; ring]. intros E. assert (E' : beta * G = 0) by lra.
    destruct (Rmult_integral _ _ E') as [F|F]; lra. }
  rewrite EG. split.
  - intros H0. apply Rnot_lt_le. intros Hlt. pose proof (best_gain_positive _ _ Hbg Hlt) as Hpos.
    pose proof (rsum_ge_term kappa (fun k => best_gain (beta * gamma) (lam k)) 0) as H. cbv beta in H.
    assert (Hge : forall j, (j < kappa)%nat -> 0 <= best_gain (beta * gamma) (lam j)).
    { intros j _. rewrite <- (best_gain_0 (beta * gamma) Hbg). apply best_gain_mono; [exact Hbg|].
      split; [lra|apply Hl]. }
    specialize (H Hge Hk). fold G in H. lra.
  - intros Hle. unfold G. rewrite (rsum_ext kappa _ (fun _ => 0)), rsum_const; [ring|].
    intros k _. apply best_gain_below; [exact Hbg|]. eapply Rle_trans; [|exact Hle].
    apply (lam_order d n X _ lam u HP Hn). lia.
Qed.

Theorem collapsed_point :
  forall beta d kappa n X M, (0 < n)%nat -> (0 < d)%nat -> (0 < kappa)%nat -> 0 < beta ->
  affine_model d n X M ->
  let L := fun g => point_loss beta d kappa n g X in
  let T := trace d (data_moment n X M) in
  let gamma := T / INR d in
  let p := collapsed n X M in
  0 < T ->
  admissible d kappa M p /\ 0 < gamma /\ joint_stationary d kappa M L gamma p /\
  forall lam u, principal d (data_moment n X M) lam u ->
  (joint_global_minimum d kappa M L gamma p <-> INR d * lam 0%nat <= beta * T).
Proof.
  intros beta d kappa n X M Hn Hd Hk Hb HM L T gamma p HT. pose proof (INR_pos d Hd) as Hd'.
  assert (Hg : 0 < gamma) by (apply Rdiv_lt_0_compat; assumption).
  assert (Ha : admissible d kappa M p) by (apply collapsed_admissible; assumption).
  assert (Hder : is_derive (fun g => L g p) gamma 0).
  { apply (is_derive_ext (fun g => T / g + INR d * ln g + beta * INR kappa)).
    - intros g. symmetry. apply collapsed_loss, Hn.
    - auto_derive; [lra|]. unfold gamma. field. lra. }
  split; [exact Ha|split; [exact Hg|split]].
  - split; [apply collapsed_stationary; assumption|exact Hder].
  - intros lam u Hp.
    assert (E : lam 0%nat <= beta * gamma <-> INR d * lam 0%nat <= beta * T).
    { unfold gamma. split; intros H.
      - apply (Rmult_le_compat_l (INR d)) in H; [|lra].
        replace (INR d * (beta * (T / INR d))) with (beta * T) in H by (field; lra). exact H.
      - apply (Rmult_le_reg_l (INR d)); [lra|].
        replace (INR d * (beta * (T / INR d))) with (beta * T) by (field; lra). exact H. }
    rewrite <- E, <- (collapsed_global beta gamma d kappa n X M lam u) by assumption.
    split.
    + intros H q Hq. apply H; assumption.
    + intros H. apply (joint_from_fixed beta d kappa n X M lam u); assumption.
Qed.
