package io.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Spark's own jars with its own versions of everything, as the build has resolved them (pom.xml, stock-spark). */
public final class StockSpark {

    /** What Spark's scripts call SPARK_HOME. */
    public static final Path HOME = Path.of("target", "spark").toAbsolutePath();

    private StockSpark() {}

    public static List<Path> jars() {
        try (Stream<Path> jars = Files.list(HOME.resolve("jars"))) {
            return jars.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("build with Maven, which resolves them (mvn process-test-classes)", e);
        }
    }
}
