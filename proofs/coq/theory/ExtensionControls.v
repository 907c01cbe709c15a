(* False variants of Theorems E, G and J, refuted; a nonlinear example for eqs. (2) and (3). *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisSums AnalysisLog AnalysisLaw AnalysisGaussian
  AnalysisGaussianLaw Expectations Converse ConverseSamples SpareDimensions FixedGamma NarrowExample Dominated.
Open Scope R_scope.

Theorem E1_half_kl_false :
  ~ (forall (Z : Type) (d n : nat) (beta gamma M : R) (x : nat -> vec)
       (p : expectation Z) (q : nat -> expectation Z) (mu : Z -> vec) (w : nat -> Z -> R),
     (0 < n)%nat -> 0 < beta -> 0 < gamma -> 0 < M -> let t := / (2 * beta * gamma) in
     (forall i, (i < n)%nat -> density_ratio p (q i) (w i) /\
        has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
        has_expectation (q i) (fun z => ln (w i z)) /\
        has_expectation p (fun z => heat t d (x i) (mu z))) ->
     (forall z, mean n (fun i => heat t d (x i) (mu z)) <= M) ->
     - (2 * beta * ln M) <= mean n (fun i =>
       expected (q i) (fun z => sq_dist d (x i) (mu z)) / gamma + beta * expected (q i) (fun z => ln (w i z)))).
Proof.
  intros H. set (x := fun i (_ : nat) => 2 * INR i). set (c := fun z : nat => Nat.min z 1).
  set (M := (1 + exp (- (4))) / 2).
  assert (H4 : 0 < exp (- (4)) < / 4).
  { split; [apply exp_pos|]. rewrite exp_Ropp. pose proof (exp_ineq1 4 ltac:(lra)).
    apply Rinv_lt_contravar; lra. }
  assert (Hheat : forall i z, (i < 2)%nat -> heat (/ (2 * 1 * / 2)) 1 (x i) (x (c z)) = if Nat.eqb i (c z) then 1 else exp (- (4))).
  { intros i z Hi. unfold heat, sq_dist, x. cbn [rsum].
    assert (Hc : (c z = 0 \/ c z = 1)%nat) by (unfold c; lia).
    destruct i as [|[|i]]; [| |lia]; destruct Hc as [-> | ->]; cbn [Nat.eqb INR];
      match goal with
      | |- exp ?e = exp ?f => replace e with f by (cbn; field); reflexivity
      | |- exp ?e = 1 => replace e with 0 by (cbn; field); apply exp_0
      end. }
  specialize (H nat 1%nat 2%nat 1 (/ 2) M x (samples 2 Nat.lt_0_2) (fun i => point i) (fun z => x (c z)) (fun _ _ => 2)).
  cbv zeta in H. assert (Hfin : - (2 * 1 * ln M) <= ln 2).
  { eapply Rle_trans; [apply H|]; try lia; try lra.
    - unfold M; lra.
    - intros i Hi. split; [split; [intros; lra|]|repeat split; exact I]. intros u Hu _. split; [exact I|]. cbn.
      unfold mean. cbn [rsum INR]. pose proof (Hu 0%nat). pose proof (Hu 1%nat).
      destruct i as [|[|i]]; [lra|lra|lia].
    - intros z. unfold mean. cbn [rsum]. rewrite !Hheat by lia. unfold M.
      assert (Hc : (c z = 0 \/ c z = 1)%nat) by (unfold c; lia). destruct Hc as [-> | ->]; cbn; lra.
    - apply Req_le. unfold mean, sq_dist, x, c. cbn. field. }
  assert (Hq : 0 < M < 5 / 8) by (unfold M; lra).
  assert (L : ln M + ln M < - ln 2).
  { rewrite <- ln_mult, <- ln_Rinv by lra. apply ln_increasing; [apply Rmult_lt_0_compat; lra|].
    assert (M * M <= 5 / 8 * (5 / 8)) by (apply Rmult_le_compat; lra). lra. }
  lra.
Qed.

Theorem E4_boundary_false :
  ~ (forall (V : R -> R) c a b g0, 0 < g0 ->
     (forall g, 0 < g <= g0 -> c * ln g + a <= V g <= c * ln g + b) ->
     (to_minus_infinity_at_0 V <-> 0 <= c)).
Proof.
  intros H. destruct (H (fun _ => 0) 0 0 0 1 Rlt_0_1) as [_ H']; [intros; lra|].
  destruct (H' (Rle_refl 0) 0) as [g0 [Hg F]]. specialize (F (g0 / 2) ltac:(lra)). lra.
Qed.

Theorem G3_r_for_r1_false :
  ~ (forall kappa n l zs tau, 0 < tau ->
     let r := count_pos kappa (fun k => l k ^ 2) in
     exists s0, 0 < s0 /\ forall s, s0 <= s -> 0 < budget kappa n l zs s ->
     budget kappa n l zs s < INR r * ln (1 + tau * s / budget kappa n l zs s)).
Proof.
  intros H. destruct (H 1%nat 1%nat (fun _ => 1) (fun _ _ => 0) 1 Rlt_0_1) as [s0 [Hs0 F]]. cbv zeta in F.
  set (s := s0 + 2). set (B := ln (1 + s)).
  assert (E : budget 1 1 (fun _ => 1) (fun _ _ => 0) s = B).
  { unfold budget, row_power, mean, B. cbn. replace (1 + 1 * (1 * 1) * s) with (1 + s) by ring. field. }
  assert (Hr : count_pos 1 (fun _ : nat => 1 ^ 2) = 1%nat)
    by (cbn; destruct (Rlt_dec 0 (1 * (1 * 1))); [reflexivity|lra]).
  assert (HB : 1 <= B).
  { unfold B. apply Rle_trans with (ln (exp 1)); [rewrite ln_exp; lra|]. apply ln_le_mono; [apply exp_pos|]. pose proof exp_le_3. unfold s. lra. }
  specialize (F s ltac:(unfold s; lra)). rewrite E, Hr in F. specialize (F ltac:(lra)). cbn [INR] in F.
  assert (ln (1 + 1 * s / B) <= B); [|lra].
  unfold B at 2. assert (Hs : 0 < s) by (unfold s; lra).
  assert (0 < 1 * s / B) by (apply Rdiv_lt_0_compat; lra).
  apply ln_le_mono; [lra|]. apply Rplus_le_compat_l.
  apply (Rmult_le_reg_r B); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
  assert (s * 1 <= s * B) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(** One point with z = g = 1 and the mean 0: the codes are the prior, by their noise alone. *)
Lemma one_point_prior : forall t, 0 < t ->
  ball_share_le (point tt) (fun _ _ => 1) 1 (fun _ => 0) t (1 * Rpower t (INR 1)).
Proof.
  intros t Ht. eexists. split; [split; [exact I|reflexivity]|]. cbn.
  rewrite Rpower_1 by exact Ht. destruct (Rle_dec (0 + (1 - 0) * ((1 - 0) * 1)) (t * (t * 1))) as [H|_]; [|lra].
  rewrite Rmult_1_l. apply Rnot_lt_le. intros Hlt. assert (t * t < 1 * 1) by (apply Rmult_le_0_lt_compat; lra). lra.
Qed.

Theorem J1_without_noise_false :
  ~ (forall (O : Type) (P : expectation O) (m kappa N : nat) (z mu g : O -> vec) (centre : nat -> vec)
       (eps sigma a W : R),
     (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= eps -> 0 <= sigma -> 0 < a ->
     (exists e, expects P (fun w => sq_dist m (z w) (mu w)) e /\ e <= INR m * sigma ^ 2) ->
     expects P (fun w => sq_dist kappa (z w) (g w)) W ->
     has_expectation P (fun w => sq_dist m (z w) (g w)) ->
     (forall w, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu w) (centre j)) <= eps) ->
     (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P g m (centre j) t (a * Rpower t (INR m))) ->
     sqrt (INR m / (INR m + 2)) * Rpower (INR N * a) (- (1 / INR m)) - eps <= sqrt W).
Proof.
  intros H.
  specialize (H unit (point tt) 1%nat 1%nat 1%nat (fun _ _ => 1) (fun _ _ => 0) (fun _ _ => 1) (fun _ _ => 0) 0 1 1 0).
  assert (F : sqrt (INR 1 / (INR 1 + 2)) * Rpower (INR 1 * 1) (- (1 / INR 1)) - 0 <= sqrt 0).
  { apply H; try lia; try lra; try exact I.
    - eexists. split; [split; [exact I|reflexivity]|]. cbn. lra.
    - split; [exact I|]. cbn. ring.
    - intros w. exists 0%nat. split; [lia|]. unfold sq_dist. cbn.
      replace (0 + (0 - 0) * ((0 - 0) * 1)) with 0 by ring. rewrite sqrt_0. lra.
    - intros j t _. apply one_point_prior. }
  cbn [INR] in F. rewrite sqrt_0 in F.
  replace (Rpower (1 * 1) (- (1 / 1))) with 1 in F
    by (unfold Rpower; rewrite Rmult_1_l, ln_1, Rmult_0_r; symmetry; apply exp_0).
  pose proof (sqrt_lt_R0 (1 / (1 + 2)) ltac:(lra)). lra.
Qed.

Theorem J2_without_noise_false :
  ~ (forall (O : Type) (P : expectation O) m kappa N (z mu g : O -> vec)
       (centre : nat -> vec) sigma a W K r,
     (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= sigma -> 0 < a -> 0 < K -> 0 < r < INR m ->
     let c := sqrt (INR m / (INR m + 2)) * Rpower a (- (1 / INR m)) in
     let eps := Rpower (c * r / INR m) (INR m / (INR m - r)) * Rpower K (- (r / (INR m - r))) in
     INR N <= Rpower (K / eps) r ->
     (exists e, expects P (fun w => sq_dist m (z w) (mu w)) e /\ e <= INR m * sigma ^ 2) ->
     expects P (fun w => sq_dist kappa (z w) (g w)) W ->
     has_expectation P (fun w => sq_dist m (z w) (g w)) ->
     (forall w, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu w) (centre j)) <= eps) ->
     (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P g m (centre j) t (a * Rpower t (INR m))) ->
     (INR m / r - 1) * eps <= sqrt W).
Proof.
  intros H.
  specialize (H unit (point tt) 1%nat 1%nat 1%nat (fun _ _ => 1) (fun _ _ => 0) (fun _ _ => 1) (fun _ _ => 0) 1 1 0 1 (/ 2)).
  cbv zeta in H. cbn [INR] in H.
  set (eps := Rpower (sqrt (1 / (1 + 2)) * Rpower 1 (- (1 / 1)) * / 2 / 1) (1 / (1 - / 2))
              * Rpower 1 (- (/ 2 / (1 - / 2)))) in *.
  assert (P1 : forall y, Rpower 1 y = 1) by (intros; unfold Rpower; rewrite ln_1, Rmult_0_r; apply exp_0).
  set (c := sqrt (1 / (1 + 2))) in *.
  assert (Hc : 0 < c <= 1).
  { split; [apply sqrt_lt_R0; lra|]. unfold c.
    apply Rle_trans with (sqrt 1); [apply sqrt_le_1_alt; lra|rewrite sqrt_1; lra]. }
  assert (Eeps : eps = (c * / 2) ^ 2).
  { unfold eps. rewrite !P1. replace (c * 1 * / 2 / 1) with (c * / 2) by field.
    replace (1 / (1 - / 2)) with (INR 2) by (cbn; field). rewrite Rpower_pow by lra. ring. }
  assert (Heps : 0 < eps <= 1).
  { rewrite Eeps. split; [apply pow_lt; lra|]. assert (c * / 2 * (c * / 2) <= 1 * 1) by (apply Rmult_le_compat; lra). lra. }
  assert (F : (1 / / 2 - 1) * eps <= sqrt 0).
  { apply H; try lia; try lra; try exact I.
    - rewrite <- (P1 (/ 2)) at 1. apply Rle_Rpower_l; [lra|]. split; [lra|].
      apply (Rmult_le_reg_r eps); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
    - eexists. split; [split; [exact I|reflexivity]|]. cbn. lra.
    - split; [exact I|]. cbn. ring.
    - intros w. exists 0%nat. split; [lia|]. unfold sq_dist. cbn.
      replace (0 + (0 - 0) * ((0 - 0) * 1)) with 0 by ring. rewrite sqrt_0. lra.
    - intros j t _. apply one_point_prior. }
  rewrite sqrt_0 in F. replace (1 / / 2 - 1) with 1 in F by field. lra.
Qed.

(** The integral of p(x|z) p(z) exists for the circle as decoder. *)
Theorem eq2_circle_example : forall gamma (x : vec), 0 < gamma ->
  normal_integrable 1 (fun _ => 0) (fun _ => 1) (fun z => normal_density_vec 2 (circle z) (fun _ => gamma) x).
Proof.
  intros gamma x Hg. cbn. split; [exact (fun _ => I)|].
  set (n := normal_density 0 1). pose proof PI_RGT_0 as HPi.
  set (b := / sqrt (2 * PI * gamma) * / sqrt (2 * PI * gamma)).
  assert (Hs : 0 < sqrt (2 * PI * gamma)) by (apply sqrt_lt_R0, Rmult_lt_0_compat; lra).
  assert (Hi : 0 < / sqrt (2 * PI * gamma)) by (apply Rinv_0_lt_compat, Hs).
  assert (Hn : forall t, continuous n t).
  { intros t. apply (ex_derive_continuous n). unfold n, normal_density. auto_derive. repeat split; auto; lra. }
  assert (Hn0 : forall t, 0 < n t) by (intros; apply normal_density_pos; lra).
  destruct (normal_moments 0 1 Rlt_0_1) as [H1 _]. fold n in H1.
  pose proof (line_integral_comb b 0 _ _ _ _ H1 H1) as Hb.
  assert (Hle : forall m y, 0 < normal_density m gamma y <= / sqrt (2 * PI * gamma)).
  { intros m y. split; [apply normal_density_pos, Hg|]. unfold normal_density, Rdiv.
    rewrite <- (Rmult_1_l (/ sqrt (2 * PI * gamma))) at 2. apply Rmult_le_compat_r; [lra|].
    rewrite <- exp_0. pose proof (pow2_ge_0 (y - m)).
    assert (0 <= (y - m) ^ 2 / (2 * gamma)) by (apply Rdiv_le_0_compat; lra).
    assert (E : - (y - m) ^ 2 * / (2 * gamma) <= 0) by (unfold Rdiv in *; lra).
    destruct E as [E|E]; [left; apply exp_increasing, E|rewrite E; lra]. }
  apply (line_integrable_dominated _ (fun t => b * n t + 0 * n t) _) with (4 := Hb).
  - intros t. apply (continuous_mult (fun t => normal_density_vec 2 (circle (set_coord (fun _ => 0) 0 t)) (fun _ => gamma) x) n);
      [|apply Hn].
    apply (ex_derive_continuous (fun t => 1 * normal_density (cos t) gamma (x 0%nat) * normal_density (sin t) gamma (x 1%nat))).
    unfold normal_density. auto_derive. repeat split; auto; lra.
  - intros t. apply (continuous_plus (fun t => b * n t) (fun t => 0 * n t));
      [apply (continuous_scal_r b n)|apply (continuous_scal_r 0 n)]; apply Hn.
  - intros t. rewrite Rabs_mult, (Rabs_right (n t)) by (left; apply Hn0).
    rewrite Rmult_0_l, Rplus_0_r. apply Rmult_le_compat_r; [left; apply Hn0|].
    unfold normal_density_vec, circle, set_coord, b. cbn [rprod Nat.eqb]. rewrite Rmult_1_l.
    destruct (Hle (cos t) (x 0%nat)) as [A1 A2]. destruct (Hle (sin t) (x 1%nat)) as [B1 B2].
    rewrite Rabs_right by (apply Rle_ge, Rmult_le_pos; lra).
    apply Rmult_le_compat; lra.
Qed.
