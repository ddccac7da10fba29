package io.sluice.stream.store.postgres.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("days as Postgres reads them")
class IsoTimeTest {

    @Test
    @DisplayName("every day from 0001 to 9999 is the day that Java says")
    void everyDay() throws Exception {
        CopyBuffer out = new CopyBuffer(16);
        LocalDate day = LocalDate.of(1, 1, 1);
        for (; day.getYear() < 10_000; day = day.plusDays(1)) {
            out.truncate(0);
            IsoTime.date(day.toEpochDay(), out);
            assertThat(new String(out.bytes(), 0, out.length(), StandardCharsets.US_ASCII))
                    .isEqualTo(day.toString());
        }
    }
}
