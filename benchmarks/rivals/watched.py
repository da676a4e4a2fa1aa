"""Run a command and tell what it took, as JSON: python watched.py COMMAND ...

A process of its own, and a small one: what the system calls the peak memory of a child includes
what its parent held when the child was started.
"""

import json
import os
import platform
import subprocess
import sys
import time


def main() -> None:
    """Run, wait, print seconds, processor seconds, memory in MB and the exit code."""
    start = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - start
    unit = 1 << 20 if platform.system() == "Darwin" else 1 << 10
    told = {
        "seconds": taken,
        "cpu": used.ru_utime + used.ru_stime,
        "memory_mb": used.ru_maxrss / unit,
        "code": os.waitstatus_to_exitcode(status),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
