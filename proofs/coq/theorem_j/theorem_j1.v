(** theorem-j1 [X]: spare active dimensions keep the aggregated posterior away from the prior.

    P is any coupling: w ranges over a set with a law, z w is distributed as the aggregated posterior,
    g w as the prior N(0, I), mu w is the mean of the posterior that z w was drawn from.  W is the cost
    E |z - g|^2 of the coupling, so the square of the Wasserstein distance W_2 is the least W.  The
    means of m of the rows (numbered first) lie within eps of N points.  Of the prior only this is used:
    balls of radius t have at most the share a t^m in these rows; for N(0, I_m) that is so with
    a = 2^(-m/2)/Gamma(1 + m/2), the density being at most (2 pi)^(-m/2), and then
    sqrt(m/(m+2)) a^(-1/m) is the constant c_m. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import AnalysisStatements Expectations SpareDimensions.
From Sparsity.theory Require ExtensionControls.
Local Open Scope R_scope.

(** [X] sqrt W >= c_m N^(-1/m) - eps - sigma sqrt m. *)
Definition theorem_J1_statement : Prop :=
  forall (O : Type) (P : expectation O) (m kappa N : nat) (z mu g : O -> vec) (centre : nat -> vec)
    (eps sigma a W : R),
  (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= eps -> 0 <= sigma -> 0 < a ->
  (exists e, expects P (fun w => sq_dist m (z w) (mu w)) e /\ e <= INR m * sigma ^ 2) ->
  expects P (fun w => sq_dist kappa (z w) (g w)) W ->
  has_expectation P (fun w => sq_dist m (z w) (g w)) ->
  (forall w, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu w) (centre j)) <= eps) ->
  (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P g m (centre j) t (a * Rpower t (INR m))) ->
  sqrt (INR m / (INR m + 2)) * Rpower (INR N * a) (- (1 / INR m)) - eps - sigma * sqrt (INR m)
  <= sqrt W.

Theorem theorem_J1 : theorem_J1_statement.
Proof. exact @few_codes_far. Qed.

(** ** False variants, refuted *)

(** Without the noise of the posteriors: one code whose noise alone is the prior. *)
Definition J1_without_noise_false_statement : Prop :=
  ~ (forall (O : Type) (P : expectation O) (m kappa N : nat) (z mu g : O -> vec) (centre : nat -> vec)
       (eps sigma a W : R),
     (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= eps -> 0 <= sigma -> 0 < a ->
     (exists e, expects P (fun w => sq_dist m (z w) (mu w)) e /\ e <= INR m * sigma ^ 2) ->
     expects P (fun w => sq_dist kappa (z w) (g w)) W ->
     has_expectation P (fun w => sq_dist m (z w) (g w)) ->
     (forall w, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu w) (centre j)) <= eps) ->
     (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P g m (centre j) t (a * Rpower t (INR m))) ->
     sqrt (INR m / (INR m + 2)) * Rpower (INR N * a) (- (1 / INR m)) - eps <= sqrt W).

Theorem J1_without_noise_false : J1_without_noise_false_statement.
Proof. exact @ExtensionControls.J1_without_noise_false. Qed.
