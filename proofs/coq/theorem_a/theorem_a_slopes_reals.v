(** theorem-a-slopes: Unbounded slopes are not enough, over Coq's real numbers. *)

From Coq Require Import Reals.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.analysis Require Import Rstruct.
From Sparsity.theory Require Import AlgebraStatements BridgePenalties BridgeStatements.
From Sparsity.theory Require Bridge.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(** [X] u^p, 0 < p < 1: the slope at zero is unbounded, and yet it fails, whatever g is. *)
Definition power_fails_statement : Prop :=
  forall (d kappa r : nat) (g : R -> R) (p : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> 0 < p -> p < 1 ->
    unbounded_slope_at0 (power_penalty p) /\ fails d kappa r g (power_penalty p).

Theorem power_fails : power_fails_statement.
Proof. exact @Bridge.power_fails. Qed.

(** [X] log(u + c), c > 0: its gradient is bounded (by 1/c), and it fails. *)
Definition log_fails_statement : Prop :=
  forall (d kappa r : nat) (g : R -> R) (c : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> 0 < c ->
    (forall u, 0 <= u -> derivative (R := R_rcfType) (log_penalty c) u (/ (u + c)) /\
                         Rabs (/ (u + c)) <= / c) /\
    fails d kappa r g (log_penalty c).

Theorem log_fails : log_fails_statement.
Proof. exact @Bridge.log_fails. Qed.

(** [X] log(1 + sqrt u): unbounded slope, and it fails. *)
Definition log_sqrt_fails_statement : Prop :=
  forall (d kappa r : nat) (g : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    unbounded_slope_at0 log_sqrt_penalty /\ fails d kappa r g log_sqrt_penalty.

Theorem log_sqrt_fails : log_sqrt_fails_statement.
Proof. exact @Bridge.log_sqrt_fails. Qed.

(** [X] 1/(1 - log u): steeper at zero than every power, and it fails. *)
Definition inverse_log_fails_statement : Prop :=
  forall (d kappa r : nat) (g : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    steeper_than_powers inverse_log_penalty /\ fails d kappa r g inverse_log_penalty.

Theorem inverse_log_fails : inverse_log_fails_statement.
Proof. exact @Bridge.inverse_log_fails. Qed.

(** ** False variants, refuted, and examples *)

(** False variant: an unbounded slope at zero as a guarantee. *)
Definition unbounded_slope_suffices_false_statement : Prop :=
  forall d kappa r, (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        steeper_than_powers g -> steeper_than_powers h ->
        guarantees d (separable (R := R_rcfType) (kappa := kappa) d g h) r.

Theorem unbounded_slope_suffices_false : unbounded_slope_suffices_false_statement.
Proof. exact @Bridge.unbounded_slope_suffices_false. Qed.
