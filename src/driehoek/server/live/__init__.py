"""The live stream: ledger events from PostgreSQL `NOTIFY` to browsers as server-sent events."""
