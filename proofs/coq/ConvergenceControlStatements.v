(** * Theorems B and C: false variants and examples -- statements only

    Every [..._false_statement] denies a plausible variant of a theorem in
    ConvergenceStatements.v: an inequality reversed, r+1 replaced by r, a hypothesis dropped. The
    [example_...] statements say that the hypotheses can be met, or that a bound is attained.
    They are proved in ConvergenceControlsB.v, ConvergenceControlsC.v and ConvergenceTent.v. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity Require Import ConvergenceStatements.
Open Scope R_scope.

(** ** Two autoencoders *)

(** d = 4, kappa = 2, one sample (1,0,0,0), and the linear decoder z |-> (a (z_0 + z_1),0,0,0):
    the code (1/a,0) is optimal sparse, (1/(2a),1/(2a)) is exact too, and 0 errs by 1/4. *)
Definition toy (a : R) : autoencoder :=
  Autoencoder 4 2 1 (Nat.lt_0_succ 3) (Nat.lt_0_succ 0)
    (fun _ c => if Nat.eqb c 0 then 1 else 0)
    unit (fun _ z c => if Nat.eqb c 0 then a * (z 0%nat + z 1%nat) else 0).

Definition toy_sparse (a : R) : code := fun k _ => if Nat.eqb k 0 then / a else 0.
Definition toy_dense (a : R) : code := fun _ _ => / (2 * a).

(** d = kappa = 2, the samples (0,0) and (1,0), theta = w real. The decoder shows a tent of
    height 1 at z_0 = w and of half-width w/2, nothing for w <= 0: it is continuous in z for
    each w and in w for each z. The codes (sqrt(1-w^2), w) all have power 1/2, and they are
    exact for 0 < w <= 1/2, but not in the limit w = 0. *)
Definition tent_height (w z : R) : R :=
  if Rlt_dec 0 w then Rmax 0 (1 - 2 * Rabs (z / w - 1)) else 0.

Definition tent : autoencoder :=
  Autoencoder 2 2 2 (Nat.lt_0_succ 1) (Nat.lt_0_succ 1)
    (fun i c => if (Nat.eqb i 1 && Nat.eqb c 0)%bool then 1 else 0)
    R (fun w z c => if Nat.eqb c 0 then tent_height w (z 0%nat) else 0).

Definition arc (w : R) : code := fun k i =>
  if Nat.eqb k 0 then (if Nat.eqb i 0 then sqrt (1 - w ^ 2) else w) else 0.

Definition arc_codes (Z : code) : Prop := exists w, 0 <= w <= 1 / 2 /\ Z = arc w.

(** Continuity in each argument alone. *)
Definition separately_continuous (A : autoencoder)
    (tends : (nat -> Theta A) -> Theta A -> Prop) : Prop :=
  (forall thetas theta z c, (c < d A)%nat -> tends thetas theta ->
    is_lim_seq (fun j => decode A (thetas j) z c) (decode A theta z c)) /\
  (forall theta (zs : nat -> nat -> R) (z : nat -> R) c, (c < d A)%nat ->
    (forall k, (k < kappa A)%nat -> is_lim_seq (fun j => zs j k) (z k)) ->
    is_lim_seq (fun j => decode A theta (zs j) c) (decode A theta z c)).

(** For the single theta of the toy: every sequence converges. *)
Definition always {T : Type} (_ : nat -> T) (_ : T) : Prop := True.

(** ** Theorem B *)

(** r+1 replaced by r in the comparison of two exact codes. *)
Definition theorem_B_dense_alternative_false_statement : Prop :=
  ~ forall A g h r M eps theta1 Z1 theta0 Z0,
  M <> 0 -> eps <> 0 ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  error A theta0 Z0 = 0 -> flat A Z0 (r + 1) (eps ^ 2) ->
  loss A g h theta1 Z1 < loss A g h theta0 Z0 ->
  INR r * (h (M ^ 2) - h 0) < INR r * (h (eps ^ 2) - h 0).

(** The factor d dropped. *)
Definition theorem_B_imperfect_alternative_false_statement : Prop :=
  ~ forall A g h r M theta1 Z1 theta0,
  M <> 0 ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  loss A g h theta1 Z1 < loss A g h theta0 zero_code ->
  INR r * (h (M ^ 2) - h 0) < g (error A theta0 zero_code) - g 0.

(** Continuity dropped: a jump at 0 needs no slope. *)
Definition theorem_B_slope_without_continuity_false_statement : Prop :=
  ~ forall r h M eps,
  0 < eps ->
  (forall u, 0 < u < eps ^ 2 -> ex_derive h u) ->
  sparse_preferred r h M eps ->
  exists u, 0 < u < eps ^ 2 /\
    Derive h u > INR r / INR (r + 1) * (h (M ^ 2) - h 0) / eps ^ 2.

(** r+1 replaced by r. *)
Definition theorem_B_slope_r_false_statement : Prop :=
  ~ forall r h M eps,
  0 < eps ->
  continuous_on (fun u => 0 <= u <= eps ^ 2) h ->
  (forall u, 0 < u < eps ^ 2 -> ex_derive h u) ->
  sparse_preferred r h M eps ->
  exists u, 0 < u < eps ^ 2 /\ Derive h u > INR r / INR r * (h (M ^ 2) - h 0) / eps ^ 2.

(** The factor 2 dropped: h acts on the squares. *)
Definition theorem_B_power_false_statement : Prop :=
  ~ forall r M eps p,
  (1 <= r)%nat -> 0 < eps < M ->
  p < ln (INR (r + 1) / INR r) / ln (M / eps) ->
  sparse_preferred r (power_penalty p) M eps.

(** r+1 replaced by r; the inequality reversed. *)
Definition theorem_B_rational_r_false_statement : Prop :=
  ~ forall r M eps tau,
  0 < eps < M -> 0 < tau -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  sparse_preferred r (rational_penalty tau) M eps ->
  tau < eps ^ 2 * M ^ 2 / (INR r * M ^ 2 - INR r * eps ^ 2).

Definition theorem_B_rational_reversed_false_statement : Prop :=
  ~ forall r M eps tau,
  0 < eps < M -> 0 < tau -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  eps ^ 2 * M ^ 2 / (INR r * M ^ 2 - INR (r + 1) * eps ^ 2) < tau ->
  sparse_preferred r (rational_penalty tau) M eps.

(** The asymptotic threshold is not the threshold. *)
Definition theorem_B_exponential_false_statement : Prop :=
  ~ forall r M eps tau,
  0 < eps < M -> 0 < tau -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  (sparse_preferred r (exponential_penalty tau) M eps <-> tau < eps ^ 2 / ln (INR (r + 1))).

(** r+1 replaced by r. *)
Definition theorem_B_log_false_statement : Prop :=
  ~ forall r M eps gamma,
  0 < gamma -> sparse_preferred r (log_penalty gamma) M eps ->
  gamma * (gamma + M ^ 2) ^ r < (gamma + eps ^ 2) ^ r.

(** 2 replaced by 1. *)
Definition theorem_B_log_one_false_statement : Prop :=
  ~ forall M eps gamma,
  0 < gamma -> 2 * eps ^ 2 < M ^ 2 ->
  sparse_preferred 1 (log_penalty gamma) M eps -> gamma < eps ^ 4 / (M ^ 2 - eps ^ 2).

(** The exponents lowered by 2; sufficient taken for necessary. *)
Definition theorem_B_log_sufficient_false_statement : Prop :=
  ~ forall r M eps gamma,
  (1 <= r)%nat -> 0 < eps < M -> 0 < gamma <= eps ^ (2 * r) / M ^ (2 * (r - 1)) ->
  sparse_preferred r (log_penalty gamma) M eps.

Definition theorem_B_log_necessary_false_statement : Prop :=
  ~ forall r M eps gamma,
  0 < eps < M -> 0 < gamma -> sparse_preferred r (log_penalty gamma) M eps ->
  gamma <= eps ^ (2 * (r + 1)) / M ^ (2 * r).

(** The slope that is enough for u/(u+tau) is not enough for log(u+gamma). *)
Definition theorem_B_slopes_false_statement : Prop :=
  ~ forall r M eps gamma,
  0 < eps < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  0 < gamma -> INR r / eps ^ 2 <= / gamma ->
  sparse_preferred r (log_penalty gamma) M eps.

(** Without (r+1) eps^2 >= r M^2 not every parameter succeeds. *)
Definition theorem_B_concave_false_statement : Prop :=
  ~ forall r M eps tau,
  (1 <= r)%nat -> 0 < eps < M -> 0 < tau -> sparse_preferred r (rational_penalty tau) M eps.

(** Concavity has to be strict. *)
Definition theorem_B_strictly_concave_false_statement : Prop :=
  ~ forall r h M eps,
  0 < eps < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  h 0 <= h (M ^ 2) ->
  (forall t, 0 < t < 1 -> (1 - t) * h 0 + t * h (M ^ 2) <= h (t * M ^ 2)) ->
  sparse_preferred r h M eps.

(** The hypotheses of the two comparisons can be met, in the toy. *)
Definition example_B_alternatives_statement : Prop :=
  forall a, 0 < a ->
  error (toy a) tt (toy_sparse a) = 0 /\ flat (toy a) (toy_sparse a) 1 ((/ a) ^ 2) /\
  error (toy a) tt (toy_dense a) = 0 /\ flat (toy a) (toy_dense a) (1 + 1) ((/ (2 * a)) ^ 2).

(** Those of the necessary slope: u/(u+1) with M = 2, eps = 1, r = 1. *)
Definition example_B_slope_statement : Prop :=
  continuous_on (fun u => 0 <= u <= 1 ^ 2) (rational_penalty 1) /\
  (forall u, 0 < u < 1 ^ 2 -> ex_derive (rational_penalty 1) u) /\
  sparse_preferred 1 (rational_penalty 1) 2 1.

(** Both geometries exist for every r >= 1. *)
Definition example_B_geometries_statement : Prop :=
  forall r, (1 <= r)%nat ->
  (exists M eps, 0 < eps < M /\ INR (r + 1) * eps ^ 2 < INR r * M ^ 2) /\
  (exists M eps, 0 < eps < M /\ INR r * M ^ 2 <= INR (r + 1) * eps ^ 2).

(** u/(u+tau) is strictly concave in the required sense. *)
Definition example_B_strictly_concave_statement : Prop :=
  forall tau M, 0 < tau -> 0 < M ->
  let h := rational_penalty tau in
  h 0 <= h (M ^ 2) /\
  forall t, 0 < t < 1 -> (1 - t) * h 0 + t * h (M ^ 2) < h (t * M ^ 2).

(** ** Theorem C2 *)

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

(** d+1 in place of d. *)
Definition theorem_C2_error_false_statement : Prop :=
  ~ forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 <= beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  error A theta Z <=
  gamma * (Rpower (1 + mean_active_power A Z' / gamma)
                  (beta * INR (n_active A Z') / INR (d A + 1)) - 1).

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

(** The error is not O(gamma) with the same constant. *)
Definition theorem_C2_rates_false_statement : Prop :=
  ~ forall A beta gamma theta Z theta' Z',
  0 < gamma <= 1 -> 0 < beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  error A theta Z <= Rpower (1 + mean_active_power A Z')
                            (beta * INR (n_active A Z') / INR (d A)) * gamma.

(** beta = d/r admitted: the error need not vanish. *)
Definition theorem_C2_limit_false_statement : Prop :=
  ~ forall A beta gammas thetas Zs theta' Z',
  vanishing gammas ->
  error A theta' Z' = 0 ->
  0 < beta -> beta * INR (n_active A Z') <= INR (d A) ->
  (forall j, log_loss A beta (gammas j) (thetas j) (Zs j)
             <= log_loss A beta (gammas j) theta' Z') ->
  is_lim_seq (fun j => error A (thetas j) (Zs j)) 0.

(** The bound on the error is attained: by the zero code, with a = 2 and beta = 4. *)
Definition example_C2_error_attained_statement : Prop :=
  forall gamma, 0 < gamma ->
  error (toy 2) tt (toy_sparse 2) = 0 /\
  log_loss (toy 2) 4 gamma tt zero_code <= log_loss (toy 2) 4 gamma tt (toy_sparse 2) /\
  error (toy 2) tt zero_code =
  gamma * (Rpower (1 + mean_active_power (toy 2) (toy_sparse 2) / gamma)
                  (4 * INR (n_active (toy 2) (toy_sparse 2)) / INR (d (toy 2))) - 1).

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

(** ** Theorem C3 *)

(** r+1 replaced by r in the first condition. *)
Definition theorem_C3_r_false_statement : Prop :=
  ~ forall A (Codes : code -> Prop) beta gamma P rho e0 theta' Z',
  0 < gamma -> 0 < beta -> 0 < P -> 0 < rho -> 0 < e0 ->
  let r := n_active A Z' in
  optimal_sparse A theta' Z' -> Codes Z' ->
  (forall k, (k < kappa A)%nat -> row_power A Z' k <= P) ->
  (forall theta Z, Codes Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> rho <= row_power A Z k) ->
  (forall theta Z, Codes Z -> error A theta Z <> 0 -> e0 <= error A theta Z) ->
  rho >= P \/ gamma <= rho ^ r / P ^ (r - 1) ->
  beta * INR r < INR (d A) /\ e0 >= P ->
  forall theta Z, minimiser A Codes (log_loss A beta gamma) theta Z -> optimal_sparse A theta Z.

(** e0 >= P does not suffice at beta = d/r; e0 > P does not suffice beyond. *)
Definition theorem_C3_equality_false_statement : Prop :=
  ~ forall A (Codes : code -> Prop) beta gamma P rho e0 theta' Z',
  0 < gamma -> 0 < beta -> 0 < P -> 0 < rho -> 0 < e0 ->
  let r := n_active A Z' in
  optimal_sparse A theta' Z' -> Codes Z' ->
  (forall k, (k < kappa A)%nat -> row_power A Z' k <= P) ->
  (forall theta Z, Codes Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> rho <= row_power A Z k) ->
  (forall theta Z, Codes Z -> error A theta Z <> 0 -> e0 <= error A theta Z) ->
  rho >= P ->
  beta * INR r = INR (d A) /\ e0 >= P ->
  forall theta Z, minimiser A Codes (log_loss A beta gamma) theta Z -> optimal_sparse A theta Z.

Definition theorem_C3_large_beta_false_statement : Prop :=
  ~ forall A (Codes : code -> Prop) beta gamma P rho e0 theta' Z',
  0 < gamma -> 0 < beta -> 0 < P -> 0 < rho -> 0 < e0 ->
  let r := n_active A Z' in
  optimal_sparse A theta' Z' -> Codes Z' ->
  (forall k, (k < kappa A)%nat -> row_power A Z' k <= P) ->
  (forall theta Z, Codes Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> rho <= row_power A Z k) ->
  (forall theta Z, Codes Z -> error A theta Z <> 0 -> e0 <= error A theta Z) ->
  rho >= P ->
  e0 > P ->
  forall theta Z, minimiser A Codes (log_loss A beta gamma) theta Z -> optimal_sparse A theta Z.

(** The hypotheses can be met, with a sparse, a dense and an imperfect code: the toy with
    a = 1, P = 1, rho = e0 = 1/4, beta = 1, for every gamma <= 1/16. *)
Definition three_codes (a : R) (Z : code) : Prop :=
  Z = zero_code \/ Z = toy_sparse a \/ Z = toy_dense a.

Definition example_C3_statement : Prop :=
  forall gamma, 0 < gamma <= 1 / 16 ->
  let A := toy 1 in
  let r := n_active A (toy_sparse 1) in
  optimal_sparse A tt (toy_sparse 1) /\
  (forall k, (k < kappa A)%nat -> row_power A (toy_sparse 1) k <= 1) /\
  (forall theta Z, three_codes 1 Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> 1 / 4 <= row_power A Z k) /\
  (forall theta Z, three_codes 1 Z -> error A theta Z <> 0 -> 1 / 4 <= error A theta Z) /\
  gamma <= (1 / 4) ^ (r + 1) / 1 ^ r /\
  1 * INR r < INR (d A) /\
  gamma <= Rpower ((1 / 4) ^ d A / Rpower 1 (1 * INR r)) (1 / (INR (d A) - 1 * INR r)).

(** ** Theorem C1 *)

(** Continuity in each argument alone does not give the liminf inequality, *)
Definition theorem_C1_liminf_false_statement : Prop :=
  ~ forall A tends beta gammas thetas theta Zs Z,
  separately_continuous A tends -> 0 <= beta -> vanishing gammas ->
  tends thetas theta -> code_tends A Zs Z ->
  Rbar_le (limit_loss A beta theta Z)
          (LimInf_seq (fun j => scaled_loss A beta (gammas j) (thetas j) (Zs j))).

(** nor do then the minimisers converge to optimal sparse representations. *)
Definition theorem_C1_minimisers_separate_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  separately_continuous A tends ->
  optimal_sparse A theta' Z' -> Codes Z' ->
  0 < beta -> beta * INR (n_active A Z') < INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.

(** Active rows counted in place of zero rows. *)
Definition theorem_C1_recovery_false_statement : Prop :=
  ~ forall A beta gammas theta Z,
  vanishing gammas ->
  is_lim_seq (fun j => scaled_loss A beta (gammas j) theta Z)
    (- INR (d A) * (if Req_EM_T (error A theta Z) 0 then 1 else 0)
     - beta * INR (n_active A Z)).

(** beta = d/r, beta > d/r, beta = 0, no optimal sparse representation among the codes. *)
Definition theorem_C1_minimisers_equality_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends -> optimal_sparse A theta' Z' -> Codes Z' ->
  0 < beta -> beta * INR (n_active A Z') <= INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.

Definition theorem_C1_minimisers_reversed_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends -> optimal_sparse A theta' Z' -> Codes Z' ->
  0 < beta -> beta * INR (n_active A Z') > INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.

Definition theorem_C1_minimisers_beta_zero_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends -> optimal_sparse A theta' Z' -> Codes Z' ->
  0 <= beta -> beta * INR (n_active A Z') < INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.

Definition theorem_C1_minimisers_no_code_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends -> optimal_sparse A theta' Z' ->
  0 < beta -> beta * INR (n_active A Z') < INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z.

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

Definition theorem_C1_collapse_no_zero_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta r gammas thetas Zs,
  jointly_continuous A tends ->
  (forall theta Z, error A theta Z = 0 -> (r <= n_active A Z)%nat) ->
  INR (d A) < beta * INR r ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  forall theta Z, cluster_point A tends thetas Zs theta Z ->
  forall k i, (k < kappa A)%nat -> (i < n A)%nat -> Z k i = 0.

(** The tie is one at beta = d/r only. *)
Definition theorem_C1_tie_false_statement : Prop :=
  ~ forall A beta theta' Z' theta,
  optimal_sparse A theta' Z' -> (0 < n_active A Z')%nat -> 0 < beta ->
  limit_loss A beta theta' Z' = limit_loss A beta theta zero_code.

(** Codes that may not be shrunk can be exact and minimal. *)
Definition theorem_C1_inexact_false_statement : Prop :=
  ~ forall A (Codes : code -> Prop) beta gamma theta Z,
  0 < gamma -> 0 < beta -> (0 < n_active A Z)%nat ->
  ~ (error A theta Z = 0 /\ minimiser A Codes (log_loss A beta gamma) theta Z).

(** Without compactness there need not be a minimiser. *)
Definition theorem_C1_existence_false_statement : Prop :=
  ~ forall A tends (Codes : code -> Prop) beta gamma,
  jointly_continuous A tends ->
  (exists (theta : Theta A) (Z : code), Codes Z) ->
  0 <= beta -> 0 < gamma ->
  exists theta Z, minimiser A Codes (log_loss A beta gamma) theta Z.

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

Definition example_C1_collapse_statement : Prop :=
  (forall theta Z, error (toy 1) theta Z = 0 -> (1 <= n_active (toy 1) Z)%nat) /\
  INR (d (toy 1)) < 5 * INR 1 /\
  minimising_sequence (toy 1) (fun Z => Z = zero_code \/ Z = toy_sparse 1) 5
    (fun j => / (INR j + 16)) (fun _ => tt) (fun _ => zero_code) /\
  cluster_point (toy 1) always (fun _ => tt) (fun _ => zero_code) tt zero_code.

(** The toy's decoder is Lipschitz along the shrinking of its sparse code. *)
Definition example_C1_inexact_statement : Prop :=
  forall a t i c, 0 < a -> 0 <= t <= 1 -> (i < n (toy a))%nat -> (c < d (toy a))%nat ->
  Rabs (data (toy a) i c - decode (toy a) tt (column (shrink t (toy_sparse a)) i) c) <= 1 * t.

(** A compact set of codes. *)
Definition example_C1_compact_statement : Prop :=
  sequentially_compact (toy 1) always (fun Z => Z = toy_sparse 1).

(** In all dimensions d >= r, kappa >= r there is a jointly continuous decoder whose sparsest
    exact codes have r active rows; so what is said about beta < d/r and beta > d/r is never
    said of nothing. *)
Definition example_C1_dimensions_statement : Prop :=
  forall d' kappa' r, (0 < d')%nat -> (r <= d')%nat -> (r <= kappa')%nat ->
  exists A theta Z, d A = d' /\ kappa A = kappa' /\ jointly_continuous A always /\
  optimal_sparse A theta Z /\ n_active A Z = r.

(** beta = d/r is undecided: with beta = 4 the sparse code wins at every gamma for a = 4, the
    zero code for a = 1. *)
Definition example_C1_undecided_statement : Prop :=
  forall gamma, 0 < gamma ->
  log_loss (toy 4) 4 gamma tt (toy_sparse 4) < log_loss (toy 4) 4 gamma tt zero_code /\
  log_loss (toy 1) 4 gamma tt zero_code < log_loss (toy 1) 4 gamma tt (toy_sparse 1).
