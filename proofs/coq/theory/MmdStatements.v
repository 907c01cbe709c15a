(* The maximum mean discrepancy of a product of normal laws to the prior.  Definitions only. *)

From Coq Require Import Reals.
From Sparsity.theory Require Export AnalysisStatements Expectations SpectralStatements.
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

(** ** Laws on linear subspaces *)

(** The first m columns of U span the subspace, on which the point has the coordinates a; in the others
    it has the coordinates sqrt delta z. *)
Definition rotated (U : nat -> nat -> R) (m kappa : nat) (delta : R) (a z : vec) : vec :=
  fun j => rsum m (fun k => U j k * a k)
           + rsum (kappa - m) (fun k => U j (m + k)%nat * (sqrt delta * z k)).

(** Expectations under the law P1 x N(0, delta I): xi w, for w under P1, are the coordinates on the
    subspace. *)
Definition subspace_expect {T} (P1 : expectation T) (xi : T -> vec) (U : nat -> nat -> R)
    (m kappa : nat) (delta : R) (f : vec -> R) : R :=
  expected P1 (fun w => standard (kappa - m) (fun z => f (rotated U m kappa delta (xi w) z))).
Definition subspace_integrable {T} (P1 : expectation T) (xi : T -> vec) (U : nat -> nat -> R)
    (m kappa : nat) (delta : R) (f : vec -> R) : Prop :=
  (forall w, standard_integrable (kappa - m) (fun z => f (rotated U m kappa delta (xi w) z))) /\
  has_expectation P1 (fun w => standard (kappa - m) (fun z => f (rotated U m kappa delta (xi w) z))).

(** The squared MMD of this law to the standard normal prior. *)
Definition subspace_mmd_squared {T} (P1 : expectation T) (xi : T -> vec) (U : nat -> nat -> R)
    (m kappa : nat) (delta ell : R) : R :=
  let mean := subspace_expect P1 xi U m kappa delta in
  mean (fun x => mean (gaussian_kernel ell kappa x))
  - 2 * mean (fun x => standard kappa (gaussian_kernel ell kappa x))
  + standard kappa (fun g => standard kappa (gaussian_kernel ell kappa g)).
