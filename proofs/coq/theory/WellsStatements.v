(* Lines between two exact points of the linear VAE: definitions only, for fig-3-wells. *)

From Coq Require Import Reals.
From Sparsity.theory Require Export AnalysisLemma2Statements.
Open Scope R_scope.

(** (1 - t) A + t B. *)
Definition line (A B : nat -> vec) (t : R) : nat -> vec := fun i k => (1 - t) * A i k + t * B i k.

(** The codes V x of a linear encoder V, kappa x d. *)
Definition encoded (d : nat) (V X : nat -> vec) : nat -> vec :=
  fun i k => rsum d (fun j => V k j * X i j).

(** The loss of eq. (3) with the constant deviations minimised out, along the line. *)
Definition line_loss (d kappa n : nat) (X W0 W1 V0 V1 : nat -> vec) (gamma t : R) : R :=
  fixed_scale_loss 1 d kappa n gamma X (line W0 W1 t) (fun _ => 0) (encoded d (line V0 V1 t) X).

(** W V X = X. *)
Definition exact_pair (d kappa n : nat) (X W V : nat -> vec) : Prop :=
  forall i j, (i < n)%nat -> (j < d)%nat -> rsum kappa (fun k => W j k * encoded d V X i k) = X i j.

(** |V X|^2/n, and |(W1 - W0)(V1 - V0) X|^2/n. *)
Definition code_power (d kappa n : nat) (V X : nat -> vec) : R :=
  rsum kappa (row_power n (encoded d V X)).
Definition cross_term (d kappa n : nat) (X W0 W1 V0 V1 : nat -> vec) : R :=
  mean n (fun i => rsum d (fun j => rsum kappa (fun k =>
    (W1 j k - W0 j k) * (encoded d V1 X i k - encoded d V0 X i k)) ^ 2)).

(** m nonzero columns, all of squared norm at most a; the nonzero ones at least b. *)
Definition columns (d kappa : nat) (W : nat -> vec) (m : nat) (a b : R) : Prop :=
  count_pos kappa (col_power d W) = m /\
  forall k, (k < kappa)%nat -> col_power d W k <= a /\ (0 < col_power d W k -> b <= col_power d W k).

Definition local_minimum (f : R -> R) (t : R) : Prop :=
  exists eps, 0 < eps /\ forall s, Rabs (s - t) < eps -> f t <= f s.

(** W_0 V_0 X = X = W_1 V_1 X, r and r + j nonzero columns of squared norms at most a, those of W_1 at
    least b, and C > 0. *)
Definition two_exact_ends (d kappa n : nat) (X W0 W1 V0 V1 : nat -> vec) (r j : nat) (a b : R) : Prop :=
  (0 < d)%nat /\ (0 < n)%nat /\ (0 < j)%nat /\ 0 < b /\
  exact_pair d kappa n X W0 V0 /\ exact_pair d kappa n X W1 V1 /\
  columns d kappa W0 r a 0 /\ columns d kappa W1 (r + j) a b /\ 0 < cross_term d kappa n X W0 W1 V0 V1.
