"""The Django engine `ops.embedded`: PostgreSQL, started on the first connection."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from ops.embedded.cluster import Cluster


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        cluster = Cluster(Path(self.settings_dict["CLUSTER"]))
        return super().get_connection_params() | {"host": cluster.ensure_running()}
