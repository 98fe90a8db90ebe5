"""Puts single files of a mirror back, byte for byte, without looking at the rest.

What a mirror should have follows from the store: pages are rendered again, the manifest is written again. Only bytes
whose digest is the remembered one are put.
"""

import hashlib
from collections.abc import Collection

from site_builder import manifest
from site_builder.apply import Mirror, Remembered
from site_builder.manifest import is_manifest_file
from site_builder.plan import Group, Operation
from site_builder.render import Renderer
from site_builder.routes import Output, outputs_of
from site_builder.signing import Signer
from site_builder.store import Store
from site_builder.writer import Staging

MOST = 200  # files; for more of them a build that reads the whole mirror is quicker
REASON = "恢复被改动的文件"


def mend(
    renderer: Renderer, store: Store, signer: Signer, mirror: Mirror, paths: Collection[str], strangers: Collection[str]
) -> bool:
    """Put the files at some paths back and delete those at others; return whether that was possible.

    It is not when there are too many, or when the content is not that of the mirror any more: then a build is due.
    Raises TargetError.
    """
    if len(paths) + len(strangers) > MOST:
        return False
    remembered = Remembered(store, mirror.site)
    wanted = set(paths)
    snapshot = renderer.queries.snapshot
    outputs = {
        output.path: output for output in outputs_of(snapshot, mirror.site, renderer.asset_paths(mirror.site))
        if output.path in wanted
    }
    numbers = {int(each.subject) for each in outputs.values() if each.kind in ("content", "content_data")}
    renderer.expect(store, numbers)
    # A folder of its own: in the site's there may be what an interrupted build has to finish.
    staging = Staging(mirror.folder.with_name(f"{mirror.site}.mending"))
    try:
        for path in sorted(wanted):
            data = _made_again(path, outputs.get(path), renderer, store, signer, remembered)
            made = remembered.get(path)
            if data is None or made is None or hashlib.sha256(data).digest() != made.sha256:
                return False
            staging.write(path, data)
        staging.close()
        operations = [Operation(Group.CHANGED_PAGES, path, False, REASON) for path in sorted(wanted)]
        operations += [Operation(Group.DELETIONS, path, True, REASON) for path in sorted(strangers)]
        mirror.target.apply(operations, staging)
    finally:
        staging.clear()
    return True


def _made_again(
    path: str, output: Output | None, renderer: Renderer, store: Store, signer: Signer, remembered: Remembered
) -> bytes | None:
    if output is not None:
        return renderer.render(output).data
    if not is_manifest_file(path):
        return None
    if path in (manifest.ROOT, manifest.SIGNATURE):
        root = _root(store, remembered)
        return root if path == manifest.ROOT else signer.sign(root)
    return next((manifest.leaf(remembered.leaf(name)) for name, at in manifest.LEAF_ADDRESSES.items() if at == path), None)


def _root(store: Store, remembered: Remembered) -> bytes:
    listed = remembered.leaf("")
    digests = {name: listed[at].sha256.hex() for name, at in manifest.LEAF_ADDRESSES.items() if at in listed}
    files = sum(len(remembered.leaf(name)) for name in manifest.LEAVES)
    return manifest.root(remembered.site, store.change_of(remembered.site), files, digests)
