(** * Theorem C2, and why exact codes are not minimisers: what holds at every gamma *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas.
Open Scope R_scope.

Section Bounds.
Variables (A : autoencoder) (beta gamma : R).
Hypothesis gamma_pos : 0 < gamma.

Lemma mean_active_power_nonneg Z : 0 <= mean_active_power A Z.
Proof.
unfold mean_active_power; destruct (Nat.eq_dec (n_active A Z) 0) as [E|E].
- rewrite E; unfold Rdiv; simpl INR; rewrite Rinv_0; lra.
- apply ratio_nonneg; [apply rsum_nonneg; intros; apply row_power_nonneg|].
  apply lt_0_INR; lia.
Qed.

(** The sum of the powers is r times their mean, r = 0 included. *)
Lemma sum_powers Z :
  rsum (kappa A) (row_power A Z) = INR (n_active A Z) * mean_active_power A Z.
Proof.
unfold mean_active_power; destruct (Nat.eq_dec (n_active A Z) 0) as [E|E].
- rewrite E; simpl INR; rewrite Rmult_0_l.
  rewrite (rsum_ext _ _ (fun _ => 0)); [rewrite rsum_const; ring|]; intros k Hk.
  assert (L := count_zero _ _ _ E k Hk); assert (N := row_power_nonneg A Z k); lra.
- field; apply not_0_INR; easy.
Qed.

(** Jensen for the logarithm, by its tangent at the mean. *)
Lemma jensen_log Z :
  rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma))
  <= INR (n_active A Z) * ln (1 + mean_active_power A Z / gamma).
Proof.
set (P := mean_active_power A Z); assert (HP : 0 <= P) by apply mean_active_power_nonneg.
set (s := 1 + P / gamma); assert (Hs : 0 < s) by now apply one_plus_ratio_pos.
apply Rle_trans with (rsum (kappa A) (fun k =>
  (if Rlt_dec 0 (row_power A Z k) then ln s - P / (gamma * s) else 0)
  + / (gamma * s) * row_power A Z k)).
- apply rsum_le; intros k _; assert (N := row_power_nonneg A Z k).
  destruct (Rlt_dec 0 (row_power A Z k)) as [L|L].
  + assert (T := ln_le_sub ((1 + row_power A Z k / gamma) / s)
      (ratio_pos _ _ (one_plus_ratio_pos _ _ N gamma_pos) Hs)).
    rewrite ln_div in T by (easy || now apply one_plus_ratio_pos).
    replace ((1 + row_power A Z k / gamma) / s - 1)
      with (/ (gamma * s) * row_power A Z k - P / (gamma * s)) in T; [lra|].
    unfold s; field; unfold s in Hs; split; [|lra].
    assert (0 < gamma * (1 + P / gamma)) by now apply Rmult_lt_0_compat.
    replace (gamma + P) with (gamma * (1 + P / gamma)) by (field; lra); lra.
  + replace (row_power A Z k) with 0 by lra.
    replace (1 + 0 / gamma) with 1 by (unfold Rdiv; ring); rewrite ln_1; lra.
- rewrite rsum_plus, rsum_scal, sum_powers; fold P.
  rewrite (sum_flat 0 (ln s - P / (gamma * s)) _ (row_power A Z)) by easy.
  fold (n_active A Z); right; field; split; lra.
Qed.

Variables (theta : Theta A) (Z : code) (theta' : Theta A) (Z' : code).
Hypothesis beta_nonneg : 0 <= beta.
Hypothesis exact : error A theta' Z' = 0.
Hypothesis no_worse : log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z'.

Let r := n_active A Z'.
Let P := mean_active_power A Z'.

Lemma excess_bound :
  INR (d A) * ln (1 + error A theta Z / gamma)
  + beta * rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma))
  <= beta * INR r * ln (1 + P / gamma).
Proof.
apply log_loss_le_iff in no_worse; [|easy].
rewrite (excess_exact A beta gamma theta' Z' exact) in no_worse.
unfold excess in no_worse; assert (J := jensen_log Z'); fold r P in J.
apply Rle_trans with (1 := no_worse); rewrite Rmult_assoc; now apply Rmult_le_compat_l.
Qed.

Lemma error_bound :
  error A theta Z <= gamma * (Rpower (1 + P / gamma) (beta * INR r / INR (d A)) - 1).
Proof.
assert (B := excess_bound); assert (Hd := INR_d_pos A).
assert (S : 0 <= rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma)))
  by (apply rsum_nonneg; intros; now apply power_terms_nonneg).
assert (E := error_nonneg A theta Z).
assert (L : 1 + error A theta Z / gamma
            <= Rpower (1 + P / gamma) (beta * INR r / INR (d A))).
{ apply ln_le_iff; [now apply one_plus_ratio_pos|apply Rpower_pos|].
  rewrite ln_Rpower; apply Rmult_le_reg_l with (INR (d A)); [easy|].
  replace (INR (d A) * (beta * INR r / INR (d A) * ln (1 + P / gamma)))
    with (beta * INR r * ln (1 + P / gamma)) by (field; lra).
  nra. }
replace (error A theta Z) with (gamma * (1 + error A theta Z / gamma - 1)) by (field; lra).
apply Rmult_le_compat_l; lra.
Qed.

Lemma rows_bound : 0 < beta ->
  (count_above (gamma * (Rpower (1 + P / gamma) (INR r / INR (r + 1)) - 1))
               (kappa A) (row_power A Z) <= r)%nat.
Proof.
intros Hb; set (t := gamma * _); apply Nat.nlt_ge; intros C.
assert (Hr := pos_INR r); assert (Hr1 : INR (r + 1) = INR r + 1) by (rewrite plus_INR; easy).
set (s := ln (1 + P / gamma)).
assert (Hs : 0 <= s)
  by (apply ln_one_plus_nonneg, ratio_nonneg; [apply mean_active_power_nonneg|easy]).
assert (L : INR (count_above t (kappa A) (row_power A Z)) * (INR r / INR (r + 1) * s)
            < rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma))).
{ apply sum_above_strict; [intros; now apply power_terms_nonneg| |lia].
  intros k _ Hk; unfold s; rewrite <- ln_Rpower; apply ln_increasing; [apply Rpower_pos|].
  apply (Rmult_lt_reg_l gamma); [easy|].
  replace (gamma * (1 + row_power A Z k / gamma)) with (gamma + row_power A Z k)
    by (field; lra).
  unfold t in Hk; lra. }
assert (B := excess_bound); fold s in B; assert (Hd := INR_d_pos A).
assert (N : 0 <= INR (d A) * ln (1 + error A theta Z / gamma)).
{ apply Rmult_le_pos; [lra|]; apply ln_one_plus_nonneg, ratio_nonneg; [|easy].
  apply error_nonneg. }
assert (U : rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma)) <= INR r * s).
{ apply (Rmult_le_reg_l beta); [easy|]; lra. }
assert (C' : INR (r + 1) <= INR (count_above t (kappa A) (row_power A Z)))
  by (apply le_INR; lia).
assert (V : INR (r + 1) * (INR r / INR (r + 1) * s) = INR r * s) by (field; lra).
assert (0 <= INR r / INR (r + 1) * s) by (apply Rmult_le_pos; [apply ratio_nonneg|]; lra).
assert (INR (r + 1) * (INR r / INR (r + 1) * s)
        <= INR (count_above t (kappa A) (row_power A Z)) * (INR r / INR (r + 1) * s))
  by now apply Rmult_le_compat_r.
lra.
Qed.

(** gamma [(1+P/gamma)^a - 1] <= (1+P)^a gamma^(1-a) for gamma <= 1. *)
Lemma resolution_rate a : gamma <= 1 -> 0 <= a ->
  gamma * (Rpower (1 + P / gamma) a - 1) <= Rpower (1 + P) a * Rpower gamma (1 - a).
Proof.
intros G Ha; assert (HP : 0 <= P) by apply mean_active_power_nonneg.
apply Rle_trans with (gamma * Rpower (1 + P / gamma) a); [nra|].
replace (1 + P / gamma) with ((gamma + P) * / gamma) by (field; lra).
rewrite <- Rpower_mult_distr by (try apply Rinv_0_lt_compat; lra).
replace (Rpower (/ gamma) a) with (Rpower gamma (- a))
  by (unfold Rpower; rewrite ln_Rinv by easy; f_equal; ring).
unfold Rminus; rewrite Rpower_plus, Rpower_1 by easy.
assert (Rpower (gamma + P) a <= Rpower (1 + P) a) by (apply Rle_Rpower_l; lra).
assert (0 < gamma * Rpower gamma (- a)) by (apply Rmult_lt_0_compat; [easy|apply Rpower_pos]).
replace (gamma * (Rpower (gamma + P) a * Rpower gamma (- a)))
  with (Rpower (gamma + P) a * (gamma * Rpower gamma (- a))) by ring.
apply Rmult_le_compat_r; lra.
Qed.

End Bounds.

Theorem theorem_C2_inequality :
  forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 <= beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  INR (d A) * ln (1 + error A theta Z / gamma)
  + beta * rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma))
  <= beta * INR (n_active A Z') * ln (1 + mean_active_power A Z' / gamma).
Proof. intros A beta gamma theta Z theta' Z' G B E L; now apply excess_bound with theta'. Qed.

Theorem theorem_C2_error :
  forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 <= beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  error A theta Z <=
  gamma * (Rpower (1 + mean_active_power A Z' / gamma)
                  (beta * INR (n_active A Z') / INR (d A)) - 1).
Proof. intros A beta gamma theta Z theta' Z' G B E L; now apply error_bound with theta'. Qed.

Theorem theorem_C2_rows :
  forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 < beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  let r := n_active A Z' in
  (count_above (gamma * (Rpower (1 + mean_active_power A Z' / gamma)
                                (INR r / INR (r + 1)) - 1))
               (kappa A) (row_power A Z) <= r)%nat.
Proof.
intros A beta gamma theta Z theta' Z' G B E L; cbn zeta.
apply rows_bound with beta theta theta'; lra || easy.
Qed.

Theorem theorem_C2_rates :
  forall A beta gamma theta Z theta' Z',
  0 < gamma <= 1 -> 0 < beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  let r := n_active A Z' in
  let P := mean_active_power A Z' in
  error A theta Z <= Rpower (1 + P) (beta * INR r / INR (d A))
                     * Rpower gamma (1 - beta * INR r / INR (d A)) /\
  (count_above (Rpower (1 + P) (INR r / INR (r + 1)) * Rpower gamma (1 / INR (r + 1)))
               (kappa A) (row_power A Z) <= r)%nat.
Proof.
intros A beta gamma theta Z theta' Z' [G G'] B E L r P.
assert (Hd := INR_d_pos A); assert (Hr := pos_INR r).
assert (Hr1 : INR (r + 1) = INR r + 1) by (rewrite plus_INR; easy); split.
- replace (1 - beta * INR r / INR (d A)) with (1 - (beta * INR r / INR (d A))) by ring.
  apply Rle_trans with (gamma * (Rpower (1 + P / gamma) (beta * INR r / INR (d A)) - 1)).
  + apply theorem_C2_error with theta'; [easy|now apply Rlt_le|easy|easy].
  + apply resolution_rate; try easy; apply ratio_nonneg; [apply Rmult_le_pos|]; lra.
- apply Nat.le_trans with (2 := theorem_C2_rows A beta gamma theta Z theta' Z' G B E L).
  apply count_antitone; fold r P.
  replace (1 / INR (r + 1)) with (1 - INR r / INR (r + 1)) by (rewrite Hr1; field; lra).
  apply resolution_rate; try easy; apply ratio_nonneg; lra.
Qed.

(** Shrinking an active row gains in the first order of t. *)
Lemma shrink_term gamma p t : 0 < gamma -> 0 <= p -> 0 <= t <= 1 ->
  ln (1 + (1 - t) ^ 2 * p / gamma) <= ln (1 + p / gamma) - t * (p / (p + gamma)).
Proof.
intros Hg Hp Ht; assert (X : 0 < 1 + p / gamma) by now apply one_plus_ratio_pos.
assert (Y : 0 < 1 + (1 - t) ^ 2 * p / gamma).
{ apply one_plus_ratio_pos; [apply Rmult_le_pos; [apply pow2_ge_0|]|]; easy. }
assert (T := ln_le_sub _ (ratio_pos _ _ Y X)); rewrite ln_div in T by easy.
apply Rle_trans with (ln (1 + p / gamma)
                      + ((1 + (1 - t) ^ 2 * p / gamma) / (1 + p / gamma) - 1)); [lra|].
replace ((1 + (1 - t) ^ 2 * p / gamma) / (1 + p / gamma) - 1)
  with (- (2 * t - t ^ 2) * (p / (p + gamma))) by (field; split; lra).
assert (0 <= p / (p + gamma)) by (apply ratio_nonneg; lra).
assert (t <= 2 * t - t ^ 2) by nra.
nra.
Qed.

Lemma row_power_shrink A t Z k : row_power A (shrink t Z) k = (1 - t) ^ 2 * row_power A Z k.
Proof.
unfold row_power, shrink.
rewrite (rsum_ext _ _ (fun i => (1 - t) ^ 2 * Z k i ^ 2)) by (intros; ring).
rewrite rsum_scal; unfold Rdiv; ring.
Qed.

Lemma shrink_0 Z : shrink 0 Z = Z.
Proof.
apply functional_extensionality; intros k; apply functional_extensionality; intros i.
unfold shrink; ring.
Qed.

Lemma error_shrink A ell theta Z :
  (forall t i c, 0 <= t <= 1 -> (i < n A)%nat -> (c < d A)%nat ->
    Rabs (data A i c - decode A theta (column (shrink t Z) i) c) <= ell * t) ->
  forall t, 0 <= t <= 1 -> error A theta (shrink t Z) <= ell ^ 2 * t ^ 2.
Proof.
intros H t Ht; assert (Hd := INR_d_pos A); assert (Hn := INR_n_pos A).
replace (ell ^ 2 * t ^ 2) with (INR (n A) * (INR (d A) * (ell * t) ^ 2) / (INR (d A) * INR (n A)))
  by (field; lra).
apply ratio_le; [|now apply Rmult_lt_0_compat].
rewrite <- !rsum_const; apply rsum_le; intros i Hi; apply rsum_le; intros c Hc.
rewrite <- (pow2_abs (data A i c - _)); apply pow_incr; split; [apply Rabs_pos|now apply H].
Qed.

Theorem theorem_C1_inexact :
  forall A (Codes : code -> Prop) beta gamma ell theta Z,
  0 < gamma -> 0 < beta -> (0 < n_active A Z)%nat ->
  (forall t, 0 <= t <= 1 -> Codes (shrink t Z)) ->
  (forall t i c, 0 <= t <= 1 -> (i < n A)%nat -> (c < d A)%nat ->
    Rabs (data A i c - decode A theta (column (shrink t Z) i) c) <= ell * t) ->
  ~ minimiser A Codes (log_loss A beta gamma) theta Z.
Proof.
intros A Codes beta gamma ell theta Z Hg Hb Ha HC HL [_ M]; assert (Hd := INR_d_pos A).
assert (H := error_shrink A ell theta Z HL).
assert (exact : error A theta Z = 0).
{ assert (E := H 0 ltac:(lra)); rewrite shrink_0 in E.
  assert (N := error_nonneg A theta Z); lra. }
set (gain := rsum (kappa A) (fun k => row_power A Z k / (row_power A Z k + gamma))).
assert (terms : forall k, 0 <= row_power A Z k / (row_power A Z k + gamma)).
{ intros k; assert (N := row_power_nonneg A Z k); apply ratio_nonneg; lra. }
assert (Hgain : 0 < gain).
{ replace 0 with (INR (n_active A Z) * 0) by ring; apply sum_above_strict; [easy| |easy].
  intros k _ P; apply ratio_pos; lra. }
set (K := Rmax (ell ^ 2) 1).
assert (HK : ell ^ 2 <= K /\ 1 <= K) by (split; [apply Rmax_l|apply Rmax_r]).
set (top := beta * gain * gamma / (2 * INR (d A) * K)).
assert (Htop : 0 < top).
{ apply ratio_pos; repeat (apply Rmult_lt_0_compat); lra. }
set (t := Rmin 1 top).
assert (Ht : 0 < t <= 1) by (split; [apply Rmin_glb_lt; lra|apply Rmin_l]).
assert (Ht' : t <= top) by apply Rmin_r.
assert (Ct := HC t ltac:(lra)); assert (Et := H t ltac:(lra)).
specialize (M theta (shrink t Z) Ct); apply log_loss_le_iff in M; [|easy].
rewrite excess_exact in M by easy; unfold excess in M.
assert (S : rsum (kappa A) (fun k => ln (1 + row_power A (shrink t Z) k / gamma))
            <= rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma)) - t * gain).
{ unfold Rminus; rewrite Ropp_mult_distr_l; unfold gain.
  rewrite <- rsum_scal, <- rsum_plus; apply rsum_le; intros k _.
  assert (T := shrink_term gamma (row_power A Z k) t Hg (row_power_nonneg A Z k) ltac:(lra)).
  rewrite row_power_shrink; lra. }
assert (N := error_nonneg A theta (shrink t Z)).
assert (L : ln (1 + error A theta (shrink t Z) / gamma) <= K * t ^ 2 / gamma).
{ apply Rle_trans with (error A theta (shrink t Z) / gamma).
  - assert (U := ln_le_sub _ (one_plus_ratio_pos _ _ N Hg)); lra.
  - apply ratio_le; [|easy]; apply Rle_trans with (1 := Et).
    apply Rmult_le_compat_r; [apply pow2_ge_0|easy]. }
assert (Q : beta * (t * gain) <= INR (d A) * (K * t ^ 2 / gamma)) by nra.
assert (V : INR (d A) * (K * t ^ 2 / gamma) <= beta * (t * gain) / 2).
{ replace (INR (d A) * (K * t ^ 2 / gamma)) with (t * (INR (d A) * K / gamma) * t)
    by (field; lra).
  replace (beta * (t * gain) / 2) with (t * (INR (d A) * K / gamma) * top)
    by (unfold top; field; lra).
  apply Rmult_le_compat_l; [|easy]; apply Rmult_le_pos; [lra|].
  apply ratio_nonneg; [|easy]; apply Rmult_le_pos; lra. }
assert (0 < beta * (t * gain)) by (repeat apply Rmult_lt_0_compat; lra).
lra.
Qed.
