/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import com.cronutils.descriptor.CronDescriptor;
import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * When a job is due: a cron expression read in a time zone. Five fields are Unix cron, six and seven are Quartz (seconds first), told apart by their
 * number; {@code @hourly}, {@code @daily}, {@code @weekly}, {@code @monthly} and {@code @yearly} are known.
 */
public final class CronSchedule {
    private static final int UNIX_FIELDS = 5;
    private static final Map<String, String> NICKNAMES = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");

    private final Cron cron;
    private final ExecutionTime executionTime;
    private final ZoneId zone;

    private CronSchedule(final Cron cron, final ZoneId zone) {
        this.cron = cron;
        this.zone = zone;
        executionTime = ExecutionTime.forCron(cron);
    }

    /** @throws IllegalArgumentException where the expression is none, with the reason */
    public static CronSchedule of(final String expression, final ZoneId zone) {
        final String fields = NICKNAMES.getOrDefault(expression.strip().toLowerCase(Locale.ROOT), expression.strip());
        final CronType type = fields.split("\\s+").length == UNIX_FIELDS ? CronType.UNIX : CronType.QUARTZ;
        try {
            final Cron cron = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type))
                    .parse(fields)
                    .validate();
            return new CronSchedule(cron, zone);
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "[%s] is no cron expression: %s".formatted(expression, e.getMessage()), e);
        }
    }

    /** The first instant after the given one, or empty where the schedule has ended. */
    public Optional<Instant> next(final Instant after) {
        return executionTime.nextExecution(after.atZone(zone)).map(ZonedDateTime::toInstant);
    }

    /** The schedule in words, such as {@code at 06:15}. */
    public String describe() {
        return CronDescriptor.instance(Locale.UK).describe(cron);
    }
}
