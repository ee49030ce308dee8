"""The scan for phrases in C: an accelerator with the same answers, absent where no compiler was at hand."""
