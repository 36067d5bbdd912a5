"""Requests that no browser makes: each gets an answer, and none a failure."""

import io

import pytest

from realty_crm.wsgi import application

pytestmark = pytest.mark.django_db


def call(path, *, method="GET", body=b"", content_type="text/plain", query=""):
    """The status of a request as a WSGI server passes it on."""
    said = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    list(application(environ, lambda status, headers, *_rest: said.append((int(status[:3]), dict(headers)))))
    return said[0]


@pytest.mark.parametrize("charset", ["utf-16", "latin-1", "base64", "idna", "utf-7", "punycode", '"rot13"', "x" * 99])
def test_a_charset_that_is_none_for_text_fails_nothing(charset):
    form = f"application/x-www-form-urlencoded; charset={charset}"
    assert call("/login/", method="POST", body=b"username=a&password=b", content_type=form)[0] in {403, 422}
    parts = f"multipart/form-data; boundary=x; charset={charset}"
    assert call("/login/", method="POST", body=b"--x--\r\n", content_type=parts)[0] in {400, 403, 422}
    assert call("/login/", content_type=f"text/plain; charset={charset}", query="next=/a")[0] == 200


@pytest.mark.parametrize("depth", [400, 600, 900, 20_000])
def test_json_nested_beyond_reason_is_a_wrong_body(api, depth):
    body = '{"name": "س", "phone": "0521234567", "tags": ' + "[" * depth + "]" * depth + "}"
    assert api.post("/api/v1/customers/", body, content_type="application/json").status_code == 400


def test_a_body_too_large_is_refused_with_the_pages_headers():
    status, headers = call("/login/", method="POST", body=b"x" * 2_600_000)
    assert status == 413
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
