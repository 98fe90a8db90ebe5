"""Packs the verifier into one file: python -m site_builder.verifier.pack FILE.pyz"""

import sys
import zipapp
from pathlib import Path
from tempfile import TemporaryDirectory


def pack(target: Path) -> None:
    """Write an archive that Python runs by itself: `python FILE.pyz PLACE --key KEY`."""
    here = Path(__file__).resolve().parent
    with TemporaryDirectory() as folder:
        package = Path(folder, "site_builder", "verifier")
        package.mkdir(parents=True)
        (package.parent / "__init__.py").touch()
        for source in sorted(here.glob("*.py")):
            (package / source.name).write_bytes(source.read_bytes())
        target.parent.mkdir(parents=True, exist_ok=True)
        zipapp.create_archive(folder, target, main="site_builder.verifier.__main__:main")


if __name__ == "__main__":
    pack(Path(sys.argv[1]))
