(* Finite sums, means and counts. *)

From Coq Require Import Reals Lra Lia.
From Sparsity.theory Require Import AnalysisStatements.
Open Scope R_scope.

Lemma rsum_ext : forall n f g, (forall k, (k < n)%nat -> f k = g k) -> rsum n f = rsum n g.
Proof.
  induction n as [|n IH]; intros f g H; simpl; [reflexivity|].
  rewrite (IH f g), (H n); auto; intros; apply H; lia.
Qed.

Lemma rsum_plus : forall n f g, rsum n (fun k => f k + g k) = rsum n f + rsum n g.
Proof. induction n as [|n IH]; intros; simpl; [lra|rewrite IH; lra]. Qed.

Lemma rsum_minus : forall n f g, rsum n (fun k => f k - g k) = rsum n f - rsum n g.
Proof. induction n as [|n IH]; intros; simpl; [lra|rewrite IH; lra]. Qed.

Lemma rsum_scal : forall n a f, rsum n (fun k => a * f k) = a * rsum n f.
Proof. induction n as [|n IH]; intros; simpl; [ring|rewrite IH; ring]. Qed.

Lemma rsum_const : forall n a, rsum n (fun _ => a) = INR n * a.
Proof.
  induction n as [|n IH]; intros; [simpl; ring|].
  rewrite S_INR; simpl; rewrite IH; ring.
Qed.

Lemma rsum_swap : forall n m (f : nat -> nat -> R),
  rsum n (fun i => rsum m (fun j => f i j)) = rsum m (fun j => rsum n (fun i => f i j)).
Proof.
  induction n as [|n IH]; intros m f; simpl.
  - rewrite rsum_const; ring.
  - rewrite rsum_plus, IH; reflexivity.
Qed.

Lemma rsum_le : forall n f g, (forall k, (k < n)%nat -> f k <= g k) -> rsum n f <= rsum n g.
Proof.
  induction n as [|n IH]; intros f g H; simpl; [lra|].
  apply Rplus_le_compat; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma rsum_nonneg : forall n f, (forall k, (k < n)%nat -> 0 <= f k) -> 0 <= rsum n f.
Proof.
  intros n f H. replace 0 with (rsum n (fun _ => 0)) by (rewrite rsum_const; ring).
  apply rsum_le; exact H.
Qed.

Lemma rsum_lt : forall n f g, (forall k, (k < n)%nat -> f k <= g k) ->
  (exists k, (k < n)%nat /\ f k < g k) -> rsum n f < rsum n g.
Proof.
  induction n as [|n IH]; intros f g H [k [Hk Hlt]]; [lia|]. simpl.
  destruct (Nat.eq_dec k n) as [->|Hne].
  - apply Rplus_le_lt_compat; [apply rsum_le; intros; apply H; lia|exact Hlt].
  - apply Rplus_lt_le_compat; [|apply H; lia].
    apply IH; [intros; apply H; lia|exists k; split; [lia|exact Hlt]].
Qed.

(** One term of a sum of nonnegative terms. *)
Lemma rsum_ge_term : forall n f k, (forall j, (j < n)%nat -> 0 <= f j) -> (k < n)%nat ->
  f k <= rsum n f.
Proof.
  induction n as [|n IH]; intros f k H Hk; [lia|]. simpl.
  destruct (Nat.eq_dec k n) as [->|Hne].
  - assert (0 <= rsum n f) by (apply rsum_nonneg; intros; apply H; lia). lra.
  - assert (f k <= rsum n f) by (apply IH; [intros; apply H|]; lia).
    assert (0 <= f n) by (apply H; lia). lra.
Qed.

(** Nonnegative terms that sum to 0 vanish. *)
Lemma rsum_zero : forall n f, (forall k, (k < n)%nat -> 0 <= f k) -> rsum n f = 0 ->
  forall k, (k < n)%nat -> f k = 0.
Proof. intros n f H E k Hk. pose proof (rsum_ge_term n f k H Hk). pose proof (H k Hk). lra. Qed.

(** Splitting off the first r terms. *)
Lemma rsum_split : forall r s f, rsum (r + s) f = rsum r f + rsum s (fun k => f (r + k)%nat).
Proof.
  induction s as [|s IH]; intros f.
  - rewrite Nat.add_0_r; simpl; ring.
  - rewrite Nat.add_succ_r; simpl; rewrite IH; ring.
Qed.

Lemma rsum_first : forall r n f, (r <= n)%nat -> (forall k, (r <= k)%nat -> f k = 0) ->
  rsum n f = rsum r f.
Proof.
  intros r n f Hle H. replace n with (r + (n - r))%nat by lia.
  rewrite rsum_split, (rsum_ext (n - r) _ (fun _ => 0)), rsum_const; [ring|].
  intros; apply H; lia.
Qed.

(** A sum with at most one nonzero term. *)
Lemma rsum_single : forall n f k, (k < n)%nat ->
  (forall j, (j < n)%nat -> j <> k -> f j = 0) -> rsum n f = f k.
Proof.
  induction n as [|n IH]; intros f k Hk H; [lia|]. simpl.
  destruct (Nat.eq_dec k n) as [->|Hne].
  - rewrite (rsum_ext n f (fun _ => 0)), rsum_const; [ring|].
    intros; apply H; lia.
  - rewrite (IH f k), (H n); [ring| | | |]; try lia. intros; apply H; lia.
Qed.

(* ------------------------------------------------------------------------------------------- *)

Lemma INR_pos : forall n, (0 < n)%nat -> 0 < INR n.
Proof. intros; apply lt_0_INR; assumption. Qed.

Lemma mean_ext : forall n f g, (forall i, (i < n)%nat -> f i = g i) -> mean n f = mean n g.
Proof. intros n f g H; unfold mean; rewrite (rsum_ext n f g H); reflexivity. Qed.

Lemma mean_plus : forall n f g, mean n (fun i => f i + g i) = mean n f + mean n g.
Proof. intros; unfold mean, Rdiv; rewrite rsum_plus; ring. Qed.

Lemma mean_minus : forall n f g, mean n (fun i => f i - g i) = mean n f - mean n g.
Proof. intros; unfold mean, Rdiv; rewrite rsum_minus; ring. Qed.

Lemma mean_scal : forall n a f, mean n (fun i => a * f i) = a * mean n f.
Proof. intros; unfold mean, Rdiv; rewrite rsum_scal; ring. Qed.

Lemma mean_const : forall n a, (0 < n)%nat -> mean n (fun _ => a) = a.
Proof.
  intros n a Hn; unfold mean; rewrite rsum_const. field.
  apply Rgt_not_eq, INR_pos, Hn.
Qed.

Lemma mean_le : forall n f g, (0 < n)%nat -> (forall i, (i < n)%nat -> f i <= g i) ->
  mean n f <= mean n g.
Proof.
  intros n f g Hn H; unfold mean, Rdiv. apply Rmult_le_compat_r.
  - left; apply Rinv_0_lt_compat, INR_pos, Hn.
  - apply rsum_le, H.
Qed.

Lemma mean_lt : forall n f g, (0 < n)%nat -> (forall i, (i < n)%nat -> f i < g i) ->
  mean n f < mean n g.
Proof.
  intros n f g Hn H; unfold mean, Rdiv. apply Rmult_lt_compat_r.
  - apply Rinv_0_lt_compat, INR_pos, Hn.
  - apply rsum_lt; [intros; left; auto|exists O; auto].
Qed.

Lemma mean_nonneg : forall n f, (0 < n)%nat -> (forall i, (i < n)%nat -> 0 <= f i) ->
  0 <= mean n f.
Proof.
  intros n f Hn H. rewrite <- (mean_const n 0 Hn). apply mean_le; assumption.
Qed.

Lemma mean_pos : forall n f, (0 < n)%nat -> (forall i, (i < n)%nat -> 0 < f i) -> 0 < mean n f.
Proof.
  intros n f Hn H. rewrite <- (mean_const n 0 Hn). apply mean_lt; assumption.
Qed.

Lemma mean_rsum : forall n m (f : nat -> nat -> R),
  mean n (fun i => rsum m (fun k => f i k)) = rsum m (fun k => mean n (fun i => f i k)).
Proof.
  intros; unfold mean, Rdiv. rewrite rsum_swap.
  rewrite (rsum_ext m (fun k => rsum n (fun i => f i k) * / INR n)
             (fun k => / INR n * rsum n (fun i => f i k))) by (intros; ring).
  rewrite rsum_scal; ring.
Qed.

(* ------------------------------------------------------------------------------------------- *)

(** Counting is summing an indicator. *)
Lemma INR_count_pos : forall n c, INR (count_pos n c) = sum_pos n c (fun _ => 1).
Proof.
  unfold sum_pos; induction n as [|n IH]; intros c; simpl; [reflexivity|].
  rewrite plus_INR, IH. destruct (Rlt_dec 0 (c n)); simpl; ring.
Qed.

Lemma count_pos_le : forall n c, (count_pos n c <= n)%nat.
Proof.
  induction n as [|n IH]; intros c; simpl; [lia|].
  specialize (IH c). destruct (Rlt_dec 0 (c n)); lia.
Qed.

Lemma count_pos_exists : forall n c, (0 < count_pos n c)%nat -> exists k, (k < n)%nat /\ 0 < c k.
Proof.
  induction n as [|n IH]; intros c H; simpl in H; [lia|].
  destruct (Rlt_dec 0 (c n)) as [Hc|Hc]; [exists n; auto|].
  destruct (IH c) as [k [Hk Hpos]]; [lia|]. exists k; split; [lia|exact Hpos].
Qed.

Lemma sum_pos_ext : forall n c f g, (forall k, (k < n)%nat -> 0 < c k -> f k = g k) ->
  sum_pos n c f = sum_pos n c g.
Proof.
  intros n c f g H; unfold sum_pos; apply rsum_ext; intros k Hk.
  destruct (Rlt_dec 0 (c k)); auto.
Qed.

Lemma sum_pos_plus : forall n c f g,
  sum_pos n c (fun k => f k + g k) = sum_pos n c f + sum_pos n c g.
Proof.
  intros; unfold sum_pos; rewrite <- rsum_plus; apply rsum_ext; intros k _.
  destruct (Rlt_dec 0 (c k)); ring.
Qed.

Lemma sum_pos_scal : forall n c a f, sum_pos n c (fun k => a * f k) = a * sum_pos n c f.
Proof.
  intros; unfold sum_pos; rewrite <- rsum_scal; apply rsum_ext; intros k _.
  destruct (Rlt_dec 0 (c k)); ring.
Qed.

Lemma sum_pos_const : forall n c a, sum_pos n c (fun _ => a) = INR (count_pos n c) * a.
Proof.
  intros. rewrite INR_count_pos, Rmult_comm, <- sum_pos_scal.
  apply sum_pos_ext; intros; ring.
Qed.

Lemma sum_pos_le : forall n c f g, (forall k, (k < n)%nat -> 0 < c k -> f k <= g k) ->
  sum_pos n c f <= sum_pos n c g.
Proof.
  intros n c f g H; unfold sum_pos; apply rsum_le; intros k Hk.
  destruct (Rlt_dec 0 (c k)); [auto|lra].
Qed.

Lemma sum_pos_lt : forall n c f g, (0 < count_pos n c)%nat ->
  (forall k, (k < n)%nat -> 0 < c k -> f k < g k) -> sum_pos n c f < sum_pos n c g.
Proof.
  intros n c f g Hm H; unfold sum_pos; apply rsum_lt.
  - intros k Hk. destruct (Rlt_dec 0 (c k)); [left; auto|lra].
  - destruct (count_pos_exists n c Hm) as [k [Hk Hpos]]. exists k; split; [exact Hk|].
    destruct (Rlt_dec 0 (c k)); [auto|contradiction].
Qed.

(** Bounding a sum from below by a count: each of the counted terms is at least a. *)
Lemma rsum_ge_count : forall n tau c f a, 0 <= a ->
  (forall k, (k < n)%nat -> 0 <= f k) ->
  (forall k, (k < n)%nat -> tau <= c k -> a <= f k) ->
  INR (count_ge n tau c) * a <= rsum n f.
Proof.
  induction n as [|n IH]; intros tau c f a Ha Hf H; [simpl; lra|].
  assert (INR (count_ge n tau c) * a <= rsum n f)
    by (apply IH; [exact Ha| |]; intros; [apply Hf|apply H]; auto; lia).
  simpl. rewrite plus_INR. destruct (Rle_dec tau (c n)) as [Hc|Hc]; simpl.
  - assert (a <= f n) by (apply H; [lia|exact Hc]). lra.
  - assert (0 <= f n) by (apply Hf; lia). lra.
Qed.

(** A unique minimum is a minimum. *)
Lemma unique_minimum_le : forall (D : R -> Prop) f x v, unique_minimum D f x v ->
  forall y, D y -> v <= f y.
Proof.
  intros D f x v [_ [E H]] y Hy. destruct (Req_dec y x) as [->|Hne]; [lra|left; auto].
Qed.

(** Finitely many choices make one function. *)
Lemma finite_choice : forall n (P : nat -> R -> Prop) (dflt : R),
  (forall k, (k < n)%nat -> exists x, P k x) ->
  exists f : nat -> R, (forall k, (k < n)%nat -> P k (f k)) /\
                       (forall k, (n <= k)%nat -> f k = dflt).
Proof.
  induction n as [|n IH]; intros P dflt H.
  - exists (fun _ => dflt); split; intros; [lia|reflexivity].
  - destruct (IH P dflt) as [f [Hf Hd]]; [intros; apply H; lia|].
    destruct (H n) as [x Hx]; [lia|].
    exists (fun k => if Nat.eq_dec k n then x else f k). split; intros k Hk.
    + destruct (Nat.eq_dec k n) as [->|Hne]; [exact Hx|apply Hf; lia].
    + destruct (Nat.eq_dec k n) as [->|Hne]; [lia|apply Hd; lia].
Qed.
