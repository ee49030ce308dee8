"""Faults that only a compile for one helpdesk shows; `validate --backend NAME` reports them."""
