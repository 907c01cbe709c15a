(** * Theorems B and C: thresholds and convergence -- definitions and statements only

    The proofs are in ConvergenceSlope.v, Thresholds, Exponential, Logarithm and Concave (B),
    ConvergenceRates.v (C2), ConvergenceFinite.v (C3) and ConvergenceGamma.v (C1). False variants
    and examples are stated in ConvergenceControlStatements.v.
    Theorems B and C extend the paper: [X] marks what is ours, [P] what the paper defines. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** ** The autoencoder: error, row powers, loss, optimal sparse representations *)

(** f 0 + ... + f (n - 1) *)
Fixpoint rsum (n : nat) (f : nat -> R) : R :=
  match n with
  | O => 0
  | S m => rsum m f + f m
  end.

(** The number of k < n with f k > t. *)
Fixpoint count_above (t : R) (n : nat) (f : nat -> R) : nat :=
  match n with
  | O => 0
  | S m => count_above t m f + (if Rlt_dec t (f m) then 1 else 0)
  end%nat.

(** The dimensions, the data (coordinate c of sample i is [data i c]) and the decoder family
    [decoder theta z c]. Theta is any set, the decoder any function. *)
Record autoencoder := Autoencoder {
  d : nat;
  kappa : nat;
  n : nat;
  d_positive : (0 < d)%nat;
  n_positive : (0 < n)%nat;
  data : nat -> nat -> R;
  Theta : Type;
  decoder : Theta -> (nat -> R) -> nat -> R
}.

(** The codes of all samples: Z k i is coordinate k (latent row) of sample i (column). *)
Definition code := nat -> nat -> R.

(** What is decoded from a latent vector z: only its first kappa coordinates are read. *)
Definition decode (A : autoencoder) (theta : Theta A) (z : nat -> R) : nat -> R :=
  decoder A theta (fun k => if Nat.ltb k (kappa A) then z k else 0).

Definition column (Z : code) (i : nat) : nat -> R := fun k => Z k i.

(** e(theta,Z) = (1/(d n)) sum_i |x_i - decode theta z_i|^2 *)
Definition error (A : autoencoder) (theta : Theta A) (Z : code) : R :=
  rsum (n A) (fun i => rsum (d A) (fun c => (data A i c - decode A theta (column Z i) c) ^ 2))
  / (INR (d A) * INR (n A)).

(** p_k(Z) = (1/n) |row k of Z|^2 *)
Definition row_power (A : autoencoder) (Z : code) (k : nat) : R :=
  rsum (n A) (fun i => Z k i ^ 2) / INR (n A).

(** The number of active rows, those with positive power. *)
Definition n_active (A : autoencoder) (Z : code) : nat :=
  count_above 0 (kappa A) (row_power A Z).

(** Eq. (7) of the paper [P]: L(theta,Z) = g(e) + (1/d) sum_k h(p_k). *)
Definition loss (A : autoencoder) (g h : R -> R) (theta : Theta A) (Z : code) : R :=
  g (error A theta Z) + rsum (kappa A) (fun k => h (row_power A Z k)) / INR (d A).

(** Definition 1 of the paper [P]: no error, and no errorless code has fewer active rows. *)
Definition optimal_sparse (A : autoencoder) (theta : Theta A) (Z : code) : Prop :=
  error A theta Z = 0 /\
  forall theta' Z', error A theta' Z' = 0 -> (n_active A Z <= n_active A Z')%nat.

(** A global minimiser over all theta and all codes in a given set. *)
Definition minimiser (A : autoencoder) (Codes : code -> Prop) (f : Theta A -> code -> R)
    (theta : Theta A) (Z : code) : Prop :=
  Codes Z /\ forall theta' Z', Codes Z' -> f theta Z <= f theta' Z'.

Definition zero_code : code := fun _ _ => 0.

(** ** Theorem B [X]: how steep must a penalty be? *)

(** Sparse exact codes have r rows of power M^2, the dense alternative has r+1 rows of power
    eps^2. Which of the two has the lower penalty? *)
Definition sparse_preferred (r : nat) (h : R -> R) (M eps : R) : Prop :=
  INR r * (h (M ^ 2) - h 0) < INR (r + 1) * (h (eps ^ 2) - h 0).

Definition tie (r : nat) (h : R -> R) (M eps : R) : Prop :=
  INR r * (h (M ^ 2) - h 0) = INR (r + 1) * (h (eps ^ 2) - h 0).

(** Exactly r active rows, all of power a. *)
Definition flat (A : autoencoder) (Z : code) (r : nat) (a : R) : Prop :=
  n_active A Z = r /\
  forall k, (k < kappa A)%nat -> row_power A Z k = 0 \/ row_power A Z k = a.

(** These inequalities do decide between the losses (7) of two exact codes, whatever g is. *)
Definition theorem_B_dense_alternative_statement : Prop :=
  forall A g h r M eps theta1 Z1 theta0 Z0,
  M <> 0 -> eps <> 0 ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  error A theta0 Z0 = 0 -> flat A Z0 (r + 1) (eps ^ 2) ->
  (loss A g h theta1 Z1 < loss A g h theta0 Z0 <-> sparse_preferred r h M eps) /\
  (loss A g h theta1 Z1 = loss A g h theta0 Z0 <-> tie r h M eps).

(** The same for g against the alternative of an all-zero code that errs by e0. *)
Definition theorem_B_imperfect_alternative_statement : Prop :=
  forall A g h r M theta1 Z1 theta0,
  M <> 0 ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  (loss A g h theta1 Z1 < loss A g h theta0 zero_code <->
   INR r * (h (M ^ 2) - h 0) < INR (d A) * (g (error A theta0 zero_code) - g 0)).

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

(** The families. [Rpower 0 p] is not 0 in Coq, hence the case. *)
Definition power_penalty (p u : R) : R := if Rle_dec u 0 then 0 else Rpower u p.
Definition rational_penalty (tau u : R) : R := u / (u + tau).
Definition exponential_penalty (tau u : R) : R := 1 - exp (- u / tau).
Definition log_penalty (gamma u : R) : R := ln (u + gamma).

(** u^p succeeds iff p < log((r+1)/r) / (2 log(M/eps)). *)
Definition theorem_B_power_statement : Prop :=
  forall r M eps p,
  (1 <= r)%nat -> 0 < eps < M ->
  let threshold := ln (INR (r + 1) / INR r) / (2 * ln (M / eps)) in
  (sparse_preferred r (power_penalty p) M eps <-> p < threshold) /\
  (tie r (power_penalty p) M eps <-> p = threshold).

(** u/(u+tau) succeeds iff tau < eps^2 M^2 / (r M^2 - (r+1) eps^2). *)
Definition theorem_B_rational_statement : Prop :=
  forall r M eps tau,
  0 < eps < M -> 0 < tau -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  let threshold := eps ^ 2 * M ^ 2 / (INR r * M ^ 2 - INR (r + 1) * eps ^ 2) in
  (sparse_preferred r (rational_penalty tau) M eps <-> tau < threshold) /\
  (tie r (rational_penalty tau) M eps <-> tau = threshold).

(** 1 - exp(-u/tau) succeeds below a threshold, which is the unique tau at which there is a
    tie. It lies between eps^2 / log(r+1) and eps^2 / (log(r+1) - (r+1) eps^2/M^2), the latter
    when that is positive, so it is close to the former when eps/M is small. *)
Definition theorem_B_exponential_statement : Prop :=
  forall r M eps,
  0 < eps < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  exists threshold, 0 < threshold /\
  (forall tau, 0 < tau ->
    (sparse_preferred r (exponential_penalty tau) M eps <-> tau < threshold) /\
    (tie r (exponential_penalty tau) M eps <-> tau = threshold)) /\
  eps ^ 2 / ln (INR (r + 1)) < threshold /\
  threshold * (ln (INR (r + 1)) - INR (r + 1) * eps ^ 2 / M ^ 2) <= eps ^ 2.

(** log(u+gamma) succeeds iff gamma (gamma + M^2)^r < (gamma + eps^2)^(r+1). *)
Definition theorem_B_log_statement : Prop :=
  forall r M eps gamma,
  0 < gamma ->
  (sparse_preferred r (log_penalty gamma) M eps <->
   gamma * (gamma + M ^ 2) ^ r < (gamma + eps ^ 2) ^ (r + 1)) /\
  (tie r (log_penalty gamma) M eps <->
   gamma * (gamma + M ^ 2) ^ r = (gamma + eps ^ 2) ^ (r + 1)).

(** For every r this is success below an exact threshold, the unique gamma of a tie. It is
    above eps^(2(r+1)) / M^(2r), and close to it when eps/M is small. *)
Definition theorem_B_log_threshold_statement : Prop :=
  forall r M eps,
  0 < eps < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  exists threshold, 0 < threshold /\
  (forall gamma, 0 < gamma ->
    (sparse_preferred r (log_penalty gamma) M eps <-> gamma < threshold) /\
    (tie r (log_penalty gamma) M eps <-> gamma = threshold)) /\
  eps ^ (2 * (r + 1)) / M ^ (2 * r) < threshold /\
  (2 * INR (r + 1) * eps ^ 2 <= INR r * M ^ 2 ->
   threshold <= eps ^ (2 * (r + 1)) / M ^ (2 * r)
                * (1 + 3 ^ (r + 1) * (eps / M) ^ (2 * r)) ^ (r + 1)).

(** For r = 1 the threshold is eps^4 / (M^2 - 2 eps^2). *)
Definition theorem_B_log_one_statement : Prop :=
  forall M eps gamma,
  0 < gamma -> 2 * eps ^ 2 < M ^ 2 ->
  let threshold := eps ^ 4 / (M ^ 2 - 2 * eps ^ 2) in
  (sparse_preferred 1 (log_penalty gamma) M eps <-> gamma < threshold) /\
  (tie 1 (log_penalty gamma) M eps <-> gamma = threshold).

(** For every r, gamma <= eps^(2(r+1)) / M^(2r) suffices. *)
Definition theorem_B_log_sufficient_statement : Prop :=
  forall r M eps gamma,
  0 < eps < M -> 0 < gamma <= eps ^ (2 * (r + 1)) / M ^ (2 * r) ->
  sparse_preferred r (log_penalty gamma) M eps.

(** In terms of the slope at 0, which is 1/tau or 1/gamma: a slope r / eps^2 is enough for
    u/(u+tau), log(r+1) / eps^2 for 1 - exp(-u/tau), but log(u+gamma) asks for about
    M^(2r) / eps^(2(r+1)). *)
Definition theorem_B_slopes_statement : Prop :=
  forall r M eps,
  0 < eps < M -> INR (r + 1) * eps ^ 2 < INR r * M ^ 2 ->
  (forall tau, 0 < tau -> Derive (rational_penalty tau) 0 = / tau) /\
  (forall tau, 0 < tau -> Derive (exponential_penalty tau) 0 = / tau) /\
  (forall gamma, 0 < gamma -> Derive (log_penalty gamma) 0 = / gamma) /\
  (forall tau, 0 < tau -> INR r / eps ^ 2 <= / tau ->
    sparse_preferred r (rational_penalty tau) M eps) /\
  (forall tau, 0 < tau -> ln (INR (r + 1)) / eps ^ 2 <= / tau ->
    sparse_preferred r (exponential_penalty tau) M eps) /\
  (2 * INR (r + 1) * eps ^ 2 <= INR r * M ^ 2 ->
   forall gamma, 0 < gamma -> sparse_preferred r (log_penalty gamma) M eps ->
   M ^ (2 * r) / eps ^ (2 * (r + 1)) < / gamma * (1 + 3 ^ (r + 1) * (eps / M) ^ (2 * r)) ^ (r + 1)).

(** When (r+1) eps^2 >= r M^2 the concave families succeed at every parameter. *)
Definition theorem_B_concave_statement : Prop :=
  forall r M eps,
  (1 <= r)%nat -> 0 < eps < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  (forall p, 0 < p < 1 -> sparse_preferred r (power_penalty p) M eps) /\
  (forall tau, 0 < tau -> sparse_preferred r (rational_penalty tau) M eps) /\
  (forall tau, 0 < tau -> sparse_preferred r (exponential_penalty tau) M eps) /\
  (forall gamma, 0 < gamma -> sparse_preferred r (log_penalty gamma) M eps).

(** The reason: with strict concavity along [0,M^2], nothing more is needed. *)
Definition theorem_B_strictly_concave_statement : Prop :=
  forall r h M eps,
  0 < eps < M -> INR r * M ^ 2 <= INR (r + 1) * eps ^ 2 ->
  h 0 <= h (M ^ 2) ->
  (forall t, 0 < t < 1 -> (1 - t) * h 0 + t * h (M ^ 2) < h (t * M ^ 2)) ->
  sparse_preferred r h M eps.

(** ** Theorem C [X]: why lowering gamma works *)

(** The surrogate of the learned gamma: g(u) = log(u+gamma), h(u) = beta log(u+gamma). *)
Definition log_loss (A : autoencoder) (beta gamma : R) (theta : Theta A) (Z : code) : R :=
  loss A (log_penalty gamma) (fun u => beta * log_penalty gamma u) theta Z.

(** gamma_j in (0,1), gamma_j -> 0 *)
Definition vanishing (gammas : nat -> R) : Prop :=
  (forall j, 0 < gammas j < 1) /\ is_lim_seq gammas 0.

(** *** C2: every gamma, no compactness, no continuity *)

(** The mean power of the active rows. *)
Definition mean_active_power (A : autoencoder) (Z : code) : R :=
  rsum (kappa A) (row_power A Z) / INR (n_active A Z).

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

(** Hence e <= gamma [(1 + P/gamma)^(beta r/d) - 1]. *)
Definition theorem_C2_error_statement : Prop :=
  forall A beta gamma theta Z theta' Z',
  0 < gamma -> 0 <= beta ->
  error A theta' Z' = 0 ->
  log_loss A beta gamma theta Z <= log_loss A beta gamma theta' Z' ->
  error A theta Z <=
  gamma * (Rpower (1 + mean_active_power A Z' / gamma)
                  (beta * INR (n_active A Z') / INR (d A)) - 1).

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

(** *** C3: instances with finitely many alternatives *)

(** Some optimal sparse representation in Codes has powers <= P; every exact code in Codes
    with more active rows has active powers >= rho; every imperfect point errs by >= e0.
    For beta r <= d: once gamma <= rho^(r+1)/P^r (or rho >= P), and
    gamma <= (e0^d / P^(beta r))^(1/(d - beta r)) with beta r < d (or e0 >= P; or e0 > P when
    beta r = d), every point that is not optimal sparse is strictly beaten, so all minimisers
    are optimal sparse. *)
Definition theorem_C3_statement : Prop :=
  forall A (Codes : code -> Prop) beta gamma P rho e0 theta' Z',
  0 < gamma -> 0 < beta -> 0 < P -> 0 < rho -> 0 < e0 ->
  let r := n_active A Z' in
  optimal_sparse A theta' Z' -> Codes Z' ->
  (forall k, (k < kappa A)%nat -> row_power A Z' k <= P) ->
  (forall theta Z, Codes Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> rho <= row_power A Z k) ->
  (forall theta Z, Codes Z -> error A theta Z <> 0 -> e0 <= error A theta Z) ->
  rho >= P \/ gamma <= rho ^ (r + 1) / P ^ r ->
  (beta * INR r = INR (d A) /\ e0 > P) \/
  (beta * INR r < INR (d A) /\
   (e0 >= P \/
    gamma <= Rpower (e0 ^ d A / Rpower P (beta * INR r)) (1 / (INR (d A) - beta * INR r)))) ->
  (forall theta Z, Codes Z -> ~ optimal_sparse A theta Z ->
    log_loss A beta gamma theta' Z' < log_loss A beta gamma theta Z) /\
  (forall theta Z, minimiser A Codes (log_loss A beta gamma) theta Z -> optimal_sparse A theta Z).

(** *** C1: gamma -> 0 *)

(** Codes converge when their entries do. For Theta any notion of convergence of sequences
    may be chosen: [tends thetas theta] is a parameter of every statement below. *)
Definition code_tends (A : autoencoder) (Zs : nat -> code) (Z : code) : Prop :=
  forall k i, (k < kappa A)%nat -> (i < n A)%nat -> is_lim_seq (fun j => Zs j k i) (Z k i).

(** (theta,z) |-> decode theta z is continuous in both arguments together. *)
Definition jointly_continuous (A : autoencoder)
    (tends : (nat -> Theta A) -> Theta A -> Prop) : Prop :=
  forall thetas theta (zs : nat -> nat -> R) (z : nat -> R),
  tends thetas theta ->
  (forall k, (k < kappa A)%nat -> is_lim_seq (fun j => zs j k) (z k)) ->
  forall c, (c < d A)%nat ->
  is_lim_seq (fun j => decode A (thetas j) (zs j) c) (decode A theta z c).

(** F_gamma = d L / (- log gamma), and its limit: minus d if e = 0, minus beta for each zero
    row (the l0 pair). *)
Definition scaled_loss (A : autoencoder) (beta gamma : R) (theta : Theta A) (Z : code) : R :=
  INR (d A) * log_loss A beta gamma theta Z / (- ln gamma).

Definition limit_loss (A : autoencoder) (beta : R) (theta : Theta A) (Z : code) : R :=
  - INR (d A) * (if Req_EM_T (error A theta Z) 0 then 1 else 0)
  - beta * INR (kappa A - n_active A Z).

(** Gamma-convergence, first half: the liminf inequality. *)
Definition theorem_C1_liminf_statement : Prop :=
  forall A tends beta gammas thetas theta Zs Z,
  jointly_continuous A tends -> 0 <= beta -> vanishing gammas ->
  tends thetas theta -> code_tends A Zs Z ->
  Rbar_le (limit_loss A beta theta Z)
          (LimInf_seq (fun j => scaled_loss A beta (gammas j) (thetas j) (Zs j))).

(** Second half: a recovery sequence at every point, namely the constant one. *)
Definition theorem_C1_recovery_statement : Prop :=
  forall A beta gammas theta Z,
  vanishing gammas ->
  is_lim_seq (fun j => scaled_loss A beta (gammas j) theta Z) (limit_loss A beta theta Z).

(** A limit of some subsequence. *)
Definition cluster_point (A : autoencoder) (tends : (nat -> Theta A) -> Theta A -> Prop)
    (thetas : nat -> Theta A) (Zs : nat -> code) (theta : Theta A) (Z : code) : Prop :=
  exists phi : nat -> nat,
  (forall j, (phi j < phi (S j))%nat) /\
  tends (fun j => thetas (phi j)) theta /\ code_tends A (fun j => Zs (phi j)) Z.

(** Every sequence in Theta x Codes has a cluster point there. *)
Definition sequentially_compact (A : autoencoder)
    (tends : (nat -> Theta A) -> Theta A -> Prop) (Codes : code -> Prop) : Prop :=
  forall thetas Zs, (forall j, Codes (Zs j)) ->
  exists theta Z, Codes Z /\ cluster_point A tends thetas Zs theta Z.

(** Then, with a jointly continuous decoder, minimisers exist at every gamma. To pick a sequence
    along which the loss tends to its infimum takes countable choice; Coq's real numbers do not
    bring it along, so it is a hypothesis, on this one type. *)
Definition countable_choice (T : Type) : Prop :=
  forall Q : nat -> T -> Prop, (forall j, exists x, Q j x) -> exists f, forall j, Q j (f j).

Definition theorem_C1_existence_statement : Prop :=
  forall A tends (Codes : code -> Prop) beta gamma,
  jointly_continuous A tends -> sequentially_compact A tends Codes ->
  (exists (theta : Theta A) (Z : code), Codes Z) -> countable_choice (Theta A * code) ->
  0 <= beta -> 0 < gamma ->
  exists theta Z, minimiser A Codes (log_loss A beta gamma) theta Z.

(** Minimisers for gamma_j -> 0. *)
Definition minimising_sequence (A : autoencoder) (Codes : code -> Prop) (beta : R)
    (gammas : nat -> R) (thetas : nat -> Theta A) (Zs : nat -> code) : Prop :=
  vanishing gammas /\
  forall j, minimiser A Codes (log_loss A beta (gammas j)) (thetas j) (Zs j).

(** A set of points that no sequence can leave in its limit only. *)
Definition sequentially_open (A : autoencoder) (tends : (nat -> Theta A) -> Theta A -> Prop)
    (U : Theta A -> code -> Prop) : Prop :=
  forall thetas theta Zs Z,
  tends thetas theta -> code_tends A Zs Z -> U theta Z ->
  exists N, forall j, (N <= j)%nat -> U (thetas j) (Zs j).

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

(** beta = d/r: an optimal sparse representation and the zero code tie at this order. *)
Definition theorem_C1_tie_statement : Prop :=
  forall A beta theta' Z' theta,
  optimal_sparse A theta' Z' -> (0 < n_active A Z')%nat ->
  beta * INR (n_active A Z') = INR (d A) ->
  limit_loss A beta theta' Z' = limit_loss A beta theta zero_code.

(** But at gamma > 0 no exact code is a minimiser when its codes may be shrunk and the decoder is
    Lipschitz along the way: the error grows like t^2, the row penalties fall like t. *)
Definition shrink (t : R) (Z : code) : code := fun k i => (1 - t) * Z k i.

Definition theorem_C1_inexact_statement : Prop :=
  forall A (Codes : code -> Prop) beta gamma ell theta Z,
  0 < gamma -> 0 < beta -> (0 < n_active A Z)%nat ->
  (forall t, 0 <= t <= 1 -> Codes (shrink t Z)) ->
  (forall t i c, 0 <= t <= 1 -> (i < n A)%nat -> (c < d A)%nat ->
    Rabs (data A i c - decode A theta (column (shrink t Z) i) c) <= ell * t) ->
  ~ minimiser A Codes (log_loss A beta gamma) theta Z.
