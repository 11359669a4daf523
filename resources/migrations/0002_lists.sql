-- Lists of a large store: a patient's sessions by time, counts and last visits, the newest of everyone, from indices alone.
DROP INDEX sessions_by_patient;
CREATE INDEX sessions_by_patient ON sessions (patient, started);
CREATE INDEX sessions_by_start ON sessions (started);
