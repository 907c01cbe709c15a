(* The labyrinth and the winding decoders: maps of the plane.  Definitions only. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements.
Open Scope R_scope.

Definition plane : Type := R * R.

Definition continuous_on_plane (f : plane -> plane) : Prop := forall p, continuous f p.
Definition one_to_one (f : plane -> plane) : Prop := forall p q, f p = f q -> p = q.

(** Continuous, and undone from both sides by a continuous map. *)
Definition homeomorphism (f : plane -> plane) : Prop :=
  continuous_on_plane f /\
  exists g, continuous_on_plane g /\ (forall p, g (f p) = p) /\ (forall p, f (g p) = p).

(** ** The labyrinth *)

(** Beside the identity, the decoder that winds around (eps/2, eps/2): at the angle t + 2 atan z, at
    the distance eps/4 (t/sqrt(t^2+1) + 1). *)
Definition labyrinth_radius (eps t : R) : R := eps * (t / sqrt (t ^ 2 + 1) + 1) / 4.
Definition labyrinth (eps : R) (theta : bool) (p : plane) : plane :=
  if theta then
    let rho := labyrinth_radius eps (fst p) in
    let alpha := fst p + 2 * atan (snd p) in
    (eps / 2 + rho * cos alpha, eps / 2 + rho * sin alpha)
  else p.

(** ** The winding decoders *)

(** The code (u, v) at theta: y = ((u - s)/lambda, v - s), s = (1 - theta) eps/2, turned about the
    centre by omega theta |y|. *)
Definition winding_scale (stretch theta : R) : R := stretch * theta - theta + 1.
Definition turned (alpha : R) (y : plane) : plane :=
  (cos alpha * fst y - sin alpha * snd y, sin alpha * fst y + cos alpha * snd y).
Definition length (y : plane) : R := sqrt (fst y ^ 2 + snd y ^ 2).
Definition winding (eps stretch omega theta : R) (p : plane) : plane :=
  let s := (1 - theta) * eps / 2 in
  let y := ((fst p - s) / winding_scale stretch theta, snd p - s) in
  let image := turned (omega * length y * theta) y in
  (eps / 2 + fst image, eps / 2 + snd image).

(** The data: on a spiral, at the distances rho_i from the centre. *)
Definition spiral (eps omega rho : R) : plane :=
  (eps / 2 + rho * cos (omega * rho), eps / 2 + rho * sin (omega * rho)).
Definition winding_code (eps stretch omega theta rho : R) : plane :=
  (eps * (1 - theta) / 2 + rho * winding_scale stretch theta * cos (omega * rho * (1 - theta)),
   eps * (1 - theta) / 2 + rho * sin (omega * rho * (1 - theta))).

(** ** As autoencoders with d = kappa = 2 *)

Definition unit_interval : Type := { theta : R | 0 <= theta <= 1 }.

Definition coordinate (p : plane) (c : nat) : R := if Nat.eqb c 0 then fst p else snd p.
Definition two_positive : (0 < 2)%nat := le_S 1 1 (le_n 1).
Definition plane_autoencoder (n : nat) (n_positive : (0 < n)%nat) (x : nat -> plane)
    (parameters : Type) (decoder : parameters -> plane -> plane) : autoencoder :=
  Autoencoder 2 2 n two_positive n_positive (fun i => coordinate (x i)) parameters
    (fun theta z => coordinate (decoder theta (z 0%nat, z 1%nat))).

(** An instance of the winding decoders: eps = 1/10, Lambda eps/2 = 10, omega eps/2 = 2 pi 5, and 8 samples at
    rho_i = s_i eps/2, s_i = 1/4 + 3 i/(4 (8 + 1)), i numbered from 0 here. *)
Definition eight_radii (i : nat) : R := (1 / 4 + 3 * (INR i + 1) / 36) * (1 / 10 / 2).
Definition eight_positive : (0 < 8)%nat := PeanoNat.Nat.lt_0_succ 7.
Definition eight_samples : autoencoder :=
  plane_autoencoder 8 eight_positive (fun i => spiral (1 / 10) (200 * PI) (eight_radii i)) unit_interval
    (fun theta => winding (1 / 10) 200 (200 * PI) (proj1_sig theta)).
