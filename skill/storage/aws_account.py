"""Whose DynamoDB it is, and where: from the environment, else from where AWS's own tools look.

A Lambda function has region and keys in its environment. Elsewhere they may come from a profile, a
container's role or a machine's: botocore, an extra, finds those and renews them. It takes 200 ms to
load, so it is loaded only there.
"""

from collections.abc import Callable, Mapping
from typing import Any

from skill.errors import StoreError
from skill.storage.aws_signature import Account

AccountSource = Callable[[], Account]
"""Gives the account with keys that are good now. Raises `StoreError` when there are none."""

_REGION = ("AWS_REGION", "AWS_DEFAULT_REGION")
_KEY_ID, _SECRET, _TOKEN = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
_EXTRA = "or install back-spasm-guide[aws], which finds those of profiles and roles"

# How regions begin, and the domains of their endpoints: of one address family, and of both.
_DOMAINS = (
    ("cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    ("eusc-", "amazonaws.eu", "api.amazonwebservices.eu"),
    ("us-iso-", "c2s.ic.gov", "api.aws.ic.gov"),
    ("us-isob-", "sc2s.sgov.gov", "api.aws.scloud"),
    ("eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    ("us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
    ("", "amazonaws.com", "api.aws"),
)


def account_source(environment: Mapping[str, str]) -> AccountSource:
    """Raises `StoreError` where region or keys cannot be found."""
    region = next((environment[name] for name in _REGION if environment.get(name)), "")
    key_id, secret = environment.get(_KEY_ID, ""), environment.get(_SECRET, "")
    if region and key_id and secret:
        endpoint = endpoint_of(region, environment)
        account = Account(region, endpoint, key_id, secret, environment.get(_TOKEN, ""))
        return lambda: account
    missing = _REGION[0] if not region else _KEY_ID if not key_id else _SECRET
    return _from_chain(region, environment, missing)


def endpoint_of(region: str, environment: Mapping[str, str]) -> str:
    """The one that is given, else the region's, as AWS's settings ask for it."""
    if not _is_on(environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"):
        for name in ("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"):
            if environment.get(name):
                return environment[name].rstrip("/")
    fips = _is_on(environment, "AWS_USE_FIPS_ENDPOINT") and not region.startswith("us-gov-")
    domain, both = next(row[1:] for row in _DOMAINS if region.startswith(row[0]))
    if _is_on(environment, "AWS_USE_DUALSTACK_ENDPOINT"):
        domain = both
    return f"https://dynamodb{'-fips' if fips else ''}.{region}.{domain}"


def _is_on(environment: Mapping[str, str], name: str) -> bool:
    return environment.get(name, "").lower() == "true"


def _from_chain(region: str, environment: Mapping[str, str], missing: str) -> AccountSource:
    try:
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - see above
        from botocore.session import Session  # noqa: PLC0415
    except ImportError as error:
        raise StoreError(f"{missing} is not set: set it, {_EXTRA}") from error
    try:
        session = Session()
        region = region or session.get_config_variable("region") or ""
        found: Any = session.get_credentials()
    except BotoCoreError as error:
        raise StoreError(f"no keys for AWS were found: {error}") from error
    if not region:
        raise StoreError(f"{_REGION[0]} is not set: set it, or give the profile a region")
    if found is None:
        raise StoreError(
            f"no keys for AWS were found: set {_KEY_ID} and {_SECRET}, or give a profile or a role"
        )
    endpoint = endpoint_of(region, environment)

    def account() -> Account:
        try:
            keys = found.get_frozen_credentials()
        except BotoCoreError as error:
            raise StoreError(f"the keys for AWS cannot be renewed: {error}") from error
        return Account(region, endpoint, keys.access_key, keys.secret_key, keys.token or "")

    return account
