(** * Sparse representations and generic autoencoder losses: what the statements speak of

    What a reader has to trust is this file and the statements, which stand in the folders of the
    claims, each a [Definition ..._statement : Prop].  The proofs are in the other [Algebra] files.

    [P] marks a claim of the paper (Dai, Wenliang, Wipf, NeurIPS 2021), [X] an extension of ours.

    Scalars are the elements of any real closed field [R] (the real numbers, the real algebraic
    numbers, ...).  [d] is the dimension of the data, [kappa] that of the codes, [r] that of the
    sparsest exact code, [n] the number of samples.  A matrix holds one sample per column. *)

From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Decoders, error, row powers *)

Section Representations.
Variables (R : rcfType) (d kappa n : nat).

(** A decoder is any function from codes to data: it may be nonlinear and discontinuous. *)
Definition decoder := 'cV[R]_kappa -> 'cV[R]_d.

Definition linear_decoder (W : 'M[R]_(d, kappa)) : decoder := fun z => W *m z.

(** The reconstruction error e: the mean of the squared residuals. *)
Definition error (X : 'M[R]_(d, n)) (mu : decoder) (Z : 'M[R]_(kappa, n)) : R :=
  (\sum_(j < n) \sum_(i < d) (X i j - mu (col j Z) i 0) ^+ 2) / (d * n)%:R.

(** The power of row k of a code, and all the powers as a row vector. *)
Definition power (Z : 'M[R]_(kappa, n)) (k : 'I_kappa) : R := (\sum_(j < n) Z k j ^+ 2) / n%:R.

Definition powers (Z : 'M[R]_(kappa, n)) : 'rV[R]_kappa := \row_k power Z k.

(** The number of positive entries of a vector of powers, and of active rows of a code. *)
Definition positives (p : 'rV[R]_kappa) : nat := #|[set k | 0 < p 0 k]|.

Definition active (Z : 'M[R]_(kappa, n)) : nat := positives (powers Z).

Definition nonnegative (p : 'rV[R]_kappa) : Prop := forall k, 0 <= p 0 k.

(** No two samples coincide, so any code is the output of some encoder. *)
Definition distinct_samples (X : 'M[R]_(d, n)) : Prop := injective (fun j => col j X).

(** Distinct samples that span r dimensions if there are r of them: then no linear decoder has an
    exact code with fewer than r active rows. *)
Definition r_dimensional (r : nat) (X : 'M[R]_(d, n)) : Prop :=
  distinct_samples X /\ ((r <= n)%N -> \rank X = r).

(** ** Optimal sparse representations (Definition 1 of the paper)

    A decoder family is a function [mu] from any type [Theta] of parameters to decoders. *)

Definition optimal_sparse (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder)
    (theta : Theta) (Z : 'M[R]_(kappa, n)) : Prop :=
  error X (mu theta) Z = 0 /\
  forall theta' Z', error X (mu theta') Z' = 0 -> (active Z <= active Z')%N.

(** ** Objectives

    An objective is a function [Psi] of the error and of the row powers.  Its values lie in any
    partially ordered type: the field itself, the field with an infinite element, ... *)

Definition value (disp : unit) (T : porderType disp) (Psi : R -> 'rV[R]_kappa -> T)
    (X : 'M[R]_(d, n)) (mu : decoder) (Z : 'M[R]_(kappa, n)) : T :=
  Psi (error X mu Z) (powers Z).

(** The separable objective of eq. (7): g(e) + (1/d) sum_k h(p_k).  Errors and powers are never
    negative, so only the values of g and h on [0, oo) matter. *)
Definition separable (g h : R -> R) (e : R) (p : 'rV[R]_kappa) : R :=
  g e + (\sum_k h (p 0 k)) / d%:R.

Definition loss (g h : R -> R) : 'M[R]_(d, n) -> decoder -> 'M[R]_(kappa, n) -> R :=
  value (separable g h).

Definition global_minimiser (g h : R -> R) (X : 'M[R]_(d, n)) (Theta : Type)
    (mu : Theta -> decoder) (theta : Theta) (Z : 'M[R]_(kappa, n)) : Prop :=
  forall theta' Z', loss g h X (mu theta) Z <= loss g h X (mu theta') Z'.

End Representations.

(** ** Guarantees *)

Section Guarantees.
Variables (R : rcfType) (d kappa : nat).
Variables (disp : unit) (T : porderType disp) (Psi : R -> 'rV[R]_kappa -> T).

(** [Psi] guarantees optimal sparsity at (d, kappa, r): on all data and all decoder families whose
    sparsest exact code has r active rows, every optimal sparse representation strictly beats
    every point that is not one. *)
Definition guarantees (r : nat) : Prop :=
  forall n (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta' Z',
    optimal_sparse X mu theta Z -> active Z = r -> ~ optimal_sparse X mu theta' Z' ->
    (value Psi X (mu theta) Z < value Psi X (mu theta') Z')%O.

(** The same with far fewer instances: n samples in r dimensions, two injective linear decoders. *)
Definition guarantees_two_linear (n r : nat) : Prop :=
  forall (X : 'M[R]_(d, n)) (W : bool -> 'M[R]_(d, kappa)) theta Z theta' Z',
    let mu b := linear_decoder (W b) in
    r_dimensional r X -> (forall b, injective (mu b)) ->
    optimal_sparse X mu theta Z -> active Z = r -> ~ optimal_sparse X mu theta' Z' ->
    (value Psi X (mu theta) Z < value Psi X (mu theta') Z')%O.

(** The condition of Theorem A0. *)
Definition prefers_sparse (r : nat) : Prop :=
  forall (p q : 'rV[R]_kappa) (e : R),
    nonnegative p -> nonnegative q -> positives p = r ->
    0 < e \/ e = 0 /\ (r < positives q)%N -> (Psi 0 p < Psi e q)%O.

End Guarantees.

(** ** Theorem A: separable objectives *)

Section Penalties.
Variable R : rcfType.
Implicit Types (f g h : R -> R) (A : R -> Prop).

(** A penalty's rise above its value at zero, over all positive arguments. *)
Definition rises f : R -> Prop := fun y => exists u, 0 < u /\ y = f u - f 0.

(** Supremum and infimum: a bound that can be approached. *)
Definition is_sup A (s : R) : Prop :=
  (forall x, A x -> x <= s) /\ forall b, b < s -> exists x, A x /\ b < x.

Definition is_inf A (s : R) : Prop :=
  (forall x, A x -> s <= x) /\ forall b, s < b -> exists x, A x /\ x < b.

(** r H+ > (r+1) H-, said without suprema; and r H+ > d G-. *)
Definition code_gap (r : nat) h : Prop :=
  exists a b, [/\ 0 < a, 0 < b & r.+1%:R * (h b - h 0) < r%:R * (h a - h 0)].

Definition error_gap (d r : nat) g h : Prop :=
  exists a e, [/\ 0 < a, 0 < e & d%:R * (g e - g 0) < r%:R * (h a - h 0)].

End Penalties.

(** The interval [0,1] and the segment of linear decoders from W0 to W1. *)
Definition unit_interval (R : rcfType) : Type := {t : R | 0 <= t <= 1}.

Definition segment (R : rcfType) (d kappa : nat) (W0 W1 : 'M[R]_(d, kappa))
    (t : unit_interval R) : decoder R d kappa :=
  linear_decoder ((1 - sval t) *: W0 + sval t *: W1).

(** Some optimal sparse representation with r active rows is beaten by an exact denser one, over a
    decoder family of any kind. *)
Definition beaten_by_denser (R : rcfType) (d kappa r : nat) (g h : R -> R) : Prop :=
  exists n (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta' Z',
    [/\ optimal_sparse X mu theta Z, active Z = r, error X (mu theta') Z' = 0,
        (r < active Z')%N & loss g h X (mu theta') Z' < loss g h X (mu theta) Z].

(** The rise y (a supremum or an infimum) is attained. *)
Definition attains (R : rcfType) (f : R -> R) (y : R) : Prop := rises f y.

Definition nondecreasing (R : rcfType) (f : R -> R) : Prop :=
  forall u v, 0 <= u -> u <= v -> f u <= f v.

(** ** Behaviour at zero, slopes, and the paper's conclusion *)

Section Continuity.
Variable R : rcfType.
Implicit Types f : R -> R.

(** liminf of f at 0 from the right is at most f(0). *)
Definition no_jump_up f : Prop :=
  forall eps delta, 0 < eps -> 0 < delta -> exists u, [/\ 0 < u, u < delta & f u < f 0 + eps].

Definition right_continuous_at0 f : Prop :=
  forall eps, 0 < eps -> exists2 delta, 0 < delta &
    forall u, 0 < u -> u < delta -> `|f u - f 0| < eps.

(** The infimum of f over positive arguments is at most f(0). *)
Definition infimum_at_most_at0 f : Prop :=
  forall eps, 0 < eps -> exists2 u, 0 < u & f u < f 0 + eps.

Definition not_constant f : Prop := exists2 u, 0 < u & f u <> f 0.

(** c is the derivative of f at u relative to [0, oo): two-sided for u > 0, one-sided at 0. *)
Definition derivative f (u c : R) : Prop :=
  forall eps, 0 < eps -> exists2 delta, 0 < delta &
    forall v, 0 <= v -> v != u -> `|v - u| < delta -> `|(f v - f u) / (v - u) - c| < eps.

Definition bounded_gradient f : Prop :=
  exists (f' : R -> R) (B : R), forall u, 0 <= u -> derivative f u (f' u) /\ `|f' u| <= B.

Definition lipschitz f : Prop :=
  exists B : R, forall u v, 0 <= u -> 0 <= v -> `|f u - f v| <= B * `|u - v|.

End Continuity.

(** The paper's conclusion about (d, kappa, r), g and h: there are data of rank r and a decoder
    family such
    that (a) zero error is possible with exactly r active rows and (b) every global minimiser
    reconstructs imperfectly or has more than r active rows.  (b) would hold idly if there were
    no minimiser, so (b') says more: every exact representation with at most r active rows is
    strictly beaten. *)
Definition paper_conclusion (R : rcfType) (d kappa r : nat) (g h : R -> R) : Prop :=
  exists n (X : 'M[R]_(d, n)) (W : bool -> 'M[R]_(d, kappa)),
    let mu b := linear_decoder (W b) in
    [/\ distinct_samples X /\ \rank X = r,
        exists theta Z, error X (mu theta) Z = 0 /\ active Z = r,
        forall theta Z, global_minimiser g h X mu theta Z ->
          0 < error X (mu theta) Z \/ (r < active Z)%N &
        forall theta Z, error X (mu theta) Z = 0 -> (active Z <= r)%N ->
          exists theta' Z', loss g h X (mu theta') Z' < loss g h X (mu theta) Z].

(** The indicator of u <> 0, so that sum_k count(p_k) is the l0 count of the active rows. *)
Definition count (R : rcfType) (u : R) : R := (u != 0)%:R.

(** All active rows of a code have the same power P. *)
Definition level (R : rcfType) (kappa n : nat) (Z : 'M[R]_(kappa, n)) (P : R) : Prop :=
  forall k, power Z k = 0 \/ power Z k = P.

