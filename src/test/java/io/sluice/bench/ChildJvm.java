package io.sluice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A program in a JVM of its own, which answers each line of its standard input by a line, and ends with that input, so
 * when this JVM ends, however it does. What it says of errors is in a file.
 */
final class ChildJvm implements AutoCloseable {

    /** How a program's answers begin; other lines are passed over. */
    static final String ANSWER = "answer: ";

    private static final long LONGEST_ANSWER_MINUTES = 10;
    private static final long STOP_SECONDS = 30;
    private static final int LOWEST_PORT = 20_000;
    /** Above, they collide with those of outgoing connections. */
    private static final int CEILING = 32_768;

    private static final int LAST_CHARACTERS = 4_000;

    private final Process process;
    private final Path log;
    private final BufferedReader out;
    private final Writer in;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.out = process.inputReader();
        this.in = process.outputWriter();
    }

    /**
     * @param home where it works; its log goes there, too
     * @param classPath not in the command line, which stays short enough to be told by
     */
    static ChildJvm start(Path home, String classPath, List<String> line) throws IOException {
        Files.createDirectories(home);
        Path log = home.resolve("log");
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.add("-Djava.io.tmpdir=" + home);
        all.addAll(line);
        ProcessBuilder builder =
                new ProcessBuilder(all).directory(home.toFile()).redirectError(log.toFile());
        builder.environment().put("CLASSPATH", classPath);
        return new ChildJvm(builder.start(), log);
    }

    static String ownClassPath() {
        return System.getProperty("java.class.path");
    }

    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, CEILING);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
    }

    /**
     * Sends a line and waits for the answer.
     *
     * @throws IllegalStateException if it ends instead
     */
    String ask(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
        return answer();
    }

    /**
     * Sends a line, and watches the stores until they have what it orders; then waits for the answer.
     *
     * @throws IllegalStateException if it ends instead
     */
    void drain(String line, StoreWatch watch, Window window) throws Exception {
        window.open();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return ask(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        watch.await(() -> answer.getNow(""));
        window.close();
        answer.get(LONGEST_ANSWER_MINUTES, TimeUnit.MINUTES);
    }

    String answer() throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(ANSWER)) {
                return line.substring(ANSWER.length());
            }
        }
        throw new IllegalStateException("the process ended: " + log());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The end of what it wrote to standard error. */
    String log() {
        try {
            String all = Files.readString(log);
            return all.substring(Math.max(0, all.length() - LAST_CHARACTERS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        in.close();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
