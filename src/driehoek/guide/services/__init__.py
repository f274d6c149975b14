"""Every write of the guide: one transaction, one line on the ledger."""
