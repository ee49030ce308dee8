"""The words that the measured texts and rules are made of."""

from dataclasses import dataclass


def _words(joined: str) -> list[str]:
    return joined.split(",")


@dataclass(frozen=True)
class Language:
    """Words and sentences. In a sentence: {w}ish, {s}tate, {t}hing, {b}rand, {c}ity, carrier {k}, number {n}."""

    things: list[str]
    states: list[str]
    wishes: list[str]
    wish: str
    """How a phrase joins a wish and a thing."""
    sentences: list[str]
    space: str = " "


BRANDS = _words(
    "Nordlicht,Acme,Brightline,Kestrel,Ōmori,Lumière,Vantage,Halcyon,Zephyr,Orchid,Pinewood,Solara,Tundra,Maple & Co,Quartz,"
    "Riverton,Sable,Topaz,Umbra,Verde"
)
CARRIERS = _words("DHL,UPS,FedEx,Hermes,GLS,DPD,SF Express,USPS,Royal Mail,Yodel,PostNL,Evri")
CITIES = _words(
    "Berlin,Hamburg,München,Köln,London,Leeds,Austin,Denver,Toronto,Sydney,Dublin,Vienna,Zürich,Shanghai,Beijing,Shenzhen,"
    "Guangzhou,Hangzhou,Chengdu,Taipei"
)
NUMBERS = [f"{first}{second}-{number}" for first in "ABCDEFGH" for second in "XYZ" for number in range(1000, 1125)]
MISCELLANEOUS = _words(
    "money back,credit card,second time,my bank,call back,discount code,under warranty,Geld zurück,zum zweiten Mal,Rückruf,"
    "Gutscheincode,保修期,退给我,联系银行,没有更新,信用卡付款,straße,GRÖSSE"
)

LANGUAGES = {
    "en": Language(
        _words(
            "order,parcel,refund,invoice,coat,jacket,blender,headphones,laptop,phone case,charger,sofa,lamp,dress,sneakers,watch,"
            "tablet,backpack,kettle,mattress,gift card,voucher,subscription,keyboard,monitor,camera,bicycle,helmet,toaster,"
            "vacuum cleaner"
        ),
        _words(
            "broken,damaged,missing,wrong,late,defective,used,torn,leaking,cracked,faulty,dirty,scratched,counterfeit,noisy,"
            "overheated,opened,expired,incomplete,lost"
        ),
        _words("cancel,return,exchange,track,replace,refund,reorder,change,dispute,confirm,postpone,redirect"),
        "{w} the {t}",
        [
            "Hello, I would like to {w} my {s} {t} as soon as possible.",
            "The {s} {t} from {b} was delivered to my neighbour in {c} yesterday.",
            "Could you please tell me where my {t} is, {k} says it was delivered.",
            "I have been waiting for three weeks now and nobody answers.",
            "My order number is {n} and I paid by credit card.",
            "This is the second time that I write to you about the {t}.",
            "I want my money back or I will talk to my bank.",
            "Thank you very much for your help and have a nice day.",
            "The size does not fit me, so I need to {w} the {t}.",
            "Please send the invoice for {n} to my company address in {c}.",
            "Your colleague promised a call back but it never happened.",
            "The discount code did not work at checkout, can you apply it?",
            "Is the {b} {t} still under warranty after two years?",
            "The tracking page of {k} has not been updated since Monday.",
        ],
    ),
    "de": Language(
        _words(
            "Bestellung,Paket,Rückerstattung,Rechnung,Mantel,Jacke,Mixer,Kopfhörer,Laptop,Handyhülle,Ladegerät,Sofa,Lampe,Kleid,"
            "Turnschuhe,Uhr,Tablet,Rucksack,Wasserkocher,Matratze,Geschenkkarte,Gutschein,Abonnement,Tastatur,Bildschirm,Kamera,"
            "Fahrrad,Helm,Toaster,Staubsauger"
        ),
        _words(
            "kaputte,beschädigte,fehlende,falsche,verspätete,defekte,gebrauchte,zerrissene,undichte,gesprungene,fehlerhafte,"
            "schmutzige,zerkratzte,gefälschte,laute,überhitzte,geöffnete,abgelaufene,unvollständige,verlorene"
        ),
        _words(
            "stornieren,zurückgeben,umtauschen,verfolgen,ersetzen,erstatten,nachbestellen,ändern,reklamieren,bestätigen,"
            "verschieben,umleiten"
        ),
        "die {t} {w}",
        [
            "Guten Tag, ich möchte meine {s} {t} so schnell wie möglich {w}.",
            "Die {s} {t} von {b} wurde gestern in {c} beim Nachbarn abgegeben.",
            "Können Sie mir bitte sagen, wo meine {t} ist, {k} meldet die Zustellung.",
            "Ich warte jetzt schon seit drei Wochen und niemand antwortet mir.",
            "Meine Bestellnummer lautet {n} und ich habe per Kreditkarte bezahlt.",
            "Ich schreibe Ihnen nun schon zum zweiten Mal wegen der {t}.",
            "Ich will mein Geld zurück, sonst wende ich mich an meine Bank.",
            "Vielen Dank für Ihre Hilfe und einen schönen Tag.",
            "Die Größe passt mir nicht, daher muss ich die {t} {w}.",
            "Bitte senden Sie die Rechnung für {n} an meine Firma in {c}.",
            "Ihr Kollege versprach einen Rückruf, der nie kam.",
            "Der Gutscheincode funktionierte an der Kasse nicht.",
            "Hat die {t} von {b} nach zwei Jahren noch Garantie?",
            "Die Sendungsverfolgung von {k} wurde seit Montag nicht aktualisiert.",
        ],
    ),
    "zh": Language(
        _words(
            "订单,包裹,退款,发票,大衣,外套,搅拌机,耳机,笔记本电脑,手机壳,充电器,沙发,台灯,连衣裙,运动鞋,手表,平板电脑,背包,水壶,床垫,"
            "礼品卡,优惠券,会员,键盘,显示器,相机,自行车,头盔,烤面包机,吸尘器"
        ),
        _words(
            "损坏的,破损的,缺少的,错误的,迟到的,有缺陷的,用过的,撕裂的,漏水的,裂开的,故障的,脏的,刮花的,假冒的,噪音大的,过热的,"
            "拆封的,过期的,不完整的,丢失的"
        ),
        _words("取消,退回,更换,查询,补发,退掉,重新购买,修改,投诉,确认,推迟,改送"),
        "{w}{t}",
        [
            "你好，我想尽快{w}我的{s}{t}。",
            "昨天{b}的{s}{t}在{c}被放到邻居家了。",
            "请问我的{t}在哪里，{k}显示已经签收了。",
            "我已经等了三个星期，没有人回复我。",
            "我的订单号是{n}，我是用信用卡付款的。",
            "这是我第二次因为{t}给你们写信。",
            "请把钱退给我，否则我会联系银行。",
            "非常感谢您的帮助，祝您生活愉快。",
            "尺码不合适，所以我需要{w}{t}。",
            "请把{n}的发票寄到我们公司在{c}的地址。",
            "你们的同事答应回电话，但是一直没有打来。",
            "结账时优惠码无法使用，可以帮我处理吗？",
            "{b}的{t}两年后还在保修期内吗？",
            "{k}的物流信息从星期一开始就没有更新。",
        ],
        "",
    ),
    "ru": Language(
        _words("заказ,посылка,возврат,чайник,лампа"),
        _words("сломанный,повреждённый,потерянный"),
        _words("отменить,вернуть,обменять"),
        "{w} {t}",
        [
            "Здравствуйте, я хотел бы {w} {s} {t} как можно скорее.",
            "Где мой {t}? {k} пишет, что он уже в городе {c}.",
            "Я жду уже три недели, и никто мне не отвечает, номер {n}.",
            "Верните, пожалуйста, деньги за {t} от {b} на карту.",
        ],
    ),
    "ja": Language(
        _words("注文,荷物,返金,ケトル,ランプ"),
        _words("壊れた,届かない,違う"),
        _words("キャンセル,返品,交換"),
        "{t}を{w}",
        [
            "こんにちは、{s}{t}をできるだけ早く{w}したいです。",
            "{k}の追跡では{c}に届いたそうですが、{t}はどこですか。",
            "注文番号は{n}です。三週間待っていますが返事がありません。",
            "{b}の{t}はまだ保証期間内でしょうか。",
        ],
        "",
    ),
    "th": Language(
        _words("คำสั่งซื้อ,พัสดุ,เงินคืน,กาต้มน้ำ,โคมไฟ"),
        _words("เสียหาย,แตก,หาย"),
        _words("ยกเลิก,คืน,เปลี่ยน"),
        "{w}{t}",
        [
            "สวัสดีค่ะ ฉันต้องการ{w}{t}ที่{s}โดยเร็วที่สุด",
            "พัสดุจาก {k} ถึง {c} แล้วหรือยังคะ {t}อยู่ที่ไหน",
            "หมายเลขคำสั่งซื้อคือ {n} รอมาสามสัปดาห์แล้วไม่มีใครตอบ",
            "{t}ของ {b} ยังอยู่ในประกันไหมคะ",
        ],
    ),
}
