/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.drift.ReferenceProfile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the watch over models needs remembered. Each call is one transaction, or joins the caller's. Errors of the storage are thrown as
 * {@link java.io.UncheckedIOException}.
 */
public interface ModelWatchRepository {

    /** Stores what a model has learnt from, beside the model, and lets go of it with the model; a reference that is there is left as it is. */
    void saveReference(String modelId, ReferenceProfile reference);

    /** Empty for a model from before references were kept, and for one of another version. */
    Optional<ReferenceProfile> reference(String modelId);

    /** Enabled rules on rows of the enabled jobs of an ontology. */
    List<MonitoringRule> rowRules(String ontologyId);

    /** @return false where they have been counted before, which is to change nothing */
    boolean beginCounting(String key, long rows, Instant now);

    Optional<GatheredRows> gathered(String ruleId);

    /** In place of what the rule had gathered before. */
    void saveGathered(GatheredRows gathered, Instant now);

    void saveLook(RowLook look);

    /** Newest looks of a rule, in rising order of time. */
    List<RowLook> looks(String ruleId, int limit);
}
