package io.sluice.web.request;

import io.sluice.web.WebSettings;
import jakarta.servlet.DispatcherType;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Wires what stands in front of every controller. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({WebSettings.class, ServerProperties.class})
class WebConfiguration implements WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new KnownParameters());
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
        FilterRegistrationBean<SiteGuard> guard =
                new FilterRegistrationBean<>(new SiteGuard(onLoopback, allowed, problems));
        // Next to the filter that has the bodies come in.
        guard.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        guard.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        return guard;
    }
}
