"""What the tests of the API share: a client for a running server, and one finished job."""

import os
import time

import pytest

from conforming import connect

MEDIA = os.environ["VIDEOANNOTATOR_TEST_MEDIA"]


def pytest_configure(config):
    """No leftovers in the clone."""
    config.option.tbstyle = "short"


@pytest.fixture(scope="session")
def api():
    with connect() as client:
        yield client


def wait_for(api, job_id, wanted, patience=90):
    """Asks for a job until it is as wanted."""
    end = time.monotonic() + patience
    while True:
        job = api.get(f"/api/v1/jobs/{job_id}").json()
        if wanted(job):
            return job
        assert time.monotonic() < end, f"the job did not get there: {job}"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def finished(api):
    made = api.post("/api/v1/jobs", json={"path": MEDIA, "selected_pipelines": ["scene_detection", "motion_energy"]})
    assert made.status_code == 201, made.text
    return wait_for(api, made.json()["id"], lambda job: job["status"] in ("completed", "failed"))
