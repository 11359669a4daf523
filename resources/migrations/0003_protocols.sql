-- Protocols of the clinic's own (patient is NULL) and copies for one patient. All rows of one protocol and one patient are
-- its versions, the highest is in use; `parent` is the id of the version it was made from, or a shipped protocol's id.
CREATE TABLE protocol_versions (
  seq      INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  protocol TEXT NOT NULL,
  patient  TEXT REFERENCES patients (id),
  version  INTEGER NOT NULL,
  parent   TEXT NOT NULL,
  json     TEXT NOT NULL,
  who      TEXT NOT NULL,
  at       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX protocol_versions_by_protocol ON protocol_versions (protocol, coalesce(patient, ''), version);

-- Taken out of the lists, or back in: the newest row counts.
CREATE TABLE protocol_marks (
  seq       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  protocol  TEXT NOT NULL,
  patient   TEXT REFERENCES patients (id),
  withdrawn INTEGER NOT NULL,
  who       TEXT NOT NULL,
  at        INTEGER NOT NULL
) STRICT;
CREATE INDEX protocol_marks_by_protocol ON protocol_marks (protocol, coalesce(patient, ''));
