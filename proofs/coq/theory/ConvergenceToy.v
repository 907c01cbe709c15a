(** * A linear autoencoder for the examples and counterexamples *)

From Coq Require Import Reals Lra Lia Psatz Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas
  ConvergenceControlStatements.
Open Scope R_scope.

Section Toy.
Variable a : R.
Hypothesis a_pos : 0 < a.

Lemma toy_error theta Z : error (toy a) theta Z = (1 - a * (Z 0%nat 0%nat + Z 1%nat 0%nat)) ^ 2 / 4.
Proof. unfold error, decode, column; simpl; field. Qed.

Lemma toy_power Z k : row_power (toy a) Z k = Z k 0%nat ^ 2.
Proof. unfold row_power; simpl; field. Qed.

Lemma toy_sparse_exact theta : error (toy a) theta (toy_sparse a) = 0.
Proof. rewrite toy_error; unfold toy_sparse; simpl; field; lra. Qed.

Lemma toy_dense_exact theta : error (toy a) theta (toy_dense a) = 0.
Proof. rewrite toy_error; unfold toy_dense; simpl; field; lra. Qed.

Lemma toy_zero_error theta : error (toy a) theta zero_code = / 4.
Proof. rewrite toy_error; unfold zero_code; simpl; field. Qed.

Lemma inv_square_pos : 0 < (/ a) ^ 2 /\ 0 < (/ (2 * a)) ^ 2.
Proof. split; apply pow_lt, Rinv_0_lt_compat; lra. Qed.

Lemma toy_sparse_active : n_active (toy a) (toy_sparse a) = 1%nat.
Proof.
unfold n_active; simpl count_above; rewrite !toy_power; assert (P := inv_square_pos).
unfold toy_sparse; simpl Nat.eqb; cbn iota.
destruct (Rlt_dec 0 (0 ^ 2)), (Rlt_dec 0 ((/ a) ^ 2)); lia || lra.
Qed.

Lemma toy_dense_active : n_active (toy a) (toy_dense a) = 2%nat.
Proof.
unfold n_active; simpl count_above; rewrite !toy_power; assert (P := inv_square_pos).
unfold toy_dense; destruct (Rlt_dec 0 ((/ (2 * a)) ^ 2)); lia || lra.
Qed.

Lemma toy_needs_a_row theta Z : error (toy a) theta Z = 0 -> (1 <= n_active (toy a) Z)%nat.
Proof.
intros E; apply Nat.nlt_ge; intros H.
assert (N : forall k, (k < 2)%nat -> Z k 0%nat = 0).
{ assert (none : n_active (toy a) Z = O) by lia.
  intros k Hk; assert (C := count_zero _ _ _ none k Hk).
  rewrite toy_power in C; destruct (Req_dec (Z k 0%nat) 0) as [|Q]; [easy|].
  assert (S := pow2_gt_0 _ Q); lra. }
rewrite toy_error, !N in E by lia; lra.
Qed.

Lemma toy_sparse_optimal : optimal_sparse (toy a) tt (toy_sparse a).
Proof.
split; [apply toy_sparse_exact|]; intros theta' Z' E; rewrite toy_sparse_active.
now apply toy_needs_a_row with theta'.
Qed.

Lemma toy_mean_power : mean_active_power (toy a) (toy_sparse a) = (/ a) ^ 2.
Proof.
unfold mean_active_power; rewrite toy_sparse_active; simpl rsum; rewrite !toy_power.
unfold toy_sparse; simpl; field; lra.
Qed.

Variables beta gamma : R.
Hypothesis gamma_pos : 0 < gamma.

Lemma toy_excess_sparse theta :
  excess (toy a) beta gamma theta (toy_sparse a) = beta * ln (1 + (/ a) ^ 2 / gamma).
Proof.
rewrite excess_exact by apply toy_sparse_exact; simpl rsum; rewrite !toy_power.
unfold toy_sparse; simpl Nat.eqb; cbn iota.
replace (1 + 0 ^ 2 / gamma) with 1 by (field; lra); rewrite ln_1; ring.
Qed.

Lemma toy_excess_dense theta :
  excess (toy a) beta gamma theta (toy_dense a) = beta * (2 * ln (1 + (/ (2 * a)) ^ 2 / gamma)).
Proof.
rewrite excess_exact by apply toy_dense_exact; simpl rsum; rewrite !toy_power.
unfold toy_dense; ring.
Qed.

Lemma toy_excess_zero theta :
  excess (toy a) beta gamma theta zero_code = 4 * ln (1 + / 4 / gamma).
Proof.
unfold excess; rewrite toy_zero_error; simpl rsum; rewrite !row_power_zero_code.
replace (1 + 0 / gamma) with 1 by (field; lra); rewrite ln_1; simpl INR; ring.
Qed.

(** Zero against sparse, as a comparison of powers when beta is a natural number. *)
Lemma toy_compare m theta theta' : beta = INR m ->
  let zero := log_loss (toy a) beta gamma theta zero_code in
  let sparse := log_loss (toy a) beta gamma theta' (toy_sparse a) in
  let x := 1 + / 4 / gamma in
  let y := 1 + (/ a) ^ 2 / gamma in
  (x ^ 4 <= y ^ m -> zero <= sparse) /\
  (x ^ 4 < y ^ m -> zero < sparse) /\ (y ^ m < x ^ 4 -> sparse < zero).
Proof.
intros B zero sparse x y; assert (P := proj1 inv_square_pos).
assert (X : 0 < x) by (apply one_plus_ratio_pos; lra).
assert (Y : 0 < y) by (apply one_plus_ratio_pos; lra).
assert (X' : 0 < x ^ 4) by now apply pow_lt.
assert (Y' : 0 < y ^ m) by now apply pow_lt.
unfold zero, sparse; rewrite !log_loss_lt_iff, log_loss_le_iff by easy.
rewrite toy_excess_zero, toy_excess_sparse, B; fold x y.
replace (4 * ln x) with (ln (x ^ 4)) by (rewrite ln_pow_INR by easy; simpl INR; ring).
rewrite <- ln_pow_INR by easy; repeat split; intros H.
- now apply ln_le.
- now apply ln_increasing.
- now apply ln_increasing.
Qed.

(** Dense is no worse than sparse when gamma >= 1/(8 a^2). *)
Lemma toy_dense_le_sparse theta theta' : 0 <= beta -> (/ (2 * a)) ^ 2 <= 2 * gamma ->
  log_loss (toy a) beta gamma theta (toy_dense a)
  <= log_loss (toy a) beta gamma theta' (toy_sparse a).
Proof.
intros B H; apply log_loss_le_iff; [easy|]; assert (P := inv_square_pos).
rewrite toy_excess_dense, toy_excess_sparse; apply Rmult_le_compat_l; [easy|].
replace ((/ a) ^ 2) with (4 * (/ (2 * a)) ^ 2) by (field; lra).
set (q := (/ (2 * a)) ^ 2) in *.
assert (X : 0 < 1 + q / gamma) by (apply one_plus_ratio_pos; lra).
replace 2 with (INR 2) at 1 by (simpl; ring); rewrite <- ln_pow_INR by easy.
apply ln_le; [now apply pow_lt|].
replace (4 * q / gamma) with (4 * (q / gamma)) by (field; lra).
assert (0 < q / gamma) by now apply ratio_pos.
assert (q / gamma <= 2); [|nra].
apply (Rmult_le_reg_r gamma); [easy|]; replace (q / gamma * gamma) with q by (field; lra); lra.
Qed.

End Toy.

Lemma toy_continuous a : jointly_continuous (toy a) always.
Proof.
intros thetas theta zs z _ H c Hc; unfold decode; simpl.
destruct (Nat.eqb c 0); [|apply is_lim_seq_const].
apply is_lim_seq_mult'; [apply is_lim_seq_const|].
apply is_lim_seq_plus'; apply H; simpl; lia.
Qed.

Lemma constant_cluster_point A (tends : (nat -> Theta A) -> Theta A -> Prop) Z theta :
  tends (fun _ => theta) theta -> cluster_point A tends (fun _ => theta) (fun _ => Z) theta Z.
Proof.
intros T; exists (fun j => j); repeat split; [lia|easy|]; intros k i _ _; apply is_lim_seq_const.
Qed.

Definition gamma_example (j : nat) : R := / (INR j + 16).

Lemma gamma_example_bounds j : 0 < gamma_example j <= 1 / 16.
Proof.
assert (N := pos_INR j); unfold gamma_example; split; [apply Rinv_0_lt_compat; lra|].
replace (1 / 16) with (/ 16) by lra; apply Rinv_le_contravar; lra.
Qed.

Lemma gamma_example_vanishing : vanishing gamma_example.
Proof.
split; [intros j; assert (B := gamma_example_bounds j); lra|]; unfold gamma_example.
change (Finite 0) with (Rbar_inv p_infty); apply is_lim_seq_inv; [|easy].
eapply is_lim_seq_plus; [apply is_lim_seq_INR|apply is_lim_seq_const|easy].
Qed.
