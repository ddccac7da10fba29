package io.sluice.pipeline;

/** Examples for the OpenAPI document; the same as in the README. */
final class Examples {

    static final String DEFINITION = """
            {
              "name": "quotes",
              "description": "Simpsons quotes, from the topic into both stores",
              "source": {
                "topics": ["topic_quotes"],
                "format": "json",
                "schema": "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING",
                "startingOffsets": "earliest",
                "maxOffsetsPerTrigger": 200000
              },
              "transform": "SELECT quote, character, lower(characterDirection) AS direction, length(quote) AS size FROM source WHERE character IS NOT NULL",
              "sinks": [
                { "type": "postgres", "table": "quotes" },
                { "type": "mongo", "collection": "quotes" }
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
              "batchId": 41,
              "partitions": [
                { "topic": "topic_quotes", "partition": 0, "processedOffset": 1250, "endOffset": 1250, "lag": 0 }
              ],
              "counters": {
                "consumed": 1250, "filtered": 0, "rejected": 10,
                "sinks": [
                  { "sink": "postgres", "stored": 1240, "rejected": 0, "rows": 1240 },
                  { "sink": "mongo", "stored": 1240, "rejected": 0, "rows": 1240 }
                ]
              }
            }""";

    static final String VALIDATION = """
            {
              "valid": false,
              "errors": [{ "pointer": "/sinks/0/table", "message": "is missing" }],
              "output": [
                { "name": "quote", "type": "STRING", "postgresType": "text", "nullable": false },
                { "name": "size", "type": "INT", "postgresType": "integer", "nullable": true }
              ]
            }""";

    static final String PAGE = """
            {
              "items": [{ "name": "quotes", "state": "RUNNING", "rowsPerSecond": 5.0, "lag": 0 }],
              "page": 0,
              "size": 50,
              "total": 1
            }""";

    private Examples() {}
}
