"""What the tests do with the site from outside: `desk.py install` makes a database and prints a token, `desk.py serve PORT`."""

import gc
import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

os.environ["DJANGO_SETTINGS_MODULE"] = "desk_settings"


def install() -> str:
    """Tables, an administrator, two agents, a token for the API."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from escalated.models import ApiToken

    call_command("install", "--no-input", stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    users = get_user_model().objects
    root = users.create_superuser("root", "root@parade.example", "root")
    for name in ("lin", "jonas"):
        users.create_user(name, f"{name}@parade.example", name)
    return str(ApiToken.create_token(root, "cstool")["plain_text_token"])


class Threads(ThreadingMixIn, WSGIServer):
    """Several clients at once."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing."""

    def log_message(self, *arguments: object) -> None:
        pass


def main() -> None:
    """The command line."""
    import django

    django.setup()
    if sys.argv[1] == "install":
        print(install())
        return
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", int(sys.argv[2]), get_wsgi_application(), Threads, Quiet)
    gc.freeze()
    gc.set_threshold(100_000)  # a ticket is hundreds of queries: a third of the time went into looking for garbage
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
