(** lemma-2a: Lemma 2 (a): an imperfect reconstruction costs everything. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma2Statements AnalysisLemma3Statements
  AnalysisAffineStatements AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisLemma2 AnalysisControls.
Import ListNotations.
Local Open Scope R_scope.

(** [P] Lemma 2 (a): a fixed positive error is penalised without bound (g becomes I_infinity). *)
Definition lemma2a_statement : Prop :=
  forall beta d kappa n X W b Z, (0 < d)%nat -> 0 < beta ->
  0 < error d n X (affine kappa W b) Z ->
  to_plus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z).

Theorem lemma2a : lemma2a_statement.
Proof. exact @AnalysisLemma2.lemma2a. Qed.

(** ** False variants, refuted, and examples *)

(** Lemma 2 (a) at zero error. *)
Definition lemma2a_zero_error_false_statement : Prop :=
  ~ (forall beta d kappa n X W b Z, (0 < d)%nat -> 0 < beta ->
     to_plus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z)).

Theorem lemma2a_zero_error_false : lemma2a_zero_error_false_statement.
Proof. exact @AnalysisControls.lemma2a_zero_error_false. Qed.
