"""cstool: the compiler, test bench and deploy tool for a customer-service team's workflow config."""

__version__ = "0.1.0"
