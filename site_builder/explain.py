"""Says of one output why it was made the last time, and key by key whether it would be made again."""

from typing import NamedTuple

from site_builder.build import Options, make_renderer
from site_builder.dependencies import NEW, changed_keys, describe
from site_builder.errors import BuilderError
from site_builder.routes import Output, outputs_of
from site_builder.store import Store


class Key(NamedTuple):
    """Something that an output was made from."""

    key: str
    words: str
    changed: bool


class Explanation(NamedTuple):
    """Why an output is as it is."""

    output: Output | None
    cause: str
    keys: list[Key]

    @property
    def stale(self) -> bool:
        return self.output is not None and (not self.keys or any(key.changed for key in self.keys))


def explain(store: Store, options: Options, site: str, path: str) -> Explanation:
    """Explain the output at `path` of a site. Raises BuilderError when there is and was no such output."""
    path = "/" + path.lstrip("/")
    path = path + "index.html" if path.endswith("/") else path
    renderer = make_renderer(store, options, store.snapshot())
    if site not in renderer.queries.snapshot.sites:
        raise BuilderError(f"没有站点 {site}；现有：{'、'.join(sorted(renderer.queries.snapshot.sites))}")
    outputs = outputs_of(renderer.queries.snapshot, site, renderer.asset_paths(site))
    output = next((each for each in outputs if each.path == path), None)
    made = store.output(site, path)
    if output is None and made is None:
        raise BuilderError(f"站点 {site} 没有文件 {path}")
    if made is None:
        return Explanation(output, NEW, [])
    keys = [Key(key, describe(key), changed) for key, changed in changed_keys(made, renderer.queries)]
    return Explanation(output, made.cause, keys)
