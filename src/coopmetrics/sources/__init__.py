"""Raw files to raw items: one reader a form, detection by content and suffix, one record type out.

`read` gives for every file under the raw folder either its articles or the reasons why there are none.
"""

from coopmetrics.sources.files import printable_path, raw_files, relative_path
from coopmetrics.sources.item import BodyKind, Form, RawItem, Rejection
from coopmetrics.sources.read import read

__all__ = ["BodyKind", "Form", "RawItem", "Rejection", "printable_path", "raw_files", "read", "relative_path"]
