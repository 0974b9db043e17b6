"""Fit from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.fit import context
from training.fit.data import Data, State, load, save
from training.fit.layers import BRANCHES
from training.fit.onward import onward
from training.fit.smaller import shrink
from training.fit.teacher import learn


def main() -> None:
    """Read the data, fit, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m training.fit", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="what training.prepare wrote")
    parser.add_argument("--out", type=Path, required=True, help="file of weights, .npz")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--fold", type=int, default=0, help="fifth of PLV that is held out")
    parser.add_argument("--teachers", type=int, default=2, help="how many teach the engine once it is fitted")
    given = parser.add_mutually_exclusive_group()
    given.add_argument("--start", type=Path, help="weights of the full engine to let the teachers teach")
    given.add_argument("--smaller", type=Path, help="weights of the full engine to make the one that ships from")
    given.add_argument(
        "--context", type=Path, help="weights of the engine that ships, to begin its reader in context from"
    )
    given.add_argument("--onward", type=Path, help="weights to go on from, in one branch")
    parser.add_argument("--branch", choices=BRANCHES, help="the branch that is fitted further")
    parser.add_argument("--minutes", type=float, help="the longest that a smaller engine or a branch may take")
    options = parser.parse_args()
    if bool(options.onward) != bool(options.branch):
        parser.error("--onward and --branch belong together")
    data = Data.load(options.data)
    state = _weights(options.onward or options.smaller or options.context or options.start, data)
    if options.smaller and state:
        fitted = shrink(data, state, options.device, options.fold, options.minutes)
    elif options.context and state:
        fitted = state | context.fit(data, state, options.device)
    elif options.onward and state:
        fitted = onward(data, state, options.branch, options.device, options.fold, options.minutes)
    else:
        fitted = learn(data, options.device, options.fold, options.teachers, state)
    save(options.out, fitted, data.labels)


def _weights(path: Path | None, data: Data) -> State | None:
    if path is None:
        return None
    state, labels = load(path)
    assert labels == data.labels, "weights of other labels"
    return state


if __name__ == "__main__":
    main()
