(* Theorem J: few codes cannot look like the prior: a lower bound on every coupling. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLog AnalysisLaw Expectations
  Converse PaperCases.
Open Scope R_scope.

Definition norm (m : nat) (x y : vec) : R := sqrt (sq_dist m x y).

Lemma norm_nonneg : forall m x y, 0 <= norm m x y.
Proof. intros; apply sqrt_pos. Qed.

Lemma norm_sq : forall m x y, norm m x y * norm m x y = sq_dist m x y.
Proof. intros; apply sqrt_sqrt, sq_dist_nonneg. Qed.

Lemma norm_triangle3 : forall m x y z, norm m x z <= norm m x y + norm m y z.
Proof.
  intros m x y z. unfold norm, sq_dist.
  pose proof (norm_triangle m (fun j => x j - z j) (fun j => y j - z j)) as H. cbv beta in H.
  rewrite (rsum_ext m (fun i => (x i - z i - (y i - z i)) ^ 2) (fun i => (x i - y i) ^ 2)) in H
    by (intros; ring). lra.
Qed.

(** sum_(i <= n) i^p <= n^(p+1)/(p+1) + n^p, for p > 0. *)
Lemma power_step : forall p x, 0 < p -> 0 <= x ->
  (if Req_EM_T x 0 then 0 else (p + 1) * Rpower x p) <= Rpower (x + 1) (p + 1) - (if Req_EM_T x 0 then 0 else Rpower x (p + 1)).
Proof.
  intros p x Hp Hx. destruct (Req_EM_T x 0) as [->|Hne].
  - rewrite Rminus_0_r. left; apply exp_pos.
  - assert (Hx0 : 0 < x) by lra.
    destruct (MVT_gen (fun t => Rpower t (p + 1)) x (x + 1) (fun t => (p + 1) * Rpower t p)) as [c [Hc E]].
    + intros t. rewrite Rmin_left, Rmax_right by lra. intros Ht.
      unfold Rpower. auto_derive; [lra|].
      replace (exp ((p + 1) * ln t)) with (t * exp (p * ln t)); [field; lra|].
      rewrite Rmult_plus_distr_r, exp_plus, Rmult_1_l, exp_ln by lra. ring.
    + intros t. rewrite Rmin_left, Rmax_right by lra. intros Ht.
      apply continuity_pt_filterlim, (ex_derive_continuous (fun t => Rpower t (p + 1))).
      unfold Rpower. auto_derive. lra.
    + rewrite Rmin_left, Rmax_right in Hc by lra.
      rewrite E. replace (x + 1 - x) with 1 by ring. rewrite Rmult_1_r.
      apply Rmult_le_compat_l; [lra|]. unfold Rpower.
      destruct (Req_dec x c) as [->|Hxc]; [lra|].
      left; apply exp_increasing, Rmult_lt_compat_l; [lra|]. apply ln_increasing; lra.
Qed.

Lemma power_sum : forall p n, 0 < p -> (0 < n)%nat ->
  rsum n (fun i => Rpower (INR (S i)) p) <= Rpower (INR n) (p + 1) / (p + 1) + Rpower (INR n) p.
Proof.
  intros p n Hp Hn.
  assert (H : forall k, (0 < k)%nat ->
    rsum k (fun i => Rpower (INR (S i)) p) - Rpower (INR k) p <= Rpower (INR k) (p + 1) / (p + 1)).
  { induction k as [|k IH]; intros Hk; [lia|]. destruct (Nat.eq_dec k 0) as [->|Hk0].
    - assert (E : rsum 1 (fun i => Rpower (INR (S i)) p) = Rpower (INR 1) p) by (cbn [rsum]; ring).
      rewrite E. assert (0 < Rpower (INR 1) (p + 1) / (p + 1))
        by (apply Rdiv_lt_0_compat; [apply exp_pos|lra]). lra.
    - specialize (IH ltac:(lia)). cbn [rsum].
      pose proof (power_step p (INR k) Hp (pos_INR k)) as Hs.
      destruct (Req_EM_T (INR k) 0) as [E|_]; [exfalso; apply (not_0_INR k Hk0 E)|].
      rewrite <- S_INR in Hs.
      assert (Hdiv : Rpower (INR k) p <= (Rpower (INR (S k)) (p + 1) - Rpower (INR k) (p + 1)) / (p + 1)).
      { apply (Rmult_le_reg_l (p + 1)); [lra|].
        replace ((p + 1) * ((Rpower (INR (S k)) (p + 1) - Rpower (INR k) (p + 1)) / (p + 1)))
          with (Rpower (INR (S k)) (p + 1) - Rpower (INR k) (p + 1)) by (field; lra). exact Hs. }
      unfold Rdiv in *. lra. }
  specialize (H n Hn). lra.
Qed.

Section Coupling.
Context {O : Type} (P : expectation O) (m kappa N : nat).
Variables (z mu g : O -> vec) (centre : nat -> vec) (eps sigma a W : R).
Hypotheses (Hm : (0 < m)%nat) (Hmk : (m <= kappa)%nat) (HN : (0 < N)%nat) (Heps : 0 <= eps) (Hs : 0 <= sigma) (Ha : 0 < a).
Hypothesis Hnoise : exists e, expects P (fun w => sq_dist m (z w) (mu w)) e /\ e <= INR m * sigma ^ 2.
Hypothesis Hcost : expects P (fun w => sq_dist kappa (z w) (g w)) W.
Hypothesis Hcost_m : has_expectation P (fun w => sq_dist m (z w) (g w)).
Hypothesis Hcover : forall w, exists j, (j < N)%nat /\ norm m (mu w) (centre j) <= eps.
Hypothesis Hspread : forall j t, (j < N)%nat -> 0 < t ->
  ball_share_le P g m (centre j) t (a * Rpower t (INR m)).

Let T := Rpower (INR N * a) (- (2 / INR m)).

Lemma HT : 0 < T. Proof. apply exp_pos. Qed.

Lemma few_near : forall v, 0 < v ->
  exists e, expects P (fun w => rsum N (fun j => if Rle_dec (sq_dist m (g w) (centre j)) v then 1 else 0)) e
            /\ e <= INR N * (a * Rpower v (INR m / 2)).
Proof.
  intros v Hv.
  destruct (finite_choice N (fun j e => expects P (fun w => if Rle_dec (sq_dist m (g w) (centre j)) v then 1 else 0) e
              /\ e <= a * Rpower v (INR m / 2)) 0) as [es [Hes _]].
  { intros j Hj. destruct (Hspread j (sqrt v) Hj (sqrt_lt_R0 v Hv)) as [e [He Hle]].
    exists e. split.
    - apply (expects_ext P _ _ _ He). intros w. replace (sqrt v ^ 2) with v; [reflexivity|].
      simpl. rewrite Rmult_1_r, sqrt_sqrt; lra.
    - apply Rle_trans with (1 := Hle). right. f_equal.
      rewrite <- Rpower_sqrt, Rpower_mult by exact Hv. f_equal. field. }
  exists (rsum N es). split.
  - apply (expects_rsum P N (fun j w => if Rle_dec (sq_dist m (g w) (centre j)) v then 1 else 0)).
    intros j Hj. apply Hes, Hj.
  - rewrite <- rsum_const. apply rsum_le. intros j Hj. apply Hes, Hj.
Qed.

(** For any A, B, C > 0: (X + Y + C)^2 <= (A + B + C)(X^2/A + Y^2/B + C). *)
Lemma weighted_square : forall A B C X Y, 0 < A -> 0 < B -> 0 < C ->
  (X + Y + C) ^ 2 <= (A + B + C) * (X * X / A + Y * Y / B + C).
Proof.
  intros A B C X Y HA HB HC.
  assert (E : (A + B + C) * (X * X / A + Y * Y / B + C) - (X + Y + C) ^ 2
              = (B * X - A * Y) ^ 2 / (A * B) + C * (X - A) ^ 2 / A + C * (Y - B) ^ 2 / B)
    by (field; lra).
  assert (0 <= (B * X - A * Y) ^ 2 / (A * B))
    by (apply Rdiv_le_0_compat; [apply pow2_ge_0|apply Rmult_lt_0_compat; assumption]).
  assert (0 <= C * (X - A) ^ 2 / A)
    by (apply Rdiv_le_0_compat; [apply Rmult_le_pos; [lra|apply pow2_ge_0]|exact HA]).
  assert (0 <= C * (Y - B) ^ 2 / B)
    by (apply Rdiv_le_0_compat; [apply Rmult_le_pos; [lra|apply pow2_ge_0]|exact HB]).
  lra.
Qed.

(** The staircase below R^2. *)
Lemma staircase_below : forall n h w RR, 0 < h -> 0 <= RR ->
  (exists j, (j < N)%nat /\ sq_dist m (g w) (centre j) <= RR) ->
  rsum n (fun i => h * (1 - rsum N (fun j =>
     if Rle_dec (sq_dist m (g w) (centre j)) (INR (S i) * h) then 1 else 0))) <= RR.
Proof.
  intros n h w RR Hh HRR [j [Hj Hle]].
  assert (Hbig : forall i, RR <= INR (S i) * h ->
    1 <= rsum N (fun j => if Rle_dec (sq_dist m (g w) (centre j)) (INR (S i) * h) then 1 else 0)).
  { intros i Hi. eapply Rle_trans; [|apply (rsum_ge_term N (fun j =>
      if Rle_dec (sq_dist m (g w) (centre j)) (INR (S i) * h) then 1 else 0) j); [|exact Hj]].
    - cbv beta. destruct (Rle_dec _ _) as [_|H]; [lra|exfalso; apply H; lra].
    - intros k _. destruct (Rle_dec _ _); lra. }
  assert (Hnn : forall i, 0 <= rsum N (fun j => if Rle_dec (sq_dist m (g w) (centre j)) (INR (S i) * h) then 1 else 0)).
  { intros i. apply rsum_nonneg. intros k _. destruct (Rle_dec _ _); lra. }
  assert (H : rsum n (fun i => h * (1 - rsum N (fun j =>
     if Rle_dec (sq_dist m (g w) (centre j)) (INR (S i) * h) then 1 else 0))) <= Rmin RR (INR n * h)).
  { induction n as [|n IH].
    - simpl. rewrite Rmult_0_l, Rmin_right; lra.
    - cbn [rsum]. destruct (Rle_dec RR (INR (S n) * h)) as [Hr|Hr].
      + pose proof (Hbig n Hr) as H1. rewrite Rmin_left by exact Hr.
        assert (h * (1 - rsum N (fun j => if Rle_dec (sq_dist m (g w) (centre j)) (INR (S n) * h) then 1 else 0)) <= 0).
        { assert (h * (1 - rsum N (fun j => if Rle_dec (sq_dist m (g w) (centre j)) (INR (S n) * h) then 1 else 0)) <= h * 0)
            by (apply Rmult_le_compat_l; lra). lra. }
        pose proof (Rmin_l RR (INR n * h)). lra.
      + rewrite Rmin_right by lra. pose proof (Rmin_r RR (INR n * h)). pose proof (Hnn n).
        assert (ES : INR (S n) * h = INR n * h + h) by (rewrite S_INR; ring).
        assert (h * (1 - rsum N (fun j => if Rle_dec (sq_dist m (g w) (centre j)) (INR (S n) * h) then 1 else 0)) <= h * 1)
          by (apply Rmult_le_compat_l; lra).
        lra. }
  pose proof (Rmin_l RR (INR n * h)). lra.
Qed.

Lemma few_codes_rate : forall A B C, 0 < A -> 0 < B -> 0 < C -> eps <= C ->
  W <= A * A -> INR m * sigma ^ 2 <= B * B ->
  forall n, (0 < n)%nat -> T * (INR m / (INR m + 2)) - T / INR n <= (A + B + C) ^ 2.
Proof.
  intros A B C HA HB HC HeC HW HsB n Hn.
  pose proof (INR_pos m Hm) as Hmp. pose proof (INR_pos N HN) as HNp. pose proof (INR_pos n Hn) as Hnp.
  pose proof HT as HTp. set (h := T / INR n).
  assert (Hh : 0 < h) by (apply Rdiv_lt_0_compat; assumption).
  destruct Hnoise as [e1 [He1 Hle1]].
  set (X := fun w => norm m (z w) (g w)). set (Y := fun w => norm m (z w) (mu w)).
  (* expectation of the bound from above *)
  assert (Hup : expects P (fun w => (A + B + C) * (X w * X w / A + Y w * Y w / B + C))
    ((A + B + C) * (expected P (fun w => sq_dist m (z w) (g w)) / A + e1 / B + C))).
  { apply expects_scal, expects_plus; [apply expects_plus|apply expects_const].
    - eapply expects_value; [eapply expects_ext; [apply (expects_scal P (/ A)), expects_expected, Hcost_m|]|].
      + intros w. unfold X. cbv beta. rewrite norm_sq. unfold Rdiv; ring.
      + unfold Rdiv; ring.
    - eapply expects_value; [eapply expects_ext; [apply (expects_scal P (/ B)), He1|]|].
      + intros w. unfold Y. cbv beta. rewrite norm_sq. unfold Rdiv; ring.
      + unfold Rdiv; ring. }
  assert (HWm : expected P (fun w => sq_dist m (z w) (g w)) <= W).
  { apply (expects_le P _ _ _ _ (expects_expected P _ Hcost_m) Hcost). intros w. unfold sq_dist.
    replace kappa with (m + (kappa - m))%nat by lia. rewrite rsum_split.
    assert (0 <= rsum (kappa - m) (fun k => (z w (m + k)%nat - g w (m + k)%nat) ^ 2))
      by (apply rsum_nonneg; intros; apply pow2_ge_0). lra. }
  (* expectation of the staircase *)
  destruct (finite_choice n (fun i e => expects P (fun w => rsum N (fun j =>
      if Rle_dec (sq_dist m (g w) (centre j)) (INR (S i) * h) then 1 else 0)) e
      /\ e <= INR N * (a * Rpower (INR (S i) * h) (INR m / 2))) 0) as [es [Hes _]].
  { intros i _. apply few_near. apply Rmult_lt_0_compat; [apply lt_0_INR; lia|exact Hh]. }
  assert (Hlow : expects P (fun w => rsum n (fun i => h * (1 - rsum N (fun j =>
     if Rle_dec (sq_dist m (g w) (centre j)) (INR (S i) * h) then 1 else 0))))
     (rsum n (fun i => h * (1 + -1 * es i)))).
  { apply (expects_rsum P n (fun i w => h * (1 - rsum N (fun j =>
     if Rle_dec (sq_dist m (g w) (centre j)) (INR (S i) * h) then 1 else 0)))).
    intros i Hi. apply expects_scal. eapply expects_ext; [apply expects_plus; [apply expects_const|
      apply (expects_scal P (-1)), (Hes i Hi)]|]. intros w. cbv beta. ring. }
  assert (Hmain : rsum n (fun i => h * (1 + -1 * es i))
    <= (A + B + C) * (expected P (fun w => sq_dist m (z w) (g w)) / A + e1 / B + C)).
  { apply (expects_le P _ _ _ _ Hlow Hup). intros w.
    apply Rle_trans with (2 := weighted_square A B C (X w) (Y w) HA HB HC).
    apply staircase_below; [exact Hh|apply pow2_ge_0|].
    destruct (Hcover w) as [j [Hj Hnear]]. exists j. split; [exact Hj|].
    rewrite <- norm_sq.
    assert (Hn1 : norm m (g w) (centre j) <= X w + Y w + C).
    { pose proof (norm_triangle3 m (g w) (z w) (centre j)).
      pose proof (norm_triangle3 m (z w) (mu w) (centre j)).
      assert (norm m (g w) (z w) = X w).
      { unfold X, norm, sq_dist. f_equal. apply rsum_ext. intros; ring. }
      unfold Y. lra. }
    pose proof (norm_nonneg m (g w) (centre j)).
    assert (norm m (g w) (centre j) * norm m (g w) (centre j) <= (X w + Y w + C) * (X w + Y w + C))
      by (apply Rmult_le_compat; lra). simpl; lra. }
  (* the sum *)
  set (p := INR m / 2). assert (Hp : 0 < p) by (unfold p; lra).
  assert (HhT : forall i, Rpower (INR (S i) * h) p = Rpower (INR (S i)) p * (Rpower T p * Rpower (/ INR n) p)).
  { intros i. unfold h, Rdiv. rewrite <- !Rpower_mult_distr; auto; try (apply lt_0_INR; lia);
      try (apply Rinv_0_lt_compat; assumption); try (apply Rmult_lt_0_compat; [exact HTp|apply Rinv_0_lt_compat; assumption]). }
  assert (HTpow : INR N * a * Rpower T p = 1).
  { assert (HNa : 0 < INR N * a) by (apply Rmult_lt_0_compat; assumption).
    unfold T, p. rewrite Rpower_mult. replace (- (2 / INR m) * (INR m / 2)) with (- (1)) by (field; lra).
    rewrite Rpower_Ropp, Rpower_1 by exact HNa. field; lra. }
  assert (Hsum : INR n * h - h * (Rpower (/ INR n) p * (Rpower (INR n) (p + 1) / (p + 1) + Rpower (INR n) p))
                 <= rsum n (fun i => h * (1 + -1 * es i))).
  { apply Rle_trans with (rsum n (fun i => h + - (h * Rpower (/ INR n) p) * Rpower (INR (S i)) p)).
    - rewrite rsum_plus, rsum_const, rsum_scal.
      pose proof (power_sum p n Hp Hn) as HPs.
      assert (Hc : 0 <= h * Rpower (/ INR n) p) by (apply Rmult_le_pos; [lra|left; apply exp_pos]).
      apply (Rmult_le_compat_l (h * Rpower (/ INR n) p)) in HPs; [|exact Hc]. lra.
    - apply rsum_le. intros i Hi. destruct (Hes i Hi) as [_ Hei]. fold p in Hei. rewrite HhT in Hei.
      replace (INR N * (a * (Rpower (INR (S i)) p * (Rpower T p * Rpower (/ INR n) p))))
        with ((INR N * a * Rpower T p) * (Rpower (INR (S i)) p * Rpower (/ INR n) p)) in Hei by ring.
      rewrite HTpow, Rmult_1_l in Hei.
      apply (Rmult_le_compat_l h) in Hei; [|lra]. lra. }
  assert (Hinv : Rpower (/ INR n) p * Rpower (INR n) p = 1).
  { rewrite Rpower_mult_distr by (try apply Rinv_0_lt_compat; assumption).
    rewrite Rinv_l by lra. unfold Rpower. rewrite ln_1, Rmult_0_r. apply exp_0. }
  assert (Hplus : Rpower (INR n) (p + 1) = Rpower (INR n) p * INR n)
    by (rewrite Rpower_plus, Rpower_1 by exact Hnp; reflexivity).
  assert (Hval : INR n * h - h * (Rpower (/ INR n) p * (Rpower (INR n) (p + 1) / (p + 1) + Rpower (INR n) p))
                 = T * (INR m / (INR m + 2)) - T / INR n).
  { rewrite Hplus.
    replace (Rpower (/ INR n) p * (Rpower (INR n) p * INR n / (p + 1) + Rpower (INR n) p))
      with ((Rpower (/ INR n) p * Rpower (INR n) p) * (INR n / (p + 1) + 1)) by (field; lra).
    rewrite Hinv. unfold h, p. field; lra. }
  assert (Hfin : (A + B + C) * (expected P (fun w => sq_dist m (z w) (g w)) / A + e1 / B + C)
                 <= (A + B + C) ^ 2).
  { simpl. rewrite Rmult_1_r. apply Rmult_le_compat_l; [lra|].
    assert (expected P (fun w => sq_dist m (z w) (g w)) / A <= A).
    { apply (Rmult_le_reg_r A); [exact HA|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    assert (e1 / B <= B).
    { apply (Rmult_le_reg_r B); [exact HB|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    lra. }
  fold h in Hval. rewrite <- Hval. apply Rle_trans with (1 := Hsum). apply Rle_trans with (1 := Hmain). exact Hfin.
Qed.

Theorem few_codes_far : sqrt (INR m / (INR m + 2)) * Rpower (INR N * a) (- (1 / INR m)) - eps - sigma * sqrt (INR m)
  <= sqrt W.
Proof.
  pose proof (INR_pos m Hm) as Hmp. pose proof HT as HTp.
  set (q := INR m / (INR m + 2)). assert (Hq : 0 < q) by (apply Rdiv_lt_0_compat; lra).
  assert (HsT : sqrt (T * q) = sqrt q * Rpower (INR N * a) (- (1 / INR m))).
  { rewrite sqrt_mult by lra. rewrite Rmult_comm. f_equal. unfold T.
    rewrite <- Rpower_sqrt by apply exp_pos. rewrite Rpower_mult. f_equal. field; lra. }
  rewrite <- HsT. apply Rnot_lt_le. intros Hlt.
  set (gap := sqrt (T * q) - eps - sigma * sqrt (INR m) - sqrt W).
  assert (Hgap : 0 < gap) by (unfold gap; lra). set (dl := gap / 4).
  assert (HW0 : 0 <= W).
  { destruct Hcost as [Hi <-]. apply expectation_positive; [exact Hi|]. intros; apply sq_dist_nonneg. }
  pose proof (sqrt_pos W) as HsW. pose proof (sqrt_pos (INR m)) as Hsm.
  assert (Hss : 0 <= sigma * sqrt (INR m)) by (apply Rmult_le_pos; assumption).
  set (A := sqrt W + dl). set (B := sigma * sqrt (INR m) + dl). set (C := eps + dl).
  assert (HABC : A + B + C < sqrt (T * q)) by (unfold A, B, C, dl, gap; lra).
  assert (Hdl : 0 < dl) by (unfold dl; lra).
  assert (HTq : 0 < T * q) by (apply Rmult_lt_0_compat; assumption).
  assert (Hsq : (A + B + C) ^ 2 < T * q).
  { rewrite <- (sqrt_sqrt (T * q)) by lra. simpl. rewrite Rmult_1_r.
    apply Rmult_le_0_lt_compat; unfold A, B, C in *; lra. }
  destruct (archimed_cor1 ((T * q - (A + B + C) ^ 2) / T)) as [n [Hn Hn0]];
    [apply Rdiv_lt_0_compat; lra|].
  assert (HWA : W <= A * A).
  { rewrite <- (sqrt_sqrt W HW0) at 1. unfold A. apply Rmult_le_compat; lra. }
  assert (HsB : INR m * sigma ^ 2 <= B * B).
  { replace (INR m * sigma ^ 2) with ((sigma * sqrt (INR m)) * (sigma * sqrt (INR m))).
    - unfold B. apply Rmult_le_compat; lra.
    - replace (sigma * sqrt (INR m) * (sigma * sqrt (INR m)))
        with (sigma ^ 2 * (sqrt (INR m) * sqrt (INR m))) by ring. rewrite sqrt_sqrt by lra. ring. }
  pose proof (few_codes_rate A B C ltac:(unfold A; lra) ltac:(unfold B; lra) ltac:(unfold C; lra)
    ltac:(unfold C; lra) HWA HsB n Hn0) as Hr. fold q in Hr.
  apply (Rmult_lt_compat_l T) in Hn; [|exact HTp].
  replace (T * ((T * q - (A + B + C) ^ 2) / T)) with (T * q - (A + B + C) ^ 2) in Hn by (field; lra).
  unfold Rdiv in Hr. lra.
Qed.

End Coupling.

(** J2: with N <= (K/eps)^r the best radius has a closed form. *)
Lemma best_radius : forall c K r m, 0 < c -> 0 < K -> 0 < r < m ->
  let eps := Rpower (c * r / m) (m / (m - r)) * Rpower K (- (r / (m - r))) in
  0 < eps /\ c * Rpower (eps / K) (r / m) = m / r * eps.
Proof.
  intros c K r m Hc HK Hrm eps.
  assert (Hq : 0 < c * r / m) by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra).
  assert (He : 0 < eps) by (apply Rmult_lt_0_compat; apply exp_pos).
  split; [exact He|].
  assert (Hln : ln eps = m / (m - r) * (ln c + ln r - ln m) - r / (m - r) * ln K).
  { unfold eps. rewrite ln_mult by apply exp_pos. unfold Rpower. rewrite !ln_exp.
    rewrite ln_div, ln_mult by (try apply Rmult_lt_0_compat; lra). ring. }
  apply ln_inv.
  - apply Rmult_lt_0_compat; [exact Hc|apply exp_pos].
  - apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat; lra|exact He].
  - rewrite ln_mult by (try apply exp_pos; exact Hc). unfold Rpower. rewrite ln_exp.
    rewrite ln_mult by (try exact He; apply Rdiv_lt_0_compat; lra).
    rewrite !ln_div by lra. rewrite Hln. field; lra.
Qed.

(** ... and theorem-j1 is worth that much there. *)
Lemma covering_rate : forall m N a K r, (0 < m)%nat -> (0 < N)%nat -> 0 < a -> 0 < K -> 0 < r < INR m ->
  let c := sqrt (INR m / (INR m + 2)) * Rpower a (- (1 / INR m)) in
  let eps := Rpower (c * r / INR m) (INR m / (INR m - r)) * Rpower K (- (r / (INR m - r))) in
  INR N <= Rpower (K / eps) r ->
  0 < eps /\
  (INR m / r - 1) * eps <= sqrt (INR m / (INR m + 2)) * Rpower (INR N * a) (- (1 / INR m)) - eps.
Proof.
  intros m N a K r Hm HN Ha HK Hr c eps HNK.
  pose proof (INR_pos m Hm) as Hmp. pose proof (INR_pos N HN) as HNp.
  assert (Hq : 0 < INR m / (INR m + 2)) by (apply Rdiv_lt_0_compat; lra).
  assert (Hc : 0 < c) by (apply Rmult_lt_0_compat; [apply sqrt_lt_R0, Hq|apply exp_pos]).
  destruct (best_radius c K r (INR m) Hc HK Hr) as [He Hbest]. fold eps in He, Hbest. split; [exact He|].
  assert (Hrate : c * Rpower (eps / K) (r / INR m)
                  <= sqrt (INR m / (INR m + 2)) * Rpower (INR N * a) (- (1 / INR m))).
  { rewrite <- Rpower_mult_distr by assumption. unfold c.
    rewrite Rmult_assoc, (Rmult_comm (Rpower a _)).
    apply Rmult_le_compat_l; [apply sqrt_pos|]. apply Rmult_le_compat_r; [left; apply exp_pos|].
    assert (HKe : 0 < K / eps) by (apply Rdiv_lt_0_compat; assumption).
    assert (Hlog : ln (INR N) <= r * ln (K / eps)).
    { rewrite <- (ln_exp (r * ln (K / eps))). apply ln_le_mono; [exact HNp|exact HNK]. }
    unfold Rpower. rewrite ln_div in * by assumption.
    assert (Hle : r / INR m * (ln eps - ln K) <= - (1 / INR m) * ln (INR N)).
    { apply (Rmult_le_compat_l (1 / INR m)) in Hlog; [|left; apply Rdiv_lt_0_compat; lra].
      unfold Rdiv in *. lra. }
    destruct (Req_dec (r / INR m * (ln eps - ln K)) (- (1 / INR m) * ln (INR N))) as [->|Hne]; [lra|].
    left; apply exp_increasing; lra. }
  rewrite Hbest in Hrate. lra.
Qed.

Theorem few_codes_covering : forall {O : Type} (P : expectation O) m kappa N (z mu g : O -> vec)
    (centre : nat -> vec) sigma a W K r,
  (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= sigma -> 0 < a -> 0 < K -> 0 < r < INR m ->
  let c := sqrt (INR m / (INR m + 2)) * Rpower a (- (1 / INR m)) in
  let eps := Rpower (c * r / INR m) (INR m / (INR m - r)) * Rpower K (- (r / (INR m - r))) in
  INR N <= Rpower (K / eps) r ->
  (exists e, expects P (fun w => sq_dist m (z w) (mu w)) e /\ e <= INR m * sigma ^ 2) ->
  expects P (fun w => sq_dist kappa (z w) (g w)) W ->
  has_expectation P (fun w => sq_dist m (z w) (g w)) ->
  (forall w, exists j, (j < N)%nat /\ norm m (mu w) (centre j) <= eps) ->
  (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P g m (centre j) t (a * Rpower t (INR m))) ->
  (INR m / r - 1) * eps - sigma * sqrt (INR m) <= sqrt W.
Proof.
  intros O P m kappa N z mu g centre sigma a W K r Hm Hmk HN Hs Ha HK Hr c eps HNK Hnoise Hcost Hcm
    Hcover Hspread.
  destruct (covering_rate m N a K r Hm HN Ha HK Hr HNK) as [He Hrate]. fold c in He, Hrate. fold eps in He, Hrate.
  pose proof (few_codes_far P m kappa N z mu g centre eps sigma a W Hm Hmk HN (Rlt_le _ _ He) Hs Ha
                Hnoise Hcost Hcm Hcover Hspread). lra.
Qed.
