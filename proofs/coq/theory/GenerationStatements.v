(* Laws with densities, on a space and on pairs: definitions only, for eq. (10). *)

From Coq Require Import Reals.
From Sparsity.theory Require Export AnalysisAffineStatements Expectations.
Open Scope R_scope.

(** An integral over a set T, such as a sum or Lebesgue's: [integral f v] says that f has the integral
    v.  Linear, positive, and a number. *)
Record integration (T : Type) := Integration {
  integral : (T -> R) -> R -> Prop;
  integral_ext : forall f g v, (forall t, f t = g t) -> integral f v -> integral g v;
  integral_unique : forall f v w, integral f v -> integral f w -> v = w;
  integral_linear : forall a b f g v w, integral f v -> integral g w ->
    integral (fun t => a * f t + b * g t) (a * v + b * w);
  integral_positive : forall f v, integral f v -> (forall t, 0 <= f t) -> 0 <= v }.

(** The law P has the positive density p with respect to the integral. *)
Definition has_density {T} (over : integration T) (P : expectation T) (p : T -> R) : Prop :=
  (forall t, 0 < p t) /\
  forall F e, expects P F e <-> integral _ over (fun t => F t * p t) e.

(** The square of the maximum mean discrepancy of two laws is m, with the kernel k. *)
Definition mmd_squared_of {T} (k : T -> T -> R) (P Q : expectation T) (m : R) : Prop :=
  exists f g a b c,
    (forall z, expects P (k z) (f z)) /\ (forall z, expects Q (k z) (g z)) /\
    expects P f a /\ expects P g b /\ expects Q g c /\ m = a - 2 * b + c.

(** KL[N(0, lam) || N(0, g)] as a mean under the first law: the mean of the log ratio. *)
Definition normal_log_ratio (lam g x : R) : R :=
  ln (normal_density 0 lam x) - ln (normal_density 0 g x).
