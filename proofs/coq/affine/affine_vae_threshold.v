(** affine-vae-threshold: An instance on which the affine VAE has a threshold and usual penalties fail. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma2Statements.
From Sparsity.theory Require AnalysisInstance.
Import ListNotations.
Local Open Scope R_scope.

(** Its sparse code: exact, unit columns, sizes 1/(2 sin(2 delta)^2) twice and 0. *)
Definition instance_sparse_statement : Prop :=
  forall delta, cos delta <> 0 -> sin delta <> 0 ->
  let W := sparse_decoder delta in let c := size 3 2 W (sparse_codes delta) in
  error 3 2 instance_data (affine 3 W (fun _ => 0)) (sparse_codes delta) = 0 /\
  (col_power 3 W 0 = 1 /\ col_power 3 W 1 = 1 /\ col_power 3 W 2 = 1) /\
  (c 0%nat = / (2 * sin (2 * delta) ^ 2) /\ c 1%nat = / (2 * sin (2 * delta) ^ 2) /\ c 2%nat = 0).

Theorem instance_sparse : instance_sparse_statement.
Proof. exact @AnalysisInstance.instance_sparse. Qed.

(** Its dense code: exact, unit columns, sizes sec(eta)^2/2 twice and tan(eta)^2; injective, with
    the norms |P_k| that the bound needs. *)
Definition instance_dense_statement : Prop :=
  forall eta, cos eta <> 0 ->
  let W := dense_decoder eta in let c := size 3 2 W (dense_codes eta) in
  let norm2 := fun k => rsum 3 (fun j => dense_inverse eta k j ^ 2) in
  error 3 2 instance_data (affine 3 W (fun _ => 0)) (dense_codes eta) = 0 /\
  (col_power 3 W 0 = 1 /\ col_power 3 W 1 = 1 /\ col_power 3 W 2 = 1) /\
  (c 0%nat = / (2 * cos eta ^ 2) /\ c 1%nat = / (2 * cos eta ^ 2) /\ c 2%nat = tan eta ^ 2) /\
  left_inverse 3 3 (dense_inverse eta) W /\
  (norm2 0%nat = / cos eta ^ 2 /\ norm2 1%nat = / cos eta ^ 2 /\ norm2 2%nat = 1 + 2 * tan eta ^ 2).

Theorem instance_dense : instance_dense_statement.
Proof. exact @AnalysisInstance.instance_dense. Qed.
