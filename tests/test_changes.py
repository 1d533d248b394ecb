"""Only the findings on changed lines, with real repositories and diffs as various tools write them."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from word_files import p, r, word

from govlint.changes import hunks

FAULTY = "全年投资XX万元。\n"  # one finding, PH001
CLEAN = "全年投资52万元。\n"
USER = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always")


@pytest.fixture
def git(tmp_path):
    """Runs git in a repository at `tmp_path`, or in a folder below it."""
    if shutil.which("git") is None:
        pytest.skip("没有 git，不试改动的行")

    def run(*arguments: str, folder: str = ".") -> bytes:
        return subprocess.run(
            ["git", *USER, *arguments], cwd=tmp_path / folder, capture_output=True, check=True
        ).stdout

    run("init", "-q", "-b", "main")
    return run


@pytest.fixture
def commit(git):
    def everything(folder: str = ".") -> None:
        git("add", "-A", folder=folder)
        git("commit", "-qm", "x", folder=folder)

    return everything


@pytest.fixture
def places(govlint):
    """Where `check` finds something: path and line, in order."""

    def run(*arguments: str, **options) -> list[tuple[str, int]]:
        done = govlint("check", "--output-format", "json", "--isolated", *arguments, **options)
        assert done.err == ""
        return [(found["path"], found["start"]["line"]) for found in done.json["diagnostics"]]

    return run


def test_only_findings_on_changed_lines_are_listed(git, commit, write, places, govlint):
    write("总结.txt", FAULTY + CLEAN + CLEAN)
    write("旧.txt", FAULTY)
    commit()
    write("总结.txt", FAULTY + CLEAN + FAULTY + CLEAN)

    assert places() == [("总结.txt", 1), ("总结.txt", 3), ("旧.txt", 1)]
    assert places("--diff-from", "HEAD") == [("总结.txt", 3)]
    git("add", "-A")
    assert places("--diff-from", "HEAD") == [("总结.txt", 3)]
    commit()
    assert places("--diff-from", "HEAD") == []
    assert places("--diff-from", "HEAD~1") == [("总结.txt", 3)]
    assert govlint("check", "--diff-from", "HEAD").code == 0
    assert govlint("check", "--diff-from", "HEAD~1").code == 1


def test_new_files_count_whole_and_ignored_ones_not(git, commit, write, places):
    write(".gitignore", "草稿/\n")
    commit()
    write("子 目录/新.txt", FAULTY)
    write("草稿/旧.txt", FAULTY)

    assert places("--diff-from", "HEAD") == [("子 目录/新.txt", 1)]


@pytest.mark.parametrize("quoted", ["true", "false"])
@pytest.mark.parametrize(
    "name", ["总结.txt", "总 结.txt", "a\tb.txt", "甲\n乙.txt", '引"号.txt', "b/a.txt", "x\\377.txt"]
)
def test_names_are_read_as_git_writes_them(git, commit, write, places, name, quoted):
    git("config", "core.quotePath", quoted)
    write(name, CLEAN)
    commit()
    write(name, CLEAN + FAULTY)

    assert places("--diff-from", "HEAD") == [(name, 2)]
    for options in ([], ["-z"], ["--no-prefix"]):
        assert places("--diff-file", "-", input=git("diff", *options)) == [(name, 2)]


def test_a_configuration_of_git_for_people_changes_nothing(git, commit, write, places):
    for key in ("diff.noprefix", "diff.mnemonicPrefix", "diff.relative"):
        git("config", key, "true")
    git("config", "color.ui", "always")
    git("config", "diff.external", "/bin/true")
    write("子/总结.txt", CLEAN)
    commit()
    write("子/总结.txt", CLEAN + FAULTY)

    assert places("--diff-from", "HEAD") == [("子/总结.txt", 2)]


def test_a_renamed_file_counts_by_its_changed_lines(git, commit, write, places, tmp_path):
    write("旧名.txt", FAULTY + CLEAN * 20)
    write("另一篇.txt", FAULTY + "按月通报进度。\n" * 20)
    commit()
    (tmp_path / "旧名.txt").rename(tmp_path / "新名.txt")
    (tmp_path / "另一篇.txt").unlink()
    write("换了名.txt", FAULTY + "按月通报进度。\n" * 20 + FAULTY)
    git("add", "-A")

    assert places("--diff-from", "HEAD") == [("换了名.txt", 22)]


def test_line_ends_do_not_shift_lines(git, commit, write, places):
    write("总结.txt", "一。\r\n二。\u2028二之二。\x0c\r\n" + FAULTY.replace("\n", "\r\n"))
    write("无换行.txt", FAULTY + CLEAN.strip())
    write("旧式.txt", "一。\r" + CLEAN)
    commit()
    write("总结.txt", "一。\r\n二。\u2028二之二。\x0c\r\n" + FAULTY.replace("\n", "\r\n") + FAULTY)
    write("无换行.txt", FAULTY + FAULTY.strip())
    write("旧式.txt", "全年投资XX万元。\r二。\n" + CLEAN)  # to git, the first line ends after 二。

    assert places("--diff-from", "HEAD") == [("总结.txt", 4), ("无换行.txt", 2), ("旧式.txt", 1)]


def test_lines_taken_away_are_no_changed_lines(git, commit, write, places):
    write("总结.txt", CLEAN + FAULTY + CLEAN)
    commit()
    write("总结.txt", FAULTY)

    assert places("--diff-from", "HEAD") == []


def test_other_encodings_and_pages_keep_their_lines(git, commit, write, places):
    page = "<html><body>\n<p>全年投资XX\n万元。</p>\n%s</body></html>\n"
    write("国标.txt", (FAULTY + CLEAN).encode("gb18030"))
    write("网页.html", page % "")
    write("双字节.txt", (FAULTY + CLEAN).encode("utf-16"))
    commit()
    write("国标.txt", (FAULTY + FAULTY).encode("gb18030"))
    write("网页.html", page % "<p>全年投资××万元。</p>\n")
    write("双字节.txt", (FAULTY + CLEAN + CLEAN).encode("utf-16"))  # binary to git: whole

    assert places("--diff-from", "HEAD") == [("双字节.txt", 1), ("国标.txt", 2), ("网页.html", 4)]


def test_a_word_file_counts_whole_once_it_changed(git, commit, tmp_path, places):
    (tmp_path / "总结.docx").write_bytes(word(p(r("全年投资XX万元。")) + p(r("按月通报。"))))
    (tmp_path / "旧.docx").write_bytes(word(p(r("全年投资XX万元。"))))
    commit()
    (tmp_path / "总结.docx").write_bytes(word(p(r("全年投资XX万元。")) + p(r("按周通报。"))))

    assert [path for path, _ in places("--diff-from", "HEAD")] == ["总结.docx"]
    patch = git("diff", "--binary")
    assert [path for path, _ in places("--diff-file", "-", input=patch)] == ["总结.docx"]


def test_of_findings_that_are_shown_as_one_those_on_changed_lines_count(git, commit, write, places):
    lines = [f"第{n}村投资7 4亿元，建成道路{n}公里。\n" for n in range(40)]
    write("许多.txt", "".join(lines))
    commit()
    write("许多.txt", "".join([*lines, "青溪村投资8 6亿元。\n"]))

    assert places("--diff-from", "HEAD", "--select", "TY020") == [("许多.txt", 41)]


def test_a_finding_counts_where_any_of_its_places_changed(git, commit, write, places, govlint):
    text = "一、抓项目\n按月通报进度。\n{}、抓民生\n按月通报。\n"
    listed = "2023年办理86件，其中办结71件，剩余15件。\n"
    write("序号.txt", text.format("二"))
    write("数据.txt", listed)
    write("许多.txt", "全年投资XX万元。\n" * 5)
    commit()
    write("序号.txt", text.format("三"))
    write("许多.txt", "全年投资XX万元。\n" * 5 + "完成\nB镇产值XX亿元。\n")

    found = places("--diff-from", "HEAD", "--select", "PH001,ST")

    assert ("序号.txt", 3) in found
    done = govlint("check", "--isolated", "--output-format", "json", "--diff-from", "HEAD", "许多.txt")
    assert {place["start"]["line"] for place in done.json["diagnostics"]} == {7}


def test_paths_are_those_of_the_repository_wherever_one_stands(git, commit, write, places, tmp_path):
    write("甲/总结.txt", CLEAN)
    write("总结.txt", FAULTY + CLEAN)
    commit()
    write("甲/总结.txt", FAULTY)
    write("总结.txt", FAULTY + CLEAN + CLEAN)

    inside = tmp_path / "甲"
    assert places("--diff-from", "HEAD", cwd=inside) == [("总结.txt", 1)]
    assert places("--diff-from", "HEAD", "../总结.txt", cwd=inside) == []
    assert places("--diff-file", "-", input=git("diff"), cwd=inside) == [("总结.txt", 1)]
    assert places("--diff-from", "HEAD", env={"GIT_DIR": ".git"}, cwd=inside) == [("总结.txt", 1)]
    outside = tmp_path.parent
    assert places("--diff-from", "HEAD", str(tmp_path), cwd=outside) == [(str(inside / "总结.txt"), 1)]


def test_a_branch_counts_from_where_it_forked(git, commit, write, places):
    write("总结.txt", CLEAN * 3)
    commit()
    git("checkout", "-qb", "work")
    write("工作.txt", FAULTY)
    commit()
    git("checkout", "-q", "main")
    write("总结.txt", CLEAN * 2)
    commit()
    git("checkout", "-q", "work")
    write("总结.txt", CLEAN * 2 + FAULTY)
    git("commit", "-qam", "x")
    write("又一篇.txt", FAULTY)

    assert places("--diff-from", "main...") == [("又一篇.txt", 1), ("工作.txt", 1), ("总结.txt", 3)]


def test_a_conflict_counts_as_it_stands(git, commit, write, places, tmp_path):
    write("总结.txt", CLEAN)
    commit()
    git("checkout", "-qb", "work")
    write("总结.txt", FAULTY)
    commit()
    git("checkout", "-q", "main")
    write("总结.txt", "按月通报进度。\n")
    commit()
    subprocess.run(["git", *USER, "merge", "-q", "work"], cwd=tmp_path, check=False, capture_output=True)

    assert places("--diff-from", "HEAD", "--select", "PH001") == [("总结.txt", 4)]


def test_a_word_file_that_diff_says_differs_counts_whole(places, write, tmp_path):
    write("新/a.txt", FAULTY)
    (tmp_path / "新" / "t.docx").write_bytes(word(p(r("全年投资XX万元。"))))

    for said in ("Binary files 旧/t.docx and 新/t.docx differ\n", "二进制文件 旧/t.docx 和 新/t.docx 不同\n"):
        assert [path for path, _ in places("--diff-file", "-", input=said.encode())] == ["新/t.docx"]


def test_submodules_count_by_their_lines(git, commit, write, places, tmp_path):
    (tmp_path / "上级").mkdir()
    git("init", "-q", "-b", "main", folder="上级")
    write("单位/总结.txt", FAULTY + CLEAN)
    git("init", "-q", "-b", "main", folder="单位")
    commit("单位")
    git("submodule", "--quiet", "add", "../单位", "下属", folder="上级")
    commit("上级")
    write("上级/下属/新.txt", FAULTY)  # known to neither: a matter of the submodule
    assert places("--diff-from", "HEAD", cwd=tmp_path / "上级") == []
    write("上级/下属/总结.txt", FAULTY + CLEAN + FAULTY)

    top = tmp_path / "上级"
    assert places("--diff-from", "HEAD", cwd=top) == [("下属/总结.txt", 3)]
    assert places("--diff-from", "HEAD", "下属/总结.txt", cwd=top) == [("下属/总结.txt", 3)]


def test_standard_input_counts_as_the_file_it_is_named_for(git, commit, write, places):
    write("总结.txt", FAULTY + CLEAN)
    commit()
    write("总结.txt", FAULTY + FAULTY)
    text = (FAULTY + FAULTY).encode()

    assert places("--diff-from", "HEAD", "--stdin-filename", "总结.txt", "-", input=text) == [("总结.txt", 2)]


def test_several_processes_see_the_same_changes(git, commit, write, places):
    for number in range(6):
        write(f"{number}.txt", FAULTY)
    commit()
    for number in range(1, 4):
        write(f"{number}.txt", FAULTY + FAULTY)

    assert places("--diff-from", "HEAD", "--jobs", "2") == [(f"{number}.txt", 2) for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--diff-from", "没有的版本"], "没有版本 没有的版本"),
        (["--diff-from", ""], "没有写版本\n"),
        (["--diff-from", "--output=x"], "没有版本 --output=x"),
        (["--diff-from", "HEAD..HEAD"], "没有版本 HEAD..HEAD"),
        (["--diff-from", "没有..."], "没有版本 没有（"),
        (["--diff-file", "没有.diff"], "读不到 没有.diff：文件不存在"),
        (["--diff-file", "总结.txt"], "总结.txt: 不是 unified diff"),
        (["--diff-from", "HEAD", "没有.txt"], ""),
        (["--diff-from", "HEAD", "--diff-file", "x"], "只能用一个"),
        (["--diff-from", "HEAD", "--fix"], "不能与 --fix"),
        (["--diff-from", "HEAD", "--write-baseline", "b.json"], "不能与 --fix、--diff、--write-baseline"),
        (["--diff-from", "HEAD", "-"], "--stdin-filename"),
    ],
)
def test_what_cannot_be_told_is_said_and_fails(git, commit, write, govlint, arguments, said):
    write("总结.txt", CLEAN)
    commit()

    done = govlint("check", *arguments)

    assert done.code == 2
    assert said in done.err


@pytest.mark.parametrize("revision", ["HEAD", "@", "HEAD..."])
@pytest.mark.parametrize("known", [True, False])
def test_before_the_first_commit_everything_is_new(git, write, places, revision, known):
    write("总结.txt", FAULTY + CLEAN + FAULTY)
    if known:
        git("add", "-A")

    assert places("--diff-from", revision) == [("总结.txt", 1), ("总结.txt", 3)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--summary"], "合计 0 个文件"),
        (["--statistics"], "0  合计"),
        ([], "检查了 0 个文件"),
    ],
)
def test_where_nothing_changed_nothing_was_checked(git, commit, write, govlint, arguments, said):
    write("总结.txt", FAULTY)
    commit()

    for changes in (["--diff-from", "HEAD"], ["--diff-file", "-"]):
        done = govlint("check", *changes, *arguments)

        assert (done.code, done.err) == (0, "")
        assert said in done.out


@pytest.mark.parametrize("path", ["没有.txt", "没有/里/没有.txt", "没有/里/"])
def test_what_is_not_there_is_told_of_and_nothing_else(git, commit, write, govlint, path):
    write("总结.txt", CLEAN)
    commit()

    done = govlint("check", "--diff-from", "HEAD", path)

    assert (done.code, done.err) == (2, "")
    assert f"{path}: 未能检查 读不到，文件不存在" in done.out


def test_outside_a_repository_that_is_said(write, govlint, tmp_path):
    write("总结.txt", FAULTY)
    environment = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}

    done = govlint("check", "--diff-from", "HEAD", env=environment)
    assert (done.code, done.err) == (2, "govlint: . 不在 git 仓库的工作区中\n")

    patch = "--- 总结.txt\t2024-01-01 00:00:00\n+++ 总结.txt\t2024-01-02\n@@ -0,0 +1 @@\n+全年投资XX万元。\n"
    assert govlint("check", "--diff-file", "-", input=patch.encode(), env=environment).code == 1


def lines_of(diff: str | bytes) -> list[tuple[str, list[int] | None]]:
    data = diff if isinstance(diff, bytes) else diff.encode()
    return [(file.name.decode(), file.lines) for file in hunks.parse(data)]


HUNK = "@@ -1,2 +1,3 @@ 标题\n 一\n+二\n 三\n"


@pytest.mark.parametrize(
    ("diff", "found"),
    [
        pytest.param(f"--- a.txt\n+++ a.txt\n{HUNK}", [("a.txt", [2])], id="diff -u"),
        pytest.param(f"--- old/a.txt\n+++ new/a.txt\n{HUNK}", [("new/a.txt", [2])], id="two folders"),
        pytest.param(f"--- i/a.txt\n+++ w/a.txt\n{HUNK}", [("a.txt", [2])], id="mnemonic"),
        pytest.param(f"--- b/a.txt\n+++ b/a.txt\n{HUNK}", [("b/a.txt", [2])], id="a folder named b"),
        pytest.param(
            f"Index: a.txt\n===\n--- a.txt\t(revision 1)\n+++ a.txt\t(working copy)\n{HUNK}",
            [("a.txt", [2])],
            id="svn",
        ),
        pytest.param(
            "From 1\nSubject: x\n---\n a.txt | 1 +\n\ndiff --git a/a.txt b/a.txt\n"
            f"--- a/a.txt\n+++ b/a.txt\n{HUNK}-- \n2.39.5\n",
            [("a.txt", [2])],
            id="a mail",
        ),
        pytest.param(f"--- a/a.txt\n+++ b/a.txt\n{HUNK}".replace("\n", "\r\n"), [("a.txt", [2])], id="CRLF"),
        pytest.param(
            "--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n一\n-二\n+三\n\n".replace("一", " 一"),
            [("a.txt", [2])],
            id="an empty line without its space",
        ),
        pytest.param(
            "--- a/a.txt\n+++ b/a.txt\n"
            "@@ -1,2 +1,2 @@\n--- 甲\n-二\n+++ 乙\n+@@ -1 +1 @@\n@@ -9,0 +10 @@\n+丙\n",
            [("a.txt", [1, 2, 10])],
            id="contents that look like heads",
        ),
        pytest.param(
            "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-一\n\\ No newline at end of file\n+二\n\\ 无换行\n",
            [("a.txt", [1])],
            id="no newline at the end",
        ),
        pytest.param("--- a/a.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-一\n", [], id="deleted"),
        pytest.param(
            "--- /dev/null\n+++ b/新.txt\n@@ -0,0 +1,2 @@\n+一\n+二\n", [("新.txt", [1, 2])], id="new"
        ),
        pytest.param(
            "diff --git b/新.txt b/新.txt\nnew file mode 100644\n"
            "--- /dev/null\n+++ b/新.txt\n@@ -0,0 +1 @@\n+一\n",
            [("b/新.txt", [1])],
            id="new, no prefix, in a folder named b",
        ),
        pytest.param(
            "diff --git a/a b.docx b/a b.docx\nindex 1..2 100644\n"
            "Binary files a/a b.docx and b/a b.docx differ\n",
            [("a b.docx", None)],
            id="binary",
        ),
        pytest.param(
            'diff --git a/x.docx "b/\\346\\226\\260.docx"\n'
            'rename from x.docx\nrename to "\\346\\226\\260.docx"\n'
            "GIT binary patch\ndelta 1\nabc\n",
            [("新.docx", None)],
            id="binary and renamed",
        ),
        pytest.param(
            "diff --git a/x.docx b/x.docx\ndeleted file mode 100644\n"
            "Binary files a/x.docx and /dev/null differ\n",
            [],
            id="binary and deleted",
        ),
        pytest.param(
            "Binary files old/新 a.docx and new/新 a.docx differ\n"
            f"diff -ru old/a.txt new/a.txt\n--- old/a.txt\n+++ new/a.txt\n{HUNK}Only in new: b.txt\n"
            "Binary files a/b.docx and b/b.docx differ\nBinary files /dev/null and b/c.docx differ\n"
            "Binary files a/d.docx and /dev/null differ\n",
            [("new/新 a.docx", None), ("new/a.txt", [2]), ("b.docx", None), ("c.docx", None)],
            id="diff -ru, binary",
        ),
        pytest.param(
            "diff --git a/a.txt b/b.txt\nsimilarity index 100%\nrename from a.txt\nrename to b.txt\n",
            [],
            id="renamed",
        ),
        pytest.param(
            "diff --cc a.txt\nindex 1,2..3\n--- a/a.txt\n+++ b/a.txt\n"
            "@@@ -1,3 -1,3 +1,4 @@@\n  一\n++二\n- 三\n -四\n+ 五\n +六\n",
            [("a.txt", [2, 3, 4])],
            id="a merge",
        ),
        pytest.param(
            "diff --git a/下属 b/下属\nindex 1..2 160000\n--- a/下属\n+++ b/下属\n"
            "@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n",
            [("下属", [1])],
            id="a submodule",
        ),
        pytest.param(
            f"--- a/a.txt\n+++ b/a.txt\n{HUNK}".encode("utf-16"), [("a.txt", [2])], id="PowerShell's UTF-16"
        ),
        pytest.param("\n", [], id="nothing"),
    ],
)
def test_diffs_are_read_whoever_wrote_them(diff, found):
    assert lines_of(diff) == found


def test_a_file_with_lone_returns_counts_whole(govlint, write):
    write("a.txt", "平稳。\r投资XX万元。\n平稳。\n")
    write("a.diff", "--- a.txt\n+++ a.txt\n@@ -0,0 +1 @@\n+平稳。\r投资XX万元。\n")

    outcome = govlint("check", "--isolated", "--diff-file", "a.diff", "--output-format", "json", "a.txt")

    assert outcome.found == [("PH001", "XX")]


def test_a_file_that_is_binary_in_one_place_of_a_diff_counts_whole(govlint, write):
    write("a.txt", FAULTY + CLEAN)
    binary = "diff --git a/a.txt b/a.txt\nBinary files a/a.txt and b/a.txt differ\n"
    lines = "diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -2,0 +2 @@\n+全年投资52万元。\n"

    for diff in (binary + lines, lines + binary):
        write("a.diff", diff)
        outcome = govlint("check", "--isolated", "--diff-file", "a.diff", "--output-format", "json", "a.txt")
        assert outcome.found == [("PH001", "XX")]


def test_a_file_that_a_diff_comes_to_twice_counts_in_both_places(places, write):
    write("a.txt", FAULTY * 3)
    hunks = [f"--- a.txt\n+++ a.txt\n@@ -{line},0 +{line} @@\n+{FAULTY}" for line in (1, 3)]

    for diff in ("".join(hunks), "".join(reversed(hunks))):
        assert places("--diff-file", "-", input=diff.encode()) == [("a.txt", 1), ("a.txt", 3)]


@pytest.mark.parametrize(("line", "found"), [(1, [("a.txt", 1)]), (2, [])])
def test_a_finding_that_ends_with_its_line_is_not_of_the_next(places, write, line, found):
    text = ["组长：\n", "副组长：周启明\n"]
    write("a.txt", "".join(text))
    diff = f"--- a.txt\n+++ a.txt\n@@ -{line},0 +{line} @@\n+{text[line - 1]}"

    assert places("--diff-file", "-", "--select", "PH006", input=diff.encode()) == found


def test_a_diff_of_files_that_are_not_here_fails(govlint, write):
    write(CLEAN, "别的.txt")
    diff = "--- a/乙/总结.txt\n+++ b/乙/总结.txt\n@@ -0,0 +1 @@\n+全年投资XX万元。\n"

    outcome = govlint("check", "--diff-file", "-", input=diff.encode())

    assert outcome.code == 2
    assert "1 个文件（乙/总结.txt）在这里都找不到" in outcome.err


@pytest.mark.parametrize(
    ("diff", "said"),
    [
        ("全年投资XX万元。\n", "不是 unified diff"),
        (f"--- a\n+++ a\n@@ -1 +{'9' * 5000} @@\n+一\n", "第 3 行应写明改动的是哪些行"),
        ("--- a\n+++ a\n@@ -1,2 +1,2 @@\n 一\n", "第 3 行的改动不完整"),
        ("--- a\n+++ a\n@@ -1,2 +1,2 @@\n 一\n甲\n", "第 5 行不是改动的内容，与第 3 行所说的行数不符"),
    ],
)
def test_what_is_no_diff_is_refused(diff, said):
    with pytest.raises(hunks.DiffError, match=said):
        lines_of(diff)
