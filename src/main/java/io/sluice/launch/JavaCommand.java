package io.sluice.launch;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The line {@code java OPTION… -jar FILE ARGUMENT…}. Its words are the bytes that the system has, each as a character of
 * Latin 1, so that they stay what they are whatever the locale says.
 *
 * @param options between the program and {@code -jar}
 * @param arguments after the jar
 */
record JavaCommand(List<String> options, List<String> arguments) {

    private static final Path OWN = Path.of("/proc/self/cmdline");

    /** The command of this process; empty if it was started in another way. */
    static Optional<JavaCommand> ofThisProcess(int arguments) throws IOException {
        return parse(Files.readString(OWN, StandardCharsets.ISO_8859_1), arguments);
    }

    /**
     * @param line the words, each ended by a NUL
     * @param arguments how many come after the jar; Java's own launcher has found them before us
     */
    static Optional<JavaCommand> parse(String line, int arguments) {
        List<String> words = new ArrayList<>(List.of(line.split("\0", -1)));
        words.remove(words.size() - 1);
        int jar = words.size() - arguments - 1;
        if (jar < 2 || !words.get(jar - 1).equals("-jar")) {
            return Optional.empty();
        }
        return Optional.of(new JavaCommand(
                List.copyOf(words.subList(1, jar - 1)), List.copyOf(words.subList(jar + 1, words.size()))));
    }

    /**
     * The words of the same start from another jar.
     *
     * @param flags come first, so that the user's own win
     * @throws IOException if the system's encoding has no words for the paths
     */
    List<String> from(Path java, Path jar, List<String> flags) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(word(java.toString()));
        for (String flag : flags) {
            words.add(word(flag));
        }
        words.addAll(options);
        words.add("-jar");
        words.add(word(jar.toString()));
        words.addAll(arguments);
        return words;
    }

    private static String word(String text) throws IOException {
        Charset system = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        byte[] bytes = text.getBytes(system);
        if (!new String(bytes, system).equals(text)) {
            throw new IOException("a path that the locale cannot say");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
