(* The affine VAE on the instance of Theorem A1: definitions only, for affine-vae-a1. *)

From Coq Require Import Reals.
From Sparsity.theory Require Export AnalysisLemma2Statements InstanceStatements.
Open Scope R_scope.

(** The data: coordinate j of sample i is row j of Y, coordinate r (from 0) row r - 1 once more. *)
Definition joined_data (r : nat) (Y : nat -> nat -> R) : nat -> vec := fun i j => repeated r (r + 1) Y j i.

(** Encoders of eq. (3): means Z, positive deviations that may depend on the sample, uncorrelated. *)
Definition encoders (kappa n : nat) (q : nat -> law) (Z v : nat -> vec) : Prop :=
  forall i, (i < n)%nat -> (forall k, (k < kappa)%nat -> 0 < v i k) /\
    has_moments kappa (q i) (Z i) (v i) /\ uncorrelated kappa (q i) (Z i).

(** log(lam/gamma) + c/lam, and its least value over lam >= gamma. *)
Definition floor_cost (c gamma lam : R) : R := ln (lam / gamma) + c / lam.
Definition least_floor (c gamma : R) : R :=
  if Rlt_dec gamma c then ln (c / gamma) + 1 else c / gamma.
