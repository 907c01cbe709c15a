(** theorem-c1: The limit of small gamma is the l0 pair. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceControlStatements BowlStatements.
From Sparsity.theory Require ConvergenceGamma ConvergenceRates ConvergenceControlsC
  ConvergenceTent Bowl.
Local Open Scope R_scope.

(** Gamma-convergence, first half: the liminf inequality. *)
Definition theorem_C1_liminf_statement : Prop :=
  forall A tends beta gammas thetas theta Zs Z,
  jointly_continuous A tends -> 0 <= beta -> vanishing gammas ->
  tends thetas theta -> code_tends A Zs Z ->
  Rbar_le (limit_loss A beta theta Z)
          (LimInf_seq (fun j => scaled_loss A beta (gammas j) (thetas j) (Zs j))).

Theorem theorem_C1_liminf : theorem_C1_liminf_statement.
Proof. exact @ConvergenceGamma.theorem_C1_liminf. Qed.

(** Second half: a recovery sequence at every point, namely the constant one. *)
Definition theorem_C1_recovery_statement : Prop :=
  forall A beta gammas theta Z,
  vanishing gammas ->
  is_lim_seq (fun j => scaled_loss A beta (gammas j) theta Z) (limit_loss A beta theta Z).

Theorem theorem_C1_recovery : theorem_C1_recovery_statement.
Proof. exact @ConvergenceGamma.theorem_C1_recovery. Qed.

(** With a jointly continuous decoder and compact codes minimisers exist at every gamma. *)
Definition theorem_C1_existence_statement : Prop :=
  forall A tends (Codes : code -> Prop) beta gamma,
  jointly_continuous A tends -> sequentially_compact A tends Codes ->
  (exists (theta : Theta A) (Z : code), Codes Z) -> countable_choice (Theta A * code) ->
  0 <= beta -> 0 < gamma ->
  exists theta Z, minimiser A Codes (log_loss A beta gamma) theta Z.

Theorem theorem_C1_existence : theorem_C1_existence_statement.
Proof. exact @ConvergenceGamma.theorem_C1_existence. Qed.

(** 0 < beta < d/r: the cluster points of minimisers are optimal sparse representations. With
    compactness the minimisers enter, for good, every open set that contains those. *)
Definition theorem_C1_minimisers_statement : Prop :=
  forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends ->
  optimal_sparse A theta' Z' -> Codes Z' ->
  0 < beta -> beta * INR (n_active A Z') < INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  (forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z) /\
  (sequentially_compact A tends Codes ->
   forall U, sequentially_open A tends U ->
   (forall theta Z, optimal_sparse A theta Z -> Codes Z -> U theta Z) ->
   exists N, forall j, (N <= j)%nat -> U (thetas j) (Zs j)).

Theorem theorem_C1_minimisers : theorem_C1_minimisers_statement.
Proof. exact @ConvergenceGamma.theorem_C1_minimisers. Qed.

(** beta > d/r, where no exact code has fewer than r active rows, and 0 is among the codes:
    every cluster point is Z = 0 (collapse). *)
Definition theorem_C1_collapse_statement : Prop :=
  forall A tends (Codes : code -> Prop) beta r gammas thetas Zs,
  jointly_continuous A tends ->
  (forall theta Z, error A theta Z = 0 -> (r <= n_active A Z)%nat) ->
  Codes zero_code ->
  INR (d A) < beta * INR r ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  (forall theta Z, cluster_point A tends thetas Zs theta Z ->
   forall k i, (k < kappa A)%nat -> (i < n A)%nat -> Z k i = 0) /\
  (sequentially_compact A tends Codes ->
   forall U, sequentially_open A tends U ->
   (forall theta Z, (forall k i, (k < kappa A)%nat -> (i < n A)%nat -> Z k i = 0) ->
    Codes Z -> U theta Z) ->
   exists N, forall j, (N <= j)%nat -> U (thetas j) (Zs j)).

Theorem theorem_C1_collapse : theorem_C1_collapse_statement.
Proof. exact @ConvergenceGamma.theorem_C1_collapse. Qed.

(** beta = d/r: an optimal sparse representation and the zero code tie at this order. *)
Definition theorem_C1_tie_statement : Prop :=
  forall A beta theta' Z' theta,
  optimal_sparse A theta' Z' -> (0 < n_active A Z')%nat ->
  beta * INR (n_active A Z') = INR (d A) ->
  limit_loss A beta theta' Z' = limit_loss A beta theta zero_code.

Theorem theorem_C1_tie : theorem_C1_tie_statement.
Proof. exact @ConvergenceGamma.theorem_C1_tie. Qed.

(** But at gamma > 0 no exact code is a minimiser when its codes may be shrunk and the decoder is
    Lipschitz along the way: the error grows like t^2, the row penalties fall like t. *)
Definition theorem_C1_inexact_statement : Prop :=
  forall A (Codes : code -> Prop) beta gamma ell theta Z,
  0 < gamma -> 0 < beta -> (0 < n_active A Z)%nat ->
  (forall t, 0 <= t <= 1 -> Codes (shrink t Z)) ->
  (forall t i c, 0 <= t <= 1 -> (i < n A)%nat -> (c < d A)%nat ->
    Rabs (data A i c - decode A theta (column (shrink t Z) i) c) <= ell * t) ->
  ~ minimiser A Codes (log_loss A beta gamma) theta Z.

Theorem theorem_C1_inexact : theorem_C1_inexact_statement.
Proof. exact @ConvergenceRates.theorem_C1_inexact. Qed.

(** ** False variants, refuted, and examples *)

(** The hypotheses can be met: the toy is jointly continuous; with a = 1 and beta = 1 the
    sparse code is the minimiser among the three codes at every gamma <= 1/16, with beta = 5
    zero is, at every gamma. *)
Definition example_C1_minimisers_statement : Prop :=
  jointly_continuous (toy 1) always /\
  optimal_sparse (toy 1) tt (toy_sparse 1) /\
  1 * INR (n_active (toy 1) (toy_sparse 1)) < INR (d (toy 1)) /\
  minimising_sequence (toy 1) (three_codes 1) 1 (fun j => / (INR j + 16))
    (fun _ => tt) (fun _ => toy_sparse 1) /\
  cluster_point (toy 1) always (fun _ => tt) (fun _ => toy_sparse 1) tt (toy_sparse 1).

Theorem example_C1_minimisers : example_C1_minimisers_statement.
Proof. exact @ConvergenceControlsC.example_C1_minimisers. Qed.

Definition example_C1_collapse_statement : Prop :=
  (forall theta Z, error (toy 1) theta Z = 0 -> (1 <= n_active (toy 1) Z)%nat) /\
  INR (d (toy 1)) < 5 * INR 1 /\
  minimising_sequence (toy 1) (fun Z => Z = zero_code \/ Z = toy_sparse 1) 5
    (fun j => / (INR j + 16)) (fun _ => tt) (fun _ => zero_code) /\
  cluster_point (toy 1) always (fun _ => tt) (fun _ => zero_code) tt zero_code.

Theorem example_C1_collapse : example_C1_collapse_statement.
Proof. exact @ConvergenceControlsC.example_C1_collapse. Qed.

(** The toy's decoder is Lipschitz along the shrinking of its sparse code. *)
Definition example_C1_inexact_statement : Prop :=
  forall a t i c, 0 < a -> 0 <= t <= 1 -> (i < n (toy a))%nat -> (c < d (toy a))%nat ->
  Rabs (data (toy a) i c - decode (toy a) tt (column (shrink t (toy_sparse a)) i) c) <= 1 * t.

Theorem example_C1_inexact : example_C1_inexact_statement.
Proof. exact @ConvergenceControlsC.example_C1_inexact. Qed.

(** A compact set of codes. *)
Definition example_C1_compact_statement : Prop :=
  sequentially_compact (toy 1) always (fun Z => Z = toy_sparse 1).

Theorem example_C1_compact : example_C1_compact_statement.
Proof. exact @ConvergenceControlsC.example_C1_compact. Qed.

(** In all dimensions d >= r, kappa >= r there is a jointly continuous decoder whose sparsest
    exact codes have r active rows; so what is said about beta < d/r and beta > d/r is never
    said of nothing. *)
Definition example_C1_dimensions_statement : Prop :=
  forall d' kappa' r, (0 < d')%nat -> (r <= d')%nat -> (r <= kappa')%nat ->
  exists A theta Z, d A = d' /\ kappa A = kappa' /\ jointly_continuous A always /\
  optimal_sparse A theta Z /\ n_active A Z = r.

Theorem example_C1_dimensions : example_C1_dimensions_statement.
Proof. exact @ConvergenceControlsC.example_C1_dimensions. Qed.

(** beta = d/r is undecided: with beta = 4 the sparse code wins at every gamma for a = 4, the
    zero code for a = 1. *)
Definition example_C1_undecided_statement : Prop :=
  forall gamma, 0 < gamma ->
  log_loss (toy 4) 4 gamma tt (toy_sparse 4) < log_loss (toy 4) 4 gamma tt zero_code /\
  log_loss (toy 1) 4 gamma tt zero_code < log_loss (toy 1) 4 gamma tt (toy_sparse 1).

Theorem example_C1_undecided : example_C1_undecided_statement.
Proof. exact @ConvergenceControlsC.example_C1_undecided. Qed.

(** Continuity in each argument alone does not give the liminf inequality, *)
Definition theorem_C1_liminf_false_statement : Prop :=
  ~ forall A tends beta gammas thetas theta Zs Z,
  separately_continuous A tends -> 0 <= beta -> vanishing gammas ->
  tends thetas theta -> code_tends A Zs Z ->
  Rbar_le (limit_loss A beta theta Z)
          (LimInf_seq (fun j => scaled_loss A beta (gammas j) (thetas j) (Zs j))).

Theorem theorem_C1_liminf_false : theorem_C1_liminf_false_statement.
Proof. exact @ConvergenceTent.theorem_C1_liminf_false. Qed.

(** nor do then the minimisers converge to optimal sparse representations. *)
Definition theorem_C1_minimisers_separate_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  separately_continuous A tends ->
  optimal_sparse A theta' Z' -> Codes Z' ->
  0 < beta -> beta * INR (n_active A Z') < INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.

Theorem theorem_C1_minimisers_separate_false : theorem_C1_minimisers_separate_false_statement.
Proof. exact @ConvergenceTent.theorem_C1_minimisers_separate_false. Qed.

(** Active rows counted in place of zero rows. *)
Definition theorem_C1_recovery_false_statement : Prop :=
  ~ forall A beta gammas theta Z,
  vanishing gammas ->
  is_lim_seq (fun j => scaled_loss A beta (gammas j) theta Z)
    (- INR (d A) * (if Req_EM_T (error A theta Z) 0 then 1 else 0)
     - beta * INR (n_active A Z)).

Theorem theorem_C1_recovery_false : theorem_C1_recovery_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C1_recovery_false. Qed.

(** beta = d/r, beta > d/r, beta = 0, no optimal sparse representation among the codes. *)
Definition theorem_C1_minimisers_equality_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends -> optimal_sparse A theta' Z' -> Codes Z' ->
  0 < beta -> beta * INR (n_active A Z') <= INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.

Theorem theorem_C1_minimisers_equality_false : theorem_C1_minimisers_equality_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C1_minimisers_equality_false. Qed.

Definition theorem_C1_minimisers_reversed_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends -> optimal_sparse A theta' Z' -> Codes Z' ->
  0 < beta -> beta * INR (n_active A Z') > INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.

Theorem theorem_C1_minimisers_reversed_false : theorem_C1_minimisers_reversed_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C1_minimisers_reversed_false. Qed.

Definition theorem_C1_minimisers_beta_zero_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends -> optimal_sparse A theta' Z' -> Codes Z' ->
  0 <= beta -> beta * INR (n_active A Z') < INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.

Theorem theorem_C1_minimisers_beta_zero_false : theorem_C1_minimisers_beta_zero_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C1_minimisers_beta_zero_false. Qed.

Definition theorem_C1_minimisers_no_code_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends -> optimal_sparse A theta' Z' ->
  0 < beta -> beta * INR (n_active A Z') < INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.

Theorem theorem_C1_minimisers_no_code_false : theorem_C1_minimisers_no_code_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C1_minimisers_no_code_false. Qed.

(** Collapse: not at beta = d/r, and not when 0 is not among the codes. *)
Definition theorem_C1_collapse_equality_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta r gammas thetas Zs,
  jointly_continuous A tends ->
  (forall theta Z, error A theta Z = 0 -> (r <= n_active A Z)%nat) ->
  Codes zero_code ->
  INR (d A) <= beta * INR r ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z ->
  forall k i, (k < kappa A)%nat -> (i < n A)%nat -> Z k i = 0.

Theorem theorem_C1_collapse_equality_false : theorem_C1_collapse_equality_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C1_collapse_equality_false. Qed.

Definition theorem_C1_collapse_no_zero_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta r gammas thetas Zs,
  jointly_continuous A tends ->
  (forall theta Z, error A theta Z = 0 -> (r <= n_active A Z)%nat) ->
  INR (d A) < beta * INR r ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z ->
  forall k i, (k < kappa A)%nat -> (i < n A)%nat -> Z k i = 0.

Theorem theorem_C1_collapse_no_zero_false : theorem_C1_collapse_no_zero_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C1_collapse_no_zero_false. Qed.

(** The tie is one at beta = d/r only. *)
Definition theorem_C1_tie_false_statement : Prop :=
  ~ forall A beta theta' Z' theta,
  optimal_sparse A theta' Z' -> (0 < n_active A Z')%nat -> 0 < beta ->
  limit_loss A beta theta' Z' = limit_loss A beta theta zero_code.

Theorem theorem_C1_tie_false : theorem_C1_tie_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C1_tie_false. Qed.

(** Codes that may not be shrunk can be exact and minimal. *)
Definition theorem_C1_inexact_false_statement : Prop :=
  ~ forall A (Codes : code -> Prop) beta gamma theta Z,
  0 < gamma -> 0 < beta -> (0 < n_active A Z)%nat ->
  ~ (error A theta Z = 0 /\ minimiser A Codes (log_loss A beta gamma) theta Z).

Theorem theorem_C1_inexact_false : theorem_C1_inexact_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C1_inexact_false. Qed.

(** Without compactness there need not be a minimiser. *)
Definition theorem_C1_existence_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta gamma,
  jointly_continuous A tends ->
  (exists (theta : Theta A) (Z : code), Codes Z) ->
  0 <= beta -> 0 < gamma ->
  exists theta Z, minimiser A Codes (log_loss A beta gamma) theta Z.

Theorem theorem_C1_existence_false : theorem_C1_existence_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C1_existence_false. Qed.

(** A curved decoder, z |-> (z_0^2 + z_1^2,0,0,0), meets the hypotheses too: those of the convergence of the
    minimisers at beta = 1, of the collapse at beta = 5, of the inexactness, and of compactness. *)
Definition bowl_example_C1_statement : Prop :=
  jointly_continuous bowl always /\
  optimal_sparse bowl tt bowl_sparse /\ bowl_codes bowl_sparse /\
  1 * INR (n_active bowl bowl_sparse) < INR (d bowl) /\
  minimising_sequence bowl bowl_codes 1 (fun j => / (INR j + 16)) (fun _ => tt) (fun _ => bowl_sparse) /\
  cluster_point bowl always (fun _ => tt) (fun _ => bowl_sparse) tt bowl_sparse /\
  (forall theta Z, error bowl theta Z = 0 -> (1 <= n_active bowl Z)%nat) /\
  INR (d bowl) < 5 * INR 1 /\
  minimising_sequence bowl (fun Z => Z = zero_code \/ Z = bowl_sparse) 5
    (fun j => / (INR j + 16)) (fun _ => tt) (fun _ => zero_code) /\
  cluster_point bowl always (fun _ => tt) (fun _ => zero_code) tt zero_code /\
  (forall t i c, 0 <= t <= 1 -> (i < n bowl)%nat -> (c < d bowl)%nat ->
    Rabs (data bowl i c - decode bowl tt (column (shrink t bowl_sparse) i) c) <= 2 * t) /\
  sequentially_compact bowl always (fun Z => Z = bowl_sparse) /\
  ~ affine_in_codes bowl tt.

Theorem bowl_example_C1 : bowl_example_C1_statement.
Proof. exact Bowl.bowl_converges. Qed.
