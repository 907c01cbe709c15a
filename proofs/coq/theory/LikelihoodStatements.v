(* The log-likelihood of data under a normal law of any covariance: definitions only, for
   ppca-identity. *)

From Coq Require Import Reals.
From Sparsity.theory Require Export SpectralStatements.
Open Scope R_scope.

(** Laplace's expansion along the first row. *)
Fixpoint determinant (d : nat) (C : nat -> vec) : R :=
  match d with
  | O => 1
  | S m => rsum (S m) (fun j => (-1) ^ j * C 0%nat j
             * determinant m (fun a b => C (S a) (if Nat.ltb b j then b else S b)))
  end.

(** C P is the identity. *)
Definition inverse (d : nat) (C P : nat -> vec) : Prop :=
  forall i j, (i < d)%nat -> (j < d)%nat -> rsum d (fun l => C i l * P l j) = delta i j.

(** The logarithm of the density of N(b, C) at x; P is the inverse of C. *)
Definition normal_log_density (d : nat) (b : vec) (C P : nat -> vec) (x : vec) : R :=
  - (INR d * ln (2 * PI) + ln (determinant d C)
     + rsum d (fun i => rsum d (fun j => (x i - b i) * P i j * (x j - b j)))) / 2.

Definition log_likelihood (d n : nat) (X : nat -> vec) (b : vec) (C P : nat -> vec) : R :=
  rsum n (fun i => normal_log_density d b C P (X i)).

(** gamma I + W W^T: the covariance of W z + b + noise, for z standard normal and noise N(0, gamma I). *)
Definition model_covariance (kappa : nat) (gamma : R) (W : nat -> vec) : nat -> vec :=
  fun i j => gamma * delta i j + rsum kappa (fun k => W i k * W j k).
