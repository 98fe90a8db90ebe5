"""The command line of the verifier. Exit status: 0 all is as signed, 1 something differs, 2 it could not be checked."""

import argparse
import base64
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from site_builder.verifier.check import FRESH, Checked, check, check_until_steady
from site_builder.verifier.differences import Difference, Kind, as_json as difference_as_json
from site_builder.verifier.places import CannotCheck, open_place
from site_builder.verifier.seen import Seen

PAUSE = 3.0  # seconds until a second look: while a release is being put on the mirror it is neither the old one nor the new one


def main() -> None:
    options = _read_options()
    try:
        found = verify(options)
    except CannotCheck as error:
        sys.stderr.write(f"无法核对：{error}\n")
        sys.exit(2)
    if options.json:
        sys.stdout.write(json.dumps(as_json(found)) + "\n")
    else:
        for line in [*map(str, found.differences), *found.notes]:
            sys.stdout.write(line + "\n")
        verdict = f"有 {len(found.differences)} 处与签名清单不符" if found.differences else "与签名清单一致"
        sys.stdout.write(f"站点 {found.site or '未知'}，变更序号 {found.change}，{found.files} 个文件：{verdict}。\n")
    sys.exit(1 if found.differences else 0)


def verify(options: argparse.Namespace) -> Checked:
    """Check a place; one that is being changed meanwhile is looked at again."""
    seen = Seen(options.seen) if options.seen else None
    found = check_until_steady(lambda: _look(options, seen), lambda: time.sleep(PAUSE))
    if seen is not None and not found.differences:
        seen.remember(options.place, found)
    return found


def _look(options: argparse.Namespace, seen: Seen | None) -> Checked:
    site = options.site or (seen.site_at(options.place) if seen else "")
    found = check(open_place(options.place), options.key, site=site, now=options.now or datetime.now(UTC))
    if seen is not None:
        found.differences.extend(seen.differences(found))
    if options.require_fresh and found.fresh is None and not any(each.path == FRESH for each in found.differences):
        found.differences.append(Difference(found.site, FRESH, Kind.FROZEN, note="没有有效的时效声明"))
    return found


def as_json(found: Checked) -> dict[str, object]:
    """Return what `--json` prints."""
    return {
        "site": found.site, "change": found.change, "root": found.root, "files": found.files, "notes": found.notes,
        "differences": [difference_as_json(each) for each in found.differences],
    }


def _read_key(text: str) -> str:
    """Return a public key, given itself or by the name of the file that holds it."""
    if Path(text).is_file():
        text = Path(text).read_text(encoding="ascii", errors="replace").strip()
    try:
        if len(base64.b64decode(text, validate=True)) == 32:
            return text
    except ValueError:
        pass
    raise argparse.ArgumentTypeError("公钥应为 manage.py public_key 输出的 44 个字符，或保存它的文件")


def _read_time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是时间，请写 2026-01-02T08:30+08:00 这样的形式") from error
    return found if found.tzinfo else found.astimezone()


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="verifier", description="核对一个静态镜像是否与它的签名清单一致。")
    parser.add_argument("place", metavar="PLACE", help="镜像的目录，或它的 http(s) 网址")
    parser.add_argument("--key", required=True, action="append", type=_read_key, help="公钥；更换密钥期间可以给出多个")
    parser.add_argument("--site", default="", metavar="KEY", help="应该是哪个站点")
    parser.add_argument("--seen", type=Path, metavar="FILE", help="记住见过的最新版本，以发现退回旧版")
    parser.add_argument("--require-fresh", action="store_true", help="没有有效的时效声明也算不符")
    parser.add_argument("--now", type=_read_time, metavar="TIME", help="按这个时间判断时效，默认是现在")
    parser.add_argument("--json", action="store_true", help="输出一行 JSON")
    return parser.parse_args()


if __name__ == "__main__":
    main()
