package io.sluice.embedded;

import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Wires the stack; each server is added by the room that has it. What can go wrong at once (directory, ports) goes wrong
 * while the context starts; the servers start in the background, and the rest of the application takes their absence as
 * it takes that of any other server.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DataDirectoryProperties.class, EmbeddedProperties.class})
class EmbeddedConfiguration {

    /**
     * Makes the stack before all other beans, some seconds earlier than its turn would be; so it is also the last to be
     * destroyed, when nobody uses the servers any more.
     */
    @Bean
    static BeanFactoryPostProcessor embeddedStackFirst(Environment environment) {
        return beans -> {
            MissingParts.check(environment, beans.getBeanClassLoader());
            beans.getBean(EmbeddedStack.class);
        };
    }

    @Bean
    DataDirectoryLock dataDirectoryLock(DataDirectoryProperties properties) {
        return DataDirectoryLock.take(Path.of(properties.dataDirectory()));
    }

    @Bean
    DataDirectory dataDirectory(DataDirectoryLock lock) {
        return lock.directory();
    }

    @Bean
    Ports embeddedPorts(DataDirectory directory) {
        return new Ports(directory);
    }

    @Bean
    EmbeddedStack embeddedStack(ObjectProvider<EmbeddedServer> servers) {
        return new EmbeddedStack(servers.stream().toList()).start();
    }

    @Bean
    EmbeddedStartWatch embeddedStartWatch(EmbeddedStack stack) {
        return new EmbeddedStartWatch(stack);
    }
}
