package io.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The subjects of certificates")
class CertificateSettingsTest {

    private static final CertificateSettings SETTINGS = new CertificateSettings(Map.of(
            Role.METRICS, List.of("CN=*,OU=Monitoring,O=Example"),
            Role.OPERATOR, List.of("CN=nifi,O=Example", "CN=lisa,O=Example"),
            Role.ADMIN, List.of("CN=lisa,O=Example", "CN=Doe\\, Jane,O=Example")));

    @Test
    @DisplayName("have the highest role that a list gives them, whatever the case of their letters")
    void haveRoles() {
        assertThat(SETTINGS.role("CN=nifi,O=Example")).contains(Role.OPERATOR);
        assertThat(SETTINGS.role("cn=NiFi,o=example")).contains(Role.OPERATOR);
        assertThat(SETTINGS.role("CN=lisa,O=Example")).contains(Role.ADMIN);
        assertThat(SETTINGS.role("CN=Doe\\, Jane,O=Example")).contains(Role.ADMIN);
        assertThat(SETTINGS.role("CN=anybody at all,OU=Monitoring,O=Example")).contains(Role.METRICS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=nifi",
                "O=Example,CN=nifi",
                "CN=nifi,OU=Sales,O=Example",
                "UID=1,CN=nifi,O=Example",
                "CN=nifi,O=Example,C=US",
                "CN=nifi2,O=Example",
                "CN=x\\,O=Example",
                "CN=nifi\\,O\\=Example,O=Evil",
                "CN=x+OU=y,OU=Monitoring,O=Example",
                "CN=x,OU=Monitoring,OU=Sales,O=Example",
                "OU=x,OU=Monitoring,O=Example",
                ""
            })
    @DisplayName("have none by being like another one")
    void areWhole(String subject) {
        assertThat(SETTINGS.role(subject)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nifi", "O=Example", "CN=nifi,Example", ""})
    @DisplayName("are refused where they are none, as of a list that was split at its commas")
    void areSubjects(String pattern) {
        assertThatThrownBy(() -> new CertificateSettings(Map.of(Role.VIEWER, List.of(pattern))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sluice.security.certificates");
    }
}
