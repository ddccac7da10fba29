package io.sluice.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.services.KafkaLogin.Mechanism;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The login at Kafka")
class KafkaLoginTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with \"quotes\"",
                "back\\slash\\",
                "semi;colon; username=\"root\"",
                "two\nlines\r\nand \ttabs",
                "\\u0041 \\n \\\"",
                "größe=€ 'single'",
                ""
            })
    @DisplayName("reaches Kafka's client letter by letter, whatever the password is made of")
    void quotesThePassword(String password) {
        KafkaLogin login = new KafkaLogin(Mechanism.PLAIN, "a \"user\";", password, null, null);
        AppConfigurationEntry entry = parsed(login);
        assertThat(entry.getLoginModuleName()).endsWith("PlainLoginModule");
        assertThat(entry.getOptions()).isEqualTo(Map.of("username", "a \"user\";", "password", password));
        assertThat(login.toString()).isEqualTo("KafkaLogin[PLAIN]");
    }

    @Test
    @DisplayName("is SCRAM-SHA-512 where only a user is given, and none where nothing is")
    void defaults() {
        KafkaLogin login = new KafkaLogin(null, "sluice", "secret", null, null);
        assertThat(login.settings()).containsEntry(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512");
        assertThat(parsed(login).getLoginModuleName()).endsWith("ScramLoginModule");
        assertThat(new KafkaLogin(null, null, null, null, null).settings()).isEmpty();
    }

    @Test
    @DisplayName("by OAUTHBEARER has the client's id, its secret and where the tokens are")
    void oauth() {
        String url = "https://login.example.org/token";
        KafkaLogin login = new KafkaLogin(Mechanism.OAUTHBEARER, "sluice", "secret", url, "kafka");
        assertThat(login.settings()).containsEntry(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, url);
        assertThat(parsed(login).getOptions())
                .isEqualTo(Map.of("clientId", "sluice", "clientSecret", "secret", "scope", "kafka"));
    }

    @Test
    @DisplayName("that cannot work is refused at the start, and the refusal shows no password")
    void refusesHalves() {
        for (var half : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                () -> new KafkaLogin(null, "sluice", null, null, null),
                () -> new KafkaLogin(Mechanism.PLAIN, null, "secret", null, null),
                () -> new KafkaLogin(Mechanism.OAUTHBEARER, "sluice", "secret", null, null),
                () -> new KafkaLogin(Mechanism.SCRAM_SHA_256, "sluice", "secret", "https://x", null),
                () -> new KafkaLogin(Mechanism.AWS_MSK_IAM, null, null, null, null))) {
            assertThatIllegalArgumentException().isThrownBy(half).withMessageNotContaining("secret,");
        }
    }

    private static AppConfigurationEntry parsed(KafkaLogin login) {
        Map<String, Object> settings = Map.of(
                SaslConfigs.SASL_JAAS_CONFIG,
                new Password(login.settings().get(SaslConfigs.SASL_JAAS_CONFIG)),
                SaslConfigs.SASL_MECHANISM,
                login.settings().get(SaslConfigs.SASL_MECHANISM));
        return JaasContext.loadClientContext(settings).configurationEntries().get(0);
    }
}
