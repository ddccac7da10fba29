import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** As much of kafka-topics.sh as makes a topic if there is none; Kafka's tools are not among the jars of the broker. */
public final class Topics {

    public static void main(String[] args) throws Exception {
        Map<String, String> options = Stream.of(args)
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> each.length > 1 ? each[1] : ""));
        if (!options.containsKey("--create") || !options.containsKey("--if-not-exists")) {
            throw new IllegalArgumentException("only --create --if-not-exists");
        }
        NewTopic topic = new NewTopic(
                options.get("--topic"),
                Optional.of(Integer.valueOf(options.get("--partitions"))),
                Optional.of(Short.valueOf(options.get("--replication-factor"))));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", options.get("--bootstrap-server")))) {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
