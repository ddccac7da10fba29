package io.sluice.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A standalone cluster on loopback. Master and workers come and go; none outlives the test's JVM. */
public final class SparkCluster implements AutoCloseable {

    private final Path home;
    private final String secret;
    private final int port;
    private final List<Node> nodes = new ArrayList<>();

    /** @param home for logs and work directories; nothing runs yet */
    public SparkCluster(Path home, String secret) throws IOException {
        this.home = home;
        this.secret = secret;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String watch = Daemon.class.getName().replace('.', '/') + ".class";
        Path copy = home.resolve("classes").resolve(watch);
        Files.createDirectories(copy.getParent());
        try (InputStream in = Daemon.class.getResourceAsStream("/" + watch)) {
            Files.copy(in, copy);
        }
    }

    public String url() {
        return "spark://127.0.0.1:" + port;
    }

    /** Always at the same address. */
    public Node startMaster() throws IOException {
        return start("org.apache.spark.deploy.master.Master", "--host=127.0.0.1", "--port=" + port, "--webui-port=0");
    }

    public Node startWorker() throws IOException {
        return start(
                "org.apache.spark.deploy.worker.Worker",
                "--host=127.0.0.1",
                "--webui-port=0",
                "--cores=1",
                "--memory=700m",
                "--work-dir=" + home.resolve("work-" + nodes.size()),
                url());
    }

    private Node start(String main, String... arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(opened());
        line.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        line.add(home.resolve("classes") + File.pathSeparator + StockSpark.HOME.resolve("jars") + "/*");
        line.addAll(List.of("-Dspark.authenticate=true", "-Dspark.network.crypto.enabled=true"));
        line.addAll(List.of(Daemon.class.getName(), main));
        for (String argument : arguments) {
            line.addAll(List.of(argument.split("=", 2)));
        }
        Path log = home.resolve("node-" + nodes.size() + ".log");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("SPARK_HOME", StockSpark.HOME.toString());
        environment.put("SPARK_SCALA_VERSION", "2.12");
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        // A machine that is set up otherwise than that of the driver; the JVM of an executor inherits it.
        environment.put(
                "JAVA_TOOL_OPTIONS", "-Duser.language=tr -Duser.timezone=Asia/Kolkata -Dfile.encoding=US-ASCII");
        // So that it stands on no command line.
        environment.put("_SPARK_AUTH_SECRET", secret);
        Node node = new Node(builder.start(), log);
        nodes.add(node);
        return node;
    }

    /** What Spark needs open, as this JVM has it. */
    private static List<String> opened() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .flatMap(flag -> Arrays.stream(flag.split(" ")))
                .filter(flag -> flag.startsWith("--add-"))
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        for (Node node : nodes) {
            node.kill();
        }
    }

    /** A master or a worker. */
    public record Node(Process process, Path log) {

        /** The JVMs that a worker has started. */
        public List<ProcessHandle> executors() {
            try (Stream<ProcessHandle> children = process.descendants()) {
                return children.toList();
            }
        }

        /** It and what it has started, as {@code kill -9} does; returns when all are gone. */
        public void kill() throws InterruptedException {
            List<ProcessHandle> executors = executors();
            executors.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            for (ProcessHandle executor : executors) {
                executor.onExit().join();
            }
        }
    }
}
