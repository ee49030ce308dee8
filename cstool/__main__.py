"""Entry: `--version` before anything is imported, everything else in `cli.main`."""

import sys


def main() -> None:
    """Run the tool and end with its exit code."""
    if sys.argv[1:] == ["--version"]:
        from cstool import __version__

        sys.stdout.write(f"cstool {__version__}\n")
        return
    from cstool.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
