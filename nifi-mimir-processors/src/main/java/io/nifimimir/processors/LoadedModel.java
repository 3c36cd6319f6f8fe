/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelScorer;

/** A model that is ready to predict, with what the registry knows of it. */
record LoadedModel(ModelEntry entry, ModelScorer scorer) {}
