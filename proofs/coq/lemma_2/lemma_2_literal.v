(** lemma-2-literal: Lemma 2 read literally: with unit columns the penalty is linear. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisAffineStatements
  AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisExamples AnalysisControls AnalysisPsiShape.
Import ListNotations.
Local Open Scope R_scope.

(** Min over s alone and columns of norm 1: two exact codes of the same data, powers (2, 0) and
    (1/2, 1/2); the sparse one costs exactly 1 more, at every gamma. *)
Definition fixed_scale_gap_example_statement : Prop :=
  forall d, (0 < d)%nat -> exists X W b Z Z',
    error d 1 X (affine 2 W b) Z = 0 /\ error d 1 X (affine 2 W b) Z' = 0 /\
    (forall k, (k < 2)%nat -> col_power d W k = 1) /\
    (row_power 1 Z 0 = 2 /\ row_power 1 Z 1 = 0) /\
    (row_power 1 Z' 0 = / 2 /\ row_power 1 Z' 1 = / 2) /\
    forall gamma, fixed_scale_loss 1 d 2 1 gamma X W b Z
                  = fixed_scale_loss 1 d 2 1 gamma X W b Z' + 1.

Theorem fixed_scale_gap_example : fixed_scale_gap_example_statement.
Proof. exact @AnalysisExamples.fixed_scale_gap_example. Qed.

(** What a row costs with unit columns, and the difference of two exact codes. *)
Definition unit_columns_linear_statement : Prop :=
  forall d kappa n X W b Z gamma,
  0 < gamma -> (0 < d)%nat -> (0 < n)%nat ->
  error d n X (affine kappa W b) Z = 0 -> (forall k, (k < kappa)%nat -> col_power d W k = 1) ->
  fixed_scale_loss 1 d kappa n gamma X W b Z
  = INR d * ln gamma + INR kappa
    + rsum kappa (fun k => ln (1 + 1 / gamma) + row_power n Z k) /\
  forall W' b' Z', error d n X (affine kappa W' b') Z' = 0 ->
    (forall k, (k < kappa)%nat -> col_power d W' k = 1) ->
    fixed_scale_loss 1 d kappa n gamma X W b Z - fixed_scale_loss 1 d kappa n gamma X W' b' Z'
    = rsum kappa (row_power n Z) - rsum kappa (row_power n Z').

Theorem unit_columns_linear : unit_columns_linear_statement.
Proof. exact @AnalysisPsiShape.unit_columns_linear. Qed.

(** ** False variants, refuted, and examples *)

(** Lemma 2 (c) with min over s alone and columns fixed at norm 1. *)
Definition lemma2c_fixed_scale_false_statement : Prop :=
  ~ (forall d kappa n X W b Z W' b' Z', (0 < d)%nat -> (0 < n)%nat ->
     error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
     (forall k, (k < kappa)%nat -> col_power d W k = 1 /\ col_power d W' k = 1) ->
     (count_pos kappa (row_power n Z) < count_pos kappa (row_power n Z'))%nat ->
     exists g0, 0 < g0 /\ forall gamma, 0 < gamma < g0 ->
     fixed_scale_loss 1 d kappa n gamma X W b Z < fixed_scale_loss 1 d kappa n gamma X W' b' Z').

Theorem lemma2c_fixed_scale_false : lemma2c_fixed_scale_false_statement.
Proof. exact @AnalysisControls.lemma2c_fixed_scale_false. Qed.
