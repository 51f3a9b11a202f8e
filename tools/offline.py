"""Write the whole site as one zip that opens from a folder, with search, mathematics and charts: make offline."""

import sys
import zipfile

from tools.build import BOOK

NAME = "honest-course"


def write_zip(site, target):
    """Pack every page and what it needs below one folder; the zip's path."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        for path in sorted(site.rglob("*")):
            inside = path.relative_to(site)
            if path.is_file() and path.suffix != ".map" and inside.parts[0] != "downloads":
                pack.write(path, f"{NAME}/{inside.as_posix()}")
    return target


def main():
    site = BOOK / "_build" / "html"
    if not (site / "index.html").exists():
        sys.exit("There is no site to pack yet: run 'make book' first.")
    target = write_zip(site, site / "downloads" / f"{NAME}.zip")
    print(f"{target} ({target.stat().st_size / 1e6:.1f} MB). Unpack it and open {NAME}/index.html")


if __name__ == "__main__":
    main()
