(** affine-vae-bound: A lower bound for every point of the affine VAE with an injective decoder. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma2Statements AnalysisLemma3Statements
  AnalysisAffineStatements AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisCertificate AnalysisControls AnalysisExamples.
Import ListNotations.
Local Open Scope R_scope.

(** Every code Z, scale D and variances v on W cost at least that. *)
Definition affine_bound_statement : Prop :=
  forall d kappa n gamma X W Zs P, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  left_inverse d kappa P W -> error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  forall Z D v, (forall k, 0 < D k) -> (forall k, 0 < v k) ->
  let t := sqrt (INR d * error d n X (affine kappa W (fun _ => 0)) Z) in
  injective_bound d kappa n gamma P W Zs t + INR d * ln gamma + INR kappa
  <= affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Z) v.

Theorem affine_bound : affine_bound_statement.
Proof. exact @AnalysisCertificate.affine_bound. Qed.

(** So an exact code of another decoder W1 beats all of W's points as soon as its own penalty stays
    below the bound at every t: an inequality in one variable. *)
Definition affine_certificate_statement : Prop :=
  forall d kappa n gamma X W Zs P W1 b1 Z1, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  left_inverse d kappa P W -> error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  error d n X (affine kappa W1 b1) Z1 = 0 ->
  (forall t, 0 <= t -> rsum kappa (fun k => psi gamma (size d n W1 Z1 k))
                       < injective_bound d kappa n gamma P W Zs t) ->
  forall Z D v, (forall k, 0 < D k) -> (forall k, 0 < v k) ->
  free_scale_loss 1 d kappa n X W1 b1 Z1 gamma
  < affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Z) v.

Theorem affine_certificate : affine_certificate_statement.
Proof. exact @AnalysisCertificate.affine_certificate. Qed.

(** ** False variants, refuted, and examples *)

(** The bound for an injective decoder, without injectivity. *)
Definition affine_bound_not_injective_false_statement : Prop :=
  ~ (forall d kappa n gamma X W Zs P, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
     error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
     forall Z D v, (forall k, 0 < D k) -> (forall k, 0 < v k) ->
     let t := sqrt (INR d * error d n X (affine kappa W (fun _ => 0)) Z) in
     injective_bound d kappa n gamma P W Zs t + INR d * ln gamma + INR kappa
     <= affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Z) v).

Theorem affine_bound_not_injective_false : affine_bound_not_injective_false_statement.
Proof. exact @AnalysisControls.affine_bound_not_injective_false. Qed.

(** The hypotheses of the certificate, its inequality for all t included, at any gamma. *)
Definition affine_certificate_example_statement : Prop :=
  forall gamma, 0 < gamma -> exists X W Zs P W1 b1 Z1,
  left_inverse 1 1 P W /\ error 1 1 X (affine 1 W (fun _ => 0)) Zs = 0 /\
  error 1 1 X (affine 1 W1 b1) Z1 = 0 /\
  forall t, 0 <= t -> rsum 1 (fun k => psi gamma (size 1 1 W1 Z1 k))
                      < injective_bound 1 1 1 gamma P W Zs t.

Theorem affine_certificate_example : affine_certificate_example_statement.
Proof. exact @AnalysisExamples.affine_certificate_example. Qed.
