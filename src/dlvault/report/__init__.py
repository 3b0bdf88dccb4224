"""Findings as text and machine forms."""
