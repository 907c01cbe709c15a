(** * Lemmas on finite sums, counts, logarithms and the quantities of an autoencoder *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements.
Open Scope R_scope.

(** ** Sums and counts *)

Lemma rsum_ext m f g : (forall k, (k < m)%nat -> f k = g k) -> rsum m f = rsum m g.
Proof.
induction m as [|m IH]; intros H; simpl; [easy|].
rewrite IH by (intros; apply H; lia); rewrite H by lia; easy.
Qed.

Lemma rsum_le m f g : (forall k, (k < m)%nat -> f k <= g k) -> rsum m f <= rsum m g.
Proof.
induction m as [|m IH]; intros H; simpl; [lra|].
assert (f m <= g m) by (apply H; lia).
assert (rsum m f <= rsum m g) by (apply IH; intros; apply H; lia); lra.
Qed.

Lemma rsum_const m c : rsum m (fun _ => c) = INR m * c.
Proof. induction m as [|m IH]; cbn [rsum]; [simpl; ring|]; rewrite IH, S_INR; ring. Qed.

Lemma rsum_plus m f g : rsum m (fun k => f k + g k) = rsum m f + rsum m g.
Proof. induction m as [|m IH]; simpl; [ring|]; rewrite IH; ring. Qed.

Lemma rsum_scal m c f : rsum m (fun k => c * f k) = c * rsum m f.
Proof. induction m as [|m IH]; simpl; [ring|]; rewrite IH; ring. Qed.

Lemma rsum_nonneg m f : (forall k, (k < m)%nat -> 0 <= f k) -> 0 <= rsum m f.
Proof.
intros H; replace 0 with (rsum m (fun _ => 0)) by (rewrite rsum_const; ring); now apply rsum_le.
Qed.

(** A sum of nonnegative terms vanishes only when each of them does. *)
Lemma rsum_zero m f : (forall k, (k < m)%nat -> 0 <= f k) ->
  rsum m f = 0 -> forall k, (k < m)%nat -> f k = 0.
Proof.
induction m as [|m IH]; intros H S k Hk; [lia|]; simpl in S.
assert (0 <= f m) by (apply H; lia).
assert (0 <= rsum m f) by (apply rsum_nonneg; intros; apply H; lia).
destruct (Nat.eq_dec k m) as [->|Hn]; [lra|].
apply IH; [intros; apply H; lia|lra|lia].
Qed.

Lemma count_le t m f : (count_above t m f <= m)%nat.
Proof. induction m as [|m IH]; simpl; [lia|]; destruct (Rlt_dec t (f m)); lia. Qed.

Lemma count_indicator t m f :
  INR (count_above t m f) = rsum m (fun k => if Rlt_dec t (f k) then 1 else 0).
Proof.
induction m as [|m IH]; simpl; [easy|].
rewrite plus_INR, IH; destruct (Rlt_dec t (f m)); easy.
Qed.

Lemma count_antitone s t m f : s <= t -> (count_above t m f <= count_above s m f)%nat.
Proof.
intros H; induction m as [|m IH]; simpl; [lia|].
destruct (Rlt_dec t (f m)), (Rlt_dec s (f m)); lia || lra.
Qed.

Lemma count_zero t m f : count_above t m f = O -> forall k, (k < m)%nat -> f k <= t.
Proof.
induction m as [|m IH]; simpl; intros H k Hk; [lia|].
destruct (Rlt_dec t (f m)); [lia|].
destruct (Nat.eq_dec k m) as [->|Hn]; [lra|]; apply IH; lia.
Qed.

Lemma count_none t m f : (forall k, (k < m)%nat -> f k <= t) -> count_above t m f = O.
Proof.
induction m as [|m IH]; intros H; simpl; [easy|].
rewrite IH by (intros; apply H; lia).
destruct (Rlt_dec t (f m)); [|easy]; specialize (H m ltac:(lia)); lra.
Qed.

Lemma count_ext t m f g : (forall k, (k < m)%nat -> f k = g k) ->
  count_above t m f = count_above t m g.
Proof.
induction m as [|m IH]; intros H; simpl; [easy|].
rewrite IH by (intros; apply H; lia); now rewrite H by lia.
Qed.

(** A value v of the terms above t bounds the sum from below, strictly if there is such a term. *)
Lemma sum_above t v m f g : (forall k, (k < m)%nat -> 0 <= g k) ->
  (forall k, (k < m)%nat -> t < f k -> v <= g k) -> INR (count_above t m f) * v <= rsum m g.
Proof.
intros H0 Hv; rewrite count_indicator, Rmult_comm, <- rsum_scal; apply rsum_le; intros k Hk.
destruct (Rlt_dec t (f k)) as [H|H]; [specialize (Hv k Hk H)|specialize (H0 k Hk)]; lra.
Qed.

Lemma sum_above_strict t v m f g : (forall k, (k < m)%nat -> 0 <= g k) ->
  (forall k, (k < m)%nat -> t < f k -> v < g k) -> (0 < count_above t m f)%nat ->
  INR (count_above t m f) * v < rsum m g.
Proof.
intros H0 Hv; induction m as [|m IH]; simpl; intros C; [lia|].
assert (G : 0 <= g m) by (apply H0; lia).
assert (I : INR (count_above t m f) * v <= rsum m g).
{ apply sum_above; intros; [apply H0; lia|apply Rlt_le, Hv; auto with arith]. }
destruct (Rlt_dec t (f m)) as [L|L].
- specialize (Hv m ltac:(lia) L); rewrite plus_INR; simpl INR; lra.
- rewrite Nat.add_0_r in *.
  assert (INR (count_above t m f) * v < rsum m g); [|lra].
  apply IH; auto with arith.
Qed.

(** The sum of values that are v on the terms above t and 0 elsewhere. *)
Lemma sum_flat t v m f g :
  (forall k, (k < m)%nat -> g k = if Rlt_dec t (f k) then v else 0) ->
  rsum m g = INR (count_above t m f) * v.
Proof.
intros H; rewrite count_indicator, Rmult_comm, <- rsum_scal; apply rsum_ext; intros k Hk.
rewrite H by easy; destruct (Rlt_dec t (f k)); ring.
Qed.

(** ** Logarithms *)

Lemma ln_le_sub x : 0 < x -> ln x <= x - 1.
Proof.
intros H; destruct (Req_dec x 1) as [->|E]; [rewrite ln_1; lra|].
assert (N : ln x <> 0) by (intros Z; apply E, ln_inv; [lra|lra|now rewrite ln_1]).
assert (1 + ln x < exp (ln x)) by now apply exp_ineq1.
rewrite exp_ln in * by easy; lra.
Qed.

Lemma ln_le_iff x y : 0 < x -> 0 < y -> (ln x <= ln y <-> x <= y).
Proof.
intros Hx Hy; split; intros H; [|now apply ln_le].
destruct (Rle_lt_dec x y) as [|L]; [easy|]; apply ln_increasing in L; lra.
Qed.

Lemma ln_lt_iff x y : 0 < x -> 0 < y -> (ln x < ln y <-> x < y).
Proof. intros; split; intros; [now apply ln_lt_inv|now apply ln_increasing]. Qed.

Lemma ln_eq_iff x y : 0 < x -> 0 < y -> (ln x = ln y <-> x = y).
Proof. intros; split; [now apply ln_inv|now intros ->]. Qed.

Lemma ln_pow_INR x m : 0 < x -> ln (x ^ m) = INR m * ln x.
Proof.
intros H; induction m as [|m IH]; [simpl; rewrite ln_1; ring|].
rewrite <- tech_pow_Rmult, ln_mult, IH, S_INR; [ring|easy|now apply pow_lt].
Qed.

Lemma ln_Rpower x a : ln (Rpower x a) = a * ln x.
Proof. unfold Rpower; apply ln_exp. Qed.

Lemma Rpower_pos x a : 0 < Rpower x a.
Proof. apply exp_pos. Qed.

Lemma one_plus_ratio_pos u gamma : 0 <= u -> 0 < gamma -> 0 < 1 + u / gamma.
Proof.
intros; assert (0 <= u / gamma); [|lra]; apply Rmult_le_pos; [lra|].
now apply Rlt_le, Rinv_0_lt_compat.
Qed.

Lemma ln_one_plus_ratio u gamma : 0 <= u -> 0 < gamma ->
  ln (u + gamma) = ln gamma + ln (1 + u / gamma).
Proof.
intros; rewrite <- ln_mult; [f_equal; field; lra|easy|now apply one_plus_ratio_pos].
Qed.

Lemma ln_one_plus_nonneg x : 0 <= x -> 0 <= ln (1 + x).
Proof. intros; rewrite <- ln_1; apply ln_le; lra. Qed.

Lemma ln_one_plus_pos x : 0 < x -> 0 < ln (1 + x).
Proof. intros; rewrite <- ln_1; apply ln_increasing; lra. Qed.

Lemma ratio_nonneg u gamma : 0 <= u -> 0 < gamma -> 0 <= u / gamma.
Proof. intros; apply Rmult_le_pos; [lra|now apply Rlt_le, Rinv_0_lt_compat]. Qed.

Lemma ratio_pos u gamma : 0 < u -> 0 < gamma -> 0 < u / gamma.
Proof. intros; apply Rmult_lt_0_compat; [lra|now apply Rinv_0_lt_compat]. Qed.

Lemma ratio_le u v gamma : u <= v -> 0 < gamma -> u / gamma <= v / gamma.
Proof.
intros; apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|easy].
Qed.

(** ** The autoencoder *)

Section Autoencoder.
Variable A : autoencoder.

Lemma INR_d_pos : 0 < INR (d A).
Proof. apply lt_0_INR, d_positive. Qed.

Lemma INR_n_pos : 0 < INR (n A).
Proof. apply lt_0_INR, n_positive. Qed.

Lemma error_nonneg theta Z : 0 <= error A theta Z.
Proof.
apply ratio_nonneg; [|apply Rmult_lt_0_compat; [apply INR_d_pos|apply INR_n_pos]].
apply rsum_nonneg; intros; apply rsum_nonneg; intros; apply pow2_ge_0.
Qed.

Lemma row_power_nonneg Z k : 0 <= row_power A Z k.
Proof.
apply ratio_nonneg; [|apply INR_n_pos]; apply rsum_nonneg; intros; apply pow2_ge_0.
Qed.

(** No error means that every entry is reproduced. *)
Lemma error_zero_iff theta Z : error A theta Z = 0 <->
  forall i c, (i < n A)%nat -> (c < d A)%nat -> decode A theta (column Z i) c = data A i c.
Proof.
unfold error; assert (Hd := INR_d_pos); assert (Hn := INR_n_pos); split.
- intros E i c Hi Hc.
  assert (S : rsum (n A) (fun i => rsum (d A)
    (fun c => (data A i c - decode A theta (column Z i) c) ^ 2)) = 0).
  { apply Rmult_integral in E as [E|E]; [easy|].
    assert (0 < / (INR (d A) * INR (n A)))
      by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; easy); lra. }
  apply rsum_zero with (k := i) in S; [|intros; apply rsum_nonneg; intros; apply pow2_ge_0|easy].
  apply rsum_zero with (k := c) in S; [|intros; apply pow2_ge_0|easy].
  nra.
- intros H; rewrite (rsum_ext _ _ (fun _ => 0)); [rewrite rsum_const; unfold Rdiv; ring|].
  intros i Hi; rewrite (rsum_ext _ _ (fun _ => 0)); [rewrite rsum_const; ring|].
  intros c Hc; rewrite H by easy; ring.
Qed.

(** A row has no power iff it is zero. *)
Lemma row_power_zero_iff Z k :
  row_power A Z k = 0 <-> forall i, (i < n A)%nat -> Z k i = 0.
Proof.
assert (Hn := INR_n_pos); unfold row_power; split.
- intros E i Hi; apply Rmult_integral in E as [E|E].
  + apply rsum_zero with (k := i) in E; [|intros; apply pow2_ge_0|easy]; nra.
  + assert (0 < / INR (n A)) by now apply Rinv_0_lt_compat.
    lra.
- intros H; rewrite (rsum_ext _ _ (fun _ => 0)).
  + rewrite rsum_const; unfold Rdiv; ring.
  + intros i Hi; rewrite H by easy; ring.
Qed.

Lemma row_power_zero_code k : row_power A zero_code k = 0.
Proof. now apply row_power_zero_iff. Qed.

Lemma n_active_zero_code : n_active A zero_code = O.
Proof. apply count_none; intros; rewrite row_power_zero_code; lra. Qed.

(** d log(1 + e/gamma) + beta sum_k log(1 + p_k/gamma): the loss up to scale and constant. *)
Definition excess beta gamma theta Z : R :=
  INR (d A) * ln (1 + error A theta Z / gamma)
  + beta * rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma)).

Lemma log_loss_excess beta gamma theta Z : 0 < gamma ->
  INR (d A) * log_loss A beta gamma theta Z =
  (INR (d A) + beta * INR (kappa A)) * ln gamma + excess beta gamma theta Z.
Proof.
intros H; assert (Hd := INR_d_pos); unfold log_loss, loss, log_penalty, excess.
rewrite ln_one_plus_ratio by (easy || apply error_nonneg).
rewrite (rsum_ext _ _ (fun k => beta * (ln gamma + ln (1 + row_power A Z k / gamma)))).
- rewrite rsum_scal, rsum_plus, rsum_const; field; lra.
- intros k _; rewrite ln_one_plus_ratio by (easy || apply row_power_nonneg); easy.
Qed.

(** Losses compare as excesses. *)
Lemma log_loss_le_iff beta gamma theta Z theta' Z' : 0 < gamma ->
  (log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' <->
   excess beta gamma theta Z <= excess beta gamma theta' Z').
Proof.
intros H; assert (Hd := INR_d_pos).
assert (E := log_loss_excess beta gamma theta Z H).
assert (E' := log_loss_excess beta gamma theta' Z' H); split; intros; nra.
Qed.

Lemma log_loss_lt_iff beta gamma theta Z theta' Z' : 0 < gamma ->
  (log_loss A beta gamma theta Z < log_loss A beta gamma theta' Z' <->
   excess beta gamma theta Z < excess beta gamma theta' Z').
Proof.
intros H; assert (Hd := INR_d_pos).
assert (E := log_loss_excess beta gamma theta Z H).
assert (E' := log_loss_excess beta gamma theta' Z' H); split; intros; nra.
Qed.

Lemma power_terms_nonneg gamma Z : 0 < gamma ->
  forall k, 0 <= ln (1 + row_power A Z k / gamma).
Proof.
intros H k; apply ln_one_plus_nonneg, ratio_nonneg; [apply row_power_nonneg|easy].
Qed.

Lemma excess_exact beta gamma theta Z : error A theta Z = 0 ->
  excess beta gamma theta Z = beta * rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma)).
Proof.
intros E; unfold excess; rewrite E.
replace (1 + 0 / gamma) with 1 by (unfold Rdiv; ring); rewrite ln_1; ring.
Qed.

End Autoencoder.
