(** instance-family: Instances with one dense and one sparse exact code. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraInstances.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] The instance family: any code with some active rows is the unique exact code of the data
    W1 Z1, for an injective linear decoder W1; another injective linear decoder W0 has its own
    exact code of the same data, with any prescribed powers of more active rows. *)
Definition instance_family_statement : Prop :=
  forall (R : rcfType) (d kappa n : nat) (Z1 : 'M[R]_(kappa, n)) (q : 'rV[R]_kappa),
    (kappa <= d)%N -> nonnegative q -> (0 < active Z1 < positives q)%N ->
    exists (W0 W1 : 'M[R]_(d, kappa)) (Z0 : 'M[R]_(kappa, n)),
      [/\ injective (linear_decoder W0), injective (linear_decoder W1),
          W0 *m Z0 = W1 *m Z1 & powers Z0 = q].

Theorem instance_family : instance_family_statement.
Proof. exact @AlgebraInstances.instance_family. Qed.

(** Codes with any prescribed powers exist, with distinct samples, and with as much rank as there
    are active rows when there are enough samples. *)
Definition codes_exist_statement : Prop :=
  forall (R : rcfType) (kappa n : nat) (p : 'rV[R]_kappa),
    (0 < n)%N -> nonnegative p -> (0 < positives p)%N ->
    exists Z : 'M[R]_(kappa, n),
      [/\ powers Z = p, distinct_samples Z & (positives p <= n)%N -> \rank Z = positives p].

Theorem codes_exist : codes_exist_statement.
Proof. exact @AlgebraInstances.codes_exist. Qed.
