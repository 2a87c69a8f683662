"""The rule books as dated data with citations, and the one function that answers questions about them."""

from policies.asking import ask, tally

__all__ = ["ask", "tally"]
