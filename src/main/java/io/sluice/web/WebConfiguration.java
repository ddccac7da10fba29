package io.sluice.web;

import io.sluice.web.exchange.ExchangeFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.AbstractProtocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Wires what stands in front of every controller. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({WebSettings.class, ServerProperties.class})
class WebConfiguration implements WebMvcConfigurer {

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", "/swagger-ui.html");
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new KnownParameters());
    }

    @Bean
    OutageSign kafkaOutage() {
        return new OutageSign("Kafka", KafkaOutage::is);
    }

    @Bean
    FilterRegistrationBean<ExchangeFilter> exchangeFilter(
            WebSettings settings,
            @Value("${server.tomcat.threads.max:200}") int threads,
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<HandlerMapping> mapping,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        return first(
                new ExchangeFilter(
                        mapping::getObject,
                        problems,
                        settings.maxBodySize().toBytes(),
                        settings.transferTimeout(),
                        threads),
                1);
    }

    @Bean
    FilterRegistrationBean<SiteGuard> siteGuard(
            WebSettings settings,
            ServerProperties server,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        boolean onLoopback = server.getAddress() != null && server.getAddress().isLoopbackAddress();
        var allowed = settings.allowedHosts().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return first(new SiteGuard(onLoopback, allowed, problems), 2);
    }

    /** What Tomcat refuses before any filter sees it is answered by a valve of ours instead of Tomcat's HTML. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsForTomcat() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }

    /** The filter ends what takes too long, with an answer; Tomcat, which would just hang up, comes after it. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> exchangesForTomcat(WebSettings settings) {
        return factory -> {
            factory.addEngineValves(ExchangeFilter.valve());
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                    protocol.setKeepAliveTimeout(protocol.getConnectionTimeout());
                    protocol.setConnectionTimeout(
                            (int) settings.transferTimeout().plusSeconds(30).toMillis());
                }
            });
        };
    }

    private static <F extends Filter> FilterRegistrationBean<F> first(F filter, int rank) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + rank);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        return registration;
    }
}
