"""Tests of the statistics room."""  # noqa: A005 - a package of tests, never imported by this short name
