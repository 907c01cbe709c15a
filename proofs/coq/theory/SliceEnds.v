(* The slices of Fig. 3: their ends, the first an optimal sparse representation, and the formula of the loss. *)

From Coq Require Import Reals Lra Lia List.
From Sparsity.theory Require Import SliceStatements AnalysisSums AnalysisLemma2 Wells SliceFormulas.
Import ListNotations.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * The ends *)

(** One active row makes all minors vanish. *)
Lemma two_rows : forall (X : nat -> vec) i1 i2 j1 j2, (i1 < 8)%nat -> (i2 < 8)%nat -> (j1 < 6)%nat -> (j2 < 6)%nat ->
  X i1 j1 * X i2 j2 - X i1 j2 * X i2 j1 <> 0 -> forall W Z : nat -> vec,
  (forall i j, (i < 8)%nat -> (j < 6)%nat -> rsum 4 (fun k => W j k * Z i k) = X i j) ->
  (2 <= count_pos 4 (row_power 8 Z))%nat.
Proof.
  intros X i1 i2 j1 j2 H1 H2 H3 H4 Hminor W Z E.
  assert (Zero : forall k i, ~ 0 < row_power 8 Z k -> (i < 8)%nat -> Z i k = 0).
  { intros k i Hk Hi. assert (E0 : row_power 8 Z k = 0) by (pose proof (row_power_nonneg 8 Z k); lra).
    unfold row_power, mean in E0. apply (Rmult_eq_compat_r (INR 8)) in E0.
    unfold Rdiv in E0. rewrite Rmult_assoc, Rinv_l in E0 by (apply not_0_INR; lia).
    assert (Es : rsum 8 (fun i => Z i k ^ 2) = 0) by lra.
    pose proof (rsum_zero 8 _ (fun i _ => pow2_ge_0 (Z i k)) Es i Hi) as Hz. cbv beta in Hz.
    apply Rsqr_0_uniq. unfold Rsqr. simpl in Hz. lra. }
  destruct (Compare_dec.le_lt_dec 2 (count_pos 4 (row_power 8 Z))) as [H|H]; [exact H|]. exfalso. apply Hminor.
  rewrite <- !E by assumption. cbn [rsum]. cbn [count_pos] in H.
  destruct (Rlt_dec 0 (row_power 8 Z 0)) as [P0|N0]; destruct (Rlt_dec 0 (row_power 8 Z 1)) as [P1|N1];
  destruct (Rlt_dec 0 (row_power 8 Z 2)) as [P2|N2]; destruct (Rlt_dec 0 (row_power 8 Z 3)) as [P3|N3];
  try (cbn in H; lia);
  repeat match goal with
  | N : ~ 0 < row_power 8 Z ?k |- _ => rewrite !(Zero k i1 N H1), !(Zero k i2 N H2); clear N
  end; ring.
Qed.

Lemma active_start : forall S k, (k < 2)%nat -> 0 < S k 0%nat ^ 2 ->
  0 < mean 8 (fun i => (S k i / 8) ^ 2).
Proof.
  intros S k _ H. unfold mean. apply Rdiv_lt_0_compat; [|apply INR_pos; lia].
  eapply Rlt_le_trans; [|apply (rsum_ge_term 8 (fun i => (S k i / 8) ^ 2) 0); [intros; apply pow2_ge_0|lia]].
  cbv beta. replace ((S k 0%nat / 8) ^ 2) with (S k 0%nat ^ 2 / 64) by field. lra.
Qed.

Lemma count_two : forall f : nat -> R, 0 < f 0%nat -> 0 < f 1%nat -> f 2%nat = 0 -> f 3%nat = 0 ->
  count_pos 4 f = 2%nat.
Proof.
  intros f H0 H1 H2 H3. cbn [count_pos]. rewrite H2, H3.
  destruct (Rlt_dec 0 (f 0%nat)); [|contradiction]. destruct (Rlt_dec 0 (f 1%nat)); [|contradiction].
  destruct (Rlt_dec 0 0); [lra|]. reflexivity.
Qed.

Lemma ends_of_slice : forall scale U S M C, gram_determinant 6 U <> 0 ->
  gram_determinant 4 (fun i l => mixed scale M l i) <> 0 ->
  cross_term 6 4 8 (slice_data U S) (sparse_start U) (dense_end scale U M) (sparse_encoder U)
    (dense_encoder scale U M) = C -> 0 < C ->
  0 < col_power 6 (sparse_start U) 0 -> 0 < col_power 6 (sparse_start U) 1 ->
  0 < S 0%nat 0%nat ^ 2 -> 0 < S 1%nat 0%nat ^ 2 ->
  (exists i j, (i < 8)%nat /\ (j < 6)%nat /\
    slice_data U S 0%nat 0%nat * slice_data U S i j - slice_data U S 0%nat j * slice_data U S i 0%nat <> 0) ->
  slice_ends scale U S M.
Proof.
  intros scale U S M C HU HM EC HC Hc0 Hc1 HS0 HS1 [i [j [Hi [Hj Hminor]]]].
  unfold slice_ends. set (X := slice_data U S) in *. set (W0 := sparse_start U) in *. set (V0 := sparse_encoder U) in *.
  set (W1 := dense_end scale U M) in *. set (V1 := dense_encoder scale U M) in *.
  split; [apply (sparse_exact U S HU)|]. split; [apply (dense_exact scale U S M HU HM)|].
  split; [rewrite EC; exact HC|].
  assert (Hcol : forall k, (2 <= k)%nat -> col_power 6 W0 k = 0).
  { intros k Hk. unfold col_power, W0, sparse_start. destruct (PeanoNat.Nat.ltb_spec k 2); [lia|].
    rewrite (rsum_ext 6 _ (fun _ => 0)) by (intros; ring). rewrite rsum_const. ring. }
  assert (Hrow : forall k, row_power 8 (encoded 6 V0 X) k
    = mean 8 (fun i => (if Nat.ltb k 2 then S k i / 8 else 0) ^ 2)).
  { intros k. unfold row_power. apply mean_ext. intros x _. unfold V0, X.
    rewrite (sparse_codes_are U S HU). reflexivity. }
  split; [|split; [|split]].
  - apply count_two; [exact Hc0|exact Hc1|apply Hcol; lia|apply Hcol; lia].
  - apply count_two; rewrite Hrow; cbn [Nat.ltb Nat.leb].
    + apply active_start; [lia|exact HS0].
    + apply active_start; [lia|exact HS1].
    + rewrite (mean_ext 8 _ (fun _ => 0)) by (intros; ring). apply mean_const. lia.
    + rewrite (mean_ext 8 _ (fun _ => 0)) by (intros; ring). apply mean_const. lia.
  - apply (two_rows X 0%nat i 0%nat j ltac:(lia) Hi ltac:(lia) Hj Hminor).
  - intros k l Hk Hl. split.
    + apply (left_inverts 6 U k l HU Hk Hl).
    + apply (right_inverts 4 (mixed scale M) k l HM Hk Hl).
Qed.

Theorem slices_have_ends : slice_ends (1 / 8) U_a S_a R_a /\ slice_ends (1 / 4) U_b S_b R_b.
Proof.
  split.
  - apply (ends_of_slice (1 / 8) U_a S_a R_a _ gram_U_a gram_R_a cross_a);
      try (unfold U_a, S_a, matrix, col_power, sparse_start; cbn; lra).
    exists 1%nat, 1%nat. split; [lia|]. split; [lia|]. unfold slice_data, U_a, S_a, matrix. cbn. lra.
  - apply (ends_of_slice (1 / 4) U_b S_b R_b _ gram_U_b gram_R_b cross_b);
      try (unfold U_b, S_b, matrix, col_power, sparse_start; cbn; lra).
    exists 1%nat, 1%nat. split; [lia|]. split; [lia|]. unfold slice_data, U_b, S_b, matrix. cbn. lra.
Qed.

Theorem slice_formulas : forall scale U S M, In (scale, U, S, M) [(1 / 8, U_a, S_a, R_a); (1 / 4, U_b, S_b, R_b)] ->
  forall gamma t, slice_loss scale U S M gamma t
  = cross_term 6 4 8 (slice_data U S) (sparse_start U) (dense_end scale U M) (sparse_encoder U)
      (dense_encoder scale U M) * (t ^ 2 * (1 - t) ^ 2) / gamma
    + 6 * ln gamma + 4
    + rsum 4 (fun k => ln (1 + col_power 6 (line (sparse_start U) (dense_end scale U M) t) k / gamma))
    + code_power 6 4 8 (line (sparse_encoder U) (dense_encoder scale U M) t) (slice_data U S).
Proof.
  intros scale U S M Hin gamma t. destruct Hin as [E|[E|[]]]; injection E as <- <- <- <-;
    (rewrite slice_terms; [ring| |]);
    first [exact gram_U_a|exact gram_U_b|exact gram_R_a|exact gram_R_b].
Qed.
