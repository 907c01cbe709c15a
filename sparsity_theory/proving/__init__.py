r"""What derivations are made of: propositions, formulas that stay as written, sums, matrices.

How to write a derivation.  A step is a text, a proposition and the reason::

    Step(
        r"It decreases before the minimiser and increases after it.",
        All(OnlyMinimum(loss, v, best), Equal(where(loss, v, best), parts["value"])),
        "sign of the derivative; substitution",
    )

- The proposition is what the page shows and what is checked: there is no second place for a
  formula.  Its kinds are in `sparsity_theory.proving.propositions`; a new kind is a frozen
  dataclass with ``latex``, ``decide`` and ``denied`` over the same fields.
- Read the formulas of the statement from ``parts``, so that a false variant changes the step.
- Write ``where(f, {x: 1})`` and ``sympy.Derivative(f, x)``, not ``f.subs(x, 1)`` or ``diff``: SymPy
  carries these out at once, and the page would show 0 = 0.  `named` shows a value that some
  code computed under its name.
- An argument that no formula carries is `words`; a formula that only illustrates is ``shown=``.
  Both are printed as not checked.

The tests deny every displayed formula and expect FAILS (``tests/test_displayed_formulas.py``).
Whether the steps yield the statement is decided by a reader: see `proofs.reviews`.
"""
