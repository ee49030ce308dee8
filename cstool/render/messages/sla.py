"""Messages of working time, SLA policies and calendars."""

MESSAGES: dict[str, tuple[str, str]] = {
    # could not work
    "moment-out-of-range": (
        "a moment lies outside of the years {first} to {last}",
        "有一个时间不在 {first} 年到 {last} 年之间",
    ),
    "calendar-too-short": (
        "a calendar in zone '{timezone}' has too few working hours: not even {years} years hold the time asked for",
        "时区“{timezone}”的日历上班时间太少：{years} 年内都凑不够所需时长",
    ),
    "no-such-timezone": ("there is no time zone '{timezone}'", "没有时区“{timezone}”"),
    "no-holidays-known": (
        "no public holidays are known for country '{country}', part '{subdivision}'",
        "查不到国家“{country}”、地区“{subdivision}”的公众假期",
    ),
    # calendars
    "timezone-abbreviation": (
        "'{timezone}' is an abbreviation, not a time zone: it names several places or knows no summer time",
        "“{timezone}”是缩写，不是时区：它对应多个地方，或者没有夏令时",
    ),
    "timezone-offset": (
        "'{timezone}' is a fixed offset, not a time zone: it knows no summer time",
        "“{timezone}”是固定偏移，不是时区：没有夏令时",
    ),
    "timezone-unknown": ("there is no time zone '{timezone}'", "没有时区“{timezone}”"),
    "hint-write-one-of": ("write one of {names}", "写以下之一：{names}"),
    "hint-write-zone": ("write '{timezone}'", "写“{timezone}”"),
    "hint-zone-with-city": (
        "write the IANA zone with its city, such as 'Asia/Shanghai' or 'America/Chicago'",
        "写带城市的 IANA 时区，例如“Asia/Shanghai”或“America/Chicago”",
    ),
    "hours-overlap": (
        "'{second}' ({second_day}) overlaps '{first}' ({first_day})",
        "“{second}”（{second_day}）与“{first}”（{first_day}）重叠",
    ),
    "hint-hours-overlap": (
        "let one interval begin where the other ends, or join them",
        "让后一段从前一段结束时开始，或者合并成一段",
    ),
    "other-interval": ("the other interval, '{interval}'", "另一段：“{interval}”"),
    "calendar-never-opens": (
        "the calendar '{calendar}' has no working hours, so nothing on it is ever due",
        "日历“{calendar}”没有上班时间，按它计时的工单永远不会到期",
    ),
    "hint-add-hours": (
        "add hours, such as mon-fri: [\"09:00-18:00\"], or name '24x7' where the calendar is used",
        '写上班时间，例如 mon-fri: ["09:00-18:00"]；全天候请在使用处写“24x7”',
    ),
    "no-such-holidays": ("no public holidays are known for the country '{country}'", "查不到国家“{country}”的公众假期"),
    "hint-country-code": (
        "write the ISO 3166-1 code of the country, such as 'ES', or list the days off under 'also'",
        "写 ISO 3166-1 国家代码，例如“ES”；或者把休息日写进“also”",
    ),
    "no-such-subdivision": (
        "no public holidays are known for the part '{subdivision}' of '{country}'",
        "查不到“{country}”的地区“{subdivision}”的公众假期",
    ),
    "hint-remove-subdivision": ("remove 'subdivision'", "删除“subdivision”"),
    # policies
    "days-on-working-clock": (
        "'{value}' for {metric} is counted on the calendar '{calendar}': 'd' means 24 working hours there",
        "{metric} 的“{value}”按日历“{calendar}”计时：“d”在那里等于 24 个工作小时",
    ),
    "hint-days-on-working-clock": (
        "write hours, '1 working day', or count calendar time with calendar: 24x7",
        "写小时数、“1 working day”，或者用 calendar: 24x7 按自然时间计算",
    ),
    "working-days-on-24x7": (
        "'{value}' for {metric} is counted on '24x7', where every day is a working day",
        "{metric} 的“{value}”按“24x7”计时，那里每天都算工作日",
    ),
    "hint-working-days-on-24x7": (
        "write it with 'd', or name a calendar with working hours",
        "改用“d”，或者指定有上班时间的日历",
    ),
    "no-target-for-priority": (
        "'{policy}' has no {metric} target for {priorities}, so such tickets are never due",
        "“{policy}”没有给 {priorities} 优先级设 {metric} 目标，这些工单永远不会到期",
    ),
    "hint-add-priority": (
        "add '{priority}', or 'within' for every priority",
        "补上“{priority}”，或者用“within”覆盖所有优先级",
    ),
    "inverted-priorities": (
        "{metric} of '{higher}' tickets ({longer}) is looser than that of '{lower}' tickets ({shorter})",
        "“{higher}”工单的 {metric}（{longer}）比“{lower}”工单（{shorter}）还松",
    ),
    "hint-inverted-priorities": (
        "give '{higher}' at most {shorter}, or exchange the two",
        "把“{higher}”设为不超过 {shorter}，或者对调两个数字",
    ),
    "escalation-after-target": (
        "the escalation at {at}% of {metric} comes after the target has been missed",
        "{metric} 的 {at}% 升级发生在超时之后",
    ),
    "hint-escalate-earlier": ("warn at 100% or earlier", "设在 100% 或更早"),
    "escalation-without-target": (
        "the escalation of {metric} never comes: '{policy}' has no {metric} target",
        "{metric} 的升级永远不会发生：“{policy}”没有 {metric} 目标",
    ),
    "hint-add-target": ("add a target for {metric}, or escalate one that there is", "补上 {metric} 目标，或者改成已有的目标"),
    "channel-without-sla": (
        "no SLA policy gives tickets of '{channel}' a first reply or resolution target",
        "没有任何时效标准给渠道“{channel}”的工单设首次回复或解决目标",
    ),
    "cells-without-sla": (
        "{count} of {total} combinations of category and priority on '{channel}' have no first reply or resolution target, "
        "such as priority '{priority}'{category}",
        "渠道“{channel}”有 {count}/{total} 个分类和优先级组合没有首次回复或解决目标，例如优先级“{priority}”{category}",
    ),
    "of-category": (" of category '{category}'", "、分类“{category}”"),
    "of-no-category": ("", ""),
    "hint-add-policy": (
        "add a policy that matches '{channel}', or a last one without 'when'",
        "加一条命中“{channel}”的标准，或者在最后加一条没有“when”的标准",
    ),
    "reply-after-resolution": (
        "{metric} within {reply} comes after the resolution within {resolution} of '{policy}'",
        "{metric} 目标 {reply} 晚于“{policy}”的解决目标 {resolution}",
    ),
    "hint-reply-after-resolution": ("make the reply target the shorter one", "让回复目标短于解决目标"),
    "other-target": ("{metric} within {within}", "{metric} 目标 {within}"),
    "looser-than-marketplace": (
        "{metric} within {within} is looser than the limit of {limit} on {channels} ({source})",
        "{metric} 目标 {within} 比渠道 {channels} 的平台时限 {limit} 还松（{source}）",
    ),
    "hint-tighten": ("promise at most {limit} with calendar: 24x7", "设为不超过 {limit}，并写 calendar: 24x7"),
    "marketplace-rule": ("the marketplace's rule: {what}", "平台规则：{what}"),
    "promise-differs-from-sla": (
        "'{said}' differs from the first reply target of {within} of policy '{policy}'",
        "“{said}”与时效标准“{policy}”的首次回复目标 {within} 不一致",
    ),
    "promise-counts-closed-hours": (
        "'{said}' is read by the calendar, but the first reply target of policy '{policy}' is {within} of working time"
        " (calendar '{calendar}')",
        "“{said}”会被理解为自然时间，而时效标准“{policy}”的首次回复目标是工作时间 {within}（日历“{calendar}”）",
    ),
    "hint-print-promise": ("print the promise: {printed}", "打印承诺时间：{printed}"),
    "two-clocks": (
        "{metric} within {within} of '{calendar}' takes up to {longest} by the calendar on {channels}: a message of {start}"
        " ({zone}) is due {due}, {behind} after the limit of {limit} ({source}); so would be {share} of a year's messages",
        "{metric} 目标 {within}（日历“{calendar}”）在渠道 {channels} 上按自然时间最长要 {longest}：{start}（{zone}）的消息到 {due} 才到期，"
        "比平台时限 {limit} 晚 {behind}（{source}）；全年有 {share} 的时刻会这样",
    ),
    "answered-outside-window": (
        "{metric} within {within} of '{calendar}' takes up to {longest} by the calendar on {channels}: a message of {start}"
        " ({zone}) is due {due}, when for {behind} no free text can be sent any more (window of {limit}, {source});"
        " so would be {share} of a year's messages",
        "{metric} 目标 {within}（日历“{calendar}”）在渠道 {channels} 上按自然时间最长要 {longest}：{start}（{zone}）的消息到 {due} 才到期，"
        "那时已超过自由回复窗口 {limit} 达 {behind}（{source}）；全年有 {share} 的时刻会这样",
    ),
    "hint-two-clocks": (
        "promise less than {limit} with calendar: 24x7, or let somebody answer in the closed hours",
        "写小于 {limit} 的目标并加 calendar: 24x7，或者在休息时间安排人回复",
    ),
    # escalation
    "nobody-on-call": (
        "the escalation at {at}% of {metric} ({within} of '{calendar}') may be read too late: told on {told} ({zone}), missed on "
        "{missed}, and of {people} the first is back on {back}",
        "{metric}（日历“{calendar}”上 {within}）的 {at}% 升级可能没人及时看到：{told}（{zone}）通知，{missed} 就超时，而 {people} 中最早回来的是 {back}",
    ),
    "hint-nobody-on-call": (
        "add one of them to 'on_call' of a team, tell somebody who works then, or count the target on their calendar",
        "把其中一人写进某个小组的 on_call，改为通知那时在班的人，或者把目标改成按他们的日历计时",
    ),
    "escalates-to-empty-team": (
        "the team '{name}' has nobody who could read the escalation",
        "小组“{name}”里没有人能看到升级通知",
    ),
    "escalates-to-empty-agent": (
        "the agent '{name}' is not in force and reads no escalation",
        "客服“{name}”不在岗，看不到升级通知",
    ),
    "escalates-to-empty-role": (
        "no agent in force has the role '{name}', so nobody reads the escalation",
        "没有在岗客服担任“{name}”，升级通知没人看到",
    ),
    "hint-escalate-to-person": (
        "name a role, team or agent with somebody behind it; give an external team a mail address",
        "写一个有人担任的角色、小组或客服；外部小组请写邮箱",
    ),
    "other-step": ("the step above, at {at}% of {metric}", "上一步：{metric} 的 {at}%"),
    "escalation-steps-fall": (
        "the step at {at}% of {metric} stands below the one at {above}%, and comes before it",
        "{metric} 的 {at}% 这一步写在 {above}% 之后，却更早发生",
    ),
    "hint-order-steps": ("put the steps in the order of time, or correct the share", "按时间先后排列，或者改正百分比"),
    "escalation-tells-again": (
        "the step at {at}% of {metric} tells only people whom the step at {above}% has told already",
        "{metric} 的 {at}% 这一步只通知了 {above}% 时已经通知过的人",
    ),
    "hint-next-level": ("tell the next level: a lead, a manager", "改为通知上一级：组长、经理"),
    "urgent-without-escalation": (
        "urgent tickets of '{channel}' under the policy '{policy}' run out without anybody being told; rule '{rule}' makes tickets urgent",
        "渠道“{channel}”上适用标准“{policy}”的紧急工单超时时不会通知任何人；规则“{rule}”会把工单定为 urgent",
    ),
    "makes-urgent": ("rule '{rule}' makes tickets urgent", "规则“{rule}”把工单定为 urgent"),
    "hint-add-escalation": (
        "add escalate: [{{at: 75%, of: first_reply, do: notify, to: {{role: lead}}}}]",
        "加上 escalate: [{{at: 75%, of: first_reply, do: notify, to: {{role: lead}}}}]",
    ),
    "short-duty-without-path": (
        "'{channel}' is under a limit of {limit} for {metric} ({what}), and no policy there is that fast and escalates it",
        "渠道“{channel}”有 {metric} {limit} 的平台时限（{what}），但没有哪条标准做得到并会升级通知",
    ),
    "hint-short-duty": (
        "add an overlay with {metric} below {limit} on calendar: 24x7 and an escalation of it",
        "加一条 overlay：{metric} 小于 {limit}、calendar: 24x7，并写 escalate",
    ),
    # promises
    "promise-outside-staffed-hours": (
        "{metric} within {within} of '{calendar}' on {channels} is promised when nobody of team '{team}' works: a message of {start} "
        "({zone}) is due {due}, and the first is back on {back}; so would be {share} of a year's messages",
        "渠道 {channels} 的 {metric} 目标 {within}（日历“{calendar}”）承诺了小组“{team}”没人上班的时段：{start}（{zone}）的消息到 {due} 到期，"
        "而最早 {back} 才有人；全年有 {share} 的时刻会这样",
    ),
    "hint-staffed-hours": (
        "count it on the team's calendar, let somebody work then, or name who is 'on_call'",
        "按小组的日历计时，安排人在那时上班，或者写上 on_call",
    ),
    "other-policy": ("the policy '{policy}'", "标准“{policy}”"),
    "policy-below-wider": (
        "the policy '{policy}' never applies: every ticket it matches is taken by '{above}' or another policy above it",
        "标准“{policy}”永远用不到：它命中的工单都先被“{above}”或上面的其他标准拿走了",
    ),
    "hint-move-policy-up": ("move it above '{above}', or make it an overlay", "移到“{above}”上面，或者改成 overlay"),
    "policy-holds-nowhere": (
        "the policy '{policy}' holds for no channel, category and priority there is",
        "标准“{policy}”的条件在现有的任何渠道、分类、优先级下都不成立",
    ),
    "hint-policy-holds-nowhere": ("correct its condition, or delete it", "改正条件，或者删除它"),
    "looser-overlay-wins": (
        "overlay '{policy}' with {metric} within {within} replaces the {shorter} of overlay '{above}' above it where both match",
        "加码“{policy}”的 {metric} 目标 {within} 会覆盖上面加码“{above}”的 {shorter}（两条都命中时）",
    ),
    "hint-move-overlay": ("move it above '{above}'", "移到“{above}”上面"),
    "update-before-first-reply": (
        "updates every {update} are promised before the first reply within {reply} (priority '{priority}')",
        "承诺每 {update} 更新一次，首次回复却要 {reply}（优先级“{priority}”）",
    ),
    "hint-update": ("make the update target no shorter than the first reply", "让更新间隔不短于首次回复"),
    "unit-slip": (
        "{metric} within {written} looks like a number in another unit: {meant}",
        "{metric} 目标 {written} 看起来是按其他单位写的数字：{meant}",
    ),
    "hint-unit-slip": ("write {meant} if that is meant, else hours", "如果是这个意思就写 {meant}，否则写成小时"),
    "unit-slip-between": (
        "{metric} of '{lower}' tickets ({longer}) is {times} times that of '{higher}' tickets ({shorter})",
        "“{lower}”工单的 {metric}（{longer}）正好是“{higher}”工单（{shorter}）的 {times} 倍",
    ),
    "hint-unit-slip-between": ("check the unit of both: s, m or h", "检查两个数字的单位：s、m 还是 h"),
    "clock-never-runs": (
        "the clock pauses while the ticket is '{state}', which is when somebody ought to work on it",
        "工单为“{state}”时停表，而那正是该处理的时候",
    ),
    "hint-pause": ("pause in pending or on_hold only", "只在 pending 或 on_hold 时暂停"),
    "pause-on-marketplace-clock": (
        "'{policy}' pauses {metric} in {states}, and the limit of {limit} on {channels} runs on ({source})",
        "“{policy}”在 {states} 状态暂停 {metric}，而渠道 {channels} 的平台时限 {limit} 照走（{source}）",
    ),
    "hint-no-pause": (
        "take the pause away, or give these tickets a policy of their own without one",
        "去掉暂停，或者给这些工单单独一条不暂停的标准",
    ),
    "automatic-reply-stops-clock": (
        "rule '{rule}' replies by itself and sets '{status}', which stops our clock on {channels}; there an automatic reply is no answer",
        "规则“{rule}”自动回复并设为“{status}”，渠道 {channels} 上我们的时钟就停了，而平台不承认自动回复",
    ),
    "hint-leave-status": ("leave the ticket open when a reply was sent automatically", "自动回复后让工单保持打开"),
    # calendars over the coming year
    "timezone-etc-behind": (
        "'{timezone}' is {hours} hours behind Greenwich, for the sign of these names is turned round, and it knows no summer time",
        "“{timezone}”比格林尼治晚 {hours} 小时（这类名称的符号是反的），而且没有夏令时",
    ),
    "timezone-etc-ahead": (
        "'{timezone}' is {hours} hours ahead of Greenwich, for the sign of these names is turned round, and it knows no summer time",
        "“{timezone}”比格林尼治早 {hours} 小时（这类名称的符号是反的），而且没有夏令时",
    ),
    "timezone-without-summer": (
        "'{timezone}' knows no summer time, and the clocks of {country} change on {day}",
        "“{timezone}”没有夏令时，而 {country} 的时钟在 {day} 切换",
    ),
    "hours-in-gap": (
        "{edge} does not exist on {day} in {zone}: the clocks are put forward over it",
        "{day} 在 {zone} 没有 {edge}：时钟往前拨，跳过了它",
    ),
    "hours-in-overlap": (
        "{edge} comes twice on {day} in {zone}: the clocks are put back over it",
        "{day} 在 {zone} 有两个 {edge}：时钟往回拨，又经过一次",
    ),
    "hint-shift-hours": ("begin or end outside of the hour of the change", "让班次的开始和结束避开切换的那一小时"),
    "holiday-list-ends": (
        "the last day off of the calendar '{calendar}' is {day}; after it every holiday counts as a working day",
        "日历“{calendar}”的最后一个休息日是 {day}，之后所有节假日都会算作工作日",
    ),
    "hint-more-holidays": (
        "add the days of the next year, or name the 'country' and let the list follow",
        "补上下一年的日期，或者写 country 自动带出",
    ),
    "holidays-of-year-unknown": (
        "no public holidays of '{country}' are known for {year} yet",
        "还查不到“{country}”{year} 年的公众假期",
    ),
    "hint-update-holidays": (
        "update the list: pip install -U holidays; or add the days of {year} by hand",
        "更新假期表：pip install -U holidays；或者手工补上 {year} 年的日期",
    ),
    "make-up-days-unknown": (
        "the make-up working days of {year} are not known to the installed list of holidays",
        "已安装的假期表里没有 {year} 年的调休上班日",
    ),
    "make-up-days-closed": (
        "the calendar '{calendar}' is closed on the make-up working days {days}",
        "日历“{calendar}”在调休上班日 {days} 是休息",
    ),
    "hint-country-cn": (
        "write country: CN instead of the list; keep your own days off under 'also'",
        "用 country: CN 代替清单，自己的休息日留在 also",
    ),
    "holidays-of-another-country": (
        "the calendar '{calendar}' keeps the holidays of '{country}', and its zone '{timezone}' is none of that country",
        "日历“{calendar}”用的是“{country}”的假期，而时区“{timezone}”不属于这个国家",
    ),
    "calendar-zone": ("the zone, '{timezone}'", "时区“{timezone}”"),
    "hint-one-country": (
        "name the country where the team sits, or a zone of it, such as {zones}",
        "写团队所在国家的假期，或者写那个国家的时区，例如 {zones}",
    ),
}
