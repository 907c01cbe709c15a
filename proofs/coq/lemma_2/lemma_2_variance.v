(** lemma-2-variance: Lemma 2: the minimum over the encoder's deviations. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma2Statements AnalysisLemma3Statements
  AnalysisAffineStatements AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisLemma2 AnalysisControls.
Import ListNotations.
Local Open Scope R_scope.

(** E|x - W z - b|^2 = |x - W m - b|^2 + sum |w_k|^2 v_k for uncorrelated coordinates. *)
Definition trace_identity_statement : Prop :=
  forall d kappa (q : law) (m v x : vec) W b,
  has_moments kappa q m v -> uncorrelated kappa q m ->
  integrable q (fun z => sq_dist d x (affine kappa W b z)) /\
  expect q (fun z => sq_dist d x (affine kappa W b z))
  = sq_dist d x (affine kappa W b m) + rsum kappa (fun k => col_power d W k * v k).

Theorem trace_identity : trace_identity_statement.
Proof. exact @AnalysisLemma2.trace_identity. Qed.

(** It is eq. (3) for an affine decoder and posteriors with means Z i and variances v. *)
Definition affine_loss_is_eq3_statement : Prop :=
  forall beta d kappa n gamma X W b Z v (q : nat -> law),
  (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  (forall i, (i < n)%nat -> has_moments kappa (q i) (Z i) v /\ uncorrelated kappa (q i) (Z i)) ->
  vae_loss beta d kappa n gamma X (affine kappa W b) q Z (fun _ => v)
  = affine_loss beta d kappa n gamma X W b Z v.

Theorem affine_loss_is_eq3 : affine_loss_is_eq3_statement.
Proof. exact @AnalysisLemma2.affine_loss_is_eq3. Qed.

(** [P] min over s: attained at s_k^2 = beta gamma/(beta gamma + |w_k|^2) and nowhere else. *)
Definition lemma2_min_s_statement : Prop :=
  forall beta d kappa n gamma X W b Z, 0 < beta -> 0 < gamma ->
  let best := fun k => posterior_variance beta gamma (col_power d W k) in
  (forall k, 0 < best k) /\
  affine_loss beta d kappa n gamma X W b Z best
  = fixed_scale_loss beta d kappa n gamma X W b Z /\
  forall v : vec, (forall k, (k < kappa)%nat -> 0 < v k) ->
    (exists k, (k < kappa)%nat /\ v k <> best k) ->
    fixed_scale_loss beta d kappa n gamma X W b Z < affine_loss beta d kappa n gamma X W b Z v.

Theorem lemma2_min_s : lemma2_min_s_statement.
Proof. exact @AnalysisLemma2.lemma2_min_s. Qed.

(** ** False variants, refuted, and examples *)

(** The trace identity for correlated coordinates. *)
Definition trace_correlated_false_statement : Prop :=
  ~ (forall d kappa (q : law) (m v x : vec) W b, has_moments kappa q m v ->
     expect q (fun z => sq_dist d x (affine kappa W b z))
     = sq_dist d x (affine kappa W b m) + rsum kappa (fun k => col_power d W k * v k)).

Theorem trace_correlated_false : trace_correlated_false_statement.
Proof. exact @AnalysisControls.trace_correlated_false. Qed.
