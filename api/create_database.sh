# The PostgreSQL image reads this once, while it makes its cluster: the server gets a role of its own that owns its
# database and nothing else.
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set password="$(cat /run/secrets/jindu_password)" <<'SQL'
CREATE ROLE jindu LOGIN PASSWORD :'password';
CREATE DATABASE jindu OWNER jindu;
SQL
