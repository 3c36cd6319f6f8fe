/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.training.table.RowFilter;

import java.util.Optional;

/**
 * The champion that a new model has to beat.
 *
 * @param learntRows the rows that it has learnt from, as {@link RowFilter} keeps them; empty where that is not known
 */
@SuppressWarnings("ArrayRecordComponent")
public record Incumbent(ModelEntry entry, ModelArtifact artifact, byte[] learntRows) {

    /** Finds the champion of a target. */
    @FunctionalInterface
    public interface Finder {
        /** Where each model is the first of its target. */
        Finder NONE = target -> Optional.empty();

        Optional<Incumbent> find(String target);
    }
}
