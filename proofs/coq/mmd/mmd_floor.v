(** mmd-floor: a floor of the MMD on linear subspaces.

    P1 is any law of coordinates xi on a linear subspace, which the first m columns of the orthonormal U
    span; the law is P1 x N(0, delta I).  Nothing is rotated away: points and prior stay where they are. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import MmdStatements.
From Sparsity.theory Require MmdFloor.
Local Open Scope R_scope.

(** [X] The expectations exist, MMD^2 >= (c - b^2/a) (1 + 2/ell^2)^(-m/2), and that is positive unless
    delta = 1.  That the kernel has means under P1 is what measurability is for. *)
Definition mmd_floor_statement : Prop :=
  forall (T : Type) (P1 : expectation T) (xi : T -> vec) U ell m kappa delta,
  0 < ell -> (0 < m)%nat -> (m < kappa)%nat -> 0 <= delta -> orthonormal kappa kappa (fun k j => U j k) ->
  kernel_means (/ (2 * ell ^ 2)) m P1 xi ->
  has_expectation P1 (fun w => standard m (gaussian_kernel ell m (xi w))) ->
  let integrable := subspace_integrable P1 xi U m kappa delta in
  let mean := fun v (dimensions : nat) => Rpower (1 + v / ell ^ 2) (- (INR dimensions / 2)) in
  let a := mean (2 * delta) (kappa - m)%nat in let b := mean (1 + delta) (kappa - m)%nat in
  let c := mean 2 (kappa - m)%nat in
  let floor := (c - b ^ 2 / a) * mean 2 m in
  (forall w z, integrable (gaussian_kernel ell kappa (rotated U m kappa delta (xi w) z))) /\
  integrable (fun x => subspace_expect P1 xi U m kappa delta (gaussian_kernel ell kappa x)) /\
  integrable (fun x => standard kappa (gaussian_kernel ell kappa x)) /\
  floor <= subspace_mmd_squared P1 xi U m kappa delta ell /\ (delta <> 1 -> 0 < floor).

Theorem mmd_floor : mmd_floor_statement.
Proof. exact @MmdFloor.mmd_floor. Qed.

(** ** A false variant, refuted, and an example *)

(** That the floor is positive at delta = 1 as well. *)
Definition mmd_floor_positive_false_statement : Prop :=
  ~ (forall ell m kappa delta, 0 < ell -> (0 < m)%nat -> (m < kappa)%nat -> 0 <= delta ->
     let mean := fun v (dimensions : nat) => Rpower (1 + v / ell ^ 2) (- (INR dimensions / 2)) in
     0 < (mean 2 (kappa - m)%nat - mean (1 + delta) (kappa - m)%nat ^ 2 / mean (2 * delta) (kappa - m)%nat)
         * mean 2 m).

Theorem mmd_floor_positive_false : mmd_floor_positive_false_statement.
Proof. exact MmdFloor.mmd_floor_positive_false. Qed.

(** Any n points of the subspace, and the first m coordinates: the hypotheses hold. *)
Definition mmd_floor_example_statement : Prop :=
  forall n (xi : nat -> vec) ell m kappa, (0 < n)%nat ->
  exists (P1 : expectation nat) U, (forall f, expects P1 f (AnalysisStatements.mean n f)) /\
  orthonormal kappa kappa (fun k j => U j k) /\ kernel_means (/ (2 * ell ^ 2)) m P1 xi /\
  has_expectation P1 (fun w => standard m (gaussian_kernel ell m (xi w))).

Theorem mmd_floor_example : mmd_floor_example_statement.
Proof. exact MmdFloor.mmd_floor_example. Qed.
