(** affine-vae-threshold: An instance on which the affine VAE has a threshold and usual penalties fail. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ThresholdStatements.
From Sparsity.theory Require AnalysisInstance Threshold.
Import ListNotations.
Local Open Scope R_scope.

(** Its sparse code: exact, unit columns, sizes 1/(2 sin(2 delta)^2) twice and 0. *)
Definition instance_sparse_statement : Prop :=
  forall delta, cos delta <> 0 -> sin delta <> 0 ->
  let W := sparse_decoder delta in let c := size 3 2 W (sparse_codes delta) in
  error 3 2 instance_data (affine 3 W (fun _ => 0)) (sparse_codes delta) = 0 /\
  (col_power 3 W 0 = 1 /\ col_power 3 W 1 = 1 /\ col_power 3 W 2 = 1) /\
  (c 0%nat = / (2 * sin (2 * delta) ^ 2) /\ c 1%nat = / (2 * sin (2 * delta) ^ 2) /\ c 2%nat = 0).

Theorem instance_sparse : instance_sparse_statement.
Proof. exact @AnalysisInstance.instance_sparse. Qed.

(** Its dense code: exact, unit columns, sizes sec(eta)^2/2 twice and tan(eta)^2; injective, with
    the norms |P_k| that the bound needs. *)
Definition instance_dense_statement : Prop :=
  forall eta, cos eta <> 0 ->
  let W := dense_decoder eta in let c := size 3 2 W (dense_codes eta) in
  let norm2 := fun k => rsum 3 (fun j => dense_inverse eta k j ^ 2) in
  error 3 2 instance_data (affine 3 W (fun _ => 0)) (dense_codes eta) = 0 /\
  (col_power 3 W 0 = 1 /\ col_power 3 W 1 = 1 /\ col_power 3 W 2 = 1) /\
  (c 0%nat = / (2 * cos eta ^ 2) /\ c 1%nat = / (2 * cos eta ^ 2) /\ c 2%nat = tan eta ^ 2) /\
  left_inverse 3 3 (dense_inverse eta) W /\
  (norm2 0%nat = / cos eta ^ 2 /\ norm2 1%nat = / cos eta ^ 2 /\ norm2 2%nat = 1 + 2 * tan eta ^ 2).

Theorem instance_dense : instance_dense_statement.
Proof. exact @AnalysisInstance.instance_dense. Qed.

(** The four penalties, whatever g: the exact dense code is the cheaper one. *)
Definition usual_penalties_fail_statement : Prop :=
  forall g h, In h [(fun u => u); (fun u => u / (1 + u)); (fun u => ln (1 + u)); sqrt] ->
  let cost := fun W Z =>
    generic_loss 3 3 g h (error 3 2 instance_data (affine 3 W (fun _ => 0)) Z) (row_power 2 Z) in
  cost (dense_decoder (1 / 10)) (dense_codes (1 / 10)) < cost (sparse_decoder (3 / 20)) (sparse_codes (3 / 20)).

Theorem usual_penalties_fail : usual_penalties_fail_statement.
Proof. exact @Threshold.usual_penalties_fail. Qed.

(** The loss of eq. (3): every point of the dense decoder against the exact sparse code, at every gamma up
    to 1/5000 with a margin, and up to 21/100000. *)
Definition threshold_below_statement : Prop :=
  forall gamma, 0 < gamma -> exists c, exact_sparse gamma c /\
  (gamma <= 1 / 5000 -> forall L, dense_point gamma L -> c + 499 / 10000 <= L) /\
  (gamma <= 21 / 100000 -> forall L, dense_point gamma L -> c < L).

Theorem threshold_below : threshold_below_statement.
Proof. exact @Threshold.threshold_below. Qed.

(** At 43/200000 some point of the dense decoder is better than every point of the sparse one, although the
    exact sparse code is better than the exact dense one. *)
Definition threshold_above_statement : Prop :=
  (exists L, dense_point (43 / 200000) L /\ forall L', sparse_point (43 / 200000) L' -> L < L') /\
  (exists c c', exact_sparse (43 / 200000) c /\ exact_dense (43 / 200000) c' /\ c < c').

Theorem threshold_above : threshold_above_statement.
Proof. exact Threshold.threshold_above. Qed.

(** The two exact codes change their order between these values. *)
Definition exact_codes_change_statement : Prop :=
  (exists c c', exact_sparse (217 / 1000000) c /\ exact_dense (217 / 1000000) c' /\ c < c') /\
  (exists c c', exact_sparse (218 / 1000000) c /\ exact_dense (218 / 1000000) c' /\ c' < c).

Theorem exact_codes_change : exact_codes_change_statement.
Proof. exact Threshold.exact_codes_change. Qed.

(** ** False variants, refuted *)

(** The same up to 22/100000. *)
Definition threshold_edge_false_statement : Prop :=
  ~ (forall gamma, 0 < gamma <= 22 / 100000 ->
     exists c, exact_sparse gamma c /\ forall L, dense_point gamma L -> c < L).

Theorem threshold_edge_false : threshold_edge_false_statement.
Proof. exact Threshold.threshold_edge_false. Qed.

(** With the columns of norm 1, not scaled: the exact dense code is the better one. *)
Definition threshold_fixed_columns_false_statement : Prop :=
  ~ (forall gamma, 0 < gamma <= 1 / 5000 ->
  fixed_scale_loss 1 3 3 2 gamma instance_data (sparse_decoder (3 / 20)) (fun _ => 0) (sparse_codes (3 / 20))
  <= fixed_scale_loss 1 3 3 2 gamma instance_data (dense_decoder (1 / 10)) (fun _ => 0) (dense_codes (1 / 10))).

Theorem threshold_fixed_columns_false : threshold_fixed_columns_false_statement.
Proof. exact Threshold.threshold_fixed_columns_false. Qed.
