"""What `coopmetrics run` ends with: what was new, what the warehouse holds, and what to try next."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from rich.text import Text

from coopmetrics import STARTED
from coopmetrics.cli.console import out, print_contents, typed
from coopmetrics.settings import Settings

if TYPE_CHECKING:
    from flows.pipeline import Summary

#: what a new user may want to see first
FIRST_QUERY: Final = (
    "SELECT country_a, country_b, stories, net_cooperation FROM metrics.dyad_summary ORDER BY stories DESC"
)

#: what a run counts beside the rows it writes
_LEFT_OUT: Final = {
    "feeds_new": "of the watched feeds brought something new",
    "feeds_failed": "of the watched feeds could not be fetched: `coopmetrics fetch` tells why",
    "known": "found again, counted once",
    "corrected": "with another date, title, author, source or language than before, taken in anew",
    "other_language": "in other languages, stored and not coded",
    "under_two_actors": "that name fewer than two countries or organisations of countries, stored and not coded",
}


def print_summary(summary: Summary, settings: Settings) -> None:
    """Print what one run did."""
    new, published = summary.counts, summary.published
    read, coded = new.get("articles", 0) - new.get("corrected", 0), new.get("coded", 0)
    what = f"{read:,} new article{'s' * (read != 1)}" if read else "Nothing new"
    told = f" in {settings.raw}; {coded:,} coded; done in {monotonic() - STARTED:,.0f} s."
    # as `Text`, since rich would take "[ab]" in a path for markup
    out.print(Text.assemble((what, "bold"), told), soft_wrap=True)
    for reason, told in _LEFT_OUT.items():
        if number := new.get(reason):
            out.print(f"  {number:,} {told}", soft_wrap=True)
    if not (published.articles or published.rejected):
        out.print("  no files of articles there; hidden ones and those such as README are passed over", soft_wrap=True)
    print_contents(published)
    out.print(Text.assemble("Database: ", (str(published.database), "bold"), "\n"), soft_wrap=True)
    out.print("Try next:")
    for command in ("report", f'sql "{FIRST_QUERY}"', "status"):
        out.print(Text(f"  {typed(command, settings)}"), soft_wrap=True)
