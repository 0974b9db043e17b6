"""Raw files to raw items: one reader a form, detection by content and suffix, one record type out.

`read` gives for every file of the raw input either its articles or the reasons why there are none; `read_named` does
so for one file that was named itself.
"""

from coopmetrics.settings import Place, as_place
from coopmetrics.sources.described import SourceFiles, out_of_bounds
from coopmetrics.sources.files import absolute, exists, must_exist, printable_path, raw_files, relative_path
from coopmetrics.sources.item import BodyKind, Form, RawItem, Rejection
from coopmetrics.sources.read import Limits, read, read_named

__all__ = [
    "BodyKind",
    "Form",
    "Limits",
    "Place",
    "RawItem",
    "Rejection",
    "SourceFiles",
    "absolute",
    "as_place",
    "exists",
    "must_exist",
    "out_of_bounds",
    "printable_path",
    "raw_files",
    "read",
    "read_named",
    "relative_path",
]
