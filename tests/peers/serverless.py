"""Container deployments, jobs, secrets and registry credentials, by the vendor's Python SDK."""

import os
import tempfile

from verda.containers._containers import (
    AWSECRCredentials,
    ComputeResource,
    Container,
    CustomRegistryCredentials,
    Deployment,
    DockerHubCredentials,
    EnvVar,
    EnvVarType,
    GCRCredentials,
    GithubCredentials,
    HealthcheckSettings,
    QueueLoadScalingTrigger,
    ScalingOptions,
    ScalingPolicy,
    ScalingTriggers,
    UtilizationScalingTrigger,
    GeneralStorageMount,
    MemoryMount,
    SecretMount,
    ContainerRegistrySettings,
)
from verda.job_deployments import JobDeployment, JobScalingOptions


def container(**more):
    return Container(image="registry.example.com/llm:1.0", exposed_port=8000, **more)


def scaling(most=3):
    return ScalingOptions(
        min_replica_count=1,
        max_replica_count=most,
        scale_down_policy=ScalingPolicy(300),
        scale_up_policy=ScalingPolicy(0),
        queue_message_ttl_seconds=500,
        concurrent_requests_per_replica=1,
        scaling_triggers=ScalingTriggers(QueueLoadScalingTrigger(1), UtilizationScalingTrigger(True, 80)),
    )


def secrets(step, verda, fake):
    containers = verda.containers
    step("create a secret", lambda: containers.create_secret("token", "value"))
    step("list secrets", lambda: [it.name for it in containers.get_secrets()], ["token"])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "settings.json")
        with open(path, "w") as file:
            file.write("{}")
        step("create a file secret", lambda: containers.create_fileset_secret_from_file_paths("files", [path]))
    step("list file secrets", lambda: [it.name for it in containers.get_fileset_secrets()], ["files"])
    for credentials in (
        DockerHubCredentials("docker", "user", "token"),
        GithubCredentials("github", "user", "token"),
        GCRCredentials("gcr", "{}"),
        AWSECRCredentials("ecr", "id", "key", "eu-north-1", "887841266746.dkr.ecr.eu-north-1.amazonaws.com"),
        CustomRegistryCredentials("custom", "{}"),
    ):
        step(f"add registry credentials {credentials.name}", lambda: containers.add_registry_credentials(credentials))
    step("list registry credentials", lambda: len(containers.get_registry_credentials()), 5)
    step("delete registry credentials", lambda: containers.delete_registry_credentials("custom"))
    step("compute resources", lambda: containers.get_compute_resources(), lambda all: len(all) > 5)
    step(
        "available compute resources",
        lambda: containers.get_compute_resources(size=1, is_available=True),
        lambda all: all and {it.size for it in all} == {1},
    )


def deployments(step, verda, fake):
    containers = verda.containers
    wanted = Deployment(
        name="llm",
        containers=[
            container(
                healthcheck=HealthcheckSettings(enabled=True, port=8000, path="/health"),
                env=[EnvVar("TOKEN", "token", EnvVarType.SECRET), EnvVar("MODE", "fast", EnvVarType.PLAIN)],
                volume_mounts=[GeneralStorageMount("/data"), MemoryMount(64), SecretMount("/files", "files")],
            )
        ],
        compute=ComputeResource("H100", 1),
        container_registry_settings=ContainerRegistrySettings(is_private=False),
        is_spot=False,
        scaling=scaling(),
    )
    step("create a deployment", lambda: containers.create_deployment(wanted).name, "llm")
    status = lambda: containers.get_deployment_status("llm").value
    step("it is initializing", status, "initializing")
    fake.advance(30)
    step("it is healthy", status, "healthy")
    step("list deployments", lambda: [it.name for it in containers.get_deployments()], ["llm"])
    step(
        "get the deployment",
        lambda: containers.get_deployment_by_name("llm"),
        lambda it: len(it.containers[0].volume_mounts) == 3,
    )
    step("its scaling", lambda: containers.get_deployment_scaling_options("llm").max_replica_count, 3)
    step(
        "change its scaling",
        lambda: containers.update_deployment_scaling_options("llm", scaling(5)).max_replica_count,
        5,
    )
    step("its replicas", lambda: len(containers.get_deployment_replicas("llm")), 1)
    fake("PUT", "/deployments/llm/queue", messages=4)
    fake.advance(30)
    step("replicas follow the queue", lambda: len(containers.get_deployment_replicas("llm")), 4)
    step("purge the queue", lambda: containers.purge_deployment_queue("llm"))
    name = step("the name of its container", lambda: containers.get_deployment_by_name("llm").containers[0].name)
    variables = lambda: {it.name for it in containers.get_deployment_environment_variables("llm")[name]}
    step("its variables", variables, {"TOKEN", "MODE"})
    step(
        "add a variable",
        lambda: containers.add_deployment_environment_variables("llm", name, [EnvVar("A", "1", EnvVarType.PLAIN)]),
    )
    step(
        "change a variable",
        lambda: containers.update_deployment_environment_variables("llm", name, [EnvVar("A", "2", EnvVarType.PLAIN)]),
    )
    step("delete a variable", lambda: containers.delete_deployment_environment_variables("llm", name, ["A"]))
    step("the variables are as before", variables, {"TOKEN", "MODE"})
    step("pause", lambda: containers.pause_deployment("llm"))
    step("it is paused", status, "paused")
    step("resume", lambda: containers.resume_deployment("llm"))
    fake.advance(30)
    step("restart", lambda: containers.restart_deployment("llm"))
    fake.advance(30)
    changed = containers.get_deployment_by_name("llm")
    changed.containers[0].image = "registry.example.com/llm:2.0"
    step("change the image", lambda: containers.update_deployment("llm", changed).name, "llm")
    fake.advance(30)
    fake("PUT", "/deployments/llm/status", status="unhealthy")
    step("the test decides that it is unhealthy", status, "unhealthy")
    step.refused("a secret that is used is kept", lambda: containers.delete_secret("token"), "conflict")
    # The response is held back while the deployment shuts down.
    fake("PATCH", "/settings", action_time=0)
    step("delete the deployment", lambda: containers.delete_deployment("llm"))
    fake("PATCH", "/settings", action_time=5)
    fake.advance(5)
    step("none is left", lambda: containers.get_deployments(), [])
    step.refused("an unknown deployment is refused", lambda: containers.get_deployment_by_name("llm"), "not_found")
    step("delete a secret", lambda: containers.delete_secret("token", force=True))
    step("delete a file secret", lambda: containers.delete_fileset_secret("files"))


def jobs(step, verda, fake):
    jobs = verda.job_deployments
    wanted = JobDeployment(
        name="batch",
        containers=[container()],
        compute=ComputeResource("H100", 1),
        scaling=JobScalingOptions(2, 500, 3600),
    )
    step("create a job", lambda: jobs.create(wanted).name, "batch")
    step("list jobs", lambda: [it.name for it in jobs.get()], ["batch"])
    step("get the job", lambda: jobs.get_by_name("batch").compute.name, "H100")
    step("its scaling", lambda: jobs.get_scaling_options("batch").deadline_seconds, 3600)
    fake("PUT", "/jobs/batch/queue", messages=2)
    step("it runs", lambda: jobs.get_status("batch").value, "running")
    step("purge its queue", lambda: jobs.purge_queue("batch"))
    step("pause the job", lambda: jobs.pause("batch"))
    step("it is paused", lambda: jobs.get_status("batch").value, "paused")
    step("resume the job", lambda: jobs.resume("batch"))
    changed = jobs.get_by_name("batch")
    changed.scaling = JobScalingOptions(4, 500, 3600)
    step("change the job", lambda: jobs.update("batch", changed).name, "batch")
    fake("PATCH", "/settings", action_time=0)
    step("delete the job", lambda: jobs.delete("batch", timeout=1000))
    fake("PATCH", "/settings", action_time=5)
    step("no job is left", lambda: jobs.get(), [])
