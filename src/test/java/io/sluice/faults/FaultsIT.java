package io.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short run of the fault harness; the long one is a command, see docs/faults.md. */
@Tag("faults")
class FaultsIT {

    private static final long SEED = 20260722;

    @TempDir
    static Path home;

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    @DisplayName("after a kill at each point, at random and of each service, nothing is lost, twice or different")
    void survivesEachFaultOnce() throws Exception {
        try (FaultRun run = FaultRun.prepare(home, SEED)) {
            run.block(Fault.values().length);
            assertThat(run.kills()).isEqualTo(Fault.values().length);
        }
    }
}
