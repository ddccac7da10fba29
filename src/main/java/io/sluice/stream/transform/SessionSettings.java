package io.sluice.stream.transform;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Spark's settings that decide what a transform means. The query that runs it must run under the same. */
final class SessionSettings {

    private static final Map<String, String> SETTINGS = Map.of(
            // An expression that fails rejects its record instead of giving NULL.
            "spark.sql.ansi.enabled", "true",
            "spark.sql.ansi.enforceReservedKeywords", "false",
            "spark.sql.ansi.doubleQuotedIdentifiers", "false",
            "spark.sql.caseSensitive", "true",
            "spark.sql.session.timeZone", "UTC",
            // ${env:PASSWORD} stays text.
            // map(k, 1, k, 2) fails for its record, as a map with a key twice does wherever it comes from.
            "spark.sql.mapKeyDedupPolicy", "EXCEPTION",
            "spark.sql.variable.substitute", "false",
            "spark.sql.runSQLOnFiles", "false",
            // A backquoted name is a name, not a pattern of names.
            "spark.sql.parser.quotedRegexColumnNames", "false",
            // to_date('2023-02-30') fails for its record; the default asks for an upgrade decision.
            "spark.sql.legacy.timeParserPolicy", "CORRECTED");

    private SessionSettings() {}

    static void apply(SparkSession session) {
        SETTINGS.forEach(session.conf()::set);
    }
}
