"""The API as a Python script meets it, with httpx. Every answer is held against the OpenAPI document besides."""

import io
import os
import struct
import threading
import zipfile

import pytest

from conforming import TOKEN, connect, events
from conftest import MEDIA, wait_for


def refused(answer, status, code):
    """The one envelope of errors."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["error"]["code"] == body["error_code"] == code
    assert body["detail"] == body["error"]["message"]
    assert body["request_id"] and body["error"]["timestamp"].endswith("Z")
    return body


def test_a_request_without_a_good_token_is_refused():
    with connect(token=None) as nobody:
        answer = nobody.get("/api/v1/jobs")
        body = refused(answer, 401, "UNAUTHORIZED")
        assert body["detail"].startswith("API key required")
        assert answer.headers["www-authenticate"].startswith("Bearer")
    with connect(token="va_" + "x" * 43) as stranger:
        body = refused(stranger.get("/api/v1/jobs"), 401, "UNAUTHORIZED")
        assert body["detail"] == "Invalid or expired token"


def test_both_headers_carry_the_token():
    with connect(token=None, **{"X-API-Key": TOKEN}) as client:
        assert client.get("/api/v1/jobs").status_code == 200


def test_the_program_says_how_it_is(api):
    assert api.get("/health").json()["status"] == "healthy"
    health = api.get("/api/v1/system/health").json()
    for field in ("version", "uptime_seconds", "gpu_status", "worker_info", "security"):
        assert field in health
    assert health["security"]["auth_required"] is True


def test_pipelines_tell_their_settings(api):
    listed = api.get("/api/v1/pipelines").json()
    names = [pipeline["name"] for pipeline in listed["pipelines"]]
    assert listed["total"] == len(names) and "scene_detection" in names
    one = api.get("/api/v1/pipelines/scene_detection").json()
    assert "threshold" in one["config_schema"]
    refused(api.get("/api/v1/pipelines/no_such"), 404, "PIPELINE_NOT_FOUND")


def test_a_configuration_is_checked_without_running_it(api):
    good = api.post("/api/v1/config/validate", json={"config": {"scene_detection": {"threshold": 30}}})
    assert good.json()["valid"] is True
    bad = api.post("/api/v1/config/validate", json={"config": {"scene_detection": {"threshold": 99999}}}).json()
    assert bad["valid"] is False
    issue = bad["errors"][0]
    assert "threshold" in issue["field"] and issue["code"] == issue["error_code"] and issue["hint"]


def test_a_job_by_path_runs_and_its_annotations_come_as_columns(api, finished):
    assert finished["status"] == "completed", finished
    job = f"/api/v1/jobs/{finished['id']}"
    tracks = api.get(f"{job}/tracks").json()["tracks"]
    assert {"scene_detection.shots", "motion_energy.energy"} <= {track["key"] for track in tracks}
    answer = api.get(f"{job}/annotations", params={"track": "scene_detection.shots"})
    (length,) = struct.unpack_from("<I", answer.content)
    head = answer.content[4 : 4 + length]
    assert b'"columns"' in head or b'"offset"' in head, head[:200]
    results = api.get(f"{job}/results").json()
    assert results["pipeline_results"]["scene_detection"]["status"] == "completed"
    for file in results["files"]:
        assert api.get(file["download_url"]).status_code == 200, file
    missing = api.get(f"{job}/results/files/no_such.csv")
    refused(missing, 404, "OUTPUT_FILE_MISSING")
    wrong = api.get(f"{job}/annotations", params={"track": "no.such"})
    assert 400 <= wrong.status_code < 500


def test_jobs_are_listed_newest_first_and_filtered(api, finished):
    listed = api.get("/api/v1/jobs", params={"per_page": 1000}).json()
    moments = [job["created_at"] for job in listed["jobs"]]
    assert moments == sorted(moments, reverse=True)
    done = api.get("/api/v1/jobs", params={"status_filter": "completed"}).json()
    assert finished["id"] in [job["id"] for job in done["jobs"]]
    assert all(job["status"] == "completed" for job in done["jobs"])
    refused(api.get("/api/v1/jobs", params={"page": "first"}), 422, "VALIDATION_ERROR")
    slash = api.get("/api/v1/jobs/", params={"per_page": 1})
    assert slash.status_code == 200 and len(slash.json()["jobs"]) == 1


def test_an_uploaded_recording_becomes_a_job(api):
    with open(MEDIA, "rb") as video:
        made = api.post(
            "/api/v1/jobs",
            files={"video": ("../visit 7.mp4", video, "video/mp4")},
            data={"selected_pipelines": "scene_detection", "config": '{"scene_detection": {"threshold": 30}}'},
        )
    assert made.status_code == 201, made.text
    job = wait_for(api, made.json()["id"], lambda job: job["status"] in ("completed", "failed"))
    assert job["status"] == "completed", job
    assert job["video_filename"] == "visit 7.mp4", "a name of a file, never a path"
    assert job["selected_pipelines"] == ["scene_detection"]
    assert api.delete(f"/api/v1/jobs/{job['id']}").status_code == 204
    refused(api.get(f"/api/v1/jobs/{job['id']}"), 404, "JOB_NOT_FOUND")


def test_the_archive_holds_the_recording_and_the_results(api, finished):
    answer = api.get(f"/api/v1/jobs/{finished['id']}/artifacts")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert int(answer.headers["content-length"]) == len(answer.content)
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert sum(name.endswith(".mp4") for name in names) == 1, names
    assert any("scene_detection" in name for name in names), names


def test_events_tell_of_a_job_and_go_on_where_they_were_cut(api):
    heard = []
    connected = threading.Event()
    params = {"timeout": 60}

    def listen():
        with connect() as client, client.stream("GET", "/api/v1/events/stream", **params) as stream:
            connected.set()
            for event in events(stream):
                heard.append(event)
                _, name, body = event
                if name == "job.update" and body["job"]["status"] == "completed":
                    return

    listener = threading.Thread(target=listen)
    listener.start()
    assert connected.wait(30)
    made = api.post("/api/v1/jobs", json={"path": MEDIA, "selected_pipelines": ["scene_detection"]}).json()
    listener.join(60)
    assert not listener.is_alive(), "the stream told of no end"
    mine = [body["job"]["status"] for _, name, body in heard if name == "job.update" and body["job"]["id"] == made["id"]]
    assert mine[-1] == "completed"
    first = heard[0][0]
    headers = {"Last-Event-ID": first}
    with connect() as client, client.stream("GET", "/api/v1/events/stream", headers=headers) as stream:
        again = next(events(stream))
    assert again == heard[1], "a cut stream goes on with the next event"


def test_a_cancelled_job_stays_cancelled(api):
    api.post("/api/v1/queue/pause")
    try:
        made = api.post("/api/v1/jobs", json={"path": MEDIA}).json()
        cancelled = api.post(f"/api/v1/jobs/{made['id']}/cancel")
        assert cancelled.status_code == 200 and cancelled.json()["status"] == "cancelled"
        assert cancelled.json()["cancelled_at"] and cancelled.json()["message"]
        assert api.post(f"/api/v1/jobs/{made['id']}/cancel").status_code == 200
    finally:
        api.post("/api/v1/queue/resume")
    assert api.get(f"/api/v1/jobs/{made['id']}").json()["status"] == "cancelled"


def test_a_finished_job_can_not_be_cancelled(api, finished):
    refused(api.post(f"/api/v1/jobs/{finished['id']}/cancel"), 409, "JOB_ALREADY_COMPLETED")


@pytest.mark.parametrize(
    ("method", "path", "keywords", "status", "code"),
    [
        ("GET", "/api/v1/nothing", {}, 404, "NOT_FOUND"),
        ("PUT", "/api/v1/jobs", {}, 405, "METHOD_NOT_ALLOWED"),
        ("POST", "/api/v1/config/validate", {"content": b"{", "headers": {"content-type": "application/json"}}, 400, "INVALID_REQUEST"),
        ("POST", "/api/v1/config/parse", {"json": {"text": 1}}, 422, "VALIDATION_ERROR"),
        ("POST", "/api/v1/config/parse", {"json": ["x"]}, 422, "VALIDATION_ERROR"),
        ("POST", "/api/v1/config/parse", {"json": {"text": "x" * (5 << 20)}}, 413, "PAYLOAD_TOO_LARGE"),
        ("POST", "/api/v1/jobs", {"json": {"path": "/no/such.mp4"}}, 404, "MEDIA_MISSING"),
        ("GET", "/api/v1/jobs/no-id", {}, 404, "JOB_NOT_FOUND"),
    ],
)
def test_every_refusal_has_the_one_envelope(api, method, path, keywords, status, code):
    refused(api.request(method, path, **keywords), status, code)


def test_a_token_that_may_only_read_is_told_which_scope_it_needs():
    with connect(token=os.environ["VIDEOANNOTATOR_READ_TOKEN"]) as reader:
        assert reader.get("/api/v1/jobs").status_code == 200
        body = refused(reader.post("/api/v1/queue/pause"), 403, "FORBIDDEN")
        assert "admin" in body["error"]["hint"]


def test_an_unchanged_list_is_not_sent_twice(api):
    first = api.get("/api/v1/pipelines")
    tag = first.headers.get("etag")
    assert tag, "lists have an ETag"
    again = api.get("/api/v1/pipelines", headers={"If-None-Match": tag})
    assert again.status_code == 304 and not again.content
