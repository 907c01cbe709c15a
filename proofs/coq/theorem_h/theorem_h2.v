(** theorem-h2: the affine beta-VAE with gamma learned has no bad local minima. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import LocalStatements AnalysisAffineStatements.
From Sparsity.theory Require JointMinima LocalExamples.
Local Open Scope R_scope.

(** Every stationary point, gamma's slope included, is a global minimum over all gamma > 0, or a line
    through it in the model, with gamma kept, has a negative second derivative. *)
Definition theorem_H2_statement : Prop :=
  forall beta gamma d kappa n X M p, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  affine_model d n X M -> admissible d kappa M p ->
  let L := fun g => point_loss beta d kappa n g X in
  joint_stationary d kappa M L gamma p ->
  joint_global_minimum d kappa M L gamma p \/ negative_curvature d kappa M (L gamma) p.

Theorem theorem_H2 : theorem_H2_statement.
Proof. exact JointMinima.theorem_H2. Qed.

(** Every local minimum, in gamma too, is a global one. *)
Definition joint_local_is_global_statement : Prop :=
  forall beta gamma d kappa n X M p, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  affine_model d n X M -> admissible d kappa M p ->
  let L := fun g => point_loss beta d kappa n g X in
  joint_local_minimum d kappa n M L gamma p -> joint_global_minimum d kappa M L gamma p.

Theorem joint_local_is_global : joint_local_is_global_statement.
Proof. exact JointMinima.joint_local_is_global. Qed.

(** Which gamma the global minima have, for data of rank r: none where beta r < d and r <= kappa, and the
    loss is unbounded below; all up to the least positive eigenvalue over beta where beta r = d and
    r <= kappa; else exactly one. *)
Definition minimal_variances_statement : Prop :=
  forall beta d kappa n r X M lam u, (0 < n)%nat -> (0 < d)%nat -> 0 < beta -> affine_model d n X M ->
  principal d (data_moment n X M) lam u -> has_rank r lam ->
  let L := fun g => point_loss beta d kappa n g X in
  let minimal := fun gamma => 0 < gamma /\
    exists p, admissible d kappa M p /\ joint_global_minimum d kappa M L gamma p in
  ((r <= kappa)%nat -> beta * INR r < INR d -> (forall gamma, ~ minimal gamma) /\
     forall B, exists gamma p, 0 < gamma /\ admissible d kappa M p /\ L gamma p < B) /\
  ((r <= kappa)%nat -> beta * INR r = INR d -> forall gamma,
     minimal gamma <-> 0 < gamma /\ forall j, (j < r)%nat -> beta * gamma <= lam j) /\
  ((kappa < r)%nat \/ INR d < beta * INR r ->
     exists gamma, minimal gamma /\ forall gamma', minimal gamma' -> gamma' = gamma).

Theorem minimal_variances : minimal_variances_statement.
Proof. exact JointMinima.minimal_variances. Qed.

(** The collapsed point, T being the trace of the data's covariance: at gamma = T/d it is stationary
    whatever beta, kappa and the rank are; it is a global minimum iff d lam_1 <= beta T, and else, by
    theorem_H2, a strict saddle. *)
Definition collapsed_point_statement : Prop :=
  forall beta d kappa n X M, (0 < n)%nat -> (0 < d)%nat -> (0 < kappa)%nat -> 0 < beta ->
  affine_model d n X M ->
  let L := fun g => point_loss beta d kappa n g X in
  let T := trace d (data_moment n X M) in
  let gamma := T / INR d in
  let p := collapsed n X M in
  0 < T ->
  admissible d kappa M p /\ 0 < gamma /\ joint_stationary d kappa M L gamma p /\
  forall lam u, principal d (data_moment n X M) lam u ->
  (joint_global_minimum d kappa M L gamma p <-> INR d * lam 0%nat <= beta * T).

Theorem collapsed_point : collapsed_point_statement.
Proof. exact JointMinima.collapsed_point. Qed.

(** ** False variants, refuted *)

(** Where no minimum exists there is no stationary point either. *)
Definition H2_no_stationary_false_statement : Prop :=
  ~ (forall beta d kappa n r X M lam u, (0 < n)%nat -> 0 < beta -> affine_model d n X M ->
     principal d (data_moment n X M) lam u -> has_rank r lam -> (r <= kappa)%nat ->
     beta * INR r < INR d -> forall gamma p, 0 < gamma -> admissible d kappa M p ->
     ~ joint_stationary d kappa M (fun g => point_loss beta d kappa n g X) gamma p).

Theorem H2_no_stationary_false : H2_no_stationary_false_statement.
Proof. exact LocalExamples.H2_no_stationary_false. Qed.

(** All global minima have the same gamma. *)
Definition H2_unique_false_statement : Prop :=
  ~ (forall beta d kappa n X M, (0 < n)%nat -> (0 < d)%nat -> 0 < beta -> affine_model d n X M ->
     let L := fun g => point_loss beta d kappa n g X in
     forall gamma gamma' p p', 0 < gamma -> 0 < gamma' -> admissible d kappa M p -> admissible d kappa M p' ->
     joint_global_minimum d kappa M L gamma p -> joint_global_minimum d kappa M L gamma' p' ->
     gamma = gamma').

Theorem H2_unique_false : H2_unique_false_statement.
Proof. exact LocalExamples.H2_unique_false. Qed.
