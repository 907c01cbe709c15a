(** theorem-e4 [X]: Section 2.3 from both sides, for nonlinear decoders: with the ball condition of E2
    and the comparator of G the infimum of the loss is (d - beta r) log gamma + O(1).

    theorem_E2 is the side from below, for every decoder, prior and posterior; here is the side from
    above, what follows for any V between two such lines, and all of it for the infimum. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements Expectations BallCondition.
From Sparsity.theory Require BothSides InfimumOfModels.
From Sparsity.theory Require ExtensionControls ArcModels.
Open Scope R_scope.

(** [X] From above: the comparator's own loss on a population pi, for gamma <= gamma0. *)
Definition theorem_E4_upper_statement : Prop :=
  forall (D : Type) (pi : expectation D) beta d kappa gamma gamma0
    (x : D -> vec) mu (q : D -> law) (zs : D -> vec) l P,
  0 < beta -> 0 < gamma -> gamma <= gamma0 ->
  (forall i z, sq_dist d (x i) (mu z) <= rsum kappa (fun k => l k ^ 2 * (z k - zs i k) ^ 2)) ->
  let v := fun k => / (1 + l k ^ 2 * / (beta * gamma)) in
  (forall i, has_moments kappa (q i) (zs i) v /\ integrable (q i) (fun z => sq_dist d (x i) (mu z))) ->
  has_expectation pi (fun i => expect (q i) (fun z => sq_dist d (x i) (mu z))) ->
  expects pi (fun i => rsum kappa (fun k => zs i k ^ 2)) P ->
  let r := INR (count_pos kappa (fun k => l k ^ 2)) in
  expected pi (fun i => expect (q i) (fun z => sq_dist d (x i) (mu z))) / gamma + INR d * ln gamma
    + beta * (rsum kappa (fun k => v k - ln (v k)) + P)
  <= (INR d - beta * r) * ln gamma + beta * INR kappa - beta * r * ln beta
     + beta * (P + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2 + beta * gamma0))).

Theorem theorem_E4_upper : theorem_E4_upper_statement.
Proof. exact @BothSides.comparator_population. Qed.

(** [X] So it tends to -infinity, stays bounded or tends to +infinity as beta r <, =, > d. *)
Definition theorem_E4_statement : Prop :=
  forall (V : R -> R) c a b g0, 0 < g0 ->
  (forall g, 0 < g <= g0 -> c * ln g + a <= V g <= c * ln g + b) ->
  (to_minus_infinity_at_0 V <-> 0 < c) /\ (to_plus_infinity_at_0 V <-> c < 0) /\
  (c = 0 -> forall g, 0 < g <= g0 -> a <= V g <= b).

Theorem theorem_E4 : theorem_E4_statement.
Proof. exact BothSides.between_lines. Qed.

(** [X] The infimum of the loss over all models (of any latent set, prior, decoder and posterior).  The
    comparator's posteriors and prior are normal laws; with its decoder they make a model, whose density
    and KL are computed.  What is averaged has a mean. *)
Definition theorem_E4_infimum_statement : Prop :=
  forall (D : Type) (pi : expectation D) (x : D -> vec) beta d kappa gamma0 C G
    (prior : law) (mu : vec -> vec) (q : R -> D -> law) (zs : D -> vec) l P (V : R -> R),
  let r := INR (count_pos kappa (fun k => l k ^ 2)) in
  let v := fun gamma k => / (1 + l k ^ 2 * / (beta * gamma)) in
  0 < beta -> 0 < gamma0 -> 0 < r -> 0 < C -> gamma_integral r G ->
  (forall y rho, 0 < rho -> ball_share_le pi x d y rho (C * Rpower rho r)) ->
  (forall i z, sq_dist d (x i) (mu z) <= rsum kappa (fun k => l k ^ 2 * (z k - zs i k) ^ 2)) ->
  expects pi (fun i => rsum kappa (fun k => zs i k ^ 2)) P ->
  integrable prior = normal_integrable kappa (fun _ => 0) (fun _ => 1) ->
  expect prior = normal_expect kappa (fun _ => 0) (fun _ => 1) ->
  (forall gamma, 0 < gamma <= gamma0 -> let t := / (2 * beta * gamma) in
     (forall i, integrable (q gamma i) = normal_integrable kappa (zs i) (v gamma) /\
        expect (q gamma i) = normal_expect kappa (zs i) (v gamma) /\
        integrable (q gamma i) (fun z => sq_dist d (x i) (mu z))) /\
     has_expectation pi (fun i => expect (q gamma i) (fun z => sq_dist d (x i) (mu z))) /\
     kernel_means t d (of_law prior) mu /\
     has_expectation pi (fun i => expect prior (fun z => heat t d (x i) (mu z))) /\
     (forall z, has_expectation pi (fun i => heat t d (x i) (mu z)))) ->
  (forall gamma, 0 < gamma <= gamma0 -> infimum (loss_of_a_model pi x d kappa beta gamma) (V gamma)) ->
  let low := beta * INR kappa - beta * r * ln (2 * beta) - 2 * beta * ln (C * G) in
  let high := beta * INR kappa - beta * r * ln beta
              + beta * (P + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2 + beta * gamma0))) in
  (forall gamma, 0 < gamma <= gamma0 ->
     (INR d - beta * r) * ln gamma + low <= V gamma <= (INR d - beta * r) * ln gamma + high) /\
  (to_minus_infinity_at_0 V <-> beta * r < INR d) /\ (to_plus_infinity_at_0 V <-> INR d < beta * r) /\
  (beta * r = INR d -> forall gamma, 0 < gamma <= gamma0 -> low <= V gamma <= high).

Theorem theorem_E4_infimum : theorem_E4_infimum_statement.
Proof. exact InfimumOfModels.infimum_of_models. Qed.

(** ** False variants, refuted *)

(** With c = 0 among the cases that tend to -infinity. *)
Definition E4_boundary_false_statement : Prop :=
  ~ (forall (V : R -> R) c a b g0, 0 < g0 ->
     (forall g, 0 < g <= g0 -> c * ln g + a <= V g <= c * ln g + b) ->
     (to_minus_infinity_at_0 V <-> 0 <= c)).

Theorem E4_boundary_false : E4_boundary_false_statement.
Proof. exact @ExtensionControls.E4_boundary_false. Qed.

(** ** An example with a curved decoder

    Data uniform on an arc of the unit circle (the angles in [0, 1]), r = 1, the circle
    z |-> (cos z_0, sin z_0) as decoder: all hypotheses of theorem_E4_infimum hold, for every beta and
    gamma0, and the infimum V gamma is there. *)
Definition arc_infimum_example_statement : Prop :=
  forall beta gamma0, 0 < beta -> 0 < gamma0 ->
  exists (pi : expectation R) (prior : law) (q : R -> R -> law) C G P (V : R -> R),
  let zs := fun (i : R) (k : nat) => if Nat.eqb k 0 then i else 0 in
  let x := fun i => circle (zs i) in
  let l := fun k => if Nat.eqb k 0 then 1 else 0 in
  let v := fun gamma k => / (1 + l k ^ 2 * / (beta * gamma)) in
  (forall f e, is_RInt f 0 1 e -> expects pi f e) /\
  INR (count_pos 1 (fun k => l k ^ 2)) = 1 /\ 0 < C /\ gamma_integral 1 G /\
  (forall y rho, 0 < rho -> ball_share_le pi x 2 y rho (C * Rpower rho 1)) /\
  (forall i z, sq_dist 2 (x i) (circle z) <= rsum 1 (fun k => l k ^ 2 * (z k - zs i k) ^ 2)) /\
  expects pi (fun i => rsum 1 (fun k => zs i k ^ 2)) P /\
  integrable prior = normal_integrable 1 (fun _ => 0) (fun _ => 1) /\
  expect prior = normal_expect 1 (fun _ => 0) (fun _ => 1) /\
  (forall gamma, 0 < gamma <= gamma0 -> let t := / (2 * beta * gamma) in
     (forall i, integrable (q gamma i) = normal_integrable 1 (zs i) (v gamma) /\
        expect (q gamma i) = normal_expect 1 (zs i) (v gamma) /\
        integrable (q gamma i) (fun z => sq_dist 2 (x i) (circle z))) /\
     has_expectation pi (fun i => expect (q gamma i) (fun z => sq_dist 2 (x i) (circle z))) /\
     kernel_means t 2 (of_law prior) circle /\
     has_expectation pi (fun i => expect prior (fun z => heat t 2 (x i) (circle z))) /\
     (forall z, has_expectation pi (fun i => heat t 2 (x i) (circle z)))) /\
  (forall gamma, 0 < gamma <= gamma0 -> infimum (loss_of_a_model pi x 2 1 beta gamma) (V gamma)) /\
  ~ is_affine 2 1 circle.

Theorem arc_infimum_example : arc_infimum_example_statement.
Proof. exact ArcModels.arc_infimum. Qed.
