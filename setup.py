"""The shipped workspace stands once, at the root of the repository; a wheel carries it inside the package."""

from pathlib import Path
from shutil import copytree

from setuptools import Extension, setup
from setuptools.command.build_py import build_py

FOLDERS = ("config", "sop", "templates")


class WithWorkspace(build_py):
    """Copies the workspace into the built package; an editable install reads it from the repository."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            for folder in FOLDERS:
                copytree(folder, Path(self.build_lib, "cstool", "starter", "full", folder), dirs_exist_ok=True)


# Optional: without a compiler the wheel has no kernel, and everything works as it does with it, only slower.
KERNEL = Extension("cstool.batch.native._kernel", ["cstool/batch/native/_kernel.c"], optional=True)

setup(cmdclass={"build_py": WithWorkspace}, ext_modules=[KERNEL])
