package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReasonTest {

    @Test
    @DisplayName("keeps what matters and no password")
    void keepsWhatMattersAndNoPassword() {
        assertThat(Reason.of(new IllegalStateException("mongodb://me:secret@host/db is away\nat line 2")))
                .isEqualTo("mongodb:host/db is away");
        assertThat(Reason.of(new IllegalStateException("url?password=secret&x=1 refused")))
                .isEqualTo("url?&x=1 refused");
        assertThat(Reason.of(new ExecutionException(new IllegalStateException("inner"))))
                .isEqualTo("inner");
        assertThat(Reason.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
