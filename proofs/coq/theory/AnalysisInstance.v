(* The three-dimensional instance on which the affine VAE has a threshold in gamma. *)

From Coq Require Import Reals Lra Lia.
From Sparsity.theory Require Import AnalysisLemma2Statements.
Open Scope R_scope.

Lemma sin2_cos2_pow : forall x, sin x ^ 2 + cos x ^ 2 = 1.
Proof. intros x. pose proof (sin2_cos2 x) as H. unfold Rsqr in H. simpl; lra. Qed.

Theorem instance_sparse :
  forall delta, cos delta <> 0 -> sin delta <> 0 ->
  let W := sparse_decoder delta in let c := size 3 2 W (sparse_codes delta) in
  error 3 2 instance_data (affine 3 W (fun _ => 0)) (sparse_codes delta) = 0 /\
  (col_power 3 W 0 = 1 /\ col_power 3 W 1 = 1 /\ col_power 3 W 2 = 1) /\
  (c 0%nat = / (2 * sin (2 * delta) ^ 2) /\ c 1%nat = / (2 * sin (2 * delta) ^ 2) /\ c 2%nat = 0).
Proof.
  intros delta Hc Hs W c. pose proof (sin2_cos2_pow delta) as E.
  set (C := cos delta) in *. set (S := sin delta) in *.
  assert (HC2 : C ^ 2 = 1 - S ^ 2) by lra.
  assert (Hsize : / (2 * sin (2 * delta) ^ 2) = (/ (2 * C) ^ 2 + / (2 * S) ^ 2) / 2).
  { rewrite sin_2a. fold C S. apply (Rmult_eq_reg_r (8 * S ^ 2 * C ^ 2)).
    - transitivity 1; [field; auto|].
      replace ((/ (2 * C) ^ 2 + / (2 * S) ^ 2) / 2 * (8 * S ^ 2 * C ^ 2)) with (S ^ 2 + C ^ 2)
        by (field; auto). lra.
    - repeat apply Rmult_integral_contrapositive_currified; try apply pow_nonzero; auto; lra. }
  split; [|split; [split; [|split]|rewrite Hsize; split; [|split]]];
    unfold c, error, sq_dist, affine, size, col_power, row_power, mean, W, instance_data,
      sparse_decoder, sparse_codes, matrix; simpl; fold C S.
  - field; auto.
  - simpl in E; lra.
  - simpl in E; lra.
  - ring.
  - replace (0 + C * (C * 1) + S * (S * 1) + 0 * (0 * 1)) with 1 by (simpl in E; lra). field; auto.
  - replace (0 + C * (C * 1) + - S * (- S * 1) + 0 * (0 * 1)) with 1 by (simpl in E; lra).
    field; auto.
  - field.
Qed.

Theorem instance_dense :
  forall eta, cos eta <> 0 ->
  let W := dense_decoder eta in let c := size 3 2 W (dense_codes eta) in
  let norm2 := fun k => rsum 3 (fun j => dense_inverse eta k j ^ 2) in
  error 3 2 instance_data (affine 3 W (fun _ => 0)) (dense_codes eta) = 0 /\
  (col_power 3 W 0 = 1 /\ col_power 3 W 1 = 1 /\ col_power 3 W 2 = 1) /\
  (c 0%nat = / (2 * cos eta ^ 2) /\ c 1%nat = / (2 * cos eta ^ 2) /\ c 2%nat = tan eta ^ 2) /\
  left_inverse 3 3 (dense_inverse eta) W /\
  (norm2 0%nat = / cos eta ^ 2 /\ norm2 1%nat = / cos eta ^ 2 /\ norm2 2%nat = 1 + 2 * tan eta ^ 2).
Proof.
  intros eta Hc W c norm2. pose proof (sin2_cos2_pow eta) as E.
  assert (Ht : tan eta = sin eta / cos eta) by reflexivity.
  set (C := cos eta) in *. set (S := sin eta) in *. set (T := tan eta) in *.
  split; [|split; [split; [|split]|split; [split; [|split]|split; [|split; [|split]]]]].
  8: { intros k l Hk Hl. unfold W, dense_inverse, dense_decoder, matrix.
       fold C S T. rewrite Ht.
       destruct k as [|[|[|k]]]; [| | |lia]; destruct l as [|[|[|l]]]; try lia;
         simpl; field; auto. }
  all: unfold c, norm2, error, sq_dist, affine, size, col_power, row_power, mean, W, instance_data,
      dense_decoder, dense_codes, dense_inverse, matrix; simpl; fold C S T.
  - rewrite Ht; field; auto.
  - simpl in E; lra.
  - simpl in E; lra.
  - ring.
  - replace (0 + C * (C * 1) + 0 * (0 * 1) + S * (S * 1)) with 1 by (simpl in E; lra). field; auto.
  - replace (0 + 0 * (0 * 1) + C * (C * 1) + S * (S * 1)) with 1 by (simpl in E; lra). field; auto.
  - field.
  - field; auto.
  - field; auto.
  - ring.
Qed.
