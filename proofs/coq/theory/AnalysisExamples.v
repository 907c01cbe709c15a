(* Examples: the hypotheses of the headline theorems can be met. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisAffineStatements
  AnalysisLabyrinthStatements AnalysisSums AnalysisLog AnalysisGamma AnalysisLaw AnalysisPsi
  AnalysisLemma2 AnalysisLemma3 AnalysisScaling AnalysisGaussianLaw.
Open Scope R_scope.

Theorem eq6_path_example :
  exists (A A' : R -> R) (T : R), 0 < T /\
  (forall t, 0 < t < T -> 0 < A t /\ is_derive A t (A' t)) /\ to_value_at_0 A 0.
Proof.
  exists (fun t => t ^ 2), (fun t => 2 * t), 1. split; [lra|split].
  - intros t Ht. split; [apply pow_lt; lra|auto_derive; [exact I|ring]].
  - intros eps He. exists (Rmin 1 eps). split; [apply Rmin_glb_lt; lra|].
    intros t [Ht Hlt]. pose proof (Rmin_l 1 eps). pose proof (Rmin_r 1 eps).
    rewrite Rminus_0_r, Rabs_right by (apply Rle_ge, pow2_ge_0).
    assert (t * t <= 1 * t) by (apply Rmult_le_compat_r; lra). simpl; lra.
Qed.

(** A sum of squared differences is integrable as soon as the moments are there. *)
Lemma averages_sq_dist : forall kappa q m v x, has_moments kappa q m v ->
  averages q (fun z => sq_dist kappa x z) (rsum kappa (fun k => (x k - m k) ^ 2 + v k)).
Proof.
  intros kappa q m v x Hm; unfold sq_dist. apply averages_rsum; intros k Hk.
  destruct (Hm k Hk) as [H1 H2].
  eapply averages_value; [eapply averages_ext with
    (f := fun z => x k ^ 2 + ((-2 * x k) * z k + z k ^ 2));
    [apply averages_plus; [apply averages_const|apply averages_plus;
      [apply averages_scal; exact H1|exact H2]]|]|]; intros; cbv beta; ring.
Qed.

Theorem posteriors_example :
  forall kappa n X (m v : nat -> vec), (0 < kappa)%nat -> (0 < n)%nat ->
  (forall i k, 0 < v i k) ->
  exists q,
    (forall i, integrable (q i) = normal_integrable kappa (m i) (v i) /\
               expect (q i) = normal_expect kappa (m i) (v i)) /\
    posteriors kappa kappa n X (fun z => z) q m v /\
    (forall i, uncorrelated kappa (q i) (m i)) /\
    square_integrable kappa n (fun z => z) q /\
    separates kappa kappa (fun z => z) (fun _ => 1) /\
    0 < expected_error kappa n X (fun z => z) q.
Proof.
  intros kappa n X m v Hk Hn Hv.
  set (q := fun i => the_normal_law kappa (m i) (v i) (fun k _ => Hv i k)).
  assert (Hm : forall i, has_moments kappa (q i) (m i) (v i))
    by (intros; apply the_normal_law_moments).
  exists q. split; [intros; split; reflexivity|].
  assert (Hpost : posteriors kappa kappa n X (fun z => z) q m v).
  { intros i _. split; [intros; apply Hv|split; [apply Hm|]].
    exact (proj1 (averages_sq_dist kappa (q i) (m i) (v i) (X i) (Hm i))). }
  assert (Hsq : square_integrable kappa n (fun z => z) q).
  { intros i j _ Hj. destruct (Hm i j Hj) as [[H1 _] [H2 _]]. split; assumption. }
  assert (Hsep : separates kappa kappa (fun z => z) (fun _ => 1))
    by (intros z z'; apply rsum_le; intros; lra).
  split; [exact Hpost|split; [intros; apply the_normal_law_moments|]].
  split; [exact Hsq|split; [exact Hsep|]].
  eapply Rlt_le_trans; [|apply (theorem_D_error kappa kappa n X _ q m v _ Hn Hpost Hsq Hsep)].
  apply Rle_lt_trans with (rsum kappa (fun _ => 0)); [rewrite rsum_const; lra|].
  assert (Hpos : forall k, 0 < 1 ^ 2 * mean n (fun i => v i k)).
  { intros k. assert (0 < mean n (fun i => v i k)) by (apply mean_pos; auto). lra. }
  apply rsum_lt; [intros; left; apply Hpos|exists 0%nat; split; [exact Hk|apply Hpos]].
Qed.

Theorem evidence_example :
  forall d kappa gamma (x y : vec), 0 < gamma ->
  normal_integrable kappa (fun _ => 0) (fun _ => 1)
    (fun z => normal_density_vec d y (fun _ => gamma) x) /\
  0 < evidence d kappa gamma (fun _ => y) x.
Proof.
  intros d kappa gamma x y Hg.
  assert (Hpos : 0 < normal_density_vec d y (fun _ => gamma) x)
    by (apply rprod_pos; intros; apply normal_density_pos, Hg).
  destruct (normal_averages_const (fun _ => 0) (fun _ => 1) kappa
              (normal_density_vec d y (fun _ => gamma) x)) as [Hi E]; [intros; lra|].
  split; [exact Hi|]. unfold evidence. rewrite E. exact Hpos.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Exact codes with any number s of active dimensions: s columns e_0/s, each coded by 1 *)

Definition unit_data : nat -> vec := fun _ j => if Nat.eqb j 0 then 1 else 0.
Definition spread_decoder (s : nat) : nat -> vec :=
  fun j k => if Nat.eqb j 0 then (if Nat.ltb k s then / INR s else 0) else 0.
Definition spread_codes (s : nat) : nat -> vec := fun _ k => if Nat.ltb k s then 1 else 0.

Lemma spread_code_exact : forall d kappa s, (0 < s <= kappa)%nat ->
  error d 1 unit_data (affine kappa (spread_decoder s) (fun _ => 0)) (spread_codes s) = 0.
Proof.
  intros d kappa s [Hs Hle]. unfold error, sq_dist.
  assert (E : forall i j, unit_data i j
              - affine kappa (spread_decoder s) (fun _ => 0) (spread_codes s i) j = 0).
  { intros i j; unfold affine. rewrite (rsum_first s kappa _ Hle).
    2: { intros k Hk; unfold spread_codes. destruct (Nat.ltb_spec k s); [lia|ring]. }
    rewrite (rsum_ext s _ (fun _ => unit_data 0 j * / INR s)).
    - rewrite rsum_const. pose proof (INR_pos s Hs). unfold unit_data. field; lra.
    - intros k Hk; unfold unit_data, spread_decoder, spread_codes.
      destruct (Nat.ltb_spec k s); [|lia]. destruct (Nat.eqb j 0); ring. }
  rewrite (rsum_ext 1 _ (fun _ => 0)).
  - rewrite rsum_const; unfold Rdiv; ring.
  - intros i _. rewrite (rsum_ext d _ (fun _ => 0)), rsum_const; [ring|].
    intros j _. rewrite E; ring.
Qed.

Lemma row_power_one : forall Z k, row_power 1 Z k = Z 0%nat k ^ 2.
Proof. intros; unfold row_power, mean; simpl. field. Qed.

Lemma spread_size : forall d s k, (0 < d)%nat -> (0 < s)%nat ->
  size d 1 (spread_decoder s) (spread_codes s) k = if Nat.ltb k s then / INR s ^ 2 else 0.
Proof.
  intros d s k Hd Hs. unfold size. rewrite row_power_one. unfold col_power.
  rewrite (rsum_single d _ 0%nat Hd).
  - unfold spread_decoder, spread_codes; simpl. pose proof (INR_pos s Hs).
    destruct (Nat.ltb k s); field; lra.
  - intros j _ Hj. unfold spread_decoder. destruct (Nat.eqb_spec j 0); [contradiction|ring].
Qed.

(** The first s entries are the positive ones. *)
Lemma count_pos_first : forall s c n, (forall k, (k < s)%nat -> 0 < c k) ->
  (forall k, (s <= k)%nat -> c k <= 0) -> count_pos n c = Nat.min n s.
Proof.
  intros s c n Hp Hz; induction n as [|n IH]; [reflexivity|]. cbn [count_pos]. rewrite IH.
  destruct (Rlt_dec 0 (c n)) as [H|H]; destruct (Compare_dec.le_lt_dec s n) as [Hs|Hs]; try lia.
  - pose proof (Hz n Hs). lra.
  - exfalso; apply H, Hp, Hs.
Qed.

Lemma spread_count : forall d kappa s, (0 < d)%nat -> (0 < s <= kappa)%nat ->
  count_pos kappa (size d 1 (spread_decoder s) (spread_codes s)) = s.
Proof.
  intros d kappa s Hd [Hs Hle]. rewrite (count_pos_first s); [lia| |]; intros k Hk;
    rewrite spread_size by assumption; destruct (Nat.ltb_spec k s); try lia; try lra.
  apply Rinv_0_lt_compat, pow_lt, INR_pos, Hs.
Qed.

Theorem two_codes_example :
  forall d kappa, (0 < d)%nat -> (2 <= kappa)%nat ->
  exists X W b Z W' b' Z',
    error d 1 X (affine kappa W b) Z = 0 /\ error d 1 X (affine kappa W' b') Z' = 0 /\
    count_pos kappa (size d 1 W Z) = 1%nat /\ count_pos kappa (size d 1 W' Z') = 2%nat.
Proof.
  intros d kappa Hd Hk. exists unit_data, (spread_decoder 1), (fun _ => 0), (spread_codes 1),
    (spread_decoder 2), (fun _ => 0), (spread_codes 2).
  repeat split; first [apply spread_code_exact; lia|apply spread_count; [exact Hd|lia]].
Qed.

(* ------------------------------------------------------------------------------------------- *)

Theorem fixed_scale_gap_example :
  forall d, (0 < d)%nat -> exists X W b Z Z',
    error d 1 X (affine 2 W b) Z = 0 /\ error d 1 X (affine 2 W b) Z' = 0 /\
    (forall k, (k < 2)%nat -> col_power d W k = 1) /\
    (row_power 1 Z 0 = 2 /\ row_power 1 Z 1 = 0) /\
    (row_power 1 Z' 0 = / 2 /\ row_power 1 Z' 1 = / 2) /\
    forall gamma, fixed_scale_loss 1 d 2 1 gamma X W b Z
                  = fixed_scale_loss 1 d 2 1 gamma X W b Z' + 1.
Proof.
  intros d Hd. set (s := sqrt 2).
  assert (Hs : s * s = 2) by (apply sqrt_sqrt; lra).
  set (W := fun j k : nat => if Nat.eqb j 0 then 1 else 0).
  set (X := fun i j : nat => if Nat.eqb j 0 then s else 0).
  set (Z := fun i k : nat => if Nat.eqb k 0 then s else 0).
  set (Z' := fun i k : nat => s / 2).
  assert (H0 : forall codes : nat -> vec, codes 0%nat 0%nat + codes 0%nat 1%nat = s ->
    error d 1 X (affine 2 W (fun _ => 0)) codes = 0).
  { intros codes E. unfold error. rewrite (rsum_ext 1 _ (fun _ => 0)).
    - rewrite rsum_const; unfold Rdiv; ring.
    - intros i Hi; replace i with 0%nat by lia. unfold sq_dist.
      rewrite (rsum_ext d _ (fun _ => 0)), rsum_const; [ring|]. intros j _.
      unfold affine, X, W; simpl. destruct (Nat.eqb j 0); [rewrite <- E|]; ring. }
  assert (HZ : error d 1 X (affine 2 W (fun _ => 0)) Z = 0) by (apply H0; unfold Z; simpl; ring).
  assert (HZ' : error d 1 X (affine 2 W (fun _ => 0)) Z' = 0)
    by (apply H0; unfold Z'; simpl; field).
  assert (P : (row_power 1 Z 0 = 2 /\ row_power 1 Z 1 = 0) /\
              (row_power 1 Z' 0 = / 2 /\ row_power 1 Z' 1 = / 2)).
  { rewrite !row_power_one; unfold Z, Z'; simpl.
    replace (s * (s * 1)) with (s * s) by ring.
    replace (s / 2 * (s / 2 * 1)) with (s * s / 4) by field. rewrite Hs. repeat split; field. }
  exists X, W, (fun _ => 0), Z, Z'. split; [exact HZ|split; [exact HZ'|split; [|split; [|split]]]].
  - intros k _; unfold col_power, W. rewrite (rsum_single d _ 0%nat Hd); [simpl; ring|].
    intros j _ Hj. destruct (Nat.eqb_spec j 0); [contradiction|ring].
  - apply P.
  - apply P.
  - intros gamma; unfold fixed_scale_loss. rewrite HZ, HZ'. destruct P as [[P1 P2] [P3 P4]].
    simpl rsum. rewrite P1, P2, P3, P4. unfold Rdiv; rewrite Rmult_0_r, Rmult_0_l. lra.
Qed.

Theorem lemma3_limit_example :
  forall kappa x m,
  continuous_at kappa (fun z => sq_dist kappa x z) m /\
  quadratic_growth kappa (fun z => sq_dist kappa x z).
Proof.
  intros kappa x m. split.
  - intros eps He.
    set (S := rsum kappa (fun k => 1 + 2 * Rabs (m k - x k))).
    assert (HS : 0 <= S)
      by (apply rsum_nonneg; intros k _; pose proof (Rabs_pos (m k - x k)); lra).
    set (delta := Rmin 1 (eps / (S + 1))).
    assert (Hd : 0 < delta) by (apply Rmin_glb_lt; [lra|apply Rdiv_lt_0_compat; lra]).
    assert (Hd1 : delta <= 1) by apply Rmin_l.
    assert (HdS : delta * (S + 1) <= eps).
    { apply Rle_trans with (eps / (S + 1) * (S + 1)); [|right; field; lra].
      apply Rmult_le_compat_r; [lra|apply Rmin_r]. }
    exists delta. split; [exact Hd|]. intros z Hz.
    assert (Hsum : Rabs (sq_dist kappa x z - sq_dist kappa x m) <= delta * S).
    { unfold sq_dist, S. rewrite <- rsum_minus, <- rsum_scal.
      assert (Htri : forall f g n, (forall k, (k < n)%nat -> Rabs (f k) <= g k) ->
                     Rabs (rsum n f) <= rsum n g).
      { intros f g; induction n as [|n IH]; intros H; simpl; [rewrite Rabs_R0; lra|].
        apply Rle_trans with (1 := Rabs_triang _ _).
        apply Rplus_le_compat; [apply IH; intros; apply H; lia|apply H; lia]. }
      apply Htri; intros k Hk. specialize (Hz k Hk).
      replace ((x k - z k) ^ 2 - (x k - m k) ^ 2)
        with ((z k - m k) * ((z k - m k) + 2 * (m k - x k))) by ring.
      rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; [lra|].
      apply Rle_trans with (1 := Rabs_triang _ _). rewrite (Rabs_mult 2), (Rabs_right 2); lra. }
    lra.
  - exists (2 + 2 * rsum kappa (fun k => x k ^ 2)). intros z.
    assert (Hx : 0 <= rsum kappa (fun k => x k ^ 2))
      by (apply rsum_nonneg; intros; apply pow2_ge_0).
    assert (Hz : 0 <= rsum kappa (fun k => z k ^ 2))
      by (apply rsum_nonneg; intros; apply pow2_ge_0).
    rewrite Rabs_right by (apply Rle_ge, rsum_nonneg; intros; apply pow2_ge_0).
    assert (H : sq_dist kappa x z
                <= 2 * rsum kappa (fun k => x k ^ 2) + 2 * rsum kappa (fun k => z k ^ 2)).
    { unfold sq_dist. rewrite <- !rsum_scal, <- rsum_plus. apply rsum_le; intros k _.
      pose proof (pow2_ge_0 (x k + z k)). lra. }
    assert (0 <= rsum kappa (fun k => x k ^ 2) * rsum kappa (fun k => z k ^ 2))
      by (apply Rmult_le_pos; assumption). lra.
Qed.

Theorem has_rank_example :
  forall r, has_rank r (fun j => if Nat.ltb j r then 1 else 0).
Proof.
  intros r; split; intros j Hj.
  - apply Nat.ltb_lt in Hj. rewrite Hj. lra.
  - destruct (Nat.ltb_spec j r); [lia|reflexivity].
Qed.

(** Data 1: the code 1 of the decoder z, against the code 0 of the constant decoder 1. *)
Theorem affine_certificate_example :
  forall gamma, 0 < gamma -> exists X W Zs P W1 b1 Z1,
  left_inverse 1 1 P W /\ error 1 1 X (affine 1 W (fun _ => 0)) Zs = 0 /\
  error 1 1 X (affine 1 W1 b1) Z1 = 0 /\
  forall t, 0 <= t -> rsum 1 (fun k => psi gamma (size 1 1 W1 Z1 k))
                      < injective_bound 1 1 1 gamma P W Zs t.
Proof.
  intros gamma Hg. set (one := fun _ _ : nat => 1). set (zero := fun _ _ : nat => 0).
  exists one, one, one, one, zero, (fun _ => 1), zero. split; [|split; [|split]].
  - intros k l Hk Hl. replace k with 0%nat by lia. replace l with 0%nat by lia.
    unfold one; simpl. ring.
  - unfold error, sq_dist, affine, one; simpl. field.
  - unfold error, sq_dist, affine, one, zero; simpl. field.
  - intros t Ht. unfold injective_bound. cbn [rsum].
    assert (S0 : size 1 1 zero zero 0 = 0)
      by (unfold size; rewrite row_power_one; unfold col_power, zero; simpl; ring).
    assert (S1 : size 1 1 one one 0 = 1)
      by (unfold size; rewrite row_power_one; unfold col_power, one; simpl; ring).
    assert (E : 0 + one 0%nat 0%nat ^ 2 = 1) by (unfold one; ring).
    unfold col_power. cbn [rsum]. rewrite S0, S1, E, psi_zero, sqrt_1, Rmult_1_l by exact Hg.
    destruct Ht as [Ht| <-].
    + assert (0 < t ^ 2 / gamma) by (apply Rdiv_lt_0_compat; [apply pow_lt|]; assumption).
      assert (0 <= psi gamma (Rmax 0 (1 - 1 * t) ^ 2))
        by (apply psi_nonneg; [exact Hg|apply pow2_ge_0]). lra.
    + rewrite Rmult_0_r, Rminus_0_r, Rmax_right by lra.
      assert (0 < psi gamma (1 ^ 2)) by (apply psi_pos; lra).
      unfold Rdiv. rewrite pow_ne_zero by lia. lra.
Qed.

Theorem scaling_example :
  forall beta kappa n gamma (m : nat -> vec), (0 < kappa)%nat -> (0 < n)%nat -> 0 < beta ->
  0 < gamma ->
  let v := fun (_ k : nat) => posterior_variance beta gamma (1 ^ 2) in
  exists q, posteriors kappa kappa n m (fun z => z) q m v /\
    square_integrable kappa n (fun z => z) q /\ separates kappa kappa (fun z => z) (fun _ => 1) /\
    stretches kappa kappa (fun z => z) (fun _ => 1) /\
    vae_loss beta kappa kappa n gamma m (fun z => z) q m v
    = scaling_bound beta kappa kappa (fun _ => 1) (row_power n m) gamma.
Proof.
  intros beta kappa n gamma m Hk Hn Hb Hg v.
  assert (Hv : forall i k : nat, 0 < v i k)
    by (intros; apply (eq5 beta gamma _ Hb Hg (pow2_ge_0 1))).
  destruct (posteriors_example kappa n m m v Hk Hn Hv)
    as [q [_ [Hpost [_ [Hsq [Hsep _]]]]]].
  assert (Hst : stretches kappa kappa (fun z => z) (fun _ => 1))
    by (intros z z'; apply rsum_le; intros; lra).
  exists q. split; [exact Hpost|split; [exact Hsq|split; [exact Hsep|split; [exact Hst|]]]].
  apply Rle_antisym.
  - apply (scaling_upper beta kappa kappa n gamma m (fun z => z) q m (fun _ => 1)); auto.
  - apply scaling_lower; assumption.
Qed.
