package io.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

@DisplayName("Secrets in files")
class SecretsFromFilesTest {

    @Test
    @DisplayName("are taken from a directory, a file for each setting, without the end of its line")
    void configurationTree(@TempDir Path secrets) throws IOException {
        Files.writeString(secrets.resolve("sluice.security.admin.password"), "correct horse battery\n");
        Files.writeString(secrets.resolve("spring.datasource.password"), "s3cret\n");
        try (ConfigurableApplicationContext app = start("--spring.config.import=configtree:" + secrets + "/")) {
            assertThat(app.getBean(Security.class)).isEqualTo(Security.LOCKED);
            assertThat(app.getBean(SecuritySettings.class).admin().password()).isEqualTo("correct horse battery");
            assertThat(app.getEnvironment().getProperty("spring.datasource.password"))
                    .isEqualTo("s3cret");
        }
        try (ConfigurableApplicationContext app = start("--spring.config.name=none")) {
            assertThat(app.getBean(Security.class)).isEqualTo(Security.OPEN);
        }
    }

    @Test
    @DisplayName("are named in a configuration by the variable of the environment, or by the setting, that has them")
    void references() {
        try (ConfigurableApplicationContext app =
                start("--my.secret=correct horse battery", "--sluice.security.admin.password=${my.secret}")) {
            assertThat(app.getBean(SecuritySettings.class).admin().password()).isEqualTo("correct horse battery");
        }
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(AccessConfiguration.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "server.address=127.0.0.1",
                        "spring.main.banner-mode=off",
                        "spring.main.log-startup-info=false",
                        "logging.level.root=OFF")
                .run(arguments);
    }
}
