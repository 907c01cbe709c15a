(** V is the least loss over all affine decoders. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import SpectralStatements AnalysisAffineStatements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLemma2 AnalysisAffine SpectralReals PrincipalBound PrincipalMinimum.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Moments *)

Lemma moment_symmetric : forall d n X b, symmetric d (moment n X b).
Proof. intros d n X b i j _ _; apply mean_ext; intros; ring. Qed.

Lemma inner_ext : forall d x x' y, (forall j, (j < d)%nat -> x j = x' j) -> inner d x y = inner d x' y.
Proof. intros d x x' y H; apply rsum_ext; intros j Hj; rewrite H by exact Hj; reflexivity. Qed.

(** S x . y is the mean of the product of the data along x and along y. *)
Lemma apply_moment : forall d n X b x y, inner d (apply d (moment n X b) x) y
  = mean n (fun i => inner d x (vminus (X i) b) * inner d y (vminus (X i) b)).
Proof.
  intros. unfold inner at 1, apply, moment.
  rewrite (mean_ext n (fun i => inner d x (vminus (X i) b) * inner d y (vminus (X i) b))
    (fun i => rsum d (fun a => rsum d (fun c => y a * x c * ((X i a - b a) * (X i c - b c)))))).
  - rewrite mean_rsum. apply rsum_ext; intros a _. rewrite mean_rsum, Rmult_comm, <- rsum_scal.
    apply rsum_ext; intros c _. rewrite mean_scal. ring.
  - intros i _. unfold inner, vminus. rewrite Rmult_comm, <- (Rmult_comm _ (rsum d _)), <- rsum_scal.
    rewrite (rsum_ext d (fun a => rsum d (fun c => y a * x c * ((X i a - b a) * (X i c - b c))))
      (fun a => rsum d (fun c => x c * (X i c - b c)) * (y a * (X i a - b a)))); [reflexivity|].
    intros a _. rewrite Rmult_comm, <- rsum_scal. apply rsum_ext; intros; ring.
Qed.

Lemma spread_apply : forall d n X b x,
  spread d n X b x = inner d (apply d (moment n X b) x) x.
Proof. intros; rewrite apply_moment; apply mean_ext; intros; ring. Qed.

Lemma apply_sym : forall d n X b x y, inner d (apply d (moment n X b) x) y
  = inner d x (apply d (moment n X b) y).
Proof.
  intros. rewrite (inner_sym d x), !apply_moment. apply mean_ext; intros; ring.
Qed.

Lemma eigen_inner : forall d S lam x y, eigenvector d S lam x ->
  inner d (apply d S x) y = lam * inner d x y.
Proof.
  intros d S lam x y H. unfold inner. rewrite <- rsum_scal. apply rsum_ext; intros j Hj.
  rewrite (H j Hj). ring.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Eigenvectors certify *)

(** Orthogonal eigenvectors e k of length one, or zero, and theta, which bounds the spread of what is
    orthogonal to them. *)
Lemma eigen_certificate : forall d kappa n X b e lam theta,
  (forall k, (k < kappa)%nat -> eigenvector d (moment n X b) (lam k) (e k)) ->
  (forall k, (k < kappa)%nat -> inner d (e k) (e k) = 0 \/ inner d (e k) (e k) = 1) ->
  orthogonal d kappa e -> (forall k, (k < kappa)%nat -> theta <= lam k) -> 0 <= theta ->
  (forall x, (forall k, (k < kappa)%nat -> inner d (e k) x = 0) ->
     spread d n X b x <= theta * inner d x x) ->
  certificate d kappa n X b e lam theta.
Proof.
  intros d kappa n X b e lam theta Heig Hunit Horth Hle H0 Hrest.
  assert (Hek : forall k, (k < kappa)%nat -> inner d (e k) (e k) = 0 ->
                forall y, inner d (e k) y = 0).
  { intros k Hk E y. apply inner_zero_l, inner_eq0, E. }
  (* x minus its part along the e k *)
  assert (Hy : forall x, let y := vminus x (comb kappa (fun k => inner d (e k) x) e) in
    (forall k, (k < kappa)%nat -> inner d (e k) y = 0) /\
    inner d y y = inner d x x - rsum kappa (fun k => inner d (e k) x ^ 2) /\
    spread d n X b y = spread d n X b x - rsum kappa (fun k => lam k * inner d (e k) x ^ 2)).
  { intros x y. set (a := fun k => inner d (e k) x).
    assert (Hay : forall k, (k < kappa)%nat -> inner d (e k) y = 0).
    { intros k Hk. unfold y. fold a. rewrite inner_sym, inner_minus, inner_comb.
      rewrite (rsum_single kappa _ k Hk), (inner_sym d x).
      - fold (a k). destruct (Hunit k Hk) as [E|E]; [|rewrite E; ring].
        assert (a k = 0) by (apply Hek; assumption). rewrite H. ring.
      - intros m Hm Hne. rewrite (Horth m k) by auto. ring. }
    split; [exact Hay|split].
    - unfold y. fold a. rewrite norm_minus_comb by exact Horth.
      rewrite (rsum_ext kappa (fun l => a l ^ 2 * inner d (e l) (e l)) (fun l => a l ^ 2)).
      + rewrite (rsum_ext kappa (fun l => a l * inner d (e l) x) (fun l => a l ^ 2))
          by (intros; unfold a; ring). unfold a; ring.
      + intros k Hk. destruct (Hunit k Hk) as [E|E]; rewrite E; [|ring].
        assert (a k = 0) by (apply Hek; assumption). rewrite H. ring.
    - (* S y . y = S y . x, as y is orthogonal to the e k; S y . x = S x . x - sum a_k lam_k a_k *)
      rewrite !spread_apply, apply_sym. set (Sy := apply d (moment n X b) y).
      assert (E1 : inner d y Sy = inner d x Sy).
      { unfold y at 1. fold a. rewrite inner_minus, inner_comb.
        rewrite (rsum_ext kappa _ (fun _ => 0)), rsum_const; [ring|]. intros k Hk.
        unfold Sy. rewrite <- apply_sym, (eigen_inner d _ (lam k)) by (apply Heig, Hk).
        rewrite (Hay k Hk). ring. }
      rewrite E1. unfold Sy. rewrite <- apply_sym, inner_sym. unfold y. fold a.
      rewrite inner_minus, inner_comb, (inner_sym d x). f_equal. apply rsum_ext; intros k Hk.
      rewrite (inner_sym d (e k)), apply_sym, (inner_sym d x), (eigen_inner d _ (lam k))
        by (apply Heig, Hk). unfold a. ring. }
  split; [|split; [|split; [exact Hle|split; [exact H0|]]]].
  - intros k Hk. destruct (Hunit k Hk) as [E|E]; rewrite E; lra.
  - intros x. destruct (Hy x) as [_ [E _]]. pose proof (inner_ge0 d (vminus x
      (comb kappa (fun k => inner d (e k) x) e))). rewrite E in H. lra.
  - intros x. destruct (Hy x) as [Ho [E Es]]. pose proof (Hrest _ Ho) as H.
    rewrite E, Es in H. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The principal directions *)

Section Principal.
Variables (d n : nat) (X : nat -> vec) (b lam : vec) (u : nat -> vec).
Hypothesis (Hp : principal d (moment n X b) lam u).
Hypothesis (Hn : (0 < n)%nat).

Lemma expand : forall x, rsum d (fun i => inner d (u i) x ^ 2) = inner d x x.
Proof.
  intros x. destruct Hp as [_ [_ [Ho _]]].
  rewrite (rsum_ext d _ (fun l => rsum d (fun k => u l k * x k) ^ 2)) by reflexivity.
  rewrite parseval by exact Ho. apply rsum_ext; intros; ring.
Qed.

Lemma expand_product : forall x y,
  rsum d (fun i => inner d (u i) x * inner d (u i) y) = inner d x y.
Proof.
  intros x y.
  assert (E : 4 * rsum d (fun i => inner d (u i) x * inner d (u i) y)
    = rsum d (fun i => inner d (u i) (fun j => x j + y j) ^ 2)
      - rsum d (fun i => inner d (u i) (vminus x y) ^ 2)).
  { rewrite <- rsum_scal, <- rsum_minus. apply rsum_ext; intros i _.
    assert (E1 : inner d (u i) (fun j => x j + y j) = inner d (u i) x + inner d (u i) y)
      by (unfold inner; rewrite <- rsum_plus; apply rsum_ext; intros; ring).
    assert (E2 : inner d (u i) (vminus x y) = inner d (u i) x - inner d (u i) y)
      by (rewrite inner_sym, inner_minus, !(inner_sym d _ (u i)); reflexivity).
    rewrite E1, E2. ring. }
  rewrite !expand in E.
  assert (E3 : inner d (fun j => x j + y j) (fun j => x j + y j)
               - inner d (vminus x y) (vminus x y) = 4 * inner d x y)
    by (unfold inner, vminus; rewrite <- rsum_minus, <- rsum_scal; apply rsum_ext; intros; ring).
  lra.
Qed.

Lemma spread_expand : forall x, spread d n X b x = rsum d (fun i => lam i * inner d (u i) x ^ 2).
Proof.
  intros x. rewrite spread_apply, <- expand_product. apply rsum_ext; intros i Hi.
  destruct Hp as [_ [_ [_ He]]].
  rewrite <- apply_sym, (eigen_inner d _ (lam i)) by (apply He, Hi). ring.
Qed.

Lemma spread_principal : forall i, (i < d)%nat -> spread d n X b (u i) = lam i.
Proof.
  intros i Hi. destruct Hp as [_ [_ [Ho He]]].
  rewrite spread_apply, (eigen_inner d _ (lam i)), Ho by auto.
  unfold delta; rewrite Nat.eqb_refl; ring.
Qed.

Lemma lam_nonneg : forall i, 0 <= lam i.
Proof.
  intros i. destruct (Nat.lt_ge_cases i d) as [H|H].
  - rewrite <- spread_principal by exact H. apply mean_nonneg; [exact Hn|]. intros; apply pow2_ge_0.
  - destruct Hp as [_ [H0 _]]. rewrite H0 by exact H. lra.
Qed.

Lemma lam_order : forall i j, (i <= j)%nat -> lam j <= lam i.
Proof.
  intros i j H. destruct Hp as [Ho [H0 _]]. destruct (Nat.lt_ge_cases j d) as [Hj|Hj]; [auto|].
  rewrite (H0 j Hj). apply lam_nonneg.
Qed.

Lemma total_principal : total d n X b = rsum d lam.
Proof.
  unfold total. rewrite (mean_ext n _ (fun i => rsum d (fun l => inner d (u l) (vminus (X i) b) ^ 2))).
  - rewrite mean_rsum. apply rsum_ext; intros i Hi. apply spread_principal, Hi.
  - intros i _. rewrite expand. reflexivity.
Qed.

Definition direction (k : nat) : vec := fun j => if Nat.ltb k d then u k j else 0.

Lemma direction_inside : forall k, (k < d)%nat -> forall y, inner d (direction k) y = inner d (u k) y.
Proof.
  intros k Hk y; apply inner_ext; intros j _; unfold direction.
  destruct (Nat.ltb_spec k d); [reflexivity|lia].
Qed.

Lemma direction_outside : forall k, (d <= k)%nat -> forall y, inner d (direction k) y = 0.
Proof.
  intros k Hk y; apply inner_zero_l; intros j _; unfold direction.
  destruct (Nat.ltb_spec k d); [lia|reflexivity].
Qed.

Lemma direction_unit : forall k,
  inner d (direction k) (direction k) = if Nat.ltb k d then 1 else 0.
Proof.
  intros k. destruct (Nat.ltb_spec k d) as [H|H].
  - rewrite direction_inside, inner_sym, direction_inside by exact H.
    destruct Hp as [_ [_ [Ho _]]]. rewrite Ho by exact H. unfold delta; rewrite Nat.eqb_refl; ring.
  - apply direction_outside, H.
Qed.

Lemma direction_orthogonal : forall kappa, orthogonal d kappa direction.
Proof.
  intros kappa k l _ _ Hne. destruct (Nat.lt_ge_cases k d) as [Hk|Hk];
    [|apply direction_outside, Hk].
  rewrite direction_inside, inner_sym by exact Hk. destruct (Nat.lt_ge_cases l d) as [Hl|Hl];
    [|apply direction_outside, Hl].
  rewrite direction_inside by exact Hl. destruct Hp as [_ [_ [Ho _]]]. rewrite Ho by assumption.
  unfold delta. destruct (Nat.eqb_spec l k); [congruence|reflexivity].
Qed.

Lemma direction_eigen : forall k, eigenvector d (moment n X b) (lam k) (direction k).
Proof.
  intros k. destruct Hp as [_ [_ [_ He]]]. intros i Hi. unfold apply, direction.
  destruct (Nat.ltb_spec k d) as [H|H].
  - apply (He k H i Hi).
  - rewrite (rsum_ext d _ (fun _ => 0)), rsum_const by (intros; ring). ring.
Qed.

Lemma principal_certificate : forall kappa,
  certificate d kappa n X b direction lam (lam kappa).
Proof.
  intros kappa. apply eigen_certificate.
  - intros; apply direction_eigen.
  - intros k _. rewrite direction_unit. destruct (Nat.ltb k d); auto.
  - apply direction_orthogonal.
  - intros; apply lam_order; lia.
  - apply lam_nonneg.
  - intros x Hx. rewrite spread_expand, <- (expand x), <- rsum_scal. apply rsum_le; intros i Hi.
    destruct (Nat.lt_ge_cases i kappa) as [H|H].
    + pose proof (Hx i H) as E. rewrite direction_inside in E by exact Hi. rewrite E. lra.
    + apply Rmult_le_compat_r; [apply pow2_ge_0|apply lam_order, H].
Qed.

Lemma value_as_gains : forall beta kappa gamma, 0 < beta -> 0 < gamma ->
  affine_value beta d kappa lam gamma
  = INR d * ln gamma + beta * INR kappa
    + beta * (total d n X b / (beta * gamma)
              - rsum kappa (fun k => best_gain (beta * gamma) (lam k))).
Proof.
  intros beta kappa gamma Hb Hg. rewrite total_principal. unfold affine_value, best_gain.
  set (g := beta * gamma). rewrite rsum_minus.
  assert (E : rsum d lam = rsum kappa lam + rsum (d - kappa) (fun j => lam (kappa + j)%nat)).
  { destruct Hp as [_ [H0 _]]. destruct (Nat.le_gt_cases kappa d) as [H|H].
    - rewrite <- rsum_split. f_equal. lia.
    - replace (d - kappa)%nat with 0%nat by lia. simpl.
      rewrite (rsum_first d kappa) by (auto; lia). ring. }
  rewrite E.
  rewrite (rsum_ext (d - kappa) (fun j => lam (kappa + j)%nat / g)
    (fun j => / g * lam (kappa + j)%nat)) by (intros; unfold Rdiv; ring).
  rewrite (rsum_ext kappa (fun j => lam j / g) (fun j => / g * lam j)) by (intros; unfold Rdiv; ring).
  rewrite !rsum_scal. change (fun j => lam j) with lam. unfold Rdiv. ring.
Qed.

(** The best columns, along the principal directions. *)
Definition best_columns (g : R) : nat -> vec :=
  fun j k => sqrt (Rmax (lam k) g - g) * direction k j.

Lemma best_column_inner : forall g k y,
  inner d (column (best_columns g) k) y = sqrt (Rmax (lam k) g - g) * inner d (direction k) y.
Proof.
  intros. unfold inner. rewrite <- rsum_scal. apply rsum_ext; intros.
  unfold column, best_columns. ring.
Qed.

Lemma best_column_square : forall g k, 0 < g ->
  inner d (column (best_columns g) k) (column (best_columns g) k) = Rmax (lam k) g - g.
Proof.
  intros g k Hg. rewrite best_column_inner, inner_sym, best_column_inner, direction_unit.
  pose proof (Rmax_r (lam k) g) as Hm. pose proof (sqrt_sqrt (Rmax (lam k) g - g) ltac:(lra)) as E.
  destruct (Nat.ltb_spec k d) as [H|H].
  - rewrite <- E at 3. ring.
  - destruct Hp as [_ [H0 _]]. rewrite H0, Rmax_right by (auto; lra). ring.
Qed.

Lemma best_columns_orthogonal : forall g kappa, orthogonal d kappa (column (best_columns g)).
Proof.
  intros g kappa k l Hk Hl Hne. rewrite best_column_inner, inner_sym, best_column_inner.
  rewrite (direction_orthogonal kappa l k) by auto. ring.
Qed.

Lemma best_columns_value : forall beta kappa gamma, 0 < beta -> 0 < gamma ->
  orthogonal_value beta d kappa n gamma X b (column (best_columns (beta * gamma)))
  = affine_value beta d kappa lam gamma.
Proof.
  intros beta kappa gamma Hb Hg. rewrite value_as_gains by assumption. unfold orthogonal_value.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  set (g := beta * gamma) in *. do 3 f_equal. apply rsum_ext; intros k _.
  rewrite best_gain_eq by (try exact Hbg; apply lam_nonneg). unfold gain.
  rewrite best_column_square by exact Hbg. f_equal. f_equal.
  rewrite spread_apply. set (c := column (best_columns g) k).
  assert (He : eigenvector d (moment n X b) (lam k) c).
  { intros i Hi. unfold apply, c, column, best_columns.
    rewrite (rsum_ext d _ (fun j => sqrt (Rmax (lam k) g - g) * (moment n X b i j * direction k j)))
      by (intros; ring).
    rewrite rsum_scal. pose proof (direction_eigen k i Hi) as E. unfold apply in E. rewrite E. ring. }
  rewrite (eigen_inner d _ (lam k)) by exact He. unfold c. rewrite best_column_square by exact Hbg. ring.
Qed.

End Principal.

Lemma data_mean_centre : forall d n X, (0 < n)%nat -> centre_of d n X (data_mean n X).
Proof.
  intros d n X Hn j _. rewrite mean_minus, mean_const by exact Hn. unfold data_mean. ring.
Qed.

Theorem affine_minimum :
  forall beta d kappa n gamma X lam u, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  principal d (covariance n X) lam u ->
  (forall W b Z v, (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) ->
     affine_value beta d kappa lam gamma <= free_loss beta d kappa n gamma X W b Z v) /\
  (exists W b Z v, (forall k, 0 < v k) /\
     free_loss beta d kappa n gamma X W b Z (fun _ => v) = affine_value beta d kappa lam gamma /\
     forall k, col_power d W k = Rmax (lam k) (beta * gamma) - beta * gamma /\
               v k = beta * gamma / Rmax (lam k) (beta * gamma)).
Proof.
  intros beta d kappa n gamma X lam u Hn Hb Hg Hp.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  pose proof (data_mean_centre d n X Hn) as Hc. split.
  - intros W b Z v Hv.
    destruct (free_loss_lower beta d kappa n gamma X W b Z v Hn Hb Hg Hv) as [f [Hf Hl]].
    eapply Rle_trans; [|exact Hl].
    eapply Rle_trans; [|apply (offset_costs beta d kappa n gamma X b _ f Hn Hb Hg Hf Hc)].
    rewrite (value_as_gains d n X _ lam u Hp Hn) by assumption. unfold orthogonal_value.
    apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|]. apply Rplus_le_compat_l, Ropp_le_contravar.
    apply (certified_gain d kappa n X _ (direction d u) lam (lam kappa)); auto.
    apply principal_certificate; assumption.
  - set (W := best_columns d lam u (beta * gamma)).
    assert (Hsq : forall k, inner d (column W k) (column W k)
                            = Rmax (lam k) (beta * gamma) - beta * gamma)
      by (intros; apply (best_column_square d n X _ lam u Hp Hn _ k Hbg)).
    exists W, (data_mean n X),
      (fun i k => inner d (column W k) (vminus (X i) (data_mean n X))
                  / (beta * gamma + inner d (column W k) (column W k))),
      (fun k => posterior_variance beta gamma (inner d (column W k) (column W k))).
    split; [|split].
    + intros k. apply (eq5 beta gamma _ Hb Hg (inner_ge0 _ _)).
    + assert (Ho : orthogonal d kappa (column W)) 
        by (apply (best_columns_orthogonal d n X _ lam u Hp); assumption).
      pose proof (orthogonal_attained beta d kappa n gamma X W (data_mean n X) Hn Hb Hg Ho) as E.
      cbv zeta in E. rewrite E.
      apply (best_columns_value d n X _ lam u Hp Hn); assumption.
    + intros k. rewrite column_power, Hsq. split; [reflexivity|].
      unfold posterior_variance. f_equal. ring.
Qed.
