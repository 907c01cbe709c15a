(* A quartic, prices of quadratics and a quadratic: its slope and bend, and how many minima it has. *)

From Coq Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import SliceStatements AnalysisSums LineMinima.
Import ListNotations.
Open Scope R_scope.

Section Curve.
Variables (C g rest pa pb pc : R) (a b c : nat -> R).

Definition quadratic (k : nat) (t : R) : R := a k * t ^ 2 + b k * t + c k.
Definition curve (t : R) : R :=
  C * (t ^ 2 * (1 - t) ^ 2) / g + rsum 4 (fun k => ln (1 + quadratic k t / g)) + (pa * t ^ 2 + pb * t + pc) + rest.
Definition slope (t : R) : R :=
  2 * C * (t * (1 - t) * (1 - 2 * t)) / g + rsum 4 (fun k => (2 * a k * t + b k) / (g + quadratic k t))
  + (2 * pa * t + pb).
Definition bend (t : R) : R :=
  2 * C * (1 - 6 * t + 6 * t ^ 2) / g
  + rsum 4 (fun k => 2 * a k / (g + quadratic k t) - ((2 * a k * t + b k) / (g + quadratic k t)) ^ 2) + 2 * pa.

Hypothesis Hg : 0 < g.
Hypothesis Hq : forall k t, (k < 4)%nat -> 0 <= quadratic k t.

Lemma derive_sum : forall n (f df : nat -> R -> R) t, (forall k, (k < n)%nat -> is_derive (f k) t (df k t)) ->
  is_derive (fun t => rsum n (fun k => f k t)) t (rsum n (fun k => df k t)).
Proof.
  induction n as [|n IH]; intros f df t H; cbn [rsum].
  - apply (is_derive_const 0).
  - apply (is_derive_plus (fun t => rsum n (fun k => f k t)) (f n)); [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma curve_slope : forall t, is_derive curve t (slope t).
Proof.
  intros t. unfold curve, slope.
  apply (is_derive_ext (fun t => (C * (t ^ 2 * (1 - t) ^ 2) / g + (pa * t ^ 2 + pb * t + pc) + rest)
    + rsum 4 (fun k => ln (1 + quadratic k t / g))));
    [intros s; match goal with |- ?x = ?y => change (@eq R x y) end; ring|].
  replace (2 * C * (t * (1 - t) * (1 - 2 * t)) / g + rsum 4 (fun k => (2 * a k * t + b k) / (g + quadratic k t))
    + (2 * pa * t + pb)) with ((2 * C * (t * (1 - t) * (1 - 2 * t)) / g + (2 * pa * t + pb))
    + rsum 4 (fun k => (2 * a k * t + b k) / (g + quadratic k t))) by ring.
  apply (is_derive_plus (fun t => C * (t ^ 2 * (1 - t) ^ 2) / g + (pa * t ^ 2 + pb * t + pc) + rest)
    (fun t => rsum 4 (fun k => ln (1 + quadratic k t / g)))).
  - auto_derive; [exact I|field; lra].
  - apply (derive_sum 4 (fun k t => ln (1 + quadratic k t / g)) (fun k t => (2 * a k * t + b k) / (g + quadratic k t))).
    intros k Hk. pose proof (Hq k t Hk) as H. unfold quadratic in *.
    assert (0 <= (a k * t ^ 2 + b k * t + c k) / g) by (apply Rdiv_le_0_compat; lra).
    auto_derive; [simpl in *; lra|]. field. simpl in *. lra.
Qed.

Lemma slope_bend : forall t, is_derive slope t (bend t).
Proof.
  intros t. unfold slope, bend.
  apply (is_derive_ext (fun t => (2 * C * (t * (1 - t) * (1 - 2 * t)) / g + (2 * pa * t + pb))
    + rsum 4 (fun k => (2 * a k * t + b k) / (g + quadratic k t))));
    [intros s; match goal with |- ?x = ?y => change (@eq R x y) end; ring|].
  replace (2 * C * (1 - 6 * t + 6 * t ^ 2) / g
    + rsum 4 (fun k => 2 * a k / (g + quadratic k t) - ((2 * a k * t + b k) / (g + quadratic k t)) ^ 2) + 2 * pa)
    with ((2 * C * (1 - 6 * t + 6 * t ^ 2) / g + 2 * pa)
    + rsum 4 (fun k => 2 * a k / (g + quadratic k t) - ((2 * a k * t + b k) / (g + quadratic k t)) ^ 2)) by ring.
  apply (is_derive_plus (fun t => 2 * C * (t * (1 - t) * (1 - 2 * t)) / g + (2 * pa * t + pb))
    (fun t => rsum 4 (fun k => (2 * a k * t + b k) / (g + quadratic k t)))).
  - auto_derive; [exact I|field; lra].
  - apply (derive_sum 4 (fun k t => (2 * a k * t + b k) / (g + quadratic k t))
      (fun k t => 2 * a k / (g + quadratic k t) - ((2 * a k * t + b k) / (g + quadratic k t)) ^ 2)).
    intros k Hk. pose proof (Hq k t Hk) as H. unfold quadratic in *.
    auto_derive; [simpl in *; lra|]. field. simpl in *. lra.
Qed.

(** Beyond the two ends every term has the same sign. *)
Hypothesis HC : 0 <= C.
Hypothesis Hpower : 0 <= pa /\ pb < 0 < 2 * pa + pb.
Hypothesis Hends : forall k, (k < 4)%nat -> 0 <= a k /\ b k <= 0 <= 2 * a k + b k.

Lemma falls_before : forall t, t <= 0 -> slope t < 0.
Proof.
  intros t Ht. unfold slope.
  assert (H1 : 0 <= 2 * C * (- t * (1 - t) * (1 - 2 * t)) / g).
  { apply Rdiv_le_0_compat; [|exact Hg]. repeat apply Rmult_le_pos; lra. }
  replace (2 * C * (t * (1 - t) * (1 - 2 * t)) / g) with (- (2 * C * (- t * (1 - t) * (1 - 2 * t)) / g))
    by (field; lra).
  assert (H2 : 0 <= rsum 4 (fun k => - ((2 * a k * t + b k) / (g + quadratic k t)))).
  { apply rsum_nonneg. intros k Hk. destruct (Hends k Hk) as [Ha [Hb _]]. pose proof (Hq k t Hk).
    replace (- ((2 * a k * t + b k) / (g + quadratic k t))) with ((2 * a k * - t - b k) / (g + quadratic k t))
      by (field; lra).
    apply Rdiv_le_0_compat; [|lra]. assert (0 <= 2 * a k * - t) by (repeat apply Rmult_le_pos; lra). lra. }
  rewrite (rsum_ext 4 _ (fun k => -1 * ((2 * a k * t + b k) / (g + quadratic k t)))), rsum_scal in H2 by (intros; ring).
  assert (0 <= 2 * pa * - t) by (repeat apply Rmult_le_pos; lra). lra.
Qed.

Lemma rises_after : forall t, 1 <= t -> 0 < slope t.
Proof.
  intros t Ht. unfold slope.
  assert (H1 : 0 <= 2 * C * (t * (t - 1) * (2 * t - 1)) / g).
  { apply Rdiv_le_0_compat; [|exact Hg]. repeat apply Rmult_le_pos; lra. }
  replace (2 * C * (t * (1 - t) * (1 - 2 * t)) / g) with (2 * C * (t * (t - 1) * (2 * t - 1)) / g) by (field; lra).
  assert (H2 : 0 <= rsum 4 (fun k => (2 * a k * t + b k) / (g + quadratic k t))).
  { apply rsum_nonneg. intros k Hk. destruct (Hends k Hk) as [Ha [_ Hb]]. pose proof (Hq k t Hk).
    apply Rdiv_le_0_compat; [|lra]. assert (0 <= 2 * a k * (t - 1)) by (repeat apply Rmult_le_pos; lra). lra. }
  assert (0 <= 2 * pa * (t - 1)) by (repeat apply Rmult_le_pos; lra). lra.
Qed.

(** What is left to be shown between the ends. *)
Theorem minima_of_curve : forall l v p m centre, List.Forall (valley slope bend) l -> apart 0 l -> In v l ->
  (forall t, 0 < t < 1 -> Exists (inside t) l \/ slope t <> 0 \/ bend t < 0) ->
  curve p < m -> (forall w t, In w l -> inside t w -> w = v \/ m <= curve t) ->
  centre - 1 / 1000 <= fst v -> snd v <= centre + 1 / 1000 ->
  local_minima curve (length l) /\ only_minimiser_near curve centre.
Proof.
  intros l v p m centre Hv Hl Hin Hinner Hp Hm Hlow Hhigh.
  assert (Hcover : forall t, Exists (inside t) l \/ slope t <> 0 \/ bend t < 0).
  { intros t. destruct (Rle_lt_dec t 0) as [H0|H0]; [right; left; apply Rlt_not_eq, falls_before, H0|].
    destruct (Rle_lt_dec 1 t) as [H1|H1]; [right; left; apply Rgt_not_eq, rises_after, H1|]. apply Hinner. lra. }
  split; [apply (count_of_valleys curve slope bend curve_slope slope_bend l 0); assumption|].
  destruct (lowest_valley curve slope bend curve_slope slope_bend l v 0 1 p m Hv Hin Hcover Rlt_0_1 falls_before
    rises_after Hp Hm) as [t [Ht Hmin]].
  exists t. split; [apply Rabs_def1; lra|exact Hmin].
Qed.

End Curve.
