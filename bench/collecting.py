"""How fast collectors read, and with how many requests: `make bench-collect`. A module a platform.

python -m bench.collecting telegram
"""

import sys
from collections.abc import Callable

from bench import collect_telegram, collect_vk

PARTS: dict[str, Callable[[], None]] = {"vk": collect_vk.main, "telegram": collect_telegram.main}


def main() -> None:
    """Run the named parts, or all."""
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()
