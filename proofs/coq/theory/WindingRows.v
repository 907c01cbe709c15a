(* The winding decoders: both rows are active at all but finitely many parameters.  The zeros are
   counted by Rolle's theorem: F/w for w = cos(k(u - m)) has a derivative with the sign of F' w - F w',
   whose own derivative is (F'' + k^2 F) w. *)

From Coq Require Import Reals Lra Lia List Classical_Prop.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas PlaneStatements Labyrinth
  Winding.
Open Scope R_scope.

Definition finite_zeros (f : R -> R) (a b : R) : Prop :=
  exists l : list R, forall x, a <= x <= b -> f x = 0 -> In x l.

Lemma rolle_finite : forall (l : list R) (f f' : R -> R) a b,
  (forall x, a <= x <= b -> is_derive f x (f' x)) ->
  (forall x, a < x < b -> f' x = 0 -> In x l) -> finite_zeros f a b.
Proof.
  induction l as [|c l IH]; intros f f' a b D H.
  - destruct (classic (exists x, a <= x <= b /\ f x = 0)) as [[x [Hx Fx]]|N].
    + exists (x :: nil). intros y Hy Fy. left.
      destruct (Req_dec x y) as [E|E]; [exact E|exfalso].
      assert (two : forall s t, a <= s -> t <= b -> s < t -> f s = 0 -> f t = 0 -> False).
      { intros s t Hs Ht Hst Fs Ft.
        destruct (MVT_cor2 f f' s t Hst) as [z [Ez Hz]].
        - intros z Hz. apply is_derive_Reals, D. lra.
        - rewrite Fs, Ft in Ez. assert (f' z * (t - s) = 0) as Q by lra.
          apply Rmult_integral in Q. destruct Q as [Q|Q]; [|lra]. apply (H z); [lra|exact Q]. }
      destruct (Rtotal_order x y) as [L|[L|L]]; [|contradiction|].
      * apply (two x y); lra || assumption.
      * apply (two y x); lra || assumption.
    + exists nil. intros x Hx Fx. exfalso. apply N. exists x. split; assumption.
  - destruct (classic (a < c < b)) as [Hc|Hc].
    + destruct (IH f f' a c) as [l1 H1].
      * intros x Hx. apply D. lra.
      * intros x Hx Fx. destruct (H x ltac:(lra) Fx) as [E|E]; [lra|exact E].
      * destruct (IH f f' c b) as [l2 H2].
        -- intros x Hx. apply D. lra.
        -- intros x Hx Fx. destruct (H x ltac:(lra) Fx) as [E|E]; [lra|exact E].
        -- exists (l1 ++ l2). intros x Hx Fx. apply in_or_app.
           destruct (Rle_dec x c) as [L|L]; [left; apply H1|right; apply H2]; lra || assumption.
    + apply (IH f f' a b D). intros x Hx Fx. destruct (H x Hx Fx) as [E|E]; [|exact E].
      exfalso. apply Hc. rewrite E. exact Hx.
Qed.

Lemma short_interval : forall (F F1 F2 : R -> R) k a b,
  0 < k -> a <= b -> k * (b - a) < PI ->
  (forall x, is_derive F x (F1 x)) -> (forall x, is_derive F1 x (F2 x)) ->
  finite_zeros (fun u => F2 u + k ^ 2 * F u) a b -> finite_zeros F a b.
Proof.
  intros F F1 F2 k a b Hk Hab Hshort D1 D2 [l Hl].
  set (m := (a + b) / 2). set (w := fun u => cos (k * (u - m))). set (w1 := fun u => - k * sin (k * (u - m))).
  assert (Hw : forall u, a <= u <= b -> 0 < w u).
  { intros u Hu. unfold w. apply cos_gt_0.
    - assert (- (k * (b - a)) / 2 <= k * (u - m)); [|lra].
      replace (- (k * (b - a)) / 2) with (k * (- (b - a) / 2)) by field.
      apply Rmult_le_compat_l; [lra|unfold m; lra].
    - assert (k * (u - m) <= k * (b - a) / 2); [|lra].
      replace (k * (b - a) / 2) with (k * ((b - a) / 2)) by field.
      apply Rmult_le_compat_l; [lra|unfold m; lra]. }
  assert (Dw : forall u, is_derive w u (w1 u)) by (intros u; unfold w, w1; auto_derive; [exact I|unfold Rminus; ring]).
  assert (Dw1 : forall u, is_derive w1 u (- k ^ 2 * w u))
    by (intros u; unfold w, w1; auto_derive; [exact I|unfold Rminus; ring]).
  assert (Wz : finite_zeros (fun u => F1 u * w u - F u * w1 u) a b).
  { apply (rolle_finite l _ (fun u => (F2 u + k ^ 2 * F u) * w u)).
    - intros u _. pose proof (is_derive_mult F1 w u _ _ (D2 u) (Dw u) Rmult_comm) as M1.
      pose proof (is_derive_mult F w1 u _ _ (D1 u) (Dw1 u) Rmult_comm) as M2.
      pose proof (is_derive_minus _ _ u _ _ M1 M2) as M.
      unfold minus, plus, opp, mult in M; simpl in M. unfold mult in M; simpl in M.
      replace ((F2 u + k ^ 2 * F u) * w u)
        with (F2 u * w u + F1 u * w1 u + - (F1 u * w1 u + F u * (- k ^ 2 * w u))) by ring.
      exact M.
    - intros u Hu E. apply Hl; [lra|]. apply Rmult_integral in E. destruct E as [E|E]; [exact E|].
      pose proof (Hw u ltac:(lra)). lra. }
  destruct Wz as [l1 H1].
  destruct (rolle_finite l1 (fun u => F u / w u) (fun u => (F1 u * w u - F u * w1 u) / w u ^ 2) a b)
    as [l2 H2].
  - intros u Hu. pose proof (Hw u Hu). apply is_derive_Reals.
    replace ((F1 u * w u - F u * w1 u) / w u ^ 2) with ((F1 u * w u - w1 u * F u) / (w u)²)
      by (unfold Rsqr; field; lra).
    apply derivable_pt_lim_div; [apply is_derive_Reals, D1|apply is_derive_Reals, Dw|lra].
  - intros u Hu E. apply H1; [lra|]. pose proof (Hw u ltac:(lra)) as P.
    apply (Rmult_eq_compat_r (w u ^ 2)) in E.
    replace ((F1 u * w u - F u * w1 u) / w u ^ 2 * w u ^ 2) with (F1 u * w u - F u * w1 u) in E
      by (field; lra). lra.
  - exists l2. intros u Hu E. apply H2; [exact Hu|]. rewrite E. unfold Rdiv. ring.
Qed.

Lemma zeros_on_unit : forall (F F1 F2 : R -> R) k, 0 < k ->
  (forall x, is_derive F x (F1 x)) -> (forall x, is_derive F1 x (F2 x)) ->
  finite_zeros (fun u => F2 u + k ^ 2 * F u) 0 1 -> finite_zeros F 0 1.
Proof.
  intros F F1 F2 k Hk D1 D2 [l Hl]. pose proof PI_RGT_0 as HPi.
  destruct (archimed_cor1 (PI / k)) as [N [HN HN0]]; [apply Rdiv_lt_0_compat; lra|].
  assert (HNp : 0 < INR N) by (apply lt_0_INR, HN0).
  assert (step : k * / INR N < PI).
  { apply (Rmult_lt_compat_l k) in HN; [|exact Hk]. replace (k * (PI / k)) with PI in HN by (field; lra).
    exact HN. }
  assert (up : forall j, (j <= N)%nat -> finite_zeros F 0 (INR j / INR N)).
  { induction j as [|j IH]; intros Hj.
    - exists (0 :: nil). intros x Hx _. left. simpl INR in Hx.
      replace (0 / INR N) with 0 in Hx by (field; lra). lra.
    - destruct (IH ltac:(lia)) as [l1 H1].
      assert (Hlen : INR (S j) / INR N = INR j / INR N + / INR N) by (rewrite S_INR; field; lra).
      assert (0 <= INR j / INR N) by (apply Rdiv_le_0_compat; [apply pos_INR|exact HNp]).
      assert (INR (S j) / INR N <= 1).
      { apply (Rmult_le_reg_r (INR N)); [exact HNp|].
        replace (INR (S j) / INR N * INR N) with (INR (S j)) by (field; lra).
        rewrite Rmult_1_l. apply le_INR, Hj. }
      assert (0 < / INR N) by (apply Rinv_0_lt_compat, HNp).
      destruct (short_interval F F1 F2 k (INR j / INR N) (INR (S j) / INR N) Hk) as [l2 Z2].
      + lra.
      + rewrite Hlen. replace (INR j / INR N + / INR N - INR j / INR N) with (/ INR N) by ring. exact step.
      + exact D1.
      + exact D2.
      + exists l. intros x Hx E. apply Hl; [lra|exact E].
      + exists (l1 ++ l2). intros x Hx E. apply in_or_app.
        destruct (Rle_dec x (INR j / INR N)); [left; apply H1|right; apply Z2]; lra || assumption. }
  replace 1 with (INR N / INR N) by (field; lra). apply up. lia.
Qed.

Lemma line_zeros : forall a, a <> 0 -> finite_zeros (fun u => a * u) 0 1.
Proof.
  intros a Ha. exists (0 :: nil). intros x _ E. left. apply Rmult_integral in E. destruct E; [contradiction|].
  symmetry; assumption.
Qed.

Lemma finite_zeros_ext : forall f g, (forall x, f x = g x) -> finite_zeros f 0 1 -> finite_zeros g 0 1.
Proof. intros f g E [l H]. exists l. intros x Hx G. apply H; [exact Hx|]. rewrite E. exact G. Qed.

(** The two coordinates of the code, as functions of u = 1 - theta. *)
Lemma second_coordinate : forall alpha rho k, 0 < alpha -> 0 < k ->
  finite_zeros (fun u => alpha * u + rho * sin (k * u)) 0 1.
Proof.
  intros alpha rho k Ha Hk.
  apply (zeros_on_unit _ (fun u => alpha + rho * k * cos (k * u)) (fun u => - rho * k ^ 2 * sin (k * u)) k Hk).
  - intros x. auto_derive; [exact I|ring].
  - intros x. auto_derive; [exact I|ring].
  - apply (finite_zeros_ext (fun u => k ^ 2 * alpha * u)); [intros x; ring|].
    apply line_zeros. apply Rgt_not_eq, Rmult_lt_0_compat; [apply pow_lt, Hk|exact Ha].
Qed.

Lemma first_coordinate : forall alpha b c k, 0 < alpha -> 0 < k ->
  finite_zeros (fun u => alpha * u + (b + c * u) * cos (k * u)) 0 1.
Proof.
  intros alpha b c k Ha Hk.
  apply (zeros_on_unit _ (fun u => alpha + c * cos (k * u) - (b + c * u) * k * sin (k * u))
    (fun u => - 2 * c * k * sin (k * u) - (b + c * u) * k ^ 2 * cos (k * u)) k Hk).
  - intros x. auto_derive; [exact I|ring].
  - intros x. auto_derive; [exact I|ring].
  - apply (finite_zeros_ext (fun u => k ^ 2 * alpha * u + - 2 * c * k * sin (k * u))); [intros x; ring|].
    apply second_coordinate; [|exact Hk]. apply Rmult_lt_0_compat; [apply pow_lt, Hk|exact Ha].
Qed.

Section Rows.
Variables (eps stretch omega : R) (n : nat) (Hn : (0 < n)%nat) (rho : nat -> R).
Hypotheses (Heps : 0 < eps) (Hstretch : 0 < stretch) (Homega : 0 < omega).
Hypothesis Hrho : forall i, (i < n)%nat -> 0 < rho i < eps / 2.

Let A := plane_autoencoder n Hn (fun i => spiral eps omega (rho i)) unit_interval
  (fun theta => winding eps stretch omega (proj1_sig theta)).

Lemma codes : forall theta Z, error A theta Z = 0 <-> forall i, (i < n)%nat ->
  (Z 0%nat i, Z 1%nat i) = winding_code eps stretch omega (proj1_sig theta) (rho i).
Proof.
  intros [theta Ht] Z. unfold A. rewrite plane_exact. cbn [proj1_sig].
  split; intros H i Hi; specialize (H i Hi).
  - destruct (winding_homeomorphism eps stretch omega theta Heps Hstretch Homega Ht) as [_ [g [_ [G _]]]].
    rewrite <- (G (Z 0%nat i, Z 1%nat i)), H, <- (winding_exact eps stretch omega theta (rho i) Hstretch Ht), G;
      [reflexivity|]. apply Hrho, Hi.
  - rewrite H. apply winding_exact; [exact Hstretch|exact Ht|apply Hrho, Hi].
Qed.

Lemma row_positive : forall Z k i, (i < n)%nat -> Z k i <> 0 -> 0 < row_power A Z k.
Proof.
  intros Z k i Hi H. destruct (row_power_nonneg A Z k) as [P|E]; [exact P|exfalso].
  apply H. symmetry in E. rewrite row_power_zero_iff in E. apply E, Hi.
Qed.

Lemma few_parameters : exists l : list R, forall theta Z,
  error A theta Z = 0 -> ~ In (proj1_sig theta) l -> 0 < row_power A Z 0 /\ 0 < row_power A Z 1.
Proof.
  set (r := rho 0%nat). assert (Hr : 0 < r) by (apply Hrho, Hn). set (k := omega * r).
  assert (Hk : 0 < k) by (apply Rmult_lt_0_compat; assumption).
  destruct (second_coordinate (eps / 2) r k ltac:(lra) Hk) as [l2 H2].
  destruct (first_coordinate (eps / 2) (r * stretch) (r * (1 - stretch)) k ltac:(lra) Hk) as [l1 H1].
  exists (map (fun u => 1 - u) (l1 ++ l2)). intros theta Z HZ Hout.
  pose proof (proj1 (codes theta Z) HZ 0%nat Hn) as C. destruct theta as [theta Ht]. cbn [proj1_sig] in *.
  fold r in C. unfold winding_code, winding_scale in C. injection C as C0 C1.
  assert (away : forall l, (forall u, In u l -> In u (l1 ++ l2)) -> ~ In (1 - theta) l).
  { intros l Hl Hin. apply Hout. replace theta with (1 - (1 - theta)) by ring.
    apply (in_map (fun u => 1 - u)), Hl, Hin. }
  split.
  - apply (row_positive Z 0 0%nat Hn). intros E. apply (away l1); [intros u Hu; apply in_or_app; tauto|].
    apply H1; [lra|]. rewrite <- E, C0. unfold k.
    replace (omega * r * (1 - theta)) with (omega * r * (1 - theta)) by ring. field.
  - apply (row_positive Z 1 0%nat Hn). intros E. apply (away l2); [intros u Hu; apply in_or_app; tauto|].
    apply H2; [lra|]. rewrite <- E, C1. unfold k. field.
Qed.

Lemma rows_below_one : (exists i, (i < n)%nat /\ omega * rho i <= PI / 2) ->
  forall theta Z, error A theta Z = 0 -> proj1_sig theta < 1 -> 0 < row_power A Z 0 /\ 0 < row_power A Z 1.
Proof.
  intros [i [Hi Ha]] theta Z HZ H1.
  pose proof (proj1 (codes theta Z) HZ i Hi) as C. destruct theta as [theta Ht]. cbn [proj1_sig] in *.
  unfold winding_code in C. injection C as C0 C1. destruct (Hrho i Hi) as [Hr _].
  pose proof (scale_positive stretch theta Hstretch Ht) as HL. pose proof PI_RGT_0 as HPi.
  set (b := omega * rho i * (1 - theta)) in *.
  assert (Hb : 0 <= b <= PI / 2).
  { assert (0 < omega * rho i) by (apply Rmult_lt_0_compat; assumption). unfold b. split.
    - apply Rmult_le_pos; lra.
    - apply Rle_trans with (2 := Ha). rewrite <- (Rmult_1_r (omega * rho i)) at 2.
      apply Rmult_le_compat_l; lra. }
  assert (He : 0 < eps * (1 - theta) / 2).
  { assert (0 < eps * (1 - theta)) by (apply Rmult_lt_0_compat; lra). lra. }
  assert (Hc : 0 <= cos b) by (apply cos_ge_0; lra). assert (Hs : 0 <= sin b) by (apply sin_ge_0; lra).
  split.
  - apply (row_positive Z 0 i Hi). rewrite C0.
    assert (0 <= rho i * winding_scale stretch theta * cos b).
    { apply Rmult_le_pos; [|exact Hc]. apply Rmult_le_pos; lra. } lra.
  - apply (row_positive Z 1 i Hi). rewrite C1. assert (0 <= rho i * sin b) by (apply Rmult_le_pos; lra). lra.
Qed.

Hypothesis Hbelow : forall theta Z, error A theta Z = 0 -> proj1_sig theta < 1 ->
  0 < row_power A Z 0 /\ 0 < row_power A Z 1.

Lemma only_sparse : forall theta Z, optimal_sparse A theta Z <->
  proj1_sig theta = 1 /\ forall i, (i < n)%nat -> Z 0%nat i = stretch * rho i /\ Z 1%nat i = 0.
Proof.
  set (last := exist (fun t => 0 <= t <= 1) 1 (conj Rle_0_1 (Rle_refl 1)) : unit_interval).
  set (Z1 := fun k i => if Nat.eqb k 0 then stretch * rho i else 0).
  assert (end_code : forall i, (i < n)%nat -> winding_code eps stretch omega 1 (rho i) = (stretch * rho i, 0)).
  { intros i Hi. apply (winding_ends eps stretch omega (rho i) (Hrho i Hi)). }
  assert (E1 : error A last Z1 = 0).
  { apply codes. intros i Hi. cbn [proj1_sig last]. rewrite end_code by exact Hi. reflexivity. }
  assert (one : forall Z, (forall i, (i < n)%nat -> Z 0%nat i = stretch * rho i /\ Z 1%nat i = 0) ->
    n_active A Z = 1%nat).
  { intros Z C. assert (P1 : row_power A Z 1 = 0) by (apply row_power_zero_iff; intros i Hi; apply C, Hi).
    assert (P0 : 0 < row_power A Z 0).
    { apply (row_positive Z 0 0%nat Hn). destruct (C 0%nat Hn) as [-> _]. destruct (Hrho 0%nat Hn) as [R _].
      apply Rgt_not_eq, Rmult_lt_0_compat; assumption. }
    unfold n_active. simpl. destruct (Rlt_dec 0 (row_power A Z 0)) as [_|N]; [|contradiction].
    destruct (Rlt_dec 0 (row_power A Z 1)) as [L|_]; [rewrite P1 in L; lra|reflexivity]. }
  assert (two : forall theta Z, error A theta Z = 0 -> proj1_sig theta < 1 -> n_active A Z = 2%nat).
  { intros theta Z HZ H. destruct (Hbelow theta Z HZ H) as [P0 P1]. unfold n_active. simpl.
    destruct (Rlt_dec 0 (row_power A Z 0)); [|contradiction].
    destruct (Rlt_dec 0 (row_power A Z 1)); [reflexivity|contradiction]. }
  assert (last_code : forall theta Z, error A theta Z = 0 -> proj1_sig theta = 1 ->
    forall i, (i < n)%nat -> Z 0%nat i = stretch * rho i /\ Z 1%nat i = 0).
  { intros theta Z HZ H i Hi. pose proof (proj1 (codes theta Z) HZ i Hi) as C.
    rewrite H, end_code in C by exact Hi. injection C as C0 C1. split; assumption. }
  intros theta Z. split.
  - intros [HZ Hmin]. specialize (Hmin last Z1 E1).
    rewrite (one Z1) in Hmin by (intros i Hi; split; reflexivity).
    destruct (Rlt_le_dec (proj1_sig theta) 1) as [L|L]; [rewrite (two theta Z HZ L) in Hmin; lia|].
    assert (E : proj1_sig theta = 1) by (destruct theta as [t Ht]; cbn [proj1_sig] in *; lra).
    split; [exact E|]. apply (last_code theta Z HZ E).
  - intros [E C]. assert (HZ : error A theta Z = 0).
    { apply codes. intros i Hi. rewrite E, end_code by exact Hi. destruct (C i Hi) as [-> ->]. reflexivity. }
    split; [exact HZ|]. intros theta' Z' HZ'. rewrite (one Z C).
    destruct (Rlt_le_dec (proj1_sig theta') 1) as [L|L]; [rewrite (two theta' Z' HZ' L); lia|].
    assert (E' : proj1_sig theta' = 1) by (destruct theta' as [t Ht]; cbn [proj1_sig] in *; lra).
    rewrite (one Z' (last_code theta' Z' HZ' E')). lia.
Qed.

End Rows.

Theorem winding_few : forall eps stretch omega n (Hn : (0 < n)%nat) (rho : nat -> R),
  0 < eps -> 0 < stretch -> 0 < omega -> (forall i, (i < n)%nat -> 0 < rho i < eps / 2) ->
  let A := plane_autoencoder n Hn (fun i => spiral eps omega (rho i)) unit_interval
             (fun theta => winding eps stretch omega (proj1_sig theta)) in
  exists few : list R, forall (theta : unit_interval) (Z : code),
    error A theta Z = 0 -> ~ In (proj1_sig theta) few -> 0 < row_power A Z 0 /\ 0 < row_power A Z 1.
Proof. intros eps stretch omega n Hn rho He Hs Ho Hr A. apply few_parameters; assumption. Qed.

Theorem winding_sparse : forall eps stretch omega n (Hn : (0 < n)%nat) (rho : nat -> R),
  0 < eps -> 0 < stretch -> 0 < omega -> (forall i, (i < n)%nat -> 0 < rho i < eps / 2) ->
  (exists i, (i < n)%nat /\ omega * rho i <= PI / 2) ->
  let A := plane_autoencoder n Hn (fun i => spiral eps omega (rho i)) unit_interval
             (fun theta => winding eps stretch omega (proj1_sig theta)) in
  forall (theta : unit_interval) (Z : code),
  (error A theta Z = 0 -> proj1_sig theta < 1 -> 0 < row_power A Z 0 /\ 0 < row_power A Z 1) /\
  (optimal_sparse A theta Z <->
   proj1_sig theta = 1 /\ forall i, (i < n)%nat -> Z 0%nat i = stretch * rho i /\ Z 1%nat i = 0).
Proof.
  intros eps stretch omega n Hn rho He Hs Ho Hr Ha A theta Z. split.
  - apply rows_below_one; assumption.
  - apply only_sparse; try assumption. apply rows_below_one; assumption.
Qed.
