(** * The algebraic theorems over Coq's real numbers: penalties with logarithms and real powers

    The definitions of the objective are those of [AlgebraStatements], at the field of Coq's real
    numbers; the penalties are defined in [BridgePenalties].  Unlike the algebraic theorems these
    rest on axioms: those of the real numbers, and choice, by which the library makes Coq's real
    numbers a field of the kind that the algebraic theorems speak of. *)

From Coq Require Import Reals.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.analysis Require Import Rstruct.
From Sparsity Require Import AlgebraStatements BridgePenalties.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(** The objective with penalties g and h guarantees nothing at (d, kappa, r), and what the paper's
    Theorem 4 concludes is true of it. *)
Definition fails (d kappa r : nat) (g h : R -> R) : Prop :=
  ~ guarantees d (separable (R := R_rcfType) (kappa := kappa) d g h) r /\
  paper_conclusion (R := R_rcfType) d kappa r g h.

(** At u > 0 the derivative of [AlgebraStatements] is that of Coq's library. *)
Definition derivative_agrees_statement : Prop :=
  forall (f : R -> R) (u c : R),
    0 < u -> (derivative (R := R_rcfType) f u c <-> derivable_pt_lim f u c).

(** [P] Theorem 4 with Coq's derivative: gradients that are bounded on (0, oo), and continuity at
    zero, which a derivative on [0, oo) implies. *)
Definition theorem_4_reals_statement : Prop :=
  forall (d kappa r : nat) (g h g' h' : R -> R) (B : R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (forall u, 0 < u -> derivable_pt_lim g u (g' u) /\ Rabs (g' u) <= B) ->
    (forall u, 0 < u -> derivable_pt_lim h u (h' u) /\ Rabs (h' u) <= B) ->
    continuous_from_right g -> continuous_from_right h ->
    (exists u, 0 < u /\ h u <> h 0) ->
    fails d kappa r g h.

(** [X] u^p, 0 < p < 1: the slope at zero is unbounded, and yet it fails, whatever g is. *)
Definition power_fails_statement : Prop :=
  forall (d kappa r : nat) (g : R -> R) (p : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> 0 < p -> p < 1 ->
    unbounded_slope_at0 (power_penalty p) /\ fails d kappa r g (power_penalty p).

(** [X] log(u + c), c > 0: its gradient is bounded (by 1/c), and it fails. *)
Definition log_fails_statement : Prop :=
  forall (d kappa r : nat) (g : R -> R) (c : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> 0 < c ->
    (forall u, 0 <= u -> derivative (R := R_rcfType) (log_penalty c) u (/ (u + c)) /\
                         Rabs (/ (u + c)) <= / c) /\
    fails d kappa r g (log_penalty c).

(** [X] log(1 + sqrt u): unbounded slope, and it fails. *)
Definition log_sqrt_fails_statement : Prop :=
  forall (d kappa r : nat) (g : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    unbounded_slope_at0 log_sqrt_penalty /\ fails d kappa r g log_sqrt_penalty.

(** [X] 1/(1 - log u): steeper at zero than every power, and it fails. *)
Definition inverse_log_fails_statement : Prop :=
  forall (d kappa r : nat) (g : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    steeper_than_powers inverse_log_penalty /\ fails d kappa r g inverse_log_penalty.

(** [X] For real numbers: L_{g,h} serves all (d, kappa, r) iff h is c times the l0 count, up to a
    constant, c > 0, and g jumps by at least c. *)
Definition only_the_count_reals_statement : Prop :=
  forall g h : R -> R,
    (forall d kappa r, (0 < r < kappa)%N -> (kappa <= d)%N ->
       guarantees d (separable (R := R_rcfType) (kappa := kappa) d g h) r) <->
    exists c, 0 < c /\ (forall u, 0 < u -> h u = h 0 + c) /\ (forall e, 0 < e -> g 0 + c <= g e).

(** False variant: an unbounded slope at zero as a guarantee. *)
Definition unbounded_slope_suffices_false_statement : Prop :=
  forall d kappa r, (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        steeper_than_powers g -> steeper_than_powers h ->
        guarantees d (separable (R := R_rcfType) (kappa := kappa) d g h) r.
