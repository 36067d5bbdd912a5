"""How a file of customers becomes customers: its rows read and judged, written in steps, taken back, told about."""
