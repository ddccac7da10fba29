package io.sluice.pipeline.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.versions.VersionPage.Version;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The log of versions")
class VersionLogTest {

    private static final Instant NOW = Instant.parse("2026-11-28T03:00:00.123456Z");

    private final LedgerAccess postgres = TestPostgres.freshDatabase();
    private final JdbcTemplate jdbc = new JdbcTemplate(TestPostgres.dataSource(postgres));
    private final VersionLog log = new VersionLog(jdbc, JsonMapper.shared(), new VersionSettings(3));

    @Test
    @DisplayName("keeps the newest of each pipeline, and comes back page by page")
    void keepsTheNewestOfEachPipelinePageByPage() throws SQLException {
        long one = TestPostgres.pipeline(postgres, "one");
        long other = TestPostgres.pipeline(postgres, "other");
        add(other, 0);
        for (int i = 1; i <= 5; i++) {
            add(one, i);
        }
        assertThat(log.page(one, null, 10).items()).extracting(Version::version).containsExactly(5L, 4L, 3L);
        assertThat(log.definition(one, 2)).isEmpty();
        assertThat(log.definition(one, 4)).hasToString("Optional[{\"z\":4,\"a\":null}]");

        VersionPage first = log.page(one, null, 2);
        assertThat(first.next()).isEqualTo(4);
        VersionPage second = log.page(one, first.next(), 2);
        assertThat(second.items()).extracting(Version::version).containsExactly(3L);
        assertThat(second.next()).isNull();
        assertThat(log.page(other, null, 10).items()).singleElement().satisfies(version -> {
            assertThat(version.changes()).isEmpty();
            assertThat(version.at()).isEqualTo(NOW);
            assertThat(version.by()).isEqualTo("me");
        });
    }

    @Test
    @DisplayName("has the definitions from before it as version 1, and goes with its pipeline")
    void hasEarlierDefinitionsAsVersionOne() throws SQLException {
        jdbc.execute("DROP SCHEMA sluice CASCADE");
        flyway().target("6").load().migrate();
        long id = TestPostgres.pipeline(postgres, "older");
        jdbc.update("UPDATE sluice.pipelines SET definition = '{\"z\": 0}', version = 7 WHERE id = ?", id);
        flyway().load().migrate();

        add(id, 1);
        assertThat(log.page(id, null, 10).items())
                .extracting(version -> version.version() + " " + version.by() + " "
                        + version.changes().size())
                .containsExactly("2 me 2", "1 null 0");
        jdbc.update("DELETE FROM sluice.pipelines WHERE id = ?", id);
        assertThat(jdbc.queryForObject("SELECT count(*) FROM sluice.versions", Long.class))
                .isZero();
    }

    private FluentConfiguration flyway() {
        return Flyway.configure()
                .dataSource(postgres.url(), postgres.user(), postgres.password())
                .schemas("sluice");
    }

    private void add(long id, int value) throws SQLException {
        try (Connection connection = TestPostgres.connect(postgres)) {
            for (int again = 0; again < 2; again++) {
                log.add(connection, id, "{\"z\":" + value + ",\"a\":null}", NOW, "me");
            }
        }
    }
}
