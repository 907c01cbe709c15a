(** lemma-2c: Lemma 2 (c): of two exact codes the one with fewer active rows wins for small gamma. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma2Statements AnalysisLemma3Statements
  AnalysisAffineStatements AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisLemma2 AnalysisControls AnalysisExamples.
From Sparsity.theory Require AffineError.
Import ListNotations.
Local Open Scope R_scope.

(** [P] Lemma 2 (c): of two fixed exact codes (each with its own affine decoder) the one with fewer
    active dimensions wins for every small gamma; [X] the explicit threshold. *)
Definition lemma2c_statement : Prop :=
  forall beta d kappa n X W b Z W' b' Z' gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
  let c := size d n W Z in let c' := size d n W' Z' in
  (count_pos kappa c < count_pos kappa c')%nat ->
  beta * gamma <= 1 ->
  beta * gamma <= exp (sum_pos kappa c' (fun k => ln (c' k)) - sum_pos kappa c (fun k => ln (c k))
                       - sum_pos kappa c (fun k => / c k)) ->
  free_scale_loss beta d kappa n X W b Z gamma < free_scale_loss beta d kappa n X W' b' Z' gamma.

Theorem lemma2c : lemma2c_statement.
Proof. exact @AnalysisLemma2.lemma2c. Qed.

(** ** False variants, refuted, and examples *)

(** Lemma 2 (c) uniformly: one threshold for all pairs of exact codes. *)
Definition lemma2c_uniform_false_statement : Prop :=
  ~ (forall d kappa n, (0 < d)%nat -> exists g0, 0 < g0 /\
     forall gamma X W b Z W' b' Z', 0 < gamma < g0 ->
     error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
     (count_pos kappa (size d n W Z) < count_pos kappa (size d n W' Z'))%nat ->
     free_scale_loss 1 d kappa n X W b Z gamma < free_scale_loss 1 d kappa n X W' b' Z' gamma).

Theorem lemma2c_uniform_false : lemma2c_uniform_false_statement.
Proof. exact @AnalysisControls.lemma2c_uniform_false. Qed.

(** Data with an exact code of one active dimension and another exact code of two. *)
Definition two_codes_example_statement : Prop :=
  forall d kappa, (0 < d)%nat -> (2 <= kappa)%nat ->
  exists X W b Z W' b' Z',
    error d 1 X (affine kappa W b) Z = 0 /\ error d 1 X (affine kappa W' b') Z' = 0 /\
    count_pos kappa (size d 1 W Z) = 1%nat /\ count_pos kappa (size d 1 W' Z') = 2%nat.

Theorem two_codes_example : two_codes_example_statement.
Proof. exact @AnalysisExamples.two_codes_example. Qed.

(** [P] The gap between two exact codes with m and m + j active rows, under the claim's thresholds
    (g = beta gamma; C, C' the sums of log c_k, S that of 1/c_k). *)
Definition lemma2c_gap_statement : Prop :=
  forall beta d kappa n X W b Z W' b' Z' gamma j, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
  let c := size d n W Z in let c' := size d n W' Z' in
  let C := sum_pos kappa c (fun k => ln (c k)) in let C' := sum_pos kappa c' (fun k => ln (c' k)) in
  let S := sum_pos kappa c (fun k => / c k) in let g := beta * gamma in
  (0 < count_pos kappa c)%nat -> (0 < j)%nat ->
  count_pos kappa c' = (count_pos kappa c + j)%nat ->
  g <= / S -> g <= exp ((C' - C) / INR j) ->
  beta * (C' - C - S * g + INR j * (1 - ln g))
    < free_scale_loss beta d kappa n X W' b' Z' gamma - free_scale_loss beta d kappa n X W b Z gamma
  /\ C' - C - INR j * ln g <= C' - C - S * g + INR j * (1 - ln g)
  /\ 0 <= C' - C - INR j * ln g.

Theorem lemma2c_gap : lemma2c_gap_statement.
Proof. exact AffineError.lemma2c_gap. Qed.

(** [X] The threshold depends on the codes: at any fixed gamma a denser code wins when all its sizes
    are small enough. *)
Definition lemma2c_defeat_statement : Prop :=
  forall beta d kappa n X W b Z W' b' Z' gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
  let c' := size d n W' Z' in let g := beta * gamma in let m' := count_pos kappa c' in
  let Psi := rsum kappa (fun k => psi g (size d n W Z k)) in
  (0 < m')%nat -> 0 < Psi ->
  (forall k, (k < kappa)%nat -> c' k < Psi ^ 2 * g / (4 * INR m' ^ 2)) ->
  free_scale_loss beta d kappa n X W' b' Z' gamma < free_scale_loss beta d kappa n X W b Z gamma.

Theorem lemma2c_defeat : lemma2c_defeat_statement.
Proof. exact AffineError.lemma2c_defeat. Qed.
