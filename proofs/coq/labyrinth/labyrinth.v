(** labyrinth: The labyrinth: a nonlinear instance with unique exact codes. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements PlaneStatements.
From Sparsity.theory Require Labyrinth.
Local Open Scope R_scope.

(** [X] Both decoders are continuous and injective on the plane, and the second maps it into the square. *)
Definition labyrinth_decoders_statement : Prop :=
  forall eps theta, 0 < eps ->
  continuous_on_plane (labyrinth eps theta) /\ one_to_one (labyrinth eps theta) /\
  forall p, 0 < fst (labyrinth eps true p) < eps /\ 0 < snd (labyrinth eps true p) < eps.

Theorem labyrinth_decoders : labyrinth_decoders_statement.
Proof. exact @Labyrinth.labyrinth_decoders. Qed.

(** [X] The exact codes, unique, and their powers. *)
Definition labyrinth_exact_statement : Prop :=
  forall eps (n : nat) (Hn : (0 < n)%nat) (t : nat -> R),
  0 < eps -> (forall i, (i < n)%nat -> t i <> 0) ->
  let x := fun i => labyrinth eps true (t i, 0) in
  let A := plane_autoencoder n Hn x bool (labyrinth eps) in
  (forall theta (Z : code), error A theta Z = 0 <->
    forall i, (i < n)%nat -> (Z 0%nat i, Z 1%nat i) = if theta then (t i, 0) else x i) /\
  (forall Z, error A false Z = 0 ->
    0 < row_power A Z 0 < eps ^ 2 /\ 0 < row_power A Z 1 < eps ^ 2 /\ n_active A Z = 2%nat) /\
  (forall Z, error A true Z = 0 ->
    row_power A Z 0 = rsum n (fun i => t i ^ 2) / INR n /\ 0 < row_power A Z 0 /\
    row_power A Z 1 = 0 /\ n_active A Z = 1%nat).

Theorem labyrinth_exact : labyrinth_exact_statement.
Proof. exact @Labyrinth.labyrinth_exact. Qed.

(** [X] The code of the second decoder is the only optimal sparse representation. *)
Definition labyrinth_sparse_statement : Prop :=
  forall eps (n : nat) (Hn : (0 < n)%nat) (t : nat -> R),
  0 < eps -> (forall i, (i < n)%nat -> t i <> 0) ->
  let A := plane_autoencoder n Hn (fun i => labyrinth eps true (t i, 0)) bool (labyrinth eps) in
  forall theta (Z : code), optimal_sparse A theta Z <->
  theta = true /\ forall i, (i < n)%nat -> Z 0%nat i = t i /\ Z 1%nat i = 0.

Theorem labyrinth_sparse : labyrinth_sparse_statement.
Proof. exact @Labyrinth.labyrinth_sparse. Qed.
