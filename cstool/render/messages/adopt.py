"""What adopting an account that was there before says."""

MESSAGES: dict[str, tuple[str, str]] = {
    "raw-needs-sequence": (
        "a rule kept under 'raw' stands only in a 'sequence' stage of an account with 'adopted: true'; '{backend}' cannot place it",
        "放在“raw”下的规则只能在“adopted: true”账号的 sequence 环节里；“{backend}”无法安放它",
    ),
    "adopt-not-empty": (
        "the files hold stages or SLA policies that never were in '{backend}': adopt the account in a folder of its own, or push",
        "文件里已有“{backend}”中没有的环节或时效标准：请在单独的文件夹里接管该账号，或改用推送",
    ),
    "adopt-head": (
        "{backend}: {clean} objects said in our words, {raw} kept raw, {files} files",
        "{backend}：{clean} 个对象已转成我们的写法，{raw} 个原样保留，共 {files} 个文件",
    ),
    "adopt-kind": ("{count} {kind}", "{count} 个 {kind}"),
    "adopt-raw": (
        "kept raw, and why (they go back untouched; 'simulate --backend' judges them, our own checks do not):",
        "原样保留及原因（推送时原样写回；simulate --backend 会判断它们，我们自己的检查不会）：",
    ),
    "adopt-reason": ("{count} {kind}: no word for '{why}'", "{count} 个 {kind}：没有对应“{why}”的写法"),
    "adopt-inexact": (
        "{count} {kind}: said in our words it would not mean exactly the same",
        "{count} 个 {kind}：用我们的写法意思不会完全相同",
    ),
    "adopt-more": ("and {count} more reasons", "以及另外 {count} 种原因"),
    "adopt-astray": (
        "these a push would still change: {objects}; compare with 'cstool plan'",
        "推送仍会改动这些对象：{objects}；请用 cstool plan 核对",
    ),
    "adopt-next": (
        "next: cstool validate, then cstool simulate TICKETS --backend {backend}",
        "下一步：cstool validate，然后 cstool simulate 工单文件 --backend {backend}",
    ),
    "order-by-name": (
        "'{name}' stands below '{above}', but the product runs rules in the order of their names: rename it, or move it up",
        "“{name}”排在“{above}”之后，但后台按名称顺序执行规则：请改名，或移到上面",
    ),
    "pull-left": ("left there: {object}: {why}", "留在后台：{object}：{why}"),
    "pull-left-hidden": (
        "it worked in something that was switched off there, and the product hides that",
        "它所属的对象在后台被停用，产品因此不再显示",
    ),
    "pull-left-inexact": ("the files say something else there", "文件里写的与后台不同"),
    "pull-left-rule": (
        "it is computed from several objects of ours: change those, or push to take it back",
        "它由我们的多个对象合成：请修改这些对象，或推送以恢复",
    ),
    "pull-left-gone": (
        "it was deleted there: delete it here too, or push to make it again",
        "后台已删除：请在文件里也删除，或推送以重建",
    ),
    "cannot-adopt": (
        "an account of type '{type}' cannot be adopted: write its files, or 'cstool init' a workspace, then push",
        "“{type}”类型的账号无法接管：请自己编写文件，或用 cstool init 建立工作区，再推送",
    ),
}
