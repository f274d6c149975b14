"""`driehoek law check`, `replay` and `log`; the first needs no database, only the last needs Django."""

from __future__ import annotations

from driehoek.law import command


def main(argv: list[str], *, demo: bool = False) -> int:
    """Run `driehoek law …`: what is about one proposal, or about everything that was ever judged."""
    if argv[:1] == ["replay"]:
        # Only this one needs a database.
        from driehoek.grounds.replay_command import replay_all

        return replay_all(argv[1:], demo=demo)
    if argv[:1] == ["log"]:
        from driehoek.grounds.log_command import print_log

        return print_log(argv[1:], demo=demo)
    return command.main(argv)
