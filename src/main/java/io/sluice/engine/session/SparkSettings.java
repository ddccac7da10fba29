package io.sluice.engine.session;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The settings that Spark is started with. */
final class SparkSettings {

    private static final String JARS = "spark.jars";

    private static final Map<String, String> ALWAYS = Map.of(
            // The UI listens on every address unless SPARK_LOCAL_IP says otherwise.
            "spark.ui.enabled", "false",
            // A JVM takes one factory of URL handlers, and Tomcat does not start if it finds Spark's in the place.
            "spark.sql.defaultUrlStreamHandlerFactory.enabled", "false",
            "spark.sql.streaming.numRecentProgressUpdates", "100",
            // A stop that does not come through is reported, and ordered again; by default it blocks for ever.
            "spark.sql.streaming.stopTimeout", "15s",
            "spark.sql.streaming.noDataMicroBatches.enabled", "false",
            // Between a trigger that found nothing and the next, which then has something to do: the wait itself is
            // inside the trigger; see stream.spark.RecordStream.
            "spark.sql.streaming.pollingDelay", "1ms",
            // Spark describes the plan of each micro-batch for its UI, which is off; a short text will do.
            "spark.sql.ui.explainMode", "simple",
            // Of the options of a source in a plan: logins and certificates are among them.
            "spark.sql.redaction.options.regex", "(?i)url|jaas|ssl[.]|sasl[.]|secret|password|token",
            // A second query on one checkpoint must be an error; by default it silently stops the first.
            "spark.sql.streaming.stopActiveRunOnRestart", "false");

    private SparkSettings() {}

    static Map<String, String> local(SparkProperties properties) {
        Map<String, String> settings = new HashMap<>(ALWAYS);
        settings.putAll(FlowSessions.SETTINGS);
        // Spark would open its ports on the machine's external address.
        settings.put("spark.driver.host", "localhost");
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        // Spark would end the JVM in order, for which there is no memory; see MemoryExhaustion.
        settings.put("spark.executor.killOnFatalError.depth", "0");
        settings.putAll(properties.properties());
        return settings;
    }

    /** @param jars what executors need beside Spark's own */
    static Map<String, String> cluster(SparkProperties properties, List<Path> jars) {
        Map<String, String> settings = new HashMap<>(ALWAYS);
        settings.putAll(FlowSessions.SETTINGS);
        SparkProperties.Driver driver = properties.driver();
        settings.put("spark.driver.host", driver.host());
        settings.put("spark.driver.bindAddress", driver.listensAt());
        settings.put("spark.driver.port", Integer.toString(driver.port()));
        settings.put("spark.driver.blockManager.port", Integer.toString(driver.blockManagerPort()));
        settings.put("spark.executor.extraJavaOptions", sameAsHere());
        SparkProperties.Executor executor = properties.executor();
        if (executor.cores() != null) {
            settings.put("spark.executor.cores", executor.cores().toString());
        }
        if (executor.memory() != null) {
            settings.put("spark.executor.memory", executor.memory());
        }
        if (properties.maxCores() != null) {
            settings.put("spark.cores.max", properties.maxCores().toString());
        }
        if (properties.secret() != null) {
            // Tasks carry the passwords of Kafka and the stores, so whoever authenticates also encrypts.
            settings.put("spark.authenticate", "true");
            settings.put("spark.authenticate.secret", properties.secret());
            settings.put("spark.network.crypto.enabled", "true");
        }
        settings.putAll(properties.properties());
        settings.put(JARS, jars(jars, properties.properties().get(JARS)));
        return settings;
    }

    /** Gives executors the locale of this process: else upper() and the like would depend on the machine of a task. */
    private static String sameAsHere() {
        Locale locale = Locale.getDefault();
        return "-Duser.timezone=" + TimeZone.getDefault().getID() + " -Duser.language=" + locale.getLanguage()
                + " -Duser.country=" + locale.getCountry() + " -Dfile.encoding=" + Charset.defaultCharset();
    }

    private static String jars(List<Path> ours, @Nullable String theirs) {
        return Stream.concat(
                        ours.stream().map(jar -> jar.toUri().toString()),
                        theirs == null || theirs.isBlank() ? Stream.of() : Stream.of(theirs))
                .collect(Collectors.joining(","));
    }
}
