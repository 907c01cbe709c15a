(* The floor of the MMD on linear subspaces: a square in the feature space, for any law there. *)

From Coq Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLaw AnalysisGaussian
  AnalysisGaussianLaw MmdStatements Mmd Converse ConverseSamples PositiveKernel.
Import ListNotations.
Open Scope R_scope.

Lemma gaussian_kernel_heat : forall ell k x y, ell <> 0 ->
  gaussian_kernel ell k x y = heat (/ (2 * ell ^ 2)) k x y.
Proof. intros ell k x y He. unfold gaussian_kernel, heat. f_equal. field. exact He. Qed.

(** ** Distances of rotated points *)

Lemma norm_combination : forall kappa U n o c, orthonormal kappa kappa (fun k j => U j k) -> (o + n <= kappa)%nat ->
  forall m b, (o + n <= m)%nat \/ (m + b <= o)%nat -> (m + b <= kappa)%nat -> forall e,
  rsum kappa (fun j => (rsum n (fun k => U j (o + k)%nat * c k) + rsum b (fun k => U j (m + k)%nat * e k)) ^ 2)
  = rsum n (fun k => c k ^ 2) + rsum b (fun k => e k ^ 2).
Proof.
  intros kappa U n o c HU Hn m b Hdis Hb e.
  assert (pair : forall p q s t f g, (s + p <= kappa)%nat -> (t + q <= kappa)%nat ->
    rsum kappa (fun j => rsum p (fun k => U j (s + k)%nat * f k) * rsum q (fun l => U j (t + l)%nat * g l))
    = rsum p (fun k => rsum q (fun l => f k * g l * if Nat.eqb (s + k) (t + l) then 1 else 0))).
  { intros p q s t f g Hp Hq.
    transitivity (rsum kappa (fun j => rsum p (fun k => rsum q (fun l => f k * g l * (U j (s + k)%nat * U j (t + l)%nat))))).
    - apply rsum_ext. intros j _. rewrite Rmult_comm, <- rsum_scal. apply rsum_ext. intros k _.
      rewrite Rmult_comm, <- rsum_scal. apply rsum_ext. intros l _. ring.
    - rewrite rsum_swap. apply rsum_ext. intros k Hk. rewrite rsum_swap. apply rsum_ext. intros l Hl.
      rewrite rsum_scal. f_equal. exact (HU (s + k)%nat (t + l)%nat ltac:(lia) ltac:(lia)). }
  assert (square : forall p s f, (s + p <= kappa)%nat ->
    rsum kappa (fun j => rsum p (fun k => U j (s + k)%nat * f k) ^ 2) = rsum p (fun k => f k ^ 2)).
  { intros p s f Hp. rewrite (rsum_ext kappa _ (fun j => rsum p (fun k => U j (s + k)%nat * f k)
      * rsum p (fun k => U j (s + k)%nat * f k))) by (intros; ring).
    rewrite pair by exact Hp. apply rsum_ext. intros k Hk.
    rewrite (rsum_single p _ k Hk).
    - rewrite Nat.eqb_refl. ring.
    - intros l _ Hl. replace (Nat.eqb (s + k) (s + l)) with false; [ring|].
      symmetry. apply Nat.eqb_neq. lia. }
  rewrite (rsum_ext kappa _ (fun j => rsum n (fun k => U j (o + k)%nat * c k) ^ 2
    + (rsum b (fun k => U j (m + k)%nat * e k) ^ 2
       + 2 * (rsum n (fun k => U j (o + k)%nat * c k) * rsum b (fun k => U j (m + k)%nat * e k)))))
    by (intros; ring).
  rewrite rsum_plus, rsum_plus, rsum_scal, !square, pair by assumption.
  assert (zero : rsum n (fun k => rsum b (fun l => c k * e l * if Nat.eqb (o + k) (m + l) then 1 else 0)) = 0).
  { rewrite (rsum_ext n _ (fun _ => 0)), rsum_const; [ring|]. intros k Hk.
    rewrite (rsum_ext b _ (fun _ => 0)), rsum_const; [ring|]. intros l Hl.
    replace (Nat.eqb (o + k) (m + l)) with false; [ring|]. symmetry. apply Nat.eqb_neq. lia. }
  rewrite zero. ring.
Qed.

Section Rotated.
Context (U : nat -> nat -> R) (m kappa : nat) (delta : R).
Hypotheses (HU : orthonormal kappa kappa (fun k j => U j k)) (Hm : (m <= kappa)%nat).

Lemma rotated_norm : forall a z,
  rsum kappa (fun j => rotated U m kappa delta a z j ^ 2)
  = rsum m (fun k => a k ^ 2) + rsum (kappa - m) (fun k => (sqrt delta * z k) ^ 2).
Proof.
  intros a z. exact (norm_combination kappa U m 0 a HU ltac:(lia) m (kappa - m)
    ltac:(lia) ltac:(lia) (fun k => sqrt delta * z k)).
Qed.

Lemma rotated_distance : forall a z a' z',
  sq_dist kappa (rotated U m kappa delta a z) (rotated U m kappa delta a' z')
  = sq_dist m a a' + sq_dist (kappa - m) (scaled (fun _ => sqrt delta) z) (scaled (fun _ => sqrt delta) z').
Proof.
  intros a z a' z'. unfold sq_dist, scaled.
  rewrite <- (norm_combination kappa U m 0 (fun k => a k - a' k) HU ltac:(lia) m (kappa - m)
    ltac:(lia) ltac:(lia) (fun k => sqrt delta * z k - sqrt delta * z' k)).
  apply rsum_ext. intros j _. f_equal. unfold rotated.
  rewrite (rsum_ext m (fun k => U j (0 + k)%nat * (a k - a' k)) (fun k => U j k * a k - U j k * a' k))
    by (intros; simpl; ring).
  rewrite (rsum_ext (kappa - m) (fun k => U j (m + k)%nat * (sqrt delta * z k - sqrt delta * z' k))
    (fun k => U j (m + k)%nat * (sqrt delta * z k) - U j (m + k)%nat * (sqrt delta * z' k)))
    by (intros; ring).
  rewrite !rsum_minus. ring.
Qed.

End Rotated.

Lemma kernel_of_sum : forall ell k p q x y x' y' X Y, ell <> 0 ->
  sq_dist k X Y = sq_dist p x y + sq_dist q x' y' ->
  gaussian_kernel ell k X Y = gaussian_kernel ell p x y * gaussian_kernel ell q x' y'.
Proof.
  intros ell k p q x y x' y' X Y He H. unfold gaussian_kernel. rewrite H, <- exp_plus. f_equal.
  field. exact He.
Qed.

(** ** The mean of the kernel over the prior depends on the norm only *)

Definition prior_mean (ell : R) (k : nat) (s2 : R) : R :=
  rprod k (fun _ => / sqrt (1 + 1 / ell ^ 2)) * exp (- (s2 / (2 * (ell ^ 2 + 1)))).

Lemma kernel_prior : forall ell k x, 0 < ell ->
  normal_averages (fun _ => 0) (fun _ => 1) k (gaussian_kernel ell k x)
    (prior_mean ell k (rsum k (fun j => x j ^ 2))).
Proof.
  intros ell k x He. assert (HL : 0 < ell ^ 2) by (apply pow_lt, He).
  pose proof (normal_product k (fun _ => 0) (fun _ => 1)
    (fun j y => exp (- ((x j - 1 * y) ^ 2 / (2 * ell ^ 2))))
    (fun j => / sqrt (1 + 1 ^ 2 / ell ^ 2) * exp (- (x j ^ 2 / (2 * (ell ^ 2 + 1 ^ 2)))))
    (fun j _ => kernel_line (ell ^ 2) 1 (x j) HL)) as H.
  replace (prior_mean ell k (rsum k (fun j => x j ^ 2)))
    with (rprod k (fun j => / sqrt (1 + 1 ^ 2 / ell ^ 2) * exp (- (x j ^ 2 / (2 * (ell ^ 2 + 1 ^ 2)))))).
  - apply (normal_averages_ext _ _ _ _ _ _ H). intros y. rewrite kernel_product by lra.
    apply rprod_ext. intros j _. do 4 f_equal. ring.
  - rewrite rprod_mult. unfold prior_mean. replace (1 ^ 2) with 1 by ring. f_equal. clear H.
    induction k as [|k IH]; cbn [rsum rprod].
    + replace (0 / (2 * (ell ^ 2 + 1))) with 0 by (field; lra). rewrite Ropp_0, exp_0. reflexivity.
    + rewrite IH, <- exp_plus. f_equal. field. lra.
Qed.

Lemma prior_mean_split : forall ell p q s t, 0 < ell ->
  prior_mean ell (p + q) (s + t) = prior_mean ell p s * prior_mean ell q t.
Proof.
  intros ell p q s t He. assert (HL : 0 < ell ^ 2) by (apply pow_lt, He). unfold prior_mean.
  rewrite rprod_split. replace (- ((s + t) / (2 * (ell ^ 2 + 1))))
    with (- (s / (2 * (ell ^ 2 + 1))) + - (t / (2 * (ell ^ 2 + 1)))) by (field; lra).
  rewrite exp_plus. ring.
Qed.

(** ** A square in the feature space *)

Lemma feature_square : forall {T} (P1 : expectation T) (xi : T -> vec) ell m V M tau, 0 < ell ->
  let t := / (2 * ell ^ 2) in
  (forall y, has_expectation P1 (fun w => heat t m y (xi w))) ->
  expects P1 (fun w => expected P1 (fun w' => heat t m (xi w) (xi w'))) V ->
  expects P1 (fun w => standard m (gaussian_kernel ell m (xi w))) M ->
  0 <= V + 2 * tau * M + tau ^ 2 * kernel_mean ell m (fun _ => 1) (fun _ => 1).
Proof.
  intros T P1 xi ell m V M tau He t HP HV HM. assert (HL : 0 < ell ^ 2) by (apply pow_lt, He).
  assert (Ht : 0 <= t) by (left; apply Rinv_0_lt_compat; lra).
  assert (H01 : forall k, (k < m)%nat -> 0 < 1) by (intros; lra).
  set (g := of_law (the_normal_law m (fun _ => 0) (fun _ => 1) H01)).
  set (f := fun y => standard m (gaussian_kernel ell m y)).
  assert (Hf : forall y, expects g (fun z => heat t m y z) (f y)).
  { intros y. apply (expects_ext g (gaussian_kernel ell m y)).
    - destruct (kernel_prior ell m y He) as [Hi _]. split; [exact Hi|reflexivity].
    - intros z. apply gaussian_kernel_heat. lra. }
  assert (HN : expects g f (kernel_mean ell m (fun _ => 1) (fun _ => 1))).
  { destruct (mmd_kernel_means ell m (fun _ => 1) (fun _ => 1) He) as [_ [Hi _]].
    assert (E : forall z, standard m (fun y => gaussian_kernel ell m (scaled (fun _ => 1) z) (scaled (fun _ => 1) y)) = f z).
    { intros z. unfold f. apply normal_ext.
      - intros y. unfold gaussian_kernel. do 3 f_equal. apply rsum_ext. intros j _. unfold scaled. ring.
      - apply (proj1 (mmd_kernel_means ell m (fun _ => 1) (fun _ => 1) He)). }
    apply (expects_ext g (fun z => standard m (fun y => gaussian_kernel ell m (scaled (fun _ => 1) z) (scaled (fun _ => 1) y))));
      [split; [exact Hi|reflexivity]|exact E]. }
  pose proof (form_mean (heat t m) (heat_comm t m) (heat_same t m) g (fun z => z) f _ Hf HN
                (fun _ => 0) 0 0 tau (expects_const g 0) (heat_form t m Ht)) as F1.
  pose proof (form_mean (heat t m) (heat_comm t m) (heat_same t m) P1 xi _ V
                (fun y => expects_expected P1 _ (HP y)) HV _ _ (0 + tau * M) 1
                (expects_plus P1 _ _ _ _ (expects_const P1 0) (expects_scal P1 tau _ _ HM)) F1 []) as F2.
  unfold quadratic in F2. cbn [lsum] in F2. lra.
Qed.

(** ** The floor *)

Theorem mmd_floor : forall (T : Type) (P1 : expectation T) (xi : T -> vec) U ell m kappa delta,
  0 < ell -> (0 < m)%nat -> (m < kappa)%nat -> 0 <= delta -> orthonormal kappa kappa (fun k j => U j k) ->
  kernel_means (/ (2 * ell ^ 2)) m P1 xi ->
  has_expectation P1 (fun w => standard m (gaussian_kernel ell m (xi w))) ->
  let integrable := subspace_integrable P1 xi U m kappa delta in
  let mean := fun v (dimensions : nat) => Rpower (1 + v / ell ^ 2) (- (INR dimensions / 2)) in
  let a := mean (2 * delta) (kappa - m)%nat in let b := mean (1 + delta) (kappa - m)%nat in
  let c := mean 2 (kappa - m)%nat in
  let floor := (c - b ^ 2 / a) * mean 2 m in
  (forall w z, integrable (gaussian_kernel ell kappa (rotated U m kappa delta (xi w) z))) /\
  integrable (fun x => subspace_expect P1 xi U m kappa delta (gaussian_kernel ell kappa x)) /\
  integrable (fun x => standard kappa (gaussian_kernel ell kappa x)) /\
  floor <= subspace_mmd_squared P1 xi U m kappa delta ell /\ (delta <> 1 -> 0 < floor).
Proof.
  intros T P1 xi U ell m kappa delta He Hm Hmk Hd HU [HP HPP] HPf integrable mean a b c floor.
  assert (HL : 0 < ell ^ 2) by (apply pow_lt, He). assert (Hne : ell <> 0) by lra.
  set (j := (kappa - m)%nat) in *. set (sd := fun _ : nat => sqrt delta).
  set (t := / (2 * ell ^ 2)) in *. set (pt := fun w z => rotated U m kappa delta (xi w) z).
  assert (Hsd : forall k, sd k ^ 2 = delta) by (intros k; apply pow2_sqrt, Hd).
  assert (Hpos : forall v, 0 <= v -> 0 < 1 + v / ell ^ 2).
  { intros v Hv. assert (0 <= v / ell ^ 2) by (apply Rdiv_le_0_compat; lra). lra. }
  assert (means : forall k p q v, 0 <= v -> (forall i, p i ^ 2 + q i ^ 2 = v) -> kernel_mean ell k p q = mean v k).
  { intros k p q v Hv H. destruct (mmd_kernel_means ell k p q He) as [_ [_ ->]]. unfold mean.
    rewrite <- root_power by (apply Hpos, Hv). apply rprod_ext. intros i _. rewrite H. reflexivity. }
  (* the normal part against itself and against the prior *)
  destruct (mmd_kernel_means ell j sd sd He) as [HBi [HBo _]].
  destruct (mmd_kernel_means ell j sd (fun _ => 1) He) as [HDi [HDo _]].
  set (B := fun z => standard j (fun y => gaussian_kernel ell j (scaled sd z) (scaled sd y))) in *.
  set (D := fun z => standard j (fun y => gaussian_kernel ell j (scaled sd z) (scaled (fun _ => 1) y))) in *.
  assert (EB : standard j B = a) by (apply means; [lra|intros i; rewrite Hsd; ring]).
  assert (ED : standard j D = b).
  { apply means; [lra|]. intros i. rewrite Hsd. ring. }
  (* one point *)
  assert (inner : forall w z w', normal_averages (fun _ => 0) (fun _ => 1) j
      (fun z' => gaussian_kernel ell kappa (pt w z) (pt w' z')) (heat t m (xi w) (xi w') * B z)).
  { intros w z w'. pose proof (conj (HBi z) eq_refl : normal_averages (fun _ => 0) (fun _ => 1) j _ (B z)) as HB.
    pose proof (normal_averages_comb (fun _ => 0) (fun _ => 1) j (heat t m (xi w) (xi w')) 0 _ _ _ _ HB HB) as H.
    replace (heat t m (xi w) (xi w') * B z) with (heat t m (xi w) (xi w') * B z + 0 * B z) by ring.
    apply (normal_averages_ext _ _ _ _ _ _ H). intros z'. rewrite Rmult_0_l, Rplus_0_r.
    unfold t. rewrite <- gaussian_kernel_heat by exact Hne. symmetry. unfold pt, sd.
    apply kernel_of_sum; [exact Hne|]. apply rotated_distance; [exact HU|lia]. }
  set (u := fun y => expected P1 (fun w' => heat t m y (xi w'))) in *.
  assert (own_point : forall w z, expects P1 (fun w' => standard j (fun z' => gaussian_kernel ell kappa (pt w z) (pt w' z')))
                        (u (xi w) * B z)).
  { intros w z. apply (expects_value P1 _ (B z * u (xi w))); [|ring].
    apply (expects_ext P1 (fun w' => B z * heat t m (xi w) (xi w'))).
    - apply expects_scal, expects_expected, HP.
    - intros w'. rewrite Rmult_comm. symmetry. exact (proj2 (inner w z w')). }
  assert (scale : forall w (F G : vec -> R) e x, standard_integrable j F -> standard j F = e ->
    (forall z, G (pt w z) = x * F z) ->
    normal_averages (fun _ => 0) (fun _ => 1) j (fun z => G (pt w z)) (x * e)).
  { intros w F G e x Hi Ee HG. pose proof (conj Hi Ee : normal_averages (fun _ => 0) (fun _ => 1) j F e) as HF.
    pose proof (normal_averages_comb (fun _ => 0) (fun _ => 1) j x 0 _ _ _ _ HF HF) as H.
    replace (x * e) with (x * e + 0 * e) by ring. apply (normal_averages_ext _ _ _ _ _ _ H).
    intros z. rewrite HG. ring. }
  set (Own := fun x => subspace_expect P1 xi U m kappa delta (gaussian_kernel ell kappa x)).
  assert (own : forall w, normal_averages (fun _ => 0) (fun _ => 1) j (fun z => Own (pt w z)) (u (xi w) * a)).
  { intros w. apply (scale w B Own a (u (xi w)) HBo EB). intros z. exact (proj2 (own_point w z)). }
  (* the prior *)
  set (Pr := fun x => standard kappa (gaussian_kernel ell kappa x)).
  assert (prior : forall k x, standard k (gaussian_kernel ell k x) = prior_mean ell k (rsum k (fun i => x i ^ 2)))
    by (intros k x; exact (proj2 (kernel_prior ell k x He))).
  set (f := fun y => standard m (gaussian_kernel ell m y)) in *.
  assert (Dval : forall z, D z = prior_mean ell j (rsum j (fun k => (sqrt delta * z k) ^ 2))).
  { intros z. pose proof (prior j (scaled sd z)) as H. unfold scaled at 2 in H. unfold sd in H at 2. rewrite <- H.
    apply normal_ext; [|apply (HDi z)]. intros y. unfold gaussian_kernel. do 3 f_equal.
    apply rsum_ext. intros i _. unfold scaled. ring. }
  assert (cross : forall w, normal_averages (fun _ => 0) (fun _ => 1) j (fun z => Pr (pt w z)) (f (xi w) * b)).
  { intros w. apply (scale w D Pr b (f (xi w)) HDo ED). intros z. unfold Pr, f. rewrite !prior, Dval.
    unfold pt. rewrite rotated_norm by (exact HU || lia). fold j.
    replace kappa with (m + j)%nat at 1 by (unfold j; lia). apply prior_mean_split, He. }
  (* the three expectations *)
  set (V := expected P1 (fun w => u (xi w))). set (M := expected P1 (fun w => f (xi w))).
  assert (HV : expects P1 (fun w => u (xi w)) V) by (apply expects_expected, HPP).
  assert (HM : expects P1 (fun w => f (xi w)) M) by (apply expects_expected, HPf).
  assert (EOwn : expects P1 (fun w => standard j (fun z => Own (pt w z))) (a * V)).
  { apply (expects_ext P1 (fun w => a * u (xi w))); [apply expects_scal, HV|].
    intros w. rewrite Rmult_comm. symmetry. exact (proj2 (own w)). }
  assert (EPr : expects P1 (fun w => standard j (fun z => Pr (pt w z))) (b * M)).
  { apply (expects_ext P1 (fun w => b * f (xi w))); [apply expects_scal, HM|].
    intros w. rewrite Rmult_comm. symmetry. exact (proj2 (cross w)). }
  assert (Eprior : standard kappa (fun g => standard kappa (gaussian_kernel ell kappa g)) = mean 2 m * c).
  { transitivity (kernel_mean ell kappa (fun _ => 1) (fun _ => 1)).
    - destruct (mmd_kernel_means ell kappa (fun _ => 1) (fun _ => 1) He) as [Hi [Ho _]]. unfold kernel_mean.
      symmetry. apply normal_ext; [|exact Ho]. intros z. apply normal_ext; [|exact (Hi z)].
      intros y. unfold gaussian_kernel. do 3 f_equal. apply rsum_ext. intros i _. unfold scaled. ring.
    - rewrite (means kappa (fun _ => 1) (fun _ => 1) 2) by (intros; lra). unfold mean, c, mean.
      rewrite <- Rpower_plus. f_equal. unfold j. rewrite minus_INR by lia. field. }
  assert (Ha : 0 < a) by apply exp_pos. assert (HN : 0 < mean 2 m) by apply exp_pos.
  split; [|split; [|split; [|split]]].
  - intros w z. split; [intros w'; exact (proj1 (inner w z w'))|exact (proj1 (own_point w z))].
  - split; [intros w; exact (proj1 (own w))|exact (proj1 EOwn)].
  - split; [intros w; exact (proj1 (cross w))|exact (proj1 EPr)].
  - unfold subspace_mmd_squared. rewrite Eprior.
    change (floor <= expected P1 (fun w => standard j (fun z => Own (pt w z)))
                     - 2 * expected P1 (fun w => standard j (fun z => Pr (pt w z))) + mean 2 m * c).
    rewrite (proj2 EOwn), (proj2 EPr).
    pose proof (feature_square P1 xi ell m V M (- (b / a)) He HP HV HM) as S.
    rewrite (means m (fun _ => 1) (fun _ => 1) 2) in S by (intros; lra).
    apply (Rmult_le_compat_l a) in S; [|lra]. rewrite Rmult_0_r in S.
    replace (a * (V + 2 * - (b / a) * M + (- (b / a)) ^ 2 * mean 2 m))
      with (a * V - 2 * (b * M) + b ^ 2 / a * mean 2 m) in S by (field; lra).
    unfold floor. lra.
  - intros Hne1. unfold floor. apply Rmult_lt_0_compat; [|exact HN].
    pose proof (cross_below_means ell j delta He ltac:(unfold j; lia) Hd Hne1) as H.
    change (b * b < a * c) in H. apply (Rmult_lt_reg_l a); [exact Ha|]. rewrite Rmult_0_r.
    replace (a * (c - b ^ 2 / a)) with (a * c - b * b) by (field; lra). lra.
Qed.

(** Without delta <> 1 it is 0. *)
Lemma mmd_floor_positive_false :
  ~ (forall ell m kappa delta, 0 < ell -> (0 < m)%nat -> (m < kappa)%nat -> 0 <= delta ->
     let mean := fun v (dimensions : nat) => Rpower (1 + v / ell ^ 2) (- (INR dimensions / 2)) in
     0 < (mean 2 (kappa - m)%nat - mean (1 + delta) (kappa - m)%nat ^ 2 / mean (2 * delta) (kappa - m)%nat)
         * mean 2 m).
Proof.
  intros H. specialize (H 1 1%nat 2%nat 1 ltac:(lra) ltac:(lia) ltac:(lia) ltac:(lra)). cbv zeta beta in H.
  replace (1 + 1) with 2 in H by ring. replace (2 * 1) with 2 in H by ring.
  set (a := Rpower (1 + 2 / 1 ^ 2) (- (INR (2 - 1) / 2))) in H.
  assert (Ha : 0 < a) by apply exp_pos. replace (a - a ^ 2 / a) with 0 in H by (field; lra). lra.
Qed.

(** The law of n points. *)
Lemma mmd_floor_example : forall (n : nat) (xi : nat -> vec) (ell : R) (m kappa : nat), (0 < n)%nat ->
  exists (P1 : expectation nat) U, (forall f, expects P1 f (AnalysisStatements.mean n f)) /\
  orthonormal kappa kappa (fun k j => U j k) /\ kernel_means (/ (2 * ell ^ 2)) m P1 xi /\
  has_expectation P1 (fun w => standard m (gaussian_kernel ell m (xi w))).
Proof.
  intros n xi ell m kappa Hn. exists (samples n Hn), (fun j k => if Nat.eqb j k then 1 else 0).
  split; [intros f; split; [exact I|reflexivity]|split; [|repeat split]].
  intros k l Hk Hl. unfold inner, SpectralStatements.delta. rewrite (rsum_single kappa _ k Hk).
  - rewrite Nat.eqb_refl. ring.
  - intros j _ Hj. replace (Nat.eqb j k) with false; [ring|]. symmetry. apply Nat.eqb_neq. exact Hj.
Qed.
