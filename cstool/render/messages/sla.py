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
}
