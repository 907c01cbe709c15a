(** beta-slope: Error and slope of the affine beta-VAE's minimum. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisAffineStatements SpectralStatements.
From Sparsity.theory Require AnalysisCollapse PrincipalError.
Import ListNotations.
Local Open Scope R_scope.

(** V'(gamma) = (d - A(gamma)/gamma)/gamma. *)
Definition affine_slope_statement : Prop :=
  forall beta d kappa lam gamma, 0 < beta -> 0 < gamma -> (forall j, 0 <= lam j) ->
  is_derive (affine_value beta d kappa lam) gamma
    ((INR d - affine_error beta d kappa lam gamma / gamma) / gamma).

Theorem affine_slope : affine_slope_statement.
Proof. exact @AnalysisCollapse.affine_slope. Qed.

(** A/gamma does not increase with gamma. *)
Definition affine_error_ratio_statement : Prop :=
  forall beta d kappa lam g1 g2, 0 < beta -> 0 < g1 <= g2 -> (forall j, 0 <= lam j) ->
  affine_error beta d kappa lam g2 / g2 <= affine_error beta d kappa lam g1 / g1.

Theorem affine_error_ratio : affine_error_ratio_statement.
Proof. exact @AnalysisCollapse.affine_error_ratio. Qed.

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

Theorem affine_exact : affine_exact_statement.
Proof. exact @AnalysisCollapse.affine_exact. Qed.

(** A is the expected squared error of every minimiser at this gamma. *)
Definition minimiser_error_statement : Prop :=
  forall beta d kappa n gamma X lam u W b Z v, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  principal d (covariance n X) lam u ->
  (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) ->
  free_loss beta d kappa n gamma X W b Z v = affine_value beta d kappa lam gamma ->
  free_error d kappa n X W b Z v = affine_error beta d kappa lam gamma.

Theorem minimiser_error : minimiser_error_statement.
Proof. exact PrincipalError.minimiser_error. Qed.

(** One direction, with the best column w = sqrt(max(lam,g) - g), encoder and variance, leaves
    min(lam, g); g = beta gamma. *)
Definition direction_error_statement : Prop :=
  forall g lam, 0 < g -> 0 <= lam ->
  let w := sqrt (Rmax lam g - g) in
  (1 - w * (w / (g + w ^ 2))) ^ 2 * lam + w ^ 2 * (g / (g + w ^ 2)) = Rmin lam g.

Theorem direction_error : direction_error_statement.
Proof. exact PrincipalError.direction_error. Qed.
