/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the name of a column says about it. English words, since the column names of most tables are. */
public final class NameHints {
    private static final Set<String> OUTCOME_WORDS = Set.of(
            "target",
            "label",
            "outcome",
            "class",
            "result",
            "response",
            "churn",
            "churned",
            "survived",
            "default",
            "defaulted",
            "fraud",
            "status",
            "diagnosis",
            "disease",
            "score",
            "price",
            "cost",
            "rating",
            "grade",
            "value",
            "revenue",
            "sales",
            "demand",
            "yield",
            "quality",
            "risk",
            "income",
            "salary",
            "approved",
            "converted",
            "clicked",
            "failure",
            "failed",
            "fault",
            "defect",
            "win",
            "won",
            "severity",
            "outbreak",
            "cases",
            "y");
    private static final Set<String> IDENTIFIER_WORDS = Set.of(
            "id",
            "uuid",
            "guid",
            "key",
            "code",
            "index",
            "number",
            "no",
            "nr",
            "serial",
            "ref",
            "reference",
            "row",
            "name",
            "ticket",
            "sku",
            "phone",
            "email");
    private static final Set<String> TIME_WORDS =
            Set.of("time", "date", "day", "week", "month", "quarter", "year", "hour", "minute", "period", "age");
    private static final Set<String> CLASS_WORDS = Set.of(
            "target",
            "label",
            "outcome",
            "class",
            "result",
            "response",
            "churn",
            "survived",
            "default",
            "fraud",
            "status",
            "diagnosis",
            "disease",
            "category",
            "type",
            "y");

    /** Of classes, which numbers may stand for: those are codes and no amounts. */
    private static final Set<String> CODE_WORDS = Set.of("class", "status", "category", "type", "diagnosis", "disease");

    private static final Set<String> ENTITY_WORDS = Set.of(
            "id",
            "uuid",
            "guid",
            "patient",
            "subject",
            "household",
            "beneficiary",
            "person",
            "customer",
            "client",
            "user",
            "member",
            "student",
            "device");

    /** Of dates that are set beforehand. */
    private static final Set<String> PLANNED_WORDS = Set.of(
            "due",
            "plan",
            "planned",
            "scheduled",
            "schedule",
            "expected",
            "estimated",
            "eta",
            "promised",
            "requested",
            "deadline",
            "expiry",
            "expires",
            "expiration",
            "valid",
            "until",
            "next",
            "target",
            "forecast");

    private NameHints() {}

    public static boolean isOutcome(final String name) {
        return words(name).stream().anyMatch(OUTCOME_WORDS::contains) && !isIdentifier(name);
    }

    /** An outcome that may be a number: {@code price} is, {@code class} is a code where it is one. */
    public static boolean isAmount(final String name) {
        return isOutcome(name)
                && words(name).stream().anyMatch(word -> OUTCOME_WORDS.contains(word) && !CODE_WORDS.contains(word));
    }

    /** An outcome of classes rather than of amounts. */
    public static boolean isClass(final String name) {
        return words(name).stream().anyMatch(CLASS_WORDS::contains);
    }

    public static boolean isIdentifier(final String name) {
        return words(name).stream().anyMatch(IDENTIFIER_WORDS::contains);
    }

    /** Names somebody or something of which there may be several rows. */
    public static boolean isEntity(final String name) {
        return words(name).stream().anyMatch(ENTITY_WORDS::contains);
    }

    /** A date that is known before it comes. */
    public static boolean isPlanned(final String name) {
        return words(name).stream().anyMatch(PLANNED_WORDS::contains);
    }

    public static boolean isTime(final String name) {
        return words(name).stream().anyMatch(TIME_WORDS::contains);
    }

    /** {@code customerStatus}, {@code customer_status} and {@code Customer Status} are all two words. */
    private static List<String> words(final String name) {
        final String separated = name.replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2").toLowerCase(Locale.ROOT);
        return Arrays.asList(separated.split("[^\\p{L}]+"));
    }
}
