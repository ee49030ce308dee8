"""What stands between us and a helpdesk: connections, rights, refused requests."""

MESSAGES: dict[str, tuple[str, str]] = {
    "plain-http": (
        "'{url}' is not encrypted: the token could be read on the way; write https://",
        "“{url}” 没有加密，令牌会在途中被看到；请改用 https://",
    ),
    "no-address": (
        "'{url}' is not the address of a helpdesk; write it as https://name",
        "“{url}” 不是客服平台的地址；请写成 https://名称",
    ),
    "unsendable-secret": (
        "user or token for {host} hold a line end, a blank at an end or a character that no request can carry: copy them again",
        "{host} 的用户名或令牌含有换行、首尾空格或请求无法携带的字符：请重新复制",
    ),
    "lost-connect": ("no connection", "无法连接"),
    "lost-proxy": ("the proxy lets nothing through", "代理不放行"),
    "lost-tls": ("no encrypted connection: {words}", "无法建立加密连接：{words}"),
    "lost-connection": ("connection lost", "连接中断"),
    "lost-waiting": ("no answer in time", "等待答复超时"),
    "lost-half": ("half an answer", "答复不完整"),
    "lost-endless": ("an answer without end", "答复没完没了"),
    "lost-not-json": ("the answer is not JSON", "答复不是 JSON"),
    "no-answer": ("{host} did not answer {method} {path}: {why}", "{host} 没有响应 {method} {path}：{why}"),
    "answer-lost": (
        "{host} gave no good answer to {method} {path} ({why}): whether it was carried out is not known",
        "{host} 对 {method} {path} 没有给出完整答复（{why}），不知道是否已执行",
    ),
    "redirected": (
        "{host} points to '{target}': credentials are never sent on; write that address in cstool.yaml if it is yours",
        "{host} 转到了“{target}”：凭据不会发给别的主机；如果那是你的地址，请写进 cstool.yaml",
    ),
    "access-denied": (
        "{host} does not let us {method} {path} ({why}): check user, token and rights",
        "{host} 不允许 {method} {path}（{why}）：请检查用户、令牌和权限",
    ),
    "call-refused": ("{method} {path} was refused with {status}: {why}", "{method} {path} 被拒绝（{status}）：{why}"),
    "asked-to-wait": (
        "{host} asks to wait {seconds} s: too long; run the same command again later, it goes on where it stopped",
        "{host} 要求等待 {seconds} 秒，太久了；稍后再运行同一条命令，会从中断处继续",
    ),
    "helpdesk-ill": (
        "{count} changes in a row found no good answer: stopped; run the same command again later, it goes on where it stopped",
        "连续 {count} 项变更没有得到正常答复，已停止；稍后再运行同一条命令，会从中断处继续",
    ),
    "still-there": (
        "'{object}' was deleted, and is there all the same: push again, or delete it there by hand",
        "“{object}”已删除，但仍然存在：请再次推送，或在平台上手动删除",
    ),
    "rules-held-back": (
        "{count} rules stay switched off until every rule and their order stand; mend what failed and push again",
        "{count} 条规则保持关闭，直到所有规则及其顺序就绪；修复失败项后再次推送",
    ),
    "deletions-held-back": (
        "{count} objects that are to go stay until every rule and their order stand; mend what failed and push again",
        "{count} 个要删除的对象先保留，直到所有规则及其顺序就绪；修复失败项后再次推送",
    ),
    "not-json": (
        "{host} answered {path} with something that is not JSON ('{begins}'): is the address right?",
        "{host} 对 {path} 的答复不是 JSON（“{begins}”）：地址是否正确？",
    ),
    "refers-to-nothing": (
        "it refers to '{reference}', which is not there; what it needs could not be made",
        "它引用的“{reference}”不存在：它所需要的对象没有建成",
    ),
    "moved-meanwhile": (
        "it was changed there while this push ran; nothing was overwritten: look at 'cstool plan' again",
        "推送期间后台里的它被改动了；没有覆盖任何内容：请重新查看 cstool plan",
    ),
    "missing-secret": (
        "backend '{name}': the environment variable {variable} is not set; set it (export {variable}=…) and run again",
        "后台“{name}”：没有设置环境变量 {variable}；请设置（export {variable}=…）后再运行",
    ),
    "missing-setting": (
        "backend '{name}' has no '{setting}' in config/cstool.yaml, or one that cannot be used; set it, or see 'cstool validate'",
        "config/cstool.yaml 中的后台“{name}”没有可用的“{setting}”；请填写，或查看 cstool validate",
    ),
}
