"""The small process that opens a PDF somebody sent: `python -m verification.packs.opening < file > opened`.

Readers of PDF are written in C and fed with whatever strangers send; whatever goes wrong in here ends this process and
nothing else. What it gives back has no scripts, no attachments and no forms, and what was drawn over its pages, as
electronic seals mostly are, belongs to the pages.
"""

from __future__ import annotations

import io
import resource
import sys

MEMORY_BYTES = 512 * 1024 * 1024
SECONDS = 20
LARGEST_BYTES = 64 * 1024 * 1024
MOST_PAGES = 100
ENCRYPTED, DAMAGED, TOO_LONG, TOO_LARGE = 11, 12, 13, 14
"""How the process ends."""
NEEDED = {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Group", "/UserUnit"}


def main() -> int:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pikepdf

    try:
        opened = _opened(sys.stdin.buffer.read())
    except pikepdf.PasswordError:
        return ENCRYPTED
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        return DAMAGED
    except MemoryError:
        return TOO_LARGE
    if isinstance(opened, int):
        return opened
    sys.stdout.buffer.write(opened)
    return 0


def _opened(content: bytes) -> bytes | int:
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as source, pikepdf.new() as clean:
        if not source.pages:
            return DAMAGED
        if len(source.pages) > MOST_PAGES:
            return TOO_LONG
        source.flatten_annotations("screen")
        clean.pages.extend(source.pages)
        for page in clean.pages:
            for key in set(page.obj.keys()) - NEEDED:
                del page.obj[key]
        written = io.BytesIO()
        clean.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue() if written.tell() <= LARGEST_BYTES else TOO_LARGE


if __name__ == "__main__":
    sys.exit(main())
