(** The affine VAE's loss along a line: first and second derivative. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import LocalStatements AnalysisSums AnalysisCollapse PrincipalBound.
Open Scope R_scope.

Section Line.
Variables (beta gamma : R) (d kappa n : nat) (X : nat -> vec) (p dp : point).
Hypothesis (Hg : 0 < gamma).

Let W := weights p. Let dW := weights dp.
Let w (k : nat) := column W k. Let dw (k : nat) := column dW k.

(** The residual x - W z - b of sample i, and its first and second order along the line. *)
Definition res0 (i : nat) : vec := vminus (vminus (X i) (shift p)) (comb kappa (means p i) w).
Definition res1 (i : nat) : vec := fun j =>
  - shift dp j - rsum kappa (fun k => means dp i k * w k j + means p i k * dw k j).
Definition res2 (i : nat) : vec := fun j => - rsum kappa (fun k => means dp i k * dw k j).

(** The part of sample i and latent dimension k that holds its variance. *)
Definition var_term (i k : nat) (t : R) : R :=
  ((inner d (w k) (w k) + 2 * inner d (w k) (dw k) * t + inner d (dw k) (dw k) * t ^ 2) / gamma + beta)
  * exp (logvars p i k + t * logvars dp i k).
Definition var_slope (i k : nat) (t : R) : R :=
  ((2 * inner d (w k) (dw k) + 2 * inner d (dw k) (dw k) * t) / gamma
   + ((inner d (w k) (w k) + 2 * inner d (w k) (dw k) * t + inner d (dw k) (dw k) * t ^ 2) / gamma + beta)
     * logvars dp i k) * exp (logvars p i k + t * logvars dp i k).
Definition var_curve (i k : nat) : R :=
  (2 * inner d (dw k) (dw k) / gamma + 4 * inner d (w k) (dw k) / gamma * logvars dp i k
   + (inner d (w k) (w k) / gamma + beta) * logvars dp i k ^ 2) * exp (logvars p i k).

Lemma is_derive_var : forall i k t, is_derive (var_term i k) t (var_slope i k t).
Proof.
  intros. unfold var_term, var_slope. auto_derive; [trivial|]. field. lra.
Qed.

Lemma is_derive_var_slope : forall i k, is_derive (var_slope i k) 0 (var_curve i k).
Proof.
  intros. unfold var_slope, var_curve. auto_derive; [trivial|].
  replace (logvars p i k + 0 * logvars dp i k) with (logvars p i k) by ring. field. lra.
Qed.

(** The rest is a polynomial in t. *)
Definition poly_term (i : nat) (t : R) : R :=
  (inner d (res0 i) (res0 i) + 2 * inner d (res0 i) (res1 i) * t
   + (inner d (res1 i) (res1 i) + 2 * inner d (res0 i) (res2 i)) * t ^ 2
   + 2 * inner d (res1 i) (res2 i) * t ^ 3 + inner d (res2 i) (res2 i) * t ^ 4) / gamma
  + INR d * ln gamma
  + beta * (rsum kappa (fun k => means p i k ^ 2 - logvars p i k)
            + rsum kappa (fun k => 2 * (means p i k * means dp i k) - logvars dp i k) * t
            + rsum kappa (fun k => means dp i k ^ 2) * t ^ 2).

Lemma inner_plus_l : forall x y z, inner d (fun j => x j + y j) z = inner d x z + inner d y z.
Proof. intros; unfold inner; rewrite <- rsum_plus; apply rsum_ext; intros; ring. Qed.

Lemma inner_square_line : forall (x y z : vec) t,
  inner d (fun j => x j + t * y j + t ^ 2 * z j) (fun j => x j + t * y j + t ^ 2 * z j)
  = inner d x x + 2 * inner d x y * t + (inner d y y + 2 * inner d x z) * t ^ 2
    + 2 * inner d y z * t ^ 3 + inner d z z * t ^ 4.
Proof.
  intros; unfold inner.
  rewrite (rsum_ext d _ (fun j => x j * x j + (2 * t) * (x j * y j) + t ^ 2 * (y j * y j)
    + (2 * t ^ 2) * (x j * z j) + (2 * t ^ 3) * (y j * z j) + t ^ 4 * (z j * z j)))
    by (intros; ring).
  rewrite !rsum_plus, !rsum_scal. ring.
Qed.

Lemma inner_square_line2 : forall (x y : vec) t,
  inner d (fun j => x j + t * y j) (fun j => x j + t * y j)
  = inner d x x + 2 * inner d x y * t + inner d y y * t ^ 2.
Proof.
  intros; unfold inner.
  rewrite (rsum_ext d _ (fun j => x j * x j + (2 * t) * (x j * y j) + t ^ 2 * (y j * y j)))
    by (intros; ring).
  rewrite !rsum_plus, !rsum_scal. ring.
Qed.

Lemma loss_along : forall t, point_loss beta d kappa n gamma X (along p dp t)
  = mean n (fun i => poly_term i t + rsum kappa (fun k => var_term i k t)).
Proof.
  intros t. apply mean_ext. intros i _. rewrite sq_dist_comb.
  set (r := vminus _ _).
  assert (Er : forall j, (j < d)%nat -> r j = res0 i j + t * res1 i j + t ^ 2 * res2 i j).
  { intros j _. unfold r, vminus, comb, res0, res1, res2, along, column, w, dw, W, dW; simpl.
    rewrite (rsum_ext kappa (fun l => (means p i l + t * means dp i l)
                                      * (weights p j l + t * weights dp j l))
      (fun l => (means p i l * weights p j l
         + t * (means dp i l * weights p j l + means p i l * weights dp j l))
         + t ^ 2 * (means dp i l * weights dp j l))) by (intros; ring).
    rewrite !rsum_plus, !rsum_scal, !rsum_plus. unfold vminus, comb, column. ring. }
  assert (Err : inner d r r = inner d (fun j => res0 i j + t * res1 i j + t ^ 2 * res2 i j)
    (fun j => res0 i j + t * res1 i j + t ^ 2 * res2 i j))
    by (apply rsum_ext; intros j Hj; rewrite !Er by exact Hj; reflexivity).
  rewrite Err, inner_square_line. unfold poly_term.
  assert (Ev : rsum kappa (fun k => col_power d (weights (along p dp t)) k
                                    * exp (logvars (along p dp t) i k)) / gamma
    + beta * rsum kappa (fun k => exp (logvars (along p dp t) i k)
        - ln (exp (logvars (along p dp t) i k)) + means (along p dp t) i k ^ 2)
    = rsum kappa (fun k => var_term i k t)
      + beta * (rsum kappa (fun k => means p i k ^ 2 - logvars p i k)
            + rsum kappa (fun k => 2 * (means p i k * means dp i k) - logvars dp i k) * t
            + rsum kappa (fun k => means dp i k ^ 2) * t ^ 2)).
  { rewrite !(Rmult_comm _ t), !(Rmult_comm _ (t ^ 2)). unfold Rdiv. rewrite (Rmult_comm _ (/ gamma)).
    rewrite <- !rsum_scal, <- !rsum_plus, <- !rsum_scal, <- !rsum_plus.
    apply rsum_ext; intros k _. rewrite ln_exp, column_power.
    change (column (weights (along p dp t)) k) with (fun j => w k j + t * dw k j).
    rewrite inner_square_line2. unfold var_term; simpl. field. lra. }
  unfold Rdiv in *. lra.
Qed.

Definition slope_along (t : R) : R := mean n (fun i =>
  (2 * inner d (res0 i) (res1 i)
   + 2 * (inner d (res1 i) (res1 i) + 2 * inner d (res0 i) (res2 i)) * t
   + 6 * inner d (res1 i) (res2 i) * t ^ 2 + 4 * inner d (res2 i) (res2 i) * t ^ 3) / gamma
  + beta * (rsum kappa (fun k => 2 * (means p i k * means dp i k) - logvars dp i k)
            + 2 * rsum kappa (fun k => means dp i k ^ 2) * t)
  + rsum kappa (fun k => var_slope i k t)).

Definition curve : R := mean n (fun i =>
  (2 * inner d (res1 i) (res1 i) + 4 * inner d (res0 i) (res2 i)) / gamma
  + 2 * beta * rsum kappa (fun k => means dp i k ^ 2) + rsum kappa (fun k => var_curve i k)).

Lemma is_derive_mean : forall (f : nat -> R -> R) (l : nat -> R) t,
  (forall i, is_derive (f i) t (l i)) -> is_derive (fun s => mean n (fun i => f i s)) t (mean n l).
Proof.
  intros f l t H. unfold mean, Rdiv.
  apply (is_derive_ext (fun s => / INR n * rsum n (fun i => f i s))); [intros; apply Rmult_comm|].
  rewrite Rmult_comm. apply is_derive_scal, is_derive_rsum. intros; apply H.
Qed.

Lemma is_derive_poly : forall a0 a1 a2 a3 a4 K c0 c1 c2 t,
  is_derive (fun s => (a0 + 2 * a1 * s + a2 * s ^ 2 + 2 * a3 * s ^ 3 + a4 * s ^ 4) / gamma + K
                      + beta * (c0 + c1 * s + c2 * s ^ 2)) t
    ((2 * a1 + 2 * a2 * t + 6 * a3 * t ^ 2 + 4 * a4 * t ^ 3) / gamma + beta * (c1 + 2 * c2 * t)).
Proof. intros. auto_derive; [trivial|]. field. lra. Qed.

Lemma is_derive_poly_slope : forall a1 a2 a3 a4 c1 c2,
  is_derive (fun t => (2 * a1 + 2 * a2 * t + 6 * a3 * t ^ 2 + 4 * a4 * t ^ 3) / gamma
                      + beta * (c1 + 2 * c2 * t)) 0 (2 * a2 / gamma + 2 * beta * c2).
Proof. intros. auto_derive; [trivial|]. field. lra. Qed.

Lemma is_derive_along : forall t,
  is_derive (fun s => point_loss beta d kappa n gamma X (along p dp s)) t (slope_along t).
Proof.
  intros t. apply (is_derive_ext (fun s => mean n (fun i => poly_term i s
    + rsum kappa (fun k => var_term i k s)))); [intros; symmetry; apply loss_along|].
  apply is_derive_mean. intros i. apply @is_derive_plus.
  - apply is_derive_poly.
  - apply (is_derive_rsum kappa (fun k s => var_term i k s)). intros; apply is_derive_var.
Qed.

Lemma is_derive_slope : is_derive slope_along 0 curve.
Proof.
  unfold slope_along, curve. apply is_derive_mean. intros i. apply @is_derive_plus.
  - replace (2 * inner d (res1 i) (res1 i) + 4 * inner d (res0 i) (res2 i))
      with (2 * (inner d (res1 i) (res1 i) + 2 * inner d (res0 i) (res2 i))) by ring.
    apply is_derive_poly_slope.
  - apply (is_derive_rsum kappa (fun k s => var_slope i k s)). intros; apply is_derive_var_slope.
Qed.

(** The slope at the point. *)
Definition slope0 : R := mean n (fun i => 2 * inner d (res0 i) (res1 i) / gamma
  + rsum kappa (fun k => 2 * beta * (means p i k * means dp i k) - beta * logvars dp i k
      + (2 * inner d (w k) (dw k) / gamma + (inner d (w k) (w k) / gamma + beta) * logvars dp i k)
        * exp (logvars p i k))).

Lemma slope_at_0 : slope_along 0 = slope0.
Proof.
  unfold slope_along, slope0. apply mean_ext. intros i _.
  assert (E : beta * (rsum kappa (fun k => 2 * (means p i k * means dp i k) - logvars dp i k)
      + 2 * rsum kappa (fun k => means dp i k ^ 2) * 0) + rsum kappa (fun k => var_slope i k 0)
    = rsum kappa (fun k => 2 * beta * (means p i k * means dp i k) - beta * logvars dp i k
      + (2 * inner d (w k) (dw k) / gamma + (inner d (w k) (w k) / gamma + beta) * logvars dp i k)
        * exp (logvars p i k))).
  { rewrite Rmult_0_r, Rplus_0_r, <- rsum_scal, <- rsum_plus. apply rsum_ext; intros k _.
    unfold var_slope. replace (logvars p i k + 0 * logvars dp i k) with (logvars p i k) by ring.
    field. lra. }
  rewrite <- E. field. lra.
Qed.

Lemma stationary_slope : forall M, stationary d kappa M (point_loss beta d kappa n gamma X) p ->
  admissible d kappa M dp -> slope0 = 0.
Proof.
  intros M Hs Ha. rewrite <- slope_at_0.
  specialize (Hs dp Ha).
  rewrite <- (is_derive_unique _ _ _ (is_derive_along 0)). apply is_derive_unique, Hs.
Qed.

Lemma curve_second : forall M, admissible d kappa M dp ->
  second_derivative d kappa M (point_loss beta d kappa n gamma X) p curve.
Proof.
  intros M Ha. exists dp. split; [exact Ha|]. exists slope_along.
  split; [apply is_derive_along|apply is_derive_slope].
Qed.

End Line.
