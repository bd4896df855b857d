"""The command `milepost`."""

import os
from typing import Annotated

import typer

from milepost.entrypoints.cli import accounts, demo, exchange, goals, imports, operations, serve, terminal

main = typer.Typer(
    name="milepost",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The way from an ultimate goal to today's next step.",
)


@main.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """The way from an ultimate goal to today's next step."""
    terminal.debugging = debug
    # People's records: whatever file or folder a command makes is for the account that runs it alone.
    os.umask(0o077)


main.command("serve")(serve.serve)
main.command("migrate")(operations.migrate)
main.command("doctor")(operations.doctor)
main.command("openapi")(operations.openapi)
main.command("demo")(demo.demo)
main.command("export")(exchange.export)
main.command("import")(imports.import_file)
main.command("backup")(operations.backup)
main.command("restore")(operations.restore)
main.command("copy")(operations.copy)
# What begins with a dash and is no option is a number below zero.
main.command("log", context_settings={"ignore_unknown_options": True})(goals.log)
main.add_typer(accounts.users, name="user")
main.add_typer(accounts.tokens, name="token")
