(* The variants of AnalysisControlStatements are false. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisLemma3Statements AnalysisAffineStatements
  AnalysisLabyrinthStatements AnalysisSums AnalysisLog AnalysisGamma AnalysisLaw AnalysisPsi
  AnalysisLemma2 AnalysisLemma3 AnalysisScaling AnalysisCollapse AnalysisLabyrinth
  AnalysisGaussianLaw AnalysisExamples.
Open Scope R_scope.

(** A unique minimum is unique. *)
Lemma unique_minimum_unique : forall D f x y v w,
  unique_minimum D f x v -> unique_minimum D f y w -> x = y /\ v = w.
Proof.
  intros D f x y v w [Dx [Ex Hx]] [Dy [Ey Hy]].
  destruct (Req_dec x y) as [E|N]; [subst; auto|exfalso].
  assert (N' : y <> x) by auto. pose proof (Hx y Dy N'). pose proof (Hy x Dx N). lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Eq. (6), Remark 4, eq. (5) *)

Theorem eq6_minimiser_false :
  ~ (forall (d : nat) (A K : R), (0 < d)%nat -> 0 < A ->
     unique_minimum positives (gamma_loss d A K) A (gamma_profile d A K)).
Proof.
  intros H. assert (H2 : (0 < 2)%nat) by lia.
  destruct (unique_minimum_unique _ _ _ _ _ _ (H 2%nat 1 0 H2 Rlt_0_1) (eq6 2%nat 1 0 H2 Rlt_0_1))
    as [E _].
  simpl in E. lra.
Qed.

Theorem eq6_value_false :
  ~ (forall (d : nat) (A K : R), (0 < d)%nat -> 0 < A ->
     unique_minimum positives (gamma_loss d A K) (A / INR d) (INR d + INR d * ln A + K)).
Proof.
  intros H. assert (H2 : (0 < 2)%nat) by lia.
  destruct (unique_minimum_unique _ _ _ _ _ _ (H 2%nat 1 0 H2 Rlt_0_1) (eq6 2%nat 1 0 H2 Rlt_0_1))
    as [_ E].
  unfold gamma_profile in E. simpl in E. rewrite ln_1 in E.
  assert (ln (1 / (1 + 1)) < ln 1) by (apply ln_increasing; lra). rewrite ln_1 in *. lra.
Qed.

Theorem eq6_zero_error_false :
  ~ (forall (d : nat) (A K : R), (0 < d)%nat -> 0 <= A ->
     exists g v, unique_minimum positives (gamma_loss d A K) g v).
Proof.
  intros H. destruct (H 1%nat 0 0 Nat.lt_0_1 (Rle_refl 0)) as [g [w [_ [E Hmin]]]].
  destruct (eq6_perfect 1%nat 0 Nat.lt_0_1 w) as [g0 [Hg0 Hlt]].
  assert (Hhalf : 0 < g0 / 2 < g0) by lra. specialize (Hlt (g0 / 2) Hhalf).
  destruct (Req_dec (g0 / 2) g) as [Eg|Ng]; [rewrite Eg in Hlt; lra|].
  assert (w < gamma_loss 1 0 0 (g0 / 2)) by (apply Hmin; [unfold positives; lra|exact Ng]). lra.
Qed.

Theorem eq6_gradient_any_parameter_false :
  ~ (forall (d : nat) (A A' : R -> R), (0 < d)%nat ->
     (forall t, 0 < A t /\ is_derive A t (A' t)) ->
     (forall eps, 0 < eps -> exists t0, forall t, t < t0 -> A t < eps) ->
     forall B, exists t, B < Rabs (INR d * A' t / A t)).
Proof.
  intros H. destruct (H 1%nat exp exp Nat.lt_0_1) with (B := 1) as [t Ht].
  - intros t. split; [apply exp_pos|apply is_derive_Reals, derivable_pt_lim_exp].
  - intros eps He. exists (ln eps). intros t Ht. rewrite <- (exp_ln eps He).
    apply exp_increasing, Ht.
  - pose proof (exp_pos t). replace (INR 1 * exp t / exp t) with 1 in Ht by (simpl; field; lra).
    rewrite Rabs_R1 in Ht. lra.
Qed.

Theorem remark4_sigma_false :
  ~ (forall s, 0 < s -> s <> 1 -> 1 < s ^ 2 - ln s).
Proof.
  intros H. assert (H1 : 1 < (4 / 5) ^ 2 - ln (4 / 5)) by (apply H; lra).
  pose proof (ln_ge_1_sub_inv (4 / 5)). simpl in H1. lra.
Qed.

Theorem eq5_any_column_false :
  ~ (forall beta w2, 0 < beta -> 0 <= w2 ->
     to_value_at_0 (fun gamma => posterior_variance beta gamma w2) 0).
Proof.
  intros H. destruct (H 1 0 Rlt_0_1 (Rle_refl 0) (1 / 2)) as [g0 [Hg0 Hnear]]; [lra|].
  assert (Hg : 0 < g0 / 2 < g0) by lra. specialize (Hnear _ Hg).
  rewrite (proj2 (eq5_limit 1 0 Rlt_0_1) eq_refl (g0 / 2)) in Hnear by lra.
  rewrite Rminus_0_r, Rabs_R1 in Hnear. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Eqs. (2) and (3) *)

Theorem eq3_without_kappa_false :
  ~ (forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
     posteriors d kappa n X mu q m v ->
     vae_loss 1 d kappa n gamma X mu q m v
     = 2 * eq2_bound d kappa n gamma X mu q m v - INR d * ln (2 * PI)).
Proof.
  intros H.
  destruct (posteriors_example 1%nat 1%nat (fun _ _ => 0) (fun _ _ => 0) (fun _ _ => 1)
              Nat.lt_0_1 Nat.lt_0_1) as [q [_ [Hq _]]]; [intros; lra|].
  pose proof (H _ _ _ 1 _ _ _ _ _ Nat.lt_0_1 Rlt_0_1 Hq) as E.
  rewrite (eq2_to_eq3 _ _ _ 1 _ _ _ _ _ Nat.lt_0_1 Rlt_0_1 Hq) in E. simpl INR in E. lra.
Qed.

Theorem eq3_log_pi_false :
  ~ (forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
     posteriors d kappa n X mu q m v ->
     vae_loss 1 d kappa n gamma X mu q m v
     = 2 * eq2_bound d kappa n gamma X mu q m v - INR d * ln PI + INR kappa).
Proof.
  intros H.
  destruct (posteriors_example 1%nat 1%nat (fun _ _ => 0) (fun _ _ => 0) (fun _ _ => 1)
              Nat.lt_0_1 Nat.lt_0_1) as [q [_ [Hq _]]]; [intros; lra|].
  pose proof (H _ _ _ 1 _ _ _ _ _ Nat.lt_0_1 Rlt_0_1 Hq) as E.
  rewrite (eq2_to_eq3 _ _ _ 1 _ _ _ _ _ Nat.lt_0_1 Rlt_0_1 Hq) in E. simpl INR in E.
  rewrite ln_mult in E by (pose proof PI_RGT_0; lra). pose proof (ln_pos 2). lra.
Qed.

Theorem kl_factor_false :
  ~ (forall (kappa : nat) (q : law) (m v : vec),
     (forall k, (k < kappa)%nat -> 0 < v k) -> has_moments kappa q m v ->
     kl q (normal_density_vec kappa m v) (prior_density kappa)
     = rsum kappa (fun k => v k + m k ^ 2 - 1 - ln (v k))).
Proof.
  intros H.
  assert (Hv : forall k, (k < 1)%nat -> 0 < (fun _ : nat => 2) k) by (intros; lra).
  destruct (the_normal_law_moments 1 (fun _ => 0) (fun _ => 2) Hv) as [Hm _].
  pose proof (H _ _ _ _ Hv Hm) as E. rewrite (kl_closed_form _ _ _ _ Hv Hm) in E. simpl in E.
  pose proof (ln_lt_sub1 2). lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Lemma 2 *)

(** Half the mass at each of two points. *)
Lemma two_points_positive : forall (a b : vec) (f : vec -> R), True -> (forall z, 0 <= f z) ->
  0 <= (f a + f b) / 2.
Proof. intros a b f _ H. pose proof (H a). pose proof (H b). lra. Qed.

Definition two_point_law (a b : vec) : law.
Proof.
  refine (Law (fun _ => True) (fun f => (f a + f b) / 2) _ _ _ (two_points_positive a b)).
  - intros f g E _. rewrite !E. auto.
  - split; [exact I|field].
  - intros; split; [exact I|field].
Defined.

Lemma two_point_moments : forall kappa s,
  has_moments kappa (two_point_law (fun _ => s) (fun _ => - s)) (fun _ => 0) (fun _ => s ^ 2).
Proof. intros kappa s k _; simpl. repeat split; field. Qed.

Theorem trace_correlated_false :
  ~ (forall d kappa (q : law) (m v x : vec) W b, has_moments kappa q m v ->
     expect q (fun z => sq_dist d x (affine kappa W b z))
     = sq_dist d x (affine kappa W b m) + rsum kappa (fun k => col_power d W k * v k)).
Proof.
  intros H.
  pose proof (H 1%nat 2%nat _ _ _ (fun _ => 0) (fun _ _ => 1) (fun _ => 0) (two_point_moments 2 1))
    as E.
  unfold sq_dist, affine, col_power in E. simpl in E. lra.
Qed.

Theorem lemma2c_fixed_scale_false :
  ~ (forall d kappa n X W b Z W' b' Z', (0 < d)%nat -> (0 < n)%nat ->
     error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
     (forall k, (k < kappa)%nat -> col_power d W k = 1 /\ col_power d W' k = 1) ->
     (count_pos kappa (row_power n Z) < count_pos kappa (row_power n Z'))%nat ->
     exists g0, 0 < g0 /\ forall gamma, 0 < gamma < g0 ->
     fixed_scale_loss 1 d kappa n gamma X W b Z < fixed_scale_loss 1 d kappa n gamma X W' b' Z').
Proof.
  intros H.
  destruct (fixed_scale_gap_example 1%nat Nat.lt_0_1)
    as [X [W [b [Z [Z' [E [E' [Hc [[P1 P2] [[P3 P4] Hgap]]]]]]]]]].
  destruct (H 1%nat 2%nat 1%nat X W b Z W b Z' Nat.lt_0_1 Nat.lt_0_1 E E') as [g0 [Hg0 Hlt]].
  - intros k Hk; split; apply Hc, Hk.
  - cbn [count_pos]. rewrite P1, P2, P3, P4.
    repeat match goal with |- context [Rlt_dec ?x ?y] => destruct (Rlt_dec x y) end; lra || lia.
  - assert (Hg : 0 < g0 / 2 < g0) by lra. specialize (Hlt _ Hg). rewrite Hgap in Hlt. lra.
Qed.

Theorem psi_remainder_sign_false :
  ~ (forall g c, 0 < g -> 0 < c -> psi g c <= ln (c / g) + 1).
Proof.
  intros H. pose proof (H 1 1 Rlt_0_1 Rlt_0_1).
  destruct (psi_remainder 1 1 Rlt_0_1 Rlt_0_1) as [[H1 _] _]. lra.
Qed.

(** The empty code of zero data: no dimension at all. *)
Lemma empty_code_exact : forall Z,
  error 1 1 (fun _ _ => 0) (affine 0 (fun _ _ => 0) (fun _ => 0)) Z = 0.
Proof. intros; unfold error, sq_dist, affine; simpl. field. Qed.

Theorem lemma2a_zero_error_false :
  ~ (forall beta d kappa n X W b Z, (0 < d)%nat -> 0 < beta ->
     to_plus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z)).
Proof.
  intros H. set (Z := fun _ _ : nat => 0).
  pose proof (H 1 1%nat 0%nat 1%nat (fun _ _ => 0) (fun _ _ => 0) (fun _ => 0) Z Nat.lt_0_1 Rlt_0_1)
    as Hplus.
  assert (Hminus : to_minus_infinity_at_0
            (free_scale_loss 1 1 0 1 (fun _ _ => 0) (fun _ _ => 0) (fun _ => 0) Z)).
  { apply beta_scaling; [exact Rlt_0_1|apply empty_code_exact|simpl; lra]. }
  destruct (Hplus 0) as [g1 [Hg1 H1]]. destruct (Hminus 0) as [g2 [Hg2 H2]].
  set (g := Rmin (g1 / 2) (g2 / 2)).
  assert (Hg : 0 < g) by (apply Rmin_glb_lt; lra).
  pose proof (Rmin_l (g1 / 2) (g2 / 2)) as Ml. pose proof (Rmin_r (g1 / 2) (g2 / 2)) as Mr.
  fold g in Ml, Mr.
  assert (G1 : 0 < g < g1) by lra. assert (G2 : 0 < g < g2) by lra.
  specialize (H1 g G1). specialize (H2 g G2). lra.
Qed.

Theorem lemma2b_strict_false :
  ~ (forall beta d kappa n X W b Z gamma, 0 < beta -> 0 < gamma ->
     error d n X (affine kappa W b) Z = 0 ->
     0 < free_scale_loss beta d kappa n X W b Z gamma
         - lemma2b_leading beta d kappa (size d n W Z) gamma).
Proof.
  intros H. set (Z := fun _ _ : nat => 0).
  pose proof (H 1 1%nat 0%nat 1%nat (fun _ _ => 0) (fun _ _ => 0) (fun _ => 0) Z 1 Rlt_0_1 Rlt_0_1
                (empty_code_exact Z)) as Hpos.
  destruct (lemma2b 1 1%nat 0%nat 1%nat (fun _ _ => 0) (fun _ _ => 0) (fun _ => 0) Z 1 Rlt_0_1
              Rlt_0_1 (empty_code_exact Z)) as [[_ Hup] _].
  unfold sum_pos in Hup. simpl rsum in Hup. lra.
Qed.

(** The exact code of spread_decoder 1: one active dimension. *)
Lemma one_active : INR (count_pos 1 (size 1 1 (spread_decoder 1) (spread_codes 1))) = 1.
Proof. rewrite spread_count by lia. reflexivity. Qed.

Theorem lemma2b_beta_false :
  ~ (forall beta d kappa n X W b Z, 0 < beta -> error d n X (affine kappa W b) Z = 0 ->
     exists K, forall gamma, 0 < gamma < 1 ->
     Rabs (free_scale_loss beta d kappa n X W b Z gamma
           - (INR d - INR (count_pos kappa (size d n W Z))) * ln gamma) <= K).
Proof.
  intros H. set (b0 := fun _ : nat => 0).
  assert (E : error 1 1 unit_data (affine 1 (spread_decoder 1) b0) (spread_codes 1) = 0)
    by (apply spread_code_exact; lia).
  assert (Hb : 0 < / 2) by lra.
  destruct (H (/ 2) 1%nat 1%nat 1%nat unit_data (spread_decoder 1) b0 (spread_codes 1) Hb E)
    as [K HK].
  rewrite one_active in HK. simpl INR in HK.
  assert (Hlim : to_minus_infinity_at_0
            (free_scale_loss (/ 2) 1 1 1 unit_data (spread_decoder 1) b0 (spread_codes 1))).
  { apply beta_scaling; [exact Hb|exact E|]. rewrite one_active. simpl; lra. }
  destruct (Hlim (- K - 1)) as [g0 [Hg0 Hlt]].
  set (g := Rmin (g0 / 2) (/ 2)).
  assert (Hg : 0 < g) by (apply Rmin_glb_lt; lra).
  pose proof (Rmin_l (g0 / 2) (/ 2)) as Ml. pose proof (Rmin_r (g0 / 2) (/ 2)) as Mr.
  fold g in Ml, Mr.
  assert (G1 : 0 < g < g0) by lra. assert (G2 : 0 < g < 1) by lra.
  specialize (Hlt g G1). specialize (HK g G2).
  rewrite Rminus_eq_0, Rmult_0_l, Rminus_0_r in HK.
  pose proof (Rle_abs (- free_scale_loss (/ 2) 1 1 1 unit_data (spread_decoder 1) b0
                           (spread_codes 1) g)) as Ha.
  rewrite Rabs_Ropp in Ha. lra.
Qed.

Theorem beta_scaling_nonstrict_false :
  ~ (forall beta d kappa n X W b Z, 0 < beta -> error d n X (affine kappa W b) Z = 0 ->
     beta * INR (count_pos kappa (size d n W Z)) <= INR d ->
     to_minus_infinity_at_0 (free_scale_loss beta d kappa n X W b Z)).
Proof.
  intros H. set (b0 := fun _ : nat => 0).
  assert (E : error 1 1 unit_data (affine 1 (spread_decoder 1) b0) (spread_codes 1) = 0)
    by (apply spread_code_exact; lia).
  assert (Hlim := H 1 1%nat 1%nat 1%nat unit_data (spread_decoder 1) b0 (spread_codes 1) Rlt_0_1 E).
  rewrite one_active in Hlim. simpl INR in Hlim.
  destruct (beta_scaling 1 1%nat 1%nat 1%nat unit_data (spread_decoder 1) b0 (spread_codes 1)
              Rlt_0_1 E) as [Hiff _].
  assert (Hle : 1 * 1 <= 1) by lra. apply Hiff in Hlim; [|exact Hle].
  rewrite one_active in Hlim. simpl in Hlim. lra.
Qed.

(** psi of a small square is small: psi(x^2) <= x/g + x. *)
Lemma psi_small : forall g x, 0 < g -> 0 < x -> psi g (x ^ 2) <= x / g + x.
Proof.
  intros g x Hg Hx.
  pose proof (scale_term_le g 1 (x ^ 2) x Hg Rle_0_1 (pow2_ge_0 x) Hx) as H.
  rewrite Rmult_1_l in H. unfold scale_term in H. rewrite Rmult_1_l in H.
  assert (0 < x / g) by (apply Rdiv_lt_0_compat; assumption).
  pose proof (ln_le_sub1 (1 + x / g)).
  replace (x ^ 2 / x) with x in H by (field; lra). lra.
Qed.

Theorem lemma2c_uniform_false :
  ~ (forall d kappa n, (0 < d)%nat -> exists g0, 0 < g0 /\
     forall gamma X W b Z W' b' Z', 0 < gamma < g0 ->
     error d n X (affine kappa W b) Z = 0 -> error d n X (affine kappa W' b') Z' = 0 ->
     (count_pos kappa (size d n W Z) < count_pos kappa (size d n W' Z'))%nat ->
     free_scale_loss 1 d kappa n X W b Z gamma < free_scale_loss 1 d kappa n X W' b' Z' gamma).
Proof.
  intros H. destruct (H 1%nat 2%nat 1%nat Nat.lt_0_1) as [g0 [Hg0 Hall]].
  set (g := g0 / 2). assert (Hg : 0 < g < g0) by (unfold g; lra).
  (* zero data; one dimension of size 1 against two of size x^2 *)
  set (x := psi g 1 / (3 * (/ g + 1))).
  assert (Hpsi : 0 < psi g 1) by (apply psi_pos; lra).
  assert (Hig : 0 < / g) by (apply Rinv_0_lt_compat; lra).
  assert (Hx : 0 < x) by (apply Rdiv_lt_0_compat; lra).
  set (X := fun _ _ : nat => 0).
  set (W := fun _ k : nat => if Nat.eqb k 0 then 1 else 0).
  set (W' := fun _ _ : nat => 1). set (Z' := fun _ _ : nat => x).
  assert (E : error 1 1 X (affine 2 W (fun _ => - 1)) W = 0)
    by (unfold error, sq_dist, affine, X, W; simpl; field).
  assert (E' : error 1 1 X (affine 2 W' (fun _ => - 2 * x)) Z' = 0)
    by (unfold error, sq_dist, affine, X, W', Z'; simpl; field).
  assert (S0 : size 1 1 W W 0 = 1)
    by (unfold size; rewrite row_power_one; unfold col_power, W; simpl; ring).
  assert (S1 : size 1 1 W W 1 = 0)
    by (unfold size; rewrite row_power_one; unfold col_power, W; simpl; ring).
  assert (S' : forall k, size 1 1 W' Z' k = x ^ 2)
    by (intros; unfold size; rewrite row_power_one; unfold col_power, W', Z'; simpl; ring).
  assert (Hx2 : 0 < x ^ 2) by (apply pow_lt, Hx).
  assert (Hlt := Hall g X W (fun _ => - 1) W W' (fun _ => - 2 * x) Z' Hg E E').
  assert (Hcount : (count_pos 2 (size 1 1 W W) < count_pos 2 (size 1 1 W' Z'))%nat).
  { cbn [count_pos]. rewrite S0, S1, !S'.
    repeat match goal with |- context [Rlt_dec ?x ?y] => destruct (Rlt_dec x y) end; lra || lia. }
  specialize (Hlt Hcount). unfold free_scale_loss in Hlt. rewrite E, E' in Hlt.
  cbn [rsum] in Hlt. rewrite S0, S1, !S', !Rmult_1_l, psi_zero in Hlt by lra.
  pose proof (psi_small g x (proj1 Hg) Hx) as Hs.
  assert (Ex : x / g + x = psi g 1 / 3) by (unfold x; field; lra). lra.
Qed.

(** Two equal columns: from the code (1/2, 1/2) one can move to (1, 0) without any error. *)
Theorem affine_bound_not_injective_false :
  ~ (forall d kappa n gamma X W Zs P, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
     error d n X (affine kappa W (fun _ => 0)) Zs = 0 ->
     forall Z D v, (forall k, 0 < D k) -> (forall k, 0 < v k) ->
     let t := sqrt (INR d * error d n X (affine kappa W (fun _ => 0)) Z) in
     injective_bound d kappa n gamma P W Zs t + INR d * ln gamma + INR kappa
     <= affine_loss 1 d kappa n gamma X (scale_decoder D W) (fun _ => 0) (scale_codes D Z) v).
Proof.
  intros H. set (one := fun _ _ : nat => 1). set (half := fun _ _ : nat => / 2).
  set (Z := fun _ k : nat => if Nat.eqb k 0 then 1 else 0). set (b0 := fun _ : nat => 0).
  set (g := / 16). assert (Hg : 0 < g) by (unfold g; lra).
  assert (E : error 1 1 one (affine 2 one b0) half = 0)
    by (unfold error, sq_dist, affine, one, half, b0; simpl; field).
  assert (E' : error 1 1 one (affine 2 one b0) Z = 0)
    by (unfold error, sq_dist, affine, one, Z, b0; simpl; field).
  assert (Sh : forall k, size 1 1 one half k = / 4)
    by (intros; unfold size; rewrite row_power_one; unfold col_power, one, half; simpl; field).
  assert (S0 : size 1 1 one Z 0 = 1)
    by (unfold size; rewrite row_power_one; unfold col_power, one, Z; simpl; ring).
  assert (S1 : size 1 1 one Z 1 = 0)
    by (unfold size; rewrite row_power_one; unfold col_power, one, Z; simpl; ring).
  (* 2 psi(1/4) exceeds psi(1) at g = 1/16 *)
  destruct (psi_remainder g (/ 4) Hg) as [[Hlow _] _]; [lra|].
  destruct (psi_remainder g 1 Hg Rlt_0_1) as [[_ Hup] Hg1].
  replace (/ 4 / g) with 4 in Hlow by (unfold g; field).
  replace (1 / g) with (4 * 4) in Hup by (unfold g; field). rewrite ln_mult in Hup by lra.
  assert (Hgap : psi g 1 + 1 / 2 < 2 * psi g (/ 4)).
  { assert (Hg16 : g / 1 = / 16) by (unfold g; field). rewrite Hg16 in Hg1. lra. }
  destruct (lemma2_min_scale 1 1%nat 2%nat 1%nat g one one b0 Z Nat.lt_0_1 Nat.lt_0_1 Rlt_0_1 Hg)
    as [_ [Hnear _]].
  destruct (Hnear (1 / 2)) as [D [v [HD [Hv Hlt]]]]; [lra|].
  pose proof (H 1%nat 2%nat 1%nat g one one half one Nat.lt_0_1 Nat.lt_0_1 Hg E Z D v HD Hv) as Hb.
  fold b0 in Hb. cbv zeta in Hb. rewrite E', Rmult_0_r, sqrt_0 in Hb.
  unfold injective_bound in Hb. unfold free_scale_loss in Hlt. rewrite E', !Rmult_1_l in Hlt.
  assert (Ht : forall c, 0 <= c -> Rmax 0 (sqrt c - sqrt (col_power 1 one 0)
                 * sqrt (rsum 1 (fun j => one 0%nat j ^ 2)) * 0) ^ 2 = c).
  { intros c Hc. rewrite Rmult_0_r, Rminus_0_r, Rmax_right by apply sqrt_pos.
    simpl. rewrite Rmult_1_r. apply sqrt_sqrt, Hc. }
  cbn [rsum] in Hb, Hlt. rewrite !Sh in Hb. rewrite S0, S1, psi_zero in Hlt by exact Hg.
  change (col_power 1 one 1) with (col_power 1 one 0) in Hb.
  change (fun j => one 1%nat j ^ 2) with (fun j => one 0%nat j ^ 2) in Hb.
  cbn [rsum] in Ht. rewrite !Ht in Hb by lra. change (INR 1) with 1 in Hb. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Lemma 3 and Theorem D *)

Theorem lemma3_discontinuous_false :
  ~ (forall kappa f m, quadratic_growth kappa f ->
     forall eps, 0 < eps -> exists eta, 0 < eta /\
     forall (q : law) (v : vec), has_moments kappa q m v -> integrable q f ->
     rsum kappa v < eta -> Rabs (expect q f - f m) < eps).
Proof.
  intros H. set (f := fun z : vec => if Req_EM_T (z 0%nat) 0 then 0 else 1).
  destruct (H 1%nat f (fun _ => 0)) with (eps := 1 / 2) as [eta [He Hall]].
  - exists 1. intros z. unfold f. pose proof (pow2_ge_0 (z 0%nat)). cbn [rsum].
    destruct (Req_EM_T (z 0%nat) 0); [rewrite Rabs_R0|rewrite Rabs_R1]; lra.
  - lra.
  - set (s := Rmin 1 (eta / 2)).
    assert (Hs : 0 < s) by (apply Rmin_glb_lt; lra).
    pose proof (Rmin_l 1 (eta / 2)) as Ml. pose proof (Rmin_r 1 (eta / 2)) as Mr. fold s in Ml, Mr.
    assert (Hss : s * s <= 1 * s) by (apply Rmult_le_compat_r; lra).
    assert (Hf := Hall _ _ (two_point_moments 1 s) I).
    cbn [rsum] in Hf. simpl expect in Hf. unfold f in Hf.
    destruct (Req_EM_T s 0); [lra|]. destruct (Req_EM_T (- s) 0); [lra|].
    destruct (Req_EM_T 0 0); [|lra].
    assert (Hr : Rabs ((1 + 1) / 2 - 0) < 1 / 2) by (apply Hf; simpl; lra).
    replace ((1 + 1) / 2 - 0) with 1 in Hr by field. rewrite Rabs_R1 in Hr. lra.
Qed.

Theorem lemma3_scale_false :
  ~ (forall n p v, (0 < n)%nat -> 0 < p -> (forall i, (i < n)%nat -> 0 < v i) ->
     exists value, unique_minimum positives (scaled_kl n p v) p value).
Proof.
  intros H. assert (Hv : forall i, (i < 1)%nat -> 0 < (fun _ : nat => 1) i) by (intros; lra).
  destruct (H 1%nat 1 _ Nat.lt_0_1 Rlt_0_1 Hv) as [w Hw].
  pose proof (lemma3_log_derived 1%nat 1 _ Nat.lt_0_1 Rle_0_1 Hv) as Htrue.
  destruct (unique_minimum_unique _ _ _ _ _ _ Hw Htrue) as [E _].
  rewrite mean_const in E by lia. lra.
Qed.

Theorem lemma3_jensen_false :
  ~ (forall n p v, (0 < n)%nat -> 0 <= p -> (forall i, (i < n)%nat -> 0 < v i) ->
     1 + ln (p + mean n v) - mean n (fun i => ln (v i)) <= 1 + ln (1 + p / mean n v)).
Proof.
  intros H. set (v := fun i : nat => if Nat.eqb i 0 then 1 else 4).
  assert (Hv : forall i, (i < 2)%nat -> 0 < v i)
    by (intros i _; unfold v; destruct (Nat.eqb i 0); lra).
  assert (H2 : (0 < 2)%nat) by lia.
  pose proof (H 2%nat 0 v H2 (Rle_refl 0) Hv) as Hle.
  assert (Em : mean 2 v = 5 / 2) by (unfold mean, v; simpl; field).
  assert (El : mean 2 (fun i => ln (v i)) = ln 2).
  { unfold mean, v; simpl. rewrite ln_1.
    replace 4 with (2 * 2) by ring. rewrite ln_mult by lra. field. }
  rewrite El, Em, Rplus_0_l in Hle.
  replace (1 + 0 / (5 / 2)) with 1 in Hle by field. rewrite ln_1 in Hle.
  assert (ln 2 < ln (5 / 2)) by (apply ln_increasing; lra). lra.
Qed.

Theorem theorem_D_unseparated_false :
  ~ (forall d kappa n gamma X mu q m v l, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
     posteriors d kappa n X mu q m v -> square_integrable d n mu q ->
     let A := expected_error d n X mu q in
     0 < A ->
     INR d + INR kappa + INR d * ln (A / INR d)
     + rsum kappa (fun k => ln (1 + l k ^ 2 * row_power n m k / A))
     <= vae_loss 1 d kappa n gamma X mu q m v).
Proof.
  intros H. set (X := fun _ _ : nat => 1). set (mu := fun _ : vec => (fun _ : nat => 0) : vec).
  assert (Hv : forall k, (k < 1)%nat -> 0 < (fun _ : nat => 1) k) by (intros; lra).
  set (q := fun _ : nat => the_normal_law 1 (fun _ => 1) (fun _ => 1) Hv).
  assert (Hsq : forall i, averages (q i) (fun z => sq_dist 1 (X i) (mu z)) 1).
  { intros i. apply (averages_value _ _ _ _ (averages_const (q i) (sq_dist 1 (X i) (fun _ => 0)))).
    unfold sq_dist, X; simpl; ring. }
  assert (Hpost : posteriors 1 1 1 X mu q X X).
  { intros i _. split; [exact Hv|split; [apply the_normal_law_moments|apply Hsq]]. }
  assert (Hint : square_integrable 1 1 mu q)
    by (intros i j _ _; split;
        [exact (proj1 (averages_const (q i) 0))|exact (proj1 (averages_const (q i) (0 ^ 2)))]).
  assert (HA : expected_error 1 1 X mu q = 1).
  { unfold expected_error. rewrite (mean_ext 1 _ (fun _ => 1)); [apply mean_const; lia|].
    intros i _; apply (proj2 (Hsq i)). }
  pose proof (H 1%nat 1%nat 1%nat 1 X mu q X X (fun _ => 2)
                Nat.lt_0_1 Nat.lt_0_1 Rlt_0_1 Hpost Hint)
    as Hb.
  cbv zeta in Hb. rewrite vae_loss_means, HA in Hb by lia. specialize (Hb Rlt_0_1).
  cbn [rsum] in Hb. rewrite row_power_one in Hb. unfold X in Hb.
  rewrite !mean_const in Hb by lia. simpl INR in Hb.
  replace (1 / 1) with 1 in Hb by field. rewrite ln_1 in Hb.
  replace (1 + 2 ^ 2 * 1 ^ 2 / 1) with 5 in Hb by field.
  assert (H5 : 1 < ln 5).
  { rewrite <- (ln_exp 1). apply ln_increasing; [apply exp_pos|]. pose proof exp_le_3. lra. }
  simpl in Hb. lra.
Qed.

Theorem theorem_D_exponent_false :
  ~ (forall d kappa n gamma X mu q m v l r tau C, (0 < d)%nat -> (0 < n)%nat -> 0 < gamma ->
     posteriors d kappa n X mu q m v -> square_integrable d n mu q -> separates d kappa mu l ->
     let A := expected_error d n X mu q in
     0 < A -> 0 < tau ->
     vae_loss 1 d kappa n gamma X mu q m v <= (INR d - INR r) * ln A + C ->
     A <= tau ^ r * exp (- (C - INR d - INR kappa + INR d * ln (INR d))) ->
     let c := fun k => l k ^ 2 * row_power n m k in
     (count_ge kappa tau c <= r)%nat).
Proof.
  intros H. set (m := fun _ _ : nat => / 2).
  destruct (posteriors_example 1%nat 1%nat m m m Nat.lt_0_1 Nat.lt_0_1)
    as [q [_ [Hpost [_ [Hint [Hsep _]]]]]]; [intros; unfold m; lra|].
  assert (HA : expected_error 1 1 m (fun z => z) q = / 2).
  { unfold expected_error. rewrite (mean_ext 1 _ (fun _ => / 2)); [apply mean_const; lia|].
    intros i Hi. destruct (Hpost i Hi) as [_ [Hm _]].
    rewrite (proj2 (averages_sq_dist 1 (q i) (m i) (m i) (m i) Hm)). unfold m; simpl. field. }
  assert (HL : vae_loss 1 1 1 1 (/ 2) m (fun z => z) q m m = 7 / 4).
  { rewrite vae_loss_means, HA by lia. cbn [rsum]. rewrite row_power_one. unfold m.
    rewrite !mean_const by lia. simpl INR. field. }
  pose proof (H 1%nat 1%nat 1%nat (/ 2) m (fun z => z) q m m (fun _ => 1) 0%nat (/ 4)
                (7 / 4 - ln (/ 2)) Nat.lt_0_1 Nat.lt_0_1) as Hrows.
  cbv zeta in Hrows. rewrite HA, HL in Hrows.
  assert (Hcount : (count_ge 1 (/ 4) (fun k => 1 ^ 2 * row_power 1 m k)%R <= 0)%nat).
  { apply Hrows; try assumption; try lra.
    - simpl; lra.
    - simpl. rewrite ln_1, Rmult_1_l.
      replace (- (7 / 4 - ln (/ 2) - 1 - 1 + 1 * 0)) with (ln (/ 2) + / 4) by field.
      rewrite exp_plus, exp_ln by lra. pose proof (exp_ineq1_le (/ 4)). lra. }
  cbn [count_ge] in Hcount. rewrite row_power_one in Hcount. unfold m in Hcount.
  destruct (Rle_dec (/ 4) (1 ^ 2 * (/ 2) ^ 2)) as [_|N]; [lia|apply N; lra].
Qed.

(** Codes 0 of data 2 under the identity: the error is charged, the bound does not know it. *)
Theorem scaling_upper_inexact_false :
  ~ (forall beta d kappa n gamma X mu q m l, (0 < n)%nat -> 0 < beta -> 0 < gamma ->
     let v := fun (_ k : nat) => posterior_variance beta gamma (l k ^ 2) in
     posteriors d kappa n X mu q m v -> stretches d kappa mu l ->
     vae_loss beta d kappa n gamma X mu q m v
     <= scaling_bound beta d kappa l (row_power n m) gamma).
Proof.
  intros H. set (X := fun _ _ : nat => 2). set (m := fun _ _ : nat => 0).
  set (v := fun _ _ : nat => posterior_variance 1 1 (1 ^ 2)).
  assert (Ev : posterior_variance 1 1 (1 ^ 2) = / 2) by (unfold posterior_variance; field).
  destruct (posteriors_example 1%nat 1%nat X m v Nat.lt_0_1 Nat.lt_0_1)
    as [q [_ [Hpost _]]]; [intros; unfold v; rewrite Ev; lra|].
  assert (Hst : stretches 1 1 (fun z => z) (fun _ => 1))
    by (intros z z'; apply rsum_le; intros; lra).
  pose proof (H 1 1%nat 1%nat 1%nat 1 X (fun z => z) q m (fun _ => 1) Nat.lt_0_1 Rlt_0_1 Rlt_0_1
                Hpost Hst) as Hle.
  assert (HA : expected_error 1 1 X (fun z => z) q = 4 + / 2).
  { unfold expected_error. rewrite (mean_ext 1 _ (fun _ => 4 + / 2)); [apply mean_const; lia|].
    intros i Hi. destruct (Hpost i Hi) as [_ [Hm _]].
    rewrite (proj2 (averages_sq_dist 1 (q i) (m i) (v i) (X i) Hm)). unfold X, m, v; cbn [rsum].
    rewrite Ev. ring. }
  fold v in Hle. cbv zeta in Hle. rewrite vae_loss_means, HA in Hle by lia.
  unfold scaling_bound in Hle. cbn [rsum] in Hle. rewrite row_power_one in Hle.
  unfold v, m in Hle. rewrite !mean_const, Ev in Hle by lia.
  replace (1 + 1 ^ 2 / (1 * 1)) with 2 in Hle by field.
  rewrite ln_Rinv, ln_1 in Hle by lra. simpl INR in Hle. lra.
Qed.

(** One dimension, code 0, variance 1: the loss is A/gamma + log gamma + 1, not log gamma + 2. *)
Theorem entropy_sum_any_gamma_false :
  ~ (forall beta d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
     (forall k, (k < kappa)%nat -> row_power n m k + mean n (fun i => v i k) = 1) ->
     vae_loss beta d kappa n gamma X mu q m v
     = INR d + INR d * ln gamma
       + beta * (INR kappa - rsum kappa (fun k => mean n (fun i => ln (v i k))))).
Proof.
  intros H. set (m := fun _ _ : nat => 0). set (v := fun _ _ : nat => 1).
  destruct (posteriors_example 1%nat 1%nat m m v Nat.lt_0_1 Nat.lt_0_1)
    as [q [_ [Hpost _]]]; [intros; unfold v; lra|].
  assert (Hbal : forall k, (k < 1)%nat -> row_power 1 m k + mean 1 (fun i => v i k) = 1).
  { intros k _. unfold v. rewrite row_power_one, mean_const by lia. unfold m; ring. }
  pose proof (H 1 1%nat 1%nat 1%nat 2 m (fun z => z) q m v Nat.lt_0_1 Rlt_0_2 Hbal) as E.
  assert (HA : expected_error 1 1 m (fun z => z) q = 1).
  { unfold expected_error. rewrite (mean_ext 1 _ (fun _ => 1)); [apply mean_const; lia|].
    intros i Hi. destruct (Hpost i Hi) as [_ [Hm _]].
    rewrite (proj2 (averages_sq_dist 1 (q i) (m i) (v i) (m i) Hm)). unfold m, v; simpl. ring. }
  rewrite vae_loss_means, HA in E by lia. cbn [rsum] in E. rewrite row_power_one in E.
  unfold v, m in E. rewrite !mean_const in E by lia. simpl INR in E. rewrite ln_1 in E.
  lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * The affine beta-VAE *)

Theorem affine_increasing_tie_false :
  ~ (forall beta d kappa r lam g1 g2, (r <= kappa)%nat -> 0 < beta -> has_rank r lam ->
     beta * INR r <= INR d -> 0 < g1 < g2 ->
     affine_value beta d kappa lam g1 < affine_value beta d kappa lam g2).
Proof.
  intros H. set (lam := fun j : nat => if Nat.ltb j 1 then 1 else 0).
  assert (Hr : has_rank 1 lam) by apply has_rank_example.
  assert (Hlt : affine_value 1 1 1 lam (/ 4) < affine_value 1 1 1 lam (/ 2))
    by (apply (H 1 1%nat 1%nat 1%nat lam); auto; simpl; lra).
  assert (Hsmall : forall g, g <= 1 -> forall j, (j < 1)%nat -> 1 * g <= lam j).
  { intros g Hg j Hj. replace j with 0%nat by lia. unfold lam; simpl. lra. }
  assert (E : forall g, 0 < g <= 1 -> affine_value 1 1 1 lam g
              = 1 * (rsum 1 (fun j => ln (lam j)) + INR 1 * (1 - ln 1) + INR 1)).
  { intros g [Hg Hg1].
    rewrite (affine_value_rank 1 1 1 1 lam g (Nat.le_refl 1) Rlt_0_1 Hg Hr (Hsmall g Hg1)).
    simpl INR. ring. }
  rewrite !E in Hlt by lra. lra.
Qed.

Theorem affine_minimum_exists_false :
  ~ (forall beta d kappa lam, (0 < d)%nat -> 0 < beta -> (forall j, 0 <= lam j) ->
     exists gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v).
Proof.
  intros H. set (lam := fun j : nat => if Nat.ltb j 1 then 1 else 0).
  assert (Hr : has_rank 1 lam) by apply has_rank_example.
  destruct (H 1 2%nat 1%nat lam Nat.lt_0_2 Rlt_0_1 (rank_nonneg 1 lam Hr)) as [g [w [Hg [E Hmin]]]].
  unfold positives in *.
  assert (Hlt : affine_value 1 2 1 lam (g / 2) < affine_value 1 2 1 lam g)
    by (apply (affine_increasing 1 2%nat 1%nat 1%nat lam); auto; simpl; lra).
  assert (w < affine_value 1 2 1 lam (g / 2)) by (apply Hmin; lra). lra.
Qed.

Theorem affine_partial_collapse_false :
  ~ (forall beta d kappa r lam, (0 < r)%nat -> (r < kappa)%nat -> (kappa <= d)%nat -> 0 < beta ->
     has_rank r lam -> INR d < beta * INR r ->
     forall gamma v, unique_minimum positives (affine_value beta d kappa lam) gamma v ->
     (0 < count_pos r (fun j => lam j - beta * gamma)%R)%nat).
Proof.
  intros H. set (lam := fun j : nat => if Nat.ltb j 1 then 1 else 0).
  assert (Hr : has_rank 1 lam) by apply has_rank_example.
  assert (Hlt : INR 3 < 4 * INR 1) by (simpl; lra).
  destruct (affine_collapse 4 3%nat 2%nat 1%nat lam) as [g [w [Hmin [_ [Hm _]]]]];
    try assumption; try lia; try lra.
  assert (Hc : (0 < count_pos 1 (fun j => lam j - 4 * g)%R)%nat)
    by (apply (H 4 3%nat 2%nat 1%nat lam) with (v := w); try assumption; try lia; lra).
  apply le_INR in Hc. simpl (INR 1) in Hc. simpl (INR 3) in Hm. lra.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Eqs. (8)-(9) *)

Theorem eq89_jump_false :
  ~ (forall (r : nat) (h : R -> R) (B M eps : R), (0 < r)%nat -> 0 < eps -> 0 <= B ->
     (forall u w, 0 < u <= eps -> 0 < w <= eps -> Rabs (h u - h w) <= B * Rabs (u - w)) ->
     INR (r + 1) * B * eps < INR r * (h M - h 0) ->
     forall z, (forall k, (k < r + 1)%nat -> 0 <= z k <= eps) ->
     penalty_of_codes (r + 1) h z < penalty_of_codes (r + 1) h (long_code r M)).
Proof.
  intros H. set (h := fun u : R => if Rlt_dec 0 u then 1 else 0).
  assert (H1 : h 1 = 1) by (unfold h; destruct (Rlt_dec 0 1); lra).
  assert (H0 : h 0 = 0) by (unfold h; destruct (Rlt_dec 0 0); lra).
  assert (Hlt : penalty_of_codes (1 + 1) h (fun _ => 1)
                < penalty_of_codes (1 + 1) h (long_code 1 1)).
  { apply (H 1%nat h 0 1 1); try lra; try lia.
    - intros u w Hu Hw. unfold h. destruct (Rlt_dec 0 u); [|lra]. destruct (Rlt_dec 0 w); [|lra].
      rewrite Rminus_eq_0, Rabs_R0. lra.
    - rewrite H1, H0. simpl; lra.
    - intros; lra. }
  rewrite long_code_penalty in Hlt. unfold penalty_of_codes in Hlt. simpl in Hlt.
  rewrite H1, H0 in Hlt. lra.
Qed.

Theorem eq9_any_g_false :
  ~ (forall g zs z1 z2, 0 < g -> 0 < zs -> 0 < z1 -> 0 < z2 ->
     ln (zs + g) + ln (0 + g) < ln (z1 + g) + ln (z2 + g)).
Proof.
  intros H. assert (H1 : 0 <= 1) by lra. assert (H3 : 0 <= 3) by lra.
  pose proof (proj1 (proj1 (eq9_log 1 3 1 1 Rlt_0_1 H3 H1 H1))) as Hiff.
  assert ((3 + 1) * 1 < (1 + 1) * (1 + 1)) by (apply Hiff, H; lra). lra.
Qed.
