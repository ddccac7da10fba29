package io.sluice.embedded.mongo;

import de.bwaldvogel.mongo.backend.KeyValue;
import org.h2.mvstore.type.ObjectDataType;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an index, written and ordered as H2 does by itself. That order is the one of their serialized bytes, for which H2
 * serializes both keys each time it compares two of them, some twenty times for each document that is found or stored. For single
 * texts of ASCII it is known without: the shorter one comes first, since its length stands before it, then the bytes decide.
 */
final class IndexKeys extends ObjectDataType {

    /** A longer text is serialized in another way. */
    private static final int MAX_LENGTH = 0xFFFF;

    @Override
    public int compare(Object a, Object b) {
        String one = text(a);
        String other = one == null ? null : text(b);
        if (one == null || other == null) {
            return super.compare(a, b);
        }
        return one.length() == other.length() ? one.compareTo(other) : Integer.compare(one.length(), other.length());
    }

    private static @Nullable String text(Object key) {
        return key instanceof KeyValue values
                        && values.size() == 1
                        && values.get(0) instanceof String text
                        && isPlain(text)
                ? text
                : null;
    }

    /** NUL and all characters beyond ASCII take more than one byte. */
    private static boolean isPlain(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || c > 0x7F) {
                return false;
            }
        }
        return true;
    }
}
