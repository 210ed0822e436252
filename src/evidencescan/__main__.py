"""``python -m evidencescan``."""

from __future__ import annotations

from evidencescan.cli import main

if __name__ == "__main__":
    main()
