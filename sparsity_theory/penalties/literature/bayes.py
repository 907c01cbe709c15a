"""Penalties that are negative log priors or expectations, those of the paper, and infinite ones."""

from __future__ import annotations

from sparsity_theory.penalties.literature.named import Listed, above

_GAMMA = above("gamma", "1/100")

PENALTIES: tuple[Listed, ...] = (
    Listed("psi", "psi_gamma of Lemma 2",
          "2*asinh(sqrt(u/gamma)/2) + 1 - exp(-2*asinh(sqrt(u/gamma)/2))", "dai2021", (_GAMMA,),
          of_norm=False, others=({"gamma": "1"},)),
    Listed("log_gamma", "log(u + gamma), Theorem C", "log(u + gamma)", "dai2021", (_GAMMA,),
          of_norm=False, others=({"gamma": "1e-6"},)),
    Listed("log_det", "log-det heuristic, one row", "log(u + delta)", "fazel2003",
          (above("delta", "1/10"),), of_norm=False),
    Listed("student_t", "Student t, relevance vector machine", "(nu + 1)*log(1 + u**2/nu)/2",
          "tipping2001", (above("nu", 3),), others=({"nu": "1"},)),
    Listed("double_pareto", "generalized double Pareto", "(1 + alpha)*log(1 + u/eta)",
          "armagan2013", (above("alpha"), above("eta"))),
    Listed("spike_and_slab", "spike and slab, two normal laws",
          "log(1 + pi1*s0/((1 - pi1)*s1)) - log(exp(-u**2/(2*s0**2)) + pi1*s0/((1 - pi1)*s1)"
          "*exp(-u**2/(2*s1**2)))", "george1993",
          (above("pi1", "1/2", 0, 1), above("s0", "1/10"), above("s1", 1))),
    Listed("spike_and_slab_lasso", "spike-and-slab lasso",
          "log(theta*lam1 + (1 - theta)*lam0)"
          " - log(theta*lam1*exp(-lam1*u) + (1 - theta)*lam0*exp(-lam0*u))", "rockova2018",
          (above("theta", "1/2", 0, 1), above("lam0", 10), above("lam1", 1)),
          others=({"theta": "1/10", "lam0": "5"},)),
    Listed("hard_concrete", "expected l0 of a hard-concrete gate with alpha = u, at its"
          " defaults: sigmoid(log u - (2/3) log(1/11))", "u/(u + (1/11)**(2/3))", "louizos2018",
          (), of_norm=False),
    Listed("horseshoe_like", "horseshoe-like", "-log(log(1 + a**2/u**2))", "bhadra2017",
          (above("a"),)),
    Listed("jeffreys", "Jeffreys prior", "log(u)", "figueiredo2003"),
    Listed("paper_log", "h = log of the paper", "log(u)", "dai2021", (), of_norm=False),
    Listed("hard_limit", "hard limit on a power", "0 if u <= limit else oo", "boyd2004",
          (above("limit"),), of_norm=False),
    Listed("lasso_in_a_box", "lasso with a hard limit", "lam*u if u <= limit else oo", "boyd2004",
          (above("lam"), above("limit"))),
    Listed("log_barrier", "logarithmic barrier", "-log(1 - u/limit) if u < limit else oo",
          "boyd2004", (above("limit"),), of_norm=False),
    Listed("kl_sparsity", "KL divergence from a target activity",
          "rho*log(rho/u) + (1 - rho)*log((1 - rho)/(1 - u)) if u < 1 else oo", "ng2011",
          (above("rho", "1/20", 0, 1),), of_norm=False),
)  # fmt: skip
