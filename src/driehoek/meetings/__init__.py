"""The driehoek's agenda: points put forward from anywhere, and what was decided on them."""
