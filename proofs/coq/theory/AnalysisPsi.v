(* psi, the penalty that Lemma 2 leaves when the scale is minimised out. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma2Statements AnalysisLog.
Open Scope R_scope.

(** v = psi_scale g c is the positive root of v^2 = c (v + g). *)
Lemma psi_scale_root : forall g c, 0 < g -> 0 <= c ->
  psi_scale g c ^ 2 = c * (psi_scale g c + g).
Proof.
  intros g c Hg Hc; unfold psi_scale.
  assert (H : 0 <= c ^ 2 + 4 * c * g)
    by (apply Rplus_le_le_0_compat; [apply pow2_ge_0|apply Rmult_le_pos; lra]).
  pose proof (sqrt_sqrt _ H) as E. set (s := sqrt _) in *.
  replace (((c + s) / 2) ^ 2) with ((c ^ 2 + 2 * c * s + s * s) / 4) by field.
  rewrite E; field.
Qed.

Lemma psi_scale_gt : forall g c, 0 < g -> 0 < c -> c < psi_scale g c.
Proof.
  intros g c Hg Hc; unfold psi_scale.
  assert (c < sqrt (c ^ 2 + 4 * c * g)); [|lra].
  rewrite <- (sqrt_Rsqr c) at 1 by lra. apply sqrt_lt_1_alt. unfold Rsqr.
  assert (0 < c * g) by (apply Rmult_lt_0_compat; assumption).
  assert (0 < c * c) by (apply Rmult_lt_0_compat; assumption). simpl; lra.
Qed.

Lemma psi_scale_0 : forall g, psi_scale g 0 = 0.
Proof.
  intros g; unfold psi_scale.
  replace (0 ^ 2 + 4 * 0 * g) with 0 by ring. rewrite sqrt_0; field.
Qed.

Lemma psi_scale_nonneg : forall g c, 0 < g -> 0 <= c -> 0 <= psi_scale g c.
Proof.
  intros g c Hg [Hc| <-]; [|rewrite psi_scale_0; lra].
  pose proof (psi_scale_gt g c Hg Hc). lra.
Qed.

Lemma psi_scale_increasing : forall g c1 c2, 0 < g -> 0 <= c1 < c2 ->
  psi_scale g c1 < psi_scale g c2.
Proof.
  intros g c1 c2 Hg [H1 H2]; unfold psi_scale.
  assert (sqrt (c1 ^ 2 + 4 * c1 * g) <= sqrt (c2 ^ 2 + 4 * c2 * g)); [|lra].
  apply sqrt_le_1_alt.
  assert (c1 * c1 <= c2 * c2) by (apply Rmult_le_compat; lra).
  assert (c1 * g <= c2 * g) by (apply Rmult_le_compat_r; lra). simpl; lra.
Qed.

(** psi c = log(1 + v/g) + c/v. *)
Lemma psi_ratio : forall g c, 0 < g -> 0 < c ->
  c / psi_scale g c = psi_scale g c / (psi_scale g c + g).
Proof.
  intros g c Hg Hc. pose proof (psi_scale_root g c Hg (Rlt_le _ _ Hc)) as E.
  pose proof (psi_scale_gt g c Hg Hc) as Hv. set (v := psi_scale g c) in *.
  apply (Rmult_eq_reg_r (v * (v + g))); [|apply Rgt_not_eq, Rmult_lt_0_compat; lra].
  replace (c / v * (v * (v + g))) with (c * (v + g)) by (field; lra).
  rewrite <- E. field; lra.
Qed.

Theorem psi_minimum :
  forall g c, 0 < g -> 0 < c ->
  unique_minimum positives (fun u => ln (1 + u / g) + c / u) (psi_scale g c) (psi g c).
Proof.
  intros g c Hg Hc. pose proof (psi_scale_root g c Hg (Rlt_le _ _ Hc)) as E.
  pose proof (psi_scale_gt g c Hg Hc) as Hv. pose proof (psi_ratio g c Hg Hc) as Q.
  unfold unique_minimum, positives, psi. set (v := psi_scale g c) in *.
  split; [lra|split].
  - rewrite Q; reflexivity.
  - intros u Hu Hne. rewrite <- Q.
    assert (Ht : 0 < (g + v) / (g + u)) by (apply Rdiv_lt_0_compat; lra).
    assert (Ht1 : (g + v) / (g + u) <> 1).
    { intro H; apply Hne. apply (Rmult_eq_compat_r (g + u)) in H.
      replace ((g + v) / (g + u) * (g + u)) with (g + v) in H by (field; lra). lra. }
    pose proof (ln_lt_sub1 _ Ht Ht1) as H.
    replace (1 + v / g) with ((g + v) / g) by (field; lra).
    replace (1 + u / g) with ((g + u) / g) by (field; lra).
    rewrite ln_div in H by lra. rewrite !ln_div by lra.
    (* what the tangent bound leaves is g (u-v)^2 / (u (g+u) (v+g)) >= 0 *)
    assert (Hc' : c = v ^ 2 / (v + g)) by (rewrite E; field; lra).
    assert (Hrest : 0 <= c / u - c / v - ((g + v) / (g + u) - 1)).
    { rewrite Hc'.
      replace (v ^ 2 / (v + g) / u - v ^ 2 / (v + g) / v - ((g + v) / (g + u) - 1))
        with (g * (u - v) ^ 2 * / (u * ((g + u) * (v + g)))) by (field; lra).
      apply Rmult_le_pos; [apply Rmult_le_pos; [lra|apply pow2_ge_0]|].
      left; apply Rinv_0_lt_compat; repeat apply Rmult_lt_0_compat; lra. }
    lra.
Qed.

Theorem psi_zero :
  forall g, 0 < g -> psi g 0 = 0.
Proof.
  intros g Hg; unfold psi; rewrite psi_scale_0.
  replace (1 + 0 / g) with 1 by (field; lra). rewrite ln_1; field; lra.
Qed.

Theorem psi_increasing :
  forall g c1 c2, 0 < g -> 0 <= c1 < c2 -> psi g c1 < psi g c2.
Proof.
  intros g c1 c2 Hg Hc. pose proof (psi_scale_increasing g c1 c2 Hg Hc) as Hv.
  assert (H1 : 0 <= psi_scale g c1) by (apply psi_scale_nonneg; lra).
  unfold psi. set (v1 := psi_scale g c1) in *. set (v2 := psi_scale g c2) in *.
  apply Rplus_lt_compat.
  - assert (v1 / g < v2 / g)
      by (apply Rmult_lt_compat_r; [apply Rinv_0_lt_compat|]; lra).
    assert (0 <= v1 / g) by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]).
    apply ln_increasing; lra.
  - replace (v1 / (v1 + g)) with (1 - g * / (v1 + g)) by (field; lra).
    replace (v2 / (v2 + g)) with (1 - g * / (v2 + g)) by (field; lra).
    assert (/ (v2 + g) < / (v1 + g))
      by (apply Rinv_lt_contravar; [apply Rmult_lt_0_compat|]; lra).
    assert (g * / (v2 + g) < g * / (v1 + g)) by (apply Rmult_lt_compat_l; lra). lra.
Qed.

Lemma psi_nonneg : forall g c, 0 < g -> 0 <= c -> 0 <= psi g c.
Proof.
  intros g c Hg [Hc| <-]; [|rewrite psi_zero; lra].
  rewrite <- (psi_zero g Hg). left; apply psi_increasing; lra.
Qed.

Lemma psi_pos : forall g c, 0 < g -> 0 < c -> 0 < psi g c.
Proof. intros g c Hg Hc. rewrite <- (psi_zero g Hg). apply psi_increasing; lra. Qed.

Theorem psi_derivative :
  forall g c, 0 < g -> 0 < c -> is_derive (psi g) c (/ psi_scale g c).
Proof.
  intros g c Hg Hc. pose proof (psi_scale_root g c Hg (Rlt_le _ _ Hc)) as E.
  pose proof (psi_scale_gt g c Hg Hc) as Hv.
  set (v := psi_scale g c) in *.
  assert (Hcg : 0 < c * g) by (apply Rmult_lt_0_compat; assumption).
  assert (Hc2 : 0 < c ^ 2) by (apply pow_lt, Hc).
  assert (Hs : sqrt (c ^ 2 + 4 * c * g) = 2 * v - c)
    by (unfold v, psi_scale; field).
  (* the scale: dv/dc = (v + g)/(2 v - c) *)
  assert (Hdv : is_derive (psi_scale g) c ((v + g) / (2 * v - c))).
  { unfold psi_scale. auto_derive; [simpl; lra|].
    replace (c * (c * 1) + 4 * c * g) with (c ^ 2 + 4 * c * g) by ring.
    rewrite Hs. field; lra. }
  (* psi as a function of the scale *)
  assert (Hdp : is_derive (fun u => ln (1 + u / g) + u / (u + g)) v ((v + 2 * g) / (v + g) ^ 2)).
  { auto_derive; [|field; lra]. split; [|lra].
    assert (0 < v / g) by (apply Rdiv_lt_0_compat; lra). unfold Rdiv in *; lra. }
  assert (Hc' : c = v ^ 2 / (v + g)) by (rewrite E; field; lra).
  assert (Hden : 2 * v - c = v * (v + 2 * g) / (v + g)) by (rewrite Hc'; field; lra).
  replace (/ v) with ((v + g) / (2 * v - c) * ((v + 2 * g) / (v + g) ^ 2))
    by (rewrite Hden; field; lra).
  exact (is_derive_comp (fun u => ln (1 + u / g) + u / (u + g)) (psi_scale g) c _ _ Hdp Hdv).
Qed.

(** psi c > c/v, and the scale v falls below every bound with c. *)
Theorem psi_steep :
  forall g, 0 < g -> forall B, exists c0, 0 < c0 /\ forall c, 0 < c < c0 -> B * c < psi g c.
Proof.
  intros g Hg B. set (b := Rmax B 1).
  assert (Hb : 1 <= b) by apply Rmax_r. assert (HB : B <= b) by apply Rmax_l.
  set (c0 := / b ^ 2 / (/ b + g)).
  assert (Hb2 : 0 < b ^ 2) by (apply pow_lt; lra).
  assert (Hib : 0 < / b) by (apply Rinv_0_lt_compat; lra).
  exists c0. split.
  { apply Rdiv_lt_0_compat; [apply Rinv_0_lt_compat|]; lra. }
  intros c [Hc Hlt]. pose proof (psi_scale_gt g c Hg Hc) as Hv.
  pose proof (psi_scale_root g c Hg (Rlt_le _ _ Hc)) as E.
  pose proof (psi_ratio g c Hg Hc) as Q.
  assert (Hvb : psi_scale g c < / b).
  { (* u^2/(u+g) increases with u and is c0 at u = 1/b *)
    destruct (Rlt_le_dec (psi_scale g c) (/ b)) as [H|H]; [exact H|exfalso].
    set (v := psi_scale g c) in *.
    assert (Hc' : c = v ^ 2 / (v + g)) by (rewrite E; field; lra).
    assert (c0 <= c); [|lra]. rewrite Hc'; unfold c0.
    replace (/ b ^ 2) with ((/ b) ^ 2) by (field; lra). set (w := / b) in *.
    apply (Rmult_le_reg_r ((w + g) * (v + g))); [apply Rmult_lt_0_compat; lra|].
    replace (w ^ 2 / (w + g) * ((w + g) * (v + g))) with (w * w * v + w * w * g) by (field; lra).
    replace (v ^ 2 / (v + g) * ((w + g) * (v + g))) with (v * v * w + v * v * g) by (field; lra).
    assert (w * w <= v * v) by (apply Rmult_le_compat; lra).
    assert (w * w * g <= v * v * g) by (apply Rmult_le_compat_r; lra).
    assert (w * (v * w) <= v * (v * w))
      by (apply Rmult_le_compat_r; [apply Rmult_le_pos|]; lra). lra. }
  apply Rle_lt_trans with (c / psi_scale g c).
  - apply Rle_trans with (b * c); [apply Rmult_le_compat_r; lra|].
    unfold Rdiv; rewrite (Rmult_comm c). apply Rmult_le_compat_r; [lra|].
    rewrite <- (Rinv_inv b).
    left; apply Rinv_lt_contravar; [apply Rmult_lt_0_compat; lra|exact Hvb].
  - unfold psi; rewrite Q.
    assert (0 < psi_scale g c / g) by (apply Rdiv_lt_0_compat; lra).
    pose proof (ln_pos (1 + psi_scale g c / g)). lra.
Qed.

Theorem psi_norm_slope :
  forall g x, 0 < g -> 0 < x ->
  is_derive (fun y => psi g (y ^ 2)) x (4 / (x + sqrt (x ^ 2 + 4 * g))).
Proof.
  intros g x Hg Hx. assert (Hx2 : 0 < x ^ 2) by (apply pow_lt, Hx).
  assert (Hsq : is_derive (fun y : R => y ^ 2) x (2 * x)) by (auto_derive; [exact I|ring]).
  set (s := sqrt (x ^ 2 + 4 * g)).
  assert (Hs : 0 < s) by (apply sqrt_lt_R0; lra).
  assert (Hv : psi_scale g (x ^ 2) = x * (x + s) / 2).
  { unfold psi_scale, s.
    replace ((x ^ 2) ^ 2 + 4 * x ^ 2 * g) with (x ^ 2 * (x ^ 2 + 4 * g)) by ring.
    rewrite sqrt_mult, sqrt_pow2 by lra. field. }
  replace (4 / (x + s)) with (2 * x * / psi_scale g (x ^ 2)) by (rewrite Hv; field; lra).
  exact (is_derive_comp (psi g) (fun y => y ^ 2) x _ _ (psi_derivative g (x ^ 2) Hg Hx2) Hsq).
Qed.

Theorem psi_sinh :
  forall g t, 0 < g -> 0 <= t -> psi g (4 * g * sinh t ^ 2) = 2 * t + 1 - exp (- (2 * t)).
Proof.
  intros g t Hg Ht. set (E := exp t). set (F := exp (- t)).
  assert (HE : 0 < E) by apply exp_pos. assert (HF : 0 < F) by apply exp_pos.
  assert (HEF : E * F = 1) by (unfold E, F; rewrite <- exp_plus, Rplus_opp_r; apply exp_0).
  assert (HFE : F <= E).
  { unfold E, F. destruct Ht as [Ht| <-]; [left; apply exp_increasing; lra|].
    rewrite Ropp_0; lra. }
  assert (E2 : exp (2 * t) = E * E) by (unfold E; rewrite <- exp_plus; f_equal; ring).
  assert (F2 : exp (- (2 * t)) = F * F) by (unfold F; rewrite <- exp_plus; f_equal; ring).
  assert (Hc : 4 * g * sinh t ^ 2 = g * (E - F) ^ 2)
    by (unfold sinh; fold E F; field).
  assert (Hv : psi_scale g (4 * g * sinh t ^ 2) = g * (E * E - 1)).
  { rewrite Hc; unfold psi_scale.
    replace ((g * (E - F) ^ 2) ^ 2 + 4 * (g * (E - F) ^ 2) * g)
      with (Rsqr (g * (E - F) * (E + F))).
    2: { unfold Rsqr. replace ((g * (E - F) * (E + F)) * (g * (E - F) * (E + F)))
           with (g ^ 2 * (E - F) ^ 2 * ((E - F) ^ 2 + 4 * (E * F))) by ring.
         rewrite HEF; ring. }
    rewrite sqrt_Rsqr by (repeat apply Rmult_le_pos; lra).
    replace ((g * (E - F) ^ 2 + g * (E - F) * (E + F)) / 2) with (g * (E * E - E * F)) by field.
    rewrite HEF; ring. }
  unfold psi; rewrite Hv, F2.
  assert (HEE : 0 < E * E) by (apply Rmult_lt_0_compat; assumption).
  replace (1 + g * (E * E - 1) / g) with (exp (2 * t)) by (rewrite E2; field; lra).
  rewrite ln_exp.
  replace (g * (E * E - 1) + g) with (g * (E * E)) by ring.
  replace (g * (E * E - 1) / (g * (E * E))) with (1 - / (E * E)) by (field; lra).
  replace (/ (E * E)) with (F * F); [ring|].
  apply (Rmult_eq_reg_r (E * E)); [|lra]. rewrite Rinv_l by lra.
  replace (F * F * (E * E)) with ((E * F) * (E * F)) by ring. rewrite HEF; ring.
Qed.

Theorem psi_remainder :
  forall g c, 0 < g -> 0 < c ->
  0 < psi g c - (ln (c / g) + 1) <= g / psi_scale g c /\ g / psi_scale g c < g / c.
Proof.
  intros g c Hg Hc. pose proof (psi_scale_root g c Hg (Rlt_le _ _ Hc)) as E.
  pose proof (psi_scale_gt g c Hg Hc) as Hv. unfold psi.
  set (v := psi_scale g c) in *. set (y := g / v).
  assert (Hy : 0 < y) by (apply Rdiv_lt_0_compat; lra).
  assert (HR : ln (1 + v / g) + v / (v + g) - (ln (c / g) + 1) = 2 * ln (1 + y) - y / (1 + y)).
  { replace (1 + v / g) with ((v + g) / g) by (field; lra).
    replace (1 + y) with ((v + g) / v) by (unfold y; field; lra).
    assert (Hc' : ln c = 2 * ln v - ln (v + g)).
    { replace c with (v ^ 2 / (v + g)) by (rewrite E; field; lra).
      rewrite ln_div, ln_pow by (try apply pow_lt; lra). simpl; ring. }
    rewrite !ln_div, Hc' by lra. unfold y. field; lra. }
  rewrite HR. split; [split|].
  - pose proof (ln_gt_1_sub_inv (1 + y)) as H.
    assert (0 < ln (1 + y)) by (apply ln_pos; lra).
    replace (y / (1 + y)) with (1 - / (1 + y)) by (field; lra).
    assert (1 - / (1 + y) < ln (1 + y)) by (apply H; lra). lra.
  - pose proof (two_ln_le y (Rlt_le _ _ Hy)). fold y. lra.
  - unfold y, Rdiv. apply Rmult_lt_compat_l; [lra|].
    apply Rinv_lt_contravar; [apply Rmult_lt_0_compat|]; lra.
Qed.
