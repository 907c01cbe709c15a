(* Theorem E4: the converse and the comparator together; G3 for every small gamma; a curved example. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisSums AnalysisLog AnalysisGamma
  AnalysisLaw AnalysisLemma2 AnalysisLemma3 Expectations Converse FixedGamma.
Open Scope R_scope.

(** The comparator on a population: codes zs i of the data x i, one variance per row. *)
Lemma comparator_population : forall {D : Type} (pi : expectation D) beta d kappa gamma gamma0
    (x : D -> vec) mu (q : D -> law) (zs : D -> vec) l P,
  0 < beta -> 0 < gamma -> gamma <= gamma0 ->
  (forall i z, sq_dist d (x i) (mu z) <= rsum kappa (fun k => l k ^ 2 * (z k - zs i k) ^ 2)) ->
  let v := fun k => / (1 + l k ^ 2 * / (beta * gamma)) in
  (forall i, has_moments kappa (q i) (zs i) v /\ integrable (q i) (fun z => sq_dist d (x i) (mu z))) ->
  has_expectation pi (fun i => expect (q i) (fun z => sq_dist d (x i) (mu z))) ->
  expects pi (fun i => rsum kappa (fun k => zs i k ^ 2)) P ->
  let r := INR (count_pos kappa (fun k => l k ^ 2)) in
  expected pi (fun i => expect (q i) (fun z => sq_dist d (x i) (mu z))) / gamma + INR d * ln gamma
    + beta * (rsum kappa (fun k => v k - ln (v k)) + P)
  <= (INR d - beta * r) * ln gamma + beta * INR kappa - beta * r * ln beta
     + beta * (P + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2 + beta * gamma0))).
Proof.
  intros D pi beta d kappa gamma gamma0 x mu q zs l P Hb Hg Hgg Hc v Hq Hint HP r.
  set (s := / (beta * gamma)) in *.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  assert (Hs : 0 < s) by (apply Rinv_0_lt_compat, Hbg).
  assert (Hpos : forall k, 0 < 1 + l k ^ 2 * s).
  { intros k. assert (0 <= l k ^ 2 * s) by (apply Rmult_le_pos; [apply pow2_ge_0|lra]). lra. }
  assert (Herr : expected pi (fun i => expect (q i) (fun z => sq_dist d (x i) (mu z)))
                 <= rsum kappa (fun k => l k ^ 2 * v k)).
  { apply (expects_le pi _ _ _ _ (expects_expected pi _ Hint) (expects_const pi _)). intros i.
    destruct (Hq i) as [Hm Hi].
    assert (Hspread : averages (q i) (fun z => rsum kappa (fun k => l k ^ 2 * (z k - zs i k) ^ 2))
                        (rsum kappa (fun k => l k ^ 2 * v k))).
    { apply averages_rsum; intros k Hk; apply averages_scal. destruct (Hm k Hk) as [H1 H2].
      eapply averages_value; [eapply averages_ext with
        (f := fun z => z k ^ 2 + ((-2 * zs i k) * z k + zs i k ^ 2));
        [apply averages_plus; [exact H2|apply averages_plus;
          [apply averages_scal; exact H1|apply averages_const]]|]|]; intros; cbv beta; ring. }
    apply (averages_le (q i) _ _ _ _ (averages_expect _ _ Hi) Hspread). intros z. apply Hc. }
  assert (Hterms : rsum kappa (fun k => s * (l k ^ 2 * v k) + (v k - ln (v k)))
                   = rsum kappa (fun k => 1 + ln (1 + l k ^ 2 * s))).
  { apply rsum_ext; intros k _. unfold v. rewrite ln_Rinv by apply Hpos. specialize (Hpos k).
    field; lra. }
  rewrite (rsum_plus kappa (fun k => s * (l k ^ 2 * v k)) (fun k => v k - ln (v k))),
    rsum_scal, rsum_plus, rsum_const in Hterms.
  assert (Hlogs : rsum kappa (fun k => ln (1 + l k ^ 2 * s))
    <= sum_pos kappa (fun k => l k ^ 2) (fun k => - (ln beta + ln gamma) + ln (l k ^ 2 + beta * gamma0))).
  { unfold sum_pos. apply rsum_le. intros k _. destruct (Rlt_dec 0 (l k ^ 2)) as [Hk|Hk].
    - assert (Hbg0 : beta * gamma <= beta * gamma0) by (apply Rmult_le_compat_l; lra).
      assert (E : 1 + l k ^ 2 * s = s * (l k ^ 2 + beta * gamma)) by (unfold s; field; lra).
      rewrite E, ln_mult by lra. unfold s. rewrite ln_Rinv, ln_mult by assumption.
      assert (ln (l k ^ 2 + beta * gamma) <= ln (l k ^ 2 + beta * gamma0)) by (apply ln_le_mono; lra).
      lra.
    - assert (E : l k ^ 2 = 0) by (pose proof (pow2_ge_0 (l k)); lra).
      rewrite E. replace (1 + 0 * s) with 1 by ring. rewrite ln_1. lra. }
  rewrite sum_pos_plus, sum_pos_const in Hlogs. fold r in Hlogs.
  apply (Rmult_le_compat_l beta) in Hlogs; [|lra].
  apply (Rmult_le_compat_l (/ gamma)) in Herr; [|left; apply Rinv_0_lt_compat, Hg].
  assert (E : / gamma * rsum kappa (fun k => l k ^ 2 * v k)
              = beta * (s * rsum kappa (fun k => l k ^ 2 * v k))) by (unfold s; field; lra).
  apply (f_equal (Rmult beta)) in Hterms. unfold Rdiv. lra.
Qed.

(** What lies between two lines of slope c in log gamma. *)
Lemma between_lines : forall (V : R -> R) c a b g0, 0 < g0 ->
  (forall g, 0 < g <= g0 -> c * ln g + a <= V g <= c * ln g + b) ->
  (to_minus_infinity_at_0 V <-> 0 < c) /\ (to_plus_infinity_at_0 V <-> c < 0) /\
  (c = 0 -> forall g, 0 < g <= g0 -> a <= V g <= b).
Proof.
  intros V c a b g0 Hg0 H.
  assert (Hdown : 0 < c -> to_minus_infinity_at_0 V).
  { intros Hc B. set (e := exp ((B - b) / c)). exists (Rmin g0 e).
    split; [apply Rmin_glb_lt; [exact Hg0|apply exp_pos]|]. intros g [Hg Hlt].
    pose proof (Rmin_l g0 e). pose proof (Rmin_r g0 e).
    pose proof (H g ltac:(lra)) as HV.
    assert (Hln : ln g < (B - b) / c) by (apply ln_lt_of_exp; [exact Hg|fold e; lra]).
    apply (Rmult_lt_compat_l c) in Hln; [|exact Hc].
    replace (c * ((B - b) / c)) with (B - b) in Hln by (field; lra). lra. }
  assert (Hup : c < 0 -> to_plus_infinity_at_0 V).
  { intros Hc B. set (e := exp ((B - a) / c)). exists (Rmin g0 e).
    split; [apply Rmin_glb_lt; [exact Hg0|apply exp_pos]|]. intros g [Hg Hlt].
    pose proof (Rmin_l g0 e). pose proof (Rmin_r g0 e).
    pose proof (H g ltac:(lra)) as HV.
    assert (Hln : ln g < (B - a) / c) by (apply ln_lt_of_exp; [exact Hg|fold e; lra]).
    apply (Rmult_lt_compat_l (- c)) in Hln; [|lra].
    replace (- c * ((B - a) / c)) with (a - B) in Hln by (field; lra). lra. }
  assert (Hflat : c = 0 -> forall g, 0 < g <= g0 -> a <= V g <= b).
  { intros -> g Hg. pose proof (H g Hg). lra. }
  assert (Hpick : forall g1, 0 < g1 -> exists g, 0 < g < g1 /\ g <= g0).
  { intros g1 H1. exists (Rmin g1 g0 / 2). pose proof (Rmin_l g1 g0). pose proof (Rmin_r g1 g0).
    assert (0 < Rmin g1 g0) by (apply Rmin_glb_lt; assumption). lra. }
  assert (Hboth : to_minus_infinity_at_0 V -> to_plus_infinity_at_0 V -> False).
  { intros H1 H2. destruct (H1 0) as [g1 [Hg1 H1']]. destruct (H2 0) as [g2 [Hg2 H2']].
    set (g := Rmin g1 g2 / 2). assert (0 < Rmin g1 g2) by (apply Rmin_glb_lt; assumption).
    pose proof (Rmin_l g1 g2). pose proof (Rmin_r g1 g2).
    specialize (H1' g ltac:(unfold g; lra)). specialize (H2' g ltac:(unfold g; lra)). lra. }
  split; [|split; [|exact Hflat]]; (split; [|assumption]); intros HV.
  - destruct (Rtotal_order c 0) as [Hc|[Hc|Hc]]; [|exfalso|exact Hc].
    + exfalso. exact (Hboth HV (Hup Hc)).
    + destruct (HV a) as [g1 [Hg1 H1]]. destruct (Hpick g1 Hg1) as [g [Hg Hgg]].
      specialize (H1 g Hg). pose proof (Hflat Hc g ltac:(lra)). lra.
  - destruct (Rtotal_order c 0) as [Hc|[Hc|Hc]]; [exact Hc|exfalso|exfalso].
    + destruct (HV b) as [g1 [Hg1 H1]]. destruct (Hpick g1 Hg1) as [g [Hg Hgg]].
      specialize (H1 g Hg). pose proof (Hflat Hc g ltac:(lra)). lra.
    + exact (Hboth (Hdown Hc) HV).
Qed.

(** G3's condition holds for every small gamma. *)
Lemma count_condition : forall kappa n l zs tau, 0 < tau ->
  let r := count_pos kappa (fun k => l k ^ 2) in
  exists s0, 0 < s0 /\ forall s, s0 <= s -> 0 < budget kappa n l zs s ->
  budget kappa n l zs s < (INR r + 1) * ln (1 + tau * s / budget kappa n l zs s).
Proof.
  intros kappa n l zs tau Ht r.
  set (c := rsum kappa (row_power n zs)
            + sum_pos kappa (fun k => l k ^ 2) (fun k => ln (l k ^ 2 + / 1))).
  assert (Hr : 0 <= INR r) by apply pos_INR.
  set (M := 2 * (INR r + 1) ^ 2).
  assert (HM : 0 < M) by (unfold M; pose proof (pow2_ge_0 (INR r)); simpl; lra).
  (* B <= r ln s + c, and ln B <= B/M + ln M - 1 *)
  set (K := c + (INR r + 1) * (c / M + ln M - 1 - ln tau)).
  exists (Rmax 1 (exp (2 * Rmax 0 K + 1))). split; [apply Rlt_le_trans with 1; [lra|apply Rmax_l]|].
  intros s Hs HB. set (B := budget kappa n l zs s) in *.
  assert (Hs1 : 1 <= s) by (apply Rle_trans with (2 := Hs); apply Rmax_l).
  assert (Hlns : 2 * Rmax 0 K + 1 <= ln s).
  { rewrite <- (ln_exp (2 * Rmax 0 K + 1)). apply ln_le_mono; [apply exp_pos|].
    apply Rle_trans with (2 := Hs). apply Rmax_r. }
  pose proof (Rmax_l 0 K) as HK0. pose proof (Rmax_r 0 K) as HK1.
  pose proof (budget_rate kappa n l zs 1 s ltac:(lra) Hs1) as HBr. cbv zeta in HBr.
  fold r in HBr. fold B in HBr. fold c in HBr.
  assert (HlnB : ln B <= B / M + ln M - 1).
  { pose proof (ln_le_sub1 (B / M) (Rdiv_lt_0_compat _ _ HB HM)) as H.
    rewrite ln_div in H by assumption. lra. }
  assert (Hpos : 0 < tau * s / B)
    by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; lra|exact HB]).
  assert (Hlow : ln tau + ln s - ln B <= ln (1 + tau * s / B)).
  { replace (ln tau + ln s - ln B) with (ln (tau * s / B)).
    - apply ln_le_mono; lra.
    - rewrite ln_div, ln_mult; lra || (apply Rmult_lt_0_compat; lra). }
  assert (HBM : B / M <= INR r / M * ln s + c / M).
  { apply (Rmult_le_compat_r (/ M)) in HBr; [|left; apply Rinv_0_lt_compat, HM].
    unfold Rdiv. lra. }
  (* (r+1) (r/M) <= 1/2 *)
  assert (Hhalf : (INR r + 1) * (INR r / M) <= / 2).
  { unfold M. replace ((INR r + 1) * (INR r / (2 * (INR r + 1) ^ 2)))
      with (/ 2 * (INR r / (INR r + 1))) by (field; lra).
    assert (INR r / (INR r + 1) <= 1).
    { apply (Rmult_le_reg_r (INR r + 1)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
    lra. }
  assert (Hln0 : 0 <= ln s) by lra.
  apply (Rmult_le_compat_r (ln s)) in Hhalf; [|exact Hln0].
  apply (Rmult_le_compat_l (INR r + 1)) in Hlow; [|lra].
  apply (Rmult_le_compat_l (INR r + 1)) in HlnB; [|lra].
  apply (Rmult_le_compat_l (INR r + 1)) in HBM; [|lra].
  unfold K in *. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * A curved decoder that meets the hypotheses: the circle *)

(** A law with given means and variances: m + sigma and m - sigma, each with probability 1/2. *)
Definition two_point (m sg : vec) : law.
Proof.
  refine (Law (fun _ => True)
    (fun f => (f (fun k => m k + sg k) + f (fun k => m k - sg k)) / 2) _ _ _ _).
  - intros f g H _. split; [exact I|rewrite !H; reflexivity].
  - split; [exact I|field].
  - intros a b f g _ _. split; [exact I|field].
  - intros f _ H. pose proof (H (fun k => m k + sg k)). pose proof (H (fun k => m k - sg k)). lra.
Defined.

Lemma two_point_moments : forall kappa m v, (forall k, (k < kappa)%nat -> 0 < v k) ->
  has_moments kappa (two_point m (fun k => sqrt (v k))) m v.
Proof.
  intros kappa m v Hv k Hk. split; (split; [exact I|]); simpl.
  - field.
  - pose proof (sqrt_sqrt (v k) (Rlt_le _ _ (Hv k Hk))) as E.
    transitivity (m k ^ 2 + sqrt (v k) * sqrt (v k)); [field|rewrite E; reflexivity].
Qed.

(** Where the first coordinate is cos z_0 the decoder is not affine: at 0, pi and 2 pi. *)
Lemma cosine_not_affine : forall d kappa mu, (0 < d)%nat -> (forall z, mu z 0%nat = cos (z 0%nat)) ->
  ~ is_affine d kappa mu.
Proof.
  intros d kappa mu Hd Hmu [W [b H]].
  assert (E : forall t, cos t = b 0%nat + t * rsum kappa (fun k => W 0%nat k * if Nat.eqb k 0 then 1 else 0)).
  { intros t. transitivity (mu (fun k => t * if Nat.eqb k 0 then 1 else 0) 0%nat).
    - rewrite Hmu. simpl. f_equal. ring.
    - rewrite H by exact Hd. unfold affine. rewrite <- rsum_scal, Rplus_comm. f_equal.
      apply rsum_ext; intros; ring. }
  pose proof (E 0) as E0. pose proof (E PI) as E1. pose proof (E (2 * PI)) as E2.
  rewrite cos_0 in E0. rewrite cos_PI in E1. rewrite cos_2PI in E2. lra.
Qed.

Lemma abs_sin_le : forall u, sin u * sin u <= u * u.
Proof.
  assert (H : forall u, 0 <= u -> sin u * sin u <= u * u).
  { intros u Hu. destruct (Rle_lt_dec u 1) as [H1|H1].
    - assert (0 <= sin u).
      { apply sin_ge_0; [exact Hu|]. pose proof PI2_1. unfold PI2 in *. lra. }
      assert (sin u <= u) by (destruct Hu as [Hu| <-]; [left; apply sin_lt_x, Hu|rewrite sin_0; lra]).
      apply Rmult_le_compat; assumption.
    - pose proof (sin2_cos2 u) as E. unfold Rsqr in E. pose proof (Rle_0_sqr (cos u)) as Hc. unfold Rsqr in Hc.
      assert (1 * 1 <= u * u) by (apply Rmult_le_compat; lra). lra. }
  intros u. destruct (Rle_lt_dec 0 u) as [Hu|Hu]; [apply H, Hu|].
  specialize (H (- u) ltac:(lra)). rewrite sin_neg in H. lra.
Qed.

Lemma circle_lipschitz : forall d a b, sq_dist d (circle a) (circle b) <= (a 0%nat - b 0%nat) ^ 2.
Proof.
  intros d a b.
  assert (Hfull : (cos (a 0%nat) - cos (b 0%nat)) ^ 2 + (sin (a 0%nat) - sin (b 0%nat)) ^ 2
                  <= (a 0%nat - b 0%nat) ^ 2).
  { set (x := a 0%nat). set (y := b 0%nat). set (h := (x - y) / 2).
    assert (E : (cos x - cos y) ^ 2 + (sin x - sin y) ^ 2 = 4 * (sin h * sin h)).
    { pose proof (sin2_cos2 x) as E1. pose proof (sin2_cos2 y) as E2. unfold Rsqr in E1, E2.
      pose proof (cos_minus x y) as E3. pose proof (cos_2a_sin h) as E4.
      replace (2 * h) with (x - y) in E4 by (unfold h; field). lra. }
    rewrite E. pose proof (abs_sin_le h). unfold h in *. lra. }
  apply Rle_trans with (2 := Hfull). unfold sq_dist.
  destruct d as [|[|d]]; simpl rsum.
  - assert (0 <= (cos (a 0%nat) - cos (b 0%nat)) ^ 2) by apply pow2_ge_0.
    assert (0 <= (sin (a 0%nat) - sin (b 0%nat)) ^ 2) by apply pow2_ge_0. lra.
  - assert (0 <= (sin (a 0%nat) - sin (b 0%nat)) ^ 2) by apply pow2_ge_0. lra.
  - change (rsum (S (S d)) (fun j => (circle a j - circle b j) ^ 2)
            <= (cos (a 0%nat) - cos (b 0%nat)) ^ 2 + (sin (a 0%nat) - sin (b 0%nat)) ^ 2).
    rewrite (rsum_first 2 (S (S d))); [simpl rsum; simpl circle; lra|lia|].
    intros k Hk. unfold circle. destruct k as [|[|k]]; try lia. ring.
Qed.

Lemma circle_comparator : forall beta d kappa n gamma (angle : nat -> R),
  (2 <= d)%nat -> (0 < kappa)%nat -> 0 < beta -> 0 < gamma ->
  let zs := fun i (k : nat) => if Nat.eqb k 0 then angle i else 0 in
  let X := fun i => circle (zs i) in
  let l := fun k => if Nat.eqb k 0 then 1 else 0 in
  let v := fun (_ k : nat) => / (1 + l k ^ 2 * / (beta * gamma)) in
  comparator d kappa n X circle zs l /\
  (exists q, posteriors d kappa n X circle q zs v) /\
  ~ is_affine d kappa circle.
Proof.
  intros beta d kappa n gamma angle Hd Hk Hb Hg zs X l v.
  assert (Hv : forall i k, 0 < v i k).
  { intros i k. unfold v. apply Rinv_0_lt_compat.
    assert (0 <= l k ^ 2 * / (beta * gamma)).
    { apply Rmult_le_pos; [apply pow2_ge_0|left; apply Rinv_0_lt_compat, Rmult_lt_0_compat; assumption]. }
    lra. }
  split; [|split].
  - intros i z Hi. apply Rle_trans with (1 := circle_lipschitz d (zs i) z).
    rewrite (rsum_single kappa _ 0%nat Hk).
    + unfold l, zs; simpl. lra.
    + intros j _ Hj. unfold l. destruct (Nat.eqb_spec j 0); [contradiction|ring].
  - exists (fun i => two_point (zs i) (fun k => sqrt (v i k))). intros i Hi.
    split; [intros; apply Hv|]. split; [apply two_point_moments; intros; apply Hv|exact I].
  - apply cosine_not_affine; [lia|reflexivity].
Qed.
