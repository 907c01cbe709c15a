(* Theorem E for n samples and for the VAE with normal posteriors; rates; the memoriser. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLog AnalysisLaw AnalysisGaussianLaw
  Expectations Converse NormalRatio BallCondition.
Open Scope R_scope.

(** The mean over n > 0 samples, as an expectation. *)
Definition samples (n : nat) (Hn : (0 < n)%nat) : expectation nat.
Proof.
  refine (Expectation nat (fun _ => True) (mean n) _ _ _ _).
  - intros f g H _. split; [exact I|]. apply mean_ext; intros; apply H.
  - split; [exact I|]. apply mean_const, Hn.
  - intros a b f g _ _. split; [exact I|]. rewrite mean_plus, !mean_scal. reflexivity.
  - intros f _ H. apply mean_nonneg; [exact Hn|intros; apply H].
Defined.

Section Samples.
Context {Z : Type} (d n : nat) (beta gamma M : R).
Variables (x : nat -> vec) (p : expectation Z) (q : nat -> expectation Z).
Variables (mu : Z -> vec) (w : nat -> Z -> R).
Hypotheses (Hn : (0 < n)%nat) (Hb : 0 < beta) (Hg : 0 < gamma) (HM : 0 < M).

Lemma converse_samples : let t := / (2 * beta * gamma) in
  (forall i, (i < n)%nat -> density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z)) /\
     has_expectation p (fun z => heat t d (x i) (mu z))) ->
  (forall z, mean n (fun i => heat t d (x i) (mu z)) <= M) ->
  - (2 * beta * ln M) <= mean n (cost d beta gamma x q mu w).
Proof.
  intros t H HMy.
  assert (He : expects p (fun z => mean n (fun i => heat t d (x i) (mu z)))
                 (mean n (fun i => expected p (fun z => heat t d (x i) (mu z))))).
  { unfold mean. eapply expects_value.
    - eapply expects_ext; [apply (expects_scal p (/ INR n)), (expects_rsum p n
        (fun i z => heat t d (x i) (mu z)))|].
      + intros i Hi. apply expects_expected, (H i Hi).
      + intros z. cbv beta. unfold Rdiv. ring.
    - unfold Rdiv; ring. }
  pose proof (expects_le p _ _ _ _ He (expects_const p M) HMy) as HeM.
  assert (Hlow : mean n (fun i => 2 * beta * (1 - ln M)
      + - (2 * beta / M) * expected p (fun z => heat t d (x i) (mu z)))
    <= mean n (cost d beta gamma x q mu w)).
  { apply mean_le; [exact Hn|]. intros i Hi. destruct (H i Hi) as [H1 [H2 [H3 H4]]].
    pose proof (converse_datum d beta gamma M x p q mu w Hb Hg HM i H1 H2 H3 H4). fold t in H0.
    unfold Rdiv in *. lra. }
  rewrite mean_plus, mean_const, mean_scal in Hlow by exact Hn.
  assert (Hinv : 2 * beta / M * mean n (fun i => expected p (fun z => heat t d (x i) (mu z)))
                 <= 2 * beta).
  { apply Rle_trans with (2 * beta / M * M); [|right; field; lra].
    apply Rmult_le_compat_l; [|exact HeM]. apply Rdiv_le_0_compat; lra. }
  lra.
Qed.

End Samples.

(** With M = C t^(-r/2) G. *)
Lemma rate_of_bound : forall beta gamma r C G,
  0 < beta -> 0 < gamma -> 0 < C -> 0 < G -> let t := / (2 * beta * gamma) in
  0 < C * Rpower t (- (r / 2)) * G /\
  - (2 * beta * ln (C * Rpower t (- (r / 2)) * G))
  = - beta * r * ln gamma - beta * r * ln (2 * beta) - 2 * beta * ln (C * G).
Proof.
  intros beta gamma r C G Hb Hg HC HG t.
  assert (Hp : 0 < Rpower t (- (r / 2))) by apply exp_pos.
  assert (H2b : 0 < 2 * beta) by lra.
  assert (H2bg : 0 < 2 * beta * gamma) by (apply Rmult_lt_0_compat; lra).
  assert (HCp : 0 < C * Rpower t (- (r / 2))) by (apply Rmult_lt_0_compat; assumption).
  split; [apply Rmult_lt_0_compat; assumption|].
  rewrite !ln_mult by assumption. unfold Rpower. rewrite ln_exp. unfold t.
  rewrite ln_Rinv by exact H2bg. rewrite (ln_mult (2 * beta) gamma) by assumption.
  rewrite (ln_mult 2 beta), (ln_mult C G) by lra. field.
Qed.

(** Samples at distance Delta: at most one is nearer than Delta/2. *)
Lemma one_large_term : forall e f n, e <= 1 -> 0 <= e ->
  (forall i, (i < n)%nat -> f i <= 1) ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> i <> j -> f i <= e \/ f j <= e) ->
  rsum n f <= 1 + (INR n - 1) * e.
Proof.
  intros e f n He He0 H1 H2.
  assert (H : (forall i, (i < n)%nat -> f i <= e) \/ rsum n f <= 1 + (INR n - 1) * e).
  { induction n as [|n IH]; [left; intros; lia|].
    destruct IH as [Hall|Hs]; [intros; apply H1; lia|intros; apply H2; lia| |].
    - destruct (Rle_dec (f n) e) as [Hn|Hn].
      + left. intros i Hi. destruct (Nat.eq_dec i n) as [->|Hne]; [exact Hn|apply Hall; lia].
      + right. simpl rsum. rewrite S_INR.
        assert (rsum n f <= INR n * e).
        { rewrite <- rsum_const. apply rsum_le; exact Hall. }
        specialize (H1 n (Nat.lt_succ_diag_r n)). lra.
    - destruct (Rle_dec (f n) e) as [Hn|Hn].
      + right. simpl rsum. rewrite S_INR. lra.
      + right. simpl rsum. rewrite S_INR.
        assert (rsum n f <= INR n * e).
        { rewrite <- rsum_const. apply rsum_le. intros i Hi.
          destruct (H2 i n) as [H|H]; [lia|lia|lia|exact H|contradiction]. }
        specialize (H1 n (Nat.lt_succ_diag_r n)). lra. }
  destruct H as [Hall|H]; [|exact H].
  destruct n as [|n]; [simpl; lra|].
  apply Rle_trans with (INR (S n) * e).
  - rewrite <- rsum_const. apply rsum_le; exact Hall.
  - lra.
Qed.

Lemma sq_dist_triangle : forall d x y z, sq_dist d x y <= 2 * (sq_dist d x z + sq_dist d y z).
Proof.
  intros d x y z. unfold sq_dist. rewrite <- rsum_plus, <- rsum_scal. apply rsum_le. intros j _.
  pose proof (pow2_ge_0 (x j + y j - 2 * z j)). lra.
Qed.

Lemma heat_mean_separated : forall d n (x : nat -> vec) y t Delta,
  (0 < n)%nat -> 0 < t -> 0 < Delta ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> i <> j -> Delta ^ 2 <= sq_dist d (x i) (x j)) ->
  mean n (fun i => heat t d (x i) y) <= (1 + (INR n - 1) * exp (- (t * Delta ^ 2 / 4))) / INR n.
Proof.
  intros d n x y t Delta Hn Ht HD Hsep. unfold mean, Rdiv.
  apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, INR_pos, Hn|].
  assert (HtD : 0 < t * Delta ^ 2 / 4).
  { apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; [exact Ht|apply pow_lt, HD]|lra]. }
  apply one_large_term.
  - rewrite <- exp_0. left; apply exp_increasing; lra.
  - left; apply exp_pos.
  - intros i _. apply heat_le1; lra.
  - intros i j Hi Hj Hne. pose proof (Hsep i j Hi Hj Hne) as H.
    pose proof (sq_dist_triangle d (x i) (x j) y) as Htri.
    assert (Hfar : forall k, Delta ^ 2 / 4 <= sq_dist d (x k) y ->
                             heat t d (x k) y <= exp (- (t * Delta ^ 2 / 4))).
    { intros k Hk. unfold heat. apply exp_opp_le.
      apply (Rmult_le_compat_l t) in Hk; lra. }
    destruct (Rle_dec (Delta ^ 2 / 4) (sq_dist d (x i) y)) as [Hi'|Hi'].
    + left; apply Hfar, Hi'.
    + right; apply Hfar. lra.
Qed.

(** n cells of prior mass 1/n, the decoder constant on each, each posterior the prior on its cell. *)
Section Memoriser.
Context {Z : Type} (d n : nat) (x : nat -> vec) (p : expectation Z) (cell : Z -> nat).
Hypothesis Hn : (0 < n)%nat.

Definition in_cell (i : nat) (z : Z) : R := if Nat.eq_dec (cell z) i then 1 else 0.

Hypothesis Hmass : forall i, (i < n)%nat -> expects p (in_cell i) (/ INR n).
Hypothesis Hcells : forall i f, has_expectation p f -> has_expectation p (fun z => f z * in_cell i z).

Definition on_cell (i : nat) (Hi : (i < n)%nat) : expectation Z.
Proof.
  assert (Hpos := INR_pos n Hn).
  refine (Expectation Z (fun f => has_expectation p (fun z => f z * in_cell i z))
            (fun f => INR n * expected p (fun z => f z * in_cell i z)) _ _ _ _).
  - intros f g H Hf.
    destruct (expectation_ext _ p (fun z => f z * in_cell i z) (fun z => g z * in_cell i z)) as [Hg E];
      [intros; rewrite H; reflexivity|exact Hf|]. split; [exact Hg|rewrite E; reflexivity].
  - destruct (expects_ext p _ (fun z => 1 * in_cell i z) _ (Hmass i Hi)) as [H E];
      [intros; ring|]. split; [exact H|]. rewrite E. field; lra.
  - intros a b f g Hf Hg.
    destruct (expects_ext p _ (fun z => (a * f z + b * g z) * in_cell i z) _
                (expects_comb p a b _ _ _ _ (expects_expected p _ Hf) (expects_expected p _ Hg)))
      as [H E]; [intros z; cbv beta; ring|].
    split; [exact H|]. rewrite E. ring.
  - intros f Hf H. apply Rmult_le_pos; [lra|]. apply expectation_positive; [exact Hf|].
    intros z. apply Rmult_le_pos; [apply H|]. unfold in_cell. destruct (Nat.eq_dec _ _); lra.
Defined.

Lemma memoriser : forall beta gamma, 0 < beta -> 0 < gamma ->
  exists q : nat -> expectation Z,
    (forall i, (i < n)%nat -> density_ratio p (q i) (fun _ => INR n) /\
       expects (q i) (fun z => sq_dist d (x i) (x (cell z))) 0 /\
       expects (q i) (fun _ => ln (INR n)) (ln (INR n))) /\
    mean n (cost d beta gamma x q (fun z => x (cell z)) (fun _ _ => INR n)) = 2 * beta * ln (INR n).
Proof.
  intros beta gamma Hb Hg. assert (Hpos := INR_pos n Hn).
  set (q := fun i => match Compare_dec.lt_dec i n with left Hi => on_cell i Hi | right _ => p end).
  assert (H : forall i, (i < n)%nat -> density_ratio p (q i) (fun _ => INR n) /\
       expects (q i) (fun z => sq_dist d (x i) (x (cell z))) 0 /\
       expects (q i) (fun _ => ln (INR n)) (ln (INR n))).
  { intros i Hi. unfold q. destruct (Compare_dec.lt_dec i n) as [Hi'|]; [|contradiction].
    split; [|split].
    - split; [intros; exact Hpos|]. intros F HF Hint.
      assert (HI : forall z, 0 <= in_cell i z <= 1)
        by (intros z; unfold in_cell; destruct (Nat.eq_dec _ _); lra).
      assert (HE := expects_scal p (/ INR n) _ _ (expects_expected p _ (Hcells i F Hint))).
      destruct (expects_ext p _ (fun z => F z / INR n * in_cell i z) _ HE) as [H1 H2];
        [intros z; cbv beta; unfold Rdiv; ring|].
      split; [exact H1|]. change (INR n * expected p (fun z => F z / INR n * in_cell i z) <= expected p F).
      rewrite H2. replace (INR n * (/ INR n * expected p (fun z => F z * in_cell i z)))
        with (expected p (fun z => F z * in_cell i z)) by (field; lra).
      apply (expects_le p _ _ _ _ (expects_expected p _ (Hcells i F Hint)) (expects_expected p _ Hint)).
      intros z. specialize (HF z). specialize (HI z).
      assert (F z * in_cell i z <= F z * 1) by (apply Rmult_le_compat_l; lra). lra.
    - destruct (expects_ext p _ (fun z => sq_dist d (x i) (x (cell z)) * in_cell i z) 0
                  (expects_const p 0)) as [H1 H2].
      { intros z. unfold in_cell. destruct (Nat.eq_dec (cell z) i) as [->|]; [|ring].
        unfold sq_dist. rewrite (rsum_ext d _ (fun _ => 0)), rsum_const by (intros; ring). ring. }
      split; [exact H1|]. change (INR n * expected p (fun z => sq_dist d (x i) (x (cell z)) * in_cell i z) = 0).
      rewrite H2. ring.
    - apply expects_const. }
  exists q. split; [exact H|].
  rewrite (mean_ext n _ (fun _ => 2 * beta * ln (INR n))); [apply mean_const, Hn|].
  intros i Hi. destruct (H i Hi) as [_ [[_ E1] [_ E2]]]. unfold cost. rewrite E1, E2.
  unfold Rdiv. ring.
Qed.

End Memoriser.

(** The VAE of eq. (3): normal posteriors, normal prior. *)
Lemma converse_vae : forall beta d kappa n gamma X mu q m v M,
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> 0 < M -> let t := / (2 * beta * gamma) in
  (forall i, integrable (q i) = normal_integrable kappa (m i) (v i) /\
             expect (q i) = normal_expect kappa (m i) (v i)) ->
  posteriors d kappa n X mu q m v ->
  (forall i, (i < n)%nat ->
     normal_integrable kappa (fun _ => 0) (fun _ => 1) (fun z => heat t d (X i) (mu z))) ->
  (forall z, mean n (fun i => heat t d (X i) (mu z)) <= M) ->
  INR d * ln gamma + beta * INR kappa - 2 * beta * ln M <= vae_loss beta d kappa n gamma X mu q m v.
Proof.
  intros beta d kappa n gamma X mu q m v M Hn Hb Hg HM t Hq Hpost Hheat HMy.
  assert (H01 : forall k, (k < kappa)%nat -> 0 < 1) by (intros; lra).
  set (p := of_law (the_normal_law kappa (fun _ => 0) (fun _ => 1) H01)).
  set (w := fun i z => normal_density_vec kappa (m i) (v i) z / prior_density kappa z).
  assert (Hprior : forall z, 0 < prior_density kappa z)
    by (intros; apply rprod_pos; intros; apply normal_density_pos; lra).
  assert (Hdens : forall i z, (i < n)%nat -> 0 < normal_density_vec kappa (m i) (v i) z)
    by (intros i z Hi; apply rprod_pos; intros; apply normal_density_pos, (Hpost i Hi); assumption).
  assert (Hkl : forall i, (i < n)%nat -> averages (q i) (fun z => ln (w i z))
    (/ 2 * rsum kappa (fun k => v i k + m i k ^ 2 - 1 - ln (v i k)))).
  { intros i Hi. destruct (Hpost i Hi) as [Hv [Hm _]].
    apply (averages_ext (q i) _ _ _ (kl_averages kappa (q i) (m i) (v i) Hv Hm)).
    intros z. unfold w. rewrite ln_div; auto. }
  assert (H := converse_samples d n beta gamma M X p (fun i => of_law (q i)) mu w Hn Hb Hg HM).
  assert (Hcost : - (2 * beta * ln M)
                  <= mean n (cost d beta gamma X (fun i => of_law (q i)) mu w)).
  { apply H; [|exact HMy]. intros i Hi. split; [|split; [|split]].
    - destruct (Hq i) as [EI EE].
      apply (normal_density_ratio kappa (the_normal_law kappa _ _ H01) (q i) (m i) (v i)
               (proj1 (Hpost i Hi))); auto.
    - exact (proj2 (proj2 (Hpost i Hi))).
    - exact (proj1 (Hkl i Hi)).
    - exact (Hheat i Hi). }
  replace (vae_loss beta d kappa n gamma X mu q m v)
    with (INR d * ln gamma + beta * INR kappa + mean n (cost d beta gamma X (fun i => of_law (q i)) mu w));
    [lra|].
  unfold vae_loss. rewrite <- (mean_const n (INR d * ln gamma + beta * INR kappa) Hn), <- mean_plus.
  apply mean_ext. intros i Hi. unfold cost. simpl expected. rewrite (proj2 (Hkl i Hi)).
  rewrite (rsum_minus kappa (fun k => v i k + m i k ^ 2 - 1) (fun k => ln (v i k))),
    (rsum_minus kappa (fun k => v i k + m i k ^ 2) (fun _ => 1)),
    (rsum_plus kappa (fun k => v i k) (fun k => m i k ^ 2)), rsum_const. field; lra.
Qed.

(** The samples themselves as latent set, with the cell of each of them: the hypotheses can be met. *)
Theorem memoriser_example : forall n, (0 < n)%nat ->
  exists (p : expectation nat) (cell : nat -> nat),
  let in_cell i z := if Nat.eq_dec (cell z) i then 1 else 0 in
  (forall i, (i < n)%nat -> expects p (in_cell i) (/ INR n)) /\ forall f, has_expectation p f.
Proof.
  intros n Hn. exists (samples n Hn), (fun z => z). intros in_cell. split; [|intros; exact I].
  intros i Hi. split; [exact I|]. simpl. unfold mean. rewrite (rsum_single n _ i Hi).
  - unfold in_cell. destruct (Nat.eq_dec i i); [|contradiction]. unfold Rdiv. ring.
  - intros j _ Hj. unfold in_cell. destruct (Nat.eq_dec j i); [contradiction|reflexivity].
Qed.
