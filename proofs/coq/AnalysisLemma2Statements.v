(* Lemma 2: definitions and statements only.  [P] is the paper's, [X] an extension made here. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity Require Export AnalysisStatements.
Import ListNotations.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Lemma 2: affine decoder, constant posterior variances *)

Definition affine (kappa : nat) (W : nat -> vec) (b z : vec) : vec :=
  fun j => rsum kappa (fun k => W j k * z k) + b j.

(** e, the reconstruction error of the codes themselves. *)
Definition error (d n : nat) (X : nat -> vec) (mu : vec -> vec) (Z : nat -> vec) : R :=
  rsum n (fun i => sq_dist d (X i) (mu (Z i))) / (INR d * INR n).

Definition row_power (n : nat) (Z : nat -> vec) (k : nat) : R := mean n (fun i => Z i k ^ 2).
Definition col_power (d : nat) (W : nat -> vec) (k : nat) : R := rsum d (fun j => W j k ^ 2).

(** The scale-free size of latent dimension k: c_k = |w_k|^2 p_k. *)
Definition size (d n : nat) (W Z : nat -> vec) (k : nat) : R := col_power d W k * row_power n Z k.

(** E|x - W z - b|^2 = |x - W m - b|^2 + sum |w_k|^2 v_k for uncorrelated coordinates. *)
Definition trace_identity_statement : Prop :=
  forall d kappa (q : law) (m v x : vec) W b,
  has_moments kappa q m v -> uncorrelated kappa q m ->
  integrable q (fun z => sq_dist d x (affine kappa W b z)) /\
  expect q (fun z => sq_dist d x (affine kappa W b z))
  = sq_dist d x (affine kappa W b m) + rsum kappa (fun k => col_power d W k * v k).

(** The loss of Lemma 2 in closed form; v k is the constant variance s_k^2. *)
Definition affine_loss (beta : R) (d kappa n : nat) (gamma : R) (X W : nat -> vec) (b : vec)
    (Z : nat -> vec) (v : vec) : R :=
  INR d * error d n X (affine kappa W b) Z / gamma
  + rsum kappa (fun k => col_power d W k * v k) / gamma + INR d * ln gamma
  + beta * (rsum kappa (fun k => v k - ln (v k)) + rsum kappa (row_power n Z)).

(** It is eq. (3) for an affine decoder and posteriors with means Z i and variances v. *)
Definition affine_loss_is_eq3_statement : Prop :=
  forall beta d kappa n gamma X W b Z v (q : nat -> law),
  (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  (forall i, (i < n)%nat -> has_moments kappa (q i) (Z i) v /\ uncorrelated kappa (q i) (Z i)) ->
  vae_loss beta d kappa n gamma X (affine kappa W b) q Z (fun _ => v)
  = affine_loss beta d kappa n gamma X W b Z v.

(** Minimum over s alone. *)
Definition fixed_scale_loss (beta : R) (d kappa n : nat) (gamma : R) (X W : nat -> vec) (b : vec)
    (Z : nat -> vec) : R :=
  INR d * error d n X (affine kappa W b) Z / gamma + INR d * ln gamma
  + beta * (INR kappa + rsum kappa (fun k => ln (1 + col_power d W k / (beta * gamma)))
            + rsum kappa (row_power n Z)).

(** [P] min over s: attained at s_k^2 = beta gamma/(beta gamma + |w_k|^2) and nowhere else. *)
Definition lemma2_min_s_statement : Prop :=
  forall beta d kappa n gamma X W b Z, 0 < beta -> 0 < gamma ->
  let best := fun k => posterior_variance beta gamma (col_power d W k) in
  (forall k, 0 < best k) /\
  affine_loss beta d kappa n gamma X W b Z best
  = fixed_scale_loss beta d kappa n gamma X W b Z /\
  forall v : vec, (forall k, (k < kappa)%nat -> 0 < v k) ->
    (exists k, (k < kappa)%nat /\ v k <> best k) ->
    fixed_scale_loss beta d kappa n gamma X W b Z < affine_loss beta d kappa n gamma X W b Z v.

(** Rescaling latent coordinate k by D k: (W D, D^-1 Z). *)
Definition scale_decoder (D : vec) (W : nat -> vec) : nat -> vec := fun j k => W j k * D k.
Definition scale_codes (D : vec) (Z : nat -> vec) : nat -> vec := fun i k => Z i k / D k.

(** Reconstruction, error and sizes do not change. *)
Definition scale_invariance_statement : Prop :=
  forall d kappa n X W b Z D, (0 < d)%nat -> (0 < n)%nat -> (forall k, 0 < D k) ->
  (forall i j, affine kappa (scale_decoder D W) b (scale_codes D Z i) j = affine kappa W b (Z i) j)
  /\ error d n X (affine kappa (scale_decoder D W) b) (scale_codes D Z)
     = error d n X (affine kappa W b) Z
  /\ forall k, size d n (scale_decoder D W) (scale_codes D Z) k = size d n W Z k.

(** psi_g(c) = log(1 + v/g) + v/(v+g) with v = (c + sqrt(c^2 + 4 c g))/2. *)
Definition psi_scale (g c : R) : R := (c + sqrt (c ^ 2 + 4 * c * g)) / 2.
Definition psi (g c : R) : R :=
  ln (1 + psi_scale g c / g) + psi_scale g c / (psi_scale g c + g).

(** Lemma 2's loss with s and the scale minimised out. *)
Definition free_scale_loss (beta : R) (d kappa n : nat) (X W : nat -> vec) (b : vec)
    (Z : nat -> vec) (gamma : R) : R :=
  INR d * error d n X (affine kappa W b) Z / gamma + INR d * ln gamma
  + beta * (INR kappa + rsum kappa (fun k => psi (beta * gamma) (size d n W Z k))).

(** [X] It is the infimum over s and D, attained exactly when each row of Z vanishes together with
    the column of W that it meets. *)
Definition lemma2_min_scale_statement : Prop :=
  forall beta d kappa n gamma X W b Z, (0 < d)%nat -> (0 < n)%nat -> 0 < beta -> 0 < gamma ->
  let loss := fun D v => affine_loss beta d kappa n gamma X (scale_decoder D W) b
                           (scale_codes D Z) v in
  let inf := free_scale_loss beta d kappa n X W b Z gamma in
  let pos := fun u : vec => forall k, 0 < u k in
  (forall D v, pos D -> pos v -> inf <= loss D v) /\
  (forall eps, 0 < eps -> exists D v, pos D /\ pos v /\ loss D v < inf + eps) /\
  ((exists D v, pos D /\ pos v /\ loss D v = inf) <->
   forall k, (k < kappa)%nat -> (col_power d W k = 0 <-> row_power n Z k = 0)).

(** [X] psi as a minimum over the scale u = |w|^2 D^2, with c = |w|^2 p. *)
Definition psi_minimum_statement : Prop :=
  forall g c, 0 < g -> 0 < c ->
  unique_minimum positives (fun u => ln (1 + u / g) + c / u) (psi_scale g c) (psi g c).

(** [X] psi(0) = 0. *)
Definition psi_zero_statement : Prop := forall g, 0 < g -> psi g 0 = 0.

(** [X] psi increases strictly. *)
Definition psi_increasing_statement : Prop :=
  forall g c1 c2, 0 < g -> 0 <= c1 < c2 -> psi g c1 < psi g c2.

(** [X] The slope of psi is 1/v. *)
Definition psi_derivative_statement : Prop :=
  forall g c, 0 < g -> 0 < c -> is_derive (psi g) c (/ psi_scale g c).

(** [X] At 0 psi is infinitely steep, at every g. *)
Definition psi_steep_statement : Prop :=
  forall g, 0 < g -> forall B, exists c0, 0 < c0 /\ forall c, 0 < c < c0 -> B * c < psi g c.

(** [X] In the norm x = sqrt c the slope is 4/(x + sqrt(x^2 + 4 g)): it decreases (psi is concave in
    sqrt c) and is 2/sqrt g at x = 0. *)
Definition psi_norm_slope_statement : Prop :=
  forall g x, 0 < g -> 0 < x ->
  is_derive (fun y => psi g (y ^ 2)) x (4 / (x + sqrt (x ^ 2 + 4 * g))).

(** [X] psi(c) = 2 t + 1 - exp(-2 t) for c = 4 g sinh(t)^2, t >= 0. *)
Definition psi_sinh_statement : Prop :=
  forall g t, 0 < g -> 0 <= t -> psi g (4 * g * sinh t ^ 2) = 2 * t + 1 - exp (- (2 * t)).

(** [X] psi(c) = log(c/g) + 1 + R with 0 < R <= g/v < g/c. *)
Definition psi_remainder_statement : Prop :=
  forall g c, 0 < g -> 0 < c ->
  0 < psi g c - (ln (c / g) + 1) <= g / psi_scale g c /\ g / psi_scale g c < g / c.

(** [P] Lemma 2 (a): a fixed positive error is penalised without bound (g becomes I_infinity). *)
Definition lemma2a_statement : Prop :=
  forall beta d kappa n X W b Z, (0 < d)%nat -> 0 < beta ->
  0 < error d n X (affine kappa W b) Z ->
  to_plus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z).

(** With m positive sizes c_k: (d - beta m) log gamma + const + beta sum log c_k. *)
Definition lemma2b_leading (beta : R) (d kappa : nat) (c : vec) (gamma : R) : R :=
  (INR d - beta * INR (count_pos kappa c)) * ln gamma
  + beta * (INR kappa + INR (count_pos kappa c) * (1 - ln beta)
            + sum_pos kappa c (fun k => ln (c k))).

(** [P] Lemma 2 (b), with [X] the explicit remainder and the weight beta: at zero error the loss is
    lemma2b_leading + o(1), 0 <= o(1) <= beta^2 gamma sum 1/c_k, both strict when m > 0. *)
Definition lemma2b_statement : Prop :=
  forall beta d kappa n X W b Z gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 ->
  let c := size d n W Z in
  let rest := free_scale_loss beta d kappa n X W b Z gamma - lemma2b_leading beta d kappa c gamma in
  0 <= rest <= beta ^ 2 * gamma * sum_pos kappa c (fun k => / c k) /\
  ((0 < count_pos kappa c)%nat ->
   0 < rest < beta ^ 2 * gamma * sum_pos kappa c (fun k => / c k)).

(** [P] Lemma 2 (c): of two fixed exact codes (each with its own affine decoder) the one with fewer
    active dimensions wins for every small gamma; [X] the explicit threshold. *)
Definition lemma2c_statement : Prop :=
  forall beta d kappa n X W b Z W' b' Z' gamma, 0 < beta -> 0 < gamma ->
  error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
  let c := size d n W Z in let c' := size d n W' Z' in
  (count_pos kappa c < count_pos kappa c')%nat ->
  beta * gamma <= 1 ->
  beta * gamma <= exp (sum_pos kappa c' (fun k => ln (c' k)) - sum_pos kappa c (fun k => ln (c k))
                       - sum_pos kappa c (fun k => / c k)) ->
  free_scale_loss beta d kappa n X W b Z gamma < free_scale_loss beta d kappa n X W' b' Z' gamma.

(** [P] Section 2.3 for an exact affine code with r active dimensions: as gamma -> 0 the beta-loss
    tends to -infinity iff beta r < d, and to +infinity iff beta r > d. *)
Definition beta_scaling_statement : Prop :=
  forall beta d kappa n X W b Z, 0 < beta -> error d n X (affine kappa W b) Z = 0 ->
  let r := count_pos kappa (size d n W Z) in
  (to_minus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z) <-> beta * INR r < INR d) /\
  (to_plus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z) <-> INR d < beta * INR r).

(* ------------------------------------------------------------------------------------------- *)
(** * The affine VAE on an instance [X]: a bound for every point of an injective decoder *)

(** P is a left inverse of W: the d x kappa matrix W is injective. *)
Definition left_inverse (d kappa : nat) (P W : nat -> vec) : Prop :=
  forall k l, (k < kappa)%nat -> (l < kappa)%nat ->
  rsum d (fun j => P k j * W j l) = if Nat.eqb k l then 1 else 0.

(** What a point at reconstruction error t^2 costs at least, W having the exact codes Zs: each size
    can shrink from c*_k to (sqrt c*_k - |w_k| |P_k| t)_+^2 and no further. *)
Definition injective_bound (d kappa n : nat) (gamma : R) (P W Zs : nat -> vec) (t : R) : R :=
  t ^ 2 / gamma + rsum kappa (fun k =>
    psi gamma (Rmax 0 (sqrt (size d n W Zs k)
                       - sqrt (col_power d W k) * sqrt (rsum d (fun j => P k j ^ 2)) * t) ^ 2)).

(** Every code Z, scale D and variances v on W cost at least that. *)
Definition affine_bound_statement : Prop :=
  forall d kappa n gamma X W Zs P, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  left_inverse d kappa P W -> error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  forall Z D v, (forall k, 0 < D k) -> (forall k, 0 < v k) ->
  let t := sqrt (INR d * error d n X (affine kappa W (fun _ => 0)) Z) in
  injective_bound d kappa n gamma P W Zs t + INR d * ln gamma + INR kappa
  <= affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Z) v.

(** So an exact code of another decoder W1 beats all of W's points as soon as its own penalty stays
    below the bound at every t: an inequality in one variable. *)
Definition affine_certificate_statement : Prop :=
  forall d kappa n gamma X W Zs P W1 b1 Z1, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
  left_inverse d kappa P W -> error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  error d n X (affine kappa W1 b1) Z1 = 0 ->
  (forall t, 0 <= t -> rsum kappa (fun k => psi gamma (size d n W1 Z1 k))
                       < injective_bound d kappa n gamma P W Zs t) ->
  forall Z D v, (forall k, 0 < D k) -> (forall k, 0 < v k) ->
  free_scale_loss 1 d kappa n X W1 b1 Z1 gamma
  < affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Z) v.

(** Matrices by their rows, 0 beyond them. *)
Definition matrix (rows : list (list R)) : nat -> vec :=
  fun j k => nth k (nth j rows []) 0.

(** The instance with d = kappa = 3, r = 2, n = 2: data e_1 and e_2, decoders with unit columns. *)
Definition instance_data : nat -> vec := matrix [[1; 0; 0]; [0; 1; 0]].

Definition sparse_decoder (delta : R) : nat -> vec := matrix
  [[cos delta; cos delta; 0];
   [sin delta; - sin delta; 0];
   [0; 0; 1]].
Definition sparse_codes (delta : R) : nat -> vec := matrix
  [[/ (2 * cos delta); / (2 * cos delta); 0];
   [/ (2 * sin delta); - / (2 * sin delta); 0]].

Definition dense_decoder (eta : R) : nat -> vec := matrix
  [[cos eta; 0; 0];
   [0; cos eta; 0];
   [sin eta; sin eta; 1]].
Definition dense_codes (eta : R) : nat -> vec := matrix
  [[/ cos eta; 0; - tan eta];
   [0; / cos eta; - tan eta]].
Definition dense_inverse (eta : R) : nat -> vec := matrix
  [[/ cos eta; 0; 0];
   [0; / cos eta; 0];
   [- tan eta; - tan eta; 1]].

(** Its sparse code: exact, unit columns, sizes 1/(2 sin(2 delta)^2) twice and 0. *)
Definition instance_sparse_statement : Prop :=
  forall delta, cos delta <> 0 -> sin delta <> 0 ->
  let W := sparse_decoder delta in let c := size 3 2 W (sparse_codes delta) in
  error 3 2 instance_data (affine 3 W (fun _ => 0)) (sparse_codes delta) = 0 /\
  (col_power 3 W 0 = 1 /\ col_power 3 W 1 = 1 /\ col_power 3 W 2 = 1) /\
  (c 0%nat = / (2 * sin (2 * delta) ^ 2) /\ c 1%nat = / (2 * sin (2 * delta) ^ 2) /\ c 2%nat = 0).

(** Its dense code: exact, unit columns, sizes sec(eta)^2/2 twice and tan(eta)^2; injective, with
    the norms |P_k| that the bound needs. *)
Definition instance_dense_statement : Prop :=
  forall eta, cos eta <> 0 ->
  let W := dense_decoder eta in let c := size 3 2 W (dense_codes eta) in
  let norm2 := fun k => rsum 3 (fun j => dense_inverse eta k j ^ 2) in
  error 3 2 instance_data (affine 3 W (fun _ => 0)) (dense_codes eta) = 0 /\
  (col_power 3 W 0 = 1 /\ col_power 3 W 1 = 1 /\ col_power 3 W 2 = 1) /\
  (c 0%nat = / (2 * cos eta ^ 2) /\ c 1%nat = / (2 * cos eta ^ 2) /\ c 2%nat = tan eta ^ 2) /\
  left_inverse 3 3 (dense_inverse eta) W /\
  (norm2 0%nat = / cos eta ^ 2 /\ norm2 1%nat = / cos eta ^ 2 /\ norm2 2%nat = 1 + 2 * tan eta ^ 2).
