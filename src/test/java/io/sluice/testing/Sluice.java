package io.sluice.testing;

import io.sluice.SluiceApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.KafkaAdmin;

/** The whole application in the test's JVM, on a free port. */
public final class Sluice implements AutoCloseable {

    private static final int PARTITIONS = 4;

    private final ConfigurableApplicationContext context;

    private Sluice(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** With everything embedded, on a new data directory, without the demonstration. */
    public static Sluice startEmbedded() {
        return startFresh("--sluice.demo.enabled=false");
    }

    /** With everything embedded, on a new data directory. */
    public static Sluice startFresh(String... more) {
        try {
            return startEmbedded(Files.createTempDirectory("sluice-test"), more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Sluice startEmbedded(Path data, String... more) {
        return startEmbedded(data, List.of(), more);
    }

    /** @param plugIns configurations with beans that the application does not know of */
    public static Sluice startEmbedded(Path data, List<Class<?>> plugIns, String... more) {
        return start(
                plugIns,
                Stream.concat(embedded(data).stream(), Arrays.stream(more)).toArray(String[]::new));
    }

    static List<String> embedded(Path data) {
        return List.of(
                "--sluice.data-directory=" + data,
                "--sluice.embedded.postgres-port=0",
                "--sluice.embedded.kafka-port=0",
                "--sluice.embedded.mongo-port=0");
    }

    public static Sluice start(String... arguments) {
        return start(List.of(), arguments);
    }

    private static Sluice start(List<Class<?>> plugIns, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=ERROR",
                "--logging.level.org.apache.spark=ERROR",
                "--logging.level.de.bwaldvogel=ERROR"));
        for (String argument : arguments) {
            // Of an argument that stands twice, Spring takes both.
            all.removeIf(other -> other.startsWith(argument.substring(0, argument.indexOf('=') + 1)));
            all.add(argument);
        }
        List<Class<?>> sources = new ArrayList<>(plugIns);
        sources.add(SluiceApplication.class);
        SpringApplication application = new SpringApplication(sources.toArray(Class<?>[]::new));
        application.addInitializers(
                context -> context.getBeanFactory().registerSingleton("mainClassesOnly", new MainClassesOnly()));
        return new Sluice(application.run(all.toArray(String[]::new)));
    }

    public ApiClient api() {
        return new ApiClient(Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port")));
    }

    /** A topic of four partitions. Returns when the broker knows it. */
    public void createTopic(String name) {
        KafkaAdmin kafka = bean(KafkaAdmin.class);
        kafka.createOrModifyTopics(new NewTopic(name, PARTITIONS, (short) 1));
        try (Admin admin = Admin.create(kafka.getConfigurationProperties())) {
            TestKafka.awaitTopic(admin, name, PARTITIONS);
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    @Override
    public void close() {
        context.close();
    }
}
