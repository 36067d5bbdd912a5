"""What a request says, read with care: the form it posts, and where it wants to go back to."""

from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


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
