package io.sluice.testing;

import org.apache.spark.sql.SparkSession;

/** One Spark per test JVM; each caller gets a session of its own. */
public final class TestSpark {

    private TestSpark() {}

    public static SparkSession session() {
        return Root.INSTANCE.newSession();
    }

    private static final class Root {
        static final SparkSession INSTANCE = SparkSession.builder()
                .master("local[2]")
                .appName("test")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.defaultUrlStreamHandlerFactory.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.caseSensitive", "true")
                .config("spark.sql.ansi.enabled", "true")
                .getOrCreate();
    }
}
