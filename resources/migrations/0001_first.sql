-- Schema 1. Rows are added, not changed: a newer row of the same thing wins. `at` is µs since 1970 UTC, `who` the user.
-- docs/formats/store.md says what every column and blob holds.

CREATE TABLE settings (
  seq   INTEGER PRIMARY KEY,
  key   TEXT NOT NULL,
  value TEXT NOT NULL,
  who   TEXT NOT NULL,
  at    INTEGER NOT NULL
) STRICT;
CREATE INDEX settings_by_key ON settings (key);

CREATE TABLE patients (
  seq  INTEGER PRIMARY KEY,
  id   TEXT NOT NULL UNIQUE,
  who  TEXT NOT NULL,
  at   INTEGER NOT NULL
) STRICT;

CREATE TABLE patient_revisions (
  seq       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  patient   TEXT NOT NULL REFERENCES patients (id),
  code      TEXT NOT NULL,
  condition TEXT NOT NULL,
  demo      INTEGER NOT NULL,
  who       TEXT NOT NULL,
  at        INTEGER NOT NULL
) STRICT;
CREATE INDEX patient_revisions_by_patient ON patient_revisions (patient);

-- Who the patient is, apart from what was measured, so that it can be sealed by itself.
CREATE TABLE identities (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  patient    TEXT NOT NULL REFERENCES patients (id),
  name       TEXT NOT NULL,
  birth_year INTEGER NOT NULL,
  note       TEXT NOT NULL,
  who        TEXT NOT NULL,
  at         INTEGER NOT NULL
) STRICT;
CREATE INDEX identities_by_patient ON identities (patient);

CREATE TABLE patient_marks (
  seq     INTEGER PRIMARY KEY,
  id      TEXT NOT NULL UNIQUE,
  patient TEXT NOT NULL REFERENCES patients (id),
  hidden  INTEGER NOT NULL,
  who     TEXT NOT NULL,
  at      INTEGER NOT NULL
) STRICT;
CREATE INDEX patient_marks_by_patient ON patient_marks (patient);

CREATE TABLE sessions (
  seq           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  patient       TEXT NOT NULL REFERENCES patients (id),
  protocol_id   TEXT NOT NULL,
  protocol_name TEXT NOT NULL,
  device_model  TEXT NOT NULL,
  device_serial TEXT NOT NULL,
  format        TEXT NOT NULL,
  setup         TEXT NOT NULL,
  started       INTEGER NOT NULL,
  who           TEXT NOT NULL,
  at            INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_patient ON sessions (patient);

-- The writer said it was complete.
CREATE TABLE session_ends (
  seq      INTEGER PRIMARY KEY,
  session  INTEGER NOT NULL UNIQUE REFERENCES sessions (seq),
  frames_n INTEGER NOT NULL,
  lost_n   INTEGER NOT NULL,
  who      TEXT NOT NULL,
  at       INTEGER NOT NULL
) STRICT;

-- The numbers, computed afterwards. state: 1 done, 2 interrupted.
CREATE TABLE session_closes (
  seq     INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (seq),
  state   INTEGER NOT NULL,
  summary TEXT NOT NULL,
  who     TEXT NOT NULL,
  at      INTEGER NOT NULL
) STRICT;
CREATE INDEX session_closes_by_session ON session_closes (session);

-- One row per transaction of a recording (about a second): running totals, and what was computed in it.
CREATE TABLE commits (
  seq         INTEGER PRIMARY KEY,
  session     INTEGER NOT NULL REFERENCES sessions (seq),
  number      INTEGER NOT NULL,
  end_frame   INTEGER NOT NULL,
  frames_n    INTEGER NOT NULL,
  lost_n      INTEGER NOT NULL,
  who         TEXT NOT NULL,
  at          INTEGER NOT NULL,
  hops_last   INTEGER,
  hops_crc    INTEGER NOT NULL,
  quality_crc INTEGER NOT NULL,
  metrics_crc INTEGER NOT NULL,
  hops        BLOB NOT NULL,
  quality     BLOB NOT NULL,
  metrics     BLOB NOT NULL,
  UNIQUE (session, number)
) STRICT;
CREATE INDEX commits_by_hop ON commits (session, hops_last) WHERE hops_last IS NOT NULL;

-- Chunks of signal: place and pyramid here, small, read whole when a session opens; raw counts in `chunks`, same seq.
CREATE TABLE pieces (
  seq       INTEGER PRIMARY KEY,
  session   INTEGER NOT NULL REFERENCES sessions (seq),
  first     INTEGER NOT NULL,
  frames_n  INTEGER NOT NULL,
  commit_id INTEGER NOT NULL REFERENCES commits (seq),
  cells_crc INTEGER NOT NULL,
  cells     BLOB NOT NULL,
  UNIQUE (session, first)
) STRICT;

CREATE TABLE chunks (
  seq        INTEGER PRIMARY KEY REFERENCES pieces (seq),
  counts_crc INTEGER NOT NULL,
  counts     BLOB NOT NULL
) STRICT;

CREATE TABLE gaps (
  seq       INTEGER PRIMARY KEY,
  session   INTEGER NOT NULL REFERENCES sessions (seq),
  commit_id INTEGER NOT NULL REFERENCES commits (seq),
  first     INTEGER NOT NULL,
  frames_n  INTEGER NOT NULL,
  estimated INTEGER NOT NULL
) STRICT;
CREATE INDEX gaps_by_session ON gaps (session, first);

CREATE TABLE events (
  seq       INTEGER PRIMARY KEY,
  session   INTEGER NOT NULL REFERENCES sessions (seq),
  commit_id INTEGER NOT NULL REFERENCES commits (seq),
  frame     INTEGER NOT NULL,
  kind      INTEGER NOT NULL,
  channel   INTEGER NOT NULL,
  value     REAL,
  text      TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_session ON events (session, frame);

-- What was added, in order, each with a checksum of the row and of all before it. Against accident, not against intent.
CREATE TABLE audit (
  seq       INTEGER PRIMARY KEY,
  tbl       TEXT NOT NULL,
  row       INTEGER NOT NULL,
  columns_n INTEGER NOT NULL,
  row_crc   INTEGER NOT NULL,
  who       TEXT NOT NULL,
  at        INTEGER NOT NULL,
  chain     INTEGER NOT NULL,
  UNIQUE (tbl, row)
) STRICT;
