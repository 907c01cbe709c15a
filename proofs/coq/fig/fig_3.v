(** fig-3: Slices of the loss: disconnected local minima appear as the variance falls. *)

From Coq Require Import Reals List.
From Sparsity.theory Require Import SliceStatements.
From Sparsity.theory Require SliceEnds Slices.
Import ListNotations.
Local Open Scope R_scope.

(** Both slices run from an optimal sparse representation to another exact point, and the pseudo-inverses are
    inverses. *)
Definition slices_have_ends_statement : Prop :=
  slice_ends (1 / 8) U_a S_a R_a /\ slice_ends (1 / 4) U_b S_b R_b.

Theorem slices_have_ends : slices_have_ends_statement.
Proof. exact SliceEnds.slices_have_ends. Qed.

(** The loss along the line: C t^2 (1 - t)^2/gamma + d log gamma + kappa + sum_k log(1 + |w_k(t)|^2/gamma)
    + |V(t) X|^2/n. *)
Definition slice_formulas_statement : Prop :=
  forall scale U S M, In (scale, U, S, M) [(1 / 8, U_a, S_a, R_a); (1 / 4, U_b, S_b, R_b)] -> forall gamma t,
  slice_loss scale U S M gamma t
  = cross_term 6 4 8 (slice_data U S) (sparse_start U) (dense_end scale U M) (sparse_encoder U)
      (dense_encoder scale U M) * (t ^ 2 * (1 - t) ^ 2) / gamma
    + 6 * ln gamma + 4
    + rsum 4 (fun k => ln (1 + col_power 6 (line (sparse_start U) (dense_end scale U M) t) k / gamma))
    + code_power 6 4 8 (line (sparse_encoder U) (dense_encoder scale U M) t) (slice_data U S).

Theorem slice_formulas : slice_formulas_statement.
Proof. exact SliceEnds.slice_formulas. Qed.

(** The numbers of local minima on the whole line, and the only global minimiser within 1/1000, at
    gamma = 1, 1/10, 1/100, 1/1000. *)
Definition slices_have_minima_statement : Prop :=
  let found := fun f N c => local_minima f N /\ only_minimiser_near f c in
  (found (slice_a 1) 1%nat (770 / 1000) /\ found (slice_a (1 / 10)) 1%nat (882 / 1000) /\
   found (slice_a (1 / 100)) 2%nat (13 / 1000) /\ found (slice_a (1 / 1000)) 2%nat (1 / 1000)) /\
  (found (slice_b 1) 1%nat (461 / 1000) /\ found (slice_b (1 / 10)) 2%nat (19 / 1000) /\
   found (slice_b (1 / 100)) 3%nat (2 / 1000) /\ found (slice_b (1 / 1000)) 3%nat (0 / 1000)).

Theorem slices_have_minima : slices_have_minima_statement.
Proof. exact Slices.slices_have_minima. Qed.

(** ** False variants, refuted *)

(** Two minima on slice (a) at gamma = 1. *)
Definition two_wells_at_one_false_statement : Prop := ~ local_minima (slice_a 1) 2.

Theorem two_wells_at_one_false : two_wells_at_one_false_statement.
Proof. exact Slices.two_wells_at_one_false. Qed.

(** The minimiser of slice (a) at gamma = 1/100 in the well of the dense point. *)
Definition dense_well_lowest_false_statement : Prop := ~ only_minimiser_near (slice_a (1 / 100)) (934 / 1000).

Theorem dense_well_lowest_false : dense_well_lowest_false_statement.
Proof. exact Slices.dense_well_lowest_false. Qed.
