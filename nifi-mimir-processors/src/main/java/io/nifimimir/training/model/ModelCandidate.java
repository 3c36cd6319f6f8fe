/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.training.table.RowFilter;

import java.util.Objects;

/**
 * A model that was trained, on its way into the registry.
 *
 * @param artifact {@linkplain ModelArtifact#active active} where it beats the naive baseline
 * @param learntRows the rows that it has learnt from, as {@link RowFilter} keeps them
 * @param trial how it compares with the champion; null where there was none
 */
@SuppressWarnings("ArrayRecordComponent")
public record ModelCandidate(
        ModelArtifact artifact, ModelProvenance provenance, byte[] learntRows, ChampionTrial trial) {

    public ModelCandidate {
        Objects.requireNonNull(artifact, "Model required");
        Objects.requireNonNull(provenance, "Provenance required");
        Objects.requireNonNull(learntRows, "Rows that were learnt from required");
    }
}
