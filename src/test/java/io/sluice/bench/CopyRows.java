package io.sluice.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The rows that a drain stores, in the text format of COPY. */
final class CopyRows {

    /** As COPY takes them, in this order. */
    static final String COLUMNS =
            "(_offset, _partition, _ordinal, quote, character, image, \"characterDirection\", _topic)";

    private static final int CHUNK = 1 << 16;

    private CopyRows() {}

    /** From one number up to another, the latter not included; a large piece at once. */
    static void write(DrainTarget target, int from, int to, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            append(text, target, i);
            if (text.length() > CHUNK || i == to - 1) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
            }
        }
    }

    private static void append(StringBuilder text, DrainTarget target, int i) {
        int perPartition = target.records() / target.partitions();
        text.append(i % perPartition).append('\t').append(i / perPartition).append("\t0\t");
        text.append(QuoteRecords.quote(i)).append('\t');
        text.append(QuoteRecords.character(i)).append('\t');
        text.append(QuoteRecords.image(i)).append('\t');
        text.append(QuoteRecords.direction(i)).append('\t');
        text.append(target.topic()).append('\n');
    }
}
