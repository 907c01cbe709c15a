(* The winding decoders on one instance: bounds on both row powers at every theta, by intervals of primitive
   integers. *)

From Coq Require Import Reals Lra Lia.
From Interval Require Import Tactic.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas PlaneStatements Winding WindingRows.
Open Scope R_scope.

(** At theta = 1 - t: the entries of the code of the sample with rho = (x + 4)/240. *)
Definition first_entry (x t : R) : R :=
  t / 20 + (x + 4) / 240 * (200 - 199 * t) * cos (5 * PI * (x + 4) / 6 * t).
Definition second_entry (x t : R) : R := t / 20 + (x + 4) / 240 * sin (5 * PI * (x + 4) / 6 * t).

Lemma first_power : forall t, 0 <= t <= 1 -> 1 / 50 <=
  first_entry 0 t ^ 2 + first_entry 1 t ^ 2 + first_entry 2 t ^ 2 + first_entry 3 t ^ 2
  + first_entry 4 t ^ 2 + first_entry 5 t ^ 2 + first_entry 6 t ^ 2 + first_entry 7 t ^ 2.
Proof.
  intros t Ht. unfold first_entry. interval with (i_prec 40, i_bisect t, i_autodiff t, i_depth 30).
Qed.

Lemma second_power_far : forall t, 1 / 10 <= t <= 1 -> 0 <=
  second_entry 0 t ^ 2 + second_entry 1 t ^ 2 + second_entry 2 t ^ 2 + second_entry 3 t ^ 2
  + second_entry 4 t ^ 2 + second_entry 5 t ^ 2 + second_entry 6 t ^ 2 + second_entry 7 t ^ 2 - t ^ 2 / 50.
Proof.
  intros t Ht. unfold second_entry. interval with (i_prec 40, i_bisect t, i_autodiff t, i_depth 30).
Qed.

(** Near theta = 1 no sine is negative, so every entry is at least t/20. *)
Lemma second_entry_near : forall x t, 0 <= x <= 7 -> 0 <= t <= 1 / 10 -> t ^ 2 / 400 <= second_entry x t ^ 2.
Proof.
  intros x t Hx Ht. pose proof PI_RGT_0 as HPi.
  assert (H : 0 <= 5 * PI * (x + 4) / 6 * t <= PI).
  { replace (5 * PI * (x + 4) / 6 * t) with (PI * (5 * (x + 4) / 6 * t)) by field.
    assert (0 <= 5 * (x + 4) / 6 * t <= 1) by nra. split; [apply Rmult_le_pos; lra|].
    rewrite <- (Rmult_1_r PI) at 2. apply Rmult_le_compat_l; lra. }
  pose proof (sin_ge_0 _ (proj1 H) (proj2 H)) as Hs.
  replace (t ^ 2 / 400) with ((t / 20) ^ 2) by field. apply pow_incr. split; [lra|]. unfold second_entry.
  assert (0 <= (x + 4) / 240 * sin (5 * PI * (x + 4) / 6 * t)) by (apply Rmult_le_pos; lra). lra.
Qed.

Lemma second_power : forall t, 0 <= t <= 1 -> t ^ 2 / 50 <=
  second_entry 0 t ^ 2 + second_entry 1 t ^ 2 + second_entry 2 t ^ 2 + second_entry 3 t ^ 2
  + second_entry 4 t ^ 2 + second_entry 5 t ^ 2 + second_entry 6 t ^ 2 + second_entry 7 t ^ 2.
Proof.
  intros t Ht. destruct (Rle_lt_dec t (1 / 10)) as [H|H]; [|pose proof (second_power_far t ltac:(lra)); lra].
  assert (N : forall x, 0 <= x <= 7 -> t ^ 2 / 400 <= second_entry x t ^ 2)
    by (intros x Hx; apply second_entry_near; lra).
  pose proof (N 0 ltac:(lra)). pose proof (N 1 ltac:(lra)). pose proof (N 2 ltac:(lra)). pose proof (N 3 ltac:(lra)).
  pose proof (N 4 ltac:(lra)). pose proof (N 5 ltac:(lra)). pose proof (N 6 ltac:(lra)). pose proof (N 7 ltac:(lra)).
  lra.
Qed.

Lemma radii : forall i, (i < 8)%nat -> 0 < eight_radii i < 1 / 10 / 2.
Proof.
  intros i Hi. unfold eight_radii. pose proof (pos_INR i).
  assert (H7 : INR i <= INR 7) by (apply le_INR; lia). cbn [INR] in H7. lra.
Qed.

Lemma speed : 0 < 200 * PI.
Proof. pose proof PI_RGT_0. lra. Qed.

Lemma entries : forall theta Z, error eight_samples theta Z = 0 <-> forall i, (i < 8)%nat ->
  Z 0%nat i = first_entry (INR i) (1 - proj1_sig theta) /\ Z 1%nat i = second_entry (INR i) (1 - proj1_sig theta).
Proof.
  intros theta Z.
  assert (E : forall i, winding_code (1 / 10) 200 (200 * PI) (proj1_sig theta) (eight_radii i)
    = (first_entry (INR i) (1 - proj1_sig theta), second_entry (INR i) (1 - proj1_sig theta))).
  { intros i. unfold winding_code, winding_scale, first_entry, second_entry, eight_radii.
    set (t := 1 - proj1_sig theta). replace (proj1_sig theta) with (1 - t) by (unfold t; ring).
    replace (200 * PI * ((1 / 4 + 3 * (INR i + 1) / 36) * (1 / 10 / 2)) * t)
      with (5 * PI * (INR i + 4) / 6 * t) by field.
    f_equal; field. }
  pose proof (codes (1 / 10) 200 (200 * PI) 8 eight_positive eight_radii ltac:(lra) ltac:(lra) speed radii theta Z)
    as H.
  split.
  - intros HZ i Hi. pose proof (proj1 H HZ i Hi) as C. rewrite E in C. injection C as C0 C1. split; assumption.
  - intros HZ. apply H. intros i Hi. rewrite E. destruct (HZ i Hi) as [-> ->]. reflexivity.
Qed.

(** The powers of the exact code. *)
Lemma powers : forall theta Z, error eight_samples theta Z = 0 -> let t := 1 - proj1_sig theta in
  row_power eight_samples Z 0
  = (first_entry 0 t ^ 2 + first_entry 1 t ^ 2 + first_entry 2 t ^ 2 + first_entry 3 t ^ 2
     + first_entry 4 t ^ 2 + first_entry 5 t ^ 2 + first_entry 6 t ^ 2 + first_entry 7 t ^ 2) / 8 /\
  row_power eight_samples Z 1
  = (second_entry 0 t ^ 2 + second_entry 1 t ^ 2 + second_entry 2 t ^ 2 + second_entry 3 t ^ 2
     + second_entry 4 t ^ 2 + second_entry 5 t ^ 2 + second_entry 6 t ^ 2 + second_entry 7 t ^ 2) / 8.
Proof.
  intros theta Z HZ t. pose proof (proj1 (entries theta Z) HZ) as E. fold t in E.
  unfold row_power. cbn [n eight_samples plane_autoencoder rsum].
  rewrite !(fun i Hi => proj1 (E i Hi)), !(fun i Hi => proj2 (E i Hi)) by lia. cbn [INR].
  replace (1 + 1) with 2 by ring. replace (2 + 1) with 3 by ring. replace (3 + 1) with 4 by ring.
  replace (4 + 1) with 5 by ring. replace (5 + 1) with 6 by ring. replace (6 + 1) with 7 by ring.
  replace (7 + 1) with 8 by ring. split; field.
Qed.

Lemma in_unit : forall theta : unit_interval, 0 <= 1 - proj1_sig theta <= 1.
Proof. intros [x Hx]. cbn [proj1_sig]. lra. Qed.

Theorem winding_instance : forall (theta : unit_interval) (Z : code),
  (error eight_samples theta Z = 0 ->
    1 / 400 <= row_power eight_samples Z 0 /\
    1 / 400 * (1 - proj1_sig theta) ^ 2 <= row_power eight_samples Z 1 /\
    (proj1_sig theta < 1 -> 0 < row_power eight_samples Z 0 /\ 0 < row_power eight_samples Z 1)) /\
  (optimal_sparse eight_samples theta Z <->
    proj1_sig theta = 1 /\ forall i, (i < 8)%nat -> Z 0%nat i = 200 * eight_radii i /\ Z 1%nat i = 0).
Proof.
  assert (Bounds : forall theta Z, error eight_samples theta Z = 0 ->
    1 / 400 <= row_power eight_samples Z 0 /\
    1 / 400 * (1 - proj1_sig theta) ^ 2 <= row_power eight_samples Z 1).
  { intros theta Z HZ. destruct (powers theta Z HZ) as [-> ->].
    pose proof (first_power _ (in_unit theta)). pose proof (second_power _ (in_unit theta)). lra. }
  assert (Below : forall theta Z, error eight_samples theta Z = 0 -> proj1_sig theta < 1 ->
    0 < row_power eight_samples Z 0 /\ 0 < row_power eight_samples Z 1).
  { intros theta Z HZ H. destruct (Bounds theta Z HZ) as [P0 P1].
    assert (0 < (1 - proj1_sig theta) ^ 2) by (apply pow_lt; lra). lra. }
  intros theta Z. split.
  - intros HZ. destruct (Bounds theta Z HZ) as [P0 P1]. split; [exact P0|split; [exact P1|apply (Below theta Z HZ)]].
  - apply (only_sparse (1 / 10) 200 (200 * PI) 8 eight_positive eight_radii ltac:(lra) ltac:(lra) speed radii Below).
Qed.

(** A third more is false: of the first power at theta = 0, of the second at 147/1000. *)
Theorem winding_first_false :
  ~ (forall theta Z, error eight_samples theta Z = 0 -> 1 / 300 <= row_power eight_samples Z 0).
Proof.
  intros H. set (theta := exist (fun t => 0 <= t <= 1) 0 (conj (Rle_refl 0) Rle_0_1) : unit_interval).
  set (Z := fun k i => if Nat.eqb k 0 then first_entry (INR i) 1 else second_entry (INR i) 1).
  assert (E : error eight_samples theta Z = 0).
  { apply entries. intros i _. cbn [proj1_sig theta]. rewrite Rminus_0_r. split; reflexivity. }
  specialize (H theta Z E). destruct (powers theta Z E) as [P _]. rewrite P in H. cbn [proj1_sig theta] in H.
  rewrite Rminus_0_r in H. apply (Rle_not_lt _ _ H). unfold first_entry. interval with (i_prec 40).
Qed.

Theorem winding_second_false : ~ (forall theta Z, error eight_samples theta Z = 0 ->
  1 / 300 * (1 - proj1_sig theta) ^ 2 <= row_power eight_samples Z 1).
Proof.
  intros H. assert (Hin : 0 <= 147 / 1000 <= 1) by lra.
  set (theta := exist (fun t => 0 <= t <= 1) (147 / 1000) Hin : unit_interval). set (t := 1 - 147 / 1000).
  set (Z := fun k i => if Nat.eqb k 0 then first_entry (INR i) t else second_entry (INR i) t).
  assert (E : error eight_samples theta Z = 0) by (apply entries; intros i _; split; reflexivity).
  specialize (H theta Z E). destruct (powers theta Z E) as [_ P]. rewrite P in H. cbn [proj1_sig theta] in H.
  apply (Rle_not_lt _ _ H). unfold second_entry. interval with (i_prec 40).
Qed.
