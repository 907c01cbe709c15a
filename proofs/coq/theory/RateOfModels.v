(* Theorem G2 with both its lines: the infimum over all models of a population lies between that of
   theorem E2 and that of the comparator, so the error of every good model is of the order of gamma. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLog AnalysisLaw
  AnalysisGaussianLaw Expectations Converse NormalRatio BallCondition ConverseRates BothSides FixedGamma
  ModelStatements.
Open Scope R_scope.

(** E2 at beta = 1, gamma = 1/t. *)
Theorem models_above : forall (D : Type) (pi : expectation D) (x : D -> vec) d kappa r C G A K t,
  0 < r -> 0 < C -> gamma_integral r G -> 0 < t ->
  (forall y rho, 0 < rho -> ball_share_le pi x d y rho (C * Rpower rho r)) ->
  error_and_cost pi x d kappa A K ->
  r * ln t + (INR kappa - r * ln 2 - 2 * ln (C * G)) <= A * t + K.
Proof.
  intros D pi x d kappa r C G A K t Hr HC HG Ht Hball [Z [p [q [mu [w [Hm [Hd [HA HK]]]]]]]].
  assert (Hg : 0 < / t) by (apply Rinv_0_lt_compat, Ht).
  destruct (Hm (/ (2 * 1 * / t))) as [Hk [Hp Hh]]; [apply Rinv_0_lt_compat; lra|].
  assert (Hcost : expects pi (Converse.cost d 1 (/ t) x q mu w) (t * A + (K - INR kappa))).
  { apply (expects_ext pi (fun i => t * expected (q i) (fun z => sq_dist d (x i) (mu z))
      + ((INR kappa + 2 * expected (q i) (fun z => ln (w i z))) + - INR kappa))).
    - apply expects_plus; [apply expects_scal, HA|]. apply expects_plus; [exact HK|apply expects_const].
    - intros i. unfold Converse.cost, Rdiv. rewrite Rinv_inv. ring. }
  pose proof (ball_converse d kappa 1 (/ t) r C G pi x p q mu w Rlt_0_1 Hg Hr HC HG
    (fun z => Hball (mu z)) Hh Hk Hp Hd (proj1 Hcost)) as H.
  rewrite (proj2 Hcost), ln_Rinv in H by exact Ht. replace (2 * 1) with 2 in H by ring. lra.
Qed.

(** The comparator is a model; its error and cost. *)
Theorem comparator_below : forall (D : Type) (pi : expectation D) (x : D -> vec) d kappa s s0
    (prior : law) (mu : vec -> vec) (q : D -> law) (zs : D -> vec) l P,
  let r := INR (count_pos kappa (fun k => l k ^ 2)) in
  let v := fun k => / (1 + l k ^ 2 * s) in
  0 < s0 -> s0 <= s ->
  (forall i z, sq_dist d (x i) (mu z) <= rsum kappa (fun k => l k ^ 2 * (z k - zs i k) ^ 2)) ->
  expects pi (fun i => rsum kappa (fun k => zs i k ^ 2)) P ->
  integrable prior = normal_integrable kappa (fun _ => 0) (fun _ => 1) ->
  expect prior = normal_expect kappa (fun _ => 0) (fun _ => 1) ->
  (forall t, 0 < t ->
     kernel_means t d (of_law prior) mu /\
     has_expectation pi (fun i => expect prior (fun z => heat t d (x i) (mu z))) /\
     (forall z, has_expectation pi (fun i => heat t d (x i) (mu z)))) ->
  (forall i, integrable (q i) = normal_integrable kappa (zs i) v /\
     expect (q i) = normal_expect kappa (zs i) v /\
     integrable (q i) (fun z => sq_dist d (x i) (mu z))) ->
  has_expectation pi (fun i => expect (q i) (fun z => sq_dist d (x i) (mu z))) ->
  exists A K, error_and_cost pi x d kappa A K /\
  A * s + K <= r * ln s + (INR kappa + P + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2 + / s0))).
Proof.
  intros D pi x d kappa s s0 prior mu q zs l P r v Hs0 Hs Hcomp HP PI PE Hmeans Hlaw Herr.
  assert (Hspos : 0 < s) by lra.
  assert (Hv : forall k, (k < kappa)%nat -> 0 < v k).
  { intros k _. apply Rinv_0_lt_compat. assert (0 <= l k ^ 2 * s); [|lra].
    apply Rmult_le_pos; [apply pow2_ge_0|lra]. }
  set (w := fun i z => normal_density_vec kappa (zs i) v z / prior_density kappa z).
  set (err := fun i => expect (q i) (fun z => sq_dist d (x i) (mu z))) in *.
  assert (Hmom : forall i, has_moments kappa (q i) (zs i) v).
  { intros i. destruct (Hlaw i) as [QI [QE _]]. apply normal_law_has_moments; assumption. }
  assert (Hkl : forall i, expects (of_law (q i)) (fun z => ln (w i z))
    (/ 2 * rsum kappa (fun k => v k + zs i k ^ 2 - 1 - ln (v k)))).
  { intros i. apply (averages_ext (q i) _ _ _ (kl_averages kappa (q i) (zs i) v Hv (Hmom i))).
    intros z. unfold w. rewrite ln_div; [reflexivity| |];
      apply rprod_pos; intros; apply normal_density_pos; [apply Hv; assumption|lra]. }
  set (S := rsum kappa (fun k => v k - ln (v k))).
  exists (expected pi err), (S + P). split.
  - exists vec, (of_law prior), (fun i => of_law (q i)), mu, w.
    split; [exact Hmeans|split; [|split]].
    + intros i. destruct (Hlaw i) as [QI [QE Hi]].
      split; [apply normal_density_ratio; assumption|split; [exact Hi|exact (proj1 (Hkl i))]].
    + exact (expects_expected pi err Herr).
    + apply (expects_ext pi (fun i => S + rsum kappa (fun k => zs i k ^ 2))).
      * apply expects_plus; [apply expects_const|exact HP].
      * intros i. rewrite (proj2 (Hkl i)). unfold S.
        rewrite (rsum_ext kappa (fun k => v k + zs i k ^ 2 - 1 - ln (v k))
                   (fun k => (v k - ln (v k) - 1) + zs i k ^ 2)) by (intros; ring).
        rewrite rsum_plus, (rsum_minus kappa (fun k => v k - ln (v k)) (fun _ => 1)), rsum_const.
        field.
  - assert (Hle : / s <= / s0) by (apply Rinv_le_contravar; lra).
    pose proof (comparator_population pi 1 d kappa (/ s) (/ s0) x mu q zs l P Rlt_0_1
      (Rinv_0_lt_compat s Hspos) Hle Hcomp) as H. cbv beta zeta in H. fold r in H.
    assert (Ev : forall k, / (1 + l k ^ 2 * / (1 * / s)) = v k)
      by (intros k; unfold v; rewrite Rmult_1_l, Rinv_inv; reflexivity).
    assert (Hm' : forall i, has_moments kappa (q i) (zs i) (fun k => / (1 + l k ^ 2 * / (1 * / s))) /\
                            integrable (q i) (fun z => sq_dist d (x i) (mu z))).
    { intros i. split; [|exact (proj2 (proj2 (Hlaw i)))].
      intros k Hk. rewrite Ev. exact (Hmom i k Hk). }
    specialize (H Hm' Herr HP). fold err in H.
    rewrite (rsum_ext kappa (fun k => / (1 + l k ^ 2 * / (1 * / s)) - ln (/ (1 + l k ^ 2 * / (1 * / s))))
               (fun k => v k - ln (v k))) in H by (intros k _; rewrite Ev; reflexivity). fold S in H.
    rewrite ln_1, !Rmult_1_l, ln_Rinv in H by exact Hspos.
    unfold Rdiv in H. rewrite Rinv_inv in H.
    lra.
Qed.

Theorem rate_of_models : forall (D : Type) (pi : expectation D) (x : D -> vec) d kappa s0 C G
    (prior : law) (mu : vec -> vec) (q : R -> D -> law) (zs : D -> vec) l P phi,
  let r := INR (count_pos kappa (fun k => l k ^ 2)) in
  let v := fun s k => / (1 + l k ^ 2 * s) in
  0 < s0 -> 0 < r -> 0 < C -> gamma_integral r G ->
  (forall y rho, 0 < rho -> ball_share_le pi x d y rho (C * Rpower rho r)) ->
  (forall i z, sq_dist d (x i) (mu z) <= rsum kappa (fun k => l k ^ 2 * (z k - zs i k) ^ 2)) ->
  expects pi (fun i => rsum kappa (fun k => zs i k ^ 2)) P ->
  integrable prior = normal_integrable kappa (fun _ => 0) (fun _ => 1) ->
  expect prior = normal_expect kappa (fun _ => 0) (fun _ => 1) ->
  (forall t, 0 < t ->
     kernel_means t d (of_law prior) mu /\
     has_expectation pi (fun i => expect prior (fun z => heat t d (x i) (mu z))) /\
     (forall z, has_expectation pi (fun i => heat t d (x i) (mu z)))) ->
  (forall s, s0 <= s ->
     (forall i, integrable (q s i) = normal_integrable kappa (zs i) (v s) /\
        expect (q s i) = normal_expect kappa (zs i) (v s) /\
        integrable (q s i) (fun z => sq_dist d (x i) (mu z))) /\
     has_expectation pi (fun i => expect (q s i) (fun z => sq_dist d (x i) (mu z)))) ->
  (forall t, 0 < t -> infimum_over_models pi x d kappa t (phi t)) ->
  let c1 := INR kappa - r * ln 2 - 2 * ln (C * G) in
  let c2 := INR kappa + P + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2 + / s0)) in
  (forall s, s0 <= s -> r * ln s + c1 <= phi s <= r * ln s + c2) /\
  forall s lam eps A K, 1 < lam -> lam * s0 <= s -> error_and_cost pi x d kappa A K ->
  A * s + K <= phi s + eps ->
  (r * ln lam - (c2 - c1) - eps) / (lam - 1) <= A * s
    <= lam * (r * ln lam + (c2 - c1) + eps) / (lam - 1).
Proof.
  intros D pi x d kappa s0 C G prior mu q zs l P phi r v Hs0 Hr HC HG Hball Hcomp HP PI PE Hmeans Hq Hphi c1 c2.
  assert (Lines : forall s, s0 <= s -> r * ln s + c1 <= phi s <= r * ln s + c2).
  { intros s Hs. destruct (Hphi s ltac:(lra)) as [Hbelow Hgreatest]. split.
    - apply Hgreatest. intros y [A [K [HAK ->]]].
      apply (models_above D pi x d kappa r C G A K s); try assumption; lra.
    - destruct (Hq s Hs) as [Hlaw Herr].
      destruct (comparator_below D pi x d kappa s s0 prior mu (q s) zs l P Hs0 Hs Hcomp HP PI PE Hmeans Hlaw Herr)
        as [A [K [HAK Hle]]].
      apply Rle_trans with (2 := Hle). apply Hbelow. exists A, K. split; [exact HAK|reflexivity]. }
  split; [exact Lines|]. intros s lam eps A K Hlam Hs HAK Hgood.
  set (O := {o : R * R | error_and_cost pi x d kappa (fst o) (snd o)}).
  assert (Hs1 : s0 <= s) by (assert (1 * s0 <= lam * s0) by (apply Rmult_le_compat_r; lra); lra).
  assert (Henv : lower_envelope (fun o : O => fst (proj1_sig o)) (fun o : O => snd (proj1_sig o)) phi).
  { intros t Ht. destruct (Hphi t Ht) as [Hbelow Hgreatest]. split.
    - intros [[A' K'] H']. apply Hbelow. exists A', K'. split; [exact H'|reflexivity].
    - intros b Hb. apply Classical_Prop.NNPP. intros Hno. assert (b <= phi t); [|lra].
      apply Hgreatest. intros y [A' [K' [H' ->]]]. apply Rnot_lt_le. intros Hlt. apply Hno.
      exists (exist _ (A', K') H'). exact Hlt. }
  apply (envelope_rate _ _ phi r c1 c2 s lam eps (exist _ (A, K) HAK : O) Henv); try lra; [|exact Hgood].
  intros t [Ht _]. apply Lines. apply Rle_trans with (2 := Ht).
  apply (Rmult_le_reg_l lam); [lra|]. replace (lam * (s / lam)) with s by (field; lra). exact Hs.
Qed.
