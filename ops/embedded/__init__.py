"""A real PostgreSQL out of a wheel, for the machine that has none.

`base.DatabaseWrapper` is a Django database engine that starts the cluster on its first connection, so that
every command works without a step before it. `DATABASE_URL` replaces all of this.
"""
