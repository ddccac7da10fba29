package io.sluice.stream.format.json;

/** A value that does not fit, on its way up through the readers, which each add where it stands. */
final class Misfit extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_PATH = 200;

    private final String what;
    private final StringBuilder path = new StringBuilder();

    Misfit(String what) {
        super(what, null, false, false);
        this.what = what;
    }

    static void rejectRepeated(boolean repeated) throws Misfit {
        if (repeated) {
            throw new Misfit("appears twice");
        }
    }

    Misfit inField(String name) {
        return in(Excerpt.ofName(name));
    }

    Misfit atIndex(int index) {
        return in("[" + index + "]");
    }

    Misfit atKey(String key) {
        return in("[" + Excerpt.ofName(key) + "]");
    }

    private Misfit in(String element) {
        path.insert(0, path.length() == 0 || path.charAt(0) == '[' ? element : element + ".");
        return this;
    }

    /** The sentence for the dead letter. */
    String reason() {
        return path.length() == 0 ? what : "field \"" + Excerpt.cut(path.toString(), LONGEST_PATH) + "\": " + what;
    }
}
