(** winding-instance: Winding decoders: both rows are active before the last, on the instance. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import ConvergenceStatements PlaneStatements.
From Sparsity.theory Require WindingInstance.
Local Open Scope R_scope.

(** [X] At every theta in [0, 1]: the powers of the exact code, both positive below 1; and the code at theta = 1 is
    the only optimal sparse representation. *)
Definition winding_instance_statement : Prop :=
  forall (theta : unit_interval) (Z : code),
  (error eight_samples theta Z = 0 ->
    1 / 400 <= row_power eight_samples Z 0 /\
    1 / 400 * (1 - proj1_sig theta) ^ 2 <= row_power eight_samples Z 1 /\
    (proj1_sig theta < 1 -> 0 < row_power eight_samples Z 0 /\ 0 < row_power eight_samples Z 1)) /\
  (optimal_sparse eight_samples theta Z <->
    proj1_sig theta = 1 /\ forall i, (i < 8)%nat -> Z 0%nat i = 200 * eight_radii i /\ Z 1%nat i = 0).

Theorem winding_instance : winding_instance_statement.
Proof. exact WindingInstance.winding_instance. Qed.

(** ** False variants, refuted *)

(** The first power a third more. *)
Definition winding_first_false_statement : Prop :=
  ~ (forall theta Z, error eight_samples theta Z = 0 -> 1 / 300 <= row_power eight_samples Z 0).

Theorem winding_first_false : winding_first_false_statement.
Proof. exact WindingInstance.winding_first_false. Qed.

(** The second a third more. *)
Definition winding_second_false_statement : Prop :=
  ~ (forall theta Z, error eight_samples theta Z = 0 ->
     1 / 300 * (1 - proj1_sig theta) ^ 2 <= row_power eight_samples Z 1).

Theorem winding_second_false : winding_second_false_statement.
Proof. exact WindingInstance.winding_second_false. Qed.
