#!/usr/bin/env python3
"""Writes tests/cases/calibration.tsv: calibration sets and what scikit-learn fits to them, for tests/unit/test_calibration.c.

    scripts/make_calibration_cases.py >tests/cases/calibration.tsv

Made with scikit-learn 1.2.1; it is not needed to run the test. Isotonic regression is sklearn.isotonic.IsotonicRegression,
Platt's line sklearn.calibration._SigmoidCalibration (the same prior-corrected targets, minimised by BFGS). Knows
scikit-learn; does not know the C code. Scores are integers of 0.0001.
"""
import numpy as np
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(20260302)


def case(name, score, label):
    order = np.arange(len(score))
    rng.shuffle(order)
    score, label = np.array(score)[order], np.array(label)[order]
    print("case", name, sep="\t")
    print("score", *score, sep="\t")
    print("label", *label, sep="\t")
    fit = IsotonicRegression(y_min=0, y_max=1).fit(score, label)
    distinct = np.unique(score)
    print("isotonic", *(f"{s}:{v!r}" for s, v in zip(distinct, map(float, fit.predict(distinct)))), sep="\t")
    if 0 < label.sum() < len(label):
        sigmoid = _SigmoidCalibration().fit(score / 10000.0, label)
        print("platt", repr(-float(sigmoid.a_)), repr(-float(sigmoid.b_)), sep="\t")


def drawn(n, grid, slope):
    score = np.round(rng.normal(0, 15000, n) / grid).astype(int) * grid
    return score, (rng.random(n) < 1 / (1 + np.exp(-slope * score / 10000))).astype(int)


print("# Calibration sets and what scikit-learn 1.2.1 fits to them; written by scripts/make_calibration_cases.py.")
case("a slope of one", *drawn(200, 1, 1.0))
case("many ties", *drawn(150, 5000, 0.7))
case("steep", *drawn(120, 100, 3.0))
case("hardly any signal", *drawn(100, 100, 0.2))
case("few", *drawn(8, 1000, 1.0))
case("separable", [-20000, -10000, -5000, 5000, 10000, 20000], [0, 0, 0, 1, 1, 1])
case("one class", [-1, 0, 3], [1, 1, 1])
