package io.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The short run of the fault harness; the long one is a command, see docs/faults.md. */
@Tag("faults")
class FaultsIT {

    private static final long SEED = 20260722;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path home;

    /** The limit is for a run that hangs; each wait inside has its own. */
    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    @DisplayName(
            "after a kill at each point, at random and of each service, and after each store went back to an older state,"
                    + " nothing is lost, twice or different")
    void survivesEachFaultOnce() throws Exception {
        try (Rig rig = Rig.prepare(home, SEED)) {
            FaultRun run = new FaultRun(rig, SEED);
            run.block(Fault.values().length);
            assertThat(run.kills()).isEqualTo(Fault.values().length);

            ReconcileRun reconciled = new ReconcileRun(rig, SEED);
            reconciled.until(2);
            assertThat(reconciled.ended()).isGreaterThanOrEqualTo(2);

            RestoreRun restores = new RestoreRun(rig, home, SEED);
            restores.all(1);
            assertThat(restores.done()).hasSize(Restore.values().length);

            rig.awaitEnd(rig.running());
            rig.killRunning();
            assertThat(rig.compare().isEmpty()).isTrue();
            damage(rig.stores());
            assertThat(rig.compare().toString())
                    .startsWith("3 lost, 1 duplicate, 2 different")
                    .contains("Postgres faults_append: lost faults/")
                    .contains("Mongo faults_upsert: different")
                    .contains("dead letters of faults_append: lost faults/");
        }
    }

    /** So that it is seen that the comparison can fail. */
    private static void damage(Stores stores) throws Exception {
        try (Connection connection = stores.postgres();
                Statement statement = connection.createStatement()) {
            statement.execute(one("DELETE FROM faults_append"));
            statement.execute(one("UPDATE faults_append SET text = text || '.'"));
            statement.execute(one("DELETE FROM sluice.dead_letters"));
            connection.commit();
        }
        var appended = stores.mongo().getCollection("faults_append");
        Document twice = appended.find().first();
        appended.deleteOne(appended.find().skip(1).first());
        appended.insertOne(twice.append("_id", "another"));
        stores.mongo()
                .getCollection("faults_upsert")
                .updateOne(new Document(), new Document("$set", new Document("share", -1)));
    }

    private static String one(String change) {
        String table = change.replaceFirst("DELETE FROM |UPDATE ", "").replaceFirst(" .*", "");
        String where = table.startsWith("sluice.") ? " WHERE pipeline = 'faults_append'" : " WHERE text = 'plain'";
        return change + " WHERE ctid = (SELECT ctid FROM " + table + where + " LIMIT 1)";
    }
}
