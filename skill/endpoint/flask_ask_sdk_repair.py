"""Makes `flask_ask_sdk` importable. Only `web.py` needs it.

`flask_ask_sdk` imports the SDK's own request verifier, which imports certvalidator, which imports
oscrypto. The newest oscrypto (1.3.0) cannot read the version of an OpenSSL whose patch level has
two digits (3.0.10 and later; wbond/oscrypto issues 75 and 78) and raises at import, so on most
systems of today the adapter does not start.

This skill verifies requests itself (`verification.py`), so certvalidator is never called: all it
has to do is import. Where it does, nothing here happens. Where it does not, two stand-ins take its
place while the adapter is imported, and are gone afterwards, so that any other user of
certvalidator meets the real one, or its real error. The SDK's verifier, left holding a stand-in,
refuses everything.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import NoReturn

_ADAPTER = "flask_ask_sdk.skill_adapter"


class _ValidationError(Exception):
    pass


def _refuse(*_: object) -> NoReturn:
    raise _ValidationError("certvalidator cannot be imported here; use skill.endpoint.verification")


def import_skill_adapter() -> ModuleType:
    """Give the module `flask_ask_sdk.skill_adapter`."""
    try:
        import_module("certvalidator")
    except Exception:  # noqa: BLE001 - oscrypto raises an error of its own, not an ImportError
        return _import_beside_stand_ins()
    return import_module(_ADAPTER)


def _import_beside_stand_ins() -> ModuleType:
    package, errors = ModuleType("certvalidator"), ModuleType("certvalidator.errors")
    vars(package).update(CertificateValidator=_refuse, errors=errors)
    vars(errors).update(ValidationError=_ValidationError, PathError=_ValidationError)
    stand_ins = {module.__name__: module for module in (package, errors)}
    sys.modules.update(stand_ins)
    try:
        return import_module(_ADAPTER)
    finally:
        for name in stand_ins:
            del sys.modules[name]
