(** theorem-e3 [X]: n samples. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements Expectations BallCondition.
From Sparsity.theory Require ConverseSamples ConverseRates ArcModels.
From Sparsity.theorem_e Require Import theorem_e1.
Open Scope R_scope.

(** [X] (a), from below: samples at mutual distance Delta or more. *)
Definition theorem_E3_lower_statement : Prop :=
  forall (Z : Type) d n beta gamma Delta (x : nat -> vec)
    (p : expectation Z) (q : nat -> expectation Z) (mu : Z -> vec) (w : nat -> Z -> R),
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> 0 < Delta ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> i <> j -> Delta ^ 2 <= sq_dist d (x i) (x j)) ->
  (forall i, (i < n)%nat -> density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z)) /\
     has_expectation p (fun z => heat (/ (2 * beta * gamma)) d (x i) (mu z))) ->
  2 * beta * ln (INR n)
    - 2 * beta * ln (1 + (INR n - 1) * exp (- (Delta ^ 2 / (8 * beta * gamma))))
  <= mean n (datum_cost d beta gamma x q mu w).

Theorem theorem_E3_lower : theorem_E3_lower_statement.
Proof. exact @ConverseRates.separated_converse. Qed.

(** [X] (a), attained from above: n cells of prior mass 1/n, the decoder constant on each, each
    posterior the prior on its cell.  The error is 0, the KL log n.  The decoder z |-> x (cell z) is
    a step function: no affine decoder does this. *)
Definition theorem_E3_attained_statement : Prop :=
  forall (Z : Type) (d n : nat) (x : nat -> vec) (p : expectation Z) (cell : Z -> nat), (0 < n)%nat ->
  let in_cell i z := if Nat.eq_dec (cell z) i then 1 else 0 in
  (forall i, (i < n)%nat -> expects p (in_cell i) (/ INR n)) ->
  (forall i f, has_expectation p f -> has_expectation p (fun z => f z * in_cell i z)) ->
  forall beta gamma, 0 < beta -> 0 < gamma ->
  exists q : nat -> expectation Z,
    (forall i, (i < n)%nat -> density_ratio p (q i) (fun _ => INR n) /\
       expects (q i) (fun z => sq_dist d (x i) (x (cell z))) 0 /\
       expects (q i) (fun _ => ln (INR n)) (ln (INR n))) /\
    mean n (datum_cost d beta gamma x q (fun z => x (cell z)) (fun _ _ => INR n))
    = 2 * beta * ln (INR n).

Theorem theorem_E3_attained : theorem_E3_attained_statement.
Proof. exact @ConverseSamples.memoriser. Qed.

(** [X] (b): a ball condition down to the radius rho0, for gamma >= rho0^2/(2 beta). *)
Definition theorem_E3_cutoff_statement : Prop :=
  forall (Z : Type) d n kappa beta gamma r C rho0 G (x : nat -> vec)
    (p : expectation Z) (q : nat -> expectation Z) (mu : Z -> vec) (w : nat -> Z -> R),
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> 0 < r -> 0 < C -> 0 < rho0 -> gamma_integral r G ->
  rho0 ^ 2 / (2 * beta) <= gamma ->
  (forall z rho, 0 < rho ->
     mean n (fun i => if Rle_dec (sq_dist d (x i) (mu z)) (rho ^ 2) then 1 else 0)
     <= C * Rpower (Rmax rho rho0) r) ->
  (forall i, (i < n)%nat -> density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z)) /\
     has_expectation p (fun z => heat (/ (2 * beta * gamma)) d (x i) (mu z))) ->
  (INR d - beta * r) * ln gamma + beta * INR kappa - beta * r * ln (2 * beta)
    - 2 * beta * ln (C * (G + 1))
  <= INR d * ln gamma + beta * INR kappa + mean n (datum_cost d beta gamma x q mu w).

Theorem theorem_E3_cutoff : theorem_E3_cutoff_statement.
Proof. exact @ConverseRates.ball_converse_samples. Qed.

(** [X] The radius cannot be small: C rho0^r >= 1/n. *)
Definition theorem_E3_radius_statement : Prop :=
  forall d n (x : nat -> vec) r C rho0 i, (0 < n)%nat -> (i < n)%nat -> 0 < rho0 ->
  mean n (fun j => if Rle_dec (sq_dist d (x j) (x i)) (rho0 ^ 2) then 1 else 0)
    <= C * Rpower (Rmax rho0 rho0) r ->
  / INR n <= C * Rpower rho0 r.

Theorem theorem_E3_radius : theorem_E3_radius_statement.
Proof. exact ConverseRates.cutoff_large. Qed.

(** A false variant: the lower bound without the distance of the samples. *)
Definition E3_without_distance_false_statement : Prop :=
  ~ forall (Z : Type) d n beta gamma (x : nat -> vec)
    (p : expectation Z) (q : nat -> expectation Z) (mu : Z -> vec) (w : nat -> Z -> R),
  (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  (forall i, (i < n)%nat -> density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z)) /\
     has_expectation p (fun z => heat (/ (2 * beta * gamma)) d (x i) (mu z))) ->
  2 * beta * ln (INR n) <= mean n (datum_cost d beta gamma x q mu w).

Theorem E3_without_distance_false : E3_without_distance_false_statement.
Proof. exact ConverseRates.distance_needed. Qed.

(** The hypotheses of the memoriser can be met, for any samples: its decoder z |-> x (cell z) takes the n
    cells of the latent set to the samples.  It meets those of theorem_E1_samples and theorem_E3_lower. *)
Definition memoriser_example_statement : Prop :=
  forall n, (0 < n)%nat ->
  exists (p : expectation nat) (cell : nat -> nat),
  let in_cell i z := if Nat.eq_dec (cell z) i then 1 else 0 in
  (forall i, (i < n)%nat -> expects p (in_cell i) (/ INR n)) /\ forall f, has_expectation p f.

Theorem memoriser_example : memoriser_example_statement.
Proof. exact ConverseSamples.memoriser_example. Qed.

(** The hypotheses of theorem_E3_cutoff: samples on the circle at any angles, normal posteriors, the circle
    as decoder, r = 1 and any radius rho0, with C = 1/rho0 (which will do for any samples; samples that are
    spread have a smaller one). *)
Definition arc_cutoff_example_statement : Prop :=
  forall beta n gamma rho0 (angle : nat -> R), (0 < n)%nat -> 0 < beta -> 0 < gamma -> 0 < rho0 ->
  let x := fun i => circle (fun (k : nat) => if Nat.eqb k 0 then angle i else 0) in
  exists (p : expectation vec) (q : nat -> expectation vec) (w : nat -> vec -> R) G,
  gamma_integral 1 G /\
  (forall z rho, 0 < rho ->
     mean n (fun i => if Rle_dec (sq_dist 2 (x i) (circle z)) (rho ^ 2) then 1 else 0)
     <= / rho0 * Rpower (Rmax rho rho0) 1) /\
  (forall i, (i < n)%nat -> density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist 2 (x i) (circle z)) /\
     has_expectation (q i) (fun z => ln (w i z)) /\
     has_expectation p (fun z => heat (/ (2 * beta * gamma)) 2 (x i) (circle z))) /\
  ~ is_affine 2 1 circle.

Theorem arc_cutoff_example : arc_cutoff_example_statement.
Proof. exact ArcModels.arc_cutoff. Qed.
