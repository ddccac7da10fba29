package io.sluice.services;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How Sluice logs in at Kafka. Without a user or a mechanism it does not, but for a certificate of its own.
 *
 * @param mechanism SCRAM-SHA-512 if only a user is given
 * @param username for OAUTHBEARER the id of the client
 * @param password for OAUTHBEARER the secret of the client
 * @param tokenUrl where OAUTHBEARER gets its tokens, by the flow of client credentials
 * @param scope that OAUTHBEARER asks for
 */
@ConfigurationProperties("sluice.kafka.login")
record KafkaLogin(
        @Nullable Mechanism mechanism,
        @Nullable String username,
        @Nullable String password,
        @Nullable String tokenUrl,
        @Nullable String scope) {

    private static final String PLAIN_MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String SCRAM_MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String OAUTH = "org.apache.kafka.common.security.oauthbearer.";
    private static final String AWS = "software.amazon.msk.auth.iam.";

    /** The mechanisms of SASL, by their names at Kafka. */
    enum Mechanism {
        PLAIN("PLAIN"),
        SCRAM_SHA_256("SCRAM-SHA-256"),
        SCRAM_SHA_512("SCRAM-SHA-512"),
        OAUTHBEARER("OAUTHBEARER"),
        AWS_MSK_IAM("AWS_MSK_IAM");

        private final String kafkas;

        Mechanism(String kafkas) {
            this.kafkas = kafkas;
        }
    }

    KafkaLogin {
        username = textOf(username);
        tokenUrl = textOf(tokenUrl);
        if (mechanism == null && username != null) {
            mechanism = Mechanism.SCRAM_SHA_512;
        }
        if (mechanism == null && password != null && !password.isEmpty()) {
            throw new IllegalArgumentException(
                    "sluice.kafka.login.password is of no use without sluice.kafka.login.username; set both or none");
        }
        if (mechanism != null && mechanism != Mechanism.AWS_MSK_IAM && (username == null || password == null)) {
            throw new IllegalArgumentException(
                    "sluice.kafka.login.username and .password go together, and " + mechanism.kafkas + " needs both");
        }
        if ((mechanism == Mechanism.OAUTHBEARER) != (tokenUrl != null)) {
            throw new IllegalArgumentException(
                    "sluice.kafka.login.token-url is where the mechanism OAUTHBEARER gets its tokens; set both or none");
        }
        if (mechanism == Mechanism.AWS_MSK_IAM && !isPresent(AWS + "IAMLoginModule")) {
            throw new IllegalArgumentException(
                    "The mechanism AWS_MSK_IAM needs software.amazon.msk:aws-msk-iam-auth on the"
                            + " class path, of executors, too; see docs/services.md");
        }
    }

    /** A variable of the environment that is empty sets nothing. */
    private static @Nullable String textOf(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    boolean isSet() {
        return mechanism != null;
    }

    /** The settings of Kafka's clients. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        Mechanism by = mechanism;
        if (by == null) {
            return settings;
        }
        settings.put(SaslConfigs.SASL_MECHANISM, by.kafkas);
        settings.put(SaslConfigs.SASL_JAAS_CONFIG, jaas(by));
        if (by == Mechanism.OAUTHBEARER) {
            settings.put(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, String.valueOf(tokenUrl));
            settings.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, OAUTH + "OAuthBearerLoginCallbackHandler");
        }
        if (by == Mechanism.AWS_MSK_IAM) {
            settings.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, AWS + "IAMClientCallbackHandler");
        }
        return settings;
    }

    private String jaas(Mechanism by) {
        return switch (by) {
            case PLAIN -> module(PLAIN_MODULE, "username", username, "password", password);
            case SCRAM_SHA_256, SCRAM_SHA_512 -> module(SCRAM_MODULE, "username", username, "password", password);
            case OAUTHBEARER ->
                module(
                        OAUTH + "OAuthBearerLoginModule",
                        "clientId",
                        username,
                        "clientSecret",
                        password,
                        "scope",
                        scope);
            case AWS_MSK_IAM -> module(AWS + "IAMLoginModule");
        };
    }

    /** @param options names and values in turn; those without a value are left out */
    private static String module(String name, @Nullable String... options) {
        StringBuilder line = new StringBuilder(name).append(" required");
        for (int i = 0; i < options.length; i += 2) {
            if (options[i + 1] != null) {
                line.append(' ').append(options[i]).append('=').append(quoted(options[i + 1]));
            }
        }
        return line.append(';').toString();
    }

    /** As Java's StreamTokenizer reads it, which Kafka parses the line with: a line end would end the text. */
    private static String quoted(@Nullable String value) {
        return '"'
                + String.valueOf(value)
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, KafkaLogin.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "KafkaLogin[" + mechanism + "]";
    }
}
