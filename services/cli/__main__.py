"""Process: `python -m services.cli`, which is what `./jingheng` runs."""

import sys

from services.cli.app import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
