(** * Entry lemmas for files that state a verdict on a user's penalty over Coq's real numbers

    Dimensions are checked by computation; integers are [IZR] numerals, which [lra] and
    [interval] read. *)
From Coq Require Import Reals Lra ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.analysis Require Import Rstruct.
From Sparsity.theory Require Import AlgebraStatements AlgebraConsequences AlgebraTheoremA.
From Sparsity.theory Require Import Bridge BridgeStatements.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(** 0 < r < kappa <= d, decided by computation on literals. *)
Definition dims (d kappa r : nat) : bool :=
  andb (Nat.ltb 0 r) (andb (Nat.ltb r kappa) (Nat.leb kappa d)).

Lemma dimsP d kappa r : dims d kappa r = true -> ((0 < r < kappa)%N /\ (kappa <= d)%N).
Proof.
move=> /andP[/Nat.ltb_lt/ltP r0 /andP[/Nat.ltb_lt/ltP rk /Nat.leb_le/leP kd]].
by rewrite r0 rk kd.
Qed.

Lemma natR (m : nat) : (m%:R)%R = IZR (Z.of_nat m) :> R.
Proof. by rewrite -INRE INR_IZR_INZ. Qed.

Definition guaranteed (d kappa r : nat) (g h : R -> R) : Prop :=
  guarantees d (separable (R := R_rcfType) (kappa := kappa) d g h) r.

Section Entry.
Variables (d kappa r : nat) (g h : R -> R).
Let rZ := IZR (Z.of_nat r).
Let r1Z := IZR (Z.of_nat r.+1).
Let dZ := IZR (Z.of_nat d).

Lemma code_gapE : code_gap (R := R_rcfType) r h <->
  exists a b, 0 < a /\ 0 < b /\ r1Z * (h b - h 0) < rZ * (h a - h 0).
Proof.
rewrite /code_gap !natR; split=> [[a [b [/lt_reals a0 /lt_reals b0 /lt_reals gap]]]|[a [b [a0 [b0 gap]]]]];
  exists a, b; split=> //; exact/lt_reals.
Qed.

Lemma error_gapE : error_gap (R := R_rcfType) d r g h <->
  exists a e, 0 < a /\ 0 < e /\ dZ * (g e - g 0) < rZ * (h a - h 0).
Proof.
rewrite /error_gap !natR; split=> [[a [b [/lt_reals a0 /lt_reals b0 /lt_reals gap]]]|[a [b [a0 [b0 gap]]]]];
  exists a, b; split=> //; exact/lt_reals.
Qed.

Lemma gap_verdict : dims d kappa r = true ->
  code_gap (R := R_rcfType) r h \/ error_gap (R := R_rcfType) d r g h -> fails d kappa r g h.
Proof.
by move=> /dimsP[rk kd] gap; split; [exact: gap_fails | exact: gap_conclusion].
Qed.

(** Too dense: two powers a, b. *)
Theorem fails_dense (a b : R) : dims d kappa r = true -> 0 < a -> 0 < b ->
  r1Z * (h b - h 0) < rZ * (h a - h 0) -> fails d kappa r g h.
Proof.
by move=> dms a0 b0 gap; apply: gap_verdict => //; left; apply/code_gapE; exists a, b.
Qed.

(** Imperfect: a power a, an error e. *)
Theorem fails_imperfect (a e : R) : dims d kappa r = true -> 0 < a -> 0 < e ->
  dZ * (g e - g 0) < rZ * (h a - h 0) -> fails d kappa r g h.
Proof.
by move=> dms a0 e0 gap; apply: gap_verdict => //; right; apply/error_gapE; exists a, e.
Qed.

Lemma guaranteedE : dims d kappa r = true -> (guaranteed d kappa r g h <->
  (forall a b, 0 < a -> 0 < b -> rZ * (h a - h 0) < r1Z * (h b - h 0)) /\
  (forall a e, 0 < a -> 0 < e -> rZ * (h a - h 0) < dZ * (g e - g 0))).
Proof.
move=> /dimsP[rk kd]; rewrite /guaranteed (theorem_A g h rk kd) !natR.
split=> [[A B]|[A B]]; split=> a b a0 b0; apply/lt_reals.
- by apply: A; apply/lt_reals.
- by apply: B; apply/lt_reals.
- by apply: A; apply/lt_reals.
- by apply: B; apply/lt_reals.
Qed.

(** Ties: the guarantee is refuted, the paper's conclusion is not claimed. *)
Theorem tie_dense (a b : R) : dims d kappa r = true -> 0 < a -> 0 < b ->
  r1Z * (h b - h 0) <= rZ * (h a - h 0) -> ~ guaranteed d kappa r g h.
Proof. by move=> dms a0 b0 le /(guaranteedE dms)[A _]; have := A a b a0 b0; rewrite -/rZ -/r1Z; lra. Qed.

Theorem tie_imperfect (a e : R) : dims d kappa r = true -> 0 < a -> 0 < e ->
  dZ * (g e - g 0) <= rZ * (h a - h 0) -> ~ guaranteed d kappa r g h.
Proof. by move=> dms a0 b0 le /(guaranteedE dms)[_ A]; have := A a e a0 b0; rewrite -/rZ -/dZ; lra. Qed.

(** Guarantee from bounds: h - h 0 in [lo, hi] and g - g 0 >= jump on (0, oo). *)
Theorem guaranteed_bounds (lo hi jump : R) : dims d kappa r = true ->
  (forall u, 0 < u -> lo <= h u - h 0 <= hi) -> (forall e, 0 < e -> jump <= g e - g 0) ->
  rZ * hi < r1Z * lo -> rZ * hi < dZ * jump -> guaranteed d kappa r g h.
Proof.
move=> dms hb gb A B; apply/(guaranteedE dms).
have [/ltP r0 _] : (0 < r)%N /\ True by case/dimsP: dms => /andP[].
have r_ge0 : 0 < rZ by rewrite /rZ -INR_IZR_INZ; exact: lt_0_INR.
have d_ge0 : 0 <= dZ by rewrite /dZ -INR_IZR_INZ; exact: pos_INR.
have r1_ge0 : 0 <= r1Z by rewrite /r1Z -INR_IZR_INZ; exact: pos_INR.
split=> a b a0 b0; have [_ ha] := hb a a0.
  have [hl _] := hb b b0; rewrite -/rZ -/r1Z; nra.
have hg := gb b b0; rewrite -/rZ -/dZ; nra.
Qed.

(** Equality allowed when the upper bound is not attained. *)
Theorem guaranteed_bounds_strict (lo hi jump : R) : dims d kappa r = true ->
  (forall u, 0 < u -> lo <= h u - h 0 < hi) -> (forall e, 0 < e -> jump <= g e - g 0) ->
  rZ * hi <= r1Z * lo -> rZ * hi <= dZ * jump -> guaranteed d kappa r g h.
Proof.
move=> dms hb gb A B; apply/(guaranteedE dms).
have [/ltP r0 _] : (0 < r)%N /\ True by case/dimsP: dms => /andP[].
have r_ge0 : 0 < rZ by rewrite /rZ -INR_IZR_INZ; exact: lt_0_INR.
have d_ge0 : 0 <= dZ by rewrite /dZ -INR_IZR_INZ; exact: pos_INR.
have r1_ge0 : 0 <= r1Z by rewrite /r1Z -INR_IZR_INZ; exact: pos_INR.
split=> a b a0 b0; have [_ ha] := hb a a0.
  have [hl _] := hb b b0; rewrite -/rZ -/r1Z; nra.
have hg := gb b b0; rewrite -/rZ -/dZ; nra.
Qed.
End Entry.
