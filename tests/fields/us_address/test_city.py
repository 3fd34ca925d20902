from __future__ import annotations

import pytest

from crmclean.fields.us_address.city import city_at
from crmclean.fields.us_address.ending import read_ending
from crmclean.fields.us_address.line import Line
from crmclean.fields.us_address.units import read_units

CITIES = {
    "12 Main St Austin TX 78701": "Austin",
    "31 Willow Hill Saint Louis MO 63124": "Saint Louis",
    "31 Main St Louis MO 63124": "St Louis",
    "79 Ironwood Way N. Palm Beach Gardens FL 33418": "Palm Beach Gardens",
    "375 Valley Forge Rd. W. Palm Beach FL 33405": "W. Palm Beach",
    "224 S Cedar Ave S Pittsburg TN 37380": "S Pittsburg",
    "601 Sligh Blvd N E Grand Rapids, MI 49505": "Grand Rapids",
    "2108 Wealthy St SE E Grand Rapids, MI 49506": "E Grand Rapids",
    "1105 Bolton Road, NW Atlanta, GA 30331": "Atlanta",
    "610 East Main Marion Kansas": "Marion",
    "975 River Bay Mount Vernon IA 52314": "Mount Vernon",
    "9601 Spur 591 Amarillo, TX 79107": "Amarillo",
    "3117 Lakeview Ave, Muont Vernon, WA 98273": "Muont Vernon",
    "12 Main St Apt 4 Nowheresville TX 78701": "Nowheresville",
    "7887 S Broadway, Crescent, IA 51526": "Crescent",
    "1755 Howard Street DesPlaines": "DesPlaines",
    "5429 Woodlawn Chicago": "Chicago",
    "8358 Sunset Blvd. W. Hollywood": "W. Hollywood",
    "1755 Lake Cook": "",
    "3501 W Douglas 60623": "",
    "8625 S Cottage Grove 60619": "",
    "2334 E. 75th St.": "",
    "26 Ocean Oaks Lane, 39424": "",
    "500 South Central": "",
}


@pytest.mark.parametrize(("text", "city"), CITIES.items())
def test_the_city_begins_where_the_evidence_is_best(text, city):
    line = Line(text)
    read_ending(line)
    read_units(line)
    assert " ".join(word.text for word in line.words[city_at(line, 0) : line.end]) == city


def test_a_line_without_a_house_number_may_be_a_city_alone():
    line = Line("Columbia Falls, MT 59912")
    read_ending(line)
    assert city_at(line, -1) == 0
