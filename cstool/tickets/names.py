"""What exports call things: column names and values in English and Chinese, as data."""

from collections.abc import Mapping


def _table(written: str) -> Mapping[str, tuple[str, ...]]:
    """`name: other, names` a line; an indented line goes on."""
    joined = written.strip().replace("\n    ", " ")
    entries = (line.partition(": ") for line in joined.splitlines())
    return {name: tuple(other.strip() for other in others.split(",")) for name, _, others in entries}


def _reverse(table: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    return {other: name for name, others in table.items() for other in (name, *others)}


COLUMNS = _table("""
id: ticket id, ticket number, ticket no, ticket, ticketid, case id, case number, conversation id, number, 工单号,
    工单编号, 工单id, 编号, 会话id, 会话编号, 案例编号, 流水号
received_at: created at, created, creation date, create time, created time, created on, date, received, received on,
    date received, submitted at, opened at, open date, ticket created, timestamp, 创建时间, 提交时间, 接收时间,
    收到时间, 收件时间, 受理时间, 进线时间, 来信时间, 工单创建时间, 建单时间, 时间, 日期
channel: source, via, ticket channel, inbox, contact channel, medium, origin, 渠道, 来源, 来源渠道, 进线渠道, 平台,
    渠道来源, 店铺渠道
language: lang, locale, ticket language, customer language, language code, 语言, 语种, 客户语言
author: from type, sender type, speaker, 发送方, 发起方
automatic: auto, is automatic, is auto reply, auto reply, 自动邮件, 是否自动回复, 是否自动
subject: title, ticket subject, topic, summary, email subject, 主题, 标题, 工单标题, 工单主题, 邮件主题, 邮件标题,
    问题标题
body: text, message, description, content, ticket description, first message, comment, question, details,
    message body, customer message, query, utterance, consumer complaint narrative, 内容, 正文, 工单内容, 问题描述,
    描述, 留言, 留言内容, 客户留言, 消息内容, 邮件正文, 问题内容, 咨询内容, 详情
customer.id: customer id, requester id, user id, buyer id, contact id, 客户id, 客户编号, 买家id, 会员id, 会员号
customer.name: customer name, customer, requester, requester name, buyer, buyer name, contact name, name, 客户姓名,
    客户名称, 客户, 买家, 买家姓名, 买家昵称, 姓名, 联系人, 收件人
customer.first_name: first name, customer first name, given name, 名, 名字
customer.email: customer email, requester email, email, e mail, email address, buyer email, from, 邮箱, 客户邮箱,
    买家邮箱, 电子邮箱, 电子邮件, 邮件地址
customer.country: country, customer country, country code, ship to country, shipping country, buyer country, 国家,
    客户国家, 国家地区, 收货国家, 目的国, 买家国家, 站点国家
customer.tags: customer tags, customer tag, customer segment, 客户标签, 买家标签, 会员等级, 客户等级
order.id: order id, order number, order no, order, orderid, purchase order, 订单号, 订单编号, 订单id, 平台订单号
order.amount: order amount, order total, order value, amount, total, total price, grand total, 订单金额, 金额,
    订单总额, 实付金额, 总金额, 付款金额, 支付金额
order.currency: order currency, currency, currency code, 币种, 货币, 订单币种
order.status: order status, fulfillment status, fulfilment status, 订单状态, 发货状态
order.items: items, order items, products, product, product name, sku, product purchased, line items, 商品, 商品名称,
    产品, 产品名称, 订单商品, 商品明细
tags: labels, ticket tags, tag, 标签, 工单标签
category: ticket category, ticket type, type, issue type, reason, contact reason, 分类, 工单分类, 问题分类, 问题类型,
    工单类型, 类型, 类别
priority: ticket priority, urgency, severity, 优先级, 紧急程度, 工单优先级
team: group, assigned group, assignment group, department, queue, assigned team, 小组, 客服组, 受理组, 受理客服组,
    处理组, 技能组, 部门
agent: assignee, assigned to, assigned agent, owner, agent name, 客服, 受理客服, 处理人, 负责人, 受理人
status: ticket status, state, 状态, 工单状态, 处理状态
first_reply_at: first reply, first replied at, first response at, first response time, 首次响应时间, 首次回复时间,
    首响时间
solved_at: solved, resolved at, resolved, closed at, closed, resolution date, date solved, 解决时间, 完成时间,
    关闭时间, 完结时间
reopened: is reopened, reopens, reopen, 是否重开, 重开, 是否重新打开
csat: satisfaction, satisfaction rating, satisfaction score, csat score, customer satisfaction rating, 满意度,
    满意度评分, 评价得分
nps: nps score, 推荐值, 净推荐值
handle_time: aht, handling time, handle time, handle seconds, 处理时长, 处理时间, 平均处理时长
""")
"""Canonical name -> other names a file may have for it. Only a guess: it is always shown, and `--map` overrules it."""

LANGUAGES = _reverse(
    _table("""
en: english, 英语, 英文
zh: chinese, 中文, 汉语
zh-CN: simplified chinese, 简体中文, cn
zh-TW: traditional chinese, 繁体中文, 繁體中文
de: german, 德语, deutsch, 德文
fr: french, 法语, français
es: spanish, 西班牙语, español
it: italian, 意大利语
ja: japanese, 日语, 日文, 日本語, jp
ko: korean, 韩语
pt: portuguese, 葡萄牙语
nl: dutch, 荷兰语
pl: polish, 波兰语
ar: arabic, 阿拉伯语
ru: russian, 俄语
tr: turkish, 土耳其语
sv: swedish, 瑞典语
""")
)

PRIORITIES = _reverse(
    _table("""
low: 低, niedrig
normal: medium, 中, 普通, 一般
high: 高, hoch
urgent: critical, 紧急, 特急, dringend
""")
)

STATUSES = _reverse(
    _table("""
new: 新建
open: 处理中, 打开, 已打开, in progress
pending: 等待客户, 待回复, pending customer response
on_hold: hold, on hold, on-hold, 挂起, 暂停
solved: resolved, 已解决
closed: 已关闭, 关闭, 已完结
""")
)

AUTHORS = _reverse(
    _table("""
customer: requester, end-user, user, client, 客户, 买家
agent: 客服, staff, admin
system: 系统, bot, 机器人
""")
)

ALPHA_3: Mapping[str, str] = {
    "USA": "US", "U.S.": "US", "U.S.A.": "US", "AMERICA": "US", "GBR": "GB", "GREAT BRITAIN": "GB", "ENGLAND": "GB", "DEU": "DE",
    "GER": "DE", "ESP": "ES", "JPN": "JP", "CHN": "CN", "FRA": "FR", "ITA": "IT", "CAN": "CA", "AUS": "AU", "NLD": "NL",
    "AUT": "AT", "CHE": "CH", "BEL": "BE", "POL": "PL", "SWE": "SE", "NOR": "NO", "DNK": "DK", "FIN": "FI", "IRL": "IE",
    "PRT": "PT", "MEX": "MX", "BRA": "BR", "IND": "IN", "KOR": "KR", "SGP": "SG", "HKG": "HK", "TWN": "TW", "NZL": "NZ",
    "CZE": "CZ", "HUN": "HU", "GRC": "GR", "ROU": "RO", "TUR": "TR", "RUS": "RU", "UKR": "UA", "ISR": "IL", "ARE": "AE",
    "UAE": "AE", "SAU": "SA", "ZAF": "ZA", "THA": "TH", "VNM": "VN", "IDN": "ID", "MYS": "MY", "PHL": "PH", "香港": "HK",
    "台湾": "TW", "台灣": "TW", "澳门": "MO", "CZECH REPUBLIC": "CZ", "HOLLAND": "NL",
}  # fmt: skip
