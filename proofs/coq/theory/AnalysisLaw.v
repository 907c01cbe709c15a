(* Calculus of expectations, and the step from eq. (2) to eq. (3). *)

From Coq Require Import Reals Lra Lia.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLog.
Open Scope R_scope.

(** f is integrable and its expectation is e. *)
Definition averages (q : law) (f : vec -> R) (e : R) : Prop := integrable q f /\ expect q f = e.

Lemma averages_ext : forall q f g e, averages q f e -> (forall z, f z = g z) -> averages q g e.
Proof.
  intros q f g e [Hi <-] H. destruct (law_ext q f g H Hi) as [Hg E]. split; [exact Hg|auto].
Qed.

Lemma averages_value : forall q f e e', averages q f e -> e = e' -> averages q f e'.
Proof. intros; subst; assumption. Qed.

Lemma averages_comb : forall q a b f g x y, averages q f x -> averages q g y ->
  averages q (fun z => a * f z + b * g z) (a * x + b * y).
Proof. intros q a b f g x y [Hf <-] [Hg <-]. apply law_linear; assumption. Qed.

Lemma averages_const : forall q a, averages q (fun _ => a) a.
Proof.
  intros q a. destruct (law_one q) as [H1 E1].
  assert (H : averages q (fun _ => 1) 1) by (split; assumption).
  eapply averages_value;
    [eapply averages_ext; [apply (averages_comb q a 0 _ _ 1 1 H H)|]|]; intros; cbv beta; ring.
Qed.

Lemma averages_plus : forall q f g x y, averages q f x -> averages q g y ->
  averages q (fun z => f z + g z) (x + y).
Proof.
  intros q f g x y Hf Hg. eapply averages_value;
    [eapply averages_ext; [apply (averages_comb q 1 1 f g x y); assumption|]|]; intros; cbv beta;
      ring.
Qed.

Lemma averages_scal : forall q a f x, averages q f x -> averages q (fun z => a * f z) (a * x).
Proof.
  intros q a f x Hf. eapply averages_value;
    [eapply averages_ext; [apply (averages_comb q a 0 f f x x); assumption|]|]; intros; cbv beta;
      ring.
Qed.

Lemma averages_minus : forall q f g x y, averages q f x -> averages q g y ->
  averages q (fun z => f z - g z) (x - y).
Proof.
  intros q f g x y Hf Hg. eapply averages_value;
    [eapply averages_ext; [apply (averages_comb q 1 (-1) f g x y); assumption|]|]; intros;
      cbv beta; ring.
Qed.

Lemma averages_rsum : forall q n (f : nat -> vec -> R) (e : nat -> R),
  (forall k, (k < n)%nat -> averages q (f k) (e k)) ->
  averages q (fun z => rsum n (fun k => f k z)) (rsum n e).
Proof.
  induction n as [|n IH]; intros f e H; simpl.
  - apply averages_const.
  - apply averages_plus; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma averages_le : forall q f g x y, averages q f x -> averages q g y ->
  (forall z, f z <= g z) -> x <= y.
Proof.
  intros q f g x y Hf Hg H. destruct (averages_minus q g f y x Hg Hf) as [Hi E].
  assert (0 <= expect q (fun z => g z - f z))
    by (apply law_positive; [exact Hi|intros z; specialize (H z); lra]).
  lra.
Qed.

Lemma averages_expect : forall q f, integrable q f -> averages q f (expect q f).
Proof. intros; split; auto. Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Log densities *)

Lemma ln_sqrt_half : forall a, 0 < a -> ln (sqrt a) = / 2 * ln a.
Proof.
  intros a Ha. rewrite <- (sqrt_sqrt a) at 2 by lra.
  rewrite ln_mult by (apply sqrt_lt_R0, Ha). field.
Qed.

Lemma normal_density_pos : forall m v x, 0 < v -> 0 < normal_density m v x.
Proof.
  intros m v x Hv; unfold normal_density. pose proof PI_RGT_0.
  apply Rdiv_lt_0_compat; [apply exp_pos|apply sqrt_lt_R0].
  apply Rmult_lt_0_compat; lra.
Qed.

Lemma ln_normal_density : forall m v x, 0 < v ->
  ln (normal_density m v x) = - / 2 * (ln (2 * PI) + ln v + (x - m) ^ 2 / v).
Proof.
  intros m v x Hv; unfold normal_density. pose proof PI_RGT_0.
  assert (0 < 2 * PI * v) by (apply Rmult_lt_0_compat; lra).
  rewrite ln_div, ln_exp, ln_sqrt_half, ln_mult; [field| | | | |]; try lra.
  - apply exp_pos.
  - apply sqrt_lt_R0; assumption.
Qed.

Lemma rprod_pos : forall n f, (forall k, (k < n)%nat -> 0 < f k) -> 0 < rprod n f.
Proof.
  induction n as [|n IH]; intros f H; simpl; [lra|].
  apply Rmult_lt_0_compat; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma ln_rprod : forall n f, (forall k, (k < n)%nat -> 0 < f k) ->
  ln (rprod n f) = rsum n (fun k => ln (f k)).
Proof.
  induction n as [|n IH]; intros f H; simpl; [apply ln_1|].
  rewrite ln_mult, IH; [reflexivity| | |].
  - intros; apply H; lia.
  - apply rprod_pos; intros; apply H; lia.
  - apply H; lia.
Qed.

Lemma ln_normal_density_vec : forall n m v x, (forall k, (k < n)%nat -> 0 < v k) ->
  ln (normal_density_vec n m v x)
  = rsum n (fun k => - / 2 * (ln (2 * PI) + ln (v k) + (x k - m k) ^ 2 / v k)).
Proof.
  intros n m v x Hv; unfold normal_density_vec. rewrite ln_rprod.
  - apply rsum_ext; intros k Hk; apply ln_normal_density, Hv, Hk.
  - intros k Hk; apply normal_density_pos, Hv, Hk.
Qed.

(** Decoder with variance gamma: - log p(x|z). *)
Lemma neg_ln_decoder : forall d gamma (x y : vec), 0 < gamma ->
  - ln (normal_density_vec d y (fun _ => gamma) x)
  = / 2 * (INR d * ln (2 * PI) + INR d * ln gamma + sq_dist d x y / gamma).
Proof.
  intros d gamma x y Hg. rewrite ln_normal_density_vec by (intros; exact Hg).
  rewrite (rsum_ext d _ (fun k => - / 2 * (ln (2 * PI) + ln gamma)
                                  + (- / (2 * gamma)) * (x k - y k) ^ 2))
    by (intros; field; lra).
  rewrite rsum_plus, rsum_const, rsum_scal. fold (sq_dist d x y). field; lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * KL, and eqs. (2) and (3) *)

Lemma kl_averages : forall kappa q m v, (forall k, (k < kappa)%nat -> 0 < v k) ->
  has_moments kappa q m v ->
  averages q (fun z => ln (normal_density_vec kappa m v z) - ln (prior_density kappa z))
    (/ 2 * rsum kappa (fun k => v k + m k ^ 2 - 1 - ln (v k))).
Proof.
  intros kappa q m v Hv Hm. unfold prior_density.
  eapply (averages_ext q) with (f := fun z => rsum kappa (fun k =>
    (/ 2 * (1 - / v k) * (z k ^ 2) + m k / v k * z k) + (- / 2) * (ln (v k) + m k ^ 2 / v k))).
  2: { intros z. rewrite !ln_normal_density_vec by (intros; try apply Hv; auto; lra).
       rewrite <- rsum_minus. apply rsum_ext; intros k Hk. rewrite ln_1.
       pose proof (Hv k Hk). field; lra. }
  rewrite <- rsum_scal. apply averages_rsum. intros k Hk.
  destruct (Hm k Hk) as [H1 H2]. pose proof (Hv k Hk).
  eapply averages_value.
  - apply averages_plus; [apply averages_comb; [exact H2|exact H1]|apply averages_const].
  - field; lra.
Qed.

Theorem kl_closed_form :
  forall (kappa : nat) (q : law) (m v : vec),
  (forall k, (k < kappa)%nat -> 0 < v k) -> has_moments kappa q m v ->
  kl q (normal_density_vec kappa m v) (prior_density kappa)
  = / 2 * rsum kappa (fun k => v k + m k ^ 2 - 1 - ln (v k)).
Proof. intros kappa q m v Hv Hm. apply (kl_averages kappa q m v Hv Hm). Qed.

Theorem eq2_to_eq3 :
  forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma -> posteriors d kappa n X mu q m v ->
  vae_loss 1 d kappa n gamma X mu q m v
  = 2 * eq2_bound d kappa n gamma X mu q m v - INR d * ln (2 * PI) + INR kappa.
Proof.
  intros d kappa n gamma X mu q m v Hn Hg Hq. unfold vae_loss, eq2_bound.
  replace (2 * _ - _ + _)
    with (mean n (fun i => 2 * (expect (q i) (fun z =>
              - ln (normal_density_vec d (mu z) (fun _ => gamma) (X i)))
            + kl (q i) (normal_density_vec kappa (m i) (v i)) (prior_density kappa))
          + (INR kappa - INR d * ln (2 * PI)))).
  2: { rewrite mean_plus, mean_const, mean_scal by exact Hn. ring. }
  apply mean_ext; intros i Hi. destruct (Hq i Hi) as [Hv [Hm Hint]].
  rewrite (kl_closed_form kappa (q i) (m i) (v i) Hv Hm).
  assert (E : expect (q i) (fun z => - ln (normal_density_vec d (mu z) (fun _ => gamma) (X i)))
              = / 2 * (INR d * ln (2 * PI) + INR d * ln gamma)
                + / (2 * gamma) * expect (q i) (fun z => sq_dist d (X i) (mu z))).
  { eapply (averages_ext (q i)) with (f := fun z =>
      / 2 * (INR d * ln (2 * PI) + INR d * ln gamma)
      + / (2 * gamma) * sq_dist d (X i) (mu z)).
    - apply averages_plus; [apply averages_const|].
      apply averages_scal, averages_expect, Hint.
    - intros z; rewrite neg_ln_decoder by exact Hg. field; lra. }
  rewrite E.
  rewrite (rsum_minus kappa (fun k => v i k + m i k ^ 2 - 1) (fun k => ln (v i k))),
    (rsum_minus kappa (fun k => v i k + m i k ^ 2) (fun _ => 1)),
    (rsum_plus kappa (fun k => v i k) (fun k => m i k ^ 2)), rsum_const.
  field; lra.
Qed.

Theorem eq2 :
  forall (q : law) (lik prior dens : vec -> R),
  (forall z, 0 < lik z /\ 0 < prior z /\ 0 < dens z) ->
  integrable q (fun z => - ln (lik z)) -> integrable q (fun z => ln (dens z) - ln (prior z)) ->
  integrable q (fun z => lik z * prior z / dens z) ->
  0 < expect q (fun z => lik z * prior z / dens z) ->
  - ln (expect q (fun z => lik z * prior z / dens z))
  <= expect q (fun z => - ln (lik z)) + kl q dens prior.
Proof.
  intros q lik prior dens Hpos Hl Hk Ht HE.
  set (t := fun z => lik z * prior z / dens z) in *. set (e := expect q t) in *.
  unfold kl.
  pose proof (averages_plus q _ _ _ _ (averages_expect q _ Hl) (averages_expect q _ Hk)) as Hsum.
  assert (Hlow : averages q (fun z => (1 - ln e) + (- / e) * t z) ((1 - ln e) + (- / e) * e))
    by (apply averages_plus; [apply averages_const|apply averages_scal, averages_expect, Ht]).
  assert (H := averages_le q _ _ _ _ Hlow Hsum).
  replace (1 - ln e + - / e * e) with (- ln e) in H by (field; lra).
  apply H. intros z. destruct (Hpos z) as [H1 [H2 H3]].
  assert (Htz : 0 < t z)
    by (unfold t; apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; assumption).
  assert (E : ln (t z) = ln (lik z) + ln (prior z) - ln (dens z)).
  { unfold t. rewrite ln_div, ln_mult; auto. apply Rmult_lt_0_compat; assumption. }
  pose proof (ln_le_sub1 (t z / e) (Rdiv_lt_0_compat _ _ Htz HE)) as Hln.
  rewrite ln_div in Hln by assumption. unfold Rdiv in Hln. lra.
Qed.
