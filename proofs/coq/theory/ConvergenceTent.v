(** * Continuity in each argument alone is not enough for Theorem C1 *)

From Coq Require Import Reals Lra Lia Psatz Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas ConvergenceGamma.
From Sparsity.theory Require Import ConvergenceControlStatements ConvergenceToy.
Open Scope R_scope.

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

Theorem theorem_C1_liminf_false :
  ~ forall A tends beta gammas thetas theta Zs Z,
  separately_continuous A tends -> 0 <= beta -> vanishing gammas ->
  tends thetas theta -> code_tends A Zs Z ->
  Rbar_le (limit_loss A beta theta Z)
          (LimInf_seq (fun j => scaled_loss A beta (gammas j) (thetas j) (Zs j))).
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

Theorem theorem_C1_minimisers_separate_false :
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  separately_continuous A tends ->
  optimal_sparse A theta' Z' -> Codes Z' ->
  0 < beta -> beta * INR (n_active A Z') < INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.
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
