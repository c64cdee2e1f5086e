// The API as a TypeScript program meets it: openapi-fetch with the types that are generated from the OpenAPI
// document. Checked by tsc, run by node on a running server. Prints what it saw.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "../../ui/src/api/schema.js";

type Job = components["schemas"]["Job"];

const baseUrl = process.env["VIDEOANNOTATOR_API_URL"];
const token = process.env["VIDEOANNOTATOR_API_TOKEN"];
const media = process.env["VIDEOANNOTATOR_TEST_MEDIA"];
assert(baseUrl && token && media, "the test names the server, the token and a recording");

const api = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

async function ended(id: string): Promise<Job> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const { data, error } = await api.GET("/api/v1/jobs/{id}", { params: { path: { id } } });
    if (error) throw new Error(error.error.message);
    if (data.status === "completed" || data.status === "failed") return data;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error("the job did not end");
}

const pipelines = await api.GET("/api/v1/pipelines");
assert(pipelines.data && pipelines.data.total > 2);

const checked = await api.POST("/api/v1/config/validate", { body: { config: { scene_detection: { threshold: 99999 } } } });
assert(checked.data && !checked.data.valid);
assert(checked.data.errors[0]?.field.includes("threshold"));

const made = await api.POST("/api/v1/jobs", {
  body: { path: media, selected_pipelines: ["scene_detection"], probe_first: true },
});
assert(made.response.status === 201 && made.data, made.error?.error.message);
const job = await ended(made.data.id);
assert.equal(job.status, "completed", job.error_message ?? "");

const tracks = await api.GET("/api/v1/jobs/{id}/tracks", { params: { path: { id: job.id } } });
const shots = tracks.data?.tracks.find((track) => track.key === "scene_detection.shots");
assert(shots && shots.items > 0);

const columns = await api.GET("/api/v1/jobs/{id}/annotations", {
  params: { path: { id: job.id }, query: { track: shots.key } },
  parseAs: "arrayBuffer",
});
assert(columns.data);
const length = new DataView(columns.data).getUint32(0, true);
const head: unknown = JSON.parse(new TextDecoder().decode(new Uint8Array(columns.data, 4, length)));
assert(typeof head === "object" && head !== null);

// one envelope, one parser: the code is a closed list that tsc knows
const missing = await api.GET("/api/v1/jobs/{id}", { params: { path: { id: "no-id" } } });
assert(missing.error);
const code: components["schemas"]["ErrorCode"] = missing.error.error.code;
assert.equal(code, "JOB_NOT_FOUND");
assert.equal(missing.error.detail, missing.error.error.message);

const refused = await createClient<paths>({ baseUrl }).GET("/api/v1/jobs");
assert.equal(refused.response.status, 401);
assert.equal(refused.error?.error.code, "UNAUTHORIZED");

const removed = await api.DELETE("/api/v1/jobs/{id}", { params: { path: { id: job.id } } });
assert.equal(removed.response.status, 204);
console.log(`${pipelines.data.total} pipelines, ${shots.items} shots`);
