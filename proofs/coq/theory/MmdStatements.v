(* The maximum mean discrepancy of a product of normal laws to the prior.  Definitions only. *)

From Coq Require Import Reals.
From Sparsity.theory Require Export AnalysisStatements.
Open Scope R_scope.

(** The Gaussian kernel of width ell. *)
Definition gaussian_kernel (ell : R) (kappa : nat) (x y : vec) : R :=
  exp (- (sq_dist kappa x y / (2 * ell ^ 2))).

(** (s_k z_k) for z standard normal has the law N(0, diag s_k^2), also where an s_k is 0. *)
Definition scaled (s z : vec) : vec := fun k => s k * z k.
Definition standard (kappa : nat) : (vec -> R) -> R :=
  normal_expect kappa (fun _ => 0) (fun _ => 1).
Definition standard_integrable (kappa : nat) : (vec -> R) -> Prop :=
  normal_integrable kappa (fun _ => 0) (fun _ => 1).

(** E k(x, y) for independent x and y of these laws. *)
Definition kernel_mean (ell : R) (kappa : nat) (s t : vec) : R :=
  standard kappa (fun z => standard kappa (fun y => gaussian_kernel ell kappa (scaled s z) (scaled t y))).

Definition mmd_squared (ell : R) (kappa : nat) (s : vec) : R :=
  kernel_mean ell kappa s s - 2 * kernel_mean ell kappa s (fun _ => 1)
  + kernel_mean ell kappa (fun _ => 1) (fun _ => 1).

(** Variance 1 in the first m coordinates, delta in the others. *)
Definition partly_pruned (m : nat) (delta : R) : vec :=
  fun k => if Nat.ltb k m then 1 else sqrt delta.
