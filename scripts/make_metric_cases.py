#!/usr/bin/env python3
"""Writes tests/cases/metrics.tsv: predictions and what scikit-learn says of them, for tests/unit/test_metric.c.

    scripts/make_metric_cases.py >tests/cases/metrics.tsv

Made with scikit-learn 1.2.1 and numpy 1.24.2; neither is needed to run the test. Knows the functions of scikit-learn; does not
know the C code. What scikit-learn has no function for (ECE, the sum form of Brier, RMSE of confidence) is computed here,
plainly, from the definition in include/metric.h.
"""
import warnings

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260301)


def ece(is_k, p, w):
    bins = np.minimum((p * 10).astype(int), 9)
    total = 0.0
    for b in range(10):
        m = bins == b
        if w[m].sum():
            total += w[m].sum() * abs(np.average(p[m], weights=w[m]) - np.average(is_k[m], weights=w[m]))
    if (w == 1).all() and not np.isin(p, np.arange(1, 10) / 10).any() and 0 < is_k.sum() < len(is_k):      # sklearn agrees off the edges
        observed, mean = calibration_curve(is_k, p, n_bins=10)
        count = np.array([c for c in np.bincount(bins, minlength=10) if c])
        assert abs((count * abs(observed - mean)).sum() - total) < 1e-9
    return total / w.sum()


def rmse_confidence(gold, said, p, w, unverified=None):
    errors = []
    for g, s, row in zip(gold, said, p):
        c = row[s]
        if unverified is None:
            errors.append((1 - c) ** 2 if g == s else c ** 2)
            continue
        c = 0.0 if s == unverified else c
        if g == s and s != unverified:
            errors.append((1 - c) ** 2)
        elif g == unverified:
            errors.append(c ** 2)
        else:
            errors.append(1.0)
    return np.sqrt(np.average(errors, weights=w))


def values(labels, gold, said, p, times):
    w = np.ones(len(gold)) if times is None else times.astype(float)
    every = list(range(labels))
    yield "accuracy", metrics.accuracy_score(gold, said, sample_weight=w)
    yield "macro_f1", metrics.f1_score(gold, said, labels=every, average="macro", zero_division=0, sample_weight=w)
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(gold, said, labels=every, zero_division=0, sample_weight=w)
    for k in every:
        yield f"precision:{k}", precision[k]
        yield f"recall:{k}", recall[k]
        yield f"f1:{k}", f1[k]
    if p is None:
        return
    p = np.array(p)
    onehot = np.eye(labels)[gold]
    yield "brier", np.average(((p - onehot) ** 2).sum(axis=1), weights=w)
    if labels > 1:
        yield "log_loss", metrics.log_loss(gold, p, labels=every, sample_weight=w)
    yield "rmse_confidence", rmse_confidence(gold, said, p, w)
    for k in every:
        is_k = (gold == k).astype(int)
        yield f"rmse_confidence:{k}", rmse_confidence(gold, said, p, w, k)
        yield f"brier:{k}", np.average((p[:, k] - is_k) ** 2, weights=w)
        if 0 < is_k.sum() < len(gold):
            assert abs(metrics.brier_score_loss(is_k, p[:, k], sample_weight=w) - np.average((p[:, k] - is_k) ** 2, weights=w)) < 1e-12
        yield f"log_loss:{k}", metrics.log_loss(is_k, np.stack([1 - p[:, k], p[:, k]], axis=1), labels=[0, 1], sample_weight=w)
        yield f"ece:{k}", ece(is_k, p[:, k], w)
        there = (w[is_k == 1].sum(), w[is_k == 0].sum())
        yield f"auc:{k}", metrics.roc_auc_score(is_k, p[:, k], sample_weight=w) if all(there) else np.nan
        yield f"ap:{k}", metrics.average_precision_score(is_k, p[:, k], sample_weight=w) if there[0] else np.nan


def put(key, numbers):
    print(key, *("nan" if isinstance(v, float) and np.isnan(v) else repr(float(v)) if isinstance(v, float) else str(v) for v in numbers), sep="\t")


def case(name, labels, gold, said, p=None, times=None):
    gold, said = np.array(gold), np.array(said)
    put("case", [name, labels, len(gold)])
    put("gold", gold)
    put("said", said)
    if p is not None:
        put("p", [float(v) for row in p for v in row])
    if times is not None:
        put("times", times)
    for metric, value in values(labels, gold, said, p, times):
        put("value", [metric, float(value)])
    put("confusion", metrics.confusion_matrix(gold, said, labels=range(labels), sample_weight=times).astype(int).ravel())


def sets(name, labels, gold, said, times=None):
    put("case", [name, labels, len(gold)])
    put("gold_set", np.ravel(gold))
    put("said_set", np.ravel(said))
    if times is not None:
        put("times", times)
    put("value", ["sets_macro_f1", float(metrics.f1_score(gold, said, average="macro", zero_division=0, sample_weight=times))])


def drawn(n, labels, digits, skill, weights=None):
    gold = rng.choice(labels, n, p=weights)
    p = rng.dirichlet(np.ones(labels), n) + skill * np.eye(labels)[gold]
    p = np.round(p / p.sum(axis=1, keepdims=True), digits)
    return gold, p.argmax(axis=1), p


def binary(p):
    return [[1 - v, v] for v in p]


print("# Predictions and what scikit-learn 1.2.1 says of them; written by scripts/make_metric_cases.py, which says how to read it.")
case("three classes", 3, *drawn(40, 3, 6, 0.4))
case("four classes, one rare", 4, *drawn(60, 4, 6, 0.3, [0.6, 0.3, 0.08, 0.02]))
case("many ties", 3, *drawn(50, 3, 1, 0.3))
case("two classes, ties", 2, *drawn(50, 2, 1, 0.2))
gold, said, p = drawn(50, 3, 2, 0.4)
case("counted by times", 3, gold, said, p, rng.integers(0, 4, 50))
gold, said, p = drawn(30, 4, 4, 0.4, [0.5, 0.5, 0, 0])
case("two classes never gold", 4, gold, said, p)
case("a class neither gold nor said", 3, [0, 0, 1, 1, 1], [0, 1, 1, 1, 0], [[.6, .3, .1], [.3, .6, .1], [.2, .7, .1], [.1, .9, 0], [.5, .4, .1]])
case("one class only", 2, [1, 1, 1], [1, 1, 0], binary([.9, .6, .3]))
case("a row counted never leaves one class", 2, [1, 0, 1], [1, 0, 0], binary([.9, .2, .3]), np.array([2, 0, 1]))
case("perfect", 2, [0, 0, 1, 1], [0, 0, 1, 1], binary([.1, .2, .8, .9]))
case("reversed", 2, [1, 1, 0, 0], [0, 0, 1, 1], binary([.1, .2, .8, .9]))
case("all tied", 2, [0, 1, 1, 0, 1], [1, 1, 1, 1, 1], binary([.5] * 5))
case("sure and right, sure and wrong", 2, [0, 1, 1, 0], [0, 1, 0, 1], binary([0.0, 1.0, 0.0, 1.0]))
case("edges of the bins", 2, [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1], [0] * 6 + [1] * 5, binary([0.0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1.0]))
case("true, false, unverified", 3, [0, 1, 2, 2, 0, 1, 2], [0, 0, 2, 1, 2, 1, 0],
     [[.7, .2, .1], [.5, .3, .2], [.1, .1, .8], [.2, .6, .2], [.3, .3, .4], [0, 1, 0], [.45, .35, .2]])
case("labels alone", 3, rng.integers(0, 3, 30), rng.integers(0, 3, 30))
case("one row", 2, [1], [1], binary([.75]))
sets("sets", 4, rng.integers(0, 2, (25, 4)), rng.integers(0, 2, (25, 4)))
sets("sets, a label in none", 3, [[1, 0, 0], [0, 1, 0], [0, 0, 0]], [[1, 1, 0], [0, 0, 0], [0, 0, 0]])
sets("sets by times", 3, rng.integers(0, 2, (20, 3)), rng.integers(0, 2, (20, 3)), rng.integers(0, 3, 20))
