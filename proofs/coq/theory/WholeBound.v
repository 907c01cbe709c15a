(* Eqs. (2) and (3) in one piece: the evidence is positive as soon as it exists. *)

From Coq Require Import Reals Lra Lia.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLog AnalysisLaw
  AnalysisGaussianLaw PaperCases.
Open Scope R_scope.

(** A mean of a positive function whose logarithm has a mean is positive (Jensen). *)
Lemma mean_positive : forall (q : law) (f : vec -> R) e l, (forall z, 0 < f z) ->
  averages q f e -> averages q (fun z => ln (f z)) l -> 0 < e.
Proof.
  intros q f e l Hf He Hl. pose proof (exp_pos l) as Hs.
  (* f >= s (1 + ln f - ln s) at s = exp l *)
  assert (Hlow : averages q (fun z => exp l * (1 - l) + exp l * ln (f z))
                   (exp l * (1 - l) + exp l * l))
    by (apply averages_plus; [apply averages_const|apply averages_scal, Hl]).
  assert (H : exp l * (1 - l) + exp l * l <= e).
  { apply (averages_le q _ _ _ _ Hlow He). intros z. pose proof (Hf z) as Hz.
    pose proof (ln_le_sub1 (f z / exp l) (Rdiv_lt_0_compat _ _ Hz Hs)) as H.
    rewrite ln_div, ln_exp in H by assumption.
    apply (Rmult_le_compat_l (exp l)) in H; [|lra].
    replace (exp l * (f z / exp l - 1)) with (f z - exp l) in H by (field; lra). lra. }
  replace (exp l * (1 - l) + exp l * l) with (exp l) in H by ring. lra.
Qed.

Theorem eq2_eq3_whole :
  forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
  (forall i, integrable (q i) = normal_integrable kappa (m i) (v i) /\
             expect (q i) = normal_expect kappa (m i) (v i)) ->
  posteriors d kappa n X mu q m v ->
  let lik := fun i z => normal_density_vec d (mu z) (fun _ => gamma) (X i) in
  let dens := fun i => normal_density_vec kappa (m i) (v i) in
  let px := fun i => evidence d kappa gamma mu (X i) in
  let rest := fun i z => ln (px i * dens i z / (lik i z * prior_density kappa z)) in
  (forall i, (i < n)%nat -> normal_integrable kappa (fun _ => 0) (fun _ => 1) (lik i)) ->
  (forall i, (i < n)%nat ->
     0 < px i /\
     (forall z, - ln (lik i z) + ln (dens i z / prior_density kappa z) = - ln (px i) + rest i z) /\
     integrable (q i) (rest i) /\ 0 <= expect (q i) (rest i) /\
     - ln (px i) <= expect (q i) (fun z => - ln (lik i z)) + kl (q i) (dens i) (prior_density kappa) /\
     expect (q i) (fun z => - ln (lik i z))
     = expect (q i) (fun z => sq_dist d (X i) (mu z)) / (2 * gamma) + INR d / 2 * ln (2 * PI * gamma) /\
     kl (q i) (dens i) (prior_density kappa)
     = rsum kappa (fun k => m i k ^ 2 / 2 + v i k / 2 - ln (v i k) / 2 - 1 / 2)) /\
  vae_loss 1 d kappa n gamma X mu q m v
  = 2 * eq2_bound d kappa n gamma X mu q m v - INR d * ln (2 * PI) + INR kappa.
Proof.
  intros d kappa n gamma X mu q m v Hn Hg Hq Hpost lik dens px rest Hlik.
  split; [|apply eq2_to_eq3; assumption].
  intros i Hi. destruct (Hpost i Hi) as [Hv [Hm Hint]]. pose proof (Hlik i Hi) as Hl.
  destruct (Hq i) as [EI EE].
  assert (Hdens : forall z, 0 < dens i z)
    by (intros; apply rprod_pos; intros; apply normal_density_pos, Hv; assumption).
  assert (Hprior : forall z, 0 < prior_density kappa z)
    by (intros; apply rprod_pos; intros; apply normal_density_pos; lra).
  assert (Hpos : forall z, 0 < lik i z)
    by (intros; apply rprod_pos; intros; apply normal_density_pos, Hg).
  assert (Hfp : forall z, 0 < lik i z * prior_density kappa z)
    by (intros; apply Rmult_lt_0_compat; auto).
  assert (Havg : averages (q i) (fun z => lik i z * prior_density kappa z / dens i z) (px i)).
  { unfold averages. rewrite EI, EE.
    exact (change_of_law (m i) (v i) (fun _ => 0) (fun _ => 1) kappa (lik i) _ Hv
             (conj Hl eq_refl)). }
  (* the two terms of the bound *)
  assert (H1 : averages (q i) (fun z => - ln (lik i z))
    (/ 2 * (INR d * ln (2 * PI) + INR d * ln gamma)
     + / (2 * gamma) * expect (q i) (fun z => sq_dist d (X i) (mu z)))).
  { eapply averages_ext; [apply averages_plus; [apply averages_const|
      apply averages_scal, averages_expect, Hint]|].
    intros z. unfold lik. rewrite neg_ln_decoder by exact Hg. field; lra. }
  pose proof (kl_averages kappa (q i) (m i) (v i) Hv Hm) as H2. fold (dens i) in H2.
  pose proof (averages_plus _ _ _ _ _ H1 H2) as H3.
  set (L := / 2 * (INR d * ln (2 * PI) + INR d * ln gamma)
            + / (2 * gamma) * expect (q i) (fun z => sq_dist d (X i) (mu z))
            + / 2 * rsum kappa (fun k => v i k + m i k ^ 2 - 1 - ln (v i k))) in *.
  assert (Hlog : averages (q i) (fun z => ln (lik i z * prior_density kappa z / dens i z)) (-1 * L)).
  { eapply averages_ext; [exact (averages_scal _ (-1) _ _ H3)|]. intros z. cbv beta.
    rewrite ln_div, ln_mult; auto. ring. }
  assert (Hpx : 0 < px i).
  { apply (mean_positive (q i) (fun z => lik i z * prior_density kappa z / dens i z) (px i) (-1 * L));
      [intros; apply Rdiv_lt_0_compat; auto|exact Havg|exact Hlog]. }
  assert (Hrest : averages (q i) (rest i) (ln (px i) + L)).
  { eapply averages_ext; [exact (averages_plus _ _ _ _ _ (averages_const _ (ln (px i))) H3)|].
    intros z. unfold rest. cbv beta. rewrite ln_div, !ln_mult; auto; [ring|].
    apply Rmult_lt_0_compat; auto. }
  assert (Hmean : 0 <= expect (q i) (rest i)).
  { apply (gap_nonneg (q i) (lik i) (prior_density kappa) (dens i) (px i));
      [auto|exact Hpx|exact Havg|exact (proj1 Hrest)]. }
  split; [exact Hpx|]. split; [intros z; apply pointwise_gap; auto|].
  split; [exact (proj1 Hrest)|]. split; [exact Hmean|].
  split; [|split].
  - rewrite (proj2 H1). unfold kl. rewrite (proj2 H2). rewrite (proj2 Hrest) in Hmean. unfold L in Hmean. lra.
  - apply likelihood; assumption.
  - unfold dens. rewrite (kl_closed_form kappa (q i) (m i) (v i) Hv Hm), <- rsum_scal.
    apply rsum_ext; intros k _. field.
Qed.
