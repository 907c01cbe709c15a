(** theorem-e1 [X]: a converse that knows no architecture.

    D is the set of data with a law pi (a population, or n samples), x i in R^d the datum of index i;
    Z any latent set with a prior law p and decoder means mu : Z -> R^d; q i the posterior of datum i,
    w i its density with respect to p.  Laws are expectations in the sense of [Expectations]:
    integrability of what is averaged is a hypothesis, as measurability would be; that the means over
    data and latents may be compared in the order of Tonelli's theorem is proved, from the
    positive definiteness of the kernel.
    The bound reads -2 beta log M <= E_pi [E_q |x - mu|^2]/gamma + 2 beta E_pi KL(q || p). *)

From Coq Require Import Reals.
From Sparsity.theory Require Import AnalysisLemma3Statements Expectations.
From Sparsity.theory Require ConversePopulation ConverseSamples.
From Sparsity.theory Require ExtensionControls ArcModels.
Open Scope R_scope.

(** What datum i costs: E_q |x - mu|^2/gamma + 2 beta KL(q || p). *)
Definition datum_cost {D Z} (d : nat) (beta gamma : R) (x : D -> vec) (q : D -> expectation Z)
    (mu : Z -> vec) (w : D -> Z -> R) (i : D) : R :=
  expected (q i) (fun z => sq_dist d (x i) (mu z)) / gamma
  + 2 * beta * expected (q i) (fun z => ln (w i z)).

(** [X] Any law of the data. *)
Definition theorem_E1_statement : Prop :=
  forall (D Z : Type) (d : nat) (beta gamma M : R) (pi : expectation D) (x : D -> vec)
    (p : expectation Z) (q : D -> expectation Z) (mu : Z -> vec) (w : D -> Z -> R),
  0 < beta -> 0 < gamma -> 0 < M -> let t := / (2 * beta * gamma) in
  kernel_means t d p mu -> has_expectation pi (fun i => expected p (fun z => heat t d (x i) (mu z))) ->
  (forall i, density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z))) ->
  (forall z, exists e, expects pi (fun i => heat t d (x i) (mu z)) e /\ e <= M) ->
  has_expectation pi (datum_cost d beta gamma x q mu w) ->
  - (2 * beta * ln M) <= expected pi (datum_cost d beta gamma x q mu w).

Theorem theorem_E1 : theorem_E1_statement.
Proof. exact @ConversePopulation.converse_population. Qed.

(** [X] n samples. *)
Definition theorem_E1_samples_statement : Prop :=
  forall (Z : Type) (d n : nat) (beta gamma M : R) (x : nat -> vec)
    (p : expectation Z) (q : nat -> expectation Z) (mu : Z -> vec) (w : nat -> Z -> R),
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> 0 < M -> let t := / (2 * beta * gamma) in
  (forall i, (i < n)%nat -> density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z)) /\
     has_expectation p (fun z => heat t d (x i) (mu z))) ->
  (forall z, mean n (fun i => heat t d (x i) (mu z)) <= M) ->
  - (2 * beta * ln M) <= mean n (datum_cost d beta gamma x q mu w).

Theorem theorem_E1_samples : theorem_E1_samples_statement.
Proof. exact @ConverseSamples.converse_samples. Qed.

(** [X] The beta-VAE of eq. (3) with normal posteriors. *)
Definition theorem_E1_vae_statement : Prop :=
  forall beta d kappa n gamma X mu q m v M,
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> 0 < M -> let t := / (2 * beta * gamma) in
  (forall i, integrable (q i) = normal_integrable kappa (m i) (v i) /\
             expect (q i) = normal_expect kappa (m i) (v i)) ->
  posteriors d kappa n X mu q m v ->
  (forall i, (i < n)%nat ->
     normal_integrable kappa (fun _ => 0) (fun _ => 1) (fun z => heat t d (X i) (mu z))) ->
  (forall z, mean n (fun i => heat t d (X i) (mu z)) <= M) ->
  INR d * ln gamma + beta * INR kappa - 2 * beta * ln M <= vae_loss beta d kappa n gamma X mu q m v.

Theorem theorem_E1_vae : theorem_E1_vae_statement.
Proof. exact ConverseSamples.converse_vae. Qed.

(** ** False variants, refuted *)

(** With beta KL for 2 beta KL: two data, each with its own code. *)
Definition E1_half_kl_false_statement : Prop :=
  ~ (forall (Z : Type) (d n : nat) (beta gamma M : R) (x : nat -> vec)
       (p : expectation Z) (q : nat -> expectation Z) (mu : Z -> vec) (w : nat -> Z -> R),
     (0 < n)%nat -> 0 < beta -> 0 < gamma -> 0 < M -> let t := / (2 * beta * gamma) in
     (forall i, (i < n)%nat -> density_ratio p (q i) (w i) /\
        has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
        has_expectation (q i) (fun z => ln (w i z)) /\
        has_expectation p (fun z => heat t d (x i) (mu z))) ->
     (forall z, mean n (fun i => heat t d (x i) (mu z)) <= M) ->
     - (2 * beta * ln M) <= mean n (fun i =>
       expected (q i) (fun z => sq_dist d (x i) (mu z)) / gamma + beta * expected (q i) (fun z => ln (w i z)))).

Theorem E1_half_kl_false : E1_half_kl_false_statement.
Proof. exact @ExtensionControls.E1_half_kl_false. Qed.

(** ** An example with a curved decoder

    The hypotheses of theorem_E1_vae: samples on the circle at any angles, each with a normal posterior
    about its own, the circle as decoder. *)
Definition arc_samples_example_statement : Prop :=
  forall beta n gamma (angle : nat -> R), (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  let zs := fun i (k : nat) => if Nat.eqb k 0 then angle i else 0 in
  let X := fun i => circle (zs i) in
  let v := fun (_ k : nat) => / (1 + (if Nat.eqb k 0 then 1 else 0) ^ 2 * / (beta * gamma)) in
  let t := / (2 * beta * gamma) in
  exists (q : nat -> law) M,
  0 < M /\
  (forall i, integrable (q i) = normal_integrable 1 (zs i) (v i) /\ expect (q i) = normal_expect 1 (zs i) (v i)) /\
  posteriors 2 1 n X circle q zs v /\
  (forall i, (i < n)%nat -> normal_integrable 1 (fun _ => 0) (fun _ => 1) (fun z => heat t 2 (X i) (circle z))) /\
  (forall z, mean n (fun i => heat t 2 (X i) (circle z)) <= M) /\
  ~ is_affine 2 1 circle.

Theorem arc_samples_example : arc_samples_example_statement.
Proof. exact ArcModels.arc_samples. Qed.
