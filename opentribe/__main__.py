"""`python -m opentribe`: see opentribe/cli."""

import sys

from opentribe.cli import main

if __name__ == "__main__":
    sys.exit(main())
