"""Publications: what an analysis found, meant and advises."""
