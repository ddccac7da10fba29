package io.sluice.web;

import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
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

    @Bean
    FilterRegistrationBean<OncePerRequestFilter> siteGuard(
            WebSettings settings,
            ServerProperties server,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        boolean onLoopback = server.getAddress() != null && server.getAddress().isLoopbackAddress();
        var allowed = settings.allowedHosts().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return first(new SiteGuard(onLoopback, allowed, problems), 1);
    }

    @Bean
    FilterRegistrationBean<OncePerRequestFilter> bodyLimit(
            WebSettings settings, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        return first(new BodyLimit(settings.maxBodySize().toBytes(), problems), 2);
    }

    /** What Tomcat refuses before any filter sees it is answered by a valve of ours instead of Tomcat's HTML. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsForTomcat() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof org.apache.catalina.core.StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }

    private static FilterRegistrationBean<OncePerRequestFilter> first(OncePerRequestFilter filter, int rank) {
        FilterRegistrationBean<OncePerRequestFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + rank);
        return registration;
    }
}
