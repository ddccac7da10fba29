package io.sluice.testing;

import io.sluice.jvm.LoadTimePatch;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** The tests' entry point: patches before any test class is loaded. */
public final class PatchBeforeTests implements LauncherSessionListener {

    private static final int STEP_MILLIS = 5;
    private static final int LONGEST_MILLIS = 100;
    /** What never comes is to be told from what a busy machine is slow with. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        LoadTimePatch.apply();
        // Awaitility's own default, a tenth of a second, is most of what a wait for something quick takes.
        Awaitility.setDefaultPollInterval(
                (looks, last) -> Duration.ofMillis(Math.min(LONGEST_MILLIS, looks * STEP_MILLIS)));
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
