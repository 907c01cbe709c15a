(* The kernel exp(-t |x - y|^2) is positive definite, and stays so when points are replaced by the means
   of laws.  Hence its mean over any law is nearly its mean over finitely many points, everywhere. *)

From Coq Require Import Reals Lra Lia List.
From Sparsity.theory Require Import AnalysisStatements AnalysisSums Expectations Converse.
Import ListNotations.
Open Scope R_scope.

Section ListSums.
Context {A : Type}.

Fixpoint lsum (f : A -> R) (s : list A) : R :=
  match s with [] => 0 | a :: rest => f a + lsum f rest end.

Lemma lsum_ext : forall f g s, (forall a, f a = g a) -> lsum f s = lsum g s.
Proof. intros f g s H. induction s as [|a s IH]; simpl; [reflexivity|rewrite H, IH; reflexivity]. Qed.

Lemma lsum_plus : forall f g s, lsum (fun a => f a + g a) s = lsum f s + lsum g s.
Proof. intros f g s. induction s as [|a s IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma lsum_scal : forall c f s, lsum (fun a => c * f a) s = c * lsum f s.
Proof. intros c f s. induction s as [|a s IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma lsum_rsum : forall n (f : nat -> A -> R) s,
  lsum (fun a => rsum n (fun k => f k a)) s = rsum n (fun k => lsum (f k) s).
Proof.
  intros n f s. induction n as [|n IH]; simpl.
  - induction s as [|a s IHs]; simpl; [reflexivity|rewrite IHs; ring].
  - rewrite lsum_plus, IH. reflexivity.
Qed.

Lemma lsum_cv : forall (f : nat -> A -> R) g s, (forall a, Un_cv (fun n => f n a) (g a)) ->
  Un_cv (fun n => lsum (f n) s) (lsum g s).
Proof.
  intros f g s H. induction s as [|a s IH]; simpl.
  - intros eps He. exists O. intros n _. unfold R_dist. rewrite Rminus_diag_eq, Rabs_R0; auto.
  - apply (CV_plus (fun n => f n a) (fun n => lsum (f n) s)); [apply H|exact IH].
Qed.

Lemma lsum_expects : forall {T} (P : expectation T) (f : A -> T -> R) e s,
  (forall a, expects P (f a) (e a)) -> expects P (fun z => lsum (fun a => f a z) s) (lsum e s).
Proof.
  intros T P f e s H. induction s as [|a s IH]; simpl; [apply expects_const|].
  apply expects_plus; [apply H|exact IH].
Qed.

End ListSums.

Lemma lsum_map : forall {A B} (g : A -> B) f s, lsum f (map g s) = lsum (fun a => f (g a)) s.
Proof. intros A B g f s. induction s as [|a s IH]; simpl; [reflexivity|rewrite IH; reflexivity]. Qed.

(** The double sum of a b K(x, y) over weighted points (a, x), (b, y). *)
Definition quadratic {X} (K : X -> X -> R) (s : list (R * X)) : R :=
  lsum (fun p => lsum (fun q => fst p * fst q * K (snd p) (snd q)) s) s.

Lemma quadratic_ext : forall {X} (K L : X -> X -> R) s, (forall x y, K x y = L x y) ->
  quadratic K s = quadratic L s.
Proof.
  intros X K L s H. apply lsum_ext. intros p. apply lsum_ext. intros q. rewrite H. reflexivity.
Qed.

Lemma quadratic_reweighted : forall {X} (K : X -> X -> R) (c : X -> R) s,
  quadratic K (map (fun p => (fst p * c (snd p), snd p)) s)
  = quadratic (fun x y => c x * c y * K x y) s.
Proof.
  intros X K c s. unfold quadratic. rewrite lsum_map. apply lsum_ext. intros p. rewrite lsum_map.
  apply lsum_ext. intros q. simpl. ring.
Qed.

Lemma quadratic_comb : forall {X} (K L : X -> X -> R) c s,
  quadratic (fun x y => K x y + c * L x y) s = quadratic K s + c * quadratic L s.
Proof.
  intros X K L c s. unfold quadratic. rewrite <- lsum_scal, <- lsum_plus. apply lsum_ext. intros p.
  rewrite <- lsum_scal, <- lsum_plus. apply lsum_ext. intros q. ring.
Qed.

Lemma quadratic_cv : forall {X} (K : nat -> X -> X -> R) L s,
  (forall x y, Un_cv (fun n => K n x y) (L x y)) ->
  Un_cv (fun n => quadratic (K n) s) (quadratic L s).
Proof.
  intros X K L s H. unfold quadratic.
  apply (lsum_cv (fun n p => lsum (fun q => fst p * fst q * K n (snd p) (snd q)) s)). intros p.
  apply (lsum_cv (fun n q => fst p * fst q * K n (snd p) (snd q))). intros q.
  apply (CV_mult (fun _ => fst p * fst q) (fun n => K n (snd p) (snd q))); [|apply H].
  intros eps He. exists O. intros n _. unfold R_dist. rewrite Rminus_diag_eq, Rabs_R0; auto.
Qed.

(** ** The kernel *)

Definition dot (d : nat) (x y : vec) : R := rsum d (fun j => x j * y j).

(** Powers of the scalar product: one coordinate after the other goes into the weights. *)
Lemma dot_power_nonneg : forall d k s, 0 <= quadratic (fun x y => dot d x y ^ k) s.
Proof.
  intros d k. induction k as [|k IH]; intros s.
  - replace (quadratic (fun x y => dot d x y ^ 0) s) with (lsum fst s * lsum fst s);
      [apply Rle_0_sqr|].
    unfold quadratic. rewrite <- lsum_scal. apply lsum_ext. intros p.
    rewrite Rmult_comm, <- lsum_scal. apply lsum_ext. intros q. cbn [pow]. ring.
  - replace (quadratic (fun x y => dot d x y ^ S k) s)
      with (rsum d (fun j => quadratic (fun x y => x j * y j * dot d x y ^ k) s)).
    + apply rsum_nonneg. intros j _.
      rewrite <- (quadratic_reweighted (fun x y => dot d x y ^ k) (fun x => x j)). apply IH.
    + unfold quadratic. rewrite <- lsum_rsum. apply lsum_ext. intros p. rewrite <- lsum_rsum.
      apply lsum_ext. intros q. simpl. unfold dot at 2.
      rewrite <- Rmult_assoc, <- (rsum_scal d (fst p * fst q)), (Rmult_comm (rsum d _)), <- rsum_scal.
      apply rsum_ext. intros j _. unfold vec. ring.
Qed.

Lemma sq_dist_dot : forall d x y, sq_dist d x y = dot d x x + dot d y y - 2 * dot d x y.
Proof.
  intros d x y. unfold sq_dist, dot. induction d as [|d IH]; cbn [rsum]; [ring|]. rewrite IH. ring.
Qed.

Theorem heat_positive : forall t d s, 0 <= t -> 0 <= quadratic (heat t d) s.
Proof.
  intros t d s Ht. set (c := fun x => exp (- (t * dot d x x))).
  rewrite (quadratic_ext (heat t d) (fun x y => c x * c y * exp (2 * t * dot d x y))).
  2: { intros x y. unfold heat, c. rewrite sq_dist_dot, <- !exp_plus. f_equal. ring. }
  rewrite <- (quadratic_reweighted (fun x y => exp (2 * t * dot d x y)) c).
  set (s' := map _ s).
  apply (@Rle_cv_lim (fun _ => 0) (fun n => quadratic (fun x y => E1 (2 * t * dot d x y) n) s'));
    [intros n| |].
  - induction n as [|n IH].
    + rewrite (quadratic_ext _ (fun x y => dot d x y ^ 0)); [apply dot_power_nonneg|].
      intros x y. unfold E1. simpl. field.
    + rewrite (quadratic_ext _ (fun x y => E1 (2 * t * dot d x y) n
                 + / INR (fact (S n)) * (2 * t) ^ S n * dot d x y ^ S n)).
      2: { intros x y. unfold E1. rewrite tech5, Rpow_mult_distr. ring. }
      rewrite quadratic_comb. apply Rplus_le_le_0_compat; [exact IH|].
      apply Rmult_le_pos; [apply Rmult_le_pos|apply dot_power_nonneg].
      * left. apply Rinv_0_lt_compat, INR_fact_lt_0.
      * apply pow_le. lra.
  - intros eps He. exists O. intros n _. unfold R_dist. rewrite Rminus_diag_eq, Rabs_R0; auto.
  - apply quadratic_cv. intros x y. apply E1_cvg.
Qed.

Lemma sq_dist_comm : forall d x y, sq_dist d x y = sq_dist d y x.
Proof. intros d x y. apply rsum_ext. intros j _. ring. Qed.

Lemma heat_comm : forall t d x y, heat t d x y = heat t d y x.
Proof. intros t d x y. unfold heat. rewrite sq_dist_comm. reflexivity. Qed.

Lemma heat_same : forall t d x, heat t d x x = 1.
Proof.
  intros t d x. unfold heat, sq_dist. rewrite (rsum_ext d _ (fun _ => 0)), rsum_const by (intros; ring).
  rewrite <- exp_0. f_equal. ring.
Qed.

(** ** Points replaced by means of laws *)

Lemma above_INR : forall x, exists n, x < INR n.
Proof.
  intros x. destruct (archimed_cor1 (/ Rmax x 1)) as [n [H Hn]].
  - apply Rinv_0_lt_compat. pose proof (Rmax_r x 1). lra.
  - exists n. apply lt_0_INR in Hn. apply Rle_lt_trans with (1 := Rmax_l x 1).
    rewrite <- (Rinv_inv (Rmax x 1)), <- (Rinv_inv (INR n)). apply Rinv_lt_contravar; [|exact H].
    pose proof (Rmax_r x 1). apply Rmult_lt_0_compat; apply Rinv_0_lt_compat; lra.
Qed.

Lemma nonneg_of_limit : forall a b, (forall n, 0 <= a + b / INR (S n)) -> 0 <= a.
Proof.
  intros a b H. apply Rnot_lt_le. intros Ha.
  destruct (above_INR (b / - a)) as [n Hn]. specialize (H n).
  assert (HS : 0 < INR (S n)) by (apply lt_0_INR; lia).
  assert (Hb : b < - a * INR (S n)).
  { apply (Rmult_lt_compat_l (- a)) in Hn; [|lra].
    replace (- a * (b / - a)) with b in Hn by (field; lra).
    rewrite S_INR. rewrite Rmult_plus_distr_l. lra. }
  assert (b / INR (S n) < - a); [|lra].
  apply (Rmult_lt_reg_r (INR (S n))); [exact HS|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

Section Forms.
Context {X : Type} (K : X -> X -> R).
Hypothesis K_comm : forall x y, K x y = K y x.
Hypothesis K_same : forall x, K x x = 1.

(** |sum_i a_i K(x_i, .) + f|^2 >= 0, where <K(x, .), f> is l x and |f|^2 is c. *)
Definition form (l : X -> R) (c : R) : Prop :=
  forall s, 0 <= quadratic K s + 2 * lsum (fun p => fst p * l (snd p)) s + c.

Lemma form_ext : forall l l' c c', form l c -> (forall x, l x = l' x) -> c = c' -> form l' c'.
Proof.
  intros l l' c c' H Hl <- s. rewrite (lsum_ext _ (fun p => fst p * l (snd p))); [apply H|].
  intros p. rewrite Hl. reflexivity.
Qed.

Lemma quadratic_cons : forall a x s, quadratic K ((a, x) :: s)
  = a ^ 2 + 2 * lsum (fun p => fst p * (a * K x (snd p))) s + quadratic K s.
Proof.
  intros a x s. unfold quadratic. cbn [lsum fst snd]. rewrite K_same, lsum_plus.
  rewrite (lsum_ext (fun q => a * fst q * K x (snd q)) (fun p => fst p * (a * K x (snd p))))
    by (intros; ring).
  rewrite (lsum_ext (fun p => fst p * a * K (snd p) x) (fun p => fst p * (a * K x (snd p))))
    by (intros p; rewrite (K_comm (snd p)); ring).
  ring.
Qed.

Lemma form_point : forall l c a x, form l c ->
  form (fun y => l y + a * K x y) (c + 2 * a * l x + a ^ 2).
Proof.
  intros l c a x H s. specialize (H ((a, x) :: s)). rewrite quadratic_cons in H.
  cbn [lsum fst snd] in H.
  rewrite (lsum_ext _ (fun p => fst p * l (snd p) + fst p * (a * K x (snd p)))) by (intros; ring).
  rewrite lsum_plus. lra.
Qed.

Context {T : Type} (P : expectation T) (y : T -> X) (u : X -> R) (U : R).
Hypothesis Hu : forall x, expects P (fun z => K x (y z)) (u x).
Hypothesis HU : expects P (fun z => u (y z)) U.

(** n points, drawn one after the other. *)
Lemma form_points : forall l c L a n, expects P (fun z => l (y z)) L -> form l c ->
  form (fun x => l x + INR n * a * u x)
       (c + 2 * INR n * a * L + INR n * a ^ 2 + INR n * (INR n - 1) * a ^ 2 * U).
Proof.
  intros l c L a n HL H. induction n as [|n IH].
  - apply (form_ext _ _ _ _ H); [intros x|]; simpl; ring.
  - intros s. set (ln := fun x => l x + INR n * a * u x) in IH.
    set (cn := c + _ + _ + _) in IH.
    assert (HLn : expects P (fun z => ln (y z)) (L + INR n * a * U))
      by (apply expects_plus; [exact HL|apply expects_scal, HU]).
    assert (Hs : expects P (fun z => lsum (fun p => fst p * (ln (snd p) + a * K (y z) (snd p))) s)
                   (lsum (fun p => fst p * (ln (snd p) + a * u (snd p))) s)).
    { apply (lsum_expects P (fun p z => fst p * (ln (snd p) + a * K (y z) (snd p)))). intros p.
      apply expects_scal, expects_plus; [apply expects_const|]. apply expects_scal.
      apply (expects_ext P _ _ _ (Hu (snd p))). intros z. apply K_comm. }
    assert (HE := expects_plus P _ _ _ _ (expects_plus P _ _ _ _ (expects_const P (quadratic K s))
                    (expects_scal P 2 _ _ Hs))
                    (expects_plus P _ _ _ _ (expects_const P (cn + a ^ 2)) (expects_scal P (2 * a) _ _ HLn))).
    refine (Rle_trans _ _ _ (expects_le P _ _ _ _ (expects_const P 0) HE _) _).
    { intros z. pose proof (form_point ln cn a (y z) IH s) as F. cbv beta in *. lra. }
    right. rewrite S_INR. unfold cn, ln.
    rewrite (lsum_ext (fun p => fst p * (l (snd p) + INR n * a * u (snd p) + a * u (snd p)))
               (fun p => fst p * (l (snd p) + (INR n + 1) * a * u (snd p)))) by (intros; ring).
    ring.
Qed.

(** The law's mean, with any weight. *)
Lemma form_mean : forall l c L a, expects P (fun z => l (y z)) L -> form l c ->
  form (fun x => l x + a * u x) (c + 2 * a * L + a ^ 2 * U).
Proof.
  intros l c L a HL H s. apply (nonneg_of_limit _ (a ^ 2 * (1 - U))). intros n.
  assert (HS : 0 < INR (S n)) by (apply lt_0_INR; lia).
  pose proof (form_points l c L (a / INR (S n)) (S n) HL H s) as F.
  rewrite (lsum_ext _ (fun p => fst p * (l (snd p) + a * u (snd p)))) in F
    by (intros p; field; lra).
  apply Rle_trans with (1 := F). right. field. lra.
Qed.

(** Points z_0, ..., z_(m-1) one after the other, each no worse than the mean. *)
Lemma herding : form (fun _ => 0) 0 -> forall m, exists z : nat -> T, exists c, c <= 2 * INR m /\
  form (fun x => INR m * u x - rsum m (fun j => K x (y (z j)))) c.
Proof.
  intros H0 m. destruct (Classical_Prop.classic (exists z0 : T, True)) as [[z0 _]|Hempty].
  2: { exfalso. apply (Rlt_irrefl 0). apply Rlt_le_trans with 1; [lra|].
       apply (expects_le P (fun _ => 1) (fun _ => 0) 1 0 (expects_const P 1) (expects_const P 0)).
       intros z. exfalso. apply Hempty. exists z. exact I. }
  induction m as [|m [z [c [Hc IH]]]].
  - exists (fun _ => z0), 0. split; [simpl; lra|].
    apply (form_ext _ _ _ _ H0); [intros x; simpl; ring|reflexivity].
  - set (l := fun x => INR m * u x - rsum m (fun j => K x (y (z j)))) in IH.
    set (L := INR m * U - rsum m (fun j => u (y (z j)))).
    assert (HL : expects P (fun w => l (y w)) L).
    { apply (expects_value P _ (INR m * U + -1 * rsum m (fun j => u (y (z j)))));
        [|unfold L; ring].
      apply (expects_ext P (fun w => INR m * u (y w) + -1 * rsum m (fun j => K (y (z j)) (y w)))).
      - apply expects_plus; [apply expects_scal, HU|]. apply expects_scal.
        apply (expects_rsum P m (fun j w => K (y (z j)) (y w))). intros j _. apply Hu.
      - intros w. unfold l. rewrite (rsum_ext m (fun j => K (y w) (y (z j))) (fun j => K (y (z j)) (y w)))
          by (intros; apply K_comm). ring. }
    assert (HU0 : 0 <= U).
    { pose proof (form_mean (fun _ => 0) 0 0 1 (expects_const P 0) H0 []) as F. cbn in F. lra. }
    pose proof (form_mean l c L 1 HL IH) as F1.
    assert (Hnew : exists w, c + 2 * 1 * L + 1 ^ 2 * U + 2 * -1 * (l (y w) + 1 * u (y w)) + (-1) ^ 2
                             <= 2 * INR (S m)).
    { apply Classical_Prop.NNPP. intros Hno.
      assert (HE := expects_plus P _ _ _ _ (expects_const P (c + 2 * L + U + 1))
                      (expects_scal P (-2) _ _ (expects_plus P _ _ _ _ HL HU))).
      assert (Hle := expects_le P _ _ _ _ (expects_const P (2 * INR (S m))) HE).
      rewrite S_INR in Hle. assert (2 * (INR m + 1) <= c + 2 * L + U + 1 + -2 * (L + U)); [|lra].
      apply Hle. intros w. apply Rnot_lt_le. intros Hlt. apply Hno. exists w. rewrite S_INR. simpl. lra. }
    destruct Hnew as [w Hw]. exists (fun j => if Nat.eqb j m then w else z j). eexists. split; [exact Hw|].
    apply (form_ext _ _ _ _ (form_point _ _ (-1) (y w) F1)); [|reflexivity].
    intros x. rewrite S_INR. cbn [rsum]. rewrite Nat.eqb_refl.
    rewrite (rsum_ext m (fun j => K x (y (if Nat.eqb j m then w else z j))) (fun j => K x (y (z j)))).
    + unfold l. rewrite (K_comm (y w)). ring.
    + intros j Hj. replace (Nat.eqb j m) with false by (symmetry; apply Nat.eqb_neq; lia). reflexivity.
Qed.

(** The law's mean is nearly that of finitely many points, at every x at once. *)
Theorem few_points : form (fun _ => 0) 0 -> forall eps, 0 < eps ->
  exists m (z : nat -> T), (0 < m)%nat /\ forall x, u x <= mean m (fun j => K x (y (z j))) + eps.
Proof.
  intros H0 eps He. assert (He2 : 0 < eps ^ 2) by (apply pow_lt, He).
  destruct (above_INR (2 / eps ^ 2)) as [m Hn].
  assert (Hm : 0 < INR m).
  { apply Rlt_trans with (2 := Hn). apply Rdiv_lt_0_compat; lra. }
  assert (H2m : 2 < eps ^ 2 * INR m).
  { apply (Rmult_lt_compat_l (eps ^ 2)) in Hn; [|exact He2].
    replace (eps ^ 2 * (2 / eps ^ 2)) with 2 in Hn by (field; lra). exact Hn. }
  destruct (herding H0 m) as [z [c [Hc H]]]. exists m, z. split; [apply INR_lt; exact Hm|]. intros x.
  set (l := fun x => INR m * u x - rsum m (fun j => K x (y (z j)))) in H.
  specialize (H [(- l x, x)]). unfold quadratic in H. cbn [lsum fst snd] in H. rewrite K_same in H.
  assert (Hl2 : l x * l x <= 2 * INR m) by lra.
  assert (Hle : l x <= eps * INR m).
  { apply Rnot_lt_le. intros Hgt. assert (H3 : (eps * INR m) * (eps * INR m) < l x * l x).
    { assert (0 < eps * INR m) by (apply Rmult_lt_0_compat; lra).
      apply Rmult_le_0_lt_compat; lra. }
    apply (Rmult_lt_compat_r (INR m)) in H2m; [|exact Hm]. lra. }
  unfold l in Hle. unfold mean. apply (Rmult_le_reg_r (INR m)); [exact Hm|].
  rewrite Rmult_plus_distr_r. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

End Forms.

Lemma heat_form : forall t d, 0 <= t -> form (heat t d) (fun _ => 0) 0.
Proof.
  intros t d Ht s. pose proof (heat_positive t d s Ht).
  rewrite (lsum_ext _ (fun p => 0 * fst p)), lsum_scal by (intros; ring). lra.
Qed.

(** One of Tonelli's inequalities, whatever the two laws: the mean over pi of the mean over p is no
    larger than the largest mean over pi. *)
Theorem heat_mean_of_means : forall {D Z} t d (pi : expectation D) (x : D -> vec) (p : expectation Z)
    (mu : Z -> vec) M, 0 <= t ->
  kernel_means t d p mu ->
  (forall z, exists e, expects pi (fun i => heat t d (x i) (mu z)) e /\ e <= M) ->
  has_expectation pi (fun i => expected p (fun z => heat t d (x i) (mu z))) ->
  expected pi (fun i => expected p (fun z => heat t d (x i) (mu z))) <= M.
Proof.
  intros D Z t d pi x p mu M Ht [Hp Hpp] Hpi Hmean. apply le_epsilon. intros eps He.
  destruct (few_points (heat t d) (heat_comm t d) (heat_same t d) p mu
              (fun y => expected p (fun z => heat t d y (mu z))) _
              (fun y => expects_expected p _ (Hp y)) (expects_expected p _ Hpp) (heat_form t d Ht) eps He)
    as [m [z [Hm H]]].
  assert (HmR : 0 < INR m) by (apply lt_0_INR, Hm).
  assert (Hrow : forall j, expects pi (fun i => heat t d (x i) (mu (z j)))
                             (expected pi (fun i => heat t d (x i) (mu (z j))))
                           /\ expected pi (fun i => heat t d (x i) (mu (z j))) <= M).
  { intros j. destruct (Hpi (z j)) as [e [[Hi Ee] Hle]]. split; [split; [exact Hi|reflexivity]|lra]. }
  assert (HE := expects_plus pi _ _ _ _ (expects_scal pi (/ INR m) _ _
                  (expects_rsum pi m (fun j i => heat t d (x i) (mu (z j))) _
                     (fun j _ => proj1 (Hrow j)))) (expects_const pi eps)).
  refine (Rle_trans _ _ _ (expects_le pi _ _ _ _ (expects_expected pi _ Hmean) HE _) _).
  { intros i. specialize (H (x i)). unfold mean, Rdiv in H. cbv beta. lra. }
  apply Rplus_le_compat_r. apply (Rmult_le_reg_l (INR m)); [exact HmR|].
  rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
  rewrite <- rsum_const. apply rsum_le. intros j _. apply Hrow.
Qed.
