"""`python -m driehoek`."""

import sys

from driehoek.cli import main

if __name__ == "__main__":
    sys.exit(main())
