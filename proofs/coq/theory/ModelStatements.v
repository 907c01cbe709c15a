(* The error and the cost of any model of a population: definitions only, for Theorem G2. *)

From Coq Require Import Reals.
From Sparsity.theory Require Export AnalysisStatements Expectations.
Open Scope R_scope.

(** A is the mean error and K = kappa + 2 KL the cost of some model of the data (pi, x): of a latent set Z
    with a prior p, decoder means mu and posteriors q i of densities w i, whose kernel has means at every
    width.  Its loss at gamma is A/gamma + d log gamma + beta K ([loss_of_a_model] is that of one gamma). *)
Definition error_and_cost {D} (pi : expectation D) (x : D -> vec) (d kappa : nat) (A K : R) : Prop :=
  exists (Z : Type) (p : expectation Z) (q : D -> expectation Z) (mu : Z -> vec) (w : D -> Z -> R),
  (forall t, 0 < t ->
     kernel_means t d p mu /\
     has_expectation pi (fun i => expected p (fun z => heat t d (x i) (mu z))) /\
     (forall z, has_expectation pi (fun i => heat t d (x i) (mu z)))) /\
  (forall i, density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z))) /\
  expects pi (fun i => expected (q i) (fun z => sq_dist d (x i) (mu z))) A /\
  expects pi (fun i => INR kappa + 2 * expected (q i) (fun z => ln (w i z))) K.

(** phi t is the infimum of A t + K over all models. *)
Definition infimum_over_models {D} (pi : expectation D) (x : D -> vec) (d kappa : nat) (t phi : R) : Prop :=
  infimum (fun y => exists A K, error_and_cost pi x d kappa A K /\ y = A * t + K) phi.
