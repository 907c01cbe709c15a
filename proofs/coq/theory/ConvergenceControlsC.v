(** * Theorem C: the false variants are false, the examples are examples *)

From Coq Require Import Reals Lra Lia Psatz Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas ConvergenceRates.
From Sparsity.theory Require Import ConvergenceFinite ConvergenceGamma
  ConvergenceControlStatements.
From Sparsity.theory Require Import ConvergenceToy.
Open Scope R_scope.

(** ** Theorem C2 *)

Theorem theorem_C2_inequality_false :
  ~ forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 <= beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  INR (d A) * ln (1 + error A theta Z / gamma)
  + beta * rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma))
  <= beta * INR (n_active A Z')
     * ln (1 + rsum (kappa A) (row_power A Z') / INR (kappa A) / gamma).
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

Theorem theorem_C2_error_false :
  ~ forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 <= beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  error A theta Z <=
  gamma * (Rpower (1 + mean_active_power A Z' / gamma)
                  (beta * INR (n_active A Z') / INR (d A + 1)) - 1).
Proof.
intros V; specialize (V (toy 2) 4 1 tt zero_code tt (toy_sparse 2)).
rewrite toy_sparse_exact, toy_zero_error, toy_mean_power, toy_sparse_active in V by lra.
assert (B : / 4 <= 1 * (Rpower (1 + (/ 2) ^ 2 / 1) (4 * INR 1 / INR (d (toy 2) + 1)) - 1)).
{ apply V; try lra; apply toy_compare with 4%nat; simpl; lra. }
simpl INR in B; replace (1 + (/ 2) ^ 2 / 1) with (5 / 4) in B by field.
assert (L : 0 < ln (5 / 4)) by (rewrite <- ln_1; apply ln_increasing; lra).
assert (C : Rpower (5 / 4) (4 * 1 / (1 + 1 + 1 + 1 + 1)) < 5 / 4).
{ apply ln_lt_inv; [apply Rpower_pos|lra|]; rewrite ln_Rpower; lra. }
lra.
Qed.

Theorem theorem_C2_rows_false :
  ~ forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 < beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  let r := n_active A Z' in
  (count_above (gamma * (Rpower (1 + mean_active_power A Z' / gamma)
                                ((INR r - 1) / INR r) - 1))
               (kappa A) (row_power A Z) <= r)%nat.
Proof.
intros V; specialize (V (toy 1) 1 1 tt (toy_dense 1) tt (toy_sparse 1)); cbn zeta in V.
rewrite toy_sparse_exact, toy_sparse_active in V by lra; simpl INR in V.
replace ((1 - 1) / 1) with 0 in V by field; rewrite Rpower_O in V.
2: { rewrite toy_mean_power by lra; lra. }
replace (1 * (1 - 1)) with 0 in V by ring; fold (n_active (toy 1) (toy_dense 1)) in V.
rewrite toy_dense_active in V by lra.
assert (2 <= 1)%nat; [|lia]; apply V; try lra; apply toy_dense_le_sparse; lra.
Qed.

Theorem theorem_C2_rows_beta_false :
  ~ forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 <= beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  let r := n_active A Z' in
  (count_above (gamma * (Rpower (1 + mean_active_power A Z' / gamma)
                                (INR r / INR (r + 1)) - 1))
               (kappa A) (row_power A Z) <= r)%nat.
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

Theorem theorem_C2_rates_false :
  ~ forall A beta gamma theta Z theta' Z',
  0 < gamma <= 1 -> 0 < beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  error A theta Z <= Rpower (1 + mean_active_power A Z')
                            (beta * INR (n_active A Z') / INR (d A)) * gamma.
Proof.
intros V; specialize (V (toy (2 / 3)) 2 (1 / 16) tt zero_code tt (toy_sparse (2 / 3))).
rewrite toy_sparse_exact, toy_zero_error, toy_mean_power, toy_sparse_active in V by lra.
assert (B : / 4 <= Rpower (1 + (/ (2 / 3)) ^ 2) (2 * INR 1 / INR (d (toy (2 / 3)))) * (1 / 16)).
{ apply V; try lra; apply toy_compare with 2%nat; simpl; lra. }
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
intros Hm Hg; apply (toy_compare 1 Rlt_0_1 (INR m) gamma Hg m theta theta' eq_refl).
assert (I : 0 < / gamma) by now apply Rinv_0_lt_compat.
apply Rlt_le_trans with ((1 + (/ 1) ^ 2 / gamma) ^ 4).
- replace ((/ 1) ^ 2) with 1 by field; unfold Rdiv.
  set (x := 1 + / 4 * / gamma); set (y := 1 + 1 * / gamma).
  assert (0 < x < y) by (unfold x, y; lra).
  assert (x ^ 2 < y ^ 2) by nra; replace (x ^ 4) with ((x ^ 2) ^ 2) by ring.
  replace (y ^ 4) with ((y ^ 2) ^ 2) by ring; nra.
- apply Rle_pow; [|easy]; replace ((/ 1) ^ 2) with 1 by field; unfold Rdiv; lra.
Qed.

Theorem theorem_C2_limit_false :
  ~ forall A beta gammas thetas Zs theta' Z',
  vanishing gammas ->
  error A theta' Z' = 0 ->
  0 < beta -> beta * INR (n_active A Z') <= INR (d A) ->
  (forall j, log_loss A beta (gammas j) (thetas j) (Zs j)
             <= log_loss A beta (gammas j) theta' Z') ->
  is_lim_seq (fun j => error A (thetas j) (Zs j)) 0.
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

Theorem example_C2_error_attained :
  forall gamma, 0 < gamma ->
  error (toy 2) tt (toy_sparse 2) = 0 /\
  log_loss (toy 2) 4 gamma tt zero_code <= log_loss (toy 2) 4 gamma tt (toy_sparse 2) /\
  error (toy 2) tt zero_code =
  gamma * (Rpower (1 + mean_active_power (toy 2) (toy_sparse 2) / gamma)
                  (4 * INR (n_active (toy 2) (toy_sparse 2)) / INR (d (toy 2))) - 1).
Proof.
intros gamma Hg; split; [apply toy_sparse_exact; lra|]; split.
- apply toy_compare with 4%nat; [lra|easy|simpl; ring|].
  replace ((/ 2) ^ 2) with (/ 4) by field; lra.
- rewrite toy_zero_error, toy_mean_power, toy_sparse_active by lra; simpl INR.
  replace (4 * 1 / (1 + 1 + 1 + 1)) with 1 by field.
  rewrite Rpower_1 by (apply one_plus_ratio_pos; lra); field; lra.
Qed.

Theorem example_C2_rows_attained :
  forall beta, 0 < beta ->
  error (toy 1) tt (toy_sparse 1) = 0 /\
  log_loss (toy 1) beta (1 / 8) tt (toy_dense 1)
  <= log_loss (toy 1) beta (1 / 8) tt (toy_sparse 1) /\
  let r := n_active (toy 1) (toy_sparse 1) in
  r = 1%nat /\
  forall k, (k < r + 1)%nat ->
  row_power (toy 1) (toy_dense 1) k =
  1 / 8 * (Rpower (1 + mean_active_power (toy 1) (toy_sparse 1) / (1 / 8))
                  (INR r / INR (r + 1)) - 1).
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

Theorem theorem_C3_r_false :
  ~ forall A (Codes : code -> Prop) beta gamma P rho e0 theta' Z',
  0 < gamma -> 0 < beta -> 0 < P -> 0 < rho -> 0 < e0 ->
  let r := n_active A Z' in
  optimal_sparse A theta' Z' -> Codes Z' ->
  (forall k, (k < kappa A)%nat -> row_power A Z' k <= P) ->
  (forall theta Z, Codes Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> rho <= row_power A Z k) ->
  (forall theta Z, Codes Z -> error A theta Z <> 0 -> e0 <= error A theta Z) ->
  rho >= P \/ gamma <= rho ^ r / P ^ (r - 1) ->
  beta * INR r < INR (d A) /\ e0 >= P ->
  forall theta Z, minimiser A Codes (log_loss A beta gamma) theta Z -> optimal_sparse A theta Z.
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

Theorem theorem_C3_equality_false :
  ~ forall A (Codes : code -> Prop) beta gamma P rho e0 theta' Z',
  0 < gamma -> 0 < beta -> 0 < P -> 0 < rho -> 0 < e0 ->
  let r := n_active A Z' in
  optimal_sparse A theta' Z' -> Codes Z' ->
  (forall k, (k < kappa A)%nat -> row_power A Z' k <= P) ->
  (forall theta Z, Codes Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> rho <= row_power A Z k) ->
  (forall theta Z, Codes Z -> error A theta Z <> 0 -> e0 <= error A theta Z) ->
  rho >= P ->
  beta * INR r = INR (d A) /\ e0 >= P ->
  forall theta Z, minimiser A Codes (log_loss A beta gamma) theta Z -> optimal_sparse A theta Z.
Proof.
intros V; destruct (zero_and_sparse_hypotheses 2) as [H1 [H2 H3]]; [lra|].
apply (toy_zero_not_optimal 2 tt).
apply (V (toy 2) (fun Z => Z = zero_code \/ Z = toy_sparse 2) 4 1 ((/ 2) ^ 2) ((/ 2) ^ 2) (/ 4) tt
  (toy_sparse 2)); cbn zeta; rewrite ?toy_sparse_active by lra; try easy; try lra.
- apply toy_sparse_optimal; lra.
- now right.
- simpl INR; lra.
- split; [now left|]; intros [] Z [-> | ->]; [lra|].
  apply toy_compare with 4%nat; simpl; lra.
Qed.

Theorem theorem_C3_large_beta_false :
  ~ forall A (Codes : code -> Prop) beta gamma P rho e0 theta' Z',
  0 < gamma -> 0 < beta -> 0 < P -> 0 < rho -> 0 < e0 ->
  let r := n_active A Z' in
  optimal_sparse A theta' Z' -> Codes Z' ->
  (forall k, (k < kappa A)%nat -> row_power A Z' k <= P) ->
  (forall theta Z, Codes Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> rho <= row_power A Z k) ->
  (forall theta Z, Codes Z -> error A theta Z <> 0 -> e0 <= error A theta Z) ->
  rho >= P ->
  e0 > P ->
  forall theta Z, minimiser A Codes (log_loss A beta gamma) theta Z -> optimal_sparse A theta Z.
Proof.
intros V; destruct (zero_and_sparse_hypotheses 4) as [H1 [H2 H3]]; [lra|].
apply (toy_zero_not_optimal 4 tt).
apply (V (toy 4) (fun Z => Z = zero_code \/ Z = toy_sparse 4) 10 (1 / 16) ((/ 4) ^ 2) ((/ 4) ^ 2)
  (/ 4) tt (toy_sparse 4)); cbn zeta; rewrite ?toy_sparse_active by lra; try easy; try lra.
- apply toy_sparse_optimal; lra.
- now right.
- split; [now left|]; intros [] Z [-> | ->]; [lra|].
  apply toy_compare with 10%nat; simpl; lra.
Qed.

Theorem example_C3 :
  forall gamma, 0 < gamma <= 1 / 16 ->
  let A := toy 1 in
  let r := n_active A (toy_sparse 1) in
  optimal_sparse A tt (toy_sparse 1) /\
  (forall k, (k < kappa A)%nat -> row_power A (toy_sparse 1) k <= 1) /\
  (forall theta Z, three_codes 1 Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> 1 / 4 <= row_power A Z k) /\
  (forall theta Z, three_codes 1 Z -> error A theta Z <> 0 -> 1 / 4 <= error A theta Z) /\
  gamma <= (1 / 4) ^ (r + 1) / 1 ^ r /\
  1 * INR r < INR (d A) /\
  gamma <= Rpower ((1 / 4) ^ d A / Rpower 1 (1 * INR r)) (1 / (INR (d A) - 1 * INR r)).
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

Theorem theorem_C1_recovery_false :
  ~ forall A beta gammas theta Z,
  vanishing gammas ->
  is_lim_seq (fun j => scaled_loss A beta (gammas j) theta Z)
    (- INR (d A) * (if Req_EM_T (error A theta Z) 0 then 1 else 0)
     - beta * INR (n_active A Z)).
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

Theorem theorem_C1_minimisers_equality_false :
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends -> optimal_sparse A theta' Z' -> Codes Z' ->
  0 < beta -> beta * INR (n_active A Z') <= INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.
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

Theorem theorem_C1_minimisers_reversed_false :
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends -> optimal_sparse A theta' Z' -> Codes Z' ->
  0 < beta -> beta * INR (n_active A Z') > INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.
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

Theorem theorem_C1_minimisers_no_code_false :
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends -> optimal_sparse A theta' Z' ->
  0 < beta -> beta * INR (n_active A Z') < INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.
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

Theorem theorem_C1_minimisers_beta_zero_false :
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends -> optimal_sparse A theta' Z' -> Codes Z' ->
  0 <= beta -> beta * INR (n_active A Z') < INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.
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
intros Hg; apply (toy_compare 4 ltac:(lra) 4 gamma Hg 4 theta' theta ltac:(simpl; ring)).
assert (I : 0 < / gamma) by now apply Rinv_0_lt_compat.
replace ((/ 4) ^ 2) with (/ 16) by field; unfold Rdiv.
set (x := 1 + / 16 * / gamma); set (y := 1 + / 4 * / gamma).
assert (0 < x < y) by (unfold x, y; lra).
assert (x ^ 2 < y ^ 2) by nra; replace (x ^ 4) with ((x ^ 2) ^ 2) by ring.
replace (y ^ 4) with ((y ^ 2) ^ 2) by ring; nra.
Qed.

Theorem theorem_C1_collapse_equality_false :
  ~ forall A tends (Codes : code -> Prop) beta r gammas thetas Zs,
  jointly_continuous A tends ->
  (forall theta Z, error A theta Z = 0 -> (r <= n_active A Z)%nat) ->
  Codes zero_code ->
  INR (d A) <= beta * INR r ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z ->
  forall k i, (k < kappa A)%nat -> (i < n A)%nat -> Z k i = 0.
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

Theorem theorem_C1_collapse_no_zero_false :
  ~ forall A tends (Codes : code -> Prop) beta r gammas thetas Zs,
  jointly_continuous A tends ->
  (forall theta Z, error A theta Z = 0 -> (r <= n_active A Z)%nat) ->
  INR (d A) < beta * INR r ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z ->
  forall k i, (k < kappa A)%nat -> (i < n A)%nat -> Z k i = 0.
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

Theorem theorem_C1_inexact_false :
  ~ forall A (Codes : code -> Prop) beta gamma theta Z,
  0 < gamma -> 0 < beta -> (0 < n_active A Z)%nat ->
  ~ (error A theta Z = 0 /\ minimiser A Codes (log_loss A beta gamma) theta Z).
Proof.
intros V; apply (V (toy 1) (fun Z => Z = toy_sparse 1) 1 1 tt (toy_sparse 1)); try lra.
- rewrite toy_sparse_active by lra; lia.
- split; [apply toy_sparse_exact; lra|]; split; [easy|]; intros [] Z ->; lra.
Qed.

Theorem theorem_C1_tie_false :
  ~ forall A beta theta' Z' theta,
  optimal_sparse A theta' Z' -> (0 < n_active A Z')%nat -> 0 < beta ->
  limit_loss A beta theta' Z' = limit_loss A beta theta zero_code.
Proof.
intros V; specialize (V (toy 1) 1 tt (toy_sparse 1) tt (toy_sparse_optimal 1 Rlt_0_1)).
rewrite limit_loss_zero_code in V by (rewrite toy_zero_error; lra).
unfold limit_loss in V; rewrite toy_sparse_exact, toy_sparse_active in V by lra.
destruct (Req_EM_T 0 0); [|easy]; simpl INR in V; assert (T := V ltac:(lia) Rlt_0_1); lra.
Qed.

Theorem theorem_C1_existence_false :
  ~ forall A tends (Codes : code -> Prop) beta gamma,
  jointly_continuous A tends ->
  (exists (theta : Theta A) (Z : code), Codes Z) ->
  0 <= beta -> 0 < gamma ->
  exists theta Z, minimiser A Codes (log_loss A beta gamma) theta Z.
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

Theorem example_C1_minimisers :
  jointly_continuous (toy 1) always /\
  optimal_sparse (toy 1) tt (toy_sparse 1) /\
  1 * INR (n_active (toy 1) (toy_sparse 1)) < INR (d (toy 1)) /\
  minimising_sequence (toy 1) (three_codes 1) 1 (fun j => / (INR j + 16))
    (fun _ => tt) (fun _ => toy_sparse 1) /\
  cluster_point (toy 1) always (fun _ => tt) (fun _ => toy_sparse 1) tt (toy_sparse 1).
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

Theorem example_C1_collapse :
  (forall theta Z, error (toy 1) theta Z = 0 -> (1 <= n_active (toy 1) Z)%nat) /\
  INR (d (toy 1)) < 5 * INR 1 /\
  minimising_sequence (toy 1) (fun Z => Z = zero_code \/ Z = toy_sparse 1) 5
    (fun j => / (INR j + 16)) (fun _ => tt) (fun _ => zero_code) /\
  cluster_point (toy 1) always (fun _ => tt) (fun _ => zero_code) tt zero_code.
Proof.
split; [intros; apply toy_needs_a_row with theta; easy || lra|].
split; [simpl; lra|]; split; [|apply always_cluster_point].
replace 5 with (INR 5) by (simpl; ring); apply zero_minimises; lia.
Qed.

Theorem example_C1_inexact :
  forall a t i c, 0 < a -> 0 <= t <= 1 -> (i < n (toy a))%nat -> (c < d (toy a))%nat ->
  Rabs (data (toy a) i c - decode (toy a) tt (column (shrink t (toy_sparse a)) i) c) <= 1 * t.
Proof.
intros a t i c Ha Ht _ _; unfold decode, column, shrink, toy_sparse; simpl.
destruct (Nat.eqb c 0); [|rewrite Rminus_0_r, Rabs_R0; lra].
replace (1 - a * ((1 - t) * / a + (1 - t) * 0)) with t by (field; lra).
rewrite Rabs_pos_eq; lra.
Qed.

Theorem example_C1_compact :
  sequentially_compact (toy 1) always (fun Z => Z = toy_sparse 1).
Proof.
intros thetas Zs H; exists tt, (toy_sparse 1); split; [easy|].
exists (fun j => j); repeat split; [lia|]; intros k i _ _.
apply is_lim_seq_ext with (fun _ => toy_sparse 1 k i); [|apply is_lim_seq_const].
intros j; now rewrite H.
Qed.

Lemma count_monotone t m f g : (forall k, (k < m)%nat -> t < g k -> t < f k) ->
  (count_above t m g <= count_above t m f)%nat.
Proof.
induction m as [|m IH]; intros H; simpl; [lia|].
assert (count_above t m g <= count_above t m f)%nat by (apply IH; intros; apply H; lia || easy).
destruct (Rlt_dec t (g m)) as [G|G], (Rlt_dec t (f m)) as [F|F]; try lia.
destruct F; apply H; [lia|easy].
Qed.

Lemma count_first_ones r m f : (r <= m)%nat ->
  (forall k, f k = if Nat.ltb k r then 1 else 0) -> count_above 0 m f = r.
Proof.
revert r f; induction m as [|m IH]; intros r f H E; simpl; [lia|].
rewrite E; destruct (Nat.ltb_spec m r) as [L|L].
- assert (r = S m) as -> by lia.
  rewrite (count_ext 0 m f (fun k => if Nat.ltb k m then 1 else 0)).
  + rewrite (IH m) by easy; destruct (Rlt_dec 0 1); lia || lra.
  + intros k Hk; rewrite E.
    destruct (Nat.ltb_spec k (S m)), (Nat.ltb_spec k m); easy || lia.
- rewrite (IH r) by (easy || lia); destruct (Rlt_dec 0 0); lia || lra.
Qed.

(** The first r coordinates of z are shown, and the one sample is 1 there. *)
Theorem example_C1_dimensions :
  forall d' kappa' r, (0 < d')%nat -> (r <= d')%nat -> (r <= kappa')%nat ->
  exists A theta Z, d A = d' /\ kappa A = kappa' /\ jointly_continuous A always /\
  optimal_sparse A theta Z /\ n_active A Z = r.
Proof.
intros d' kappa' r Hd Hrd Hrk.
set (one := fun k => if Nat.ltb k r then 1 else 0).
set (A := Autoencoder d' kappa' 1 Hd (Nat.lt_0_succ 0) (fun _ c => one c) unit
  (fun _ z c => if Nat.ltb c r then z c else 0)).
assert (P : forall Z k, row_power A Z k = Z k 0%nat ^ 2).
{ intros; unfold row_power; simpl; field. }
assert (D : forall z c, (c < r)%nat -> decode A tt z c = z c).
{ intros z c Hc; unfold decode; simpl; destruct (Nat.ltb_spec c r); [|lia].
  destruct (Nat.ltb_spec c kappa'); [easy|lia]. }
assert (D0 : forall z c, (r <= c)%nat -> decode A tt z c = 0).
{ intros z c Hc; unfold decode; simpl; destruct (Nat.ltb_spec c r); [lia|easy]. }
assert (active : n_active A (fun k _ => one k) = r).
{ apply count_first_ones; [easy|]; intros k; rewrite P; unfold one.
  destruct (Nat.ltb k r); ring. }
exists A, tt, (fun k _ => one k); repeat split; try easy.
- intros thetas [] zs z _ H c Hc; destruct (Nat.lt_ge_cases c r) as [L|L].
  + apply is_lim_seq_ext with (fun j => zs j c).
    * intros j; destruct (thetas j); now rewrite D.
    * rewrite D by easy; apply H; simpl; lia.
  + apply is_lim_seq_ext with (fun _ => 0).
    * intros j; destruct (thetas j); now rewrite D0.
    * rewrite D0 by easy; apply is_lim_seq_const.
- apply error_zero_iff; intros i c _ _; simpl data; unfold one.
  destruct (Nat.ltb_spec c r) as [L|L]; [rewrite D by easy|now rewrite D0].
  unfold column; destruct (Nat.ltb_spec c r); [easy|lia].
- intros [] Z' E; apply count_monotone; intros k _; rewrite !P; unfold one.
  destruct (Nat.ltb_spec k r) as [L|L]; [intros _|lra].
  assert (Q := proj1 (error_zero_iff A tt Z') E 0%nat k ltac:(simpl; lia) ltac:(simpl; lia)).
  rewrite D in Q by easy; unfold column in Q; simpl data in Q; rewrite Q; unfold one.
  destruct (Nat.ltb_spec k r); [lra|lia].
Qed.

Theorem example_C1_undecided :
  forall gamma, 0 < gamma ->
  log_loss (toy 4) 4 gamma tt (toy_sparse 4) < log_loss (toy 4) 4 gamma tt zero_code /\
  log_loss (toy 1) 4 gamma tt zero_code < log_loss (toy 1) 4 gamma tt (toy_sparse 1).
Proof.
intros gamma Hg; split; [now apply toy_four_sparse_wins|].
replace 4 with (INR 4) by (simpl; ring); now apply toy_one_zero_wins.
Qed.
