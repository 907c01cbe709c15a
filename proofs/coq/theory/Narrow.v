(* Lemma 3 for decoders of growth C exp(a |z|^2): the rate, for one sample. *)

From Coq Require Import Reals Lra Lia FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import NarrowStatements AnalysisSums AnalysisLog AnalysisGamma AnalysisLaw
  AnalysisGaussian AnalysisGaussianLaw Mmd.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Exponential moments *)

(** E exp(lambda eps^2) = 1/sqrt(1 - 2 lambda). *)
Lemma exponential_moment_line : forall lambda m s, lambda < / 2 -> 0 < s ->
  has_line_integral (fun x => exp (lambda * ((x - m) / s) ^ 2) * normal_density m (s ^ 2) x)
    (/ sqrt (1 - 2 * lambda)).
Proof.
  intros lambda m s Hl Hs. set (y := 1 - 2 * lambda). assert (Hy : 0 < y) by (unfold y; lra).
  assert (Hs2 : 0 < s ^ 2) by (apply pow_lt, Hs). pose proof PI_RGT_0 as HPi.
  assert (Hv : 0 < s ^ 2 / y) by (apply Rdiv_lt_0_compat; lra).
  destruct (normal_moments m (s ^ 2 / y) Hv) as [H1 _].
  pose proof (line_integral_comb (/ sqrt y) 0 _ _ 1 1 H1 H1) as H.
  apply (line_integral_ext _ _ _ _ H); [|unfold y; ring].
  intros x. cbv beta. rewrite Rmult_0_l, Rplus_0_r. unfold normal_density.
  assert (Hsy : 0 < sqrt y) by (apply sqrt_lt_R0, Hy).
  assert (Hsp : 0 < sqrt (2 * PI * s ^ 2)) by (apply sqrt_lt_R0, Rmult_lt_0_compat; lra).
  replace (2 * PI * (s ^ 2 / y)) with (2 * PI * s ^ 2 / y) by (field; lra).
  rewrite sqrt_div by (try apply Rmult_le_pos; lra).
  assert (E : exp (- (x - m) ^ 2 / (2 * (s ^ 2 / y)))
              = exp (lambda * ((x - m) / s) ^ 2) * exp (- (x - m) ^ 2 / (2 * s ^ 2))).
  { rewrite <- exp_plus. f_equal. unfold y. field. lra. }
  rewrite E. field. lra.
Qed.

Lemma rprod_exp : forall k f, rprod k (fun j => exp (f j)) = exp (rsum k f).
Proof. induction k as [|k IH]; intros f; cbn; [symmetry; apply exp_0|rewrite IH, exp_plus; reflexivity]. Qed.

Lemma rprod_const : forall k a, rprod k (fun _ => a) = a ^ k.
Proof. induction k as [|k IH]; intros a; cbn; [reflexivity|rewrite IH; ring]. Qed.

Theorem exponential_moment : forall kappa lambda (m s : vec), lambda < / 2 ->
  (forall k, (k < kappa)%nat -> 0 < s k) ->
  normal_averages m (fun k => s k ^ 2) kappa
    (fun z => exp (lambda * rsum kappa (fun k => ((z k - m k) / s k) ^ 2)))
    ((/ sqrt (1 - 2 * lambda)) ^ kappa).
Proof.
  intros kappa lambda m s Hl Hs.
  pose proof (normal_product kappa m (fun k => s k ^ 2)
    (fun k x => exp (lambda * ((x - m k) / s k) ^ 2)) (fun _ => / sqrt (1 - 2 * lambda))
    (fun k Hk => exponential_moment_line lambda (m k) (s k) Hl (Hs k Hk))) as H.
  rewrite rprod_const in H. apply (normal_averages_ext _ _ _ _ _ _ H).
  intros z. rewrite rprod_exp, rsum_scal. reflexivity.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * One sample *)

Lemma sq_norm_nonneg : forall k z, 0 <= sq_norm k z.
Proof. intros; apply rsum_nonneg; intros; apply pow2_ge_0. Qed.

Lemma exp_ge_1 : forall t, 0 <= t -> 1 <= exp t.
Proof.
  intros t [Ht| <-]; [|rewrite exp_0; lra]. left. rewrite <- exp_0. apply exp_increasing, Ht.
Qed.

Lemma exp_le : forall s t, s <= t -> exp s <= exp t.
Proof. intros s t [H| ->]; [left; apply exp_increasing, H|apply Rle_refl]. Qed.

(** e^-y < 1/y. *)
Lemma exp_neg_lt_inv : forall y, 0 < y -> exp (- y) < / y.
Proof.
  intros y Hy. rewrite exp_Ropp. apply Rinv_lt_contravar.
  - apply Rmult_lt_0_compat; [exact Hy|apply exp_pos].
  - pose proof (exp_ineq1 y). lra.
Qed.

Definition outside (d kappa : nat) (C a : R) (x m : vec) (mu : vec -> vec) : R :=
  (2 * C + 2 * sq_norm d x) * exp (2 * a * sq_norm kappa m) + sq_dist d x (mu m).

Lemma pointwise_error : forall d kappa C a sigma w x m s mu z,
  0 <= a -> 0 < sigma -> a * sigma ^ 2 <= / 16 -> growth d kappa C a mu ->
  (forall k, (k < kappa)%nat -> 0 < s k <= sigma) ->
  modulus_at_most kappa (fun z => sq_dist d x (mu z)) m (sqrt sigma) w ->
  Rabs (sq_dist d x (mu z) - sq_dist d x (mu m))
  <= w + outside d kappa C a x m mu * exp (- / (8 * sigma))
         * exp (/ 4 * rsum kappa (fun k => ((z k - m k) / s k) ^ 2)).
Proof.
  intros d kappa C a sigma w x m s mu z Ha Hs Has Hg Hk Hw.
  set (f := fun z => sq_dist d x (mu z)). set (B := outside d kappa C a x m mu).
  set (e2 := rsum kappa (fun k => ((z k - m k) / s k) ^ 2)).
  assert (He2 : 0 <= e2) by (apply rsum_nonneg; intros; apply pow2_ge_0).
  assert (Hf0 : forall y, 0 <= f y) by (intros; apply rsum_nonneg; intros; apply pow2_ge_0).
  assert (HC : 0 <= C).
  { pose proof (Hg m) as H. pose proof (sq_norm_nonneg d (mu m)). pose proof (exp_pos (a * sq_norm kappa m)) as He.
    destruct (Rle_lt_dec 0 C) as [|Hn]; [assumption|exfalso].
    assert (0 < (- C) * exp (a * sq_norm kappa m)) by (apply Rmult_lt_0_compat; lra). lra. }
  pose proof (sq_norm_nonneg d x) as Hx. pose proof (sq_norm_nonneg kappa m) as Hm.
  assert (HB : 0 <= B).
  { unfold B, outside. apply Rplus_le_le_0_compat; [apply Rmult_le_pos; [lra|left; apply exp_pos]|apply Hf0]. }
  assert (Hdist : sq_dist kappa z m <= sigma ^ 2 * e2).
  { unfold sq_dist, e2. rewrite <- rsum_scal. apply rsum_le; intros k Hkk. destruct (Hk k Hkk) as [H1 H2].
    replace ((z k - m k) ^ 2) with (s k ^ 2 * ((z k - m k) / s k) ^ 2) by (field; lra).
    apply Rmult_le_compat_r; [apply pow2_ge_0|apply pow_incr; lra]. }
  assert (Hexp : 0 < exp (- / (8 * sigma)) * exp (/ 4 * e2)) by (apply Rmult_lt_0_compat; apply exp_pos).
  assert (Hw0 : 0 <= w).
  { eapply Rle_trans; [apply (Rabs_pos (f m - f m))|]. apply Hw.
    unfold sq_dist. rewrite (rsum_ext kappa _ (fun _ => 0)) by (intros; ring). rewrite rsum_const, Rmult_0_r.
    apply pow2_ge_0. }
  destruct (Rle_lt_dec (sq_dist kappa z m) (sqrt sigma ^ 2)) as [Hin|Hout].
  { assert (Hin' : Rabs (f z - f m) <= w) by exact (Hw z Hin). assert (0 <= B * exp (- / (8 * sigma)) * exp (/ 4 * e2))
      by (rewrite Rmult_assoc; apply Rmult_le_pos; lra).
    change (sq_dist d x (mu z)) with (f z). change (sq_dist d x (mu m)) with (f m). lra. }
  rewrite pow2_sqrt in Hout by lra.
  (* outside the ball both values are at most B exp(2 a |z - m|^2) *)
  assert (Hz : sq_norm kappa z <= 2 * sq_norm kappa m + 2 * sq_dist kappa z m).
  { unfold sq_norm, sq_dist. rewrite <- !rsum_scal, <- rsum_plus. apply rsum_le; intros k _.
    pose proof (pow2_ge_0 (z k - 2 * m k)). lra. }
  assert (Hf : f z <= (2 * C + 2 * sq_norm d x) * exp (a * sq_norm kappa z)).
  { apply Rle_trans with (2 * sq_norm d x + 2 * sq_norm d (mu z)).
    - unfold f, sq_dist, sq_norm. rewrite <- !rsum_scal, <- rsum_plus. apply rsum_le; intros j _.
      pose proof (pow2_ge_0 (x j + mu z j)). lra.
    - pose proof (Hg z). pose proof (exp_ge_1 (a * sq_norm kappa z) (Rmult_le_pos _ _ Ha (sq_norm_nonneg _ _))).
      assert (2 * sq_norm d x * 1 <= 2 * sq_norm d x * exp (a * sq_norm kappa z))
        by (apply Rmult_le_compat_l; lra). lra. }
  set (u := 2 * a * sq_dist kappa z m).
  assert (Hd0 : 0 <= sq_dist kappa z m) by (apply rsum_nonneg; intros; apply pow2_ge_0).
  assert (Hu : 0 <= u) by (unfold u; apply Rmult_le_pos; lra).
  assert (Hsum : f z + f m <= B * exp u).
  { unfold B, outside. fold (f m).
    assert (exp (a * sq_norm kappa z) <= exp (2 * a * sq_norm kappa m) * exp u).
    { rewrite <- exp_plus. apply exp_le. unfold u.
      apply (Rmult_le_compat_l a) in Hz; [|exact Ha]. lra. }
    apply (Rmult_le_compat_l (2 * C + 2 * sq_norm d x)) in H; [|lra].
    pose proof (exp_ge_1 u Hu). assert (f m * 1 <= f m * exp u) by (apply Rmult_le_compat_l; [apply Hf0|lra]).
    lra. }
  assert (Habs : Rabs (f z - f m) <= f z + f m).
  { pose proof (Hf0 z). pose proof (Hf0 m). apply Rabs_le. lra. }
  apply Rle_trans with (B * exp u);
    [change (sq_dist d x (mu z)) with (f z); change (sq_dist d x (mu m)) with (f m); lra|].
  assert (Hlast : exp u <= exp (- / (8 * sigma)) * exp (/ 4 * e2)).
  { rewrite <- exp_plus. apply exp_le. unfold u.
    assert (Hs2 : 0 < sigma ^ 2) by (apply pow_lt, Hs).
    assert (H1 : 2 * a * sq_dist kappa z m <= / 8 * e2).
    { apply Rle_trans with (2 * a * (sigma ^ 2 * e2)); [apply Rmult_le_compat_l; lra|].
      apply (Rmult_le_compat_r e2) in Has; [|exact He2]. lra. }
    assert (H2 : / (8 * sigma) <= / 8 * e2).
    { apply (Rmult_le_reg_l (8 * sigma ^ 2)); [lra|].
      replace (8 * sigma ^ 2 * / (8 * sigma)) with sigma by (field; lra).
      replace (8 * sigma ^ 2 * (/ 8 * e2)) with (sigma ^ 2 * e2) by field. lra. }
    lra. }
  apply (Rmult_le_compat_l B) in Hlast; [|exact HB]. rewrite <- Rmult_assoc in Hlast. lra.
Qed.

Theorem lemma3_error : forall d kappa C a sigma w x m s mu q,
  0 <= a -> 0 < sigma -> a * sigma ^ 2 <= / 16 -> growth d kappa C a mu ->
  narrow_normal kappa q m s sigma -> integrable q (fun z => sq_dist d x (mu z)) ->
  modulus_at_most kappa (fun z => sq_dist d x (mu z)) m (sqrt sigma) w ->
  let B := (2 * C + 2 * sq_norm d x) * exp (2 * a * sq_norm kappa m) + sq_dist d x (mu m) in
  Rabs (expect q (fun z => sq_dist d x (mu z)) - sq_dist d x (mu m))
  <= w + sqrt 2 ^ kappa * B * exp (- / (8 * sigma)) /\
  sqrt 2 ^ kappa * B * exp (- / (8 * sigma)) <= 8 * sqrt 2 ^ kappa * B * sigma /\
  (0 < B -> sqrt 2 ^ kappa * B * exp (- / (8 * sigma)) < 8 * sqrt 2 ^ kappa * B * sigma).
Proof.
  intros d kappa C a sigma w x m s mu q Ha Hs Has Hg [EI [EE Hk]] Hint Hw B.
  assert (Hroot : / sqrt (1 - 2 * / 4) = sqrt 2).
  { replace (1 - 2 * / 4) with (/ 2) by field. rewrite sqrt_inv. apply Rinv_inv. }
  assert (Hmom : averages q (fun z => exp (/ 4 * rsum kappa (fun k => ((z k - m k) / s k) ^ 2))) (sqrt 2 ^ kappa)).
  { unfold averages. rewrite EI, EE, <- Hroot. apply exponential_moment; [lra|].
    intros k Hkk; apply Hk, Hkk. }
  pose proof (averages_expect q _ Hint) as Hf.
  assert (Hup : averages q (fun z => w + (B * exp (- / (8 * sigma)))
      * exp (/ 4 * rsum kappa (fun k => ((z k - m k) / s k) ^ 2)))
      (w + (B * exp (- / (8 * sigma))) * sqrt 2 ^ kappa))
    by (apply averages_plus; [apply averages_const|apply averages_scal, Hmom]).
  pose proof (fun z => pointwise_error d kappa C a sigma w x m s mu z Ha Hs Has Hg Hk Hw) as Hpoint.
  change (outside d kappa C a x m mu) with B in Hpoint.
  assert (H1 := averages_le q _ _ _ _ (averages_minus q _ _ _ _ Hf (averages_const q (sq_dist d x (mu m)))) Hup
    (fun z => Rle_trans _ _ _ (Rle_abs _) (Hpoint z))).
  assert (H2 := averages_le q _ _ _ _ (averages_minus q _ _ _ _ (averages_const q (sq_dist d x (mu m))) Hf) Hup
    (fun z => Rle_trans _ _ _ (Rle_abs _) (eq_ind_r (fun t => t <= _) (Hpoint z) (Rabs_minus_sym _ _)))).
  assert (HB : 0 <= B).
  { (* B bounds a sum of squares at m *)
    pose proof (Hg m) as H. pose proof (sq_norm_nonneg d (mu m)). pose proof (exp_pos (a * sq_norm kappa m)) as He.
    assert (HC : 0 <= C).
    { destruct (Rle_lt_dec 0 C) as [|Hn]; [assumption|exfalso].
      assert (0 < (- C) * exp (a * sq_norm kappa m)) by (apply Rmult_lt_0_compat; lra). lra. }
    pose proof (sq_norm_nonneg d x).
    unfold B. apply Rplus_le_le_0_compat.
    - apply Rmult_le_pos; [lra|left; apply exp_pos].
    - apply rsum_nonneg; intros; apply pow2_ge_0. }
  assert (Hq : 0 < sqrt 2 ^ kappa) by (apply pow_lt, sqrt_lt_R0; lra).
  assert (Hrate : exp (- / (8 * sigma)) < 8 * sigma).
  { assert (0 < / (8 * sigma)) by (apply Rinv_0_lt_compat; lra).
    pose proof (exp_neg_lt_inv _ H). rewrite Rinv_inv in H0. exact H0. }
  split; [apply Rabs_le; lra|split].
  - replace (8 * sqrt 2 ^ kappa * B * sigma) with (sqrt 2 ^ kappa * B * (8 * sigma)) by ring.
    apply Rmult_le_compat_l; [apply Rmult_le_pos|]; lra.
  - intros HB'. replace (8 * sqrt 2 ^ kappa * B * sigma) with (sqrt 2 ^ kappa * B * (8 * sigma)) by ring.
    apply Rmult_lt_compat_l; [apply Rmult_lt_0_compat|]; lra.
Qed.
