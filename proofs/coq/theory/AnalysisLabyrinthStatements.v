(* Eqs. (8)-(9): definitions only.  [P] is the paper's, [X] an extension of it. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Export AnalysisStatements.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Eqs. (8)-(9): the labyrinth, in both conventions *)

(** Penalty of r + 1 dimensions; in eq. (9) h acts on the code z_k itself, in eq. (7) on z_k^2. *)
Definition penalty_of_codes (n : nat) (h : R -> R) (z : vec) : R := rsum n (fun k => h (z k)).
Definition penalty_of_squares (n : nat) (h : R -> R) (z : vec) : R :=
  rsum n (fun k => h (z k ^ 2)).

(** The sparse code: r entries M, then zeros. *)
Definition long_code (r : nat) (M : R) : vec := fun k => if Nat.ltb k r then M else 0.

