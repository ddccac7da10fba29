package io.sluice.testing;

import io.sluice.jvm.LoadTimePatch;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** The tests' entry point: patches before any test class is loaded. */
public final class PatchBeforeTests implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        LoadTimePatch.apply();
    }
}
