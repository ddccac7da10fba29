package io.sluice.testing;

import io.sluice.stream.format.Formats;
import io.sluice.stream.format.json.JsonFormat;
import java.util.List;

/** The formats that Sluice has. */
public final class TestFormats {

    private TestFormats() {}

    public static Formats json() {
        return new Formats(List.of(new JsonFormat()));
    }
}
