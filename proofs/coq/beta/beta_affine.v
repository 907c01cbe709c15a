(** beta-affine: The affine beta-VAE in closed form. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisAffineStatements.
From Sparsity.theory Require AnalysisAffine.
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
    k on axis k, offsets, codes and constant variances, lam j being the variance of coordinate j.
    (That no other affine decoder does better when the axes are the principal ones, in decreasing
    order, is not proved here.) *)
Definition affine_diagonal_statement : Prop :=
  forall beta d kappa n gamma X, (0 < d)%nat -> (0 < n)%nat -> (kappa <= d)%nat ->
  0 < beta -> 0 < gamma -> (forall j, mean n (fun i => X i j) = 0) ->
  let lam := fun j => mean n (fun i => X i j ^ 2) in
  let loss := fun w b Z v => affine_loss beta d kappa n gamma X (diagonal_decoder w) b Z v in
  (forall w b Z v, (forall k, 0 < v k) -> affine_value beta d kappa lam gamma <= loss w b Z v) /\
  (exists w b Z v, (forall k, 0 < v k) /\ loss w b Z v = affine_value beta d kappa lam gamma).

Theorem affine_diagonal : affine_diagonal_statement.
Proof. exact @AnalysisAffine.affine_diagonal. Qed.
