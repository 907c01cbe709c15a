(** * Sparse representations and generic autoencoder losses: definitions and statements

    What a reader has to trust is this file: the definitions come first, then the statements, each
    a [Definition ..._statement : Prop].  The proofs are in the other [Algebra] files, which
    prove a theorem of each statement's type.

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

(** [X] Theorem A0: the complete answer for objectives of the error and the row powers. *)
Definition theorem_A0_statement : Prop :=
  forall (R : rcfType) (disp : unit) (T : porderType disp) (d kappa r : nat)
         (Psi : R -> 'rV[R]_kappa -> T),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (guarantees d Psi r <-> prefers_sparse Psi r).

(** [X] Theorem A0, sharper "only if": for any number n > 0 of samples, data in r dimensions and
    pairs of injective linear decoders already decide. *)
Definition theorem_A0_linear_statement : Prop :=
  forall (R : rcfType) (disp : unit) (T : porderType disp) (d kappa r n : nat)
         (Psi : R -> 'rV[R]_kappa -> T),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N ->
    (guarantees_two_linear d Psi n r <-> prefers_sparse Psi r).

(** [X] The instance family: any code with some active rows is the unique exact code of the data
    W1 Z1, for an injective linear decoder W1; another injective linear decoder W0 has its own
    exact code of the same data, with any prescribed powers of more active rows. *)
Definition instance_family_statement : Prop :=
  forall (R : rcfType) (d kappa n : nat) (Z1 : 'M[R]_(kappa, n)) (q : 'rV[R]_kappa),
    (kappa <= d)%N -> nonnegative q -> (0 < active Z1 < positives q)%N ->
    exists (W0 W1 : 'M[R]_(d, kappa)) (Z0 : 'M[R]_(kappa, n)),
      [/\ injective (linear_decoder W0), injective (linear_decoder W1),
          W0 *m Z0 = W1 *m Z1 & powers Z0 = q].

(** Codes with any prescribed powers exist, with distinct samples, and with as much rank as there
    are active rows when there are enough samples. *)
Definition codes_exist_statement : Prop :=
  forall (R : rcfType) (kappa n : nat) (p : 'rV[R]_kappa),
    (0 < n)%N -> nonnegative p -> (0 < positives p)%N ->
    exists Z : 'M[R]_(kappa, n),
      [/\ powers Z = p, distinct_samples Z & (positives p <= n)%N -> \rank Z = positives p].

(** The error vanishes exactly when every sample is reproduced, and a row is active exactly when
    it is not zero: the definitions say what they should. *)
Definition error_eq0_statement : Prop :=
  forall (R : rcfType) (d kappa n : nat) (X : 'M[R]_(d, n)) (mu : decoder R d kappa) Z,
    error X mu Z = 0 <-> forall j, mu (col j Z) = col j X.

Definition power_gt0_statement : Prop :=
  forall (R : rcfType) (kappa n : nat) (Z : 'M[R]_(kappa, n)) k,
    0 < power Z k <-> row k Z <> 0.

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

(** [X] Theorem A, complete and without suprema: L_{g,h} guarantees optimal sparsity iff
    r (h(a) - h(0)) < (r+1) (h(b) - h(0)) and r (h(a) - h(0)) < d (g(e) - g(0))
    for all positive a, b, e. *)
Definition theorem_A_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (guarantees d (separable (kappa := kappa) d g h) r <->
     (forall a b, 0 < a -> 0 < b -> r%:R * (h a - h 0) < r.+1%:R * (h b - h 0)) /\
     (forall a e, 0 < a -> 0 < e -> r%:R * (h a - h 0) < d%:R * (g e - g 0))).

(** The two gaps in terms of H+, H-, G-. *)
Definition code_gap_sup_statement : Prop :=
  forall (R : rcfType) (r : nat) (h : R -> R) (Hp Hm : R),
    (0 < r)%N -> is_sup (rises h) Hp -> is_inf (rises h) Hm ->
    (code_gap r h <-> r.+1%:R * Hm < r%:R * Hp).

Definition error_gap_sup_statement : Prop :=
  forall (R : rcfType) (d r : nat) (g h : R -> R) (Hp Gm : R),
    (0 < r)%N -> (0 < d)%N -> is_sup (rises h) Hp -> is_inf (rises g) Gm ->
    (error_gap d r g h <-> d%:R * Gm < r%:R * Hp).

(** A penalty without an upper bound (H+ = oo) has the first gap. *)
Definition code_gap_unbounded_statement : Prop :=
  forall (R : rcfType) (r : nat) (h : R -> R),
    (0 < r)%N -> (forall B, exists u, 0 < u /\ B < h u) -> code_gap r h.

(** [X] Theorem A1, too dense.  With the gap r H+ > (r+1) H- some instance (n samples in r
    dimensions, two injective linear decoders) has optimal sparse representations, all with r
    active rows, and one exact representation with r+1 active rows that strictly beats them
    whatever g is. *)
Definition theorem_A1_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> code_gap r h ->
    exists (X : 'M[R]_(d, n)) (W : bool -> 'M[R]_(d, kappa)),
      let mu b := linear_decoder (W b) in
      [/\ r_dimensional r X,
          forall b, injective (mu b),
          exists theta Z, optimal_sparse X mu theta Z,
          forall theta Z, optimal_sparse X mu theta Z -> active Z = r &
          exists theta' Z',
            [/\ error X (mu theta') Z' = 0, active Z' = r.+1 &
                forall g theta Z, optimal_sparse X mu theta Z ->
                  loss g h X (mu theta') Z' < loss g h X (mu theta) Z]].

(** The interval [0,1] and the segment of linear decoders from W0 to W1. *)
Definition unit_interval (R : rcfType) : Type := {t : R | 0 <= t <= 1}.

Definition segment (R : rcfType) (d kappa : nat) (W0 W1 : 'M[R]_(d, kappa))
    (t : unit_interval R) : decoder R d kappa :=
  linear_decoder ((1 - sval t) *: W0 + sval t *: W1).

(** [X] Theorem A1 with the connected parameter set [0,1]: every decoder of the segment is
    injective and has an exact code; only the end 1 has a sparse one. *)
Definition theorem_A1_segment_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> code_gap r h ->
    exists (X : 'M[R]_(d, n)) (W0 W1 : 'M[R]_(d, kappa)),
      let mu := segment W0 W1 in
      [/\ r_dimensional r X,
          forall t, injective (mu t) /\ exists Z, error X (mu t) Z = 0,
          exists theta Z, optimal_sparse X mu theta Z,
          forall theta Z, optimal_sparse X mu theta Z -> sval theta = 1 /\ active Z = r &
          exists theta' Z',
            [/\ error X (mu theta') Z' = 0, active Z' = r.+1 &
                forall g theta Z, optimal_sparse X mu theta Z ->
                  loss g h X (mu theta') Z' < loss g h X (mu theta) Z]].

(** [X] In particular, on that instance no global minimiser is an optimal sparse representation,
    whatever g is. *)
Definition theorem_A1_minimisers_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> code_gap r h ->
    exists (X : 'M[R]_(d, n)) (W : bool -> 'M[R]_(d, kappa)),
      let mu b := linear_decoder (W b) in
      (exists theta Z, optimal_sparse X mu theta Z /\ active Z = r) /\
      forall g theta Z, global_minimiser g h X mu theta Z -> ~ optimal_sparse X mu theta Z.

(** Some optimal sparse representation with r active rows is beaten by an exact denser one, over a
    decoder family of any kind. *)
Definition beaten_by_denser (R : rcfType) (d kappa r : nat) (g h : R -> R) : Prop :=
  exists n (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta' Z',
    [/\ optimal_sparse X mu theta Z, active Z = r, error X (mu theta') Z' = 0,
        (r < active Z')%N & loss g h X (mu theta') Z' < loss g h X (mu theta) Z].

(** [X] Theorem A1, converse included: that can happen iff there is the gap. *)
Definition theorem_A1_iff_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (beaten_by_denser d kappa r g h <-> code_gap r h).

(** [X] Theorem A2, imperfect.  With the gap r H+ > d G- some instance (n samples in r dimensions,
    one injective linear decoder) has optimal sparse representations with r active rows, each
    strictly beaten by the zero code, which does not reconstruct the data. *)
Definition theorem_A2_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> error_gap d r g h ->
    exists (X : 'M[R]_(d, n)) (W : 'M[R]_(d, kappa)),
      let mu (_ : unit) := linear_decoder W in
      [/\ r_dimensional r X,
          injective (linear_decoder W),
          exists Z, optimal_sparse X mu tt Z /\ active Z = r,
          0 < error X (mu tt) 0 &
          forall Z, optimal_sparse X mu tt Z -> loss g h X (mu tt) 0 < loss g h X (mu tt) Z].

(** [X] Theorem A3, guarantee with a margin: if r H+ < (r+1) H- and r H+ < d G-, then any point
    within delta of an optimal sparse representation is one,
    delta = min((r+1) H- - r H+, d G- - r H+) / d. *)
Definition theorem_A3_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R) (Hp Hm Gm : R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    is_sup (rises h) Hp -> is_inf (rises h) Hm -> is_inf (rises g) Gm ->
    r%:R * Hp < r.+1%:R * Hm -> r%:R * Hp < d%:R * Gm ->
    guarantees d (separable (kappa := kappa) d g h) r /\
    forall n (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa)
           theta Z theta' Z',
      optimal_sparse X mu theta Z -> active Z = r ->
      loss g h X (mu theta') Z' < loss g h X (mu theta) Z +
        Num.min (r.+1%:R * Hm - r%:R * Hp) (d%:R * Gm - r%:R * Hp) / d%:R ->
      optimal_sparse X mu theta' Z'.

(** The rise y (a supremum or an infimum) is attained. *)
Definition attains (R : rcfType) (f : R -> R) (y : R) : Prop := rises f y.

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

(** The guarantee forces 0 < H- <= H+. *)
Definition theorem_A3_signs_statement : Prop :=
  forall (R : rcfType) (r : nat) (h : R -> R) (Hp Hm : R),
    (0 < r)%N -> is_sup (rises h) Hp -> is_inf (rises h) Hm -> r%:R * Hp < r.+1%:R * Hm ->
    0 < Hm <= Hp.

(** ** Theorem A4: finite resolution *)

Definition nondecreasing (R : rcfType) (f : R -> R) : Prop :=
  forall u v, 0 <= u -> u <= v -> f u <= f v.

(** [X] Theorem A4: at any point no worse than an exact code of powers p*, with nondecreasing
    penalties, the error obeys g(e) - g(0) <= (1/d) sum_k (h(p*_k) - h(0)), and at most r rows have
    power at least tau once (r+1) (h(tau) - h(0)) > sum_k (h(p*_k) - h(0)). *)
Definition theorem_A4_statement : Prop :=
  forall (R : rcfType) (d kappa n r : nat) (g h : R -> R)
         (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta' Z',
    (0 < d)%N -> nondecreasing g -> nondecreasing h ->
    error X (mu theta) Z = 0 ->
    loss g h X (mu theta') Z' <= loss g h X (mu theta) Z ->
    let budget := \sum_k (h (power Z k) - h 0) in
    g (error X (mu theta') Z') - g 0 <= budget / d%:R /\
    forall tau, 0 <= tau -> budget < r.+1%:R * (h tau - h 0) ->
      (#|[set k | (tau <= power Z' k)%R]| <= r)%N.

(** [X] Theorem A4 for h(u) = u/(u + tau0): tau = r tau0 is resolved on every instance. *)
Definition theorem_A4_ratio_statement : Prop :=
  forall (R : rcfType) (d kappa n r : nat) (g : R -> R) (tau0 : R)
         (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta' Z',
    (0 < d)%N -> (0 < r)%N -> nondecreasing g -> 0 < tau0 ->
    error X (mu theta) Z = 0 -> active Z = r ->
    let h u := u / (u + tau0) in
    loss g h X (mu theta') Z' <= loss g h X (mu theta) Z ->
    (#|[set k | (r%:R * tau0 <= power Z' k)%R]| <= r)%N.

(** ** Consequences *)

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

(** [X] If h is not constant and has no jump up at 0 the gap of Theorem A1 is there for every r; so
    the objective guarantees nothing, whatever g is. *)
Definition no_jump_gap_statement : Prop :=
  forall (R : rcfType) (r : nat) (h : R -> R),
    (0 < r)%N -> no_jump_up h -> not_constant h -> code_gap r h.

Definition continuous_h_fails_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> right_continuous_at0 h -> not_constant h ->
    ~ guarantees d (separable (kappa := kappa) d g h) r.

(** [X] If G- <= 0 (g right-continuous at 0, say) and h is not constant it fails as well: whatever
    h is, one of the two gaps is there. *)
Definition no_jump_g_gap_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> infimum_at_most_at0 g -> not_constant h ->
    code_gap r h \/ error_gap d r g h.

Definition continuous_g_fails_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> right_continuous_at0 g -> not_constant h ->
    ~ guarantees d (separable (kappa := kappa) d g h) r.

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

(** [P] Theorem 4, with its unsaid hypothesis that h is not constant, and with "bounded gradient"
    read on [0, oo): the one-sided derivative at 0 exists and is bounded too.  The proof uses of
    all this only that h is right-continuous at 0. *)
Definition theorem_4_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    bounded_gradient g -> bounded_gradient h -> not_constant h -> paper_conclusion d kappa r g h.

(** [X] Theorem 4 in the Lipschitz form, no condition on g. *)
Definition theorem_4_lipschitz_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> lipschitz h -> not_constant h ->
    paper_conclusion d kappa r g h.

(** [X] Theorem 4 when only one of the two penalties is right-continuous at 0. *)
Definition theorem_4_one_continuous_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> not_constant h ->
    right_continuous_at0 g \/ right_continuous_at0 h -> paper_conclusion d kappa r g h.

(** [X] An unbounded slope is not enough: the square root fails. *)
Definition sqrt_fails_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (g : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (forall B : R, exists2 u, 0 < u & B < (Num.sqrt u - Num.sqrt 0) / u) /\
    ~ guarantees d (separable (kappa := kappa) d g Num.sqrt) r.

(** [X] For a fixed kappa, (kappa-1) H+ < kappa H- and (kappa-1) H+ < d G- serve all r < kappa. *)
Definition all_r_statement : Prop :=
  forall (R : rcfType) (d kappa : nat) (g h : R -> R) (Hp Hm Gm : R),
    (kappa <= d)%N ->
    is_sup (rises h) Hp -> is_inf (rises h) Hm -> is_inf (rises g) Gm ->
    kappa.-1%:R * Hp < kappa%:R * Hm -> kappa.-1%:R * Hp < d%:R * Gm ->
    forall r, (0 < r < kappa)%N -> guarantees d (separable (kappa := kappa) d g h) r.

(** The indicator of u <> 0, so that sum_k count(p_k) is the l0 count of the active rows. *)
Definition count (R : rcfType) (u : R) : R := (u != 0)%:R.

(** [X] Over an Archimedean field L_{g,h} serves all (d, kappa, r) iff h is a positive multiple c of
    the count, up to a constant, and g jumps by at least c. *)
Definition only_the_count_statement : Prop :=
  forall (R : rcfType) (g h : R -> R), Num.archimedean_axiom R ->
    ((forall d kappa r, (0 < r < kappa)%N -> (kappa <= d)%N ->
        guarantees d (separable (kappa := kappa) d g h) r) <->
     exists c, [/\ 0 < c, forall u, 0 < u -> h u = h 0 + c * count u &
                   forall e, 0 < e -> g 0 + c <= g e]).

(** [X] g = count, h = beta count: guaranteed iff 0 < beta < d/r. *)
Definition count_threshold_statement : Prop :=
  forall (R : rcfType) (d kappa r : nat) (beta : R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (guarantees d (separable (kappa := kappa) d (@count R) (fun u => beta * count u)) r <->
     0 < beta < d%:R / r%:R).

(** [X] beta = d/r is a tie: every optimal sparse representation with r active rows costs as much as
    the zero code, unless that reconstructs the data. *)
Definition count_tie_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat)
         (X : 'M[R]_(d, n)) (Theta : Type) (mu : Theta -> decoder R d kappa) theta Z theta',
    (0 < r)%N -> (0 < d)%N -> optimal_sparse X mu theta Z -> active Z = r ->
    error X (mu theta') 0 <> 0 ->
    let h u := d%:R / r%:R * count u in
    loss (@count R) h X (mu theta') 0 = loss (@count R) h X (mu theta) Z.

(** ** Theorem B: how steep *)

(** All active rows of a code have the same power P. *)
Definition level (R : rcfType) (kappa n : nat) (Z : 'M[R]_(kappa, n)) (P : R) : Prop :=
  forall k, power Z k = 0 \/ power Z k = P.

(** [X] Theorem B: an exact code with r rows of power P = M^2 is preferred to one with r+1 rows of
    power Q = eps^2 iff r (h(P) - h(0)) < (r+1) (h(Q) - h(0)). *)
Definition theorem_B_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (g h : R -> R) (P Q : R)
         (X : 'M[R]_(d, n)) (mu mu' : decoder R d kappa) Z Z',
    (0 < d)%N -> error X mu Z = 0 -> error X mu' Z' = 0 ->
    active Z = r -> level Z P -> active Z' = r.+1 -> level Z' Q ->
    (loss g h X mu Z < loss g h X mu' Z' <->
     r%:R * (h P - h 0) < r.+1%:R * (h Q - h 0)).

(** Such pairs of codes exist, for all positive powers. *)
Definition theorem_B_instances_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (P Q : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> 0 < P -> 0 < Q ->
    exists (X : 'M[R]_(d, n)) (W W' : 'M[R]_(d, kappa)) Z Z',
      [/\ r_dimensional r X, injective (linear_decoder W) /\ injective (linear_decoder W'),
          error X (linear_decoder W) Z = 0 /\ error X (linear_decoder W') Z' = 0,
          active Z = r /\ level Z P & active Z' = r.+1 /\ level Z' Q].

(** [X] The slope that is needed on [0, Q], as a difference quotient. *)
Definition theorem_B_slope_statement : Prop :=
  forall (R : rcfType) (r : nat) (h : R -> R) (P Q : R),
    0 < Q -> r%:R * (h P - h 0) < r.+1%:R * (h Q - h 0) ->
    r%:R / r.+1%:R * ((h P - h 0) / Q) < (h Q - h 0) / Q.

(** [X] The threshold of h(u) = u/(u + tau): tau < P Q / (r P - (r+1) Q); when r P <= (r+1) Q the
    sparse code is preferred at every tau. *)
Definition theorem_B_ratio_statement : Prop :=
  forall (R : rcfType) (r : nat) (P Q tau : R),
    0 < P -> 0 < Q -> 0 < tau ->
    let h u := u / (u + tau) in
    let sparse_preferred := r%:R * (h P - h 0) < r.+1%:R * (h Q - h 0) in
    (r%:R * P <= r.+1%:R * Q -> sparse_preferred) /\
    (r.+1%:R * Q < r%:R * P ->
       (sparse_preferred <-> tau < P * Q / (r%:R * P - r.+1%:R * Q))).

(** [X] The same for g against an imperfect alternative of error e0, the zero code: the sparse exact
    code is preferred iff r (h(P) - h(0)) < d (g(e0) - g(0)). *)
Definition theorem_B_error_statement : Prop :=
  forall (R : rcfType) (d kappa r n : nat) (g h : R -> R) (P : R)
         (X : 'M[R]_(d, n)) (mu mu' : decoder R d kappa) Z,
    (0 < d)%N -> error X mu Z = 0 -> active Z = r -> level Z P ->
    (loss g h X mu Z < loss g h X mu' 0 <->
     r%:R * (h P - h 0) < d%:R * (g (error X mu' 0) - g 0)).
