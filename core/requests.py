"""What a request says, read with care: the form it posts, and where it wants to go back to."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from core.access import is_id

MOST_CHOSEN = 200  # rows that one post of a list's boxes may name: more than any page shows


def posted(request: HttpRequest) -> QueryDict | None:
    """The posted fields, be there none of them; None when nothing was posted, for a form still to be filled."""
    return request.POST if request.method == "POST" else None


def next_url(request: HttpRequest, default: str) -> str:
    """The local address in `next` (of the form, else of the query), else `default`: an address or a page's name."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_local = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    if is_local and wanted.startswith("/"):  # anything else would be read as the name of a page
        return wanted
    return resolve_url(default) if default else ""


def chosen_ids(request: HttpRequest, field: str = "chosen") -> list[int]:
    """The rows whose boxes were ticked, each once, in their order; BadRequest for what is no row's id, or too many."""
    given = list(dict.fromkeys(request.POST.getlist(field)))
    if len(given) > MOST_CHOSEN or not all(map(is_id, given)):
        raise BadRequest
    return [int(pk) for pk in given]
