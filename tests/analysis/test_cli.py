"""The command line, as a researcher runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from maillage_analysis.registry import metrics

BAD = {
    "empty": (b"", "vide"),
    "self tie": (b"source,target\na,b\nb,b\n", "Ligne 3"),
    "duplicate": (b"source,target\na,b\na,b\n", "Ligne 3"),
    "negative": (b"source,target,value\na,b,-1\n", "Ligne 2"),
    "not a number": (
        b"source;target;value\na;b;1\n\na;c;x\n",
        "Ligne 4 de liens.csv\u00a0: «\u00a0x\u00a0» n’est pas un niveau",
    ),
    "infinite": (b"source,target,value\na,b,inf\n", "Ligne 2"),
    "NaN": (b"source,target,value\na,b,nan\n", "Ligne 2"),
    "out of scale": (b"source,target,value\na,b,2147483648\n", "999"),
    "exponent": (b"source,target,value\na,b,1e3\n", "Ligne 2"),
    "underscore": (b"source,target,value\na,b,1_0\n", "Ligne 2"),
    "half a level": (b"source,target,value\na,b,2.5\n", "Ligne 2"),
    "blank name": (b"source,target\n,b\n", "Ligne 2"),
    "same column twice": (b"source,target,target\na,b,c\n", "Deux colonnes"),
    "UTF-32": ("source,target\na,b\n".encode("utf-32"), "CSV"),
    "cut UTF-16": ("source,target\na,b\n".encode("utf-16")[:-1], "encodage"),
    "control characters": (b"source,target\n\x1b[31ma,b\n\x1b[31ma,b\n", "\ufffd[31ma"),
    "too many actors": (
        b"source,target\n" + b"".join(b"a%d,b%d\n" % (i, i) for i in range(50_000)),
        "100000 structures",
    ),
    "missing column": (b"source,cible\na,b\n", "target"),
    "short line": (b"source,target,value\na,b\n", "Ligne 2"),
    "quotes": (b'source,target\n"a,b\n', "guillemets"),
    "binary": (b"PK\x00\x01", "CSV"),
}
GOOD = {
    "semicolons, BOM": "\ufeffsource;target;value\nécole;pmi;2\n".encode(),
    "tabs": b"source\ttarget\na\tb\n",
    "separator said first": b"sep=;\nsource;target;value\na;b;2,0\n",
    "UTF-16": "source,target\nécole,mairie\n".encode("utf-16"),
    "old Mac": b"source,target\ra,b\rb,c\r",
    "no tie": b"source,target,value\na,b,0\n",
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
    assert len(done.stderr.splitlines()) == 1
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


def test_a_directory_and_an_absent_file_are_said(tmp_path):
    for path in (tmp_path, tmp_path / "rien.csv"):
        done = run(path)
        assert done.returncode == 2
        assert "ne peut pas être ouvert" in done.stderr


def test_a_refusal_names_the_file_at_fault(tmp_path):
    ties, nodes = tmp_path / "liens.csv", tmp_path / "structures.csv"
    ties.write_text("source,target\na,b\n")
    nodes.write_text("id,secteur,reponse\na,x,oui\nb,y,peut-être\n")
    done = run(ties, "--nodes", nodes, "--answered", "reponse")
    assert done.stderr.startswith("Ligne 3 de structures.csv\u00a0: «\u00a0peut-être\u00a0»")
    done = run(ties, "--nodes", nodes, "--group", "rien")
    assert "Ligne 1 de structures.csv" in done.stderr
    assert "id, secteur, reponse" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Il manque LIENS.csv"),
        (("liens.csv", "--seed", "x"), "--seed demande un nombre entier"),
        (("liens.csv", "--seed", "-1"), "graine"),
        (("liens.csv", "--seed"), "--seed demande une valeur"),
        (("liens.csv", "--replicates", "-1"), "tirages"),
        (("liens.csv", "--rien"), "--rien"),
        (("liens.csv", "--directed", "--undirected"), "ne vont pas ensemble"),
        (("liens.csv", "--group", "secteur"), "--nodes"),
    ],
)
def test_a_request_not_understood_is_said_in_french(arguments, words):
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_leaves_early_is_no_error(tmp_path):
    path = tmp_path / "liens.csv"
    path.write_text("source,target\n" + "".join(f"a{i},a{i + 1}\n" for i in range(500)))
    command = [sys.executable, "-m", "maillage_analysis", str(path), "--json", "--replicates", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        program.stdout.read(1)
        program.stdout.close()
        assert program.stderr.read() == b""
    assert program.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk at hand")
def test_a_full_disk_is_said_in_one_sentence(tmp_path):
    path = tmp_path / "liens.csv"
    path.write_text("source,target\na,b\n")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "maillage_analysis", str(path), "--replicates", "2"],
            stdout=full, stderr=subprocess.PIPE, check=False, text=True,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "La sortie ne s’écrit pas\u00a0: le disque est plein, ou refuse l’écriture."
    ]


def test_what_is_written_is_utf8_whatever_the_machine(tmp_path):
    path = tmp_path / "liens.csv"
    path.write_text("source,target\nécole,mairie\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "maillage_analysis", str(path), "--replicates", "2"],
        capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, check=False,
    )  # fmt: skip
    assert done.stderr == b""
    assert "école" in done.stdout.decode("utf-8")


def test_every_real_network(shared):
    for folder in ("emon", "lazega", "tcnetworks", "s50_rsiena"):
        for ties in sorted((shared / "data" / folder).glob("edges*.csv")):
            nodes = ties.with_name(ties.name.replace("edges", "nodes"))
            nodes = nodes if nodes.exists() else ties.with_name("nodes.csv")
            way = "--undirected" if folder == "tcnetworks" else "--directed"
            done = run(ties, "--nodes", nodes, way, "--json", "--replicates", 20)
            assert done.returncode == 0, done.stderr
            assert json.loads(done.stdout)["metrics"]["density"]["value"] > 0
