(** winding-family: Winding decoders: homeomorphisms with known exact codes. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements PlaneStatements.
From Sparsity.theory Require Winding.
Local Open Scope R_scope.

(** [X] Each decoder is a homeomorphism of the plane. *)
Definition winding_homeomorphism_statement : Prop :=
  forall eps stretch omega theta,
  0 < eps -> 0 < stretch -> 0 < omega -> 0 <= theta <= 1 ->
  homeomorphism (winding eps stretch omega theta).

Theorem winding_homeomorphism : winding_homeomorphism_statement.
Proof. exact @Winding.winding_homeomorphism. Qed.

(** [X] The exact codes, unique; at theta = 1 one row is active. *)
Definition winding_codes_statement : Prop :=
  forall eps stretch omega n (Hn : (0 < n)%nat) (rho : nat -> R),
  0 < eps -> 0 < stretch -> 0 < omega ->
  (forall i, (i < n)%nat -> 0 < rho i < eps / 2) ->
  let A := plane_autoencoder n Hn (fun i => spiral eps omega (rho i)) R (winding eps stretch omega) in
  (forall theta (Z : code), 0 <= theta <= 1 ->
    (error A theta Z = 0 <-> forall i, (i < n)%nat ->
      (Z 0%nat i, Z 1%nat i) = winding_code eps stretch omega theta (rho i))) /\
  forall Z, error A 1 Z = 0 -> 0 < row_power A Z 0 /\ row_power A Z 1 = 0 /\ n_active A Z = 1%nat.

Theorem winding_codes : winding_codes_statement.
Proof. exact @Winding.winding_codes. Qed.

(** [X] The two ends. *)
Definition winding_ends_statement : Prop :=
  forall eps stretch omega rho, 0 < rho < eps / 2 ->
  (forall p, winding eps stretch omega 0 p = p) /\
  winding_code eps stretch omega 0 rho = spiral eps omega rho /\
  0 < fst (spiral eps omega rho) < eps /\ 0 < snd (spiral eps omega rho) < eps /\
  winding_code eps stretch omega 1 rho = (stretch * rho, 0).

Theorem winding_ends : winding_ends_statement.
Proof. exact @Winding.winding_ends. Qed.
