"""Running the site: whether it can serve (``readiness``), what its operator looks at (``status``), and what is done
beside the pages (``jobs``, of which ``watching`` mails that nobody acknowledged an alert)."""
