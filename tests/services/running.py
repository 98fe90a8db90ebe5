"""A command of ours that runs beside a test, for as long as the test wants."""

import os
import select
import subprocess
from collections.abc import Callable, Sequence

from tests.services.demo import ROOT

PATIENCE, LOOK = 120.0, 0.2  # seconds: until a test gives up, and between two looks


class Running:
    """A process and all that it has said."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.said = b""

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that it brings about, looking now and then and whenever it speaks."""
        assert self.process.stdout is not None
        pipe = self.process.stdout.fileno()
        for _ in range(int(PATIENCE / LOOK)):
            if condition():
                return
            if select.select([pipe], [], [], LOOK)[0]:
                self.said += os.read(pipe, 65536)
            assert self.process.poll() is None, self.said.decode(errors="replace")
        raise AssertionError(self.said.decode(errors="replace")[-4000:])

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def end(self) -> str:
        """Ask it to stop, and return all that it said; it must end well."""
        self.process.terminate()
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.said += rest
        assert self.process.returncode == 0, self.said.decode(errors="replace")
        return self.said.decode()
