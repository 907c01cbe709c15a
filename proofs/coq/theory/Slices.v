(* The two slices of Fig. 3: their local minima counted and the lowest found, at four values of gamma.  The signs of
   slope and bend are enclosed by the tactic interval, with primitive integers and no floats. *)

From Coq Require Import Reals Lra Lia List FunctionalExtensionality.
From Interval Require Import Tactic.
From Sparsity.theory Require Import SliceStatements AnalysisSums LineMinima SliceFormulas SliceCurves.
Import ListNotations.
Open Scope R_scope.

Definition entry (l : list R) (k : nat) : R := nth k l 0.

Definition a_a := entry [31 / 64; 243 / 64; 1 / 8; 9 / 64].
Definition b_a := entry [- (1 / 8); - 7; 0; 0].
Definition c_a := entry [3 / 4; 13 / 4; 0; 0].
Definition curve_a (g : R) : R -> R :=
  curve (20390241 / 27541504) g (6 * ln g + 4) (2331 / 5248) (- (135 / 656)) (21 / 128) a_a b_a c_a.

Definition slope_a (g : R) : R -> R := slope (20390241 / 27541504) g (2331 / 5248) (- (135 / 656)) a_a b_a c_a.
Definition bend_a (g : R) : R -> R := bend (20390241 / 27541504) g (2331 / 5248) a_a b_a c_a.

Lemma slice_a_is : forall g, slice_a g = curve_a g.
Proof.
  intros g. apply functional_extensionality. intros t. unfold slice_a.
  rewrite (slice_terms (1 / 8) U_a S_a R_a gram_U_a gram_R_a), cross_a, power_a.
  destruct (columns_a t) as [E0 [E1 [E2 E3]]]. cbv zeta in E0, E1, E2, E3.
  rewrite (rsum_ext 4 _ (fun k => ln (1 + quadratic a_a b_a c_a k t / g))).
  - unfold curve_a, curve. ring.
  - intros k Hk. do 3 f_equal. unfold quadratic, a_a, b_a, c_a, entry.
    destruct k as [|[|[|[|k]]]]; try lia; cbn [nth]; rewrite ?E0, ?E1, ?E2, ?E3; ring.
Qed.

Lemma quadratics_a : forall k t, (k < 4)%nat -> 0 <= quadratic a_a b_a c_a k t.
Proof.
  intros [|[|[|[|k]]]] t Hk; try lia; unfold quadratic, a_a, b_a, c_a, entry; cbn [nth].
  - pose proof (pow2_ge_0 (t - 4 / 31)). nra.
  - pose proof (pow2_ge_0 (t - 224 / 243)). nra.
  - pose proof (pow2_ge_0 t). nra.
  - pose proof (pow2_ge_0 t). nra.
Qed.

Lemma ends_a : forall k, (k < 4)%nat -> 0 <= a_a k /\ b_a k <= 0 <= 2 * a_a k + b_a k.
Proof. intros [|[|[|[|k]]]] Hk; try lia; unfold a_a, b_a, entry; cbn [nth]; lra. Qed.

Lemma minima_a : forall g l v p m centre, 0 < g ->
  List.Forall (valley (slope_a g) (bend_a g)) l -> apart 0 l -> In v l ->
  (forall t, 0 < t < 1 -> Exists (inside t) l \/ slope_a g t <> 0 \/ bend_a g t < 0) ->
  curve_a g p < m -> (forall w t, In w l -> inside t w -> w = v \/ m <= curve_a g t) ->
  centre - 1 / 1000 <= fst v -> snd v <= centre + 1 / 1000 ->
  local_minima (slice_a g) (length l) /\ only_minimiser_near (slice_a g) centre.
Proof.
  intros g l v p m centre Hg. rewrite slice_a_is.
  apply (minima_of_curve (20390241 / 27541504) g (6 * ln g + 4) (2331 / 5248) (- (135 / 656)) (21 / 128) a_a b_a c_a Hg
    quadratics_a ltac:(lra) ltac:(lra) ends_a).
Qed.

Definition a_b := entry [20; 23; 49 / 4; 5 / 4].
Definition b_b := entry [- 20; - 25; 0; 0].
Definition c_b := entry [5; 7; 0; 0].
Definition curve_b (g : R) : R -> R :=
  curve (87881 / 10816) g (6 * ln g + 4) (863 / 3328) (- (471 / 1664)) (25 / 256) a_b b_b c_b.

Definition slope_b (g : R) : R -> R := slope (87881 / 10816) g (863 / 3328) (- (471 / 1664)) a_b b_b c_b.
Definition bend_b (g : R) : R -> R := bend (87881 / 10816) g (863 / 3328) a_b b_b c_b.

Lemma slice_b_is : forall g, slice_b g = curve_b g.
Proof.
  intros g. apply functional_extensionality. intros t. unfold slice_b.
  rewrite (slice_terms (1 / 4) U_b S_b R_b gram_U_b gram_R_b), cross_b, power_b.
  destruct (columns_b t) as [E0 [E1 [E2 E3]]]. cbv zeta in E0, E1, E2, E3.
  rewrite (rsum_ext 4 _ (fun k => ln (1 + quadratic a_b b_b c_b k t / g))).
  - unfold curve_b, curve. ring.
  - intros k Hk. do 3 f_equal. unfold quadratic, a_b, b_b, c_b, entry.
    destruct k as [|[|[|[|k]]]]; try lia; cbn [nth]; rewrite ?E0, ?E1, ?E2, ?E3; ring.
Qed.

Lemma quadratics_b : forall k t, (k < 4)%nat -> 0 <= quadratic a_b b_b c_b k t.
Proof.
  intros [|[|[|[|k]]]] t Hk; try lia; unfold quadratic, a_b, b_b, c_b, entry; cbn [nth].
  - pose proof (pow2_ge_0 (t - / 2)). nra.
  - pose proof (pow2_ge_0 (t - 25 / 46)). nra.
  - pose proof (pow2_ge_0 t). nra.
  - pose proof (pow2_ge_0 t). nra.
Qed.

Lemma ends_b : forall k, (k < 4)%nat -> 0 <= a_b k /\ b_b k <= 0 <= 2 * a_b k + b_b k.
Proof. intros [|[|[|[|k]]]] Hk; try lia; unfold a_b, b_b, entry; cbn [nth]; lra. Qed.

Lemma minima_b : forall g l v p m centre, 0 < g ->
  List.Forall (valley (slope_b g) (bend_b g)) l -> apart 0 l -> In v l ->
  (forall t, 0 < t < 1 -> Exists (inside t) l \/ slope_b g t <> 0 \/ bend_b g t < 0) ->
  curve_b g p < m -> (forall w t, In w l -> inside t w -> w = v \/ m <= curve_b g t) ->
  centre - 1 / 1000 <= fst v -> snd v <= centre + 1 / 1000 ->
  local_minima (slice_b g) (length l) /\ only_minimiser_near (slice_b g) centre.
Proof.
  intros g l v p m centre Hg. rewrite slice_b_is.
  apply (minima_of_curve (87881 / 10816) g (6 * ln g + 4) (863 / 3328) (- (471 / 1664)) (25 / 256) a_b b_b c_b Hg
    quadratics_b ltac:(lra) ltac:(lra) ends_b).
Qed.

(* ------------------------------------------------------------------------------------------- *)
(** * Signs *)

Local Ltac in_numbers :=
  unfold slope_a, bend_a, curve_a, slope_b, bend_b, curve_b, slope, bend, curve, quadratic; cbn [rsum];
  unfold a_a, b_a, c_a, a_b, b_b, c_b, entry; cbn [nth].
Local Ltac enclosed t := in_numbers; interval with (i_prec 40, i_bisect t, i_autodiff t, i_depth 40).
Local Ltac falls t := right; left; apply Rlt_not_eq; enclosed t.
Local Ltac rises t := right; left; apply Rgt_not_eq; enclosed t.
Local Ltac bends t := right; right; enclosed t.
Local Ltac in_valley lo hi :=
  left; apply Exists_exists; exists (lo, hi); split; [cbn; tauto|unfold inside; cbn [fst snd]; lra].
Local Ltac is_valley :=
  unfold valley; cbn [fst snd]; split; [lra|]; split;
  [split; in_numbers; interval with (i_prec 40)|let t := fresh "t" in intros t Ht; enclosed t].

Lemma minima_a_1 :
  local_minima (slice_a 1) 1 /\ only_minimiser_near (slice_a 1) (770 / 1000).
Proof.
  apply (minima_a 1 [(769 / 1000, 771 / 1000)]
    (769 / 1000, 771 / 1000) (770248 / 1000000) 7); [lra| | | | | | | |].
  - repeat (apply List.Forall_cons; [is_valley|]). apply List.Forall_nil.
  - cbn; lra.
  - cbn; tauto.
  - intros t Ht.
    destruct (Rle_lt_dec t (769 / 1000)) as [H0|H0]; [falls t|].
    destruct (Rle_lt_dec t (771 / 1000)) as [H1|H1]; [in_valley (769 / 1000) (771 / 1000)|].
    rises t.
  - in_numbers. interval with (i_prec 40).
  - intros w t Hw Hwt. unfold inside in Hwt. cbn in Hw.
    repeat destruct Hw as [<-|Hw]; try contradiction; cbn [fst snd] in Hwt;
      first [left; reflexivity | right; enclosed t].
  - cbn; lra.
  - cbn; lra.
Qed.

Lemma minima_a_10 :
  local_minima (slice_a (1 / 10)) 1 /\ only_minimiser_near (slice_a (1 / 10)) (882 / 1000).
Proof.
  apply (minima_a (1 / 10) [(881 / 1000, 883 / 1000)]
    (881 / 1000, 883 / 1000) (881582 / 1000000) (-3)); [lra| | | | | | | |].
  - repeat (apply List.Forall_cons; [is_valley|]). apply List.Forall_nil.
  - cbn; lra.
  - cbn; tauto.
  - intros t Ht.
    destruct (Rle_lt_dec t (881 / 1000)) as [H0|H0]; [falls t|].
    destruct (Rle_lt_dec t (883 / 1000)) as [H1|H1]; [in_valley (881 / 1000) (883 / 1000)|].
    rises t.
  - in_numbers. interval with (i_prec 40).
  - intros w t Hw Hwt. unfold inside in Hwt. cbn in Hw.
    repeat destruct Hw as [<-|Hw]; try contradiction; cbn [fst snd] in Hwt;
      first [left; reflexivity | right; enclosed t].
  - cbn; lra.
  - cbn; lra.
Qed.

Lemma minima_a_100 :
  local_minima (slice_a (1 / 100)) 2 /\ only_minimiser_near (slice_a (1 / 100)) (13 / 1000).
Proof.
  apply (minima_a (1 / 100) [(12 / 1000, 14 / 1000); (933 / 1000, 935 / 1000)]
    (12 / 1000, 14 / 1000) (12895 / 1000000) (-127 / 10)); [lra| | | | | | | |].
  - repeat (apply List.Forall_cons; [is_valley|]). apply List.Forall_nil.
  - cbn; lra.
  - cbn; tauto.
  - intros t Ht.
    destruct (Rle_lt_dec t (12 / 1000)) as [H0|H0]; [falls t|].
    destruct (Rle_lt_dec t (14 / 1000)) as [H1|H1]; [in_valley (12 / 1000) (14 / 1000)|].
    destruct (Rle_lt_dec t (353 / 1000)) as [H2|H2]; [rises t|].
    destruct (Rle_lt_dec t (699 / 1000)) as [H3|H3]; [bends t|].
    destruct (Rle_lt_dec t (933 / 1000)) as [H4|H4]; [falls t|].
    destruct (Rle_lt_dec t (935 / 1000)) as [H5|H5]; [in_valley (933 / 1000) (935 / 1000)|].
    rises t.
  - in_numbers. interval with (i_prec 40).
  - intros w t Hw Hwt. unfold inside in Hwt. cbn in Hw.
    repeat destruct Hw as [<-|Hw]; try contradiction; cbn [fst snd] in Hwt;
      first [left; reflexivity | right; enclosed t].
  - cbn; lra.
  - cbn; lra.
Qed.

Lemma minima_a_1000 :
  local_minima (slice_a (1 / 1000)) 2 /\ only_minimiser_near (slice_a (1 / 1000)) (1 / 1000).
Proof.
  apply (minima_a (1 / 1000) [(0 / 1000, 2 / 1000); (987 / 1000, 989 / 1000)]
    (0 / 1000, 2 / 1000) (1258 / 1000000) (-195 / 10)); [lra| | | | | | | |].
  - repeat (apply List.Forall_cons; [is_valley|]). apply List.Forall_nil.
  - cbn; lra.
  - cbn; tauto.
  - intros t Ht.
    destruct (Rle_lt_dec t (2 / 1000)) as [H0|H0]; [in_valley (0 / 1000) (2 / 1000)|].
    destruct (Rle_lt_dec t (331 / 1000)) as [H1|H1]; [rises t|].
    destruct (Rle_lt_dec t (680 / 1000)) as [H2|H2]; [bends t|].
    destruct (Rle_lt_dec t (987 / 1000)) as [H3|H3]; [falls t|].
    destruct (Rle_lt_dec t (989 / 1000)) as [H4|H4]; [in_valley (987 / 1000) (989 / 1000)|].
    rises t.
  - in_numbers. interval with (i_prec 40).
  - intros w t Hw Hwt. unfold inside in Hwt. cbn in Hw.
    repeat destruct Hw as [<-|Hw]; try contradiction; cbn [fst snd] in Hwt;
      first [left; reflexivity | right; enclosed t].
  - cbn; lra.
  - cbn; lra.
Qed.

Lemma minima_b_1 :
  local_minima (slice_b 1) 1 /\ only_minimiser_near (slice_b 1) (461 / 1000).
Proof.
  apply (minima_b 1 [(460 / 1000, 462 / 1000)]
    (460 / 1000, 462 / 1000) (460652 / 1000000) 8); [lra| | | | | | | |].
  - repeat (apply List.Forall_cons; [is_valley|]). apply List.Forall_nil.
  - cbn; lra.
  - cbn; tauto.
  - intros t Ht.
    destruct (Rle_lt_dec t (460 / 1000)) as [H0|H0]; [falls t|].
    destruct (Rle_lt_dec t (462 / 1000)) as [H1|H1]; [in_valley (460 / 1000) (462 / 1000)|].
    rises t.
  - in_numbers. interval with (i_prec 40).
  - intros w t Hw Hwt. unfold inside in Hwt. cbn in Hw.
    repeat destruct Hw as [<-|Hw]; try contradiction; cbn [fst snd] in Hwt;
      first [left; reflexivity | right; enclosed t].
  - cbn; lra.
  - cbn; lra.
Qed.

Lemma minima_b_10 :
  local_minima (slice_b (1 / 10)) 2 /\ only_minimiser_near (slice_b (1 / 10)) (19 / 1000).
Proof.
  apply (minima_b (1 / 10) [(18 / 1000, 20 / 1000); (496 / 1000, 498 / 1000)]
    (18 / 1000, 20 / 1000) (19368 / 1000000) (-1 / 10)); [lra| | | | | | | |].
  - repeat (apply List.Forall_cons; [is_valley|]). apply List.Forall_nil.
  - cbn; lra.
  - cbn; tauto.
  - intros t Ht.
    destruct (Rle_lt_dec t (18 / 1000)) as [H0|H0]; [falls t|].
    destruct (Rle_lt_dec t (20 / 1000)) as [H1|H1]; [in_valley (18 / 1000) (20 / 1000)|].
    destruct (Rle_lt_dec t (306 / 1000)) as [H2|H2]; [rises t|].
    destruct (Rle_lt_dec t (412 / 1000)) as [H3|H3]; [bends t|].
    destruct (Rle_lt_dec t (496 / 1000)) as [H4|H4]; [falls t|].
    destruct (Rle_lt_dec t (498 / 1000)) as [H5|H5]; [in_valley (496 / 1000) (498 / 1000)|].
    rises t.
  - in_numbers. interval with (i_prec 40).
  - intros w t Hw Hwt. unfold inside in Hwt. cbn in Hw.
    repeat destruct Hw as [<-|Hw]; try contradiction; cbn [fst snd] in Hwt;
      first [left; reflexivity | right; enclosed t].
  - cbn; lra.
  - cbn; lra.
Qed.

Lemma minima_b_100 :
  local_minima (slice_b (1 / 100)) 3 /\ only_minimiser_near (slice_b (1 / 100)) (2 / 1000).
Proof.
  apply (minima_b (1 / 100) [(1 / 1000, 3 / 1000); (499 / 1000, 501 / 1000); (991 / 1000, 993 / 1000)]
    (1 / 1000, 3 / 1000) (1826 / 1000000) (-50 / 10)); [lra| | | | | | | |].
  - repeat (apply List.Forall_cons; [is_valley|]). apply List.Forall_nil.
  - cbn; lra.
  - cbn; tauto.
  - intros t Ht.
    destruct (Rle_lt_dec t (1 / 1000)) as [H0|H0]; [falls t|].
    destruct (Rle_lt_dec t (3 / 1000)) as [H1|H1]; [in_valley (1 / 1000) (3 / 1000)|].
    destruct (Rle_lt_dec t (437 / 1000)) as [H2|H2]; [rises t|].
    destruct (Rle_lt_dec t (471 / 1000)) as [H3|H3]; [bends t|].
    destruct (Rle_lt_dec t (499 / 1000)) as [H4|H4]; [falls t|].
    destruct (Rle_lt_dec t (501 / 1000)) as [H5|H5]; [in_valley (499 / 1000) (501 / 1000)|].
    destruct (Rle_lt_dec t (531 / 1000)) as [H6|H6]; [rises t|].
    destruct (Rle_lt_dec t (572 / 1000)) as [H7|H7]; [bends t|].
    destruct (Rle_lt_dec t (991 / 1000)) as [H8|H8]; [falls t|].
    destruct (Rle_lt_dec t (993 / 1000)) as [H9|H9]; [in_valley (991 / 1000) (993 / 1000)|].
    rises t.
  - in_numbers. interval with (i_prec 40).
  - intros w t Hw Hwt. unfold inside in Hwt. cbn in Hw.
    repeat destruct Hw as [<-|Hw]; try contradiction; cbn [fst snd] in Hwt;
      first [left; reflexivity | right; enclosed t].
  - cbn; lra.
  - cbn; lra.
Qed.

Lemma minima_b_1000 :
  local_minima (slice_b (1 / 1000)) 3 /\ only_minimiser_near (slice_b (1 / 1000)) (0 / 1000).
Proof.
  apply (minima_b (1 / 1000) [(0 / 1000, 1 / 1000); (499 / 1000, 501 / 1000); (998 / 1000, 1000 / 1000)]
    (0 / 1000, 1 / 1000) (182 / 1000000) (-119 / 10)); [lra| | | | | | | |].
  - repeat (apply List.Forall_cons; [is_valley|]). apply List.Forall_nil.
  - cbn; lra.
  - cbn; tauto.
  - intros t Ht.
    destruct (Rle_lt_dec t (1 / 1000)) as [H0|H0]; [in_valley (0 / 1000) (1 / 1000)|].
    destruct (Rle_lt_dec t (481 / 1000)) as [H1|H1]; [rises t|].
    destruct (Rle_lt_dec t (491 / 1000)) as [H2|H2]; [bends t|].
    destruct (Rle_lt_dec t (499 / 1000)) as [H3|H3]; [falls t|].
    destruct (Rle_lt_dec t (501 / 1000)) as [H4|H4]; [in_valley (499 / 1000) (501 / 1000)|].
    destruct (Rle_lt_dec t (509 / 1000)) as [H5|H5]; [rises t|].
    destruct (Rle_lt_dec t (519 / 1000)) as [H6|H6]; [bends t|].
    destruct (Rle_lt_dec t (998 / 1000)) as [H7|H7]; [falls t|].
    in_valley (998 / 1000) (1000 / 1000).
  - in_numbers. interval with (i_prec 40).
  - intros w t Hw Hwt. unfold inside in Hwt. cbn in Hw.
    repeat destruct Hw as [<-|Hw]; try contradiction; cbn [fst snd] in Hwt;
      first [left; reflexivity | right; enclosed t].
  - cbn; lra.
  - cbn; lra.
Qed.

Theorem slices_have_minima :
  let found := fun f N c => local_minima f N /\ only_minimiser_near f c in
  (found (slice_a 1) 1%nat (770 / 1000) /\ found (slice_a (1 / 10)) 1%nat (882 / 1000) /\
   found (slice_a (1 / 100)) 2%nat (13 / 1000) /\ found (slice_a (1 / 1000)) 2%nat (1 / 1000)) /\
  (found (slice_b 1) 1%nat (461 / 1000) /\ found (slice_b (1 / 10)) 2%nat (19 / 1000) /\
   found (slice_b (1 / 100)) 3%nat (2 / 1000) /\ found (slice_b (1 / 1000)) 3%nat (0 / 1000)).
Proof.
  repeat split; first [apply minima_a_1|apply minima_a_10|apply minima_a_100|apply minima_a_1000
    |apply minima_b_1|apply minima_b_10|apply minima_b_100|apply minima_b_1000].
Qed.

(** ** Refuted *)

Theorem two_wells_at_one_false : ~ local_minima (slice_a 1) 2.
Proof. intros H. pose proof (one_count _ _ _ H (proj1 minima_a_1)). discriminate. Qed.

Theorem dense_well_lowest_false : ~ only_minimiser_near (slice_a (1 / 100)) (934 / 1000).
Proof.
  intros H. pose proof (one_place _ _ _ H (proj2 minima_a_100)) as D. apply Rabs_def2 in D. lra.
Qed.
