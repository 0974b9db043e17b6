"""`python -m coopmetrics` is the command `coopmetrics`."""

from coopmetrics.cli import main

if __name__ == "__main__":
    main()
