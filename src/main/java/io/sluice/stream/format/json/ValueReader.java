package io.sluice.stream.format.json;

import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.Malformed;

/** Reads values of one column type. One instance serves one decoder, on one thread. */
interface ValueReader {

    /**
     * @param in stands on the value, which is not null; afterwards on its last token
     * @return the value in Spark's internal type
     * @throws Misfit if the type cannot hold the value exactly
     * @throws Malformed if it is not JSON
     */
    Object read(JsonCursor in) throws Malformed, Misfit;
}
