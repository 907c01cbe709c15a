(** With orthogonal columns the log-likelihood of the affine model is the VAE's least loss at beta = 1. *)

From Coq Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import LikelihoodStatements AnalysisAffineStatements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLemma2 AnalysisAffine SpectralReals PrincipalBound PrincipalMinimum PrincipalValue
  Determinant.
Import ListNotations.
Open Scope R_scope.

Lemma delta_sym : forall i j, delta i j = delta j i.
Proof. intros; unfold delta; rewrite Nat.eqb_sym; reflexivity. Qed.

Lemma rprod_pos : forall n f, (forall k, (k < n)%nat -> 0 < f k) -> 0 < rprod n f.
Proof.
  induction n as [|n IH]; intros f H; simpl; [lra|].
  apply Rmult_lt_0_compat; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma ln_rprod : forall n f, (forall k, (k < n)%nat -> 0 < f k) ->
  ln (rprod n f) = rsum n (fun k => ln (f k)).
Proof.
  induction n as [|n IH]; intros f H; simpl; [apply ln_1|].
  rewrite ln_mult, IH; [reflexivity|..]; try (apply rprod_pos); intros; apply H; lia.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The covariance gamma + sum_l f_l f_l^T *)

Section Columns.
Variables (d kappa : nat) (gamma : R) (f C : nat -> vec).
Hypotheses (Hg : 0 < gamma) (Hf : orthogonal d kappa f)
  (HC : forall i j, (i < d)%nat -> (j < d)%nat ->
     C i j = gamma * delta i j + rsum kappa (fun l => f l i * f l j)).

Let w (l : nat) := inner d (f l) (f l).

Lemma gamma_w : forall l, 0 < gamma + w l.
Proof. intros l. pose proof (inner_ge0 d (f l)). unfold w. lra. Qed.

Lemma apply_columns : forall x i, (i < d)%nat ->
  apply d C x i = gamma * x i + rsum kappa (fun l => inner d (f l) x * f l i).
Proof.
  intros x i Hi. unfold apply.
  rewrite (rsum_ext d _ (fun j => gamma * (delta i j * x j) + rsum kappa (fun l => f l i * (f l j * x j)))).
  - rewrite rsum_plus, rsum_scal, sum_delta, rsum_swap by exact Hi. f_equal.
    apply rsum_ext; intros l _. rewrite rsum_scal. unfold inner. ring.
  - intros j Hj. rewrite HC by assumption. rewrite Rmult_plus_distr_r, (Rmult_comm (rsum _ _)), <- rsum_scal.
    f_equal; [ring|]. apply rsum_ext; intros; ring.
Qed.

Definition preimage (y : vec) : vec :=
  fun j => / gamma * (y j - rsum kappa (fun l => inner d (f l) y / (gamma + w l) * f l j)).

Lemma inner_preimage : forall x y, inner d x (preimage y)
  = / gamma * (inner d x y - rsum kappa (fun l => inner d (f l) y / (gamma + w l) * inner d (f l) x)).
Proof.
  intros x y. set (a := fun l => inner d (f l) y / (gamma + w l)).
  change (inner d x (preimage y) = / gamma * (inner d x y - rsum kappa (fun l => a l * inner d (f l) x))).
  rewrite <- inner_comb, (inner_sym d _ x). unfold inner. rewrite <- rsum_minus, <- rsum_scal.
  apply rsum_ext; intros j _. unfold preimage, comb, a. ring.
Qed.

Lemma column_preimage : forall m y, (m < kappa)%nat ->
  inner d (f m) (preimage y) = inner d (f m) y / (gamma + w m).
Proof.
  intros m y Hm. rewrite inner_preimage, (rsum_single kappa _ m Hm).
  - fold (w m). pose proof (gamma_w m). field. lra.
  - intros l Hl Hne. rewrite (Hf l m) by assumption. ring.
Qed.

Lemma apply_preimage : forall y i, (i < d)%nat -> apply d C (preimage y) i = y i.
Proof.
  intros y i Hi. rewrite apply_columns by exact Hi.
  rewrite (rsum_ext kappa _ (fun l => inner d (f l) y / (gamma + w l) * f l i))
    by (intros; rewrite column_preimage by assumption; reflexivity).
  unfold preimage. field. lra.
Qed.

Lemma inverse_exists : exists P, inverse d C P.
Proof.
  exists (fun l j => preimage (delta j) l). intros i j Hi Hj.
  change (apply d C (preimage (delta j)) i = delta i j). rewrite apply_preimage by exact Hi. apply delta_sym.
Qed.

Lemma inverse_quadratic : forall P y, inverse d C P ->
  rsum d (fun i => rsum d (fun j => y i * P i j * y j))
  = / gamma * (inner d y y - rsum kappa (fun l => inner d (f l) y ^ 2 / (gamma + w l))).
Proof.
  intros P y HP. set (q := apply d P y).
  assert (Hq : forall i, (i < d)%nat -> apply d C q i = y i).
  { intros i Hi. unfold q, apply.
    rewrite (rsum_ext d _ (fun l => rsum d (fun j => y j * (C i l * P l j)))).
    - rewrite rsum_swap, (rsum_ext d _ (fun j => delta i j * y j)); [apply sum_delta, Hi|].
      intros j Hj. rewrite rsum_scal, HP by assumption. ring.
    - intros l _. rewrite <- rsum_scal. apply rsum_ext; intros; ring. }
  transitivity (inner d y q).
  - unfold inner, q, apply. apply rsum_ext; intros i _. rewrite <- rsum_scal. apply rsum_ext; intros; ring.
  - transitivity (inner d (preimage y) y).
    + transitivity (inner d (apply d C (preimage y)) q).
      * apply inner_ext; intros; symmetry; apply apply_preimage; assumption.
      * transitivity (inner d (preimage y) (apply d C q)).
        -- unfold inner, apply.
           rewrite (rsum_ext d _ (fun i => rsum d (fun j => preimage y j * (C i j * q i))))
             by (intros; rewrite Rmult_comm, <- rsum_scal; apply rsum_ext; intros; ring).
           rewrite rsum_swap. apply rsum_ext; intros j Hj. rewrite rsum_scal. f_equal.
           apply rsum_ext; intros i Hi. rewrite !HC, (delta_sym i j) by assumption.
           f_equal. f_equal. apply rsum_ext; intros; ring.
        -- rewrite !(inner_sym d (preimage y)). apply inner_ext. exact Hq.
    + rewrite inner_sym, inner_preimage. f_equal. f_equal. apply rsum_ext; intros; unfold Rdiv; ring.
Qed.

Lemma determinant_positive : 0 < determinant d C /\
  ln (determinant d C) = INR d * ln gamma + rsum kappa (fun l => ln (1 + w l / gamma)).
Proof.
  assert (H1 : forall l, (l < kappa)%nat -> 0 < 1 + w l / gamma).
  { intros l _. pose proof (gamma_w l). replace (1 + w l / gamma) with ((gamma + w l) / gamma) by (field; lra).
    apply Rdiv_lt_0_compat; assumption. }
  rewrite (determinant_columns d kappa gamma f C) by (assumption || lra). fold w.
  assert (Hp : 0 < gamma ^ d) by (apply pow_lt, Hg).
  split; [apply Rmult_lt_0_compat; [exact Hp|apply rprod_pos, H1]|].
  rewrite ln_mult, ln_pow, ln_rprod; try assumption; [reflexivity|]. apply rprod_pos, H1.
Qed.

Lemma likelihood_value : forall n X b P, (0 < n)%nat -> inverse d C P ->
  log_likelihood d n X b C P
  = - INR n * (INR d * ln (2 * PI) - INR kappa + orthogonal_value 1 d kappa n gamma X b f) / 2.
Proof.
  intros n X b P Hn HP. pose proof (INR_pos n Hn) as Hn'.
  unfold log_likelihood, normal_log_density.
  destruct determinant_positive as [_ ->]. fold w.
  set (K := INR d * ln (2 * PI) + (INR d * ln gamma + rsum kappa (fun l => ln (1 + w l / gamma)))).
  rewrite (rsum_ext n _ (fun i => - (1 / 2) * K + - (1 / 2) * (/ gamma *
    (inner d (vminus (X i) b) (vminus (X i) b)
     - rsum kappa (fun l => inner d (f l) (vminus (X i) b) ^ 2 / (gamma + w l)))))).
  2: { intros i _. pose proof (inverse_quadratic P (vminus (X i) b) HP) as E. unfold vminus at 1 2 in E.
       rewrite E. unfold K. field. lra. }
  rewrite rsum_plus, rsum_const, !rsum_scal, rsum_minus, rsum_swap.
  assert (Et : rsum n (fun i => inner d (vminus (X i) b) (vminus (X i) b)) = INR n * total d n X b)
    by (unfold total, mean; field; lra).
  assert (Es : rsum kappa (fun l => rsum n (fun i => inner d (f l) (vminus (X i) b) ^ 2 / (gamma + w l)))
    = INR n * rsum kappa (fun l => spread d n X b (f l) / (gamma + w l))).
  { rewrite <- rsum_scal. apply rsum_ext; intros l _. unfold spread, mean, Rdiv.
    rewrite (rsum_ext n _ (fun i => / (gamma + w l) * inner d (f l) (vminus (X i) b) ^ 2))
      by (intros; ring).
    rewrite rsum_scal. pose proof (gamma_w l). field. lra. }
  rewrite Et, Es. unfold orthogonal_value. rewrite !Rmult_1_l, rsum_minus.
  rewrite (rsum_ext kappa (fun l => spread d n X b (f l) / (gamma * (gamma + inner d (f l) (f l))))
    (fun l => / gamma * (spread d n X b (f l) / (gamma + w l))))
    by (intros l _; pose proof (gamma_w l); fold (w l); field; lra).
  rewrite rsum_scal. unfold K, w. field. lra.
Qed.

End Columns.

(* ------------------------------------------------------------------------------------------- *)
(** * Any columns *)

(** W W^T is that of the rotated, orthogonal columns. *)
Lemma rotated_covariance : forall d kappa gamma W, exists f, orthogonal d kappa f /\
  forall i j, (i < d)%nat -> (j < d)%nat ->
  model_covariance kappa gamma W i j = gamma * delta i j + rsum kappa (fun l => f l i * f l j).
Proof.
  intros d kappa gamma W. destruct (orthogonal_columns d kappa W) as [Q [HQ [Hf _]]].
  exists (rotated kappa W Q). split; [exact Hf|]. intros i j Hi Hj. unfold model_covariance. f_equal.
  symmetry. unfold rotated, comb, column.
  rewrite (rsum_ext kappa _ (fun l => rsum kappa (fun k => rsum kappa (fun m =>
    W i k * W j m * (Q l k * Q l m))))).
  - rewrite rsum_swap. apply rsum_ext; intros k Hk. rewrite rsum_swap.
    rewrite (rsum_ext kappa _ (fun m => delta k m * (W i k * W j m))).
    + apply sum_delta, Hk.
    + intros m Hm. rewrite rsum_scal, orthonormal_columns by assumption. ring.
  - intros l _. rewrite Rmult_comm, <- rsum_scal. apply rsum_ext; intros k _.
    rewrite Rmult_comm, <- rsum_scal. apply rsum_ext; intros; ring.
Qed.

(** Every covariance of the model has a positive determinant and an inverse. *)
Theorem covariance_invertible : forall d kappa gamma W, 0 < gamma ->
  0 < determinant d (model_covariance kappa gamma W) /\
  exists P, inverse d (model_covariance kappa gamma W) P.
Proof.
  intros d kappa gamma W Hg. destruct (rotated_covariance d kappa gamma W) as [f [Hf HC]]. split.
  - apply (determinant_positive d kappa gamma f); assumption.
  - apply (inverse_exists d kappa gamma f); assumption.
Qed.

(** V at beta = 1, by the best log-likelihood. *)
Lemma value_as_likelihood : forall d kappa n gamma lam, (0 < n)%nat -> 0 < gamma ->
  let top := fun k => Rmax gamma (lam k) in
  let best := - INR n * (INR d * ln (2 * PI) + (INR d - INR kappa) * ln gamma
    + rsum (d - kappa) (fun j => lam (kappa + j)%nat / gamma)
    + rsum kappa (fun k => ln (top k) + lam k / top k)) / 2 in
  affine_value 1 d kappa lam gamma = - (2 / INR n) * best + (INR kappa - INR d * ln (2 * PI)).
Proof.
  intros d kappa n gamma lam Hn Hg top best. pose proof (INR_pos n Hn) as Hn'.
  unfold affine_value, best, direction_value. rewrite !Rmult_1_l.
  rewrite (rsum_ext kappa (fun j => ln (Rmax (lam j) gamma / gamma) + lam j / Rmax (lam j) gamma)
    (fun k => (ln (top k) + lam k / top k) - ln gamma)).
  - rewrite rsum_minus, rsum_const. field. lra.
  - intros k _. unfold top. rewrite (Rmax_comm (lam k)).
    assert (0 < Rmax gamma (lam k)) by (pose proof (Rmax_l gamma (lam k)); lra).
    rewrite ln_div by assumption. ring.
Qed.

Theorem ppca_identity :
  forall d kappa n gamma X lam u, (0 < n)%nat -> 0 < gamma -> principal d (covariance n X) lam u ->
  let top := fun k => Rmax gamma (lam k) in
  let best := - INR n * (INR d * ln (2 * PI) + (INR d - INR kappa) * ln gamma
    + rsum (d - kappa) (fun j => lam (kappa + j)%nat / gamma)
    + rsum kappa (fun k => ln (top k) + lam k / top k)) / 2 in
  let C := model_covariance kappa gamma in
  let V := - (2 / INR n) * best + (INR kappa - INR d * ln (2 * PI)) in
  (forall W b P, inverse d (C W) P -> log_likelihood d n X b (C W) P <= best) /\
  (exists W b P, inverse d (C W) P /\ log_likelihood d n X b (C W) P = best) /\
  V = affine_value 1 d kappa lam gamma /\
  (forall W b Z v, (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) ->
     V <= free_loss 1 d kappa n gamma X W b Z v) /\
  (exists W b Z v, (forall k, 0 < v k) /\ free_loss 1 d kappa n gamma X W b Z (fun _ => v) = V).
Proof.
  intros d kappa n gamma X lam u Hn Hg Hp top best C V. pose proof (INR_pos n Hn) as Hn'.
  assert (EV : affine_value 1 d kappa lam gamma = V) by (apply value_as_likelihood; assumption).
  assert (Eb : best = - INR n * (INR d * ln (2 * PI) - INR kappa + V) / 2) by (unfold V; field; lra).
  pose proof (data_mean_centre d n X Hn) as Hc.
  assert (H1 : 0 < 1 * gamma) by lra.
  destruct (affine_minimum 1 d kappa n gamma X lam u Hn Rlt_0_1 Hg Hp) as [Hlow [W [b [Z [v [Hv [E _]]]]]]].
  rewrite EV in *.
  split; [|split; [|split; [reflexivity|split; [exact Hlow|]]]].
  - intros W' b' P HP. destruct (rotated_covariance d kappa gamma W') as [f [Hf HC]].
    rewrite (likelihood_value d kappa gamma f (C W') Hg Hf HC n X b' P Hn HP), Eb.
    assert (V <= orthogonal_value 1 d kappa n gamma X b' f); [|nra].
    rewrite <- EV. eapply Rle_trans;
      [|apply (offset_costs 1 d kappa n gamma X b' _ f Hn Rlt_0_1 Hg Hf Hc)].
    rewrite (value_as_gains d n X _ lam u Hp Hn) by lra. unfold orthogonal_value.
    apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|]. apply Rplus_le_compat_l, Ropp_le_contravar.
    apply (certified_gain d kappa n X _ (direction d u) lam (lam kappa)); auto.
    apply principal_certificate; assumption.
  - set (W' := best_columns d lam u (1 * gamma)).
    assert (Ho : orthogonal d kappa (column W'))
      by (apply (best_columns_orthogonal d n X _ lam u Hp); assumption).
    assert (HC : forall i j, (i < d)%nat -> (j < d)%nat ->
      C W' i j = gamma * delta i j + rsum kappa (fun l => column W' l i * column W' l j)) by reflexivity.
    destruct (inverse_exists d kappa gamma (column W') (C W') Hg Ho HC) as [P HP].
    exists W', (data_mean n X), P. split; [exact HP|].
    rewrite (likelihood_value d kappa gamma (column W') (C W') Hg Ho HC n X _ P Hn HP), Eb.
    unfold W'. rewrite (best_columns_value d n X _ lam u Hp Hn 1 kappa gamma Rlt_0_1 Hg), EV. reflexivity.
  - exists W, b, Z, v. split; assumption.
Qed.

(** Columns along principal directions: each direction adds its term. *)
Theorem direction_terms :
  forall d kappa n gamma X lam u c P, (0 < n)%nat -> (kappa <= d)%nat -> 0 < gamma ->
  principal d (covariance n X) lam u ->
  let W := fun j k => c k * u k j in
  let m := fun j => if Nat.ltb j kappa then gamma + c j ^ 2 else gamma in
  inverse d (model_covariance kappa gamma W) P ->
  -2 * (log_likelihood d n X (data_mean n X) (model_covariance kappa gamma W) P / INR n)
  = INR d * ln (2 * PI) + rsum d (fun j => lam j / m j + ln (m j)).
Proof.
  intros d kappa n gamma X lam u c P Hn Hk Hg Hp W m HP. pose proof (INR_pos n Hn) as Hn'.
  pose proof Hp as [_ [_ [Ho He]]].
  assert (Hin : forall k y, inner d (column W k) y = c k * inner d (u k) y).
  { intros k y. unfold inner, column, W. rewrite <- rsum_scal. apply rsum_ext; intros; ring. }
  assert (Hsq : forall k, (k < kappa)%nat -> inner d (column W k) (column W k) = c k ^ 2).
  { intros k Hlt. rewrite Hin, inner_sym, Hin, Ho by lia. unfold delta. rewrite Nat.eqb_refl. ring. }
  assert (Horth : orthogonal d kappa (column W)).
  { intros k l H1 H2 Hne. rewrite Hin, inner_sym, Hin, Ho by lia.
    unfold delta. destruct (Nat.eqb_spec l k); [congruence|ring]. }
  assert (Hsp : forall k, (k < kappa)%nat -> spread d n X (data_mean n X) (column W k) = c k ^ 2 * lam k).
  { intros k Hlt. unfold spread. rewrite (mean_ext n _ (fun i => c k ^ 2
      * inner d (u k) (vminus (X i) (data_mean n X)) ^ 2)) by (intros; rewrite Hin; ring).
    rewrite mean_scal. f_equal. apply (spread_principal d n X _ lam u Hp). lia. }
  rewrite (likelihood_value d kappa gamma (column W) _ Hg Horth (fun i j _ _ => eq_refl) n X _ P Hn HP).
  unfold orthogonal_value. rewrite (total_principal d n X _ lam u Hp), !Rmult_1_l.
  assert (Hsplit : forall F, rsum d F = rsum kappa F + rsum (d - kappa) (fun j => F (kappa + j)%nat)).
  { intros F. rewrite <- rsum_split. f_equal. lia. }
  rewrite !Hsplit.
  rewrite (rsum_ext kappa (fun j => lam j / m j + ln (m j)) (fun k => lam k / gamma + ln gamma
    - (spread d n X (data_mean n X) (column W k) / (gamma * (gamma + inner d (column W k) (column W k)))
       - ln (1 + inner d (column W k) (column W k) / gamma)))).
  - rewrite (rsum_ext (d - kappa) (fun j => lam (kappa + j)%nat / m (kappa + j)%nat + ln (m (kappa + j)%nat))
      (fun j => / gamma * lam (kappa + j)%nat + ln gamma)).
    + rewrite (rsum_minus kappa (fun k => lam k / gamma + ln gamma)),
        (rsum_plus kappa (fun k => lam k / gamma)), (rsum_plus (d - kappa)), !rsum_const, rsum_scal.
      rewrite (rsum_ext kappa (fun k => lam k / gamma) (fun k => / gamma * lam k)), rsum_scal
        by (intros; unfold Rdiv; ring).
      replace (INR (d - kappa)) with (INR d - INR kappa) by (rewrite minus_INR by exact Hk; reflexivity).
      field. lra.
    + intros j _. unfold m. destruct (Nat.ltb_spec (kappa + j) kappa); [lia|]. unfold Rdiv; ring.
  - intros k Hlt. rewrite Hsq, Hsp by exact Hlt. unfold m. destruct (Nat.ltb_spec k kappa); [|lia].
    assert (0 <= c k ^ 2) by apply pow2_ge_0.
    replace (1 + c k ^ 2 / gamma) with ((gamma + c k ^ 2) / gamma) by (field; lra).
    rewrite ln_div by lra. field. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Independent coordinates *)

Lemma determinant_diagonal : forall d (v : vec),
  determinant d (fun i j => v i * delta i j) = rprod d v.
Proof.
  assert (Hprod : forall d (v : vec), rprod (S d) v = v 0%nat * rprod d (fun i => v (S i))).
  { induction d as [|d IH]; intros v; simpl; [ring|]. simpl in IH. rewrite IH. ring. }
  induction d as [|d IH]; intros v; [reflexivity|].
  rewrite Hprod.
  change (rsum (S d) (fun j => (-1) ^ j * (v 0%nat * delta 0 j)
    * determinant d (fun a b => v (S a) * delta (S a) (if Nat.ltb b j then b else S b)))
    = v 0%nat * rprod d (fun i => v (S i))).
  rewrite (rsum_single (S d) _ 0%nat (Nat.lt_0_succ d)).
  - rewrite <- (IH (fun i => v (S i))). unfold delta at 1. simpl. rewrite !Rmult_1_l, Rmult_1_r. f_equal.
  - intros j _ Hj. unfold delta at 1. destruct j; [contradiction|]. simpl. ring.
Qed.

(** For a diagonal covariance it is the product of the densities of the coordinates. *)
Theorem diagonal_density : forall d (b v x : vec), (forall j, (j < d)%nat -> 0 < v j) ->
  exp (normal_log_density d b (fun i j => v i * delta i j) (fun i j => / v i * delta i j) x)
  = normal_density_vec d b v x.
Proof.
  intros d b v x Hv. unfold normal_log_density. rewrite determinant_diagonal, ln_rprod by exact Hv.
  assert (HD : forall j, (j < d)%nat -> 0 < normal_density (b j) (v j) (x j)).
  { intros j Hj. specialize (Hv j Hj). unfold normal_density. apply Rdiv_lt_0_compat; [apply exp_pos|].
    apply sqrt_lt_R0. pose proof PI_RGT_0. nra. }
  unfold normal_density_vec. rewrite <- (exp_ln (rprod d (fun j => normal_density (b j) (v j) (x j))))
    by (apply rprod_pos, HD).
  f_equal. rewrite ln_rprod by exact HD.
  rewrite <- (rsum_const d (ln (2 * PI))).
  rewrite (rsum_ext d (fun i => rsum d (fun j => (x i - b i) * (/ v i * delta i j) * (x j - b j)))
    (fun i => (x i - b i) ^ 2 / v i)).
  - rewrite <- !rsum_plus. unfold Rdiv at 1. rewrite Ropp_mult_distr_l_reverse, Rmult_comm, Ropp_mult_distr_l,
      <- rsum_scal. apply rsum_ext; intros j Hj. specialize (Hv j Hj). pose proof PI_RGT_0 as Hpi.
    unfold normal_density. rewrite ln_div, ln_exp; [|apply exp_pos|apply sqrt_lt_R0; nra].
    assert (Hs : 0 < 2 * PI * v j) by nra.
    assert (El : ln (sqrt (2 * PI * v j)) = / 2 * (ln (2 * PI) + ln (v j))).
    { rewrite <- ln_mult by lra. apply (Rmult_eq_reg_l 2); [|lra].
      rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
      rewrite <- (sqrt_sqrt (2 * PI * v j)) at 2 by lra.
      assert (0 < sqrt (2 * PI * v j)) by (apply sqrt_lt_R0; exact Hs). rewrite ln_mult by assumption. ring. }
    rewrite El. field. lra.
  - intros i Hi. specialize (Hv i Hi).
    rewrite (rsum_ext d _ (fun j => delta i j * ((x i - b i) * / v i * (x j - b j)))) by (intros; ring).
    rewrite sum_delta by exact Hi. field. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Columns that are not at right angles *)

Definition oblique_decoder : nat -> vec := matrix [[1; 1]; [0; 1]].

(** At gamma = 1, with the one sample 0: the loss is at least 2 + log 6, the likelihood has log 5. *)
Theorem every_decoder_false :
  ~ (forall d kappa n gamma X W b P, (0 < n)%nat -> 0 < gamma ->
     inverse d (model_covariance kappa gamma W) P ->
     exists Z v, (forall i k, 0 < v i k) /\
     free_loss 1 d kappa n gamma X W b Z v
     = - (2 / INR n) * log_likelihood d n X b (model_covariance kappa gamma W) P
       + (INR kappa - INR d * ln (2 * PI))).
Proof.
  intros H. set (O := fun _ : nat => 0). set (P := matrix [[2 / 5; - (1 / 5)]; [- (1 / 5); 3 / 5]]).
  destruct (H 2%nat 2%nat 1%nat 1 (fun _ => O) oblique_decoder O P Nat.lt_0_1 Rlt_0_1)
    as [Z [v [Hv E]]].
  { intros i j Hi Hj. unfold model_covariance, P, oblique_decoder, matrix, delta.
    destruct i as [|[|i]]; [| |lia]; destruct j as [|[|j]]; try lia; simpl; field. }
  assert (Hl : log_likelihood 2 1 (fun _ => O) O (model_covariance 2 1 oblique_decoder) P
               = - (2 * ln (2 * PI) + ln 5) / 2).
  { unfold log_likelihood, normal_log_density.
    assert (Ed : determinant 2 (model_covariance 2 1 oblique_decoder) = 5).
    { unfold model_covariance, oblique_decoder, matrix, delta. simpl. ring. }
    rewrite Ed. unfold O. simpl. field. }
  rewrite Hl in E.
  set (y := sq_dist 2 O (affine 2 oblique_decoder O (Z 0%nat))).
  assert (Hy : 0 <= y) by (apply rsum_nonneg; intros; apply pow2_ge_0).
  pose proof (variance_part 1 1 1 (v 0%nat 0%nat) Rlt_0_1 Rlt_0_1 ltac:(lra) (Hv _ _)) as H0.
  pose proof (variance_part 1 1 2 (v 0%nat 1%nat) Rlt_0_1 Rlt_0_1 ltac:(lra) (Hv _ _)) as H1.
  replace (1 + 1 / (1 * 1)) with 2 in H0 by field. replace (1 + 2 / (1 * 1)) with 3 in H1 by field.
  assert (E' : free_loss 1 2 2 1 1 (fun _ => O) oblique_decoder O Z v
    = y + (v 0%nat 0%nat + 2 * v 0%nat 1%nat) + (v 0%nat 0%nat - ln (v 0%nat 0%nat) + Z 0%nat 0%nat ^ 2
        + (v 0%nat 1%nat - ln (v 0%nat 1%nat) + Z 0%nat 1%nat ^ 2))).
  { unfold y, free_loss, mean, col_power, sq_dist, affine, oblique_decoder, matrix. simpl. rewrite ln_1. field. }
  rewrite E' in E. pose proof (pow2_ge_0 (Z 0%nat 0%nat)). pose proof (pow2_ge_0 (Z 0%nat 1%nat)).
  assert (H23 : ln 2 + ln 3 = ln 6) by (rewrite <- ln_mult by lra; f_equal; ring).
  assert (H56 : ln 5 < ln 6) by (apply ln_increasing; lra).
  simpl in *. lra.
Qed.
