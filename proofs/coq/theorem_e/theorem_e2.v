(** theorem-e2 [X]: the converse under a ball condition: slope d - beta r in log gamma. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements Expectations BallCondition.
From Sparsity.theory Require ConverseRates UniformExample.
From Sparsity.theorem_e Require Import theorem_e1.
Open Scope R_scope.

(** [X] pi(B(y, rho)) <= C rho^r for all rho > 0 bounds the kernel's mean by
    C Gamma(1 + r/2) t^(-r/2). *)
Definition theorem_E2_kernel_statement : Prop :=
  forall (D : Type) (pi : expectation D) (x : D -> vec) d y r C G t,
  0 < r -> 0 < C -> 0 < t -> gamma_integral r G ->
  (forall rho, 0 < rho -> ball_share_le pi x d y rho (C * Rpower rho r)) ->
  has_expectation pi (fun i => heat t d (x i) y) ->
  expected pi (fun i => heat t d (x i) y) <= C * Rpower t (- (r / 2)) * G.

Theorem theorem_E2_kernel : theorem_E2_kernel_statement.
Proof. exact @ConverseRates.ball_heat_mean. Qed.

(** [X] So for every gamma > 0 the loss (with d log gamma, and beta kappa for the KL of (3)) is at
    least (d - beta r) log gamma + const; the condition is asked of the decoder's image only. *)
Definition theorem_E2_statement : Prop :=
  forall (D Z : Type) d kappa beta gamma r C G (pi : expectation D)
    (x : D -> vec) (p : expectation Z) (q : D -> expectation Z) (mu : Z -> vec) (w : D -> Z -> R),
  0 < beta -> 0 < gamma -> 0 < r -> 0 < C -> gamma_integral r G ->
  let t := / (2 * beta * gamma) in
  (forall z rho, 0 < rho -> ball_share_le pi x d (mu z) rho (C * Rpower rho r)) ->
  (forall z, has_expectation pi (fun i => heat t d (x i) (mu z))) ->
  kernel_means t d p mu -> has_expectation pi (fun i => expected p (fun z => heat t d (x i) (mu z))) ->
  (forall i, density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z))) ->
  has_expectation pi (datum_cost d beta gamma x q mu w) ->
  (INR d - beta * r) * ln gamma + beta * INR kappa - beta * r * ln (2 * beta)
    - 2 * beta * ln (C * G)
  <= INR d * ln gamma + beta * INR kappa + expected pi (datum_cost d beta gamma x q mu w).

Theorem theorem_E2 : theorem_E2_statement.
Proof. exact @ConverseRates.ball_converse. Qed.

(** The hypotheses are met, with r = 1 and C = 2: data uniform on a segment of the plane, the circle as
    decoder, posterior and prior alike. *)
Definition uniform_example_statement : Prop :=
  forall beta gamma, 0 < beta -> 0 < gamma ->
  exists (pi : expectation R) (p : expectation vec) G,
  let x := fun (s : R) (j : nat) => if Nat.eqb j 0 then s else 0 in
  let t := / (2 * beta * gamma) in
  (forall f e, is_RInt f 0 1 e -> expects pi f e) /\ gamma_integral 1 G /\
  (forall z rho, 0 < rho -> ball_share_le pi x 2 (circle z) rho (2 * Rpower rho 1)) /\
  (forall z, has_expectation pi (fun i => heat t 2 (x i) (circle z))) /\
  kernel_means t 2 p circle /\
  has_expectation pi (fun i => expected p (fun z => heat t 2 (x i) (circle z))) /\
  (forall i, density_ratio p p (fun _ => 1) /\
     has_expectation p (fun z => sq_dist 2 (x i) (circle z)) /\
     has_expectation p (fun _ => ln 1)) /\
  has_expectation pi (datum_cost 2 beta gamma x (fun _ => p) circle (fun _ _ => 1)) /\
  ~ is_affine 2 1 circle.

Theorem uniform_example : uniform_example_statement.
Proof. exact UniformExample.uniform_example. Qed.
