(* The density of a normal law with respect to the normal prior, for expectations. *)

From Coq Require Import Reals Lra.
From Sparsity.theory Require Import AnalysisStatements AnalysisLaw AnalysisGaussianLaw Expectations.
Open Scope R_scope.

(** A normal posterior has a density with respect to the normal prior. *)
Lemma normal_density_ratio : forall kappa (prior q : law) m v, (forall k, (k < kappa)%nat -> 0 < v k) ->
  integrable prior = normal_integrable kappa (fun _ => 0) (fun _ => 1) ->
  expect prior = normal_expect kappa (fun _ => 0) (fun _ => 1) ->
  integrable q = normal_integrable kappa m v -> expect q = normal_expect kappa m v ->
  density_ratio (of_law prior) (of_law q)
    (fun z => normal_density_vec kappa m v z / prior_density kappa z).
Proof.
  intros kappa prior q m v Hv PI PE QI QE.
  assert (Hprior : forall z, 0 < prior_density kappa z)
    by (intros; apply rprod_pos; intros; apply normal_density_pos; lra).
  assert (Hdens : forall z, 0 < normal_density_vec kappa m v z)
    by (intros z; apply rprod_pos; intros; apply normal_density_pos, Hv; assumption).
  split; [intros z; apply Rdiv_lt_0_compat; auto|]. intros F HF Hint.
  assert (HA : averages q (fun z => F z / (normal_density_vec kappa m v z / prior_density kappa z))
                 (expected (of_law prior) F)).
  { apply (averages_ext q (fun z => F z * prior_density kappa z / normal_density_vec kappa m v z)).
    - unfold averages. simpl in *. rewrite QI, QE, PE.
      apply (change_of_law m v (fun _ => 0) (fun _ => 1) kappa F _ Hv).
      split; [rewrite <- PI; exact Hint|reflexivity].
    - intros z. specialize (Hprior z). specialize (Hdens z). field; lra. }
  split; [exact (proj1 HA)|]. right. exact (proj2 HA).
Qed.

Lemma normal_law_has_moments : forall kappa (q : law) m v, (forall k, (k < kappa)%nat -> 0 < v k) ->
  integrable q = normal_integrable kappa m v -> expect q = normal_expect kappa m v ->
  has_moments kappa q m v.
Proof.
  intros kappa q m v Hv QI QE. destruct (the_normal_law_moments kappa m v Hv) as [H _].
  unfold has_moments in *. rewrite QI, QE. exact H.
Qed.
