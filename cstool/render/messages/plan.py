"""Messages of plan, push, pull, drift and rollback."""

MESSAGES: dict[str, tuple[str, str]] = {
    # help
    "help-plan": (
        "What a push would change in a helpdesk, and why.",
        "推送会改动后台的哪些内容，以及原因。",
    ),
    "help-plan-examples": (
        "cstool plan\ncstool plan --backend local --format markdown\ncstool plan --expect-empty      exit 1 when something would change",
        "cstool plan\ncstool plan --backend local --format markdown\ncstool plan --expect-empty      有变更时退出码为 1",
    ),
    "help-push": (
        "Carry a plan out: exactly that, read back, resumable.",
        "执行计划：只做计划里的变更，逐个读回核对，中断后可以继续。",
    ),
    "help-push-examples": (
        "cstool push --backend local\ncstool push --backend local --plan 1a2b3c4d5e6f      what was reviewed, nothing else",
        "cstool push --backend local\ncstool push --backend local --plan 1a2b3c4d5e6f      只推送审过的计划",
    ),
    "help-pull": (
        "Take what was changed in a helpdesk into the files.",
        "把后台里的改动取回到文件。",
    ),
    "help-drift": (
        "What was changed in a helpdesk since the last push, by whom and when.",
        "上次推送之后后台被改了什么，谁改的，何时改的。",
    ),
    "help-rollback": (
        "Put a helpdesk back to what it held before the last push.\nEach further call goes back one push more; what a push created "
        "since stays there until --delete; the files stay as they are, so that 'cstool push' leads forward again.",
        "把后台恢复到上次推送之前的样子。\n再执行一次就再往前退一次推送；之后新建的对象会保留，加 --delete 才删除；"
        "文件不变，想回到现在的内容再执行 cstool push。",
    ),
    "help-rollback-examples": (
        "cstool rollback\ncstool rollback --yes --delete      also delete what the last push created",
        "cstool rollback\ncstool rollback --yes --delete      同时删除上次推送新建的对象",
    ),
    "help-option-delete-since": (
        "Also delete what was created there since; only what a push of ours made.",
        "同时删除之后新建的对象；只删由本工具推送过的。",
    ),
    "help-option-backend": ("Name of the helpdesk in config/cstool.yaml.", "config/cstool.yaml 里的后台名称。"),
    "help-option-requests": (
        "Write each request to the helpdesk as a JSON line; no header, no secret.",
        "把发给后台的每个请求写成一行 JSON；不含请求头和密钥。",
    ),
    "plan-twin": (
        "{object}: their {natives} carries its mark too; it stays as it is: delete it there, or take the mark out of it",
        "{object}：后台的 {natives} 也带有它的标记；不会动它：请在后台删除它，或去掉标记",
    ),
    "push-touches": (
        "{moved} of {asked} tickets of the workspace would be treated otherwise than now, for example {examples}",
        "工作区的 {asked} 个工单中有 {moved} 个会与现在不同，例如 {examples}",
    ),
    "push-touches-some": (
        "{moved} of {asked} tickets of the workspace would be treated otherwise than now",
        "工作区的 {asked} 个工单中有 {moved} 个会与现在不同",
    ),
    "push-touches-none": (
        "none of {asked} tickets of the workspace would be treated otherwise than now",
        "工作区的 {asked} 个工单都与现在相同",
    ),
    "push-touches-too-many": (
        "{moved} of {asked} tickets of the workspace would be treated otherwise than now, more than {percent} %; look at 'cstool diff', then push with --force",
        "工作区的 {asked} 个工单中有 {moved} 个会与现在不同，超过 {percent}%；请先看 cstool diff，再用 --force 推送",
    ),
    "by-hand": ("by hand: {step}", "需要手工完成：{step}"),
    "help-option-delete": (
        "Also delete what is gone from the files; only what a push of ours made.",
        "同时删除文件里已没有的对象；只删由本工具推送过的。",
    ),
    "help-option-delete-files": (
        "Also remove from the files what was deleted in the helpdesk.",
        "后台已删除的对象，也从文件里去掉。",
    ),
    "help-option-expect-empty": ("Exit 1 when there is anything to change.", "有任何变更时退出码为 1。"),
    "help-option-plan-format": ("How to show it.", "显示格式。"),
    "help-option-plan": (
        "Checksum of the plan that was reviewed; anything else is refused.",
        "审过的计划的校验码；计划不同就拒绝。",
    ),
    "help-option-yes": ("Go on without asking.", "不询问，直接执行。"),
    "help-option-force": (
        "Go on although much changes, much is gone there, or both sides changed the same object.",
        "即使改动很多、后台少了很多对象，或两边都改了同一对象，也照样执行。",
    ),
    "help-option-theirs": (
        "Where both sides changed an object, take the helpdesk's.",
        "两边都改过的对象，以后台为准。",
    ),
    # a plan
    "plan-none": ("{backend}: nothing to change, {managed} objects agree", "{backend}：没有变更，{managed} 个对象一致"),
    "plan-head": ("{backend}: {said}", "{backend}：{said}"),
    "plan-create": ("{count} to create", "新建 {count}"),
    "plan-adopt": ("{count} to take over", "接管 {count}"),
    "plan-update": ("{count} to change", "修改 {count}"),
    "plan-delete": ("{count} to delete", "删除 {count}"),
    "plan-record": ("{count} only in the lockfile", "仅更新锁文件 {count}"),
    "plan-group": ("{kind}: {count} ({first}, …)", "{kind}：{count} 个（{first}……）"),
    "plan-kept": (
        "gone from the files, kept there until --delete: {objects}",
        "文件里已没有，后台仍保留（加 --delete 才删除）：{objects}",
    ),
    "plan-ambiguous": (
        "'{object}' could be any of {natives}, by its mark or the name '{name}': take mark and name from all but one there",
        "“{object}”可能是 {natives} 中的任何一个（带有它的标记，或名称是“{name}”）：请在后台去掉多余的标记和名称，只留一个",
    ),
    "plan-checksum": ("checksum {checksum}", "校验码 {checksum}"),
    "plan-next": (
        "to carry out exactly this: cstool push --backend {backend} --plan {checksum}{options}",
        "按这份计划执行：cstool push --backend {backend} --plan {checksum}{options}",
    ),
    "plan-more-lines": ("… {count} more lines", "……还有 {count} 行"),
    "plan-column-object": ("object", "对象"),
    "plan-column-change": ("change", "变更"),
    "plan-column-why": ("why", "原因"),
    "plan-some": ("and {count} more", "另有 {count} 个"),
    "why-new": ("", ""),
    "why-ours": ("", ""),
    "why-removed": ("gone from the files", "文件里已没有"),
    "why-theirs": ("changed there{by}; the push takes it back", "后台被改动{by}；推送会改回来"),
    "why-both": ("changed here and there{by}", "两边都改过{by}"),
    "why-missing": ("deleted there; made again", "后台已删除；重新建立"),
    "why-found": ("is there already; taken over", "后台已有；接管"),
    "why-interrupted": ("made by an interrupted push", "由中断的推送建立"),
    "why-agrees": ("changed alike on both sides", "两边改得一样"),
    "why-gone": ("gone on both sides", "两边都已没有"),
    "changed-by": (" by {who} at {at}", "（{who}，{at}）"),
    # refusals
    "another-push-running": (
        "another push to '{backend}' is running; wait for it to end",
        "另一个推送正在进行（“{backend}”）；请等它结束",
    ),
    "ambiguous-name": (
        "'{object}' could be any of {natives}, by its mark or the name '{name}'; take mark and name from all but one there",
        "“{object}”可能是 {natives} 中的任何一个（带有它的标记，或名称是“{name}”）；请在后台去掉多余的标记和名称，只留一个",
    ),
    "changed-on-both-sides": (
        "{count} objects changed here and there since the last push, '{object}' first; take theirs with 'cstool pull --theirs', "
        "or overwrite them with --force",
        "{count} 个对象自上次推送后两边都改过，例如“{object}”；用 cstool pull --theirs 取回后台的改动，或用 --force 覆盖",
    ),
    "many-update": ("change", "修改"),
    "many-delete": ("delete", "删除"),
    "too-many-changes": (
        "this would {action} {count} of {total} objects, more than {percent} %; look at 'cstool plan', then add --force",
        "这会{action} {total} 个对象中的 {count} 个，超过 {percent}%；先看 cstool plan，确认后加 --force",
    ),
    "too-much-lost": (
        "{count} of {total} objects that were pushed are gone from '{backend}': it was emptied, or it is another account, or a new "
        "copy of the workspace; bring the right one back, or begin anew in this one with --force",
        "推送过的 {total} 个对象中有 {count} 个在“{backend}”里已不存在：后台被清空了，或者换了账号，或者是工作区的新副本；"
        "请换回原来的后台；确要从头建立，请加 --force",
    ),
    "pushed-unseen": (
        "'{backend}' does not show {count} objects that were pushed, '{object}' first: its plan, or the rights of the token, do not "
        "reach so far; use the token of an admin",
        "“{backend}”没有显示推送过的 {count} 个对象（首先是“{object}”）：账号的套餐或令牌的权限不够；请使用管理员的令牌",
    ),
    "lockfile-lost": (
        "{count} objects in '{backend}' carry the mark of a push, but {path} is not here: fetch it with git, or run 'cstool push', "
        "which takes them over",
        "“{backend}”里有 {count} 个对象带有推送标记，但这里没有 {path}：请用 git 取回，或运行 cstool push 接管它们",
    ),
    "plan-refused": ("a push would be refused: {why}", "推送会被拒绝：{why}"),
    "live-moved": (
        "the plan is now {now}, not {wanted}: files or helpdesk changed since it was made; look at 'cstool plan' again",
        "现在的计划是 {now}，不是 {wanted}：计划之后文件或后台有变化；请重新查看 cstool plan",
    ),
    "no-confirmation": (
        "nobody is here to confirm; do it with --plan {checksum}, or with --yes",
        "没有终端可以确认；请加 --plan {checksum} 或 --yes",
    ),
    "declined": ("nothing was changed", "没有任何改动"),
    "short-checksum": (
        "--plan takes at least {least} characters of a checksum, not '{value}'",
        "--plan 至少要写校验码的前 {least} 位，而不是“{value}”",
    ),
    "no-such-backend": (
        "there is no backend '{name}' in config/cstool.yaml; there are {known}",
        "config/cstool.yaml 里没有后台“{name}”；已有：{known}",
    ),
    "plan-has-errors": (
        "the workspace has {count} errors; a push would be refused (see 'cstool check')",
        "工作区有 {count} 个错误，推送会被拒绝（见 cstool check）",
    ),
    "push-has-errors": (
        "not pushed: the workspace has {count} errors (see 'cstool check')",
        "没有推送：工作区有 {count} 个错误（见 cstool check）",
    ),
    "push-tests-fail": (
        "not pushed: {count} tests with another result on '{backend}', '{test}' first; see 'cstool test'",
        "没有推送：{count} 个用例在“{backend}”上的结果不符，第一个是“{test}”；见 cstool test",
    ),
    "push-unsupported": (
        "not pushed: '{backend}' cannot hold {count} things; mend them or list them under 'exclude'",
        "没有推送：“{backend}”有 {count} 处不支持；请修改，或写进 exclude",
    ),
    "pull-has-errors": (
        "not pulled: '{path}' has errors; mend it first, so that nothing in it is lost",
        "没有取回：“{path}”有错误；请先改正，以免丢失内容",
    ),
    "unreadable-lockfile": (
        "'{path}' does not hold what a push writes; restore it from git, or delete it: markers and names are used to find the "
        "objects again",
        "“{path}”的内容不是推送写下的；请从 git 恢复，或删除它：会按标记和名称重新找到对象",
    ),
    "newer-state": (
        "'{path}' is of format {found}, this version of cstool knows {known}; install the version that wrote it",
        "“{path}”的格式是 {found}，这个版本的 cstool 只认识 {known}；请安装写下它的版本",
    ),
    "unreadable-journal": (
        "line {line} of '{path}' does not hold what a push writes; delete that line",
        "“{path}”第 {line} 行的内容不是推送写下的；请删除这一行",
    ),
    "unreadable-snapshot": (
        "'{path}' does not hold what a push writes; delete it to go back to the snapshot before it",
        "“{path}”的内容不是推送写下的；删除它就会使用更早的快照",
    ),
    "helpdesk-damaged": (
        "cannot read '{path}': {reason}; bring back a copy of it, or move it away and build the helpdesk anew with "
        "'cstool push --force'",
        "无法读取“{path}”：{reason}；请用备份恢复，或移走它再用 cstool push --force 重新建立",
    ),
    "helpdesk-object-damaged": (
        "object {native} in '{path}' is damaged; bring back a copy of the file, or delete that object in it",
        "“{path}”里编号 {native} 的对象已损坏；请用备份恢复该文件，或在其中删除这个对象",
    ),
    # carrying out
    "push-confirm": ("push this to '{backend}'?", "推送到“{backend}”？"),
    "push-progress": ("pushing", "推送"),
    "push-resumed": ("going on with an interrupted push", "继续上次中断的推送"),
    "push-nothing": ("{backend}: nothing to push, {managed} objects agree", "{backend}：无需推送，{managed} 个对象一致"),
    "push-done": (
        "{backend}: {said}; read back, everything agrees",
        "{backend}：{said}；已读回核对，全部一致",
    ),
    "push-created": ("{count} created", "新建 {count}"),
    "push-adopted": ("{count} taken over", "接管 {count}"),
    "push-updated": ("{count} changed", "修改 {count}"),
    "push-deleted": ("{count} deleted", "删除 {count}"),
    "push-recorded": ("{count} only in the lockfile", "仅更新锁文件 {count}"),
    "push-failed": ("{object}: {problem}", "{object}：{problem}"),
    "push-left": (
        "{backend}: {said}; {failed} failed and {left} are left; run 'cstool push' again",
        "{backend}：{said}；{failed} 个失败，还剩 {left} 个；请再次运行 cstool push",
    ),
    "object-gone": ("it is no longer there (their number {native})", "后台已没有它（编号 {native}）"),
    "not-there-after-write": ("it is not there after it was written", "写入之后读不到它"),
    "read-back-differs": ("what was read back differs from what was written, at {field}", "读回的内容与写入的不同：{field}"),
    "excluded": (
        "'{object}' is excluded from this backend in config/cstool.yaml",
        "config/cstool.yaml 把“{object}”排除在这个后台之外",
    ),
    # pull
    "pull-none": ("{backend}: nothing to take, the files hold what is there", "{backend}：没有可取回的改动，文件与后台一致"),
    "pull-none-left": (
        "{backend}: nothing taken; what differs stays as it is, here and there: {count} objects",
        "{backend}：没有取回任何改动；与文件不同的 {count} 个对象，两边都保持原样",
    ),
    "pull-head": ("{backend}: {count} objects taken into {files} files", "{backend}：取回 {count} 个对象，改写 {files} 个文件"),
    "pull-taken": ("taken: {objects}", "取回：{objects}"),
    "pull-removed": ("removed: {objects}", "移除：{objects}"),
    "pull-file": ("written: {path}", "写入：{path}"),
    "pull-file-gone": ("removed: {path}", "删除：{path}"),
    "pull-unsure": (
        "nothing was written: the files would not say the same as the helpdesk, at {objects}; change these by hand",
        "没有写入任何文件：这些对象写出来会与后台不一致：{objects}；请手工修改",
    ),
    "pull-anew": (
        "written anew, comments in them are lost: {paths}; compare with git",
        "整个文件重写，其中的注释会丢失：{paths}；请用 git 对照",
    ),
    "pull-conflict": (
        "changed on both sides, ours kept: {objects}; take theirs with --theirs",
        "两边都改过，保留我们的：{objects}；加 --theirs 以后台为准",
    ),
    "pull-left-out": (
        "left there, since the files cannot say it: {objects}",
        "留在后台，文件无法表达：{objects}",
    ),
    # drift
    "drift-none": (
        "{backend}: nothing changed since the last push, {count} objects",
        "{backend}：上次推送以来没有被改动，共 {count} 个对象",
    ),
    "drift-never": ("{backend}: nothing was pushed yet", "{backend}：还没有推送过"),
    "drift-head": ("{backend}: {count} objects changed since the last push", "{backend}：上次推送以来有 {count} 个对象被改动"),
    "drift-changed": ("changed{by}", "被改动{by}"),
    "drift-deleted": ("deleted there", "后台已删除"),
    # rollback
    "rollback-none": ("there is no snapshot of '{backend}' to go back to", "没有“{backend}”的快照可以恢复"),
    "rollback-confirm": ("put '{backend}' back to this?", "把“{backend}”恢复成这样？"),
    "rollback-nothing": ("{backend}: nothing to put back, {managed} objects agree", "{backend}：无需恢复，{managed} 个对象一致"),
    "rollback-kept": (
        "created since, kept there until --delete: {objects}",
        "之后新建，后台仍保留（加 --delete 才删除）：{objects}",
    ),
    "rollback-to": ("back to the state of {name}", "恢复到 {name} 的状态"),
}
