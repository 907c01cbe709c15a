(* The losses of eq. (3) that a decoder can have up to column scales: definitions only, for
   affine-vae-threshold and affine-vae-bracket. *)

From Coq Require Import Reals List.
From Sparsity.theory Require Export AnalysisLemma3Statements SeparatingStatements BlockStatements Expectations.
Import ListNotations.
Open Scope R_scope.

(** L is the loss at gamma of some point of the decoder W: of some positive column scales D, some codes Z
    and an encoder with variances s, which may depend on the sample. *)
Definition loss_of_a_point (d kappa n : nat) (gamma : R) (X W : nat -> vec) (L : R) : Prop :=
  exists (D : vec) (Z : nat -> vec) (q : nat -> law) (s : nat -> vec),
  (forall k, 0 < D k) /\ encoders kappa n q Z s /\
  L = vae_loss 1 d kappa n gamma X (affine kappa (scale_decoder D W) (fun _ => 0)) q Z s.

(** The same with the codes given, up to the column scales. *)
Definition loss_of_a_code (d kappa n : nat) (gamma : R) (X W Zs : nat -> vec) (L : R) : Prop :=
  exists (D : vec) (q : nat -> law) (s : nat -> vec),
  (forall k, 0 < D k) /\ encoders kappa n q (scale_codes D Zs) s /\
  L = vae_loss 1 d kappa n gamma X (affine kappa (scale_decoder D W) (fun _ => 0)) q (scale_codes D Zs) s.

(** The instance: delta = 3/20, eta = 1/10. *)
Definition sparse_point (gamma L : R) : Prop :=
  loss_of_a_point 3 3 2 gamma instance_data (sparse_decoder (3 / 20)) L.
Definition dense_point (gamma L : R) : Prop :=
  loss_of_a_point 3 3 2 gamma instance_data (dense_decoder (1 / 10)) L.

(** c is the loss of the exact code, column scales and deviations minimised out. *)
Definition exact_sparse (gamma c : R) : Prop :=
  infimum (loss_of_a_code 3 3 2 gamma instance_data (sparse_decoder (3 / 20)) (sparse_codes (3 / 20))) c.
Definition exact_dense (gamma c : R) : Prop :=
  infimum (loss_of_a_code 3 3 2 gamma instance_data (dense_decoder (1 / 10)) (dense_codes (1 / 10))) c.

(** Weights of the rows of the dense decoder, the third one w. *)
Definition dense_weights (w : R) : vec := fun k => nth k [1 / 5; 1 / 5; w] 0.
