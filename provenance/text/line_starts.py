"""How the lines begin that a rule for starts takes, that are a date, or all disclosure.

Most lines of most articles begin with none of these words, and to look for words takes less than a
pattern, which Arrow compiles anew for each batch. A rule needs all its beginnings here: a test asks
the cues of the rules for them.
"""

from __future__ import annotations

from provenance.text.dates import MONTHS

_RELATED = (
    "related|recommended|further reading|you may |you might |more |up next|trending|most |popular |"
    "top stories|latest |editor|what to read|das könnte sie|te puede|noticias rel|más |sur le même|"
    "articles liés|материалы по|похожие новости|другие новости|read more|read also|read next|"
    "also read|see also|don't miss|don’t miss|keep reading|in case you|lesen sie|mehr zum|"
    "auch interessant|lea |lee más|lire aussi|à lire|читайте также|читать также|по теме|["
)
_SOURCES = (
    "source|references|quelle|fuente|источник|font|via|"
    "with file|with report|with input|with info|with material|with agency|with additional|"
    "mit material|mit informationen|con información|по материалам|по информации|по сообщению|"
    "originally |first published|first appeared|first posted|first reported|republished|reprinted|"
    "syndicated|this story |this article |this piece |this report |this post "
)
_PEOPLE = (
    "reporting by|additional reporting|written |writing and|edited by|editing by|redaktion:|"
    "bearbeitet von|editado por|редактор:|by|story by|posted by|words by|text by|article by|"
    "submitted by|compiled by|reported by|author|von |por |par |автор|текст:|autor|auteur:"
)
_PICTURES = (
    "file photo|file image|file picture|file foto|file bild|file imágen|file фото|photo|image|"
    "picture|foto|bild|imágen|фото|view photo"
)
_BUTTONS = (
    "share|print|e-mail|email|comment|tweet|save|listen|copy link|like this|advertisement|"
    "leave a comment|view comment|show comment|add comment|add a comment|post a comment|teilen|"
    "drucken|kommentare|compartir|imprimir|comentarios|partager|imprimer|поделиться|печать|"
    "комментарии|реклама|anzeige|werbung|publicidad|publicité|facebook|twitter|instagram|telegram|"
    "whatsapp|linkedin|youtube|tiktok|threads|bluesky|mastodon|google news|apple news|x|pinterest|"
    "reddit|flipboard|messenger|viber|vk"
)
_FEEDBACK = (
    "did you find|found a|spotted a|noticed a|see a|report a|have a |got a |send us |was this |"
    "fehler |¿|has encontra|encontra|une erreur|signaler une|нашли |заметили "
)
_SUBSCRIBE = (
    "sign up |subscribe|get the latest|get our |get unlimited|get breaking|follow |download the |"
    "download our |join us |join our |like us on|support our |support independent|want more |"
    "click here|never miss|abonnieren|jetzt abonnieren|newsletter|suscribete|suscríb|s'abonner|"
    "s’abonner|abonnez-vous|inscrivez-vous|подпис|следите за"
)
_DATES = (
    "date|published|posted|released|updated|last updated|modified|veröffentlicht|stand|"
    "aktualisiert|publicado|actualizado|publié|mis à jour|опубликовано|обновлено|дата|montag|"
    "dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miércoles|jueves|viernes|"
    "sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
)
_DISCLOSURES = (
    "ai-|ai |machine|artificial intelligence|chatgpt|automatically|generated |produced |created |"
    "translated |summari|rewritten |compiled |drafted "
)
_WEEKDAYS = ("mon", "tue", "tues", "wed", "wednes", "thu", "thurs", "fri", "sat", "satur", "sun")

LINE_STARTS: tuple[str, ...] = tuple(
    sorted(
        {
            *"|".join(
                (_RELATED, _SOURCES, _PEOPLE, _PICTURES, _BUTTONS, _FEEDBACK, _SUBSCRIBE, _DATES)
            ).split("|"),
            *_DISCLOSURES.split("|"),
            *(f"{day}{then}" for day in _WEEKDAYS for then in ("day", " ", ".", ",")),
            *(f"{month}{then}" for month in MONTHS for then in " ."),
        }
    )
)
"""In small letters. A bare line that begins with none of these, nor with a digit, is none such."""
