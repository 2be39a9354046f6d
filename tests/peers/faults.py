"""What a test does to the SDK over the control API: faults, capacity, preemption, fates, tokens and the clock."""

from machines import LOCATION, TYPE, order


def control(step, verda, fake, connect):
    fault = lambda operation, effect, **more: fake("POST", "/faults", operation=operation, effect=effect, **more)
    fault("GET /v1/volumes", "status:503")
    step.refused("a fault is an outage for the SDK", lambda: verda.volumes.get(), "service_unavailable")
    step("the next request works", lambda: isinstance(verda.volumes.get(), list), True)
    fault("POST /v1/instances", "handled:500")
    step.refused("an order is carried out, but the response is an error", lambda: order(verda, "lost"), "server_error")
    step("the instance is there", lambda: [it.hostname for it in verda.instances.get()], lambda all: "lost" in all)
    fault("GET /v1/balance", "reset-before")
    step("a connection is reset", lambda: raises(verda.balance.get), "ConnectionError")
    fault("GET /v1/balance", "scope")
    step.refused("a scope is missing", verda.balance.get, "forbidden_action")
    fault("GET /v1/volumes", {"status": 200, "body": []})
    step("a response of the test's own", lambda: verda.volumes.get(), [])
    step("no fault is left", lambda: fake("GET", "/faults"), [])

    fake("PUT", "/capacity", type=TYPE, location=LOCATION, machines=0)
    step.refused("there is no capacity", lambda: order(verda, "no-capacity"), "service_unavailable")
    step("the availability follows", lambda: verda.instances.is_available(TYPE, location_code=LOCATION), False)
    fake("PUT", "/capacity", type=TYPE, location=LOCATION, machines=100)
    fake("PATCH", "/settings", instance_quota=0)
    step.refused("the quota is used up", lambda: order(verda, "quota"), "invalid_request")
    fake("PATCH", "/settings", instance_quota=None)
    fake("PUT", "/balance", amount=0)
    step.refused("the money is used up", lambda: order(verda, "poor"), "insufficient_funds")
    fake("PUT", "/balance", amount=1000)

    spot = order(verda, "evicted", is_spot=True)
    fake.advance(60)
    fake("POST", "/instances/evicted/preempt")
    step("a spot instance is evicted", lambda: verda.instances.get_by_id(spot.id).status, "discontinued")
    fake("POST", "/fates", of="instance", fate="installation_failed")
    failed = order(verda, "failed")
    fake.advance(60)
    step("an installation fails", lambda: verda.instances.get_by_id(failed.id).status, "installation_failed")
    fake("PUT", f"/instances/{failed.id}/status", status="error")
    step("the test sets a status", lambda: verda.instances.get_by_id(failed.id).status, "error")
    fake("PATCH", "/settings", speed=30)
    step(
        "the SDK waits until an instance is ordered no longer",
        lambda: order(verda, "waited", wait_for_status=lambda status: status != "ordered").status,
        lambda status: status != "ordered",
    )
    fake("PATCH", "/settings", speed=1)

    before = verda.balance.get().amount
    fake.advance(24 * 3600)
    step("a day of machine time costs money", lambda: verda.balance.get().amount < before, True)
    fake("DELETE", "/tokens/access")
    step.refused("a revoked token is refused", verda.balance.get, "unauthorized_request")
    fresh = connect()
    step("a client that signs in again goes on", lambda: fresh.balance.get().currency, "usd")

    fake("POST", "/expectations", operation="GET /v1/balance", times=1)
    fresh.balance.get()
    step("an expectation is met", lambda: fake("POST", "/verify"), {})
    step(
        "the journal has the SDK's requests",
        lambda: fake.requests("POST /v1/instances"),
        lambda all: any(it["body"]["hostname"] == "lost" for it in all),
    )
    snapshot = fake("GET", "/snapshot")
    for instance in fresh.instances.get():
        fresh.instances.action(instance.id, "delete")
    fake.advance(60)
    step("everything is deleted", lambda: fresh.instances.get(), [])
    fake("PUT", "/snapshot", **snapshot)
    step("a snapshot brings it back", lambda: len(fresh.instances.get()) > 0, True)
    fake("POST", "/reset", seed=7)
    step("a reset leaves nothing", lambda: connect().instances.get(), [])


def raises(action):
    try:
        action()
    except Exception as error:
        return type(error).__name__
    return "nothing"
