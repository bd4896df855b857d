"""Settings, from the environment or `milepost.toml`; a wrong one stops the start and says what is allowed."""

import re
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, ValidationInfo
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from milepost.kernel.faults import sentence

_RATE = re.compile(r"off|([1-9][0-9]{0,5})/(second|minute|hour|day)", re.ASCII)
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


class WrongSetting(Exception):
    """A setting has a value that is not allowed; the message names it and what is."""


def _rate(value: str) -> str:
    if not _RATE.fullmatch(value):
        raise ValueError("allowed: off, or a number and a time such as 10/minute, 100/hour, 500/day")
    return value


def _port(value: object) -> int:
    if not isinstance(value, bool) and re.fullmatch("[0-9]{1,5}", str(value)) and int(str(value)) <= 65_535:
        return int(str(value))
    raise ValueError("allowed: a whole number from 0 to 65535")


def _database(value: str) -> str:
    is_file = value.startswith("sqlite:///") and value not in ("sqlite:///", "sqlite:///:memory:")
    if value and not is_file and urlsplit(value).scheme != "postgresql":
        raise ValueError("allowed: sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE")
    return value


def _postgres(value: str, info: ValidationInfo) -> str:
    if value and urlsplit(value).scheme != "postgresql":
        raise ValueError("allowed: postgresql://USER:PASSWORD@HOST/DATABASE")
    served = info.data.get("database_url", value)
    if value and urlsplit(served).scheme != "postgresql":
        raise ValueError("allowed only beside a MILEPOST_DATABASE_URL that is postgresql:// too")
    return value


def _web(value: str) -> str:
    if not _fits(value, ("http", "https")):
        raise ValueError("allowed: an address such as https://goals.example.com")
    return value


def _mail(value: str) -> str:
    if not _fits(value, ("smtp", "smtps")):
        raise ValueError("allowed: smtp://USER:PASSWORD@HOST:PORT, or smtps:// for TLS from the first byte")
    return value


def _fits(value: str, schemes: tuple[str, ...]) -> bool:
    """Whether it is empty, or an address by one of these with a host and, if any, a port."""
    try:
        parts = urlsplit(value)
        return not value or (parts.scheme in schemes and bool(parts.hostname) and parts.port != 0)
    except ValueError:
        return False


def _networks(value: str) -> str:
    try:
        for each in filter(None, map(str.strip, value.split(","))):
            ip_network(each)
    except ValueError as wrong:
        raise ValueError("allowed: networks by comma, such as 10.0.0.5, 192.168.0.0/16") from wrong
    return value


Rate = Annotated[str, AfterValidator(_rate)]


class Settings(BaseSettings):
    """What the operator can set. Names in the environment are these in capitals, after `MILEPOST_`."""

    model_config = SettingsConfigDict(
        env_prefix="MILEPOST_", toml_file="milepost.toml", extra="forbid", env_ignore_empty=True
    )

    host: str = Field("127.0.0.1", validation_alias="HOST", description="Address to listen on.")
    port: Annotated[int, BeforeValidator(_port)] = Field(
        8000, validation_alias="PORT", description="Port to listen on."
    )
    data_dir: Path = Field(Path("data"), description="Folder of the embedded database and of uploads.")
    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "", description="`sqlite:///PATH` or `postgresql://…`; by default `milepost.db` in the data folder."
    )
    owner_url: Annotated[str, AfterValidator(_postgres)] = Field(
        "", description="PostgreSQL only: the owner of the database, for migrate, doctor, backup and restore."
    )
    public_url: Annotated[str, AfterValidator(_web)] = Field(
        "", description="Address under which people reach this instance, for links in mail."
    )
    registration: Literal["open", "closed"] = Field("open", description="Whether anybody may sign up.")
    register_limit: Rate = Field("10/minute", description="Sign-ups for each network address, or `off`.")
    sign_in_limit: Rate = Field(
        "10/minute", description="Failed sign-ins for each network address and each account, or `off`."
    )
    trusted_proxies: Annotated[str, AfterValidator(_networks)] = Field(
        "", description="Addresses or networks, by comma, whose X-Forwarded-For is believed."
    )
    mail_url: Annotated[str, AfterValidator(_mail)] = Field(
        "", description="`smtp://USER:PASSWORD@HOST:PORT`, or empty: no mail is sent."
    )
    mail_from: str = Field("", description="The sender's address of mail.")

    @property
    def database(self) -> str:
        """The database's URL, the embedded one by default."""
        return self.database_url or f"sqlite:///{self.data_dir / 'milepost.db'}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is passed wins over the environment, and that over the file."""
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))


def variable(field: str) -> str:
    """The name of a setting in the environment."""
    alias = Settings.model_fields[field].validation_alias
    return str(alias) if alias else f"MILEPOST_{field.upper()}"


@lru_cache
def rate(text: str) -> tuple[int, int] | None:
    """A rate as (how many, in how many seconds), or None if it is off.

    >>> rate("10/minute"), rate("off")
    ((10, 60), None)
    """
    found = _RATE.fullmatch(text)
    if found is None or found[1] is None:
        return None
    return int(found[1]), SECONDS[found[2]]


def settings() -> Settings:
    """Read the settings.

    Raises:
        WrongSetting: with the name of the setting and what is allowed.
    """
    try:
        return Settings()
    except ValidationError as wrong:
        sentences = []
        for each in wrong.errors():
            place = str(each["loc"][0]) if each["loc"] else ""
            field = place if place in Settings.model_fields else place.lower()
            name = variable(field) if field in Settings.model_fields else place
            sentences.append(f"{name}: {_allowed(each)}.")
        raise WrongSetting(" ".join(sentences)) from wrong
    except TOMLDecodeError as broken:
        raise WrongSetting(f"milepost.toml: {broken}.") from broken


def _allowed(error: Mapping[str, Any]) -> str:
    """What is wrong, and what would be right."""
    if error["type"] == "extra_forbidden":
        return f"there is no such setting; there are {', '.join(Settings.model_fields)}"
    return sentence(error)
