package io.sluice.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What the build made of {@code src/main/web}, on the class path. Safe for concurrent use. */
final class Bundle {

    private final Map<String, Resource> files = new TreeMap<>();
    private final Map<String, Asset> read = new ConcurrentHashMap<>();

    /** Empty where Sluice was compiled by something else than Maven, which alone runs esbuild. */
    Bundle() {
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:dashboard/*")) {
                String name = file.getFilename();
                if (name != null && file.isReadable()) {
                    files.put(name, file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String name) {
        return files.containsKey(name);
    }

    /** @throws IllegalArgumentException if there is no such file */
    Asset asset(String name) {
        Resource file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("no file " + name);
        }
        return read.computeIfAbsent(name, any -> Asset.of(file));
    }

    /** The name that a file has with its hash, such as main-5QKXWGAP.js of main.js. */
    Optional<String> hashed(String name) {
        int dot = name.lastIndexOf('.');
        return files.keySet().stream()
                .filter(file -> file.startsWith(name.substring(0, dot) + "-") && file.endsWith(name.substring(dot)))
                .findFirst();
    }
}
