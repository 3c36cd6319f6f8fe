/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.schedule.CronSchedule;
import org.apache.nifi.components.ValidationResult;
import org.apache.nifi.components.Validator;

import java.time.DateTimeException;
import java.time.ZoneId;

/** Validators of what makes a schedule. */
final class ScheduleValidators {
    static final Validator CRON = (subject, input, context) -> {
        try {
            return valid(subject, input, CronSchedule.parse(input).describe());
        } catch (final IllegalArgumentException e) {
            return invalid(subject, input, e.getMessage());
        }
    };

    static final Validator ZONE = (subject, input, context) -> {
        if (context.isExpressionLanguagePresent(input)) {
            return valid(subject, input, "It is read when the processor is started");
        }
        try {
            return valid(subject, input, ZoneId.of(input).getId());
        } catch (final DateTimeException e) {
            return invalid(subject, input, "Not a time zone such as Asia/Kabul: " + e.getMessage());
        }
    };

    private ScheduleValidators() {}

    private static ValidationResult valid(final String subject, final String input, final String explanation) {
        return new ValidationResult.Builder()
                .subject(subject)
                .input(input)
                .valid(true)
                .explanation(explanation)
                .build();
    }

    private static ValidationResult invalid(final String subject, final String input, final String explanation) {
        return new ValidationResult.Builder()
                .subject(subject)
                .input(input)
                .valid(false)
                .explanation(explanation)
                .build();
    }
}
