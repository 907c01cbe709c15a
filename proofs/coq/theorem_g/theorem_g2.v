(** theorem-g2 [X]: the rate A/(beta gamma) -> r, up to constants.

    phi(s) is the infimum of A s + K over a set of points ([lower_envelope]). *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements FixedGamma ModelStatements.
From Sparsity.theory Require BallCondition RateOfModels ArcModels.
Open Scope R_scope.

(** [X] The infimum exists, is concave and nondecreasing. *)
Definition theorem_G2_envelope_statement : Prop :=
  forall (O : Type) (A K : O -> R) (c : R) (w0 : O),
  (forall w, 0 <= A w /\ c <= K w) ->
  exists phi, lower_envelope A K phi /\
    (forall s t, 0 < s -> s <= t -> phi s <= phi t) /\
    (forall s t a, 0 < s -> 0 < t -> 0 <= a <= 1 ->
       a * phi s + (1 - a) * phi t <= phi (a * s + (1 - a) * t)).

Theorem theorem_G2_envelope : theorem_G2_envelope_statement.
Proof.
  intros O A K c w0 H. destruct (envelope_exists A K c w0 H) as [phi Hphi].
  exists phi. split; [exact Hphi|]. split.
  - exact (envelope_monotone A K phi (fun w => proj1 (H w)) Hphi).
  - exact (envelope_concave A K phi Hphi).
Qed.

(** [X] Between r log t + c1 and r log t + c2 on [s/lam, lam s]: every eps-minimiser has A s between
    (r log lam - Delta - eps)/(lam - 1) and lam (r log lam + Delta + eps)/(lam - 1). *)
Definition theorem_G2_statement : Prop :=
  forall (O : Type) (A K : O -> R) phi r c1 c2 s lam eps w,
  lower_envelope A K phi -> 0 < s -> 1 < lam ->
  (forall t, s / lam <= t <= lam * s -> r * ln t + c1 <= phi t <= r * ln t + c2) ->
  A w * s + K w <= phi s + eps ->
  let Delta := c2 - c1 in
  (r * ln lam - Delta - eps) / (lam - 1) <= A w * s
    <= lam * (r * ln lam + Delta + eps) / (lam - 1).

Theorem theorem_G2 : theorem_G2_statement.
Proof. exact @FixedGamma.envelope_rate. Qed.

(** [X] The upper constant, by G1: B(s) <= r log s + P + sum over l_k <> 0 of log(l_k^2 + 1/s0). *)
Definition theorem_G2_upper_statement : Prop :=
  forall kappa n l zs s0 s, 0 < s0 -> s0 <= s ->
  let c := fun k => l k ^ 2 in
  budget kappa n l zs s
  <= INR (count_pos kappa c) * ln s
     + (rsum kappa (row_power n zs) + sum_pos kappa c (fun k => ln (l k ^ 2 + / s0))).

Theorem theorem_G2_upper : theorem_G2_upper_statement.
Proof. exact FixedGamma.budget_rate. Qed.

(** [X] The lower constant, by E2: for every model of data that meet the ball condition, at every t. *)
Definition theorem_G2_lower_statement : Prop :=
  forall (D : Type) (pi : expectation D) (x : D -> vec) d kappa r C G A K t,
  0 < r -> 0 < C -> BallCondition.gamma_integral r G -> 0 < t ->
  (forall y rho, 0 < rho -> ball_share_le pi x d y rho (C * Rpower rho r)) ->
  error_and_cost pi x d kappa A K ->
  r * ln t + (INR kappa - r * ln 2 - 2 * ln (C * G)) <= A * t + K.

Theorem theorem_G2_lower : theorem_G2_lower_statement.
Proof. exact RateOfModels.models_above. Qed.

(** [X] Both lines and the rate, for the infimum over all models (of any latent set, prior, decoder and
    posterior) of data that meet the ball condition and have a comparator: c1 by E2, c2 by G1.  The
    comparator's posteriors and prior are normal laws; what is averaged has a mean. *)
Definition theorem_G2_models_statement : Prop :=
  forall (D : Type) (pi : expectation D) (x : D -> vec) d kappa s0 C G
    (prior : law) (mu : vec -> vec) (q : R -> D -> law) (zs : D -> vec) l P phi,
  let r := INR (count_pos kappa (fun k => l k ^ 2)) in
  let v := fun s k => / (1 + l k ^ 2 * s) in
  0 < s0 -> 0 < r -> 0 < C -> BallCondition.gamma_integral r G ->
  (forall y rho, 0 < rho -> ball_share_le pi x d y rho (C * Rpower rho r)) ->
  (forall i z, sq_dist d (x i) (mu z) <= rsum kappa (fun k => l k ^ 2 * (z k - zs i k) ^ 2)) ->
  expects pi (fun i => rsum kappa (fun k => zs i k ^ 2)) P ->
  integrable prior = normal_integrable kappa (fun _ => 0) (fun _ => 1) ->
  expect prior = normal_expect kappa (fun _ => 0) (fun _ => 1) ->
  (forall t, 0 < t ->
     kernel_means t d (of_law prior) mu /\
     has_expectation pi (fun i => expect prior (fun z => heat t d (x i) (mu z))) /\
     (forall z, has_expectation pi (fun i => heat t d (x i) (mu z)))) ->
  (forall s, s0 <= s ->
     (forall i, integrable (q s i) = normal_integrable kappa (zs i) (v s) /\
        expect (q s i) = normal_expect kappa (zs i) (v s) /\
        integrable (q s i) (fun z => sq_dist d (x i) (mu z))) /\
     has_expectation pi (fun i => expect (q s i) (fun z => sq_dist d (x i) (mu z)))) ->
  (forall t, 0 < t -> infimum_over_models pi x d kappa t (phi t)) ->
  let c1 := INR kappa - r * ln 2 - 2 * ln (C * G) in
  let c2 := INR kappa + P + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2 + / s0)) in
  (forall s, s0 <= s -> r * ln s + c1 <= phi s <= r * ln s + c2) /\
  forall s lam eps A K, 1 < lam -> lam * s0 <= s -> error_and_cost pi x d kappa A K ->
  A * s + K <= phi s + eps ->
  (r * ln lam - (c2 - c1) - eps) / (lam - 1) <= A * s
    <= lam * (r * ln lam + (c2 - c1) + eps) / (lam - 1).

Theorem theorem_G2_models : theorem_G2_models_statement.
Proof. exact RateOfModels.rate_of_models. Qed.

(** ** An example with a curved decoder

    Data uniform on an arc of the unit circle (the angles in [0, 1]), r = 1, the circle as decoder: all
    hypotheses of theorem_G2_models hold, for every s0, and there are eps-minimisers. *)
Definition arc_rate_example_statement : Prop :=
  forall s0, 0 < s0 ->
  exists (pi : expectation R) (prior : law) (q : R -> R -> law) C G P (phi : R -> R),
  let zs := fun (i : R) (k : nat) => if Nat.eqb k 0 then i else 0 in
  let x := fun i => circle (zs i) in
  let l := fun k => if Nat.eqb k 0 then 1 else 0 in
  let v := fun s k => / (1 + l k ^ 2 * s) in
  (forall f e, is_RInt f 0 1 e -> expects pi f e) /\
  INR (count_pos 1 (fun k => l k ^ 2)) = 1 /\ 0 < C /\ BallCondition.gamma_integral 1 G /\
  (forall y rho, 0 < rho -> ball_share_le pi x 2 y rho (C * Rpower rho 1)) /\
  (forall i z, sq_dist 2 (x i) (circle z) <= rsum 1 (fun k => l k ^ 2 * (z k - zs i k) ^ 2)) /\
  expects pi (fun i => rsum 1 (fun k => zs i k ^ 2)) P /\
  integrable prior = normal_integrable 1 (fun _ => 0) (fun _ => 1) /\
  expect prior = normal_expect 1 (fun _ => 0) (fun _ => 1) /\
  (forall t, 0 < t ->
     kernel_means t 2 (of_law prior) circle /\
     has_expectation pi (fun i => expect prior (fun z => heat t 2 (x i) (circle z))) /\
     (forall z, has_expectation pi (fun i => heat t 2 (x i) (circle z)))) /\
  (forall s, s0 <= s ->
     (forall i, integrable (q s i) = normal_integrable 1 (zs i) (v s) /\
        expect (q s i) = normal_expect 1 (zs i) (v s) /\
        integrable (q s i) (fun z => sq_dist 2 (x i) (circle z))) /\
     has_expectation pi (fun i => expect (q s i) (fun z => sq_dist 2 (x i) (circle z)))) /\
  (forall t, 0 < t -> infimum_over_models pi x 2 1 t (phi t)) /\
  (forall s eps, s0 <= s -> 0 < eps ->
     exists A K, error_and_cost pi x 2 1 A K /\ A * s + K <= phi s + eps) /\
  ~ is_affine 2 1 circle.

Theorem arc_rate_example : arc_rate_example_statement.
Proof. exact ArcModels.arc_rate. Qed.
