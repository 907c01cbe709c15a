(** winding-rows: Winding decoders: both rows are active before the last. *)

From Coq Require Import Reals List.
From Sparsity.theory Require Import ConvergenceStatements PlaneStatements.
From Sparsity.theory Require WindingRows.
Local Open Scope R_scope.

(** [X] Both rows are active at all but finitely many theta. *)
Definition winding_few_statement : Prop :=
  forall eps stretch omega n (Hn : (0 < n)%nat) (rho : nat -> R),
  0 < eps -> 0 < stretch -> 0 < omega -> (forall i, (i < n)%nat -> 0 < rho i < eps / 2) ->
  let A := plane_autoencoder n Hn (fun i => spiral eps omega (rho i)) unit_interval
             (fun theta => winding eps stretch omega (proj1_sig theta)) in
  exists few : list R, forall (theta : unit_interval) (Z : code),
    error A theta Z = 0 -> ~ In (proj1_sig theta) few -> 0 < row_power A Z 0 /\ 0 < row_power A Z 1.

Theorem winding_few : winding_few_statement.
Proof. exact @WindingRows.winding_few. Qed.

(** [X] With one angle of at most pi/2: at every theta < 1, and the only optimal sparse representation. *)
Definition winding_sparse_statement : Prop :=
  forall eps stretch omega n (Hn : (0 < n)%nat) (rho : nat -> R),
  0 < eps -> 0 < stretch -> 0 < omega -> (forall i, (i < n)%nat -> 0 < rho i < eps / 2) ->
  (exists i, (i < n)%nat /\ omega * rho i <= PI / 2) ->
  let A := plane_autoencoder n Hn (fun i => spiral eps omega (rho i)) unit_interval
             (fun theta => winding eps stretch omega (proj1_sig theta)) in
  forall (theta : unit_interval) (Z : code),
  (error A theta Z = 0 -> proj1_sig theta < 1 -> 0 < row_power A Z 0 /\ 0 < row_power A Z 1) /\
  (optimal_sparse A theta Z <->
   proj1_sig theta = 1 /\ forall i, (i < n)%nat -> Z 0%nat i = stretch * rho i /\ Z 1%nat i = 0).

Theorem winding_sparse : winding_sparse_statement.
Proof. exact @WindingRows.winding_sparse. Qed.
