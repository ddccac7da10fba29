package io.sluice.embedded.kafka;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The child process around the broker: {@code BrokerMain <server.properties> <cluster id>}. Formats the storage once,
 * prints {@value #READY} when clients can connect, and ends at once when its standard input closes, which is when the
 * parent is gone, however it went. SIGTERM is the orderly stop.
 *
 * <p>It lives on a class path of its own, with nothing but Kafka: one class file (so lambdas but no inner
 * classes), only the JDK, Kafka by reflection.
 */
final class BrokerMain {

    static final String READY = "READY";
    private static final int PARENT_GONE = 3;

    private BrokerMain() {}

    public static void main(String[] args) throws Exception {
        Thread watch = new Thread(BrokerMain::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        // Ctrl-C reaches the whole process group; the parent stops us when everything above the broker has stopped.
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        Path configFile = Path.of(args[0]);
        formatOnce(configFile, args[1]);
        run(configFile);
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent never writes; only the end matters.
            }
        } catch (IOException e) {
            // A broken pipe is an end too.
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }

    private static void formatOnce(Path configFile, String clusterId) throws Exception {
        Path formatted = configFile.resolveSibling("formatted");
        if (Files.exists(formatted)) {
            return;
        }
        String[] format = {"format", "-t", clusterId, "-c", configFile.toString(), "--ignore-formatted"};
        Object exit = Class.forName("kafka.tools.StorageTool")
                .getMethod("execute", String[].class, PrintStream.class)
                .invoke(null, format, System.err);
        if (!Integer.valueOf(0).equals(exit)) {
            throw new IllegalStateException("Kafka could not format its storage, see the lines above");
        }
        Files.createFile(formatted);
    }

    private static void run(Path configFile) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(configFile)) {
            properties.load(reader);
        }
        Object config = Class.forName("kafka.server.KafkaConfig")
                .getConstructor(Map.class)
                .newInstance(properties);
        Class<?> time = Class.forName("org.apache.kafka.common.utils.Time");
        Class<?> type = Class.forName("kafka.server.KafkaRaftServer");
        Constructor<?> constructor = type.getConstructor(config.getClass(), time);
        Object server = constructor.newInstance(config, time.getField("SYSTEM").get(null));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(type, server), "broker-shutdown"));
        type.getMethod("startup").invoke(server);
        System.out.println(READY);
        type.getMethod("awaitShutdown").invoke(server);
    }

    private static void shutDown(Class<?> type, Object server) {
        try {
            type.getMethod("shutdown").invoke(server);
        } catch (ReflectiveOperationException e) {
            Runtime.getRuntime().halt(1);
        }
    }
}
