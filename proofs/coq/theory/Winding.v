(* The winding decoders: homeomorphisms with known exact codes; near the sparse code. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas PlaneStatements Labyrinth.
Open Scope R_scope.

(** ** Turning *)

Lemma turned_length : forall alpha y, length (turned alpha y) = length y.
Proof.
  intros alpha [u v]. unfold length, turned; simpl. f_equal.
  pose proof (cos_sin_sq alpha) as H.
  replace (u * (u * 1) + v * (v * 1)) with ((u * u + v * v) * (cos alpha * cos alpha + sin alpha * sin alpha))
    by (rewrite H; ring). ring.
Qed.

Lemma turned_back : forall alpha y, turned (- alpha) (turned alpha y) = y.
Proof.
  intros alpha [u v]. unfold turned; simpl. rewrite cos_neg, sin_neg.
  pose proof (cos_sin_sq alpha) as H. f_equal.
  - replace u with (u * (cos alpha * cos alpha + sin alpha * sin alpha)) at 3 by (rewrite H; ring). ring.
  - replace v with (v * (cos alpha * cos alpha + sin alpha * sin alpha)) at 3 by (rewrite H; ring). ring.
Qed.

Lemma continuous_turned : forall (f : plane -> R) (a b : plane -> R) p,
  continuous f p -> continuous a p -> continuous b p ->
  continuous (fun q => fst (turned (f q) (a q, b q))) p /\
  continuous (fun q => snd (turned (f q) (a q, b q))) p.
Proof.
  intros f a b p Hf Ha Hb. unfold turned; simpl.
  assert (C : continuous (fun q => cos (f q)) p)
    by (apply (continuous_real cos); [auto_derive; exact I|exact Hf]).
  assert (S : continuous (fun q => sin (f q)) p)
    by (apply (continuous_real sin); [auto_derive; exact I|exact Hf]).
  split.
  - apply continuous_sum; [apply continuous_times; assumption|].
    apply (continuous_real Ropp (fun q => sin (f q) * b q)); [auto_derive; exact I|].
    apply continuous_times; assumption.
  - apply continuous_sum; apply continuous_times; assumption.
Qed.

Lemma continuous_length : forall (a b : plane -> R) p,
  continuous a p -> continuous b p -> continuous (fun q => length (a q, b q)) p.
Proof.
  intros a b p Ha Hb. unfold length; simpl. apply (continuous_comp (fun q => a q * (a q * 1) + b q * (b q * 1)) sqrt).
  - apply continuous_sum; repeat apply continuous_times; try assumption; apply continuous_const.
  - apply continuous_sqrt.
Qed.

Lemma continuous_line : forall (f : plane -> R) a b p,
  continuous f p -> continuous (fun q => a * f q + b) p.
Proof.
  intros f a b p Hf. apply (continuous_real (fun u => a * u + b)); [auto_derive; exact I|exact Hf].
Qed.

Lemma scale_positive : forall stretch theta, 0 < stretch -> 0 <= theta <= 1 ->
  0 < winding_scale stretch theta.
Proof.
  intros stretch theta Hs Ht. unfold winding_scale.
  destruct (Req_dec theta 0) as [->|N]; [lra|].
  assert (0 < stretch * theta) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

Theorem winding_homeomorphism : forall eps stretch omega theta,
  0 < eps -> 0 < stretch -> 0 < omega -> 0 <= theta <= 1 ->
  homeomorphism (winding eps stretch omega theta).
Proof.
  intros eps stretch omega theta Heps Hstretch Homega Ht.
  pose proof (scale_positive stretch theta Hstretch Ht) as HL.
  set (lam := winding_scale stretch theta) in *. set (s := (1 - theta) * eps / 2).
  split.
  - intros p. unfold winding. fold s lam.
    assert (A : continuous (fun q : plane => (fst q - s) / lam) p).
    { apply (continuous_real (fun u => (u - s) / lam)); [auto_derive; exact I|apply continuous_first]. }
    assert (B : continuous (fun q : plane => snd q - s) p).
    { apply (continuous_real (fun u => u - s)); [auto_derive; exact I|apply continuous_second]. }
    assert (F : continuous (fun q : plane => omega * length ((fst q - s) / lam, snd q - s) * theta) p).
    { apply (continuous_real (fun u => omega * u * theta)); [auto_derive; exact I|].
      apply continuous_length; assumption. }
    destruct (continuous_turned _ _ _ p F A B) as [T1 T2].
    apply continuous_pair; apply continuous_sum; try apply continuous_const; assumption.
  - exists (fun q : plane =>
      let w := (fst q - eps / 2, snd q - eps / 2) in
      let y := turned (- (omega * length w * theta)) w in
      (lam * fst y + s, snd y + s)).
    split; [|split].
    + intros p. cbv zeta.
      assert (A : continuous (fun q : plane => fst q - eps / 2) p).
      { apply (continuous_real (fun u => u - eps / 2)); [auto_derive; exact I|apply continuous_first]. }
      assert (B : continuous (fun q : plane => snd q - eps / 2) p).
      { apply (continuous_real (fun u => u - eps / 2)); [auto_derive; exact I|apply continuous_second]. }
      assert (F : continuous (fun q : plane => - (omega * length (fst q - eps / 2, snd q - eps / 2) * theta)) p).
      { apply (continuous_real (fun u => - (omega * u * theta))); [auto_derive; exact I|].
        apply continuous_length; assumption. }
      destruct (continuous_turned _ _ _ p F A B) as [T1 T2].
      apply continuous_pair; [apply continuous_line, T1|].
      apply continuous_sum; [exact T2|apply continuous_const].
    + intros [u v]. unfold winding. cbv zeta. cbn [fst snd]. fold s lam.
      set (y := ((u - s) / lam, v - s)). set (z := turned (omega * length y * theta) y).
      replace (eps / 2 + fst z - eps / 2) with (fst z) by ring.
      replace (eps / 2 + snd z - eps / 2) with (snd z) by ring.
      rewrite <- surjective_pairing. unfold z at 1 3. rewrite turned_length.
      unfold z. rewrite turned_back. unfold y; simpl. f_equal; [field; lra|ring].
    + intros [u v]. unfold winding. cbv zeta. cbn [fst snd]. fold s lam.
      set (w := (u - eps / 2, v - eps / 2)). set (y := turned (- (omega * length w * theta)) w).
      replace ((lam * fst y + s - s) / lam) with (fst y) by (field; lra).
      replace (snd y + s - s) with (snd y) by ring.
      rewrite <- surjective_pairing. unfold y at 1 3. rewrite turned_length. unfold y.
      rewrite <- (Ropp_involutive (omega * length w * theta)) at 1 3.
      rewrite turned_back. unfold w; simpl. f_equal; ring.
Qed.

Theorem winding_exact : forall eps stretch omega theta rho,
  0 < stretch -> 0 <= theta <= 1 -> 0 < rho ->
  winding eps stretch omega theta (winding_code eps stretch omega theta rho) = spiral eps omega rho.
Proof.
  intros eps stretch omega theta rho Hstretch Ht Hr. pose proof (scale_positive stretch theta Hstretch Ht) as HL.
  unfold winding, winding_code, spiral. cbv zeta. cbn [fst snd].
  set (lam := winding_scale stretch theta) in *. set (b := omega * rho * (1 - theta)).
  replace ((eps * (1 - theta) / 2 + rho * lam * cos b - (1 - theta) * eps / 2) / lam)
    with (rho * cos b) by (field; lra).
  replace (eps * (1 - theta) / 2 + rho * sin b - (1 - theta) * eps / 2) with (rho * sin b) by field.
  assert (E : length (rho * cos b, rho * sin b) = rho).
  { unfold length; simpl. replace (rho * cos b * (rho * cos b * 1) + rho * sin b * (rho * sin b * 1))
      with (rho ^ 2 * (cos b * cos b + sin b * sin b)) by ring.
    rewrite cos_sin_sq, Rmult_1_r. apply sqrt_pow2; lra. }
  rewrite E. unfold turned; simpl.
  assert (Ea : omega * rho = omega * rho * theta + b) by (unfold b; ring).
  f_equal; f_equal; rewrite Ea at 3; [rewrite cos_plus|rewrite sin_plus]; ring.
Qed.

(** The two ends. *)
Theorem winding_ends : forall eps stretch omega rho, 0 < rho < eps / 2 ->
  (forall p, winding eps stretch omega 0 p = p) /\
  winding_code eps stretch omega 0 rho = spiral eps omega rho /\
  0 < fst (spiral eps omega rho) < eps /\ 0 < snd (spiral eps omega rho) < eps /\
  winding_code eps stretch omega 1 rho = (stretch * rho, 0).
Proof.
  intros eps stretch omega rho Hr. split; [|split; [|split; [|split]]].
  - intros [u v]. unfold winding, turned, winding_scale; simpl.
    rewrite !Rmult_0_r, cos_0, sin_0. f_equal; field.
  - unfold winding_code, spiral, winding_scale. rewrite Rminus_0_r, !Rmult_1_r. f_equal; f_equal; ring.
  - unfold spiral; simpl. pose proof (COS_bound (omega * rho)).
    assert (- rho <= rho * cos (omega * rho) <= rho).
    { split; [replace (- rho) with (rho * -1) by ring|rewrite <- (Rmult_1_r rho) at 3];
        apply Rmult_le_compat_l; lra. } lra.
  - unfold spiral; simpl. pose proof (SIN_bound (omega * rho)).
    assert (- rho <= rho * sin (omega * rho) <= rho).
    { split; [replace (- rho) with (rho * -1) by ring|rewrite <- (Rmult_1_r rho) at 3];
        apply Rmult_le_compat_l; lra. } lra.
  - unfold winding_code, winding_scale. rewrite Rminus_diag_eq by reflexivity.
    rewrite !Rmult_0_r, cos_0, sin_0. f_equal; field.
Qed.

(** Exact codes are those, and no others; at theta = 1 one row is active. *)
Theorem winding_codes : forall eps stretch omega n (Hn : (0 < n)%nat) (rho : nat -> R),
  0 < eps -> 0 < stretch -> 0 < omega ->
  (forall i, (i < n)%nat -> 0 < rho i < eps / 2) ->
  let A := plane_autoencoder n Hn (fun i => spiral eps omega (rho i)) R (winding eps stretch omega) in
  (forall theta (Z : code), 0 <= theta <= 1 ->
    (error A theta Z = 0 <-> forall i, (i < n)%nat ->
      (Z 0%nat i, Z 1%nat i) = winding_code eps stretch omega theta (rho i))) /\
  forall Z, error A 1 Z = 0 -> 0 < row_power A Z 0 /\ row_power A Z 1 = 0 /\ n_active A Z = 1%nat.
Proof.
  intros eps stretch omega n Hn rho Heps Hstretch Homega Hrho A.
  assert (codes : forall theta (Z : code), 0 <= theta <= 1 ->
    (error A theta Z = 0 <-> forall i, (i < n)%nat ->
      (Z 0%nat i, Z 1%nat i) = winding_code eps stretch omega theta (rho i))).
  { intros theta Z Ht. unfold A. rewrite plane_exact. split; intros H i Hi; specialize (H i Hi).
    - destruct (winding_homeomorphism eps stretch omega theta Heps Hstretch Homega Ht) as [_ [g [_ [G _]]]].
      rewrite <- (G (Z 0%nat i, Z 1%nat i)), H, <- (winding_exact eps stretch omega theta (rho i) Hstretch Ht), G; [reflexivity|].
      apply Hrho, Hi.
    - rewrite H. apply winding_exact; [exact Hstretch|exact Ht|apply Hrho, Hi]. }
  split; [exact codes|]. intros Z H0. assert (one : 0 <= 1 <= 1) by lra.
  pose proof (proj1 (codes 1 Z one) H0) as H. clear H0.
  assert (C : forall i, (i < n)%nat -> Z 0%nat i = stretch * rho i /\ Z 1%nat i = 0).
  { intros i Hi. specialize (H i Hi).
    destruct (winding_ends eps stretch omega (rho i) (Hrho i Hi)) as [_ [_ [_ [_ E]]]]. rewrite E in H.
    injection H as H0 H1. split; assumption. }
  assert (P1 : row_power A Z 1 = 0) by (apply row_power_zero_iff; intros i Hi; apply C, Hi).
  assert (P0 : 0 < row_power A Z 0).
  { destruct (row_power_nonneg A Z 0) as [P|E]; [exact P|exfalso]. symmetry in E.
    rewrite row_power_zero_iff in E. specialize (E 0%nat Hn). destruct (C 0%nat Hn) as [C0 _].
    rewrite C0 in E. destruct (Hrho 0%nat Hn) as [R _].
    assert (0 < stretch * rho 0%nat) by (apply Rmult_lt_0_compat; assumption). lra. }
  split; [exact P0|split; [exact P1|]].
  unfold n_active. simpl. destruct (Rlt_dec 0 (row_power A Z 0)) as [_|N]; [|contradiction].
  destruct (Rlt_dec 0 (row_power A Z 1)) as [L|_]; [rewrite P1 in L; lra|reflexivity].
Qed.

(** ** Near the sparse code *)

(** A function that does not decrease on [0, oo) and is concave on (0, oo) lies above its chord from 0. *)
Lemma concave_chord : forall H b c, 0 < c <= b ->
  (forall a, 0 < a -> H 0 <= H a) ->
  (forall a, 0 < a -> ex_derive H a /\ ex_derive (Derive H) a /\ Derive (Derive H) a <= 0) ->
  c / b * (H b - H 0) <= H c - H 0.
Proof.
  intros H b c [Hc Hcb] Hlow Hcon.
  assert (mv : forall (f : R -> R) x y, 0 < x < y -> (forall a, 0 < a -> ex_derive f a) ->
    exists z, x < z < y /\ f y - f x = Derive f z * (y - x)).
  { intros f x y Hxy Hf. destruct (MVT_cor2 f (Derive f) x y) as [z [E Hz]].
    - lra.
    - intros z Hz. apply is_derive_Reals, Derive_correct, Hf. lra.
    - exists z. split; assumption. }
  assert (falling : forall x y, 0 < x < y -> Derive H y <= Derive H x).
  { intros x y Hxy. destruct (mv (Derive H) x y Hxy) as [z [Hz E]]; [intros; apply Hcon; assumption|].
    assert (Derive (Derive H) z * (y - x) <= 0 * (y - x))
      by (apply Rmult_le_compat_r; [lra|apply Hcon; lra]). lra. }
  destruct (Req_dec c b) as [->|N].
  { right. field. lra. }
  destruct (mv H c b) as [xi [Hxi Exi]]; [lra|intros; apply Hcon; assumption|].
  set (m := Derive H xi) in *.
  assert (slope : m * c <= H c - H 0).
  { apply Rnot_lt_le. intros L.
    assert (pick : exists a, 0 < a < c /\ H c - H 0 < m * (c - a)).
    { destruct (Rle_lt_dec m 0) as [M|M].
      - exfalso. pose proof (Hlow c Hc). assert (m * c <= 0 * c) by (apply Rmult_le_compat_r; lra). lra.
      - set (gap := m * c - (H c - H 0)). assert (G : 0 < gap) by (unfold gap; lra).
        exists (Rmin (c / 2) (gap / (2 * m))).
        assert (P : 0 < gap / (2 * m)) by (apply Rdiv_lt_0_compat; lra).
        pose proof (Rmin_l (c / 2) (gap / (2 * m))) as L1. pose proof (Rmin_r (c / 2) (gap / (2 * m))) as L2.
        assert (0 < Rmin (c / 2) (gap / (2 * m))) by (apply Rmin_glb_lt; lra).
        split; [lra|]. set (a := Rmin (c / 2) (gap / (2 * m))) in *.
        assert (m * a <= m * (gap / (2 * m))) by (apply Rmult_le_compat_l; lra).
        replace (m * (gap / (2 * m))) with (gap / 2) in H1 by (field; lra). unfold gap in *; lra. }
    destruct pick as [a [Ha La]].
    destruct (mv H a c Ha) as [eta [Heta Eeta]]; [intros; apply Hcon; assumption|].
    assert (m <= Derive H eta) by (apply falling; lra).
    assert (m * (c - a) <= Derive H eta * (c - a)) by (apply Rmult_le_compat_r; lra).
    pose proof (Hlow a ltac:(lra)). lra. }
  apply (Rmult_le_reg_r (b / c)); [apply Rdiv_lt_0_compat; lra|].
  replace (c / b * (H b - H 0) * (b / c)) with (H b - H 0) by (field; lra).
  replace (H b - H 0) with (m * (b - c) + (H c - H 0)) by lra.
  assert (m * c * ((b - c) / c) <= (H c - H 0) * ((b - c) / c)).
  { apply Rmult_le_compat_r; [apply Rdiv_le_0_compat; lra|exact slope]. }
  replace (m * c * ((b - c) / c)) with (m * (b - c)) in H0 by (field; lra).
  replace ((H c - H 0) * (b / c)) with ((H c - H 0) * ((b - c) / c) + (H c - H 0)) by (field; lra). lra.
Qed.

Theorem winding_near_sparse : forall (h p1 p2 : R -> R) (d : nat) (w q K : R),
  (0 < d)%nat -> 0 < w -> 0 < q ->
  (forall u v, 0 <= u <= v -> h u <= h v) ->
  let H := fun a => h (a ^ 2) in
  (forall a, 0 < a -> ex_derive H a /\ ex_derive (Derive H) a /\ Derive (Derive H) a <= 0) ->
  (forall delta, 0 < delta <= w -> 0 < p1 delta) ->
  (forall delta, 0 <= delta <= w -> exists slope,
    is_derive (fun t => h (p1 t)) delta slope /\ Rabs slope <= K) ->
  (forall delta, 0 < delta <= w -> delta ^ 2 * q <= p2 delta) -> p2 0 = 0 ->
  let G := h (w ^ 2 * q) - h 0 in
  w * K < G ->
  let L := fun delta => (h (p1 delta) + h (p2 delta)) / INR d in
  forall delta, 0 < delta <= w ->
  h (p1 0) - h (p1 delta) <= K * delta /\
  G * delta / w <= h (p2 delta) - h (p2 0) /\
  delta * (G / w - K) / INR d <= L delta - L 0 /\ 0 < delta * (G / w - K) / INR d.
Proof.
  intros h p1 p2 d w q K Hd Hw Hq Hmono H Hcon Hp1 Hslope Hp2 H20 G HG L delta Hdel.
  assert (Hdp : 0 < INR d) by (apply lt_0_INR, Hd).
  assert (first : h (p1 0) - h (p1 delta) <= K * delta).
  { destruct (MVT_cor2 (fun t => h (p1 t)) (Derive (fun t => h (p1 t))) 0 delta) as [z [E Hz]].
    - lra.
    - intros z Hz. destruct (Hslope z) as [s [Hs _]]; [lra|].
      apply is_derive_Reals, Derive_correct. exists s. exact Hs.
    - destruct (Hslope z) as [s [Hs Hb]]; [lra|]. assert (D : Derive (fun t => h (p1 t)) z = s) by (apply is_derive_unique, Hs). rewrite D in E.
      assert (- s <= K) by (apply Rle_trans with (2 := Hb); rewrite <- Rabs_Ropp; apply Rle_abs).
      assert (- s * delta <= K * delta) by (apply Rmult_le_compat_r; lra). lra. }
  assert (Hsq : 0 < sqrt q) by (apply sqrt_lt_R0, Hq).
  assert (sq : forall t, (t * sqrt q) ^ 2 = t ^ 2 * q).
  { intros t. rewrite Rpow_mult_distr, pow2_sqrt by lra. reflexivity. }
  assert (second : G * delta / w <= h (p2 delta) - h (p2 0)).
  { pose proof (concave_chord H (w * sqrt q) (delta * sqrt q)) as C.
    assert (C' : delta * sqrt q / (w * sqrt q) * (H (w * sqrt q) - H 0) <= H (delta * sqrt q) - H 0).
    { apply C; [split; [apply Rmult_lt_0_compat; lra|apply Rmult_le_compat_r; lra]| |exact Hcon].
      intros a Ha. unfold H. apply Hmono. split; [simpl; lra|]. apply pow_incr. lra. }
    unfold H in C'. rewrite !sq in C'.
    replace (0 ^ 2) with 0 in C' by ring. fold G in C'.
    replace (delta * sqrt q / (w * sqrt q) * G) with (G * delta / w) in C' by (field; lra).
    rewrite H20. apply Rle_trans with (1 := C').
    assert (h (delta ^ 2 * q) <= h (p2 delta)); [|lra]. apply Hmono. split; [|apply Hp2, Hdel].
    apply Rmult_le_pos; [apply pow2_ge_0|lra]. }
  split; [exact first|split; [exact second|]].
  assert (K < G / w).
  { apply (Rmult_lt_reg_r w); [exact Hw|]. replace (G / w * w) with G by (field; lra). lra. }
  split.
  - unfold L. replace ((h (p1 delta) + h (p2 delta)) / INR d - (h (p1 0) + h (p2 0)) / INR d)
      with ((h (p1 delta) - h (p1 0) + (h (p2 delta) - h (p2 0))) / INR d) by (field; lra).
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Hdp|].
    replace (delta * (G / w - K)) with (G * delta / w - K * delta) by (field; lra). lra.
  - apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; lra|exact Hdp].
Qed.
