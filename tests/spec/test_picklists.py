from __future__ import annotations

import pytest

from crmclean.errors import RuleFileError
from crmclean.spec.dump import dump_rules

RULES = """
crmclean: 1
object: account
fields:
  country: {{type: picklist, picklist: countries}}
  region: {{type: picklist, {region}}}
picklists:
  countries: [{{value: Germany, aliases: [DE]}}, France]
  regions:
    - {{value: Bayern, for: [Germany]}}
    - {{value: Bretagne, for: [France{more}]}}
"""


def test_a_field_is_given_the_values_of_its_list(rules_from):
    rules = rules_from(RULES.format(region="picklist: regions, controlled_by: country", more=""))
    region = rules.fields["region"]
    assert [value.value for value in region.values] == ["Bayern", "Bretagne"]
    assert region.standardize("bayern", "Germany").value == "Bayern"
    assert region.standardize("bayern", "France").note == "With 'France' go: Bretagne."


def test_a_dependent_list_may_stand_in_the_field(rules_from):
    region = "values: [{value: Bayern, for: [Germany]}], controlled_by: country"
    assert rules_from(RULES.format(region=region, more="")).fields["region"].values[0].goes_with == ("Germany",)


@pytest.mark.parametrize(
    ("region", "more", "problem"),
    [
        ("picklist: regions", "", "rules.yaml:10:23 $.picklists.regions[0].for: nothing controls the field 'region'"),
        (
            "picklist: regions, controlled_by: country",
            ", Spain",
            "rules.yaml:11:39 $.picklists.regions[1].for[1]: the field 'country' has no value 'Spain'",
        ),
        (
            "values: [{value: Bayern, for: [DE]}], controlled_by: country",
            "",
            "$.fields.region.values[0].for[0]: the field 'country' has no value 'DE'",
        ),
        ("picklist: regions, controlled_by: land", "", "$.fields.region.controlled_by: unknown field 'land'"),
        ("picklist: regoins, controlled_by: country", "", "$.fields.region.picklist: unknown picklist 'regoins'"),
        ("picklist: regions, crosswalk: hubspot_industry", "", "no crosswalk leads from 'hubspot_industry'"),
    ],
)
def test_what_cannot_be_bound_is_told_at_its_place(rules_from, region, more, problem):
    with pytest.raises(RuleFileError) as error:
        rules_from(RULES.format(region=region, more=more))
    assert problem in "\n".join(map(str, error.value.problems))


CROSSED = """
crmclean: 1
object: account
fields:
  industry: {type: picklist, picklist: industry, crosswalk: hubspot_industry}
picklists:
  industry: salesforce_industry
"""


def test_a_crosswalk_is_found_by_the_name_of_the_shared_list_and_again_after_a_dump(rules_from):
    rules = rules_from(CROSSED)
    industry = rules.fields["industry"]
    assert industry.standardize("HIGHER_EDUCATION").value == "Education"
    assert industry.standardize("Technology").value == "Technology"
    again = rules_from(dump_rules(rules), "dumped.yaml")
    assert again == rules
    assert again.fingerprint != rules_from(CROSSED.replace(", crosswalk: hubspot_industry", "")).fingerprint
