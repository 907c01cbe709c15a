(** theorem-h1: the affine beta-VAE at a fixed gamma has no bad local minima. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import LocalStatements.
From Sparsity.theory Require LocalGlobal.
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
