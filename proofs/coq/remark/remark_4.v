(** remark-4: Needed and unneeded latent dimensions. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisLemma3Statements
  AnalysisAffineStatements AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisGamma AnalysisControls.
Import ListNotations.
Local Open Scope R_scope.

(** [P] A dimension that the decoder ignores costs sigma^2 - log sigma^2 + mu^2, which is least,
    with value 1, at the prior (sigma^2, mu) = (1, 0) and nowhere else. *)
Definition remark4_statement : Prop :=
  1 - ln 1 + 0 ^ 2 = 1 /\
  forall v mu, 0 < v -> v <> 1 \/ mu <> 0 -> 1 < v - ln v + mu ^ 2.

Theorem remark4 : remark4_statement.
Proof. exact @AnalysisGamma.remark4. Qed.

(** ** False variants, refuted, and examples *)

(** Remark 4 with log sigma instead of log sigma^2. *)
Definition remark4_sigma_false_statement : Prop :=
  ~ (forall s, 0 < s -> s <> 1 -> 1 < s ^ 2 - ln s).

Theorem remark4_sigma_false : remark4_sigma_false_statement.
Proof. exact @AnalysisControls.remark4_sigma_false. Qed.
