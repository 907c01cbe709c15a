(** eq-8-9: One large coordinate against two small ones. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLabyrinthStatements AnalysisLemma3Statements
  AnalysisAffineStatements.
From Sparsity.theory Require AnalysisLabyrinth AnalysisControls.
From Sparsity.theory Require PaperCases.
Import ListNotations.
Local Open Scope R_scope.

(** [P] A slope bounded by B near 0 reverses (9): once eps is small every code with entries in
    [0, eps] is cheaper than the sparse one.  Eq. (9)'s convention, h of the code. *)
Definition eq89_bounded_slope_statement : Prop :=
  forall (r : nat) (h : R -> R) (B M eps : R), (0 < r)%nat -> 0 < eps -> 0 <= B ->
  (forall u, 0 <= u <= eps -> h u - h 0 <= B * u) ->
  INR (r + 1) * B * eps < INR r * (h M - h 0) ->
  forall z, (forall k, (k < r + 1)%nat -> 0 <= z k <= eps) ->
  penalty_of_codes (r + 1) h z < penalty_of_codes (r + 1) h (long_code r M).

Theorem eq89_bounded_slope : eq89_bounded_slope_statement.
Proof. exact @AnalysisLabyrinth.eq89_bounded_slope. Qed.

(** [P] The same in eq. (7)'s convention, h of the squared code. *)
Definition eq89_bounded_slope_squares_statement : Prop :=
  forall (r : nat) (h : R -> R) (B M eps : R), (0 < r)%nat -> 0 < eps -> 0 <= B ->
  (forall u, 0 <= u <= eps ^ 2 -> h u - h 0 <= B * u) ->
  INR (r + 1) * B * eps ^ 2 < INR r * (h (M ^ 2) - h 0) ->
  forall z, (forall k, (k < r + 1)%nat -> 0 <= z k <= eps) ->
  penalty_of_squares (r + 1) h z < penalty_of_squares (r + 1) h (long_code r M).

Theorem eq89_bounded_slope_squares : eq89_bounded_slope_squares_statement.
Proof. exact @AnalysisLabyrinth.eq89_bounded_slope_squares. Qed.

(** [P] Eq. (9) for two dimensions, with [X] the exact condition for log(u + g). *)
Definition eq9_log_statement : Prop :=
  forall g zs z1 z2, 0 < g -> 0 <= zs -> 0 <= z1 -> 0 <= z2 ->
  (ln (zs + g) + ln (0 + g) < ln (z1 + g) + ln (z2 + g) <-> (zs + g) * g < (z1 + g) * (z2 + g)) /\
  (ln (zs ^ 2 + g) + ln (0 ^ 2 + g) < ln (z1 ^ 2 + g) + ln (z2 ^ 2 + g)
   <-> (zs ^ 2 + g) * g < (z1 ^ 2 + g) * (z2 ^ 2 + g)).

Theorem eq9_log : eq9_log_statement.
Proof. exact @AnalysisLabyrinth.eq9_log. Qed.

(** [P] For every z* and every nonzero dense pair the log penalties satisfy (9) once g is small. *)
Definition eq9_small_g_statement : Prop :=
  forall zs z1 z2, 0 < zs -> 0 < z1 -> 0 < z2 ->
  (exists g0, 0 < g0 /\ forall g, 0 < g < g0 ->
     ln (zs + g) + ln (0 + g) < ln (z1 + g) + ln (z2 + g)) /\
  (exists g0, 0 < g0 /\ forall g, 0 < g < g0 ->
     ln (zs ^ 2 + g) + ln (0 ^ 2 + g) < ln (z1 ^ 2 + g) + ln (z2 ^ 2 + g)).

Theorem eq9_small_g : eq9_small_g_statement.
Proof. exact @AnalysisLabyrinth.eq9_small_g. Qed.

(** ** False variants, refuted, and examples *)

(** Eqs. (8)-(9) with a slope bounded on (0, eps] only, so that h may jump at 0. *)
Definition eq89_jump_false_statement : Prop :=
  ~ (forall (r : nat) (h : R -> R) (B M eps : R), (0 < r)%nat -> 0 < eps -> 0 <= B ->
     (forall u w, 0 < u <= eps -> 0 < w <= eps -> Rabs (h u - h w) <= B * Rabs (u - w)) ->
     INR (r + 1) * B * eps < INR r * (h M - h 0) ->
     forall z, (forall k, (k < r + 1)%nat -> 0 <= z k <= eps) ->
     penalty_of_codes (r + 1) h z < penalty_of_codes (r + 1) h (long_code r M)).

Theorem eq89_jump_false : eq89_jump_false_statement.
Proof. exact @AnalysisControls.eq89_jump_false. Qed.

(** Eq. (9) for log(u + g) at every g. *)
Definition eq9_any_g_false_statement : Prop :=
  ~ (forall g zs z1 z2, 0 < g -> 0 < zs -> 0 < z1 -> 0 < z2 ->
     ln (zs + g) + ln (0 + g) < ln (z1 + g) + ln (z2 + g)).

Theorem eq9_any_g_false : eq9_any_g_false_statement.
Proof. exact @AnalysisControls.eq9_any_g_false. Qed.

(** [P] The sparse pair (u0, 0) is preferred to the dense pair (u1, u2) iff this is positive. *)
Definition advantage (h : R -> R) (u0 u1 u2 : R) : R := h u1 + h u2 - h u0 - h 0.

(** [P] It is where h is flat beyond the small coordinates. *)
Definition eq89_flat_statement : Prop :=
  forall h u0 u1 u2 eta,
  let phi := fun u => h u - h 0 in
  0 < phi u1 -> 0 < phi u2 -> 0 <= eta < 1 ->
  phi u0 <= (1 + eta) * Rmin (phi u1) (phi u2) -> 0 < advantage h u0 u1 u2.

Theorem eq89_flat : eq89_flat_statement.
Proof. exact PaperCases.flat_case. Qed.

(** [P] It is not where h rises by at most B u up to the small coordinates, for every small eps, in
    both conventions. *)
Definition eq89_bounded_statement : Prop :=
  forall h B zs z1 z2 eps, 0 < B -> 0 < z1 <= eps -> 0 < z2 <= eps ->
  (0 < h zs - h 0 -> h z1 - h 0 <= B * z1 -> h z2 - h 0 <= B * z2 ->
   eps < (h zs - h 0) / (2 * B) -> advantage h zs z1 z2 < 0) /\
  (0 < h (zs ^ 2) - h 0 -> h (z1 ^ 2) - h 0 <= B * z1 ^ 2 -> h (z2 ^ 2) - h 0 <= B * z2 ^ 2 ->
   eps < sqrt ((h (zs ^ 2) - h 0) / (2 * B)) -> advantage h (zs ^ 2) (z1 ^ 2) (z2 ^ 2) < 0).

Theorem eq89_bounded : eq89_bounded_statement.
Proof. exact PaperCases.bounded_case. Qed.

(** [X] For h(u) = log(u + g), solved for g; read at u = z or at u = z^2. *)
Definition eq9_log_threshold_statement : Prop :=
  forall g u0 u1 u2, 0 < g -> 0 < u0 -> 0 < u1 -> 0 < u2 ->
  let h := fun u => ln (u + g) in
  (u1 + u2 < u0 -> (0 < advantage h u0 u1 u2 <-> g < u1 * u2 / (u0 - u1 - u2))) /\
  (u0 <= u1 + u2 -> 0 < advantage h u0 u1 u2).

Theorem eq9_log_threshold : eq9_log_threshold_statement.
Proof. exact PaperCases.log_case. Qed.
