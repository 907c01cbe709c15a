(* A checker for certificates of a global minimum, in rational arithmetic, proved sound.

   The loss mu |x - W z|^2 + h(z_1^2) + h(z_2^2), h(u) = u/(1 + u), over z in the plane and W on a segment of 2 x 2
   matrices.  A leaf is a box of theta and of the two powers, with a dual point y and slopes s: there
     mu |r|^2 >= 2 y r - |y|^2/mu,   h(p) >= s p + c,   s z^2 - 2 z q >= - q^2/s   for q = w_k(theta) y,
   and q^2 is at most what it is at an end of the interval of theta. *)

From Coq Require Import Reals Lra QArith Qreals.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

Definition saturating (u : R) : R := u / (1 + u).

(** ** In real numbers *)

Lemma dual_square : forall mu r y, 0 < mu -> 2 * (y * r) - y ^ 2 / mu <= mu * r ^ 2.
Proof.
  intros mu r y H. assert (E : mu * r ^ 2 - (2 * (y * r) - y ^ 2 / mu) = mu * (r - y / mu) ^ 2) by (field; lra).
  assert (0 <= mu * (r - y / mu) ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]). lra.
Qed.

Lemma dual_row : forall s z q, 0 < s -> - (q ^ 2 / s) <= s * z ^ 2 - 2 * (z * q).
Proof.
  intros s z q H. assert (E : s * z ^ 2 - 2 * (z * q) + q ^ 2 / s = s * (z - q / s) ^ 2) by (field; lra).
  assert (0 <= s * (z - q / s) ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]). lra.
Qed.

(** An affine function is between its values at the ends. *)
Lemma affine_square : forall a b t0 t1 t M, t0 <= t <= t1 -> (a + b * t0) ^ 2 <= M -> (a + b * t1) ^ 2 <= M ->
  (a + b * t) ^ 2 <= M.
Proof.
  intros a b t0 t1 t M Ht H0 H1. destruct (Rle_lt_dec 0 b) as [Hb|Hb].
  - assert (b * t0 <= b * t <= b * t1) by (split; apply Rmult_le_compat_l; lra).
    destruct (Rle_lt_dec 0 (a + b * t)) as [Hp|Hp].
    + apply Rle_trans with (2 := H1). apply pow_incr. lra.
    + apply Rle_trans with (2 := H0). replace ((a + b * t) ^ 2) with ((- (a + b * t)) ^ 2) by ring.
      replace ((a + b * t0) ^ 2) with ((- (a + b * t0)) ^ 2) by ring. apply pow_incr. lra.
  - assert (b * t1 <= b * t <= b * t0) by (split; apply Rmult_le_compat_neg_l; lra).
    destruct (Rle_lt_dec 0 (a + b * t)) as [Hp|Hp].
    + apply Rle_trans with (2 := H0). apply pow_incr. lra.
    + apply Rle_trans with (2 := H1). replace ((a + b * t) ^ 2) with ((- (a + b * t)) ^ 2) by ring.
      replace ((a + b * t1) ^ 2) with ((- (a + b * t1)) ^ 2) by ring. apply pow_incr. lra.
Qed.

(** A line below h at both ends is below it between them. *)
Lemma minorant : forall l u s c p, 0 <= l -> l <= p <= u ->
  s * l + c <= saturating l -> s * u + c <= saturating u -> s * p + c <= saturating p.
Proof.
  intros l u s c p Hl Hp H0 H1. unfold saturating in *. destruct (Req_dec l u) as [E|Hne].
  { replace p with l by lra. exact H0. }
  assert (Hc : (u - p) * (l / (1 + l)) + (p - l) * (u / (1 + u)) <= (u - l) * (p / (1 + p))).
  { assert (E : (u - l) * (p / (1 + p)) - ((u - p) * (l / (1 + l)) + (p - l) * (u / (1 + u)))
              = (u - l) * ((p - l) * (u - p)) / ((1 + p) * ((1 + l) * (1 + u)))) by (field; lra).
    assert (0 <= (u - l) * ((p - l) * (u - p)) / ((1 + p) * ((1 + l) * (1 + u)))).
    { apply Rdiv_le_0_compat; [repeat apply Rmult_le_pos; lra|repeat apply Rmult_lt_0_compat; lra]. } lra. }
  assert (A0 : (u - p) * (s * l + c) <= (u - p) * (l / (1 + l))) by (apply Rmult_le_compat_l; lra).
  assert (A1 : (p - l) * (s * u + c) <= (p - l) * (u / (1 + u))) by (apply Rmult_le_compat_l; lra).
  apply (Rmult_le_reg_l (u - l)); [lra|]. lra.
Qed.

(** ** In rational numbers *)

Open Scope Q_scope.

Record problem := Problem {
  weight : Q;                               (* mu *)
  point : Q * Q;                            (* x *)
  first_column : (Q * Q) * (Q * Q);         (* at theta = 0 and at theta = 1 *)
  second_column : (Q * Q) * (Q * Q) }.

Record box := Box { from : Q; upto : Q; low1 : Q; high1 : Q; low2 : Q; high2 : Q }.

Inductive certificate :=
  | Leaf (y1 y2 s1 s2 : Q)
  | Theta (at_ : Q) (left right : certificate)
  | First (at_ : Q) (left right : certificate)
  | Second (at_ : Q) (left right : certificate).

Definition larger (a b : Q) : Q := if Qle_bool a b then b else a.
Definition smaller (a b : Q) : Q := if Qle_bool a b then a else b.
Definition h_at (p : Q) : Q := p * / (1 + p).

(** w_k(t) y, and what row k adds to the bound. *)
Definition pull (w : (Q * Q) * (Q * Q)) (y1 y2 t : Q) : Q :=
  ((1 - t) * fst (fst w) + t * fst (snd w)) * y1 + ((1 - t) * snd (fst w) + t * snd (snd w)) * y2.
Definition row_bound (w : (Q * Q) * (Q * Q)) (y1 y2 t0 t1 l u s : Q) : Q :=
  smaller (h_at l - s * l) (h_at u - s * u)
  - larger (pull w y1 y2 t0 * pull w y1 y2 t0) (pull w y1 y2 t1 * pull w y1 y2 t1) * / s.

Definition leaf_bound (P : problem) (B : box) (y1 y2 s1 s2 : Q) : Q :=
  2 * (y1 * fst (point P) + y2 * snd (point P)) - (y1 * y1 + y2 * y2) * / weight P
  + row_bound (first_column P) y1 y2 (from B) (upto B) (low1 B) (high1 B) s1
  + row_bound (second_column P) y1 y2 (from B) (upto B) (low2 B) (high2 B) s2.

Definition positive (q : Q) : bool := negb (Qle_bool q 0).

Fixpoint check (P : problem) (bound : Q) (c : certificate) (B : box) : bool :=
  match c with
  | Leaf y1 y2 s1 s2 =>
      (positive (weight P) && positive s1 && positive s2 && Qle_bool 0 (low1 B) && Qle_bool 0 (low2 B)
       && Qle_bool 0 (high1 B) && Qle_bool 0 (high2 B) && Qle_bool bound (leaf_bound P B y1 y2 s1 s2))%bool
  | Theta m a b =>
      (check P bound a (Box (from B) m (low1 B) (high1 B) (low2 B) (high2 B))
       && check P bound b (Box m (upto B) (low1 B) (high1 B) (low2 B) (high2 B)))%bool
  | First m a b =>
      (check P bound a (Box (from B) (upto B) (low1 B) m (low2 B) (high2 B))
       && check P bound b (Box (from B) (upto B) m (high1 B) (low2 B) (high2 B)))%bool
  | Second m a b =>
      (check P bound a (Box (from B) (upto B) (low1 B) (high1 B) (low2 B) m)
       && check P bound b (Box (from B) (upto B) (low1 B) (high1 B) m (high2 B)))%bool
  end.

Open Scope R_scope.

(** The loss of the problem. *)
Definition entry_at (w : (Q * Q) * (Q * Q)) (second : bool) (t : R) : R :=
  let at0 := if second then snd (fst w) else fst (fst w) in
  let at1 := if second then snd (snd w) else fst (snd w) in (1 - t) * Q2R at0 + t * Q2R at1.
Definition problem_loss (P : problem) (t z1 z2 : R) : R :=
  Q2R (weight P)
    * ((Q2R (fst (point P)) - (entry_at (first_column P) false t * z1 + entry_at (second_column P) false t * z2)) ^ 2
       + (Q2R (snd (point P)) - (entry_at (first_column P) true t * z1 + entry_at (second_column P) true t * z2)) ^ 2)
  + saturating (z1 ^ 2) + saturating (z2 ^ 2).
Definition in_box (B : box) (t z1 z2 : R) : Prop :=
  Q2R (from B) <= t <= Q2R (upto B) /\
  Q2R (low1 B) <= z1 ^ 2 <= Q2R (high1 B) /\ Q2R (low2 B) <= z2 ^ 2 <= Q2R (high2 B).

Lemma Q2R_one : Q2R 1 = 1.
Proof. unfold Q2R. cbn. lra. Qed.
Lemma Q2R_two : Q2R 2 = 2.
Proof. unfold Q2R. cbn. lra. Qed.
Lemma Q2R_zero : Q2R 0 = 0.
Proof. unfold Q2R. cbn. lra. Qed.

Lemma le_bool : forall a b, Qle_bool a b = true -> Q2R a <= Q2R b.
Proof. intros a b H. apply Qle_Rle, Qle_bool_iff, H. Qed.

Lemma le_bool_false : forall a b, Qle_bool a b = false -> Q2R b < Q2R a.
Proof.
  intros a b H. apply Qlt_Rlt, Qnot_le_lt. intros C. apply Qle_bool_iff in C. rewrite C in H. discriminate.
Qed.

Lemma positive_is : forall q, positive q = true -> 0 < Q2R q.
Proof.
  intros q H. unfold positive in H. apply Bool.negb_true_iff, le_bool_false in H. rewrite Q2R_zero in H. exact H.
Qed.

Lemma larger_above : forall a b, Q2R a <= Q2R (larger a b) /\ Q2R b <= Q2R (larger a b).
Proof.
  intros a b. unfold larger. destruct (Qle_bool a b) eqn:E; [apply le_bool in E|apply le_bool_false in E]; lra.
Qed.

Lemma smaller_below : forall a b, Q2R (smaller a b) <= Q2R a /\ Q2R (smaller a b) <= Q2R b.
Proof.
  intros a b. unfold smaller. destruct (Qle_bool a b) eqn:E; [apply le_bool in E|apply le_bool_false in E]; lra.
Qed.

Lemma Q2R_inverse : forall q, Q2R q <> 0 -> Q2R (/ q) = / Q2R q.
Proof. intros q H. apply Q2R_inv. intros E. apply H. rewrite (Qeq_eqR _ _ E). exact Q2R_zero. Qed.

Lemma h_at_is : forall p, 0 <= Q2R p -> Q2R (h_at p) = saturating (Q2R p).
Proof.
  intros p H. unfold h_at, saturating. rewrite Q2R_mult, Q2R_inverse, Q2R_plus, Q2R_one; [reflexivity|].
  rewrite Q2R_plus, Q2R_one. lra.
Qed.

Lemma row_sound : forall w y1 y2 t0 t1 l u s t z, 0 < Q2R s -> 0 <= Q2R l -> 0 <= Q2R u ->
  Q2R t0 <= t <= Q2R t1 -> Q2R l <= z ^ 2 <= Q2R u ->
  Q2R (row_bound w y1 y2 t0 t1 l u s)
  <= saturating (z ^ 2) - 2 * (z * (entry_at w false t * Q2R y1 + entry_at w true t * Q2R y2)).
Proof.
  intros [[a1 a2] [b1 b2]] y1 y2 t0 t1 l u s t z Hs Hl Hu Ht Hz. unfold row_bound, entry_at. cbn [fst snd].
  set (c := smaller _ _). set (M := larger _ _).
  rewrite Q2R_minus, Q2R_mult, Q2R_inverse by lra.
  destruct (smaller_below (h_at l - s * l) (h_at u - s * u)) as [C0 C1]. fold c in C0, C1.
  rewrite Q2R_minus, Q2R_mult, h_at_is in C0, C1 by assumption.
  pose proof (minorant (Q2R l) (Q2R u) (Q2R s) (Q2R c) (z ^ 2) Hl Hz ltac:(lra) ltac:(lra)) as Hm.
  set (q := ((1 - t) * Q2R a1 + t * Q2R b1) * Q2R y1 + ((1 - t) * Q2R a2 + t * Q2R b2) * Q2R y2).
  assert (Hpull : forall x, Q2R (pull (a1, a2, (b1, b2)) y1 y2 x)
    = (Q2R a1 * Q2R y1 + Q2R a2 * Q2R y2) + ((Q2R b1 - Q2R a1) * Q2R y1 + (Q2R b2 - Q2R a2) * Q2R y2) * Q2R x).
  { intros x. unfold pull. cbn [fst snd].
    rewrite !Q2R_plus, !Q2R_mult, !Q2R_plus, !Q2R_mult, !Q2R_minus, Q2R_one. ring. }
  assert (HM : q ^ 2 <= Q2R M).
  { replace q with ((Q2R a1 * Q2R y1 + Q2R a2 * Q2R y2) + ((Q2R b1 - Q2R a1) * Q2R y1 + (Q2R b2 - Q2R a2) * Q2R y2) * t)
      by (unfold q; ring).
    destruct (larger_above (pull (a1, a2, (b1, b2)) y1 y2 t0 * pull (a1, a2, (b1, b2)) y1 y2 t0)
      (pull (a1, a2, (b1, b2)) y1 y2 t1 * pull (a1, a2, (b1, b2)) y1 y2 t1)) as [M0 M1]. fold M in M0, M1.
    rewrite Q2R_mult, Hpull in M0, M1. apply (affine_square _ _ (Q2R t0) (Q2R t1) t _ Ht); simpl; lra. }
  pose proof (dual_row (Q2R s) z q Hs) as Hd.
  assert (q ^ 2 / Q2R s <= Q2R M * / Q2R s)
    by (apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Hs|exact HM]).
  lra.
Qed.

(** Soundness: what the checker accepts is a lower bound on the whole box. *)
Theorem check_sound : forall P bound c B, check P bound c B = true ->
  forall t z1 z2, in_box B t z1 z2 -> Q2R bound <= problem_loss P t z1 z2.
Proof.
  intros P bound. induction c as [y1 y2 s1 s2|m a IHa b IHb|m a IHa b IHb|m a IHa b IHb];
    intros B H t z1 z2 [Ht [H1 H2]].
  - cbn [check] in H. repeat (apply andb_prop in H; destruct H as [H ?]).
    apply positive_is in H. repeat match goal with E : positive _ = true |- _ => apply positive_is in E end.
    repeat match goal with E : Qle_bool _ _ = true |- _ => apply le_bool in E end. rewrite Q2R_zero in *.
    eapply Rle_trans; [eassumption|]. unfold leaf_bound.
    rewrite !Q2R_plus, Q2R_minus, !Q2R_mult, !Q2R_plus, !Q2R_mult, Q2R_two, Q2R_inverse by lra.
    pose proof (row_sound (first_column P) y1 y2 (from B) (upto B) (low1 B) (high1 B) s1 t z1
      ltac:(assumption) ltac:(assumption) ltac:(assumption) Ht H1) as R1.
    pose proof (row_sound (second_column P) y1 y2 (from B) (upto B) (low2 B) (high2 B) s2 t z2
      ltac:(assumption) ltac:(assumption) ltac:(assumption) Ht H2) as R2.
    unfold problem_loss. set (e1 := Q2R (fst (point P)) - _). set (e2 := Q2R (snd (point P)) - _).
    pose proof (dual_square (Q2R (weight P)) e1 (Q2R y1) ltac:(assumption)) as D1.
    pose proof (dual_square (Q2R (weight P)) e2 (Q2R y2) ltac:(assumption)) as D2.
    unfold e1, e2 in D1, D2 |- *. unfold Rdiv in D1, D2. lra.
  - cbn [check] in H. apply andb_prop in H. destruct H as [Ha Hb]. destruct (Rle_lt_dec t (Q2R m)) as [L|L].
    + apply (IHa _ Ha). unfold in_box. cbn. lra.
    + apply (IHb _ Hb). unfold in_box. cbn. lra.
  - cbn [check] in H. apply andb_prop in H. destruct H as [Ha Hb]. destruct (Rle_lt_dec (z1 ^ 2) (Q2R m)) as [L|L].
    + apply (IHa _ Ha). unfold in_box. cbn [from upto low1 high1 low2 high2]. lra.
    + apply (IHb _ Hb). unfold in_box. cbn [from upto low1 high1 low2 high2]. lra.
  - cbn [check] in H. apply andb_prop in H. destruct H as [Ha Hb]. destruct (Rle_lt_dec (z2 ^ 2) (Q2R m)) as [L|L].
    + apply (IHa _ Ha). unfold in_box. cbn [from upto low1 high1 low2 high2]. lra.
    + apply (IHb _ Hb). unfold in_box. cbn [from upto low1 high1 low2 high2]. lra.
Qed.
