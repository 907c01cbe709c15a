(* Nonlinear decoders: Lemma 3, Theorem D, Section 2.3, stationary points; definitions and
   statements only.  [P] is the paper's, [X] an extension made here. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity Require Export AnalysisLemma2Statements.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Lemma 3: any decoder, vanishing posterior variance *)

(** The generic autoencoder loss, eq. (7), as a function of the error and the row powers. *)
Definition generic_loss (d kappa : nat) (g h : R -> R) (e : R) (p : vec) : R :=
  g e + / INR d * rsum kappa (fun k => h (p k)).

(** [P] Deterministic part.  With the stochastic error replaced by d e and p_k by log p_k, the loss
    at common variance v and minimised over gamma is d L_{log,log} + const. *)
Definition lemma3_statement : Prop :=
  forall (d kappa : nat) (e v : R) (p : vec), (0 < d)%nat -> 0 < e -> 0 < v ->
  unique_minimum positives
    (fun gamma => INR d * e / gamma + INR d * ln gamma
                  + rsum kappa (fun k => v - ln v + ln (p k)))
    e (INR d * generic_loss d kappa ln ln e p + (INR d + INR kappa * (v - ln v))).

(** What sigma_z -> 0 needs of f(z), the squared error of one sample; the paper leaves it unsaid.
    Quadratic growth of f is linear growth of the decoder. *)
Definition continuous_at (kappa : nat) (f : vec -> R) (m : vec) : Prop :=
  forall eps, 0 < eps -> exists delta, 0 < delta /\
  forall z, (forall k, (k < kappa)%nat -> Rabs (z k - m k) < delta) -> Rabs (f z - f m) < eps.
Definition quadratic_growth (kappa : nat) (f : vec -> R) : Prop :=
  exists C, forall z, Rabs (f z) <= C * (1 + rsum kappa (fun k => z k ^ 2)).

(** [P] As the posterior variances fall to 0 the expectation of f tends to f(m): for any posterior
    law with mean m, uniformly over those laws. *)
Definition lemma3_limit_statement : Prop :=
  forall kappa f m, continuous_at kappa f m -> quadratic_growth kappa f ->
  forall eps, 0 < eps -> exists eta, 0 < eta /\
  forall (q : law) (v : vec), has_moments kappa q m v -> integrable q f ->
  rsum kappa v < eta -> Rabs (expect q f - f m) < eps.

(** Posterior variances v i of one coordinate, row power p, and a free scale alpha^2 = a of it. *)
Definition scaled_kl (n : nat) (p : R) (v : vec) (a : R) : R :=
  (p + mean n v) / a - mean n (fun i => ln (v i)) + ln a.

(** [X] The log need not be assumed: minimising over the scale produces it. *)
Definition lemma3_log_derived_statement : Prop :=
  forall n p v, (0 < n)%nat -> 0 <= p -> (forall i, (i < n)%nat -> 0 < v i) ->
  unique_minimum positives (scaled_kl n p v) (p + mean n v)
    (1 + ln (p + mean n v) - mean n (fun i => ln (v i))).

(** [X] For one common variance s the minimum is 1 + log((p+s)/s): 1 for p = 0, and log p up to
    the constant 1 - log s and an error in (0, s/p) for p > 0. *)
Definition lemma3_log_limit_statement : Prop :=
  forall n p s, (0 < n)%nat -> 0 <= p -> 0 < s ->
  unique_minimum positives (scaled_kl n p (fun _ => s)) (p + s) (1 + ln ((p + s) / s)) /\
  (p = 0 -> 1 + ln ((p + s) / s) = 1) /\
  (0 < p -> 0 < 1 + ln ((p + s) / s) - (ln p + (1 - ln s)) < s / p).

(** [X] Variances that differ between samples cost no less (Jensen). *)
Definition lemma3_jensen_statement : Prop :=
  forall n p v, (0 < n)%nat -> 0 <= p -> (forall i, (i < n)%nat -> 0 < v i) ->
  1 + ln (1 + p / mean n v) <= 1 + ln (p + mean n v) - mean n (fun i => ln (v i)).

(** [X] They cost the same exactly when they do not differ. *)
Definition lemma3_jensen_equality_statement : Prop :=
  forall n p v, (0 < n)%nat -> 0 <= p -> (forall i, (i < n)%nat -> 0 < v i) ->
  (1 + ln (1 + p / mean n v) = 1 + ln (p + mean n v) - mean n (fun i => ln (v i)) <->
   forall i, (i < n)%nat -> v i = mean n v).

(* ------------------------------------------------------------------------------------------- *)
(** * Theorem D [X]: nonlinear decoder, any encoder variances *)

(** The decoder separates codes: |mu z - mu z'|^2 >= sum_k l_k^2 (z_k - z'_k)^2.  Coordinates
    outside the set K of the theorem have l_k = 0. *)
Definition separates (d kappa : nat) (mu : vec -> vec) (l : vec) : Prop :=
  forall z z', rsum kappa (fun k => l k ^ 2 * (z k - z' k) ^ 2) <= sq_dist d (mu z) (mu z').

Definition square_integrable (d n : nat) (mu : vec -> vec) (q : nat -> law) : Prop :=
  forall i j, (i < n)%nat -> (j < d)%nat ->
  integrable (q i) (fun z => mu z j) /\ integrable (q i) (fun z => mu z j ^ 2).

(** The expected error is at least the spread that the posterior variances cause. *)
Definition theorem_D_error_statement : Prop :=
  forall d kappa n X mu q m v l, (0 < n)%nat ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  rsum kappa (fun k => l k ^ 2 * mean n (fun i => v i k)) <= expected_error d n X mu q.

(** L >= d + kappa + d log(A/d) + sum_k log(1 + l_k^2 p_k/A), at every gamma. *)
Definition theorem_D_statement : Prop :=
  forall d kappa n gamma X mu q m v l, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  let A := expected_error d n X mu q in
  0 < A ->
  INR d + INR kappa + INR d * ln (A / INR d)
  + rsum kappa (fun k => ln (1 + l k ^ 2 * row_power n m k / A))
  <= vae_loss 1 d kappa n gamma X mu q m v.

(** So a loss of at most (d - r) log A + C allows at most r rows with l_k^2 p_k >= tau, once
    A <= tau^(r+1) exp(-(C - d - kappa + d log d)). *)
Definition theorem_D_rows_statement : Prop :=
  forall d kappa n gamma X mu q m v l r tau C, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  let A := expected_error d n X mu q in
  0 < A -> 0 < tau ->
  vae_loss 1 d kappa n gamma X mu q m v <= (INR d - INR r) * ln A + C ->
  A <= tau ^ (r + 1) * exp (- (C - INR d - INR kappa + INR d * ln (INR d))) ->
  let c := fun k => l k ^ 2 * row_power n m k in
  (count_ge kappa tau c <= r)%nat.

(* ------------------------------------------------------------------------------------------- *)
(** * Section 2.3 for nonlinear decoders *)

(** d log gamma + beta (kappa + sum log(1 + l_k^2/(beta gamma)) + sum p_k). *)
Definition scaling_bound (beta : R) (d kappa : nat) (l p : vec) (gamma : R) : R :=
  INR d * ln gamma
  + beta * (INR kappa + rsum kappa (fun k => ln (1 + l k ^ 2 / (beta * gamma))) + rsum kappa p).

(** [X] A decoder that separates codes by l: no posterior does better, at any error. *)
Definition scaling_lower_statement : Prop :=
  forall beta d kappa n gamma X mu q m v l, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  scaling_bound beta d kappa l (row_power n m) gamma <= vae_loss beta d kappa n gamma X mu q m v.

(** The decoder stretches codes by at most l. *)
Definition stretches (d kappa : nat) (mu : vec -> vec) (l : vec) : Prop :=
  forall z z', sq_dist d (mu z) (mu z') <= rsum kappa (fun k => l k ^ 2 * (z k - z' k) ^ 2).

(** [X] At exact codes m, with variances beta gamma/(beta gamma + l_k^2), it does no worse. *)
Definition scaling_upper_statement : Prop :=
  forall beta d kappa n gamma X mu q m l, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  let v := fun (_ k : nat) => posterior_variance beta gamma (l k ^ 2) in
  posteriors d kappa n X mu q m v -> stretches d kappa mu l ->
  (forall i j, (i < n)%nat -> (j < d)%nat -> X i j = mu (m i) j) ->
  vae_loss beta d kappa n gamma X mu q m v <= scaling_bound beta d kappa l (row_power n m) gamma.

(** [P] Both bounds scale as (d - beta r) log gamma, r the number of dimensions with l_k <> 0: they
    tend to -infinity iff beta r < d and to +infinity iff beta r > d. *)
Definition scaling_rate_statement : Prop :=
  forall beta d kappa l p, 0 < beta ->
  let r := count_pos kappa (fun k => l k ^ 2) in
  (forall gamma, 0 < gamma ->
     let leading := (INR d - beta * INR r) * ln gamma
       + beta * (INR kappa - INR r * ln beta
                 + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2)) + rsum kappa p) in
     0 <= scaling_bound beta d kappa l p gamma - leading
     <= beta ^ 2 * gamma * sum_pos kappa (fun k => l k ^ 2) (fun k => / l k ^ 2)) /\
  (to_minus_infinity_at_0 (scaling_bound beta d kappa l p) <-> beta * INR r < INR d) /\
  (to_plus_infinity_at_0 (scaling_bound beta d kappa l p) <-> INR d < beta * INR r).

(* ------------------------------------------------------------------------------------------- *)
(** * Stationary points [X]: the entropy identity *)

(** If the loss does not change to first order when one coordinate is rescaled (alpha^2 = 1), then
    p_k + mean sigma_k^2 = 1; and conversely. *)
Definition balance_statement : Prop :=
  forall n p v, (0 < n)%nat ->
  (is_derive (scaled_kl n p v) 1 0 <-> p + mean n v = 1).

(** With gamma = A/d as well, the loss is d + d log gamma + beta (kappa - sum mean log sigma^2). *)
Definition entropy_sum_statement : Prop :=
  forall beta d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
  expected_error d n X mu q = INR d * gamma ->
  (forall k, (k < kappa)%nat -> row_power n m k + mean n (fun i => v i k) = 1) ->
  vae_loss beta d kappa n gamma X mu q m v
  = INR d + INR d * ln gamma
    + beta * (INR kappa - rsum kappa (fun k => mean n (fun i => ln (v i k)))).

(** [P] Section 4: the gradient in one decoded coordinate u of one of n samples, B being what all
    others add to the squared error A: per sample (times n) it is 2 (u - x)/gamma at fixed gamma and
    2 d (u - x)/A at the learned gamma = A/d. *)
Definition gradients_statement : Prop :=
  forall (d n : nat) (B K gamma x u : R), (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  let A := fun y => (x - y) ^ 2 / INR n + B in
  is_derive (fun y => gamma_loss d (A y) K gamma) u (/ INR n * (2 * (u - x) / gamma)) /\
  (0 < A u ->
   is_derive (fun y => gamma_profile d (A y) K) u (/ INR n * (2 * INR d * (u - x) / A u))).
