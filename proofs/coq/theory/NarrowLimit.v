(* Lemma 3 for decoders of growth C exp(a |z|^2): the limit of the error, and the loss. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import NarrowStatements AnalysisSums AnalysisLog AnalysisGamma AnalysisLaw
  AnalysisLemma2 Narrow.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * The limit of the expected error *)

Lemma continuous_at_const : forall kappa c m, continuous_at kappa (fun _ => c) m.
Proof.
  intros kappa c m eps He. exists 1. split; [lra|]. intros z _.
  replace (c - c) with 0 by ring. rewrite Rabs_R0. exact He.
Qed.

Lemma continuous_at_plus : forall kappa f g m, continuous_at kappa f m -> continuous_at kappa g m ->
  continuous_at kappa (fun z => f z + g z) m.
Proof.
  intros kappa f g m Hf Hg eps He. destruct (Hf (eps / 2)) as [d1 [H1 F]]; [lra|].
  destruct (Hg (eps / 2)) as [d2 [H2 G]]; [lra|]. exists (Rmin d1 d2).
  split; [apply Rmin_pos; assumption|]. intros z Hz.
  assert (F' : Rabs (f z - f m) < eps / 2)
    by (apply F; intros k Hk; eapply Rlt_le_trans; [apply Hz, Hk|apply Rmin_l]).
  assert (G' : Rabs (g z - g m) < eps / 2)
    by (apply G; intros k Hk; eapply Rlt_le_trans; [apply Hz, Hk|apply Rmin_r]).
  replace (f z + g z - (f m + g m)) with ((f z - f m) + (g z - g m)) by ring.
  pose proof (Rabs_triang (f z - f m) (g z - g m)). lra.
Qed.

Lemma continuous_at_square_gap : forall kappa x g m, continuous_at kappa g m ->
  continuous_at kappa (fun z => (x - g z) ^ 2) m.
Proof.
  intros kappa x g m Hg eps He. set (r := Rabs (x - g m)). assert (Hr : 0 <= r) by apply Rabs_pos.
  set (t := Rmin 1 (eps / (2 * r + 2))).
  assert (Ht0 : 0 < eps / (2 * r + 2)) by (apply Rdiv_lt_0_compat; lra).
  assert (Ht : 0 < t) by (apply Rmin_pos; lra).
  destruct (Hg t Ht) as [delta [Hd G]]. exists delta. split; [exact Hd|]. intros z Hz.
  specialize (G z Hz). set (y := g z - g m) in *.
  replace ((x - g z) ^ 2 - (x - g m) ^ 2) with (y * (y - 2 * (x - g m))) by (unfold y; ring).
  rewrite Rabs_mult.
  assert (H1 : Rabs (y - 2 * (x - g m)) <= 1 + 2 * r).
  { eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, Rabs_mult, (Rabs_right 2) by lra. fold r.
    pose proof (Rmin_l 1 (eps / (2 * r + 2))). fold t in H. lra. }
  pose proof (Rmin_r 1 (eps / (2 * r + 2))) as H2. fold t in H2. pose proof (Rabs_pos y).
  apply Rle_lt_trans with (Rabs y * (1 + 2 * r)); [apply Rmult_le_compat_l; assumption|].
  apply Rle_lt_trans with (eps / (2 * r + 2) * (1 + 2 * r)); [apply Rmult_le_compat_r; lra|].
  apply (Rmult_lt_reg_r (2 * r + 2)); [lra|].
  replace (eps / (2 * r + 2) * (1 + 2 * r) * (2 * r + 2)) with (eps * (1 + 2 * r)) by (field; lra).
  apply Rmult_lt_compat_l; lra.
Qed.

Lemma continuous_at_error : forall d kappa x mu m, decoder_continuous_at d kappa mu m ->
  continuous_at kappa (fun z => sq_dist d x (mu z)) m.
Proof.
  induction d as [|d IH]; intros kappa x mu m H; unfold sq_dist; cbn [rsum].
  - apply continuous_at_const.
  - apply (continuous_at_plus kappa (fun z => rsum d (fun j => (x j - mu z j) ^ 2))
      (fun z => (x d - mu z d) ^ 2)).
    + apply IH. intros j Hj. apply H. lia.
    + apply continuous_at_square_gap, H. lia.
Qed.

Lemma small_for_all : forall n (P : nat -> R -> Prop),
  (forall i, (i < n)%nat -> exists s, 0 < s /\ forall t, 0 < t <= s -> P i t) ->
  exists s, 0 < s /\ forall t, 0 < t <= s -> forall i, (i < n)%nat -> P i t.
Proof.
  induction n as [|n IH]; intros P H; [exists 1; split; [lra|intros; lia]|].
  destruct (IH P) as [s1 [H1 F]]; [intros; apply H; lia|].
  destruct (H n) as [s2 [H2 G]]; [lia|]. exists (Rmin s1 s2). split; [apply Rmin_pos; assumption|].
  intros t Ht i Hi. pose proof (Rmin_l s1 s2). pose proof (Rmin_r s1 s2).
  destruct (Nat.eq_dec i n) as [->|Hne]; [apply G; lra|apply F; [lra|lia]].
Qed.

Lemma sample_limit : forall d kappa C a x mu m, 0 <= a -> growth d kappa C a mu ->
  decoder_continuous_at d kappa mu m -> forall eps, 0 < eps -> exists sigma0, 0 < sigma0 /\
  forall sigma, 0 < sigma <= sigma0 -> forall q s, narrow_normal kappa q m s sigma ->
  integrable q (fun z => sq_dist d x (mu z)) ->
  Rabs (expect q (fun z => sq_dist d x (mu z)) - sq_dist d x (mu m)) <= eps.
Proof.
  intros d kappa C a x mu m Ha Hg Hc eps He.
  destruct (continuous_at_error d kappa x mu m Hc (eps / 2)) as [delta [Hd Hnear]]; [lra|].
  set (B := (2 * C + 2 * sq_norm d x) * exp (2 * a * sq_norm kappa m) + sq_dist d x (mu m)).
  set (K := 8 * sqrt 2 ^ kappa * Rabs B).
  assert (HK : 0 <= K).
  { unfold K. apply Rmult_le_pos; [apply Rmult_le_pos; [lra|apply pow_le, sqrt_pos]|apply Rabs_pos]. }
  set (b := / (16 * (a + 1))). assert (Hb : 0 < b) by (apply Rinv_0_lt_compat; lra).
  set (c := eps / (2 * (K + 1))). assert (Hcc : 0 < c) by (apply Rdiv_lt_0_compat; lra).
  set (u := delta ^ 2 / 2). assert (Hu : 0 < u) by (unfold u; pose proof (pow_lt delta 2 Hd); lra).
  exists (Rmin (Rmin 1 b) (Rmin c u)).
  split; [repeat apply Rmin_pos; lra|].
  intros sigma [Hs Hle] q s Hq Hint.
  assert (L1 : sigma <= 1) by (eapply Rle_trans; [exact Hle|]; eapply Rle_trans; [apply Rmin_l|apply Rmin_l]).
  assert (L2 : sigma <= b) by (eapply Rle_trans; [exact Hle|]; eapply Rle_trans; [apply Rmin_l|apply Rmin_r]).
  assert (L3 : sigma <= c) by (eapply Rle_trans; [exact Hle|]; eapply Rle_trans; [apply Rmin_r|apply Rmin_l]).
  assert (L4 : sigma <= u) by (eapply Rle_trans; [exact Hle|]; eapply Rle_trans; [apply Rmin_r|apply Rmin_r]).
  assert (Has : a * sigma ^ 2 <= / 16).
  { assert (S2 : sigma ^ 2 <= b) by (assert (sigma * sigma <= 1 * sigma) by (apply Rmult_le_compat_r; lra); lra).
    apply Rle_trans with (a * b); [apply Rmult_le_compat_l; lra|]. unfold b.
    apply (Rmult_le_reg_r (16 * (a + 1))); [lra|]. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (Hmod : modulus_at_most kappa (fun z => sq_dist d x (mu z)) m (sqrt sigma) (eps / 2)).
  { intros z Hz. left. apply Hnear. intros k Hk. rewrite pow2_sqrt in Hz by lra.
    assert (Hk2 : (z k - m k) ^ 2 < delta ^ 2).
    { apply Rle_lt_trans with (sq_dist kappa z m); [|unfold u in L4; pose proof (pow_lt delta 2 Hd); lra].
      apply (rsum_ge_term kappa (fun k => (z k - m k) ^ 2)); [intros; apply pow2_ge_0|exact Hk]. }
    rewrite <- (Rabs_right delta) by lra. apply Rsqr_lt_abs_0. unfold Rsqr. simpl in Hk2; lra. }
  destruct (lemma3_error d kappa C a sigma (eps / 2) x m s mu q Ha Hs Has Hg Hq Hint Hmod) as [E1 [E2 _]].
  fold B in E1, E2. cbv zeta in E1, E2.
  assert (H8 : 8 * sqrt 2 ^ kappa * B * sigma <= eps / 2).
  { apply Rle_trans with (K * sigma).
    - unfold K. apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_l; [|apply Rle_abs].
      apply Rmult_le_pos; [lra|apply pow_le, sqrt_pos].
    - apply Rle_trans with ((K + 1) * c); [apply Rmult_le_compat; lra|]. unfold c. right; field; lra. }
  lra.
Qed.

Theorem lemma3_error_limit : forall d kappa n C a X mu m, (0 < d)%nat -> (0 < n)%nat ->
  0 <= a -> growth d kappa C a mu ->
  (forall i, (i < n)%nat -> decoder_continuous_at d kappa mu (m i)) ->
  forall eps, 0 < eps -> exists sigma0, 0 < sigma0 /\
  forall sigma q s, 0 < sigma <= sigma0 ->
  (forall i, (i < n)%nat -> narrow_normal kappa (q i) (m i) (s i) sigma /\
     integrable (q i) (fun z => sq_dist d (X i) (mu z))) ->
  Rabs (expected_error d n X mu q - INR d * error d n X mu m) <= eps.
Proof.
  intros d kappa n C a X mu m Hd Hn Ha Hg Hc eps He.
  destruct (small_for_all n (fun i sigma => forall q s, narrow_normal kappa q (m i) s sigma ->
    integrable q (fun z => sq_dist d (X i) (mu z)) ->
    Rabs (expect q (fun z => sq_dist d (X i) (mu z)) - sq_dist d (X i) (mu (m i))) <= eps)) as [s0 [Hs0 H]].
  { intros i Hi. apply (sample_limit d kappa C a (X i) mu (m i) Ha Hg (Hc i Hi) eps He). }
  exists s0. split; [exact Hs0|]. intros sigma q s Hs Hq.
  rewrite <- (mean_sq_dist d n X mu m Hd Hn). unfold expected_error.
  assert (Each : forall i, (i < n)%nat ->
    Rabs (expect (q i) (fun z => sq_dist d (X i) (mu z)) - sq_dist d (X i) (mu (m i))) <= eps)
    by (intros i Hi; destruct (Hq i Hi); apply (H sigma Hs i Hi) with (s := s i); assumption).
  rewrite <- mean_minus. set (gap := fun i => expect (q i) (fun z => sq_dist d (X i) (mu z)) - sq_dist d (X i) (mu (m i))).
  assert (Low : mean n (fun _ => - eps) <= mean n gap)
    by (apply mean_le; [exact Hn|]; intros i Hi; pose proof (Each i Hi) as HE; apply Rabs_le_between in HE; apply HE).
  assert (Up : mean n gap <= mean n (fun _ => eps))
    by (apply mean_le; [exact Hn|]; intros i Hi; pose proof (Each i Hi) as HE; apply Rabs_le_between in HE; apply HE).
  rewrite mean_const in Low, Up by exact Hn. apply Rabs_le; lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The loss *)

(** |log q| <= 2 |q - 1| for q >= 1/2. *)
Lemma abs_ln_le : forall q, / 2 <= q -> Rabs (ln q) <= 2 * Rabs (q - 1).
Proof.
  intros q Hq. pose proof (ln_le_sub1 q ltac:(lra)) as Hup. pose proof (ln_ge_1_sub_inv q ltac:(lra)) as Hlow.
  assert (Hi : 1 - / q = (q - 1) / q) by (field; lra).
  destruct (Rle_lt_dec 1 q) as [H|H].
  - rewrite !Rabs_right; [lra|lra|]. apply Rle_ge. rewrite Hi in Hlow.
    assert (0 <= (q - 1) / q) by (apply Rdiv_le_0_compat; lra). lra.
  - assert (H2 : 2 * (q - 1) <= 1 - / q).
    { rewrite Hi. apply (Rmult_le_reg_r q); [lra|]. replace ((q - 1) / q * q) with (q - 1) by (field; lra).
      assert (0 <= (1 - q) * (2 * q - 1)) by (apply Rmult_le_pos; lra). lra. }
    rewrite (Rabs_left1 (ln q)) by lra. rewrite Rabs_left1 by lra. lra.
Qed.

Theorem lemma3_loss : forall d kappa n X mu q m s sigma eta, (0 < d)%nat -> (0 < n)%nat ->
  let e := error d n X mu m in let A := expected_error d n X mu q in
  let v := fun i k => s i k ^ 2 in let p := row_power n m in
  0 < e -> (forall i, (i < n)%nat -> forall k, (k < kappa)%nat -> 0 < s i k <= sigma) ->
  Rabs (A - INR d * e) <= eta -> eta <= INR d * e / 2 ->
  (exists gamma value,
     unique_minimum positives (fun g => vae_loss 1 d kappa n g X mu q m v) gamma value /\
     Rabs (value + mean n (fun i => rsum kappa (fun k => ln (v i k)))
           - (INR d * ln e + INR d + rsum kappa p))
     <= INR kappa * sigma ^ 2 + 2 * eta / e) /\
  INR d * ln e + INR d + rsum kappa (fun k => ln (p k))
  = INR d * generic_loss d kappa ln ln e p + INR d.
Proof.
  intros d kappa n X mu q m s sigma eta Hd Hn e A v p He Hs HA Heta.
  pose proof (INR_pos d Hd) as Hd'. assert (Hde : 0 < INR d * e) by (apply Rmult_lt_0_compat; assumption).
  split; [|unfold generic_loss; field; lra].
  apply Rabs_le_between in HA. assert (HA0 : 0 < A) by lra.
  set (lv := mean n (fun i => rsum kappa (fun k => ln (v i k)))).
  set (mv := mean n (fun i => rsum kappa (fun k => v i k))).
  assert (Hp : mean n (fun i => rsum kappa (fun k => m i k ^ 2)) = rsum kappa p)
    by (rewrite mean_rsum; reflexivity).
  assert (EL : forall g, 0 < g -> vae_loss 1 d kappa n g X mu q m v
                         = gamma_loss d A (mv - lv + rsum kappa p) g).
  { intros g Hg. unfold vae_loss, gamma_loss.
    rewrite (mean_ext n _ (fun i => / g * expect (q i) (fun z => sq_dist d (X i) (mu z)) + INR d * ln g
      + ((rsum kappa (fun k => v i k) - rsum kappa (fun k => ln (v i k))) + rsum kappa (fun k => m i k ^ 2))))
      by (intros; field; lra).
    rewrite !mean_plus, mean_minus, mean_const, mean_scal, Hp by exact Hn.
    fold mv lv. unfold A, expected_error. field; lra. }
  destruct (eq6 d A (mv - lv + rsum kappa p) Hd HA0) as [H1 [H2 H3]].
  exists (A / INR d), (gamma_profile d A (mv - lv + rsum kappa p)). split.
  - split; [exact H1|split; [rewrite EL by exact H1; exact H2|]].
    intros y Hy Hne. rewrite EL by exact Hy. apply H3; assumption.
  - unfold gamma_profile.
    assert (Eln : ln (A / INR d) = ln e + ln (A / (INR d * e))).
    { rewrite <- ln_mult; [f_equal; field; lra|exact He|apply Rdiv_lt_0_compat; lra]. }
    rewrite Eln. set (r := A / (INR d * e)) in *.
    assert (Hr : / 2 <= r).
    { unfold r. apply (Rmult_le_reg_r (INR d * e)); [exact Hde|]. unfold Rdiv.
      rewrite (Rmult_assoc A), Rinv_l by lra. lra. }
    pose proof (abs_ln_le r Hr) as Hln.
    assert (Hq : INR d * Rabs (r - 1) <= eta / e).
    { replace (r - 1) with ((A - INR d * e) * / (INR d * e)) by (unfold r; field; lra).
      rewrite Rabs_mult, (Rabs_right (/ (INR d * e))) by (left; apply Rinv_0_lt_compat, Hde).
      apply Rle_trans with (INR d * (eta * / (INR d * e))); [|right; field; lra].
      apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Hde|].
      apply Rabs_le; lra. }
    assert (Hmv : 0 <= mv <= INR kappa * sigma ^ 2).
    { unfold mv. split.
      - apply mean_nonneg; [exact Hn|]. intros i _. apply rsum_nonneg; intros; apply pow2_ge_0.
      - rewrite <- (mean_const n (INR kappa * sigma ^ 2) Hn). apply mean_le; [exact Hn|]. intros i Hi.
        rewrite <- rsum_const. apply rsum_le; intros k Hk. destruct (Hs i Hi k Hk). apply pow_incr; lra. }
    replace (INR d + INR d * (ln e + ln r) + (mv - lv + rsum kappa p) + lv
             - (INR d * ln e + INR d + rsum kappa p)) with (INR d * ln r + mv) by ring.
    apply (Rmult_le_compat_l (INR d)) in Hln; [|lra].
    eapply Rle_trans; [apply Rabs_triang|].
    rewrite Rabs_mult, (Rabs_right (INR d)), (Rabs_right mv) by lra.
    replace (2 * eta / e) with (2 * (eta / e)) by (field; lra). lra.
Qed.
