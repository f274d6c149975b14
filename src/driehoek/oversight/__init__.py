"""What the data-protection officer and the administrator watch: the ledger's chain, access with a purpose."""
