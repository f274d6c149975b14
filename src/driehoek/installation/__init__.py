"""How Driehoek stands on a machine: folders, secrets, database cluster, roles and processes (no Django)."""
