(** lemma-2b: Lemma 2 (b): among exact codes with as many active rows the penalty is the logarithm. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma2Statements AnalysisLemma3Statements
  AnalysisAffineStatements AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisLemma2 AnalysisControls.
From Sparsity.theory Require AffineError.
Import ListNotations.
Local Open Scope R_scope.

(** [P] Lemma 2 (b), with [X] the explicit remainder and the weight beta: at zero error the loss is
    lemma2b_leading + o(1), 0 <= o(1) <= beta^2 gamma sum 1/c_k, both strict when m > 0. *)
Definition lemma2b_statement : Prop :=
  forall beta d kappa n X W b Z gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 ->
  let c := size d n W Z in
  let rest := free_scale_loss beta d kappa n X W b Z gamma - lemma2b_leading beta d kappa c gamma in
  0 <= rest <= beta ^ 2 * gamma * sum_pos kappa c (fun k => / c k) /\
  ((0 < count_pos kappa c)%nat ->
   0 < rest < beta ^ 2 * gamma * sum_pos kappa c (fun k => / c k)).

Theorem lemma2b : lemma2b_statement.
Proof. exact @AnalysisLemma2.lemma2b. Qed.

(** ** False variants, refuted, and examples *)

(** Lemma 2 (b), the remainder strictly positive even without an active dimension. *)
Definition lemma2b_strict_false_statement : Prop :=
  ~ (forall beta d kappa n X W b Z gamma, 0 < beta -> 0 < gamma ->
     error d n X (affine kappa W b) Z = 0 ->
     0 < free_scale_loss beta d kappa n X W b Z gamma
         - lemma2b_leading beta d kappa (size d n W Z) gamma).

Theorem lemma2b_strict_false : lemma2b_strict_false_statement.
Proof. exact @AnalysisControls.lemma2b_strict_false. Qed.

(** Lemma 2 (b) with d - m in place of d - beta m. *)
Definition lemma2b_beta_false_statement : Prop :=
  ~ (forall beta d kappa n X W b Z, 0 < beta -> error d n X (affine kappa W b) Z = 0 ->
     exists K, forall gamma, 0 < gamma < 1 ->
     Rabs (free_scale_loss beta d kappa n X W b Z gamma
           - (INR d - INR (count_pos kappa (size d n W Z))) * ln gamma) <= K).

Theorem lemma2b_beta_false : lemma2b_beta_false_statement.
Proof. exact @AnalysisControls.lemma2b_beta_false. Qed.

(** [P] Of two exact codes with the same number m of active rows the one with the smaller sum of
    log c_k is better for every gamma up to an explicit threshold: h = log orders them. *)
Definition lemma2b_order_statement : Prop :=
  forall beta d kappa n X W b Z W' b' Z' gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
  let c := size d n W Z in let c' := size d n W' Z' in
  (0 < count_pos kappa c)%nat -> count_pos kappa c = count_pos kappa c' ->
  beta * gamma * sum_pos kappa c (fun k => / c k)
    <= sum_pos kappa c' (fun k => ln (c' k)) - sum_pos kappa c (fun k => ln (c k)) ->
  free_scale_loss beta d kappa n X W b Z gamma < free_scale_loss beta d kappa n X W' b' Z' gamma.

Theorem lemma2b_order : lemma2b_order_statement.
Proof. exact AffineError.lemma2b_order. Qed.

(** [X] Before the scale is minimised out, with q columns that are not zero: the row powers enter
    linearly. *)
Definition lemma2b_before_statement : Prop :=
  forall beta d kappa n X W b Z gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 ->
  let w2 := col_power d W in let q := count_pos kappa w2 in
  (0 < q)%nat ->
  let value := (INR d - beta * INR q) * ln gamma
    + beta * (INR kappa - INR q * ln beta + sum_pos kappa w2 (fun k => ln (w2 k))
              + rsum kappa (row_power n Z)) in
  0 < fixed_scale_loss beta d kappa n gamma X W b Z - value
    < beta ^ 2 * gamma * sum_pos kappa w2 (fun k => / w2 k).

Theorem lemma2b_before : lemma2b_before_statement.
Proof. exact AffineError.lemma2b_before. Qed.
