"""Entry: `--version` before anything is imported, everything else in `cli.main`."""

import os
import sys


def main() -> None:
    """Run the tool and end with its exit code."""
    if sys.argv[1:] == ["--version"] and sys.stdout is not None:  # None: `>&-` closed it
        from cstool import __version__

        try:
            sys.stdout.write(f"cstool {__version__}\n")
            sys.stdout.flush()
            return
        except OSError:
            pass  # the disk is full, the reader is gone: the long way says so
    from cstool.cli.main import run

    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            pass  # `run` has said what there was to say
    os._exit(code)  # the system frees a large workspace at once; taking it apart object by object costs a tenth of the run


if __name__ == "__main__":
    main()
