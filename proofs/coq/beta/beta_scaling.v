(** beta-scaling: Scaling of the beta-VAE loss around an optimal sparse representation. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma2Statements AnalysisLemma3Statements
  AnalysisAffineStatements AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisLemma2 AnalysisScaling AnalysisControls AnalysisExamples.
From Sparsity.theory Require PaperCases BothSides.
Import ListNotations.
Local Open Scope R_scope.

(** [P] Section 2.3 for an exact affine code with r active dimensions: as gamma -> 0 the beta-loss
    tends to -infinity iff beta r < d, and to +infinity iff beta r > d. *)
Definition beta_scaling_statement : Prop :=
  forall beta d kappa n X W b Z, 0 < beta -> error d n X (affine kappa W b) Z = 0 ->
  let r := count_pos kappa (size d n W Z) in
  (to_minus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z) <-> beta * INR r < INR d) /\
  (to_plus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z) <-> INR d < beta * INR r).

Theorem beta_scaling : beta_scaling_statement.
Proof. exact @AnalysisLemma2.beta_scaling. Qed.

(** [X] A decoder that separates codes by l: no posterior does better, at any error. *)
Definition scaling_lower_statement : Prop :=
  forall beta d kappa n gamma X mu q m v l, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
  scaling_bound beta d kappa l (row_power n m) gamma <= vae_loss beta d kappa n gamma X mu q m v.

Theorem scaling_lower : scaling_lower_statement.
Proof. exact @AnalysisScaling.scaling_lower. Qed.

(** [X] At exact codes m, with variances beta gamma/(beta gamma + l_k^2), it does no worse. *)
Definition scaling_upper_statement : Prop :=
  forall beta d kappa n gamma X mu q m l, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  let v := fun (_ k : nat) => posterior_variance beta gamma (l k ^ 2) in
  posteriors d kappa n X mu q m v -> stretches d kappa mu l ->
  (forall i j, (i < n)%nat -> (j < d)%nat -> X i j = mu (m i) j) ->
  vae_loss beta d kappa n gamma X mu q m v <= scaling_bound beta d kappa l (row_power n m) gamma.

Theorem scaling_upper : scaling_upper_statement.
Proof. exact @AnalysisScaling.scaling_upper. Qed.

(** [P] Both bounds scale as (d - beta r) log gamma, r the number of dimensions with l_k <> 0: they
    tend to -infinity iff beta r < d and to +infinity iff beta r > d. *)
Definition scaling_rate_statement : Prop :=
  forall beta d kappa l p, 0 < beta ->
  let r := count_pos kappa (fun k => l k ^ 2) in
  (forall gamma, 0 < gamma ->
     let leading := (INR d - beta * INR r) * ln gamma
       + beta * (INR kappa - INR r * ln beta
                 + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2)) + rsum kappa p) in
     0 <= scaling_bound beta d kappa l p gamma - leading
     <= beta ^ 2 * gamma * sum_pos kappa (fun k => l k ^ 2) (fun k => / l k ^ 2)) /\
  (to_minus_infinity_at_0 (scaling_bound beta d kappa l p) <-> beta * INR r < INR d) /\
  (to_plus_infinity_at_0 (scaling_bound beta d kappa l p) <-> INR d < beta * INR r).

Theorem scaling_rate : scaling_rate_statement.
Proof. exact @AnalysisScaling.scaling_rate. Qed.

(** ** False variants, refuted, and examples *)

(** Section 2.3 with beta <= d/r. *)
Definition beta_scaling_nonstrict_false_statement : Prop :=
  ~ (forall beta d kappa n X W b Z, 0 < beta -> error d n X (affine kappa W b) Z = 0 ->
     beta * INR (count_pos kappa (size d n W Z)) <= INR d ->
     to_minus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z)).

Theorem beta_scaling_nonstrict_false : beta_scaling_nonstrict_false_statement.
Proof. exact @AnalysisControls.beta_scaling_nonstrict_false. Qed.

(** Section 2.3, nonlinear: the upper bound at codes that are not exact. *)
Definition scaling_upper_inexact_false_statement : Prop :=
  ~ (forall beta d kappa n gamma X mu q m l, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
     let v := fun (_ k : nat) => posterior_variance beta gamma (l k ^ 2) in
     posteriors d kappa n X mu q m v -> stretches d kappa mu l ->
     vae_loss beta d kappa n gamma X mu q m v
     <= scaling_bound beta d kappa l (row_power n m) gamma).

Theorem scaling_upper_inexact_false : scaling_upper_inexact_false_statement.
Proof. exact @AnalysisControls.scaling_upper_inexact_false. Qed.

(** Both bounds apply to the identity decoder, in any dimension and at any exact codes, and there
    the loss meets them. *)
Definition scaling_example_statement : Prop :=
  forall beta kappa n gamma (m : nat -> vec), (0 < kappa)%nat -> (0 < n)%nat -> 0 < beta ->
  0 < gamma ->
  let v := fun (_ k : nat) => posterior_variance beta gamma (1 ^ 2) in
  exists q, posteriors kappa kappa n m (fun z => z) q m v /\
    square_integrable kappa n (fun z => z) q /\ separates kappa kappa (fun z => z) (fun _ => 1) /\
    stretches kappa kappa (fun z => z) (fun _ => 1) /\
    vae_loss beta kappa kappa n gamma m (fun z => z) q m v
    = scaling_bound beta kappa kappa (fun _ => 1) (row_power n m) gamma.

Theorem scaling_example : scaling_example_statement.
Proof. exact @AnalysisExamples.scaling_example. Qed.

(** [P] With r > 0 rows in use the remainder lies strictly between. *)
Definition scaling_strict_statement : Prop :=
  forall beta d kappa l p gamma, 0 < beta -> 0 < gamma ->
  let r := count_pos kappa (fun k => l k ^ 2) in (0 < r)%nat ->
  let leading := (INR d - beta * INR r) * ln gamma
    + beta * (INR kappa - INR r * ln beta
              + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2)) + rsum kappa p) in
  0 < scaling_bound beta d kappa l p gamma - leading
    < beta ^ 2 * gamma * sum_pos kappa (fun k => l k ^ 2) (fun k => / l k ^ 2).

Theorem scaling_strict : scaling_strict_statement.
Proof. exact PaperCases.scaling_strict. Qed.

(** [P] What lies between two lines of slope c in log gamma tends to -infinity, to +infinity, or stays
    bounded as c is positive, negative or 0. *)
Definition scaling_limits_statement : Prop :=
  forall (V : R -> R) c a b g0, 0 < g0 ->
  (forall g, 0 < g <= g0 -> c * ln g + a <= V g <= c * ln g + b) ->
  (to_minus_infinity_at_0 V <-> 0 < c) /\ (to_plus_infinity_at_0 V <-> c < 0) /\
  (c = 0 -> forall g, 0 < g <= g0 -> a <= V g <= b).

Theorem scaling_limits : scaling_limits_statement.
Proof. exact BothSides.between_lines. Qed.
