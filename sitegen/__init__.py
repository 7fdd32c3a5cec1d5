"""sitegen: one content tree becomes 553 static mirrors of official election information."""

__version__ = "0.1.0"
