"""Messages of `cstool sla` and of working time as people read it."""

MESSAGES: dict[str, tuple[str, str]] = {
    "help-sla": (
        "What is promised, on which clock, and how long it can take by the calendar.",
        "承诺了什么、按哪个时钟计算、按自然时间最长要多久。",
    ),
    "help-matrix": (
        "Every promise: channel, policy, target, clock, the longest it can take, the marketplace's limit.\nThe longest is exact: the "
        "most unlucky message of the coming year, with holidays, make-up working days and changes of the clocks. Of the priorities "
        "of a policy the one that is worst off is shown.",
        "所有承诺：渠道、标准、目标、时钟、按自然时间最长多久、平台时限。\n最长时间是精确值：未来一年里最不巧的那条消息，含节假日、调休和夏令时。"
        "每条标准只显示最差的那个优先级。",
    ),
    "help-matrix-examples": (
        "cstool sla matrix --late\ncstool sla matrix --channel amazon-us --by-priority\ncstool sla matrix --format csv=promises.csv",
        "cstool sla matrix --late\ncstool sla matrix --channel amazon-us --by-priority\ncstool sla matrix --format csv=promises.csv",
    ),
    "help-matrix-metric": ("Only this metric. May be repeated.", "只看这个指标。可重复。"),
    "help-matrix-by-priority": ("A row for each priority.", "每个优先级一行。"),
    "help-matrix-late": (
        "Only targets that are met by our clock and late by the marketplace's.",
        "只看按我们的时钟达标、按平台时钟超时的目标。",
    ),
    "help-matrix-format": (
        "text, markdown, csv, html or json; with =PATH into a file. May be repeated.",
        "text、markdown、csv、html 或 json；加 =路径 写入文件。可重复。",
    ),
    "help-heatmap": (
        "The week by hours: how long the answer that is just in time may take by the calendar.\nEach hour of the week in the market's "
        "zone, at its most unlucky second, in the middle one of the coming 52 weeks. Channels that promise the same share a map.",
        "按星期和小时看：刚好按时的答复按自然时间要多久。\n按市场所在时区，取每个小时里最不巧的一秒、未来 52 周的中位数。承诺相同的渠道合为一张图。",
    ),
    "help-heatmap-examples": (
        "cstool sla heatmap --channel shop-email --worst\ncstool sla heatmap --format html=promises.html --format png=promises.png",
        "cstool sla heatmap --channel shop-email --worst\ncstool sla heatmap --format html=promises.html --format png=promises.png",
    ),
    "help-heatmap-metric": ("What is promised.", "看哪个指标。"),
    "help-heatmap-priority": (
        "Tickets of this priority; else the loosest target counts.",
        "只看这个优先级；不写则按最宽松的目标。",
    ),
    "help-heatmap-category": (
        "Tickets of this category, with the overlays that surely apply to them.",
        "只看这个分类的工单，并计入一定会叠加的加码。",
    ),
    "help-heatmap-timezone": ("Hours of this zone instead of each market's.", "按这个时区的钟点，而不是各市场的时区。"),
    "help-heatmap-worst": ("The worst of the 52 weeks, holidays included.", "显示 52 周里最差的一周，含节假日。"),
    "help-heatmap-format": (
        "text, svg, html, json or png (png needs the extra 'pictures'); with =PATH into a file. May be repeated.",
        "text、svg、html、json 或 png（png 需要可选包 pictures）；加 =路径 写入文件。可重复。",
    ),
    "help-sla-channel": ("Only this channel. May be repeated.", "只看这个渠道。可重复。"),
    "form-needs-file": (
        "the form '{form}' goes into a file only: write {form}=PATH",
        "格式“{form}”只能写入文件：请写 {form}=路径",
    ),
    "sla-unknown-category": ("there is no category '{name}'{near}", "没有分类“{name}”{near}"),
    "heat-nothing": (
        "no channel has a target for {metric} whose clock can be told",
        "没有渠道设了 {metric} 目标，或者它们的时钟无法计算",
    ),
    # the clocks of a ticket with a history
    "route-clock": ("clock", "计时"),
    "clock-met": ("{metric} from {start}: due {due}, met {met}", "{metric} 从 {start} 起：{due} 到期，{met} 完成"),
    "clock-met-waiting": (
        "{metric} from {start}: met {met} while it stood still",
        "{metric} 从 {start} 起：暂停期间于 {met} 完成",
    ),
    "clock-missed": (
        "{metric} from {start}: due {due}, missed, met {met}",
        "{metric} 从 {start} 起：{due} 到期，超时，{met} 才完成",
    ),
    "clock-open": ("{metric} from {start}: due {due}, not met yet", "{metric} 从 {start} 起：{due} 到期，尚未完成"),
    "clock-standing": ("{metric} from {start}: stands still, {left} left", "{metric} 从 {start} 起：暂停中，还剩 {left}"),
    # the table
    "table-promises": ("What is promised", "承诺一览"),
    "column-metric": ("metric", "指标"),
    "column-target": ("target", "目标"),
    "column-clock": ("clock", "时钟"),
    "column-longest": ("longest", "最长"),
    "column-longest-hours": ("longest, hours", "最长（小时）"),
    "column-worst-message": ("for a message of", "消息时间"),
    "column-limit": ("limit", "平台时限"),
    "column-verdict": ("verdict", "结论"),
    "promise-every-priority": ("every", "全部"),
    "promise-late": ("late", "超时"),
    "promise-kept": ("in time", "按时"),
    "promise-unlimited": ("no limit", "无时限"),
    "promise-unknown": ("cannot be told", "无法计算"),
    "promises-late": (
        "{late} of {limited} targets that stand under a limit are late by the marketplace's clock although met by ours",
        "受平台时限约束的 {limited} 个目标中，有 {late} 个按我们的时钟达标、按平台的时钟超时",
    ),
    "promises-kept": (
        "whoever meets these {rows} targets meets every limit of a marketplace ({limited} stand under one)",
        "达到这 {rows} 个目标，就一定在平台时限之内（其中 {limited} 个受时限约束）",
    ),
    # the map
    "heat-page": ("How long an answer may take, by the hour of the message", "什么时候写来的消息，最晚多久得到答复"),
    "heat-target": ("{within} ({clock})", "{within}（{clock}）"),
    "heat-title": ("{channels}: {metric} within {targets}, hours of {zone}", "{channels}：{metric} {targets}，{zone} 钟点"),
    "heat-limit": (
        "limit {limit}: beyond it in {late} of {hours} hours of the week, in {ever} in some week ({source})",
        "平台时限 {limit}：一周 {hours} 个小时中有 {late} 个超时，某些周里有 {ever} 个超时（{source}）",
    ),
    "heat-flat": ("the same in every hour of the week: {length}", "一周里每个小时都一样：{length}"),
    "heat-no-limit": ("no limit of a marketplace", "没有平台时限"),
    "heat-legend": (
        "calendar time from a message of that hour to the answer that is just in time, at most, in the middle one of 52 weeks; "
        "! is beyond the limit",
        "该小时的消息到刚好按时的答复之间最长的自然时间，52 周的中位数；! 表示超过平台时限",
    ),
    "heat-legend-worst": (
        "calendar time from a message of that hour to the answer that is just in time, at most, in the worst of 52 weeks; "
        "! is beyond the limit",
        "该小时的消息到刚好按时的答复之间最长的自然时间，52 周里最差的一周；! 表示超过平台时限",
    ),
    "weekday-mon": ("Mon", "周一"),
    "weekday-tue": ("Tue", "周二"),
    "weekday-wed": ("Wed", "周三"),
    "weekday-thu": ("Thu", "周四"),
    "weekday-fri": ("Fri", "周五"),
    "weekday-sat": ("Sat", "周六"),
    "weekday-sun": ("Sun", "周日"),
}
