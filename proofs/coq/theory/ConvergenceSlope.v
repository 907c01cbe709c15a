(** * Theorem B: the comparison of losses and the necessary slope *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas.
Open Scope R_scope.

(** ** The comparison of losses *)

Lemma flat_loss A g h theta Z r a : 0 < a -> flat A Z r a ->
  INR (d A) * loss A g h theta Z =
  INR (d A) * g (error A theta Z) + INR (kappa A) * h 0 + INR r * (h a - h 0).
Proof.
intros Ha [Hr H]; unfold loss.
rewrite (rsum_ext _ _ (fun k => h 0 + (if Rlt_dec 0 (row_power A Z k) then h a - h 0 else 0))).
- rewrite rsum_plus, rsum_const, (sum_flat 0 (h a - h 0) _ (row_power A Z)) by easy.
  fold (n_active A Z); rewrite Hr; field; assert (Hd := INR_d_pos A); lra.
- intros k Hk; destruct (H k Hk) as [->| ->]; [destruct (Rlt_dec 0 0)|destruct (Rlt_dec 0 a)];
    lra.
Qed.

Theorem theorem_B_dense_alternative :
  forall A g h r M eps theta1 Z1 theta0 Z0,
  M <> 0 -> eps <> 0 ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  error A theta0 Z0 = 0 -> flat A Z0 (r + 1) (eps ^ 2) ->
  (loss A g h theta1 Z1 < loss A g h theta0 Z0 <-> sparse_preferred r h M eps) /\
  (loss A g h theta1 Z1 = loss A g h theta0 Z0 <-> tie r h M eps).
Proof.
intros A g h r M eps theta1 Z1 theta0 Z0 HM He E1 F1 E0 F0; assert (Hd := INR_d_pos A).
apply flat_loss with (g := g) (h := h) (theta := theta1) in F1; [|now apply pow2_gt_0].
apply flat_loss with (g := g) (h := h) (theta := theta0) in F0; [|now apply pow2_gt_0].
rewrite E1 in F1; rewrite E0 in F0; unfold sparse_preferred, tie; split; split; intros; nra.
Qed.

Theorem theorem_B_imperfect_alternative :
  forall A g h r M theta1 Z1 theta0,
  M <> 0 ->
  error A theta1 Z1 = 0 -> flat A Z1 r (M ^ 2) ->
  (loss A g h theta1 Z1 < loss A g h theta0 zero_code <->
   INR r * (h (M ^ 2) - h 0) < INR (d A) * (g (error A theta0 zero_code) - g 0)).
Proof.
intros A g h r M theta1 Z1 theta0 HM E1 F1; assert (Hd := INR_d_pos A).
apply flat_loss with (g := g) (h := h) (theta := theta1) in F1; [|now apply pow2_gt_0].
assert (F0 : flat A zero_code 0 1).
{ split; [apply n_active_zero_code|]; intros; left; apply row_power_zero_code. }
apply flat_loss with (g := g) (h := h) (theta := theta0) in F0; [|lra].
rewrite E1 in F1; simpl INR in F0; split; intros; nra.
Qed.

(** ** The necessary slope *)

(** The mean value theorem for a function that is continuous only from within the segment:
    clamp its argument. *)
Lemma mean_value_segment h b : 0 < b ->
  continuous_on (fun u => 0 <= u <= b) h ->
  (forall u, 0 < u < b -> ex_derive h u) ->
  exists u, 0 < u < b /\ h b - h 0 = Derive h u * b.
Proof.
intros Hb C D.
set (clamp := fun u => Rmax 0 (Rmin u b)); set (k := fun u => h (clamp u)).
assert (clamp_in : forall u, 0 <= clamp u <= b).
{ intros u; unfold clamp; split; [apply Rmax_l|]; apply Rmax_lub; [lra|apply Rmin_r]. }
assert (clamp_id : forall u, 0 <= u <= b -> clamp u = u).
{ intros u H; unfold clamp; rewrite Rmin_left, Rmax_right; lra. }
assert (clamp_close : forall u v, Rabs (clamp v - clamp u) <= Rabs (v - u)).
{ intros u v; unfold clamp, Rmax, Rmin.
  destruct (Rle_dec u b), (Rle_dec v b);
  repeat match goal with |- context [Rle_dec ?x ?y] => destruct (Rle_dec x y) end;
  unfold Rabs; repeat destruct Rcase_abs; lra. }
assert (k_cont : forall u, 0 <= u <= b -> continuity_pt k u).
{ intros u Hu; apply continuity_pt_filterlim; unfold k at 2; rewrite clamp_id by easy.
  apply filterlim_comp with (2 := C u Hu); intros Q [e He]; exists e; intros v Hv.
  apply He; [|apply clamp_in]; rewrite <- (clamp_id u Hu).
  apply Rle_lt_trans with (2 := Hv); apply clamp_close. }
assert (k_der : forall u, 0 < u < b -> is_derive k u (Derive h u)).
{ intros u Hu; apply is_derive_ext_loc with h; [|now apply Derive_correct, D].
  assert (O : open (fun v => 0 < v < b)) by (apply open_and; [apply open_gt|apply open_lt]).
  apply filter_imp with (2 := O u Hu); intros v Hv; unfold k; rewrite clamp_id; [easy|lra]. }
assert (k_pr : forall u, 0 < u < b -> derivable_pt k u).
{ intros u Hu; exists (Derive h u); apply is_derive_Reals, k_der, Hu. }
destruct (MVT k id 0 b k_pr (fun u _ => derivable_pt_id u) Hb k_cont) as [u [Hu E]].
{ intros; apply derivable_continuous_pt, derivable_pt_id. }
exists u; split; [easy|].
rewrite derive_pt_id, (derive_pt_eq_0 k u (Derive h u)) in E
  by (apply is_derive_Reals, k_der, Hu).
unfold id, k in E; rewrite !clamp_id in E by lra; lra.
Qed.

Theorem theorem_B_necessary_slope :
  forall r h M eps,
  0 < eps ->
  continuous_on (fun u => 0 <= u <= eps ^ 2) h ->
  (forall u, 0 < u < eps ^ 2 -> ex_derive h u) ->
  sparse_preferred r h M eps ->
  exists u, 0 < u < eps ^ 2 /\
    Derive h u > INR r / INR (r + 1) * (h (M ^ 2) - h 0) / eps ^ 2.
Proof.
intros r h M eps He C D S; assert (P : 0 < eps ^ 2) by now apply pow_lt.
destruct (mean_value_segment h (eps ^ 2) P C D) as [u [Hu E]].
exists u; split; [easy|]; unfold sparse_preferred in S; rewrite E in S.
assert (Hr : INR (r + 1) = INR r + 1) by (rewrite plus_INR; easy).
assert (0 <= INR r) by apply pos_INR.
apply (Rmult_lt_reg_r (INR (r + 1) * eps ^ 2)); [apply Rmult_lt_0_compat; lra|].
replace (INR r / INR (r + 1) * (h (M ^ 2) - h 0) / eps ^ 2 * (INR (r + 1) * eps ^ 2))
  with (INR r * (h (M ^ 2) - h 0)) by (field; lra).
lra.
Qed.
