(* A continuous function below one with an integral over the line has an integral over the line. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisGaussian AnalysisGaussianLaw.
Open Scope R_scope.

Section Dominated.
Variable f : R -> R.
Hypotheses (Hc : forall x, continuous f x) (H0 : forall x, 0 <= f x).

Lemma integrable_between : forall a b, ex_RInt f a b.
Proof. intros; apply integrable_of_continuous, Hc. Qed.

Lemma RInt_grows : forall a b a' b', a' <= a -> a <= b -> b <= b' -> RInt f a b <= RInt f a' b'.
Proof.
  intros a b a' b' Ha Hab Hb.
  rewrite <- (RInt_Chasles f a' a b') by apply integrable_between.
  rewrite <- (RInt_Chasles f a b b') by apply integrable_between.
  change plus with Rplus.
  assert (0 <= RInt f a' a) by (apply RInt_ge_0; [exact Ha|apply integrable_between|intros; apply H0]).
  assert (0 <= RInt f b b') by (apply RInt_ge_0; [exact Hb|apply integrable_between|intros; apply H0]).
  lra.
Qed.

Lemma RInt_below : forall l a b, a <= b -> has_line_integral f l -> RInt f a b <= l.
Proof.
  intros l a b Hab Hl. apply Rnot_lt_le. intros Hgt.
  destruct (Hl (fun y => Rabs (y - l) < RInt f a b - l)) as [Q R' [M1 HQ] [M2 HR] H].
  { exists (mkposreal (RInt f a b - l) (Rlt_Rminus _ _ Hgt)). intros y Hy. exact Hy. }
  pose proof (Rmin_l M1 a). pose proof (Rmin_r M1 a). pose proof (Rmax_l M2 b). pose proof (Rmax_r M2 b).
  destruct (H (Rmin M1 a - 1) (Rmax M2 b + 1)) as [y [Hy1 Hy2]]; [apply HQ; lra|apply HR; lra|].
  assert (E : RInt f (Rmin M1 a - 1) (Rmax M2 b + 1) = y) by exact (is_RInt_unique f _ _ y Hy1).
  pose proof (RInt_grows a b (Rmin M1 a - 1) (Rmax M2 b + 1) ltac:(lra) Hab ltac:(lra)).
  pose proof (Rle_abs (y - l)). lra.
Qed.

Lemma line_integrable_bounded : forall B, (forall a b, a <= b -> RInt f a b <= B) -> line_integrable f.
Proof.
  intros B HB. set (E := fun y => exists a b, a <= b /\ y = RInt f a b).
  destruct (completeness E) as [S [Hup Hleast]].
  - exists B. intros y (a & b & Hab & ->). apply HB, Hab.
  - exists (RInt f 0 0), 0, 0. split; [lra|reflexivity].
  - exists S. intros P [eps HP].
    assert (Hnear : exists a b, a <= b /\ S - eps < RInt f a b).
    { apply Classical_Prop.NNPP. intros Hno. assert (S <= S - eps); [|pose proof (cond_pos eps); lra].
      apply Hleast. intros y (a & b & Hab & ->). apply Rnot_lt_le. intros Hlt. apply Hno. exists a, b. auto. }
    destruct Hnear as (a0 & b0 & Hab & Hlt).
    apply (Filter_prod _ _ _ (fun a => a < a0) (fun b => b0 < b)); [exists a0; auto|exists b0; auto|].
    intros a b Ha Hb. exists (RInt f a b). split; [apply (RInt_correct f), integrable_between|].
    apply HP. assert (Hle : RInt f a b <= S) by (apply Hup; exists a, b; split; [lra|reflexivity]).
    pose proof (RInt_grows a0 b0 a b ltac:(lra) Hab ltac:(lra)).
    unfold ball; simpl; unfold AbsRing_ball, abs, minus, plus, opp; simpl. apply Rabs_def1; lra.
Qed.

End Dominated.

Theorem line_integrable_dominated : forall f g l, (forall x, continuous f x) -> (forall x, continuous g x) ->
  (forall x, Rabs (f x) <= g x) -> has_line_integral g l -> line_integrable f.
Proof.
  intros f g l Hf Hg Hle Hl.
  assert (Hg0 : forall x, 0 <= g x) by (intros x; eapply Rle_trans; [apply Rabs_pos|apply Hle]).
  set (h := fun x => f x + g x).
  assert (Hh : forall x, continuous h x) by (intros x; apply (continuous_plus f g); auto).
  assert (Hb : forall x, 0 <= h x /\ h x <= 2 * g x).
  { intros x. unfold h. pose proof (Hle x) as H. apply Rabs_le_between in H. lra. }
  destruct (line_integrable_bounded h Hh (fun x => proj1 (Hb x)) (2 * l)) as [y Hy].
  { intros a b Hab. apply Rle_trans with (RInt (fun x => 2 * g x) a b).
    - apply RInt_le; [exact Hab|apply integrable_between, Hh| |intros; apply Hb].
      apply integrable_of_continuous. intros x. apply (continuous_scal_r 2 g), Hg.
    - rewrite (RInt_scal g) by (apply integrable_between, Hg). change scal with Rmult.
      apply Rmult_le_compat_l; [lra|]. apply RInt_below; assumption. }
  exists (1 * y + (-1) * l). apply (line_integral_ext _ _ _ _ (line_integral_comb 1 (-1) _ _ y l Hy Hl)); [|reflexivity].
  intros x; unfold h; ring.
Qed.
