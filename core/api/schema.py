"""How the API describes itself: what drf-spectacular cannot see from the views (OpenAPI at /api/schema/)."""

from typing import Any

import django_filters
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_bearer_security_scheme_object
from drf_spectacular.utils import OpenApiParameter

from core import filters
from core.api.idempotency import HEADER, LONGEST_KEY, REPLAYED
from core.api.views import BookViewSet

WRITES = {"post", "put", "patch"}
STATUSES = {"create": "201", "destroy": "204"}
_DELETED = OpenApiParameter(
    "deleted", bool, description="true: ما حُذف بدل القائم، بصورة {id, deleted_at}؛ ومع updated_since ما حُذف منذه"
)


_NEVER_DELETED = OpenApiParameter("deleted", bool, description="true: قائمة فارغة، فلا يُحذف شيء من هذه القائمة")
_TEXT = {"type": "string"}
_KINDS: dict[type, dict[str, Any]] = {  # what each kind of filter takes
    filters.TruthFilter: {"type": "boolean"},
    filters.IdFilter: {"type": "integer", "minimum": 1},
    filters.OwnerFilter: {"type": "integer", "minimum": 1},
    filters.MoneyFilter: {**_TEXT, "format": "decimal"},
    filters.WordsFilter: {"type": "array", "items": _TEXT},
    filters.SinceFilter: {"anyOf": [{**_TEXT, "format": "date-time"}, {**_TEXT, "format": "date"}]},
    filters.UntilFilter: {"anyOf": [{**_TEXT, "format": "date-time"}, {**_TEXT, "format": "date"}]},
}


def _parameter(name: str, field: django_filters.Filter) -> OpenApiParameter:
    """A filter as its parameter is described."""
    schema = next((schema for kind, schema in _KINDS.items() if isinstance(field, kind)), _TEXT)
    if isinstance(field, filters.CodesFilter):
        schema = {"type": "array", "items": {**_TEXT, "enum": field.codes}}
    if isinstance(field, filters.OrderFilter):
        orders = [sign + column for column in field.columns for sign in ("", "-")]
        schema = {"type": "array", "items": {**_TEXT, "enum": orders}}
    if isinstance(field, filters.NewestFirst):
        schema = {**_TEXT, "enum": field.orders}
    commas = {"style": "form", "explode": False} if schema.get("type") == "array" else {}
    return OpenApiParameter(name, schema, description=str(field.label or ""), **commas)


def filter_parameters(filterset: type[filters.BookFilter]) -> list[OpenApiParameter]:
    """What a list, or an export of it, can be asked for."""
    return [_parameter(name, field) for name, field in filterset.base_filters.items()]


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "core.api.auth.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return build_bearer_security_scheme_object(header_name="Authorization", token_prefix="Token")  # noqa: S106


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "core.api.auth.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class BookSchema(AutoSchema):
    """Reads the bodies and answers that our view sets name by action."""

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def get_request_serializer(self) -> Any:
        bodies = getattr(self.view, "bodies", None)
        return bodies.get(self.view.action) if bodies is not None else super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        if not hasattr(self.view, "row_class"):
            return super().get_response_serializers()
        action = self.view.action
        if action == "list":
            return self.view.row_class(many=True)
        shown = self.view.answers.get(action) or getattr(self.view, "answer_class", self.view.row_class)
        return {STATUSES.get(action, "200"): None if action == "destroy" else shown}

    def _is_list_view(self, serializer: Any = None) -> bool:
        return getattr(self.view, "action", None) == "list"

    def get_filter_backends(self) -> list[Any]:
        return []  # the filters are told below: what drf-spectacular makes of them is their columns

    def get_override_parameters(self) -> list[Any]:
        if not self._is_list_view():
            return []
        if self.view.filterset_class is None:
            return []
        asked = filter_parameters(self.view.filterset_class)
        return [*asked, _DELETED if isinstance(self.view, BookViewSet) else _NEVER_DELETED]


def describe_refusals(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """Add to every operation the refusals, headers and parameters that all of its kind share (api: Errors)."""
    schemas = result["components"]["schemas"]
    schemas.update(_SHARED)
    for path, methods in result["paths"].items():
        for method, operation in methods.items():
            is_token = path.endswith("auth/token/")
            _describe(operation, method, has_row="{" in path, is_token=is_token)
            if any(parameter.get("description") == _DELETED.description for parameter in operation["parameters"]):
                _may_be_deleted(operation, schemas)
    return result


def _may_be_deleted(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """The rows of this list are of two kinds: with `deleted=true` they are ids alone."""
    envelope = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    results = schemas[envelope]["properties"]["results"]
    if "anyOf" not in results["items"]:
        results["items"] = {"anyOf": [results["items"], {"$ref": "#/components/schemas/DeletedRow"}]}


def _describe(operation: dict[str, Any], method: str, *, has_row: bool, is_token: bool) -> None:
    refusals = {"400": "WrongFields"}
    refusals |= {"429": "Refusal"} if is_token else {"401": "Refusal", "403": "Refusal", "404": "Refusal"}
    if method in WRITES:
        refusals |= {"413": "Refusal", "415": "Refusal", "409": "Conflict"}
    if method == "delete" and has_row:
        refusals |= {"409": "Conflict"}
    parameters = operation.setdefault("parameters", [])
    if method in {"put", "patch"}:
        refusals["428"] = "Refusal"
        parameters.append(_header("If-Match", 'النسخة التي رآها التعديل، مثال: "7"، أو version في الجسم'))
    if method == "post" and not is_token:
        refusals["422"] = "Refusal"
        parameters.append(_header(HEADER, "لإعادة الطلب دون تكرار أثره، 24 ساعة", maxLength=LONGEST_KEY))
        for response in operation["responses"].values():
            response.setdefault("headers", {})[REPLAYED] = {"schema": {"type": "string", "enum": ["true"]}}
    for status, schema in refusals.items():
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
        operation["responses"].setdefault(status, {"description": _MEANINGS[status], "content": content})


def _header(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "header", "schema": {"type": "string", **schema}, "description": description}


_DETAIL = {"detail": {"type": "string"}, "code": {"type": "string"}}
_SHARED: dict[str, Any] = {
    "DeletedRow": {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "deleted_at": {"type": "string", "format": "date-time"}},
        "required": ["id", "deleted_at"],
        "additionalProperties": False,
    },
    "Refusal": {"type": "object", "properties": _DETAIL, "required": ["detail"]},
    "Conflict": {
        "type": "object",
        "properties": {
            **_DETAIL,
            "existing": {"type": "object", "additionalProperties": {}},
            "current": {"type": "object", "additionalProperties": {}},
        },
        "required": ["detail", "code"],
    },
    "WrongFields": {
        "type": "object",
        "description": "رسائل كل حقل أو مُعامل؛ وdetail وحده لجسم لا يُقرأ",
        "additionalProperties": {},
    },
}
_MEANINGS = {
    "400": "قيم غير صحيحة",
    "401": "بلا دخول",
    "403": "غير مسموح",
    "404": "غير موجود",
    "409": "حالة السجل لا تسمح",
    "413": "الطلب أكبر من المسموح",
    "415": "صيغة الطلب غير معتمدة",
    "422": "مفتاح تكرار سبق مع طلب آخر",
    "428": "رقم النسخة مطلوب",
    "429": "محاولات كثيرة",
}
