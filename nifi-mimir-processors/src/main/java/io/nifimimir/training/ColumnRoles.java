/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of columns that detection can only guess.
 *
 * @param trusted columns that are known before the outcome: features, even where they look as if they gave it away; {@link #ALL} for all
 * @param groups how rows of one entity are kept together in validation
 * @param groupColumn where {@code groups} is {@link Groups#BY_COLUMN}, else empty
 */
public record ColumnRoles(Set<String> trusted, Groups groups, String groupColumn) {
    /** Among the trusted columns, stands for all. */
    public static final String ALL = "*";

    /** Nothing is known: all is detected. */
    public static final ColumnRoles DETECT = new ColumnRoles(Set.of(), Groups.DETECT, "");

    /** Rows are independent of each other, and all their columns known before the outcome. */
    public static final ColumnRoles AS_GIVEN = new ColumnRoles(Set.of(ALL), Groups.NONE, "");

    /** Where several rows are about one entity (a patient, a household), a model is validated on entities that it has not seen. */
    public enum Groups {
        DETECT,
        BY_COLUMN,
        NONE
    }

    public ColumnRoles {
        trusted = Set.copyOf(trusted);
        Objects.requireNonNull(groups, "Groups required");
        Objects.requireNonNull(groupColumn, "Group column required");
    }

    public boolean trusts(final String column) {
        return trusted.contains(ALL) || trusted.contains(column);
    }

    /** The same for the same roles, whatever their order. */
    String identity() {
        return String.join(",", new TreeSet<>(trusted)) + ' ' + groups + ' ' + groupColumn;
    }
}
