(* Lemma 3, and Theorem D. *)

From Coq Require Import Reals Lra Lia.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLaw AnalysisLemma2.
Open Scope R_scope.

Theorem lemma3 :
  forall (d kappa : nat) (e v : R) (p : vec), (0 < d)%nat -> 0 < e -> 0 < v ->
  unique_minimum positives
    (fun gamma => INR d * e / gamma + INR d * ln gamma
                  + rsum kappa (fun k => v - ln v + ln (p k)))
    e (INR d * generic_loss d kappa ln ln e p + (INR d + INR kappa * (v - ln v))).
Proof.
  intros d kappa e v p Hd He Hv. pose proof (INR_pos d Hd) as Hd'.
  set (K := rsum kappa (fun k => v - ln v + ln (p k))).
  assert (HA : 0 < INR d * e) by (apply Rmult_lt_0_compat; assumption).
  destruct (eq6 d (INR d * e) K Hd HA) as [Hpos [E Hlt]].
  assert (Hbest : INR d * e / INR d = e) by (field; lra).
  assert (Hvalue : gamma_profile d (INR d * e) K
    = INR d * generic_loss d kappa ln ln e p + (INR d + INR kappa * (v - ln v))).
  { unfold gamma_profile, generic_loss, K. rewrite Hbest, rsum_plus, rsum_const. field; lra. }
  rewrite <- Hvalue. rewrite Hbest in Hpos, E, Hlt. split; [exact Hpos|split; assumption].
Qed.

(** Continuity near m and the growth bound far from it give |f z - f m| <= eps + C |z - m|^2; taking
    expectations, |E f - f m| <= eps + C sum v. *)
Theorem lemma3_limit :
  forall kappa f m, continuous_at kappa f m -> quadratic_growth kappa f ->
  forall eps, 0 < eps -> exists eta, 0 < eta /\
  forall (q : law) (v : vec), has_moments kappa q m v -> integrable q f ->
  rsum kappa v < eta -> Rabs (expect q f - f m) < eps.
Proof.
  intros kappa f m Hc [C HC] eps He.
  destruct (Hc (eps / 2)) as [delta [Hd Hnear]]; [lra|].
  set (M := rsum kappa (fun k => m k ^ 2)).
  assert (HM : 0 <= M) by (apply rsum_nonneg; intros; apply pow2_ge_0).
  assert (HC0 : 0 <= C).
  { destruct (Rle_lt_dec 0 C) as [H|H]; [exact H|exfalso].
    pose proof (HC (fun _ => 0)) as H0. pose proof (Rabs_pos (f (fun _ => 0))).
    assert (0 <= rsum kappa (fun _ => 0 ^ 2)) by (apply rsum_nonneg; intros; apply pow2_ge_0).
    assert (0 < (- C) * (1 + rsum kappa (fun _ => 0 ^ 2))) by (apply Rmult_lt_0_compat; lra). lra. }
  set (dist2 := fun z : vec => rsum kappa (fun k => (z k - m k) ^ 2)).
  assert (Hdist : forall z, 0 <= dist2 z)
    by (intros; apply rsum_nonneg; intros; apply pow2_ge_0).
  assert (Hd2 : 0 < delta ^ 2) by (apply pow_lt, Hd).
  set (a := 2 * C * (1 + 2 * M)). set (b := a / delta ^ 2 + 2 * C).
  assert (Ha : 0 <= a) by (apply Rmult_le_pos; lra).
  assert (Hb : 0 <= b)
    by (apply Rplus_le_le_0_compat; [apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat]|]; lra).
  (* the pointwise bound *)
  assert (Hpoint : forall z, Rabs (f z - f m) <= eps / 2 + b * dist2 z).
  { intros z. assert (Hbz : 0 <= b * dist2 z) by (apply Rmult_le_pos; auto).
    destruct (Rlt_le_dec (dist2 z) (delta ^ 2)) as [H|H].
    - assert (Rabs (f z - f m) < eps / 2); [|lra]. apply Hnear. intros k Hk.
      assert (Hk2 : (z k - m k) ^ 2 < delta ^ 2).
      { apply Rle_lt_trans with (2 := H).
        apply (rsum_ge_term kappa (fun k => (z k - m k) ^ 2)); [|exact Hk].
        intros; apply pow2_ge_0. }
      rewrite <- (Rabs_right delta) by lra. apply Rsqr_lt_abs_0. unfold Rsqr. simpl in Hk2; lra.
    - assert (Hz : rsum kappa (fun k => z k ^ 2) <= 2 * dist2 z + 2 * M).
      { unfold dist2, M. rewrite <- !rsum_scal, <- rsum_plus. apply rsum_le; intros k _.
        pose proof (pow2_ge_0 (z k - 2 * m k)). lra. }
      assert (H1 : C * (1 + rsum kappa (fun k => z k ^ 2)) <= C * (1 + (2 * dist2 z + 2 * M)))
        by (apply Rmult_le_compat_l; lra).
      pose proof (HC z). pose proof (HC m) as Hm. fold M in Hm.
      pose proof (Rabs_triang (f z) (- f m)) as Htri. rewrite Rabs_Ropp in Htri.
      assert (Hfar : a <= a / delta ^ 2 * dist2 z).
      { apply Rle_trans with (a / delta ^ 2 * delta ^ 2); [right; field; lra|].
        apply Rmult_le_compat_l; [apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat]|]; lra. }
      assert (HCM : 0 <= C * M) by (apply Rmult_le_pos; lra).
      assert (Eb : b * dist2 z = a / delta ^ 2 * dist2 z + 2 * C * dist2 z) by (unfold b; ring).
      assert (Ea : a = 2 * C + 4 * (C * M)) by (unfold a; ring).
      unfold Rminus at 1. lra. }
  exists (eps / (4 * (b + 1))). split; [apply Rdiv_lt_0_compat; lra|].
  intros q v Hm Hf Hv.
  assert (Havg : averages q dist2 (rsum kappa v)).
  { apply averages_rsum; intros k Hk. destruct (Hm k Hk) as [H1 H2].
    eapply averages_value; [eapply averages_ext with
      (f := fun z => z k ^ 2 + ((-2 * m k) * z k + m k ^ 2));
      [apply averages_plus; [exact H2|apply averages_plus;
        [apply averages_scal; exact H1|apply averages_const]]|]|];
      intros; cbv beta; ring. }
  pose proof (averages_expect q f Hf) as Hef.
  assert (Hgap : averages q (fun z => eps / 2 + b * dist2 z) (eps / 2 + b * rsum kappa v))
    by (apply averages_plus; [apply averages_const|apply averages_scal, Havg]).
  assert (Hbv : b * rsum kappa v < eps / 2).
  { assert (Hv0 : 0 <= rsum kappa v)
      by (apply (averages_le q _ _ _ _ (averages_const q 0) Havg); exact Hdist).
    apply Rle_lt_trans with ((b + 1) * rsum kappa v); [apply Rmult_le_compat_r; lra|].
    apply (Rmult_lt_compat_l (b + 1)) in Hv; [|lra].
    replace ((b + 1) * (eps / (4 * (b + 1)))) with (eps / 4) in Hv by (field; lra). lra. }
  assert (Hup := averages_le q _ _ _ _
    (averages_minus q _ _ _ _ Hef (averages_const q (f m))) Hgap
    (fun z => Rle_trans _ _ _ (Rle_abs _) (Hpoint z))).
  assert (Hdown := averages_le q _ _ _ _
    (averages_minus q _ _ _ _ (averages_const q (f m)) Hef) Hgap
    (fun z => Rle_trans _ _ _ (Rle_abs _)
                (eq_ind_r (fun t => t <= _) (Hpoint z) (Rabs_minus_sym (f m) (f z))))).
  apply Rabs_def1; lra.
Qed.

Theorem lemma3_log_derived :
  forall n p v, (0 < n)%nat -> 0 <= p -> (forall i, (i < n)%nat -> 0 < v i) ->
  unique_minimum positives (scaled_kl n p v) (p + mean n v)
    (1 + ln (p + mean n v) - mean n (fun i => ln (v i))).
Proof.
  intros n p v Hn Hp Hv. assert (Hm : 0 < mean n v) by (apply mean_pos; assumption).
  unfold scaled_kl. set (L := mean n (fun i => ln (v i))). set (m := mean n v) in *.
  assert (E1 : (p + m) / 1 = p + m) by field.
  split; [unfold positives; lra|split].
  - pose proof (inv_log_minimum_value (p + m) 1). rewrite E1 in H. lra.
  - intros y Hy Hne. unfold positives in Hy.
    pose proof (inv_log_minimum (p + m) 1 y) as H. rewrite E1 in H.
    assert (1 + 1 * ln (p + m) < (p + m) / y + 1 * ln y) by (apply H; lra). lra.
Qed.

Theorem lemma3_log_limit :
  forall n p s, (0 < n)%nat -> 0 <= p -> 0 < s ->
  unique_minimum positives (scaled_kl n p (fun _ => s)) (p + s) (1 + ln ((p + s) / s)) /\
  (p = 0 -> 1 + ln ((p + s) / s) = 1) /\
  (0 < p -> 0 < 1 + ln ((p + s) / s) - (ln p + (1 - ln s)) < s / p).
Proof.
  intros n p s Hn Hp Hs. split; [|split].
  - pose proof (lemma3_log_derived n p (fun _ => s) Hn Hp (fun _ _ => Hs)) as H.
    rewrite !mean_const in H by exact Hn. rewrite ln_div by lra.
    replace (1 + (ln (p + s) - ln s)) with (1 + ln (p + s) - ln s) by ring. exact H.
  - intros ->. rewrite Rplus_0_l. replace (s / s) with 1 by (field; lra). rewrite ln_1; ring.
  - intros Hp'. rewrite ln_div by lra.
    replace (1 + (ln (p + s) - ln s) - (ln p + (1 - ln s))) with (ln ((p + s) / p))
      by (rewrite ln_div by lra; ring).
    replace ((p + s) / p) with (1 + s / p) by (field; lra).
    assert (Hq : 0 < s / p) by (apply Rdiv_lt_0_compat; assumption).
    split; [apply ln_pos; lra|].
    pose proof (ln_lt_sub1 (1 + s / p)). lra.
Qed.

Theorem lemma3_jensen :
  forall n p v, (0 < n)%nat -> 0 <= p -> (forall i, (i < n)%nat -> 0 < v i) ->
  1 + ln (1 + p / mean n v) <= 1 + ln (p + mean n v) - mean n (fun i => ln (v i)).
Proof.
  intros n p v Hn Hp Hv. assert (Hm : 0 < mean n v) by (apply mean_pos; assumption).
  pose proof (mean_ln_le n v Hn Hv).
  replace (1 + p / mean n v) with ((p + mean n v) / mean n v) by (field; lra).
  rewrite ln_div by lra. lra.
Qed.

Theorem lemma3_jensen_equality :
  forall n p v, (0 < n)%nat -> 0 <= p -> (forall i, (i < n)%nat -> 0 < v i) ->
  (1 + ln (1 + p / mean n v) = 1 + ln (p + mean n v) - mean n (fun i => ln (v i)) <->
   forall i, (i < n)%nat -> v i = mean n v).
Proof.
  intros n p v Hn Hp Hv. set (m := mean n v). assert (Hm : 0 < m) by (apply mean_pos; assumption).
  replace (1 + p / m) with ((p + m) / m) by (field; lra). rewrite ln_div by lra. split.
  - intros E.
    (* the gaps of the tangent bound at m are nonnegative and have mean 0 *)
    set (gap := fun i => v i / m - 1 - ln (v i / m)).
    assert (Hgap : forall i, (i < n)%nat -> 0 <= gap i).
    { intros i Hi. pose proof (ln_le_sub1 (v i / m) (Rdiv_lt_0_compat _ _ (Hv i Hi) Hm)).
      unfold gap; lra. }
    assert (Hmean : mean n gap = 0).
    { rewrite (mean_ext n gap (fun i => (/ m * v i - ln (v i)) + (ln m - 1)))
        by (intros i Hi; unfold gap; rewrite ln_div by auto; unfold Rdiv; ring).
      rewrite mean_plus, mean_const, mean_minus, (mean_scal n (/ m) v) by exact Hn. fold m.
      rewrite Rinv_l by lra. lra. }
    assert (Hsum : rsum n gap = 0).
    { pose proof (INR_pos n Hn). unfold mean in Hmean.
      apply (Rmult_eq_reg_r (/ INR n)); [|apply Rinv_neq_0_compat; lra].
      unfold Rdiv in Hmean. lra. }
    intros i Hi. pose proof (rsum_zero n gap Hgap Hsum i Hi) as H0. unfold gap in H0.
    destruct (Req_dec (v i / m) 1) as [H1|H1].
    + apply (Rmult_eq_compat_r m) in H1.
      replace (v i / m * m) with (v i) in H1 by (field; lra). lra.
    + pose proof (ln_lt_sub1 (v i / m) (Rdiv_lt_0_compat _ _ (Hv i Hi) Hm) H1). lra.
  - intros E. rewrite (mean_ext n (fun i => ln (v i)) (fun _ => ln m))
      by (intros i Hi; rewrite E by exact Hi; reflexivity).
    rewrite mean_const by exact Hn. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Theorem D *)

(** E_z E_z' (f z - f z')^2 is twice the variance, whatever f. *)
Lemma averages_gap : forall q f m1 m2 (z : vec),
  averages q f m1 -> averages q (fun z => f z ^ 2) m2 ->
  averages q (fun z' => (f z - f z') ^ 2) (f z ^ 2 + (-2 * m1) * f z + m2).
Proof.
  intros q f m1 m2 z H1 H2.
  eapply averages_value; [eapply averages_ext; [apply averages_plus;
    [apply averages_plus; [apply (averages_const q (f z ^ 2))|
                           apply (averages_scal q (- 2 * f z)); exact H1]|exact H2]|]|];
    intros; cbv beta; ring.
Qed.

Lemma averages_gap_twice : forall q f m1 m2,
  averages q f m1 -> averages q (fun z => f z ^ 2) m2 ->
  averages q (fun z => f z ^ 2 + (-2 * m1) * f z + m2) (2 * (m2 - m1 ^ 2)).
Proof.
  intros q f m1 m2 H1 H2.
  eapply averages_value; [apply averages_plus; [apply averages_plus;
    [exact H2|apply averages_scal; exact H1]|apply averages_const]|]. ring.
Qed.

(** One law: the spread of the codes passes through a decoder that separates them. *)
Lemma spread_le_error : forall d kappa q x mu m v l,
  has_moments kappa q m v -> integrable q (fun z => sq_dist d x (mu z)) ->
  (forall j, (j < d)%nat -> integrable q (fun z => mu z j) /\ integrable q (fun z => mu z j ^ 2)) ->
  separates d kappa mu l ->
  rsum kappa (fun k => l k ^ 2 * v k) <= expect q (fun z => sq_dist d x (mu z)).
Proof.
  intros d kappa q x mu m v l Hm Hx Hsq Hl.
  set (a := fun j => expect q (fun z => mu z j)).
  set (s := fun j => expect q (fun z => mu z j ^ 2)).
  assert (Ha : forall j, (j < d)%nat -> averages q (fun z => mu z j) (a j))
    by (intros j Hj; apply averages_expect, Hsq, Hj).
  assert (Hs : forall j, (j < d)%nat -> averages q (fun z => mu z j ^ 2) (s j))
    by (intros j Hj; apply averages_expect, Hsq, Hj).
  assert (Hk : forall k, (k < kappa)%nat -> averages q (fun z => z k) (m k))
    by (intros k H; apply (Hm k H)).
  assert (Hk2 : forall k, (k < kappa)%nat -> averages q (fun z => z k ^ 2) (m k ^ 2 + v k))
    by (intros k H; apply (Hm k H)).
  (* twice the spread is at most twice the variance of the reconstruction *)
  assert (Hvar : rsum kappa (fun k => l k ^ 2 * v k) <= rsum d (fun j => s j - a j ^ 2)).
  { apply (Rmult_le_reg_l 2); [lra|]. rewrite <- !rsum_scal.
    eapply (averages_le q) with
      (f := fun z => rsum kappa (fun k => l k ^ 2 * (z k ^ 2 + (-2 * m k) * z k + (m k ^ 2 + v k))))
      (g := fun z => rsum d (fun j => mu z j ^ 2 + (-2 * a j) * mu z j + s j)).
    - eapply averages_value; [apply averages_rsum; intros k H; apply averages_scal;
        apply (averages_gap_twice q (fun z => z k)); [apply Hk, H|apply Hk2, H]|].
      apply rsum_ext; intros k _; ring.
    - apply averages_rsum; intros j H.
      apply (averages_gap_twice q (fun z => mu z j)); [apply Ha, H|apply Hs, H].
    - intros z. eapply (averages_le q) with
        (f := fun z' => rsum kappa (fun k => l k ^ 2 * (z k - z' k) ^ 2))
        (g := fun z' => sq_dist d (mu z) (mu z')).
      + apply averages_rsum; intros k H; apply averages_scal.
        apply (averages_gap q (fun z => z k)); [apply Hk, H|apply Hk2, H].
      + unfold sq_dist; apply averages_rsum; intros j H.
        apply (averages_gap q (fun z => mu z j)); [apply Ha, H|apply Hs, H].
      + intros z'; apply Hl. }
  (* the error is the variance plus the squared bias *)
  apply Rle_trans with (1 := Hvar).
  assert (E : averages q (fun z => sq_dist d x (mu z))
                (rsum d (fun j => s j - a j ^ 2 + (x j - a j) ^ 2))).
  { unfold sq_dist. apply averages_rsum; intros j H.
    eapply averages_value; [eapply averages_ext with
      (f := fun z => x j ^ 2 + (- 2 * x j) * mu z j + mu z j ^ 2);
      [apply averages_plus; [apply averages_plus; [apply averages_const|apply averages_scal]|]|]|];
      [apply Ha, H|apply Hs, H|intros; cbv beta; ring|ring]. }
  rewrite (proj2 E). apply rsum_le; intros j _. pose proof (pow2_ge_0 (x j - a j)). lra.
Qed.

Theorem theorem_D_error :
  forall d kappa n X mu q m v l, (0 < n)%nat ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  rsum kappa (fun k => l k ^ 2 * mean n (fun i => v i k)) <= expected_error d n X mu q.
Proof.
  intros d kappa n X mu q m v l Hn Hq Hsq Hl. unfold expected_error.
  rewrite (rsum_ext kappa _ (fun k => mean n (fun i => l k ^ 2 * v i k)))
    by (intros; rewrite mean_scal; reflexivity).
  rewrite <- (mean_rsum n kappa (fun i k => l k ^ 2 * v i k)).
  apply mean_le; [exact Hn|]. intros i Hi. destruct (Hq i Hi) as [_ [Hm Hint]].
  apply (spread_le_error d kappa (q i) (X i) mu (m i) (v i) l Hm Hint); [|exact Hl].
  intros j Hj; apply Hsq; assumption.
Qed.

(** Eq. (3) with its sample means taken. *)
Lemma vae_loss_means : forall beta d kappa n gamma X mu q m v, (0 < n)%nat ->
  vae_loss beta d kappa n gamma X mu q m v
  = expected_error d n X mu q / gamma + INR d * ln gamma
    + beta * rsum kappa (fun k => mean n (fun i => v i k) - mean n (fun i => ln (v i k))
                                  + row_power n m k).
Proof.
  intros beta d kappa n gamma X mu q m v Hn. unfold vae_loss, expected_error.
  rewrite rsum_plus, rsum_minus.
  rewrite <- (mean_rsum n kappa (fun i k => v i k)), <- (mean_rsum n kappa (fun i k => ln (v i k))).
  unfold row_power. rewrite <- (mean_rsum n kappa (fun i k => m i k ^ 2)).
  rewrite <- mean_minus, <- mean_plus, <- mean_scal.
  rewrite <- (mean_const n (INR d * ln gamma) Hn).
  unfold Rdiv. rewrite (Rmult_comm (mean n _) (/ gamma)), <- mean_scal, <- !mean_plus.
  apply mean_ext; intros. rewrite mean_const by exact Hn. ring.
Qed.

Theorem theorem_D :
  forall d kappa n gamma X mu q m v l, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  let A := expected_error d n X mu q in
  0 < A ->
  INR d + INR kappa + INR d * ln (A / INR d)
  + rsum kappa (fun k => ln (1 + l k ^ 2 * row_power n m k / A))
  <= vae_loss 1 d kappa n gamma X mu q m v.
Proof.
  intros d kappa n gamma X mu q m v l Hd Hn Hg Hq Hsq Hl A HA. pose proof (INR_pos d Hd) as Hd'.
  rewrite vae_loss_means by exact Hn. fold A.
  pose proof (inv_log_minimum_le A (INR d) gamma HA Hd' Hg) as H6.
  pose proof (theorem_D_error d kappa n X mu q m v l Hn Hq Hsq Hl) as Herr. fold A in Herr.
  assert (Hvm : forall k, (k < kappa)%nat -> 0 < mean n (fun i => v i k)).
  { intros k Hk; apply mean_pos; [exact Hn|]. intros i Hi; apply (Hq i Hi), Hk. }
  assert (Hrows : rsum kappa (fun k => 1 + ln (1 + l k ^ 2 * row_power n m k / A))
    <= rsum kappa (fun k => mean n (fun i => v i k) - mean n (fun i => ln (v i k))
                            + row_power n m k)).
  { apply rsum_le; intros k Hk.
    pose proof (Hvm k Hk) as Hs. pose proof (row_power_nonneg n m k) as Hp.
    set (s := mean n (fun i => v i k)) in *. set (p := row_power n m k) in *.
    (* the term of dimension k in Herr *)
    assert (HlA : l k ^ 2 * s <= A).
    { apply Rle_trans with (2 := Herr).
      apply (rsum_ge_term kappa (fun k => l k ^ 2 * mean n (fun i => v i k)) k); [|exact Hk].
      intros j Hj; apply Rmult_le_pos; [apply pow2_ge_0|left; apply Hvm, Hj]. }
    assert (Hratio : l k ^ 2 * p / A <= p / s).
    { apply (Rmult_le_reg_r (A * s)); [apply Rmult_lt_0_compat; assumption|].
      replace (l k ^ 2 * p / A * (A * s)) with (p * (l k ^ 2 * s)) by (field; lra).
      replace (p / s * (A * s)) with (p * A) by (field; lra).
      apply Rmult_le_compat_l; assumption. }
    assert (H0 : 0 <= l k ^ 2 * p / A).
    { apply Rmult_le_pos; [apply Rmult_le_pos; [apply pow2_ge_0|exact Hp]|].
      left; apply Rinv_0_lt_compat, HA. }
    assert (Hmono : ln (1 + l k ^ 2 * p / A) <= ln (1 + p / s)) by (apply ln_le_mono; lra).
    pose proof (lemma3_jensen n p (fun i => v i k) Hn Hp
                  (fun i Hi => proj1 (Hq i Hi) k Hk)) as HJ.
    fold s in HJ. pose proof (ln_le_sub1 (p + s)). lra. }
  rewrite rsum_plus, rsum_const in Hrows. lra.
Qed.

Theorem theorem_D_rows :
  forall d kappa n gamma X mu q m v l r tau C, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  let A := expected_error d n X mu q in
  0 < A -> 0 < tau ->
  vae_loss 1 d kappa n gamma X mu q m v <= (INR d - INR r) * ln A + C ->
  A <= tau ^ (r + 1) * exp (- (C - INR d - INR kappa + INR d * ln (INR d))) ->
  let c := fun k => l k ^ 2 * row_power n m k in
  (count_ge kappa tau c <= r)%nat.
Proof.
  intros d kappa n gamma X mu q m v l r tau C Hd Hn Hg Hq Hsq Hl A HA Htau Hloss Hsmall c.
  destruct (Compare_dec.le_lt_dec (count_ge kappa tau c) r) as [H|Hmany]; [exact H|exfalso].
  pose proof (INR_pos d Hd) as Hd'.
  pose proof (theorem_D d kappa n gamma X mu q m v l Hd Hn Hg Hq Hsq Hl HA) as HD. fold A in HD.
  set (N := count_ge kappa tau c) in *.
  assert (HtA : 0 < tau / A) by (apply Rdiv_lt_0_compat; assumption).
  assert (Hgap : 0 < ln (1 + tau / A)) by (apply ln_pos; lra).
  assert (Hdiv : forall k, 0 <= c k / A).
  { intros k; unfold c. apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat, HA].
    apply Rmult_le_pos; [apply pow2_ge_0|apply row_power_nonneg]. }
  assert (Hcount : INR N * ln (1 + tau / A) <= rsum kappa (fun k => ln (1 + c k / A))).
  { apply rsum_ge_count; [lra| |].
    - intros k _; apply ln_nonneg. specialize (Hdiv k). lra.
    - intros k _ Hk. apply ln_le_mono; [lra|]. apply Rplus_le_compat_l.
      apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, HA|exact Hk]. }
  assert (HN : INR r + 1 <= INR N)
    by (assert (r + 1 <= N)%nat as H by lia; apply le_INR in H; rewrite plus_INR in H; exact H).
  assert (Hmany' : (INR r + 1) * ln (1 + tau / A) <= INR N * ln (1 + tau / A))
    by (apply Rmult_le_compat_r; lra).
  assert (Hln : ln tau - ln A < ln (1 + tau / A)).
  { rewrite <- ln_div by assumption. apply ln_increasing; lra. }
  assert (Hr1 : 0 < INR r + 1) by (pose proof (pos_INR r); lra).
  apply (Rmult_lt_compat_l (INR r + 1)) in Hln; [|exact Hr1].
  apply ln_le_mono in Hsmall; [|exact HA].
  rewrite ln_mult, ln_exp, ln_pow, plus_INR in Hsmall;
    [|exact Htau|apply pow_lt, Htau|apply exp_pos].
  change (INR 1) with 1 in Hsmall.
  rewrite (ln_div A (INR d)) in HD by assumption. unfold c in Hcount. cbv beta in Hcount. lra.
Qed.
