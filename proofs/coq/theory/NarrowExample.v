(* A circle for a decoder: nonlinear, and it meets all hypotheses of Lemma 3. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import NarrowStatements AnalysisSums AnalysisLaw AnalysisGaussian
  AnalysisGaussianLaw Dominated.
Open Scope R_scope.

Definition circle (z : vec) : vec := fun j => match j with O => cos (z 0%nat) | _ => sin (z 0%nat) end.

Lemma continuous_at_of_line : forall (g : R -> R) (m : vec), (forall x, continuous g x) ->
  continuous_at 1 (fun z => g (z 0%nat)) m.
Proof.
  intros g m Hg eps He.
  destruct (proj1 (filterlim_locally _ _) (Hg (m 0%nat)) (mkposreal eps He)) as [delta H].
  exists delta. split; [apply cond_pos|]. intros z Hz. exact (H (z 0%nat) (Hz 0%nat ltac:(lia))).
Qed.

Theorem lemma3_circle_example : forall (x m s : vec) sigma, 0 < s 0%nat <= sigma ->
  growth 2 1 1 0 circle /\ decoder_continuous_at 2 1 circle m /\
  exists q, narrow_normal 1 q m s sigma /\ integrable q (fun z => sq_dist 2 x (circle z)).
Proof.
  intros x m s sigma Hs. split; [|split].
  - intros z. unfold sq_norm, circle. cbn. rewrite Rmult_0_l, exp_0.
    pose proof (sin2_cos2 (z 0%nat)) as H. unfold Rsqr in H. lra.
  - intros [|[|j]] Hj; [| |lia]; cbn.
    + apply (continuous_at_of_line cos). intros; apply continuity_pt_filterlim, continuity_cos.
    + apply (continuous_at_of_line sin). intros; apply continuity_pt_filterlim, continuity_sin.
  - assert (Hv : forall k, (k < 1)%nat -> 0 < s k ^ 2)
      by (intros k Hk; replace k with 0%nat by lia; apply pow_lt; lra).
    exists (the_normal_law 1 m (fun k => s k ^ 2) Hv).
    split; [split; [reflexivity|split; [reflexivity|intros k Hk; replace k with 0%nat by lia; exact Hs]]|].
    cbn. split; [exact (fun _ => I)|].
    pose proof (Hv 0%nat ltac:(lia)) as Hv0. cbn beta in Hv0.
    change (s 0%nat * (s 0%nat * 1)) with (s 0%nat ^ 2).
    set (v := s 0%nat ^ 2) in *. set (n := normal_density (m 0%nat) v).
    assert (Hn : forall t, continuous n t).
    { intros t. apply (ex_derive_continuous n). unfold n, normal_density. auto_derive. repeat split; auto; lra. }
    assert (Hn0 : forall t, 0 < n t) by (intros; apply normal_density_pos, Hv0).
    set (b := 2 * (x 0%nat ^ 2 + x 1%nat ^ 2) + 2).
    destruct (normal_moments (m 0%nat) v Hv0) as [H1 _]. fold n in H1.
    pose proof (line_integral_comb b 0 _ _ _ _ H1 H1) as Hb.
    apply (line_integrable_dominated _ (fun t => b * n t + 0 * n t) _) with (4 := Hb).
    + intros t. apply (continuous_mult (fun t => sq_dist 2 x (circle (set_coord (fun _ => 0) 0 t))) n); [|apply Hn].
      apply (ex_derive_continuous (fun t => 0 + (x 0%nat - cos t) ^ 2 + (x 1%nat - sin t) ^ 2)).
      auto_derive. auto.
    + intros t. apply (continuous_plus (fun t => b * n t) (fun t => 0 * n t));
        [apply (continuous_scal_r b n)|apply (continuous_scal_r 0 n)]; apply Hn.
    + intros t. rewrite Rabs_mult, (Rabs_right (n t)) by (left; apply Hn0).
      rewrite Rmult_0_l, Rplus_0_r. apply Rmult_le_compat_r; [left; apply Hn0|].
      unfold sq_dist, circle, set_coord, b. cbn [rsum Nat.eqb].
      rewrite Rabs_right by (apply Rle_ge; pose proof (pow2_ge_0 (x 0%nat - cos t));
        pose proof (pow2_ge_0 (x 1%nat - sin t)); lra).
      pose proof (sin2_cos2 t) as H. unfold Rsqr in H.
      pose proof (pow2_ge_0 (x 0%nat + cos t)). pose proof (pow2_ge_0 (x 1%nat + sin t)). nra.
Qed.
