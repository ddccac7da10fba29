package io.sluice.embedded;

import io.sluice.embedded.mongo.MongoChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Postgres, broker and Mongo server as processes that can be killed, and come back with their port and their data. */
public final class KillableServers implements AutoCloseable {

    private final Path home;
    private final ServersForTests servers;
    private final MongoChild mongo;
    private final List<String> addresses = new ArrayList<>();

    /** Nothing runs yet; the addresses are known. */
    public KillableServers(Path home) {
        this.home = home;
        servers = new ServersForTests(home);
        int mongoPort = new Ports(new DataDirectory(home)).port("mongo-child", 0);
        mongo = new MongoChild(home.resolve("mongo-child"), mongoPort);
        servers.addresses().stream()
                .filter(address -> !address.startsWith("--spring.mongodb"))
                .forEach(addresses::add);
        addresses.add("--spring.mongodb.uri=mongodb://127.0.0.1:" + mongoPort);
    }

    /** What an operator would configure, as arguments of the application. */
    public List<String> addresses() {
        return List.copyOf(addresses);
    }

    /** One of the addresses, by the beginning of its key. */
    public String address(String key) {
        String start = "--" + key + "=";
        return addresses.stream()
                .filter(address -> address.startsWith(start))
                .findFirst()
                .orElseThrow()
                .substring(start.length());
    }

    /** Returns when it takes connections. */
    public void start(EmbeddedService service) throws IOException, InterruptedException {
        if (service == EmbeddedService.MONGO) {
            mongo.start();
        } else {
            servers.start(service);
        }
    }

    /** As {@code kill -9} of all its processes; returns when they are gone. */
    public void kill(EmbeddedService service) throws IOException, InterruptedException {
        List<ProcessHandle> all = processes(service);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : all) {
            try {
                each.onExit().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        // What is left of it in this JVM.
        stop(service);
    }

    /** What the service, which does not run, has on its disk, into a directory that is made anew. */
    public void copy(EmbeddedService service, Path to) throws IOException, InterruptedException {
        run("rm", "-rf", to.toString());
        run("cp", "-a", directory(service).toString(), to.toString());
    }

    /** Puts what was copied in the place of what the service, which does not run, has now. */
    public void restore(EmbeddedService service, Path from) throws IOException, InterruptedException {
        run("rm", "-rf", directory(service).toString());
        run("cp", "-a", from.toString(), directory(service).toString());
    }

    private Path directory(EmbeddedService service) {
        return switch (service) {
            case POSTGRES -> home.resolve("postgres/data");
            case KAFKA -> home.resolve("kafka");
            case MONGO -> home.resolve("mongo-child");
        };
    }

    /** Keeps the files' owner, which is not this process's for Postgres. */
    private static void run(String... line) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(line).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException(List.of(line) + " answered " + exit);
        }
    }

    /**
     * To all its processes; by STOP it hangs, with every connection open, until CONT.
     *
     * @param name of the signal
     */
    public void signal(EmbeddedService service, String name) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("kill", "-" + name));
        List<ProcessHandle> all = processes(service);
        all.forEach(process -> line.add(Long.toString(process.pid())));
        int exit = new ProcessBuilder(line).start().waitFor();
        // A child whose client has gone ends as soon as CONT reaches it or its parent, maybe before its turn comes
        // here.
        if (exit != 0 && all.stream().allMatch(ProcessHandle::isAlive)) {
            throw new IOException(line + " answered " + exit);
        }
    }

    /** The parent first: stopped, it makes no more children. */
    private List<ProcessHandle> processes(EmbeddedService service) throws IOException {
        ProcessHandle process = ProcessHandle.of(pid(service)).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(List.of(process));
        all.addAll(process.descendants().toList());
        return all;
    }

    private long pid(EmbeddedService service) throws IOException {
        Path file = switch (service) {
            case POSTGRES -> home.resolve("postgres/data/postmaster.pid");
            case KAFKA -> home.resolve("kafka/broker.pid");
            case MONGO -> MongoChild.pidFile(home.resolve("mongo-child"));
        };
        return Long.parseLong(Files.readAllLines(file).get(0).strip());
    }

    private void stop(EmbeddedService service) throws InterruptedException {
        if (service == EmbeddedService.MONGO) {
            mongo.stop();
        } else {
            servers.stop(service);
        }
    }

    @Override
    public void close() throws InterruptedException {
        mongo.stop();
        servers.close();
    }
}
