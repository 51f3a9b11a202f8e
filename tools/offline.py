"""Write the whole site as one zip that opens from a folder, with search, mathematics and charts: make offline."""

import sys
import zipfile

from tools.build import BOOK
from tools.downloads import show_downloads, without_downloads

NAME = "honest-course"


def write_zip(site, target):
    """Pack every page and what it needs below one folder; the zip's path."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        for path in sorted(site.rglob("*")):
            inside = path.relative_to(site)
            if not path.is_file() or path.suffix == ".map" or inside.parts[0] == "downloads":
                continue
            name = f"{NAME}/{inside.as_posix()}"
            if inside.as_posix() == "index.html":
                pack.writestr(name, without_downloads(path.read_text(encoding="utf-8")))
            else:
                pack.write(path, name)
    return target


def main():
    site = BOOK / "_build" / "html"
    if not (site / "index.html").exists():
        sys.exit("There is no site to pack yet: run 'make book' first.")
    target = write_zip(site, site / "downloads" / f"{NAME}.zip")
    show_downloads(site)
    print(f"{target} ({target.stat().st_size / 1e6:.1f} MB). Unpack it and open {NAME}/index.html")


if __name__ == "__main__":
    main()
