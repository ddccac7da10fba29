package io.sluice.stream.kafka;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.SaslConfigs;

/** Lets Kafka's clients of this process fetch tokens: they ask no address that the process itself does not allow. */
public final class TokenEndpoint {

    private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    private TokenEndpoint() {}

    /** @param client the settings of a client; nothing happens if they name no such address */
    public static synchronized void allow(Map<String, ?> client) {
        Object url = client.get(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL);
        if (url != null) {
            String before = System.getProperty(ALLOWED, "");
            System.setProperty(
                    ALLOWED,
                    Stream.concat(Stream.of(before.split(",")), Stream.of(url.toString()))
                            .filter(each -> !each.isBlank())
                            .distinct()
                            .collect(Collectors.joining(",")));
        }
    }
}
