(** eq-5: Perfect reconstruction in spite of the encoder's noise. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisLemma3Statements
  AnalysisAffineStatements AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisGamma AnalysisControls.
From Sparsity.theory Require AffineError.
Import ListNotations.
Local Open Scope R_scope.

(** [P] Affine decoder with a column of squared norm w2, KL weight beta: the optimal posterior
    variance is beta gamma/(beta gamma + w2). *)
Definition eq5_statement : Prop :=
  forall beta gamma w2, 0 < beta -> 0 < gamma -> 0 <= w2 ->
  unique_minimum positives (fun v => w2 * v / gamma + beta * (v - ln v))
    (posterior_variance beta gamma w2) (beta * (1 + ln (1 + w2 / (beta * gamma)))).

Theorem eq5 : eq5_statement.
Proof. exact @AnalysisGamma.eq5. Qed.

(** [P] It falls to 0 with gamma when the decoder uses the dimension; [X] it is 1 when not. *)
Definition eq5_limit_statement : Prop :=
  forall beta w2, 0 < beta ->
  (0 < w2 -> to_value_at_0 (fun gamma => posterior_variance beta gamma w2) 0) /\
  (w2 = 0 -> forall gamma, 0 < gamma -> posterior_variance beta gamma w2 = 1).

Theorem eq5_limit : eq5_limit_statement.
Proof. exact @AnalysisGamma.eq5_limit. Qed.

(** ** False variants, refuted, and examples *)

(** Eq. (5): the variance falls to 0 whatever the column. *)
Definition eq5_any_column_false_statement : Prop :=
  ~ (forall beta w2, 0 < beta -> 0 <= w2 ->
     to_value_at_0 (fun gamma => posterior_variance beta gamma w2) 0).

Theorem eq5_any_column_false : eq5_any_column_false_statement.
Proof. exact @AnalysisControls.eq5_any_column_false. Qed.

(** [P] The expected squared error of an exact affine code at the best variances: the sum of
    beta gamma w^2/(beta gamma + w^2) over the columns that are not zero. *)
Definition eq5_error_statement : Prop :=
  forall beta d kappa n gamma X W b Z (q : nat -> law),
  (0 < d)%nat -> (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 ->
  let best := fun k => posterior_variance beta gamma (col_power d W k) in
  (forall i, (i < n)%nat -> has_moments kappa (q i) (Z i) best /\ uncorrelated kappa (q i) (Z i)) ->
  expected_error d n X (affine kappa W b) q
  = sum_pos kappa (col_power d W)
      (fun k => beta * gamma * col_power d W k / (beta * gamma + col_power d W k)).

Theorem eq5_error : eq5_error_statement.
Proof. exact AffineError.affine_expected_error. Qed.

(** [P] With m such columns it is below m beta gamma, and below eta for gamma <= eta/(beta m). *)
Definition eq5_error_small_statement : Prop :=
  forall beta d kappa gamma W eta, 0 < beta -> 0 < gamma -> 0 < eta ->
  let m := count_pos kappa (col_power d W) in
  let A := sum_pos kappa (col_power d W)
             (fun k => beta * gamma * col_power d W k / (beta * gamma + col_power d W k)) in
  (m = 0%nat -> A = 0) /\
  ((0 < m)%nat -> 0 < A < INR m * (beta * gamma)) /\
  ((0 < m)%nat -> gamma <= eta / (beta * INR m) -> A < eta).

Theorem eq5_error_small : eq5_error_small_statement.
Proof. exact AffineError.shares_small. Qed.
