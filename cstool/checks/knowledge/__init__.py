"""Knowledge articles: what customers must not be led to."""
