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

    private Examples() {}
}
