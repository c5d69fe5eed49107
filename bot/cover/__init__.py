"""Asking for cover: whom, when, and what they answer."""
