(* The two slices of Fig. 3: definitions only, for fig-3. *)

From Coq Require Import Reals List.
From Sparsity.theory Require Export WellsStatements.
Import ListNotations.
Open Scope R_scope.

(** f has exactly N local minima on the whole line. *)
Definition local_minima (f : R -> R) (N : nat) : Prop :=
  exists ts : list R, length ts = N /\ NoDup ts /\ forall t, local_minimum f t <-> In t ts.

(** Its only global minimiser is within 1/1000 of c. *)
Definition only_minimiser_near (f : R -> R) (c : R) : Prop :=
  exists t, Rabs (t - c) < 1 / 1000 /\ forall s, s <> t -> f t < f s.

(** The pseudo-inverses of matrices of rank 2: A^+ = (A^T A)^-1 A^T for d x 2, and A^T (A A^T)^-1 for 2 x kappa, with
    the inverse of a symmetric 2 x 2 matrix (p, q; q, s). *)
Definition inverse2 (p q s : R) (k l : nat) : R :=
  (if Nat.eqb k l then if Nat.eqb k 0 then s else p else - q) / (p * s - q ^ 2).
Definition left_inverse2 (d : nat) (A : nat -> vec) (k j : nat) : R :=
  let g := fun a b => rsum d (fun i => A i a * A i b) in
  rsum 2 (fun l => inverse2 (g 0%nat 0%nat) (g 0%nat 1%nat) (g 1%nat 1%nat) k l * A j l).
Definition right_inverse2 (kappa : nat) (A : nat -> vec) (k l : nat) : R :=
  let g := fun a b => rsum kappa (fun i => A a i * A b i) in
  rsum 2 (fun m => A m k * inverse2 (g 0%nat 0%nat) (g 0%nat 1%nat) (g 1%nat 1%nat) m l).

(** The slice of integers U, S, R and a scale: X = U S/16 (a sample is a column of U S), W_0 = [U/2, 0] and
    V_0 = [2 U^+; 0], W_1 = scale U R and V_1 = (scale R)^+ U^+. *)
Definition slice_data (U S : nat -> vec) : nat -> vec := fun i j => rsum 2 (fun l => U j l * S l i) / 16.
Definition sparse_start (U : nat -> vec) : nat -> vec := fun j k => if Nat.ltb k 2 then U j k / 2 else 0.
Definition sparse_encoder (U : nat -> vec) : nat -> vec :=
  fun k j => if Nat.ltb k 2 then 2 * left_inverse2 6 U k j else 0.
Definition mixed (scale : R) (M : nat -> vec) : nat -> vec := fun l k => scale * M l k.
Definition dense_end (scale : R) (U M : nat -> vec) : nat -> vec :=
  fun j k => rsum 2 (fun l => U j l * mixed scale M l k).
Definition dense_encoder (scale : R) (U M : nat -> vec) : nat -> vec :=
  fun k j => rsum 2 (fun l => right_inverse2 4 (mixed scale M) k l * left_inverse2 6 U l j).

(** The loss of eq. (3) along the line, constant deviations minimised out. *)
Definition slice_loss (scale : R) (U S M : nat -> vec) (gamma t : R) : R :=
  line_loss 6 4 8 (slice_data U S) (sparse_start U) (dense_end scale U M) (sparse_encoder U)
    (dense_encoder scale U M) gamma t.

(** From an optimal sparse representation, two of four columns and code rows in use where no codes of any linear
    decoder do with fewer, to another exact point. *)
Definition slice_ends (scale : R) (U S M : nat -> vec) : Prop :=
  let X := slice_data U S in
  let W0 := sparse_start U in let V0 := sparse_encoder U in
  let W1 := dense_end scale U M in let V1 := dense_encoder scale U M in
  exact_pair 6 4 8 X W0 V0 /\ exact_pair 6 4 8 X W1 V1 /\ 0 < cross_term 6 4 8 X W0 W1 V0 V1 /\
  count_pos 4 (col_power 6 W0) = 2%nat /\ count_pos 4 (row_power 8 (encoded 6 V0 X)) = 2%nat /\
  (forall W Z : nat -> vec,
     (forall i j, (i < 8)%nat -> (j < 6)%nat -> rsum 4 (fun k => W j k * Z i k) = X i j) ->
     (2 <= count_pos 4 (row_power 8 Z))%nat) /\
  (forall k l, (k < 2)%nat -> (l < 2)%nat ->
     rsum 6 (fun j => left_inverse2 6 U k j * U j l) = (if Nat.eqb k l then 1 else 0) /\
     rsum 4 (fun j => mixed scale M k j * right_inverse2 4 (mixed scale M) j l) = (if Nat.eqb k l then 1 else 0)).

(** Slices (a) and (b), drawn at random. *)
Definition U_a : nat -> vec := matrix [[-1; -3]; [0; 1]; [0; 1]; [-1; -1]; [1; 0]; [0; 1]].
Definition S_a : nat -> vec := matrix [[-3; 3; 0; 2; -3; -3; -3; -1]; [3; 0; 2; 1; -3; 3; -1; 1]].
Definition R_a : nat -> vec := matrix [[1; -1; -1; 2]; [2; 0; 1; -1]].
Definition U_b : nat -> vec := matrix [[1; -2]; [-3; 3]; [-1; -1]; [0; 3]; [-3; 2]; [0; -1]].
Definition S_b : nat -> vec := matrix [[-1; 0; 1; 3; -1; 1; -3; 0]; [-3; 2; 0; -1; 0; -1; 3; -2]].
Definition R_b : nat -> vec := matrix [[-2; 1; 1; -1]; [0; -1; -2; 0]].
Definition slice_a : R -> R -> R := slice_loss (1 / 8) U_a S_a R_a.
Definition slice_b : R -> R -> R := slice_loss (1 / 4) U_b S_b R_b.
