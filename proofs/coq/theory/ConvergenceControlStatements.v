(** * Theorems B and C: the autoencoders of the false variants and examples

    Every [..._false_statement] of theorem_b and theorem_c denies a plausible variant of a theorem:
    an inequality reversed, r+1 replaced by r, a hypothesis dropped. The [example_...] statements
    say that the hypotheses can be met, or that a bound is attained.
    They are proved in ConvergenceControlsB.v, ConvergenceControlsC.v and ConvergenceTent.v. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements.
Open Scope R_scope.

(** ** Two autoencoders *)

(** d = 4, kappa = 2, one sample (1,0,0,0), and the linear decoder z |-> (a (z_0 + z_1),0,0,0):
    the code (1/a,0) is optimal sparse, (1/(2a),1/(2a)) is exact too, and 0 errs by 1/4. *)
Definition toy (a : R) : autoencoder :=
  Autoencoder 4 2 1 (Nat.lt_0_succ 3) (Nat.lt_0_succ 0)
    (fun _ c => if Nat.eqb c 0 then 1 else 0)
    unit (fun _ z c => if Nat.eqb c 0 then a * (z 0%nat + z 1%nat) else 0).

Definition toy_sparse (a : R) : code := fun k _ => if Nat.eqb k 0 then / a else 0.
Definition toy_dense (a : R) : code := fun _ _ => / (2 * a).

(** d = kappa = 2, the samples (0,0) and (1,0), theta = w real. The decoder shows a tent of
    height 1 at z_0 = w and of half-width w/2, nothing for w <= 0: it is continuous in z for
    each w and in w for each z. The codes (sqrt(1-w^2), w) all have power 1/2, and they are
    exact for 0 < w <= 1/2, but not in the limit w = 0. *)
Definition tent_height (w z : R) : R :=
  if Rlt_dec 0 w then Rmax 0 (1 - 2 * Rabs (z / w - 1)) else 0.

Definition tent : autoencoder :=
  Autoencoder 2 2 2 (Nat.lt_0_succ 1) (Nat.lt_0_succ 1)
    (fun i c => if (Nat.eqb i 1 && Nat.eqb c 0)%bool then 1 else 0)
    R (fun w z c => if Nat.eqb c 0 then tent_height w (z 0%nat) else 0).

Definition arc (w : R) : code := fun k i =>
  if Nat.eqb k 0 then (if Nat.eqb i 0 then sqrt (1 - w ^ 2) else w) else 0.

Definition arc_codes (Z : code) : Prop := exists w, 0 <= w <= 1 / 2 /\ Z = arc w.

(** Continuity in each argument alone. *)
Definition separately_continuous (A : autoencoder)
    (tends : (nat -> Theta A) -> Theta A -> Prop) : Prop :=
  (forall thetas theta z c, (c < d A)%nat -> tends thetas theta ->
    is_lim_seq (fun j => decode A (thetas j) z c) (decode A theta z c)) /\
  (forall theta (zs : nat -> nat -> R) (z : nat -> R) c, (c < d A)%nat ->
    (forall k, (k < kappa A)%nat -> is_lim_seq (fun j => zs j k) (z k)) ->
    is_lim_seq (fun j => decode A theta (zs j) c) (decode A theta z c)).

(** For the single theta of the toy: every sequence converges. *)
Definition always {T : Type} (_ : nat -> T) (_ : T) : Prop := True.

(** A sparse, a dense and an imperfect code. *)
Definition three_codes (a : R) (Z : code) : Prop :=
  Z = zero_code \/ Z = toy_sparse a \/ Z = toy_dense a.

