(** theorem-a-equality: The boundary case of Theorem A. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraTheoremA3 AlgebraControls.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] Theorem A with its equality case. *)
Definition theorem_A_equality_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R) (Hp Hm Gm : R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    is_sup (rises h) Hp -> is_inf (rises h) Hm -> is_inf (rises g) Gm ->
    (guarantees d (separable (kappa := kappa) d g h) r <->
     (r%:R * Hp < r.+1%:R * Hm \/
        r%:R * Hp = r.+1%:R * Hm /\ ~ (attains h Hp /\ attains h Hm)) /\
     (r%:R * Hp < d%:R * Gm \/
        r%:R * Hp = d%:R * Gm /\ ~ (attains h Hp /\ attains g Gm))).

Theorem theorem_A_equality : theorem_A_equality_statement.
Proof. exact @AlgebraTheoremA3.theorem_A_equality. Qed.

(** ** False variants, refuted, and examples *)

(** The equality case of Theorem A occurs with a guarantee: r = 1, h(u) = count(u) + u/(u+1), whose
    rises fill (1,2): r H+ = (r+1) H- and neither is attained; g = count. *)
Definition equality_guaranteed_statement : Prop :=
  forall (R : rcfType) (d kappa : nat), (1 < kappa)%N -> (kappa <= d)%N ->
    let h u := count u + u / (u + 1) : R in
    [/\ is_sup (rises h) 2%:R, is_inf (rises h) 1 &
        guarantees d (separable (kappa := kappa) d (@count R) h) 1].

Theorem equality_guaranteed : equality_guaranteed_statement.
Proof. exact @AlgebraControls.equality_guaranteed. Qed.
