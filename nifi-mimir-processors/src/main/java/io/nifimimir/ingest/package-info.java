/** From bytes to dataset: an adapter for each kind of source, type inference, profiling, time-series detection. */
package io.nifimimir.ingest;
