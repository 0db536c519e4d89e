"""The tables of a log on PostgreSQL, what guards them, and who may do what.

Input: the name of a schema. Output: SQL, run by kb.log.postgres_connection and
printed by `kb log setup-postgres --print`.
Never: drops anything. What SQLite guards by triggers is guarded here by
triggers and rights: a role that appends can neither update nor delete, and an
event goes in only behind the last one, sealed to it, whichever program writes,
and one that says that something is erased only from a role that may erase.
"""

from typing import Final

from kb.events import Erased
from kb.log.chain import GENESIS

FORMAT: Final = 2
ROLES: Final = ("owner", "eraser", "writer", "reader")
ERASING: Final = "erasure_needs_its_right"  # a trigger that logs of earlier versions lack

_KEPT: Final = (
    "position, stream, stream_version, type, schema_version, recorded_at, actor, cause, payload_hash, previous, hash"
)


def tables(schema: str) -> str:
    """Return the statements that make the tables of a log in *schema*, which is there and empty."""
    return f"""
CREATE TABLE {schema}.mark (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    program text NOT NULL DEFAULT 'kb',
    format integer NOT NULL,
    id uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO {schema}.mark (format) VALUES ({FORMAT});

CREATE TABLE {schema}.head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL,
    hash text NOT NULL
) WITH (fillfactor = 20);
INSERT INTO {schema}.head (position, hash) VALUES (0, '{GENESIS}');

CREATE TABLE {schema}.event (
    position bigint PRIMARY KEY CHECK (position > 0),
    stream text COLLATE "C" NOT NULL,
    stream_version bigint NOT NULL,
    type text COLLATE "C" NOT NULL,
    schema_version integer NOT NULL,
    recorded_at text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    cause bigint NOT NULL,
    payload_hash text COLLATE "C" NOT NULL,
    previous text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL,
    checksum bigint NOT NULL,
    salt bytea NOT NULL,
    payload bytea NOT NULL,
    UNIQUE (stream, stream_version)
);
ALTER TABLE {schema}.event ALTER COLUMN payload SET STORAGE EXTERNAL;
CREATE INDEX event_type ON {schema}.event (type, position);

CREATE TABLE {schema}.erasure (
    position bigint PRIMARY KEY REFERENCES {schema}.event,
    recorded bigint NOT NULL REFERENCES {schema}.event
);

CREATE TABLE {schema}.lease (
    name text COLLATE "C" PRIMARY KEY,
    holder text NOT NULL,
    token bigint NOT NULL,
    expires timestamptz NOT NULL
);
{_guards(schema)}{_erasing_guard(schema)}"""


def _guards(schema: str) -> str:
    return f"""
CREATE FUNCTION {schema}.event_follows() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE {schema}.head SET position = NEW.position, hash = NEW.hash
        WHERE position = NEW.position - 1 AND hash = NEW.previous;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'The log is append-only: event % does not follow the last one.', NEW.position
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION {schema}.event_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'event' THEN
        IF ({_fields("NEW")}) = ({_fields("OLD")})
            AND NEW.payload = '' AND NEW.salt = '' AND NEW.checksum = 0
            AND EXISTS (SELECT FROM {schema}.erasure WHERE position = OLD.position)
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'The log is append-only: % of % is refused.', lower(TG_OP), TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION {schema}.erasure_is_recorded() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM {schema}.event
        WHERE position = NEW.recorded AND type = 'erased' AND position > NEW.position)
    THEN
        RAISE EXCEPTION 'The log is append-only: no event erases event %.', NEW.position
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER event_follows BEFORE INSERT ON {schema}.event
    FOR EACH ROW EXECUTE FUNCTION {schema}.event_follows();
CREATE TRIGGER event_is_never_updated BEFORE UPDATE OR DELETE ON {schema}.event
    FOR EACH ROW EXECUTE FUNCTION {schema}.event_stays();
CREATE TRIGGER event_is_never_truncated BEFORE TRUNCATE ON {schema}.event
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.event_stays();
CREATE TRIGGER erasure_is_recorded BEFORE INSERT ON {schema}.erasure
    FOR EACH ROW EXECUTE FUNCTION {schema}.erasure_is_recorded();
CREATE TRIGGER erasure_is_never_updated BEFORE UPDATE OR DELETE ON {schema}.erasure
    FOR EACH ROW EXECUTE FUNCTION {schema}.event_stays();
CREATE TRIGGER erasure_is_never_truncated BEFORE TRUNCATE ON {schema}.erasure
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.event_stays();
REVOKE ALL ON FUNCTION {schema}.event_follows(), {schema}.event_stays(), {schema}.erasure_is_recorded() FROM PUBLIC;
"""


def _erasing_guard(schema: str) -> str:
    """Only who may erase records an erasure. Logs of before this guard get it with the roles; once more is harmless."""
    return f"""
CREATE OR REPLACE FUNCTION {schema}.{ERASING}() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT has_table_privilege(current_user, '{schema}.erasure', 'INSERT') THEN
        RAISE EXCEPTION 'permission denied to record an erasure'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = '{schema}.event'::regclass AND tgname = '{ERASING}') THEN
        CREATE TRIGGER {ERASING} BEFORE INSERT ON {schema}.event
            FOR EACH ROW WHEN (NEW.type = '{Erased.TYPE}') EXECUTE FUNCTION {schema}.{ERASING}();
    END IF;
END $$;
REVOKE ALL ON FUNCTION {schema}.{ERASING}() FROM PUBLIC;
"""


TRIGGERS: Final = frozenset({
    "event_follows",
    "event_is_never_updated",
    "event_is_never_truncated",
    "erasure_is_recorded",
    "erasure_is_never_updated",
    "erasure_is_never_truncated",
})  # fmt: skip


def roles(schema: str) -> str:
    """Return the statements that make the four roles of the log in *schema* and give each its rights.

    They are roles without login: `GRANT kb_writer TO ada` makes a user one of
    them. Running them again changes nothing. Who runs them must be allowed to
    make roles, and own the schema or be superuser.
    """
    owner, eraser, writer, reader = (f"{schema}_{role}" for role in ROLES)
    made = "\n".join(
        f"    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role} NOLOGIN; END IF;"
        for role in (owner, eraser, writer, reader)
    )
    owned = "\n".join(
        f"ALTER TABLE {schema}.{table} OWNER TO {owner};" for table in ("mark", "head", "event", "erasure", "lease")
    )
    functions = "\n".join(
        f"ALTER FUNCTION {schema}.{name}() OWNER TO {owner};"
        for name in ("event_follows", "event_stays", "erasure_is_recorded", ERASING)
    )
    return f"""
DO $$ BEGIN
{made}
    IF NOT pg_has_role(current_user, '{owner}', 'MEMBER') THEN GRANT {owner} TO CURRENT_USER; END IF;
END $$;
GRANT {reader} TO {writer};
GRANT {writer} TO {eraser};
GRANT USAGE, CREATE ON SCHEMA {schema} TO {owner};
{_erasing_guard(schema)}{owned}
{functions}
REVOKE ALL ON SCHEMA {schema} FROM PUBLIC;
GRANT USAGE ON SCHEMA {schema} TO {reader};
REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {reader}, {writer}, {eraser};
GRANT SELECT ON {schema}.mark, {schema}.head, {schema}.event, {schema}.erasure, {schema}.lease TO {reader};
GRANT INSERT ON {schema}.event TO {writer};
GRANT INSERT, UPDATE, DELETE ON {schema}.lease TO {writer};
GRANT INSERT ON {schema}.erasure TO {eraser};
GRANT UPDATE (payload, salt, checksum) ON {schema}.event TO {eraser};
"""


def _fields(row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in _KEPT.split(", "))
