(* Eqs. (8)-(9): long sparse codes against short dense ones. *)

From Coq Require Import Reals Lra Lia.
From Sparsity.theory Require Import AnalysisLabyrinthStatements AnalysisSums AnalysisLog.
Open Scope R_scope.

Lemma long_code_penalty : forall r h M, penalty_of_codes (r + 1) h (long_code r M)
  = INR r * h M + h 0.
Proof.
  intros r h M; unfold penalty_of_codes, long_code. rewrite rsum_split. simpl.
  rewrite (rsum_ext r _ (fun _ => h M)), rsum_const.
  - rewrite Nat.add_0_r, Nat.ltb_irrefl. ring.
  - intros k Hk. apply Nat.ltb_lt in Hk. rewrite Hk. reflexivity.
Qed.

(** r + 1 entries that cost at most D more than 0 each, against r entries M. *)
Lemma short_codes_win : forall r h M D z,
  (forall k, (k < r + 1)%nat -> h (z k) <= h 0 + D) -> INR (r + 1) * D < INR r * (h M - h 0) ->
  penalty_of_codes (r + 1) h z < penalty_of_codes (r + 1) h (long_code r M).
Proof.
  intros r h M D z Hz HD. rewrite long_code_penalty.
  assert (H : penalty_of_codes (r + 1) h z <= INR (r + 1) * (h 0 + D)).
  { rewrite <- rsum_const. apply rsum_le; exact Hz. }
  rewrite plus_INR in *. change (INR 1) with 1 in *. lra.
Qed.

Theorem eq89_bounded_slope :
  forall (r : nat) (h : R -> R) (B M eps : R), (0 < r)%nat -> 0 < eps -> 0 <= B ->
  (forall u, 0 <= u <= eps -> h u - h 0 <= B * u) ->
  INR (r + 1) * B * eps < INR r * (h M - h 0) ->
  forall z, (forall k, (k < r + 1)%nat -> 0 <= z k <= eps) ->
  penalty_of_codes (r + 1) h z < penalty_of_codes (r + 1) h (long_code r M).
Proof.
  intros r h B M eps _ He HB Hh Hgap z Hz. apply short_codes_win with (B * eps); [|lra].
  intros k Hk. pose proof (Hh (z k) (Hz k Hk)).
  assert (B * z k <= B * eps) by (apply Rmult_le_compat_l; [exact HB|apply Hz, Hk]). lra.
Qed.

Theorem eq89_bounded_slope_squares :
  forall (r : nat) (h : R -> R) (B M eps : R), (0 < r)%nat -> 0 < eps -> 0 <= B ->
  (forall u, 0 <= u <= eps ^ 2 -> h u - h 0 <= B * u) ->
  INR (r + 1) * B * eps ^ 2 < INR r * (h (M ^ 2) - h 0) ->
  forall z, (forall k, (k < r + 1)%nat -> 0 <= z k <= eps) ->
  penalty_of_squares (r + 1) h z < penalty_of_squares (r + 1) h (long_code r M).
Proof.
  intros r h B M eps _ He HB Hh Hgap z Hz.
  assert (H0 : h (0 ^ 2) = h 0) by (f_equal; ring).
  apply (short_codes_win r (fun u => h (u ^ 2)) M (B * eps ^ 2)); rewrite H0; [|lra].
  intros k Hk. destruct (Hz k Hk) as [H1 H2].
  assert (Hsq : z k ^ 2 <= eps ^ 2) by (apply pow_incr; split; assumption).
  pose proof (Hh (z k ^ 2) (conj (pow2_ge_0 _) Hsq)).
  assert (B * z k ^ 2 <= B * eps ^ 2) by (apply Rmult_le_compat_l; assumption). lra.
Qed.

Lemma ln_sum_lt : forall a b c e, 0 < a -> 0 < b -> 0 < c -> 0 < e ->
  (ln a + ln b < ln c + ln e <-> a * b < c * e).
Proof.
  intros a b c e Ha Hb Hc He. rewrite <- !ln_mult by assumption.
  assert (0 < a * b) by (apply Rmult_lt_0_compat; assumption).
  assert (0 < c * e) by (apply Rmult_lt_0_compat; assumption).
  split; [apply ln_lt_inv; assumption|apply ln_increasing; assumption].
Qed.

Theorem eq9_log :
  forall g zs z1 z2, 0 < g -> 0 <= zs -> 0 <= z1 -> 0 <= z2 ->
  (ln (zs + g) + ln (0 + g) < ln (z1 + g) + ln (z2 + g) <-> (zs + g) * g < (z1 + g) * (z2 + g)) /\
  (ln (zs ^ 2 + g) + ln (0 ^ 2 + g) < ln (z1 ^ 2 + g) + ln (z2 ^ 2 + g)
   <-> (zs ^ 2 + g) * g < (z1 ^ 2 + g) * (z2 ^ 2 + g)).
Proof.
  intros g zs z1 z2 Hg Hs H1 H2.
  assert (E : 0 ^ 2 + g = g) by ring.
  pose proof (pow2_ge_0 zs). pose proof (pow2_ge_0 z1). pose proof (pow2_ge_0 z2).
  rewrite E, Rplus_0_l. split; apply ln_sum_lt; lra.
Qed.

(** z1 z2/zs is small enough. *)
Lemma small_g_suffices : forall zs z1 z2 g, 0 < zs -> 0 < z1 -> 0 < z2 -> 0 < g < z1 * z2 / zs ->
  (zs + g) * g < (z1 + g) * (z2 + g).
Proof.
  intros zs z1 z2 g Hs H1 H2 [Hg Hlt].
  apply (Rmult_lt_compat_l zs) in Hlt; [|exact Hs].
  replace (zs * (z1 * z2 / zs)) with (z1 * z2) in Hlt by (field; lra).
  assert (0 < z1 * g) by (apply Rmult_lt_0_compat; assumption).
  assert (0 < z2 * g) by (apply Rmult_lt_0_compat; assumption). lra.
Qed.

Theorem eq9_small_g :
  forall zs z1 z2, 0 < zs -> 0 < z1 -> 0 < z2 ->
  (exists g0, 0 < g0 /\ forall g, 0 < g < g0 ->
     ln (zs + g) + ln (0 + g) < ln (z1 + g) + ln (z2 + g)) /\
  (exists g0, 0 < g0 /\ forall g, 0 < g < g0 ->
     ln (zs ^ 2 + g) + ln (0 ^ 2 + g) < ln (z1 ^ 2 + g) + ln (z2 ^ 2 + g)).
Proof.
  intros zs z1 z2 Hs H1 H2. split.
  - exists (z1 * z2 / zs). split; [apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra|].
    intros g Hg. apply eq9_log; try lra. apply small_g_suffices; assumption.
  - assert (Hs2 : 0 < zs ^ 2) by (apply pow_lt, Hs).
    assert (H12 : 0 < z1 ^ 2) by (apply pow_lt, H1).
    assert (H22 : 0 < z2 ^ 2) by (apply pow_lt, H2).
    exists (z1 ^ 2 * z2 ^ 2 / zs ^ 2).
    split; [apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; assumption|].
    intros g Hg. apply eq9_log; try lra. apply small_g_suffices; assumption.
Qed.
