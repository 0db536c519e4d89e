"""The tables of the catalog: what lists, pages and full-text search read.

Input: nothing. Output: SQL, and what verifying compares; read by kb.projections.catalog.projection.
Everything here can be thrown away and made again from the log.
"""

from typing import Final

from kb.errors import StorageError
from kb.projections.catalog import steps
from kb.projections.folding import tables

# 2: event_times; 3: skos:exactMatch in the graph, rows of curated lists, link_names, former texts; 4: event_links;
# 5: standing, days of statements, what they are about, indices of the lists; 6: figures of a part, what events of
# articles are compared by; 7: kinds of their places, which stand in a title; 8: names that articles
# share without words of kind, titles that a first line repeats; 11: Somali names also under the keys of English ones;
# 12: which bearer of a name somebody is; 13: what is at odds within one article, in its graph; 14: nicknames as names,
# titles' events with the day and places of the text; 15: figures that are differences; 16: names of common words by
# country, what an amount was before; 17: labels with the town around a place, what is not to be is no plan,
# callings; 18: trades and arts among these, who has died, who speaks, others who are all of an event; 19: events
# that figures count are many; 20: what is built among what it befell, several of a kind, hours of a day, "one of them";
# 21: labels with "near" and "off", where from and where to, words of the sentence instead of a bare verb; single
# values of the fold as they were, by their keys; 23: under what entities are filed in lists by name;
# 25: towns and houses that events are compared by, labels with nouns and prepositions that fit;
# 26: villages and entries of live pages that events are compared by, whose each of several figures is;
# 27: what one says happened and another says did not, in one article; 29: officials, and what lists say of an entity,
# in the registry alone; 30: where a journey that events are compared by leads; 31: what takes the place of a figure
# that its correction repeats as taken back
FORMAT: Final = 31  # raised where rules make something else of the same log: tests/projections/test_derived_format.py

SCHEMA: Final = (
    tables.SCHEMA
    + steps.SCHEMA
    + """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending (
    kind TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, title TEXT, source TEXT, url TEXT, published TEXT, language TEXT, external_id TEXT,
    length INTEGER, extractor TEXT, position INTEGER, extraction INTEGER, added_at TEXT, notes TEXT,
    entities INTEGER, events INTEGER, statements INTEGER, figures INTEGER, offices INTEGER
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_by_order ON articles (-position, id);
CREATE INDEX IF NOT EXISTS articles_by_source ON articles (lower(source), -position, id);
CREATE INDEX IF NOT EXISTS articles_by_language ON articles (language, -position, id);
CREATE INDEX IF NOT EXISTS articles_by_day ON articles (published, id);
CREATE TABLE IF NOT EXISTS entities (
    id TEXT PRIMARY KEY, label TEXT, type TEXT, country TEXT, description TEXT, within TEXT,
    latitude REAL, longitude REAL, external TEXT, absorbed TEXT, aliases TEXT, articles INTEGER,
    filed TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entities_by_articles ON entities (-articles, filed, id);
CREATE INDEX IF NOT EXISTS entities_by_type ON entities (type, -articles, filed, id);
CREATE INDEX IF NOT EXISTS entities_by_country ON entities (country, -articles, filed, id);
CREATE INDEX IF NOT EXISTS entities_by_label ON entities (filed, id);
CREATE INDEX IF NOT EXISTS entities_by_whole ON entities (within);
CREATE INDEX IF NOT EXISTS entities_merged ON entities (id) WHERE absorbed <> '[]';
CREATE TABLE IF NOT EXISTS entity_names (
    entity TEXT, name TEXT, key TEXT, PRIMARY KEY (entity, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entity_names_by_key ON entity_names (key);
CREATE TABLE IF NOT EXISTS members (
    article TEXT, local TEXT, entity TEXT, kind TEXT, PRIMARY KEY (article, local)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS members_by_entity ON members (entity);
CREATE TABLE IF NOT EXISTS events (
    id TEXT PRIMARY KEY, article TEXT, local TEXT, type TEXT, label TEXT, reality TEXT, modality TEXT,
    begin TEXT, "end" TEXT, happening TEXT, confidence REAL, start INTEGER, stop INTEGER, position INTEGER,
    standing REAL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS events_by_article ON events (article);
CREATE INDEX IF NOT EXISTS events_by_type ON events (type, -position, start, id);
CREATE INDEX IF NOT EXISTS events_by_reality ON events (reality, -position, start, id);
CREATE INDEX IF NOT EXISTS events_by_order ON events (-position, start, id);
CREATE INDEX IF NOT EXISTS events_by_begin ON events (begin, id);
CREATE INDEX IF NOT EXISTS events_by_end ON events ("end", begin, id);
CREATE INDEX IF NOT EXISTS events_dated ON events (begin = '', begin, id);
CREATE INDEX IF NOT EXISTS events_by_standing ON events (standing, id);
CREATE INDEX IF NOT EXISTS events_by_happening ON events (happening);
CREATE TABLE IF NOT EXISTS event_times (
    event TEXT PRIMARY KEY, article TEXT, earliest_begin TEXT, latest_begin TEXT, earliest_end TEXT, latest_end TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS event_times_by_article ON event_times (article);
CREATE INDEX IF NOT EXISTS event_times_by_begin ON event_times (earliest_begin);
CREATE TABLE IF NOT EXISTS event_roles (
    event TEXT, article TEXT, number INTEGER, role TEXT, entity TEXT, other TEXT, words TEXT,
    PRIMARY KEY (event, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS event_roles_by_entity ON event_roles (entity, role, event);
CREATE INDEX IF NOT EXISTS event_roles_by_role ON event_roles (role, event);
CREATE INDEX IF NOT EXISTS event_roles_by_article ON event_roles (article);
CREATE TABLE IF NOT EXISTS event_links (
    event TEXT, article TEXT, number INTEGER, link TEXT, other TEXT, PRIMARY KEY (event, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS event_links_by_article ON event_links (article);
CREATE INDEX IF NOT EXISTS event_links_by_other ON event_links (other);
CREATE TABLE IF NOT EXISTS statements (
    id TEXT PRIMARY KEY, article TEXT, local TEXT, content TEXT, mode TEXT, status TEXT, basis TEXT, cue TEXT,
    medium TEXT, nested_in TEXT, confidence REAL, start INTEGER, stop INTEGER, position INTEGER,
    begin TEXT, "end" TEXT, standing REAL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS statements_by_article ON statements (article);
CREATE INDEX IF NOT EXISTS statements_by_mode ON statements (mode, -position, start, id);
CREATE INDEX IF NOT EXISTS statements_by_medium ON statements (lower(medium), -position, start, id);
CREATE INDEX IF NOT EXISTS statements_by_begin ON statements (begin, id);
CREATE INDEX IF NOT EXISTS statements_by_end ON statements ("end", id);
CREATE INDEX IF NOT EXISTS statements_by_standing ON statements (standing, id);
CREATE INDEX IF NOT EXISTS statements_by_order ON statements (-position, start, id);
CREATE TABLE IF NOT EXISTS statement_people (
    statement TEXT, article TEXT, part TEXT, entity TEXT, words TEXT, PRIMARY KEY (statement, part, entity)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS statement_people_by_entity ON statement_people (entity, part, statement);
CREATE INDEX IF NOT EXISTS statement_people_by_article ON statement_people (article);
CREATE TABLE IF NOT EXISTS claims_of (
    item TEXT, statement TEXT, article TEXT, PRIMARY KEY (item, statement)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS claims_of_by_statement ON claims_of (statement);
CREATE INDEX IF NOT EXISTS claims_of_by_article ON claims_of (article);
CREATE TABLE IF NOT EXISTS figures (
    id TEXT PRIMARY KEY, article TEXT, local TEXT, event TEXT, words TEXT, comparator TEXT, value REAL, upper REAL,
    unit TEXT, counts TEXT, whole REAL, withdrawn INTEGER, confidence REAL, start INTEGER, stop INTEGER,
    position INTEGER, standing REAL, part INTEGER, change TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS figures_by_article ON figures (article);
CREATE INDEX IF NOT EXISTS figures_by_event ON figures (event);
CREATE INDEX IF NOT EXISTS figures_by_order ON figures (-position, start, id);
CREATE INDEX IF NOT EXISTS figures_by_unit ON figures (unit, -position, start, id);
CREATE INDEX IF NOT EXISTS figures_by_counts ON figures (lower(counts), -position, start, id);
CREATE INDEX IF NOT EXISTS figures_by_least ON figures (coalesce(value, 9e999), id);
CREATE INDEX IF NOT EXISTS figures_by_most ON figures (coalesce(value, -9e999), id);
CREATE INDEX IF NOT EXISTS figures_by_standing ON figures (standing, id);
CREATE TABLE IF NOT EXISTS offices (
    id TEXT PRIMARY KEY, article TEXT, local TEXT, person TEXT, title TEXT, organisation TEXT, place TEXT,
    country TEXT, status TEXT, since TEXT, until TEXT, start INTEGER, stop INTEGER, position INTEGER, standing REAL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS offices_by_article ON offices (article);
CREATE INDEX IF NOT EXISTS offices_by_person ON offices (person);
CREATE INDEX IF NOT EXISTS offices_by_body ON offices (organisation);
CREATE INDEX IF NOT EXISTS offices_by_place ON offices (place);
CREATE INDEX IF NOT EXISTS offices_by_order ON offices (-position, start, id);
CREATE INDEX IF NOT EXISTS offices_by_since ON offices (since, id);
CREATE INDEX IF NOT EXISTS offices_by_status ON offices (status, -position, start, id);
CREATE INDEX IF NOT EXISTS offices_by_title ON offices (lower(title), -position, start, id);
CREATE TABLE IF NOT EXISTS link_keys (
    key TEXT, identified INTEGER, day TEXT, article TEXT, local TEXT,
    PRIMARY KEY (key, identified, day, article, local)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_keys_by_article ON link_keys (article);
CREATE TABLE IF NOT EXISTS link_names (
    key TEXT, identified INTEGER, name TEXT, day TEXT, article TEXT, local TEXT,
    PRIMARY KEY (key, identified, name, day, article, local)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_names_by_article ON link_names (article);
-- Rows of some kilobytes: in a tree of keys alone, as WITHOUT ROWID makes one, four of them would fill a page.
CREATE TABLE IF NOT EXISTS link_profiles (article TEXT PRIMARY KEY, data TEXT);
CREATE TABLE IF NOT EXISTS search_keys (
    owner TEXT, kind TEXT, id TEXT, number INTEGER UNIQUE, PRIMARY KEY (owner, kind, id)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(title, body, tokenize = "unicode61 remove_diacritics 2");
"""
)

# Table -> the key columns by which a difference is named; every other column is compared too.
COMPARED: Final[dict[str, tuple[str, ...]]] = {
    "state": ("kind", "part", "key"),
    "articles": ("id",),
    "entities": ("id",),
    "entity_names": ("entity", "name"),
    "members": ("article", "local"),
    "events": ("id",),
    "event_roles": ("event", "number"),
    "event_times": ("event",),
    "event_links": ("event", "number"),
    "statements": ("id",),
    "statement_people": ("statement", "part", "entity"),
    "claims_of": ("item", "statement"),
    "figures": ("id",),
    "offices": ("id",),
    "link_keys": ("key", "identified", "day", "article", "local"),
    "link_names": ("key", "identified", "name", "day", "article", "local"),
    "link_profiles": ("article",),
}

# What linking looks up of an article: its reading alone decides about it.
INDEXED: Final = ("link_keys", "link_names", "link_profiles")

# Tables with a row or more an article, cleared by its id before they are written again.
BY_ARTICLE: Final = (
    "members",
    "events",
    "event_roles",
    "event_times",
    "event_links",
    "statements",
    "statement_people",
    "claims_of",
    "figures",
    "offices",
    *INDEXED,
)


class NewerCatalogError(StorageError):
    """A newer version of kb made the catalog."""

    code = "newer-catalog"

    def __init__(self, path: str, found: int) -> None:
        self.path = path
        self.found = found
        super().__init__(
            f"The catalog {path} has format {found}; this kb knows {FORMAT}.",
            hint="Update kb, or make the projections again with `kb rebuild`.",
        )


class OlderCatalogError(StorageError):
    """An earlier version of kb made the catalog, without some of what this one reads."""

    code = "older-catalog"

    def __init__(self, path: str, found: int) -> None:
        self.path = path
        self.found = found
        super().__init__(
            f"The catalog {path} has format {found} of an earlier kb; this one needs {FORMAT}.",
            hint="`kb upgrade` moves this home to this kb, which takes leave to write in it; the log stays as it is.",
        )


def check_format(path: str, found: int) -> None:
    """Refuse a catalog of another format; 0 is one that is being made.

    Raises:
        NewerCatalogError, OlderCatalogError: as they say.
    """
    if found > FORMAT:
        raise NewerCatalogError(path, found)
    if 0 < found < FORMAT:
        raise OlderCatalogError(path, found)
