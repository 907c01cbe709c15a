(** theorem-a-equality: The boundary case of Theorem A. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements.
From Sparsity.theory Require AlgebraTheoremA3 AlgebraControls AlgebraTies.
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

(** [X] Where an extreme is infinite nothing is guaranteed. *)
Definition theorem_A_infinite_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (forall B, exists y, rises h y /\ B < y) \/ (forall B, exists y, rises h y /\ y < B) \/
      (forall B, exists y, rises g y /\ y < B) ->
    ~ guarantees d (separable (kappa := kappa) d g h) r.

Theorem theorem_A_infinite : theorem_A_infinite_statement.
Proof. exact @AlgebraTies.theorem_A_infinite. Qed.

(** [X] What the other points cost more in a tie: what the rises leave below H+, above H- and above G-. *)
Definition theorem_A_tie_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R) (Hp Hm Gm : R),
    (0 < r)%N -> (0 < d)%N ->
    is_sup (rises h) Hp -> is_inf (rises h) Hm -> is_inf (rises g) Gm ->
    forall p q : 'rV[R]_kappa, nonnegative p -> nonnegative q -> positives p = r ->
    (r%:R * Hp = r.+1%:R * Hm ->
       (Hm = r%:R * (Hp - Hm) /\ (~ (attains h Hp /\ attains h Hm) -> 0 < Hm)) /\
       forall j, positives q = (r.+1 + j)%N ->
       exists S T, [/\ 0 <= S, 0 <= T, ~ attains h Hp -> 0 < S, ~ attains h Hm -> 0 < T &
         separable d g h 0 q - separable d g h 0 p = (Hm * j%:R + S + T) / d%:R]) /\
    (r%:R * Hp = d%:R * Gm -> forall e j, 0 < e -> positives q = j ->
       exists S T, [/\ 0 <= S, 0 <= T, ~ attains h Hp -> 0 < S, ~ attains g Gm -> 0 < T &
         separable d g h e q - separable d g h 0 p = (Hm * j%:R + S + T * d%:R) / d%:R]).

Theorem theorem_A_tie : theorem_A_tie_statement.
Proof. exact @AlgebraTies.theorem_A_tie. Qed.

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
