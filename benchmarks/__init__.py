"""Measurements: accuracy on gold data, speed and memory."""
