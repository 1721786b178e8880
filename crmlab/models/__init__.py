"""Beyond the book: who is still alive, how often will she buy, how much will she spend.

``bgnbd`` and ``pareto``: customers without a contract; ``spend``: money per purchase; ``contracts``: renewals;
``prediction``: every customer's forecast, and the holdout that checks it; ``ranking``: gains and lift. A model is fitted
by maximum likelihood to a purchase summary (x, t_x, T, monetary: see ``measure.purchase_summary``), and either finds the
maximum, with standard errors, or says in one sentence why there is none. Time is in the summary's unit everywhere.
"""
from .bgnbd import BGNBD
from .contracts import ShiftedBetaGeometric
from .pareto import ParetoNBD
from .prediction import holdout, predict
from .ranking import gains
from .spend import GammaGamma

__all__ = ["BGNBD", "GammaGamma", "ParetoNBD", "ShiftedBetaGeometric", "gains", "holdout", "predict"]
