"""The client that openapi-python-client made of the OpenAPI document, on a running server: typed answers, typed
errors. The folder with the generated package is on the path. Prints what it saw."""

import os

from va_client import AuthenticatedClient
from va_client.api.jobs import get_job, list_jobs
from va_client.api.pipelines import get_pipeline, list_pipelines, validate_config
from va_client.api.queue import pause_queue, resume_queue
from va_client.models import ErrorBody, JobList, PipelineInfo, ValidateRequest

client = AuthenticatedClient(
    base_url=os.environ["VIDEOANNOTATOR_API_URL"],
    token=os.environ["VIDEOANNOTATOR_API_TOKEN"],
    raise_on_unexpected_status=True,
)
with client:
    pipelines = list_pipelines.sync(client=client)
    assert pipelines.total == len(pipelines.pipelines) > 2
    pipeline = get_pipeline.sync("scene_detection", client=client)
    assert isinstance(pipeline, PipelineInfo) and pipeline.name == "scene_detection"
    jobs = list_jobs.sync(client=client, page=1, per_page=5)
    assert isinstance(jobs, JobList) and jobs.page == 1
    for job in jobs.jobs:
        assert get_job.sync(job.id, client=client).id == job.id
    missing = get_job.sync("019a3b5c-7d2e-7f41-8a6b-3c9d0e1f2a4b", client=client)
    assert isinstance(missing, ErrorBody) and missing.error.code == "JOB_NOT_FOUND"
    assert validate_config.sync(client=client, body=ValidateRequest()).valid
    assert pause_queue.sync(client=client).paused and not resume_queue.sync(client=client).paused
print(f"{pipelines.total} pipelines, {jobs.total} jobs")
