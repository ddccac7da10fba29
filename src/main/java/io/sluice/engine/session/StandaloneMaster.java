package io.sluice.engine.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.DeployMessages;
import org.apache.spark.deploy.DeployMessages.MasterStateResponse;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcTimeout;
import scala.concurrent.Await;
import scala.concurrent.duration.FiniteDuration;
import scala.reflect.ClassTag$;

/**
 * Asks the master of a standalone cluster, or the first of several that leads. Its pages ask it the same. Blocks for
 * seconds at most.
 */
final class StandaloneMaster {

    private static final int CONNECT_MILLIS = 2000;
    private static final FiniteDuration PATIENCE = FiniteDuration.apply(3, TimeUnit.SECONDS);

    private final SparkMaster master;

    StandaloneMaster(SparkMaster master) {
        this.master = master;
    }

    /** @throws IOException if none of the addresses takes a connection */
    void requireListening() throws IOException {
        IOException last = new IOException("no address");
        for (SparkMaster.Address address : master.addresses()) {
            try {
                connect(address);
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private static void connect(SparkMaster.Address address) throws IOException {
        InetSocketAddress target = new InetSocketAddress(address.host(), address.port());
        if (target.isUnresolved()) {
            throw new IOException("the host " + address.host() + " is not known");
        }
        try (Socket socket = new Socket()) {
            socket.connect(target, CONNECT_MILLIS);
        }
    }

    /**
     * Whether an application waits for executors or has some; a master that was restarted has forgotten it. To be asked
     * while Spark runs, over its own connections. What the answer says of workers is not to be trusted: on its way it
     * forgets which of them are dead, and what they have free.
     *
     * @throws IOException if no master leads
     */
    boolean knows(String application) throws IOException, InterruptedException {
        IOException last = new IOException("no address");
        for (SparkMaster.Address address : master.addresses()) {
            try {
                connect(address);
                MasterStateResponse state = state(address);
                if (state.status().toString().equals("ALIVE")) {
                    return Arrays.stream(state.activeApps())
                            .anyMatch(app -> app.id().equals(application));
                }
                last = new IOException(address + " is " + state.status());
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private static MasterStateResponse state(SparkMaster.Address address) throws IOException, InterruptedException {
        try {
            RpcEndpointRef endpoint = (RpcEndpointRef) Await.result(
                    SparkEnv.get()
                            .rpcEnv()
                            .asyncSetupEndpointRefByURI("spark://Master@" + address.host() + ":" + address.port()),
                    PATIENCE);
            return endpoint.askSync(
                    DeployMessages.RequestMasterState$.MODULE$,
                    new RpcTimeout(PATIENCE, "sluice.spark"),
                    ClassTag$.MODULE$.apply(MasterStateResponse.class));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // Scala's methods throw what they do not declare.
            throw new IOException(address + " does not answer: " + e.getMessage(), e);
        }
    }
}
