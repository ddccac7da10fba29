package io.sluice.transform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The functions that a transform may call, by {@code functions.txt}; and where one number makes a result huge. */
final class AllowedFunctions {

    static final Set<String> NAMES = read();

    /** The largest number that {@link #sizeArgument} may be. */
    static final int MAX_SIZE = 10_000;

    /** Which argument, from 0, says how long the result is. */
    private static final Map<String, Integer> SIZES = Map.of(
            "lpad", 1, "rpad", 1, "format_number", 1, "round", 1, "bround", 1, "ceil", 1, "ceiling", 1, "floor", 1);

    private AllowedFunctions() {}

    static boolean contains(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The argument that must be a small literal, or -1. */
    static int sizeArgument(String name) {
        return SIZES.getOrDefault(name.toLowerCase(Locale.ROOT), -1);
    }

    private static Set<String> read() {
        try (InputStream file = Objects.requireNonNull(
                        AllowedFunctions.class.getResourceAsStream("functions.txt"), "functions.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("["))
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
