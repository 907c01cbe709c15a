(** lemma-2-scale: Lemma 2, sharp: the minimum over the decoder's scale. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma2Statements AnalysisLemma3Statements
  AnalysisAffineStatements AnalysisLabyrinthStatements.
From Sparsity.theory Require AnalysisLemma2 AnalysisPsi AnalysisControls AnalysisPsiShape.
Import ListNotations.
Local Open Scope R_scope.

(** Reconstruction, error and sizes do not change. *)
Definition scale_invariance_statement : Prop :=
  forall d kappa n X W b Z D, (0 < d)%nat -> (0 < n)%nat -> (forall k, 0 < D k) ->
  (forall i j, affine kappa (scale_decoder D W) b (scale_codes D Z i) j = affine kappa W b (Z i) j)
  /\ error d n X (affine kappa (scale_decoder D W) b) (scale_codes D Z)
     = error d n X (affine kappa W b) Z
  /\ forall k, size d n (scale_decoder D W) (scale_codes D Z) k = size d n W Z k.

Theorem scale_invariance : scale_invariance_statement.
Proof. exact @AnalysisLemma2.scale_invariance. Qed.

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

Theorem lemma2_min_scale : lemma2_min_scale_statement.
Proof. exact @AnalysisLemma2.lemma2_min_scale. Qed.

(** [X] psi as a minimum over the scale u = |w|^2 D^2, with c = |w|^2 p. *)
Definition psi_minimum_statement : Prop :=
  forall g c, 0 < g -> 0 < c ->
  unique_minimum positives (fun u => ln (1 + u / g) + c / u) (psi_scale g c) (psi g c).

Theorem psi_minimum : psi_minimum_statement.
Proof. exact @AnalysisPsi.psi_minimum. Qed.

(** [X] psi(0) = 0. *)
Definition psi_zero_statement : Prop := forall g, 0 < g -> psi g 0 = 0.

Theorem psi_zero : psi_zero_statement.
Proof. exact @AnalysisPsi.psi_zero. Qed.

(** [X] psi increases strictly. *)
Definition psi_increasing_statement : Prop :=
  forall g c1 c2, 0 < g -> 0 <= c1 < c2 -> psi g c1 < psi g c2.

Theorem psi_increasing : psi_increasing_statement.
Proof. exact @AnalysisPsi.psi_increasing. Qed.

(** [X] The slope of psi is 1/v. *)
Definition psi_derivative_statement : Prop :=
  forall g c, 0 < g -> 0 < c -> is_derive (psi g) c (/ psi_scale g c).

Theorem psi_derivative : psi_derivative_statement.
Proof. exact @AnalysisPsi.psi_derivative. Qed.

(** [X] At 0 psi is infinitely steep, at every g. *)
Definition psi_steep_statement : Prop :=
  forall g, 0 < g -> forall B, exists c0, 0 < c0 /\ forall c, 0 < c < c0 -> B * c < psi g c.

Theorem psi_steep : psi_steep_statement.
Proof. exact @AnalysisPsi.psi_steep. Qed.

(** [X] In the norm x = sqrt c the slope is 4/(x + sqrt(x^2 + 4 g)): it decreases (psi is concave in
    sqrt c) and is 2/sqrt g at x = 0. *)
Definition psi_norm_slope_statement : Prop :=
  forall g x, 0 < g -> 0 < x ->
  is_derive (fun y => psi g (y ^ 2)) x (4 / (x + sqrt (x ^ 2 + 4 * g))).

Theorem psi_norm_slope : psi_norm_slope_statement.
Proof. exact @AnalysisPsi.psi_norm_slope. Qed.

(** [X] psi(c) = 2 t + 1 - exp(-2 t) for c = 4 g sinh(t)^2, t >= 0. *)
Definition psi_sinh_statement : Prop :=
  forall g t, 0 < g -> 0 <= t -> psi g (4 * g * sinh t ^ 2) = 2 * t + 1 - exp (- (2 * t)).

Theorem psi_sinh : psi_sinh_statement.
Proof. exact @AnalysisPsi.psi_sinh. Qed.

(** [X] psi(c) = log(c/g) + 1 + R with 0 < R <= g/v < g/c. *)
Definition psi_remainder_statement : Prop :=
  forall g c, 0 < g -> 0 < c ->
  0 < psi g c - (ln (c / g) + 1) <= g / psi_scale g c /\ g / psi_scale g c < g / c.

Theorem psi_remainder : psi_remainder_statement.
Proof. exact @AnalysisPsi.psi_remainder. Qed.

(** [X] The slope 1/v is positive, and where it exceeds M. *)
Definition psi_slope_statement : Prop :=
  forall g c, 0 < g -> 0 < c ->
  is_derive (psi g) c (/ psi_scale g c) /\ 0 < / psi_scale g c /\
  forall M, 0 < M -> (M < / psi_scale g c <-> c < 1 / (M * (M * g + 1))).

Theorem psi_slope : psi_slope_statement.
Proof. exact @AnalysisPsiShape.psi_slope. Qed.

(** [X] With the angle t: the form of psi, and the slope in the root of c. *)
Definition psi_angle_statement : Prop :=
  forall g c, 0 < g -> 0 < c ->
  let t := arcsinh (sqrt c / (2 * sqrt g)) in
  psi g c = 2 * t + 1 - exp (- (2 * t)) /\
  is_derive (fun x => psi g (x ^ 2)) (sqrt c) (2 * exp (- t) / sqrt g).

Theorem psi_angle : psi_angle_statement.
Proof. exact @AnalysisPsiShape.psi_angle. Qed.

(** [X] That slope decreases: psi is concave in the root of c. *)
Definition psi_root_concave_statement : Prop :=
  forall g x y, 0 < g -> 0 <= x < y ->
  2 * exp (- arcsinh (y / (2 * sqrt g))) / sqrt g < 2 * exp (- arcsinh (x / (2 * sqrt g))) / sqrt g.

Theorem psi_root_concave : psi_root_concave_statement.
Proof. exact @AnalysisPsiShape.psi_root_concave. Qed.

(** [X] At 0 it is 2/sqrt g, from the right. *)
Definition psi_root_slope_zero_statement : Prop :=
  forall g x, 0 < g -> 0 < x ->
  2 / sqrt g * (1 - x / sqrt g) <= psi g (x ^ 2) / x <= 2 / sqrt g.

Theorem psi_root_slope_zero : psi_root_slope_zero_statement.
Proof. exact @AnalysisPsiShape.psi_root_slope_zero. Qed.

(** [X] The remainder, strictly between 0 and g/v. *)
Definition psi_logarithm_statement : Prop :=
  forall g c, 0 < g -> 0 < c ->
  let v := psi_scale g c in
  let rest := - (g / (g + v)) + 2 * ln (g / v + 1) in
  psi g c = ln (c / g) + 1 + rest /\ 0 < rest < g / v /\ g / v < g / c.

Theorem psi_logarithm : psi_logarithm_statement.
Proof. exact @AnalysisPsiShape.psi_logarithm. Qed.

(** ** False variants, refuted, and examples *)

(** The remainder of psi with its sign reversed. *)
Definition psi_remainder_sign_false_statement : Prop :=
  ~ (forall g c, 0 < g -> 0 < c -> psi g c <= ln (c / g) + 1).

Theorem psi_remainder_sign_false : psi_remainder_sign_false_statement.
Proof. exact @AnalysisControls.psi_remainder_sign_false. Qed.
