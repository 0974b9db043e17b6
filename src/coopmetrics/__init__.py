"""Cooperation metrics from the news."""
