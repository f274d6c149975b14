"""Administrative measures: the check of a police report, the register, the steps and letters."""
