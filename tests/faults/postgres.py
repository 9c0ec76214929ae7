"""A database that one may kill."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.diagnosis.test_kill import wait_for
from tests.faults.processes import command, descendants, free_port


@dataclass
class Postgres:
    """A PostgreSQL of its own, which one may kill. Run by the user postgres when we are root: it refuses root."""

    folder: Path
    port: int = field(default_factory=free_port)

    @staticmethod
    def programs() -> Path | None:
        """Where its programs are; None when it is not installed, or cannot be run from here."""
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found or (os.getuid() == 0 and not shutil.which("runuser")):
            return None
        return found[-1].parent

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        self.folder.mkdir(mode=0o755)
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._do(
            "initdb", "-D", f"{self.folder}/data", "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8"
        )
        self.start()

    def start(self) -> None:
        """With everything that makes a commit durable."""
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder}"
        for _ in range(300):  # it waits for the last of its killed children
            with contextlib.suppress(subprocess.CalledProcessError):
                where = ["-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log"]
                self._do("pg_ctl", *where, "-o", options, "start")
                return
            time.sleep(0.2)
        raise AssertionError(Path(f"{self.folder}/log").read_text()[-2000:])

    def database_in(self, folder: Path) -> str:
        """A database whose tables are in that folder; the rest stays where it is."""
        import psycopg

        (folder / "tables").mkdir()
        if os.getuid() == 0:
            shutil.chown(folder / "tables", "postgres")
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{folder}/tables'")
            connection.execute("CREATE DATABASE small TABLESPACE small")
        return self.url.removesuffix("postgres") + "small"

    def stop(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self._do("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")

    def kill(self) -> None:
        """Every process of it, at once."""
        head = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        for pid in (head, *descendants(head)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not Path(f"/proc/{head}").exists() or not command(head), 10)

    def _do(self, program: str, *arguments: str) -> None:
        where = self.programs()
        assert where is not None
        before = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run(
            [*before, str(where / program), *arguments],
            check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
