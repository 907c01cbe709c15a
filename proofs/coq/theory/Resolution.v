(** Theorem I: which rows a penalty resolves, on every instance. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Sparsity.theory Require Import AlgebraStatements AlgebraBasics AlgebraInstances AlgebraTheoremA0.
From Sparsity.theory Require Import AlgebraTheoremA AlgebraTheoremA4 ResolutionTerms.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** One sample, two injective linear decoders, one exact code of each, of any powers p and q. *)
Lemma two_codes (R : rcfType) d kappa (p q : 'rV[R]_kappa) :
  (kappa <= d)%N -> nonnegative p -> nonnegative q -> (0 < positives p < positives q)%N ->
  exists (X : 'M[R]_(d, 1)) (mu : bool -> decoder R d kappa) (Z0 Z1 : 'M[R]_(kappa, 1)),
    [/\ powers Z1 = p, powers Z0 = q,
        forall b Z, error X (mu b) Z = 0 <-> Z = if b then Z1 else Z0 &
        forall b Z, optimal_sparse X mu b Z <-> b = true /\ Z = Z1].
Proof.
move=> kd p0 q0 /andP[p_pos pq].
have [Z1 [pZ1 dZ1 rZ1]] := @codes_exist R kappa 1%N _ isT p0 p_pos.
have [|W0 [W1 [Z0 [W0_inj W1_inj WZ qZ0]]]] := instance_family (Z1 := Z1) kd q0.
  by rewrite /active pZ1; apply/andP; split.
exists (W1 *m Z1), (fun b => linear_decoder (pair_of W0 W1 b)), Z0, Z1; split=> //.
  by move=> b Z; exact: pair_exact.
by move=> b Z; apply: (pair_sparse W0_inj W1_inj WZ); rewrite /active pZ1 qZ0.
Qed.

Section Resolution.
Variables (R : rcfType) (d kappa r : nat) (h : R -> R) (tau : R).
Hypotheses (r_kappa : (0 < r < kappa)%N) (kappa_d : (kappa <= d)%N).
Hypotheses (h_mono : nondecreasing h) (tau0 : 0 < tau).

Let r0 : (0 < r)%N. Proof. by case/andP: r_kappa. Qed.
Let rk : (r < kappa)%N. Proof. by case/andP: r_kappa. Qed.
Let d0 : (0 < d)%N. Proof. by apply: leq_trans kappa_d; apply: leq_ltn_trans rk. Qed.

Lemma cost_excess n (Z : 'M[R]_(kappa, n)) :
  code_cost h Z = excess h (powers Z) + kappa%:R * h 0.
Proof.
rewrite excess_powers sumrB sumr_const card_ord mulr_natl subrK.
by [].
Qed.

Lemma strong_rows_cost n (Z : 'M[R]_(kappa, n)) : (r < strong_rows tau Z)%N ->
  r.+1%:R * (h tau - h 0) <= excess h (powers Z).
Proof.
move=> dense; rewrite excess_powers.
have rise0 k : 0 <= h (power Z k) - h 0 by rewrite subr_ge0 h_mono // power_ge0.
rewrite (bigID (mem [set k | (tau <= power Z k)%R])) /= ler_paddr ?sumr_ge0 //.
apply: (@le_trans _ _ (\sum_(k in [set k | (tau <= power Z k)%R]) (h tau - h 0))).
  rewrite sumr_const -[X in _ <= X]mulr_natl ler_wpmul2r ?ler_nat //.
  by rewrite subr_ge0 h_mono // ltW.
by apply: ler_sum => k; rewrite inE => le; rewrite ler_sub // h_mono // ltW.
Qed.

Lemma strong_rows_active n (Z : 'M[R]_(kappa, n)) : (strong_rows tau Z <= active Z)%N.
Proof.
rewrite activeE; apply/subset_leq_card/subsetP => k; rewrite !inE.
exact: lt_le_trans.
Qed.

Lemma sparse_excess_lt n (Z : 'M[R]_(kappa, n)) B : active Z = r ->
  (forall k, r%:R * (h (power Z k) - h 0) < B) -> excess h (powers Z) < B.
Proof.
move=> actZ lt; apply: excess_lt_mean => [||k _]; first exact: nonnegative_powers.
  by rewrite -/(active Z) actZ.
by rewrite -/(active Z) actZ powersE.
Qed.

Lemma sparse_excess_le n (Z : 'M[R]_(kappa, n)) B : active Z = r ->
  (forall k, 0 < power Z k -> r%:R * (h (power Z k) - h 0) <= B) -> excess h (powers Z) <= B.
Proof.
move=> actZ le; apply: excess_le_mean => [||k]; first exact: nonnegative_powers.
  by rewrite -/(active Z) actZ.
by rewrite -/(active Z) actZ powersE; exact: le.
Qed.

Lemma resolves_of (Q : option R) :
  (forall a, 0 <= a -> within Q a ->
     r%:R * (h a - h 0) < r.+1%:R * (h tau - h 0)) ->
  resolves d kappa r Q h tau.
Proof.
move=> bound n X Theta mu g theta Z theta' Z' g0 eZ actZ small le_loss.
rewrite leqNgt; apply/negP => /strong_rows_cost dense.
have sparse : excess h (powers Z) < r.+1%:R * (h tau - h 0).
  by apply: sparse_excess_lt => // k; apply: bound; first exact: power_ge0.
move: le_loss; rewrite /loss /value eZ leNgt separable_lt // => /negP; apply.
apply: (@lt_le_trans _ _ 0); first by rewrite subr_lt0 (lt_le_trans sparse).
by rewrite mulr_ge0 ?ler0n // subr_ge0 g0 // error_ge0.
Qed.

Lemma resolves_is_exact Q : resolves d kappa r Q h tau -> resolves_exact d kappa r Q h tau.
Proof.
move=> res n X Theta mu theta Z theta' Z' eZ actZ small eZ' le.
apply: (res n X Theta mu (fun=> 0) theta Z theta' Z') => //.
have E (Y : 'M[R]_(kappa, n)) : \sum_k h (powers Y 0 k) = code_cost h Y.
  by apply: eq_bigr => k _; rewrite powersE.
by rewrite /loss /value /separable !add0r !E ler_wpmul2r ?invr_ge0 ?ler0n.
Qed.

(** The instance that refutes: r rows of power a against r + 1 rows of power tau. *)
Lemma resolves_only (Q : option R) a : 0 < a -> within Q a ->
  resolves_exact d kappa r Q h tau -> r%:R * (h a - h 0) < r.+1%:R * (h tau - h 0).
Proof.
move=> a0 aQ res; rewrite ltNge; apply/negP => cheap.
have p0 : nonnegative (prefix kappa r a) by exact: prefix_nonnegative.
have q0 : nonnegative (prefix kappa r.+1 tau) by exact: prefix_nonnegative.
have pr : positives (prefix kappa r a) = r by rewrite positives_prefix // ltnW.
have qr : positives (prefix kappa r.+1 tau) = r.+1 by rewrite positives_prefix.
have [|X [mu [Z0 [Z1 [pZ qZ ex _]]]]] := two_codes kappa_d p0 q0; first by rewrite pr qr r0 ltnSn.
have := res 1%N X bool mu true Z1 false Z0 (proj2 (ex true _) erefl).
rewrite /active pZ => /(_ pr) res1.
have : (strong_rows tau Z0 <= r)%N.
  apply: res1; [|exact: (proj2 (ex false _) erefl)|].
    move=> k; rewrite -powersE pZ mxE; case: ifP => // _; case: (Q) aQ => //= B.
    by apply: le_trans; exact: ltW.
  by rewrite !cost_excess pZ qZ ler_add2r !excess_prefix // ltnW.
rewrite /strong_rows (_ : [set k | _] = [set k : 'I_kappa | (k < r.+1)%N]).
  by rewrite card_below // ltnn.
apply/setP => k; rewrite !inE -powersE qZ mxE; case: ifP => _; first exact: lexx.
by rewrite leNgt tau0.
Qed.

Lemma pairwise_at0 B : (forall a, 0 < a -> r%:R * (h a - h 0) < B) ->
  forall a, 0 <= a -> r%:R * (h a - h 0) < B.
Proof.
move=> pos a; rewrite le_eqVlt => /predU1P[<-|/pos//]; apply: le_lt_trans (pos 1 ltr01).
by rewrite subrr mulr0 mulr_ge0 ?ler0n // subr_ge0 h_mono // ler01.
Qed.

Lemma resolution_strong : let pairwise := forall a, 0 < a ->
    r%:R * (h a - h 0) < r.+1%:R * (h tau - h 0) in
  (resolves d kappa r None h tau <-> pairwise) /\
  (resolves_exact d kappa r None h tau <-> pairwise).
Proof.
move=> pairwise; have back : pairwise -> resolves d kappa r None h tau.
  by move=> pos; apply: resolves_of => a a0 _; exact: pairwise_at0.
split; split=> [res|].
- by move=> a a0; apply: (resolves_only (Q := None)) => //; exact: resolves_is_exact.
- exact: back.
- by move=> a a0; apply: (resolves_only (Q := None)).
- by move/back; exact: resolves_is_exact.
Qed.

Lemma resolution_known Q : 0 < Q ->
  let pairwise := r%:R * (h Q - h 0) < r.+1%:R * (h tau - h 0) in
  (resolves d kappa r (Some Q) h tau <-> pairwise) /\
  (resolves_exact d kappa r (Some Q) h tau <-> pairwise).
Proof.
move=> Q0 pairwise; have back : pairwise -> resolves d kappa r (Some Q) h tau.
  move=> pos; apply: resolves_of => a a0 aQ; apply: le_lt_trans pos.
  by rewrite ler_wpmul2l ?ler0n // ler_sub // h_mono.
split; split=> [res|].
- by apply: (resolves_only (Q := Some Q)); [|exact: lexx|exact: resolves_is_exact].
- exact: back.
- by apply: (resolves_only (Q := Some Q)); [|exact: lexx|].
- by move/back; exact: resolves_is_exact.
Qed.

Lemma resolution_weak :
  resolves_weakly d kappa r h tau <->
  forall a, 0 < a -> r%:R * (h a - h 0) <= r.+1%:R * (h tau - h 0).
Proof.
split=> [res a a0|le n X Theta mu [t [Z [opt actZ]]] [t0 [Z0 [eZ0 min0]]]].
  rewrite leNgt; apply/negP => cheap.
  have p0 : nonnegative (prefix kappa r a) by exact: prefix_nonnegative.
  have q0 : nonnegative (prefix kappa r.+1 tau) by exact: prefix_nonnegative.
  have pr : positives (prefix kappa r a) = r by rewrite positives_prefix // ltnW.
  have qr : positives (prefix kappa r.+1 tau) = r.+1 by rewrite positives_prefix.
  have [|X [mu [Z0 [Z1 [pZ qZ ex opt]]]]] := two_codes kappa_d p0 q0.
    by rewrite pr qr r0 ltnSn.
  have lt : code_cost h Z0 < code_cost h Z1.
    by rewrite !cost_excess pZ qZ ltr_add2r !excess_prefix // ltnW.
  have [||b [Z [[/ex eZ minZ] few]]] := res 1%N X bool mu.
  - by exists true, Z1; split; [exact/opt|rewrite /active pZ].
  - exists false, Z0; split=> [|b Z /ex->]; first exact/ex.
    by case: b; [exact: ltW|exact: lexx].
  case: b eZ few minZ => -> few minZ.
    by have := minZ false Z0 (proj2 (ex false _) erefl); rewrite leNgt lt.
  move: few; rewrite /strong_rows (_ : [set k | _] = [set k : 'I_kappa | (k < r.+1)%N]).
    by rewrite card_below // ltnn.
  apply/setP => k; rewrite !inE -powersE qZ mxE; case: ifP => _; first exact: lexx.
  by rewrite leNgt tau0.
have [few|dense] := leqP (strong_rows tau Z0) r; first by exists t0, Z0.
exists t, Z; split; last by rewrite -actZ strong_rows_active.
split=> [|t' Z' eZ']; first exact: opt.1.
apply: le_trans (min0 _ _ eZ'); rewrite !cost_excess ler_add2r.
apply: le_trans (strong_rows_cost dense); apply: sparse_excess_le => // k; exact: le.
Qed.

(** In terms of the supremum. *)
Lemma pairwise_sup Hp : is_sup (rises h) Hp ->
  ((forall a, 0 < a -> r%:R * (h a - h 0) < r.+1%:R * (h tau - h 0)) <->
   (r%:R * Hp < r.+1%:R * (h tau - h 0) \/
    r%:R * Hp = r.+1%:R * (h tau - h 0) /\ ~ attains h Hp)) /\
  ((forall a, 0 < a -> r%:R * (h a - h 0) <= r.+1%:R * (h tau - h 0)) <->
   r%:R * Hp <= r.+1%:R * (h tau - h 0)).
Proof.
case=> ub lub; have rR : 0 < r%:R :> R by rewrite ltr0n.
set T := r.+1%:R * _.
have le_ub a : 0 < a -> r%:R * (h a - h 0) <= r%:R * Hp.
  by move=> a0; rewrite ler_pmul2l // ub //; exists a.
have sup_le : (forall a, 0 < a -> r%:R * (h a - h 0) <= T) -> r%:R * Hp <= T.
  move=> le; rewrite leNgt; apply/negP; rewrite mulrC -ltr_pdivr_mulr // => /lub[x [[a [a0 ->]]]].
  by rewrite ltr_pdivr_mulr // mulrC ltNge le.
split; split.
- move=> lt; have : r%:R * Hp <= T by apply: sup_le => a a0; exact/ltW/lt.
  rewrite le_eqVlt => /predU1P[eq|]; last by left.
  right; split=> //; case=> a [a0 eqH]; have := lt a a0.
  by rewrite -eqH eq ltxx.
- case=> [lt a a0|[eq not_att] a a0]; first exact: le_lt_trans (le_ub a a0) lt.
  rewrite lt_neqAle -eq le_ub // andbT; apply/eqP => /(mulfI (lt0r_neq0 rR)) att.
  by apply: not_att; exists a.
- exact: sup_le.
- by move=> le a a0; exact: le_trans (le_ub a a0) le.
Qed.

Lemma unbounded_unresolved : unbounded h ->
  ~ resolves d kappa r None h tau /\ ~ resolves_weakly d kappa r h tau.
Proof.
move=> unb; have rR : 0 < r%:R :> R by rewrite ltr0n.
have [a [a0 big]] := unb (h 0 + r.+1%:R * (h tau - h 0) / r%:R).
have bad : r.+1%:R * (h tau - h 0) < r%:R * (h a - h 0).
  by rewrite [X in _ < X]mulrC -ltr_pdivr_mulr // ltr_subr_addl.
split=> [/(proj1 resolution_strong)/(_ a a0)|/resolution_weak/(_ a a0)].
  by rewrite ltNge ltW.
by rewrite leNgt bad.
Qed.

End Resolution.

(** Saturation, not steepness, gives a resolution. *)
Lemma saturation_resolves (R : rcfType) d kappa r (h : R -> R) Hp :
  (0 < r < kappa)%N -> (kappa <= d)%N -> nondecreasing h -> is_sup (rises h) Hp ->
  ((exists2 tau, 0 < tau & resolves d kappa r None h tau) <-> 0 < Hp).
Proof.
move=> r_kappa kd h_mono supH; have [ub lub] := supH; have /andP[r0 _] := r_kappa.
split=> [[tau tau0]|Hp0].
  move/(proj1 (resolution_strong r_kappa kd h_mono tau0))/(_ 1 ltr01) => lt.
  have rise0 : 0 <= h 1 - h 0 by rewrite subr_ge0 h_mono // ler01.
  have : 0 < r.+1%:R * (h tau - h 0) by apply: le_lt_trans lt; rewrite mulr_ge0 ?ler0n.
  rewrite pmulr_rgt0 ?ltr0n // => /lt_le_trans; apply; apply: ub; exists tau; by [].
have [|x [[tau [tau0 ->]] big]] := lub (r%:R / r.+1%:R * Hp).
  by rewrite gtr_pmull // ltr_pdivr_mulr ?ltr0n // mul1r ltr_nat.
exists tau => //; apply/(proj1 (resolution_strong r_kappa kd h_mono tau0)).
apply/(proj1 (pairwise_sup tau r_kappa supH)); left.
by move: big; rewrite mulrAC ltr_pdivr_mulr ?ltr0n // [X in _ < X]mulrC.
Qed.

(** u/(u + tau0) resolves tau exactly when tau >= r tau0. *)
Lemma ratio_sup (R : rcfType) (tau0 : R) : 0 < tau0 ->
  is_sup (rises (fun u => u / (u + tau0))) 1 /\ ~ attains (fun u => u / (u + tau0)) 1.
Proof.
move=> t0; have rise u : u / (u + tau0) - 0 / (0 + tau0) = u / (u + tau0) by rewrite mul0r subr0.
have lt1 u : 0 < u -> u / (u + tau0) < 1 by move=> u0; rewrite ratio_lt1 // ltW.
split=> [|[u [u0]]]; last by rewrite rise => eq; have := lt1 u u0; rewrite -eq ltxx.
split=> [x [u [u0 ->]]|b b1]; first by rewrite rise ltW ?lt1.
pose u := tau0 * (`|b| + 1) / (1 - b).
have b0 : 0 < 1 - b by rewrite subr_gt0.
have nb : 0 < `|b| + 1 by rewrite ltr_paddl ?ltr01.
have u0 : 0 < u by rewrite divr_gt0 // mulr_gt0.
exists (u / (u + tau0)); split; first by exists u; rewrite rise.
rewrite ltr_pdivl_mulr ?addr_gt0 // mulrDr -ltr_subr_addl.
have -> : u - b * u = u * (1 - b) by rewrite mulrBr mulr1 [b * u]mulrC.
rewrite /u divfK ?gt_eqF // mulrC ltr_pmul2l //.
by apply: le_lt_trans (ler_norm b) _; rewrite ltr_addl ltr01.
Qed.

Lemma ratio_resolves (R : rcfType) d kappa r (tau0 tau : R) :
  (0 < r < kappa)%N -> (kappa <= d)%N -> 0 < tau0 -> 0 < tau ->
  (resolves d kappa r None (fun u => u / (u + tau0)) tau <-> r%:R * tau0 <= tau).
Proof.
move=> r_kappa kd t0 t1; have [supH not_att] := ratio_sup t0; have /andP[r0 _] := r_kappa.
have mono := ratio_mono t0.
apply: (iff_trans (proj1 (resolution_strong r_kappa kd mono t1))).
apply: (iff_trans (proj1 (pairwise_sup tau r_kappa supH))).
rewrite mul0r subr0 mulr1 mulrA ltr_pdivl_mulr ?addr_gt0 //.
have E : (r.+1%:R * tau < r%:R * (tau + tau0)) = (tau < r%:R * tau0).
  by rewrite -[r.+1]addn1 natrD mulrDl mul1r mulrDr ltr_add2l.
split=> [[lt|[eq _]]|le].
- by rewrite leNgt -E -leNgt ltW.
- rewrite leNgt -E -leNgt; move: eq => /(congr1 (fun x => x * (tau + tau0))).
  by rewrite divfK ?gt_eqF ?addr_gt0 // => ->.
move: le; rewrite leNgt -E -leNgt le_eqVlt => /predU1P[eq|]; last by left.
right; split=> //; apply: (mulIf (lt0r_neq0 (addr_gt0 t1 t0))).
by rewrite divfK ?gt_eqF ?addr_gt0.
Qed.

Lemma constant_unresolved (R : rcfType) d kappa r (tau c : R) :
  (0 < r < kappa)%N -> (kappa <= d)%N -> 0 < tau ->
  resolves_weakly d kappa r (fun=> c) tau /\ ~ resolves d kappa r None (fun=> c) tau.
Proof.
move=> r_kappa kd t0; have mono : nondecreasing (fun=> c : R) by move=> u v _ _; exact: lexx.
split; first by apply/(resolution_weak r_kappa kd mono t0) => a a0; rewrite subrr !mulr0.
by move/(proj1 (resolution_strong r_kappa kd mono t0))/(_ 1 ltr01); rewrite subrr !mulr0 ltxx.
Qed.

Lemma weak_inequality_false (R : rcfType) d kappa r (tau : R) :
  (0 < r < kappa)%N -> (kappa <= d)%N -> 0 < tau ->
  ~ forall h : R -> R, nondecreasing h ->
      (forall a, 0 < a -> r%:R * (h a - h 0) <= r.+1%:R * (h tau - h 0)) ->
      resolves d kappa r None h tau.
Proof.
move=> r_kappa kd t0 all; have [_ not_res] := constant_unresolved 0 r_kappa kd t0.
apply/not_res/all => [u v _ _|a a0]; first exact: lexx.
by rewrite subrr !mulr0.
Qed.

(** A curved family: the parabola z_1 |-> (z_1, z_1^2) and the identity. *)
Section Parabola.
Variables (R : rcfType) (n : nat).

Definition parabola : decoder R 2 2 := fun z => \col_i (z 0 0 ^+ i.+1).
Definition parabola_or_plane (b : bool) : decoder R 2 2 := if b then parabola else id.
Definition parabola_data : 'M[R]_(2, n) := \matrix_(i, j) (j.+1%:R ^+ i.+1).
Definition parabola_code : 'M[R]_(2, n) := \matrix_(i, j) (if i == 0 then j.+1%:R else 0).

Lemma parabola_exact : (0 < n)%N ->
  [/\ error parabola_data (parabola_or_plane true) parabola_code = 0, active parabola_code = 1%N,
      error parabola_data (parabola_or_plane false) parabola_data = 0 &
      active parabola_data = 2%N].
Proof.
move=> n0; split.
- by apply/error_eq0 => j; apply/colP => i; rewrite !mxE.
- rewrite activeE (_ : [set k | _] = [set (0 : 'I_2)]) ?cards1 //; apply/setP => k.
  rewrite !inE; case: (k =P 0) => [->|k0].
    apply/power_gt0 => /rowP/(_ (Ordinal n0)); rewrite !mxE eqxx => /eqP.
    by rewrite pnatr_eq0.
  by rewrite power_row0 ?ltxx // => j; rewrite mxE; case: eqP.
- by apply/error_eq0 => j; apply/colP => i; rewrite !mxE.
- rewrite activeE (_ : [set k | _] = setT) ?cardsT ?card_ord //; apply/setP => k.
  rewrite !inE; apply/power_gt0 => /rowP/(_ (Ordinal n0)); rewrite !mxE => /eqP.
  by rewrite expf_eq0 pnatr_eq0 andbF.
Qed.

Lemma parabola_curved : parabola 0 = 0 /\
  parabola (\col_i 1 + \col_i 1) <> parabola (\col_i 1) + parabola (\col_i 1).
Proof.
split; first by apply/colP => i; rewrite !mxE expr0n.
move/colP/(_ (lift 0 0)); rewrite !mxE /= expr1n => /eqP.
rewrite -subr_eq0 expr2 mulrDl !mul1r addrK -[1 + 1](natrD _ 1 1) pnatr_eq0.
by [].
Qed.

End Parabola.

Lemma parabola_instance (R : rcfType) n : (0 < n)%N ->
  exists (X : 'M[R]_(2, n)) (mu : bool -> decoder R 2 2) Z Z',
    [/\ ~ (forall z z', mu true (z + z') = mu true z + mu true z'),
        error X (mu true) Z = 0, active Z = 1%N, error X (mu false) Z' = 0 & active Z' = 2%N].
Proof.
move=> n0; have [e1 a1 e2 a2] := parabola_exact R n0.
exists (parabola_data R n), (@parabola_or_plane R), (parabola_code R n), (parabola_data R n).
by split=> // add; case: (parabola_curved R) => _; apply; exact: add.
Qed.
