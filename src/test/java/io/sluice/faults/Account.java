package io.sluice.faults;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What must have become of the records of a trial's topic so far: in each store, in the dead letters, in the counters. */
final class Account {

    /** A row's identity: its key, or its position. */
    private record Held(ConsumerRecord<byte[], byte[]> at, int ordinal, Trial.Row row) {}

    private static final Comparator<Held> POSITIONS = Comparator.<Held>comparingInt(
                    held -> held.at().partition())
            .thenComparingLong(held -> held.at().offset())
            .thenComparingInt(Held::ordinal);

    private final Trial trial;
    private final Map<String, Held> newestInPostgres = new HashMap<>();
    private final Map<String, Held> newestInMongo = new HashMap<>();
    final Map<String, String> postgres = new HashMap<>();
    final Map<String, String> mongo = new HashMap<>();
    final Map<String, String> letters = new HashMap<>();
    long consumed;
    long filtered;
    long rejected;
    long refused;
    long rows;
    long refusedRows;

    Account(Trial trial) {
        this.trial = trial;
    }

    Trial trial() {
        return trial;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        consumed++;
        List<Trial.Row> made;
        try {
            made = trial.rows(record);
        } catch (Trial.Rejection e) {
            rejected++;
            letter(record, e.stage(), 0);
            return;
        }
        filtered += made.isEmpty() ? 1 : 0;
        rows += made.size();
        int refusedHere = 0;
        for (int ordinal = 0; ordinal < made.size(); ordinal++) {
            Held held = new Held(record, ordinal, made.get(ordinal));
            hold(newestInMongo, mongo, held, true);
            if (held.row().refusedByPostgres()) {
                refusedHere++;
            } else {
                hold(newestInPostgres, postgres, held, false);
            }
        }
        if (refusedHere > 0) {
            refused++;
            refusedRows += refusedHere;
            letter(record, "postgres", refusedHere);
        }
    }

    private void hold(Map<String, Held> newest, Map<String, String> texts, Held held, boolean timed) {
        String position = position(held.at()) + "/" + held.ordinal();
        String id = position;
        if (!trial.key().isEmpty()) {
            id = Texts.row(trial.key().stream()
                    .map(name -> held.row().values().get(name))
                    .toList());
            Held before = newest.get(id);
            if (before != null && compare(held, before) < 0) {
                return;
            }
            newest.put(id, held);
        }
        List<String> values = new ArrayList<>(List.of(position));
        trial.columns().forEach(column -> values.add(held.row().values().get(column)));
        if (timed) {
            values.add(Long.toString(held.at().timestamp()));
        }
        texts.put(id, Texts.row(values));
    }

    private int compare(Held one, Held other) {
        int versions = trial.compareVersions(one.row(), other.row());
        return versions != 0 ? versions : POSITIONS.compare(one, other);
    }

    private void letter(ConsumerRecord<byte[], byte[]> record, String stage, int refusedRows) {
        StringBuilder headers = new StringBuilder();
        for (Header header : record.headers()) {
            byte[] value = header.value();
            headers.append(header.key())
                    .append('=')
                    .append(value == null ? "∅" : Base64.getEncoder().encodeToString(value))
                    .append(' ');
        }
        letters.put(
                position(record) + " " + stage,
                Letters.text(record.timestamp(), record.key(), record.value(), headers.toString(), refusedRows));
    }

    private static String position(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }
}
