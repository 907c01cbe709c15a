(* The affine VAE on the instance of Theorem A1: its minimum, where it is attained, and where it is not. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import BlockStatements AnalysisSums AnalysisLog AnalysisLaw AnalysisGaussianLaw
  AnalysisLemma2 Separating Block.
Open Scope R_scope.

(** The best constant deviations make the loss of eq. (3) what Lemma 2 leaves. *)
Lemma best_encoders : forall d kappa n gamma X W Z, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  exists q v, encoders kappa n q Z v /\
  vae_loss 1 d kappa n gamma X (affine kappa W (fun _ => 0)) q Z v
  = fixed_scale_loss 1 d kappa n gamma X W (fun _ => 0) Z.
Proof.
  intros d kappa n gamma X W Z Hd Hn Hg.
  destruct (lemma2_min_s 1 d kappa n gamma X W (fun _ => 0) Z Rlt_0_1 Hg) as [Hb [E _]].
  set (best := fun k => posterior_variance 1 gamma (col_power d W k)) in *.
  exists (fun i => the_normal_law kappa (Z i) best (fun k _ => Hb k)), (fun _ => best).
  assert (Hm : forall i, has_moments kappa (the_normal_law kappa (Z i) best (fun k _ => Hb k)) (Z i) best /\
     uncorrelated kappa (the_normal_law kappa (Z i) best (fun k _ => Hb k)) (Z i))
    by (intros i; apply the_normal_law_moments).
  split; [intros i _; split; [intros; apply Hb|apply Hm]|].
  rewrite <- E. apply affine_loss_is_eq3; auto.
Qed.

Lemma point_no_better : forall d kappa n gamma X W q Z v, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  encoders kappa n q Z v ->
  fixed_scale_loss 1 d kappa n gamma X W (fun _ => 0) Z
  <= vae_loss 1 d kappa n gamma X (affine kappa W (fun _ => 0)) q Z v.
Proof.
  intros d kappa n gamma X W q Z v Hd Hn Hg Hq.
  eapply Rle_trans; [|apply (constant_deviations d kappa n gamma X W (fun _ => 0) Z q v Hd Hn Hg Hq)].
  apply lemma2_min_s_le; [lra|exact Hg|]. intros k. destruct (Nat.ltb_spec k kappa) as [Hk|_]; [|lra].
  apply mean_pos; [exact Hn|]. intros i Hi. apply (Hq i Hi), Hk.
Qed.

Section Minimum.
Variables (rho d kappa n : nat) (Y : nat -> nat -> R) (y c0 c1 gamma : R).
Let r := S rho.
Hypotheses (Hd : (r + 1 <= d)%nat) (Hk : (r + 1 <= kappa)%nat) (Hn : (0 < n)%nat).
Hypotheses (Hy : 0 < y) (HY : forall k, (k < r)%nat -> mean n (fun i => Y k i ^ 2) = y).
Hypotheses (Hc0 : 0 < c0) (Hc1 : 0 < c1) (Hg : 0 < gamma).
Let X := joined_data r Y.
Let W theta D := scale_decoder D (segment_matrix r c0 c1 theta).
Let best := INR d * ln gamma + INR kappa + INR rho * least_floor y gamma + least_floor (2 * y) gamma.

Lemma lam_ok : forall t, 0 < gamma <= gamma + t ^ 2.
Proof. intros t. pose proof (pow2_ge_0 t). lra. Qed.

(** Every point costs at least [best]; where it costs no more, each part is at its least. *)
Lemma point_floor : forall theta (D : vec) Z, 0 <= theta <= 1 -> (forall k, 0 <= D k) ->
  let s0 := segment_scale c0 c1 theta in
  let a := s0 * D rho in let b := c1 * theta * D rho in let q := s0 * D r in
  let lam := gamma + (q ^ 2 + (a ^ 2 + b ^ 2)) in
  best <= fixed_scale_loss 1 d kappa n gamma X (W theta D) (fun _ => 0) Z /\
  (fixed_scale_loss 1 d kappa n gamma X (W theta D) (fun _ => 0) Z <= best ->
     lam = Rmax (2 * y) gamma /\ q ^ 2 + (a - b) ^ 2 = 0 /\
     (forall k, (k < rho)%nat -> gamma + (s0 * D k) ^ 2 = Rmax y gamma) /\
     forall k, (r + 1 <= k < kappa)%nat -> col_power d (W theta D) k = 0).
Proof.
  intros theta D Z Hth HD s0 a b q lam.
  pose proof (loss_parts rho d kappa n Y c0 c1 gamma Hd Hk Hn Hg theta D Z) as Parts. change (S rho) with r in Parts.
  unfold W, X. rewrite Parts.
  set (A := single_cost n Y c0 c1 gamma theta D Z). set (B := block_cost rho n Y c0 c1 gamma theta D Z).
  set (L := left_over rho d kappa n Y c0 c1 gamma theta D Z).
  assert (HA : forall k, (k < rho)%nat -> floor_cost y gamma (gamma + (s0 * D k) ^ 2) <= A k)
    by (intros k Hkk; apply (single_floor rho d kappa n Y y c0 c1 gamma Hd Hk Hn HY Hg theta D Z k Hkk)).
  assert (HA' : forall k, (k < rho)%nat -> least_floor y gamma <= A k).
  { intros k Hkk. eapply Rle_trans; [apply (floor_least y gamma _ Hy (lam_ok (s0 * D k)))|apply HA, Hkk]. }
  pose proof (block_cost_floor rho d kappa n Y y c0 c1 gamma Hd Hk Hn HY Hg theta D Z) as HB.
  change (S rho) with r in HB. fold s0 a b q B in HB.
  destruct (block_floor gamma y a b q Hg Hy) as [F1 F2]. fold lam in F1, F2.
  assert (Hlam : 0 < gamma <= lam)
    by (unfold lam; pose proof (pow2_ge_0 a); pose proof (pow2_ge_0 b); pose proof (pow2_ge_0 q); lra).
  destruct (floor_least (2 * y) gamma lam ltac:(lra) Hlam) as [G1 G2].
  assert (HL : 0 <= L) by (apply left_over_nonneg; assumption).
  assert (HS : INR rho * least_floor y gamma <= rsum rho A)
    by (rewrite <- rsum_const; apply rsum_le; exact HA').
  split; [unfold best; lra|]. intros Hle. unfold best in Hle.
  assert (EL : L = 0) by lra. assert (EB : B = least_floor (2 * y) gamma) by lra.
  assert (ES : rsum rho (fun k => A k - least_floor y gamma) = 0)
    by (rewrite rsum_minus, rsum_const; change (rsum rho (fun k => A k)) with (rsum rho A); lra).
  split; [apply G2; lra|]. split; [apply F2; lra|]. split.
  - intros k Hkk.
    assert (Hnn : forall i, (i < rho)%nat -> 0 <= A i - least_floor y gamma) by (intros i Hi; pose proof (HA' i Hi); lra).
    pose proof (rsum_zero rho (fun k => A k - least_floor y gamma) Hnn ES k Hkk) as E.
    cbv beta in E. destruct (floor_least y gamma _ Hy (lam_ok (s0 * D k))) as [_ E2]. apply E2.
    pose proof (HA k Hkk). pose proof (proj1 (floor_least y gamma _ Hy (lam_ok (s0 * D k)))). lra.
  - intros k Hkk. unfold L, left_over in EL.
    match type of EL with ?u / gamma + ?w = 0 => assert (U : 0 <= u / gamma); [|assert (V : w = 0)] end.
    { apply Rdiv_le_0_compat; [|exact Hg]. apply rsum_nonneg. intros j _.
      apply mean_nonneg; [exact Hn|intros; apply pow2_ge_0]. }
    { apply Rle_antisym; [lra|]. apply rsum_nonneg. intros j _. apply Rplus_le_le_0_compat; [|apply row_power_nonneg].
      apply ln_nonneg. match goal with |- 1 <= 1 + ?c / gamma => assert (0 <= c / gamma)
        by (apply Rdiv_le_0_compat; [apply col_power_nonneg|exact Hg]); lra end. }
    set (p := fun i => ln (1 + col_power d (W theta D) (r + 1 + i)%nat / gamma)).
    assert (P0 : forall i, 0 <= p i).
    { intros i. apply ln_nonneg. pose proof (col_power_nonneg d (W theta D) (r + 1 + i)%nat).
      assert (0 <= col_power d (W theta D) (r + 1 + i)%nat / gamma) by (apply Rdiv_le_0_compat; lra). lra. }
    pose proof (rsum_zero (kappa - (r + 1)) (fun i => p i + row_power n Z (r + 1 + i)%nat)
      (fun i _ => Rplus_le_le_0_compat _ _ (P0 i) (row_power_nonneg n Z _)) V (k - (r + 1)) ltac:(lia)) as E.
    cbv beta in E. pose proof (row_power_nonneg n Z (r + 1 + (k - (r + 1)))). pose proof (P0 (k - (r + 1))%nat) as E0.
    assert (E1 : p (k - (r + 1))%nat = 0) by lra. unfold p in E1.
    replace (r + 1 + (k - (r + 1)))%nat with k in E1 by lia.
    destruct (col_power_nonneg d (W theta D) k) as [Hpos|Hz]; [exfalso|symmetry; exact Hz].
    assert (0 < col_power d (W theta D) k / gamma) by (apply Rdiv_lt_0_compat; lra).
    pose proof (ln_pos (1 + col_power d (W theta D) k / gamma) ltac:(lra)). lra.
Qed.

(** Columns beyond the block, and codes, are 0: nothing is left over. *)
Lemma left_over_zero : forall theta (D : vec) Z, (forall k, (r + 1 <= k)%nat -> D k = 0) ->
  (forall i k, (r + 1 <= k)%nat -> Z i k = 0) -> left_over rho d kappa n Y c0 c1 gamma theta D Z = 0.
Proof.
  intros theta D Z HD HZ. unfold left_over. fold r.
  rewrite (rsum_ext (d - (r + 1)) _ (fun _ => 0)).
  2: { intros j _. rewrite (mean_ext n _ (fun _ => 0)); [apply mean_const, Hn|]. intros i _.
       assert (E1 : joined_data r Y i (r + 1 + j)%nat = 0).
       { unfold joined_data, repeated. destruct (Nat.ltb_spec (r + 1 + j) r); [lia|].
         destruct (Nat.ltb_spec (r + 1 + j) (r + 1)); [lia|reflexivity]. }
       assert (E2 : affine kappa (scale_decoder D (segment_matrix r c0 c1 theta)) (fun _ => 0) (Z i) (r + 1 + j)%nat = 0).
       { unfold affine. rewrite (rsum_ext kappa _ (fun _ => 0)); [rewrite rsum_const; ring|]. intros k _.
         rewrite (entry rho d kappa n c0 c1 Hd Hk Hn theta D). fold r. destruct (Nat.eqb_spec (r + 1 + j) r); [lia|].
         rewrite Bool.andb_false_r. destruct (Nat.eqb_spec (r + 1 + j) k) as [<-|]; [rewrite HD by lia|]; ring. }
       rewrite E1, E2. ring. }
  rewrite (rsum_ext (kappa - (r + 1)) _ (fun _ => 0)); [rewrite !rsum_const; field; lra|].
  intros k _.
  assert (E1 : col_power d (scale_decoder D (segment_matrix r c0 c1 theta)) (r + 1 + k)%nat = 0).
  { rewrite col_power_scaled, HD by lia. ring. }
  assert (E2 : row_power n Z (r + 1 + k)%nat = 0).
  { unfold row_power. rewrite (mean_ext n _ (fun _ => 0)); [apply mean_const, Hn|]. intros i _. rewrite HZ by lia. ring. }
  rewrite E1, E2. replace (1 + 0 / gamma) with 1 by (field; lra). rewrite ln_1. ring.
Qed.

(** Below the threshold: columns and codes of the sparse decoder that attain it. *)
Lemma attained_below : gamma < 2 * y -> exists D Z, (forall k, 0 <= D k) /\
  fixed_scale_loss 1 d kappa n gamma X (W 1 D) (fun _ => 0) Z = best.
Proof.
  intros Hlt. set (t := sqrt (Rmax y gamma - gamma)). set (u := sqrt ((2 * y - gamma) / 2)).
  assert (Ht2 : t ^ 2 = Rmax y gamma - gamma) by (apply pow2_sqrt; pose proof (Rmax_r y gamma); lra).
  assert (Hu2 : u ^ 2 = (2 * y - gamma) / 2) by (apply pow2_sqrt; lra).
  set (D := fun k => if Nat.ltb k rho then t / c1 else if Nat.eqb k rho then u / c1 else 0).
  set (Z := fun i k => if Nat.ltb k rho then t * Y k i / Rmax y gamma else if Nat.eqb k rho then u * Y k i / y else 0).
  exists D, Z. split.
  { intros k. unfold D. destruct (Nat.ltb k rho); [|destruct (Nat.eqb k rho)]; try lra;
      apply Rdiv_le_0_compat; try exact Hc1; apply sqrt_pos. }
  pose proof (loss_parts rho d kappa n Y c0 c1 gamma Hd Hk Hn Hg 1 D Z) as Parts. change (S rho) with r in Parts.
  unfold W, X. rewrite Parts, left_over_zero.
  2: { intros k Hkk. unfold D. destruct (Nat.ltb_spec k rho); [unfold r in *; lia|].
       destruct (Nat.eqb_spec k rho); [unfold r in *; lia|reflexivity]. }
  2: { intros i k Hkk. unfold Z. destruct (Nat.ltb_spec k rho); [unfold r in *; lia|].
       destruct (Nat.eqb_spec k rho); [unfold r in *; lia|reflexivity]. }
  assert (Es0 : segment_scale c0 c1 1 = c1) by (unfold segment_scale; ring).
  assert (HM : 0 < Rmax y gamma) by (pose proof (Rmax_r y gamma); lra).
  assert (ES : rsum rho (single_cost n Y c0 c1 gamma 1 D Z) = INR rho * least_floor y gamma).
  { rewrite <- rsum_const. apply rsum_ext. intros k Hkk. unfold single_cost. rewrite Es0.
    assert (EDk : c1 * D k = t) by (unfold D; apply Nat.ltb_lt in Hkk; rewrite Hkk; field; lra).
    rewrite EDk, Ht2.
    rewrite (mean_ext n _ (fun i => / Rmax y gamma * Y k i ^ 2)).
    - rewrite mean_scal, HY by (unfold r; lia). replace (1 + (Rmax y gamma - gamma) / gamma) with (Rmax y gamma / gamma) by (field; lra).
      unfold least_floor. destruct (Rlt_dec gamma y) as [H|H].
      + rewrite Rmax_left by lra. field; lra.
      + rewrite Rmax_right by lra. replace (gamma / gamma) with 1 by (field; lra). rewrite ln_1. field; lra.
    - intros i _. assert (EZ : Z i k = t * Y k i / Rmax y gamma) by (unfold Z; apply Nat.ltb_lt in Hkk; rewrite Hkk; reflexivity).
      rewrite EZ. set (m := Rmax y gamma) in *.
      replace ((Y k i - t * (t * Y k i / m)) ^ 2 / gamma + (t * Y k i / m) ^ 2)
        with (Y k i ^ 2 * ((m - t ^ 2) ^ 2 + gamma * t ^ 2) / (gamma * m ^ 2)) by (field; lra).
      rewrite Ht2. field; lra. }
  assert (EB : block_cost rho n Y c0 c1 gamma 1 D Z = least_floor (2 * y) gamma).
  { unfold block_cost. rewrite Es0.
    assert (EDr : D rho = u / c1) by (unfold D; rewrite Nat.ltb_irrefl, Nat.eqb_refl; reflexivity).
    assert (EDs : D (S rho) = 0).
    { unfold D. destruct (Nat.ltb_spec (S rho) rho); [lia|]. destruct (Nat.eqb_spec (S rho) rho); [lia|reflexivity]. }
    assert (EZr : forall i, Z i rho = u * Y rho i / y) by (intros; unfold Z; rewrite Nat.ltb_irrefl, Nat.eqb_refl; reflexivity).
    assert (EZs : forall i, Z i (S rho) = 0).
    { intros i. unfold Z. destruct (Nat.ltb_spec (S rho) rho); [lia|]. destruct (Nat.eqb_spec (S rho) rho); [lia|reflexivity]. }
    rewrite EDr, EDs. replace (c1 * (u / c1)) with u by (field; lra). replace (c1 * 1 * (u / c1)) with u by (field; lra).
    rewrite (mean_ext n _ (fun i => / y * Y rho i ^ 2)).
    - rewrite mean_scal, HY by (unfold r; lia). rewrite Hu2.
      replace (1 + ((2 * y - gamma) / 2 + (2 * y - gamma) / 2) / gamma) with (2 * y / gamma) by (field; lra).
      replace (1 + (c1 * 0) ^ 2 / gamma) with 1 by (field; lra). rewrite ln_1.
      unfold least_floor. destruct (Rlt_dec gamma (2 * y)); [field; lra|lra].
    - intros i _. rewrite EZr, EZs. set (x := Y rho i).
      replace (((x - u * (u * x / y)) ^ 2 + (x - (u * (u * x / y) + c1 * 0 * 0)) ^ 2) / gamma + ((u * x / y) ^ 2 + 0 ^ 2))
        with (x ^ 2 * (2 * (y - u ^ 2) ^ 2 + gamma * u ^ 2) / (gamma * y ^ 2)) by (field; lra).
      rewrite Hu2. field; lra. }
  rewrite ES, EB. unfold best. ring.
Qed.

(** From the threshold on: no columns, no codes, whatever theta is. *)
Lemma attained_above : 2 * y <= gamma -> forall theta,
  fixed_scale_loss 1 d kappa n gamma X (W theta (fun _ => 0)) (fun _ => 0) (fun _ _ => 0) = best.
Proof.
  intros Hge theta. unfold W, X.
  pose proof (loss_parts rho d kappa n Y c0 c1 gamma Hd Hk Hn Hg theta (fun _ => 0) (fun _ _ => 0)) as Parts.
  change (S rho) with r in Parts. rewrite Parts, left_over_zero by (intros; reflexivity).
  assert (ES : rsum rho (single_cost n Y c0 c1 gamma theta (fun _ => 0) (fun _ _ => 0)) = INR rho * least_floor y gamma).
  { rewrite <- rsum_const. apply rsum_ext. intros k Hkk. unfold single_cost.
    rewrite (mean_ext n _ (fun i => / gamma * Y k i ^ 2)) by (intros; field; lra).
    rewrite mean_scal, HY by (unfold r; lia). rewrite Rmult_0_r. replace (1 + 0 ^ 2 / gamma) with 1 by (field; lra).
    rewrite ln_1. unfold least_floor. destruct (Rlt_dec gamma y); [lra|]. field; lra. }
  assert (EB : block_cost rho n Y c0 c1 gamma theta (fun _ => 0) (fun _ _ => 0) = least_floor (2 * y) gamma).
  { unfold block_cost. rewrite !Rmult_0_r.
    rewrite (mean_ext n _ (fun i => 2 / gamma * Y rho i ^ 2)) by (intros; field; lra).
    rewrite mean_scal, HY by (unfold r; lia). replace (1 + (0 ^ 2 + 0 ^ 2) / gamma) with 1 by (field; lra).
    replace (1 + 0 ^ 2 / gamma) with 1 by (field; lra). rewrite ln_1.
    unfold least_floor. destruct (Rlt_dec gamma (2 * y)); [lra|]. field; lra. }
  rewrite ES, EB. unfold best. ring.
Qed.

End Minimum.

(* ------------------------------------------------------------------------------------------- *)
(** * As stated *)

Theorem a1_block : forall n (Y z w : nat -> R) gamma y s a b q, (0 < n)%nat -> 0 < gamma -> 0 < y ->
  mean n (fun i => Y i ^ 2) = y ->
  let lam := gamma + (q ^ 2 + s ^ 2 * (a ^ 2 + b ^ 2)) in
  let cost := mean n (fun i => ((Y i - s * a * z i) ^ 2 + (Y i - (s * b * z i + q * w i)) ^ 2) / gamma
                               + (z i ^ 2 + w i ^ 2))
              + (ln (1 + s ^ 2 * (a ^ 2 + b ^ 2) / gamma) + ln (1 + q ^ 2 / gamma)) in
  floor_cost (2 * y) gamma lam <= cost /\
  (cost = floor_cost (2 * y) gamma lam -> q ^ 2 + s ^ 2 * (a - b) ^ 2 = 0).
Proof.
  intros n Y z w gamma y s a b q Hn Hg Hy HY lam cost.
  destruct (block_floor gamma y (s * a) (s * b) q Hg Hy) as [F1 F2].
  replace ((s * a) ^ 2 + (s * b) ^ 2) with (s ^ 2 * (a ^ 2 + b ^ 2)) in F1, F2 by ring. fold lam in F1, F2.
  assert (HB : 4 * y / (2 * gamma + (s * a + s * b) ^ 2 + q ^ 2)
    <= mean n (fun i => ((Y i - s * a * z i) ^ 2 + (Y i - (s * b * z i + q * w i)) ^ 2) / gamma + (z i ^ 2 + w i ^ 2))).
  { rewrite <- HY. replace (4 * mean n (fun i => Y i ^ 2) / (2 * gamma + (s * a + s * b) ^ 2 + q ^ 2))
      with (4 * / (2 * gamma + (s * a + s * b) ^ 2 + q ^ 2) * mean n (fun i => Y i ^ 2)) by (unfold Rdiv; ring).
    rewrite <- mean_scal. apply mean_le; [exact Hn|]. intros i _.
    pose proof (block_point gamma (s * a) (s * b) q (Y i) (z i) (w i) Hg) as H. unfold Rdiv in *. lra. }
  split; [unfold cost; lra|]. intros E. unfold cost in E.
  replace (q ^ 2 + s ^ 2 * (a - b) ^ 2) with (q ^ 2 + (s * a - s * b) ^ 2) by ring. apply F2. lra.
Qed.

Theorem a1_minimum : forall r d kappa n (Y : nat -> nat -> R) y c0 c1 gamma,
  (1 <= r)%nat -> (r + 1 <= d)%nat -> (r + 1 <= kappa)%nat -> (0 < n)%nat -> 0 < y ->
  (forall k, (k < r)%nat -> mean n (fun i => Y k i ^ 2) = y) -> 0 < c0 -> 0 < c1 -> 0 < gamma ->
  let W := fun theta D => scale_decoder D (segment_matrix r c0 c1 theta) in
  let loss := fun theta D q Z v =>
    vae_loss 1 d kappa n gamma (joined_data r Y) (affine kappa (W theta D) (fun _ => 0)) q Z v in
  let best := INR d * ln gamma + INR kappa + INR (r - 1) * least_floor y gamma + least_floor (2 * y) gamma in
  let admitted := fun theta (D : vec) q Z v =>
    0 <= theta <= 1 /\ (forall k, 0 <= D k) /\ encoders kappa n q Z v in
  (forall theta D q Z v, admitted theta D q Z v -> best <= loss theta D q Z v) /\
  (gamma < 2 * y ->
     (exists D q Z v, admitted 1 D q Z v /\ loss 1 D q Z v = best) /\
     forall theta D q Z v, admitted theta D q Z v -> loss theta D q Z v = best -> theta = 1) /\
  (2 * y <= gamma ->
     (forall theta, 0 <= theta <= 1 ->
        exists D q Z v, admitted theta D q Z v /\ loss theta D q Z v = best) /\
     forall theta D q Z v, admitted theta D q Z v -> loss theta D q Z v = best ->
       forall k, (k < kappa)%nat -> col_power d (W theta D) k = 0).
Proof.
  intros [|rho] d kappa n Y y c0 c1 gamma Hr Hd Hk Hn Hy HY Hc0 Hc1 Hg W loss best admitted; [lia|].
  assert (Hd0 : (0 < d)%nat) by lia.
  assert (Hpoint : forall theta D q Z v, admitted theta D q Z v ->
    best <= fixed_scale_loss 1 d kappa n gamma (joined_data (S rho) Y) (W theta D) (fun _ => 0) Z <= loss theta D q Z v).
  { intros theta D q Z v (Hth & HD & Hq). split.
    - pose proof (proj1 (point_floor rho d kappa n Y y c0 c1 gamma Hd Hk Hn Hy HY Hg theta D Z Hth HD)) as P.
      unfold best. replace (S rho - 1)%nat with rho by lia. exact P.
    - apply point_no_better; assumption. }
  assert (Hbest : forall theta D q Z v, admitted theta D q Z v -> loss theta D q Z v = best ->
    let s0 := segment_scale c0 c1 theta in let a := s0 * D rho in let b := c1 * theta * D rho in let u := s0 * D (S rho) in
    gamma + (u ^ 2 + (a ^ 2 + b ^ 2)) = Rmax (2 * y) gamma /\ u ^ 2 + (a - b) ^ 2 = 0 /\
    (forall k, (k < rho)%nat -> gamma + (s0 * D k) ^ 2 = Rmax y gamma) /\
    forall k, (S rho + 1 <= k < kappa)%nat -> col_power d (W theta D) k = 0).
  { intros theta D q Z v Ha E. destruct (Hpoint theta D q Z v Ha) as [P1 P2]. destruct Ha as (Hth & HD & Hq).
    apply (proj2 (point_floor rho d kappa n Y y c0 c1 gamma Hd Hk Hn Hy HY Hg theta D Z Hth HD)).
    unfold best in E. replace (S rho - 1)%nat with rho in E by lia. change (W theta D) with (scale_decoder D (segment_matrix (S rho) c0 c1 theta)) in P2. lra. }
  assert (Sq : forall t : R, t ^ 2 = 0 -> t = 0).
  { intros t Ht. apply Rsqr_0_uniq. unfold Rsqr. lra. }
  split; [intros theta D q Z v Ha; destruct (Hpoint theta D q Z v Ha); lra|]. split.
  - intros Hlt. split.
    + destruct (attained_below rho d kappa n Y y c0 c1 gamma Hd Hk Hn Hy HY Hc1 Hg Hlt) as [D [Z [HD E]]].
      destruct (best_encoders d kappa n gamma (joined_data (S rho) Y) (W 1 D) Z Hd0 Hn Hg) as [q [v [Hq Ev]]].
      exists D, q, Z, v. split; [split; [lra|split; [exact HD|exact Hq]]|].
      unfold loss. rewrite Ev. unfold W. rewrite E. unfold best. replace (S rho - 1)%nat with rho by lia. reflexivity.
    + intros theta D q Z v Ha E. destruct (Hbest theta D q Z v Ha E) as (H1 & H2 & _). destruct Ha as (Hth & HD & _).
      rewrite Rmax_left in H1 by lra.
      set (s0 := segment_scale c0 c1 theta) in *. set (a := s0 * D rho) in *. set (b := c1 * theta * D rho) in *.
      set (u := s0 * D (S rho)) in *.
      pose proof (pow2_ge_0 u). pose proof (pow2_ge_0 (a - b)).
      assert (Hu : u ^ 2 = 0) by lra. assert (Hab : a - b = 0) by (apply Sq; lra).
      assert (HDr : D rho <> 0).
      { intros C. unfold a, b in H1. rewrite C, Hu in H1. rewrite !Rmult_0_r in H1. lra. }
      assert (E2 : D rho * (c0 * (1 - theta)) = 0) by (rewrite <- Hab; unfold a, b, s0, segment_scale; ring).
      apply Rmult_integral in E2. destruct E2 as [E2|E2]; [contradiction|].
      apply Rmult_integral in E2. destruct E2; lra.
  - intros Hge. split.
    + intros theta Hth.
      destruct (best_encoders d kappa n gamma (joined_data (S rho) Y) (W theta (fun _ => 0)) (fun _ _ => 0) Hd0 Hn Hg) as [q [v [Hq Ev]]].
      exists (fun _ => 0), q, (fun _ _ => 0), v. split; [split; [exact Hth|split; [intros; lra|exact Hq]]|].
      unfold loss. rewrite Ev. unfold W.
      rewrite (attained_above rho d kappa n Y y c0 c1 gamma Hd Hk Hn Hy HY Hg Hge theta).
      unfold best. replace (S rho - 1)%nat with rho by lia. reflexivity.
    + intros theta D q Z v Ha E k Hkk. destruct (Hbest theta D q Z v Ha E) as (H1 & _ & H3 & H4).
      destruct Ha as (Hth & HD & _).
      rewrite Rmax_right in H1 by lra. pose proof (scale_positive c0 c1 Hc0 Hc1 theta Hth) as Hs.
      set (s0 := segment_scale c0 c1 theta) in *.
      assert (HD0 : forall i, (i < S rho + 1)%nat -> D i = 0).
      { intros i Hi. assert (Z0 : (s0 * D i) ^ 2 = 0).
        { destruct (Nat.eq_dec i rho) as [->|N1]; [|destruct (Nat.eq_dec i (S rho)) as [->|N2]].
          - pose proof (pow2_ge_0 (s0 * D (S rho))). pose proof (pow2_ge_0 (s0 * D rho)).
            pose proof (pow2_ge_0 (c1 * theta * D rho)). lra.
          - pose proof (pow2_ge_0 (s0 * D (S rho))). pose proof (pow2_ge_0 (s0 * D rho)).
            pose proof (pow2_ge_0 (c1 * theta * D rho)). lra.
          - assert (Hi' : (i < rho)%nat) by lia. pose proof (H3 i Hi') as H5. rewrite Rmax_right in H5 by lra. lra. }
        apply Sq in Z0. apply Rmult_integral in Z0. destruct Z0; [lra|assumption]. }
      destruct (Nat.lt_ge_cases k (S rho + 1)) as [Hlt|Hge'].
      * unfold W. rewrite col_power_scaled, (HD0 k Hlt). ring.
      * apply H4. lia.
Qed.
