(** Theorem A at its boundary: infinite extremes, and what the other points cost more in a tie. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics AlgebraTheoremA.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem theorem_A_infinite :
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (forall B, exists y, rises h y /\ B < y) \/ (forall B, exists y, rises h y /\ y < B) \/
      (forall B, exists y, rises g y /\ y < B) ->
    ~ guarantees d (separable (kappa := kappa) d g h) r.
Proof.
move=> R d kappa r g h r_bounds kd infinite.
case/andP: (r_bounds) => r_gt0 rk.
have rR : 0 < r%:R :> R by rewrite ltr0n.
have r1R : 0 < r.+1%:R :> R by rewrite ltr0n.
have dR : 0 < d%:R :> R by rewrite ltr0n (leq_trans _ kd) // (ltn_trans r_gt0 rk).
case/(@theorem_A R d kappa r g h r_bounds kd) => dense imperfect.
have one : (0 : R) < 1 by exact: ltr01.
case: infinite => [up|[down|down_g]].
- have [y [[a [a_gt0 ->]] big]] := up (r.+1%:R * (h 1 - h 0) / r%:R).
  move: big; rewrite ltr_pdivr_mulr // [X in _ < X]mulrC => big.
  by have := lt_trans big (dense a 1 a_gt0 one); rewrite ltxx.
- have [y [[b [b_gt0 ->]] small]] := down (r%:R * (h 1 - h 0) / r.+1%:R).
  move: small; rewrite ltr_pdivl_mulr // [X in X < _]mulrC => small.
  by have := lt_trans small (dense 1 b one b_gt0); rewrite ltxx.
- have [y [[e [e_gt0 ->]] small]] := down_g (r%:R * (h 1 - h 0) / d%:R).
  move: small; rewrite ltr_pdivl_mulr // [X in X < _]mulrC => small.
  by have := lt_trans small (imperfect 1 e one e_gt0); rewrite ltxx.
Qed.

Section Tie.
Variables (R : rcfType) (d kappa r : nat) (g h : R -> R) (Hp Hm Gm : R).
Hypotheses (r_gt0 : (0 < r)%N) (d_gt0 : (0 < d)%N).
Hypotheses (supH : is_sup (rises h) Hp) (infH : is_inf (rises h) Hm) (infG : is_inf (rises g) Gm).

Lemma rise_le u : 0 < u -> h u - h 0 <= Hp.
Proof. by move=> u_gt0; apply: supH.1; exists u. Qed.

Lemma rise_ge u : 0 < u -> Hm <= h u - h 0.
Proof. by move=> u_gt0; apply: infH.1; exists u. Qed.

(** What the sparse code's rises leave below H+, and the others' above H-. *)
Lemma slack_above (p : 'rV[R]_kappa) : nonnegative p -> (0 < positives p)%N ->
  0 <= (positives p)%:R * Hp - excess h p /\
  (~ attains h Hp -> 0 < (positives p)%:R * Hp - excess h p).
Proof.
move=> p_ge0 p_gt0; split=> [|not_attained].
  by rewrite subr_ge0 excess_le // => k; exact: rise_le.
rewrite subr_gt0 excess_lt // => k pk; rewrite lt_neqAle rise_le // andbT.
by apply/eqP => E; apply: not_attained; exists (p 0 k).
Qed.

Lemma slack_below (q : 'rV[R]_kappa) : nonnegative q ->
  0 <= excess h q - (positives q)%:R * Hm /\
  (~ attains h Hm -> (0 < positives q)%N -> 0 < excess h q - (positives q)%:R * Hm).
Proof.
move=> q_ge0; split=> [|not_attained q_gt0].
  by rewrite subr_ge0 excess_ge // => k; exact: rise_ge.
rewrite subr_gt0 excess_gt // => k qk; rewrite lt_neqAle rise_ge // andbT.
by apply/eqP => E; apply: not_attained; exists (q 0 k).
Qed.

Lemma tie_dense (p q : 'rV[R]_kappa) j :
  r%:R * Hp = r.+1%:R * Hm -> nonnegative p -> nonnegative q ->
  positives p = r -> positives q = (r.+1 + j)%N ->
  exists S T, [/\ 0 <= S, 0 <= T, ~ attains h Hp -> 0 < S, ~ attains h Hm -> 0 < T &
    separable d g h 0 q - separable d g h 0 p = (Hm * j%:R + S + T) / d%:R].
Proof.
move=> tie p_ge0 q_ge0 pr qr; have dR : d%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
have [S0 S1] := slack_above p_ge0 (eq_ind_r (fun m => (0 < m)%N) r_gt0 pr).
have [T0 T1] := slack_below q_ge0.
exists ((positives p)%:R * Hp - excess h p), (excess h q - (positives q)%:R * Hm).
split=> // [na|]; first by apply: T1 => //; rewrite qr.
apply: (mulfI dR); rewrite separable_sub // subrr mulr0 add0r mulrCA divff // mulr1.
rewrite pr qr natrD mulrDl tie [Hm * _]mulrC.
set a := r.+1%:R * Hm; set b := j%:R * Hm; set x := excess h q; set y := excess h p.
by rewrite [b + (a - y)]addrA [b + a]addrC [RHS]addrC addrA subrK.
Qed.

Lemma tie_imperfect (p q : 'rV[R]_kappa) e :
  r%:R * Hp = d%:R * Gm -> nonnegative p -> nonnegative q -> positives p = r -> 0 < e ->
  exists S T, [/\ 0 <= S, 0 <= T, ~ attains h Hp -> 0 < S, ~ attains g Gm -> 0 < T &
    separable d g h e q - separable d g h 0 p
    = (Hm * (positives q)%:R + S + T * d%:R) / d%:R].
Proof.
move=> tie p_ge0 q_ge0 pr e_gt0; have dR : d%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
have [S0 S1] := slack_above p_ge0 (eq_ind_r (fun m => (0 < m)%N) r_gt0 pr).
have [T0 _] := slack_below q_ge0.
have G0 : Gm <= g e - g 0 by apply: infG.1; exists e.
exists ((positives p)%:R * Hp - excess h p + (excess h q - (positives q)%:R * Hm)),
  (g e - g 0 - Gm).
split=> [||na|na|].
- by rewrite addr_ge0.
- by rewrite subr_ge0.
- by rewrite ltr_paddr // S1.
- rewrite subr_gt0 lt_neqAle G0 andbT; apply/eqP => E; apply: na; by exists e.
apply: (mulfI dR); rewrite separable_sub // mulrCA divff // mulr1 pr tie.
rewrite [Hm * _]mulrC [(_ - Gm) * _]mulrC [in RHS]mulrBr.
set b := (positives q)%:R * Hm; set c := d%:R * Gm; set x := excess h q; set y := excess h p.
set f := d%:R * _.
rewrite [c - y + _]addrC [b + _]addrA [b + (x - b)]addrC subrK.
by rewrite [RHS]addrC [x + (c - y)]addrCA [RHS]addrA subrK.
Qed.

Lemma tie_least : r%:R * Hp = r.+1%:R * Hm ->
  Hm = r%:R * (Hp - Hm) /\ (~ (attains h Hp /\ attains h Hm) -> 0 < Hm).
Proof.
move=> tie; have E : Hm = r%:R * (Hp - Hm).
  by rewrite mulrBr tie -[r.+1]addn1 natrD mulrDl mul1r addrAC subrr add0r.
split=> // not_both; have one : (0 : R) < 1 by exact: ltr01.
have le : Hm <= Hp := le_trans (rise_ge one) (rise_le one).
have Hm_ge0 : 0 <= Hm by rewrite E mulr_ge0 ?ler0n // subr_ge0.
rewrite lt_def Hm_ge0 andbT; apply/eqP => Hm0; apply: not_both.
have rR : r%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
have Hp0 : Hp = 0 by apply: (mulfI rR); rewrite tie Hm0 !mulr0.
have rise0 : h 1 - h 0 = 0.
  have := rise_le one; have := rise_ge one; rewrite Hm0 Hp0 => low high.
  by apply/eqP; rewrite eq_le low high.
by split; exists 1; rewrite rise0.
Qed.

End Tie.

Theorem theorem_A_tie :
  forall (R : rcfType) (d kappa r : nat) (g h : R -> R) (Hp Hm Gm : R),
    (0 < r)%N -> (0 < d)%N ->
    is_sup (rises h) Hp -> is_inf (rises h) Hm -> is_inf (rises g) Gm ->
    forall p q : 'rV[R]_kappa, nonnegative p -> nonnegative q -> positives p = r ->
    (r%:R * Hp = r.+1%:R * Hm ->
       (Hm = r%:R * (Hp - Hm) /\ (~ (attains h Hp /\ attains h Hm) -> 0 < Hm)) /\
       forall j, positives q = (r.+1 + j)%N ->
       exists S T, [/\ 0 <= S, 0 <= T, ~ attains h Hp -> 0 < S, ~ attains h Hm -> 0 < T &
         separable d g h 0 q - separable d g h 0 p = (Hm * j%:R + S + T) / d%:R]) /\
    (r%:R * Hp = d%:R * Gm -> forall e j, 0 < e -> positives q = j ->
       exists S T, [/\ 0 <= S, 0 <= T, ~ attains h Hp -> 0 < S, ~ attains g Gm -> 0 < T &
         separable d g h e q - separable d g h 0 p = (Hm * j%:R + S + T * d%:R) / d%:R]).
Proof.
move=> R d kappa r g h Hp Hm Gm r_gt0 d_gt0 supH infH infG p q p_ge0 q_ge0 pr; split=> tie.
  split; first by apply: tie_least tie.
  by move=> j qr; apply: (tie_dense g r_gt0 d_gt0 supH infH tie).
by move=> e j e_gt0 <-; apply: (tie_imperfect r_gt0 d_gt0 supH infH infG tie).
Qed.
