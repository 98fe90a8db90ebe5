import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.articles.models import ArticlePage
from cms.cluster.models import SiteProfile
from tests.cms.articles.imports.conftest import make_line


def write(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def test_the_command_ends_with_a_summary(portal: SiteProfile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "a.jsonl", make_line(), make_line(slug="b"))
    call_command("import_articles", file)
    assert capsys.readouterr().out.splitlines() == [
        "新建栏目 portal/news", "新建栏目 portal/news/headlines", "新增 2，更新 0，未变 0，有问题 0",
    ]


def test_bad_lines_are_named_and_the_command_fails(
    portal: SiteProfile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "a.jsonl", make_line(), make_line(slug="b", date="昨天"))
    with pytest.raises(SystemExit) as ended:
        call_command("import_articles", file)
    assert ended.value.code == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "第 2 行：发布时间“昨天”无效，应如 2026-01-02T08:30"
    assert said[-1] == "新增 1，更新 0，未变 0，有问题 1"


def test_a_dry_run_says_so(portal: SiteProfile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_articles", write(tmp_path / "a.jsonl", make_line(section="news")), "--dry-run")
    assert capsys.readouterr().out.splitlines() == [
        "将新建栏目 portal/news", "试运行，没有写入。将新增 1，更新 0，未变 0，有问题 0",
    ]
    assert not ArticlePage.objects.exists()


def test_a_file_that_cannot_be_opened_is_named(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("import_articles", tmp_path / "missing.jsonl")
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("import_articles", tmp_path)
