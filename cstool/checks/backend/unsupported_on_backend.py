"""A helpdesk of this workspace has no place for an object.

After a push the object would be missing there, and what it does would not happen. `cstool validate --backend NAME` reports it at
its line. Bind the channel or field it needs, write it differently, or put `kind/id` under the backend's `exclude`.

中文：这个后台无法实现该对象，推送后它会缺失。请建立对应关系、换一种写法，或在该后台的 exclude 里写上“类别/编号”。
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
