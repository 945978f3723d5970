"""`python -m helpers` does what `course` does."""

import sys

from helpers.course import main

if __name__ == "__main__":
    sys.exit(main())
