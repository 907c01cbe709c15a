(** ppca-identity: at beta = 1 the affine VAE is probabilistic PCA. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import AnalysisAffineStatements LikelihoodStatements.
From Sparsity.theory Require Likelihood.
Local Open Scope R_scope.

(** The best log-likelihood of n samples under N(b, gamma I + W W^T), over W and b, and what V(gamma) is
    by it: V is the least loss over decoders, offsets, codes and variances at beta = 1, those of each
    sample on their own.  lam: eigenvalues of the covariance of the samples. *)
Definition ppca_identity_statement : Prop :=
  forall d kappa n gamma X lam u, (0 < n)%nat -> 0 < gamma -> principal d (covariance n X) lam u ->
  let top := fun k => Rmax gamma (lam k) in
  let best := - INR n * (INR d * ln (2 * PI) + (INR d - INR kappa) * ln gamma
    + rsum (d - kappa) (fun j => lam (kappa + j)%nat / gamma)
    + rsum kappa (fun k => ln (top k) + lam k / top k)) / 2 in
  let C := model_covariance kappa gamma in
  let V := - (2 / INR n) * best + (INR kappa - INR d * ln (2 * PI)) in
  (forall W b P, inverse d (C W) P -> log_likelihood d n X b (C W) P <= best) /\
  (exists W b P, inverse d (C W) P /\ log_likelihood d n X b (C W) P = best) /\
  V = affine_value 1 d kappa lam gamma /\
  (forall W b Z v, (forall i k, (i < n)%nat -> (k < kappa)%nat -> 0 < v i k) ->
     V <= free_loss 1 d kappa n gamma X W b Z v) /\
  (exists W b Z v, (forall k, 0 < v k) /\ free_loss 1 d kappa n gamma X W b Z (fun _ => v) = V).

Theorem ppca_identity : ppca_identity_statement.
Proof. exact Likelihood.ppca_identity. Qed.

(** Columns along principal directions: minus twice the mean log-likelihood, direction by direction. *)
Definition direction_terms_statement : Prop :=
  forall d kappa n gamma X lam u c P, (0 < n)%nat -> (kappa <= d)%nat -> 0 < gamma ->
  principal d (covariance n X) lam u ->
  let W := fun j k => c k * u k j in
  let m := fun j => if Nat.ltb j kappa then gamma + c j ^ 2 else gamma in
  inverse d (model_covariance kappa gamma W) P ->
  -2 * (log_likelihood d n X (data_mean n X) (model_covariance kappa gamma W) P / INR n)
  = INR d * ln (2 * PI) + rsum d (fun j => lam j / m j + ln (m j)).

Theorem direction_terms : direction_terms_statement.
Proof. exact Likelihood.direction_terms. Qed.

(** The covariances of the model have a positive determinant and an inverse. *)
Definition covariance_invertible_statement : Prop :=
  forall d kappa gamma W, 0 < gamma ->
  0 < determinant d (model_covariance kappa gamma W) /\
  exists P, inverse d (model_covariance kappa gamma W) P.

Theorem covariance_invertible : covariance_invertible_statement.
Proof. exact Likelihood.covariance_invertible. Qed.

(** The density is the one of eq. (2) where both are defined: of independent coordinates. *)
Definition diagonal_density_statement : Prop :=
  forall d (b v x : vec), (forall j, (j < d)%nat -> 0 < v j) ->
  exp (normal_log_density d b (fun i j => v i * delta i j) (fun i j => / v i * delta i j) x)
  = normal_density_vec d b v x.

Theorem diagonal_density : diagonal_density_statement.
Proof. exact Likelihood.diagonal_density. Qed.

(** ** False variant, refuted *)

(** The identity holds at every decoder. *)
Definition every_decoder_false_statement : Prop :=
  ~ (forall d kappa n gamma X W b P, (0 < n)%nat -> 0 < gamma ->
     inverse d (model_covariance kappa gamma W) P ->
     exists Z v, (forall i k, 0 < v i k) /\
     free_loss 1 d kappa n gamma X W b Z v
     = - (2 / INR n) * log_likelihood d n X b (model_covariance kappa gamma W) P
       + (INR kappa - INR d * ln (2 * PI))).

Theorem every_decoder_false : every_decoder_false_statement.
Proof. exact Likelihood.every_decoder_false. Qed.
