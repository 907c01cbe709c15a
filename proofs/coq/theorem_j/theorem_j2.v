(** theorem-j2 [X]: with N(eps) <= (K/eps)^r balls and r < m rows, the bound of theorem-j1 at its best
    radius. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import AnalysisStatements Expectations SpareDimensions.
From Sparsity.theory Require ExtensionControls.
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
Proof. exact @few_codes_covering. Qed.

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
