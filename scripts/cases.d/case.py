# SPDX-License-Identifier: Apache-2.0
"""One case under way: its commands, and what an independent reader finds afterwards."""
import json
import os
import pathlib
import re
import subprocess

import duckdb

SLUICE = os.environ.get("SLUICE", str(pathlib.Path(__file__).resolve().parents[2] / "sluice"))
SECONDS = 120


class Broken(Exception):
    """What a user expects did not happen."""


class Left(Exception):
    """The case asks for something that Sluice does not offer yet; says so, and where it stands."""


class Done:
    """A command that ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err
        self.text = out + err

    def ends(self, code):
        if self.code != code:
            raise Broken(f"exit {self.code} instead of {code}: {self.text.strip()[-400:]}")
        return self

    def says(self, *patterns):
        for pattern in patterns:
            if not re.search(pattern, self.text, re.S):
                raise Broken(f"does not say /{pattern}/: {self.text.strip()[-400:]}")
        return self

    def never_says(self, *patterns):
        for pattern in patterns:
            if re.search(pattern, self.text, re.S):
                raise Broken(f"says /{pattern}/: {self.text.strip()[-400:]}")
        return self


class Case:
    def __init__(self, folder, verbose):
        self.folder, self.verbose, self.held = folder, verbose, []

    def sluice(self, *arguments, env=None, program=None):
        """Runs a command in the case's folder; one that hangs, or shows a stack trace, breaks the case."""
        command = [program or SLUICE, *arguments]
        try:
            run = subprocess.run(
                command, cwd=self.folder, capture_output=True, timeout=SECONDS,
                env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            raise Broken(f"no end after {SECONDS} s: sluice {' '.join(arguments)}")
        done = Done(run.returncode, run.stdout.decode("utf-8", "replace"), run.stderr.decode("utf-8", "replace"))
        if self.verbose:
            print(f"$ sluice {' '.join(arguments)}\n{done.text}exit {done.code}")
        return done.never_says(r"\n\s+at [\w.$/]+\(", r"\b(java|org\.apache|com\.fasterxml)\.[a-z]+\.[\w.]*Exception")

    def run(self, *arguments, **options):
        return self.sluice("run", "--quiet", *arguments, **options)

    def edit(self, file, old, new):
        path = self.folder / file
        text = path.read_text()
        if old not in text:
            raise Broken(f"{file} has no {old!r} to change")
        path.write_text(text.replace(old, new))

    def add(self, file, text):
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def copy(self, source, target):
        (self.folder / target).write_bytes((self.folder / source).read_bytes())

    def lake(self):
        return next(p for p in (self.folder / "lake", self.folder / "build/lake") if p.is_dir())

    def release(self):
        return json.loads((self.lake() / "production/current.json").read_text())

    def rows(self, table, columns="*", order="1"):
        """The released rows of a table, read from the files that production names."""
        files = sorted(str(file) for file in (self.lake() / "production" / table / "data").glob("*.parquet"))
        if not files:
            return []
        with duckdb.connect() as database:
            database.execute("SET TimeZone = 'UTC'")
            return database.execute(
                f"SELECT {columns} FROM read_parquet(?, union_by_name = true, hive_partitioning = false)"
                f" ORDER BY {order}", [files]).fetchall()

    def in_warehouse(self, sql, file="w.duckdb"):
        with duckdb.connect(str(self.folder / file), read_only=True) as database:
            return database.execute(sql).fetchall()

    def expect(self, what, found, expected):
        if found != expected:
            raise Broken(f"{what}: {found!r} instead of {expected!r}")

    def letters(self):
        """Row number → {(code, column)} of every dead letter."""
        listed = json.loads(self.sluice("deadletters", "list", "--all", "--json").ends(0).out)
        return {
            letter["row"]: {(r["code"], r["column"]) for r in letter["reasons"]} for letter in listed["letters"]
        }

    def expect_dead(self, expected):
        self.expect("dead letters", {row: {c for c, _ in why} for row, why in self.letters().items()}, expected)

    def hold(self, *command):
        """Starts another program that goes on beside the commands, and waits until it says that it stands."""
        process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, text=True)
        self.held.append(process)
        if not process.stdout.readline():
            raise Broken(f"{command[0]} did not start")

    def end(self):
        for process in self.held:
            process.kill()
            process.wait()
