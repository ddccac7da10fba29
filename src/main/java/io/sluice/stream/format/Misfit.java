package io.sluice.stream.format;

import io.sluice.stream.text.Excerpt;
import org.jspecify.annotations.Nullable;

/** A value that does not fit, on its way up through a decoder's readers, which each add where it stands. */
public final class Misfit extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_PATH = 200;

    private final String what;
    private final StringBuilder path = new StringBuilder();

    /** @param what is wrong with the value, to be read behind its place */
    public Misfit(String what) {
        super(what, null, false, false);
        this.what = what;
    }

    /** Throws for a field or a key that stands twice. */
    public static void rejectRepeated(boolean repeated) throws Misfit {
        if (repeated) {
            throw new Misfit("appears twice");
        }
    }

    /** Adds the field of a struct; returns this. */
    public Misfit inField(String name) {
        return in(Excerpt.ofName(name));
    }

    /** Adds the index in an array; returns this. */
    public Misfit atIndex(int index) {
        return in("[" + index + "]");
    }

    /** Adds the key of a map; returns this. */
    public Misfit atKey(String key) {
        return in("[" + Excerpt.ofName(key) + "]");
    }

    private Misfit in(String element) {
        path.insert(0, path.length() == 0 || path.charAt(0) == '[' ? element : element + ".");
        return this;
    }

    /** What is wrong with the value. */
    public String what() {
        return what;
    }

    /** Returns where the value stands, as the reason says it; null for the whole record. */
    public @Nullable String field() {
        return path.length() == 0 ? null : Excerpt.of(path.toString(), LONGEST_PATH);
    }

    /** Returns the sentence for the dead letter. */
    public String reason() {
        return path.length() == 0 ? what : "field \"" + field() + "\": " + what;
    }
}
