"""Entry: `--version` before anything is imported, everything else in `cli.main`."""

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

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
