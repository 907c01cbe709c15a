(** Theorem I1 [X]: which rows a penalty resolves on every instance.

    h nondecreasing, tau > 0, 0 < r < kappa <= d; [rises h] is the set of h(u) - h(0), u > 0, its
    supremum H+ ([is_sup], AlgebraStatements).  [resolves] and [resolves_exact] (ResolutionTerms)
    say that every point, or every exact code, that costs no more than an exact code with r active
    rows has at most r rows of power tau or more, on all data and all decoder families. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements ResolutionTerms Resolution.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [X] (a) iff (b), for all points as for exact codes alone. *)
Definition theorem_I1_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (h : R -> R) (tau : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> nondecreasing h -> 0 < tau ->
    let pairwise := forall a, 0 < a -> r%:R * (h a - h 0) < r.+1%:R * (h tau - h 0) in
    (resolves d kappa r None h tau <-> pairwise) /\
    (resolves_exact d kappa r None h tau <-> pairwise).

Theorem theorem_I1 : theorem_I1_statement.
Proof. exact resolution_strong. Qed.

(** [X] (c): with H+ finite, r H+ < (r+1) (h(tau) - h(0)), or equality and H+ not attained. *)
Definition theorem_I1_sup_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (h : R -> R) (tau Hp : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> nondecreasing h -> 0 < tau -> is_sup (rises h) Hp ->
    (resolves d kappa r None h tau <->
     r%:R * Hp < r.+1%:R * (h tau - h 0) \/
     r%:R * Hp = r.+1%:R * (h tau - h 0) /\ ~ attains h Hp).

Theorem theorem_I1_sup : theorem_I1_sup_statement.
Proof.
move=> R d kappa r h tau Hp r_kappa kd mono t0 supH.
exact: (iff_trans (proj1 (resolution_strong r_kappa kd mono t0))
                  (proj1 (pairwise_sup tau r_kappa supH))).
Qed.

(** [X] With H+ = oo nothing is resolved, in the weak sense of I2 neither. *)
Definition theorem_I1_unbounded_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (h : R -> R) (tau : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> nondecreasing h -> 0 < tau -> unbounded h ->
    ~ resolves d kappa r None h tau /\ ~ resolves_weakly d kappa r h tau.

Theorem theorem_I1_unbounded : theorem_I1_unbounded_statement.
Proof. exact unbounded_unresolved. Qed.

(** [X] Saturation, not steepness: some tau is resolved iff 0 < H+ < oo. *)
Definition theorem_I1_saturation_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (h : R -> R) (Hp : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> nondecreasing h -> is_sup (rises h) Hp ->
    ((exists2 tau, 0 < tau & resolves d kappa r None h tau) <-> 0 < Hp).

Theorem theorem_I1_saturation : theorem_I1_saturation_statement.
Proof. exact saturation_resolves. Qed.

(** [X] u/(u + tau0) resolves exactly the tau >= r tau0. *)
Definition theorem_I1_ratio_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (tau0 tau : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> 0 < tau0 -> 0 < tau ->
    (resolves d kappa r None (fun u => u / (u + tau0)) tau <-> r%:R * tau0 <= tau).

Theorem theorem_I1_ratio : theorem_I1_ratio_statement.
Proof. exact ratio_resolves. Qed.

(** [X] When the powers of the sparse code are known to be at most Q: r (h(Q) - h(0)) <
    (r+1) (h(tau) - h(0)). *)
Definition theorem_I1_known_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (h : R -> R) (tau : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> nondecreasing h -> 0 < tau ->
    forall Q, 0 < Q ->
    let pairwise := r%:R * (h Q - h 0) < r.+1%:R * (h tau - h 0) in
    (resolves d kappa r (Some Q) h tau <-> pairwise) /\
    (resolves_exact d kappa r (Some Q) h tau <-> pairwise).

Theorem theorem_I1_known : theorem_I1_known_statement.
Proof. exact resolution_known. Qed.

(** A false variant: <= for <.  A constant h meets it and resolves nothing. *)
Definition I1_weak_inequality_false_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (tau : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> 0 < tau ->
    ~ forall h : R -> R, nondecreasing h ->
        (forall a, 0 < a -> r%:R * (h a - h 0) <= r.+1%:R * (h tau - h 0)) ->
        resolves d kappa r None h tau.

Theorem I1_weak_inequality_false : I1_weak_inequality_false_statement.
Proof. exact weak_inequality_false. Qed.

(** An instance with a curved decoder, with exact codes of one and of two active rows: data on the
    parabola, decoders z |-> (z_1, z_1^2) and the identity. *)
Definition parabola_example_statement : Prop :=
  forall (R : rcfType) n, (0 < n)%N ->
  exists (X : 'M[R]_(2, n)) (mu : bool -> decoder R 2 2) Z Z',
    [/\ ~ (forall z z', mu true (z + z') = mu true z + mu true z'),
        error X (mu true) Z = 0, active Z = 1%N, error X (mu false) Z' = 0 & active Z' = 2%N].

Theorem parabola_example : parabola_example_statement.
Proof. exact parabola_instance. Qed.
