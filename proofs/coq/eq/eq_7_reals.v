(** eq-7: the generic loss over Coq's real numbers: proportional regularisation, the square root. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements.
From Sparsity.theory Require PaperCases.
Local Open Scope R_scope.

(** [P] With g = h the loss weighs the mean square of each group by its number of entries, dn for the
    residuals and n for each row of codes, over dn. *)
Definition eq7_proportional_statement : Prop :=
  forall d kappa n (h : R -> R) e p, (0 < d)%nat -> (0 < n)%nat ->
  generic_loss d kappa h h e p
  = INR (d * n) / (INR d * INR n) * h e + rsum kappa (fun k => INR n / (INR d * INR n) * h (p k)).

Theorem eq7_proportional : eq7_proportional_statement.
Proof. exact PaperCases.proportional. Qed.

(** [P] With g = h = sqrt: the Frobenius norm of the residuals over sqrt(dn), plus the norms of the
    rows over d sqrt n. *)
Definition eq7_square_root_statement : Prop :=
  forall d kappa n X mu Z, (0 < d)%nat -> (0 < n)%nat ->
  generic_loss d kappa sqrt sqrt (error d n X mu Z) (row_power n Z)
  = sqrt (rsum n (fun i => sq_dist d (X i) (mu (Z i)))) / (sqrt (INR d) * sqrt (INR n))
    + rsum kappa (fun k => sqrt (rsum n (fun i => Z i k ^ 2))) / (INR d * sqrt (INR n)).

Theorem eq7_square_root : eq7_square_root_statement.
Proof. exact PaperCases.square_root_loss. Qed.

(** [P] n = 1: the square-root lasso, the sum of the absolute codes. *)
Definition eq7_lasso_statement : Prop :=
  forall d kappa X mu Z, (0 < d)%nat ->
  generic_loss d kappa sqrt sqrt (error d 1 X mu Z) (row_power 1 Z)
  = sqrt (sq_dist d (X 0%nat) (mu (Z 0%nat))) / sqrt (INR d)
    + rsum kappa (fun k => Rabs (Z 0%nat k)) / INR d.

Theorem eq7_lasso : eq7_lasso_statement.
Proof. exact PaperCases.square_root_lasso. Qed.

(** [X] The slope of sqrt in u is 1/(2 sqrt u), unbounded near 0; in the row itself it is Lipschitz. *)
Definition eq7_slope_statement : Prop :=
  (forall u, 0 < u -> is_derive sqrt u (/ (2 * sqrt u))) /\
  (forall B eps, 0 < eps -> exists u, 0 < u < eps /\ B < / (2 * sqrt u)) /\
  (forall n (Z Z' : nat -> vec) k, (0 < n)%nat ->
     Rabs (sqrt (row_power n Z k) - sqrt (row_power n Z' k))
     <= / sqrt (INR n) * sqrt (rsum n (fun i => (Z i k - Z' i k) ^ 2))).

Theorem eq7_slope : eq7_slope_statement.
Proof.
  exact (conj PaperCases.square_root_slope (conj PaperCases.square_root_steep PaperCases.row_lipschitz)).
Qed.
