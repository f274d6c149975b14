"""Every write about pairs."""

from driehoek.matching.services.deciding import LeadError, NotNowError, decide, part
from driehoek.matching.services.finding import Found, find, find_for_system

__all__ = ["Found", "LeadError", "NotNowError", "decide", "find", "find_for_system", "part"]
