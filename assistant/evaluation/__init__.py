"""Measuring answers on cases whose right behaviour is known."""
