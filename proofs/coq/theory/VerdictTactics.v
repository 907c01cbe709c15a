(** * Tactics for files that state a verdict on a user's penalty

    What they do is checked by the kernel; nothing here has to be trusted. *)
From Coq Require Import Reals Lra.
From Interval Require Import Tactic.
Local Open Scope R_scope.

(* Integers only: the axioms of primitive 63-bit integers, none of primitive floats. *)
Ltac by_number := first [ lra | interval with (i_prec 64) | interval with (i_prec 200) ].

(* A number that is not 0. *)
Ltac not_zero := first [ apply Rgt_not_eq; by_number | apply Rlt_not_eq; by_number ].

(* Comparisons of numbers, decided. *)
Ltac decide_cases :=
  repeat match goal with
  | |- context [Rle_dec ?x ?y] =>
      let H := fresh in destruct (Rle_dec x y) as [H|H];
      [ try (exfalso; apply (Rlt_not_le x y); [by_number | exact H]); clear H
      | try (exfalso; apply H; by_number); clear H ]
  | |- context [Rlt_dec ?x ?y] =>
      let H := fresh in destruct (Rlt_dec x y) as [H|H];
      [ try (exfalso; apply (Rle_not_lt x y); [by_number | exact H]); clear H
      | try (exfalso; apply H; by_number); clear H ]
  | |- context [Req_EM_T ?x ?y] =>
      let H := fresh in destruct (Req_EM_T x y) as [H|H];
      [ try (exfalso; revert H; not_zero_difference); clear H
      | try (exfalso; apply H; lra); clear H ]
  end
with not_zero_difference := first [ apply Rlt_not_eq; by_number | apply Rgt_not_eq; by_number ].

(* An inequality between numbers. *)
Ltac numbers :=
  cbn -[IZR Rmult Rplus Rminus Rdiv Rinv Ropp Rle_dec Rlt_dec Req_EM_T Rmin Rmax
        exp ln sqrt atan sin cos Rabs pow Rpower];
  unfold Rmin, Rmax; decide_cases; unfold Rpower; by_number.

(* The conditions under which a text is a real number, at numbers. *)
Ltac defined_at_numbers :=
  unfold Rmin, Rmax; decide_cases; unfold Rpower;
  repeat split; first [ exact I | by_number | not_zero ].

(* h 0, where the text decides whether its argument is 0. *)
Ltac at_zero :=
  unfold Rmin, Rmax; rewrite ?sqrt_0;
  repeat match goal with
  | |- context [Req_EM_T 0 0] =>
      let H := fresh in destruct (Req_EM_T 0 0) as [H|H]; [ clear H | exfalso; apply H; reflexivity ]
  end.

(* Two cases at a number. *)
Ltac cut_at u c :=
  try (let H := fresh "cut" in destruct (Rle_lt_dec u c) as [H|H]; try (exfalso; lra)).

(* The root of what is positive is not 0. *)
Ltac impossible :=
  exfalso; first [ lra | match goal with H : sqrt ?x = 0 |- _ =>
    apply (Rgt_not_eq (sqrt x) 0); [ apply sqrt_lt_R0; lra | exact H ] end ].

(* Comparisons of u with numbers: those that the hypotheses decide, then both cases. *)
Ltac branches :=
  repeat match goal with
  | |- context [Req_EM_T ?x ?y] =>
      let H := fresh "case" in destruct (Req_EM_T x y) as [H|H]; try impossible
  | |- context [Rle_dec ?x ?y] =>
      let H := fresh "case" in destruct (Rle_dec x y) as [H|H]; try (exfalso; lra)
  | |- context [Rlt_dec ?x ?y] =>
      let H := fresh "case" in destruct (Rlt_dec x y) as [H|H]; try (exfalso; lra)
  end.

(* Goals about a variable u with bounds among the hypotheses. *)
Ltac plain u :=
  first [ lra
        | interval with (i_prec 64)
        | interval with (i_bisect u, i_depth 20, i_prec 64)
        | interval with (i_bisect u, i_taylor u, i_depth 16, i_prec 64) ].

(* u / (u + c) = 1 - c / (u + c): one u instead of two, so that nothing is lost by dependency. *)
Ltac one_u u :=
  repeat match goal with
  | |- context [u / (u + ?c)] =>
      replace (u / (u + c)) with (1 - c / (u + c)) by (field; apply Rgt_not_eq; lra)
  | |- context [u / (?c + u)] =>
      replace (u / (c + u)) with (1 - c / (c + u)) by (field; apply Rgt_not_eq; lra)
  end.

Ltac enclosed u :=
  unfold Rpower; first [ plain u | one_u u; plain u ].

(* The conditions under which a text is a real number, for every u >= 0. *)
Ltac positive_number :=
  first [ exact I | lra | nra | interval with (i_prec 64)
        | apply Rgt_not_eq; first [ lra | nra | interval with (i_prec 64) ]
        | apply Rlt_not_eq; first [ lra | nra | interval with (i_prec 64) ] ].

Ltac defined_everywhere :=
  unfold Rmin, Rmax; branches; unfold Rpower; repeat split; positive_number.
