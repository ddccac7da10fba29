package io.sluice.stream.transform.allowed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.unsafe.types.UTF8String;

/** The functions that a transform may call, by {@code functions.txt}; and where one number makes a result huge. */
public final class AllowedFunctions {

    /** The names of each group, by what the group is called. */
    public static final Map<String, List<String>> GROUPS = read();

    static final Set<String> NAMES =
            GROUPS.values().stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet());

    private static final Set<String> WINDOWS = Set.of("window", "session_window", "window_time");
    private static final int LONGEST_NAME = 40;
    /** Two letters that changed places are two. */
    private static final int MAX_SLIPS = 2;

    /** The largest number that {@link #sizeArgument} may be. */
    static final int MAX_SIZE = 10_000;

    /** Which argument, from 0, says how long the result is. */
    private static final Map<String, Integer> SIZES = Map.of(
            "lpad", 1, "rpad", 1, "format_number", 1, "round", 1, "bround", 1, "ceil", 1, "ceiling", 1, "floor", 1);

    private AllowedFunctions() {}

    static boolean contains(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Functions of Spark that make windows of time over many records. */
    static boolean overWindows(String name) {
        return WINDOWS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** A function whose name differs by a slip of the fingers, or empty. */
    static Optional<String> nearest(String name) {
        UTF8String typed = UTF8String.fromString(name.toLowerCase(Locale.ROOT));
        return typed.numChars() < 4 || typed.numChars() > LONGEST_NAME
                ? Optional.empty()
                : NAMES.stream()
                        .filter(known -> known.length() > 3 && distance(typed, known) <= MAX_SLIPS)
                        .min(Comparator.<String>comparingInt(known -> distance(typed, known))
                                .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(UTF8String typed, String known) {
        return typed.levenshteinDistance(UTF8String.fromString(known));
    }

    /** The argument that must be a small literal, or -1. */
    static int sizeArgument(String name) {
        return SIZES.getOrDefault(name.toLowerCase(Locale.ROOT), -1);
    }

    private static Map<String, List<String>> read() {
        try (InputStream file = Objects.requireNonNull(
                        AllowedFunctions.class.getResourceAsStream("functions.txt"), "functions.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            Map<String, List<String>> groups = new LinkedHashMap<>();
            List<String> names = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("[")) {
                    names = groups.computeIfAbsent(line.substring(1, line.indexOf(']')), title -> new ArrayList<>());
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    names.addAll(List.of(line.strip().split(" +")));
                }
            }
            return groups;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
