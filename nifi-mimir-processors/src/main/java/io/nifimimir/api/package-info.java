/** The calls of the original system over what the store holds: a handler for each resource, and nothing of NiFi. */
package io.nifimimir.api;
