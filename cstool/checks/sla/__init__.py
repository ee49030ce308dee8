"""SLA policies: tickets without a promise, promises that contradict each other, the marketplace or the text."""
