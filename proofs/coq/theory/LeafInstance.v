(* The smallest instance of Theorem A1: its global minimum, by a certificate that the checker accepts. *)

From Coq Require Import Reals Lra Lia QArith Qreals.
From Sparsity.theory Require Import ConvergenceStatements InstanceStatements LeafChecker.
Open Scope R_scope.

(** c_0 = 2 and c_1 = 1/2: the columns of the decoder at theta = 0 and at theta = 1. *)
Definition smallest : problem := Problem 8 (1, 1)%Q ((2, 0), (1 # 2, 1 # 2))%Q ((0, 2), (0, 1 # 2))%Q.

Open Scope Q_scope.
Definition stored : certificate :=
  Theta (1 # 2)
    (Second (1 # 2)
    (First (1 # 2)
    (Theta (1 # 4)
    (Theta (1 # 8)
    (Second (1 # 4)
    (Second (1 # 8)
    (Leaf (87 # 512) (39 # 64) (683 # 1024) (1249 # 512))
    (First (1 # 4)
    (First (1 # 8)
    (Leaf (315 # 512) (267 # 1024) (1249 # 512) (1019 # 1024))
    (First (3 # 16)
    (Leaf (537 # 1024) (267 # 1024) (2103 # 1024) (1019 # 1024))
    (Second (3 # 16)
    (Leaf (241 # 512) (133 # 256) (1893 # 1024) (2103 # 1024))
    (Theta (1 # 16)
    (First (7 # 32)
    (Leaf (239 # 512) (11 # 64) (1941 # 1024) (345 # 512))
    (Theta (1 # 32)
    (Second (7 # 32)
    (Leaf (167 # 1024) (467 # 1024) (21 # 32) (1941 # 1024))
    (Theta (1 # 64)
    (Leaf (83 # 512) (83 # 512) (21 # 32) (21 # 32))
    (Leaf (169 # 1024) (169 # 1024) (21 # 32) (21 # 32))))
    (Leaf (87 # 512) (179 # 1024) (21 # 32) (345 # 512))))
    (Leaf (365 # 1024) (91 # 256) (169 # 128) (169 # 128))))))
    (Second (3 # 16)
    (Leaf (139 # 1024) (133 # 256) (273 # 512) (2103 # 1024))
    (First (3 # 8)
    (Theta (1 # 16)
    (Leaf (19 # 128) (11 # 64) (149 # 256) (345 # 512))
    (Leaf (81 # 512) (263 # 1024) (149 # 256) (483 # 512)))
    (Leaf (21 # 512) (253 # 1024) (85 # 512) (483 # 512))))))
    (First (1 # 4)
    (First (1 # 8)
    (Leaf (79 # 128) (145 # 1024) (1249 # 512) (273 # 512))
    (First (3 # 16)
    (Leaf (269 # 512) (145 # 1024) (2103 # 1024) (273 # 512))
    (Second (3 # 8)
    (Theta (1 # 16)
    (Leaf (11 # 64) (19 # 128) (345 # 512) (149 # 256))
    (Leaf (369 # 1024) (165 # 1024) (169 # 128) (149 # 256)))
    (Leaf (355 # 1024) (65 # 1024) (169 # 128) (243 # 1024)))))
    (Leaf (145 # 1024) (145 # 1024) (273 # 512) (273 # 512))))
    (First (1 # 4)
    (Leaf (343 # 512) (107 # 512) (281 # 128) (683 # 1024))
    (Leaf (169 # 1024) (213 # 1024) (273 # 512) (683 # 1024))))
    (Leaf (283 # 1024) (139 # 512) (683 # 1024) (683 # 1024)))
    (Leaf (9 # 128) (29 # 128) (239 # 1024) (683 # 1024)))
    (Leaf (93 # 512) (41 # 1024) (1 # 2) (117 # 1024)))
    (Theta (3 # 4)
    (Leaf (43 # 128) (309 # 1024) (1 # 2) (1 # 2))
    (Leaf (731 # 1024) (201 # 512) (1 # 2) (1 # 2))).
Close Scope Q_scope.

(** The whole certificate, by computation. *)
Lemma accepted : check smallest (39332 # 100000) stored (Box 0 1 0 1 0 1) = true.
Proof. vm_compute. reflexivity. Qed.

Lemma everywhere : forall t z1 z2, 0 <= t <= 1 -> 39332 / 100000 <= problem_loss smallest t z1 z2.
Proof.
  intros t z1 z2 Ht.
  assert (Hb : Q2R (39332 # 100000) = 39332 / 100000) by (unfold Q2R; cbn; lra).
  assert (Pos : forall z, 0 <= saturating (z ^ 2)).
  { intros z. unfold saturating. pose proof (pow2_ge_0 z).
    apply Rmult_le_pos; [lra|]. left. apply Rinv_0_lt_compat. lra. }
  assert (Far : forall z, 1 < z ^ 2 -> / 2 <= saturating (z ^ 2)).
  { intros z H. unfold saturating. apply (Rmult_le_reg_r (1 + z ^ 2)); [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (Error : 0 <= problem_loss smallest t z1 z2 - saturating (z1 ^ 2) - saturating (z2 ^ 2)).
  { unfold problem_loss. set (e1 := (_ - _) ^ 2). set (e2 := (_ - _) ^ 2).
    assert (0 <= Q2R (weight smallest)) by (unfold Q2R; cbn; lra).
    pose proof (pow2_ge_0 (Q2R (fst (point smallest))
      - (entry_at (first_column smallest) false t * z1 + entry_at (second_column smallest) false t * z2))).
    pose proof (pow2_ge_0 (Q2R (snd (point smallest))
      - (entry_at (first_column smallest) true t * z1 + entry_at (second_column smallest) true t * z2))).
    fold e1 in H0. fold e2 in H1.
    assert (0 <= Q2R (weight smallest) * (e1 + e2)) by (apply Rmult_le_pos; lra). lra. }
  pose proof (Pos z1). pose proof (Pos z2).
  destruct (Rle_lt_dec (z1 ^ 2) 1) as [H1|H1]; [|pose proof (Far z1 H1); lra].
  destruct (Rle_lt_dec (z2 ^ 2) 1) as [H2|H2]; [|pose proof (Far z2 H2); lra].
  rewrite <- Hb. apply (check_sound smallest _ stored _ accepted). unfold in_box.
  cbn [from upto low1 high1 low2 high2]. rewrite Q2R_zero, Q2R_one.
  pose proof (pow2_ge_0 z1). pose proof (pow2_ge_0 z2). lra.
Qed.

(** The loss of eq. (7) is half of that. *)
Lemma loss_is : forall theta (Z : code),
  loss smallest_instance (fun e => 8 * e) (fun u => u / (1 + u)) theta Z
  = problem_loss smallest theta (Z 0%nat 0%nat) (Z 1%nat 0%nat) / 2.
Proof.
  intros theta Z. unfold loss, error, decode, row_power, column, problem_loss, saturating, entry_at, smallest_instance,
    linear_autoencoder, apply, segment_matrix, segment_scale, joined, kronecker, repeated, smallest, Q2R.
  cbn [n d kappa data decoder rsum Nat.ltb Nat.leb Nat.eqb Nat.sub Nat.add andb fst snd weight point first_column
    second_column Qnum Qden INR IZR].
  set (a := Z 0%nat 0%nat). set (b := Z 1%nat 0%nat).
  pose proof (pow2_ge_0 a). pose proof (pow2_ge_0 b).
  replace ((0 + a ^ 2) / 1) with (a ^ 2) by field. replace ((0 + b ^ 2) / 1) with (b ^ 2) by field.
  set (ha := a ^ 2 / (1 + a ^ 2)). set (hb := b ^ 2 / (1 + b ^ 2)). field.
Qed.

Theorem smallest_minimum :
  let L := loss smallest_instance (fun e => 8 * e) (fun u => u / (1 + u)) in
  (forall theta Z, 0 <= theta <= 1 -> 19666 / 100000 <= L theta Z) /\
  (exists Z, L 0 Z < 19682 / 100000) /\
  (forall Z, Z 0%nat 0%nat = 2 -> Z 1%nat 0%nat = 0 -> error smallest_instance 1 Z = 0 /\ L 1 Z = 2 / 5).
Proof.
  intros L. split; [|split].
  - intros theta Z Ht. unfold L. rewrite loss_is. pose proof (everywhere theta (Z 0%nat 0%nat) (Z 1%nat 0%nat) Ht). lra.
  - exists (fun _ _ => 49 / 100). unfold L. rewrite loss_is. unfold problem_loss, saturating, entry_at, smallest, Q2R.
    cbn. lra.
  - intros Z Z0 Z1. split.
    + unfold error, decode, column, smallest_instance, linear_autoencoder, apply, segment_matrix, segment_scale, joined,
        kronecker, repeated.
      cbn [n d kappa data decoder rsum Nat.ltb Nat.leb Nat.eqb Nat.sub Nat.add andb INR]. rewrite Z0, Z1. field.
    + unfold L. rewrite loss_is, Z0, Z1. unfold problem_loss, saturating, entry_at, smallest, Q2R. cbn. field.
Qed.

(** ** Refuted: the value of that point as a bound; the checker does not accept it either *)

Theorem smallest_bound_false : ~ (forall theta Z, 0 <= theta <= 1 ->
  19682 / 100000 <= loss smallest_instance (fun e => 8 * e) (fun u => u / (1 + u)) theta Z).
Proof.
  intros H. destruct smallest_minimum as [_ [[Z HZ] _]]. pose proof (H 0 Z ltac:(lra)). lra.
Qed.

Lemma not_accepted : check smallest (39364 # 100000) stored (Box 0 1 0 1 0 1) = false.
Proof. vm_compute. reflexivity. Qed.
