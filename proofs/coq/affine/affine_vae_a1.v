(** affine-vae-a1: The affine VAE finds the sparse decoder of the instance of Theorem A1. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import BlockStatements.
From Sparsity.theory Require Block BlockMinimum.
Local Open Scope R_scope.

(** The block of two coordinates that share a row of power y, with columns s (a, b) and (0, q), whatever
    the codes: at least the floor, and with equality only without a defect. *)
Definition a1_block_statement : Prop :=
  forall n (Y z w : nat -> R) gamma y s a b q, (0 < n)%nat -> 0 < gamma -> 0 < y ->
  mean n (fun i => Y i ^ 2) = y ->
  let lam := gamma + (q ^ 2 + s ^ 2 * (a ^ 2 + b ^ 2)) in
  let cost := mean n (fun i => ((Y i - s * a * z i) ^ 2 + (Y i - (s * b * z i + q * w i)) ^ 2) / gamma
                               + (z i ^ 2 + w i ^ 2))
              + (ln (1 + s ^ 2 * (a ^ 2 + b ^ 2) / gamma) + ln (1 + q ^ 2 / gamma)) in
  floor_cost (2 * y) gamma lam <= cost /\
  (cost = floor_cost (2 * y) gamma lam -> q ^ 2 + s ^ 2 * (a - b) ^ 2 = 0).

Theorem a1_block : a1_block_statement.
Proof. exact @BlockMinimum.a1_block. Qed.

(** The floor's least value over lam >= gamma: log(c/gamma) + 1 for gamma < c, else c/gamma; attained only
    at the larger of c and gamma. *)
Definition a1_floor_statement : Prop :=
  forall c gamma lam, 0 < c -> 0 < gamma <= lam ->
  least_floor c gamma <= floor_cost c gamma lam /\
  (floor_cost c gamma lam = least_floor c gamma -> lam = Rmax c gamma).

Theorem a1_floor : a1_floor_statement.
Proof. exact @Block.floor_least. Qed.

(** The whole loss of eq. (3), with codes and deviations of any encoder: [best] is its minimum over
    theta, D >= 0 and the encoder.  For gamma < 2 y it is attained at theta = 1 and nowhere else; for
    gamma >= 2 y at every theta, with all columns 0 and no other way.  (segment_matrix is
    W_theta = (1 - theta) c0 E + theta c1 U, in whose column r - 1 the entries are c0 (1 - theta) + c1 theta
    and c1 theta: they differ by c0 (1 - theta).) *)
Definition a1_minimum_statement : Prop :=
  forall r d kappa n (Y : nat -> nat -> R) y c0 c1 gamma,
  (1 <= r)%nat -> (r + 1 <= d)%nat -> (r + 1 <= kappa)%nat -> (0 < n)%nat -> 0 < y ->
  (forall k, (k < r)%nat -> mean n (fun i => Y k i ^ 2) = y) -> 0 < c0 -> 0 < c1 -> 0 < gamma ->
  let W := fun theta D => scale_decoder D (segment_matrix r c0 c1 theta) in
  let loss := fun theta D q Z v =>
    vae_loss 1 d kappa n gamma (joined_data r Y) (affine kappa (W theta D) (fun _ => 0)) q Z v in
  let best := INR d * ln gamma + INR kappa + INR (r - 1) * least_floor y gamma + least_floor (2 * y) gamma in
  let admitted := fun theta (D : vec) q Z v =>
    0 <= theta <= 1 /\ (forall k, 0 <= D k) /\ encoders kappa n q Z v in
  (forall theta D q Z v, admitted theta D q Z v -> best <= loss theta D q Z v) /\
  (gamma < 2 * y ->
     (exists D q Z v, admitted 1 D q Z v /\ loss 1 D q Z v = best) /\
     forall theta D q Z v, admitted theta D q Z v -> loss theta D q Z v = best -> theta = 1) /\
  (2 * y <= gamma ->
     (forall theta, 0 <= theta <= 1 ->
        exists D q Z v, admitted theta D q Z v /\ loss theta D q Z v = best) /\
     forall theta D q Z v, admitted theta D q Z v -> loss theta D q Z v = best ->
       forall k, (k < kappa)%nat -> col_power d (W theta D) k = 0).

Theorem a1_minimum : a1_minimum_statement.
Proof. exact @BlockMinimum.a1_minimum. Qed.
