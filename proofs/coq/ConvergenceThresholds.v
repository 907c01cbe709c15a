(** * Theorem B: the necessary slope and the exact thresholds *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Sparsity Require Import ConvergenceStatements ConvergenceLemmas ConvergenceRates.
Open Scope R_scope.

(** ** The comparison of losses *)

Lemma flat_loss A g h theta Z r a : 0 < a -> flat A Z r a ->
  INR (d A) * loss A g h theta Z =
  INR (d A) * g (error A theta Z) + INR (kappa A) * h 0 + INR r * (h a - h 0).
Proof.
intros Ha [Hr H]; unfold loss.
rewrite (rsum_ext _ _ (fun k => h 0 + (if Rlt_dec 0 (row_power A Z k) then h a - h 0 else 0))).
- rewrite rsum_plus, rsum_const, (sum_flat 0 (h a - h 0) _ (row_power A Z)) by easy.
  fold (n_active A Z); rewrite Hr; field; assert (Hd := INR_d_pos A); lra.
- intros k Hk; destruct (H k Hk) as [->| ->]; [destruct (Rlt_dec 0 0)|destruct (Rlt_dec 0 a)];
    lra.
Qed.

Theorem theorem_B_dense_alternative : theorem_B_dense_alternative_statement.
Proof.
intros A g h r M eps theta1 Z1 theta0 Z0 HM He E1 F1 E0 F0; assert (Hd := INR_d_pos A).
apply flat_loss with (g := g) (h := h) (theta := theta1) in F1; [|now apply pow2_gt_0].
apply flat_loss with (g := g) (h := h) (theta := theta0) in F0; [|now apply pow2_gt_0].
rewrite E1 in F1; rewrite E0 in F0; unfold sparse_preferred, tie; split; split; intros; nra.
Qed.

Theorem theorem_B_imperfect_alternative : theorem_B_imperfect_alternative_statement.
Proof.
intros A g h r M theta1 Z1 theta0 HM E1 F1; assert (Hd := INR_d_pos A).
apply flat_loss with (g := g) (h := h) (theta := theta1) in F1; [|now apply pow2_gt_0].
assert (F0 : flat A zero_code 0 1).
{ split; [apply n_active_zero_code|]; intros; left; apply row_power_zero_code. }
apply flat_loss with (g := g) (h := h) (theta := theta0) in F0; [|lra].
rewrite E1 in F1; simpl INR in F0; split; intros; nra.
Qed.

(** ** The necessary slope *)

(** The mean value theorem for a function that is continuous only from within the segment:
    clamp its argument. *)
Lemma mean_value_segment h b : 0 < b ->
  continuous_on (fun u => 0 <= u <= b) h ->
  (forall u, 0 < u < b -> ex_derive h u) ->
  exists u, 0 < u < b /\ h b - h 0 = Derive h u * b.
Proof.
intros Hb C D.
set (clamp := fun u => Rmax 0 (Rmin u b)); set (k := fun u => h (clamp u)).
assert (clamp_in : forall u, 0 <= clamp u <= b).
{ intros u; unfold clamp; split; [apply Rmax_l|]; apply Rmax_lub; [lra|apply Rmin_r]. }
assert (clamp_id : forall u, 0 <= u <= b -> clamp u = u).
{ intros u H; unfold clamp; rewrite Rmin_left, Rmax_right; lra. }
assert (clamp_close : forall u v, Rabs (clamp v - clamp u) <= Rabs (v - u)).
{ intros u v; unfold clamp, Rmax, Rmin.
  destruct (Rle_dec u b), (Rle_dec v b);
  repeat match goal with |- context [Rle_dec ?x ?y] => destruct (Rle_dec x y) end;
  unfold Rabs; repeat destruct Rcase_abs; lra. }
assert (k_cont : forall u, 0 <= u <= b -> continuity_pt k u).
{ intros u Hu; apply continuity_pt_filterlim; unfold k at 2; rewrite clamp_id by easy.
  apply filterlim_comp with (2 := C u Hu); intros Q [e He]; exists e; intros v Hv.
  apply He; [|apply clamp_in]; rewrite <- (clamp_id u Hu).
  apply Rle_lt_trans with (2 := Hv); apply clamp_close. }
assert (k_der : forall u, 0 < u < b -> is_derive k u (Derive h u)).
{ intros u Hu; apply is_derive_ext_loc with h; [|now apply Derive_correct, D].
  assert (O : open (fun v => 0 < v < b)) by (apply open_and; [apply open_gt|apply open_lt]).
  apply filter_imp with (2 := O u Hu); intros v Hv; unfold k; rewrite clamp_id; [easy|lra]. }
assert (k_pr : forall u, 0 < u < b -> derivable_pt k u).
{ intros u Hu; exists (Derive h u); apply is_derive_Reals, k_der, Hu. }
destruct (MVT k id 0 b k_pr (fun u _ => derivable_pt_id u) Hb k_cont) as [u [Hu E]].
{ intros; apply derivable_continuous_pt, derivable_pt_id. }
exists u; split; [easy|].
rewrite derive_pt_id, (derive_pt_eq_0 k u (Derive h u)) in E
  by (apply is_derive_Reals, k_der, Hu).
unfold id, k in E; rewrite !clamp_id in E by lra; lra.
Qed.

Theorem theorem_B_necessary_slope : theorem_B_necessary_slope_statement.
Proof.
intros r h M eps He C D S; assert (P : 0 < eps ^ 2) by now apply pow_lt.
destruct (mean_value_segment h (eps ^ 2) P C D) as [u [Hu E]].
exists u; split; [easy|]; unfold sparse_preferred in S; rewrite E in S.
assert (Hr : INR (r + 1) = INR r + 1) by (rewrite plus_INR; easy).
assert (0 <= INR r) by apply pos_INR.
apply (Rmult_lt_reg_r (INR (r + 1) * eps ^ 2)); [apply Rmult_lt_0_compat; lra|].
replace (INR r / INR (r + 1) * (h (M ^ 2) - h 0) / eps ^ 2 * (INR (r + 1) * eps ^ 2))
  with (INR r * (h (M ^ 2) - h 0)) by (field; lra).
lra.
Qed.

(** ** Powers *)

Lemma quotient_lt a b c : 0 < c -> (a < b / c <-> a * c < b).
Proof.
intros Hc; split; intros H.
- replace b with (b / c * c) by (field; lra); now apply Rmult_lt_compat_r.
- apply (Rmult_lt_reg_r c); [easy|]; replace (b / c * c) with b by (field; lra); easy.
Qed.

Lemma quotient_eq a b c : 0 < c -> (a = b / c <-> a * c = b).
Proof. intros Hc; split; [intros ->; field; lra|intros <-; field; lra]. Qed.

Lemma INR_succ r : INR (r + 1) = INR r + 1.
Proof. now rewrite plus_INR. Qed.

Lemma INR_pos r : (1 <= r)%nat -> 0 < INR r.
Proof. intros; apply lt_0_INR; lia. Qed.

Lemma power_gap p u : 0 < u -> power_penalty p (u ^ 2) - power_penalty p 0 = Rpower (u ^ 2) p.
Proof.
intros H; assert (0 < u ^ 2) by now apply pow_lt.
unfold power_penalty; destruct (Rle_dec (u ^ 2) 0), (Rle_dec 0 0); lra.
Qed.

Theorem theorem_B_power : theorem_B_power_statement.
Proof.
intros r M eps p Hr [He HM] threshold; unfold threshold.
assert (R1 := INR_pos r Hr); assert (R2 := INR_succ r).
assert (L : 0 < ln (M / eps)).
{ rewrite <- ln_1; apply ln_increasing, quotient_lt; lra. }
assert (T : 0 < Rpower (M ^ 2) p) by apply Rpower_pos.
assert (T' : 0 < Rpower (eps ^ 2) p) by apply Rpower_pos.
unfold sparse_preferred, tie; rewrite !power_gap by lra.
rewrite quotient_lt, quotient_eq, ln_div, ln_div in * by lra.
rewrite <- (ln_lt_iff (INR r * Rpower (M ^ 2) p)) by (apply Rmult_lt_0_compat; lra).
rewrite <- (ln_eq_iff (INR r * Rpower (M ^ 2) p)) by (apply Rmult_lt_0_compat; lra).
rewrite !ln_mult, !ln_Rpower, !ln_pow_INR by lra; simpl (INR 2); split; split; intros; lra.
Qed.

(** ** u/(u+tau) *)

Lemma rational_gap tau u : 0 < tau ->
  rational_penalty tau (u ^ 2) - rational_penalty tau 0 = u ^ 2 / (u ^ 2 + tau).
Proof.
intros H; unfold rational_penalty; assert (0 <= u ^ 2) by apply pow2_ge_0; field; lra.
Qed.

(** Cleared of denominators, for any M, eps. *)
Lemma rational_condition r M eps tau : 0 < tau ->
  (sparse_preferred r (rational_penalty tau) M eps <->
   tau * (INR r * M ^ 2 - INR (r + 1) * eps ^ 2) < eps ^ 2 * M ^ 2) /\
  (tie r (rational_penalty tau) M eps <->
   tau * (INR r * M ^ 2 - INR (r + 1) * eps ^ 2) = eps ^ 2 * M ^ 2).
Proof.
intros H; unfold sparse_preferred, tie; rewrite !rational_gap, INR_succ by easy.
assert (0 <= M ^ 2) by apply pow2_ge_0; assert (0 <= eps ^ 2) by apply pow2_ge_0.
set (a := M ^ 2) in *; set (b := eps ^ 2) in *; set (x := INR r).
assert (N : 0 < (a + tau) * (b + tau)) by (apply Rmult_lt_0_compat; lra).
assert (E : (x + 1) * (b / (b + tau)) - x * (a / (a + tau)) =
            (b * a - tau * (x * a - (x + 1) * b)) / ((a + tau) * (b + tau))) by (field; lra).
split; split; intros G.
- assert (0 < (b * a - tau * (x * a - (x + 1) * b)) / ((a + tau) * (b + tau))) as G' by lra.
  apply quotient_lt in G'; lra.
- assert (0 < (b * a - tau * (x * a - (x + 1) * b)) / ((a + tau) * (b + tau)))
    by (apply quotient_lt; lra); lra.
- assert (0 = (b * a - tau * (x * a - (x + 1) * b)) / ((a + tau) * (b + tau))) as G' by lra.
  apply quotient_eq in G'; lra.
- assert (0 = (b * a - tau * (x * a - (x + 1) * b)) / ((a + tau) * (b + tau)))
    by (apply quotient_eq; lra); lra.
Qed.

Theorem theorem_B_rational : theorem_B_rational_statement.
Proof.
intros r M eps tau H Ht L threshold; unfold threshold.
destruct (rational_condition r M eps tau Ht) as [P T].
rewrite P, T, quotient_lt, quotient_eq by lra; easy.
Qed.

(** ** Exact thresholds from the shape of the gap: down from 0, then up *)

Section Shape.
Variables phi dphi : R -> R.
Hypothesis derivative : forall x, 0 <= x -> is_derive phi x (dphi x).
Hypothesis start : phi 0 = 0.

Lemma mean_value x y : 0 <= x < y -> exists c, phi y - phi x = dphi c * (y - x) /\ x < c < y.
Proof.
intros [Hx Hy]; apply MVT_cor2; [easy|]; intros; apply is_derive_Reals, derivative; lra.
Qed.

Lemma rising_shape : (forall x, 0 < x -> 0 < dphi x) -> forall x, 0 < x -> 0 < phi x.
Proof.
intros P x Hx; destruct (mean_value 0 x) as [c [E Hc]]; [lra|].
assert (0 < dphi c * (x - 0)) by (apply Rmult_lt_0_compat; [apply P|]; lra); lra.
Qed.

Lemma turning_shape x1 S : 0 < x1 -> 0 < S -> 0 < phi S ->
  (forall x, 0 < x < x1 -> dphi x < 0) -> (forall x, x1 < x -> 0 < dphi x) ->
  exists root, x1 < root < S /\ forall x, 0 < x -> (0 < phi x <-> root < x) /\
                                                  (phi x = 0 <-> x = root).
Proof.
intros H1 HS PS N P.
assert (below : forall x, 0 < x <= x1 -> phi x < 0).
{ intros x Hx; destruct (mean_value 0 x) as [c [E Hc]]; [lra|].
  assert (dphi c < 0) by (apply N; lra).
  assert (0 < - dphi c * (x - 0)) by (apply Rmult_lt_0_compat; lra); lra. }
assert (rising : forall x y, x1 <= x -> x < y -> phi x < phi y).
{ intros x y Hx Hy; destruct (mean_value x y) as [c [E Hc]]; [lra|].
  assert (0 < dphi c * (y - x)) by (apply Rmult_lt_0_compat; [apply P|]; lra); lra. }
assert (cont : forall x, 0 <= x -> continuity_pt phi x).
{ intros x Hx; apply derivable_continuous_pt; exists (dphi x).
  now apply is_derive_Reals, derivative. }
assert (L : x1 < S).
{ destruct (Rlt_le_dec x1 S) as [L|L]; [easy|]; specialize (below S); lra. }
destruct (IVT_Rbar_incr phi x1 S (phi x1) (phi S)) with (y := 0) as [root [R1 [R2 R3]]].
- apply is_lim_continuity, cont; lra.
- apply is_lim_continuity, cont; lra.
- intros x Hx _; apply cont; simpl in Hx; lra.
- easy.
- split; [apply below; lra|easy].
- simpl in R1, R2; exists root; split; [easy|]; intros x Hx.
  destruct (Rle_lt_dec x x1) as [C|C]; [specialize (below x); split; split; intros; lra|].
  destruct (Rtotal_order x root) as [O|[O|O]].
  + assert (phi x < phi root) by (apply rising; lra); split; split; intros; lra.
  + subst x; split; split; intros; lra.
  + assert (phi root < phi x) by (apply rising; lra); split; split; intros; lra.
Qed.

End Shape.

(** From x = 1/parameter to the parameter. *)
Lemma inverse_threshold root x : 0 < root -> 0 < x ->
  (root < / x <-> x < / root) /\ (/ x = root <-> x = / root).
Proof.
intros Hr Hx; split; split; intros H.
- rewrite <- (Rinv_inv x); apply Rinv_lt_contravar; [apply Rmult_lt_0_compat|]; try easy.
  now apply Rinv_0_lt_compat.
- rewrite <- (Rinv_inv root); apply Rinv_lt_contravar; [apply Rmult_lt_0_compat|]; try easy.
  now apply Rinv_0_lt_compat.
- now rewrite <- H, Rinv_inv.
- now rewrite H, Rinv_inv.
Qed.

(** ** 1 - exp(-u/tau) *)

Section Exponential.
Variables (r : nat) (M eps : R).
Hypothesis order : 0 < eps < M.

Let a := M ^ 2.
Let b := eps ^ 2.
Let x := INR r.

Definition exponential_gap (s : R) : R :=
  (INR r + 1) * (1 - exp (- (eps ^ 2 * s))) - INR r * (1 - exp (- (M ^ 2 * s))).
Definition exponential_slope (s : R) : R :=
  (INR r + 1) * eps ^ 2 * exp (- (eps ^ 2 * s)) - INR r * M ^ 2 * exp (- (M ^ 2 * s)).

Lemma exponential_gap_derive s : is_derive exponential_gap s (exponential_slope s).
Proof. unfold exponential_gap, exponential_slope; auto_derive; [easy|simpl; ring]. Qed.

Lemma exponential_gap_0 : exponential_gap 0 = 0.
Proof. unfold exponential_gap; rewrite !Rmult_0_r, !Ropp_0, !exp_0; ring. Qed.

Lemma exponential_condition tau : 0 < tau ->
  (sparse_preferred r (exponential_penalty tau) M eps <-> 0 < exponential_gap (/ tau)) /\
  (tie r (exponential_penalty tau) M eps <-> exponential_gap (/ tau) = 0).
Proof.
intros H; unfold sparse_preferred, tie, exponential_penalty, exponential_gap.
replace (- 0 / tau) with 0 by (field; lra); rewrite exp_0, INR_succ.
replace (- M ^ 2 / tau) with (- (M ^ 2 * / tau)) by (field; lra).
replace (- eps ^ 2 / tau) with (- (eps ^ 2 * / tau)) by (field; lra).
split; split; intros; lra.
Qed.

Lemma squares : 0 < b < a.
Proof. unfold a, b; split; [apply pow_lt|]; nra. Qed.

Lemma exponential_always : x * a <= (x + 1) * b -> forall s, 0 < s -> 0 < exponential_gap s.
Proof.
intros H; assert (Hab := squares); assert (Hx : 0 <= x) by apply pos_INR.
apply rising_shape with exponential_slope.
- intros; apply exponential_gap_derive.
- apply exponential_gap_0.
- intros s Hs; unfold exponential_slope; fold a b x.
  assert (exp (- (a * s)) < exp (- (b * s))) by (apply exp_increasing; nra).
  assert (0 < exp (- (a * s))) by apply exp_pos.
  assert (0 < (x + 1) * b) by (apply Rmult_lt_0_compat; lra).
  nra.
Qed.

Lemma exponential_slope_sign s v : 0 < x -> v = ln (x * a / ((x + 1) * b)) / (a - b) ->
  (s < v -> exponential_slope s < 0) /\ (v < s -> 0 < exponential_slope s).
Proof.
intros Hx E; assert (Hab := squares).
assert (P : 0 < x * a) by (apply Rmult_lt_0_compat; lra).
assert (Q : 0 < (x + 1) * b) by (apply Rmult_lt_0_compat; lra).
rewrite ln_div in E by easy; apply quotient_eq in E; [|lra].
assert (E1 : (x + 1) * b * exp (- (b * s)) = exp (ln ((x + 1) * b) - b * s))
  by (unfold Rminus; rewrite exp_plus, exp_ln by easy; easy).
assert (E2 : x * a * exp (- (a * s)) = exp (ln (x * a) - a * s))
  by (unfold Rminus; rewrite exp_plus, exp_ln by easy; easy).
unfold exponential_slope; fold a b x; rewrite E1, E2; split; intros L.
- assert (exp (ln ((x + 1) * b) - b * s) < exp (ln (x * a) - a * s)); [|lra].
  apply exp_increasing; nra.
- assert (exp (ln (x * a) - a * s) < exp (ln ((x + 1) * b) - b * s)); [|lra].
  apply exp_increasing; nra.
Qed.

Lemma exponential_root : (x + 1) * b < x * a ->
  exists root, 0 < root < ln (x + 1) / b /\ ln (x * a / ((x + 1) * b)) / (a - b) < root /\
    forall s, 0 < s ->
    (0 < exponential_gap s <-> root < s) /\ (exponential_gap s = 0 <-> s = root).
Proof.
intros H; assert (Hab := squares); assert (Hx0 : 0 <= x) by apply pos_INR.
assert (Hx : 0 < x) by (destruct Hx0 as [|E]; [easy|rewrite <- E in H; lra]).
assert (Q : 0 < (x + 1) * b) by (apply Rmult_lt_0_compat; lra).
set (v := ln (x * a / ((x + 1) * b)) / (a - b)).
assert (V : 0 < v).
{ apply ratio_pos; [|lra]; rewrite <- ln_1; apply ln_increasing, quotient_lt; lra. }
assert (U : 0 < ln (x + 1) / b).
{ apply ratio_pos; [|lra]; rewrite Rplus_comm; now apply ln_one_plus_pos. }
destruct (turning_shape exponential_gap exponential_slope) with (x1 := v) (S := ln (x + 1) / b)
  as [root [R1 R2]]; try easy.
- intros; apply exponential_gap_derive.
- apply exponential_gap_0.
- unfold exponential_gap; fold a b x.
  replace (b * (ln (x + 1) / b)) with (ln (x + 1)) by (field; lra).
  rewrite (exp_Ropp (ln (x + 1))), exp_ln by lra.
  assert (0 < exp (- (a * (ln (x + 1) / b)))) by apply exp_pos.
  replace ((x + 1) * (1 - / (x + 1))) with x by (field; lra); nra.
- intros s Hs; now apply exponential_slope_sign with v.
- intros s Hs; now apply exponential_slope_sign with v.
- exists root; split; [lra|]; split; [apply R1|easy].
Qed.

(** What the root leaves of the second exponential. *)
Lemma exponential_rest root : (x + 1) * b < x * a ->
  ln (x * a / ((x + 1) * b)) / (a - b) < root -> x * exp (- (a * root)) <= (x + 1) * b / a.
Proof.
intros H R; assert (Hab := squares); assert (Hx : 0 <= x) by apply pos_INR.
assert (Q : 0 < (x + 1) * b) by (apply Rmult_lt_0_compat; lra).
set (q := x * a / ((x + 1) * b)) in *; assert (Hq : 1 < q) by (unfold q; apply quotient_lt; lra).
assert (L : 0 < ln q) by (rewrite <- ln_1; apply ln_increasing; lra).
assert (G : exp (- (a * root)) <= / q).
{ rewrite <- (exp_ln q), <- exp_Ropp by lra; apply Rlt_le, exp_increasing.
  set (v := ln q / (a - b)) in *; assert (E : v * (a - b) = ln q) by (unfold v; field; lra).
  assert (V : 0 < v) by (apply ratio_pos; lra).
  assert (a * v < a * root) by (apply Rmult_lt_compat_l; lra).
  assert (0 < v * b) by (apply Rmult_lt_0_compat; lra); lra. }
apply Rle_trans with (x * / q); [now apply Rmult_le_compat_l|].
right; unfold q; field; repeat split; nra.
Qed.

End Exponential.

Theorem theorem_B_exponential : theorem_B_exponential_statement.
Proof.
intros r M eps O H; rewrite INR_succ in *.
destruct (exponential_root r M eps O H) as [root [[R0 R1] [R3 R2]]].
assert (Ha : 0 < M ^ 2) by (apply pow_lt; lra).
assert (Hb : 0 < eps ^ 2) by (apply pow_lt; lra).
assert (Hr : 0 <= INR r) by apply pos_INR.
exists (/ root); repeat split.
- now apply Rinv_0_lt_compat.
- intros S; apply inverse_threshold, R2; [easy|easy|now apply Rinv_0_lt_compat|].
  now apply exponential_condition.
- intros S; apply exponential_condition, R2, inverse_threshold; try easy.
  now apply Rinv_0_lt_compat.
- intros S; apply inverse_threshold, R2; [easy|easy|now apply Rinv_0_lt_compat|].
  now apply exponential_condition.
- intros S; apply exponential_condition, R2, inverse_threshold; try easy.
  now apply Rinv_0_lt_compat.
- rewrite <- (Rinv_inv (eps ^ 2 / ln (INR r + 1))).
  assert (Hl : 0 < ln (INR r + 1)).
  { apply (Rmult_lt_reg_r (/ eps ^ 2)); [now apply Rinv_0_lt_compat|]; rewrite Rmult_0_l.
    apply Rlt_trans with root; easy. }
  apply Rinv_lt_contravar.
  + apply Rmult_lt_0_compat; [easy|]; now apply Rinv_0_lt_compat, ratio_pos.
  + replace (/ (eps ^ 2 / ln (INR r + 1))) with (ln (INR r + 1) / eps ^ 2); [easy|].
    field; lra.
- assert (T : exponential_gap r M eps root = 0) by now apply R2.
  unfold exponential_gap in T.
  assert (E : (INR r + 1) * exp (- (eps ^ 2 * root)) = 1 + INR r * exp (- (M ^ 2 * root)))
    by lra.
  apply (f_equal ln) in E; rewrite ln_mult, ln_exp in E by (lra || apply exp_pos).
  assert (P := exp_pos (- (M ^ 2 * root))).
  assert (U := ln_le_sub (1 + INR r * exp (- (M ^ 2 * root))) ltac:(nra)).
  assert (W := exponential_rest r M eps O root H R3).
  apply (Rmult_le_reg_l root); [easy|]; rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
  lra.
Qed.

(** ** log(u+gamma) *)

Section Logarithm.
Variables (r : nat) (M eps : R).
Hypothesis order : 0 < eps < M.

Let a := M ^ 2.
Let b := eps ^ 2.
Let x := INR r.

Definition log_gap (s : R) : R :=
  (INR r + 1) * ln (1 + eps ^ 2 * s) - INR r * ln (1 + M ^ 2 * s).
Definition log_slope (s : R) : R :=
  (INR r + 1) * eps ^ 2 / (1 + eps ^ 2 * s) - INR r * M ^ 2 / (1 + M ^ 2 * s).

Lemma log_gap_derive s : 0 <= s -> is_derive log_gap s (log_slope s).
Proof.
intros Hs; assert (Hab : 0 < b < a) by now apply squares.
assert (0 < 1 + a * s /\ 0 < 1 + b * s) as [P Q] by (split; nra).
unfold log_gap, log_slope; fold a b x; unfold a, b in *; auto_derive; [lra|field; lra].
Qed.

Lemma log_gap_0 : log_gap 0 = 0.
Proof. unfold log_gap; rewrite !Rmult_0_r, !Rplus_0_r, ln_1; ring. Qed.

Lemma log_slope_sign s : 0 <= s ->
  (0 < log_slope s <-> x * a - (x + 1) * b < a * b * s) /\
  (log_slope s < 0 <-> a * b * s < x * a - (x + 1) * b).
Proof.
intros Hs; assert (Hab : 0 < b < a) by now apply squares.
assert (P : 0 < 1 + a * s) by nra; assert (Q : 0 < 1 + b * s) by nra.
assert (N : 0 < (1 + a * s) * (1 + b * s)) by now apply Rmult_lt_0_compat.
assert (E : log_slope s * ((1 + a * s) * (1 + b * s)) = a * b * s - (x * a - (x + 1) * b)).
{ unfold log_slope; fold a b x; field; lra. }
split; split; intros L; nra.
Qed.

Lemma log_always : x * a <= (x + 1) * b -> forall s, 0 < s -> 0 < log_gap s.
Proof.
intros H; apply rising_shape with log_slope.
- intros; now apply log_gap_derive.
- apply log_gap_0.
- intros s Hs; apply log_slope_sign; [lra|]; assert (Hab : 0 < b < a) by now apply squares.
  assert (0 < a * b * s) by (apply Rmult_lt_0_compat; [nra|easy]); lra.
Qed.

Lemma log_gap_inv gamma : 0 < gamma ->
  (0 < log_gap (/ gamma) <->
   INR r * ln (1 + M ^ 2 / gamma) < INR (r + 1) * ln (1 + eps ^ 2 / gamma)) /\
  (log_gap (/ gamma) = 0 <->
   INR r * ln (1 + M ^ 2 / gamma) = INR (r + 1) * ln (1 + eps ^ 2 / gamma)).
Proof.
intros H; unfold log_gap; rewrite INR_succ; fold (M ^ 2 / gamma) (eps ^ 2 / gamma).
split; split; intros; lra.
Qed.

Lemma log_root : (x + 1) * b < x * a -> forall S, 0 < S -> 0 < log_gap S ->
  exists root, 0 < root < S /\ (x * a - (x + 1) * b) / (a * b) < root /\
    forall s, 0 < s -> (0 < log_gap s <-> root < s) /\ (log_gap s = 0 <-> s = root).
Proof.
intros H S HS PS; assert (Hab : 0 < b < a) by now apply squares.
assert (Hc : 0 < a * b) by (apply Rmult_lt_0_compat; lra).
set (v := (x * a - (x + 1) * b) / (a * b)); assert (V : 0 < v) by (apply ratio_pos; lra).
assert (E : a * b * v = x * a - (x + 1) * b) by (unfold v; field; lra).
destruct (turning_shape log_gap log_slope) with (x1 := v) (S := S) as [root [R1 R2]]; try easy.
- intros; now apply log_gap_derive.
- apply log_gap_0.
- intros s Hs; apply log_slope_sign; [lra|]; rewrite <- E; apply Rmult_lt_compat_l; lra.
- intros s Hs; apply log_slope_sign; [lra|]; rewrite <- E; apply Rmult_lt_compat_l; lra.
- exists root; repeat split; try lra; try (apply R2; lra).
Qed.

End Logarithm.

Lemma log_condition r M eps gamma : 0 < gamma ->
  (sparse_preferred r (log_penalty gamma) M eps <->
   INR r * ln (1 + M ^ 2 / gamma) < INR (r + 1) * ln (1 + eps ^ 2 / gamma)) /\
  (tie r (log_penalty gamma) M eps <->
   INR r * ln (1 + M ^ 2 / gamma) = INR (r + 1) * ln (1 + eps ^ 2 / gamma)).
Proof.
intros H; unfold sparse_preferred, tie, log_penalty; rewrite Rplus_0_l.
rewrite (ln_one_plus_ratio (M ^ 2)), (ln_one_plus_ratio (eps ^ 2))
  by (easy || apply pow2_ge_0).
replace (ln gamma + ln (1 + M ^ 2 / gamma) - ln gamma) with (ln (1 + M ^ 2 / gamma)) by ring.
replace (ln gamma + ln (1 + eps ^ 2 / gamma) - ln gamma) with (ln (1 + eps ^ 2 / gamma)) by ring.
easy.
Qed.

Theorem theorem_B_log : theorem_B_log_statement.
Proof.
intros r M eps gamma H; assert (Ha := pow2_ge_0 M); assert (Hb := pow2_ge_0 eps).
destruct (log_condition r M eps gamma H) as [-> ->].
rewrite <- dense_condition_log by easy; split; [easy|].
rewrite <- (ln_eq_iff (gamma * (gamma + M ^ 2) ^ r))
  by (try apply Rmult_lt_0_compat; try apply pow_lt; lra).
rewrite ln_mult, !ln_pow_INR, 2!(Rplus_comm gamma) by (try apply pow_lt; lra).
rewrite (ln_one_plus_ratio (M ^ 2)), (ln_one_plus_ratio (eps ^ 2)) by easy.
rewrite INR_succ; split; intros; lra.
Qed.

Theorem theorem_B_log_one : theorem_B_log_one_statement.
Proof.
intros M eps gamma H L threshold; unfold threshold.
destruct (theorem_B_log 1%nat M eps gamma H) as [-> ->].
rewrite quotient_lt, quotient_eq by lra; simpl; split; split; intros; nra.
Qed.

Theorem theorem_B_log_sufficient : theorem_B_log_sufficient_statement.
Proof.
intros r M eps gamma [He HM] [Hg L]; apply theorem_B_log; [easy|].
apply dense_condition; try (apply pow_lt; lra); [easy|]; right.
rewrite <- !pow_mult; easy.
Qed.

Theorem theorem_B_log_threshold : theorem_B_log_threshold_statement.
Proof.
intros r M eps O H; rewrite INR_succ in H.
assert (Hb : 0 < eps ^ 2) by (apply pow_lt; lra).
assert (Ha : 0 < M ^ 2) by (apply pow_lt; lra).
set (low := eps ^ (2 * (r + 1)) / M ^ (2 * r)).
assert (Hlow : 0 < low) by (apply ratio_pos; apply pow_lt; lra).
destruct (log_root r M eps O H (/ low)) as [root [[R0 R1] [R2 R3]]].
{ now apply Rinv_0_lt_compat. }
{ apply log_gap_inv, log_condition, theorem_B_log_sufficient; [easy|easy|easy|].
  unfold low in *; lra. }
set (threshold := / root); assert (Ht : 0 < threshold) by now apply Rinv_0_lt_compat.
assert (iffs : forall gamma, 0 < gamma ->
    (sparse_preferred r (log_penalty gamma) M eps <-> gamma < threshold) /\
    (tie r (log_penalty gamma) M eps <-> gamma = threshold)).
{ intros gamma Hg; destruct (log_condition r M eps gamma Hg) as [-> ->].
  destruct (log_gap_inv r M eps gamma Hg) as [<- <-].
  destruct (R3 (/ gamma)) as [-> ->]; [now apply Rinv_0_lt_compat|].
  now apply inverse_threshold. }
exists threshold; repeat split; try easy.
- apply iffs; easy.
- apply iffs; easy.
- apply iffs; easy.
- apply iffs; easy.
- apply inverse_threshold; easy.
- intros G; rewrite INR_succ in G.
  assert (tied : threshold * (threshold + M ^ 2) ^ r = (threshold + eps ^ 2) ^ (r + 1))
    by now apply theorem_B_log, iffs.
  assert (Hr : 1 <= INR r).
  { destruct r as [|r']; [simpl INR in H; nra|]; rewrite S_INR.
    assert (0 <= INR r') by apply pos_INR; lra. }
  assert (small : threshold < 2 * eps ^ 2).
  { assert (Hab : 0 < M ^ 2 * eps ^ 2) by now apply Rmult_lt_0_compat.
    assert (V : / (2 * eps ^ 2) < root).
    { apply Rle_lt_trans with (2 := R2); apply (Rmult_le_reg_r (M ^ 2 * eps ^ 2)); [easy|].
      replace (/ (2 * eps ^ 2) * (M ^ 2 * eps ^ 2)) with (M ^ 2 / 2) by (field; lra).
      replace ((INR r * M ^ 2 - (INR r + 1) * eps ^ 2) / (M ^ 2 * eps ^ 2)
               * (M ^ 2 * eps ^ 2)) with (INR r * M ^ 2 - (INR r + 1) * eps ^ 2)
        by (field; lra).
      nra. }
    rewrite <- (Rinv_inv (2 * eps ^ 2)); apply Rinv_lt_contravar; [|easy].
    apply Rmult_lt_0_compat; [apply Rinv_0_lt_compat|]; lra. }
  assert (HMr : 0 < (M ^ 2) ^ r) by now apply pow_lt.
  assert (bound : forall c, threshold + eps ^ 2 <= eps ^ 2 * c ->
      threshold <= low * c ^ (r + 1)).
  { intros c Hc; apply (Rmult_le_reg_r ((M ^ 2) ^ r)); [easy|].
    apply Rle_trans with ((threshold + eps ^ 2) ^ (r + 1)).
    - rewrite <- tied; apply Rmult_le_compat_l; [lra|]; apply pow_incr; lra.
    - replace (low * c ^ (r + 1) * (M ^ 2) ^ r) with ((eps ^ 2 * c) ^ (r + 1)).
      + apply pow_incr; lra.
      + unfold low; rewrite Rpow_mult_distr, !pow_mult; field; lra. }
  apply bound.
  assert (B : threshold <= low * 3 ^ (r + 1)) by (apply bound; lra).
  replace low with (eps ^ 2 * (eps / M) ^ (2 * r)) in B; [lra|].
  unfold low, Rdiv; rewrite Rpow_mult_distr, pow_inv, !pow_mult, pow_add, pow_1; ring.
Qed.

(** ** The easy geometry *)

Theorem theorem_B_concave : theorem_B_concave_statement.
Proof.
intros r M eps Hr O H; assert (O' := O); destruct O' as [He HM].
assert (R1 := INR_pos r Hr); assert (R2 := INR_succ r); rewrite R2 in H.
assert (Hb : 0 < eps ^ 2) by (apply pow_lt; lra); split; [|split; [|split]].
- intros p Hp; apply theorem_B_power; [easy|easy|].
  assert (L : 0 < ln (M / eps)).
  { rewrite <- ln_1; apply ln_increasing, quotient_lt; lra. }
  apply quotient_lt; [lra|]; apply Rlt_le_trans with (2 * ln (M / eps)); [nra|].
  rewrite ln_div, ln_div by lra.
  assert (ln (INR r * M ^ 2) <= ln (INR (r + 1) * eps ^ 2)) as G
    by (rewrite R2; apply ln_le; [apply Rmult_lt_0_compat; [|apply pow_lt]|]; lra).
  rewrite !ln_mult, !ln_pow_INR in G by (lra || (apply pow_lt; lra)); simpl (INR 2) in G; lra.
- intros tau Ht; apply rational_condition; [easy|]; rewrite R2.
  assert (0 < eps ^ 2 * M ^ 2) by (apply Rmult_lt_0_compat; [|apply pow_lt]; lra); nra.
- intros tau Ht; apply exponential_condition; [easy|].
  apply exponential_always; [easy|easy|now apply Rinv_0_lt_compat].
- intros gamma Hg; apply log_condition, log_gap_inv; [easy|easy|].
  apply log_always; [easy|easy|now apply Rinv_0_lt_compat].
Qed.

Theorem theorem_B_strictly_concave : theorem_B_strictly_concave_statement.
Proof.
intros r h M eps [He HM] H H0 C; unfold sparse_preferred; rewrite INR_succ in *.
assert (Ha : 0 < M ^ 2) by (apply pow_lt; lra); assert (Hr : 0 <= INR r) by apply pos_INR.
assert (Hb : 0 < eps ^ 2 < M ^ 2) by (split; nra).
set (t := eps ^ 2 / M ^ 2).
assert (E : t * M ^ 2 = eps ^ 2) by (unfold t; field; lra).
assert (Ht : 0 < t < 1) by (split; nra).
specialize (C t Ht); rewrite E in C.
assert (INR r <= (INR r + 1) * t) by (apply (Rmult_le_reg_r (M ^ 2)); nra).
assert (INR r * (h (M ^ 2) - h 0) <= (INR r + 1) * t * (h (M ^ 2) - h 0))
  by (apply Rmult_le_compat_r; lra).
assert ((INR r + 1) * (t * (h (M ^ 2) - h 0)) < (INR r + 1) * (h (eps ^ 2) - h 0))
  by (apply Rmult_lt_compat_l; lra).
lra.
Qed.
