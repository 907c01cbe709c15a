(* Which points of a line are local minima of a twice differentiable function, and which is the lowest. *)

From Coq Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import SliceStatements.
Import ListNotations.
Open Scope R_scope.

Section Line.
Variables f df d2f : R -> R.
Hypothesis Hdf : forall t, is_derive f t (df t).
Hypothesis Hd2f : forall t, is_derive df t (d2f t).

Lemma rise : forall (g dg : R -> R) a b, (forall t, is_derive g t (dg t)) -> a < b ->
  (forall t, a < t < b -> 0 < dg t) -> g a < g b.
Proof.
  intros g dg a b Hg Hab H.
  destruct (MVT_cor2 g dg a b Hab) as [c [E Hc]]; [intros c _; apply is_derive_Reals, Hg|].
  specialize (H c Hc). assert (0 < dg c * (b - a)) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

Lemma fall : forall (g dg : R -> R) a b, (forall t, is_derive g t (dg t)) -> a < b ->
  (forall t, a < t < b -> dg t < 0) -> g b < g a.
Proof.
  intros g dg a b Hg Hab H.
  destruct (MVT_cor2 g dg a b Hab) as [c [E Hc]]; [intros c _; apply is_derive_Reals, Hg|].
  specialize (H c Hc). assert (0 < - dg c * (b - a)) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

Lemma no_slope_at_minimum : forall t, local_minimum f t -> df t = 0.
Proof.
  intros t [eps [He Hmin]].
  assert (pr : derivable_pt f t) by (exists (df t); apply is_derive_Reals, Hdf).
  rewrite <- (derive_pt_eq_0 f t (df t) pr) by (apply is_derive_Reals, Hdf).
  apply (deriv_minimum f (t - eps) (t + eps) t pr); try lra.
  intros x H1 H2. apply Hmin. apply Rabs_def1; lra.
Qed.

(** Where the slope is 0 and falls there is no minimum. *)
Lemma no_minimum_on_hill : forall t, local_minimum f t -> ~ d2f t < 0.
Proof.
  intros t Hmin Hneg. pose proof (no_slope_at_minimum t Hmin) as E. destruct Hmin as [eps [He Hmin]].
  pose proof (proj1 (is_derive_Reals df t (d2f t)) (Hd2f t)) as Hl.
  destruct (Hl (- d2f t / 2)) as [delta Hdelta]; [lra|]. pose proof (cond_pos delta) as Hd0.
  set (h := Rmin eps delta / 2).
  assert (Hh : 0 < h /\ h < eps /\ h < delta).
  { unfold h. pose proof (Rmin_pos eps delta He Hd0). pose proof (Rmin_l eps delta).
    pose proof (Rmin_r eps delta). lra. }
  apply (Rlt_not_le (f t) (f (t + h))).
  - apply (fall f df t (t + h) Hdf); [lra|]. intros s Hs.
    specialize (Hdelta (s - t) ltac:(lra)). replace (t + (s - t)) with s in Hdelta by ring. rewrite E in Hdelta.
    assert (H : Rabs (s - t) < delta) by (rewrite Rabs_right; lra). specialize (Hdelta H).
    apply Rabs_def2 in Hdelta. destruct Hdelta as [Hup _].
    assert ((df s - 0) / (s - t) < d2f t / 2) by lra.
    apply (Rmult_lt_compat_r (s - t)) in H0; [|lra]. unfold Rdiv in H0 at 1.
    rewrite Rmult_assoc, Rinv_l in H0 by lra. assert (d2f t / 2 * (s - t) < 0) by nra. lra.
  - apply Hmin. rewrite Rabs_right; lra.
Qed.

(** A bracket in which the slope rises from below 0 to above. *)
Definition valley (v : R * R) : Prop :=
  fst v < snd v /\ df (fst v) < 0 < df (snd v) /\ forall t, fst v <= t <= snd v -> 0 < d2f t.
Definition inside (t : R) (v : R * R) : Prop := fst v <= t <= snd v.

Lemma valley_minimum : forall v, valley v -> exists t, fst v < t < snd v /\ local_minimum f t /\
  forall s, inside s v -> df s = 0 -> s = t.
Proof.
  intros [a b] [Hab [[Ha Hb] H2]]. cbn [fst snd] in *. unfold inside. cbn [fst snd].
  assert (Mono : forall s t, a <= s -> s < t -> t <= b -> df s < df t)
    by (intros s t Hs Hst Ht; apply (rise df d2f s t Hd2f Hst); intros; apply H2; lra).
  destruct (IVT df a b) as [t [Ht Et]]; try assumption.
  { intros x. apply derivable_continuous_pt. exists (d2f x). apply is_derive_Reals, Hd2f. }
  assert (Hta : a < t) by (destruct (proj1 Ht) as [H|H]; [exact H|rewrite <- H in Et; lra]).
  assert (Htb : t < b) by (destruct (proj2 Ht) as [H|H]; [exact H|rewrite H in Et; lra]).
  exists t. split; [lra|]. split.
  - exists (Rmin (t - a) (b - t)). split; [apply Rmin_pos; lra|]. intros s Hs.
    pose proof (Rmin_l (t - a) (b - t)). pose proof (Rmin_r (t - a) (b - t)). apply Rabs_def2 in Hs.
    destruct (Rtotal_order s t) as [H'|[->|H']]; [|lra|].
    + left. apply (fall f df s t Hdf H'). intros x Hx. rewrite <- Et. apply Mono; lra.
    + left. apply (rise f df t s Hdf H'). intros x Hx. rewrite <- Et. apply Mono; lra.
  - intros s Hs Es. destruct (Rtotal_order s t) as [H'|[E|H']]; [|exact E|].
    + pose proof (Mono s t ltac:(lra) H' ltac:(lra)). lra.
    + pose proof (Mono t s ltac:(lra) H' ltac:(lra)). lra.
Qed.

(** Valleys from left to right. *)
Fixpoint apart (from : R) (l : list (R * R)) : Prop :=
  match l with
  | [] => True
  | v :: rest => from <= fst v /\ apart (snd v) rest
  end.

Lemma valley_minima : forall l from, List.Forall valley l -> apart from l ->
  exists ts, length ts = length l /\ NoDup ts /\
  (forall t, In t ts -> from < t /\ local_minimum f t) /\
  forall s, df s = 0 -> Exists (inside s) l -> In s ts.
Proof.
  induction l as [|v l IH]; intros from Hv Hfrom.
  - exists []. split; [reflexivity|]. split; [constructor|]. split; [intros t []|]. intros s _ H. inversion H.
  - inversion Hv as [|v' l' Hv0 Hvl]; subst. destruct Hfrom as [Hf Hrest].
    destruct (IH (snd v) Hvl Hrest) as [ts [Hlen [Hnd [Hmin Hall]]]].
    destruct (valley_minimum v Hv0) as [t [Ht [Htm Hu]]].
    exists (t :: ts). split; [cbn; lia|]. split; [|split].
    + constructor; [|exact Hnd]. intros Hin. destruct (Hmin t Hin). lra.
    + intros s [<-|Hin]; [split; [lra|exact Htm]|]. destruct (Hmin s Hin) as [H1 H2]. split; [lra|exact H2].
    + intros s Es H. inversion H as [v' l' Hin|v' l' Hin]; subst; [left; symmetry; apply Hu; assumption|].
      right. apply Hall; assumption.
Qed.

(** All local minima. *)
Theorem count_of_valleys : forall l from, List.Forall valley l -> apart from l ->
  (forall t, Exists (inside t) l \/ df t <> 0 \/ d2f t < 0) -> local_minima f (length l).
Proof.
  intros l from Hv Hfrom Hcover. destruct (valley_minima l from Hv Hfrom) as [ts [Hlen [Hnd [Hmin Hall]]]].
  exists ts. split; [exact Hlen|]. split; [exact Hnd|]. intros t. split; [|intros H; apply Hmin, H].
  intros Ht. destruct (Hcover t) as [H|[H|H]].
  - apply Hall; [apply no_slope_at_minimum, Ht|exact H].
  - exfalso. apply H, no_slope_at_minimum, Ht.
  - exfalso. apply (no_minimum_on_hill t Ht H).
Qed.

(** The lowest of them: v, in which f is below m, while it is at least m in the other valleys. *)
Theorem lowest_valley : forall l v left right p m, List.Forall valley l -> In v l ->
  (forall t, Exists (inside t) l \/ df t <> 0 \/ d2f t < 0) ->
  left < right -> (forall t, t <= left -> df t < 0) -> (forall t, right <= t -> 0 < df t) ->
  f p < m -> (forall w t, In w l -> inside t w -> w = v \/ m <= f t) ->
  exists t, fst v < t < snd v /\ forall s, s <> t -> f t < f s.
Proof.
  intros l v left right p m Hv Hin Hcover Hlr Hleft Hright Hp Hm.
  assert (Hc : forall t, continuity_pt f t)
    by (intros t; apply derivable_continuous_pt; exists (df t); apply is_derive_Reals, Hdf).
  destruct (continuity_ab_min f left right ltac:(lra) ltac:(intros; apply Hc)) as [t [Hmin Ht]].
  assert (Hglobal : forall s, f t <= f s).
  { intros s. destruct (Rlt_le_dec s left) as [Hs|Hs].
    - pose proof (fall f df s left Hdf Hs ltac:(intros; apply Hleft; lra)). pose proof (Hmin left ltac:(lra)). lra.
    - destruct (Rlt_le_dec right s) as [Hs'|Hs'].
      + pose proof (rise f df right s Hdf Hs' ltac:(intros; apply Hright; lra)).
        pose proof (Hmin right ltac:(lra)). lra.
      + apply Hmin. lra. }
  rewrite Forall_forall in Hv. destruct (valley_minimum v (Hv v Hin)) as [t0 [Ht0 [_ Hu]]].
  assert (Only : forall s, (forall x, f s <= f x) -> s = t0).
  { intros s Hs. assert (Hloc : local_minimum f s) by (exists 1; split; [lra|]; intros x _; apply Hs).
    pose proof (no_slope_at_minimum s Hloc) as Es. destruct (Hcover s) as [H|[H|H]].
    - apply Exists_exists in H. destruct H as [w [Hw Hsw]].
      destruct (Hm w s Hw Hsw) as [->|Hge]; [apply Hu; assumption|]. pose proof (Hs p). lra.
    - contradiction.
    - exfalso. apply (no_minimum_on_hill s Hloc H). }
  pose proof (Only t Hglobal) as ->. exists t0. split; [exact Ht0|]. intros s Hs.
  destruct (Hglobal s) as [H|H]; [exact H|]. exfalso. apply Hs, Only. intros x. rewrite <- H. apply Hglobal.
Qed.

End Line.

(** The number of local minima, and the only minimiser, are no two. *)
Lemma one_count : forall f N M, local_minima f N -> local_minima f M -> N = M.
Proof.
  intros f N M [ts [<- [Ht Ets]]] [us [<- [Hu Eus]]]. apply PeanoNat.Nat.le_antisymm.
  - apply NoDup_incl_length; [exact Ht|]. intros t H. apply Eus, Ets, H.
  - apply NoDup_incl_length; [exact Hu|]. intros t H. apply Ets, Eus, H.
Qed.

Lemma one_place : forall f c c', only_minimiser_near f c -> only_minimiser_near f c' -> Rabs (c - c') < 2 / 1000.
Proof.
  intros f c c' [t [Ht Hm]] [u [Hu Hmu]]. destruct (Req_dec u t) as [->|Hne].
  - apply Rabs_def2 in Ht. apply Rabs_def2 in Hu. apply Rabs_def1; lra.
  - pose proof (Hm u Hne). pose proof (Hmu t (not_eq_sym Hne)). lra.
Qed.
