package io.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@DisplayName("The settings of a provider")
class OidcSettingsTest {

    private static final Map<String, String> WHOLE = Map.of(
            "issuer", "https://login.example.com/realms/house",
            "audience", "sluice-api",
            "client-id", "sluice",
            "client-secret", "the client's secret",
            "roles.admin", "chiefs");

    private static OidcSettings bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", OidcSettings.class);
    }

    private static OidcSettings with(String key, String value) {
        Map<String, String> all = new HashMap<>(WHOLE);
        all.put(key, value);
        return bind(all);
    }

    @Test
    @DisplayName("are whole, or not there")
    void areWhole() {
        assertThat(bind(WHOLE).isForPages()).isTrue();
        assertThat(bind(Map.of()).isSet()).isFalse();
        assertThat(with("client-secret", "").isForPages()).isTrue();
        assertThat(bind(WHOLE).toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"issuer,issuer", "audience,audience", "roles.admin,roles", "client-id,client-id"})
    @DisplayName("that are there in part say which one is missing")
    void sayWhatIsMissing(String left, String named) {
        Map<String, String> part = new HashMap<>(WHOLE);
        part.remove(left);
        assertThatThrownBy(() -> bind(part)).hasStackTraceContaining("sluice.security.oidc." + named);
    }

    @ParameterizedTest
    @CsvSource({
        "algorithms,none",
        "algorithms,HS256",
        "algorithms,''",
        "clock-skew,-1s",
        "clock-skew,6m",
        "session-age,5s",
        "session-age,2d",
        "scopes,profile",
        "roles-claim,' '"
    })
    @DisplayName("are within bounds")
    void areBounded(String key, String value) {
        assertThatThrownBy(() -> with(key, value)).hasStackTraceContaining("sluice.security.oidc." + key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.com",
                "http://10.0.0.1",
                "ftp://login.example.com",
                "login.example.com",
                "https://login.example.com?x=1",
                "https://lisa:secret@login.example.com",
                "file:///etc/passwd",
                "https://"
            })
    @DisplayName("take no issuer whose answers somebody on the way could change")
    void takeSafeIssuers(String issuer) {
        assertThatThrownBy(() -> with("issuer", issuer)).hasStackTraceContaining("sluice.security.oidc.issuer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8180/realms/house", "http://127.0.0.1:8180", "http://[::1]:8180"})
    @DisplayName("take an issuer on this machine as it is")
    void takeThisMachine(String issuer) {
        assertThatCode(() -> with("issuer", issuer)).doesNotThrowAnyException();
    }
}
