(* The hypotheses of Theorems E1, E4 and G2 are met by data on an arc and the circle as decoder. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisSums AnalysisLog AnalysisLaw AnalysisGaussianLaw
  Expectations Converse BallCondition ConverseRates UniformExample NormalRatio ModelStatements RateOfModels Arc.
Open Scope R_scope.

(** What has a member and a lower bound has an infimum. *)
Lemma infimum_exists : forall (losses : R -> Prop) L b, losses L -> (forall y, losses y -> b <= y) ->
  infimum losses (real (Glb_Rbar losses)).
Proof.
  intros losses L b HL Hb. set (E := fun y => losses (- y)).
  destruct (completeness E) as [m [Hup Hleast]].
  - exists (- b). intros y Hy. specialize (Hb _ Hy). lra.
  - exists (- L). unfold E. rewrite Ropp_involutive. exact HL.
  - assert (Hinf : infimum losses (- m)).
    { split.
      - intros y Hy. specialize (Hup (- y)). unfold E in Hup. rewrite Ropp_involutive in Hup. specialize (Hup Hy). lra.
      - intros c Hc. assert (m <= - c); [|lra]. apply Hleast. intros y Hy. specialize (Hc _ Hy). lra. }
    replace (real (Glb_Rbar losses)) with (- m); [exact Hinf|].
    rewrite (is_glb_Rbar_unique losses (Finite (- m))); [reflexivity|]. split.
    + intros y Hy. apply (proj1 Hinf), Hy.
    + intros [c| |] Hc; simpl; [apply (proj2 Hinf); intros y Hy; exact (Hc y Hy)|exact (Hc L HL)|exact I].
Qed.

(** One model of the arc: all of it decoded to one point. *)
Lemma collapsed_error : expects uniform (fun i => sq_dist 2 (arc i) (fun _ => 0)) 1.
Proof.
  apply (expects_ext uniform (fun _ => 1)); [apply expects_const|]. intros i. rewrite arc_distance. ring.
Qed.

Lemma collapsed_heat : forall t, has_expectation uniform (fun i => heat t 2 (arc i) (fun _ => 0)).
Proof.
  intros t. apply (expectation_ext _ uniform (fun _ => exp (- (t * 1)))); [|apply expects_const].
  intros i. unfold heat. rewrite arc_distance. do 3 f_equal. ring.
Qed.

Lemma collapsed_density : density_ratio (point tt) (point tt) (fun _ => 1).
Proof. split; [intros; lra|]. intros F HF _. split; [exact I|]. cbn. unfold Rdiv. rewrite Rinv_1. lra. Qed.

Lemma collapsed_model : forall kappa, error_and_cost uniform arc 2 kappa 1 (INR kappa).
Proof.
  intros kappa. exists unit, (point tt), (fun _ => point tt), (fun _ _ => 0), (fun _ _ => 1).
  split; [|split; [|split]].
  - intros t Ht. repeat split; try exact I; intros; exact (collapsed_heat t).
  - intros i. split; [exact collapsed_density|split; exact I].
  - exact collapsed_error.
  - apply (expects_ext uniform (fun _ => INR kappa)); [apply expects_const|].
    intros i. cbn. rewrite ln_1. ring.
Qed.

Lemma collapsed_loss : forall kappa beta gamma, exists L, loss_of_a_model uniform arc 2 kappa beta gamma L.
Proof.
  intros kappa beta gamma. eexists. exists unit, (point tt), (fun _ => point tt), (fun _ _ => 0), (fun _ _ => 1).
  cbv zeta. split; [split; intros; exact I|]. split; [exact (collapsed_heat _)|].
  split; [intros z; exact (collapsed_heat _)|]. split; [intros i; split; [exact collapsed_density|split; exact I]|].
  split; [|reflexivity].
  refine (proj1 (expects_plus uniform (fun i => sq_dist 2 (arc i) (fun _ => 0) / gamma) (fun _ => 2 * beta * ln 1)
    (1 / gamma) (2 * beta * ln 1) _ _)).
  - apply (expects_ext uniform (fun i => / gamma * sq_dist 2 (arc i) (fun _ => 0))).
    + apply (expects_value _ _ (/ gamma * 1)); [apply expects_scal, collapsed_error|unfold Rdiv; ring].
    + intros i. unfold Rdiv. ring.
  - apply expects_const.
Qed.

Definition unit_row : vec := fun k => if Nat.eqb k 0 then 1 else 0.

Lemma one_row : INR (count_pos 1 (fun k => unit_row k ^ 2)) = 1.
Proof. unfold unit_row. cbn. destruct (Rlt_dec 0 (1 * (1 * 1))) as [_|H]; [reflexivity|lra]. Qed.

Lemma variance_positive : forall s k, 0 < s -> 0 < / (1 + unit_row k ^ 2 * s).
Proof.
  intros s k Hs. apply Rinv_0_lt_compat. assert (0 <= unit_row k ^ 2 * s); [|lra].
  apply Rmult_le_pos; [apply pow2_ge_0|lra].
Qed.

Lemma standard_positive : forall k : nat, (k < 1)%nat -> 0 < (fun _ : nat => 1) k.
Proof. intros; lra. Qed.
Definition standard : law := the_normal_law 1 (fun _ => 0) (fun _ => 1) standard_positive.

(** The hypotheses of theorem E4 for the infimum. *)
Theorem arc_infimum : forall beta gamma0, 0 < beta -> 0 < gamma0 ->
  exists (pi : expectation R) (prior : law) (q : R -> R -> law) C G P (V : R -> R),
  let zs := fun (i : R) (k : nat) => if Nat.eqb k 0 then i else 0 in
  let x := fun i => circle (zs i) in
  let l := fun k => if Nat.eqb k 0 then 1 else 0 in
  let v := fun gamma k => / (1 + l k ^ 2 * / (beta * gamma)) in
  (forall f e, is_RInt f 0 1 e -> expects pi f e) /\
  INR (count_pos 1 (fun k => l k ^ 2)) = 1 /\ 0 < C /\ gamma_integral 1 G /\
  (forall y rho, 0 < rho -> ball_share_le pi x 2 y rho (C * Rpower rho 1)) /\
  (forall i z, sq_dist 2 (x i) (circle z) <= rsum 1 (fun k => l k ^ 2 * (z k - zs i k) ^ 2)) /\
  expects pi (fun i => rsum 1 (fun k => zs i k ^ 2)) P /\
  integrable prior = normal_integrable 1 (fun _ => 0) (fun _ => 1) /\
  expect prior = normal_expect 1 (fun _ => 0) (fun _ => 1) /\
  (forall gamma, 0 < gamma <= gamma0 -> let t := / (2 * beta * gamma) in
     (forall i, integrable (q gamma i) = normal_integrable 1 (zs i) (v gamma) /\
        expect (q gamma i) = normal_expect 1 (zs i) (v gamma) /\
        integrable (q gamma i) (fun z => sq_dist 2 (x i) (circle z))) /\
     has_expectation pi (fun i => expect (q gamma i) (fun z => sq_dist 2 (x i) (circle z))) /\
     kernel_means t 2 (of_law prior) circle /\
     has_expectation pi (fun i => expect prior (fun z => heat t 2 (x i) (circle z))) /\
     (forall z, has_expectation pi (fun i => heat t 2 (x i) (circle z)))) /\
  (forall gamma, 0 < gamma <= gamma0 -> infimum (loss_of_a_model pi x 2 1 beta gamma) (V gamma)) /\
  ~ is_affine 2 1 circle.
Proof.
  intros beta gamma0 Hb Hg0. destruct gamma_integral_one as [G HG].
  set (v := fun gamma k => / (1 + unit_row k ^ 2 * / (beta * gamma))).
  assert (Hv : forall gamma, 0 < gamma -> forall k, 0 < v gamma k).
  { intros gamma Hg k. apply variance_positive, Rinv_0_lt_compat, Rmult_lt_0_compat; lra. }
  exists uniform, standard, (fun gamma i => about (v gamma) i), 8, G, (1 / 3),
    (fun gamma => real (Glb_Rbar (loss_of_a_model uniform arc 2 1 beta gamma))).
  cbv zeta. split; [exact uniform_means|split; [exact one_row|split; [lra|split; [exact HG|]]]].
  split; [exact arc_balls|split; [exact arc_comparator|split; [exact arc_power|]]].
  split; [reflexivity|split; [reflexivity|split; [|split; [|exact circle_curved]]]].
  - intros gamma Hg. assert (Ht : 0 < / (2 * beta * gamma)) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra).
    split; [|split].
    + intros i. destruct (about_is (v gamma) i (Hv gamma (proj1 Hg))) as [QI QE].
      split; [exact QI|split; [exact QE|]]. rewrite QI. apply circle_error_mean, Hv, Hg.
    + apply arc_error_mean, Hv, Hg.
    + apply prior_kernel_means; [exact Ht|reflexivity|reflexivity].
  - intros gamma Hg. destruct (collapsed_loss 1 beta gamma) as [L HL]. apply (infimum_exists _ L
      ((INR 2 - beta * 1) * ln gamma + beta * INR 1 - beta * 1 * ln (2 * beta) - 2 * beta * ln (8 * G)) HL).
    intros y [Z [p [qs [nu [w [Hk [Hpi [Hh [Hd [Hc ->]]]]]]]]]].
    pose proof (ball_converse 2 1 beta gamma 1 8 G uniform arc p qs nu w Hb (proj1 Hg) Rlt_0_1 ltac:(lra) HG
      (fun z => arc_balls (nu z)) Hh Hk Hpi Hd Hc) as H.
    unfold Converse.cost in H. exact H.
Qed.

(** The hypotheses of theorem G2's two lines. *)
Theorem arc_rate : forall s0, 0 < s0 ->
  exists (pi : expectation R) (prior : law) (q : R -> R -> law) C G P (phi : R -> R),
  let zs := fun (i : R) (k : nat) => if Nat.eqb k 0 then i else 0 in
  let x := fun i => circle (zs i) in
  let l := fun k => if Nat.eqb k 0 then 1 else 0 in
  let v := fun s k => / (1 + l k ^ 2 * s) in
  (forall f e, is_RInt f 0 1 e -> expects pi f e) /\
  INR (count_pos 1 (fun k => l k ^ 2)) = 1 /\ 0 < C /\ gamma_integral 1 G /\
  (forall y rho, 0 < rho -> ball_share_le pi x 2 y rho (C * Rpower rho 1)) /\
  (forall i z, sq_dist 2 (x i) (circle z) <= rsum 1 (fun k => l k ^ 2 * (z k - zs i k) ^ 2)) /\
  expects pi (fun i => rsum 1 (fun k => zs i k ^ 2)) P /\
  integrable prior = normal_integrable 1 (fun _ => 0) (fun _ => 1) /\
  expect prior = normal_expect 1 (fun _ => 0) (fun _ => 1) /\
  (forall t, 0 < t ->
     kernel_means t 2 (of_law prior) circle /\
     has_expectation pi (fun i => expect prior (fun z => heat t 2 (x i) (circle z))) /\
     (forall z, has_expectation pi (fun i => heat t 2 (x i) (circle z)))) /\
  (forall s, s0 <= s ->
     (forall i, integrable (q s i) = normal_integrable 1 (zs i) (v s) /\
        expect (q s i) = normal_expect 1 (zs i) (v s) /\
        integrable (q s i) (fun z => sq_dist 2 (x i) (circle z))) /\
     has_expectation pi (fun i => expect (q s i) (fun z => sq_dist 2 (x i) (circle z)))) /\
  (forall t, 0 < t -> infimum_over_models pi x 2 1 t (phi t)) /\
  (forall s eps, s0 <= s -> 0 < eps ->
     exists A K, error_and_cost pi x 2 1 A K /\ A * s + K <= phi s + eps) /\
  ~ is_affine 2 1 circle.
Proof.
  intros s0 Hs0. destruct gamma_integral_one as [G HG].
  set (v := fun s k => / (1 + unit_row k ^ 2 * s)).
  assert (Hv : forall s, s0 <= s -> forall k, 0 < v s k) by (intros s Hs k; apply variance_positive; lra).
  set (values := fun t y => exists A K, error_and_cost uniform arc 2 1 A K /\ y = A * t + K).
  assert (Hphi : forall t, 0 < t -> infimum (values t) (real (Glb_Rbar (values t)))).
  { intros t Ht. apply (infimum_exists _ (1 * t + INR 1) (1 * ln t + (INR 1 - 1 * ln 2 - 2 * ln (8 * G)))).
    - exists 1, (INR 1). split; [apply collapsed_model|reflexivity].
    - intros y [A [K [H ->]]]. apply (models_above R uniform arc 2 1 1 8 G A K t); try lra; try assumption.
      exact arc_balls. }
  exists uniform, standard, (fun s i => about (v s) i), 8, G, (1 / 3), (fun t => real (Glb_Rbar (values t))).
  cbv zeta. split; [exact uniform_means|split; [exact one_row|split; [lra|split; [exact HG|]]]].
  split; [exact arc_balls|split; [exact arc_comparator|split; [exact arc_power|]]].
  split; [reflexivity|split; [reflexivity|split; [|split; [|split; [|split; [|exact circle_curved]]]]]].
  - intros t Ht. apply prior_kernel_means; [exact Ht|reflexivity|reflexivity].
  - intros s Hs. split.
    + intros i. destruct (about_is (v s) i (Hv s Hs)) as [QI QE].
      split; [exact QI|split; [exact QE|]]. rewrite QI. apply circle_error_mean, Hv, Hs.
    + apply arc_error_mean, Hv, Hs.
  - exact Hphi.
  - intros s eps Hs He. apply Classical_Prop.NNPP. intros Hno. destruct (Hphi s ltac:(lra)) as [_ Hgreatest].
    set (m := real (Glb_Rbar (values s))) in *. assert (m + eps <= m); [|lra].
    apply Hgreatest. intros y [A [K [H ->]]]. apply Rnot_lt_le. intros Hlt. apply Hno. exists A, K.
    split; [exact H|lra].
Qed.

(** The hypotheses of theorem E1 for the beta-VAE with normal posteriors: any angles, each with its own. *)
Theorem arc_samples : forall beta n gamma (angle : nat -> R), (0 < n)%nat -> 0 < beta -> 0 < gamma ->
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
Proof.
  intros beta n gamma angle Hn Hb Hg zs X v t.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  assert (Hv : forall i k, 0 < v i k) by (intros i k; apply variance_positive, Rinv_0_lt_compat, Hbg).
  assert (Ht : 0 < t) by (apply Rinv_0_lt_compat; lra).
  exists (fun i => about (v i) (angle i)), 1.
  assert (Hq : forall i, integrable (about (v i) (angle i)) = normal_integrable 1 (zs i) (v i) /\
                         expect (about (v i) (angle i)) = normal_expect 1 (zs i) (v i))
    by (intros i; exact (about_is (v i) (angle i) (Hv i))).
  split; [lra|split; [exact Hq|split; [|split; [|split; [|exact circle_curved]]]]].
  - intros i Hi. destruct (Hq i) as [QI QE]. split; [intros; apply Hv|split].
    + apply normal_law_has_moments; [intros; apply Hv|exact QI|exact QE].
    + rewrite QI. apply circle_error_mean, Hv.
  - intros i _. apply circle_heat_mean; lra.
  - intros z. rewrite <- (mean_const n 1 Hn). apply mean_le; [exact Hn|]. intros i _. apply heat_le1. lra.
Qed.

(** The hypotheses of theorem E3 with a cutoff, in the same model: a radius rho0 at which C = 1/rho0 will do. *)
Theorem arc_cutoff : forall beta n gamma rho0 (angle : nat -> R), (0 < n)%nat -> 0 < beta -> 0 < gamma -> 0 < rho0 ->
  let x := fun i => circle (fun (k : nat) => if Nat.eqb k 0 then angle i else 0) in
  exists (p : expectation vec) (q : nat -> expectation vec) (w : nat -> vec -> R) G,
  gamma_integral 1 G /\
  (forall z rho, 0 < rho ->
     mean n (fun i => if Rle_dec (sq_dist 2 (x i) (circle z)) (rho ^ 2) then 1 else 0)
     <= / rho0 * Rpower (Rmax rho rho0) 1) /\
  (forall i, (i < n)%nat -> density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist 2 (x i) (circle z)) /\
     has_expectation (q i) (fun z => ln (w i z)) /\
     has_expectation p (fun z => heat (/ (2 * beta * gamma)) 2 (x i) (circle z))) /\
  ~ is_affine 2 1 circle.
Proof.
  intros beta n gamma rho0 angle Hn Hb Hg Hrho x. destruct gamma_integral_one as [G HG].
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  assert (Ht : 0 < / (2 * beta * gamma)) by (apply Rinv_0_lt_compat; lra).
  set (v := fun k => / (1 + unit_row k ^ 2 * / (beta * gamma))).
  assert (Hv : forall k, 0 < v k) by (intros k; apply variance_positive, Rinv_0_lt_compat, Hbg).
  exists (of_law standard), (fun i => of_law (about v (angle i))),
    (fun i z => normal_density_vec 1 (at_angle (angle i)) v z / prior_density 1 z), G.
  split; [exact HG|split; [|split; [|exact circle_curved]]].
  - intros z rho Hr. rewrite Rpower_1 by (apply Rlt_le_trans with rho; [exact Hr|apply Rmax_l]).
    apply Rle_trans with 1.
    + apply Rle_trans with (mean n (fun _ => 1)); [|rewrite mean_const by exact Hn; lra].
      apply mean_le; [exact Hn|]. intros i _. cbv beta. destruct (Rle_dec _ _); lra.
    + apply Rle_trans with (/ rho0 * rho0); [rewrite Rinv_l; lra|].
      apply Rmult_le_compat_l; [left; apply Rinv_0_lt_compat, Hrho|apply Rmax_r].
  - intros i _. destruct (about_is v (angle i) Hv) as [QI QE].
    split; [apply normal_density_ratio; try assumption; try reflexivity; intros; apply Hv|].
    split; [change (integrable (about v (angle i)) (fun z => sq_dist 2 (x i) (circle z))); rewrite QI; apply circle_error_mean, Hv|].
    split; [|apply circle_heat_mean; lra].
    assert (Hm : has_moments 1 (about v (angle i)) (at_angle (angle i)) v)
      by (apply normal_law_has_moments; [intros; apply Hv|exact QI|exact QE]).
    apply (expectation_ext _ (of_law (about v (angle i)))
      (fun z => ln (normal_density_vec 1 (at_angle (angle i)) v z) - ln (prior_density 1 z))).
    + intros z. symmetry. apply ln_div; apply rprod_pos; intros; apply normal_density_pos; [apply Hv|exact Rlt_0_1].
    + exact (proj1 (kl_averages 1 _ (at_angle (angle i)) v (fun k _ => Hv k) Hm)).
Qed.
