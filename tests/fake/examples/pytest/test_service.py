"""A service that orders a machine and waits for it. It uses the vendor's SDK, unchanged."""

import pytest
from verda import VerdaClient


@pytest.fixture
def verda(fake):
    return VerdaClient("any", "any", base_url=fake.url)


def order(verda):
    machine = dict(instance_type="CPU.4V.16G", image="ubuntu-24.04", hostname="worker-1", description="")
    return verda.instances.create(**machine, location="FIN-01", wait_for_status=None)


def test_a_machine_runs_after_a_minute(fake, verda):
    instance = order(verda)
    fake("POST", "/clock/advance", seconds=60)
    assert verda.instances.get_by_id(instance.id).status == "running"


def test_an_order_without_capacity(fake, verda):
    fake("POST", "/fates", of="instance", fate="no_capacity")
    instance = order(verda)
    fake("POST", "/clock/advance", seconds=60)
    assert verda.instances.get_by_id(instance.id).status == "no_capacity"


def test_an_order_whose_response_is_lost_is_not_sent_twice(fake, verda):
    fake("POST", "/faults", operation="POST /v1/instances", effect="handled:500")
    fake("POST", "/expectations", operation="POST /v1/instances", times=1)
    with pytest.raises(Exception, match="server_error"):
        order(verda)
    assert [instance.hostname for instance in verda.instances.get()] == ["worker-1"]
