(* Fig. 3: two wells on every line between exact points, the sparser one lower. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import WellsStatements AnalysisSums AnalysisLog AnalysisLemma2.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * The three terms of the loss *)

Definition prices (d kappa : nat) (gamma : R) (W : nat -> vec) : R :=
  rsum kappa (fun k => ln (1 + col_power d W k / gamma)).

Lemma price_nonneg : forall gamma c, 0 < gamma -> 0 <= c -> 0 <= ln (1 + c / gamma).
Proof. intros gamma c Hg Hc. apply ln_nonneg. assert (0 <= c / gamma) by (apply Rdiv_le_0_compat; lra). lra. Qed.

Lemma price_le : forall gamma c c', 0 < gamma -> 0 <= c <= c' -> ln (1 + c / gamma) <= ln (1 + c' / gamma).
Proof.
  intros gamma c c' Hg Hc. assert (0 <= c / gamma) by (apply Rdiv_le_0_compat; lra).
  apply ln_le_mono; [lra|]. apply Rplus_le_compat_l. unfold Rdiv. apply Rmult_le_compat_r; [|lra].
  left; apply Rinv_0_lt_compat, Hg.
Qed.

Lemma prices_nonneg : forall d kappa gamma W, 0 < gamma -> 0 <= prices d kappa gamma W.
Proof. intros; apply rsum_nonneg; intros; apply price_nonneg; [assumption|apply col_power_nonneg]. Qed.

Lemma prices_active : forall d kappa gamma W, 0 < gamma ->
  prices d kappa gamma W = sum_pos kappa (col_power d W) (fun k => ln (1 + col_power d W k / gamma)).
Proof.
  intros d kappa gamma W Hg. unfold prices, sum_pos. apply rsum_ext. intros k _.
  destruct (Rlt_dec 0 (col_power d W k)) as [_|Hn]; [reflexivity|].
  assert (E : col_power d W k = 0) by (pose proof (col_power_nonneg d W k); lra). rewrite E.
  replace (1 + 0 / gamma) with 1 by (field; lra). apply ln_1.
Qed.

Lemma prices_upper : forall d kappa gamma W m a b, 0 < gamma -> columns d kappa W m a b ->
  prices d kappa gamma W <= INR m * ln (1 + a / gamma).
Proof.
  intros d kappa gamma W m a b Hg [Hm Hc]. rewrite prices_active by exact Hg. rewrite <- Hm, <- sum_pos_const.
  apply sum_pos_le. intros k Hk Hpos. apply price_le; [exact Hg|]. split; [lra|apply Hc, Hk].
Qed.

(** Each of m columns that are not small costs at least log(1 + b/gamma). *)
Lemma prices_lower : forall d kappa gamma W W1 m a b b', 0 < gamma -> 0 <= b' -> columns d kappa W1 m a b ->
  (forall k, (k < kappa)%nat -> 0 < col_power d W1 k -> b' <= col_power d W k) ->
  INR m * ln (1 + b' / gamma) <= prices d kappa gamma W.
Proof.
  intros d kappa gamma W W1 m a b b' Hg Hb [Hm _] H. rewrite <- Hm, <- sum_pos_const.
  unfold sum_pos, prices. apply rsum_le. intros k Hk.
  destruct (Rlt_dec 0 (col_power d W1 k)) as [Hpos|_].
  - apply price_le; [exact Hg|]. split; [exact Hb|apply H; assumption].
  - apply price_nonneg; [exact Hg|apply col_power_nonneg].
Qed.

(** log(1 + y^2) <= y. *)
Lemma ln_square_le : forall y, 0 <= y -> ln (1 + y ^ 2) <= y.
Proof.
  intros y Hy.
  assert (H : (fun u => ln (1 + u ^ 2) - u) y <= (fun u => ln (1 + u ^ 2) - u) 0).
  { destruct Hy as [Hy| <-]; [|lra].
    destruct (MVT_gen (fun u => ln (1 + u ^ 2) - u) 0 y (fun u => 2 * u / (1 + u ^ 2) - 1)) as [t [Ht E]].
    - intros u _. auto_derive; [pose proof (pow2_ge_0 u); simpl in *; lra|field; pose proof (pow2_ge_0 u); simpl in *; lra].
    - intros u _. apply continuity_pt_filterlim, (ex_derive_continuous (fun u => ln (1 + u ^ 2) - u)).
      auto_derive. pose proof (pow2_ge_0 u); simpl in *; lra.
    - assert (2 * t / (1 + t ^ 2) - 1 <= 0).
      { pose proof (pow2_ge_0 t). replace (2 * t / (1 + t ^ 2) - 1) with (- ((1 - t) ^ 2 / (1 + t ^ 2))) by (field; lra).
        assert (0 <= (1 - t) ^ 2 / (1 + t ^ 2)) by (apply Rdiv_le_0_compat; [apply pow2_ge_0|lra]). lra. }
      assert ((2 * t / (1 + t ^ 2) - 1) * (y - 0) <= 0 * (y - 0)) by (apply Rmult_le_compat_r; lra). lra. }
  cbv beta in H. replace (1 + 0 ^ 2) with 1 in H by ring. rewrite ln_1 in H. lra.
Qed.

Lemma price_root : forall gamma a, 0 < gamma -> 0 <= a -> ln (1 + a / gamma) <= sqrt a / sqrt gamma.
Proof.
  intros gamma a Hg Ha. assert (Hs : 0 < sqrt gamma) by (apply sqrt_lt_R0, Hg).
  assert (Hq : 0 <= sqrt a / sqrt gamma) by (apply Rdiv_le_0_compat; [apply sqrt_pos|exact Hs]).
  pose proof (ln_square_le _ Hq) as H.
  replace ((sqrt a / sqrt gamma) ^ 2) with (a / gamma) in H; [exact H|].
  replace ((sqrt a / sqrt gamma) ^ 2) with ((sqrt a * sqrt a) / (sqrt gamma * sqrt gamma)) by (field; lra).
  rewrite !sqrt_sqrt by lra. reflexivity.
Qed.

Section Line.
Variables (d kappa n : nat) (X W0 W1 V0 V1 : nat -> vec).
Hypotheses (Hd : (0 < d)%nat) (Hn : (0 < n)%nat).
Hypotheses (H0 : exact_pair d kappa n X W0 V0) (H1 : exact_pair d kappa n X W1 V1).

Let C := cross_term d kappa n X W0 W1 V0 V1.
Let Q t := code_power d kappa n (line V0 V1 t) X.
Let P gamma t := prices d kappa gamma (line W0 W1 t).
Let f := line_loss d kappa n X W0 W1 V0 V1.

Lemma encoded_line : forall t i k,
  encoded d (line V0 V1 t) X i k = (1 - t) * encoded d V0 X i k + t * encoded d V1 X i k.
Proof.
  intros t i k. unfold encoded, line. rewrite <- !rsum_scal, <- rsum_plus. apply rsum_ext; intros; ring.
Qed.

(** The data term along the line is C t^2 (1 - t)^2. *)
Lemma data_term : forall t,
  INR d * error d n X (affine kappa (line W0 W1 t) (fun _ => 0)) (encoded d (line V0 V1 t) X)
  = C * (t ^ 2 * (1 - t) ^ 2).
Proof.
  intros t. rewrite <- mean_sq_dist by assumption. unfold C, cross_term.
  rewrite Rmult_comm, <- mean_scal. apply mean_ext. intros i Hi. unfold sq_dist. rewrite <- rsum_scal.
  apply rsum_ext. intros j Hj. unfold affine. rewrite Rplus_0_r.
  set (g := fun k => (W1 j k - W0 j k) * (encoded d V1 X i k - encoded d V0 X i k)).
  assert (E : rsum kappa (fun k => line W0 W1 t j k * encoded d (line V0 V1 t) X i k)
              = (1 - t) * rsum kappa (fun k => W0 j k * encoded d V0 X i k)
                + t * rsum kappa (fun k => W1 j k * encoded d V1 X i k) - t * (1 - t) * rsum kappa g).
  { rewrite <- !rsum_scal, <- rsum_plus, <- rsum_minus. apply rsum_ext. intros k _.
    rewrite encoded_line. unfold line, g. ring. }
  rewrite E, (H0 i j Hi Hj), (H1 i j Hi Hj). ring.
Qed.

Lemma loss_terms : forall gamma t,
  f gamma t = C * (t ^ 2 * (1 - t) ^ 2) / gamma + P gamma t + Q t + (INR d * ln gamma + INR kappa).
Proof.
  intros gamma t. unfold f, line_loss, fixed_scale_loss. rewrite data_term.
  unfold P, prices, Q, code_power. rewrite !Rmult_1_l. ring.
Qed.

Lemma line_start : forall A B i k, line A B 0 i k = A i k.
Proof. intros; unfold line; ring. Qed.
Lemma line_end : forall A B i k, line A B 1 i k = B i k.
Proof. intros; unfold line; ring. Qed.

Lemma code_power_nonneg : forall V, 0 <= code_power d kappa n V X.
Proof. intros; apply rsum_nonneg; intros; apply row_power_nonneg. Qed.

Lemma ends : forall gamma,
  P gamma 0 = prices d kappa gamma W0 /\ P gamma 1 = prices d kappa gamma W1 /\
  Q 0 = code_power d kappa n V0 X /\ Q 1 = code_power d kappa n V1 X.
Proof.
  intros gamma. unfold P, Q, prices, code_power, row_power, col_power.
  repeat split; apply rsum_ext; intros k _.
  - do 3 f_equal. apply rsum_ext; intros; rewrite line_start; reflexivity.
  - do 3 f_equal. apply rsum_ext; intros; rewrite line_end; reflexivity.
  - apply mean_ext; intros; rewrite encoded_line; ring.
  - apply mean_ext; intros; rewrite encoded_line; ring.
Qed.

Variables (r j : nat) (a b : R).
Hypotheses (Hj : (0 < j)%nat) (Hb : 0 < b) (HC : 0 < C).
Hypotheses (K0 : columns d kappa W0 r a 0) (K1 : columns d kappa W1 (r + j) a b).
Let Q0 := code_power d kappa n V0 X.
Let Q1 := code_power d kappa n V1 X.

Lemma a_positive : 0 < a.
Proof.
  destruct K1 as [Hm Hc]. destruct (count_pos_exists kappa (col_power d W1)) as [k [Hk Hp]]; [lia|].
  destruct (Hc k Hk) as [Ha _]. lra.
Qed.

Lemma nonneg_quartic : forall gamma t, 0 < gamma -> 0 <= C * (t ^ 2 * (1 - t) ^ 2) / gamma.
Proof.
  intros gamma t Hg. apply Rdiv_le_0_compat; [|exact Hg]. apply Rmult_le_pos; [lra|].
  apply Rmult_le_pos; apply pow2_ge_0.
Qed.

(** (i) The middle is higher than both ends. *)
Theorem middle_higher : forall gamma, 0 < gamma < 1 ->
  gamma < C ^ 2 / (16 * Rmax Q0 Q1 + 16 * sqrt a * INR (j + r)) ^ 2 ->
  f gamma 0 < f gamma (/ 2) /\ f gamma 1 < f gamma (/ 2).
Proof.
  intros gamma Hg Hlt. pose proof a_positive as Ha. assert (Hgp : 0 < gamma) by lra.
  set (Qm := Rmax Q0 Q1) in *. set (M := INR (j + r)) in *.
  assert (HM : 1 <= M) by (apply (le_INR 1); lia).
  assert (Hsa : 0 < sqrt a) by (apply sqrt_lt_R0, Ha).
  assert (HQm : 0 <= Qm) by (eapply Rle_trans; [apply (code_power_nonneg V0)|apply Rmax_l]).
  set (S := 16 * Qm + 16 * sqrt a * M) in *.
  assert (HS : 0 < S) by (unfold S; assert (0 < sqrt a * M) by (apply Rmult_lt_0_compat; lra); lra).
  assert (Hsg : 0 < sqrt gamma) by (apply sqrt_lt_R0, Hgp).
  assert (Hroot : sqrt gamma < C / S).
  { rewrite <- (sqrt_pow2 (C / S)) by (apply Rdiv_le_0_compat; lra). apply sqrt_lt_1_alt. split; [lra|].
    replace ((C / S) ^ 2) with (C ^ 2 / S ^ 2) by (field; lra). exact Hlt. }
  assert (Hs1 : sqrt gamma < 1) by (rewrite <- sqrt_1; apply sqrt_lt_1_alt; lra).
  (* the price and the power of an end are at most (M sqrt a + Qm)/sqrt gamma < C/(16 gamma) *)
  assert (Hmid : M * (sqrt a / sqrt gamma) + Qm < C * ((/ 2) ^ 2 * (1 - / 2) ^ 2) / gamma).
  { replace (C * ((/ 2) ^ 2 * (1 - / 2) ^ 2) / gamma) with (C / 16 / (sqrt gamma * sqrt gamma))
      by (rewrite sqrt_sqrt by lra; field; lra).
    apply Rle_lt_trans with (S / 16 / sqrt gamma).
    - replace (S / 16 / sqrt gamma) with (M * (sqrt a / sqrt gamma) + Qm / sqrt gamma) by (unfold S; field; lra).
      apply Rplus_le_compat_l. apply (Rmult_le_reg_r (sqrt gamma)); [exact Hsg|].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. apply Rmult_le_compat_l; lra.
    - apply (Rmult_lt_reg_r (sqrt gamma * sqrt gamma * 16)); [assert (0 < sqrt gamma * sqrt gamma) by (apply Rmult_lt_0_compat; lra); lra|].
      replace (S / 16 / sqrt gamma * (sqrt gamma * sqrt gamma * 16)) with (S * sqrt gamma) by (field; lra).
      replace (C / 16 / (sqrt gamma * sqrt gamma) * (sqrt gamma * sqrt gamma * 16)) with C by (field; lra).
      apply (Rmult_lt_compat_l S) in Hroot; [|exact HS]. replace (S * (C / S)) with C in Hroot by (field; lra). lra. }
  assert (Hprice : forall W m b', columns d kappa W m a b' -> (m <= j + r)%nat ->
    prices d kappa gamma W <= M * (sqrt a / sqrt gamma)).
  { intros W m b' HW Hm. eapply Rle_trans; [apply (prices_upper d kappa gamma W m a b' Hgp HW)|].
    pose proof (price_root gamma a Hgp (Rlt_le _ _ Ha)). pose proof (price_nonneg gamma a Hgp (Rlt_le _ _ Ha)).
    apply Rmult_le_compat; [apply pos_INR|assumption|apply le_INR, Hm|assumption]. }
  destruct (ends gamma) as [E0 [E1 [F0 F1]]].
  pose proof (prices_nonneg d kappa gamma (line W0 W1 (/ 2)) Hgp) as Pm. pose proof (code_power_nonneg (line V0 V1 (/ 2))) as Qn.
  rewrite !loss_terms, E0, E1, F0, F1. unfold P, Q.
  pose proof (Hprice W0 r 0 K0 ltac:(lia)). pose proof (Hprice W1 (r + j)%nat b K1 ltac:(lia)).
  pose proof (Rmax_l Q0 Q1) as L0. pose proof (Rmax_r Q0 Q1) as L1. fold Qm in L0, L1. unfold Q0, Q1 in L0, L1.
  split; match goal with |- ?c1 * (?u ^ 2 * ?w) / gamma + _ + _ + _ < _ =>
    replace (c1 * (u ^ 2 * w) / gamma) with 0 by (field; lra) end; lra.
Qed.

(** log(1 + b'/gamma) and log(1 + a/gamma) against their powers, in logarithms. *)
Lemma power_threshold : forall gamma b' q, 0 < gamma <= a -> 0 < b' ->
  gamma ^ j < b' ^ (r + j) * / (2 * a) ^ r * exp q ->
  INR r * ln (1 + a / gamma) < INR (r + j) * ln (1 + b' / gamma) + q.
Proof.
  intros gamma b' q Hg Hb' Hlt. pose proof a_positive as Ha.
  assert (Hl : INR j * ln gamma < INR (r + j) * ln b' - INR r * ln (2 * a) + q).
  { apply ln_increasing in Hlt; [|apply pow_lt; lra].
    assert (A1 : 0 < b' ^ (r + j)) by (apply pow_lt, Hb'). assert (A2 : 0 < (2 * a) ^ r) by (apply pow_lt; lra).
    rewrite !ln_mult, ln_Rinv, ln_exp, !ln_pow in Hlt; try lra; try apply exp_pos;
      try (apply Rmult_lt_0_compat; [|apply Rinv_0_lt_compat]; assumption); apply Rinv_0_lt_compat; assumption. }
  assert (U : ln (1 + a / gamma) <= ln (2 * a) - ln gamma).
  { rewrite <- ln_div by lra. assert (1 <= a / gamma).
    { apply (Rmult_le_reg_r gamma); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
    apply ln_le_mono; [lra|]. replace (2 * a / gamma) with (a / gamma + a / gamma) by (field; lra). lra. }
  assert (Lw : ln b' - ln gamma <= ln (1 + b' / gamma)).
  { rewrite <- ln_div by lra. assert (0 < b' / gamma) by (apply Rdiv_lt_0_compat; lra). apply ln_le_mono; lra. }
  apply (Rmult_le_compat_l (INR r)) in U; [|apply pos_INR].
  apply (Rmult_le_compat_l (INR (r + j))) in Lw; [|apply pos_INR].
  rewrite plus_INR in *. lra.
Qed.

(** (ii) The sparser end is lower. *)
Theorem sparser_lower : forall gamma, 0 < gamma <= a ->
  gamma ^ j < b ^ (r + j) * / (2 * a) ^ r * exp (Q1 - Q0) -> f gamma 0 < f gamma 1.
Proof.
  intros gamma Hg Hlt. pose proof (power_threshold gamma b (Q1 - Q0) Hg Hb Hlt) as H.
  destruct (ends gamma) as [E0 [E1 [F0 F1]]]. rewrite !loss_terms, E0, E1, F0, F1. fold Q0 Q1.
  replace (C * (0 ^ 2 * (1 - 0) ^ 2) / gamma) with 0 by (field; lra).
  replace (C * (1 ^ 2 * (1 - 1) ^ 2) / gamma) with 0 by (field; lra).
  pose proof (prices_upper d kappa gamma W0 r a 0 (proj1 Hg) K0).
  pose proof (prices_lower d kappa gamma W1 W1 (r + j) a b b (proj1 Hg) (Rlt_le _ _ Hb) K1
    (fun k Hk => proj2 (proj2 K1 k Hk))). lra.
Qed.

(** (iii) Points no worse than the sparser end. *)
Theorem sublevel_quartic : forall gamma t, 0 < gamma -> f gamma t <= f gamma 0 ->
  C * (t ^ 2 * (1 - t) ^ 2) <= Q0 * gamma + sqrt a * sqrt gamma * INR r.
Proof.
  intros gamma t Hg Hle. pose proof a_positive as Ha. destruct (ends gamma) as [E0 [_ [F0 _]]].
  rewrite !loss_terms, E0, F0 in Hle. fold Q0 in Hle.
  replace (C * (0 ^ 2 * (1 - 0) ^ 2) / gamma) with 0 in Hle by (field; lra).
  pose proof (prices_nonneg d kappa gamma (line W0 W1 t) Hg) as Pt. fold (P gamma t) in Pt.
  assert (Qt : 0 <= Q t) by apply code_power_nonneg.
  pose proof (prices_upper d kappa gamma W0 r a 0 Hg K0) as PU.
  pose proof (price_root gamma a Hg (Rlt_le _ _ Ha)) as PR.
  apply (Rmult_le_compat_l (INR r)) in PR; [|apply pos_INR].
  assert (Hs : 0 < sqrt gamma) by (apply sqrt_lt_R0, Hg).
  assert (X0 : C * (t ^ 2 * (1 - t) ^ 2) / gamma <= INR r * (sqrt a / sqrt gamma) + Q0) by lra.
  apply (Rmult_le_compat_r gamma) in X0; [|lra].
  replace (C * (t ^ 2 * (1 - t) ^ 2) / gamma * gamma) with (C * (t ^ 2 * (1 - t) ^ 2)) in X0 by (field; lra).
  replace ((INR r * (sqrt a / sqrt gamma) + Q0) * gamma)
    with (Q0 * gamma + INR r * sqrt a * (gamma / sqrt gamma)) in X0 by (field; lra).
  assert (Hgs : gamma / sqrt gamma = sqrt gamma).
  { apply (Rmult_eq_reg_r (sqrt gamma)); [|lra]. rewrite sqrt_sqrt by lra. field; lra. }
  rewrite Hgs in X0. lra.
Qed.

Theorem dense_excluded : forall gamma t, 0 < gamma <= a ->
  gamma ^ j < (b / 4) ^ (r + j) * / (2 * a) ^ r * exp (- Q0) -> f gamma t <= f gamma 0 ->
  ~ (forall k, (k < kappa)%nat -> 0 < col_power d W1 k ->
       col_power d (fun i k => line W0 W1 t i k - W1 i k) k <= b / 4).
Proof.
  intros gamma t Hg Hlt Hle Hall.
  pose proof (power_threshold gamma (b / 4) (- Q0) Hg ltac:(lra) Hlt) as H.
  assert (Far : forall k, (k < kappa)%nat -> 0 < col_power d W1 k -> b / 4 <= col_power d (line W0 W1 t) k).
  { intros k Hk Hp. pose proof (Hall k Hk Hp) as Hmove. destruct K1 as [_ Kc]. destruct (Kc k Hk) as [_ Kb].
    specialize (Kb Hp).
    assert (col_power d W1 k <= 2 * col_power d (line W0 W1 t) k
            + 2 * col_power d (fun i k => line W0 W1 t i k - W1 i k) k); [|lra].
    unfold col_power. rewrite <- !rsum_scal, <- rsum_plus. apply rsum_le. intros i _.
    pose proof (pow2_ge_0 (2 * line W0 W1 t i k - W1 i k)). lra. }
  pose proof (prices_lower d kappa gamma (line W0 W1 t) W1 (r + j) a b (b / 4) (proj1 Hg) ltac:(lra) K1 Far) as PL.
  fold (P gamma t) in PL. destruct (ends gamma) as [E0 [_ [F0 _]]].
  rewrite !loss_terms, E0, F0 in Hle. fold Q0 in Hle.
  replace (C * (0 ^ 2 * (1 - 0) ^ 2) / gamma) with 0 in Hle by (field; lra).
  pose proof (nonneg_quartic gamma t (proj1 Hg)). assert (Qt : 0 <= Q t) by apply code_power_nonneg.
  pose proof (prices_upper d kappa gamma W0 r a 0 (proj1 Hg) K0). lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Local minima, and where the global ones are *)

Lemma continuity_rsum : forall m (g : nat -> R -> R), (forall k, continuity (g k)) ->
  continuity (fun t => rsum m (fun k => g k t)).
Proof.
  induction m as [|m IH]; intros g Hg; cbn [rsum].
  - apply continuity_const. intros x y; reflexivity.
  - apply (continuity_plus (fun t => rsum m (fun k => g k t)) (g m)); [apply IH, Hg|apply Hg].
Qed.

Lemma continuity_loss : forall gamma, 0 < gamma -> continuity (f gamma).
Proof.
  intros gamma Hg.
  assert (Hlin : forall u v, continuity (fun t => ((1 - t) * u + t * v) ^ 2)) by (intros u v; reg).
  assert (HP : continuity (P gamma)).
  { apply continuity_rsum. intros k t.
    apply (continuity_pt_comp (fun t => 1 + col_power d (line W0 W1 t) k / gamma) ln).
    - apply (continuity_pt_plus (fun _ => 1) (fun t => col_power d (line W0 W1 t) k / gamma)).
      + apply continuity_pt_const. intros x y; reflexivity.
      + apply (continuity_pt_mult (fun t => col_power d (line W0 W1 t) k) (fun _ => / gamma)).
        * apply (continuity_rsum d (fun i t => line W0 W1 t i k ^ 2)). intros i. apply Hlin.
        * apply continuity_pt_const. intros x y; reflexivity.
    - apply derivable_continuous_pt. exists (/ (1 + col_power d (line W0 W1 t) k / gamma)).
      apply derivable_pt_lim_ln. pose proof (col_power_nonneg d (line W0 W1 t) k).
      assert (0 <= col_power d (line W0 W1 t) k / gamma) by (apply Rdiv_le_0_compat; lra). lra. }
  assert (HQ : continuity Q).
  { apply continuity_rsum. intros k. unfold row_power, mean, Rdiv.
    apply (continuity_mult (fun t => rsum n (fun i => encoded d (line V0 V1 t) X i k ^ 2)) (fun _ => / INR n)).
    - apply (continuity_rsum n (fun i t => encoded d (line V0 V1 t) X i k ^ 2)). intros i t.
      apply continuity_pt_ext with (f := fun t => ((1 - t) * encoded d V0 X i k + t * encoded d V1 X i k) ^ 2).
      + intros u. rewrite encoded_line. reflexivity.
      + apply Hlin.
    - apply continuity_const. intros x y; reflexivity. }
  intros t. apply continuity_pt_ext with (f := fun t => C * (t ^ 2 * (1 - t) ^ 2) / gamma + P gamma t + Q t
    + (INR d * ln gamma + INR kappa)); [intros u; symmetry; apply loss_terms|].
  apply (continuity_pt_plus (fun t => C * (t ^ 2 * (1 - t) ^ 2) / gamma + P gamma t + Q t) (fun _ => _)).
  - apply (continuity_pt_plus (fun t => C * (t ^ 2 * (1 - t) ^ 2) / gamma + P gamma t) Q); [|apply HQ].
    apply (continuity_pt_plus (fun t => C * (t ^ 2 * (1 - t) ^ 2) / gamma) (P gamma)); [|apply HP].
    unfold Rdiv. reg.
  - apply continuity_pt_const. intros x y; reflexivity.
Qed.

(** Far out the loss exceeds any bound. *)
Lemma coercive : forall gamma B, 0 < gamma -> exists T, 1 <= T /\
  forall t, t <= - T \/ 1 + T <= t -> B < f gamma t.
Proof.
  intros gamma B Hg. set (K := INR d * ln gamma + INR kappa). set (T := 1 + Rabs (B - K) * gamma / C).
  assert (Hq : 0 <= Rabs (B - K) * gamma / C).
  { apply Rdiv_le_0_compat; [apply Rmult_le_pos; [apply Rabs_pos|lra]|exact HC]. }
  exists T. split; [unfold T; lra|]. intros t Ht.
  assert (Hbig : T <= t ^ 2 * (1 - t) ^ 2).
  { unfold T in *. set (u := Rabs (B - K) * gamma / C) in *.
    assert (A : (1 + u) ^ 2 <= t ^ 2 * (1 - t) ^ 2).
    { rewrite <- Rpow_mult_distr, <- (pow2_abs (t * (1 - t))). apply pow_incr. split; [lra|].
      destruct Ht as [Ht|Ht]; rewrite Rabs_left1 by nra; nra. }
    nra. }
  rewrite loss_terms. fold K. pose proof (prices_nonneg d kappa gamma (line W0 W1 t) Hg) as Pt. fold (P gamma t) in Pt.
  assert (Qt : 0 <= Q t) by apply code_power_nonneg.
  assert (B - K < C * (t ^ 2 * (1 - t) ^ 2) / gamma); [|lra].
  apply Rle_lt_trans with (Rabs (B - K)); [apply Rle_abs|].
  apply (Rmult_lt_reg_r gamma); [exact Hg|].
  replace (C * (t ^ 2 * (1 - t) ^ 2) / gamma * gamma) with (C * (t ^ 2 * (1 - t) ^ 2)) by (field; lra).
  apply Rlt_le_trans with (C * T); [|apply Rmult_le_compat_l; lra].
  unfold T. replace (C * (1 + Rabs (B - K) * gamma / C)) with (C + Rabs (B - K) * gamma) by (field; lra). lra.
Qed.

Lemma interior_minimum : forall gamma u w e, 0 < gamma -> u < e < w -> f gamma e < f gamma u -> f gamma e < f gamma w ->
  exists t, u < t < w /\ local_minimum (f gamma) t.
Proof.
  intros gamma u w e Hg He Hu Hw.
  destruct (continuity_ab_min (f gamma) u w ltac:(lra) (fun c _ => continuity_loss gamma Hg c)) as [t [Hmin Ht]].
  pose proof (Hmin e ltac:(lra)) as H.
  assert (t <> u) by (intros ->; lra). assert (t <> w) by (intros ->; lra).
  exists t. split; [lra|]. exists (Rmin (t - u) (w - t)). split; [apply Rmin_pos; lra|].
  intros s Hs. pose proof (Rmin_l (t - u) (w - t)). pose proof (Rmin_r (t - u) (w - t)).
  apply Rabs_def2 in Hs. apply Hmin. lra.
Qed.

Theorem two_wells : forall gamma, 0 < gamma < 1 ->
  gamma < C ^ 2 / (16 * Rmax Q0 Q1 + 16 * sqrt a * INR (j + r)) ^ 2 ->
  (exists t, t < / 2 /\ local_minimum (f gamma) t) /\ (exists t, / 2 < t /\ local_minimum (f gamma) t).
Proof.
  intros gamma Hg Hlt. destruct (middle_higher gamma Hg Hlt) as [M0 M1].
  split.
  - destruct (coercive gamma (f gamma 0) (proj1 Hg)) as [T [HT H]].
    destruct (interior_minimum gamma (- T) (/ 2) 0 (proj1 Hg) ltac:(lra) (H (- T) ltac:(lra)) M0) as [t [Ht L]].
    exists t. split; [lra|exact L].
  - destruct (coercive gamma (f gamma 1) (proj1 Hg)) as [T [HT H]].
    destruct (interior_minimum gamma (/ 2) (1 + T) 1 (proj1 Hg) ltac:(lra) M1 (H (1 + T) ltac:(lra))) as [t [Ht L]].
    exists t. split; [lra|exact L].
Qed.

Theorem global_minimisers : forall eps, 0 < eps -> exists gamma0, 0 < gamma0 /\
  forall gamma t, 0 < gamma < gamma0 -> (forall s, f gamma t <= f gamma s) -> Rabs t <= eps.
Proof.
  intros eps He. pose proof a_positive as Ha.
  set (D := rsum kappa (fun k => col_power d (fun i k => W0 i k - W1 i k) k)).
  assert (HD : 0 <= D) by (apply rsum_nonneg; intros; apply col_power_nonneg).
  set (e2 := b / 4 / (D + 1)). assert (He2 : 0 < e2) by (apply Rdiv_lt_0_compat; lra).
  set (thr := (b / 4) ^ (r + j) * / (2 * a) ^ r * exp (- Q0)).
  assert (Hthr : 0 < thr).
  { unfold thr. apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; [apply pow_lt; lra|apply Rinv_0_lt_compat, pow_lt; lra]|apply exp_pos]. }
  assert (HQ0 : 0 <= Q0) by apply code_power_nonneg.
  set (h := Q0 + sqrt a * INR r + 1).
  assert (Hh : 0 < h) by (unfold h; assert (0 <= sqrt a * INR r) by (apply Rmult_le_pos; [apply sqrt_pos|apply pos_INR]); lra).
  set (z := C * (eps ^ 2 * e2) / h).
  assert (Hz : 0 < z).
  { unfold z. apply Rdiv_lt_0_compat; [|exact Hh]. apply Rmult_lt_0_compat; [exact HC|].
    apply Rmult_lt_0_compat; [apply pow_lt, He|exact He2]. }
  exists (Rmin (Rmin 1 a) (Rmin thr (z ^ 2))).
  split; [repeat apply Rmin_pos; try lra; apply pow_lt, Hz|].
  intros gamma t [Hg Hlt] Hmin.
  assert (L1 : gamma < 1) by (eapply Rlt_le_trans; [exact Hlt|]; eapply Rle_trans; apply Rmin_l).
  assert (L2 : gamma < a) by (eapply Rlt_le_trans; [exact Hlt|]; eapply Rle_trans; [apply Rmin_l|apply Rmin_r]).
  assert (L3 : gamma < thr) by (eapply Rlt_le_trans; [exact Hlt|]; eapply Rle_trans; [apply Rmin_r|apply Rmin_l]).
  assert (L4 : gamma < z ^ 2) by (eapply Rlt_le_trans; [exact Hlt|]; eapply Rle_trans; apply Rmin_r).
  assert (Hpow : gamma ^ j < thr).
  { apply Rle_lt_trans with gamma; [|exact L3]. destruct j as [|i]; [lia|]. simpl.
    assert (gamma ^ i <= 1) by (rewrite <- (pow1 i); apply pow_incr; lra).
    pose proof (pow_lt gamma i Hg). apply (Rmult_le_compat_l gamma) in H; lra. }
  assert (Far : e2 < (1 - t) ^ 2).
  { apply Rnot_le_lt. intros Hnear. apply (dense_excluded gamma t ltac:(lra) Hpow (Hmin 0)).
    intros k Hk _.
    assert (E : col_power d (fun i k => line W0 W1 t i k - W1 i k) k
                = (1 - t) ^ 2 * col_power d (fun i k => W0 i k - W1 i k) k).
    { unfold col_power. rewrite <- rsum_scal. apply rsum_ext. intros i _. unfold line. ring. }
    rewrite E. apply Rle_trans with (e2 * D).
    - apply Rmult_le_compat; [apply pow2_ge_0|apply col_power_nonneg|exact Hnear|].
      apply (rsum_ge_term kappa (fun k => col_power d (fun i k => W0 i k - W1 i k) k));
        [intros; apply col_power_nonneg|exact Hk].
    - unfold e2. replace (b / 4 / (D + 1) * D) with (b / 4 * (D / (D + 1))) by (field; lra).
      assert (D / (D + 1) <= 1) by (apply (Rmult_le_reg_r (D + 1)); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l; lra).
      rewrite <- (Rmult_1_r (b / 4)) at 2. apply Rmult_le_compat_l; lra. }
  apply Rnot_lt_le. intros Hfar.
  assert (Ht2 : eps ^ 2 < t ^ 2).
  { rewrite <- (pow2_abs t). assert (eps * eps < Rabs t * Rabs t) by (apply Rmult_le_0_lt_compat; lra). lra. }
  pose proof (sublevel_quartic gamma t Hg (Hmin 0)) as S.
  assert (Hroot : sqrt gamma < z).
  { rewrite <- (sqrt_pow2 z) by lra. apply sqrt_lt_1_alt. lra. }
  assert (Hgs : gamma <= sqrt gamma).
  { rewrite <- (sqrt_sqrt gamma) at 1 by lra. rewrite <- (Rmult_1_r (sqrt gamma)) at 3.
    apply Rmult_le_compat_l; [apply sqrt_pos|]. rewrite <- sqrt_1. apply sqrt_le_1_alt. lra. }
  assert (Up : Q0 * gamma + sqrt a * sqrt gamma * INR r <= h * sqrt gamma).
  { unfold h. apply (Rmult_le_compat_l Q0) in Hgs; [|exact HQ0]. pose proof (sqrt_pos gamma). lra. }
  assert (Hz2 : h * sqrt gamma < C * (eps ^ 2 * e2)).
  { apply (Rmult_lt_compat_l h) in Hroot; [|exact Hh]. unfold z in Hroot.
    replace (h * (C * (eps ^ 2 * e2) / h)) with (C * (eps ^ 2 * e2)) in Hroot by (field; lra). exact Hroot. }
  assert (C * (eps ^ 2 * e2) < C * (t ^ 2 * (1 - t) ^ 2)); [|lra].
  apply Rmult_lt_compat_l; [exact HC|]. apply Rmult_le_0_lt_compat; try lra. apply pow2_ge_0.
Qed.

End Line.

(* ------------------------------------------------------------------------------------------- *)
(** * As stated *)

Theorem wells_middle : forall d kappa n X W0 W1 V0 V1 r j a b,
  two_exact_ends d kappa n X W0 W1 V0 V1 r j a b ->
  let f := line_loss d kappa n X W0 W1 V0 V1 in let C := cross_term d kappa n X W0 W1 V0 V1 in
  let data := fun t => INR d * error d n X (affine kappa (line W0 W1 t) (fun _ => 0))
                                           (encoded d (line V0 V1 t) X) in
  (forall t, data t = C * (t ^ 2 * (1 - t) ^ 2)) /\ data (/ 2) = / 16 * C /\
  forall gamma, 0 < gamma < 1 ->
  gamma < C ^ 2 / (16 * Rmax (code_power d kappa n V0 X) (code_power d kappa n V1 X)
                   + 16 * sqrt a * INR (j + r)) ^ 2 ->
  (f gamma 0 < f gamma (/ 2) /\ f gamma 1 < f gamma (/ 2)) /\
  (exists t, t < / 2 /\ local_minimum (f gamma) t) /\ (exists t, / 2 < t /\ local_minimum (f gamma) t).
Proof.
  intros d kappa n X W0 W1 V0 V1 r j a b (Hd & Hn & Hj & Hb & H0 & H1 & K0 & K1 & HC) f C data.
  assert (E : forall t, data t = C * (t ^ 2 * (1 - t) ^ 2)) by (intros t; apply data_term; assumption).
  split; [exact E|]. split; [rewrite E; field|]. intros gamma Hg Hlt.
  split; [apply (middle_higher d kappa n X W0 W1 V0 V1 Hd Hn H0 H1 r j a b); assumption|].
  apply (two_wells d kappa n X W0 W1 V0 V1 Hd Hn H0 H1 r j a b); assumption.
Qed.

Theorem wells_sparser : forall d kappa n X W0 W1 V0 V1 r j a b,
  two_exact_ends d kappa n X W0 W1 V0 V1 r j a b ->
  let f := line_loss d kappa n X W0 W1 V0 V1 in
  forall gamma, 0 < gamma <= a ->
  gamma ^ j < b ^ (r + j) * / (2 * a) ^ r * exp (code_power d kappa n V1 X - code_power d kappa n V0 X) ->
  f gamma 0 < f gamma 1.
Proof.
  intros d kappa n X W0 W1 V0 V1 r j a b (Hd & Hn & Hj & Hb & H0 & H1 & K0 & K1 & HC) f gamma Hg Hlt.
  apply (sparser_lower d kappa n X W0 W1 V0 V1 Hd Hn H0 H1 r j a b); assumption.
Qed.

Theorem wells_global : forall d kappa n X W0 W1 V0 V1 r j a b,
  two_exact_ends d kappa n X W0 W1 V0 V1 r j a b ->
  let f := line_loss d kappa n X W0 W1 V0 V1 in let C := cross_term d kappa n X W0 W1 V0 V1 in
  let Q0 := code_power d kappa n V0 X in
  (forall gamma t, 0 < gamma -> f gamma t <= f gamma 0 ->
     C * (t ^ 2 * (1 - t) ^ 2) <= Q0 * gamma + sqrt a * sqrt gamma * INR r) /\
  (forall gamma t, 0 < gamma <= a -> gamma ^ j < (b / 4) ^ (r + j) * / (2 * a) ^ r * exp (- Q0) ->
     f gamma t <= f gamma 0 ->
     ~ (forall k, (k < kappa)%nat -> 0 < col_power d W1 k ->
          sqrt (col_power d (fun i k => line W0 W1 t i k - W1 i k) k) <= sqrt b / 2)) /\
  (forall eps, 0 < eps -> exists gamma0, 0 < gamma0 /\
     forall gamma t, 0 < gamma < gamma0 -> (forall s, f gamma t <= f gamma s) -> Rabs t <= eps).
Proof.
  intros d kappa n X W0 W1 V0 V1 r j a b (Hd & Hn & Hj & Hb & H0 & H1 & K0 & K1 & HC) f C Q0.
  split; [|split].
  - intros gamma t. apply (sublevel_quartic d kappa n X W0 W1 V0 V1 Hd Hn H0 H1 r j a b); assumption.
  - intros gamma t Hg Hlt Hle Hall.
    apply (dense_excluded d kappa n X W0 W1 V0 V1 Hd Hn H0 H1 r j a b Hj Hb HC K0 K1 gamma t Hg Hlt Hle).
    intros k Hk Hp. pose proof (Hall k Hk Hp) as Hm.
    pose proof (col_power_nonneg d (fun i k => line W0 W1 t i k - W1 i k) k) as Hc.
    rewrite <- (sqrt_sqrt _ Hc). replace (b / 4) with (sqrt b / 2 * (sqrt b / 2))
      by (rewrite <- (sqrt_sqrt b) at 3 by lra; field).
    apply Rmult_le_compat; try apply sqrt_pos; exact Hm.
  - apply (global_minimisers d kappa n X W0 W1 V0 V1 Hd Hn H0 H1 r j a b); assumption.
Qed.

Theorem wells_example :
  let X := fun _ _ : nat => 1 in
  let W0 := fun _ k : nat => if Nat.eqb k 0 then 1 else 0 in let W1 := fun _ _ : nat => 1 in
  let V0 := fun k _ : nat => if Nat.eqb k 0 then 1 else 0 in let V1 := fun _ _ : nat => / 2 in
  two_exact_ends 1 2 1 X W0 W1 V0 V1 1 1 1 1.
Proof.
  intros X W0 W1 V0 V1. repeat (apply conj); try lia; try lra.
  - intros i j _ _. unfold encoded, W0, V0, X. cbn. lra.
  - intros i j _ _. unfold encoded, W1, V1, X. cbn. lra.
  - unfold W0, col_power. cbn.
    destruct (Rlt_dec 0 (0 + 1 * (1 * 1))), (Rlt_dec 0 (0 + 0 * (0 * 1))); try reflexivity; lra.
  - intros k _. unfold W0, col_power. cbn. destruct (Nat.eqb k 0); lra.
  - unfold W1, col_power. cbn. destruct (Rlt_dec 0 (0 + 1 * (1 * 1))); [reflexivity|lra].
  - intros k _. unfold W1, col_power. cbn. lra.
  - unfold cross_term, encoded, mean, W0, W1, V0, V1, X. cbn. lra.
Qed.
