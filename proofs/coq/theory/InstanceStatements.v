(* The instances of Theorems 4 and A, by formulas.  Definitions only.  Rows and coordinates are numbered
   from 0; Y has r rows. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import ConvergenceStatements.
Open Scope R_scope.

(** Row k of Y in the coordinates k < r, row r once more in those up to m, 0 beyond. *)
Definition repeated (r m : nat) (Y : nat -> nat -> R) (k i : nat) : R :=
  if Nat.ltb k r then Y k i else if Nat.ltb k m then Y (r - 1)%nat i else 0.

Definition kronecker (j k : nat) : R := if Nat.eqb j k then 1 else 0.

(** 1 where row r meets a coordinate j, r < j <= m in the claim's numbering. *)
Definition joined (r m j k : nat) : R :=
  if (Nat.eqb k (r - 1) && Nat.leb r j && Nat.ltb j m)%bool then 1 else 0.

Definition dense_matrix (q : nat -> R) (j k : nat) : R := kronecker j k / sqrt (q k).
Definition sparse_matrix (r m : nat) (p : nat -> R) (j k : nat) : R :=
  (joined r m j k + kronecker j k) / sqrt (p k).
Definition dense_code (r m : nat) (Y : nat -> nat -> R) (q : nat -> R) : code :=
  fun k i => repeated r m Y k i * sqrt (q k).
Definition sparse_code (r : nat) (Y : nat -> nat -> R) (p : nat -> R) : code :=
  fun k i => if Nat.ltb k r then sqrt (p k) * Y k i else 0.
Definition dense_inverse_matrix (q : nat -> R) (k j : nat) : R := sqrt (q k) * kronecker j k.
Definition sparse_inverse_matrix (r m : nat) (p : nat -> R) (k j : nat) : R :=
  (- joined r m k j + kronecker j k) * sqrt (p k).

Definition apply (kappa : nat) (W : nat -> nat -> R) (z : nat -> R) (j : nat) : R :=
  rsum kappa (fun k => W j k * z k).

(** V W = I. *)
Definition inverts (d kappa : nat) (V W : nat -> nat -> R) : Prop :=
  forall z k, (k < kappa)%nat -> apply d V (apply kappa W z) k = z k.

(** The autoencoder with linear decoders W theta. *)
Definition linear_autoencoder (d kappa n : nat) (d_positive : (0 < d)%nat) (n_positive : (0 < n)%nat)
    (X : nat -> nat -> R) (parameters : Type) (W : parameters -> nat -> nat -> R) : autoencoder :=
  Autoencoder d kappa n d_positive n_positive (fun i j => X j i) parameters
    (fun theta z => apply kappa (W theta) z).

(** The segment between two of these decoders, with one row more: scale and entries. *)
Definition segment_scale (c0 c1 theta : R) : R := c0 * (1 - theta) + c1 * theta.
Definition segment_matrix (r : nat) (c0 c1 theta : R) (j k : nat) : R :=
  c1 * theta * joined r (r + 1) j k + segment_scale c0 c1 theta * kronecker j k.
Definition segment_inverse (r : nat) (c0 c1 theta : R) (k j : nat) : R :=
  - (c1 * theta) * joined r (r + 1) k j / segment_scale c0 c1 theta ^ 2
  + kronecker j k / segment_scale c0 c1 theta.
Definition segment_code (r : nat) (Y : nat -> nat -> R) (c0 c1 theta : R) : code :=
  fun k i =>
    if Nat.ltb k r then Y k i / segment_scale c0 c1 theta
    else if Nat.ltb k (r + 1) then
      c0 * (1 - theta) / segment_scale c0 c1 theta ^ 2 * Y (r - 1)%nat i
    else 0.

(** The smallest: d = kappa = 2, r = n = 1, the sample (1, 1), c_0 = 2 and c_1 = 1/2. *)
Definition smallest_instance : autoencoder :=
  linear_autoencoder 2 2 1 (le_S 1 1 (le_n 1)) (le_n 1) (repeated 1 2 (fun _ _ => 1)) R (segment_matrix 1 2 (1 / 2)).
