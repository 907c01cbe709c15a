(** * Theorem C3: instances with finitely many alternatives *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas.
Open Scope R_scope.

(** The dense side: gamma (gamma+P)^r < (gamma+rho)^(r+1). *)
Lemma dense_condition r gamma P rho : 0 < gamma -> 0 < P -> 0 < rho ->
  rho >= P \/ gamma <= rho ^ (r + 1) / P ^ r ->
  gamma * (gamma + P) ^ r < (gamma + rho) ^ (r + 1).
Proof.
intros Hg HP Hrho H; rewrite pow_add, pow_1.
assert (X : 0 < (gamma + P) ^ r) by (apply pow_lt; lra).
destruct (Rle_lt_dec P rho) as [L|L].
- assert ((gamma + P) ^ r <= (gamma + rho) ^ r) by (apply pow_incr; lra); nra.
- destruct H as [H|H]; [lra|].
  assert (Y : (rho / P * (gamma + P)) ^ r <= (gamma + rho) ^ r).
  { apply pow_incr; split; [apply Rmult_le_pos; [apply ratio_nonneg|]; lra|].
    replace (rho / P * (gamma + P)) with (rho + gamma * (rho / P)) by (field; lra).
    assert (rho / P <= 1); [|nra].
    apply (Rmult_le_reg_r P); [lra|]; replace (rho / P * P) with rho by (field; lra); lra. }
  rewrite Rpow_mult_distr in Y.
  assert (W : 0 < (rho / P) ^ r) by (apply pow_lt, ratio_pos; lra).
  assert (V : gamma <= rho * (rho / P) ^ r).
  { replace (rho * (rho / P) ^ r) with (rho ^ (r + 1) / P ^ r); [easy|].
    unfold Rdiv; rewrite Rpow_mult_distr, pow_add, pow_1, pow_inv; ring. }
  assert (0 < (rho / P) ^ r * (gamma + P) ^ r) by now apply Rmult_lt_0_compat.
  assert (gamma * (gamma + P) ^ r <= rho * (rho / P) ^ r * (gamma + P) ^ r)
    by (apply Rmult_le_compat_r; lra).
  apply Rlt_le_trans with ((gamma + rho) * ((rho / P) ^ r * (gamma + P) ^ r)); [nra|].
  rewrite Rmult_comm; apply Rmult_le_compat_r; lra.
Qed.

(** The same in logarithms: r log(1+P/gamma) < (r+1) log(1+rho/gamma). *)
Lemma dense_condition_log r gamma P rho : 0 < gamma -> 0 <= P -> 0 <= rho ->
  (INR r * ln (1 + P / gamma) < INR (r + 1) * ln (1 + rho / gamma) <->
   gamma * (gamma + P) ^ r < (gamma + rho) ^ (r + 1)).
Proof.
intros Hg HP Hrho.
assert (X : 0 < (gamma + P) ^ r) by (apply pow_lt; lra).
assert (Y : 0 < (gamma + rho) ^ (r + 1)) by (apply pow_lt; lra).
rewrite <- (ln_lt_iff (gamma * (gamma + P) ^ r)) by (easy || now apply Rmult_lt_0_compat).
rewrite ln_mult, !ln_pow_INR, 2!(Rplus_comm gamma) by (easy || lra).
rewrite (ln_one_plus_ratio P), (ln_one_plus_ratio rho) by easy.
replace (INR (r + 1)) with (INR r + 1) by (rewrite plus_INR; easy); split; intros; lra.
Qed.

Lemma Rpower_above_base a t : 0 <= a < 1 -> 0 < t < 1 -> t < Rpower t a.
Proof.
intros Ha Ht; assert (N : ln t < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
unfold Rpower; rewrite <- (exp_ln t) at 1 by lra; apply exp_increasing; nra.
Qed.

(** Powers below 1 are strictly subadditive: (1+x)^a < 1 + x^a. In the form needed here,
    x^a <= y implies (1+x)^a < 1 + y: divide by 1 + x and compare each fraction with its power. *)
Lemma one_plus_power a x y : 0 <= a < 1 -> 0 < x -> 0 < y -> a * ln x <= ln y ->
  a * ln (1 + x) < ln (1 + y).
Proof.
intros Ha Hx Hy H.
assert (S : x / (1 + x) + 1 / (1 + x) = 1) by (field; lra).
assert (T1 : 0 < x / (1 + x)) by (apply ratio_pos; lra).
assert (T2 : 0 < 1 / (1 + x)) by (apply ratio_pos; lra).
assert (P1 := Rpower_above_base a (x / (1 + x)) Ha ltac:(lra)).
assert (P2 := Rpower_above_base a (1 / (1 + x)) Ha ltac:(lra)).
assert (W : 0 < Rpower (1 + x) a) by apply Rpower_pos.
assert (E1 : Rpower x a = Rpower (x / (1 + x)) a * Rpower (1 + x) a).
{ rewrite Rpower_mult_distr by lra; f_equal; field; lra. }
assert (E2 : 1 = Rpower (1 / (1 + x)) a * Rpower (1 + x) a).
{ rewrite Rpower_mult_distr by lra; replace (1 / (1 + x) * (1 + x)) with 1 by (field; lra).
  unfold Rpower; now rewrite ln_1, Rmult_0_r, exp_0. }
assert (Y : Rpower x a <= y).
{ apply ln_le_iff; [apply Rpower_pos|easy|]; now rewrite ln_Rpower. }
rewrite <- ln_Rpower; apply ln_increasing; [easy|]; nra.
Qed.

(** The imperfect side: (beta r) log(1+P/gamma) < d log(1+e0/gamma). *)
Lemma imperfect_condition gamma P e0 b D m : 0 < gamma -> 0 < P -> 0 < e0 -> 0 <= b ->
  D = INR m -> 0 < D ->
  (b = D /\ e0 > P) \/
  (b < D /\ (e0 >= P \/ gamma <= Rpower (e0 ^ m / Rpower P b) (1 / (D - b)))) ->
  b * ln (1 + P / gamma) < D * ln (1 + e0 / gamma).
Proof.
intros Hg HP He Hb HD Dpos H.
assert (0 < ln (1 + P / gamma)) by now apply ln_one_plus_pos, ratio_pos.
destruct H as [[L G]|[L [G|G]]].
- assert (P / gamma < e0 / gamma)
    by (apply Rmult_lt_compat_r; [now apply Rinv_0_lt_compat|lra]).
  rewrite L; apply Rmult_lt_compat_l; [easy|].
  apply ln_increasing; [apply one_plus_ratio_pos|]; lra.
- assert (P / gamma <= e0 / gamma) by (apply ratio_le; lra).
  assert (ln (1 + P / gamma) <= ln (1 + e0 / gamma)).
  { apply ln_le; [apply one_plus_ratio_pos|]; lra. }
  nra.
- apply ln_le in G; [|easy].
  rewrite ln_Rpower, ln_div, ln_pow_INR, ln_Rpower, <- HD in G
    by (easy || apply Rpower_pos || now apply pow_lt).
  assert (G' : (D - b) * ln gamma <= D * ln e0 - b * ln P).
  { replace (D * ln e0 - b * ln P) with ((D - b) * (1 / (D - b) * (D * ln e0 - b * ln P)))
      by (field; lra).
    apply Rmult_le_compat_l; lra. }
  assert (S : b / D * ln (1 + P / gamma) < ln (1 + e0 / gamma)).
  { apply one_plus_power; [|now apply ratio_pos|now apply ratio_pos|].
    - split; [now apply ratio_nonneg|].
      apply (Rmult_lt_reg_r D); [easy|]; replace (b / D * D) with b by (field; lra); lra.
    - rewrite !ln_div by easy; apply (Rmult_le_reg_l D); [easy|].
      replace (D * (b / D * (ln P - ln gamma))) with (b * (ln P - ln gamma)) by (field; lra).
      lra. }
  replace b with (D * (b / D)) at 1 by (field; lra); rewrite Rmult_assoc.
  now apply Rmult_lt_compat_l.
Qed.

Theorem theorem_C3 :
  forall A (Codes : code -> Prop) beta gamma P rho e0 theta' Z',
  0 < gamma -> 0 < beta -> 0 < P -> 0 < rho -> 0 < e0 ->
  let r := n_active A Z' in
  optimal_sparse A theta' Z' -> Codes Z' ->
  (forall k, (k < kappa A)%nat -> row_power A Z' k <= P) ->
  (forall theta Z, Codes Z -> error A theta Z = 0 -> (r < n_active A Z)%nat ->
    forall k, (k < kappa A)%nat -> 0 < row_power A Z k -> rho <= row_power A Z k) ->
  (forall theta Z, Codes Z -> error A theta Z <> 0 -> e0 <= error A theta Z) ->
  rho >= P \/ gamma <= rho ^ (r + 1) / P ^ r ->
  (beta * INR r = INR (d A) /\ e0 > P) \/
  (beta * INR r < INR (d A) /\
   (e0 >= P \/
    gamma <= Rpower (e0 ^ d A / Rpower P (beta * INR r)) (1 / (INR (d A) - beta * INR r)))) ->
  (forall theta Z, Codes Z -> ~ optimal_sparse A theta Z ->
    log_loss A beta gamma theta' Z' < log_loss A beta gamma theta Z) /\
  (forall theta Z, minimiser A Codes (log_loss A beta gamma) theta Z -> optimal_sparse A theta Z).
Proof.
intros A Codes beta gamma P rho e0 theta' Z' Hg Hb HP Hrho He r S' C' Hpow Hdense Herr H1 H2.
assert (Hd := INR_d_pos A); destruct S' as [E' O'].
assert (U : excess A beta gamma theta' Z' <= beta * (INR r * ln (1 + P / gamma))).
{ rewrite excess_exact by easy; apply Rmult_le_compat_l; [lra|].
  apply Rle_trans with (rsum (kappa A) (fun k =>
    if Rlt_dec 0 (row_power A Z' k) then ln (1 + P / gamma) else 0)).
  - apply rsum_le; intros k Hk; destruct (Rlt_dec 0 (row_power A Z' k)) as [L|L].
    + apply ln_le; [now apply one_plus_ratio_pos; [apply row_power_nonneg|]|].
      apply Rplus_le_compat_l, ratio_le; [now apply Hpow|easy].
    + replace (row_power A Z' k) with 0 by (assert (N := row_power_nonneg A Z' k); lra).
      replace (1 + 0 / gamma) with 1 by (unfold Rdiv; ring); rewrite ln_1; lra.
  - right; now apply sum_flat. }
assert (strict : forall theta Z, Codes Z -> ~ optimal_sparse A theta Z ->
    log_loss A beta gamma theta' Z' < log_loss A beta gamma theta Z).
{ intros theta Z C N; apply log_loss_lt_iff; [easy|]; apply Rle_lt_trans with (1 := U).
  assert (S0 : 0 <= rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma)))
    by (apply rsum_nonneg; intros; now apply power_terms_nonneg).
  destruct (Req_EM_T (error A theta Z) 0) as [E|E].
  - assert (M : (r < n_active A Z)%nat).
    { destruct (Nat.lt_ge_cases r (n_active A Z)) as [M|M]; [easy|]; exfalso; apply N.
      split; [easy|]; intros theta2 Z2 E2; apply Nat.le_trans with (1 := M).
      now apply O' with theta2. }
    rewrite excess_exact by easy; apply Rmult_lt_compat_l; [easy|].
    assert (Q : INR (n_active A Z) * ln (1 + rho / gamma)
                <= rsum (kappa A) (fun k => ln (1 + row_power A Z k / gamma))).
    { apply sum_above; [intros; now apply power_terms_nonneg|]; intros k Hk Hpos.
      apply ln_le; [apply one_plus_ratio_pos; lra|].
      apply Rplus_le_compat_l, ratio_le; [|easy]; now apply Hdense with theta. }
    assert (T : INR r * ln (1 + P / gamma) < INR (r + 1) * ln (1 + rho / gamma)).
    { apply dense_condition_log; [easy|lra|lra|now apply dense_condition]. }
    assert (INR (r + 1) <= INR (n_active A Z)) by (apply le_INR; lia).
    assert (0 < ln (1 + rho / gamma)) by now apply ln_one_plus_pos, ratio_pos.
    nra.
  - assert (T : beta * INR r * ln (1 + P / gamma) < INR (d A) * ln (1 + e0 / gamma)).
    { apply imperfect_condition with (d A); try easy.
      apply Rmult_le_pos; [lra|apply pos_INR]. }
    assert (ln (1 + e0 / gamma) <= ln (1 + error A theta Z / gamma)).
    { apply ln_le; [apply one_plus_ratio_pos; lra|].
      apply Rplus_le_compat_l, ratio_le; [now apply Herr|easy]. }
    unfold excess; nra. }
split; [exact strict|].
intros theta Z [C M]; destruct (Classical_Prop.classic (optimal_sparse A theta Z)) as [S|S];
  [easy|].
specialize (strict theta Z C S); specialize (M theta' Z' C'); lra.
Qed.
