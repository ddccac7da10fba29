package io.sluice.faults;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The run by command, {@code mvn -Pfaults test-compile exec:exec -Dfaults.args="<seed> <kills> <report>"}: prints its
 * report and puts it at the end of the file. Ends with 1 if anything was lost, twice, or different.
 */
public final class LongRun {

    private static final int KILLS = 210;
    private static final int BLOCK = Fault.values().length;

    private LongRun() {}

    public static void main(String[] args) throws Exception {
        long seed = args.length > 0 ? Long.parseLong(args[0]) : 1;
        int kills = args.length > 1 ? Integer.parseInt(args[1]) : KILLS;
        Path home = Files.createTempDirectory("sluice-faults");
        FaultRun run = FaultRun.prepare(home, seed);
        int exit = 0;
        try (run) {
            String outcome = "zero lost, zero duplicate, zero different";
            try {
                while (run.kills() < kills) {
                    run.block(Math.min(BLOCK, kills - run.kills()));
                    print("%d of %d kills, exact".formatted(run.kills(), kills));
                }
            } catch (Throwable e) {
                e.printStackTrace();
                outcome = "failed after %d kills: %s".formatted(run.kills(), e.getMessage());
                exit = 1;
            }
            String report = run.report(outcome);
            print(report);
            if (args.length > 2 && exit == 0) {
                Path file = Path.of(args[2]);
                Files.writeString(file, Files.readString(file) + "\n" + report);
            }
        }
        System.exit(exit);
    }

    @SuppressWarnings("SystemOut") // its output is what it is for
    private static void print(String text) {
        System.out.println(text);
    }
}
