"""How everything below `/api/v1/` answers: parameters checked, records as JSON, faults in one sentence of Chinese.

The read API and search both answer so, and neither imports the other.
"""
