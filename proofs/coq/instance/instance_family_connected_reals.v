(** instance-family-connected: The same instances with a connected parameter set, over Coq's real numbers. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import ConvergenceStatements InstanceStatements.
From Sparsity.theory Require InstanceFormulas LeafInstance.
Local Open Scope R_scope.

(** [X] The segment between two of those decoders, by formulas. *)
Definition segment_formulas_statement : Prop :=
  forall d kappa n (Hd : (0 < d)%nat) (Hn : (0 < n)%nat) r Y c0 c1,
  (0 < r)%nat -> (r + 1 <= kappa)%nat -> (kappa <= d)%nat -> 0 < c0 -> 0 < c1 ->
  (forall k, (k < r)%nat -> rsum n (fun i => Y k i ^ 2) / INR n = 1) ->
  let A := linear_autoencoder d kappa n Hd Hn (repeated r (r + 1) Y) R (segment_matrix r c0 c1) in
  (forall j k theta, segment_matrix r c0 c1 theta j k
     = (1 - theta) * dense_matrix (fun _ => / c0 ^ 2) j k
       + theta * sparse_matrix r (r + 1) (fun _ => / c1 ^ 2) j k) /\
  forall theta, 0 <= theta <= 1 ->
  0 < segment_scale c0 c1 theta /\
  inverts d kappa (segment_inverse r c0 c1 theta) (segment_matrix r c0 c1 theta) /\
  (forall Z : code, error A theta Z = 0 <->
     forall k i, (k < kappa)%nat -> (i < n)%nat -> Z k i = segment_code r Y c0 c1 theta k i) /\
  (theta < 1 -> n_active A (segment_code r Y c0 c1 theta) = (r + 1)%nat) /\
  (theta = 1 -> n_active A (segment_code r Y c0 c1 theta) = r /\
     forall k, (k < r)%nat -> row_power A (segment_code r Y c0 c1 theta) k = 1 / c1 ^ 2) /\
  (theta = 0 -> forall k, (k < r + 1)%nat -> row_power A (segment_code r Y c0 c1 theta) k = 1 / c0 ^ 2).

Theorem segment_formulas : segment_formulas_statement.
Proof. exact @InstanceFormulas.segment_formulas. Qed.

(** [X] The global minimum on the smallest of these instances, for g = 8 e and h = u/(1 + u): no decoder of the
    segment and no code have a loss below 0.19666, some have one below 0.19682, the exact sparse code has 2/5.  The
    bound is by a certificate of 27 boxes that a checker accepts in rational arithmetic; the checker is proved sound. *)
Definition smallest_minimum_statement : Prop :=
  let L := loss smallest_instance (fun e => 8 * e) (fun u => u / (1 + u)) in
  (forall theta Z, 0 <= theta <= 1 -> 19666 / 100000 <= L theta Z) /\
  (exists Z, L 0 Z < 19682 / 100000) /\
  (forall Z, Z 0%nat 0%nat = 2 -> Z 1%nat 0%nat = 0 -> error smallest_instance 1 Z = 0 /\ L 1 Z = 2 / 5).

Theorem smallest_minimum : smallest_minimum_statement.
Proof. exact LeafInstance.smallest_minimum. Qed.

(** ** False variants, refuted *)

(** The bound at the value of that point. *)
Definition smallest_bound_false_statement : Prop :=
  ~ (forall theta Z, 0 <= theta <= 1 ->
     19682 / 100000 <= loss smallest_instance (fun e => 8 * e) (fun u => u / (1 + u)) theta Z).

Theorem smallest_bound_false : smallest_bound_false_statement.
Proof. exact LeafInstance.smallest_bound_false. Qed.
