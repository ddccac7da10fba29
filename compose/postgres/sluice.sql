-- Once, when the volume is made, as the administrator: Sluice's role, which owns its database and has no other right.
\getenv password SLUICE_PASSWORD
CREATE ROLE sluice LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
CREATE DATABASE sluice OWNER sluice;
REVOKE ALL ON DATABASE sluice FROM PUBLIC;
