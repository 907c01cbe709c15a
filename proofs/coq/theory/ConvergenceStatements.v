(** * Theorems B and C: thresholds and convergence -- what the statements speak of

    The proofs are in ConvergenceSlope.v, Thresholds, Exponential, Logarithm and Concave (B),
    ConvergenceRates.v (C2), ConvergenceFinite.v (C3) and ConvergenceGamma.v (C1). The statements
    stand in the folders theorem_b and theorem_c.
    Theorems B and C extend the paper: [X] marks what is ours, [P] what the paper defines. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** ** The autoencoder: error, row powers, loss, optimal sparse representations *)

(** f 0 + ... + f (n - 1) *)
Fixpoint rsum (n : nat) (f : nat -> R) : R :=
  match n with
  | O => 0
  | S m => rsum m f + f m
  end.

(** The number of k < n with f k > t. *)
Fixpoint count_above (t : R) (n : nat) (f : nat -> R) : nat :=
  match n with
  | O => 0
  | S m => count_above t m f + (if Rlt_dec t (f m) then 1 else 0)
  end%nat.

(** The dimensions, the data (coordinate c of sample i is [data i c]) and the decoder family
    [decoder theta z c]. Theta is any set, the decoder any function. *)
Record autoencoder := Autoencoder {
  d : nat;
  kappa : nat;
  n : nat;
  d_positive : (0 < d)%nat;
  n_positive : (0 < n)%nat;
  data : nat -> nat -> R;
  Theta : Type;
  decoder : Theta -> (nat -> R) -> nat -> R
}.

(** The codes of all samples: Z k i is coordinate k (latent row) of sample i (column). *)
Definition code := nat -> nat -> R.

(** What is decoded from a latent vector z: only its first kappa coordinates are read. *)
Definition decode (A : autoencoder) (theta : Theta A) (z : nat -> R) : nat -> R :=
  decoder A theta (fun k => if Nat.ltb k (kappa A) then z k else 0).

Definition column (Z : code) (i : nat) : nat -> R := fun k => Z k i.

(** e(theta,Z) = (1/(d n)) sum_i |x_i - decode theta z_i|^2 *)
Definition error (A : autoencoder) (theta : Theta A) (Z : code) : R :=
  rsum (n A) (fun i => rsum (d A) (fun c => (data A i c - decode A theta (column Z i) c) ^ 2))
  / (INR (d A) * INR (n A)).

(** p_k(Z) = (1/n) |row k of Z|^2 *)
Definition row_power (A : autoencoder) (Z : code) (k : nat) : R :=
  rsum (n A) (fun i => Z k i ^ 2) / INR (n A).

(** The number of active rows, those with positive power. *)
Definition n_active (A : autoencoder) (Z : code) : nat :=
  count_above 0 (kappa A) (row_power A Z).

(** Eq. (7) of the paper [P]: L(theta,Z) = g(e) + (1/d) sum_k h(p_k). *)
Definition loss (A : autoencoder) (g h : R -> R) (theta : Theta A) (Z : code) : R :=
  g (error A theta Z) + rsum (kappa A) (fun k => h (row_power A Z k)) / INR (d A).

(** Definition 1 of the paper [P]: no error, and no errorless code has fewer active rows. *)
Definition optimal_sparse (A : autoencoder) (theta : Theta A) (Z : code) : Prop :=
  error A theta Z = 0 /\
  forall theta' Z', error A theta' Z' = 0 -> (n_active A Z <= n_active A Z')%nat.

(** A global minimiser over all theta and all codes in a given set. *)
Definition minimiser (A : autoencoder) (Codes : code -> Prop) (f : Theta A -> code -> R)
    (theta : Theta A) (Z : code) : Prop :=
  Codes Z /\ forall theta' Z', Codes Z' -> f theta Z <= f theta' Z'.

Definition zero_code : code := fun _ _ => 0.

(** ** Theorem B [X]: how steep must a penalty be? *)

(** Sparse exact codes have r rows of power M^2, the dense alternative has r+1 rows of power
    eps^2. Which of the two has the lower penalty? *)
Definition sparse_preferred (r : nat) (h : R -> R) (M eps : R) : Prop :=
  INR r * (h (M ^ 2) - h 0) < INR (r + 1) * (h (eps ^ 2) - h 0).

Definition tie (r : nat) (h : R -> R) (M eps : R) : Prop :=
  INR r * (h (M ^ 2) - h 0) = INR (r + 1) * (h (eps ^ 2) - h 0).

(** Exactly r active rows, all of power a. *)
Definition flat (A : autoencoder) (Z : code) (r : nat) (a : R) : Prop :=
  n_active A Z = r /\
  forall k, (k < kappa A)%nat -> row_power A Z k = 0 \/ row_power A Z k = a.

(** The families. [Rpower 0 p] is not 0 in Coq, hence the case. *)
Definition power_penalty (p u : R) : R := if Rle_dec u 0 then 0 else Rpower u p.
Definition rational_penalty (tau u : R) : R := u / (u + tau).
Definition exponential_penalty (tau u : R) : R := 1 - exp (- u / tau).
Definition log_penalty (gamma u : R) : R := ln (u + gamma).

(** ** Theorem C [X]: why lowering gamma works *)

(** The surrogate of the learned gamma: g(u) = log(u+gamma), h(u) = beta log(u+gamma). *)
Definition log_loss (A : autoencoder) (beta gamma : R) (theta : Theta A) (Z : code) : R :=
  loss A (log_penalty gamma) (fun u => beta * log_penalty gamma u) theta Z.

(** gamma_j in (0,1), gamma_j -> 0 *)
Definition vanishing (gammas : nat -> R) : Prop :=
  (forall j, 0 < gammas j < 1) /\ is_lim_seq gammas 0.

(** *** C2: every gamma, no compactness, no continuity *)

(** The mean power of the active rows. *)
Definition mean_active_power (A : autoencoder) (Z : code) : R :=
  rsum (kappa A) (row_power A Z) / INR (n_active A Z).

(** *** C1: gamma -> 0 *)

(** Codes converge when their entries do. For Theta any notion of convergence of sequences
    may be chosen: [tends thetas theta] is a parameter of every statement below. *)
Definition code_tends (A : autoencoder) (Zs : nat -> code) (Z : code) : Prop :=
  forall k i, (k < kappa A)%nat -> (i < n A)%nat -> is_lim_seq (fun j => Zs j k i) (Z k i).

(** (theta,z) |-> decode theta z is continuous in both arguments together. *)
Definition jointly_continuous (A : autoencoder)
    (tends : (nat -> Theta A) -> Theta A -> Prop) : Prop :=
  forall thetas theta (zs : nat -> nat -> R) (z : nat -> R),
  tends thetas theta ->
  (forall k, (k < kappa A)%nat -> is_lim_seq (fun j => zs j k) (z k)) ->
  forall c, (c < d A)%nat ->
  is_lim_seq (fun j => decode A (thetas j) (zs j) c) (decode A theta z c).

(** F_gamma = d L / (- log gamma), and its limit: minus d if e = 0, minus beta for each zero
    row (the l0 pair). *)
Definition scaled_loss (A : autoencoder) (beta gamma : R) (theta : Theta A) (Z : code) : R :=
  INR (d A) * log_loss A beta gamma theta Z / (- ln gamma).

Definition limit_loss (A : autoencoder) (beta : R) (theta : Theta A) (Z : code) : R :=
  - INR (d A) * (if Req_EM_T (error A theta Z) 0 then 1 else 0)
  - beta * INR (kappa A - n_active A Z).

(** A limit of some subsequence. *)
Definition cluster_point (A : autoencoder) (tends : (nat -> Theta A) -> Theta A -> Prop)
    (thetas : nat -> Theta A) (Zs : nat -> code) (theta : Theta A) (Z : code) : Prop :=
  exists phi : nat -> nat,
  (forall j, (phi j < phi (S j))%nat) /\
  tends (fun j => thetas (phi j)) theta /\ code_tends A (fun j => Zs (phi j)) Z.

(** Every sequence in Theta x Codes has a cluster point there. *)
Definition sequentially_compact (A : autoencoder)
    (tends : (nat -> Theta A) -> Theta A -> Prop) (Codes : code -> Prop) : Prop :=
  forall thetas Zs, (forall j, Codes (Zs j)) ->
  exists theta Z, Codes Z /\ cluster_point A tends thetas Zs theta Z.

(** To pick a sequence along which the loss tends to its infimum takes countable choice; Coq's real
    numbers do not bring it along, so it is a hypothesis, on one type. *)
Definition countable_choice (T : Type) : Prop :=
  forall Q : nat -> T -> Prop, (forall j, exists x, Q j x) -> exists f, forall j, Q j (f j).

(** Minimisers for gamma_j -> 0. *)
Definition minimising_sequence (A : autoencoder) (Codes : code -> Prop) (beta : R)
    (gammas : nat -> R) (thetas : nat -> Theta A) (Zs : nat -> code) : Prop :=
  vanishing gammas /\
  forall j, minimiser A Codes (log_loss A beta (gammas j)) (thetas j) (Zs j).

(** A set of points that no sequence can leave in its limit only. *)
Definition sequentially_open (A : autoencoder) (tends : (nat -> Theta A) -> Theta A -> Prop)
    (U : Theta A -> code -> Prop) : Prop :=
  forall thetas theta Zs Z,
  tends thetas theta -> code_tends A Zs Z -> U theta Z ->
  exists N, forall j, (N <= j)%nat -> U (thetas j) (Zs j).

(** A code, shrunk by the factor 1 - t. *)
Definition shrink (t : R) (Z : code) : code := fun k i => (1 - t) * Z k i.

