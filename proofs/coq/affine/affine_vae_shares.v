(** affine-vae-shares: From one variance to all smaller ones. *)

From Coq Require Import Reals.
From Sparsity.theory Require Import SeparatingStatements.
From Sparsity.theory Require Shares.
Local Open Scope R_scope.

(** The shares of the rows, each at a = sqrt g0/sqrt v_k, sum to at least m: then the least costs of the
    rows (the bound of affine-vae-separating) minus the costs of m rows of sizes c0 do not increase
    with the variance up to g0. *)
Definition shares_monotone_statement : Prop :=
  forall kappa m g0 v w c c0, 0 < g0 ->
  (forall k, (k < kappa)%nat -> 0 <= c k /\ 0 < v k /\ 0 < w k) -> (forall j, (j < m)%nat -> 0 < c0 j) ->
  INR m <= rsum kappa (fun k => share g0 (shrunk_size (w k) (c k) (sqrt g0 / sqrt (v k)))) ->
  forall g1 g2 low1 low2, 0 < g1 <= g2 -> g2 <= g0 ->
  (forall k, (k < kappa)%nat -> least (row_cost g1 (v k) (w k) (c k)) (low1 k)) ->
  (forall k, (k < kappa)%nat -> least (row_cost g2 (v k) (w k) (c k)) (low2 k)) ->
  rsum kappa low2 - rsum m (fun j => psi g2 (c0 j)) <= rsum kappa low1 - rsum m (fun j => psi g1 (c0 j)).

Theorem shares_monotone : shares_monotone_statement.
Proof. exact @Shares.shares_monotone. Qed.

(** So if the difference is positive at g0, then at every smaller variance some scaling of the exact code
    of another decoder, with the active sizes c0, is better than every point of the first decoder. *)
Definition shares_beat_statement : Prop :=
  forall d kappa n m g0 X W Zs v W1 b1 Z1 c0 low, (0 < d)%nat -> (0 < n)%nat -> 0 < g0 ->
  (forall k, (k < kappa)%nat -> 0 < col_power d W k /\ 0 < v k) ->
  error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
  semidefinite kappa (minus_diagonal (comparison_matrix d W) v) ->
  error d n X (affine kappa W1 b1) Z1 = 0 -> (forall j, (j < m)%nat -> 0 < c0 j) ->
  active_sizes kappa (size d n W1 Z1) m c0 ->
  let w := fun k => sqrt (col_power d W k) in let c := size d n W Zs in
  INR m <= rsum kappa (fun k => share g0 (shrunk_size (w k) (c k) (sqrt g0 / sqrt (v k)))) ->
  (forall k, (k < kappa)%nat -> least (row_cost g0 (v k) (w k) (c k)) (low k)) ->
  rsum m (fun j => psi g0 (c0 j)) < rsum kappa low ->
  forall gamma, 0 < gamma <= g0 -> exists D1 v1 : vec, (forall k, 0 < D1 k) /\ (forall k, 0 < v1 k) /\
  forall D Z (q : nat -> law) s, (forall k, 0 < D k) ->
  (forall i, (i < n)%nat -> (forall k, (k < kappa)%nat -> 0 < s i k) /\
     has_moments kappa (q i) (Z i) (s i) /\ uncorrelated kappa (q i) (Z i)) ->
  affine_loss 1 d kappa n gamma X (scale_decoder D1 W1) b1 (scale_codes D1 Z1) v1
  < vae_loss 1 d kappa n gamma X (affine kappa (scale_decoder D W) (fun _ => 0)) q Z s.

Theorem shares_beat : shares_beat_statement.
Proof. exact @Shares.shares_beat. Qed.
