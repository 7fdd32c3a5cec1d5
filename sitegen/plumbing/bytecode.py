"""Templates that Jinja has compiled already."""

from __future__ import annotations

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """What Jinja has compiled, so that the next process need not."""

    def __init__(self, code: dict[str, bytes]) -> None:
        self.code = code
        self.grown = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what was compiled before, if it is known."""
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja has compiled."""
        self.code[bucket.key] = bucket.bytecode_to_string()
        self.grown = True
