"""Administrative measures: the check of a police report to the mayor, the register of measures, their steps and letters."""
