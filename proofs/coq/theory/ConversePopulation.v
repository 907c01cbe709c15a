(* Theorem E1 for a population. *)

From Coq Require Import Reals Lra.
From Sparsity.theory Require Import AnalysisStatements Expectations Converse PositiveKernel.
Open Scope R_scope.

Lemma converse_population : forall {D Z : Type} (d : nat) (beta gamma M : R) (pi : expectation D)
    (x : D -> vec) (p : expectation Z) (q : D -> expectation Z) (mu : Z -> vec) (w : D -> Z -> R),
  0 < beta -> 0 < gamma -> 0 < M -> let t := / (2 * beta * gamma) in
  kernel_means t d p mu -> has_expectation pi (fun i => expected p (fun z => heat t d (x i) (mu z))) ->
  (forall i, density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z))) ->
  (forall z, exists e, expects pi (fun i => heat t d (x i) (mu z)) e /\ e <= M) ->
  has_expectation pi (cost d beta gamma x q mu w) ->
  - (2 * beta * ln M) <= expected pi (cost d beta gamma x q mu w).
Proof.
  intros D Z d beta gamma M pi x p q mu w Hb Hg HM t Hp Hmean H HMy Hc.
  assert (Ht : 0 < t) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra).
  set (e := expected pi (fun i => expected p (fun z => heat t d (x i) (mu z)))).
  assert (HeM : e <= M) by (apply heat_mean_of_means; auto; lra).
  assert (He : expects pi (fun i => expected p (fun z => heat t d (x i) (mu z))) e)
    by (apply expects_expected, Hmean).
  assert (Hlow := expects_scal pi (2 * beta) _ _ (expects_plus pi _ _ _ _ (expects_const pi (1 - ln M))
            (expects_scal pi (- / M) _ _ He))).
  assert (Hfin := expects_le pi _ _ _ _ Hlow (expects_expected pi _ Hc)).
  assert (2 * beta * (1 - ln M + - / M * e) <= expected pi (cost d beta gamma x q mu w)).
  { apply Hfin. intros i. destruct (H i) as [H1 [H2 H3]].
    pose proof (converse_datum d beta gamma M x p q mu w Hb Hg HM i H1 H2 H3 (proj1 Hp (x i))) as HD.
    fold t in HD. unfold Rdiv in *. lra. }
  assert (/ M * e <= 1).
  { apply (Rmult_le_reg_l M); [exact HM|]. rewrite <- Rmult_assoc, Rinv_r; lra. }
  assert (2 * beta * (- ln M) <= 2 * beta * (1 - ln M + - / M * e))
    by (apply Rmult_le_compat_l; lra).
  lra.
Qed.
