(* The instances of Theorems 4 and A, by formulas: all three decoders are a diagonal and one column
   that is repeated below it. *)

From Coq Require Import Reals Lra Lia Bool.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas InstanceStatements.
Open Scope R_scope.

Lemma rsum_one : forall n j (f : nat -> R),
  rsum n (fun k => if Nat.eqb j k then f k else 0) = if Nat.ltb j n then f j else 0.
Proof.
  induction n as [|n IH]; intros j f; [reflexivity|]. cbn [rsum]. rewrite IH.
  destruct (Nat.eqb_spec j n) as [->|N].
  - rewrite Nat.ltb_irrefl. replace (Nat.ltb n (S n)) with true by (symmetry; apply Nat.ltb_lt; lia). ring.
  - destruct (Nat.ltb_spec j n) as [L|L], (Nat.ltb_spec j (S n)) as [L'|L']; lia || ring.
Qed.

Section Joined.
Variables (d kappa r m : nat) (a : nat -> R) (b : R).
Hypotheses (Hr : (0 < r)%nat) (Hrm : (r < m)%nat) (Hmk : (m <= kappa)%nat) (Hkd : (kappa <= d)%nat).
Hypothesis Ha : forall k, 0 < a k.

Let W (j k : nat) : R := b * joined r m j k + a k * kronecker j k.
Let V (k j : nat) : R := - b / (a (r - 1)%nat * a k) * joined r m k j + kronecker j k / a k.

Definition below (j : nat) : R := if (Nat.leb r j && Nat.ltb j m)%bool then 1 else 0.

Lemma joined_below : forall j k, joined r m j k = if Nat.eqb (r - 1) k then below j else 0.
Proof.
  intros j k. unfold joined, below. rewrite Nat.eqb_sym.
  destruct (Nat.eqb (r - 1) k), (Nat.leb r j), (Nat.ltb j m); reflexivity.
Qed.

Lemma apply_joined : forall z j, apply kappa W z j
  = (if Nat.ltb j kappa then a j * z j else 0) + b * below j * z (r - 1)%nat.
Proof.
  intros z j. unfold apply, W.
  rewrite (rsum_ext kappa _ (fun k => (if Nat.eqb (r - 1) k then b * below j * z k else 0)
                                      + (if Nat.eqb j k then a k * z k else 0))).
  - rewrite rsum_plus, !rsum_one. replace (Nat.ltb (r - 1) kappa) with true
      by (symmetry; apply Nat.ltb_lt; lia). ring.
  - intros k _. rewrite joined_below. unfold kronecker.
    destruct (Nat.eqb (r - 1) k), (Nat.eqb j k); ring.
Qed.

Lemma apply_inverse : forall x k, (k < kappa)%nat -> apply d V x k
  = x k / a k - b * below k / (a (r - 1)%nat * a k) * x (r - 1)%nat.
Proof.
  intros x k Hk. unfold apply, V. pose proof (Ha k). pose proof (Ha (r - 1)%nat).
  rewrite (rsum_ext d _ (fun j => (if Nat.eqb (r - 1) j then - (b * below k / (a (r - 1)%nat * a k)) * x j else 0)
                                  + (if Nat.eqb k j then x j / a k else 0))).
  - rewrite rsum_plus, !rsum_one.
    replace (Nat.ltb (r - 1) d) with true by (symmetry; apply Nat.ltb_lt; lia).
    replace (Nat.ltb k d) with true by (symmetry; apply Nat.ltb_lt; lia). ring.
  - intros j _. rewrite joined_below. unfold kronecker. rewrite (Nat.eqb_sym j k).
    destruct (Nat.eqb (r - 1) j), (Nat.eqb k j); field; lra.
Qed.

Lemma below_last : below (r - 1) = 0.
Proof. unfold below. replace (Nat.leb r (r - 1)) with false by (symmetry; apply Nat.leb_gt; lia). reflexivity. Qed.

Lemma joined_inverse : inverts d kappa V W.
Proof.
  intros z k Hk. rewrite apply_inverse, !apply_joined, below_last by exact Hk.
  replace (Nat.ltb k kappa) with true by (symmetry; apply Nat.ltb_lt; lia).
  replace (Nat.ltb (r - 1) kappa) with true by (symmetry; apply Nat.ltb_lt; lia).
  pose proof (Ha k). pose proof (Ha (r - 1)%nat). field. lra.
Qed.

Definition joined_code (Y : nat -> nat -> R) (k i : nat) : R :=
  if Nat.ltb k r then Y k i / a k
  else if Nat.ltb k m then (1 - b / a (r - 1)%nat) / a k * Y (r - 1)%nat i else 0.

(** The only exact code. *)
Lemma joined_exact : forall Y i z,
  (forall j, (j < d)%nat -> apply kappa W z j = repeated r m Y j i) <->
  (forall k, (k < kappa)%nat -> z k = joined_code Y k i).
Proof.
  intros Y i z. pose proof (Ha (r - 1)%nat) as Hl.
  assert (last : repeated r m Y (r - 1) i = Y (r - 1)%nat i).
  { unfold repeated. replace (Nat.ltb (r - 1) r) with true by (symmetry; apply Nat.ltb_lt; lia). reflexivity. }
  split; intros H.
  - intros k Hk. pose proof (Ha k) as Hak. rewrite <- (joined_inverse z k Hk), apply_inverse by exact Hk.
    rewrite !H, last by lia. unfold repeated, joined_code, below.
    destruct (Nat.ltb_spec k r), (Nat.ltb_spec k m), (Nat.leb_spec r k); try lia; cbn [andb]; field; lra.
  - intros j Hj. pose proof (Ha j) as Haj. rewrite apply_joined.
    assert (Hz : z (r - 1)%nat = Y (r - 1)%nat i / a (r - 1)%nat).
    { rewrite H by lia. unfold joined_code.
      replace (Nat.ltb (r - 1) r) with true by (symmetry; apply Nat.ltb_lt; lia). reflexivity. }
    rewrite Hz. unfold repeated, below. destruct (Nat.ltb_spec j kappa) as [Hjk|Hjk].
    + rewrite H by exact Hjk. unfold joined_code.
      destruct (Nat.ltb_spec j r), (Nat.ltb_spec j m), (Nat.leb_spec r j); try lia; cbn [andb]; field; lra.
    + destruct (Nat.ltb_spec j r), (Nat.ltb_spec j m), (Nat.leb_spec r j); try lia; cbn [andb]; ring.
Qed.

End Joined.

(** ** The autoencoder *)

Lemma linear_exact : forall d kappa n Hd Hn X T W theta (Z : code),
  error (linear_autoencoder d kappa n Hd Hn X T W) theta Z = 0 <->
  forall i, (i < n)%nat -> forall j, (j < d)%nat -> apply kappa (W theta) (fun k => Z k i) j = X j i.
Proof.
  intros d kappa n Hd Hn X T W theta Z. rewrite error_zero_iff.
  assert (E : forall i j, decode (linear_autoencoder d kappa n Hd Hn X T W) theta (column Z i) j
                          = apply kappa (W theta) (fun k => Z k i) j).
  { intros i j. unfold decode, column, apply. cbn -[Nat.ltb]. apply rsum_ext. intros k Hk.
    apply Nat.ltb_lt in Hk. rewrite Hk. reflexivity. }
  split.
  - intros H i Hi j Hj. rewrite <- E. apply (H i j Hi Hj).
  - intros H i j Hi Hj. rewrite E. apply (H i Hi j Hj).
Qed.

Lemma exact_of_codes : forall d kappa n Hd Hn r m a b Y T W theta (Z : code),
  (0 < r)%nat -> (r < m)%nat -> (m <= kappa)%nat -> (kappa <= d)%nat -> (forall k, 0 < a k) ->
  (forall j k, W theta j k = b * joined r m j k + a k * kronecker j k) ->
  (error (linear_autoencoder d kappa n Hd Hn (repeated r m Y) T W) theta Z = 0 <->
   forall k i, (k < kappa)%nat -> (i < n)%nat -> Z k i = joined_code r m a b Y k i).
Proof.
  intros d kappa n Hd Hn r m a b Y T W theta Z Hr Hrm Hmk Hkd Ha HW. rewrite linear_exact.
  assert (E : forall z j, apply kappa (W theta) z j
              = apply kappa (fun j k => b * joined r m j k + a k * kronecker j k) z j).
  { intros z j. unfold apply. apply rsum_ext. intros k _. rewrite HW. reflexivity. }
  split.
  - intros H k i Hk Hi. apply (joined_exact d kappa r m a b Hr Hrm Hmk Hkd Ha Y i (fun k => Z k i)); [|exact Hk].
    intros j Hj. rewrite <- E. apply H; assumption.
  - intros H i Hi j Hj. rewrite E.
    apply (joined_exact d kappa r m a b Hr Hrm Hmk Hkd Ha Y i (fun k => Z k i)); [|exact Hj].
    intros k Hk. apply H; assumption.
Qed.

(** Rows up to s are active, those beyond are not. *)
Lemma first_rows_active : forall (A : autoencoder) (Z : code) s, (s <= kappa A)%nat ->
  (forall k, (k < s)%nat -> 0 < row_power A Z k) ->
  (forall k, (s <= k)%nat -> (k < kappa A)%nat -> row_power A Z k = 0) -> n_active A Z = s.
Proof.
  intros A Z s Hs Hpos Hzero. unfold n_active.
  assert (C : forall c, (c <= kappa A)%nat -> count_above 0 c (row_power A Z) = Nat.min c s).
  { induction c as [|c IH]; intros Hc; [reflexivity|]. cbn [count_above]. rewrite IH by lia.
    destruct (Rlt_dec 0 (row_power A Z c)) as [L|L].
    - destruct (Nat.lt_ge_cases c s); [lia|]. rewrite Hzero in L by lia. lra.
    - destruct (Nat.lt_ge_cases c s) as [H|H]; [exfalso; apply L, Hpos, H|lia]. }
  rewrite C by lia. lia.
Qed.

Lemma scaled_power : forall (A : autoencoder) (Z : code) (y : nat -> R) s k,
  (forall i, (i < n A)%nat -> Z k i = s * y i) -> rsum (n A) (fun i => y i ^ 2) / INR (n A) = 1 ->
  row_power A Z k = s ^ 2.
Proof.
  intros A Z y s k HZ Hy. unfold row_power. pose proof (INR_n_pos A) as Hn.
  rewrite (rsum_ext (n A) _ (fun i => s ^ 2 * y i ^ 2)) by (intros i Hi; rewrite HZ by exact Hi; ring).
  rewrite rsum_scal. unfold Rdiv in *. rewrite Rmult_assoc, Hy. ring.
Qed.

Theorem instance_formulas : forall d kappa n (Hd : (0 < d)%nat) (Hn : (0 < n)%nat) r m Y q p,
  (0 < r)%nat -> (r < m)%nat -> (m <= kappa)%nat -> (kappa <= d)%nat ->
  (forall k, 0 < q k) -> (forall k, 0 < p k) ->
  (forall k, (k < r)%nat -> rsum n (fun i => Y k i ^ 2) / INR n = 1) ->
  let W := fun theta : bool => if theta then sparse_matrix r m p else dense_matrix q in
  let A := linear_autoencoder d kappa n Hd Hn (repeated r m Y) bool W in
  let best := fun theta : bool => if theta then sparse_code r Y p else dense_code r m Y q in
  inverts d kappa (dense_inverse_matrix q) (dense_matrix q) /\
  inverts d kappa (sparse_inverse_matrix r m p) (sparse_matrix r m p) /\
  (forall theta (Z : code), error A theta Z = 0 <->
     forall k i, (k < kappa)%nat -> (i < n)%nat -> Z k i = best theta k i) /\
  (forall k, row_power A (best false) k = if Nat.ltb k m then q k else 0) /\
  (forall k, row_power A (best true) k = if Nat.ltb k r then p k else 0) /\
  n_active A (best false) = m /\ n_active A (best true) = r /\
  (forall theta (Z : code), optimal_sparse A theta Z <->
     theta = true /\ forall k i, (k < kappa)%nat -> (i < n)%nat -> Z k i = sparse_code r Y p k i).
Proof.
  intros d kappa n Hd Hn r m Y q p Hr Hrm Hmk Hkd Hq Hp HY W A best.
  assert (sq : forall k, 0 < sqrt (q k)) by (intros k; apply sqrt_lt_R0, Hq).
  assert (sp : forall k, 0 < sqrt (p k)) by (intros k; apply sqrt_lt_R0, Hp).
  assert (aq : forall k, 0 < / sqrt (q k)) by (intros k; apply Rinv_0_lt_compat, sq).
  assert (ap : forall k, 0 < / sqrt (p k)) by (intros k; apply Rinv_0_lt_compat, sp).
  assert (W0 : forall j k, dense_matrix q j k = 0 * joined r m j k + / sqrt (q k) * kronecker j k)
    by (intros j k; unfold dense_matrix, Rdiv; ring).
  assert (W1 : forall j k, sparse_matrix r m p j k
    = / sqrt (p (r - 1)%nat) * joined r m j k + / sqrt (p k) * kronecker j k).
  { intros j k. unfold sparse_matrix, joined. destruct (Nat.eqb_spec k (r - 1)) as [->|N]; cbn [andb];
      unfold Rdiv; ring. }
  assert (invert : forall V W a b,
    (forall k, 0 < a k) -> (forall j k, W j k = b * joined r m j k + a k * kronecker j k) ->
    (forall k j, V k j = - b / (a (r - 1)%nat * a k) * joined r m k j + kronecker j k / a k) ->
    inverts d kappa V W).
  { intros V W' a b Ha HW HV z k Hk.
    rewrite <- (joined_inverse d kappa r m a b Hr Hrm Hmk Hkd Ha z k Hk). unfold apply.
    apply rsum_ext. intros j _. rewrite HV. f_equal. apply rsum_ext. intros l _. rewrite HW. reflexivity. }
  split; [|split].
  - apply (invert _ _ _ 0 aq W0). intros k j. unfold dense_inverse_matrix. pose proof (sq k).
    pose proof (sq (r - 1)%nat). field. lra.
  - apply (invert _ _ _ (/ sqrt (p (r - 1)%nat)) ap W1). intros k j. unfold sparse_inverse_matrix.
    pose proof (sp k). pose proof (sp (r - 1)%nat). field. lra.
  - assert (codes : forall theta (Z : code), error A theta Z = 0 <->
      forall k i, (k < kappa)%nat -> (i < n)%nat -> Z k i = best theta k i).
    { intros theta Z. destruct theta.
      - unfold A. rewrite (exact_of_codes d kappa n Hd Hn r m (fun k => / sqrt (p k))
          (/ sqrt (p (r - 1)%nat)) Y bool W true Z Hr Hrm Hmk Hkd ap W1).
        assert (E : forall k i, joined_code r m (fun k => / sqrt (p k)) (/ sqrt (p (r - 1)%nat)) Y k i
                                = best true k i).
        { intros k i. unfold joined_code, best, sparse_code. pose proof (sp k). pose proof (sp (r - 1)%nat).
          destruct (Nat.ltb k r); [field; lra|]. destruct (Nat.ltb k m); [field; lra|reflexivity]. }
        split; intros H k i Hk Hi; rewrite H by assumption; [apply E|symmetry; apply E].
      - unfold A. rewrite (exact_of_codes d kappa n Hd Hn r m (fun k => / sqrt (q k)) 0 Y bool W false Z
          Hr Hrm Hmk Hkd aq W0).
        assert (E : forall k i, joined_code r m (fun k => / sqrt (q k)) 0 Y k i = best false k i).
        { intros k i. unfold joined_code, best, dense_code, repeated. pose proof (sq k).
          pose proof (sq (r - 1)%nat).
          destruct (Nat.ltb k r); [field; lra|]. destruct (Nat.ltb k m); [field; lra|ring]. }
        split; intros H k i Hk Hi; rewrite H by assumption; [apply E|symmetry; apply E]. }
    assert (P0 : forall k, row_power A (best false) k = if Nat.ltb k m then q k else 0).
    { intros k. destruct (Nat.ltb_spec k m) as [L|L].
      - assert (E : row_power A (best false) k = sqrt (q k) ^ 2).
        { apply (scaled_power A _ (fun i => Y (if Nat.ltb k r then k else r - 1)%nat i)).
          - intros i _. unfold best, dense_code, repeated. apply Nat.ltb_lt in L. rewrite L.
            destruct (Nat.ltb k r); ring.
          - apply HY. destruct (Nat.ltb_spec k r); lia. }
        rewrite E. apply pow2_sqrt, Rlt_le, Hq.
      - apply row_power_zero_iff. intros i _. unfold best, dense_code, repeated.
        apply Nat.ltb_ge in L. rewrite L. apply Nat.ltb_ge in L.
        replace (Nat.ltb k r) with false by (symmetry; apply Nat.ltb_ge; lia). ring. }
    assert (P1 : forall k, row_power A (best true) k = if Nat.ltb k r then p k else 0).
    { intros k. destruct (Nat.ltb_spec k r) as [L|L].
      - assert (E : row_power A (best true) k = sqrt (p k) ^ 2).
        { apply (scaled_power A _ (Y k)); [|apply HY, L]. intros i _. unfold best, sparse_code.
          apply Nat.ltb_lt in L. rewrite L. reflexivity. }
        rewrite E. apply pow2_sqrt, Rlt_le, Hp.
      - apply row_power_zero_iff. intros i _. unfold best, sparse_code. apply Nat.ltb_ge in L.
        rewrite L. reflexivity. }
    assert (N0 : n_active A (best false) = m).
    { apply first_rows_active; [exact Hmk| |].
      - intros k Hk. rewrite P0. apply Nat.ltb_lt in Hk. rewrite Hk. apply Hq.
      - intros k Hk _. rewrite P0. apply Nat.ltb_ge in Hk. rewrite Hk. reflexivity. }
    assert (N1 : n_active A (best true) = r).
    { apply first_rows_active; [cbn; lia| |].
      - intros k Hk. rewrite P1. apply Nat.ltb_lt in Hk. rewrite Hk. apply Hp.
      - intros k Hk _. rewrite P1. apply Nat.ltb_ge in Hk. rewrite Hk. reflexivity. }
    assert (same : forall theta Z, error A theta Z = 0 -> n_active A Z = n_active A (best theta)).
    { intros theta Z HZ. apply count_ext. intros k Hk. unfold row_power. f_equal. apply rsum_ext.
      intros i Hi. rewrite (proj1 (codes theta Z) HZ k i Hk Hi). reflexivity. }
    assert (own : forall theta, error A theta (best theta) = 0) by (intros theta; apply codes; reflexivity).
    split; [exact codes|split; [exact P0|split; [exact P1|split; [exact N0|split; [exact N1|]]]]].
    intros theta Z. split.
    + intros [HZ Hmin]. specialize (Hmin true (best true) (own true)). rewrite N1, (same theta Z HZ) in Hmin.
      destruct theta; [|rewrite N0 in Hmin; lia]. split; [reflexivity|]. apply (codes true Z), HZ.
    + intros [-> C]. assert (HZ : error A true Z = 0) by (apply codes; exact C). split; [exact HZ|].
      intros theta' Z' HZ'. rewrite (same true Z HZ), (same theta' Z' HZ'), N1.
      destruct theta'; [rewrite N1|rewrite N0]; lia.
Qed.

(** Such a Y: every row i sqrt 6/(sqrt(n+1) sqrt(2n+1)), i from 1 to n. *)
Theorem instance_row : forall n, (0 < n)%nat ->
  let y := fun i => sqrt 6 * INR (i + 1) / (sqrt (INR n + 1) * sqrt (2 * INR n + 1)) in
  rsum n (fun i => y i ^ 2) / INR n = 1 /\ forall i j, y i = y j -> i = j.
Proof.
  intros n Hn y. assert (Hp : 0 < INR n) by (apply lt_0_INR, Hn).
  set (s := sqrt 6 / (sqrt (INR n + 1) * sqrt (2 * INR n + 1))).
  assert (H1 : 0 < sqrt (INR n + 1)) by (apply sqrt_lt_R0; lra).
  assert (H2 : 0 < sqrt (2 * INR n + 1)) by (apply sqrt_lt_R0; lra).
  assert (H6 : 0 < sqrt 6) by (apply sqrt_lt_R0; lra).
  assert (Hs : 0 < s) by (apply ratio_pos; [exact H6|apply Rmult_lt_0_compat; assumption]).
  assert (Ey : forall i, y i = s * INR (i + 1)) by (intros i; unfold y, s; field; lra).
  assert (squares : forall c, rsum c (fun i => INR (i + 1) ^ 2)
    = INR c * (INR c + 1) * (2 * INR c + 1) / 6).
  { induction c as [|c IH]; [simpl; field|]. cbn [rsum]. rewrite IH, S_INR.
    replace (INR (c + 1)) with (INR c + 1) by (rewrite plus_INR; reflexivity). field. }
  split.
  - rewrite (rsum_ext n _ (fun i => s ^ 2 * INR (i + 1) ^ 2)) by (intros i _; rewrite Ey; ring).
    rewrite rsum_scal, squares.
    assert (S2 : s ^ 2 = 6 / ((INR n + 1) * (2 * INR n + 1))).
    { unfold s, Rdiv. rewrite Rpow_mult_distr, pow_inv, Rpow_mult_distr, !pow2_sqrt by lra. reflexivity. }
    rewrite S2. field. lra.
  - intros i j E. rewrite !Ey in E. apply Rmult_eq_reg_l in E; [|lra]. apply INR_eq in E. lia.
Qed.

Theorem segment_formulas : forall d kappa n (Hd : (0 < d)%nat) (Hn : (0 < n)%nat) r Y c0 c1,
  (0 < r)%nat -> (r + 1 <= kappa)%nat -> (kappa <= d)%nat -> 0 < c0 -> 0 < c1 ->
  (forall k, (k < r)%nat -> rsum n (fun i => Y k i ^ 2) / INR n = 1) ->
  let A := linear_autoencoder d kappa n Hd Hn (repeated r (r + 1) Y) R (segment_matrix r c0 c1) in
  (forall j k theta, segment_matrix r c0 c1 theta j k
     = (1 - theta) * dense_matrix (fun _ => / c0 ^ 2) j k
       + theta * sparse_matrix r (r + 1) (fun _ => / c1 ^ 2) j k) /\
  forall theta, 0 <= theta <= 1 ->
  0 < segment_scale c0 c1 theta /\
  inverts d kappa (segment_inverse r c0 c1 theta) (segment_matrix r c0 c1 theta) /\
  (forall Z : code, error A theta Z = 0 <->
     forall k i, (k < kappa)%nat -> (i < n)%nat -> Z k i = segment_code r Y c0 c1 theta k i) /\
  (theta < 1 -> n_active A (segment_code r Y c0 c1 theta) = (r + 1)%nat) /\
  (theta = 1 -> n_active A (segment_code r Y c0 c1 theta) = r /\
     forall k, (k < r)%nat -> row_power A (segment_code r Y c0 c1 theta) k = 1 / c1 ^ 2) /\
  (theta = 0 -> forall k, (k < r + 1)%nat -> row_power A (segment_code r Y c0 c1 theta) k = 1 / c0 ^ 2).
Proof.
  intros d kappa n Hd Hn r Y c0 c1 Hr Hrk Hkd H0 H1 HY A.
  assert (root : forall c, 0 < c -> / sqrt (/ c ^ 2) = c).
  { intros c Hc. rewrite sqrt_inv, sqrt_pow2, Rinv_inv by lra. reflexivity. }
  split.
  { intros j k theta. unfold segment_matrix, segment_scale, dense_matrix, sparse_matrix, Rdiv.
    rewrite !root by assumption. ring. }
  intros theta Ht. set (a := segment_scale c0 c1 theta).
  assert (Ha : 0 < a).
  { unfold a, segment_scale. destruct (Req_dec theta 0) as [->|N]; [lra|].
    assert (0 < c1 * theta) by (apply Rmult_lt_0_compat; lra).
    assert (0 <= c0 * (1 - theta)) by (apply Rmult_le_pos; lra). lra. }
  assert (Wm : forall j k, segment_matrix r c0 c1 theta j k
    = c1 * theta * joined r (r + 1) j k + (fun _ : nat => a) k * kronecker j k) by reflexivity.
  assert (E : forall k i, joined_code r (r + 1) (fun _ => a) (c1 * theta) Y k i
                          = segment_code r Y c0 c1 theta k i).
  { intros k i. unfold joined_code, segment_code. fold a. destruct (Nat.ltb k r); [reflexivity|].
    destruct (Nat.ltb k (r + 1)); [|reflexivity]. replace (c0 * (1 - theta)) with (a - c1 * theta)
      by (unfold a, segment_scale; ring). field. lra. }
  split; [exact Ha|split; [|split]].
  - intros z k Hk.
    rewrite <- (joined_inverse d kappa r (r + 1) (fun _ => a) (c1 * theta) Hr ltac:(lia) Hrk Hkd
                  (fun _ => Ha) z k Hk). unfold apply.
    apply rsum_ext. intros j _. f_equal. unfold segment_inverse. fold a. field. lra.
  - intros Z. unfold A. rewrite (exact_of_codes d kappa n Hd Hn r (r + 1) (fun _ => a) (c1 * theta) Y R
      (segment_matrix r c0 c1) theta Z Hr ltac:(lia) Hrk Hkd (fun _ => Ha) Wm).
    split; intros H k i Hk Hi; rewrite H by assumption; [apply E|symmetry; apply E].
  - set (extra := c0 * (1 - theta) / a ^ 2).
    assert (P : forall k, row_power A (segment_code r Y c0 c1 theta) k
      = if Nat.ltb k r then (/ a) ^ 2 else if Nat.ltb k (r + 1) then extra ^ 2 else 0).
    { intros k. destruct (Nat.ltb_spec k r) as [L|L]; [|destruct (Nat.ltb_spec k (r + 1)) as [L'|L']].
      - apply (scaled_power A _ (Y k)); [|apply HY, L]. intros i _. unfold segment_code. fold a.
        apply Nat.ltb_lt in L. rewrite L. unfold Rdiv. ring.
      - apply (scaled_power A _ (Y (r - 1)%nat)); [|apply HY; lia]. intros i _. unfold segment_code. fold a.
        apply Nat.ltb_ge in L. rewrite L. apply Nat.ltb_lt in L'. rewrite L'. reflexivity.
      - apply row_power_zero_iff. intros i _. unfold segment_code. apply Nat.ltb_ge in L. rewrite L.
        apply Nat.ltb_ge in L'. rewrite L'. reflexivity. }
    assert (Hia : 0 < (/ a) ^ 2) by (apply pow_lt, Rinv_0_lt_compat, Ha).
    split; [|split].
    + intros Hlt. assert (Hx : 0 < extra ^ 2).
      { apply pow_lt, ratio_pos; [apply Rmult_lt_0_compat; lra|apply pow_lt, Ha]. }
      apply first_rows_active; [exact Hrk| |].
      * intros k Hk. rewrite P. destruct (Nat.ltb_spec k r); [exact Hia|]. apply Nat.ltb_lt in Hk.
        rewrite Hk. exact Hx.
      * intros k Hk _. rewrite P. destruct (Nat.ltb_spec k r); [lia|]. apply Nat.ltb_ge in Hk.
        rewrite Hk. reflexivity.
    + intros Hone. assert (Ea : a = c1) by (unfold a, segment_scale; rewrite Hone; ring).
      assert (Ex : extra = 0) by (unfold extra; rewrite Hone; unfold Rdiv; ring).
      split.
      * apply first_rows_active; [cbn; lia| |].
        -- intros k Hk. rewrite P. apply Nat.ltb_lt in Hk. rewrite Hk. exact Hia.
        -- intros k Hk _. rewrite P, Ex. apply Nat.ltb_ge in Hk. rewrite Hk.
           destruct (Nat.ltb k (r + 1)); ring.
      * intros k Hk. rewrite P. apply Nat.ltb_lt in Hk. rewrite Hk, Ea. field. lra.
    + intros Hz k Hk. assert (Ea : a = c0) by (unfold a, segment_scale; rewrite Hz; ring).
      rewrite P. destruct (Nat.ltb_spec k r); [rewrite Ea; field; lra|]. apply Nat.ltb_lt in Hk. rewrite Hk.
      unfold extra. rewrite Ea, Hz. field. lra.
Qed.
