"""Which part of a list a page shows; pure."""

from collections.abc import Sequence
from typing import Any, TypeVar

One = TypeVar("One")


def sliced(all_of_them: Sequence[One], page: int, per_page: int) -> Sequence[One]:
    """The page PAGE (from 1); `per_page` 0 shows everything."""
    if not per_page:
        return all_of_them if page == 1 else all_of_them[:0]
    return all_of_them[(page - 1) * per_page : page * per_page]


def envelope(total: int, size: int, page: int, per_page: int) -> dict[str, Any]:
    """What a page of SIZE entries tells of itself."""
    pages = -(-total // per_page) if per_page else 1
    return {
        "total_items": total,
        "total_pages": max(pages, 1),
        "page_number": page,
        "size": size,
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": size == 0,
    }
