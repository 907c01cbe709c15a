(* The slices of Fig. 3: both ends are exact, and what the loss along the line is. *)

From Coq Require Import Reals Lra Lia List.
From Sparsity.theory Require Import SliceStatements AnalysisSums AnalysisLemma2 Wells.
Import ListNotations.
Open Scope R_scope.

Definition delta2 (k l : nat) : R := if Nat.eqb k l then 1 else 0.

(* ------------------------------------------------------------------------------------------- *)
(** * The pseudo-inverses *)

Lemma inverse2_inverts : forall p q s k l, p * s - q ^ 2 <> 0 -> (k < 2)%nat -> (l < 2)%nat ->
  inverse2 p q s k 0 * (if Nat.eqb l 0 then p else q) + inverse2 p q s k 1 * (if Nat.eqb l 0 then q else s)
  = delta2 k l.
Proof.
  intros p q s k l H Hk Hl. unfold inverse2, delta2.
  destruct k as [|[|k]]; [| |lia]; destruct l as [|[|l]]; try lia; cbn; field; intros E; apply H; rewrite <- E; ring.
Qed.

Definition gram_determinant (d : nat) (A : nat -> vec) : R :=
  rsum d (fun i => A i 0%nat * A i 0%nat) * rsum d (fun i => A i 1%nat * A i 1%nat)
  - rsum d (fun i => A i 0%nat * A i 1%nat) ^ 2.

Lemma left_inverts : forall d A k l, gram_determinant d A <> 0 -> (k < 2)%nat -> (l < 2)%nat ->
  rsum d (fun j => left_inverse2 d A k j * A j l) = delta2 k l.
Proof.
  intros d A k l H Hk Hl. unfold left_inverse2.
  set (p := rsum d (fun i => A i 0%nat * A i 0%nat)). set (q := rsum d (fun i => A i 0%nat * A i 1%nat)).
  set (s := rsum d (fun i => A i 1%nat * A i 1%nat)).
  rewrite (rsum_ext d _ (fun j => inverse2 p q s k 0 * (A j 0%nat * A j l) + inverse2 p q s k 1 * (A j 1%nat * A j l)))
    by (intros; cbn [rsum]; ring).
  rewrite rsum_plus, !rsum_scal. rewrite <- (inverse2_inverts p q s k l H Hk Hl).
  destruct l as [|[|l]]; [| |lia]; cbn [Nat.eqb]; f_equal; f_equal;
    unfold p, q, s; apply rsum_ext; intros; ring.
Qed.

Lemma right_inverts : forall kappa A k l, gram_determinant kappa (fun i l => A l i) <> 0 ->
  (k < 2)%nat -> (l < 2)%nat ->
  rsum kappa (fun j => A k j * right_inverse2 kappa A j l) = delta2 k l.
Proof.
  intros kappa A k l H Hk Hl. unfold right_inverse2.
  set (p := rsum kappa (fun i => A 0%nat i * A 0%nat i)). set (q := rsum kappa (fun i => A 0%nat i * A 1%nat i)).
  set (s := rsum kappa (fun i => A 1%nat i * A 1%nat i)).
  rewrite (rsum_ext kappa _ (fun j => inverse2 p q s 0 l * (A 0%nat j * A k j)
                                    + inverse2 p q s 1 l * (A 1%nat j * A k j)))
    by (intros; cbn [rsum]; ring).
  rewrite rsum_plus, !rsum_scal.
  assert (Sym : forall a b, inverse2 p q s a b = inverse2 p q s b a).
  { intros a b. unfold inverse2. rewrite (PeanoNat.Nat.eqb_sym b a).
    destruct (PeanoNat.Nat.eqb_spec a b) as [->|_]; reflexivity. }
  rewrite (Sym 0%nat l), (Sym 1%nat l).
  assert (E := inverse2_inverts p q s l k H Hl Hk). unfold delta2 in *. rewrite (PeanoNat.Nat.eqb_sym k l), <- E.
  destruct k as [|[|k]]; [| |lia]; cbn [Nat.eqb]; f_equal; f_equal;
    unfold p, q, s; apply rsum_ext; intros; ring.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The codes, and that both ends are exact *)

Section Slice.
Variables (scale : R) (U S M : nat -> vec).
Let X := slice_data U S.
Let W0 := sparse_start U.
Let V0 := sparse_encoder U.
Let W1 := dense_end scale U M.
Let V1 := dense_encoder scale U M.
Hypothesis HU : gram_determinant 6 U <> 0.
Hypothesis HM : gram_determinant 4 (fun i l => mixed scale M l i) <> 0.

(** U^+ X = S/16. *)
Lemma coordinates : forall i k, (k < 2)%nat -> rsum 6 (fun j => left_inverse2 6 U k j * X i j) = S k i / 16.
Proof.
  intros i k Hk. unfold X, slice_data.
  rewrite (rsum_ext 6 _ (fun j => S 0%nat i / 16 * (left_inverse2 6 U k j * U j 0%nat)
                                 + S 1%nat i / 16 * (left_inverse2 6 U k j * U j 1%nat)))
    by (intros; cbn [rsum]; field).
  rewrite rsum_plus, !rsum_scal, !left_inverts by (assumption || lia).
  destruct k as [|[|k]]; [| |lia]; unfold delta2; cbn; field.
Qed.

Lemma sparse_codes_are : forall i k, encoded 6 V0 X i k = if Nat.ltb k 2 then S k i / 8 else 0.
Proof.
  intros i k. unfold encoded, V0, sparse_encoder. destruct (PeanoNat.Nat.ltb_spec k 2) as [Hk|Hk].
  - rewrite (rsum_ext 6 _ (fun j => 2 * (left_inverse2 6 U k j * X i j))) by (intros; ring).
    rewrite rsum_scal, coordinates by exact Hk. field.
  - rewrite (rsum_ext 6 _ (fun _ => 0)) by (intros; ring). rewrite rsum_const. ring.
Qed.

Lemma dense_codes_are : forall i k, encoded 6 V1 X i k =
  (right_inverse2 4 (mixed scale M) k 0 * S 0%nat i + right_inverse2 4 (mixed scale M) k 1 * S 1%nat i) / 16.
Proof.
  intros i k. unfold encoded, V1, dense_encoder.
  rewrite (rsum_ext 6 _ (fun j => right_inverse2 4 (mixed scale M) k 0 * (left_inverse2 6 U 0 j * X i j)
                                 + right_inverse2 4 (mixed scale M) k 1 * (left_inverse2 6 U 1 j * X i j)))
    by (intros; cbn [rsum]; ring).
  rewrite rsum_plus, !rsum_scal, !coordinates by lia. field.
Qed.

Lemma sparse_exact : exact_pair 6 4 8 X W0 V0.
Proof.
  intros i j _ _. cbn [rsum]. rewrite !sparse_codes_are. unfold W0, sparse_start, X, slice_data. cbn. field.
Qed.

Lemma dense_exact : exact_pair 6 4 8 X W1 V1.
Proof.
  intros i j _ _. unfold W1, dense_end, X, slice_data.
  set (P := right_inverse2 4 (mixed scale M)). set (N := mixed scale M) in *.
  rewrite (rsum_ext 4 _ (fun k => U j 0%nat * S 0%nat i / 16 * (N 0%nat k * P k 0%nat)
    + (U j 0%nat * S 1%nat i / 16 * (N 0%nat k * P k 1%nat)
       + (U j 1%nat * S 0%nat i / 16 * (N 1%nat k * P k 0%nat)
          + U j 1%nat * S 1%nat i / 16 * (N 1%nat k * P k 1%nat)))))
    by (intros; rewrite dense_codes_are; fold N P; cbn [rsum]; field).
  rewrite !rsum_plus, !rsum_scal. unfold P. rewrite !right_inverts by (assumption || lia).
  unfold delta2. cbn. field.
Qed.

(** The sums over samples, with the pseudo-inverse P of the mixing. *)
Variable P : nat -> vec.
Hypothesis HP : forall k l, (k < 4)%nat -> (l < 2)%nat -> right_inverse2 4 (mixed scale M) k l = P k l.
Let start_code (i k : nat) : R := if Nat.ltb k 2 then S k i / 8 else 0.
Let end_code (i k : nat) : R := (P k 0%nat * S 0%nat i + P k 1%nat * S 1%nat i) / 16.

Lemma power_value : forall t, code_power 6 4 8 (line V0 V1 t) X
  = rsum 4 (fun k => rsum 8 (fun i => ((1 - t) * start_code i k + t * end_code i k) ^ 2) / 8).
Proof.
  intros t. unfold code_power, row_power, mean. replace (INR 8) with 8 by (cbn; ring).
  apply rsum_ext. intros k Hk. f_equal. apply rsum_ext. intros i _.
  rewrite encoded_line, sparse_codes_are, dense_codes_are, !HP by (exact Hk || lia). reflexivity.
Qed.

Lemma cross_value : cross_term 6 4 8 X W0 W1 V0 V1
  = rsum 8 (fun i => rsum 6 (fun j => rsum 4 (fun k =>
      (W1 j k - W0 j k) * (end_code i k - start_code i k)) ^ 2)) / 8.
Proof.
  unfold cross_term, mean. replace (INR 8) with 8 by (cbn; ring). f_equal.
  apply rsum_ext. intros i _. apply rsum_ext. intros j _. f_equal. apply rsum_ext. intros k Hk.
  rewrite sparse_codes_are, dense_codes_are, !HP by (exact Hk || lia). reflexivity.
Qed.

Lemma slice_terms : forall gamma t, slice_loss scale U S M gamma t
  = cross_term 6 4 8 X W0 W1 V0 V1 * (t ^ 2 * (1 - t) ^ 2) / gamma
    + rsum 4 (fun k => ln (1 + col_power 6 (line W0 W1 t) k / gamma))
    + code_power 6 4 8 (line V0 V1 t) X + (6 * ln gamma + 4).
Proof.
  intros gamma t. change (slice_loss scale U S M gamma t) with (line_loss 6 4 8 X W0 W1 V0 V1 gamma t).
  rewrite (loss_terms 6 4 8 X W0 W1 V0 V1 ltac:(lia) ltac:(lia) sparse_exact dense_exact gamma t).
  unfold prices. replace (INR 6) with 6 by (cbn; ring). replace (INR 4) with 4 by (cbn; ring).
  reflexivity.
Qed.

End Slice.

(* ------------------------------------------------------------------------------------------- *)
(** * The two slices in numbers *)

Lemma gram_U_a : gram_determinant 6 U_a <> 0.
Proof. unfold gram_determinant, U_a, matrix. cbn. lra. Qed.

Lemma gram_R_a : gram_determinant 4 (fun i l => mixed (1 / 8) R_a l i) <> 0.
Proof. unfold gram_determinant, mixed, R_a, matrix. cbn. lra. Qed.

Definition inverse_a : nat -> vec := matrix
  [[64 / 41; 120 / 41]; [- (48 / 41); - (8 / 41)]; [- (40 / 41); 48 / 41]; [88 / 41; - (40 / 41)]].

Lemma inverse_a_is : forall k l, (k < 4)%nat -> (l < 2)%nat ->
  right_inverse2 4 (mixed (1 / 8) R_a) k l = inverse_a k l.
Proof.
  intros k l Hk Hl. unfold right_inverse2, inverse2, mixed, R_a, inverse_a, matrix.
  destruct k as [|[|[|[|k]]]]; try lia; destruct l as [|[|l]]; try lia; cbn; field; lra.
Qed.

Lemma columns_a : forall t, let W := line (sparse_start U_a) (dense_end (1 / 8) U_a R_a) t in
  col_power 6 W 0 = 31 / 64 * t ^ 2 - 1 / 8 * t + 3 / 4 /\
  col_power 6 W 1 = 243 / 64 * t ^ 2 - 7 * t + 13 / 4 /\
  col_power 6 W 2 = 1 / 8 * t ^ 2 /\ col_power 6 W 3 = 9 / 64 * t ^ 2.
Proof.
  intros t W. unfold W, col_power, line, sparse_start, dense_end, mixed, U_a, R_a, matrix. cbn.
  repeat split; field.
Qed.

Lemma power_a : forall t, code_power 6 4 8 (line (sparse_encoder U_a) (dense_encoder (1 / 8) U_a R_a) t)
    (slice_data U_a S_a) = 2331 / 5248 * t ^ 2 - 135 / 656 * t + 21 / 128.
Proof.
  intros t. rewrite (power_value (1 / 8) U_a S_a R_a gram_U_a inverse_a inverse_a_is).
  unfold inverse_a, S_a, matrix. cbn. field.
Qed.

Lemma cross_a : cross_term 6 4 8 (slice_data U_a S_a) (sparse_start U_a) (dense_end (1 / 8) U_a R_a)
    (sparse_encoder U_a) (dense_encoder (1 / 8) U_a R_a) = 20390241 / 27541504.
Proof.
  rewrite (cross_value (1 / 8) U_a S_a R_a gram_U_a inverse_a inverse_a_is).
  unfold inverse_a, sparse_start, dense_end, mixed, U_a, R_a, S_a, matrix. cbn. field.
Qed.

Lemma gram_U_b : gram_determinant 6 U_b <> 0.
Proof. unfold gram_determinant, U_b, matrix. cbn. lra. Qed.

Lemma gram_R_b : gram_determinant 4 (fun i l => mixed (1 / 4) R_b l i) <> 0.
Proof. unfold gram_determinant, mixed, R_b, matrix. cbn. lra. Qed.

Definition inverse_b : nat -> vec := matrix
  [[- (20 / 13); - (12 / 13)]; [4 / 13; - (8 / 13)]; [- (2 / 13); - (22 / 13)]; [- (10 / 13); - (6 / 13)]].

Lemma inverse_b_is : forall k l, (k < 4)%nat -> (l < 2)%nat ->
  right_inverse2 4 (mixed (1 / 4) R_b) k l = inverse_b k l.
Proof.
  intros k l Hk Hl. unfold right_inverse2, inverse2, mixed, R_b, inverse_b, matrix.
  destruct k as [|[|[|[|k]]]]; try lia; destruct l as [|[|l]]; try lia; cbn; field; lra.
Qed.

Lemma columns_b : forall t, let W := line (sparse_start U_b) (dense_end (1 / 4) U_b R_b) t in
  col_power 6 W 0 = 20 * t ^ 2 - 20 * t + 5 /\
  col_power 6 W 1 = 23 * t ^ 2 - 25 * t + 7 /\
  col_power 6 W 2 = 49 / 4 * t ^ 2 /\ col_power 6 W 3 = 5 / 4 * t ^ 2.
Proof.
  intros t W. unfold W, col_power, line, sparse_start, dense_end, mixed, U_b, R_b, matrix. cbn.
  repeat split; field.
Qed.

Lemma power_b : forall t, code_power 6 4 8 (line (sparse_encoder U_b) (dense_encoder (1 / 4) U_b R_b) t)
    (slice_data U_b S_b) = 863 / 3328 * t ^ 2 - 471 / 1664 * t + 25 / 256.
Proof.
  intros t. rewrite (power_value (1 / 4) U_b S_b R_b gram_U_b inverse_b inverse_b_is).
  unfold inverse_b, S_b, matrix. cbn. field.
Qed.

Lemma cross_b : cross_term 6 4 8 (slice_data U_b S_b) (sparse_start U_b) (dense_end (1 / 4) U_b R_b)
    (sparse_encoder U_b) (dense_encoder (1 / 4) U_b R_b) = 87881 / 10816.
Proof.
  rewrite (cross_value (1 / 4) U_b S_b R_b gram_U_b inverse_b inverse_b_is).
  unfold inverse_b, sparse_start, dense_end, mixed, U_b, R_b, S_b, matrix. cbn. field.
Qed.
