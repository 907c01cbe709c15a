(* One code at 0 and a uniform prior on a line: where Theorem J1 is an equality, and what it needs. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import WassersteinStatements AnalysisSums Converse SpareDimensions Wasserstein UniformLaw.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * The uniform law *)

Definition along (f : vec -> R) (x : R) : R := f (fun _ => x).
Definition over (f : vec -> R) (e : R) : Prop := is_RInt (along f) (- / 2) (/ 2) e.

Lemma unit_length : / 2 - - / 2 = 1.
Proof. field. Qed.

Definition uniform : expectation vec := image (uniform_law (- / 2) (/ 2) unit_length) (fun x _ => x).

Lemma uniform_expects : forall f e, expects uniform f e <-> over f e.
Proof.
  intros f e. unfold expects, over. cbn. split.
  - intros [H <-]. exact (RInt_correct (V := R_CompleteNormedModule) _ _ _ H).
  - intros H. split; [exists e; exact H|exact (is_RInt_unique (along f) _ _ _ H)].
Qed.

Lemma uniform_second_moment : second_moment 1 uniform.
Proof.
  intros f [Hc _]. change (ex_RInt (along f) (- / 2) (/ 2)).
  apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros x _.
  intros P [eps HP]. destruct (Hc (fun _ => x) eps (cond_pos eps)) as [d [Hd H]].
  exists (mkposreal d Hd). intros y Hy. apply HP, H. intros k _. exact Hy.
Qed.

Lemma uniform_balls : forall t, 0 < t ->
  ball_share_le uniform (fun z => z) 1 (fun _ => 0) t (2 * Rpower t (INR 1)).
Proof.
  intros t Ht. change (INR 1) with 1. rewrite Rpower_1 by exact Ht.
  set (f := fun z : vec => if Rle_dec (sq_dist 1 z (fun _ => 0)) (t ^ 2) then 1 else 0).
  assert (Hin : forall x, - t <= x <= t -> along f x = 1).
  { intros x Hx. unfold along, f, sq_dist. cbn. destruct (Rle_dec _ _) as [_|H]; [reflexivity|].
    exfalso. apply H. nra. }
  assert (Hout : forall x, x < - t \/ t < x -> along f x = 0).
  { intros x Hx. unfold along, f, sq_dist. cbn. destruct (Rle_dec _ _) as [H|_]; [|reflexivity].
    exfalso. destruct Hx; nra. }
  destruct (Rle_lt_dec (/ 2) t) as [Hbig|Hsmall].
  - exists 1. split; [|lra]. apply uniform_expects. unfold over.
    apply (is_RInt_ext (fun _ => 1)).
    + intros x. rewrite Rmin_left, Rmax_right by lra. intros Hx. symmetry. apply Hin. lra.
    + pose proof (is_RInt_const (- / 2) (/ 2) 1) as H1.
      change (is_RInt (fun _ : R => 1) (- / 2) (/ 2) ((/ 2 - - / 2) * 1)) in H1.
      replace ((/ 2 - - / 2) * 1) with 1 in H1 by field. exact H1.
  - exists (2 * t). split; [|lra]. apply uniform_expects. unfold over.
    replace (2 * t) with ((- t - - / 2) * 0 + (t - - t) * 1 + (/ 2 - t) * 0) by ring.
    apply (is_RInt_Chasles (along f) (- / 2) t (/ 2)); [apply (is_RInt_Chasles (along f) (- / 2) (- t) t)|].
    + apply (is_RInt_ext (fun _ => 0)); [|apply (is_RInt_const _ _ 0)].
      intros x. rewrite Rmin_left, Rmax_right by lra. intros Hx. symmetry. apply Hout. lra.
    + apply (is_RInt_ext (fun _ => 1)); [|apply (is_RInt_const _ _ 1)].
      intros x. rewrite Rmin_left, Rmax_right by lra. intros Hx. symmetry. apply Hin. lra.
    + apply (is_RInt_ext (fun _ => 0)); [|apply (is_RInt_const _ _ 0)].
      intros x. rewrite Rmin_left, Rmax_right by lra. intros Hx. symmetry. apply Hout. lra.
Qed.

Lemma uniform_square : is_RInt (fun x => x ^ 2) (- / 2) (/ 2) (/ 12).
Proof.
  replace (/ 12) with ((/ 2) ^ 3 / 3 - (- / 2) ^ 3 / 3) by field.
  apply (is_RInt_derive (fun x => x ^ 3 / 3)).
  - intros x _. auto_derive; [exact I|field].
  - intros x _. apply (ex_derive_continuous (fun x => x ^ 2)). auto_derive. exact I.
Qed.

Lemma uniform_variance : forall f, (forall x, along f x = x ^ 2) -> expects uniform f (/ 12).
Proof.
  intros f H. apply uniform_expects. unfold over. apply (is_RInt_ext (fun x => x ^ 2)); [|exact uniform_square].
  intros x _. symmetry. apply H.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * One point *)

Definition origin : vec := fun _ => 0.

Lemma point_aggregated : aggregated 1 (point tt) (fun _ => point origin) (point origin).
Proof. repeat split. Qed.

Lemma uniform_aggregated : aggregated 1 (point tt) (fun _ => uniform) uniform.
Proof.
  split; [exact uniform_second_moment|split; [intros _; exact uniform_second_moment|]]. intros f _. split; reflexivity.
Qed.

(** The couplings: with the point, and of the law with itself. *)
Definition paired (g : vec -> vec * vec) : expectation (vec * vec) := image uniform g.

Lemma origin_distance : forall x, sq_dist 1 origin (fun _ => x) = x ^ 2.
Proof. intros x. unfold sq_dist, origin. cbn. ring. Qed.

Lemma point_cost : cost_of_a_coupling 1 (point origin) uniform (/ 12).
Proof.
  exists (paired (fun z => (origin, z))). split; [split|].
  - intros f e [_ <-]. apply (expects_const uniform (f origin)).
  - intros f e H. exact H.
  - apply (uniform_variance (fun z => sq_dist 1 origin z)). exact origin_distance.
Qed.

Lemma self_cost : cost_of_a_coupling 1 uniform uniform 0.
Proof.
  exists (paired (fun z => (z, z))). split; [split; intros f e H; exact H|].
  apply (expects_ext uniform (fun _ => 0)); [apply expects_const|].
  intros z. unfold sq_dist. cbn. ring.
Qed.

Lemma bound_value : sqrt (INR 1 / (INR 1 + 2)) * Rpower (INR 1 * 2) (- (1 / INR 1)) = sqrt (/ 12).
Proof.
  cbn [INR]. replace (- (1 / 1)) with (- (1)) by field. rewrite Rpower_Ropp, Rpower_1 by lra.
  replace (/ 12) with (1 / (1 + 2) * (/ 2) ^ 2) by field. rewrite sqrt_mult by lra. rewrite sqrt_pow2 by lra.
  rewrite Rmult_1_l. reflexivity.
Qed.

Lemma only_centre : forall x : unit, exists j, (j < 1)%nat /\ sqrt (sq_dist 1 origin ((fun _ => origin) j)) <= 0.
Proof.
  intros _. exists 0%nat. split; [lia|]. unfold sq_dist, origin. cbn.
  replace (0 + (0 - 0) * ((0 - 0) * 1)) with 0 by ring. rewrite sqrt_0. lra.
Qed.

(** The constant of theorem-j1 is attained. *)
Theorem constant_attained : exists (pi : expectation unit) (Q P : expectation vec),
  is_point Q (fun _ => 0) /\ is_uniform P /\ aggregated 1 pi (fun _ => Q) Q /\ second_moment 1 P /\
  expects pi (fun _ => expected Q (fun z => sq_dist 1 z (fun _ => 0))) 0 /\
  (forall t, 0 < t -> ball_share_le P (fun z => z) 1 (fun _ => 0) t (2 * Rpower t (INR 1))) /\
  wasserstein 1 Q P (sqrt (INR 1 / (INR 1 + 2)) * Rpower (INR 1 * 2) (- (1 / INR 1)) - 0 - 0 * sqrt (INR 1)).
Proof.
  assert (Hnoise : expects (point tt) (fun _ => expected (point origin) (fun z => sq_dist 1 z origin)) 0).
  { split; [exact I|]. unfold sq_dist, origin. cbn. ring. }
  exists (point tt), (point origin), uniform.
  split; [split; [exact I|reflexivity]|]. split; [exact uniform_expects|]. split; [exact point_aggregated|].
  split; [exact uniform_second_moment|]. split; [exact Hnoise|]. split; [exact uniform_balls|].
  rewrite Rmult_0_l, !Rminus_0_r, bound_value. split; [apply sqrt_pos|]. rewrite pow2_sqrt by lra. split.
  - intros W HW.
    destruct (codes_far unit (point tt) (fun _ => point origin) (point origin) uniform 1 1 1
      (fun _ => origin) (fun _ => origin) 0 0 2 0 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lra) ltac:(lra) ltac:(lra)
      point_aggregated uniform_second_moment Hnoise ltac:(lra) only_centre (fun _ t _ => uniform_balls t)) as [H _].
    specialize (H W HW). rewrite Rmult_0_l, !Rminus_0_r, bound_value in H.
    destruct HW as [J [_ HJ]].
    assert (HW0 : 0 <= W) by (apply (expects_le J _ _ _ _ (expects_const J 0) HJ); intros; apply sq_dist_nonneg).
    apply sqrt_le_0; lra.
  - intros b Hb. apply Hb. exact point_cost.
Qed.

(** Without the noise of the posteriors it is false: one code whose noise is the prior. *)
Theorem noise_needed :
  ~ (forall (D : Type) (pi : expectation D) q (Q P : expectation vec) m kappa N centre mu eps sigma a e,
  (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= eps -> 0 <= sigma -> 0 < a ->
  aggregated kappa pi q Q -> second_moment kappa P ->
  expects pi (fun x => expected (q x) (fun z => sq_dist m z (mu x))) e -> e <= INR m * sigma ^ 2 ->
  (forall x, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu x) (centre j)) <= eps) ->
  (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P (fun z => z) m (centre j) t (a * Rpower t (INR m))) ->
  forall w, wasserstein kappa Q P w ->
  sqrt (INR m / (INR m + 2)) * Rpower (INR N * a) (- (1 / INR m)) - eps <= w).
Proof.
  intros H.
  assert (Hnoise : expects (point tt) (fun _ => expected uniform (fun z => sq_dist 1 z origin)) (/ 12)).
  { split; [exact I|]. cbn. assert (E : expects uniform (fun z => sq_dist 1 z origin) (/ 12)); [|apply E].
    apply uniform_variance. intros x. unfold along, sq_dist, origin. cbn. ring. }
  assert (F : sqrt (INR 1 / (INR 1 + 2)) * Rpower (INR 1 * 2) (- (1 / INR 1)) - 0 <= 0).
  { apply (H unit (point tt) (fun _ => uniform) uniform uniform 1%nat 1%nat 1%nat
      (fun _ => origin) (fun _ => origin) 0 1 2 (/ 12)); try lia; try lra.
    - exact uniform_aggregated.
    - exact uniform_second_moment.
    - exact Hnoise.
    - simpl; lra.
    - exact only_centre.
    - intros _ t _. apply uniform_balls.
    - split; [lra|]. replace (0 ^ 2) with 0 by ring. split.
      + intros W [J [_ HJ]]. apply (expects_le J _ _ _ _ (expects_const J 0) HJ). intros; apply sq_dist_nonneg.
      + intros b Hb. apply Hb, self_cost. }
  rewrite bound_value in F. pose proof (sqrt_lt_R0 (/ 12) ltac:(lra)). lra.
Qed.
