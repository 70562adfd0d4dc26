"""What must not stand in any file of the project: machines, package indexes, people's numbers."""

import re

from ivr.flow.numbers import PLACEHOLDER_PREFIX, e164
from tests.guards.sources import texts

# With a bracket in each, so that this file is not one of those that it looks for.
MACHINES = (r"/wor[k]/", r"/hom[e]/[a-z]", r"/roo[t]/", r"/User[s]/", r"\b[C]:\\")
INDEXES = (r"pyp[i]\.org", r"python[h]osted", r"arti[f]actory", r"/simpl[e]/", r"npm[j]s\.")
MACHINE_PATHS, INDEX_HOSTS = re.compile("|".join(MACHINES)), re.compile("|".join(INDEXES))
NUMBERS = re.compile(r"(?<![\w.+/-])(?:\+84|0)\d(?:[ .]?\d){7,9}(?![\w-])")
INVENTED = re.compile(r"0{5}|12345678|1234567$|98765432")
# Numbers whose shape is the point where they stand, in tests of pure functions; none is ever rung.
QUOTED = {
    "+84912345678": "the carrier's signature vectors",
    "+842838220000": "the carrier's signature vectors",
    "+84939015599": "the province's own hotline, as its news published it: how it is read aloud",
    "+842923821451": "a landline of eleven digits, as the founding document has it",
    "+842933878888": "a landline of the province's area code",
    "+84838229999": "an area code from before 2017, as the founding document has it",
    "+84793822334": "an area code from before 2017, as the founding document has it",
    "+847103820536": "an area code from before 2017, as the founding document has it",
    "+84139015599": "a mobile range that there is not",
    "+841900123456": "a service that costs extra: never dialled",
    "+8419001234": "a service that costs extra: never dialled",
    "+8418001234": "a service behind 1: never dialled",
    "+8410220000": "a service behind 1: never dialled",
}
PLAYED = (
    *("simulator/", "tests/scenarios/", "tests/commands/", "tests/harness", "benchmarks/"),
    "drill/",
)


def test_no_path_of_a_machine_is_in_any_file():
    found = [path for path, text in texts() if MACHINE_PATHS.search(text)]

    assert found == []


def test_no_package_index_is_in_any_file():
    found = [path for path, text in texts() if INDEX_HOSTS.search(text)]

    assert found == []


def numbers_in(text: str) -> set[str]:
    """Return every telephone number in a text, in E.164."""
    found = (e164(match.group()) for match in NUMBERS.finditer(text))
    return {number for number in found if number}


def strangers(*folders: str) -> set[tuple[str, str]]:
    """Return the numbers in these folders that an operator may have given to somebody."""
    return {
        (path, number)
        for path, text in texts()
        if path.startswith(folders)
        for number in numbers_in(text)
        if not number.startswith(PLACEHOLDER_PREFIX)
    }


def test_whatever_plays_calls_knows_placeholder_numbers_only():
    assert strangers(*PLAYED) == set()


def test_tests_quote_no_number_that_could_be_somebodys():
    quoted = {
        (path, number)
        for path, number in strangers("tests/")
        if number not in QUOTED and not INVENTED.search(number)
    }

    assert quoted == set()


def test_shipped_numbers_are_placeholders():
    shipped = {
        (path, number)
        for path, text in texts()
        if path == "branches.yaml" or path.startswith("docs/examples/")
        for number in numbers_in("\n".join(line.partition("#")[0] for line in text.splitlines()))
        if not number.startswith(PLACEHOLDER_PREFIX)
    }

    assert shipped == set()
