package io.sluice.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a start says about itself before Spring reads it: on its command line, in system properties and in the environment,
 * the earlier ones first. Of the configuration files it is only known whether they name the data directory.
 */
final class Settings {

    private static final String DATA_DIRECTORY = "sluicedatadirectory";
    private static final String UNPACK = "sluiceunpack";
    private static final String DEFAULT = "data";

    /** Where Spring could have the data directory from without our seeing it. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("spring(config|profiles|applicationjson).*|loader.*", Pattern.DOTALL);

    private static final Pattern NAMES_DATA_DIRECTORY =
            Pattern.compile("^[^#]*data-?_?directory", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    /** An agent may hold a port or look at each class, and Java has one archive for each process. */
    private static final Pattern IN_THE_WAY = Pattern.compile(
            "-agent|-javaagent|-Xrun|-Xdebug|-Xshare|SharedArchive|ArchiveClasses|DumpShared|jmxremote|management-agent");

    private static final String[] OPTIONS_OF_JAVA = {"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"};

    private final Map<String, String> values;
    private final Map<String, String> environment;
    private final Path directory;

    private Settings(Map<String, String> values, Map<String, String> environment, Path directory) {
        this.values = values;
        this.environment = environment;
        this.directory = directory;
    }

    static Settings of(String[] args) {
        Map<String, String> properties = new LinkedHashMap<>();
        System.getProperties().forEach((name, value) -> properties.put(name.toString(), value.toString()));
        return of(args, properties, System.getenv(), Path.of(""));
    }

    static Settings of(String[] args, Map<String, String> properties, Map<String, String> environment, Path directory) {
        Map<String, String> values = new LinkedHashMap<>();
        Arrays.stream(args).filter(arg -> arg.startsWith("--")).forEach(arg -> {
            int equals = arg.indexOf('=');
            add(values, equals < 0 ? arg : arg.substring(0, equals), equals < 0 ? "" : arg.substring(equals + 1));
        });
        properties.forEach((name, value) -> add(values, name, value));
        environment.forEach((name, value) -> add(values, name, value));
        return new Settings(values, environment, directory);
    }

    /** Spring takes {@code SLUICE_DATADIRECTORY}, {@code sluice.dataDirectory} and the like for the same. */
    private static void add(Map<String, String> values, String name, String value) {
        values.putIfAbsent(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""), value);
    }

    /** {@code sluice.unpack=false} says that the start is to go on from the jar. */
    boolean isOn() {
        return !"false".equalsIgnoreCase(values.get(UNPACK));
    }

    /** Whether Java's options are such that they mean the same in another start. */
    boolean allow(JavaCommand command) {
        return command.options().stream()
                        .noneMatch(option -> option.startsWith("@")
                                || IN_THE_WAY.matcher(option).find())
                && Arrays.stream(OPTIONS_OF_JAVA)
                        .map(name -> environment.getOrDefault(name, ""))
                        .noneMatch(options -> options.contains("@")
                                || IN_THE_WAY.matcher(options).find());
    }

    /** The data directory; empty if it may be given in a way that only Spring understands. */
    Optional<Path> dataDirectory() throws IOException {
        String given = values.get(DATA_DIRECTORY);
        if (given != null) {
            return given.isBlank() || given.contains("${") ? Optional.empty() : Optional.of(directory.resolve(given));
        }
        boolean elsewhere = values.keySet().stream()
                .anyMatch(name -> ELSEWHERE.matcher(name).matches());
        return elsewhere || isInFile(directory) || isInFile(directory.resolve("config"))
                ? Optional.empty()
                : Optional.of(directory.resolve(DEFAULT));
    }

    private static boolean isInFile(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "application*.{yml,yaml,properties}")) {
            for (Path file : files) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (NAMES_DATA_DIRECTORY.matcher(text).find()) {
                    return true;
                }
            }
        }
        return false;
    }
}
