(** Theorem F2: an objective that guarantees at two ranks jumps at every sparse exact code. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics AlgebraTheoremA0 AlgebraTheoremA.
From Sparsity.theory Require Import AlgebraConsequences RankObjectives OneRank.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** Near p are vectors with j more positive entries. *)
Lemma more_positives (R : rcfType) kappa (p : 'rV[R]_kappa) (delta : R) j :
  nonnegative p -> 0 < delta -> (positives p + j <= kappa)%N ->
  exists q, [/\ nonnegative q, positives q = (positives p + j)%N &
    forall k, `|q 0 k - p 0 k| < delta].
Proof.
move=> p0 d0 le.
suff [q [q0 qj near]] : exists q : 'rV[R]_kappa, [/\ nonnegative q,
    positives q = (positives p + j)%N &
    forall k, q 0 k = p 0 k \/ p 0 k = 0 /\ q 0 k = delta / 2%:R].
  exists q; split=> // k; case: (near k) => [->|[-> ->]]; first by rewrite subrr normr0.
  rewrite subr0 gtr0_norm; last by rewrite divr_gt0 ?ltr0n.
  by rewrite ltr_pdivr_mulr ?ltr0n // ltr_pmulr // ltr1n.
elim: j le => [|j IH] le; first by exists p; split; rewrite ?addn0 // => k; left.
have [|q [q0 qj near]] := IH; first by apply: leq_trans le; rewrite leq_add2l.
have q_lt : (positives q < kappa)%N by rewrite qj; apply: leq_trans le; rewrite addnS ltnS.
have [k0 k0z|all_pos] := pickP (fun k => ~~ (0 < q 0 k)); last first.
  move: q_lt; rewrite /positives (_ : [set k | 0 < q 0 k] = setT) ?cardsT ?card_ord ?ltnn //.
  by apply/setP => k; rewrite !inE; move/negbFE: (all_pos k).
have qk0 : q 0 k0 = 0 by apply: nonnegative_eq0 => //; exact/negbTE.
have h0 : 0 < delta / 2%:R by rewrite divr_gt0 ?ltr0n.
exists (\row_k if k == k0 then delta / 2%:R else q 0 k); split.
- by move=> k; rewrite mxE; case: eqP => // _; exact: ltW.
- rewrite addnS -qj /positives (_ : [set k | _] = k0 |: [set k | 0 < q 0 k]); last first.
    by apply/setP => k; rewrite !inE mxE; case: eqP => // _.
  by rewrite cardsU1 inE k0z.
- move=> k; rewrite mxE; case: (k =P k0) => [->|_]; last exact: near.
  by case: (near k0) => [e|[e _]]; right; split=> //; rewrite -e.
Qed.

Lemma two_ranks (R : rcfType) (disp : unit) (T : porderType disp) d kappa r r'
    (Psi : R -> 'rV[R]_kappa -> T) p :
  (0 < r < r')%N -> (r' < kappa)%N -> (kappa <= d)%N ->
  guarantees d Psi r -> guarantees d Psi r' ->
  nonnegative p -> positives p = r -> ~ upper_semicontinuous_at (Psi 0) p.
Proof.
move=> /andP[r0 rr'] r'k kd G G' p0 pr usc.
have rk := ltn_trans rr' r'k.
have P : prefers_sparse Psi r by apply/(theorem_A0 Psi _ kd) => //; rewrite r0.
have P' : prefers_sparse Psi r' by apply/(theorem_A0 Psi _ kd) => //; rewrite (ltn_trans r0 rr').
have [|q [q0 qr' _]] := more_positives (j := (r' - r)%N) p0 ltr01.
  by rewrite pr subnKC // ltnW.
rewrite pr subnKC ?(ltnW rr') // in qr'.
have lt1 : (Psi 0%R p < Psi 0%R q)%O by apply: P => //; right; rewrite qr'.
have [delta d0 near] := usc _ lt1.
have [|q' [q'0 q'r close]] := more_positives (j := (r'.+1 - r)%N) p0 d0.
  by rewrite pr subnKC // ltnW // ltnS ltnW.
rewrite pr subnKC in q'r; last by rewrite ltnW // ltnS ltnW.
have lt2 : (Psi 0%R q < Psi 0%R q')%O by apply: P' => //; right; rewrite q'r.
by have := lt_trans lt2 (near q' q'0 close); rewrite ltxx.
Qed.

(** With one rank it need not jump anywhere: the trimmed sum is Lipschitz. *)
Lemma trimmed_semicontinuous (R : rcfType) kappa r (p : 'rV[R]_kappa) :
  (r <= kappa)%N -> nonnegative p -> upper_semicontinuous_at (trimmed_objective r 0) p.
Proof.
move=> r_le p0 c; rewrite /trimmed_objective add0r => lt_c.
have k1 : 0 < kappa%:R + 1 :> R by rewrite ltr_paddl ?ler0n ?ltr01.
have gap : 0 < c - trimmed_sum r p by rewrite subr_gt0.
exists ((c - trimmed_sum r p) / (kappa%:R + 1)) => [|q q0 near]; first by rewrite divr_gt0.
rewrite add0r -[X in X < _](subrK (trimmed_sum r p)) -ltr_subr_addr.
apply: (le_lt_trans (trimmed_lipschitz_half q r_le p0)).
set delta := _ / _ in near.
apply: (@le_lt_trans _ _ (kappa%:R * delta)).
  rewrite -[kappa in X in _ <= X]card_ord mulr_natl -sumr_const.
  by apply: ler_sum => k _; exact: ltW.
have -> : c - trimmed_sum r p = (kappa%:R + 1) * delta by rewrite mulrC divfK // gt_eqF.
by rewrite ltr_pmul2r ?divr_gt0 // ltr_addl ltr01.
Qed.

Lemma count_serves_all (R : rcfType) d kappa : (kappa <= d)%N -> forall r, (0 < r < kappa)%N ->
  guarantees d (separable (kappa := kappa) d (@count R) (@count R)) r.
Proof.
move=> kd r r_kappa; apply/(theorem_A _ _ r_kappa kd); have /andP[r0 rk] := r_kappa.
have rise u : 0 < u -> count u - count (0 : R) = 1 by move=> u0; rewrite count_pos // count0 subr0.
by split=> a b a0 b0; rewrite !rise // !mulr1 ltr_nat // (leq_trans rk kd).
Qed.

Lemma one_rank_false (R : rcfType) d kappa r : (0 < r < kappa)%N -> (kappa <= d)%N ->
  ~ forall (Psi : R -> 'rV[R]_kappa -> R) (p : 'rV[R]_kappa),
      guarantees d Psi r -> nonnegative p -> positives p = r ->
      ~ upper_semicontinuous_at (Psi 0) p.
Proof.
move=> r_kappa kd jumps; have /andP[r0 rk] := r_kappa.
have p0 : nonnegative (prefix kappa r (1 : R)) by apply: prefix_nonnegative; exact: ltr01.
have pr : positives (prefix kappa r (1 : R)) = r by rewrite positives_prefix ?ltr01 // ltnW.
have [G _ _] := one_rank_trimmed R d r_kappa.
by apply: (jumps _ _ G p0 pr); apply: trimmed_semicontinuous => //; exact: ltnW.
Qed.

Lemma two_ranks_everywhere_false (R : rcfType) d kappa r r' :
  (0 < r < r')%N -> (r' < kappa)%N -> (kappa <= d)%N ->
  ~ forall (Psi : R -> 'rV[R]_kappa -> R) (p : 'rV[R]_kappa),
      guarantees d Psi r -> guarantees d Psi r' -> nonnegative p ->
      ~ upper_semicontinuous_at (Psi 0) p.
Proof.
move=> /andP[r0 rr'] r'k kd jumps.
have serve s : (0 < s < kappa)%N -> _ := @count_serves_all R d kappa kd s.
have p0 : nonnegative (prefix kappa kappa (1 : R)) by apply: prefix_nonnegative; exact: ltr01.
apply: (jumps _ _ (serve r _) (serve r' _) p0).
- by rewrite r0 (ltn_trans rr').
- by rewrite (ltn_trans r0 rr').
move=> c lt_c; exists 1 => [|q q0 near]; first exact: ltr01.
apply: le_lt_trans lt_c; rewrite /separable ler_add2l ler_wpmul2r ?invr_ge0 ?ler0n //.
apply: ler_sum => k _; rewrite !mxE ltn_ord /count oner_eq0 /=.
by case: eqP; rewrite /= ?ler01 ?lexx.
Qed.

(** The size of the jump: whatever has r' positive entries is exceeded arbitrarily near p. *)
Lemma two_ranks_jump (R : rcfType) (disp : unit) (T : porderType disp) d kappa r r'
    (Psi : R -> 'rV[R]_kappa -> T) p q :
  (0 < r < r')%N -> (r' < kappa)%N -> (kappa <= d)%N ->
  guarantees d Psi r -> guarantees d Psi r' ->
  nonnegative p -> positives p = r -> nonnegative q -> positives q = r' ->
  (Psi 0%R p < Psi 0%R q)%O /\
  forall delta : R, 0 < delta -> exists q', [/\ nonnegative q',
    forall k, `|q' 0 k - p 0 k| < delta & (Psi 0%R q < Psi 0%R q')%O].
Proof.
move=> /andP[r0 rr'] r'k kd G G' p0 pr q0 qr'.
have rk := ltn_trans rr' r'k.
have P : prefers_sparse Psi r by apply/(theorem_A0 Psi _ kd) => //; rewrite r0.
have P' : prefers_sparse Psi r' by apply/(theorem_A0 Psi _ kd) => //; rewrite (ltn_trans r0 rr').
split=> [|delta d0]; first by apply: P => //; right; rewrite qr'.
have [|q' [q'0 q'r close]] := more_positives (j := (r'.+1 - r)%N) p0 d0.
  by rewrite pr subnKC // ltnW // ltnS ltnW.
rewrite pr subnKC in q'r; last by rewrite ltnW // ltnS ltnW.
by exists q'; split=> //; apply: P' => //; right; rewrite q'r.
Qed.
