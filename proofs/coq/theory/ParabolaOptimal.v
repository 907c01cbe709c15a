(** The parabola's code is optimal sparse: a curved decoder for Theorems A3 and A4. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics Resolution.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma parabola_optimal (R : rcfType) n : (0 < n)%N ->
  exists (X : 'M[R]_(2, n)) (mu : bool -> decoder R 2 2) Z Z',
    [/\ ~ (forall z z', mu true (z + z') = mu true z + mu true z'),
        optimal_sparse X mu true Z, active Z = 1%N, error X (mu false) Z' = 0 & active Z' = 2%N].
Proof.
move=> n0; have [e1 a1 e2 a2] := parabola_exact R n0.
exists (parabola_data R n), (@parabola_or_plane R), (parabola_code R n), (parabola_data R n).
split=> //; first by move=> add; case: (parabola_curved R) => _; apply; exact: add.
split=> // theta' Z' /error_eq0/(_ (Ordinal n0)) exact'.
rewrite a1 lt0n; apply/eqP => none.
have zero : Z' = 0.
  apply/matrixP => k j; rewrite [RHS]mxE; apply/eqP/negP => nz.
  move: none; rewrite activeE => /eqP; rewrite cards_eq0 => /eqP/setP/(_ k).
  rewrite !inE => /negP; apply; apply/power_gt0 => /rowP/(_ j); rewrite !mxE => /eqP.
  exact: nz.
move: exact'; rewrite zero => /colP/(_ 0); rewrite [RHS]mxE /parabola_data [RHS]mxE expr1n => /eqP.
have decoded : parabola_or_plane theta' (col (Ordinal n0) 0) 0 0 = 0 :> R.
  by case: theta'; rewrite /= ?/parabola; last rewrite !mxE; rewrite ?mxE ?expr1 ?mxE.
by rewrite decoded eq_sym oner_eq0.
Qed.
