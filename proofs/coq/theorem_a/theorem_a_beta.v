(** theorem-a-beta: The threshold beta < d/r for the l0 pair. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraConsequences AlgebraControls.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] g = count, h = beta count: guaranteed iff 0 < beta < d/r. *)
Definition count_threshold_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (beta : R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (guarantees d (separable (kappa := kappa) d (@count R) (fun u => beta * count u)) r <->
     0 < beta < d%:R / r%:R).

Theorem count_threshold : count_threshold_statement.
Proof. exact @AlgebraConsequences.count_threshold. Qed.

(** [X] beta = d/r is a tie: every optimal sparse representation with r active rows costs as much as
    the zero code, unless that reconstructs the data. *)
Definition count_tie_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat)
         (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta',
    (0 < r)%N -> (0 < d)%N -> optimal_sparse X mu theta Z -> active Z = r ->
    error X (mu theta') 0 <> 0 ->
    let h u := d%:R / r%:R * count u in
    loss (@count R) h X (mu theta') 0 = loss (@count R) h X (mu theta) Z.

Theorem count_tie : count_tie_statement.
Proof. exact @AlgebraConsequences.count_tie. Qed.

(** ** False variants, refuted, and examples *)

(** g = count, h = beta count with the threshold included. *)
Definition count_threshold_closed_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall beta : R, 0 < beta <= d%:R / r%:R ->
        guarantees d (separable (kappa := kappa) d (@count R) (fun u => beta * count u)) r.

Theorem count_threshold_closed_false : count_threshold_closed_false_statement.
Proof. exact @AlgebraControls.count_threshold_closed_false. Qed.
