"""The command line, as a researcher runs it."""

import json
import subprocess
import sys

import pytest

from maillage_analysis.registry import metrics

BAD = {
    "empty": (b"", "vide"),
    "self tie": (b"source,target\na,b\nb,b\n", "Ligne 3"),
    "duplicate": (b"source,target\na,b\na,b\n", "Ligne 3"),
    "negative": (b"source,target,value\na,b,-1\n", "Ligne 2"),
    "not a number": (b"source;target;value\na;b;fort\n", "Ligne 2"),
    "infinite": (b"source,target,value\na,b,inf\n", "Ligne 2"),
    "missing column": (b"source,cible\na,b\n", "target"),
    "short line": (b"source,target,value\na,b\n", "Ligne 2"),
    "quotes": (b'source,target\n"a,b\n', "guillemets"),
    "binary": (b"PK\x00\x01", "CSV"),
}
GOOD = {
    "semicolons, BOM": "\ufeffsource;target;value\nécole;pmi;2\n".encode(),
    "tabs": b"source\ttarget\na\tb\n",
    "windows": "source,target\nécole,mairie\n".encode("cp1252"),
    "header only": b"source,target\n",
}


def run(*arguments):
    """The program, in its own process."""
    return subprocess.run(
        [sys.executable, "-m", "maillage_analysis", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_their_line(tmp_path, name):
    content, words = BAD[name]
    path = tmp_path / "liens.csv"
    path.write_bytes(content)
    done = run(path, "--json")
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("name", GOOD)
def test_french_files_are_read(tmp_path, name):
    path = tmp_path / "liens.csv"
    path.write_bytes(GOOD[name])
    done = run(path, "--json", "--replicates", 9)
    assert done.returncode == 0, done.stderr
    assert list(json.loads(done.stdout)["metrics"]) == list(metrics())


def test_nodes_are_checked_and_a_network_of_one_is_read(tmp_path):
    ties, nodes = tmp_path / "liens.csv", tmp_path / "structures.csv"
    ties.write_text("source,target\na,b\n")
    nodes.write_text("id,secteur,reponse\na,x,oui\n")
    done = run(ties, "--nodes", nodes)
    assert done.returncode == 2
    assert "Ligne 2" in done.stderr
    ties.write_text("source,target\n")
    done = run(ties, "--nodes", nodes, "--group", "secteur", "--answered", "reponse")
    assert done.returncode == 0, done.stderr
    assert "Densité" in done.stdout
    assert run(ties, "--nodes", nodes, "--group", "rien").returncode == 2


def test_every_real_network(shared):
    for folder in ("emon", "lazega", "tcnetworks", "s50_rsiena"):
        for ties in sorted((shared / "data" / folder).glob("edges*.csv")):
            nodes = ties.with_name(ties.name.replace("edges", "nodes"))
            nodes = nodes if nodes.exists() else ties.with_name("nodes.csv")
            way = "--undirected" if folder == "tcnetworks" else "--directed"
            done = run(ties, "--nodes", nodes, way, "--json", "--replicates", 20)
            assert done.returncode == 0, done.stderr
            assert json.loads(done.stdout)["metrics"]["density"]["value"] > 0
