package io.sluice.events.tail;

import io.sluice.engine.Rehearsed;
import io.sluice.preview.PreviewedRecord;
import io.sluice.preview.PreviewedRecord.Outcome;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.RecordMask;
import io.sluice.stream.letters.NewestLetters.Newest;
import io.sluice.stream.text.Excerpt;
import org.jspecify.annotations.Nullable;

/** A record on its way, as a preview shows it; with what its dead letter says, if it has one. */
final class TailRecord {

    /** Characters that are shown of the payload of a record that is too large to be sent. */
    private static final int EXCERPT = 4_000;

    private TailRecord() {}

    /**
     * @param hidden of the record from whoever reads the tail
     * @param ofRows what is masked of its rows, if anything is hidden
     * @param letter null if there is none
     */
    static PreviewedRecord of(
            SourceRecord record, Rehearsed became, RecordMask hidden, Mask ofRows, @Nullable Newest letter) {
        PreviewedRecord view = PreviewedRecord.of(record, became, hidden, ofRows);
        if (letter == null || view.outcome() == Outcome.REJECTED) {
            return view;
        }
        return new PreviewedRecord(
                view.topic(),
                view.partition(),
                view.offset(),
                view.timestamp(),
                view.key(),
                view.keyEncoding(),
                view.payload(),
                view.encoding(),
                view.decoded(),
                Outcome.REJECTED,
                view.rows(),
                view.rowCount(),
                letter.stage(),
                letter.reason(),
                null,
                view.masked(),
                view.withheld());
    }

    /** The same without what is made of it, and with the beginning of its bytes. */
    static PreviewedRecord cut(PreviewedRecord view) {
        return new PreviewedRecord(
                view.topic(),
                view.partition(),
                view.offset(),
                view.timestamp(),
                excerpt(view.key()),
                view.keyEncoding(),
                excerpt(view.payload()),
                view.encoding(),
                null,
                view.outcome(),
                null,
                view.rows() == null ? null : view.rows().size(),
                view.stage(),
                view.reason(),
                view.field(),
                view.masked(),
                view.withheld());
    }

    private static @Nullable String excerpt(@Nullable String text) {
        return text == null ? null : Excerpt.of(text, EXCERPT);
    }
}
