(* The normal law in any dimension is a law, with the moments that eq. (3) asks for. *)

From Coq Require Import Reals Lra Lia FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums AnalysisLaw AnalysisGaussian.
Open Scope R_scope.

(* ------------------------------------------------------------------------------------------- *)
(** * Integrals over the line *)

Lemma line_integral_value : forall f l, has_line_integral f l -> line_integral f = l.
Proof.
  intros f l H; unfold line_integral. apply is_RInt_gen_unique; try exact H;
    apply Proper_StrongProper, Rbar_locally_filter.
Qed.

Lemma line_integral_correct : forall f, line_integrable f -> has_line_integral f (line_integral f).
Proof. intros f [l Hl]. rewrite (line_integral_value f l Hl). exact Hl. Qed.

Lemma line_integral_comb : forall a b f g x y, has_line_integral f x -> has_line_integral g y ->
  has_line_integral (fun t => a * f t + b * g t) (a * x + b * y).
Proof.
  intros a b f g x y Hf Hg.
  exact (is_RInt_gen_plus (fun t => scal a (f t)) (fun t => scal b (g t)) _ _
           (is_RInt_gen_scal f a x Hf) (is_RInt_gen_scal g b y Hg)).
Qed.

Lemma line_integral_nonneg : forall f l, has_line_integral f l -> (forall x, 0 <= f x) -> 0 <= l.
Proof.
  intros f l Hf Hpos. apply Rle_trans with (norm l); [apply norm_ge_0|].
  apply (RInt_gen_norm (Fa := Rbar_locally m_infty) (Fb := Rbar_locally p_infty) f f).
  - apply (Filter_prod _ _ _ (fun x => x < 0) (fun x => 0 < x)); [exists 0; auto|exists 0; auto|].
    intros x y Hx Hy; simpl; lra.
  - apply filter_forall; intros [a b] x _. unfold norm; simpl; unfold abs; simpl.
    rewrite Rabs_right; [lra|apply Rle_ge, Hpos].
  - exact Hf.
  - exact Hf.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Iterated integrals *)

Section NormalLaw.

Variables m v : vec.

(** f is integrable under N(m, diag v) in dimension k, with expectation e. *)
Definition normal_averages (k : nat) (f : vec -> R) (e : R) : Prop :=
  normal_integrable k m v f /\ normal_expect k m v f = e.

(** From dimension k to k + 1. *)
Lemma normal_averages_step : forall k f (F : R -> R) e,
  (forall x, normal_averages k (fun z => f (set_coord z k x)) (F x)) ->
  has_line_integral (fun x => F x * normal_density (m k) (v k) x) e ->
  normal_averages (S k) f e.
Proof.
  intros k f F e HF He.
  assert (E : (fun x => normal_expect k m v (fun z => f (set_coord z k x))
                        * normal_density (m k) (v k) x)
              = (fun x => F x * normal_density (m k) (v k) x))
    by (apply functional_extensionality; intros x; rewrite (proj2 (HF x)); reflexivity).
  split; simpl; rewrite E.
  - split; [intros x; apply HF|exists e; exact He].
  - apply line_integral_value, He.
Qed.

Lemma normal_averages_unstep : forall k f e, normal_averages (S k) f e ->
  exists F : R -> R, (forall x, normal_averages k (fun z => f (set_coord z k x)) (F x)) /\
                     has_line_integral (fun x => F x * normal_density (m k) (v k) x) e.
Proof.
  intros k f e [[Hi Hl] <-]. exists (fun x => normal_expect k m v (fun z => f (set_coord z k x))).
  split; [intros x; split; [apply Hi|reflexivity]|apply line_integral_correct, Hl].
Qed.

Lemma normal_averages_comb : forall k a b f g x y, normal_averages k f x -> normal_averages k g y ->
  normal_averages k (fun z => a * f z + b * g z) (a * x + b * y).
Proof.
  induction k as [|k IH]; intros a b f g x y Hf Hg.
  - destruct Hf as [_ <-]; destruct Hg as [_ <-]. split; [exact I|reflexivity].
  - apply normal_averages_unstep in Hf. apply normal_averages_unstep in Hg.
    destruct Hf as [F [HF Hx]]. destruct Hg as [G [HG Hy]].
    apply normal_averages_step with (F := fun t => a * F t + b * G t).
    + intros t. apply IH; [apply HF|apply HG].
    + apply (line_integral_ext _ _ _ _ (line_integral_comb a b _ _ x y Hx Hy)); [|reflexivity].
      intros t; ring.
Qed.

Lemma normal_expect_nonneg : forall k f, normal_integrable k m v f -> (forall z, 0 <= f z) ->
  0 <= normal_expect k m v f.
Proof.
  induction k as [|k IH]; intros f Hf Hpos; [apply Hpos|].
  destruct Hf as [Hi Hl]. apply (line_integral_nonneg _ _ (line_integral_correct _ Hl)).
  intros x. apply Rmult_le_pos; [apply IH; [apply Hi|intros; apply Hpos]|].
  unfold normal_density. apply Rmult_le_pos; [left; apply exp_pos|].
  (* the inverse of a square root is nonnegative, also where the variance makes no sense *)
  destruct (sqrt_pos (2 * PI * v k)) as [H|H]; [left; apply Rinv_0_lt_compat, H|].
  rewrite <- H, Rinv_0. apply Rle_refl.
Qed.

Lemma normal_averages_one : forall k, (forall j, (j < k)%nat -> 0 < v j) ->
  normal_averages k (fun _ => 1) 1.
Proof.
  induction k as [|k IH]; intros Hv; [split; [exact I|reflexivity]|].
  apply normal_averages_step with (F := fun _ => 1).
  - intros x; apply IH; intros; apply Hv; lia.
  - destruct (normal_moments (m k) (v k) (Hv k (Nat.lt_succ_diag_r k))) as [H1 _].
    apply (line_integral_ext _ _ _ _ H1); [intros; ring|reflexivity].
Qed.

Lemma normal_averages_const : forall k a, (forall j, (j < k)%nat -> 0 < v j) ->
  normal_averages k (fun _ => a) a.
Proof.
  intros k a Hv. pose proof (normal_averages_one k Hv) as H1.
  pose proof (normal_averages_comb k a 0 _ _ 1 1 H1 H1) as H. cbv beta in H.
  replace (a * 1 + 0 * 1) with a in H by ring. exact H.
Qed.

Lemma set_coord_same : forall z k x, set_coord z k x k = x.
Proof. intros; unfold set_coord; rewrite Nat.eqb_refl; reflexivity. Qed.

Lemma set_coord_other : forall z k x j, (j < k)%nat -> set_coord z k x j = z j.
Proof.
  intros z k x j Hj; unfold set_coord. destruct (Nat.eqb_spec j k); [lia|reflexivity].
Qed.

(** A constant integrates to itself in the last coordinate. *)
Lemma last_const : forall k e, (forall j, (j < S k)%nat -> 0 < v j) ->
  has_line_integral (fun x => e * normal_density (m k) (v k) x) e.
Proof.
  intros k e Hv.
  destruct (normal_moments (m k) (v k) (Hv k (Nat.lt_succ_diag_r k))) as [H1 _].
  apply (line_integral_ext _ _ _ _ (line_integral_comb e 0 _ _ 1 1 H1 H1)); [intros|]; ring.
Qed.

(** A function of coordinate j alone. *)
Lemma normal_averages_coord : forall k j h e, (forall i, (i < k)%nat -> 0 < v i) -> (j < k)%nat ->
  has_line_integral (fun x => h x * normal_density (m j) (v j) x) e ->
  normal_averages k (fun z => h (z j)) e.
Proof.
  induction k as [|k IH]; intros j h e Hv Hj He; [lia|].
  assert (Hv' : forall i, (i < k)%nat -> 0 < v i) by (intros; apply Hv; lia).
  destruct (Nat.eq_dec j k) as [->|Hne].
  - apply normal_averages_step with (F := h); [|exact He]. intros x.
    replace (fun z => h (set_coord z k x k)) with (fun _ : vec => h x)
      by (apply functional_extensionality; intros; rewrite set_coord_same; reflexivity).
    apply normal_averages_const, Hv'.
  - apply normal_averages_step with (F := fun _ => e); [|apply last_const, Hv]. intros x.
    replace (fun z => h (set_coord z k x j)) with (fun z : vec => h (z j))
      by (apply functional_extensionality; intros; rewrite set_coord_other by lia; reflexivity).
    apply IH; [exact Hv'|lia|exact He].
Qed.

(** A product of two coordinates. *)
Lemma normal_averages_product : forall k i j, (forall i, (i < k)%nat -> 0 < v i) ->
  (i < j)%nat -> (j < k)%nat -> normal_averages k (fun z => z i * z j) (m i * m j).
Proof.
  induction k as [|k IH]; intros i j Hv Hij Hj; [lia|].
  assert (Hv' : forall l, (l < k)%nat -> 0 < v l) by (intros; apply Hv; lia).
  destruct (Nat.eq_dec j k) as [->|Hne].
  - apply normal_averages_step with (F := fun x => m i * x).
    + intros x.
      replace (fun z => set_coord z k x i * set_coord z k x k)
        with (fun z : vec => x * z i + 0 * z i).
      2: { apply functional_extensionality; intros.
           rewrite set_coord_same, set_coord_other by lia. ring. }
      replace (m i * x) with (x * m i + 0 * m i) by ring.
      assert (Hi : normal_averages k (fun z => z i) (m i)).
      { apply (normal_averages_coord k i (fun x => x)); [exact Hv'|lia|].
        apply (normal_moments (m i) (v i)), Hv; lia. }
      apply normal_averages_comb; exact Hi.
    + destruct (normal_moments (m k) (v k) (Hv k Hj)) as [_ [H _]].
      apply (line_integral_ext _ _ _ _ (line_integral_comb (m i) 0 _ _ _ _ H H)); [intros|]; ring.
  - apply normal_averages_step with (F := fun _ => m i * m j); [|apply last_const, Hv]. intros x.
    replace (fun z => set_coord z k x i * set_coord z k x j) with (fun z : vec => z i * z j)
      by (apply functional_extensionality; intros; rewrite !set_coord_other by lia; reflexivity).
    apply IH; [exact Hv'|exact Hij|lia].
Qed.

End NormalLaw.

Lemma normal_ext : forall kappa m v f g, (forall z, f z = g z) -> normal_integrable kappa m v f ->
  normal_integrable kappa m v g /\ normal_expect kappa m v f = normal_expect kappa m v g.
Proof.
  intros kappa m v f g E Hf. replace g with f by (apply functional_extensionality, E). auto.
Qed.

Lemma normal_linear : forall kappa m v a b f g, normal_integrable kappa m v f ->
  normal_integrable kappa m v g ->
  normal_integrable kappa m v (fun z => a * f z + b * g z) /\
  normal_expect kappa m v (fun z => a * f z + b * g z)
  = a * normal_expect kappa m v f + b * normal_expect kappa m v g.
Proof.
  intros kappa m v a b f g Hf Hg.
  exact (normal_averages_comb m v kappa a b f g _ _ (conj Hf eq_refl) (conj Hg eq_refl)).
Qed.

Definition the_normal_law (kappa : nat) (m v : vec) (Hv : forall k, (k < kappa)%nat -> 0 < v k) :
    law :=
  Law (normal_integrable kappa m v) (normal_expect kappa m v) (normal_ext kappa m v)
    (normal_averages_one m v kappa Hv) (normal_linear kappa m v) (normal_expect_nonneg m v kappa).

Theorem normal_law :
  forall kappa m v, (forall k, (k < kappa)%nat -> 0 < v k) ->
  exists q : law,
    integrable q = normal_integrable kappa m v /\ expect q = normal_expect kappa m v /\
    has_moments kappa q m v /\ uncorrelated kappa q m.
Proof.
  intros kappa m v Hv. exists (the_normal_law kappa m v Hv).
  split; [reflexivity|split; [reflexivity|split]].
  - intros k Hk. destruct (normal_moments (m k) (v k) (Hv k Hk)) as [_ [H1 H2]].
    split; [exact (normal_averages_coord m v kappa k (fun x => x) _ Hv Hk H1)
           |exact (normal_averages_coord m v kappa k (fun x => x ^ 2) _ Hv Hk H2)].
  - intros k l Hk Hl Hne. simpl. destruct (Compare_dec.le_lt_dec k l) as [H|H].
    + apply (normal_averages_product m v kappa k l Hv); lia.
    + replace (fun z : vec => z k * z l) with (fun z : vec => z l * z k)
        by (apply functional_extensionality; intros; ring).
      rewrite (Rmult_comm (m k)). apply (normal_averages_product m v kappa l k Hv); lia.
Qed.

Lemma the_normal_law_moments : forall kappa m v Hv,
  has_moments kappa (the_normal_law kappa m v Hv) m v /\
  uncorrelated kappa (the_normal_law kappa m v Hv) m.
Proof.
  intros kappa m v Hv. destruct (normal_law kappa m v Hv) as [q [E1 [E2 [Hm Hu]]]].
  unfold has_moments, uncorrelated in *. simpl. rewrite E1, E2 in Hm, Hu. auto.
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Eq. (2) with the integral of p(x|z) p(z) *)

Lemma rprod_ext : forall n f g, (forall k, (k < n)%nat -> f k = g k) -> rprod n f = rprod n g.
Proof.
  induction n as [|n IH]; intros f g H; simpl; [reflexivity|].
  rewrite (IH f g), (H n); auto; intros; apply H; lia.
Qed.

Lemma normal_density_vec_set : forall k m v z x,
  normal_density_vec (S k) m v (set_coord z k x)
  = normal_density_vec k m v z * normal_density (m k) (v k) x.
Proof.
  intros; unfold normal_density_vec; simpl. rewrite set_coord_same. f_equal.
  apply rprod_ext; intros; rewrite set_coord_other by assumption; reflexivity.
Qed.

(** Integrating f under one normal law is integrating f times the ratio of the densities under
    another. *)
Lemma change_of_law : forall m v m' v' k f e,
  (forall j, (j < k)%nat -> 0 < v j) -> normal_averages m' v' k f e ->
  normal_averages m v k
    (fun z => f z * normal_density_vec k m' v' z / normal_density_vec k m v z) e.
Proof.
  induction k as [|k IH]; intros f e Hv Hf.
  - destruct Hf as [_ <-]. split; [exact I|]. simpl. unfold normal_density_vec; simpl. field.
  - assert (Hv' : forall j, (j < k)%nat -> 0 < v j) by (intros; apply Hv; lia).
    assert (Hk : forall x, 0 < normal_density (m k) (v k) x)
      by (intros; apply normal_density_pos, Hv; lia).
    assert (Hvec : forall z, 0 < normal_density_vec k m v z)
      by (intros; apply rprod_pos; intros; apply normal_density_pos, Hv'; assumption).
    apply normal_averages_unstep in Hf. destruct Hf as [F [HF He]].
    set (r := fun x => normal_density (m' k) (v' k) x / normal_density (m k) (v k) x).
    apply normal_averages_step with (F := fun x => F x * r x).
    + intros x. pose proof (IH _ _ Hv' (HF x)) as H.
      pose proof (normal_averages_comb m v k (r x) 0 _ _ _ _ H H) as Hc.
      replace (r x * F x + 0 * F x) with (F x * r x) in Hc by ring.
      replace (fun z => f (set_coord z k x) * normal_density_vec (S k) m' v' (set_coord z k x)
                        / normal_density_vec (S k) m v (set_coord z k x))
        with (fun z => r x * (f (set_coord z k x) * normal_density_vec k m' v' z
                              / normal_density_vec k m v z)
                       + 0 * (f (set_coord z k x) * normal_density_vec k m' v' z
                              / normal_density_vec k m v z)); [exact Hc|].
      apply functional_extensionality; intros z. rewrite !normal_density_vec_set.
      unfold r. specialize (Hk x). specialize (Hvec z). field; lra.
    + apply (line_integral_ext _ _ _ _ He); [|reflexivity].
      intros x; unfold r. specialize (Hk x). field; lra.
Qed.

Theorem eq2_normal :
  forall d kappa n gamma X mu q m v, (0 < n)%nat -> 0 < gamma ->
  (forall i, integrable (q i) = normal_integrable kappa (m i) (v i) /\
             expect (q i) = normal_expect kappa (m i) (v i)) ->
  posteriors d kappa n X mu q m v ->
  (forall i, (i < n)%nat ->
     normal_integrable kappa (fun _ => 0) (fun _ => 1)
       (fun z => normal_density_vec d (mu z) (fun _ => gamma) (X i)) /\
     0 < evidence d kappa gamma mu (X i)) ->
  mean n (fun i => - ln (evidence d kappa gamma mu (X i)))
  <= eq2_bound d kappa n gamma X mu q m v.
Proof.
  intros d kappa n gamma X mu q m v Hn Hg Hq Hpost Hlik. unfold eq2_bound.
  apply mean_le; [exact Hn|]. intros i Hi.
  destruct (Hpost i Hi) as [Hv [Hm Hint]]. destruct (Hlik i Hi) as [Hl Hev].
  destruct (Hq i) as [EI EE].
  set (lik := fun z => normal_density_vec d (mu z) (fun _ => gamma) (X i)) in *.
  set (dens := normal_density_vec kappa (m i) (v i)).
  assert (Havg : averages (q i) (fun z => lik z * prior_density kappa z / dens z)
                   (evidence d kappa gamma mu (X i))).
  { unfold averages. rewrite EI, EE.
    exact (change_of_law (m i) (v i) (fun _ => 0) (fun _ => 1) kappa lik _ Hv
             (conj Hl eq_refl)). }
  assert (Hdens : forall z, 0 < dens z)
    by (intros; apply rprod_pos; intros; apply normal_density_pos, Hv; assumption).
  assert (Hprior : forall z, 0 < prior_density kappa z)
    by (intros; apply rprod_pos; intros; apply normal_density_pos; lra).
  assert (Hlikpos : forall z, 0 < lik z)
    by (intros; apply rprod_pos; intros; apply normal_density_pos, Hg).
  (* the two terms of the bound are integrable *)
  assert (H1 : integrable (q i) (fun z => - ln (lik z))).
  { refine (proj1 (averages_ext (q i) (fun z =>
      / 2 * (INR d * ln (2 * PI) + INR d * ln gamma) + / (2 * gamma) * sq_dist d (X i) (mu z))
      _ _ (averages_plus _ _ _ _ _ (averages_const _ _)
             (averages_scal _ _ _ _ (averages_expect _ _ Hint))) _)).
    intros z; unfold lik; rewrite neg_ln_decoder by exact Hg. field; lra. }
  assert (H2 : integrable (q i) (fun z => ln (dens z) - ln (prior_density kappa z)))
    by apply (kl_averages kappa (q i) (m i) (v i) Hv Hm).
  pose proof (eq2 (q i) lik (prior_density kappa) dens
                (fun z => conj (Hlikpos z) (conj (Hprior z) (Hdens z))) H1 H2 (proj1 Havg)) as H.
  rewrite (proj2 Havg) in H. exact (H Hev).
Qed.
