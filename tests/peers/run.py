"""Runs the vendor's Python SDK and gpuhunt against a fake. Argument: the base URL that the fake prints."""

import sys
import warnings

import faults
import machines
import serverless
from gpuhunt import CatalogItem
from gpuhunt.providers.verda import VerdaProvider
from steps import Fake, Steps
from verda import VerdaClient

# Steps that fail for a reason of the peer, by their names.
THEIRS = {
    "an unknown key is refused": "the API responds with an empty list, and the SDK takes its first item",
    "an unknown script is refused": "the API responds with an empty list, and the SDK takes its first item",
}


def gpuhunt(step, verda, connect):
    def offers():
        # The provider has no argument for the base URL, and signs in at once.
        provider = VerdaProvider.__new__(VerdaProvider)
        provider.verda_client = connect()
        return provider.get()

    all = step("gpuhunt reads the catalogue", offers, lambda all: len(all) > 20)
    step("every offer has a price", lambda: min(offer.price for offer in all) > 0, True)
    step(
        "every type is offered",
        lambda: {offer.instance_name for offer in all},
        {kind.instance_type for kind in verda.instance_types.get()},
    )
    step(
        "spot offers are cheaper",
        lambda: min(o.price for o in all if o.spot) < min(o.price for o in all if not o.spot),
        True,
    )
    step(
        "GPUs have names",
        lambda: {offer.gpu_name for offer in all if offer.gpu_count},
        lambda names: None not in names and "H100" in names,
    )
    step("offers are gpuhunt's items", lambda: {type(offer) for offer in all}, {CatalogItem})


def main(url):
    warnings.simplefilter("ignore", DeprecationWarning)
    fake, step = Fake(url), Steps(THEIRS)
    fake("POST", "/reset", seed=7, settings={"rate_limits": None})
    connect = lambda: VerdaClient("any", "any", base_url=url)
    verda = connect()
    step("the SDK signs in", lambda: len(fake.requests("POST /v1/oauth2/token")), 1)
    machines.catalogue(step, verda, fake)
    machines.keys_and_scripts(step, verda, fake)
    machines.instances(step, verda, fake)
    machines.volumes(step, verda, fake)
    machines.clusters(step, verda, fake)
    serverless.secrets(step, verda, fake)
    serverless.deployments(step, verda, fake)
    serverless.jobs(step, verda, fake)
    gpuhunt(step, verda, connect)
    faults.control(step, verda, fake, connect)
    return step.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
