(* The affine VAE on the instance of Theorem A1: below the threshold only the sparse decoder is best. *)

From Coq Require Import Reals Lra Lia Bool FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import BlockStatements AnalysisSums AnalysisLog AnalysisLaw AnalysisGaussianLaw
  AnalysisLemma2 Separating.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * The floor *)

Lemma floor_least : forall c gamma lam, 0 < c -> 0 < gamma <= lam ->
  least_floor c gamma <= floor_cost c gamma lam /\
  (floor_cost c gamma lam = least_floor c gamma -> lam = Rmax c gamma).
Proof.
  intros c gamma lam Hc Hg. unfold least_floor, floor_cost.
  rewrite ln_div by lra. destruct (Rlt_dec gamma c) as [Hlt|Hge].
  - rewrite ln_div, Rmax_left by lra.
    assert (Hq : 0 < c / lam) by (apply Rdiv_lt_0_compat; lra).
    assert (E : ln (c / lam) = ln c - ln lam) by (apply ln_div; lra).
    split; [pose proof (ln_le_sub1 _ Hq); lra|]. intros Heq.
    destruct (Req_dec (c / lam) 1) as [H1|H1]; [|pose proof (ln_lt_sub1 _ Hq H1); lra].
    replace c with (c / lam * lam) by (field; lra). rewrite H1. ring.
  - rewrite Rmax_right by lra.
    assert (Hq : 0 < lam / gamma) by (apply Rdiv_lt_0_compat; lra).
    assert (E : ln (lam / gamma) = ln lam - ln gamma) by (apply ln_div; lra).
    assert (Hd : 1 - / (lam / gamma) + c / lam - c / gamma = (lam - gamma) / lam * (1 - c / gamma)) by (field; lra).
    assert (H1 : 0 <= 1 - c / gamma).
    { assert (c / gamma <= 1); [|lra]. apply (Rmult_le_reg_r gamma); [lra|].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
    assert (H2 : 0 <= (lam - gamma) / lam * (1 - c / gamma))
      by (apply Rmult_le_pos; [apply Rdiv_le_0_compat; lra|exact H1]).
    split; [pose proof (ln_ge_1_sub_inv _ Hq); lra|]. intros Heq.
    destruct (Req_dec (lam / gamma) 1) as [H3|H3].
    + replace lam with (lam / gamma * gamma) by (field; lra). rewrite H3. ring.
    + pose proof (ln_gt_1_sub_inv _ Hq H3). lra.
Qed.

(** One coordinate that meets one column of size t. *)
Lemma single_point : forall gamma t x z, 0 < gamma ->
  x ^ 2 / (gamma + t ^ 2) <= (x - t * z) ^ 2 / gamma + z ^ 2.
Proof.
  intros gamma t x z Hg. pose proof (pow2_ge_0 t) as Ht.
  assert (E : (x - t * z) ^ 2 / gamma + z ^ 2 - x ^ 2 / (gamma + t ^ 2)
              = (gamma + t ^ 2) / gamma * (z - t * x / (gamma + t ^ 2)) ^ 2) by (field; lra).
  assert (0 <= (gamma + t ^ 2) / gamma * (z - t * x / (gamma + t ^ 2)) ^ 2); [|lra].
  apply Rmult_le_pos; [apply Rdiv_le_0_compat; lra|apply pow2_ge_0].
Qed.

(** The block: columns (a, b) and (0, q) against (x, x). *)
Lemma block_point : forall gamma a b q x z w, 0 < gamma ->
  4 * x ^ 2 / (2 * gamma + (a + b) ^ 2 + q ^ 2)
  <= ((x - a * z) ^ 2 + (x - (b * z + q * w)) ^ 2) / gamma + (z ^ 2 + w ^ 2).
Proof.
  intros gamma a b q x z w Hg. pose proof (pow2_ge_0 (a + b)) as H1. pose proof (pow2_ge_0 q) as H2.
  set (u := x - a * z). set (v := x - (b * z + q * w)).
  set (K := 2 * gamma + (a + b) ^ 2 + q ^ 2). assert (HK : 0 < K) by (unfold K; lra).
  apply (Rmult_le_reg_r K); [exact HK|]. replace (4 * x ^ 2 / K * K) with (4 * x ^ 2) by (field; lra).
  replace (4 * x ^ 2) with ((u + v + ((a + b) * z + q * w)) ^ 2) by (unfold u, v; ring).
  (* Lagrange's identity, term by term *)
  assert (E : ((u ^ 2 + v ^ 2) / gamma + (z ^ 2 + w ^ 2)) * K - (u + v + ((a + b) * z + q * w)) ^ 2
    = (u - v) ^ 2 + (u * (a + b) - gamma * z) ^ 2 / gamma + (u * q - gamma * w) ^ 2 / gamma
      + (v * (a + b) - gamma * z) ^ 2 / gamma + (v * q - gamma * w) ^ 2 / gamma
      + (z * q - w * (a + b)) ^ 2) by (unfold K; field; lra).
  assert (P : forall s, 0 <= s ^ 2 / gamma) by (intros; apply Rdiv_le_0_compat; [apply pow2_ge_0|exact Hg]).
  pose proof (pow2_ge_0 (u - v)). pose proof (P (u * (a + b) - gamma * z)). pose proof (P (u * q - gamma * w)).
  pose proof (P (v * (a + b) - gamma * z)). pose proof (P (v * q - gamma * w)). pose proof (pow2_ge_0 (z * q - w * (a + b))).
  lra.
Qed.

Theorem block_floor : forall gamma y a b q, 0 < gamma -> 0 < y ->
  let lam := gamma + (q ^ 2 + (a ^ 2 + b ^ 2)) in
  let cost := ln (1 + (a ^ 2 + b ^ 2) / gamma) + ln (1 + q ^ 2 / gamma)
              + 4 * y / (2 * gamma + (a + b) ^ 2 + q ^ 2) in
  floor_cost (2 * y) gamma lam <= cost /\
  (cost = floor_cost (2 * y) gamma lam -> q ^ 2 + (a - b) ^ 2 = 0).
Proof.
  intros gamma y a b q Hg Hy lam cost. unfold floor_cost.
  pose proof (pow2_ge_0 a) as Ha. pose proof (pow2_ge_0 b) as Hb. pose proof (pow2_ge_0 q) as Hq.
  pose proof (pow2_ge_0 (a + b)) as Hab. pose proof (pow2_ge_0 (a - b)) as Hd.
  set (K := 2 * gamma + (a + b) ^ 2 + q ^ 2) in *. assert (HK : 0 < K) by (unfold K; lra).
  assert (EK : 2 * lam - K = q ^ 2 + (a - b) ^ 2) by (unfold lam, K; ring).
  assert (Hlam : 0 < lam) by (unfold lam; lra).
  assert (Hlog : ln (lam / gamma) <= ln (1 + (a ^ 2 + b ^ 2) / gamma) + ln (1 + q ^ 2 / gamma)).
  { assert (0 <= (a ^ 2 + b ^ 2) / gamma) by (apply Rdiv_le_0_compat; lra).
    assert (0 <= q ^ 2 / gamma) by (apply Rdiv_le_0_compat; lra).
    rewrite <- ln_mult by lra. apply ln_le_mono; [apply Rdiv_lt_0_compat; lra|].
    replace (lam / gamma) with (1 + (a ^ 2 + b ^ 2) / gamma + q ^ 2 / gamma) by (unfold lam; field; lra).
    assert (0 <= (a ^ 2 + b ^ 2) / gamma * (q ^ 2 / gamma)) by (apply Rmult_le_pos; assumption). lra. }
  assert (E : 4 * y / K - 2 * y / lam = 2 * y / (K * lam) * (2 * lam - K)) by (field; lra).
  assert (Hp : 0 < 2 * y / (K * lam)) by (apply Rdiv_lt_0_compat; [lra|apply Rmult_lt_0_compat; assumption]).
  rewrite EK in E.
  assert (H0 : 0 <= 2 * y / (K * lam) * (q ^ 2 + (a - b) ^ 2)) by (apply Rmult_le_pos; lra).
  split; [unfold cost; lra|]. intros Heq. unfold cost in Heq.
  assert (Z : 2 * y / (K * lam) * (q ^ 2 + (a - b) ^ 2) = 0) by lra.
  apply Rmult_integral in Z. destruct Z as [Z|Z]; [lra|exact Z].
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The loss, coordinate by coordinate *)

Section Instance.
Variables (rho d kappa n : nat) (Y : nat -> nat -> R) (y c0 c1 gamma : R).
Let r := S rho.
Hypotheses (Hd : (r + 1 <= d)%nat) (Hk : (r + 1 <= kappa)%nat) (Hn : (0 < n)%nat).
Hypotheses (Hy : 0 < y) (HY : forall k, (k < r)%nat -> mean n (fun i => Y k i ^ 2) = y).
Hypotheses (Hc0 : 0 < c0) (Hc1 : 0 < c1) (Hg : 0 < gamma).
Let X := joined_data r Y.

Section Point.
Variables (theta : R) (D : vec) (Z : nat -> vec).
Hypotheses (Hth : 0 <= theta <= 1) (HD : forall k, 0 <= D k).
Let s0 := segment_scale c0 c1 theta.
Let W := scale_decoder D (segment_matrix r c0 c1 theta).
Let a := s0 * D rho.
Let b := c1 * theta * D rho.
Let q := s0 * D r.

Lemma scale_positive : 0 < s0.
Proof.
  unfold s0, segment_scale. destruct (Rle_dec theta (/ 2)).
  - assert (0 < c0 * (1 - theta)) by (apply Rmult_lt_0_compat; lra).
    assert (0 <= c1 * theta) by (apply Rmult_le_pos; lra). lra.
  - assert (0 <= c0 * (1 - theta)) by (apply Rmult_le_pos; lra).
    assert (0 < c1 * theta) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

Lemma entry : forall j k, W j k = (if Nat.eqb j k then s0 * D k else 0)
                                  + (if (Nat.eqb k rho && Nat.eqb j r)%bool then b else 0).
Proof.
  intros j k. unfold W, scale_decoder, segment_matrix, joined, kronecker. fold s0. unfold r, b.
  replace (S rho - 1)%nat with rho by lia.
  assert (B : (Nat.leb (S rho) j && Nat.ltb j (S rho + 1))%bool = Nat.eqb j (S rho)).
  { destruct (Nat.eqb_spec j (S rho)), (Nat.leb_spec (S rho) j), (Nat.ltb_spec j (S rho + 1)); try reflexivity; lia. }
  rewrite <- andb_assoc, B.
  destruct (Nat.eqb_spec k rho) as [E|]; cbn [andb]; [rewrite E|]; destruct (Nat.eqb j (S rho)), (Nat.eqb j _); ring.
Qed.

Lemma column_single : forall k, (k < d)%nat -> k <> rho -> col_power d W k = (s0 * D k) ^ 2.
Proof.
  intros k Hkd Hne. unfold col_power. rewrite (rsum_single d _ k Hkd).
  - rewrite entry, Nat.eqb_refl. destruct (Nat.eqb_spec k rho); [lia|]. cbn [andb]. ring.
  - intros j _ Hj. rewrite entry. destruct (Nat.eqb_spec j k); [lia|].
    destruct (Nat.eqb_spec k rho); [lia|]. cbn [andb]. ring.
Qed.

Lemma column_block : col_power d W rho = a ^ 2 + b ^ 2.
Proof.
  unfold col_power. replace d with (rho + (2 + (d - (r + 1))))%nat by (unfold r in *; lia).
  rewrite rsum_split. rewrite (rsum_ext rho _ (fun _ => 0)).
  2: { intros j Hj. rewrite entry. unfold r. destruct (Nat.eqb_spec j rho); [lia|].
       destruct (Nat.eqb_spec j (S rho)); [lia|]. rewrite andb_false_r. ring. }
  rewrite rsum_const, Rmult_0_r, Rplus_0_l, rsum_split.
  rewrite (rsum_ext (d - (r + 1)) _ (fun _ => 0)).
  2: { intros j Hj. rewrite entry. unfold r. destruct (Nat.eqb_spec (rho + (2 + j)) rho); [lia|].
       destruct (Nat.eqb_spec (rho + (2 + j)) (S rho)); [lia|]. rewrite andb_false_r. ring. }
  rewrite rsum_const, Rmult_0_r, Rplus_0_r. cbn [rsum]. rewrite !entry. unfold r.
  replace (rho + 0)%nat with rho by lia. replace (rho + 1)%nat with (S rho) by lia.
  rewrite !Nat.eqb_refl. destruct (Nat.eqb_spec rho (S rho)); [lia|]. destruct (Nat.eqb_spec (S rho) rho); [lia|].
  cbn [andb]. unfold a. ring.
Qed.

Lemma reconstruction : forall z j, (j < kappa)%nat ->
  affine kappa W (fun _ => 0) z j = s0 * D j * z j + (if Nat.eqb j r then b * z rho else 0).
Proof.
  intros z j Hj. unfold affine. rewrite Rplus_0_r.
  rewrite (rsum_ext kappa _ (fun k => (if Nat.eqb j k then s0 * D k * z k else 0)
            + (if (Nat.eqb k rho && Nat.eqb j r)%bool then b * z k else 0))).
  2: { intros k _. rewrite entry. destruct (Nat.eqb j k), (Nat.eqb k rho && Nat.eqb j r)%bool; ring. }
  rewrite rsum_plus, (rsum_single kappa _ j Hj), Nat.eqb_refl.
  2: { intros k _ Hne. destruct (Nat.eqb_spec j k); [lia|reflexivity]. }
  f_equal. destruct (Nat.eqb_spec j r) as [->|Hne].
  - rewrite (rsum_single kappa _ rho); [rewrite !Nat.eqb_refl; reflexivity|unfold r in *; lia|].
    intros k _ Hne. destruct (Nat.eqb_spec k rho); [lia|reflexivity].
  - rewrite (rsum_ext kappa _ (fun _ => 0)) by (intros; rewrite andb_false_r; reflexivity).
    rewrite rsum_const. ring.
Qed.

Lemma data_single : forall i j, (j < r)%nat -> X i j = Y j i.
Proof.
  intros i j Hj. unfold X, joined_data, repeated. apply Nat.ltb_lt in Hj. rewrite Hj. reflexivity.
Qed.

Lemma data_block : forall i, X i r = Y rho i.
Proof.
  intros i. unfold X, joined_data, repeated. rewrite Nat.ltb_irrefl.
  replace (Nat.ltb r (r + 1)) with true by (symmetry; apply Nat.ltb_lt; lia).
  f_equal. unfold r. lia.
Qed.

(** What coordinate and column k < rho cost, what the block costs, and what is left over. *)
Definition single_cost (k : nat) : R :=
  mean n (fun i => (Y k i - s0 * D k * Z i k) ^ 2 / gamma + Z i k ^ 2) + ln (1 + (s0 * D k) ^ 2 / gamma).
Definition block_cost : R :=
  mean n (fun i => ((Y rho i - a * Z i rho) ^ 2 + (Y rho i - (b * Z i rho + q * Z i r)) ^ 2) / gamma
                   + (Z i rho ^ 2 + Z i r ^ 2))
  + (ln (1 + (a ^ 2 + b ^ 2) / gamma) + ln (1 + q ^ 2 / gamma)).
Definition left_over : R :=
  rsum (d - (r + 1)) (fun j => mean n (fun i => (X i (r + 1 + j)%nat
    - affine kappa W (fun _ => 0) (Z i) (r + 1 + j)%nat) ^ 2)) / gamma
  + rsum (kappa - (r + 1)) (fun k => ln (1 + col_power d W (r + 1 + k)%nat / gamma)
                                     + row_power n Z (r + 1 + k)%nat).

Lemma loss_parts : fixed_scale_loss 1 d kappa n gamma X W (fun _ => 0) Z
  = INR d * ln gamma + INR kappa + rsum rho single_cost + block_cost + left_over.
Proof.
  unfold fixed_scale_loss. rewrite <- mean_sq_dist by (unfold r in *; lia).
  unfold sq_dist. rewrite mean_rsum, !Rmult_1_l.
  set (e := fun j => mean n (fun i => (X i j - affine kappa W (fun _ => 0) (Z i) j) ^ 2)).
  set (p := fun k => ln (1 + col_power d W k / gamma)). set (w := row_power n Z).
  change (rsum d (fun k => mean n (fun i => (X i k - affine kappa W (fun _ => 0) (Z i) k) ^ 2))) with (rsum d e).
  assert (S1 : forall N (f : nat -> R), (r + 1 <= N)%nat ->
    rsum N f = rsum rho f + f rho + f r + rsum (N - (r + 1)) (fun j => f (r + 1 + j)%nat)).
  { intros N f HN. replace N with ((r + 1) + (N - (r + 1)))%nat at 1 by lia. rewrite rsum_split.
    f_equal. unfold r. replace (S rho + 1)%nat with (S (S rho)) by lia. reflexivity. }
  rewrite (S1 d e Hd), (S1 kappa p Hk), (S1 kappa w Hk).
  unfold left_over, block_cost. fold w.
  change (rsum (d - (r + 1)) (fun j => mean n (fun i => (X i (r + 1 + j)%nat
    - affine kappa W (fun _ => 0) (Z i) (r + 1 + j)%nat) ^ 2))) with (rsum (d - (r + 1)) (fun j => e (r + 1 + j)%nat)).
  rewrite (rsum_plus (kappa - (r + 1)) (fun k => ln (1 + col_power d W (r + 1 + k)%nat / gamma))
    (fun k => w (r + 1 + k)%nat)).
  change (rsum (kappa - (r + 1)) (fun k => ln (1 + col_power d W (r + 1 + k)%nat / gamma)))
    with (rsum (kappa - (r + 1)) (fun k => p (r + 1 + k)%nat)).
  assert (Es : rsum rho single_cost = / gamma * rsum rho e + rsum rho p + rsum rho w).
  { rewrite <- rsum_scal, <- !rsum_plus. apply rsum_ext. intros k Hkk. unfold single_cost, e, p, w, row_power.
    rewrite column_single by (unfold r in *; lia).
    rewrite mean_plus. unfold Rdiv at 1.
    rewrite (mean_ext n (fun i => (Y k i - s0 * D k * Z i k) ^ 2 * / gamma)
      (fun i => / gamma * (X i k - affine kappa W (fun _ => 0) (Z i) k) ^ 2)).
    - rewrite mean_scal. ring.
    - intros i _. rewrite reconstruction by (unfold r in *; lia). rewrite data_single by (unfold r; lia).
      destruct (Nat.eqb_spec k r); [unfold r in *; lia|]. ring. }
  assert (Eb : mean n (fun i => ((Y rho i - a * Z i rho) ^ 2 + (Y rho i - (b * Z i rho + q * Z i r)) ^ 2) / gamma
                   + (Z i rho ^ 2 + Z i r ^ 2)) = / gamma * (e rho + e r) + (w rho + w r)).
  { unfold e, w, row_power. rewrite <- !mean_plus, <- mean_scal, <- mean_plus. apply mean_ext. intros i _.
    rewrite !reconstruction by (unfold r in *; lia). rewrite data_single by (unfold r; lia). rewrite data_block.
    rewrite Nat.eqb_refl. destruct (Nat.eqb_spec rho r); [unfold r in *; lia|]. unfold a, q. field; lra. }
  rewrite Es, Eb. unfold p. rewrite column_block, (column_single r) by (unfold r in *; lia).
  fold q. field; lra.
Qed.

Lemma single_floor : forall k, (k < rho)%nat -> floor_cost y gamma (gamma + (s0 * D k) ^ 2) <= single_cost k.
Proof.
  intros k Hkk. unfold single_cost, floor_cost. pose proof (pow2_ge_0 (s0 * D k)) as Ht.
  replace ((gamma + (s0 * D k) ^ 2) / gamma) with (1 + (s0 * D k) ^ 2 / gamma) by (field; lra).
  rewrite Rplus_comm. apply Rplus_le_compat_r.
  rewrite <- (HY k) by (unfold r; lia). unfold Rdiv at 1. rewrite Rmult_comm, <- mean_scal.
  apply mean_le; [exact Hn|]. intros i _. rewrite Rmult_comm. apply single_point, Hg.
Qed.

Lemma block_cost_floor :
  ln (1 + (a ^ 2 + b ^ 2) / gamma) + ln (1 + q ^ 2 / gamma) + 4 * y / (2 * gamma + (a + b) ^ 2 + q ^ 2)
  <= block_cost.
Proof.
  unfold block_cost. rewrite Rplus_comm. apply Rplus_le_compat_r.
  rewrite <- (HY rho) by (unfold r; lia). unfold Rdiv at 1.
  replace (4 * mean n (fun i => Y rho i ^ 2) * / (2 * gamma + (a + b) ^ 2 + q ^ 2))
    with (4 * / (2 * gamma + (a + b) ^ 2 + q ^ 2) * mean n (fun i => Y rho i ^ 2)) by ring.
  rewrite <- mean_scal. apply mean_le; [exact Hn|]. intros i _.
  pose proof (block_point gamma a b q (Y rho i) (Z i rho) (Z i r) Hg) as H. unfold Rdiv in *. lra.
Qed.

Lemma left_over_nonneg : 0 <= left_over.
Proof.
  unfold left_over. apply Rplus_le_le_0_compat.
  - apply Rdiv_le_0_compat; [|exact Hg]. apply rsum_nonneg. intros j _.
    apply mean_nonneg; [exact Hn|intros; apply pow2_ge_0].
  - apply rsum_nonneg. intros k _. apply Rplus_le_le_0_compat; [|apply row_power_nonneg].
    apply ln_nonneg. pose proof (col_power_nonneg d W (r + 1 + k)%nat).
    assert (0 <= col_power d W (r + 1 + k)%nat / gamma) by (apply Rdiv_le_0_compat; lra). lra.
Qed.

End Point.
End Instance.
