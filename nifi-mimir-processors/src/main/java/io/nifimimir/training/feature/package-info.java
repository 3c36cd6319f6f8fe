/** From columns to features: profiles, screening, encodings fitted on training rows only, and the plan that replays them. */
package io.nifimimir.training.feature;
