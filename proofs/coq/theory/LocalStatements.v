(* Local minima and saddles of the affine beta-VAE: definitions only, for theorem-h1 and theorem-h2. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Export SpectralStatements.
Import ListNotations.
Open Scope R_scope.

(** A linear space of functions of the n samples. *)
Definition linear_space (n : nat) (A : vec -> Prop) : Prop :=
  (forall f g, (forall i, (i < n)%nat -> f i = g i) -> A f -> A g) /\
  (forall c f g, A f -> A g -> A (fun i => f i + c * g i)).

(** The model.  Each latent coordinate of the encoder's mean is any element of the space [codes], each
    log-variance any of [logs]; the offset b is free, or 0.  All functions: free codes, or variances,
    of each sample; constants; affine functions of x; the span of any features. *)
Record model := Model { codes : vec -> Prop; logs : vec -> Prop; free_offset : bool }.

Definition offset (d : nat) (M : model) (b : vec) : Prop :=
  free_offset M = true \/ forall j, (j < d)%nat -> b j = 0.

(** Means affine in x are among the codes (linear in x suffice without an offset), constants among the
    log-variances. *)
Definition affine_model (d n : nat) (X : nat -> vec) (M : model) : Prop :=
  linear_space n (codes M) /\ linear_space n (logs M) /\
  (forall j, (j < d)%nat -> codes M (fun i => X i j)) /\
  (free_offset M = true -> forall c, codes M (fun _ => c)) /\ (forall c, logs M (fun _ => c)).

(** Decoder W, offset, codes, log-variances; a direction has the same four parts. *)
Record point := Point { weights : nat -> vec; shift : vec; means : nat -> vec; logvars : nat -> vec }.

Definition admissible (d kappa : nat) (M : model) (p : point) : Prop :=
  offset d M (shift p) /\ (forall k, (k < kappa)%nat -> codes M (fun i => means p i k)) /\
  (forall k, (k < kappa)%nat -> logs M (fun i => logvars p i k)).

Definition point_loss (beta : R) (d kappa n : nat) (gamma : R) (X : nat -> vec) (p : point) : R :=
  free_loss beta d kappa n gamma X (weights p) (shift p) (means p) (fun i k => exp (logvars p i k)).

Definition along (p dp : point) (t : R) : point :=
  Point (fun j k => weights p j k + t * weights dp j k) (fun j => shift p j + t * shift dp j)
        (fun i k => means p i k + t * means dp i k) (fun i k => logvars p i k + t * logvars dp i k).

(** The slope is 0 in each direction of the model. *)
Definition stationary (d kappa : nat) (M : model) (L : point -> R) (p : point) : Prop :=
  forall dp, admissible d kappa M dp -> is_derive (fun t => L (along p dp t)) 0 0.

(** Along some line of the model the second derivative is c. *)
Definition second_derivative (d kappa : nat) (M : model) (L : point -> R) (p : point) (c : R) : Prop :=
  exists dp, admissible d kappa M dp /\ exists slope,
  (forall t, is_derive (fun s => L (along p dp s)) t (slope t)) /\ is_derive slope 0 c.

Definition negative_curvature (d kappa : nat) (M : model) (L : point -> R) (p : point) : Prop :=
  exists c, c < 0 /\ second_derivative d kappa M L p c.

Definition global_minimum (d kappa : nat) (M : model) (L : point -> R) (p : point) : Prop :=
  forall q, admissible d kappa M q -> L p <= L q.

(** All numbers of q differ from those of p by less than eps. *)
Definition near (d kappa n : nat) (eps : R) (p q : point) : Prop :=
  (forall j k, (j < d)%nat -> (k < kappa)%nat -> Rabs (weights q j k - weights p j k) < eps) /\
  (forall j, (j < d)%nat -> Rabs (shift q j - shift p j) < eps) /\
  (forall i k, (i < n)%nat -> (k < kappa)%nat -> Rabs (means q i k - means p i k) < eps) /\
  (forall i k, (i < n)%nat -> (k < kappa)%nat -> Rabs (logvars q i k - logvars p i k) < eps).

Definition local_minimum (d kappa n : nat) (M : model) (L : point -> R) (p : point) : Prop :=
  exists eps, 0 < eps /\ forall q, admissible d kappa M q -> near d kappa n eps p q -> L p <= L q.

(** * The decoder's variance gamma learned with the rest: L gamma p is the loss *)

(** The slope is 0 in each direction of the model, and in gamma. *)
Definition joint_stationary (d kappa : nat) (M : model) (L : R -> point -> R) (gamma : R) (p : point) : Prop :=
  stationary d kappa M (L gamma) p /\ is_derive (fun g => L g p) gamma 0.

Definition joint_global_minimum (d kappa : nat) (M : model) (L : R -> point -> R) (gamma : R) (p : point)
    : Prop :=
  forall gamma' q, 0 < gamma' -> admissible d kappa M q -> L gamma p <= L gamma' q.

Definition joint_local_minimum (d kappa n : nat) (M : model) (L : R -> point -> R) (gamma : R) (p : point)
    : Prop :=
  exists eps, 0 < eps /\ forall gamma' q, 0 < gamma' -> admissible d kappa M q ->
  Rabs (gamma' - gamma) < eps -> near d kappa n eps p q -> L gamma p <= L gamma' q.

(** The covariance of the data; without an offset their second moments about 0. *)
Definition data_moment (n : nat) (X : nat -> vec) (M : model) : nat -> vec :=
  if free_offset M then covariance n X else moment n X (fun _ => 0).

Definition trace (d : nat) (S : nat -> vec) : R := rsum d (fun j => S j j).

(** The decoder 0, the posterior equal to the prior; the offset is the mean, or 0. *)
Definition collapsed (n : nat) (X : nat -> vec) (M : model) : point :=
  Point (fun _ _ => 0) (if free_offset M then data_mean n X else fun _ => 0) (fun _ _ => 0) (fun _ _ => 0).

(** For the examples: the samples 1 and -1 on an axis of the plane; free codes, variances and offset. *)
Definition axis_data : nat -> vec := matrix [[1; 0]; [-1; 0]].
Definition free_model : model := Model (fun _ => True) (fun _ => True) true.
