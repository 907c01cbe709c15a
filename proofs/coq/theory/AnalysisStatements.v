(* Analysis of the VAE loss: what the statements speak of.  This first part is for eqs. (2), (3),
   (5), (6) and Remark 4; the others are AnalysisLemma2Statements, AnalysisLemma3Statements,
   AnalysisAffineStatements and AnalysisLabyrinthStatements.  The statements stand in the folders
   of the claims.

   Source: B. Dai, L. K. Wenliang, D. Wipf, "On the Value of Infinite Gradients in Variational
   Autoencoder Models", NeurIPS 2021.  [P] marks a claim of the paper, [X] an extension made here.
   The proofs are in the other Analysis files.

   Conventions.  A vector is a function nat -> R of which only the first d (or kappa) entries are
   read.  Data: X i j is coordinate j of sample i.  Codes: Z i k is coordinate k of the code of
   sample i.  gamma is the decoder *variance*; v k stands for the variance sigma_k^2.  *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
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

(* ------------------------------------------------------------------------------------------- *)
(** * Remark 4 and eq. (5): unneeded and needed latent dimensions *)

Definition posterior_variance (beta gamma w2 : R) : R := beta * gamma / (beta * gamma + w2).

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

(** The laws above are not empty words: the normal law itself, by improper Riemann integrals. *)
Definition has_line_integral (f : R -> R) (l : R) : Prop :=
  is_RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty) l.
Definition line_integrable (f : R -> R) : Prop := exists l, has_line_integral f l.
Definition line_integral (f : R -> R) : R :=
  RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty).

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

(** p(x), the integral of p(x|z) p(z). *)
Definition evidence (d kappa : nat) (gamma : R) (mu : vec -> vec) (x : vec) : R :=
  normal_expect kappa (fun _ => 0) (fun _ => 1)
    (fun z => normal_density_vec d (mu z) (fun _ => gamma) x).

