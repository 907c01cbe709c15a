(** * Theorem B for the error penalty: the necessary slope of g, and the thresholds of g = h *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas ConvergenceSlope.
From Sparsity.theory Require Import ConvergenceThresholds.
Open Scope R_scope.

Theorem theorem_B_necessary_error_slope :
  forall r d g rise e0,
  (0 < d)%nat -> 0 < e0 ->
  continuous_on (fun u => 0 <= u <= e0) g ->
  (forall u, 0 < u < e0 -> ex_derive g u) ->
  INR r * rise < INR d * (g e0 - g 0) ->
  exists u, 0 < u < e0 /\ Derive g u > INR r * rise / (INR d * e0).
Proof.
intros r d g rise e0 Hd He C D S; assert (P : 0 < INR d) by now apply lt_0_INR.
destruct (mean_value_segment g e0 He C D) as [u [Hu E]].
exists u; split; [easy|]; rewrite E in S.
apply (Rmult_lt_reg_r (INR d * e0)); [apply Rmult_lt_0_compat; lra|].
replace (INR r * rise / (INR d * e0) * (INR d * e0)) with (INR r * rise) by (field; lra).
lra.
Qed.

(** r h(a) < d h(e), for the three families. *)
Section Families.
Variables (r d : nat) (a e : R).
Hypotheses (Hr : (1 <= r)%nat) (Hd : (r < d)%nat) (Ha : 0 < a) (He : 0 < e).

Lemma dimensions : 0 < INR r < INR d.
Proof. split; [apply lt_0_INR; lia|now apply lt_INR]. Qed.

Lemma power_value p u : 0 < u -> power_penalty p u - power_penalty p 0 = Rpower u p.
Proof. intros H; unfold power_penalty; destruct (Rle_dec u 0), (Rle_dec 0 0); lra. Qed.

Lemma error_power p : e < a ->
  (INR r * (power_penalty p a - power_penalty p 0) < INR d * (power_penalty p e - power_penalty p 0)
   <-> p < ln (INR d / INR r) / ln (a / e)).
Proof.
intros H; assert (Hn := dimensions).
assert (L : 0 < ln (a / e)).
{ rewrite <- ln_1; apply ln_increasing, quotient_lt; lra. }
rewrite !power_value, quotient_lt, ln_div, ln_div in * by lra.
rewrite <- (ln_lt_iff (INR r * Rpower a p))
  by (apply Rmult_lt_0_compat; [lra|apply Rpower_pos]).
rewrite !ln_mult, !ln_Rpower by (lra || apply Rpower_pos); split; intros; lra.
Qed.

Lemma error_rational tau : 0 < tau -> INR d * e < INR r * a ->
  (INR r * (rational_penalty tau a - rational_penalty tau 0)
   < INR d * (rational_penalty tau e - rational_penalty tau 0)
   <-> tau < a * e * (INR d - INR r) / (INR r * a - INR d * e)).
Proof.
intros Ht H; assert (Hn := dimensions); rewrite quotient_lt by lra; unfold rational_penalty.
set (x := INR r) in *; set (y := INR d) in *.
assert (N : 0 < (a + tau) * (e + tau)) by (apply Rmult_lt_0_compat; lra).
assert (E : y * (e / (e + tau) - 0 / (0 + tau)) - x * (a / (a + tau) - 0 / (0 + tau)) =
            (a * e * (y - x) - tau * (x * a - y * e)) / ((a + tau) * (e + tau))) by (field; lra).
split; intros G.
- assert (0 < (a * e * (y - x) - tau * (x * a - y * e)) / ((a + tau) * (e + tau))) as G' by lra.
  apply quotient_lt in G'; lra.
- assert (0 < (a * e * (y - x) - tau * (x * a - y * e)) / ((a + tau) * (e + tau)))
    by (apply quotient_lt; lra); lra.
Qed.

Lemma error_log gamma :
  0 < gamma <= Rpower (e ^ d / a ^ r) (1 / (INR d - INR r)) ->
  INR r * (log_penalty gamma a - log_penalty gamma 0)
  < INR d * (log_penalty gamma e - log_penalty gamma 0).
Proof.
intros [Hg L]; assert (Hn := dimensions); unfold log_penalty; rewrite Rplus_0_l.
assert (Q : (INR d - INR r) * ln gamma <= INR d * ln e - INR r * ln a).
{ apply ln_le in L; [|easy]; rewrite ln_Rpower, ln_div, !ln_pow_INR in L
    by (easy || now apply pow_lt).
  apply (Rmult_le_compat_l (INR d - INR r)) in L; [|lra].
  replace ((INR d - INR r) * (1 / (INR d - INR r) * (INR d * ln e - INR r * ln a)))
    with (INR d * ln e - INR r * ln a) in L by (field; lra); easy. }
assert (I : ln gamma < ln (e + gamma)) by (apply ln_increasing; lra).
destruct (Rle_lt_dec a e) as [O|O].
- assert (ln (a + gamma) <= ln (e + gamma)) by (apply ln_le; lra).
  assert (INR r * (ln (a + gamma) - ln gamma) <= INR r * (ln (e + gamma) - ln gamma))
    by (apply Rmult_le_compat_l; lra).
  assert (0 < (INR d - INR r) * (ln (e + gamma) - ln gamma)) by (apply Rmult_lt_0_compat; lra).
  lra.
- assert (Ea : ln (a + gamma) = ln a + ln (1 + gamma / a)).
  { rewrite Rplus_comm; apply ln_one_plus_ratio; lra. }
  assert (Ee : ln (e + gamma) = ln e + ln (1 + gamma / e)).
  { rewrite Rplus_comm; apply ln_one_plus_ratio; lra. }
  rewrite Ea, Ee.
  assert (0 < ln (1 + gamma / e)) by now apply ln_one_plus_pos, ratio_pos.
  assert (ln (1 + gamma / a) < ln (1 + gamma / e)).
  { assert (gamma / a < gamma / e).
    { apply Rmult_lt_compat_l; [easy|]; apply Rinv_lt_contravar; [nra|easy]. }
    assert (0 < gamma / a) by now apply ratio_pos.
    apply ln_increasing; lra. }
  assert (INR r * ln (1 + gamma / a) < INR r * ln (1 + gamma / e))
    by (apply Rmult_lt_compat_l; lra).
  assert (0 < (INR d - INR r) * ln (1 + gamma / e)) by (apply Rmult_lt_0_compat; lra).
  lra.
Qed.

End Families.

Theorem theorem_B_error_thresholds :
  forall A r M theta1 Z1 theta0,
  (1 <= r)%nat -> (r < d A)%nat -> 0 < M ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  let e0 := error A theta0 zero_code in
  let sparse_better := fun h => loss A h h theta1 Z1 < loss A h h theta0 zero_code in
  0 < e0 ->
  (e0 < M ^ 2 -> forall p,
    (sparse_better (power_penalty p) <-> p < ln (INR (d A) / INR r) / ln (M ^ 2 / e0))) /\
  (INR (d A) * e0 < INR r * M ^ 2 -> forall tau, 0 < tau ->
    (sparse_better (rational_penalty tau) <->
     tau < M ^ 2 * e0 * (INR (d A) - INR r) / (INR r * M ^ 2 - INR (d A) * e0))) /\
  (forall gamma, 0 < gamma ->
    gamma <= Rpower (e0 ^ d A / (M ^ 2) ^ r) (1 / (INR (d A) - INR r)) ->
    sparse_better (log_penalty gamma)).
Proof.
intros A r M theta1 Z1 theta0 Hr Hd HM E1 F1 e0 better He.
assert (Ha : 0 < M ^ 2) by now apply pow_lt.
assert (B : forall h, better h <->
  INR r * (h (M ^ 2) - h 0) < INR (d A) * (h e0 - h 0)).
{ intros h; apply theorem_B_imperfect_alternative; [lra|easy|easy]. }
split; [|split].
- intros O p; rewrite B; now apply error_power.
- intros O tau Ht; rewrite B; now apply error_rational.
- intros gamma Hg L; rewrite B; now apply error_log.
Qed.
