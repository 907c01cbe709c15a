(** theorem-b: The slope that a geometry demands, over Coq's real numbers. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceControlStatements BowlStatements.
From Sparsity.theory Require ConvergenceSlope ConvergenceControlsB ConvergenceErrorThresholds Bowl.
Local Open Scope R_scope.

(** These inequalities do decide between the losses (7) of two exact codes, whatever g is. *)
Definition theorem_B_dense_alternative_statement : Prop :=
  forall A g h r M eps theta1 Z1 theta0 Z0,
  M <> 0 -> eps <> 0 ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  error A theta0 Z0 = 0 -> flat A Z0 (r + 1) (eps ^ 2) ->
  (loss A g h theta1 Z1 < loss A g h theta0 Z0 <-> sparse_preferred r h M eps) /\
  (loss A g h theta1 Z1 = loss A g h theta0 Z0 <-> tie r h M eps).

Theorem theorem_B_dense_alternative : theorem_B_dense_alternative_statement.
Proof. exact @ConvergenceSlope.theorem_B_dense_alternative. Qed.

(** The same for g against the alternative of an all-zero code that errs by e0. *)
Definition theorem_B_imperfect_alternative_statement : Prop :=
  forall A g h r M theta1 Z1 theta0,
  M <> 0 ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  (loss A g h theta1 Z1 < loss A g h theta0 zero_code <->
   INR r * (h (M ^ 2) - h 0) < INR (d A) * (g (error A theta0 zero_code) - g 0)).

Theorem theorem_B_imperfect_alternative : theorem_B_imperfect_alternative_statement.
Proof. exact @ConvergenceSlope.theorem_B_imperfect_alternative. Qed.

(** The necessary slope: a penalty that prefers the sparse code is somewhere on (0,eps^2)
    steeper than (r/(r+1)) (h(M^2) - h(0)) / eps^2. Continuity on the closed segment is the
    one-sided continuity at its ends. *)
Definition theorem_B_necessary_slope_statement : Prop :=
  forall r h M eps,
  0 < eps ->
  continuous_on (fun u => 0 <= u <= eps ^ 2) h ->
  (forall u, 0 < u < eps ^ 2 -> ex_derive h u) ->
  sparse_preferred r h M eps ->
  exists u, 0 < u < eps ^ 2 /\
    Derive h u > INR r / INR (r + 1) * (h (M ^ 2) - h 0) / eps ^ 2.

Theorem theorem_B_necessary_slope : theorem_B_necessary_slope_statement.
Proof. exact @ConvergenceSlope.theorem_B_necessary_slope. Qed.

(** The same for g and an error e0; rise stands for h(M^2) - h(0). *)
Definition theorem_B_necessary_error_slope_statement : Prop :=
  forall r d g rise e0,
  (0 < d)%nat -> 0 < e0 ->
  continuous_on (fun u => 0 <= u <= e0) g ->
  (forall u, 0 < u < e0 -> ex_derive g u) ->
  INR r * rise < INR d * (g e0 - g 0) ->
  exists u, 0 < u < e0 /\ Derive g u > INR r * rise / (INR d * e0).

Theorem theorem_B_necessary_error_slope : theorem_B_necessary_error_slope_statement.
Proof. exact @ConvergenceErrorThresholds.theorem_B_necessary_error_slope. Qed.

(** ** False variants, refuted, and examples *)

(** The hypotheses of the two comparisons can be met, in the toy. *)
Definition example_B_alternatives_statement : Prop :=
  forall a, 0 < a ->
  error (toy a) tt (toy_sparse a) = 0 /\ flat (toy a) (toy_sparse a) 1 ((/ a) ^ 2) /\
  error (toy a) tt (toy_dense a) = 0 /\ flat (toy a) (toy_dense a) (1 + 1) ((/ (2 * a)) ^ 2).

Theorem example_B_alternatives : example_B_alternatives_statement.
Proof. exact @ConvergenceControlsB.example_B_alternatives. Qed.

(** Those of the necessary slope: u/(u+1) with M = 2, eps = 1, r = 1. *)
Definition example_B_slope_statement : Prop :=
  continuous_on (fun u => 0 <= u <= 1 ^ 2) (rational_penalty 1) /\
  (forall u, 0 < u < 1 ^ 2 -> ex_derive (rational_penalty 1) u) /\
  sparse_preferred 1 (rational_penalty 1) 2 1.

Theorem example_B_slope : example_B_slope_statement.
Proof. exact @ConvergenceControlsB.example_B_slope. Qed.

(** Both geometries exist for every r >= 1. *)
Definition example_B_geometries_statement : Prop :=
  forall r, (1 <= r)%nat ->
  (exists M eps, 0 < eps < M /\ INR (r + 1) * eps ^ 2 < INR r * M ^ 2) /\
  (exists M eps, 0 < eps < M /\ INR r * M ^ 2 <= INR (r + 1) * eps ^ 2).

Theorem example_B_geometries : example_B_geometries_statement.
Proof. exact @ConvergenceControlsB.example_B_geometries. Qed.

(** r+1 replaced by r in the comparison of two exact codes. *)
Definition theorem_B_dense_alternative_false_statement : Prop :=
  ~ forall A g h r M eps theta1 Z1 theta0 Z0,
  M <> 0 -> eps <> 0 ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  error A theta0 Z0 = 0 -> flat A Z0 (r + 1) (eps ^ 2) ->
  loss A g h theta1 Z1 < loss A g h theta0 Z0 ->
  INR r * (h (M ^ 2) - h 0) < INR r * (h (eps ^ 2) - h 0).

Theorem theorem_B_dense_alternative_false : theorem_B_dense_alternative_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_dense_alternative_false. Qed.

(** The factor d dropped. *)
Definition theorem_B_imperfect_alternative_false_statement : Prop :=
  ~ forall A g h r M theta1 Z1 theta0,
  M <> 0 ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  loss A g h theta1 Z1 < loss A g h theta0 zero_code ->
  INR r * (h (M ^ 2) - h 0) < g (error A theta0 zero_code) - g 0.

Theorem theorem_B_imperfect_alternative_false : theorem_B_imperfect_alternative_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_imperfect_alternative_false. Qed.

(** Continuity dropped: a jump at 0 needs no slope. *)
Definition theorem_B_slope_without_continuity_false_statement : Prop :=
  ~ forall r h M eps,
  0 < eps ->
  (forall u, 0 < u < eps ^ 2 -> ex_derive h u) ->
  sparse_preferred r h M eps ->
  exists u, 0 < u < eps ^ 2 /\
    Derive h u > INR r / INR (r + 1) * (h (M ^ 2) - h 0) / eps ^ 2.

Theorem theorem_B_slope_without_continuity_false : theorem_B_slope_without_continuity_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_slope_without_continuity_false. Qed.

(** r+1 replaced by r. *)
Definition theorem_B_slope_r_false_statement : Prop :=
  ~ forall r h M eps,
  0 < eps ->
  continuous_on (fun u => 0 <= u <= eps ^ 2) h ->
  (forall u, 0 < u < eps ^ 2 -> ex_derive h u) ->
  sparse_preferred r h M eps ->
  exists u, 0 < u < eps ^ 2 /\ Derive h u > INR r / INR r * (h (M ^ 2) - h 0) / eps ^ 2.

Theorem theorem_B_slope_r_false : theorem_B_slope_r_false_statement.
Proof. exact @ConvergenceControlsB.theorem_B_slope_r_false. Qed.

(** A curved decoder meets the hypotheses of both comparisons, with M = 1 and eps^2 = 1/2. *)
Definition bowl_example_B_statement : Prop :=
  error bowl tt bowl_sparse = 0 /\ flat bowl bowl_sparse 1 (1 ^ 2) /\
  error bowl tt bowl_dense = 0 /\ flat bowl bowl_dense (1 + 1) (sqrt (/ 2) ^ 2) /\
  ~ affine_in_codes bowl tt.

Theorem bowl_example_B : bowl_example_B_statement.
Proof. exact Bowl.bowl_alternatives. Qed.
