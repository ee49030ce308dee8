"""Templates: what would send a customer a blank, a raw placeholder, a broken promise or a forbidden sentence."""
