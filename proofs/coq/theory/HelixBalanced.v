(* Rows in balance at a curved decoder: the hypotheses of entropy-sums. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisSums Helix.
Open Scope R_scope.

(** Two samples at the angles t and -t, t^2 = 2/3, with the variance 1/3 in the row of the angle. *)
Theorem helix_balanced : forall d kappa, (3 <= d)%nat -> (0 < kappa)%nat ->
  exists n gamma X q m v, (0 < n)%nat /\ 0 < gamma /\ posteriors d kappa n X helix q m v /\
  expected_error d n X helix q = INR d * gamma /\
  (forall k, (k < kappa)%nat -> row_power n m k + mean n (fun i => v i k) = 1) /\
  ~ is_affine d kappa helix.
Proof.
  intros d kappa Hd Hk. set (angle := fun i : nat => if Nat.eqb i 0 then sqrt (2 / 3) else - sqrt (2 / 3)).
  destruct (helix_example 1 d kappa 2 1 angle Hd Hk ltac:(lia) Rlt_0_1 Rlt_0_1) as [_ [_ [_ [[q [Hq [_ HA]]] Hcurved]]]].
  cbv zeta in *. set (X := fun i => helix (fun k : nat => if Nat.eqb k 0 then angle i else 0)) in *.
  assert (Hd0 : 0 < INR d) by (apply lt_0_INR; lia).
  exists 2%nat, (expected_error d 2 X helix q / INR d), X, q, (fun i k => if Nat.eqb k 0 then angle i else 0),
    (fun _ k => / (1 + (if Nat.eqb k 0 then sqrt 2 else 0) ^ 2 * / (1 * 1))).
  split; [lia|split; [apply Rdiv_lt_0_compat; assumption|split; [exact Hq|]]].
  split; [field; lra|split; [|exact Hcurved]].
  intros k _. unfold row_power, mean. cbn [rsum INR]. destruct (Nat.eqb k 0).
  - unfold angle. cbn [Nat.eqb].
    assert (E : sqrt (2 / 3) ^ 2 = 2 / 3) by (apply pow2_sqrt; lra).
    assert (E' : (- sqrt (2 / 3)) ^ 2 = 2 / 3) by (transitivity (sqrt (2 / 3) ^ 2); [ring|exact E]).
    rewrite E, E', pow2_sqrt by lra. field.
  - field.
Qed.
