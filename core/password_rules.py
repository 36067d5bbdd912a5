"""Django's password rules, in the product's Arabic: Django's own translation leaves one in English."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from core.arabic import counted


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("كلمة المرور قصيرة. اكتب %(characters)s على الأقل.") % {
            "characters": counted(self.min_length, "character")
        }


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return str(_("كلمة المرور هذه شائعة، فيسهل تخمينها."))


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return str(_("لا تكون كلمة المرور أرقامًا فقط."))


class UnlikeItsOwner(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return str(_("كلمة المرور شبيهة بالاسم أو البريد (%(verbose_name)s)."))
