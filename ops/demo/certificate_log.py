"""The root of the day, published as soon as the demonstration stands instead of at night."""

from __future__ import annotations

from audit.actors import SYSTEM
from certificates.log.roots import kept_outside, publish_root
from ops.demo.world import World


def publish(world: World) -> None:
    # Of a demonstration that was here before, whose roots this database cannot know.
    kept_outside().unlink(missing_ok=True)
    # All of these certificates are of today: a root of yesterday would have known them before they were issued.
    publish_root(world.today, actor=SYSTEM)
