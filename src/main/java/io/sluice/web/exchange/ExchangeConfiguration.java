package io.sluice.web.exchange;

import io.sluice.web.Door;
import io.sluice.web.WebSettings;
import io.sluice.web.Witness;
import jakarta.servlet.DispatcherType;
import org.apache.coyote.AbstractProtocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;

/** Puts the filter before every other but the one that times, and has Tomcat leave the time limits to it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebSettings.class)
class ExchangeConfiguration {

    @Bean
    FilterRegistrationBean<ExchangeFilter> exchangeFilter(
            WebSettings settings,
            @Value("${server.tomcat.threads.max:200}") int threads,
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<HandlerMapping> mapping,
            ObjectProvider<Door> door,
            ObjectProvider<Witness> witness,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        FilterRegistrationBean<ExchangeFilter> first = new FilterRegistrationBean<>(new ExchangeFilter(
                mapping::getObject,
                door::getIfAvailable,
                witness::getIfAvailable,
                new RequestRate(settings.requestsPerSecond(), System::nanoTime),
                problems,
                settings.maxBodySize().toBytes(),
                settings.transferTimeout(),
                threads));
        // Behind the one that times requests, which must see them come: from their first dispatch on.
        first.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        first.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        return first;
    }

    /** The filter ends what takes too long, with an answer; Tomcat, which would just hang up, comes after it. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> exchangesForTomcat(WebSettings settings) {
        return factory -> {
            factory.addEngineValves(new Connection.Valve());
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                    protocol.setKeepAliveTimeout(protocol.getConnectionTimeout());
                    protocol.setConnectionTimeout(
                            (int) settings.transferTimeout().plusSeconds(30).toMillis());
                }
            });
        };
    }
}
