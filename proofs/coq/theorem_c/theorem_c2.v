(** theorem-c2: Bounds at every gamma. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceControlStatements BowlStatements.
From Sparsity.theory Require ConvergenceRates ConvergenceGamma ConvergenceControlsC Bowl.
Local Open Scope R_scope.

(** A point no worse than an exact code Z* with r active rows of mean power P satisfies
    d log(1 + e/gamma) + beta sum_k log(1 + p_k/gamma) <= beta r log(1 + P/gamma). *)
Definition theorem_C2_inequality_statement : Prop :=
  forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 <= beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  INR (d A) * ln (1 + error A theta Z / gamma)
  + beta * rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma))
  <= beta * INR (n_active A Z') * ln (1 + mean_active_power A Z' / gamma).

Theorem theorem_C2_inequality : theorem_C2_inequality_statement.
Proof. exact @ConvergenceRates.theorem_C2_inequality. Qed.

(** Hence e <= gamma [(1 + P/gamma)^(beta r/d) - 1]. *)
Definition theorem_C2_error_statement : Prop :=
  forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 <= beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  error A theta Z <=
  gamma * (Rpower (1 + mean_active_power A Z' / gamma)
                  (beta * INR (n_active A Z') / INR (d A)) - 1).

Theorem theorem_C2_error : theorem_C2_error_statement.
Proof. exact @ConvergenceRates.theorem_C2_error. Qed.

(** And at most r rows have power above gamma [(1 + P/gamma)^(r/(r+1)) - 1]. *)
Definition theorem_C2_rows_statement : Prop :=
  forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 < beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  let r := n_active A Z' in
  (count_above (gamma * (Rpower (1 + mean_active_power A Z' / gamma)
                                (INR r / INR (r + 1)) - 1))
               (kappa A) (row_power A Z) <= r)%nat.

Theorem theorem_C2_rows : theorem_C2_rows_statement.
Proof. exact @ConvergenceRates.theorem_C2_rows. Qed.

(** For gamma <= 1 the two bounds are O(gamma^(1 - beta r/d)) and O(gamma^(1/(r+1))). *)
Definition theorem_C2_rates_statement : Prop :=
  forall A beta gamma theta Z theta' Z',
  0 < gamma <= 1 -> 0 < beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  let r := n_active A Z' in
  let P := mean_active_power A Z' in
  error A theta Z <= Rpower (1 + P) (beta * INR r / INR (d A))
                     * Rpower gamma (1 - beta * INR r / INR (d A)) /\
  (count_above (Rpower (1 + P) (INR r / INR (r + 1)) * Rpower gamma (1 / INR (r + 1)))
               (kappa A) (row_power A Z) <= r)%nat.

Theorem theorem_C2_rates : theorem_C2_rates_statement.
Proof. exact @ConvergenceRates.theorem_C2_rates. Qed.

(** So along gamma_j -> 0, for beta < d/r, both criteria of Definition 1 hold in the limit: the
    error vanishes, and any resolution tau > 0 sees at most r rows in the end. *)
Definition theorem_C2_limit_statement : Prop :=
  forall A beta gammas thetas Zs theta' Z',
  vanishing gammas ->
  error A theta' Z' = 0 ->
  0 < beta -> beta * INR (n_active A Z') < INR (d A) ->
  (forall j, log_loss A beta (gammas j) (thetas j) (Zs j)
             <= log_loss A beta (gammas j) theta' Z') ->
  is_lim_seq (fun j => error A (thetas j) (Zs j)) 0 /\
  forall tau, 0 < tau -> exists N, forall j, (N <= j)%nat ->
    (count_above tau (kappa A) (row_power A (Zs j)) <= n_active A Z')%nat.

Theorem theorem_C2_limit : theorem_C2_limit_statement.
Proof. exact @ConvergenceGamma.theorem_C2_limit. Qed.

(** ** False variants, refuted, and examples *)

(** The bound on the error is attained: by the zero code, with a = 2 and beta = 4. *)
Definition example_C2_error_attained_statement : Prop :=
  forall gamma, 0 < gamma ->
  error (toy 2) tt (toy_sparse 2) = 0 /\
  log_loss (toy 2) 4 gamma tt zero_code <= log_loss (toy 2) 4 gamma tt (toy_sparse 2) /\
  error (toy 2) tt zero_code =
  gamma * (Rpower (1 + mean_active_power (toy 2) (toy_sparse 2) / gamma)
                  (4 * INR (n_active (toy 2) (toy_sparse 2)) / INR (d (toy 2))) - 1).

Theorem example_C2_error_attained : example_C2_error_attained_statement.
Proof. exact @ConvergenceControlsC.example_C2_error_attained. Qed.

(** So is the resolution: r+1 = 2 rows lie exactly at it, at gamma = 1/8 with a = 1. *)
Definition example_C2_rows_attained_statement : Prop :=
  forall beta, 0 < beta ->
  error (toy 1) tt (toy_sparse 1) = 0 /\
  log_loss (toy 1) beta (1 / 8) tt (toy_dense 1)
  <= log_loss (toy 1) beta (1 / 8) tt (toy_sparse 1) /\
  let r := n_active (toy 1) (toy_sparse 1) in
  r = 1%nat /\
  forall k, (k < r + 1)%nat ->
  row_power (toy 1) (toy_dense 1) k =
  1 / 8 * (Rpower (1 + mean_active_power (toy 1) (toy_sparse 1) / (1 / 8))
                  (INR r / INR (r + 1)) - 1).

Theorem example_C2_rows_attained : example_C2_rows_attained_statement.
Proof. exact @ConvergenceControlsC.example_C2_rows_attained. Qed.

(** The mean over all rows in place of the active ones. *)
Definition theorem_C2_inequality_false_statement : Prop :=
  ~ forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 <= beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  INR (d A) * ln (1 + error A theta Z / gamma)
  + beta * rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma))
  <= beta * INR (n_active A Z')
     * ln (1 + rsum (kappa A) (row_power A Z') / INR (kappa A) / gamma).

Theorem theorem_C2_inequality_false : theorem_C2_inequality_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C2_inequality_false. Qed.

(** d+1 in place of d. *)
Definition theorem_C2_error_false_statement : Prop :=
  ~ forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 <= beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  error A theta Z <=
  gamma * (Rpower (1 + mean_active_power A Z' / gamma)
                  (beta * INR (n_active A Z') / INR (d A + 1)) - 1).

Theorem theorem_C2_error_false : theorem_C2_error_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C2_error_false. Qed.

(** (r-1)/r in place of r/(r+1). *)
Definition theorem_C2_rows_false_statement : Prop :=
  ~ forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 < beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  let r := n_active A Z' in
  (count_above (gamma * (Rpower (1 + mean_active_power A Z' / gamma)
                                ((INR r - 1) / INR r) - 1))
               (kappa A) (row_power A Z) <= r)%nat.

Theorem theorem_C2_rows_false : theorem_C2_rows_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C2_rows_false. Qed.

(** beta = 0 does not limit the number of rows. *)
Definition theorem_C2_rows_beta_false_statement : Prop :=
  ~ forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 <= beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  let r := n_active A Z' in
  (count_above (gamma * (Rpower (1 + mean_active_power A Z' / gamma)
                                (INR r / INR (r + 1)) - 1))
               (kappa A) (row_power A Z) <= r)%nat.

Theorem theorem_C2_rows_beta_false : theorem_C2_rows_beta_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C2_rows_beta_false. Qed.

(** The error is not O(gamma) with the same constant. *)
Definition theorem_C2_rates_false_statement : Prop :=
  ~ forall A beta gamma theta Z theta' Z',
  0 < gamma <= 1 -> 0 < beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  error A theta Z <= Rpower (1 + mean_active_power A Z')
                            (beta * INR (n_active A Z') / INR (d A)) * gamma.

Theorem theorem_C2_rates_false : theorem_C2_rates_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C2_rates_false. Qed.

(** beta = d/r admitted: the error need not vanish. *)
Definition theorem_C2_limit_false_statement : Prop :=
  ~ forall A beta gammas thetas Zs theta' Z',
  vanishing gammas ->
  error A theta' Z' = 0 ->
  0 < beta -> beta * INR (n_active A Z') <= INR (d A) ->
  (forall j, log_loss A beta (gammas j) (thetas j) (Zs j)
             <= log_loss A beta (gammas j) theta' Z') ->
  is_lim_seq (fun j => error A (thetas j) (Zs j)) 0.

Theorem theorem_C2_limit_false : theorem_C2_limit_false_statement.
Proof. exact @ConvergenceControlsC.theorem_C2_limit_false. Qed.

(** A curved decoder meets the hypotheses: at beta = 5 its zero code is no worse than the sparse exact one; at
    beta = 1 take the sparse code itself. *)
Definition bowl_example_C2_statement : Prop :=
  forall j : nat, let gamma := / (INR j + 16) in
  0 < gamma <= 1 /\ error bowl tt bowl_sparse = 0 /\
  log_loss bowl 5 gamma tt zero_code <= log_loss bowl 5 gamma tt bowl_sparse /\
  log_loss bowl 1 gamma tt bowl_sparse <= log_loss bowl 1 gamma tt bowl_sparse /\
  1 * INR (n_active bowl bowl_sparse) < INR (d bowl) /\ ~ affine_in_codes bowl tt.

Theorem bowl_example_C2 : bowl_example_C2_statement.
Proof. exact Bowl.bowl_rates. Qed.
