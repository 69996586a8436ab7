"""What a defence is: some text of the project, and the one test that must fail once that text is taken out."""

from dataclasses import dataclass

Edit = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Defence:
    """`edits` are file, text, and what stands in its place; `test` is a test of pytest, or a file of Node's."""

    name: str
    test: str
    edits: tuple[Edit, ...]

    @property
    def is_of_node(self) -> bool:
        """Whether Node runs the test."""
        return self.test.endswith(".js")


def defence(name: str, test: str, *edits: Edit) -> Defence:
    """With as many edits as it takes."""
    return Defence(name, test, edits)
