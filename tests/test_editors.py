"""The language server in a real editor: Neovim, without a screen (0.7, as Debian has it, or later)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(shutil.which("nvim") is None, reason="没有 nvim，不试 Neovim")

SCRIPT = """
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
local id = vim.lsp.start_client({
  name = 'govlint', cmd = {PYTHON, '-m', 'govlint', 'server'}, root_dir = vim.fn.getcwd(),
})
vim.lsp.buf_attach_client(0, id)
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
out.pid = vim.lsp.get_client_by_id(id).rpc.pid
vim.fn.writefile({vim.fn.json_encode(out)}, 'out.json')
vim.cmd('qall!')
"""


def test_neovim_shows_findings_and_makes_fixes(tmp_path):
    (tmp_path / "总结.txt").write_text(
        "𠮷县总结\n\n𠮷家村自觉准守村规民约，，全年投资XX万元。\n𠮷县准守规定。\n", encoding="utf-8"
    )
    (tmp_path / "run.lua").write_text(SCRIPT.replace("PYTHON", json.dumps(sys.executable)), encoding="utf-8")
    nvim = ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-c", "luafile run.lua"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": str(tmp_path)}
    done = subprocess.run(
        nvim, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert (tmp_path / "out.json").exists(), done.stderr
    out = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))

    assert out["errors"] == []
    assert out["first"] == ["PH001 XX", "PU001 ，，", "TY001 准守", "TY001 准守"]
    assert out["fixed"][2:] == ["𠮷家村自觉遵守村规民约，，全年投资XX万元。", "𠮷县准守规定。"]
    assert out["all"][2:] == ["𠮷家村自觉遵守村规民约，全年投资XX万元。", "𠮷县遵守规定。"]
    assert out["left"] == ["PH001 XX"]
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
