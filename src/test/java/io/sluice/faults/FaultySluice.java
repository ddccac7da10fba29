package io.sluice.faults;

import io.sluice.SluiceApplication;

/** The real application with fault points woven in. */
public final class FaultySluice {

    private FaultySluice() {}

    public static void main(String[] args) {
        Weaving.apply();
        SluiceApplication.main(args);
    }
}
