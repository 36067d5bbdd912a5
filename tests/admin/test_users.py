"""People in the admin: invited, named, promoted, closed and opened; nobody rises above its role."""

from django.test import Client
from knox.models import AuthToken

from core.models import User
from tests.admin.doors import add, address, edit, errors, listed, run, said
from tests.factories import PASSWORD, make_agent, make_customer, make_manager
from tests.mail import link_in, send_waiting_mails


def invite(browser, **facts):
    told = {
        "first_name": "ريم",
        "last_name": "الشمري",
        "username": "reem",
        "email": "Reem@Example.com",
        "role": "agent",
    }
    return add(browser, User, **{**told, **facts})


def test_an_invitation_is_mailed_and_its_link_sets_a_password(manager_browser):
    invite(manager_browser)
    person = User.objects.get(username="reem")
    assert (person.email, person.is_manager, person.has_usable_password()) == ("reem@example.com", False, False)
    visitor = Client()
    form = visitor.get(link_in(send_waiting_mails()[0]), follow=True)
    answer = visitor.post(
        form.request["PATH_INFO"], {"new_password1": PASSWORD, "new_password2": PASSWORD}, follow=True
    )
    assert answer.status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_manager_is_invited_as_one(manager_browser):
    invite(manager_browser, role="manager")
    assert User.objects.get(username="reem").is_manager


def test_history_names_who_invited(manager_browser, manager):
    invite(manager_browser)
    entry = User.objects.get(username="reem").history.first()
    assert (entry.history_user, entry.door) == (manager, "admin")


def test_taken_names_and_missing_mail_are_said_at_their_fields(manager_browser, agent):
    assert "username" in errors(invite(manager_browser, username="SARA"))
    assert "email" in errors(invite(manager_browser, email="SARA@example.com"))
    assert "email" in errors(invite(manager_browser, email=""))


def test_names_mail_and_export_are_corrected(manager_browser, manager, agent):
    edit(manager_browser, agent, first_name="ساره", email="new@example.com", may_export="")
    agent.refresh_from_db()
    assert (agent.first_name, agent.email) == ("ساره", "new@example.com")
    entry = agent.history.first()
    assert (entry.history_user, entry.first_name) == (manager, "ساره")


def test_who_may_export_is_the_managers_to_say(manager_browser, agent):
    data = {"first_name": "س", "last_name": "", "email": agent.email, "role": "agent"}
    manager_browser.post(address(User, "change", agent.pk), data)
    agent.refresh_from_db()
    assert not agent.may_export


def test_a_role_is_given_and_history_says_so(manager_browser, agent):
    edit(manager_browser, agent, role="manager")
    agent = User.objects.get(pk=agent.pk)
    assert agent.is_manager
    assert agent.history.first().history_change_reason == "صار مديرًا"


def test_nobody_gives_up_its_own_role_or_account(manager_browser, manager):
    assert "role" in errors(edit(manager_browser, manager, role="agent"))
    assert said(run(manager_browser, "deactivate", [manager])) == ["«نورة السالم»: لا يمكن إيقاف حسابك بنفسك."]
    manager = User.objects.get(pk=manager.pk)
    assert manager.is_active
    assert manager.is_manager


def test_deactivating_ends_tokens_and_sessions(manager_browser, agent, browser):
    AuthToken.objects.create(user=agent)
    assert browser.get("/account/").status_code == 200
    assert said(run(manager_browser, "deactivate", [agent])) == ["أُوقفت الحسابات: مستخدم واحد."]
    assert not AuthToken.objects.filter(user=agent).exists()
    assert browser.get("/account/").status_code == 302
    run(manager_browser, "activate", [agent])
    agent.refresh_from_db()
    assert agent.is_active
    assert browser.get("/account/").status_code == 302


def test_an_invitation_is_sent_again_until_it_is_used(manager_browser, agent):
    invite(manager_browser)
    person = User.objects.get(username="reem")
    assert said(run(manager_browser, "invite_again", [person])) == ["أُرسلت الدعوة: مستخدم واحد."]
    assert [message.to for message in send_waiting_mails()] == [["reem@example.com"]] * 2
    assert "«سارة القحطاني»" in said(run(manager_browser, "invite_again", [agent]))[0]


def test_a_crafted_post_makes_nobody_a_superuser(manager_browser, manager, agent):
    for person in (manager, agent):
        edit(manager_browser, person, is_superuser="on", is_staff="on", groups="1", user_permissions="1", is_active="")
        person.refresh_from_db()
        assert (person.is_superuser, person.is_staff) == (False, False)
        assert person.is_active
        assert not person.user_permissions.exists()


def test_a_superusers_account_is_out_of_a_managers_reach(manager_browser):
    root = User.objects.create_superuser("root", "root@example.com", PASSWORD)
    assert 'name="_save"' not in manager_browser.get(address(User, "change", root.pk)).text
    assert manager_browser.post(address(User, "change", root.pk), {"email": "x@example.com"}).status_code == 403
    run(manager_browser, "deactivate", [root])
    root.refresh_from_db()
    assert root.is_active
    assert root.email == "root@example.com"


def test_accounts_are_not_deleted(manager_browser, agent):
    assert manager_browser.get(address(User, "delete", agent.pk)).status_code == 403
    assert run(manager_browser, "delete_selected", [agent], post="yes").status_code == 200
    assert User.objects.filter(pk=agent.pk).exists()


def test_the_list_shows_each_book_in_as_many_queries_for_many_as_for_few(
    manager_browser, agent, django_assert_num_queries
):
    make_customer(agent)
    url = address(User, "changelist")
    page = manager_browser.get(url)
    assert {str(row): row.book for row in page.context["cl"].result_list} == {"سارة القحطاني": 1, "نورة السالم": 0}
    for _n in range(30):
        make_agent()
        make_manager()
    with django_assert_num_queries(4):  # session, person, count, page
        manager_browser.get(url)


def test_people_are_found_in_any_spelling_and_by_role(manager_browser, agent, manager):
    url = address(User, "changelist")
    for query in ({"q": "ساره القحطانى"}, {"q": "SARA"}, {"role": "agent"}, {"may_export__exact": "1", "q": "قحط"}):
        assert listed(manager_browser.get(url, query)) == ["سارة القحطاني"]
    assert listed(manager_browser.get(url, {"role": "manager"})) == ["نورة السالم"]
