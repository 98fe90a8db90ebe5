"""The templates of a theme: where they are found, what they may use, and what digest stands for each.

A theme's own folder comes before `shared`. A component is a folder with one macro in `template.html`; templates
call it as `c.<name>(…)`. The digest of a template covers everything it can reach, so that a changed component makes
exactly the pages that use it stale.
"""

import operator
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from traceback import walk_tb
from types import NoneType
from typing import Any, ClassVar

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, TemplateError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup, escape

from cms.records import ChannelRecord, SiteRecord, digest_of_bytes
from site_builder.errors import ThemeError

SHARED = "shared"
REFERENCE = re.compile(r"""\{%-?\s*(?:include|import|from)\s+["']([^"']+)["']""")
COMPONENT = re.compile(r"\bc\.([a-z_]+)\b")
LAYOUTS = "layouts/"
EXTENDS = re.compile(r"""\{%-?\s*extends\s+["']([^"']+)["']""")
ASSET = re.compile(r"""\basset\(([^)]*)\)""")
NAME = re.compile(r"""\s*["']([^"']+)["']\s*""")
INDENTATION = re.compile(r"^[ \t]+", re.M)
NEEDS_ESCAPE = re.compile(r"""[&<>"']""").search
CODE_IN_PAGE = re.compile(r"""<script(?![^>]*\bsrc=)(?![^>]*type="application/(?:ld\+)?json")|\sstyle\s*=(?!=)|\son[a-z]+\s*=(?!=)""", re.I)


def day(time: str) -> str:
    """Return `2026-01-02` from an ISO time."""
    return time[:10]


def minute(time: str) -> str:
    """Return `2026-01-02 08:30` from an ISO time."""
    return f"{time[:10]} {time[11:16]}" if len(time) > 10 else time


def filesize(size: int) -> str:
    """Return a size in bytes as people read it: `2.3 MB`."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{max(1, round(size / 1000))} KB"


def escape_text(value: Any) -> str:
    """Return a value as safe text; most values have nothing to escape, and a plain string will do for them."""
    kind = type(value)
    if kind is Markup or (kind is str and not NEEDS_ESCAPE(value)):
        return value  # type: ignore[no-any-return]
    return escape(value)


def place_in_template(error: BaseException) -> str:
    """Return the template and the line in it where an error arose, "" if it was not in a template."""
    place = ""
    for frame, line in walk_tb(error.__traceback__):
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            place = f"{template.name} 第 {template.get_corresponding_lineno(line)} 行"
    return place


class QuickCode(CodeGenerator):
    """Compiles to what Python does itself, where Jinja would do more for templates that nobody here writes.

    An output is a call of `escape_text`, because Jinja's own wraps every value in an object. An attribute is an attribute,
    never an item; a function gets its arguments and no context. Together that is half of a page's time.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if forward_caller:
            super().visit_Call(node, frame, forward_caller=True)
            return
        self.write("environment.call(")
        self.visit(node.node, frame)
        self.signature(node, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.escape_text(")
        if finalize.src is not None:
            self.write(finalize.src)


class QuickEnvironment(Environment):
    code_generator_class = QuickCode
    escape_text = staticmethod(escape_text)
    call: ClassVar[Callable[..., Any]] = operator.call


class Unindented(Extension):
    """Leaves out the indentation of templates, which only helps who reads them: a tenth of a page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return INDENTATION.sub("", source)


class Components:
    """Gives templates the macro of each component by name."""

    def __init__(self, theme: "Theme") -> None:
        self._theme = theme

    def __getattr__(self, name: str) -> Any:
        macro = remember(self._theme.component(name))
        setattr(self, name, macro)
        return macro


PLAIN = frozenset((str, int, bool, NoneType))
SHARED_RECORDS = frozenset((ChannelRecord, SiteRecord))  # few, and kept for the whole build
REMEMBERED = 2000  # results of a component


def remember(macro: Callable[..., Any]) -> Callable[..., Any]:
    """Keep what a component makes of plain arguments: an icon or a toolbar is the same on every page."""
    results: dict[Any, Any] = {}

    def component(*args: Any, **kwargs: Any) -> Any:
        key = []
        for value in (*args, *kwargs, *kwargs.values()):
            kind = type(value)
            if kind in PLAIN:
                key.append(value)
            elif kind in SHARED_RECORDS:
                key.append(id(value))
            else:
                return macro(*args, **kwargs)
        place = tuple(key)
        found = results.get(place)
        if found is None:
            found = macro(*args, **kwargs)
            if len(results) < REMEMBERED:
                results[place] = found
        return found

    return component


class Theme:
    """The templates of one theme. `asset` gives the address of an asset by its name, `assets` stands for all of them."""

    def __init__(
        self, themes: Path, name: str, asset: Callable[[str], str], assets: bytes = b"", cache: Path | None = None
    ) -> None:
        self.name = name
        self._asset, self._assets = asset, assets
        self.folders = [themes / name, themes / SHARED]
        self._sources: dict[str, str] = {}
        self._digests: dict[str, bytes] = {}
        self._layouts: dict[str, str] = {}
        self._contexts: dict[str, tuple[Callable[[Context], Iterator[str]], Context, dict[str, Any]]] = {}
        self.environment = QuickEnvironment(
            loader=FileSystemLoader(self.folders), autoescape=True, trim_blocks=True, lstrip_blocks=True,
            undefined=StrictUndefined, auto_reload=False, extensions=[Unindented],
            bytecode_cache=FileSystemBytecodeCache(str(cache)) if cache else None,
        )
        self.environment.filters |= {"day": day, "minute": minute, "filesize": filesize, "safe_html": Markup}
        self.environment.globals |= {"c": Components(self), "asset": asset}

    def component(self, name: str) -> Any:
        template = f"components/{name.replace('_', '-')}/template.html"
        try:
            return getattr(self.environment.get_template(template).module, name)
        except (TemplateError, AttributeError) as error:
            raise ThemeError(f"主题 {self.name} 的组件 {template} 无法使用：{error}") from error

    def template(self, name: str) -> Any:
        try:
            return self.environment.get_template(name)
        except TemplateError as error:
            raise ThemeError(f"主题 {self.name} 的模板 {name} 无法使用：{error}") from error

    def render_main(self, name: str, variables: dict[str, Any]) -> str:
        """Return the main block of a page template."""
        if name not in self._contexts:
            template = self.template(name)
            self._contexts[name] = template.blocks["main"], template.new_context(), dict(template.globals)
        block, context, names = self._contexts[name]
        # One context for all pages of a template: making one takes longer than filling it.
        context.parent = {**names, **variables}
        return "".join(block(context))

    def layout_of(self, name: str) -> str:
        """Return the layout that a page template extends."""
        if name not in self._layouts:
            found = EXTENDS.search(self.source(name))
            if not found:
                raise ThemeError(f"主题 {self.name} 的模板 {name} 没有 extends 任何布局")
            self._layouts[name] = found[1]
        return self._layouts[name]

    def source(self, name: str) -> str:
        """Return a template's text; inline code in it is an error, because the pages' CSP forbids it."""
        if name not in self._sources:
            path = next((folder / name for folder in self.folders if (folder / name).is_file()), None)
            if path is None:
                raise ThemeError(f"主题 {self.name} 缺少模板 {name}")
            text = path.read_text(encoding="utf-8")
            found = CODE_IN_PAGE.search(text)
            if found:
                line = text[: found.start()].count("\n") + 1
                raise ThemeError(f"主题 {self.name} 的模板 {name} 第 {line} 行有内联脚本或样式（{found[0].strip()}），页面安全策略不允许")
            self._sources[name] = text
        return self._sources[name]

    def digest(self, name: str) -> bytes:
        """Return the digest of a template and of all that it can reach; the layout of a page is its frame's affair."""
        if name not in self._digests:
            reached = sorted(self._reach(name, set()))
            parts = [f"{each}\0{self.source(each)}".encode() for each in reached]
            parts += self._assets_named({argument for each in reached for argument in ASSET.findall(self.source(each))})
            self._digests[name] = digest_of_bytes(b"\0\0".join(parts))
        return self._digests[name]

    def _assets_named(self, arguments: set[str]) -> list[bytes]:
        """Return what stands for the assets that templates ask for: all of them, where a name is put together."""
        names = [NAME.fullmatch(argument) for argument in sorted(arguments)]
        if all(names):
            return [self._asset(name[1]).encode() for name in names if name]
        return [self._assets]

    def _reach(self, name: str, reached: set[str]) -> set[str]:
        if name not in reached:
            reached.add(name)
            text = self.source(name)
            for other in REFERENCE.findall(text) + (EXTENDS.findall(text) if name.startswith(LAYOUTS) else []):
                self._reach(other, reached)
            for component in set(COMPONENT.findall(text)):
                self._reach(f"components/{component.replace('_', '-')}/template.html", reached)
        return reached
