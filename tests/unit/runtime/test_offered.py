"""What a command offers it also takes; what a setting refuses it names."""

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from core.roles import KEY_RIGHTS, MATRIX, Role
from runtime.commands.keys import Machine, keys
from runtime.missettings import wrong
from runtime.settings import Settings


def test_a_key_is_offered_those_roles_only_whose_rights_a_machine_may_hold() -> None:
    assert {Role(each) for each in Machine} == {role for role, row in MATRIX.items() if row.rights <= KEY_RIGHTS}
    refused = CliRunner().invoke(keys, ["add", "full", "--role", "head"])
    assert refused.exit_code == 2
    assert all(code in refused.output for code in Machine), "it does not say which roles there are"


@pytest.mark.parametrize("given", ["boss", "administrator, boss", "monitor,boss,other"])
def test_an_unknown_role_in_the_duty_of_a_second_factor_is_named_with_those_that_there_are(given: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(factor_for=given)
    said = str(wrong(caught.value))
    for part in ("MCU_FACTOR_FOR", "«boss»", "administrator", "texts:unmasked"):
        assert part in said
