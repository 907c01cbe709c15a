(* Theorem J2's hypotheses are met: one code at 0 and the uniform prior of [UniformPrior]. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import WassersteinStatements AnalysisSums Converse UniformPrior.
Open Scope R_scope.

(** m = N = K = 1, a = 2, r = 1/2 and no noise: c = sqrt(1/3)/2, the radius is (c/2)^2 = 1/48, and so is the bound. *)
Theorem covered_example : exists (pi : expectation unit) (Q P : expectation vec),
  let c := sqrt (INR 1 / (INR 1 + 2)) * Rpower 2 (- (1 / INR 1)) in
  let eps := Rpower (c * / 2 / INR 1) (INR 1 / (INR 1 - / 2)) * Rpower 1 (- (/ 2 / (INR 1 - / 2))) in
  is_point Q (fun _ => 0) /\ is_uniform P /\
  INR 1 <= Rpower (1 / eps) (/ 2) /\
  aggregated 1 pi (fun _ => Q) Q /\ second_moment 1 P /\
  expects pi (fun _ => expected Q (fun z => sq_dist 1 z (fun _ => 0))) 0 /\
  (forall t, 0 < t -> ball_share_le P (fun z => z) 1 (fun _ => 0) t (2 * Rpower t (INR 1))) /\
  0 < eps /\ (INR 1 / / 2 - 1) * eps - 0 * sqrt (INR 1) = / 48.
Proof.
  destruct constant_attained as [pi [Q [P [HQ [HP [HA [HM [HN [HB _]]]]]]]]]. exists pi, Q, P. cbv zeta. cbn [INR].
  set (c := sqrt (1 / (1 + 2)) * Rpower 2 (- (1 / 1))).
  assert (Hs : 0 < sqrt (1 / (1 + 2))) by (apply sqrt_lt_R0; lra).
  assert (Hc : c = sqrt (1 / (1 + 2)) * / 2).
  { unfold c. replace (- (1 / 1)) with (- (1)) by field. rewrite Rpower_Ropp, Rpower_1 by lra. reflexivity. }
  assert (H2 : Rpower (c * / 2 / 1) (1 / (1 - / 2)) * Rpower 1 (- (/ 2 / (1 - / 2))) = / 48).
  { replace (1 / (1 - / 2)) with (INR 2) by (cbn; field). rewrite Rpower_pow by (rewrite Hc; lra).
    unfold Rpower at 1. rewrite ln_1, Rmult_0_r, exp_0, Rmult_1_r, Hc.
    replace ((sqrt (1 / (1 + 2)) * / 2 * / 2 / 1) ^ 2) with (sqrt (1 / (1 + 2)) ^ 2 * / 16) by field.
    rewrite pow2_sqrt by lra. field. }
  rewrite H2. repeat (split; [assumption|]). split.
  - replace (1 / / 48) with 48 by field. rewrite Rpower_sqrt by lra.
    rewrite <- sqrt_1. apply sqrt_le_1_alt. lra.
  - split; [exact HA|split; [exact HM|split; [exact HN|split; [exact HB|split; [lra|field]]]]].
Qed.
