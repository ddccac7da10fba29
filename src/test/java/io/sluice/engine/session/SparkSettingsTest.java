package io.sluice.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@DisplayName("The settings of Spark")
class SparkSettingsTest {

    private static final List<Path> JARS = List.of(Path.of("/data/a.jar"), Path.of("/data/b.jar"));
    private static final String MASTER = "spark://master:7077";

    private static SparkProperties properties(String... keysAndValues) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put("sluice.spark." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(map)).bindOrCreate("sluice.spark", SparkProperties.class);
    }

    @Test
    @DisplayName("keep everything on loopback by default, in this process and on a cluster")
    void everythingStaysOnLoopbackByDefault() {
        assertThat(properties().master()).isEqualTo("local[*]");
        assertThat(SparkSettings.local(properties()))
                .containsEntry("spark.driver.host", "localhost")
                .containsEntry("spark.driver.bindAddress", "127.0.0.1")
                .doesNotContainKey("spark.jars");
        assertThat(SparkSettings.cluster(properties("master", MASTER), JARS))
                .containsEntry("spark.driver.host", "localhost")
                .containsEntry("spark.driver.bindAddress", "127.0.0.1")
                .doesNotContainKeys("spark.authenticate", "spark.executor.memory", "spark.cores.max");
    }

    @Test
    @DisplayName("of a cluster are the driver's address, what an executor gets, and the jars")
    void clusterGetsTheDriversAddressAndTheJars() {
        Map<String, String> settings = SparkSettings.cluster(
                properties(
                        "master", MASTER,
                        "driver.host", "sluice",
                        "driver.port", "7100",
                        "driver.block-manager-port", "7101",
                        "executor.cores", "2",
                        "executor.memory", "2g",
                        "max-cores", "8",
                        "properties.spark.jars", "hdfs://x/more.jar",
                        "properties.spark.network.timeout", "60s"),
                JARS);
        assertThat(settings)
                .containsEntry("spark.driver.host", "sluice")
                .containsEntry("spark.driver.bindAddress", "sluice")
                .containsEntry("spark.driver.port", "7100")
                .containsEntry("spark.driver.blockManager.port", "7101")
                .containsEntry("spark.executor.cores", "2")
                .containsEntry("spark.executor.memory", "2g")
                .containsEntry("spark.cores.max", "8")
                .containsEntry("spark.network.timeout", "60s")
                .containsEntry("spark.jars", "file:///data/a.jar,file:///data/b.jar,hdfs://x/more.jar");
        assertThat(SparkSettings.cluster(properties("driver.host", "sluice", "driver.bind-address", "0.0.0.0"), JARS))
                .containsEntry("spark.driver.bindAddress", "0.0.0.0");
    }

    @Test
    @DisplayName("with a secret authenticate and encrypt, and no text of them shows it")
    void secretAuthenticatesEncryptsAndIsNotShown() {
        SparkProperties properties =
                properties("master", MASTER, "secret", "geheim-geheim", "properties.a.password", "geheim-2");
        assertThat(SparkSettings.cluster(properties, JARS))
                .containsEntry("spark.authenticate", "true")
                .containsEntry("spark.authenticate.secret", "geheim-geheim")
                .containsEntry("spark.network.crypto.enabled", "true");
        assertThat(SparkSettings.local(properties)).doesNotContainKey("spark.authenticate");
        assertThat(properties.toString()).doesNotContain("geheim");
        assertThat(properties("secret", " ").secret()).isNull();
    }

    @ParameterizedTest
    @DisplayName("name the key whose value cannot be")
    @CsvSource({
        "master, spark://master, sluice.spark.master",
        "master, mesos://m:5050, sluice.spark.master",
        "driver.port, 80, sluice.spark.driver.port",
        "driver.block-manager-port, 70000, sluice.spark.driver.block-manager-port",
        "executor.cores, 0, sluice.spark.executor.cores",
        "executor.memory, lots, sluice.spark.executor.memory",
        "max-cores, -1, sluice.spark.max-cores",
        "secret, short, sluice.spark.secret",
        "patience, 1ms, sluice.spark.patience"
    })
    void namesTheKeyWhoseValueCannotBe(String key, String value, String named) {
        assertThatThrownBy(() -> properties(key, value)).rootCause().hasMessageContaining(named);
    }

    @ParameterizedTest
    @DisplayName("know a master that computes in this process")
    @ValueSource(strings = {"local", "local[4]", "local[*]", "local[2,3]"})
    void masterInThisProcessIsKnown(String url) {
        assertThat(SparkMaster.of(url).isLocal()).isTrue();
    }

    @Test
    @DisplayName("know the masters of a standalone cluster by host and port")
    void mastersAreKnownByHostAndPort() {
        assertThat(SparkMaster.of("spark://a:7077,b:7078").addresses())
                .containsExactly(new SparkMaster.Address("a", 7077), new SparkMaster.Address("b", 7078));
        assertThat(SparkMaster.of("k8s://https://c:6443").isStandalone()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> SparkMaster.of("local-cluster[2,1,1024]"));
    }
}
