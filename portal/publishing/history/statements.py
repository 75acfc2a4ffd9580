"""The tables of the ledger and what is asked of them."""

from __future__ import annotations

from typing import Final

# What `SCHEMA` sets; it brings a file of an earlier one up to date, too.
VERSION: Final = 2
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS facts (
    name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS releases (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, cause TEXT NOT NULL,
    files INTEGER NOT NULL DEFAULT 0, digest TEXT NOT NULL DEFAULT '',
    signature TEXT NOT NULL DEFAULT '', public_key TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS releases_at ON releases (at);
CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, key TEXT NOT NULL, begun INTEGER NOT NULL, ended INTEGER,
    digest TEXT NOT NULL, payload BLOB NOT NULL, department TEXT,
    PRIMARY KEY (kind, key, begun));
CREATE INDEX IF NOT EXISTS records_now ON records (kind, key) WHERE ended IS NULL;
CREATE INDEX IF NOT EXISTS records_of_department
    ON records (kind, department, key) WHERE ended IS NULL;
CREATE INDEX IF NOT EXISTS records_begun ON records (begun);
CREATE INDEX IF NOT EXISTS records_ended ON records (ended) WHERE ended IS NOT NULL;
CREATE TABLE IF NOT EXISTS files (
    path TEXT NOT NULL, begun INTEGER NOT NULL, ended INTEGER, digest TEXT NOT NULL,
    bucket INTEGER NOT NULL, PRIMARY KEY (path, begun)) WITHOUT ROWID;
-- A part of the list is summed up after each publish, from the index alone.
DROP INDEX IF EXISTS files_now;
CREATE INDEX IF NOT EXISTS files_listed ON files (bucket, path, digest, ended)
    WHERE ended IS NULL;
CREATE INDEX IF NOT EXISTS files_begun ON files (begun);
CREATE INDEX IF NOT EXISTS files_ended ON files (ended) WHERE ended IS NOT NULL;
CREATE TABLE IF NOT EXISTS buckets (
    bucket INTEGER PRIMARY KEY, files INTEGER NOT NULL, digest TEXT NOT NULL);
PRAGMA user_version = 2;
"""


LAST: Final = """
SELECT number, at, cause, files, digest, signature, public_key FROM releases
ORDER BY number DESC LIMIT 1"""
FIRST: Final = """
SELECT number, at, cause, files, digest, signature, public_key FROM releases
ORDER BY number LIMIT 1"""
BROUGHT: Final = """
SELECT kind, key, digest, payload FROM records WHERE begun = :number
ORDER BY kind, key LIMIT :amount"""
ENDED: Final = """
SELECT kind, key, digest, payload FROM records WHERE ended = :number
ORDER BY kind, key LIMIT :amount"""
NUMBERED: Final = """
SELECT number, at, cause, files, digest, signature, public_key FROM releases
WHERE number = ?"""
LIVE_AT: Final = """
SELECT number, at, cause, files, digest, signature, public_key FROM releases
WHERE at <= ? ORDER BY number DESC LIMIT 1"""
BEFORE: Final = """
SELECT number, at, cause, files, digest, signature, public_key FROM releases
WHERE number < ? ORDER BY number DESC LIMIT ?"""
DIGESTS: Final = """
SELECT key, digest FROM records
WHERE kind = :kind AND begun <= :number AND (ended IS NULL OR ended > :number)
ORDER BY key"""
ONE_DIGEST: Final = """
SELECT key, digest FROM records WHERE kind = :kind AND key = :key
AND begun <= :number AND (ended IS NULL OR ended > :number)"""
MATTERS: Final = """
SELECT kind, key, digest, payload FROM records WHERE kind = 'matter'
AND begun <= :number AND (ended IS NULL OR ended > :number) ORDER BY key"""
MATTER: Final = """
SELECT kind, key, digest, payload FROM records WHERE kind = 'matter' AND key = :key
AND begun <= :number AND (ended IS NULL OR ended > :number)"""
CONTENTS: Final = """
SELECT kind, key, digest FROM records
WHERE begun <= :number AND (ended IS NULL OR ended > :number)"""
OTHERS: Final = """
SELECT kind, key, digest, payload FROM records WHERE kind <> 'matter'
AND begun <= :number AND (ended IS NULL OR ended > :number) ORDER BY kind, key"""
# What came with this very release and changed again was never a state of its own.
FORGET_RECORD: Final = """
DELETE FROM records WHERE kind = ? AND key = ? AND begun = ? AND ended IS NULL"""
END_RECORD: Final = """
UPDATE records SET ended = ? WHERE kind = ? AND key = ? AND ended IS NULL"""
FORGET_FILE: Final = """
DELETE FROM files WHERE path = ? AND begun = ? AND ended IS NULL"""
END_FILE: Final = "UPDATE files SET ended = ? WHERE path = ? AND ended IS NULL"
PUT_RECORD: Final = """
INSERT INTO records (kind, key, begun, digest, payload, department)
VALUES (:kind, :key, :number, :digest, :packed, json_extract(:payload, :path))"""
LIVE_RECORD: Final = """
SELECT records.key, releases.at, records.payload FROM records
JOIN releases ON releases.number = records.begun
WHERE kind = :kind AND key = :key AND ended IS NULL"""
LIVE_RECORDS: Final = """
SELECT records.key, releases.at, records.payload FROM records
JOIN releases ON releases.number = records.begun
WHERE kind = :kind AND ended IS NULL ORDER BY key LIMIT :amount OFFSET :start"""
LIVE_OF_DEPARTMENT: Final = """
SELECT records.key, releases.at, records.payload FROM records
JOIN releases ON releases.number = records.begun
WHERE kind = :kind AND department = :department AND ended IS NULL
ORDER BY key LIMIT :amount OFFSET :start"""
COUNT_LIVE: Final = "SELECT count(*) FROM records WHERE kind = :kind AND ended IS NULL"
COUNT_OF_DEPARTMENT: Final = """
SELECT count(*) FROM records
WHERE kind = :kind AND department = :department AND ended IS NULL"""
