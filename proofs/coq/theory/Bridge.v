(** The algebraic theorems over Coq's real numbers. *)

From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.analysis Require Import Rstruct.
From Sparsity.theory Require Import AlgebraStatements AlgebraConsequences BridgePenalties.
From Sparsity.theory Require Import BridgeStatements.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(** ** The order and the absolute value of the library are Coq's *)

Lemma lt_reals (x y : R) : is_true (@Order.lt ring_display R_porderType x y) <-> x < y.
Proof. by split=> [/RltP|?] //; apply/RltP. Qed.

Lemma le_reals (x y : R) : is_true (@Order.le ring_display R_porderType x y) <-> x <= y.
Proof. by split=> [/RleP|?] //; apply/RleP. Qed.

Lemma right_continuous_reals (h : R -> R) :
  continuous_from_right h -> right_continuous_at0 (R := R_rcfType) h.
Proof.
move=> cont eps /lt_reals eps_gt0; have [delta [delta_gt0 close]] := cont eps eps_gt0.
exists delta; first exact/lt_reals.
by move=> u /lt_reals u_gt0 /lt_reals u_lt; apply/lt_reals; exact: close.
Qed.

Lemma not_constant_reals (h : R -> R) :
  (exists u, 0 < u /\ h u <> h 0) -> not_constant (R := R_rcfType) h.
Proof. by case=> u [u_gt0 hu]; exists u => //; exact/lt_reals. Qed.

(** Right-continuity of h alone makes it fail. *)
Lemma continuous_fails d kappa r (g h : R -> R) : (0 < r < kappa)%N -> (kappa <= d)%N ->
  continuous_from_right h -> (exists u, 0 < u /\ h u <> h 0) -> fails d kappa r g h.
Proof.
move=> r_kappa kappa_le_d /right_continuous_reals h_cont /not_constant_reals h_not_const.
split; first exact: continuous_h_fails.
by apply: theorem_4_one_continuous => //; right.
Qed.

(** Division by a number that is not zero is Coq's. *)
Lemma quotient_reals (x y : R) : y <> 0 -> GRing.mul x (GRing.inv (y : R_unitRing)) = x / y.
Proof. by move=> y_neq0; rewrite -RdivE //; exact/eqP. Qed.

(** The derivative of AlgebraStatements in the order of Coq's reals. *)
Lemma derivative_reals (f : R -> R) u c : derivative (R := R_rcfType) f u c <->
  forall eps, 0 < eps -> exists delta, 0 < delta /\
    forall v, 0 <= v -> v <> u -> Rabs (v - u) < delta -> Rabs ((f v - f u) / (v - u) - c) < eps.
Proof.
split=> [der eps /lt_reals/der[delta /lt_reals delta_gt0 close]|der eps /lt_reals/der].
  exists delta; split=> // v /le_reals v_ge0 v_neq /lt_reals v_close.
  have vu_neq0 : v - u <> 0 by lra.
  have := close v v_ge0 (introN eqP v_neq) v_close.
  by rewrite (quotient_reals _ vu_neq0) => /lt_reals.
case=> delta [/lt_reals delta_gt0 close]; exists delta => // v /le_reals v_ge0 /eqP v_neq.
have vu_neq0 : v - u <> 0 by lra.
by move=> /lt_reals v_close; rewrite (quotient_reals _ vu_neq0); apply/lt_reals; exact: close.
Qed.

Theorem derivative_agrees :
  forall (f : R -> R) (u c : R),
    0 < u -> (derivative (R := R_rcfType) f u c <-> derivable_pt_lim f u c).
Proof.
move=> f u c u_gt0; rewrite derivative_reals; split=> der eps eps_gt0.
  have [delta [delta_gt0 close]] := der eps eps_gt0.
  have m_gt0 : 0 < Rmin delta u by exact: Rmin_glb_lt.
  exists (mkposreal _ m_gt0) => t t_neq0 /= t_small.
  have t_delta := Rlt_le_trans _ _ _ t_small (Rmin_l _ _).
  have t_u := Rlt_le_trans _ _ _ t_small (Rmin_r _ _).
  have tE : u + t - u = t by ring.
  have := close (u + t); rewrite tE; apply=> //; last lra.
  by move: t_u; rewrite /Rabs; case: Rcase_abs; lra.
have [delta close] := der eps eps_gt0.
exists delta; split=> [|v v_ge0 v_neq v_close]; first exact: cond_pos.
have vE : u + (v - u) = v by ring.
by have := close (v - u); rewrite vE; apply=> //; lra.
Qed.

Theorem theorem_4_reals :
  forall (d kappa r : nat) (g h g' h' : R -> R) (B : R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    (forall u, 0 < u -> derivable_pt_lim g u (g' u) /\ Rabs (g' u) <= B) ->
    (forall u, 0 < u -> derivable_pt_lim h u (h' u) /\ Rabs (h' u) <= B) ->
    continuous_from_right g -> continuous_from_right h ->
    (exists u, 0 < u /\ h u <> h 0) ->
    fails d kappa r g h.
Proof. by move=> d kappa r g h g' h' B r_kappa kappa_le_d _ _ _; exact: continuous_fails. Qed.

Theorem power_fails :
  forall (d kappa r : nat) (g : R -> R) (p : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> 0 < p -> p < 1 ->
    unbounded_slope_at0 (power_penalty p) /\ fails d kappa r g (power_penalty p).
Proof.
move=> d kappa r g p r_kappa kappa_le_d p_gt0 p_lt1; split; first exact: power_slope.
apply: continuous_fails => //; first exact: power_continuous.
exists 1; split; first exact: Rlt_0_1.
rewrite power_penalty_0 power_penalty_pos; last exact: Rlt_0_1.
by rewrite /Rpower ln_1 Rmult_0_r exp_0; exact: R1_neq_R0.
Qed.

(** log(u + c) has derivative 1/(u + c) on [0, oo). *)
Lemma log_derivative c u : 0 < c -> 0 <= u ->
  derivative (R := R_rcfType) (log_penalty c) u (/ (u + c)).
Proof.
move=> c_gt0 u_ge0; apply/derivative_reals => eps eps_gt0.
have pos : 0 < u + c by lra.
have [delta close] := derivable_pt_lim_ln _ pos eps eps_gt0.
exists delta; split=> [|v v_ge0 v_neq v_close]; first exact: cond_pos.
have vE : u + c + (v - u) = v + c by ring.
by have := close (v - u); rewrite vE; apply=> //; lra.
Qed.

Theorem log_fails :
  forall (d kappa r : nat) (g : R -> R) (c : R),
    (0 < r < kappa)%N -> (kappa <= d)%N -> 0 < c ->
    (forall u, 0 <= u -> derivative (R := R_rcfType) (log_penalty c) u (/ (u + c)) /\
                         Rabs (/ (u + c)) <= / c) /\
    fails d kappa r g (log_penalty c).
Proof.
move=> d kappa r g c r_kappa kappa_le_d c_gt0.
have gradient u : 0 <= u -> derivative (R := R_rcfType) (log_penalty c) u (/ (u + c)) /\
    Rabs (/ (u + c)) <= / c.
  move=> u_ge0; split; first exact: log_derivative.
  rewrite Rabs_pos_eq; first by apply: Rinv_le_contravar; lra.
  by apply/Rlt_le/Rinv_0_lt_compat; lra.
split=> //; have h_not_const : not_constant (R := R_rcfType) (log_penalty c).
  apply: not_constant_reals; exists 1; split; first exact: Rlt_0_1.
  have : ln (0 + c) < ln (1 + c) by apply: ln_increasing; lra.
  by rewrite /log_penalty; lra.
have h_bounded : bounded_gradient (R := R_rcfType) (log_penalty c).
  exists (fun u => / (u + c)), (/ c) => u /le_reals /gradient[der bound].
  by split=> //; exact/le_reals.
have h_cont := bounded_gradient_right_continuous h_bounded.
split; first exact: continuous_h_fails.
by apply: theorem_4_one_continuous => //; right.
Qed.

Theorem only_the_count_reals :
  forall g h : R -> R,
    (forall d kappa r, (0 < r < kappa)%N -> (kappa <= d)%N ->
       guarantees d (separable (R := R_rcfType) (kappa := kappa) d g h) r) <->
    exists c, 0 < c /\ (forall u, 0 < u -> h u = h 0 + c) /\ (forall e, 0 < e -> g 0 + c <= g e).
Proof.
move=> g h; rewrite (@only_the_count R_rcfType g h Rarchimedean_axiom); split.
  case=> c [/lt_reals c_gt0 h_c g_c]; exists c; split=> //; split=> [u /lt_reals u_gt0|e /lt_reals].
    by rewrite h_c // count_pos // GRing.mulr1.
  by move/g_c/le_reals.
case=> c [/lt_reals c_gt0 [h_c g_c]]; exists c; split=> // [u u_gt0|e /lt_reals/g_c/le_reals //].
by rewrite count_pos // GRing.mulr1 h_c //; exact/lt_reals.
Qed.

Theorem log_sqrt_fails :
  forall (d kappa r : nat) (g : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    unbounded_slope_at0 log_sqrt_penalty /\ fails d kappa r g log_sqrt_penalty.
Proof.
move=> d kappa r g r_kappa kappa_le_d; split; first exact: log_sqrt_slope.
apply: continuous_fails => //; first exact: log_sqrt_continuous.
exists 1; split; first exact: Rlt_0_1.
rewrite log_sqrt_0 /log_sqrt_penalty sqrt_1 => ln2_eq0.
have two : 1 + 1 = 2 by ring.
by rewrite two in ln2_eq0; have := ln_lt_2; lra.
Qed.

Theorem inverse_log_fails :
  forall (d kappa r : nat) (g : R -> R),
    (0 < r < kappa)%N -> (kappa <= d)%N ->
    steeper_than_powers inverse_log_penalty /\ fails d kappa r g inverse_log_penalty.
Proof.
move=> d kappa r g r_kappa kappa_le_d; split; first exact: inverse_log_steep.
apply: continuous_fails => //; first exact: inverse_log_continuous.
exists 1; split; first exact: Rlt_0_1.
rewrite inverse_log_0 inverse_log_pos; last lra.
by rewrite ln_1 Rminus_0_r Rinv_1; exact: R1_neq_R0.
Qed.

Theorem unbounded_slope_suffices_false :
  forall d kappa r, (0 < r < kappa)%N -> (kappa <= d)%N ->
    ~ forall g h : R -> R,
        steeper_than_powers g -> steeper_than_powers h ->
        guarantees d (separable (R := R_rcfType) (kappa := kappa) d g h) r.
Proof.
move=> d kappa r r_kappa kappa_le_d variant.
have [_ [no_guarantee _]] := inverse_log_fails inverse_log_penalty r_kappa kappa_le_d.
by apply: no_guarantee; apply: variant; exact: inverse_log_steep.
Qed.
