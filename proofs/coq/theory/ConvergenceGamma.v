(** * Theorem C1: Gamma-convergence and the convergence of minimisers *)

From Coq Require Import Reals Lra Lia Psatz Arith ConstructiveEpsilon.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import ConvergenceStatements ConvergenceLemmas ConvergenceRates.
Open Scope R_scope.

(** ** One term: log(u+gamma) / (-log gamma) *)

Definition log_ratio (u gamma : R) : R := ln (u + gamma) / (- ln gamma).

(** What it tends to: -1 at u = 0, else 0. *)
Definition jump (u : R) : R := if Req_EM_T u 0 then -1 else 0.

Lemma ln_neg gamma : 0 < gamma < 1 -> ln gamma < 0.
Proof. intros H; rewrite <- ln_1; apply ln_increasing; lra. Qed.

Lemma log_ratio_0 gamma : 0 < gamma < 1 -> log_ratio 0 gamma = -1.
Proof. intros H; unfold log_ratio; rewrite Rplus_0_l; field; assert (L := ln_neg _ H); lra. Qed.

Lemma log_ratio_lower u gamma : 0 <= u -> 0 < gamma < 1 -> -1 <= log_ratio u gamma.
Proof.
intros Hu H; rewrite <- (log_ratio_0 gamma H); assert (L := ln_neg _ H).
apply ratio_le; [apply ln_le|]; lra.
Qed.

Lemma ln_vanishing gammas : vanishing gammas -> is_lim_seq (fun j => ln (gammas j)) m_infty.
Proof.
intros [Hg Lg]; apply filterlim_comp with (2 := is_lim_ln_0); intros Q [e He].
destruct (Lg (ball 0 e)) as [N HN]; [now exists e|].
exists N; intros j Hj; apply He; [now apply HN|]; apply Hg.
Qed.

Lemma log_ratio_positive gammas us u : vanishing gammas -> 0 < u -> is_lim_seq us u ->
  is_lim_seq (fun j => log_ratio (us j) (gammas j)) 0.
Proof.
intros V Hu Lu; unfold log_ratio, Rdiv.
replace 0 with (ln (u + 0) * 0) by ring; apply is_lim_seq_mult'.
- apply is_lim_seq_continuous.
  + apply derivable_continuous_pt; exists (/ (u + 0)); apply derivable_pt_lim_ln; lra.
  + apply is_lim_seq_plus'; [easy|apply V].
- change (Finite 0) with (Rbar_inv p_infty); apply is_lim_seq_inv; [|easy].
  now apply (is_lim_seq_opp (fun j => ln (gammas j)) m_infty), ln_vanishing.
Qed.

(** A lower bound of the ratio that does converge to the jump; it is the ratio itself along a
    constant sequence. *)
Definition lower (u v gamma : R) : R := if Req_EM_T u 0 then -1 else log_ratio v gamma.

Lemma lower_lim gammas us u : vanishing gammas -> 0 <= u -> is_lim_seq us u ->
  is_lim_seq (fun j => lower u (us j) (gammas j)) (jump u).
Proof.
intros V Hu L; unfold lower, jump; destruct (Req_EM_T u 0) as [E|E].
- apply is_lim_seq_const.
- apply log_ratio_positive with u; [easy|lra|easy].
Qed.

Lemma lower_le u v gamma : 0 <= v -> 0 < gamma < 1 -> lower u v gamma <= log_ratio v gamma.
Proof.
intros Hv H; unfold lower; destruct (Req_EM_T u 0); [now apply log_ratio_lower|lra].
Qed.

Lemma lower_self u gamma : 0 < gamma < 1 -> lower u u gamma = log_ratio u gamma.
Proof.
intros H; unfold lower; destruct (Req_EM_T u 0) as [->|]; [now rewrite log_ratio_0|easy].
Qed.

(** ** The loss as a sum of such terms *)

Lemma is_lim_seq_rsum m (f : nat -> nat -> R) (l : nat -> R) :
  (forall k, (k < m)%nat -> is_lim_seq (fun j => f j k) (l k)) ->
  is_lim_seq (fun j => rsum m (f j)) (rsum m l).
Proof.
induction m as [|m IH]; intros H; simpl; [apply is_lim_seq_const|].
apply is_lim_seq_plus'; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma scaled_loss_terms A beta gamma theta Z : 0 < gamma < 1 ->
  scaled_loss A beta gamma theta Z =
  INR (d A) * log_ratio (error A theta Z) gamma
  + beta * rsum (kappa A) (fun k => log_ratio (row_power A Z k) gamma).
Proof.
intros H; assert (L := ln_neg _ H); assert (Hd := INR_d_pos A).
unfold scaled_loss, log_loss, loss, log_penalty.
rewrite (rsum_ext _ _ (fun k => beta * (- ln gamma) * log_ratio (row_power A Z k) gamma)).
- rewrite rsum_scal; unfold log_ratio at 2; field; lra.
- intros k _; unfold log_ratio; field; lra.
Qed.

(** The number of zero rows is kappa - n_active. *)
Lemma INR_zero_rows A Z : INR (kappa A - n_active A Z) = INR (kappa A) - INR (n_active A Z).
Proof. apply minus_INR, count_le. Qed.

Lemma limit_loss_terms A beta theta Z :
  limit_loss A beta theta Z =
  INR (d A) * jump (error A theta Z)
  + beta * rsum (kappa A) (fun k => jump (row_power A Z k)).
Proof.
assert (S : rsum (kappa A) (fun k => jump (row_power A Z k)) = - INR (kappa A - n_active A Z)).
{ rewrite INR_zero_rows; unfold n_active; rewrite count_indicator.
  rewrite (rsum_ext _ _ (fun k =>
    -1 + (if Rlt_dec 0 (row_power A Z k) then 1 else 0))).
  - rewrite rsum_plus, rsum_const; ring.
  - intros k _; unfold jump; assert (N := row_power_nonneg A Z k).
    destruct (Req_EM_T (row_power A Z k) 0), (Rlt_dec 0 (row_power A Z k)); lra. }
rewrite S; unfold limit_loss, jump; destruct (Req_EM_T (error A theta Z) 0); ring.
Qed.

(** The lower bound of the scaled loss at (theta_j,Z_j) near (theta,Z). *)
Definition lower_loss A beta theta Z gamma theta' Z' : R :=
  INR (d A) * lower (error A theta Z) (error A theta' Z') gamma
  + beta * rsum (kappa A) (fun k => lower (row_power A Z k) (row_power A Z' k) gamma).

Lemma lower_loss_lim A beta gammas thetas theta Zs Z : vanishing gammas ->
  is_lim_seq (fun j => error A (thetas j) (Zs j)) (error A theta Z) ->
  (forall k, (k < kappa A)%nat ->
    is_lim_seq (fun j => row_power A (Zs j) k) (row_power A Z k)) ->
  is_lim_seq (fun j => lower_loss A beta theta Z (gammas j) (thetas j) (Zs j))
             (limit_loss A beta theta Z).
Proof.
intros V E P; rewrite limit_loss_terms; apply is_lim_seq_plus'; apply is_lim_seq_mult';
  try apply is_lim_seq_const.
- apply lower_lim; [easy|apply error_nonneg|easy].
- apply (is_lim_seq_rsum _
    (fun j k => lower (row_power A Z k) (row_power A (Zs j) k) (gammas j))).
  intros k Hk; apply lower_lim; [easy|apply row_power_nonneg|now apply P].
Qed.

Lemma lower_loss_le A beta theta Z gamma theta' Z' : 0 <= beta -> 0 < gamma < 1 ->
  lower_loss A beta theta Z gamma theta' Z' <= scaled_loss A beta gamma theta' Z'.
Proof.
intros Hb H; rewrite scaled_loss_terms by easy; assert (Hd := INR_d_pos A).
apply Rplus_le_compat; apply Rmult_le_compat_l; try lra.
- apply lower_le; [apply error_nonneg|easy].
- apply rsum_le; intros; apply lower_le; [apply row_power_nonneg|easy].
Qed.

(** ** Continuity of the error and of the row powers *)

Lemma row_power_lim A Zs Z k : code_tends A Zs Z -> (k < kappa A)%nat ->
  is_lim_seq (fun j => row_power A (Zs j) k) (row_power A Z k).
Proof.
intros H Hk; apply is_lim_seq_mult'; [|apply is_lim_seq_const].
apply (is_lim_seq_rsum _ (fun j i => Zs j k i ^ 2)); intros i Hi.
apply is_lim_seq_mult'; [now apply H|]; apply is_lim_seq_mult'; [now apply H|].
apply is_lim_seq_const.
Qed.

Lemma error_lim A tends thetas theta Zs Z : jointly_continuous A tends ->
  tends thetas theta -> code_tends A Zs Z ->
  is_lim_seq (fun j => error A (thetas j) (Zs j)) (error A theta Z).
Proof.
intros C T H; apply is_lim_seq_mult'; [|apply is_lim_seq_const].
apply (is_lim_seq_rsum _ (fun j i => rsum (d A)
  (fun c => (data A i c - decode A (thetas j) (column (Zs j) i) c) ^ 2))); intros i Hi.
apply (is_lim_seq_rsum _ (fun j c =>
  (data A i c - decode A (thetas j) (column (Zs j) i) c) ^ 2)); intros c Hc.
assert (L : is_lim_seq (fun j => data A i c - decode A (thetas j) (column (Zs j) i) c)
                       (data A i c - decode A theta (column Z i) c)).
{ apply is_lim_seq_minus'; [apply is_lim_seq_const|].
  apply C with (zs := fun j => column (Zs j) i); [easy| |easy]; intros k Hk; now apply H. }
apply is_lim_seq_mult'; [easy|]; apply is_lim_seq_mult'; [easy|]; apply is_lim_seq_const.
Qed.

(** ** Gamma-convergence *)

Theorem theorem_C1_liminf :
  forall A tends beta gammas thetas theta Zs Z,
  jointly_continuous A tends -> 0 <= beta -> vanishing gammas ->
  tends thetas theta -> code_tends A Zs Z ->
  Rbar_le (limit_loss A beta theta Z)
          (LimInf_seq (fun j => scaled_loss A beta (gammas j) (thetas j) (Zs j))).
Proof.
intros A tends beta gammas thetas theta Zs Z C Hb V T H.
assert (L : is_lim_seq (fun j => lower_loss A beta theta Z (gammas j) (thetas j) (Zs j))
                       (limit_loss A beta theta Z)).
{ apply lower_loss_lim; [easy|now apply error_lim with tends|].
  intros; now apply row_power_lim. }
apply is_lim_LimInf_seq, is_LimInf_seq_unique in L; rewrite <- L.
apply LimInf_le; exists O; intros j _; apply lower_loss_le; [easy|]; apply V.
Qed.

Theorem theorem_C1_recovery :
  forall A beta gammas theta Z,
  vanishing gammas ->
  is_lim_seq (fun j => scaled_loss A beta (gammas j) theta Z) (limit_loss A beta theta Z).
Proof.
intros A beta gammas theta Z V.
apply is_lim_seq_ext with (fun j => lower_loss A beta theta Z (gammas j) theta Z).
- intros j; rewrite scaled_loss_terms by apply V; unfold lower_loss.
  rewrite lower_self by apply V; f_equal; f_equal; apply rsum_ext; intros k _.
  apply lower_self, V.
- apply lower_loss_lim; intros; [easy|apply is_lim_seq_const|apply is_lim_seq_const].
Qed.

(** ** Minimisers *)

(** A cluster point of minimisers is no worse than any point, for the limit loss. *)
Lemma cluster_point_minimal A tends Codes beta gammas thetas Zs theta Z theta' Z' :
  jointly_continuous A tends -> 0 <= beta ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  cluster_point A tends thetas Zs theta Z -> Codes Z' ->
  limit_loss A beta theta Z <= limit_loss A beta theta' Z'.
Proof.
intros C Hb [V M] [phi [Hphi [T H]]] C'; assert (Hd := INR_d_pos A).
assert (V' : vanishing (fun j => gammas (phi j))).
{ split; [intros; apply V|]; apply is_lim_seq_subseq; [|apply V].
  now apply eventually_subseq. }
assert (L := theorem_C1_liminf A tends beta (fun j => gammas (phi j))
  (fun j => thetas (phi j)) theta (fun j => Zs (phi j)) Z C Hb V' T H).
assert (R := theorem_C1_recovery A beta (fun j => gammas (phi j)) theta' Z' V').
apply is_lim_LimInf_seq, is_LimInf_seq_unique in R.
assert (Rbar_le (limit_loss A beta theta Z) (limit_loss A beta theta' Z')); [|easy].
apply Rbar_le_trans with (1 := L); rewrite <- R; apply LimInf_le; exists O; intros j _.
assert (G := proj1 V' j); cbn beta in G; assert (N := ln_neg _ G).
apply ratio_le; [|lra]; apply Rmult_le_compat_l; [lra|]; now apply M.
Qed.

(** Where r is the least number of active rows of an exact code and r > 0, the zero code errs. *)
Lemma zero_code_errs A r theta :
  (forall theta Z, error A theta Z = 0 -> (r <= n_active A Z)%nat) -> (0 < r)%nat ->
  error A theta zero_code <> 0.
Proof.
intros H Hr E; apply H in E; rewrite n_active_zero_code in E; lia.
Qed.

Lemma limit_loss_zero_code A beta theta : error A theta zero_code <> 0 ->
  limit_loss A beta theta zero_code = - beta * INR (kappa A).
Proof.
intros E; unfold limit_loss; destruct (Req_EM_T (error A theta zero_code) 0); [easy|].
rewrite n_active_zero_code, Nat.sub_0_r; ring.
Qed.

(** A sequence that leaves U again and again has a subsequence outside U. *)
Lemma subsequence_outside (U : nat -> Prop) :
  ~ (exists N, forall j, (N <= j)%nat -> U j) ->
  exists phi : nat -> nat, (forall j, (phi j < phi (S j))%nat) /\ forall j, ~ U (phi j).
Proof.
intros H.
assert (next : forall N, exists j, (N <= j)%nat /\ ~ U j).
{ intros N; apply Classical_Prop.NNPP; intros Q; apply H; exists N; intros j Hj.
  apply Classical_Prop.NNPP; intros B; apply Q; now exists j. }
assert (pick : forall N, {j : nat | (N <= j)%nat /\ ~ U j}).
{ intros N; apply constructive_indefinite_ground_description_nat; [|apply next].
  intros j; destruct (le_dec N j); [|right; tauto].
  destruct (ClassicalDedekindReals.sig_not_dec (U j)); [right|left]; tauto. }
set (phi := fix phi j := match j with
                         | O => proj1_sig (pick O)
                         | S i => proj1_sig (pick (S (phi i)))
                         end).
exists phi; split.
- intros j; change (phi (S j)) with (proj1_sig (pick (S (phi j)))).
  assert (Q := proj2_sig (pick (S (phi j)))); cbv beta in Q; lia.
- intros [|j]; apply (proj2_sig (pick _)).
Qed.

(** With compactness: an open set that contains all cluster points within Codes is entered for
    good. *)
Lemma enters_open_sets A tends (Codes : code -> Prop) thetas Zs :
  sequentially_compact A tends Codes -> (forall j, Codes (Zs j)) ->
  forall U, sequentially_open A tends U ->
  (forall theta Z, cluster_point A tends thetas Zs theta Z -> Codes Z -> U theta Z) ->
  exists N, forall j, (N <= j)%nat -> U (thetas j) (Zs j).
Proof.
intros K C U O H; apply Classical_Prop.NNPP; intros out.
destruct (subsequence_outside (fun j => U (thetas j) (Zs j)) out) as [phi [P N]].
destruct (K (fun j => thetas (phi j)) (fun j => Zs (phi j))) as [theta [Z [CZ [psi [Q [T L]]]]]].
{ intros; apply C. }
destruct (O (fun j => thetas (phi (psi j))) theta (fun j => Zs (phi (psi j))) Z T L)
  as [m Hm].
{ apply H; [|easy]; exists (fun j => phi (psi j)); split; [|easy]; intros j.
  assert (mono : forall i k, (i < k)%nat -> (phi i < phi k)%nat).
  { intros i k Hik; induction Hik as [|l _ IH]; [apply P|]; assert (step := P l); lia. }
  apply mono, Q. }
now apply (N (psi m)), Hm.
Qed.

Theorem theorem_C1_minimisers :
  forall A tends (Codes : code -> Prop) beta gammas thetas Zs theta' Z',
  jointly_continuous A tends ->
  optimal_sparse A theta' Z' -> Codes Z' ->
  0 < beta -> beta * INR (n_active A Z') < INR (d A) ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  (forall theta Z, cluster_point A tends thetas Zs theta Z -> optimal_sparse A theta Z) /\
  (sequentially_compact A tends Codes ->
   forall U, sequentially_open A tends U ->
   (forall theta Z, optimal_sparse A theta Z -> Codes Z -> U theta Z) ->
   exists N, forall j, (N <= j)%nat -> U (thetas j) (Zs j)).
Proof.
intros A tends Codes beta gammas thetas Zs theta' Z' C [E' O'] C' Hb L M.
assert (sparse : forall theta Z, cluster_point A tends thetas Zs theta Z ->
  optimal_sparse A theta Z).
2: { split; [easy|]; intros K U HU H; apply enters_open_sets with tends Codes; try easy.
     - intros; apply M.
     - intros; apply H; [now apply sparse|easy]. }
intros theta Z P.
assert (Q : limit_loss A beta theta Z <= limit_loss A beta theta' Z')
  by (eapply cluster_point_minimal; eauto; lra).
unfold limit_loss in Q; rewrite !INR_zero_rows in Q.
assert (N := pos_INR (n_active A Z)).
destruct (Req_EM_T (error A theta' Z') 0); [|easy].
destruct (Req_EM_T (error A theta Z) 0) as [E|E]; [|nra].
split; [easy|]; intros theta2 Z2 E2; apply Nat.le_trans with (2 := O' theta2 Z2 E2).
apply INR_le, (Rmult_le_reg_l beta); [easy|]; lra.
Qed.

Theorem theorem_C1_collapse :
  forall A tends (Codes : code -> Prop) beta r gammas thetas Zs,
  jointly_continuous A tends ->
  (forall theta Z, error A theta Z = 0 -> (r <= n_active A Z)%nat) ->
  Codes zero_code ->
  INR (d A) < beta * INR r ->
  minimising_sequence A Codes beta gammas thetas Zs ->
  (forall theta Z, cluster_point A tends thetas Zs theta Z ->
   forall k i, (k < kappa A)%nat -> (i < n A)%nat -> Z k i = 0) /\
  (sequentially_compact A tends Codes ->
   forall U, sequentially_open A tends U ->
   (forall theta Z, (forall k i, (k < kappa A)%nat -> (i < n A)%nat -> Z k i = 0) ->
    Codes Z -> U theta Z) ->
   exists N, forall j, (N <= j)%nat -> U (thetas j) (Zs j)).
Proof.
intros A tends Codes beta r gammas thetas Zs C Hr C0 L M.
assert (zero : forall theta Z, cluster_point A tends thetas Zs theta Z ->
  forall k i, (k < kappa A)%nat -> (i < n A)%nat -> Z k i = 0).
2: { split; [easy|]; intros K U HU H; apply enters_open_sets with tends Codes; try easy.
     - intros; apply M.
     - intros theta Z P; apply H; now apply zero with theta. }
intros theta Z P k i Hk Hi.
assert (Hd := INR_d_pos A); assert (Hr0 := pos_INR r).
assert (Hb : 0 < beta) by nra.
assert (r_pos : (0 < r)%nat).
{ apply INR_lt; simpl INR; destruct Hr0 as [|E]; [easy|]; rewrite <- E in L; lra. }
assert (Q : limit_loss A beta theta Z <= limit_loss A beta theta zero_code)
  by (eapply cluster_point_minimal; eauto; lra).
rewrite limit_loss_zero_code in Q by now apply zero_code_errs with r.
unfold limit_loss in Q; rewrite INR_zero_rows in Q.
assert (none : n_active A Z = O).
{ destruct (Req_EM_T (error A theta Z) 0) as [E|E].
  - apply Hr, le_INR in E; nra.
  - apply INR_eq; simpl INR; assert (N := pos_INR (n_active A Z)); nra. }
apply (row_power_zero_iff A Z k); [|easy].
assert (U := count_zero _ _ _ none k Hk); assert (N := row_power_nonneg A Z k); lra.
Qed.

Theorem theorem_C1_tie :
  forall A beta theta' Z' theta,
  optimal_sparse A theta' Z' -> (0 < n_active A Z')%nat ->
  beta * INR (n_active A Z') = INR (d A) ->
  limit_loss A beta theta' Z' = limit_loss A beta theta zero_code.
Proof.
intros A beta theta' Z' theta [E' O'] Hr T.
rewrite limit_loss_zero_code by now apply zero_code_errs with (n_active A Z').
unfold limit_loss; rewrite INR_zero_rows; destruct (Req_EM_T (error A theta' Z') 0); [lra|easy].
Qed.

(** ** Existence of minimisers *)

Lemma log_loss_lim A tends beta gamma thetas theta Zs Z :
  jointly_continuous A tends -> 0 < gamma -> tends thetas theta -> code_tends A Zs Z ->
  is_lim_seq (fun j => log_loss A beta gamma (thetas j) (Zs j)) (log_loss A beta gamma theta Z).
Proof.
intros C Hg T H; unfold log_loss, loss, log_penalty.
assert (log_lim : forall us u, 0 <= u -> is_lim_seq us u ->
  is_lim_seq (fun j => ln (us j + gamma)) (ln (u + gamma))).
{ intros us u Hu L; apply is_lim_seq_continuous.
  - apply derivable_continuous_pt; exists (/ (u + gamma)); apply derivable_pt_lim_ln; lra.
  - apply is_lim_seq_plus'; [easy|apply is_lim_seq_const]. }
apply is_lim_seq_plus'.
- apply log_lim; [apply error_nonneg|now apply error_lim with tends].
- apply is_lim_seq_mult'; [|apply is_lim_seq_const].
  apply (is_lim_seq_rsum _ (fun j k => beta * ln (row_power A (Zs j) k + gamma))).
  intros k Hk; apply is_lim_seq_mult'; [apply is_lim_seq_const|].
  apply log_lim; [apply row_power_nonneg|now apply row_power_lim].
Qed.

Lemma log_loss_bounded_below A beta gamma theta Z : 0 < gamma -> 0 <= beta ->
  (INR (d A) + beta * INR (kappa A)) * ln gamma / INR (d A) <= log_loss A beta gamma theta Z.
Proof.
intros Hg Hb; assert (Hd := INR_d_pos A); apply (Rmult_le_reg_l (INR (d A))); [easy|].
rewrite log_loss_excess by easy.
replace (INR (d A) * ((INR (d A) + beta * INR (kappa A)) * ln gamma / INR (d A)))
  with ((INR (d A) + beta * INR (kappa A)) * ln gamma) by (field; lra).
assert (0 <= excess A beta gamma theta Z); [|lra].
apply Rplus_le_le_0_compat; apply Rmult_le_pos; try lra.
- apply ln_one_plus_nonneg, ratio_nonneg; [apply error_nonneg|easy].
- apply rsum_nonneg; intros; now apply power_terms_nonneg.
Qed.

Theorem theorem_C1_existence :
  forall A tends (Codes : code -> Prop) beta gamma,
  jointly_continuous A tends -> sequentially_compact A tends Codes ->
  (exists (theta : Theta A) (Z : code), Codes Z) -> countable_choice (Theta A * code) ->
  0 <= beta -> 0 < gamma ->
  exists theta Z, minimiser A Codes (log_loss A beta gamma) theta Z.
Proof.
intros A tends Codes beta gamma C K [theta0 [Z0 C0]] choice Hb Hg.
set (f := log_loss A beta gamma).
destruct (completeness (fun v => exists theta Z, Codes Z /\ v = - f theta Z)) as [m [U L]].
{ exists (- ((INR (d A) + beta * INR (kappa A)) * ln gamma / INR (d A))).
  intros v [theta [Z [_ ->]]]; now apply Ropp_le_contravar, log_loss_bounded_below. }
{ now exists (- f theta0 Z0), theta0, Z0. }
assert (near : forall j, exists x : Theta A * code,
    Codes (snd x) /\ f (fst x) (snd x) < - m + / (INR j + 1)).
{ intros j; apply Classical_Prop.NNPP; intros N.
  assert (Hj : 0 < / (INR j + 1)) by (apply Rinv_0_lt_compat; assert (P := pos_INR j); lra).
  assert (m <= m - / (INR j + 1)); [|lra].
  apply L; intros v [theta [Z [CZ ->]]]; apply Rnot_lt_le; intros B; apply N.
  exists (theta, Z); simpl; split; [easy|lra]. }
destruct (choice _ near) as [xs H].
destruct (K (fun j => fst (xs j)) (fun j => snd (xs j)) (fun j => proj1 (H j)))
  as [theta [Z [CZ [phi [Hphi [T Q]]]]]].
exists theta, Z; split; [easy|]; intros theta' Z' C'.
apply Rle_trans with (- m).
- assert (Lim := log_loss_lim A tends beta gamma _ _ _ _ C Hg T Q).
  apply (is_lim_seq_le _ (fun j => - m + / (INR (phi j) + 1)) _ (- m)) with (2 := Lim).
  + intros j; now apply Rlt_le, H.
  + replace (- m) with (- m + 0) at 1 by ring.
    apply is_lim_seq_plus'; [apply is_lim_seq_const|].
    apply (is_lim_seq_subseq (fun j => / (INR j + 1))); [now apply eventually_subseq|].
    change (Finite 0) with (Rbar_inv p_infty); apply is_lim_seq_inv; [|easy].
    apply is_lim_seq_ext with (fun j => INR (S j)); [intros; apply S_INR|].
    apply (is_lim_seq_incr_1 INR), is_lim_seq_INR.
- assert (- f theta' Z' <= m) by (apply U; now exists theta', Z').
  fold f; lra.
Qed.

(** ** The limit of C2 *)

(** gamma^s -> 0 for s > 0. *)
Lemma Rpower_vanishing gammas s : vanishing gammas -> 0 < s ->
  is_lim_seq (fun j => Rpower (gammas j) s) 0.
Proof.
intros V Hs; unfold Rpower.
assert (L : is_lim_seq (fun j => s * ln (gammas j)) m_infty).
{ replace m_infty with (Rbar_mult s m_infty).
  - now apply (is_lim_seq_scal_l (fun j => ln (gammas j)) s m_infty), ln_vanishing.
  - simpl; destruct (Rle_dec 0 s) as [P|P]; [|lra].
    destruct (Rle_lt_or_eq_dec 0 s P); easy || lra. }
now apply filterlim_comp with (1 := L) (2 := is_lim_exp_m).
Qed.

Theorem theorem_C2_limit :
  forall A beta gammas thetas Zs theta' Z',
  vanishing gammas ->
  error A theta' Z' = 0 ->
  0 < beta -> beta * INR (n_active A Z') < INR (d A) ->
  (forall j, log_loss A beta (gammas j) (thetas j) (Zs j)
             <= log_loss A beta (gammas j) theta' Z') ->
  is_lim_seq (fun j => error A (thetas j) (Zs j)) 0 /\
  forall tau, 0 < tau -> exists N, forall j, (N <= j)%nat ->
    (count_above tau (kappa A) (row_power A (Zs j)) <= n_active A Z')%nat.
Proof.
intros A beta gammas thetas Zs theta' Z' V E Hb L M; assert (Hd := INR_d_pos A).
set (r := n_active A Z') in *; set (P := mean_active_power A Z').
assert (rates := fun j => theorem_C2_rates A beta (gammas j) (thetas j) (Zs j) theta' Z'
  ltac:(destruct V as [V _]; specialize (V j); lra) Hb E (M j)).
cbn zeta in rates; fold r P in rates.
assert (Hr := pos_INR r); assert (Hr1 : INR (r + 1) = INR r + 1) by (rewrite plus_INR; easy).
split.
- apply is_lim_seq_le_le with (fun _ => 0) (fun j =>
    Rpower (1 + P) (beta * INR r / INR (d A)) * Rpower (gammas j) (1 - beta * INR r / INR (d A))).
  + intros j; split; [apply error_nonneg|apply rates].
  + apply is_lim_seq_const.
  + replace 0 with (Rpower (1 + P) (beta * INR r / INR (d A)) * 0) by ring.
    apply is_lim_seq_mult'; [apply is_lim_seq_const|]; apply Rpower_vanishing; [easy|].
    assert (beta * INR r / INR (d A) < 1); [|lra].
    apply (Rmult_lt_reg_r (INR (d A))); [easy|].
    replace (beta * INR r / INR (d A) * INR (d A)) with (beta * INR r) by (field; lra); lra.
- intros tau Ht.
  assert (Lim : is_lim_seq (fun j => Rpower (1 + P) (INR r / INR (r + 1))
                                     * Rpower (gammas j) (1 / INR (r + 1))) 0).
  { replace 0 with (Rpower (1 + P) (INR r / INR (r + 1)) * 0) by ring.
    apply is_lim_seq_mult'; [apply is_lim_seq_const|]; apply Rpower_vanishing; [easy|].
    apply ratio_pos; lra. }
  destruct (Lim (fun v => v < tau)) as [N HN]; [now apply open_lt|].
  exists N; intros j Hj; apply Nat.le_trans with (2 := proj2 (rates j)).
  apply count_antitone, Rlt_le, HN, Hj.
Qed.
