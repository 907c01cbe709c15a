(** theorem-j2 [X]: with N(eps) <= (K/eps)^r balls and r < m rows, the bound of theorem-j1 at its best
    radius. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import WassersteinStatements.
From Sparsity.theory Require SpareDimensions ExtensionControls Wasserstein CoveredExample.
Local Open Scope R_scope.

(** [X] sqrt W >= (m/r - 1) eps* - sigma sqrt m, eps* = (c r/m)^(m/(m-r)) K^(-r/(m-r)). *)
Definition theorem_J2_statement : Prop :=
  forall (O : Type) (P : expectation O) m kappa N (z mu g : O -> vec)
    (centre : nat -> vec) sigma a W K r,
  (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= sigma -> 0 < a -> 0 < K -> 0 < r < INR m ->
  let c := sqrt (INR m / (INR m + 2)) * Rpower a (- (1 / INR m)) in
  let eps := Rpower (c * r / INR m) (INR m / (INR m - r)) * Rpower K (- (r / (INR m - r))) in
  INR N <= Rpower (K / eps) r ->
  (exists e, expects P (fun w => sq_dist m (z w) (mu w)) e /\ e <= INR m * sigma ^ 2) ->
  expects P (fun w => sq_dist kappa (z w) (g w)) W ->
  has_expectation P (fun w => sq_dist m (z w) (g w)) ->
  (forall w, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu w) (centre j)) <= eps) ->
  (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P g m (centre j) t (a * Rpower t (INR m))) ->
  (INR m / r - 1) * eps - sigma * sqrt (INR m) <= sqrt W.

Theorem theorem_J2 : theorem_J2_statement.
Proof. exact @SpareDimensions.few_codes_covering. Qed.

(** [X] The same for every coupling of the aggregated posterior Q and the prior P, so for W_2, as in theorem-j1; and
    where the bound is positive a continuous function tells the two laws apart. *)
Definition theorem_J2_wasserstein_statement : Prop :=
  forall (D : Type) (pi : expectation D) (q : D -> expectation vec) (Q P : expectation vec) (m kappa N : nat)
    (centre : nat -> vec) (mu : D -> vec) (sigma a e K r : R),
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

Theorem theorem_J2_wasserstein : theorem_J2_wasserstein_statement.
Proof. exact @Wasserstein.codes_covered. Qed.

(** ** False variants, refuted *)

(** Without the noise of the posteriors, at the best radius: the same. *)
Definition J2_without_noise_false_statement : Prop :=
  ~ (forall (O : Type) (P : expectation O) m kappa N (z mu g : O -> vec)
       (centre : nat -> vec) sigma a W K r,
     (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= sigma -> 0 < a -> 0 < K -> 0 < r < INR m ->
     let c := sqrt (INR m / (INR m + 2)) * Rpower a (- (1 / INR m)) in
     let eps := Rpower (c * r / INR m) (INR m / (INR m - r)) * Rpower K (- (r / (INR m - r))) in
     INR N <= Rpower (K / eps) r ->
     (exists e, expects P (fun w => sq_dist m (z w) (mu w)) e /\ e <= INR m * sigma ^ 2) ->
     expects P (fun w => sq_dist kappa (z w) (g w)) W ->
     has_expectation P (fun w => sq_dist m (z w) (g w)) ->
     (forall w, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu w) (centre j)) <= eps) ->
     (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P g m (centre j) t (a * Rpower t (INR m))) ->
     (INR m / r - 1) * eps <= sqrt W).

Theorem J2_without_noise_false : J2_without_noise_false_statement.
Proof. exact @ExtensionControls.J2_without_noise_false. Qed.

(** ** An example

    One code at 0 and the uniform prior on [-1/2, 1/2], as in theorem-j1, with m = N = K = 1, a = 2, r = 1/2 and no
    noise: the hypotheses hold, and the bound is 1/48. *)
Definition J2_covered_example_statement : Prop :=
  exists (pi : expectation unit) (Q P : expectation vec),
  let c := sqrt (INR 1 / (INR 1 + 2)) * Rpower 2 (- (1 / INR 1)) in
  let eps := Rpower (c * / 2 / INR 1) (INR 1 / (INR 1 - / 2)) * Rpower 1 (- (/ 2 / (INR 1 - / 2))) in
  is_point Q (fun _ => 0) /\ is_uniform P /\
  INR 1 <= Rpower (1 / eps) (/ 2) /\
  aggregated 1 pi (fun _ => Q) Q /\ second_moment 1 P /\
  expects pi (fun _ => expected Q (fun z => sq_dist 1 z (fun _ => 0))) 0 /\
  (forall t, 0 < t -> ball_share_le P (fun z => z) 1 (fun _ => 0) t (2 * Rpower t (INR 1))) /\
  0 < eps /\ (INR 1 / / 2 - 1) * eps - 0 * sqrt (INR 1) = / 48.

Theorem J2_covered_example : J2_covered_example_statement.
Proof. exact CoveredExample.covered_example. Qed.
