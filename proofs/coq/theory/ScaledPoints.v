(* The points of an affine decoder in the scales of its columns, and what is left of a code when scales and
   deviations are minimised out. *)

From Coq Require Import Reals Lra Lia FunctionalExtensionality.
From Sparsity.theory Require Import ThresholdStatements AnalysisSums AnalysisGaussianLaw AnalysisLemma2 Separating.
Open Scope R_scope.

Lemma point_in_its_scale : forall d kappa n gamma X W L, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  loss_of_a_point d kappa n gamma X W L ->
  exists D Y v, (forall k, 0 < D k) /\ (forall k, 0 < v k) /\
  affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Y) v <= L.
Proof.
  intros d kappa n gamma X W L Hd Hn Hg [D [Z [q [s [HD [Hq ->]]]]]].
  pose proof (constant_deviations d kappa n gamma X (scale_decoder D W) (fun _ => 0) Z q s Hd Hn Hg Hq) as Hc.
  set (u := fun k => if Nat.ltb k kappa then mean n (fun i => s i k) else 1) in *.
  exists D, (fun i k => Z i k * D k), u. split; [exact HD|split].
  - intros k. unfold u. destruct (Nat.ltb_spec k kappa) as [Hk|_]; [|lra].
    apply mean_pos; [exact Hn|]. intros i Hi. apply (Hq i Hi), Hk.
  - replace (scale_codes D (fun i k => Z i k * D k)) with Z; [exact Hc|].
    apply functional_extensionality; intros i. apply functional_extensionality; intros k.
    unfold scale_codes. pose proof (HD k). field; lra.
Qed.

(** A code is a point, and its losses have the infimum that Lemma 2 leaves. *)
Lemma code_is_point : forall d kappa n gamma X W Zs L,
  loss_of_a_code d kappa n gamma X W Zs L -> loss_of_a_point d kappa n gamma X W L.
Proof.
  intros d kappa n gamma X W Zs L [D [q [s [HD [Hq ->]]]]].
  exists D, (scale_codes D Zs), q, s. auto.
Qed.

Lemma code_infimum : forall d kappa n gamma X W Zs, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  infimum (loss_of_a_code d kappa n gamma X W Zs) (free_scale_loss 1 d kappa n X W (fun _ => 0) Zs gamma).
Proof.
  intros d kappa n gamma X W Zs Hd Hn Hg.
  destruct (lemma2_min_scale 1 d kappa n gamma X W (fun _ => 0) Zs Hd Hn Rlt_0_1 Hg) as [Hinf [Hnear _]].
  split.
  - intros L [D [q [s [HD [Hq ->]]]]].
    eapply Rle_trans; [|apply (constant_deviations _ _ _ _ _ _ _ _ _ _ Hd Hn Hg Hq)].
    apply Hinf; [exact HD|]. intros k. destruct (Nat.ltb_spec k kappa) as [Hk|_]; [|lra].
    apply mean_pos; [exact Hn|]. intros i Hi. apply (Hq i Hi), Hk.
  - intros b Hb. apply Rnot_lt_le. intros Hlt.
    destruct (Hnear (b - free_scale_loss 1 d kappa n X W (fun _ => 0) Zs gamma)) as [D [v [HD [Hv H]]]]; [lra|].
    set (law_of := fun i => the_normal_law kappa (scale_codes D Zs i) v (fun k _ => Hv k)).
    assert (Hm : forall i, has_moments kappa (law_of i) (scale_codes D Zs i) v /\
                           uncorrelated kappa (law_of i) (scale_codes D Zs i))
      by (intros; apply the_normal_law_moments).
    assert (b <= affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Zs) v); [|lra].
    apply Hb. exists D, law_of, (fun _ => v). split; [exact HD|]. split.
    + intros i _. split; [intros; apply Hv|apply Hm].
    + symmetry. apply affine_loss_is_eq3; auto.
Qed.

(** Some point comes as near as we like to what Lemma 2 leaves of a code. *)
Lemma point_near : forall d kappa n gamma X W Zs B, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  free_scale_loss 1 d kappa n X W (fun _ => 0) Zs gamma < B ->
  exists L, loss_of_a_point d kappa n gamma X W L /\ L < B.
Proof.
  intros d kappa n gamma X W Zs B Hd Hn Hg HB.
  destruct (code_infimum d kappa n gamma X W Zs Hd Hn Hg) as [_ Hinf].
  destruct (Classical_Prop.classic (exists L, loss_of_a_code d kappa n gamma X W Zs L /\ L < B)) as [[L [HL HlB]]|No].
  - exists L. split; [apply (code_is_point _ _ _ _ _ _ _ _ HL)|exact HlB].
  - exfalso. apply (Rlt_not_le _ _ HB). apply Hinf. intros L HL. apply Rnot_lt_le. intros H. apply No. eauto.
Qed.
