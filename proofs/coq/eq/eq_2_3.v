(** eq-2-3: From the variational bound to the VAE loss. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisLemma3Statements
  AnalysisAffineStatements AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisLaw AnalysisGaussian AnalysisGaussianLaw AnalysisControls
  AnalysisExamples.
From Sparsity.theory Require PaperCases WholeBound ExtensionControls.
Import ListNotations.
Local Open Scope R_scope.

(** [P] KL between N(m, diag v) and N(0, I), in closed form. *)
Definition kl_closed_form_statement : Prop :=
  forall (kappa : nat) (q : law) (m v : vec),
  (forall k, (k < kappa)%nat -> 0 < v k) -> has_moments kappa q m v ->
  kl q (normal_density_vec kappa m v) (prior_density kappa)
  = / 2 * rsum kappa (fun k => v k + m k ^ 2 - 1 - ln (v k)).

Theorem kl_closed_form : kl_closed_form_statement.
Proof. exact @AnalysisLaw.kl_closed_form. Qed.

(** [P] (3) is 2 (2) - d log 2pi + kappa, constants included. *)
Definition eq2_to_eq3_statement : Prop :=
  forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma -> posteriors d kappa n X mu q m v ->
  vae_loss 1 d kappa n gamma X mu q m v
  = 2 * eq2_bound d kappa n gamma X mu q m v - INR d * ln (2 * PI) + INR kappa.

Theorem eq2_to_eq3 : eq2_to_eq3_statement.
Proof. exact @AnalysisLaw.eq2_to_eq3. Qed.

(** [P] The bound (2) for one sample and *any* posterior and prior densities: E_q[-log p(x|z)] + KL
    is at least -log p(x), p(x) being the q-expectation of p(x|z) p(z)/q(z). *)
Definition eq2_statement : Prop :=
  forall (q : law) (lik prior dens : vec -> R),
  (forall z, 0 < lik z /\ 0 < prior z /\ 0 < dens z) ->
  integrable q (fun z => - ln (lik z)) -> integrable q (fun z => ln (dens z) - ln (prior z)) ->
  integrable q (fun z => lik z * prior z / dens z) ->
  0 < expect q (fun z => lik z * prior z / dens z) ->
  - ln (expect q (fun z => lik z * prior z / dens z))
  <= expect q (fun z => - ln (lik z)) + kl q dens prior.

Theorem eq2 : eq2_statement.
Proof. exact @AnalysisLaw.eq2. Qed.

(** Mass 1, mean m and second moment m^2 + v of N(m, v). *)
Definition normal_moments_statement : Prop :=
  forall m v, 0 < v ->
  has_line_integral (normal_density m v) 1 /\
  has_line_integral (fun x => x * normal_density m v x) m /\
  has_line_integral (fun x => x ^ 2 * normal_density m v x) (m ^ 2 + v).

Theorem normal_moments : normal_moments_statement.
Proof. exact @AnalysisGaussian.normal_moments. Qed.

(** It is a law with the moments that eq. (3) and Lemma 2 ask for. *)
Definition normal_law_statement : Prop :=
  forall kappa m v, (forall k, (k < kappa)%nat -> 0 < v k) ->
  exists q : law,
    integrable q = normal_integrable kappa m v /\ expect q = normal_expect kappa m v /\
    has_moments kappa q m v /\ uncorrelated kappa q m.

Theorem normal_law : normal_law_statement.
Proof. exact @AnalysisGaussianLaw.normal_law. Qed.

(** [P] The bound (2) itself: with normal posteriors the left-hand side of (2) is at least the
    mean of -log p(x_i). *)
Definition eq2_normal_statement : Prop :=
  forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
  (forall i, integrable (q i) = normal_integrable kappa (m i) (v i) /\
             expect (q i) = normal_expect kappa (m i) (v i)) ->
  posteriors d kappa n X mu q m v ->
  (forall i, (i < n)%nat ->
     normal_integrable kappa (fun _ => 0) (fun _ => 1)
       (fun z => normal_density_vec d (mu z) (fun _ => gamma) (X i)) /\
     0 < evidence d kappa gamma mu (X i)) ->
  mean n (fun i => - ln (evidence d kappa gamma mu (X i)))
  <= eq2_bound d kappa n gamma X mu q m v.

Theorem eq2_normal : eq2_normal_statement.
Proof. exact @AnalysisGaussianLaw.eq2_normal. Qed.

(** [P] All of it, for normal posteriors and any decoder whose expected errors and whose integrals
    p(x_i) exist: p(x_i) > 0, the identity at every z, the mean of what is left out (which exists and is
    not negative), the bound, its two terms, and eq. (3) with its constants. *)
Definition eq2_eq3_whole_statement : Prop :=
  forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
  (forall i, integrable (q i) = normal_integrable kappa (m i) (v i) /\
             expect (q i) = normal_expect kappa (m i) (v i)) ->
  posteriors d kappa n X mu q m v ->
  let lik := fun i z => normal_density_vec d (mu z) (fun _ => gamma) (X i) in
  let dens := fun i => normal_density_vec kappa (m i) (v i) in
  let px := fun i => evidence d kappa gamma mu (X i) in
  let rest := fun i z => ln (px i * dens i z / (lik i z * prior_density kappa z)) in
  (forall i, (i < n)%nat -> normal_integrable kappa (fun _ => 0) (fun _ => 1) (lik i)) ->
  (forall i, (i < n)%nat ->
     0 < px i /\
     (forall z, - ln (lik i z) + ln (dens i z / prior_density kappa z) = - ln (px i) + rest i z) /\
     integrable (q i) (rest i) /\ 0 <= expect (q i) (rest i) /\
     - ln (px i) <= expect (q i) (fun z => - ln (lik i z)) + kl (q i) (dens i) (prior_density kappa) /\
     expect (q i) (fun z => - ln (lik i z))
     = expect (q i) (fun z => sq_dist d (X i) (mu z)) / (2 * gamma) + INR d / 2 * ln (2 * PI * gamma) /\
     kl (q i) (dens i) (prior_density kappa)
     = rsum kappa (fun k => m i k ^ 2 / 2 + v i k / 2 - ln (v i k) / 2 - 1 / 2)) /\
  vae_loss 1 d kappa n gamma X mu q m v
  = 2 * eq2_bound d kappa n gamma X mu q m v - INR d * ln (2 * PI) + INR kappa.

Theorem eq2_eq3_whole : eq2_eq3_whole_statement.
Proof. exact @WholeBound.eq2_eq3_whole. Qed.

(** ** False variants, refuted, and examples *)

(** Eqs. (2) to (3) without kappa. *)
Definition eq3_without_kappa_false_statement : Prop :=
  ~ (forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
     posteriors d kappa n X mu q m v ->
     vae_loss 1 d kappa n gamma X mu q m v
     = 2 * eq2_bound d kappa n gamma X mu q m v - INR d * ln (2 * PI)).

Theorem eq3_without_kappa_false : eq3_without_kappa_false_statement.
Proof. exact @AnalysisControls.eq3_without_kappa_false. Qed.

(** Eqs. (2) to (3) with log pi for log 2pi. *)
Definition eq3_log_pi_false_statement : Prop :=
  ~ (forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
     posteriors d kappa n X mu q m v ->
     vae_loss 1 d kappa n gamma X mu q m v
     = 2 * eq2_bound d kappa n gamma X mu q m v - INR d * ln PI + INR kappa).

Theorem eq3_log_pi_false : eq3_log_pi_false_statement.
Proof. exact @AnalysisControls.eq3_log_pi_false. Qed.

(** KL without the factor 1/2. *)
Definition kl_factor_false_statement : Prop :=
  ~ (forall (kappa : nat) (q : law) (m v : vec),
     (forall k, (k < kappa)%nat -> 0 < v k) -> has_moments kappa q m v ->
     kl q (normal_density_vec kappa m v) (prior_density kappa)
     = rsum kappa (fun k => v k + m k ^ 2 - 1 - ln (v k))).

Theorem kl_factor_false : kl_factor_false_statement.
Proof. exact @AnalysisControls.kl_factor_false. Qed.

(** Normal posteriors of any means and variances, identity decoder: eq. (3), the trace identity
    and Theorem D all apply. *)
Definition posteriors_example_statement : Prop :=
  forall kappa n X (m v : nat -> vec), (0 < kappa)%nat -> (0 < n)%nat ->
  (forall i k, 0 < v i k) ->
  exists q,
    (forall i, integrable (q i) = normal_integrable kappa (m i) (v i) /\
               expect (q i) = normal_expect kappa (m i) (v i)) /\
    posteriors kappa kappa n X (fun z => z) q m v /\
    (forall i, uncorrelated kappa (q i) (m i)) /\
    square_integrable kappa n (fun z => z) q /\
    separates kappa kappa (fun z => z) (fun _ => 1) /\
    0 < expected_error kappa n X (fun z => z) q.

Theorem posteriors_example : posteriors_example_statement.
Proof. exact @AnalysisExamples.posteriors_example. Qed.

(** The integral of p(x|z) p(z) exists for a nonlinear decoder, the circle; that it is positive is part
    of [eq2_eq3_whole]. *)
Definition eq2_circle_example_statement : Prop :=
  let circle := fun (z : vec) (j : nat) => match j with O => cos (z 0%nat) | _ => sin (z 0%nat) end in
  forall gamma (x : vec), 0 < gamma ->
  normal_integrable 1 (fun _ => 0) (fun _ => 1) (fun z => normal_density_vec 2 (circle z) (fun _ => gamma) x).

Theorem eq2_circle_example : eq2_circle_example_statement.
Proof. exact @ExtensionControls.eq2_circle_example. Qed.

(** The integral of p(x|z) p(z) exists and is positive, for a decoder that ignores z. *)
Definition evidence_example_statement : Prop :=
  forall d kappa gamma (x y : vec), 0 < gamma ->
  normal_integrable kappa (fun _ => 0) (fun _ => 1)
    (fun z => normal_density_vec d y (fun _ => gamma) x) /\
  0 < evidence d kappa gamma (fun _ => y) x.

Theorem evidence_example : evidence_example_statement.
Proof. exact @AnalysisExamples.evidence_example. Qed.

(** [P] At every (x, z), with f = p(x|z), p = p(z), q = q(z|x), px = p(x): what eq. (2) adds to
    - log p(x) is log(px q/(f p)), ... *)
Definition eq2_gap_statement : Prop :=
  forall f p q px, 0 < f -> 0 < p -> 0 < q -> 0 < px ->
  - ln f + ln (q / p) = - ln px + ln (px * q / (f * p)).

Theorem eq2_gap : eq2_gap_statement.
Proof. exact PaperCases.pointwise_gap. Qed.

(** [P] ... whose q-mean is not negative, p(x) being the q-mean of f p/q. *)
Definition eq2_gap_mean_statement : Prop :=
  forall (q : law) (f p dens : vec -> R) px,
  (forall z, 0 < f z /\ 0 < p z /\ 0 < dens z) -> 0 < px ->
  integrable q (fun z => f z * p z / dens z) /\ expect q (fun z => f z * p z / dens z) = px ->
  integrable q (fun z => ln (px * dens z / (f z * p z))) ->
  0 <= expect q (fun z => ln (px * dens z / (f z * p z))).

Theorem eq2_gap_mean : eq2_gap_mean_statement.
Proof. exact PaperCases.gap_nonneg. Qed.

(** [P] The decoder's term of eq. (2): - E_q log p(x|z) = A/(2 gamma) + (d/2) log(2 pi gamma). *)
Definition eq2_likelihood_statement : Prop :=
  forall d gamma (q : law) x (mu : vec -> vec), 0 < gamma ->
  integrable q (fun z => sq_dist d x (mu z)) ->
  expect q (fun z => - ln (normal_density_vec d (mu z) (fun _ => gamma) x))
  = expect q (fun z => sq_dist d x (mu z)) / (2 * gamma) + INR d / 2 * ln (2 * PI * gamma).

Theorem eq2_likelihood : eq2_likelihood_statement.
Proof. exact PaperCases.likelihood. Qed.
