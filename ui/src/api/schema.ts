// Made by `cargo xtask generate` from ui/openapi.json. Do not edit.

export interface paths {
    "/api/v1/config/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks a configuration without running anything: every error at once. */
        post: operations["validate_config"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Queues a job on the demo clip with the default pipelines. */
        post: operations["create_demo_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events from now on, or after the one named by `Last-Event-ID`. The first block carries only an id. */
        get: operations["stream_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs, newest first. */
        get: operations["list_jobs"];
        put?: never;
        /**
         * Queues a job on a file of this computer. The recording is probed first: one that can't be read is
         *     refused here, and so is a configuration with errors, all of them at once.
         */
        post: operations["create_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job. */
        get: operations["get_job"];
        put?: never;
        post?: never;
        /** Removes a job and its folder. A running one is stopped first. The recording stays. */
        delete: operations["delete_job"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/annotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The items of a track that touch a window, as raw columns: `u32` length of the head, JSON head with the
         *     offsets, then the columns, little-endian, each at a multiple of 8.
         */
        get: operations["get_annotations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops a job for good. Finished pipelines keep their results. Cancelling again changes nothing. */
        post: operations["cancel_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/frames": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When each frame is shown, in seconds on the player's clock: little-endian doubles, ascending. */
        get: operations["get_frames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An address from which the job's recording plays, with ranges. In the window this opens the loopback
         *     media server if it is not open yet; over TCP the address is below the same server.
         */
        post: operations["open_media"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a job gave, by pipeline, and its files. */
        get: operations["get_results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/results/files/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One file of a job. */
        get: operations["get_result_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A small picture of the recording. */
        get: operations["thumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/tracks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tracks of a job with their numbers of items. */
        get: operations["list_tracks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every pipeline with its settings, and whether it can run here. */
        get: operations["list_pipelines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One pipeline, by name or alias. */
        get: operations["get_pipeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the program is: data folder, queue, graphics card, ffmpeg, connections. */
        get: operations["system_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every video, newest first, with its newest job. */
        get: operations["list_videos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the program answers. */
        get: operations["alive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A plain answer. */
        Alive: {
            /** @description Version of the API. */
            api_version: string;
            /** @description Always `healthy`: a program that is not does not answer. */
            status: string;
            /** @description Version of the program. */
            videoannotator_version: string;
        };
        /** @description Which folders exist. */
        Directories: {
            /** @description Logs. */
            logs: boolean;
            /** @description Results kept for old clients. */
            results: boolean;
            /** @description Files being written. */
            temp: boolean;
            /** @description Uploaded files. */
            uploads: boolean;
        };
        /** @description The envelope. */
        ErrorBody: {
            /** @description The message again: existing clients show this field. */
            detail: string;
            /** @description What went wrong. */
            error: components["schemas"]["ErrorObject"];
            /** @description The code again. */
            error_code: string;
            /** @description Stands in the log beside the request. */
            request_id: string;
        };
        /** @description The error itself. */
        ErrorObject: {
            /**
             * @description One of the documented codes.
             * @example JOB_NOT_FOUND
             */
            code: string;
            /** @description More, depending on the code, for example `{errors: [...]}`. */
            detail: unknown;
            /** @description The field that is wrong, if it is one. */
            field: string | null;
            /** @description What to do about it. */
            hint: string | null;
            /** @description What was tried and why it failed. */
            message: string;
            /** @description When, RFC 3339 in UTC. */
            timestamp: string;
        };
        /** @description The words of an error, without the envelope. */
        FailureBody: {
            /** @description One of the documented codes. */
            code: string;
            /** @description What to do about it. */
            hint: string | null;
            /** @description What was tried and why it failed. */
            message: string;
        };
        /** @description ffmpeg. */
        Ffmpeg: {
            /** @description Whether it runs. */
            available: boolean;
            /** @description What it says of itself. */
            version: string | null;
        };
        /** @description The graphics card. */
        GpuStatus: {
            /** @description Whether there is one that can be used. */
            available: boolean;
            /** @description Highest CUDA version of its driver. */
            cuda_version: string | null;
            /** @description Its name. */
            device_name: string | null;
            /**
             * Format: int64
             * @description Free memory in bytes.
             */
            memory_free: number | null;
            /**
             * Format: int64
             * @description Its memory in bytes.
             */
            memory_total: number | null;
            /** @description Why it can't be used. */
            reason: string | null;
        };
        /** @description How the program is. */
        Health: {
            /** @description Version of the API. */
            api_version: string;
            /**
             * Format: int64
             * @description Connections that clients of the local API made since the program started; it makes none itself.
             */
            connections_since_start: number;
            /** @description ffmpeg. */
            ffmpeg: components["schemas"]["Ffmpeg"];
            /** @description The graphics card. */
            gpu_status: components["schemas"]["GpuStatus"];
            /** @description Pipelines that can run here. */
            pipelines: components["schemas"]["PipelineNames"];
            /** @description Who may ask. */
            security: components["schemas"]["Security"];
            /** @description `healthy` or `degraded`. */
            status: string;
            /** @description The data folder. */
            storage: components["schemas"]["Storage"];
            /** @description When this was read. */
            timestamp: string;
            /**
             * Format: double
             * @description Seconds since the program started.
             */
            uptime_seconds: number;
            /** @description Version of the program. */
            version: string;
            /** @description Version of the program, under the name that old clients read. */
            videoannotator_version: string;
            /** @description The queue. */
            worker_info: components["schemas"]["WorkerInfo"];
        };
        /** @description One thing to say about one setting. */
        IssueBody: {
            /** @description Why, as a code. */
            code: string;
            /** @description The code again, under the name that the existing viewer reads. */
            error_code: string;
            /** @description Dotted path, for example `scene_detection.threshold`. */
            field: string;
            /** @description What would be accepted. */
            hint: string;
            /** @description What is wrong. */
            message: string;
            /** @description The pipeline that the path begins with. */
            pipeline: string;
            /** @description `error` or `warning`. */
            severity: string;
            /** @description A value that would be accepted. */
            suggested_value: Record<string, never> | null;
            /** @description The hint again, for warnings. */
            suggestion: string | null;
        };
        /** @description A job. */
        Job: {
            /** @description When it was cancelled. */
            cancelled_at: string | null;
            /** @description When it ended. */
            completed_at: string | null;
            /** @description The settings as applied, by pipeline. */
            config: Record<string, never>;
            /** @description Creation. */
            created_at: string;
            error: components["schemas"]["FailureBody"] | null;
            /** @description Why it failed, or which pipelines did. */
            error_message: string | null;
            /** @description Its id. */
            id: string;
            /** @description The same, under the name that some clients read. */
            job_id: string;
            /**
             * Format: int64
             * @description Memory of the worker while it runs.
             */
            memory_bytes: number | null;
            /** @description What just happened, in answers to an action. */
            message?: string | null;
            /** @description Its pipelines in order. */
            pipelines: components["schemas"]["Step"][];
            /**
             * Format: double
             * @description How much is done, 0 to 100.
             */
            progress: number;
            /**
             * Format: int32
             * @description Place in the queue, from 1.
             */
            queue_position: number | null;
            /** @description When it last entered the queue. */
            queued_at: string;
            /** @description Folder with the exported files, once it has ended. */
            result_path: string | null;
            /**
             * Format: int32
             * @description How often it was taken up again after a crash.
             */
            retry_count: number;
            /** @description What was asked for by name. */
            selected_pipelines: string[] | null;
            /** @description When a worker first took it up. */
            started_at: string | null;
            /** @description Where it stands. */
            status: components["schemas"]["Status"];
            /** @description The job's own folder. */
            storage_path: string;
            /**
             * Format: double
             * @description Seconds until it is done.
             */
            time_left_seconds: number | null;
            /** @description Last change. */
            updated_at: string;
            /**
             * Format: double
             * @description Length of the recording.
             */
            video_duration_seconds: number | null;
            /** @description File name of the recording. */
            video_filename: string;
            /**
             * Format: int64
             * @description The video in the library.
             */
            video_id: number;
            /** @description Path of the recording. */
            video_path: string;
            /**
             * Format: int64
             * @description Size of the recording in bytes.
             */
            video_size_bytes: number;
            /** @description What to know about the recording. */
            warnings: components["schemas"]["WarningBody"][];
        };
        /** @description A page of jobs, newest first. */
        JobList: {
            /** @description The jobs of this page. */
            jobs: components["schemas"]["Job"][];
            /**
             * Format: int32
             * @description This page, from 1.
             */
            page: number;
            /**
             * Format: int32
             * @description Jobs on a page.
             */
            per_page: number;
            /**
             * Format: int64
             * @description Jobs in all.
             */
            total: number;
        };
        /** @description Where a job's video can be played from. */
        MediaUrl: {
            /** @description Answers range requests; valid until the program ends. */
            url: string;
        };
        /** @description A new job on a file of this computer. */
        NewJob: {
            /** @description Settings by pipeline; what is not given has its default. */
            config?: Record<string, never> | null;
            /**
             * @description Absolute path of the recording. It is used where it is, not copied.
             * @example /home/ada/study/visit-07.mp4
             */
            path: string;
            /** @description Pipelines to run; without it those that are on by default. */
            selected_pipelines?: string[] | null;
        };
        /** @description A setting. */
        Parameter: {
            /** @description Whether the window folds it away. */
            advanced: boolean;
            /** @description Value when not given. */
            default: Record<string, never>;
            /** @description What it does. */
            description: string;
            /** @description What can be chosen. */
            enum: components["schemas"]["ParameterOption"][];
            /** @description Name in the window. */
            label: string;
            /**
             * Format: double
             * @description Largest value.
             */
            max: number | null;
            /**
             * Format: double
             * @description Smallest value.
             */
            min: number | null;
            /** @description Name in files. */
            name: string;
            /** @description `boolean`, `integer`, `number` or `enum`. */
            type: string;
            /** @description Unit, empty if none. */
            unit: string;
        };
        /** @description One choice of a setting. */
        ParameterOption: {
            /** @description Name in the window. */
            label: string;
            /** @description Value in files. */
            value: string;
        };
        /** @description A command that runs a pipeline. */
        PipelineExample: {
            /** @description The command. */
            cli: string;
            /** @description What it does. */
            description: string;
        };
        /** @description A pipeline. */
        PipelineInfo: {
            /** @description Whether everything that it needs is here. */
            available: boolean;
            /** @description What computes it. */
            backends: string[];
            /** @description Capabilities. */
            capabilities: string[];
            /** @description The same in the shape of the old registry: `{key: {type, default, description}}`. */
            config_schema: Record<string, never>;
            /** @description Whether it runs when nothing is chosen. */
            default_enabled: boolean;
            /** @description One line. */
            description: string;
            /** @description Name in the window. */
            display_name: string;
            /** @description Whether it can be asked for at all. */
            enabled: boolean;
            /** @description How to run it. */
            examples: components["schemas"]["PipelineExample"][];
            /** @description Modalities in the vocabulary of the old registry. */
            modalities: string[];
            /** @description `picture` or `sound`. */
            modality: string;
            /** @description Registry name. */
            name: string;
            /** @description Export formats. */
            outputs: components["schemas"]["PipelineOutput"][];
            /** @description Its settings. */
            parameters: components["schemas"]["Parameter"][];
            /** @description Family, an alias. */
            pipeline_family: string;
            /** @description `experimental`, `beta` or `stable`. */
            stability: string;
            /** @description Tasks. */
            tasks: string[];
            /** @description What is missing, with what to do. */
            unavailable_reason: string | null;
            /** @description Which algorithm. */
            variant: string;
        };
        /** @description The registry. */
        PipelineList: {
            /** @description The pipelines. */
            pipelines: components["schemas"]["PipelineInfo"][];
            /**
             * Format: int64
             * @description Their number.
             */
            total: number;
        };
        /** @description Pipelines that can run here. */
        PipelineNames: {
            /** @description Their names. */
            names: string[];
            /**
             * Format: int64
             * @description Their number.
             */
            total: number;
        };
        /** @description An export format of a pipeline. */
        PipelineOutput: {
            /** @description Id of the format. */
            format: string;
            /** @description What it carries. */
            types: string[];
        };
        /** @description What a pipeline gave. */
        PipelineResult: {
            /**
             * Format: int64
             * @description Number of annotations.
             */
            annotation_count: number;
            /** @description Where to get that. */
            download_url: string | null;
            error: components["schemas"]["FailureBody"] | null;
            /** @description Why it failed. */
            error_message: string | null;
            /** @description Path of its first file. */
            output_file: string | null;
            /** @description Registry name. */
            pipeline_name: string;
            /**
             * Format: double
             * @description How long it took, in seconds.
             */
            processing_time: number | null;
            /** @description Its status, in the words of jobs. */
            status: string;
        };
        /** @description An exported file. */
        ResultFile: {
            /**
             * Format: int64
             * @description Size.
             */
            bytes: number;
            /** @description Where to get it. */
            download_url: string;
            /** @description Path below the folder of exported files, with `/`. */
            path: string;
        };
        /** @description What a job wrote. */
        Results: {
            /** @description End of the job. */
            completed_at: string | null;
            /** @description Creation of the job. */
            created_at: string;
            /** @description Why it failed, or which pipelines did. */
            error_message: string | null;
            /** @description The exported files. */
            files: components["schemas"]["ResultFile"][];
            /** @description The job's own folder. */
            folder: string;
            /** @description The job. */
            job_id: string;
            /** @description The results by pipeline, as existing clients read them. */
            pipeline_results: {
                [key: string]: components["schemas"]["PipelineResult"];
            };
            /** @description Folder with the exported files. */
            result_path: string;
            /** @description Its status. */
            status: string;
        };
        /** @description Who may ask. */
        Security: {
            /** @description Whether a token is needed. */
            auth_required: boolean;
        };
        /**
         * @description Where a job stands.
         * @enum {string}
         */
        Status: "pending" | "running" | "completed" | "failed" | "cancelled";
        /** @description One pipeline of a job. */
        Step: {
            /** @description Items by track. */
            counts: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description How much of the recording is done.
             */
            done_ms: number;
            error: components["schemas"]["FailureBody"] | null;
            /**
             * Format: double
             * @description Picture frames per second of wall time.
             */
            frames_per_second: number | null;
            /** @description Registry name. */
            name: string;
            /** @description The pipeline that needs this one, if it was not asked for itself. */
            needed_by: string | null;
            /** @description Whether it was stopped before its end; what it had committed stays. */
            partial: boolean;
            /**
             * Format: double
             * @description How much is done, 0 to 100.
             */
            progress: number;
            /**
             * Format: int64
             * @description Up to where an earlier run had got.
             */
            resumed_from_ms: number | null;
            /**
             * Format: double
             * @description Seconds of recording per second of wall time.
             */
            speed: number | null;
            /** @description Where it stands. */
            status: components["schemas"]["StepStatus"];
            /**
             * Format: double
             * @description Seconds until it is done.
             */
            time_left_seconds: number | null;
            /** @description Name in the window. */
            title: string;
            /**
             * Format: int64
             * @description How long it took.
             */
            took_ms: number | null;
            /**
             * Format: int64
             * @description Length of the recording.
             */
            total_ms: number | null;
        };
        /**
         * @description Where a step stands.
         * @enum {string}
         */
        StepStatus: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "skipped";
        /** @description The data folder. */
        Storage: {
            /** @description Which of its folders exist. */
            directories: components["schemas"]["Directories"];
            /**
             * Format: int64
             * @description Free bytes on its disk.
             */
            free_bytes: number | null;
            /** @description Where it is. */
            path: string;
            /** @description `ok`, `warning` (below 5 GB) or `error` (below 1 GB or unreadable). */
            status: string;
            /**
             * Format: int64
             * @description Size of its disk.
             */
            total_bytes: number | null;
        };
        /** @description What happened. The event's name on the stream is its `type`. */
        StreamEvent: {
            /** @description The job as it is now. */
            job: components["schemas"]["Job"];
            /** @enum {string} */
            type: "job.update";
        } | {
            /** @description Which. */
            job_id: string;
            /**
             * Format: int64
             * @description Memory of the worker.
             */
            memory_bytes: number | null;
            /** @description Its pipelines. */
            pipelines: components["schemas"]["Step"][];
            /**
             * Format: double
             * @description How much is done, 0 to 100.
             */
            progress: number;
            /**
             * Format: double
             * @description Seconds until it is done.
             */
            time_left_seconds: number | null;
            /** @enum {string} */
            type: "job.progress";
        } | {
            /** @description Which. */
            job_id: string;
            /** @enum {string} */
            type: "job.removed";
        } | {
            /** @enum {string} */
            type: "reset";
        };
        /** @description A track. */
        Track: {
            /** @description Columns of a curve. */
            channels: components["schemas"]["TrackChannel"][];
            /**
             * Format: int64
             * @description Time of the first item.
             */
            first_ms: number | null;
            /**
             * Format: int64
             * @description Number of items.
             */
            items: number;
            /** @description `<pipeline>.<name>`. */
            key: string;
            /** @description What it holds. */
            kind: components["schemas"]["TrackShape"];
            /**
             * Format: int64
             * @description Time where the last item ends.
             */
            last_ms: number | null;
            /** @description The pipeline that wrote it. */
            pipeline: string;
            /** @description Name in the window. */
            title: string;
        };
        /** @description A column of a curve. */
        TrackChannel: {
            /** @description Name in files. */
            key: string;
            /** @description Name in the window. */
            title: string;
            /** @description Unit, empty if none. */
            unit: string;
        };
        /** @description What a job's results file holds. */
        TrackList: {
            /**
             * Format: int64
             * @description Length of the recording.
             */
            duration_ms: number | null;
            /** @description The job. */
            job_id: string;
            /**
             * Format: int64
             * @description The player's zero on the container's clock: subtract it from every time to get the player's.
             */
            start_ms: number;
            /** @description The tracks. */
            tracks: components["schemas"]["Track"][];
        };
        /**
         * @description What a track holds.
         * @enum {string}
         */
        TrackShape: "segments" | "curve";
        /** @description What to validate. */
        ValidateRequest: {
            /** @description Settings by pipeline. */
            config?: Record<string, never> | null;
            /** @description The pipelines that are to run; without it those that `config` names. */
            selected_pipelines?: string[] | null;
        };
        /** @description The verdict. */
        ValidateResponse: {
            /** @description What stops it. */
            errors: components["schemas"]["IssueBody"][];
            /** @description One sentence. */
            message: string;
            /** @description The pipelines that were checked. */
            pipelines_validated: string[];
            /** @description Whether the job could be queued. */
            valid: boolean;
            /** @description What it ignores or finds unusual. */
            warnings: components["schemas"]["IssueBody"][];
        };
        /** @description A video. */
        Video: {
            /** @description When it was added. */
            added_at: string;
            /** @description The first sound track in words, for example `Stereo, 48 kHz`. */
            audio: string | null;
            /**
             * Format: int64
             * @description Length.
             */
            duration_ms: number | null;
            /** @description Folder. */
            folder: string;
            /**
             * Format: double
             * @description Mean frames per second.
             */
            frame_rate: number | null;
            /**
             * Format: int32
             * @description Height as shown, in pixels.
             */
            height: number | null;
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            job: components["schemas"]["Job"] | null;
            /**
             * Format: int32
             * @description Number of its jobs.
             */
            jobs: number;
            /** @description File name. */
            name: string;
            /** @description Where it is. */
            path: string;
            /** @description Whether the file is there now. */
            present: boolean;
            /**
             * Format: int32
             * @description Turn that the player applies, degrees clockwise.
             */
            rotation: number;
            /**
             * Format: int64
             * @description Size in bytes when it was added.
             */
            size_bytes: number;
            /** @description Whether the frame rate varies. */
            variable_rate: boolean;
            /** @description Codec of the picture. */
            video_codec: string | null;
            /** @description What to know about it. */
            warnings: components["schemas"]["WarningBody"][];
            /**
             * Format: int32
             * @description Width as shown, in pixels.
             */
            width: number | null;
        };
        /** @description The library, newest first. */
        VideoList: {
            /**
             * Format: int64
             * @description Their number.
             */
            total: number;
            /** @description The videos. */
            videos: components["schemas"]["Video"][];
        };
        /** @description Something to know about a recording. */
        WarningBody: {
            /** @description Which one, for example `variable_frame_rate`. */
            code: string;
            /** @description One sentence. */
            message: string;
        };
        /** @description The queue. */
        WorkerInfo: {
            /**
             * Format: int32
             * @description Jobs that run.
             */
            active_jobs: number;
            /**
             * Format: int32
             * @description Jobs that may run at once.
             */
            max_concurrent_jobs: number;
            /**
             * Format: int32
             * @description Jobs that wait.
             */
            queued_jobs: number;
            /** @description `idle`, `busy` or `overloaded`. */
            worker_status: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    validate_config: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValidateRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidateResponse"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_demo_job: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    stream_events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["StreamEvent"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                /** @description Page, from 1. */
                page?: number;
                /** @description Jobs on a page, 1 to 1000. */
                per_page?: number;
                /** @description `pending`, `running`, `completed`, `failed` or `cancelled`. */
                status_filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_job: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewJob"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_annotations: {
        parameters: {
            query: {
                /** @description Items at most: neighbours are merged to fit. */
                max_items?: number;
                /** @description Start of the window in milliseconds on the container's clock. */
                t0?: number;
                /** @description End of the window, exclusive. */
                t1?: number;
                /** @description Key of the track. */
                track: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.videoannotator.columns": number[];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    cancel_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_frames: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    open_media: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaUrl"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_results: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Results"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_result_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description As in the list of files */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    thumbnail: {
        parameters: {
            query?: {
                /** @description Time on the container's clock; without it a tenth into the recording. */
                at_ms?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": number[];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_tracks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackList"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_pipelines: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineList"];
                };
            };
        };
    };
    get_pipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Registry name or alias */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    system_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    list_videos: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VideoList"];
                };
            };
        };
    };
    alive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
        };
    };
}
