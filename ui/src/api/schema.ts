// Made by `cargo xtask generate` from ui/openapi.json. Do not edit.

export interface paths {
    "/api/v1/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the API listens on a port of this computer, where, for which web pages, and why not if it should and can't
         * @description Whether the API listens on a port of this computer, where, for which web pages, and why not if it should
         *     and can't. In the window it listens only while the setting `api_enabled` is on and a token is in use. The
         *     event `access.update` tells of changes.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_access"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/config/parse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reads a configuration file and checks it: every error at once, with lines
         * @description Reads a configuration file and checks it: every error at once, with lines.
         *
         *     Needs a token with the scope `read`.
         */
        post: operations["parse_config"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/config/render": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Writes a configuration as a file
         * @description Writes a configuration as a file. It is not checked: what is not finished can be kept too.
         *
         *     Needs a token with the scope `read`.
         */
        post: operations["render_config"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/config/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Checks a configuration without running anything: every error at once
         * @description Checks a configuration without running anything: every error at once.
         *
         *     Needs a token with the scope `read`.
         */
        post: operations["validate_config"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debug/background-jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What runs and waits, and what it costs
         * @description What runs and waits, and what it costs.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["background_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debug/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A job with the newest lines of its log
         * @description A job with the newest lines of its log.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["debug_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debug/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each pipeline, whether it can run here, and why not
         * @description Each pipeline, whether it can run here, and why not.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["pipelines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debug/server-info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The program, its computer and its catalogue in one answer
         * @description The program, its computer and its catalogue in one answer.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["server_info"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debug/token-info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the token of this request is good for
         * @description What the token of this request is good for. Never the token.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["token_info"];
        put?: never;
        post?: never;
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
        /**
         * Queues a job on the demo clip with the default pipelines
         * @description Queues a job on the demo clip with the default pipelines.
         *
         *     Needs a token with the scope `submit`.
         */
        post: operations["create_demo_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/diagnostics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Checks this installation: each part with its measured value and, where something is wrong, the one thing to do
         * @description Checks this installation: each part with its measured value and, where something is wrong, the one thing to
         *     do.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["diagnostics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/diagnostics/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Diagnostics, changed settings and the newest logs as a ZIP archive for somebody who helps.  The names of recordings, folders, users and tokens are taken out, and everything that looks like a path
         * @description Diagnostics, changed settings and the newest logs as a ZIP archive for somebody who helps.
         *
         *     The names of recordings, folders, users and tokens are taken out, and everything that looks like a path. Look
         *     through it before you send it.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_bundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/diagnostics/self-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The self-test as it is now
         * @description The self-test as it is now.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["self_test"];
        put?: never;
        /**
         * Runs the demo clip on each device that works here, twice, and compares
         * @description Runs the demo clip on each device that works here, twice, and compares. One that runs already goes on; progress
         *     comes as events `self_test`.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["start_self_test"];
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
        /**
         * Events from now on, or after the one named by `Last-Event-ID`
         * @description Events from now on, or after the one named by `Last-Event-ID`. The first block carries only an id. The
         *     stream ends when its token is revoked or has ended.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["stream_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the program is well; part by part if that is asked for
         * @description Whether the program is well; part by part if that is asked for.
         *
         *     Needs no token.
         */
        get: operations["health"];
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
        /**
         * Jobs, newest first
         * @description Jobs, newest first.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["list_jobs"];
        put?: never;
        /**
         * Queues a job: on a recording that comes with it as a form, or on a file of this computer.  As `multipart/form-data` the recording goes to the disk as it comes
         * @description Queues a job: on a recording that comes with it as a form, or on a file of this computer.
         *
         *     As `multipart/form-data` the recording goes to the disk as it comes. The configuration is checked before the
         *     recording is kept, all errors at once; a recording that can't be read is taken in all the same, and its job
         *     fails within moments with `MEDIA_UNREADABLE`. As `application/json` with a path, which needs a token of the
         *     scope `admin`, the recording stays where it is and is probed first, unless `probe_first` is false.
         *
         *     Needs a token with the scope `submit`.
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
        /**
         * One job
         * @description One job.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_job"];
        put?: never;
        post?: never;
        /**
         * Removes a job and its folder
         * @description Removes a job and its folder. A running one is stopped first. The recording stays.
         *
         *     Needs a token with the scope `submit`.
         */
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
         * The items of a track that touch a window, as raw columns: `u32` length of the head, JSON head with the offsets, then the columns, little-endian, each at a multiple of 8
         * @description The items of a track that touch a window, as raw columns: `u32` length of the head, JSON head with the
         *     offsets, then the columns, little-endian, each at a multiple of 8.
         *
         *     Needs a token with the scope `read`.
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
    "/api/v1/jobs/{id}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The recording and every file that the job has written so far, as a ZIP archive with a known length.  Entries are not compressed
         * @description The recording and every file that the job has written so far, as a ZIP archive with a known length.
         *
         *     Entries are not compressed. The recording comes first, under its own name; results are named
         *     `<prefix>_<pipeline>...`. There is one `.vtt` and one `.rttm` file, and a note where the recording is missing or is
         *     nothing that browsers play.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_artifacts"];
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
        /**
         * Stops a job for good
         * @description Stops a job for good. Finished pipelines keep their results. Cancelling again changes nothing.
         *
         *     Needs a token with the scope `submit`.
         */
        post: operations["cancel_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The formats that a job's results can be had in, with the files of each
         * @description The formats that a job's results can be had in, with the files of each.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["list_exports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/exports/{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A job's results in one format, made now
         * @description A job's results in one format, made now. Where the format makes several files, `track` or `file` says which.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_export"];
        put?: never;
        post?: never;
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
        /**
         * When each frame is shown, in seconds on the player's clock: little-endian doubles, ascending
         * @description When each frame is shown, in seconds on the player's clock: little-endian doubles, ascending.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_frames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the job's worker wrote down
         * @description What the job's worker wrote down.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["job_log"];
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
         * An address from which the job's recording plays, with ranges
         * @description An address from which the job's recording plays, with ranges. In the window this opens the loopback
         *     media server if it is not open yet; over TCP the address is below the same server.
         *
         *     Needs a token with the scope `read`.
         */
        post: operations["open_media"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Pins a job, so that retention never removes it, or takes the pin away
         * @description Pins a job, so that retention never removes it, or takes the pin away.
         *
         *     Needs a token with the scope `submit`.
         */
        put: operations["pin_job"];
        post?: never;
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
        /**
         * What a job gave, by pipeline, and its files
         * @description What a job gave, by pipeline, and its files.
         *
         *     Needs a token with the scope `read`.
         */
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
        /**
         * One file of a job, by its name, or the first one of a pipeline, by the pipeline's name
         * @description One file of a job, by its name, or the first one of a pipeline, by the pipeline's name.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_result_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Queues the failed pipelines of a job again, now
         * @description Queues the failed pipelines of a job again, now. What had succeeded stays. A cancelled job is final: use
         *     `run-again`.
         *
         *     Needs a token with the scope `submit`.
         */
        post: operations["retry_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/run-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a new job on the same recording with the same settings
         * @description Makes a new job on the same recording with the same settings. The old one stays as it is.
         *
         *     Needs a token with the scope `submit`.
         */
        post: operations["run_job_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/steps/{pipeline}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stops one pipeline of a job for good; the others go on
         * @description Stops one pipeline of a job for good; the others go on. Pipelines that read from it are skipped.
         *
         *     Needs a token with the scope `submit`.
         */
        post: operations["cancel_step"];
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
        /**
         * A small picture of the recording
         * @description A small picture of the recording.
         *
         *     Needs a token with the scope `read`.
         */
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
        /**
         * The tracks of a job with their numbers of items
         * @description The tracks of a job with their numbers of items.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["list_tracks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every model of the catalogue, and whether it is here
         * @description Every model of the catalogue, and whether it is here. Reads files that were not read before.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["list_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One model
         * @description One model.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_model"];
        put?: never;
        post?: never;
        /**
         * Removes a model that was downloaded or imported
         * @description Removes a model that was downloaded or imported.
         *
         *     Needs a token with the scope `admin`.
         */
        delete: operations["remove_model"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stops a download, also a paused or failed one, and throws away what is here
         * @description Stops a download, also a paused or failed one, and throws away what is here.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["cancel_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Downloads a model, goes on with a paused download, or tries a failed one again
         * @description Downloads a model, goes on with a paused download, or tries a failed one again. Answers at once; events
         *     tell how it goes. A model that is here already is left alone.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["download_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stops a download; what is here is kept, and downloading it again goes on from there
         * @description Stops a download; what is here is kept, and downloading it again goes on from there.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["pause_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reads a model's file again, whatever is remembered of it
         * @description Reads a model's file again, whatever is remembered of it.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["verify_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes models from a folder, a file or an archive of this computer
         * @description Takes models from a folder, a file or an archive of this computer. They are recognised by size and hash,
         *     whatever they are called.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["import_models"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reads the files of all models again
         * @description Reads the files of all models again.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["verify_models"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What to tell the person: that a damaged catalogue was restored from a copy, say
         * @description What to tell the person: that a damaged catalogue was restored from a copy, say.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["list_notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Puts a notice away that the person has read
         * @description Puts a notice away that the person has read.
         *
         *     Needs a token with the scope `admin`.
         */
        delete: operations["dismiss_notice"];
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
        /**
         * Every pipeline with its settings, and whether it can run here
         * @description Every pipeline with its settings, and whether it can run here.
         *
         *     Needs a token with the scope `read`.
         */
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
        /**
         * One pipeline, by name or alias
         * @description One pipeline, by name or alias.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_pipeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The settings of a pipeline
         * @description The settings of a pipeline.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_schema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Checks the settings of one pipeline: every error at once
         * @description Checks the settings of one pipeline: every error at once.
         *
         *     Needs a token with the scope `read`.
         */
        post: operations["validate_pipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same list, under the name by which the existing viewer looks for it
         * @description The same list, under the name by which the existing viewer looks for it.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["catalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/schema/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The settings of a pipeline, at the other address at which the existing viewer looks for them
         * @description The settings of a pipeline, at the other address at which the existing viewer looks for them.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_schema_of"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The same for a pipeline that the body names
         * @description The same for a pipeline that the body names. One that does not exist is an error in the verdict.
         *
         *     Needs a token with the scope `read`.
         */
        post: operations["validate_named"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every preset
         * @description Every preset.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["list_presets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/presets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keeps a preset of one's own under a name, in place of one that is there
         * @description Keeps a preset of one's own under a name, in place of one that is there.
         *
         *     Needs a token with the scope `admin`.
         */
        put: operations["put_preset"];
        post?: never;
        /**
         * Removes a preset of one's own
         * @description Removes a preset of one's own.
         *
         *     Needs a token with the scope `admin`.
         */
        delete: operations["delete_preset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What runs, what waits in which order, and why nothing starts if it does not
         * @description What runs, what waits in which order, and why nothing starts if it does not.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_queue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/cancel-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stops every running and waiting job for good
         * @description Stops every running and waiting job for good. What they finished is kept.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["cancel_all_jobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Moves a waiting job in front of another one, or to the end
         * @description Moves a waiting job in front of another one, or to the end.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["move_in_queue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts nothing new until the queue is resumed, also after a restart
         * @description Starts nothing new until the queue is resumed, also after a restart. Running jobs go on.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["pause_queue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Goes on after a pause
         * @description Goes on after a pause.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["resume_queue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What cleaning up would remove today, and what it would leave and why
         * @description What cleaning up would remove today, and what it would leave and why. Removes nothing.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["preview_cleanup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Removes finished jobs that are old enough, with their results
         * @description Removes finished jobs that are old enough, with their results. Never running, waiting, pinned or lately
         *     opened ones, and nothing outside the storage folder.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["run_cleanup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every setting with its value, its bounds and what decided it
         * @description Every setting with its value, its bounds and what decided it.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes settings at once and for good: keys with their values, `null` to put a default back
         * @description Changes settings at once and for good: keys with their values, `null` to put a default back. With one
         *     error nothing is changed; `detail.errors` has all of them. A setting that the environment fixes is
         *     refused.
         *
         *     Needs a token with the scope `admin`.
         */
        patch: operations["change_settings"];
        trace?: never;
    };
    "/api/v1/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the storage folder is, what it takes, and how far a move is
         * @description Where the storage folder is, what it takes, and how far a move is.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["get_storage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/storage/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Moves the storage folder: copies every file, reads every copy back, and only then takes the new folder into use
         * @description Moves the storage folder: copies every file, reads every copy back, and only then takes the new folder
         *     into use. Until then nothing changes, whatever happens. Needs an idle queue; jobs wait meanwhile.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["move_storage"];
        /**
         * Stops a move; the old folder stays in force
         * @description Stops a move; the old folder stays in force. Too late once the new folder is taken into use.
         *
         *     Needs a token with the scope `admin`.
         */
        delete: operations["cancel_storage_move"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The settings in force, and what the program does
         * @description The settings in force, and what the program does.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["setup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/database": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the catalogue is and what is in it
         * @description Where the catalogue is and what is in it.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["database"];
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
        /**
         * How the program is: computer, data folder, catalogue, queue, graphics card, ffmpeg, connections
         * @description How the program is: computer, data folder, catalogue, queue, graphics card, ffmpeg, connections. Always 200; what
         *     is wrong is in `status` and in the parts.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["system_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jobs, requests and load as numbers
         * @description Jobs, requests and load as numbers.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every token, the newest first, also those that are revoked or have ended
         * @description Every token, the newest first, also those that are revoked or have ended. The tokens themselves are
         *     known to nobody any more.
         *
         *     Needs a token with the scope `admin`.
         */
        get: operations["list_tokens"];
        put?: never;
        /**
         * Makes a token
         * @description Makes a token. `token` in the answer is shown this once: keep it where passwords are kept.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["create_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes a token out of use, at once and for good
         * @description Takes a token out of use, at once and for good. It stays in the list.
         *
         *     Needs a token with the scope `admin`.
         */
        delete: operations["revoke_token"];
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
        /**
         * Every video, newest first, with its newest job
         * @description Every video, newest first, with its newest job.
         *
         *     Needs a token with the scope `read`.
         */
        get: operations["list_videos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a recording is, before any job is made of it
         * @description What a recording is, before any job is made of it. Nothing is kept.
         *
         *     Needs a token with the scope `admin`.
         */
        post: operations["probe_video"];
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
        /**
         * Whether the program answers
         * @description Whether the program answers. Needs no token and says nothing about jobs.
         *
         *     Needs no token.
         */
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
        /** @description Whether and how programs reach the API over TCP. */
        AccessBody: {
            /**
             * @description Where it listens.
             * @example 127.0.0.1:18011
             */
            address: string | null;
            /** @description Whether a request needs a token. */
            auth_required: boolean;
            failure: components["schemas"]["FailureBody"] | null;
            /** @description Whether a listener stands. */
            listening: boolean;
            opened_by: components["schemas"]["AccessOpenedBy"] | null;
            /** @description Web pages of other addresses that may use it. */
            origins: string[];
            /**
             * Format: uint32
             * @description Its port, or the one that it will have.
             * @example 18011
             */
            port: number;
            /**
             * Format: uint32
             * @description Tokens that are good now.
             */
            tokens_in_use: number;
            /**
             * @description What a client is given.
             * @example http://127.0.0.1:18011
             */
            url: string | null;
            /** @description What whoever reads this has to know. */
            warnings: string[];
        };
        /**
         * @description Who opened the listener.
         * @enum {string}
         */
        AccessOpenedBy: "setting" | "serve";
        /** @description A plain answer. */
        Alive: {
            /** @description Version of the API. */
            api_version: string;
            /** @description The catalogue. */
            database: components["schemas"]["Component"];
            /** @description Always `enhanced`. */
            logging: string;
            /**
             * Format: double
             * @description Memory of the computer in use, in percent.
             */
            memory_percent: number;
            /** @description One sentence, with a warning while no token is needed. */
            message: string;
            /** @description `healthy`, or `unhealthy` where the catalogue can't be read. */
            status: string;
            /** @description Version of the program. */
            videoannotator_version: string;
        };
        /** @description What cancelling all jobs did. */
        CancelledJobs: {
            /**
             * Format: uint32
             * @description Jobs that were stopped for good.
             */
            cancelled: number;
        };
        /** @description Which jobs to remove now. */
        Cleanup: {
            /**
             * Format: uint32
             * @description Age in days; without it the setting `retention_days`.
             */
            days?: number | null;
        };
        /** @description What cleaning up would remove today. */
        CleanupPreview: {
            /**
             * Format: uint64
             * @description Bytes that would be freed.
             */
            bytes: number;
            /**
             * Format: uint32
             * @description Age in days.
             */
            days: number;
            /** @description Jobs that would be removed, oldest first. */
            jobs: components["schemas"]["DueJob"][];
            /** @description Jobs that are old enough. */
            jobs_found: number;
            /** @description Jobs that are old enough and would stay. */
            skipped: components["schemas"]["KeptJob"][];
        };
        /** @description What cleaning up has removed. */
        CleanupReport: {
            /**
             * Format: uint64
             * @description Bytes that were freed.
             */
            bytes_freed: number;
            /**
             * Format: double
             * @description The same in megabytes of 1024 * 1024 bytes.
             */
            bytes_freed_mb: number;
            /** @description The removed jobs. */
            deleted_jobs: string[];
            /** @description What went wrong. */
            errors: string[];
            /** @description Jobs that were removed. */
            jobs_deleted: number;
            /** @description Jobs that were old enough. */
            jobs_found: number;
            /** @description Jobs that stayed. */
            jobs_skipped: number;
            /** @description The others. */
            skipped_jobs: components["schemas"]["KeptJob"][];
        };
        /** @description A part of the program. */
        Component: {
            /** @description One sentence. */
            message: string;
            /** @description `healthy`, `degraded` or `unhealthy`. */
            status: string;
        };
        /** @description The computer. */
        Computer: {
            /**
             * Format: uint64
             * @description Cores.
             */
            cpu_count: number;
            /**
             * Format: double
             * @description Use of the processor since the last question, in percent.
             */
            cpu_percent: number;
            disk: components["schemas"]["DiskUse"] | null;
            /** @description Memory. */
            memory: components["schemas"]["Memory"];
            /**
             * Format: double
             * @description Memory in use, in percent.
             */
            memory_percent: number;
            /** @description Operating system and processor architecture. */
            platform: string;
            /** @description Always `n/a`: the program has no Python. */
            python_version: string;
        };
        /** @description Where the catalogue is. */
        Connection: {
            /** @description Its file. */
            database_path: string;
            /**
             * Format: double
             * @description Its size in units of 2^20 bytes.
             */
            database_size_mb: number;
            /** @description The same as an address. */
            database_url: string;
        };
        /** @description Jobs and requests. */
        Counts: {
            /**
             * Format: uint64
             * @description Requests since the program started.
             */
            api_requests_total: number;
            /**
             * Format: uint64
             * @description Jobs that run or wait.
             */
            jobs_active: number;
            /**
             * Format: uint64
             * @description Jobs that were cancelled.
             */
            jobs_cancelled: number;
            /**
             * Format: uint64
             * @description Jobs with a result.
             */
            jobs_completed: number;
            /**
             * Format: uint64
             * @description Jobs that failed.
             */
            jobs_failed: number;
            /**
             * Format: uint64
             * @description Jobs that wait.
             */
            jobs_pending: number;
            /**
             * Format: uint64
             * @description Jobs that run.
             */
            jobs_running: number;
            /**
             * Format: uint64
             * @description Jobs in all.
             */
            jobs_total: number;
            /**
             * Format: double
             * @description Mean time of a finished pipeline, in seconds.
             */
            pipeline_processing_time_avg: number;
            /**
             * Format: double
             * @description Mean time until their answer, in seconds.
             */
            response_time_avg: number;
            /**
             * Format: double
             * @description Completed jobs of those that completed or failed, in percent; 0 where there is none.
             */
            success_rate: number;
            /**
             * Format: uint64
             * @description Items that all pipelines have written.
             */
            total_annotations: number;
            /**
             * Format: double
             * @description Seconds since the program started.
             */
            uptime_seconds: number;
        };
        /** @description The catalogue. */
        Database: {
            /** @description Always `sqlite`. */
            backend_type: string;
            /** @description Where it is. */
            connection_info: components["schemas"]["Connection"];
            /**
             * Format: uint32
             * @description Version of its tables.
             */
            schema_version: number;
            /** @description What is in it. */
            statistics: components["schemas"]["DatabaseCounts"];
        };
        /** @description What is in the catalogue. */
        DatabaseCounts: {
            /**
             * Format: uint64
             * @description Jobs that were cancelled.
             */
            cancelled_jobs: number;
            /**
             * Format: uint64
             * @description Jobs with a result.
             */
            completed_jobs: number;
            /**
             * Format: uint64
             * @description Jobs that failed.
             */
            failed_jobs: number;
            /**
             * Format: uint64
             * @description Jobs that wait.
             */
            pending_jobs: number;
            /**
             * Format: uint64
             * @description Jobs that run.
             */
            running_jobs: number;
            /**
             * Format: uint64
             * @description Items that all pipelines have written.
             */
            total_annotations: number;
            /**
             * Format: uint64
             * @description Jobs in all.
             */
            total_jobs: number;
        };
        /** @description The catalogue. */
        DatabaseDetails: {
            /** @description What went wrong. */
            error: string | null;
            /**
             * Format: uint64
             * @description Jobs in all.
             */
            jobs_count: number;
            /** @description One sentence. */
            message: string;
            /**
             * Format: uint32
             * @description Version of the tables.
             */
            schema_version: number;
            /** @description `ok` or `error`. */
            status: string;
        };
        /** @description Part by part. */
        Details: {
            /** @description The catalogue. */
            database: components["schemas"]["DatabaseDetails"];
            /** @description The graphics card, which never makes the program unhealthy. */
            gpu: components["schemas"]["GpuDetails"];
            /** @description The pipelines. */
            registry: components["schemas"]["RegistryDetails"];
            /** @description The data folder's disk. */
            storage: components["schemas"]["StorageDetails"];
        };
        /** @description What the models of a step compute on. */
        DeviceBody: {
            /** @description `auto`, or the devices in the order in which they were to be tried. */
            asked: string;
            /** @description Why it, or another model of the step, is not the first one asked for. */
            because: string | null;
            /** @description Whether it computes with half precision. */
            half_precision: boolean;
            /** @description The one that computes: `cuda`, `webgpu`, `directml`, `coreml` or `cpu`. */
            obtained: string;
        };
        /** @description The test of one device. */
        DeviceTest: {
            /**
             * @description Which.
             * @example cpu
             */
            device: string;
            /** @description What is to be known. */
            message: string | null;
            /**
             * Format: double
             * @description Seconds of recording a second.
             */
            realtime_factor: number | null;
            /**
             * Format: double
             * @description How long the faster of two runs took.
             */
            seconds: number | null;
            /** @description Where it is. */
            state: components["schemas"]["DeviceTestState"];
        };
        /**
         * @description Where the test of a device is.
         * @enum {string}
         */
        DeviceTestState: "waiting" | "running" | "ok" | "failed" | "unavailable";
        /** @description What the existing viewer shows. */
        Diagnostics: {
            /** @description The catalogue. */
            database: components["schemas"]["Component"];
            /** @description ffmpeg. */
            ffmpeg: components["schemas"]["Ffmpeg"];
            /** @description The data folder. */
            storage: components["schemas"]["StorageUse"];
        };
        /** @description What all checks found. */
        DiagnosticsReport: {
            /** @description The parts by name, in the order in which they are shown. */
            components: {
                [key: string]: components["schemas"]["PartFinding"];
            };
            /**
             * Format: date-time
             * @description When, RFC 3339 in UTC.
             */
            generated_at: string;
            /** @description The worst of them. */
            overall_status: components["schemas"]["PartStatus"];
            /**
             * Format: uint64
             * @description How long all took, in milliseconds.
             */
            took_ms: number;
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
        /** @description A disk, in bytes. */
        DiskUse: {
            /**
             * Format: uint64
             * @description Free.
             */
            free: number;
            /**
             * Format: double
             * @description In use, in percent.
             */
            percent: number;
            /**
             * Format: uint64
             * @description All of it.
             */
            total: number;
            /**
             * Format: uint64
             * @description In use.
             */
            used: number;
        };
        /** @description A job that would be removed. */
        DueJob: {
            /**
             * Format: uint64
             * @description Bytes of its folder.
             */
            bytes: number;
            /** @description When it ended. */
            completed_at: string;
            /** @description Which. */
            job_id: string;
            /** @description File name of its recording. */
            video_filename: string;
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
        /**
         * @description What went wrong, as a closed list.
         *
         *     - `JOB_NOT_FOUND`: No job has this id.
         *     - `PIPELINE_NOT_FOUND`: No pipeline has this name.
         *     - `PIPELINE_UNAVAILABLE`: The pipeline exists but its model or runtime library is not here.
         *     - `INVALID_CONFIG`: The configuration has errors.
         *     - `INVALID_REQUEST`: The request is not understood.
         *     - `VALIDATION_ERROR`: A body or query does not have the documented shape.
         *     - `UNAUTHORIZED`: No token, or not a valid one.
         *     - `FORBIDDEN`: The token may not do this.
         *     - `NOT_FOUND`: No such address.
         *     - `METHOD_NOT_ALLOWED`: The address exists, the method does not.
         *     - `PAYLOAD_TOO_LARGE`: The body is larger than allowed.
         *     - `UNSUPPORTED_MEDIA`: The body is of a kind that this address does not take.
         *     - `TIMEOUT`: The body did not arrive in time.
         *     - `RATE_LIMIT`: Too many wrong tokens came from this address at once.
         *     - `SERVER_BUSY`: All connections are in use.
         *     - `JOB_ALREADY_COMPLETED`: The job has ended already.
         *     - `JOB_NOT_READY`: The job has no result to show yet.
         *     - `JOB_CANCELLED`: The job was cancelled, which is final.
         *     - `JOB_NOT_FAILED`: The job has no failed pipeline to try again.
         *     - `JOB_NOT_WAITING`: The job does not wait in the queue, so it has no place there.
         *     - `STEP_NOT_FOUND`: The job has no such pipeline.
         *     - `STEP_ALREADY_ENDED`: The pipeline of this job has ended already.
         *     - `QUEUE_HELD`: The queue starts nothing: the number of jobs at once is 0.
         *     - `SETTING_FIXED`: The environment sets this setting, so it can't be changed here.
         *     - `PRESET_NOT_FOUND`: There is no preset of this name.
         *     - `PRESET_BUILT_IN`: The preset came with the program, so it can't be replaced or deleted.
         *     - `TOKEN_NOT_FOUND`: There is no token of this name.
         *     - `TOKEN_EXISTS`: A token that is in use has this name.
         *     - `PORT_UNAVAILABLE`: The API can't listen at its port.
         *     - `CANCELLATION_FAILED`: The worker did not stop.
         *     - `MEDIA_UNREADABLE`: The file can't be opened or is not a recording.
         *     - `MEDIA_MISSING`: The file is not there (any more).
         *     - `MEDIA_CHANGED`: The file has changed since the job began.
         *     - `NO_VIDEO_STREAM`: The recording has no picture, and a picture step was asked for.
         *     - `NO_AUDIO_STREAM`: The recording has no sound, and a sound step was asked for.
         *     - `DECODE_FAILED`: Decoding stopped before the end.
         *     - `FFMPEG_MISSING`: ffmpeg or ffprobe is not there or does not run.
         *     - `ONNX_RUNTIME_MISSING`: The ONNX Runtime library is not there or can't be loaded.
         *     - `ONNX_RUNTIME_UNUSABLE`: The ONNX Runtime library is too old, or was built for another kind of computer.
         *     - `MODEL_MISSING`: A model file is not there.
         *     - `MODEL_ALTERED`: A model file is not the one that the catalogue names.
         *     - `MODEL_NOT_FOUND`: The catalogue has no model of this name.
         *     - `LICENCE_NOT_ACCEPTED`: The terms of a model have to be accepted before it is downloaded.
         *     - `MODEL_NOT_DOWNLOADABLE`: A model can't be downloaded by itself: it comes in the release's model pack.
         *     - `MODEL_NOT_REMOVABLE`: The model did not come from a download or an import, so it is not removed here.
         *     - `DOWNLOAD_FAILED`: A download did not get through.
         *     - `DOWNLOAD_REFUSED`: What was downloaded or imported is not the file that the catalogue names.
         *     - `DOWNLOAD_NOT_RUNNING`: There is no download of this model that could be paused or cancelled.
         *     - `IMPORT_REFUSED`: A folder or archive can't be imported.
         *     - `MODEL_UNFIT`: A model file can't be used: damaged, too new, or another model than the pipeline was written for.
         *     - `MODEL_NOT_A_NUMBER`: A model gave values that are no numbers.
         *     - `INFERENCE_FAILED`: A model did not run.
         *     - `GPU_OUT_OF_MEMORY`: The graphics card ran out of memory.
         *     - `GPU_LOST`: The graphics card stopped answering or is gone.
         *     - `DEVICE_UNAVAILABLE`: The asked-for device can't be used.
         *     - `STORAGE_FULL`: The disk is full.
         *     - `STORAGE_NOT_WRITABLE`: A folder or file can't be written.
         *     - `STORAGE_LOCKED`: Another process owns the data folder.
         *     - `DATABASE_BUSY`: Another program has the database of a job or of the library just now.
         *     - `STORAGE_MISSING`: The data folder that was chosen is not there: its disk is not connected, or it was moved away.
         *     - `STORAGE_MOVING`: The data folder is being moved, so nothing in it may change just now.
         *     - `STORAGE_BUSY`: The data folder can't be moved while jobs run.
         *     - `STORAGE_TARGET_REFUSED`: A folder can't become the data folder.
         *     - `RETENTION_DISABLED`: Old jobs are kept for ever, so there is nothing to clean up.
         *     - `DATABASE_CORRUPT`: A database is damaged.
         *     - `DATABASE_TOO_NEW`: A database was written by a newer version of this program.
         *     - `DATABASE_FAILED`: A database did not do what was asked.
         *     - `EXPORT_FAILED`: A result file can't be written.
         *     - `OUTPUT_FILE_MISSING`: A recorded result file is not there any more.
         *     - `WORKER_MISSING`: The worker program is not there or can't be started.
         *     - `WORKER_CRASHED`: The worker process ended without a word.
         *     - `WORKER_HUNG`: The worker process said nothing for too long, or got no further for very long.
         *     - `WORKER_GARBLED`: The worker process printed something that is not of the protocol, or far too much.
         *     - `WORKER_INCOMPLETE`: The worker process ended well without a result for every step.
         *     - `WORKER_INCOMPATIBLE`: The worker speaks another protocol version than this program.
         *     - `CANCELLED`: Stopped by the user.
         *     - `INTERNAL_SERVER_ERROR`: A fault of the program itself.
         * @enum {string}
         */
        ErrorCode: "JOB_NOT_FOUND" | "PIPELINE_NOT_FOUND" | "PIPELINE_UNAVAILABLE" | "INVALID_CONFIG" | "INVALID_REQUEST" | "VALIDATION_ERROR" | "UNAUTHORIZED" | "FORBIDDEN" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA" | "TIMEOUT" | "RATE_LIMIT" | "SERVER_BUSY" | "JOB_ALREADY_COMPLETED" | "JOB_NOT_READY" | "JOB_CANCELLED" | "JOB_NOT_FAILED" | "JOB_NOT_WAITING" | "STEP_NOT_FOUND" | "STEP_ALREADY_ENDED" | "QUEUE_HELD" | "SETTING_FIXED" | "PRESET_NOT_FOUND" | "PRESET_BUILT_IN" | "TOKEN_NOT_FOUND" | "TOKEN_EXISTS" | "PORT_UNAVAILABLE" | "CANCELLATION_FAILED" | "MEDIA_UNREADABLE" | "MEDIA_MISSING" | "MEDIA_CHANGED" | "NO_VIDEO_STREAM" | "NO_AUDIO_STREAM" | "DECODE_FAILED" | "FFMPEG_MISSING" | "ONNX_RUNTIME_MISSING" | "ONNX_RUNTIME_UNUSABLE" | "MODEL_MISSING" | "MODEL_ALTERED" | "MODEL_NOT_FOUND" | "LICENCE_NOT_ACCEPTED" | "MODEL_NOT_DOWNLOADABLE" | "MODEL_NOT_REMOVABLE" | "DOWNLOAD_FAILED" | "DOWNLOAD_REFUSED" | "DOWNLOAD_NOT_RUNNING" | "IMPORT_REFUSED" | "MODEL_UNFIT" | "MODEL_NOT_A_NUMBER" | "INFERENCE_FAILED" | "GPU_OUT_OF_MEMORY" | "GPU_LOST" | "DEVICE_UNAVAILABLE" | "STORAGE_FULL" | "STORAGE_NOT_WRITABLE" | "STORAGE_LOCKED" | "DATABASE_BUSY" | "STORAGE_MISSING" | "STORAGE_MOVING" | "STORAGE_BUSY" | "STORAGE_TARGET_REFUSED" | "RETENTION_DISABLED" | "DATABASE_CORRUPT" | "DATABASE_TOO_NEW" | "DATABASE_FAILED" | "EXPORT_FAILED" | "OUTPUT_FILE_MISSING" | "WORKER_MISSING" | "WORKER_CRASHED" | "WORKER_HUNG" | "WORKER_GARBLED" | "WORKER_INCOMPLETE" | "WORKER_INCOMPATIBLE" | "CANCELLED" | "INTERNAL_SERVER_ERROR";
        /** @description The error itself. */
        ErrorObject: {
            code: components["schemas"]["ErrorCode"];
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
        /** @description A file that is made when it is asked for. */
        ExportFile: {
            /** @description Where to get it. */
            download_url: string;
            /** @description Its name. */
            name: string;
            /** @description The pipeline whose results it holds; null for the codebook, which describes all tables. */
            pipeline: string | null;
            /** @description The tracks that it is made from. */
            tracks: string[];
        };
        /** @description A format. */
        ExportFormat: {
            /** @description Whether the job has results that it can hold. */
            available: boolean;
            /** @description Ending of its files, without the first dot. */
            extension: string;
            /** @description The files that it makes of this job's results. */
            files: components["schemas"]["ExportFile"][];
            /**
             * @description Its id.
             * @example csv
             */
            id: string;
            /** @description What opens it. */
            opens_in: string;
            /** @description Its name. */
            title: string;
        };
        /** @description What a job's results can be had as. */
        ExportList: {
            /** @description Every format, in the order of the documentation. */
            formats: components["schemas"]["ExportFormat"][];
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
        /** @description What the program does. */
        Features: {
            /** @description Always true: jobs run beside the API. */
            async_processing: boolean;
            /** @description Whether a token is needed. */
            authentication: boolean;
            /** @description Whether repeated failures to show a token are slowed down. */
            rate_limiting: boolean;
            /** @description Always false. */
            webhooks: boolean;
        };
        /** @description ffmpeg. */
        Ffmpeg: {
            /** @description Whether it runs. */
            available: boolean;
            /** @description What it says of itself. */
            version: string | null;
        };
        /** @description The graphics card. */
        GpuDetails: {
            /** @description Whether there is one that can be used. */
            available: boolean;
            /**
             * Format: uint32
             * @description Number of cards.
             */
            device_count: number;
            /** @description The first one. */
            devices: components["schemas"]["GpuDevice"][];
            /** @description Why there is none. */
            reason: string | null;
        };
        /** @description A card, in units of 2^30 bytes. */
        GpuDevice: {
            /**
             * Format: double
             * @description In use.
             */
            memory_allocated_gb: number;
            /**
             * Format: double
             * @description Free.
             */
            memory_free_gb: number;
            /**
             * Format: double
             * @description Its memory.
             */
            memory_total_gb: number;
            /** @description Its name. */
            name: string;
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
             * Format: uint64
             * @description Free memory in bytes.
             */
            memory_free: number | null;
            /**
             * Format: uint64
             * @description Its memory in bytes.
             */
            memory_total: number | null;
            /**
             * Format: uint64
             * @description Memory in use, in bytes.
             */
            memory_used: number | null;
            /** @description Why it can't be used. */
            reason: string | null;
        };
        /** @description How the program is. */
        Health: {
            /** @description Version of the API. */
            api_version: string;
            checks: components["schemas"]["DiagnosticsReport"] | null;
            /**
             * Format: uint64
             * @description Connections that clients of the local API made since the program started.
             */
            connections_since_start: number;
            /** @description The catalogue. */
            database: components["schemas"]["Component"];
            /** @description What the existing viewer shows of it. */
            diagnostics: components["schemas"]["Diagnostics"];
            /** @description ffmpeg. */
            ffmpeg: components["schemas"]["Ffmpeg"];
            /** @description The graphics card, under the names that old clients read. */
            gpu: components["schemas"]["OldGpu"];
            /** @description The graphics card. */
            gpu_status: components["schemas"]["GpuStatus"];
            /** @description Pipelines that can run here. */
            pipelines: components["schemas"]["PipelineNames"];
            /**
             * Format: uint64
             * @description Requests that this program sent to other computers since it started: downloads of models that
             *     somebody asked for, and nothing else.
             */
            requests_since_start: number;
            /** @description Who may ask. */
            security: components["schemas"]["Security"];
            /** @description The parts of the program. */
            services: components["schemas"]["Services"];
            /** @description `healthy`, `degraded` or `unhealthy`. */
            status: string;
            /** @description The data folder. */
            storage: components["schemas"]["Storage"];
            /** @description The computer. */
            system: components["schemas"]["Computer"];
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
            /** @description The queue, under the names that old clients read. */
            workers: components["schemas"]["OldWorkers"];
        };
        /** @description A model that was imported. */
        ImportedModel: {
            /** @description Name of the file that it was in. */
            from: string;
            /** @description Which. */
            id: string;
        };
        /** @description One thing to say about one setting. */
        IssueBody: {
            /** @description Why, as a code. */
            code: string;
            /**
             * Format: uint32
             * @description The column in the text, from 1.
             */
            column: number | null;
            /** @description The code again, under the name that the existing viewer reads. */
            error_code: string;
            /**
             * @description A whole configuration in one line of YAML that would be accepted.
             * @example scene_detection: {threshold: 27.0}
             */
            example: string;
            /** @description Dotted path, for example `scene_detection.threshold`. */
            field: string;
            /** @description What would be accepted. */
            hint: string;
            /**
             * Format: uint32
             * @description The line in the text, from 1, if it came from one.
             */
            line: number | null;
            /** @description What is wrong. */
            message: string;
            /** @description For a name or word that does not exist: the nearest one. */
            nearest: string | null;
            /** @description The pipeline that the path begins with. */
            pipeline: string;
            /** @description `error` or `warning`. */
            severity: string;
            /** @description A value that would be accepted. */
            suggested_value: unknown;
            /** @description The hint again, for warnings. */
            suggestion: string | null;
            /** @description The names or words that exist in its place. */
            valid_names: string[];
        };
        /** @description A job. */
        Job: {
            /** @description When it was cancelled. */
            cancelled_at: string | null;
            /** @description When it ended. */
            completed_at: string | null;
            /** @description The settings as applied, by pipeline. */
            config: Record<string, unknown>;
            /** @description Creation. */
            created_at: string;
            /** @description What it computes on: `cpu` or `gpu`. */
            device: string;
            error: components["schemas"]["FailureBody"] | null;
            /** @description Why it failed, or which pipelines did. */
            error_message: string | null;
            /** @description When it will probably start; nothing where that is not known. */
            estimated_start: string | null;
            /**
             * Format: uint32
             * @description Tries that failed since it last got further: what the number of tries in the settings is compared with.
             */
            failed_tries: number;
            /** @description Its id. */
            id: string;
            /** @description The same, under the name that some clients read. */
            job_id: string;
            /**
             * Format: uint64
             * @description Memory of the worker while it runs.
             */
            memory_bytes: number | null;
            /** @description What just happened, in answers to an action. */
            message?: string | null;
            /** @description When it is tried again after an error. */
            next_try_at: string | null;
            /** @description Whether cleaning up leaves it alone. */
            pinned: boolean;
            /** @description Its pipelines in order. */
            pipelines: components["schemas"]["Step"][];
            /**
             * Format: double
             * @description How much is done, 0 to 100.
             */
            progress: number;
            /**
             * Format: uint32
             * @description Place in the queue, from 1.
             */
            queue_position: number | null;
            /** @description When it last entered the queue. */
            queued_at: string;
            /** @description Folder with the exported files, once it has ended. */
            result_path: string | null;
            /**
             * Format: uint32
             * @description How often it was taken up again after an error.
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
             * Format: uint32
             * @description Its share of the processor's cores, once it has started.
             */
            threads: number | null;
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
             * Format: uint64
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
             * Format: uint32
             * @description This page, from 1.
             */
            page: number;
            /**
             * Format: uint32
             * @description Jobs on a page.
             */
            per_page: number;
            /**
             * Format: uint64
             * @description Jobs in all.
             */
            total: number;
        };
        /** @description The log of a job, oldest line first. */
        JobLog: {
            /** @description Its newest lines. */
            lines: components["schemas"]["LogLine"][];
            /** @description Whether there are older ones. */
            truncated: boolean;
        };
        /** @description A job that stays. */
        KeptJob: {
            /** @description Which. */
            job_id: string;
            /** @description Why, in words. */
            reason: string;
            /** @description File name of its recording. */
            video_filename: string;
        };
        /** @description A line of the log. */
        LogLine: {
            /** @description When, RFC 3339 in UTC; empty for a line that is not the program's own. */
            at: string;
            /** @description `ERROR`, `WARN`, `INFO` or `DEBUG`; empty for a line that is not the program's own. */
            level: string;
            /** @description What happened. */
            message: string;
        };
        /** @description A token that was just made. */
        MadeToken: {
            /** @description What is kept of it. */
            info: components["schemas"]["Token"];
            /** @description The token. This is the only time that it is shown; the program keeps its hash only. */
            token: string;
        };
        /** @description Where a job's video can be played from. */
        MediaUrl: {
            /** @description Answers range requests; valid until the program ends. */
            url: string;
        };
        /** @description Memory of the computer, in bytes. */
        Memory: {
            /**
             * Format: uint64
             * @description What programs could still get.
             */
            available: number;
            /**
             * Format: uint64
             * @description What holds nothing.
             */
            free: number;
            /**
             * Format: double
             * @description In use, in percent.
             */
            percent: number;
            /**
             * Format: uint64
             * @description All of it.
             */
            total: number;
            /**
             * Format: uint64
             * @description In use.
             */
            used: number;
        };
        /** @description Numbers for monitors. */
        Metrics: {
            /** @description Jobs and requests. */
            metrics: components["schemas"]["Counts"];
            /** @description The computer. */
            performance: components["schemas"]["Performance"];
            /** @description Now. */
            timestamp: string;
        };
        /** @description A model. */
        Model: {
            /** @description Whether somebody has agreed to its terms, or it asks for nothing. */
            accepted: boolean;
            /**
             * Format: uint64
             * @description Size in bytes; of one whose size nobody has published, that of its file here.
             */
            bytes: number | null;
            /** @description Whose it is. */
            copyright: string;
            /** @description Whether it can be downloaded; else it comes in the model pack of a release. */
            downloadable: boolean;
            error: components["schemas"]["FailureBody"] | null;
            /** @description Its file name. */
            file: string;
            /** @description Where it stands in a list. */
            group: components["schemas"]["ModelGroup"];
            /** @description Name in the program. */
            id: string;
            /** @description When it was downloaded or imported. */
            installed_at: string | null;
            /** @description Licence, as an SPDX identifier. */
            licence: string;
            origin: components["schemas"]["ModelOrigin"] | null;
            /** @description Name of the host or path of the folder or archive that it came from. */
            origin_detail: string | null;
            /** @description Page of its makers. */
            page: string;
            /** @description Its file. */
            path: string | null;
            /** @description The pipelines that use it. */
            pipelines: components["schemas"]["ModelUse"][];
            /** @description Whether it can be removed here. */
            removable: boolean;
            /** @description Whether that data may be used for research only, so that a download asks for agreement. */
            research_only: boolean;
            /** @description Version at its source. */
            revision: string;
            /** @description SHA-256 that its file has to have; `null`: nobody has published one. */
            sha256: string | null;
            /** @description Where the file comes from, in words. */
            source: string;
            /** @description Whether its file is here. */
            state: components["schemas"]["ModelState"];
            /** @description What it does. */
            task: string;
            /** @description Name for people. */
            title: string;
            /** @description What is known about the data that it learned from. */
            training_data: string;
            transfer: components["schemas"]["ModelTransfer"] | null;
        };
        /** @description A wish to download. */
        ModelDownload: {
            /** @description Whether the user agrees that the model is used for research only, where that is asked for. */
            accept?: boolean;
        };
        /**
         * @description Where a model stands in a list.
         * @enum {string}
         */
        ModelGroup: "picture" | "face" | "sound";
        /** @description Where models are imported from. */
        ModelImport: {
            /**
             * @description Absolute path of a folder, a file or an archive.
             * @example /media/usb/models.zip
             */
            path: string;
        };
        /** @description What an import has brought. */
        ModelImportResult: {
            /** @description Models that are new here. */
            imported: components["schemas"]["ImportedModel"][];
            /** @description What happened, in a sentence. */
            message: string;
            /** @description Ids of models that were here already. */
            present: string[];
            /** @description Files that are called like a model and are not it. */
            refused: components["schemas"]["RefusedFile"][];
            /** @description Names of other files, the first ones. */
            unknown: string[];
        };
        /** @description All models. */
        ModelList: {
            /** @description Where downloads and imports go. */
            folder: string;
            /**
             * Format: uint64
             * @description Free bytes of its disk.
             */
            free_bytes: number | null;
            /**
             * Format: uint64
             * @description How many are here and can be used.
             */
            installed: number;
            /**
             * Format: uint64
             * @description Bytes of those.
             */
            installed_bytes: number;
            /** @description The models, in the order of the catalogue. */
            models: components["schemas"]["Model"][];
        };
        /**
         * @description How a model's file came here.
         * @enum {string}
         */
        ModelOrigin: "bundled" | "downloaded" | "imported" | "folder";
        /**
         * @description Whether a model's file is here.
         * @enum {string}
         */
        ModelState: "installed" | "unchecked" | "altered" | "unreadable" | "missing";
        /** @description A download. */
        ModelTransfer: {
            /**
             * Format: uint32
             * @description Which try in a row, from 1.
             */
            attempt: number;
            /**
             * Format: uint64
             * @description Bytes that are here.
             */
            bytes_done: number;
            /**
             * Format: double
             * @description Speed.
             */
            bytes_per_second: number | null;
            /**
             * Format: uint64
             * @description Bytes of the whole.
             */
            bytes_total: number | null;
            error: components["schemas"]["FailureBody"] | null;
            /** @description Who is asked. */
            host: string | null;
            /**
             * Format: double
             * @description Seconds until it is here.
             */
            seconds_left: number | null;
            /** @description Where it stands. */
            state: components["schemas"]["ModelTransferState"];
        };
        /**
         * @description Where a download stands.
         * @enum {string}
         */
        ModelTransferState: "waiting" | "downloading" | "verifying" | "paused" | "failed";
        /** @description A pipeline that uses a model. */
        ModelUse: {
            /** @description Name in the window. */
            display_name: string;
            /** @description Registry name. */
            name: string;
            /** @description Whether it runs without the model, and then does less. */
            optional: boolean;
            /** @description It uses the model while all of these hold; empty: always. */
            when: components["schemas"]["ParameterCondition"][];
        };
        /** @description What to validate for a pipeline that the body names. */
        NamedConfig: {
            /** @description Its settings; anything else than an object is told as an error. */
            config?: unknown;
            /**
             * @description Name or alias of the pipeline.
             * @example scene_detection
             */
            pipeline: string;
            /** @description Whether an unknown setting is an error and not a warning. */
            strict?: boolean;
        };
        /** @description A new job on a file of this computer. */
        NewJob: {
            /** @description Settings by pipeline; what is not given has its default. */
            config?: Record<string, unknown> | null;
            /**
             * @description Absolute path of the recording. It is used where it is, not copied.
             * @example /home/ada/study/visit-07.mp4
             */
            path: string;
            /**
             * @description Whether the recording is looked at before the answer, so that one that can't be read is refused
             *     here. `false` answers at once; such a job fails within moments instead.
             * @default true
             */
            probe_first?: boolean;
            /** @description Pipelines to run; without it those that are on by default. */
            selected_pipelines?: string[] | null;
        };
        /** @description A token that somebody wants. */
        NewToken: {
            /**
             * Format: int32
             * @description Days until it ends, 1 to 36,500; `null` for never.
             */
            days?: number | null;
            /** @description Who or which program will use it: 1 to 64 characters, no other token in use has it. */
            name: string;
            /** @description What it will be good for. */
            scope: components["schemas"]["TokenScope"];
        };
        /** @description A notice. */
        NoticeBody: {
            /** @description When it came up. */
            at: string;
            /** @description What it is about. */
            code: string;
            /** @description What can be done. */
            hint: string | null;
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description One or two sentences. */
            message: string;
        };
        /** @description What nobody has dismissed yet, newest first. */
        NoticeList: {
            /** @description The notices. */
            notices: components["schemas"]["NoticeBody"][];
        };
        /** @description The graphics card under old names. What only `PyTorch` knew is null. */
        OldGpu: {
            /** @description Whether there is one that can be used. */
            available: boolean;
            /** @description Always null. */
            compatibility_warning: string | null;
            /** @description Always null: not asked for. */
            compute_capability: string | null;
            /**
             * Format: uint32
             * @description The one that is used.
             */
            current_device: number | null;
            /**
             * Format: uint32
             * @description Number of cards.
             */
            device_count: number;
            /** @description Its name. */
            device_name: string | null;
            /**
             * Format: uint64
             * @description Its memory in use, in bytes.
             */
            memory_allocated: number | null;
            /**
             * Format: uint64
             * @description Always null: nothing is reserved beside what is in use.
             */
            memory_reserved: number | null;
            /** @description Always null. */
            min_compute_capability: string | null;
            /** @description Always `n/a`: the program has no `PyTorch`. */
            pytorch_version: string;
            /** @description Why not. */
            reason: string | null;
        };
        /** @description The queue under old names. */
        OldWorkers: {
            /**
             * Format: uint32
             * @description Jobs that run.
             */
            active_jobs: number;
            /**
             * Format: uint32
             * @description Jobs that may run at once.
             */
            max_concurrent_workers: number;
            /**
             * Format: uint32
             * @description Always 0: nobody polls, jobs start when there is room.
             */
            poll_interval_seconds: number;
            /** @description Their ids. */
            processing_jobs: string[];
            /**
             * Format: uint32
             * @description Jobs that wait.
             */
            queued_jobs: number;
            /** @description Always `running`: a program whose queue has stopped does not answer. */
            status: string;
        };
        /** @description A setting. */
        Parameter: {
            /** @description Whether the window folds it away. */
            advanced: boolean;
            /** @description Value when not given. */
            default: unknown;
            /** @description What it does. */
            description: string;
            /** @description What can be chosen. */
            enum: components["schemas"]["ParameterOption"][];
            /** @description The settings of a group. */
            fields: components["schemas"]["Parameter"][];
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
            /** @description `boolean`, `integer`, `number`, `enum` or `group`. */
            type: string;
            /** @description Unit, empty if none. */
            unit: string;
            /** @description It does something only while one of these holds; empty: always. */
            used_when: components["schemas"]["ParameterCondition"][];
        };
        /** @description A state of a neighbouring setting. */
        ParameterCondition: {
            /** @description The setting. */
            name: string;
            /** @description What it has to be. */
            value: unknown;
        };
        /** @description One choice of a setting. */
        ParameterOption: {
            /** @description Name in the window. */
            label: string;
            /** @description Value in files. */
            value: string;
        };
        /** @description A configuration file. */
        ParseRequest: {
            /**
             * @description The whole text, YAML or JSON.
             * @example scene_detection:
             *       threshold: 30
             */
            text: string;
        };
        /** @description What a configuration file says. */
        ParseResponse: {
            /**
             * @description Settings by pipeline under their own names, whatever the file calls them. Values as they stand
             *     there, also refused ones. Null if the text can't be read.
             */
            config: Record<string, unknown> | null;
            /** @description The description that the file gives itself. */
            description: string | null;
            /** @description What stops it, with lines. */
            errors: components["schemas"]["IssueBody"][];
            /** @description `yaml` or `json`. */
            format: string;
            /** @description The pipelines that the file lists; null if it lists none. */
            selected_pipelines: string[] | null;
            /** @description The title that the file gives itself. */
            title: string | null;
            /** @description Whether a job could be queued with it. */
            valid: boolean;
            /** @description What it ignores or finds unusual, with lines. */
            warnings: components["schemas"]["IssueBody"][];
        };
        /** @description What a check found. Each part has further fields of its own. */
        PartFinding: {
            /** @description What does not work. */
            errors: components["schemas"]["PartProblem"][];
            /** @description The one thing to do, if there is one. */
            fix: string | null;
            /** @description What that means, one sentence: the worst problem, if there is one. */
            message: string;
            /** @description How it is. */
            status: components["schemas"]["PartStatus"];
            /** @description The check's name for people. */
            title: string;
            /**
             * Format: uint64
             * @description How long the check took, in milliseconds.
             */
            took_ms: number;
            /** @description The measured value in a few words. */
            value: string;
            /** @description What is to be known. */
            warnings: components["schemas"]["PartProblem"][];
        } & {
            [key: string]: unknown;
        };
        /** @description Something that is wrong, and the one thing to do. */
        PartProblem: {
            /** @description What to do. */
            fix: string;
            /** @description What is wrong. */
            message: string;
        };
        /**
         * @description How a part is.
         * @enum {string}
         */
        PartStatus: "ok" | "warning" | "error";
        /** @description The computer, in percent. */
        Performance: {
            /**
             * Format: double
             * @description Processor, since the last question.
             */
            cpu_usage: number;
            /**
             * Format: double
             * @description Disk of the data folder.
             */
            disk_usage: number;
            /**
             * Format: double
             * @description Memory.
             */
            memory_usage: number;
        };
        /** @description Whether a job is pinned. */
        Pin: {
            /** @description True keeps it from every cleaning up. */
            pinned: boolean;
        };
        /** @description What to validate for one pipeline. */
        PipelineConfig: {
            /** @description Its settings; anything else than an object is told as an error. */
            config?: unknown;
            /** @description Not used: the address names the pipeline. */
            selected_pipelines?: string[] | null;
            /** @description Whether an unknown setting is an error and not a warning. */
            strict?: boolean;
        };
        /** @description A command or request that runs a pipeline. */
        PipelineExample: {
            /** @description The request, if it is one. */
            api?: string | null;
            /** @description The command, if it is one. */
            cli?: string | null;
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
            config_schema: Record<string, unknown>;
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
            /** @description The models that it uses. */
            models: components["schemas"]["PipelineModel"][];
            /** @description Registry name. */
            name: string;
            /** @description Ids of its export formats. */
            output_formats: string[];
            /** @description Export formats. */
            outputs: components["schemas"]["PipelineOutput"][];
            /** @description Its settings. */
            parameters: components["schemas"]["Parameter"][];
            /** @description Family, an alias. */
            pipeline_family: string;
            /** @description The same, under the name that the existing viewer reads. */
            slug: string;
            /** @description `experimental`, `beta` or `stable`. */
            stability: string;
            /** @description Tasks. */
            tasks: string[];
            /** @description What is missing, with what to do. */
            unavailable_reason: string | null;
            /** @description Which algorithm. */
            variant: string;
            /** @description Version of its results. */
            version: string;
        };
        /** @description The registry. */
        PipelineList: {
            /** @description The pipelines. */
            pipelines: components["schemas"]["PipelineInfo"][];
            /**
             * Format: uint64
             * @description Their number.
             */
            total: number;
        };
        /** @description A model that a pipeline uses. */
        PipelineModel: {
            /**
             * Format: uint64
             * @description Size in bytes, if it is known.
             */
            bytes: number | null;
            /** @description Id in the catalogue. */
            id: string;
            /** @description Whether it is here and can be used. */
            installed: boolean;
            /** @description Licence, as an SPDX identifier. */
            licence: string;
            /** @description Whether the pipeline runs without it, and then does less. */
            optional: boolean;
            /** @description Whether it learned from data that may be used for research only. */
            research_only: boolean;
            /** @description Name for people. */
            title: string;
            /** @description It is used while all of these hold; empty: always. */
            when: components["schemas"]["ParameterCondition"][];
        };
        /** @description Pipelines that can run here. */
        PipelineNames: {
            /** @description Their names. */
            names: string[];
            /**
             * Format: uint64
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
             * Format: uint64
             * @description Number of annotations.
             */
            annotation_count: number;
            /** @description Where to get that. */
            download_url: string | null;
            /** @description When it ended. */
            end_time: string | null;
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
            /** @description Start of its last attempt. */
            start_time: string | null;
            /** @description Its status, in the words of jobs. */
            status: string;
        };
        /** @description The settings of a pipeline. */
        PipelineSettings: {
            /** @description The same in the shape of the old registry: `{key: {type, default, description}}`. */
            config_schema: Record<string, unknown>;
            /** @description Name in the window. */
            display_name: string;
            /** @description Registry name. */
            name: string;
            /** @description The settings. */
            parameters: components["schemas"]["Parameter"][];
        };
        /** @description A named configuration. */
        PresetBody: {
            /** @description Whether it came with the program and can't be changed. */
            built_in: boolean;
            /** @description Settings by pipeline; what is not there has its default. */
            config: Record<string, unknown>;
            /** @description What it is for. */
            description: string;
            /**
             * @description Its name in addresses and commands.
             * @example balanced
             */
            name: string;
            /** @description The pipelines that it runs. */
            selected_pipelines: string[];
            /** @description Its name for people. */
            title: string;
        };
        /** @description All presets. */
        PresetList: {
            /** @description Those that ship, then one's own ones by name. */
            presets: components["schemas"]["PresetBody"][];
            /** @description Files in the folder of presets that are none. */
            unreadable: components["schemas"]["UnreadablePreset"][];
        };
        /** @description A preset to be kept. */
        PresetRequest: {
            /** @description Settings by pipeline. */
            config?: Record<string, unknown> | null;
            /** @description What it is for. */
            description?: string | null;
            /** @description The pipelines that it runs; without it those that `config` names. */
            selected_pipelines?: string[];
            /** @description Its name for people; its name if there is none. */
            title?: string | null;
        };
        /** @description A recording to look at. */
        ProbeRequest: {
            /**
             * @description Absolute path.
             * @example /home/ada/study/visit-07.mp4
             */
            path: string;
        };
        /** @description The queue. */
        Queue: {
            /** @description Jobs that run on the processor. */
            cpu: components["schemas"]["QueueSlots"];
            /** @description Jobs that run on a graphics card. */
            gpu: components["schemas"]["QueueSlots"];
            held: components["schemas"]["FailureBody"] | null;
            /** @description Whether somebody paused it. Running jobs go on; nothing new starts. Stays over a restart. */
            paused: boolean;
            /** @description Jobs that wait, next one first. */
            waiting: components["schemas"]["WaitingJob"][];
        };
        /** @description Where a waiting job goes. */
        QueueMove: {
            /** @description The waiting job that it goes in front of; none puts it at the end. */
            before?: string | null;
            /** @description The job. */
            job_id: string;
        };
        /** @description How many jobs of a kind run and may run. */
        QueueSlots: {
            /**
             * Format: uint32
             * @description How many may run at once.
             */
            limit: number;
            /**
             * Format: uint32
             * @description How many run.
             */
            running: number;
        };
        /** @description A recording: where it is and what the probe found. */
        Recording: {
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
             * Format: uint32
             * @description Height as shown, in pixels.
             */
            height: number | null;
            /** @description File name. */
            name: string;
            /** @description Where it is. */
            path: string;
            /**
             * Format: uint32
             * @description Turn that the player applies, degrees clockwise.
             */
            rotation: number;
            /**
             * Format: uint64
             * @description Size in bytes when it was last looked at.
             */
            size_bytes: number;
            /** @description Whether the frame rate varies. */
            variable_rate: boolean;
            /** @description Codec of the picture. */
            video_codec: string | null;
            /** @description What to know about it. */
            warnings: components["schemas"]["WarningBody"][];
            /**
             * Format: uint32
             * @description Width as shown, in pixels.
             */
            width: number | null;
        };
        /** @description A file that is called like a model and is not it. */
        RefusedFile: {
            /** @description Its name. */
            name: string;
            /** @description What differs. */
            reason: string;
        };
        /** @description The pipelines. */
        RegistryDetails: {
            /** @description Their names. */
            pipeline_names: string[];
            /**
             * Format: uint64
             * @description Pipelines that can run here.
             */
            pipelines_loaded: number;
            /** @description `ok`, or `error` where none can run. */
            status: string;
        };
        /** @description A configuration to be written as a file. */
        RenderRequest: {
            /** @description Settings by pipeline. */
            config?: Record<string, unknown> | null;
            /** @description `yaml` (the default) or `json`. */
            format?: string | null;
            /** @description The pipelines that run. */
            selected_pipelines?: string[] | null;
        };
        /** @description A configuration file. */
        RenderResponse: {
            /** @description The whole text. */
            text: string;
        };
        /** @description An exported file. */
        ResultFile: {
            /**
             * Format: uint64
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
            /** @description What to know about that. */
            warning: string | null;
        };
        /** @description The self-test: the demo clip on each device. */
        SelfTest: {
            /** @description Its devices, the fastest first. */
            devices: components["schemas"]["DeviceTest"][];
            /**
             * Format: date-time
             * @description When it ended.
             */
            finished_at: string | null;
            /**
             * Format: date-time
             * @description When it began.
             */
            started_at: string | null;
            /** @description Where it is. */
            state: components["schemas"]["SelfTestWord"];
        };
        /**
         * @description Where the self-test is.
         * @enum {string}
         */
        SelfTestWord: "idle" | "running" | "finished";
        /** @description The parts of the program. */
        Services: {
            /** @description The catalogue. */
            database: components["schemas"]["Component"];
            /** @description Always `embedded`. */
            job_queue: string;
            /** @description `ready`, or `unavailable` where none can run. */
            pipelines: string;
        };
        /** @description One setting. */
        Setting: {
            /** @description The value without any choice. */
            default: components["schemas"]["SettingValue"];
            /** @description Where it stands in the window. */
            group: components["schemas"]["SettingGroup"];
            /** @description What it does. */
            help: string;
            /**
             * @description Its name in a change.
             * @example max_concurrent_jobs
             */
            key: string;
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
            /** @description What can be chosen; empty unless it is a choice. */
            options: components["schemas"]["SettingOption"][];
            /** @description What decided the value. */
            source: components["schemas"]["SettingSource"];
            /** @description Its name in the window. */
            title: string;
            /** @description What its value is. */
            type: components["schemas"]["SettingType"];
            /** @description Unit of the value. */
            unit: string | null;
            /** @description The value in force. */
            value: components["schemas"]["SettingValue"];
            /** @description The environment variable that fixes it. */
            variable: string | null;
        };
        /**
         * @description Where a setting stands in the window.
         * @enum {string}
         */
        SettingGroup: "performance" | "retry" | "retention" | "storage" | "api" | "diagnostics";
        /** @description Every setting of the program, in the order of the window. */
        SettingList: {
            /** @description The settings. */
            settings: components["schemas"]["Setting"][];
        };
        /** @description What can be chosen. */
        SettingOption: {
            /**
             * @description Its words in the window.
             * @example Automatic
             */
            title: string;
            /**
             * @description The value.
             * @example auto
             */
            value: string;
        };
        /**
         * @description What decided a value.
         * @enum {string}
         */
        SettingSource: "default" | "stored" | "environment";
        /**
         * @description What the value of a setting is.
         * @enum {string}
         */
        SettingType: "switch" | "integer" | "number" | "choice" | "text";
        /** @description A value of a setting, by its type. */
        SettingValue: boolean | number | string;
        /** @description How the program is set up. */
        Setup: {
            /** @description The settings in force, by name. */
            configuration: Record<string, unknown>;
            /** @description Always `production`. */
            environment: string;
            /** @description What it does. */
            features: components["schemas"]["Features"];
        };
        /**
         * @description Where a job stands.
         * @enum {string}
         */
        Status: "pending" | "running" | "completed" | "failed" | "cancelled";
        /** @description One pipeline of a job. */
        Step: {
            /**
             * Format: uint32
             * @description How often it was started.
             */
            attempts: number;
            /** @description Items by track. */
            counts: {
                [key: string]: number;
            };
            device: components["schemas"]["DeviceBody"] | null;
            /**
             * Format: int64
             * @description How much of the recording is done; of a step that was cut off, how much it had done.
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
            /** @description Whether it was cut off and what it had committed until then is there. */
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
             * Format: uint64
             * @description Free bytes on its disk.
             */
            free_bytes: number | null;
            /** @description Where it is. */
            path: string;
            /** @description `ok`, `warning` (below 5 GB) or `error` (below 1 GB or unreadable). */
            status: string;
            /**
             * Format: uint64
             * @description Size of its disk.
             */
            total_bytes: number | null;
        };
        /** @description The data folder's disk, in units of 2^30 bytes. */
        StorageDetails: {
            /**
             * Format: double
             * @description Free.
             */
            free_gb: number;
            /**
             * Format: double
             * @description In use, in percent.
             */
            percent_used: number;
            /** @description `ok`, `warning` (below 5 GB free) or `error` (below 1 GB, or the disk does not answer). */
            status: string;
            /**
             * Format: double
             * @description Its size.
             */
            total_gb: number;
            /**
             * Format: double
             * @description In use.
             */
            used_gb: number;
        };
        /** @description Where everything lies. */
        StorageFolder: {
            /**
             * Format: uint64
             * @description Bytes that are free on its disk.
             */
            free_bytes: number;
            move: components["schemas"]["StorageMove"] | null;
            /** @description The folder. */
            path: string;
            /** @description What decided it: `default`, `environment` or `setting`. */
            source: string;
            /**
             * Format: uint64
             * @description Size of its disk.
             */
            total_bytes: number;
            /**
             * Format: uint64
             * @description Bytes that it takes.
             */
            used_bytes: number;
        };
        /** @description A move of the storage folder. */
        StorageMove: {
            /**
             * Format: uint64
             * @description Bytes so far.
             */
            bytes_done: number;
            /**
             * Format: uint64
             * @description Bytes in all.
             */
            bytes_total: number;
            error: components["schemas"]["FailureBody"] | null;
            /**
             * Format: uint64
             * @description Files that are copied, or read back and compared, so far.
             */
            files_done: number;
            /**
             * Format: uint64
             * @description Files in all.
             */
            files_total: number;
            /** @description Where it stands. */
            state: components["schemas"]["StorageMoveState"];
            /** @description The new folder. */
            to: string;
        };
        /**
         * @description Where a move stands.
         * @enum {string}
         */
        StorageMoveState: "copying" | "verifying" | "switching" | "done" | "failed" | "cancelled";
        /** @description Where the storage folder goes. */
        StorageTarget: {
            /** @description Whether the old folder stays after the move. */
            keep?: boolean;
            /**
             * @description Absolute path of an empty or new folder.
             * @example /data/videoannotator
             */
            to: string;
        };
        /** @description The data folder's disk as the existing viewer shows it. */
        StorageUse: {
            /**
             * Format: double
             * @description In use, in percent.
             */
            disk_usage_percent: number | null;
            /** @description One sentence. */
            message: string;
            /** @description `healthy`, `degraded` or `unhealthy`. */
            status: string;
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
             * Format: uint64
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
            /** @description The queue as it is now. */
            queue: components["schemas"]["Queue"];
            /** @enum {string} */
            type: "queue.update";
        } | {
            /** @enum {string} */
            type: "settings.update";
        } | {
            /** @enum {string} */
            type: "tokens.update";
        } | {
            /** @enum {string} */
            type: "access.update";
        } | {
            /** @description The model as it is now. */
            model: components["schemas"]["Model"];
            /** @enum {string} */
            type: "model.update";
        } | (components["schemas"]["SelfTest"] & {
            /** @enum {string} */
            type: "self_test";
        }) | {
            /** @enum {string} */
            type: "reset";
        };
        /** @description What is known of a token: never the token itself. */
        Token: {
            /** @description When it was made. */
            created_at: string;
            /** @description When it ends; `null` for never. */
            expires_at: string | null;
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description When it was last used, to the minute. */
            last_used_at: string | null;
            /** @description What its owner calls it. */
            name: string;
            /** @description Its first characters, to recognise it by. */
            prefix: string;
            /** @description When it was revoked. */
            revoked_at: string | null;
            /** @description What it is good for. */
            scope: components["schemas"]["TokenScope"];
            /** @description Whether it is good now. */
            state: components["schemas"]["TokenState"];
        };
        /** @description Every token, also those that are revoked or have ended, the newest first. */
        TokenList: {
            /** @description The tokens. */
            tokens: components["schemas"]["Token"][];
        };
        /**
         * @description What a token is good for; each holds what the ones before it hold.
         * @enum {string}
         */
        TokenScope: "read" | "submit" | "admin";
        /**
         * @description Whether a token is good.
         * @enum {string}
         */
        TokenState: "active" | "expired" | "revoked";
        /** @description A track. */
        Track: {
            /** @description Columns of a curve or of objects. */
            channels: components["schemas"]["TrackChannel"][];
            /**
             * Format: int64
             * @description Time of the first item.
             */
            first_ms: number | null;
            /**
             * Format: uint64
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
            /** @description The objects of a track of objects by number, at most 1000 of them; null for other tracks. */
            objects: components["schemas"]["TrackObject"][] | null;
            /** @description The pipeline that wrote it. */
            pipeline: string;
            /** @description Name in the window. */
            title: string;
        };
        /** @description A column of a curve or of objects. */
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
        /** @description One object of a track of objects. */
        TrackObject: {
            /**
             * Format: int64
             * @description Time of its first item.
             */
            first_ms: number;
            /**
             * Format: uint64
             * @description Number of its items.
             */
            items: number;
            /**
             * Format: int64
             * @description Time of its last item.
             */
            last_ms: number;
            /**
             * Format: uint32
             * @description Its number.
             */
            object: number;
        };
        /**
         * @description What a track holds.
         * @enum {string}
         */
        TrackShape: "segments" | "curve" | "objects";
        /** @description A file that is no preset. */
        UnreadablePreset: {
            /** @description What is wrong with it. */
            errors: components["schemas"]["IssueBody"][];
            /** @description Its name; it can be deleted or replaced under it. */
            name: string;
        };
        /** @description A new job with its recording. */
        UploadForm: {
            /**
             * @description Settings as JSON text: by pipeline, or for every chosen pipeline.
             * @example {"voice_activity": {"threshold": 0.4}}
             */
            config?: string | null;
            /**
             * @description Pipelines, separated by commas, as a JSON list, or as several fields; without it those that are on by
             *     default.
             * @example scene_detection,voice_activity
             */
            selected_pipelines?: string | null;
            /**
             * Format: binary
             * @description The recording.
             */
            video: string;
        };
        /** @description What to validate. */
        ValidateRequest: {
            /** @description Settings by pipeline; anything else than an object is told as an error. */
            config?: unknown;
            /** @description The pipelines that are to run; without it those that `config` names. */
            selected_pipelines?: string[] | null;
            /** @description Whether an unknown setting is an error, as on the command line, and not a warning. */
            strict?: boolean;
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
        Video: components["schemas"]["Recording"] & {
            /** @description When it was added. */
            added_at: string;
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            job: components["schemas"]["Job"] | null;
            /**
             * Format: uint32
             * @description Number of its jobs.
             */
            jobs: number;
            /** @description Whether the file is there now. */
            present: boolean;
        };
        /** @description The library, newest first. */
        VideoList: {
            /**
             * Format: uint64
             * @description Their number.
             */
            total: number;
            /** @description The videos. */
            videos: components["schemas"]["Video"][];
        };
        /** @description A job that waits. */
        WaitingJob: {
            /** @description When it will probably start; nothing where that is not known. */
            estimated_start: string | null;
            /** @description Which. */
            job_id: string;
            /**
             * Format: uint32
             * @description Its place, from 1.
             */
            position: number;
        };
        /** @description Something to know about a recording. */
        WarningBody: {
            /** @description Which one, for example `variable_frame_rate`. */
            code: string;
            /** @description One sentence. */
            message: string;
        };
        /** @description Whether the program is well. */
        Wellness: {
            details?: components["schemas"]["Details"] | null;
            /** @description `ok` or `unhealthy`. */
            status: string;
            /** @description Now. */
            timestamp: string;
            /** @description Version of the program. */
            version: string;
        };
        /** @description The queue. */
        WorkerInfo: {
            /**
             * Format: uint32
             * @description Jobs that run.
             */
            active_jobs: number;
            /**
             * Format: uint32
             * @description Jobs that may run at once.
             */
            max_concurrent_jobs: number;
            /**
             * Format: uint32
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
    get_access: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    parse_config: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParseRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParseResponse"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    render_config: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenderRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenderResponse"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidateResponse"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    background_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    debug_job: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    pipelines: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    server_info: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    token_info: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
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
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    diagnostics: {
        parameters: {
            query?: {
                /** @description One part, or all. */
                part?: "all" | "system" | "ffmpeg" | "runtime" | "gpu" | "storage" | "database" | "models" | "pipelines" | "network";
                /** @description Whether `all` includes the parts that take long: a run of each pipeline. */
                slow?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found, well or not */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiagnosticsReport"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description There is no such part */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_bundle: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    self_test: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SelfTest"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    start_self_test: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SelfTest"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["StreamEvent"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: {
                /** @description Part by part, with 503 if the database, the storage or the registry is in error. */
                detailed?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is well */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wellness"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `detailed` is no truth value */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It is not: database, storage or registry is in error */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
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
                "multipart/form-data": components["schemas"]["UploadForm"];
            };
        };
        responses: {
            /** @description The job, waiting */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `INVALID_REQUEST`, `INVALID_CONFIG`, `PIPELINE_NOT_FOUND` or `PIPELINE_UNAVAILABLE` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `FORBIDDEN`: a path needs the scope `admin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `MEDIA_MISSING`: there is no file at the path */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `STORAGE_MOVING`: the data folder is being moved */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `VALIDATION_ERROR` or, for a path, `MEDIA_UNREADABLE` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `FFMPEG_MISSING` or `STORAGE_MISSING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `STORAGE_FULL`: the recording does not fit on the disk */
            507: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
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
            /** @description It is done; there is nothing to say. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
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
                /** @description Keys of channels, separated by commas: only those, in this order. */
                channels?: string;
                /** @description Whether the head also gets `data`, the further fields of each segment; not when some are merged. */
                data?: boolean;
                /** @description Items at most: neighbours are merged to fit. Of a track of objects, whole ticks are left out evenly. */
                max_items?: number;
                /** @description One object of a track of objects: what does not fit `max_items` is merged like a curve. */
                object?: number;
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.videoannotator.columns": string;
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_artifacts: {
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
            /** @description The archive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `JOB_NOT_FOUND` or `OUTPUT_FILE_MISSING` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_exports: {
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
            /** @description Every format */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportList"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `JOB_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_export: {
        parameters: {
            query?: {
                /** @description Name of a file, as in the list. */
                file?: string;
                /** @description Key of a track: the file that is made from it. */
                track?: string;
            };
            header?: never;
            path: {
                format: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The client has it: `If-None-Match` names its tag */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `INVALID_REQUEST`: no such format, or several files */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `JOB_NOT_FOUND`, or `OUTPUT_FILE_MISSING`: no result that the format can hold */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `JOB_NOT_READY`: nothing has succeeded yet */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `STORAGE_FULL` */
            507: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    job_log: {
        parameters: {
            query?: {
                /** @description Lines at most, the newest ones; 1 to 10000. */
                lines?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobLog"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaUrl"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    pin_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Pin"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Results"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "application/octet-stream": unknown;
                    "text/csv": unknown;
                    "text/plain": unknown;
                    "text/vtt": unknown;
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    retry_job: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    run_job_again: {
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
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    cancel_step: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                pipeline: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackList"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelList"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id in the catalogue */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    remove_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id in the catalogue */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    cancel_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id in the catalogue */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    download_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id in the catalogue */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelDownload"];
            };
        };
        responses: {
            /** @description It has begun; events tell how it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    pause_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id in the catalogue */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    verify_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id in the catalogue */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    import_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelImport"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelImportResult"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    verify_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelList"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_notices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeList"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    dismiss_notice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done; there is nothing to say. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
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
            query?: {
                /** @description Whether pipelines are listed that can't run here. */
                include_unavailable?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineList"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineInfo"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_schema: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineSettings"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    validate_pipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Registry name or alias */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PipelineConfig"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidateResponse"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    catalog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineList"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_schema_of: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineSettings"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    validate_named: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NamedConfig"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidateResponse"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_presets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetList"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    put_preset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Lower-case letters, digits, `-` and `_` */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresetRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetBody"];
                };
            };
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetBody"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_preset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done; there is nothing to say. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_queue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    cancel_all_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelledJobs"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    move_in_queue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueMove"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    pause_queue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    resume_queue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    preview_cleanup: {
        parameters: {
            query?: {
                /** @description Age in days; without it the setting `retention_days`. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CleanupPreview"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    run_cleanup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cleanup"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CleanupReport"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingList"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, unknown>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingList"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_storage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageFolder"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    move_storage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StorageTarget"];
            };
        };
        responses: {
            /** @description It has begun; events tell how it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageFolder"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    cancel_storage_move: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageFolder"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    database: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Database"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Metrics"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeToken"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    revoke_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VideoList"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    probe_video: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProbeRequest"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recording"];
                };
            };
            /** @description Bad Request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Timeout. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Payload Too Large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Insufficient Storage. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
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
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Internal Server Error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
}
