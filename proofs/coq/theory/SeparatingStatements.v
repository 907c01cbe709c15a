(* The affine VAE row by row: definitions only, for affine-vae-separating and affine-vae-shares. *)

From Coq Require Import Reals.
From Sparsity.theory Require Export AnalysisLemma2Statements.
Open Scope R_scope.

(** G = W^T W. *)
Definition gram (d : nat) (W : nat -> vec) (j k : nat) : R := rsum d (fun i => W i j * W i k).

(** M: the squared column norms, and minus the sizes of the inner products. *)
Definition comparison_matrix (d : nat) (W : nat -> vec) (j k : nat) : R :=
  if Nat.eqb j k then gram d W j k else - Rabs (gram d W j k).

(** M - diag v. *)
Definition minus_diagonal (M : nat -> vec) (v : vec) (j k : nat) : R :=
  M j k - (if Nat.eqb j k then v k else 0).

Definition semidefinite (kappa : nat) (M : nat -> vec) : Prop :=
  forall x : vec, 0 <= rsum kappa (fun j => rsum kappa (fun k => M j k * x j * x k)).

(** c'(a) = (sqrt c - w a)^2 if that root is positive, else 0; a^2 v/gamma + psi_gamma(c'(a)). *)
Definition shrunk_size (w c a : R) : R := Rmax 0 (sqrt c - w * a) ^ 2.
Definition row_cost (gamma v w c a : R) : R := a ^ 2 * v / gamma + psi gamma (shrunk_size w c a).

(** The least value of f on [0, oo). *)
Definition least (f : R -> R) (m : R) : Prop :=
  (exists a, 0 <= a /\ f a = m) /\ forall a, 0 <= a -> m <= f a.

(** The share v/(v + gamma) of a row of size c at its best scale: 2/(sqrt(1 + 4 gamma/c) + 1), 0 at 0. *)
Definition share (gamma c : R) : R :=
  if Rlt_dec 0 c then 2 / (sqrt (1 + 4 * gamma / c) + 1) else 0.

(** The positive sizes among the first kappa are c0 0, ..., c0 (m-1), in whatever order: every sum
    that leaves out 0 is the same. *)
Definition active_sizes (kappa : nat) (c : vec) (m : nat) (c0 : vec) : Prop :=
  forall f : R -> R, f 0 = 0 -> rsum kappa (fun k => f (c k)) = rsum m (fun j => f (c0 j)).
