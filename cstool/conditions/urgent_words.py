"""Words with which a message must not lie in the ordinary queue: danger to people, law, and money that a bank takes back."""

URGENT: dict[str, dict[str, tuple[str, ...]]] = {
    # A maker must act on a dangerous product at once: Regulation (EU) 2023/988, Article 9(8), with accidents to be reported
    # "without undue delay" (Article 20); in the US within 24 hours: 15 U.S.C. § 2064(b), 16 CFR § 1115.14(e).
    "safety": {
        "en": ("injury", "injured", "caught fire", "electric shock", "explosion"),
        "de": ("verletzt", "Verletzung", "Stromschlag", "Explosion", "Brandgefahr"),
        "es": ("herido", "quemadura", "descarga eléctrica", "incendio"),
        "fr": ("blessé", "brûlure", "choc électrique", "incendie"),
        "it": ("ferito", "ustione", "scossa elettrica", "incendio"),
        "ja": ("怪我", "感電", "発火", "火事"),
        "zh": ("受伤", "觸電", "触电", "起火", "爆炸"),
    },
    # A letter of a lawyer or an authority runs a period; what a person may ask about their data must be answered within a month:
    # Regulation (EU) 2016/679, Article 12(3).
    "legal": {
        "en": ("lawyer", "lawsuit", "legal action", "small claims", "GDPR"),
        "de": ("Anwalt", "Rechtsanwalt", "Klage", "DSGVO"),
        "es": ("abogado", "demanda", "acciones legales", "RGPD"),
        "fr": ("avocat", "plainte", "poursuites", "RGPD"),
        "it": ("avvocato", "denuncia", "azioni legali", "GDPR"),
        "ja": ("弁護士", "訴訟", "法的措置"),
        "zh": ("律师", "律師", "起诉", "起訴", "法院"),
    },
    # The card networks let the seller a number of days to answer a dispute, after which the money is lost:
    # https://docs.stripe.com/disputes/responding (7 to 21 days).
    "chargeback": {
        "en": ("chargeback", "charge back", "payment dispute", "unauthorized charge"),
        "de": ("Chargeback", "Rückbuchung", "Rücklastschrift"),
        "es": ("contracargo", "disputa de pago", "cargo no autorizado"),
        "fr": ("rétrofacturation", "chargeback", "litige de paiement"),
        "it": ("chargeback", "storno", "addebito non autorizzato"),
        "ja": ("チャージバック", "不正請求"),
        "zh": ("拒付", "盗刷", "盜刷"),
    },
}
"""Matter -> language -> words that customers write."""
