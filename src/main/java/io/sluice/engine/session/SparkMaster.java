package io.sluice.engine.session;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Spark's master, as it is configured.
 *
 * @param url as Spark takes it
 * @param addresses host and port of each master of a standalone cluster; empty for any other
 */
record SparkMaster(String url, List<Address> addresses) {

    private static final Pattern LOCAL = Pattern.compile("local(\\[(\\*|\\d+)(,\\s*\\d+)?])?");
    private static final Pattern STANDALONE = Pattern.compile("spark://[^:/,\\s]+:\\d{1,5}(,[^:/,\\s]+:\\d{1,5})*");
    private static final Pattern MANAGED = Pattern.compile("yarn|k8s://\\S+");

    record Address(String host, int port) {

        static Address of(String text) {
            int colon = text.lastIndexOf(':');
            return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** @throws IllegalArgumentException if it is none that Sluice knows */
    static SparkMaster of(String url) {
        if (STANDALONE.matcher(url).matches()) {
            return new SparkMaster(
                    url,
                    Arrays.stream(url.substring("spark://".length()).split(","))
                            .map(Address::of)
                            .toList());
        }
        if (LOCAL.matcher(url).matches() || MANAGED.matcher(url).matches()) {
            return new SparkMaster(url, List.of());
        }
        throw new IllegalArgumentException("sluice.spark.master is \"" + url
                + "\"; it must be local[*], spark://host:port (several as spark://host1:port,host2:port), yarn or"
                + " k8s://…");
    }

    boolean isLocal() {
        return LOCAL.matcher(url).matches();
    }

    boolean isStandalone() {
        return !addresses.isEmpty();
    }
}
