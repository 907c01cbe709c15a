(* The affine beta-VAE: definitions only.  [X] is an extension made here. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Export AnalysisLemma2Statements.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * The affine beta-VAE [X], in the coordinates of the principal directions *)

(** One principal direction of variance lam, decoder weight w, encoder x -> a x, variance v:
    its part of the beta-loss. *)
Definition direction_loss (beta gamma lam w a v : R) : R :=
  ((1 - w * a) ^ 2 * lam + w ^ 2 * v) / gamma + beta * (v - ln v + a ^ 2 * lam).

(** log(max(lam,g)/g) + lam/max(lam,g), to be read at g = beta gamma. *)
Definition direction_value (g lam : R) : R := ln (Rmax lam g / g) + lam / Rmax lam g.

(** V(gamma) for eigenvalues lam j, kappa latent dimensions and weight beta. *)
Definition affine_value (beta : R) (d kappa : nat) (lam : vec) (gamma : R) : R :=
  beta * (rsum kappa (fun j => direction_value (beta * gamma) (lam j))
          + rsum (d - kappa) (fun j => lam (kappa + j)%nat / (beta * gamma)))
  + INR d * ln gamma + beta * INR kappa.

(** A decoder along the coordinate axes: latent coordinate k moves data coordinate k only. *)
Definition diagonal_decoder (w : vec) : nat -> vec := fun j k => if Nat.eqb j k then w k else 0.

(** The expected squared error at the minimum. *)
Definition affine_error (beta : R) (d kappa : nat) (lam : vec) (gamma : R) : R :=
  rsum kappa (fun j => Rmin (lam j) (beta * gamma))
  + rsum (d - kappa) (fun j => lam (kappa + j)%nat).

(** Data of exact rank r <= kappa. *)
Definition has_rank (r : nat) (lam : vec) : Prop :=
  (forall j, (j < r)%nat -> 0 < lam j) /\ (forall j, (r <= j)%nat -> lam j = 0).

