(** The loss of an affine decoder is at least what the largest eigenvalues allow.

    The columns of W are rotated to be orthogonal (the spectral theorem for W^T W); the logarithm is
    concave, so the sum of log(1 + |w_k|^2/g) does not rise; then one eigenvalue at a time. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import SpectralStatements AnalysisAffineStatements AnalysisSums AnalysisLog
  AnalysisGamma AnalysisLemma2 AnalysisAffine SpectralReals.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Inner products and combinations *)

Definition vminus (x y : vec) : vec := fun j => x j - y j.
Definition comb (N : nat) (a : vec) (f : nat -> vec) : vec := fun j => rsum N (fun l => a l * f l j).

Lemma inner_sym : forall d x y, inner d x y = inner d y x.
Proof. intros; apply rsum_ext; intros; ring. Qed.

Lemma inner_minus : forall d x y z, inner d (vminus x y) z = inner d x z - inner d y z.
Proof.
  intros; unfold inner, vminus. rewrite <- rsum_minus. apply rsum_ext; intros; ring.
Qed.

Lemma inner_ge0 : forall d x, 0 <= inner d x x.
Proof. intros; apply rsum_nonneg; intros; nra. Qed.

Lemma inner_eq0 : forall d x, inner d x x = 0 -> forall j, (j < d)%nat -> x j = 0.
Proof.
  intros d x H j Hj. assert (x j * x j = 0); [|nra].
  apply (rsum_zero d (fun j => x j * x j)); auto. intros; nra.
Qed.

Lemma inner_comb : forall d N a f z,
  inner d (comb N a f) z = rsum N (fun l => a l * inner d (f l) z).
Proof.
  intros; unfold inner, comb.
  rewrite (rsum_ext d _ (fun j => rsum N (fun l => a l * (f l j * z j)))).
  2: { intros. rewrite Rmult_comm, <- rsum_scal. apply rsum_ext; intros; ring. }
  rewrite rsum_swap. apply rsum_ext; intros; apply rsum_scal.
Qed.

Lemma inner_zero_l : forall d x y, (forall j, (j < d)%nat -> x j = 0) -> inner d x y = 0.
Proof.
  intros d x y H; unfold inner. rewrite (rsum_ext d _ (fun _ => 0)), rsum_const; [ring|].
  intros; rewrite H by assumption; ring.
Qed.

Definition orthogonal (d N : nat) (f : nat -> vec) : Prop :=
  forall l m, (l < N)%nat -> (m < N)%nat -> l <> m -> inner d (f l) (f m) = 0.

(** The square of x minus a combination of orthogonal vectors. *)
Lemma norm_minus_comb : forall d N a f x, orthogonal d N f ->
  let y := vminus x (comb N a f) in
  inner d y y = inner d x x - 2 * rsum N (fun l => a l * inner d (f l) x)
                + rsum N (fun l => a l ^ 2 * inner d (f l) (f l)).
Proof.
  intros d N a f x H y; unfold y.
  rewrite inner_minus, (inner_sym d x), (inner_sym d (comb N a f)), !inner_minus.
  rewrite (inner_sym d x (comb N a f)), !inner_comb.
  rewrite (rsum_ext N (fun l => a l * inner d (f l) (comb N a f))
             (fun l => a l ^ 2 * inner d (f l) (f l))); [ring|].
  intros l Hl. rewrite (inner_sym d (f l)), inner_comb, (rsum_single N _ l Hl); [ring|].
  intros m Hm Hne. rewrite (H m l) by auto. ring.
Qed.

(** Bessel's inequality for orthogonal vectors of any length; division by 0 stands for a vector 0. *)
Lemma bessel : forall d N f x, orthogonal d N f ->
  rsum N (fun l => inner d (f l) x ^ 2 / inner d (f l) (f l)) <= inner d x x.
Proof.
  intros d N f x H.
  pose proof (norm_minus_comb d N (fun l => inner d (f l) x / inner d (f l) (f l)) f x H) as E.
  cbv zeta in E. pose proof (inner_ge0 d (vminus x (comb N
    (fun l => inner d (f l) x / inner d (f l) (f l)) f))) as P. rewrite E in P.
  rewrite (rsum_ext N (fun l => (inner d (f l) x / inner d (f l) (f l)) ^ 2 * inner d (f l) (f l))
             (fun l => inner d (f l) x ^ 2 / inner d (f l) (f l))) in P.
  - rewrite (rsum_ext N (fun l => inner d (f l) x / inner d (f l) (f l) * inner d (f l) x)
             (fun l => inner d (f l) x ^ 2 / inner d (f l) (f l))) in P; [lra|].
    intros; unfold Rdiv; ring.
  - intros l Hl. destruct (Req_dec (inner d (f l) (f l)) 0) as [E0|Hne]; [|field; exact Hne].
    rewrite (inner_zero_l d (f l) x (inner_eq0 d _ E0)). unfold Rdiv; ring.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The loss for one decoder *)

Definition column (W : nat -> vec) (k : nat) : vec := fun j => W j k.
(** Mean square of the data about b along x. *)
Definition spread (d n : nat) (X : nat -> vec) (b x : vec) : R :=
  mean n (fun i => inner d x (vminus (X i) b) ^ 2).
Definition total (d n : nat) (X : nat -> vec) (b : vec) : R :=
  mean n (fun i => inner d (vminus (X i) b) (vminus (X i) b)).

Lemma column_power : forall d W k, col_power d W k = inner d (column W k) (column W k).
Proof. intros; apply rsum_ext; intros; unfold column; ring. Qed.

Lemma sq_dist_comb : forall d kappa x W b z,
  sq_dist d x (affine kappa W b z)
  = inner d (vminus (vminus x b) (comb kappa z (column W))) (vminus (vminus x b) (comb kappa z (column W))).
Proof.
  intros; apply rsum_ext; intros; unfold affine, vminus, comb, column.
  rewrite (rsum_ext kappa (fun l => z l * W k l) (fun l => W k l * z l)) by (intros; ring). ring.
Qed.

(** What a column of squared length w gains in a direction of variance lam; at its best. *)
Definition gain (g w lam : R) : R := w * lam / (g * (g + w)) - ln (1 + w / g).
Definition best_gain (g lam : R) : R := lam / g - direction_value g lam.

Lemma gain_le : forall g w lam, 0 < g -> 0 <= w -> 0 <= lam -> gain g w lam <= best_gain g lam.
Proof.
  intros g w lam Hg Hw Hl; unfold gain, best_gain.
  assert (direction_value g lam <= ln ((g + w) / g) + lam / (g + w))
    by (apply (unique_minimum_le _ _ _ _ (signal_variance g lam Hg Hl)), Hw).
  replace (1 + w / g) with ((g + w) / g) by (field; lra).
  replace (w * lam / (g * (g + w))) with (lam / g - lam / (g + w)) by (field; lra). lra.
Qed.

Lemma best_gain_eq : forall g lam, 0 < g -> 0 <= lam ->
  best_gain g lam = gain g (Rmax lam g - g) lam.
Proof.
  intros g lam Hg Hl; unfold gain, best_gain.
  destruct (signal_variance g lam Hg Hl) as [Hm [E _]]. unfold nonnegatives in Hm.
  rewrite <- E.
  replace (1 + (Rmax lam g - g) / g) with ((g + (Rmax lam g - g)) / g) by (field; lra).
  set (w := Rmax lam g - g) in *. field. lra.
Qed.

Lemma best_gain_mono : forall g lam lam', 0 < g -> 0 <= lam <= lam' ->
  best_gain g lam <= best_gain g lam'.
Proof.
  intros g lam lam' Hg [Hl H]. rewrite best_gain_eq by assumption.
  pose proof (Rmax_r lam g) as Hm.
  eapply Rle_trans; [|apply (gain_le g (Rmax lam g - g)); lra].
  unfold gain. set (w := Rmax lam g - g) in *.
  assert (w * lam / (g * (g + w)) <= w * lam' / (g * (g + w))); [|lra].
  apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Rmult_lt_0_compat; unfold w; lra|].
  apply Rmult_le_compat_l; [unfold w; lra|exact H].
Qed.

Lemma best_gain_0 : forall g, 0 < g -> best_gain g 0 = 0.
Proof.
  intros g Hg; unfold best_gain. rewrite direction_value_below by lra. lra.
Qed.

Lemma best_gain_below : forall g lam, 0 < g -> lam <= g -> best_gain g lam = 0.
Proof. intros; unfold best_gain. rewrite direction_value_below by lra. lra. Qed.

(** The loss in terms of orthogonal columns f l, of squared lengths w l. *)
Definition orthogonal_value (beta : R) (d kappa n : nat) (gamma : R) (X : nat -> vec) (b : vec)
    (f : nat -> vec) : R :=
  let g := beta * gamma in
  INR d * ln gamma + beta * INR kappa
  + beta * (total d n X b / g
            - rsum kappa (fun l => spread d n X b (f l) / (g * (g + inner d (f l) (f l)))
                                   - ln (1 + inner d (f l) (f l) / g))).

Lemma variance_part : forall beta gamma w v, 0 < beta -> 0 < gamma -> 0 <= w -> 0 < v ->
  beta * (1 + ln (1 + w / (beta * gamma))) <= w * v / gamma + beta * (v - ln v).
Proof.
  intros beta gamma w v Hb Hg Hw Hv.
  apply (unique_minimum_le _ _ _ _ (eq5 beta gamma w Hb Hg Hw)), Hv.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Orthogonal columns *)

Definition rotated (kappa : nat) (W Q : nat -> vec) (l : nat) : vec := comb kappa (Q l) (column W).

Lemma sum_delta : forall n f k, (k < n)%nat -> rsum n (fun m => delta k m * f m) = f k.
Proof.
  intros n f k Hk. rewrite (rsum_single n _ k Hk).
  - unfold delta. rewrite Nat.eqb_refl. ring.
  - intros j _ Hne. unfold delta. destruct (Nat.eqb_spec k j); [congruence|ring].
Qed.

(** Sums of squares do not change under a rotation. *)
Lemma parseval : forall n Q c, orthonormal n n Q ->
  rsum n (fun l => rsum n (fun k => Q l k * c k) ^ 2) = rsum n (fun k => c k ^ 2).
Proof.
  intros n Q c HQ.
  rewrite (rsum_ext n _ (fun l => rsum n (fun k => rsum n (fun m => c k * (c m * (Q l k * Q l m)))))).
  2: { intros l _. rewrite rsum_square. apply rsum_ext; intros k _; apply rsum_ext; intros; ring. }
  rewrite rsum_swap. apply rsum_ext; intros k Hk. rewrite rsum_swap.
  rewrite (rsum_ext n _ (fun m => delta k m * (c k * c m))).
  - rewrite sum_delta by exact Hk. ring.
  - intros m Hm.
    rewrite (rsum_ext n _ (fun l => (c k * c m) * (Q l k * Q l m))) by (intros; ring).
    rewrite rsum_scal, orthonormal_columns by assumption. ring.
Qed.

Lemma orthogonal_columns : forall d kappa W, exists Q, orthonormal kappa kappa Q /\
  orthogonal d kappa (rotated kappa W Q) /\
  forall k, (k < kappa)%nat -> inner d (column W k) (column W k)
    = rsum kappa (fun l => Q l k ^ 2 * inner d (rotated kappa W Q l) (rotated kappa W Q l)).
Proof.
  intros d kappa W. set (G := fun k m => inner d (column W k) (column W m)).
  destruct (spectral_theorem kappa G) as [lam [Q [_ [_ [HQ Heig]]]]].
  { intros i j _ _. apply inner_sym. }
  assert (Hin : forall l m, (l < kappa)%nat -> (m < kappa)%nat ->
    inner d (rotated kappa W Q l) (rotated kappa W Q m) = lam m * delta l m).
  { intros l m Hl Hm. unfold rotated at 1. rewrite inner_comb, <- (HQ l m Hl Hm).
    change (inner kappa (Q l) (Q m)) with (rsum kappa (fun k => Q l k * Q m k)).
    rewrite <- rsum_scal. apply rsum_ext; intros k Hk.
    rewrite inner_sym. unfold rotated. rewrite inner_comb.
    rewrite (rsum_ext kappa _ (fun k' => G k k' * Q m k')).
    - pose proof (Heig m Hm k Hk) as E. unfold apply in E. rewrite E. ring.
    - intros k' _. unfold G. rewrite (inner_sym d (column W k)). ring. }
  exists Q. split; [exact HQ|split].
  - intros l m Hl Hm Hne. rewrite Hin by assumption. unfold delta.
    destruct (Nat.eqb_spec l m); [contradiction|ring].
  - intros k Hk.
    rewrite (rsum_ext kappa (fun l => Q l k ^ 2 * _)
               (fun l => rsum kappa (fun m => G k m * (Q l k * Q l m)))).
    + rewrite rsum_swap, (rsum_ext kappa _ (fun m => delta k m * G k m)).
      * rewrite sum_delta by exact Hk. reflexivity.
      * intros m Hm. rewrite rsum_scal, orthonormal_columns by assumption. ring.
    + intros l Hl. rewrite Hin by assumption. unfold delta. rewrite Nat.eqb_refl.
      pose proof (Heig l Hl k Hk) as E. unfold apply in E.
      rewrite (rsum_ext kappa _ (fun m => Q l k * (G k m * Q l m))) by (intros; ring).
      rewrite rsum_scal, E. ring.
Qed.

(** The logarithms do not rise when the columns are made orthogonal: the logarithm is concave. *)
Lemma logs_fall : forall kappa g (a w : nat -> R) Q, 0 < g -> orthonormal kappa kappa Q ->
  (forall l, (l < kappa)%nat -> 0 <= w l) ->
  (forall k, (k < kappa)%nat -> a k = rsum kappa (fun l => Q l k ^ 2 * w l)) ->
  rsum kappa (fun l => ln (1 + w l / g)) <= rsum kappa (fun k => ln (1 + a k / g)).
Proof.
  intros kappa g a w Q Hg HQ Hw Ha.
  assert (Hpos : forall x, 0 <= x -> 1 <= 1 + x / g).
  { intros x Hx. assert (0 <= x / g) by (apply Rmult_le_pos; [exact Hx|left; apply Rinv_0_lt_compat, Hg]).
    lra. }
  assert (Hone : forall l, (l < kappa)%nat -> rsum kappa (fun k => Q l k ^ 2) = 1).
  { intros l Hl. pose proof (HQ l l Hl Hl) as E. unfold delta in E. rewrite Nat.eqb_refl in E.
    rewrite <- E. apply rsum_ext; intros; ring. }
  assert (Hone' : forall k, (k < kappa)%nat -> rsum kappa (fun l => Q l k ^ 2) = 1).
  { intros k Hk. pose proof (orthonormal_columns kappa Q k k HQ Hk Hk) as E.
    unfold delta in E. rewrite Nat.eqb_refl in E. rewrite <- E. apply rsum_ext; intros; ring. }
  apply Rle_trans with (rsum kappa (fun k => rsum kappa (fun l => Q l k ^ 2 * ln (1 + w l / g)))).
  - rewrite rsum_swap. right. apply rsum_ext; intros l Hl.
    rewrite (rsum_ext kappa _ (fun k => ln (1 + w l / g) * Q l k ^ 2)) by (intros; ring).
    rewrite rsum_scal, Hone by exact Hl. ring.
  - apply rsum_le; intros k Hk. set (y := 1 + a k / g).
    assert (Hy : 1 <= y).
    { unfold y; apply Hpos. rewrite Ha by exact Hk. apply rsum_nonneg; intros l Hl.
      apply Rmult_le_pos; [apply pow2_ge_0|auto]. }
    (* the tangent of the logarithm at y *)
    apply Rle_trans with (rsum kappa (fun l => Q l k ^ 2 * (ln y + (1 + w l / g) / y - 1))).
    + apply rsum_le; intros l Hl. apply Rmult_le_compat_l; [apply pow2_ge_0|].
      pose proof (Hpos _ (Hw l Hl)) as H1.
      pose proof (ln_le_sub1 ((1 + w l / g) / y) ltac:(apply Rdiv_lt_0_compat; lra)) as L.
      rewrite ln_div in L by lra. lra.
    + rewrite (rsum_ext kappa _ (fun l => (ln y - 1 + / y) * Q l k ^ 2
                                          + / (g * y) * (Q l k ^ 2 * w l))).
      2: { intros; field; lra. }
      rewrite rsum_plus, !rsum_scal, Hone', <- Ha by exact Hk.
      right. unfold y. field. split; [lra|]. unfold y in Hy.
      assert (E : g + a k = g * (1 + a k / g)) by (field; lra). rewrite E.
      apply Rgt_not_eq, Rmult_lt_0_compat; lra.
Qed.

(** The best codes, bounded by duality at the residual p they would leave. *)
Lemma code_part : forall d kappa W Q g x z, 0 < g -> orthonormal kappa kappa Q ->
  let f := rotated kappa W Q in orthogonal d kappa f ->
  inner d x x - rsum kappa (fun l => inner d (f l) x ^ 2 / (g + inner d (f l) (f l)))
  <= inner d (vminus x (comb kappa z (column W))) (vminus x (comb kappa z (column W)))
     + g * rsum kappa (fun k => z k ^ 2).
Proof.
  intros d kappa W Q g x z Hg HQ f Hf.
  set (A := vminus x (comb kappa z (column W))).
  set (a := fun l => inner d (f l) x / (g + inner d (f l) (f l))).
  set (p := vminus x (comb kappa a f)).
  assert (Hw : forall l, 0 < g + inner d (f l) (f l))
    by (intros l; pose proof (inner_ge0 d (f l)); lra).
  assert (Hpp : inner d p p = inner d x x - 2 * rsum kappa (fun l => a l * inner d (f l) x)
                + rsum kappa (fun l => a l ^ 2 * inner d (f l) (f l)))
    by (apply norm_minus_comb, Hf).
  assert (Hxp : inner d x p = inner d x x - rsum kappa (fun l => a l * inner d (f l) x)).
  { unfold p. rewrite inner_sym, inner_minus, inner_comb. reflexivity. }
  assert (Hfp : forall l, (l < kappa)%nat -> inner d (f l) p = a l * g).
  { intros l Hl. unfold p. rewrite inner_sym, inner_minus, inner_comb.
    rewrite (rsum_single kappa _ l Hl), (inner_sym d x).
    - unfold a. pose proof (Hw l). field. lra.
    - intros m Hm Hne. rewrite (Hf m l) by auto. ring. }
  assert (HAp : inner d A p = inner d x p - rsum kappa (fun k => z k * inner d (column W k) p)).
  { unfold A. rewrite inner_minus, inner_comb. reflexivity. }
  assert (Hsq : rsum kappa (fun k => inner d (column W k) p ^ 2)
                = rsum kappa (fun l => (a l * g) ^ 2)).
  { rewrite <- (parseval kappa Q _ HQ). apply rsum_ext; intros l Hl.
    rewrite <- Hfp by exact Hl. unfold f, rotated. rewrite inner_comb. reflexivity. }
  assert (H1 : 2 * inner d A p - inner d p p <= inner d A A).
  { pose proof (inner_ge0 d (vminus A p)) as H. rewrite inner_minus, (inner_sym d A),
      (inner_sym d p (vminus A p)), !inner_minus, (inner_sym d p A) in H. lra. }
  assert (H2 : - / g * rsum kappa (fun k => inner d (column W k) p ^ 2)
    <= g * rsum kappa (fun k => z k ^ 2) - 2 * rsum kappa (fun k => z k * inner d (column W k) p)).
  { rewrite <- !rsum_scal, <- rsum_minus. apply rsum_le; intros k _.
    set (t := inner d (column W k) p).
    assert (E : g * z k ^ 2 - 2 * (z k * t) = - / g * t ^ 2 + / g * (g * z k - t) ^ 2)
      by (field; lra). rewrite E.
    assert (0 <= / g * (g * z k - t) ^ 2)
      by (apply Rmult_le_pos; [left; apply Rinv_0_lt_compat, Hg|apply pow2_ge_0]). lra. }
  rewrite Hsq in H2.
  assert (H3 : rsum kappa (fun l => inner d (f l) x ^ 2 / (g + inner d (f l) (f l)))
    = rsum kappa (fun l => a l ^ 2 * inner d (f l) (f l)) + / g * rsum kappa (fun l => (a l * g) ^ 2)).
  { rewrite <- rsum_scal, <- rsum_plus. apply rsum_ext; intros l _. unfold a.
    pose proof (Hw l). field. lra. }
  lra.
Qed.

(** Below, by the columns that a rotation Q makes orthogonal. *)
Lemma free_loss_lower_rotated : forall beta d kappa n gamma X W b Z v Q,
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) ->
  orthonormal kappa kappa Q -> orthogonal d kappa (rotated kappa W Q) ->
  (forall k, (k < kappa)%nat -> inner d (column W k) (column W k)
    = rsum kappa (fun l => Q l k ^ 2 * inner d (rotated kappa W Q l) (rotated kappa W Q l))) ->
  orthogonal_value beta d kappa n gamma X b (rotated kappa W Q)
  <= free_loss beta d kappa n gamma X W b Z v.
Proof.
  intros beta d kappa n gamma X W b Z v Q Hn Hb Hg Hv HQ Hf Ha.
  assert (Hbg : 0 < beta * gamma) by (apply Rmult_lt_0_compat; assumption).
  set (f := rotated kappa W Q) in *.
  assert (Hlog : rsum kappa (fun l => ln (1 + inner d (f l) (f l) / (beta * gamma)))
    <= rsum kappa (fun k => ln (1 + inner d (column W k) (column W k) / (beta * gamma)))).
  { apply (logs_fall kappa (beta * gamma) _ _ Q); auto. intros; apply inner_ge0. }
  set (g := beta * gamma) in *.
  apply Rle_trans with (mean n (fun i => / gamma * (inner d (vminus (X i) b) (vminus (X i) b)
      - rsum kappa (fun l => inner d (f l) (vminus (X i) b) ^ 2 / (g + inner d (f l) (f l))))
      + (INR d * ln gamma
         + beta * (INR kappa + rsum kappa (fun l => ln (1 + inner d (f l) (f l) / g)))))).
  - right. rewrite mean_plus, mean_const, mean_scal, mean_minus, mean_rsum by exact Hn.
    unfold orthogonal_value. fold g. rewrite rsum_minus. fold (total d n X b).
    rewrite (rsum_ext kappa (fun l => mean n (fun i => inner d (f l) (vminus (X i) b) ^ 2
               / (g + inner d (f l) (f l))))
             (fun l => g * (spread d n X b (f l) / (g * (g + inner d (f l) (f l)))))).
    + rewrite rsum_scal. unfold g. field. lra.
    + intros l _. pose proof (inner_ge0 d (f l)). unfold spread.
      rewrite (mean_ext n _ (fun i => / (g + inner d (f l) (f l)) * inner d (f l) (vminus (X i) b) ^ 2))
        by (intros; unfold Rdiv; ring).
      rewrite mean_scal. field. lra.
  - apply mean_le; [exact Hn|]. intros i Hi.
    pose proof (code_part d kappa W Q g (vminus (X i) b) (Z i) Hbg HQ Hf) as Hc. fold f in Hc.
    rewrite <- sq_dist_comb in Hc.
    assert (Hvar : beta * (INR kappa + rsum kappa (fun k =>
        ln (1 + inner d (column W k) (column W k) / g)))
      <= rsum kappa (fun k => col_power d W k * v i k) / gamma
         + beta * rsum kappa (fun k => v i k - ln (v i k))).
    { unfold Rdiv. rewrite (Rmult_comm _ (/ gamma)), <- !rsum_scal, <- rsum_plus.
      replace (INR kappa) with (INR kappa * 1) by ring.
      rewrite <- rsum_const, <- rsum_plus, <- rsum_scal. apply rsum_le; intros k Hk.
      rewrite column_power.
      pose proof (variance_part beta gamma _ (v i k) Hb Hg (inner_ge0 d (column W k)) (Hv i k Hi Hk))
        as H. unfold Rdiv in H. unfold g. lra. }
    rewrite (rsum_plus kappa (fun k => v i k - ln (v i k)) (fun k => Z i k ^ 2)).
    apply (Rmult_le_compat_l (/ gamma)) in Hc; [|left; apply Rinv_0_lt_compat, Hg].
    apply (Rmult_le_compat_l beta) in Hlog; [|lra].
    assert (E : / gamma * (g * rsum kappa (fun k => Z i k ^ 2)) = beta * rsum kappa (fun k => Z i k ^ 2))
      by (unfold g; field; lra).
    unfold Rdiv in *. lra.
Qed.

Lemma free_loss_lower : forall beta d kappa n gamma X W b Z v,
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) ->
  exists f, orthogonal d kappa f /\
    orthogonal_value beta d kappa n gamma X b f <= free_loss beta d kappa n gamma X W b Z v.
Proof.
  intros beta d kappa n gamma X W b Z v Hn Hb Hg Hv.
  destruct (orthogonal_columns d kappa W) as [Q [HQ [Hf Ha]]].
  exists (rotated kappa W Q). split; [exact Hf|]. apply free_loss_lower_rotated; assumption.
Qed.
