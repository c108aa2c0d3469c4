"""Runs a command, LIMIT COMMAND…, and prints its seconds, its peak memory in KiB and its exit code.

A process of its own, and a small one: what a process may have used is never less than what the one that started it used.
"""

import os, signal, sys, time

limit, command = float(sys.argv[1]), sys.argv[2:]
late = False


def stop(*_):
    global late
    late = True
    os.killpg(child, signal.SIGKILL)


signal.signal(signal.SIGALRM, stop)
away = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
away += [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
start = time.perf_counter()
child = os.posix_spawnp(command[0], command, os.environ, file_actions=away, setpgroup=0)
signal.setitimer(signal.ITIMER_REAL, limit)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - start
signal.setitimer(signal.ITIMER_REAL, 0)
print(seconds, usage.ru_maxrss, os.waitstatus_to_exitcode(status), int(late))
