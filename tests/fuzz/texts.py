"""What people, pastes and attackers type."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

FEW = settings(
    deadline=None,
    derandomize=True,
    max_examples=15,
    database=None,
    phases=[Phase.generate],  # a page takes too long for shrinking; what failed is short enough to read
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
A_FEW, MANY = settings(FEW, max_examples=5), settings(FEW, max_examples=40)

PHONES = ["٠٥٢١٢٣٤٥٦٧", "۰۵۲۱۲۳۴۵۶۷", "+966 (0)52-123-4567", "0521234567;ext=5", "+", "00", "٠" * 400, "tel:", "wa.me/"]
NUMBERS = ["١٬٢٥٠٬٠٠٠٫٥٠", "1.2 مليون", "850k", "-1", "NaN", "Infinity", "1e309", "1e-400", "9" * 400, "½", "²", "0x10"]
DATES = ["2026-02-30", "٢٠٢٦-١١-٢٣", "0000-00-00", "9999-12-31", "1-1-1", "24:00", "23/11/2026 10:30 م", "-2026-11-23"]
TEXTS = [
    "",
    " ",
    "\0",
    "نص\0نص",
    "\u202e\u200f\u2066",
    "عبد الله",
    "مُحَمَّد",
    "ـ" * 60,
    "ﷺ" * 600,  # eighteen letters each, once normalised
    "ا" * 10_001,
    "<script>alert(1)</script>",
    "{{ 7 }}{% now %}",
    "%",
    "_",
    "\\",
    "' OR '1'='1",
    "🏠👨‍👩‍👧",
    "\ud7ff\ue000\uffff",
    "a\r\nb\tc",
    "=1+1",
]
IDS = ["0", "-1", "٥", "²", "1.5", "1e3", "9" * 18, "9" * 19, "9" * 30, "2147483648", "None", "null", "%00", "on"]

special = st.sampled_from(TEXTS + PHONES + NUMBERS + DATES + IDS)
arabic = st.text(alphabet=st.characters(min_codepoint=0x0600, max_codepoint=0x06FF), max_size=30)
anything = st.one_of(special, arabic, st.text(max_size=60), st.integers().map(str), st.floats().map(str))
