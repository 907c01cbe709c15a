(* The labyrinth: continuous, injective, within a square; its exact codes and the sparse one. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas PlaneStatements.
Open Scope R_scope.

(** ** Continuity on the plane *)

Lemma continuous_pair : forall (f g : plane -> R) p,
  continuous f p -> continuous g p -> continuous (fun q => (f q, g q)) p.
Proof.
  intros f g p Hf Hg. apply filterlim_locally. intros e.
  pose proof (proj1 (filterlim_locally f (f p)) Hf e) as F.
  pose proof (proj1 (filterlim_locally g (g p)) Hg e) as G.
  apply (filter_imp _ _ (fun q H => H) (filter_and _ _ F G)).
Qed.

Lemma continuous_first : forall p : plane, continuous fst p.
Proof. intros [u v]. apply continuous_fst. Qed.

Lemma continuous_second : forall p : plane, continuous snd p.
Proof. intros [u v]. apply continuous_snd. Qed.

Lemma continuous_real : forall (h : R -> R) (f : plane -> R) p,
  ex_derive h (f p) -> continuous f p -> continuous (fun q => h (f q)) p.
Proof.
  intros h f p Hh Hf. apply (continuous_comp f h); [exact Hf|]. apply (ex_derive_continuous h), Hh.
Qed.

Lemma continuous_times : forall (f g : plane -> R) p,
  continuous f p -> continuous g p -> continuous (fun q => f q * g q) p.
Proof. intros f g p. apply (continuous_mult (K := R_AbsRing)). Qed.

Lemma continuous_sum : forall (f g : plane -> R) p,
  continuous f p -> continuous g p -> continuous (fun q => f q + g q) p.
Proof. intros f g p. apply (continuous_plus (K := R_AbsRing) (V := R_NormedModule)). Qed.

(** ** Angles *)

Lemma same_direction : forall x, - PI < x < PI -> cos (2 * x) = 1 -> x = 0.
Proof.
  intros x Hx H. rewrite cos_2a_sin in H.
  assert (S : sin x * sin x = 0) by lra.
  assert (S0 : sin x = 0) by (apply Rmult_integral in S; tauto).
  destruct (Rtotal_order x 0) as [L|[E|G]]; [|exact E|].
  - assert (0 < sin (- x)) by (apply sin_gt_0; lra). rewrite sin_neg in H0. lra.
  - assert (0 < sin x) by (apply sin_gt_0; lra). lra.
Qed.

(** ** The decoder that winds *)

Section Winding.
Variable eps : R.
Hypothesis Heps : 0 < eps.

Lemma root_pos : forall t, 0 < sqrt (t ^ 2 + 1).
Proof. intros t. apply sqrt_lt_R0. pose proof (pow2_ge_0 t). lra. Qed.

Lemma radius_sine : forall t, labyrinth_radius eps t = eps * (sin (atan t) + 1) / 4.
Proof.
  intros t. unfold labyrinth_radius. rewrite sin_atan. unfold Rsqr.
  replace (1 + t * t) with (t ^ 2 + 1) by ring. reflexivity.
Qed.

Lemma radius_increasing : forall s t, s < t -> labyrinth_radius eps s < labyrinth_radius eps t.
Proof.
  intros s t H. rewrite !radius_sine.
  pose proof (atan_bound s). pose proof (atan_bound t).
  assert (sin (atan s) < sin (atan t))
    by (apply sin_increasing_1; [lra|lra|lra|lra|apply atan_increasing, H]).
  assert (eps * (sin (atan s) + 1) < eps * (sin (atan t) + 1)) by (apply Rmult_lt_compat_l; lra).
  lra.
Qed.

Lemma radius_bounds : forall t, 0 < labyrinth_radius eps t < eps / 2.
Proof.
  intros t.
  assert (B : forall u, labyrinth_radius eps u <= eps / 2 /\ 0 <= labyrinth_radius eps u).
  { intros u. rewrite radius_sine. pose proof (SIN_bound (atan u)).
    assert (0 <= eps * (1 - sin (atan u))) by (apply Rmult_le_pos; lra).
    assert (0 <= eps * (sin (atan u) + 1)) by (apply Rmult_le_pos; lra). lra. }
  pose proof (radius_increasing (t - 1) t). pose proof (radius_increasing t (t + 1)).
  pose proof (B (t - 1)). pose proof (B (t + 1)). lra.
Qed.

Lemma cos_sin_sq : forall a, cos a * cos a + sin a * sin a = 1.
Proof. intros a. pose proof (sin2_cos2 a) as H. unfold Rsqr in H. lra. Qed.

Lemma winding_injective : one_to_one (labyrinth eps true).
Proof.
  intros [t z] [t' z'] H. unfold labyrinth in H; simpl in H. injection H as H1 H2.
  set (rho := labyrinth_radius eps t) in *. set (rho' := labyrinth_radius eps t') in *.
  set (a := t + 2 * atan z) in *. set (a' := t' + 2 * atan z') in *.
  pose proof (radius_bounds t) as B. pose proof (radius_bounds t') as B'. fold rho in B. fold rho' in B'.
  assert (C : rho * cos a = rho' * cos a') by lra. assert (S : rho * sin a = rho' * sin a') by lra.
  assert (Q : rho * rho = rho' * rho').
  { replace (rho * rho) with (rho * cos a * (rho * cos a) + rho * sin a * (rho * sin a))
      by (pose proof (cos_sin_sq a); replace (rho * rho) with (rho * rho * (cos a * cos a + sin a * sin a));
          [ring|rewrite H; ring]).
    rewrite C, S. replace (rho' * rho') with (rho' * rho' * (cos a' * cos a' + sin a' * sin a'));
      [ring|rewrite cos_sin_sq; ring]. }
  assert (Er : rho = rho').
  { apply Rsqr_inj; [lra|lra|exact Q]. }
  assert (Et : t = t').
  { destruct (Rtotal_order t t') as [L|[E|G]]; [|exact E|].
    - apply radius_increasing in L. fold rho rho' in L. lra.
    - apply radius_increasing in G. fold rho rho' in G. lra. }
  rewrite <- Er in C, S. apply Rmult_eq_reg_l in C; [|lra]. apply Rmult_eq_reg_l in S; [|lra].
  assert (D : cos (2 * (atan z - atan z')) = 1).
  { replace (2 * (atan z - atan z')) with (a - a') by (unfold a, a'; rewrite Et; ring).
    rewrite cos_minus, C, S. apply cos_sin_sq. }
  apply same_direction in D.
  - assert (Ez : z = z') by (rewrite <- (tan_atan z), <- (tan_atan z'); f_equal; lra).
    rewrite Et, Ez. reflexivity.
  - pose proof (atan_bound z). pose proof (atan_bound z'). lra.
Qed.

Lemma winding_square : forall p, 0 < fst (labyrinth eps true p) < eps /\ 0 < snd (labyrinth eps true p) < eps.
Proof.
  intros [t z]. unfold labyrinth; simpl. pose proof (radius_bounds t).
  set (rho := labyrinth_radius eps t) in *. set (a := t + 2 * atan z).
  pose proof (COS_bound a). pose proof (SIN_bound a).
  assert (- rho <= rho * cos a <= rho).
  { split; [replace (- rho) with (rho * -1) by ring|rewrite <- (Rmult_1_r rho) at 2];
      apply Rmult_le_compat_l; lra. }
  assert (- rho <= rho * sin a <= rho).
  { split; [replace (- rho) with (rho * -1) by ring|rewrite <- (Rmult_1_r rho) at 2];
      apply Rmult_le_compat_l; lra. }
  lra.
Qed.

Lemma winding_continuous : continuous_on_plane (labyrinth eps true).
Proof.
  intros p. unfold labyrinth.
  assert (R1 : continuous (fun q : plane => labyrinth_radius eps (fst q)) p).
  { apply (continuous_real (labyrinth_radius eps)); [|apply continuous_first].
    unfold labyrinth_radius. auto_derive. pose proof (root_pos (fst p)) as H.
    simpl in H. pose proof (pow2_ge_0 (fst p)) as H'. simpl in H'. split; [lra|].
    split; [apply Rgt_not_eq, H|exact I]. }
  assert (A1 : continuous (fun q : plane => fst q + 2 * atan (snd q)) p).
  { apply continuous_sum; [apply continuous_first|].
    apply (continuous_real (fun z => 2 * atan z)); [auto_derive; exact I|apply continuous_second]. }
  apply continuous_pair.
  - apply continuous_sum; [apply continuous_const|]. apply continuous_times; [exact R1|].
    apply (continuous_real cos); [auto_derive; exact I|exact A1].
  - apply continuous_sum; [apply continuous_const|]. apply continuous_times; [exact R1|].
    apply (continuous_real sin); [auto_derive; exact I|exact A1].
Qed.

End Winding.

Theorem labyrinth_decoders : forall eps theta, 0 < eps ->
  continuous_on_plane (labyrinth eps theta) /\ one_to_one (labyrinth eps theta) /\
  forall p, 0 < fst (labyrinth eps true p) < eps /\ 0 < snd (labyrinth eps true p) < eps.
Proof.
  intros eps theta He. split; [|split; [|intros p; apply winding_square, He]]; destruct theta.
  - apply winding_continuous.
  - intros p. apply continuous_id.
  - apply winding_injective, He.
  - intros p q H. exact H.
Qed.

(** ** Exact codes *)

Lemma coordinate_equal : forall p q, coordinate p 0 = coordinate q 0 ->
  coordinate p 1 = coordinate q 1 -> p = q.
Proof. intros [a b] [a' b'] H1 H2. unfold coordinate in *. simpl in *. subst. reflexivity. Qed.

Lemma plane_exact : forall (m : nat) (Hm : (0 < m)%nat) y T dec theta Z,
  error (plane_autoencoder m Hm y T dec) theta Z = 0 <->
  forall i, (i < m)%nat -> dec theta (Z 0%nat i, Z 1%nat i) = y i.
Proof.
  intros m Hm y T dec theta Z. rewrite error_zero_iff. simpl. unfold decode, column; simpl. split.
  - intros H i Hi. apply coordinate_equal; [apply (H i 0%nat Hi)|apply (H i 1%nat Hi)]; lia.
  - intros H i c Hi Hc. destruct c as [|[|c]]; [| |lia]; rewrite (H i Hi); reflexivity.
Qed.

Section Codes.
Variables (eps : R) (n : nat) (Hn : (0 < n)%nat) (t : nat -> R).
Hypotheses (Heps : 0 < eps) (Ht : forall i, (i < n)%nat -> t i <> 0).

Let x i := labyrinth eps true (t i, 0).
Let A := plane_autoencoder n Hn x bool (labyrinth eps).

Theorem labyrinth_codes : forall theta Z,
  error A theta Z = 0 <->
  forall i, (i < n)%nat -> (Z 0%nat i, Z 1%nat i) = if theta then (t i, 0) else x i.
Proof.
  intros theta Z. unfold A. rewrite plane_exact. split; intros H i Hi; specialize (H i Hi).
  - apply (proj1 (proj2 (labyrinth_decoders eps theta Heps))). rewrite H. destruct theta; reflexivity.
  - rewrite H. destruct theta; reflexivity.
Qed.

Lemma exact_sparse : forall Z, error A true Z = 0 ->
  row_power A Z 0 = rsum n (fun i => t i ^ 2) / INR n /\ 0 < row_power A Z 0 /\
  row_power A Z 1 = 0 /\ n_active A Z = 1%nat.
Proof.
  intros Z H. pose proof (proj1 (labyrinth_codes true Z) H) as C. cbv beta iota in C.
  assert (P0 : row_power A Z 0 = rsum n (fun i => t i ^ 2) / INR n).
  { unfold row_power. simpl. f_equal. apply rsum_ext. intros i Hi. specialize (C i Hi).
    injection C as C0 _. rewrite C0. reflexivity. }
  assert (P1 : row_power A Z 1 = 0).
  { apply row_power_zero_iff. intros i Hi. specialize (C i Hi). injection C as _ C1. exact C1. }
  assert (Pos : 0 < row_power A Z 0).
  { destruct (row_power_nonneg A Z 0) as [P|E]; [exact P|exfalso]. symmetry in E.
    rewrite row_power_zero_iff in E. specialize (E 0%nat Hn). specialize (C 0%nat Hn).
    injection C as C0 _. apply (Ht 0%nat Hn). rewrite <- C0. exact E. }
  repeat split; try assumption.
  unfold n_active. simpl. destruct (Rlt_dec 0 (row_power A Z 0)) as [_|N]; [|contradiction].
  destruct (Rlt_dec 0 (row_power A Z 1)) as [L|_]; [rewrite P1 in L; lra|reflexivity].
Qed.

Lemma exact_dense : forall Z, error A false Z = 0 ->
  0 < row_power A Z 0 < eps ^ 2 /\ 0 < row_power A Z 1 < eps ^ 2 /\ n_active A Z = 2%nat.
Proof.
  intros Z H. pose proof (proj1 (labyrinth_codes false Z) H) as C. cbv beta iota in C.
  assert (B : forall k, (k < 2)%nat -> 0 < row_power A Z k < eps ^ 2).
  { intros k Hk.
    assert (E : forall i, (i < n)%nat -> 0 < Z k i < eps).
    { intros i Hi. specialize (C i Hi). pose proof (winding_square eps Heps (t i, 0)) as W.
      fold (x i) in W. destruct (x i) as [u v]. injection C as C0 C1. simpl in W.
      destruct k as [|[|k]]; [rewrite C0|rewrite C1|lia]; tauto. }
    assert (Hnp : 0 < INR n) by (apply lt_0_INR, Hn). unfold row_power. change (ConvergenceStatements.n A) with n.
    assert (L : forall m, (0 < m)%nat -> (m <= n)%nat ->
      0 < rsum m (fun i => Z k i ^ 2) < INR m * eps ^ 2).
    { induction m as [|m IH]; intros H0 Hm; [lia|]. cbn [rsum]. rewrite S_INR.
      assert (Q : 0 < Z k m ^ 2 < eps ^ 2).
      { specialize (E m ltac:(lia)). split; [apply pow_lt; lra|].
        simpl. rewrite !Rmult_1_r. apply Rmult_le_0_lt_compat; lra. }
      destruct (Nat.eq_dec m 0) as [->|Hm0]; [simpl rsum; change (INR 0) with 0; lra|].
      specialize (IH ltac:(lia) ltac:(lia)). lra. }
    specialize (L n Hn (le_n n)). split; [apply Rdiv_lt_0_compat; lra|].
    apply (Rmult_lt_reg_r (INR n)); [exact Hnp|].
    replace (rsum n (fun i => Z k i ^ 2) / INR n * INR n) with (rsum n (fun i => Z k i ^ 2))
      by (field; lra). lra. }
  pose proof (B 0%nat ltac:(lia)) as B0. pose proof (B 1%nat ltac:(lia)) as B1.
  repeat split; try tauto. unfold n_active. simpl.
  destruct (Rlt_dec 0 (row_power A Z 0)); [|tauto]. destruct (Rlt_dec 0 (row_power A Z 1)); tauto.
Qed.

Theorem labyrinth_optimal : forall theta Z,
  optimal_sparse A theta Z <->
  theta = true /\ forall i, (i < n)%nat -> Z 0%nat i = t i /\ Z 1%nat i = 0.
Proof.
  set (Z1 := fun k i => if Nat.eqb k 0 then t i else 0).
  assert (E1 : error A true Z1 = 0) by (apply labyrinth_codes; intros i Hi; reflexivity).
  assert (most : forall theta Z, error A theta Z = 0 -> (1 <= n_active A Z)%nat).
  { intros [|] Z H; [pose proof (exact_sparse Z H)|pose proof (exact_dense Z H)]; lia. }
  intros theta Z. split.
  - intros [H Hmin]. specialize (Hmin true Z1 E1).
    destruct (exact_sparse Z1 E1) as [_ [_ [_ N1]]]. rewrite N1 in Hmin. destruct theta.
    + split; [reflexivity|]. intros i Hi.
      pose proof (proj1 (labyrinth_codes true Z) H i Hi) as C. cbv iota in C.
      injection C as C0 C1. split; assumption.
    + destruct (exact_dense Z H) as [_ [_ N]]. lia.
  - intros [-> C].
    assert (H : error A true Z = 0).
    { apply labyrinth_codes. intros i Hi. destruct (C i Hi) as [-> ->]. reflexivity. }
    split; [exact H|]. intros theta' Z' H'. destruct (exact_sparse Z H) as [_ [_ [_ ->]]].
    apply (most theta' Z' H').
Qed.

End Codes.

Theorem labyrinth_exact :
  forall eps (n : nat) (Hn : (0 < n)%nat) (t : nat -> R),
  0 < eps -> (forall i, (i < n)%nat -> t i <> 0) ->
  let x := fun i => labyrinth eps true (t i, 0) in
  let A := plane_autoencoder n Hn x bool (labyrinth eps) in
  (forall theta (Z : code), error A theta Z = 0 <->
    forall i, (i < n)%nat -> (Z 0%nat i, Z 1%nat i) = if theta then (t i, 0) else x i) /\
  (forall Z, error A false Z = 0 ->
    0 < row_power A Z 0 < eps ^ 2 /\ 0 < row_power A Z 1 < eps ^ 2 /\ n_active A Z = 2%nat) /\
  (forall Z, error A true Z = 0 ->
    row_power A Z 0 = rsum n (fun i => t i ^ 2) / INR n /\ 0 < row_power A Z 0 /\
    row_power A Z 1 = 0 /\ n_active A Z = 1%nat).
Proof.
  intros eps n Hn t He Ht x A. split; [|split].
  - apply labyrinth_codes, He.
  - apply exact_dense, He.
  - apply exact_sparse; assumption.
Qed.

Theorem labyrinth_sparse :
  forall eps (n : nat) (Hn : (0 < n)%nat) (t : nat -> R),
  0 < eps -> (forall i, (i < n)%nat -> t i <> 0) ->
  let A := plane_autoencoder n Hn (fun i => labyrinth eps true (t i, 0)) bool (labyrinth eps) in
  forall theta (Z : code), optimal_sparse A theta Z <->
  theta = true /\ forall i, (i < n)%nat -> Z 0%nat i = t i /\ Z 1%nat i = 0.
Proof. intros eps n Hn t He Ht A. apply labyrinth_optimal; assumption. Qed.
