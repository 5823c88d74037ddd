#!/bin/sh
# Run once by the image of PostgreSQL, when there is no database yet: makes a user who owns the directory and nothing else. The password is the one in
# secrets/directory.password. The superuser has none afterwards, so that nobody signs in as it over the network.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres -v password="$POSTGRES_PASSWORD" <<'SQL'
CREATE ROLE gatehouse LOGIN PASSWORD :'password';
CREATE DATABASE gatehouse OWNER gatehouse ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE gatehouse FROM PUBLIC;
ALTER ROLE postgres PASSWORD NULL;
SQL
