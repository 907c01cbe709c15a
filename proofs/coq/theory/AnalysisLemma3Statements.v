(* Nonlinear decoders: Lemma 3, Theorem D, Section 2.3; definitions only.  [X] is an extension made
   here. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Export AnalysisLemma2Statements.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Lemma 3: any decoder, vanishing posterior variance *)

(** The generic autoencoder loss, eq. (7), as a function of the error and the row powers. *)
Definition generic_loss (d kappa : nat) (g h : R -> R) (e : R) (p : vec) : R :=
  g e + / INR d * rsum kappa (fun k => h (p k)).

(** What sigma_z -> 0 needs of f(z), the squared error of one sample; the paper leaves it unsaid.
    Quadratic growth of f is linear growth of the decoder. *)
Definition continuous_at (kappa : nat) (f : vec -> R) (m : vec) : Prop :=
  forall eps, 0 < eps -> exists delta, 0 < delta /\
  forall z, (forall k, (k < kappa)%nat -> Rabs (z k - m k) < delta) -> Rabs (f z - f m) < eps.
Definition quadratic_growth (kappa : nat) (f : vec -> R) : Prop :=
  exists C, forall z, Rabs (f z) <= C * (1 + rsum kappa (fun k => z k ^ 2)).

(** Posterior variances v i of one coordinate, row power p, and a free scale alpha^2 = a of it. *)
Definition scaled_kl (n : nat) (p : R) (v : vec) (a : R) : R :=
  (p + mean n v) / a - mean n (fun i => ln (v i)) + ln a.

(* ------------------------------------------------------------------------------------------- *)
(** * Theorem D [X]: nonlinear decoder, any encoder variances *)

(** The decoder separates codes: |mu z - mu z'|^2 >= sum_k l_k^2 (z_k - z'_k)^2.  Coordinates
    outside the set K of the theorem have l_k = 0. *)
Definition separates (d kappa : nat) (mu : vec -> vec) (l : vec) : Prop :=
  forall z z', rsum kappa (fun k => l k ^ 2 * (z k - z' k) ^ 2) <= sq_dist d (mu z) (mu z').

Definition square_integrable (d n : nat) (mu : vec -> vec) (q : nat -> law) : Prop :=
  forall i j, (i < n)%nat -> (j < d)%nat ->
  integrable (q i) (fun z => mu z j) /\ integrable (q i) (fun z => mu z j ^ 2).

(* ------------------------------------------------------------------------------------------- *)
(** * Section 2.3 for nonlinear decoders *)

(** d log gamma + beta (kappa + sum log(1 + l_k^2/(beta gamma)) + sum p_k). *)
Definition scaling_bound (beta : R) (d kappa : nat) (l p : vec) (gamma : R) : R :=
  INR d * ln gamma
  + beta * (INR kappa + rsum kappa (fun k => ln (1 + l k ^ 2 / (beta * gamma))) + rsum kappa p).

(** The decoder stretches codes by at most l. *)
Definition stretches (d kappa : nat) (mu : vec -> vec) (l : vec) : Prop :=
  forall z z', sq_dist d (mu z) (mu z') <= rsum kappa (fun k => l k ^ 2 * (z k - z' k) ^ 2).

(* ------------------------------------------------------------------------------------------- *)
(** * Nonlinear decoders of the examples *)

Definition is_affine (d kappa : nat) (mu : vec -> vec) : Prop :=
  exists W b, forall z j, (j < d)%nat -> mu z j = affine kappa W b z j.

(** z |-> (cos z_0, sin z_0, 0, ..., 0), which is not injective, and z |-> (cos z_0, sin z_0, z_0, 0, ..., 0),
    which is in z_0. *)
Definition circle (z : vec) : vec :=
  fun j => match j with O => cos (z 0%nat) | S O => sin (z 0%nat) | _ => 0 end.
Definition helix (z : vec) : vec := fun j => if Nat.eqb j 2 then z 0%nat else circle z j.
