(** beta-affine: The affine beta-VAE in closed form. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisAffineStatements SpectralStatements.
From Sparsity.theory Require AnalysisAffine SpectralReals PrincipalValue PrincipalError.
Import ListNotations.
Local Open Scope R_scope.

(** The same for the signal variance t = w^2 alone, with uniqueness: t = max(lam,g) - g. *)
Definition signal_variance_statement : Prop :=
  forall g lam, 0 < g -> 0 <= lam ->
  unique_minimum nonnegatives (fun t => ln ((g + t) / g) + lam / (g + t)) (Rmax lam g - g)
    (direction_value g lam).

Theorem signal_variance : signal_variance_statement.
Proof. exact @AnalysisAffine.signal_variance. Qed.

(** The minimum over decoder weight, encoder and variance is beta (1 + direction_value). *)
Definition affine_direction_statement : Prop :=
  forall beta gamma lam, 0 < beta -> 0 < gamma -> 0 <= lam ->
  (forall w a v, 0 < v ->
     beta * (1 + direction_value (beta * gamma) lam) <= direction_loss beta gamma lam w a v) /\
  (exists w a v, 0 < v /\
     direction_loss beta gamma lam w a v = beta * (1 + direction_value (beta * gamma) lam)).

Theorem affine_direction : affine_direction_statement.
Proof. exact @AnalysisAffine.affine_direction. Qed.

(** V is the minimum of the beta-loss (3) of centred data over decoders that put latent coordinate
    k on axis k, offsets, codes and constant variances, lam j being the variance of coordinate j. *)
Definition affine_diagonal_statement : Prop :=
  forall beta d kappa n gamma X, (0 < d)%nat -> (0 < n)%nat -> (kappa <= d)%nat ->
  0 < beta -> 0 < gamma -> (forall j, mean n (fun i => X i j) = 0) ->
  let lam := fun j => mean n (fun i => X i j ^ 2) in
  let loss := fun w b Z v => affine_loss beta d kappa n gamma X (diagonal_decoder w) b Z v in
  (forall w b Z v, (forall k, 0 < v k) -> affine_value beta d kappa lam gamma <= loss w b Z v) /\
  (exists w b Z v, (forall k, 0 < v k) /\ loss w b Z v = affine_value beta d kappa lam gamma).

Theorem affine_diagonal : affine_diagonal_statement.
Proof. exact @AnalysisAffine.affine_diagonal. Qed.

(** ** All affine decoders *)

(** A symmetric matrix has its principal directions, orthonormal eigenvectors by decreasing
    eigenvalues: the spectral theorem. *)
Definition principal_exists_statement : Prop :=
  forall d S, symmetric d S -> exists lam u, principal d S lam u.

Theorem principal_exists : principal_exists_statement.
Proof. exact SpectralReals.spectral_theorem. Qed.

(** V is the minimum of the beta-loss over all W, b, codes and variances, those of each sample on their
    own; it is attained at squared column norms max(lam, beta gamma) - beta gamma and variances
    beta gamma/max(lam, beta gamma), the same for all samples.  lam: eigenvalues of the covariance. *)
Definition affine_minimum_statement : Prop :=
  forall beta d kappa n gamma X lam u, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  principal d (covariance n X) lam u ->
  (forall W b Z v, (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) ->
     affine_value beta d kappa lam gamma <= free_loss beta d kappa n gamma X W b Z v) /\
  (exists W b Z v, (forall k, 0 < v k) /\
     free_loss beta d kappa n gamma X W b Z (fun _ => v) = affine_value beta d kappa lam gamma /\
     forall k, col_power d W k = Rmax (lam k) (beta * gamma) - beta * gamma /\
               v k = beta * gamma / Rmax (lam k) (beta * gamma)).

Theorem affine_minimum : affine_minimum_statement.
Proof. exact PrincipalValue.affine_minimum. Qed.

(** What is minimised is the beta-loss (3) itself. *)
Definition free_loss_is_eq3_statement : Prop :=
  forall beta d kappa n gamma X W b Z v (q : nat -> law),
  (forall i, (i < n)%nat -> has_moments kappa (q i) (Z i) (v i) /\ uncorrelated kappa (q i) (Z i)) ->
  vae_loss beta d kappa n gamma X (affine kappa W b) q Z v = free_loss beta d kappa n gamma X W b Z v.

Theorem free_loss_is_eq3 : free_loss_is_eq3_statement.
Proof. exact PrincipalError.free_loss_is_eq3. Qed.

(** What one data coordinate y along a column of squared norm w, and the column, cost at least. *)
Definition direction_costs_statement : Prop :=
  forall beta gamma w y, 0 < beta -> 0 < gamma -> 0 <= w ->
  (forall nu, beta * y ^ 2 / (beta * gamma + w) <= (y - sqrt w * nu) ^ 2 / gamma + beta * nu ^ 2) /\
  (let nu := sqrt w * y / (beta * gamma + w) in
   (y - sqrt w * nu) ^ 2 / gamma + beta * nu ^ 2 = beta * y ^ 2 / (beta * gamma + w)) /\
  unique_minimum positives (fun v => w * v / gamma + beta * (v - ln v))
    (beta * gamma / (beta * gamma + w)) (beta * ln (1 + w / (beta * gamma)) + beta).

Theorem direction_costs : direction_costs_statement.
Proof. exact PrincipalError.direction_costs. Qed.
