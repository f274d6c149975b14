"""Every read of the room `grounds`."""

from driehoek.grounds.queries.approvals import approval_records, approvals_for

__all__ = ["approval_records", "approvals_for"]
