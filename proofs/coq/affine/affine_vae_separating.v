(** affine-vae-separating: A lower bound for every point of the affine VAE, row by row. *)

From Coq Require Import Reals List.
From Sparsity.theory Require Import SeparatingStatements.
From Sparsity.theory Require Separating.
Import ListNotations.
Local Open Scope R_scope.

(** W with exact codes Zs, M - diag v positive semidefinite: the cost of each row has a least value
    over a >= 0, and for all positive scales D, codes Z and deviations s (which may depend on the
    sample) the loss of eq. (3) is at least d log gamma + kappa + the sum of these values. *)
Definition separating_bound_statement : Prop :=
  forall d kappa n gamma X W Zs v, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  (forall k, (k < kappa)%nat -> 0 < col_power d W k /\ 0 < v k) ->
  error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  semidefinite kappa (minus_diagonal (comparison_matrix d W) v) ->
  let cost := fun k => row_cost gamma (v k) (sqrt (col_power d W k)) (size d n W Zs k) in
  exists m : vec, (forall k, (k < kappa)%nat -> least (cost k) (m k)) /\
  forall D Z (q : nat -> law) s, (forall k, 0 < D k) ->
  (forall i, (i < n)%nat -> (forall k, (k < kappa)%nat -> 0 < s i k) /\
     has_moments kappa (q i) (Z i) (s i) /\ uncorrelated kappa (q i) (Z i)) ->
  INR d * ln gamma + INR kappa + rsum kappa m
  <= vae_loss 1 d kappa n gamma X (affine kappa (scale_decoder D W) (fun _ => 0)) q Z s.

Theorem separating_bound : separating_bound_statement.
Proof. exact @Separating.separating_bound. Qed.

(** ** Examples *)

(** Columns (2, 0) and (3/5, 4/5) with v = (8/5, 2/5). *)
Definition separating_example_statement : Prop :=
  let W := matrix [[2; 3 / 5]; [0; 4 / 5]] in let v := fun k => nth k [8 / 5; 2 / 5] 0 in
  semidefinite 2 (minus_diagonal (comparison_matrix 2 W) v) /\
  forall k, (k < 2)%nat -> 0 < col_power 2 W k /\ 0 < v k.

Theorem separating_example : separating_example_statement.
Proof. exact Separating.separating_example. Qed.
