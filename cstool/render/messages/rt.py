"""What a push to Request Tracker says."""

MESSAGES: dict[str, tuple[str, str]] = {
    "rt-form-refused": ("the form '{path}' was not carried out: {words}", "表单“{path}”没有执行：{words}"),
    "rt-not-shown": (
        "the page '{path}' does not show what is needed: give the token's user the right {right}",
        "页面“{path}”没有显示所需内容：请给令牌所属用户授予 {right} 权限",
    ),
    "rt-no-such-user": (
        "nobody there has the address '{mail}': make the agent's account first, or exclude the agent",
        "后台没有邮箱为“{mail}”的用户：请先建好客服账号，或排除这位客服",
    ),
    "rt-manual-rights": (
        "give the role AdminCc its rights under Admin, Global, Group rights (ShowTicket, ReplyToTicket, CommentOnTicket, "
        "ModifyTicket, OwnTicket, SeeQueue): rights are not pushed",
        "请在 管理 - 全局 - 组权限 给 AdminCc 角色授权（ShowTicket、ReplyToTicket、CommentOnTicket、ModifyTicket、OwnTicket、"
        "SeeQueue）：权限不会推送",
    ),
    "rt-manual-reminders": (
        "reminders before a target are not pushed: run rt-crontool on the server with RT::Condition::UntouchedInBusinessHours or "
        "RT::Search::FromSQL over Due",
        "到期前的提醒不会推送：请在服务器上用 rt-crontool 按到期时间（Due）定时执行",
    ),
}
