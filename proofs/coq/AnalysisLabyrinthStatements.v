(* Eqs. (8)-(9): definitions and statements only.  [P] is the paper's, [X] an extension of it. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity Require Export AnalysisStatements.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Eqs. (8)-(9): the labyrinth, in both conventions *)

(** Penalty of r + 1 dimensions; in eq. (9) h acts on the code z_k itself, in eq. (7) on z_k^2. *)
Definition penalty_of_codes (n : nat) (h : R -> R) (z : vec) : R := rsum n (fun k => h (z k)).
Definition penalty_of_squares (n : nat) (h : R -> R) (z : vec) : R :=
  rsum n (fun k => h (z k ^ 2)).

(** The sparse code: r entries M, then zeros. *)
Definition long_code (r : nat) (M : R) : vec := fun k => if Nat.ltb k r then M else 0.

(** [P] A slope bounded by B near 0 reverses (9): once eps is small every code with entries in
    [0, eps] is cheaper than the sparse one.  Eq. (9)'s convention, h of the code. *)
Definition eq89_bounded_slope_statement : Prop :=
  forall (r : nat) (h : R -> R) (B M eps : R), (0 < r)%nat -> 0 < eps -> 0 <= B ->
  (forall u, 0 <= u <= eps -> h u - h 0 <= B * u) ->
  INR (r + 1) * B * eps < INR r * (h M - h 0) ->
  forall z, (forall k, (k < r + 1)%nat -> 0 <= z k <= eps) ->
  penalty_of_codes (r + 1) h z < penalty_of_codes (r + 1) h (long_code r M).

(** [P] The same in eq. (7)'s convention, h of the squared code. *)
Definition eq89_bounded_slope_squares_statement : Prop :=
  forall (r : nat) (h : R -> R) (B M eps : R), (0 < r)%nat -> 0 < eps -> 0 <= B ->
  (forall u, 0 <= u <= eps ^ 2 -> h u - h 0 <= B * u) ->
  INR (r + 1) * B * eps ^ 2 < INR r * (h (M ^ 2) - h 0) ->
  forall z, (forall k, (k < r + 1)%nat -> 0 <= z k <= eps) ->
  penalty_of_squares (r + 1) h z < penalty_of_squares (r + 1) h (long_code r M).

(** [P] Eq. (9) for two dimensions, with [X] the exact condition for log(u + g). *)
Definition eq9_log_statement : Prop :=
  forall g zs z1 z2, 0 < g -> 0 <= zs -> 0 <= z1 -> 0 <= z2 ->
  (ln (zs + g) + ln (0 + g) < ln (z1 + g) + ln (z2 + g) <-> (zs + g) * g < (z1 + g) * (z2 + g)) /\
  (ln (zs ^ 2 + g) + ln (0 ^ 2 + g) < ln (z1 ^ 2 + g) + ln (z2 ^ 2 + g)
   <-> (zs ^ 2 + g) * g < (z1 ^ 2 + g) * (z2 ^ 2 + g)).

(** [P] For every z* and every nonzero dense pair the log penalties satisfy (9) once g is small. *)
Definition eq9_small_g_statement : Prop :=
  forall zs z1 z2, 0 < zs -> 0 < z1 -> 0 < z2 ->
  (exists g0, 0 < g0 /\ forall g, 0 < g < g0 ->
     ln (zs + g) + ln (0 + g) < ln (z1 + g) + ln (z2 + g)) /\
  (exists g0, 0 < g0 /\ forall g, 0 < g < g0 ->
     ln (zs ^ 2 + g) + ln (0 ^ 2 + g) < ln (z1 ^ 2 + g) + ln (z2 ^ 2 + g)).
