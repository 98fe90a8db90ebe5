"""PostgreSQL: copied by pg_dump from the snapshot of our own transaction, put in place in one transaction."""

from pathlib import Path

from django.db import connection

from cms.publishing.backups.database import Database
from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.programs import find, run, server_major

# What was there goes in the transaction that brings what was saved; extensions and rights stay.
EMPTY = """SET lock_timeout = '10s';
DO $$ DECLARE each text; BEGIN
    FOR each IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = current_schema() LOOP
        EXECUTE 'DROP TABLE IF EXISTS ' || each || ' CASCADE';
    END LOOP;
    FOR each IN SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences WHERE schemaname = current_schema() LOOP
        EXECUTE 'DROP SEQUENCE IF EXISTS ' || each || ' CASCADE';
    END LOOP;
END $$;
"""


class PostgresDatabase(Database):
    vendor = "postgresql"
    file = "database.dump"

    def version(self) -> str:
        return str(server_major())

    def dump(self, to: Path) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        run(find("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={to}")
        if "TABLE DATA" not in run(find("pg_restore"), "--list", str(to)):
            raise BackupError("pg_dump 没有写出任何数据，没有备份。")

    def prepare(self, server: str) -> None:
        if server_major() < int(server):
            raise BackupError(f"备份来自 PostgreSQL {server}，这里的服务器是 {server_major()}，请使用 {server} 或更高版本。")
        find("pg_restore")
        find("psql")

    def put(self, copy: Path, aside: Path) -> None:
        script = copy.with_suffix(".sql")
        run(find("pg_restore"), "--no-owner", "--no-privileges", f"--file={script}", str(copy))
        first = copy.with_suffix(".first.sql")
        first.write_text(EMPTY, encoding="utf-8")
        connection.close()
        program = find("psql")
        connection.close()  # asking for the version opened it again
        try:
            run(
                program, "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
                f"--file={first}", f"--file={script}",
            )
        except BackupError as error:
            hint = "。数据库正在使用，请先停止应用和发布进程" if "lock timeout" in str(error) else ""
            raise BackupError(f"数据库没有改动：{error}{hint}。") from error
