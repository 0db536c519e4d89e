"""Names of an invented world, in the languages and scripts of a dozen countries, and how articles write them.

Input: a random generator. Output: names as their language writes them, and spellings of them as newsrooms do:
romanised by several systems, without accents, with an initial, with a typing error. Read by benchmarks.scale_world.
Pure apart from the generator that it is given. Given names and roots of family names are common ones; who is made of
them is nobody.
"""

import random
import unicodedata
from dataclasses import dataclass
from typing import Final

# language -> given names, roots of family names, endings of family names
_POOLS: Final[dict[str, tuple[str, str, str]]] = {
    "uk": (
        "Андрій Богдан Віталій Володимир Григорій Дмитро Євген Іван Ігор Кирило Максим Микола Михайло Назар Олег "
        "Олександр Олексій Остап Павло Петро Роман Руслан Сергій Степан Тарас Федір Юрій Ярослав Анна Галина Ірина "
        "Катерина Леся Людмила Марія Надія Наталія Оксана Олена Ольга Світлана Соломія Тетяна Юлія",
        "Ковал Шевч Бонд Ткач Крав Олійник Лис Поліщ Марчен Савч Руд Петр Мороз Клим Павл Василь Гонч Литв Хом Яцен "
        "Зін Чорн Білозір Дорош Жук Кирич Ломач Мазур Назар Остап "
        "Панас Радч Синь Тимош Уман Фед Харч Цимбал Шпак Щерб "
        "Юрч Ярем Гаврил Данил Іванч Костю Левч Мельнич Нечипор Прокоп",
        "енко ук чук ський ець ович",
    ),
    "ru": (
        "Алексей Анатолий Антон Борис Вадим Валерий Виктор Геннадий Георгий Денис Егор Игорь Илья Кирилл Константин "
        "Леонид Максим Никита Николай Олег Павел Роман Сергей Степан Тимур Фёдор Эдуард Юрий Анна Вера Галина Дарья "
        "Екатерина Елена Жанна Инна Лариса Марина Надежда Наталья Ольга Полина Светлана Татьяна",
        "Соколь Лебед Кузнец Мороз Волк Зайц Голуб Виноград Богдан "
        "Воробь Федор Тарас Бел Комар Орл Кисел Макар Андре "
        "Ковал Ильин Гусь Тит Кузьмин Кудряш Баран Кулик Алексе Степан Яковл Сорок Серге Роман Захар Борис Корол "
        "Герасим Пономар Григорь Лазар Медвед Ерш Никит Соболь Ряб Поляк Цвет Данил Жук Фрол Журавл",
        "ев ов ин ский ченко ников",
    ),
    "ka": (
        "გიორგი დავით ლევან ნიკოლოზ ირაკლი ზურაბ ვახტანგ მამუკა გრიგოლ თემურ ლაშა გივი ოთარ რევაზ შალვა ბიძინა კახა "
        "ელენე თამარ ნინო სალომე მარიამ ქეთევან ეკა თეა მაკა",
        "გელა ბერი კობა მელა ჯანა ღვინი ხარა ცერე კაპანა თოდუა "
        "გაბუ შარა მჟავა კვარა ბურჯანა ჩხი ნადი ქავთა ალავი დვალი "
        "მაისურა ჯაფა ლომი მახა წერე ზარა კიკა რობა გოგი ტაბა",
        "ძე შვილი ია ავა ური ელი",
    ),
    "el": (
        "Αλέξανδρος Ανδρέας Βασίλης Γεώργιος Δημήτρης Εμμανουήλ "
        "Θεόδωρος Ιωάννης Κωνσταντίνος Λεωνίδας Μιχάλης Νικόλαος "
        "Παναγιώτης Σταύρος Σπύρος Χρήστος Αικατερίνη Ελένη Ζωή Ιωάννα Μαρία Σοφία Χριστίνα",
        "Παπαδ Γεωργ Δημητρ Νικολ Βασιλ Θεοδωρ Καρα Μακρ Αντων "
        "Λαμπρ Σταυρ Χριστ Αλεξ Ιωανν Κωνσταντ Μιχαηλ Παναγ Σαμαρ "
        "Τσακ Φωτ Ζαχαρ Καλογερ Λιβαν Μαυρ Ξενακ Πετρ Ρουσσ Σωτηρ Τριαντ Χατζ",
        "όπουλος ιάδης άκης ίδης έλης ίου",
    ),
    "de": (
        "Andreas Bernd Christian Dieter Erik Florian Gerhard Heinz Ingo "
        "Jürgen Karl Lars Matthias Norbert Otto Peter Ralf "
        "Stefan Thomas Ulrich Volker Wolfgang Anke Birgit Claudia "
        "Dörte Elke Franziska Gisela Heike Ilse Jutta Katrin "
        "Lena Monika Nadine Petra Renate Silke Ursula",
        "Hoff Berg Stein Lind Rosen Schön Eich Buch Birk Acker Wald "
        "Feld Brück Hage Kirch König Lauten Mühl Neu Ober Pfeif "
        "Reich Sand Schmiede Stahl Tann Unter Voll Wies Zimmer "
        "Gold Silber Grün Schwarz Weiß Korn Hirsch Falken Winter "
        "Sommer Mohr Krug Holl Dorn Busch Bach Amsel Diet Engel Frei",
        "mann er hauer bauer meister hof",
    ),
    "en": (
        "Alan Brian Charles Daniel Edward Francis Graham Harold Ian James Kenneth Leonard Martin Neil Oliver Patrick "
        "Quentin Robert Simon Timothy Victor Walter Alice Barbara Caroline "
        "Diane Emma Fiona Grace Helen Irene Jane Karen "
        "Laura Margaret Nicola Patricia Rachel Susan Teresa Wendy",
        "Ash Black Brook Carl Dun East Fair Green Hart Holl Iver King "
        "Lang Mill New Oak Pem Rad Sal Thorn Under Wake West "
        "Whit Wood Ald Bent Cald Den Elm Far Gold Hamp Ken Lock Mars "
        "Nor Ox Pres Rams Shel Stan Tar Up Ver Wal Winch Yar "
        "Brad Cross",
        "ton ley ford well worth field",
    ),
    "es": (
        "Alejandro Álvaro Andrés Benjamín César Diego Emilio Fernando "
        "Gonzalo Hernán Ignacio Javier Joaquín Lorenzo Martín "
        "Nicolás Óscar Pablo Ramón Sebastián Tomás Vicente Adriana "
        "Beatriz Carmen Dolores Esperanza Gabriela Inés Julia "
        "Lucía Mercedes Paula Rocío Silvia Verónica",
        "Álvar Ben Carball Dom Echevarr Fernánd Gonzál Hernánd Ibáñ "
        "Jimén Lóp Mart Núñ Ortig Pér Quiñon Rodrígu Sánch "
        "Téll Uriart Velázqu Yáñ Zamor Alons Barrer Cabrer Delgad Espinos Fuent Guerrer Herrer Izquierd Jurad Lozan "
        "Mendoz Navarr Oliv Pache Quintan Romer",
        "ez al era ano edo ín",
    ),
    "tr": (
        "Ahmet Bülent Cem Deniz Emre Ferhat Gökhan Hakan İlker Kemal "
        "Levent Murat Nuri Orhan Ömer Rıza Selim Şahin Tarık "
        "Uğur Volkan Yavuz Zeki Ayşe Belgin Canan Dilek Elif "
        "Fatma Gül Hülya Leyla Meral Nermin Özlem Sevgi Tülin Zeynep",
        "Kara Ak Demir Yıldı Öz Çelik Kaya Aydı Gök Boz Doğa Erdo "
        "Güne Kılı Koç Kurt Mut Oğuz Polat Şen Taş Tekin Toprak "
        "Tunç Uysa Ünal Yavu Yıl Bayra Can Dağ Ekşi Fıra Gür Işı İnan Kes Soy Tuna Var",
        "oğlu kan man türk soy er",
    ),
    "ko": (
        "Min-jun Seo-yeon Ji-hoon Hyun-woo Soo-jin Young-ho Jae-hyun "
        "Eun-ji Dong-wook Sang-min Kyung-soo Mi-kyung Tae-yang "
        "Ye-jin Chang-ho Hae-won In-sung Na-ra Byung-hun Sung-hoon",
        "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh "
        "Seo Shin Kwon Hwang Ahn Song Yoo Hong Moon Yang Bae Baek Nam",
        "",
    ),
}
LANGUAGE: Final = {
    "UA": "uk", "RU": "ru", "GE": "ka", "GR": "el", "DE": "de", "AT": "de", "GB": "en", "US": "en", "ES": "es",
    "MX": "es", "TR": "tr", "KR": "ko",
}  # fmt: skip
_CYRILLIC: Final = "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя"
_SYSTEMS: Final = {
    # English, German and scholarly press; one Latin string a letter of _CYRILLIC
    "english": "a b v h g d e ye yo zh z y i yi y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya",
    "german": "a b w h g d e je jo sch s y i ji j k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja",
    "scholar": "a b v h g d e je jo z z y i i j k l m n o p r s t u f h c c s sc - y - e ju ja",
}
_GEORGIAN: Final = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(),
        strict=True,
    )
)
_GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as the person's language writes it.

    Attributes:
        language: key of the pools.
        family_first: whether newsrooms put the family name first.
    """

    given: str
    family: str
    language: str

    @property
    def family_first(self) -> bool:
        """Return whether articles write the family name before the given one."""
        return self.language == "ko"


def persons(language: str, count: int, rng: random.Random) -> list[Name]:
    """Return *count* different names; as many as there are if the pool has fewer."""
    given, roots, endings = (words.split() for words in _POOLS[language])
    every = [Name(one, root + end, language) for one in given for root in roots for end in endings or [""]]
    return rng.sample(every, min(count, len(every)))


def romanised(word: str, language: str, system: str) -> str:
    """Return a word in Latin letters, as one system has it; Latin words stay."""
    if language in ("uk", "ru"):
        letters = dict(zip(_CYRILLIC, _SYSTEMS[system].split(), strict=True))
        if language == "ru":
            letters |= {"г": "g", "и": "i"}
        if language == "ru" and word.endswith("ий"):
            word = word[:-2] + "й"
        made = "".join(letters.get(c, c) for c in word.casefold()).replace("-", "")
        return made.capitalize()
    if language == "ka":
        return "".join(_GEORGIAN.get(c, c) for c in word).capitalize()
    if language == "el":
        folded = "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))
        for two, one in (
            ("ου", "ou"),
            ("αι", "ai"),
            ("ει", "ei"),
            ("οι", "oi"),
            ("γγ", "ng"),
            ("μπ", "b"),
            ("ντ", "nt"),
        ):
            folded = folded.replace(two, one)
        return "".join(_GREEK.get(c, c) for c in folded).capitalize()
    return word


def plain(word: str) -> str:
    """Return a Latin word without accents, as agencies wire it."""
    word = word.replace("ß", "ss").replace("ı", "i").replace("İ", "I")
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def mistyped(word: str, rng: random.Random) -> str:
    """Return a word with one letter lost, doubled, or two turned; never the first."""
    if len(word) < 5:
        return word
    at = rng.randrange(1, len(word) - 1)
    how = rng.randrange(3)
    if how == 0:
        return word[:at] + word[at + 1 :]
    if how == 1:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def written(name: Name, rng: random.Random) -> str:
    """Return a name as one article writes it in full: "
    "script, system, accents, an initial or a typing error at times."""
    chance = rng.random()
    given, family = name.given, name.family
    if name.language in ("uk", "ru", "ka", "el"):
        if chance < 0.03:
            return f"{given} {family}"  # its own script
        system = "english" if chance < 0.80 else "german" if chance < 0.95 else "scholar"
        given, family = (romanised(word, name.language, system) for word in (given, family))
    elif chance < 0.4:
        given, family = plain(given), plain(family)
    how = rng.random()
    if how < 0.02:
        family = mistyped(family, rng)
    elif how < 0.03:
        given = mistyped(given, rng)
    elif how < 0.05:
        given = f"{given[0]}."
    elif how < 0.06:
        return f"{family} {given}" if not name.family_first else f"{given} {family}"
    return f"{family} {given}" if name.family_first else f"{given} {family}"
