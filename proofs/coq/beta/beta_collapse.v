(** beta-collapse: Partial collapse of the affine beta-VAE with learned variance. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisAffineStatements AnalysisLemma3Statements
  AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisCollapse AnalysisControls AnalysisTotalCollapse.
Import ListNotations.
Local Open Scope R_scope.

(** beta > d/r: exactly one global minimum; there A = d gamma, the m eigenvalues above beta gamma
    satisfy beta m < d, and gamma = (sum of the other eigenvalues)/(d - beta m). *)
Definition affine_collapse_statement : Prop :=
  forall beta d kappa r lam, (0 < d)%nat -> (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
  INR d < beta * INR r ->
  exists gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v /\
    affine_error beta d kappa lam gamma = INR d * gamma /\
    let m := count_pos r (fun j => lam j - beta * gamma) in
    beta * INR m < INR d /\
    gamma = (rsum r lam - sum_pos r (fun j => lam j - beta * gamma) lam) / (INR d - beta * INR m).

Theorem affine_collapse : affine_collapse_statement.
Proof. exact @AnalysisCollapse.affine_collapse. Qed.

(** Data of rank above kappa: exactly one global minimum for every beta, by the same formula. *)
Definition affine_full_rank_statement : Prop :=
  forall beta d kappa lam, (0 < d)%nat -> 0 < beta -> (forall j, 0 <= lam j) ->
  let tail := rsum (d - kappa) (fun j => lam (kappa + j)%nat) in
  0 < tail ->
  exists gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v /\
    affine_error beta d kappa lam gamma = INR d * gamma /\
    let m := count_pos kappa (fun j => lam j - beta * gamma) in
    beta * INR m < INR d /\
    gamma = (rsum kappa lam - sum_pos kappa (fun j => lam j - beta * gamma) lam + tail)
            / (INR d - beta * INR m).

Theorem affine_full_rank : affine_full_rank_statement.
Proof. exact @AnalysisCollapse.affine_full_rank. Qed.

(** When all dimensions collapse; the eigenvalues are in order, and A = d gamma as in the two theorems
    above. *)
Definition affine_total_collapse_statement : Prop :=
  forall beta d kappa lam gamma v,
  (0 < d)%nat -> (0 < kappa)%nat -> 0 < beta -> (forall j, 0 <= lam j <= lam 0%nat) ->
  unique_minimum positives (affine_value beta d kappa lam) gamma v ->
  affine_error beta d kappa lam gamma = INR d * gamma ->
  let total := rsum kappa lam + rsum (d - kappa) (fun j => lam (kappa + j)%nat) in
  (forall j, (j < kappa)%nat -> lam j <= beta * gamma) <-> INR d * lam 0%nat <= beta * total.

Theorem affine_total_collapse : affine_total_collapse_statement.
Proof. exact @AnalysisTotalCollapse.affine_total_collapse. Qed.

(** ** False variants, refuted, and examples *)

(** Collapse is always partial: for beta > d/r the minimum keeps an active dimension. *)
Definition affine_partial_collapse_false_statement : Prop :=
  ~ (forall beta d kappa r lam, (0 < r)%nat -> (r < kappa)%nat -> (kappa <= d)%nat -> 0 < beta ->
     has_rank r lam -> INR d < beta * INR r ->
     forall gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v ->
     (0 < count_pos r (fun j => lam j - beta * gamma)%R)%nat).

Theorem affine_partial_collapse_false : affine_partial_collapse_false_statement.
Proof. exact @AnalysisControls.affine_partial_collapse_false. Qed.
