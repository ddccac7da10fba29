package io.sluice.embedded.postgres;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines of Postgres' programs. Postgres refuses to run as root; there, a user namespace of its own shows it
 * another user, where the system allows that.
 */
record PostgresCommand(Path program) {

    List<String> of(String name, String... arguments) {
        List<String> line = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            line.add("unshare");
            line.add("-U");
        }
        line.add(program.resolve("bin").resolve(name).toString());
        line.addAll(List.of(arguments));
        return line;
    }
}
