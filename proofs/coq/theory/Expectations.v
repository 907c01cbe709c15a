(* Expectations over any set, relative densities, and the kernel of Theorem E: vocabulary. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import AnalysisStatements.
Open Scope R_scope.

(** An expectation over a set T: linear, positive and 1 on constants, on a class of functions that
    have one.  Probability measures are of this kind, and so are finitely additive ones; nothing
    else about integration is used. *)
Record expectation (T : Type) := Expectation {
  has_expectation : (T -> R) -> Prop;
  expected : (T -> R) -> R;
  expectation_ext : forall f g, (forall z, f z = g z) -> has_expectation f ->
    has_expectation g /\ expected f = expected g;
  expectation_one : has_expectation (fun _ => 1) /\ expected (fun _ => 1) = 1;
  expectation_linear : forall a b f g, has_expectation f -> has_expectation g ->
    has_expectation (fun z => a * f z + b * g z) /\
    expected (fun z => a * f z + b * g z) = a * expected f + b * expected g;
  expectation_positive : forall f, has_expectation f -> (forall z, 0 <= f z) -> 0 <= expected f }.
Arguments has_expectation {T}.
Arguments expected {T}.

(** f has the expectation e under P. *)
Definition expects {T} (P : expectation T) (f : T -> R) (e : R) : Prop :=
  has_expectation P f /\ expected P f = e.

(** The laws over latent vectors of eq. (3) are expectations over them. *)
Definition of_law (q : law) : expectation vec :=
  Expectation vec (integrable q) (expect q) (law_ext q) (law_one q) (law_linear q) (law_positive q).

(** w is (at least) the density of q with respect to p, where q lives: the expectation of F/w under q
    is at most that of F under p.  (It is equal to it where w is positive p-almost everywhere; where
    the density of q is 0 any positive value of w will do.)  KL(q || p) is the q-expectation of ln w. *)
Definition density_ratio {T} (p q : expectation T) (w : T -> R) : Prop :=
  (forall z, 0 < w z) /\
  forall F, (forall z, 0 <= F z) -> has_expectation p F ->
    has_expectation q (fun z => F z / w z) /\ expected q (fun z => F z / w z) <= expected p F.

(** exp(-t |x - y|^2). *)
Definition heat (t : R) (d : nat) (x y : vec) : R := exp (- (t * sq_dist d x y)).

(** The share of pi within rho of y is at most b. *)
Definition ball_share_le {D} (pi : expectation D) (x : D -> vec) (d : nat) (y : vec) (rho b : R) :
    Prop :=
  exists e, expects pi (fun i => if Rle_dec (sq_dist d (x i) y) (rho ^ 2) then 1 else 0) e /\ e <= b.

(** What measurability of the points mu z gives, asked for the one kernel: at every y it has a mean over
    the law, and its mean at mu z, with z drawn once more, has one. *)
Definition kernel_means {Z} (t : R) (d : nat) (p : expectation Z) (mu : Z -> vec) : Prop :=
  (forall y, has_expectation p (fun z => heat t d y (mu z))) /\
  has_expectation p (fun z => expected p (fun z' => heat t d (mu z) (mu z'))).

(** L is the loss A/gamma + d log gamma + beta (kappa + 2 KL) at gamma of some model of the data
    (pi, x): of a latent set Z with a prior p, decoder means mu and posteriors q i of densities w i. *)
Definition loss_of_a_model {D} (pi : expectation D) (x : D -> vec) (d kappa : nat) (beta gamma L : R) :
    Prop :=
  exists (Z : Type) (p : expectation Z) (q : D -> expectation Z) (mu : Z -> vec) (w : D -> Z -> R),
  let t := / (2 * beta * gamma) in
  let cost := fun i => expected (q i) (fun z => sq_dist d (x i) (mu z)) / gamma
                       + 2 * beta * expected (q i) (fun z => ln (w i z)) in
  kernel_means t d p mu /\
  has_expectation pi (fun i => expected p (fun z => heat t d (x i) (mu z))) /\
  (forall z, has_expectation pi (fun i => heat t d (x i) (mu z))) /\
  (forall i, density_ratio p (q i) (w i) /\
     has_expectation (q i) (fun z => sq_dist d (x i) (mu z)) /\
     has_expectation (q i) (fun z => ln (w i z))) /\
  has_expectation pi cost /\
  L = INR d * ln gamma + beta * INR kappa + expected pi cost.

Definition infimum (losses : R -> Prop) (v : R) : Prop :=
  (forall L, losses L -> v <= L) /\ (forall b, (forall L, losses L -> b <= L) -> b <= v).
