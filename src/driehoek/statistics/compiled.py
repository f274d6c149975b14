"""One typed door to numba, so that kernels carry ordinary type hints."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a kernel to machine code on first use and keep it on disk for the next process.

    The kernel gives the interpreter lock free (so that plain threads run it side by side) and
    divides as the processor does: a division by zero gives infinity, not an exception. Sums may be
    taken in another order, which is what lets them run several at a time; infinity and NaN keep
    their meaning.
    """
    kernel: Any = numba.njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract"})(
        function
    )
    return cast("Function", kernel)
