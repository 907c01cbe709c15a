(* Theorem G: what a fixed gamma leaves of the error, for nonlinear decoders; and the count. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisSums AnalysisLog AnalysisGamma
  AnalysisLaw AnalysisLemma2 AnalysisLemma3.
Open Scope R_scope.

(** |mu z - x_i|^2 <= sum_k l_k^2 (z_k - z*_ik)^2 for all z and i: exact codes, and a Lipschitz bound
    in each row; rows with l_k = 0 are ignored by the decoder. *)
Definition comparator (d kappa n : nat) (X : nat -> vec) (mu : vec -> vec) (zs : nat -> vec) (l : vec) :
    Prop :=
  forall i z, (i < n)%nat ->
  sq_dist d (X i) (mu z) <= rsum kappa (fun k => l k ^ 2 * (z k - zs i k) ^ 2).

(** B(s) = sum_k log(1 + l_k^2 s) + P, with P the sum of the powers of z*. *)
Definition budget (kappa n : nat) (l : vec) (zs : nat -> vec) (s : R) : R :=
  rsum kappa (fun k => ln (1 + l k ^ 2 * s)) + rsum kappa (row_power n zs).

(** K(omega) = mean_i sum_k [sigma_k^2 - log sigma_k^2 + mu_k^2]. *)
Definition posterior_cost (kappa n : nat) (m v : nat -> vec) : R :=
  rsum kappa (fun k => mean n (fun i => v i k) - mean n (fun i => ln (v i k)) + row_power n m k).

Lemma vae_loss_cost : forall beta d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  vae_loss beta d kappa n gamma X mu q m v
  = INR d * ln gamma
    + beta * (expected_error d n X mu q * / (beta * gamma) + posterior_cost kappa n m v).
Proof.
  intros. rewrite vae_loss_means by assumption. unfold posterior_cost. field; lra.
Qed.

(** The comparator's own loss. *)
Lemma comparator_loss : forall beta d kappa n gamma X mu q zs l,
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> comparator d kappa n X mu zs l ->
  let s := / (beta * gamma) in
  let v := fun (_ k : nat) => / (1 + l k ^ 2 * s) in
  posteriors d kappa n X mu q zs v ->
  vae_loss beta d kappa n gamma X mu q zs v
  <= INR d * ln gamma + beta * (INR kappa + budget kappa n l zs s).
Proof.
  intros beta d kappa n gamma X mu q zs l Hn Hb Hg Hc s v Hq.
  assert (Hs : 0 < s) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; assumption).
  assert (Hpos : forall k, 0 < 1 + l k ^ 2 * s).
  { intros k. assert (0 <= l k ^ 2 * s) by (apply Rmult_le_pos; [apply pow2_ge_0|lra]). lra. }
  rewrite vae_loss_cost by assumption. fold s.
  apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|].
  assert (Herr : expected_error d n X mu q <= rsum kappa (fun k => l k ^ 2 * v 0%nat k)).
  { unfold expected_error. rewrite <- (mean_const n (rsum kappa _) Hn).
    apply mean_le; [exact Hn|]. intros i Hi. destruct (Hq i Hi) as [_ [Hm Hint]].
    assert (Hspread : averages (q i) (fun z => rsum kappa (fun k => l k ^ 2 * (z k - zs i k) ^ 2))
                        (rsum kappa (fun k => l k ^ 2 * v 0%nat k))).
    { apply averages_rsum; intros k Hk; apply averages_scal. destruct (Hm k Hk) as [H1 H2].
      eapply averages_value; [eapply averages_ext with
        (f := fun z => z k ^ 2 + ((-2 * zs i k) * z k + zs i k ^ 2));
        [apply averages_plus; [exact H2|apply averages_plus;
          [apply averages_scal; exact H1|apply averages_const]]|]|].
      - intros; cbv beta; ring.
      - change (v 0%nat k) with (v i k). ring. }
    apply (averages_le (q i) _ _ _ _ (averages_expect _ _ Hint) Hspread). intros z. apply Hc, Hi. }
  apply (Rmult_le_compat_r s) in Herr; [|lra].
  unfold posterior_cost, budget.
  rewrite (rsum_ext kappa (fun k => mean n (fun i => v i k) - mean n (fun i => ln (v i k))
             + row_power n zs k) (fun k => (v 0%nat k - ln (v 0%nat k)) + row_power n zs k))
    by (intros; unfold v; rewrite !mean_const by exact Hn; reflexivity).
  rewrite rsum_plus.
  assert (Hterms : rsum kappa (fun k => s * (l k ^ 2 * v 0%nat k) + (v 0%nat k - ln (v 0%nat k)))
                   = rsum kappa (fun k => 1 + ln (1 + l k ^ 2 * s))).
  { apply rsum_ext; intros k _. unfold v. rewrite ln_Rinv by apply Hpos. specialize (Hpos k).
    field; lra. }
  rewrite (rsum_plus kappa (fun k => s * (l k ^ 2 * v 0%nat k)) (fun k => v 0%nat k - ln (v 0%nat k))),
    rsum_scal, rsum_plus, rsum_const in Hterms.
  change (fun k => row_power n zs k) with (row_power n zs). lra.
Qed.

Lemma posterior_cost_ge : forall d kappa n X mu q m v, (0 < n)%nat ->
  posteriors d kappa n X mu q m v -> INR kappa <= posterior_cost kappa n m v.
Proof.
  intros d kappa n X mu q m v Hn Hq. unfold posterior_cost.
  rewrite <- (Rmult_1_r (INR kappa)), <- rsum_const. apply rsum_le. intros k Hk.
  pose proof (row_power_nonneg n m k).
  rewrite <- mean_minus. rewrite <- (mean_const n 1 Hn) at 1.
  assert (mean n (fun _ => 1) <= mean n (fun i => v i k - ln (v i k))).
  { apply mean_le; [exact Hn|]. intros i Hi. pose proof (ln_le_sub1 (v i k) (proj1 (Hq i Hi) k Hk)).
    lra. }
  lra.
Qed.

(** G1 for one point given by its error A and its K (or kappa + 2 KL). *)
Lemma budget_of_loss : forall beta d kappa n gamma X mu q zs l A K,
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> comparator d kappa n X mu zs l ->
  let s := / (beta * gamma) in
  let v := fun (_ k : nat) => / (1 + l k ^ 2 * s) in
  posteriors d kappa n X mu q zs v ->
  A / gamma + INR d * ln gamma + beta * K <= vae_loss beta d kappa n gamma X mu q zs v ->
  A * s + (K - INR kappa) <= budget kappa n l zs s.
Proof.
  intros beta d kappa n gamma X mu q zs l A K Hn Hb Hg Hc s v Hq H.
  pose proof (comparator_loss beta d kappa n gamma X mu q zs l Hn Hb Hg Hc Hq) as Hup. fold s v in Hup.
  assert (E : A / gamma = beta * (A * s)) by (unfold s; field; lra).
  rewrite E in H. apply (Rmult_le_reg_l beta); [exact Hb|]. lra.
Qed.

Theorem fixed_gamma : forall beta d kappa n gamma X mu q zs l mu' q' m v',
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> comparator d kappa n X mu zs l ->
  let s := / (beta * gamma) in
  let v := fun (_ k : nat) => / (1 + l k ^ 2 * s) in
  posteriors d kappa n X mu q zs v -> posteriors d kappa n X mu' q' m v' ->
  vae_loss beta d kappa n gamma X mu' q' m v' <= vae_loss beta d kappa n gamma X mu q zs v ->
  let A := expected_error d n X mu' q' in
  A * s + (posterior_cost kappa n m v' - INR kappa) <= budget kappa n l zs s /\
  A <= beta * gamma * budget kappa n l zs s.
Proof.
  intros beta d kappa n gamma X mu q zs l mu' q' m v' Hn Hb Hg Hc s v Hq Hq' H A.
  rewrite (vae_loss_cost beta d kappa n gamma X mu' q' m v' Hn Hb Hg) in H. fold s in H.
  assert (HB : A * s + (posterior_cost kappa n m v' - INR kappa) <= budget kappa n l zs s).
  { apply (budget_of_loss beta d kappa n gamma X mu q zs l A _ Hn Hb Hg Hc Hq). fold s v.
    apply Rle_trans with (2 := H). right. unfold A, s. field; lra. }
  split; [exact HB|].
  pose proof (posterior_cost_ge d kappa n X mu' q' m v' Hn Hq').
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  assert (HAs : A * s <= budget kappa n l zs s) by lra.
  apply (Rmult_le_compat_l (beta * gamma)) in HAs; [|lra].
  replace (beta * gamma * (A * s)) with A in HAs by (unfold s; field; lra). exact HAs.
Qed.

(** The bound on the error falls to 0 with gamma. *)
Lemma sqrt_bounds_log : forall y, 0 < y -> ln (1 + y) <= 2 * sqrt y.
Proof.
  intros y Hy. pose proof (sqrt_lt_R0 y Hy) as Hs.
  assert (H1 : 1 + y <= (1 + sqrt y) ^ 2).
  { pose proof (sqrt_sqrt y (Rlt_le _ _ Hy)). simpl. lra. }
  apply Rle_trans with (ln ((1 + sqrt y) ^ 2)); [apply ln_le_mono; lra|].
  rewrite ln_pow by lra. simpl INR. pose proof (ln_le_sub1 (1 + sqrt y)). lra.
Qed.

Theorem error_vanishes : forall beta kappa n l zs, 0 < beta ->
  to_value_at_0 (fun gamma => beta * gamma * budget kappa n l zs (/ (beta * gamma))) 0.
Proof.
  intros beta kappa n l zs Hb.
  set (S := rsum kappa (fun k => 2 * Rabs (l k))). set (P := rsum kappa (row_power n zs)).
  assert (HS : 0 <= S) by (apply rsum_nonneg; intros k _; pose proof (Rabs_pos (l k)); lra).
  assert (HP : 0 <= P) by (apply rsum_nonneg; intros; apply row_power_nonneg).
  intros eps He.
  set (u := Rmin 1 (eps / (2 * (S + P + 1)))).
  assert (Hu : 0 < u) by (apply Rmin_glb_lt; [lra|apply Rdiv_lt_0_compat; lra]).
  assert (Hu1 : u <= 1) by apply Rmin_l.
  assert (Hu2 : u * (S + P) < eps).
  { apply Rle_lt_trans with (eps / (2 * (S + P + 1)) * (S + P)).
    - apply Rmult_le_compat_r; [lra|apply Rmin_r].
    - apply Rlt_le_trans with (eps / (2 * (S + P + 1)) * (2 * (S + P + 1))); [|right; field; lra].
      apply Rmult_lt_compat_l; [apply Rdiv_lt_0_compat; lra|lra]. }
  exists (u ^ 2 / beta). split; [apply Rdiv_lt_0_compat; [apply pow_lt, Hu|exact Hb]|].
  intros g [Hg Hgu]. set (w := beta * g).
  assert (Hw : 0 < w) by (apply Rmult_lt_0_compat; assumption).
  assert (Hwu : w < u ^ 2).
  { apply (Rmult_lt_compat_l beta) in Hgu; [|exact Hb].
    replace (beta * (u ^ 2 / beta)) with (u ^ 2) in Hgu by (field; lra). exact Hgu. }
  assert (Hsw : sqrt w < u).
  { rewrite <- (sqrt_pow2 u) by lra. apply sqrt_lt_1; lra. }
  assert (Hsw0 : 0 < sqrt w) by (apply sqrt_lt_R0, Hw).
  assert (Hww : w = sqrt w * sqrt w) by (rewrite sqrt_sqrt; lra).
  assert (Hlog : w * rsum kappa (fun k => ln (1 + l k ^ 2 * / w)) <= sqrt w * S).
  { unfold S. rewrite <- !rsum_scal. apply rsum_le. intros k _.
    destruct (Req_dec (l k) 0) as [->|Hl].
    - rewrite Rabs_R0. replace (1 + 0 ^ 2 * / w) with 1 by ring. rewrite ln_1. lra.
    - assert (Hy : 0 < l k ^ 2 * / w)
        by (apply Rmult_lt_0_compat; [apply pow2_gt_0, Hl|apply Rinv_0_lt_compat, Hw]).
      pose proof (sqrt_bounds_log _ Hy) as H. apply (Rmult_le_compat_l w) in H; [|lra].
      apply Rle_trans with (1 := H). right.
      rewrite sqrt_mult by first [apply pow2_ge_0 | left; apply Rinv_0_lt_compat, Hw].
      replace (sqrt (l k ^ 2)) with (Rabs (l k)) by (rewrite <- sqrt_Rsqr_abs; unfold Rsqr; f_equal; ring).
      rewrite sqrt_inv. rewrite Hww at 1. field; lra. }
  assert (HB : 0 <= w * budget kappa n l zs (/ w)).
  { apply Rmult_le_pos; [lra|]. unfold budget. fold P.
    apply Rplus_le_le_0_compat; [|exact HP]. apply rsum_nonneg. intros k _. apply ln_nonneg.
    assert (0 <= l k ^ 2 * / w)
      by (apply Rmult_le_pos; [apply pow2_ge_0|left; apply Rinv_0_lt_compat, Hw]). lra. }
  rewrite Rminus_0_r, Rabs_right by (apply Rle_ge; exact HB).
  apply Rle_lt_trans with (2 := Hu2). unfold budget. fold P.
  rewrite Rmult_plus_distr_l.
  assert (sqrt w * S <= u * S) by (apply Rmult_le_compat_r; lra).
  assert (w * P <= u * P).
  { apply Rmult_le_compat_r; [exact HP|]. assert (u ^ 2 <= u * 1) by (simpl; apply Rmult_le_compat_l; lra). lra. }
  lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * G2 *)

(** phi is the infimum of A t + K over a set of points. *)
Definition lower_envelope {O : Type} (A K : O -> R) (phi : R -> R) : Prop :=
  forall t, 0 < t -> (forall w, phi t <= A w * t + K w) /\
                     forall b, phi t < b -> exists w, A w * t + K w < b.

Lemma envelope_exists : forall {O : Type} (A K : O -> R) (c : R) (w0 : O),
  (forall w, 0 <= A w /\ c <= K w) -> exists phi, lower_envelope A K phi.
Proof.
  intros O A K c w0 H.
  assert (HL : forall t, exists m, 0 < t -> (forall w, m <= A w * t + K w) /\
                     forall b, m < b -> exists w, A w * t + K w < b).
  { intros t. destruct (Rlt_le_dec 0 t) as [Ht|Ht]; [|exists 0; intros; lra].
    set (E := fun y => exists w, y = - (A w * t + K w)).
    destruct (completeness E) as [m [Hub Hlub]].
    - exists (- c). intros y [w ->]. destruct (H w) as [HA HK].
      assert (0 <= A w * t) by (apply Rmult_le_pos; lra). lra.
    - exists (- (A w0 * t + K w0)), w0. reflexivity.
    - exists (- m). intros _. split.
      + intros w. specialize (Hub (- (A w * t + K w))). assert (E (- (A w * t + K w))) by (exists w; reflexivity).
        specialize (Hub H0). lra.
      + intros b Hb. apply Classical_Prop.NNPP. intros Hno.
        assert (m <= - b); [|lra]. apply Hlub. intros y [w ->].
        destruct (Rlt_le_dec (A w * t + K w) b) as [Hlt|Hle]; [|lra].
        exfalso; apply Hno; exists w; exact Hlt. }
  exists (fun t => Glb_Rbar (fun y => exists w, y = A w * t + K w)). intros t Ht.
  destruct (HL t) as [m Hm]. destruct (Hm Ht) as [H1 H2].
  assert (Eq : real (Glb_Rbar (fun y => exists w, y = A w * t + K w)) = m).
  { rewrite (is_glb_Rbar_unique _ (Finite m)); [reflexivity|]. split.
    - intros y [w ->]. apply H1.
    - intros b Hb. destruct b as [b| |]; simpl.
      + apply Rnot_lt_le. intros Hlt. destruct (H2 b Hlt) as [w Hw].
        specialize (Hb (A w * t + K w) (ex_intro _ w eq_refl)). simpl in Hb. lra.
      + specialize (Hb (A w0 * t + K w0) (ex_intro _ w0 eq_refl)). exact Hb.
      + exact I. }
  rewrite Eq. split; assumption.
Qed.

Lemma envelope_monotone : forall {O : Type} (A K : O -> R) phi, (forall w, 0 <= A w) ->
  lower_envelope A K phi -> forall s t, 0 < s -> s <= t -> phi s <= phi t.
Proof.
  intros O A K phi HA H s t Hs Hst. apply Rnot_lt_le. intros Hlt.
  destruct (H t) as [_ H2]; [lra|]. destruct (H2 _ Hlt) as [w Hw].
  destruct (H s Hs) as [H1 _]. specialize (H1 w).
  assert (A w * s <= A w * t) by (apply Rmult_le_compat_l; [apply HA|exact Hst]). lra.
Qed.

Lemma envelope_concave : forall {O : Type} (A K : O -> R) phi, lower_envelope A K phi ->
  forall s t a, 0 < s -> 0 < t -> 0 <= a <= 1 ->
  a * phi s + (1 - a) * phi t <= phi (a * s + (1 - a) * t).
Proof.
  intros O A K phi H s t a Hs Ht Ha. set (u := a * s + (1 - a) * t).
  assert (Hu : 0 < u).
  { destruct (Req_dec a 0) as [->|Hne]; [unfold u; lra|].
    assert (0 < a * s) by (apply Rmult_lt_0_compat; lra).
    assert (0 <= (1 - a) * t) by (apply Rmult_le_pos; lra). unfold u; lra. }
  apply Rnot_lt_le. intros Hlt. destruct (H u Hu) as [_ H2]. destruct (H2 _ Hlt) as [w Hw].
  destruct (H s Hs) as [H3 _]. destruct (H t Ht) as [H4 _]. specialize (H3 w). specialize (H4 w).
  apply (Rmult_le_compat_l a) in H3; [|lra]. apply (Rmult_le_compat_l (1 - a)) in H4; [|lra].
  unfold u in Hw. lra.
Qed.

Theorem envelope_rate : forall {O : Type} (A K : O -> R) phi r c1 c2 s lam eps w,
  lower_envelope A K phi -> 0 < s -> 1 < lam ->
  (forall t, s / lam <= t <= lam * s -> r * ln t + c1 <= phi t <= r * ln t + c2) ->
  A w * s + K w <= phi s + eps ->
  let Delta := c2 - c1 in
  (r * ln lam - Delta - eps) / (lam - 1) <= A w * s
    <= lam * (r * ln lam + Delta + eps) / (lam - 1).
Proof.
  intros O A K phi r c1 c2 s lam eps w H Hs Hlam Hphi Hw Delta.
  assert (Hsl : 0 < s / lam) by (apply Rdiv_lt_0_compat; lra).
  assert (Hls : 0 < lam * s) by (apply Rmult_lt_0_compat; lra).
  assert (O1 : s / lam <= s).
  { apply (Rmult_le_reg_l lam); [lra|]. replace (lam * (s / lam)) with s by (field; lra).
    assert (1 * s <= lam * s) by (apply Rmult_le_compat_r; lra). lra. }
  assert (O2 : s <= lam * s) by (assert (1 * s <= lam * s) by (apply Rmult_le_compat_r; lra); lra).
  assert (B0 := Hphi s (conj O1 O2)).
  assert (B1 := Hphi (s / lam) ltac:(lra)). assert (B2 := Hphi (lam * s) ltac:(lra)).
  destruct (H (s / lam) Hsl) as [L1 _]. destruct (H (lam * s) Hls) as [L2 _].
  specialize (L1 w). specialize (L2 w).
  rewrite ln_div in B1 by lra. rewrite ln_mult in B2 by lra.
  set (a := A w) in *.
  assert (E1 : a * (s / lam) = a * s / lam) by (unfold Rdiv; ring).
  assert (E2 : a * (lam * s) = lam * (a * s)) by ring.
  rewrite E1 in L1. rewrite E2 in L2. set (as_ := a * s) in *.
  split.
  - apply (Rmult_le_reg_r (lam - 1)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
    unfold Delta. lra.
  - apply (Rmult_le_reg_r (lam - 1)); [lra|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra.
    assert (H1 : as_ - as_ / lam <= r * ln lam + Delta + eps) by (unfold Delta; lra).
    apply (Rmult_le_compat_l lam) in H1; [|lra].
    replace (lam * (as_ - as_ / lam)) with (as_ * (lam - 1)) in H1 by (field; lra). lra.
Qed.

(** G1's constant: above r log s + c2 from s0 on. *)
Lemma budget_rate : forall kappa n l zs s0 s, 0 < s0 -> s0 <= s ->
  let c := fun k => l k ^ 2 in
  budget kappa n l zs s
  <= INR (count_pos kappa c) * ln s
     + (rsum kappa (row_power n zs) + sum_pos kappa c (fun k => ln (l k ^ 2 + / s0))).
Proof.
  intros kappa n l zs s0 s H0 Hs c. unfold budget.
  assert (H : rsum kappa (fun k => ln (1 + l k ^ 2 * s))
              <= sum_pos kappa c (fun k => ln s + ln (l k ^ 2 + / s0))).
  { unfold sum_pos. apply rsum_le. intros k _. destruct (Rlt_dec 0 (c k)) as [Hk|Hk].
    - assert (0 < / s0) by (apply Rinv_0_lt_compat, H0).
      rewrite <- ln_mult by (unfold c in Hk; lra). apply ln_le_mono.
      + assert (0 < l k ^ 2 * s) by (apply Rmult_lt_0_compat; [exact Hk|lra]). lra.
      + assert (1 <= s * / s0).
        { apply (Rmult_le_reg_r s0); [exact H0|]. rewrite Rmult_assoc, Rinv_l; lra. }
        lra.
    - assert (E : l k ^ 2 = 0) by (pose proof (pow2_ge_0 (l k)); unfold c in Hk; lra).
      rewrite E. replace (1 + 0 * s) with 1 by ring. rewrite ln_1. lra. }
  rewrite sum_pos_plus, sum_pos_const in H. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * G3 *)

Theorem active_budget : forall beta d kappa n gamma X mu q zs l mu' q' m v' l',
  (0 < d)%nat -> (0 < n)%nat -> 0 < beta -> 0 < gamma -> comparator d kappa n X mu zs l ->
  let s := / (beta * gamma) in
  let v := fun (_ k : nat) => / (1 + l k ^ 2 * s) in
  posteriors d kappa n X mu q zs v -> posteriors d kappa n X mu' q' m v' ->
  square_integrable d n mu' q' -> separates d kappa mu' l' ->
  vae_loss beta d kappa n gamma X mu' q' m v' <= vae_loss beta d kappa n gamma X mu q zs v ->
  let A := expected_error d n X mu' q' in 0 < A ->
  A * s + rsum kappa (fun k => ln (1 + l' k ^ 2 * row_power n m k / A)) <= budget kappa n l zs s.
Proof.
  intros beta d kappa n gamma X mu q zs l mu' q' m v' l' Hd Hn Hb Hg Hc s v Hq Hq' Hsq Hsep H A HA.
  destruct (fixed_gamma beta d kappa n gamma X mu q zs l mu' q' m v' Hn Hb Hg Hc Hq Hq' H) as [HB _].
  fold s A in HB.
  pose proof (theorem_D d kappa n (A / INR d) X mu' q' m v' l' Hd Hn
                (Rdiv_lt_0_compat _ _ HA (INR_pos d Hd)) Hq' Hsq Hsep HA) as HD.
  fold A in HD. rewrite vae_loss_means in HD by exact Hn. fold A in HD.
  fold (posterior_cost kappa n m v') in HD.
  replace (A / (A / INR d)) with (INR d) in HD
    by (pose proof (INR_pos d Hd); field; split; apply Rgt_not_eq; assumption).
  rewrite Rmult_1_l in HD. lra.
Qed.

Theorem active_count : forall beta d kappa n gamma X mu q zs l mu' q' m v' l' r tau,
  (0 < d)%nat -> (0 < n)%nat -> 0 < beta -> 0 < gamma -> comparator d kappa n X mu zs l ->
  let s := / (beta * gamma) in
  let v := fun (_ k : nat) => / (1 + l k ^ 2 * s) in
  posteriors d kappa n X mu q zs v -> posteriors d kappa n X mu' q' m v' ->
  square_integrable d n mu' q' -> separates d kappa mu' l' ->
  vae_loss beta d kappa n gamma X mu' q' m v' <= vae_loss beta d kappa n gamma X mu q zs v ->
  0 < tau -> 0 < budget kappa n l zs s ->
  budget kappa n l zs s < (INR r + 1) * ln (1 + tau * s / budget kappa n l zs s) ->
  let c := fun k => l' k ^ 2 * row_power n m k in (count_ge kappa tau c <= r)%nat.
Proof.
  intros beta d kappa n gamma X mu q zs l mu' q' m v' l' r tau Hd Hn Hb Hg Hc s v Hq Hq' Hsq Hsep H
    Ht HB0 Hsmall c.
  set (B := budget kappa n l zs s) in *. set (A := expected_error d n X mu' q').
  assert (Hs : 0 < s) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; assumption).
  destruct (Compare_dec.le_lt_dec (count_ge kappa tau c) r) as [Hle|Hmany]; [exact Hle|exfalso].
  (* some row is separated, so the error is positive *)
  assert (HA0 : forall k, (k < kappa)%nat -> 0 < l' k ^ 2 -> 0 < A).
  { intros k Hk Hl. pose proof (theorem_D_error d kappa n X mu' q' m v' l' Hn Hq' Hsq Hsep) as He.
    fold A in He. eapply Rlt_le_trans; [|exact He].
    assert (Hvm : forall j, (j < kappa)%nat -> 0 < mean n (fun i => v' i j)).
    { intros j Hj; apply mean_pos; [exact Hn|]. intros i Hi; apply (Hq' i Hi), Hj. }
    eapply Rlt_le_trans; [|apply (rsum_ge_term kappa (fun k => l' k ^ 2 * mean n (fun i => v' i k)) k);
      [|exact Hk]].
    - apply Rmult_lt_0_compat; [exact Hl|apply Hvm, Hk].
    - intros j Hj; apply Rmult_le_pos; [apply pow2_ge_0|left; apply Hvm, Hj]. }
  assert (HA : 0 < A).
  { assert (Hex : exists k, (k < kappa)%nat /\ tau <= c k).
    { clear - Hmany. induction kappa as [|N IH]; [simpl in Hmany; lia|].
      simpl in Hmany. destruct (Rle_dec tau (c N)) as [Hk|Hk]; [exists N; split; [lia|exact Hk]|].
      destruct IH as [k [Hk' Hk'']]; [lia|exists k; split; [lia|exact Hk'']]. }
    destruct Hex as [k [Hk Hck]]. apply (HA0 k Hk).
    destruct (Req_dec (l' k) 0) as [E|E]; [|apply pow2_gt_0, E].
    exfalso. unfold c in Hck. rewrite E in Hck. lra. }
  pose proof (active_budget beta d kappa n gamma X mu q zs l mu' q' m v' l' Hd Hn Hb Hg Hc Hq Hq' Hsq Hsep H HA)
    as HG. fold s A B in HG.
  destruct (fixed_gamma beta d kappa n gamma X mu q zs l mu' q' m v' Hn Hb Hg Hc Hq Hq' H) as [_ HAB].
  fold s A B in HAB.
  assert (HAs : A * s <= B).
  { apply (Rmult_le_compat_r s) in HAB; [|lra].
    replace (beta * gamma * B * s) with B in HAB by (unfold s; field; lra). exact HAB. }
  assert (Hratio : tau * s / B <= tau / A).
  { apply (Rmult_le_reg_r (A * B)); [apply Rmult_lt_0_compat; assumption|].
    replace (tau * s / B * (A * B)) with (tau * (A * s)) by (field; lra).
    replace (tau / A * (A * B)) with (tau * B) by (field; lra).
    apply Rmult_le_compat_l; lra. }
  assert (Hpos : 0 < tau * s / B)
    by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; assumption).
  assert (Hln : ln (1 + tau * s / B) <= ln (1 + tau / A)) by (apply ln_le_mono; lra).
  assert (Hgap : 0 < ln (1 + tau * s / B)) by (apply ln_pos; lra).
  assert (Hdiv : forall k, 0 <= c k / A).
  { intros k; unfold c. apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat, HA].
    apply Rmult_le_pos; [apply pow2_ge_0|apply row_power_nonneg]. }
  assert (Hcount : INR (count_ge kappa tau c) * ln (1 + tau / A)
                   <= rsum kappa (fun k => ln (1 + c k / A))).
  { apply rsum_ge_count; [lra| |].
    - intros k _; apply ln_nonneg. specialize (Hdiv k). lra.
    - intros k _ Hk. apply ln_le_mono; [assert (0 < tau / A) by (apply Rdiv_lt_0_compat; assumption); lra|].
      apply Rplus_le_compat_l. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, HA|exact Hk]. }
  assert (HN : INR r + 1 <= INR (count_ge kappa tau c)).
  { assert (r + 1 <= count_ge kappa tau c)%nat as HN by lia. apply le_INR in HN.
    rewrite plus_INR in HN. exact HN. }
  assert ((INR r + 1) * ln (1 + tau * s / B) <= INR (count_ge kappa tau c) * ln (1 + tau / A)).
  { pose proof (pos_INR r). apply Rmult_le_compat; [lra|left; exact Hgap|exact HN|exact Hln]. }
  assert (0 < A * s) by (apply Rmult_lt_0_compat; assumption).
  change (rsum kappa (fun k => ln (1 + l' k ^ 2 * row_power n m k / A)))
    with (rsum kappa (fun k => ln (1 + c k / A))) in HG.
  lra.
Qed.
