package io.sluice.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.util.FileSystemUtils;

/**
 * The run by command, {@code mvn -Pfaults process-test-classes exec:exec -Dfaults.args="<seed> <kills> <report> <restores> <reconciliations>"}: prints
 * its report, and puts it at the end of {@code docs/faults.md} or the given file if all is exact. Ends with 1 if anything was lost, twice, or different.
 */
public final class LongRun {

    private static final int KILLS = 210;
    /** Of each kind. */
    private static final int RESTORES = 10;

    private static final int RECONCILIATIONS = 50;
    /** Of the reconciliations, between two full comparisons. */
    private static final int AT_ONCE = 10;

    private LongRun() {}

    public static void main(String[] args) throws Exception {
        long seed = args.length > 0 ? Long.parseLong(args[0]) : 1;
        int kills = args.length > 1 ? Integer.parseInt(args[1]) : KILLS;
        Path file = Path.of(args.length > 2 ? args[2] : "docs/faults.md");
        int restores = args.length > 3 ? Integer.parseInt(args[3]) : RESTORES;
        int reconciliations = args.length > 4 ? Integer.parseInt(args[4]) : RECONCILIATIONS;
        Path home = Files.createTempDirectory("sluice-faults");
        int exit = run(home, seed, kills, restores, reconciliations, file);
        if (exit == 0) {
            FileSystemUtils.deleteRecursively(home);
        }
        System.exit(exit);
    }

    private static int run(Path home, long seed, int kills, int restores, int reconciliations, Path file)
            throws Exception {
        try (Rig rig = Rig.prepare(home, seed)) {
            FaultRun run = new FaultRun(rig, seed);
            ReconcileRun reconciled = new ReconcileRun(rig, seed);
            RestoreRun back = new RestoreRun(rig, home, seed);
            try {
                while (run.kills() < kills) {
                    run.block(kills - run.kills());
                    print("%d of %d kills, exact".formatted(run.kills(), kills));
                }
                while (reconciled.ended() < reconciliations) {
                    reconciled.until(Math.min(reconciliations, reconciled.ended() + AT_ONCE));
                    print("%d of %d reconciliations, nothing found, exact"
                            .formatted(reconciled.ended(), reconciliations));
                }
                back.all(restores);
            } catch (Throwable e) {
                e.printStackTrace();
                print(run.report("failed after %d kills; logs and data are in %s".formatted(run.kills(), home)));
                print(reconciled.report());
                print(back.report());
                return 1;
            }
            String report = run.report("zero lost, zero duplicate, zero different") + "\n" + reconciled.report() + "\n"
                    + back.report();
            print(report);
            Files.writeString(file, "\n" + report, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return 0;
        }
    }

    @SuppressWarnings("SystemOut") // its output is what it is for
    private static void print(String text) {
        System.out.println(text);
    }
}
