"""Inviting people and closing their accounts, for managers (issue: Admin)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from knox.models import AuthToken

from core.flows import deactivate_user, invite_user
from core.models import User
from tests.factories import PASSWORD, make_agent
from tests.mail import link_in, send_waiting_mails

FACTS = {"username": "huda", "email": "Huda@Example.com", "first_name": "هدى", "last_name": "العنزي"}


def test_an_invitation_makes_an_account_and_mails_a_link(manager, now, visitor):
    user = invite_user(by=manager, at=now, facts=FACTS, manager=True)
    (message,) = send_waiting_mails()
    assert (user.email, user.is_manager, user.has_usable_password()) == ("huda@example.com", True, False)
    assert "دعوة" in message.subject
    page = visitor.get(link_in(message), follow=True)
    assert "كلمة مرور جديدة" in page.text


@pytest.mark.parametrize(("field", "value"), [("username", "SARA"), ("email", "sara@example.com"), ("email", "")])
def test_a_taken_name_or_address_is_refused_at_its_field(manager, agent, now, field, value):
    with pytest.raises(ValidationError) as refusal:
        invite_user(by=manager, at=now, facts={**FACTS, field: value})
    assert field in refusal.value.message_dict


def test_an_agent_invites_nobody(agent, now):
    with pytest.raises(PermissionDenied):
        invite_user(by=agent, at=now, facts=FACTS)


def test_a_closed_account_loses_sessions_and_tokens(manager, agent, now, browser):
    AuthToken.objects.create(user=agent)
    deactivate_user(by=manager, at=now, user_id=agent.pk)
    assert not AuthToken.objects.exists()
    assert browser.get("/").url.startswith("/login/")


def test_nobody_closes_its_own_account_or_a_superusers(manager, now):
    with pytest.raises(ValidationError):
        deactivate_user(by=manager, at=now, user_id=manager.pk)
    root = make_agent("root", is_superuser=True)
    with pytest.raises(PermissionDenied):
        deactivate_user(by=manager, at=now, user_id=root.pk)
    assert User.objects.get(pk=root.pk).is_active


def test_a_user_name_is_no_address(manager, now):
    with pytest.raises(ValidationError) as refusal:
        invite_user(by=manager, at=now, facts={**FACTS, "username": "new@example.com"})
    assert list(refusal.value.message_dict) == ["username"]


def test_nobodys_address_is_anothers_user_name(manager, now, browser, agent):
    make_agent("old@example.com")
    with pytest.raises(ValidationError) as refusal:
        invite_user(by=manager, at=now, facts={**FACTS, "email": "Old@example.com"})
    assert list(refusal.value.message_dict) == ["email"]
    form = {"first_name": "سارة", "email": "old@example.com", "current_password": PASSWORD}
    assert browser.post("/account/", form).context["form"].errors["email"]
