(** A worked saddle, and false variants of Theorems H1 and H2. *)

From Coq Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import LocalStatements AnalysisAffineStatements AnalysisSums AnalysisLemma2
  PrincipalBound PrincipalMinimum PrincipalValue LocalDerivatives LocalMinima LocalGlobal JointMinima.
Import ListNotations.
Open Scope R_scope.

(** The second derivatives that Theorem H1 names. *)
Theorem curvatures :
  forall beta gamma d kappa n X M p, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  affine_model d n X M -> admissible d kappa M p ->
  let L := point_loss beta d kappa n gamma X in
  stationary d kappa M L p ->
  let w := fun k j => weights p j k in
  let omega := col_power d (weights p) in
  (forall k m, (k < kappa)%nat -> (m < kappa)%nat -> k <> m -> inner d (w k) (w m) <> 0 ->
     omega k = omega m /\
     second_derivative d kappa M L p
       (- (8 * beta * inner d (w k) (w m) ^ 2 / (beta * gamma + omega k) ^ 2))) /\
  (forall k u lam, (k < kappa)%nat -> inner d u u = 1 ->
     (forall m, (m < kappa)%nat -> inner d (w m) u = 0) ->
     mean n (fun i => inner d u (fun j => X i j - shift p j) ^ 2) = lam ->
     second_derivative d kappa M L p (2 / gamma * (1 - lam / (beta * gamma + omega k)))).
Proof.
  intros beta gamma d kappa n X M p Hn Hb Hg HM Ha L Hst w omega. split.
  - intros k m Hk Hm Hne Hc. unfold omega. rewrite !column_power.
    apply (oblique_curve beta gamma d kappa n X M p Hn Hb Hg HM Ha Hst k m); assumption.
  - intros k u lam Hk Hu Horth Hlam. unfold omega. rewrite column_power.
    apply (unused_curve beta gamma d kappa n X M p Hn Hb Hg HM Ha Hst k u lam); assumption.
Qed.

Definition axis_eigenvalues : vec := fun j => if Nat.eqb j 0 then 1 else 0.

Lemma free_model_affine : forall d n X, affine_model d n X free_model.
Proof. intros. apply (models_are_affine d n X). Qed.

Lemma free_admissible : forall d kappa p, admissible d kappa free_model p.
Proof. intros. split; [left; reflexivity|split; intros; exact I]. Qed.

Lemma axis_mean : forall j, (j < 2)%nat -> data_mean 2 axis_data j = 0.
Proof.
  intros j Hj. unfold data_mean, mean, axis_data, matrix.
  destruct j as [|[|j]]; [| |lia]; simpl; field.
Qed.

Lemma axis_moment : forall d i j, (d <= 2)%nat -> (i < d)%nat -> (j < d)%nat ->
  data_moment 2 axis_data free_model i j = axis_eigenvalues i * delta i j.
Proof.
  intros d i j Hd Hi Hj. change (data_moment 2 axis_data free_model) with (moment 2 axis_data (data_mean 2 axis_data)).
  unfold moment.
  rewrite (mean_ext 2 _ (fun l => axis_data l i * axis_data l j))
    by (intros; rewrite !axis_mean by lia; ring).
  unfold mean, axis_data, axis_eigenvalues, delta, matrix.
  destruct i as [|[|i]]; [| |lia]; destruct j as [|[|j]]; try lia; simpl; field.
Qed.

Lemma axis_principal : forall d, (0 < d <= 2)%nat ->
  principal d (data_moment 2 axis_data free_model) axis_eigenvalues delta.
Proof.
  intros d Hd. split; [|split; [|split]].
  - intros i j Hij Hj. unfold axis_eigenvalues. destruct i as [|i]; destruct j as [|j]; simpl; lra || lia.
  - intros j Hj. unfold axis_eigenvalues. destruct j as [|j]; [lia|reflexivity].
  - intros i j Hi Hj. unfold inner. rewrite (sum_delta d (delta j) i Hi).
    unfold delta. rewrite Nat.eqb_sym. reflexivity.
  - intros i Hi j Hj. unfold apply.
    rewrite (rsum_ext d _ (fun l => delta j l * (axis_eigenvalues j * delta i l)))
      by (intros; rewrite (axis_moment d) by lia; ring).
    rewrite (sum_delta d (fun l => axis_eigenvalues j * delta i l) j Hj).
    unfold delta. destruct (Nat.eqb_spec i j) as [->|]; ring.
Qed.

Lemma axis_rank : has_rank 1 axis_eigenvalues.
Proof.
  split; intros j Hj; unfold axis_eigenvalues; destruct j as [|j]; simpl; lra || lia || reflexivity.
Qed.

(** At beta = 1, gamma = 1/2 the decoder 0 is a saddle. *)
Theorem saddle_example :
  let L := point_loss 1 2 1 2 (1 / 2) axis_data in
  let p := collapsed 2 axis_data free_model in
  affine_model 2 2 axis_data free_model /\ admissible 2 1 free_model p /\
  stationary 2 1 free_model L p /\ second_derivative 2 1 free_model L p (-4) /\
  ~ global_minimum 2 1 free_model L p.
Proof.
  intros L p. pose proof (free_model_affine 2 2 axis_data) as HM.
  assert (Hst : stationary 2 1 free_model L p) by (apply collapsed_stationary; [lia|lra]).
  split; [exact HM|split; [apply free_admissible|split; [exact Hst|split]]].
  - replace (-4) with (2 / (1 / 2) * (1 - 1 / (1 * (1 / 2) + col_power 2 (weights p) 0))).
    + apply (curvatures 1 (1 / 2) 2 1 2 axis_data free_model p ltac:(lia) ltac:(lra) ltac:(lra) HM
        (free_admissible 2 1 p) Hst) with (u := delta 0); [lia|..].
      * unfold inner, delta. simpl. ring.
      * intros m _. unfold inner, p, collapsed. simpl. ring.
      * unfold mean, inner, p, collapsed. simpl rsum. simpl shift. rewrite !axis_mean by lia.
        unfold delta, axis_data, matrix. simpl. field.
    + unfold col_power, p, collapsed. simpl. field.
  - intros H. apply (collapsed_global 1 (1 / 2) 2 1 2 axis_data free_model _ _ ltac:(lia) ltac:(lia) ltac:(lia)
      ltac:(lra) ltac:(lra) HM (axis_principal 2 ltac:(lia))) in H.
    unfold axis_eigenvalues in H. simpl in H. lra.
Qed.

Theorem H1_stationary_false :
  ~ (forall beta gamma d kappa n X M p, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
     affine_model d n X M -> admissible d kappa M p ->
     let L := point_loss beta d kappa n gamma X in
     stationary d kappa M L p -> global_minimum d kappa M L p).
Proof.
  intros H. destruct saddle_example as [HM [Ha [Hst [_ Hno]]]]. apply Hno.
  apply (H 1 (1 / 2) 2%nat 1%nat 2%nat axis_data free_model); try assumption; lia || lra.
Qed.

(** The two points have variance 1 along the axis, beta r = 1 < 2 = d. *)
Theorem H2_no_stationary_false :
  ~ (forall beta d kappa n r X M lam u, (0 < n)%nat -> 0 < beta -> affine_model d n X M ->
     principal d (data_moment n X M) lam u -> has_rank r lam -> (r <= kappa)%nat ->
     beta * INR r < INR d -> forall gamma p, 0 < gamma -> admissible d kappa M p ->
     ~ joint_stationary d kappa M (fun g => point_loss beta d kappa n g X) gamma p).
Proof.
  intros H. pose proof (free_model_affine 2 2 axis_data) as HM.
  destruct (collapsed_point 1 2 1 2 axis_data free_model ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lra) HM)
    as [Ha [Hg [Hst _]]].
  - unfold trace. simpl. rewrite !(axis_moment 2) by lia. unfold axis_eigenvalues, delta. simpl. lra.
  - revert Hst. apply (H 1 2%nat 1%nat 2%nat 1%nat axis_data free_model axis_eigenvalues delta);
      try assumption; try (simpl; lra); try lia.
    + apply axis_principal. lia.
    + exact axis_rank.
Qed.

(** In one dimension, where beta r = 1 = d. *)
Theorem H2_unique_false :
  ~ (forall beta d kappa n X M, (0 < n)%nat -> (0 < d)%nat -> 0 < beta -> affine_model d n X M ->
     let L := fun g => point_loss beta d kappa n g X in
     forall gamma gamma' p p', 0 < gamma -> 0 < gamma' -> admissible d kappa M p -> admissible d kappa M p' ->
     joint_global_minimum d kappa M L gamma p -> joint_global_minimum d kappa M L gamma' p' ->
     gamma = gamma').
Proof.
  intros H. pose proof (free_model_affine 1 2 axis_data) as HM.
  destruct (minimal_variances 1 1 1 2 1 axis_data free_model axis_eigenvalues delta ltac:(lia) ltac:(lia)
    ltac:(lra) HM (axis_principal 1 ltac:(lia)) axis_rank) as [_ [Htie _]].
  specialize (Htie ltac:(lia) ltac:(simpl; lra)).
  assert (Hj : forall gamma, 0 < gamma <= 1 -> forall j, (j < 1)%nat -> 1 * gamma <= axis_eigenvalues j).
  { intros gamma Hg j Hj. destruct j as [|j]; [|lia]. unfold axis_eigenvalues. simpl. lra. }
  destruct (proj2 (Htie 1) (conj Rlt_0_1 (Hj 1 ltac:(lra)))) as [_ [p [Hp G]]].
  assert (Hhalf : 0 < 1 / 2) by lra.
  destruct (proj2 (Htie (1 / 2)) (conj Hhalf (Hj (1 / 2) ltac:(lra)))) as [_ [p' [Hp' G']]].
  pose proof (H 1 1%nat 1%nat 2%nat axis_data free_model ltac:(lia) ltac:(lia) ltac:(lra) HM
    1 (1 / 2) p p' ltac:(lra) ltac:(lra) Hp Hp' G G'). lra.
Qed.
