(** theorem-a-continuity: Both penalties must jump at zero. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraConsequences AlgebraControls.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] If h is not constant and has no jump up at 0 the gap of Theorem A1 is there for every r; so
    the objective guarantees nothing, whatever g is. *)
Definition no_jump_gap_statement : Prop :=
  forall (R : rcfType) (r : nat) (h : R -> R),
    (0 < r)%N -> no_jump_up h -> not_constant h -> code_gap r h.

Theorem no_jump_gap : no_jump_gap_statement.
Proof. exact @AlgebraConsequences.no_jump_gap. Qed.

(** In particular where h is right-continuous at 0 and not constant. *)
Definition continuous_h_fails_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> right_continuous_at0 h -> not_constant h ->
    ~ guarantees d (separable (kappa := kappa) d g h) r.

Theorem continuous_h_fails : continuous_h_fails_statement.
Proof. exact @AlgebraConsequences.continuous_h_fails. Qed.

(** [X] If G- <= 0 (g right-continuous at 0, say) and h is not constant it fails as well: whatever
    h is, one of the two gaps is there. *)
Definition no_jump_g_gap_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> infimum_at_most_at0 g -> not_constant h ->
    code_gap r h \/ error_gap d r g h.

Theorem no_jump_g_gap : no_jump_g_gap_statement.
Proof. exact @AlgebraConsequences.no_jump_g_gap. Qed.

(** In particular where g is right-continuous at 0 and h is not constant. *)
Definition continuous_g_fails_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> right_continuous_at0 g -> not_constant h ->
    ~ guarantees d (separable (kappa := kappa) d g h) r.

Theorem continuous_g_fails : continuous_g_fails_statement.
Proof. exact @AlgebraConsequences.continuous_g_fails. Qed.

(** ** False variants, refuted, and examples *)

(** A gap for every h that is not constant: continuity at 0 dropped. *)
Definition gap_without_continuity_false_statement : Prop :=
  forall (R : rcfType) (r : nat), ~ forall h : R -> R, not_constant h -> code_gap r h.

Theorem gap_without_continuity_false : gap_without_continuity_false_statement.
Proof. exact @AlgebraControls.gap_without_continuity_false. Qed.
