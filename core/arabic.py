"""Arabic text as software needs it: digits, invisible characters, search keys, counted nouns. Pure functions."""

import re
import unicodedata
from typing import NamedTuple

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

# What cannot be seen yet changes how text looks or compares: controls (but tab and line breaks), soft hyphen,
# zero-width characters and blank fillers, bidi marks, embeddings and isolates, BOM, tags, lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e"
    "\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# The zero-width joiner stays inside an emoji (a family is one sign) and nowhere else.
_EMOJI = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
_STRAY_JOINER = re.compile(f"(?<!{_EMOJI})\u200d|\u200d(?!{_EMOJI})")

# Harakat typed as presentation forms: NFKC would leave a space in the middle of the word.
_SPACING_HARAKAT = re.compile("[\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe72\ufe74-\ufe7f]")
_TATWEEL, _JOINER = "\u0640", "\u200d"
_LETTER_FOLDS = {"ا": "أإآٱ", "ي": "ىیئےۓ", "و": "ؤ", "ه": "ةہھۀۂۃە", "ك": "ک", "": "ء" + _TATWEEL + _JOINER}
_FOLDED = {letter: fold for fold, letters in _LETTER_FOLDS.items() for letter in letters}


def latin_digits(text: str) -> str:
    """`text` with Arabic (٠-٩) and Persian (۰-۹) digits as 0-9; NFKC alone does not do this."""
    return text.translate(_DIGITS)


def strip_invisible(text: str) -> str:
    """`text` without bidi, zero-width and control characters and lone surrogates (domain: text traps, 4).

    Tabs and line breaks stay. Idempotent.
    """
    return _STRAY_JOINER.sub("", _INVISIBLE.sub("", text))


class _SearchFolds(dict[int, str]):
    """What each character becomes in a search key: worked out once, and kept for the common ones."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        is_mark = unicodedata.category(char)[0] == "M"
        folded = "" if is_mark else _FOLDED.get(char, latin_digits(char))
        if code < 0x3000:  # bounded: nobody's paste fills the memory
            self[code] = folded
        return folded


_search_folds = _SearchFolds()


def search_key(text: str) -> str:
    """The form under which names are searched and sorted, and under which queries look (rules: Search key).

    Spellings that people do not tell apart have one key: «فاطمة» and «فاطمه», «أحمد» and «احمد», «مـحـمَّـد» and
    «محمد», `٠٥٠` and `050`, `ALI` and `ali`. Idempotent. Show the original, never the key.
    """
    composed = unicodedata.normalize("NFKC", _SPACING_HARAKAT.sub("", strip_invisible(text)))
    folded = unicodedata.normalize("NFKC", composed.casefold()).translate(_search_folds)
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def compact_key(text: str) -> str:
    """The search key without spaces, so that «عبد الله» finds «عبدالله» (rules: Search key)."""
    return search_key(text).replace(" ", "")


class Noun(NamedTuple):
    """The six forms in which a noun follows its number; the first three say the number themselves."""

    zero: str
    one: str
    two: str
    few: str
    many: str
    other: str


NOUNS = {
    "customer": Noun("لا عملاء", "عميل واحد", "عميلان", "عملاء", "عميلًا", "عميل"),
    "active_customer": Noun(
        "لا عملاء نشطين",
        "عميل واحد نشط",
        "عميلان نشطان",
        "عملاء نشطين",
        "عميلًا نشطًا",
        "عميل نشط",
    ),
    "another": Noun("لا أحد", "واحد آخر", "اثنان آخران", "آخرين", "آخرين", "آخرين"),
    "followup": Noun("لا متابعات", "متابعة واحدة", "متابعتان", "متابعات", "متابعة", "متابعة"),
    "late_followup": Noun(
        "لا متابعات متأخرة",
        "متابعة واحدة متأخرة",
        "متابعتان متأخرتان",
        "متابعات متأخرة",
        "متابعة متأخرة",
        "متابعة متأخرة",
    ),
    "appointment": Noun("لا مواعيد", "موعد واحد", "موعدان", "مواعيد", "موعدًا", "موعد"),
    "property": Noun("لا عقارات", "عقار واحد", "عقاران", "عقارات", "عقارًا", "عقار"),
    "photo": Noun("لا صور", "صورة واحدة", "صورتان", "صور", "صورة", "صورة"),
    "request": Noun("لا طلبات", "طلب واحد", "طلبان", "طلبات", "طلبًا", "طلب"),
    "match": Noun("لا مطابقات", "مطابقة واحدة", "مطابقتان", "مطابقات", "مطابقة", "مطابقة"),
    "room": Noun("لا غرف", "غرفة واحدة", "غرفتان", "غرف", "غرفة", "غرفة"),
    "installment": Noun("لا أقساط", "قسط واحد", "قسطان", "أقساط", "قسطًا", "قسط"),
    "interaction": Noun(
        "لا عمليات تواصل",
        "عملية تواصل واحدة",
        "عمليتا تواصل",
        "عمليات تواصل",
        "عملية تواصل",
        "عملية تواصل",
    ),
    "notification": Noun("لا إشعارات", "إشعار واحد", "إشعاران", "إشعارات", "إشعارًا", "إشعار"),
    "agent": Noun("لا وسطاء", "وسيط واحد", "وسيطان", "وسطاء", "وسيطًا", "وسيط"),
    "user": Noun("لا مستخدمين", "مستخدم واحد", "مستخدمان", "مستخدمين", "مستخدمًا", "مستخدم"),
    "token": Noun("لا رموز", "رمز واحد", "رمزان", "رموز", "رمزًا", "رمز"),
    "chosen": Noun("لا محدد", "محدد واحد", "محددان", "محددون", "محددًا", "محدد"),
    "act": Noun("لا إجراءات", "إجراء واحد", "إجراءان", "إجراءات", "إجراءً", "إجراء"),
    "view": Noun("لا عروض", "عرض واحد", "عرضان", "عروض", "عرضًا", "عرض"),
    "tag": Noun("لا وسوم", "وسم واحد", "وسمان", "وسوم", "وسمًا", "وسم"),
    "pair": Noun("لا أزواج", "زوج واحد", "زوجان", "أزواج", "زوجًا", "زوج"),
    "merge": Noun("لا عمليات دمج", "عملية دمج واحدة", "عمليتا دمج", "عمليات دمج", "عملية دمج", "عملية دمج"),
    "status": Noun("لا حالات", "حالة واحدة", "حالتان", "حالات", "حالة", "حالة"),
    "result": Noun("لا نتائج", "نتيجة واحدة", "نتيجتان", "نتائج", "نتيجة", "نتيجة"),
    "row": Noun("لا صفوف", "صف واحد", "صفان", "صفوف", "صفًا", "صف"),
    "import": Noun(
        "لا عمليات استيراد",
        "عملية استيراد واحدة",
        "عمليتا استيراد",
        "عمليات استيراد",
        "عملية استيراد",
        "عملية استيراد",
    ),
    "column": Noun("لا أعمدة", "عمود واحد", "عمودان", "أعمدة", "عمودًا", "عمود"),
    "field": Noun("لا حقول", "حقل واحد", "حقلان", "حقول", "حقلًا", "حقل"),
    "change": Noun("لا تعديلات", "تعديل واحد", "تعديلان", "تعديلات", "تعديلًا", "تعديل"),
    "error": Noun("لا أخطاء", "خطأ واحد", "خطآن", "أخطاء", "خطأ", "خطأ"),
    "character": Noun("لا أحرف", "حرف واحد", "حرفان", "أحرف", "حرفًا", "حرف"),
    "time": Noun("ولا مرة", "مرة واحدة", "مرتان", "مرات", "مرة", "مرة"),
    "second": Noun("أقل من ثانية", "ثانية واحدة", "ثانيتان", "ثوانٍ", "ثانية", "ثانية"),
    "minute": Noun("لا دقائق", "دقيقة واحدة", "دقيقتان", "دقائق", "دقيقة", "دقيقة"),
    "hour": Noun("لا ساعات", "ساعة واحدة", "ساعتان", "ساعات", "ساعة", "ساعة"),
    "day": Noun("اليوم", "يوم واحد", "يومان", "أيام", "يومًا", "يوم"),
    "week": Noun("لا أسابيع", "أسبوع واحد", "أسبوعان", "أسابيع", "أسبوعًا", "أسبوع"),
    "month": Noun("لا أشهر", "شهر واحد", "شهران", "أشهر", "شهرًا", "شهر"),
    "year": Noun("لا سنوات", "سنة واحدة", "سنتان", "سنوات", "سنة", "سنة"),
}

# Words that agree with a number without saying it: what stands under a figure, or after it.
CAPTIONS = {
    "new_customer": Noun("عملاء جدد", "عميل جديد", "عميلان جديدان", "عملاء جدد", "عميلًا جديدًا", "عميل جديد"),
    "updated_customer": Noun(
        "عملاء حُدّثت بياناتهم",
        "عميل حُدّثت بياناته",
        "عميلان حُدّثت بياناتهما",
        "عملاء حُدّثت بياناتهم",
        "عميلًا حُدّثت بياناتهم",
        "عميل حُدّثت بياناتهم",
    ),
    "to_correct": Noun(
        "تحتاج تصحيحًا",
        "يحتاج تصحيحًا",
        "يحتاجان تصحيحًا",
        "تحتاج تصحيحًا",
        "تحتاج تصحيحًا",
        "تحتاج تصحيحًا",
    ),
    "rejected_row": Noun(
        "صفوف لم تُستورد", "صف لم يُستورد", "صفان لم يُستوردا", "صفوف لم تُستورد", "صفًا لم تُستورد", "صف لم تُستورد"
    ),
}


def plural_index(n: int) -> int:
    """Which of the six CLDR plural forms `n` takes in Arabic: zero, one, two, few, many, other as 0 to 5."""
    if 0 <= n <= 2:
        return n
    last_two = abs(n) % 100
    if 3 <= last_two <= 10:
        return 3
    return 4 if last_two >= 11 else 5


def counted(n: int, noun: str, *, oblique: bool = False) -> str:
    """`n` things in words that agree: «عميلان», «3 عملاء», «11 عميلًا», «1,250 عميلًا» (domain: plurals).

    `noun` is a key of `NOUNS`. `oblique` is for after a verb or preposition, where the dual changes:
    «قبل ساعتين».
    """
    index = plural_index(n)
    form = NOUNS[noun][index]
    if index == 2 and oblique:
        return _oblique_dual(form)
    return form if index < 3 else f"{n:,} {form}"


def caption(n: int, words: str) -> str:
    """The words that agree with `n`: «عميلًا جديدًا» under the figure 231. `words` is a key of `CAPTIONS`."""
    return CAPTIONS[words][plural_index(n)]


def _oblique_dual(form: str) -> str:
    """«يومان» → «يومين», its adjective with it; and before its genitive «عمليتا تواصل» → «عمليتي تواصل»."""
    return re.sub(r"آن\b", "أين", re.sub(r"ان\b", "ين", re.sub(r"تا\b", "تي", form)))
