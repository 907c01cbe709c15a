(* Analysis: false variants (their negations are proved) and examples (hypotheses can be met).

   Each control below negates a statement of AnalysisStatements with one thing changed: a constant,
   a sign, a hypothesis dropped.  All are proved in AnalysisControls, so the true statements owe
   their truth to what was changed here. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity Require Import AnalysisLemma3Statements AnalysisAffineStatements
  AnalysisLabyrinthStatements.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * False variants *)

(** Eq. (6) with the minimiser A instead of A/d. *)
Definition eq6_minimiser_false_statement : Prop :=
  ~ (forall (d : nat) (A K : R), (0 < d)%nat -> 0 < A ->
     unique_minimum positives (gamma_loss d A K) A (gamma_profile d A K)).

(** Eq. (6) with the value d + d log A. *)
Definition eq6_value_false_statement : Prop :=
  ~ (forall (d : nat) (A K : R), (0 < d)%nat -> 0 < A ->
     unique_minimum positives (gamma_loss d A K) (A / INR d) (INR d + INR d * ln A + K)).

(** Eq. (6) at zero error too: an optimal gamma always exists. *)
Definition eq6_zero_error_false_statement : Prop :=
  ~ (forall (d : nat) (A K : R), (0 < d)%nat -> 0 <= A ->
     exists g v, unique_minimum positives (gamma_loss d A K) g v).

(** The gradient is unbounded in every parameter, also where A -> 0 only as the parameter falls to
    -infinity. *)
Definition eq6_gradient_any_parameter_false_statement : Prop :=
  ~ (forall (d : nat) (A A' : R -> R), (0 < d)%nat ->
     (forall t, 0 < A t /\ is_derive A t (A' t)) ->
     (forall eps, 0 < eps -> exists t0, forall t, t < t0 -> A t < eps) ->
     forall B, exists t, B < Rabs (INR d * A' t / A t)).

(** Remark 4 with log sigma instead of log sigma^2. *)
Definition remark4_sigma_false_statement : Prop :=
  ~ (forall s, 0 < s -> s <> 1 -> 1 < s ^ 2 - ln s).

(** Eq. (5): the variance falls to 0 whatever the column. *)
Definition eq5_any_column_false_statement : Prop :=
  ~ (forall beta w2, 0 < beta -> 0 <= w2 ->
     to_value_at_0 (fun gamma => posterior_variance beta gamma w2) 0).

(** Eqs. (2) to (3) without kappa. *)
Definition eq3_without_kappa_false_statement : Prop :=
  ~ (forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
     posteriors d kappa n X mu q m v ->
     vae_loss 1 d kappa n gamma X mu q m v
     = 2 * eq2_bound d kappa n gamma X mu q m v - INR d * ln (2 * PI)).

(** Eqs. (2) to (3) with log pi for log 2pi. *)
Definition eq3_log_pi_false_statement : Prop :=
  ~ (forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
     posteriors d kappa n X mu q m v ->
     vae_loss 1 d kappa n gamma X mu q m v
     = 2 * eq2_bound d kappa n gamma X mu q m v - INR d * ln PI + INR kappa).

(** KL without the factor 1/2. *)
Definition kl_factor_false_statement : Prop :=
  ~ (forall (kappa : nat) (q : law) (m v : vec),
     (forall k, (k < kappa)%nat -> 0 < v k) -> has_moments kappa q m v ->
     kl q (normal_density_vec kappa m v) (prior_density kappa)
     = rsum kappa (fun k => v k + m k ^ 2 - 1 - ln (v k))).

(** The trace identity for correlated coordinates. *)
Definition trace_correlated_false_statement : Prop :=
  ~ (forall d kappa (q : law) (m v x : vec) W b, has_moments kappa q m v ->
     expect q (fun z => sq_dist d x (affine kappa W b z))
     = sq_dist d x (affine kappa W b m) + rsum kappa (fun k => col_power d W k * v k)).

(** Lemma 2 (c) with min over s alone and columns fixed at norm 1. *)
Definition lemma2c_fixed_scale_false_statement : Prop :=
  ~ (forall d kappa n X W b Z W' b' Z', (0 < d)%nat -> (0 < n)%nat ->
     error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
     (forall k, (k < kappa)%nat -> col_power d W k = 1 /\ col_power d W' k = 1) ->
     (count_pos kappa (row_power n Z) < count_pos kappa (row_power n Z'))%nat ->
     exists g0, 0 < g0 /\ forall gamma, 0 < gamma < g0 ->
     fixed_scale_loss 1 d kappa n gamma X W b Z < fixed_scale_loss 1 d kappa n gamma X W' b' Z').

(** The remainder of psi with its sign reversed. *)
Definition psi_remainder_sign_false_statement : Prop :=
  ~ (forall g c, 0 < g -> 0 < c -> psi g c <= ln (c / g) + 1).

(** Lemma 2 (a) at zero error. *)
Definition lemma2a_zero_error_false_statement : Prop :=
  ~ (forall beta d kappa n X W b Z, (0 < d)%nat -> 0 < beta ->
     to_plus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z)).

(** Lemma 2 (b), the remainder strictly positive even without an active dimension. *)
Definition lemma2b_strict_false_statement : Prop :=
  ~ (forall beta d kappa n X W b Z gamma, 0 < beta -> 0 < gamma ->
     error d n X (affine kappa W b) Z = 0 ->
     0 < free_scale_loss beta d kappa n X W b Z gamma
         - lemma2b_leading beta d kappa (size d n W Z) gamma).

(** Lemma 2 (b) with d - m in place of d - beta m. *)
Definition lemma2b_beta_false_statement : Prop :=
  ~ (forall beta d kappa n X W b Z, 0 < beta -> error d n X (affine kappa W b) Z = 0 ->
     exists K, forall gamma, 0 < gamma < 1 ->
     Rabs (free_scale_loss beta d kappa n X W b Z gamma
           - (INR d - INR (count_pos kappa (size d n W Z))) * ln gamma) <= K).

(** Lemma 2 (c) uniformly: one threshold for all pairs of exact codes. *)
Definition lemma2c_uniform_false_statement : Prop :=
  ~ (forall d kappa n, (0 < d)%nat -> exists g0, 0 < g0 /\
     forall gamma X W b Z W' b' Z', 0 < gamma < g0 ->
     error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
     (count_pos kappa (size d n W Z) < count_pos kappa (size d n W' Z'))%nat ->
     free_scale_loss 1 d kappa n X W b Z gamma < free_scale_loss 1 d kappa n X W' b' Z' gamma).

(** The bound for an injective decoder, without injectivity. *)
Definition affine_bound_not_injective_false_statement : Prop :=
  ~ (forall d kappa n gamma X W Zs P, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
     error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
     forall Z D v, (forall k, 0 < D k) -> (forall k, 0 < v k) ->
     let t := sqrt (INR d * error d n X (affine kappa W (fun _ => 0)) Z) in
     injective_bound d kappa n gamma P W Zs t + INR d * ln gamma + INR kappa
     <= affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Z) v).

(** Section 2.3 with beta <= d/r. *)
Definition beta_scaling_nonstrict_false_statement : Prop :=
  ~ (forall beta d kappa n X W b Z, 0 < beta -> error d n X (affine kappa W b) Z = 0 ->
     beta * INR (count_pos kappa (size d n W Z)) <= INR d ->
     to_minus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z)).

(** Lemma 3's limit for a discontinuous decoder. *)
Definition lemma3_discontinuous_false_statement : Prop :=
  ~ (forall kappa f m, quadratic_growth kappa f ->
     forall eps, 0 < eps -> exists eta, 0 < eta /\
     forall (q : law) (v : vec), has_moments kappa q m v -> integrable q f ->
     rsum kappa v < eta -> Rabs (expect q f - f m) < eps).

(** Lemma 3 with the best scale at alpha^2 = p. *)
Definition lemma3_scale_false_statement : Prop :=
  ~ (forall n p v, (0 < n)%nat -> 0 < p -> (forall i, (i < n)%nat -> 0 < v i) ->
     exists value, unique_minimum positives (scaled_kl n p v) p value).

(** Jensen's step the other way round. *)
Definition lemma3_jensen_false_statement : Prop :=
  ~ (forall n p v, (0 < n)%nat -> 0 <= p -> (forall i, (i < n)%nat -> 0 < v i) ->
     1 + ln (p + mean n v) - mean n (fun i => ln (v i)) <= 1 + ln (1 + p / mean n v)).

(** Theorem D without the separation of codes. *)
Definition theorem_D_unseparated_false_statement : Prop :=
  ~ (forall d kappa n gamma X mu q m v l, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
     posteriors d kappa n X mu q m v -> square_integrable d n mu q ->
     let A := expected_error d n X mu q in
     0 < A ->
     INR d + INR kappa + INR d * ln (A / INR d)
     + rsum kappa (fun k => ln (1 + l k ^ 2 * row_power n m k / A))
     <= vae_loss 1 d kappa n gamma X mu q m v).

(** Theorem D's row count with tau^r for tau^(r+1). *)
Definition theorem_D_exponent_false_statement : Prop :=
  ~ (forall d kappa n gamma X mu q m v l r tau C, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
     posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
     let A := expected_error d n X mu q in
     0 < A -> 0 < tau ->
     vae_loss 1 d kappa n gamma X mu q m v <= (INR d - INR r) * ln A + C ->
     A <= tau ^ r * exp (- (C - INR d - INR kappa + INR d * ln (INR d))) ->
     let c := fun k => l k ^ 2 * row_power n m k in
     (count_ge kappa tau c <= r)%nat).

(** Section 2.3, nonlinear: the upper bound at codes that are not exact. *)
Definition scaling_upper_inexact_false_statement : Prop :=
  ~ (forall beta d kappa n gamma X mu q m l, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
     let v := fun (_ k : nat) => posterior_variance beta gamma (l k ^ 2) in
     posteriors d kappa n X mu q m v -> stretches d kappa mu l ->
     vae_loss beta d kappa n gamma X mu q m v
     <= scaling_bound beta d kappa l (row_power n m) gamma).

(** The entropy identity at any gamma, A = d gamma dropped. *)
Definition entropy_sum_any_gamma_false_statement : Prop :=
  ~ (forall beta d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
     (forall k, (k < kappa)%nat -> row_power n m k + mean n (fun i => v i k) = 1) ->
     vae_loss beta d kappa n gamma X mu q m v
     = INR d + INR d * ln gamma
       + beta * (INR kappa - rsum kappa (fun k => mean n (fun i => ln (v i k))))).

(** The affine beta-VAE: V increases strictly at beta = d/r too. *)
Definition affine_increasing_tie_false_statement : Prop :=
  ~ (forall beta d kappa r lam g1 g2, (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
     beta * INR r <= INR d -> 0 < g1 < g2 ->
     affine_value beta d kappa lam g1 < affine_value beta d kappa lam g2).

(** Collapse is always partial: for beta > d/r the minimum keeps an active dimension. *)
Definition affine_partial_collapse_false_statement : Prop :=
  ~ (forall beta d kappa r lam, (0 < r)%nat -> (r < kappa)%nat -> (kappa <= d)%nat -> 0 < beta ->
     has_rank r lam -> INR d < beta * INR r ->
     forall gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v ->
     (0 < count_pos r (fun j => lam j - beta * gamma)%R)%nat).

(** With gamma learned a minimum always exists, exact low rank included. *)
Definition affine_minimum_exists_false_statement : Prop :=
  ~ (forall beta d kappa lam, (0 < d)%nat -> 0 < beta -> (forall j, 0 <= lam j) ->
     exists gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v).

(** Eqs. (8)-(9) with a slope bounded on (0, eps] only, so that h may jump at 0. *)
Definition eq89_jump_false_statement : Prop :=
  ~ (forall (r : nat) (h : R -> R) (B M eps : R), (0 < r)%nat -> 0 < eps -> 0 <= B ->
     (forall u w, 0 < u <= eps -> 0 < w <= eps -> Rabs (h u - h w) <= B * Rabs (u - w)) ->
     INR (r + 1) * B * eps < INR r * (h M - h 0) ->
     forall z, (forall k, (k < r + 1)%nat -> 0 <= z k <= eps) ->
     penalty_of_codes (r + 1) h z < penalty_of_codes (r + 1) h (long_code r M)).

(** Eq. (9) for log(u + g) at every g. *)
Definition eq9_any_g_false_statement : Prop :=
  ~ (forall g zs z1 z2, 0 < g -> 0 < zs -> 0 < z1 -> 0 < z2 ->
     ln (zs + g) + ln (0 + g) < ln (z1 + g) + ln (z2 + g)).

(* ------------------------------------------------------------------------------------------- *)
(** * Examples *)

(** A path on which A falls to 0 at a finite parameter value. *)
Definition eq6_path_example_statement : Prop :=
  exists (A A' : R -> R) (T : R), 0 < T /\
  (forall t, 0 < t < T -> 0 < A t /\ is_derive A t (A' t)) /\ to_value_at_0 A 0.

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

(** The integral of p(x|z) p(z) exists and is positive, for a decoder that ignores z. *)
Definition evidence_example_statement : Prop :=
  forall d kappa gamma (x y : vec), 0 < gamma ->
  normal_integrable kappa (fun _ => 0) (fun _ => 1)
    (fun z => normal_density_vec d y (fun _ => gamma) x) /\
  0 < evidence d kappa gamma (fun _ => y) x.

(** Data with an exact code of one active dimension and another exact code of two. *)
Definition two_codes_example_statement : Prop :=
  forall d kappa, (0 < d)%nat -> (2 <= kappa)%nat ->
  exists X W b Z W' b' Z',
    error d 1 X (affine kappa W b) Z = 0 /\ error d 1 X (affine kappa W' b') Z' = 0 /\
    count_pos kappa (size d 1 W Z) = 1%nat /\ count_pos kappa (size d 1 W' Z') = 2%nat.

(** Min over s alone and columns of norm 1: two exact codes of the same data, powers (2, 0) and
    (1/2, 1/2); the sparse one costs exactly 1 more, at every gamma. *)
Definition fixed_scale_gap_example_statement : Prop :=
  forall d, (0 < d)%nat -> exists X W b Z Z',
    error d 1 X (affine 2 W b) Z = 0 /\ error d 1 X (affine 2 W b) Z' = 0 /\
    (forall k, (k < 2)%nat -> col_power d W k = 1) /\
    (row_power 1 Z 0 = 2 /\ row_power 1 Z 1 = 0) /\
    (row_power 1 Z' 0 = / 2 /\ row_power 1 Z' 1 = / 2) /\
    forall gamma, fixed_scale_loss 1 d 2 1 gamma X W b Z
                  = fixed_scale_loss 1 d 2 1 gamma X W b Z' + 1.

(** The squared error of the identity decoder meets the hypotheses of Lemma 3's limit. *)
Definition lemma3_limit_example_statement : Prop :=
  forall kappa x m,
  continuous_at kappa (fun z => sq_dist kappa x z) m /\
  quadratic_growth kappa (fun z => sq_dist kappa x z).

(** Both bounds apply to the identity decoder, in any dimension and at any exact codes, and there
    the loss meets them. *)
Definition scaling_example_statement : Prop :=
  forall beta kappa n gamma (m : nat -> vec), (0 < kappa)%nat -> (0 < n)%nat -> 0 < beta ->
  0 < gamma ->
  let v := fun (_ k : nat) => posterior_variance beta gamma (1 ^ 2) in
  exists q, posteriors kappa kappa n m (fun z => z) q m v /\
    square_integrable kappa n (fun z => z) q /\ separates kappa kappa (fun z => z) (fun _ => 1) /\
    stretches kappa kappa (fun z => z) (fun _ => 1) /\
    vae_loss beta kappa kappa n gamma m (fun z => z) q m v
    = scaling_bound beta kappa kappa (fun _ => 1) (row_power n m) gamma.

(** Eigenvalues of any rank. *)
Definition has_rank_example_statement : Prop :=
  forall r, has_rank r (fun j => if Nat.ltb j r then 1 else 0).

(** The hypotheses of the certificate, its inequality for all t included, at any gamma. *)
Definition affine_certificate_example_statement : Prop :=
  forall gamma, 0 < gamma -> exists X W Zs P W1 b1 Z1,
  left_inverse 1 1 P W /\ error 1 1 X (affine 1 W (fun _ => 0)) Zs = 0 /\
  error 1 1 X (affine 1 W1 b1) Z1 = 0 /\
  forall t, 0 <= t -> rsum 1 (fun k => psi gamma (size 1 1 W1 Z1 k))
                      < injective_bound 1 1 1 gamma P W Zs t.
