package io.sluice.results;

import io.sluice.results.query.ResultsSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Binds this room's settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ResultsSettings.class)
class ResultsConfiguration {}
