"""Where the penalties of the literature come from: author, year, title.

Written down from memory and looked up afterwards, in bibliographies, abstracts and documentation of
other people's public repositories and pages; the publications themselves were not read for this,
and that a formula is the one that they print is not said. `NOT_CONFIRMED` has what was not found.
"""

from __future__ import annotations

SOURCES: dict[str, str] = {
    "andrews1974": "Andrews 1974, A robust method for multiple linear regression",
    "antoniadis1997": "Antoniadis 1997, Wavelets in statistics: a review",
    "armagan2013": "Armagan, Dunson and Lee 2013, Generalized double Pareto shrinkage",
    "barron2019": "Barron 2019, A general and adaptive robust loss function",
    "beaton1974": "Beaton and Tukey 1974, The fitting of power series, meaning polynomials,"
    " illustrated on band-spectroscopic data",
    "bhadra2017": "Bhadra, Datta, Polson and Willard 2017, Horseshoe regularization for feature"
    " subset selection (arXiv 1702.07400)",
    "black1996": "Black and Anandan 1996, The robust estimation of multiple motions: parametric"
    " and piecewise-smooth flow fields",
    "blake1987": "Blake and Zisserman 1987, Visual reconstruction",
    "boyd2004": "Boyd and Vandenberghe 2004, Convex optimization",
    "bradley1998": "Bradley and Mangasarian 1998, Feature selection via concave minimization and"
    " support vector machines",
    "candes2008": "Candès, Wakin and Boyd 2008, Enhancing sparsity by reweighted l1 minimization",
    "cao2013": "Cao, Sun and Xu 2013, Fast image deconvolution using closed-form thresholding"
    " formulas of Lq (q = 1/2, 2/3) regularization",
    "charbonnier1997": "Charbonnier, Blanc-Féraud, Aubert and Barlaud 1997, Deterministic"
    " edge-preserving regularization in computed imaging",
    "chartrand2008": "Chartrand and Yin 2008, Iteratively reweighted algorithms for compressive"
    " sensing",
    "count": "the number of active rows",
    "dai2021": "Dai, Wenliang and Wipf 2021, On the value of infinite gradients in variational"
    " autoencoder models",
    "dennis1978": "Dennis and Welsch 1978, Techniques for nonlinear least squares and robust"
    " regression",
    "dicker2013": "Dicker, Huang and Lin 2013, Variable selection and estimation with the"
    " seamless-L0 penalty",
    "fair1974": "Fair 1974, On the robust estimation of econometric models",
    "fan2001": "Fan and Li 2001, Variable selection via nonconcave penalized likelihood and its"
    " oracle properties",
    "fazel2003": "Fazel, Hindi and Boyd 2003, Log-det heuristic for matrix rank minimization with"
    " applications to Hankel and Euclidean distance matrices",
    "figueiredo2003": "Figueiredo 2003, Adaptive sparseness for supervised learning",
    "frank1993": "Frank and Friedman 1993, A statistical view of some chemometrics regression"
    " tools",
    "friedman2012": "Friedman 2012, Fast sparse regression and classification",
    "gao2011": "Gao, Wang, Yu and Zhang 2011, A feasible nonconvex relaxation approach to feature"
    " selection",
    "geman1985": "Geman and McClure 1985, Bayesian image analysis: an application to single photon"
    " emission tomography",
    "geman1992": "Geman and Reynolds 1992, Constrained restoration and the recovery of"
    " discontinuities",
    "geman1995": "Geman and Yang 1995, Nonlinear image recovery with half-quadratic regularization",
    "george1993": "George and McCulloch 1993, Variable selection via Gibbs sampling",
    "green1990": "Green 1990, Bayesian reconstructions from emission tomography data using a"
    " modified EM algorithm",
    "guo2021": "Guo, Lou, Qin and Yan 2021, A novel regularization based on the error function for"
    " sparse recovery",
    "hazimeh2020": "Hazimeh and Mazumder 2020, Fast best subset selection: coordinate descent and"
    " local combinatorial optimization algorithms",
    "hebert1989": "Hebert and Leahy 1989, A generalized EM algorithm for 3-D Bayesian"
    " reconstruction from Poisson data using Gibbs priors",
    "hinich1975": "Hinich and Talwar 1975, A simple method for robust regression",
    "hoerl1970": "Hoerl and Kennard 1970, Ridge regression: biased estimation for nonorthogonal"
    " problems",
    "holland1977": "Holland and Welsch 1977, Robust regression using iteratively reweighted"
    " least-squares",
    "huang2016": "Huang, Breheny, Lee, Ma and Zhang 2016, The Mnet method for variable selection",
    "huber1964": "Huber 1964, Robust estimation of a location parameter",
    "krishnan2009": "Krishnan and Fergus 2009, Fast image deconvolution using hyper-Laplacian"
    " priors",
    "lee2006": "Lee, Lee, Abbeel and Ng 2006, Efficient L1 regularized logistic regression",
    "leclerc1989": "Leclerc 1989, Constructing simple stable descriptions for image partitioning",
    "louizos2018": "Louizos, Welling and Kingma 2018, Learning sparse neural networks through L0"
    " regularization",
    "lv2009": "Lv and Fan 2009, A unified approach to model selection and sparse recovery using"
    " regularized least squares",
    "malioutov2013": "Malioutov and Aravkin 2013, Iterative log thresholding",
    "mohimani2009": "Mohimani, Babaie-Zadeh and Jutten 2009, A fast approach for overcomplete"
    " sparse decomposition based on smoothed l0 norm",
    "ng2011": "Ng 2011, Sparse autoencoder (lecture notes CS294A)",
    "nikolova2000": "Nikolova 2000, Local strong homogeneity of a regularized estimator",
    "owen2007": "Owen 2007, A robust hybrid of lasso and ridge regression",
    "rockova2018": "Ročková and George 2018, The spike-and-slab lasso",
    "schmidt2007": "Schmidt, Fung and Rosales 2007, Fast optimization methods for L1"
    " regularization: a comparative study and two new approaches",
    "selesnick2014": "Selesnick and Bayram 2014, Sparse signal estimation by maximally sparse"
    " convex optimization",
    "shen2012": "Shen, Pan and Zhu 2012, Likelihood-based selection and sharp parameter estimation",
    "soubies2015": "Soubies, Blanc-Féraud and Aubert 2015, A continuous exact l0 penalty (CEL0) for"
    " least squares regularized problem",
    "tibshirani1996": "Tibshirani 1996, Regression shrinkage and selection via the lasso",
    "tipping2001": "Tipping 2001, Sparse Bayesian learning and the relevance vector machine",
    "trzasko2009": "Trzasko and Manduca 2009, Highly undersampled magnetic resonance image"
    " reconstruction via homotopic l0-minimization",
    "wang2016": "Wang and Zhu 2016, Variable selection and parameter estimation with the Atan"
    " regularization method",
    "weston2003": "Weston, Elisseeff, Schölkopf and Tipping 2003, Use of the zero-norm with linear"
    " models and kernel methods",
    "xu2012": "Xu, Chang, Xu and Zhang 2012, L1/2 regularization: a thresholding representation"
    " theory and a fast solver",
    "yuan2006": "Yuan and Lin 2006, Model selection and estimation in regression with grouped"
    " variables",
    "zhang2010": "C.-H. Zhang 2010, Nearly unbiased variable selection under minimax concave"
    " penalty",
    "zhangt2010": "T. Zhang 2010, Analysis of multi-stage convex relaxation for sparse"
    " regularization",
    "zhang2018": "Zhang and Xin 2018, Minimization of transformed L1 penalty: theory, difference of"
    " convex function algorithm, and robust application in compressed sensing",
    "zou2005": "Zou and Hastie 2005, Regularization and variable selection via the elastic net",
}
"""Author, year and title by key."""

NOT_CONFIRMED: dict[str, str] = {
    "antoniadis1997": "the year, but for that of a printed comment on it",
    "hebert1989": "the year: what was found says 1990, with a volume of 1989",
    "hinich1975": "the title",
    "huang2016": "authors, year and title",
    "nikolova2000": "the year",
    "trzasko2009": "the year: what was found says 2008",
}
"""What of a source was sought and not found, or found otherwise."""


def confirmed(source: str) -> str:
    """Whether authors, year and title of a source were found as they stand here.

    >>> confirmed("fan2001"), confirmed("hinich1975")
    ('yes', 'not: the title')
    """
    if source == "count":
        return "no publication"
    missing = NOT_CONFIRMED.get(source)
    return "yes" if missing is None else f"not: {missing}"
