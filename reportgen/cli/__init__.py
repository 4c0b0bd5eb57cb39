"""The command line: one command for each act of a person; the one catcher of errors.

Product goes to standard output, progress and messages to standard error. Exit codes:
0 done, 1 faults found, 2 wrong usage, 3 the machine lacks something, 4 not allowed,
70 reportgen itself failed, 128 and a signal's number where one stopped it.

One file for each group of commands: `starting` (init, doctor), `making` (check, build,
proof), `standings` (status) and `completion`. `options` has what they can be told,
`voice` what they say, `progress` the bar, `acts` the list of all, `catcher` the end.
"""

from reportgen.cli.acts import cli
from reportgen.cli.catcher import main

__all__ = ["cli", "main"]
