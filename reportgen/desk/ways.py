"""The way out that the settings name: from `[post]` to a mail server, or the outbox."""

import os
from collections.abc import Iterator, Mapping

from reportgen.desk.stationery import sender_of
from reportgen.errors import Fault, FaultsFound, Place, SecretMissing, Slug, error
from reportgen.registry.post.mailserver import MailServer, Secret
from reportgen.registry.post.smtp import SmtpPost
from reportgen.registry.post.turns import Patience
from reportgen.settings import Workspace

PASSWORD, TOKEN = "REPORTGEN_SMTP_PASSWORD", "REPORTGEN_SMTP_TOKEN"
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_SECRETS = {"password": PASSWORD, "xoauth2": TOKEN}


def server_of(
    workspace: Workspace, environment: Mapping[str, str] = os.environ
) -> MailServer:
    """The mail server of the settings.

    Raises:
        FaultsFound: a setting is missing, or two do not go together.
        SecretMissing: the environment has no password or token.
    """
    post = workspace.settings.post
    if faults := list(_unfit(workspace)):
        raise FaultsFound(faults)
    name = _SECRETS.get(post.login, "")
    if name and not environment.get(name):
        raise SecretMissing(name)
    return MailServer(
        host=post.host,
        port=post.port or _PORTS[post.security],
        security=post.security,
        login=post.login,
        user=post.user,
        secret=Secret(environment[name] if name else ""),
        ca_file=workspace.folder / post.ca_file if post.ca_file else None,
        hello=sender_of(workspace).address.rpartition("@")[2],
    )


def _unfit(workspace: Workspace) -> Iterator[Fault]:
    """What is missing under `[post]`, or does not go together."""
    post = workspace.settings.post
    for key, value in (("host", post.host), ("sender", post.sender)):
        if not value:
            yield _fault(key, 'way = "smtp" needs it', "fill it in")
    if post.login != "none" and not post.user:
        yield _fault("user", f'login = "{post.login}" needs it', "fill it in")
    if post.login != "none" and post.security == "none":
        what = "nobody logs in over a line without TLS"
        yield _fault("security", what, 'choose "starttls" or "tls"')
    least = {"port": 0, "attempts": 1, "per_minute": 0, "largest_megabytes": 0}
    for key, lowest in least.items():
        if getattr(post, key) < lowest:
            yield _fault(key, f"it is below {lowest}", f"write {lowest} or more")


def _fault(key: str, what: str, cure: str) -> Fault:
    place = Place("reportgen.toml", column=f"post.{key}")
    return error(Slug.MISSING_KEY, place, what, cure)


def way_of(
    workspace: Workspace, environment: Mapping[str, str] = os.environ
) -> SmtpPost | None:
    """The way out of the settings; None for the outbox. Nothing is said to a server.

    Raises:
        FaultsFound, SecretMissing: see `server_of`.
    """
    if workspace.settings.post.way == "outbox":
        return None
    return SmtpPost(server_of(workspace, environment))


def patience_of(workspace: Workspace) -> Patience:
    """How often, and how fast, as the settings say."""
    post = workspace.settings.post
    return Patience(attempts=post.attempts, per_minute=post.per_minute)
