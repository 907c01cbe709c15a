(** eq-10: Eq. (10) for laws with densities: necessary, not sufficient. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import GenerationStatements.
From Sparsity.theory Require Generation.
Local Open Scope R_scope.

(** [P] J is the law of (x, z) for x of density pi and z of density q(.|x), K that for z of the
    aggregated density qbar and x of density f(.|z), both with respect to one integral over pairs.
    The log ratio splits in two ways, and
    KL[qbar || pz] <= KL[pi || px] + E KL[q || p(z|x)], all three as means under J. *)
Definition eq10_bound_statement : Prop :=
  forall (X Z : Type) (over : integration (X * Z)) (J K : expectation (X * Z))
    (pi px : X -> R) (pz qbar : Z -> R) (f q : X -> Z -> R) data encoder aggregated,
  (forall x, 0 < pi x /\ 0 < px x) -> (forall z, 0 < pz z /\ 0 < qbar z) ->
  (forall x z, 0 < f x z /\ 0 < q x z) ->
  has_density over J (fun t => pi (fst t) * q (fst t) (snd t)) ->
  has_density over K (fun t => qbar (snd t) * f (fst t) (snd t)) ->
  expects J (fun t => ln (pi (fst t) / px (fst t))) data ->
  expects J (fun t => ln (px (fst t) * q (fst t) (snd t) / (f (fst t) (snd t) * pz (snd t)))) encoder ->
  expects J (fun t => ln (qbar (snd t) / pz (snd t))) aggregated ->
  (forall x z, ln (pi x / px x) + ln (px x * q x z / (f x z * pz z)) = ln (pi x * q x z / (f x z * pz z)) /\
     ln (qbar z / pz z) + ln (pi x * q x z / (qbar z * f x z)) = ln (pi x * q x z / (f x z * pz z))) /\
  aggregated <= data + encoder.

Theorem eq10_bound : eq10_bound_statement.
Proof. exact @Generation.eq10_bound. Qed.

(** [P] Ideal generation: if the model is the data law and the encoder the model's posterior, then
    qbar(z), the integral of q(z|x) pi(x), is pz(z), and the laws of these densities have MMD 0
    with every kernel of which the means exist. *)
Definition eq10_ideal_statement : Prop :=
  forall (X Z : Type) (over : integration X) (overz : integration Z)
    (pi px : X -> R) (pz qbar : Z -> R) (f q : X -> Z -> R),
  (forall x, 0 < pi x) -> (forall z, integral _ over (fun x => f x z) 1) ->
  (forall z, integral _ over (fun x => q x z * pi x) (qbar z)) ->
  (forall x, px x = pi x) -> (forall x z, q x z = f x z * pz z / px x) ->
  (forall z, qbar z = pz z) /\
  forall (P Q : expectation Z) k a b, has_density overz P pz -> has_density overz Q qbar ->
    (forall z, expects P (k z) (a z)) -> expects P a b -> mmd_squared_of k Q P 0.

Theorem eq10_ideal : eq10_ideal_statement.
Proof. exact @Generation.eq10_ideal. Qed.

(** [P] Not sufficient: one direction of the affine VAE, data of mean 0 and variance lam, decoder
    x = w z + noise of variance gamma, omega = w^2.  The encoder's one optimum has mean a x and
    variance v; the aggregated posterior has mean 0 and this variance, which exceeds 1 by
    omega (lam - gamma - omega)/(gamma + omega)^2.  Under collapse, w = 0, every posterior has mean 0
    and variance 1, while KL[N(0, lam) || N(0, gamma)] is positive unless lam = gamma. *)
Definition eq10_affine_statement : Prop :=
  forall gamma lam w, 0 < gamma -> 0 < lam ->
  let omega := w ^ 2 in let a := w / (gamma + omega) in let v := gamma / (gamma + omega) in
  let variance := gamma / (gamma + omega) + lam * omega / (gamma + omega) ^ 2 in
  (0 < v /\ forall a' v', 0 < v' -> (a', v') <> (a, v) ->
     direction_loss 1 gamma lam w a v < direction_loss 1 gamma lam w a' v') /\
  (forall (P : expectation R) (q : R -> expectation R),
     expects P (fun x => x) 0 -> expects P (fun x => x ^ 2) lam ->
     (forall x, expects (q x) (fun z => z) (a * x) /\
                expects (q x) (fun z => z ^ 2) ((a * x) ^ 2 + v)) ->
     expects P (fun x => expected (q x) (fun z => z)) 0 /\
     expects P (fun x => expected (q x) (fun z => z ^ 2)) variance) /\
  variance - 1 = omega * (lam - gamma - omega) / (gamma + omega) ^ 2 /\
  (w = 0 -> a = 0 /\ v = 1 /\ variance = 1) /\
  (forall P : expectation R, expects P (fun x => x ^ 2) lam ->
     let gap := - (ln (lam / gamma) / 2) - / 2 + lam / (2 * gamma) in
     expects P (normal_log_ratio lam gamma) gap /\ (lam <> gamma -> 0 < gap)).

Theorem eq10_affine : eq10_affine_statement.
Proof. exact @Generation.eq10_affine. Qed.

(** ** Examples *)

(** A channel between two data and two codes, all of share 1/2: ideal generation, all means 0. *)
Definition eq10_example_statement : Prop :=
  exists (over : integration (bool * bool)) (J : expectation (bool * bool)) (f : bool -> bool -> R),
    (forall x z, 0 < f x z) /\ f true true <> f true false /\
    has_density over J (fun t => / 2 * f (fst t) (snd t)) /\
    expects J (fun _ => ln (/ 2 / / 2)) 0 /\
    expects J (fun t => ln (/ 2 * f (fst t) (snd t) / (f (fst t) (snd t) * / 2))) 0.

Theorem eq10_example : eq10_example_statement.
Proof. exact @Generation.eq10_example. Qed.
