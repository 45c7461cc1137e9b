"""The ground: what Nahtlos stands on before a page can be served. It prepares the Python
environment, fetches and builds other people's assets, runs an embedded PostgreSQL for trying and
testing, tells an administrator how to prepare a real one, and supervises the three processes of
the demonstration. Its nouns are environment, server, preparation, asset and child process. Three
sentences are true of it: everything it writes lies inside the project folder; nothing it does is
needed to run Nahtlos on an existing PostgreSQL; and a process that was killed leaves a state from
which the next start succeeds."""
