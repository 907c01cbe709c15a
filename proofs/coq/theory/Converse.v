(* Theorem E1: no decoder, prior and posterior do better than the data's own concentration allows. *)

From Coq Require Import Reals Lra Lia.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLog AnalysisLaw Expectations.
Open Scope R_scope.

Section Calculus.
Context {T : Type} (P : expectation T).

Lemma expects_ext : forall f g e, expects P f e -> (forall z, f z = g z) -> expects P g e.
Proof.
  intros f g e [Hi <-] H. destruct (expectation_ext _ P f g H Hi) as [Hg E]. now split.
Qed.

Lemma expects_comb : forall a b f g x y, expects P f x -> expects P g y ->
  expects P (fun z => a * f z + b * g z) (a * x + b * y).
Proof. intros a b f g x y [Hf <-] [Hg <-]. apply expectation_linear; assumption. Qed.

Lemma expects_value : forall f e e', expects P f e -> e = e' -> expects P f e'.
Proof. intros; subst; assumption. Qed.

Lemma expects_const : forall a, expects P (fun _ => a) a.
Proof.
  intros a. destruct (expectation_one _ P) as [H1 E1].
  assert (H : expects P (fun _ => 1) 1) by (split; assumption).
  eapply expects_value; [eapply expects_ext; [apply (expects_comb a 0 _ _ 1 1 H H)|]|];
    intros; cbv beta; ring.
Qed.

Lemma expects_plus : forall f g x y, expects P f x -> expects P g y ->
  expects P (fun z => f z + g z) (x + y).
Proof.
  intros f g x y Hf Hg. eapply expects_value;
    [eapply expects_ext; [apply (expects_comb 1 1 f g x y); assumption|]|]; intros; cbv beta; ring.
Qed.

Lemma expects_scal : forall a f x, expects P f x -> expects P (fun z => a * f z) (a * x).
Proof.
  intros a f x Hf. eapply expects_value;
    [eapply expects_ext; [apply (expects_comb a 0 f f x x); assumption|]|]; intros; cbv beta; ring.
Qed.

Lemma expects_le : forall f g x y, expects P f x -> expects P g y -> (forall z, f z <= g z) -> x <= y.
Proof.
  intros f g x y Hf Hg H.
  destruct (expects_plus g (fun z => -1 * f z) y (-1 * x) Hg (expects_scal (-1) f x Hf)) as [Hi E].
  assert (0 <= expected P (fun z => g z + -1 * f z))
    by (apply expectation_positive; [exact Hi|intros z; specialize (H z); lra]).
  lra.
Qed.

Lemma expects_rsum : forall n (f : nat -> T -> R) (e : nat -> R),
  (forall k, (k < n)%nat -> expects P (f k) (e k)) ->
  expects P (fun z => rsum n (fun k => f k z)) (rsum n e).
Proof.
  induction n as [|n IH]; intros f e H; simpl.
  - apply expects_const.
  - apply expects_plus; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma expects_expected : forall f, has_expectation P f -> expects P f (expected P f).
Proof. intros; split; auto. Qed.

End Calculus.

(** The law of one point. *)
Definition point {T} (t : T) : expectation T.
Proof.
  refine (Expectation T (fun _ => True) (fun F => F t) _ _ _ _); intros; repeat split; auto.
Defined.

Lemma heat_pos : forall t d x y, 0 < heat t d x y.
Proof. intros; apply exp_pos. Qed.

Lemma ln_heat : forall t d x y, ln (heat t d x y) = - (t * sq_dist d x y).
Proof. intros; apply ln_exp. Qed.

Lemma sq_dist_nonneg : forall d x y, 0 <= sq_dist d x y.
Proof. intros; apply rsum_nonneg; intros; apply pow2_ge_0. Qed.

Lemma heat_le1 : forall t d x y, 0 <= t -> heat t d x y <= 1.
Proof.
  intros t d x y Ht. rewrite <- exp_0. unfold heat.
  destruct (Req_dec (- (t * sq_dist d x y)) 0) as [->|H]; [lra|].
  left; apply exp_increasing. pose proof (Rmult_le_pos _ _ Ht (sq_dist_nonneg d x y)). lra.
Qed.

Section Converse.
Context {D Z : Type} (d : nat) (beta gamma M : R).
Variables (pi : expectation D) (x : D -> vec) (p : expectation Z) (q : D -> expectation Z).
Variables (mu : Z -> vec) (w : D -> Z -> R).
Hypotheses (Hb : 0 < beta) (Hg : 0 < gamma) (HM : 0 < M).
Let t := / (2 * beta * gamma).

(** What the posterior of one datum costs. *)
Definition cost (i : D) : R :=
  expected (q i) (fun z => sq_dist d (x i) (mu z)) / gamma
  + 2 * beta * expected (q i) (fun z => ln (w i z)).

(** One datum: t |x - mu|^2 + ln w >= 1 - ln M - exp(-t |x - mu|^2)/(w M). *)
Lemma converse_datum : forall i,
  density_ratio p (q i) (w i) ->
  has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) ->
  has_expectation (q i) (fun z => ln (w i z)) ->
  has_expectation p (fun z => heat t d (x i) (mu z)) ->
  2 * beta * (1 - ln M - expected p (fun z => heat t d (x i) (mu z)) / M) <= cost i.
Proof.
  intros i [Hw Hr] Hs Hl Hk.
  destruct (Hr (fun z => heat t d (x i) (mu z)) (fun z => Rlt_le _ _ (heat_pos _ _ _ _)) Hk)
    as [Hq Hle].
  set (E := expected (q i) (fun z => heat t d (x i) (mu z) / w i z)) in *.
  assert (Ht : 0 < t) by (apply Rinv_0_lt_compat; apply Rmult_lt_0_compat; lra).
  assert (Hup := expects_plus (q i) _ _ _ _ (expects_scal (q i) t _ _ (expects_expected _ _ Hs))
                   (expects_expected _ _ Hl)).
  assert (Hlow := expects_plus (q i) _ _ _ _ (expects_const (q i) (1 - ln M))
                    (expects_scal (q i) (- / M) _ _ (expects_expected _ _ Hq))).
  assert (H := expects_le (q i) _ _ _ _ Hlow Hup).
  fold E in H.
  assert (HH : 1 - ln M + - / M * E
               <= t * expected (q i) (fun z => sq_dist d (x i) (mu z))
                  + expected (q i) (fun z => ln (w i z))).
  { apply H. intros z. pose proof (Hw z) as Hwz.
    assert (Hu : 0 < heat t d (x i) (mu z) / w i z / M)
      by (apply Rdiv_lt_0_compat; [apply Rdiv_lt_0_compat; [apply heat_pos|exact Hwz]|exact HM]).
    pose proof (ln_le_sub1 _ Hu) as Hln.
    rewrite ln_div, ln_div, ln_heat in Hln;
      [|apply heat_pos|exact Hwz|apply Rdiv_lt_0_compat; [apply heat_pos|exact Hwz]|exact HM].
    unfold Rdiv in *. lra. }
  assert (Hinv : / gamma = 2 * beta * t) by (unfold t; field; lra).
  unfold cost, Rdiv. rewrite Hinv.
  assert (H2 : - / M * expected p (fun z => heat t d (x i) (mu z)) <= - / M * E).
  { assert (0 < / M) by (apply Rinv_0_lt_compat, HM).
    apply (Rmult_le_compat_l (/ M)) in Hle; [lra|lra]. }
  assert (H3 : 1 - ln M + - / M * expected p (fun z => heat t d (x i) (mu z))
               <= t * expected (q i) (fun z => sq_dist d (x i) (mu z))
                  + expected (q i) (fun z => ln (w i z))) by lra.
  apply (Rmult_le_compat_l (2 * beta)) in H3; lra.
Qed.

End Converse.
