"""Entry: `--version` before anything is imported, everything else in `cli.main`."""

import os
import sys


def answer(arguments: list[str]) -> int:
    """Run the tool: its exit code."""
    if arguments == ["--version"] and sys.stdout is not None:  # None: `>&-` closed it
        from cstool import __version__

        try:
            sys.stdout.write(f"cstool {__version__}\n")
            sys.stdout.flush()
            return 0
        except OSError:
            pass  # the disk is full, the reader is gone: the long way says so
    from cstool.cli.main import run

    return run(arguments)


def main() -> None:
    """Run the tool and end the process.

    The system frees a large workspace at once; taking it apart object by object would cost a tenth of the run.
    """
    code = answer(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            pass  # `run` has said what there was to say
    os._exit(code)


if __name__ == "__main__":
    main()
