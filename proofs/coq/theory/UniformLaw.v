(* The uniform law on an interval of length 1, by Riemann's integral, and images of laws. *)

From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From Sparsity.theory Require Import Expectations.
Open Scope R_scope.

Definition uniform_law (a b : R) (Hab : b - a = 1) : expectation R.
Proof.
  refine (Expectation R (fun f => ex_RInt f a b) (fun f => RInt f a b) _ _ _ _).
  - intros f g H Hf. split.
    + apply (ex_RInt_ext f); [intros; apply H|exact Hf].
    + apply RInt_ext. intros; apply H.
  - split; [apply ex_RInt_const|]. rewrite RInt_const, Hab. unfold scal; simpl; unfold mult; simpl. ring.
  - intros c e f g Hf Hg.
    assert (Hc : is_RInt (fun z => c * f z + e * g z) a b (c * RInt f a b + e * RInt g a b)).
    { exact (is_RInt_plus _ _ a b _ _ (is_RInt_scal f a b c _ (RInt_correct f a b Hf))
        (is_RInt_scal g a b e _ (RInt_correct g a b Hg))). }
    split; [eexists; exact Hc|apply is_RInt_unique, Hc].
  - intros f Hf H. apply RInt_ge_0; [lra|exact Hf|intros; apply H].
Defined.

(** The law of g t, t of the law P. *)
Definition image {S T} (P : expectation S) (g : S -> T) : expectation T.
Proof.
  refine (Expectation T (fun f => has_expectation P (fun s => f (g s))) (fun f => expected P (fun s => f (g s))) _ _ _ _).
  - intros f h H. apply expectation_ext. intros s. apply H.
  - apply expectation_one.
  - intros a b f h. apply (expectation_linear _ P a b (fun s => f (g s)) (fun s => h (g s))).
  - intros f Hf H. apply expectation_positive; [exact Hf|]. intros s. apply H.
Defined.
