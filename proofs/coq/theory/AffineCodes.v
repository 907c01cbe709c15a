(** Remark 1: all optimal sparse representations by affine decoders; and Theorem 4 with decoders that
    are injective. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraAffineStatements AlgebraBasics AlgebraRank.
From Sparsity.theory Require Import AlgebraInstances AlgebraAffine AlgebraTheoremA AlgebraTheoremA1A2.
From Sparsity.theory Require Import AlgebraConsequences.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The codes that use the rows f 0, ..., f (r-1) only: column i of [rows_of f] is unit vector f i. *)
Definition rows_of (R : rcfType) (kappa r : nat) (f : 'I_r -> 'I_kappa) : 'M[R]_(kappa, r) :=
  \matrix_(k, i) (k == f i)%:R.

Section Rows.
Variables (R : rcfType) (kappa r : nat) (f : 'I_r -> 'I_kappa).
Hypothesis f_inj : injective f.
Local Notation E := (rows_of R f).

Lemma rows_ofE n (Y : 'M[R]_(r, n)) i j : (E *m Y) (f i) j = Y i j.
Proof.
rewrite mxE (bigD1 i) //= mxE eqxx mul1r big1 ?addr0 // => i' /negbTE ii'.
by rewrite mxE (inj_eq f_inj) eq_sym ii' mul0r.
Qed.

Lemma rows_of0 n (Y : 'M[R]_(r, n)) k j : (forall i, k != f i) -> (E *m Y) k j = 0.
Proof. by move=> kf; rewrite mxE big1 // => i _; rewrite mxE (negbTE (kf i)) mul0r. Qed.

Lemma rows_of_active n (Y : 'M[R]_(r, n)) : (active (E *m Y) <= r)%N.
Proof.
rewrite activeE -[X in (_ <= X)%N](card_ord r) -(card_imset _ f_inj).
apply/subset_leq_card/subsetP => k; rewrite inE => pk; apply/imsetP.
have [/existsP[i /eqP ->]|/existsPn none] := boolP [exists i, k == f i]; first by exists i.
by move: pk; rewrite power_row0 ?ltxx // => j; exact: rows_of0.
Qed.

End Rows.

(** r active rows can be listed. *)
Lemma list_rows (R : rcfType) kappa n r (Z : 'M[R]_(kappa, n)) : active Z = r ->
  exists f : 'I_r -> 'I_kappa, injective f /\ exists Y : 'M[R]_(r, n), Z = rows_of R f *m Y.
Proof.
rewrite activeE => cA; pose A := [set k | 0 < power Z k].
pose f (i : 'I_r) : 'I_kappa := enum_val (cast_ord (esym cA) i : 'I_#|A|).
have f_inj : injective f by move=> i i' /enum_val_inj/cast_ord_inj.
exists f; split=> //; exists (\matrix_(i, j) Z (f i) j); apply/matrixP => k j.
have [kA|kA] := boolP (k \in A).
  have -> : k = f (cast_ord cA (enum_rank_in kA k)).
    by rewrite /f cast_ordK enum_rankK_in.
  by rewrite rows_ofE // mxE.
rewrite rows_of0 => [|i]; last first.
  by apply: contraNneq kA => ->; exact: enum_valP.
by apply: (proj1 (power_eq0 Z k)); apply/eqP; rewrite eq_le power_ge0 andbT leNgt; move: kA; rewrite inE.
Qed.

Section Codes.
Variables (R : rcfType) (d kappa n r : nat) (X : 'M[R]_(d, n)).
Variables (U : 'M[R]_(d, r)) (C : 'M[R]_(r, n)).
Hypotheses (n_gt0 : (0 < n)%N) (UC : centred X = U *m C).
Hypotheses (rU : \rank U = r) (rC : \rank C = r).
Local Notation m := (mean_weights R n).
Local Notation one := (ones R n).

Let U_full : row_full U. Proof. by rewrite /row_full rU. Qed.
Let C_free : row_free C. Proof. by rewrite /row_free rC. Qed.

Lemma rank_centred : \rank (centred X) = r.
Proof. by rewrite UC mxrankMfree // rU. Qed.

Lemma affine_code_is_optimal (W : 'M[R]_(d, kappa)) b (f : 'I_r -> 'I_kappa) (T : 'M[R]_r) t :
  injective f -> T \in unitmx -> W *m rows_of R f = U *m invmx T -> b = X *m m - U *m invmx T *m t ->
  optimal_sparse X (@affine_decoder R d kappa) (W, b) (rows_of R f *m (T *m C + t *m one)).
Proof.
move=> f_inj T_unit WE bE; split.
  apply/affine_exact => /=; rewrite mulmxA WE mulmxDr [U *m _ *m (T *m C)]mulmxA.
  rewrite -[U *m invmx T *m T]mulmxA mulVmx // mulmx1 bE mulmxBl mulmxA.
  by rewrite addrA addrAC addrK -UC centred_mean.
move=> Wb' Z' /affine_exact/(affine_rank n_gt0); rewrite rank_centred.
by apply: leq_trans; exact: rows_of_active.
Qed.

Lemma optimal_is_affine_code (W : 'M[R]_(d, kappa)) b Z : (r <= kappa)%N ->
  optimal_sparse X (@affine_decoder R d kappa) (W, b) Z ->
  exists (f : 'I_r -> 'I_kappa) (T : 'M[R]_r) t,
    [/\ injective f, T \in unitmx, Z = rows_of R f *m (T *m C + t *m one),
        W *m rows_of R f = U *m invmx T & b = X *m m - U *m invmx T *m t].
Proof.
move=> r_le opt.
have r_le' : (\rank (centred X) <= kappa)%N by rewrite rank_centred.
have [actZ _] := (remark_1 n_gt0 r_le').2 _ _ opt; rewrite rank_centred in actZ.
have [f [f_inj [Y ZE]]] := list_rows actZ; pose E := rows_of R f.
have [/affine_exact WZ _] := opt; rewrite /= ZE mulmxA in WZ.
pose V := W *m E; pose Y0 := Y *m centring R n; pose T := Y0 *m pinvmx C; pose t := Y *m m.
have VY : V *m Y0 = U *m C.
  by rewrite -UC centredE -WZ mulmxDl -[b *m _ *m _]mulmxA ones_centring // mulmx0 addr0 mulmxA.
have UE : U = V *m T by rewrite /T mulmxA VY -mulmxA mulmxVp // mulmx1.
have T_unit : T \in unitmx.
  rewrite -row_full_unit /row_full eqn_leq rank_leq_row /= -[X in (X <= _)%N]rU UE.
  exact: mxrankM_maxr.
have VE : V = U *m invmx T by rewrite UE -mulmxA mulmxV // mulmx1.
have V_full : row_full V.
  rewrite /row_full eqn_leq rank_leq_col /= -[X in (X <= _)%N]rU UE.
  exact: mxrankM_maxl.
have Y0E : Y0 = T *m C.
  have VYT : V *m Y0 = V *m (T *m C) by rewrite VY {1}UE mulmxA.
  by rewrite -[LHS]mul1mx -(mulVpmx V_full) -mulmxA VYT mulmxA mulVpmx // mul1mx.
exists f, T, t; split=> //.
- rewrite ZE -Y0E /Y0 /t mulmxBr mulmx1 mulmxA subrK.
  by [].
- rewrite -VE -{1}WZ mulmxDl -!mulmxA ones_mean // mulmx1 /V /t.
  by rewrite addrAC mulmxA subrr add0r.
Qed.

End Codes.

Lemma affine_codes (R : rcfType) d kappa n r (X : 'M[R]_(d, n)) (U : 'M[R]_(d, r)) (C : 'M[R]_(r, n)) :
  (0 < n)%N -> (r <= kappa)%N -> centred X = U *m C -> \rank U = r -> \rank C = r ->
  forall (W : 'M[R]_(d, kappa)) b (Z : 'M[R]_(kappa, n)),
    let xbar := X *m const_mx n%:R^-1 : 'cV[R]_d in
    optimal_sparse X (@affine_decoder R d kappa) (W, b) Z <->
    exists (f : 'I_r -> 'I_kappa) (T : 'M[R]_r) (t : 'cV[R]_r),
      [/\ injective f, T \in unitmx, Z = rows_of R f *m (T *m C + t *m const_mx 1),
          W *m rows_of R f = U *m invmx T & b = xbar - U *m invmx T *m t].
Proof.
move=> n0 r_le UC rU rC W b Z xbar; split=> [|[f [T [t [f_inj T_unit -> WE bE]]]]].
  exact: optimal_is_affine_code.
exact: (affine_code_is_optimal n0 UC rU rC f_inj T_unit WE bE).
Qed.

(** Theorem 4 with the capacity it speaks of: every decoder of the family is injective, so what it can
    reach is a kappa-dimensional subspace and a code is determined by what it decodes to. *)
Lemma injective_conclusion (R : rcfType) d kappa r (g h : R -> R) :
  (0 < r < kappa)%N -> (kappa <= d)%N -> not_constant h ->
  right_continuous_at0 g \/ right_continuous_at0 h ->
  exists n (X : 'M[R]_(d, n)) (W : bool -> 'M[R]_(d, kappa)),
    let mu b := linear_decoder (W b) in
    [/\ distinct_samples X /\ \rank X = r,
        forall b, injective (mu b),
        exists theta Z, error X (mu theta) Z = 0 /\ active Z = r,
        forall theta Z, global_minimiser g h X mu theta Z ->
          0 < error X (mu theta) Z \/ (r < active Z)%N &
        forall theta Z, error X (mu theta) Z = 0 -> (active Z <= r)%N ->
          exists theta' Z', loss g h X (mu theta') Z' < loss g h X (mu theta) Z].
Proof.
move=> r_kappa kappa_le_d h_nc continuous; have /andP[r_gt0 _] := r_kappa.
have finish n (X : 'M[R]_(d, n)) (W : bool -> 'M[R]_(d, kappa)) :
    let mu b := linear_decoder (W b) in
    distinct_samples X /\ \rank X = r -> (forall b, injective (mu b)) ->
    (exists theta Z, optimal_sparse X mu theta Z) ->
    (forall theta Z, optimal_sparse X mu theta Z -> active Z = r) ->
    (forall theta Z, optimal_sparse X mu theta Z ->
       exists theta' Z', loss g h X (mu theta') Z' < loss g h X (mu theta) Z) ->
    [/\ distinct_samples X /\ \rank X = r,
        forall b, injective (mu b),
        exists theta Z, error X (mu theta) Z = 0 /\ active Z = r,
        forall theta Z, global_minimiser g h X mu theta Z ->
          0 < error X (mu theta) Z \/ (r < active Z)%N &
        forall theta Z, error X (mu theta) Z = 0 -> (active Z <= r)%N ->
          exists theta' Z', loss g h X (mu theta') Z' < loss g h X (mu theta) Z].
  move=> mu dX W_inj [t [Y opt]] act beaten.
  have exact_beaten theta Z : error X (mu theta) Z = 0 -> (active Z <= r)%N ->
      exists theta' Z', loss g h X (mu theta') Z' < loss g h X (mu theta) Z.
    move=> eZ le_r; apply: beaten; split=> // theta' Z' /(proj2 opt).
    by rewrite (act _ _ opt); exact: leq_trans.
  split=> //; first by exists t, Y; split; [exact: (proj1 opt) | exact: act opt].
  move=> theta Z minimal; have [eZ|eZ] := eqVneq (error X (mu theta) Z) 0; last first.
    by left; apply: error_gt0; exact/eqP.
  right; rewrite ltnNge; apply/negP => /(exact_beaten _ _ eZ)[theta' [Z']].
  by rewrite ltNge minimal.
have gaps : code_gap r h \/ error_gap d r g h.
  case: continuous => /right_continuous_no_jump.
    by move/no_jump_infimum => g_inf; exact: (no_jump_g_gap r_kappa kappa_le_d g_inf h_nc).
  by move=> jump; left; exact: no_jump_gap.
case: gaps => [/(theorem_A1 r_kappa kappa_le_d r_gt0)|/(theorem_A2 r_kappa kappa_le_d r_gt0)].
  case=> X [W [[dX rX] W_inj opt act [theta' [Z' [_ _ lt_loss]]]]].
  exists r, X, W; apply: finish => //; first by rewrite rX.
  by move=> theta Z opt'; exists theta', Z'; exact: lt_loss.
case=> X [W [[dX rX] W_inj [Z [optZ actZ]] _ lt_loss]].
have opt_unit b Y : optimal_sparse X (fun _ : bool => linear_decoder W) b Y ->
    optimal_sparse X (fun _ : unit => linear_decoder W) tt Y.
  by case=> eY minY; split=> // t; apply: (minY b).
have optE Y : optimal_sparse X (fun _ : unit => linear_decoder W) tt Y -> Y = Z.
  case=> /error_linear_eq0 WY _; have [/error_linear_eq0 WZ _] := optZ.
  by apply: (linear_codes_inj W_inj); rewrite WY WZ.
exists r, X, (fun=> W); apply: finish => //.
- by rewrite rX.
- by exists true, Z; split=> [|b]; [exact: (proj1 optZ) | apply: (proj2 optZ tt)].
- by move=> b Y /opt_unit/optE->.
- by move=> b Y /opt_unit optY; exists true, 0; exact: lt_loss.
Qed.
