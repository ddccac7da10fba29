package io.sluice.engine.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The stream half as a jar, packed from the classes that this process runs with, wherever it has them from: so executors
 * never run another build than the driver. The build makes the same as {@code target/sluice-stream.jar}.
 */
final class StreamJar {

    /** The folder that pom.xml includes in the same jar. */
    private static final String HALF = "io/sluice/stream/";

    private StreamJar() {}

    static void write(Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, Resource> type : classes().entrySet()) {
                out.putNextEntry(new ZipEntry(type.getKey()));
                try (InputStream in = type.getValue().getInputStream()) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
    }

    /** Finds the classes, by their names in the jar. */
    private static Map<String, Resource> classes() throws IOException {
        PathMatchingResourcePatternResolver path =
                new PathMatchingResourcePatternResolver(StreamJar.class.getClassLoader());
        String root = root();
        Map<String, Resource> classes = new TreeMap<>();
        for (Resource type : path.getResources("classpath*:" + HALF + "**/*.class")) {
            String place = type.getURL().toString();
            if (place.startsWith(root)) {
                classes.put(place.substring(root.length()), type);
            }
        }
        if (classes.isEmpty()) {
            throw new IOException("the classes of the stream half are not found at " + root);
        }
        return classes;
    }

    /** Tells where this class is from: tests have classes in the same packages, from elsewhere. */
    private static String root() {
        String self = StreamJar.class.getName().replace('.', '/') + ".class";
        String place =
                Objects.requireNonNull(StreamJar.class.getResource("/" + self)).toString();
        return place.substring(0, place.length() - self.length());
    }
}
