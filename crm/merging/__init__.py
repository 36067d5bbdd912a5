"""Two records of one person: finding likely pairs, comparing them, and what of each goes where (rules: Merge).

The acts themselves are flows: crm.flows.merges.
"""
