from __future__ import annotations

import json

from crmclean.spec import list_packs, load_rules


def test_list_names_every_pack_with_its_fingerprint(crm):
    code, out, err = crm("rules", "list")
    listed = {line.split()[0]: line.split()[-1] for line in out.splitlines()}
    assert (code, err) == (0, "")
    assert listed == {name: load_rules(name).fingerprint for name in list_packs()}
    objects = ("contact", "account", "lead", "opportunity")
    assert set(listed) >= {f"{crm}/{object_}" for crm in ("generic", "salesforce") for object_ in objects}


def test_check_says_of_every_rule_file_whether_it_is_sound(crm, tmp_path):
    rules = tmp_path / "ours.yaml"
    rules.write_text("crmclean: 1\nobject: contact\nextends: generic/contact\ndisable: [last_name|required]\n")
    code, out, err = crm("rules", "check", rules, "salesforce/lead")
    assert (code, err) == (0, "")
    assert [line.split(": ok ")[0] for line in out.splitlines()] == [str(rules), "salesforce/lead"]


def test_check_tells_the_sound_from_the_broken(crm, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("crmclean: 1\nobject: contract\nfields: {id: {type: identifier}}\n")
    code, out, err = crm("rules", "check", broken, "generic/contact")
    assert code == 2
    assert out.startswith("generic/contact: ok")
    assert err.startswith(f"crmclean: {broken}:2:9 $.object: ")


def test_schema_is_a_json_schema_of_every_key(crm):
    code, out, err = crm("rules", "schema")
    assert (code, err) == (0, "")
    schema = json.loads(out)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"crmclean", "object", "extends", "fields", "duplicates", "survivorship"} <= set(schema["properties"])
    assert crm("rules", "schema").out == out
