"""What is trained on, what training is watched on, and what is held out for the results.

Held out: the test part of EWT, every fifth of GUM's news and interviews, and a third of the newswire outlets. Watched:
EWT's development data and every fourteenth article of the outlets trained on.
"""

from __future__ import annotations

from pathlib import Path

from training import entities

#: genres of GUM that are like the project's articles
NEWS_LIKE = ("news", "interview")


def gum_files(folder: Path, held_out: bool) -> list[Path]:
    """List the GUM documents that are held out, or the others."""
    paths = sorted((folder / "gum").glob("*.conllu"))
    kept_back = [path for path in paths if path.name.split("_")[1] in NEWS_LIKE][2::5]
    return kept_back if held_out else [path for path in paths if path not in kept_back]


def treebank_files(folder: Path) -> list[Path]:
    """List the treebank files that are trained on."""
    return [folder / "ewt" / "en_ewt-train.conllu", *gum_files(folder, held_out=False)]


def newswire_files(folder: Path, *, watched: bool) -> list[Path]:
    """List the newswire articles of the outlets trained on: those watched, or the others."""
    paths = entities.files(folder, held_out=False)
    return [path for number, path in enumerate(paths) if (number % 14 == 7) == watched]
