package io.sluice.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a run drains, and who does.
 *
 * @param rounds that count
 * @param starts drains of {@link #FEW} records by each contender that reads Kafka, before all rounds
 * @param warmUps rounds before them that do not
 * @param rejects whether one record in 101 lacks a field that must be there
 * @param transform whether Sluice's pipelines have a filter and a function; the filter keeps every record
 */
record DrainPlan(
        int records,
        int rounds,
        int starts,
        int warmUps,
        int partitions,
        boolean rejects,
        boolean transform,
        List<Contender> contenders) {

    /** The records of a start. */
    static final int FEW = 4_000;

    /** No divisor of the partitions' number, lest they all lie in one. */
    private static final int EVERY = 101;

    DrainPlan {
        if (records % partitions != 0 || starts > 0 && FEW % partitions != 0) {
            throw new IllegalArgumentException(
                    "the records must be a multiple of the partitions, with starts= also " + FEW);
        }
        if (rejects && !endsWell(records, partitions)) {
            throw new IllegalArgumentException("a last record would be rejected; choose another number of records");
        }
        if ((rejects || transform) && contenders.stream().anyMatch(one -> one.process() != Part.SLUICE)) {
            throw new IllegalArgumentException(
                    "rejects and transform are for Sluice only, and for COPY, psql and insertMany beside it");
        }
    }

    /** Whether the last record of each partition is stored: that is what the end of a drain is known by. */
    private static boolean endsWell(int records, int partitions) {
        return IntStream.range(records - partitions, records).noneMatch(DrainPlan::isRejected);
    }

    private static boolean isRejected(int i) {
        return i % EVERY == 0;
    }

    static DrainPlan of(String... args) {
        List<String> rest = new ArrayList<>(List.of(args));
        int records = number(rest, 1_000_000);
        int rounds = number(rest, 5);
        int partitions = option(rest, "partitions", 4);
        int starts = option(rest, "starts", 0);
        int warmUps = option(rest, "warmup", 1);
        boolean rejects = rest.remove("rejects");
        boolean transform = rest.remove("transform");
        List<Contender> contenders = rest.isEmpty()
                ? List.of(Contender.COPY1, Contender.SLUICE)
                : rest.stream().map(Contender::of).toList();
        return new DrainPlan(records, rounds, starts, warmUps, partitions, rejects, transform, contenders);
    }

    private static int number(List<String> rest, int otherwise) {
        return rest.isEmpty() || !rest.get(0).matches("\\d+") ? otherwise : Integer.parseInt(rest.remove(0));
    }

    private static int option(List<String> rest, String name, int otherwise) {
        String start = name + "=";
        Function<String, Integer> value = argument -> Integer.valueOf(argument.substring(start.length()));
        int found = rest.stream()
                .filter(argument -> argument.startsWith(start))
                .findFirst()
                .map(value)
                .orElse(otherwise);
        rest.removeIf(argument -> argument.startsWith(start));
        return found;
    }

    /** How many of the first so many records do not fit the schema. */
    int rejected(int records) {
        return rejects ? (records + EVERY - 1) / EVERY : 0;
    }

    /** The record of this number. */
    byte[] json(int i) {
        return rejects && isRejected(i)
                ? "{\"character\":\"%s\"}".formatted(QuoteRecords.character(i)).getBytes(StandardCharsets.UTF_8)
                : QuoteRecords.json(i);
    }

    boolean has(Part process) {
        return contenders.stream().anyMatch(one -> one.process() == process);
    }

    boolean has(Contender contender) {
        return contenders.contains(contender);
    }

    boolean needsMongo() {
        return contenders.stream().anyMatch(Contender::mongo);
    }
}
