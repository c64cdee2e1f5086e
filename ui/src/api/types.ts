/** Names for what the API sends, taken from the generated schema. No shapes are written here by hand. */
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Job = Schemas["Job"];
export type JobStatus = Job["status"];
export type Step = Schemas["Step"];
export type StepStatus = Step["status"];
export type Video = Schemas["Video"];
export type Track = Schemas["Track"];
export type TrackList = Schemas["TrackList"];
export type Health = Schemas["Health"];
export type PipelineInfo = Schemas["PipelineInfo"];
export type Failure = Schemas["FailureBody"];
export type Warning = Schemas["WarningBody"];
export type ErrorBody = Schemas["ErrorBody"];

export type StreamEvent = Schemas["StreamEvent"];
