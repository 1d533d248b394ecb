"""The language server as a process: how it starts, what it writes where, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys


def started(folder, *options):
    command = [sys.executable, "-m", "govlint", "server", *options]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe)


INITIALIZE = (
    b'{"jsonrpc":"2.0","id":1,"method":"initialize",'
    b'"params":{"processId":null,"rootUri":null,"capabilities":{}}}'
)


def sent(*bodies: bytes) -> bytes:
    return b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)


def received(stream):
    """The next message that a server sends."""
    length = 0
    while (line := stream.readline()) not in (b"\r\n", b""):
        if line.lower().startswith(b"content-length"):
            length = int(line.split(b":")[1])
    return json.loads(stream.read(length))


def test_a_server_whose_client_is_gone_ends(tmp_path):
    server = started(tmp_path)
    out, _ = server.communicate(sent(INITIALIZE), timeout=60)  # and standard input is closed

    assert server.returncode == 1
    assert b"fixAll.govlint" in out


def test_a_server_told_to_stop_ends_well(tmp_path):
    server = started(tmp_path, "--log-level", "debug", "--log-file", "日志.txt")
    shutdown = b'{"jsonrpc":"2.0","id":2,"method":"shutdown","params":null}'
    end = b'{"jsonrpc":"2.0","method":"exit","params":null}'
    out, err = server.communicate(sent(INITIALIZE, shutdown, end), timeout=60)

    assert server.returncode == 0
    assert out.startswith(b"Content-Length")
    assert err == b""
    assert "initialize" in (tmp_path / "日志.txt").read_text(encoding="utf-8")


def test_requests_before_the_first_and_after_the_last_are_refused(tmp_path):
    hover = (
        b'{"jsonrpc":"2.0","id":%d,"method":"textDocument/hover",'
        b'"params":{"textDocument":{"uri":"file:///a.txt"},"position":{"line":0,"character":0}}}'
    )
    shutdown = b'{"jsonrpc":"2.0","id":3,"method":"shutdown","params":null}'
    end = b'{"jsonrpc":"2.0","method":"exit","params":null}'
    server = started(tmp_path)
    server.stdin.write(sent(hover % 7, INITIALIZE, shutdown))
    server.stdin.flush()
    answers = [received(server.stdout) for _ in range(3)]
    out, _ = server.communicate(sent(hover % 8, hover % 9, end), timeout=60)
    answers += [json.loads(body[body.index(b"{") :]) for body in out.split(b"Content-Length")[1:]]

    assert [(one["id"], one.get("error", {}).get("code")) for one in answers] == [
        (7, -32002), (1, None), (3, None), (8, -32600), (9, -32600),
    ]  # fmt: skip
    assert server.returncode == 0


def test_a_log_that_cannot_be_written_is_told(govlint):
    done = govlint("server", "--log-file", "没有/日志.txt")

    assert done.code == 2
    assert "语言服务器没有启动" in done.err


def test_without_its_extra_the_server_says_what_to_install(govlint, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['pygls'] = None\n", encoding="utf-8")
    done = govlint("server", env={"PYTHONPATH": str(tmp_path)})

    assert done.code == 2
    assert 'pip install "govlint[lsp]"' in done.err


def test_the_server_tells_its_version(govlint):
    assert govlint("server", "--version").out == govlint("--version").out


def test_a_log_file_that_cannot_be_written_is_named(govlint):
    outcome = govlint("server", "--log-file", "无此/x.log")

    assert outcome.code == 2
    assert outcome.err == (
        "govlint: 语言服务器没有启动：日志写不了 无此/x.log：没有文件夹 无此，请先建好，或写到已有的文件夹\n"
    )
