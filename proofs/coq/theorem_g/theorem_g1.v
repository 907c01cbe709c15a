(** theorem-g1 [X]: a fixed gamma and any decoder: the error of every good point is
    O(gamma log(1/gamma)).

    [comparator]: some decoder with codes z* has |mu z - x_i|^2 <= sum_k l_k^2 (z_k - z*_ik)^2, so it is
    exact at z* and ignores the rows with l_k = 0.  s = 1/(beta gamma),
    [budget] is B(s) = sum_k log(1 + l_k^2 s) + sum_k p_k(z* ). *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements FixedGamma.
From Sparsity.theory Require BothSides.
Open Scope R_scope.

(** [X] Every point no worse than the comparator, whatever its decoder, posteriors and variances. *)
Definition theorem_G1_statement : Prop :=
  forall beta d kappa n gamma X mu q zs l mu' q' m v',
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> comparator d kappa n X mu zs l ->
  let s := / (beta * gamma) in
  let v := fun (_ k : nat) => / (1 + l k ^ 2 * s) in
  posteriors d kappa n X mu q zs v -> posteriors d kappa n X mu' q' m v' ->
  vae_loss beta d kappa n gamma X mu' q' m v' <= vae_loss beta d kappa n gamma X mu q zs v ->
  let A := expected_error d n X mu' q' in
  A * s + (posterior_cost kappa n m v' - INR kappa) <= budget kappa n l zs s /\
  A <= beta * gamma * budget kappa n l zs s.

Theorem theorem_G1 : theorem_G1_statement.
Proof. exact FixedGamma.fixed_gamma. Qed.

(** [X] The same for any point given by its error A and by K: for a posterior of any form
    K = kappa + 2 KL(q || N(0, I)), and the conclusion reads A s + 2 KL <= B(s). *)
Definition theorem_G1_any_posterior_statement : Prop :=
  forall beta d kappa n gamma X mu q zs l A K,
  (0 < n)%nat -> 0 < beta -> 0 < gamma -> comparator d kappa n X mu zs l ->
  let s := / (beta * gamma) in
  let v := fun (_ k : nat) => / (1 + l k ^ 2 * s) in
  posteriors d kappa n X mu q zs v ->
  A / gamma + INR d * ln gamma + beta * K <= vae_loss beta d kappa n gamma X mu q zs v ->
  A * s + (K - INR kappa) <= budget kappa n l zs s.

Theorem theorem_G1_any_posterior : theorem_G1_any_posterior_statement.
Proof. exact FixedGamma.budget_of_loss. Qed.

(** [X] The bound on the error tends to 0 with gamma, for every beta > 0. *)
Definition theorem_G1_limit_statement : Prop :=
  forall beta kappa n l zs, 0 < beta ->
  to_value_at_0 (fun gamma => beta * gamma * budget kappa n l zs (/ (beta * gamma))) 0.

Theorem theorem_G1_limit : theorem_G1_limit_statement.
Proof. exact FixedGamma.error_vanishes. Qed.

(** The hypotheses are met by a curved decoder: the circle z |-> (cos z_0, sin z_0, 0, ..., 0), with
    l = (1, 0, ..., 0), at any angles. *)
Definition circle_example_statement : Prop :=
  forall beta d kappa n gamma (angle : nat -> R),
  (2 <= d)%nat -> (0 < kappa)%nat -> 0 < beta -> 0 < gamma ->
  let zs := fun i (k : nat) => if Nat.eqb k 0 then angle i else 0 in
  let X := fun i => circle (zs i) in
  let l := fun k => if Nat.eqb k 0 then 1 else 0 in
  let v := fun (_ k : nat) => / (1 + l k ^ 2 * / (beta * gamma)) in
  comparator d kappa n X circle zs l /\
  (exists q, posteriors d kappa n X circle q zs v) /\
  ~ is_affine d kappa circle.

Theorem circle_example : circle_example_statement.
Proof. exact BothSides.circle_comparator. Qed.
