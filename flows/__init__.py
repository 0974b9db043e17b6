"""The Prefect flows: parameters, tasks, retries, artifacts, schedules. What is done lies in `coopmetrics`.

Prefect reads its settings when it is first imported, so the defaults that a run without a server needs are set here,
before any flow is loaded. An environment variable, a Prefect profile's server or a `.env` file goes before them.

No task has a cache: the manifest knows what is done, and Prefect would hash all that a task is given each time, such as
the ids of all articles.
"""

import os

_DEFAULTS = {
    # the server that a run starts for itself where none is configured; a busy machine needs more than the 20 s given
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # the models' numbers do not gain from it: one thread a process, as many processes as `workers`
    "OMP_NUM_THREADS": "1",
}
for _name, _value in _DEFAULTS.items():
    os.environ.setdefault(_name, _value)
