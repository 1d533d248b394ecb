"""Segmentation of short passages, and lists of wrong words with their right forms."""
