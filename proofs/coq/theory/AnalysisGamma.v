(* Eq. (6), Remark 4 and eq. (5). *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLog.
Open Scope R_scope.

Theorem eq6 :
  forall (d : nat) (A K : R), (0 < d)%nat -> 0 < A ->
  unique_minimum positives (gamma_loss d A K) (A / INR d) (gamma_profile d A K).
Proof.
  intros d A K Hd HA. pose proof (INR_pos d Hd) as Hd'.
  unfold unique_minimum, positives, gamma_loss, gamma_profile. split; [|split].
  - apply Rdiv_lt_0_compat; assumption.
  - rewrite (inv_log_minimum_value A (INR d) HA Hd'); ring.
  - intros y Hy Hne. pose proof (inv_log_minimum A (INR d) y HA Hd' Hy Hne). lra.
Qed.

(** c ln t + K falls below every B. *)
Lemma log_unbounded_below : forall c K, 0 < c -> to_minus_infinity_at_0 (fun t => c * ln t + K).
Proof.
  intros c K Hc B. exists (exp ((B - K) / c)). split; [apply exp_pos|].
  intros g [Hg Hlt]. pose proof (ln_lt_of_exp _ _ Hg Hlt) as H.
  apply (Rmult_lt_compat_l c) in H; [|exact Hc].
  replace (c * ((B - K) / c)) with (B - K) in H by (field; lra). lra.
Qed.

(** Near 0 a function within T g of c ln g + K goes where the sign of c sends it. *)
Lemma log_growth_at_0 : forall (f : R -> R) c K T g0, 0 <= T -> 0 < g0 ->
  (forall g, 0 < g <= g0 -> c * ln g + K <= f g <= c * ln g + K + T * g) ->
  (to_minus_infinity_at_0 f <-> 0 < c) /\ (to_plus_infinity_at_0 f <-> c < 0).
Proof.
  intros f c K T g0 HT Hg0 Hf.
  (* below any g1 there is a point at which ln <= 0 and f is within T of c ln + K *)
  assert (Hpoint : forall g1, 0 < g1 -> exists g, 0 < g < g1 /\ ln g <= 0 /\
                   c * ln g + K <= f g <= c * ln g + K + T).
  { intros g1 Hg1. set (g := Rmin (g1 / 2) (Rmin g0 1)).
    pose proof (Rmin_l (g1 / 2) (Rmin g0 1)) as M1. pose proof (Rmin_r (g1 / 2) (Rmin g0 1)) as M2.
    pose proof (Rmin_l g0 1). pose proof (Rmin_r g0 1). fold g in M1, M2.
    assert (Hp : 0 < g) by (repeat apply Rmin_glb_lt; lra).
    exists g. split; [lra|split; [rewrite <- ln_1; apply ln_le_mono; lra|]].
    assert (Hgg : 0 < g <= g0) by lra. specialize (Hf g Hgg).
    assert (T * g <= T * 1) by (apply Rmult_le_compat_l; lra). lra. }
  split; split.
  - intros Hlim. destruct (Rlt_le_dec 0 c) as [H|H]; [exact H|exfalso].
    destruct (Hlim K) as [g1 [Hg1 Hlt]]. destruct (Hpoint g1 Hg1) as [g [Hg [Hln Hb]]].
    specialize (Hlt g Hg). assert (0 <= - c * - ln g) by (apply Rmult_le_pos; lra). lra.
  - intros H B. destruct (log_unbounded_below c (K + T) H B) as [g1 [Hg1 Hlt]].
    exists (Rmin g1 (Rmin g0 1)).
    split; [repeat apply Rmin_glb_lt; lra|]. intros g [Hg Hgm].
    pose proof (Rmin_l g1 (Rmin g0 1)). pose proof (Rmin_r g1 (Rmin g0 1)).
    pose proof (Rmin_l g0 1). pose proof (Rmin_r g0 1).
    assert (Hgg : 0 < g <= g0) by lra. specialize (Hf g Hgg).
    assert (c * ln g + (K + T) < B) by (apply Hlt; lra).
    assert (T * g <= T * 1) by (apply Rmult_le_compat_l; lra). lra.
  - intros Hlim. destruct (Rlt_le_dec c 0) as [H|H]; [exact H|exfalso].
    destruct (Hlim (K + T)) as [g1 [Hg1 Hlt]]. destruct (Hpoint g1 Hg1) as [g [Hg [Hln Hb]]].
    specialize (Hlt g Hg). assert (0 <= c * - ln g) by (apply Rmult_le_pos; lra). lra.
  - intros H B. destruct (log_unbounded_below (- c) (- K) (Ropp_0_gt_lt_contravar _ H) (- B))
      as [g1 [Hg1 Hlt]].
    exists (Rmin g1 g0). split; [apply Rmin_glb_lt; assumption|]. intros g [Hg Hgm].
    pose proof (Rmin_l g1 g0). pose proof (Rmin_r g1 g0).
    assert (Hgg : 0 < g <= g0) by lra. specialize (Hf g Hgg).
    assert (- c * ln g + - K < - B) by (apply Hlt; lra). lra.
Qed.

Theorem eq6_unbounded :
  forall (d : nat) (K : R), (0 < d)%nat ->
  to_minus_infinity_at_0 (fun A => gamma_profile d A K).
Proof.
  intros d K Hd B. pose proof (INR_pos d Hd) as Hd'.
  destruct (log_unbounded_below (INR d) (INR d - INR d * ln (INR d) + K) Hd' B) as [g0 [H0 H]].
  exists g0; split; [exact H0|]. intros A HA. specialize (H A HA).
  unfold gamma_profile. rewrite ln_div by lra. lra.
Qed.

Theorem eq6_perfect :
  forall (d : nat) (K : R), (0 < d)%nat -> to_minus_infinity_at_0 (gamma_loss d 0 K).
Proof.
  intros d K Hd B. pose proof (INR_pos d Hd) as Hd'.
  destruct (log_unbounded_below (INR d) K Hd' B) as [g0 [H0 H]].
  exists g0; split; [exact H0|]. intros g Hg. specialize (H g Hg).
  unfold gamma_loss, Rdiv. lra.
Qed.

Theorem eq6_gradient :
  forall (d : nat) (K : R) (A : R -> R) (t a : R), (0 < d)%nat -> 0 < A t ->
  is_derive A t a -> is_derive (fun s => gamma_profile d (A s) K) t (INR d * a / A t).
Proof.
  intros d K A t a Hd HA HD. pose proof (INR_pos d Hd) as Hd'.
  assert (Hr : is_derive (fun u => gamma_profile d u K) (A t) (INR d / A t)).
  { unfold gamma_profile; auto_derive; [apply Rdiv_lt_0_compat; lra|field; lra]. }
  replace (INR d * a / A t) with (a * (INR d / A t)) by (field; lra).
  exact (is_derive_comp (fun u => gamma_profile d u K) A t _ _ Hr HD).
Qed.

Theorem eq6_gradient_square :
  forall (d : nat) (K c t : R), (0 < d)%nat -> 0 < c -> t <> 0 ->
  is_derive (fun s => gamma_profile d (c * s ^ 2) K) t (2 * INR d / t).
Proof.
  intros d K c t Hd Hc Ht.
  assert (Hp : 0 < c * t ^ 2) by (apply Rmult_lt_0_compat; [exact Hc|apply pow2_gt_0, Ht]).
  replace (2 * INR d / t) with (INR d * (c * (2 * t)) / (c * t ^ 2)) by (field; lra).
  apply (eq6_gradient d K (fun s => c * s ^ 2) t (c * (2 * t)) Hd Hp).
  auto_derive; [exact I|ring].
Qed.

Theorem eq6_gradient_log :
  forall (d : nat) (K c u : R), (0 < d)%nat -> 0 < c ->
  is_derive (fun s => gamma_profile d (c * exp s) K) u (INR d).
Proof.
  intros d K c u Hd Hc. pose proof (exp_pos u) as He.
  assert (Hp : 0 < c * exp u) by (apply Rmult_lt_0_compat; assumption).
  assert (E : INR d = INR d * (c * exp u) / (c * exp u)) by (field; lra).
  rewrite E. apply (eq6_gradient d K (fun s => c * exp s) u (c * exp u) Hd Hp).
  auto_derive; [exact I|ring].
Qed.

(** If d A'/A stayed below B on (0, s], ln A would be Lipschitz there; but ln A falls to -oo. *)
Theorem eq6_gradient_unbounded :
  forall (d : nat) (A A' : R -> R) (T : R), (0 < d)%nat -> 0 < T ->
  (forall t, 0 < t < T -> 0 < A t /\ is_derive A t (A' t)) -> to_value_at_0 A 0 ->
  forall B eps, 0 < eps -> exists t, 0 < t < eps /\ t < T /\ B < Rabs (INR d * A' t / A t).
Proof.
  intros d A A' T Hd HT HA Hlim B eps Heps. pose proof (INR_pos d Hd) as Hd'.
  set (s := Rmin (T / 2) (eps / 2)).
  assert (Hs : 0 < s) by (apply Rmin_glb_lt; lra).
  assert (HsT : s < T) by (pose proof (Rmin_l (T / 2) (eps / 2)); unfold s; lra).
  assert (Hse : s < eps) by (pose proof (Rmin_r (T / 2) (eps / 2)); unfold s; lra).
  pose proof (Rabs_pos B) as HB.
  set (level := A s * exp (- (Rabs B * s / INR d) - 1)).
  assert (HAs : 0 < A s) by (apply HA; lra).
  assert (Hlev : 0 < level) by (apply Rmult_lt_0_compat; [exact HAs|apply exp_pos]).
  destruct (Hlim level Hlev) as [g0 [Hg0 Hnear]].
  set (t0 := Rmin (g0 / 2) (s / 2)).
  assert (Ht0 : 0 < t0) by (apply Rmin_glb_lt; lra).
  assert (Ht0s : t0 < s) by (pose proof (Rmin_r (g0 / 2) (s / 2)); unfold t0; lra).
  assert (Ht0g : t0 < g0) by (pose proof (Rmin_l (g0 / 2) (s / 2)); unfold t0; lra).
  assert (HAt : 0 < A t0) by (apply HA; lra).
  assert (Hsmall : A t0 < level).
  { pose proof (Hnear t0 (conj Ht0 Ht0g)) as H. rewrite Rminus_0_r, Rabs_right in H; lra. }
  assert (Hd1 : forall x, t0 <= x <= s -> is_derive (fun u => ln (A u)) x (A' x / A x)).
  { intros x Hx. destruct (HA x) as [Hpos HD]; [lra|].
    exact (is_derive_comp ln A x _ _
             (proj2 (is_derive_Reals _ _ _) (derivable_pt_lim_ln _ Hpos)) HD). }
  destruct (MVT_gen (fun u => ln (A u)) t0 s (fun x => A' x / A x)) as [x [Hx E]].
  - intros y; rewrite Rmin_left, Rmax_right by lra. intros Hy; apply Hd1; lra.
  - intros y; rewrite Rmin_left, Rmax_right by lra. intros Hy.
    apply continuity_pt_filterlim.
    apply (ex_derive_continuous (fun u => ln (A u))). exists (A' y / A y); apply Hd1, Hy.
  - rewrite Rmin_left, Rmax_right in Hx by lra. simpl in E.
    exists x. split; [lra|]. split; [lra|].
    assert (Hgap : Rabs B * s / INR d + 1 < ln (A s) - ln (A t0)).
    { pose proof (ln_increasing _ _ HAt Hsmall) as H. unfold level in H.
      rewrite ln_mult, ln_exp in H; [lra|exact HAs|apply exp_pos]. }
    rewrite E in Hgap.
    assert (Hpos : 0 < A' x / A x * (s - t0)).
    { assert (0 <= Rabs B * s / INR d)
        by (apply Rmult_le_pos; [apply Rmult_le_pos|left; apply Rinv_0_lt_compat]; lra).
      lra. }
    assert (Hq : 0 < A' x / A x).
    { apply (Rmult_lt_reg_r (s - t0)); [lra|]. rewrite Rmult_0_l; exact Hpos. }
    assert (Hbig : Rabs B * s / INR d < A' x / A x * s).
    { apply Rlt_le_trans with (A' x / A x * (s - t0)); [lra|].
      apply Rmult_le_compat_l; lra. }
    assert (Hfin : Rabs B / INR d < A' x / A x).
    { apply (Rmult_lt_reg_r s); [exact Hs|].
      replace (Rabs B / INR d * s) with (Rabs B * s / INR d) by (field; lra). exact Hbig. }
    replace (INR d * A' x / A x) with (INR d * (A' x / A x)) by (unfold Rdiv; ring).
    rewrite Rabs_right by (apply Rle_ge, Rmult_le_pos; lra).
    apply Rle_lt_trans with (Rabs B); [apply Rle_abs|].
    apply (Rmult_lt_compat_l (INR d)) in Hfin; [|exact Hd'].
    replace (INR d * (Rabs B / INR d)) with (Rabs B) in Hfin by (field; lra). exact Hfin.
Qed.

(* ------------------------------------------------------------------------------------------- *)

Theorem remark4 :
  1 - ln 1 + 0 ^ 2 = 1 /\
  forall v mu, 0 < v -> v <> 1 \/ mu <> 0 -> 1 < v - ln v + mu ^ 2.
Proof.
  split; [rewrite ln_1; ring|]. intros v mu Hv Hne.
  destruct (Req_dec v 1) as [->|Hv1].
  - destruct Hne as [H|H]; [lra|]. rewrite ln_1. pose proof (pow2_gt_0 mu H). lra.
  - pose proof (ln_lt_sub1 v Hv Hv1). pose proof (pow2_ge_0 mu). lra.
Qed.

(** b (v - ln v) + a v, with b > 0 and a >= 0, has its only minimum at b/(b+a). *)
Theorem eq5 :
  forall beta gamma w2, 0 < beta -> 0 < gamma -> 0 <= w2 ->
  unique_minimum positives (fun v => w2 * v / gamma + beta * (v - ln v))
    (posterior_variance beta gamma w2) (beta * (1 + ln (1 + w2 / (beta * gamma)))).
Proof.
  intros beta gamma w2 Hb Hg Hw. unfold unique_minimum, positives, posterior_variance.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  assert (Hq : 0 < (beta * gamma + w2) / (beta * gamma)) by (apply Rdiv_lt_0_compat; lra).
  assert (Hln : ln (1 + w2 / (beta * gamma)) = ln ((beta * gamma + w2) / (beta * gamma)))
    by (f_equal; field; lra).
  split; [apply Rdiv_lt_0_compat; lra|split].
  - replace (ln (beta * gamma / (beta * gamma + w2)))
      with (- ln ((beta * gamma + w2) / (beta * gamma))).
    2: { rewrite <- ln_Rinv by exact Hq. f_equal; field; lra. }
    rewrite Hln. field; lra.
  - intros v Hv Hne.
    set (t := v * ((beta * gamma + w2) / (beta * gamma))).
    assert (Ht : 0 < t) by (apply Rmult_lt_0_compat; assumption).
    assert (Ht1 : t <> 1).
    { intro H; apply Hne. unfold t in H.
      apply (Rmult_eq_reg_r ((beta * gamma + w2) / (beta * gamma))); [|lra].
      rewrite H; field; lra. }
    pose proof (ln_lt_sub1 t Ht Ht1) as H. unfold t in H at 1.
    rewrite ln_mult in H by assumption.
    apply (Rmult_lt_compat_l beta) in H; [|exact Hb].
    replace (beta * (t - 1)) with (w2 * v / gamma + beta * v - beta) in H
      by (unfold t; field; lra).
    rewrite Hln. lra.
Qed.

Theorem eq5_limit :
  forall beta w2, 0 < beta ->
  (0 < w2 -> to_value_at_0 (fun gamma => posterior_variance beta gamma w2) 0) /\
  (w2 = 0 -> forall gamma, 0 < gamma -> posterior_variance beta gamma w2 = 1).
Proof.
  intros beta w2 Hb; unfold posterior_variance; split.
  - intros Hw eps Heps. exists (eps * w2 / beta). split.
    { apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; assumption. }
    intros g [Hg Hlt].
    assert (Hbg : 0 < beta * g) by (apply Rmult_lt_0_compat; assumption).
    rewrite Rminus_0_r, Rabs_right by (apply Rle_ge; left; apply Rdiv_lt_0_compat; lra).
    apply (Rmult_lt_reg_r (beta * g + w2)); [lra|].
    replace (beta * g / (beta * g + w2) * (beta * g + w2)) with (beta * g) by (field; lra).
    apply (Rmult_lt_compat_l beta) in Hlt; [|exact Hb].
    replace (beta * (eps * w2 / beta)) with (eps * w2) in Hlt by (field; lra).
    assert (0 < eps * (beta * g)) by (apply Rmult_lt_0_compat; assumption). lra.
  - intros -> g Hg. field. split; lra.
Qed.
