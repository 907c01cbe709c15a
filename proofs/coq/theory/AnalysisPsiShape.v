(* psi: where it is steep, its slope in the root of c, and the remainder of the logarithm. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma2Statements AnalysisLemma2 AnalysisLog AnalysisPsi
  AnalysisSums.
Open Scope R_scope.

(** c = v^2/(v + g) for the scale v. *)
Lemma psi_scale_inverse : forall g c, 0 < g -> 0 < c ->
  0 < psi_scale g c /\ c = psi_scale g c ^ 2 / (psi_scale g c + g).
Proof.
  intros g c Hg Hc. pose proof (psi_scale_gt g c Hg Hc) as Hv.
  pose proof (psi_scale_root g c Hg (Rlt_le _ _ Hc)) as E.
  split; [lra|]. rewrite E. field. lra.
Qed.

Theorem psi_slope : forall g c, 0 < g -> 0 < c ->
  is_derive (psi g) c (/ psi_scale g c) /\ 0 < / psi_scale g c /\
  forall M, 0 < M -> (M < / psi_scale g c <-> c < 1 / (M * (M * g + 1))).
Proof.
  intros g c Hg Hc. destruct (psi_scale_inverse g c Hg Hc) as [Hv E].
  set (v := psi_scale g c) in *.
  split; [apply psi_derivative; assumption|split; [apply Rinv_0_lt_compat, Hv|]].
  intros M HM. assert (HMg : 0 < M * g) by (apply Rmult_lt_0_compat; assumption).
  assert (HD : 0 < M * (M * g + 1)) by (apply Rmult_lt_0_compat; lra).
  assert (X : 1 / (M * (M * g + 1)) - c = (1 - M * v) * (v + g + M * v * g) / (M * (M * g + 1) * (v + g)))
    by (rewrite E; field; lra).
  assert (HP : 0 < v + g + M * v * g).
  { assert (0 < M * v * g) by (apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat|]; assumption). lra. }
  assert (HQ : 0 < M * (M * g + 1) * (v + g)) by (apply Rmult_lt_0_compat; lra).
  assert (Y : M < / v <-> 0 < 1 - M * v).
  { split; intros H.
    - apply (Rmult_lt_compat_r v) in H; [|exact Hv]. rewrite Rinv_l in H by lra. lra.
    - apply (Rmult_lt_reg_r v); [exact Hv|]. rewrite Rinv_l; lra. }
  rewrite Y. split; intros H.
  - assert (0 < (1 - M * v) * (v + g + M * v * g) / (M * (M * g + 1) * (v + g))); [|lra].
    apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; assumption.
  - destruct (Rlt_le_dec 0 (1 - M * v)) as [|L]; [assumption|].
    assert (0 <= (M * v - 1) * (v + g + M * v * g) / (M * (M * g + 1) * (v + g))).
    { apply Rdiv_le_0_compat; [apply Rmult_le_pos; lra|exact HQ]. }
    replace ((1 - M * v) * (v + g + M * v * g) / (M * (M * g + 1) * (v + g)))
      with (- ((M * v - 1) * (v + g + M * v * g) / (M * (M * g + 1) * (v + g)))) in X
      by (field; lra). lra.
Qed.

(** exp t and exp(-t) for t = arcsinh (x/(2 sqrt g)). *)
Lemma angle_exp : forall g x, 0 < g -> 0 <= x ->
  let t := arcsinh (x / (2 * sqrt g)) in
  0 <= t /\ exp t = (x + sqrt (x ^ 2 + 4 * g)) / (2 * sqrt g) /\ x ^ 2 = 4 * g * sinh t ^ 2.
Proof.
  intros g x Hg Hx t. assert (Hs : 0 < sqrt g) by (apply sqrt_lt_R0, Hg).
  assert (Hy : 0 <= x / (2 * sqrt g)) by (apply Rdiv_le_0_compat; lra).
  assert (Ss : sqrt g * sqrt g = g) by (apply sqrt_sqrt; lra).
  assert (Hsinh : sinh t = x / (2 * sqrt g)) by apply sinh_arcsinh.
  split; [|split].
  - unfold t. rewrite <- arcsinh_0. destruct Hy as [Hy|<-]; [left; apply arcsinh_lt, Hy|lra].
  - unfold t, arcsinh. set (y := x / (2 * sqrt g)) in *.
    assert (Hr : 0 <= sqrt (y ^ 2 + 1)) by apply sqrt_pos.
    assert (Hroot : sqrt (y ^ 2 + 1) = sqrt (x ^ 2 + 4 * g) / (2 * sqrt g)).
    { replace (y ^ 2 + 1) with ((x ^ 2 + 4 * g) / (2 * sqrt g) ^ 2).
      - rewrite sqrt_div_alt by (apply pow_lt; lra). rewrite sqrt_pow2 by lra. reflexivity.
      - unfold y. rewrite <- Ss at 1. field. lra. }
    assert (0 < sqrt (y ^ 2 + 1)) by (apply sqrt_lt_R0; pose proof (pow2_ge_0 y); lra).
    rewrite exp_ln by lra. rewrite Hroot. unfold y. field. lra.
  - rewrite Hsinh. unfold Rdiv. rewrite Rpow_mult_distr, pow_inv, Rpow_mult_distr.
    replace (sqrt g ^ 2) with g by (simpl; rewrite Rmult_1_r; symmetry; exact Ss).
    field. lra.
Qed.

Theorem psi_angle : forall g c, 0 < g -> 0 < c ->
  let t := arcsinh (sqrt c / (2 * sqrt g)) in
  psi g c = 2 * t + 1 - exp (- (2 * t)) /\
  is_derive (fun x => psi g (x ^ 2)) (sqrt c) (2 * exp (- t) / sqrt g).
Proof.
  intros g c Hg Hc t. assert (Hx : 0 < sqrt c) by (apply sqrt_lt_R0, Hc).
  assert (Hs : 0 < sqrt g) by (apply sqrt_lt_R0, Hg).
  destruct (angle_exp g (sqrt c) Hg (Rlt_le _ _ Hx)) as [Ht [He Hc2]]. fold t in Ht, He, Hc2.
  split.
  - rewrite <- (psi_sinh g t) by assumption. f_equal. rewrite <- Hc2. symmetry; apply pow2_sqrt; lra.
  - replace (2 * exp (- t) / sqrt g) with (4 / (sqrt c + sqrt (sqrt c ^ 2 + 4 * g))).
    + apply psi_norm_slope; assumption.
    + rewrite exp_Ropp, He.
      assert (0 <= sqrt (sqrt c ^ 2 + 4 * g)) by apply sqrt_pos. field. lra.
Qed.

(** The slope in the root of c decreases. *)
Theorem psi_root_concave : forall g x y, 0 < g -> 0 <= x < y ->
  2 * exp (- arcsinh (y / (2 * sqrt g))) / sqrt g < 2 * exp (- arcsinh (x / (2 * sqrt g))) / sqrt g.
Proof.
  intros g x y Hg [Hx Hxy]. assert (Hs : 0 < sqrt g) by (apply sqrt_lt_R0, Hg).
  assert (L : arcsinh (x / (2 * sqrt g)) < arcsinh (y / (2 * sqrt g))).
  { apply arcsinh_lt, Rmult_lt_compat_r; [apply Rinv_0_lt_compat; lra|exact Hxy]. }
  assert (exp (- arcsinh (y / (2 * sqrt g))) < exp (- arcsinh (x / (2 * sqrt g))))
    by (apply exp_increasing; lra).
  apply Rmult_lt_compat_r; [apply Rinv_0_lt_compat, Hs|lra].
Qed.

(** At 0 the slope in the root is 2/sqrt g, from the right. *)
Theorem psi_root_slope_zero : forall g x, 0 < g -> 0 < x ->
  2 / sqrt g * (1 - x / sqrt g) <= psi g (x ^ 2) / x <= 2 / sqrt g.
Proof.
  intros g x Hg Hx. assert (Hs : 0 < sqrt g) by (apply sqrt_lt_R0, Hg).
  assert (Ss : sqrt g * sqrt g = g) by (apply sqrt_sqrt; lra).
  destruct (angle_exp g x Hg (Rlt_le _ _ Hx)) as [Ht [He Hc]].
  set (t := arcsinh (x / (2 * sqrt g))) in *.
  assert (Hpsi : psi g (x ^ 2) = 2 * t + 1 - exp (- (2 * t))) by (rewrite Hc; apply psi_sinh; assumption).
  assert (HE : 0 < exp t) by apply exp_pos. assert (HF : 0 < exp (- t)) by apply exp_pos.
  assert (EF : exp t * exp (- t) = 1) by (rewrite <- exp_plus, Rplus_opp_r; apply exp_0).
  assert (FF : exp (- (2 * t)) = exp (- t) * exp (- t)) by (rewrite <- exp_plus; f_equal; ring).
  assert (Hx2 : x = sqrt g * (exp t - exp (- t))).
  { assert (Hsi : sinh t = x / (2 * sqrt g)) by apply sinh_arcsinh.
    unfold sinh in Hsi. replace x with (2 * sqrt g * (x / (2 * sqrt g))) by (field; lra).
    rewrite <- Hsi. field. }
  assert (I1 : 1 + t <= exp t) by (destruct (Req_dec t 0) as [->|N]; [rewrite exp_0; lra|left; apply exp_ineq1, N]).
  assert (I2 : 1 - 2 * t <= exp (- (2 * t))).
  { destruct (Req_dec t 0) as [->|N]; [rewrite Rmult_0_r, Ropp_0, exp_0; lra|].
    assert (1 + - (2 * t) < exp (- (2 * t))) by (apply exp_ineq1; lra). lra. }
  assert (Low : 2 * exp (- t) * (exp t - exp (- t)) <= psi g (x ^ 2)).
  { rewrite Hpsi. replace (2 * exp (- t) * (exp t - exp (- t)))
      with (2 * (exp t * exp (- t)) - 2 * (exp (- t) * exp (- t))) by ring.
    rewrite EF, <- FF. lra. }
  assert (High : psi g (x ^ 2) <= 2 * (exp t - exp (- t))).
  { rewrite Hpsi, FF. pose proof (pow2_ge_0 (1 - exp (- t))) as Q. simpl in Q. lra. }
  split.
  - apply (Rmult_le_reg_r x); [exact Hx|].
    replace (psi g (x ^ 2) / x * x) with (psi g (x ^ 2)) by (field; lra).
    apply Rle_trans with (2 := Low).
    replace (2 * exp (- t) * (exp t - exp (- t))) with (2 / sqrt g * exp (- t) * x)
      by (rewrite Hx2; field; lra).
    apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_l.
    { apply Rdiv_le_0_compat; lra. }
    assert (Small : exp t <= 1 + x / sqrt g).
    { rewrite Hx2. replace (sqrt g * (exp t - exp (- t)) / sqrt g) with (exp t - exp (- t))
        by (field; lra).
      assert (exp (- t) <= 1); [|lra]. rewrite <- exp_0.
      destruct Ht as [Ht|<-]; [left; apply exp_increasing; lra|rewrite Ropp_0; lra]. }
    assert (Hq : 0 < x / sqrt g) by (apply Rdiv_lt_0_compat; assumption).
    set (q := x / sqrt g) in *.
    destruct (Rle_lt_dec 1 q) as [|Hq1]; [lra|].
    apply (Rmult_le_reg_l (exp t)); [exact HE|]. rewrite EF.
    apply Rle_trans with ((1 + q) * (1 - q)); [apply Rmult_le_compat_r; lra|].
    assert (0 <= q * q) by (apply Rmult_le_pos; lra). lra.
  - apply (Rmult_le_reg_r x); [exact Hx|].
    replace (psi g (x ^ 2) / x * x) with (psi g (x ^ 2)) by (field; lra).
    apply Rle_trans with (1 := High). right. rewrite Hx2. field. lra.
Qed.

Lemma two_ln_lt : forall y, 0 < y -> 2 * ln (1 + y) < y + y / (1 + y).
Proof.
  intros y Hy.
  set (f := fun u : R => u + u / (1 + u) - 2 * ln (1 + u)).
  set (f' := fun u : R => (u / (1 + u)) ^ 2).
  assert (Hd : forall u, y / 2 <= u <= y -> is_derive f u (f' u)).
  { intros u Hu; unfold f, f'; auto_derive; [split; lra|field; lra]. }
  destruct (MVT_gen f (y / 2) y f') as [c [Hc E]].
  - intros x; rewrite Rmin_left, Rmax_right by lra. intros Hx; apply Hd; lra.
  - intros x; rewrite Rmin_left, Rmax_right by lra. intros Hx.
    apply continuity_pt_filterlim, (ex_derive_continuous f). exists (f' x); apply Hd, Hx.
  - rewrite Rmin_left, Rmax_right in Hc by lra.
    pose proof (two_ln_le (y / 2) ltac:(lra)) as H2.
    assert (P : 0 < f' c * (y - y / 2)).
    { apply Rmult_lt_0_compat; [|lra]. unfold f'. apply pow_lt, Rdiv_lt_0_compat; lra. }
    unfold f in E. lra.
Qed.

Theorem psi_logarithm : forall g c, 0 < g -> 0 < c ->
  let v := psi_scale g c in
  let rest := - (g / (g + v)) + 2 * ln (g / v + 1) in
  psi g c = ln (c / g) + 1 + rest /\ 0 < rest < g / v /\ g / v < g / c.
Proof.
  intros g c Hg Hc v rest. pose proof (psi_remainder g c Hg Hc) as [[P _] Q]. fold v in Q.
  destruct (psi_scale_inverse g c Hg Hc) as [Hv Ec]. fold v in Hv, Ec.
  assert (E : psi g c = ln (c / g) + 1 + rest).
  { unfold psi, rest. fold v.
    replace (1 + v / g) with ((v + g) / g) by (field; lra).
    replace (g / v + 1) with ((v + g) / v) by (field; lra).
    assert (Hl : ln c = 2 * ln v - ln (v + g)).
    { rewrite Ec. rewrite ln_div, ln_pow by (try apply pow_lt; lra). simpl; ring. }
    rewrite !ln_div, Hl by lra. field. lra. }
  split; [exact E|split; [split|exact Q]]; [lra|].
  assert (Hy : 0 < g / v) by (apply Rdiv_lt_0_compat; lra).
  pose proof (two_ln_lt (g / v) Hy) as T.
  replace (g / v / (1 + g / v)) with (g / (g + v)) in T by (field; lra).
  unfold rest. rewrite (Rplus_comm (g / v) 1). lra.
Qed.

(** With unit columns every row of an exact code costs log(1 + 1/gamma) + p_k: for two exact codes,
    of any two such decoders, the best deviations leave the difference of the total powers. *)
Theorem unit_columns_linear : forall d kappa n X W b Z gamma,
  0 < gamma -> (0 < d)%nat -> (0 < n)%nat ->
  error d n X (affine kappa W b) Z = 0 -> (forall k, (k < kappa)%nat -> col_power d W k = 1) ->
  fixed_scale_loss 1 d kappa n gamma X W b Z
  = INR d * ln gamma + INR kappa
    + rsum kappa (fun k => ln (1 + 1 / gamma) + row_power n Z k) /\
  forall W' b' Z', error d n X (affine kappa W' b') Z' = 0 ->
    (forall k, (k < kappa)%nat -> col_power d W' k = 1) ->
    fixed_scale_loss 1 d kappa n gamma X W b Z - fixed_scale_loss 1 d kappa n gamma X W' b' Z'
    = rsum kappa (row_power n Z) - rsum kappa (row_power n Z').
Proof.
  intros d kappa n X W b Z gamma Hg Hd Hn He HW.
  assert (cost : forall W b Z, error d n X (affine kappa W b) Z = 0 ->
    (forall k, (k < kappa)%nat -> col_power d W k = 1) ->
    fixed_scale_loss 1 d kappa n gamma X W b Z
    = INR d * ln gamma + INR kappa
      + rsum kappa (fun k => ln (1 + 1 / gamma) + row_power n Z k)).
  { intros W0 b0 Z0 E0 H0. unfold fixed_scale_loss. rewrite E0.
    rewrite (rsum_plus kappa (fun _ => ln (1 + 1 / gamma)) (row_power n Z0)).
    rewrite (rsum_ext kappa (fun k => ln (1 + col_power d W0 k / (1 * gamma)))
               (fun _ => ln (1 + 1 / gamma))).
    - field. lra.
    - intros k Hk. rewrite H0 by exact Hk. rewrite Rmult_1_l. reflexivity. }
  split; [apply cost; assumption|]. intros W' b' Z' He' HW'.
  rewrite !cost by assumption. rewrite !(rsum_plus kappa (fun _ => ln (1 + 1 / gamma))). ring.
Qed.
