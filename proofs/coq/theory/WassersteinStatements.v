(* The Wasserstein distance of two laws over latent vectors, and the aggregated posterior: definitions only,
   for Theorem J. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Export AnalysisLemma3Statements Expectations.
Open Scope R_scope.

(** Functions of the first kappa coordinates, continuous and of at most quadratic growth: those that have a
    mean under every law of finite second moment. *)
Definition tame (kappa : nat) (f : vec -> R) : Prop :=
  (forall z, continuous_at kappa f z) /\ quadratic_growth kappa f.

(** Q has a finite second moment. *)
Definition second_moment (kappa : nat) (Q : expectation vec) : Prop :=
  forall f, tame kappa f -> has_expectation Q f.

(** Q is the aggregated posterior: that of the laws q x, for x of the law pi.  Its means are those over x of the
    means under q x. *)
Definition aggregated {D} (kappa : nat) (pi : expectation D) (q : D -> expectation vec)
    (Q : expectation vec) : Prop :=
  second_moment kappa Q /\ (forall x, second_moment kappa (q x)) /\
  forall f, tame kappa f -> expects pi (fun x => expected (q x) f) (expected Q f).

(** J is a law of pairs (z, g) in which z has the law Q and g the law P. *)
Definition coupling (Q P : expectation vec) (J : expectation (vec * vec)) : Prop :=
  (forall f e, expects Q f e -> expects J (fun t => f (fst t)) e) /\
  (forall f e, expects P f e -> expects J (fun t => f (snd t)) e).

(** W is the mean of |z - g|^2 in some coupling; the Wasserstein distance W_2 is the root of the infimum.  (A bound
    on it is one on every W, so also on the infimum over fewer couplings, such as those that are measures.) *)
Definition cost_of_a_coupling (kappa : nat) (Q P : expectation vec) (W : R) : Prop :=
  exists J, coupling Q P J /\ expects J (fun t => sq_dist kappa (fst t) (snd t)) W.
Definition wasserstein (kappa : nat) (Q P : expectation vec) (w : R) : Prop :=
  0 <= w /\ infimum (cost_of_a_coupling kappa Q P) (w ^ 2).

(** The law of one point, and the uniform law on [-1/2, 1/2], the first coordinate of a vector. *)
Definition is_point (Q : expectation vec) (z : vec) : Prop := forall f, expects Q f (f z).
Definition is_uniform (P : expectation vec) : Prop :=
  forall f e, expects P f e <-> is_RInt (fun x => f (fun _ => x)) (- / 2) (/ 2) e.
