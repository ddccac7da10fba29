package io.sluice.pipeline.api;

/** Examples for the OpenAPI document; the same as in the README. */
public final class Examples {

    static final String DEFINITION = """
            {
              "name": "my_quotes",
              "description": "Quotes with their length, into both stores",
              "source": {
                "topics": ["my_quotes"],
                "format": "json",
                "schema": "quote STRING NOT NULL, character STRING, characterDirection STRING",
                "startingOffsets": "earliest",
                "maxOffsetsPerTrigger": 200000,
                "unknownFields": "ignore"
              },
              "transform": "SELECT quote, character, lower(characterDirection) AS direction, length(quote) AS size FROM source WHERE character IS NOT NULL",
              "sinks": [
                { "type": "postgres", "table": "my_quotes", "mode": "append" },
                { "type": "mongo", "collection": "my_quotes", "mode": "append" }
              ],
              "trigger": { "mode": "processingTime", "interval": "PT0S" },
              "autoStart": true
            }""";

    static final String STATUS = """
            {
              "state": "RUNNING",
              "desiredState": "RUNNING",
              "since": "2026-01-31T08:00:00Z",
              "attempt": 0,
              "queryId": "0f4e4f8c-4a1b-4c58-8f0a-6a3b1c9e2d11",
              "runId": "b3f1c7ce-2f4e-4b6f-9a51-0c6f6f1f7e22",
              "batchId": 0,
              "partitions": [
                { "topic": "my_quotes", "partition": 0, "processedOffset": 6, "endOffset": 6, "lag": 0 }
              ],
              "counters": {
                "consumed": 6, "filtered": 1, "rejected": 3,
                "sinks": [
                  { "sink": "postgres", "stored": 2, "rejected": 0, "rows": 2 },
                  { "sink": "mongo", "stored": 2, "rejected": 0, "rows": 2 }
                ]
              },
              "rates": { "in": 0.1, "stored": 0.03, "rejected": 0.05 },
              "rejectedLastHour": 3
            }""";

    static final String PIPELINE = "{\"definition\": " + DEFINITION + ", \"status\": " + STATUS + "}";

    static final String VALIDATION = """
            {
              "valid": false,
              "errors": [{ "pointer": "/sinks/0/table", "message": "is missing" }],
              "output": [
                { "name": "quote", "type": "STRING", "postgresType": "text", "nullable": false },
                { "name": "size", "type": "INT", "postgresType": "integer", "nullable": false }
              ],
              "notices": [],
              "unchecked": []
            }""";

    static final String PAGE = """
            {
              "items": [{
                "name": "my_quotes", "state": "RUNNING", "rowsPerSecond": 0.1,
                "rates": { "in": 0.1, "stored": 0.03, "rejected": 0.05 }, "lag": 0,
                "counters": {
                  "consumed": 6, "filtered": 1, "rejected": 3,
                  "sinks": [{ "sink": "postgres", "stored": 2, "rejected": 0, "rows": 2 }]
                },
                "rejectedLastHour": 3
              }],
              "page": 0,
              "size": 50,
              "total": 1
            }""";

    static final String PROGRESS = """
            {
              "items": [{
                "runId": "b3f1c7ce-2f4e-4b6f-9a51-0c6f6f1f7e22",
                "batchId": 0, "timestamp": "2026-01-31T08:00:01.200Z", "rows": 6,
                "inputRowsPerSecond": 5.0, "processedRowsPerSecond": 30.0,
                "durationMs": { "addBatch": 180, "triggerExecution": 200 }, "lag": 0,
                "counters": {
                  "consumed": 6, "filtered": 1, "rejected": 3,
                  "sinks": [{ "sink": "postgres", "stored": 2, "rejected": 0, "rows": 2 }]
                }
              }]
            }""";

    public static final String OFFSETS = """
            { "partitions": [{ "topic": "my_quotes", "partition": 0, "nextOffset": 6 }] }""";

    public static final String REWIND = """
            { "partitions": [{ "topic": "my_quotes", "partition": 0, "nextOffset": 0 }] }""";

    public static final String REMOVAL = """
            {
              "targets": [
                {
                  "sink": "postgres", "target": "my_quotes", "madeBySluice": true, "action": "dropped", "rows": 2,
                  "why": "Sluice made it for this pipeline"
                },
                {
                  "sink": "mongo", "target": "my_quotes", "madeBySluice": true, "action": "dropped", "rows": 2,
                  "why": "Sluice made it for this pipeline"
                }
              ],
              "deadLetters": 3,
              "deadLettersAre": "removed"
            }""";

    public static final String REPLAY = """
            { "positions": [{ "topic": "my_quotes", "partition": 0, "offset": 3 }] }""";

    public static final String REPLAYED = """
            {
              "id": "5b8e1c7a-3f0e-4d0e-9a1c-6f6f1f7e22b3",
              "state": "DONE",
              "matched": 3,
              "tried": 3,
              "stored": 1,
              "filtered": 0,
              "rejected": 2,
              "left": 2,
              "startedAt": "2026-11-22T13:24:06.000Z",
              "endedAt": "2026-11-22T13:24:06.120Z"
            }""";

    public static final String REPLAY_ORDERED = """
            {
              "id": "5b8e1c7a-3f0e-4d0e-9a1c-6f6f1f7e22b3",
              "state": "RUNNING",
              "matched": 3,
              "tried": 0,
              "stored": 0,
              "filtered": 0,
              "rejected": 0,
              "left": 3,
              "startedAt": "2026-11-22T13:24:06.000Z"
            }""";

    static final String SPARK_PROGRESS = """
            { "batchId": 0, "numInputRows": 6, "durationMs": { "addBatch": 180, "triggerExecution": 200 } }""";

    static final String QUERY = """
            {
              "id": "0f4e4f8c-4a1b-4c58-8f0a-6a3b1c9e2d11",
              "runId": "b3f1c7ce-2f4e-4b6f-9a51-0c6f6f1f7e22",
              "name": "my_quotes",
              "isActive": true,
              "statusMessage": "Waiting for data to arrive",
              "sources": ["KafkaV2[Subscribe[my_quotes]]"],
              "sink": "sluice",
              "lastProgress": """ + SPARK_PROGRESS + ", \"plan\": \"== Physical Plan == …\" }";

    private Examples() {}
}
