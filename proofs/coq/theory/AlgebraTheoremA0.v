(** Theorem A0: the complete answer for objectives of the error and the row powers. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics AlgebraInstances.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** A point is optimal sparse, or imperfect, or too dense. *)
Lemma optimal_or_worse (R : rcfType) d kappa n r (X : 'M[R]_(d, n)) (Theta : Type)
    (mu : Theta -> decoder R d kappa) theta Z theta' Z' :
  optimal_sparse X mu theta Z -> active Z = r ->
  [\/ optimal_sparse X mu theta' Z', 0 < error X (mu theta') Z' |
      error X (mu theta') Z' = 0 /\ (r < active Z')%N].
Proof.
move=> [_ minZ] actZ.
have [eZ'|/eqP eZ'] := eqVneq (error X (mu theta') Z') 0; last exact/Or32/error_gt0.
have [le_r|r_lt] := leqP (active Z') r; last exact: Or33.
by apply: Or31; split=> // t Y /minZ; rewrite actZ; exact: leq_trans.
Qed.

Section TheoremA0.
Variables (R : rcfType) (d kappa : nat).
Variables (disp : unit) (T : porderType disp) (Psi : R -> 'rV[R]_kappa -> T).

Lemma prefers_guarantees r : prefers_sparse Psi r -> guarantees d Psi r.
Proof.
move=> prefers n X Theta mu theta Z theta' Z' opt actZ not_opt.
rewrite /value opt.1; apply: prefers => //; try exact: nonnegative_powers.
by have [/not_opt|pos|dense] := optimal_or_worse theta' Z' opt actZ; [|left|right].
Qed.

Lemma guarantees_two n r : guarantees d Psi r -> guarantees_two_linear d Psi n r.
Proof. by move=> G X W theta Z theta' Z' mu _ _; exact: G. Qed.

End TheoremA0.

(** Two injective decoders with exact codes of the same data: only the sparser one is optimal. *)
Section TwoCodes.
Variables (R : rcfType) (d kappa n : nat) (W0 W1 : 'M[R]_(d, kappa)) (Z0 Z1 : 'M[R]_(kappa, n)).
Hypotheses (W0_inj : injective (linear_decoder W0)) (W1_inj : injective (linear_decoder W1)).
Hypothesis same_data : W0 *m Z0 = W1 *m Z1.

Definition pair_of (b : bool) := if b then W1 else W0.

Lemma pair_inj b : injective (linear_decoder (pair_of b)).
Proof. by case: b. Qed.

Lemma pair_exact b Z :
  error (W1 *m Z1) (linear_decoder (pair_of b)) Z = 0 <-> Z = if b then Z1 else Z0.
Proof.
split=> [/error_linear_eq0|->]; last by apply/error_linear_eq0; case: b => /=.
case: b => /=; last by rewrite -same_data => /(linear_codes_inj W0_inj).
by move/(linear_codes_inj W1_inj).
Qed.

Hypothesis sparser : (active Z1 < active Z0)%N.

Lemma pair_sparse b Z :
  optimal_sparse (W1 *m Z1) (fun b => linear_decoder (pair_of b)) b Z <-> b = true /\ Z = Z1.
Proof.
split=> [[/pair_exact eZ minZ]|[-> ->]].
  case: b eZ minZ => [-> //|-> /(_ true Z1)].
  by rewrite leqNgt sparser => H; have := H (proj2 (pair_exact true _) erefl).
split=> [|b' Z']; first exact/pair_exact.
by move/pair_exact->; case: b'; rewrite // ltnW.
Qed.

End TwoCodes.

Lemma two_prefers (R : rcfType) (disp : unit) (T : porderType disp) d kappa r n
    (Psi : R -> 'rV[R]_kappa -> T) :
  (0 < r)%N -> (kappa <= d)%N -> (0 < n)%N ->
  guarantees_two_linear d Psi n r -> prefers_sparse Psi r.
Proof.
move=> r_gt0 kappa_le_d n_gt0 G p q e p_ge0 q_ge0 p_r.
have p_gt0 : (0 < positives p)%N by rewrite p_r.
case=> [e_gt0|[-> q_r]].
  have [X [W [Z [Z' [dX W_inj WZ pZ [qZ' eZ']]]]]] :=
    single_decoder kappa_le_d n_gt0 p_ge0 q_ge0 p_gt0 e_gt0.
  have exactE Y : error X (linear_decoder W) Y = 0 -> Y = Z.
    by move/error_linear_eq0; rewrite -WZ => /(linear_codes_inj W_inj).
  have eZ : error X (linear_decoder W) Z = 0 by apply/error_linear_eq0.
  rewrite p_r in dX; have := G X (fun=> W) true Z true Z' dX (fun=> W_inj).
  rewrite /value eZ' eZ pZ qZ'; apply; last by case=> eZ'0; rewrite -eZ' eZ'0 ltxx in e_gt0.
    by split=> // t Y /exactE->.
  by rewrite /active pZ.
have [Z1 [pZ1 dZ1 rZ1]] := codes_exist n_gt0 p_ge0 p_gt0.
have [|W0 [W1 [Z0 [W0_inj W1_inj WZ qZ0]]]] := instance_family (Z1 := Z1) kappa_le_d q_ge0.
  by rewrite /active pZ1 p_r r_gt0.
have sparser : (active Z1 < active Z0)%N by rewrite /active pZ1 qZ0 p_r.
have := G (W1 *m Z1) (pair_of W0 W1) true Z1 false Z0 _ (pair_inj W0_inj W1_inj).
rewrite /value (proj2 (pair_exact W0_inj W1_inj WZ true _) erefl).
rewrite (proj2 (pair_exact W0_inj W1_inj WZ false _) erefl) pZ1 qZ0; apply.
- by apply: image_r_dimensional => //; rewrite -p_r.
- by apply/(pair_sparse W0_inj W1_inj WZ sparser).
- by rewrite /active pZ1.
- by move/(pair_sparse W0_inj W1_inj WZ sparser) => [].
Qed.

Theorem theorem_A0_linear :
  forall (R : rcfType) (disp : unit) (T : porderType disp) (d kappa r n : nat)
         (Psi : R -> 'rV[R]_kappa -> T),
    (0 < r < kappa)%N -> (kappa <= d)%N -> (0 < n)%N ->
    (guarantees_two_linear d Psi n r <-> prefers_sparse Psi r).
Proof.
move=> R disp T d kappa r n Psi /andP[r_gt0 _] kappa_le_d n_gt0; split.
  exact: two_prefers.
by move/prefers_guarantees/guarantees_two; apply.
Qed.

Theorem theorem_A0 :
  forall (R : rcfType) (disp : unit) (T : porderType disp) (d kappa r : nat)
         (Psi : R -> 'rV[R]_kappa -> T),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (guarantees d Psi r <-> prefers_sparse Psi r).
Proof.
move=> R disp T d kappa r Psi /andP[r_gt0 _] kappa_le_d; split.
  by move/(guarantees_two (n := 1)); exact: two_prefers.
exact: prefers_guarantees.
Qed.
