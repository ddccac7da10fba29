package io.sluice.pipeline.history;

import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.figures.LagWatch;
import io.sluice.pipeline.ownership.Ownership;
import io.sluice.testing.Sluice;

/** Turns the recording of history off and on while Sluice runs, as no setting does. One thread. */
public final class HistorySwitch {

    private final Sluice sluice;
    private HistoryRecorder recorder;
    private boolean isOn = true;

    public HistorySwitch(Sluice sluice) {
        this.sluice = sluice;
        this.recorder = sluice.bean(HistoryRecorder.class);
    }

    public void turn(boolean on) {
        if (on && !isOn) {
            recorder = new HistoryRecorder(
                    sluice.bean(PipelineRegistry.class),
                    sluice.bean(Ownership.class),
                    sluice.bean(LagWatch.class),
                    sluice.bean(Marks.class),
                    sluice.bean(HistoryTable.class),
                    sluice.bean(HistoryBook.class),
                    sluice.bean(HistorySettings.class));
            recorder.afterSingletonsInstantiated();
        } else if (!on) {
            recorder.destroy();
        }
        isOn = on;
    }
}
