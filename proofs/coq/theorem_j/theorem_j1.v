(** theorem-j1 [X]: few balls of codes are far from the prior.

    Codes, means and prior on one set with a law first, then for the Wasserstein distance, where any coupling of
    aggregated posterior and prior may be chosen; it need not carry the means, since the distance of z to the
    centres is averaged over the aggregated posterior alone.  The rows in question are numbered first. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import WassersteinStatements.
From Sparsity.theory Require SpareDimensions ExtensionControls Wasserstein UniformPrior.
Local Open Scope R_scope.

(** [X] w ranges over a set with a law P, z w is distributed as the aggregated posterior, g w as the prior, mu w
    is the mean of the posterior that z w was drawn from; W is E |z - g|^2.  The means of m of the rows lie
    within eps of N points, around which balls of radius t have at most the share a t^m of the prior:
    sqrt W >= sqrt(m/(m+2)) a^(-1/m) N^(-1/m) - eps - sigma sqrt m. *)
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
Proof. exact @SpareDimensions.few_codes_far. Qed.

(** [X] The same for every coupling of the aggregated posterior Q and the prior P, so for W_2; and where the bound
    is positive a continuous function tells the two laws apart.  pi is the law of x, q x the posterior, mu x its
    mean, e the mean of |z - mu x|^2 in the m rows, over x and z. *)
Definition theorem_J1_wasserstein_statement : Prop :=
  forall (D : Type) (pi : expectation D) (q : D -> expectation vec) (Q P : expectation vec) (m kappa N : nat)
    (centre : nat -> vec) (mu : D -> vec) (eps sigma a e : R),
  (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= eps -> 0 <= sigma -> 0 < a ->
  aggregated kappa pi q Q -> second_moment kappa P ->
  expects pi (fun x => expected (q x) (fun z => sq_dist m z (mu x))) e -> e <= INR m * sigma ^ 2 ->
  (forall x, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu x) (centre j)) <= eps) ->
  (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P (fun z => z) m (centre j) t (a * Rpower t (INR m))) ->
  let bound := sqrt (INR m / (INR m + 2)) * Rpower (INR N * a) (- (1 / INR m)) - eps - sigma * sqrt (INR m) in
  (forall W, cost_of_a_coupling kappa Q P W -> bound <= sqrt W) /\
  (forall w, wasserstein kappa Q P w -> bound <= w) /\
  (0 < bound -> exists f, tame kappa f /\ expected Q f < expected P f).

Theorem theorem_J1_wasserstein : theorem_J1_wasserstein_statement.
Proof. exact @Wasserstein.codes_far. Qed.

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

(** The same for W_2. *)
Definition J1_wasserstein_without_noise_false_statement : Prop :=
  ~ (forall (D : Type) (pi : expectation D) (q : D -> expectation vec) (Q P : expectation vec) (m kappa N : nat)
       (centre : nat -> vec) (mu : D -> vec) (eps sigma a e : R),
     (0 < m)%nat -> (m <= kappa)%nat -> (0 < N)%nat -> 0 <= eps -> 0 <= sigma -> 0 < a ->
     aggregated kappa pi q Q -> second_moment kappa P ->
     expects pi (fun x => expected (q x) (fun z => sq_dist m z (mu x))) e -> e <= INR m * sigma ^ 2 ->
     (forall x, exists j, (j < N)%nat /\ sqrt (sq_dist m (mu x) (centre j)) <= eps) ->
     (forall j t, (j < N)%nat -> 0 < t -> ball_share_le P (fun z => z) m (centre j) t (a * Rpower t (INR m))) ->
     forall w, wasserstein kappa Q P w ->
     sqrt (INR m / (INR m + 2)) * Rpower (INR N * a) (- (1 / INR m)) - eps <= w).

Theorem J1_wasserstein_without_noise_false : J1_wasserstein_without_noise_false_statement.
Proof. exact UniformPrior.noise_needed. Qed.

(** ** Examples *)

(** One code at 0 and the uniform prior on [-1/2, 1/2], with m = N = 1, a = 2, eps = sigma = 0: the hypotheses hold,
    and W_2 is the bound, so that the constant cannot be larger. *)
Definition J1_attained_example_statement : Prop :=
  exists (pi : expectation unit) (Q P : expectation vec),
  is_point Q (fun _ => 0) /\ is_uniform P /\ aggregated 1 pi (fun _ => Q) Q /\ second_moment 1 P /\
  expects pi (fun _ => expected Q (fun z => sq_dist 1 z (fun _ => 0))) 0 /\
  (forall t, 0 < t -> ball_share_le P (fun z => z) 1 (fun _ => 0) t (2 * Rpower t (INR 1))) /\
  wasserstein 1 Q P (sqrt (INR 1 / (INR 1 + 2)) * Rpower (INR 1 * 2) (- (1 / INR 1)) - 0 - 0 * sqrt (INR 1)).

Theorem J1_attained_example : J1_attained_example_statement.
Proof. exact UniformPrior.constant_attained. Qed.
