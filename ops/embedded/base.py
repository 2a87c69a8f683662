"""The Django engine `ops.embedded`: PostgreSQL, started on the first connection."""

import atexit
import os
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.postgresql import base

from ops.embedded.cluster import PORT, Cluster, ClusterUnavailable

# Set in the environment of what the supervisor starts. There the server has one owner, who restarts it.
SUPERVISED = "XUESHI_SUPERVISED"


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        cluster = cluster_of(self.settings_dict)
        if SUPERVISED in os.environ:
            if not cluster.is_ready():
                raise ClusterUnavailable("The embedded PostgreSQL is being restarted.")
        elif cluster.ensure_running():
            atexit.register(stop_after_us, cluster)
        return super().get_connection_params() | {"host": cluster.host(), "port": PORT}


def cluster_of(settings: dict[str, Any]) -> Cluster:
    return Cluster(Path(settings["CLUSTER"]), settings.get("CLUSTER_SETTINGS"))


def stop_after_us(cluster: Cluster) -> None:
    """The command that started the server takes it along, unless others are connected by now."""
    connections.close_all()
    cluster.stop_if_unused()
