(* Eq. (5) and Lemma 2 (b), (c) in full: the expected error of an exact affine code, the order of two
   codes, what is paid before the scale is minimised out, the gap and the codes' threshold. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma2Statements AnalysisSums AnalysisLog AnalysisGamma
  AnalysisLaw AnalysisPsi AnalysisLemma2 AnalysisScaling.
Open Scope R_scope.

Definition share (beta gamma w2 : R) : R := beta * gamma * w2 / (beta * gamma + w2).

Lemma error_terms_vanish : forall d n X mu Z, (0 < d)%nat -> (0 < n)%nat -> error d n X mu Z = 0 ->
  forall i, (i < n)%nat -> sq_dist d (X i) (mu (Z i)) = 0.
Proof.
  intros d n X mu Z Hd Hn H i Hi. unfold error in H.
  assert (Hp : 0 < INR d * INR n) by (apply Rmult_lt_0_compat; apply INR_pos; assumption).
  apply (rsum_zero n (fun i => sq_dist d (X i) (mu (Z i)))); [|
    |exact Hi].
  - intros j _. apply rsum_nonneg; intros; apply pow2_ge_0.
  - apply (Rmult_eq_reg_r (/ (INR d * INR n))); [|apply Rinv_neq_0_compat; lra].
    unfold Rdiv in H. rewrite H. ring.
Qed.

Theorem affine_expected_error : forall beta d kappa n gamma X W b Z (q : nat -> law),
  (0 < d)%nat -> (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 ->
  let best := fun k => posterior_variance beta gamma (col_power d W k) in
  (forall i, (i < n)%nat -> has_moments kappa (q i) (Z i) best /\ uncorrelated kappa (q i) (Z i)) ->
  expected_error d n X (affine kappa W b) q
  = sum_pos kappa (col_power d W) (fun k => share beta gamma (col_power d W k)).
Proof.
  intros beta d kappa n gamma X W b Z q Hd Hn Hb Hg He best Hq.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  unfold expected_error.
  rewrite (mean_ext n _ (fun _ => rsum kappa (fun k => col_power d W k * best k))).
  - rewrite mean_const by exact Hn. unfold sum_pos. apply rsum_ext. intros k _.
    assert (H0 : 0 <= col_power d W k) by (apply rsum_nonneg; intros; apply pow2_ge_0).
    destruct (Rlt_dec 0 (col_power d W k)) as [H|H].
    + unfold best, posterior_variance, share. field; lra.
    + replace (col_power d W k) with 0 by lra. ring.
  - intros i Hi. destruct (Hq i Hi) as [Hm Hu].
    destruct (trace_identity d kappa (q i) (Z i) best (X i) W b Hm Hu) as [_ E].
    rewrite E, (error_terms_vanish d n X _ Z Hd Hn He i Hi). ring.
Qed.

Lemma share_lt : forall beta gamma w2, 0 < beta -> 0 < gamma -> 0 < w2 ->
  0 < share beta gamma w2 < beta * gamma.
Proof.
  intros beta gamma w2 Hb Hg Hw. assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  unfold share. split.
  - apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; assumption|lra].
  - apply (Rmult_lt_reg_r (beta * gamma + w2)); [lra|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l by lra.
    assert (0 < beta * gamma * (beta * gamma)) by (apply Rmult_lt_0_compat; assumption). lra.
Qed.

Theorem shares_small : forall beta d kappa gamma W eta, 0 < beta -> 0 < gamma -> 0 < eta ->
  let m := count_pos kappa (col_power d W) in
  let A := sum_pos kappa (col_power d W) (fun k => share beta gamma (col_power d W k)) in
  (m = 0%nat -> A = 0) /\
  ((0 < m)%nat -> 0 < A < INR m * (beta * gamma)) /\
  ((0 < m)%nat -> gamma <= eta / (beta * INR m) -> A < eta).
Proof.
  intros beta d kappa gamma W eta Hb Hg He m A.
  assert (Hm : (0 < m)%nat -> 0 < A < INR m * (beta * gamma)).
  { intros Hm. split.
    - replace 0 with (sum_pos kappa (col_power d W) (fun _ => 0))
        by (rewrite sum_pos_const; ring).
      apply sum_pos_lt; [exact Hm|]. intros k _ Hk. apply (share_lt beta gamma _ Hb Hg Hk).
    - rewrite <- (sum_pos_const kappa (col_power d W)).
      apply sum_pos_lt; [exact Hm|]. intros k _ Hk. apply (share_lt beta gamma _ Hb Hg Hk). }
  split; [|split; [exact Hm|]].
  - intros H0. unfold A, sum_pos. rewrite (rsum_ext kappa _ (fun _ => 0)), rsum_const; [ring|].
    intros k Hk. destruct (Rlt_dec 0 (col_power d W k)) as [Hp|]; [|reflexivity]. exfalso.
    assert (Hs : INR m = sum_pos kappa (col_power d W) (fun _ => 1)) by apply INR_count_pos.
    rewrite H0 in Hs. simpl in Hs. unfold sum_pos in Hs.
    assert (HT : (if Rlt_dec 0 (col_power d W k) then 1 else 0) = 0).
    { apply (rsum_zero kappa (fun k => if Rlt_dec 0 (col_power d W k) then 1 else 0)); auto.
      intros j _. destruct (Rlt_dec _ _); lra. }
    destruct (Rlt_dec 0 (col_power d W k)); [lra|contradiction].
  - intros H0 Hle. destruct (Hm H0) as [_ Hlt]. apply Rlt_le_trans with (1 := Hlt).
    pose proof (INR_pos m H0) as Hmp.
    apply (Rmult_le_compat_l (beta * INR m)) in Hle;
      [|left; apply Rmult_lt_0_compat; assumption].
    replace (beta * INR m * (eta / (beta * INR m))) with eta in Hle by (field; lra). lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Lemma 2 (b): the order of two codes, and before the scale is minimised out *)

Theorem lemma2b_order : forall beta d kappa n X W b Z W' b' Z' gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
  let c := size d n W Z in let c' := size d n W' Z' in
  (0 < count_pos kappa c)%nat -> count_pos kappa c = count_pos kappa c' ->
  beta * gamma * sum_pos kappa c (fun k => / c k)
    <= sum_pos kappa c' (fun k => ln (c' k)) - sum_pos kappa c (fun k => ln (c k)) ->
  free_scale_loss beta d kappa n X W b Z gamma < free_scale_loss beta d kappa n X W' b' Z' gamma.
Proof.
  intros beta d kappa n X W b Z W' b' Z' gamma Hb Hg He He' c c' Hm Hcount Hle.
  destruct (lemma2b beta d kappa n X W b Z gamma Hb Hg He) as [_ H].
  destruct (lemma2b beta d kappa n X W' b' Z' gamma Hb Hg He') as [H' _].
  cbv zeta in H, H'. fold c in H. fold c' in H'. specialize (H Hm).
  unfold lemma2b_leading in *. rewrite <- Hcount in H'.
  apply (Rmult_le_compat_l beta) in Hle; [|lra].
  replace (beta ^ 2 * gamma * sum_pos kappa c (fun k => / c k))
    with (beta * (beta * gamma * sum_pos kappa c (fun k => / c k))) in H by ring.
  lra.
Qed.

Lemma ln_one_plus_ratio_strict : forall w g, 0 < w -> 0 < g ->
  0 < ln (1 + w / g) - (ln w - ln g) < g * / w.
Proof.
  intros w g Hw Hg. replace (1 + w / g) with ((w + g) / g) by (field; lra).
  rewrite ln_div by lra.
  replace (ln (w + g) - ln g - (ln w - ln g)) with (ln ((w + g) / w)) by (rewrite ln_div; lra).
  replace ((w + g) / w) with (1 + g * / w) by (field; lra).
  assert (0 < g * / w) by (apply Rmult_lt_0_compat; [exact Hg|apply Rinv_0_lt_compat, Hw]).
  split; [apply ln_pos; lra|]. pose proof (ln_lt_sub1 (1 + g * / w)). lra.
Qed.

Theorem lemma2b_before : forall beta d kappa n X W b Z gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 ->
  let w2 := col_power d W in let q := count_pos kappa w2 in
  (0 < q)%nat ->
  let value := (INR d - beta * INR q) * ln gamma
    + beta * (INR kappa - INR q * ln beta + sum_pos kappa w2 (fun k => ln (w2 k))
              + rsum kappa (row_power n Z)) in
  0 < fixed_scale_loss beta d kappa n gamma X W b Z - value
    < beta ^ 2 * gamma * sum_pos kappa w2 (fun k => / w2 k).
Proof.
  intros beta d kappa n X W b Z gamma Hb Hg He w2 q Hq value.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  unfold fixed_scale_loss, value. rewrite He.
  assert (E : rsum kappa (fun k => ln (1 + col_power d W k / (beta * gamma)))
              = sum_pos kappa w2 (fun k => ln (1 + w2 k / (beta * gamma)))).
  { unfold sum_pos; apply rsum_ext; intros k _. fold (w2 k).
    destruct (Rlt_dec 0 (w2 k)) as [H|H]; [reflexivity|].
    assert (H0 : 0 <= w2 k) by (apply rsum_nonneg; intros; apply pow2_ge_0).
    replace (w2 k) with 0 by lra. replace (1 + 0 / (beta * gamma)) with 1 by (field; lra). apply ln_1. }
  rewrite E.
  assert (Hlow : sum_pos kappa w2 (fun k => ln (w2 k) + - ln (beta * gamma))
                 < sum_pos kappa w2 (fun k => ln (1 + w2 k / (beta * gamma)))).
  { apply sum_pos_lt; [exact Hq|]. intros k _ Hk.
    pose proof (ln_one_plus_ratio_strict (w2 k) (beta * gamma) Hk Hbg). lra. }
  assert (Hup : sum_pos kappa w2 (fun k => ln (1 + w2 k / (beta * gamma)))
    < sum_pos kappa w2 (fun k => (ln (w2 k) + - ln (beta * gamma)) + beta * gamma * / w2 k)).
  { apply sum_pos_lt; [exact Hq|]. intros k _ Hk.
    pose proof (ln_one_plus_ratio_strict (w2 k) (beta * gamma) Hk Hbg). lra. }
  rewrite sum_pos_plus, sum_pos_scal in Hup. rewrite sum_pos_plus, sum_pos_const in Hlow, Hup.
  fold q in Hlow, Hup. rewrite ln_mult in Hlow, Hup by assumption.
  apply (Rmult_lt_compat_l beta) in Hlow; [|exact Hb].
  apply (Rmult_lt_compat_l beta) in Hup; [|exact Hb].
  unfold Rdiv at 1 3. rewrite Rmult_0_r, Rmult_0_l.
  set (S1 := sum_pos kappa w2 (fun k => ln (1 + w2 k / (beta * gamma)))) in *. simpl pow. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Lemma 2 (c): the gap *)

Theorem lemma2c_gap : forall beta d kappa n X W b Z W' b' Z' gamma j, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
  let c := size d n W Z in let c' := size d n W' Z' in
  let C := sum_pos kappa c (fun k => ln (c k)) in let C' := sum_pos kappa c' (fun k => ln (c' k)) in
  let S := sum_pos kappa c (fun k => / c k) in let g := beta * gamma in
  (0 < count_pos kappa c)%nat -> (0 < j)%nat ->
  count_pos kappa c' = (count_pos kappa c + j)%nat ->
  g <= / S -> g <= exp ((C' - C) / INR j) ->
  beta * (C' - C - S * g + INR j * (1 - ln g))
    < free_scale_loss beta d kappa n X W' b' Z' gamma - free_scale_loss beta d kappa n X W b Z gamma
  /\ C' - C - INR j * ln g <= C' - C - S * g + INR j * (1 - ln g)
  /\ 0 <= C' - C - INR j * ln g.
Proof.
  intros beta d kappa n X W b Z W' b' Z' gamma j Hb Hg He He' c c' C C' S g Hm Hj Hcount Hsmall Hcross.
  assert (Hgp : 0 < g) by (apply Rmult_lt_0_compat; assumption).
  destruct (lemma2b beta d kappa n X W b Z gamma Hb Hg He) as [_ H].
  destruct (lemma2b beta d kappa n X W' b' Z' gamma Hb Hg He') as [_ H'].
  cbv zeta in H, H'. fold c in H. fold c' in H'. specialize (H Hm).
  specialize (H' ltac:(rewrite Hcount; lia)).
  unfold lemma2b_leading in *. rewrite Hcount, plus_INR in H'. fold C S in H. fold C' in H'.
  assert (HS : 0 < S).
  { unfold S. replace 0 with (sum_pos kappa c (fun _ => 0)) by (rewrite sum_pos_const; ring).
    apply sum_pos_lt; [exact Hm|]. intros k _ Hk. apply Rinv_0_lt_compat, Hk. }
  assert (Hlng : ln g = ln beta + ln gamma) by (apply ln_mult; assumption).
  pose proof (INR_pos j Hj) as Hjp.
  split; [|split].
  - rewrite Hlng. replace (beta ^ 2 * gamma * S) with (beta * (S * g)) in H by (unfold g; ring). lra.
  - assert (S * g <= 1).
    { apply (Rmult_le_compat_l S) in Hsmall; [|lra]. rewrite Rinv_r in Hsmall by lra. exact Hsmall. }
    assert (1 <= INR j) by (apply (le_INR 1); lia). lra.
  - apply ln_le_mono in Hcross; [|exact Hgp]. rewrite ln_exp in Hcross.
    apply (Rmult_le_compat_l (INR j)) in Hcross; [|lra].
    replace (INR j * ((C' - C) / INR j)) with (C' - C) in Hcross by (field; lra). lra.
Qed.

(** psi_g(c) < 2 sqrt(c/g): so a dense code with every size small enough wins. *)
Lemma psi_le_sqrt : forall g c, 0 < g -> 0 < c -> psi g c <= 2 * sqrt (c / g).
Proof.
  intros g c Hg Hc.
  destruct (psi_minimum g c Hg Hc) as [_ [_ Hmin]].
  set (u := sqrt (c * g)).
  assert (Hcg : 0 < c * g) by (apply Rmult_lt_0_compat; assumption).
  assert (Hu : 0 < u) by (apply sqrt_lt_R0, Hcg).
  assert (Huu : u * u = c * g) by (apply sqrt_sqrt; lra).
  assert (Hval : ln (1 + u / g) + c / u <= 2 * sqrt (c / g)).
  { assert (E1 : c / u = sqrt (c / g)).
    { symmetry. apply sqrt_lem_1.
      - left; apply Rdiv_lt_0_compat; assumption.
      - left; apply Rdiv_lt_0_compat; assumption.
      - replace (c / u * (c / u)) with (c * c / (u * u)) by (field; lra). rewrite Huu. field; lra. }
    assert (E2 : u / g = c / u).
    { apply (Rmult_eq_reg_r (u * g)); [|apply Rgt_not_eq, Rmult_lt_0_compat; assumption].
      replace (u / g * (u * g)) with (u * u) by (field; lra). rewrite Huu. field; lra. }
    pose proof (ln_le_sub1 (1 + u / g)) as Hln.
    assert (0 < u / g) by (apply Rdiv_lt_0_compat; assumption).
    rewrite E2, E1 in *. lra. }
  destruct (Req_dec u (psi_scale g c)) as [E|Hne].
  - pose proof (psi_minimum g c Hg Hc) as [_ [Ev _]]. cbv beta in Ev. rewrite <- E in Ev. lra.
  - specialize (Hmin u Hu Hne). lra.
Qed.

Theorem lemma2c_defeat : forall beta d kappa n X W b Z W' b' Z' gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
  let c' := size d n W' Z' in let g := beta * gamma in let m' := count_pos kappa c' in
  let Psi := rsum kappa (fun k => psi g (size d n W Z k)) in
  (0 < m')%nat -> 0 < Psi ->
  (forall k, (k < kappa)%nat -> c' k < Psi ^ 2 * g / (4 * INR m' ^ 2)) ->
  free_scale_loss beta d kappa n X W' b' Z' gamma < free_scale_loss beta d kappa n X W b Z gamma.
Proof.
  intros beta d kappa n X W b Z W' b' Z' gamma Hb Hg He He' c' g m' Psi Hm HPsi Hc.
  assert (Hgp : 0 < g) by (apply Rmult_lt_0_compat; assumption).
  pose proof (INR_pos m' Hm) as Hmp.
  unfold free_scale_loss. rewrite He, He'. fold g. fold Psi.
  assert (Hlt : rsum kappa (fun k => psi g (c' k)) < Psi).
  { apply Rle_lt_trans with (sum_pos kappa c' (fun k => 2 * sqrt (c' k / g))).
    - unfold sum_pos. apply rsum_le. intros k _. destruct (Rlt_dec 0 (c' k)) as [Hk|Hk].
      + apply psi_le_sqrt; assumption.
      + assert (H0 : 0 <= c' k).
        { unfold c', size. apply Rmult_le_pos; [apply rsum_nonneg; intros; apply pow2_ge_0|
            apply row_power_nonneg]. }
        replace (c' k) with 0 by lra. rewrite psi_zero by exact Hgp. lra.
    - replace Psi with (sum_pos kappa c' (fun _ => Psi / INR m'))
        by (rewrite sum_pos_const; fold m'; field; lra).
      apply sum_pos_lt; [exact Hm|]. intros k Hk Hpos.
      assert (Hs : sqrt (c' k / g) < Psi / (2 * INR m')).
      { rewrite <- (sqrt_pow2 (Psi / (2 * INR m')))
          by (left; apply Rdiv_lt_0_compat; lra).
        apply sqrt_lt_1.
        - left; apply Rdiv_lt_0_compat; assumption.
        - apply pow2_ge_0.
        - apply (Rmult_lt_reg_r g); [exact Hgp|].
          replace (c' k / g * g) with (c' k) by (field; lra).
          replace ((Psi / (2 * INR m')) ^ 2 * g) with (Psi ^ 2 * g / (4 * INR m' ^ 2)) by (field; lra).
          apply Hc, Hk. }
      replace (Psi / INR m') with (2 * (Psi / (2 * INR m'))) by (field; lra). lra. }
  apply (Rmult_lt_compat_l beta) in Hlt; [|exact Hb].
  change (rsum kappa (fun k => psi g (size d n W' Z' k))) with (rsum kappa (fun k => psi g (c' k))). lra.
Qed.
