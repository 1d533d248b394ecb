"""The set-ups of editors in docs/editors.md, in the editors themselves, without a screen: as written
there they show what is found in lines with a character of two UTF-16 units, and fix it.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time

import pytest
from conftest import ROOT

from govlint.readers import SUFFIXES

TEXT = "𠮷县总结\n\n𠮷家村自觉准守村规民约，，全年投资XX万元。\n𠮷县准守规定。\n"
FIXED_ONE = ["𠮷县总结", "", "𠮷家村自觉遵守村规民约，，全年投资XX万元。", "𠮷县准守规定。"]
FIXED_ALL = ["𠮷县总结", "", "𠮷家村自觉遵守村规民约，全年投资XX万元。", "𠮷县遵守规定。"]
FOUND = ["PH001 XX", "PU001 ，，", "TY001 准守", "TY001 准守"]


def recipe(language: str, word: str) -> str:
    """The one block of code of a language in docs/editors.md that has a word."""
    page = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{language}\n(.*?)^```", page, re.M | re.S)
    (found,) = [block for block in blocks if word in block]
    return str(found)


def test_the_menu_of_the_extension_is_on_every_file_that_is_read():
    manifest = json.loads((ROOT / "editors/vscode/package.json").read_text(encoding="utf-8"))
    (entry,) = manifest["contributes"]["menus"]["explorer/context"]
    pattern = re.search(r"resourceExtname =~ /\^\\\.\(([\w|]+)\)\$/i$", entry["when"])

    assert pattern is not None
    assert tuple(f".{suffix}" for suffix in pattern[1].split("|")) == SUFFIXES


@pytest.fixture
def edited(tmp_path):
    """Runs an editor beside 总结.txt, with `govlint` on its path and some files more; gives what it left in
    out.json.
    """
    (tmp_path / "总结.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "又一份.txt").write_text("自觉准守村规民约。\n", encoding="utf-8")
    program = tmp_path / "bin" / "govlint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m govlint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    own = {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    own |= {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}

    def run(command, **scripts):
        for name, script in scripts.items():
            (tmp_path / name).write_text(script, encoding="utf-8")
        done = subprocess.run(
            command, cwd=tmp_path, env=os.environ | own, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=100, check=False,
        )  # fmt: skip
        out = tmp_path / "out.json"
        assert out.exists(), done.stdout + done.stderr
        return json.loads(out.read_text(encoding="utf-8"))

    return run


NEOVIM = """
local out = {errors = {}}
local function text_of(d)
  return vim.api.nvim_buf_get_text(0, d.lnum, d.col, d.end_lnum, d.end_col, {})[1]
end
local function shown()
  local found = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, (d.code or d.user_data.lsp.code) .. ' ' .. text_of(d))
  end
  table.sort(found)
  return found
end
local function count(n)
  return function() return #vim.diagnostic.get(0) == n end
end
local function await(what, holds)
  if not vim.wait(30000, holds, 20) then table.insert(out.errors, what) end
end
local wanted
vim.ui.select = function(items, _, choose)
  for _, item in ipairs(items) do
    local action = item[2] or item.action
    if action.title:find(wanted, 1, true) then return choose(item) end
  end
  table.insert(out.errors, 'no action ' .. wanted)
  choose(nil)
end
local function act(title, context)
  wanted = title
  local before = vim.api.nvim_buf_get_changedtick(0)
  vim.lsp.buf.code_action(context)
  await(title, function() return vim.api.nvim_buf_get_changedtick(0) > before end)
end
vim.cmd('edit 总结.txt')
await('diagnostics', count(4))
out.first = shown()
local first = vim.diagnostic.get(0)[1]
vim.api.nvim_win_set_cursor(0, {first.lnum + 1, first.col})
act('改为“遵守”（TY001）')
out.fixed = vim.api.nvim_buf_get_lines(0, 0, -1, false)
await('fewer', count(3))
act('改好全部', {only = {'source.fixAll.govlint'}})
out.all = vim.api.nvim_buf_get_lines(0, 0, -1, false)
await('what is left', count(1))
out.left = shown()
vim.cmd('edit! 又一份.txt')
await('diagnostics of another', count(1))
out.servers = #vim.lsp.get_active_clients()
out.pid = vim.lsp.get_active_clients()[1].rpc.pid
vim.fn.writefile({vim.fn.json_encode(out)}, 'out.json')
vim.cmd('qall!')
"""


@pytest.mark.skipif(shutil.which("nvim") is None, reason="没有 nvim，不试 Neovim")
def test_neovim(edited):
    start = f"filetype plugin on\nlua <<END\n{recipe('lua', 'start_client')}END\n"
    nvim = ["nvim", "--headless", "-u", "start", "-i", "NONE", "-c", "luafile run"]
    out = edited(nvim, start=start, run=NEOVIM)

    assert out["errors"] == []
    assert out["first"] == FOUND
    assert out["fixed"] == FIXED_ONE
    assert out["all"] == FIXED_ALL
    assert out["left"] == ["PH001 XX"]
    assert out["servers"] == 1
    if out.get("pid"):  # later versions keep it to themselves
        assert _ends(out["pid"])


def _ends(process: int) -> bool:
    """Whether a process is gone, or soon is."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


VIM = r"""
function! Shown(list) abort
  let shown = []
  for one in a:list
    call add(shown, matchstr(one.text, '\w\+') . ' ' . matchstr(getline(one.lnum), '\%' . one.col . 'c..'))
  endfor
  return sort(shown)
endfunction
"""
MAKE = """
silent make!
let out = {'first': Shown(getqflist())}
GovlintFix
let out.all = getline(1, '$')
silent make!
let out.left = Shown(getqflist())
call writefile([json_encode(out)], 'out.json')
qall!
"""
ALE = """
function! Await(count) abort
  let turns = 0
  while len(getloclist(0)) != a:count && turns < 600
    sleep 50m
    let turns += 1
  endwhile
endfunction
ALELint
call Await(4)
let out = {'first': Shown(getloclist(0))}
ALEFix
call Await(1)
let out.all = getline(1, '$')
let out.left = Shown(getloclist(0))
call writefile([json_encode(out)], 'out.json')
qall!
"""


def _vim_has(feature: str) -> bool:
    """Whether there is a Vim, no smaller build of it, for which an expression is true."""
    test = ["vim", "-Nu", "NONE", "-i", "NONE", "-es", "-c", f"if {feature} | qall! | endif", "-c", "cquit"]
    return shutil.which("vim") is not None and subprocess.run(test, stdin=subprocess.DEVNULL).returncode == 0


@pytest.mark.parametrize(
    ("word", "start", "run", "feature", "lacking"),
    [
        ("makeprg", "set nocompatible\n", MAKE, "has('eval')", "vim"),
        (
            "ale#linter",
            "set nocompatible\nfiletype plugin on\npackadd ale\n",
            ALE,
            "!empty(globpath(&packpath, 'pack/*/opt/ale'))",
            "Vim 的 ALE",
        ),
    ],
    ids=["make", "ale"],
)
def test_vim(edited, word, start, run, feature, lacking):
    if not _vim_has(feature):
        pytest.skip(f"没有 {lacking}，不试")
    vim = ["vim", "-u", "start", "-i", "NONE", "-es", "-S", "run", "总结.txt"]
    out = edited(vim, start=f"set encoding=utf-8\n{start}{recipe('vim', word)}", run=VIM + run)

    assert out["first"] == FOUND
    assert out["all"] == FIXED_ALL
    assert out["left"] == ["PH001 XX"]


EMACS = r"""
(require 'cl-lib)
(defun await (holds)
  (cl-loop repeat 600 until (funcall holds) do (accept-process-output nil 0.05)))
(defun shown ()
  (sort (mapcar (lambda (one)
                  (let ((text (flymake-diagnostic-text one)))
                    (string-match "[A-Z][A-Z][0-9]+" text)
                    (concat (match-string 0 text) " "
                            (buffer-substring-no-properties
                             (flymake-diagnostic-beg one) (flymake-diagnostic-end one)))))
                (flymake-diagnostics))
        #'string<))
(defun lines () (vconcat (butlast (split-string (buffer-string) "\n"))))
(defun all-shown (count)
  (save-buffer)  ; without a screen nothing is ever idle, which is when changes are sent otherwise
  (flymake-start)
  (await (lambda () (= (length (flymake-diagnostics)) count)))
  (vconcat (shown)))
(find-file "总结.txt")
(setq eglot-sync-connect t eglot-confirm-server-initiated-edits nil last-nonmenu-event ?x)
(call-interactively #'eglot)
(let (first fixed all left)
  (setq first (all-shown 4))
  (search-forward "准")
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_ choices &rest _)
               (car (cl-find-if (lambda (one) (string-match-p "改为“遵守”" (car one))) choices)))))
    (eglot-code-actions (1- (point)) (1+ (point)) nil t))
  (setq fixed (lines))
  (all-shown 3)
  (govlint-fix-all)
  (setq all (lines) left (all-shown 1))
  (let ((coding-system-for-write 'utf-8))
    (write-region (json-serialize `(:first ,first :fixed ,fixed :all ,all :left ,left)) nil "out.json")))
(eglot-shutdown (eglot-current-server))
"""


def test_emacs(edited):
    emacs = [
        "emacs",
        "--batch",
        "--eval",
        "(progn (setq inhibit-message t) (package-initialize) (require 'eglot))",
    ]
    if shutil.which("emacs") is None or subprocess.run(emacs, capture_output=True).returncode != 0:
        pytest.skip("没有带 eglot 的 Emacs，不试")
    out = edited([*emacs, "-l", "start", "-l", "run"], start=recipe("elisp", "eglot"), run=EMACS)

    assert out == {"first": FOUND, "fixed": FIXED_ONE, "all": FIXED_ALL, "left": ["PH001 XX"]}
