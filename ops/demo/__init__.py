"""The demo world: invented people in invented houses, planted through the same services that real ones come by.

The cast is fixed (`cast`), as are the houses (`organizations`); everybody else is drawn from a seed. Nothing here is
ever dated back: what the audit trail of a demo shows is when the planting really happened. Numbers of documents and
telephones belong to nobody (`numbers`). `load` fills a database for load tests instead, past the services.
"""

from ops.demo.cast import CAST, DEMO_PASSWORD
from ops.demo.planting import is_planted, plant
from ops.demo.professionals import PROFESSIONALS

__all__ = ["CAST", "DEMO_PASSWORD", "PROFESSIONALS", "is_planted", "plant"]
