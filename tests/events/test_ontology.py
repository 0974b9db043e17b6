from coopmetrics.events import ontology


def test_every_type_has_a_default_code_of_its_own() -> None:
    for event_type in ontology.EVENT_TYPES.values():
        assert ontology.CAMEO[event_type.cameo_code].goldstein is not None
        assert event_type.stage in ontology.STAGES


def test_scores_of_cooperation_are_positive_and_of_conflict_negative() -> None:
    for cameo in ontology.CAMEO.values():
        quad = ontology.EVENT_TYPES[cameo.event_type].quad
        if cameo.event_type != "REQUEST":  # an appeal to cooperate scores above zero
            assert (cameo.goldstein > 0) == quad.endswith("cooperation"), cameo


def test_a_suggested_code_of_another_type_yields_to_the_types_own() -> None:
    assert ontology.cameo_for("CONSULT", "042").code == "042"
    assert ontology.cameo_for("AGREE", "042").code == "030"
    assert ontology.cameo_for("AGREE", None).code == "030"
