"""Fit from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.fit.data import Data, save
from training.fit.fitting import fit


def main() -> None:
    """Read the data, fit, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m training.fit", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="what training.prepare wrote")
    parser.add_argument("--out", type=Path, required=True, help="file of weights, .npz")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--fold", type=int, default=0, help="fifth of PLV that is held out")
    options = parser.parse_args()
    data = Data.load(options.data)
    save(options.out, fit(data, options.device, options.fold), data.labels)


if __name__ == "__main__":
    main()
