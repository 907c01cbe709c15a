(** theorem-h1: the affine beta-VAE at a fixed gamma has no bad local minima. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import LocalStatements.
From Sparsity.theory Require LocalGlobal LocalExamples.
Local Open Scope R_scope.

(** Every stationary point is a global minimum, or some line through it in the model has a negative
    second derivative.  Any data, d, kappa; repeated and zero eigenvalues, kappa > d included. *)
Definition theorem_H1_statement : Prop :=
  forall beta gamma d kappa n X M p, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  affine_model d n X M -> admissible d kappa M p ->
  let L := point_loss beta d kappa n gamma X in
  stationary d kappa M L p ->
  global_minimum d kappa M L p \/ negative_curvature d kappa M L p.

Theorem theorem_H1 : theorem_H1_statement.
Proof. exact LocalGlobal.theorem_H1. Qed.

(** Every local minimum is a global one. *)
Definition local_is_global_statement : Prop :=
  forall beta gamma d kappa n X M p, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  affine_model d n X M -> admissible d kappa M p ->
  let L := point_loss beta d kappa n gamma X in
  local_minimum d kappa n M L p -> global_minimum d kappa M L p.

Theorem local_is_global : local_is_global_statement.
Proof. exact LocalGlobal.local_is_global. Qed.

(** The models that the claim names: free codes and variances of each sample; means affine in x with
    constant variances, or with log-variances affine in x; no offset and means linear in x. *)
Definition models_are_affine_statement : Prop :=
  forall d n X,
  affine_model d n X (Model (fun _ => True) (fun _ => True) true) /\
  (let affine_in_x := fun f => exists a c, forall i, (i < n)%nat -> f i = inner d a (X i) + c in
   let linear_in_x := fun f => exists a, forall i, (i < n)%nat -> f i = inner d a (X i) in
   let constant := fun f => exists c, forall i, (i < n)%nat -> f i = c in
   affine_model d n X (Model affine_in_x constant true) /\
   affine_model d n X (Model affine_in_x affine_in_x true) /\
   affine_model d n X (Model linear_in_x constant false)).

Theorem models_are_affine : models_are_affine_statement.
Proof. exact LocalGlobal.models_are_affine. Qed.

(** The second derivatives at a stationary point: two columns that are not at right angles; a unit vector
    u at right angles to all columns, along which the data have the variance lam. *)
Definition curvatures_statement : Prop :=
  forall beta gamma d kappa n X M p, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  affine_model d n X M -> admissible d kappa M p ->
  let L := point_loss beta d kappa n gamma X in
  stationary d kappa M L p ->
  let w := fun k j => weights p j k in
  let omega := col_power d (weights p) in
  (forall k m, (k < kappa)%nat -> (m < kappa)%nat -> k <> m -> inner d (w k) (w m) <> 0 ->
     omega k = omega m /\
     second_derivative d kappa M L p
       (- (8 * beta * inner d (w k) (w m) ^ 2 / (beta * gamma + omega k) ^ 2))) /\
  (forall k u lam, (k < kappa)%nat -> inner d u u = 1 ->
     (forall m, (m < kappa)%nat -> inner d (w m) u = 0) ->
     mean n (fun i => inner d u (fun j => X i j - shift p j) ^ 2) = lam ->
     second_derivative d kappa M L p (2 / gamma * (1 - lam / (beta * gamma + omega k)))).

Theorem curvatures : curvatures_statement.
Proof. exact LocalExamples.curvatures. Qed.

(** ** A false variant, refuted, and an example *)

(** Every stationary point is a global minimum. *)
Definition H1_stationary_false_statement : Prop :=
  ~ (forall beta gamma d kappa n X M p, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
     affine_model d n X M -> admissible d kappa M p ->
     let L := point_loss beta d kappa n gamma X in
     stationary d kappa M L p -> global_minimum d kappa M L p).

Theorem H1_stationary_false : H1_stationary_false_statement.
Proof. exact LocalExamples.H1_stationary_false. Qed.

(** The samples 1 and -1 on an axis of the plane, one latent dimension, free codes and variances,
    beta = 1 and gamma = 1/2: the decoder 0 is a saddle. *)
Definition saddle_example_statement : Prop :=
  let L := point_loss 1 2 1 2 (1 / 2) axis_data in
  let p := collapsed 2 axis_data free_model in
  affine_model 2 2 axis_data free_model /\ admissible 2 1 free_model p /\
  stationary 2 1 free_model L p /\ second_derivative 2 1 free_model L p (-4) /\
  ~ global_minimum 2 1 free_model L p.

Theorem saddle_example : saddle_example_statement.
Proof. exact LocalExamples.saddle_example. Qed.
