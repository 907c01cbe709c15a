(** Theorem H1: without a line of negative curvature a stationary point is a global minimum. *)

From Coq Require Import Reals Lra Lia Classical.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import LocalStatements AnalysisAffineStatements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLemma2 AnalysisAffine SpectralReals PrincipalBound PrincipalMinimum PrincipalValue
  PrincipalError LocalDerivatives LocalMinima.
Open Scope R_scope.

Lemma orthogonal_value_ext : forall beta d kappa n gamma X b b' f,
  (forall j, (j < d)%nat -> b j = b' j) ->
  orthogonal_value beta d kappa n gamma X b f = orthogonal_value beta d kappa n gamma X b' f.
Proof.
  intros beta d kappa n gamma X b b' f H. unfold orthogonal_value.
  assert (Ei : forall i y, inner d y (vminus (X i) b) = inner d y (vminus (X i) b')).
  { intros i y. apply rsum_ext; intros j Hj. unfold vminus. rewrite (H j Hj). reflexivity. }
  assert (Et : total d n X b = total d n X b').
  { apply mean_ext; intros i _. apply rsum_ext; intros j Hj. unfold vminus. rewrite (H j Hj). reflexivity. }
  rewrite Et. do 3 f_equal. apply rsum_ext; intros l _. unfold spread.
  rewrite (mean_ext n _ (fun i => inner d (f l) (vminus (X i) b') ^ 2))
    by (intros; rewrite Ei; reflexivity). reflexivity.
Qed.

Section Global.
Variables (beta gamma : R) (d kappa n : nat) (X : nat -> vec) (M : model) (p : point).
Hypotheses (Hn : (0 < n)%nat) (Hb : 0 < beta) (Hg : 0 < gamma)
  (HM : affine_model d n X M) (Hadm : admissible d kappa M p)
  (Hst : stationary d kappa M (point_loss beta d kappa n gamma X) p)
  (Hno : ~ negative_curvature d kappa M (point_loss beta d kappa n gamma X) p).

Let g := beta * gamma.
Let b := shift p.
Let z := means p.
Let w (k : nat) := column (weights p) k.
Let om (k : nat) := inner d (w k) (w k).
Let v (k : nat) := posterior_variance beta gamma (om k).

Lemma columns_orthogonal : orthogonal d kappa w.
Proof.
  intros k m Hk Hm Hne. apply NNPP. intros Hc. apply Hno.
  exact (oblique_saddle beta gamma d kappa n X M p Hn Hb Hg HM Hadm Hst k m Hk Hm Hne Hc).
Qed.

Lemma projection : forall i k, (i < n)%nat -> (k < kappa)%nat ->
  inner d (w k) (vminus (X i) b) = (g + om k) * z i k.
Proof.
  intros i k Hi Hk.
  pose proof (codes_best beta gamma d kappa n X M p Hn Hg HM Hadm Hst i k Hi Hk) as E.
  unfold res0 in E. rewrite inner_minus, inner_comb in E.
  rewrite (rsum_single kappa _ k Hk) in E.
  - fold b z in E. fold (w k) in E. fold (om k) in E. fold g in E. rewrite inner_sym. lra.
  - intros m Hm Hne. fold (w m) (w k). rewrite (columns_orthogonal m k) by assumption. ring.
Qed.

Lemma column_eigen : forall k, (k < kappa)%nat -> eigenvector d (moment n X b) (g + om k) (w k).
Proof.
  intros k Hk. pose proof (g_pos beta gamma Hb Hg) as Hgp. fold g in Hgp.
  pose proof (inner_ge0 d (w k)) as Ho. fold (om k) in Ho.
  assert (H : forall h, inner d (apply d (moment n X b) (w k)) h = (g + om k) * inner d (w k) h).
  { intros h. rewrite apply_moment.
    rewrite (mean_ext n _ (fun i => (g + om k) * (z i k * inner d (vminus (X i) b) h))).
    2: { intros i Hi. rewrite projection, (inner_sym d h) by assumption. ring. }
    rewrite mean_scal. f_equal.
    pose proof (column_best beta gamma d kappa n X M p Hn Hb Hg HM Hadm Hst k h Hk) as E.
    rewrite (mean_ext n _ (fun i => z i k * inner d (vminus (X i) b) h
      - rsum kappa (fun m => inner d (w m) h * (z i k * z i m)))) in E.
    - rewrite mean_minus, mean_rsum in E.
      rewrite (rsum_single kappa _ k Hk) in E.
      + rewrite mean_scal in E.
        pose proof (codes_moment beta gamma d kappa n X M p Hn Hb Hg HM Hadm Hst k k Hk Hk) as Ek.
        pose proof (v_eq beta gamma d p Hb Hg k) as Ev.
        assert (Alg : forall m ih C V O, m - ih * C = V * ih -> g * C = V * O -> V * (g + O) = g -> m = ih).
        { intros m ih C V O E1 E2 E3. apply (Rmult_eq_reg_l g); [|lra].
          replace m with (V * ih + ih * C) by lra.
          replace (g * (V * ih + ih * C)) with (ih * (g * V + g * C)) by ring.
          rewrite E2. replace (g * V + V * O) with (V * (g + O)) by ring. rewrite E3. ring. }
        exact (Alg _ _ _ _ _ E Ek Ev).
      + intros m Hm Hne. rewrite mean_scal.
        assert (E0 : mean n (fun i => z i k * z i m) = 0).
        { apply (Rmult_eq_reg_l g); [|lra].
          assert (Ek : g * mean n (fun i => z i k * z i m) = v k * inner d (w k) (w m))
            by exact (codes_moment beta gamma d kappa n X M p Hn Hb Hg HM Hadm Hst k m Hk Hm).
          rewrite (columns_orthogonal k m) in Ek by auto. lra. }
        rewrite E0. ring.
    - intros i _. unfold res0. rewrite inner_minus, inner_comb. fold b z.
      rewrite Rmult_minus_distr_l, <- rsum_scal. f_equal. apply rsum_ext; intros m _. fold (w m). ring. }
  intros i Hi. pose proof (H (fun j => if Nat.eqb j i then 1 else 0)) as E. unfold inner in E.
  rewrite !(rsum_single d _ i Hi) in E.
  - rewrite Nat.eqb_refl in E. lra.
  - intros j _ Hj. destruct (Nat.eqb_spec j i); [contradiction|ring].
  - intros j _ Hj. destruct (Nat.eqb_spec j i); [contradiction|ring].
Qed.

Lemma centred_if_free : free_offset M = true -> (0 < d)%nat -> centre_of d n X b.
Proof.
  intros Hfree _ j Hj. set (e := fun a => if Nat.eqb a j then 1 else 0).
  pose proof (g_pos beta gamma Hb Hg) as Hgp.
  assert (He : forall y, inner d y e = y j).
  { intros y. unfold inner, e. rewrite (rsum_single d _ j Hj).
    - rewrite Nat.eqb_refl. ring.
    - intros a _ Ha. destruct (Nat.eqb_spec a j); [contradiction|ring]. }
  (* the codes have mean 0, as the residuals have *)
  assert (Hz : forall k, (k < kappa)%nat -> mean n (fun i => z i k) = 0).
  { intros k Hk. apply (Rmult_eq_reg_l (beta * gamma)); [|lra]. rewrite <- mean_scal, Rmult_0_r.
    rewrite <- (offset_best beta gamma d kappa n X M p Hg HM Hadm Hst Hfree (w k)).
    apply mean_ext; intros i Hi. symmetry.
    exact (codes_best beta gamma d kappa n X M p Hn Hg HM Hadm Hst i k Hi Hk). }
  pose proof (offset_best beta gamma d kappa n X M p Hg HM Hadm Hst Hfree e) as E.
  rewrite (mean_ext n _ (fun i => (X i j - b j) - rsum kappa (fun k => w k j * z i k))) in E.
  - rewrite mean_minus, mean_rsum in E.
    rewrite (rsum_ext kappa _ (fun _ => 0)), rsum_const in E; [lra|].
    intros k Hk. rewrite mean_scal. change (fun i => z i k) with (fun i => z i k).
    rewrite (Hz k Hk). ring.
  - intros i _. rewrite He. unfold res0, vminus, comb. fold b z. f_equal.
    apply rsum_ext; intros k _. fold (w k). ring.
Qed.

Definition unit_column (k : nat) : vec := fun j => / sqrt (om k) * w k j.

Lemma unit_column_inner : forall k y, inner d (unit_column k) y = / sqrt (om k) * inner d (w k) y.
Proof.
  intros. unfold inner, unit_column. rewrite <- rsum_scal. apply rsum_ext; intros; ring.
Qed.

Lemma unit_column_zero : forall k y, om k = 0 -> inner d (w k) y = 0.
Proof. intros k y E. apply inner_zero_l, inner_eq0, E. Qed.

Lemma unit_column_length : forall k,
  inner d (unit_column k) (unit_column k) = 0 \/ inner d (unit_column k) (unit_column k) = 1.
Proof.
  intros k. rewrite unit_column_inner, inner_sym, unit_column_inner. fold (om k).
  pose proof (inner_ge0 d (w k)) as Ho. fold (om k) in Ho.
  destruct (Req_dec (om k) 0) as [E|Hne]; [left; rewrite E; ring|right].
  assert (0 < sqrt (om k)) by (apply sqrt_lt_R0; lra).
  rewrite <- (sqrt_sqrt (om k)) at 3 by exact Ho. field. lra.
Qed.

Lemma columns_certificate : exists theta,
  certificate d kappa n X b unit_column (fun k => g + om k) theta.
Proof.
  pose proof (g_pos beta gamma Hb Hg) as Hgp. fold g in Hgp.
  assert (Heig : forall k, (k < kappa)%nat -> eigenvector d (moment n X b) (g + om k) (unit_column k)).
  { intros k Hk i Hi. unfold apply, unit_column.
    rewrite (rsum_ext d _ (fun j => / sqrt (om k) * (moment n X b i j * w k j))) by (intros; ring).
    rewrite rsum_scal. pose proof (column_eigen k Hk i Hi) as E. unfold apply in E. rewrite E. ring. }
  assert (Horth : orthogonal d kappa unit_column).
  { intros k m Hk Hm Hne. rewrite unit_column_inner, inner_sym, unit_column_inner, inner_sym.
    rewrite (columns_orthogonal k m) by assumption. ring. }
  assert (Hom : forall k, 0 <= om k) by (intros; apply inner_ge0).
  assert (Hw : forall u, (forall k, (k < kappa)%nat -> inner d (unit_column k) u = 0) ->
               forall k, (k < kappa)%nat -> inner d (w k) u = 0).
  { intros u Hu k Hk. destruct (Req_dec (om k) 0) as [E|Hne]; [apply unit_column_zero, E|].
    pose proof (Hu k Hk) as E. rewrite unit_column_inner in E.
    destruct (Rmult_integral _ _ E) as [F|F]; [|exact F].
    assert (0 < sqrt (om k)) by (apply sqrt_lt_R0; pose proof (Hom k); lra).
    pose proof (Rinv_0_lt_compat _ H). lra. }
  destruct (next_direction d kappa (moment n X b) unit_column (fun k => g + om k)
              (moment_symmetric d n X b) Heig) as [Hall|[t [u [Hu [Huo [Hue Hub]]]]]].
  - intros k Hk. destruct (unit_column_length k) as [E|E]; [left; apply inner_eq0, E|right; exact E].
  - exact Horth.
  - exists 0. apply eigen_certificate; auto.
    + intros; apply unit_column_length.
    + intros k _. pose proof (Hom k). lra.
    + lra.
    + intros y Hy. rewrite Rmult_0_l, spread_zero by (apply Hall, Hy). lra.
  - assert (Ht : spread d n X b u = t).
    { rewrite spread_apply, (eigen_inner d _ t) by exact Hue. rewrite Hu. ring. }
    exists t. apply eigen_certificate; auto.
    + intros; apply unit_column_length.
    + intros k Hk. apply Rnot_lt_le. intros Hlt. apply Hno.
      apply (unused_saddle beta gamma d kappa n X M p Hn Hb Hg HM Hadm Hst k u t Hk Hu (Hw u Huo) Ht).
      exact Hlt.
    + rewrite <- Ht. apply mean_nonneg; [exact Hn|]. intros; apply pow2_ge_0.
    + intros y Hy. rewrite spread_apply. apply Hub, Hy.
Qed.

Lemma point_value : point_loss beta d kappa n gamma X p
  = orthogonal_value beta d kappa n gamma X b w.
Proof.
  pose proof (g_pos beta gamma Hb Hg) as Hgp. fold g in Hgp.
  unfold w, b. rewrite <- orthogonal_attained by (assumption || exact columns_orthogonal).
  apply mean_ext; intros i Hi. f_equal.
  - f_equal. f_equal. f_equal.
    + apply rsum_ext; intros j _. unfold affine. f_equal. f_equal. f_equal.
      apply rsum_ext; intros k Hk. f_equal. fold (w k). fold b. rewrite projection by assumption.
      fold (om k). fold g. fold z. pose proof (inner_ge0 d (w k)). fold (om k) in H. field. lra.
    + apply rsum_ext; intros k Hk. f_equal.
      apply (variance_best beta gamma d kappa n X M p Hn Hb Hg HM Hadm Hst i k Hi Hk).
  - f_equal. apply rsum_ext; intros k Hk.
    rewrite (variance_best beta gamma d kappa n X M p Hn Hb Hg HM Hadm Hst i k Hi Hk).
    fold (w k). fold (om k). fold (v k). f_equal.
    fold b. rewrite projection by assumption. fold g z.
    pose proof (inner_ge0 d (w k)). fold (om k) in H. f_equal. field. lra.
Qed.

(** Not only among the encoders of the model, but among all codes and variances. *)
Lemma global : forall W b' Z V, (free_offset M = false -> forall j, (j < d)%nat -> b' j = 0) ->
  (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < V i k) ->
  point_loss beta d kappa n gamma X p <= free_loss beta d kappa n gamma X W b' Z V.
Proof.
  intros W b' Z V Hoff HV. pose proof (g_pos beta gamma Hb Hg) as Hgp. fold g in Hgp.
  destruct (free_loss_lower beta d kappa n gamma X W b' Z V Hn Hb Hg HV) as [f [Hf Hl]].
  eapply Rle_trans; [|exact Hl].
  apply Rle_trans with (orthogonal_value beta d kappa n gamma X b f).
  - rewrite point_value. unfold orthogonal_value. fold g.
    apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|]. apply Rplus_le_compat_l, Ropp_le_contravar.
    destruct columns_certificate as [theta Hc].
    eapply Rle_trans; [apply (certified_gain d kappa n X b _ _ theta g f Hgp Hc Hf)|].
    right. apply rsum_ext; intros k Hk. fold (om k).
    pose proof (inner_ge0 d (w k)) as Ho. fold (om k) in Ho.
    rewrite best_gain_eq by lra. rewrite Rmax_left by lra.
    replace (g + om k - g) with (om k) by ring. unfold gain. f_equal. f_equal.
    rewrite spread_apply, (eigen_inner d _ (g + om k)) by (apply column_eigen, Hk). fold (om k). ring.
  - destruct (free_offset M) eqn:Ef.
    + destruct (Nat.eq_dec d 0) as [Hd|Hd].
      * right. apply orthogonal_value_ext. intros j Hj. lia.
      * apply offset_costs; try assumption. apply centred_if_free; [exact Ef|lia].
    + right. apply orthogonal_value_ext. intros j Hj. rewrite (Hoff eq_refl j Hj).
      destruct Hadm as [[F|H0] _]; [congruence|]. apply H0, Hj.
Qed.

End Global.

Theorem theorem_H1 :
  forall beta gamma d kappa n X M p, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  affine_model d n X M -> admissible d kappa M p ->
  let L := point_loss beta d kappa n gamma X in
  stationary d kappa M L p ->
  global_minimum d kappa M L p \/ negative_curvature d kappa M L p.
Proof.
  intros beta gamma d kappa n X M p Hn Hb Hg HM Hadm L Hst.
  destruct (classic (negative_curvature d kappa M L p)) as [H|Hno]; [right; exact H|left].
  intros q [Hoff _]. unfold L. unfold point_loss at 2.
  apply (global beta gamma d kappa n X M p Hn Hb Hg HM Hadm Hst Hno).
  - intros Ef. destruct Hoff as [F|H0]; [congruence|exact H0].
  - intros; apply exp_pos.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Local minima *)

Lemma rabs_sum_bound : forall N (f : nat -> R) k, (k < N)%nat -> Rabs (f k) <= rsum N (fun q => Rabs (f q)).
Proof.
  intros N f k Hk. apply (rsum_ge_term N (fun q => Rabs (f q)) k); [|exact Hk]. intros; apply Rabs_pos.
Qed.

(** A bound on all numbers of a direction. *)
Definition bound2 (N N' : nat) (f : nat -> vec) : R := rsum N (fun i => rsum N' (fun k => Rabs (f i k))).

Lemma bound2_nonneg : forall N N' f, 0 <= bound2 N N' f.
Proof. intros; apply rsum_nonneg; intros; apply rsum_nonneg; intros; apply Rabs_pos. Qed.

Lemma bound2_le : forall N N' f i k, (i < N)%nat -> (k < N')%nat -> Rabs (f i k) <= bound2 N N' f.
Proof.
  intros N N' f i k Hi Hk. eapply Rle_trans; [apply (rabs_sum_bound N' (f i) k Hk)|].
  apply (rsum_ge_term N (fun i => rsum N' (fun k => Rabs (f i k))) i); [|exact Hi].
  intros; apply rsum_nonneg; intros; apply Rabs_pos.
Qed.

Lemma along_admissible : forall d kappa n X M p dp t, affine_model d n X M ->
  admissible d kappa M p -> admissible d kappa M dp -> admissible d kappa M (along p dp t).
Proof.
  intros d kappa n X M p dp t [[_ HA] [[_ HB] _]] [Ho [Hz Hl]] [Ho' [Hz' Hl']].
  split; [|split].
  - destruct Ho as [F|H0]; [left; exact F|]. destruct Ho' as [F|H0']; [left; exact F|right].
    intros j Hj. simpl. rewrite H0, H0' by exact Hj. ring.
  - intros k Hk. simpl. apply HA; [apply Hz|apply Hz']; exact Hk.
  - intros k Hk. simpl. apply HB; [apply Hl|apply Hl']; exact Hk.
Qed.

(** A local minimum is a local minimum along each line. *)
Lemma local_on_lines : forall d kappa n X M L p dp, affine_model d n X M ->
  admissible d kappa M p -> admissible d kappa M dp -> local_minimum d kappa n M L p ->
  exists eps, 0 < eps /\ forall t, Rabs t < eps -> L p <= L (along p dp t).
Proof.
  intros d kappa n X M L p dp HM Hp Hdp [eps [He H]].
  set (B := bound2 d kappa (weights dp) + bound2 d 1 (fun j _ => shift dp j)
            + bound2 n kappa (means dp) + bound2 n kappa (logvars dp)).
  pose proof (bound2_nonneg d kappa (weights dp)). pose proof (bound2_nonneg d 1 (fun j _ => shift dp j)).
  pose proof (bound2_nonneg n kappa (means dp)). pose proof (bound2_nonneg n kappa (logvars dp)).
  assert (HB : 0 < B + 1) by (unfold B; lra).
  exists (eps / (B + 1)). split; [apply Rdiv_lt_0_compat; lra|]. intros t Ht.
  assert (Hsmall : forall a y, Rabs y <= B -> Rabs ((a + t * y) - a) < eps).
  { intros a y Hy. replace (a + t * y - a) with (t * y) by ring. rewrite Rabs_mult.
    apply Rle_lt_trans with (Rabs t * (B + 1)).
    - apply Rmult_le_compat_l; [apply Rabs_pos|lra].
    - apply (Rmult_lt_compat_r (B + 1)) in Ht; [|exact HB].
      replace (eps / (B + 1) * (B + 1)) with eps in Ht by (field; lra). exact Ht. }
  apply H; [apply (along_admissible d kappa n X); assumption|]. split; [|split; [|split]].
  - intros j k Hj Hk. apply Hsmall. pose proof (bound2_le d kappa (weights dp) j k Hj Hk). unfold B; lra.
  - intros j Hj. apply Hsmall.
    pose proof (bound2_le d 1 (fun j _ => shift dp j) j 0%nat Hj (Nat.lt_0_succ 0)). unfold B; lra.
  - intros i k Hi Hk. apply Hsmall. pose proof (bound2_le n kappa (means dp) i k Hi Hk). unfold B; lra.
  - intros i k Hi Hk. apply Hsmall. pose proof (bound2_le n kappa (logvars dp) i k Hi Hk). unfold B; lra.
Qed.

Lemma along_0 : forall beta d kappa n gamma X p dp,
  point_loss beta d kappa n gamma X (along p dp 0) = point_loss beta d kappa n gamma X p.
Proof.
  intros. assert (E : forall a y, a + 0 * y = a) by (intros; ring).
  apply mean_ext; intros i _. f_equal; [f_equal; f_equal; f_equal|f_equal].
  - apply rsum_ext; intros j _. unfold affine; simpl. rewrite E.
    rewrite (rsum_ext kappa (fun k => (weights p j k + 0 * weights dp j k) * (means p i k + 0 * means dp i k))
      (fun k => weights p j k * means p i k)) by (intros; rewrite !E; reflexivity). reflexivity.
  - apply rsum_ext; intros k _. simpl. rewrite E. f_equal.
    apply rsum_ext; intros j _. simpl. rewrite E. reflexivity.
  - apply rsum_ext; intros k _. simpl. rewrite !E. reflexivity.
Qed.

(** A function with slope 0 and negative second derivative at 0 falls on both sides. *)
Lemma falls : forall f slope c, (forall t, is_derive f t (slope t)) -> slope 0 = 0 ->
  is_derive slope 0 c -> c < 0 -> forall eps, 0 < eps -> exists t, Rabs t < eps /\ f t < f 0.
Proof.
  intros f slope c Hf H0 Hs Hc eps He.
  apply is_derive_Reals in Hs. destruct (Hs (- c / 2) ltac:(lra)) as [[delta Hd] Hdelta]. simpl in Hdelta.
  set (t := Rmin (eps / 2) (delta / 2)).
  assert (Ht : 0 < t /\ t < eps /\ t < delta).
  { unfold t. pose proof (Rmin_l (eps / 2) (delta / 2)). pose proof (Rmin_r (eps / 2) (delta / 2)).
    assert (0 < Rmin (eps / 2) (delta / 2)) by (apply Rmin_glb_lt; lra). lra. }
  assert (Hneg : forall s, 0 < s <= t -> slope s < 0).
  { intros s [Hs0 Hst]. pose proof (Hdelta s ltac:(lra) ltac:(rewrite Rabs_pos_eq; lra)) as H.
    rewrite Rplus_0_l, H0, Rminus_0_r in H. apply Rabs_def2 in H. destruct H as [H _].
    assert (Hq : slope s / s < 0) by lra.
    apply (Rmult_lt_compat_r s) in Hq; [|exact Hs0]. unfold Rdiv in Hq.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_0_l in Hq by lra. exact Hq. }
  exists t. split; [rewrite Rabs_pos_eq; lra|].
  destruct (MVT_gen f 0 t slope) as [s [Hs1 Hs2]].
  - intros; apply Hf.
  - intros s _. apply continuity_pt_filterlim, (ex_derive_continuous f). exists (slope s). apply Hf.
  - rewrite Rmin_left, Rmax_right in Hs1 by lra.
    destruct (Req_dec s 0) as [E|Hne].
    + exfalso.
      (* the mean value is strictly inside: on the left half the function does not rise *)
      destruct (MVT_gen f 0 (t / 2) slope) as [a [Ha1 Ha2]];
        [intros; apply Hf|intros a _; apply continuity_pt_filterlim, (ex_derive_continuous f);
          exists (slope a); apply Hf|].
      destruct (MVT_gen f (t / 2) t slope) as [a' [Ha1' Ha2']];
        [intros; apply Hf|intros a' _; apply continuity_pt_filterlim, (ex_derive_continuous f);
          exists (slope a'); apply Hf|].
      rewrite Rmin_left, Rmax_right in Ha1, Ha1' by lra.
      assert (slope a' < 0) by (apply Hneg; lra).
      assert (slope a <= 0) by (destruct (Req_dec a 0) as [->|Hn]; [lra|left; apply Hneg; lra]).
      rewrite E, H0 in Hs2. nra.
    + assert (slope s < 0) by (apply Hneg; lra). nra.
Qed.

Theorem local_is_global :
  forall beta gamma d kappa n X M p, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  affine_model d n X M -> admissible d kappa M p ->
  let L := point_loss beta d kappa n gamma X in
  local_minimum d kappa n M L p -> global_minimum d kappa M L p.
Proof.
  intros beta gamma d kappa n X M p Hn Hb Hg HM Hadm L Hloc.
  assert (Hd : forall dp t, is_derive (fun s => L (along p dp s)) t
                 (slope_along beta gamma d kappa n X p dp t)) by (intros; apply is_derive_along, Hg).
  assert (Hst : stationary d kappa M L p).
  { intros dp Hdp. destruct (local_on_lines d kappa n X M L p dp HM Hadm Hdp Hloc) as [eps [He H]].
    replace 0 with (slope_along beta gamma d kappa n X p dp 0) at 2; [apply Hd|].
    pose proof (Hd dp 0) as D. apply is_derive_Reals in D.
    rewrite <- (derive_pt_eq_0 _ 0 _ (exist _ _ D) D).
    apply (deriv_minimum (fun s => L (along p dp s)) (- eps) eps 0); try lra.
    intros t Ht1 Ht2. unfold L at 1. rewrite along_0. apply H. apply Rabs_def1; lra. }
  destruct (theorem_H1 beta gamma d kappa n X M p Hn Hb Hg HM Hadm Hst) as [G|Hneg]; [exact G|exfalso].
  destruct Hneg as [c [Hc [dp [Hdp [slope [Hs Hsc]]]]]].
  destruct (local_on_lines d kappa n X M L p dp HM Hadm Hdp Hloc) as [eps [He H]].
  assert (H0 : slope 0 = 0).
  { rewrite <- (is_derive_unique _ _ _ (Hs 0)). apply is_derive_unique, (Hst dp Hdp). }
  destruct (falls (fun s => L (along p dp s)) slope c Hs H0 Hsc Hc eps He) as [t [Ht Hlt]].
  pose proof (H t Ht) as Hle. cbv beta in Hlt. unfold L in Hlt at 2. rewrite along_0 in Hlt. unfold L in *. lra.
Qed.

(** The models that the claim names. *)
Theorem models_are_affine :
  forall d n X,
  affine_model d n X (Model (fun _ => True) (fun _ => True) true) /\
  (let affine_in_x := fun f => exists a c, forall i, (i < n)%nat -> f i = inner d a (X i) + c in
   let linear_in_x := fun f => exists a, forall i, (i < n)%nat -> f i = inner d a (X i) in
   let constant := fun f => exists c, forall i, (i < n)%nat -> f i = c in
   affine_model d n X (Model affine_in_x constant true) /\
   affine_model d n X (Model affine_in_x affine_in_x true) /\
   affine_model d n X (Model linear_in_x constant false)).
Proof.
  intros d n X.
  assert (Hplus : forall (a a' : vec) c y, inner d (fun j => a j + c * a' j) y = inner d a y + c * inner d a' y).
  { intros a a' c y. unfold inner. rewrite <- rsum_scal, <- rsum_plus. apply rsum_ext; intros; ring. }
  assert (Hunit : forall j i, (j < d)%nat -> inner d (fun m => if Nat.eqb m j then 1 else 0) (X i) = X i j).
  { intros j i Hj. unfold inner. rewrite (rsum_single d _ j Hj).
    - rewrite Nat.eqb_refl. ring.
    - intros m _ Hm. destruct (Nat.eqb_spec m j); [contradiction|ring]. }
  assert (Hzero : forall y, inner d (fun _ => 0) y = 0) by (intros; apply inner_zero_l; reflexivity).
  set (A := fun f => exists a c, forall i, (i < n)%nat -> f i = inner d a (X i) + c).
  set (B := fun f => exists a, forall i, (i < n)%nat -> f i = inner d a (X i)).
  set (C := fun f : vec => exists c, forall i, (i < n)%nat -> f i = c).
  assert (SA : linear_space n A).
  { split.
    - intros f h E [a [c H]]. exists a, c. intros i Hi. rewrite <- E by exact Hi. apply H, Hi.
    - intros c f h [a [c1 H]] [a' [c2 H']]. exists (fun j => a j + c * a' j), (c1 + c * c2).
      intros i Hi. rewrite H, H', Hplus by exact Hi. ring. }
  assert (SB : linear_space n B).
  { split.
    - intros f h E [a H]. exists a. intros i Hi. rewrite <- E by exact Hi. apply H, Hi.
    - intros c f h [a H] [a' H']. exists (fun j => a j + c * a' j).
      intros i Hi. rewrite H, H', Hplus by exact Hi. ring. }
  assert (SC : linear_space n C).
  { split.
    - intros f h E [c H]. exists c. intros i Hi. rewrite <- E by exact Hi. apply H, Hi.
    - intros c f h [c1 H] [c2 H']. exists (c1 + c * c2). intros i Hi. rewrite H, H' by exact Hi. ring. }
  assert (XA : forall j, (j < d)%nat -> A (fun i => X i j)).
  { intros j Hj. exists (fun m => if Nat.eqb m j then 1 else 0), 0. intros i _. rewrite Hunit by exact Hj. ring. }
  assert (CA : forall c, A (fun _ => c)) by (intros c; exists (fun _ => 0), c; intros; rewrite Hzero; ring).
  assert (XB : forall j, (j < d)%nat -> B (fun i => X i j)).
  { intros j Hj. exists (fun m => if Nat.eqb m j then 1 else 0). intros i _. symmetry. apply Hunit, Hj. }
  assert (CC : forall c, C (fun _ => c)) by (intros c; exists c; reflexivity).
  repeat split; simpl; auto; try apply SA; try apply SB; try apply SC; discriminate.
Qed.
