"""Demo data: an office in Riyadh with a manager, three agents and 400 customers. Nothing here is a real person."""
