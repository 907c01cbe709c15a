(** winding-local: Near the sparse code of the winding decoders. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements PlaneStatements.
From Sparsity.theory Require Winding.
Local Open Scope R_scope.

(** [X] p1 and p2 are the row powers of the exact code at theta = 1 - delta, L its loss. *)
Definition winding_near_sparse_statement : Prop :=
  forall (h p1 p2 : R -> R) (d : nat) (w q K : R),
  (0 < d)%nat -> 0 < w -> 0 < q ->
  (forall u v, 0 <= u <= v -> h u <= h v) ->
  let H := fun a => h (a ^ 2) in
  (forall a, 0 < a -> ex_derive H a /\ ex_derive (Derive H) a /\ Derive (Derive H) a <= 0) ->
  (forall delta, 0 < delta <= w -> 0 < p1 delta) ->
  (forall delta, 0 <= delta <= w -> exists slope,
    is_derive (fun t => h (p1 t)) delta slope /\ Rabs slope <= K) ->
  (forall delta, 0 < delta <= w -> delta ^ 2 * q <= p2 delta) -> p2 0 = 0 ->
  let G := h (w ^ 2 * q) - h 0 in
  w * K < G ->
  let L := fun delta => (h (p1 delta) + h (p2 delta)) / INR d in
  forall delta, 0 < delta <= w ->
  h (p1 0) - h (p1 delta) <= K * delta /\
  G * delta / w <= h (p2 delta) - h (p2 0) /\
  delta * (G / w - K) / INR d <= L delta - L 0 /\ 0 < delta * (G / w - K) / INR d.

Theorem winding_near_sparse : winding_near_sparse_statement.
Proof. exact @Winding.winding_near_sparse. Qed.
