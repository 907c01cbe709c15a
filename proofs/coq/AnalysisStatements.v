(* Analysis of the VAE loss: definitions and statements only.

   Source: B. Dai, L. K. Wenliang, D. Wipf, "On the Value of Infinite Gradients in Variational
   Autoencoder Models", NeurIPS 2021.  [P] marks a claim of the paper, [X] an extension made here.
   The proofs are in the other Analysis files; each proves "Theorem name : name_statement".

   Conventions.  A vector is a function nat -> R of which only the first d (or kappa) entries are
   read.  Data: X i j is coordinate j of sample i.  Codes: Z i k is coordinate k of the code of
   sample i.  gamma is the decoder *variance*; v k stands for the variance sigma_k^2.  *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
Import ListNotations.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Vocabulary *)

Fixpoint rsum (n : nat) (f : nat -> R) : R :=
  match n with O => 0 | S m => rsum m f + f m end.

Fixpoint rprod (n : nat) (f : nat -> R) : R :=
  match n with O => 1 | S m => rprod m f * f m end.

Definition mean (n : nat) (f : nat -> R) : R := rsum n f / INR n.

(** How many of c 0, ..., c (n-1) satisfy tau <= c k, and how many are positive. *)
Fixpoint count_ge (n : nat) (tau : R) (c : nat -> R) : nat :=
  match n with O => O | S m => count_ge m tau c + (if Rle_dec tau (c m) then 1 else 0) end.

Fixpoint count_pos (n : nat) (c : nat -> R) : nat :=
  match n with O => O | S m => count_pos m c + (if Rlt_dec 0 (c m) then 1 else 0) end.

(** The sum of f k over those k < n with c k > 0. *)
Definition sum_pos (n : nat) (c f : nat -> R) : R :=
  rsum n (fun k => if Rlt_dec 0 (c k) then f k else 0).

(** x is the only minimiser of f on D, and the minimum is v. *)
Definition unique_minimum (D : R -> Prop) (f : R -> R) (x v : R) : Prop :=
  D x /\ f x = v /\ forall y, D y -> y <> x -> v < f y.

Definition positives (x : R) : Prop := 0 < x.
Definition nonnegatives (x : R) : Prop := 0 <= x.

(** One-sided behaviour as the argument falls to 0. *)
Definition to_plus_infinity_at_0 (f : R -> R) : Prop :=
  forall B, exists g0, 0 < g0 /\ forall g, 0 < g < g0 -> B < f g.
Definition to_minus_infinity_at_0 (f : R -> R) : Prop :=
  forall B, exists g0, 0 < g0 /\ forall g, 0 < g < g0 -> f g < B.
Definition to_value_at_0 (f : R -> R) (l : R) : Prop :=
  forall eps, 0 < eps -> exists g0, 0 < g0 /\ forall g, 0 < g < g0 -> Rabs (f g - l) < eps.

(* ------------------------------------------------------------------------------------------- *)
(** * Eq. (6): the optimal decoder variance *)

(** [P] The loss as a function of gamma: A is the expected squared error, K whatever does not
    contain gamma (twice the KL term, for any posterior and any prior). *)
Definition gamma_loss (d : nat) (A K gamma : R) : R := A / gamma + INR d * ln gamma + K.

(** ... and with gamma minimised out. *)
Definition gamma_profile (d : nat) (A K : R) : R := INR d + INR d * ln (A / INR d) + K.

(** [P] Unique minimum at gamma = A/d. *)
Definition eq6_statement : Prop :=
  forall (d : nat) (A K : R), (0 < d)%nat -> 0 < A ->
  unique_minimum positives (gamma_loss d A K) (A / INR d) (gamma_profile d A K).

(** [P] The profile is unbounded below as the error vanishes. *)
Definition eq6_unbounded_statement : Prop :=
  forall (d : nat) (K : R), (0 < d)%nat ->
  to_minus_infinity_at_0 (fun A => gamma_profile d A K).

(** At A = 0 the loss itself is unbounded below in gamma: there is no optimal gamma. *)
Definition eq6_perfect_statement : Prop :=
  forall (d : nat) (K : R), (0 < d)%nat -> to_minus_infinity_at_0 (gamma_loss d 0 K).

(** [P] Gradient of the profile in any parameter t that A depends on: d A'(t)/A(t). *)
Definition eq6_gradient_statement : Prop :=
  forall (d : nat) (K : R) (A : R -> R) (t a : R), (0 < d)%nat -> 0 < A t ->
  is_derive A t a -> is_derive (fun s => gamma_profile d (A s) K) t (INR d * a / A t).

(** [P] For A = c t^2 that gradient is 2 d/t: unbounded near 0. *)
Definition eq6_gradient_square_statement : Prop :=
  forall (d : nat) (K c t : R), (0 < d)%nat -> 0 < c -> t <> 0 ->
  is_derive (fun s => gamma_profile d (c * s ^ 2) K) t (2 * INR d / t).

(** [X] Along *every* path on which A falls to 0 at a finite parameter value (here 0) the gradient
    d A'/A is unbounded, arbitrarily near that value. *)
Definition eq6_gradient_unbounded_statement : Prop :=
  forall (d : nat) (A A' : R -> R) (T : R), (0 < d)%nat -> 0 < T ->
  (forall t, 0 < t < T -> 0 < A t /\ is_derive A t (A' t)) -> to_value_at_0 A 0 ->
  forall B eps, 0 < eps -> exists t, 0 < t < eps /\ t < T /\ B < Rabs (INR d * A' t / A t).

(** [X] It depends on the parameter: for A = c exp u (u = log sigma^2) the gradient is d. *)
Definition eq6_gradient_log_statement : Prop :=
  forall (d : nat) (K c u : R), (0 < d)%nat -> 0 < c ->
  is_derive (fun s => gamma_profile d (c * exp s) K) u (INR d).

(* ------------------------------------------------------------------------------------------- *)
(** * Remark 4 and eq. (5): unneeded and needed latent dimensions *)

(** [P] A dimension that the decoder ignores costs sigma^2 - log sigma^2 + mu^2, which is least,
    with value 1, at the prior (sigma^2, mu) = (1, 0) and nowhere else. *)
Definition remark4_statement : Prop :=
  1 - ln 1 + 0 ^ 2 = 1 /\
  forall v mu, 0 < v -> v <> 1 \/ mu <> 0 -> 1 < v - ln v + mu ^ 2.

Definition posterior_variance (beta gamma w2 : R) : R := beta * gamma / (beta * gamma + w2).

(** [P] Affine decoder with a column of squared norm w2, KL weight beta: the optimal posterior
    variance is beta gamma/(beta gamma + w2). *)
Definition eq5_statement : Prop :=
  forall beta gamma w2, 0 < beta -> 0 < gamma -> 0 <= w2 ->
  unique_minimum positives (fun v => w2 * v / gamma + beta * (v - ln v))
    (posterior_variance beta gamma w2) (beta * (1 + ln (1 + w2 / (beta * gamma)))).

(** [P] It falls to 0 with gamma when the decoder uses the dimension; [X] it is 1 when not. *)
Definition eq5_limit_statement : Prop :=
  forall beta w2, 0 < beta ->
  (0 < w2 -> to_value_at_0 (fun gamma => posterior_variance beta gamma w2) 0) /\
  (w2 = 0 -> forall gamma, 0 < gamma -> posterior_variance beta gamma w2 = 1).

(* ------------------------------------------------------------------------------------------- *)
(** * Eqs. (2) and (3) *)

Definition vec := nat -> R.

(** An expectation over latent vectors: linear, positive and 1 on constants, on a class of
    integrable functions.  Nothing else about integration is used. *)
Record law := Law {
  integrable : (vec -> R) -> Prop;
  expect : (vec -> R) -> R;
  law_ext : forall f g, (forall z, f z = g z) -> integrable f ->
    integrable g /\ expect f = expect g;
  law_one : integrable (fun _ => 1) /\ expect (fun _ => 1) = 1;
  law_linear : forall a b f g, integrable f -> integrable g ->
    integrable (fun z => a * f z + b * g z) /\
    expect (fun z => a * f z + b * g z) = a * expect f + b * expect g;
  law_positive : forall f, integrable f -> (forall z, 0 <= f z) -> 0 <= expect f }.

(** The first two moments of each latent coordinate: mean m k, variance v k. *)
Definition has_moments (kappa : nat) (q : law) (m v : vec) : Prop :=
  forall k, (k < kappa)%nat ->
  (integrable q (fun z => z k) /\ expect q (fun z => z k) = m k) /\
  (integrable q (fun z => z k ^ 2) /\ expect q (fun z => z k ^ 2) = m k ^ 2 + v k).

Definition uncorrelated (kappa : nat) (q : law) (m : vec) : Prop :=
  forall k l, (k < kappa)%nat -> (l < kappa)%nat -> k <> l ->
  integrable q (fun z => z k * z l) /\ expect q (fun z => z k * z l) = m k * m l.

(** Densities of N(m, v) on the line and of N(m, diag v) in dimension n. *)
Definition normal_density (m v x : R) : R := exp (- (x - m) ^ 2 / (2 * v)) / sqrt (2 * PI * v).
Definition normal_density_vec (n : nat) (m v x : vec) : R :=
  rprod n (fun j => normal_density (m j) (v j) (x j)).
Definition prior_density (kappa : nat) : vec -> R :=
  normal_density_vec kappa (fun _ => 0) (fun _ => 1).

Definition sq_dist (d : nat) (x y : vec) : R := rsum d (fun j => (x j - y j) ^ 2).

(** KL[q || p] for a law q with density dens, against a density p. *)
Definition kl (q : law) (dens p : vec -> R) : R := expect q (fun z => ln (dens z) - ln (p z)).

(** [P] KL between N(m, diag v) and N(0, I), in closed form. *)
Definition kl_closed_form_statement : Prop :=
  forall (kappa : nat) (q : law) (m v : vec),
  (forall k, (k < kappa)%nat -> 0 < v k) -> has_moments kappa q m v ->
  kl q (normal_density_vec kappa m v) (prior_density kappa)
  = / 2 * rsum kappa (fun k => v k + m k ^ 2 - 1 - ln (v k)).

(** [P] The left-hand side of (2); mu is the decoder mean, q i the posterior of sample i. *)
Definition eq2_bound (d kappa n : nat) (gamma : R) (X : nat -> vec) (mu : vec -> vec)
    (q : nat -> law) (m v : nat -> vec) : R :=
  mean n (fun i =>
    expect (q i) (fun z => - ln (normal_density_vec d (mu z) (fun _ => gamma) (X i)))
    + kl (q i) (normal_density_vec kappa (m i) (v i)) (prior_density kappa)).

(** A = (1/n) sum_i E_q |x_i - mu(z)|^2. *)
Definition expected_error (d n : nat) (X : nat -> vec) (mu : vec -> vec) (q : nat -> law) : R :=
  mean n (fun i => expect (q i) (fun z => sq_dist d (X i) (mu z))).

(** [P] Eq. (3) with the KL weight beta (beta = 1 in the paper's (3)). *)
Definition vae_loss (beta : R) (d kappa n : nat) (gamma : R) (X : nat -> vec) (mu : vec -> vec)
    (q : nat -> law) (m v : nat -> vec) : R :=
  mean n (fun i =>
    expect (q i) (fun z => sq_dist d (X i) (mu z)) / gamma + INR d * ln gamma
    + beta * (rsum kappa (fun k => v i k) - rsum kappa (fun k => ln (v i k))
              + rsum kappa (fun k => m i k ^ 2))).

(** Posteriors that (3) is about: means m i, variances v i > 0, finite expected error. *)
Definition posteriors (d kappa n : nat) (X : nat -> vec) (mu : vec -> vec) (q : nat -> law)
    (m v : nat -> vec) : Prop :=
  forall i, (i < n)%nat ->
  (forall k, (k < kappa)%nat -> 0 < v i k) /\ has_moments kappa (q i) (m i) (v i) /\
  integrable (q i) (fun z => sq_dist d (X i) (mu z)).

(** [P] (3) is 2 (2) - d log 2pi + kappa, constants included. *)
Definition eq2_to_eq3_statement : Prop :=
  forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma -> posteriors d kappa n X mu q m v ->
  vae_loss 1 d kappa n gamma X mu q m v
  = 2 * eq2_bound d kappa n gamma X mu q m v - INR d * ln (2 * PI) + INR kappa.

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

(** The laws above are not empty words: the normal law itself, by improper Riemann integrals. *)
Definition has_line_integral (f : R -> R) (l : R) : Prop :=
  is_RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty) l.
Definition line_integrable (f : R -> R) : Prop := exists l, has_line_integral f l.
Definition line_integral (f : R -> R) : R :=
  RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty).

(** Mass 1, mean m and second moment m^2 + v of N(m, v). *)
Definition normal_moments_statement : Prop :=
  forall m v, 0 < v ->
  has_line_integral (normal_density m v) 1 /\
  has_line_integral (fun x => x * normal_density m v x) m /\
  has_line_integral (fun x => x ^ 2 * normal_density m v x) (m ^ 2 + v).

(** Expectation under N(m, diag v) in dimension kappa: integrate the last coordinate of the
    expectation over the others. *)
Definition set_coord (z : vec) (k : nat) (x : R) : vec := fun j => if Nat.eqb j k then x else z j.

Fixpoint normal_expect (kappa : nat) (m v : vec) (f : vec -> R) : R :=
  match kappa with
  | O => f (fun _ => 0)
  | S k => line_integral (fun x =>
             normal_expect k m v (fun z => f (set_coord z k x)) * normal_density (m k) (v k) x)
  end.

Fixpoint normal_integrable (kappa : nat) (m v : vec) (f : vec -> R) : Prop :=
  match kappa with
  | O => True
  | S k => (forall x, normal_integrable k m v (fun z => f (set_coord z k x))) /\
           line_integrable (fun x =>
             normal_expect k m v (fun z => f (set_coord z k x)) * normal_density (m k) (v k) x)
  end.

(** It is a law with the moments that eq. (3) and Lemma 2 ask for. *)
Definition normal_law_statement : Prop :=
  forall kappa m v, (forall k, (k < kappa)%nat -> 0 < v k) ->
  exists q : law,
    integrable q = normal_integrable kappa m v /\ expect q = normal_expect kappa m v /\
    has_moments kappa q m v /\ uncorrelated kappa q m.

(** p(x), the integral of p(x|z) p(z). *)
Definition evidence (d kappa : nat) (gamma : R) (mu : vec -> vec) (x : vec) : R :=
  normal_expect kappa (fun _ => 0) (fun _ => 1)
    (fun z => normal_density_vec d (mu z) (fun _ => gamma) x).

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

(* ------------------------------------------------------------------------------------------- *)
(** * Lemma 2: affine decoder, constant posterior variances *)

Definition affine (kappa : nat) (W : nat -> vec) (b z : vec) : vec :=
  fun j => rsum kappa (fun k => W j k * z k) + b j.

(** e, the reconstruction error of the codes themselves. *)
Definition error (d n : nat) (X : nat -> vec) (mu : vec -> vec) (Z : nat -> vec) : R :=
  rsum n (fun i => sq_dist d (X i) (mu (Z i))) / (INR d * INR n).

Definition row_power (n : nat) (Z : nat -> vec) (k : nat) : R := mean n (fun i => Z i k ^ 2).
Definition col_power (d : nat) (W : nat -> vec) (k : nat) : R := rsum d (fun j => W j k ^ 2).

(** The scale-free size of latent dimension k: c_k = |w_k|^2 p_k. *)
Definition size (d n : nat) (W Z : nat -> vec) (k : nat) : R := col_power d W k * row_power n Z k.

(** E|x - W z - b|^2 = |x - W m - b|^2 + sum |w_k|^2 v_k for uncorrelated coordinates. *)
Definition trace_identity_statement : Prop :=
  forall d kappa (q : law) (m v x : vec) W b,
  has_moments kappa q m v -> uncorrelated kappa q m ->
  integrable q (fun z => sq_dist d x (affine kappa W b z)) /\
  expect q (fun z => sq_dist d x (affine kappa W b z))
  = sq_dist d x (affine kappa W b m) + rsum kappa (fun k => col_power d W k * v k).

(** The loss of Lemma 2 in closed form; v k is the constant variance s_k^2. *)
Definition affine_loss (beta : R) (d kappa n : nat) (gamma : R) (X W : nat -> vec) (b : vec)
    (Z : nat -> vec) (v : vec) : R :=
  INR d * error d n X (affine kappa W b) Z / gamma
  + rsum kappa (fun k => col_power d W k * v k) / gamma + INR d * ln gamma
  + beta * (rsum kappa (fun k => v k - ln (v k)) + rsum kappa (row_power n Z)).

(** It is eq. (3) for an affine decoder and posteriors with means Z i and variances v. *)
Definition affine_loss_is_eq3_statement : Prop :=
  forall beta d kappa n gamma X W b Z v (q : nat -> law),
  (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  (forall i, (i < n)%nat -> has_moments kappa (q i) (Z i) v /\ uncorrelated kappa (q i) (Z i)) ->
  vae_loss beta d kappa n gamma X (affine kappa W b) q Z (fun _ => v)
  = affine_loss beta d kappa n gamma X W b Z v.

(** Minimum over s alone. *)
Definition fixed_scale_loss (beta : R) (d kappa n : nat) (gamma : R) (X W : nat -> vec) (b : vec)
    (Z : nat -> vec) : R :=
  INR d * error d n X (affine kappa W b) Z / gamma + INR d * ln gamma
  + beta * (INR kappa + rsum kappa (fun k => ln (1 + col_power d W k / (beta * gamma)))
            + rsum kappa (row_power n Z)).

(** [P] min over s: attained at s_k^2 = beta gamma/(beta gamma + |w_k|^2) and nowhere else. *)
Definition lemma2_min_s_statement : Prop :=
  forall beta d kappa n gamma X W b Z, 0 < beta -> 0 < gamma ->
  let best := fun k => posterior_variance beta gamma (col_power d W k) in
  (forall k, 0 < best k) /\
  affine_loss beta d kappa n gamma X W b Z best
  = fixed_scale_loss beta d kappa n gamma X W b Z /\
  forall v : vec, (forall k, (k < kappa)%nat -> 0 < v k) ->
    (exists k, (k < kappa)%nat /\ v k <> best k) ->
    fixed_scale_loss beta d kappa n gamma X W b Z < affine_loss beta d kappa n gamma X W b Z v.

(** Rescaling latent coordinate k by D k: (W D, D^-1 Z). *)
Definition scale_decoder (D : vec) (W : nat -> vec) : nat -> vec := fun j k => W j k * D k.
Definition scale_codes (D : vec) (Z : nat -> vec) : nat -> vec := fun i k => Z i k / D k.

(** Reconstruction, error and sizes do not change. *)
Definition scale_invariance_statement : Prop :=
  forall d kappa n X W b Z D, (0 < d)%nat -> (0 < n)%nat -> (forall k, 0 < D k) ->
  (forall i j, affine kappa (scale_decoder D W) b (scale_codes D Z i) j = affine kappa W b (Z i) j)
  /\ error d n X (affine kappa (scale_decoder D W) b) (scale_codes D Z)
     = error d n X (affine kappa W b) Z
  /\ forall k, size d n (scale_decoder D W) (scale_codes D Z) k = size d n W Z k.

(** psi_g(c) = log(1 + v/g) + v/(v+g) with v = (c + sqrt(c^2 + 4 c g))/2. *)
Definition psi_scale (g c : R) : R := (c + sqrt (c ^ 2 + 4 * c * g)) / 2.
Definition psi (g c : R) : R :=
  ln (1 + psi_scale g c / g) + psi_scale g c / (psi_scale g c + g).

(** Lemma 2's loss with s and the scale minimised out. *)
Definition free_scale_loss (beta : R) (d kappa n : nat) (X W : nat -> vec) (b : vec)
    (Z : nat -> vec) (gamma : R) : R :=
  INR d * error d n X (affine kappa W b) Z / gamma + INR d * ln gamma
  + beta * (INR kappa + rsum kappa (fun k => psi (beta * gamma) (size d n W Z k))).

(** [X] It is the infimum over s and D, attained exactly when each row of Z vanishes together with
    the column of W that it meets. *)
Definition lemma2_min_scale_statement : Prop :=
  forall beta d kappa n gamma X W b Z, (0 < d)%nat -> (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  let loss := fun D v => affine_loss beta d kappa n gamma X (scale_decoder D W) b
                           (scale_codes D Z) v in
  let inf := free_scale_loss beta d kappa n X W b Z gamma in
  let pos := fun u : vec => forall k, 0 < u k in
  (forall D v, pos D -> pos v -> inf <= loss D v) /\
  (forall eps, 0 < eps -> exists D v, pos D /\ pos v /\ loss D v < inf + eps) /\
  ((exists D v, pos D /\ pos v /\ loss D v = inf) <->
   forall k, (k < kappa)%nat -> (col_power d W k = 0 <-> row_power n Z k = 0)).

(** [X] psi as a minimum over the scale u = |w|^2 D^2, with c = |w|^2 p. *)
Definition psi_minimum_statement : Prop :=
  forall g c, 0 < g -> 0 < c ->
  unique_minimum positives (fun u => ln (1 + u / g) + c / u) (psi_scale g c) (psi g c).

(** [X] psi(0) = 0. *)
Definition psi_zero_statement : Prop := forall g, 0 < g -> psi g 0 = 0.

(** [X] psi increases strictly. *)
Definition psi_increasing_statement : Prop :=
  forall g c1 c2, 0 < g -> 0 <= c1 < c2 -> psi g c1 < psi g c2.

(** [X] The slope of psi is 1/v. *)
Definition psi_derivative_statement : Prop :=
  forall g c, 0 < g -> 0 < c -> is_derive (psi g) c (/ psi_scale g c).

(** [X] At 0 psi is infinitely steep, at every g. *)
Definition psi_steep_statement : Prop :=
  forall g, 0 < g -> forall B, exists c0, 0 < c0 /\ forall c, 0 < c < c0 -> B * c < psi g c.

(** [X] In the norm x = sqrt c the slope is 4/(x + sqrt(x^2 + 4 g)): it decreases (psi is concave in
    sqrt c) and is 2/sqrt g at x = 0. *)
Definition psi_norm_slope_statement : Prop :=
  forall g x, 0 < g -> 0 < x ->
  is_derive (fun y => psi g (y ^ 2)) x (4 / (x + sqrt (x ^ 2 + 4 * g))).

(** [X] psi(c) = 2 t + 1 - exp(-2 t) for c = 4 g sinh(t)^2, t >= 0. *)
Definition psi_sinh_statement : Prop :=
  forall g t, 0 < g -> 0 <= t -> psi g (4 * g * sinh t ^ 2) = 2 * t + 1 - exp (- (2 * t)).

(** [X] psi(c) = log(c/g) + 1 + R with 0 < R <= g/v < g/c. *)
Definition psi_remainder_statement : Prop :=
  forall g c, 0 < g -> 0 < c ->
  0 < psi g c - (ln (c / g) + 1) <= g / psi_scale g c /\ g / psi_scale g c < g / c.

(** [P] Lemma 2 (a): a fixed positive error is penalised without bound (g becomes I_infinity). *)
Definition lemma2a_statement : Prop :=
  forall beta d kappa n X W b Z, (0 < d)%nat -> 0 < beta ->
  0 < error d n X (affine kappa W b) Z ->
  to_plus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z).

(** With m positive sizes c_k: (d - beta m) log gamma + const + beta sum log c_k. *)
Definition lemma2b_leading (beta : R) (d kappa : nat) (c : vec) (gamma : R) : R :=
  (INR d - beta * INR (count_pos kappa c)) * ln gamma
  + beta * (INR kappa + INR (count_pos kappa c) * (1 - ln beta)
            + sum_pos kappa c (fun k => ln (c k))).

(** [P] Lemma 2 (b), with [X] the explicit remainder and the weight beta: at zero error the loss is
    lemma2b_leading + o(1), 0 <= o(1) <= beta^2 gamma sum 1/c_k, both strict when m > 0. *)
Definition lemma2b_statement : Prop :=
  forall beta d kappa n X W b Z gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 ->
  let c := size d n W Z in
  let rest := free_scale_loss beta d kappa n X W b Z gamma - lemma2b_leading beta d kappa c gamma in
  0 <= rest <= beta ^ 2 * gamma * sum_pos kappa c (fun k => / c k) /\
  ((0 < count_pos kappa c)%nat ->
   0 < rest < beta ^ 2 * gamma * sum_pos kappa c (fun k => / c k)).

(** [P] Lemma 2 (c): of two fixed exact codes (each with its own affine decoder) the one with fewer
    active dimensions wins for every small gamma; [X] the explicit threshold. *)
Definition lemma2c_statement : Prop :=
  forall beta d kappa n X W b Z W' b' Z' gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
  let c := size d n W Z in let c' := size d n W' Z' in
  (count_pos kappa c < count_pos kappa c')%nat ->
  beta * gamma <= 1 ->
  beta * gamma <= exp (sum_pos kappa c' (fun k => ln (c' k)) - sum_pos kappa c (fun k => ln (c k))
                       - sum_pos kappa c (fun k => / c k)) ->
  free_scale_loss beta d kappa n X W b Z gamma < free_scale_loss beta d kappa n X W' b' Z' gamma.

(** [P] Section 2.3 for an exact affine code with r active dimensions: as gamma -> 0 the beta-loss
    tends to -infinity iff beta r < d, and to +infinity iff beta r > d. *)
Definition beta_scaling_statement : Prop :=
  forall beta d kappa n X W b Z, 0 < beta -> error d n X (affine kappa W b) Z = 0 ->
  let r := count_pos kappa (size d n W Z) in
  (to_minus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z) <-> beta * INR r < INR d) /\
  (to_plus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z) <-> INR d < beta * INR r).

(* ------------------------------------------------------------------------------------------- *)
(** * The affine VAE on an instance [X]: a bound for every point of an injective decoder *)

(** P is a left inverse of W: the d x kappa matrix W is injective. *)
Definition left_inverse (d kappa : nat) (P W : nat -> vec) : Prop :=
  forall k l, (k < kappa)%nat -> (l < kappa)%nat ->
  rsum d (fun j => P k j * W j l) = if Nat.eqb k l then 1 else 0.

(** What a point at reconstruction error t^2 costs at least, W having the exact codes Zs: each size
    can shrink from c*_k to (sqrt c*_k - |w_k| |P_k| t)_+^2 and no further. *)
Definition injective_bound (d kappa n : nat) (gamma : R) (P W Zs : nat -> vec) (t : R) : R :=
  t ^ 2 / gamma + rsum kappa (fun k =>
    psi gamma (Rmax 0 (sqrt (size d n W Zs k)
                       - sqrt (col_power d W k) * sqrt (rsum d (fun j => P k j ^ 2)) * t) ^ 2)).

(** Every code Z, scale D and variances v on W cost at least that. *)
Definition affine_bound_statement : Prop :=
  forall d kappa n gamma X W Zs P, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  left_inverse d kappa P W -> error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  forall Z D v, (forall k, 0 < D k) -> (forall k, 0 < v k) ->
  let t := sqrt (INR d * error d n X (affine kappa W (fun _ => 0)) Z) in
  injective_bound d kappa n gamma P W Zs t + INR d * ln gamma + INR kappa
  <= affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Z) v.

(** So an exact code of another decoder W1 beats all of W's points as soon as its own penalty stays
    below the bound at every t: an inequality in one variable. *)
Definition affine_certificate_statement : Prop :=
  forall d kappa n gamma X W Zs P W1 b1 Z1, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  left_inverse d kappa P W -> error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  error d n X (affine kappa W1 b1) Z1 = 0 ->
  (forall t, 0 <= t -> rsum kappa (fun k => psi gamma (size d n W1 Z1 k))
                       < injective_bound d kappa n gamma P W Zs t) ->
  forall Z D v, (forall k, 0 < D k) -> (forall k, 0 < v k) ->
  free_scale_loss 1 d kappa n X W1 b1 Z1 gamma
  < affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Z) v.

(** Matrices by their rows, 0 beyond them. *)
Definition matrix (rows : list (list R)) : nat -> vec :=
  fun j k => nth k (nth j rows []) 0.

(** The instance with d = kappa = 3, r = 2, n = 2: data e_1 and e_2, decoders with unit columns. *)
Definition instance_data : nat -> vec := matrix [[1; 0; 0]; [0; 1; 0]].

Definition sparse_decoder (delta : R) : nat -> vec := matrix
  [[cos delta; cos delta; 0];
   [sin delta; - sin delta; 0];
   [0; 0; 1]].
Definition sparse_codes (delta : R) : nat -> vec := matrix
  [[/ (2 * cos delta); / (2 * cos delta); 0];
   [/ (2 * sin delta); - / (2 * sin delta); 0]].

Definition dense_decoder (eta : R) : nat -> vec := matrix
  [[cos eta; 0; 0];
   [0; cos eta; 0];
   [sin eta; sin eta; 1]].
Definition dense_codes (eta : R) : nat -> vec := matrix
  [[/ cos eta; 0; - tan eta];
   [0; / cos eta; - tan eta]].
Definition dense_inverse (eta : R) : nat -> vec := matrix
  [[/ cos eta; 0; 0];
   [0; / cos eta; 0];
   [- tan eta; - tan eta; 1]].

(** Its sparse code: exact, unit columns, sizes 1/(2 sin(2 delta)^2) twice and 0. *)
Definition instance_sparse_statement : Prop :=
  forall delta, cos delta <> 0 -> sin delta <> 0 ->
  let W := sparse_decoder delta in let c := size 3 2 W (sparse_codes delta) in
  error 3 2 instance_data (affine 3 W (fun _ => 0)) (sparse_codes delta) = 0 /\
  (col_power 3 W 0 = 1 /\ col_power 3 W 1 = 1 /\ col_power 3 W 2 = 1) /\
  (c 0%nat = / (2 * sin (2 * delta) ^ 2) /\ c 1%nat = / (2 * sin (2 * delta) ^ 2) /\ c 2%nat = 0).

(** Its dense code: exact, unit columns, sizes sec(eta)^2/2 twice and tan(eta)^2; injective, with
    the norms |P_k| that the bound needs. *)
Definition instance_dense_statement : Prop :=
  forall eta, cos eta <> 0 ->
  let W := dense_decoder eta in let c := size 3 2 W (dense_codes eta) in
  let norm2 := fun k => rsum 3 (fun j => dense_inverse eta k j ^ 2) in
  error 3 2 instance_data (affine 3 W (fun _ => 0)) (dense_codes eta) = 0 /\
  (col_power 3 W 0 = 1 /\ col_power 3 W 1 = 1 /\ col_power 3 W 2 = 1) /\
  (c 0%nat = / (2 * cos eta ^ 2) /\ c 1%nat = / (2 * cos eta ^ 2) /\ c 2%nat = tan eta ^ 2) /\
  left_inverse 3 3 (dense_inverse eta) W /\
  (norm2 0%nat = / cos eta ^ 2 /\ norm2 1%nat = / cos eta ^ 2 /\ norm2 2%nat = 1 + 2 * tan eta ^ 2).

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
Definition theoremD_error_statement : Prop :=
  forall d kappa n X mu q m v l, (0 < n)%nat ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  rsum kappa (fun k => l k ^ 2 * mean n (fun i => v i k)) <= expected_error d n X mu q.

(** L >= d + kappa + d log(A/d) + sum_k log(1 + l_k^2 p_k/A), at every gamma. *)
Definition theoremD_statement : Prop :=
  forall d kappa n gamma X mu q m v l, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  let A := expected_error d n X mu q in
  0 < A ->
  INR d + INR kappa + INR d * ln (A / INR d)
  + rsum kappa (fun k => ln (1 + l k ^ 2 * row_power n m k / A))
  <= vae_loss 1 d kappa n gamma X mu q m v.

(** So a loss of at most (d - r) log A + C allows at most r rows with l_k^2 p_k >= tau, once
    A <= tau^(r+1) exp(-(C - d - kappa + d log d)). *)
Definition theoremD_rows_statement : Prop :=
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

(** [X] A decoder that separates codes by l: no posterior does better, at any reconstruction error. *)
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
       + beta * (INR kappa - INR r * ln beta + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2))
                 + rsum kappa p) in
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

(** [P] Section 4: the gradient in one decoded coordinate y of one sample, B being the squared error
    of all others: 2 (y - x)/gamma at fixed gamma, 2 d (y - x)/A at the learned gamma = A/d. *)
Definition gradients_statement : Prop :=
  forall (d : nat) (B K gamma x y : R), (0 < d)%nat -> 0 < gamma ->
  is_derive (fun u => gamma_loss d ((x - u) ^ 2 + B) K gamma) y (2 * (y - x) / gamma) /\
  (0 < (x - y) ^ 2 + B ->
   is_derive (fun u => gamma_profile d ((x - u) ^ 2 + B) K) y
     (2 * INR d * (y - x) / ((x - y) ^ 2 + B))).

(* ------------------------------------------------------------------------------------------- *)
(** * The affine beta-VAE [X], in the coordinates of the principal directions *)

(** One principal direction of variance lam, decoder weight w, encoder x -> a x, variance v:
    its part of the beta-loss. *)
Definition direction_loss (beta gamma lam w a v : R) : R :=
  ((1 - w * a) ^ 2 * lam + w ^ 2 * v) / gamma + beta * (v - ln v + a ^ 2 * lam).

(** log(max(lam,g)/g) + lam/max(lam,g), to be read at g = beta gamma. *)
Definition direction_value (g lam : R) : R := ln (Rmax lam g / g) + lam / Rmax lam g.

(** The minimum over decoder weight, encoder and variance is beta (1 + direction_value). *)
Definition affine_direction_statement : Prop :=
  forall beta gamma lam, 0 < beta -> 0 < gamma -> 0 <= lam ->
  (forall w a v, 0 < v ->
     beta * (1 + direction_value (beta * gamma) lam) <= direction_loss beta gamma lam w a v) /\
  (exists w a v, 0 < v /\
     direction_loss beta gamma lam w a v = beta * (1 + direction_value (beta * gamma) lam)).

(** The same for the signal variance t = w^2 alone, with uniqueness: t = max(lam,g) - g. *)
Definition signal_variance_statement : Prop :=
  forall g lam, 0 < g -> 0 <= lam ->
  unique_minimum nonnegatives (fun t => ln ((g + t) / g) + lam / (g + t)) (Rmax lam g - g)
    (direction_value g lam).

(** V(gamma) for eigenvalues lam j, kappa latent dimensions and weight beta. *)
Definition affine_value (beta : R) (d kappa : nat) (lam : vec) (gamma : R) : R :=
  beta * (rsum kappa (fun j => direction_value (beta * gamma) (lam j))
          + rsum (d - kappa) (fun j => lam (kappa + j)%nat / (beta * gamma)))
  + INR d * ln gamma + beta * INR kappa.

(** A decoder along the coordinate axes. *)
Definition diagonal_decoder (w : vec) : nat -> vec := fun j k => if Nat.eqb j k then w k else 0.

(** V is the minimum of the beta-loss (3) of centred data over decoders along the axes, offsets,
    codes and constant variances, lam j being the variance of coordinate j.  (That no other affine
    decoder does better when the axes are principal is not proved here.) *)
Definition affine_diagonal_statement : Prop :=
  forall beta d kappa n gamma X, (0 < d)%nat -> (0 < n)%nat -> (kappa <= d)%nat ->
  0 < beta -> 0 < gamma -> (forall j, mean n (fun i => X i j) = 0) ->
  let lam := fun j => mean n (fun i => X i j ^ 2) in
  let loss := fun w b Z v => affine_loss beta d kappa n gamma X (diagonal_decoder w) b Z v in
  (forall w b Z v, (forall k, 0 < v k) -> affine_value beta d kappa lam gamma <= loss w b Z v) /\
  (exists w b Z v, (forall k, 0 < v k) /\ loss w b Z v = affine_value beta d kappa lam gamma).

(** The expected squared error at the minimum. *)
Definition affine_error (beta : R) (d kappa : nat) (lam : vec) (gamma : R) : R :=
  rsum kappa (fun j => Rmin (lam j) (beta * gamma))
  + rsum (d - kappa) (fun j => lam (kappa + j)%nat).

(** V'(gamma) = (d - A(gamma)/gamma)/gamma. *)
Definition affine_slope_statement : Prop :=
  forall beta d kappa lam gamma, 0 < beta -> 0 < gamma -> (forall j, 0 <= lam j) ->
  is_derive (affine_value beta d kappa lam) gamma
    ((INR d - affine_error beta d kappa lam gamma / gamma) / gamma).

(** A/gamma does not increase with gamma. *)
Definition affine_error_ratio_statement : Prop :=
  forall beta d kappa lam g1 g2, 0 < beta -> 0 < g1 <= g2 -> (forall j, 0 <= lam j) ->
  affine_error beta d kappa lam g2 / g2 <= affine_error beta d kappa lam g1 / g1.

(** Data of exact rank r <= kappa. *)
Definition has_rank (r : nat) (lam : vec) : Prop :=
  (forall j, (j < r)%nat -> 0 < lam j) /\ (forall j, (r <= j)%nat -> lam j = 0).

(** For beta gamma <= lam_r: V = (d - beta r) log gamma + const exactly, A = beta r gamma, and
    alternating with eq. (6) maps gamma to (beta r/d) gamma. *)
Definition affine_exact_statement : Prop :=
  forall beta d kappa r lam gamma, (0 < d)%nat -> (r <= kappa)%nat -> 0 < beta -> 0 < gamma ->
  has_rank r lam -> (forall j, (j < r)%nat -> beta * gamma <= lam j) ->
  affine_value beta d kappa lam gamma
  = (INR d - beta * INR r) * ln gamma
    + beta * (rsum r (fun j => ln (lam j)) + INR r * (1 - ln beta) + INR kappa)
  /\ affine_error beta d kappa lam gamma = beta * INR r * gamma
  /\ affine_error beta d kappa lam gamma / INR d = beta * INR r / INR d * gamma.

(** [P] -infinity is reached iff beta < d/r (Section 2.3), in exact form. *)
Definition affine_threshold_statement : Prop :=
  forall beta d kappa r lam, (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
  (to_minus_infinity_at_0 (affine_value beta d kappa lam) <-> beta * INR r < INR d) /\
  (to_plus_infinity_at_0 (affine_value beta d kappa lam) <-> INR d < beta * INR r).

(** beta < d/r: V increases strictly, so no gamma > 0 is a minimiser. *)
Definition affine_increasing_statement : Prop :=
  forall beta d kappa r lam g1 g2, (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
  beta * INR r < INR d -> 0 < g1 < g2 ->
  affine_value beta d kappa lam g1 < affine_value beta d kappa lam g2.

(** beta > d/r: exactly one global minimum; there A = d gamma, the m eigenvalues above beta gamma
    satisfy beta m < d, and gamma = (sum of the other eigenvalues)/(d - beta m). *)
Definition affine_collapse_statement : Prop :=
  forall beta d kappa r lam, (0 < d)%nat -> (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
  INR d < beta * INR r ->
  exists gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v /\
    affine_error beta d kappa lam gamma = INR d * gamma /\
    let m := count_pos r (fun j => lam j - beta * gamma) in
    beta * INR m < INR d /\
    gamma = (rsum r lam - sum_pos r (fun j => lam j - beta * gamma) lam) / (INR d - beta * INR m).

(* ------------------------------------------------------------------------------------------- *)
(** * Eqs. (8)-(9): the labyrinth, in both conventions *)

(** Penalty of r + 1 dimensions; in eq. (9) h acts on the code z_k itself, in eq. (7) on z_k^2. *)
Definition penalty_of_codes (n : nat) (h : R -> R) (z : vec) : R := rsum n (fun k => h (z k)).
Definition penalty_of_squares (n : nat) (h : R -> R) (z : vec) : R :=
  rsum n (fun k => h (z k ^ 2)).

(** The sparse code: r entries M, then zeros. *)
Definition long_code (r : nat) (M : R) : vec := fun k => if Nat.ltb k r then M else 0.

(** [P] A slope bounded by B near 0 reverses (9): once eps is small every code with entries in
    [0, eps] is cheaper than the sparse one.  Eq. (9)'s convention, h of the code. *)
Definition eq89_bounded_slope_statement : Prop :=
  forall (r : nat) (h : R -> R) (B M eps : R), (0 < r)%nat -> 0 < eps -> 0 <= B ->
  (forall u, 0 <= u <= eps -> h u - h 0 <= B * u) ->
  INR (r + 1) * B * eps < INR r * (h M - h 0) ->
  forall z, (forall k, (k < r + 1)%nat -> 0 <= z k <= eps) ->
  penalty_of_codes (r + 1) h z < penalty_of_codes (r + 1) h (long_code r M).

(** [P] The same in eq. (7)'s convention, h of the squared code. *)
Definition eq89_bounded_slope_squares_statement : Prop :=
  forall (r : nat) (h : R -> R) (B M eps : R), (0 < r)%nat -> 0 < eps -> 0 <= B ->
  (forall u, 0 <= u <= eps ^ 2 -> h u - h 0 <= B * u) ->
  INR (r + 1) * B * eps ^ 2 < INR r * (h (M ^ 2) - h 0) ->
  forall z, (forall k, (k < r + 1)%nat -> 0 <= z k <= eps) ->
  penalty_of_squares (r + 1) h z < penalty_of_squares (r + 1) h (long_code r M).

(** [P] Eq. (9) for two dimensions, with [X] the exact condition for log(u + g). *)
Definition eq9_log_statement : Prop :=
  forall g zs z1 z2, 0 < g -> 0 <= zs -> 0 <= z1 -> 0 <= z2 ->
  (ln (zs + g) + ln (0 + g) < ln (z1 + g) + ln (z2 + g) <-> (zs + g) * g < (z1 + g) * (z2 + g)) /\
  (ln (zs ^ 2 + g) + ln (0 ^ 2 + g) < ln (z1 ^ 2 + g) + ln (z2 ^ 2 + g)
   <-> (zs ^ 2 + g) * g < (z1 ^ 2 + g) * (z2 ^ 2 + g)).

(** [P] For every z* and every nonzero dense pair the log penalties satisfy (9) once g is small. *)
Definition eq9_small_g_statement : Prop :=
  forall zs z1 z2, 0 < zs -> 0 < z1 -> 0 < z2 ->
  (exists g0, 0 < g0 /\ forall g, 0 < g < g0 ->
     ln (zs + g) + ln (0 + g) < ln (z1 + g) + ln (z2 + g)) /\
  (exists g0, 0 < g0 /\ forall g, 0 < g < g0 ->
     ln (zs ^ 2 + g) + ln (0 ^ 2 + g) < ln (z1 ^ 2 + g) + ln (z2 ^ 2 + g)).
