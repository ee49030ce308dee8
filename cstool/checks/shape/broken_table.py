"""A CSV file that is not one.

A quote that never closes swallows the rows after it.

中文：CSV 文件的引号没有配对，或缺少 id 列。

Bad:

    # config/agents.csv
    name,email
    林晓,lin@lumen.example

Good:

    # config/agents.csv
    id,name,email
    mei,梅,mei@lumen.example
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
