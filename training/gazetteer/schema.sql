-- The shipped gazetteer. Positive place ids are GeoNames ids; negative ones are our own
-- and mean "no GeoNames id known". Positions are ten-thousandths of a degree.
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
CREATE TABLE meta (source TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE country (
    iso2 TEXT PRIMARY KEY, iso3 TEXT NOT NULL, geonames INTEGER NOT NULL, name TEXT NOT NULL, continent TEXT NOT NULL,
    capital INTEGER, capital_name TEXT NOT NULL, population INTEGER NOT NULL, lat INTEGER, lon INTEGER
) WITHOUT ROWID;
CREATE TABLE country_name (
    norm TEXT NOT NULL, kind TEXT NOT NULL, iso2 TEXT NOT NULL, part TEXT NOT NULL, exact TEXT NOT NULL,
    PRIMARY KEY (norm, kind, iso2, exact)
) WITHOUT ROWID;
CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind INTEGER NOT NULL, country TEXT NOT NULL, region INTEGER, code TEXT,
    lat INTEGER, lon INTEGER, population INTEGER NOT NULL, capital INTEGER NOT NULL
);
CREATE TABLE name (
    norm TEXT NOT NULL, place INTEGER NOT NULL, weight INTEGER NOT NULL, exact TEXT NOT NULL,
    PRIMARY KEY (norm, place)
) WITHOUT ROWID;
CREATE TABLE metonym (
    norm TEXT PRIMARY KEY, country TEXT NOT NULL, institution TEXT NOT NULL, kind TEXT NOT NULL, ambiguous INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE organisation (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, acronym TEXT NOT NULL, type TEXT NOT NULL, country TEXT NOT NULL,
    wikidata TEXT NOT NULL
);
CREATE TABLE organisation_name (
    norm TEXT NOT NULL, organisation INTEGER NOT NULL, exact TEXT NOT NULL, PRIMARY KEY (norm, organisation, exact)
) WITHOUT ROWID;
CREATE TABLE word (norm TEXT PRIMARY KEY) WITHOUT ROWID;
