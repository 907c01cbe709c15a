(* Eq. (10): what ideal generation asks of the aggregated posterior, and why that is not enough. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import GenerationStatements AnalysisSums AnalysisLog AnalysisLaw Converse.
Open Scope R_scope.

(** The mean of log(j/k) under the law of density j is not negative, k being a density too. *)
Lemma log_ratio_nonneg : forall T (over : integration T) (J K : expectation T) j k e,
  has_density over J j -> has_density over K k ->
  expects J (fun t => ln (j t / k t)) e -> 0 <= e.
Proof.
  intros T over J K j k e [Hj Jd] [Hk Kd] He.
  (* the J-mean of k/j is the K-mean of 1 *)
  assert (H1 : expects J (fun t => k t / j t) 1).
  { apply Jd. apply (integral_ext _ over (fun t => 1 * k t)).
    - intros t. pose proof (Hj t). field; lra.
    - apply Kd, expects_const. }
  pose proof (expects_plus J _ _ _ _ (expects_const J 1) (expects_scal J (-1) _ _ H1)) as Hlow.
  replace (1 + -1 * 1) with 0 in Hlow by ring.
  apply (expects_le J _ _ _ _ Hlow He). intros t. pose proof (Hj t) as A. pose proof (Hk t) as B.
  pose proof (ln_le_sub1 (k t / j t) (Rdiv_lt_0_compat _ _ B A)) as H.
  rewrite ln_div in H by assumption. rewrite ln_div by assumption. lra.
Qed.

Theorem eq10_bound : forall (X Z : Type) (over : integration (X * Z)) (J K : expectation (X * Z))
    (pi px : X -> R) (pz qbar : Z -> R) (f q : X -> Z -> R) data encoder aggregated,
  (forall x, 0 < pi x /\ 0 < px x) -> (forall z, 0 < pz z /\ 0 < qbar z) ->
  (forall x z, 0 < f x z /\ 0 < q x z) ->
  has_density over J (fun t => pi (fst t) * q (fst t) (snd t)) ->
  has_density over K (fun t => qbar (snd t) * f (fst t) (snd t)) ->
  expects J (fun t => ln (pi (fst t) / px (fst t))) data ->
  expects J (fun t => ln (px (fst t) * q (fst t) (snd t) / (f (fst t) (snd t) * pz (snd t)))) encoder ->
  expects J (fun t => ln (qbar (snd t) / pz (snd t))) aggregated ->
  (forall x z, ln (pi x / px x) + ln (px x * q x z / (f x z * pz z)) = ln (pi x * q x z / (f x z * pz z)) /\
     ln (qbar z / pz z) + ln (pi x * q x z / (qbar z * f x z)) = ln (pi x * q x z / (f x z * pz z))) /\
  aggregated <= data + encoder.
Proof.
  intros X Z over J K pi px pz qbar f q data encoder aggregated Hx Hz Hxz HJ HK Hd He Ha.
  assert (Split : forall x z,
    ln (pi x / px x) + ln (px x * q x z / (f x z * pz z)) = ln (pi x * q x z / (f x z * pz z)) /\
    ln (qbar z / pz z) + ln (pi x * q x z / (qbar z * f x z)) = ln (pi x * q x z / (f x z * pz z))).
  { intros x z. destruct (Hx x), (Hz z), (Hxz x z).
    split; rewrite !ln_div, !ln_mult; try assumption; try (apply Rmult_lt_0_compat; assumption); ring. }
  split; [exact Split|].
  pose proof (expects_plus J _ _ _ _ (expects_plus J _ _ _ _ Hd He) (expects_scal J (-1) _ _ Ha)) as H.
  assert (0 <= data + encoder + -1 * aggregated); [|lra].
  apply (log_ratio_nonneg _ over J K _ _ _ HJ HK).
  apply (expects_ext J _ _ _ H). intros [x z]. cbn. destruct (Split x z). lra.
Qed.

Theorem eq10_ideal : forall (X Z : Type) (over : integration X) (overz : integration Z)
    (pi px : X -> R) (pz qbar : Z -> R) (f q : X -> Z -> R),
  (forall x, 0 < pi x) -> (forall z, integral _ over (fun x => f x z) 1) ->
  (forall z, integral _ over (fun x => q x z * pi x) (qbar z)) ->
  (forall x, px x = pi x) -> (forall x z, q x z = f x z * pz z / px x) ->
  (forall z, qbar z = pz z) /\
  forall (P Q : expectation Z) k a b, has_density overz P pz -> has_density overz Q qbar ->
    (forall z, expects P (k z) (a z)) -> expects P a b -> mmd_squared_of k Q P 0.
Proof.
  intros X Z over overz pi px pz qbar f q Hpi Hf Hq Hx Hpost.
  assert (E : forall z, qbar z = pz z).
  { intros z. apply (integral_unique _ over _ _ _ (Hq z)).
    pose proof (integral_linear _ over (pz z) 0 _ _ _ _ (Hf z) (Hf z)) as H.
    replace (pz z * 1 + 0 * 1) with (pz z) in H by ring.
    apply (integral_ext _ over _ _ _) with (2 := H). intros x. rewrite Hpost, Hx.
    pose proof (Hpi x). field; lra. }
  split; [exact E|]. intros P Q k a b [_ HP] [_ HQ] Ha Hb.
  assert (Same : forall F e, expects P F e -> expects Q F e).
  { intros F e He. apply HQ. apply (integral_ext _ overz (fun t => F t * pz t)).
    - intros t; rewrite E; reflexivity.
    - apply HP, He. }
  exists a, a, b, b, b. split; [intros z; apply Same, Ha|]. split; [exact Ha|].
  split; [apply Same, Hb|]. split; [apply Same, Hb|]. split; [exact Hb|ring].
Qed.

Theorem eq10_affine : forall gamma lam w, 0 < gamma -> 0 < lam ->
  let omega := w ^ 2 in let a := w / (gamma + omega) in let v := gamma / (gamma + omega) in
  let variance := gamma / (gamma + omega) + lam * omega / (gamma + omega) ^ 2 in
  (0 < v /\ forall a' v', 0 < v' -> (a', v') <> (a, v) ->
     direction_loss 1 gamma lam w a v < direction_loss 1 gamma lam w a' v') /\
  (forall (P : expectation R) (q : R -> expectation R),
     expects P (fun x => x) 0 -> expects P (fun x => x ^ 2) lam ->
     (forall x, expects (q x) (fun z => z) (a * x) /\
                expects (q x) (fun z => z ^ 2) ((a * x) ^ 2 + v)) ->
     expects P (fun x => expected (q x) (fun z => z)) 0 /\
     expects P (fun x => expected (q x) (fun z => z ^ 2)) variance) /\
  variance - 1 = omega * (lam - gamma - omega) / (gamma + omega) ^ 2 /\
  (w = 0 -> a = 0 /\ v = 1 /\ variance = 1) /\
  (forall P : expectation R, expects P (fun x => x ^ 2) lam ->
     let gap := - (ln (lam / gamma) / 2) - / 2 + lam / (2 * gamma) in
     expects P (normal_log_ratio lam gamma) gap /\ (lam <> gamma -> 0 < gap)).
Proof.
  intros gamma lam w Hg Hl omega a v variance.
  assert (Ho : 0 <= omega) by apply pow2_ge_0.
  assert (Hgo : 0 < gamma + omega) by lra.
  assert (Hv : 0 < v) by (apply Rdiv_lt_0_compat; lra).
  split; [split; [exact Hv|]|split; [|split; [|split]]].
  - intros a' v' Hv' Hne. unfold direction_loss. fold omega.
    (* the code's part is a square beyond its least value, the variance's a logarithm *)
    assert (Ea : forall t, (1 - w * t) ^ 2 * lam / gamma + t ^ 2 * lam
                 = lam / (gamma + omega) + lam * (gamma + omega) / gamma * (t - a) ^ 2).
    { intros t. unfold a, omega in *. field; lra. }
    assert (Ev : forall t, 0 < t -> omega * t / gamma + t - ln t = t / v - ln t).
    { intros t _. unfold v. f_equal. field; lra. }
    assert (Lv : 1 - ln v <= v' / v - ln v' /\ (v' <> v -> 1 - ln v < v' / v - ln v')).
    { assert (Hq : 0 < v' / v) by (apply Rdiv_lt_0_compat; assumption).
      assert (Eq : ln (v' / v) = ln v' - ln v) by (apply ln_div; assumption).
      split; [pose proof (ln_le_sub1 _ Hq); lra|]. intros H.
      assert (v' / v <> 1).
      { intros C. apply H. replace v' with (v' / v * v) by (field; lra). rewrite C; ring. }
      pose proof (ln_lt_sub1 _ Hq H0). lra. }
    assert (La : 0 <= lam * (gamma + omega) / gamma * (a' - a) ^ 2 /\
                 (a' <> a -> 0 < lam * (gamma + omega) / gamma * (a' - a) ^ 2)).
    { assert (0 < lam * (gamma + omega) / gamma)
        by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra).
      split; [apply Rmult_le_pos; [lra|apply pow2_ge_0]|]. intros H'.
      apply Rmult_lt_0_compat; [assumption|]. apply pow2_gt_0. lra. }
    assert (E : forall t u, 0 < u -> ((1 - w * t) ^ 2 * lam + omega * u) / gamma + 1 * (u - ln u + t ^ 2 * lam)
      = lam / (gamma + omega) + lam * (gamma + omega) / gamma * (t - a) ^ 2 + (u / v - ln u)).
    { intros t u Hu. rewrite <- Ea, <- (Ev u Hu). field; lra. }
    rewrite !E by assumption.
    replace (a - a) with 0 by ring. replace (v / v) with 1 by (field; lra).
    destruct (Req_dec a' a) as [->|Na].
    + destruct (Req_dec v' v) as [->|Nv]; [congruence|]. destruct Lv as [_ Lv]. specialize (Lv Nv).
      replace (a - a) with 0 by ring. lra.
    + destruct La as [_ La]. specialize (La Na). simpl (0 ^ 2). lra.
  - intros P q Hm Hs Hq. split.
    + apply (expects_ext P (fun x => a * x)); [|intros x; destruct (Hq x) as [[_ ->] _]; reflexivity].
      apply (expects_value P _ (a * 0)); [apply expects_scal, Hm|ring].
    + apply (expects_ext P (fun x => a ^ 2 * x ^ 2 + v));
        [|intros x; destruct (Hq x) as [_ [_ ->]]; ring].
      apply (expects_value P _ (a ^ 2 * lam + v)).
      * apply expects_plus; [apply expects_scal, Hs|apply expects_const].
      * unfold a, v, variance, omega in *. field; lra.
  - unfold variance, omega in *. field; lra.
  - intros ->. unfold a, v, variance, omega in *. repeat split; field; lra.
  - intros P Hs gap. split.
    + apply (expects_ext P (fun x => (- (ln (lam / gamma) / 2)) + (/ 2 * (/ gamma - / lam)) * x ^ 2)).
      * apply (expects_value P _ ((- (ln (lam / gamma) / 2)) + (/ 2 * (/ gamma - / lam)) * lam)).
        -- apply expects_plus; [apply expects_const|apply expects_scal, Hs].
        -- unfold gap. field; lra.
      * intros x. unfold normal_log_ratio. rewrite !ln_normal_density, ln_div by assumption. field; lra.
    + intros Hne. unfold gap.
      assert (Hq : 0 < lam / gamma) by (apply Rdiv_lt_0_compat; assumption).
      assert (lam / gamma <> 1).
      { intros C. apply Hne. replace lam with (lam / gamma * gamma) by (field; lra). rewrite C; ring. }
      pose proof (ln_lt_sub1 _ Hq H). replace (lam / (2 * gamma)) with (/ 2 * (lam / gamma)) by (field; lra).
      lra.
Qed.

(** Sums over a finite set of pairs are an integration, and densities make laws of it. *)
Definition sum4 (F : bool * bool -> R) : R :=
  F (true, true) + F (true, false) + F (false, true) + F (false, false).

Definition pairs : integration (bool * bool).
Proof.
  refine (Integration _ (fun F v => sum4 F = v) _ _ _ _); unfold sum4.
  - intros f g v H <-. rewrite !H. reflexivity.
  - intros f v w <- <-. reflexivity.
  - intros a b f g v w <- <-. ring.
  - intros f v <- H. pose proof (H (true, true)). pose proof (H (true, false)).
    pose proof (H (false, true)). pose proof (H (false, false)). lra.
Defined.

Definition weighted (w : bool * bool -> R) (Hw : forall t, 0 < w t) (H1 : sum4 w = 1) :
  expectation (bool * bool).
Proof.
  refine (Expectation _ (fun _ => True) (fun F => sum4 (fun t => F t * w t)) _ _ _ _).
  - intros f g H _. split; [exact I|]. unfold sum4. rewrite !H. reflexivity.
  - split; [exact I|]. unfold sum4 in *. lra.
  - intros a b f g _ _. split; [exact I|]. unfold sum4. ring.
  - intros f _ H. unfold sum4.
    repeat apply Rplus_le_le_0_compat; apply Rmult_le_pos; auto; left; apply Hw.
Defined.

Theorem eq10_example :
  exists (over : integration (bool * bool)) (J : expectation (bool * bool)) (f : bool -> bool -> R),
    (forall x z, 0 < f x z) /\ f true true <> f true false /\
    has_density over J (fun t => / 2 * f (fst t) (snd t)) /\
    expects J (fun _ => ln (/ 2 / / 2)) 0 /\
    expects J (fun t => ln (/ 2 * f (fst t) (snd t) / (f (fst t) (snd t) * / 2))) 0.
Proof.
  set (f := fun x z : bool => if Bool.eqb x z then 3 / 4 else 1 / 4).
  set (w := fun t : bool * bool => / 2 * f (fst t) (snd t)).
  assert (Hf : forall x z, 0 < f x z) by (intros x z; unfold f; destruct (Bool.eqb x z); lra).
  assert (Hw : forall t, 0 < w t) by (intros t; apply Rmult_lt_0_compat; [lra|apply Hf]).
  assert (H1 : sum4 w = 1) by (unfold sum4, w, f; cbn; lra).
  assert (L0 : ln (/ 2 / / 2) = 0) by (replace (/ 2 / / 2) with 1 by field; apply ln_1).
  exists pairs, (weighted w Hw H1), f. split; [exact Hf|]. split; [unfold f; cbn; lra|].
  split; [|split].
  - split; [exact Hw|]. intros F e. unfold expects. cbn. split; [intros [_ H]; exact H|intros H; split; [exact I|exact H]].
  - rewrite L0. apply expects_const.
  - apply (expects_ext _ (fun _ => 0)); [apply expects_const|]. intros t. pose proof (Hf (fst t) (snd t)).
    replace (/ 2 * f (fst t) (snd t) / (f (fst t) (snd t) * / 2)) with 1 by (field; lra). symmetry; apply ln_1.
Qed.
