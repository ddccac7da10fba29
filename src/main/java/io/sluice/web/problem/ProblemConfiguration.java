package io.sluice.web.problem;

import io.sluice.web.OutageSign;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what makes problems of failures that no handler sees. */
@Configuration(proxyBeanMethods = false)
class ProblemConfiguration {

    @Bean
    OutageSign kafkaOutage() {
        return new OutageSign("Kafka", KafkaOutage::is);
    }

    /** Has {@link ProblemValve} answer what Tomcat refuses before any filter sees it, instead of Tomcat's HTML. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsForTomcat() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }
}
