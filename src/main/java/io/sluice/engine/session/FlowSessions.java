package io.sluice.engine.session;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Makes the sessions in which flows are analysed and run: each its own, so that no view and no setting leaks. */
public final class FlowSessions {

    /**
     * What every flow relies on: failing expressions fail instead of turning into null, names match exactly, times are
     * UTC, and no text of a definition is substituted or opened as a file.
     */
    static final Map<String, String> SETTINGS = Map.of(
            "spark.sql.ansi.enabled", "true",
            "spark.sql.caseSensitive", "true",
            "spark.sql.session.timeZone", "UTC",
            "spark.sql.variable.substitute", "false",
            "spark.sql.runSQLOnFiles", "false");

    private FlowSessions() {}

    public static SparkSession open(SparkSession root) {
        SparkSession session = root.newSession();
        SETTINGS.forEach(session.conf()::set);
        return session;
    }
}
