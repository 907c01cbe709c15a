(** Every stationary point of the affine beta-VAE is a global minimum or has negative curvature.

    A stationary point has the best codes and variances for its decoder.  If two columns are not at
    right angles they have the same length, and turning one into the other lowers the loss to second
    order.  Else the columns are eigenvectors of the covariance; a direction that varies more than a
    column admits lowers the loss to second order; if there is none the columns certify the minimum. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import LocalStatements AnalysisAffineStatements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLemma2 AnalysisAffine SpectralReals PrincipalBound PrincipalMinimum PrincipalValue
  LocalDerivatives.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Linear spaces *)

Lemma space_zero : forall n A f, linear_space n A -> A f -> A (fun _ => 0).
Proof.
  intros n A f [He Hl] Hf. apply (He (fun i => f i + -1 * f i)); [intros; ring|]. apply Hl; assumption.
Qed.

Lemma space_scal : forall n A f c, linear_space n A -> A f -> A (fun i => c * f i).
Proof.
  intros n A f c H Hf. pose proof (space_zero n A f H Hf) as H0. destruct H as [He Hl].
  apply (He (fun i => 0 + c * f i)); [intros; ring|]. apply Hl; assumption.
Qed.

Lemma space_sum : forall n A (f : nat -> vec) c N, linear_space n A -> A (fun _ => 0) ->
  (forall l, (l < N)%nat -> A (f l)) -> A (fun i => rsum N (fun l => c l * f l i)).
Proof.
  intros n A f c N H H0 Hf. induction N as [|N IH]; [exact H0|]. simpl.
  apply (proj2 H); [apply IH; intros; apply Hf; lia|apply Hf; lia].
Qed.

(** Coordinates of the data along a direction are codes of the model. *)
Lemma affine_code : forall d n X M b u c, affine_model d n X M -> offset d M b -> codes M (fun _ => 0) ->
  codes M (fun i => c * inner d u (vminus (X i) b)).
Proof.
  intros d n X M b u c [HA [_ [HX [Hc _]]]] Hoff H0. apply (space_scal n); [exact HA|].
  assert (Hconst : codes M (fun _ => - inner d b u)).
  { destruct Hoff as [Hfree|Hz0]; [apply Hc, Hfree|].
    rewrite (inner_zero_l d b u Hz0). rewrite Ropp_0. exact H0. }
  pose proof (space_sum n (codes M) (fun j i => X i j) u d HA H0 HX) as Hsum.
  destruct HA as [He Hl].
  apply (He (fun i => rsum d (fun j => u j * X i j) + 1 * - inner d b u)); [|apply Hl; assumption].
  intros i _. rewrite (inner_sym d u), inner_minus, (inner_sym d (X i)). fold (inner d u (X i)). ring.
Qed.

Definition only (k : nat) (f : vec) : nat -> vec := fun i m => if Nat.eqb m k then f i else 0.
Definition none : nat -> vec := fun _ _ => 0.

Lemma rsum_only : forall N k (F : nat -> R), (k < N)%nat ->
  (forall m, (m < N)%nat -> m <> k -> F m = 0) -> rsum N F = F k.
Proof. intros; apply rsum_single; assumption. Qed.

(* ------------------------------------------------------------------------------------------- *)

Section Stationary.
Variables (beta gamma : R) (d kappa n : nat) (X : nat -> vec) (M : model) (p : point).
Hypotheses (Hn : (0 < n)%nat) (Hb : 0 < beta) (Hg : 0 < gamma)
  (HM : affine_model d n X M) (Hadm : admissible d kappa M p)
  (Hst : stationary d kappa M (point_loss beta d kappa n gamma X) p).

Let g := beta * gamma.
Let b := shift p.
Let z := means p.
Let l := logvars p.
Let w (k : nat) := column (weights p) k.
Let om (k : nat) := inner d (w k) (w k).
Let v (k : nat) := posterior_variance beta gamma (om k).
Let r (i : nat) := res0 kappa X p i.
Let x (i : nat) := vminus (X i) b.

Lemma g_pos : 0 < g. Proof. apply Rmult_lt_0_compat; assumption. Qed.
Lemma om_nonneg : forall k, 0 <= om k. Proof. intros; apply inner_ge0. Qed.
Lemma v_pos : forall k, 0 < v k.
Proof.
  intros k. pose proof g_pos. pose proof (om_nonneg k). unfold v, posterior_variance.
  fold g. apply Rdiv_lt_0_compat; lra.
Qed.

Lemma v_eq : forall k, v k * (g + om k) = g.
Proof.
  intros k. pose proof g_pos. pose proof (om_nonneg k). unfold v, posterior_variance. fold g. field. lra.
Qed.

Lemma inner_res1 : forall dp i, inner d (r i) (res1 kappa p dp i)
  = - inner d (r i) (shift dp) - rsum kappa (fun k => means dp i k * inner d (r i) (w k)
      + z i k * inner d (r i) (column (weights dp) k)).
Proof.
  intros dp i.
  rewrite (rsum_plus kappa (fun k => means dp i k * inner d (r i) (w k))).
  rewrite (rsum_ext kappa (fun k => means dp i k * inner d (r i) (w k))
    (fun k => means dp i k * inner d (w k) (r i))) by (intros; rewrite inner_sym; ring).
  rewrite (rsum_ext kappa (fun k => z i k * inner d (r i) (column (weights dp) k))
    (fun k => z i k * inner d (column (weights dp) k) (r i))) by (intros; rewrite (inner_sym d (r i)); ring).
  rewrite <- !inner_comb, !(inner_sym d _ (r i)). unfold inner, res1, comb.
  rewrite <- rsum_plus. unfold Rminus.
  transitivity (rsum d (fun j => -1 * (r i j * shift dp j) + -1 * (r i j * rsum kappa (fun k => means dp i k * w k j)
     + r i j * rsum kappa (fun k => z i k * column (weights dp) k j)))).
  - apply rsum_ext; intros j _.
    rewrite (rsum_plus kappa (fun k => means dp i k * column (weights p) k j)). unfold w, z. ring.
  - rewrite (rsum_plus d (fun j => -1 * (r i j * shift dp j))), !rsum_scal. ring.
Qed.

(** The slope, part by part. *)
Lemma slope_zero : forall dp, admissible d kappa M dp ->
  mean n (fun i => - (2 / gamma) * inner d (r i) (shift dp) + rsum kappa (fun k =>
    - (2 / gamma) * (means dp i k * (inner d (r i) (w k) - g * z i k))
    + (2 / gamma) * (inner d (w k) (column (weights dp) k) * exp (l i k)
                     - z i k * inner d (r i) (column (weights dp) k))
    + logvars dp i k * ((om k / gamma + beta) * exp (l i k) - beta))) = 0.
Proof.
  intros dp Ha. rewrite <- (stationary_slope beta gamma d kappa n X p dp Hg M Hst Ha).
  unfold slope0. apply mean_ext; intros i _. fold (r i). rewrite inner_res1.
  set (S1 := rsum kappa (fun k => means dp i k * inner d (r i) (w k)
                                  + z i k * inner d (r i) (column (weights dp) k))).
  set (S2 := rsum kappa (fun k => 2 * beta * (means p i k * means dp i k) - beta * logvars dp i k + _)).
  match goal with |- _ + ?S3 = _ => assert (E : S3 = - (2 / gamma) * S1 + S2) end.
  { unfold S1, S2. rewrite <- rsum_scal, <- rsum_plus. apply rsum_ext; intros k _.
    fold (w k). fold (om k). fold z. fold l. unfold g. field. lra. }
  rewrite E. unfold Rdiv. ring.
Qed.

Lemma none_admissible_codes : forall k, (k < kappa)%nat -> codes M (fun _ => 0).
Proof. intros k Hk. apply (space_zero n _ _ (proj1 HM) (proj1 (proj2 Hadm) k Hk)). Qed.

Lemma zero_logs : logs M (fun _ => 0).
Proof. apply HM. Qed.

Lemma zero_offset : offset d M (fun _ => 0).
Proof. right; reflexivity. Qed.

Lemma variance_best : forall i k, (i < n)%nat -> (k < kappa)%nat -> exp (l i k) = v k.
Proof.
  intros i k Hi Hk. set (dl := fun i => l i k - ln (v k)).
  assert (Ha : admissible d kappa M (Point none (fun _ => 0) none (only k dl))).
  { split; [apply zero_offset|split; simpl].
    - intros m Hm. apply (none_admissible_codes m Hm).
    - intros m Hm. unfold only. destruct (Nat.eqb_spec m k) as [->|Hne]; [|apply zero_logs].
      destruct HM as [_ [Hl [_ [_ Hc]]]]. destruct Hl as [He Hl].
      apply (He (fun i => l i k + 1 * - ln (v k))); [intros; unfold dl; ring|].
      apply Hl; [apply Hadm, Hk|apply Hc]. }
  pose proof (slope_zero _ Ha) as E. simpl in E.
  rewrite (mean_ext n _ (fun i => beta * (dl i * (exp (dl i) - 1)))) in E.
  - rewrite mean_scal in E. unfold mean in E.
    assert (E' : rsum n (fun i => dl i * (exp (dl i) - 1)) = 0).
    { pose proof (INR_pos n Hn). unfold Rdiv in E. pose proof (Rinv_0_lt_compat _ H).
      destruct (Rmult_integral _ _ E) as [F|F]; [lra|]. destruct (Rmult_integral _ _ F) as [G|G]; lra. }
    assert (Hpos : forall t, 0 <= t * (exp t - 1)).
    { intros t. destruct (Rle_dec 0 t) as [Ht|Ht].
      - pose proof (exp_ineq1_le t). nra.
      - pose proof (exp_increasing t 0 ltac:(lra)) as H. rewrite exp_0 in H. nra. }
    pose proof (rsum_zero n _ (fun i _ => Hpos (dl i)) E' i Hi) as H. cbv beta in H.
    assert (H0 : dl i = 0).
    { destruct (Req_dec (dl i) 0) as [Z|Z]; [exact Z|exfalso].
      destruct (Rmult_integral _ _ H) as [F|F]; [lra|].
      apply Z. apply exp_inv. rewrite exp_0. lra. }
    unfold dl in H0. replace (l i k) with (ln (v k)) by lra. apply exp_ln, v_pos.
  - intros i' _. rewrite (rsum_only kappa k); [|exact Hk|].
    + unfold only, none. rewrite Nat.eqb_refl.
      rewrite (inner_sym d (r i') (fun _ => 0)), (inner_zero_l d (fun _ => 0) (r i')),
        (inner_sym d (w k)), (inner_zero_l d (column _ k) (w k)), (inner_sym d (r i') (column _ k)),
        (inner_zero_l d (column _ k) (r i')) by reflexivity.
      assert (Eexp : exp (l i' k) = v k * exp (dl i')).
      { unfold dl. rewrite <- (exp_ln (v k) (v_pos k)) at 1. rewrite <- exp_plus. f_equal. ring. }
      rewrite Eexp.
      assert (Ev : (om k / gamma + beta) * v k = beta).
      { pose proof (v_eq k) as H. unfold g in H. apply (Rmult_eq_reg_l gamma); [|lra].
        replace (gamma * ((om k / gamma + beta) * v k)) with (v k * (beta * gamma + om k)) by (field; lra).
        lra. }
      replace ((om k / gamma + beta) * (v k * exp (dl i'))) with (beta * exp (dl i'))
        by (rewrite <- Rmult_assoc, Ev; reflexivity). ring.
    + intros m Hm Hne. unfold only, none. destruct (Nat.eqb_spec m k); [contradiction|].
      rewrite (inner_sym d (w m)), (inner_zero_l d (column _ m) (w m)), (inner_sym d (r i') (column _ m)),
        (inner_zero_l d (column _ m) (r i')) by reflexivity. ring.
Qed.

Lemma inner_none : forall k y, inner d (column none k) y = 0.
Proof. intros; apply inner_zero_l; reflexivity. Qed.
Lemma inner_none_r : forall k y, inner d y (column none k) = 0.
Proof. intros; rewrite inner_sym; apply inner_none. Qed.
Lemma inner_0_r : forall y, inner d y (fun _ => 0) = 0.
Proof. intros; rewrite inner_sym; apply inner_zero_l; reflexivity. Qed.

Lemma mean_zero_squares : forall (f : nat -> R), mean n (fun i => f i ^ 2) = 0 ->
  forall i, (i < n)%nat -> f i = 0.
Proof.
  intros f E i Hi. pose proof (INR_pos n Hn) as Hp. unfold mean, Rdiv in E.
  pose proof (Rinv_0_lt_compat _ Hp). destruct (Rmult_integral _ _ E) as [F|F]; [|lra].
  pose proof (rsum_zero n _ (fun i _ => pow2_ge_0 (f i)) F i Hi) as H0. cbv beta in H0. nra.
Qed.

(** Codes are the best for the decoder. *)
Lemma codes_best : forall i k, (i < n)%nat -> (k < kappa)%nat -> inner d (r i) (w k) = g * z i k.
Proof.
  intros i k Hi Hk. set (dz := fun i => inner d (r i) (w k) - g * z i k).
  assert (Hdz : codes M dz).
  { destruct HM as [HA [_ [HX [Hc _]]]]. destruct Hadm as [Ho [Hz _]].
    pose proof (space_zero n _ _ HA (Hz k Hk)) as H0.
    assert (Hconst : codes M (fun _ => - inner d b (w k))).
    { destruct Ho as [Hfree|Hz0]; [apply Hc, Hfree|].
      rewrite (inner_zero_l d b (w k) Hz0). rewrite Ropp_0. exact H0. }
    destruct HA as [He Hl].
    apply (He (fun i => ((rsum d (fun j => w k j * X i j) + 1 * - inner d b (w k))
       + -1 * rsum kappa (fun m => inner d (w m) (w k) * z i m)) + (- g) * z i k)).
    - intros i' _. unfold dz, r, res0.
      rewrite inner_minus, inner_comb, inner_minus. fold b.
      rewrite (rsum_ext kappa (fun m => inner d (w m) (w k) * z i' m)
        (fun m => means p i' m * inner d (column (weights p) m) (w k))) by (intros; unfold w, z; ring).
      rewrite (rsum_ext d (fun j => w k j * X i' j) (fun j => X i' j * w k j)) by (intros; ring).
      fold (inner d (X i') (w k)). ring.
    - apply Hl; [apply Hl; [apply Hl|]|apply (Hz k Hk)].
      + apply (space_sum n (codes M) (fun j i => X i j) (w k) d (conj He Hl) H0 HX).
      + exact Hconst.
      + apply (space_sum n (codes M) (fun m i => z i m) (fun m => inner d (w m) (w k)) kappa
                 (conj He Hl) H0 Hz). }
  assert (Ha : admissible d kappa M (Point none (fun _ => 0) (only k dz) none)).
  { split; [apply zero_offset|split; simpl].
    - intros m Hm. unfold only. destruct (Nat.eqb_spec m k) as [->|Hne]; [|apply (none_admissible_codes m Hm)].
      exact Hdz.
    - intros m Hm. apply zero_logs. }
  pose proof (slope_zero _ Ha) as E. simpl in E.
  rewrite (mean_ext n _ (fun i => - (2 / gamma) * dz i ^ 2)) in E.
  - rewrite mean_scal in E. assert (Hm : mean n (fun i => dz i ^ 2) = 0).
    { destruct (Rmult_integral _ _ E) as [F|F]; [|exact F].
      assert (0 < 2 / gamma) by (apply Rdiv_lt_0_compat; lra). lra. }
    pose proof (mean_zero_squares dz Hm i Hi) as H. unfold dz in H. lra.
  - intros i' _. rewrite inner_0_r, (rsum_only kappa k); [|exact Hk|].
    + rewrite inner_none_r, inner_none_r. unfold only, none. rewrite Nat.eqb_refl.
      fold (dz i'). ring.
    + intros m Hm Hne. rewrite inner_none_r, inner_none_r. unfold only, none.
      destruct (Nat.eqb_spec m k); [contradiction|]. ring.
Qed.

(** The column k is the best for the codes. *)
Lemma column_best : forall k h, (k < kappa)%nat ->
  mean n (fun i => z i k * inner d (r i) h) = v k * inner d (w k) h.
Proof.
  intros k h Hk.
  assert (Ha : admissible d kappa M (Point (fun j m => if Nat.eqb m k then h j else 0) (fun _ => 0) none none)).
  { split; [apply zero_offset|split; simpl].
    - intros m Hm. apply (none_admissible_codes m Hm).
    - intros m Hm. apply zero_logs. }
  pose proof (slope_zero _ Ha) as E. simpl in E.
  assert (Hk1 : forall y, inner d y (column (fun j m => if Nat.eqb m k then h j else 0) k) = inner d y h).
  { intros y. rewrite !(inner_sym d y). apply inner_ext. intros j _. unfold column.
    rewrite Nat.eqb_refl. reflexivity. }
  assert (Hk0 : forall m y, m <> k ->
    inner d y (column (fun j m => if Nat.eqb m k then h j else 0) m) = 0).
  { intros m y Hne. rewrite inner_sym. apply inner_zero_l. intros j _. unfold column.
    destruct (Nat.eqb_spec m k); [contradiction|reflexivity]. }
  rewrite (mean_ext n _ (fun i => (2 / gamma) * (inner d (w k) h * v k - z i k * inner d (r i) h))) in E.
  - rewrite mean_scal, mean_minus, mean_const in E by exact Hn.
    destruct (Rmult_integral _ _ E) as [F|F]; [|lra].
    assert (0 < 2 / gamma) by (apply Rdiv_lt_0_compat; lra). lra.
  - intros i' Hi. rewrite inner_0_r, (rsum_only kappa k); [|exact Hk|].
    + rewrite !Hk1. rewrite variance_best by assumption. unfold none. ring.
    + intros m Hm Hne. rewrite !Hk0 by exact Hne. unfold none. ring.
Qed.

Lemma offset_best : free_offset M = true -> forall h, mean n (fun i => inner d (r i) h) = 0.
Proof.
  intros Hfree h.
  assert (Ha : admissible d kappa M (Point none h none none)).
  { split; [left; exact Hfree|split; simpl].
    - intros m Hm. apply (none_admissible_codes m Hm).
    - intros m Hm. apply zero_logs. }
  pose proof (slope_zero _ Ha) as E. simpl in E.
  rewrite (mean_ext n _ (fun i => - (2 / gamma) * inner d (r i) h)) in E.
  - rewrite mean_scal in E. destruct (Rmult_integral _ _ E) as [F|F]; [|exact F].
    assert (0 < 2 / gamma) by (apply Rdiv_lt_0_compat; lra). lra.
  - intros i _. rewrite (rsum_ext kappa _ (fun _ => 0)), rsum_const; [ring|].
    intros m _. rewrite !inner_none_r. unfold none. ring.
Qed.

Lemma rsum_two : forall N k m (F : nat -> R), (k < N)%nat -> (m < N)%nat -> k <> m ->
  (forall q, (q < N)%nat -> q <> k -> q <> m -> F q = 0) -> rsum N F = F k + F m.
Proof.
  intros N k m F Hk Hm Hne H.
  rewrite (rsum_ext N F (fun q => (if Nat.eqb q k then F q else 0) + (if Nat.eqb q k then 0 else F q)))
    by (intros q _; destruct (Nat.eqb q k); ring).
  rewrite rsum_plus. f_equal.
  - rewrite (rsum_single N _ k Hk); [rewrite Nat.eqb_refl; reflexivity|].
    intros q _ Hq. destruct (Nat.eqb_spec q k); [contradiction|reflexivity].
  - rewrite (rsum_single N _ m Hm).
    + destruct (Nat.eqb_spec m k); [congruence|reflexivity].
    + intros q Hq Hqm. destruct (Nat.eqb_spec q k); [reflexivity|auto].
Qed.

Lemma codes_moment : forall k m, (k < kappa)%nat -> (m < kappa)%nat ->
  g * mean n (fun i => z i k * z i m) = v k * inner d (w k) (w m).
Proof.
  intros k m Hk Hm. rewrite <- column_best by exact Hk. rewrite <- mean_scal. apply mean_ext.
  intros i Hi. rewrite codes_best by assumption. ring.
Qed.

(** Two columns that are not at right angles: turn one into the other. *)
Lemma oblique_curve : forall k m, (k < kappa)%nat -> (m < kappa)%nat -> k <> m ->
  inner d (w k) (w m) <> 0 -> om k = om m /\
  second_derivative d kappa M (point_loss beta d kappa n gamma X) p
    (- (8 * beta * inner d (w k) (w m) ^ 2 / (g + om k) ^ 2)).
Proof.
  intros k m Hk Hm Hne Hc. set (c := inner d (w k) (w m)) in *. pose proof g_pos as Hgp.
  assert (Hv : v k = v m).
  { assert (E : v k * c = v m * c).
    { pose proof (codes_moment k m Hk Hm) as E1. pose proof (codes_moment m k Hm Hk) as E2.
      rewrite (inner_sym d (w m)) in E2. fold c in E1, E2. rewrite <- E1, <- E2. f_equal.
      apply mean_ext; intros; ring. }
    apply Rmult_eq_reg_r in E; assumption. }
  assert (Hom : om k = om m).
  { pose proof (v_eq k) as E1. pose proof (v_eq m) as E2. pose proof (v_pos m). rewrite Hv in E1.
    apply (Rmult_eq_reg_l (v m)); lra. }
  set (s := 2 * c * v m / g).
  set (dp := Point
    (fun j q => if Nat.eqb q k then w m j else if Nat.eqb q m then - w k j else 0) (fun _ => 0)
    (fun i q => if Nat.eqb q k then z i m else if Nat.eqb q m then - z i k else 0)
    (fun i q => if Nat.eqb q k then - s else if Nat.eqb q m then s else 0)).
  assert (Hkk : Nat.eqb k k = true) by apply Nat.eqb_refl.
  assert (Hmm : Nat.eqb m m = true) by apply Nat.eqb_refl.
  assert (Hmk : Nat.eqb m k = false) by (apply Nat.eqb_neq; congruence).
  assert (Hq : forall q, q <> k -> q <> m -> Nat.eqb q k = false /\ Nat.eqb q m = false)
    by (intros; split; apply Nat.eqb_neq; assumption).
  split; [exact Hom|].
  enough (Ec : curve beta gamma d kappa n X p dp = - (8 * beta * (c * v m / g) ^ 2) /\ admissible d kappa M dp).
  { replace (- (8 * beta * c ^ 2 / (g + om k) ^ 2)) with (curve beta gamma d kappa n X p dp).
    - apply curve_second; [exact Hg|apply Ec].
    - rewrite (proj1 Ec), Hom. unfold v, posterior_variance. fold g. pose proof (om_nonneg m). field. lra. }
  apply and_comm; split.
  - split; [apply zero_offset|split; simpl].
    + intros q Hq'. destruct (Nat.eqb q k); [apply Hadm, Hm|].
      destruct (Nat.eqb q m); [|apply (none_admissible_codes q Hq')].
      destruct HM as [HA _]. destruct HA as [He Hl].
      apply (He (fun i => -1 * z i k)); [intros; ring|].
      apply (space_scal n); [split; assumption|apply Hadm, Hk].
    + intros q _. destruct (Nat.eqb q k); [apply HM|]. destruct (Nat.eqb q m); apply HM.
  - assert (R1 : forall i j, res1 kappa p dp i j = 0).
    { intros i j. unfold res1, dp; simpl.
      rewrite (rsum_two kappa k m) by (assumption || (intros q Hq' Hqk Hqm; unfold column; cbv beta;
        destruct (Hq q Hqk Hqm) as [-> ->]; ring)).
      unfold column. rewrite Hkk, Hmk, Hmm. unfold w, z, column. ring. }
    assert (R2 : forall i, (i < n)%nat -> inner d (r i) (res2 kappa dp i) = - g * (z i m ^ 2 + z i k ^ 2)).
    { intros i Hi.
      rewrite (inner_sym d (r i)), (inner_ext d (res2 kappa dp i) (fun j => -1 * (z i m * w m j + z i k * w k j))).
      - unfold inner. rewrite (rsum_ext d _ (fun j => (- z i m) * (r i j * w m j) + (- z i k) * (r i j * w k j)))
          by (intros; ring).
        rewrite rsum_plus, !rsum_scal. fold (inner d (r i) (w m)). fold (inner d (r i) (w k)).
        rewrite !codes_best by assumption. ring.
      - intros j _. unfold res2, dp; simpl.
        rewrite (rsum_two kappa k m) by (assumption || (intros q Hq' Hqk Hqm; unfold column; cbv beta;
          destruct (Hq q Hqk Hqm) as [-> ->]; ring)).
        unfold column. rewrite Hkk, Hmk, Hmm. unfold w, z, column. ring. }
    assert (HV : forall i, (i < n)%nat -> rsum kappa (fun q => var_curve beta gamma d p dp i q)
      = 4 * om m * v m / gamma - 8 * c * s * v m / gamma + 2 * beta * s ^ 2).
    { intros i Hi.
      assert (Ck : forall y, inner d y (column (weights dp) k) = inner d y (w m)).
      { intros y. rewrite !(inner_sym d y). apply inner_ext; intros j _. unfold dp, column; simpl.
        rewrite Hkk. reflexivity. }
      assert (Cm : forall y, inner d y (column (weights dp) m) = - inner d y (w k)).
      { intros y. unfold inner. rewrite <- (Rmult_1_l (rsum d (fun j => y j * w k j))),
          Ropp_mult_distr_l, <- rsum_scal. apply rsum_ext; intros j _. unfold dp, column; simpl.
        rewrite Hmk, Hmm. unfold w, column. ring. }
      assert (C0 : forall q y, q <> k -> q <> m -> inner d y (column (weights dp) q) = 0).
      { intros q y Hqk Hqm. rewrite inner_sym. apply inner_zero_l. intros j _.
        unfold dp, column; simpl. destruct (Hq q Hqk Hqm) as [-> ->]. reflexivity. }
      rewrite (rsum_two kappa k m); try assumption.
      - unfold var_curve. fold (w k) (w m) (om k) (om m). rewrite !Ck, !Cm.
        rewrite (inner_sym d (column (weights dp) k)), Ck, (inner_sym d (column (weights dp) m)), Cm.
        fold (om k) (om m). rewrite (inner_sym d (w m) (w k)). fold c.
        unfold dp; simpl. rewrite Hkk, Hmk, Hmm. fold (l i k) (l i m).
        rewrite !variance_best, Hv, Hom by assumption.
        assert (E : (om m / gamma + beta) * v m = beta).
        { pose proof (v_eq m) as H. unfold g in H. apply (Rmult_eq_reg_l gamma); [|lra].
          replace (gamma * ((om m / gamma + beta) * v m)) with (v m * (beta * gamma + om m)) by (field; lra).
          lra. }
        replace (2 * beta * (s * (s * 1))) with (2 * ((om m / gamma + beta) * v m) * (s * (s * 1)))
          by (rewrite E; ring).
        field. lra.
      - intros q _ Hqk Hqm. unfold var_curve. rewrite !(C0 q) by assumption.
        unfold dp; simpl. destruct (Hq q Hqk Hqm) as [-> ->]. unfold Rdiv. ring. }
    destruct (ex_intro (fun K => K = 4 * om m * v m / gamma - 8 * c * s * v m / gamma + 2 * beta * s ^ 2)
      _ eq_refl) as [K HK]. rewrite <- HK in HV.
    unfold curve.
    rewrite (mean_ext n _ (fun i => - (2 * beta) * (z i m * z i m) + - (2 * beta) * (z i k * z i k) + K)).
    + rewrite !mean_plus, mean_const, !mean_scal by exact Hn.
      assert (Em : mean n (fun i => z i m * z i m) = v m * om m / g).
      { apply (Rmult_eq_reg_l g); [|lra]. rewrite codes_moment by assumption. fold (om m). field. lra. }
      assert (Ek : mean n (fun i => z i k * z i k) = v m * om m / g).
      { apply (Rmult_eq_reg_l g); [|lra]. rewrite codes_moment by assumption. fold (om k).
        rewrite Hv, Hom. field. lra. }
      rewrite Em, Ek, HK.
      unfold s, g. field. lra.
    + intros i Hi. rewrite HV by exact Hi. fold (r i). rewrite R2 by exact Hi.
      rewrite (inner_zero_l d (res1 kappa p dp i)) by (intros; apply R1).
      rewrite (rsum_two kappa k m); try assumption.
      * unfold dp; simpl. rewrite Hkk, Hmk, Hmm. unfold g. field. lra.
      * intros q _ Hqk Hqm. unfold dp; simpl. destruct (Hq q Hqk Hqm) as [-> ->]. ring.
Qed.

Lemma oblique_saddle : forall k m, (k < kappa)%nat -> (m < kappa)%nat -> k <> m ->
  inner d (w k) (w m) <> 0 -> negative_curvature d kappa M (point_loss beta d kappa n gamma X) p.
Proof.
  intros k m Hk Hm Hne Hc. eexists. split; [|apply (oblique_curve k m Hk Hm Hne Hc)].
  pose proof g_pos. pose proof (om_nonneg k). pose proof (pow2_gt_0 _ Hc).
  apply Ropp_lt_gt_0_contravar, Rdiv_lt_0_compat; [|apply pow_lt; lra]. apply Rmult_lt_0_compat; lra.
Qed.

(** A direction u at right angles to all columns, along which the data have the variance lam. *)
Lemma unused_curve : forall k u lam, (k < kappa)%nat -> inner d u u = 1 ->
  (forall m, (m < kappa)%nat -> inner d (w m) u = 0) -> spread d n X b u = lam ->
  second_derivative d kappa M (point_loss beta d kappa n gamma X) p (2 / gamma * (1 - lam / (g + om k))).
Proof.
  intros k u lam Hk Hu Horth Hs. pose proof g_pos as Hgp. pose proof (om_nonneg k) as Ho.
  set (tau := / (g + om k)).
  set (s := fun i => inner d u (x i)).
  set (dp := Point (fun j q => if Nat.eqb q k then u j else 0) (fun _ => 0)
    (only k (fun i => tau * s i)) none).
  assert (Hkk : Nat.eqb k k = true) by apply Nat.eqb_refl.
  enough (Ec : curve beta gamma d kappa n X p dp = 2 / gamma * (1 - lam / (g + om k))
               /\ admissible d kappa M dp).
  { rewrite <- (proj1 Ec). apply curve_second; [exact Hg|apply Ec]. }
  apply and_comm; split.
  - split; [apply zero_offset|split; simpl].
    + intros q Hq. unfold only. destruct (Nat.eqb q k); [|apply (none_admissible_codes q Hq)].
      apply (affine_code d n); [exact HM|apply Hadm|apply (none_admissible_codes k Hk)].
    + intros q _. apply zero_logs.
  - assert (Hru : forall i, inner d (r i) u = s i).
    { intros i. unfold r, res0. rewrite inner_minus, inner_comb.
      rewrite (rsum_ext kappa _ (fun _ => 0)), rsum_const.
      - fold b. unfold s, x. rewrite (inner_sym d u). ring.
      - intros q Hq. fold (w q). rewrite Horth by exact Hq. ring. }
    assert (R1 : forall i, inner d (res1 kappa p dp i) (res1 kappa p dp i)
                           = (tau * s i) ^ 2 * om k + z i k ^ 2).
    { intros i. set (y := fun j => tau * s i * w k j + z i k * u j).
      assert (Ey : forall j, (j < d)%nat -> res1 kappa p dp i j = - y j).
      { intros j _. unfold res1, dp, y; simpl. rewrite (rsum_only kappa k); [|exact Hk|].
        - unfold only, column. rewrite Hkk. unfold w, z, column. ring.
        - intros q _ Hq. unfold only, column. destruct (Nat.eqb_spec q k); [contradiction|ring]. }
      transitivity (inner d y y).
      - apply rsum_ext; intros j Hj. rewrite !Ey by exact Hj. ring.
      - unfold inner, y.
        rewrite (rsum_ext d _ (fun j => (tau * s i) ^ 2 * (w k j * w k j)
          + 2 * (tau * s i * z i k) * (w k j * u j) + z i k ^ 2 * (u j * u j))) by (intros; ring).
        rewrite !rsum_plus, !rsum_scal. fold (inner d (w k) (w k)) (inner d (w k) u) (inner d u u).
        rewrite Horth, Hu by exact Hk. fold (om k). ring. }
    assert (R2 : forall i, inner d (r i) (res2 kappa dp i) = - (tau * s i ^ 2)).
    { intros i. rewrite inner_sym, (inner_ext d _ (fun j => - (tau * s i) * u j)).
      - unfold inner. rewrite (rsum_ext d _ (fun j => - (tau * s i) * (r i j * u j))) by (intros; ring).
        rewrite rsum_scal. fold (inner d (r i) u). rewrite Hru. ring.
      - intros j _. unfold res2, dp; simpl. rewrite (rsum_only kappa k); [|exact Hk|].
        + unfold only, column. rewrite Hkk. ring.
        + intros q _ Hq. unfold only, column. destruct (Nat.eqb_spec q k); [contradiction|ring]. }
    assert (HV : forall i, (i < n)%nat ->
      rsum kappa (fun q => var_curve beta gamma d p dp i q) = 2 * v k / gamma).
    { intros i Hi. rewrite (rsum_only kappa k); [|exact Hk|].
      - unfold var_curve.
        assert (E : inner d (column (weights dp) k) (column (weights dp) k) = 1).
        { rewrite <- Hu. apply rsum_ext; intros j _. unfold dp, column; simpl. rewrite Hkk. reflexivity. }
        rewrite E. unfold dp at 1 2 3; simpl. unfold none. fold (l i k). rewrite variance_best by assumption.
        unfold Rdiv. ring.
      - intros q _ Hq.
        assert (E : forall y, inner d (column (weights dp) q) y = 0).
        { intros y. apply inner_zero_l. intros j _. unfold dp, column; simpl.
          destruct (Nat.eqb_spec q k); [contradiction|reflexivity]. }
        unfold var_curve. rewrite E. unfold dp; simpl. unfold none, Rdiv. ring. }
    unfold curve.
    rewrite (mean_ext n _ (fun i => (2 * tau ^ 2 * (om k + g) / gamma - 4 * tau / gamma) * s i ^ 2
      + 2 / gamma * (z i k * z i k) + 2 * v k / gamma)).
    + rewrite !mean_plus, mean_const, !mean_scal by exact Hn.
      assert (Es : mean n (fun i => s i ^ 2) = lam) by (rewrite <- Hs; reflexivity).
      assert (Ek : mean n (fun i => z i k * z i k) = v k * om k / g).
      { apply (Rmult_eq_reg_l g); [|lra]. rewrite codes_moment by assumption. fold (om k). field. lra. }
      rewrite Es, Ek.
      assert (Ev : v k = g / (g + om k)) by reflexivity.
      rewrite Ev. unfold tau. field. lra.
    + intros i Hi. rewrite HV by exact Hi. fold (r i). rewrite R1, R2.
      rewrite (rsum_only kappa k); [|exact Hk|].
      * unfold dp; simpl. unfold only. rewrite Hkk. unfold g. field. lra.
      * intros q _ Hq. unfold dp; simpl. unfold only. destruct (Nat.eqb_spec q k); [contradiction|ring].
Qed.

Lemma unused_saddle : forall k u lam, (k < kappa)%nat -> inner d u u = 1 ->
  (forall m, (m < kappa)%nat -> inner d (w m) u = 0) -> spread d n X b u = lam -> g + om k < lam ->
  negative_curvature d kappa M (point_loss beta d kappa n gamma X) p.
Proof.
  intros k u lam Hk Hu Horth Hs Hlam. pose proof g_pos as Hgp. pose proof (om_nonneg k) as Ho.
  exists (2 / gamma * (1 - lam / (g + om k))). split; [|apply (unused_curve k u lam); assumption].
  apply Ropp_lt_cancel. rewrite Ropp_0, Ropp_mult_distr_r. apply Rmult_lt_0_compat.
  - apply Rdiv_lt_0_compat; lra.
  - replace (- (1 - lam / (g + om k))) with ((lam - (g + om k)) / (g + om k)) by (field; lra).
    apply Rdiv_lt_0_compat; lra.
Qed.

End Stationary.
