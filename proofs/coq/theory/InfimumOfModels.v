(* Theorem E4: the infimum over all models lies between the line of theorem E2 and that of the
   comparator. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLog AnalysisLaw
  AnalysisGaussianLaw Expectations Converse NormalRatio BallCondition ConverseRates BothSides.
Open Scope R_scope.

Theorem infimum_of_models : forall (D : Type) (pi : expectation D) (x : D -> vec) beta d kappa gamma0 C G
    (prior : law) (mu : vec -> vec) (q : R -> D -> law) (zs : D -> vec) l P (V : R -> R),
  let r := INR (count_pos kappa (fun k => l k ^ 2)) in
  let v := fun gamma k => / (1 + l k ^ 2 * / (beta * gamma)) in
  0 < beta -> 0 < gamma0 -> 0 < r -> 0 < C -> gamma_integral r G ->
  (forall y rho, 0 < rho -> ball_share_le pi x d y rho (C * Rpower rho r)) ->
  (forall i z, sq_dist d (x i) (mu z) <= rsum kappa (fun k => l k ^ 2 * (z k - zs i k) ^ 2)) ->
  expects pi (fun i => rsum kappa (fun k => zs i k ^ 2)) P ->
  integrable prior = normal_integrable kappa (fun _ => 0) (fun _ => 1) ->
  expect prior = normal_expect kappa (fun _ => 0) (fun _ => 1) ->
  (forall gamma, 0 < gamma <= gamma0 -> let t := / (2 * beta * gamma) in
     (forall i, integrable (q gamma i) = normal_integrable kappa (zs i) (v gamma) /\
        expect (q gamma i) = normal_expect kappa (zs i) (v gamma) /\
        integrable (q gamma i) (fun z => sq_dist d (x i) (mu z))) /\
     has_expectation pi (fun i => expect (q gamma i) (fun z => sq_dist d (x i) (mu z))) /\
     kernel_means t d (of_law prior) mu /\
     has_expectation pi (fun i => expect prior (fun z => heat t d (x i) (mu z))) /\
     (forall z, has_expectation pi (fun i => heat t d (x i) (mu z)))) ->
  (forall gamma, 0 < gamma <= gamma0 -> infimum (loss_of_a_model pi x d kappa beta gamma) (V gamma)) ->
  let low := beta * INR kappa - beta * r * ln (2 * beta) - 2 * beta * ln (C * G) in
  let high := beta * INR kappa - beta * r * ln beta
              + beta * (P + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2 + beta * gamma0))) in
  (forall gamma, 0 < gamma <= gamma0 ->
     (INR d - beta * r) * ln gamma + low <= V gamma <= (INR d - beta * r) * ln gamma + high) /\
  (to_minus_infinity_at_0 V <-> beta * r < INR d) /\ (to_plus_infinity_at_0 V <-> INR d < beta * r) /\
  (beta * r = INR d -> forall gamma, 0 < gamma <= gamma0 -> low <= V gamma <= high).
Proof.
  intros D pi x beta d kappa gamma0 C G prior mu q zs l P V r v Hb Hg0 Hr HC HG Hball Hcomp HP PI PE Hq
    HV low high.
  assert (lines : forall gamma, 0 < gamma <= gamma0 ->
    (INR d - beta * r) * ln gamma + low <= V gamma <= (INR d - beta * r) * ln gamma + high).
  { intros gamma Hg. destruct (HV gamma Hg) as [Hbelow Hgreatest].
    destruct (Hq gamma Hg) as [Hlaw [Hmean [Hp [Hpm Hheat]]]].
    assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; lra).
    assert (Hv : forall k, (k < kappa)%nat -> 0 < v gamma k).
    { intros k _. apply Rinv_0_lt_compat.
      assert (0 <= l k ^ 2 * / (beta * gamma)); [|lra].
      apply Rmult_le_pos; [apply pow2_ge_0|left; apply Rinv_0_lt_compat, Hbg]. }
    split.
    - apply Hgreatest. intros L [Z [p [qs [nu [w [Hk [Hpi [Hh [Hd [Hc ->]]]]]]]]]].
      pose proof (ball_converse d kappa beta gamma r C G pi x p qs nu w Hb (proj1 Hg) Hr HC HG
        (fun z => Hball (nu z)) Hh Hk Hpi Hd Hc) as H.
      unfold low, cost in *. lra.
    - set (w := fun i z => normal_density_vec kappa (zs i) (v gamma) z / prior_density kappa z).
      set (err := fun i => expect (q gamma i) (fun z => sq_dist d (x i) (mu z))) in *.
      assert (Hmom : forall i, has_moments kappa (q gamma i) (zs i) (v gamma)).
      { intros i. destruct (Hlaw i) as [QI [QE _]]. apply normal_law_has_moments; assumption. }
      assert (Hkl : forall i, expects (of_law (q gamma i)) (fun z => ln (w i z))
        (/ 2 * rsum kappa (fun k => v gamma k + zs i k ^ 2 - 1 - ln (v gamma k)))).
      { intros i. apply (averages_ext (q gamma i) _ _ _ (kl_averages kappa (q gamma i) (zs i) (v gamma) Hv (Hmom i))).
        intros z. unfold w. rewrite ln_div; [reflexivity| |];
          apply rprod_pos; intros; apply normal_density_pos; [apply Hv; assumption|lra]. }
      set (A := expected pi err).
      set (K := rsum kappa (fun k => v gamma k - ln (v gamma k)) - INR kappa).
      assert (Hcost : expects pi (fun i => expected (of_law (q gamma i)) (fun z => sq_dist d (x i) (mu z)) / gamma
          + 2 * beta * expected (of_law (q gamma i)) (fun z => ln (w i z))) (A / gamma + beta * (K + P))).
      { apply (expects_value pi _ (/ gamma * A + beta * (K + P))); [|unfold Rdiv; ring].
        apply (expects_ext pi (fun i => / gamma * err i + beta * (K + rsum kappa (fun k => zs i k ^ 2)))).
        - apply expects_plus; apply expects_scal; [apply expects_expected, Hmean|].
          apply expects_plus; [apply expects_const|exact HP].
        - intros i. rewrite (proj2 (Hkl i)). unfold err, K. simpl expected.
          rewrite (rsum_ext kappa (fun k => v gamma k + zs i k ^ 2 - 1 - ln (v gamma k))
                     (fun k => (v gamma k - ln (v gamma k) - 1) + zs i k ^ 2)) by (intros; ring).
          rewrite rsum_plus, (rsum_minus kappa (fun k => v gamma k - ln (v gamma k)) (fun _ => 1)), rsum_const.
          field. lra. }
      assert (Hmodel : loss_of_a_model pi x d kappa beta gamma
                (INR d * ln gamma + beta * INR kappa + (A / gamma + beta * (K + P)))).
      { exists vec, (of_law prior), (fun i => of_law (q gamma i)), mu, w. cbv zeta.
        split; [exact Hp|split; [exact Hpm|split; [exact Hheat|split; [|split; [exact (proj1 Hcost)|]]]]].
        - intros i. destruct (Hlaw i) as [QI [QE Hi]].
          split; [apply normal_density_ratio; assumption|split; [exact Hi|exact (proj1 (Hkl i))]].
        - rewrite (proj2 Hcost). reflexivity. }
      apply Rle_trans with (1 := Hbelow _ Hmodel).
      pose proof (comparator_population pi beta d kappa gamma gamma0 x mu (q gamma) zs l P Hb (proj1 Hg)
        (proj2 Hg) Hcomp) as H. cbv zeta in H. fold r in H.
      specialize (H (fun i => conj (Hmom i) (proj2 (proj2 (Hlaw i)))) Hmean HP).
      unfold high, K, A, err in *. unfold v in *. lra. }
  destruct (between_lines V (INR d - beta * r) low high gamma0 Hg0 lines) as [Hm [Hp Hz]].
  split; [exact lines|split; [|split]].
  - rewrite Hm. lra.
  - rewrite Hp. lra.
  - intros E. apply Hz. lra.
Qed.
