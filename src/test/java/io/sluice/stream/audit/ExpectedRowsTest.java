package io.sluice.stream.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.store.StoreAudit.RowAt;
import io.sluice.stream.store.StoreAudit.Span;
import org.junit.jupiter.api.Test;

class ExpectedRowsTest {

    private static final Span SPAN = new Span("t", 0, 10, 20);

    private final ExpectedRows rows = new ExpectedRows(SPAN, false);

    private static RowAt at(long offset, int ordinal) {
        return new RowAt(offset, ordinal);
    }

    private static ExpectedRows oneEach(boolean compacted) {
        ExpectedRows all = new ExpectedRows(SPAN, compacted);
        for (long offset = 10; offset < 20; offset++) {
            all.addRecord(offset);
            all.addRows(offset, 1);
        }
        return all;
    }

    @Test
    void rowsAreExpectedAsRecordsYieldThem() {
        rows.addRecord(10);
        rows.addRows(10, 1);
        rows.addRecord(11);
        rows.addRows(11, 3);
        rows.addRecord(12);
        rows.addRows(12, 0);
        rows.finished();
        assertThat(rows.isUnexpected(at(10, 0))).isFalse();
        assertThat(rows.isUnexpected(at(10, 1))).isTrue();
        assertThat(rows.isUnexpected(at(11, 2))).isFalse();
        assertThat(rows.isUnexpected(at(11, 3))).isTrue();
        assertThat(rows.isUnexpected(at(11, -1))).isTrue();
        assertThat(rows.isUnexpected(at(13, -1))).isTrue();
        assertThat(rows.isUnexpected(at(12, 0))).isTrue();
        assertThat(rows.isUnexpected(at(13, 0))).isTrue();
    }

    @Test
    void whatIsOutsideOfTheSpanIsNotLookedAt() {
        rows.finished();
        assertThat(rows.isUnexpected(at(9, 0))).isFalse();
        for (long offset : new long[] {20, 5L << 32, Long.MAX_VALUE, -1}) {
            assertThat(rows.isUnexpected(at(offset, 0))).isFalse();
            assertThat(rows.meetsUnexpected(at(offset, 0))).isFalse();
            assertThat(rows.meetsUnexpected(at(offset, 0))).isFalse();
        }
    }

    @Test
    void fullSpanIsKnownWithoutItsBits() {
        ExpectedRows all = oneEach(false).finished();
        for (long offset = 10; offset < 20; offset++) {
            assertThat(all.isUnexpected(at(offset, 0))).isFalse();
            assertThat(all.isUnexpected(at(offset, 1))).isTrue();
        }
    }

    @Test
    void rowOfARecordThatCompactionHasTakenIsInOrder() {
        ExpectedRows compacted = new ExpectedRows(SPAN, true);
        compacted.addRecord(10);
        compacted.finished();
        assertThat(compacted.isUnexpected(at(11, 0))).isFalse();
        assertThat(compacted.isUnexpected(at(10, 0))).isTrue();
        assertThat(oneEach(true).finished().isUnexpected(at(10, 1))).isTrue();
    }

    @Test
    void whateverThereIsOfAnExcusedRecordIsInOrder() {
        rows.addRecord(10);
        rows.excuse(10);
        rows.finished();
        assertThat(rows.isUnexpected(at(10, 5))).isFalse();
        assertThat(rows.meetsUnexpected(at(10, 0))).isFalse();
        assertThat(rows.meetsUnexpected(at(10, 0))).isFalse();
    }

    @Test
    void secondRowOfOnePlaceIsUnexpected() {
        rows.addRow(at(10, 0));
        rows.addRow(at(11, 0));
        rows.addRow(at(11, 1));
        rows.finished();
        assertThat(rows.meetsUnexpected(at(11, 0))).isFalse();
        assertThat(rows.meetsUnexpected(at(11, 1))).isFalse();
        assertThat(rows.meetsUnexpected(at(10, 0))).isFalse();
        assertThat(rows.meetsUnexpected(at(11, 0))).isTrue();
        assertThat(rows.meetsUnexpected(at(12, 0))).isTrue();
    }

    @Test
    void rowsOfOneRecordMayBeAsManyAsTheyLike() {
        for (int more = 0; more < 5; more++) {
            rows.addRows(10 + more, 252 + more);
        }
        rows.addRows(15, 1_000_000);
        rows.finished();
        for (int more = 0; more < 5; more++) {
            assertThat(rows.isUnexpected(at(10 + more, 251 + more))).isFalse();
            assertThat(rows.isUnexpected(at(10 + more, 252 + more))).isTrue();
        }
        assertThat(rows.isUnexpected(at(15, 999_999))).isFalse();
        assertThat(rows.isUnexpected(at(15, 1_000_000))).isTrue();
        assertThat(rows.isUnexpected(at(16, 1))).isTrue();
    }

    @Test
    void rowsAreKnownEachByItselfInWhateverOrderTheyWereAdded() {
        for (int ordinal = 40; ordinal > 0; ordinal -= 2) {
            rows.addRow(at(11, ordinal));
            rows.addRow(at(19, ordinal));
        }
        rows.finished();
        for (int ordinal = 1; ordinal <= 41; ordinal++) {
            assertThat(rows.isUnexpected(at(11, ordinal))).isEqualTo(ordinal % 2 != 0);
            assertThat(rows.isUnexpected(at(19, ordinal))).isEqualTo(ordinal % 2 != 0);
            assertThat(rows.isUnexpected(at(15, ordinal))).isTrue();
        }
    }
}
