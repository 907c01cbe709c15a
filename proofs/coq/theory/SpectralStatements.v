(* Symmetric matrices and their principal directions: definitions only. *)

From Coq Require Import Reals.
From Sparsity.theory Require Export AnalysisLemma2Statements.
Open Scope R_scope.

Definition inner (d : nat) (x y : vec) : R := rsum d (fun j => x j * y j).
Definition delta (i j : nat) : R := if Nat.eqb i j then 1 else 0.
Definition apply (d : nat) (S : nat -> vec) (x : vec) : vec := fun i => rsum d (fun j => S i j * x j).
Definition symmetric (d : nat) (S : nat -> vec) : Prop :=
  forall i j, (i < d)%nat -> (j < d)%nat -> S i j = S j i.

(** x is an eigenvector of S, or zero, with the factor lam. *)
Definition eigenvector (d : nat) (S : nat -> vec) (lam : R) (x : vec) : Prop :=
  forall i, (i < d)%nat -> apply d S x i = lam * x i.

Definition orthonormal (d m : nat) (u : nat -> vec) : Prop :=
  forall i j, (i < m)%nat -> (j < m)%nat -> inner d (u i) (u j) = delta i j.

(** lam 0 >= lam 1 >= ... are the eigenvalues of S, u 0, u 1, ... eigenvectors of length one, at right
    angles.  Beyond d, lam is 0. *)
Definition principal (d : nat) (S : nat -> vec) (lam : vec) (u : nat -> vec) : Prop :=
  (forall i j, (i <= j)%nat -> (j < d)%nat -> lam j <= lam i) /\
  (forall j, (d <= j)%nat -> lam j = 0) /\
  orthonormal d d u /\ (forall i, (i < d)%nat -> eigenvector d S (lam i) (u i)).

(** The second moment of the data about b, and their mean: S at b = their mean is the covariance. *)
Definition moment (n : nat) (X : nat -> vec) (b : vec) : nat -> vec :=
  fun i j => mean n (fun l => (X l i - b i) * (X l j - b j)).
Definition data_mean (n : nat) (X : nat -> vec) : vec := fun j => mean n (fun i => X i j).
Definition covariance (n : nat) (X : nat -> vec) : nat -> vec := moment n X (data_mean n X).

(** A of an affine decoder: the mean of |x_i - W z_i - b|^2 + sum_k |w_k|^2 v_ik, and the beta-loss (3)
    with free codes and variances v i k > 0 of each sample. *)
Definition free_error (d kappa n : nat) (X W : nat -> vec) (b : vec) (Z v : nat -> vec) : R :=
  mean n (fun i => sq_dist d (X i) (affine kappa W b (Z i))
                   + rsum kappa (fun k => col_power d W k * v i k)).
Definition free_loss (beta : R) (d kappa n : nat) (gamma : R) (X W : nat -> vec) (b : vec)
    (Z v : nat -> vec) : R :=
  mean n (fun i => (sq_dist d (X i) (affine kappa W b (Z i))
                    + rsum kappa (fun k => col_power d W k * v i k)) / gamma + INR d * ln gamma
                   + beta * rsum kappa (fun k => v i k - ln (v i k) + Z i k ^ 2)).
