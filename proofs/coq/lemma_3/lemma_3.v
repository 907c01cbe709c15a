(** lemma-3: Lemma 3: any decoder, vanishing encoder deviations. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisAffineStatements
  AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisLemma3 AnalysisControls AnalysisExamples.
Import ListNotations.
Local Open Scope R_scope.

(** [P] Deterministic part.  With the stochastic error replaced by d e and p_k by log p_k, the loss
    at common variance v and minimised over gamma is d L_{log,log} + const. *)
Definition lemma3_statement : Prop :=
  forall (d kappa : nat) (e v : R) (p : vec), (0 < d)%nat -> 0 < e -> 0 < v ->
  unique_minimum positives
    (fun gamma => INR d * e / gamma + INR d * ln gamma
                  + rsum kappa (fun k => v - ln v + ln (p k)))
    e (INR d * generic_loss d kappa ln ln e p + (INR d + INR kappa * (v - ln v))).

Theorem lemma3 : lemma3_statement.
Proof. exact @AnalysisLemma3.lemma3. Qed.

(** [P] As the posterior variances fall to 0 the expectation of f tends to f(m): for any posterior
    law with mean m, uniformly over those laws. *)
Definition lemma3_limit_statement : Prop :=
  forall kappa f m, continuous_at kappa f m -> quadratic_growth kappa f ->
  forall eps, 0 < eps -> exists eta, 0 < eta /\
  forall (q : law) (v : vec), has_moments kappa q m v -> integrable q f ->
  rsum kappa v < eta -> Rabs (expect q f - f m) < eps.

Theorem lemma3_limit : lemma3_limit_statement.
Proof. exact @AnalysisLemma3.lemma3_limit. Qed.

(** ** False variants, refuted, and examples *)

(** Lemma 3's limit for a discontinuous decoder. *)
Definition lemma3_discontinuous_false_statement : Prop :=
  ~ (forall kappa f m, quadratic_growth kappa f ->
     forall eps, 0 < eps -> exists eta, 0 < eta /\
     forall (q : law) (v : vec), has_moments kappa q m v -> integrable q f ->
     rsum kappa v < eta -> Rabs (expect q f - f m) < eps).

Theorem lemma3_discontinuous_false : lemma3_discontinuous_false_statement.
Proof. exact @AnalysisControls.lemma3_discontinuous_false. Qed.

(** The squared error of the identity decoder meets the hypotheses of Lemma 3's limit. *)
Definition lemma3_limit_example_statement : Prop :=
  forall kappa x m,
  continuous_at kappa (fun z => sq_dist kappa x z) m /\
  quadratic_growth kappa (fun z => sq_dist kappa x z).

Theorem lemma3_limit_example : lemma3_limit_example_statement.
Proof. exact @AnalysisExamples.lemma3_limit_example. Qed.
