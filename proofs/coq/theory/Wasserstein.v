(* Theorem J for the Wasserstein distance.  No coupling has to be extended by the means: the distance of g to the
   centres is at most |z - g| and the distance of z to them, whose mean is that over the aggregated posterior. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import WassersteinStatements AnalysisSums Converse NarrowStatements NarrowLimit
  SpareDimensions.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Squares of sums, under means *)

Lemma square_of_sum : forall t x y, 0 < t -> (x + y) ^ 2 <= (1 + t) * x ^ 2 + (1 + / t) * y ^ 2.
Proof.
  intros t x y Ht. assert (E : (1 + t) * x ^ 2 + (1 + / t) * y ^ 2 - (x + y) ^ 2 = (t * x - y) ^ 2 / t) by (field; lra).
  assert (0 <= (t * x - y) ^ 2 / t) by (apply Rdiv_le_0_compat; [apply pow2_ge_0|exact Ht]). lra.
Qed.

(** So far as it goes for all t, it is the triangle inequality of roots. *)
Lemma roots_add : forall A B C, 0 <= B -> 0 <= C ->
  (forall t, 0 < t -> A <= (1 + t) * B + (1 + / t) * C) -> sqrt A <= sqrt B + sqrt C.
Proof.
  intros A B C HB HC H. apply Rnot_lt_le. intros Hlt.
  set (d := (sqrt A - sqrt B - sqrt C) / 4). assert (Hd : 0 < d) by (unfold d; lra).
  pose proof (sqrt_pos B) as HsB. pose proof (sqrt_pos C) as HsC.
  set (b := sqrt B + d). set (c := sqrt C + d).
  assert (Hb : 0 < b) by (unfold b; lra). assert (Hc : 0 < c) by (unfold c; lra).
  assert (HBb : B <= b * b) by (rewrite <- (sqrt_sqrt B HB) at 1; unfold b; apply Rmult_le_compat; lra).
  assert (HCc : C <= c * c) by (rewrite <- (sqrt_sqrt C HC) at 1; unfold c; apply Rmult_le_compat; lra).
  specialize (H (c / b) (Rdiv_lt_0_compat _ _ Hc Hb)).
  replace (1 + / (c / b)) with ((b + c) / c) in H by (field; lra).
  replace (1 + c / b) with ((b + c) / b) in H by (field; lra).
  assert (H1 : (b + c) / b * B <= (b + c) / b * (b * b))
    by (apply Rmult_le_compat_l; [left; apply Rdiv_lt_0_compat; lra|exact HBb]).
  assert (H2 : (b + c) / c * C <= (b + c) / c * (c * c))
    by (apply Rmult_le_compat_l; [left; apply Rdiv_lt_0_compat; lra|exact HCc]).
  replace ((b + c) / b * (b * b)) with ((b + c) * b) in H1 by (field; lra).
  replace ((b + c) / c * (c * c)) with ((b + c) * c) in H2 by (field; lra).
  assert (HA : A <= (b + c) * (b + c)) by lra.
  apply (sqrt_le_1_alt) in HA. rewrite sqrt_square in HA by lra. unfold b, c, d in HA. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The squared distance to the nearest of N points *)

Lemma sq_dist_sym : forall d x y, sq_dist d x y = sq_dist d y x.
Proof. intros. apply rsum_ext; intros; ring. Qed.

Section Nearest.
Variables (m : nat) (centre : nat -> vec).

Fixpoint nearest (N : nat) (z : vec) : nat :=
  match N with
  | O => O
  | S n => if Rle_dec (sq_dist m z (centre (nearest n z))) (sq_dist m z (centre n)) then nearest n z else n
  end.
Definition to_centres (N : nat) (z : vec) : R := sq_dist m z (centre (nearest N z)).

Lemma nearest_below : forall N z, (0 < N)%nat -> (nearest N z < N)%nat.
Proof.
  induction N as [|N IH]; intros z HN; [lia|]. cbn [nearest].
  destruct (Rle_dec _ _) as [_|_]; [|lia]. destruct N as [|N]; [cbn; lia|]. specialize (IH z ltac:(lia)). lia.
Qed.

Lemma to_centres_step : forall N z, to_centres (S N) z = Rmin (to_centres N z) (sq_dist m z (centre N)).
Proof.
  intros N z. unfold to_centres. cbn [nearest]. unfold Rmin.
  destruct (Rle_dec _ _); reflexivity.
Qed.

Lemma to_centres_le : forall N z j, (j < N)%nat -> to_centres N z <= sq_dist m z (centre j).
Proof.
  induction N as [|N IH]; intros z j Hj; [lia|]. rewrite to_centres_step.
  destruct (Nat.eq_dec j N) as [->|Hne]; [apply Rmin_r|].
  eapply Rle_trans; [apply Rmin_l|]. apply IH. lia.
Qed.

(** To the centres from g: at most to z and from there. *)
Lemma to_centres_triangle : forall N t z g, (0 < N)%nat -> 0 < t ->
  to_centres N g <= (1 + t) * sq_dist m z g + (1 + / t) * to_centres N z.
Proof.
  intros N t z g HN Ht. eapply Rle_trans; [apply (to_centres_le N g (nearest N z)), nearest_below, HN|].
  unfold to_centres. rewrite <- (pow2_sqrt (sq_dist m g (centre (nearest N z)))) by apply sq_dist_nonneg.
  rewrite <- (pow2_sqrt (sq_dist m z g)), <- (pow2_sqrt (sq_dist m z (centre (nearest N z)))) by apply sq_dist_nonneg.
  apply Rle_trans with (2 := square_of_sum t _ _ Ht). apply pow_incr. split; [apply sqrt_pos|].
  pose proof (norm_triangle3 m g z (centre (nearest N z))) as H. unfold norm in *.
  rewrite (sq_dist_sym m z g). exact H.
Qed.

Variable kappa : nat.
Hypothesis Hmk : (m <= kappa)%nat.

Lemma coordinate_continuous : forall k z, (k < kappa)%nat -> continuous_at kappa (fun z => z k) z.
Proof. intros k z Hk eps He. exists eps. split; [exact He|]. intros y Hy. apply Hy, Hk. Qed.

Lemma distance_continuous : forall x z, continuous_at kappa (fun z => sq_dist m z x) z.
Proof.
  intros x z eps He.
  destruct (continuous_at_error m kappa x (fun z => z) z) with (eps := eps) as [d [Hd H]]; [|exact He|].
  - intros j Hj. apply coordinate_continuous. lia.
  - exists d. split; [exact Hd|]. intros y Hy. rewrite !(sq_dist_sym m _ x). apply H, Hy.
Qed.

Lemma min_continuous : forall f g z, continuous_at kappa f z -> continuous_at kappa g z ->
  continuous_at kappa (fun z => Rmin (f z) (g z)) z.
Proof.
  intros f g z Hf Hg eps He. destruct (Hf eps He) as [d1 [H1 F]], (Hg eps He) as [d2 [H2 G]].
  exists (Rmin d1 d2). split; [apply Rmin_pos; assumption|]. intros y Hy.
  assert (F' : Rabs (f y - f z) < eps) by (apply F; intros k Hk; eapply Rlt_le_trans; [apply Hy, Hk|apply Rmin_l]).
  assert (G' : Rabs (g y - g z) < eps) by (apply G; intros k Hk; eapply Rlt_le_trans; [apply Hy, Hk|apply Rmin_r]).
  apply Rabs_def2 in F'. apply Rabs_def2 in G'. apply Rabs_def1; unfold Rmin;
    destruct (Rle_dec (f y) (g y)), (Rle_dec (f z) (g z)); lra.
Qed.

Lemma distance_grows : forall x, quadratic_growth kappa (fun z => sq_dist m z x).
Proof.
  intros x. exists (2 + 2 * rsum m (fun k => x k ^ 2)). intros z.
  rewrite Rabs_right by (apply Rle_ge, sq_dist_nonneg).
  assert (Hz : 0 <= rsum kappa (fun k => z k ^ 2)) by (apply rsum_nonneg; intros; apply pow2_ge_0).
  assert (Hx : 0 <= rsum m (fun k => x k ^ 2)) by (apply rsum_nonneg; intros; apply pow2_ge_0).
  apply Rle_trans with (2 * rsum m (fun k => z k ^ 2) + 2 * rsum m (fun k => x k ^ 2)).
  - rewrite <- !rsum_scal, <- rsum_plus. apply rsum_le. intros k _. pose proof (pow2_ge_0 (z k + x k)). nra.
  - assert (rsum m (fun k => z k ^ 2) <= rsum kappa (fun k => z k ^ 2)).
    { replace kappa with (m + (kappa - m))%nat by lia. rewrite rsum_split.
      assert (0 <= rsum (kappa - m) (fun k => z (m + k)%nat ^ 2)) by (apply rsum_nonneg; intros; apply pow2_ge_0).
      lra. }
    nra.
Qed.

Lemma distance_tame : forall x, tame kappa (fun z => sq_dist m z x).
Proof. intros x. split; [intros; apply distance_continuous|apply distance_grows]. Qed.

Lemma to_centres_tame : forall N, tame kappa (to_centres N).
Proof.
  intros N. split.
  - induction N as [|N IH]; intros z.
    + exact (distance_continuous (centre 0) z).
    + intros eps He. destruct (min_continuous _ _ z (IH z) (distance_continuous (centre N) z) eps He) as [d [Hd H]].
      exists d. split; [exact Hd|]. intros y Hy. rewrite !to_centres_step. apply H, Hy.
  - destruct (distance_grows (centre 0)) as [C HC]. exists C. intros z. eapply Rle_trans; [|apply HC].
    unfold to_centres at 1. rewrite !Rabs_right by (apply Rle_ge, sq_dist_nonneg). fold (to_centres N z).
    destruct N as [|N]; [unfold to_centres; cbn; lra|]. apply to_centres_le. lia.
Qed.

End Nearest.

(* ------------------------------------------------------------------------------------------- *)
(** * Theorem J *)

(** The prior is far from N points. *)
Lemma prior_far : forall (P : expectation vec) m N centre a e, (0 < m)%nat -> (0 < N)%nat -> 0 < a ->
  expects P (to_centres m centre N) e ->
  (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P (fun z => z) m (centre j) t (a * Rpower t (INR m))) ->
  sqrt (INR m / (INR m + 2)) * Rpower (INR N * a) (- (1 / INR m)) <= sqrt e.
Proof.
  intros P m N centre a e Hm HN Ha He Hs. set (c := fun z => centre (nearest m centre N z)).
  assert (Hce : expects P (fun z => sq_dist m (c z) z) e)
    by (apply (expects_ext P _ _ _ He); intros z; apply sq_dist_sym).
  pose proof (few_codes_far P m m N c c (fun z => z) centre 0 0 a e Hm (le_n m) HN (Rle_refl 0) (Rle_refl 0) Ha) as H.
  rewrite Rmult_0_l, !Rminus_0_r in H. apply H; [|exact Hce|apply Hce| |exact Hs].
  - exists 0. split; [|simpl; lra]. apply (expects_ext P (fun _ => 0)); [apply expects_const|].
    intros z. unfold sq_dist. rewrite (rsum_ext m _ (fun _ => 0)) by (intros; ring). rewrite rsum_const. ring.
  - intros z. exists (nearest m centre N z). split; [apply nearest_below, HN|]. unfold norm, sq_dist, c.
    rewrite (rsum_ext m _ (fun _ => 0)) by (intros; ring). rewrite rsum_const, Rmult_0_r, sqrt_0. lra.
Qed.

(** The aggregated posterior is near the centres. *)
Lemma aggregated_near : forall {D} (pi : expectation D) q Q m kappa N centre mu eps sigma e,
  (m <= kappa)%nat -> (0 < N)%nat -> 0 <= eps -> 0 <= sigma -> aggregated kappa pi q Q ->
  expects pi (fun x => expected (q x) (fun z => sq_dist m z (mu x))) e -> e <= INR m * sigma ^ 2 ->
  (forall x, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu x) (centre j)) <= eps) ->
  sqrt (expected Q (to_centres m centre N)) <= sigma * sqrt (INR m) + eps.
Proof.
  intros D pi q Q m kappa N centre mu eps sigma e Hmk HN He Hs [_ [Hq Hagg]] Hnoise Hle Hcover.
  pose proof (to_centres_tame m centre kappa Hmk N) as Htame.
  assert (Hmu : forall x, to_centres m centre N (mu x) <= eps ^ 2).
  { intros x. destruct (Hcover x) as [j [Hj Hd]].
    apply Rle_trans with (1 := to_centres_le m centre N (mu x) j Hj).
    rewrite <- (pow2_sqrt (sq_dist m (mu x) (centre j))) by apply sq_dist_nonneg.
    apply pow_incr. split; [apply sqrt_pos|exact Hd]. }
  assert (Hm0 : 0 <= INR m) by apply pos_INR.
  replace (sigma * sqrt (INR m)) with (sqrt (INR m * sigma ^ 2)).
  2: { rewrite sqrt_mult by (try apply pow2_ge_0; exact Hm0). rewrite sqrt_pow2 by exact Hs. ring. }
  rewrite <- (sqrt_pow2 eps He) at 1.
  apply roots_add; [apply Rmult_le_pos; [exact Hm0|apply pow2_ge_0]|apply pow2_ge_0|].
  intros t Ht. apply Rle_trans with ((1 + t) * e + (1 + / t) * eps ^ 2).
  - apply (expects_le pi _ _ _ _ (Hagg _ Htame) (expects_plus pi _ _ _ _ (expects_scal pi (1 + t) _ _ Hnoise)
      (expects_const pi ((1 + / t) * eps ^ 2)))).
    intros x. cbv beta.
    apply (expects_le (q x) _ _ _ _ (expects_expected _ _ (Hq x _ Htame))
      (expects_plus (q x) _ _ _ _ (expects_scal (q x) (1 + t) _ _
         (expects_expected _ _ (Hq x _ (distance_tame m kappa Hmk (mu x)))))
         (expects_const (q x) ((1 + / t) * eps ^ 2)))).
    intros z. cbv beta. rewrite (sq_dist_sym m z (mu x)).
    apply Rle_trans with (1 := to_centres_triangle m centre N t (mu x) z HN Ht).
    apply Rplus_le_compat_l, Rmult_le_compat_l; [|apply Hmu]. pose proof (Rinv_0_lt_compat t Ht). lra.
  - apply Rplus_le_compat_r, Rmult_le_compat_l; [lra|exact Hle].
Qed.

(** Every coupling costs what theorem-j1 says. *)
Theorem couplings_far : forall {D} (pi : expectation D) q (Q P : expectation vec) m kappa N centre mu eps sigma a e W,
  (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= eps -> 0 <= sigma -> 0 < a ->
  aggregated kappa pi q Q -> second_moment kappa P ->
  expects pi (fun x => expected (q x) (fun z => sq_dist m z (mu x))) e -> e <= INR m * sigma ^ 2 ->
  (forall x, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu x) (centre j)) <= eps) ->
  (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P (fun z => z) m (centre j) t (a * Rpower t (INR m))) ->
  cost_of_a_coupling kappa Q P W ->
  sqrt (INR m / (INR m + 2)) * Rpower (INR N * a) (- (1 / INR m)) - eps - sigma * sqrt (INR m) <= sqrt W.
Proof.
  intros D pi q Q P m kappa N centre mu eps sigma a e W Hm Hmk HN He Hs Ha Hagg HP Hnoise Hle Hcover Hspread
    [J [[HJQ HJP] HW]].
  pose proof (to_centres_tame m centre kappa Hmk N) as Htame.
  pose proof (aggregated_near pi q Q m kappa N centre mu eps sigma e Hmk HN He Hs Hagg Hnoise Hle Hcover) as Hz.
  destruct Hagg as [HQ _].
  pose proof (expects_expected Q _ (HQ _ Htame)) as EQ. pose proof (expects_expected P _ (HP _ Htame)) as EP.
  pose proof (prior_far P m N centre a _ Hm HN Ha EP Hspread) as Hg.
  assert (Hroot : sqrt (expected P (to_centres m centre N)) <= sqrt W + sqrt (expected Q (to_centres m centre N))).
  { apply roots_add.
    - apply (expects_le J _ _ _ _ (expects_const J 0) HW). intros; apply sq_dist_nonneg.
    - apply (expects_le Q _ _ _ _ (expects_const Q 0) EQ). intros; apply sq_dist_nonneg.
    - intros t Ht. apply (expects_le J _ _ _ _ (HJP _ _ EP)
        (expects_plus J _ _ _ _ (expects_scal J (1 + t) _ _ HW) (expects_scal J (1 + / t) _ _ (HJQ _ _ EQ)))).
      intros [z g]. cbn. apply Rle_trans with (1 := to_centres_triangle m centre N t z g HN Ht).
      apply Rplus_le_compat_r, Rmult_le_compat_l; [lra|]. unfold sq_dist.
      replace kappa with (m + (kappa - m))%nat by lia. rewrite rsum_split.
      assert (0 <= rsum (kappa - m) (fun k => (z (m + k)%nat - g (m + k)%nat) ^ 2))
        by (apply rsum_nonneg; intros; apply pow2_ge_0). lra. }
  lra.
Qed.

(** ... and so does the distance. *)
Lemma distance_at_least : forall kappa Q P b w, wasserstein kappa Q P w ->
  (forall W, cost_of_a_coupling kappa Q P W -> b <= sqrt W) -> b <= w.
Proof.
  intros kappa Q P b w [Hw [_ Hinf]] H. destruct (Rle_lt_dec b 0) as [Hb|Hb]; [lra|].
  apply Rnot_lt_le. intros Hlt. apply (Rlt_not_le (b ^ 2) (w ^ 2)).
  - simpl. rewrite !Rmult_1_r. apply Rmult_le_0_lt_compat; lra.
  - apply Hinf. intros W HW. pose proof (H W HW) as HsW.
    assert (HW0 : 0 <= W) by (destruct (Rle_lt_dec 0 W); [assumption|rewrite sqrt_neg_0 in HsW; lra]).
    rewrite <- (pow2_sqrt W HW0). apply pow_incr. lra.
Qed.

Theorem codes_far : forall (D : Type) (pi : expectation D) q (Q P : expectation vec) m kappa N centre mu eps sigma a e,
  (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= eps -> 0 <= sigma -> 0 < a ->
  aggregated kappa pi q Q -> second_moment kappa P ->
  expects pi (fun x => expected (q x) (fun z => sq_dist m z (mu x))) e -> e <= INR m * sigma ^ 2 ->
  (forall x, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu x) (centre j)) <= eps) ->
  (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P (fun z => z) m (centre j) t (a * Rpower t (INR m))) ->
  let bound := sqrt (INR m / (INR m + 2)) * Rpower (INR N * a) (- (1 / INR m)) - eps - sigma * sqrt (INR m) in
  (forall W, cost_of_a_coupling kappa Q P W -> bound <= sqrt W) /\
  (forall w, wasserstein kappa Q P w -> bound <= w) /\
  (0 < bound -> exists f, tame kappa f /\ expected Q f < expected P f).
Proof.
  intros D pi q Q P m kappa N centre mu eps sigma a e Hm Hmk HN He Hs Ha Hagg HP Hn Hle Hc Hsp bound.
  assert (H : forall W, cost_of_a_coupling kappa Q P W -> bound <= sqrt W)
    by (intros W HW; apply (couplings_far pi q Q P m kappa N centre mu eps sigma a e W); assumption).
  split; [exact H|split]; [intros w Hw; apply (distance_at_least kappa Q P bound w Hw H)|]. intros Hb.
  pose proof (to_centres_tame m centre kappa Hmk N) as Htame. exists (to_centres m centre N). split; [exact Htame|].
  pose proof (aggregated_near pi q Q m kappa N centre mu eps sigma e Hmk HN He Hs Hagg Hn Hle Hc) as Hz.
  pose proof (prior_far P m N centre a _ Hm HN Ha (expects_expected P _ (HP _ Htame)) Hsp) as Hg.
  apply sqrt_lt_0_alt. unfold bound in Hb. lra.
Qed.

Theorem codes_covered : forall (D : Type) (pi : expectation D) q (Q P : expectation vec)
    m kappa N centre mu sigma a e K r,
  (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= sigma -> 0 < a -> 0 < K -> 0 < r < INR m ->
  let c := sqrt (INR m / (INR m + 2)) * Rpower a (- (1 / INR m)) in
  let eps := Rpower (c * r / INR m) (INR m / (INR m - r)) * Rpower K (- (r / (INR m - r))) in
  INR N <= Rpower (K / eps) r ->
  aggregated kappa pi q Q -> second_moment kappa P ->
  expects pi (fun x => expected (q x) (fun z => sq_dist m z (mu x))) e -> e <= INR m * sigma ^ 2 ->
  (forall x, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu x) (centre j)) <= eps) ->
  (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P (fun z => z) m (centre j) t (a * Rpower t (INR m))) ->
  let bound := (INR m / r - 1) * eps - sigma * sqrt (INR m) in
  (forall W, cost_of_a_coupling kappa Q P W -> bound <= sqrt W) /\
  (forall w, wasserstein kappa Q P w -> bound <= w) /\
  (0 < bound -> exists f, tame kappa f /\ expected Q f < expected P f).
Proof.
  intros D pi q Q P m kappa N centre mu sigma a e K r Hm Hmk HN Hs Ha HK Hr c eps HNK Hagg HP Hn Hle Hc Hsp bound.
  destruct (covering_rate m N a K r Hm HN Ha HK Hr HNK) as [He Hrate]. fold c in He, Hrate. fold eps in He, Hrate.
  destruct (codes_far D pi q Q P m kappa N centre mu eps sigma a e Hm Hmk HN (Rlt_le _ _ He) Hs Ha Hagg HP Hn Hle Hc
    Hsp) as [HW [Hw Hf]]. split; [|split].
  - intros W H. specialize (HW W H). unfold bound. lra.
  - intros w H. specialize (Hw w H). unfold bound. lra.
  - intros H. apply Hf. unfold bound in H. lra.
Qed.
