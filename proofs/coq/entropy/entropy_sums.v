(** entropy-sums: Balance and value of the loss at a stationary point. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisAffineStatements
  AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisScaling AnalysisControls HelixBalanced.
Import ListNotations.
Local Open Scope R_scope.

(** If the loss does not change to first order when one coordinate is rescaled (alpha^2 = 1), then
    p_k + mean sigma_k^2 = 1; and conversely. *)
Definition balance_statement : Prop :=
  forall n p v, (0 < n)%nat ->
  (is_derive (scaled_kl n p v) 1 0 <-> p + mean n v = 1).

Theorem balance : balance_statement.
Proof. exact @AnalysisScaling.balance. Qed.

(** With gamma = A/d as well, the loss is d + d log gamma + beta (kappa - sum mean log sigma^2). *)
Definition entropy_sum_statement : Prop :=
  forall beta d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
  expected_error d n X mu q = INR d * gamma ->
  (forall k, (k < kappa)%nat -> row_power n m k + mean n (fun i => v i k) = 1) ->
  vae_loss beta d kappa n gamma X mu q m v
  = INR d + INR d * ln gamma
    + beta * (INR kappa - rsum kappa (fun k => mean n (fun i => ln (v i k)))).

Theorem entropy_sum : entropy_sum_statement.
Proof. exact @AnalysisScaling.entropy_sum. Qed.

(** ** False variants, refuted, and examples *)

(** The entropy identity at any gamma, A = d gamma dropped. *)
Definition entropy_sum_any_gamma_false_statement : Prop :=
  ~ (forall beta d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
     (forall k, (k < kappa)%nat -> row_power n m k + mean n (fun i => v i k) = 1) ->
     vae_loss beta d kappa n gamma X mu q m v
     = INR d + INR d * ln gamma
       + beta * (INR kappa - rsum kappa (fun k => mean n (fun i => ln (v i k))))).

Theorem entropy_sum_any_gamma_false : entropy_sum_any_gamma_false_statement.
Proof. exact @AnalysisControls.entropy_sum_any_gamma_false. Qed.

(** The hypotheses of entropy_sum are met by a curved decoder, the helix: two samples, whose row is in balance, at
    gamma = A/d. *)
Definition helix_balanced_example_statement : Prop :=
  forall d kappa, (3 <= d)%nat -> (0 < kappa)%nat ->
  exists n gamma X q m v, (0 < n)%nat /\ 0 < gamma /\ posteriors d kappa n X helix q m v /\
  expected_error d n X helix q = INR d * gamma /\
  (forall k, (k < kappa)%nat -> row_power n m k + mean n (fun i => v i k) = 1) /\
  ~ is_affine d kappa helix.

Theorem helix_balanced_example : helix_balanced_example_statement.
Proof. exact HelixBalanced.helix_balanced. Qed.
