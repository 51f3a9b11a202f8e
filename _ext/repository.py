"""Point the launch buttons, the repository button and the base address at the repository that builds the book.

GITHUB_REPOSITORY names it in CI; elsewhere the git remote 'origin' does. With neither, the book has no such buttons.
"""

import os
import re
import subprocess
from urllib.parse import urlsplit

GITHUB_REMOTE = re.compile(
    r"^(?:https://(?:[^@/]+@)?|ssh://git@|git@)github\.com[/:](?P<slug>[\w.-]+/[\w.-]+?)(?:\.git)?/?$"
)


def git(source_folder, *arguments):
    """What a git command prints, or '' where there is no git, no repository or no answer."""
    try:
        finished = subprocess.run(
            ["git", "-C", str(source_folder), *arguments], capture_output=True, text=True, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return finished.stdout.strip() if finished.returncode == 0 else ""


def repository_slug(source_folder, environment=os.environ):
    """'owner/name' of the GitHub repository, or '' where there is none."""
    if environment.get("GITHUB_REPOSITORY"):
        return environment["GITHUB_REPOSITORY"]
    match = GITHUB_REMOTE.match(git(source_folder, "remote", "get-url", "origin"))
    return match["slug"] if match else ""


def branch_name(source_folder, environment=os.environ):
    """The branch that readers should open.

    In a pull request GITHUB_REF_NAME is 'N/merge', which no button can open: the target branch is used.
    """
    if environment.get("GITHUB_REPOSITORY"):
        return environment.get("GITHUB_BASE_REF") or environment.get("GITHUB_REF_NAME") or "main"
    return git(source_folder, "branch", "--show-current") or "main"


def pages_address(slug):
    """Where GitHub Pages shows the repository."""
    owner, name = slug.split("/")
    host = f"https://{owner.lower()}.github.io/"
    return host if name.lower() == f"{owner.lower()}.github.io" else f"{host}{name}/"


def fill_in(app, config):
    """Set or remove the options that name the repository."""
    options = config.html_theme_options
    slug = repository_slug(app.srcdir)
    if not slug:
        for name in ("launch_buttons", "repository_url", "repository_branch", "use_repository_button"):
            options.pop(name, None)
        config.html_baseurl, config.notfound_urls_prefix = "", "/"
        return
    options["repository_url"] = f"https://github.com/{slug}"
    options["repository_branch"] = branch_name(app.srcdir)
    options["use_repository_button"] = True
    options["path_to_docs"] = ""
    config.html_baseurl = pages_address(slug)
    config.notfound_urls_prefix = urlsplit(config.html_baseurl).path  # any address may show the page "not found"


def setup(app):
    # Before 500, where the theme reads the options.
    app.connect("config-inited", fill_in, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
