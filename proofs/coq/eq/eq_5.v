(** eq-5: Perfect reconstruction in spite of the encoder's noise. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisLemma3Statements
  AnalysisAffineStatements AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisGamma AnalysisControls.
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
