package io.sluice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Runs the shell commands of a document as they stand there, and compares what they print with the answers that it shows
 * after each block: … stands for any text, and times, ids and line breaks are not compared. Commands that only ask are
 * repeated until all of the block's answers are there.
 */
final class DocumentedCommands {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern STEP = Pattern.compile("(?s)```sh\n(.*?)\n```(?:\\s+```\n(.*?)\n```)?");
    private static final Pattern ORDER = Pattern.compile(" -d | -X | --data| --max-time");
    private static final Pattern VARYING = Pattern.compile(
            "(?<time>\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z)|(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<space>\\s+)");
    private static final Pattern VALUES = Pattern.compile(":(?:\"[^\"]*\"|\\d[\\d.]*)");

    private final Path directory;
    private final String base;
    /** Variables that were set; each command has a shell of its own. */
    private final StringBuilder variables = new StringBuilder();

    /**
     * @param directory where the commands run
     * @param port where Sluice listens
     */
    DocumentedCommands(Path directory, int port) {
        this.directory = directory;
        this.base = "http://localhost:" + port;
    }

    /** @param exactly whether values are compared, or only the names of properties in their order */
    void run(String text, boolean exactly) {
        for (Matcher step = STEP.matcher(text); step.find(); ) {
            String shown = step.group(2) == null ? "…" : step.group(2);
            run(
                    commands(step.group(1).replace("http://localhost:8080", base)),
                    exactly ? shown : shape(shown),
                    exactly);
        }
    }

    private void run(List<String> commands, String shown, boolean exactly) {
        Map<Integer, String> printed = new LinkedHashMap<>();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            for (int i = 0; i < commands.size(); i++) {
                if (!printed.containsKey(i) || !ORDER.matcher(commands.get(i)).find()) {
                    printed.put(i, print(commands.get(i)));
                }
            }
            String all = String.join("\n", printed.values());
            compare(exactly ? all : shape(all), shown);
        });
    }

    /** One after the other, each with the lines that belong to it. */
    private List<String> commands(String block) {
        List<String> commands = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        boolean inside = false;
        for (String line : block.split("\n")) {
            if (command.isEmpty() && line.matches("\\w+=\\S+")) {
                variables.append(line).append('\n');
                continue;
            }
            command.append(line).append('\n');
            inside = inside ? !line.equals("END") : line.contains("<<'END'");
            boolean isQuoted = command.chars().filter(c -> c == '\'').count() % 2 == 1;
            if (!inside && !isQuoted && !line.endsWith("\\") && !line.endsWith("&")) {
                commands.add(command.toString());
                command.setLength(0);
            }
        }
        return commands;
    }

    private String print(String command) {
        try {
            Process shell = new ProcessBuilder("bash", "-c", variables + command)
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(shell.getInputStream().readAllBytes(), UTF_8);
            if (!shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(command + " does not end");
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Each part between two … is looked for behind the one before it; the first and the last are where the text begins and ends. */
    private static void compare(String printed, String shown) {
        String[] parts = shown.split("…", -1);
        int at = 0;
        for (int i = 0; i < parts.length; i++) {
            Matcher part = Pattern.compile((i == 0 ? "\\A\\s*" : "")
                            + pattern(parts[i].strip())
                            + (i == parts.length - 1 ? "\\s*\\z" : ""))
                    .matcher(printed);
            if (!part.find(at)) {
                throw new AssertionError("not found from character " + at + " on: " + parts[i] + "\nin: " + printed);
            }
            at = part.end();
        }
    }

    private static String pattern(String part) {
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        for (Matcher varying = VARYING.matcher(part); varying.find(); at = varying.end()) {
            pattern.append(Pattern.quote(part.substring(at, varying.start())));
            pattern.append(
                    varying.group("time") != null
                            ? "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"
                            : varying.group("id") != null ? "[0-9a-f-]{36}" : "\\s*");
        }
        return pattern.append(Pattern.quote(part.substring(at))).toString();
    }

    private static String shape(String text) {
        return VALUES.matcher(text).replaceAll(":_");
    }
}
