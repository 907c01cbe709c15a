(* Narrow normal posteriors and decoders of bounded growth: definitions only, for Lemma 3. *)

From Coq Require Import Reals.
From Sparsity.theory Require Export AnalysisLemma3Statements.
Open Scope R_scope.

Definition sq_norm (kappa : nat) (z : vec) : R := rsum kappa (fun k => z k ^ 2).

(** |mu(z)|^2 <= C exp(a |z|^2), and every coordinate of mu is continuous at m. *)
Definition growth (d kappa : nat) (C a : R) (mu : vec -> vec) : Prop :=
  forall z, sq_norm d (mu z) <= C * exp (a * sq_norm kappa z).
Definition decoder_continuous_at (d kappa : nat) (mu : vec -> vec) (m : vec) : Prop :=
  forall j, (j < d)%nat -> continuous_at kappa (fun z => mu z j) m.

(** q is N(m, diag s^2), with deviations of at most sigma. *)
Definition narrow_normal (kappa : nat) (q : law) (m s : vec) (sigma : R) : Prop :=
  integrable q = normal_integrable kappa m (fun k => s k ^ 2) /\
  expect q = normal_expect kappa m (fun k => s k ^ 2) /\
  forall k, (k < kappa)%nat -> 0 < s k <= sigma.

(** w is at least the modulus of continuity of f at m, at the distance rho. *)
Definition modulus_at_most (kappa : nat) (f : vec -> R) (m : vec) (rho w : R) : Prop :=
  forall z, sq_dist kappa z m <= rho ^ 2 -> Rabs (f z - f m) <= w.
