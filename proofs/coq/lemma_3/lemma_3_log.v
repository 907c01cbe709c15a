(** lemma-3-log: Lemma 3, the logarithm derived. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisAffineStatements
  AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisLemma3 AnalysisControls.
Import ListNotations.
Local Open Scope R_scope.

(** [X] The log need not be assumed: minimising over the scale produces it. *)
Definition lemma3_log_derived_statement : Prop :=
  forall n p v, (0 < n)%nat -> 0 <= p -> (forall i, (i < n)%nat -> 0 < v i) ->
  unique_minimum positives (scaled_kl n p v) (p + mean n v)
    (1 + ln (p + mean n v) - mean n (fun i => ln (v i))).

Theorem lemma3_log_derived : lemma3_log_derived_statement.
Proof. exact @AnalysisLemma3.lemma3_log_derived. Qed.

(** [X] For one common variance s the minimum is 1 + log((p+s)/s): 1 for p = 0, and log p up to
    the constant 1 - log s and an error in (0, s/p) for p > 0. *)
Definition lemma3_log_limit_statement : Prop :=
  forall n p s, (0 < n)%nat -> 0 <= p -> 0 < s ->
  unique_minimum positives (scaled_kl n p (fun _ => s)) (p + s) (1 + ln ((p + s) / s)) /\
  (p = 0 -> 1 + ln ((p + s) / s) = 1) /\
  (0 < p -> 0 < 1 + ln ((p + s) / s) - (ln p + (1 - ln s)) < s / p).

Theorem lemma3_log_limit : lemma3_log_limit_statement.
Proof. exact @AnalysisLemma3.lemma3_log_limit. Qed.

(** [X] Variances that differ between samples cost no less (Jensen). *)
Definition lemma3_jensen_statement : Prop :=
  forall n p v, (0 < n)%nat -> 0 <= p -> (forall i, (i < n)%nat -> 0 < v i) ->
  1 + ln (1 + p / mean n v) <= 1 + ln (p + mean n v) - mean n (fun i => ln (v i)).

Theorem lemma3_jensen : lemma3_jensen_statement.
Proof. exact @AnalysisLemma3.lemma3_jensen. Qed.

(** [X] They cost the same exactly when they do not differ. *)
Definition lemma3_jensen_equality_statement : Prop :=
  forall n p v, (0 < n)%nat -> 0 <= p -> (forall i, (i < n)%nat -> 0 < v i) ->
  (1 + ln (1 + p / mean n v) = 1 + ln (p + mean n v) - mean n (fun i => ln (v i)) <->
   forall i, (i < n)%nat -> v i = mean n v).

Theorem lemma3_jensen_equality : lemma3_jensen_equality_statement.
Proof. exact @AnalysisLemma3.lemma3_jensen_equality. Qed.

(** ** False variants, refuted, and examples *)

(** Lemma 3 with the best scale at alpha^2 = p. *)
Definition lemma3_scale_false_statement : Prop :=
  ~ (forall n p v, (0 < n)%nat -> 0 < p -> (forall i, (i < n)%nat -> 0 < v i) ->
     exists value, unique_minimum positives (scaled_kl n p v) p value).

Theorem lemma3_scale_false : lemma3_scale_false_statement.
Proof. exact @AnalysisControls.lemma3_scale_false. Qed.

(** Jensen's step the other way round. *)
Definition lemma3_jensen_false_statement : Prop :=
  ~ (forall n p v, (0 < n)%nat -> 0 <= p -> (forall i, (i < n)%nat -> 0 < v i) ->
     1 + ln (p + mean n v) - mean n (fun i => ln (v i)) <= 1 + ln (1 + p / mean n v)).

Theorem lemma3_jensen_false : lemma3_jensen_false_statement.
Proof. exact @AnalysisControls.lemma3_jensen_false. Qed.
