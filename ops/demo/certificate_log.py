"""The root of last night, as the scheduler would have published it."""

from __future__ import annotations

import datetime

from audit.actors import SYSTEM
from certificates.log.roots import kept_outside, publish_root
from ops.demo.world import World

DAY = datetime.timedelta(days=1)


def publish(world: World) -> None:
    # Of a demonstration that was here before, whose roots this database cannot know.
    kept_outside().unlink(missing_ok=True)
    publish_root(world.today - DAY, actor=SYSTEM)
