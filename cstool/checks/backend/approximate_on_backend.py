"""A helpdesk of this workspace can hold an object only approximately.

What differs is named: a word found inside another word, a clock that counts whole hours, a branch that becomes its fallback
text. `cstool validate --backend NAME` reports it at its line. Change the object, keep it away with `exclude`, or accept the
difference by its name under `accepted_differences` of that backend.

中文：这个后台只能近似地实现该对象，提示里写明了差别。可以修改对象，用 exclude 排除它，
或在该后台的 accepted_differences 里写上差别的名称表示接受。
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.WARNING
