(** theorem-g3 [X]: at a fixed gamma, at most r rows stay active: the second half of Remark 4. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements FixedGamma.
From Sparsity.theory Require BothSides.
From Sparsity.theory Require ExtensionControls.
Open Scope R_scope.

(** [X] A s + sum_k log(1 + l'_k^2 p_k/A) <= B(s) at a point no worse than the comparator, whose decoder
    separates codes by l'. *)
Definition theorem_G3_statement : Prop :=
  forall beta d kappa n gamma X mu q zs l mu' q' m v' l',
  (0 < d)%nat -> (0 < n)%nat -> 0 < beta -> 0 < gamma -> comparator d kappa n X mu zs l ->
  let s := / (beta * gamma) in
  let v := fun (_ k : nat) => / (1 + l k ^ 2 * s) in
  posteriors d kappa n X mu q zs v -> posteriors d kappa n X mu' q' m v' ->
  square_integrable d n mu' q' -> separates d kappa mu' l' ->
  vae_loss beta d kappa n gamma X mu' q' m v' <= vae_loss beta d kappa n gamma X mu q zs v ->
  let A := expected_error d n X mu' q' in 0 < A ->
  A * s + rsum kappa (fun k => ln (1 + l' k ^ 2 * row_power n m k / A)) <= budget kappa n l zs s.

Theorem theorem_G3 : theorem_G3_statement.
Proof. exact FixedGamma.active_budget. Qed.

(** [X] At most r rows with l'_k^2 p_k >= tau once B(s) < (r+1) log(1 + tau s/B(s)). *)
Definition theorem_G3_count_statement : Prop :=
  forall beta d kappa n gamma X mu q zs l mu' q' m v' l' r tau,
  (0 < d)%nat -> (0 < n)%nat -> 0 < beta -> 0 < gamma -> comparator d kappa n X mu zs l ->
  let s := / (beta * gamma) in
  let v := fun (_ k : nat) => / (1 + l k ^ 2 * s) in
  posteriors d kappa n X mu q zs v -> posteriors d kappa n X mu' q' m v' ->
  square_integrable d n mu' q' -> separates d kappa mu' l' ->
  vae_loss beta d kappa n gamma X mu' q' m v' <= vae_loss beta d kappa n gamma X mu q zs v ->
  0 < tau -> 0 < budget kappa n l zs s ->
  budget kappa n l zs s < (INR r + 1) * ln (1 + tau * s / budget kappa n l zs s) ->
  let c := fun k => l' k ^ 2 * row_power n m k in (count_ge kappa tau c <= r)%nat.

Theorem theorem_G3_count : theorem_G3_count_statement.
Proof. exact FixedGamma.active_count. Qed.

(** [X] With r the number of rows that the comparator uses, that is so for every large s = 1/(beta
    gamma). *)
Definition theorem_G3_threshold_statement : Prop :=
  forall kappa n l zs tau, 0 < tau ->
  let r := count_pos kappa (fun k => l k ^ 2) in
  exists s0, 0 < s0 /\ forall s, s0 <= s -> 0 < budget kappa n l zs s ->
  budget kappa n l zs s < (INR r + 1) * ln (1 + tau * s / budget kappa n l zs s).

Theorem theorem_G3_threshold : theorem_G3_threshold_statement.
Proof. exact BothSides.count_condition. Qed.

(** ** False variants, refuted *)

(** The threshold with r for r + 1: one row of slope 1, tau = 1. *)
Definition G3_r_for_r1_false_statement : Prop :=
  ~ (forall kappa n l zs tau, 0 < tau ->
     let r := count_pos kappa (fun k => l k ^ 2) in
     exists s0, 0 < s0 /\ forall s, s0 <= s -> 0 < budget kappa n l zs s ->
     budget kappa n l zs s < INR r * ln (1 + tau * s / budget kappa n l zs s)).

Theorem G3_r_for_r1_false : G3_r_for_r1_false_statement.
Proof. exact @ExtensionControls.G3_r_for_r1_false. Qed.
