"""Instances, volumes and clusters, by the vendor's Python SDK."""

from verda.constants import Actions
from verda.instances import OSVolume

TYPE, LOCATION = "CPU.4V.16G", "FIN-01"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def order(verda, hostname, **changes):
    given = dict(instance_type=TYPE, image="ubuntu-24.04", hostname=hostname, description="", location=LOCATION)
    # The fake's clock is advanced, so nothing waits.
    return verda.instances.create(**{**given, "wait_for_status": None, **changes})


def instances(step, verda, fake):
    key = step("create an SSH key", lambda: verda.ssh_keys.create("key", "ssh-ed25519 AAAA"))
    script = step("create a startup script", lambda: verda.startup_scripts.create("script", "true"))
    one = step(
        "order an instance with a key, a script and an OS volume",
        lambda: order(verda, "one", ssh_key_ids=[key.id], startup_script_id=script.id, os_volume=OSVolume("os", 60)),
        lambda instance: instance.status == "ordered" and instance.hostname == "one",
    )
    status = lambda id: verda.instances.get_by_id(id).status
    fake.advance(15)
    step("it is provisioning", lambda: status(one.id), "provisioning")
    fake.advance(45)
    step("it runs", lambda: verda.instances.get_by_id(one.id), lambda it: it.status == "running" and it.ip)
    step(
        "its OS volume has the size",
        lambda: verda.volumes.get_by_id(one.os_volume_id or verda.instances.get_by_id(one.id).os_volume_id).size,
        60,
    )
    step("it has its key", lambda: verda.instances.get_by_id(one.id).ssh_key_ids, [key.id])
    step("list instances", lambda: [it.id for it in verda.instances.get()], [one.id])
    step("list running instances", lambda: len(verda.instances.get(status="running")), 1)
    step("list offline instances", lambda: verda.instances.get(status="offline"), [])
    step.refused("the status of a filter is checked", lambda: verda.instances.get(status="nonsense"), "invalid_request")

    step("shut down", lambda: verda.instances.action(one.id, Actions.SHUTDOWN))
    fake.advance(5)
    step("it is offline", lambda: status(one.id), "offline")
    step("start", lambda: verda.instances.action([one.id], Actions.START))
    fake.advance(5)
    step("it runs again", lambda: status(one.id), "running")

    step(
        "a coupon and a null OS volume are taken",
        lambda: order(verda, "two", os_volume=None, coupon=None).hostname,
        "two",
    )
    data = [{"name": "data", "size": 100, "type": "NVMe"}]
    step("order with a data volume", lambda: order(verda, "three", volumes=data))
    image = verda.images.get(instance_type=TYPE)[0]
    step("order by the id of an image", lambda: order(verda, "by-id", image=image.id).hostname, "by-id")
    step("order a spot instance", lambda: order(verda, "spot", is_spot=True), lambda it: it.is_spot)
    step(
        "order with a policy of the OS volume",
        lambda: order(
            verda, "policy", is_spot=True, os_volume=OSVolume("os", 50, on_spot_discontinue="delete_permanently")
        ),
        lambda it: it.is_spot,
    )
    step(
        "order pay-as-you-go",
        lambda: order(verda, "payg", contract="PAY_AS_YOU_GO").contract in (None, "PAY_AS_YOU_GO"),
        True,
    )
    step("order at a fixed price", lambda: order(verda, "fixed", pricing="FIXED_PRICE").hostname, "fixed")
    fake.advance(60)
    two, three = (next(it for it in verda.instances.get() if it.hostname == name) for name in ("two", "three"))
    step("all of them run", lambda: {it.status for it in verda.instances.get()}, {"running"})
    step(
        "the data volume is attached",
        lambda: [v.name for v in verda.volumes.get() if v.instance_id == three.id and not v.is_os_volume],
        ["data"],
    )

    bad = lambda name, **changes: step.refused(name, lambda: order(verda, "bad", **changes), "invalid_request")
    bad("an unknown type is refused", instance_type="1NOTHING")
    bad("an unknown image is refused", image="windows-95")
    bad("an unknown location is refused", location="MOON-01")
    bad("an unknown key is refused", ssh_key_ids=[UNKNOWN])
    bad("an unknown script is refused", startup_script_id=UNKNOWN)
    bad("a small OS volume is refused", os_volume=OSVolume("os", 1))

    step("delete with the OS volume kept", lambda: verda.instances.action(two.id, Actions.DELETE, volume_ids=[]))
    fake.advance(5)
    step("its volume is detached", lambda: verda.volumes.get_by_id(two.os_volume_id).status, "detached")
    step("delete with no word of volumes", lambda: verda.instances.action(three.id, Actions.DELETE))
    fake.advance(5)
    step("its OS volume is in the trash", lambda: [v.id for v in verda.volumes.get_in_trash()], [three.os_volume_id])
    rest = [it.id for it in verda.instances.get() if it.id != one.id]
    volumes = [it.os_volume_id for it in verda.instances.get() if it.id != one.id]
    step(
        "delete many with their volumes for good",
        lambda: verda.instances.action(rest, Actions.DELETE, volumes, delete_permanently=True),
    )
    fake.advance(5)
    step("one is left", lambda: [it.id for it in verda.instances.get()], [one.id])
    verda.instances.action(one.id, Actions.SHUTDOWN)
    fake.advance(5)
    step("hibernate an instance that is shut down", lambda: verda.instances.action(one.id, Actions.HIBERNATE))
    fake.advance(5)
    step("none is left", lambda: verda.instances.get(), [])
    step("it is still found by its id", lambda: status(one.id), "discontinued")
    step.refused("an unknown id is refused", lambda: verda.instances.get_by_id(UNKNOWN), "not_found")
    step.refused(
        "an action on an unknown id is refused", lambda: verda.instances.action(UNKNOWN, Actions.START), "not_found"
    )
    step("delete a script", lambda: verda.startup_scripts.delete_by_id(script.id))
    step("delete a key", lambda: verda.ssh_keys.delete_by_id(key.id))


def keys_and_scripts(step, verda, fake):
    keys = [step(f"create key {n}", lambda n=n: verda.ssh_keys.create(f"k{n}", f"ssh-ed25519 A{n}")) for n in range(3)]
    step("list keys", lambda: sorted(key.name for key in verda.ssh_keys.get()), ["k0", "k1", "k2"])
    step("get a key", lambda: verda.ssh_keys.get_by_id(keys[1].id), lambda key: key.public_key == "ssh-ed25519 A1")
    step("delete a key by its id", lambda: verda.ssh_keys.delete_by_id(keys[0].id))
    step("delete keys", lambda: verda.ssh_keys.delete([key.id for key in keys[1:]]))
    step("no key is left", lambda: verda.ssh_keys.get(), [])
    step.refused("an unknown key is refused", lambda: verda.ssh_keys.get_by_id(UNKNOWN), "not_found")
    scripts = [step(f"create script {n}", lambda n=n: verda.startup_scripts.create(f"s{n}", "true")) for n in range(2)]
    step("list scripts", lambda: sorted(one.name for one in verda.startup_scripts.get()), ["s0", "s1"])
    step("get a script", lambda: verda.startup_scripts.get_by_id(scripts[0].id).script, "true")
    step("delete scripts", lambda: verda.startup_scripts.delete([one.id for one in scripts]))
    step("no script is left", lambda: verda.startup_scripts.get(), [])
    step.refused("an unknown script is refused", lambda: verda.startup_scripts.get_by_id(UNKNOWN), "not_found")


def volumes(step, verda, fake):
    create = lambda name, type="NVMe", **more: verda.volumes.create(type, name, 100, location=LOCATION, **more)
    one = step("create a volume", lambda: create("one"), lambda it: it.name == "one" and it.size == 100)
    shared = step(
        "create a shared file system", lambda: create("shared", "NVMe_Shared"), lambda it: it.type == "NVMe_Shared"
    )
    step("create on a hard disk", lambda: create("disk", "HDD").type, "HDD")
    fake.advance(5)
    get = lambda it: verda.volumes.get_by_id(it.id)
    step("a new volume is detached", lambda: get(one).status, "detached")
    step("list volumes", lambda: {it.name for it in verda.volumes.get()} >= {"one", "shared", "disk"}, True)
    step("list detached volumes", lambda: {it.status for it in verda.volumes.get(status="detached")}, {"detached"})
    step("the file system says how to mount it", lambda: bool(get(shared).mount_command), True)
    machine = step("order an instance", lambda: order(verda, "volumes"))
    fake.advance(60)
    verda.instances.action(machine.id, Actions.SHUTDOWN)
    fake.advance(5)
    step("attach", lambda: verda.volumes.attach(one.id, machine.id))
    fake.advance(5)
    step("it is attached", lambda: (get(one).status, get(one).instance_id), ("attached", machine.id))
    step.refused("attach again is refused", lambda: verda.volumes.attach(one.id, machine.id), "forbidden_action")
    step("detach", lambda: verda.volumes.detach([one.id]))
    fake.advance(5)
    step("it is detached", lambda: get(one).status, "detached")
    step("rename", lambda: verda.volumes.rename(one.id, "renamed"))
    step("it is renamed", lambda: get(one).name, "renamed")
    step("increase the size", lambda: verda.volumes.increase_size(one.id, 200))
    step("it is larger", lambda: get(one).size, 200)
    step.refused("a smaller size is refused", lambda: verda.volumes.increase_size(one.id, 60), "invalid_request")
    clone = step("clone", lambda: verda.volumes.clone(one.id), lambda it: it.name == "renamed-clone")
    step(
        "clone with a name and a type",
        lambda: verda.volumes.clone(one.id, "other", "HDD"),
        lambda it: (it.name, it.type) == ("other", "HDD"),
    )
    fake.advance(5)
    step("clone many", lambda: len(verda.volumes.clone([one.id, clone.id])), 2)
    step("delete into the trash", lambda: verda.volumes.delete(one.id))
    step("it is in the trash", lambda: one.id in [it.id for it in verda.volumes.get_in_trash()], True)
    step("delete for good", lambda: verda.volumes.delete(one.id, is_permanent=True))
    step("it is not in the trash", lambda: one.id in [it.id for it in verda.volumes.get_in_trash()], False)
    step("delete by id", lambda: verda.volumes.delete_by_id(shared.id))
    step("delete by id for good", lambda: verda.volumes.delete_by_id(clone.id, is_permanent=True))
    step.refused("an unknown volume is refused", lambda: verda.volumes.get_by_id(UNKNOWN), "not_found")
    step.refused("an unknown volume type is refused", lambda: create("bad", "Floppy"), "invalid_request")


def clusters(step, verda, fake):
    key = verda.ssh_keys.create("cluster", "ssh-ed25519 AAAA")
    kinds = step(
        "cluster types", lambda: [it.cluster_type for it in verda.cluster_types.get()], lambda all: "16H200" in all
    )
    step("cluster images", lambda: verda.clusters.get_cluster_images(), lambda all: len(all) > 0)
    image = verda.clusters.get_cluster_images()[0]
    step("availability of clusters", lambda: verda.clusters.get_availabilities(), lambda all: len(all) > 0)
    step("a cluster type is available", lambda: verda.clusters.is_available("16H200"), True)
    step(
        "cluster types of one location",
        lambda: verda.clusters.get_availabilities("FIN-02"),
        lambda all: "16H200" in all,
    )
    one = step(
        "order a cluster",
        lambda: verda.clusters.create(
            "16H200",
            image,
            "cluster",
            ssh_key_ids=[key.id],
            location="FIN-02",
            shared_volume_size=100,
            wait_for_status=None,
        ),
        lambda it: it.status == "ordered",
    )
    fake.advance(60)
    step("it runs", lambda: verda.clusters.get_by_id(one.id).status, "running")
    step("it has its nodes", lambda: len(verda.clusters.get_by_id(one.id).worker_nodes), 2)
    step("it has its file system", lambda: len(verda.clusters.get_by_id(one.id).shared_volumes), 1)
    step("list clusters", lambda: [it.id for it in verda.clusters.get()], [one.id])
    step("delete the cluster", lambda: verda.clusters.delete(one.id))
    fake.advance(5)
    step("none is left", lambda: verda.clusters.get(), [])
    step.refused("an unknown cluster is refused", lambda: verda.clusters.get_by_id(UNKNOWN), "not_found")
    return kinds


def catalogue(step, verda, fake):
    step("the balance", lambda: verda.balance.get(), lambda it: it.amount > 0 and it.currency == "usd")
    step("locations", lambda: {it["code"] for it in verda.locations.get()}, lambda all: LOCATION in all)
    step("images", lambda: [it.image_type for it in verda.images.get()], lambda all: "ubuntu-24.04" in all)
    step("images of a type", lambda: verda.images.get(instance_type=TYPE), lambda all: len(all) > 0)
    step(
        "images of an unknown type",
        lambda: verda.images.get(instance_type="1NOTHING"),
        lambda all: isinstance(all, list),
    )
    step("instance types", lambda: verda.instance_types.get(), lambda all: all and all[0].price_per_hour > 0)
    step("instance types in euros", lambda: verda.instance_types.get("eur"), lambda all: len(all) > 0)
    step("volume types", lambda: [it.type for it in verda.volume_types.get()], lambda all: "NVMe" in all)
    step("container types", lambda: verda.container_types.get(), lambda all: len(all) > 0)
    step("long-term periods of instances", lambda: verda.long_term.get_instance_periods(), lambda all: len(all) > 0)
    step("long-term periods of clusters", lambda: verda.long_term.get_cluster_periods(), lambda all: len(all) > 0)
    step("availability", lambda: verda.instances.get_availabilities(), lambda all: len(all) > 0)
    step(
        "availability of spot instances",
        lambda: verda.instances.get_availabilities(is_spot=True),
        lambda all: isinstance(all, list),
    )
    step(
        "availability in a location",
        lambda: [it["location_code"] for it in verda.instances.get_availabilities(location_code=LOCATION)],
        [LOCATION],
    )
    step("a type is available", lambda: verda.instances.is_available(TYPE, location_code=LOCATION), True)
    step("an unknown type is not available", lambda: verda.instances.is_available("1NOTHING"), False)
