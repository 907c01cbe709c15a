(** mmd-closed-form: MMD of a partly pruned normal law to the prior. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import MmdStatements.
From Sparsity.theory Require Mmd.
Local Open Scope R_scope.

(** [X] The kernel mean of one coordinate whose difference has variance v. *)
Definition mmd_coordinate_statement : Prop :=
  forall ell a b v, 0 < ell -> v = a ^ 2 + b ^ 2 ->
  kernel_mean ell 1 (fun _ => a) (fun _ => b) = / sqrt (1 + v / ell ^ 2).

Theorem mmd_coordinate : mmd_coordinate_statement.
Proof. exact @Mmd.mmd_coordinate. Qed.

(** [X] The expectations exist, as iterated integrals, and are products over the coordinates. *)
Definition mmd_kernel_means_statement : Prop :=
  forall ell kappa s t, 0 < ell ->
  (forall z, standard_integrable kappa (fun y => gaussian_kernel ell kappa (scaled s z) (scaled t y))) /\
  standard_integrable kappa (fun z =>
    standard kappa (fun y => gaussian_kernel ell kappa (scaled s z) (scaled t y))) /\
  kernel_mean ell kappa s t = rprod kappa (fun k => / sqrt (1 + (s k ^ 2 + t k ^ 2) / ell ^ 2)).

Theorem mmd_kernel_means : mmd_kernel_means_statement.
Proof. exact @Mmd.mmd_kernel_means. Qed.

(** [X] The closed form, the margin, where it is 0 and where it is positive. *)
Definition mmd_closed_form_statement : Prop :=
  forall ell m kappa delta,
  0 < ell -> (0 < m)%nat -> (m < kappa)%nat -> 0 <= delta ->
  let mean := fun v (dimensions : nat) => Rpower (1 + v / ell ^ 2) (- (INR dimensions / 2)) in
  mmd_squared ell kappa (partly_pruned m delta)
  = mean 2 m * (mean (2 * delta) (kappa - m)%nat - 2 * mean (1 + delta) (kappa - m)%nat
                + mean 2 (kappa - m)%nat) /\
  (1 + (1 + delta) / ell ^ 2) ^ 2 - (1 + 2 * delta / ell ^ 2) * (1 + 2 / ell ^ 2)
  = (1 - delta) ^ 2 / ell ^ 4 /\
  (delta = 1 -> mmd_squared ell kappa (partly_pruned m delta) = 0) /\
  (delta <> 1 -> 0 < mmd_squared ell kappa (partly_pruned m delta)).

Theorem mmd_closed_form : mmd_closed_form_statement.
Proof. exact @Mmd.mmd_closed_form. Qed.
