(* What the claims of eqs. (2)-(3), (8)-(9), Section 2.3 and Section 4 say beyond the first theorems. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisLabyrinthStatements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLaw AnalysisLemma2 AnalysisLemma3 AnalysisScaling AnalysisGaussianLaw AffineError.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Eqs. (2)-(3): what the bound leaves out, at every (x, z) *)

(** - log f + log(q/p) = - log px + log(px q/(f p)). *)
Lemma pointwise_gap : forall f p q px, 0 < f -> 0 < p -> 0 < q -> 0 < px ->
  - ln f + ln (q / p) = - ln px + ln (px * q / (f * p)).
Proof.
  intros f p q px Hf Hp Hq Hx.
  rewrite (ln_div (px * q)), !ln_div, !ln_mult; try assumption; try (apply Rmult_lt_0_compat; assumption).
  ring.
Qed.

(** Its q-mean is not negative, px being the q-mean of f p/q. *)
Lemma gap_nonneg : forall (q : law) (f p dens : vec -> R) px,
  (forall z, 0 < f z /\ 0 < p z /\ 0 < dens z) -> 0 < px ->
  averages q (fun z => f z * p z / dens z) px ->
  integrable q (fun z => ln (px * dens z / (f z * p z))) ->
  0 <= expect q (fun z => ln (px * dens z / (f z * p z))).
Proof.
  intros q f p dens px Hpos Hx Hav Hint.
  assert (Hlow := averages_plus q _ _ _ _ (averages_const q 1)
                    (averages_scal q (- / px) _ _ Hav)).
  replace (1 + - / px * px) with 0 in Hlow by (field; lra).
  apply (averages_le q _ _ _ _ Hlow (averages_expect q _ Hint)). intros z.
  destruct (Hpos z) as [Hf [Hp Hd]].
  assert (Hfp : 0 < f z * p z) by (apply Rmult_lt_0_compat; assumption).
  assert (Hu : 0 < f z * p z / dens z / px)
    by (apply Rdiv_lt_0_compat; [apply Rdiv_lt_0_compat|]; assumption).
  pose proof (ln_le_sub1 _ Hu) as H.
  replace (px * dens z / (f z * p z)) with (/ (f z * p z / dens z / px)) by (field; lra).
  rewrite ln_Rinv by exact Hu. unfold Rdiv in *. lra.
Qed.

(** The decoder's term: - E_q log p(x|z) = A/(2 gamma) + (d/2) log(2 pi gamma). *)
Lemma likelihood : forall d gamma (q : law) x (mu : vec -> vec), 0 < gamma ->
  integrable q (fun z => sq_dist d x (mu z)) ->
  expect q (fun z => - ln (normal_density_vec d (mu z) (fun _ => gamma) x))
  = expect q (fun z => sq_dist d x (mu z)) / (2 * gamma) + INR d / 2 * ln (2 * PI * gamma).
Proof.
  intros d gamma q x mu Hg Hint. pose proof PI_RGT_0.
  assert (E : averages q (fun z => - ln (normal_density_vec d (mu z) (fun _ => gamma) x))
    (/ 2 * (INR d * ln (2 * PI) + INR d * ln gamma)
     + / (2 * gamma) * expect q (fun z => sq_dist d x (mu z)))).
  { eapply averages_ext; [apply averages_plus; [apply averages_const|
      apply averages_scal, averages_expect, Hint]|].
    intros z. cbv beta. rewrite neg_ln_decoder by exact Hg. field; lra. }
  rewrite (proj2 E), (ln_mult (2 * PI) gamma) by lra. field; lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Eqs. (8)-(9) *)

(** How much better the sparse pair (u0, 0) is than the dense pair (u1, u2). *)
Definition advantage (h : R -> R) (u0 u1 u2 : R) : R := h u1 + h u2 - h u0 - h 0.

Lemma flat_case : forall h u0 u1 u2 eta,
  let phi := fun u => h u - h 0 in
  0 < phi u1 -> 0 < phi u2 -> 0 <= eta < 1 ->
  phi u0 <= (1 + eta) * Rmin (phi u1) (phi u2) -> 0 < advantage h u0 u1 u2.
Proof.
  intros h u0 u1 u2 eta phi H1 H2 He Hle. unfold advantage.
  assert (H : phi u0 < phi u1 + phi u2).
  { destruct (Rle_dec (phi u1) (phi u2)) as [H|H];
      [rewrite Rmin_left in Hle by exact H|rewrite Rmin_right in Hle by lra].
    - assert ((1 + eta) * phi u1 < 2 * phi u1) by (apply Rmult_lt_compat_r; lra). lra.
    - assert ((1 + eta) * phi u2 < 2 * phi u2) by (apply Rmult_lt_compat_r; lra). lra. }
  unfold phi in H. lra.
Qed.

Lemma bounded_case : forall h B zs z1 z2 eps, 0 < B -> 0 < z1 <= eps -> 0 < z2 <= eps ->
  (0 < h zs - h 0 -> h z1 - h 0 <= B * z1 -> h z2 - h 0 <= B * z2 ->
   eps < (h zs - h 0) / (2 * B) -> advantage h zs z1 z2 < 0) /\
  (0 < h (zs ^ 2) - h 0 -> h (z1 ^ 2) - h 0 <= B * z1 ^ 2 -> h (z2 ^ 2) - h 0 <= B * z2 ^ 2 ->
   eps < sqrt ((h (zs ^ 2) - h 0) / (2 * B)) -> advantage h (zs ^ 2) (z1 ^ 2) (z2 ^ 2) < 0).
Proof.
  intros h B zs z1 z2 eps HB Hz1 Hz2.
  assert (Key : forall u0 u1 u2 e, u1 <= e -> u2 <= e ->
    h u1 - h 0 <= B * u1 -> h u2 - h 0 <= B * u2 -> e < (h u0 - h 0) / (2 * B) ->
    advantage h u0 u1 u2 < 0).
  { intros u0 u1 u2 e Hu1 Hu2 S1 S2 He. unfold advantage.
    apply (Rmult_lt_compat_l (2 * B)) in He; [|lra].
    replace (2 * B * ((h u0 - h 0) / (2 * B))) with (h u0 - h 0) in He by (field; lra).
    assert (B * u1 <= B * e) by (apply Rmult_le_compat_l; lra).
    assert (B * u2 <= B * e) by (apply Rmult_le_compat_l; lra). lra. }
  split; intros HD S1 S2 He.
  - apply (Key zs z1 z2 eps); try assumption; lra.
  - assert (Hsq : forall z, 0 < z <= eps -> z ^ 2 <= eps ^ 2).
    { intros z Hz. assert (z * z <= eps * eps) by (apply Rmult_le_compat; lra). lra. }
    apply (Key (zs ^ 2) (z1 ^ 2) (z2 ^ 2) (eps ^ 2)); auto.
    assert (Hq : 0 <= (h (zs ^ 2) - h 0) / (2 * B)) by (left; apply Rdiv_lt_0_compat; lra).
    rewrite <- (sqrt_sqrt _ Hq).
    replace (eps ^ 2) with (eps * eps) by ring. apply Rmult_le_0_lt_compat; lra.
Qed.

(** For h(u) = log(u + g), solved for g. *)
Lemma log_case : forall g u0 u1 u2, 0 < g -> 0 < u0 -> 0 < u1 -> 0 < u2 ->
  let h := fun u => ln (u + g) in
  (u1 + u2 < u0 -> (0 < advantage h u0 u1 u2 <-> g < u1 * u2 / (u0 - u1 - u2))) /\
  (u0 <= u1 + u2 -> 0 < advantage h u0 u1 u2).
Proof.
  intros g u0 u1 u2 Hg H0 H1 H2 h.
  assert (P : 0 < u1 * u2) by (apply Rmult_lt_0_compat; assumption).
  assert (E : advantage h u0 u1 u2 = ln ((u1 + g) * (u2 + g)) - ln ((u0 + g) * g)).
  { unfold advantage, h. rewrite !ln_mult by lra. rewrite (Rplus_0_l g). ring. }
  assert (L1 : 0 < (u1 + g) * (u2 + g)) by (apply Rmult_lt_0_compat; lra).
  assert (L2 : 0 < (u0 + g) * g) by (apply Rmult_lt_0_compat; lra).
  assert (Iff : 0 < advantage h u0 u1 u2 <-> (u0 + g) * g < (u1 + g) * (u2 + g)).
  { rewrite E. split; intros H.
    - apply ln_lt_inv; lra.
    - apply ln_increasing in H; lra. }
  split; intros Hu.
  - rewrite Iff. split; intros H.
    + apply (Rmult_lt_reg_r (u0 - u1 - u2)); [lra|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l by lra. lra.
    + apply (Rmult_lt_compat_r (u0 - u1 - u2)) in H; [|lra]. unfold Rdiv in H.
      rewrite Rmult_assoc, Rinv_l in H by lra. lra.
  - apply Iff. assert (g * u0 <= g * (u1 + u2)) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Section 4: sizes of the gradients over the samples *)

Definition root_mean_square (n d : nat) (G : nat -> vec) : R :=
  sqrt (mean n (fun i => rsum d (fun j => G i j ^ 2))).

Lemma gradient_sizes : forall n d (X U : nat -> vec) gamma, (0 < n)%nat -> (0 < d)%nat -> 0 < gamma ->
  let A := mean n (fun i => sq_dist d (X i) (U i)) in 0 < A ->
  root_mean_square n d (fun i j => 2 * (U i j - X i j) / gamma) = 2 * sqrt A / gamma /\
  root_mean_square n d (fun i j => 2 * INR d * (U i j - X i j) / A) = 2 * INR d / sqrt A.
Proof.
  intros n d X U gamma Hn Hd Hg A HA.
  assert (Gen : forall a, 0 <= a ->
    root_mean_square n d (fun i j => a * (U i j - X i j)) = a * sqrt A).
  { intros a Ha. unfold root_mean_square.
    rewrite (mean_ext n _ (fun i => a ^ 2 * sq_dist d (X i) (U i))).
    - rewrite mean_scal. fold A. rewrite sqrt_mult by (try apply pow2_ge_0; lra).
      rewrite sqrt_pow2 by exact Ha. reflexivity.
    - intros i _. unfold sq_dist. rewrite <- rsum_scal. apply rsum_ext. intros j _. ring. }
  assert (Hs : 0 < sqrt A) by (apply sqrt_lt_R0, HA).
  pose proof (INR_pos d Hd) as Hdp.
  split.
  - replace (2 * sqrt A / gamma) with (2 / gamma * sqrt A) by (unfold Rdiv; ring).
    rewrite <- Gen by (left; apply Rdiv_lt_0_compat; lra).
    unfold root_mean_square. f_equal. apply mean_ext. intros i _. apply rsum_ext. intros j _.
    unfold Rdiv. ring.
  - replace (2 * INR d / sqrt A) with (2 * INR d / A * sqrt A).
    + rewrite <- Gen by (left; apply Rdiv_lt_0_compat; lra).
      unfold root_mean_square. f_equal. apply mean_ext. intros i _. apply rsum_ext. intros j _.
      unfold Rdiv. ring.
    + rewrite <- (sqrt_sqrt A) at 1 by lra. field; lra.
Qed.

Lemma gradient_comparison : forall d gamma A A' B, (0 < d)%nat -> 0 < gamma -> 0 < A -> 0 < B ->
  (A < A' -> 2 * sqrt A / gamma < 2 * sqrt A' / gamma) /\
  (A < A' -> 2 * INR d / sqrt A' < 2 * INR d / sqrt A) /\
  (2 * sqrt A / gamma) / (2 * INR d / sqrt A) = A / (INR d * gamma) /\
  (1 < A / (INR d * gamma) <-> INR d * gamma < A) /\
  (B < 2 * INR d / sqrt A <-> A < 4 * INR d ^ 2 / B ^ 2).
Proof.
  intros d gamma A A' B Hd Hg HA HB.
  pose proof (INR_pos d Hd) as Hdp. assert (Hs : 0 < sqrt A) by (apply sqrt_lt_R0, HA).
  assert (Hdg : 0 < INR d * gamma) by (apply Rmult_lt_0_compat; assumption).
  split; [|split; [|split; [|split]]].
  - intros H. assert (sqrt A < sqrt A') by (apply sqrt_lt_1; lra).
    unfold Rdiv. apply Rmult_lt_compat_r; [apply Rinv_0_lt_compat, Hg|lra].
  - intros H. assert (sqrt A < sqrt A') by (apply sqrt_lt_1; lra).
    unfold Rdiv. apply Rmult_lt_compat_l; [lra|]. apply Rinv_lt_contravar; [|assumption].
    apply Rmult_lt_0_compat; lra.
  - replace (A / (INR d * gamma)) with (sqrt A * sqrt A / (INR d * gamma))
      by (rewrite sqrt_sqrt; lra). field. repeat split; lra.
  - split; intros H.
    + apply (Rmult_lt_compat_r (INR d * gamma)) in H; [|exact Hdg].
      unfold Rdiv in H. rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l in H by lra. exact H.
    + apply (Rmult_lt_reg_r (INR d * gamma)); [exact Hdg|].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - assert (E : sqrt (4 * INR d ^ 2 / B ^ 2) = 2 * INR d / B).
    { replace (4 * INR d ^ 2 / B ^ 2) with ((2 * INR d / B) ^ 2) by (field; lra).
      apply sqrt_pow2. left; apply Rdiv_lt_0_compat; lra. }
    assert (Hq : 0 < 4 * INR d ^ 2 / B ^ 2).
    { apply Rdiv_lt_0_compat; [|apply pow_lt, HB]. apply Rmult_lt_0_compat; [lra|apply pow_lt, Hdp]. }
    split; intros H.
    + apply sqrt_lt_0_alt. rewrite E.
      apply (Rmult_lt_reg_r B); [exact HB|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra.
      apply (Rmult_lt_compat_r (sqrt A)) in H; [|exact Hs].
      unfold Rdiv in H. rewrite (Rmult_assoc _ (/ sqrt A)), Rinv_l in H by lra. lra.
    + assert (Hlt : sqrt A < 2 * INR d / B) by (rewrite <- E; apply sqrt_lt_1; lra).
      apply (Rmult_lt_reg_r (sqrt A)); [exact Hs|]. unfold Rdiv at 1.
      rewrite Rmult_assoc, Rinv_l by lra.
      apply (Rmult_lt_compat_r B) in Hlt; [|exact HB].
      unfold Rdiv in Hlt. rewrite (Rmult_assoc _ (/ B)), Rinv_l in Hlt by lra. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Section 2.3: the remainder is strictly between *)

Lemma scaling_strict : forall beta d kappa l p gamma, 0 < beta -> 0 < gamma ->
  let r := count_pos kappa (fun k => l k ^ 2) in (0 < r)%nat ->
  let leading := (INR d - beta * INR r) * ln gamma
    + beta * (INR kappa - INR r * ln beta
              + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2)) + rsum kappa p) in
  0 < scaling_bound beta d kappa l p gamma - leading
    < beta ^ 2 * gamma * sum_pos kappa (fun k => l k ^ 2) (fun k => / l k ^ 2).
Proof.
  intros beta d kappa l p gamma Hb Hg r Hr leading.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  set (w := fun k => l k ^ 2) in *.
  assert (E : rsum kappa (fun k => ln (1 + l k ^ 2 / (beta * gamma)))
              = sum_pos kappa w (fun k => ln (1 + w k / (beta * gamma)))).
  { unfold sum_pos; apply rsum_ext; intros k _. fold (w k).
    destruct (Rlt_dec 0 (w k)) as [H|H]; [reflexivity|].
    assert (H0 : 0 <= w k) by apply pow2_ge_0.
    replace (w k) with 0 by lra. replace (1 + 0 / (beta * gamma)) with 1 by (field; lra). apply ln_1. }
  unfold scaling_bound, leading. rewrite E.
  assert (Hlow : sum_pos kappa w (fun k => ln (w k) + - ln (beta * gamma))
                 < sum_pos kappa w (fun k => ln (1 + w k / (beta * gamma)))).
  { apply sum_pos_lt; [exact Hr|]. intros k _ Hk.
    pose proof (ln_one_plus_ratio_strict (w k) (beta * gamma) Hk Hbg). lra. }
  assert (Hup : sum_pos kappa w (fun k => ln (1 + w k / (beta * gamma)))
    < sum_pos kappa w (fun k => (ln (w k) + - ln (beta * gamma)) + beta * gamma * / w k)).
  { apply sum_pos_lt; [exact Hr|]. intros k _ Hk.
    pose proof (ln_one_plus_ratio_strict (w k) (beta * gamma) Hk Hbg). lra. }
  rewrite sum_pos_plus, sum_pos_scal in Hup. rewrite sum_pos_plus, sum_pos_const in Hlow, Hup.
  fold r in Hlow, Hup. rewrite ln_mult in Hlow, Hup by assumption.
  apply (Rmult_lt_compat_l beta) in Hlow; [|exact Hb].
  apply (Rmult_lt_compat_l beta) in Hup; [|exact Hb].
  set (S1 := sum_pos kappa w (fun k => ln (1 + w k / (beta * gamma)))) in *.
  replace (beta ^ 2) with (beta * beta) by ring.
  change (fun k => ln (l k ^ 2)) with (fun k => ln (w k)).
  change (fun k => / l k ^ 2) with (fun k => / w k). lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Eq. (7): proportional regularisation and the square root *)

(** The mean square of N entries. *)
Definition mean_square (N : nat) (a : nat -> R) : R := mean N (fun i => a i ^ 2).

Lemma proportional : forall d kappa n (h : R -> R) e p, (0 < d)%nat -> (0 < n)%nat ->
  generic_loss d kappa h h e p
  = INR (d * n) / (INR d * INR n) * h e + rsum kappa (fun k => INR n / (INR d * INR n) * h (p k)).
Proof.
  intros d kappa n h e p Hd Hn. unfold generic_loss. rewrite rsum_scal, mult_INR.
  pose proof (INR_pos d Hd). pose proof (INR_pos n Hn). field; lra.
Qed.

Lemma square_root_loss : forall d kappa n X mu Z, (0 < d)%nat -> (0 < n)%nat ->
  generic_loss d kappa sqrt sqrt (error d n X mu Z) (row_power n Z)
  = sqrt (rsum n (fun i => sq_dist d (X i) (mu (Z i)))) / (sqrt (INR d) * sqrt (INR n))
    + rsum kappa (fun k => sqrt (rsum n (fun i => Z i k ^ 2))) / (INR d * sqrt (INR n)).
Proof.
  intros d kappa n X mu Z Hd Hn. pose proof (INR_pos d Hd) as Hdp. pose proof (INR_pos n Hn) as Hnp.
  assert (Hsd : 0 < sqrt (INR d)) by (apply sqrt_lt_R0, Hdp).
  assert (Hsn : 0 < sqrt (INR n)) by (apply sqrt_lt_R0, Hnp).
  unfold generic_loss, error. f_equal.
  - rewrite sqrt_div_alt by (apply Rmult_lt_0_compat; assumption).
    rewrite sqrt_mult by lra. reflexivity.
  - rewrite (rsum_ext kappa _ (fun k => / sqrt (INR n) * sqrt (rsum n (fun i => Z i k ^ 2)))).
    + rewrite rsum_scal. field; lra.
    + intros k _. unfold row_power, mean. rewrite sqrt_div_alt by exact Hnp. unfold Rdiv. ring.
Qed.

Lemma square_root_slope : forall u, 0 < u -> is_derive sqrt u (/ (2 * sqrt u)).
Proof. intros u Hu. apply is_derive_Reals, derivable_pt_lim_sqrt, Hu. Qed.

(** Lipschitz in the row: | sqrt p - sqrt p' | <= |zeta - zeta'|/sqrt n. *)
Lemma norm_triangle : forall n (a b : nat -> R),
  sqrt (rsum n (fun i => a i ^ 2)) - sqrt (rsum n (fun i => b i ^ 2))
  <= sqrt (rsum n (fun i => (a i - b i) ^ 2)).
Proof.
  intros n a b.
  set (SA := rsum n (fun i => a i ^ 2)). set (SB := rsum n (fun i => b i ^ 2)).
  set (SC := rsum n (fun i => (a i - b i) ^ 2)).
  assert (HA : 0 <= SA) by (apply rsum_nonneg; intros; apply pow2_ge_0).
  assert (HB : 0 <= SB) by (apply rsum_nonneg; intros; apply pow2_ge_0).
  assert (HC : 0 <= SC) by (apply rsum_nonneg; intros; apply pow2_ge_0).
  assert (Hle : SA <= (sqrt SB + sqrt SC) ^ 2).
  { (* for every t > 0: a^2 <= (1 + t) b^2 + (1 + 1/t) c^2 *)
    assert (Ht : forall t, 0 < t -> SA <= (1 + t) * SB + (1 + / t) * SC).
    { intros t Ht. unfold SA, SB, SC. rewrite <- !rsum_scal, <- rsum_plus. apply rsum_le. intros i _.
      assert (E : (1 + t) * b i ^ 2 + (1 + / t) * (a i - b i) ^ 2 - a i ^ 2
                  = / t * (t * b i - (a i - b i)) ^ 2) by (field; lra).
      assert (0 <= / t * (t * b i - (a i - b i)) ^ 2)
        by (apply Rmult_le_pos; [left; apply Rinv_0_lt_compat, Ht|apply pow2_ge_0]). lra. }
    pose proof (sqrt_pos SB) as HsB. pose proof (sqrt_pos SC) as HsC.
    pose proof (sqrt_sqrt SB HB) as EB. pose proof (sqrt_sqrt SC HC) as EC.
    destruct HsB as [HsB|HsB]; [destruct HsC as [HsC|HsC]|].
    - assert (Htt : 0 < sqrt SC / sqrt SB) by (apply Rdiv_lt_0_compat; assumption).
      pose proof (Ht _ Htt) as H.
      replace ((1 + sqrt SC / sqrt SB) * SB + (1 + / (sqrt SC / sqrt SB)) * SC)
        with ((sqrt SB + sqrt SC) ^ 2) in H; [exact H|].
      rewrite <- EB at 3. rewrite <- EC at 4. field; lra.
    - rewrite <- HsC in *. assert (E0 : SC = 0) by lra. rewrite E0 in *. simpl.
      apply Rnot_lt_le. intros Hlt. 
      set (t := (SA - SB) / (2 * (SB + 1))).
      assert (Hd : SB < SA) by lra.
      assert (Htp : 0 < t) by (apply Rdiv_lt_0_compat; lra).
      pose proof (Ht t Htp) as H.
      assert (t * SB <= (SA - SB) / 2).
      { unfold t. replace ((SA - SB) / 2) with ((SA - SB) / (2 * (SB + 1)) * (SB + 1)) by (field; lra).
        apply Rmult_le_compat_l; [left; exact Htp|lra]. }
      lra.
    - rewrite <- HsB in *. assert (E0 : SB = 0) by lra. rewrite E0 in *. simpl.
      apply Rnot_lt_le. intros Hlt.
      set (t := (2 * (SC + 1)) / (SA - SC)).
      assert (Hd : SC < SA) by lra.
      assert (Htp : 0 < t) by (apply Rdiv_lt_0_compat; lra).
      pose proof (Ht t Htp) as H.
      assert (Hinv : / t * SC <= (SA - SC) / 2).
      { unfold t. replace (/ (2 * (SC + 1) / (SA - SC)) * SC)
          with ((SA - SC) / 2 * (SC / (SC + 1))) by (field; lra).
        assert (SC / (SC + 1) <= 1).
        { apply (Rmult_le_reg_r (SC + 1)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
        rewrite <- (Rmult_1_r ((SA - SC) / 2)) at 2. apply Rmult_le_compat_l; lra. }
      lra. }
  apply sqrt_le_1_alt in Hle.
  rewrite sqrt_pow2 in Hle by (pose proof (sqrt_pos SB); pose proof (sqrt_pos SC); lra). lra.
Qed.

Lemma row_lipschitz : forall n (Z Z' : nat -> vec) k, (0 < n)%nat ->
  Rabs (sqrt (row_power n Z k) - sqrt (row_power n Z' k))
  <= / sqrt (INR n) * sqrt (rsum n (fun i => (Z i k - Z' i k) ^ 2)).
Proof.
  intros n Z Z' k Hn. pose proof (INR_pos n Hn) as Hnp.
  assert (Hsn : 0 < / sqrt (INR n)) by (apply Rinv_0_lt_compat, sqrt_lt_R0, Hnp).
  unfold row_power, mean. rewrite !sqrt_div_alt by exact Hnp.
  pose proof (norm_triangle n (fun i => Z i k) (fun i => Z' i k)) as H1.
  pose proof (norm_triangle n (fun i => Z' i k) (fun i => Z i k)) as H2.
  cbv beta in H1, H2.
  rewrite (rsum_ext n (fun i => (Z' i k - Z i k) ^ 2) (fun i => (Z i k - Z' i k) ^ 2)) in H2
    by (intros; ring).
  unfold Rdiv. rewrite <- Rmult_minus_distr_r, Rabs_mult,
    (Rabs_right (/ sqrt (INR n))) by lra.
  rewrite Rmult_comm. apply Rmult_le_compat_l; [lra|]. apply Rabs_le. lra.
Qed.

Lemma square_root_lasso : forall d kappa X mu Z, (0 < d)%nat ->
  generic_loss d kappa sqrt sqrt (error d 1 X mu Z) (row_power 1 Z)
  = sqrt (sq_dist d (X 0%nat) (mu (Z 0%nat))) / sqrt (INR d)
    + rsum kappa (fun k => Rabs (Z 0%nat k)) / INR d.
Proof.
  intros d kappa X mu Z Hd. rewrite square_root_loss by (exact Hd || lia).
  change (INR 1) with 1. rewrite sqrt_1, !Rmult_1_r.
  assert (E : forall f : nat -> R, rsum 1 f = f 0%nat) by (intros; simpl; ring).
  rewrite E. f_equal. f_equal. apply rsum_ext. intros k _. rewrite E.
  rewrite <- sqrt_Rsqr_abs. unfold Rsqr. f_equal. ring.
Qed.

Lemma square_root_steep : forall B eps, 0 < eps -> exists u, 0 < u < eps /\ B < / (2 * sqrt u).
Proof.
  intros B eps He. set (M := Rabs B + 1).
  assert (HM : 0 < M) by (unfold M; pose proof (Rabs_pos B); lra).
  set (s := Rmin (/ (4 * M)) (sqrt (eps / 2))).
  assert (Hs : 0 < s).
  { apply Rmin_glb_lt; [apply Rinv_0_lt_compat; lra|apply sqrt_lt_R0; lra]. }
  exists (s * s). split; [split|].
  - apply Rmult_lt_0_compat; exact Hs.
  - assert (s <= sqrt (eps / 2)) by apply Rmin_r.
    assert (s * s <= sqrt (eps / 2) * sqrt (eps / 2)) by (apply Rmult_le_compat; lra).
    rewrite sqrt_sqrt in H0 by lra. lra.
  - rewrite sqrt_square by lra.
    assert (H1 : s <= / (4 * M)) by apply Rmin_l.
    assert (H2 : 2 * M <= / (2 * s)).
    { apply (Rmult_le_reg_r (2 * s)); [lra|]. rewrite Rinv_l by lra.
      apply (Rmult_le_compat_l (4 * M)) in H1; [|lra]. rewrite Rinv_r in H1 by lra. lra. }
    pose proof (Rle_abs B). unfold M in *. lra.
Qed.
