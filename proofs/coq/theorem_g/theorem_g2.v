(** theorem-g2 [X]: the rate A/(beta gamma) -> r, up to constants.

    phi(s) is the infimum of A s + K over a set of points ([lower_envelope]). *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements FixedGamma.
Open Scope R_scope.

(** [X] The infimum exists, is concave and nondecreasing. *)
Definition theorem_G2_envelope_statement : Prop :=
  forall (O : Type) (A K : O -> R) (c : R) (w0 : O),
  (forall w, 0 <= A w /\ c <= K w) ->
  exists phi, lower_envelope A K phi /\
    (forall s t, 0 < s -> s <= t -> phi s <= phi t) /\
    (forall s t a, 0 < s -> 0 < t -> 0 <= a <= 1 ->
       a * phi s + (1 - a) * phi t <= phi (a * s + (1 - a) * t)).

Theorem theorem_G2_envelope : theorem_G2_envelope_statement.
Proof.
  intros O A K c w0 H. destruct (envelope_exists A K c w0 H) as [phi Hphi].
  exists phi. split; [exact Hphi|]. split.
  - exact (envelope_monotone A K phi (fun w => proj1 (H w)) Hphi).
  - exact (envelope_concave A K phi Hphi).
Qed.

(** [X] Between r log t + c1 and r log t + c2 on [s/lam, lam s]: every eps-minimiser has A s between
    (r log lam - Delta - eps)/(lam - 1) and lam (r log lam + Delta + eps)/(lam - 1). *)
Definition theorem_G2_statement : Prop :=
  forall (O : Type) (A K : O -> R) phi r c1 c2 s lam eps w,
  lower_envelope A K phi -> 0 < s -> 1 < lam ->
  (forall t, s / lam <= t <= lam * s -> r * ln t + c1 <= phi t <= r * ln t + c2) ->
  A w * s + K w <= phi s + eps ->
  let Delta := c2 - c1 in
  (r * ln lam - Delta - eps) / (lam - 1) <= A w * s
    <= lam * (r * ln lam + Delta + eps) / (lam - 1).

Theorem theorem_G2 : theorem_G2_statement.
Proof. exact @FixedGamma.envelope_rate. Qed.

(** [X] The upper constant, by G1: B(s) <= r log s + P + sum over l_k <> 0 of log(l_k^2 + 1/s0). *)
Definition theorem_G2_upper_statement : Prop :=
  forall kappa n l zs s0 s, 0 < s0 -> s0 <= s ->
  let c := fun k => l k ^ 2 in
  budget kappa n l zs s
  <= INR (count_pos kappa c) * ln s
     + (rsum kappa (row_power n zs) + sum_pos kappa c (fun k => ln (l k ^ 2 + / s0))).

Theorem theorem_G2_upper : theorem_G2_upper_statement.
Proof. exact FixedGamma.budget_rate. Qed.
