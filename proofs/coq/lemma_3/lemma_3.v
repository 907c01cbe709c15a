(** lemma-3: Lemma 3: any decoder, vanishing encoder deviations. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisAffineStatements
  AnalysisLabyrinthStatements.
From Sparsity.theory Require Import NarrowStatements.
From Sparsity.theory Require AnalysisLemma3 AnalysisControls AnalysisExamples Narrow NarrowLimit NarrowExample.
Import ListNotations.
Local Open Scope R_scope.

(** [P] Deterministic part.  With the stochastic error replaced by d e and p_k by log p_k, the loss
    at common variance v and minimised over gamma is d L_{log,log} + const. *)
Definition lemma3_statement : Prop :=
  forall (d kappa : nat) (e v : R) (p : vec), (0 < d)%nat -> 0 < e -> 0 < v ->
  unique_minimum positives
    (fun gamma => INR d * e / gamma + INR d * ln gamma
                  + rsum kappa (fun k => v - ln v + ln (p k)))
    e (INR d * generic_loss d kappa ln ln e p + (INR d + INR kappa * (v - ln v))).

Theorem lemma3 : lemma3_statement.
Proof. exact @AnalysisLemma3.lemma3. Qed.

(** [P] As the posterior variances fall to 0 the expectation of f tends to f(m): for any posterior
    law with mean m, uniformly over those laws. *)
Definition lemma3_limit_statement : Prop :=
  forall kappa f m, continuous_at kappa f m -> quadratic_growth kappa f ->
  forall eps, 0 < eps -> exists eta, 0 < eta /\
  forall (q : law) (v : vec), has_moments kappa q m v -> integrable q f ->
  rsum kappa v < eta -> Rabs (expect q f - f m) < eps.

Theorem lemma3_limit : lemma3_limit_statement.
Proof. exact @AnalysisLemma3.lemma3_limit. Qed.

(** [P] E exp(lambda eps^2) = 1/sqrt(1 - 2 lambda), eps = (x - m)/s standard normal. *)
Definition exponential_moment_statement : Prop :=
  forall lambda m s, lambda < / 2 -> 0 < s ->
  has_line_integral (fun x => exp (lambda * ((x - m) / s) ^ 2) * normal_density m (s ^ 2) x)
    (/ sqrt (1 - 2 * lambda)).

Theorem exponential_moment : exponential_moment_statement.
Proof. exact @Narrow.exponential_moment_line. Qed.

(** [P] The rate, for one sample x with the code m, a decoder of growth C exp(a |z|^2) and a posterior
    N(m, diag s^2) with s <= sigma; f has the modulus of continuity w at m at the distance sqrt sigma.
    That f has an expectation is the measurability that an integral needs. *)
Definition lemma3_error_statement : Prop :=
  forall d kappa C a sigma w x m s mu q,
  0 <= a -> 0 < sigma -> a * sigma ^ 2 <= / 16 -> growth d kappa C a mu ->
  narrow_normal kappa q m s sigma -> integrable q (fun z => sq_dist d x (mu z)) ->
  modulus_at_most kappa (fun z => sq_dist d x (mu z)) m (sqrt sigma) w ->
  let B := (2 * C + 2 * sq_norm d x) * exp (2 * a * sq_norm kappa m) + sq_dist d x (mu m) in
  Rabs (expect q (fun z => sq_dist d x (mu z)) - sq_dist d x (mu m))
  <= w + sqrt 2 ^ kappa * B * exp (- / (8 * sigma)) /\
  sqrt 2 ^ kappa * B * exp (- / (8 * sigma)) <= 8 * sqrt 2 ^ kappa * B * sigma /\
  (0 < B -> sqrt 2 ^ kappa * B * exp (- / (8 * sigma)) < 8 * sqrt 2 ^ kappa * B * sigma).

Theorem lemma3_error : lemma3_error_statement.
Proof. exact @Narrow.lemma3_error. Qed.

(** [P] So A tends to d e, uniformly over the deviations below sigma, if the decoder is continuous at
    the codes. *)
Definition lemma3_error_limit_statement : Prop :=
  forall d kappa n C a X mu m, (0 < d)%nat -> (0 < n)%nat ->
  0 <= a -> growth d kappa C a mu ->
  (forall i, (i < n)%nat -> decoder_continuous_at d kappa mu (m i)) ->
  forall eps, 0 < eps -> exists sigma0, 0 < sigma0 /\
  forall sigma q s, 0 < sigma <= sigma0 ->
  (forall i, (i < n)%nat -> narrow_normal kappa (q i) (m i) (s i) sigma /\
     integrable (q i) (fun z => sq_dist d (X i) (mu z))) ->
  Rabs (expected_error d n X mu q - INR d * error d n X mu m) <= eps.

Theorem lemma3_error_limit : lemma3_error_limit_statement.
Proof. exact @NarrowLimit.lemma3_error_limit. Qed.

(** [P] The loss of eq. (3), minimised over gamma, plus the mean of the sum of log s^2, is within
    kappa sigma^2 + 2 eta/e of d log e + d + sum_k p_k; with log p_k for p_k the latter is
    d L_{log,log} + d. *)
Definition lemma3_loss_statement : Prop :=
  forall d kappa n X mu q m s sigma eta, (0 < d)%nat -> (0 < n)%nat ->
  let e := error d n X mu m in let A := expected_error d n X mu q in
  let v := fun i k => s i k ^ 2 in let p := row_power n m in
  0 < e -> (forall i, (i < n)%nat -> forall k, (k < kappa)%nat -> 0 < s i k <= sigma) ->
  Rabs (A - INR d * e) <= eta -> eta <= INR d * e / 2 ->
  (exists gamma value,
     unique_minimum positives (fun g => vae_loss 1 d kappa n g X mu q m v) gamma value /\
     Rabs (value + mean n (fun i => rsum kappa (fun k => ln (v i k)))
           - (INR d * ln e + INR d + rsum kappa p))
     <= INR kappa * sigma ^ 2 + 2 * eta / e) /\
  INR d * ln e + INR d + rsum kappa (fun k => ln (p k))
  = INR d * generic_loss d kappa ln ln e p + INR d.

Theorem lemma3_loss : lemma3_loss_statement.
Proof. exact @NarrowLimit.lemma3_loss. Qed.

(** ** False variants, refuted, and examples *)

(** Lemma 3's limit for a discontinuous decoder. *)
Definition lemma3_discontinuous_false_statement : Prop :=
  ~ (forall kappa f m, quadratic_growth kappa f ->
     forall eps, 0 < eps -> exists eta, 0 < eta /\
     forall (q : law) (v : vec), has_moments kappa q m v -> integrable q f ->
     rsum kappa v < eta -> Rabs (expect q f - f m) < eps).

Theorem lemma3_discontinuous_false : lemma3_discontinuous_false_statement.
Proof. exact @AnalysisControls.lemma3_discontinuous_false. Qed.

(** The squared error of the identity decoder meets the hypotheses of Lemma 3's limit. *)
Definition lemma3_limit_example_statement : Prop :=
  forall kappa x m,
  continuous_at kappa (fun z => sq_dist kappa x z) m /\
  quadratic_growth kappa (fun z => sq_dist kappa x z).

Theorem lemma3_limit_example : lemma3_limit_example_statement.
Proof. exact @AnalysisExamples.lemma3_limit_example. Qed.

(** The circle as a decoder of one latent coordinate: nonlinear, of bounded growth, continuous, and the
    expectations exist for every normal posterior. *)
Definition lemma3_circle_example_statement : Prop :=
  let circle := fun (z : vec) (j : nat) => match j with O => cos (z 0%nat) | _ => sin (z 0%nat) end in
  forall (x m s : vec) sigma, 0 < s 0%nat <= sigma ->
  growth 2 1 1 0 circle /\ decoder_continuous_at 2 1 circle m /\
  exists q, narrow_normal 1 q m s sigma /\ integrable q (fun z => sq_dist 2 x (circle z)).

Theorem lemma3_circle_example : lemma3_circle_example_statement.
Proof. exact @NarrowExample.lemma3_circle_example. Qed.
