"""Accuracy, one module a part; each gives figures by `score(gold)`."""
