"""What people see of the upkeep of the directory."""
