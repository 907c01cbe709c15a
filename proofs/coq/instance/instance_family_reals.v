(** instance-family: Instances with one dense and one sparse exact code, over Coq's real numbers. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import ConvergenceStatements InstanceStatements.
From Sparsity.theory Require InstanceFormulas.
Local Open Scope R_scope.

(** [X] Both decoders by their entries: left inverses, the only exact codes, their powers, the optimal
    sparse representation. *)
Definition instance_formulas_statement : Prop :=
  forall d kappa n (Hd : (0 < d)%nat) (Hn : (0 < n)%nat) r m Y q p,
  (0 < r)%nat -> (r < m)%nat -> (m <= kappa)%nat -> (kappa <= d)%nat ->
  (forall k, 0 < q k) -> (forall k, 0 < p k) ->
  (forall k, (k < r)%nat -> rsum n (fun i => Y k i ^ 2) / INR n = 1) ->
  let W := fun theta : bool => if theta then sparse_matrix r m p else dense_matrix q in
  let A := linear_autoencoder d kappa n Hd Hn (repeated r m Y) bool W in
  let best := fun theta : bool => if theta then sparse_code r Y p else dense_code r m Y q in
  inverts d kappa (dense_inverse_matrix q) (dense_matrix q) /\
  inverts d kappa (sparse_inverse_matrix r m p) (sparse_matrix r m p) /\
  (forall theta (Z : code), error A theta Z = 0 <->
     forall k i, (k < kappa)%nat -> (i < n)%nat -> Z k i = best theta k i) /\
  (forall k, row_power A (best false) k = if Nat.ltb k m then q k else 0) /\
  (forall k, row_power A (best true) k = if Nat.ltb k r then p k else 0) /\
  n_active A (best false) = m /\ n_active A (best true) = r /\
  (forall theta (Z : code), optimal_sparse A theta Z <->
     theta = true /\ forall k i, (k < kappa)%nat -> (i < n)%nat -> Z k i = sparse_code r Y p k i).

Theorem instance_formulas : instance_formulas_statement.
Proof. exact @InstanceFormulas.instance_formulas. Qed.

(** [X] Such rows exist. *)
Definition instance_row_statement : Prop :=
  forall n, (0 < n)%nat ->
  let y := fun i => sqrt 6 * INR (i + 1) / (sqrt (INR n + 1) * sqrt (2 * INR n + 1)) in
  rsum n (fun i => y i ^ 2) / INR n = 1 /\ forall i j, y i = y j -> i = j.

Theorem instance_row : instance_row_statement.
Proof. exact @InstanceFormulas.instance_row. Qed.
