"""Where progress is shown: on a terminal's standard error, nowhere else."""

from rich.console import Console


def progress_console() -> Console:
    """Give a console for progress bars; quiet where nobody watches, so that logs and pipes stay clean."""
    console = Console(stderr=True)
    console.quiet = not console.is_terminal
    return console
