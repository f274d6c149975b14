"""The one kind of trouble this command reports to its user."""


class DetectError(Exception):
    """Wrong use or bad input; the message is one line that says where and what to do."""


def at(path: object, line: int, column: str | None, message: str) -> DetectError:
    """A DetectError that names file, line and, when there is one, the column."""
    place = f"{path}, line {line}" + (f", column {column}" if column else "")
    return DetectError(f"{place}: {message}")
