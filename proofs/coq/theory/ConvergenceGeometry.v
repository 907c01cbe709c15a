(** * Theorem B: mild geometries, and the thresholds as roots with explicit bounds *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas ConvergenceThresholds.
From Sparsity.theory Require Import ConvergenceExponential ConvergenceLogarithm ConvergenceConcave.
Open Scope R_scope.

(** ** Mild geometries *)

(** One row more costs more, when it is no smaller. *)
Lemma more_rows r h M eps : 0 < M <= eps -> h 0 < h (eps ^ 2) ->
  h (M ^ 2) <= h (eps ^ 2) -> sparse_preferred r h M eps.
Proof.
intros [HM L] H0 H; unfold sparse_preferred; rewrite INR_succ.
assert (0 <= INR r) by apply pos_INR; nra.
Qed.

Theorem theorem_B_near :
  forall r h M eps,
  0 < eps -> 0 < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  h 0 = 0 ->
  (forall u v, 0 <= u < v -> h u < h v) ->
  (forall u v t, 0 <= u < v -> 0 < t < 1 -> (1 - t) * h u + t * h v < h ((1 - t) * u + t * v)) ->
  INR r * h (M ^ 2) < INR (r + 1) * h (eps ^ 2) /\
  (eps ^ 2 < M ^ 2 -> eps ^ 2 / M ^ 2 * h (M ^ 2) < h (eps ^ 2)).
Proof.
intros r h M eps He HM G Z I C.
assert (Ha : 0 < M ^ 2) by now apply pow_lt.
assert (Hb : 0 < eps ^ 2) by now apply pow_lt.
assert (K : forall t, 0 < t < 1 -> (1 - t) * h 0 + t * h (M ^ 2) < h (t * M ^ 2)).
{ intros t Ht; specialize (C 0 (M ^ 2) t); rewrite Rmult_0_r, Rplus_0_l in C; apply C; lra. }
split.
- assert (S : sparse_preferred r h M eps).
  { destruct (Rlt_le_dec eps M) as [O|O].
    - apply theorem_B_strictly_concave; [easy|easy| |exact K]; apply Rlt_le, I; lra.
    - apply more_rows; [easy|apply I; lra|].
      destruct O as [O|O]; [|rewrite O; lra]; apply Rlt_le, I; nra. }
  unfold sparse_preferred in S; rewrite Z in S; lra.
- intros L; specialize (K (eps ^ 2 / M ^ 2)).
  replace (eps ^ 2 / M ^ 2 * M ^ 2) with (eps ^ 2) in K by (field; lra); rewrite Z in K.
  assert (0 < eps ^ 2 / M ^ 2 < 1); [|lra].
  split; [now apply ratio_pos|]; apply (Rmult_lt_reg_r (M ^ 2)); [easy|].
  replace (eps ^ 2 / M ^ 2 * M ^ 2) with (eps ^ 2) by (field; lra); lra.
Qed.

Lemma power_increasing p u : 0 < p -> 0 < u -> power_penalty p 0 < power_penalty p u.
Proof.
intros Hp Hu; unfold power_penalty; destruct (Rle_dec 0 0), (Rle_dec u 0); try lra.
apply Rpower_pos.
Qed.

Theorem theorem_B_near_families :
  forall r M eps,
  0 < eps -> 0 < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  (forall q, 0 < q -> sparse_preferred r (power_penalty (1 / (1 + q))) M eps) /\
  (forall tau, 0 < tau -> sparse_preferred r (rational_penalty tau) M eps) /\
  (forall tau, 0 < tau -> sparse_preferred r (exponential_penalty tau) M eps) /\
  (forall gamma, 0 < gamma -> sparse_preferred r (fun u => ln ((u + gamma) / gamma)) M eps).
Proof.
intros r M eps He HM G.
assert (Ha : 0 < M ^ 2) by now apply pow_lt.
assert (Hb : 0 < eps ^ 2) by now apply pow_lt.
assert (unit : forall q, 0 < q -> 0 < 1 / (1 + q) < 1).
{ intros q Hq; split; [apply ratio_pos; lra|]; apply (Rmult_lt_reg_r (1 + q)); [lra|].
  replace (1 / (1 + q) * (1 + q)) with 1 by (field; lra); lra. }
assert (L : forall gamma, 0 < gamma -> sparse_preferred r (log_penalty gamma) M eps ->
            sparse_preferred r (fun u => ln ((u + gamma) / gamma)) M eps).
{ intros gamma Hg; unfold sparse_preferred, log_penalty; rewrite !ln_div by lra; lra. }
destruct (Nat.eq_dec r 0) as [->|N].
{ assert (one : forall h, h 0 < h (eps ^ 2) -> sparse_preferred 0 h M eps).
  { intros h H; unfold sparse_preferred; rewrite INR_succ; change (INR 0) with 0; lra. }
  split; [|split; [|split]].
  - intros q Hq; apply one, power_increasing; [now apply unit|easy].
  - intros tau Ht; apply one; assert (R := rational_gap tau eps Ht).
    assert (0 < eps ^ 2 / (eps ^ 2 + tau)) by (apply ratio_pos; lra); lra.
  - intros tau Ht; apply one; unfold exponential_penalty.
    assert (exp (- eps ^ 2 / tau) < exp (- 0 / tau)); [|lra].
    apply exp_increasing, Rmult_lt_compat_r; [now apply Rinv_0_lt_compat|lra].
  - intros gamma Hg; apply L; [easy|]; apply one; unfold log_penalty; apply ln_increasing; lra. }
destruct (Rlt_le_dec eps M) as [O|O].
- destruct (theorem_B_concave r M eps ltac:(lia) (conj He O) G) as [P [Q [E K]]].
  split; [|split; [|split]]; auto.
- assert (mono : M ^ 2 <= eps ^ 2) by nra.
  split; [|split; [|split]].
  + intros q Hq; assert (U := unit q Hq); apply more_rows; [easy|now apply power_increasing|].
    unfold power_penalty; destruct (Rle_dec (M ^ 2) 0), (Rle_dec (eps ^ 2) 0); try lra.
    apply Rle_Rpower_l; lra.
  + intros tau Ht; apply more_rows; [easy| |].
    * assert (R := rational_gap tau eps Ht).
      assert (0 < eps ^ 2 / (eps ^ 2 + tau)) by (apply ratio_pos; lra); lra.
    * unfold rational_penalty.
      replace (M ^ 2 / (M ^ 2 + tau)) with (1 - tau * / (M ^ 2 + tau)) by (field; lra).
      replace (eps ^ 2 / (eps ^ 2 + tau)) with (1 - tau * / (eps ^ 2 + tau)) by (field; lra).
      assert (/ (eps ^ 2 + tau) <= / (M ^ 2 + tau)) by (apply Rinv_le_contravar; lra); nra.
  + intros tau Ht; assert (I : 0 < / tau) by now apply Rinv_0_lt_compat.
    apply more_rows; [easy| |]; unfold exponential_penalty.
    * assert (exp (- eps ^ 2 / tau) < exp (- 0 / tau)); [|lra].
      apply exp_increasing, Rmult_lt_compat_r; [easy|lra].
    * assert (exp (- eps ^ 2 / tau) <= exp (- M ^ 2 / tau)); [|lra].
      assert (- eps ^ 2 / tau <= - M ^ 2 / tau) as [S|S]
        by (apply Rmult_le_compat_r; lra); [now apply Rlt_le, exp_increasing|rewrite S; lra].
  + intros gamma Hg; apply L; [easy|]; apply more_rows; [easy| |]; unfold log_penalty.
    * apply ln_increasing; lra.
    * apply ln_le; lra.
Qed.

(** ** The logarithm *)

Theorem theorem_B_log_root :
  forall r M eps,
  0 < eps -> 0 < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  let difference := fun gamma =>
    INR (r + 1) * ln ((eps ^ 2 + gamma) / gamma) - INR r * ln ((M ^ 2 + gamma) / gamma) in
  exists threshold, 0 < threshold /\
  (forall gamma, 0 < gamma ->
    (sparse_preferred r (log_penalty gamma) M eps <-> 0 < difference gamma) /\
    (sparse_preferred r (log_penalty gamma) M eps <-> gamma < threshold) /\
    (difference gamma = 0 <-> gamma = threshold)) /\
  threshold < M ^ 2 * eps ^ 2 / (INR r * M ^ 2 - INR (r + 1) * eps ^ 2) /\
  (2 * INR (r + 1) * eps ^ 2 <= INR r * M ^ 2 ->
   1 <= threshold / (eps ^ (2 * r + 2) / M ^ (2 * r))
     <= ((eps / M) ^ (2 * r) * (1 + 2 / INR r) ^ (r + 1) + 1) ^ (r + 1)).
Proof.
intros r M eps He HM H difference; rewrite INR_succ in H.
assert (Hb : 0 < eps ^ 2) by now apply pow_lt.
assert (Ha : 0 < M ^ 2) by now apply pow_lt.
assert (Hr : 0 < INR r).
{ destruct (pos_INR r) as [P|E]; [easy|]; rewrite <- E in H; lra. }
assert (O : 0 < eps < M).
{ split; [easy|]; destruct (Rlt_le_dec eps M) as [P|P]; [easy|].
  assert (M ^ 2 <= eps ^ 2) by nra; nra. }
set (low := eps ^ (2 * (r + 1)) / M ^ (2 * r)).
assert (Hlow : 0 < low) by (apply ratio_pos; now apply pow_lt).
assert (sufficient : sparse_preferred r (log_penalty low) M eps)
  by (apply theorem_B_log_sufficient; [easy|split; [easy|unfold low; lra]]).
destruct (log_root r M eps O H (/ low)) as [root [[R0 R1] [R2 R3]]].
{ now apply Rinv_0_lt_compat. }
{ apply log_gap_inv, log_condition; [easy|easy|]; easy. }
set (threshold := / root); assert (Ht : 0 < threshold) by now apply Rinv_0_lt_compat.
assert (D : forall gamma, 0 < gamma -> difference gamma =
  INR (r + 1) * ln (1 + eps ^ 2 / gamma) - INR r * ln (1 + M ^ 2 / gamma)).
{ intros gamma Hg; unfold difference; f_equal; f_equal; f_equal; field; lra. }
assert (iffs : forall gamma, 0 < gamma ->
    (sparse_preferred r (log_penalty gamma) M eps <-> 0 < difference gamma) /\
    (sparse_preferred r (log_penalty gamma) M eps <-> gamma < threshold) /\
    (difference gamma = 0 <-> gamma = threshold) /\
    (tie r (log_penalty gamma) M eps <-> gamma = threshold)).
{ intros gamma Hg; rewrite D by easy.
  destruct (log_condition r M eps gamma Hg) as [-> ->].
  destruct (log_gap_inv r M eps gamma Hg) as [L1 L2].
  destruct (R3 (/ gamma)) as [G1 G2]; [now apply Rinv_0_lt_compat|].
  destruct (inverse_threshold root gamma R0 Hg) as [V1 V2].
  fold threshold in V1, V2; repeat split; intros.
  - lra.
  - lra.
  - now apply V1, G1, L1.
  - now apply L1, G1, V1.
  - apply V2, G2, L2; lra.
  - assert (INR r * ln (1 + M ^ 2 / gamma) = INR (r + 1) * ln (1 + eps ^ 2 / gamma));
      [now apply L2, G2, V2|lra].
  - now apply V2, G2, L2.
  - now apply L2, G2, V2. }
assert (Hab : 0 < M ^ 2 * eps ^ 2) by now apply Rmult_lt_0_compat.
assert (turn : threshold < M ^ 2 * eps ^ 2 / (INR r * M ^ 2 - (INR r + 1) * eps ^ 2)).
{ unfold threshold; rewrite <- (Rinv_inv (M ^ 2 * eps ^ 2 / _)).
  replace (/ (M ^ 2 * eps ^ 2 / (INR r * M ^ 2 - (INR r + 1) * eps ^ 2)))
    with ((INR r * M ^ 2 - (INR r + 1) * eps ^ 2) / (M ^ 2 * eps ^ 2)) by (field; lra).
  apply Rinv_lt_contravar; [|easy]; apply Rmult_lt_0_compat; [apply ratio_pos; lra|easy]. }
exists threshold; split; [easy|]; split.
{ intros gamma Hg; destruct (iffs gamma Hg) as [I1 [I2 [I3 _]]]; easy. }
rewrite INR_succ; split; [easy|]; intros G.
assert (tied : threshold * (threshold + M ^ 2) ^ r = (threshold + eps ^ 2) ^ (r + 1)).
{ apply theorem_B_log; [easy|]; now apply iffs. }
assert (small : threshold <= eps ^ 2 * (2 / INR r)).
{ apply Rlt_le, Rlt_le_trans with (1 := turn).
  apply (Rmult_le_reg_r (INR r * M ^ 2 - (INR r + 1) * eps ^ 2)); [lra|].
  replace (M ^ 2 * eps ^ 2 / (INR r * M ^ 2 - (INR r + 1) * eps ^ 2)
           * (INR r * M ^ 2 - (INR r + 1) * eps ^ 2)) with (M ^ 2 * eps ^ 2) by (field; lra).
  apply Rle_trans with (eps ^ 2 * (2 / INR r) * (INR r * M ^ 2 / 2)).
  - right; field; lra.
  - apply Rmult_le_compat_l; [|lra].
    apply Rlt_le, Rmult_lt_0_compat; [easy|apply ratio_pos; lra]. }
assert (HMr : 0 < (M ^ 2) ^ r) by now apply pow_lt.
assert (bound : forall c, threshold + eps ^ 2 <= eps ^ 2 * c -> threshold <= low * c ^ (r + 1)).
{ intros c Hc; apply (Rmult_le_reg_r ((M ^ 2) ^ r)); [easy|].
  apply Rle_trans with ((threshold + eps ^ 2) ^ (r + 1)).
  - rewrite <- tied; apply Rmult_le_compat_l; [lra|]; apply pow_incr; lra.
  - replace (low * c ^ (r + 1) * (M ^ 2) ^ r) with ((eps ^ 2 * c) ^ (r + 1)).
    + apply pow_incr; lra.
    + unfold low; rewrite Rpow_mult_distr, !pow_mult; field; lra. }
replace (eps ^ (2 * r + 2) / M ^ (2 * r)) with low
  by (unfold low; f_equal; f_equal; lia).
split.
- apply (Rmult_le_reg_r low); [easy|]; replace (threshold / low * low) with threshold
    by (field; lra).
  rewrite Rmult_1_l; apply Rlt_le; now apply iffs.
- apply (Rmult_le_reg_r low); [easy|]; replace (threshold / low * low) with threshold
    by (field; lra).
  rewrite (Rmult_comm _ low); apply bound.
  assert (B : threshold <= low * (1 + 2 / INR r) ^ (r + 1)) by (apply bound; lra).
  replace low with (eps ^ 2 * (eps / M) ^ (2 * r)) in B; [lra|].
  unfold low, Rdiv; rewrite Rpow_mult_distr, pow_inv, !pow_mult, pow_add, pow_1; ring.
Qed.

(** The bound on the ratio tends to 1 as eps/M vanishes. *)
Theorem theorem_B_log_exact :
  forall r, (1 <= r)%nat ->
  is_lim (fun q => (q ^ (2 * r) * (1 + 2 / INR r) ^ (r + 1) + 1) ^ (r + 1)) 0 1.
Proof.
intros r Hr.
set (f := fun q => (q ^ (2 * r) * (1 + 2 / INR r) ^ (r + 1) + 1) ^ (r + 1)).
replace (Finite 1) with (Finite (f 0)).
- apply is_lim_continuity, continuity_pt_filterlim, (ex_derive_continuous f); unfold f.
  auto_derive; easy.
- unfold f; rewrite pow_i by lia; rewrite Rmult_0_l, Rplus_0_l, pow1; easy.
Qed.

(** For every M and eps, the geometry mild or not. *)
Theorem theorem_B_log_enough :
  forall r M eps gamma,
  0 < eps -> 0 < M -> 0 < gamma <= eps ^ (2 * r + 2) / M ^ (2 * r) ->
  sparse_preferred r (log_penalty gamma) M eps.
Proof.
intros r M eps gamma He HM [Hg L].
assert (Ha : 0 < M ^ 2) by now apply pow_lt.
assert (Hb : 0 < eps ^ 2) by now apply pow_lt.
destruct (Rlt_le_dec eps M) as [O|O].
- apply theorem_B_log_sufficient; [easy|]; split; [easy|].
  replace (2 * (r + 1))%nat with (2 * r + 2)%nat by lia; easy.
- apply more_rows; [easy| |]; unfold log_penalty; [apply ln_increasing; lra|].
  apply ln_le; [lra|]; nra.
Qed.

(** ** The exponential *)

Theorem theorem_B_exponential_root :
  forall r M eps,
  0 < eps -> 0 < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  let rho := M ^ 2 / eps ^ 2 in
  let F := fun y => INR r * Rpower y rho - INR (r + 1) * y + 1 in
  let delta := INR r * Rpower (3 / (2 * INR (r + 1))) rho in
  exists threshold, 0 < threshold /\
  (forall tau, 0 < tau ->
    (sparse_preferred r (exponential_penalty tau) M eps <-> tau < threshold)) /\
  (forall y, 0 < y < 1 -> (F y = 0 <-> y = exp (- (eps ^ 2 / threshold)))) /\
  eps ^ 2 / ln (INR (r + 1)) < threshold /\
  (delta <= 1 / 2 -> threshold <= eps ^ 2 / (ln (INR (r + 1)) - ln (delta + 1))).
Proof.
intros r M eps He HM H rho F delta.
assert (Hb : 0 < eps ^ 2) by now apply pow_lt.
assert (Ha : 0 < M ^ 2) by now apply pow_lt.
assert (Hn : INR (r + 1) = INR r + 1) by apply INR_succ.
assert (H' := H); rewrite Hn in H'.
assert (Hr1 : 1 <= INR r).
{ destruct r as [|m]; [simpl in H'; lra|]; rewrite S_INR; assert (0 <= INR m) by apply pos_INR; lra. }
assert (O : 0 < eps < M).
{ split; [easy|]; destruct (Rlt_le_dec eps M) as [P|P]; [easy|].
  assert (M ^ 2 <= eps ^ 2) by nra; nra. }
destruct (exponential_root r M eps O H') as [root [[R0 R1] [_ R2]]].
assert (Hl : 0 < ln (INR r + 1)) by (rewrite <- ln_1; apply ln_increasing; lra).
assert (value : forall y, 0 < y < 1 ->
  0 < - ln y / eps ^ 2 /\ F y = exponential_gap r M eps (- ln y / eps ^ 2)).
{ intros y Hy; assert (L : ln y < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  split; [apply ratio_pos; lra|].
  unfold F, exponential_gap; rewrite Hn.
  replace (- (eps ^ 2 * (- ln y / eps ^ 2))) with (ln y) by (field; lra).
  replace (- (M ^ 2 * (- ln y / eps ^ 2))) with (rho * ln y) by (unfold rho; field; lra).
  rewrite exp_ln by lra; unfold Rpower; ring. }
assert (crit : forall y, 0 < y < 1 ->
  (0 < F y <-> y < exp (- (eps ^ 2 * root))) /\ (F y = 0 <-> y = exp (- (eps ^ 2 * root)))).
{ intros y Hy; destruct (value y Hy) as [P ->]; destruct (R2 _ P) as [-> ->].
  rewrite <- (ln_lt_iff y), <- (ln_eq_iff y), ln_exp by (lra || apply exp_pos).
  
  split; split; intros K.
  - apply (Rmult_lt_compat_r (eps ^ 2)) in K; [|easy].
    replace (- ln y / eps ^ 2 * eps ^ 2) with (- ln y) in K by (field; lra); lra.
  - apply (Rmult_lt_reg_r (eps ^ 2)); [easy|].
    replace (- ln y / eps ^ 2 * eps ^ 2) with (- ln y) by (field; lra); lra.
  - rewrite <- K; field; lra.
  - rewrite K; field; lra. }
exists (/ root); split; [now apply Rinv_0_lt_compat|].
replace (eps ^ 2 / / root) with (eps ^ 2 * root) by (field; lra).
split; [|split; [|split]].
- intros tau Ht; destruct (exponential_condition r M eps tau Ht) as [-> _].
  destruct (R2 (/ tau)) as [-> _]; [now apply Rinv_0_lt_compat|].
  now apply inverse_threshold.
- intros y Hy; now apply crit.
- rewrite Hn, <- (Rinv_inv (eps ^ 2 / ln (INR r + 1))).
  apply Rinv_lt_contravar.
  + apply Rmult_lt_0_compat; [easy|]; now apply Rinv_0_lt_compat, ratio_pos.
  + replace (/ (eps ^ 2 / ln (INR r + 1))) with (ln (INR r + 1) / eps ^ 2); [easy|field; lra].
- intros small; rewrite Hn in *.
  set (y := exp (- (eps ^ 2 * root))) in *; set (z := 3 / (2 * (INR r + 1))) in *.
  assert (Hz : 0 < z < 1).
  { unfold z; split; [apply ratio_pos; lra|]; apply (Rmult_lt_reg_r (2 * (INR r + 1))); [lra|].
    replace (3 / (2 * (INR r + 1)) * (2 * (INR r + 1))) with 3 by (field; lra); lra. }
  assert (Dz : delta = INR r * Rpower z rho) by (unfold delta, z; now rewrite Hn).
  assert (Py : 0 < y) by apply exp_pos.
  assert (Hy1 : y < 1).
  { unfold y; rewrite <- exp_0; apply exp_increasing.
    assert (0 < eps ^ 2 * root) by now apply Rmult_lt_0_compat.
    lra. }
  assert (Fz : F z <= 0).
  { unfold F; rewrite Hn, <- Dz.
    replace ((INR r + 1) * z) with (3 / 2) by (unfold z; field; lra); lra. }
  assert (yz : y <= z).
  { destruct (Rle_lt_dec y z) as [K|K]; [easy|].
    assert (0 < F z) by now apply crit.
    lra. }
  assert (Fy : F y = 0) by now apply crit.
  assert (pw : Rpower y rho <= Rpower z rho).
  { apply Rle_Rpower_l; [|lra]; apply Rlt_le, ratio_pos; easy. }
  assert (low : (INR r + 1) * y <= delta + 1).
  { unfold F in Fy; rewrite Hn in Fy; rewrite Dz; nra. }
  assert (Pd : 0 < delta) by (rewrite Dz; apply Rmult_lt_0_compat; [lra|apply Rpower_pos]).
  assert (L : ln (INR r + 1) + - (eps ^ 2 * root) <= ln (delta + 1)).
  { replace (- (eps ^ 2 * root)) with (ln y) by apply ln_exp; rewrite <- ln_mult by lra.
    apply ln_le; [apply Rmult_lt_0_compat; lra|easy]. }
  assert (G : 0 < ln (INR r + 1) - ln (delta + 1)).
  { assert (ln (delta + 1) < ln (INR r + 1)); [apply ln_increasing|]; lra. }
  apply (Rmult_le_reg_r root); [easy|]; rewrite Rinv_l by lra.
  apply (Rmult_le_reg_r (ln (INR r + 1) - ln (delta + 1))); [easy|].
  replace (eps ^ 2 / (ln (INR r + 1) - ln (delta + 1)) * root
           * (ln (INR r + 1) - ln (delta + 1))) with (eps ^ 2 * root) by (field; lra).
  lra.
Qed.
