(** * A curved autoencoder that meets the hypotheses of Theorems B and C *)

From Coq Require Import Reals Lra Lia Psatz Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas ConvergenceControlStatements
  ConvergenceToy ConvergenceFinite ConvergenceControlsC BowlStatements.
Open Scope R_scope.

Lemma bowl_error theta Z : error bowl theta Z = (1 - (Z 0%nat 0%nat ^ 2 + Z 1%nat 0%nat ^ 2)) ^ 2 / 4.
Proof. unfold error, decode, column; simpl; field. Qed.

Lemma bowl_power Z k : row_power bowl Z k = Z k 0%nat ^ 2.
Proof. unfold row_power; simpl; field. Qed.

Lemma half_square : sqrt (/ 2) ^ 2 = / 2.
Proof. rewrite pow2_sqrt; lra. Qed.

Lemma bowl_sparse_exact theta : error bowl theta bowl_sparse = 0.
Proof. rewrite bowl_error; unfold bowl_sparse; simpl; field. Qed.

Lemma bowl_dense_exact theta : error bowl theta bowl_dense = 0.
Proof. rewrite bowl_error; unfold bowl_dense; rewrite half_square; field. Qed.

Lemma bowl_zero_error theta : error bowl theta zero_code = / 4.
Proof. rewrite bowl_error; unfold zero_code; simpl; field. Qed.

Lemma bowl_sparse_active : n_active bowl bowl_sparse = 1%nat.
Proof.
unfold n_active; simpl count_above; rewrite !bowl_power; unfold bowl_sparse; simpl Nat.eqb; cbn iota.
destruct (Rlt_dec 0 (0 ^ 2)), (Rlt_dec 0 (1 ^ 2)); lia || lra.
Qed.

Lemma bowl_dense_active : n_active bowl bowl_dense = 2%nat.
Proof.
unfold n_active; simpl count_above; rewrite !bowl_power; unfold bowl_dense; rewrite half_square.
destruct (Rlt_dec 0 (/ 2)); lia || lra.
Qed.

Lemma bowl_needs_a_row theta Z : error bowl theta Z = 0 -> (1 <= n_active bowl Z)%nat.
Proof.
intros E; apply Nat.nlt_ge; intros H.
assert (N : forall k, (k < 2)%nat -> Z k 0%nat = 0).
{ assert (none : n_active bowl Z = O) by lia.
  intros k Hk; assert (C := count_zero _ _ _ none k Hk).
  rewrite bowl_power in C; destruct (Req_dec (Z k 0%nat) 0) as [|Q]; [easy|].
  assert (S := pow2_gt_0 _ Q); lra. }
rewrite bowl_error, !N in E by lia; lra.
Qed.

Lemma bowl_optimal : optimal_sparse bowl tt bowl_sparse.
Proof.
split; [apply bowl_sparse_exact|]; intros theta' Z' E; rewrite bowl_sparse_active.
now apply bowl_needs_a_row with theta'.
Qed.

Lemma bowl_continuous : jointly_continuous bowl always.
Proof.
intros thetas theta zs z _ H c Hc; unfold decode; simpl.
destruct (Nat.eqb c 0); [|apply is_lim_seq_const].
apply is_lim_seq_plus'; apply is_lim_seq_mult'; [apply H; simpl; lia| |apply H; simpl; lia|];
  apply is_lim_seq_mult'; try apply is_lim_seq_const; apply H; simpl; lia.
Qed.

Lemma bowl_curved : ~ affine_in_codes bowl tt.
Proof.
intros [W [b H]].
assert (E : forall t, t ^ 2 = b 0%nat + W 0%nat 0%nat * t).
{ intros t. specialize (H (fun k => if Nat.eqb k 0 then t else 0) 0%nat ltac:(simpl; lia)).
  unfold decode in H; simpl in H. simpl. lra. }
assert (E0 := E 0); assert (E1 := E 1); assert (E2 := E (-1)); lra.
Qed.

(** Theorem C3. *)
Lemma bowl_C3 : forall gamma, 0 < gamma <= 1 / 16 ->
  let r := n_active bowl bowl_sparse in
  (forall k, (k < kappa bowl)%nat -> row_power bowl bowl_sparse k <= 1) /\
  (forall theta Z, bowl_codes Z -> error bowl theta Z = 0 -> (r < n_active bowl Z)%nat ->
    forall k, (k < kappa bowl)%nat -> 0 < row_power bowl Z k -> 1 / 2 <= row_power bowl Z k) /\
  (forall theta Z, bowl_codes Z -> error bowl theta Z <> 0 -> 1 / 4 <= error bowl theta Z) /\
  gamma <= (1 / 2) ^ (r + 1) / 1 ^ r /\
  1 * INR r < INR (d bowl) /\
  gamma <= Rpower ((1 / 4) ^ d bowl / Rpower 1 (1 * INR r)) (1 / (INR (d bowl) - 1 * INR r)).
Proof.
intros gamma Hg r; unfold r; rewrite bowl_sparse_active.
split; [|split; [|split; [|split; [|split]]]].
- intros [|k] _; rewrite bowl_power; unfold bowl_sparse; simpl Nat.eqb; cbn iota; lra.
- intros theta Z [-> |[-> | ->]] _ M k _ _.
  + rewrite n_active_zero_code in M; lia.
  + rewrite bowl_sparse_active in M; lia.
  + rewrite bowl_power; unfold bowl_dense; rewrite half_square; lra.
- intros theta Z [-> |[-> | ->]] N; [rewrite bowl_zero_error; lra| |]; destruct N;
    [apply bowl_sparse_exact|apply bowl_dense_exact].
- simpl; lra.
- simpl; lra.
- apply Rle_trans with (1 / 16); [lra|]; simpl INR.
  apply ln_le_iff; [lra|apply Rpower_pos|].
  replace (Rpower 1 (1 * 1)) with 1 by (unfold Rpower; rewrite ln_1, Rmult_0_r, exp_0; easy).
  change (d bowl) with 4%nat; rewrite ln_Rpower, Rdiv_1, ln_pow_INR by lra; simpl INR.
  replace (1 / 16) with ((1 / 4) ^ 2) by field; rewrite ln_pow_INR by lra; simpl INR.
  assert (ln (1 / 4) < 0) by (rewrite <- ln_1; apply ln_increasing; lra); lra.
Qed.

Theorem bowl_finite : forall gamma, 0 < gamma <= 1 / 16 ->
  let r := n_active bowl bowl_sparse in
  optimal_sparse bowl tt bowl_sparse /\
  (forall k, (k < kappa bowl)%nat -> row_power bowl bowl_sparse k <= 1) /\
  (forall theta Z, bowl_codes Z -> error bowl theta Z = 0 -> (r < n_active bowl Z)%nat ->
    forall k, (k < kappa bowl)%nat -> 0 < row_power bowl Z k -> 1 / 2 <= row_power bowl Z k) /\
  (forall theta Z, bowl_codes Z -> error bowl theta Z <> 0 -> 1 / 4 <= error bowl theta Z) /\
  gamma <= (1 / 2) ^ (r + 1) / 1 ^ r /\
  1 * INR r < INR (d bowl) /\
  gamma <= Rpower ((1 / 4) ^ d bowl / Rpower 1 (1 * INR r)) (1 / (INR (d bowl) - 1 * INR r)) /\
  ~ affine_in_codes bowl tt.
Proof.
intros gamma Hg r; destruct (bowl_C3 gamma Hg) as (H1 & H2 & H3 & H4 & H5 & H6).
repeat (split; [first [exact bowl_optimal|assumption]|]); exact bowl_curved.
Qed.

(** Theorem C1. *)
Lemma bowl_minimises : minimising_sequence bowl bowl_codes 1 (fun j => / (INR j + 16))
    (fun _ => tt) (fun _ => bowl_sparse).
Proof.
split; [apply gamma_example_vanishing|]; intros j; fold (gamma_example j).
assert (G := gamma_example_bounds j).
destruct (bowl_C3 (gamma_example j) G) as [H1 [H2 [H3 [H4 [H5 H6]]]]].
cbn zeta in *; assert (C' : bowl_codes bowl_sparse) by now right; left.
destruct (theorem_C3 bowl bowl_codes 1 (gamma_example j) 1 (1 / 2) (1 / 4) tt
  bowl_sparse (proj1 G) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra) bowl_optimal C' H1 H2 H3) as [B _].
- right; exact H4.
- right; split; [exact H5|]; right; exact H6.
- split; [now right; left|]; intros [] Z C.
  destruct (Classical_Prop.classic (optimal_sparse bowl tt Z)) as [S|S]; [|now apply Rlt_le, B].
  destruct C as [-> |[-> | ->]].
  + destruct S as [S _]; rewrite bowl_zero_error in S; lra.
  + lra.
  + destruct S as [_ S]; specialize (S tt bowl_sparse (bowl_sparse_exact tt)).
    rewrite bowl_sparse_active, bowl_dense_active in S; lia.
Qed.

(** The losses of its codes at gamma are those of the toy with a = 1, but for the dense one. *)
Lemma bowl_collapses : minimising_sequence bowl (fun Z => Z = zero_code \/ Z = bowl_sparse) 5
    (fun j => / (INR j + 16)) (fun _ => tt) (fun _ => zero_code).
Proof.
destruct (proj1 (proj2 (proj2 example_C1_collapse))) as [V M]; split; [exact V|]; intros j.
destruct (M j) as [_ B].
assert (Eq : forall Z Z', error bowl tt Z = error (toy 1) tt Z' ->
  (forall k, row_power bowl Z k = row_power (toy 1) Z' k) ->
  log_loss bowl 5 (/ (INR j + 16)) tt Z = log_loss (toy 1) 5 (/ (INR j + 16)) tt Z').
{ intros Z Z' E P; unfold log_loss, loss; rewrite E; simpl rsum; now rewrite !P. }
assert (Zero : log_loss bowl 5 (/ (INR j + 16)) tt zero_code = log_loss (toy 1) 5 (/ (INR j + 16)) tt zero_code).
{ apply Eq; [rewrite bowl_zero_error, toy_zero_error; easy|].
  intros k; rewrite bowl_power, toy_power; reflexivity. }
assert (Sparse : log_loss bowl 5 (/ (INR j + 16)) tt bowl_sparse
                 = log_loss (toy 1) 5 (/ (INR j + 16)) tt (toy_sparse 1)).
{ apply Eq; [rewrite bowl_sparse_exact, toy_sparse_exact by lra; easy|].
  intros k; rewrite bowl_power, toy_power; unfold bowl_sparse, toy_sparse; destruct (Nat.eqb k 0); [field|easy]. }
split; [now left|]; intros [] Z [-> | ->]; rewrite Zero; [lra|]; rewrite Sparse.
apply (B tt (toy_sparse 1)); now right.
Qed.

Theorem bowl_converges :
  jointly_continuous bowl always /\
  optimal_sparse bowl tt bowl_sparse /\ bowl_codes bowl_sparse /\
  1 * INR (n_active bowl bowl_sparse) < INR (d bowl) /\
  minimising_sequence bowl bowl_codes 1 (fun j => / (INR j + 16)) (fun _ => tt) (fun _ => bowl_sparse) /\
  cluster_point bowl always (fun _ => tt) (fun _ => bowl_sparse) tt bowl_sparse /\
  (forall theta Z, error bowl theta Z = 0 -> (1 <= n_active bowl Z)%nat) /\
  INR (d bowl) < 5 * INR 1 /\
  minimising_sequence bowl (fun Z => Z = zero_code \/ Z = bowl_sparse) 5
    (fun j => / (INR j + 16)) (fun _ => tt) (fun _ => zero_code) /\
  cluster_point bowl always (fun _ => tt) (fun _ => zero_code) tt zero_code /\
  (forall t i c, 0 <= t <= 1 -> (i < n bowl)%nat -> (c < d bowl)%nat ->
    Rabs (data bowl i c - decode bowl tt (column (shrink t bowl_sparse) i) c) <= 2 * t) /\
  sequentially_compact bowl always (fun Z => Z = bowl_sparse) /\
  ~ affine_in_codes bowl tt.
Proof.
split; [exact bowl_continuous|split; [exact bowl_optimal|split; [now right; left|]]].
split; [rewrite bowl_sparse_active; simpl; lra|split; [exact bowl_minimises|]].
split; [now apply constant_cluster_point|split; [exact bowl_needs_a_row|]].
split; [simpl; lra|split; [exact bowl_collapses|split; [now apply constant_cluster_point|]]].
split; [|split; [|exact bowl_curved]].
- intros t i c Ht _ _; unfold decode, column, shrink, bowl_sparse; simpl.
  destruct (Nat.eqb c 0); [|rewrite Rminus_0_r, Rabs_R0; lra].
  rewrite Rabs_pos_eq; nra.
- intros thetas Zs H; exists tt, bowl_sparse; split; [easy|].
  exists (fun j => j); repeat split; [lia|]; intros k i _ _.
  apply is_lim_seq_ext with (fun _ => bowl_sparse k i); [|apply is_lim_seq_const].
  intros j; now rewrite H.
Qed.

(** Theorem C2: the zero code is no worse than the sparse one at beta = 5. *)
Theorem bowl_rates : forall j : nat, let gamma := / (INR j + 16) in
  0 < gamma <= 1 /\ error bowl tt bowl_sparse = 0 /\
  log_loss bowl 5 gamma tt zero_code <= log_loss bowl 5 gamma tt bowl_sparse /\
  log_loss bowl 1 gamma tt bowl_sparse <= log_loss bowl 1 gamma tt bowl_sparse /\
  1 * INR (n_active bowl bowl_sparse) < INR (d bowl) /\ ~ affine_in_codes bowl tt.
Proof.
intros j gamma; assert (G := gamma_example_bounds j); unfold gamma_example in G; fold gamma in G.
split; [lra|split; [apply bowl_sparse_exact|split; [|split; [lra|split; [|exact bowl_curved]]]]].
- destruct bowl_collapses as [_ M]; apply (proj2 (M j) tt bowl_sparse); now right.
- rewrite bowl_sparse_active; simpl; lra.
Qed.

(** Theorem B: M = 1 and eps^2 = 1/2. *)
Theorem bowl_alternatives :
  error bowl tt bowl_sparse = 0 /\ flat bowl bowl_sparse 1 (1 ^ 2) /\
  error bowl tt bowl_dense = 0 /\ flat bowl bowl_dense (1 + 1) (sqrt (/ 2) ^ 2) /\
  ~ affine_in_codes bowl tt.
Proof.
split; [apply bowl_sparse_exact|split; [split; [apply bowl_sparse_active|]|]].
{ intros [|k] _; rewrite bowl_power; unfold bowl_sparse; simpl Nat.eqb; cbn iota; [right; lra|left; lra]. }
split; [apply bowl_dense_exact|split; [split; [apply bowl_dense_active|]|exact bowl_curved]].
intros k _; rewrite bowl_power; right; reflexivity.
Qed.
