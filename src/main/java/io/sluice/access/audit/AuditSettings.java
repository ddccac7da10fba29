package io.sluice.access.audit;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long the audit log is kept.
 *
 * @param maxAge after which an entry is deleted
 * @param maxNumber how many entries of changes are kept, the newest; and as many of refusals, failures and appended records
 */
@Validated
@ConfigurationProperties("sluice.audit")
record AuditSettings(
        @DefaultValue("365d") @NotNull @DurationMin(minutes = 1) @DurationMax(days = 36_500)
        Duration maxAge,

        @DefaultValue("100000") @Min(1) @Max(10_000_000) long maxNumber) {}
