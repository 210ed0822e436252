"""A plugin written for an interface to come."""

evidencescan_api = (2, 0)
