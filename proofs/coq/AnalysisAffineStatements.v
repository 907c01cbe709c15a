(* The affine beta-VAE: definitions and statements only.  [P] is the paper's, [X] an extension made
   here. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity Require Export AnalysisLemma2Statements.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * The affine beta-VAE [X], in the coordinates of the principal directions *)

(** One principal direction of variance lam, decoder weight w, encoder x -> a x, variance v:
    its part of the beta-loss. *)
Definition direction_loss (beta gamma lam w a v : R) : R :=
  ((1 - w * a) ^ 2 * lam + w ^ 2 * v) / gamma + beta * (v - ln v + a ^ 2 * lam).

(** log(max(lam,g)/g) + lam/max(lam,g), to be read at g = beta gamma. *)
Definition direction_value (g lam : R) : R := ln (Rmax lam g / g) + lam / Rmax lam g.

(** The minimum over decoder weight, encoder and variance is beta (1 + direction_value). *)
Definition affine_direction_statement : Prop :=
  forall beta gamma lam, 0 < beta -> 0 < gamma -> 0 <= lam ->
  (forall w a v, 0 < v ->
     beta * (1 + direction_value (beta * gamma) lam) <= direction_loss beta gamma lam w a v) /\
  (exists w a v, 0 < v /\
     direction_loss beta gamma lam w a v = beta * (1 + direction_value (beta * gamma) lam)).

(** The same for the signal variance t = w^2 alone, with uniqueness: t = max(lam,g) - g. *)
Definition signal_variance_statement : Prop :=
  forall g lam, 0 < g -> 0 <= lam ->
  unique_minimum nonnegatives (fun t => ln ((g + t) / g) + lam / (g + t)) (Rmax lam g - g)
    (direction_value g lam).

(** V(gamma) for eigenvalues lam j, kappa latent dimensions and weight beta. *)
Definition affine_value (beta : R) (d kappa : nat) (lam : vec) (gamma : R) : R :=
  beta * (rsum kappa (fun j => direction_value (beta * gamma) (lam j))
          + rsum (d - kappa) (fun j => lam (kappa + j)%nat / (beta * gamma)))
  + INR d * ln gamma + beta * INR kappa.

(** A decoder along the coordinate axes: latent coordinate k moves data coordinate k only. *)
Definition diagonal_decoder (w : vec) : nat -> vec := fun j k => if Nat.eqb j k then w k else 0.

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

(** The expected squared error at the minimum. *)
Definition affine_error (beta : R) (d kappa : nat) (lam : vec) (gamma : R) : R :=
  rsum kappa (fun j => Rmin (lam j) (beta * gamma))
  + rsum (d - kappa) (fun j => lam (kappa + j)%nat).

(** V'(gamma) = (d - A(gamma)/gamma)/gamma. *)
Definition affine_slope_statement : Prop :=
  forall beta d kappa lam gamma, 0 < beta -> 0 < gamma -> (forall j, 0 <= lam j) ->
  is_derive (affine_value beta d kappa lam) gamma
    ((INR d - affine_error beta d kappa lam gamma / gamma) / gamma).

(** A/gamma does not increase with gamma. *)
Definition affine_error_ratio_statement : Prop :=
  forall beta d kappa lam g1 g2, 0 < beta -> 0 < g1 <= g2 -> (forall j, 0 <= lam j) ->
  affine_error beta d kappa lam g2 / g2 <= affine_error beta d kappa lam g1 / g1.

(** Data of exact rank r <= kappa. *)
Definition has_rank (r : nat) (lam : vec) : Prop :=
  (forall j, (j < r)%nat -> 0 < lam j) /\ (forall j, (r <= j)%nat -> lam j = 0).

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

(** [P] -infinity is reached iff beta < d/r (Section 2.3), in exact form. *)
Definition affine_threshold_statement : Prop :=
  forall beta d kappa r lam, (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
  (to_minus_infinity_at_0 (affine_value beta d kappa lam) <-> beta * INR r < INR d) /\
  (to_plus_infinity_at_0 (affine_value beta d kappa lam) <-> INR d < beta * INR r).

(** beta < d/r: V increases strictly, so no gamma > 0 is a minimiser. *)
Definition affine_increasing_statement : Prop :=
  forall beta d kappa r lam g1 g2, (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
  beta * INR r < INR d -> 0 < g1 < g2 ->
  affine_value beta d kappa lam g1 < affine_value beta d kappa lam g2.

(** beta > d/r: exactly one global minimum; there A = d gamma, the m eigenvalues above beta gamma
    satisfy beta m < d, and gamma = (sum of the other eigenvalues)/(d - beta m). *)
Definition affine_collapse_statement : Prop :=
  forall beta d kappa r lam, (0 < d)%nat -> (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
  INR d < beta * INR r ->
  exists gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v /\
    affine_error beta d kappa lam gamma = INR d * gamma /\
    let m := count_pos r (fun j => lam j - beta * gamma) in
    beta * INR m < INR d /\
    gamma = (rsum r lam - sum_pos r (fun j => lam j - beta * gamma) lam) / (INR d - beta * INR m).

(** Data of rank above kappa: exactly one global minimum for every beta, by the same formula. *)
Definition affine_full_rank_statement : Prop :=
  forall beta d kappa lam, (0 < d)%nat -> 0 < beta -> (forall j, 0 <= lam j) ->
  let tail := rsum (d - kappa) (fun j => lam (kappa + j)%nat) in
  0 < tail ->
  exists gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v /\
    affine_error beta d kappa lam gamma = INR d * gamma /\
    let m := count_pos kappa (fun j => lam j - beta * gamma) in
    beta * INR m < INR d /\
    gamma = (rsum kappa lam - sum_pos kappa (fun j => lam j - beta * gamma) lam + tail)
            / (INR d - beta * INR m).
