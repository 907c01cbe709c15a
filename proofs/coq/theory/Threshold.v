(* The instance of affine-vae-threshold and affine-vae-bracket: which decoder has the smaller loss at which
   gamma.  Numbers are enclosed by the tactic interval, with primitive integers and no floats. *)

From Coq Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From Sparsity.theory Require Import ThresholdStatements AnalysisSums AnalysisPsi AnalysisLemma2 AnalysisCertificate
  AnalysisInstance Separating Shares ScaledPoints.
Import ListNotations.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * The numbers: intervals of primitive integers *)

Definition sparse_size := / (2 * sin (2 * (3 / 20)) ^ 2).
Definition dense_size := / (2 * cos (1 / 10) ^ 2).
Definition third_size := tan (1 / 10) ^ 2.
Definition third_weight := 1 - 2 * sin (1 / 10) ^ 2 / (4 / 5 - sin (1 / 10) ^ 2).

(** gamma up to which the separating bound is enough, and the gamma of the margin. *)
Definition edge := 21207 / 100000000.
Definition low := 1 / 5000.

Local Ltac opened := unfold psi, psi_scale, sparse_size, dense_size, third_size, third_weight, edge, low.
Local Ltac by_numbers := opened; interval with (i_prec 64).
Local Ltac by_halving x := opened; interval with (i_prec 64, i_bisect x, i_autodiff x, i_depth 30).

Lemma first_row_edge : forall a, 0 <= a <= 1 / 10 ->
  877377 / 100000 <= a ^ 2 * (1 / 5) / edge + psi edge ((sqrt dense_size - a) ^ 2).
Proof. intros a Ha. by_halving a. Qed.

Lemma third_row_edge : forall a, 0 <= a <= 1 / 25 ->
  485955 / 100000 <= a ^ 2 * third_weight / edge + psi edge ((sqrt third_size - a) ^ 2).
Proof. intros a Ha. by_halving a. Qed.

Lemma first_row_low : forall a, 0 <= a <= 1 / 10 ->
  8832 / 1000 <= a ^ 2 * (1 / 5) / low + psi low ((sqrt dense_size - a) ^ 2).
Proof. intros a Ha. by_halving a. Qed.

Lemma third_row_low : forall a, 0 <= a <= 1 / 25 ->
  4918 / 1000 <= a ^ 2 * third_weight / low + psi low ((sqrt third_size - a) ^ 2).
Proof. intros a Ha. by_halving a. Qed.

(** The cost of sparse points at error t^2, for the two values of gamma beyond the edge. *)
Definition high := 43 / 200000.
Definition near_edge := 21304 / 100000000.
Definition sparse_norm := / sin (2 * (3 / 20)).

Lemma sparse_floor_high : forall t, 0 <= t <= 7 / 100 ->
  2237 / 100 <= t ^ 2 / high + 2 * psi high ((sqrt sparse_size - sparse_norm * t) ^ 2).
Proof. intros t Ht. unfold high, sparse_norm. by_halving t. Qed.

Lemma sparse_floor_near : forall t, 0 <= t <= 7 / 100 ->
  2239615 / 100000 <= t ^ 2 / near_edge + 2 * psi near_edge ((sqrt sparse_size - sparse_norm * t) ^ 2).
Proof. intros t Ht. unfold near_edge, sparse_norm. by_halving t. Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The dense decoder from below *)

Lemma sparse_size_pos : 0 < sparse_size.
Proof. by_numbers. Qed.

Lemma dense_facts :
  error 3 2 instance_data (affine 3 (dense_decoder (1 / 10)) (fun _ => 0)) (dense_codes (1 / 10)) = 0 /\
  (forall k, (k < 3)%nat -> col_power 3 (dense_decoder (1 / 10)) k = 1) /\
  (forall k, size 3 2 (dense_decoder (1 / 10)) (dense_codes (1 / 10)) k = nth k [dense_size; dense_size; third_size] 0).
Proof.
  assert (Hc : cos (1 / 10) <> 0) by (apply Rgt_not_eq; by_numbers).
  destruct (instance_dense (1 / 10) Hc) as [E [[w0 [w1 w2]] [[c0 [c1 c2]] _]]].
  split; [exact E|split].
  - intros [|[|[|k]]] Hk; auto; lia.
  - intros [|[|[|k]]]; auto. unfold size, row_power, dense_codes, matrix, mean. cbn.
    destruct k; cbn; field.
Qed.

Lemma sparse_facts :
  error 3 2 instance_data (affine 3 (sparse_decoder (3 / 20)) (fun _ => 0)) (sparse_codes (3 / 20)) = 0 /\
  (forall k, (k < 3)%nat -> col_power 3 (sparse_decoder (3 / 20)) k = 1) /\
  (forall k, size 3 2 (sparse_decoder (3 / 20)) (sparse_codes (3 / 20)) k = nth k [sparse_size; sparse_size] 0).
Proof.
  assert (Hc : cos (3 / 20) <> 0) by (apply Rgt_not_eq; by_numbers).
  assert (Hs : sin (3 / 20) <> 0) by (apply Rgt_not_eq; by_numbers).
  destruct (instance_sparse (3 / 20) Hc Hs) as [E [[w0 [w1 w2]] [c0 [c1 c2]]]].
  split; [exact E|split].
  - intros [|[|[|k]]] Hk; auto; lia.
  - intros [|[|[|k]]]; auto. unfold size, row_power, sparse_codes, matrix, mean. cbn.
    destruct k; cbn; field.
Qed.

Lemma sparse_cost : forall gamma, 0 < gamma ->
  free_scale_loss 1 3 3 2 instance_data (sparse_decoder (3 / 20)) (fun _ => 0) (sparse_codes (3 / 20)) gamma
  = 3 * ln gamma + 3 + 2 * psi gamma sparse_size.
Proof.
  intros gamma Hg. destruct sparse_facts as [E [_ Hs]]. unfold free_scale_loss. rewrite E, !Rmult_1_l.
  cbn [rsum]. rewrite !Hs. cbn [nth]. rewrite (psi_zero gamma Hg). cbn [INR]. field. lra.
Qed.

Lemma dense_cost : forall gamma, 0 < gamma ->
  free_scale_loss 1 3 3 2 instance_data (dense_decoder (1 / 10)) (fun _ => 0) (dense_codes (1 / 10)) gamma
  = 3 * ln gamma + 3 + (2 * psi gamma dense_size + psi gamma third_size).
Proof.
  intros gamma Hg. destruct dense_facts as [E [_ Hs]]. unfold free_scale_loss. rewrite E, !Rmult_1_l.
  cbn [rsum]. rewrite !Hs. cbn [nth INR]. field. lra.
Qed.

(** The form of the dense decoder with weights (1/5, 1/5, w), as squares. *)
Lemma dense_form : forall w x, rsum 3 (fun j => rsum 3 (fun k =>
    minus_diagonal (comparison_matrix 3 (dense_decoder (1 / 10))) (dense_weights w) j k * x j * x k))
  = (4 / 5 + sin (1 / 10) ^ 2) / 2 * (x 0%nat - x 1%nat) ^ 2
    + (4 / 5 - sin (1 / 10) ^ 2) / 2
      * (x 0%nat + x 1%nat - 2 * sin (1 / 10) / (4 / 5 - sin (1 / 10) ^ 2) * x 2%nat) ^ 2
    + (third_weight - w) * x 2%nat ^ 2.
Proof.
  intros w x. assert (Hs : 0 < sin (1 / 10)) by by_numbers.
  assert (HB : 0 < 4 / 5 - sin (1 / 10) ^ 2) by by_numbers.
  pose proof (sin2_cos2_pow (1 / 10)) as One.
  unfold third_weight, minus_diagonal, comparison_matrix, gram, dense_decoder, dense_weights,
    matrix. cbn [rsum nth Nat.eqb].
  set (S := sin (1 / 10)) in *. set (C := cos (1 / 10)) in *.
  replace (0 + C * 0 + 0 * C + S * S) with (S * S) by ring.
  replace (0 + 0 * C + C * 0 + S * S) with (S * S) by ring.
  replace (0 + C * 0 + 0 * 0 + S * 1) with S by ring. replace (0 + 0 * 0 + C * 0 + S * 1) with S by ring.
  replace (0 + 0 * C + 0 * 0 + 1 * S) with S by ring. replace (0 + 0 * 0 + 0 * C + 1 * S) with S by ring.
  replace (0 + C * C + 0 * 0 + S * S) with 1 by (simpl in One; lra).
  replace (0 + 0 * 0 + C * C + S * S) with 1 by (simpl in One; lra).
  replace (0 + 0 * 0 + 0 * 0 + 1 * 1) with 1 by ring.
  rewrite (Rabs_right (S * S)), (Rabs_right S) by (apply Rle_ge; nra). field. lra.
Qed.

(** The third weight can be as large as that, and no larger. *)
Lemma third_weight_largest : forall w,
  semidefinite 3 (minus_diagonal (comparison_matrix 3 (dense_decoder (1 / 10))) (dense_weights w)) <->
  w <= third_weight.
Proof.
  intros w. assert (HB : 0 < 4 / 5 - sin (1 / 10) ^ 2) by by_numbers.
  assert (Hs : 0 < sin (1 / 10)) by by_numbers. split.
  - intros H. specialize (H (fun k => nth k [sin (1 / 10) / (4 / 5 - sin (1 / 10) ^ 2);
                                             sin (1 / 10) / (4 / 5 - sin (1 / 10) ^ 2); 1] 0)).
    rewrite dense_form in H. cbn [nth] in H.
    replace (_ + _ + _) with (third_weight - w) in H; [lra|]. field. lra.
  - intros Hw x. rewrite dense_form.
    repeat apply Rplus_le_le_0_compat; apply Rmult_le_pos; try apply pow2_ge_0; nra.
Qed.

(** A row costs at least B if it does for small a. *)
Lemma row_at_least : forall gamma v x A B m, 0 < gamma -> 0 < v -> 0 < A <= sqrt x ->
  (forall a, 0 <= a <= A -> B <= a ^ 2 * v / gamma + psi gamma ((sqrt x - a) ^ 2)) -> B <= A ^ 2 * v / gamma ->
  least (row_cost gamma v (sqrt 1) x) m -> B <= m.
Proof.
  intros gamma v x A B m Hg Hv HA Hnear Hfar [[a [Ha <-]] _]. unfold row_cost, shrunk_size. rewrite sqrt_1, Rmult_1_l.
  destruct (Rle_lt_dec a A) as [H|H].
  - rewrite Rmax_right by lra. apply Hnear; lra.
  - apply Rle_trans with (A ^ 2 * v / gamma + 0).
    + lra.
    + apply Rplus_le_compat; [|apply psi_nonneg; [exact Hg|apply pow2_ge_0]].
      apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Hg|].
      apply Rmult_le_compat_r; [lra|]. apply pow_incr; lra.
Qed.

Lemma share_of_positive : forall g c, 0 < c -> share g c = 2 / (sqrt (1 + 4 * g / c) + 1).
Proof. intros g c Hc. unfold share. destruct (Rlt_dec 0 c); [reflexivity|contradiction]. Qed.

(** A difference of bound and cost at g2, up to the edge, holds at every smaller gamma. *)
Lemma dense_at_least : forall g2 B0 B2, 0 < g2 <= edge ->
  (forall m, least (row_cost g2 (1 / 5) (sqrt 1) dense_size) m -> B0 <= m) ->
  (forall m, least (row_cost g2 third_weight (sqrt 1) third_size) m -> B2 <= m) ->
  forall gamma L, 0 < gamma <= g2 -> dense_point gamma L ->
  3 * ln gamma + 3 + 2 * psi gamma sparse_size + (2 * B0 + B2 - 2 * psi g2 sparse_size) <= L.
Proof.
  intros g2 B0 B2 Hg2 H0 H2 gamma L Hg [D [Z [q [s [HD [Hq ->]]]]]].
  destruct dense_facts as [E [Hw Hc]].
  set (W := dense_decoder (1 / 10)) in *. set (v := dense_weights third_weight).
  assert (Hthird : 0 < third_weight) by by_numbers.
  assert (Hwv : forall k, (k < 3)%nat -> 0 < col_power 3 W k /\ 0 < v k).
  { intros k Hk. rewrite (Hw k Hk). split; [lra|]. destruct k as [|[|[|k]]]; unfold v, dense_weights; cbn; lra || lia. }
  assert (Hpsd : semidefinite 3 (minus_diagonal (comparison_matrix 3 W) v))
    by (apply third_weight_largest; lra).
  destruct (separating_bound 3 3 2 gamma instance_data W (dense_codes (1 / 10)) v ltac:(lia) ltac:(lia)
              ltac:(lra) Hwv E Hpsd) as [low1 [Hlow1 Hbound]].
  destruct (separating_bound 3 3 2 g2 instance_data W (dense_codes (1 / 10)) v ltac:(lia) ltac:(lia)
              ltac:(lra) Hwv E Hpsd) as [low2 [Hlow2 _]].
  specialize (Hbound D Z q s HD Hq).
  pose proof (shares_monotone 3 2 edge v (fun k => sqrt (col_power 3 W k))
    (size 3 2 W (dense_codes (1 / 10))) (fun _ => sparse_size) ltac:(unfold edge; lra)) as Mono.
  assert (Hk : forall k, (k < 3)%nat ->
    0 <= size 3 2 W (dense_codes (1 / 10)) k /\ 0 < v k /\ 0 < sqrt (col_power 3 W k)).
  { intros k Hk. split; [apply size_nonneg|]. split; [apply Hwv, Hk|]. apply sqrt_lt_R0, Hwv, Hk. }
  specialize (Mono Hk ltac:(intros; apply sparse_size_pos)).
  assert (Hshares : INR 2 <= rsum 3 (fun k => share edge (shrunk_size (sqrt (col_power 3 W k))
      (size 3 2 W (dense_codes (1 / 10)) k) (sqrt edge / sqrt (v k))))).
  { cbn [rsum]. rewrite !Hc, !Hw by lia. unfold v, dense_weights, shrunk_size. cbn [nth]. rewrite sqrt_1, !Rmult_1_l.
    rewrite !Rmax_right by by_numbers. rewrite !share_of_positive by by_numbers.
    change (INR 2) with (1 + 1). by_numbers. }
  specialize (Mono Hshares gamma g2 low1 low2 Hg ltac:(lra) Hlow1 Hlow2).
  assert (L0 : B0 <= low2 0%nat /\ B0 <= low2 1%nat /\ B2 <= low2 2%nat).
  { pose proof (Hlow2 0%nat ltac:(lia)) as A0. pose proof (Hlow2 1%nat ltac:(lia)) as A1.
    pose proof (Hlow2 2%nat ltac:(lia)) as A2. cbv beta in A0, A1, A2.
    rewrite Hw, Hc in A0, A1, A2 by lia. unfold v, dense_weights in A0, A1, A2. cbn [nth] in A0, A1, A2. auto. }
  cbn [rsum] in Mono, Hbound. replace (INR 3) with 3 in Hbound by (cbn; lra). lra.
Qed.

Lemma dense_up_to_edge : forall gamma L, 0 < gamma <= edge -> dense_point gamma L ->
  3 * ln gamma + 3 + 2 * psi gamma sparse_size < L.
Proof.
  intros gamma L Hg HL.
  assert (H0 : forall m, least (row_cost edge (1 / 5) (sqrt 1) dense_size) m -> 877377 / 100000 <= m).
  { intros m. apply row_at_least with (A := 1 / 10);
      [unfold edge; lra|lra|split; [lra|by_numbers]|exact first_row_edge|by_numbers]. }
  assert (H2 : forall m, least (row_cost edge third_weight (sqrt 1) third_size) m -> 485955 / 100000 <= m).
  { intros m. apply row_at_least with (A := 1 / 25);
      [unfold edge; lra|by_numbers|split; [lra|by_numbers]|exact third_row_edge|by_numbers]. }
  pose proof (dense_at_least edge _ _ ltac:(unfold edge; lra) H0 H2 gamma L Hg HL).
  assert (2 * psi edge sparse_size < 2 * (877377 / 100000) + 485955 / 100000) by by_numbers. lra.
Qed.

Lemma dense_up_to_low : forall gamma L, 0 < gamma <= low -> dense_point gamma L ->
  3 * ln gamma + 3 + 2 * psi gamma sparse_size + 499 / 10000 <= L.
Proof.
  intros gamma L Hg HL.
  assert (H0 : forall m, least (row_cost low (1 / 5) (sqrt 1) dense_size) m -> 8832 / 1000 <= m).
  { intros m. apply row_at_least with (A := 1 / 10);
      [unfold low; lra|lra|split; [lra|by_numbers]|exact first_row_low|by_numbers]. }
  assert (H2 : forall m, least (row_cost low third_weight (sqrt 1) third_size) m -> 4918 / 1000 <= m).
  { intros m. apply row_at_least with (A := 1 / 25);
      [unfold low; lra|by_numbers|split; [lra|by_numbers]|exact third_row_low|by_numbers]. }
  pose proof (dense_at_least low _ _ ltac:(unfold low, edge; lra) H0 H2 gamma L Hg HL).
  assert (2 * psi low sparse_size + 499 / 10000 <= 2 * (8832 / 1000) + 4918 / 1000) by by_numbers. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The sparse decoder from below, the dense one from above *)

Definition sparse_inverse (delta : R) : nat -> vec := matrix
  [[/ (2 * cos delta); / (2 * sin delta); 0];
   [/ (2 * cos delta); - / (2 * sin delta); 0];
   [0; 0; 1]].

Lemma three_terms : forall f, rsum 3 f = 0 + f 0%nat + f 1%nat + f 2%nat.
Proof. reflexivity. Qed.

Lemma sparse_left_inverse : left_inverse 3 3 (sparse_inverse (3 / 20)) (sparse_decoder (3 / 20)).
Proof.
  assert (Hc : cos (3 / 20) <> 0) by (apply Rgt_not_eq; by_numbers).
  assert (Hs : sin (3 / 20) <> 0) by (apply Rgt_not_eq; by_numbers).
  intros [|[|[|k]]] [|[|[|l]]] Hk Hl; try lia; unfold sparse_inverse, sparse_decoder, matrix; simpl; field; auto.
Qed.

Lemma sparse_inverse_norm : forall k, (k < 2)%nat ->
  sqrt (rsum 3 (fun j => sparse_inverse (3 / 20) k j ^ 2)) = sparse_norm.
Proof.
  intros k Hk. assert (Hc : 0 < cos (3 / 20)) by by_numbers.
  assert (Hs : 0 < sin (3 / 20)) by by_numbers.
  assert (H2 : 0 < sin (2 * (3 / 20))) by by_numbers.
  rewrite <- (sqrt_pow2 sparse_norm) by (left; apply Rinv_0_lt_compat, H2). f_equal.
  unfold sparse_norm. rewrite sin_2a. pose proof (sin2_cos2_pow (3 / 20)) as One.
  transitivity (/ (2 * cos (3 / 20)) ^ 2 + / (2 * sin (3 / 20)) ^ 2).
  - destruct k as [|[|k]]; [| |lia]; unfold sparse_inverse, matrix; simpl; field; lra.
  - set (C := cos (3 / 20)) in *. set (S := sin (3 / 20)) in *.
    transitivity ((S ^ 2 + C ^ 2) / (2 * S * C) ^ 2); [field; lra|rewrite One; field; lra].
Qed.

(** If the bound on the rows exceeds B near t = 0 and the error does beyond, every sparse point does. *)
Lemma sparse_at_least : forall gamma T B L, 0 < gamma -> 0 < T -> sparse_norm * T <= sqrt sparse_size ->
  (forall t, 0 <= t <= T -> B <= t ^ 2 / gamma + 2 * psi gamma ((sqrt sparse_size - sparse_norm * t) ^ 2)) ->
  B <= T ^ 2 / gamma -> sparse_point gamma L -> 3 * ln gamma + 3 + B <= L.
Proof.
  intros gamma T B L Hg HT HTs Hnear Hfar HL.
  destruct (point_in_its_scale 3 3 2 gamma _ _ L ltac:(lia) ltac:(lia) Hg HL) as [D [Y [v [HD [Hv H]]]]].
  eapply Rle_trans; [|exact H]. destruct sparse_facts as [E [Hw Hc]].
  pose proof (affine_bound 3 3 2 gamma instance_data (sparse_decoder (3 / 20)) (sparse_codes (3 / 20))
    (sparse_inverse (3 / 20)) ltac:(lia) ltac:(lia) Hg sparse_left_inverse E Y D v HD Hv) as Hb. cbv zeta in Hb.
  set (t := sqrt (INR 3 * _)) in Hb. assert (Ht : 0 <= t) by apply sqrt_pos.
  replace (INR 3) with 3 in Hb by (cbn; lra). apply Rle_trans with (2 := Hb).
  assert (B <= injective_bound 3 3 2 gamma (sparse_inverse (3 / 20)) (sparse_decoder (3 / 20))
                 (sparse_codes (3 / 20)) t); [|lra].
  unfold injective_bound. destruct (Rle_lt_dec t T) as [Hle|Hlt].
  - apply Rle_trans with (1 := Hnear t (conj Ht Hle)). apply Rplus_le_compat_l.
    rewrite three_terms. cbv beta. rewrite !Hc, !Hw, !sparse_inverse_norm, sqrt_1, Rmult_1_l by lia. cbn [nth].
    assert (0 < sparse_norm) by (unfold sparse_norm; by_numbers).
    assert (sparse_norm * t <= sparse_norm * T) by (apply Rmult_le_compat_l; lra).
    rewrite Rmax_right by lra.
    match goal with |- _ <= _ + psi _ ?c => pose proof (psi_nonneg gamma c Hg (pow2_ge_0 _)) end. lra.
  - apply Rle_trans with (1 := Hfar). rewrite <- (Rplus_0_r (T ^ 2 / gamma)). apply Rplus_le_compat.
    + apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Hg|]. apply pow_incr; lra.
    + apply rsum_nonneg; intros. apply psi_nonneg; [exact Hg|apply pow2_ge_0].
Qed.

(** Codes near the exact dense ones. *)
Definition moved_codes (a b c : R) : nat -> vec := matrix [[a; - b; - c]; [- b; a; - c]].

Lemma moved_cost : forall gamma a b c, 0 < gamma ->
  free_scale_loss 1 3 3 2 instance_data (dense_decoder (1 / 10)) (fun _ => 0) (moved_codes a b c) gamma
  = 3 * ln gamma + 3 + (((1 - cos (1 / 10) * a) ^ 2 + (cos (1 / 10) * b) ^ 2
      + (sin (1 / 10) * (a - b) - c) ^ 2) / gamma + (2 * psi gamma ((a ^ 2 + b ^ 2) / 2) + psi gamma (c ^ 2))).
Proof.
  intros gamma a b c Hg. destruct dense_facts as [_ [Hw _]]. unfold free_scale_loss, size. rewrite !Rmult_1_l.
  cbn [rsum]. rewrite !Hw by lia.
  replace (1 * row_power 2 (moved_codes a b c) 0) with ((a ^ 2 + b ^ 2) / 2)
    by (unfold row_power, mean, moved_codes, matrix; cbn; field).
  replace (1 * row_power 2 (moved_codes a b c) 1) with ((a ^ 2 + b ^ 2) / 2)
    by (unfold row_power, mean, moved_codes, matrix; cbn; field).
  replace (1 * row_power 2 (moved_codes a b c) 2) with (c ^ 2)
    by (unfold row_power, mean, moved_codes, matrix; cbn; field).
  unfold error, sq_dist, affine, instance_data, dense_decoder, moved_codes, matrix. cbn [rsum nth INR]. field. lra.
Qed.

(** A dense point below all sparse ones. *)
Lemma dense_beats : forall gamma a b c T B, 0 < gamma -> 0 < T -> sparse_norm * T <= sqrt sparse_size ->
  (forall t, 0 <= t <= T -> B <= t ^ 2 / gamma + 2 * psi gamma ((sqrt sparse_size - sparse_norm * t) ^ 2)) ->
  B <= T ^ 2 / gamma ->
  ((1 - cos (1 / 10) * a) ^ 2 + (cos (1 / 10) * b) ^ 2 + (sin (1 / 10) * (a - b) - c) ^ 2) / gamma
    + (2 * psi gamma ((a ^ 2 + b ^ 2) / 2) + psi gamma (c ^ 2)) < B ->
  exists L, dense_point gamma L /\ forall L', sparse_point gamma L' -> L < L'.
Proof.
  intros gamma a b c T B Hg HT HTs Hnear Hfar HB.
  destruct (point_near 3 3 2 gamma instance_data (dense_decoder (1 / 10)) (moved_codes a b c) (3 * ln gamma + 3 + B)
    ltac:(lia) ltac:(lia) Hg) as [L [HL Hlt]]; [rewrite moved_cost by exact Hg; lra|].
  exists L. split; [exact HL|]. intros L' HL'.
  pose proof (sparse_at_least gamma T B L' Hg HT HTs Hnear Hfar HL'). lra.
Qed.

Lemma dense_beats_high : exists L, dense_point high L /\ forall L', sparse_point high L' -> L < L'.
Proof.
  apply (dense_beats high (100437 / 100000) (214 / 1000000) (9812 / 100000) (7 / 100) (2237 / 100));
    [unfold high; lra|lra|unfold sparse_norm; by_numbers|exact sparse_floor_high|unfold high; lra|].
  unfold high. by_numbers.
Qed.

Lemma dense_beats_near_edge : exists L, dense_point near_edge L /\ forall L', sparse_point near_edge L' -> L < L'.
Proof.
  apply (dense_beats near_edge (100437 / 100000) (214 / 1000000) (9812 / 100000) (7 / 100) (2239615 / 100000));
    [unfold near_edge; lra|lra|unfold sparse_norm; by_numbers|exact sparse_floor_near|unfold near_edge; lra|].
  unfold near_edge. by_numbers.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The claims *)

Lemma exact_sparse_cost : forall gamma, 0 < gamma -> exact_sparse gamma (3 * ln gamma + 3 + 2 * psi gamma sparse_size).
Proof. intros gamma Hg. rewrite <- sparse_cost by exact Hg. apply code_infimum; [lia|lia|exact Hg]. Qed.

Lemma exact_dense_cost : forall gamma, 0 < gamma ->
  exact_dense gamma (3 * ln gamma + 3 + (2 * psi gamma dense_size + psi gamma third_size)).
Proof. intros gamma Hg. rewrite <- dense_cost by exact Hg. apply code_infimum; [lia|lia|exact Hg]. Qed.

Theorem threshold_below : forall gamma, 0 < gamma -> exists c, exact_sparse gamma c /\
  (gamma <= 1 / 5000 -> forall L, dense_point gamma L -> c + 499 / 10000 <= L) /\
  (gamma <= 21 / 100000 -> forall L, dense_point gamma L -> c < L).
Proof.
  intros gamma Hg. exists (3 * ln gamma + 3 + 2 * psi gamma sparse_size). split; [apply exact_sparse_cost, Hg|].
  split; intros Hle L HL.
  - apply dense_up_to_low; [unfold low; lra|exact HL].
  - apply dense_up_to_edge; [unfold edge; lra|exact HL].
Qed.

Theorem threshold_above :
  (exists L, dense_point (43 / 200000) L /\ forall L', sparse_point (43 / 200000) L' -> L < L') /\
  (exists c c', exact_sparse (43 / 200000) c /\ exact_dense (43 / 200000) c' /\ c < c').
Proof.
  split; [exact dense_beats_high|].
  eexists _, _. split; [apply exact_sparse_cost; lra|]. split; [apply exact_dense_cost; lra|].
  apply Rplus_lt_compat_l. by_numbers.
Qed.

Theorem exact_codes_change :
  (exists c c', exact_sparse (217 / 1000000) c /\ exact_dense (217 / 1000000) c' /\ c < c') /\
  (exists c c', exact_sparse (218 / 1000000) c /\ exact_dense (218 / 1000000) c' /\ c' < c).
Proof.
  split; (eexists _, _; split; [apply exact_sparse_cost; lra|]; split; [apply exact_dense_cost; lra|];
    apply Rplus_lt_compat_l; by_numbers).
Qed.

(** The row powers of the exact codes are their sizes: the columns have norm 1. *)
Lemma dense_powers : forall k, (k < 3)%nat ->
  row_power 2 (dense_codes (1 / 10)) k = nth k [dense_size; dense_size; third_size] 0.
Proof. intros k Hk. destruct dense_facts as [_ [W S]]. rewrite <- S. unfold size. rewrite (W k Hk). ring. Qed.

Lemma sparse_powers : forall k, (k < 3)%nat ->
  row_power 2 (sparse_codes (3 / 20)) k = nth k [sparse_size; sparse_size] 0.
Proof. intros k Hk. destruct sparse_facts as [_ [W S]]. rewrite <- S. unfold size. rewrite (W k Hk). ring. Qed.

Theorem usual_penalties_fail : forall g h,
  In h [(fun u => u); (fun u => u / (1 + u)); (fun u => ln (1 + u)); sqrt] ->
  let cost := fun W Z =>
    generic_loss 3 3 g h (error 3 2 instance_data (affine 3 W (fun _ => 0)) Z) (row_power 2 Z) in
  cost (dense_decoder (1 / 10)) (dense_codes (1 / 10)) < cost (sparse_decoder (3 / 20)) (sparse_codes (3 / 20)).
Proof.
  intros g h Hh cost. unfold cost. destruct dense_facts as [E0 _], sparse_facts as [E1 _].
  rewrite E0, E1. unfold generic_loss. apply Rplus_lt_compat_l, Rmult_lt_compat_l;
    [apply Rinv_0_lt_compat, INR_pos; lia|].
  cbn [rsum]. rewrite !dense_powers, !sparse_powers by lia. cbn [nth].
  destruct Hh as [<-|[<-|[<-|[<-|[]]]]]; rewrite ?Rdiv_0_l, ?sqrt_0, ?Rplus_0_r, ?ln_1; by_numbers.
Qed.

(** ** Nearer to the threshold *)

Theorem bracket_sides :
  (forall gamma, 0 < gamma <= 21207 / 100000000 ->
     exists c, exact_sparse gamma c /\ forall L, dense_point gamma L -> c < L) /\
  (exists L, dense_point (21304 / 100000000) L /\ forall L', sparse_point (21304 / 100000000) L' -> L < L').
Proof.
  split; [|exact dense_beats_near_edge]. intros gamma Hg. eexists. split; [apply exact_sparse_cost; lra|].
  intros L HL. apply dense_up_to_edge; [exact Hg|exact HL].
Qed.

Theorem bracket_weights :
  let largest := 1 - 2 * sin (1 / 10) ^ 2 / (4 / 5 - sin (1 / 10) ^ 2) in
  0 < largest /\ (forall k, (k < 3)%nat -> col_power 3 (dense_decoder (1 / 10)) k = 1) /\
  forall w, semidefinite 3 (minus_diagonal (comparison_matrix 3 (dense_decoder (1 / 10))) (dense_weights w)) <->
    w <= largest.
Proof.
  split; [by_numbers|]. split; [apply dense_facts|exact third_weight_largest].
Qed.

Theorem injective_bound_too_low : exists c, exact_sparse (21207 / 100000000) c /\
  3 * ln (21207 / 100000000) + 3
  + injective_bound 3 3 2 (21207 / 100000000) (dense_inverse (1 / 10)) (dense_decoder (1 / 10)) (dense_codes (1 / 10))
      (7 / 2500) < c.
Proof.
  eexists. split; [apply exact_sparse_cost; lra|]. apply Rplus_lt_compat_l.
  assert (Hc : cos (1 / 10) <> 0) by (apply Rgt_not_eq; by_numbers).
  destruct (instance_dense (1 / 10) Hc) as [_ [_ [_ [_ [n0 [n1 n2]]]]]]. destruct dense_facts as [_ [W0 S0]].
  unfold injective_bound. rewrite three_terms. cbv beta. rewrite !S0, !W0, n0, n1, n2 by lia.
  cbn [nth]. rewrite sqrt_1, !Rmult_1_l.
  rewrite !Rmax_right by by_numbers. by_numbers.
Qed.

(** ** Refuted: the same beyond the threshold, and with columns of norm 1 *)

Theorem threshold_edge_false :
  ~ (forall gamma, 0 < gamma <= 22 / 100000 ->
     exists c, exact_sparse gamma c /\ forall L, dense_point gamma L -> c < L).
Proof.
  intros H. destruct (H (43 / 200000)) as [c [[_ Hc] Hall]]; [lra|].
  destruct dense_beats_high as [L [HL Hbeats]]. apply (Rlt_not_le _ _ (Hall L HL)).
  apply Hc. intros L' HL'. left. apply Hbeats, (code_is_point _ _ _ _ _ _ _ _ HL').
Qed.

Theorem threshold_fixed_columns_false : ~ (forall gamma, 0 < gamma <= 1 / 5000 ->
  fixed_scale_loss 1 3 3 2 gamma instance_data (sparse_decoder (3 / 20)) (fun _ => 0) (sparse_codes (3 / 20))
  <= fixed_scale_loss 1 3 3 2 gamma instance_data (dense_decoder (1 / 10)) (fun _ => 0) (dense_codes (1 / 10))).
Proof.
  intros H. specialize (H (1 / 5000) ltac:(lra)). destruct dense_facts as [E0 [W0 _]], sparse_facts as [E1 [W1 _]].
  unfold fixed_scale_loss in H. rewrite E0, E1 in H. cbn [rsum] in H. rewrite !W0, !W1 in H by lia.
  rewrite !dense_powers, !sparse_powers in H by lia. cbn [nth] in H.
  assert (dense_size + dense_size + third_size < sparse_size + sparse_size) by by_numbers. lra.
Qed.
