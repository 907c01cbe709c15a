(** beta-no-minimiser: No minimiser on data of exact low rank. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisAffineStatements AnalysisLemma3Statements
  AnalysisLabyrinthStatements SpectralStatements.
From Sparsity.theory Require AnalysisCollapse AnalysisControls AnalysisExamples AnalysisTotalCollapse
  PrincipalPoints.
Import ListNotations.
Local Open Scope R_scope.

(** [P] -infinity is reached iff beta < d/r (Section 2.3), in exact form. *)
Definition affine_threshold_statement : Prop :=
  forall beta d kappa r lam, (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
  (to_minus_infinity_at_0 (affine_value beta d kappa lam) <-> beta * INR r < INR d) /\
  (to_plus_infinity_at_0 (affine_value beta d kappa lam) <-> INR d < beta * INR r).

Theorem affine_threshold : affine_threshold_statement.
Proof. exact @AnalysisCollapse.affine_threshold. Qed.

(** beta < d/r: V increases strictly, so no gamma > 0 is a minimiser. *)
Definition affine_increasing_statement : Prop :=
  forall beta d kappa r lam g1 g2, (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
  beta * INR r < INR d -> 0 < g1 < g2 ->
  affine_value beta d kappa lam g1 < affine_value beta d kappa lam g2.

Theorem affine_increasing : affine_increasing_statement.
Proof. exact @AnalysisCollapse.affine_increasing. Qed.

(** The bound on the slope, what half the variance gains, and the explicit variance. *)
Definition affine_no_minimiser_statement : Prop :=
  forall beta d kappa r lam,
  (r <= kappa)%nat -> 0 < beta -> has_rank r lam -> beta * INR r < INR d ->
  let V := affine_value beta d kappa lam in
  let C := beta * INR kappa + beta * rsum r (fun j => ln (lam j / beta) + 1) in
  (forall gamma, 0 < gamma -> exists slope, is_derive V gamma slope /\
     0 < (INR d - beta * INR r) / gamma <= slope) /\
  (forall gamma, 0 < gamma ->
     0 < (INR d - beta * INR r) * ln 2 <= V gamma - V (gamma / 2)) /\
  (forall B gamma, 0 < gamma < exp ((- B - C) / (INR d - beta * INR r)) ->
     (forall j, (j < r)%nat -> beta * gamma <= lam j) -> V gamma < - B).

Theorem affine_no_minimiser : affine_no_minimiser_statement.
Proof. exact @AnalysisTotalCollapse.affine_no_minimiser. Qed.

(** Fixed orthogonal columns, in the coordinates along them. *)
Definition affine_fixed_columns_statement : Prop :=
  forall beta d kappa cols mu w gamma,
  (cols <= kappa)%nat -> 0 < beta -> 0 < gamma ->
  (forall k, 0 <= mu k) -> (forall k, (k < cols)%nat -> w k <> 0) ->
  let rest := fun g k => beta * (mu k / (beta * g + w k ^ 2) + ln ((beta * g + w k ^ 2) / beta)) in
  let loss := fun a v => rsum cols (fun k => direction_loss beta gamma (mu k) (w k) (a k) (v k))
                         + INR d * ln gamma + beta * INR (kappa - cols) in
  let least := fun g => (INR d - beta * INR cols) * ln g + rsum cols (rest g) + beta * INR kappa in
  (forall a v, (forall k, 0 < v k) -> least gamma <= loss a v) /\
  (exists a v, (forall k, 0 < v k) /\ loss a v = least gamma) /\
  (forall k, (k < cols)%nat -> gamma <= 1 ->
    beta * ln (w k ^ 2 / beta) <= rest gamma k
    <= beta * (mu k / w k ^ 2 + ln ((beta + w k ^ 2) / beta))) /\
  (beta * INR cols < INR d -> to_minus_infinity_at_0 least).

Theorem affine_fixed_columns : affine_fixed_columns_statement.
Proof. exact @AnalysisTotalCollapse.affine_fixed_columns. Qed.

(** ** All affine decoders *)

(** Every W, b, codes and variances, those of each sample on their own, are beaten at half the variance of
    the decoder, and the infimum is - infinity.  lam: eigenvalues of the covariance. *)
Definition every_point_beaten_statement : Prop :=
  forall beta d kappa n r X lam u, (0 < n)%nat -> (r <= kappa)%nat -> 0 < beta ->
  principal d (covariance n X) lam u -> has_rank r lam -> beta * INR r < INR d ->
  let gap := (INR d - beta * INR r) * ln 2 in
  0 < gap /\
  (forall gamma W b Z v, 0 < gamma -> (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) ->
   exists W' b' Z' v', (forall k, 0 < v' k) /\
     free_loss beta d kappa n (gamma / 2) X W' b' Z' (fun _ => v') + gap
     <= free_loss beta d kappa n gamma X W b Z v) /\
  (forall B, exists gamma W b Z v, 0 < gamma /\ (forall k, 0 < v k) /\
     free_loss beta d kappa n gamma X W b Z (fun _ => v) < B).

Theorem every_point_beaten : every_point_beaten_statement.
Proof. exact PrincipalPoints.every_point_beaten. Qed.

(** Fixed orthogonal columns in any directions, cols of them not 0, whose span contains the data about
    their mean; mu k: the variance of the data along column k.  The least loss over offsets, codes and
    variances. *)
Definition fixed_columns_statement : Prop :=
  forall beta d kappa cols n X W gamma, (0 < n)%nat -> (cols <= kappa)%nat -> 0 < beta -> 0 < gamma ->
  let w := fun k j => W j k in
  let omega := col_power d W in
  (forall k m, (k < kappa)%nat -> (m < kappa)%nat -> k <> m -> inner d (w k) (w m) = 0) ->
  (forall k, (k < cols)%nat -> 0 < omega k) ->
  (forall k, (cols <= k < kappa)%nat -> omega k = 0) ->
  (forall i, (i < n)%nat -> exists a, forall j, (j < d)%nat ->
     X i j = affine kappa W (data_mean n X) a j) ->
  let mu := fun k => mean n (fun i => inner d (w k) (fun j => X i j - data_mean n X j) ^ 2) / omega k in
  let rest := fun g k => beta * (mu k / (beta * g + omega k) + ln ((beta * g + omega k) / beta)) in
  let least := fun g => (INR d - beta * INR cols) * ln g + rsum cols (rest g) + beta * INR kappa in
  (forall b Z v, (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) ->
     least gamma <= free_loss beta d kappa n gamma X W b Z v) /\
  (exists b Z v, (forall k, 0 < v k) /\
     free_loss beta d kappa n gamma X W b Z (fun _ => v) = least gamma) /\
  (forall k, (k < cols)%nat -> gamma <= 1 ->
     beta * ln (omega k / beta) <= rest gamma k
     <= beta * (mu k / omega k + ln ((beta + omega k) / beta))) /\
  (beta * INR cols < INR d -> to_minus_infinity_at_0 least).

Theorem fixed_columns : fixed_columns_statement.
Proof. exact PrincipalPoints.fixed_columns. Qed.

(** ** False variants, refuted, and examples *)

(** The affine beta-VAE: V increases strictly at beta = d/r too. *)
Definition affine_increasing_tie_false_statement : Prop :=
  ~ (forall beta d kappa r lam g1 g2, (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
     beta * INR r <= INR d -> 0 < g1 < g2 ->
     affine_value beta d kappa lam g1 < affine_value beta d kappa lam g2).

Theorem affine_increasing_tie_false : affine_increasing_tie_false_statement.
Proof. exact @AnalysisControls.affine_increasing_tie_false. Qed.

(** With gamma learned a minimum always exists, exact low rank included. *)
Definition affine_minimum_exists_false_statement : Prop :=
  ~ (forall beta d kappa lam, (0 < d)%nat -> 0 < beta -> (forall j, 0 <= lam j) ->
     exists gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v).

Theorem affine_minimum_exists_false : affine_minimum_exists_false_statement.
Proof. exact @AnalysisControls.affine_minimum_exists_false. Qed.

(** Eigenvalues of any rank. *)
Definition has_rank_example_statement : Prop :=
  forall r, has_rank r (fun j => if Nat.ltb j r then 1 else 0).

Theorem has_rank_example : has_rank_example_statement.
Proof. exact @AnalysisExamples.has_rank_example. Qed.
