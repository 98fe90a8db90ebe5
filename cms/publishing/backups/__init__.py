"""Backups: the database and the media it names in one place, the keys in another; see docs/backup.md.

    PLACE/objects/3f/3f9a…                  media files, named by their sha256 and shared by all backups
    PLACE/20260102T083000Z/database.dump    the database at one moment (`database.sqlite3` for SQLite)
    PLACE/20260102T083000Z/backup.json      the manifest: digest and size of every file, versions, last change
    PLACE/20260102T083000Z/backup.sha256    the digest of the manifest, written last: without it there is no backup
"""
