(** fig-3-wells: Two wells on every line between exact points, the sparser one lower. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import WellsStatements.
From Sparsity.theory Require Wells.
Local Open Scope R_scope.

(** (i) The data term along the line is C t^2 (1 - t)^2/gamma, in the middle C/(16 gamma); below the
    threshold the middle is higher than both ends, with a local minimum on either side. *)
Definition wells_middle_statement : Prop :=
  forall d kappa n X W0 W1 V0 V1 r j a b, two_exact_ends d kappa n X W0 W1 V0 V1 r j a b ->
  let f := line_loss d kappa n X W0 W1 V0 V1 in let C := cross_term d kappa n X W0 W1 V0 V1 in
  let data := fun t => INR d * error d n X (affine kappa (line W0 W1 t) (fun _ => 0))
                                           (encoded d (line V0 V1 t) X) in
  (forall t, data t = C * (t ^ 2 * (1 - t) ^ 2)) /\ data (/ 2) = / 16 * C /\
  forall gamma, 0 < gamma < 1 ->
  gamma < C ^ 2 / (16 * Rmax (code_power d kappa n V0 X) (code_power d kappa n V1 X)
                   + 16 * sqrt a * INR (j + r)) ^ 2 ->
  (f gamma 0 < f gamma (/ 2) /\ f gamma 1 < f gamma (/ 2)) /\
  (exists t, t < / 2 /\ local_minimum (f gamma) t) /\ (exists t, / 2 < t /\ local_minimum (f gamma) t).

Theorem wells_middle : wells_middle_statement.
Proof. exact @Wells.wells_middle. Qed.

(** (ii) The sparser end is lower. *)
Definition wells_sparser_statement : Prop :=
  forall d kappa n X W0 W1 V0 V1 r j a b, two_exact_ends d kappa n X W0 W1 V0 V1 r j a b ->
  let f := line_loss d kappa n X W0 W1 V0 V1 in
  forall gamma, 0 < gamma <= a ->
  gamma ^ j < b ^ (r + j) * / (2 * a) ^ r * exp (code_power d kappa n V1 X - code_power d kappa n V0 X) ->
  f gamma 0 < f gamma 1.

Theorem wells_sparser : wells_sparser_statement.
Proof. exact @Wells.wells_sparser. Qed.

(** (iii) A point no worse than the sparser end is where the quartic is small, and, below a second
    threshold, not where all nonzero columns of W_1 have moved by at most sqrt b/2; all global
    minimisers tend to 0 with gamma. *)
Definition wells_global_statement : Prop :=
  forall d kappa n X W0 W1 V0 V1 r j a b, two_exact_ends d kappa n X W0 W1 V0 V1 r j a b ->
  let f := line_loss d kappa n X W0 W1 V0 V1 in let C := cross_term d kappa n X W0 W1 V0 V1 in
  let Q0 := code_power d kappa n V0 X in
  (forall gamma t, 0 < gamma -> f gamma t <= f gamma 0 ->
     C * (t ^ 2 * (1 - t) ^ 2) <= Q0 * gamma + sqrt a * sqrt gamma * INR r) /\
  (forall gamma t, 0 < gamma <= a -> gamma ^ j < (b / 4) ^ (r + j) * / (2 * a) ^ r * exp (- Q0) ->
     f gamma t <= f gamma 0 ->
     ~ (forall k, (k < kappa)%nat -> 0 < col_power d W1 k ->
          sqrt (col_power d (fun i k => line W0 W1 t i k - W1 i k) k) <= sqrt b / 2)) /\
  (forall eps, 0 < eps -> exists gamma0, 0 < gamma0 /\
     forall gamma t, 0 < gamma < gamma0 -> (forall s, f gamma t <= f gamma s) -> Rabs t <= eps).

Theorem wells_global : wells_global_statement.
Proof. exact @Wells.wells_global. Qed.

(** ** Examples *)

(** x = 1 by one column of 1, or by two columns of 1 with half the code each. *)
Definition wells_example_statement : Prop :=
  let X := fun _ _ : nat => 1 in
  let W0 := fun _ k : nat => if Nat.eqb k 0 then 1 else 0 in let W1 := fun _ _ : nat => 1 in
  let V0 := fun k _ : nat => if Nat.eqb k 0 then 1 else 0 in let V1 := fun _ _ : nat => / 2 in
  two_exact_ends 1 2 1 X W0 W1 V0 V1 1 1 1 1.

Theorem wells_example : wells_example_statement.
Proof. exact Wells.wells_example. Qed.
