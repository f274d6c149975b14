"""The processes of a running installation: supervisor, page server, live server (the worker is in `jobs`)."""
