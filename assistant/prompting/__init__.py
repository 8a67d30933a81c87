"""Versions of prompts: kept, compared, and tried beside the live ones."""
