"""What the system holds of one person: told whole, or blanked for good (rules: Audit and privacy).

The acts themselves are flows: crm.flows.privacy.
"""
