"""Common words that a keyword of few letters finds by accident, by language.

Chosen by hand. All but a few words of the trade are said at least twice in a million words (Zipf 3.4 or more in wordfreq 3.1,
https://github.com/rspeer/wordfreq).
"""

from functools import cache

_WORDS: dict[str, str] = {
    "en": (
        "action apartment apparently appear apple apply appointment approach argument army article artificial artist band "
        "banner bandage basically because before billboard billion border bother bracelet bring cancer candidate candle "
        "cardboard care career careful carry carton certain change character chart chocolate clamp clearly closet comfort "
        "company compare complete computer connect content control costume couple customer detail department dining "
        "discard discuss disorder display distance during earth experience expect expensive favorite feedback feel "
        "feeling feet finish fireplace flaw friendship furniture greatest handle handsome happen happy heart hotel house "
        "however husband important information inside instead insurance interest international internet issue kitchen "
        "latest later lawn learn legend listen manage manager many market marriage material matter mattress member "
        "membership message metal metro mission mountain mouse office official outside package particular partner party "
        "paste perfect perhaps permission person pharmacy planet plant plate please portable position positive possible "
        "practice president press pressure pretty previous problem process product program project protest purple rather "
        "rating reason recent recommend recorder relate relationship replace reply report retail ringtone scarf season "
        "setting settle signal signature smart special standard start state statement station still stop store story "
        "string subject subscription supply support table taxi technically template terror thermal tissue together town "
        "training transfer travel urban using usual watch water website window within without worship wrong"
    ),
    "de": (
        "abend abschluss allein alltag andere anders anfang angebot angst apotheke arbeit artikel artist auftrag "
        "ausbildung ausland auswahl bereits besonders bestimmt bruder brandenburg bereich beruf beispiel danke demnächst "
        "einfach einige einmal endlich entschuldigung erfolg erfahrung erst erwarten erste fehler feiertag fernseher "
        "frage freund garten gebrauch gegen geburtstag genau geschenk gesund gewicht gute haushalt heute information "
        "interesse kalender karton kaufmann kinder klasse klassisch kunst kurz leider liebe märz material mitarbeiter "
        "mittwoch möglich montag mutter natur notebook notiz nutzen partei partner party person postleitzahl preisliste "
        "produkt programm projekt rechner rechnen rechts rechtzeitig reise richtig rückmeldung schreiben schuld schule "
        "sommer sonntag spiel stadt stunde teilnehmer teilweise telefon tochter total trotzdem unterlagen unterschied "
        "urlaub verein verfahren vergangen vergessen verkehr versuch versprechen viel vielleicht warum wasser weihnachten "
        "weiter wetter wichtig woche wohnung zahlreich zimmer zukunft zusammen zustand"
    ),
    "es": (
        "abogacía acabar además alguien amigo año artículo artista ayuda banda bandera barato bastante caja calidad calle "
        "cambio camino camisa campaña campo canción cantidad capaz cara carácter cargo carne carrera carta cartera casa "
        "casi centro cerca cierto ciudad comida comprender común corazón cosa costumbre cualquier cuando cuarto dentro "
        "derecha después detalle diferente difícil dinero domingo ejemplo entonces escuela espacio especial esperar "
        "facebook fácil factor falta familia fecha forma garaje gente gracias grande hermano historia hombre idea "
        "importante información interés internet lado lugar mañana marca martes material mejor menos mensaje mercado mesa "
        "mientras momento mundo muchas nombre nuevo página país pared pareja parte particular partido pasado persona "
        "pequeño pedro poder poco posible precioso pregunta presencia presente presidente primero problema programa "
        "pronto propio proyecto puerta quedar querer razón realidad regalo reina relación rostro seguir segundo seguro "
        "semana servicio siempre sistema tarde tarea tarjeta teléfono tema tiempo tienda todavía total trabajo último "
        "vacaciones valor verdad viaje vida"
    ),
    "fr": (
        "acheter adresse affaire ainsi amitié année anniversaire annonce appartement après argent article artiste assez "
        "assurance aucun aujourd autre avant avoir banlieue beaucoup besoin boîte bonjour bureau cadeau carton cause "
        "chambre chose choisir cliché colline combien commencer comment commun comprendre contenu cuisine dehors demain "
        "depuis dernier dessous différent difficile dimanche domaine encore enfant ensemble entreprise équipe espace "
        "exemple facile façon facteur famille femme fenêtre feuille fille forme français frère gauche général gens groupe "
        "histoire homme idée important information intérêt internet jamais jeune jour juste lecture livre livret "
        "longtemps maison mardi mariage matière matin mauvais meilleur mercredi merci message moment monde musique nature "
        "nombre nouveau parents parfait parler partie particulier partir passage pendant personne peut place plaisir "
        "portable porte possible pourquoi premier présent président presque printemps problème produit programme projet "
        "quelque question raison rappeler remarque remercier rencontre repas réponse retard retrouver réunion santé "
        "semaine service seulement simple site situation soir soleil souvent suivant table téléphone temps total toujours "
        "travail vacances valeur vendredi vérité vie ville visite voiture voyage vraiment"
    ),
    "zh": (
        "退款 退货 退出 退休 换货 交换 更换 付款 支付 收到 收货 发货 发票 发现 出发 快递 快乐 物流 礼物 坏了 破坏 好的 "
        "你好 最好 客服 客户 订单 预订 取消 消息 地址 地方 地图 尺寸 大小 多少 颜色 电话 电脑 电池 充电 开关 打开 开始 "
        "关闭 关于 安装 安全 平安 质量 问题 请问 时间 时候 有时 今天 明天 说明 明白 包裹 包括 面包 价格 价值 便宜 方便 "
        "优惠 运费 运动 幸运 税号 关税 商品 商家 店铺 使用 有用 费用 信用 用户 信息 相信 微信 回复 回家 投诉 告诉 火车 "
        "火花 灯泡 灯光 水平 喝水 钱包 花钱 需要 重要 要求 不要 再见 看见 意见 生日 生气 学生 医生 中国 中间 集中 人们 "
        "别人 工人 大家 家里 国家"
    ),
    "ja": (
        "返品 返金 返事 交換 会話 会社 機会 注文 注意 配送 配達 心配 発送 発見 商品 商売 料金 無料 送料 電話 電気 電池 "
        "住所 場所 時間 時計 問題 質問 確認 連絡 説明 明日 電車 本当 日本 基本 大切 大丈夫 火曜 花火 水曜 色々 人気 個人 "
        "生活 先生 学生 今日 毎日 手紙 上手 切手"
    ),
}
_ENDINGS: dict[str, str] = {
    "en": "s es d ed r er ers ing ings ly",
    "de": "e en er es em n s t te ten",
    "es": "s es r a o as os",
    "fr": "s e es r nt",
}
"""What may follow a word without making it another one."""
_MEANT = 4
"""So many letters can be a beginning that somebody chose."""


@cache
def common_words(language: str) -> tuple[str, ...]:
    """The common words of a language, its region left out of account; none for one that is not listed."""
    return tuple(_WORDS.get(language.split("-")[0], "").split())


def found_by_accident(piece: str, language: str, *, anywhere: bool) -> str | None:
    """A common word that these letters find without being meant; None where none is known.

    With `anywhere`, words that hold the letters further inside. Words that begin so may be just what is meant (`subsc*`): of four
    letters or more they count only where they part at once (`part*`: party, partner). Forms of the letters themselves never do.
    """
    endings = {"", *_ENDINGS.get(language.split("-")[0], "").split()}
    words = common_words(language)
    if anywhere and (inside := next((word for word in words if piece in word[1:] and not word.startswith(piece)), None)):
        return inside
    begun = [word for word in words if word.startswith(piece) and word.removeprefix(piece) not in endings]
    parted = len(piece) < _MEANT or len({word[len(piece)] for word in begun}) > 1
    return begun[0] if begun and parted else None
