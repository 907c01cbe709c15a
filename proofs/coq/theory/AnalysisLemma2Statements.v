(* Lemma 2: definitions only.  [P] is the paper's, [X] an extension made here. *)

From Coq Require Import Reals List.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Export AnalysisStatements.
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

(** The loss of Lemma 2 in closed form; v k is the constant variance s_k^2. *)
Definition affine_loss (beta : R) (d kappa n : nat) (gamma : R) (X W : nat -> vec) (b : vec)
    (Z : nat -> vec) (v : vec) : R :=
  INR d * error d n X (affine kappa W b) Z / gamma
  + rsum kappa (fun k => col_power d W k * v k) / gamma + INR d * ln gamma
  + beta * (rsum kappa (fun k => v k - ln (v k)) + rsum kappa (row_power n Z)).

(** Minimum over s alone. *)
Definition fixed_scale_loss (beta : R) (d kappa n : nat) (gamma : R) (X W : nat -> vec) (b : vec)
    (Z : nat -> vec) : R :=
  INR d * error d n X (affine kappa W b) Z / gamma + INR d * ln gamma
  + beta * (INR kappa + rsum kappa (fun k => ln (1 + col_power d W k / (beta * gamma)))
            + rsum kappa (row_power n Z)).

(** Rescaling latent coordinate k by D k: (W D, D^-1 Z). *)
Definition scale_decoder (D : vec) (W : nat -> vec) : nat -> vec := fun j k => W j k * D k.
Definition scale_codes (D : vec) (Z : nat -> vec) : nat -> vec := fun i k => Z i k / D k.

(** psi_g(c) = log(1 + v/g) + v/(v+g) with v = (c + sqrt(c^2 + 4 c g))/2. *)
Definition psi_scale (g c : R) : R := (c + sqrt (c ^ 2 + 4 * c * g)) / 2.
Definition psi (g c : R) : R :=
  ln (1 + psi_scale g c / g) + psi_scale g c / (psi_scale g c + g).

(** Lemma 2's loss with s and the scale minimised out. *)
Definition free_scale_loss (beta : R) (d kappa n : nat) (X W : nat -> vec) (b : vec)
    (Z : nat -> vec) (gamma : R) : R :=
  INR d * error d n X (affine kappa W b) Z / gamma + INR d * ln gamma
  + beta * (INR kappa + rsum kappa (fun k => psi (beta * gamma) (size d n W Z k))).

(** With m positive sizes c_k: (d - beta m) log gamma + const + beta sum log c_k. *)
Definition lemma2b_leading (beta : R) (d kappa : nat) (c : vec) (gamma : R) : R :=
  (INR d - beta * INR (count_pos kappa c)) * ln gamma
  + beta * (INR kappa + INR (count_pos kappa c) * (1 - ln beta)
            + sum_pos kappa c (fun k => ln (c k))).

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

