(** Theorem B: how steep a penalty must be. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics AlgebraInstances
  AlgebraTheoremA0.
From Sparsity.theory Require Import AlgebraTheoremA AlgebraTheoremA1A2 AlgebraTheoremA4.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma level_excess (R : rcfType) kappa n (h : R -> R) (Z : 'M[R]_(kappa, n)) P :
  level Z P -> excess h (powers Z) = (active Z)%:R * (h P - h 0).
Proof.
move=> levelZ; apply: excess_level => [|k]; first exact: nonnegative_powers.
by rewrite powersE; case: (levelZ k) => ->; rewrite ?ltxx.
Qed.

Theorem theorem_B :
  forall (R : rcfType) (d kappa r n : nat) (g h : R -> R) (P Q : R)
         (X : 'M[R]_(d, n)) (mu mu' : decoder R d kappa) Z Z',
    (0 < d)%N -> error X mu Z = 0 -> error X mu' Z' = 0 ->
    active Z = r -> level Z P -> active Z' = r.+1 -> level Z' Q ->
    (loss g h X mu Z < loss g h X mu' Z' <->
     r%:R * (h P - h 0) < r.+1%:R * (h Q - h 0)).
Proof.
move=> R d kappa r n g h P Q X mu mu' Z Z' d_gt0 eZ eZ' actZ levelZ actZ' levelZ'.
by rewrite exact_loss_lt // (level_excess h levelZ) (level_excess h levelZ') actZ actZ'.
Qed.

Theorem theorem_B_error :
  forall (R : rcfType) (d kappa r n : nat) (g h : R -> R) (P : R)
         (X : 'M[R]_(d, n)) (mu mu' : decoder R d kappa) Z,
    (0 < d)%N -> error X mu Z = 0 -> active Z = r -> level Z P ->
    (loss g h X mu Z < loss g h X mu' 0 <->
     r%:R * (h P - h 0) < d%:R * (g (error X mu' 0) - g 0)).
Proof.
move=> R d kappa r n g h P X mu mu' Z d_gt0 eZ actZ levelZ.
rewrite /loss /value separable_lt // (level_excess h levelZ) actZ eZ.
rewrite [excess h (powers 0)]big1 ?subr0 // => k _.
by rewrite powersE power_row0 ?subrr // => j; rewrite mxE.
Qed.

Theorem theorem_B_instances :
  forall (R : rcfType) (d kappa r n : nat) (P Q : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N -> 0 < P -> 0 < Q ->
    exists (X : 'M[R]_(d, n)) (W W' : 'M[R]_(d, kappa)) Z Z',
      [/\ r_dimensional r X, injective (linear_decoder W) /\ injective (linear_decoder W'),
          error X (linear_decoder W) Z = 0 /\ error X (linear_decoder W') Z' = 0,
          active Z = r /\ level Z P & active Z' = r.+1 /\ level Z' Q].
Proof.
move=> R d kappa r n P Q r_kappa kappa_le_d n_gt0 P_gt0 Q_gt0.
have /andP[r_gt0 r_lt] := r_kappa.
have p_r : positives (prefix kappa r P) = r by exact: positives_prefix (ltnW r_lt) P_gt0.
have [|Z1 [pZ1 dZ1]] := codes_exist n_gt0 (@prefix_nonnegative R kappa r P P_gt0).
  by rewrite p_r.
have actZ1 : active Z1 = r by rewrite /active pZ1.
have [|W0 [W1 [Z0 [W0_inj W1_inj WZ qZ0]]]] :=
    instance_family (Z1 := Z1) kappa_le_d (@prefix_nonnegative R kappa r.+1 Q Q_gt0).
  by rewrite actZ1 positives_prefix ?r_gt0 /=.
have prefix_level m a (Z : 'M[R]_(kappa, n)) : powers Z = prefix kappa m a -> level Z a.
  by move=> pZ k; rewrite -powersE pZ mxE; case: ifP; [right | left].
exists (W1 *m Z1), W1, W0, Z1, Z0; split.
- by apply: image_r_dimensional => //; rewrite -p_r.
- by [].
- by split; exact/error_linear_eq0.
- by split=> //; exact: prefix_level pZ1.
- by split; [rewrite /active qZ0 positives_prefix | exact: prefix_level qZ0].
Qed.

Theorem theorem_B_slope :
  forall (R : rcfType) (r : nat) (h : R -> R) (P Q : R),
    0 < Q -> r%:R * (h P - h 0) < r.+1%:R * (h Q - h 0) ->
    r%:R / r.+1%:R * ((h P - h 0) / Q) < (h Q - h 0) / Q.
Proof.
move=> R r h P Q Q_gt0 lt_PQ; have r1 : 0 < r.+1%:R :> R by rewrite ltr0n.
rewrite mulrA ltr_pmul2r ?invr_gt0 // mulrAC ltr_pdivr_mulr //.
by rewrite [X in _ < X]mulrC.
Qed.

Theorem theorem_B_ratio :
  forall (R : rcfType) (r : nat) (P Q tau : R),
    0 < P -> 0 < Q -> 0 < tau ->
    let h u := u / (u + tau) in
    let sparse_preferred := r%:R * (h P - h 0) < r.+1%:R * (h Q - h 0) in
    (r%:R * P <= r.+1%:R * Q -> sparse_preferred) /\
    (r.+1%:R * Q < r%:R * P ->
       (sparse_preferred <-> tau < P * Q / (r%:R * P - r.+1%:R * Q))).
Proof.
move=> R r P Q tau P_gt0 Q_gt0 tau_gt0 h sparse_preferred.
have denP : 0 < P + tau by rewrite addr_gt0.
have denQ : 0 < Q + tau by rewrite addr_gt0.
have h0 : h 0 = 0 by rewrite /h mul0r.
(* Clear the denominators; what is left is linear in tau. *)
have preferred : sparse_preferred <-> tau * (r%:R * P - r.+1%:R * Q) < P * Q.
  rewrite /sparse_preferred h0 !subr0 /h !mulrA ltr_pdivr_mulr // mulrAC ltr_pdivl_mulr //.
  have -> : P * Q = r.+1%:R * Q * P - r%:R * P * Q.
    by rewrite mulrS mulrDl mul1r mulrDl [r%:R * P * Q]mulrAC addrK mulrC.
  rewrite mulrBr ![tau * _]mulrC !mulrDr ltr_subl_addr addrAC ltr_subr_addr.
  by rewrite [X in X < _]addrC.
split=> [le_PQ|lt_QP]; last by rewrite preferred ltr_pdivl_mulr // subr_gt0.
apply/preferred; apply: (@le_lt_trans _ _ 0); last by rewrite mulr_gt0.
by rewrite mulr_ge0_le0 ?subr_le0 // ltW.
Qed.
