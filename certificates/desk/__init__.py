"""Where certificates are issued and looked after: the bureau's desk and register, HR's desk, the person's page."""
