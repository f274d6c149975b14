"""One typed door to numba, so that kernels carry ordinary type hints."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def fingerprint(folder: Path) -> str:
    """Eight characters that change when any Python file in the folder does."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


# What numba keeps on disk it holds valid while the file of that one kernel is unchanged, even when a
# kernel from another file, compiled into it, has changed. The name of a kernel therefore carries the
# fingerprint of all of them.
SOURCES = fingerprint(Path(__file__).parent)


def compiled(function: Function) -> Function:
    """Compile a kernel to machine code on first use and keep it on disk for the next process.

    The kernel gives the interpreter lock free (so that plain threads run it side by side) and
    divides as the processor does: a division by zero gives infinity, not an exception. Sums may be
    taken in another order, which is what lets them run several at a time; infinity and NaN keep
    their meaning.
    """
    function.__qualname__ = f"{function.__qualname__}_{SOURCES}"
    kernel: Any = numba.njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract"})(
        function
    )
    return cast("Function", kernel)
