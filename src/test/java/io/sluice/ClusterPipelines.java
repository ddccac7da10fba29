package io.sluice;

/** The definitions that {@link ClusterIT} creates; table and collection have the name of their pipeline. */
final class ClusterPipelines {

    static final String POSTGRES = """
            {"type": "postgres", "table": "%1$s"}""";
    static final String BOTH = """
            {"type": "postgres", "table": "%1$s"}, {"type": "mongo", "collection": "%1$s"}""";

    private static final String PIPELINE = """
            {"name": "%1$s",
             "source": {"topics": ["%2$s"], "maxOffsetsPerTrigger": %3$d, "schema": "%4$s"},
             "transform": "%5$s",
             "sinks": [%6$s]}""";

    private ClusterPipelines() {}

    static String generated(String name) {
        return PIPELINE.formatted(
                name, "generated", 300, ClusterRecords.SCHEMA, ClusterRecords.TRANSFORM, BOTH.formatted(name));
    }

    static String quotes(String name) {
        return PIPELINE.formatted(
                name,
                "quotes",
                20,
                "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING",
                "SELECT *, length(quote) AS size FROM source",
                BOTH.formatted(name));
    }

    /** Of the topic of its own name. */
    static String numbered(String name, int atOnce, String sinks) {
        return PIPELINE.formatted(
                name,
                name,
                atOnce,
                "id BIGINT NOT NULL, text STRING",
                "SELECT id, upper(text) AS text FROM source",
                sinks.formatted(name));
    }
}
