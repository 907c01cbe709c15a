(** * Theorems B and C: the false variants are false, the examples are examples *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Sparsity Require Import ConvergenceStatements ConvergenceLemmas ConvergenceRates.
From Sparsity Require Import ConvergenceThresholds ConvergenceGamma ConvergenceVariants.
Open Scope R_scope.

(** ** Theorem B *)

(** All rational controls live at r = 1, eps = 1, M = 2, where the threshold is 2. *)
Lemma rational_at_2_1 tau : 0 < tau -> (sparse_preferred 1 (rational_penalty tau) 2 1 <-> tau < 2).
Proof.
intros H; destruct (rational_condition 1%nat 2 1 tau H) as [-> _]; simpl INR; split; intros; lra.
Qed.

Theorem theorem_B_rational_r_false : theorem_B_rational_r_false_statement.
Proof.
intros V; specialize (V 1%nat 2 1 (3 / 2)); simpl INR in V.
assert (3 / 2 < 1 ^ 2 * 2 ^ 2 / (1 * 2 ^ 2 - 1 * 1 ^ 2)); [|lra].
apply V; try lra; apply rational_at_2_1; lra.
Qed.

Theorem theorem_B_rational_reversed_false : theorem_B_rational_reversed_false_statement.
Proof.
intros V; specialize (V 1%nat 2 1 3); simpl INR in V.
rewrite rational_at_2_1 in V by lra; assert (3 < 2); [apply V; lra|lra].
Qed.

Theorem theorem_B_concave_false : theorem_B_concave_false_statement.
Proof.
intros V; specialize (V 1%nat 2 1 3); rewrite rational_at_2_1 in V by lra.
assert (3 < 2); [apply V; lia || lra|lra].
Qed.

Theorem theorem_B_power_false : theorem_B_power_false_statement.
Proof.
intros V; assert (L : 0 < ln 2) by (rewrite <- ln_1; apply ln_increasing; lra).
specialize (V 1%nat 2 1 (3 / 4)); simpl INR in V.
assert (S : sparse_preferred 1 (power_penalty (3 / 4)) 2 1).
{ apply V; [lia|lra|]; rewrite !Rdiv_1; change (1 + 1) with 2; apply quotient_lt; lra. }
apply theorem_B_power in S; [|lia|lra]; simpl INR in S; rewrite !Rdiv_1 in S.
change (1 + 1) with 2 in S; rewrite quotient_lt in S; lra.
Qed.

Theorem theorem_B_exponential_false : theorem_B_exponential_false_statement.
Proof.
intros V; destruct (theorem_B_exponential 1%nat 2 1) as [t [_ [T [L _]]]]; [lra|simpl INR; lra|].
set (tau := 1 ^ 2 / ln (INR (1 + 1))) in *.
assert (Hl : 0 < ln (INR (1 + 1))) by (rewrite <- ln_1; apply ln_increasing; simpl INR; lra).
assert (H : 0 < tau) by (apply ratio_pos; lra).
destruct (T tau H) as [P _]; apply P in L.
apply V in L; [fold tau in L; lra|lra|easy|simpl INR; lra].
Qed.

(** The logarithm at r = 1, eps = 1, M = 2: the threshold is 1/2. *)
Lemma log_at_2_1 gamma : 0 < gamma -> (sparse_preferred 1 (log_penalty gamma) 2 1 <-> gamma < 1 / 2).
Proof.
intros H; destruct (theorem_B_log_one 2 1 gamma H) as [-> _]; [lra|].
rewrite quotient_lt by lra; split; intros; lra.
Qed.

Theorem theorem_B_log_false : theorem_B_log_false_statement.
Proof.
intros V; specialize (V 1%nat 2 1 (2 / 5)); rewrite log_at_2_1 in V by lra; simpl in V.
assert (2 / 5 * ((2 / 5 + 2 * (2 * 1)) * 1) < (2 / 5 + 1 * (1 * 1)) * 1); [apply V|]; lra.
Qed.

Theorem theorem_B_log_one_false : theorem_B_log_one_false_statement.
Proof.
intros V; specialize (V 2 1 (2 / 5)); rewrite log_at_2_1 in V by lra.
assert (2 / 5 < 1 ^ 4 / (2 ^ 2 - 1 ^ 2)) as C; [apply V; lra|].
rewrite quotient_lt in C; lra.
Qed.

Theorem theorem_B_log_sufficient_false : theorem_B_log_sufficient_false_statement.
Proof.
intros V; specialize (V 1%nat 2 1 1); rewrite log_at_2_1 in V by lra; simpl in V.
assert (1 < 1 / 2); [apply V; lia || lra|lra].
Qed.

Theorem theorem_B_log_necessary_false : theorem_B_log_necessary_false_statement.
Proof.
intros V; specialize (V 1%nat 2 1 (2 / 5)); rewrite log_at_2_1 in V by lra; simpl in V.
assert (2 / 5 <= 1 * (1 * (1 * (1 * 1))) / (2 * (2 * 1))); [apply V|]; lra.
Qed.

Theorem theorem_B_strictly_concave_false : theorem_B_strictly_concave_false_statement.
Proof.
intros V; specialize (V 1%nat (fun _ => 0) (11 / 10) 1); unfold sparse_preferred in V.
simpl INR in V; assert (1 * (0 - 0) < (1 + 1) * (0 - 0)); [|lra].
apply V; intros; lra.
Qed.

Theorem theorem_B_slope_r_false : theorem_B_slope_r_false_statement.
Proof.
intros V; specialize (V 1%nat (fun u => u) (11 / 10) 1); unfold sparse_preferred in V.
destruct V as [u [_ D]]; simpl INR in *.
- lra.
- intros u _; eapply filterlim_filter_le_1; [apply filter_le_within|].
  apply filterlim_id.
- intros; apply ex_derive_id.
- lra.
- rewrite Derive_id in D; lra.
Qed.

(** 1[u>0] *)
Definition count_penalty (u : R) : R := if Rle_dec u 0 then 0 else 1.

Lemma count_penalty_0 : count_penalty 0 = 0.
Proof. unfold count_penalty; destruct (Rle_dec 0 0); lra. Qed.

Lemma count_penalty_pos u : 0 < u -> count_penalty u = 1.
Proof. intros; unfold count_penalty; destruct (Rle_dec u 0); lra. Qed.

Lemma count_penalty_flat u : 0 < u -> is_derive count_penalty u 0.
Proof.
intros H; apply is_derive_ext_loc with (fun _ => 1); [|apply (is_derive_const 1 u)].
apply filter_imp with (fun v => 0 < v); [|now apply open_gt].
intros v Hv; now rewrite count_penalty_pos.
Qed.

Theorem theorem_B_slope_without_continuity_false :
  theorem_B_slope_without_continuity_false_statement.
Proof.
intros V; destruct (V 1%nat count_penalty 2 1) as [u [Hu D]].
- lra.
- intros u Hu; exists 0; now apply count_penalty_flat.
- unfold sparse_preferred; rewrite count_penalty_0, !count_penalty_pos by lra; simpl INR; lra.
- rewrite (is_derive_unique _ _ _ (count_penalty_flat u (proj1 Hu))) in D.
  rewrite count_penalty_0, count_penalty_pos in D by lra; simpl INR in D; lra.
Qed.

Theorem example_B_slope : example_B_slope_statement.
Proof.
split; [|split].
- intros u Hu; eapply filterlim_filter_le_1; [apply filter_le_within|].
  apply (ex_derive_continuous (rational_penalty 1)); unfold rational_penalty; auto_derive; lra.
- intros u Hu; unfold rational_penalty; auto_derive; lra.
- apply rational_at_2_1; lra.
Qed.

Theorem example_B_geometries : example_B_geometries_statement.
Proof.
intros r Hr; assert (R1 := INR_pos r Hr); assert (R2 := INR_succ r).
assert (1 <= INR r) by (apply (le_INR 1); lia); rewrite R2; split.
- exists 2, 1; lra.
- exists (1 + / (3 * INR r)), 1.
  assert (0 < / (3 * INR r)) by (apply Rinv_0_lt_compat; lra).
  assert (3 * INR r * / (3 * INR r) = 1) by (field; lra).
  assert (/ (3 * INR r) <= 1 / 3) by nra.
  split; [lra|]; nra.
Qed.

Theorem example_B_strictly_concave : example_B_strictly_concave_statement.
Proof.
intros tau M Ht HM h; assert (Hm : 0 < M ^ 2) by now apply pow_lt.
set (m := M ^ 2) in *; unfold h, rational_penalty.
replace (0 / (0 + tau)) with 0 by (field; lra); split; [apply ratio_nonneg; lra|].
intros t H; assert (0 < t * m) by (apply Rmult_lt_0_compat; lra).
replace ((1 - t) * 0 + t * (m / (m + tau))) with (t * m / (m + tau)) by (field; lra).
apply Rmult_lt_compat_l; [easy|]; apply Rinv_lt_contravar; nra.
Qed.

(** ** The toy *)

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
Lemma toy_zero_le_sparse m theta theta' : beta = INR m ->
  (1 + / 4 / gamma) ^ 4 <= (1 + (/ a) ^ 2 / gamma) ^ m ->
  log_loss (toy a) beta gamma theta zero_code <= log_loss (toy a) beta gamma theta' (toy_sparse a).
Proof.
intros B H; apply log_loss_le_iff; [easy|].
rewrite toy_excess_zero, toy_excess_sparse, B.
assert (P := proj1 inv_square_pos).
assert (X : 0 < 1 + / 4 / gamma) by (apply one_plus_ratio_pos; lra).
assert (Y : 0 < 1 + (/ a) ^ 2 / gamma) by (apply one_plus_ratio_pos; lra).
replace 4 with (INR 4) at 1 by (simpl; ring).
rewrite <- !ln_pow_INR by easy; apply ln_le; [now apply pow_lt|easy].
Qed.

Lemma toy_zero_lt_sparse m theta theta' : beta = INR m ->
  (1 + / 4 / gamma) ^ 4 < (1 + (/ a) ^ 2 / gamma) ^ m ->
  log_loss (toy a) beta gamma theta zero_code < log_loss (toy a) beta gamma theta' (toy_sparse a).
Proof.
intros B H; apply log_loss_lt_iff; [easy|].
rewrite toy_excess_zero, toy_excess_sparse, B.
assert (P := proj1 inv_square_pos).
assert (X : 0 < 1 + / 4 / gamma) by (apply one_plus_ratio_pos; lra).
assert (Y : 0 < 1 + (/ a) ^ 2 / gamma) by (apply one_plus_ratio_pos; lra).
replace 4 with (INR 4) at 1 by (simpl; ring).
rewrite <- !ln_pow_INR by easy; apply ln_increasing; [now apply pow_lt|easy].
Qed.

Lemma toy_sparse_lt_zero m theta theta' : beta = INR m ->
  (1 + (/ a) ^ 2 / gamma) ^ m < (1 + / 4 / gamma) ^ 4 ->
  log_loss (toy a) beta gamma theta' (toy_sparse a) < log_loss (toy a) beta gamma theta zero_code.
Proof.
intros B H; apply log_loss_lt_iff; [easy|].
rewrite toy_excess_zero, toy_excess_sparse, B.
assert (P := proj1 inv_square_pos).
assert (X : 0 < 1 + / 4 / gamma) by (apply one_plus_ratio_pos; lra).
assert (Y : 0 < 1 + (/ a) ^ 2 / gamma) by (apply one_plus_ratio_pos; lra).
replace 4 with (INR 4) at 1 by (simpl; ring).
rewrite <- !ln_pow_INR by easy; apply ln_increasing; [now apply pow_lt|easy].
Qed.

(** Dense is no worse than sparse when gamma >= 1/(8 a^2). *)
Lemma toy_dense_le_sparse theta theta' : 0 <= beta -> (/ (2 * a)) ^ 2 <= 2 * gamma ->
  log_loss (toy a) beta gamma theta (toy_dense a) <= log_loss (toy a) beta gamma theta' (toy_sparse a).
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

(** ** The two alternatives of Theorem B *)

Theorem example_B_alternatives : example_B_alternatives_statement.
Proof.
intros a Ha; repeat split; try (now apply toy_sparse_exact || now apply toy_dense_exact).
- now apply toy_sparse_active.
- intros [|k] _; rewrite toy_power; unfold toy_sparse; simpl Nat.eqb; cbn iota;
    [now right|left; ring].
- now apply toy_dense_active.
- intros k _; rewrite toy_power; now right.
Qed.

Theorem theorem_B_dense_alternative_false : theorem_B_dense_alternative_false_statement.
Proof.
intros V; destruct (example_B_alternatives 1) as [E1 [F1 [E0 F0]]]; [lra|].
specialize (V (toy 1) (fun _ => 0) count_penalty 1%nat (/ 1) (/ (2 * 1)) tt (toy_sparse 1) tt
  (toy_dense 1) ltac:(lra) ltac:(lra) E1 F1 E0 F0).
assert (Q : 0 < (/ 1) ^ 2 /\ 0 < (/ (2 * 1)) ^ 2) by (apply inv_square_pos; lra).
rewrite count_penalty_0, !count_penalty_pos in V by easy; simpl INR in V.
assert (1 * (1 - 0) < 1 * (1 - 0)); [|lra]; apply V.
apply theorem_B_dense_alternative with (r := 1%nat) (M := / 1) (eps := / (2 * 1)); try easy || lra.
unfold sparse_preferred.
rewrite count_penalty_0, !count_penalty_pos by easy; simpl INR; lra.
Qed.

Theorem theorem_B_imperfect_alternative_false : theorem_B_imperfect_alternative_false_statement.
Proof.
intros V; destruct (example_B_alternatives 1) as [E1 [F1 _]]; [lra|].
specialize (V (toy 1) (fun u => 2 * u) count_penalty 1%nat (/ 1) tt (toy_sparse 1) tt
  ltac:(lra) E1 F1).
rewrite toy_zero_error, count_penalty_0, !count_penalty_pos in V by lra; simpl INR in V.
assert (1 * (1 - 0) < 2 * / 4 - 2 * 0); [|lra]; apply V.
apply theorem_B_imperfect_alternative with (r := 1%nat) (M := / 1); try easy || lra.
rewrite toy_zero_error, count_penalty_0, !count_penalty_pos by lra; simpl INR; lra.
Qed.

(** ** Theorem C2 *)

Theorem theorem_C2_inequality_false : theorem_C2_inequality_false_statement.
Proof.
intros V; specialize (V (toy 1) 1 1 tt (toy_sparse 1) tt (toy_sparse 1)).
rewrite toy_sparse_exact, toy_sparse_active in V by lra; simpl rsum in V.
rewrite !toy_power in V; unfold toy_sparse in V; simpl in V.
rewrite Rinv_1 in V.
replace (1 + 1 * (1 * 1) / 1) with 2 in V by field.
replace (1 + 0 * (0 * 1) / 1) with 1 in V by field.
replace (1 + 0 / 1) with 1 in V by field.
replace (1 + (0 + 1 * (1 * 1) + 0 * (0 * 1)) / (1 + 1) / 1) with (3 / 2) in V by field.
assert (ln (3 / 2) < ln 2) by (apply ln_increasing; lra).
rewrite ln_1 in V; lra.
Qed.

Theorem theorem_C2_error_false : theorem_C2_error_false_statement.
Proof.
intros V; specialize (V (toy 2) 4 1 tt zero_code tt (toy_sparse 2)).
rewrite toy_sparse_exact, toy_zero_error, toy_mean_power, toy_sparse_active in V by lra.
assert (B : / 4 <= 1 * (Rpower (1 + (/ 2) ^ 2 / 1) (4 * INR 1 / INR (d (toy 2) + 1)) - 1)).
{ apply V; try lra; apply (toy_zero_le_sparse 2) with 4%nat; simpl; lra. }
simpl INR in B; replace (1 + (/ 2) ^ 2 / 1) with (5 / 4) in B by field.
assert (L : 0 < ln (5 / 4)) by (rewrite <- ln_1; apply ln_increasing; lra).
assert (C : Rpower (5 / 4) (4 * 1 / (1 + 1 + 1 + 1 + 1)) < 5 / 4).
{ apply ln_lt_inv; [apply Rpower_pos|lra|]; rewrite ln_Rpower; lra. }
lra.
Qed.

Theorem theorem_C2_rows_false : theorem_C2_rows_false_statement.
Proof.
intros V; specialize (V (toy 1) 1 1 tt (toy_dense 1) tt (toy_sparse 1)); cbn zeta in V.
rewrite toy_sparse_exact, toy_sparse_active in V by lra; simpl INR in V.
replace ((1 - 1) / 1) with 0 in V by field; rewrite Rpower_O in V.
2: { rewrite toy_mean_power by lra; lra. }
replace (1 * (1 - 1)) with 0 in V by ring; fold (n_active (toy 1) (toy_dense 1)) in V.
rewrite toy_dense_active in V by lra.
assert (2 <= 1)%nat; [|lia]; apply V; try lra; apply toy_dense_le_sparse; lra.
Qed.

Theorem theorem_C2_rows_beta_false : theorem_C2_rows_beta_false_statement.
Proof.
intros V; specialize (V (toy 1) 0 (1 / 16) tt (toy_dense 1) tt (toy_sparse 1)); cbn zeta in V.
rewrite toy_sparse_exact, toy_sparse_active, toy_mean_power in V by lra.
assert (L : forall k, 1 / 16 * (Rpower (1 + (/ 1) ^ 2 / (1 / 16)) (INR 1 / INR (1 + 1)) - 1)
                      < row_power (toy 1) (toy_dense 1) k).
{ intros k; rewrite toy_power; unfold toy_dense; simpl INR.
  assert (Rpower (1 + (/ 1) ^ 2 / (1 / 16)) (1 / (1 + 1)) < 5); [|lra].
  apply ln_lt_inv; [apply Rpower_pos|lra|]; rewrite ln_Rpower.
  replace (1 + (/ 1) ^ 2 / (1 / 16)) with 17 by field.
  assert (G : ln 17 < ln (5 ^ 2)) by (apply ln_increasing; lra).
  rewrite ln_pow_INR in G by lra; simpl INR in G; lra. }
assert (W : (count_above (1 / 16 * (Rpower (1 + (/ 1) ^ 2 / (1 / 16)) (INR 1 / INR (1 + 1)) - 1))
                         2 (row_power (toy 1) (toy_dense 1)) <= 1)%nat).
{ apply V; try lra; apply log_loss_le_iff; [lra|].
  rewrite toy_excess_dense, toy_excess_sparse by lra; lra. }
revert W; simpl count_above.
destruct (Rlt_dec _ (row_power (toy 1) (toy_dense 1) 0)) as [|N]; [|destruct N; apply L].
destruct (Rlt_dec _ (row_power (toy 1) (toy_dense 1) 1)) as [|N]; [|destruct N; apply L].
lia.
Qed.

Theorem theorem_C2_rates_false : theorem_C2_rates_false_statement.
Proof.
intros V; specialize (V (toy (2 / 3)) 2 (1 / 16) tt zero_code tt (toy_sparse (2 / 3))).
rewrite toy_sparse_exact, toy_zero_error, toy_mean_power, toy_sparse_active in V by lra.
assert (B : / 4 <= Rpower (1 + (/ (2 / 3)) ^ 2) (2 * INR 1 / INR (d (toy (2 / 3)))) * (1 / 16)).
{ apply V; try lra; apply toy_zero_le_sparse with 2%nat; simpl; lra. }
simpl INR in B; assert (C : Rpower (1 + (/ (2 / 3)) ^ 2) (2 * 1 / (1 + 1 + 1 + 1)) < 2); [|lra].
apply ln_lt_inv; [apply Rpower_pos|lra|]; rewrite ln_Rpower.
replace (1 + (/ (2 / 3)) ^ 2) with (13 / 4) by field.
assert (G : ln (13 / 4) < ln (2 ^ 2)) by (apply ln_increasing; lra).
rewrite ln_pow_INR in G by lra; simpl INR in G; lra.
Qed.

(** At a = 1, beta = 4 the zero code wins at every gamma. *)
Lemma toy_one_zero_wins m gamma theta theta' : (4 <= m)%nat -> 0 < gamma ->
  log_loss (toy 1) (INR m) gamma theta zero_code
  < log_loss (toy 1) (INR m) gamma theta' (toy_sparse 1).
Proof.
intros Hm Hg; apply toy_zero_lt_sparse with m; try lra; try easy.
assert (I : 0 < / gamma) by now apply Rinv_0_lt_compat.
apply Rlt_le_trans with ((1 + (/ 1) ^ 2 / gamma) ^ 4).
- replace ((/ 1) ^ 2) with 1 by field; unfold Rdiv.
  set (x := 1 + / 4 * / gamma); set (y := 1 + 1 * / gamma).
  assert (0 < x < y) by (unfold x, y; lra).
  assert (x ^ 2 < y ^ 2) by nra; replace (x ^ 4) with ((x ^ 2) ^ 2) by ring.
  replace (y ^ 4) with ((y ^ 2) ^ 2) by ring; nra.
- apply Rle_pow; [|easy]; replace ((/ 1) ^ 2) with 1 by field; unfold Rdiv; lra.
Qed.

Theorem theorem_C2_limit_false : theorem_C2_limit_false_statement.
Proof.
intros V; specialize (V (toy 1) (INR 4) gamma_example (fun _ => tt) (fun _ => zero_code) tt
  (toy_sparse 1) gamma_example_vanishing (toy_sparse_exact 1 Rlt_0_1 tt)).
rewrite toy_sparse_active in V by lra.
assert (L : is_lim_seq (fun _ => error (toy 1) tt zero_code) 0).
{ apply V; try (simpl; lra); intros j; apply Rlt_le, toy_one_zero_wins; [lia|].
  apply gamma_example_bounds. }
apply is_lim_seq_unique in L; rewrite Lim_seq_const, toy_zero_error in L by lra.
injection L; lra.
Qed.

Theorem example_C2_error_attained : example_C2_error_attained_statement.
Proof.
intros gamma Hg; split; [apply toy_sparse_exact; lra|]; split.
- apply toy_zero_le_sparse with 4%nat; [lra|easy|simpl; ring|].
  replace ((/ 2) ^ 2) with (/ 4) by field; lra.
- rewrite toy_zero_error, toy_mean_power, toy_sparse_active by lra; simpl INR.
  replace (4 * 1 / (1 + 1 + 1 + 1)) with 1 by field.
  rewrite Rpower_1 by (apply one_plus_ratio_pos; lra); field; lra.
Qed.

Theorem example_C2_rows_attained : example_C2_rows_attained_statement.
Proof.
intros beta Hb; split; [apply toy_sparse_exact; lra|]; split.
- apply toy_dense_le_sparse; lra.
- cbn zeta; rewrite toy_mean_power, toy_sparse_active by lra; split; [easy|]; intros k _.
  rewrite toy_power; unfold toy_dense; simpl INR.
  replace (1 + (/ 1) ^ 2 / (1 / 8)) with (3 ^ 2) by field.
  replace (Rpower (3 ^ 2) (1 / (1 + 1))) with 3; [field|].
  rewrite <- (Rpower_pow 2 3), Rpower_mult by lra; simpl INR.
  replace ((1 + 1) * (1 / (1 + 1))) with 1 by field; rewrite Rpower_1; lra.
Qed.

(** ** Theorem C3 *)

Theorem theorem_C3_r_false : theorem_C3_r_false_statement.
Proof.
intros V.
specialize (V (toy 1) (fun Z => Z = toy_sparse 1 \/ Z = toy_dense 1) 1 (1 / 4) 1 (1 / 4) 1 tt
  (toy_sparse 1) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)); cbn zeta in V.
rewrite toy_sparse_active in V by lra.
assert (O : optimal_sparse (toy 1) tt (toy_dense 1)).
{ apply V.
  - apply toy_sparse_optimal; lra.
  - now left.
  - intros [|k] _; rewrite toy_power; unfold toy_sparse; simpl Nat.eqb; cbn iota; lra.
  - intros theta Z [-> | ->] _ M k _; [rewrite toy_sparse_active in M by lra; lia|].
    intros _; rewrite toy_power; unfold toy_dense; lra.
  - intros theta Z [-> | ->] N; destruct N; [apply toy_sparse_exact|apply toy_dense_exact]; lra.
  - right; simpl; lra.
  - simpl; lra.
  - split; [now right|]; intros [] Z [-> | ->]; [|lra]; apply toy_dense_le_sparse; lra. }
destruct O as [_ O]; specialize (O tt (toy_sparse 1) (toy_sparse_exact 1 Rlt_0_1 tt)).
rewrite toy_sparse_active, toy_dense_active in O by lra; lia.
Qed.

(** What both controls on the second condition share: Codes = {0, sparse}, any a. *)
Lemma zero_and_sparse_hypotheses a : 0 < a ->
  let Codes := fun Z => Z = zero_code \/ Z = toy_sparse a in
  (forall k, (k < kappa (toy a))%nat -> row_power (toy a) (toy_sparse a) k <= (/ a) ^ 2) /\
  (forall theta Z, Codes Z -> error (toy a) theta Z = 0 -> (1 < n_active (toy a) Z)%nat ->
    forall k, (k < kappa (toy a))%nat -> 0 < row_power (toy a) Z k ->
    (/ a) ^ 2 <= row_power (toy a) Z k) /\
  (forall theta Z, Codes Z -> error (toy a) theta Z <> 0 -> / 4 <= error (toy a) theta Z).
Proof.
intros Ha Codes; assert (P := inv_square_pos a Ha); repeat split.
- intros [|k] _; rewrite toy_power; unfold toy_sparse; simpl Nat.eqb; cbn iota; lra.
- intros theta Z [-> | ->] _ M; [rewrite n_active_zero_code in M; lia|].
  rewrite toy_sparse_active in M by lra; lia.
- intros theta Z [-> | ->] N; [rewrite toy_zero_error; lra|]; destruct N.
  now apply toy_sparse_exact.
Qed.

Lemma toy_zero_not_optimal a theta : ~ optimal_sparse (toy a) theta zero_code.
Proof. intros [E _]; rewrite toy_zero_error in E; lra. Qed.

Theorem theorem_C3_equality_false : theorem_C3_equality_false_statement.
Proof.
intros V; destruct (zero_and_sparse_hypotheses 2) as [H1 [H2 H3]]; [lra|].
apply (toy_zero_not_optimal 2 tt).
apply (V (toy 2) (fun Z => Z = zero_code \/ Z = toy_sparse 2) 4 1 ((/ 2) ^ 2) ((/ 2) ^ 2) (/ 4) tt
  (toy_sparse 2)); cbn zeta; rewrite ?toy_sparse_active by lra; try easy; try lra.
- apply toy_sparse_optimal; lra.
- now right.
- simpl INR; lra.
- split; [now left|]; intros [] Z [-> | ->]; [lra|].
  apply toy_zero_le_sparse with 4%nat; simpl; lra.
Qed.

Theorem theorem_C3_large_beta_false : theorem_C3_large_beta_false_statement.
Proof.
intros V; destruct (zero_and_sparse_hypotheses 4) as [H1 [H2 H3]]; [lra|].
apply (toy_zero_not_optimal 4 tt).
apply (V (toy 4) (fun Z => Z = zero_code \/ Z = toy_sparse 4) 10 (1 / 16) ((/ 4) ^ 2) ((/ 4) ^ 2)
  (/ 4) tt (toy_sparse 4)); cbn zeta; rewrite ?toy_sparse_active by lra; try easy; try lra.
- apply toy_sparse_optimal; lra.
- now right.
- split; [now left|]; intros [] Z [-> | ->]; [lra|].
  apply toy_zero_le_sparse with 10%nat; simpl; lra.
Qed.

Theorem example_C3 : example_C3_statement.
Proof.
intros gamma Hg A r; unfold r, A; rewrite toy_sparse_active by lra.
split; [apply toy_sparse_optimal; lra|]; split; [|split; [|split; [|split; [|split]]]].
- intros [|k] _; rewrite toy_power; unfold toy_sparse; simpl Nat.eqb; cbn iota; lra.
- intros theta Z [-> |[-> | ->]] _ M k _ _.
  + rewrite n_active_zero_code in M; lia.
  + rewrite toy_sparse_active in M by lra; lia.
  + rewrite toy_power; unfold toy_dense; lra.
- intros theta Z [-> |[-> | ->]] N; [rewrite toy_zero_error; lra| |]; destruct N;
    [apply toy_sparse_exact|apply toy_dense_exact]; lra.
- simpl; lra.
- simpl; lra.
- apply Rle_trans with (1 / 16); [lra|]; simpl INR.
  apply ln_le_iff; [lra|apply Rpower_pos|].
  replace (Rpower 1 (1 * 1)) with 1 by (unfold Rpower; rewrite ln_1, Rmult_0_r, exp_0; easy).
  change (d (toy 1)) with 4%nat; rewrite ln_Rpower, Rdiv_1, ln_pow_INR by lra; simpl INR.
  replace (1 / 16) with ((1 / 4) ^ 2) by field; rewrite ln_pow_INR by lra; simpl INR.
  assert (ln (1 / 4) < 0) by (rewrite <- ln_1; apply ln_increasing; lra); lra.
Qed.

(** ** Theorem C1: the toy *)

Theorem theorem_C1_recovery_false : theorem_C1_recovery_false_statement.
Proof.
intros V; specialize (V (toy 1) 1 gamma_example tt zero_code gamma_example_vanishing).
assert (W := theorem_C1_recovery (toy 1) 1 gamma_example tt zero_code gamma_example_vanishing).
apply is_lim_seq_unique in V; apply is_lim_seq_unique in W; rewrite W in V.
injection V; rewrite limit_loss_zero_code by (rewrite toy_zero_error; lra).
rewrite n_active_zero_code; destruct (Req_EM_T (error (toy 1) tt zero_code) 0) as [E|_].
- rewrite toy_zero_error in E; lra.
- simpl INR; lra.
Qed.

(** The zero code as a minimising sequence, at a = 1 and beta = m >= 4. *)
Lemma zero_minimises m : (4 <= m)%nat ->
  minimising_sequence (toy 1) (fun Z => Z = zero_code \/ Z = toy_sparse 1) (INR m) gamma_example
    (fun _ => tt) (fun _ => zero_code).
Proof.
intros Hm; split; [apply gamma_example_vanishing|]; intros j; split; [now left|].
intros [] Z [-> | ->]; [lra|]; apply Rlt_le, toy_one_zero_wins; [easy|].
apply gamma_example_bounds.
Qed.

Lemma always_cluster_point a Z :
  cluster_point (toy a) always (fun _ => tt) (fun _ => Z) tt Z.
Proof. now apply (constant_cluster_point (toy a) always Z tt). Qed.

Theorem theorem_C1_minimisers_equality_false : theorem_C1_minimisers_equality_false_statement.
Proof.
intros V; apply (toy_zero_not_optimal 1 tt).
apply (V (toy 1) always (fun Z => Z = zero_code \/ Z = toy_sparse 1) (INR 4) gamma_example
  (fun _ => tt) (fun _ => zero_code) tt (toy_sparse 1)).
- apply toy_continuous.
- apply toy_sparse_optimal; lra.
- now right.
- simpl; lra.
- rewrite toy_sparse_active by lra; simpl; lra.
- now apply zero_minimises.
- apply always_cluster_point.
Qed.

Theorem theorem_C1_minimisers_reversed_false : theorem_C1_minimisers_reversed_false_statement.
Proof.
intros V; apply (toy_zero_not_optimal 1 tt).
apply (V (toy 1) always (fun Z => Z = zero_code \/ Z = toy_sparse 1) (INR 5) gamma_example
  (fun _ => tt) (fun _ => zero_code) tt (toy_sparse 1)).
- apply toy_continuous.
- apply toy_sparse_optimal; lra.
- now right.
- simpl; lra.
- rewrite toy_sparse_active by lra; simpl; lra.
- apply zero_minimises; lia.
- apply always_cluster_point.
Qed.

Theorem theorem_C1_minimisers_no_code_false : theorem_C1_minimisers_no_code_false_statement.
Proof.
intros V; apply (toy_zero_not_optimal 1 tt).
apply (V (toy 1) always (fun Z => Z = zero_code) 1 gamma_example
  (fun _ => tt) (fun _ => zero_code) tt (toy_sparse 1)).
- apply toy_continuous.
- apply toy_sparse_optimal; lra.
- lra.
- rewrite toy_sparse_active by lra; simpl; lra.
- split; [apply gamma_example_vanishing|]; intros j; split; [easy|]; intros [] Z ->; lra.
- apply always_cluster_point.
Qed.

Theorem theorem_C1_minimisers_beta_zero_false : theorem_C1_minimisers_beta_zero_false_statement.
Proof.
intros V; assert (O : optimal_sparse (toy 1) tt (toy_dense 1)).
{ apply (V (toy 1) always (fun Z => Z = toy_sparse 1 \/ Z = toy_dense 1) 0 gamma_example
    (fun _ => tt) (fun _ => toy_dense 1) tt (toy_sparse 1)).
  - apply toy_continuous.
  - apply toy_sparse_optimal; lra.
  - now left.
  - lra.
  - rewrite toy_sparse_active by lra; simpl; lra.
  - split; [apply gamma_example_vanishing|]; intros j; split; [now right|].
    assert (G := gamma_example_bounds j).
    intros [] Z [-> | ->]; [|lra]; apply log_loss_le_iff; [easy|].
    rewrite toy_excess_dense, toy_excess_sparse by lra; lra.
  - apply always_cluster_point. }
destruct O as [_ O]; specialize (O tt (toy_sparse 1) (toy_sparse_exact 1 Rlt_0_1 tt)).
rewrite toy_sparse_active, toy_dense_active in O by lra; lia.
Qed.

(** At a = 4, beta = 4 the sparse code wins at every gamma. *)
Lemma toy_four_sparse_wins gamma theta theta' : 0 < gamma ->
  log_loss (toy 4) 4 gamma theta (toy_sparse 4) < log_loss (toy 4) 4 gamma theta' zero_code.
Proof.
intros Hg; apply toy_sparse_lt_zero with 4%nat; [lra|easy|simpl; ring|].
assert (I : 0 < / gamma) by now apply Rinv_0_lt_compat.
replace ((/ 4) ^ 2) with (/ 16) by field; unfold Rdiv.
set (x := 1 + / 16 * / gamma); set (y := 1 + / 4 * / gamma).
assert (0 < x < y) by (unfold x, y; lra).
assert (x ^ 2 < y ^ 2) by nra; replace (x ^ 4) with ((x ^ 2) ^ 2) by ring.
replace (y ^ 4) with ((y ^ 2) ^ 2) by ring; nra.
Qed.

Theorem theorem_C1_collapse_equality_false : theorem_C1_collapse_equality_false_statement.
Proof.
intros V; assert (E : toy_sparse 4 0%nat 0%nat = 0).
{ apply (V (toy 4) always (fun Z => Z = zero_code \/ Z = toy_sparse 4) 4 1%nat gamma_example
    (fun _ => tt) (fun _ => toy_sparse 4)) with tt; try (simpl; lia).
  - apply toy_continuous.
  - intros; apply toy_needs_a_row with theta; easy || lra.
  - now left.
  - simpl; lra.
  - split; [apply gamma_example_vanishing|]; intros j; split; [now right|].
    intros [] Z [-> | ->]; [|lra]; apply Rlt_le, toy_four_sparse_wins, gamma_example_bounds.
  - apply always_cluster_point. }
unfold toy_sparse in E; simpl in E; lra.
Qed.

Theorem theorem_C1_collapse_no_zero_false : theorem_C1_collapse_no_zero_false_statement.
Proof.
intros V; assert (E : toy_sparse 1 0%nat 0%nat = 0).
{ apply (V (toy 1) always (fun Z => Z = toy_sparse 1) 5 1%nat gamma_example
    (fun _ => tt) (fun _ => toy_sparse 1)) with tt; try (simpl; lia).
  - apply toy_continuous.
  - intros; apply toy_needs_a_row with theta; easy || lra.
  - simpl; lra.
  - split; [apply gamma_example_vanishing|]; intros j; split; [easy|]; intros [] Z ->; lra.
  - apply always_cluster_point. }
unfold toy_sparse in E; simpl in E; lra.
Qed.

Theorem theorem_C1_inexact_false : theorem_C1_inexact_false_statement.
Proof.
intros V; apply (V (toy 1) (fun Z => Z = toy_sparse 1) 1 1 tt (toy_sparse 1)); try lra.
- rewrite toy_sparse_active by lra; lia.
- split; [apply toy_sparse_exact; lra|]; split; [easy|]; intros [] Z ->; lra.
Qed.

Theorem theorem_C1_tie_false : theorem_C1_tie_false_statement.
Proof.
intros V; specialize (V (toy 1) 1 tt (toy_sparse 1) tt (toy_sparse_optimal 1 Rlt_0_1)).
rewrite limit_loss_zero_code in V by (rewrite toy_zero_error; lra).
unfold limit_loss in V; rewrite toy_sparse_exact, toy_sparse_active in V by lra.
destruct (Req_EM_T 0 0); [|easy]; simpl INR in V; assert (T := V ltac:(lia) Rlt_0_1); lra.
Qed.

Theorem theorem_C1_existence_false : theorem_C1_existence_false_statement.
Proof.
intros V; destruct (V (toy 1) always
  (fun Z => exists t, 0 < t /\ Z = shrink t (toy_sparse 1)) 0 1) as [[] [Z [[t [Ht ->]] M]]].
- apply toy_continuous.
- exists tt, (shrink 1 (toy_sparse 1)), 1; split; [lra|easy].
- lra.
- lra.
- specialize (M tt (shrink (t / 2) (toy_sparse 1)) ltac:(exists (t / 2); split; [lra|easy])).
  apply log_loss_le_iff in M; [|lra]; unfold excess in M; rewrite !toy_error in M.
  assert (S : forall s, (1 - 1 * (shrink s (toy_sparse 1) 0%nat 0%nat
    + shrink s (toy_sparse 1) 1%nat 0%nat)) ^ 2 / 4 = s ^ 2 / 4).
  { intros s; unfold shrink, toy_sparse; simpl; field. }
  rewrite !S in M.
  assert (0 < t ^ 2) by now apply pow_lt.
  assert (ln (1 + (t / 2) ^ 2 / 4 / 1) < ln (1 + t ^ 2 / 4 / 1)) by (apply ln_increasing; lra).
  simpl INR in M; lra.
Qed.

Theorem example_C1_minimisers : example_C1_minimisers_statement.
Proof.
split; [apply toy_continuous|]; split; [apply toy_sparse_optimal; lra|].
split; [rewrite toy_sparse_active by lra; simpl; lra|]; split; [|apply always_cluster_point].
split; [apply gamma_example_vanishing|]; intros j; fold (gamma_example j).
assert (G := gamma_example_bounds j).
destruct (example_C3 (gamma_example j) G) as [O [H1 [H2 [H3 [H4 [H5 H6]]]]]].
cbn zeta in *; assert (C' : three_codes 1 (toy_sparse 1)) by now right; left.
destruct (theorem_C3 (toy 1) (three_codes 1) 1 (gamma_example j) 1 (1 / 4) (1 / 4) tt
  (toy_sparse 1) (proj1 G) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra) O C' H1 H2 H3) as [B _].
- right; exact H4.
- right; split; [exact H5|]; right; exact H6.
- split; [now right; left|]; intros [] Z C.
  destruct (Classical_Prop.classic (optimal_sparse (toy 1) tt Z)) as [S|S];
    [|now apply Rlt_le, B].
  destruct C as [-> |[-> | ->]].
  + now apply toy_zero_not_optimal in S.
  + lra.
  + destruct S as [_ S]; specialize (S tt (toy_sparse 1) (toy_sparse_exact 1 Rlt_0_1 tt)).
    rewrite toy_sparse_active, toy_dense_active in S by lra; lia.
Qed.

Theorem example_C1_collapse : example_C1_collapse_statement.
Proof.
split; [intros; apply toy_needs_a_row with theta; easy || lra|].
split; [simpl; lra|]; split; [|apply always_cluster_point].
replace 5 with (INR 5) by (simpl; ring); apply zero_minimises; lia.
Qed.

Theorem example_C1_inexact : example_C1_inexact_statement.
Proof.
intros a t Ha; rewrite toy_error; unfold shrink, toy_sparse; simpl Nat.eqb; cbn iota.
right; field; lra.
Qed.

Theorem example_C1_compact : example_C1_compact_statement.
Proof.
intros thetas Zs H; exists tt, (toy_sparse 1); split; [easy|].
exists (fun j => j); repeat split; [lia|]; intros k i _ _.
apply is_lim_seq_ext with (fun _ => toy_sparse 1 k i); [|apply is_lim_seq_const].
intros j; now rewrite H.
Qed.

Theorem example_C1_undecided : example_C1_undecided_statement.
Proof.
intros gamma Hg; split; [now apply toy_four_sparse_wins|].
replace 4 with (INR 4) by (simpl; ring); now apply toy_one_zero_wins.
Qed.

(** ** Theorem C1: the tent *)

Lemma tent_height_top w : 0 < w -> tent_height w w = 1.
Proof.
intros H; unfold tent_height; destruct (Rlt_dec 0 w); [|lra].
replace (w / w - 1) with 0 by (field; lra); rewrite Rabs_R0, Rmax_right; lra.
Qed.

(** The tent is half as wide as it is far from 0. *)
Lemma tent_height_far w z : 1 / 2 <= Rabs (z / w - 1) -> tent_height w z = 0.
Proof.
intros H; unfold tent_height; destruct (Rlt_dec 0 w); [|easy]; rewrite Rmax_left; lra.
Qed.

Lemma tent_height_negative w z : w <= 0 -> tent_height w z = 0.
Proof. intros H; unfold tent_height; destruct (Rlt_dec 0 w); lra. Qed.

Lemma hat_lim us (u : R) : is_lim_seq us u ->
  is_lim_seq (fun j => Rmax 0 (1 - 2 * Rabs (us j - 1))) (Rmax 0 (1 - 2 * Rabs (u - 1))).
Proof.
assert (E : forall x, Rmax 0 x = (x + Rabs x) * / 2).
{ intros x; unfold Rmax, Rabs; destruct (Rle_dec 0 x), (Rcase_abs x); lra. }
intros L; assert (S : is_lim_seq (fun j => 1 - 2 * Rabs (us j - 1)) (1 - 2 * Rabs (u - 1))).
{ apply is_lim_seq_minus'; [apply is_lim_seq_const|].
  apply is_lim_seq_mult'; [apply is_lim_seq_const|].
  apply (is_lim_seq_abs (fun j => us j - 1) (u - 1)), is_lim_seq_minus'; [easy|].
  apply is_lim_seq_const. }
rewrite E; apply is_lim_seq_ext with
  (fun j => (1 - 2 * Rabs (us j - 1) + Rabs (1 - 2 * Rabs (us j - 1))) * / 2);
  [intros; now rewrite E|].
apply is_lim_seq_mult'; [|apply is_lim_seq_const].
apply is_lim_seq_plus'; [easy|].
now apply (is_lim_seq_abs (fun j => 1 - 2 * Rabs (us j - 1)) (1 - 2 * Rabs (u - 1))).
Qed.

Lemma tent_height_lim_z w zs (z : R) : is_lim_seq zs z ->
  is_lim_seq (fun j => tent_height w (zs j)) (tent_height w z).
Proof.
intros L; unfold tent_height; destruct (Rlt_dec 0 w); [|apply is_lim_seq_const].
apply (hat_lim (fun j => zs j / w)), is_lim_seq_mult'; [easy|apply is_lim_seq_const].
Qed.

Lemma tent_height_lim_w ws (w z : R) : is_lim_seq ws w ->
  is_lim_seq (fun j => tent_height (ws j) z) (tent_height w z).
Proof.
intros L; destruct (Rtotal_order w 0) as [H|[H|H]].
- rewrite tent_height_negative by lra.
  apply is_lim_seq_ext_loc with (fun _ => 0); [|apply is_lim_seq_const].
  destruct (L (fun v => v < 0)) as [N HN]; [now apply open_lt|]; exists N; intros j Hj.
  rewrite tent_height_negative; [easy|now apply Rlt_le, HN].
- rewrite tent_height_negative by lra.
  apply is_lim_seq_ext_loc with (fun _ => 0); [|apply is_lim_seq_const].
  destruct (Req_dec z 0) as [Z|Z].
  + exists O; intros j _; rewrite tent_height_far; [easy|].
    subst z; unfold Rdiv; rewrite Rmult_0_l, Rminus_0_l, Rabs_Ropp, Rabs_R1; lra.
  + assert (P : 0 < Rabs z) by now apply Rabs_pos_lt.
    destruct (L (fun v => v < Rabs z / 2)) as [N HN]; [apply open_lt; lra|].
    exists N; intros j Hj; specialize (HN j Hj); cbn beta in HN.
    destruct (Rle_lt_dec (ws j) 0) as [W|W]; [now rewrite tent_height_negative|].
    rewrite tent_height_far; [easy|]; apply Rle_trans with (Rabs (z / ws j) - Rabs 1).
    * rewrite Rabs_R1; unfold Rdiv; rewrite Rabs_mult, (Rabs_pos_eq (/ ws j))
        by (now apply Rlt_le, Rinv_0_lt_compat).
      assert (2 < Rabs z * / ws j); [|lra].
      apply (Rmult_lt_reg_r (ws j)); [easy|]; rewrite Rmult_assoc, Rinv_l; lra.
    * apply Rabs_triang_inv.
- apply is_lim_seq_ext_loc with (fun j => Rmax 0 (1 - 2 * Rabs (z / ws j - 1))).
  + destruct (L (fun v => 0 < v)) as [N HN]; [now apply open_gt|]; exists N; intros j Hj.
    specialize (HN j Hj); unfold tent_height; now destruct (Rlt_dec 0 (ws j)).
  + unfold tent_height; destruct (Rlt_dec 0 w); [|lra].
    apply (hat_lim (fun j => z / ws j)), is_lim_seq_mult'; [apply is_lim_seq_const|].
    apply (is_lim_seq_inv ws w); [easy|]; intros E; injection E; lra.
Qed.

Definition real_tends (ws : nat -> Theta tent) (w : Theta tent) : Prop := is_lim_seq ws w.

Lemma tent_separately_continuous : separately_continuous tent real_tends.
Proof.
split; intros; unfold decode; simpl; destruct (Nat.eqb c 0); try apply is_lim_seq_const.
- now apply tent_height_lim_w.
- apply tent_height_lim_z; apply (H0 0%nat); simpl; lia.
Qed.

Lemma tent_decode w Z i c : decode tent w (column Z i) c =
  if Nat.eqb c 0 then tent_height w (Z 0%nat i) else 0.
Proof. easy. Qed.

Lemma arc_exact w : 0 < w <= 1 / 2 -> error tent w (arc w) = 0.
Proof.
intros H; apply error_zero_iff; intros i c Hi Hc; rewrite tent_decode; simpl.
destruct (Nat.eqb_spec c 0) as [_|_]; [|now rewrite Bool.andb_false_r].
rewrite Bool.andb_true_r; unfold arc; simpl Nat.eqb; cbn iota.
destruct i as [|[|i]]; simpl; [|now apply tent_height_top|simpl in Hi; lia].
apply tent_height_far; assert (S : 3 / 2 * w <= sqrt (1 - w * (w * 1))).
{ apply Rsqr_incr_0_var; [|apply sqrt_pos]; rewrite Rsqr_sqrt; unfold Rsqr; nra. }
assert (Q : 3 / 2 <= sqrt (1 - w * (w * 1)) / w).
{ apply (Rmult_le_reg_r w); [easy|].
  replace (sqrt (1 - w * (w * 1)) / w * w) with (sqrt (1 - w * (w * 1))) by (field; lra); lra. }
rewrite Rabs_pos_eq; lra.
Qed.

Lemma arc_power w k : 0 <= w <= 1 / 2 ->
  row_power tent (arc w) k = if Nat.eqb k 0 then 1 / 2 else 0.
Proof.
intros H; unfold row_power, arc; simpl; destruct (Nat.eqb k 0); simpl; [|field].
assert (S : sqrt (1 - w * (w * 1)) * sqrt (1 - w * (w * 1)) = 1 - w * (w * 1))
  by (apply sqrt_sqrt; nra).
rewrite !Rmult_1_r, Rplus_0_l in *; rewrite S; field.
Qed.

Lemma arc_active w : 0 <= w <= 1 / 2 -> n_active tent (arc w) = 1%nat.
Proof.
intros H; unfold n_active; simpl count_above; rewrite !arc_power by easy; simpl Nat.eqb; cbn iota.
destruct (Rlt_dec 0 (1 / 2)), (Rlt_dec 0 0); lia || lra.
Qed.

(** The second sample is lost as soon as its code is 0. *)
Lemma tent_zero_errs w Z : Z 0%nat 1%nat = 0 -> error tent w Z <> 0.
Proof.
intros H E; assert (D := proj1 (error_zero_iff tent w Z) E 1%nat 0%nat
  ltac:(simpl; lia) ltac:(simpl; lia)).
rewrite tent_decode, H in D; simpl in D; rewrite tent_height_far in D; [lra|].
unfold Rdiv; rewrite Rmult_0_l, Rminus_0_l, Rabs_Ropp, Rabs_R1; lra.
Qed.

Lemma arc_optimal : optimal_sparse tent (1 / 2) (arc (1 / 2)).
Proof.
split; [apply arc_exact; lra|]; intros w Z E; rewrite arc_active by lra.
apply Nat.nlt_ge; intros H; assert (none : n_active tent Z = O) by lia.
apply (tent_zero_errs w Z); [|easy]; apply (row_power_zero_iff tent Z 0); [|simpl; lia].
assert (U := count_zero _ _ _ none 0%nat ltac:(simpl; lia)).
assert (N := row_power_nonneg tent Z 0); lra.
Qed.

Lemma arc_tends : code_tends tent (fun j => arc (gamma_example j)) (arc 0).
Proof.
assert (L := proj2 gamma_example_vanishing).
intros k i _ _; unfold arc; destruct (Nat.eqb k 0); [|apply is_lim_seq_const].
destruct (Nat.eqb i 0); [|easy]; apply is_lim_seq_continuous.
- apply continuity_pt_sqrt; lra.
- apply is_lim_seq_minus'; [apply is_lim_seq_const|].
  apply is_lim_seq_mult'; [easy|]; apply is_lim_seq_mult'; [easy|apply is_lim_seq_const].
Qed.

Lemma gamma_example_in j : 0 < gamma_example j <= 1 / 2.
Proof. assert (B := gamma_example_bounds j); lra. Qed.

Theorem theorem_C1_liminf_false : theorem_C1_liminf_false_statement.
Proof.
intros V; specialize (V tent real_tends 0 gamma_example gamma_example 0
  (fun j => arc (gamma_example j)) (arc 0) tent_separately_continuous (Rle_refl 0)
  gamma_example_vanishing (proj2 gamma_example_vanishing) arc_tends).
rewrite (is_LimInf_seq_unique _ (-2)) in V.
- unfold limit_loss in V; destruct (Req_EM_T (error tent 0 (arc 0)) 0) as [E|_].
  + now apply tent_zero_errs in E.
  + simpl in V; lra.
- apply is_lim_LimInf_seq, is_lim_seq_ext with (fun _ => -2); [|apply is_lim_seq_const].
  intros j; rewrite scaled_loss_terms by apply gamma_example_vanishing.
  rewrite arc_exact by apply gamma_example_in.
  rewrite log_ratio_0 by apply gamma_example_vanishing; simpl INR; ring.
Qed.

Theorem theorem_C1_minimisers_separate_false : theorem_C1_minimisers_separate_false_statement.
Proof.
intros V; assert (O : optimal_sparse tent 0 (arc 0)).
{ apply (V tent real_tends arc_codes 1 gamma_example gamma_example
    (fun j => arc (gamma_example j)) (1 / 2) (arc (1 / 2))).
  - apply tent_separately_continuous.
  - apply arc_optimal.
  - exists (1 / 2); split; [lra|easy].
  - lra.
  - rewrite arc_active by lra; simpl; lra.
  - split; [apply gamma_example_vanishing|]; intros j; assert (B := gamma_example_in j).
    split; [exists (gamma_example j); split; [lra|easy]|]; intros w Z [v [Hv ->]].
    apply log_loss_le_iff; [easy|]; unfold excess; rewrite arc_exact by easy.
    assert (P : forall u, 0 <= u <= 1 / 2 ->
      rsum (kappa tent) (fun k => ln (1 + row_power tent (arc u) k / gamma_example j)) =
      rsum 2 (fun k => ln (1 + (if Nat.eqb k 0 then 1 / 2 else 0) / gamma_example j))).
    { intros u Hu; apply rsum_ext; intros k _; now rewrite arc_power. }
    rewrite !P by lra; apply Rplus_le_compat_r, Rmult_le_compat_l; [apply pos_INR|].
    apply ln_le; [unfold Rdiv; lra|].
    apply Rplus_le_compat_l, ratio_le; [apply error_nonneg|easy].
  - exists (fun j => j); split; [intros; lia|]; split.
    + apply gamma_example_vanishing.
    + apply arc_tends. }
destruct O as [E _]; now apply tent_zero_errs in E.
Qed.
