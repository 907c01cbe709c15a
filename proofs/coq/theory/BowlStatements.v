(** * A curved autoencoder for the examples of Theorems B and C: definitions only *)

From Coq Require Import Reals Arith.
From Sparsity.theory Require Import ConvergenceStatements.
Open Scope R_scope.

(** d = 4, kappa = 2, one sample (1,0,0,0), and the decoder z |-> (z_0^2 + z_1^2,0,0,0): the codes on the
    unit circle are exact, (1,0) is optimal sparse, (sqrt(1/2),sqrt(1/2)) is dense, and 0 errs by 1/4. *)
Definition bowl : autoencoder :=
  Autoencoder 4 2 1 (Nat.lt_0_succ 3) (Nat.lt_0_succ 0)
    (fun _ c => if Nat.eqb c 0 then 1 else 0)
    unit (fun _ z c => if Nat.eqb c 0 then z 0%nat ^ 2 + z 1%nat ^ 2 else 0).

Definition bowl_sparse : code := fun k _ => if Nat.eqb k 0 then 1 else 0.
Definition bowl_dense : code := fun _ _ => sqrt (/ 2).

(** A sparse, a dense and an imperfect code. *)
Definition bowl_codes (Z : code) : Prop := Z = zero_code \/ Z = bowl_sparse \/ Z = bowl_dense.

(** The decoder at theta is affine in the codes. *)
Definition affine_in_codes (A : autoencoder) (theta : Theta A) : Prop :=
  exists (W : nat -> nat -> R) (b : nat -> R), forall z c, (c < d A)%nat ->
  decode A theta z c = b c + rsum (kappa A) (fun k => W c k * z k).
