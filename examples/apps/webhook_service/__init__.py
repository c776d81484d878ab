"""A service that takes a helpdesk's events, says where tickets stand and why, and pushes warnings before a breach.

`python -m webhook_service serve` answers over HTTP, `python -m webhook_service work` pushes; both may run many times
over one database. Settings come from the environment: see `settings.py`.
"""
