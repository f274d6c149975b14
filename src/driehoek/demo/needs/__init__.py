"""What the demo's mayor needs to know, what was agreed on it, and half a year of what came: all of it fictional.

Days and weeks count back from the day on which the demo is made, so that its story is as fresh on any day. Texts
give no numbers of crimes: those stand on the pages with figures, which may be real.
"""

from typing import Final

from driehoek.demo.needs.justice import JUSTICE
from driehoek.demo.needs.others import OTHERS
from driehoek.demo.needs.shapes import Needed

NEEDS: Final[tuple[Needed, ...]] = (*JUSTICE, *OTHERS)
