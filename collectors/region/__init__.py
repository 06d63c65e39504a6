"""Other municipalities' programs, asked for their own figures by the key that each of them gave."""

from collectors.region.asking import ask, asked

__all__ = ["ask", "asked"]
