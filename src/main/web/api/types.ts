// Made from the OpenAPI document: do not edit. MainJobIT writes the document to target/openapi.json, and
// `npm run types` in src/test/web makes this of it; .ci/run fails where it would be another one. It has the shapes alone;
// what they mean is in the document, which Swagger UI shows.

export interface paths {
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEvents"];
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
        get: operations["listPipelines"];
        put?: never;
        post: operations["createPipeline"];
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
        get: operations["getPipeline"];
        put: operations["putPipeline"];
        post?: never;
        delete: operations["deletePipeline"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete: operations["deleteDeadLetters"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/dead-letters/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["countDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["replayDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/dead-letters/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["tryDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/offsets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPipelineOffsets"];
        put?: never;
        post?: never;
        delete: operations["resetPipelineOffsets"];
        options?: never;
        head?: never;
        patch: operations["alterPipelineOffsets"];
        trace?: never;
    };
    "/api/v1/pipelines/{name}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPipelineProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReconciliation"];
        put?: never;
        post: operations["startReconciliation"];
        delete: operations["cancelReconciliation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/records/{topic}/{partition}/{offset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listReplays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/replays/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReplay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["restartPipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/results/{store}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/results/{store}/{topic}/{partition}/{offset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["startPipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPipelineStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["stopPipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/tail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["tailPipeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["previewPipeline"];
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
        post: operations["validatePipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPlatform"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listQueries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getQuery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queries/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["stopQuery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTopics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/topics/{topic}/offsets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTopicOffsets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/topics/{topic}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTopicRecords"];
        put?: never;
        post: operations["appendTopicRecords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/topics/{topic}/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["proposeSchema"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transform/functions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTransformFunctions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/demo/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDemoQuotes"];
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
        Appended: {
            records: components["schemas"]["Position"][];
            topic: string;
        };
        AuditedValue: string | number | boolean | {
            [key: string]: unknown;
        } | Record<string, never>[];
        AuditedVisitor: {
            address?: string;
            /** @enum {string} */
            kind: "user" | "token" | "open" | "stranger" | "sluice";
            name?: string;
            /** Format: uuid */
            token?: string;
        };
        AuditEntry: {
            action: string;
            after?: components["schemas"]["AuditedValue"];
            /** Format: date-time */
            at: string;
            before?: components["schemas"]["AuditedValue"];
            details?: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            outcome: "done" | "refused" | "failed";
            /** Format: int32 */
            status?: number;
            target?: string;
            /** Format: int32 */
            times: number;
            /** Format: int64 */
            version?: number;
            who: components["schemas"]["AuditedVisitor"];
        };
        AuditPage: {
            cut?: boolean;
            estimated?: boolean;
            items: components["schemas"]["AuditEntry"][];
            next?: string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            size: number;
            /** Format: int64 */
            total?: number;
        };
        Batch: {
            /** Format: int64 */
            batchId: number;
            counters: components["schemas"]["Counters"];
            durationMs: {
                [key: string]: number;
            };
            /** Format: double */
            inputRowsPerSecond: number;
            /** Format: int64 */
            lag: number;
            /** Format: double */
            processedRowsPerSecond: number;
            /** Format: int64 */
            rows: number;
            /** Format: uuid */
            runId: string;
            /** Format: date-time */
            timestamp: string;
        };
        BatchMillis: {
            /** Format: int64 */
            max: number;
            /** Format: int64 */
            mean: number;
            phases?: components["schemas"]["PhaseMillis"];
        };
        CheckedRange: {
            /** Format: int64 */
            from: number;
            /** Format: int32 */
            partition: number;
            topic: string;
            /** Format: int64 */
            until: number;
        };
        Columns: {
            neverSeen: string[];
            /** Format: int32 */
            records: number;
            unread: string[];
        };
        CounterFinding: {
            counter: string;
            /** Format: int64 */
            implied: number;
            /** Format: int64 */
            ledger: number;
            /** Format: int32 */
            partition: number;
            topic: string;
        };
        Counters: {
            /** Format: int64 */
            consumed: number;
            /** Format: int64 */
            filtered: number;
            /** Format: int64 */
            rejected: number;
            sinks: components["schemas"]["SinkCounters"][];
        };
        CountersEvent: {
            /** Format: date-time */
            at: string;
            pipeline: string;
            summary: components["schemas"]["PipelineSummary"];
        };
        DeadLetter: {
            decoded?: {
                [key: string]: Record<string, never>;
            };
            edit?: components["schemas"]["EditedPayload"];
            /** @enum {string} */
            encoding: "utf8" | "base64";
            field?: string;
            headers: components["schemas"]["DeadLetterHeader"][];
            key: string | null;
            /** @enum {string} */
            keyEncoding: "utf8" | "base64";
            masked?: boolean;
            /** Format: int64 */
            offset: number;
            /** Format: int32 */
            partition: number;
            payload: string | null;
            reason: string;
            /** Format: date-time */
            rejectedAt: string;
            /** @enum {string} */
            stage: "decode" | "transform" | "postgres" | "mongo";
            /** Format: date-time */
            timestamp: string | null;
            /** Format: int64 */
            timestampMillis: number | null;
            topic: string;
            withheld?: string;
        };
        DeadLetterCounts: {
            by: string[];
            expired?: components["schemas"]["ExpiredDeadLetters"];
            groups: components["schemas"]["DeadLetterGroup"][];
            others?: components["schemas"]["OtherDeadLetters"];
            /** Format: int64 */
            total: number;
        };
        DeadLetterGroup: {
            example?: string;
            /** Format: date-time */
            hour?: string;
            /** Format: int64 */
            letters: number;
            /** Format: date-time */
            newest: string;
            reason?: string;
            /** @enum {string} */
            stage?: "decode" | "transform" | "postgres" | "mongo";
        };
        DeadLetterHeader: {
            encoding?: components["schemas"]["Encoding"];
            name: string;
            value?: string;
        };
        DeadLetterPage: {
            cut?: boolean;
            estimated?: boolean;
            items: components["schemas"]["DeadLetter"][];
            next?: string;
            notDecoded?: string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            size: number;
            /** Format: int64 */
            total?: number;
        };
        DefinitionEvent: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            change: "created" | "changed" | "deleted";
            pipeline: string;
            /** Format: int64 */
            version?: number;
        };
        DefinitionFault: {
            message: string;
            pointer: string;
        };
        /** @enum {string} */
        DesiredState: "RUNNING" | "STOPPED";
        Discrepancy: {
            field?: string;
            key?: string[];
            /** @enum {string} */
            kind: "MISSING" | "UNEXPECTED" | "DIFFERENT";
            position: components["schemas"]["RowPlace"];
        };
        EditedPayload: {
            /** Format: date-time */
            at: string;
            by: string;
            /** @enum {string} */
            encoding: "utf8" | "base64";
            payload: string;
        };
        /** @enum {string} */
        Encoding: "utf8" | "base64";
        ExpiredDeadLetters: {
            /** Format: date-time */
            lastAt: string;
            /** Format: int64 */
            letters: number;
        };
        FieldError: {
            message: string;
            pointer: string;
        };
        FieldProposal: {
            conflicts: string[];
            examples: string[];
            hints: string[];
            narrower: components["schemas"]["NarrowerType"][];
            notNull: boolean;
            /** Format: double */
            null: number;
            path: string;
            /** Format: double */
            present: number;
            type?: string;
            types: {
                [key: string]: number;
            };
        };
        FilteredBy: {
            condition: string;
            value: string;
        };
        Function: {
            description: string;
            example: string;
            group: string;
            name: string;
            signatures: string[];
        };
        Functions: {
            items: components["schemas"]["Function"][];
        };
        GoneOffsets: {
            /** Format: int64 */
            from: number;
            /** Format: int32 */
            partition: number;
            topic: string;
            /** Format: int64 */
            until: number;
            why: string;
        };
        History: {
            /** Format: date-time */
            from: string;
            marks: components["schemas"]["HistoryMark"][];
            points: components["schemas"]["HistoryPoint"][];
            step: string;
            /** Format: date-time */
            to: string;
        };
        HistoryMark: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            kind: "start" | "stop" | "completion" | "failure" | "retry" | "definition" | "replay" | "offsets" | "gap";
            text: string;
        };
        HistoryPoint: {
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            batches: number;
            batchMillis?: components["schemas"]["BatchMillis"];
            /** Format: double */
            inRate: number;
            /** Format: int64 */
            lag?: number;
            /** Format: int64 */
            lagSeconds?: number;
            /** Format: double */
            outRate: number;
            /** Format: double */
            rejectedRate: number;
        };
        LetterEdit: {
            /** @enum {string} */
            encoding?: "utf8" | "base64";
            payload: string;
            position: components["schemas"]["RecordPosition"];
        };
        LetterFilter: {
            from?: string;
            key?: string;
            /** @enum {string} */
            keyEncoding?: "utf8" | "base64";
            partition?: string;
            q?: string;
            reason?: string;
            /** @enum {string} */
            stage?: "decode" | "transform" | "postgres" | "mongo";
            to?: string;
            topic?: string;
        };
        LetterFindings: {
            examples: components["schemas"]["Discrepancy"][];
            /** Format: int64 */
            missing: number;
            /** Format: int64 */
            repaired: number;
        };
        MatchedLetters: {
            /** Format: int64 */
            matched?: number;
        };
        NarrowerType: {
            /** Format: int64 */
            misses: number;
            /** Format: int64 */
            of: number;
            text: string;
            type: string;
        };
        NewDeadLetter: {
            /** Format: int64 */
            offset: number;
            /** Format: int32 */
            partition: number;
            reason: string;
            /** Format: date-time */
            rejectedAt: string;
            stage: string;
            topic: string;
        };
        NewOffset: {
            /** Format: int64 */
            nextOffset: number;
            /** Format: int32 */
            partition: number;
            topic: string;
        };
        NewTable: {
            /** Format: int32 */
            sink: number;
            statement: string;
        };
        NextOffset: {
            /** Format: int64 */
            nextOffset: number;
            /** Format: int32 */
            partition: number;
            topic: string;
        };
        Offsets: {
            notices?: string[];
            partitions: components["schemas"]["NextOffset"][];
        };
        OffsetsOrder: {
            partitions: components["schemas"]["NewOffset"][];
        };
        OtherDeadLetters: {
            /** Format: int64 */
            groups: number;
            /** Format: int64 */
            letters: number;
        };
        OutputColumn: {
            name: string;
            nullable: boolean;
            postgresType?: string;
            type: string;
        };
        PartitionStatus: {
            /** Format: int64 */
            endOffset?: number;
            /** Format: int64 */
            lag?: number;
            /** Format: int32 */
            partition: number;
            /** Format: int64 */
            processedOffset: number;
            topic: string;
        };
        PartitionTime: {
            /** Format: int64 */
            offset: number;
            /** Format: int32 */
            partition: number;
        };
        PhaseMillis: {
            /** Format: double */
            addBatch: number;
            /** Format: double */
            commitOffsets: number;
            /** Format: double */
            getBatch: number;
            /** Format: double */
            latestOffset: number;
            /** Format: double */
            queryPlanning: number;
            /** Format: double */
            walCommit: number;
        };
        Pipeline: {
            definition: components["schemas"]["PipelineDefinition"];
            notices?: string[];
            status: components["schemas"]["PipelineStatus"];
        };
        PipelineDefinition: {
            /** @default true */
            autoStart: boolean;
            description?: string;
            name: string;
            sinks: components["schemas"]["SinkDefinition"][];
            source: components["schemas"]["SourceDefinition"];
            transform?: string;
            trigger?: components["schemas"]["TriggerDefinition"];
        };
        PipelineError: {
            /** Format: date-time */
            at: string;
            message: string;
            type: string;
        };
        PipelinePage: {
            items: components["schemas"]["PipelineSummary"][];
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            size: number;
            /** Format: int64 */
            total: number;
        };
        /** @enum {string} */
        PipelineState: "CREATED" | "STARTING" | "RUNNING" | "STOPPING" | "STOPPED" | "RETRYING" | "FAILED" | "COMPLETED";
        PipelineStatus: {
            /** Format: int32 */
            attempt: number;
            /** Format: int64 */
            batchId?: number;
            /** Format: int64 */
            caughtUpInSeconds?: number;
            columns?: components["schemas"]["Columns"];
            counters?: components["schemas"]["Counters"];
            desiredState: components["schemas"]["DesiredState"];
            /** Format: int64 */
            lagSeconds?: number;
            /** @enum {string} */
            lagTrend?: "RISING" | "FALLING" | "STEADY";
            lastError?: components["schemas"]["PipelineError"];
            /** Format: date-time */
            nextRetryAt?: string;
            notices?: string[];
            partitions: components["schemas"]["PartitionStatus"][];
            /** Format: uuid */
            queryId?: string;
            rates?: components["schemas"]["Rates"];
            /** Format: int64 */
            rejectedLastHour?: number;
            /** Format: uuid */
            runId?: string;
            /** Format: date-time */
            since: string;
            state: components["schemas"]["PipelineState"];
            unknown?: string[];
        };
        PipelineSummary: {
            /** Format: int64 */
            caughtUpInSeconds?: number;
            counters?: components["schemas"]["Counters"];
            /** Format: int64 */
            lag?: number;
            /** Format: int64 */
            lagSeconds?: number;
            /** @enum {string} */
            lagTrend?: "RISING" | "FALLING" | "STEADY";
            /** Format: date-time */
            lastBatchAt?: string;
            lastError?: components["schemas"]["PipelineError"];
            name: string;
            /** Format: date-time */
            nextRetryAt?: string;
            rates?: components["schemas"]["Rates"];
            /** Format: int64 */
            rejectedLastHour?: number;
            /** Format: double */
            rowsPerSecond: number;
            state: components["schemas"]["PipelineState"];
        };
        Platform: {
            kafka: components["schemas"]["PlatformKafka"];
            mongo: components["schemas"]["PlatformMongo"];
            postgres: components["schemas"]["PlatformPostgres"];
            /** @enum {string} */
            security?: "open" | "locked";
            sluice?: components["schemas"]["PlatformSluice"];
            spark: components["schemas"]["PlatformSpark"];
        };
        PlatformEvent: {
            /** Format: date-time */
            at: string;
            part: string;
            platform: {
                kafka?: components["schemas"]["PlatformKafka"];
                mongo?: components["schemas"]["PlatformMongo"];
                owner?: components["schemas"]["PlatformOwner"];
                postgres?: components["schemas"]["PlatformPostgres"];
                spark?: components["schemas"]["PlatformSpark"];
            };
        };
        PlatformKafka: {
            bootstrapServers: string;
            embedded: boolean;
            lastError?: string;
            reachable: boolean;
            /** Format: date-time */
            since: string;
        };
        PlatformMongo: {
            address: string;
            embedded: boolean;
            lastError?: string;
            reachable: boolean;
            /** Format: date-time */
            since: string;
        };
        PlatformNow: components["schemas"]["Platform"] & {
            owner: components["schemas"]["PlatformOwner"];
        };
        PlatformOwner: {
            detail?: string;
            /** @enum {string} */
            state: "OWNER" | "STANDBY" | "UNAVAILABLE";
        };
        PlatformPostgres: {
            database?: string;
            embedded: boolean;
            host?: string;
            lastError?: string;
            /** Format: int32 */
            port?: number;
            reachable: boolean;
            /** Format: date-time */
            since: string;
            user?: string;
        };
        PlatformSluice: {
            commit?: string;
            version: string;
        };
        PlatformSpark: {
            embedded: boolean;
            /** Format: int32 */
            executors?: number;
            lastError?: string;
            master?: string;
            reachable: boolean;
            /** Format: date-time */
            since?: string;
            uiUrl?: string;
            version?: string;
        };
        Position: {
            /** Format: int64 */
            offset: number;
            /** Format: int32 */
            partition: number;
        };
        Preview: {
            cut?: boolean;
            errors: components["schemas"]["DefinitionFault"][];
            notices: string[];
            output: components["schemas"]["OutputColumn"][];
            records: components["schemas"]["PreviewedRecord"][];
        };
        PreviewedRecord: {
            decoded?: {
                [key: string]: unknown;
            };
            encoding?: components["schemas"]["Encoding"];
            field?: string;
            key?: string;
            keyEncoding?: components["schemas"]["Encoding"];
            masked?: boolean;
            /** Format: int64 */
            offset: number;
            outcome: components["schemas"]["PreviewOutcome"];
            /** Format: int32 */
            partition: number;
            payload?: string;
            reason?: string;
            /** Format: int32 */
            rowCount?: number;
            rows?: {
                [key: string]: unknown;
            }[];
            /** @enum {string} */
            stage?: "decode" | "transform" | "postgres" | "mongo";
            /** Format: date-time */
            timestamp: string;
            topic: string;
            withheld?: string;
        };
        /** @enum {string} */
        PreviewEnd: "newest" | "oldest";
        PreviewOrder: {
            definition: components["schemas"]["PipelineDefinition"];
            sample?: components["schemas"]["PreviewSample"];
        };
        /** @enum {string} */
        PreviewOutcome: "stored" | "filtered" | "rejected" | "unfinished";
        PreviewSample: {
            deadLetters?: string;
            encoding?: components["schemas"]["Encoding"];
            from?: components["schemas"]["PreviewEnd"];
            /**
             * Format: int32
             * @default 50
             */
            limit: number;
            records?: string[];
        };
        Problem: {
            detail: string;
            errors?: components["schemas"]["FieldError"][];
            instance: string;
            /** Format: int32 */
            status: number;
            title: string;
            /** Format: uri-reference */
            type: string;
        };
        Progress: {
            items: components["schemas"]["Batch"][];
        };
        ProgressEvent: {
            /** Format: date-time */
            at: string;
            batch: components["schemas"]["Batch"];
            pipeline: string;
            summary: components["schemas"]["PipelineSummary"];
        };
        Quote: {
            character: string;
            /** @enum {string} */
            characterDirection: "Left" | "Right";
            /** Format: uri */
            image: string;
            quote: string;
        };
        Rates: {
            /** Format: double */
            in: number;
            /** Format: double */
            rejected: number;
            /** Format: double */
            stored: number;
        };
        Reconciliation: {
            /** Format: int64 */
            checked: number;
            counters: components["schemas"]["CounterFinding"][];
            deadLetters: components["schemas"]["LetterFindings"];
            /** Format: date-time */
            endedAt?: string;
            error?: components["schemas"]["PipelineError"];
            gone: components["schemas"]["GoneOffsets"][];
            notes: string[];
            /** Format: int64 */
            of: number;
            range: components["schemas"]["CheckedRange"][];
            repair: boolean;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            state: "RUNNING" | "DONE" | "FAILED" | "CANCELLED";
            stores: components["schemas"]["StoreFindings"][];
        };
        RecordBatch: {
            /** Format: int64 */
            batchId: number;
            /** Format: date-time */
            committedAt: string;
            /** Format: uuid */
            runId: string;
        };
        RecordInKafka: {
            encoding?: components["schemas"]["Encoding"];
            gone?: string;
            key?: string;
            keyEncoding?: components["schemas"]["Encoding"];
            masked?: boolean;
            payload?: string;
            /** Format: date-time */
            timestamp?: string;
            withheld?: string;
        };
        RecordLetter: {
            reason: string;
            /** Format: date-time */
            rejectedAt: string;
            /** @enum {string} */
            stage: "decode" | "transform" | "postgres" | "mongo";
        };
        RecordLife: {
            batch?: components["schemas"]["RecordBatch"];
            deadLetters?: components["schemas"]["RecordLetter"][];
            decoded?: {
                [key: string]: unknown;
            };
            field?: string;
            filteredBy?: components["schemas"]["FilteredBy"][];
            kafka?: components["schemas"]["RecordInKafka"];
            /** Format: int64 */
            nextOffset?: number;
            /** Format: int64 */
            offset: number;
            outcome?: components["schemas"]["PreviewOutcome"];
            /** Format: int32 */
            partition: number;
            read?: boolean;
            reason?: string;
            replays?: components["schemas"]["RecordReplay"][];
            /** Format: int32 */
            rowCount?: number;
            rows?: {
                [key: string]: unknown;
            }[];
            /** @enum {string} */
            stage?: "decode" | "transform" | "postgres" | "mongo";
            topic: string;
            unavailable?: {
                [key: string]: string;
            };
            unknown?: string;
        };
        RecordPosition: {
            /** Format: int64 */
            offset: number;
            /** Format: int32 */
            partition: number;
            topic: string;
        };
        RecordReplay: {
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            outcome: "stored" | "filtered" | "rejected";
            store?: string;
        };
        RecordShape: {
            /** Format: int32 */
            records: number;
            schema?: string;
            /** Format: double */
            share: number;
            when?: string;
        };
        RecordValue: {
            [key: string]: unknown;
        };
        RejectedEvent: {
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            more: number;
            newest: components["schemas"]["NewDeadLetter"][];
            pipeline: string;
        };
        Removal: {
            /** Format: int64 */
            deadLetters?: number;
            /** @enum {string} */
            deadLettersAre: "kept" | "renamed" | "removed";
            targets: components["schemas"]["TargetRemoval"][];
        };
        Replay: {
            /** Format: date-time */
            endedAt?: string;
            error?: components["schemas"]["PipelineError"];
            /** Format: int64 */
            filtered: number;
            /** Format: uuid */
            id: string;
            ignoredEdits?: components["schemas"]["RecordPosition"][];
            /** Format: int64 */
            left?: number;
            /** Format: int64 */
            matched?: number;
            /** Format: int64 */
            rejected: number;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            state: "RUNNING" | "DONE" | "FAILED";
            /** Format: int64 */
            stored: number;
            /** Format: int64 */
            tried: number;
            /** Format: int64 */
            withoutStore?: number;
        };
        ReplayOrder: {
            edits?: components["schemas"]["LetterEdit"][];
            filter?: components["schemas"]["LetterFilter"];
            positions?: components["schemas"]["RecordPosition"][];
        };
        Replays: {
            items: components["schemas"]["Replay"][];
        };
        ResultPage: {
            cut?: boolean;
            estimated?: boolean;
            items: components["schemas"]["ResultRow"][];
            next?: string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            size: number;
            /** Format: int64 */
            total?: number;
        };
        ResultRow: {
            [key: string]: unknown;
        };
        RowPlace: {
            /** Format: int64 */
            offset: number;
            /** Format: int32 */
            ordinal?: number;
            /** Format: int32 */
            partition: number;
            topic: string;
        };
        SchemaProposal: {
            cut: boolean;
            fields: components["schemas"]["FieldProposal"][];
            format: string;
            notices: string[];
            /** Format: int32 */
            records: number;
            schema?: string;
            shapes: components["schemas"]["RecordShape"][];
            table?: string;
            topic: string;
            transform?: string;
            undecodable: components["schemas"]["UndecodableRecords"];
        };
        SessionView: {
            /** @enum {string} */
            kind?: "user" | "token" | "oidc" | "certificate";
            pipelines?: string[];
            /** @enum {string} */
            role?: "metrics" | "viewer" | "operator" | "admin";
            /** @enum {string} */
            security: "open" | "locked";
            user?: string;
        };
        SinkCounters: {
            /** Format: int64 */
            rejected: number;
            /** Format: int64 */
            rows: number;
            /** @enum {string} */
            sink: "postgres" | "mongo";
            /** Format: int64 */
            stored: number;
        };
        SinkDefinition: {
            collection?: string;
            key?: string[];
            /**
             * @default append
             * @enum {string}
             */
            mode: "append" | "upsert";
            table?: string;
            /** @enum {string} */
            type: "postgres" | "mongo";
            version?: string;
        };
        SnapshotEvent: {
            heartbeatSeconds: number;
            pipelines: components["schemas"]["PipelineSummary"][];
            platform: components["schemas"]["PlatformNow"];
        };
        SourceDefinition: {
            /**
             * @default json
             * @enum {string}
             */
            format: "json";
            mask?: string[];
            /** Format: int64 */
            maxOffsetsPerTrigger?: number;
            options?: {
                [key: string]: string;
            };
            schema: string;
            startingOffsets?: components["schemas"]["StartingOffsets"];
            topics: string[];
            /**
             * @default ignore
             * @enum {string}
             */
            unknownFields: "ignore" | "reject";
        };
        SparkProgress: {
            [key: string]: unknown;
        };
        StartingOffsets: unknown;
        StateEvent: {
            /** Format: date-time */
            at: string;
            pipeline: string;
            status: components["schemas"]["PipelineStatus"];
        };
        StoreFindings: {
            compared: boolean;
            /** Format: int64 */
            different: number;
            examples: components["schemas"]["Discrepancy"][];
            /** Format: int64 */
            missing: number;
            /** Format: int64 */
            repaired: number;
            sink: string;
            /** Format: int64 */
            unexpected: number;
        };
        StreamingQuery: {
            exception?: string;
            /** Format: uuid */
            id: string;
            isActive: boolean;
            lastProgress?: components["schemas"]["SparkProgress"];
            name?: string;
            plan: string;
            /** Format: uuid */
            runId: string;
            sink: string;
            sources: string[];
            statusMessage: string;
        };
        TailDefinition: {
            /** @enum {string} */
            change: "changed";
            /** Format: int64 */
            version: number;
        };
        TailEnd: {
            detail: string;
        };
        TailRate: {
            /** Format: int64 */
            seen: number;
            /** Format: int32 */
            shown: number;
        };
        TargetRemoval: {
            /** @enum {string} */
            action: "dropped" | "renamed" | "rows-removed" | "untouched";
            madeBySluice: boolean;
            /** Format: int64 */
            rows?: number;
            /** @enum {string} */
            sink: "postgres" | "mongo";
            target: string;
            why: string;
        };
        Topic: {
            name: string;
            partitions: components["schemas"]["TopicPartition"][];
        };
        TopicPartition: {
            /** Format: int64 */
            beginningOffset: number;
            /** Format: int64 */
            endOffset: number;
            /** Format: int32 */
            partition: number;
        };
        TopicRecord: {
            encoding?: components["schemas"]["Encoding"];
            headers: components["schemas"]["TopicRecordHeader"][];
            key?: string;
            keyEncoding?: components["schemas"]["Encoding"];
            masked?: boolean;
            /** Format: int64 */
            offset: number;
            /** Format: int32 */
            partition: number;
            payload?: string;
            /** Format: date-time */
            timestamp: string;
            withheld?: string;
        };
        TopicRecordHeader: {
            encoding?: components["schemas"]["Encoding"];
            name: string;
            value?: string;
        };
        TopicTime: {
            /** Format: date-time */
            at: string;
            partitions: components["schemas"]["PartitionTime"][];
            topic: string;
        };
        Trial: {
            cut?: boolean;
            errors: components["schemas"]["TrialFault"][];
            output: components["schemas"]["TrialColumn"][];
            records: components["schemas"]["TriedRecord"][];
        };
        TrialColumn: {
            name: string;
            nullable: boolean;
            type: string;
        };
        TrialFault: {
            message: string;
            pointer: string;
        };
        TrialOrder: {
            definition?: components["schemas"]["PipelineDefinition"];
            edits?: components["schemas"]["LetterEdit"][];
            filter?: components["schemas"]["LetterFilter"];
            positions?: components["schemas"]["RecordPosition"][];
        };
        TriedRecord: {
            decoded?: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            encoding: "utf8" | "base64";
            field?: string;
            masked?: boolean;
            /** Format: int64 */
            offset: number;
            /** @enum {string} */
            outcome: "stored" | "filtered" | "rejected";
            /** Format: int32 */
            partition: number;
            payload: string | null;
            reason?: string;
            rows: {
                [key: string]: unknown;
            }[];
            /** @enum {string} */
            stage?: "decode" | "transform" | "postgres" | "mongo";
            topic: string;
            withheld?: string;
        };
        TriggerDefinition: {
            /** @default PT0S */
            interval: string;
            /**
             * @default processingTime
             * @enum {string}
             */
            mode: "processingTime" | "availableNow" | "continuous";
        };
        UndecodableRecord: {
            /** Format: int64 */
            offset: number;
            /** Format: int32 */
            partition: number;
            reason: string;
        };
        UndecodableRecords: {
            /** Format: int32 */
            count: number;
            examples: components["schemas"]["UndecodableRecord"][];
        };
        Validation: {
            columns?: components["schemas"]["Columns"];
            errors: components["schemas"]["DefinitionFault"][];
            notices: string[];
            output: components["schemas"]["OutputColumn"][];
            tables: components["schemas"]["NewTable"][];
            unchecked: string[];
            valid: boolean;
        };
        Version: {
            /** Format: date-time */
            at: string;
            by: string | null;
            changes: components["schemas"]["VersionChange"][];
            /** Format: int32 */
            moreChanges?: number;
            /** Format: int64 */
            version: number;
        };
        VersionChange: {
            after: components["schemas"]["VersionValue"];
            before: components["schemas"]["VersionValue"];
            pointer: string;
        };
        Versions: {
            items: components["schemas"]["Version"][];
            /** Format: int64 */
            next?: number;
        };
        VersionValue: (string | number | boolean | {
            [key: string]: unknown;
        } | Record<string, never>[]) | null;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Appended = components['schemas']['Appended'];
export type AuditedValue = components['schemas']['AuditedValue'];
export type AuditedVisitor = components['schemas']['AuditedVisitor'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type AuditPage = components['schemas']['AuditPage'];
export type Batch = components['schemas']['Batch'];
export type BatchMillis = components['schemas']['BatchMillis'];
export type CheckedRange = components['schemas']['CheckedRange'];
export type Columns = components['schemas']['Columns'];
export type CounterFinding = components['schemas']['CounterFinding'];
export type Counters = components['schemas']['Counters'];
export type CountersEvent = components['schemas']['CountersEvent'];
export type DeadLetter = components['schemas']['DeadLetter'];
export type DeadLetterCounts = components['schemas']['DeadLetterCounts'];
export type DeadLetterGroup = components['schemas']['DeadLetterGroup'];
export type DeadLetterHeader = components['schemas']['DeadLetterHeader'];
export type DeadLetterPage = components['schemas']['DeadLetterPage'];
export type DefinitionEvent = components['schemas']['DefinitionEvent'];
export type DefinitionFault = components['schemas']['DefinitionFault'];
export type DesiredState = components['schemas']['DesiredState'];
export type Discrepancy = components['schemas']['Discrepancy'];
export type EditedPayload = components['schemas']['EditedPayload'];
export type Encoding = components['schemas']['Encoding'];
export type ExpiredDeadLetters = components['schemas']['ExpiredDeadLetters'];
export type FieldError = components['schemas']['FieldError'];
export type FieldProposal = components['schemas']['FieldProposal'];
export type FilteredBy = components['schemas']['FilteredBy'];
export type Function = components['schemas']['Function'];
export type Functions = components['schemas']['Functions'];
export type GoneOffsets = components['schemas']['GoneOffsets'];
export type History = components['schemas']['History'];
export type HistoryMark = components['schemas']['HistoryMark'];
export type HistoryPoint = components['schemas']['HistoryPoint'];
export type LetterEdit = components['schemas']['LetterEdit'];
export type LetterFilter = components['schemas']['LetterFilter'];
export type LetterFindings = components['schemas']['LetterFindings'];
export type MatchedLetters = components['schemas']['MatchedLetters'];
export type NarrowerType = components['schemas']['NarrowerType'];
export type NewDeadLetter = components['schemas']['NewDeadLetter'];
export type NewOffset = components['schemas']['NewOffset'];
export type NewTable = components['schemas']['NewTable'];
export type NextOffset = components['schemas']['NextOffset'];
export type Offsets = components['schemas']['Offsets'];
export type OffsetsOrder = components['schemas']['OffsetsOrder'];
export type OtherDeadLetters = components['schemas']['OtherDeadLetters'];
export type OutputColumn = components['schemas']['OutputColumn'];
export type PartitionStatus = components['schemas']['PartitionStatus'];
export type PartitionTime = components['schemas']['PartitionTime'];
export type PhaseMillis = components['schemas']['PhaseMillis'];
export type Pipeline = components['schemas']['Pipeline'];
export type PipelineDefinition = components['schemas']['PipelineDefinition'];
export type PipelineError = components['schemas']['PipelineError'];
export type PipelinePage = components['schemas']['PipelinePage'];
export type PipelineState = components['schemas']['PipelineState'];
export type PipelineStatus = components['schemas']['PipelineStatus'];
export type PipelineSummary = components['schemas']['PipelineSummary'];
export type Platform = components['schemas']['Platform'];
export type PlatformEvent = components['schemas']['PlatformEvent'];
export type PlatformKafka = components['schemas']['PlatformKafka'];
export type PlatformMongo = components['schemas']['PlatformMongo'];
export type PlatformNow = components['schemas']['PlatformNow'];
export type PlatformOwner = components['schemas']['PlatformOwner'];
export type PlatformPostgres = components['schemas']['PlatformPostgres'];
export type PlatformSluice = components['schemas']['PlatformSluice'];
export type PlatformSpark = components['schemas']['PlatformSpark'];
export type Position = components['schemas']['Position'];
export type Preview = components['schemas']['Preview'];
export type PreviewedRecord = components['schemas']['PreviewedRecord'];
export type PreviewEnd = components['schemas']['PreviewEnd'];
export type PreviewOrder = components['schemas']['PreviewOrder'];
export type PreviewOutcome = components['schemas']['PreviewOutcome'];
export type PreviewSample = components['schemas']['PreviewSample'];
export type Problem = components['schemas']['Problem'];
export type Progress = components['schemas']['Progress'];
export type ProgressEvent = components['schemas']['ProgressEvent'];
export type Quote = components['schemas']['Quote'];
export type Rates = components['schemas']['Rates'];
export type Reconciliation = components['schemas']['Reconciliation'];
export type RecordBatch = components['schemas']['RecordBatch'];
export type RecordInKafka = components['schemas']['RecordInKafka'];
export type RecordLetter = components['schemas']['RecordLetter'];
export type RecordLife = components['schemas']['RecordLife'];
export type RecordPosition = components['schemas']['RecordPosition'];
export type RecordReplay = components['schemas']['RecordReplay'];
export type RecordShape = components['schemas']['RecordShape'];
export type RecordValue = components['schemas']['RecordValue'];
export type RejectedEvent = components['schemas']['RejectedEvent'];
export type Removal = components['schemas']['Removal'];
export type Replay = components['schemas']['Replay'];
export type ReplayOrder = components['schemas']['ReplayOrder'];
export type Replays = components['schemas']['Replays'];
export type ResultPage = components['schemas']['ResultPage'];
export type ResultRow = components['schemas']['ResultRow'];
export type RowPlace = components['schemas']['RowPlace'];
export type SchemaProposal = components['schemas']['SchemaProposal'];
export type SessionView = components['schemas']['SessionView'];
export type SinkCounters = components['schemas']['SinkCounters'];
export type SinkDefinition = components['schemas']['SinkDefinition'];
export type SnapshotEvent = components['schemas']['SnapshotEvent'];
export type SourceDefinition = components['schemas']['SourceDefinition'];
export type SparkProgress = components['schemas']['SparkProgress'];
export type StartingOffsets = components['schemas']['StartingOffsets'];
export type StateEvent = components['schemas']['StateEvent'];
export type StoreFindings = components['schemas']['StoreFindings'];
export type StreamingQuery = components['schemas']['StreamingQuery'];
export type TailDefinition = components['schemas']['TailDefinition'];
export type TailEnd = components['schemas']['TailEnd'];
export type TailRate = components['schemas']['TailRate'];
export type TargetRemoval = components['schemas']['TargetRemoval'];
export type Topic = components['schemas']['Topic'];
export type TopicPartition = components['schemas']['TopicPartition'];
export type TopicRecord = components['schemas']['TopicRecord'];
export type TopicRecordHeader = components['schemas']['TopicRecordHeader'];
export type TopicTime = components['schemas']['TopicTime'];
export type Trial = components['schemas']['Trial'];
export type TrialColumn = components['schemas']['TrialColumn'];
export type TrialFault = components['schemas']['TrialFault'];
export type TrialOrder = components['schemas']['TrialOrder'];
export type TriedRecord = components['schemas']['TriedRecord'];
export type TriggerDefinition = components['schemas']['TriggerDefinition'];
export type UndecodableRecord = components['schemas']['UndecodableRecord'];
export type UndecodableRecords = components['schemas']['UndecodableRecords'];
export type Validation = components['schemas']['Validation'];
export type Version = components['schemas']['Version'];
export type VersionChange = components['schemas']['VersionChange'];
export type Versions = components['schemas']['Versions'];
export type VersionValue = components['schemas']['VersionValue'];
export type $defs = Record<string, never>;
export interface operations {
    listAudit: {
        parameters: {
            query?: {
                action?: string;
                after?: string;
                count?: "exact" | "estimate" | "none";
                from?: string;
                outcome?: "done" | "refused" | "failed";
                page?: number;
                size?: number;
                target?: string;
                to?: string;
                who?: string;
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
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                pipeline?: string[];
            };
            header?: {
                "Last-Event-ID"?: string;
            };
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
                    "text/event-stream": string;
                };
            };
        };
    };
    listPipelines: {
        parameters: {
            query?: {
                page?: number;
                size?: number;
                state?: components["schemas"]["PipelineState"];
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
                    "application/json": components["schemas"]["PipelinePage"];
                };
            };
        };
    };
    createPipeline: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PipelineDefinition"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
        };
    };
    getPipeline: {
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
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
        };
    };
    putPipeline: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "If-None-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PipelineDefinition"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
        };
    };
    deletePipeline: {
        parameters: {
            query?: {
                dryRun?: boolean;
                purge?: boolean;
            };
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["Removal"];
                };
            };
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                after?: string;
                count?: "exact" | "estimate" | "none";
                decoded?: boolean;
                encoding?: "utf8" | "base64";
                from?: string;
                key?: string;
                keyEncoding?: "utf8" | "base64";
                page?: number;
                partition?: number;
                q?: string;
                reason?: string;
                size?: number;
                stage?: "decode" | "transform" | "postgres" | "mongo";
                to?: string;
                topic?: string;
            };
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["DeadLetterPage"];
                };
            };
        };
    };
    deleteDeadLetters: {
        parameters: {
            query?: {
                dryRun?: boolean;
                from?: string;
                key?: string;
                keyEncoding?: "utf8" | "base64";
                partition?: number;
                q?: string;
                reason?: string;
                stage?: "decode" | "transform" | "postgres" | "mongo";
                to?: string;
                topic?: string;
            };
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["MatchedLetters"];
                };
            };
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    countDeadLetters: {
        parameters: {
            query?: {
                by?: string;
                from?: string;
                key?: string;
                keyEncoding?: "utf8" | "base64";
                limit?: number;
                partition?: number;
                q?: string;
                reason?: string;
                stage?: "decode" | "transform" | "postgres" | "mongo";
                to?: string;
                topic?: string;
            };
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["DeadLetterCounts"];
                };
            };
        };
    };
    replayDeadLetters: {
        parameters: {
            query?: {
                dryRun?: boolean;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayOrder"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchedLetters"];
                };
            };
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
        };
    };
    tryDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TrialOrder"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trial"];
                };
            };
        };
    };
    getPipelineOffsets: {
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offsets"];
                };
            };
        };
    };
    resetPipelineOffsets: {
        parameters: {
            query?: {
                dryRun?: boolean;
                rows?: "keep" | "remove";
            };
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["Removal"];
                };
            };
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    alterPipelineOffsets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OffsetsOrder"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offsets"];
                };
            };
        };
    };
    getPipelineProgress: {
        parameters: {
            query?: {
                from?: string;
                limit?: number;
                step?: string;
                to?: string;
            };
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["Progress"] | components["schemas"]["History"];
                };
            };
        };
    };
    getReconciliation: {
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
        };
    };
    startReconciliation: {
        parameters: {
            query?: {
                repair?: boolean;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
        };
    };
    cancelReconciliation: {
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
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getRecord: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                offset: number;
                partition: number;
                topic: string;
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
                    "application/json": components["schemas"]["RecordLife"];
                };
            };
        };
    };
    listReplays: {
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replays"];
                };
            };
        };
    };
    getReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["Replay"];
                };
            };
        };
    };
    restartPipeline: {
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineStatus"];
                };
            };
        };
    };
    listResults: {
        parameters: {
            query?: {
                after?: string;
                count?: "exact" | "estimate" | "none";
                filter?: string[];
                page?: number;
                size?: number;
                sort?: string[];
            };
            header?: never;
            path: {
                name: string;
                store: "postgres" | "mongo";
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
                    "application/json": components["schemas"]["ResultPage"];
                };
            };
        };
    };
    getResult: {
        parameters: {
            query?: {
                ordinal?: number;
            };
            header?: never;
            path: {
                name: string;
                offset: number;
                partition: number;
                store: "postgres" | "mongo";
                topic: string;
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
                    "application/json": components["schemas"]["ResultRow"];
                };
            };
        };
    };
    startPipeline: {
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineStatus"];
                };
            };
        };
    };
    getPipelineStatus: {
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineStatus"];
                };
            };
        };
    };
    stopPipeline: {
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineStatus"];
                };
            };
        };
    };
    tailPipeline: {
        parameters: {
            query?: {
                only?: string[];
            };
            header?: never;
            path: {
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
                    "text/event-stream": string;
                };
            };
        };
    };
    listVersions: {
        parameters: {
            query?: {
                after?: number;
                size?: number;
            };
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["Versions"];
                };
            };
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: number;
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
                    "application/json": components["schemas"]["PipelineDefinition"];
                };
            };
        };
    };
    previewPipeline: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewOrder"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
        };
    };
    validatePipeline: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PipelineDefinition"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Validation"];
                };
            };
        };
    };
    getPlatform: {
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
                    "application/json": components["schemas"]["Platform"];
                };
            };
        };
    };
    listQueries: {
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
                    "application/json": components["schemas"]["StreamingQuery"][];
                };
            };
        };
    };
    getQuery: {
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
                    "application/json": components["schemas"]["StreamingQuery"];
                };
            };
        };
    };
    stopQuery: {
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineStatus"];
                };
            };
        };
    };
    getSession: {
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
                    "application/json": components["schemas"]["SessionView"];
                };
            };
        };
    };
    listTopics: {
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
                    "application/json": components["schemas"]["Topic"][];
                };
            };
        };
    };
    getTopicOffsets: {
        parameters: {
            query: {
                at: string;
            };
            header?: never;
            path: {
                topic: string;
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
                    "application/json": components["schemas"]["TopicTime"];
                };
            };
        };
    };
    listTopicRecords: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                topic: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Sluice-Cut"?: boolean;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopicRecord"][];
                };
            };
        };
    };
    appendTopicRecords: {
        parameters: {
            query?: {
                key?: string;
                partition?: number;
            };
            header?: never;
            path: {
                topic: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordValue"][];
                "application/x-ndjson": string;
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appended"];
                };
            };
        };
    };
    proposeSchema: {
        parameters: {
            query?: {
                format?: string;
                from?: string;
                limit?: number;
                tolerance?: number;
            };
            header?: never;
            path: {
                topic: string;
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
                    "application/json": components["schemas"]["SchemaProposal"];
                };
            };
        };
    };
    listTransformFunctions: {
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
                    "application/json": components["schemas"]["Functions"];
                };
            };
        };
    };
    listDemoQuotes: {
        parameters: {
            query?: {
                count?: number;
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
                    "application/json": components["schemas"]["Quote"][];
                };
            };
        };
    };
}
