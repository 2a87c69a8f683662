"""Catalogs of public subjects, guides to specialty subjects and make-up catalogs: written, published, replaced."""
