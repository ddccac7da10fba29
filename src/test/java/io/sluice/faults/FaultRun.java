package io.sluice.faults;

import io.sluice.embedded.EmbeddedService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A run from one seed: the application dies again and again while records come in, and so do its services; in between it
 * is let to the end of the topics, and everything is compared with the oracle.
 */
final class FaultRun {

    private static final int LONGEST_LIFE_MILLIS = 9_000;
    private static final int LONGEST_OUTAGE_MILLIS = 1_500;
    private static final int LONGEST_BULK_MICROS = 5_000;

    private final Rig rig;
    private final long seed;
    private final Random random;
    private final Report report;

    FaultRun(Rig rig, long seed) {
        this.rig = rig;
        this.seed = seed;
        random = new Random(seed);
        report = new Report(seed);
    }

    /** So many of all faults, each once, in an order that the seed decides, and a comparison at the end. */
    void block(int most) throws Exception {
        List<Fault> faults = new ArrayList<>(Arrays.asList(Fault.values()));
        Collections.shuffle(faults, random);
        faults = faults.subList(0, Math.min(most, faults.size()));
        // The services last, with one application for all of them.
        faults.sort(
                (a, b) -> Boolean.compare(a.service().isPresent(), b.service().isPresent()));
        for (Fault fault : faults) {
            try {
                inflict(fault);
            } catch (Throwable e) {
                throw new AssertionError(
                        "Seed %d, kill %d (%s): %s".formatted(seed, kills() + 1, fault.label(), e.getMessage()), e);
            }
        }
        assertExact();
    }

    private void inflict(Fault fault) throws Exception {
        long began = System.nanoTime();
        if (fault.service().isPresent()) {
            strike(fault.service().get());
        } else {
            life(fault);
        }
        report.killed(fault, Duration.ofNanos(System.nanoTime() - began));
        rig.watcher().assertFine();
    }

    /** Starts the application, which dies at its fault point or at a random time. */
    private void life(Fault fault) throws Exception {
        rig.killRunning();
        AppProcess life = rig.start(point(fault));
        if (fault == Fault.RANDOM) {
            life.killAfter(random.nextInt(LONGEST_LIFE_MILLIS));
        } else {
            life.awaitDeath(fault);
        }
        life.close();
    }

    private List<String> point(Fault fault) {
        if (fault == Fault.RANDOM) {
            return List.of();
        }
        int delay = fault == Fault.IN_MONGO_BULK ? 1 + random.nextInt(LONGEST_BULK_MICROS) : 0;
        return List.of(
                "-D" + FaultPoint.ARMED + "=" + fault.label(),
                "-D" + FaultPoint.PASSAGE + "=" + (1 + random.nextInt(fault.passages())),
                "-D" + FaultPoint.DELAY_MICROS + "=" + delay);
    }

    /** Kills a service under the running application, and waits until both pipelines go on without help. */
    private void strike(EmbeddedService service) throws Exception {
        AppProcess running = rig.running();
        rig.awaitProgress(running);
        Rig.pause(random.nextInt(LONGEST_OUTAGE_MILLIS));
        rig.servers().kill(service);
        Rig.pause(random.nextInt(LONGEST_OUTAGE_MILLIS));
        rig.servers().start(service);
        rig.awaitProgress(running);
    }

    private void assertExact() throws Exception {
        try {
            rig.assertExact(rig.running());
        } catch (AssertionError e) {
            throw new AssertionError("Seed %d, after %d kills: %s".formatted(seed, kills(), e.getMessage()), e);
        }
        report.checked();
        rig.feeder().resume();
    }

    int kills() {
        return report.kills();
    }

    /** @param outcome of the run in one sentence */
    String report(String outcome) {
        return report.markdown(rig.accounts(), rig.watcher().looks(), outcome);
    }
}
