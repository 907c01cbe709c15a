(* Kernel means of products of normal laws, and the closed form of the MMD. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLaw AnalysisGaussian
  AnalysisGaussianLaw MmdStatements.
Open Scope R_scope.

(** One coordinate of the second law. *)
Lemma kernel_line : forall L b y, 0 < L ->
  has_line_integral (fun x => exp (- ((y - b * x) ^ 2 / (2 * L))) * normal_density 0 1 x)
    (/ sqrt (1 + b ^ 2 / L) * exp (- (y ^ 2 / (2 * (L + b ^ 2))))).
Proof.
  intros L b y HL. pose proof (pow2_ge_0 b) as Hb. set (v := L / (L + b ^ 2)). set (m := b * y / (L + b ^ 2)).
  assert (Hv : 0 < v) by (apply Rdiv_lt_0_compat; lra). pose proof PI_RGT_0 as HPi.
  destruct (normal_moments m v Hv) as [H1 _].
  set (C := / sqrt (1 + b ^ 2 / L) * exp (- (y ^ 2 / (2 * (L + b ^ 2))))).
  pose proof (line_integral_comb C 0 _ _ 1 1 H1 H1) as H.
  apply (line_integral_ext _ _ _ _ H); [|ring]. intros x. cbv beta. rewrite Rmult_0_l, Rplus_0_r.
  unfold C, normal_density.
  assert (Hr : 1 + b ^ 2 / L = / v) by (unfold v; field; lra).
  assert (Hsv : 0 < sqrt v) by (apply sqrt_lt_R0, Hv).
  assert (H2pi : 0 < sqrt (2 * PI)) by (apply sqrt_lt_R0; lra).
  assert (Hi : / sqrt (1 + b ^ 2 / L) = sqrt v) by (rewrite Hr, sqrt_inv; apply Rinv_inv).
  rewrite Hi, sqrt_mult by lra.
  assert (E : exp (- (y ^ 2 / (2 * (L + b ^ 2)))) * exp (- (x - m) ^ 2 / (2 * v))
              = exp (- ((y - b * x) ^ 2 / (2 * L))) * exp (- (x - 0) ^ 2 / (2 * 1))).
  { rewrite <- !exp_plus. f_equal. unfold m, v. field. lra. }
  replace (sqrt v * exp (- (y ^ 2 / (2 * (L + b ^ 2))))
           * (exp (- (x - m) ^ 2 / (2 * v)) / (sqrt (2 * PI) * sqrt v)))
    with (exp (- (y ^ 2 / (2 * (L + b ^ 2)))) * exp (- (x - m) ^ 2 / (2 * v)) / sqrt (2 * PI))
    by (field; lra).
  rewrite E. replace (2 * PI * 1) with (2 * PI) by ring. field. lra.
Qed.

Lemma normal_averages_ext : forall k m v f g e, normal_averages m v k f e ->
  (forall z, f z = g z) -> normal_averages m v k g e.
Proof.
  intros k m v f g e [Hi <-] H. destruct (normal_ext k m v f g H Hi) as [Gi E].
  split; [exact Gi|symmetry; exact E].
Qed.

(** A product over the coordinates. *)
Lemma normal_product : forall k m v (f : nat -> R -> R) (e : nat -> R),
  (forall j, (j < k)%nat -> has_line_integral (fun x => f j x * normal_density (m j) (v j) x) (e j)) ->
  normal_averages m v k (fun z => rprod k (fun j => f j (z j))) (rprod k e).
Proof.
  induction k as [|k IH]; intros m v f e H; [split; [exact I|reflexivity]|].
  apply normal_averages_step with (F := fun x => rprod k e * f k x).
  - intros x. pose proof (IH m v f e (fun j Hj => H j (Nat.lt_lt_succ_r _ _ Hj))) as P.
    pose proof (normal_averages_comb m v k (f k x) 0 _ _ _ _ P P) as Q.
    replace (rprod k e * f k x) with (f k x * rprod k e + 0 * rprod k e) by ring.
    apply (normal_averages_ext _ _ _ _ _ _ Q). intros z. cbn [rprod]. rewrite set_coord_same.
    rewrite (rprod_ext k (fun j => f j (set_coord z k x j)) (fun j => f j (z j)))
      by (intros j Hj; rewrite set_coord_other by exact Hj; reflexivity). ring.
  - pose proof (H k (Nat.lt_succ_diag_r k)) as Hk.
    pose proof (line_integral_comb (rprod k e) 0 _ _ _ _ Hk Hk) as Q.
    apply (line_integral_ext _ _ _ _ Q); [intros x; cbv beta; ring|cbn [rprod]; ring].
Qed.

Lemma kernel_product : forall ell kappa x y, ell <> 0 ->
  gaussian_kernel ell kappa x y = rprod kappa (fun k => exp (- ((x k - y k) ^ 2 / (2 * ell ^ 2)))).
Proof.
  intros ell kappa x y He. unfold gaussian_kernel, sq_dist.
  induction kappa as [|k IH]; cbn [rsum rprod].
  - replace (0 / (2 * ell ^ 2)) with 0 by (field; exact He). rewrite Ropp_0. apply exp_0.
  - rewrite <- IH, <- exp_plus. f_equal. field. exact He.
Qed.

Lemma rprod_mult : forall k f g, rprod k (fun j => f j * g j) = rprod k f * rprod k g.
Proof. induction k as [|k IH]; intros f g; cbn [rprod]; [ring|rewrite IH; ring]. Qed.

Theorem mmd_kernel_means : forall ell kappa s t, 0 < ell ->
  (forall z, standard_integrable kappa (fun y => gaussian_kernel ell kappa (scaled s z) (scaled t y))) /\
  standard_integrable kappa (fun z =>
    standard kappa (fun y => gaussian_kernel ell kappa (scaled s z) (scaled t y))) /\
  kernel_mean ell kappa s t = rprod kappa (fun k => / sqrt (1 + (s k ^ 2 + t k ^ 2) / ell ^ 2)).
Proof.
  intros ell kappa s t He. assert (HL : 0 < ell ^ 2) by (apply pow_lt, He). set (L := ell ^ 2) in *.
  assert (inner : forall z, normal_averages (fun _ => 0) (fun _ => 1) kappa
    (fun y => gaussian_kernel ell kappa (scaled s z) (scaled t y))
    (rprod kappa (fun k => / sqrt (1 + t k ^ 2 / L) * exp (- ((s k * z k) ^ 2 / (2 * (L + t k ^ 2))))))).
  { intros z.
    pose proof (normal_product kappa (fun _ => 0) (fun _ => 1)
      (fun k x => exp (- ((s k * z k - t k * x) ^ 2 / (2 * L))))
      (fun k => / sqrt (1 + t k ^ 2 / L) * exp (- ((s k * z k) ^ 2 / (2 * (L + t k ^ 2)))))
      (fun k _ => kernel_line L (t k) (s k * z k) HL)) as [Pi Pe].
    apply (normal_averages_ext _ _ _ _ _ _ (conj Pi Pe)). intros y. symmetry.
    apply kernel_product. lra. }
  split; [intros z; apply inner|].
  assert (outer : normal_averages (fun _ => 0) (fun _ => 1) kappa
    (fun z => rprod kappa (fun k => / sqrt (1 + t k ^ 2 / L) * exp (- ((s k * z k) ^ 2 / (2 * (L + t k ^ 2))))))
    (rprod kappa (fun k => / sqrt (1 + (s k ^ 2 + t k ^ 2) / L)))).
  { apply (normal_product kappa (fun _ => 0) (fun _ => 1)
      (fun k x => / sqrt (1 + t k ^ 2 / L) * exp (- ((s k * x) ^ 2 / (2 * (L + t k ^ 2)))))).
    intros k _. pose proof (pow2_ge_0 (t k)) as Ht. pose proof (pow2_ge_0 (s k)) as Hs.
    assert (HLt : 0 < L + t k ^ 2) by lra.
    pose proof (kernel_line (L + t k ^ 2) (s k) 0 HLt) as P.
    pose proof (line_integral_comb (/ sqrt (1 + t k ^ 2 / L)) 0 _ _ _ _ P P) as Q.
    apply (line_integral_ext _ _ _ _ Q).
    - intros x. cbv beta. replace ((0 - s k * x) ^ 2) with ((s k * x) ^ 2) by ring. ring.
    - replace (0 ^ 2 / (2 * (L + t k ^ 2 + s k ^ 2))) with 0 by (field; lra). rewrite Ropp_0, exp_0.
      rewrite !Rmult_0_l, Rplus_0_r, Rmult_1_r, <- Rinv_mult, <- sqrt_mult.
      + f_equal. f_equal. field. lra.
      + apply Rplus_le_le_0_compat; [lra|apply Rdiv_le_0_compat; lra].
      + apply Rplus_le_le_0_compat; [lra|apply Rdiv_le_0_compat; lra]. }
  destruct outer as [Oi Oe].
  destruct (normal_ext kappa (fun _ => 0) (fun _ => 1) _
    (fun z => standard kappa (fun y => gaussian_kernel ell kappa (scaled s z) (scaled t y)))
    (fun z => eq_sym (proj2 (inner z))) Oi) as [Ri Re].
  split; [exact Ri|]. unfold kernel_mean, standard in *. rewrite <- Re. exact Oe.
Qed.

(** A power of the coordinate's mean. *)
Lemma root_power : forall q k, 0 < q -> rprod k (fun _ => / sqrt q) = Rpower q (- (INR k / 2)).
Proof.
  intros q k Hq. assert (Hs : 0 < sqrt q) by (apply sqrt_lt_R0, Hq).
  induction k as [|k IH].
  - simpl rprod. change (INR 0) with 0. replace (- (0 / 2)) with 0 by field. rewrite Rpower_O; auto.
  - cbn [rprod]. rewrite IH, S_INR. replace (- ((INR k + 1) / 2)) with (- (INR k / 2) + - / 2) by field.
    rewrite Rpower_plus. f_equal. rewrite Rpower_Ropp, Rpower_sqrt by exact Hq. reflexivity.
Qed.

Lemma rprod_split : forall a b f, rprod (a + b) f = rprod a f * rprod b (fun k => f (a + k)%nat).
Proof.
  intros a b f. induction b as [|b IH]; [rewrite Nat.add_0_r; simpl; ring|].
  rewrite Nat.add_succ_r. cbn [rprod]. rewrite IH. ring.
Qed.

(** The mean of the law with the prior is below the geometric mean of those of each with itself. *)
Lemma cross_below_means : forall ell j delta, 0 < ell -> (0 < j)%nat -> 0 <= delta -> delta <> 1 ->
  let mean := fun v => Rpower (1 + v / ell ^ 2) (- (INR j / 2)) in
  mean (1 + delta) * mean (1 + delta) < mean (2 * delta) * mean 2.
Proof.
  intros ell j delta He Hj Hd Hne mean. assert (HL : 0 < ell ^ 2) by (apply pow_lt, He).
  assert (Hpos : forall v, 0 <= v -> 0 < 1 + v / ell ^ 2).
  { intros v Hv. assert (0 <= v / ell ^ 2) by (apply Rdiv_le_0_compat; lra). lra. }
  assert (margin : (1 + (1 + delta) / ell ^ 2) ^ 2 - (1 + 2 * delta / ell ^ 2) * (1 + 2 / ell ^ 2)
    = (1 - delta) ^ 2 / ell ^ 4) by (field; lra).
  assert (Hgap : 0 < (1 - delta) ^ 2 / ell ^ 4).
  { apply Rdiv_lt_0_compat; [|apply pow_lt, He]. apply pow2_gt_0. lra. }
  assert (HjR : 0 < INR j) by (apply lt_0_INR; lia).
  unfold mean. set (a := 1 + 2 * delta / ell ^ 2) in *. set (b := 1 + (1 + delta) / ell ^ 2) in *.
  set (c := 1 + 2 / ell ^ 2) in *.
  assert (Ha : 0 < a) by (apply Hpos; lra). assert (Hb : 0 < b) by (apply Hpos; lra).
  assert (Hc : 0 < c) by (apply Hpos; lra).
  assert (Hlog : ln a + ln c < 2 * ln b).
  { replace (2 * ln b) with (ln b + ln b) by ring. rewrite <- !ln_mult by assumption.
    apply ln_increasing; [apply Rmult_lt_0_compat; assumption|].
    replace (b * b) with (b ^ 2) by ring. lra. }
  unfold Rpower. rewrite <- !exp_plus. apply exp_increasing.
  assert (INR j / 2 * (ln a + ln c) < INR j / 2 * (2 * ln b)) by (apply Rmult_lt_compat_l; lra). lra.
Qed.

Theorem mmd_closed_form : forall ell m kappa delta,
  0 < ell -> (0 < m)%nat -> (m < kappa)%nat -> 0 <= delta ->
  let mean := fun v (dimensions : nat) => Rpower (1 + v / ell ^ 2) (- (INR dimensions / 2)) in
  mmd_squared ell kappa (partly_pruned m delta)
  = mean 2 m * (mean (2 * delta) (kappa - m)%nat - 2 * mean (1 + delta) (kappa - m)%nat
                + mean 2 (kappa - m)%nat) /\
  (1 + (1 + delta) / ell ^ 2) ^ 2 - (1 + 2 * delta / ell ^ 2) * (1 + 2 / ell ^ 2)
  = (1 - delta) ^ 2 / ell ^ 4 /\
  (delta = 1 -> mmd_squared ell kappa (partly_pruned m delta) = 0) /\
  (delta <> 1 -> 0 < mmd_squared ell kappa (partly_pruned m delta)).
Proof.
  intros ell m kappa delta He Hm Hmk Hd mean. assert (HL : 0 < ell ^ 2) by (apply pow_lt, He).
  assert (Hpos : forall v, 0 <= v -> 0 < 1 + v / ell ^ 2).
  { intros v Hv. assert (0 <= v / ell ^ 2) by (apply Rdiv_le_0_compat; lra). lra. }
  assert (means : forall s t p q, 0 <= p -> 0 <= q ->
    (forall k, (k < m)%nat -> s k ^ 2 + t k ^ 2 = p) ->
    (forall k, (m <= k)%nat -> s k ^ 2 + t k ^ 2 = q) ->
    kernel_mean ell kappa s t = mean p m * mean q (kappa - m)%nat).
  { intros s t p q Hp Hq H1 H2. destruct (mmd_kernel_means ell kappa s t He) as [_ [_ ->]].
    replace kappa with (m + (kappa - m))%nat at 1 by lia. rewrite rprod_split. unfold mean.
    rewrite <- !root_power by (apply Hpos; assumption). f_equal; apply rprod_ext; intros k Hk.
    - rewrite H1 by exact Hk. reflexivity.
    - rewrite H2 by lia. reflexivity. }
  set (s := partly_pruned m delta).
  assert (s1 : forall k, (k < m)%nat -> s k = 1).
  { intros k Hk. unfold s, partly_pruned. apply Nat.ltb_lt in Hk. rewrite Hk. reflexivity. }
  assert (s2 : forall k, (m <= k)%nat -> s k ^ 2 = delta).
  { intros k Hk. unfold s, partly_pruned. apply Nat.ltb_ge in Hk. rewrite Hk. apply pow2_sqrt, Hd. }
  assert (form : mmd_squared ell kappa s
    = mean 2 m * (mean (2 * delta) (kappa - m)%nat - 2 * mean (1 + delta) (kappa - m)%nat
                  + mean 2 (kappa - m)%nat)).
  { unfold mmd_squared.
    rewrite (means s s 2 (2 * delta)), (means s (fun _ => 1) 2 (1 + delta)),
      (means (fun _ => 1) (fun _ => 1) 2 2); try lra; try (intros k Hk; simpl; ring);
      intros k Hk; try rewrite s1 by exact Hk; try rewrite s2 by exact Hk; ring. }
  assert (margin : (1 + (1 + delta) / ell ^ 2) ^ 2 - (1 + 2 * delta / ell ^ 2) * (1 + 2 / ell ^ 2)
    = (1 - delta) ^ 2 / ell ^ 4) by (field; lra).
  split; [exact form|split; [exact margin|split]].
  - intros ->. rewrite form. replace (2 * 1) with 2 by ring. replace (1 + 1) with 2 by ring. ring.
  - intros Hne. rewrite form. apply Rmult_lt_0_compat; [apply exp_pos|].
    pose proof (cross_below_means ell (kappa - m) delta He ltac:(lia) Hd Hne) as H.
    change (mean (1 + delta) (kappa - m)%nat * mean (1 + delta) (kappa - m)%nat
            < mean (2 * delta) (kappa - m)%nat * mean 2 (kappa - m)%nat) in H.
    assert (Hx : 0 < mean (2 * delta) (kappa - m)%nat) by apply exp_pos.
    assert (Hz : 0 < mean 2 (kappa - m)%nat) by apply exp_pos.
    set (x := mean (2 * delta) (kappa - m)%nat) in *. set (y := mean (1 + delta) (kappa - m)%nat) in *.
    set (z := mean 2 (kappa - m)%nat) in *. pose proof (Rle_0_sqr (x - z)) as S. unfold Rsqr in S.
    apply Rnot_le_lt. intros Hle. assert (Hxy : x + z <= 2 * y) by lra.
    assert ((x + z) * (x + z) <= (2 * y) * (2 * y)) by (apply Rmult_le_compat; lra). lra.
Qed.

(** One coordinate: a and b are the deviations of two independent normal variables. *)
Theorem mmd_coordinate : forall ell a b v, 0 < ell -> v = a ^ 2 + b ^ 2 ->
  kernel_mean ell 1 (fun _ => a) (fun _ => b) = / sqrt (1 + v / ell ^ 2).
Proof.
  intros ell a b v He ->. destruct (mmd_kernel_means ell 1 (fun _ => a) (fun _ => b) He) as [_ [_ ->]].
  cbn [rprod]. ring.
Qed.
