package io.sluice.services;

import io.sluice.stream.connection.Tls;
import io.sluice.stream.kafka.TokenEndpoint;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * Puts login and certificates among the settings that all of Kafka's clients get, as texts: Boot's own way to a bundle is an
 * object, which neither Spark's options nor an executor can have.
 */
final class KafkaSecurity {

    private static final String PEM = "PEM";
    private static final String TOKEN_MILLIS = "5000";

    private KafkaSecurity() {}

    /**
     * Nothing is put where neither is configured.
     *
     * @param tls of the bundle that the properties name
     */
    static void put(KafkaProperties properties, KafkaLogin login, @Nullable Tls tls) {
        Map<String, String> all = properties.getProperties();
        all.putAll(login.settings());
        TokenEndpoint.allow(all);
        if (all.containsKey(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL)) {
            // Without a limit, whoever makes a client waits for ever for a provider that does not answer.
            all.putIfAbsent(SaslConfigs.SASL_LOGIN_CONNECT_TIMEOUT_MS, TOKEN_MILLIS);
            all.putIfAbsent(SaslConfigs.SASL_LOGIN_READ_TIMEOUT_MS, TOKEN_MILLIS);
        }
        if (tls != null) {
            all.putAll(settings(tls));
            properties.getSsl().setBundle(null);
        }
        boolean chosen = properties.getSecurity().getProtocol() != null
                || all.containsKey(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        if (!chosen && (login.isSet() || tls != null)) {
            // Never a password in clear, unless somebody says so.
            properties.getSecurity().setProtocol(login.isSet() ? "SASL_SSL" : "SSL");
        }
    }

    private static Map<String, String> settings(Tls tls) {
        Map<String, String> settings = new HashMap<>();
        if (tls.trusted() != null) {
            settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
            settings.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, tls.trusted());
        }
        if (tls.key() != null && tls.chain() != null) {
            settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
            settings.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, tls.chain());
            settings.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, tls.key());
        }
        return settings;
    }
}
