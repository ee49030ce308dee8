"""An account that was there before as clean files: what our words can say, and the rest untouched under `raw`."""
