"""The year plan and the quarterly report, with frozen editions."""
