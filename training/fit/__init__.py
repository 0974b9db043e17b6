"""Fitting the engine's weights on what `training.prepare` has laid out as numbers; needs torch and NumPy alone.

    python -m training.fit --data FOLDER --out FILE [--device cuda] [--fold N]

First masked-language training on plain news, then both branches of the encoder at once, on the layers they share; then
larger encoders do the same, and the first one learns from them. A smaller one learns to give its vectors, and is what
ships once each of its branches has learned further.
"""
