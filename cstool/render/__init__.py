"""Everything that is shown: one file a form. The only place that turns messages into words."""
