(** * False variants and examples

    First, variants of the theorems that one might write by mistake, each with its negation: for
    every real closed field and all dimensions, the variant is false.  Then examples: hypotheses of
    the theorems that can be met. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity Require Import AlgebraStatements.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Variants that are false *)

(** Theorem A0 with "at least r" for "more than r" active rows. *)
Definition A0_at_least_r_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall Psi : R -> 'rV[R]_kappa -> R,
        guarantees d Psi r <->
        forall (p q : 'rV[R]_kappa) (e : R),
          nonnegative p -> nonnegative q -> positives p = r ->
          0 < e \/ e = 0 /\ (r <= positives q)%N -> Psi 0 p < Psi e q.

(** Theorem A0 without the comparison with imperfect points. *)
Definition A0_exact_only_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall Psi : R -> 'rV[R]_kappa -> R,
        guarantees d Psi r <->
        forall (p q : 'rV[R]_kappa),
          nonnegative p -> nonnegative q -> positives p = r -> (r < positives q)%N ->
          Psi 0 p < Psi 0 q.

(** Theorem A1 with the gap reversed. *)
Definition A1_gap_reversed_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g : R -> R), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall h : R -> R,
        (exists a b, [/\ 0 < a, 0 < b & r%:R * (h a - h 0) < r.+1%:R * (h b - h 0)]) ->
        beaten_by_denser d kappa r g h.

(** Theorem A1 with r for r+1: H+ > H- is not enough. *)
Definition A1_r_for_r1_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g : R -> R), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall h : R -> R,
        (exists a b, [/\ 0 < a, 0 < b & r%:R * (h b - h 0) < r%:R * (h a - h 0)]) ->
        beaten_by_denser d kappa r g h.

(** Theorem A2 without the factor d. *)
Definition A2_without_d_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        (exists a e, [/\ 0 < a, 0 < e & g e - g 0 < r%:R * (h a - h 0)]) ->
        ~ guarantees d (separable (kappa := kappa) d g h) r.

(** Theorem A3 with weak inequalities. *)
Definition A3_weak_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        (forall a b, 0 < a -> 0 < b -> r%:R * (h a - h 0) <= r.+1%:R * (h b - h 0)) ->
        (forall a e, 0 < a -> 0 < e -> r%:R * (h a - h 0) <= d%:R * (g e - g 0)) ->
        guarantees d (separable (kappa := kappa) d g h) r.

(** Theorem A4 with r+2 for r+1. *)
Definition A4_r2_for_r1_false_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N ->
    ~ forall (g h : R -> R) (X : 'M[R]_(d, n)) (mu : decoder R d kappa) Z Z' tau,
        nondecreasing g -> nondecreasing h -> error X mu Z = 0 ->
        loss g h X mu Z' <= loss g h X mu Z -> 0 <= tau ->
        \sum_k (h (power Z k) - h 0) < r.+2%:R * (h tau - h 0) ->
        (#|[set k | (tau <= power Z' k)%R]| <= r)%N.

(** A gap for every h that is not constant: continuity at 0 dropped. *)
Definition gap_without_continuity_false_statement : Prop :=
  forall (R : rcfType) (r : nat), ~ forall h : R -> R, not_constant h -> code_gap r h.

(** Theorem 4 with gradients bounded on (0, oo) only: g = h = count. *)
Definition theorem_4_open_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    let bounded f := exists (f' : R -> R) (B : R),
      forall u, 0 < u -> derivative f u (f' u) /\ `|f' u| <= B in
    ~ forall g h : R -> R,
        bounded g -> bounded h -> not_constant h -> paper_conclusion d kappa r g h.

(** Theorem 4 for constant h. *)
Definition theorem_4_constant_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        bounded_gradient g -> bounded_gradient h -> paper_conclusion d kappa r g h.

(** g = count, h = beta count with the threshold included. *)
Definition count_threshold_closed_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall beta : R, 0 < beta <= d%:R / r%:R ->
        guarantees d (separable (kappa := kappa) d (@count R) (fun u => beta * count u)) r.

(** Only the count, from one triple: at r = 1 other penalties are guaranteed too. *)
Definition only_the_count_one_triple_false_statement : Prop :=
  forall (R : rcfType) (d kappa : nat), (1 < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        guarantees d (separable (kappa := kappa) d g h) 1 ->
        exists c, forall u, 0 < u -> h u = h 0 + c * count u.

(** Theorem B with r for r+1. *)
Definition theorem_B_r_for_r1_false_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (g : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N ->
    ~ forall (h : R -> R) (P Q : R) (X : 'M[R]_(d, n)) (mu mu' : decoder R d kappa) Z Z',
        error X mu Z = 0 -> error X mu' Z' = 0 ->
        active Z = r -> level Z P -> active Z' = r.+1 -> level Z' Q ->
        (loss g h X mu Z < loss g h X mu' Z' <-> r%:R * (h P - h 0) < r%:R * (h Q - h 0)).

(** The threshold of u/(u + tau) with the inequality reversed. *)
Definition theorem_B_ratio_reversed_false_statement : Prop :=
  forall (R : rcfType) (r : nat), (0 < r)%N ->
    ~ forall P Q tau : R, 0 < P -> 0 < Q -> 0 < tau -> r.+1%:R * Q < r%:R * P ->
        let h u := u / (u + tau) in
        (r%:R * (h P - h 0) < r.+1%:R * (h Q - h 0) <->
         P * Q / (r%:R * P - r.+1%:R * Q) < tau).

(** ** Examples *)

(** The l0 pair meets the hypotheses of Theorem A3, and so those of Theorem A0. *)
Definition count_guaranteed_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat), (0 < r < kappa)%N -> (kappa <= d)%N ->
    [/\ is_sup (rises (@count R)) 1, is_inf (rises (@count R)) 1,
        r%:R * 1 < r.+1%:R * (1 : R), r%:R * 1 < d%:R * (1 : R) &
        guarantees d (separable (kappa := kappa) d (@count R) (@count R)) r].

(** Both gaps occur: g(u) = h(u) = u. *)
Definition gaps_exist_statement : Prop :=
  forall (R : rcfType) (d r : nat), (0 < r)%N -> (0 < d)%N ->
    code_gap r (id : R -> R) /\ error_gap d r (id : R -> R) (id : R -> R).

(** The hypotheses of Theorem 4 can be met: g(u) = h(u) = u. *)
Definition bounded_gradient_exists_statement : Prop :=
  forall R : rcfType, bounded_gradient (id : R -> R) /\ not_constant (id : R -> R).

(** The equality case of Theorem A occurs with a guarantee: r = 1, h(u) = count(u) + u/(u+1), whose
    rises fill (1,2): r H+ = (r+1) H- and neither is attained; g = count. *)
Definition equality_guaranteed_statement : Prop :=
  forall (R : rcfType) (d kappa : nat), (1 < kappa)%N -> (kappa <= d)%N ->
    let h u := count u + u / (u + 1) : R in
    [/\ is_sup (rises h) 2%:R, is_inf (rises h) 1 &
        guarantees d (separable (kappa := kappa) d (@count R) h) 1].
